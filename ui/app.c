// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app-internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "conf/fleet.h"
#include "loop/lane.h"
#include "loop/netwatch.h"
#include "ui/actions/request.h"
#include "ui/archive.h"
#include "ui/edit.h"
#include "ui/frame.h"
#include "ui/keymap.h"
#include "ui/marks.h"
#include "ui/opening.h"
#include "ui/palette/files.h"
#include "ui/panel.h"
#include "ui/panes/device-tree.h"
#include "ui/panes/page.h"
#include "ui/panes/panes.h"
#include "ui/questions.h"
#include "ui/runs.h"
#include "ui/settings.h"
#include "ui/signals.h"
#include "ui/tables.h"
#include "ui/targets.h"
#include "ui/term.h"
#include "ui/themes.h"
#include "ui/timing.h"
#include "ui/views.h"
#include "ui/widgets/keybar.h"
#include "virt/gate.h"

#define MIN_WIDTH 40
#define MIN_HEIGHT 10
#define FIRST_TAB 2
#define RETRY_MS 30
#define FIGURES_EVERY_MS 250
#define QUIT_NS NS_PER_S /* for the workers; the terminal is given back before */

/* --- panes ----------------------------------------------------------------------------------- */

static struct pane *pane_create(struct app *app, const struct pane_ops *ops, void *data)
{
	struct pane *pane = mem_new(struct pane);

	pane->ops = ops;
	pane->app = app;
	pane->data = data;
	pane->stale = PANE_CHANGED_ALL;
	if (ops->open)
		ops->open(pane);
	return pane;
}

static void pane_destroy(struct pane *pane)
{
	if (!pane)
		return;
	if (pane->ops->close)
		pane->ops->close(pane);
	filter_destroy(pane->filter);
	free(pane->marked);
	marks_finish(pane);
	free(pane);
}

/* Rows point into snapshots, which may be gone since: nobody may look at a pane that is stale. */
static void freshen(struct pane *pane)
{
	unsigned what;

	/* What is logged comes from any thread. */
	if (pane->ops == &log_pane && log_book_update(pane->app->log_book))
		pane->stale |= PANE_CHANGED_LOG;
	what = pane->stale;

	if (!what)
		return;
	pane->stale = 0;
	pane->marked_of = 0;
	if (pane->ops->model)
		pane->ops->model(pane, what);
}

struct pane *app_tab_pane(const struct app *app)
{
	struct pane *pane = app->tabs[app->tab];

	freshen(pane);
	return pane;
}

struct pane *app_body(const struct app *app)
{
	for (size_t i = app->n_floats; i > 0; i--) {
		struct pane *pane = app->floats[i - 1];

		if (!pane->ops->page)
			continue;
		freshen(pane);
		return pane;
	}
	return app_tab_pane(app);
}

struct pane *app_top(const struct app *app)
{
	return app->n_floats ? app->floats[app->n_floats - 1] : app_tab_pane(app);
}

void app_show_tab(struct app *app, int tab)
{
	if (tab < 1 || tab > APP_TABS || !app->tabs[tab])
		return;
	while (app->n_floats)
		app_pop(app);
	app->tab = tab;
	app->relayout = app->dirty = true;
}

struct pane *app_push(struct app *app, const struct pane_ops *ops, void *data)
{
	struct pane *pane = pane_create(app, ops, data);

	*arr_add(app->floats, app->n_floats, app->cap_floats) = pane;
	tables_recall_pane(pane);
	app->relayout = app->dirty = true;
	return pane;
}

void app_pop(struct app *app)
{
	if (!app->n_floats)
		return;
	tables_remember_pane(app->floats[--app->n_floats]);
	pane_destroy(app->floats[app->n_floats]);
	app->relayout = app->dirty = true;
}

static void remove_float(struct app *app, struct pane *pane)
{
	for (size_t i = 0; i < app->n_floats; i++) {
		if (app->floats[i] != pane)
			continue;
		memmove(&app->floats[i], &app->floats[i + 1],
			(app->n_floats - i - 1) * sizeof(app->floats[0]));
		app->n_floats--;
		tables_remember_pane(pane);
		pane_destroy(pane);
		app->relayout = app->dirty = true;
		return;
	}
}

void app_react(struct app *app, struct pane *pane, enum reaction reaction)
{
	if (reaction & REACT_RECALC)
		pane->stale = PANE_CHANGED_ALL;
	if (reaction & (REACT_REDRAW | REACT_RECALC | REACT_RELAYOUT))
		app->dirty = true;
	if (reaction & REACT_RELAYOUT)
		app->relayout = true;
	if (reaction & REACT_CLOSE)
		remove_float(app, pane);
}

static void mark_stale(struct app *app, unsigned what)
{
	app->totals.known &= !(what & (HOST_CHANGED_STATE | HOST_CHANGED_LIST | HOST_CHANGED_FIGURES |
				 HOST_CHANGED_READINGS));
	if (what & (HOST_CHANGED_LIST | HOST_CHANGED_STATE | HOST_CHANGED_READINGS))
		device_trees_expire(app->device_trees);
	for (int i = 1; i <= APP_TABS; i++)
		if (app->tabs[i])
			app->tabs[i]->stale |= what;
	for (size_t i = 0; i < app->n_floats; i++)
		app->floats[i]->stale |= what;
	panel_expire(app->panel);
	app->dirty = true;
}

void app_selection(const struct app *app, struct selection *ret)
{
	struct pane *pane = app_body(app);

	*ret = (struct selection){0};
	if (app->said && app->said->n)
		targets_describe(app, app->said->objects[0], ret);
	else if (pane->ops->selected)
		pane->ops->selected(pane, ret);
}

struct cell_ask app_cell_ask(const struct app *app)
{
	return (struct cell_ask){
		.tasks = app->tasks,
		.now_ns = clock_is_fixed() ? clock_shown_ns() : clock_now_ns(),
		.unicode = app->surface->unicode,
	};
}

/* --- messages -------------------------------------------------------------------------------- */

static void set_message(struct app *app, bool bad, const char *format, va_list args)
{
	free(app->message);
	app->message = mem_vprintf(format, args);
	app->message_bad = bad;
	app->dirty = true;
}

void app_say(struct app *app, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_message(app, false, format, args);
	va_end(args);
}

void app_complain(struct app *app, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_message(app, true, format, args);
	va_end(args);
}

bool app_remember(struct app *app)
{
	autoerr struct err err = {0};

	if (state_save_soon(app->state, &err))
		return true;
	app_complain(app, "It is for now only, what is remembered cannot be written: %s", err.text);
	return false;
}

static void arm_ladder(struct app *app)
{
	if (app->ladder_armed || !tasks_count_open(app->tasks))
		return;
	loop_arm_timer(app->loop, app->ladder_timer, 1000);
	app->ladder_armed = true;
}

static void look_after_requests(void *opaque)
{
	struct app *app = opaque;

	app->ladder_armed = false;
	requests_climb(app);
	arm_ladder(app);
}

void app_stale(struct app *app)
{
	mark_stale(app, PANE_CHANGED_ALL);
	app->relayout = true;
}

void app_files_changed(struct app *app)
{
	mark_stale(app, PANE_CHANGED_FILES);
	app->relayout = true;
}

void app_tasks_changed(struct app *app)
{
	arm_ladder(app);
	mark_stale(app, PANE_CHANGED_TASKS);
}

/* --- hosts ----------------------------------------------------------------------------------- */

struct alert_limits app_alert_limits(const struct app *app)
{
	return (struct alert_limits){app->options->memory_alert, app->options->pool_alert};
}

const struct twins *app_twins(struct app *app)
{
	size_t up = 0;

	for (size_t i = 0; i < app->n_hosts; i++)
		up += host_view(app->hosts[i])->state == HOST_UP;
	if (up < 2)
		return NULL;
	if (app->twins)
		return app->twins;
	app->twins = twins_create();
	for (size_t i = 0; i < app->n_hosts; i++)
		twins_add_host(app->twins, host_view(app->hosts[i]));
	return app->twins;
}

/* True when there is something new to show. */
static bool note_event(struct app *app, const struct host_view *view, const struct event *event)
{
	enum obj_kind kind = event_object(event->kind);

	if (kind == OBJ_NONE) /* the host's state tells it */
		return false;
	event_log_add(app->events, &(struct event_news){
					   .object = obj_id_of(view->number, kind, event->uuid),
					   .host_name = view->name,
					   .object_name = event->name,
					   .what = event->what ? event->what : event->text,
					   .why = event->why,
					   .tone = event->tone,
					   .repeats = event_repeats(event->kind)});
	return true;
}

static void show_figures(void *opaque)
{
	struct app *app = opaque;

	app->figures_due_ns = clock_now_ns() + FIGURES_EVERY_MS * NS_PER_MS;
	mark_stale(app, HOST_CHANGED_FIGURES);
}

/* Many hosts answer at many moments: each would have all rows made anew. */
static void figures_changed(struct app *app)
{
	int64_t wait_ns = app->figures_due_ns - clock_now_ns();

	if (app->figures_timer < 0 || wait_ns <= 0)
		show_figures(app);
	else
		loop_arm_timer(app->loop, app->figures_timer, (int)(wait_ns / NS_PER_MS) + 1);
}

static void host_changed(void *opaque, struct host *host, int what, const struct event *event)
{
	struct app *app = opaque;
	const struct host_view *view = host_view(host);

	if (event && note_event(app, view, event))
		mark_stale(app, PANE_CHANGED_EVENTS);
	if ((what & HOST_CHANGED_STATE) && event_log_host(app->events, view))
		mark_stale(app, PANE_CHANGED_EVENTS);
	if (event)
		log_host(LOG_DEBUG, view->name, "%s%s%s", event->name ? event->name : "",
			 event->name ? " " : "", event->text ? event->text : "");
	if ((what & HOST_CHANGED_LIST) && view->snapshot &&
	    tasks_confirm(app->tasks, view->snapshot)) {
		app_tasks_changed(app);
		requests_follow(app);
	}
	if (what & (HOST_CHANGED_LIST | HOST_CHANGED_STATE)) {
		app->relayout = true;
		twins_destroy(take(app->twins));
	}
	/* Columns are as wide as what stands in them. */
	if (what & HOST_CHANGED_READINGS)
		app->relayout = true;
	if (what == HOST_CHANGED_FIGURES)
		figures_changed(app);
	else
		mark_stale(app, (unsigned)what);
}

struct host *app_add_host(struct app *app, const char *name, const char *uri, bool simulate)
{
	return app_add_host_as(app, name, uri, simulate, app->options->readonly);
}

struct host *app_add_host_as(struct app *app, const char *name, const char *uri, bool simulate,
			     bool readonly)
{
	autofree char *base = name ? mem_strdup(name) : fleet_name_of_uri(uri);
	autofree char *unique = mem_strdup(base);
	struct host **slot;

	for (int i = 2; app_find_host_named(app, unique); i++) {
		free(unique);
		unique = mem_printf("%s#%d", base, i);
	}
	slot = arr_add(app->hosts, app->n_hosts, app->cap_hosts);
	*slot = host_create(app->loop, ++app->last_host,
			    &(struct host_options){.name = unique,
						   .uri = uri,
						   .readonly = readonly,
						   .simulate = simulate,
						   .tick_ms = app->options->tick_ms,
						   .lanes = app->options->requests,
						   .roads = &app->roads,
						   .gate = app->gate,
						   .desk = app->roads.desk},
			    host_changed, app);
	if (app->held_s)
		host_hold_figures(*slot, true);
	opening_label(app, *slot, NULL);
	mark_stale(app, PANE_CHANGED_ALL);
	return *slot;
}

static void close_pages(struct app *app, uint32_t host)
{
	for (size_t i = app->n_floats; i-- > 0;)
		if (page_is_of_host(app->floats[i], host))
			remove_float(app, app->floats[i]);
}

void app_remove_host(struct app *app, struct host *host)
{
	size_t i = 0;

	while (i < app->n_hosts && app->hosts[i] != host)
		i++;
	if (i == app->n_hosts)
		return;
	memmove(&app->hosts[i], &app->hosts[i + 1], (app->n_hosts - i - 1) * sizeof(app->hosts[0]));
	app->n_hosts--;
	close_pages(app, host_view(host)->number);
	twins_destroy(take(app->twins));
	/* Nobody waits: workers that are in a call end by themselves. */
	host_destroy(host, clock_now_ns());
	app_stale(app);
}

struct host *app_find_host(const struct app *app, uint32_t number)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		if (host_view(app->hosts[i])->number == number)
			return app->hosts[i];
	return NULL;
}

const struct host_view *app_host_view(void *app, uint32_t number)
{
	const struct host *host = app_find_host(app, number);

	return host ? host_view(host) : NULL;
}

struct host *app_find_host_named(const struct app *app, const char *name)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		if (str_equal(host_view(app->hosts[i])->name, name))
			return app->hosts[i];
	return NULL;
}

void app_open_hosts(struct app *app)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		if (!host_view(app->hosts[i])->by_hand)
			host_open(app->hosts[i]);
}

bool app_settled(const struct app *app)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		if (!host_settled(app->hosts[i]))
			return false;
	return tasks_count_open(app->tasks) == 0 && !runs_are_open(app->runs) && panel_settled(app) &&
	       files_settled(app->files) && archive_settled(app->archive);
}

/* What may have come back is tried at once. */
void app_try_again(struct app *app, bool returned)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		host_again(app->hosts[i], returned);
}

static void network_returned(void *opaque)
{
	app_try_again(opaque, true);
}

/* --- painting -------------------------------------------------------------------------------- */

struct area app_body_area(const struct app *app)
{
	struct area all = surface_area(app->surface);

	return area_part(all, 0, 2, all.width, all.height - 4);
}

struct area app_float_area(const struct app *app, struct pane *pane)
{
	struct area all = surface_area(app->surface);
	int width = all.width;
	int height = all.height;

	if (pane->ops->bottom) {
		height = 2;
		if (pane->ops->wants)
			pane->ops->wants(pane, &width, &height);
		return area_part(all, 0, all.height - height, all.width, height);
	}
	if (pane->ops->page)
		return app_body_area(app);
	if (pane->ops->wants)
		pane->ops->wants(pane, &width, &height);
	/* No slivers of what is below at its sides. */
	width = width < all.width - 5 ? width : all.width;
	height = height < all.height - 1 ? height : all.height - 1;
	return area_part(all, (all.width - width) / 2, pane->ops->high ? 2 : (all.height - height) / 2, width,
			 height);
}

int app_float_width(struct pane *pane)
{
	return app_float_area(pane->app, pane).width;
}

static void lay_out(struct app *app)
{
	struct pane *pane = app_tab_pane(app);
	struct area body = app_body_area(app);

	app->relayout = false;
	body = panel_leaves(app, pane, body);
	if (pane->ops->layout)
		pane->ops->layout(pane, body.width, body.height);
	for (size_t i = 0; i < app->n_floats; i++) {
		struct pane *f = app->floats[i];
		struct area area = app_float_area(app, f);

		freshen(f);
		if (f->ops->layout)
			f->ops->layout(f, area.width, area.height);
	}
	app_want_figures(app);
}

static void draw_float(struct app *app, struct pane *f)
{
	f->ops->draw(f, app_float_area(app, f));
	/* A long one reaches into the body, which this is. */
	if (f->ops->page)
		frame_message(app, surface_area(app->surface));
}

static void draw(struct app *app)
{
	struct area all = surface_area(app->surface);
	struct pane *pane = app_body(app);

	surface_blank(app->surface);
	if (all.width < MIN_WIDTH || all.height < MIN_HEIGHT) {
		area_textf(all, 0, 0, ROLE_TEXT, "virtty needs %dx%d, this is", MIN_WIDTH, MIN_HEIGHT);
		area_textf(all, 0, 1, ROLE_TEXT, "%dx%d: enlarge the window", all.width, all.height);
		return;
	}
	frame_header(app, area_part(all, 0, 0, all.width, 1));
	frame_tabs(app, area_part(all, 0, 1, all.width, 1));
	if (!pane->ops->page) {
		pane->ops->draw(pane, panel_leaves(app, pane, app_body_area(app)));
		panel_draw(app, app_body_area(app));
	}
	frame_message(app, all);
	keybar_draw(app, area_part(all, 0, all.height - 1, all.width, 1));
	for (size_t i = 0; i < app->n_floats; i++)
		if (!app->floats[i]->ops->page || app->floats[i] == pane)
			draw_float(app, app->floats[i]);
}

void app_paint(struct app *app)
{
	if (!app->dirty && !app->full)
		return;
	app->dirty = false;
	tables_recall_marks(app);
	app_tab_pane(app);
	tables_recall_cursor(app);
	questions_look(app);
	if (app->relayout)
		lay_out(app);
	panel_follow(app, app_body_area(app));
	draw(app);
	if (app->term) {
		term_present(app->term, app->surface, app->theme, app->full);
		/* A terminal that takes no more is asked again, not waited for. */
		if (term_pending(app->term))
			loop_arm_timer(app->loop, app->retry_timer, RETRY_MS);
	}
	app->full = false;
	app_want_guests(app);
	app_want_readings(app);
	if (app->key_untimed && app->options->timing)
		timing_add(app->timing, clock_now_ns() - app->key_ns,
			   clock_thread_ns() - app->key_cpu_ns);
	app->key_untimed = false;
}

void app_resize(struct app *app, int width, int height)
{
	surface_resize(app->surface, width, height);
	app->relayout = app->dirty = true;
}

static void paint_again(void *opaque)
{
	((struct app *)opaque)->dirty = true;
}

static void clock_tick(void *opaque)
{
	struct app *app = opaque;

	app->dirty = true;
	loop_arm_timer(app->loop, app->clock_timer, 1000);
}

/* --- life ------------------------------------------------------------------------------------ */

/* As it was left, unless the person has said which. */
static int first_tab(const struct app *app)
{
	for (int i = 1; i <= APP_TABS; i++)
		if (app->tabs[i] && str_equal(app->tabs[i]->ops->name, app->options->tab))
			return i;
	return app->tab;
}

struct app *app_create(struct loop *loop, struct options *options, struct err *err)
{
	struct app *app = mem_new(struct app);

	app->loop = loop;
	app->options = options;
	app->tty_watch = app->signal_watch = app->clock_timer = app->figures_timer = app->flush_timer = app->retry_timer = -1;
	app->state = settings_load_state(options);
	app->events = event_log_create();
	if (!settings_start(app, err) ||
	    (options->events && !event_log_open(app->events, options->events, err))) {
		settings_finish(app);
		theme_destroy(app->theme);
		event_log_destroy(app->events);
		state_destroy(app->state);
		free(app);
		return NULL;
	}
	app->surface = surface_create(options->width, options->height);
	app->surface->unicode = options->unicode;
	app->desk = desk_create();
	app->roads = (struct roads){.loop = loop, .desk = options->batch ? NULL : app->desk};
	app->gate = gate_create((size_t)options->open_at_once);
	app->questions = questions_create(app);
	app->tasks = tasks_create();
	app->log_book = log_book_create();
	app->device_trees = device_trees_create();
	app->panel = panel_create(app);
	app->timing = timing_create();
	app->requests = arena_create();
	app->keymap = keymap_load(options, &app->problems);
	app->runs = runs_create(app);
	app->edits = edits_create(app);
	app->archive = archive_create(app);
	app->files = files_create(app);
	for (size_t i = 0; all_panes[i]; i++)
		if (all_panes[i]->tab)
			app->tabs[all_panes[i]->tab] = pane_create(app, all_panes[i], NULL);
	app->tab = FIRST_TAB;
	tables_recall(app);
	app->tab = first_tab(app);
	views_check(app, &app->problems);
	problems_sort(&app->problems);
	app->ladder_timer = loop_add_timer(loop, look_after_requests, app);
	app->relayout = app->dirty = true;
	settings_tell(app);
	return app;
}

bool app_run(struct app *app, struct err *err)
{
	const char *no_color = getenv("NO_COLOR"); /* https://no-color.org */
	const char *colors = app->options->colors;
	const struct term_options term_options = {
		.colors = !colors && no_color && no_color[0] ? "none" : colors,
		.mouse = app->options->mouse,
	};
	int width;
	int height;

	app->term = term_open(&term_options, err);
	if (!app->term)
		return false;
	app_open_hosts(app); /* while they are called, all else is made ready */
	app->input = input_create(term_name(app->term));
	app->surface->unicode = term_has_unicode(app->term) && app->options->unicode;
	settings_terminal(app);
	term_size(app->term, &width, &height);
	app_resize(app, width, height);
	app->flush_timer = loop_add_timer(app->loop, app_flush_input, app);
	app->retry_timer = loop_add_timer(app->loop, paint_again, app);
	app->figures_timer = loop_add_timer(app->loop, show_figures, app);
	app_paint(app); /* before any host has answered */
	themes_ask(app);
	app->clock_timer = loop_add_timer(app->loop, clock_tick, app);
	app_listen(app, true);
	signals_watch(app);
	app->netwatch = netwatch_create(app->loop, network_returned, app);
	clock_tick(app);
	edits_tell(app);
	while (!app->quitting) {
		loop_turn(app->loop);
		if (!app->quitting)
			app_paint(app);
	}
	return true;
}

void app_quit(struct app *app)
{
	app->quitting = true;
}

static void stop_watching(struct app *app)
{
	loop_remove_timer(app->loop, app->ladder_timer);
	if (app->tty_watch >= 0)
		loop_remove_fd(app->loop, app->tty_watch);
	if (app->flush_timer >= 0)
		loop_remove_timer(app->loop, app->flush_timer);
	if (app->retry_timer >= 0)
		loop_remove_timer(app->loop, app->retry_timer);
	if (app->figures_timer >= 0)
		loop_remove_timer(app->loop, app->figures_timer);
	if (app->clock_timer >= 0)
		loop_remove_timer(app->loop, app->clock_timer);
	signals_unwatch(app);
	netwatch_destroy(app->netwatch);
}

/* True when all of their workers have ended. */
static bool close_hosts(struct app *app)
{
	int64_t deadline = clock_now_ns() + QUIT_NS;
	bool all_ended = true;

	for (size_t i = 0; i < app->n_hosts; i++)
		host_close(app->hosts[i]);
	/* What ends meanwhile asks for the name of its host. */
	for (; app->n_hosts; app->n_hosts--)
		all_ended &= host_destroy(app->hosts[app->n_hosts - 1], deadline);
	return all_ended;
}

static void free_panes(struct app *app)
{
	for (int i = 1; i <= APP_TABS; i++)
		pane_destroy(app->tabs[i]);
	free(app->floats);
}

/* What hosts, panes and workers look at, now that these are gone. */
static void free_rest(struct app *app)
{
	timing_destroy(app->timing);
	free(app->hosts);
	free(app->message);
	input_destroy(app->input);
	surface_destroy(app->surface);
	theme_destroy(app->theme);
	tasks_destroy(app->tasks);
	twins_destroy(app->twins);
	device_trees_destroy(app->device_trees);
	event_log_destroy(app->events);
	log_book_destroy(app->log_book);
	panel_destroy(app->panel);
	settings_finish(app);
	state_destroy(app->state);
	views_clear(&app->views);
	arena_destroy(app->requests);
	keymap_destroy(app->keymap);
	free(app);
}

bool app_destroy(struct app *app)
{
	bool all_ended;
	autoerr struct err err = {0};

	if (!app)
		return true;
	app->quitting = true; /* also where a story has ended: what is answered now asks nobody */
	stop_watching(app);
	runs_hang_up(app->runs);
	edits_destroy(app->edits);
	runs_destroy(app->runs);
	/* The terminal first: the person has left, workers may take their time. */
	themes_leave(app);
	term_close(take(app->term));
	/* Before anything is waited for, and while there are rows. */
	while (app->n_floats)
		app_pop(app);
	tables_remember(app);
	if (!state_save(app->state, &err))
		log_write(LOG_WARN, "%s", err.text);
	all_ended = close_hosts(app);
	roads_clear(&app->roads);
	gate_destroy(app->gate);
	questions_destroy(app->questions);
	desk_destroy(app->desk);
	files_destroy(app->files);
	archive_destroy(app->archive);
	free_panes(app);
	if (app->options->timing)
		timing_write(app->timing, app->options->timing);
	free_rest(app);
	return all_ended && lane_abandoned_count() == 0;
}
