// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/pace.h"

#include "base/clock.h"

#define LIST_EVERY_NS     (30 * NS_PER_S)
#define LIST_AGAIN_NS     (5 * NS_PER_S)
#define QUIET_NS          (50 * NS_PER_MS)  /* events of one cause come within this */
#define AT_ONCE_NS        (10 * NS_PER_MS)  /* after quiet */
#define LIST_COST_NS      (500 * NS_PER_MS) /* two lists a second in the long run, */
#define LIST_CHEAP_NS     (100 * NS_PER_MS) /* more when they take next to nothing, */
#define LIST_COST_FACTOR  10                /* a tenth of the time that there is; */
#define LIST_CREDIT_NS    (1 * NS_PER_S)    /* and some in quick succession */
#define SECOND_FIGURES_MS 500
#define BATCH_FIRST       100
#define BATCH_MOST        1600 /* each lists all of them and makes a list of its own */
#define BATCH_LEAST       5
#define BATCH_LONG_NS     (1 * NS_PER_S)
#define BATCH_SHORT_NS    (300 * NS_PER_MS)
#define STORM_EVERY_NS    (50 * NS_PER_MS)   /* more than twenty changes a second are a storm, */
#define STORM_AFTER_NS    (1500 * NS_PER_MS) /* but for so many at once, here thirty */
#define STORM_MOST_NS     (2 * NS_PER_S)     /* it ends soon after the last of them */
#define RETRY_MOST_S      60
#define TRIES_AFTER_UP    3 /* 8 s, at most 10 */
#define IDLE_NS           (60 * NS_PER_S)

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void pace_up(struct pace *p, int64_t now_ns)
{
	p->due_ns[PACE_DEFINITIONS] = 0;
	p->batch = BATCH_FIRST;
	p->list_cost_ns = LIST_COST_NS;
	p->list_took_ns = LIST_COST_NS / LIST_COST_FACTOR;
	p->list_began_ns = now_ns;
	p->due_ns[PACE_LIST] = now_ns + (p->stale ? AT_ONCE_NS : LIST_EVERY_NS);
	pace_fresh_figures(p, now_ns);
}

/* True while more changes come than anybody could follow. */
static bool storms(struct pace *p, int64_t now_ns)
{
	p->news_ns = sooner(later(p->news_ns, now_ns) + STORM_EVERY_NS, now_ns + STORM_MOST_NS);
	return p->news_ns - now_ns > STORM_AFTER_NS;
}

void pace_stale(struct pace *p, int64_t now_ns)
{
	bool storm = storms(p, now_ns);
	if (p->stale)
		return;
	p->stale = true;
	bool quiet = now_ns - p->list_began_ns >= QUIET_NS;
	p->due_ns[PACE_LIST] =
		later(now_ns + (quiet ? AT_ONCE_NS : QUIET_NS), p->list_budget_ns - LIST_CREDIT_NS);
	if (storm)
		p->due_ns[PACE_LIST] = later(p->due_ns[PACE_LIST], p->list_began_ns + LIST_COST_NS);
}

void pace_all(struct pace *p, int64_t now_ns)
{
	p->stale = true;
	p->due_ns[PACE_LIST] = now_ns;
	p->due_ns[PACE_FIGURES] = now_ns;
}

void pace_fresh_figures(struct pace *p, int64_t now_ns)
{
	p->samples = 0;
	p->due_ns[PACE_FIGURES] = now_ns;
}

void pace_began(struct pace *p, enum pace_what what, int64_t now_ns)
{
	switch (what) {
	case PACE_LIST:
		p->stale = false;
		p->list_began_ns = now_ns;
		p->list_budget_ns = later(p->list_budget_ns, now_ns) + p->list_cost_ns;
		p->due_ns[PACE_LIST] = now_ns + LIST_EVERY_NS;
		break;
	case PACE_FIGURES: {
		bool first = p->samples == 0 && p->tick_ms > SECOND_FIGURES_MS;
		p->due_ns[PACE_FIGURES] =
			now_ns + (first ? SECOND_FIGURES_MS : p->tick_ms) * NS_PER_MS;
		break;
	}
	case PACE_DEFINITIONS:
		p->due_ns[PACE_DEFINITIONS] = 0;
		break;
	case PACE_COUNT:
		break;
	}
}

/* One that took long may only have waited for a machine that was being stopped. */
void pace_list_took(struct pace *p, int64_t ns)
{
	p->list_took_ns = sooner(ns, 2 * later(p->list_took_ns, NS_PER_MS));
	p->list_cost_ns = later(p->list_took_ns * LIST_COST_FACTOR, LIST_CHEAP_NS);
	p->list_cost_ns = sooner(p->list_cost_ns, LIST_COST_NS);
}

void pace_failed_list(struct pace *p, int64_t now_ns)
{
	if (!p->stale)
		p->due_ns[PACE_LIST] = now_ns + LIST_AGAIN_NS;
}

void pace_batch_took(struct pace *p, int64_t ns)
{
	if (ns > BATCH_LONG_NS && p->batch > BATCH_LEAST)
		p->batch /= 2;
	else if (ns < BATCH_SHORT_NS && p->batch < BATCH_MOST)
		p->batch *= 2;
	if (p->batch > BATCH_MOST)
		p->batch = BATCH_MOST;
}

bool pace_next(const struct pace *p, enum pace_what *ret_what, int64_t *ret_ns)
{
	bool any = false;
	for (enum pace_what what = 0; what < PACE_COUNT; what++) {
		int64_t due = p->due_ns[what];
		if (!due || (any && due >= *ret_ns))
			continue;
		*ret_what = what;
		*ret_ns = due;
		any = true;
	}
	return any;
}

int64_t pace_retry_ns(struct pace *p, uint32_t salt)
{
	int64_t s = p->tries < 6 ? INT64_C(1) << p->tries : RETRY_MOST_S;
	p->tries++;
	return s * NS_PER_S * (80 + (int64_t)(salt % 41)) / 100;
}

void pace_was_up(struct pace *p, bool proven)
{
	if (proven)
		p->tries = 0;
	else if (p->tries > TRIES_AFTER_UP)
		p->tries = TRIES_AFTER_UP;
}

bool pace_wakes(int64_t *last_ns, int64_t now_ns)
{
	bool wakes = *last_ns && now_ns - *last_ns >= IDLE_NS;
	*last_ns = now_ns;
	return wakes;
}
