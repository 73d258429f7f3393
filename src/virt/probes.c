// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/probes.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/post.h"

/* What takes longer than three quarters of a tick hangs, so that it is told within two, unless the tick is very short or
 * the calls before took nearly as long. One slow call does not put that off for long: it is told within 10 s. */
#define PATIENCE_LEAST_NS (1 * NS_PER_S)
#define PATIENCE_TIMES    4
#define PATIENCE_MOST_NS  (4 * NS_PER_S) /* or half as long again as the longest call */
#define SOON_NS           (500 * NS_PER_MS)

struct probes {
	struct post post;
	unsigned groups;
	unsigned samples; /* since the host came up or other groups were wanted */
	int64_t asked_ns; /* 0: nothing is asked */
	int64_t told_ns;  /* when figures came last; 0: not on this connection, or of other groups */
	int64_t due_ns;
	int64_t longest_ns; /* that a call took on this connection, while the host answered */
	bool host_hung;     /* during the call that is asked */
	bool doubted;       /* that call has taken so long that its host was asked something else */
	int64_t wake_ns;
};

static int64_t tick_ns(const struct probes *p)
{
	return p->post.home.options->tick_ms * NS_PER_MS;
}

static int64_t hangs_at_ns(const struct probes *p)
{
	int64_t patience_ns = tick_ns(p) * 3 / 4, slow_ns = PATIENCE_TIMES * p->longest_ns;
	int64_t most_ns = p->longest_ns * 3 / 2;
	if (most_ns < PATIENCE_MOST_NS)
		most_ns = PATIENCE_MOST_NS;
	if (slow_ns > most_ns)
		slow_ns = most_ns;
	if (patience_ns < PATIENCE_LEAST_NS)
		patience_ns = PATIENCE_LEAST_NS;
	return p->asked_ns + (patience_ns > slow_ns ? patience_ns : slow_ns);
}

static void took_figures(struct probes *p, struct ask *a)
{
	if (a->took_ns > p->longest_ns && !p->host_hung)
		p->longest_ns = a->took_ns;
	p->samples++;
	p->told_ns = a->figures && !(p->groups & ~a->groups) ? clock_now_ns() : 0;
	if (p->samples == 1)
		p->due_ns = clock_now_ns() + SOON_NS;
	p->post.answered(p->post.home.opaque, a, true);
}

static void on_answer(struct ask *a, const char *calls)
{
	struct probes *p = a->owner;
	(void)calls;
	if (p->post.destroying || !post_takes(&p->post, a))
		return;
	p->asked_ns = 0;
	if (a->err.code != ERR_LOST)
		took_figures(p, a);
	p->post.home.pump(p->post.home.opaque);
}

static void ask_now(struct probes *p, struct seat *seat, int64_t now_ns)
{
	struct ask *a = post_ask(&p->post, seat, ASK_PROBE);
	a->owner = p;
	a->answered = on_answer;
	a->before = snapshot_ref(p->post.home.view->snapshot);
	a->groups = p->groups;
	p->asked_ns = now_ns;
	p->host_hung = p->doubted = false;
	p->due_ns = now_ns + tick_ns(p);
	post_submit(&p->post, seat, a);
}

/* A host that says nothing at all hangs as a whole. */
static bool host_answers(const struct probes *p)
{
	return !p->post.home.view->asked_since_ns && p->post.home.view->last_answer_ns > p->asked_ns;
}

static void leave_stuck(struct probes *p, int64_t now_ns)
{
	if (!p->asked_ns || now_ns < hangs_at_ns(p))
		return;
	if (!host_answers(p)) {
		p->host_hung = true;
		return;
	}
	log_host(LOG_WARN, p->post.home.view->name, "a QEMU does not answer: its figures are left out");
	post_leave(&p->post);
	p->asked_ns = 0;
	p->due_ns = now_ns;
}

static void ask_next(struct probes *p, int64_t now_ns)
{
	struct seat *seat = p->due_ns <= now_ns ? post_seat(&p->post, "probe", now_ns) : NULL;
	if (seat)
		ask_now(p, seat, now_ns);
}

void probes_pump(struct probes *p, int64_t now_ns)
{
	post_reap(&p->post);
	p->wake_ns = post_wake_ns(&p->post, now_ns);
	if (!p->post.up)
		return;
	leave_stuck(p, now_ns);
	if (!p->asked_ns && p->groups)
		ask_next(p, now_ns);
	int64_t next_ns = p->asked_ns ? hangs_at_ns(p) : p->groups ? p->due_ns : 0;
	if (p->asked_ns && !p->doubted)
		next_ns = clock_sooner_ns(next_ns, p->asked_ns + tick_ns(p) / 2);
	if (next_ns && next_ns <= now_ns)
		next_ns = now_ns + (p->asked_ns ? tick_ns(p) / 4 : tick_ns(p));
	p->wake_ns = clock_sooner_ns(p->wake_ns, next_ns);
}

int64_t probes_wake_ns(const struct probes *p)
{
	return p->wake_ns;
}

bool probes_settled(const struct probes *p)
{
	if (!p->post.up || post_is_stuck(&p->post))
		return true;
	return !p->asked_ns && (!p->groups || p->samples >= 2 || post_closed_why(&p->post, clock_now_ns()));
}

static bool is_late(const struct probes *p, int64_t now_ns)
{
	return p->asked_ns && now_ns - p->asked_ns >= tick_ns(p) / 2;
}

bool probes_doubt(struct probes *p, int64_t now_ns)
{
	bool doubts = !p->doubted && is_late(p, now_ns);
	p->doubted |= doubts;
	return doubts;
}

bool probes_steady(const struct probes *p, int64_t now_ns)
{
	bool late = is_late(p, now_ns);
	return p->post.up && p->groups && p->post.stuck.n == 0 && p->told_ns && !late &&
	       now_ns - p->told_ns < 2 * tick_ns(p);
}

size_t probes_stuck(const struct probes *p)
{
	return p->post.stuck.n;
}

struct probes *probes_create(const struct home *home, home_answered_fn *answered)
{
	struct probes *p = mem_new(struct probes);
	post_init(&p->post, home, answered);
	return p;
}

bool probes_destroy(struct probes *p, int64_t deadline_ns)
{
	bool all = post_finish(&p->post, deadline_ns);
	free(p);
	return all;
}

void probes_up(struct probes *p)
{
	post_up(&p->post, NULL);
	p->due_ns = 0;
	p->samples = 0;
	p->told_ns = 0;
	p->longest_ns = 0;
}

void probes_down(struct probes *p)
{
	p->asked_ns = 0;
	post_down(&p->post);
}

void probes_want(struct probes *p, unsigned groups)
{
	if (groups & ~p->groups) {
		p->told_ns = 0;
		probes_fresh(p, clock_now_ns());
	}
	p->groups = groups;
}

void probes_fresh(struct probes *p, int64_t now_ns)
{
	p->samples = 0;
	p->due_ns = now_ns;
}
