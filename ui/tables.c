// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/app.h"
#include "ui/marks.h"
#include "ui/panes/find.h"
#include "ui/panes/table.h"
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

/* What there is to remember of a table. */
static const struct aspect {
	const char *section;
	unsigned touched;
	void (*set)(struct list *list, const char *text);
	void (*text)(const struct list *list, struct str *out);
} aspects[] = {
	{"columns", LIST_TOUCHED_COLUMNS, set_columns, list_columns_text},
	{"sort", LIST_TOUCHED_SORT, set_sort, list_sort_text},
	{"group", LIST_TOUCHED_GROUP, set_group, list_group_text},
	{"folded", LIST_TOUCHED_FOLDED, list_set_folded, list_folded_text},
};

#define N_ASPECTS (sizeof(aspects) / sizeof(aspects[0]))

static void recall_filter(struct app *app, struct pane *pane)
{
	const char *text = state_get(app->state, "filter", pane->ops->name);
	autoerr struct err err = {0};

	if (text)
		table_filter(pane, text, &err);
}

void tables_recall_pane(struct pane *pane)
{
	struct app *app = pane->app;

	for (size_t i = 0; pane->list && i < N_ASPECTS; i++) {
		const char *text = state_get(app->state, aspects[i].section, pane->ops->name);

		if (text)
			aspects[i].set(pane->list, text);
	}
	if (pane->list)
		recall_filter(app, pane);
}

void tables_recall(struct app *app)
{
	const char *open = state_get(app->state, "app", "pane");

	for (int tab = 1; tab <= APP_TABS; tab++) {
		struct pane *pane = app->tabs[tab];

		if (pane)
			tables_recall_pane(pane);
		if (pane && pane->ops->table && pane->ops->table->can_mark)
			marks_recall(app, pane);
		if (pane && open && str_equal(pane->ops->name, open))
			app->tab = tab;
	}
}

void tables_recall_marks(struct app *app)
{
	for (int tab = 1; tab <= APP_TABS; tab++)
		if (app->tabs[tab] && app->tabs[tab]->n_waiting)
			marks_put_back(app, app->tabs[tab]);
}

/* --- cursors ----------------------------------------------------------------------------------- */

#define GROUP ": " /* in the place of a host's name, which holds no spaces */

/* "kvm1", "kvm1 UUID": names stay, numbers of hosts do not. */
static char *place_text(const struct app *app, struct obj_id id)
{
	struct host *host = app_find_host(app, id.host);
	char uuid[UUID_TEXT_SIZE];

	uuid_format(id.uuid, uuid);
	if (id.kind == OBJ_GROUP)
		return mem_printf(GROUP "%s", uuid);
	if (!host)
		return NULL;
	return id.kind == OBJ_HOST ? mem_strdup(host_view(host)->name)
				   : mem_printf("%s %s", host_view(host)->name, uuid);
}

static bool place_of_text(const struct app *app, enum obj_kind kind, const char *text, struct obj_id *ret)
{
	size_t len = strcspn(text, " ");
	autofree char *name = mem_strndup(text, len);
	const struct host *host = app_find_host_named(app, name);
	unsigned char uuid[UUID_SIZE];

	if (str_starts(text, GROUP) && uuid_parse(text + strlen(GROUP), uuid)) {
		*ret = obj_id_of(0, OBJ_GROUP, uuid);
		return true;
	}
	if (!host)
		return false;
	*ret = obj_id_host(host_view(host)->number);
	if (text[len] && uuid_parse(text + len + 1, uuid))
		*ret = obj_id_of(host_view(host)->number, kind, uuid);
	return true;
}

void tables_recall_cursor(struct app *app)
{
	struct pane *pane = app_body(app);
	const char *text;
	struct obj_id id;

	if (pane->list && !obj_id_is_none(pane->awaited) && list_select(pane->list, pane->awaited))
		pane->awaited = (struct obj_id){0};
	if (!pane->list || list_is_held(pane->list) || !list_count(pane->list))
		return;
	text = state_get(app->state, "cursor", pane->ops->name);
	if (text && place_of_text(app, pane->ops->table->kind, text, &id) && list_select(pane->list, id))
		list_hold(pane->list);
}

static void remember_cursor(struct app *app, const struct pane *pane)
{
	autofree char *place = place_text(app, list_selected_id(pane->list));

	if (place && list_is_held(pane->list))
		state_set(app->state, "cursor", pane->ops->name, place);
}

void tables_remember_pane(const struct pane *pane)
{
	struct app *app = pane->app;

	if (!pane->list)
		return;
	for (size_t i = 0; i < N_ASPECTS; i++) {
		autostr struct str text = {0};

		if (!(list_touched(pane->list) & aspects[i].touched))
			continue;
		aspects[i].text(pane->list, &text);
		state_set(app->state, aspects[i].section, pane->ops->name, text.len ? str_text(&text) : NULL);
	}
	remember_cursor(app, pane);
	if (pane->ops->table && pane->ops->table->can_mark)
		marks_remember(app, pane);
	if (!pane->filter_is_put)
		state_set(app->state, "filter", pane->ops->name,
			  table_filter_text(pane)[0] ? table_filter_text(pane) : NULL);
}

void tables_remember(struct app *app)
{
	for (int tab = 1; tab <= APP_TABS; tab++)
		if (app->tabs[tab])
			tables_remember_pane(app->tabs[tab]);
	state_set(app->state, "app", "pane", app->tabs[app->tab]->ops->name);
}
