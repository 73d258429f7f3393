// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/handlers.h"

#include "base/clock.h"
#include "ui/app.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"

void action_log_details(struct app *app, const struct action *action)
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
