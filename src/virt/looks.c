// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/looks.h"

#include <inttypes.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define SKIP_FAIL_NS (30 * NS_PER_S)  /* what could not be read */
#define SKIP_HUNG_NS (300 * NS_PER_S) /* what hung */
#define STUCK_MOST   3 /* lanes left behind before no more are opened */
#define ALERTS_NS    (60 * NS_PER_S)
#define SETTLE_NS    (2 * NS_PER_S)  /* what a person looks at comes first */
#define IDLE_NS      (30 * NS_PER_S) /* then a lane that nobody needs is closed */
#define GAP_NS       (300 * NS_PER_MS) /* between two of the same, however much changes */
#define SHARE        10 /* no reading that comes again by itself takes more than one part in so many of the time */

/* Those that may hang for long do not hold up the others. */
enum channel_kind { CHANNEL_QUICK, CHANNEL_SLOW, CHANNEL_COUNT };

static const char *const channel_names[] = {[CHANNEL_QUICK] = "look", [CHANNEL_SLOW] = "look far"};

struct channel {
	struct seat seat;
	struct reading_key key; /* that is being read, */
	int64_t asked_ns;       /* since then; 0: nothing is */
	int64_t used_ns;        /* last */
	bool again;             /* what it tells has changed since it was asked */
	uint64_t round;         /* of the lane; what comes from an older one is dropped */
};

struct wanted {
	struct reading_key key;
	int64_t not_before_ns; /* it could not be read */
	int64_t cost_ns;       /* how long it took to read all of it */
};

struct looks {
	struct home home;
	home_answered_fn *answered;
	int patience_ms; /* 0: each kind's own */
	bool up, destroying;
	struct seat *shared;
	struct channel channels[CHANNEL_COUNT];
	struct leftovers leftovers;
	struct wanted *wanted;
	size_t n;
	int64_t alerts_ns; /* when the pools are due, whoever looks */
	int64_t wake_ns;
};

static bool is_known(const struct reading *r)
{
	return r && (r->time_ns || r->why);
}

/* 1: at once; 0: not by itself. */
static int64_t due_ns(const struct looks *l, const struct wanted *w)
{
	const struct reading *r = readings_find(l->home.view->readings, w->key);
	int64_t every_ns = reading_kinds[w->key.kind].every_s * NS_PER_S;
	if (!is_known(r))
		return 1;
	if (r->stale)
		return r->time_ns + GAP_NS > w->not_before_ns ? r->time_ns + GAP_NS : w->not_before_ns;
	if (r->why)
		return r->unsupported ? 0 : w->not_before_ns ? w->not_before_ns : 1;
	if (reading_is_partial(r))
		return r->time_ns;
	if (reading_kinds[w->key.kind].twice && !r->before)
		return r->time_ns + GAP_NS;
	if (every_ns && w->cost_ns * SHARE > every_ns)
		every_ns = w->cost_ns * SHARE;
	return every_ns ? r->time_ns + every_ns : 0;
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
			 int64_t pause_ns)
{
	struct wanted *w = find_wanted(l, key);
	readings_fail(l->home.view->readings, *key, why, unsupported);
	if (w)
		w->not_before_ns = clock_now_ns() + pause_ns;
}

static void take_answer(struct looks *l, struct ask *a)
{
	if (!a->reading) {
		note_failure(l, &a->reading_key, a->err.text, a->err.code == ERR_UNSUPPORTED, SKIP_FAIL_NS);
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
	struct looks *l = a->owner;
	struct channel *c = &l->channels[channel_of(l, a->reading_key.kind)];
	(void)calls;
	if (l->destroying)
		return;
	bool current = a->generation == c->round;
	if (current) {
		c->asked_ns = 0;
		take_answer(l, a);
		if (c->again)
			readings_expire(l->home.view->readings, a->reading_key.kind, a->reading_key.uuid);
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
	struct ask *a = ask_create(ASK_READING, seat->session);
	a->owner = l;
	a->answered = on_answer;
	a->generation = c->round;
	a->reading_key = c->key = *key;
	a->reading_goes_on = goes_on(l, key);
	c->asked_ns = c->used_ns = now_ns;
	c->again = false;
	seat_ask(seat, a);
	if (l->shared)
		l->home.asked(l->home.opaque);
}

static int64_t patience_ns(const struct looks *l, const struct channel *c)
{
	return l->patience_ms ? l->patience_ms * NS_PER_MS : reading_kinds[c->key.kind].patience_s * NS_PER_S;
}

static int64_t hangs_at_ns(const struct looks *l, const struct channel *c)
{
	return c->asked_ns + patience_ns(l, c);
}

static void close_channel(struct looks *l, struct channel *c)
{
	c->round++;
	c->asked_ns = 0;
	seat_close(&c->seat, &l->leftovers);
}

static void leave_stuck(struct looks *l, struct channel *c, int64_t now_ns)
{
	if (l->shared || !c->asked_ns || now_ns < hangs_at_ns(l, c))
		return;
	autofree char *why = mem_printf("No answer for %" PRId64 " s", patience_ns(l, c) / NS_PER_S);
	log_host(LOG_WARN, l->home.view->name, "%s: %s: left alone for a while", reading_kinds[c->key.kind].name, why);
	int again_s = reading_kinds[c->key.kind].again_s;
	note_failure(l, &c->key, why, false, again_s ? again_s * NS_PER_S : SKIP_HUNG_NS);
	close_channel(l, c);
}

static struct seat *open_seat(struct looks *l, enum channel_kind kind)
{
	struct channel *c = &l->channels[kind];
	if (l->shared)
		return seat_idle(l->shared) ? l->shared : NULL;
	if (!c->seat.lane)
		seat_open(&c->seat, &l->home, channel_names[kind]);
	return &c->seat;
}

static void wake_at(struct looks *l, int64_t ns)
{
	if (!l->wake_ns || ns < l->wake_ns)
		l->wake_ns = ns;
}

/* The one that has waited longest. */
static void look_next(struct looks *l, enum channel_kind kind, int64_t now_ns)
{
	const struct wanted *next = NULL;
	int64_t next_ns = 0;
	for (size_t i = 0; i < l->n; i++) {
		if (channel_of(l, l->wanted[i].key.kind) != kind)
			continue;
		int64_t due = due_ns(l, &l->wanted[i]);
		if (!due || (next && due >= next_ns))
			continue;
		next = &l->wanted[i];
		next_ns = due;
	}
	struct seat *seat = next && next_ns <= now_ns ? open_seat(l, kind) : NULL;
	if (seat)
		look(l, &l->channels[kind], seat, &next->key, now_ns);
	else if (next && next_ns > now_ns)
		wake_at(l, next_ns);
}

/* Nobody looks at them, but alerts are made of them. */
static void look_for_alerts(struct looks *l, int64_t now_ns)
{
	struct channel *c = &l->channels[CHANNEL_SLOW];
	const struct reading_key pools = reading_key_host(READING_POOLS);
	if (l->shared || c->asked_ns)
		return;
	if (l->alerts_ns <= now_ns || goes_on(l, &pools)) {
		l->alerts_ns = now_ns + ALERTS_NS;
		look(l, c, open_seat(l, CHANNEL_SLOW), &pools, now_ns);
		return;
	}
	wake_at(l, l->alerts_ns);
}

/* The other one is kept for the alerts. */
static void close_idle(struct looks *l, int64_t now_ns)
{
	struct channel *c = &l->channels[CHANNEL_QUICK];
	if (!c->seat.lane || c->asked_ns)
		return;
	if (c->used_ns + IDLE_NS <= now_ns)
		close_channel(l, c);
	else
		wake_at(l, c->used_ns + IDLE_NS);
}

void looks_pump(struct looks *l, int64_t now_ns)
{
	leftovers_reap(&l->leftovers);
	l->wake_ns = leftovers_wake_ns(&l->leftovers, now_ns);
	if (!l->up)
		return;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++) {
		struct channel *c = &l->channels[kind];
		leave_stuck(l, c, now_ns);
		if (!c->asked_ns && l->leftovers.n < STUCK_MOST)
			look_next(l, kind, now_ns);
	}
	if (l->leftovers.n < STUCK_MOST)
		look_for_alerts(l, now_ns);
	close_idle(l, now_ns);
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		if (l->channels[kind].asked_ns && !l->shared)
			wake_at(l, hangs_at_ns(l, &l->channels[kind]));
}

int64_t looks_wake_ns(const struct looks *l)
{
	return l->wake_ns;
}

bool looks_settled(const struct looks *l)
{
	if (!l->up || l->leftovers.n >= STUCK_MOST)
		return true;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		if (l->channels[kind].asked_ns)
			return false;
	for (size_t i = 0; i < l->n; i++) {
		const struct reading *r = readings_find(l->home.view->readings, l->wanted[i].key);
		if (!is_known(r) || r->stale || (reading_is_partial(r) && !r->why) ||
		    (reading_kinds[r->key.kind].twice && !r->before && !r->why))
			return false;
	}
	return true;
}

/* ---- for the host ---- */

struct looks *looks_create(const struct home *home, home_answered_fn *answered)
{
	struct looks *l = mem_new(struct looks);
	l->home = *home;
	l->answered = answered;
	return l;
}

void looks_set_patience(struct looks *l, int ms)
{
	l->patience_ms = ms;
}

bool looks_destroy(struct looks *l, int64_t deadline_ns)
{
	l->destroying = true;
	looks_down(l);
	bool all = leftovers_destroy(&l->leftovers, deadline_ns);
	free(l->wanted);
	free(l);
	return all;
}

void looks_up(struct looks *l, struct seat *shared)
{
	l->up = true;
	l->shared = shared;
	l->alerts_ns = clock_now_ns() + SETTLE_NS;
	looks_refresh(l);
}

void looks_down(struct looks *l)
{
	l->up = false;
	l->shared = NULL;
	for (enum channel_kind kind = 0; kind < CHANNEL_COUNT; kind++)
		close_channel(l, &l->channels[kind]);
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
		wanted[i].not_before_ns = had ? had->not_before_ns : 0;
		wanted[i].cost_ns = had ? had->cost_ns : 0;
	}
	free(l->wanted);
	l->wanted = wanted;
	l->n = n;
	readings_forget(l->home.view->readings, is_wanted, l);
}

void looks_changed(struct looks *l, enum obj_kind object, const unsigned char uuid[UUID_SIZE])
{
	expire(l, READING_KIND_COUNT, uuid);
	for (enum reading_kind kind = 0; kind < READING_KIND_COUNT; kind++)
		if (reading_kinds[kind].lists == object)
			expire(l, kind, NULL);
}

void looks_forget(struct looks *l)
{
	readings_forget(l->home.view->readings, keep_none, NULL);
}

void looks_refresh(struct looks *l)
{
	for (size_t i = 0; i < l->n; i++)
		l->wanted[i].not_before_ns = 0;
	expire(l, READING_KIND_COUNT, NULL);
}
