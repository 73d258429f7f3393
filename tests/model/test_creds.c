// SPDX-License-Identifier: GPL-3.0-or-later
/* What hosts of the fake ask while they are opened: src/virt/creds under src/virt/host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "loop/lane.h"
#include "loop/loop.h"
#include "model/desk.h"
#include "tests/fake/fake.h"
#include "tests/turns.h"
#include "virt/conn.h"
#include "virt/gate.h"
#include "virt/host.h"

struct world {
	struct loop *loop;
	struct desk *desk;
	int pulse;
	uint32_t hosts, changes;
};

static void on_pulse(void *opaque)
{
	struct world *w = opaque;
	loop_arm_timer(w->loop, w->pulse, 2);
}

static void on_desk(void *opaque)
{
	((struct world *)opaque)->changes++;
}

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	w->loop = loop_create();
	conn_init();
	w->desk = desk_create();
	desk_on_change(w->desk, on_desk, w);
	w->pulse = loop_add_timer(w->loop, on_pulse, w);
	on_pulse(w);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	loop_remove_timer(w->loop, w->pulse);
	assert_int_equal(loop_registered(w->loop), 0);
	assert_int_equal(lane_abandoned_count(), 0);
	assert_int_equal(desk_count(w->desk), 0);
	desk_destroy(w->desk);
	loop_destroy(w->loop);
	free(w);
	return 0;
}

static struct host *open_host(struct world *w, const char *name, const char *params)
{
	autofree char *uri = mem_printf("fake:///%s?%s", name, params);
	struct host *h = host_create(w->loop, ++w->hosts,
				     &(struct host_options){.name = name, .uri = uri, .tick_ms = 100, .desk = w->desk},
				     NULL, NULL);
	host_open(h);
	return h;
}

static void end(struct host *h)
{
	assert_true(host_destroy(h, clock_now_ns() + 10 * NS_PER_S));
}

/* The question that is asked next has this label, and is answered so. */
static void answer(struct world *w, const char *label, const char *text)
{
	turn_until(w, desk_count(w->desk));
	assert_int_equal(desk_count(w->desk), 1);
	assert_string_equal(desk_first(w->desk)->label, label);
	desk_answer(w->desk, desk_first(w->desk)->id, text);
}

static void test_asks_one_after_the_other(void **state)
{
	struct world *w = *state;
	struct host *h = open_host(w, "both", "user=root&password=secret");
	turn_until(w, desk_count(w->desk));
	const struct question *q = desk_first(w->desk);
	assert_int_equal(q->host, 1);
	assert_int_equal(q->kind, QUESTION_TEXT);
	assert_string_equal(q->title, "both asks");
	assert_string_equal(q->text, "Please enter your authentication name");
	answer(w, "User name", "root");
	turn_until(w, desk_count(w->desk));
	assert_int_equal(desk_first(w->desk)->kind, QUESTION_SECRET);
	answer(w, "Password", "secret");
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_UP);
	/* Those that act, survey and look are connections of their own. */
	assert_true(fake_open_connections("both") >= 2);
	assert_int_equal(w->changes, 4);

	/* It comes back by itself with what it knows. */
	fake_disconnect("both");
	turn_until(w, host_view(h)->state != HOST_UP);
	turn_until(w, host_view(h)->state == HOST_UP && host_settled(h));
	assert_int_equal(w->changes, 4);
	end(h);
}

static void test_wrong_is_forgotten(void **state)
{
	struct world *w = *state;
	struct host *h = open_host(w, "wrong", "password=secret");
	answer(w, "Password", "hunter2");
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_REFUSED);
	assert_string_equal(host_view(h)->why, "The user name or password is wrong: r in Hosts asks again");
	assert_int_equal(host_view(h)->retry_at_ns, 0);
	host_refresh(h);
	answer(w, "Password", "secret");
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_UP);

	/* What was right no longer is: refused without a question, asked again when the person wants. */
	uint32_t changes = w->changes;
	fake_password("wrong", "other");
	fake_disconnect("wrong");
	turn_until(w, host_view(h)->state == HOST_REFUSED);
	assert_int_equal(w->changes, changes);
	host_open(h);
	answer(w, "Password", "other");
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_UP);
	end(h);
}

static void test_cancelled_stays_cancelled(void **state)
{
	struct world *w = *state;
	struct host *h = open_host(w, "cancelled", "user=root&password=secret");
	answer(w, "User name", "root");
	answer(w, "Password", NULL);
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_REFUSED);
	assert_string_equal(host_view(h)->why, "You cancelled the question for its password: r in Hosts asks again");
	assert_int_equal(host_view(h)->retry_at_ns, 0);
	/* The name may have been why. */
	host_refresh(h);
	answer(w, "User name", "root");
	answer(w, "Password", "secret");
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_UP);
	end(h);
}

static void test_ends_while_it_asks(void **state)
{
	struct world *w = *state;
	struct host *h = open_host(w, "ends", "password=secret");
	turn_until(w, desk_count(w->desk));
	host_close(h);
	turn_until(w, !desk_count(w->desk));
	host_open(h);
	turn_until(w, desk_count(w->desk));
	int64_t since_ns = clock_now_ns();
	end(h);
	assert_int_equal(desk_count(w->desk), 0);
	assert_true(clock_now_ns() - since_ns < NS_PER_S);

	/* Nobody waits for it at all. */
	h = open_host(w, "ends", "password=secret");
	turn_until(w, desk_count(w->desk));
	assert_true(host_destroy(h, clock_now_ns() + NS_PER_S));
}

static void test_nobody_can_be_asked(void **state)
{
	struct world *w = *state;
	struct host *h = host_create(w->loop, ++w->hosts,
				     &(struct host_options){.name = "mute", .uri = "fake:///mute?password=x",
							    .tick_ms = 100},
				     NULL, NULL);
	host_open(h);
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_REFUSED);
	assert_string_equal(host_view(h)->why,
			    "It wants an answer, and nobody can be asked here: Please enter your password");
	assert_int_equal(w->changes, 0);
	end(h);
}

static void test_who_asks_holds_up_no_other_opening(void **state)
{
	struct world *w = *state;
	struct gate *gate = gate_create(1);
	struct host_options options = {.name = "asks", .uri = "fake:///asks?password=x", .tick_ms = 100, .slow_ms = 200,
				       .desk = w->desk, .gate = gate};
	struct host *asks = host_create(w->loop, ++w->hosts, &options, NULL, NULL);
	options.name = "other";
	options.uri = "fake:///other";
	struct host *other = host_create(w->loop, ++w->hosts, &options, NULL, NULL);
	host_open(asks);
	host_open(other);
	assert_int_equal(gate_place(gate, other), 0);
	turn_until(w, host_view(other)->state == HOST_UP);
	assert_int_equal(desk_count(w->desk), 1);
	assert_int_equal(host_view(asks)->state, HOST_CONNECTING);
	answer(w, "Password", "x");
	turn_until(w, host_settled(asks) && host_settled(other));
	assert_int_equal(host_view(asks)->state, HOST_UP);
	end(asks);
	end(other);
	gate_destroy(gate);
}

static void test_hosts_ask_side_by_side(void **state)
{
	struct world *w = *state;
	struct host *a = open_host(w, "left", "password=left"), *b = open_host(w, "right", "password=right");
	turn_until(w, desk_count(w->desk) == 2);
	for (uint32_t id; desk_count(w->desk);) {
		id = desk_first(w->desk)->id;
		desk_answer(w->desk, id, desk_first(w->desk)->host == host_view(a)->number ? "left" : NULL);
	}
	turn_until(w, host_settled(a) && host_settled(b));
	assert_int_equal(host_view(a)->state, HOST_UP);
	assert_int_equal(host_view(b)->state, HOST_REFUSED);
	end(a);
	end(b);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_asks_one_after_the_other),
		T(test_wrong_is_forgotten),
		T(test_cancelled_stays_cancelled),
		T(test_ends_while_it_asks),
		T(test_nobody_can_be_asked),
		T(test_who_asks_holds_up_no_other_opening),
		T(test_hosts_ask_side_by_side),
	};
	return cmocka_run_group_tests_name("creds", tests, NULL, NULL);
}
