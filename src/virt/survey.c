// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/survey.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/post.h"

#define NEVER_NS    INT64_MAX
#define PAGES_TICKS 5
#define AGAIN_NS    (60 * NS_PER_S) /* what went wrong may have been an accident */
#define PATIENCE_NS (90 * NS_PER_S)  /* what takes longer hangs, */
#define SKIP_NS     (300 * NS_PER_S) /* and is left alone for so long */

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
	struct post post;
	unsigned groups;
	int64_t asked_ns; /* since when one of them is being read; 0: none is */
	size_t asked;     /* which */
	int64_t due_ns[ARRAY_SIZE(questions)]; /* 0: was not asked yet */
	int64_t wake_ns;
};

/* NEVER_NS for what nobody wants, or what there is nothing to ask about. */
static int64_t due_ns(const struct survey *s, size_t i)
{
	if (!(s->groups & questions[i].groups))
		return NEVER_NS;
	if (questions[i].kind == ASK_PAGES && !s->post.home.view->caps.pages.n_sizes)
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
	if (!questions[i].ticks)
		return NEVER_NS;
	return clock_now_ns() + questions[i].ticks * s->post.home.options->tick_ms * NS_PER_MS;
}

static void on_answer(struct ask *a, const char *calls)
{
	struct survey *s = a->owner;
	(void)calls;
	if (s->post.destroying)
		return;
	bool current = post_takes(&s->post, a);
	if (a->err.code != ERR_NONE)
		log_host(LOG_INFO, s->post.home.view->name, "%s: %s", ask_name(a->kind), a->err.text);
	if (current) {
		s->asked_ns = 0;
		s->due_ns[s->asked] = again_ns(s, s->asked, a->err.code);
	}
	s->post.answered(s->post.home.opaque, a, current);
}

static void ask_now(struct survey *s, struct seat *seat, size_t question, int64_t now_ns)
{
	struct ask *a = post_ask(&s->post, seat, questions[question].kind);
	a->owner = s;
	a->answered = on_answer;
	a->pages = s->post.home.view->caps.pages;
	s->asked_ns = now_ns;
	s->asked = question;
	post_submit(&s->post, seat, a);
}

static int64_t hangs_at_ns(const struct survey *s)
{
	return s->asked_ns + PATIENCE_NS;
}

static void leave_stuck(struct survey *s, int64_t now_ns)
{
	if (s->post.shared || !s->asked_ns || now_ns < hangs_at_ns(s))
		return;
	log_host(LOG_WARN, s->post.home.view->name, "%s: no answer: left alone for a while",
		 ask_name(questions[s->asked].kind));
	s->due_ns[s->asked] = now_ns + SKIP_NS;
	s->asked_ns = 0;
	post_leave(&s->post);
}

static void ask_next(struct survey *s, int64_t now_ns)
{
	size_t next = next_question(s);
	int64_t at_ns = due_ns(s, next);
	if (at_ns == NEVER_NS) {
		if (s->post.seat.lane)
			post_close(&s->post);
		return;
	}
	struct seat *seat = at_ns <= now_ns ? post_seat(&s->post, "survey", now_ns) : NULL;
	if (seat)
		ask_now(s, seat, next, now_ns);
	else if (at_ns > now_ns)
		s->wake_ns = at_ns;
}

void survey_pump(struct survey *s, int64_t now_ns)
{
	post_reap(&s->post);
	s->wake_ns = 0;
	if (s->post.up)
		leave_stuck(s, now_ns);
	if (s->post.up && !s->asked_ns)
		ask_next(s, now_ns);
	if (s->asked_ns && !s->post.shared)
		s->wake_ns = hangs_at_ns(s);
	s->wake_ns = clock_sooner_ns(s->wake_ns, post_wake_ns(&s->post, now_ns));
}

int64_t survey_wake_ns(const struct survey *s)
{
	return s->wake_ns;
}

bool survey_settled(const struct survey *s)
{
	if (!s->post.up)
		return true;
	if (s->asked_ns)
		return false;
	if (post_closed_why(&s->post, clock_now_ns()))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		if (due_ns(s, i) == 0 && !post_is_stuck(&s->post))
			return false;
	return true;
}

struct survey *survey_create(const struct home *home, home_answered_fn *answered)
{
	struct survey *s = mem_new(struct survey);
	post_init(&s->post, home, answered);
	return s;
}

bool survey_destroy(struct survey *s, int64_t deadline_ns)
{
	bool all = post_finish(&s->post, deadline_ns);
	free(s);
	return all;
}

void survey_up(struct survey *s, struct seat *shared)
{
	post_up(&s->post, shared);
	survey_refresh(s);
}

void survey_down(struct survey *s)
{
	post_down(&s->post);
	s->asked_ns = 0;
}

void survey_refresh(struct survey *s)
{
	post_retry(&s->post);
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		s->due_ns[i] = 0;
}

void survey_want(struct survey *s, unsigned groups)
{
	s->groups = groups;
}
