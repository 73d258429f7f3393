// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person asks of machines: each request a task. */
#include "ui/actions/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/holders.h"
#include "ui/actions/batch.h"
#include "ui/app.h"
#include "ui/panes/page.h"
#include "ui/paths.h"
#include "ui/sendkeys.h"
#include "ui/targets.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/list.h"
#include "ui/widgets/menu.h"
#include "ui/widgets/prompt.h"

static void action_shutdown(struct app *app, const struct action *action);
static void action_power_cycle(struct app *app, const struct action *action);

/* The way of doing it that a command line asks for. */
static enum verb verb_of(const struct app *app, const struct action *action)
{
	const char *way = app->said && action->run == action_shutdown ? app->said->text : NULL;

	if (str_equal(way, "acpi"))
		return DOMAIN_VERB_SHUTDOWN_ACPI;
	return str_equal(way, "agent") ? DOMAIN_VERB_SHUTDOWN_AGENT : (enum verb)action->arg;
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

struct batch *batch_of_targets(struct app *app, const struct action *action)
{
	struct targets targets;
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));

	targets_gather(app, action, &targets);
	batch->all = arena_alloc(app->requests, (targets.n + 1) * sizeof(*batch->all));
	for (size_t i = 0; i < targets.n; i++)
		batch->all[batch->n++] =
			request_of(app, action, targets.all[i].id, targets.all[i].name);
	batch->hidden = targets.hidden;
	batch->left_out = targets.left_out;
	batch->named = app->said && app->said->n;
	targets_finish(&targets);
	return batch;
}

void action_domain(struct app *app, const struct action *action)
{
	batch_go(app, batch_of_targets(app, action));
}

static void action_power_cycle(struct app *app, const struct action *action)
{
	action_domain(app, action);
}

static void action_resume_first(struct app *app, const struct action *action)
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

/* A shell would have done so; the worker does not know whose home it is. */
static const char *expand_home(struct app *app, const char *path)
{
	const char *home = getenv("HOME");
	autofree char *whole = home && str_starts(path, "~/") ? mem_printf("%s%s", home, path + 1) : NULL;

	return arena_strdup(app->requests, whole ? whole : path);
}

/* Its description, where a prompt has room for all of it; NULL: none, not known, or longer. */
static const char *one_line_of(const struct domain *d)
{
	return d && d->def.known && !d->def.description_long ? d->def.description : NULL;
}

/* An empty text removes what is there: from a command line, or where that was seen. The caller frees; NULL: it does. */
static char *why_not_empty(const struct app *app, const struct request *r)
{
	const struct domain *d = request_domain(app, r);
	bool is_said = app->said && app->said->text;

	if (r->verb == DOMAIN_VERB_SET_TITLE)
		return is_said || (d && d->def.known) ? NULL : mem_strdup("Its title is not known yet: type one, or Esc");
	if (r->verb == DOMAIN_VERB_SET_DESCRIPTION)
		return is_said || one_line_of(d) ? NULL : mem_strdup("It is empty: type something, or Esc; :desc \"\" removes it");
	return mem_strdup("It is empty: type something, or Esc");
}

/* libvirt empties what is there, without a word. NULL: nothing that is known. */
static char *why_not_over(const struct host_view *host, const char *path)
{
	autostr struct str what = {0};

	if (!holders_of_file(host, path, &what))
		return NULL;
	return mem_printf("Not over %s: choose another file", str_text(&what));
}

static char *text_typed(struct app *app, void *opaque, const char *text)
{
	struct request *r = opaque;
	char *wrong = text[0] ? NULL : why_not_empty(app, r);
	bool is_file = xml_is_made(r->verb);
	bool is_path = r->verb == DOMAIN_VERB_SAVE || r->verb == DOMAIN_VERB_DUMP ||
		       r->verb == DOMAIN_VERB_RESTORE;
	bool is_new = r->verb == DOMAIN_VERB_SAVE_XML; /* and may not be there yet */

	if (wrong)
		return wrong;
	if (is_path && text[0] != '/')
		return mem_strdup("The host wants a whole path, from / on");
	if (is_path && r->verb != DOMAIN_VERB_RESTORE)
		wrong = why_not_over(host_view(app_find_host(app, r->object.host)), text);
	if (wrong)
		return wrong;
	r->shown = is_file || is_new ? expand_home(app, text) : arena_strdup(app->requests, text);
	r->text = r->shown;
	if (is_new && access(r->text, F_OK) == 0)
		return mem_printf("%s exists already: choose another name", r->text);
	if (is_path)
		paths_add(app, host_view(app_find_host(app, r->object.host))->name, text);
	if (is_file)
		return xml_make(app, r->action, r->object, r->shown);
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
	case DOMAIN_VERB_SET_DESCRIPTION:
		return one_line_of(d) ? one_line_of(d) : "";
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

static const char *label_of(const struct app *app, const struct request *r)
{
	const struct domain *d = request_domain(app, r);

	if (r->verb == DOMAIN_VERB_SAVE_XML)
		return r->options && strstr(r->options, "--security-info")
			       ? "File on this machine; its passwords will be in it"
			       : "File on this machine; its passwords are left out";
	if (r->verb == DOMAIN_VERB_SET_DESCRIPTION && one_line_of(d))
		return "Description, one line; empty removes it";
	if (r->verb == DOMAIN_VERB_SET_DESCRIPTION && d && d->def.description_long)
		return "Longer than a line: this replaces all of it; e edits it";
	return verb_words[r->verb].label;
}

/* text: to begin with; wrong: why that will not do; NULL. */
static void prompt_text(struct app *app, struct request *r, const char *text, char *wrong)
{
	bool on_host = r->object.kind == OBJ_HOST;
	autofree char *title = on_host ? mem_printf("%s, on %s", r->action->label,
						    host_view(app_find_host(app, r->object.host))->name)
				       : mem_printf("%s %s", verb_words[r->verb].what, r->name);

	prompt_ask(app, &(struct prompt_question){
				.title = title,
				.label = label_of(app, r),
				.text = text,
				.wrong = wrong,
				.ok = r->action->label,
				.answer = text_typed,
				.opaque = r});
}

static void ask_text(struct app *app, struct request *r)
{
	char buf[300];

	if (app->said && app->said->text)
		app->said->refusal = text_typed(app, r, app->said->text);
	else
		prompt_text(app, r, first_text(r, request_domain(app, r), buf, sizeof(buf)), NULL);
}

/* Of what is selected now, whatever is when the text has been typed. */
static struct request *request_selected(struct app *app, const struct action *action)
{
	enum verb verb = (enum verb)action->arg;
	struct request *r = arena_alloc(app->requests, sizeof(*r));
	struct selection s;

	app_selection(app, &s);
	*r = request_make(app, action, verb_object(verb) == OBJ_HOST ? obj_id_host(s.id.host) : s.id, s.name,
			  verb, NULL, NULL);
	return r;
}

/* Which host, where nothing is selected and there are several. */
struct where {
	const struct action *action;
	struct obj_id *hosts;
	const char *text; /* of the command line; NULL: it is asked for */
};

static struct request *request_of_host(struct app *app, const struct action *action, struct obj_id host)
{
	struct request *r = arena_alloc(app->requests, sizeof(*r));

	*r = request_make(app, action, host, NULL, (enum verb)action->arg, NULL, NULL);
	return r;
}

static void host_chosen(struct app *app, void *opaque, size_t index)
{
	const struct where *where = opaque;

	if (!app_find_host(app, where->hosts[index].host))
		return;

	struct request *r = request_of_host(app, where->action, where->hosts[index]);
	char *wrong = where->text ? text_typed(app, r, where->text) : NULL;

	if (wrong)
		prompt_text(app, r, where->text, wrong);
	else if (!where->text)
		ask_text(app, r);
}

static void choose_host(struct app *app, const struct where *where, size_t n)
{
	autofree char *title = mem_printf("On which host: %s", where->action->label);
	struct choose_question q = {.title = title, .answer = host_chosen, .opaque = (void *)(uintptr_t)where};

	for (size_t i = 0; i < n; i++) {
		const struct host_view *view = host_view(app_find_host(app, where->hosts[i].host));

		choose_add(&q, (struct choice){.label = arena_strdup(app->requests, view->name),
					       .help = where->action->help});
	}
	choose_ask(app, &q);
}

void action_domain_text(struct app *app, const struct action *action)
{
	struct where *where = arena_alloc(app->requests, sizeof(*where));

	where->action = action;
	where->hosts = arena_alloc(app->requests, app->n_hosts * sizeof(*where->hosts));
	where->text = app->said && app->said->text ? arena_strdup(app->requests, app->said->text) : NULL;
	size_t n = targets_hosts(app, action, where->hosts, app->n_hosts);

	if (n > 1)
		choose_host(app, where, n);
	else if (n)
		ask_text(app, request_of_host(app, action, where->hosts[0]));
	else
		ask_text(app, request_selected(app, action));
}

static void keys_chosen(struct app *app, void *opaque, size_t index)
{
	struct request *r = opaque;

	if (!send_keys[index].keys) {
		ask_text(app, r);
		return;
	}
	r->text = r->shown = send_keys[index].keys;
	request_ask(r, 0);
}

static void action_send_keys(struct app *app, const struct action *action)
{
	struct request *r = request_selected(app, action);
	autofree char *title = mem_printf("Keys to %s", r->name);
	struct choose_question q = {.title = title, .answer = keys_chosen, .opaque = r};

	if (app->said && app->said->text) {
		ask_text(app, r);
		return;
	}
	for (const struct send_keys *k = send_keys; k->label; k++)
		choose_add(&q, (struct choice){.label = k->label, .help = k->help});
	choose_add(&q, (struct choice){.label = "others ...", .help = "type their names"});
	choose_ask(app, &q);
}

/* --- XML to a file ----------------------------------------------------------------------------- */

static const struct save_way {
	const char *label, *help;
	const char *options;
	uint64_t needs;
} save_ways[] = {
	{"definition", "to look at or show: *** is in the place of secrets", "--inactive", 0},
	{"definition with its secrets", "to define it again; who reads the file can read them",
	 "--inactive --security-info", FACT_WRITABLE},
	{"as it runs", "with what it was given for this run; *** is in the place of secrets", NULL, FACT_ACTIVE},
	{"as it runs, with its secrets", "with what it was given for this run", "--security-info",
	 FACT_ACTIVE | FACT_WRITABLE},
	{"for another host", "as migration sends it; *** is in the place of secrets", "--migratable", 0},
	{"for another host, with its secrets", "as migration sends it", "--migratable --security-info", FACT_WRITABLE},
};

static void save_way_chosen(struct app *app, void *opaque, size_t index)
{
	struct request *r = opaque;

	r->options = save_ways[index].options;
	ask_text(app, r);
}

static void action_save_xml(struct app *app, const struct action *action)
{
	struct request *r = request_selected(app, action);
	autofree char *title = mem_printf("Save the XML of %s", r->name);
	struct choose_question q = {.title = title, .answer = save_way_chosen, .opaque = r};
	struct selection s;
	uint64_t facts = targets_describe(app, r->object, &s) ? s.facts : 0;

	for (size_t i = 0; i < ARRAY_SIZE(save_ways); i++) {
		const struct save_way *way = &save_ways[i];
		uint64_t lacks = way->needs & ~facts;

		choose_add(&q, (struct choice){.label = way->label,
					       .help = way->help,
					       .greyed = lacks & FACT_ACTIVE ? "it does not run"
							 : lacks ? "who may only look is told no secrets" : NULL});
	}
	choose_ask(app, &q);
}

/* --- the ladder -------------------------------------------------------------------------------- */

enum rung { RUNG_ACPI, RUNG_AGENT, RUNG_GRACEFUL, RUNG_FORCE };

static const enum verb rungs[] = {
	[RUNG_ACPI] = DOMAIN_VERB_SHUTDOWN_ACPI,
	[RUNG_AGENT] = DOMAIN_VERB_SHUTDOWN_AGENT,
	[RUNG_GRACEFUL] = DOMAIN_VERB_STOP_GRACEFUL,
	[RUNG_FORCE] = DOMAIN_VERB_FORCE_OFF,
};

/* Of those to be shut down, who was asked already and is still up. */
struct ladder {
	struct batch asked;
	struct batch others; /* and who was not */
};

static const struct task *asked_before(const struct app *app, struct obj_id id)
{
	return tasks_awaited(app->tasks, id, 1u << DOMAIN_SHUTOFF);
}

static struct ladder *ladder_of(struct app *app, const struct batch *batch)
{
	struct ladder *l = arena_alloc(app->requests, sizeof(*l));

	l->asked = l->others = *batch;
	l->asked.all = arena_alloc(app->requests, (batch->n + 1) * sizeof(*batch->all));
	l->others.all = arena_alloc(app->requests, (batch->n + 1) * sizeof(*batch->all));
	l->asked.n = l->others.n = 0;
	for (size_t i = 0; i < batch->n; i++) {
		struct batch *to = asked_before(app, batch->all[i].object) ? &l->asked : &l->others;

		to->all[to->n++] = batch->all[i];
	}
	return l;
}

static bool lacks_agent(const struct app *app, const struct request *r)
{
	const struct domain *d = request_domain(app, r);

	return d && d->def.known && !d->def.has_agent;
}

/* What libvirt would say of one that boots by BIOS names no machine. */
static char *why_no_nvram(const struct app *app, const struct selection *s)
{
	struct host *host = app_find_host(app, s->id.host);
	const struct domain *d = host ? snapshot_find_domain(host_view(host)->snapshot, s->id.uuid) : NULL;

	return d && d->def.no_nvram ? mem_printf("%s has no UEFI variables: it does not boot by UEFI", d->name) : NULL;
}

static size_t count_without_agent(const struct app *app, const struct batch *batch)
{
	size_t n = 0;

	for (size_t i = 0; i < batch->n; i++)
		n += lacks_agent(app, &batch->all[i]);
	return n;
}

static const char *rung_note(struct app *app, const struct ladder *l, enum rung rung)
{
	size_t without = rung == RUNG_AGENT ? count_without_agent(app, &l->asked) : 0;
	autostr struct str note = {0};

	if (l->others.n && rung == RUNG_ACPI)
		str_addf(&note, "asked again by ACPI: %zu", l->asked.n);
	else if (l->others.n)
		str_addf(&note, "left out: %zu not asked yet", l->others.n);
	if (without)
		str_addf(&note, "%s%zu without an agent's channel", note.len ? ", " : "left out: ", without);
	return note.len ? arena_strdup(app->requests, str_text(&note)) : NULL;
}

/* The other ways are for those that do not react; asking again is for all. */
static void rung_chosen(struct app *app, void *opaque, size_t index)
{
	const struct ladder *l = opaque;
	enum rung rung = (enum rung)index;
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));

	*batch = l->others;
	batch->all = arena_alloc(app->requests, (l->asked.n + l->others.n) * sizeof(*batch->all));
	batch->n = 0;
	for (size_t i = 0; rung == RUNG_ACPI && i < l->others.n; i++)
		batch->all[batch->n++] = l->others.all[i];
	for (size_t i = 0; i < l->asked.n; i++) {
		if (rung == RUNG_AGENT && lacks_agent(app, &l->asked.all[i]))
			continue;
		batch->all[batch->n] = l->asked.all[i];
		batch->all[batch->n++].verb = rungs[rung];
	}
	batch->note = rung_note(app, l, rung);
	batch_go(app, batch);
}

/* Of all the ways that were tried by themselves, too. */
static int64_t first_asked_ns(const struct app *app, const struct task *task)
{
	const struct request *r = task->request;
	const struct task *first;

	while (r && r->from)
		r = r->from;
	first = r ? tasks_find(app->tasks, r->task) : NULL;
	return first ? first->asked_ns : task->asked_ns;
}

/* What is said above the ways; the caller frees. */
static char *say_asked(const struct app *app, const struct ladder *l)
{
	const struct task *task = asked_before(app, l->asked.all[0].object);
	char age[UNITS_SIZE];

	if (l->asked.n + l->others.n > 1)
		return mem_printf("%zu of %zu were asked already and are still up.", l->asked.n,
				  l->asked.n + l->others.n);
	units_duration(age, (double)(clock_shown_ns() - first_asked_ns(app, task)) / NS_PER_S);
	return mem_printf("It was asked %s ago and is still up.", age);
}

/* Asked again while the first request waits: the guest does not react, here are the other ways. */
static void offer_rungs(struct app *app, struct ladder *l)
{
	size_t n = l->asked.n + l->others.n;
	bool no_agent = count_without_agent(app, &l->asked) == l->asked.n;
	autofree char *title = n > 1 ? mem_printf("Shut down %zu machines", n)
				     : mem_printf("Shut down %s", l->asked.all[0].name);
	autofree char *text = say_asked(app, l);
	const struct choice choices[] = {
		[RUNG_ACPI] = {"ask again by ACPI",
			       l->others.n ? "presses their power buttons; the others are asked, too"
			       : n > 1	   ? "presses their power buttons"
					   : "presses its power button", NULL},
		[RUNG_AGENT] = {"ask the guest agent", "needs the agent inside the guest",
				!no_agent ? NULL
				: n > 1	  ? "none of them has a channel for a guest agent"
					  : "it has no channel for a guest agent"},
		[RUNG_GRACEFUL] = {"end QEMU gracefully", "QEMU flushes its caches and ends", NULL},
		[RUNG_FORCE] = {"force off", n > 1 ? "cuts their power" : "cuts its power", NULL},
	};
	struct choose_question q = {.title = title, .text = text, .answer = rung_chosen, .opaque = l};

	for (size_t i = 0; i < ARRAY_SIZE(choices); i++)
		choose_add(&q, choices[i]);
	choose_ask(app, &q);
}

static void action_shutdown(struct app *app, const struct action *action)
{
	struct batch *batch = batch_of_targets(app, action);
	struct ladder *l = ladder_of(app, batch);

	if (l->asked.n && verb_of(app, action) == DOMAIN_VERB_SHUTDOWN)
		offer_rungs(app, l);
	else
		batch_go(app, batch);
}

/* --- its page ----------------------------------------------------------------------------------- */

/* By the action's arg. */
enum { PART_FIRST, PART_VCPUS, PART_MEMORY, PART_DISKS, PART_NICS, PART_SNAPSHOTS, PART_DIFF, PART_QEMU };

static const char *const parts[] = {
	[PART_FIRST] = NULL, [PART_VCPUS] = "vcpus", [PART_MEMORY] = "memory", [PART_DISKS] = "disks",
	[PART_NICS] = "nics", [PART_SNAPSHOTS] = "snapshots", [PART_DIFF] = "diff", [PART_QEMU] = "qemu",
};

static void action_domain_part(struct app *app, const struct action *action)
{
	struct selection selection;

	app_selection(app, &selection);
	page_open(app, selection.id, parts[action->arg]);
}

/* --- menus of a few of these -------------------------------------------------------------------- */

enum { SOME_WORDS, SOME_INJECT };

static const char *const some[][5] = {
	[SOME_WORDS] = {"domain.title", "domain.tags", "domain.description", NULL},
	[SOME_INJECT] = {"domain.send-keys", "domain.nmi", "domain.dump", NULL},
};

static void action_some(struct app *app, const struct action *action)
{
	menu_open_some(app, some[action->arg]);
}

const struct action domain_actions[] = {
	{.id = "domain.start", .group = "Machine", .label = "start",
	 .help = "start the machine", .keys = "s", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 1, .run = action_domain, .arg = DOMAIN_VERB_START},
	{.id = "domain.shutdown", .group = "Machine", .label = "shut down",
	 .help = "ask the guest to shut down; again: other ways", .keys = "S", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED,
	 .flags = ACTION_MARKS, .bar = 2, .run = action_shutdown, .arg = DOMAIN_VERB_SHUTDOWN,
	 .cure = action_resume_first},
	{.id = "domain.force-off", .group = "Machine", .label = "force off",
	 .help = "cut the machine's power", .keys = "F", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 3, .run = action_domain, .arg = DOMAIN_VERB_FORCE_OFF},
	{.id = "domain.reboot", .group = "Machine", .label = "reboot",
	 .help = "ask the guest to reboot", .keys = "b", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 6, .run = action_domain, .arg = DOMAIN_VERB_REBOOT,
	 .cure = action_resume_first},
	{.id = "domain.reset", .group = "Machine", .label = "reset",
	 .help = "press the machine's reset button", .keys = "R", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_AWAKE,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_RESET},
	{.id = "domain.power-cycle", .group = "Machine", .label = "power cycle",
	 .help = "shut down, wait until it is off, start", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED | FACT_PERSISTENT,
	 .flags = ACTION_MARKS, .run = action_power_cycle, .arg = DOMAIN_VERB_SHUTDOWN,
	 .cure = action_resume_first},
	{.id = "domain.suspend", .group = "Machine", .label = "pause",
	 .help = "pause the machine: its vCPUs stop, its memory stays", .keys = "p", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 4, .run = action_domain, .arg = DOMAIN_VERB_SUSPEND},
	{.id = "domain.resume", .group = "Machine", .label = "resume",
	 .help = "let a paused machine go on", .keys = "p", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_PAUSED,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 4, .run = action_domain, .arg = DOMAIN_VERB_RESUME},
	{.id = "domain.wake-up", .group = "Machine", .label = "wake up",
	 .help = "wake a machine that is asleep", .keys = "p", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_ASLEEP,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 4, .run = action_domain, .arg = DOMAIN_VERB_WAKE_UP},
	{.id = "domain.managed-save", .group = "Machine", .label = "save and stop",
	 .help = "save the memory and stop; start goes on from there", .keys = "w", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_PERSISTENT,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_MANAGED_SAVE},
	{.id = "domain.drop-saved", .group = "Machine", .label = "drop saved state",
	 .help = "delete the saved memory", .keys = "W", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_HAS_SAVED,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_DROP_SAVED},
	{.id = "domain.start-paused", .group = "Machine", .label = "start paused",
	 .help = "start with the vCPUs stopped", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_START_PAUSED},
	{.id = "domain.start-fresh", .group = "Machine", .label = "start afresh",
	 .help = "start and drop the saved state", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE | FACT_HAS_SAVED,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_START_FRESH},
	{.id = "domain.start-reset-nvram", .group = "Machine", .label = "start, reset NVRAM",
	 .help = "start and reset its UEFI variables", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain,
	 .arg = DOMAIN_VERB_START_RESET_NVRAM, .why_not = why_no_nvram},
	{.id = "domain.stop-graceful", .group = "Machine", .label = "stop QEMU",
	 .help = "end QEMU with SIGTERM, not SIGKILL", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_STOP_GRACEFUL},
	{.id = "domain.autostart", .group = "Machine", .label = "autostart",
	 .help = "start the machine with its host", .keys = "a", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 5, .run = action_domain, .arg = DOMAIN_VERB_AUTOSTART_ON},
	{.id = "domain.autostart-off", .group = "Machine", .label = "no autostart",
	 .help = "no longer start the machine with its host", .keys = "a", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 5, .run = action_domain, .arg = DOMAIN_VERB_AUTOSTART_OFF},
	{.id = "domain.words", .group = "Machine", .label = "title, tags",
	 .help = "its title, description or tags", .keys = "T", .scope = SCOPE_DOMAIN, .needs = FACT_SELECTED,
	 .run = action_some, .arg = SOME_WORDS},
	{.id = "domain.title", .group = "Machine", .label = "title",
	 .help = "a line that says what it is", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_SET_TITLE},
	{.id = "domain.description", .group = "Machine", .label = "description",
	 .help = "what it is, at length", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_SET_DESCRIPTION},
	{.id = "domain.tags", .group = "Machine", .label = "tags",
	 .help = "words to find it by: tag:lab in a filter", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_MARKS | ACTION_VERB, .run = action_tags, .arg = DOMAIN_VERB_SET_TAGS},
	{.id = "domain.rename", .group = "Machine", .label = "rename",
	 .help = "give it another name", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_STOPPED | FACT_PERSISTENT, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_RENAME},
	{.id = "domain.save", .group = "Machine", .label = "save to a file",
	 .help = "save the memory to a file on the host and stop", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_SAVE},
	{.id = "domain.dump", .group = "Machine", .label = "dump memory",
	 .help = "write the memory to a file on the host", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_DUMP},
	{.id = "domain.save-xml", .group = "Machine", .label = "save XML",
	 .help = "write the definition to a file on this machine, or what runs", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED | FACT_HOST_UP, .flags = ACTION_VERB, .run = action_save_xml, .arg = DOMAIN_VERB_SAVE_XML},
	{.id = "domain.nmi", .group = "Machine", .label = "send NMI",
	 .help = "a non-maskable interrupt", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_NMI},
	{.id = "domain.inject", .group = "Machine", .label = "NMI, dump, keys",
	 .help = "send keys or an NMI to the guest, dump its memory", .keys = "i", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_some, .arg = SOME_INJECT},
	{.id = "domain.send-keys", .group = "Machine", .label = "send keys",
	 .help = "press keys in the guest: Ctrl+Alt+Del, SysRq", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_VERB, .run = action_send_keys, .arg = DOMAIN_VERB_SEND_KEYS},
	{.id = "domain.undefine", .group = "Machine", .label = "undefine",
	 .help = "delete the definition; the disks stay", .keys = "Del dd", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_STOPPED | FACT_PERSISTENT,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_UNDEFINE},
	{.id = "domain.persist", .group = "Machine", .label = "make persistent",
	 .help = "keep a definition of what runs", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_TRANSIENT, .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain,
	 .arg = DOMAIN_VERB_PERSIST},
	{.id = "domain.restore", .group = "Machine", .label = "restore",
	 .help = "start from a file that save has made", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_RESTORE},
	{.id = "domain.define", .group = "Machine", .label = "define",
	 .help = "define what an XML file says, whatever kind of thing", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_DEFINE},
	{.id = "domain.create", .group = "Machine", .label = "create",
	 .help = "start what an XML file says, transient: gone when it stops", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_CREATE},
	{.id = "domain.details", .group = "Machine", .label = "details",
	 .help = "all that is known of the machine", .keys = "Enter H", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .flags = ACTION_OPENS, .run = action_domain_part, .arg = PART_FIRST},
	{.id = "domain.vcpus", .group = "Machine", .label = "vCPUs",
	 .help = "its vCPUs: where they run, how long, what they may run on", .keys = "U", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_domain_part, .arg = PART_VCPUS},
	{.id = "domain.memory", .group = "Machine", .label = "memory", .help = "what its memory is, and the guest tells of it",
	 .keys = "M", .scope = SCOPE_DOMAIN, .needs = FACT_SELECTED, .run = action_domain_part, .arg = PART_MEMORY},
	{.id = "domain.disks", .group = "Machine", .label = "disks", .help = "its disks: sources, sizes, rates, errors",
	 .keys = "", .scope = SCOPE_DOMAIN, .needs = FACT_SELECTED, .run = action_domain_part, .arg = PART_DISKS},
	{.id = "domain.nics", .group = "Machine", .label = "NICs", .help = "its NICs: networks, addresses, rates, errors",
	 .keys = "", .scope = SCOPE_DOMAIN, .needs = FACT_SELECTED, .run = action_domain_part, .arg = PART_NICS},
	{.id = "domain.snapshots", .group = "Machine", .label = "snapshots",
	 .help = "its snapshots, and what is being done with it", .keys = "t", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_domain_part, .arg = PART_SNAPSHOTS},
	{.id = "domain.view-xml", .group = "Machine", .label = "view XML",
	 .help = "the XML of what runs, and of its definition", .keys = "x", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_view_xml},
	{.id = "domain.edit-xml", .group = "Machine", .label = "edit XML",
	 .help = "change its definition as text, in your editor", .keys = "e", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_PERSISTENT, .flags = ACTION_VERB, .bar = 7, .run = action_edit_xml,
	 .arg = DOMAIN_VERB_EDIT},
	{.id = "domain.history", .group = "Machine", .label = "history",
	 .help = "its definition as it was before it was changed", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_history},
	{.id = "domain.differs", .group = "Machine", .label = "what differs",
	 .help = "what differs between what runs and its definition", .keys = "D", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_domain_part, .arg = PART_DIFF},
	{.id = "domain.argv", .group = "Machine", .label = "QEMU command",
	 .help = "what its definition makes of QEMU's command line", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_domain_part, .arg = PART_QEMU},
	{.id = NULL},
};
