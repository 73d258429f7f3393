// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Events pane. */
#include "model/columns.h"

#include "base/clock.h"

static void get_time(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct event_entry *event = ((const struct event_row *)p)->event;
	char text[16];

	(void)ask;
	clock_format_time(event->wall_s, text, sizeof(text));
	value_number(v, TONE_DIM, event->number);
	value_printf(v, TONE_DIM, "%s", text);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct event_entry *event = ((const struct event_row *)p)->event;

	(void)ask;
	value_set_text(v, TONE_DIM, event->host_name);
}

static void get_object(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct event_entry *event = ((const struct event_row *)p)->event;

	(void)ask;
	if (event->object_name)
		value_set_text(v, TONE_PLAIN, event->object_name);
}

static void get_what(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct event_entry *event = ((const struct event_row *)p)->event;

	if (event->times > 1)
		value_printf(v, event->tone, ask->unicode ? "%s ×%u" : "%s x%u", event->what, event->times);
	else
		value_set_text(v, event->tone, event->what);
}

static void get_why(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct event_entry *event = ((const struct event_row *)p)->event;

	(void)ask;
	if (event->why)
		value_set_text(v, event->tone == TONE_BAD ? TONE_BAD : TONE_DIM, event->why);
}

const struct column event_columns[] = {
	{.id = "time", .title = "TIME", .help = "when it came", .width = 8, .priority = 3,
	 .descending = true, .get = get_time},
	{.id = "host", .title = "HOST", .help = "the host that told it", .width = 8, .wide = 12,
	 .keeps_end = true, .priority = 4, .wide_priority = 6, .get = get_host},
	{.id = "object", .title = "OBJECT", .help = "what it is about; nothing for the host itself",
	 .flexible = 13, .wide_priority = 5, .get = get_object},
	{.id = "what", .title = "WHAT", .help = "what happened", .width = 15, .wide = 20,
	 .priority = 1, .wide_priority = 7, .get = get_what},
	{.id = "why", .title = "WHY", .help = "why, or the details", .width = 20, .priority = 2,
	 .get = get_why},
	{.id = NULL},
};
