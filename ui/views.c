// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views.h"

#include <stdlib.h>

#include "base/mem.h"
#include "conf/paths.h"
#include "ui/app.h"
#include "ui/keymap.h"
#include "ui/panes/find.h"
#include "ui/panes/panes.h"
#include "ui/panes/table.h"
#include "ui/tables.h"
#include "ui/widgets/list.h"

static struct pane *find_pane(const struct app *app, const char *name)
{
	for (int i = 1; i <= APP_TABS; i++)
		if (app->tabs[i] && app->tabs[i]->list && str_equal(app->tabs[i]->ops->name, name))
			return app->tabs[i];
	return NULL;
}

/* Of those that take the place of a tab's pane, which stand open for nobody yet. */
static struct pane *open_page(struct app *app, const char *name)
{
	for (size_t i = 0; all_panes[i]; i++)
		if (all_panes[i]->page && str_equal(all_panes[i]->name, name))
			return app_push(app, all_panes[i], NULL);
	return NULL;
}

static struct pane *need_pane(const struct app *app, const char *name, struct err *err)
{
	struct pane *pane = find_pane(app, name ? name : "domains");
	autostr struct str known = {0};

	if (pane)
		return pane;
	for (int i = 1; i <= APP_TABS; i++)
		if (app->tabs[i] && app->tabs[i]->list)
			str_addf(&known, "%s%s", known.len ? ", " : "", app->tabs[i]->ops->name);
	err_set(err, ERR_INVALID, "there is no pane \"%s\", but %s", name, str_text(&known));
	return NULL;
}

/* What the command line or a view has for a pane is for now: what somebody chose there before is kept, and comes
 * again with the next start unless they choose anew. NULL leaves what there is. */
static bool put(struct pane *pane, const char *filter, const char *sort, const char *columns, struct err *err)
{
	tables_remember_pane(pane);
	if (filter && !table_filter(pane, filter, err))
		return false;
	pane->filter_is_put |= filter != NULL;
	if (sort && !table_sort(pane, sort, err))
		return false;
	if (sort)
		list_untouch(pane->list, LIST_TOUCHED_SORT);
	if (columns && !table_columns(pane, columns, err))
		return false;
	if (columns)
		list_untouch(pane->list, LIST_TOUCHED_COLUMNS);
	return true;
}

bool views_show(struct app *app, const struct view *view, struct err *err)
{
	struct pane *pane = need_pane(app, view->pane, err);

	if (!pane || !put(pane, view->filter ? view->filter : "", view->sort, view->columns, err))
		return false;
	app_show_tab(app, pane->ops->tab);
	return true;
}

/* --- problems ---------------------------------------------------------------------------------- */

static void tell(struct problems *problems, const struct view *view, int line, const char *what)
{
	problems_add(problems, view->file ? view->file : "saved view", line, "view %s: %s", view->name, what);
}

/* "in line 3", or with its file when that is another than the view's; the caller frees. */
static char *place_of(const struct view *other, const struct view *view)
{
	autofree char *file = path_shown(other->file ? other->file : "");

	return str_equal(other->file, view->file) ? mem_printf("in line %d", other->lines.key)
						  : mem_printf("in %s:%d", file, other->lines.key);
}

static const struct view *other_with_key(const struct app *app, const struct view *view, const struct key *key)
{
	struct key taken;

	for (const struct view *other = app->views.all; other < view; other++)
		if (other->key && key_parse(other->key, &taken) && key_equal(&taken, key))
			return other;
	return NULL;
}

static bool check_key(const struct app *app, const struct view *view, struct err *err)
{
	struct key key;
	const struct action *action;
	const struct view *other;
	autofree char *where = NULL;

	if (!view->key)
		return true;
	if (!key_parse(view->key, &key))
		return err_set(err, ERR_INVALID, "there is no key \"%s\"", view->key);
	action = action_with_key(app, &key);
	other = other_with_key(app, view, &key);
	if (action) {
		where = keymap_origin(app->keymap, action);
		return err_set(err, ERR_INVALID, "the key %s is for \"%s\" (%s) already%s%s", view->key, action->label,
			       action->id, where ? ", " : "", where ? where : "");
	}
	if (!other)
		return true;
	where = place_of(other, view);
	return err_set(err, ERR_INVALID, "the key %s is for the view \"%s\" already, %s", view->key, other->name, where);
}

/* Each of its words by itself. */
static void check_words(struct app *app, const struct view *view, struct problems *problems)
{
	autoerr struct err pane_err = {0}, filter_err = {0}, sort_err = {0}, columns_err = {0};
	struct pane *pane = need_pane(app, view->pane, &pane_err);
	struct filter *filter;

	if (!pane) {
		tell(problems, view, view->lines.pane, pane_err.text);
		return;
	}
	filter = filter_compile(view->filter ? view->filter : "", pane->ops->table->fields,
				pane->ops->table->list.columns, &filter_err);
	if (!filter)
		tell(problems, view, view->lines.filter, filter_err.text);
	filter_destroy(filter);
	if (view->sort && !table_sort_check(pane, view->sort, &sort_err))
		tell(problems, view, view->lines.sort, sort_err.text);
	if (view->columns && !table_columns_check(pane, view->columns, &columns_err))
		tell(problems, view, view->lines.columns, columns_err.text);
}

void views_check(struct app *app, struct problems *problems)
{
	for (size_t i = 0; i < app->views.n; i++) {
		struct view *view = &app->views.all[i];
		autoerr struct err key = {0};

		check_words(app, view, problems);
		if (check_key(app, view, &key))
			continue;
		tell(problems, view, view->lines.key, key.text);
		free(take(view->key));
	}
}

/* --- using them -------------------------------------------------------------------------------- */

static bool fail_view(const struct app *app, const char *name, struct err *err)
{
	autostr struct str known = {0};

	for (size_t i = 0; i < app->views.n; i++)
		str_addf(&known, "%s%s", i ? ", " : "", app->views.all[i].name);
	return err_set(err, ERR_INVALID, "there is no view \"%s\"%s%s", name, known.len ? ", but " : ": there is none yet",
		       str_text(&known));
}

bool views_start(struct app *app, const struct options *options, struct err *err)
{
	const struct view *view = options->view ? views_find(&app->views, options->view) : NULL;
	struct pane *pane;

	if (options->view && !view)
		return fail_view(app, options->view, err);
	if (view && !views_show(app, view, err))
		return err_prefix(err, "the view %s", options->view), false;
	pane = options->batch ? open_page(app, options->batch) : NULL;
	if (!pane)
		pane = options->batch ? need_pane(app, options->batch, err) : app_tab_pane(app);
	if (!pane)
		return err_prefix(err, "--batch"), false;
	if (pane->ops->tab)
		app_show_tab(app, pane->ops->tab);
	if (!put(pane, options->filter, NULL, NULL, err))
		return err_prefix(err, "--filter"), false;
	if (!put(pane, NULL, options->sort, NULL, err))
		return err_prefix(err, "--sort"), false;
	return true;
}

bool views_take_key(struct app *app, const struct key *key)
{
	for (size_t i = 0; i < app->views.n; i++) {
		const struct view *view = &app->views.all[i];
		autoerr struct err err = {0};
		struct key own;

		if (!view->key || !key_parse(view->key, &own) || !key_equal(&own, key))
			continue;
		if (views_show(app, view, &err))
			app_say(app, "view %s", view->name);
		else
			app_complain(app, "view %s: %s", view->name, err.text);
		return true;
	}
	return false;
}
