// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/find.h"

#include <string.h>

#include "base/mem.h"
#include "ui/app.h"
#include "ui/panes/table.h"

static bool keep(void *opaque, const void *row, const struct cell_ask *ask)
{
	return filter_matches(((const struct pane *)opaque)->filter, row, ask);
}

static bool put(struct pane *pane, struct filter *filter)
{
	if (!filter)
		return false;
	filter_destroy(pane->filter);
	if (filter_is_empty(filter))
		filter_destroy(take(filter));
	pane->filter = filter;
	pane->filter_is_put = false;
	list_set_keep(pane->list, filter ? keep : NULL, pane);
	pane->stale |= PANE_CHANGED_FILTER;
	app_react(pane->app, pane, REACT_RELAYOUT);
	return true;
}

bool table_filter(struct pane *pane, const char *text, struct err *err)
{
	return put(pane, filter_compile(text, pane->ops->table->fields, pane->ops->table->list.columns, err));
}

bool table_filter_typed(struct pane *pane, const char *text, struct err *err)
{
	return put(pane, filter_compile_typed(text, pane->ops->table->fields, pane->ops->table->list.columns, err));
}

const char *table_filter_text(const struct pane *pane)
{
	return pane->filter ? filter_text(pane->filter) : "";
}

unsigned table_stats(const struct pane *pane)
{
	return pane->filter ? filter_stats(pane->filter) : 0;
}

/* --- order ------------------------------------------------------------------------------------- */

static bool fail_column(const struct column *columns, const char *name, bool to_sort, struct err *err)
{
	autostr struct str known = {0};

	for (const struct column *c = columns; c->id; c++) {
		const char *other = to_sort ? column_word(columns, c) : NULL;

		str_addf(&known, "%s%s", known.len ? ", " : "", c->id);
		if (other)
			str_addf(&known, " (%s)", other);
	}
	return err_set(err, ERR_INVALID, "there is no column \"%s\"%s, but %s", name, to_sort ? " to sort by" : "",
		       str_text(&known));
}

/* "cpu", "-cpu,name": as list_set_sort(). */
bool table_sort_check(const struct pane *pane, const char *text, struct err *err)
{
	const struct column *columns = pane->ops->table->list.columns;
	autofree char *copy = mem_strdup(text);
	char *save = NULL;

	for (char *word = strtok_r(copy, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
		const char *name = word + (*word == '-' || *word == '+');

		if (columns_find_word(columns, name) < 0)
			return fail_column(columns, name, true, err);
	}
	return true;
}

bool table_sort(struct pane *pane, const char *text, struct err *err)
{
	if (!table_sort_check(pane, text, err))
		return false;
	if (!list_set_sort(pane->list, text))
		return err_set(err, ERR_INVALID,
			       "\"%s\" is no order: one or two columns, such as cpu or -cpu,name", text);
	app_react(pane->app, pane, REACT_RECALC | REACT_RELAYOUT);
	return true;
}

char *table_sort_text(const struct pane *pane)
{
	struct str text = {0};

	list_sort_text(pane->list, &text);
	return str_take(&text);
}

/* --- columns ----------------------------------------------------------------------------------- */

#define COLUMNS_READ "columns reads \"name host +os:24 -disk\""

static bool check_column(const struct column *columns, const char *word, struct err *err)
{
	const char *start = word + (*word == '-' || *word == '+');
	autofree char *id = mem_strndup(start, strcspn(start, ":"));

	if (strchr(word, ','))
		return err_set(err, ERR_INVALID, COLUMNS_READ ", parted by spaces, not \"%s\"", word);
	return str_equal(word, "-*") || columns_find(columns, id) >= 0 || fail_column(columns, id, false, err);
}

bool table_columns_check(const struct pane *pane, const char *text, struct err *err)
{
	const struct list_ops *ops = &pane->ops->table->list;
	autofree char *copy = mem_strdup(text);
	struct list *trial;
	char *save = NULL;
	bool understood;

	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
		if (!check_column(ops->columns, word, err))
			return false;
	trial = list_create(ops, NULL, false);
	understood = list_set_columns(trial, text);
	list_destroy(trial);
	return understood || err_set(err, ERR_INVALID, COLUMNS_READ ": each once, with a width in cells after a colon");
}

bool table_columns(struct pane *pane, const char *text, struct err *err)
{
	if (!table_columns_check(pane, text, err))
		return false;
	list_set_columns(pane->list, text);
	app_react(pane->app, pane, REACT_RECALC | REACT_RELAYOUT);
	return true;
}
