// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/post.h"

#define STUCK_MOST 3 /* lanes left behind before no more are opened */

void post_init(struct post *p, const struct home *home, home_answered_fn *answered)
{
	*p = (struct post){.home = *home, .answered = answered};
}

bool post_finish(struct post *p, int64_t deadline_ns)
{
	p->destroying = true;
	post_down(p);
	return leftovers_destroy(&p->leftovers, deadline_ns);
}

void post_up(struct post *p, struct seat *shared)
{
	p->up = true;
	p->shared = shared;
}

void post_down(struct post *p)
{
	p->up = false;
	p->shared = NULL;
	post_leave(p);
}

void post_leave(struct post *p)
{
	p->round++;
	seat_close(&p->seat, &p->leftovers);
}

bool post_is_stuck(const struct post *p)
{
	return p->leftovers.n >= STUCK_MOST;
}

struct seat *post_seat(struct post *p, const char *what)
{
	if (p->shared)
		return seat_idle(p->shared) ? p->shared : NULL;
	if (!p->seat.lane && !post_is_stuck(p))
		seat_open(&p->seat, &p->home, what);
	return p->seat.lane ? &p->seat : NULL;
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

bool post_is_current(const struct post *p, const struct ask *ask)
{
	return ask->generation == p->round;
}
