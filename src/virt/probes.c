// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/probes.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define PATIENCE_TICKS 2 /* what takes longer hangs, */
#define PATIENCE_TIMES 4 /* unless the calls before took nearly as long */
#define SOON_NS        (500 * NS_PER_MS)
#define REOPEN_NS      (10 * NS_PER_S)
#define STUCK_MOST     3 /* left behind before no more are opened */

struct probes {
	struct home home;
	home_answered_fn *answered;
	bool up, destroying;
	uint64_t round; /* of the lane; what comes from an older one is dropped */
	struct seat seat;
	struct leftovers leftovers;
	unsigned groups;
	unsigned samples; /* since the host came up or other groups were wanted */
	int64_t closed_until_ns; /* opening has failed */
	bool open;        /* the lane has its connection */
	int64_t asked_ns; /* 0: nothing is asked */
	int64_t due_ns;
	enum ask_kind kind; /* what is asked */
	int64_t longest_ns; /* that a call took on this connection */
	int64_t wake_ns;
};

static int64_t tick_ns(const struct probes *p)
{
	return p->home.options->tick_ms * NS_PER_MS;
}

/* 0: opening has all the time there is. */
static int64_t hangs_at_ns(const struct probes *p)
{
	if (!p->open)
		return 0;
	int64_t patience_ns = PATIENCE_TICKS * tick_ns(p);
	int64_t slow_ns = PATIENCE_TIMES * p->longest_ns;
	return p->asked_ns + (patience_ns > slow_ns ? patience_ns : slow_ns);
}

static void close_seat(struct probes *p)
{
	p->round++;
	p->asked_ns = 0;
	p->open = false;
	seat_close(&p->seat, &p->leftovers);
}

static void took_figures(struct probes *p, struct ask *a)
{
	if (a->took_ns > p->longest_ns)
		p->longest_ns = a->took_ns;
	p->samples++;
	if (p->samples == 1)
		p->due_ns = clock_now_ns() + SOON_NS;
	p->answered(p->home.opaque, a, true);
}

static void on_answer(struct ask *a, const char *calls)
{
	struct probes *p = a->owner;
	(void)calls;
	if (p->destroying || a->generation != p->round)
		return;
	p->asked_ns = 0;
	p->open = a->err.code == ERR_NONE || (p->open && a->err.code != ERR_LOST);
	if (!p->open)
		p->closed_until_ns = clock_now_ns() + REOPEN_NS;
	else if (a->kind == ASK_PROBE)
		took_figures(p, a);
	p->home.pump(p->home.opaque);
}

static void ask_now(struct probes *p, int64_t now_ns)
{
	if (!p->seat.lane)
		seat_open(&p->seat, &p->home, "probe");
	p->kind = p->open ? ASK_PROBE : ASK_OPEN_ACT;
	struct ask *a = ask_create(p->kind, p->seat.session);
	a->owner = p;
	a->answered = on_answer;
	a->generation = p->round;
	a->before = snapshot_ref(p->home.view->snapshot);
	a->groups = p->groups;
	p->asked_ns = now_ns;
	if (p->kind == ASK_PROBE)
		p->due_ns = now_ns + tick_ns(p);
	seat_ask(&p->seat, a);
}

/* A host that says nothing at all hangs as a whole. */
static bool host_answers(const struct probes *p)
{
	return p->home.view->last_answer_ns > p->asked_ns + tick_ns(p);
}

static void leave_stuck(struct probes *p, int64_t now_ns)
{
	if (!p->asked_ns || !p->open || now_ns < hangs_at_ns(p) || !host_answers(p))
		return;
	log_host(LOG_WARN, p->home.view->name, "a QEMU does not answer: its figures are left out");
	close_seat(p);
	p->due_ns = now_ns;
}

/* 0: nothing is wanted. */
static int64_t next_due_ns(const struct probes *p)
{
	if (!p->groups)
		return 0;
	return p->due_ns > p->closed_until_ns ? p->due_ns : p->closed_until_ns;
}

void probes_pump(struct probes *p, int64_t now_ns)
{
	leftovers_reap(&p->leftovers);
	p->wake_ns = leftovers_wake_ns(&p->leftovers, now_ns);
	if (!p->up)
		return;
	leave_stuck(p, now_ns);
	if (!p->asked_ns && p->groups && next_due_ns(p) <= now_ns && p->leftovers.n < STUCK_MOST)
		ask_now(p, now_ns);
	int64_t next_ns = p->asked_ns ? hangs_at_ns(p) : next_due_ns(p);
	if (next_ns && next_ns <= now_ns)
		next_ns = now_ns + tick_ns(p);
	if (next_ns > now_ns)
		p->wake_ns = clock_sooner_ns(p->wake_ns, next_ns);
}

int64_t probes_wake_ns(const struct probes *p)
{
	return p->wake_ns;
}

bool probes_settled(const struct probes *p)
{
	if (!p->up || p->leftovers.n >= STUCK_MOST)
		return true;
	return !p->asked_ns && (!p->groups || p->samples >= 2 || !p->open);
}

size_t probes_stuck(const struct probes *p)
{
	return p->leftovers.n;
}

struct probes *probes_create(const struct home *home, home_answered_fn *answered)
{
	struct probes *p = mem_new(struct probes);
	p->home = *home;
	p->answered = answered;
	return p;
}

bool probes_destroy(struct probes *p, int64_t deadline_ns)
{
	p->destroying = true;
	probes_down(p);
	bool all = leftovers_destroy(&p->leftovers, deadline_ns);
	free(p);
	return all;
}

void probes_up(struct probes *p)
{
	p->up = true;
	p->due_ns = p->closed_until_ns = 0;
	p->samples = 0;
	p->longest_ns = 0;
}

void probes_down(struct probes *p)
{
	p->up = false;
	close_seat(p);
}

void probes_want(struct probes *p, unsigned groups)
{
	if (groups & ~p->groups)
		probes_fresh(p, clock_now_ns());
	p->groups = groups;
}

void probes_fresh(struct probes *p, int64_t now_ns)
{
	p->samples = 0;
	p->due_ns = now_ns;
}
