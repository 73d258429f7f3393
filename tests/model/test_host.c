// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "loop/lane.h"
#include "loop/loop.h"
#include "model/networks.h"
#include "model/nics.h"
#include "tests/fake/fake.h"
#include "tests/nofiles.h"
#include "tests/turns.h"
#include "virt/conn.h"
#include "virt/host.h"

#define TICK_MS       100
#define BEAT_MS       2
#define STANDSTILL_NS (400 * NS_PER_MS) /* no noisy machine takes so long by itself */

#define SETTLED 4 /* connections: to watch, to act, to probe, and to see what the trouble is */
#define TROUBLED 2 /* machines of the fake that are asked for it */

struct world {
	struct loop *loop;
	int pulse;
	int64_t last_beat_ns, longest_ns;
	unsigned beats;
	void (*on_beat)(void *opaque);
	void *opaque;
	uint32_t hosts;
};

/* What a host said. */
struct heard {
	unsigned states, lists, figures, events, guests;
	size_t first_list, first_known;
	bool lost_seen;
	char *event_text, *event_name;
};

/* The main thread's pulse: what a person would feel under the fingers. */
static void on_pulse(void *opaque)
{
	struct world *w = opaque;
	int64_t now_ns = clock_now_ns(), gap_ns = now_ns - w->last_beat_ns;
	w->beats++;
	w->longest_ns = gap_ns > w->longest_ns ? gap_ns : w->longest_ns;
	w->last_beat_ns = now_ns;
	if (w->on_beat)
		w->on_beat(w->opaque);
	loop_arm_timer(w->loop, w->pulse, BEAT_MS);
}

static void restart_pulse(struct world *w)
{
	w->beats = 0;
	w->longest_ns = 0;
	w->last_beat_ns = clock_now_ns();
}

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	w->loop = loop_create();
	conn_init();
	w->pulse = loop_add_timer(w->loop, on_pulse, w);
	restart_pulse(w);
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

static void turn_for(struct world *w, int ms)
{
	int64_t end_ns = clock_now_ns() + ms * NS_PER_MS;
	turn_until(w, clock_now_ns() >= end_ns);
}

static void on_changed(void *opaque, struct host *host, int what, const struct event *event)
{
	struct heard *heard = opaque;
	const struct host_view *v = host_view(host);
	assert_true(loop_is_main_thread());
	assert_true(!(what & HOST_CHANGED_EVENT) == !event);
	if (what & HOST_CHANGED_LIST && heard->lists++ == 0 && v->snapshot) {
		heard->first_list = v->snapshot->n_domains;
		for (size_t i = 0; i < v->snapshot->n_domains; i++)
			heard->first_known += v->snapshot->domains[i].def.known;
	}
	heard->states += !!(what & HOST_CHANGED_STATE);
	heard->figures += !!(what & HOST_CHANGED_FIGURES);
	heard->guests += !!(what & HOST_CHANGED_GUESTS);
	heard->lost_seen |= v->state == HOST_LOST;
	if (!event)
		return;
	heard->events++;
	free(heard->event_text);
	free(heard->event_name);
	heard->event_text = mem_strdup(event->text);
	heard->event_name = mem_strdup(event->name);
}

static void turn_figures(struct world *w, const struct heard *heard, unsigned more)
{
	unsigned until = heard->figures + more;
	turn_until(w, heard->figures >= until);
}

static void heard_free(struct heard *heard)
{
	free(heard->event_text);
	free(heard->event_name);
}

static struct host *make_with(struct world *w, struct heard *heard, struct host_options options,
			      const char *params)
{
	autofree char *uri = mem_printf("fake:///%s?%s", options.name, params);
	/* One of the fake is as its first opening says, until the last test. */
	assert_int_equal(fake_calls(options.name, "conn_open"), 0);
	options.uri = uri;
	if (!options.tick_ms)
		options.tick_ms = TICK_MS;
	struct host *h = host_create(w->loop, ++w->hosts, &options, on_changed, heard);
	host_want_figures(h, STATS_ALL);
	return h;
}

static struct host *make(struct world *w, struct heard *heard, const char *name, const char *params)
{
	return make_with(w, heard, (struct host_options){.name = name}, params);
}

static struct host *open_settled(struct world *w, struct heard *heard, const char *name,
				 const char *params)
{
	struct host *h = make(w, heard, name, params);
	host_open(h);
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_UP);
	return h;
}

static void end(struct host *h)
{
	autofree char *name = mem_strdup(host_view(h)->name);
	assert_true(host_destroy(h, clock_now_ns() + 10 * NS_PER_S));
	assert_int_equal(fake_open_connections(name), 0);
}

static const struct domain *find(const struct host *h, const char *name)
{
	const struct snapshot *s = host_view(h)->snapshot;
	for (size_t i = 0; s && i < s->n_domains; i++)
		if (str_equal(s->domains[i].name, name))
			return &s->domains[i];
	return NULL;
}

static bool is_in(const struct host *h, const char *name, enum domain_state state)
{
	const struct domain *d = find(h, name);
	return d && d->state == state;
}

/* ---- connecting ---- */

static void test_connects_and_lists(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "connects", "domains=25");
	assert_int_equal(host_view(h)->state, HOST_CLOSED);
	assert_true(host_settled(h));
	host_open(h);
	assert_int_equal(host_view(h)->state, HOST_CONNECTING);
	assert_false(host_settled(h));
	host_open(h); /* does nothing */
	turn_until(w, host_settled(h));

	const struct host_view *v = host_view(h);
	assert_int_equal(v->state, HOST_UP);
	assert_null(v->why);
	assert_string_equal(v->node.hostname, "connects.example.net");
	assert_true(v->bulk_stats);
	assert_int_equal(v->snapshot->n_domains, 25);
	assert_int_equal(v->snapshot->host, v->number);
	for (size_t i = 0; i < v->snapshot->n_domains; i++)
		assert_true(v->snapshot->domains[i].def.known);
	assert_string_equal(find(h, "db-primary")->def.title, "Orders and customers");
	assert_true(v->last_answer_ns > 0);
	assert_true(v->round_trip_ns >= 0);
	assert_in_range((int)(v->cpu_percent + 0.5), 23, 23);
	float was[TREND_MOST];
	size_t points = trend_read(&v->trend, TREND_MEMORY, TREND_MINUTES, was);
	assert_true(trend_count(&v->trend, TREND_MINUTES) >= 1);
	assert_in_range((int)(was[points - 1] / (1 << 30) + 0.5f), 24, 24); /* of 64 GiB, 40 are free */
	const struct figures *f = stats_find(v->stats, find(h, "db-primary")->uuid);
	assert_non_null(f);
	assert_true(f->cpu_percent > 0);
	assert_true(f->disk_read_rate >= 0);
	assert_int_equal(fake_calls("connects", "conn_open"), SETTLED);
	assert_int_equal(fake_open_connections("connects"), SETTLED);
	end(h);
	heard_free(&heard);
}

static void test_rates_do_not_depend_on_the_wall_clock(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "rates", "");
	double first = stats_find(host_view(h)->stats, find(h, "db-primary")->uuid)->cpu_percent;
	unsigned figures = heard.figures;
	turn_until(w, heard.figures >= figures + 3);
	double later = stats_find(host_view(h)->stats, find(h, "db-primary")->uuid)->cpu_percent;
	assert_true(first > later - 0.01 && first < later + 0.01);
	end(h);
	heard_free(&heard);
}

static void test_first_list_is_there_before_definitions(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "batches", "domains=250");
	assert_int_equal(heard.first_list, 250);
	assert_int_equal(heard.first_known, 0);
	assert_in_range(fake_calls("batches", "scan_definitions"), 2, 3);
	end(h);
	heard_free(&heard);
}

static void test_nothing_waits_for_slow_versions(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "versions", "");
	fake_hold("versions", "node_read_version");
	host_want_figures(h, STATS_ALL | STATS_VERSION);
	host_open(h);
	const struct host_view *v = host_view(h);
	turn_until(w, v->cpu_percent > 0 && find(h, "mail")->def.known);
	assert_int_equal(v->state, HOST_UP);
	assert_string_equal(v->node.hostname, "versions.example.net");
	assert_null(v->node.hypervisor_version);
	assert_false(v->unresponsive);
	assert_false(host_settled(h));
	fake_hold("versions", NULL);
	turn_until(w, host_settled(h));
	assert_string_equal(v->node.hypervisor_version, "7.2.0");
	assert_int_equal(fake_calls("versions", "node_read_version"), 1);
	assert_true(v->cpu_percent > 0); /* the figures are still there */
	assert_true(v->node.memory_free_known);
	end(h);
	heard_free(&heard);
}

static void test_what_a_host_says_of_itself_is_asked_while_somebody_looks(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "says", "");
	const struct host_view *v = host_view(h);
	assert_int_equal(fake_calls("says", "node_read_caps"), 0);
	fake_hold("says", "node_read_caps");
	host_want_figures(h, STATS_CPU | STATS_PAGES);
	unsigned figures = heard.figures;
	turn_until(w, fake_calls("says", "node_read_caps") == 1 && heard.figures >= figures + 3);
	assert_int_equal(v->state, HOST_UP);
	assert_false(v->unresponsive);
	assert_false(host_settled(h));
	assert_null(v->caps.arch);
	assert_false(v->huge_free_known);
	fake_hold("says", NULL);
	turn_until(w, host_settled(h));
	assert_string_equal(v->caps.arch, "x86_64");
	assert_true(v->huge_free_known);
	assert_int_equal(v->huge_free, UINT64_C(4) << 30);
	turn_until(w, fake_calls("says", "node_read_pages") >= 3);
	assert_int_equal(fake_open_connections("says"), SETTLED + 1);
	host_want_figures(h, STATS_CPU);
	turn_until(w, fake_open_connections("says") == SETTLED);
	unsigned pages = fake_calls("says", "node_read_pages");
	figures = heard.figures;
	turn_until(w, heard.figures >= figures + 6);
	assert_int_equal(fake_calls("says", "node_read_pages"), pages);
	assert_int_equal(fake_calls("says", "node_read_caps"), 1);
	assert_int_equal(fake_calls("says", "node_read_version"), 0);
	end(h);
	heard_free(&heard);
}

static void test_capabilities_are_read_anew_for_each_connection(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "anew", "");
	const struct host_view *v = host_view(h);
	fake_fail_next("anew", "node_read_pages", ERR_UNSUPPORTED, "Not here");
	host_want_figures(h, STATS_PAGES | STATS_CAPS);
	host_open(h);
	turn_until(w, host_settled(h));
	assert_string_equal(v->caps.model, "Skylake-Server");
	assert_false(v->huge_free_known);
	assert_int_equal(fake_calls("anew", "node_read_pages"), 1);
	fake_disconnect("anew");
	turn_until(w, v->state != HOST_UP);
	host_open(h);
	turn_until(w, v->state == HOST_UP && host_settled(h));
	assert_int_equal(fake_calls("anew", "node_read_caps"), 2);
	assert_true(v->huge_free_known);
	end(h);
	heard_free(&heard);
}

/* Where there is one lane for all it is asked over that. */
static void test_a_shared_lane_says_it_too(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "sayshared", "shared=1");
	host_want_figures(h, STATS_VERSION | STATS_PAGES);
	host_open(h);
	turn_until(w, host_settled(h));
	assert_string_equal(host_view(h)->caps.arch, "x86_64");
	assert_string_equal(host_view(h)->node.hypervisor_version, "7.2.0");
	assert_true(host_view(h)->huge_free_known);
	assert_int_equal(fake_calls("sayshared", "conn_open"), 1);
	fake_fail_next("sayshared", "node_read_pages", ERR_LOST, "Gone");
	turn_until(w, host_view(h)->state == HOST_LOST);
	end(h);
	heard_free(&heard);
}

/* With a tick that never comes in this test. */
static void test_what_starts_has_figures_at_once(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "fresh", .tick_ms = 3600 * 1000}, "");
	host_open(h);
	turn_until(w, host_settled(h));
	assert_true(is_in(h, "web-front-02", DOMAIN_SHUTOFF));
	unsigned char uuid[UUID_SIZE];
	memcpy(uuid, find(h, "web-front-02")->uuid, UUID_SIZE);
	assert_null(stats_find(host_view(h)->stats, uuid));
	assert_true(fake_set_state("fresh", "web-front-02", DOMAIN_RUNNING, 1));
	turn_until(w, stats_find(host_view(h)->stats, uuid) &&
			      stats_find(host_view(h)->stats, uuid)->cpu_percent >= 0);
	end(h);
	heard_free(&heard);
}

static void test_nobody_looks_nothing_is_asked(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "unseen", "");
	host_want_figures(h, 0);
	host_open(h);
	turn_until(w, host_settled(h) && heard.figures >= 3);
	assert_int_equal(fake_calls("unseen", "scan_figures"), 0);
	assert_true(fake_calls("unseen", "node_read_figures") >= 3);
	host_want_figures(h, STATS_CPU);
	assert_false(host_settled(h));
	turn_until(w, host_settled(h));
	const struct figures *f = stats_find(host_view(h)->stats, find(h, "db-primary")->uuid);
	assert_true(f->cpu_percent > 0);
	/* What tells which machines run, and which QEMU answers, is asked for as well. */
	assert_int_equal(f->last.has, STATS_CPU | STATS_MEMORY | STATS_NET);
	end(h);
	heard_free(&heard);
}

static const struct figures *figures(struct host *h, const char *name)
{
	return stats_find(host_view(h)->stats, find(h, name)->uuid);
}

static void test_a_hung_qemu_holds_up_its_own_figures_only(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "hung", "");
	/* One is there for its pools, which are read for the alerts. */
	turn_until(w, fake_open_connections("hung") == SETTLED + 1);
	assert_true(fake_hangs("hung", "db-primary", true));
	turn_until(w, figures(h, "db-primary")->silent_since_ns > 0);
	assert_int_equal(host_view(h)->state, HOST_UP);
	assert_false(host_view(h)->unresponsive);
	assert_non_null(strstr(host_view(h)->why, "does not answer"));
	assert_int_equal(figures(h, "db-primary")->last.has & STATS_DISK, 0);
	assert_true(figures(h, "db-primary")->cpu_percent > 0); /* the host itself knows it */
	assert_int_equal(figures(h, "db-replica")->silent_since_ns, 0);
	assert_true(figures(h, "db-replica")->disk_read_rate >= 0);
	assert_int_equal(fake_open_connections("hung"), SETTLED + 2);
	unsigned asked = fake_calls("hung", "scan_deep");
	turn_until(w, fake_calls("hung", "scan_deep") > asked + 3); /* and goes on with the others */
	assert_int_equal(fake_open_connections("hung"), SETTLED + 2);
	assert_true(fake_hangs("hung", "db-primary", false));
	turn_until(w, !figures(h, "db-primary")->silent_since_ns && !host_view(h)->why &&
			      fake_open_connections("hung") == SETTLED + 1);
	end(h);
	heard_free(&heard);
}

/* Two lanes ask for them then, and a rate between the answers of both would be one of a moment. */
static void test_network_rates_stand_while_a_qemu_hangs(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "carries", "");
	turn_figures(w, &heard, 6);
	double was = figures(h, "db-replica")->net_rx_rate;
	assert_true(was > 0);
	assert_true(fake_hangs("carries", "db-primary", true));
	turn_until(w, figures(h, "db-primary")->silent_since_ns > 0);
	turn_figures(w, &heard, 4);
	for (int i = 0; i < 12; i++) {
		turn_figures(w, &heard, 1);
		double now = figures(h, "db-replica")->net_rx_rate;
		assert_true(now > was * 0.9 && now < was * 1.1);
	}
	assert_true(fake_hangs("carries", "db-primary", false));
	end(h);
	heard_free(&heard);
}

/* What it does is not asked at every tick. */
static void test_the_history_of_its_cpus_has_no_holes(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "whole", "");
	for (int i = 0; i < 12; i++) {
		float was[TREND_MOST];
		turn_figures(w, &heard, 1);
		for (enum trend_span span = 0; span < TREND_SPANS; span++)
			assert_false(isnan(was[trend_read(&host_view(h)->trend, TREND_CPU, span, was) - 1]));
	}
	end(h);
	heard_free(&heard);
}

/* How long its calls took while the host itself stood still says nothing of what a QEMU takes. */
static void test_a_qemu_that_hangs_after_its_host_did_is_told_as_soon(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "stood", "");
	unsigned asked = fake_calls("stood", "scan_deep");
	turn_until(w, fake_calls("stood", "scan_deep") > asked);
	fake_stall("stood", true);
	turn_for(w, 2500);
	asked = fake_calls("stood", "scan_deep");
	fake_hold("stood", "node_read_figures"); /* what asks QEMU is answered first */
	fake_stall("stood", false);
	turn_until(w, fake_calls("stood", "scan_deep") > asked);
	fake_hold("stood", NULL);
	turn_until(w, host_settled(h));
	int64_t began_ns = clock_now_ns();
	assert_true(fake_hangs("stood", "db-primary", true));
	turn_until(w, figures(h, "db-primary")->silent_since_ns > 0);
	assert_true(clock_now_ns() - began_ns < 5 * NS_PER_S); /* four times as long as it stood still were 10 */
	assert_true(fake_hangs("stood", "db-primary", false));
	end(h);
	heard_free(&heard);
}

static void test_refusal_stays_until_asked_again(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h =
		make(w, &heard, "refuses", "open_error=auth&open_text=What%20is%20the%20word?");
	host_open(h);
	turn_until(w, host_settled(h));
	const struct host_view *v = host_view(h);
	assert_int_equal(v->state, HOST_REFUSED);
	assert_string_equal(v->why, "What is the word?");
	assert_int_equal(v->retry_at_ns, 0);
	assert_null(v->snapshot);
	turn_beats(w, 100);
	assert_int_equal(fake_calls("refuses", "conn_open"), 1);

	autoerr struct err err = {0};
	const struct host_request request = {.what = {.verb = DOMAIN_VERB_START}};
	assert_int_equal(host_do(h, &request, &err), 0);
	assert_int_equal(err.code, ERR_LOST);
	assert_false(host_cancel(h, 1));

	fake_refuse("refuses", ERR_NONE, NULL);
	host_open(h);
	turn_until(w, host_settled(h));
	assert_int_equal(v->state, HOST_UP);
	assert_null(v->why);
	end(h);
	heard_free(&heard);
}

static void test_no_more_files_refuses_and_is_tried_again(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct rlimit before;
	struct host *h = make(w, &heard, "no-files", "");
	files_none(&before);
	host_open(h);
	files_again(&before);
	assert_int_equal(host_view(h)->state, HOST_REFUSED);
	assert_non_null(strstr(host_view(h)->why, "no more files"));
	assert_true(host_view(h)->retry_at_ns > 0);
	turn_until(w, host_view(h)->state == HOST_UP && host_settled(h));
	end(h);
	heard_free(&heard);
}

static void test_daemon_that_is_not_there_yet(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "not-yet", "open_error=nodaemon&open_text=Nobody%20listens");
	host_open(h);
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_REFUSED);
	assert_true(host_view(h)->retry_at_ns > clock_now_ns());
	fake_refuse("not-yet", ERR_NONE, NULL);
	turn_until(w, host_view(h)->state == HOST_UP);
	assert_int_equal(host_view(h)->retry_at_ns, 0);
	turn_until(w, host_settled(h));
	end(h);
	heard_free(&heard);
}

static void test_first_list_that_fails_refuses(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "no-list", "");
	fake_fail_next("no-list", "scan_domains", ERR_DENIED, "access denied");
	host_open(h);
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_REFUSED);
	assert_string_equal(host_view(h)->why, "access denied");
	turn_until(w, fake_open_connections("no-list") == 0);
	end(h);
	heard_free(&heard);
}

/* ---- keeping up ---- */

static void test_event_is_seen_soon(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "events", "");
	turn_figures(w, &heard, 6); /* quiet */
	unsigned figures_before = heard.figures;
	assert_true(fake_set_state("events", "web-front-02", DOMAIN_RUNNING, 1));
	turn_until(w, is_in(h, "web-front-02", DOMAIN_RUNNING));
	assert_in_range(heard.figures, figures_before, figures_before + 3);
	assert_int_equal(heard.events, 1);
	assert_string_equal(heard.event_text, "started: booted");
	assert_string_equal(heard.event_name, "web-front-02");
	turn_until(w, find(h, "web-front-02")->def.known); /* what runs has its own */

	fake_define("events", "newcomer");
	turn_until(w, find(h, "newcomer") && find(h, "newcomer")->def.known);
	assert_true(fake_undefine("events", "newcomer"));
	turn_until(w, !find(h, "newcomer"));
	end(h);
	heard_free(&heard);
}

static void test_changed_definition_is_read_again(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "redefined", "");
	unsigned before = fake_calls("redefined", "scan_definitions");
	fake_set_state("redefined", "mail", DOMAIN_RUNNING, 1);
	turn_until(w, is_in(h, "mail", DOMAIN_RUNNING) && host_settled(h));
	assert_int_equal(fake_calls("redefined", "scan_definitions"), before);
	fake_define("redefined", "one-more");
	turn_until(w, find(h, "one-more") && host_settled(h));
	assert_int_equal(fake_calls("redefined", "scan_definitions"), before + 1);
	end(h);
	heard_free(&heard);
}

static void flip_state(void *opaque)
{
	unsigned *flips = opaque;
	enum domain_state to = ++*flips % 2 ? DOMAIN_PAUSED : DOMAIN_RUNNING;
	assert_true(fake_set_state("pours", "db-primary", to, 1));
}

static void test_pouring_events_become_few_lists(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "pours", "");
	turn_figures(w, &heard, 6);
	unsigned before = fake_calls("pours", "scan_domains");
	unsigned flips = 0;
	int64_t began_ns = clock_now_ns();
	w->on_beat = flip_state;
	w->opaque = &flips;
	turn_until(w, flips >= 500 && heard.events >= 100 && fake_calls("pours", "scan_domains") >= before + 3);
	w->on_beat = NULL;
	unsigned lists = fake_calls("pours", "scan_domains") - before;
	/* Two a second, and those before it was known for a storm. */
	assert_true(lists <= 4 + 2 * (clock_now_ns() - began_ns) / NS_PER_S);
	fake_set_state("pours", "db-primary", DOMAIN_CRASHED, 1);
	turn_until(w, host_settled(h) && is_in(h, "db-primary", DOMAIN_CRASHED));
	end(h);
	heard_free(&heard);
}

static const struct network *network_of(const struct host *h, const char *name)
{
	return networks_named(host_networks(host_view(h)), name, strlen(name));
}

/* How many NICs on it running machines have, as the newest list knows, and with them those that hang in the air. */
static unsigned nics_on(const struct host *h, const struct network *n, unsigned *ret_loose)
{
	const struct snapshot *s = host_view(h)->snapshot;
	unsigned nics = 0;
	*ret_loose = 0;
	for (size_t i = 0; i < s->n_domains; i++) {
		const char *next = s->domains[i].def.wires;
		struct nic_use nic;
		while (domain_is_active(&s->domains[i]) && uses_next_nic(&next, &nic)) {
			nics += span_is(nic.source, n->name);
			*ret_loose += span_is(nic.source, n->name) &&
				      network_nic_is_loose(host_view(h), n, &s->domains[i], &nic);
		}
	}
	return nics;
}

/* Read since it was last told that something is old. */
static const struct network_plugs *plugs_of(const struct host *h, const struct reading_key keys[2])
{
	const struct reading *plugs = readings_find(host_view(h)->readings, keys[0]);
	const struct reading *ports = readings_find(host_view(h)->readings, keys[1]);
	return plugs && ports && !plugs->stale && ports->data && !ports->stale ? plugs->data : NULL;
}

/* A machine stops, and who is plugged in is known before the list is. */
static void test_no_nic_hangs_in_the_air_that_went(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "airy", "domains=6");
	const struct reading_key networks = reading_key_host(READING_NETWORKS);
	host_want_readings(h, &networks, 1);
	turn_until(w, host_settled(h) && network_of(h, "default"));
	const struct network *n = network_of(h, "default");
	const struct reading_key keys[] = {reading_key_of(READING_PLUGS, n->uuid),
					   reading_key_of(READING_PORTS, n->uuid)};
	host_want_readings(h, keys, ARRAY_SIZE(keys));
	turn_until(w, host_settled(h) && plugs_of(h, keys));
	unsigned loose, nics = nics_on(h, n, &loose);
	assert_true(nics > 0);
	assert_int_equal(loose, 0);
	assert_int_equal(plugs_of(h, keys)->n, nics);
	assert_int_equal(network_count_loose(host_view(h), n, nics), 0);
	assert_int_equal(network_count_loose(host_view(h), n, nics + 2), 2);

	fake_hold("airy", "scan_domains");
	fake_set_state("airy", "db-primary", DOMAIN_SHUTOFF, 1);
	turn_until(w, plugs_of(h, keys) && plugs_of(h, keys)->n == nics - 1);
	n = network_of(h, "default");
	assert_int_equal(nics_on(h, n, &loose), nics); /* the list is of before */
	assert_int_equal(loose, 0);
	assert_int_equal(network_count_loose(host_view(h), n, nics), 0);
	fake_hold("airy", NULL);
	turn_until(w, host_settled(h) && is_in(h, "db-primary", DOMAIN_SHUTOFF) && plugs_of(h, keys));
	n = network_of(h, "default");
	assert_int_equal(nics_on(h, n, &loose), nics - 1);
	assert_int_equal(loose, 0);
	assert_int_equal(network_count_loose(host_view(h), n, nics), 1);
	end(h);
	heard_free(&heard);
}

static void test_figures_tell_what_no_event_told(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "mute", "");
	fake_mute("mute", true);
	fake_set_state("mute", "db-primary", DOMAIN_PAUSED, 5);
	turn_until(w, is_in(h, "db-primary", DOMAIN_PAUSED));
	fake_set_state("mute", "web-front-02", DOMAIN_RUNNING, 1);
	turn_until(w, is_in(h, "web-front-02", DOMAIN_RUNNING));
	fake_set_state("mute", "db-replica", DOMAIN_SHUTOFF, 1);
	turn_until(w, is_in(h, "db-replica", DOMAIN_SHUTOFF));
	assert_int_equal(heard.events, 0);
	end(h);
	heard_free(&heard);
}

static void test_figures_of_what_is_off_are_forgotten(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "forgets", "");
	unsigned char uuid[UUID_SIZE];
	memcpy(uuid, find(h, "db-primary")->uuid, UUID_SIZE);
	assert_non_null(stats_find(host_view(h)->stats, uuid));
	fake_set_state("forgets", "db-primary", DOMAIN_SHUTOFF, 1);
	turn_until(w, is_in(h, "db-primary", DOMAIN_SHUTOFF));
	assert_null(stats_find(host_view(h)->stats, uuid));
	end(h);
	heard_free(&heard);
}

static void test_counter_reset_is_no_negative_rate(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "resets", "");
	const struct host_view *v = host_view(h);
	assert_true(fake_counter_reset("resets", "db-primary"));
	turn_until(w, stats_find(v->stats, find(h, "db-primary")->uuid)->cpu_percent < 0);
	turn_until(w, stats_find(v->stats, find(h, "db-primary")->uuid)->cpu_percent > 0);
	assert_true(fake_counter_reset("resets", "db-primary"));
	turn_until(w, stats_find(v->stats, find(h, "db-primary")->uuid)->disk_read_rate < 0);
	turn_until(w, stats_find(v->stats, find(h, "db-primary")->uuid)->disk_read_rate > 0);
	end(h);
	heard_free(&heard);
}

static void test_failing_calls_are_said_and_survived(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "limps", "");
	const struct host_view *v = host_view(h);
	fake_fail_next("limps", "scan_deep", ERR_FAILED, "no figures today");
	turn_until(w, str_equal(v->why, "no figures today"));
	assert_int_equal(v->state, HOST_UP);
	turn_until(w, !v->why);
	fake_fail_next("limps", "scan_domains", ERR_FAILED, "no list today");
	host_refresh(h);
	turn_until(w, str_equal(v->why, "no list today"));
	assert_int_equal(v->snapshot->n_domains, 12);
	host_refresh(h);
	turn_until(w, !v->why && host_settled(h));
	end(h);
	heard_free(&heard);
}

static void test_refresh_reads_everything_again(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "refresh", "");
	unsigned definitions = fake_calls("refresh", "scan_definitions");
	host_refresh(h);
	assert_false(host_settled(h));
	turn_until(w, host_settled(h));
	assert_int_equal(fake_calls("refresh", "scan_definitions"), definitions + 1);
	end(h);
	heard_free(&heard);
}

static void want(struct host *h, const char *const *names, size_t n);

static void test_refresh_asks_for_what_failed(void **state)
{
	static const char *const names[] = {"db-primary"};
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "mends", "");
	const struct host_view *v = host_view(h);
	fake_fail_next("mends", "node_read", ERR_FAILED, "not today");
	fake_fail_next("mends", "node_read_caps", ERR_FAILED, "neither");
	host_want_figures(h, STATS_ALL | STATS_CAPS);
	host_open(h);
	turn_until(w, host_settled(h));
	want(h, names, 1);
	turn_until(w, host_settled(h));
	assert_null(v->node.hostname);
	assert_null(v->caps.arch);
	unsigned guests = fake_calls("mends", "guest_read");
	host_refresh(h);
	turn_until(w, host_settled(h));
	assert_string_equal(v->node.hostname, "mends.example.net");
	assert_string_equal(v->caps.arch, "x86_64");
	assert_int_equal(fake_calls("mends", "guest_read"), guests + TROUBLED + 1);

	/* A version that is known stays, though it cannot be read again. */
	host_want_figures(h, STATS_ALL | STATS_VERSION);
	turn_until(w, host_settled(h));
	fake_fail_next("mends", "node_read_version", ERR_FAILED, "no version");
	host_refresh(h);
	turn_until(w, host_settled(h));
	assert_int_equal(fake_calls("mends", "node_read_version"), 2);
	assert_string_equal(v->node.hypervisor_version, "7.2.0");
	end(h);
	heard_free(&heard);
}

static void test_refresh_that_fails_is_made_up_for(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "made-up", "");
	unsigned definitions = fake_calls("made-up", "scan_definitions");
	fake_fail_next("made-up", "scan_domains", ERR_FAILED, "no list");
	host_refresh(h);
	turn_until(w, str_equal(host_view(h)->why, "no list"));
	assert_true(fake_set_state("made-up", "web-front-02", DOMAIN_RUNNING, 1));
	turn_until(w, is_in(h, "web-front-02", DOMAIN_RUNNING) && host_settled(h));
	assert_int_equal(fake_calls("made-up", "scan_definitions"), definitions + 1);
	end(h);
	heard_free(&heard);
}

/* Of which nobody knows before the first figures have come. */
static void test_a_bulk_call_without_figures(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "bare", "bulk=bare");
	turn_until(w, !host_view(h)->bulk_stats && host_settled(h));
	turn_until(w, fake_open_connections("bare") == SETTLED - 1); /* nothing is asked apart */
	unsigned deep = fake_calls("bare", "scan_deep"), figures = heard.figures;
	turn_until(w, heard.figures >= figures + 3);
	assert_int_equal(fake_calls("bare", "scan_deep"), deep);
	end(h);
	heard_free(&heard);
}

static void test_lanes_that_are_closing_are_no_hung_qemu(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "closing", "");
	fake_hold("closing", "conn_close");
	host_close(h);
	host_open(h);
	turn_until(w, host_settled(h));
	assert_int_equal(fake_open_connections("closing"), 2 * SETTLED);
	assert_null(host_view(h)->why);
	fake_hold("closing", NULL);
	turn_until(w, fake_open_connections("closing") == SETTLED);
	end(h);
	heard_free(&heard);
}

static void test_hostile_names_pass_through(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "hostile", "hostile=1");
	assert_non_null(find(h, "\033[31mred\033[0m"));
	assert_non_null(find(h, "two\nlines"));
	assert_true(host_view(h)->snapshot->n_domains > 20);
	end(h);
	heard_free(&heard);
}

/* ---- never freezing ---- */

static void test_stalled_host_holds_up_nothing(void **state)
{
	struct world *w = *state;
	struct heard bad = {0}, good = {0};
	struct host *b =
		make_with(w, &bad, (struct host_options){.name = "stalls", .slow_ms = 300}, "");
	host_open(b);
	struct host *g = open_settled(w, &good, "ticks", "");
	turn_until(w, host_settled(b));
	assert_false(host_view(b)->unresponsive);

	fake_stall("stalls", true);
	unsigned figures = good.figures;
	restart_pulse(w);
	turn_until(w, host_view(b)->unresponsive && good.figures >= figures + 10 &&
			      clock_now_ns() - host_view(b)->asked_since_ns > 1000 * NS_PER_MS);
	assert_true(w->longest_ns < STANDSTILL_NS);
	assert_int_equal(host_view(b)->state, HOST_UP);
	assert_false(host_settled(b));
	assert_false(host_view(g)->unresponsive);

	fake_stall("stalls", false);
	turn_until(w, !host_view(b)->unresponsive && host_settled(b));
	end(b);
	end(g);
	heard_free(&bad);
	heard_free(&good);
}

static void test_destroying_a_stalled_host_keeps_its_deadline(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "quits", "");
	fake_stall("quits", true);
	turn_until(w, host_view(h)->asked_since_ns != 0);
	int64_t began_ns = clock_now_ns();
	assert_false(host_destroy(h, began_ns + 1000 * NS_PER_MS));
	assert_true(clock_now_ns() - began_ns < 2000 * NS_PER_MS);
	assert_int_equal(lane_abandoned_count(), SETTLED);
	fake_stall("quits", false);
	turn_until(w, lane_abandoned_count() == 0);
	assert_int_equal(fake_open_connections("quits"), 0); /* closed by those left behind */
	heard_free(&heard);
}

static void test_opening_that_hangs_can_be_closed(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make(w, &heard, "hangs", "hang=1");
	host_open(h);
	turn_until(w, fake_calls("hangs", "conn_open") == 1);
	turn_beats(w, 100);
	assert_int_equal(host_view(h)->state, HOST_CONNECTING);
	assert_true(host_view(h)->asked_since_ns > 0);
	host_close(h);
	assert_int_equal(host_view(h)->state, HOST_CLOSED);
	assert_true(host_settled(h));
	unsigned states = heard.states;
	fake_stall("hangs", false);
	turn_until(w,
		   fake_open_connections("hangs") == 0 && fake_calls("hangs", "conn_close") == 1);
	turn_beats(w, 25);
	assert_int_equal(heard.states, states); /* the late result was dropped */
	assert_null(host_view(h)->snapshot);
	end(h);
	heard_free(&heard);
}

static void test_stuck_connection_is_replaced(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "stuck", .slow_ms = 100, .stuck_ms = 1000},
		"");
	host_open(h);
	turn_until(w, host_settled(h));
	uint64_t generation = host_view(h)->snapshot->generation;
	fake_stall("stuck", true);
	turn_until(w, host_view(h)->state == HOST_LOST);
	assert_string_equal(host_view(h)->why, "No answer for 1 s");
	assert_false(host_view(h)->unresponsive);
	assert_int_equal(host_view(h)->snapshot->n_domains, 12); /* the last that is known */
	turn_until(w, host_view(h)->state == HOST_CONNECTING);
	unsigned opens = fake_calls("stuck", "conn_open");
	turn_for(w, 1500); /* the opening hangs too: it is given time, not doubled */
	assert_int_equal(host_view(h)->state, HOST_CONNECTING);
	assert_in_range(fake_calls("stuck", "conn_open"), opens, opens + 1);
	fake_stall("stuck", false);
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_UP);
	assert_true(host_view(h)->snapshot->generation > generation);
	turn_until(w, fake_open_connections("stuck") <= SETTLED);
	end(h);
	heard_free(&heard);
}

static void test_devices_may_take_their_time(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "many-devices", .slow_ms = 100, .stuck_ms = 500}, "");
	fake_hold("many-devices", "events_register_rest");
	host_open(h);
	turn_until(w, host_view(h)->state == HOST_UP && host_view(h)->unresponsive);
	assert_non_null(host_view(h)->snapshot); /* the list was there before */
	turn_for(w, 1500); /* an answer that it waits for like this would be missed */
	assert_int_equal(host_view(h)->state, HOST_UP);
	fake_hold("many-devices", NULL);
	turn_until(w, host_settled(h) && !host_view(h)->unresponsive);
	assert_int_equal(fake_calls("many-devices", "events_register_rest"), 1);
	assert_false(heard.lost_seen);
	end(h);
	heard_free(&heard);
}

static void test_only_one_opening_hangs(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "one-opening", .slow_ms = 50, .stuck_ms = 100}, "");
	host_open(h);
	turn_until(w, host_settled(h));
	fake_stall("one-opening", true);
	turn_until(w, host_view(h)->state == HOST_LOST);
	turn_until(w, host_view(h)->state == HOST_CONNECTING);
	unsigned opens = fake_calls("one-opening", "conn_open");
	turn_until(w, host_view(h)->state != HOST_CONNECTING);
	turn_for(w, 4000); /* longer than it waits before another try */
	assert_true(host_view(h)->retry_at_ns > 0);
	assert_in_range(fake_calls("one-opening", "conn_open"), opens, opens + 1);
	/* Who asks for it gets another try. */
	host_open(h);
	assert_int_equal(host_view(h)->state, HOST_CONNECTING);
	turn_until(w, host_view(h)->state != HOST_CONNECTING);
	/* It answers again: the next try does not wait any longer. */
	int64_t now_ns = clock_now_ns();
	fake_stall("one-opening", false);
	turn_until(w, host_settled(h) && host_view(h)->state == HOST_UP);
	assert_true(clock_now_ns() - now_ns < 5 * NS_PER_S);
	turn_until(w, fake_open_connections("one-opening") <= SETTLED);
	end(h);
	heard_free(&heard);
}

/* ---- losing and finding again ---- */

static void test_lost_connection_comes_back(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "cut", "domains=20");
	const struct host_view *v = host_view(h);
	uint64_t generation = v->snapshot->generation;
	fake_disconnect("cut");
	turn_until(w, v->state == HOST_LOST);
	assert_string_equal(v->why, "The connection was closed by the other side");
	assert_true(v->retry_at_ns > clock_now_ns());
	assert_int_equal(v->snapshot->n_domains, 20);
	assert_true(host_settled(h));

	turn_until(w, v->state == HOST_UP && host_settled(h));
	assert_true(v->snapshot->generation > generation);
	assert_int_equal(v->snapshot->n_domains, 20);
	assert_null(v->why);
	turn_until(w, fake_open_connections("cut") <= SETTLED);

	unsigned events = heard.events;
	fake_set_state("cut", "db-primary", DOMAIN_PAUSED, 1);
	turn_until(w, is_in(h, "db-primary", DOMAIN_PAUSED));
	assert_int_equal(heard.events, events + 1); /* registered once */
	end(h);
	heard_free(&heard);
}

static void test_call_that_finds_the_connection_dead(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "dead", "");
	fake_fail_next("dead", "node_read_figures", ERR_LOST, "end of file");
	turn_until(w, host_view(h)->state == HOST_LOST);
	assert_string_equal(host_view(h)->why, "end of file");
	turn_until(w, host_view(h)->state == HOST_UP);
	turn_until(w, host_settled(h));
	end(h);
	heard_free(&heard);
}

static void test_result_of_an_older_connection_is_dropped(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "older", "");
	uint64_t generation = host_view(h)->snapshot->generation;
	fake_stall("older", true);
	host_refresh(h); /* an answer is under way on the connection that is left now */
	turn_until(w, host_view(h)->asked_since_ns != 0);
	host_close(h);
	assert_null(host_view(h)->snapshot);
	host_open(h);
	unsigned heard_lists = heard.lists;
	fake_undefine("older", "mail"); /* an event for the old connection, too */
	assert_int_equal(heard.events, 0);
	fake_stall("older", false);
	turn_until(w, host_settled(h));
	assert_int_equal(heard.events, 0);
	assert_true(heard.lists > heard_lists);
	assert_true(host_view(h)->snapshot->generation > generation);
	assert_null(find(h, "mail"));
	turn_until(w, fake_open_connections("older") <= SETTLED);
	end(h);
	heard_free(&heard);
}

/* ---- doing ---- */

struct deed {
	struct tasks *tasks;
	struct task *task;
	uint64_t ticket;
	unsigned started, done, progressed;
	struct job_progress progress; /* the newest */
	enum err_code code;
	char *error, *calls, *answer;
};

static void on_started(void *opaque)
{
	struct deed *deed = opaque;
	deed->started++;
	if (deed->task)
		task_started(deed->task);
}

static void on_progress(void *opaque, const struct job_progress *progress)
{
	struct deed *deed = opaque;
	assert_int_equal(deed->done, 0);
	deed->progressed++;
	deed->progress = *progress;
}

static void on_done(void *opaque, const struct err *err, const char *calls)
{
	struct deed *deed = opaque;
	deed->done++;
	deed->code = err->code;
	free(deed->error);
	free(deed->calls);
	deed->error = mem_strdup(err->text);
	deed->calls = mem_strdup(calls);
	if (deed->task)
		task_answered(deed->task, err->text, calls);
}

static void on_answer(void *opaque, const char *text)
{
	struct deed *deed = opaque;
	assert_int_equal(deed->done, 0);
	free(deed->answer);
	deed->answer = mem_strdup(text);
}

static void deed_free(struct deed *deed)
{
	free(deed->answer);
	free(deed->error);
	free(deed->calls);
	*deed = (struct deed){0};
}

/* name NULL: of what has no domain yet. */
static void ask_with(struct host *h, const char *name, enum verb verb, const char *text,
		     struct deed *deed)
{
	struct err err = {0};
	autofree char *words = mem_strdup(text); /* gone when it is done */
	struct host_request request = {
		.what = {.verb = verb, .text = words},
		.started = on_started,
		.progress = on_progress,
		.done = on_done,
		.answer = on_answer,
		.opaque = deed,
	};
	if (name)
		memcpy(request.what.uuid, find(h, name)->uuid, UUID_SIZE);
	deed->ticket = host_do(h, &request, &err);
	assert_true(deed->ticket > 0);
}

static void ask(struct host *h, const char *name, enum verb verb, struct deed *deed)
{
	ask_with(h, name, verb, NULL, deed);
}

static void test_verb_and_its_overlay(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "acts", "shutdown_ms=150");
	struct deed deed = {.tasks = tasks_create()};
	struct obj_id id = obj_id_domain(host_view(h)->number, find(h, "db-primary")->uuid);
	deed.task = tasks_add(deed.tasks,
			      &(struct task){
				      .object = id,
				      .action = "domain.shutdown",
				      .what = mem_strdup("Shut down db-primary"),
				      .overlay = "shutting down...",
				      .goal = {.states = 1u << DOMAIN_SHUTOFF, .autostart = -1},
			      });
	ask(h, "db-primary", DOMAIN_VERB_SHUTDOWN, &deed);
	assert_false(host_settled(h));
	assert_ptr_equal(tasks_pending(deed.tasks, id), deed.task);
	turn_until(w, deed.done);
	assert_int_equal(deed.started, 1);
	assert_int_equal(deed.code, ERR_NONE);
	assert_string_equal(deed.calls, "virDomainShutdownFlags(db-primary, 0)");
	assert_int_equal(deed.task->state, TASK_WAITING);
	assert_ptr_equal(tasks_pending(deed.tasks, id), deed.task);

	turn_until(w, tasks_confirm(deed.tasks, host_view(h)->snapshot));
	assert_int_equal(deed.task->state, TASK_DONE);
	assert_true(is_in(h, "db-primary", DOMAIN_SHUTOFF));
	assert_null(tasks_pending(deed.tasks, id));
	tasks_destroy(deed.tasks);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

#define XML_NEW  "<domain><name>new</name><title>Fresh</title></domain>"
#define XML_LIVE "<domain><name>live</name></domain>"

/* One after the other; `on` and text as of before, state and name as of after. */
static const struct {
	enum verb verb;
	const char *on, *text;
	const char *name; /* afterwards; NULL: the same */
	int state;        /* afterwards; -1: it is gone */
	const char *calls;
} verb_rows[] = {
	{DOMAIN_VERB_START, "web-front-02", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainCreateWithFlags(web-front-02, 0)"},
	{DOMAIN_VERB_SUSPEND, "web-front-02", NULL, NULL, DOMAIN_PAUSED,
	 "virDomainSuspend(web-front-02)"},
	{DOMAIN_VERB_RESUME, "web-front-02", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainResume(web-front-02)"},
	{DOMAIN_VERB_REBOOT, "web-front-02", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainReboot(web-front-02, 0)"},
	{DOMAIN_VERB_RESET, "web-front-02", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainReset(web-front-02, 0)"},
	{DOMAIN_VERB_NMI, "web-front-02", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainInjectNMI(web-front-02, 0)"},
	{DOMAIN_VERB_SEND_KEYS, "web-front-02", "Ctrl+alt+delete", NULL, DOMAIN_RUNNING,
	 "virDomainSendKey(web-front-02, Ctrl+alt+delete, VIR_KEYCODE_SET_LINUX)"},
	{DOMAIN_VERB_SHUTDOWN, "web-front-02", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainShutdownFlags(web-front-02, 0)"},
	{DOMAIN_VERB_START_PAUSED, "web-front-02", NULL, NULL, DOMAIN_PAUSED,
	 "virDomainCreateWithFlags(web-front-02, VIR_DOMAIN_START_PAUSED)"},
	{DOMAIN_VERB_STOP_GRACEFUL, "web-front-02", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainDestroyFlags(web-front-02, VIR_DOMAIN_DESTROY_GRACEFUL)"},
	{DOMAIN_VERB_FORCE_OFF, "mail", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainDestroyFlags(mail, 0)"},
	{DOMAIN_VERB_SHUTDOWN_ACPI, "cache-01", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainShutdownFlags(cache-01, VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN)"},
	{DOMAIN_VERB_WAKE_UP, "desktop-anna", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainPMWakeup(desktop-anna, 0)"},
	{DOMAIN_VERB_MANAGED_SAVE, "db-replica", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainManagedSave(db-replica, 0)"},
	{DOMAIN_VERB_DROP_SAVED, "db-replica", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainManagedSaveRemove(db-replica, 0)"},
	{DOMAIN_VERB_START_FRESH, "db-replica", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainCreateWithFlags(db-replica, VIR_DOMAIN_START_FORCE_BOOT)"},
	{DOMAIN_VERB_START_RESET_NVRAM, "web-front-02", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainCreateWithFlags(web-front-02, VIR_DOMAIN_START_RESET_NVRAM)"},
	{DOMAIN_VERB_DUMP, "db-replica", "/tmp/core", NULL, DOMAIN_RUNNING,
	 "virDomainCoreDump(db-replica, /tmp/core, VIR_DUMP_MEMORY_ONLY | VIR_DUMP_LIVE)"},
	{DOMAIN_VERB_SAVE, "db-replica", "/tmp/state", NULL, DOMAIN_SHUTOFF,
	 "virDomainSaveFlags(db-replica, /tmp/state, NULL, 0)"},
	{DOMAIN_VERB_RESTORE, NULL, "/tmp/state", "db-replica", DOMAIN_RUNNING,
	 "virDomainRestoreFlags(/tmp/state, NULL, 0)"},
	{DOMAIN_VERB_AUTOSTART_ON, "mail", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainSetAutostart(mail, 1)"},
	{DOMAIN_VERB_AUTOSTART_OFF, "mail", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainSetAutostart(mail, 0)"},
	{DOMAIN_VERB_SET_TITLE, "mail", "Post office", NULL, DOMAIN_SHUTOFF,
	 "virDomainSetMetadata(mail, Post office, VIR_DOMAIN_METADATA_TITLE)"},
	{DOMAIN_VERB_SET_DESCRIPTION, "mail", "Two\nlines", NULL, DOMAIN_SHUTOFF,
	 "virDomainSetMetadata(mail, Two\nlines, VIR_DOMAIN_METADATA_DESCRIPTION)"},
	{DOMAIN_VERB_SET_TAGS, "mail", "lab owner=anna", NULL, DOMAIN_SHUTOFF,
	 "virDomainSetMetadata(mail, lab owner=anna, VIR_DOMAIN_METADATA_ELEMENT)"},
	{DOMAIN_VERB_DROP_TAGS, "mail", NULL, NULL, DOMAIN_SHUTOFF,
	 "virDomainSetMetadata(mail, VIR_DOMAIN_METADATA_ELEMENT)"},
	{DOMAIN_VERB_RENAME, "mail", "post", "post", DOMAIN_SHUTOFF,
	 "virDomainRename(mail, post, 0)"},
	{DOMAIN_VERB_UNDEFINE, "post", NULL, NULL, -1,
	 "virDomainUndefineFlags(post, VIR_DOMAIN_UNDEFINE_MANAGED_SAVE)"},
	{DOMAIN_VERB_DEFINE, NULL, XML_NEW, "new", DOMAIN_SHUTOFF,
	 "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)"},
	{DOMAIN_VERB_CREATE, NULL, XML_LIVE, "live", DOMAIN_RUNNING,
	 "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)"},
	{DOMAIN_VERB_PERSIST, "live", NULL, NULL, DOMAIN_RUNNING,
	 "virDomainDefineXMLFlags(live, XML, VIR_DOMAIN_DEFINE_VALIDATE)"},
};

static void check_verb(struct world *w, struct host *h, size_t i)
{
	struct deed deed = {0};
	const char *name = verb_rows[i].name ? verb_rows[i].name : verb_rows[i].on;
	int state = verb_rows[i].state;
	ask_with(h, verb_rows[i].on, verb_rows[i].verb, verb_rows[i].text, &deed);
	turn_until(w, deed.done);
	if (deed.error)
		fail_msg("%s: %s", verb_rows[i].calls, deed.error);
	assert_string_equal(deed.calls, verb_rows[i].calls);
	turn_until(w, host_settled(h) && (state < 0 ? !find(h, name)
						    : is_in(h, name, (enum domain_state)state)));
	deed_free(&deed);
}

/* A driver that sends no event for it. */
static void test_edited_definition_is_seen_at_once(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "edited", "");
	struct deed deed = {0};
	fake_mute("edited", true);
	ask_with(h, "mail", DOMAIN_VERB_EDIT, "<domain><title>Post office</title></domain>", &deed);
	turn_until(w, deed.done && host_settled(h));
	assert_string_equal(find(h, "mail")->def.title, "Post office");
	assert_int_equal(heard.events, 0);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_every_verb(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "verbs", "");
	/* These have tests of their own. */
	uint64_t seen = UINT64_C(1) << DOMAIN_VERB_SHUTDOWN_AGENT | UINT64_C(1) << DOMAIN_VERB_SAVE_XML |
			UINT64_C(1) << DOMAIN_VERB_READ_XML | UINT64_C(1) << DOMAIN_VERB_EDIT |
			UINT64_C(1) << DOMAIN_VERB_PERSIST;
	for (size_t i = 0; i < ARRAY_SIZE(verb_rows); i++) {
		check_verb(w, h, i);
		seen |= UINT64_C(1) << verb_rows[i].verb;
		/* No event tells these. */
		if (verb_rows[i].verb == DOMAIN_VERB_AUTOSTART_ON)
			assert_true(find(h, "mail")->autostart);
		if (verb_rows[i].verb == DOMAIN_VERB_AUTOSTART_OFF)
			assert_false(find(h, "mail")->autostart);
		if (verb_rows[i].verb == DOMAIN_VERB_MANAGED_SAVE)
			assert_true(find(h, "db-replica")->managed_save);
		if (verb_rows[i].verb == DOMAIN_VERB_DROP_SAVED)
			assert_false(find(h, "db-replica")->managed_save);
		if (verb_rows[i].verb == DOMAIN_VERB_SET_TITLE)
			assert_string_equal(find(h, "mail")->def.title, "Post office");
		if (verb_rows[i].verb == DOMAIN_VERB_CREATE)
			assert_false(find(h, "live")->persistent);
	}
	assert_int_equal(seen, (UINT64_C(1) << DOMAIN_VERBS) - 1);
	assert_true(find(h, "new")->persistent);
	assert_string_equal(find(h, "new")->def.title, "Fresh");
	assert_true(find(h, "live")->persistent);
	end(h);
	heard_free(&heard);
}

/* Only what has an answer gives one. */
static void test_definition_is_an_answer(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = open_settled(w, &heard, "answers", "");

	ask_with(h, "mail", DOMAIN_VERB_READ_XML, NULL, &deed);
	turn_until(w, deed.done);
	assert_null(deed.error);
	assert_non_null(strstr(deed.answer, "<name>mail</name>"));
	assert_string_equal(deed.calls, "virDomainGetXMLDesc(mail, VIR_DOMAIN_XML_INACTIVE)");
	deed_free(&deed);
	ask_with(h, "mail", DOMAIN_VERB_AUTOSTART_ON, NULL, &deed);
	turn_until(w, deed.done);
	assert_null(deed.answer);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void keep_xml(struct world *w, struct host *h, const char *path, struct deed *deed)
{
	deed_free(deed);
	ask_with(h, "mail", DOMAIN_VERB_SAVE_XML, path, deed);
	turn_until(w, deed->done);
}

/* Never over what is there. */
static void test_definition_is_kept_in_a_new_file(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = open_settled(w, &heard, "keeps", "");
	char dir[] = "/tmp/virtty-keep-XXXXXX";
	struct stat st;
	assert_non_null(mkdtemp(dir));
	autofree char *path = mem_printf("%s/mail.xml", dir);
	autofree char *nowhere = mem_printf("%s/none/mail.xml", dir);

	keep_xml(w, h, path, &deed);
	assert_null(deed.error);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	autofree char *calls = mem_printf("virDomainGetXMLDesc(mail, VIR_DOMAIN_XML_INACTIVE | "
					  "VIR_DOMAIN_XML_SECURE)\nwrote %d bytes to %s",
					  (int)st.st_size, path);
	assert_string_equal(deed.calls, calls);

	assert_int_equal(truncate(path, 3), 0);
	keep_xml(w, h, path, &deed);
	assert_int_equal(deed.code, ERR_INVALID);
	assert_non_null(strstr(deed.error, "mail.xml exists already: choose another name"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 3);

	keep_xml(w, h, nowhere, &deed);
	assert_int_equal(deed.code, ERR_FAILED);
	assert_non_null(strstr(deed.error, "No such file or directory"));

	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(dir), 0);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_agent_shuts_down_what_has_one(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "agents", "domains=25&acpi=ignore");
	char *names[2] = {NULL, NULL}; /* without, and with an agent */
	for (size_t i = 0; i < host_view(h)->snapshot->n_domains; i++) {
		const struct domain *d = &host_view(h)->snapshot->domains[i];
		if (d->state == DOMAIN_RUNNING && !names[d->def.has_agent])
			names[d->def.has_agent] = mem_strdup(d->name);
	}
	struct deed deeds[2] = {{0}, {0}};
	for (size_t i = 0; i < 2; i++)
		ask(h, names[i], DOMAIN_VERB_SHUTDOWN_AGENT, &deeds[i]);
	turn_until(w, deeds[0].done && deeds[1].done && is_in(h, names[1], DOMAIN_SHUTOFF));
	assert_int_equal(deeds[0].code, ERR_UNSUPPORTED);
	assert_non_null(strstr(deeds[0].error, "guest agent is not configured"));
	assert_true(is_in(h, names[0], DOMAIN_RUNNING));
	assert_null(deeds[1].error);
	for (size_t i = 0; i < 2; i++) {
		deed_free(&deeds[i]);
		free(names[i]);
	}
	end(h);
	heard_free(&heard);
}

static void test_bad_requests_say_why(void **state)
{
	static const struct {
		enum verb verb;
		const char *on, *text;
		enum err_code code;
		const char *words;
	} rows[] = {
		{DOMAIN_VERB_SEND_KEYS, "db-primary", "ctrl+hyper+x", ERR_INVALID, "\"hyper\""},
		{DOMAIN_VERB_RENAME, "db-primary", "db", ERR_FAILED, "cannot rename active"},
		{DOMAIN_VERB_RENAME, "web-front-02", "mail", ERR_FAILED, "already exists"},
		{DOMAIN_VERB_UNDEFINE, "db-primary", NULL, ERR_INVALID, "shut it down before"},
		{DOMAIN_VERB_SAVE, "db-primary", "state", ERR_INVALID, "begin with /"},
		{DOMAIN_VERB_RESTORE, NULL, "/nowhere", ERR_FAILED, "No such file"},
		{DOMAIN_VERB_DEFINE, NULL, "words", ERR_FAILED, "Start tag expected"},
		{DOMAIN_VERB_CREATE, NULL, "<domain/>", ERR_FAILED, "failed to validate"},
		{DOMAIN_VERB_SET_TITLE, "mail", "a\nb", ERR_FAILED, "newlines"},
	};
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "bad", "");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct deed deed = {0};
		ask_with(h, rows[i].on, rows[i].verb, rows[i].text, &deed);
		turn_until(w, deed.done);
		assert_int_equal(deed.code, rows[i].code);
		if (!strstr(deed.error, rows[i].words))
			fail_msg("%s", deed.error);
		deed_free(&deed);
	}
	end(h);
	heard_free(&heard);
}

/* ---- many at once ---- */

#define MANY 8

static unsigned count_done(const struct deed *deeds, size_t n)
{
	unsigned done = 0;
	for (size_t i = 0; i < n; i++)
		done += deeds[i].done;
	return done;
}

static void test_so_many_at_once_and_no_more(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deeds[MANY] = {{0}};
	struct host *h = make_with(w, &heard, (struct host_options){.name = "many", .lanes = 3},
				   "domains=60");
	host_open(h);
	turn_until(w, host_settled(h));
	fake_hold("many", "domain_do");
	fake_fail_next("many", "domain_do", ERR_FAILED, "no memory left");
	size_t asked = 0;
	for (size_t i = 0; i < host_view(h)->snapshot->n_domains && asked < MANY; i++)
		if (host_view(h)->snapshot->domains[i].state == DOMAIN_SHUTOFF)
			ask(h, host_view(h)->snapshot->domains[i].name, DOMAIN_VERB_START,
			    &deeds[asked++]);
	assert_int_equal(asked, MANY);
	turn_until(w, fake_calls("many", "domain_do") == 3);
	turn_figures(w, &heard, 3);
	assert_int_equal(fake_calls("many", "domain_do"), 3);
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(deeds[i].started, i < 3); /* oldest first */
	fake_hold("many", NULL);
	turn_until(w, count_done(deeds, MANY) == MANY && host_settled(h));
	unsigned failed = 0;
	for (size_t i = 0; i < MANY; i++) {
		assert_int_equal(deeds[i].started, 1);
		assert_int_equal(deeds[i].done, 1);
		failed += deeds[i].code == ERR_FAILED;
		deed_free(&deeds[i]);
	}
	assert_int_equal(failed, 1);
	assert_in_range(fake_most_doing("many"), 1, 3);
	assert_in_range(fake_open_connections("many"), SETTLED + 1, SETTLED + 2);
	end(h);
	heard_free(&heard);
}

static void test_unused_lanes_are_closed(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "spares", .spare_ms = 300}, "");
	host_open(h);
	turn_until(w, host_settled(h));
	ask(h, "db-primary", DOMAIN_VERB_MANAGED_SAVE, &deed);
	turn_until(w, deed.done);
	assert_null(deed.error);
	assert_int_equal(fake_open_connections("spares"), SETTLED + 1);
	turn_until(w, fake_open_connections("spares") == SETTLED);
	ask(h, "db-replica", DOMAIN_VERB_MANAGED_SAVE, &deed);
	turn_until(w, deed.done == 2);
	assert_null(deed.error);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_one_machine_is_asked_in_order(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed first = {0}, second = {0}, other = {0};
	struct host *h = open_settled(w, &heard, "order", "");
	fake_hold("order", "domain_do");
	ask(h, "db-primary", DOMAIN_VERB_SUSPEND, &first);
	ask(h, "db-primary", DOMAIN_VERB_RESUME, &second);
	ask(h, "web-front-02", DOMAIN_VERB_START, &other);
	turn_until(w, fake_calls("order", "domain_do") == 2);
	assert_int_equal(first.started, 1);
	assert_int_equal(second.started, 0);
	assert_int_equal(other.started, 1);
	fake_hold("order", NULL);
	turn_until(w, first.done && second.done && other.done && host_settled(h));
	assert_null(first.error);
	assert_null(second.error);
	assert_true(is_in(h, "db-primary", DOMAIN_RUNNING));
	deed_free(&first);
	deed_free(&second);
	deed_free(&other);
	end(h);
	heard_free(&heard);
}

static void test_force_off_goes_past_what_hangs(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed nmi = {0}, off = {0};
	struct host *h = open_settled(w, &heard, "past", "");
	fake_hold("past", "domain_do");
	ask(h, "db-primary", DOMAIN_VERB_NMI, &nmi);
	ask(h, "db-primary", DOMAIN_VERB_FORCE_OFF, &off);
	turn_until(w, fake_calls("past", "domain_do") == 2);
	assert_int_equal(off.started, 1);
	fake_hold("past", NULL);
	turn_until(w, nmi.done && off.done && is_in(h, "db-primary", DOMAIN_SHUTOFF));
	deed_free(&nmi);
	deed_free(&off);
	end(h);
	heard_free(&heard);
}

/* ---- what takes long ---- */

static void test_progress_of_a_save_that_is_cancelled(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed save = {0}, quick = {0};
	struct host *h = open_settled(w, &heard, "saves", "job_ms=600000");
	ask(h, "db-primary", DOMAIN_VERB_MANAGED_SAVE, &save);
	ask(h, "web-front-02", DOMAIN_VERB_START, &quick);
	turn_until(w, quick.done && is_in(h, "web-front-02", DOMAIN_RUNNING));
	assert_int_equal(save.done, 0);
	turn_until(w, save.progressed >= 2);
	assert_true(save.progress.share > 0 && save.progress.share < 1);
	assert_int_equal(save.progress.total, find(h, "db-primary")->def.memory);
	assert_true(save.progress.done < save.progress.total && save.progress.rate > 0);
	assert_false(host_settled(h));
	assert_false(host_view(h)->unresponsive);

	assert_true(host_cancel(h, save.ticket));
	turn_until(w, save.done);
	assert_int_equal(save.code, ERR_CANCELLED);
	assert_non_null(strstr(save.error, "canceled by client"));
	/* The answer to the abort may come after it has worked. */
	assert_true(str_starts(save.calls, "virDomainManagedSave(db-primary, 0)"));
	assert_false(host_cancel(h, save.ticket));
	turn_until(w, host_settled(h));
	assert_true(is_in(h, "db-primary", DOMAIN_RUNNING));
	assert_int_equal(fake_calls("saves", "domain_abort_job"), 1);
	deed_free(&save);
	deed_free(&quick);
	end(h);
	heard_free(&heard);
}

static void test_cancel_comes_before_the_job_begins(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed save = {0};
	struct host *h = open_settled(w, &heard, "early", "job_ms=600000");
	fake_hold("early", "domain_do");
	ask(h, "db-primary", DOMAIN_VERB_MANAGED_SAVE, &save);
	turn_until(w, fake_calls("early", "domain_do") == 1);
	assert_true(host_cancel(h, save.ticket));
	turn_until(w, fake_calls("early", "domain_abort_job") == 1);
	assert_int_equal(save.done, 0);
	fake_hold("early", NULL);
	turn_until(w, save.done);
	assert_int_equal(save.code, ERR_CANCELLED);
	assert_true(fake_calls("early", "domain_abort_job") >= 2);
	deed_free(&save);
	end(h);
	heard_free(&heard);
}

static void test_what_waits_is_cancelled_at_once(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed first = {0}, second = {0};
	struct host *h =
		make_with(w, &heard, (struct host_options){.name = "queue", .lanes = 1}, "");
	host_open(h);
	turn_until(w, host_settled(h));
	fake_hold("queue", "domain_do");
	ask(h, "web-front-02", DOMAIN_VERB_START, &first);
	ask(h, "db-primary", DOMAIN_VERB_FORCE_OFF, &second);
	assert_true(host_cancel(h, second.ticket));
	assert_int_equal(second.done, 1);
	assert_int_equal(second.started, 0);
	assert_int_equal(second.code, ERR_CANCELLED);
	assert_string_equal(second.error, "cancelled before it was asked: nothing was done");
	assert_false(host_cancel(h, second.ticket));
	assert_true(host_cancel(h, first.ticket)); /* has no job: goes on */
	fake_hold("queue", NULL);
	turn_until(w, first.done && host_settled(h));
	assert_null(first.error);
	assert_int_equal(fake_calls("queue", "domain_do"), 1);
	assert_int_equal(fake_calls("queue", "domain_abort_job"), 0);
	assert_true(is_in(h, "db-primary", DOMAIN_RUNNING));
	deed_free(&first);
	deed_free(&second);
	end(h);
	heard_free(&heard);
}

static void test_long_ones_leave_a_lane(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed saves[2] = {{0}, {0}}, quick = {0};
	struct host *h = make_with(w, &heard, (struct host_options){.name = "leave", .lanes = 2},
				   "job_ms=600000");
	host_open(h);
	turn_until(w, host_settled(h));
	ask(h, "db-primary", DOMAIN_VERB_MANAGED_SAVE, &saves[0]);
	ask(h, "db-replica", DOMAIN_VERB_MANAGED_SAVE, &saves[1]);
	ask(h, "web-front-02", DOMAIN_VERB_START, &quick); /* goes past the one that waits */
	turn_until(w, quick.done);
	assert_int_equal(saves[0].started, 1);
	assert_int_equal(saves[1].started, 0);
	assert_true(host_cancel(h, saves[0].ticket));
	turn_until(w, saves[0].done && saves[1].started);
	assert_true(host_cancel(h, saves[1].ticket));
	turn_until(w, saves[1].done);
	assert_int_equal(saves[1].code, ERR_CANCELLED);
	deed_free(&saves[0]);
	deed_free(&saves[1]);
	deed_free(&quick);
	end(h);
	heard_free(&heard);
}

static void test_long_one_outlives_a_lost_connection(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed save = {0};
	struct host *h = open_settled(w, &heard, "long-lost", "job_ms=600000");
	ask_with(h, "db-primary", DOMAIN_VERB_SAVE, "/state", &save);
	turn_until(w, save.progressed);
	fake_disconnect("long-lost");
	turn_until(w, save.done);
	assert_int_equal(save.code, ERR_LOST);
	assert_non_null(strstr(save.error, "not known whether it was done"));
	turn_until(w, host_view(h)->state == HOST_UP && host_settled(h));
	deed_free(&save);
	end(h);
	heard_free(&heard);
}

/* ---- guests ---- */

static void want(struct host *h, const char *const *names, size_t n)
{
	unsigned char uuids[8][UUID_SIZE];
	assert_true(n <= 8);
	for (size_t i = 0; i < n; i++)
		memcpy(uuids[i], find(h, names[i])->uuid, UUID_SIZE);
	host_want_guests(h, (const unsigned char(*)[UUID_SIZE])uuids, n);
}

static const struct guest_facts *guest(const struct host *h, const char *name)
{
	return guests_find(host_view(h)->guests, find(h, name)->uuid);
}

static void test_guests_that_somebody_looks_at(void **state)
{
	static const char *const names[] = {"db-primary", "web-front-02", "db-replica", "cache-01"};
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "guests", "");
	assert_int_equal(fake_calls("guests", "guest_read"), TROUBLED);
	assert_int_equal(fake_open_connections("guests"), SETTLED);
	want(h, names, 4);
	assert_false(host_settled(h));
	turn_until(w, host_settled(h));
	/* Not what is off; each without its agent first, then with it. */
	assert_int_equal(fake_calls("guests", "guest_read"), TROUBLED + 2 * 3);
	assert_int_equal(fake_open_connections("guests"), SETTLED);
	assert_int_equal(heard.guests, TROUBLED + 2 * 3);
	assert_null(guest(h, "web-front-02"));
	assert_null(guest(h, "monitoring")); /* nobody looks */
	for (size_t i = 0; i < 4; i++) {
		const struct guest_facts *f = guest(h, names[i]);
		if (!f)
			continue;
		assert_int_equal(!f->hostname, !find(h, names[i])->def.has_agent);
		assert_int_equal(!f->addresses, !f->n_all);
		assert_true(clock_now_ns() - f->time_ns < PATIENCE_NS);
	}

	unsigned read = fake_calls("guests", "guest_read");
	assert_true(fake_set_state("guests", "web-front-02", DOMAIN_RUNNING, 1));
	turn_until(w, guest(h, "web-front-02") && host_settled(h));
	assert_true(fake_set_state("guests", "db-primary", DOMAIN_SHUTOFF, 1));
	turn_until(w, is_in(h, "db-primary", DOMAIN_SHUTOFF));
	assert_null(guest(h, "db-primary"));
	assert_true(fake_set_state("guests", "db-primary", DOMAIN_RUNNING, 1));
	turn_until(w, guest(h, "db-primary") && host_settled(h));
	unsigned agents = find(h, "web-front-02")->def.has_agent + find(h, "db-primary")->def.has_agent;
	assert_int_equal(fake_calls("guests", "guest_read"), read + 2 + agents);
	unsigned char uuid[UUID_SIZE];
	assert_true(fake_uuid("guests", "db-primary", uuid));
	assert_non_null(guests_find(host_view(h)->guests, uuid));
	host_close(h);
	assert_null(guests_find(host_view(h)->guests, uuid));
	end(h);
	heard_free(&heard);
}

static void test_agent_that_comes_later(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "later", "");
	autofree char *name = NULL;
	for (size_t i = 0; i < host_view(h)->snapshot->n_domains && !name; i++) {
		const struct domain *d = &host_view(h)->snapshot->domains[i];
		if (d->state == DOMAIN_RUNNING && d->def.has_agent)
			name = mem_strdup(d->name);
	}
	assert_non_null(name);
	const char *const names[] = {name};
	assert_true(fake_set("later", name, "agent", "no"));
	want(h, names, 1);
	turn_until(w, guest(h, name) && host_settled(h));
	assert_null(guest(h, name)->hostname);
	unsigned read = fake_calls("later", "guest_read");
	assert_true(fake_set("later", name, "agent", "yes"));
	turn_until(w, fake_calls("later", "guest_read") > read && host_settled(h));
	assert_string_equal(guest(h, name)->hostname, name);
	assert_false(guest(h, name)->expired);

	/* It comes while it is being read: read once more. */
	fake_hold("later", "guest_read");
	assert_true(fake_set("later", name, "agent", "no"));
	turn_until(w, fake_calls("later", "guest_read") > read + 1);
	assert_true(fake_set("later", name, "agent", "yes"));
	turn_until(w, heard.events == 4);
	fake_hold("later", NULL);
	turn_until(w, host_settled(h) && fake_calls("later", "guest_read") >= read + 3);
	assert_false(guest(h, name)->expired);
	end(h);
	heard_free(&heard);
}

/* Two that run and have a lease, too. The caller frees. */
static void two_with_agents(const struct host *h, char **ret_first, char **ret_second)
{
	for (size_t i = 0; i < host_view(h)->snapshot->n_domains && !*ret_second; i++) {
		const struct domain *d = &host_view(h)->snapshot->domains[i];
		if (d->state != DOMAIN_RUNNING || !d->def.has_agent || d->uuid[12] % 3 != 0)
			continue;
		*(*ret_first ? ret_second : ret_first) = mem_strdup(d->name);
	}
	assert_non_null(*ret_second);
}

static void test_silent_agent_holds_up_nothing(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "silent", .stuck_ms = 1000}, "domains=60");
	host_open(h);
	turn_until(w, host_settled(h));
	autofree char *hangs = NULL, *answers = NULL;
	two_with_agents(h, &hangs, &answers);
	const char *const both[] = {hangs, answers};
	assert_true(fake_agent_hangs("silent", hangs, true));
	want(h, both, 2);
	turn_until(w, fake_calls("silent", "guest_read") == TROUBLED + 3);
	unsigned figures = heard.figures;
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed);
	turn_until(w, deed.done && heard.figures >= figures + 2);
	assert_null(guest(h, answers)->hostname);
	turn_until(w, guest(h, answers)->hostname && host_settled(h)); /* the other is left alone */
	assert_null(guest(h, hangs)->hostname);
	assert_false(guest(h, hangs)->expired);
	assert_int_equal(host_view(h)->state, HOST_UP);
	assert_int_equal(fake_calls("silent", "guest_read"), TROUBLED + 4);
	assert_true(fake_agent_hangs("silent", hangs, false));
	turn_until(w, fake_open_connections("silent") == SETTLED);
	assert_null(guest(h, hangs)->hostname); /* that answer came over a lane that was given up */
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

/* What leases tell is there while an agent still hangs, of the guests after its own, too. */
static void test_leases_do_not_wait_for_agents(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "leases", "domains=60");
	autofree char *hangs = NULL, *next = NULL;
	two_with_agents(h, &hangs, &next);
	const char *const both[] = {hangs, next};
	assert_true(fake_agent_hangs("leases", hangs, true));
	want(h, both, 2);
	turn_until(w, guest(h, hangs) && guest(h, next));
	for (size_t i = 0; i < 2; i++) {
		assert_non_null(guest(h, both[i])->addresses);
		assert_int_equal(guest(h, both[i])->all[0].source, GUEST_LEASE);
		assert_null(guest(h, both[i])->hostname);
	}
	assert_true(fake_agent_hangs("leases", hangs, false));
	turn_until(w, host_settled(h));
	assert_string_equal(guest(h, hangs)->hostname, hangs);
	assert_string_equal(guest(h, next)->hostname, next);
	end(h);
	heard_free(&heard);
}

static void test_an_agent_that_did_not_answer_is_left_alone(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "mutes", "domains=60");
	autofree char *mute = NULL, *talks = NULL;
	two_with_agents(h, &mute, &talks);
	const char *const both[] = {mute, talks};
	assert_true(fake_set("mutes", mute, "silent", "yes"));
	want(h, both, 2);
	turn_until(w, host_settled(h));
	assert_int_equal(fake_calls("mutes", "guest_read"), TROUBLED + 4);
	assert_true(guest(h, mute)->lacks_agent);
	assert_non_null(guest(h, mute)->addresses);
	assert_string_equal(guest(h, talks)->hostname, talks);

	/* Until somebody asks for it. */
	assert_true(fake_set("mutes", mute, "silent", "no"));
	host_refresh(h);
	turn_until(w, host_settled(h));
	assert_string_equal(guest(h, mute)->hostname, mute);
	end(h);
	heard_free(&heard);
}

static void test_what_is_known_of_a_silent_agent_expires(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "hushed", .stuck_ms = 1000}, "domains=3");
	const char *const names[] = {"db-primary"};
	host_open(h);
	turn_until(w, host_settled(h));
	want(h, names, 1);
	turn_until(w, host_settled(h));
	assert_false(guest(h, names[0])->expired);
	autofree char *address = mem_strdup(guest(h, names[0])->addresses);
	assert_non_null(address);

	unsigned read = fake_calls("hushed", "guest_read");
	assert_true(fake_agent_hangs("hushed", names[0], true));
	assert_true(fake_set("hushed", names[0], "agent", "yes"));
	turn_until(w, fake_calls("hushed", "guest_read") > read);
	turn_until(w, host_settled(h)); /* it is left alone */
	assert_string_equal(guest(h, names[0])->addresses, address);
	assert_true(guest(h, names[0])->expired);
	assert_true(fake_agent_hangs("hushed", names[0], false));
	turn_until(w, fake_open_connections("hushed") == SETTLED);
	end(h);
	heard_free(&heard);
}

static void test_guests_over_the_only_lane(void **state)
{
	static const char *const names[] = {"db-primary", "cache-01"};
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "one-guests", "shared=1");
	want(h, names, 2);
	turn_until(w, host_settled(h));
	assert_non_null(guest(h, "db-primary"));
	assert_non_null(guest(h, "cache-01"));
	assert_int_equal(fake_calls("one-guests", "conn_open"), 1);
	fake_fail_next("one-guests", "guest_read", ERR_LOST, "end of file");
	assert_true(fake_set_state("one-guests", "db-primary", DOMAIN_SHUTOFF, 1));
	turn_until(w, is_in(h, "db-primary", DOMAIN_SHUTOFF));
	assert_true(fake_set_state("one-guests", "db-primary", DOMAIN_RUNNING, 1));
	turn_until(w, host_view(h)->state == HOST_LOST);
	turn_until(w, host_view(h)->state == HOST_UP);
	end(h);
	heard_free(&heard);
}

static void test_verb_that_fails_says_why(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = open_settled(w, &heard, "fails", "");
	ask(h, "db-primary", DOMAIN_VERB_START, &deed);
	turn_until(w, deed.done);
	assert_int_equal(deed.code, ERR_FAILED);
	assert_string_equal(deed.error,
			    "Requested operation is not valid: domain is already running");
	assert_string_equal(deed.calls, "virDomainCreateWithFlags(db-primary, 0)");
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_verb_on_a_broken_act_connection(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = open_settled(w, &heard, "breaks", "");
	fake_fail_next("breaks", "domain_do", ERR_LOST, "end of file");
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed);
	turn_until(w, deed.done);
	assert_int_equal(deed.code, ERR_LOST);
	assert_string_equal(deed.error, "end of file; it is not known whether it was done");
	assert_int_equal(host_view(h)->state, HOST_UP);
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed); /* over a new connection */
	turn_until(w, deed.done == 2 && is_in(h, "web-front-02", DOMAIN_RUNNING));
	assert_null(deed.error);
	deed_free(&deed);
	turn_until(w, host_settled(h));
	assert_int_equal(fake_calls("breaks", "conn_open"), SETTLED + 1);
	end(h);
	heard_free(&heard);
}

static void test_second_connection_that_fails_at_first(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = make(w, &heard, "second", "open_delay_ms=1000");
	host_open(h);
	turn_until(w, host_view(h)->state == HOST_UP);
	fake_fail_next("second", "conn_open", ERR_FAILED, "too many clients");
	turn_until(w, host_settled(h));
	assert_int_equal(host_view(h)->state, HOST_UP);
	assert_int_equal(fake_open_connections("second"), SETTLED - 1);
	assert_non_null(host_view(h)->node.hostname); /* read over the first one then */
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed);
	turn_until(w, deed.done);
	assert_null(deed.error);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_what_was_asked_when_the_connection_broke(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed first = {0}, second = {0};
	struct host *h =
		make_with(w, &heard, (struct host_options){.name = "midway", .lanes = 1}, "");
	host_open(h);
	turn_until(w, host_settled(h));
	fake_stall("midway", true);
	ask(h, "web-front-02", DOMAIN_VERB_START, &first);
	ask(h, "db-primary", DOMAIN_VERB_FORCE_OFF, &second);
	turn_until(w, fake_calls("midway", "domain_do") == 1);
	assert_int_equal(first.started, 1);
	assert_int_equal(second.started, 0);
	fake_disconnect("midway");
	turn_until(w, first.done && second.done);
	assert_int_equal(first.code, ERR_LOST);
	assert_non_null(strstr(first.error, "not known whether it was done"));
	assert_int_equal(second.code, ERR_CANCELLED);
	assert_non_null(strstr(second.error, "nothing was done"));
	assert_string_equal(second.calls, "");
	fake_stall("midway", false);
	turn_until(w, host_view(h)->state == HOST_UP && host_settled(h));
	assert_int_equal(first.done, 1);
	assert_int_equal(second.done, 1);
	assert_int_equal(fake_calls("midway", "domain_do"), 1);
	deed_free(&first);
	deed_free(&second);
	end(h);
	heard_free(&heard);
}

static void test_verb_outlives_a_closed_host(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = open_settled(w, &heard, "outlives", "");
	fake_stall("outlives", true);
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed);
	turn_until(w, fake_calls("outlives", "domain_do") == 1);
	host_close(h);
	assert_int_equal(host_view(h)->state, HOST_CLOSED);
	assert_int_equal(deed.done, 0); /* it may still be going on */
	assert_false(host_settled(h));
	fake_stall("outlives", false);
	turn_until(w, deed.done);
	assert_null(deed.error);
	assert_true(host_settled(h));
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_one_connection_for_all(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = open_settled(w, &heard, "one", "shared=1");
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed);
	turn_until(w, deed.done && is_in(h, "web-front-02", DOMAIN_RUNNING) && host_settled(h));
	assert_null(deed.error);
	assert_int_equal(deed.started, 1);
	assert_int_equal(fake_calls("one", "conn_open"), 1);
	assert_non_null(host_view(h)->node.hostname);

	fake_fail_next("one", "domain_do", ERR_LOST, "end of file");
	ask(h, "db-primary", DOMAIN_VERB_FORCE_OFF, &deed);
	turn_until(w, deed.done == 2);
	assert_int_equal(deed.code, ERR_LOST);
	assert_int_equal(host_view(h)->state, HOST_LOST); /* it was the only one */
	turn_until(w, host_view(h)->state == HOST_UP && host_settled(h));
	assert_int_equal(fake_calls("one", "conn_open"), 2);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_the_only_lane_says_that_it_answers_again(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	const struct reading_key networks = reading_key_host(READING_NETWORKS);
	struct host *h = make_with(w, &heard, (struct host_options){.name = "waits", .slow_ms = 100,
				   .tick_ms = 3600 * 1000}, "shared=1");
	host_open(h);
	turn_until(w, host_settled(h));
	fake_hold("waits", "networks");
	host_want_readings(h, &networks, 1);
	turn_until(w, host_view(h)->unresponsive);
	unsigned states = heard.states;
	fake_hold("waits", NULL);
	turn_until(w, !host_view(h)->unresponsive);
	assert_int_equal(heard.states, states + 1);
	end(h);
	heard_free(&heard);
}

static void test_destroyed_nobody_is_told(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = open_settled(w, &heard, "untold", "shared=1");
	fake_hold("untold", "domain_do");
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed);
	turn_until(w, fake_calls("untold", "domain_do") == 1);
	fake_hold("untold", NULL);
	end(h);
	assert_int_equal(deed.started, 1);
	assert_int_equal(deed.done, 0);
	deed_free(&deed);
	heard_free(&heard);
}

/* What is made on a host does not make old what was read of the host itself. */
static void test_a_new_machine_is_nothing_new_of_its_host(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	const struct reading_key networks = reading_key_host(READING_NETWORKS);
	struct host *h = open_settled(w, &heard, "makes", "");
	host_want_readings(h, &networks, 1);
	turn_until(w, host_settled(h));
	ask_with(h, NULL, DOMAIN_VERB_DEFINE, "<domain><name>new</name></domain>", &deed);
	turn_until(w, deed.done && host_settled(h));
	assert_int_equal(fake_calls("makes", "networks"), 1);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_read_only_may_look_but_not_touch(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct deed deed = {0};
	struct host *h = make_with(w, &heard,
				   (struct host_options){.name = "readonly", .readonly = true}, "");
	host_open(h);
	turn_until(w, host_settled(h));
	ask(h, "web-front-02", DOMAIN_VERB_START, &deed);
	turn_until(w, deed.done);
	assert_int_equal(deed.code, ERR_DENIED);
	deed_free(&deed);
	end(h);
	heard_free(&heard);
}

static void test_simulated_figures_keep_what_is_real(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = make_with(
		w, &heard, (struct host_options){.name = "demo", .simulate = true}, "bulk=0");
	host_open(h);
	turn_until(w, host_settled(h));
	const struct host_view *v = host_view(h);
	assert_true(v->simulated);
	assert_false(v->bulk_stats);
	const struct domain *d = find(h, "db-primary");
	const struct figures *f = stats_find(v->stats, d->uuid);
	assert_int_equal(f->last.has, STATS_ALL);
	assert_int_equal(f->last.vcpus, d->def.vcpus);
	assert_true(f->last.memory_max >= f->last.memory);
	assert_true(f->cpu_percent >= 0);
	assert_true(v->cpu_percent > 0 && v->cpu_percent < 100);
	d = find(h, "mail"); /* paused: stands still */
	turn_until(w, stats_find(v->stats, d->uuid)->cpu_percent >= 0);
	assert_true(stats_find(v->stats, d->uuid)->cpu_percent < 0.001);
	assert_null(stats_find(v->stats, find(h, "web-front-02")->uuid));
	end(h);
	heard_free(&heard);
}

static void test_control_lines(void **state)
{
	struct world *w = *state;
	struct heard heard = {0};
	struct host *h = open_settled(w, &heard, "lines", "");
	assert_true(fake_control_line("state lines db-primary paused 5\n"));
	turn_until(w, is_in(h, "db-primary", DOMAIN_PAUSED));
	assert_int_equal(find(h, "db-primary")->reason, 5);
	assert_true(fake_control_line("define lines new one"));
	turn_until(w, find(h, "new one"));
	assert_true(fake_control_line("undefine lines new one"));
	turn_until(w, !find(h, "new one"));
	assert_true(fake_control_line("fail lines scan_deep out of luck"));
	turn_until(w, str_equal(host_view(h)->why, "out of luck"));
	assert_true(fake_control_line("refuse lines denied Not you"));
	assert_true(fake_control_line("disconnect lines"));
	turn_until(w, host_view(h)->state == HOST_REFUSED);
	assert_string_equal(host_view(h)->why, "Not you");
	assert_true(fake_control_line("refuse lines none"));
	assert_false(fake_control_line("state lines nobody off"));
	assert_false(fake_control_line("stall"));
	assert_false(fake_control_line("dance lines"));
	end(h);
	heard_free(&heard);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_connects_and_lists),
		T(test_rates_do_not_depend_on_the_wall_clock),
		T(test_first_list_is_there_before_definitions),
		T(test_nothing_waits_for_slow_versions),
		T(test_what_a_host_says_of_itself_is_asked_while_somebody_looks),
		T(test_capabilities_are_read_anew_for_each_connection),
		T(test_a_shared_lane_says_it_too),
		T(test_what_starts_has_figures_at_once),
		T(test_nobody_looks_nothing_is_asked),
		T(test_a_hung_qemu_holds_up_its_own_figures_only),
		T(test_network_rates_stand_while_a_qemu_hangs),
		T(test_the_history_of_its_cpus_has_no_holes),
		T(test_a_qemu_that_hangs_after_its_host_did_is_told_as_soon),
		T(test_refusal_stays_until_asked_again),
		T(test_no_more_files_refuses_and_is_tried_again),
		T(test_daemon_that_is_not_there_yet),
		T(test_first_list_that_fails_refuses),
		T(test_event_is_seen_soon),
		T(test_changed_definition_is_read_again),
		T(test_pouring_events_become_few_lists),
		T(test_no_nic_hangs_in_the_air_that_went),
		T(test_figures_tell_what_no_event_told),
		T(test_figures_of_what_is_off_are_forgotten),
		T(test_counter_reset_is_no_negative_rate),
		T(test_failing_calls_are_said_and_survived),
		T(test_refresh_reads_everything_again),
		T(test_refresh_asks_for_what_failed),
		T(test_refresh_that_fails_is_made_up_for),
		T(test_a_bulk_call_without_figures),
		T(test_lanes_that_are_closing_are_no_hung_qemu),
		T(test_hostile_names_pass_through),
		T(test_stalled_host_holds_up_nothing),
		T(test_destroying_a_stalled_host_keeps_its_deadline),
		T(test_opening_that_hangs_can_be_closed),
		T(test_stuck_connection_is_replaced),
		T(test_only_one_opening_hangs),
		T(test_devices_may_take_their_time),
		T(test_lost_connection_comes_back),
		T(test_call_that_finds_the_connection_dead),
		T(test_result_of_an_older_connection_is_dropped),
		T(test_verb_and_its_overlay),
		T(test_edited_definition_is_seen_at_once),
		T(test_every_verb),
		T(test_definition_is_an_answer),
		T(test_definition_is_kept_in_a_new_file),
		T(test_agent_shuts_down_what_has_one),
		T(test_bad_requests_say_why),
		T(test_so_many_at_once_and_no_more),
		T(test_unused_lanes_are_closed),
		T(test_one_machine_is_asked_in_order),
		T(test_force_off_goes_past_what_hangs),
		T(test_progress_of_a_save_that_is_cancelled),
		T(test_cancel_comes_before_the_job_begins),
		T(test_what_waits_is_cancelled_at_once),
		T(test_long_ones_leave_a_lane),
		T(test_long_one_outlives_a_lost_connection),
		T(test_guests_that_somebody_looks_at),
		T(test_agent_that_comes_later),
		T(test_silent_agent_holds_up_nothing),
		T(test_leases_do_not_wait_for_agents),
		T(test_an_agent_that_did_not_answer_is_left_alone),
		T(test_what_is_known_of_a_silent_agent_expires),
		T(test_guests_over_the_only_lane),
		T(test_verb_that_fails_says_why),
		T(test_verb_on_a_broken_act_connection),
		T(test_second_connection_that_fails_at_first),
		T(test_what_was_asked_when_the_connection_broke),
		T(test_verb_outlives_a_closed_host),
		T(test_one_connection_for_all),
		T(test_the_only_lane_says_that_it_answers_again),
		T(test_destroyed_nobody_is_told),
		T(test_a_new_machine_is_nothing_new_of_its_host),
		T(test_read_only_may_look_but_not_touch),
		T(test_simulated_figures_keep_what_is_real),
		T(test_control_lines),
	};
	return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
