// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/post.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define STUCK_MOST 3 /* lanes left behind before no more are opened */
#define REOPEN_NS  (10 * NS_PER_S)

void post_init(struct post *p, const struct home *home, home_answered_fn *answered)
{
	*p = (struct post){.home = *home, .answered = answered};
}

bool post_finish(struct post *p, int64_t deadline_ns)
{
	p->destroying = true;
	post_down(p);
	bool all = leftovers_destroy(&p->stuck, deadline_ns);
	all &= leftovers_destroy(&p->ending, deadline_ns);
	free(take(p->why));
	return all;
}

void post_up(struct post *p, struct seat *shared)
{
	p->up = true;
	p->shared = shared;
	p->closed_until_ns = 0;
}

static void leave(struct post *p, struct leftovers *leftovers)
{
	p->round++;
	p->opening = p->open = false;
	seat_close(&p->seat, leftovers);
}

void post_down(struct post *p)
{
	p->up = false;
	p->shared = NULL;
	post_close(p);
}

void post_leave(struct post *p)
{
	leave(p, &p->stuck);
}

void post_close(struct post *p)
{
	leave(p, &p->ending);
}

bool post_is_stuck(const struct post *p)
{
	return p->stuck.n >= STUCK_MOST;
}

const char *post_closed_why(const struct post *p, int64_t now_ns)
{
	return p->closed_until_ns > now_ns ? p->why : NULL;
}

void post_retry(struct post *p)
{
	p->closed_until_ns = 0;
}

void post_reap(struct post *p)
{
	leftovers_reap(&p->stuck);
	leftovers_reap(&p->ending);
}

int64_t post_wake_ns(const struct post *p, int64_t now_ns)
{
	int64_t wake_ns = clock_sooner_ns(leftovers_wake_ns(&p->stuck, now_ns), leftovers_wake_ns(&p->ending, now_ns));
	return p->closed_until_ns > now_ns ? clock_sooner_ns(wake_ns, p->closed_until_ns) : wake_ns;
}

/* ---- its connection ---- */

static void note_closed(struct post *p, const char *why)
{
	log_host(LOG_INFO, p->home.view->name, "opening another connection: %s", why);
	free(p->why);
	p->why = mem_strdup(why);
	p->closed_until_ns = clock_now_ns() + REOPEN_NS;
}

static void on_open(struct ask *a, const char *calls)
{
	struct post *p = a->owner;
	(void)calls;
	if (p->destroying || !post_takes(p, a))
		return;
	p->opening = false;
	p->open = a->err.code == ERR_NONE;
	if (!p->open)
		note_closed(p, a->err.text);
	p->home.pump(p->home.opaque);
}

static void open_now(struct post *p, const char *what)
{
	if (!p->seat.lane && post_is_stuck(p))
		return;
	autoerr struct err err = {0};
	if (!p->seat.lane && !seat_open(&p->seat, &p->home, what, &err)) {
		note_closed(p, err.text);
		return;
	}
	struct ask *a = post_ask(p, &p->seat, ASK_OPEN_ACT);
	a->owner = p;
	a->answered = on_open;
	p->opening = true;
	post_submit(p, &p->seat, a);
}

struct seat *post_seat(struct post *p, const char *what, int64_t now_ns)
{
	if (p->shared)
		return seat_idle(p->shared) ? p->shared : NULL;
	if (p->open)
		return &p->seat;
	if (!p->opening && p->closed_until_ns <= now_ns)
		open_now(p, what);
	return NULL;
}

struct ask *post_ask(const struct post *p, struct seat *seat, enum ask_kind kind)
{
	struct ask *a = ask_create(kind, seat->session);
	a->generation = p->round;
	return a;
}

void post_submit(struct post *p, struct seat *seat, struct ask *ask)
{
	seat_ask(seat, ask);
	if (p->shared)
		p->home.asked(p->home.opaque);
}

bool post_takes(struct post *p, const struct ask *ask)
{
	bool current = ask->generation == p->round;
	if (current && ask->err.code == ERR_LOST)
		p->open = false;
	return current;
}
