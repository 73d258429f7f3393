// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selftest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "conf/builtin.h"
#include "conf/fleet.h"
#include "conf/options.h"
#include "conf/roles.h"
#include "model/columns.h"
#include "model/commands.h"
#include "model/facts.h"
#include "model/hostview.h"
#include "ui/actions.h"
#include "ui/actions/command.h"
#include "ui/actions/verbs.h"
#include "ui/forms/forms.h"
#include "ui/keymap.h"
#include "ui/panes/panes.h"
#include "ui/panes/table.h"
#include "ui/theme.h"
#include "ui/widgets/wizard.h"
#include "xml/path.h"

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

static void check_keys(struct result *r, const struct action *a)
{
	const char *p = a->keys;

	while (*p) {
		size_t len = strcspn(p, " ");
		autofree char *name = mem_strndup(p, len);
		char again[KEY_NAME_SIZE];
		struct chord chord;

		p += len + strspn(p + len, " ");
		if (!chord_parse(name, &chord)) {
			check(r, false, "%s: there is no key %s", a->id, name);
			continue;
		}
		check(r, str_equal(chord_format(&chord, again), name), "%s: %s is shown as %s", a->id, name,
		      again);
	}
}

static void check_ids(struct result *r, const struct action *a)
{
	for (const struct action *b = action_table_next(a); b; b = action_table_next(b))
		check(r, !str_equal(a->id, b->id), "two actions are called %s", a->id);
}

static void check_conflicts(struct result *r)
{
	struct problems problems = {0};
	struct keymap *keymap = keymap_create(NULL);

	keymap_settle(keymap, &problems);
	check(r, problems.n == 0, "%zu keys are two actions at once", problems.n);
	for (size_t i = 0; i < problems.n; i++)
		check(r, false, "%s", problems.all[i].text);
	for (const struct action *a = action_table_next(NULL); a; a = action_table_next(a))
		check(r, str_equal(keymap_keys(keymap, a), a->keys), "%s has \"%s\", not all of its keys", a->id,
		      keymap_keys(keymap, a));
	problems_clear(&problems);
	keymap_destroy(keymap);
}

static void check_actions(struct result *r)
{
	for (const struct action *a = action_table_next(NULL); a; a = action_table_next(a)) {
		check(r, a->run != NULL, "%s has no handler", a->id);
		check(r, a->label && a->help && a->group, "%s lacks words", a->id);
		check(r, strchr(a->id, '.') != NULL, "%s has no group in its id", a->id);
		check(r, utf8_text_width(a->label) <= 18, "%s: its label is too long", a->id);
		/* What has no key must be in the menu. */
		check(r, a->keys[0] != '\0' || !(a->flags & ACTION_QUIET), "%s cannot be reached", a->id);
		check_keys(r, a);
		check_ids(r, a);
	}
	check_conflicts(r);
}

static void check_column(struct result *r, const struct pane_ops *p, const struct column *c)
{
	const struct column *columns = p->table->list.columns;

	check(r, c->get && c->title && c->help, "column %s.%s lacks a part", p->name, c->id);
	check(r, columns_find(columns, c->id) == (int)(c - columns), "column %s.%s stands twice", p->name, c->id);
	check(r, (c->width > 0) != (c->flexible > 0), "column %s.%s: its width", p->name, c->id);
	check(r, c->flexible || (int)strlen(c->title) <= c->width || c->width >= 20,
	      "column %s.%s: its title is wider than it", p->name, c->id);
	check(r, !c->wide || c->wide > c->width, "column %s.%s: its wide form", p->name, c->id);
	check(r, filter_knows(p->table->fields, columns, c->id), "column %s.%s: filters do not know it", p->name, c->id);
	check(r, c->flexible || c->priority, "column %s.%s is never dropped", p->name, c->id);
}

static void check_table(struct result *r, const struct pane_ops *p)
{
	const struct table *t = p->table;

	for (const struct column *c = t->list.columns; c->id; c++)
		check_column(r, p, c);
	check(r, t->list.id && t->list.row_size && t->list.words && t->fields && (t->rows || t->host_rows) && t->describe && t->note,
	      "table %s lacks a part", p->name);
	check(r, t->changes != 0, "table %s never has its rows anew", p->name);
	check(r, !t->sort || columns_find(t->list.columns, t->sort) >= 0, "table %s: there is no column %s",
	      p->name, t->sort ? t->sort : "");
	check(r, p->page || panes_of_kind(t->kind) == p, "table %s is not alone with what its rows are about", p->name);
}

/* The options know which panes can be first, and which can be printed. */
static void check_offered(struct result *r, const char *option, const struct pane_ops *p)
{
	autoerr struct err err = {0};
	bool known = option_check(option_find(option), option, p->name, &err);

	check(r, known, "pane %s: %s", p->name, err.text ? err.text : "");
}

static void check_panes(struct result *r)
{
	for (size_t i = 0; all_panes[i]; i++) {
		const struct pane_ops *p = all_panes[i];

		check(r, p->name && p->title && (p->page ? !p->tab : p->tab >= 1 && p->tab <= 9),
		      "pane %zu lacks a part", i);
		check(r, p->open && p->draw && p->layout, "pane %s lacks a function", p->name);
		for (size_t j = i + 1; all_panes[j]; j++)
			check(r, all_panes[j]->tab != p->tab || p->page, "panes %s and %s have one tab", p->name,
			      all_panes[j]->name);
		if (p->table)
			check_table(r, p);
		if (p->tab) {
			check(r, p->show.id && action_of_table(p->show.id), "no action shows the pane %s", p->name);
			check_offered(r, "tab", p);
		}
		check(r, p->tab || !p->show.id || p->show.keys, "pane %s: the action that shows it has no keys, not even \"\"",
		      p->name);
		if (p->table && p->table->printed)
			check_offered(r, "batch", p);
	}
}

/* "table = ..." at the start of a line. */
static bool has_role(const char *text, const char *name)
{
	size_t len = strlen(name);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (str_starts(line, name) && line[len + strspn(line + len, " \t")] == '=')
			return true;
	}
	return false;
}

static void check_roles(struct result *r)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		check(r, role_find(role_name(i)) == i, "role %d is not found by its name", i);
		check(r, role_help(i) && role_help(i)[0], "role %s has no words", role_name(i));
	}
	for (const struct builtin *b = builtins; b->name; b++) {
		struct theme *theme;

		if (!strstr(b->name, ".ini"))
			continue;
		theme = theme_parse(b->name, b->text);
		for (size_t i = 0; i < theme->problems.n; i++)
			check(r, false, "%s:%d: %s", b->name, theme->problems.all[i].line, theme->problems.all[i].text);
		theme_destroy(theme);
		for (int i = 0; i < ROLE_COUNT; i++)
			check(r, has_role(b->text, role_name(i)), "%s has no %s", b->name, role_name(i));
	}
}

/* What hosts.conf takes is a tone. */
static void check_accents(struct result *r)
{
	for (const char *const *theme = fleet_themes(); *theme; theme++)
		check(r, host_accent(&(struct host_view){.theme = *theme}) != TONE_PLAIN, "a host's theme %s has no tone",
		      *theme);
}

static void check_facts(struct result *r)
{
	for (unsigned bit = 0; bit < FACT_COUNT; bit++) {
		char *sentence = facts_missing(1ull << bit, 0, "NAME");
		bool used = (COMMAND_FACTS & (1ull << bit)) != 0;

		check(r, sentence && sentence[0], "fact %s has no sentence", fact_name(bit));
		free(sentence);
		for (const struct action *a = action_table_next(NULL); a; a = action_table_next(a))
			used |= (a->needs & (1ull << bit)) != 0;
		check(r, used, "fact %s is needed by no action", fact_name(bit));
	}
}

/* Each but a plan, which has its own. */
static void check_verbs(struct result *r)
{
	for (int v = 0; v < VERB_COUNT; v++)
		check(r, v == PLAN_VERB || (verb_words[v].what && verb_words[v].overlay && verb_words[v].virsh),
		      "verb %d of src/model/verbs.h has no words in ui/actions/verbs.c", v);
}

static void check_commands(struct result *r)
{
	for (const struct command *c = commands; c->name; c++) {
		check(r, c->action ? action_of_table(c->action) != NULL : c->missing != NULL,
		      "command %s: there is no action %s", c->name, c->action ? c->action : "");
		check(r, command_find(c->name) == c, "command %s stands twice", c->name);
		check(r, !action_of_table(c->name), "command %s is an action's id", c->name);
	}
	for (const struct command_option *o = command_options; o->command; o++) {
		check(r, command_find(o->command) != NULL, "option %s of no command", o->option);
		check(r, !o->action || action_of_table(o->action), "%s %s: there is no action %s", o->command,
		      o->option, o->action ? o->action : "");
	}
}

/* The conditions are of fields that are there. */
static void check_when(struct result *r, const char *form, const struct field *fields, const char *id, const char *when)
{
	for (const char *p = when ? when : ""; *p; p += strspn(p, " ")) {
		autofree char *name = mem_strndup(p, strcspn(p, "!= "));

		check(r, field_find(fields, name) != NULL, "%s.%s is shown by %s, which is no field", form, id, name);
		p += strcspn(p, " ");
	}
}

/* A record's path begins at the record: what stands before it makes no difference. */
static void check_path(struct result *r, const char *form, const struct field *f, const char *path)
{
	autoerr struct err err = {0};

	check(r, !path || xml_path_check(path, &err), "%s.%s: %s", form, f->id, err.text ? err.text : "");
}

static bool has_page(const struct wizard_kind *wizard, const char *page)
{
	for (const struct wizard_page *p = wizard->pages; p->id; p++)
		if (str_equal(p->id, page))
			return true;
	return false;
}

static void check_fields(struct result *r, const char *form, const struct field *fields, const struct wizard_kind *wizard)
{
	for (const struct field *f = fields; f->id; f++) {
		bool takes_any = f->type == FIELD_SWITCH || f->type == FIELD_TEXT || f->type == FIELD_SECRET;

		check(r, field_find(fields, f->id) == f, "%s.%s stands twice", form, f->id);
		check(r, f->label && f->help && f->help[0], "%s.%s lacks words", form, f->id);
		check(r, f->sample != NULL, "%s.%s lacks a sample", form, f->id);
		check(r, f->bad ? f->bad_says != NULL : takes_any, "%s.%s lacks a bad value", form, f->id);
		check(r, !f->put == !f->take || f->path, "%s.%s: put and take", form, f->id);
		check(r, (f->type == FIELD_RECORDS) == (f->record != NULL), "%s.%s: its record", form, f->id);
		check(r, (f->type != FIELD_CHOICE && f->type != FIELD_MANY) || f->choices || f->offer,
		      "%s.%s has nothing to choose from", form, f->id);
		check(r, !wizard || has_page(wizard, f->page), "%s.%s is on no page", form, f->id);
		check_path(r, form, f, f->path);
		check_path(r, form, f, f->prefix_path);
		check_when(r, form, fields, f->id, f->when);
		if (f->record)
			check_fields(r, f->id, f->record, NULL);
	}
}

static void check_forms(struct result *r)
{
	for (size_t i = 0; form_tables[i]; i++) {
		const struct form_table *t = form_tables[i];

		check_fields(r, t->name, t->fields, t->wizard);
		if (!t->wizard)
			continue;
		check(r, t->wizard->fields == t->fields && field_find(t->fields, t->wizard->name),
		      "the wizard %s has other fields, or no name", t->name);
		for (const struct wizard_page *p = t->wizard->pages; p->id; p++)
			check_when(r, t->name, t->fields, p->id, p->when);
	}
}

int selftest_run(void)
{
	struct result r = {0, 0};

	check_actions(&r);
	check_panes(&r);
	check_roles(&r);
	check_accents(&r);
	check_facts(&r);
	check_verbs(&r);
	check_commands(&r);
	check_forms(&r);
	printf("%d checks, %d wrong\n", r.checks, r.wrong);
	return r.wrong ? 1 : 0;
}
