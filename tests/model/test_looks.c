// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "loop/lane.h"
#include "tests/fake/fake.h"
#include "tests/nofiles.h"
#include "tests/turns.h"
#include "virt/conn.h"
#include "virt/looks.h"

#define HANGS_MS 300

struct world {
	struct loop *loop;
	int pulse;
	struct host_view view;
	struct looks *looks;
	int64_t ahead_ns; /* what the looks take for now is so much later */
	unsigned answers, late; /* late: of a lane that was given up */
};

static void on_pulse(void *opaque)
{
	struct world *w = opaque;
	if (w->looks)
		looks_pump(w->looks, clock_now_ns() + w->ahead_ns);
	loop_arm_timer(w->loop, w->pulse, 2);
}

/* The pulse does it. */
static void on_pump(void *opaque)
{
	(void)opaque;
}

static void on_answered(void *opaque, struct ask *ask, bool current)
{
	struct world *w = opaque;
	(void)ask;
	assert_true(loop_is_main_thread());
	w->answers++;
	w->late += !current;
}

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	w->loop = loop_create();
	conn_init();
	w->pulse = loop_add_timer(w->loop, on_pulse, w);
	loop_arm_timer(w->loop, w->pulse, 2);
	w->view.readings = readings_create();
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	loop_remove_timer(w->loop, w->pulse);
	assert_int_equal(loop_registered(w->loop), 0);
	assert_int_equal(lane_abandoned_count(), 0);
	loop_destroy(w->loop);
	readings_destroy(w->view.readings);
	free(w);
	return 0;
}

static void open_looks(struct world *w, const char *name, const char *uri)
{
	w->view.name = name;
	w->view.uri = uri;
	w->looks = looks_create(&(struct home){.loop = w->loop, .view = &w->view, .opaque = w, .pump = on_pump},
				on_answered);
	looks_set_patience(w->looks, HANGS_MS);
	looks_up(w->looks, NULL);
}

static void end(struct world *w)
{
	assert_true(looks_destroy(take(w->looks), clock_now_ns() + 10 * NS_PER_S));
}

/* The kind and an object; 0: the host. */
static struct reading_key key_of(enum reading_kind kind, unsigned char object)
{
	unsigned char uuid[UUID_SIZE] = {object};
	return reading_key_of(kind, uuid);
}

static const struct reading *find(const struct world *w, struct reading_key key)
{
	return readings_find(w->view.readings, key);
}

static const void *data(const struct world *w, struct reading_key key)
{
	return readings_data(w->view.readings, key);
}

static void test_what_is_wanted_is_read_at_once(void **state)
{
	struct world *w = *state;
	const struct reading_key pools = reading_key_host(READING_POOLS);
	open_looks(w, "look", "fake:///look");
	assert_true(looks_settled(w->looks));
	looks_want(w->looks, &pools, 1);
	assert_false(looks_settled(w->looks));
	turn_until(w, looks_settled(w->looks));
	assert_int_equal(fake_calls("look", "pools"), 1);
	assert_non_null(data(w, pools));

	/* The same again is nothing new, and nothing changes by itself so soon. */
	looks_want(w->looks, &pools, 1);
	looks_pump(w->looks, clock_now_ns());
	assert_true(looks_settled(w->looks));
	assert_int_equal(fake_calls("look", "pools"), 1);
	end(w);
}

static void test_read_again_after_an_event(void **state)
{
	struct world *w = *state;
	const struct reading_key pools = reading_key_host(READING_POOLS);
	const struct reading_key both[] = {pools, reading_key_host(READING_CAPABILITIES)};
	const unsigned char uuid[UUID_SIZE] = {1};
	open_looks(w, "told", "fake:///told");
	looks_want(w->looks, both, ARRAY_SIZE(both));
	turn_until(w, looks_settled(w->looks));
	looks_changed(w->looks, OBJ_NETWORK, uuid);
	looks_changed(w->looks, OBJ_NONE, uuid); /* a note about one thing */
	assert_true(looks_settled(w->looks)); /* nothing that pools are made of */
	looks_changed(w->looks, OBJ_POOL, uuid);
	assert_true(find(w, pools)->stale);
	assert_false(looks_settled(w->looks));
	turn_until(w, looks_settled(w->looks));
	assert_int_equal(fake_calls("told", "pools"), 2);
	end(w);
}

static void test_each_list_after_its_events(void **state)
{
	static const struct {
		enum obj_kind object;
		enum reading_kind kind;
	} lists[] = {{OBJ_NETWORK, READING_NETWORKS}, {OBJ_SECRET, READING_SECRETS}, {OBJ_DEVICE, READING_DEVICES}};
	struct world *w = *state;
	const unsigned char uuid[UUID_SIZE] = {1};
	open_looks(w, "each", "fake:///each");
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const struct reading_key key = reading_key_host(lists[i].kind);
		looks_want(w->looks, &key, 1);
		turn_until(w, looks_settled(w->looks));
		looks_changed(w->looks, lists[i].object, uuid);
		assert_true(find(w, key)->stale);
	}
	end(w);
}

/* What is on its way was read before: it is better than nothing, until it is read again. */
static void test_an_event_while_it_is_read_is_not_lost(void **state)
{
	struct world *w = *state;
	const struct reading_key pools = reading_key_host(READING_POOLS);
	const unsigned char uuid[UUID_SIZE] = {1};
	open_looks(w, "midway", "fake:///midway");
	looks_set_patience(w->looks, 60 * 1000);
	for (unsigned read = 0; read < 4; read += 2) {
		fake_hold("midway", "pools");
		looks_want(w->looks, &pools, 1);
		turn_until(w, fake_calls("midway", "pools") == read + 1);
		looks_changed(w->looks, OBJ_POOL, uuid);
		fake_hold("midway", NULL);
		turn_until(w, looks_settled(w->looks));
		assert_int_equal(fake_calls("midway", "pools"), read + 2);
		looks_refresh(w->looks); /* the second time there is an old one */
	}
	end(w);
}

static void test_what_hangs_is_left_behind(void **state)
{
	struct world *w = *state;
	const struct reading_key both[] = {key_of(READING_POOLS, 0), key_of(READING_POOLS, 1)};
	open_looks(w, "hung", "fake:///hung");
	fake_hold("hung", "pools");
	looks_want(w->looks, both, 1);
	turn_until(w, find(w, both[0]));
	assert_null(data(w, both[0]));
	assert_non_null(strstr(find(w, both[0])->why, "No answer"));
	assert_false(find(w, both[0])->unsupported);

	/* Another one goes on, over a lane of its own; the answer that comes late is dropped. */
	fake_hold("hung", NULL);
	looks_want(w->looks, both, 2);
	turn_until(w, looks_settled(w->looks) && w->late);
	assert_non_null(data(w, both[1]));
	assert_null(data(w, both[0]));
	assert_int_equal(fake_calls("hung", "pools"), 2);

	/* Asked for everything again, it is tried again. */
	looks_refresh(w->looks);
	turn_until(w, looks_settled(w->looks));
	assert_non_null(data(w, both[0]));
	end(w);
}

/* The page of a machine whose QEMU hangs: what does not ask it goes on. */
static void test_what_hangs_holds_up_no_other_kind(void **state)
{
	struct world *w = *state;
	struct reading_key keys[] = {{.kind = READING_MACHINE}, {.kind = READING_DEFINITION}};
	open_looks(w, "page", "fake:///page?domains=3");
	fake_define("page", "mine");
	assert_true(fake_uuid("page", "mine", keys[0].uuid));
	memcpy(keys[1].uuid, keys[0].uuid, UUID_SIZE);
	fake_hangs("page", "mine", true);
	looks_want(w->looks, keys, 2);
	turn_until(w, find(w, keys[0]) && data(w, keys[1]));
	assert_null(data(w, keys[0]));
	assert_non_null(strstr(find(w, keys[0])->why, "No answer"));

	/* Something happened to it: it is not asked again at once, what did not hang is. */
	looks_changed(w->looks, OBJ_DOMAIN, keys[0].uuid);
	turn_until(w, fake_calls("page", "definition") == 2 && !find(w, keys[1])->stale);
	assert_int_equal(fake_calls("page", "machine"), 1);
	fake_hangs("page", "mine", false);
	looks_refresh(w->looks);
	turn_until(w, looks_settled(w->looks));
	assert_non_null(find(w, keys[0])->before); /* for rates it takes two */
	end(w);
}

/* It is a call for each of many CPUs. */
static void test_cpus_hold_up_no_other_kind(void **state)
{
	struct world *w = *state;
	const struct reading_key keys[] = {reading_key_host(READING_CPUS), reading_key_host(READING_NETWORKS)};
	open_looks(w, "many", "fake:///many");
	looks_set_patience(w->looks, 60 * 1000);
	fake_hold("many", "cpus");
	looks_want(w->looks, keys, 1);
	turn_until(w, fake_calls("many", "cpus") == 1);
	looks_want(w->looks, keys, 2);
	turn_until(w, data(w, keys[1]));
	assert_null(data(w, keys[0]));
	fake_hold("many", NULL);
	turn_until(w, data(w, keys[0]));
	end(w);
}

static void test_too_many_that_hang_are_enough(void **state)
{
	struct world *w = *state;
	struct reading_key keys[5];
	open_looks(w, "hang-all", "fake:///hang-all");
	fake_hold("hang-all", "pools");
	for (unsigned char i = 0; i < 5; i++)
		keys[i] = key_of(READING_POOLS, (unsigned char)(i + 1));
	looks_want(w->looks, keys, 5);
	turn_until(w, looks_settled(w->looks));
	assert_int_equal(fake_calls("hang-all", "pools"), 3);

	/* What does not hang for long goes on. */
	struct reading_key more[6] = {reading_key_host(READING_NETWORKS)};
	memcpy(&more[1], keys, sizeof(keys));
	looks_want(w->looks, more, 6);
	turn_until(w, data(w, more[0]));
	assert_int_equal(fake_calls("hang-all", "pools"), 3);
	fake_hold("hang-all", NULL);
	turn_until(w, w->late == 3);
	turn_until(w, data(w, keys[4]));
	end(w);
}

/* As long as a lane that was left behind still asks it, whoever looks again. */
static void test_what_hangs_costs_one_lane(void **state)
{
	struct world *w = *state;
	struct reading_key keys[] = {{.kind = READING_MACHINE}, {.kind = READING_DEFINITION}};
	open_looks(w, "one-lane", "fake:///one-lane?domains=3");
	fake_define("one-lane", "mine");
	assert_true(fake_uuid("one-lane", "mine", keys[0].uuid));
	memcpy(keys[1].uuid, keys[0].uuid, UUID_SIZE);
	fake_hangs("one-lane", "mine", true);
	for (unsigned i = 0; i < 4; i++) {
		looks_want(w->looks, keys, 2);
		turn_until(w, looks_settled(w->looks));
		assert_int_equal(fake_calls("one-lane", "machine"), 1);
		looks_want(w->looks, NULL, 0);
		w->ahead_ns += 25 * NS_PER_S; /* more than what it is left alone for */
		unsigned turns = 0;
		turn_until(w, ++turns == 20);
	}
	looks_want(w->looks, keys, 2);
	turn_until(w, looks_settled(w->looks));
	assert_non_null(data(w, keys[1]));
	fake_hangs("one-lane", "mine", false);
	turn_until(w, data(w, keys[0]));
	end(w);
}

static void test_opening_slowly_is_no_hanging(void **state)
{
	struct world *w = *state;
	const struct reading_key networks = reading_key_host(READING_NETWORKS);
	open_looks(w, "far", "fake:///far?open_delay_ms=900");
	looks_want(w->looks, &networks, 1);
	turn_until(w, looks_settled(w->looks));
	assert_non_null(data(w, networks));
	assert_int_equal(fake_calls("far", "networks"), 1);
	assert_int_equal(w->late, 0);
	end(w);
}

static void test_no_connection_says_why(void **state)
{
	struct world *w = *state;
	const struct reading_key both[] = {key_of(READING_NETWORKS, 0), key_of(READING_LEASES, 1)};
	open_looks(w, "full", "fake:///full");
	fake_fail_next("full", "conn_open", ERR_FAILED, "too many clients");
	looks_want(w->looks, both, 2);
	turn_until(w, looks_settled(w->looks));
	assert_string_equal(find(w, both[0])->why, "too many clients");
	assert_string_equal(find(w, both[1])->why, "too many clients");
	looks_refresh(w->looks);
	turn_until(w, looks_settled(w->looks) && data(w, both[1]));
	assert_null(find(w, both[0])->why);
	end(w);
}

static void test_no_more_files_says_so(void **state)
{
	struct world *w = *state;
	struct rlimit before;
	const struct reading_key networks = reading_key_host(READING_NETWORKS);
	open_looks(w, "no-file", "fake:///no-file");
	looks_want(w->looks, &networks, 1);
	files_none(&before);
	looks_pump(w->looks, clock_now_ns());
	files_again(&before);
	looks_pump(w->looks, clock_now_ns());
	assert_non_null(strstr(find(w, networks)->why, "no more files"));
	w->ahead_ns = 31 * NS_PER_S;
	turn_until(w, data(w, networks));
	end(w);
}

static void test_pools_are_read_for_alerts(void **state)
{
	struct world *w = *state;
	const struct reading_key pools = reading_key_host(READING_POOLS);
	open_looks(w, "alert", "fake:///alert");
	looks_pump(w->looks, clock_now_ns());
	assert_false(looks_wake_ns(w->looks) == 0);
	assert_int_equal(fake_calls("alert", "pools"), 0);
	w->ahead_ns = 3 * NS_PER_S;
	turn_until(w, data(w, pools));
	fake_hold("alert", "pools");
	w->ahead_ns += 60 * NS_PER_S;
	turn_until(w, fake_calls("alert", "pools") == 2);
	turn_until(w, find(w, pools)->why);

	/* Neither while it hangs nor soon after. */
	w->ahead_ns += 600 * NS_PER_S;
	unsigned turns = 0;
	turn_until(w, ++turns == 20);
	assert_int_equal(fake_calls("alert", "pools"), 2);
	fake_hold("alert", NULL);
	turn_until(w, w->late == 1 && fake_calls("alert", "pools") == 3 && !find(w, pools)->why);
	end(w);
}

static void test_a_lane_that_nobody_needs_is_closed(void **state)
{
	struct world *w = *state;
	const struct reading_key networks = reading_key_host(READING_NETWORKS);
	open_looks(w, "idle", "fake:///idle");
	w->ahead_ns = 3 * NS_PER_S;
	looks_want(w->looks, &networks, 1);
	turn_until(w, data(w, networks) && data(w, reading_key_host(READING_POOLS)));
	assert_int_equal(fake_open_connections("idle"), 2);
	looks_want(w->looks, NULL, 0);
	unsigned turns = 0;
	turn_until(w, ++turns == 20);
	assert_int_equal(fake_open_connections("idle"), 2);
	w->ahead_ns += 30 * NS_PER_S;
	turn_until(w, fake_open_connections("idle") == 1); /* the other is for the alerts */
	looks_want(w->looks, &networks, 1);
	looks_changed(w->looks, OBJ_NETWORK, networks.uuid);
	turn_until(w, fake_calls("idle", "networks") == 2 && looks_settled(w->looks));
	end(w);
}

static void test_unsupported_is_not_asked_again(void **state)
{
	struct world *w = *state;
	const struct reading_key both[] = {key_of(READING_POOLS, 0), key_of(READING_POOLS, 1)};
	open_looks(w, "lacks", "fake:///lacks");
	fake_fail_next("lacks", "pools", ERR_UNSUPPORTED, "this function is not supported");
	looks_want(w->looks, both, 1);
	turn_until(w, looks_settled(w->looks));
	assert_true(find(w, both[0])->unsupported);
	assert_string_equal(find(w, both[0])->why, "this function is not supported");
	looks_want(w->looks, both, 2);
	turn_until(w, looks_settled(w->looks) && data(w, both[1]));
	assert_int_equal(fake_calls("lacks", "pools"), 2);
	assert_true(find(w, both[0])->unsupported);
	end(w);
}

static void test_failure_keeps_what_was_read(void **state)
{
	struct world *w = *state;
	const struct reading_key pools = reading_key_host(READING_POOLS);
	const unsigned char uuid[UUID_SIZE] = {1};
	open_looks(w, "fails", "fake:///fails");
	looks_want(w->looks, &pools, 1);
	turn_until(w, looks_settled(w->looks));
	fake_fail_next("fails", "pools", ERR_FAILED, "no such luck");
	looks_changed(w->looks, OBJ_POOL, uuid);
	turn_until(w, looks_settled(w->looks));
	assert_string_equal(find(w, pools)->why, "no such luck");
	assert_non_null(data(w, pools));
	end(w);
}

static void test_a_host_that_is_gone_leaves_nothing_open(void **state)
{
	struct world *w = *state;
	const struct reading_key pools = reading_key_host(READING_POOLS);
	open_looks(w, "shut", "fake:///shut");
	looks_want(w->looks, &pools, 1);
	turn_until(w, looks_settled(w->looks));
	looks_down(w->looks);
	turn_until(w, fake_open_connections("shut") == 0);
	looks_forget(w->looks);
	assert_null(find(w, pools));
	assert_true(looks_settled(w->looks));
	end(w);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_what_is_wanted_is_read_at_once),
		T(test_read_again_after_an_event),
		T(test_each_list_after_its_events),
		T(test_an_event_while_it_is_read_is_not_lost),
		T(test_what_hangs_is_left_behind),
		T(test_what_hangs_holds_up_no_other_kind),
		T(test_cpus_hold_up_no_other_kind),
		T(test_too_many_that_hang_are_enough),
		T(test_what_hangs_costs_one_lane),
		T(test_opening_slowly_is_no_hanging),
		T(test_no_connection_says_why),
		T(test_no_more_files_says_so),
		T(test_pools_are_read_for_alerts),
		T(test_a_lane_that_nobody_needs_is_closed),
		T(test_unsupported_is_not_asked_again),
		T(test_failure_keeps_what_was_read),
		T(test_a_host_that_is_gone_leaves_nothing_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
