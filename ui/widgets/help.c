// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/help.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "model/states.h"
#include "ui/app.h"
#include "ui/palette/entries.h"
#include "ui/panes/table.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"

const char help_filter_sample[] = "web !test state:running|paused host:kvm* cpu>80 or ~^db[0-9]+ \"two words\"";

void help_add_action(struct doc *doc, const struct app *app, const struct action *action)
{
	const char *keys = action_keys(app, action);
	autofree char *name = mem_printf(":%s", entries_name(action));

	if (keys[0])
		doc_pair(doc, ROLE_KEY, keys, ROLE_TEXT, action->help);
	else
		doc_pair(doc, ROLE_DIM, !strchr(name, '.') || (action->flags & ACTION_QUIET) ? name : "menu", ROLE_TEXT,
			 action->help);
}

static void add_actions(const struct app *app, struct doc *doc, const struct pane *pane)
{
	const char *group = NULL;

	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a)) {
		if (!action_in_scope(a, pane))
			continue;
		if (!str_equal(group, a->group))
			doc_heading(doc, a->group);
		group = a->group;
		help_add_action(doc, app, a);
	}
}

static void add_columns(struct doc *doc, const struct column *columns)
{
	doc_heading(doc, "Columns");
	for (const struct column *c = columns; c->id; c++)
		doc_pair(doc, ROLE_TABLE_HEADER, c->title, ROLE_TEXT, c->help);
	doc_text(doc, ROLE_DIM, "A \"-\" was not asked for or does not apply, a \"?\" got no answer.");
}

void help_add_filter_key(struct doc *doc, enum filter_key key)
{
	const struct filter_key_info *info = &filter_keys[key];
	autofree char *name = mem_printf("%s%s", info->name, filter_is_number(info->kind) ? ">" : ":");

	doc_pair(doc, ROLE_KEY, name, ROLE_TEXT, info->help);
}

static void add_filter(struct doc *doc, const struct table *table)
{
	size_t n;
	autofree struct filter_source *sources = filter_sources(table->fields, table->list.columns, &n);

	doc_heading(doc, "Filter");
	doc_text(doc, ROLE_DIM, help_filter_sample);
	for (size_t i = 0; i < n; i++)
		help_add_filter_key(doc, sources[i].key);
}

void help_add_domain_states(struct doc *doc, bool unicode)
{
	for (int s = DOMAIN_NOSTATE + 1; s < DOMAIN_STATE_COUNT; s++)
		doc_pair(doc, tone_role(domain_state_tone(s, 0)), domain_state_glyph(s, unicode), ROLE_TEXT,
			 domain_state_text(s));
}

void help_open(struct app *app)
{
	const struct pane *pane = app_body(app);
	struct text *text = text_create("Help");
	struct doc *doc = text_doc(text);
	char menu[KEY_NAME_SIZE];
	char back[KEY_NAME_SIZE];
	char all[KEY_NAME_SIZE];

	doc_textf(doc, ROLE_TEXT, "%s. %s shows what can be done here, %s goes back, %s shows all help.", pane->ops->title,
		  action_key_of(app, "app.menu", menu), action_key_of(app, "app.back", back),
		  action_key_of(app, "app.help-pane", all));
	if (pane->list)
		doc_text(doc, ROLE_DIM, "The cursor stays on its row, wherever the order puts that.");
	add_actions(app, doc, pane);
	if (pane->ops->table) {
		add_columns(doc, pane->ops->table->list.columns);
		add_filter(doc, pane->ops->table);
	}
	if (pane_scope(pane) == SCOPE_DOMAIN) {
		doc_heading(doc, "States");
		help_add_domain_states(doc, app->surface->unicode);
	}
	text_show(app, text);
}
