// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/survey.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define NEVER_NS    INT64_MAX
#define PAGES_TICKS 5
#define AGAIN_NS    (60 * NS_PER_S) /* what went wrong may have been an accident */
#define STUCK_MOST  3 /* lanes left behind before no more are opened */

/* In the order in which they are asked: the pages are those that the capabilities name. */
static const struct {
	enum ask_kind kind;
	unsigned groups; /* STATS_* that want it */
	int ticks;       /* until it is asked again; 0: once is enough */
} questions[] = {
	{ASK_CAPS, STATS_CAPS | STATS_PAGES, 0},
	{ASK_VERSION, STATS_VERSION, 0},
	{ASK_PAGES, STATS_PAGES, PAGES_TICKS},
};

struct survey {
	struct home home;
	home_answered_fn *answered;
	bool up, destroying;
	uint64_t round; /* of the lane; what comes from an older one is dropped */
	struct seat *shared;
	struct seat seat;
	struct leftovers leftovers;
	unsigned groups;
	bool asked; /* one of them is being read */
	int64_t due_ns[ARRAY_SIZE(questions)]; /* 0: was not asked yet */
	int64_t wake_ns;
};

/* NEVER_NS for what nobody wants, or what there is nothing to ask about. */
static int64_t due_ns(const struct survey *s, size_t i)
{
	if (!(s->groups & questions[i].groups))
		return NEVER_NS;
	if (questions[i].kind == ASK_PAGES && !s->home.view->caps.pages.n_sizes)
		return NEVER_NS;
	return s->due_ns[i];
}

/* Its place among the questions. */
static size_t next_question(const struct survey *s)
{
	size_t next = 0;
	for (size_t i = 1; i < ARRAY_SIZE(questions); i++)
		if (due_ns(s, i) < due_ns(s, next))
			next = i;
	return next;
}

static int64_t again_ns(const struct survey *s, size_t i, enum err_code code)
{
	if (code == ERR_UNSUPPORTED)
		return NEVER_NS;
	if (code != ERR_NONE)
		return clock_now_ns() + AGAIN_NS;
	return questions[i].ticks ? clock_now_ns() + questions[i].ticks * s->home.options->tick_ms * NS_PER_MS
				  : NEVER_NS;
}

static void on_answer(struct ask *a, const char *calls)
{
	struct survey *s = a->owner;
	(void)calls;
	if (s->destroying)
		return;
	bool current = a->generation == s->round;
	if (a->err.code != ERR_NONE)
		log_write(LOG_INFO, "%s: %s: %s", s->home.view->name, ask_name(a->kind), a->err.text);
	if (current) {
		s->asked = false;
		for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
			if (questions[i].kind == a->kind)
				s->due_ns[i] = again_ns(s, i, a->err.code);
	}
	s->answered(s->home.opaque, a, current);
}

static void ask_now(struct survey *s, struct seat *seat, enum ask_kind kind)
{
	struct ask *a = ask_create(kind, seat->session);
	a->owner = s;
	a->answered = on_answer;
	a->generation = s->round;
	a->pages = s->home.view->caps.pages;
	s->asked = true;
	seat_ask(seat, a);
	if (s->shared)
		s->home.asked(s->home.opaque);
}

/* NULL: not now. */
static struct seat *open_seat(struct survey *s)
{
	if (s->shared)
		return seat_idle(s->shared) ? s->shared : NULL;
	if (!s->seat.lane && s->leftovers.n < STUCK_MOST)
		seat_open(&s->seat, &s->home, "survey");
	return s->seat.lane ? &s->seat : NULL;
}

static void ask_next(struct survey *s, int64_t now_ns)
{
	size_t next = next_question(s);
	int64_t at_ns = due_ns(s, next);
	if (at_ns == NEVER_NS) {
		seat_close(&s->seat, &s->leftovers);
		return;
	}
	struct seat *seat = at_ns <= now_ns ? open_seat(s) : NULL;
	if (seat)
		ask_now(s, seat, questions[next].kind);
	else if (at_ns > now_ns)
		s->wake_ns = at_ns;
}

void survey_pump(struct survey *s, int64_t now_ns)
{
	leftovers_reap(&s->leftovers);
	s->wake_ns = 0;
	if (s->up && !s->asked)
		ask_next(s, now_ns);
	s->wake_ns = clock_sooner_ns(s->wake_ns, leftovers_wake_ns(&s->leftovers, now_ns));
}

int64_t survey_wake_ns(const struct survey *s)
{
	return s->wake_ns;
}

bool survey_settled(const struct survey *s)
{
	if (!s->up)
		return true;
	if (s->asked)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		if (due_ns(s, i) == 0 && s->leftovers.n < STUCK_MOST)
			return false;
	return true;
}

struct survey *survey_create(const struct home *home, home_answered_fn *answered)
{
	struct survey *s = mem_new(struct survey);
	s->home = *home;
	s->answered = answered;
	return s;
}

bool survey_destroy(struct survey *s, int64_t deadline_ns)
{
	s->destroying = true;
	survey_down(s);
	bool all = leftovers_destroy(&s->leftovers, deadline_ns);
	free(s);
	return all;
}

void survey_up(struct survey *s, struct seat *shared)
{
	s->up = true;
	s->shared = shared;
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		s->due_ns[i] = 0;
}

void survey_down(struct survey *s)
{
	s->round++;
	s->up = false;
	s->shared = NULL;
	s->asked = false;
	seat_close(&s->seat, &s->leftovers);
}

void survey_want(struct survey *s, unsigned groups)
{
	s->groups = groups;
}
