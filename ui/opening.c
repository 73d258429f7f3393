// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "conf/demo.h"
#include "conf/paths.h"

/* What made the connections read-only; NULL when nothing did. The caller frees. */
static char *why_readonly(const struct app *app, const struct fleet_host *fleet)
{
	const struct option *option = option_find("readonly");
	const struct option_value *given;
	enum option_layer layer;

	if (app->options->readonly) {
		options_value(app->options, option, &layer);
		given = options_given(app->options, option, layer);
		if (layer == LAYER_COMMAND)
			return mem_strdup("--readonly");
		if (given->file) {
			autofree char *file = path_shown(given->file);

			return mem_printf("%s:%d", file, given->line);
		}
		return mem_strdup("the option readonly");
	}
	if (fleet && fleet->readonly) {
		autofree char *file = path_shown(fleet->readonly_file);

		return mem_printf("%s:%d", file, fleet->readonly_line);
	}
	return NULL;
}

static void label_as(struct app *app, struct host *host, const struct fleet_host *fleet, const char *shown_uri,
		     enum host_kept kept, const char *origin)
{
	const struct host_view *view = host_view(host);
	autofree char *why = view->readonly && view->readonly_why ? mem_strdup(view->readonly_why)
			     : view->readonly			  ? why_readonly(app, fleet)
								  : NULL;

	host_label(host, &(struct host_labels){
				 .group = fleet ? fleet->group : NULL,
				 .theme = fleet ? fleet->theme : NULL,
				 .origin = origin,
				 .readonly_why = why,
				 .shown_uri = shown_uri,
				 .kept = kept,
				 .by_hand = fleet && !fleet->autoconnect,
			 });
}

static void label(struct app *app, struct host *host, const struct fleet_host *fleet,
		  enum host_kept kept, const char *origin)
{
	label_as(app, host, fleet, NULL, kept, origin);
}

void opening_keep(struct app *app, struct host *host, enum host_kept kept, const char *origin)
{
	label(app, host, NULL, kept, origin);
}

void opening_label(struct app *app, struct host *host, const struct fleet_host *fleet)
{
	if (fleet && fleet->file) {
		autofree char *file = path_shown(fleet->file);
		autofree char *origin = mem_printf("it is in %s:%d", file, fleet->line);

		label(app, host, fleet, HOST_FIXED, origin);
	} else {
		label(app, host, fleet, fleet ? HOST_REMEMBERED : HOST_LOOSE,
		      fleet ? "it is remembered" : NULL);
	}
}

static struct host *add_fleet_host(struct app *app, const struct fleet_host *fleet)
{
	struct host *host = app_add_host_as(app, fleet->name, fleet->uri, false,
					    app->options->readonly || fleet->readonly);

	opening_label(app, host, fleet);
	return host;
}

/* What is asked for by name is opened, whatever autoconnect says; once, also when it is named by its group too. */
static void add_by_name(struct app *app, const struct fleet_host *fleet)
{
	struct fleet_host wanted = *fleet;
	const struct host *there = app_find_host_named(app, fleet->name);

	if (there && str_equal(host_view(there)->uri, fleet->uri))
		return;
	wanted.autoconnect = true;
	add_fleet_host(app, &wanted);
}

static void add_given(struct app *app, const char *name, const char *uri)
{
	opening_keep(app, app_add_host(app, name, uri, false), HOST_GIVEN, "it was given with -c");
}

/* "NAME=URI": a name has none of the characters that a URI has before its first "=". */
static void add_word(struct app *app, const char *word)
{
	const struct fleet_host *fleet = fleet_find(app->fleet, word);
	size_t len = strcspn(word, "=:/?");

	if (fleet) {
		add_by_name(app, fleet);
	} else if (fleet_has_group(app->fleet, word)) {
		for (size_t i = 0; i < fleet_count(app->fleet); i++)
			if (str_equal(fleet_at(app->fleet, i)->group, word))
				add_by_name(app, fleet_at(app->fleet, i));
	} else if (word[len] == '=' && len) {
		autofree char *name = mem_strndup(word, len);

		add_given(app, name, word + len + 1);
	} else {
		add_given(app, NULL, word);
	}
}

static void add_demo(struct app *app)
{
	struct demo_host demo;

	for (size_t i = 0; demo_host(i, &demo); i++) {
		struct host *host = app_add_host(app, demo.name, demo.uri, true);
		const struct fleet_host fleet = {.theme = demo.theme, .autoconnect = true};

		label_as(app, host, &fleet, demo.shown, HOST_FIXED, "it is one of the demo's");
		free(demo.uri);
	}
}

/* Where hosts.conf names none, this machine's (or the environment's) is there beside those that were added. */
static void add_fleet(struct app *app)
{
	const char *uri = getenv("LIBVIRT_DEFAULT_URI");
	bool any = false;

	for (size_t i = 0; i < fleet_count(app->fleet); i++)
		any |= fleet_at(app->fleet, i)->file != NULL;
	if (!any)
		opening_keep(app, app_add_host(app, NULL, uri && uri[0] ? uri : "qemu:///system", false),
			     HOST_GIVEN, "it is what virtty opens where hosts.conf names no host");
	for (size_t i = 0; i < fleet_count(app->fleet); i++)
		add_fleet_host(app, fleet_at(app->fleet, i));
}

static bool opens_fleet(const struct app *app)
{
	return !app->options->demo && !app->options->n_uris;
}

void opening_start(struct app *app)
{
	if (app->options->demo)
		add_demo(app);
	for (size_t i = 0; i < app->options->n_uris; i++)
		add_word(app, app->options->uris[i]);
	if (opens_fleet(app))
		add_fleet(app);
}

/* --- again ----------------------------------------------------------------------------------- */

static void look_again(struct app *app, struct host *host, struct str *out)
{
	const struct host_view *view = host_view(host);
	const struct fleet_host *fleet = fleet_find(app->fleet, view->name);
	bool was_in_file = view->kept == HOST_FIXED && !app->options->demo;

	if (fleet && (was_in_file || view->kept == HOST_REMEMBERED)) {
		bool moved = !str_equal(view->uri, fleet->uri) ||
			     view->readonly != (app->options->readonly || fleet->readonly);

		if (moved)
			str_addf(out, ", what %s opens counts from the next start", view->name);
		opening_label(app, host, fleet);
	} else if (was_in_file) {
		str_addf(out, ", %s is no longer in hosts.conf and stays until it is forgotten", view->name);
		opening_keep(app, host, HOST_LOOSE, NULL);
	}
}

void opening_reload(struct app *app, struct str *out)
{
	size_t added = 0;

	for (size_t i = 0; i < app->n_hosts; i++)
		look_again(app, app->hosts[i], out);
	for (size_t i = 0; opens_fleet(app) && i < fleet_count(app->fleet); i++) {
		const struct fleet_host *fleet = fleet_at(app->fleet, i);

		if (app_find_host_named(app, fleet->name))
			continue;
		struct host *host = add_fleet_host(app, fleet);

		if (fleet->autoconnect)
			host_open(host);
		added++;
	}
	if (added)
		str_addf(out, ", %zu %s added", added, added == 1 ? "host" : "hosts");
}

/* --- typed ----------------------------------------------------------------------------------- */

static char *refuse_host(const struct app *app, const char *name, const char *uri)
{
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);

		if (str_equal(host->uri, uri))
			return mem_printf("%s is here already: it is called %s", uri, host->name);
		if (str_equal(host->name, name))
			return mem_printf("%s is taken: it is %s", name, host->shown_uri);
	}
	return NULL;
}

char *opening_typed(struct app *app, const char *text, struct host **ret_host)
{
	autoerr struct err err = {0};
	autofree char *name = NULL;
	const char *uri;
	char *wrong;

	if (!fleet_split(text, &name, &uri, &err))
		return mem_strdup(err.text);
	wrong = refuse_host(app, name, uri);
	if (!wrong)
		*ret_host = app_add_host(app, name, uri, false);
	return wrong;
}
