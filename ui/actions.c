// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "ui/actions/tables.h"
#include "ui/app.h"
#include "ui/keymap.h"
#include "ui/panes/page.h"
#include "ui/panes/panes.h"
#include "ui/panes/table.h"
#include "ui/targets.h"

/* In the order in which help and menus show them. */
static const struct action *const tables[] = {
	page_actions, /* before those that the object of the page has on the same keys */
	domain_actions,
	host_actions,
	thing_actions,
	pool_actions,
	volume_actions,
	device_actions,
	version_actions,
	diff_actions,
	new_actions,
	secret_actions,
	login_actions,
	event_actions,
	task_actions,
	log_actions,
	help_actions,
	move_actions,
	filter_actions,
	sort_actions,
	copy_actions,
	group_actions,
	NULL, /* here come those of the panes */
	panel_actions,
	view_actions,
	alert_actions,
	menu_actions,
	go_actions,
	app_help_actions,
	settings_actions,
	app_actions,
};

static const char *const scope_names[SCOPE_COUNT] = {
	[SCOPE_APP] = "app",       [SCOPE_MOVE] = "move", [SCOPE_LIST] = "list",
	[SCOPE_DOMAIN] = "domain", [SCOPE_HOST] = "host", [SCOPE_TASK] = "task",
	[SCOPE_EVENT] = "event", [SCOPE_LOG] = "log", [SCOPE_HELP] = "help",
	[SCOPE_NETWORK] = "network", [SCOPE_POOL] = "pool",
	[SCOPE_VOLUME] = "volume", [SCOPE_DEVICE] = "device",
	[SCOPE_SECRET] = "secret", [SCOPE_NWFILTER] = "filter",
	[SCOPE_VERSION] = "version", [SCOPE_ADDRESSES] = "addresses", [SCOPE_NAMES] = "names",
	[SCOPE_TEXT] = "text", [SCOPE_PAGE] = "page", [SCOPE_MARKS] = "marks", [SCOPE_ALWAYS] = "always",
};

const struct action *action_table_next(const struct action *before)
{
	bool over = !before;

	if (before && before[1].id)
		return before + 1;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		const struct action *a = tables[i] ? tables[i] : panes_actions();

		if (over && a->id)
			return a;
		for (; a->id; a++)
			over |= a == before;
	}
	return NULL;
}

const struct action *action_next(const struct app *app, const struct action *before)
{
	return keymap_next(app->keymap, before);
}

const struct action *action_find(const struct app *app, const char *id)
{
	return keymap_find(app->keymap, id);
}

bool action_in_scope(const struct action *action, const struct pane *top)
{
	if ((action->flags & ACTION_OPENS) && top->ops->page && !top->ops->table)
		return false;
	switch (action->scope) {
	case SCOPE_ALWAYS:
		return true;
	case SCOPE_APP:
		return !top->ops->modal;
	case SCOPE_MOVE:
		return top->ops->move != NULL;
	case SCOPE_LIST:
		return top->ops->table != NULL;
	case SCOPE_MARKS:
		return top->ops->table && top->ops->table->can_mark;
	case SCOPE_PAGE:
		return top->ops->page && !top->ops->table;
	default:
		return pane_scope(top) == action->scope || page_part_scope(top) == action->scope;
	}
}

struct search {
	const struct app *app;
	int n; /* keys that the chord must have */
	const struct action *first;
	const struct action *refused; /* all that it lacks is a driver that can do it */
	const struct action *found;
	bool of_part; /* those two are a part's */
	struct str *following;
};

static bool is_of_part(const struct search *s, const struct action *action)
{
	const struct pane *top = app_top(s->app);

	return pane_scope(top) != action->scope && page_part_scope(top) == action->scope;
}

/* What a part of a page has a key for goes before what the page has it for, possible or not: Del on an address means
 * that, never the network. */
static bool found_one(void *opaque, const struct action *action, const struct chord *chord)
{
	struct search *s = opaque;
	bool of_part;

	if (chord->n != s->n || !action_in_scope(action, app_top(s->app)))
		return false;
	of_part = is_of_part(s, action);
	if (of_part && !s->of_part)
		s->first = s->refused = s->found = NULL;
	else if (s->found || of_part != s->of_part)
		return false;
	s->of_part = of_part;
	if (!s->first)
		s->first = action;
	autofree char *obstacle = action_obstacle(s->app, action);
	if (!obstacle)
		s->found = action;
	else if (!s->refused && targets_lack_only(s->app, action, 0))
		s->refused = action;
	return false;
}

const struct action *action_for_keys(const struct app *app, const struct key *keys, int n)
{
	struct search s = {.app = app, .n = n};

	keymap_each(app->keymap, keys, n, found_one, &s);
	return s.found ? s.found : s.refused ? s.refused : s.first;
}

const struct action *action_for_key(const struct app *app, const struct key *key)
{
	return action_for_keys(app, key, 1);
}

/* Of several that have the same keys the one that they mean. */
static bool add_following(void *opaque, const struct action *action, const struct chord *chord)
{
	struct search *s = opaque;
	char key[KEY_NAME_SIZE];

	if (chord->n == 2 && action_in_scope(action, app_top(s->app)) &&
	    action_for_keys(s->app, chord->keys, chord->n) == action)
		str_addf(s->following, "%s%s %s", s->following->len ? ", " : "",
			 key_format(&chord->keys[1], key), action->label);
	return false;
}

char *action_following(const struct app *app, const struct key *key)
{
	struct str following = {0};
	struct search s = {.app = app, .following = &following};

	keymap_each(app->keymap, key, 1, add_following, &s);
	return str_take(&following);
}

static bool take_first(void *opaque, const struct action *action, const struct chord *chord)
{
	(void)chord;
	*(const struct action **)opaque = action;
	return true;
}

const struct action *action_with_key(const struct app *app, const struct key *key)
{
	const struct action *first = NULL;

	keymap_each(app->keymap, key, 1, take_first, &first);
	return first;
}

const struct action *action_of_table(const char *id)
{
	for (const struct action *a = action_table_next(NULL); a; a = action_table_next(a))
		if (str_equal(a->id, id))
			return a;
	return NULL;
}

char *action_obstacle(const struct app *app, const struct action *action)
{
	return targets_obstacle(app, action);
}

const char *action_keys(const struct app *app, const struct action *action)
{
	return keymap_keys(app->keymap, action);
}

const char *action_key(const struct app *app, const struct action *action, char buf[KEY_NAME_SIZE])
{
	const char *keys = action_keys(app, action);

	snprintf(buf, KEY_NAME_SIZE, "%.*s", (int)strcspn(keys, " "), keys);
	return buf;
}

const char *action_key_of(const struct app *app, const char *id, char buf[KEY_NAME_SIZE])
{
	const struct action *action = action_find(app, id);

	if (!action)
		return "";
	action_key(app, action, buf);
	return buf[0] ? buf : action->label;
}

void actions_list(const struct keymap *keymap, struct str *out)
{
	for (const struct action *a = keymap_next(keymap, NULL); a; a = keymap_next(keymap, a)) {
		bool any = false;

		str_addf(out, "%s\t%s\t%s\t", a->id, keymap_keys(keymap, a), scope_names[a->scope]);
		for (unsigned bit = 0; bit < FACT_COUNT; bit++)
			if (a->needs & (1ull << bit)) {
				str_addf(out, "%s%s", any ? "," : "", fact_name(bit));
				any = true;
			}
		str_addf(out, "%s\t%s\t%s\n", any ? "" : "-", a->group, a->help);
	}
}
