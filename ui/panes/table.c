// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/table.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/app.h"
#include "ui/panes/things.h"

void table_open(struct pane *pane)
{
	const struct table *t = pane->ops->table;

	pane->list = list_create(&t->list, t->sort, t->reverse);
}

void table_close(struct pane *pane)
{
	const struct table *t = pane->ops->table;

	if (t->free_data)
		t->free_data(pane->data);
	list_destroy(pane->list);
}

static void add_rows(struct pane *pane)
{
	const struct table *t = pane->ops->table;

	if (t->rows)
		t->rows(pane);
	for (size_t i = 0; t->host_rows && i < pane->app->n_hosts; i++)
		t->host_rows(pane, host_view(pane->app->hosts[i]));
}

void table_peeks(struct pane *pane, struct peek_list *out)
{
	things_peek_hosts(pane->app, *pane->ops->table->reading, out);
}

void table_model(struct pane *pane, unsigned what)
{
	const struct table *t = pane->ops->table;
	struct cell_ask ask = app_cell_ask(pane->app);
	unsigned beside = what & ~PANE_CHANGED_FILTER;

	/* A filter may ask for anything: figures, what is being done. */
	if ((beside & t->changes) || (beside && pane->filter)) {
		list_clear(pane->list);
		add_rows(pane);
		list_settle(pane->list, &ask);
		return;
	}
	if (beside & HOST_CHANGED_FIGURES)
		list_resort(pane->list, &ask, STATS_ALL);
	if (what & PANE_CHANGED_FILTER)
		list_sift(pane->list, &ask);
}

static int head_rows(const struct pane *pane)
{
	return pane->ops->table->head ? 1 : 0;
}

void table_layout(struct pane *pane, int width, int height)
{
	list_layout(pane->list, width, height - head_rows(pane));
}

enum reaction table_move(struct pane *pane, enum move move)
{
	return list_move(pane->list, move);
}

enum reaction table_press(struct pane *pane, const struct key *key, int x, int y)
{
	return list_press(pane->list, key, x, y - head_rows(pane));
}

/* --- drawing ------------------------------------------------------------------------------------- */

/* Of a host that is up; freed by the caller. */
static char *why_none(const struct pane *pane, const struct host_view *host)
{
	const enum reading_kind *kind = pane->ops->table->reading;
	const struct reading *r = kind ? readings_find(host->readings, reading_key_host(*kind)) : NULL;

	if (r && r->why && !r->data)
		return mem_printf(", %s%s", r->unsupported ? "not told by this driver: " : "", r->why);
	if (kind && (!r || !r->data))
		return mem_strdup(", being asked...");
	return mem_printf(", no %s", table_words(pane, 0));
}

/* From x on, wrapped; returns the line below it. */
static int draw_wrapped(struct area area, int x, int y, enum role role, const char *text)
{
	while (*text) {
		size_t len = utf8_break(text, x + 2 < area.width ? area.width - x - 2 : 1);

		area_textf(area, x, y++, role, "%.*s", (int)len, text);
		text += len;
		text += *text == '\n';
		x = 2;
	}
	return y;
}

/* Without rows the hosts are what there is to say. */
static void draw_hosts(const struct pane *pane, struct area area)
{
	const struct app *app = pane->app;
	int y = 0;

	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);
		autofree char *none = host->state == HOST_UP ? why_none(pane, host) : mem_strdup("");
		int x = area_text(area, 0, y, tone_role(host_state_tone(host->state)),
				  host_state_glyph(host->state, area.surface->unicode));

		x = area_textf(area, x + 1, y, ROLE_TEXT, "%s ", host->name);
		x = area_text(area, x, y, ROLE_DIM, host_state_text(host->state));
		y = *none ? draw_wrapped(area, x, y, ROLE_DIM, none) : y + 1;
		y = draw_wrapped(area, 2, y, ROLE_TEXT, host->why ? host->why : "");
	}
}

/* What is left below it. */
static struct area draw_head(const struct pane *pane, struct area area)
{
	autostr struct str head = {0};
	int rows = head_rows(pane);

	if (!rows)
		return area;
	pane->ops->table->head(pane, &head);
	area_field(area, 1, 0, area.width - 2, ROLE_STRONG, CUT_MIDDLE, false, str_text(&head));
	return area_part(area, 0, rows, area.width, area.height - rows);
}

void table_draw(struct pane *pane, struct area area)
{
	struct cell_ask ask = app_cell_ask(pane->app);
	size_t hidden = list_hidden(pane->list);

	area = draw_head(pane, area);
	list_draw(pane->list, area, &ask);
	if (list_count(pane->list))
		return;
	if (hidden == 1)
		area_text(area, 3, 2, ROLE_DIM, "the only one does not match; Esc shows it");
	else if (hidden)
		area_textf(area, 3, 2, ROLE_DIM, "none of %zu %s match; Esc shows all", hidden,
			   table_words(pane, hidden));
	else if (pane->ops->table->draw_empty)
		pane->ops->table->draw_empty(pane, area_part(area, 3, 2, area.width - 4, area.height - 2));
	else if (!pane->ops->table->list.empty)
		draw_hosts(pane, area_part(area, 3, 2, area.width - 4, area.height - 2));
}

/* --- rows ---------------------------------------------------------------------------------------- */

void table_describe(const struct pane *pane, size_t row, struct selection *ret)
{
	const struct table *t = pane->ops->table;
	const void *at = list_row(pane->list, row);

	if (!at)
		return;
	*ret = (struct selection){.id = t->list.id(at)};
	t->describe(at, ret);
}

void table_selected(struct pane *pane, struct selection *ret)
{
	table_describe(pane, list_cursor(pane->list), ret);
}

void table_note(struct pane *pane, struct str *out)
{
	const void *row = list_selected(pane->list);

	if (row)
		pane->ops->table->note(pane, row, out);
}

void table_cell(const struct pane *pane, size_t row, size_t column, struct value *ret)
{
	struct cell_ask ask = app_cell_ask(pane->app);

	ask.flat = list_is_flat(pane->list);
	*ret = (struct value){.kind = VALUE_NONE, .bar = -1};
	pane->ops->table->list.columns[column].get(list_row(pane->list, row), &ask, ret);
}

size_t table_marked_count(const struct pane *pane)
{
	return pane->list ? list_marked_count(pane->list) : 0;
}

const char *table_words(const struct pane *pane, size_t n)
{
	const struct row_words *words = pane->ops->table->list.words;

	return n == 1 ? words->one : words->many;
}
