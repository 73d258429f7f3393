// SPDX-License-Identifier: GPL-3.0-or-later
/* Filters, marks by filter, and views. */
#include "ui/actions/tables.h"

#include <stdlib.h>

#include "base/mem.h"
#include "ui/app.h"
#include "ui/panes/find.h"
#include "ui/panes/table.h"
#include "ui/targets.h"
#include "ui/views.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/filterline.h"
#include "ui/widgets/list.h"
#include "ui/widgets/prompt.h"

static void action_filter(struct app *app, const struct action *action)
{
	autoerr struct err err = {0};

	(void)action;
	if (!app->said || !app->said->text)
		filter_line_open(app);
	else if (!table_filter(app_body(app), app->said->text, &err))
		app->said->refusal = take(err.text);
}

static bool matches(void *filter, const void *row, const struct cell_ask *ask)
{
	return filter_matches(filter, row, ask);
}

static char *mark_those(struct app *app, void *opaque, const char *text)
{
	struct pane *pane = app_body(app);
	struct cell_ask ask = app_cell_ask(app);
	autoerr struct err err = {0};
	struct filter *filter = filter_compile(text, pane->ops->table->fields, pane->ops->table->list.columns, &err);
	size_t n;

	(void)opaque;
	if (!filter)
		return take(err.text);
	n = list_mark_where(pane->list, matches, filter, &ask);
	filter_destroy(filter);
	app_say(app, "%zu matching, %zu marked", n, list_marked_count(pane->list));
	return NULL;
}

static void action_mark_filter(struct app *app, const struct action *action)
{
	(void)action;
	if (app->said && app->said->text) {
		app->said->refusal = mark_those(app, NULL, app->said->text);
		return;
	}
	prompt_ask(app, &(struct prompt_question){
				.title = "Mark by filter",
				.label = "Which rows, as in a filter: web* state:running cpu>80; empty: all",
				.ok = "mark",
				.answer = mark_those,
			});
}

/* --- views ------------------------------------------------------------------------------------- */

struct offer {
	size_t *views; /* by choice */
};

static void show_view(struct app *app, void *opaque, size_t index)
{
	const struct offer *offer = opaque;
	const struct view *view = &app->views.all[offer->views[index]];
	autoerr struct err err = {0};

	if (!views_show(app, view, &err))
		app_complain(app, "view %s: %s", view->name, err.text);
}

static void forget_view(struct app *app, void *opaque, size_t index)
{
	const struct offer *offer = opaque;
	struct view *view = &app->views.all[offer->views[index]];
	autofree char *name = mem_strdup(view->name);

	views_forget(&app->views, app->state, view);
	if (app_remember(app))
		app_say(app, "the view %s is forgotten", name);
}

/* Choices borrow their words until they are gone. */
static void offer_views(struct app *app, bool saved_only, struct choose_question *q, const char *none)
{
	struct offer *offer = arena_alloc(app->requests, sizeof(*offer));

	offer->views = arena_alloc(app->requests, (app->views.n + 1) * sizeof(*offer->views));
	for (size_t i = 0; i < app->views.n; i++) {
		const struct view *v = &app->views.all[i];
		autofree char *help = mem_printf("%s  %s%s%s%s", v->pane ? v->pane : "domains", v->filter ? "/" : "",
						 v->filter ? v->filter : "all", v->sort ? "  sorted by " : "",
						 v->sort ? v->sort : "");
		autofree char *label = mem_printf("%s%s%s%s", v->name, v->key ? "  (" : "", v->key ? v->key : "",
						  v->key ? ")" : "");

		if (saved_only && v->file)
			continue;
		offer->views[q->n] = i;
		choose_add(q, (struct choice){.label = arena_strdup(app->requests, label),
					      .help = arena_strdup(app->requests, help)});
	}
	q->opaque = offer;
	if (q->n)
		choose_ask(app, q);
	else
		app_say(app, "%s", none);
}

static char *view_said(struct app *app, const char *name)
{
	const struct view *view = views_find(&app->views, name);
	autoerr struct err err = {0};

	if (!view)
		return mem_printf("there is no view %s: without a name they are listed", name);
	return views_show(app, view, &err) ? NULL : take(err.text);
}

static void action_views(struct app *app, const struct action *action)
{
	struct choose_question q = {.title = "Views", .answer = show_view};
	char filter[KEY_NAME_SIZE], menu[KEY_NAME_SIZE];
	autofree char *none = mem_printf("no views yet: filter with %s, then save it as a view (%s)",
					 action_key_of(app, "list.filter", filter), action_key_of(app, "app.menu", menu));

	(void)action;
	if (app->said && app->said->text)
		app->said->refusal = view_said(app, app->said->text);
	else
		offer_views(app, false, &q, none);
}

static void action_forget_view(struct app *app, const struct action *action)
{
	struct choose_question q = {.title = "Forget a view", .answer = forget_view};

	(void)action;
	offer_views(app, true, &q, "no view was saved here; those of virtty.conf are yours to edit");
}

static char *save_view(struct app *app, void *opaque, const char *name)
{
	const struct pane *pane = app_body(app);
	const struct view *same = views_find(&app->views, name);
	char *pane_name = mem_strdup(pane->ops->name);
	char *text = mem_strdup(name);
	char *filter = mem_strdup(table_filter_text(pane));
	char *sort = table_sort_text(pane);
	autostr struct str columns = {0};
	char *wrong = NULL;
	char key[KEY_NAME_SIZE];

	(void)opaque;
	list_columns_text(pane->list, &columns);
	if (!name[0])
		wrong = mem_strdup("It is empty: type a name, or Esc");
	else if (same && same->file)
		wrong = mem_printf("%s stands in %s: choose another name", name, same->file);
	else if (!views_save(&app->views, app->state,
			     &(struct view){.name = text, .pane = pane_name, .filter = filter, .sort = sort,
					    .columns = columns.len ? columns.s : NULL}))
		wrong = mem_printf("There are %d views already: forget one first (:forget a view)", VIEWS_MOST);
	if (!wrong && app_remember(app))
		app_say(app, "saved as the view %s: %s shows it", name, action_key_of(app, "app.views", key));
	free(pane_name);
	free(text);
	free(filter);
	free(sort);
	return wrong;
}

/* A view is found by its tab. */
static char *why_no_view(const struct app *app, const struct selection *s)
{
	(void)s;
	return app_body(app)->ops->tab ? NULL : mem_strdup("views are of the panes 1 to 8, not of what opens over them");
}

static void action_save_view(struct app *app, const struct action *action)
{
	autofree char *why = why_no_view(app, NULL);

	(void)action;
	if (why) {
		app_say(app, "%s", why); /* with marks it was not asked */
		return;
	}
	prompt_ask(app, &(struct prompt_question){
				.title = "Save as a view",
				.label = "Name for this pane with its filter and order",
				.ok = "save",
				.answer = save_view,
			});
}

const struct action filter_actions[] = {
	{.id = "list.mark-filter", .group = "Marks", .label = "mark by filter",
	 .help = "mark all rows that match a filter", .keys = "+", .scope = SCOPE_MARKS,
	 .run = action_mark_filter},
	{.id = "list.filter", .group = "Table", .label = "filter",
	 .help = "show only the rows that match, as you type; Esc shows all", .keys = "/",
	 .scope = SCOPE_LIST, .bar = 80, .run = action_filter},
	{.id = NULL},
};

const struct action view_actions[] = {
	{.id = "app.views", .group = "virtty", .label = "views",
	 .help = "filters and orders that have a name", .keys = "'", .scope = SCOPE_APP,
	 .run = action_views},
	{.id = "app.save-view", .group = "virtty", .label = "save as a view",
	 .help = "give this pane's filter and order a name", .keys = "", .scope = SCOPE_LIST,
	 .why_not = why_no_view, .run = action_save_view},
	{.id = "app.forget-view", .group = "virtty", .label = "forget a view",
	 .help = "of those that were saved here", .keys = "", .scope = SCOPE_APP,
	 .run = action_forget_view},
	{.id = NULL},
};
