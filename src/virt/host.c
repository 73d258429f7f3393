// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/host.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/plan.h"
#include "virt/acts.h"
#include "virt/answers.h"
#include "virt/compare.h"
#include "virt/creds.h"
#include "virt/gate.h"
#include "virt/looks.h"
#include "virt/probes.h"
#include "virt/route.h"
#include "virt/simulate.h"
#include "virt/survey.h"
#include "virt/visits.h"
#include "virt/watch.h"

#define SLOW_MS  5000
#define STUCK_MS 20000
#define PROVE_MS 4000
#define HANGS_MS 3000
#define PROVE_TIMES 4 /* its patience with a host that is far away, in round trips */
#define PROVEN_NS                                                                                  \
	(10 * NS_PER_S) /* up for so long: the next loss starts with short waits again             \
			 */
#define OPEN_TIMES    6 /* its patience with an answer is that with an opening */
#define MOST_STUCK    3 /* lanes left behind by one host before it stops trying by itself, */
#define MOST_OPENINGS 1  /* that still hang in opening, besides */
#define MOST_ACTS     32 /* and those with something that the person asked for */
#define STUCK_WAIT_NS (10 * NS_PER_S)
#define APART_NS (250 * NS_PER_MS) /* rates of less are chance */

/* What does not work on a host that is up. */
enum limit { LIMIT_EVENTS, LIMIT_LIST, LIMIT_FIGURES, LIMIT_APART, LIMIT_PROBES, LIMIT_COUNT };

struct host {
	struct host_view view;
	struct loop *loop;
	char *name, *uri, *theme;
	struct host_options options;
	host_changed_fn *changed;
	void *opaque;
	int timer;
	bool destroying;
	bool was_up; /* since host_open() */
	bool put_off; /* the next try waits for what is stuck */

	struct watch watch;
	struct acts *acts;
	struct visits *visits;
	struct probes *probes;
	struct looks *looks;
	struct survey *survey;
	struct creds *creds;
	struct route *route;
	enum host_state down;  /* as it was found last, tries left out */
	int64_t down_since_ns; /* when that is lost or refused */
	bool held; /* what is shown of figures stands still */
	int64_t unwatched_ns; /* when nobody looked at figures any more */
	enum route_state way;
	int64_t opening_ns;   /* since when it is being opened */
	int64_t prove_by_ns;  /* lost, if it has not answered by then; 0: it need not */

	char *why;
	char *limits[LIMIT_COUNT];
	struct arena *labels; /* what the view says that a person has written */
};

static void pump(struct host *h);

/* ---- what is shown ---- */

static void notify(struct host *h, int what, const struct event *event)
{
	if (h->changed && !h->destroying)
		h->changed(h->opaque, h, what, event);
}

static void update_why(struct host *h)
{
	h->view.why = h->why;
	if (h->view.state != HOST_UP)
		return;
	h->view.why = NULL;
	for (size_t i = 0; i < LIMIT_COUNT && !h->view.why; i++)
		h->view.why = h->limits[i];
}

static void set_why(struct host *h, const char *text)
{
	char *copy = mem_strdup(text);
	free(h->why);
	h->why = copy;
	update_why(h);
}

static bool set_limit(struct host *h, enum limit limit, const char *text)
{
	if (str_equal(h->limits[limit], text))
		return false;
	free(h->limits[limit]);
	h->limits[limit] = mem_strdup(text);
	update_why(h);
	return true;
}

static void set_state(struct host *h, enum host_state state)
{
	bool is_down = state == HOST_LOST || state == HOST_REFUSED;
	if (h->view.state != state)
		h->view.state_since_ns = clock_now_ns();
	/* A try in between is no other state for who asks since when it is down. */
	if (is_down && h->down == state)
		h->view.state_since_ns = h->down_since_ns;
	if (is_down || state != HOST_CONNECTING)
		h->down = state;
	if (is_down)
		h->down_since_ns = h->view.state_since_ns;
	h->view.state = state;
	if (state != HOST_LOST && state != HOST_REFUSED)
		h->view.retry_at_ns = 0;
	update_why(h);
}

static void publish(struct host *h, struct snapshot *snapshot)
{
	visits_listed(h->visits, h->view.snapshot, snapshot);
	mishaps_keep(&h->view.mishaps, snapshot);
	snapshot_unref(h->view.snapshot);
	h->view.snapshot = snapshot;
	watch_listed(&h->watch, snapshot);
}

static bool keep_active(void *opaque, const unsigned char *uuid)
{
	const struct domain *d = snapshot_find_domain(opaque, uuid);
	return d && domain_is_active(d);
}

static bool keep_none(void *opaque, const unsigned char *uuid)
{
	(void)opaque;
	(void)uuid;
	return false;
}

static void list_is_old(struct host *h)
{
	h->view.list_old_ns = clock_now_ns();
	pace_stale(&h->watch.pace, h->view.list_old_ns);
}

/* ---- events ---- */

static void host_lost(struct host *h, const char *why);

/* Of what no state tells. */
static void note_mishap(struct host *h, const struct event *event)
{
	if (event->kind == EVENT_DOMAIN_WATCHDOG)
		mishaps_add(&h->view.mishaps, event->uuid, MISHAP_WATCHDOG, event->text);
	if (event->kind == EVENT_DOMAIN_MEMORY)
		mishaps_add(&h->view.mishaps, event->uuid, MISHAP_MEMORY, event->text);
}

static void on_event(void *opaque, const struct event *event)
{
	struct host *h = opaque;
	if (event->kind == EVENT_CLOSED && h->view.state == HOST_UP) {
		host_lost(h, event->text);
	} else {
		if (event->kind == EVENT_DOMAIN_DEFINITION)
			watch_stale_definition(&h->watch, event->uuid);
		if (event->kind == EVENT_DOMAIN_AGENT)
			visits_again(h->visits, event->uuid);
		/* What is only noted changes no list. */
		looks_changed(h->looks, event->kind == EVENT_DOMAIN_NOTE ? OBJ_NONE : event_object(event->kind),
			      event->uuid);
		/* Closed while connecting: the list that is read right after will find out. */
		if (event_refreshes(event->kind))
			list_is_old(h);
		note_mishap(h, event);
	}
	notify(h, HOST_CHANGED_EVENT, event);
	pump(h);
}

/* ---- coming and going ---- */

static void host_refused(struct host *h, const struct err *err);

static void open_watch(struct host *h)
{
	autoerr struct err err = {0};
	if (!watch_open(&h->watch, &err))
		host_refused(h, &err);
	else
		h->view.asked_since_ns = clock_now_ns();
}

static void open_route(void *opaque)
{
	struct host *h = opaque;
	h->opening_ns = clock_now_ns();
	set_why(h, NULL);
	h->way = ROUTE_OPENING;
	if (route_open(h->route)) {
		h->way = ROUTE_UP;
		open_watch(h);
	}
	notify(h, HOST_CHANGED_STATE, NULL);
	pump(h);
}

static void connect_now(struct host *h)
{
	set_state(h, HOST_CONNECTING);
	if (gate_enter(h->options.gate, h, open_route))
		open_route(h);
	else
		set_why(h, "waits until others have been opened");
	notify(h, HOST_CHANGED_STATE, NULL);
}

static void on_route(void *opaque, enum route_state state, const struct err *err)
{
	struct host *h = opaque;
	h->way = state;
	if (state == ROUTE_CLOSED && h->view.state == HOST_UP)
		host_lost(h, err->text);
	else if (state == ROUTE_CLOSED && h->view.state == HOST_CONNECTING)
		host_refused(h, err);
	else if (state == ROUTE_UP && h->view.state == HOST_CONNECTING)
		open_watch(h);
	else if (state == ROUTE_ASKING)
		gate_lend(h->options.gate, h); /* a person may take any time: others are not held up by that */
	if (h->view.state == HOST_CONNECTING)
		set_why(h, state == ROUTE_ASKING ? "ssh asks something" : NULL);
	notify(h, HOST_CHANGED_STATE, NULL);
	pump(h);
}

static void disconnect_now(struct host *h)
{
	gate_leave(h->options.gate, h);
	watch_close(&h->watch);
	acts_down(h->acts);
	visits_down(h->visits);
	probes_down(h->probes);
	looks_down(h->looks);
	survey_down(h->survey);
	h->view.asked_since_ns = 0;
	h->view.unresponsive = h->view.slow = false;
	h->view.cpu_percent = -1;
	h->prove_by_ns = 0;
}

static void retry_later(struct host *h)
{
	int64_t now_ns = clock_now_ns();
	uint32_t salt = (uint32_t)(now_ns / 1000) ^ (h->view.number * 2654435761u);
	h->view.retry_at_ns = now_ns + pace_retry_ns(&h->watch.pace, salt);
	h->put_off = false;
}

static void host_lost(struct host *h, const char *why)
{
	log_host(LOG_WARN, h->name, "lost: %s", why ? why : "no reason is told");
	/* It did open: what comes and goes is tried less often, but not as seldom as what never answered. */
	pace_was_up(&h->watch.pace, clock_now_ns() - h->view.state_since_ns > PROVEN_NS);
	disconnect_now(h);
	set_why(h, why ? why : "The connection was closed");
	set_state(h, HOST_LOST);
	retry_later(h);
	notify(h, HOST_CHANGED_STATE, NULL);
	acts_fail_queued(h->acts);
}

static bool try_again(const struct host *h, enum err_code code)
{
	if (code == ERR_LOST || code == ERR_NO_DAEMON || code == ERR_LACKING)
		return true;
	return code == ERR_FAILED && h->was_up; /* a host that is coming back says odd things */
}

static void host_refused(struct host *h, const struct err *err)
{
	log_host(LOG_WARN, h->name, "cannot connect: %s", err->text);
	disconnect_now(h);
	set_why(h, err->text);
	set_state(h, err->code == ERR_LOST ? HOST_LOST : HOST_REFUSED);
	if (try_again(h, err->code))
		retry_later(h);
	notify(h, HOST_CHANGED_STATE, NULL);
	acts_fail_queued(h->acts);
}

/* ---- answers ---- */

static void want_probes(struct host *h)
{
	unsigned groups = h->watch.groups & STATS_ALL;
	probes_want(h->probes, groups ? groups | STATS_MEMORY : 0);
	if (!groups)
		set_limit(h, LIMIT_APART, NULL);
}

static void fresh_figures(struct host *h)
{
	pace_fresh_figures(&h->watch.pace, clock_now_ns());
	probes_fresh(h->probes, clock_now_ns());
}

static void on_opened(struct host *h, struct ask *a)
{
	if (!a->snapshot) {
		host_refused(h, &a->err);
		return;
	}
	struct seat *shared = watch_shared(&h->watch);
	gate_leave(h->options.gate, h);
	h->was_up = true;
	h->view.is_test = a->facts.is_test;
	h->view.bulk_stats = a->facts.bulk_stats;
	h->view.node.cpu_total_ns = 0; /* counters from before may be those of another boot */
	h->view.huge_free_known = false;
	memset(h->view.cannot, 0, sizeof(h->view.cannot));
	h->view.cannot[NETWORK_VERB_REPLUG] = a->facts.is_test; /* it does not change NICs */
	set_why(h, NULL);
	for (enum limit limit = 0; limit < LIMIT_COUNT; limit++)
		set_limit(h, limit, limit == LIMIT_EVENTS ? a->limit.text : NULL);
	publish(h, take(a->snapshot));
	set_state(h, HOST_UP);
	acts_up(h->acts, shared);
	visits_up(h->visits, shared);
	survey_up(h->survey, shared);
	if (watch_asks_apart(&h->watch))
		probes_up(h->probes);
	looks_up(h->looks, shared);
	want_probes(h);
	notify(h, HOST_CHANGED_STATE | HOST_CHANGED_LIST, NULL);
}

static void on_node(struct host *h, struct ask *a)
{
	if (a->has_node)
		answers_node(&h->view, a);
	else
		log_host(LOG_WARN, h->name, "reading the host: %s", a->err.text);
	notify(h, HOST_CHANGED_STATE, NULL);
}

static void on_listen(struct host *h, struct ask *a)
{
	(void)h, (void)a; /* what a driver does not have is missed by nobody */
}

static void on_list(struct host *h, struct ask *a)
{
	bool limited = set_limit(h, LIMIT_LIST, a->err.text);
	if (!a->snapshot) {
		if (limited)
			notify(h, HOST_CHANGED_STATE, NULL);
		return;
	}
	if (h->view.snapshot && compare_started(h->view.snapshot, a->snapshot))
		fresh_figures(h);
	publish(h, take(a->snapshot));
	stats_forget(h->view.stats, keep_active, h->view.snapshot);
	notify(h, HOST_CHANGED_LIST | (limited ? HOST_CHANGED_STATE : 0), NULL);
}

static void on_definitions(struct host *h, struct ask *a)
{
	bool limited = set_limit(h, LIMIT_LIST, a->err.text);
	if (!a->snapshot) {
		if (limited)
			notify(h, HOST_CHANGED_STATE, NULL);
		return;
	}
	publish(h, take(a->snapshot));
	notify(h, HOST_CHANGED_LIST, NULL);
}

/* A driver may have the bulk call but no figures in it, which shows with the first ones. */
static void note_bare(struct host *h, const struct ask *a)
{
	if (!a->figures || a->facts.bulk_stats || !h->view.bulk_stats)
		return;
	h->view.bulk_stats = false;
	set_limit(h, LIMIT_APART, NULL);
	probes_down(h->probes);
	fresh_figures(h);
}

static bool note_round_trip(struct host *h, const struct ask *a)
{
	bool was = h->view.slow;
	if (a->round_trip_ns >= 0)
		h->view.slow = host_is_slow(was, a->round_trip_ns);
	return h->view.slow != was;
}

/* beat: these are the ones of a tick that stand for it. */
static void feed_figures(struct host *h, struct figure_set *figures, bool beat)
{
	figures->beat = beat;
	if (h->options.simulate)
		simulate_gaps(figures, h->view.stats);
	stats_feed(h->view.stats, figures);
	if (beat && compare_disagrees(h->view.snapshot, figures, h->view.bulk_stats))
		list_is_old(h);
}

/* What is asked apart stands for the tick while the watch does not ask, or has not got to it for long. */
static bool is_beat(const struct host *h)
{
	int64_t wait_ns = h->watch.leans ? APART_NS : 2 * h->options.tick_ms * NS_PER_MS;
	return clock_now_ns() - h->watch.machines_ns >= wait_ns;
}

/* The watch asks for these as well: a rate would be that of the moment between the two. */
static void leave_out(struct figure_set *figures, unsigned groups)
{
	figures->asked &= ~groups;
	for (size_t i = 0; i < figures->n; i++)
		figures->samples[i].has &= ~groups;
}

static void on_figures(struct host *h, struct ask *a)
{
	bool limited = set_limit(h, LIMIT_FIGURES, a->err.text);
	limited |= note_round_trip(h, a);
	note_bare(h, a);
	if (!h->held)
		answers_figures(&h->view, a);
	if (a->figures)
		feed_figures(h, a->figures, true);
	if (h->options.simulate && !h->held)
		simulate_node(&h->view);
	if (!h->held)
		answers_trend(&h->view);
	notify(h, HOST_CHANGED_FIGURES | (limited ? HOST_CHANGED_STATE : 0), NULL);
}

static void on_probe(void *opaque, struct ask *a, bool current)
{
	struct host *h = opaque;
	(void)current;
	bool wanted = h->watch.groups & STATS_ALL, beat = is_beat(h);
	if (set_limit(h, LIMIT_APART, wanted ? a->err.text : NULL))
		notify(h, HOST_CHANGED_STATE, NULL);
	if (!a->figures) {
		log_host(LOG_INFO, h->name, "%s: %s", ask_name(a->kind), a->err.text);
		return;
	}
	note_bare(h, a);
	a->figures->one_hangs = probes_stuck(h->probes) > 0;
	if (!beat)
		leave_out(a->figures, STATS_NET);
	feed_figures(h, a->figures, beat);
	notify(h, HOST_CHANGED_FIGURES, NULL);
}

static void limit_probes(struct host *h)
{
	const char *text = probes_stuck(h->probes)
				   ? "A QEMU does not answer: what only it knows is not shown"
				   : NULL;
	if (set_limit(h, LIMIT_PROBES, text))
		notify(h, HOST_CHANGED_STATE, NULL);
}

/* The list does not tell titles, nor what has become of a definition. */
static bool changes_definition(enum verb verb)
{
	return (verb >= DOMAIN_VERB_SET_TITLE && verb <= DOMAIN_VERB_DROP_TAGS) || verb == DOMAIN_VERB_EDIT;
}

/* Whether it was done or not. What is made has no UUID yet: then it is the lists that are old. */
static void was_asked(struct host *h, const struct verb_request *request)
{
	bool is_named = verb_object(request->verb) == OBJ_HOST ||
			(request->name && !verb_is_of_volume(request->verb));
	for (size_t i = 0; request->plan && i < request->plan->n; i++)
		was_asked(h, &request->plan->steps[i].request);
	if (changes_definition(request->verb))
		watch_stale_definition(&h->watch, request->uuid);
	if (!request->plan)
		looks_changed(h->looks, verb_kind(request->verb), is_named ? NULL : request->uuid);
}

/* Of pools the same error means their type: another one of the host can do it. */
static bool lacks_call(const struct ask *a)
{
	return a->err.detail == DOMAIN_NO_SUCH_CALL && !a->request.plan && verb_object(a->request.verb) != OBJ_POOL;
}

static void on_act(void *opaque, struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current && lacks_call(a))
		h->view.cannot[a->request.verb] = true;
	if (h->view.state == HOST_UP) {
		was_asked(h, &a->request);
		list_is_old(h);
	}
	if (h->watch.shares_lane && current && a->err.code == ERR_LOST)
		host_lost(h, a->err.text);
}

/* What the watch lane answers. */
static void (*const on_kind[ASK_COUNT])(struct host *h, struct ask *a) = {
	[ASK_OPEN] = on_opened,
	[ASK_NODE] = on_node,
	[ASK_LIST] = on_list,
	[ASK_DEFINITIONS] = on_definitions,
	[ASK_FIGURES] = on_figures,
	[ASK_LISTEN] = on_listen,
};

/* The watch lane has answered, whatever it said. */
static void note_answer(struct host *h, const struct ask *a)
{
	h->view.asked_since_ns = 0;
	h->view.unresponsive = false;
	h->prove_by_ns = 0;
	bool refused = a->kind == ASK_OPEN && !a->snapshot;
	if (a->err.code != ERR_LOST && !refused)
		h->view.last_answer_ns = clock_now_ns();
}

static void on_watch_answer(struct host *h, struct ask *a)
{
	bool was_unresponsive = h->view.unresponsive;
	note_answer(h, a);
	if (h->view.state == HOST_UP && a->err.code == ERR_LOST)
		host_lost(h, a->err.text);
	else
		on_kind[a->kind](h, a);
	if (was_unresponsive)
		notify(h, HOST_CHANGED_STATE, NULL);
}

static void on_watch(void *opaque, struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current)
		on_watch_answer(h, a);
	pump(h);
}

/* On the lane that is the host's only one. */
static void on_shared_answer(struct host *h, const struct ask *a)
{
	bool was_unresponsive = h->view.unresponsive;
	note_answer(h, a);
	if (a->err.code == ERR_LOST)
		host_lost(h, a->err.text);
	else if (was_unresponsive)
		notify(h, HOST_CHANGED_STATE, NULL);
}

static void on_asked(void *opaque)
{
	struct host *h = opaque;
	h->view.asked_since_ns = clock_now_ns();
}

static void on_guest(void *opaque, struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current && h->watch.shares_lane)
		on_shared_answer(h, a);
	if (current && a->has_guest)
		notify(h, HOST_CHANGED_GUESTS, NULL);
	pump(h);
}

static void on_reading(void *opaque, struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current && h->watch.shares_lane)
		on_shared_answer(h, a);
	if (current)
		notify(h, HOST_CHANGED_READINGS, NULL);
	pump(h);
}

static void on_survey(void *opaque, struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current)
		answers_survey(&h->view, a);
	if (current && h->watch.shares_lane)
		on_shared_answer(h, a);
	if (current)
		notify(h, HOST_CHANGED_STATE, NULL);
	pump(h);
}


/* ---- what comes next ---- */

/* Opening knows no time limit of its own, and a person may take any time to answer what it asks. One that hangs goes on
 * when the other side does: another would only hang beside it, unless nobody is there any more. */
static void check_opening(struct host *h, int64_t now_ns)
{
	autoerr struct err err = {0};
	if (desk_asks_for(h->options.desk, h->view.number)) {
		h->view.asked_since_ns = now_ns;
		gate_lend(h->options.gate, h);
	}
	int64_t waited_ms = (now_ns - h->view.asked_since_ns) / NS_PER_MS;
	if (lane_busy_ms(h->watch.seat.lane) < 0 || waited_ms < h->options.slow_ms)
		return;
	if (waited_ms >= h->options.stuck_ms * OPEN_TIMES) {
		err_set(&err, ERR_LOST, "It does not open: no answer for %" PRId64 " s", waited_ms / 1000);
		host_refused(h, &err);
	} else if (!h->why) {
		set_why(h, "it does not answer");
		gate_leave(h->options.gate, h); /* others are not held up by it */
		notify(h, HOST_CHANGED_STATE, NULL);
	}
}

/* When it has to be looked at again. */
static int64_t opening_wake_ns(const struct host *h)
{
	int64_t ms = h->why ? (int64_t)h->options.stuck_ms * OPEN_TIMES : h->options.slow_ms;
	return h->view.asked_since_ns + ms * NS_PER_MS;
}

static int stuck_ms(const struct host *h)
{
	return h->options.stuck_ms * (h->watch.listening ? OPEN_TIMES : 1);
}

static void check_patience(struct host *h, int64_t now_ns)
{
	if (h->view.state == HOST_CONNECTING && h->view.asked_since_ns)
		check_opening(h, now_ns);
	if (h->view.state != HOST_UP || !h->view.asked_since_ns)
		return;
	if (lane_busy_ms(h->watch.seat.lane) < 0)
		return; /* answered, only not delivered yet: we were the ones who slept */
	int64_t waited_ms = (now_ns - h->view.asked_since_ns) / NS_PER_MS;
	if (h->prove_by_ns && now_ns >= h->prove_by_ns && waited_ms >= h->options.prove_ms) {
		host_lost(h, "No answer since this machine's network has returned");
	} else if (waited_ms >= stuck_ms(h)) {
		autofree char *why = mem_printf("No answer for %d s", stuck_ms(h) / 1000);
		host_lost(h, why);
	} else if (waited_ms >= h->options.slow_ms && !h->view.unresponsive) {
		h->view.unresponsive = true;
		notify(h, HOST_CHANGED_STATE, NULL);
	}
}

static bool is_stuck(const struct host *h)
{
	return h->watch.leftovers.n >= MOST_STUCK || acts_left_behind(h->acts) >= MOST_ACTS;
}

/* What hangs in opening is told by it when the host is back: another one would hang beside it. */
static void retry_when_due(struct host *h, int64_t now_ns)
{
	bool stuck = is_stuck(h) || leftovers_opening(&h->watch.leftovers) >= MOST_OPENINGS;

	if (!h->view.retry_at_ns || (now_ns < h->view.retry_at_ns && (stuck || !h->put_off)))
		return;
	h->put_off = stuck;
	if (stuck)
		h->view.retry_at_ns = now_ns + STUCK_WAIT_NS;
	else
		connect_now(h);
}

static int64_t prove_wake_ns(const struct host *h)
{
	int64_t waited_ns = h->view.asked_since_ns + h->options.prove_ms * NS_PER_MS;
	return waited_ns > h->prove_by_ns ? waited_ns : h->prove_by_ns;
}

/* 0: nothing to wake up for. */
static int64_t next_wake(const struct host *h, int64_t now_ns)
{
	int64_t wake_ns = clock_sooner_ns(h->view.retry_at_ns, acts_wake_ns(h->acts, now_ns));
	wake_ns = clock_sooner_ns(wake_ns, visits_wake_ns(h->visits));
	wake_ns = clock_sooner_ns(wake_ns, probes_wake_ns(h->probes));
	wake_ns = clock_sooner_ns(wake_ns, looks_wake_ns(h->looks));
	wake_ns = clock_sooner_ns(wake_ns, survey_wake_ns(h->survey));
	wake_ns = clock_sooner_ns(wake_ns, leftovers_wake_ns(&h->watch.leftovers, now_ns));
	if (h->view.state == HOST_CONNECTING && h->view.asked_since_ns)
		wake_ns = clock_sooner_ns(wake_ns, opening_wake_ns(h));
	if (h->view.state != HOST_UP)
		return wake_ns;
	if (h->view.asked_since_ns) {
		int ms = h->view.unresponsive ? stuck_ms(h) : h->options.slow_ms;
		wake_ns = clock_sooner_ns(wake_ns, h->view.asked_since_ns + ms * NS_PER_MS);
		if (h->prove_by_ns)
			wake_ns = clock_sooner_ns(wake_ns, prove_wake_ns(h));
	} else {
		wake_ns = clock_sooner_ns(wake_ns, watch_wake_ns(&h->watch));
	}
	return wake_ns;
}

static void arm(struct host *h)
{
	int64_t now_ns = clock_now_ns();
	int64_t wake_ns = next_wake(h, now_ns);
	int64_t ms = wake_ns ? (wake_ns - now_ns + NS_PER_MS - 1) / NS_PER_MS : -1;
	loop_arm_timer(h->loop, h->timer, wake_ns && ms < 0 ? 0 : (int)ms);
}

/* The one place from which a host moves on: called after whatever may have changed something. */
static void pump(struct host *h)
{
	if (h->destroying)
		return;
	int64_t now_ns = clock_now_ns();
	leftovers_reap(&h->watch.leftovers);
	check_patience(h, now_ns);
	retry_when_due(h, now_ns);
	acts_pump(h->acts, now_ns);
	if (probes_doubt(h->probes, now_ns))
		watch_hurry(&h->watch, now_ns);
	h->watch.leans = watch_asks_apart(&h->watch) && probes_steady(h->probes, now_ns);
	watch_pump(&h->watch, now_ns);
	survey_pump(h->survey, now_ns);
	visits_pump(h->visits, h->watch.definitions_left > 0, now_ns);
	probes_pump(h->probes, now_ns);
	looks_pump(h->looks, now_ns);
	limit_probes(h);
	arm(h);
}

static void on_timer(void *opaque)
{
	pump(opaque);
}

/* ---- for everybody ---- */

static void make_askers(struct host *h)
{
	const struct home home = {
		.loop = h->loop,
		.view = &h->view,
		.options = &h->options,
		.creds = h->creds,
		.route = h->route,
		.opaque = h,
		.asked = on_asked,
		.pump = on_timer,
	};
	watch_init(&h->watch, &home, on_watch, on_event);
	h->acts = acts_create(&home, on_act);
	h->visits = visits_create(&home, on_guest);
	h->probes = probes_create(&home, on_probe);
	h->looks = looks_create(&home, on_reading);
	h->survey = survey_create(&home, on_survey);
}

struct host *host_create(struct loop *loop, uint32_t number, const struct host_options *options,
			 host_changed_fn *changed, void *opaque)
{
	struct host *h = mem_new(struct host);
	h->loop = loop;
	h->name = mem_strdup(options->name);
	h->uri = mem_strdup(options->uri);
	h->theme = mem_strdup(options->theme);
	h->options = *options;
	h->options.slow_ms = options->slow_ms ? options->slow_ms : SLOW_MS;
	h->options.stuck_ms = options->stuck_ms ? options->stuck_ms : STUCK_MS;
	h->options.prove_ms = options->prove_ms ? options->prove_ms : PROVE_MS;
	h->options.hangs_ms = options->hangs_ms ? options->hangs_ms : HANGS_MS;
	h->changed = changed;
	h->opaque = opaque;
	h->timer = loop_add_timer(loop, on_timer, h);
	h->view = (struct host_view){
		.number = number,
		.name = h->name,
		.uri = h->uri,
		.shown_uri = h->uri,
		.theme = h->theme,
		.state = HOST_CLOSED,
		.state_since_ns = clock_now_ns(),
		.round_trip_ns = -1,
		.readonly = options->readonly,
		.is_test = conn_uri_is_test(h->uri),
		.by_ssh = options->roads && route_is_ssh(h->uri),
		.simulated = options->simulate,
		.cpu_percent = -1,
		.stats = stats_create(),
		.guests = guests_create(),
		.readings = readings_create(),
	};
	h->creds = creds_create(loop, options->desk, number, h->name);
	h->route = route_create(options->roads, number, h->name, h->uri, options->readonly,
				&(struct route_ops){.changed = on_route, .opaque = h});
	make_askers(h);
	return h;
}

void host_open(struct host *h)
{
	if (h->view.state == HOST_CONNECTING || h->view.state == HOST_UP)
		return;
	creds_again(h->creds);
	h->was_up = false;
	h->watch.pace.tries = 0;
	connect_now(h);
	pump(h);
}

/* A way that stands is asked whether it still does; one that is being made may hang as well. */
static void open_anew(struct host *h)
{
	log_host(LOG_INFO, h->name, "opening it hangs: it is begun anew");
	disconnect_now(h);
	if (h->way != ROUTE_UP)
		route_close(h->route);
	connect_now(h);
}

static bool opening_hangs(const struct host *h, int64_t now_ns)
{
	return gate_place(h->options.gate, h) < 0 && h->way != ROUTE_ASKING &&
	       !desk_asks_for(h->options.desk, h->view.number) &&
	       now_ns - h->opening_ns >= h->options.hangs_ms * NS_PER_MS;
}

static void prove(struct host *h, int64_t now_ns)
{
	int64_t far_ns = h->view.round_trip_ns * PROVE_TIMES, prove_ns = h->options.prove_ms * NS_PER_MS;
	if (!h->prove_by_ns)
		h->prove_by_ns = now_ns + (far_ns > prove_ns ? far_ns : prove_ns);
	pace_all(&h->watch.pace, now_ns);
}

void host_again(struct host *h, bool returned)
{
	int64_t now_ns = clock_now_ns();
	bool connecting = h->view.state == HOST_CONNECTING;
	if (!connecting && !h->view.retry_at_ns && !(returned && h->view.state == HOST_UP))
		return;
	if (h->view.state == HOST_UP)
		prove(h, now_ns);
	else
		h->watch.pace.tries = 0;
	if (h->view.retry_at_ns && !is_stuck(h))
		connect_now(h);
	else if (connecting && !is_stuck(h) && opening_hangs(h, now_ns))
		open_anew(h);
	pump(h);
}

void host_close(struct host *h)
{
	if (h->view.state == HOST_CLOSED)
		return;
	disconnect_now(h);
	route_close(h->route);
	set_why(h, NULL);
	snapshot_unref(take(h->view.snapshot));
	stats_forget(h->view.stats, keep_none, NULL);
	visits_forget(h->visits);
	looks_forget(h->looks);
	set_state(h, HOST_CLOSED);
	notify(h, HOST_CHANGED_STATE | HOST_CHANGED_LIST, NULL);
	acts_fail_queued(h->acts);
	pump(h);
}

bool host_destroy(struct host *h, int64_t deadline_ns)
{
	if (!h)
		return true;
	h->destroying = true;
	acts_mute(h->acts);
	disconnect_now(h);
	route_close(h->route);
	bool all = watch_finish(&h->watch, deadline_ns);
	all &= acts_destroy(h->acts, deadline_ns);
	all &= visits_destroy(h->visits, deadline_ns);
	all &= probes_destroy(h->probes, deadline_ns);
	all &= looks_destroy(h->looks, deadline_ns);
	all &= survey_destroy(h->survey, deadline_ns);
	creds_close(h->creds);
	route_destroy(h->route);
	loop_remove_timer(h->loop, h->timer);
	for (size_t i = 0; i < LIMIT_COUNT; i++)
		free(h->limits[i]);
	node_info_clear(&h->view.node);
	node_caps_clear(&h->view.caps);
	snapshot_unref(h->view.snapshot);
	trend_clear(&h->view.trend);
	stats_destroy(h->view.stats);
	guests_destroy(h->view.guests);
	mishaps_clear(&h->view.mishaps);
	readings_destroy(h->view.readings);
	arena_destroy(h->labels);
	free(h->why);
	free(h->name);
	free(h->uri);
	free(h->theme);
	free(h);
	return all;
}

const struct host_view *host_view(const struct host *h)
{
	return &h->view;
}

void host_label(struct host *h, const struct host_labels *labels)
{
	struct arena *texts = arena_create();
	h->view.group = arena_strdup(texts, labels->group);
	free(h->theme);
	h->view.theme = h->theme = mem_strdup(labels->theme);
	h->view.origin = arena_strdup(texts, labels->origin);
	h->view.readonly_why = arena_strdup(texts, labels->readonly_why);
	h->view.shown_uri = labels->shown_uri ? arena_strdup(texts, labels->shown_uri) : h->uri;
	h->view.kept = labels->kept;
	h->view.by_hand = labels->by_hand;
	arena_destroy(h->labels);
	h->labels = texts;
	notify(h, HOST_CHANGED_STATE, NULL);
}

void host_set_tick(struct host *h, int tick_ms)
{
	h->options.tick_ms = h->watch.pace.tick_ms = tick_ms;
	if (h->view.state == HOST_UP)
		fresh_figures(h);
	pump(h);
}

void host_set_lanes(struct host *h, int lanes)
{
	h->options.lanes = lanes;
	pump(h);
}

/* While nobody looks there is no beat. */
static void count_missed(struct host *h, unsigned groups)
{
	bool was = h->watch.groups & STATS_ALL, is = groups & STATS_ALL;
	if (was && !is)
		h->unwatched_ns = clock_now_ns();
	int64_t beats = (clock_now_ns() - h->unwatched_ns) / (h->options.tick_ms * NS_PER_MS);
	if (!was && is)
		stats_pass(h->view.stats, beats < UINT16_MAX ? (unsigned)beats : UINT16_MAX);
}

void host_want_figures(struct host *h, unsigned groups)
{
	unsigned more = groups & ~h->watch.groups;
	count_missed(h, groups);
	h->watch.groups = groups;
	want_probes(h);
	survey_want(h->survey, groups);
	if (!more || h->view.state != HOST_UP)
		return;
	if (more & STATS_ALL)
		pace_fresh_figures(&h->watch.pace, clock_now_ns());
	pump(h);
}

void host_hold_figures(struct host *h, bool hold)
{
	h->held = hold;
	stats_hold(h->view.stats, hold);
	if (hold || h->view.state != HOST_UP)
		return;
	fresh_figures(h);
	pump(h);
}

void host_refresh(struct host *h)
{
	if (h->view.state == HOST_LOST || h->view.state == HOST_REFUSED)
		host_open(h);
	else if (h->view.state == HOST_CONNECTING)
		host_again(h, false);
	if (h->view.state != HOST_UP)
		return;
	creds_again(h->creds);
	watch_refresh(&h->watch);
	probes_fresh(h->probes, clock_now_ns());
	looks_refresh(h->looks);
	visits_refresh(h->visits);
	survey_refresh(h->survey);
	pump(h);
}

bool host_settled(const struct host *h)
{
	if (acts_any(h->acts) || h->view.state == HOST_CONNECTING)
		return false;
	if (h->view.state != HOST_UP)
		return true;
	return watch_settled(&h->watch) && acts_idle(h->acts) && visits_settled(h->visits) &&
	       probes_settled(h->probes) && looks_settled(h->looks) && survey_settled(h->survey);
}

uint64_t host_do(struct host *h, const struct host_request *request, struct err *err)
{
	if (h->view.state != HOST_UP) {
		err_set(err, ERR_LOST, "%s is not connected", h->name);
		return 0;
	}
	/* Who starts or stops it has seen to it. */
	if (request->what.verb <= DOMAIN_VERB_WAKE_UP)
		mishaps_drop(&h->view.mishaps, request->what.uuid);
	uint64_t ticket = acts_add(h->acts, request);
	pump(h);
	return ticket;
}

bool host_cancel(struct host *h, uint64_t ticket)
{
	bool found = acts_cancel(h->acts, ticket);
	pump(h);
	return found;
}

void host_seen(struct host *h, const unsigned char uuid[UUID_SIZE])
{
	mishaps_drop(&h->view.mishaps, uuid);
}

void host_want_guests(struct host *h, const unsigned char (*uuids)[UUID_SIZE], size_t n)
{
	visits_want(h->visits, uuids, n);
	pump(h);
}

void host_want_readings(struct host *h, const struct reading_key *keys, size_t n)
{
	looks_want(h->looks, keys, n);
	pump(h);
}

bool host_add_login(const struct host *h, struct argv *argv, const char *forward)
{
	return route_add_login(h->route, argv, forward);
}
