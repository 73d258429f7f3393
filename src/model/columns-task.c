// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the Tasks pane. */
#include "model/columns.h"

#include "base/clock.h"
#include "base/units.h"

#define LONG_NS (10 * NS_PER_S) /* from then on it is said that it still goes on */

static void get_time(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct task *task = ((const struct task_row *)p)->task;
	char text[16];

	(void)ask;
	clock_format_time(task->asked_wall_s, text, sizeof(text));
	value_number(v, TONE_DIM, task->number);
	value_printf(v, TONE_DIM, "%s", text);
}

static void get_what(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct task *task = ((const struct task_row *)p)->task;

	(void)ask;
	value_set_text(v, TONE_PLAIN, task->what);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct task *task = ((const struct task_row *)p)->task;

	(void)ask;
	value_set_text(v, TONE_DIM, task->host_name);
}

static void get_state(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct task *task = ((const struct task_row *)p)->task;

	value_number(v, task_state_tone(task->state), task->state);
	if (!task->ended_ns && task->share >= 0)
		value_printf(v, v->tone, "%s %.0f%%", task_state_text(task->state), 100 * task->share);
	else if (!task->ended_ns && ask->now_ns - task->asked_ns > LONG_NS)
		value_printf(v, v->tone, "still %s", task_state_text(task->state));
	else
		value_printf(v, v->tone, "%s", task_state_text(task->state));
}

static void get_took(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct task *task = ((const struct task_row *)p)->task;
	int64_t until = task->ended_ns ? task->ended_ns : ask->now_ns;
	char text[UNITS_SIZE];

	value_number(v, TONE_DIM, (double)(until - task->asked_ns));
	value_printf(v, TONE_DIM, "%s",
		     units_duration(text, (double)(until - task->asked_ns) / NS_PER_S));
}

static void get_error(const void *p, const struct cell_ask *ask, struct value *v)
{
	const struct task *task = ((const struct task_row *)p)->task;

	(void)ask;
	if (task->error)
		value_set_text(v, TONE_BAD, task->error);
	else if (task->virsh)
		value_set_text(v, TONE_DIM, task->virsh);
}

const struct column task_columns[] = {
	{.id = "time", .title = "TIME", .help = "when it was asked", .width = 8, .priority = 4,
	 .descending = true, .get = get_time},
	{.id = "what", .title = "WHAT", .help = "what was asked", .flexible = 20, .wide_priority = 6,
	 .get = get_what},
	{.id = "host", .title = "HOST", .help = "of which host", .width = 8, .wide = 12,
	 .keeps_end = true, .priority = 5, .wide_priority = 8, .get = get_host},
	{.id = "state", .title = "STATE", .help = "how far it is", .width = 13, .priority = 1,
	 .get = get_state},
	{.id = "took", .title = "TOOK", .help = "how long it took, or takes so far", .width = 7,
	 .priority = 3, .right = true, .descending = true, .get = get_took},
	{.id = "error", .title = "ERROR, or the same in virsh", .help = "Enter shows it in full",
	 .width = 20, .priority = 2, .get = get_error},
	{.id = NULL},
};
