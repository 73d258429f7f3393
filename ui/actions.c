// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include <string.h>

#include "base/mem.h"
#include "model/facts.h"
#include "ui/actions/handlers.h"
#include "ui/app.h"
#include "virt/domain.h"

/* What most verbs of a machine need. */
#define ON_HOST (FACT_SELECTED | FACT_HOST_UP | FACT_WRITABLE)

/* In the order in which help and menus show them. */
const struct action actions[] = {
	{.id = "domain.start", .group = "Machine", .label = "start", .help = "start the machine",
	 .keys = "s", .scope = SCOPE_DOMAIN, .needs = ON_HOST | FACT_INACTIVE, .bar = 1,
	 .run = action_domain, .arg = DOMAIN_VERB_START},
	{.id = "domain.shutdown", .group = "Machine", .label = "shut down",
	 .help = "ask the guest to shut down", .keys = "S", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED, .bar = 2,
	 .run = action_domain, .arg = DOMAIN_VERB_SHUTDOWN},
	{.id = "domain.force-off", .group = "Machine", .label = "force off",
	 .help = "cut the machine's power", .keys = "F", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .risk = RISK_CONFIRM, .bar = 3, .run = action_domain,
	 .arg = DOMAIN_VERB_FORCE_OFF},
	{.id = "domain.suspend", .group = "Machine", .label = "pause",
	 .help = "pause the machine: its vCPUs stop, its memory stays", .keys = "p",
	 .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED, .bar = 4,
	 .run = action_domain, .arg = DOMAIN_VERB_SUSPEND},
	{.id = "domain.resume", .group = "Machine", .label = "resume", .help = "let a paused machine go on",
	 .keys = "p", .scope = SCOPE_DOMAIN, .needs = ON_HOST | FACT_ACTIVE | FACT_PAUSED, .bar = 4,
	 .run = action_domain, .arg = DOMAIN_VERB_RESUME},
	{.id = "domain.autostart", .group = "Machine", .label = "autostart",
	 .help = "start the machine with its host", .keys = "a", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART, .bar = 5, .run = action_domain,
	 .arg = DOMAIN_VERB_AUTOSTART_ON},
	{.id = "domain.autostart-off", .group = "Machine", .label = "no autostart",
	 .help = "no longer start the machine with its host", .keys = "a", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART, .bar = 5, .run = action_domain,
	 .arg = DOMAIN_VERB_AUTOSTART_OFF},
	{.id = "domain.details", .group = "Machine", .label = "details",
	 .help = "all that is known of the machine", .keys = "Enter", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_domain_details},

	{.id = "host.details", .group = "Host", .label = "details",
	 .help = "all that is known of the host", .keys = "Enter",
	 .scope = SCOPE_HOST, .needs = FACT_SELECTED, .bar = 1, .run = action_host_details},
	{.id = "host.retry", .group = "Host", .label = "try again", .help = "open the connection now",
	 .keys = "r", .scope = SCOPE_HOST, .needs = FACT_SELECTED | FACT_NOT_UP, .bar = 2,
	 .run = action_retry},

	{.id = "task.details", .group = "Task", .label = "details",
	 .help = "the error in full, libvirt's calls, the same in virsh", .keys = "Enter",
	 .scope = SCOPE_TASK, .needs = FACT_SELECTED, .bar = 1, .run = action_task_details},
	{.id = "task.dismiss", .group = "Task", .label = "dismiss",
	 .help = "forget a task that has ended", .keys = "Del", .scope = SCOPE_TASK,
	 .needs = FACT_SELECTED | FACT_ENDED, .bar = 2, .run = action_task_dismiss},

	{.id = "list.down", .group = "Moving", .label = "down", .help = "one down", .keys = "Down j",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_DOWN},
	{.id = "list.up", .group = "Moving", .label = "up", .help = "one up", .keys = "Up k",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_UP},
	{.id = "list.page-down", .group = "Moving", .label = "page down", .help = "a page down",
	 .keys = "PgDn C-f", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_PAGE_DOWN},
	{.id = "list.page-up", .group = "Moving", .label = "page up", .help = "a page up",
	 .keys = "PgUp C-b", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_PAGE_UP},
	{.id = "list.top", .group = "Moving", .label = "top", .help = "to the first", .keys = "Home g",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_TOP},
	{.id = "list.bottom", .group = "Moving", .label = "bottom", .help = "to the last",
	 .keys = "End G", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_BOTTOM},
	{.id = "list.sort-left", .group = "Table", .label = "sort by left",
	 .help = "sort by the column to the left", .keys = "<", .scope = SCOPE_LIST,
	 .run = action_sort, .arg = -1},
	{.id = "list.sort-right", .group = "Table", .label = "sort by right",
	 .help = "sort by the column to the right", .keys = ">", .scope = SCOPE_LIST,
	 .run = action_sort, .arg = 1},
	{.id = "list.reverse", .group = "Table", .label = "reverse", .help = "reverse the order",
	 .keys = ",", .scope = SCOPE_LIST, .run = action_reverse},

	{.id = "app.hosts", .group = "virtty", .label = "hosts", .help = "show the hosts", .keys = "1",
	 .scope = SCOPE_APP, .run = action_tab, .arg = 1},
	{.id = "app.domains", .group = "virtty", .label = "domains", .help = "show the machines",
	 .keys = "2", .scope = SCOPE_APP, .run = action_tab, .arg = 2},
	{.id = "app.tasks", .group = "virtty", .label = "tasks", .help = "show what was asked for",
	 .keys = "6", .scope = SCOPE_APP, .run = action_tab, .arg = 6},
	{.id = "app.next-pane", .group = "virtty", .label = "next pane", .help = "the next pane",
	 .keys = "Tab", .scope = SCOPE_APP, .flags = ACTION_QUIET, .run = action_next_tab, .arg = 1},
	{.id = "app.previous-pane", .group = "virtty", .label = "previous pane",
	 .help = "the previous pane", .keys = "S-Tab", .scope = SCOPE_APP, .flags = ACTION_QUIET,
	 .run = action_next_tab, .arg = -1},
	{.id = "app.menu", .group = "virtty", .label = "menu", .help = "all that can be done here",
	 .keys = "m F9", .scope = SCOPE_APP, .flags = ACTION_QUIET, .bar = 90, .run = action_menu},
	{.id = "app.help", .group = "virtty", .label = "help", .help = "keys, columns and states",
	 .keys = "? F1", .scope = SCOPE_APP, .bar = 91, .run = action_help},
	{.id = "app.refresh", .group = "virtty", .label = "ask again",
	 .help = "ask all hosts for everything again", .keys = "F5", .scope = SCOPE_APP,
	 .run = action_refresh},
	{.id = "app.repaint", .group = "virtty", .label = "repaint", .help = "draw the screen anew",
	 .keys = "C-l", .scope = SCOPE_ALWAYS, .run = action_repaint},
	{.id = "app.suspend", .group = "virtty", .label = "suspend",
	 .help = "put virtty into the background; fg brings it back", .keys = "C-z",
	 .scope = SCOPE_ALWAYS, .run = action_suspend},
	{.id = "app.back", .group = "virtty", .label = "back", .help = "close what is open, one layer",
	 .keys = "Esc", .scope = SCOPE_APP, .flags = ACTION_QUIET, .run = action_back},
	{.id = "app.quit", .group = "virtty", .label = "quit", .help = "leave virtty, from the top only",
	 .keys = "q", .scope = SCOPE_APP, .needs = FACT_AT_TOP, .bar = 92, .run = action_quit},
	{.id = "app.quit-now", .group = "virtty", .label = "quit from anywhere",
	 .help = "leave virtty from anywhere", .keys = "Q C-c", .scope = SCOPE_ALWAYS,
	 .run = action_quit, .arg = 1},
	{.id = NULL},
};

static const char *const scope_names[SCOPE_COUNT] = {
	[SCOPE_APP] = "app",       [SCOPE_MOVE] = "move", [SCOPE_LIST] = "list",
	[SCOPE_DOMAIN] = "domain", [SCOPE_HOST] = "host", [SCOPE_TASK] = "task",
	[SCOPE_TEXT] = "text",     [SCOPE_ALWAYS] = "always",
};

const char *scope_name(enum scope scope)
{
	return scope_names[scope];
}

const struct action *action_find(const char *id)
{
	for (const struct action *a = actions; a->id; a++)
		if (str_equal(a->id, id))
			return a;
	return NULL;
}

bool action_in_scope(const struct action *action, const struct pane *top)
{
	switch (action->scope) {
	case SCOPE_ALWAYS:
		return true;
	case SCOPE_APP:
		return !top->ops->modal;
	case SCOPE_MOVE:
		return top->ops->move != NULL;
	case SCOPE_LIST:
		return top->list != NULL;
	case SCOPE_DOMAIN:
	case SCOPE_HOST:
	case SCOPE_TASK:
	case SCOPE_TEXT:
		return top->ops->scope == action->scope;
	case SCOPE_COUNT:
		break;
	}
	return false;
}

static bool has_key(const struct action *action, const struct key *key)
{
	const char *p = action->keys;

	while (*p) {
		size_t len = strcspn(p, " ");
		char name[KEY_NAME_SIZE];
		struct key k;

		snprintf(name, sizeof(name), "%.*s", (int)len, p);
		if (key_parse(name, &k) && key_equal(&k, key))
			return true;
		p += len + strspn(p + len, " ");
	}
	return false;
}

static unsigned facts_now(const struct app *app, struct selection *ret)
{
	app_selection(app, ret);
	return ret->facts | (app->n_floats ? 0 : FACT_AT_TOP);
}

const struct action *action_for_key(const struct app *app, const struct key *key)
{
	const struct action *first = NULL;
	struct selection selection;
	unsigned facts = facts_now(app, &selection);

	for (const struct action *a = actions; a->id; a++) {
		if (!action_in_scope(a, app_top(app)) || !has_key(a, key))
			continue;
		if (!(a->needs & ~facts))
			return a;
		if (!first)
			first = a;
	}
	return first;
}

char *action_obstacle(const struct app *app, const struct action *action)
{
	struct selection selection;
	unsigned facts = facts_now(app, &selection);

	return facts_missing(action->needs, facts, selection.name);
}

const char *action_key(const struct action *action, char buf[KEY_NAME_SIZE])
{
	snprintf(buf, KEY_NAME_SIZE, "%.*s", (int)strcspn(action->keys, " "), action->keys);
	return buf;
}

void actions_list(struct str *out)
{
	for (const struct action *a = actions; a->id; a++) {
		bool any = false;

		str_addf(out, "%s\t%s\t%s\t", a->id, a->keys, scope_name(a->scope));
		for (unsigned bit = 0; bit < FACT_COUNT; bit++)
			if (a->needs & (1u << bit)) {
				str_addf(out, "%s%s", any ? "," : "", fact_name(bit));
				any = true;
			}
		str_addf(out, "%s\t%s\t%s\n", any ? "" : "-", a->group, a->help);
	}
}
