// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/visits.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "model/states.h"
#include "virt/post.h"

#define AGAIN_NS      (60 * NS_PER_S)
#define NOTHING_NS    (4 * NS_PER_S) /* a guest that boots has its address before long, */
#define LACKING_TIMES 2              /* where others of its NICs have one */
#define NOTHING_TIMES 4              /* or not so soon: each time twice as long, up to AGAIN_NS */
#define OVER_NS       (600 * NS_PER_S) /* what is off with a trouble: its last words may come late */
#define SKIP_STUCK_NS (300 * NS_PER_S)
#define SKIP_FAIL_NS  (30 * NS_PER_S)
#define AGENT_DUE     2 /* after all that were not read at all */
#define TROUBLED_MOST 32

struct skip {
	unsigned char uuid[UUID_SIZE];
	int64_t until_ns;
};

struct skips {
	struct skip *all;
	size_t n, cap;
};

/* A guest that was read, and it or one of its NICs has no address. */
struct blank {
	unsigned char uuid[UUID_SIZE];
	unsigned times;
};

struct visits {
	struct post post;
	unsigned char (*wanted)[UUID_SIZE];
	size_t n_wanted;
	unsigned char troubled[TROUBLED_MOST][UUID_SIZE]; /* whatever is wanted: what the trouble is */
	size_t n_troubled;
	struct skips skips;
	struct skips mute; /* whose agents do not answer: the rest is read as before */
	struct blank *blanks;
	size_t n_blanks, cap_blanks;

	int64_t asked_ns; /* since when one is being read; 0 none is */
	unsigned char asked[UUID_SIZE];
	bool restarted; /* since it was asked: what will come is old */
	bool spared_agent; /* the one that is asked has an agent, and that is not */
	bool again;     /* the same, but better than nothing until it is read again */
	bool unread;    /* somebody wanted was not read yet */
	int64_t wake_ns;
};

/* ---- who is to be read, and when ---- */

static int64_t skipped_until(const struct skips *skips, const unsigned char *uuid)
{
	for (size_t i = 0; i < skips->n; i++)
		if (memcmp(skips->all[i].uuid, uuid, UUID_SIZE) == 0)
			return skips->all[i].until_ns;
	return 0;
}

static void skip(struct skips *skips, const unsigned char *uuid, int64_t until_ns)
{
	struct skip *s = NULL;
	for (size_t i = 0; i < skips->n && !s; i++)
		if (memcmp(skips->all[i].uuid, uuid, UUID_SIZE) == 0)
			s = &skips->all[i];
	if (!s)
		s = arr_add(skips->all, skips->n, skips->cap);
	memcpy(s->uuid, uuid, UUID_SIZE);
	s->until_ns = until_ns;
}

static void drop_skip(struct skips *skips, const unsigned char *uuid)
{
	for (size_t i = skips->n; i-- > 0;)
		if (memcmp(skips->all[i].uuid, uuid, UUID_SIZE) == 0)
			skips->all[i] = skips->all[--skips->n];
}

static void drop_old_skips(struct skips *skips, int64_t now_ns)
{
	for (size_t i = 0; i < skips->n;)
		if (skips->all[i].until_ns <= now_ns)
			skips->all[i] = skips->all[--skips->n];
		else
			i++;
}

static struct blank *find_blank(const struct visits *v, const unsigned char *uuid)
{
	for (size_t i = 0; i < v->n_blanks; i++)
		if (memcmp(v->blanks[i].uuid, uuid, UUID_SIZE) == 0)
			return &v->blanks[i];
	return NULL;
}

static void drop_blank(struct visits *v, const unsigned char *uuid)
{
	struct blank *blank = find_blank(v, uuid);
	if (blank)
		*blank = v->blanks[--v->n_blanks];
}

static void count_blank(struct visits *v, const unsigned char *uuid)
{
	struct blank *blank = find_blank(v, uuid);
	if (!blank) {
		blank = arr_add(v->blanks, v->n_blanks, v->cap_blanks);
		*blank = (struct blank){0};
		memcpy(blank->uuid, uuid, UUID_SIZE);
	}
	blank->times++;
}

static bool in_trouble(const struct domain *d)
{
	return domain_state_tone(d->state, d->reason) == TONE_BAD;
}

/* How long what was read is good; 0: for ever. */
static int64_t good_ns(const struct visits *v, const struct domain *d, const struct guest_facts *f)
{
	const struct blank *blank = find_blank(v, d->uuid);
	/* The log of what is off has ended; over ssh each look is a session. */
	if (in_trouble(d) && !domain_is_active(d))
		return OVER_NS;
	/* One whose vCPUs stand still asks nobody for an address. */
	if (!guest_lacks_address(f, d->def.macs) || in_trouble(d) || d->state == DOMAIN_PAUSED)
		return AGAIN_NS;
	if (d->def.known && !d->def.nics)
		return d->def.has_agent ? AGAIN_NS : 0;
	if (!blank)
		return NOTHING_NS;
	/* A NIC beside others that have one may never get one. */
	if (f->n_all && blank->times > LACKING_TIMES)
		return AGAIN_NS;
	int64_t ns = blank->times > NOTHING_TIMES ? AGAIN_NS : NOTHING_NS << (blank->times - 1);
	return ns < AGAIN_NS ? ns : AGAIN_NS;
}

/* 0: not at all. */
static int64_t due_ns(const struct visits *v, const struct domain *d, bool definitions_come,
		      int64_t now_ns)
{
	if (!d || (!domain_is_active(d) && !in_trouble(d)) || (!d->def.known && definitions_come))
		return 0;
	int64_t skipped_ns = skipped_until(&v->skips, d->uuid);
	if (skipped_ns > now_ns)
		return skipped_ns;
	const struct guest_facts *f = guests_find(v->post.home.view->guests, d->uuid);
	if (!f || f->expired)
		return 1;
	int64_t mute_ns = f->lacks_agent ? skipped_until(&v->mute, d->uuid) : 0;
	if (f->lacks_agent && mute_ns <= now_ns)
		return AGENT_DUE;
	int64_t ns = good_ns(v, d, f);
	return clock_sooner_ns(ns ? f->time_ns + ns : 0, mute_ns);
}

/* The first that was not read yet, else the one that has waited longest. */
static const struct domain *next_guest(struct visits *v, bool definitions_come, int64_t now_ns)
{
	const struct domain *next = NULL;
	int64_t next_ns = 0;
	v->unread = false;
	for (size_t i = 0; i < v->n_wanted + v->n_troubled; i++) {
		const unsigned char *uuid = i < v->n_wanted ? v->wanted[i]
							    : v->troubled[i - v->n_wanted];
		const struct domain *d = snapshot_find_domain(v->post.home.view->snapshot, uuid);
		int64_t due = due_ns(v, d, definitions_come, now_ns);
		v->unread |= due && due <= AGENT_DUE;
		if (!due || (next && due >= next_ns))
			continue;
		next = d;
		next_ns = due;
	}
	if (next && next_ns > now_ns) {
		v->wake_ns = next_ns;
		return NULL;
	}
	return next;
}

/* ---- reading ---- */

static void take_guest(struct visits *v, struct ask *a)
{
	struct guest_facts *f = &a->guest;
	int64_t now_ns = clock_now_ns();
	if (f->is_silent && !v->again && !v->restarted)
		skip(&v->mute, f->uuid, now_ns + SKIP_STUCK_NS);
	f->lacks_agent = f->is_silent || v->spared_agent;
	bool goes_on = f->lacks_agent && skipped_until(&v->mute, f->uuid) <= now_ns;
	if (!guest_lacks_address(f, a->macs))
		drop_blank(v, f->uuid);
	else if (!v->restarted && !v->again && !goes_on)
		count_blank(v, f->uuid);
	f->expired = v->again;
	if (!v->restarted)
		guests_put(v->post.home.view->guests, f);
}

static void on_answer(struct ask *a, const char *calls)
{
	struct visits *v = a->owner;
	(void)calls;
	if (v->post.destroying)
		return;
	bool current = post_takes(&v->post, a);
	if (current) {
		v->asked_ns = 0;
		if (a->has_guest)
			take_guest(v, a);
		else
			skip(&v->skips, a->request.uuid, clock_now_ns() + SKIP_FAIL_NS);
	}
	v->post.answered(v->post.home.opaque, a, current);
}

static bool runs(const struct domain *d)
{
	return d->state == DOMAIN_RUNNING || d->state == DOMAIN_BLOCKED;
}

/* Leases never hang, and there may be many: an agent is asked once its guest is on the screen with what else tells of
 * it. */
static bool may_ask_agent(const struct visits *v, const struct domain *d, int64_t now_ns)
{
	return guests_find(v->post.home.view->guests, d->uuid) && skipped_until(&v->mute, d->uuid) <= now_ns;
}

static void visit(struct visits *v, struct seat *seat, const struct domain *d, int64_t now_ns)
{
	struct ask *a = post_ask(&v->post, seat, ASK_GUEST);
	a->owner = v;
	a->answered = on_answer;
	memcpy(a->request.uuid, d->uuid, UUID_SIZE);
	a->macs = mem_strdup(d->def.macs);
	bool talks = d->def.has_agent && runs(d); /* one that stands still answers nobody */
	v->spared_agent = talks && !may_ask_agent(v, d, now_ns);
	if (talks && !v->spared_agent)
		a->what |= GUEST_ASK_AGENT;
	if (in_trouble(d))
		a->what |= GUEST_ASK_TROUBLE;
	memcpy(v->asked, d->uuid, UUID_SIZE);
	v->asked_ns = now_ns;
	v->restarted = false;
	v->again = false;
	post_submit(&v->post, seat, a);
}

static int64_t stuck_at_ns(const struct visits *v)
{
	return v->asked_ns + v->post.home.options->stuck_ms * NS_PER_MS;
}

static void leave_stuck(struct visits *v, int64_t now_ns)
{
	if (v->post.shared || !v->asked_ns || now_ns < stuck_at_ns(v))
		return;
	log_host(LOG_WARN, v->post.home.view->name, "a guest does not answer: left alone for a while");
	const struct guest_facts *f = guests_find(v->post.home.view->guests, v->asked);
	/* Of one that spares its agent the lease is what hangs. */
	bool has_lease_only = f && f->lacks_agent && !f->expired && !v->spared_agent;
	skip(has_lease_only ? &v->mute : &v->skips, v->asked, now_ns + SKIP_STUCK_NS);
	if (!has_lease_only)
		guests_expire(v->post.home.view->guests, v->asked);
	post_leave(&v->post);
	v->asked_ns = 0;
}

static void visit_next(struct visits *v, bool definitions_come, int64_t now_ns)
{
	drop_old_skips(&v->skips, now_ns);
	drop_old_skips(&v->mute, now_ns);
	const struct domain *d = next_guest(v, definitions_come, now_ns);
	struct seat *seat = d ? post_seat(&v->post, "guest", now_ns) : NULL;
	if (seat)
		visit(v, seat, d, now_ns);
}

void visits_pump(struct visits *v, bool definitions_come, int64_t now_ns)
{
	post_reap(&v->post);
	v->wake_ns = 0;
	/* The test driver tells the same made-up things of all its guests. */
	if (v->post.up && !v->post.home.view->is_test) {
		leave_stuck(v, now_ns);
		if (!v->asked_ns)
			visit_next(v, definitions_come, now_ns);
		if (v->asked_ns && !v->post.shared)
			v->wake_ns = stuck_at_ns(v);
	}
	v->wake_ns = clock_sooner_ns(v->wake_ns, post_wake_ns(&v->post, now_ns));
}

int64_t visits_wake_ns(const struct visits *v)
{
	return v->wake_ns;
}

bool visits_settled(const struct visits *v)
{
	if (!v->post.up || v->post.home.view->is_test)
		return true;
	return !v->asked_ns &&
	       (!v->unread || post_is_stuck(&v->post) || post_closed_why(&v->post, clock_now_ns()));
}

/* ---- for the host ---- */

struct visits *visits_create(const struct home *home, home_answered_fn *answered)
{
	struct visits *v = mem_new(struct visits);
	post_init(&v->post, home, answered);
	return v;
}

bool visits_destroy(struct visits *v, int64_t deadline_ns)
{
	bool all = post_finish(&v->post, deadline_ns);
	free(v->wanted);
	free(v->skips.all);
	free(v->mute.all);
	free(v->blanks);
	free(v);
	return all;
}

void visits_up(struct visits *v, struct seat *shared)
{
	post_up(&v->post, shared);
}

void visits_down(struct visits *v)
{
	post_down(&v->post);
	v->asked_ns = 0;
}

void visits_want(struct visits *v, const unsigned char (*uuids)[UUID_SIZE], size_t n)
{
	free(v->wanted);
	v->wanted = n ? mem_copy(uuids, n * sizeof(*uuids)) : NULL;
	v->n_wanted = n;
}

struct lists {
	const struct snapshot *before, *now;
};

static bool goes_on(void *opaque, const unsigned char *uuid)
{
	const struct lists *lists = opaque;
	const struct domain *d = snapshot_find_domain(lists->now, uuid);
	const struct domain *was =
		lists->before ? snapshot_find_domain(lists->before, uuid) : NULL;
	if (!d || (!domain_is_active(d) && !in_trouble(d)))
		return false;
	return !was || (was->id == d->id && in_trouble(was) == in_trouble(d));
}

void visits_listed(struct visits *v, const struct snapshot *before, const struct snapshot *now)
{
	struct lists lists = {before, now};
	v->n_troubled = 0;
	for (size_t i = 0; i < now->n_domains && v->n_troubled < TROUBLED_MOST; i++)
		if (in_trouble(&now->domains[i]))
			memcpy(v->troubled[v->n_troubled++], now->domains[i].uuid, UUID_SIZE);
	guests_forget(v->post.home.view->guests, goes_on, &lists);
	for (size_t i = v->n_blanks; i-- > 0;)
		if (!goes_on(&lists, v->blanks[i].uuid))
			v->blanks[i] = v->blanks[--v->n_blanks];
	for (size_t i = v->mute.n; i-- > 0;)
		if (!goes_on(&lists, v->mute.all[i].uuid))
			v->mute.all[i] = v->mute.all[--v->mute.n];
	if (v->asked_ns && !goes_on(&lists, v->asked))
		v->restarted = true;
}

void visits_again(struct visits *v, const unsigned char uuid[UUID_SIZE])
{
	guests_expire(v->post.home.view->guests, uuid);
	drop_blank(v, uuid);
	drop_skip(&v->mute, uuid);
	if (v->asked_ns && memcmp(v->asked, uuid, UUID_SIZE) == 0)
		v->again = true;
}

void visits_refresh(struct visits *v)
{
	v->skips.n = v->mute.n = v->n_blanks = 0;
	post_retry(&v->post);
	for (size_t i = 0; i < v->n_wanted; i++)
		visits_again(v, v->wanted[i]);
	for (size_t i = 0; i < v->n_troubled; i++)
		visits_again(v, v->troubled[i]);
}

static bool keep_none(void *opaque, const unsigned char *uuid)
{
	(void)opaque;
	(void)uuid;
	return false;
}

void visits_forget(struct visits *v)
{
	guests_forget(v->post.home.view->guests, keep_none, NULL);
	v->skips.n = v->mute.n = v->n_blanks = 0;
	v->n_troubled = 0;
}
