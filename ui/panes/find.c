// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/find.h"

#include <string.h>

#include "base/mem.h"
#include "ui/app.h"
#include "ui/widgets/list.h"

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
	list_set_keep(pane->list, filter ? keep : NULL, pane);
	app_react(pane->app, pane, REACT_RECALC | REACT_RELAYOUT);
	return true;
}

bool table_filter(struct pane *pane, const char *text, struct err *err)
{
	return put(pane, filter_compile(text, pane->ops->fields, err));
}

bool table_filter_typed(struct pane *pane, const char *text, struct err *err)
{
	return put(pane, filter_compile_typed(text, pane->ops->fields, err));
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

static bool fail_column(const struct column *columns, const char *name, struct err *err)
{
	autostr struct str known = {0};

	for (const struct column *c = columns; c->id; c++)
		str_addf(&known, "%s%s", known.len ? ", " : "", c->id);
	return err_set(err, ERR_INVALID, "there is no column \"%s\" to sort by, but %s", name, str_text(&known));
}

static bool read_column(const struct column *columns, const char *text, int *ret_column, bool *ret_reverse,
			struct err *err)
{
	bool other = text[0] == '-';
	int column = columns_find(columns, text + other);

	if (column < 0)
		return fail_column(columns, text + other, err);
	*ret_column = column;
	*ret_reverse = columns[column].descending != other;
	return true;
}

struct order {
	int column, second; /* second -1: none */
	bool reverse, second_reverse;
};

static bool read_order(const struct pane *pane, const char *text, struct order *ret, struct err *err)
{
	const struct column *columns = pane->ops->columns;
	const char *comma = strchr(text, ',');
	autofree char *first = mem_strndup(text, comma ? (size_t)(comma - text) : strlen(text));

	*ret = (struct order){.second = -1};
	if (!read_column(columns, first, &ret->column, &ret->reverse, err))
		return false;
	return !comma || read_column(columns, comma + 1, &ret->second, &ret->second_reverse, err);
}

bool table_sort_check(const struct pane *pane, const char *text, struct err *err)
{
	struct order order;

	return read_order(pane, text, &order, err);
}

bool table_sort(struct pane *pane, const char *text, struct err *err)
{
	struct order o;

	if (!read_order(pane, text, &o, err))
		return false;
	list_sort_by(pane->list, o.column, o.reverse, o.second, o.second_reverse);
	app_react(pane->app, pane, REACT_RECALC | REACT_RELAYOUT);
	return true;
}

char *table_sort_text(const struct pane *pane)
{
	bool reverse;
	const struct column *column = &pane->ops->columns[list_sorted_by(pane->list, &reverse)];

	return mem_printf("%s%s", reverse != column->descending ? "-" : "", column->id);
}
