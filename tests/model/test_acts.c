// SPDX-License-Identifier: GPL-3.0-or-later
/* Requests that hang, without the time that they would take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "loop/lane.h"
#include "model/plan.h"
#include "tests/fake/fake.h"
#include "tests/nofiles.h"
#include "tests/turns.h"
#include "virt/acts.h"
#include "virt/conn.h"

#define LANES 4
#define MOST  24
#define ENOUGH (LANES + 15)

struct world {
	struct loop *loop;
	int pulse;
	struct host_view view;
	struct host_options options;
	struct acts *acts;
	int64_t ahead_ns; /* what the acts take for now is so much later */
	unsigned char uuids[MOST][UUID_SIZE];
};

struct deed {
	struct world *world;
	uint64_t ticket;
	unsigned started, progressed, refused, done;
	enum err_code code;
	char why[200], calls[200], was[200];
	bool takes_down; /* whoever is told that it has started closes the host */
};

static void on_pulse(void *opaque)
{
	struct world *w = opaque;
	if (w->acts)
		acts_pump(w->acts, clock_now_ns() + w->ahead_ns);
	loop_arm_timer(w->loop, w->pulse, 2);
}

/* The pulse does it. */
static void on_pump(void *opaque)
{
	(void)opaque;
}

static void on_answered(void *opaque, struct ask *ask, bool current)
{
	(void)opaque;
	(void)ask;
	(void)current;
}

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	w->loop = loop_create();
	conn_init();
	w->pulse = loop_add_timer(w->loop, on_pulse, w);
	loop_arm_timer(w->loop, w->pulse, 2);
	w->options.lanes = LANES;
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	if (w->acts)
		assert_true(acts_destroy(take(w->acts), clock_now_ns() + 10 * NS_PER_S));
	loop_remove_timer(w->loop, w->pulse);
	assert_int_equal(loop_registered(w->loop), 0);
	assert_int_equal(lane_abandoned_count(), 0);
	loop_destroy(w->loop);
	free(w);
	return 0;
}

static void open_acts(struct world *w, const char *name, const char *uri)
{
	w->view.name = name;
	w->view.uri = uri;
	w->acts = acts_create(&(struct home){.loop = w->loop,
					     .view = &w->view,
					     .options = &w->options,
					     .opaque = w,
					     .pump = on_pump},
			      on_answered);
	acts_up(w->acts, NULL);
	for (unsigned i = 0; i < MOST; i++) {
		char domain[16];
		snprintf(domain, sizeof(domain), "guest-%u", i);
		fake_define(name, domain);
		assert_true(fake_uuid(name, domain, w->uuids[i]));
	}
}

static void on_started(void *opaque)
{
	struct deed *deed = opaque;
	deed->started++;
	if (deed->takes_down)
		acts_down(deed->world->acts);
}

static void on_progress(void *opaque, const struct job_progress *progress)
{
	struct deed *deed = opaque;
	(void)progress;
	deed->progressed++;
}

static void on_goes_on(void *opaque, const struct err *why)
{
	struct deed *deed = opaque;
	assert_int_equal(why->code, ERR_DENIED);
	deed->refused++;
}

static void on_done(void *opaque, const struct err *err, const char *calls)
{
	struct deed *deed = opaque;
	deed->done++;
	deed->code = err->code;
	snprintf(deed->why, sizeof(deed->why), "%s", err->text ? err->text : "");
	snprintf(deed->calls, sizeof(deed->calls), "%s", calls);
}

static void on_was(void *opaque, const char *text)
{
	struct deed *deed = opaque;
	snprintf(deed->was, sizeof(deed->was), "%s", text);
}

static void ask(struct world *w, unsigned guest, enum verb verb, struct deed *deed)
{
	struct host_request request = {
		.what = {.verb = verb, .text = "/memory"},
		.started = on_started,
		.progress = on_progress,
		.goes_on = on_goes_on,
		.done = on_done,
		.was = on_was,
		.opaque = deed,
	};
	memcpy(request.what.uuid, w->uuids[guest], UUID_SIZE);
	deed->world = w;
	deed->ticket = acts_add(w->acts, &request);
}

static unsigned count_started(const struct deed *deeds, size_t n)
{
	unsigned started = 0;
	for (size_t i = 0; i < n; i++)
		started += deeds[i].started;
	return started;
}

static unsigned count_done(const struct deed *deeds, size_t n)
{
	unsigned done = 0;
	for (size_t i = 0; i < n; i++)
		done += deeds[i].done;
	return done;
}

static void test_force_off_does_not_wait_for_what_hangs(void **state)
{
	struct world *w = *state;
	struct deed hung[LANES] = {{0}}, queued = {0}, off = {0};
	open_acts(w, "hung-requests", "fake:///hung-requests");
	fake_hold("hung-requests", "domain_do");
	for (unsigned i = 0; i < LANES; i++)
		ask(w, i, DOMAIN_VERB_SHUTDOWN, &hung[i]);
	ask(w, LANES, DOMAIN_VERB_SHUTDOWN, &queued);
	ask(w, 0, DOMAIN_VERB_FORCE_OFF, &off);
	turn_until(w, fake_calls("hung-requests", "domain_do") == LANES);
	assert_int_equal(count_started(hung, LANES), LANES);
	assert_int_equal(off.started, 0);
	w->ahead_ns = 3 * NS_PER_S;
	turn_until(w, fake_calls("hung-requests", "domain_do") == LANES + 1);
	assert_int_equal(off.started, 1);
	assert_int_equal(queued.started, 0); /* they may still be on their way */
	fake_hold("hung-requests", NULL);
	turn_until(w, count_done(hung, LANES) == LANES && queued.done && off.done);
}

static void test_what_hangs_takes_no_place_for_good(void **state)
{
	struct world *w = *state;
	struct deed deeds[MOST] = {{0}}, off = {0};
	open_acts(w, "places", "fake:///places");
	fake_hold("places", "domain_do");
	for (unsigned i = 0; i < MOST; i++)
		ask(w, i, DOMAIN_VERB_SHUTDOWN, &deeds[i]);
	turn_until(w, fake_calls("places", "domain_do") == LANES);
	for (unsigned i = 0; i < 8; i++) {
		unsigned turns = 0, wanted = (i + 2) * LANES;
		w->ahead_ns += 11 * NS_PER_S;
		turn_until(w, ++turns > 20 && count_started(deeds, MOST) >= (wanted < ENOUGH ? wanted : ENOUGH));
	}
	assert_int_equal(count_started(deeds, MOST), ENOUGH); /* there is an end to it, but not for force off */
	ask(w, 0, DOMAIN_VERB_FORCE_OFF, &off);
	turn_until(w, off.started);
	fake_hold("places", NULL);
	turn_until(w, count_done(deeds, MOST) == MOST && off.done);
}

static void test_cancelled_is_tried_until_it_is_back(void **state)
{
	struct world *w = *state;
	struct deed save = {0};
	open_acts(w, "again", "fake:///again?job_ms=600000");
	fake_set_state("again", "guest-0", DOMAIN_RUNNING, 1);
	fake_hold("again", "domain_do"); /* there is no job that could be aborted */
	ask(w, 0, DOMAIN_VERB_MANAGED_SAVE, &save);
	turn_until(w, fake_calls("again", "domain_do") == 1);
	assert_true(acts_cancel(w->acts, save.ticket));
	for (unsigned i = 1; i <= 70; i++) { /* libvirt waits for half a minute */
		turn_until(w, fake_calls("again", "domain_abort_job") >= i);
		w->ahead_ns += NS_PER_S;
	}
	fake_hold("again", NULL);
	turn_until(w, save.done);
	assert_int_equal(save.code, ERR_CANCELLED);
}

static void test_what_may_not_be_aborted_goes_on(void **state)
{
	struct world *w = *state;
	struct deed save = {0}, dump = {0};
	unsigned turns = 0;
	open_acts(w, "denied", "fake:///denied?job_ms=600000");
	fake_set_state("denied", "guest-0", DOMAIN_RUNNING, 1);
	fake_set_state("denied", "guest-1", DOMAIN_RUNNING, 1);
	ask(w, 0, DOMAIN_VERB_MANAGED_SAVE, &save);
	ask(w, 1, DOMAIN_VERB_DUMP, &dump);
	turn_until(w, save.started && dump.started);
	assert_true(acts_cancel(w->acts, dump.ticket)); /* that has no way at all */
	fake_fail_next("denied", "domain_abort_job", ERR_DENIED, "access denied");
	assert_true(acts_cancel(w->acts, save.ticket));
	turn_until(w, save.refused);
	w->ahead_ns += 2 * NS_PER_S;
	turn_until(w, ++turns > 20);
	assert_int_equal(save.refused, 1);
	assert_int_equal(dump.refused, 0);
	assert_int_equal(fake_calls("denied", "domain_abort_job"), 1);
	assert_true(acts_cancel(w->acts, save.ticket)); /* it may be allowed by now */
	turn_until(w, save.done);
	assert_int_equal(save.code, ERR_CANCELLED);
	fake_disconnect("denied");
	turn_until(w, dump.done);
}

/* Neither does the first one end, nor is the second done. */
static void test_save_that_waits_is_taken_back(void **state)
{
	struct world *w = *state;
	struct deed first = {0}, second = {0}, off = {0};
	unsigned turns = 0;
	open_acts(w, "two-saves", "fake:///two-saves?job_ms=600000");
	fake_set_state("two-saves", "guest-0", DOMAIN_RUNNING, 1);
	ask(w, 0, DOMAIN_VERB_MANAGED_SAVE, &first);
	ask(w, 0, DOMAIN_VERB_SAVE, &second);
	turn_until(w, first.started);
	w->ahead_ns = 20 * NS_PER_S;
	turn_until(w, ++turns > 20);
	assert_int_equal(second.started, 0);
	assert_true(acts_cancel(w->acts, second.ticket));
	assert_int_equal(second.code, ERR_CANCELLED);
	assert_int_equal(fake_calls("two-saves", "domain_abort_job"), 0);
	assert_int_equal(first.done, 0);
	second.done = 0;
	ask(w, 0, DOMAIN_VERB_SAVE, &second);
	ask(w, 0, DOMAIN_VERB_FORCE_OFF, &off); /* goes past the one that waits, too */
	turn_until(w, first.done && second.done && off.done);
	assert_int_equal(off.code, ERR_NONE);
	assert_string_equal(first.why, "operation failed: domain is no longer running");
}

/* A colleague's save runs: it goes on, and ours ends as soon as it gets its turn. */
static void test_job_of_another_is_left_alone(void **state)
{
	struct world *w = *state, other = {.loop = w->loop, .options = w->options};
	struct deed theirs = {0}, ours = {0};
	unsigned turns = 0;
	open_acts(w, "colleague", "fake:///colleague?job_ms=600000");
	fake_set_state("colleague", "guest-0", DOMAIN_RUNNING, 1);
	struct acts *acts = take(w->acts);
	open_acts(w, "colleague", "fake:///colleague?job_ms=600000");
	other.acts = acts;
	memcpy(other.uuids, w->uuids, sizeof(other.uuids));
	ask(&other, 0, DOMAIN_VERB_MANAGED_SAVE, &theirs);
	acts_pump(acts, clock_now_ns());
	turn_until(w, fake_calls("colleague", "domain_do") == 1);
	ask(w, 0, DOMAIN_VERB_MANAGED_SAVE, &ours);
	turn_until(w, fake_calls("colleague", "domain_do") == 2);
	w->ahead_ns += 2 * NS_PER_S; /* how far theirs is says nothing of ours */
	turn_until(w, fake_calls("colleague", "domain_read_progress"));
	assert_int_equal(ours.progressed, 0);
	assert_true(acts_cancel(w->acts, ours.ticket));
	turn_until(w, fake_calls("colleague", "domain_abort_job") >= 2 && ++turns > 20);
	assert_int_equal(theirs.done, 0);
	assert_true(acts_cancel(acts, theirs.ticket)); /* so that ours begins */
	acts_pump(acts, clock_now_ns());
	w->ahead_ns += NS_PER_S;
	turn_until(w, theirs.done && ours.done);
	assert_int_equal(theirs.code, ERR_CANCELLED);
	assert_int_equal(ours.code, ERR_CANCELLED);
	assert_true(acts_destroy(acts, clock_now_ns() + 10 * NS_PER_S));
}

static void test_host_is_closed_when_something_starts(void **state)
{
	struct world *w = *state;
	struct deed save = {0}, last = {.takes_down = true};
	open_acts(w, "closes", "fake:///closes?job_ms=600000");
	fake_set_state("closes", "guest-0", DOMAIN_RUNNING, 1);
	ask(w, 0, DOMAIN_VERB_MANAGED_SAVE, &save);
	turn_until(w, save.started && acts_wake_ns(w->acts, clock_now_ns()));
	w->ahead_ns = 2 * NS_PER_S; /* its progress is due */
	ask(w, 1, DOMAIN_VERB_AUTOSTART_ON, &last);
	turn_until(w, last.started);
	acts_fail_queued(w->acts); /* it may have been closed before it was asked */
	turn_until(w, last.done);
	fake_disconnect("closes");
	turn_until(w, save.done);
}

/* What ends while the host is destroyed is told to nobody, but for what it was before. */
static void test_what_it_was_is_handed_over_at_the_end(void **state)
{
	struct world *w = *state;
	struct deed deed = {0};
	open_acts(w, "leaves", "fake:///leaves");
	fake_hold("leaves", "domain_do");
	ask(w, 0, DOMAIN_VERB_UNDEFINE, &deed);
	turn_until(w, fake_calls("leaves", "domain_do") == 1);
	fake_hold("leaves", NULL);
	assert_true(acts_destroy(take(w->acts), clock_now_ns() + 10 * NS_PER_S));
	assert_int_equal(deed.done, 0);
	assert_non_null(strstr(deed.was, "<name>guest-0</name>"));
}

static void test_no_more_files_waits(void **state)
{
	struct world *w = *state;
	struct rlimit before;
	struct deed deed = {0};
	files_none(&before);
	w->view.name = "no-lane";
	w->view.uri = "fake:///no-lane";
	w->acts = acts_create(&(struct home){.loop = w->loop, .view = &w->view, .options = &w->options,
					     .opaque = w, .pump = on_pump}, on_answered);
	acts_up(w->acts, NULL);
	ask(w, 0, DOMAIN_VERB_START, &deed);
	acts_pump(w->acts, clock_now_ns());
	assert_int_equal(deed.started, 0);
	files_again(&before);
	turn_until(w, deed.done);
}

/* Autostart on for the first guest, then what verb is for the second, then autostart on for the third. */
static struct plan *plan_of(const struct world *w, enum verb verb)
{
	struct plan *plan = plan_create();
	const enum verb verbs[] = {DOMAIN_VERB_AUTOSTART_ON, verb, DOMAIN_VERB_AUTOSTART_ON};
	for (unsigned i = 0; i < 3; i++) {
		struct verb_request request = {.verb = verbs[i]};
		memcpy(request.uuid, w->uuids[i], UUID_SIZE);
		struct plan_step *step = plan_add(plan, &request, mem_printf("step %u", i + 1), mem_strdup("autostart"));
		if (i == 0)
			plan_step_undo(step, DOMAIN_VERB_AUTOSTART_OFF, NULL, NULL, mem_strdup("no autostart"));
	}
	return plan;
}

static void ask_plan(struct world *w, enum verb verb, struct deed *deed)
{
	struct plan *plan = plan_of(w, verb);
	deed->world = w;
	deed->ticket = acts_add(w->acts, &(struct host_request){.what = {.verb = PLAN_VERB, .plan = plan},
								.started = on_started,
								.done = on_done,
								.opaque = deed});
	plan_unref(plan);
}

static void test_plan_is_done_in_order(void **state)
{
	struct world *w = *state;
	struct deed deed = {0};
	open_acts(w, "plan", "fake:///plan");
	ask_plan(w, DOMAIN_VERB_START, &deed);
	turn_until(w, deed.done);
	assert_int_equal(deed.code, ERR_NONE);
	assert_string_equal(deed.calls, "virDomainSetAutostart(guest-0, 1)\n"
					"virDomainCreateWithFlags(guest-1, 0)\n"
					"virDomainSetAutostart(guest-2, 1)");
}

static void test_plan_that_fails_is_undone(void **state)
{
	struct world *w = *state;
	struct deed deed = {0};
	open_acts(w, "plan-fails", "fake:///plan-fails");
	ask_plan(w, DOMAIN_VERB_FORCE_OFF, &deed);
	turn_until(w, deed.done);
	assert_int_equal(deed.code, ERR_FAILED);
	assert_string_equal(deed.why, "step 2: Requested operation is not valid: domain is not running");
	assert_string_equal(deed.calls, "virDomainSetAutostart(guest-0, 1)\n"
					"virDomainDestroyFlags(guest-1, 0)\n"
					"virDomainSetAutostart(guest-0, 0)");
}

static void test_plan_that_cannot_be_undone_says_what_stands(void **state)
{
	struct world *w = *state;
	struct deed deed = {0};
	open_acts(w, "plan-stands", "fake:///plan-stands");
	/* The second step fails as it is, and the way back is broken by then. */
	struct plan *plan = plan_of(w, DOMAIN_VERB_FORCE_OFF);
	plan->steps[0].undo_verb = DOMAIN_VERB_FORCE_OFF;
	deed.ticket = acts_add(w->acts, &(struct host_request){.what = {.verb = PLAN_VERB, .plan = plan},
							       .done = on_done,
							       .opaque = &deed});
	plan_unref(plan);
	turn_until(w, deed.done);
	assert_string_equal(deed.why, "step 2: Requested operation is not valid: domain is not running; \"step 1\" "
				      "stands, undoing it failed: Requested operation is not valid: domain is not "
				      "running");
}

static void test_plan_stops_before_the_next_step(void **state)
{
	struct world *w = *state;
	struct deed deed = {0};
	open_acts(w, "plan-stops", "fake:///plan-stops");
	fake_hold("plan-stops", "domain_do");
	ask_plan(w, DOMAIN_VERB_START, &deed);
	turn_until(w, fake_calls("plan-stops", "domain_do") == 1);
	assert_true(acts_cancel(w->acts, deed.ticket));
	fake_hold("plan-stops", NULL);
	turn_until(w, deed.done);
	assert_int_equal(deed.code, ERR_CANCELLED);
	assert_string_equal(deed.why, "step 2: cancelled before this was done");
	assert_string_equal(deed.calls, "virDomainSetAutostart(guest-0, 1)\n"
					"virDomainSetAutostart(guest-0, 0)");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_force_off_does_not_wait_for_what_hangs),
		T(test_what_hangs_takes_no_place_for_good),
		T(test_cancelled_is_tried_until_it_is_back),
		T(test_what_may_not_be_aborted_goes_on),
		T(test_save_that_waits_is_taken_back),
		T(test_job_of_another_is_left_alone),
		T(test_no_more_files_waits),
		T(test_host_is_closed_when_something_starts),
		T(test_what_it_was_is_handed_over_at_the_end),
		T(test_plan_is_done_in_order),
		T(test_plan_that_fails_is_undone),
		T(test_plan_that_cannot_be_undone_says_what_stands),
		T(test_plan_stops_before_the_next_step),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
