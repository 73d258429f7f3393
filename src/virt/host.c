// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/host.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/acts.h"
#include "virt/ask.h"
#include "virt/compare.h"
#include "virt/looks.h"
#include "virt/pace.h"
#include "virt/probes.h"
#include "virt/seat.h"
#include "virt/simulate.h"
#include "virt/survey.h"
#include "virt/visits.h"

#define SLOW_MS  5000
#define STUCK_MS 20000
#define PROVEN_NS                                                                                  \
	(10 * NS_PER_S) /* up for so long: the next loss starts with short waits again             \
			 */
#define REAP_NS       (1 * NS_PER_S)
#define MOST_STUCK    3 /* lanes left behind by one host before it stops trying by itself, */
#define MOST_ACTS     32 /* and those with something that the person asked for */
#define STUCK_WAIT_NS (10 * NS_PER_S)

/* What a connection's events hold on to: the host forgets it, and late events end here. */
struct link {
	atomic_int refs;
	struct host *host; /* main thread; NULL once the connection is not the host's any more */
};

/* What does not work on a host that is up. */
enum limit { LIMIT_EVENTS, LIMIT_LIST, LIMIT_FIGURES, LIMIT_PROBES, LIMIT_COUNT };

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

	uint64_t generation; /* of the connection; what comes from an older one is dropped */
	bool shares_lane;
	struct seat watch;
	struct acts *acts;
	struct visits *visits;
	struct probes *probes;
	struct looks *looks;
	struct survey *survey;
	struct leftovers leftovers; /* of former connections */
	struct link *link;

	struct pace pace;
	unsigned groups;                   /* figures that somebody looks at */
	bool held;        /* what is shown of figures stands still */
	bool node_wanted; /* the host's own facts are to be read, on the watch lane */
	bool all_stale;                    /* read every definition again */
	unsigned char (*stale)[UUID_SIZE]; /* definitions to read again */
	size_t n_stale, cap_stale;
	size_t definitions_left;

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
	if (h->view.state != state)
		h->view.state_since_ns = clock_now_ns();
	h->view.state = state;
	if (state != HOST_LOST && state != HOST_REFUSED)
		h->view.retry_at_ns = 0;
	update_why(h);
}

static void publish(struct host *h, struct snapshot *snapshot)
{
	visits_listed(h->visits, h->view.snapshot, snapshot);
	snapshot_unref(h->view.snapshot);
	h->view.snapshot = snapshot;
	h->definitions_left = 0;
	for (size_t i = 0; i < snapshot->n_domains; i++)
		h->definitions_left += !snapshot->domains[i].def.known;
	if (h->definitions_left > 0)
		h->pace.due_ns[PACE_DEFINITIONS] = clock_now_ns();
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

/* ---- events ---- */

static void link_unref(void *opaque)
{
	struct link *link = opaque;
	if (link && atomic_fetch_sub(&link->refs, 1) == 1)
		free(link);
}

static struct link *link_create(struct host *h)
{
	struct link *link = mem_new(struct link);
	atomic_init(&link->refs, 1);
	link->host = h;
	return link;
}

static void link_drop(struct host *h)
{
	if (!h->link)
		return;
	h->link->host = NULL;
	link_unref(take(h->link));
}

static void stale_definition(struct host *h, const unsigned char uuid[UUID_SIZE])
{
	for (size_t i = 0; i < h->n_stale; i++)
		if (memcmp(h->stale[i], uuid, UUID_SIZE) == 0)
			return;
	memcpy(arr_add(h->stale, h->n_stale, h->cap_stale), uuid, UUID_SIZE);
}

static void host_lost(struct host *h, const char *why);

static void on_event(void *opaque, const struct event *event)
{
	struct host *h = ((struct link *)opaque)->host;
	if (!h)
		return;
	if (event->kind == EVENT_CLOSED && h->view.state == HOST_UP) {
		host_lost(h, event->text);
	} else {
		if (event->kind == EVENT_DOMAIN_DEFINITION)
			stale_definition(h, event->uuid);
		if (event->kind == EVENT_DOMAIN_AGENT)
			visits_again(h->visits, event->uuid);
		looks_changed(h->looks, event_object(event->kind), event->uuid);
		/* Closed while connecting: the list that is read right after will find out. */
		if (event_refreshes(event->kind))
			pace_stale(&h->pace, clock_now_ns());
	}
	notify(h, HOST_CHANGED_EVENT, event);
	pump(h);
}

/* ---- lanes ---- */

static void on_answer(struct ask *a, const char *calls);

static struct ask *ask_new(struct host *h, enum ask_kind kind, const struct seat *seat)
{
	struct ask *a = ask_create(kind, seat->session);
	a->owner = h;
	a->answered = on_answer;
	a->host = h->view.number;
	a->generation = h->generation;
	return a;
}

static void ask_watch(struct host *h, struct ask *a)
{
	h->view.asked_since_ns = clock_now_ns();
	seat_ask(&h->watch, a);
}

/* ---- coming and going ---- */

static void connect_now(struct host *h)
{
	h->generation++;
	h->shares_lane = conn_uri_shares_lane(h->uri);
	h->link = link_create(h);
	h->pace.stale = false;
	h->all_stale = false;
	h->n_stale = 0;
	seat_open(&h->watch, h->loop, "watch", h->name, h->uri, h->options.readonly);
	set_state(h, HOST_CONNECTING);

	struct ask *a = ask_new(h, ASK_OPEN, &h->watch);
	atomic_fetch_add(&h->link->refs, 1);
	a->sink = (struct event_sink){.fn = on_event, .release = link_unref, .opaque = h->link};
	ask_watch(h, a);
	notify(h, HOST_CHANGED_STATE, NULL);
}

static void disconnect_now(struct host *h)
{
	h->generation++;
	link_drop(h);
	seat_close(&h->watch, &h->leftovers);
	acts_down(h->acts);
	visits_down(h->visits);
	probes_down(h->probes);
	looks_down(h->looks);
	survey_down(h->survey);
	h->view.asked_since_ns = 0;
	h->view.unresponsive = false;
	h->view.cpu_percent = -1;
}

static void retry_later(struct host *h)
{
	int64_t now_ns = clock_now_ns();
	uint32_t salt = (uint32_t)(now_ns / 1000) ^ (h->view.number * 2654435761u);
	h->view.retry_at_ns = now_ns + pace_retry_ns(&h->pace, salt);
}

static void host_lost(struct host *h, const char *why)
{
	log_host(LOG_WARN, h->name, "lost: %s", why ? why : "no reason is told");
	if (clock_now_ns() - h->view.state_since_ns > PROVEN_NS)
		h->pace.tries = 0;
	disconnect_now(h);
	set_why(h, why ? why : "The connection was closed");
	set_state(h, HOST_LOST);
	retry_later(h);
	notify(h, HOST_CHANGED_STATE, NULL);
	acts_fail_queued(h->acts);
}

static bool try_again(const struct host *h, enum err_code code)
{
	if (code == ERR_LOST || code == ERR_NO_DAEMON)
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

/* What does not change; figures may have been there before. */
static void take_node(struct host *h, struct ask *a)
{
	if (!a->has_node) {
		log_host(LOG_WARN, h->name, "reading the host: %s", a->err.text);
		return;
	}
	struct node_info node = a->node;
	a->node = (struct node_info){0};
	node.hypervisor_version = take(h->view.node.hypervisor_version);
	node.memory_free = h->view.node.memory_free;
	node.memory_free_known = h->view.node.memory_free_known;
	node.cpu_busy_ns = h->view.node.cpu_busy_ns;
	node.cpu_total_ns = h->view.node.cpu_total_ns;
	node_info_clear(&h->view.node);
	h->view.node = node;
}

/* Where libvirt tells of all with one call, that one call would hang with any QEMU that does. */
static bool asks_apart(const struct host *h)
{
	return !h->shares_lane && h->view.bulk_stats;
}

/* Whatever is wanted, that a machine runs is noticed by these. */
static unsigned quick_groups(const struct host *h)
{
	unsigned groups = h->groups & STATS_ALL;
	/* What the host itself uses is made of these. */
	if (h->options.simulate)
		return groups | STATS_CPU | STATS_MEMORY;
	if (!asks_apart(h))
		return groups;
	return groups ? STATS_NET : 0;
}

static void want_probes(struct host *h)
{
	unsigned groups = h->groups & STATS_ALL;
	probes_want(h->probes, groups ? (groups & STATS_DEEP) | STATS_MEMORY : 0);
}

static void fresh_figures(struct host *h)
{
	pace_fresh_figures(&h->pace, clock_now_ns());
	probes_fresh(h->probes, clock_now_ns());
}

static void on_opened(struct host *h, struct ask *a)
{
	if (!a->snapshot) {
		host_refused(h, &a->err);
		return;
	}
	h->was_up = true;
	h->shares_lane = h->shares_lane || a->facts.shares_lane;
	h->view.is_test = a->facts.is_test;
	h->view.bulk_stats = a->facts.bulk_stats;
	h->view.node.cpu_total_ns = 0; /* counters from before may be those of another boot */
	h->node_wanted = true;
	h->view.huge_free_known = false;
	h->view.cannot = 0;
	set_why(h, NULL);
	for (enum limit limit = 0; limit < LIMIT_COUNT; limit++)
		set_limit(h, limit, limit == LIMIT_EVENTS ? a->limit.text : NULL);
	pace_up(&h->pace, clock_now_ns());
	publish(h, take(a->snapshot));
	set_state(h, HOST_UP);
	acts_up(h->acts, h->shares_lane ? &h->watch : NULL);
	visits_up(h->visits, h->shares_lane ? &h->watch : NULL);
	survey_up(h->survey, h->shares_lane ? &h->watch : NULL);
	if (asks_apart(h))
		probes_up(h->probes);
	looks_up(h->looks, h->shares_lane ? &h->watch : NULL);
	want_probes(h);
	notify(h, HOST_CHANGED_STATE | HOST_CHANGED_LIST, NULL);
}

static void on_node(struct host *h, struct ask *a)
{
	take_node(h, a);
	notify(h, HOST_CHANGED_STATE, NULL);
}

static void on_list(struct host *h, struct ask *a)
{
	bool limited = set_limit(h, LIMIT_LIST, a->err.text);
	pace_list_took(&h->pace, a->took_ns);
	if (!a->snapshot) {
		for (size_t i = 0; i < a->n_stale; i++)
			stale_definition(h, a->stale[i]);
		pace_failed_list(&h->pace, clock_now_ns());
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
		h->definitions_left = 0; /* until the next list */
		if (limited)
			notify(h, HOST_CHANGED_STATE, NULL);
		return;
	}
	pace_batch_took(&h->pace, a->took_ns);
	publish(h, take(a->snapshot));
	notify(h, HOST_CHANGED_LIST, NULL);
}

static void node_figures(struct host *h, const struct ask *a)
{
	struct node_info *node = &h->view.node;
	uint64_t busy = a->node.cpu_busy_ns, total = a->node.cpu_total_ns;
	h->view.cpu_percent = -1;
	if (node->cpu_total_ns && total > node->cpu_total_ns && busy >= node->cpu_busy_ns)
		h->view.cpu_percent = 100.0 * (double)(busy - node->cpu_busy_ns) /
				      (double)(total - node->cpu_total_ns);
	node->cpu_busy_ns = busy;
	node->cpu_total_ns = total;
	node->memory_free = a->node.memory_free;
	node->memory_free_known = a->node.memory_free_known;
	if (a->round_trip_ns >= 0)
		h->view.round_trip_ns = a->round_trip_ns;
}

static void add_to_trend(struct host_view *view)
{
	const struct node_info *node = &view->node;
	bool known = node->memory_free_known && node->memory >= node->memory_free;
	const float values[TREND_METRICS] = {
		[TREND_CPU] = view->cpu_percent < 0 ? NAN : (float)view->cpu_percent,
		[TREND_MEMORY] = known ? (float)(node->memory - node->memory_free) : NAN,
		[TREND_DISK] = NAN,
		[TREND_NET] = NAN,
	};
	trend_add(&view->trend, clock_now_ns(), values);
}

static void on_figures(struct host *h, struct ask *a)
{
	h->pace.samples++;
	bool limited = set_limit(h, LIMIT_FIGURES, a->err.text);
	if (!h->held)
		node_figures(h, a);
	if (a->figures) {
		a->figures->beat = true;
		if (h->options.simulate)
			simulate_gaps(a->figures, h->view.stats);
		stats_feed(h->view.stats, a->figures);
		if (compare_disagrees(h->view.snapshot, a->figures, h->view.bulk_stats))
			pace_stale(&h->pace, clock_now_ns());
	}
	if (h->options.simulate && !h->held)
		simulate_node(&h->view);
	if (!h->held)
		add_to_trend(&h->view);
	notify(h, HOST_CHANGED_FIGURES | (limited ? HOST_CHANGED_STATE : 0), NULL);
}

static void on_probe(void *opaque, struct ask *a)
{
	struct host *h = opaque;
	if (!a->figures) {
		log_host(LOG_INFO, h->name, "%s: %s", ask_name(a->kind), a->err.text);
		return;
	}
	stats_feed(h->view.stats, a->figures);
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

/* The list does not tell titles. */
static bool changes_definition(enum domain_verb verb)
{
	return verb >= DOMAIN_VERB_SET_TITLE && verb <= DOMAIN_VERB_DROP_TAGS;
}

static void on_act(void *opaque, const struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current && a->err.detail == DOMAIN_NO_SUCH_CALL)
		h->view.cannot |= UINT64_C(1) << a->request.verb;
	if (h->view.state == HOST_UP) {
		if (changes_definition(a->request.verb))
			stale_definition(h, a->request.uuid);
		pace_stale(&h->pace, clock_now_ns());
		looks_changed(h->looks, domain_verb_object(a->request.verb), a->request.uuid);
	}
	if (h->shares_lane && current && a->err.code == ERR_LOST)
		host_lost(h, a->err.text);
}

/* What the watch lane answers. */
static void (*const on_kind[ASK_COUNT])(struct host *h, struct ask *a) = {
	[ASK_OPEN] = on_opened,
	[ASK_NODE] = on_node,
	[ASK_LIST] = on_list,
	[ASK_DEFINITIONS] = on_definitions,
	[ASK_FIGURES] = on_figures,
};

/* The watch lane has answered, whatever it said. */
static void note_answer(struct host *h, const struct ask *a)
{
	h->view.asked_since_ns = 0;
	h->view.unresponsive = false;
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

/* On the lane that is the host's only one. */
static void on_shared_answer(struct host *h, const struct ask *a)
{
	note_answer(h, a);
	if (a->err.code == ERR_LOST)
		host_lost(h, a->err.text);
}

static void on_shared_asked(void *opaque)
{
	struct host *h = opaque;
	h->view.asked_since_ns = clock_now_ns();
}

static void on_guest(void *opaque, const struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current && h->shares_lane)
		on_shared_answer(h, a);
	if (current && a->has_guest)
		notify(h, HOST_CHANGED_GUESTS, NULL);
	pump(h);
}

static void on_reading(void *opaque, const struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current && h->shares_lane)
		on_shared_answer(h, a);
	if (current)
		notify(h, HOST_CHANGED_READINGS, NULL);
	pump(h);
}

static void take_survey(struct host *h, struct ask *a)
{
	if (a->kind == ASK_VERSION) {
		free(h->view.node.hypervisor_version);
		h->view.node.hypervisor_version = take(a->version);
	} else if (a->kind == ASK_CAPS && a->err.code == ERR_NONE) {
		node_caps_clear(&h->view.caps);
		h->view.caps = a->caps;
		a->caps = (struct node_caps){0};
	} else if (a->kind == ASK_PAGES) {
		h->view.huge_free_known = a->err.code == ERR_NONE;
		h->view.huge_free = a->huge_free;
	}
}

static void on_survey(void *opaque, struct ask *a, bool current)
{
	struct host *h = opaque;
	if (current)
		take_survey(h, a);
	if (current && h->shares_lane)
		on_shared_answer(h, a);
	if (current)
		notify(h, HOST_CHANGED_STATE, NULL);
	pump(h);
}

static void on_answer(struct ask *a, const char *calls)
{
	struct host *h = a->owner;
	(void)calls;
	if (h->destroying)
		return;
	if (a->generation == h->generation)
		on_watch_answer(h, a);
	pump(h);
}

/* ---- what to ask next ---- */

static void ask_list(struct host *h)
{
	struct ask *a = ask_new(h, ASK_LIST, &h->watch);
	if (!h->all_stale)
		a->before = snapshot_ref(h->view.snapshot);
	a->n_stale = h->n_stale;
	a->stale = take(h->stale);
	h->n_stale = h->cap_stale = 0;
	h->all_stale = false;
	ask_watch(h, a);
}

static void ask_definitions(struct host *h)
{
	struct ask *a = ask_new(h, ASK_DEFINITIONS, &h->watch);
	a->before = snapshot_ref(h->view.snapshot);
	a->most = h->pace.batch;
	ask_watch(h, a);
}

static void ask_figures(struct host *h)
{
	struct ask *a = ask_new(h, ASK_FIGURES, &h->watch);
	a->before = snapshot_ref(h->view.snapshot);
	a->groups = quick_groups(h);
	a->simulate = h->options.simulate;
	ask_watch(h, a);
}

static void (*const ask_for[])(struct host *h) = {
	[PACE_LIST] = ask_list,
	[PACE_FIGURES] = ask_figures,
	[PACE_DEFINITIONS] = ask_definitions,
};
_Static_assert(ARRAY_SIZE(ask_for) == PACE_COUNT, "a row for everything that is paced");

static void ask_what_is_due(struct host *h, int64_t now_ns)
{
	enum pace_what what;
	int64_t due_ns;
	if (h->view.state != HOST_UP || !lane_idle(h->watch.lane))
		return;
	if (h->node_wanted) {
		h->node_wanted = false;
		ask_watch(h, ask_new(h, ASK_NODE, &h->watch));
		return;
	}
	if (!pace_next(&h->pace, &what, &due_ns) || due_ns > now_ns)
		return;
	pace_began(&h->pace, what, now_ns);
	ask_for[what](h);
}

static void watch_patience(struct host *h, int64_t now_ns)
{
	if (h->view.state != HOST_UP || !h->view.asked_since_ns)
		return;
	if (lane_busy_ms(h->watch.lane) < 0)
		return; /* answered, only not delivered yet: we were the ones who slept */
	int64_t waited_ms = (now_ns - h->view.asked_since_ns) / NS_PER_MS;
	if (waited_ms >= h->options.stuck_ms) {
		autofree char *why = mem_printf("No answer for %d s", h->options.stuck_ms / 1000);
		host_lost(h, why);
	} else if (waited_ms >= h->options.slow_ms && !h->view.unresponsive) {
		h->view.unresponsive = true;
		notify(h, HOST_CHANGED_STATE, NULL);
	}
}

static void retry_when_due(struct host *h, int64_t now_ns)
{
	if (!h->view.retry_at_ns || now_ns < h->view.retry_at_ns)
		return;
	if (h->leftovers.n >= MOST_STUCK || acts_left_behind(h->acts) >= MOST_ACTS)
		h->view.retry_at_ns = now_ns + STUCK_WAIT_NS;
	else
		connect_now(h);
}

static int64_t sooner(int64_t a, int64_t b)
{
	if (!a || !b)
		return a ? a : b;
	return a < b ? a : b;
}

/* 0: nothing to wake up for. */
static int64_t next_wake(const struct host *h, int64_t now_ns)
{
	int64_t wake_ns = sooner(h->view.retry_at_ns, acts_wake_ns(h->acts, now_ns));
	wake_ns = sooner(wake_ns, visits_wake_ns(h->visits));
	wake_ns = sooner(wake_ns, probes_wake_ns(h->probes));
	wake_ns = sooner(wake_ns, looks_wake_ns(h->looks));
	wake_ns = sooner(wake_ns, survey_wake_ns(h->survey));
	if (h->leftovers.n > 0)
		wake_ns = sooner(wake_ns, now_ns + REAP_NS);
	if (h->view.state != HOST_UP)
		return wake_ns;
	enum pace_what what;
	int64_t due_ns;
	if (h->view.asked_since_ns) {
		int ms = h->view.unresponsive ? h->options.stuck_ms : h->options.slow_ms;
		wake_ns = sooner(wake_ns, h->view.asked_since_ns + ms * NS_PER_MS);
	} else if (lane_idle(h->watch.lane) && pace_next(&h->pace, &what, &due_ns)) {
		wake_ns = sooner(wake_ns, due_ns);
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
	leftovers_reap(&h->leftovers);
	watch_patience(h, now_ns);
	retry_when_due(h, now_ns);
	acts_pump(h->acts, now_ns);
	ask_what_is_due(h, now_ns);
	survey_pump(h->survey, now_ns);
	visits_pump(h->visits, h->definitions_left > 0, now_ns);
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

static struct acts *make_acts(struct host *h)
{
	return acts_create(&(struct acts_home){
		.loop = h->loop,
		.name = h->name,
		.uri = h->uri,
		.readonly = h->options.readonly,
		.lanes = h->options.lanes,
		.spare_ms = h->options.spare_ms,
		.opaque = h,
		.answered = on_act,
		.pump = on_timer,
	});
}

static struct visits *make_visits(struct host *h)
{
	return visits_create(&(struct visits_home){
		.loop = h->loop,
		.name = h->name,
		.uri = h->uri,
		.readonly = h->options.readonly,
		.stuck_ms = h->options.stuck_ms,
		.view = &h->view,
		.opaque = h,
		.asked = on_shared_asked,
		.answered = on_guest,
	});
}

static struct probes *make_probes(struct host *h)
{
	return probes_create(&(struct probes_home){
		.loop = h->loop,
		.name = h->name,
		.uri = h->uri,
		.readonly = h->options.readonly,
		.tick_ms = h->options.tick_ms,
		.view = &h->view,
		.opaque = h,
		.answered = on_probe,
		.pump = on_timer,
	});
}

static struct looks *make_looks(struct host *h)
{
	return looks_create(&(struct looks_home){
		.loop = h->loop,
		.name = h->name,
		.uri = h->uri,
		.readonly = h->options.readonly,
		.view = &h->view,
		.opaque = h,
		.asked = on_shared_asked,
		.answered = on_reading,
	});
}

static struct survey *make_survey(struct host *h)
{
	return survey_create(&(struct survey_home){
		.loop = h->loop,
		.name = h->name,
		.uri = h->uri,
		.readonly = h->options.readonly,
		.tick_ms = h->options.tick_ms,
		.view = &h->view,
		.opaque = h,
		.asked = on_shared_asked,
		.answered = on_survey,
	});
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
	h->changed = changed;
	h->opaque = opaque;
	h->timer = loop_add_timer(loop, on_timer, h);
	h->pace.tick_ms = options->tick_ms;
	h->view = (struct host_view){
		.number = number,
		.name = h->name,
		.uri = h->uri,
		.theme = h->theme,
		.state = HOST_CLOSED,
		.state_since_ns = clock_now_ns(),
		.round_trip_ns = -1,
		.readonly = options->readonly,
		.is_test = conn_uri_is_test(h->uri),
		.simulated = options->simulate,
		.cpu_percent = -1,
		.stats = stats_create(),
		.guests = guests_create(),
		.readings = readings_create(),
	};
	h->acts = make_acts(h);
	h->visits = make_visits(h);
	h->probes = make_probes(h);
	h->looks = make_looks(h);
	h->survey = make_survey(h);
	return h;
}

void host_open(struct host *h)
{
	if (h->view.state == HOST_CONNECTING || h->view.state == HOST_UP)
		return;
	h->was_up = false;
	h->pace.tries = 0;
	connect_now(h);
	pump(h);
}

void host_close(struct host *h)
{
	if (h->view.state == HOST_CLOSED)
		return;
	disconnect_now(h);
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
	disconnect_now(h);
	bool all = leftovers_destroy(&h->leftovers, deadline_ns);
	all &= acts_destroy(h->acts, deadline_ns);
	all &= visits_destroy(h->visits, deadline_ns);
	all &= probes_destroy(h->probes, deadline_ns);
	all &= looks_destroy(h->looks, deadline_ns);
	all &= survey_destroy(h->survey, deadline_ns);
	loop_remove_timer(h->loop, h->timer);
	for (size_t i = 0; i < LIMIT_COUNT; i++)
		free(h->limits[i]);
	node_info_clear(&h->view.node);
	node_caps_clear(&h->view.caps);
	snapshot_unref(h->view.snapshot);
	stats_destroy(h->view.stats);
	guests_destroy(h->view.guests);
	readings_destroy(h->view.readings);
	arena_destroy(h->labels);
	free(h->stale);
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
	h->view.kept = labels->kept;
	h->view.by_hand = labels->by_hand;
	arena_destroy(h->labels);
	h->labels = texts;
	notify(h, HOST_CHANGED_STATE, NULL);
}

void host_set_tick(struct host *h, int tick_ms)
{
	h->options.tick_ms = h->pace.tick_ms = tick_ms;
	probes_set_tick(h->probes, tick_ms);
	survey_set_tick(h->survey, tick_ms);
	if (h->view.state == HOST_UP)
		fresh_figures(h);
	pump(h);
}

void host_set_lanes(struct host *h, int lanes)
{
	h->options.lanes = lanes;
	acts_set_lanes(h->acts, lanes);
	pump(h);
}

void host_want_figures(struct host *h, unsigned groups)
{
	unsigned more = groups & ~h->groups;
	h->groups = groups;
	want_probes(h);
	survey_want(h->survey, groups);
	if (!more || h->view.state != HOST_UP)
		return;
	if (more & STATS_ALL)
		pace_fresh_figures(&h->pace, clock_now_ns());
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
	if (h->view.state != HOST_UP)
		return;
	h->all_stale = true;
	pace_all(&h->pace, clock_now_ns());
	probes_fresh(h->probes, clock_now_ns());
	looks_refresh(h->looks);
	pump(h);
}

bool host_settled(const struct host *h)
{
	if (acts_any(h->acts) || h->view.state == HOST_CONNECTING)
		return false;
	if (h->view.state != HOST_UP)
		return true;
	if (!seat_idle(&h->watch) || !acts_idle(h->acts) || h->node_wanted)
		return false;
	return !h->pace.stale && h->definitions_left == 0 && visits_settled(h->visits) &&
	       probes_settled(h->probes) && looks_settled(h->looks) &&
	       survey_settled(h->survey) &&
	       (!(h->groups & STATS_ALL) || h->pace.samples >= 2);
}

uint64_t host_do(struct host *h, const struct host_request *request, struct err *err)
{
	if (h->view.state != HOST_UP) {
		err_set(err, ERR_LOST, "%s is not connected", h->name);
		return 0;
	}
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
