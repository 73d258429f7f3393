// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host is asked over a lane of its own, without the time that passes in between. */
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
#include "tests/fake/fake.h"
#include "tests/turns.h"
#include "virt/conn.h"
#include "virt/survey.h"
#include "virt/visits.h"

struct world {
	struct loop *loop;
	int pulse;
	struct host_view view;
	struct host_options options;
	struct home home;
	struct survey *survey;
	struct visits *visits;
	int64_t ahead_ns; /* what they take for now is so much later */
	unsigned late;    /* answers of lanes that were left behind */
};

static void on_pulse(void *opaque)
{
	struct world *w = opaque;
	int64_t now_ns = clock_now_ns() + w->ahead_ns;
	if (w->survey)
		survey_pump(w->survey, now_ns);
	if (w->visits)
		visits_pump(w->visits, false, now_ns);
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
	w->late += !current;
}

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	w->loop = loop_create();
	conn_init();
	w->pulse = loop_add_timer(w->loop, on_pulse, w);
	loop_arm_timer(w->loop, w->pulse, 2);
	w->options = (struct host_options){.tick_ms = 1000, .stuck_ms = 500};
	w->view.guests = guests_create();
	w->home = (struct home){
		.loop = w->loop,
		.view = &w->view,
		.options = &w->options,
		.opaque = w,
		.pump = on_pump,
	};
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	int64_t until_ns = clock_now_ns() + 10 * NS_PER_S;
	if (w->survey)
		assert_true(survey_destroy(take(w->survey), until_ns));
	if (w->visits)
		assert_true(visits_destroy(take(w->visits), until_ns));
	loop_remove_timer(w->loop, w->pulse);
	assert_int_equal(loop_registered(w->loop), 0);
	assert_int_equal(lane_abandoned_count(), 0);
	loop_destroy(w->loop);
	guests_destroy(w->view.guests);
	snapshot_unref(w->view.snapshot);
	free(w);
	return 0;
}

static void turn(struct world *w, unsigned times)
{
	unsigned turns = 0;
	turn_until(w, ++turns > times);
}

static void test_a_survey_that_hangs_is_left(void **state)
{
	struct world *w = *state;
	w->view.name = "survey";
	w->view.uri = "fake:///survey";
	w->survey = survey_create(&w->home, on_answered);
	fake_hold("survey", "node_read_caps");
	survey_want(w->survey, STATS_CAPS | STATS_VERSION);
	survey_up(w->survey, NULL);
	turn_until(w, fake_calls("survey", "node_read_caps") == 1);
	w->ahead_ns = 89 * NS_PER_S;
	turn(w, 20);
	assert_int_equal(fake_calls("survey", "node_read_version"), 0);
	assert_false(survey_settled(w->survey));
	w->ahead_ns = 91 * NS_PER_S;
	turn_until(w, fake_calls("survey", "node_read_version") == 1 && survey_settled(w->survey));
	fake_hold("survey", NULL);
	turn_until(w, w->late == 1);
	assert_int_equal(fake_calls("survey", "node_read_caps"), 1);
	w->ahead_ns += 301 * NS_PER_S;
	turn_until(w, fake_calls("survey", "node_read_caps") == 2);
	turn_until(w, survey_settled(w->survey));
}

/* ---- guests ---- */

/* A machine that runs and of which the fake knows no address. */
static void fill_list(struct world *w, const char *host, unsigned nics)
{
	unsigned char uuid[UUID_SIZE] = {0};
	for (unsigned i = 0; i == 0 || uuid[12] % 3 != 2; i++) {
		char name[16];
		snprintf(name, sizeof(name), "guest-%u", i);
		fake_define(host, name);
		assert_true(fake_uuid(host, name, uuid));
		fake_set_state(host, name, DOMAIN_RUNNING, 1);
	}
	struct snapshot *s = snapshot_create(1, 1);
	struct domain *d = snapshot_add_domain(s);
	memcpy(d->uuid, uuid, UUID_SIZE);
	d->name = snapshot_strdup(s, "guest");
	d->id = 1;
	d->state = DOMAIN_RUNNING;
	d->def = (struct domain_definition){.known = true, .nics = nics};
	snapshot_seal(s);
	w->view.snapshot = s;
	visits_want(w->visits, (const unsigned char(*)[UUID_SIZE])uuid, 1);
}

static void open_visits(struct world *w, const char *name, const char *uri, unsigned nics)
{
	w->view.name = name;
	w->view.uri = uri;
	w->visits = visits_create(&w->home, on_answered);
	fill_list(w, name, nics);
	visits_up(w->visits, NULL);
	turn_until(w, visits_settled(w->visits) && fake_calls(name, "guest_read") == 1);
}

static void test_who_has_no_address_is_asked_less_and_less(void **state)
{
	static const int soon_s[] = {4, 8, 16, 32, 60, 60};
	struct world *w = *state;
	open_visits(w, "blank", "fake:///blank", 1);
	int64_t read_ns = clock_now_ns();
	for (unsigned i = 0; i < sizeof(soon_s) / sizeof(*soon_s); i++) {
		w->ahead_ns = (soon_s[i] - 1) * NS_PER_S - (clock_now_ns() - read_ns);
		turn(w, 20);
		assert_int_equal(fake_calls("blank", "guest_read"), i + 1);
		w->ahead_ns = (soon_s[i] + 1) * NS_PER_S;
		turn_until(w, fake_calls("blank", "guest_read") == i + 2);
		w->ahead_ns = 0;
		turn_until(w, visits_settled(w->visits));
		read_ns = clock_now_ns();
	}
	visits_again(w->visits, w->view.snapshot->domains[0].uuid); /* it has something to say: soon again */
	turn_until(w, fake_calls("blank", "guest_read") == 8 && visits_settled(w->visits));
	w->ahead_ns = 5 * NS_PER_S;
	turn_until(w, fake_calls("blank", "guest_read") == 9);
}

static void test_who_has_no_nic_is_asked_once(void **state)
{
	struct world *w = *state;
	open_visits(w, "no-nic", "fake:///no-nic", 0);
	w->ahead_ns = 3600 * NS_PER_S;
	turn(w, 20);
	assert_int_equal(fake_calls("no-nic", "guest_read"), 1);
}

static void test_opening_slowly_is_no_silent_guest(void **state)
{
	struct world *w = *state;
	open_visits(w, "far-guests", "fake:///far-guests?open_delay_ms=1200", 1);
	assert_non_null(guests_find(w->view.guests, w->view.snapshot->domains[0].uuid));
	assert_int_equal(w->late, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_survey_that_hangs_is_left),
		T(test_who_has_no_address_is_asked_less_and_less),
		T(test_who_has_no_nic_is_asked_once),
		T(test_opening_slowly_is_no_silent_guest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
