// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Log pane. */
#include "model/columns.h"

#include "base/clock.h"

static void get_time(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct log_entry *entry = ((const struct log_row *)p)->entry;
	char text[16];

	(void)ask;
	clock_format_time(entry->wall_s, text, sizeof(text));
	value_number(v, TONE_DIM, entry->number);
	value_printf(v, TONE_DIM, "%s", text);
}

static void get_level(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct log_entry *entry = ((const struct log_row *)p)->entry;

	(void)ask;
	value_number(v, log_level_tone(entry->level), entry->level);
	value_printf(v, v->tone, "%s", log_level_text(entry->level));
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct log_entry *entry = ((const struct log_row *)p)->entry;

	(void)ask;
	if (entry->host)
		value_set_text(v, TONE_DIM, entry->host);
}

static void get_text(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct log_entry *entry = ((const struct log_row *)p)->entry;

	(void)ask;
	value_set_text(v, entry->level == LOG_DEBUG ? TONE_DIM : TONE_PLAIN, entry->text);
}

const struct column log_columns[] = {
	{.id = "time", .title = "TIME", .help = "when it was noted", .width = 8, .priority = 3,
	 .descending = true, .get = get_time},
	{.id = "level", .title = "LEVEL", .help = "how grave it is: debug, info, warning, error", .width = 7,
	 .priority = 2, .descending = true, .get = get_level},
	{.id = "host", .title = "HOST", .help = "the host that it is about; nothing for virtty itself",
	 .flexible = 8, .wide_priority = 4, .get = get_host},
	{.id = "text", .title = "TEXT", .help = "Enter shows it in full", .width = 20, .priority = 1,
	 .get = get_text},
	{.id = NULL},
};
