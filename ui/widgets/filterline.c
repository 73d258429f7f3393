// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterline.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/panes/find.h"
#include "ui/recent.h"
#include "ui/widgets/line.h"
#include "ui/widgets/list.h"

#define REMEMBERED "filter-history"
#define HISTORY_MOST 50
#define LINES_MOST 5

struct filter_line {
	struct line_edit line;
	char *problem; /* NULL: all of it counts */
	bool refused;  /* Enter was pressed all the same */
	struct obj_id selected; /* before */
	size_t at;   /* in what was typed before, from 1; 0: what is typed now */
	char *typed; /* while the history is looked at */
};

static const struct pane_ops filter_line_pane;

void filter_line_open(struct app *app)
{
	struct filter_line *f = mem_new(struct filter_line);
	const struct pane *pane = app_body(app);

	line_set(&f->line, table_filter_text(pane));
	f->selected = list_selected_id(pane->list);
	app_push(app, &filter_line_pane, f);
}

static void close_pane(struct pane *pane)
{
	struct filter_line *f = pane->data;

	line_finish(&f->line);
	free(f->problem);
	free(f->typed);
	free(f);
}

static void try_it(struct pane *pane)
{
	struct filter_line *f = pane->data;
	autoerr struct err err = {0};

	table_filter_typed(app_body(pane->app), str_text(&f->line.text), &err);
	/* The cursor goes back to where it was as soon as that row is there again. */
	list_select(app_body(pane->app)->list, f->selected);
	free(f->problem);
	f->problem = take(err.text);
	f->refused = false;
}

static enum reaction drop(struct pane *pane)
{
	const struct filter_line *f = pane->data;
	autoerr struct err err = {0};

	table_filter(app_body(pane->app), "", &err);
	list_select(app_body(pane->app)->list, f->selected);
	return REACT_CLOSE;
}

static enum reaction keep(struct pane *pane)
{
	struct filter_line *f = pane->data;
	struct pane *below = app_body(pane->app);
	const char *text = str_text(&f->line.text);
	autoerr struct err err = {0};

	if (!table_filter(below, text, &err)) {
		free(f->problem);
		f->problem = take(err.text);
		f->refused = true;
		return REACT_REDRAW;
	}
	if (table_filter_text(below)[0])
		recent_add(pane->app->state, REMEMBERED, below->ops->name, text, HISTORY_MOST);
	return REACT_CLOSE;
}

static enum reaction recall(struct pane *pane, int step)
{
	struct filter_line *f = pane->data;
	size_t to = step > 0 ? f->at + 1 : f->at ? f->at - 1 : 0;
	autofree char *earlier =
		to ? recent_at(pane->app->state, REMEMBERED, app_body(pane->app)->ops->name, to - 1) : NULL;

	if (to == f->at || (to && !earlier))
		return REACT_DONE;
	if (f->at == 0) {
		free(f->typed);
		f->typed = mem_strdup(str_text(&f->line.text));
	}
	f->at = to;
	line_set(&f->line, earlier ? earlier : f->typed);
	try_it(pane);
	return REACT_REDRAW;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct filter_line *f = pane->data;

	switch (key->code) {
	case KEYC_ESC:
		return drop(pane);
	case KEYC_ENTER:
		return keep(pane);
	case KEYC_UP:
		return recall(pane, 1);
	case KEYC_DOWN:
		return recall(pane, -1);
	default:
		if (!line_key(&f->line, key, app_paste(pane->app)))
			return REACT_UNUSED;
		f->at = 0;
		try_it(pane);
		return REACT_REDRAW;
	}
}

/* What is wrong says what would be right: all of it, on some lines. */
static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	const struct filter_line *f = pane->data;
	const char *text = f->problem ? f->problem : "";

	for (size_t len; *ret_height < LINES_MOST && text[len = utf8_break(text, *ret_width - 2)]; text += len)
		++*ret_height;
}

static void draw(struct pane *pane, struct area area)
{
	const struct filter_line *f = pane->data;
	const char *problem = f->problem ? f->problem : "Enter keep   Esc show all   Up Down earlier ones   C-u empty";
	const struct list *list = app_body(pane->app)->list;
	autofree char *count = mem_printf("%zu of %zu", list_count(list), list_count(list) + list_hidden(list));
	int beside = utf8_text_width(count);

	area_fill(area, ROLE_TEXT);
	area_text(area, 0, 0, ROLE_KEY, "/");
	line_draw(&f->line, area, 1, 0, area.width - beside - 4);
	area_text(area, area.width - beside - 1, 0, ROLE_DIM, count);
	for (int y = 1; y < area.height; y++) {
		size_t len = y + 1 < area.height ? utf8_break(problem, area.width - 2) : strlen(problem);
		autofree char *line = mem_strndup(problem, len);

		area_field(area, 1, y, area.width - 2, f->refused ? ROLE_MESSAGE_BAD : ROLE_DIM, CUT_END, false, line);
		problem += len;
	}
}

static const struct pane_ops filter_line_pane = {
	.name = "filter",
	.title = "Filter",
	.modal = true,
	.bottom = true,
	.wants = wants,
	.scope = SCOPE_APP,
	.close = close_pane,
	.draw = draw,
	.key = key_pressed,
};
