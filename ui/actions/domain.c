// SPDX-License-Identifier: GPL-3.0-or-later
/* The verbs of a machine: each a task, from one table. */
#include "ui/actions/handlers.h"

#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "model/states.h"
#include "ui/app.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"
#include "virt/domain.h"
#include "virt/host.h"

#define STATE(s) (1u << DOMAIN_##s)

struct verb {
	const char *what;    /* before the name */
	const char *overlay; /* in the row */
	const char *virsh;
	struct task_goal goal;
	const char *lost; /* what a confirmation says is lost; NULL: it does not ask */
};

static const struct verb verbs[DOMAIN_VERB_COUNT] = {
	[DOMAIN_VERB_START] = {"Start", "starting...", "start",
			       {STATE(RUNNING) | STATE(BLOCKED) | STATE(PAUSED), -1}, NULL},
	[DOMAIN_VERB_SHUTDOWN] = {"Shut down", "shutting down...", "shutdown",
				  {STATE(SHUTOFF) | STATE(CRASHED), -1}, NULL},
	[DOMAIN_VERB_FORCE_OFF] = {"Force off", "forcing off...", "destroy",
				   {STATE(SHUTOFF) | STATE(CRASHED), -1},
				   "This cuts its power. What it has not written is lost."},
	[DOMAIN_VERB_SUSPEND] = {"Pause", "pausing...", "suspend", {STATE(PAUSED), -1}, NULL},
	[DOMAIN_VERB_RESUME] = {"Resume", "resuming...", "resume",
				{STATE(RUNNING) | STATE(BLOCKED), -1}, NULL},
	[DOMAIN_VERB_AUTOSTART_ON] = {"Autostart", "autostart...", "autostart", {0, 1}, NULL},
	[DOMAIN_VERB_AUTOSTART_OFF] = {"No autostart for", "no autostart...", "autostart --disable",
				       {0, 0}, NULL},
};

/* What a request needs when its answer comes; lives in app->requests. */
struct request {
	struct app *app;
	uint32_t task;
	struct obj_id object;
	const struct action *action;
};

static void started(void *opaque)
{
	struct request *r = opaque;
	struct task *task = tasks_find(r->app->tasks, r->task);

	if (task)
		task_started(task);
	app_tasks_changed(r->app);
}

static void answered(void *opaque, const struct err *err, const char *calls)
{
	struct request *r = opaque;
	struct task *task = tasks_find(r->app->tasks, r->task);
	struct host *host = app_find_host(r->app, r->object.host);
	bool failed = err && err->code != ERR_NONE;

	if (!task)
		return;
	task_answered(task, failed ? err->text : NULL, calls);
	if (failed)
		app_complain(r->app, "%s failed: %s", task->what, err->text);
	else if (host && host_view(host)->snapshot)
		tasks_confirm(r->app->tasks, host_view(host)->snapshot);
	app_tasks_changed(r->app);
}

/* A word that a shell takes as it is, or in quotes. */
static void add_quoted(struct str *out, const char *word)
{
	const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@+=,%";

	if (word[0] && word[strspn(word, plain)] == '\0') {
		str_add(out, word);
		return;
	}
	str_addc(out, '\'');
	for (const char *p = word; *p; p++)
		if (*p == '\'')
			str_add(out, "'\\''");
		else
			str_addc(out, *p);
	str_addc(out, '\'');
}

static char *virsh_line(const struct host_view *host, const char *verb, const char *name)
{
	struct str line = {0};

	str_add(&line, "virsh -c ");
	add_quoted(&line, host->uri);
	str_addf(&line, " %s ", verb);
	if (name[0] == '-')
		str_add(&line, "-- ");
	add_quoted(&line, name);
	return str_take(&line);
}

static void ask_host(struct app *app, const struct action *action, struct obj_id object)
{
	const struct verb *verb = &verbs[action->arg];
	struct host *host = app_find_host(app, object.host);
	const struct host_view *view = host ? host_view(host) : NULL;
	const struct domain *d = view ? snapshot_find_domain(view->snapshot, object.uuid) : NULL;
	autoerr struct err err = {0};
	struct request *request;
	struct task *task;

	if (!d) {
		app_complain(app, "%s: the machine is gone", action->label);
		return;
	}
	task = tasks_add(app->tasks, &(struct task){.object = object,
						    .object_name = mem_strdup(d->name),
						    .host_name = mem_strdup(view->name),
						    .action = action->id,
						    .label = action->label,
						    .what = mem_printf("%s %s", verb->what, d->name),
						    .overlay = verb->overlay,
						    .goal = verb->goal,
						    .virsh = virsh_line(view, verb->virsh, d->name)});
	request = arena_alloc(app->requests, sizeof(*request));
	*request = (struct request){app, task->number, object, action};
	app_tasks_changed(app);
	if (!host_do_domain(host, object.uuid, (enum domain_verb)action->arg, started, answered,
			    request, &err))
		answered(request, &err, "");
}

static void confirmed(struct app *app, void *opaque)
{
	struct request *request = opaque;

	ask_host(app, request->action, request->object);
}

static void confirm(struct app *app, const struct action *action, const struct selection *selection)
{
	const struct verb *verb = &verbs[action->arg];
	const struct host_view *view = host_view(app_find_host(app, selection->id.host));
	const struct domain *d = snapshot_find_domain(view->snapshot, selection->id.uuid);
	autofree char *title = mem_printf("%s %s", verb->what, selection->name);
	autostr struct str text = {0};
	struct request *request = arena_alloc(app->requests, sizeof(*request));

	*request = (struct request){app, 0, selection->id, action};
	str_addf(&text, "%s on %s\n%s", selection->name, view->name, verb->lost);
	if (d && d->flags_known && !d->persistent)
		str_add(&text, "\nIt is transient: its definition goes with it.");
	confirm_ask(app, &(struct confirm_question){.title = title,
						    .text = str_text(&text),
						    .yes = verb->what,
						    .answer = confirmed,
						    .opaque = request});
}

void action_domain(struct app *app, const struct action *action)
{
	struct selection selection;

	app_selection(app, &selection);
	if (verbs[action->arg].lost)
		confirm(app, action, &selection);
	else
		ask_host(app, action, selection.id);
}

static void add_definition(struct text *text, const struct domain_definition *def)
{
	char memory[UNITS_SIZE];
	char most[UNITS_SIZE];

	if (!def->known) {
		text_add_pair(text, ROLE_DIM, "definition", ROLE_DIM, "not read yet");
		return;
	}
	if (def->title)
		text_add_pair(text, ROLE_DIM, "title", ROLE_TEXT, def->title);
	text_addf_pair(text, "memory", "%s, at most %s", units_bytes_long(memory, def->memory),
		       units_bytes_long(most, def->memory_max));
	text_addf_pair(text, "vCPUs", "%u, at most %u", def->vcpus, def->vcpus_max);
	text_addf_pair(text, "devices", "disks %u, NICs %u%s%s%s", def->disks, def->nics,
		       def->has_display ? ", VNC display" : "",
		       def->has_serial ? ", serial console" : "",
		       def->has_agent ? ", guest agent channel" : "");
}

void action_domain_details(struct app *app, const struct action *action)
{
	struct selection selection;
	const struct host_view *host;
	const struct domain *d;
	const char *reason;
	struct text *text;
	char uuid[UUID_TEXT_SIZE];

	(void)action;
	app_selection(app, &selection);
	host = host_view(app_find_host(app, selection.id.host));
	d = snapshot_find_domain(host->snapshot, selection.id.uuid);
	reason = domain_reason_text(d->state, d->reason);
	uuid_format(d->uuid, uuid);
	text = text_create(d->name);
	text_add_pair(text, ROLE_DIM, "name", ROLE_STRONG, d->name);
	text_add_pair(text, ROLE_DIM, "UUID", ROLE_TEXT, uuid);
	text_addf_pair(text, "host", "%s, %s", host->name, host_state_text(host->state));
	text_addf_pair(text, "state", "%s%s%s", domain_state_text(d->state), reason ? ": " : "",
		       reason ? reason : "");
	if (d->id >= 0)
		text_addf_pair(text, "id", "%d", d->id);
	if (d->flags_known)
		text_addf_pair(text, "kept", "%s%s%s", d->persistent ? "persistent" : "transient",
			       d->autostart ? ", starts with its host" : "",
			       d->managed_save ? ", has saved state" : "");
	add_definition(text, &d->def);
	text_show(app, text);
}
