// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selftest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "conf/builtin.h"
#include "conf/roles.h"
#include "model/columns.h"
#include "model/commands.h"
#include "model/facts.h"
#include "ui/actions.h"
#include "ui/panes/panes.h"
#include "ui/theme.h"

struct result {
	int checks, wrong;
};

static void __attribute__((format(printf, 3, 4)))
check(struct result *r, bool holds, const char *format, ...)
{
	va_list args;

	r->checks++;
	if (holds)
		return;
	r->wrong++;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

/* Facts that never hold together: actions that need one each may share a key. */
static const unsigned exclusive[][2] = {
	{FACT_ACTIVE, FACT_INACTIVE},
	{FACT_PAUSED, FACT_NOT_PAUSED},
	{FACT_PAUSED, FACT_ASLEEP},
	{FACT_AWAKE, FACT_ASLEEP},
	{FACT_AUTOSTART, FACT_NO_AUTOSTART},
	{FACT_SELECTED, FACT_ON_GROUP},
};

static bool never_together(const struct action *a, const struct action *b)
{
	for (size_t i = 0; i < sizeof(exclusive) / sizeof(exclusive[0]); i++)
		if (((a->needs & exclusive[i][0]) && (b->needs & exclusive[i][1])) ||
		    ((a->needs & exclusive[i][1]) && (b->needs & exclusive[i][0])))
			return true;
	return false;
}

static bool next_key(const char **p, char *name, size_t size)
{
	size_t len;

	*p += strspn(*p, " ");
	len = strcspn(*p, " ");
	snprintf(name, size, "%.*s", (int)len, *p);
	*p += len;
	return len > 0;
}

static bool share_key(const struct action *a, const struct action *b, char *name, size_t size)
{
	const char *p = a->keys;

	while (next_key(&p, name, size)) {
		const char *q = b->keys;
		char other[KEY_NAME_SIZE];

		while (next_key(&q, other, sizeof(other)))
			if (str_equal(name, other))
				return true;
	}
	return false;
}

static void check_keys(struct result *r, const struct action *a)
{
	const char *p = a->keys;
	char name[KEY_NAME_SIZE];

	while (next_key(&p, name, sizeof(name))) {
		char again[KEY_NAME_SIZE];
		struct key key;

		if (!key_parse(name, &key)) {
			check(r, false, "%s: there is no key %s", a->id, name);
			continue;
		}
		check(r, str_equal(key_format(&key, again), name), "%s: %s is shown as %s", a->id, name,
		      again);
	}
}

static void check_conflicts(struct result *r, const struct action *a)
{
	char name[KEY_NAME_SIZE];
	struct list *list = (struct list *)name;

	for (const struct action *b = a + 1; b->id; b++) {
		check(r, !str_equal(a->id, b->id), "two actions are called %s", a->id);
		if (!share_key(a, b, name, sizeof(name)) || never_together(a, b))
			continue;
		for (size_t i = 0; tab_panes[i]; i++) {
			/* Only whether there is one matters. */
			const struct pane pane = {.ops = tab_panes[i], .list = list};

			check(r, !(action_in_scope(a, &pane) && action_in_scope(b, &pane)),
			      "%s is both %s and %s in %s", name, a->id, b->id, tab_panes[i]->name);
		}
	}
}

static void check_actions(struct result *r)
{
	for (const struct action *a = actions; a->id; a++) {
		check(r, a->run != NULL, "%s has no handler", a->id);
		check(r, a->label && a->help && a->group, "%s lacks words", a->id);
		check(r, strchr(a->id, '.') != NULL, "%s has no group in its id", a->id);
		check(r, utf8_text_width(a->label) <= 18, "%s: its label is too long", a->id);
		/* What has no key must be in the menu. */
		check(r, a->keys[0] != '\0' || !(a->flags & ACTION_QUIET), "%s cannot be reached", a->id);
		check_keys(r, a);
		check_conflicts(r, a);
	}
}

static void check_columns(struct result *r)
{
	for (const struct column_table *t = column_tables; t->pane; t++)
		for (const struct column *c = t->columns; c->id; c++) {
			check(r, c->get && c->title && c->help, "column %s.%s lacks a part", t->pane, c->id);
			check(r, columns_find(t->columns, c->id) == (int)(c - t->columns),
			      "column %s.%s stands twice", t->pane, c->id);
			check(r, (c->width > 0) != (c->flexible > 0), "column %s.%s: its width", t->pane,
			      c->id);
			check(r, c->flexible || (int)strlen(c->title) <= c->width ||
					 c->width >= 20,
			      "column %s.%s: its title is wider than it", t->pane, c->id);
			check(r, !c->wide || c->wide > c->width, "column %s.%s: its wide form", t->pane,
			      c->id);
			check(r, c->flexible || c->priority, "column %s.%s is never dropped", t->pane, c->id);
		}
}

static void check_panes(struct result *r)
{
	for (size_t i = 0; tab_panes[i]; i++) {
		const struct pane_ops *p = tab_panes[i];

		check(r, p->name && p->title && p->tab >= 1 && p->tab <= 9, "pane %zu lacks a part", i);
		check(r, p->open && p->draw && p->layout, "pane %s lacks a function", p->name);
		for (size_t j = i + 1; tab_panes[j]; j++)
			check(r, tab_panes[j]->tab != p->tab, "panes %s and %s have one tab", p->name,
			      tab_panes[j]->name);
	}
}

static void check_roles(struct result *r)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		check(r, role_find(role_name(i)) == i, "role %d is not found by its name", i);
		check(r, role_help(i) && role_help(i)[0], "role %s has no words", role_name(i));
	}
	for (const struct builtin *b = builtins; b->name; b++) {
		autoerr struct err err = {0};
		struct theme *theme;

		if (!strstr(b->name, ".ini"))
			continue;
		theme = theme_parse(b->name, b->text, &err);
		check(r, theme != NULL, "%s", err.text ? err.text : b->name);
		theme_destroy(theme);
		for (int i = 0; i < ROLE_COUNT; i++)
			check(r, strstr(b->text, role_name(i)) != NULL, "%s has no %s", b->name,
			      role_name(i));
	}
}

static void check_facts(struct result *r)
{
	for (unsigned bit = 0; bit < FACT_COUNT; bit++) {
		char *sentence = facts_missing(1u << bit, 0, "NAME");
		bool used = false;

		check(r, sentence && sentence[0], "fact %s has no sentence", fact_name(bit));
		free(sentence);
		for (const struct action *a = actions; a->id; a++)
			used |= (a->needs & (1u << bit)) != 0;
		check(r, used, "fact %s is needed by no action", fact_name(bit));
	}
}

static void check_commands(struct result *r)
{
	for (const struct command *c = commands; c->name; c++) {
		check(r, c->action ? action_find(c->action) != NULL : c->missing != NULL,
		      "command %s: there is no action %s", c->name, c->action ? c->action : "");
		check(r, command_find(c->name) == c, "command %s stands twice", c->name);
		check(r, !action_find(c->name), "command %s is an action's id", c->name);
	}
	for (const struct command_option *o = command_options; o->command; o++) {
		check(r, command_find(o->command) != NULL, "option %s of no command", o->option);
		check(r, !o->action || action_find(o->action), "%s %s: there is no action %s", o->command,
		      o->option, o->action ? o->action : "");
	}
}

int selftest_run(void)
{
	struct result r = {0, 0};

	check_actions(&r);
	check_columns(&r);
	check_panes(&r);
	check_roles(&r);
	check_facts(&r);
	check_commands(&r);
	printf("%d checks, %d wrong\n", r.checks, r.wrong);
	return r.wrong ? 1 : 0;
}
