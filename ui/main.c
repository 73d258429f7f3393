// SPDX-License-Identifier: GPL-3.0-or-later
/* Options and wiring, nothing else. */
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "conf/fleet.h"
#include "conf/options.h"
#include "conf/roles.h"
#include "ssh/askpass.h"
#include "ui/actions.h"
#include "ui/app.h"
#include "ui/dump.h"
#include "ui/keymap.h"
#include "ui/opening.h"
#include "ui/palette/palette.h"
#include "ui/panes/panes.h"
#include "ui/panes/table.h"
#include "ui/script.h"
#include "ui/selftest.h"
#include "ui/settings.h"
#include "ui/signals.h"
#include "ui/views.h"
#include "virt/conn.h"
#include "xml/definition.h"

static int complain(const struct err *err)
{
	fprintf(stderr, "virtty: %s\n", err->text ? err->text : "failed");
	return 2;
}

static int print(struct str *text)
{
	fputs(str_text(text), stdout);
	str_free(text);
	return fflush(stdout) == 0 ? 0 : 1;
}

static void list_actions(const struct options *options, struct str *out)
{
	struct problems problems = {0};
	struct keymap *keymap = keymap_load(options, &problems);

	for (size_t i = 0; i < problems.n; i++) {
		autofree char *text = problem_text(&problems.all[i]);

		fprintf(stderr, "virtty: %s\n", text);
	}
	actions_list(keymap, out);
	keymap_destroy(keymap);
	problems_clear(&problems);
}

static void list_columns(struct str *out)
{
	for (size_t i = 0; all_panes[i]; i++) {
		const struct table *t = all_panes[i]->table;

		for (const struct column *c = t ? t->list.columns : NULL; c && c->id; c++)
			str_addf(out, "%s\t%s\t%s\t%s\n", all_panes[i]->name, c->id, c->title, c->help);
	}
}

static void list_filters(struct str *out)
{
	for (size_t i = 0; all_panes[i]; i++) {
		const struct table *t = all_panes[i]->table;
		size_t n = 0;
		autofree struct filter_source *sources = t ? filter_sources(t->fields, t->list.columns, &n) : NULL;

		for (size_t j = 0; j < n; j++) {
			const struct filter_key_info *key = &filter_keys[sources[j].key];

			str_addf(out, "%s\t%s%s\t%s\n", all_panes[i]->name, key->name,
				 filter_is_number(key->kind) ? ">" : ":", key->help);
		}
	}
}

static void list_roles(struct str *out)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		str_addf(out, "%s\t%s\n", role_name(i), role_help(i));
}

static void list_themes(struct str *out)
{
	size_t n;
	char **names = theme_names(&n);

	for (size_t i = 0; i < n; i++) {
		autofree char *about = theme_about(names[i]);

		utf8_add_safe(out, names[i]);
		str_addc(out, '\t');
		utf8_add_safe(out, about);
		str_addc(out, '\n');
		free(names[i]);
	}
	free(names);
}

static int print_and_leave(struct options *options)
{
	struct str out = {0};

	switch (options->mode) {
	case RUN_HELP:
		options_help(&out);
		break;
	case RUN_VERSION:
		str_add(&out, "virtty " VIRTTY_VERSION "\n");
		break;
	case RUN_SELF_TEST:
		return selftest_run();
	case RUN_LIST_ACTIONS:
		list_actions(options, &out);
		break;
	case RUN_LIST_COLUMNS:
		list_columns(&out);
		break;
	case RUN_LIST_COMMANDS:
		palette_list_commands(&out);
		break;
	case RUN_LIST_OPTIONS:
		options_list(&out);
		break;
	case RUN_LIST_HOST_KEYS:
		fleet_list_keys(&out);
		break;
	case RUN_LIST_FILTERS:
		list_filters(&out);
		break;
	case RUN_LIST_HOSTS:
		settings_list_hosts(options, &out);
		break;
	case RUN_LIST_VIEWS:
		settings_list_views(options, &out);
		break;
	case RUN_LIST_ROLES:
		list_roles(&out);
		break;
	case RUN_LIST_THEMES:
		list_themes(&out);
		break;
	case RUN_SCREEN:
		break;
	}
	return print(&out);
}

static int run(struct options *options)
{
	autoerr struct err err = {0};
	struct loop *loop;
	struct app *app;
	int code = 0;

	if (options->log && !log_open(options->log))
		return err_set(&err, ERR_FAILED, "the log %s cannot be written", options->log), complain(&err);
	if (options->clock_fixed)
		clock_fix();
	limits_raise_files();
	signals_prepare(!options->script && !options->batch);
	loop = loop_create();
	xml_init();
	conn_init();
	app = app_create(loop, options, &err);
	if (!app)
		return complain(&err);
	opening_start(app);
	if (!views_start(app, options, &err))
		code = complain(&err);
	else if (options->batch)
		code = dump_run(app);
	else if (options->script)
		code = script_play(app, options->script);
	else if (!app_run(app, &err))
		code = complain(&err);
	if (!code)
		code = app->exit_code;
	if (!app_destroy(app)) {
		/* A thread hangs in a call: exit() would run destructors under its feet, and it may hold
		 * the lock of any stream but ours. */
		fflush(stdout);
		_exit(code);
	}
	loop_destroy(loop);
	log_close();
	return code;
}

int main(int argc, char **argv)
{
	autoerr struct err err = {0};
	struct options options;
	int code;

	/* ssh asks something: there is nothing of all this that it needs. */
	if (askpass_is(argv[0]))
		return askpass_main(argc, argv);
	mem_return_large();
	/* Not LC_NUMERIC: a comma in a figure breaks what reads it. */
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	/* What is shown is UTF-8 inside, whatever the terminal has. */
	bind_textdomain_codeset("libvirt", "UTF-8");
	bind_textdomain_codeset("libc", "UTF-8");
	panes_offer();
	options_init(&options);
	if (!options_parse(&options, argc, argv, &err))
		code = complain(&err);
	else if (options.mode != RUN_SCREEN)
		code = print_and_leave(&options);
	else
		code = run(&options);
	options_finish(&options);
	return code;
}
