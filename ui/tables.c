// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables.h"

#include "base/str.h"
#include "ui/app.h"
#include "ui/widgets/list.h"

static void set_sort(struct list *list, const char *text)
{
	list_set_sort(list, text);
}

static void set_columns(struct list *list, const char *text)
{
	list_set_columns(list, text);
}

static void set_group(struct list *list, const char *text)
{
	list_set_group(list, text);
}

static void group_text(const struct list *list, struct str *out)
{
	if (list_group(list))
		str_add(out, list_group(list));
}

/* What there is to remember of a table. */
static const struct aspect {
	const char *section;
	unsigned touched;
	void (*set)(struct list *list, const char *text);
	void (*text)(const struct list *list, struct str *out);
} aspects[] = {
	{"columns", LIST_TOUCHED_COLUMNS, set_columns, list_columns_text},
	{"sort", LIST_TOUCHED_SORT, set_sort, list_sort_text},
	{"group", LIST_TOUCHED_GROUP, set_group, group_text},
	{"folded", LIST_TOUCHED_FOLDED, list_set_folded, list_folded_text},
};

#define N_ASPECTS (sizeof(aspects) / sizeof(aspects[0]))

void tables_recall(struct app *app)
{
	for (int tab = 1; tab <= APP_TABS; tab++) {
		const struct pane *pane = app->tabs[tab];

		for (size_t i = 0; pane && pane->list && i < N_ASPECTS; i++) {
			const char *text = state_get(app->state, aspects[i].section, pane->ops->name);

			if (text)
				aspects[i].set(pane->list, text);
		}
	}
}

void tables_remember(struct app *app)
{
	for (int tab = 1; tab <= APP_TABS; tab++) {
		const struct pane *pane = app->tabs[tab];

		for (size_t i = 0; pane && pane->list && i < N_ASPECTS; i++) {
			autostr struct str text = {0};

			if (!(list_touched(pane->list) & aspects[i].touched))
				continue;
			aspects[i].text(pane->list, &text);
			state_set(app->state, aspects[i].section, pane->ops->name,
				  text.len ? str_text(&text) : NULL);
		}
	}
}
