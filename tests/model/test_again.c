// SPDX-License-Identifier: GPL-3.0-or-later
/* How hosts fare, and how they come back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "loop/lane.h"
#include "tests/fake/fake.h"
#include "tests/turns.h"
#include "virt/conn.h"
#include "virt/gate.h"
#include "virt/host.h"

#define BEAT_MS 2

struct world {
	struct loop *loop;
	int pulse;
	unsigned beats;
	uint32_t hosts;
};

static void on_pulse(void *opaque)
{
	struct world *w = opaque;
	w->beats++;
	loop_arm_timer(w->loop, w->pulse, BEAT_MS);
}

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	w->loop = loop_create();
	conn_init();
	w->pulse = loop_add_timer(w->loop, on_pulse, w);
	loop_arm_timer(w->loop, w->pulse, BEAT_MS);
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
	free(w);
	return 0;
}

static void turn_beats(struct world *w, unsigned more)
{
	unsigned until = w->beats + more;
	turn_until(w, w->beats >= until);
}

static struct host *make(struct world *w, struct host_options options, const char *params)
{
	autofree char *uri = mem_printf("fake:///%s?%s", options.name, params);
	options.uri = uri;
	options.tick_ms = 100;
	struct host *h = host_create(w->loop, ++w->hosts, &options, NULL, NULL);
	host_want_figures(h, STATS_ALL);
	host_open(h);
	return h;
}

static struct host *make_up(struct world *w, struct host_options options)
{
	struct host *h = make(w, options, "domains=3");
	turn_until(w, host_view(h)->state == HOST_UP && host_settled(h));
	return h;
}

static void end(struct host *h)
{
	assert_true(host_destroy(h, clock_now_ns() + 10 * NS_PER_S));
}

static void test_slow_is_over_a_second(void **state)
{
	(void)state;
	struct host_view v = {.state = HOST_UP};
	assert_false(host_is_slow(false, 1000 * NS_PER_MS));
	assert_true(host_is_slow(false, 1001 * NS_PER_MS));
	assert_true(host_is_slow(true, 801 * NS_PER_MS));
	assert_false(host_is_slow(true, 800 * NS_PER_MS));
	assert_string_equal(host_health_text(&v), "up");
	assert_int_equal(host_health_tone(&v), TONE_GOOD);
	v.slow = true;
	assert_string_equal(host_health_text(&v), "slow");
	assert_int_equal(host_health_tone(&v), TONE_WARN);
	v.unresponsive = true;
	assert_string_equal(host_health_text(&v), "not answering");
	v.state = HOST_LOST;
	assert_string_equal(host_health_text(&v), "lost");
	assert_int_equal(host_health_tone(&v), TONE_BAD);
}

static void test_a_slow_host_says_so(void **state)
{
	struct world *w = *state;
	struct host *h = make_up(w, (struct host_options){.name = "slow"});
	assert_false(host_view(h)->slow);
	fake_delay("slow", 1050);
	turn_until(w, host_view(h)->slow);
	assert_false(host_view(h)->unresponsive);
	fake_delay("slow", 0);
	turn_until(w, !host_view(h)->slow);
	end(h);
}

static void test_what_waits_for_its_next_try_is_tried_at_once(void **state)
{
	struct world *w = *state;
	struct host *h = make_up(w, (struct host_options){.name = "waits"});
	const struct host_view *v = host_view(h);
	fake_refuse("waits", ERR_LOST, "No route to host");
	fake_disconnect("waits");
	/* Until it is to wait for four seconds. */
	turn_until(w, v->state == HOST_LOST && v->retry_at_ns > clock_now_ns() + 2500 * NS_PER_MS);
	fake_refuse("waits", ERR_NONE, NULL);
	int64_t due_ns = v->retry_at_ns;
	host_again(h, false);
	assert_int_equal(v->state, HOST_CONNECTING);
	turn_until(w, v->state == HOST_UP);
	assert_true(clock_now_ns() < due_ns);
	end(h);
}

static void test_who_said_no_or_is_off_is_left_alone(void **state)
{
	struct world *w = *state;
	struct host *no = make(w, (struct host_options){.name = "no"}, "open_error=denied");
	struct host *off = make_up(w, (struct host_options){.name = "off"});
	turn_until(w, host_view(no)->state == HOST_REFUSED);
	host_close(off);
	host_again(no, true);
	host_again(off, true);
	assert_int_equal(host_view(no)->state, HOST_REFUSED);
	assert_int_equal(host_view(off)->state, HOST_CLOSED);
	assert_string_equal(host_health_text(host_view(off)), "off");
	end(no);
	end(off);
}

static void test_an_opening_that_hangs_is_begun_anew(void **state)
{
	struct world *w = *state;
	struct host *h = make(w, (struct host_options){.name = "anew", .hangs_ms = 50}, "hang=1");
	turn_until(w, fake_calls("anew", "conn_open") == 1);
	host_again(h, true);
	host_again(h, true);
	turn_beats(w, 10); /* not before it hangs */
	assert_int_equal(fake_calls("anew", "conn_open"), 1);
	/* Three are left behind, and no more. */
	for (unsigned n = 2; n <= 4; n++) {
		int64_t until_ns = clock_now_ns() + 60 * NS_PER_MS;
		turn_until(w, clock_now_ns() > until_ns);
		host_again(h, n % 2);
		turn_until(w, fake_calls("anew", "conn_open") == n);
		assert_int_equal(host_view(h)->state, HOST_CONNECTING);
	}
	int64_t until_ns = clock_now_ns() + 60 * NS_PER_MS;
	turn_until(w, clock_now_ns() > until_ns);
	host_again(h, true);
	turn_beats(w, 10);
	assert_int_equal(fake_calls("anew", "conn_open"), 4);
	fake_stall("anew", false);
	turn_until(w, host_view(h)->state == HOST_UP && host_settled(h));
	end(h);
	assert_int_equal(fake_open_connections("anew"), 0);
}

static void test_after_the_network_returned_it_answers_or_is_lost(void **state)
{
	struct world *w = *state;
	const struct host_options patient = {.name = "dead", .slow_ms = 60000, .stuck_ms = 60000, .prove_ms = 300};
	struct host *dead = make_up(w, patient);
	struct host_options alive = patient;
	alive.name = "alive";
	struct host *lives = make_up(w, alive);
	fake_stall("dead", true);
	host_again(dead, true);
	host_again(lives, true);
	turn_until(w, host_view(dead)->state == HOST_LOST);
	assert_string_equal(host_view(dead)->why, "No answer since this machine's network has returned");
	assert_int_equal(host_view(lives)->state, HOST_UP);
	assert_int_equal(fake_calls("alive", "conn_close"), 0);
	fake_stall("dead", false);
	turn_until(w, host_view(dead)->state == HOST_UP && host_settled(dead));
	/* A key after a pause proves nothing. */
	fake_stall("dead", true);
	host_again(dead, false);
	int64_t until_ns = clock_now_ns() + 600 * NS_PER_MS;
	turn_until(w, clock_now_ns() > until_ns);
	assert_int_equal(host_view(dead)->state, HOST_UP);
	fake_stall("dead", false);
	turn_until(w, host_settled(dead));
	end(dead);
	end(lives);
}

static void test_what_hangs_holds_up_no_other_opening(void **state)
{
	struct world *w = *state;
	struct gate *gate = gate_create(1);
	struct host *first = make(w, (struct host_options){.name = "first", .gate = gate, .slow_ms = 100}, "hang=1");
	struct host *second = make(w, (struct host_options){.name = "second", .gate = gate}, "");
	assert_int_equal(gate_place(gate, second), 0);
	turn_until(w, host_view(second)->state == HOST_UP);
	assert_int_equal(host_view(first)->state, HOST_CONNECTING);
	assert_string_equal(host_view(first)->why, "it does not answer");
	fake_stall("first", false);
	turn_until(w, host_view(first)->state == HOST_UP && host_settled(first) && host_settled(second));
	end(first);
	end(second);
	gate_destroy(gate);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_slow_is_over_a_second),
		T(test_a_slow_host_says_so),
		T(test_what_waits_for_its_next_try_is_tried_at_once),
		T(test_who_said_no_or_is_off_is_left_alone),
		T(test_an_opening_that_hangs_is_begun_anew),
		T(test_after_the_network_returned_it_answers_or_is_lost),
		T(test_what_hangs_holds_up_no_other_opening),
	};
	return cmocka_run_group_tests_name("again", tests, NULL, NULL);
}
