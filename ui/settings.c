// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "conf/config.h"
#include "conf/paths.h"
#include "ui/keymap.h"
#include "ui/opening.h"
#include "ui/term.h"
#include "ui/themes.h"
#include "ui/views.h"
#include "virt/gate.h"

#define STATE_SECTION "options"

static const struct option *next_option(size_t *at)
{
	size_t n;
	const struct option *rows = options_table(&n);

	while (*at < n)
		if (rows[(*at)++].where & IN_FILE)
			return &rows[*at - 1];
	return NULL;
}

/* --- files ----------------------------------------------------------------------------------- */

static void recall(struct app *app)
{
	const struct option *option;

	for (size_t at = 0; (option = next_option(&at));) {
		const char *value = state_get(app->state, STATE_SECTION, option->name);
		autoerr struct err err = {0};

		if (value && option_check(option, option->name, value, &err))
			options_set(app->options, option, LAYER_HERE, value, NULL, 0);
	}
}

static bool take_view(void *opaque, const struct ini_pair *pair, struct err *err)
{
	return views_take_pair(opaque, pair, err);
}

/* Read with the keys. */
static bool leave_command(void *opaque, const struct ini_pair *pair, struct err *err)
{
	(void)opaque;
	(void)pair;
	(void)err;
	return true;
}

static void read_files(struct app *app)
{
	/* Who reads [WORD NAME] in virtty.conf. */
	const struct config_section sections[] = {
		{"view", take_view, &app->views},
		{"command", leave_command, NULL},
		{NULL, NULL, NULL},
	};

	problems_clear(&app->problems);
	fleet_destroy(app->fleet);
	app->fleet = fleet_create();
	views_clear(&app->views);
	for (enum option_layer layer = LAYER_SYSTEM; layer <= LAYER_USER; layer++) {
		autofree char *options = config_path(app->options, layer, "virtty.conf");
		autofree char *hosts = config_path(app->options, layer, "hosts.conf");

		options_forget(app->options, layer);
		app->views.file = options;
		if (options)
			config_read(app->options, layer, options, sections, &app->problems);
		if (hosts)
			fleet_read(app->fleet, hosts, &app->problems);
	}
	app->views.file = NULL;
	views_read_state(&app->views, app->state);
	fleet_settle(app->fleet, app->state, &app->problems);
	problems_sort(&app->problems);
	recall(app);
}

struct state *settings_load_state(const struct options *options)
{
	autofree char *path = options->state ? mem_strdup(options->state)
			      : options->script || options->batch ? NULL
								  : path_state("state");

	return state_load(path);
}

static struct app *read_alone(struct options *options)
{
	struct app *app = mem_new(struct app);

	app->options = options;
	app->state = settings_load_state(options);
	read_files(app);
	return app;
}

static void forget_alone(struct app *app)
{
	settings_finish(app);
	views_clear(&app->views);
	state_destroy(app->state);
	free(app);
}

void settings_list_hosts(struct options *options, struct str *out)
{
	struct app *app = read_alone(options);

	fleet_list(app->fleet, out);
	forget_alone(app);
}

void settings_list_views(struct options *options, struct str *out)
{
	struct app *app = read_alone(options);

	views_list(&app->views, out);
	forget_alone(app);
}

/* --- what changes at once -------------------------------------------------------------------- */

/* A theme that cannot be had is a problem of the file that names it, and the next one counts. */
static bool load_theme(struct app *app, struct err *err)
{
	const struct option *option = option_find("theme");

	for (;;) {
		autoerr struct err why = {0};
		const struct option_value *given;
		enum option_layer layer;

		if (themes_start(app, &why))
			return true;
		options_value(app->options, option, &layer);
		given = options_given(app->options, option, layer);
		if (layer == LAYER_COMMAND || layer == LAYER_DEFAULT) {
			err_move(err, &why);
			return false;
		}
		problems_add(&app->problems, given->file ? given->file : "what was chosen here", given->line, "%s",
			     why.text);
		problems_sort(&app->problems);
		options_set(app->options, option, layer, NULL, NULL, 0);
	}
}

static void apply_theme(struct app *app)
{
	autoerr struct err err = {0};

	if (!load_theme(app, &err)) {
		app_complain(app, "%s", err.text);
		return;
	}
	if (app->term)
		themes_ask(app);
	themes_complain(app);
	app->full = true;
}

static void apply_delay(struct app *app)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		host_set_tick(app->hosts[i], app->options->tick_ms);
}

static void apply_open_at_once(struct app *app)
{
	gate_set(app->gate, (size_t)app->options->open_at_once);
}

static void apply_requests(struct app *app)
{
	for (size_t i = 0; i < app->n_hosts; i++)
		host_set_lanes(app->hosts[i], app->options->requests);
}

static void apply_mouse(struct app *app)
{
	if (app->term)
		term_set_mouse(app->term, app->options->mouse);
	app->full = true;
}

static void apply_unicode(struct app *app)
{
	app->surface->unicode = app->options->unicode && (!app->term || term_has_unicode(app->term));
	app->full = true;
}

/* Others are looked up when they are needed. */
static const struct {
	const char *name;
	void (*apply)(struct app *app);
} live[] = {
	{"theme", apply_theme},	      {"delay", apply_delay},	  {"requests", apply_requests},
	{"open-at-once", apply_open_at_once},
	{"mouse", apply_mouse}, {"unicode", apply_unicode},
};

static void apply(struct app *app, const struct option *option)
{
	for (size_t i = 0; i < ARRAY_SIZE(live); i++)
		if (str_equal(live[i].name, option->name))
			live[i].apply(app);
	app_stale(app);
}

/* --- life ------------------------------------------------------------------------------------ */

bool settings_start(struct app *app, struct err *err)
{
	const char *dir = app->options->config;
	struct stat st;

	if (dir && (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)))
		return err_set(err, ERR_INVALID, "--config wants a directory, and %s is none", dir);
	read_files(app);
	return load_theme(app, err);
}

void settings_finish(struct app *app)
{
	problems_clear(&app->problems);
	fleet_destroy(app->fleet);
	app->fleet = NULL;
}

void settings_terminal(struct app *app)
{
	apply_unicode(app);
	themes_fit(app);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "virtty.conf, hosts.conf"; the caller frees. */
static char *names_of_files(const struct problems *problems)
{
	struct str out = {0};

	for (size_t i = 0; i < problems->n; i++) {
		const char *name = base_name(problems->all[i].file);

		if (!strstr(str_text(&out), name))
			str_addf(&out, "%s%s", out.len ? ", " : "", name);
	}
	return str_take(&out);
}

static void tell_problems(struct app *app, const struct problems *p)
{
	autofree char *files = names_of_files(p);
	autofree char *first = p->n ? problem_text(&p->all[0]) : NULL;

	if (p->n == 1)
		app_complain(app, "%s", first);
	else if (p->n)
		app_complain(app, "%zu problems in %s: :problems shows them", p->n, files);
	for (size_t i = 0; i < p->n; i++) {
		autofree char *text = problem_text(&p->all[i]);

		log_write(LOG_WARN, "%s", text);
		if (app->options->script || app->options->batch)
			fprintf(stderr, "virtty: %s\n", text);
	}
}

static void add_all(struct problems *to, const struct problems *from)
{
	for (size_t i = 0; i < from->n; i++)
		problems_add(to, from->all[i].file, from->all[i].line, "%s", from->all[i].text);
}

void settings_tell(struct app *app)
{
	struct problems all = {0}, *p = &all;

	add_all(p, &app->problems);
	add_all(p, &app->theme->problems);
	problems_sort(p);
	tell_problems(app, p);
	problems_clear(p);
}

/* The older actions may still be named in tasks and menus. */
static void load_keys(struct app *app)
{
	struct keymap *older = app->keymap;

	app->keymap = keymap_load(app->options, &app->problems);
	keymap_keep(app->keymap, older);
}

void settings_reload(struct app *app)
{
	const char *before[OPTIONS_MOST];
	autostr struct str said = {0};
	const struct option *option;
	enum option_layer layer;
	struct arena *texts = arena_create();
	size_t i = 0;

	for (size_t at = 0; (option = next_option(&at));)
		before[i++] = arena_strdup(texts, options_value(app->options, option, &layer));
	read_files(app);
	load_keys(app);
	views_check(app, &app->problems);
	problems_sort(&app->problems);
	i = 0;
	for (size_t at = 0; (option = next_option(&at)); i++) {
		bool same = str_equal(before[i], options_value(app->options, option, &layer));

		/* A theme is a file, too. */
		if (same && !str_equal(option->name, "theme"))
			continue;
		apply(app, option); /* may take a value back that will not do */
		if (same)
			continue;
		str_addf(&said, ", %s = %s%s", option->name, options_value(app->options, option, &layer),
			 option->restart ? " from the next start" : "");
	}
	arena_destroy(texts);
	opening_reload(app, &said);
	app_stale(app);
	app_say(app, "read again%s", said.len ? str_text(&said) : ": nothing has changed");
	settings_tell(app);
}

/* --- changing -------------------------------------------------------------------------------- */

/* NULL with err when there is none. */
static const struct option *find_settable(const char *name, struct err *err)
{
	struct nearest near = nearest_start(name);
	const struct option *option = option_find(name);
	const struct option *other;

	if (option && (option->where & IN_FILE))
		return option;
	for (size_t at = 0; (other = next_option(&at));)
		nearest_offer(&near, other->name);
	if (option)
		err_set(err, ERR_INVALID, "%s can be given on the command line only", name);
	else if (near.best)
		err_set(err, ERR_INVALID, "there is no option %s: %s is meant, perhaps", name, near.best);
	else
		err_set(err, ERR_INVALID, "there is no option %s: the options screen lists them", name);
	return NULL;
}

static bool check(const struct option *option, const char *value, struct err *err)
{
	struct theme *theme;

	if (!option_check(option, option->name, value, err))
		return false;
	if (!str_equal(option->name, "theme") || str_equal(value, option->standard))
		return true;
	theme = theme_load(value, err);
	theme_destroy(theme);
	return theme != NULL;
}

bool app_set_option(struct app *app, const char *name, const char *value, struct err *err)
{
	const struct option *option = find_settable(name, err);
	enum option_layer layer;
	autofree char *before = NULL;
	const char *now;

	if (!option || (value && !check(option, value, err)))
		return false;
	before = mem_strdup(options_value(app->options, option, &layer));
	/* What is said now counts more than what was said at the start. */
	options_set(app->options, option, LAYER_COMMAND, NULL, NULL, 0);
	options_set(app->options, option, LAYER_HERE, value, NULL, 0);
	state_set(app->state, STATE_SECTION, option->name, value);
	now = options_value(app->options, option, &layer);
	app_say(app, "%s = %s%s", option->name, now, option->restart ? ", from the next start" : "");
	app_remember(app);
	if (!str_equal(before, now))
		apply(app, option);
	return true;
}

char *settings_whence(const struct app *app, const struct option *option)
{
	const struct option_value *given;
	enum option_layer layer;

	options_value(app->options, option, &layer);
	given = options_given(app->options, option, layer);
	switch (layer) {
	case LAYER_SYSTEM:
	case LAYER_USER: {
		autofree char *file = path_shown(given->file);

		return mem_printf("%s:%d", file, given->line);
	}
	case LAYER_HERE:
		return mem_strdup("here");
	case LAYER_COMMAND:
		return mem_strdup("command line");
	case LAYER_DEFAULT:
	case LAYER_COUNT:
		break;
	}
	return mem_strdup("default");
}
