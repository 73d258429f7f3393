// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/looks.h"

#include <inttypes.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/post.h"

#define SKIP_FAIL_NS (30 * NS_PER_S)  /* what could not be read */
#define SKIP_HUNG_NS (300 * NS_PER_S) /* what hung */
#define ALERTS_NS    (60 * NS_PER_S)
#define SETTLE_NS    (2 * NS_PER_S)  /* what a person looks at comes first */
#define IDLE_NS      (30 * NS_PER_S) /* then a lane that nobody needs is closed */
#define GAP_NS       (300 * NS_PER_MS) /* between two of the same, however much changes */
#define SHARE        10 /* no reading that comes again by itself takes more than one part in so many of the time */

/* Those that may hang for long do not hold up the others. */
enum channel_kind { CHANNEL_QUICK, CHANNEL_SLOW, CHANNEL_COUNT };

static const char *const channel_names[] = {[CHANNEL_QUICK] = "look", [CHANNEL_SLOW] = "look far"};

struct channel {
	struct looks *looks;
	struct post post;
	struct reading_key key; /* that is being read, */
	int64_t asked_ns;       /* since then; 0: nothing is */
	int64_t used_ns;        /* last */
	bool again;             /* what it tells has changed since it was asked */
};

struct wanted {
	struct reading_key key;
	int64_t cost_ns; /* how long it took to read all of it */
};

/* What could not be read, wanted or not. */
struct skip {
	struct reading_key key;
	int64_t until_ns;
	bool hangs; /* a lane that was left behind still asks it */
};

struct looks {
	struct home home;
	home_answered_fn *answered;
	int patience_ms; /* 0: each kind's own */
	bool up;
	struct seat *shared;
	struct channel channels[CHANNEL_COUNT];
	struct wanted *wanted;
	size_t n;
	struct skip *skips;
	size_t n_skips, cap_skips;
	int64_t alerts_ns; /* when the pools are due, whoever looks */
	int64_t wake_ns;
};

/* ---- what is left alone ---- */

static struct skip *find_skip(const struct looks *l, const struct reading_key *key)
{
	for (size_t i = 0; i < l->n_skips; i++)
		if (reading_key_equal(&l->skips[i].key, key))
			return &l->skips[i];
	return NULL;
}

static void skip(struct looks *l, const struct reading_key *key, int64_t until_ns, bool hangs)
{
	struct skip *s = find_skip(l, key);
	if (!s)
		s = arr_add(l->skips, l->n_skips, l->cap_skips);
	*s = (struct skip){.key = *key, .until_ns = until_ns, .hangs = hangs};
}

static void drop_old_skips(struct looks *l, int64_t now_ns)
{
	for (size_t i = 0; i < l->n_skips;)
		if (!l->skips[i].hangs && l->skips[i].until_ns <= now_ns)
			l->skips[i] = l->skips[--l->n_skips];
		else
			i++;
}

/* ---- what is due ---- */

static bool is_known(const struct reading *r)
{
	return r && (r->time_ns || r->why);
}

/* 1: at once; 0: not by itself. */
static int64_t wanted_ns(const struct looks *l, const struct wanted *w)
{
	const struct reading *r = readings_find(l->home.view->readings, w->key);
	int64_t every_ns = reading_kinds[w->key.kind].every_s * NS_PER_S;
	if (!is_known(r))
		return 1;
	if (r->stale) /* what takes long: half of the time at most, however much changes */
		return r->time_ns + (w->cost_ns > GAP_NS ? w->cost_ns : GAP_NS);
	if (r->why)
		return r->unsupported ? 0 : 1;
	if (reading_is_partial(r))
		return r->time_ns;
	if (reading_kinds[w->key.kind].twice && !r->before)
		return r->time_ns + GAP_NS;
	if (every_ns && w->cost_ns * SHARE > every_ns)
		every_ns = w->cost_ns * SHARE;
	return every_ns ? r->time_ns + every_ns : 0;
}

/* The same, but for what is left alone for a while. */
static int64_t due_ns(const struct looks *l, const struct wanted *w)
{
	const struct skip *s = find_skip(l, &w->key);
	int64_t due = wanted_ns(l, w);
	if (!due || !s)
		return due;
	if (s->hangs)
		return 0;
	return due > s->until_ns ? due : s->until_ns;
}

static struct wanted *find_wanted(struct looks *l, const struct reading_key *key)
{
	for (size_t i = 0; i < l->n; i++)
		if (reading_key_equal(&l->wanted[i].key, key))
			return &l->wanted[i];
	return NULL;
}

/* ---- reading ---- */

static void note_failure(struct looks *l, const struct reading_key *key, const char *why, bool unsupported,
			 int64_t now_ns)
{
	readings_fail(l->home.view->readings, *key, why, unsupported);
	skip(l, key, now_ns + SKIP_FAIL_NS, false);
}

static void take_answer(struct looks *l, struct ask *a)
{
	if (!a->reading) {
		note_failure(l, &a->reading_key, a->err.text, a->err.code == ERR_UNSUPPORTED, clock_now_ns());
		return;
	}
	struct wanted *w = find_wanted(l, &a->reading_key);
	if (w)
		w->cost_ns = a->took_ns + (a->reading_goes_on ? w->cost_ns : 0);
	readings_put(l->home.view->readings, a->reading_key, take(a->reading), clock_now_ns());
}

static enum channel_kind channel_of(const struct looks *l, enum reading_kind kind)
{
	return reading_kinds[kind].slow && !l->shared ? CHANNEL_SLOW : CHANNEL_QUICK;
}

static void on_answer(struct ask *a, const char *calls)
{
	struct channel *c = a->owner;
	struct looks *l = c->looks;
	(void)calls;
	if (c->post.destroying)
		return;
	bool current = post_takes(&c->post, a);
	struct skip *s = find_skip(l, &a->reading_key);
	if (current) {
		c->asked_ns = 0;
		take_answer(l, a);
		if (c->again)
			readings_expire(l->home.view->readings, a->reading_key.kind, a->reading_key.uuid);
	} else if (s) {
		s->hangs = false;
	}
	l->answered(l->home.opaque, a, current);
}

static void expire(struct looks *l, enum reading_kind kind, const unsigned char *uuid)
{
	readings_expire(l->home.view->readings, kind, uuid);
	for (enum channel_kind at = 0; at < CHANNEL_COUNT; at++) {
		struct channel *c = &l->channels[at];
		c->again |= (kind == READING_KIND_COUNT || c->key.kind == kind) &&
			    (!uuid || memcmp(uuid, c->key.uuid, UUID_SIZE) == 0);
	}
}

/* A roster of which something is still to be told. */
static bool goes_on(const struct looks *l, const struct reading_key *key)
{
	const struct reading *r = readings_find(l->home.view->readings, *key);
	return r && !r->stale && !r->why && reading_is_partial(r);
}

static void look(struct looks *l, struct channel *c, struct seat *seat, const struct reading_key *key,
		 int64_t now_ns)
{
	struct ask *a = post_ask(&c->post, seat, ASK_READING);
	a->owner = c;
	a->answered = on_answer;
	a->reading_key = c->key = *key;
	a->reading_goes_on = goes_on(l, key);
	c->asked_ns = c->used_ns = now_ns;
	c->again = false;
	post_submit(&c->post, seat, a);
}

static int64_t patience_ns(const struct looks *l, const struct channel *c)
{
	return l->patience_ms ? l->patience_ms * NS_PER_MS : reading_kinds[c->key.kind].patience_s * NS_PER_S;
}

static int64_t hangs_at_ns(const struct looks *l, const struct channel *c)
{
	return c->asked_ns + patience_ns(l, c);
}

static void leave_stuck(struct looks *l, struct channel *c, int64_t now_ns)
{
	if (l->shared || !c->asked_ns || now_ns < hangs_at_ns(l, c))
		return;
	autofree char *why = mem_printf("No answer for %" PRId64 " s", patience_ns(l, c) / NS_PER_S);
	log_host(LOG_WARN, l->home.view->name, "%s: %s: left alone for a while", reading_kinds[c->key.kind].name, why);
	int again_s = reading_kinds[c->key.kind].again_s;
	readings_fail(l->home.view->readings, c->key, why, false);
	skip(l, &c->key, now_ns + (again_s ? again_s * NS_PER_S : SKIP_HUNG_NS), true);
	c->asked_ns = 0;
	post_leave(&c->post);
}

static void wake_at(struct looks *l, int64_t ns)
{
	if (!l->wake_ns || ns < l->wake_ns)
		l->wake_ns = ns;
}

/* The one that has waited longest. */
static const struct wanted *next_wanted(const struct looks *l, enum channel_kind kind, int64_t *ret_ns)
{
	const struct wanted *next = NULL;
	for (size_t i = 0; i < l->n; i++) {
		if (channel_of(l, l->wanted[i].key.kind) != kind)
			continue;
		int64_t due = due_ns(l, &l->wanted[i]);
		if (!due || (next && due >= *ret_ns))
			continue;
		next = &l->wanted[i];
		*ret_ns = due;
	}
	return next;
}

static void look_next(struct looks *l, enum channel_kind kind, int64_t now_ns)
{
	struct channel *c = &l->channels[kind];
	int64_t due = 0;
	const struct wanted *next = next_wanted(l, kind, &due);
	if (next && due > now_ns)
		wake_at(l, due);
	if (!next || due > now_ns)
		return;
	struct seat *seat = post_seat(&c->post, channel_names[kind], now_ns);
	if (seat)
		look(l, c, seat, &next->key, now_ns);
}

/* There is no connection for now over which to ask: whoever looks sees why. */
static void fail_due(struct looks *l, enum channel_kind kind, const char *why, int64_t now_ns)
{
	const struct wanted *next;
	for (int64_t due; (next = next_wanted(l, kind, &due)) && due <= now_ns;)
		note_failure(l, &next->key, why, false, now_ns);
}

/* Nobody looks at them, but alerts are made of them. */
static void look_for_alerts(struct looks *l, int64_t now_ns)
{
	struct channel *c = &l->channels[CHANNEL_SLOW];
	const struct reading_key pools = reading_key_host(READING_POOLS);
	const struct skip *s = find_skip(l, &pools);
	int64_t due = goes_on(l, &pools) ? now_ns : l->alerts_ns;
	if (l->shared || c->asked_ns || (s && s->hangs))
		return;
	if (s && s->until_ns > due)
		due = s->until_ns;
	if (due > now_ns) {
		wake_at(l, due);
		return;
	}
	struct seat *seat = post_seat(&c->post, channel_names[CHANNEL_SLOW], now_ns);
	if (!seat)
		return;
	l->alerts_ns = now_ns + ALERTS_NS;
	look(l, c, seat, &pools, now_ns);
}

/* The other one is kept for the alerts. */
static void close_idle(struct looks *l, int64_t now_ns)
{
	struct channel *c = &l->channels[CHANNEL_QUICK];
	if (!c->post.seat.lane || c->post.opening || c->asked_ns)
		return;
	if (c->used_ns + IDLE_NS <= now_ns)
		post_close(&c->post);
	else
		wake_at(l, c->used_ns + IDLE_NS);
}

static void pump_channel(struct looks *l, enum channel_kind kind, int64_t now_ns)
{
	struct channel *c = &l->channels[kind];
	const char *closed = post_closed_why(&c->post, now_ns);
	leave_stuck(l, c, now_ns);
	if (closed)
		fail_due(l, kind, closed, now_ns);
	else if (!c->asked_ns)
		look_next(l, kind, now_ns);
	if (kind == CHANNEL_SLOW && !closed)
		look_for_alerts(l, now_ns);
	if (c->asked_ns && !l->shared)
		wake_at(l, hangs_at_ns(l, c));
}

void looks_pump(struct looks *l, int64_t now_ns)
{
	l->wake_ns = 0;
	drop_old_skips(l, now_ns);
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++) {
		post_reap(&l->channels[kind].post);
		if (l->up)
			pump_channel(l, kind, now_ns);
	}
	if (l->up)
		close_idle(l, now_ns);
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		l->wake_ns = clock_sooner_ns(l->wake_ns, post_wake_ns(&l->channels[kind].post, now_ns));
}

int64_t looks_wake_ns(const struct looks *l)
{
	return l->wake_ns;
}

static bool settled(const struct looks *l, const struct wanted *w)
{
	const struct reading *r = readings_find(l->home.view->readings, w->key);
	if (find_skip(l, &w->key) || post_is_stuck(&l->channels[channel_of(l, w->key.kind)].post))
		return true;
	return is_known(r) && !r->stale && (!reading_is_partial(r) || r->why) &&
	       (!reading_kinds[r->key.kind].twice || r->before || r->why);
}

bool looks_settled(const struct looks *l)
{
	if (!l->up)
		return true;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		if (l->channels[kind].asked_ns)
			return false;
	for (size_t i = 0; i < l->n; i++)
		if (!settled(l, &l->wanted[i]))
			return false;
	return true;
}

/* ---- for the host ---- */

struct looks *looks_create(const struct home *home, home_answered_fn *answered)
{
	struct looks *l = mem_new(struct looks);
	l->home = *home;
	l->answered = answered;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++) {
		l->channels[kind].looks = l;
		post_init(&l->channels[kind].post, home, answered);
	}
	return l;
}

void looks_set_patience(struct looks *l, int ms)
{
	l->patience_ms = ms;
}

bool looks_destroy(struct looks *l, int64_t deadline_ns)
{
	bool all = true;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		l->channels[kind].post.destroying = true;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		all &= post_finish(&l->channels[kind].post, deadline_ns);
	free(l->skips);
	free(l->wanted);
	free(l);
	return all;
}

void looks_up(struct looks *l, struct seat *shared)
{
	l->up = true;
	l->shared = shared;
	l->alerts_ns = clock_now_ns() + SETTLE_NS;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		post_up(&l->channels[kind].post, shared);
	looks_refresh(l);
}

void looks_down(struct looks *l)
{
	l->up = false;
	l->shared = NULL;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++) {
		l->channels[kind].asked_ns = 0;
		post_down(&l->channels[kind].post);
	}
}

static bool is_wanted(void *opaque, struct reading_key key)
{
	struct looks *l = opaque;
	return reading_kinds[key.kind].kept || find_wanted(l, &key);
}

static bool keep_none(void *opaque, struct reading_key key)
{
	(void)opaque;
	(void)key;
	return false;
}

static bool wants_the_same(const struct looks *l, const struct reading_key *keys, size_t n)
{
	bool same = n == l->n;
	for (size_t i = 0; i < n && same; i++)
		same = reading_key_equal(&l->wanted[i].key, &keys[i]);
	return same;
}

void looks_want(struct looks *l, const struct reading_key *keys, size_t n)
{
	if (wants_the_same(l, keys, n))
		return;
	struct wanted *wanted = mem_new_array(n + 1, sizeof(*wanted));
	for (size_t i = 0; i < n; i++) {
		const struct wanted *had = find_wanted(l, &keys[i]);
		wanted[i].key = keys[i];
		wanted[i].cost_ns = had ? had->cost_ns : 0;
	}
	free(l->wanted);
	l->wanted = wanted;
	l->n = n;
	readings_forget(l->home.view->readings, is_wanted, l);
}

void looks_changed(struct looks *l, enum obj_kind object, const unsigned char uuid[UUID_SIZE])
{
	for (enum reading_kind kind = 0; uuid && kind < READING_KIND_COUNT; kind++)
		if (object != OBJ_NONE || !reading_kinds[kind].of_state)
			expire(l, kind, uuid);
	for (enum reading_kind kind = 0; kind < READING_KIND_COUNT; kind++)
		if (object != OBJ_NONE && reading_kinds[kind].lists == object)
			expire(l, kind, NULL);
}

void looks_forget(struct looks *l)
{
	readings_forget(l->home.view->readings, keep_none, NULL);
}

void looks_refresh(struct looks *l)
{
	l->n_skips = 0;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		post_retry(&l->channels[kind].post);
	expire(l, READING_KIND_COUNT, NULL);
}
