// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person asks of machines: each request a task. */
#include "ui/actions/handlers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/units.h"
#include "ui/actions/batch.h"
#include "ui/app.h"
#include "ui/panes/page.h"
#include "ui/paths.h"
#include "ui/targets.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/list.h"
#include "ui/widgets/prompt.h"

/* The way of doing it that a command line asks for. */
static enum domain_verb verb_of(const struct app *app, const struct action *action)
{
	const char *way = app->said && action->run == action_shutdown ? app->said->text : NULL;

	if (str_equal(way, "acpi"))
		return DOMAIN_VERB_SHUTDOWN_ACPI;
	return str_equal(way, "agent") ? DOMAIN_VERB_SHUTDOWN_AGENT : (enum domain_verb)action->arg;
}

/* What an action asks of a machine, with what follows. */
static struct request request_of(struct app *app, const struct action *action, struct obj_id id,
				 const char *name)
{
	struct request *start = NULL;

	if (action->run == action_power_cycle) {
		start = arena_alloc(app->requests, sizeof(*start));
		*start = request_make(app, action, id, name, DOMAIN_VERB_START, NULL, NULL);
	}
	return request_make(app, action, id, name, verb_of(app, action), NULL, start);
}

void action_domain(struct app *app, const struct action *action)
{
	struct targets targets;
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));

	targets_gather(app, action, &targets);
	batch->all = arena_alloc(app->requests, (targets.n + 1) * sizeof(*batch->all));
	for (size_t i = 0; i < targets.n; i++)
		batch->all[batch->n++] =
			request_of(app, action, targets.all[i].id, targets.all[i].name);
	batch->hidden = targets.hidden;
	if (batch->n && (targets.left_out || batch_needs_asking(app, batch)))
		batch_confirm(app, batch, targets.left_out);
	else if (batch->n)
		batch_ask(app, batch);
	targets_finish(&targets);
}

void action_power_cycle(struct app *app, const struct action *action)
{
	action_domain(app, action);
}

void action_resume_first(struct app *app, const struct action *action)
{
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));
	struct request *then = arena_alloc(app->requests, sizeof(*then));
	struct selection s;

	app_selection(app, &s);
	*then = request_of(app, action, s.id, s.name);
	batch->all = arena_alloc(app->requests, sizeof(*batch->all));
	batch->all[batch->n++] =
		request_make(app, action, s.id, s.name, DOMAIN_VERB_RESUME, NULL, then);
	batch_confirm_resume(app, batch, action->label);
}

/* --- verbs with words -------------------------------------------------------------------------- */

/* Bounded: a definition is small. NULL with a sentence in *ret_wrong. */
static char *read_file(const char *path, char **ret_wrong)
{
	const size_t most = 4 << 20;
	FILE *f = fopen(path, "re");
	char *text;
	size_t n;

	if (!f) {
		*ret_wrong = mem_printf("%s: %s", path, strerror(errno));
		return NULL;
	}
	text = mem_new_array(most + 1, 1);
	n = fread(text, 1, most + 1, f);
	if (ferror(f))
		*ret_wrong = mem_printf("%s: %s", path, strerror(errno));
	else if (n > most)
		*ret_wrong = mem_printf("%s is larger than 4 MiB: it is no definition", path);
	fclose(f);
	if (*ret_wrong) {
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

/* A shell would have done so; the worker does not know whose home it is. */
static const char *expand_home(struct app *app, const char *path)
{
	const char *home = getenv("HOME");
	autofree char *whole = home && str_starts(path, "~/") ? mem_printf("%s%s", home, path + 1) : NULL;

	return arena_strdup(app->requests, whole ? whole : path);
}

static char *text_typed(struct app *app, void *opaque, const char *text)
{
	struct request *r = opaque;
	bool may_be_empty = r->verb == DOMAIN_VERB_SET_TITLE || r->verb == DOMAIN_VERB_SET_DESCRIPTION;
	bool is_file = r->verb == DOMAIN_VERB_DEFINE || r->verb == DOMAIN_VERB_CREATE;
	bool is_path = r->verb == DOMAIN_VERB_SAVE || r->verb == DOMAIN_VERB_DUMP ||
		       r->verb == DOMAIN_VERB_RESTORE;
	bool is_new = r->verb == DOMAIN_VERB_SAVE_XML; /* and may not be there yet */

	if (!text[0] && !may_be_empty)
		return mem_strdup("It is empty: type something, or Esc");
	if (is_path && text[0] != '/')
		return mem_strdup("The host wants a whole path, from / on");
	r->shown = is_file || is_new ? expand_home(app, text) : arena_strdup(app->requests, text);
	r->text = r->shown;
	if (is_new && access(r->text, F_OK) == 0)
		return mem_printf("%s exists already: choose another name", r->text);
	if (is_path)
		paths_add(app, host_view(app_find_host(app, r->object.host))->name, text);
	if (is_file) {
		char *wrong = NULL;
		autofree char *xml = read_file(r->text, &wrong);

		if (!xml)
			return wrong;
		r->text = arena_strdup(app->requests, xml);
	}
	request_ask(r, 0);
	return NULL;
}

static const char *first_text(const struct request *r, const struct domain *d, char *buf, size_t size)
{
	autofree char *safe = file_safe_name(r->name);

	switch (r->verb) {
	case DOMAIN_VERB_RENAME:
		return r->name;
	case DOMAIN_VERB_SET_TITLE:
		return d && d->def.title ? d->def.title : "";
	case DOMAIN_VERB_SAVE:
		snprintf(buf, size, "/var/lib/libvirt/qemu/save/%s.sav", r->name);
		return buf;
	case DOMAIN_VERB_DUMP:
		snprintf(buf, size, "/var/lib/libvirt/qemu/dump/%s.dump", r->name);
		return buf;
	case DOMAIN_VERB_SAVE_XML:
		snprintf(buf, size, "%s.xml", safe);
		return buf;
	case DOMAIN_VERB_RESTORE:
		return "/var/lib/libvirt/qemu/save/";
	default:
		return "";
	}
}

static void ask_text(struct app *app, struct request *r)
{
	bool on_host = r->object.kind == OBJ_HOST;
	autofree char *title = on_host ? mem_printf("%s, on %s", r->action->label,
						    host_view(app_find_host(app, r->object.host))->name)
				       : mem_printf("%s %s", verbs[r->verb].what, r->name);
	char buf[300];

	if (app->said && app->said->text) {
		app->said->refusal = text_typed(app, r, app->said->text);
		return;
	}
	prompt_ask(app, &(struct prompt_question){
				.title = title,
				.label = verbs[r->verb].label,
				.text = first_text(r, request_domain(app, r), buf, sizeof(buf)),
				.ok = r->action->label,
				.answer = text_typed,
				.opaque = r});
}

/* Of what is selected now, whatever is when the text has been typed. */
static struct request *request_selected(struct app *app, const struct action *action)
{
	enum domain_verb verb = (enum domain_verb)action->arg;
	struct request *r = arena_alloc(app->requests, sizeof(*r));
	struct selection s;

	app_selection(app, &s);
	*r = request_make(app, action, domain_verb_object(verb) == OBJ_HOST ? obj_id_host(s.id.host) : s.id, s.name,
			  verb, NULL, NULL);
	return r;
}

void action_domain_text(struct app *app, const struct action *action)
{
	ask_text(app, request_selected(app, action));
}

static const struct {
	struct choice choice;
	const char *keys; /* NULL: asked for */
} key_choices[] = {
	{{"Ctrl+Alt+Del", "most guests reboot or show a login", NULL}, "ctrl+alt+delete"},
	{{"Ctrl+Alt+F1", "the first console", NULL}, "ctrl+alt+f1"},
	{{"Ctrl+Alt+F2", "the second console", NULL}, "ctrl+alt+f2"},
	{{"SysRq S", "Linux: write what is unwritten", NULL}, "alt+sysrq+s"},
	{{"SysRq U", "Linux: remount all read-only", NULL}, "alt+sysrq+u"},
	{{"SysRq B", "Linux: reboot at once", NULL}, "alt+sysrq+b"},
	{{"SysRq W", "Linux: print what is blocked", NULL}, "alt+sysrq+w"},
	{{"others ...", "type their names", NULL}, NULL},
};

static void keys_chosen(struct app *app, void *opaque, size_t index)
{
	struct request *r = opaque;

	if (!key_choices[index].keys) {
		ask_text(app, r);
		return;
	}
	r->text = r->shown = key_choices[index].keys;
	request_ask(r, 0);
}

void action_send_keys(struct app *app, const struct action *action)
{
	struct request *r = request_selected(app, action);
	autofree char *title = mem_printf("Keys to %s", r->name);
	struct choose_question q = {.title = title, .answer = keys_chosen, .opaque = r};

	if (app->said && app->said->text) {
		ask_text(app, r);
		return;
	}
	for (size_t i = 0; i < sizeof(key_choices) / sizeof(key_choices[0]); i++)
		q.choices[i] = key_choices[i].choice;
	choose_ask(app, &q);
}

/* --- the ladder -------------------------------------------------------------------------------- */

static const enum domain_verb rungs[] = {
	DOMAIN_VERB_SHUTDOWN_ACPI,
	DOMAIN_VERB_SHUTDOWN_AGENT,
	DOMAIN_VERB_STOP_GRACEFUL,
	DOMAIN_VERB_FORCE_OFF,
};

static void rung_chosen(struct app *app, void *opaque, size_t index)
{
	struct request *r = opaque;
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));

	r->verb = rungs[index];
	*batch = (struct batch){.all = r, .n = 1};
	if (batch_needs_asking(app, batch))
		batch_confirm(app, batch, 0);
	else
		batch_ask(app, batch);
}

/* Asked again while the first request waits: the guest does not react, here are the other ways. */
static void offer_rungs(struct app *app, const struct action *action, const struct selection *s,
			const struct task *task)
{
	struct request *r = arena_alloc(app->requests, sizeof(*r));
	const struct domain *d;
	char age[UNITS_SIZE];
	autofree char *title = mem_printf("Shut down %s", s->name);
	autofree char *text = mem_printf(
		"It was asked %s ago and is still up.",
		units_duration(age, (double)(clock_shown_ns() - task->asked_ns) / NS_PER_S));

	*r = request_make(app, action, s->id, s->name, DOMAIN_VERB_SHUTDOWN, NULL, NULL);
	d = request_domain(app, r);
	choose_ask(app, &(struct choose_question){
				.title = title,
				.text = text,
				.choices = {{"ask again by ACPI", "presses its power button", NULL},
					    {"ask the guest agent", "needs the agent inside the guest",
					     d && d->def.known && !d->def.has_agent
						     ? "it has no channel for a guest agent"
						     : NULL},
					    {"end QEMU gracefully", "QEMU flushes its caches and ends", NULL},
					    {"force off", "cuts its power", NULL}},
				.answer = rung_chosen,
				.opaque = r});
}

void action_shutdown(struct app *app, const struct action *action)
{
	const struct task *task;
	struct selection s;

	app_selection(app, &s);
	task = targets_are_marked(app, action) || verb_of(app, action) != DOMAIN_VERB_SHUTDOWN
		       ? NULL
		       : tasks_pending(app->tasks, s.id);
	if (task && task->state == TASK_WAITING && (task->goal.states & (1u << DOMAIN_SHUTOFF)))
		offer_rungs(app, action, &s, task);
	else
		action_domain(app, action);
}

/* --- its page ----------------------------------------------------------------------------------- */

static void open_part(struct app *app, const char *part)
{
	struct selection selection;

	app_selection(app, &selection);
	page_open(app, selection.id, part);
}

void action_domain_details(struct app *app, const struct action *action)
{
	(void)action;
	open_part(app, NULL);
}

void action_domain_view_xml(struct app *app, const struct action *action)
{
	(void)action;
	open_part(app, "xml");
}

void action_domain_differs(struct app *app, const struct action *action)
{
	(void)action;
	open_part(app, "diff");
}
