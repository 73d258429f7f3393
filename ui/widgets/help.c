// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/help.h"

#include <stdio.h>

#include "base/mem.h"
#include "model/states.h"
#include "ui/app.h"
#include "ui/panes/table.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"

static void add_actions(const struct app *app, struct text *text, const struct pane *pane)
{
	const char *group = NULL;

	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a)) {
		if (!action_in_scope(a, pane))
			continue;
		if (!str_equal(group, a->group)) {
			text_add(text, ROLE_DIM, "");
			text_add(text, ROLE_STRONG, a->group);
			group = a->group;
		}
		text_add_pair(text, ROLE_KEY, action_keys(app, a), ROLE_TEXT, a->help);
	}
}

static void add_columns(struct text *text, const struct column *columns)
{
	text_add(text, ROLE_DIM, "");
	text_add(text, ROLE_STRONG, "Columns");
	for (const struct column *c = columns; c->id; c++)
		text_add_pair(text, ROLE_TABLE_HEADER, c->title, ROLE_TEXT, c->help);
	text_add(text, ROLE_DIM, "A \"-\" was not asked for or does not apply, a \"?\" got no answer.");
}

static void add_filter(struct text *text, const struct filter_field *fields)
{
	text_add(text, ROLE_DIM, "");
	text_add(text, ROLE_STRONG, "Filter");
	text_add(text, ROLE_DIM, "web !test state:running|paused host:kvm* cpu>80 or ~^db[0-9]+ \"two words\"");
	for (; fields->get; fields++) {
		const struct filter_key_info *key = &filter_keys[fields->key];
		autofree char *name = mem_printf("%s%s", key->name, filter_is_number(key->kind) ? ">" : ":");

		text_add_pair(text, ROLE_KEY, name, ROLE_TEXT, key->help);
	}
}

static void add_states(struct text *text, bool unicode)
{
	text_add(text, ROLE_DIM, "");
	text_add(text, ROLE_STRONG, "States");
	for (int s = DOMAIN_NOSTATE + 1; s < DOMAIN_STATE_COUNT; s++)
		text_add_pair(text, tone_role(domain_state_tone(s, 0)), domain_state_glyph(s, unicode),
			      ROLE_TEXT, domain_state_text(s));
}

void help_open(struct app *app)
{
	const struct pane *pane = app_body(app);
	struct text *text = text_create("Help");
	char menu[KEY_NAME_SIZE];
	char back[KEY_NAME_SIZE];

	text_addf(text, ROLE_TEXT, "%s. %s shows what can be done here, %s goes back.", pane->ops->title,
		  action_key_of(app, "app.menu", menu), action_key_of(app, "app.back", back));
	if (pane->list)
		text_add(text, ROLE_DIM, "The cursor stays on its row, wherever the order puts that.");
	add_actions(app, text, pane);
	if (pane->ops->table) {
		add_columns(text, pane->ops->table->list.columns);
		add_filter(text, pane->ops->table->fields);
	}
	if (pane_scope(pane) == SCOPE_DOMAIN)
		add_states(text, app->surface->unicode);
	text_show(app, text);
}
