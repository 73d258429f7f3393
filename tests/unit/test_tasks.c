// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "model/tasks.h"

#define BIT(state) (1u << (state))

static const struct task_goal no_goal = {.autostart = -1};
static const struct task_goal goal_running = {.states = BIT(DOMAIN_RUNNING), .autostart = -1};
static const struct task_goal goal_off = {.states = BIT(DOMAIN_SHUTOFF), .autostart = -1};
static const struct task_goal goal_autostart = {.autostart = 1};

static void make_uuid(unsigned char uuid[UUID_SIZE], uint32_t n)
{
	memset(uuid, 0, UUID_SIZE);
	memcpy(uuid, &n, sizeof(n));
}

/* Machine n on host 1. */
static struct obj_id machine(uint32_t n)
{
	unsigned char uuid[UUID_SIZE];

	make_uuid(uuid, n);
	return obj_id_domain(1, uuid);
}

static struct task *ask(struct tasks *tasks, uint32_t n, struct task_goal goal)
{
	struct task t = {
		.object = machine(n),
		.object_name = mem_printf("web-%u", n),
		.host_name = mem_strdup("kvm1"),
		.action = "domain.start",
		.what = mem_printf("Start web-%u on kvm1", n),
		.overlay = "starting...",
		.goal = goal,
		.virsh = mem_strdup("virsh start web"),
		.number = 99,
		.state = TASK_DONE,
	};

	return tasks_add(tasks, &t);
}

static struct task *ask_accepted(struct tasks *tasks, uint32_t n, struct task_goal goal)
{
	struct task *t = ask(tasks, n, goal);

	task_started(t);
	task_answered(t, NULL, "virDomainCreate(web)");
	return t;
}

/* A list with machine n in it, in that state. */
static struct snapshot *list_of(uint32_t host, uint32_t n, enum domain_state state, int reason,
				bool autostart, bool flags_known)
{
	struct snapshot *s = snapshot_create(host, 1);
	struct domain *d = snapshot_add_domain(s);

	make_uuid(d->uuid, n);
	d->name = "web";
	d->state = state;
	d->reason = reason;
	d->autostart = autostart;
	d->flags_known = flags_known;
	snapshot_seal(s);
	return s;
}

static struct snapshot *list_with(uint32_t host, uint32_t n, enum domain_state state,
				  bool autostart, bool flags_known)
{
	return list_of(host, n, state, 0, autostart, flags_known);
}

static bool confirm(struct tasks *tasks, struct snapshot *s)
{
	bool changed = tasks_confirm(tasks, s);

	snapshot_unref(s);
	return changed;
}

static void a_new_one_is_queued_and_numbered(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *first = ask(tasks, 1, no_goal), *second = ask(tasks, 2, no_goal);

	(void)state;
	assert_int_equal(first->number, 1);
	assert_int_equal(second->number, 2);
	assert_int_equal(first->state, TASK_QUEUED);
	assert_true(first->asked_ns > 0);
	assert_true(first->asked_wall_s > 0);
	assert_int_equal(first->ended_ns, 0);
	assert_string_equal(first->what, "Start web-1 on kvm1");
	assert_ptr_equal(tasks_find(tasks, 2), second);
	assert_null(tasks_find(tasks, 3));
	assert_ptr_equal(tasks_at(tasks, 0), second);
	assert_ptr_equal(tasks_at(tasks, 1), first);
	assert_null(tasks_at(tasks, 2));
	assert_int_equal(tasks_count(tasks), 2);
	assert_int_equal(tasks_count_open(tasks), 2);
	tasks_destroy(tasks);
	tasks_destroy(NULL);
}

static void without_a_goal_the_answer_is_enough(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask(tasks, 1, no_goal);

	(void)state;
	task_started(t);
	assert_int_equal(t->state, TASK_RUNNING);
	task_answered(t, NULL, "virDomainReboot(web, 0)");
	assert_int_equal(t->state, TASK_DONE);
	assert_true(t->ended_ns > 0);
	assert_string_equal(t->calls, "virDomainReboot(web, 0)");
	assert_null(t->error);
	assert_int_equal(tasks_count_open(tasks), 0);
	assert_null(tasks_pending(tasks, machine(1)));
	tasks_destroy(tasks);
}

struct noted {
	char last[2][200]; /* the newest first */
	uint64_t n;
};

static void take_line(void *opaque, const struct log_line *line)
{
	struct noted *noted = opaque;

	memcpy(noted->last[1], noted->last[0], sizeof(noted->last[0]));
	snprintf(noted->last[0], sizeof(noted->last[0]), "%s %s: %s", log_level_text(line->level), line->host, line->text);
	noted->n++;
}

/* One line for its beginning, one for its end. */
static void expect_noted(uint64_t before, const char *begun, const char *ended, const char *why)
{
	struct noted noted = {0};

	log_each(before, take_line, &noted);
	assert_int_equal(noted.n, 2);
	assert_string_equal(noted.last[1], begun);
	assert_memory_equal(noted.last[0], ended, strlen(ended));
	assert_string_equal(noted.last[0] + strlen(noted.last[0]) - strlen(why), why);
}

static void beginning_and_end_are_noted(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask(tasks, 1, goal_running);
	uint64_t before = log_newest();

	(void)state;
	task_started(t);
	task_started(t);
	task_answered(t, "no network 'lan'", "virDomainCreate(web)");
	task_answered(t, "again", "");
	expect_noted(before, "info kvm1: Start web-1 on kvm1: begun", "info kvm1: Start web-1 on kvm1: failed after ",
		     ": no network 'lan'");
	before = log_newest();
	t = ask_accepted(tasks, 2, goal_running);
	assert_true(task_give_up(t));
	expect_noted(before, "info kvm1: Start web-2 on kvm1: begun", "info kvm1: Start web-2 on kvm1: cancelled after ", "s");
	tasks_destroy(tasks);
}

static void a_failed_one_stays_loud_until_seen(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask(tasks, 1, goal_running);

	(void)state;
	task_started(t);
	task_answered(t, "no network 'lan'", "virDomainCreate(web)");
	assert_int_equal(t->state, TASK_FAILED);
	assert_string_equal(t->error, "no network 'lan'");
	assert_true(t->ended_ns > 0);
	assert_int_equal(tasks_count_unseen(tasks), 1);
	t->seen = true;
	assert_int_equal(tasks_count_unseen(tasks), 0);
	assert_null(tasks_pending(tasks, machine(1)));
	/* A second answer changes nothing. */
	task_answered(t, NULL, NULL);
	assert_int_equal(t->state, TASK_FAILED);
	tasks_destroy(tasks);
}

static void what_took_its_place_may_come_to_nothing(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *first = ask_accepted(tasks, 1, goal_running);
	struct task *second = ask(tasks, 1, goal_running);

	(void)state;
	assert_int_equal(first->state, TASK_SUPERSEDED);
	assert_false(task_wait_again(second));
	task_answered(second, "no", "");
	assert_true(task_wait_again(first));
	assert_int_equal(first->state, TASK_WAITING);
	assert_int_equal(first->ended_ns, 0);
	assert_int_equal(tasks_count_open(tasks), 1);
	assert_true(confirm(tasks, list_with(1, 1, DOMAIN_RUNNING, false, true)));
	assert_int_equal(first->state, TASK_DONE);
	assert_false(task_wait_again(first));
	tasks_destroy(tasks);
}

static void a_goal_is_waited_for(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask_accepted(tasks, 1, goal_running);

	(void)state;
	assert_int_equal(t->state, TASK_WAITING);
	assert_int_equal(tasks_count_open(tasks), 1);
	assert_ptr_equal(tasks_pending(tasks, machine(1)), t);
	assert_null(tasks_pending(tasks, machine(2)));
	assert_false(confirm(tasks, list_with(1, 1, DOMAIN_PMSUSPENDED, false, true)));
	assert_int_equal(t->state, TASK_WAITING);
	assert_false(confirm(tasks, list_with(2, 1, DOMAIN_RUNNING, false, true)));
	assert_int_equal(t->state, TASK_WAITING);
	assert_true(confirm(tasks, list_with(1, 1, DOMAIN_RUNNING, false, true)));
	assert_int_equal(t->state, TASK_DONE);
	assert_true(t->ended_ns > 0);
	assert_null(tasks_pending(tasks, machine(1)));
	assert_false(confirm(tasks, list_with(1, 1, DOMAIN_RUNNING, false, true)));
	tasks_destroy(tasks);
}

/* A list with machine 1 in it that was made after the task was answered. */
static struct snapshot *later_list(enum domain_state state, int reason)
{
	struct snapshot *s = list_of(1, 1, state, reason, false, true);

	s->asked_ns++; /* two moments of the clock may be the same */
	return s;
}

static void what_stays_in_another_state_has_failed(void **state)
{
	static const struct {
		struct task_goal goal;
		enum domain_state state;
		int reason;
		const char *error; /* NULL: it is waited for */
	} rows[] = {
		{{BIT(DOMAIN_RUNNING), -1}, DOMAIN_PAUSED, 5,
		 "it was accepted, but the machine is paused now: I/O error"},
		{{BIT(DOMAIN_RUNNING), -1}, DOMAIN_CRASHED, 0, "it was accepted, but the machine is crashed now"},
		{{BIT(DOMAIN_PAUSED), -1}, DOMAIN_RUNNING, 0, "it was accepted, but the machine is running now"},
		{{0, 1}, DOMAIN_RUNNING, 0, "it was accepted, but autostart is off"},
		{{BIT(DOMAIN_RUNNING), -1}, DOMAIN_PMSUSPENDED, 0, NULL},
		{{BIT(DOMAIN_RUNNING), -1}, DOMAIN_SHUTDOWN, 0, NULL},
		{{BIT(DOMAIN_SHUTOFF), -1}, DOMAIN_RUNNING, 0, NULL},
		{{BIT(DOMAIN_SHUTOFF), -1}, DOMAIN_PAUSED, 0, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tasks *tasks = tasks_create();
		struct snapshot *before = list_with(1, 1, rows[i].state, false, true);
		struct task *t = ask_accepted(tasks, 1, rows[i].goal);

		assert_false(confirm(tasks, before));
		assert_int_equal(t->state, TASK_WAITING);
		assert_int_equal(confirm(tasks, later_list(rows[i].state, rows[i].reason)),
				 rows[i].error != NULL);
		assert_int_equal(t->state, rows[i].error ? TASK_FAILED : TASK_WAITING);
		if (rows[i].error)
			assert_string_equal(t->error, rows[i].error);
		assert_int_equal(tasks_count_unseen(tasks), rows[i].error != NULL);
		tasks_destroy(tasks);
	}
}

static void what_is_waited_for_can_be_given_up(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask(tasks, 1, goal_off);

	(void)state;
	assert_false(task_give_up(t));
	task_started(t);
	assert_false(task_give_up(t));
	task_answered(t, NULL, NULL);
	assert_true(task_give_up(t));
	assert_int_equal(t->state, TASK_CANCELLED);
	assert_true(t->ended_ns > 0);
	assert_null(tasks_pending(tasks, machine(1)));
	assert_false(task_give_up(t));
	assert_true(tasks_dismiss(tasks, 1));
	tasks_destroy(tasks);
}

static void a_list_from_before_says_nothing(void **state)
{
	struct tasks *tasks = tasks_create();
	struct snapshot *old = list_with(1, 1, DOMAIN_SHUTOFF, false, true);
	struct task *t = ask_accepted(tasks, 1, goal_off);

	(void)state;
	old->asked_ns--; /* two moments of the clock may be the same */
	assert_false(confirm(tasks, old));
	assert_int_equal(t->state, TASK_WAITING);
	assert_true(confirm(tasks, list_with(1, 1, DOMAIN_SHUTOFF, false, true)));
	tasks_destroy(tasks);
}

static void one_that_was_not_answered_is_not_confirmed(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask(tasks, 1, goal_running);

	(void)state;
	assert_false(confirm(tasks, list_with(1, 1, DOMAIN_RUNNING, false, true)));
	task_started(t);
	assert_false(confirm(tasks, list_with(1, 1, DOMAIN_RUNNING, false, true)));
	assert_int_equal(t->state, TASK_RUNNING);
	tasks_destroy(tasks);
}

static void autostart_needs_known_flags(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask_accepted(tasks, 1, goal_autostart);

	(void)state;
	assert_int_equal(t->state, TASK_WAITING);
	assert_false(confirm(tasks, list_with(1, 1, DOMAIN_RUNNING, true, false)));
	assert_true(confirm(tasks, list_with(1, 1, DOMAIN_RUNNING, true, true)));
	assert_int_equal(t->state, TASK_DONE);
	tasks_destroy(tasks);
}

static void what_is_gone_is_off(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *off = ask_accepted(tasks, 1, goal_off);
	struct task *on = ask_accepted(tasks, 2, goal_running);

	(void)state;
	assert_true(confirm(tasks, list_with(1, 3, DOMAIN_RUNNING, false, true)));
	assert_int_equal(off->state, TASK_DONE);
	assert_int_equal(on->state, TASK_SUPERSEDED);
	tasks_destroy(tasks);
}

static void a_state_that_is_new_to_us_confirms_nothing(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask_accepted(tasks, 1, goal_running);

	(void)state;
	assert_false(confirm(tasks, list_with(1, 1, (enum domain_state)33, false, true)));
	assert_int_equal(t->state, TASK_WAITING);
	tasks_destroy(tasks);
}

static void only_older_waiting_ones_of_the_object_are_superseded(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *waiting = ask_accepted(tasks, 1, goal_off);
	struct task *other = ask_accepted(tasks, 2, goal_off);
	struct task *running = ask(tasks, 1, goal_off), *newest;

	(void)state;
	assert_int_equal(waiting->state, TASK_SUPERSEDED);
	assert_true(waiting->ended_ns > 0);
	assert_int_equal(other->state, TASK_WAITING);
	task_started(running);
	newest = ask(tasks, 1, goal_off);
	assert_int_equal(running->state, TASK_RUNNING);
	assert_ptr_equal(tasks_pending(tasks, machine(1)), newest);
	assert_int_equal(tasks_count_open(tasks), 3);
	task_answered(newest, "refused", NULL);
	assert_ptr_equal(tasks_pending(tasks, machine(1)), running);
	tasks_destroy(tasks);
}

static void what_is_about_something_else_takes_no_place(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *off = ask_accepted(tasks, 1, goal_off), *autostart, *again;
	struct task reboot = {.object = machine(1), .what = mem_strdup("Reboot web-1"), .goal = no_goal, .restarts = true};

	(void)state;
	ask_accepted(tasks, 1, no_goal); /* its XML is read */
	assert_int_equal(off->state, TASK_WAITING);
	autostart = ask_accepted(tasks, 1, goal_autostart);
	assert_int_equal(off->state, TASK_WAITING);
	assert_ptr_equal(tasks_pending(tasks, machine(1)), autostart);
	assert_ptr_equal(tasks_awaited(tasks, machine(1), goal_off.states), off);
	assert_null(tasks_awaited(tasks, machine(1), goal_running.states));
	again = ask_accepted(tasks, 1, goal_off);
	assert_int_equal(off->state, TASK_SUPERSEDED);
	assert_int_equal(autostart->state, TASK_WAITING);
	ask(tasks, 1, goal_autostart);
	assert_int_equal(autostart->state, TASK_SUPERSEDED);
	assert_int_equal(again->state, TASK_WAITING);
	tasks_add(tasks, &reboot);
	assert_int_equal(again->state, TASK_SUPERSEDED);
	tasks_destroy(tasks);
}

static void only_ended_ones_can_be_dismissed(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = ask(tasks, 1, no_goal);

	(void)state;
	ask(tasks, 2, no_goal);
	assert_false(tasks_dismiss(tasks, 1));
	assert_false(tasks_dismiss(tasks, 7));
	task_answered(t, NULL, NULL);
	assert_true(tasks_dismiss(tasks, 1));
	assert_null(tasks_find(tasks, 1));
	assert_non_null(tasks_find(tasks, 2));
	assert_int_equal(tasks_count(tasks), 1);
	assert_null(tasks_pending(tasks, machine(1)));
	assert_false(tasks_dismiss(tasks, 1));
	tasks_destroy(tasks);
}

static void what_was_retried_counts_no_more(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *failed = ask(tasks, 1, no_goal), *done = ask(tasks, 2, no_goal), *open = ask(tasks, 3, no_goal);

	(void)state;
	task_answered(failed, "refused", NULL);
	task_answered(done, NULL, NULL);
	assert_true(task_can_be_retried(failed));
	assert_false(task_can_be_retried(done));
	assert_false(task_can_be_retried(open));
	assert_int_equal(tasks_count_unseen(tasks), 1);
	task_retried(failed);
	task_retried(done);
	task_retried(open);
	assert_int_equal(failed->state, TASK_RETRIED);
	assert_int_equal(done->state, TASK_DONE);
	assert_int_equal(open->state, TASK_QUEUED);
	assert_false(task_can_be_retried(failed));
	assert_int_equal(tasks_count_unseen(tasks), 0);
	assert_null(tasks_failed(tasks, machine(1)));
	assert_string_equal(task_state_text(failed->state), "retried");
	tasks_destroy(tasks);
}

static void the_oldest_ended_ones_are_forgotten(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *open = ask(tasks, 4000, no_goal);

	(void)state;
	for (uint32_t n = 0; n < 1000; n++)
		task_answered(ask(tasks, n, no_goal), NULL, NULL);
	assert_in_range(tasks_count(tasks), 500, 510);
	assert_ptr_equal(tasks_find(tasks, 1), open);
	assert_null(tasks_find(tasks, 2));
	assert_non_null(tasks_find(tasks, 1001));
	assert_ptr_equal(tasks_pending(tasks, machine(4000)), open);
	tasks_destroy(tasks);
}

static void fail_many(struct tasks *tasks, uint32_t n, bool seen)
{
	for (uint32_t i = 0; i < n; i++) {
		struct task *t = ask(tasks, i, no_goal);

		task_answered(t, "refused", NULL);
		t->seen = seen;
	}
}

static void do_many(struct tasks *tasks, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		task_answered(ask(tasks, 9000 + i, no_goal), NULL, NULL);
}

static void failures_nobody_has_seen_stay(void **state)
{
	struct tasks *tasks = tasks_create();

	(void)state;
	fail_many(tasks, 700, false);
	do_many(tasks, 2000);
	assert_int_equal(tasks_count_unseen(tasks), 700);
	assert_non_null(tasks_find(tasks, 1));
	assert_null(tasks_find(tasks, 701)); /* the first that was done */
	assert_in_range(tasks_count(tasks), 1200, 1300);
	tasks_find(tasks, 1)->seen = true;
	do_many(tasks, 2000);
	assert_int_equal(tasks_count_unseen(tasks), 699);
	assert_non_null(tasks_find(tasks, 1)); /* what was done goes first */
	tasks_destroy(tasks);
}

static void failures_are_kept_up_to_a_bound(void **state)
{
	struct tasks *tasks = tasks_create();

	(void)state;
	fail_many(tasks, 600, true);
	do_many(tasks, 1000);
	assert_in_range(tasks_count(tasks), 500, 510);
	assert_null(tasks_find(tasks, 350)); /* those that were seen leave half of the room */
	assert_non_null(tasks_find(tasks, 351));
	assert_non_null(tasks_find(tasks, 1351));
	fail_many(tasks, 9000, false);
	assert_in_range(tasks_count_unseen(tasks), 5000, 5800);
	assert_null(tasks_find(tasks, 1601));
	assert_non_null(tasks_find(tasks, 10600));
	tasks_destroy(tasks);
}

static void open_ones_are_never_forgotten(void **state)
{
	struct tasks *tasks = tasks_create();

	(void)state;
	for (uint32_t n = 0; n < 3000; n++)
		ask(tasks, n, no_goal);
	assert_int_equal(tasks_count(tasks), 3000);
	assert_int_equal(tasks_count_open(tasks), 3000);
	for (uint32_t n = 0; n < 3000; n++)
		assert_int_equal(tasks_pending(tasks, machine(n))->number, n + 1);
	for (uint32_t n = 1; n <= 3000; n++)
		task_answered(tasks_find(tasks, n), NULL, NULL);
	/* The bound holds again after a while. */
	for (uint32_t n = 0; n < 600; n++)
		task_answered(ask(tasks, n, no_goal), NULL, NULL);
	assert_in_range(tasks_count(tasks), 500, 510);
	tasks_destroy(tasks);
}

static void states_have_words(void **state)
{
	(void)state;
	assert_string_equal(task_state_text(TASK_QUEUED), "queued");
	assert_string_equal(task_state_text(TASK_SUPERSEDED), "superseded");
	assert_int_equal(task_state_tone(TASK_FAILED), TONE_BAD);
	assert_int_equal(task_state_tone(TASK_WAITING), TONE_BUSY);
	assert_int_equal(task_state_tone(TASK_DONE), TONE_GOOD);
}

/* The host came back with a list of now. */
static void is_found(struct tasks *tasks, uint32_t n, enum domain_state state, int reason)
{
	struct snapshot *s = list_of(1, n, state, reason, false, true);

	s->asked_ns = clock_now_ns();
	confirm(tasks, s);
}

static struct task *cut_off(struct tasks *tasks, uint32_t n, struct task_goal goal)
{
	struct task *t = ask(tasks, n, goal);

	task_started(t);
	task_cut_off(t, "end of file", "virDomainCreate(web)");
	return t;
}

static void one_that_was_cut_off_is_judged_by_what_is_found(void **state)
{
	static const struct {
		enum domain_state found;
		int reason;
		struct task_goal goal;
		enum task_state ends;
		const char *error;
	} rows[] = {
		{DOMAIN_RUNNING, 1, goal_running, TASK_DONE, NULL},
		{DOMAIN_SHUTOFF, 1, goal_running, TASK_UNKNOWN, "end of file; it is off now"},
		{DOMAIN_SHUTOFF, 1, goal_off, TASK_DONE, NULL},
		{DOMAIN_RUNNING, 1, goal_off, TASK_UNKNOWN, "end of file; it is running now"},
		{DOMAIN_PAUSED, 3, goal_off, TASK_WAITING, "end of file"}, /* it is still being saved */
		{DOMAIN_RUNNING, 1, no_goal, TASK_UNKNOWN, "end of file; it is running now"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tasks *tasks = tasks_create();
		struct snapshot *before = list_of(1, 1, DOMAIN_RUNNING, 0, false, true);
		struct task *t = cut_off(tasks, 1, rows[i].goal);

		assert_int_equal(t->state, TASK_WAITING);
		assert_string_equal(t->error, "end of file");
		assert_string_equal(t->calls, "virDomainCreate(web)");
		before->asked_ns = 1; /* what was known before says nothing */
		confirm(tasks, before);
		assert_int_equal(t->state, TASK_WAITING);
		is_found(tasks, 1, rows[i].found, rows[i].reason);
		assert_int_equal(t->state, rows[i].ends);
		if (rows[i].error)
			assert_string_equal(t->error, rows[i].error);
		else
			assert_null(t->error);
		assert_int_equal(tasks_count_unseen(tasks), 0);
		tasks_destroy(tasks);
	}
}

/* A host that crashes turns off what was being saved. */
static void being_off_is_no_proof_of_a_save(void **state)
{
	enum { FORGOTTEN = 0, SAVED = 5 };
	static const struct {
		enum task_saves saves;
		int reason;
		bool flags_known, managed_save;
		enum task_state ends;
		const char *error;
	} rows[] = {
		{SAVES_NOTHING, FORGOTTEN, true, false, TASK_DONE, NULL},
		{SAVES_MANAGED, FORGOTTEN, true, false, TASK_UNKNOWN, "end of file; it is off now, without saved memory"},
		{SAVES_MANAGED, FORGOTTEN, false, true, TASK_UNKNOWN, "end of file; it is off now"},
		{SAVES_MANAGED, FORGOTTEN, true, true, TASK_DONE, NULL},
		{SAVES_FILE, FORGOTTEN, true, true, TASK_UNKNOWN, "end of file; it is off now"},
		{SAVES_FILE, SAVED, true, false, TASK_DONE, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tasks *tasks = tasks_create();
		struct task *t = ask(tasks, 1, goal_off), *gone = ask(tasks, 2, goal_off);
		struct snapshot *s = snapshot_create(1, 1);
		struct domain *d = snapshot_add_domain(s);

		make_uuid(d->uuid, 1);
		d->state = DOMAIN_SHUTOFF;
		d->reason = rows[i].reason;
		d->flags_known = rows[i].flags_known;
		d->managed_save = rows[i].managed_save;
		snapshot_seal(s);
		t->saves = gone->saves = rows[i].saves;
		task_cut_off(t, "end of file", "");
		task_cut_off(gone, "end of file", "");
		s->asked_ns = clock_now_ns();
		tasks_confirm(tasks, s);
		tasks_confirm(tasks, s); /* nor is it done late */
		assert_int_equal(t->state, rows[i].ends);
		if (rows[i].error)
			assert_string_equal(t->error, rows[i].error);
		assert_int_equal(gone->state, rows[i].saves ? TASK_UNKNOWN : TASK_DONE);
		snapshot_unref(s);
		tasks_destroy(tasks);
	}
}

static void what_came_about_late_was_done_after_all(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task *t = cut_off(tasks, 1, goal_running);
	struct snapshot *late = list_of(1, 1, DOMAIN_RUNNING, 1, false, true);

	(void)state;
	is_found(tasks, 1, DOMAIN_SHUTOFF, 1);
	assert_int_equal(t->state, TASK_UNKNOWN);
	late->asked_ns = clock_now_ns() + 61 * NS_PER_S; /* somebody else may have started it */
	confirm(tasks, late);
	assert_int_equal(t->state, TASK_UNKNOWN);
	is_found(tasks, 1, DOMAIN_RUNNING, 1);
	assert_int_equal(t->state, TASK_DONE);
	assert_null(t->error);
	tasks_destroy(tasks);
}

static void what_no_list_tells_ends_as_not_known(void **state)
{
	struct tasks *tasks = tasks_create();
	struct task host = {.object = obj_id_host(1), .what = mem_strdup("Define web on kvm1"), .goal = no_goal};
	struct task *t = tasks_add(tasks, &host), *gone = cut_off(tasks, 2, goal_running);

	(void)state;
	task_started(t);
	task_cut_off(t, "end of file", "");
	assert_int_equal(t->state, TASK_UNKNOWN);
	assert_int_equal(task_state_tone(t->state), TONE_WARN);
	is_found(tasks, 1, DOMAIN_RUNNING, 1); /* the other one is not in that list */
	assert_int_equal(gone->state, TASK_UNKNOWN);
	assert_string_equal(gone->error, "end of file; it is not there any more");
	tasks_destroy(tasks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_one_is_queued_and_numbered),
		cmocka_unit_test(without_a_goal_the_answer_is_enough),
		cmocka_unit_test(beginning_and_end_are_noted),
		cmocka_unit_test(a_failed_one_stays_loud_until_seen),
		cmocka_unit_test(a_goal_is_waited_for),
		cmocka_unit_test(what_stays_in_another_state_has_failed),
		cmocka_unit_test(what_is_waited_for_can_be_given_up),
		cmocka_unit_test(what_took_its_place_may_come_to_nothing),
		cmocka_unit_test(a_list_from_before_says_nothing),
		cmocka_unit_test(one_that_was_not_answered_is_not_confirmed),
		cmocka_unit_test(autostart_needs_known_flags),
		cmocka_unit_test(what_is_gone_is_off),
		cmocka_unit_test(a_state_that_is_new_to_us_confirms_nothing),
		cmocka_unit_test(only_older_waiting_ones_of_the_object_are_superseded),
		cmocka_unit_test(what_is_about_something_else_takes_no_place),
		cmocka_unit_test(only_ended_ones_can_be_dismissed),
		cmocka_unit_test(what_was_retried_counts_no_more),
		cmocka_unit_test(the_oldest_ended_ones_are_forgotten),
		cmocka_unit_test(failures_nobody_has_seen_stay),
		cmocka_unit_test(failures_are_kept_up_to_a_bound),
		cmocka_unit_test(open_ones_are_never_forgotten),
		cmocka_unit_test(states_have_words),
		cmocka_unit_test(one_that_was_cut_off_is_judged_by_what_is_found),
		cmocka_unit_test(being_off_is_no_proof_of_a_save),
		cmocka_unit_test(what_came_about_late_was_done_after_all),
		cmocka_unit_test(what_no_list_tells_ends_as_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
