// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/watch.h"

#include <stdatomic.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "virt/node.h"

#define MEMORY_TICKS 3
#define LONG_TICK_MS 3000 /* three of them were too long */
#define NODE_AGAIN_NS (60 * NS_PER_S) /* what went wrong may have been an accident */

/* What a connection's events hold on to: the watch forgets it, and late events end here. */
struct link {
	atomic_int refs;
	struct watch *watch; /* main thread; NULL once the connection is not the host's any more */
};

/* ---- events ---- */

static void link_unref(void *opaque)
{
	struct link *link = opaque;
	if (link && atomic_fetch_sub(&link->refs, 1) == 1)
		free(link);
}

static struct link *link_create(struct watch *w)
{
	struct link *link = mem_new(struct link);
	atomic_init(&link->refs, 1);
	link->watch = w;
	return link;
}

static void link_drop(struct watch *w)
{
	if (!w->link)
		return;
	w->link->watch = NULL;
	link_unref(take(w->link));
}

static void on_event(void *opaque, const struct event *event)
{
	struct watch *w = ((struct link *)opaque)->watch;
	if (w)
		w->event(w->home.opaque, event);
}

/* ---- answers ---- */

static void on_opened(struct watch *w, const struct ask *a)
{
	seat_opened(&w->seat);
	if (!a->snapshot)
		return;
	w->shares_lane = w->shares_lane || a->facts.shares_lane;
	w->node_due_ns = clock_now_ns();
	w->listen_due = true;
	pace_up(&w->pace, clock_now_ns());
}

static void on_node(struct watch *w, const struct ask *a)
{
	if (!a->has_node)
		w->node_due_ns = clock_now_ns() + NODE_AGAIN_NS;
}

static void on_list(struct watch *w, const struct ask *a)
{
	pace_list_took(&w->pace, a->took_ns);
	if (a->snapshot)
		return;
	for (size_t i = 0; i < a->n_stale; i++)
		watch_stale_definition(w, a->stale[i]);
	w->all_stale |= !a->before;
	pace_failed_list(&w->pace, clock_now_ns());
}

static void on_definitions(struct watch *w, const struct ask *a)
{
	if (a->snapshot)
		pace_batch_took(&w->pace, a->took_ns);
	else
		w->definitions_left = 0; /* until the next list */
}

static void on_figures(struct watch *w, const struct ask *a)
{
	(void)a;
	w->pace.samples++;
}

static void on_listen(struct watch *w, const struct ask *a)
{
	(void)a;
	w->listening = false;
}

static void (*const on_kind[ASK_COUNT])(struct watch *w, const struct ask *a) = {
	[ASK_OPEN] = on_opened,
	[ASK_NODE] = on_node,
	[ASK_LIST] = on_list,
	[ASK_DEFINITIONS] = on_definitions,
	[ASK_FIGURES] = on_figures,
	[ASK_LISTEN] = on_listen,
};

static void on_answer(struct ask *a, const char *calls)
{
	struct watch *w = a->owner;
	(void)calls;
	if (w->destroying)
		return;
	bool current = a->generation == w->round;
	bool lost = a->kind != ASK_OPEN && a->err.code == ERR_LOST;
	if (current && !lost && on_kind[a->kind])
		on_kind[a->kind](w, a);
	w->answered(w->home.opaque, a, current);
}

/* ---- what to ask next ---- */

static struct ask *ask_new(struct watch *w, enum ask_kind kind)
{
	struct ask *a = ask_create(kind, w->seat.session);
	a->owner = w;
	a->answered = on_answer;
	a->host = w->home.view->number;
	a->generation = w->round;
	return a;
}

static void ask(struct watch *w, struct ask *a)
{
	w->home.asked(w->home.opaque);
	seat_ask(&w->seat, a);
}

static void ask_list(struct watch *w)
{
	struct ask *a = ask_new(w, ASK_LIST);
	if (!w->all_stale)
		a->before = snapshot_ref(w->home.view->snapshot);
	a->n_stale = w->n_stale;
	a->stale = take(w->stale);
	w->n_stale = w->cap_stale = 0;
	w->all_stale = false;
	ask(w, a);
}

static void ask_definitions(struct watch *w)
{
	struct ask *a = ask_new(w, ASK_DEFINITIONS);
	a->before = snapshot_ref(w->home.view->snapshot);
	a->most = w->pace.batch;
	ask(w, a);
}

bool watch_asks_apart(const struct watch *w)
{
	return !w->shares_lane && w->home.view->bulk_stats;
}

/* Whatever is wanted, that a machine runs is noticed by these, or by those that are asked apart. */
static unsigned quick_groups(const struct watch *w)
{
	unsigned groups = w->groups & STATS_ALL;
	/* What the host itself uses is made of these. */
	if (w->home.options->simulate)
		return groups | STATS_CPU | STATS_MEMORY;
	if (!watch_asks_apart(w))
		return groups;
	return groups && !w->leans ? STATS_NET : 0;
}

/* Of the host, one call a tick: what it does changes from one to the next, what is left of its memory more slowly. */
static unsigned node_what(const struct watch *w)
{
	if (w->pace.samples < 2 || w->node_all || w->pace.tick_ms > LONG_TICK_MS)
		return NODE_CPU | NODE_MEMORY;
	return w->pace.samples % MEMORY_TICKS == 0 ? NODE_MEMORY : NODE_CPU;
}

static void ask_figures(struct watch *w)
{
	struct ask *a = ask_new(w, ASK_FIGURES);
	a->before = snapshot_ref(w->home.view->snapshot);
	a->groups = quick_groups(w);
	a->node_what = node_what(w);
	w->node_all = false;
	if (a->groups)
		w->machines_ns = clock_now_ns();
	a->simulate = w->home.options->simulate;
	ask(w, a);
}

static void (*const ask_for[])(struct watch *w) = {
	[PACE_LIST] = ask_list,
	[PACE_FIGURES] = ask_figures,
	[PACE_DEFINITIONS] = ask_definitions,
};
_Static_assert(ARRAY_SIZE(ask_for) == PACE_COUNT, "a row for everything that is paced");

void watch_pump(struct watch *w, int64_t now_ns)
{
	enum pace_what what;
	int64_t due_ns;
	if (w->home.view->state != HOST_UP || !lane_idle(w->seat.lane))
		return;
	if (w->node_due_ns && w->node_due_ns <= now_ns) {
		w->node_due_ns = 0;
		ask(w, ask_new(w, ASK_NODE));
		return;
	}
	if (w->listen_due && w->pace.samples > 0) {
		w->listen_due = false;
		w->listening = true;
		ask(w, ask_new(w, ASK_LISTEN));
		return;
	}
	if (!pace_next(&w->pace, &what, &due_ns) || due_ns > now_ns)
		return;
	pace_began(&w->pace, what, now_ns);
	ask_for[what](w);
}

int64_t watch_wake_ns(const struct watch *w)
{
	enum pace_what what;
	int64_t due_ns;
	if (!lane_idle(w->seat.lane))
		return 0;
	return clock_sooner_ns(w->node_due_ns, pace_next(&w->pace, &what, &due_ns) ? due_ns : 0);
}

bool watch_settled(const struct watch *w)
{
	bool node_due = w->node_due_ns && w->node_due_ns <= clock_now_ns();
	if (!seat_idle(&w->seat) || node_due || w->pace.stale || w->definitions_left > 0)
		return false;
	return !(w->groups & STATS_ALL) || w->pace.samples >= 2;
}

/* ---- for the host ---- */

void watch_init(struct watch *w, const struct home *home, home_answered_fn *answered, watch_event_fn *event)
{
	*w = (struct watch){.home = *home, .answered = answered, .event = event};
	w->pace.tick_ms = home->options->tick_ms;
}

bool watch_finish(struct watch *w, int64_t deadline_ns)
{
	w->destroying = true;
	watch_close(w);
	free(w->stale);
	return leftovers_destroy(&w->leftovers, deadline_ns);
}

bool watch_open(struct watch *w, struct err *err)
{
	if (!seat_open(&w->seat, &w->home, "watch", err))
		return false;
	w->round++;
	w->shares_lane = conn_uri_shares_lane(w->home.view->uri);
	w->link = link_create(w);
	w->pace.stale = false;
	w->all_stale = w->node_all = false;
	w->machines_ns = 0;
	w->node_due_ns = 0;
	w->listen_due = w->listening = false;
	w->n_stale = 0;
	struct ask *a = ask_new(w, ASK_OPEN);
	atomic_fetch_add(&w->link->refs, 1);
	a->sink = (struct event_sink){.fn = on_event, .release = link_unref, .opaque = w->link};
	ask(w, a);
	return true;
}

void watch_close(struct watch *w)
{
	w->round++;
	link_drop(w);
	seat_close(&w->seat, &w->leftovers);
}

struct seat *watch_shared(struct watch *w)
{
	return w->shares_lane ? &w->seat : NULL;
}

void watch_refresh(struct watch *w)
{
	w->all_stale = w->node_all = true;
	w->node_due_ns = clock_now_ns();
	pace_all(&w->pace, clock_now_ns());
}

void watch_hurry(struct watch *w, int64_t now_ns)
{
	if (w->pace.due_ns[PACE_FIGURES] > now_ns)
		w->pace.due_ns[PACE_FIGURES] = now_ns;
}

void watch_stale_definition(struct watch *w, const unsigned char uuid[UUID_SIZE])
{
	for (size_t i = 0; i < w->n_stale; i++)
		if (memcmp(w->stale[i], uuid, UUID_SIZE) == 0)
			return;
	memcpy(arr_add(w->stale, w->n_stale, w->cap_stale), uuid, UUID_SIZE);
}

void watch_listed(struct watch *w, const struct snapshot *list)
{
	w->definitions_left = 0;
	for (size_t i = 0; i < list->n_domains; i++)
		w->definitions_left += !list->domains[i].def.known;
	if (w->definitions_left > 0)
		w->pace.due_ns[PACE_DEFINITIONS] = clock_now_ns();
}
