// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include <string.h>

#include "base/mem.h"
#include "conf/config.h"
#include "ui/panes/options.h"
#include "ui/settings.h"
#include "ui/targets.h"
#include "ui/widgets/text.h"

/* "NAME VALUE", or "NAME" alone, which is told. */
static void set_said(struct app *app, const char *text)
{
	size_t len = strcspn(text, " ");
	autofree char *name = mem_strndup(text, len);
	const struct option *option = option_find(name);
	enum option_layer layer;
	autoerr struct err err = {0};

	if (!text[len] && option && (option->where & IN_FILE)) {
		autofree char *whence = settings_whence(app, option);

		app_say(app, "%s = %s  (%s)", name, options_value(app->options, option, &layer), whence);
	} else if (!app_set_option(app, name, text + len + (text[len] == ' '), &err)) {
		app->said->refusal = mem_strdup(err.text);
	}
}

static void action_options(struct app *app, const struct action *action)
{
	(void)action;
	if (app->said && app->said->text)
		set_said(app, app->said->text);
	else
		options_open(app);
}

static void action_reload(struct app *app, const struct action *action)
{
	(void)action;
	settings_reload(app);
}

static void add_path(struct app *app, struct text *text, enum option_layer layer, const char *name)
{
	autofree char *path = config_path(app->options, layer, name);

	if (path)
		text_add(text, ROLE_DIM, path);
}

static void add_problems(struct text *text, const struct problems *problems)
{
	for (size_t i = 0; i < problems->n; i++) {
		autofree char *line = problem_text(&problems->all[i]);

		text_add(text, ROLE_TEXT, line);
	}
}

static void action_problems(struct app *app, const struct action *action)
{
	struct text *text = text_create("Problems in files");

	(void)action;
	add_problems(text, &app->problems);
	add_problems(text, &app->theme->problems);
	if (app->problems.n || app->theme->problems.n) {
		text_add(text, ROLE_DIM, "");
		text_add(text, ROLE_DIM, "All else in these files is in force. Reload reads them again.");
	} else {
		text_add(text, ROLE_TEXT, "Nothing is wrong in any of these, or they are not there:");
		for (enum option_layer layer = LAYER_SYSTEM; layer <= LAYER_USER; layer++) {
			add_path(app, text, layer, "virtty.conf");
			add_path(app, text, layer, "hosts.conf");
			add_path(app, text, layer, "keys.conf");
		}
	}
	text_show(app, text);
}

const struct action settings_actions[] = {
	{.id = "app.options", .group = "virtty", .label = "options",
	 .help = "what can be set, what is in force and where it is from; change it", .keys = "",
	 .scope = SCOPE_APP, .run = action_options},
	{.id = "app.reload", .group = "virtty", .label = "reload",
	 .help = "read virtty.conf, hosts.conf and keys.conf again", .keys = "", .scope = SCOPE_APP,
	 .run = action_reload},
	{.id = "app.problems", .group = "virtty", .label = "problems",
	 .help = "what is wrong in virtty.conf, hosts.conf and keys.conf", .keys = "", .scope = SCOPE_APP,
	 .run = action_problems},
	{.id = NULL},
};
