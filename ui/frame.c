// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/units.h"
#include "base/utf8.h"
#include "ui/panes/find.h"
#include "ui/panes/table.h"
#include "ui/questions.h"
#include "ui/widgets/list.h"

/* --- header ---------------------------------------------------------------------------------- */

static void add_host(struct totals *t, const struct twins *twins, struct alert_limits limits,
		     const struct host_view *host)
{
	const struct node_info *node = &host->node;

	t->hosts++;
	/* Coming back is not back yet. */
	t->not_up += host->state == HOST_LOST || host->state == HOST_REFUSED ||
		     (host->state == HOST_CONNECTING && host->last_answer_ns);
	alerts_count_host(host, limits, t->alerts);
	t->simulated |= host->simulated;
	for (size_t i = 0; host->snapshot && i < host->snapshot->n_domains; i++) {
		const struct domain *d = &host->snapshot->domains[i];
		enum alert_kind kind;

		if (twins && twins_counted_before(twins, host->number, d))
			continue;
		t->domains++;
		t->active += domain_is_active(d);
		if (alert_of_domain(host, d, &kind))
			t->alerts[kind]++;
	}
	if (host->state != HOST_UP)
		return;
	if (host->cpu_percent >= 0) {
		t->cpus += node->cpus;
		t->busy_cpus += node->cpus * host->cpu_percent / 100;
	}
	if (node->memory_free_known && node->memory > node->memory_free) {
		t->memory += node->memory;
		t->memory_used += node->memory - node->memory_free;
	}
}

struct segment {
	enum role role;
	int priority; /* the highest goes first when there is no room */
	char *text;
};

#define MAX_SEGMENTS (10 + ALERT_KIND_COUNT)

struct segments {
	struct segment s[MAX_SEGMENTS];
	int n;
};

static void __attribute__((format(printf, 4, 5)))
segment_add(struct segments *all, enum role role, int priority, const char *format, ...)
{
	va_list args;

	if (all->n == MAX_SEGMENTS)
		return;
	va_start(args, format);
	all->s[all->n++] = (struct segment){role, priority, mem_vprintf(format, args)};
	va_end(args);
}

static const char *plural(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

static void gather(const struct totals *t, const char *alert, bool narrow, struct segments *all)
{
	char used[UNITS_SIZE];
	char memory[UNITS_SIZE];
	char cpu[UNITS_SIZE];

	segment_add(all, ROLE_STRONG, 0, "virtty");
	if (alert)
		segment_add(all, ROLE_STATE_WARN, 0, "%s", alert);
	segment_add(all, ROLE_HEADER, 1, "%zu %s", t->hosts, plural(t->hosts, "host", "hosts"));
	if (t->not_up)
		segment_add(all, ROLE_HEADER_BAD, 0, "%zu down", t->not_up);
	segment_add(all, ROLE_HEADER, 2, "%zu %s", t->domains,
		    narrow ? "dom" : plural(t->domains, "domain", "domains"));
	segment_add(all, ROLE_HEADER, 2, "%zu %s", t->active, narrow ? "act" : "active");
	for (int kind = 0; kind < ALERT_KIND_COUNT; kind++)
		if (t->alerts[kind])
			segment_add(all, ROLE_HEADER_BAD, kind < ALERT_STOPPED ? 0 : 1, "%zu %s",
				    t->alerts[kind],
				    alert_word((enum alert_kind)kind, narrow));
	if (t->simulated)
		segment_add(all, ROLE_STATE_WARN, 1, narrow ? "simulated" : "demo: figures simulated");
	if (t->cpus > 0)
		segment_add(all, ROLE_HEADER, 3, "cpu %s%%",
			    units_percent(cpu, 100 * t->busy_cpus / t->cpus));
	if (t->memory)
		segment_add(all, ROLE_HEADER, 4, "mem %s/%s GiB", units_gib(used, t->memory_used),
			    units_gib(memory, t->memory));
}

static int segments_width(const struct segments *all)
{
	int width = -2;

	for (int i = 0; i < all->n; i++)
		if (all->s[i].text)
			width += utf8_text_width(all->s[i].text) + 2;
	return width;
}

#define BLOCK_MOST 20 /* cells of a host's name */

/* The host of the selected row, where it has a colour of its own; the width that it takes at the right. */
static int draw_host(const struct app *app, struct area line, int right)
{
	struct selection s;
	struct host *host;
	enum tone accent;
	int width;

	app_selection(app, &s);
	host = app_find_host(app, s.id.host);
	accent = host ? host_accent(host_view(host)) : TONE_PLAIN;
	if (accent == TONE_PLAIN)
		return 0;
	width = utf8_text_width(host_view(host)->name) + 2;
	width = width < BLOCK_MOST ? width : BLOCK_MOST;
	area_text(line, right - width, 0, tone_role(accent), " ");
	area_field(line, right - width + 1, 0, width - 2, tone_role(accent), CUT_MIDDLE, false,
		   host_view(host)->name);
	area_text(line, right - 1, 0, tone_role(accent), " ");
	area_over(line, right - width, 0, width, ROLE_ACCENT_BLOCK);
	return width + 1;
}

static void count_totals(struct app *app)
{
	const struct twins *twins = app_twins(app);

	app->totals = (struct totals){.known = true};
	for (size_t i = 0; i < app->n_hosts; i++)
		add_host(&app->totals, twins, app_alert_limits(app), host_view(app->hosts[i]));
}

void frame_header(struct app *app, struct area line)
{
	autofree char *alert = questions_alert(app, line.width < 100);
	struct segments all = {.n = 0};
	char clock[16];
	int x = 1;
	int room;

	if (!app->totals.known)
		count_totals(app);
	gather(&app->totals, alert, line.width < 100, &all);
	if (app->held_s) {
		clock_format_time(app->held_s, clock, sizeof(clock));
		segment_add(&all, ROLE_STATE_WARN, 0, "HELD %s", clock);
	}
	clock_format_time(clock_wall_s(), clock, sizeof(clock));
	area_fill(line, ROLE_HEADER);
	room = line.width - (line.width >= 60 ? 10 : 1);
	room -= draw_host(app, line, room) + 2;
	while (segments_width(&all) > room) {
		int worst = -1;

		for (int i = 0; i < all.n; i++)
			if (all.s[i].text && all.s[i].priority &&
			    (worst < 0 || all.s[i].priority >= all.s[worst].priority))
				worst = i;
		if (worst < 0)
			break;
		free(all.s[worst].text);
		all.s[worst].text = NULL;
	}
	for (int i = 0; i < all.n; i++) {
		if (all.s[i].text)
			x = area_text(line, x, 0, all.s[i].role, all.s[i].text) + 2;
		free(all.s[i].text);
	}
	if (line.width >= 60)
		area_text(line, line.width - 9, 0, ROLE_HEADER, clock);
}

/* --- tabs ------------------------------------------------------------------------------------ */

#define COUNTS_WIDTH 10 /* "1 running" */

/* From the roomiest on. */
enum tab_form {
	TABS_TITLES,
	TABS_BRIEF,   /* short titles for all but the open one */
	TABS_NUMBERS, /* none for them */
	TABS_TIGHT,   /* and nothing between them */
	TABS_ALONE,   /* the open one alone */
};

/* With what stands between it and the next. */
static int tab_text(const struct app *app, int tab, enum tab_form form, struct str *out)
{
	const struct pane_ops *ops = app->tabs[tab]->ops;
	bool brackets = !app->surface->unicode && tab == app->tab;

	if (form == TABS_ALONE && tab != app->tab)
		return 0;
	if (tab == app->tab || form == TABS_TITLES)
		str_addf(out, "%s%d %s%s", brackets ? "[" : " ", tab, ops->title, brackets ? "]" : " ");
	else if (form == TABS_BRIEF)
		str_addf(out, " %d %s", tab, ops->brief ? ops->brief : ops->title);
	else
		str_addf(out, form == TABS_NUMBERS ? " %d " : " %d", tab);
	return utf8_text_width(str_text(out));
}

static int gap_of(enum tab_form form)
{
	return form == TABS_TITLES || form == TABS_NUMBERS;
}

/* What stands behind the tabs: marks, tasks. Calls itself for drawing (line not NULL) and for the width. */
static int walk_counts(const struct app *app, const struct area *line, int x)
{
	const struct pane *pane = app_body(app);
	size_t marked = table_marked_count(pane);
	size_t hidden = pane->list ? list_marked_hidden(pane->list) : 0;
	size_t open = tasks_count_open(app->tasks);
	size_t failed = tasks_count_unseen(app->tasks);
	autofree char *marks = hidden ? mem_printf("%zu marked, %zu hidden ", marked + hidden, hidden)
			       : marked ? mem_printf("%zu marked ", marked)
					: NULL;
	autofree char *running = open ? mem_printf("%zu running ", open) : NULL;
	autofree char *wrong = failed ? mem_printf("%zu failed", failed) : NULL;
	const struct {
		const char *text;
		enum role role;
	} all[] = {{marks, ROLE_STRONG}, {running, ROLE_STATE_BUSY}, {wrong, ROLE_HEADER_BAD}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!all[i].text)
			continue;
		if (line)
			area_text(*line, x, 0, all[i].role, all[i].text);
		x += utf8_text_width(all[i].text) + 1;
	}
	return x;
}

/* It is worth more than whole titles. */
static int room_for_counts(const struct app *app)
{
	const struct pane *pane = app_body(app);
	int width = walk_counts(app, NULL, 0) + (pane->filter ? utf8_text_width(table_filter_text(pane)) + 2 : 0);

	return width > COUNTS_WIDTH ? width : COUNTS_WIDTH;
}

static bool tabs_fit(const struct app *app, enum tab_form form)
{
	int width = room_for_counts(app) + 1 - gap_of(form);

	for (int tab = 1; tab <= APP_TABS; tab++) {
		autostr struct str text = {0};

		if (app->tabs[tab])
			width += tab_text(app, tab, form, &text) + gap_of(form);
	}
	return width <= app->surface->width;
}

static enum tab_form form_of_tabs(const struct app *app)
{
	enum tab_form form = TABS_TITLES;

	while (form < TABS_ALONE && !tabs_fit(app, form))
		form++;
	return form;
}

/* At the right end, cut where there is no room. */
static void draw_filter(const char *filter, struct area line, int x)
{
	autofree char *text = mem_printf("/%s", filter);
	int width = utf8_text_width(text);

	if (width > line.width - x - 1)
		width = line.width - x - 1;
	if (filter[0] && width > 1)
		area_field(line, line.width - 1 - width, 0, width, ROLE_STRONG, CUT_END, false, text);
}

/* Calls itself for drawing (line not NULL) and for finding what is at a place. */
static int walk_tabs(const struct app *app, const struct area *line, int at)
{
	enum tab_form form = form_of_tabs(app);
	int x = 0;

	for (int tab = 1; tab <= APP_TABS; tab++) {
		autostr struct str text = {0};
		int width;

		if (!app->tabs[tab])
			continue;
		width = tab_text(app, tab, form, &text);
		if (line)
			area_text(*line, x, 0, tab == app->tab ? ROLE_TAB_ACTIVE : ROLE_TAB,
				  str_text(&text));
		if (at >= x && at < x + width)
			return tab;
		x += width + gap_of(form);
	}
	/* Tight ones touch each other, but not what comes after them. */
	x += 1 - gap_of(form);
	if (line)
		draw_filter(table_filter_text(app_body(app)), *line, walk_counts(app, line, x));
	return 0;
}

void frame_tabs(const struct app *app, struct area line)
{
	area_fill(line, ROLE_TAB);
	walk_tabs(app, &line, -1);
}

int frame_tab_at(const struct app *app, int x)
{
	return walk_tabs(app, NULL, x);
}

#define MESSAGE_LINES 3

/* --- message --------------------------------------------------------------------------------- */

/* How far down the table one is, where it does not fit; the width that it takes at the right. */
static int draw_place(const struct pane *pane, struct area line)
{
	size_t first, n = pane->list ? list_count(pane->list) : 0;
	size_t at = n ? list_cursor(pane->list) : LIST_NO_ROW;
	autofree char *text = at != LIST_NO_ROW ? mem_printf("%zu/%zu", at + 1, n) : NULL;
	int width = text ? (int)strlen(text) : 0;

	if (!text || line.width < 60 || list_visible(pane->list, &first) >= n)
		return 0;
	area_text(line, line.width - 1 - width, 0, ROLE_DIM, text);
	return width + 2;
}

static int lines_of(const char *text, int width)
{
	int n = 1;

	for (size_t len = utf8_break(text, width); text[len]; len = utf8_break(text, width)) {
		text += len + (text[len] == '\n');
		n++;
	}
	return n;
}

/* It says what to do at its end, more often than not. */
static void draw_message(const struct app *app, struct area all)
{
	enum role role = app->message_bad ? ROLE_MESSAGE_BAD : ROLE_MESSAGE;
	const char *text = app->message;
	int n = lines_of(text, all.width - 2);

	n = n < MESSAGE_LINES ? n : MESSAGE_LINES;
	struct area lines = area_part(all, 0, all.height - 1 - n, all.width, n);

	area_fill(lines, ROLE_TEXT);
	for (int y = 0; y < n; y++) {
		size_t len = y + 1 < n ? utf8_break(text, all.width - 2) : strlen(text);
		autofree char *line = mem_strndup(text, len);

		area_field(lines, 1, y, lines.width - 2, role, CUT_END, false, line);
		text += len + (text[len] == '\n');
	}
}

void frame_message(const struct app *app, struct area all)
{
	struct area line = area_part(all, 0, all.height - 2, all.width, 1);
	const struct pane *pane = app_body(app);
	autostr struct str note = {0};
	const char *text;

	if (app->message && utf8_text_width(app->message) > line.width - 2 - draw_place(pane, line)) {
		draw_message(app, all);
		return;
	}
	line.width -= draw_place(pane, line);
	if (app->message) {
		area_field(line, 1, 0, line.width - 2,
			   app->message_bad ? ROLE_MESSAGE_BAD : ROLE_MESSAGE, CUT_END, false,
			   app->message);
		return;
	}
	if (!pane->ops->note)
		return;
	pane->ops->note(app_body(app), &note);
	text = str_text(&note);
	text += strspn(text, " ");
	area_field(line, 1, 0, line.width - 2, ROLE_MESSAGE, CUT_END, false, text);
}
