// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/command.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "ui/app.h"
#include "ui/keymap.h"
#include "ui/runs.h"
#include "ui/targets.h"
#include "ui/widgets/confirm.h"

#define NAMES_SHOWN 6

/* What it is about: a machine, a host, or nothing. */
struct about {
	struct obj_id id;
	const char *name;
};

struct order {
	const struct action *action;
	const struct user_command *command;
	struct about *all; /* in the app's arena, as the order itself */
	size_t n, left_out, hidden;
};

static const enum scope scopes[] = {
	[COMMAND_DOMAIN] = SCOPE_DOMAIN,
	[COMMAND_HOST] = SCOPE_HOST,
	[COMMAND_APP] = SCOPE_APP,
};

static void run_command(struct app *app, const struct action *action);

void command_action(const struct user_command *c, struct action *ret)
{
	*ret = (struct action){
		.group = "Commands",
		.label = c->name,
		.help = c->run,
		.keys = "",
		.scope = scopes[c->scope],
		.needs = (c->scope == COMMAND_APP ? 0 : FACT_SELECTED) |
			 (c->uses & 1u << HOLE_IP ? FACT_ADDRESS : 0),
		.flags = c->scope == COMMAND_DOMAIN ? ACTION_MARKS : 0,
		.run = run_command,
	};
}

/* --- values ------------------------------------------------------------------------------------ */

struct values {
	struct command_values values;
	char uuid[UUID_TEXT_SIZE];
	char *ip;
};

/* The first address; the caller frees. NULL when none is known. */
static char *first_address(const struct host_view *host, const unsigned char uuid[UUID_SIZE])
{
	const struct guest_facts *f = host->guests ? guests_find(host->guests, uuid) : NULL;

	return f && f->addresses ? mem_strndup(f->addresses, strcspn(f->addresses, " ")) : NULL;
}

static void gather_values(const struct app *app, const struct about *about, struct values *ret)
{
	const struct host *host = app_find_host(app, about->id.host);
	const struct host_view *view = host ? host_view(host) : NULL;

	*ret = (struct values){0};
	if (!view)
		return;
	ret->values.of[HOLE_NAME] = about->id.kind == OBJ_DOMAIN ? about->name : view->name;
	ret->values.of[HOLE_HOST] = view->name;
	ret->values.of[HOLE_URI] = view->shown_uri;
	if (about->id.kind != OBJ_DOMAIN)
		return;
	uuid_format(about->id.uuid, ret->uuid);
	ret->ip = first_address(view, about->id.uuid);
	ret->values.of[HOLE_UUID] = ret->uuid;
	ret->values.of[HOLE_IP] = ret->ip;
}

static bool is_ours(const char *variable)
{
	for (enum command_hole hole = 0; hole < HOLE_COUNT; hole++) {
		const char *name = command_variable(hole);

		if (str_starts(variable, name) && variable[strlen(name)] == '=')
			return true;
	}
	return false;
}

static void make_environment(const struct command_values *values, struct argv *ret)
{
	for (char **variable = environ; *variable; variable++)
		if (!is_ours(*variable))
			argv_add(ret, *variable);
	for (enum command_hole hole = 0; hole < HOLE_COUNT; hole++) {
		autofree char *set = NULL;

		if (!values->of[hole])
			continue;
		set = mem_printf("%s=%s", command_variable(hole), values->of[hole]);
		argv_add(ret, set);
	}
}

/* --- doing ------------------------------------------------------------------------------------- */

static void run_one(struct app *app, const struct order *order, const struct about *about)
{
	struct argv argv = {0};
	struct argv env = {0};
	autoerr struct err err = {0};
	struct values values;

	gather_values(app, about, &values);
	if (!command_fill(order->command, &values.values, &argv, &err)) {
		app_complain(app, "%s: %s", order->command->name, err.text);
	} else {
		make_environment(&values.values, &env);
		runs_add(app->runs,
			 &(struct run_order){.action = order->action,
					     .command = order->command,
					     .name = about->name ? about->name : "",
					     .host = values.values.of[HOLE_HOST] ? values.values.of[HOLE_HOST]
										 : "",
					     .argv = &argv,
					     .env = &env});
	}
	free(values.ip);
}

static void run_all(struct app *app, void *opaque)
{
	const struct order *order = opaque;

	for (size_t i = 0; i < order->n; i++)
		run_one(app, order, &order->all[i]);
}

static void add_names(const struct app *app, const struct order *order, struct str *out)
{
	for (size_t i = 0; i < order->n && i < NAMES_SHOWN; i++) {
		const struct about *about = &order->all[i];
		const struct host *host = app_find_host(app, about->id.host);

		if (about->id.kind == OBJ_DOMAIN && host)
			str_addf(out, "%s on %s\n", about->name, host_view(host)->name);
		else if (about->name)
			str_addf(out, "%s\n", about->name);
	}
	if (order->n > NAMES_SHOWN)
		str_addf(out, "and %zu more\n", order->n - NAMES_SHOWN);
	if (order->left_out)
		str_addf(out, "(%zu marked ones are left out: it does not apply to them)\n", order->left_out);
	if (order->hidden)
		str_addf(out, "(%zu marked %s hidden by the filter and left out)\n", order->hidden,
			 order->hidden == 1 ? "one is" : "ones are");
}

static void confirm(struct app *app, struct order *order)
{
	const struct user_command *c = order->command;
	const char *name = order->n == 1 && order->all[0].name ? order->all[0].name : "";
	autofree char *title = order->n > 1 ? mem_printf("%s: %zu machines", c->name, order->n)
					    : mem_printf("%s%s%s", c->name, name[0] ? " " : "", name);
	autostr struct str text = {0};

	if (c->question)
		str_addf(&text, "%s\n", c->question);
	add_names(app, order, &text);
	str_addf(&text, "%s\n", c->run);
	confirm_ask(app, &(struct confirm_question){.title = title,
						    .text = str_text(&text),
						    .yes = c->name,
						    .answer = run_all,
						    .opaque = order});
}

static void add_about(struct app *app, struct order *order, struct obj_id id, const char *name)
{
	order->all[order->n++] = (struct about){id, arena_strdup(app->requests, name)};
}

/* Runs it for what is selected, after a question where one is wanted. */
static void run_command(struct app *app, const struct action *action)
{
	struct order *order = arena_alloc(app->requests, sizeof(*order));
	struct targets targets = {0};

	order->action = action;
	order->command = keymap_command(app->keymap, action);
	if (!order->command)
		return;
	if (order->command->scope != COMMAND_APP)
		targets_gather(app, action, &targets);
	order->left_out = targets.left_out;
	order->hidden = targets.hidden;
	order->all = arena_alloc(app->requests, (targets.n + 1) * sizeof(*order->all));
	for (size_t i = 0; i < targets.n; i++)
		add_about(app, order, targets.all[i].id, targets.all[i].name);
	if (order->command->scope == COMMAND_APP)
		add_about(app, order, (struct obj_id){0}, NULL);
	targets_finish(&targets);
	if (order->n && (order->command->asks || order->left_out || order->hidden))
		confirm(app, order);
	else
		run_all(app, order);
}
