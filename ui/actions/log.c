// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include "base/clock.h"
#include "ui/app.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"

static void action_log_details(struct app *app, const struct action *action)
{
	const struct log_entry *entry;
	struct selection selection;
	struct text *text;
	char when[16];

	(void)action;
	app_selection(app, &selection);
	entry = log_book_find(app->log_book, obj_id_number(selection.id));
	if (!entry)
		return;
	clock_format_time(entry->wall_s, when, sizeof(when));
	text = text_create("Log");
	text_addf(text, ROLE_DIM, "noted at %s%s%s", when, entry->host ? " about " : "",
		  entry->host ? entry->host : "");
	text_add(text, tone_role(log_level_tone(entry->level)), log_level_text(entry->level));
	text_add(text, ROLE_DIM, "");
	text_add(text, ROLE_TEXT, entry->text);
	text_show(app, text);
}

const struct action log_actions[] = {
	{.id = "log.details", .group = "Log", .label = "details", .help = "the line in full",
	 .keys = "Enter", .scope = SCOPE_LOG, .needs = FACT_SELECTED, .bar = 1, .run = action_log_details},
	{.id = NULL},
};
