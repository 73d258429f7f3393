// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tables.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "model/columns.h"
#include "ui/actions/batch.h"
#include "ui/app.h"
#include "ui/runs.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list.h"
#include "ui/widgets/text.h"

static void add_part(struct text *text, const char *heading, enum role role, const char *body)
{
	text_add(text, ROLE_DIM, "");
	text_add(text, ROLE_STRONG, heading);
	text_add(text, role, body);
}

static void action_task_details(struct app *app, const struct action *action)
{
	struct selection selection;
	struct task *task;
	struct text *text;
	char when[16];
	char took[UNITS_SIZE];
	int64_t until;

	(void)action;
	app_selection(app, &selection);
	task = tasks_find(app->tasks, obj_id_number(selection.id));
	if (!task)
		return;
	until = task->ended_ns ? task->ended_ns : clock_now_ns();
	text = text_create("Task");
	text_addf(text, ROLE_STRONG, "%s%s%s", task->what, task->host_name[0] ? " on " : "", task->host_name);
	text_addf(text, tone_role(task_state_tone(task->state)), "%s", task_state_text(task->state));
	text_addf(text, ROLE_DIM, "asked at %s, %s %s",
		  (clock_format_time(task->asked_wall_s, when, sizeof(when)), when),
		  task->ended_ns ? "took" : "for",
		  clock_is_fixed() ? "-"
				   : units_duration(took, (double)(until - task->asked_ns) / NS_PER_S));
	if (task->error)
		add_part(text, "Error", ROLE_STATE_BAD, task->error);
	if (task->command)
		add_part(text, "What it printed", ROLE_TEXT,
			 task->calls && task->calls[0] ? task->calls
			 : task->ended_ns	       ? "nothing"
						       : "that comes when it has ended");
	else
		add_part(text, "libvirt calls", ROLE_TEXT,
			 task->calls && task->calls[0] ? task->calls
			 : task->ended_ns	       ? "none was made"
						       : "none has ended yet");
	if (task->virsh)
		add_part(text, task->command ? "The command" : "The same in virsh", ROLE_TEXT, task->virsh);
	text_show(app, text);
	task->seen = true;
	app_tasks_changed(app);
}

/* One that waits its turn ends inside host_cancel(). */
static void take_back(struct app *app, struct host *host, struct task *task)
{
	autofree char *what = mem_strdup(task->what);
	uint32_t number = task->number;

	task->cancelling = true;
	if (!host_cancel(host, task->ticket))
		app_complain(app, "cancel: it has just ended");
	task = tasks_find(app->tasks, number);
	if (task && !task->ended_ns)
		app_say(app, "cancelling %s", what);
}

/* What was asked of the guest cannot be taken back. */
static void gave_up(struct app *app, const struct task *task)
{
	app_say(app, "%s: not waited for any more", task->what);
	app_tasks_changed(app);
	requests_follow(app);
}

static void action_task_cancel(struct app *app, const struct action *action)
{
	struct selection selection;
	const struct request *request;
	struct task *task;
	struct host *host;

	(void)action;
	app_selection(app, &selection);
	task = tasks_find(app->tasks, obj_id_number(selection.id));
	host = task ? app_find_host(app, task->object.host) : NULL;
	request = task ? task->request : NULL;
	if (task && runs_cancel(app->runs, task->number))
		app_say(app, "cancelling %s", task->what);
	else if (task && task_give_up(task))
		gave_up(app, task);
	else if (request && task->state == TASK_RUNNING && !verb_can_stop(request->verb))
		app_complain(app, "cancel: libvirt cannot take this call back; it goes on");
	else if (!host || !task->ticket)
		app_complain(app, "cancel: the call has been made; only the guest can end this now");
	else
		take_back(app, host, task);
}

/* What followed by itself, such as asking the agent, nobody has asked for. */
static bool is_wanted(const struct task *task, const struct task *chosen, bool whole_batch)
{
	const struct request *request = task->request;

	/* What a secret said was wiped when it was sent. */
	if (!request || request->secret)
		return false;
	if (task == chosen)
		return task_can_be_retried(task);
	return whole_batch && task->state == TASK_FAILED && task->batch == chosen->batch && !request->from;
}

static struct request again_of(const struct task *task)
{
	struct request r = *(const struct request *)task->request;

	r.again = task->number;
	r.from = NULL; /* now it is asked for */
	r.rungs = 0;
	return r;
}

/* A program of the person's. */
static bool run_again(struct app *app, uint32_t number)
{
	if (!runs_again(app->runs, number))
		return false;
	task_retried(tasks_find(app->tasks, number));
	app_say(app, "asked again for 1");
	return true;
}

static void action_task_retry(struct app *app, const struct action *action)
{
	struct selection selection;
	const struct task *chosen;
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));

	app_selection(app, &selection);
	chosen = tasks_find(app->tasks, obj_id_number(selection.id));
	if (!chosen || (task_can_be_retried(chosen) && run_again(app, chosen->number)))
		return;
	*batch = (struct batch){.again = true};
	batch->all = arena_alloc(app->requests, tasks_count(app->tasks) * sizeof(*batch->all));
	for (size_t i = tasks_count(app->tasks); i-- > 0;) {
		const struct task *task = tasks_at(app->tasks, i);

		if (is_wanted(task, chosen, action->arg != 0))
			batch->all[batch->n++] = again_of(task);
	}
	if (batch->n)
		batch_go(app, batch);
	else if (chosen->state == TASK_RETRIED)
		app_complain(app, "retry: it was asked for again already");
	else
		app_complain(app, "retry: what was typed for it is not kept: ask for it anew");
}

static void action_task_dismiss(struct app *app, const struct action *action)
{
	struct selection selection;

	(void)action;
	app_selection(app, &selection);
	tasks_dismiss(app->tasks, obj_id_number(selection.id));
	app_tasks_changed(app);
}

/* --- all that are shown ------------------------------------------------------------------------ */

typedef bool task_fn(const struct task *task);

static bool waits_its_turn(const struct task *task)
{
	return task->state == TASK_QUEUED;
}

static bool has_ended(const struct task *task)
{
	return task->ended_ns != 0;
}

static const struct task *task_of_row(const struct list *list, size_t row)
{
	return ((const struct task_row *)list_row(list, row))->task;
}

static char *why_none(const struct app *app, task_fn *fn, const char *why)
{
	const struct list *list = app_body(app)->list;

	for (size_t i = 0; i < list_count(list); i++)
		if (fn(task_of_row(list, i)))
			return NULL;
	return mem_strdup(why);
}

static char *why_none_waits(const struct app *app, const struct selection *s)
{
	(void)s;
	return why_none(app, waits_its_turn, "nothing that is shown waits its turn");
}

static char *why_none_ended(const struct app *app, const struct selection *s)
{
	(void)s;
	return why_none(app, has_ended, "nothing that is shown has ended");
}

/* Numbers, for rows come and go. */
struct chosen {
	uint32_t *all;
	size_t n;
};

static bool cancel_unsent(struct app *app, struct task *task)
{
	struct host *host;

	if (runs_cancel(app->runs, task->number))
		return true;
	host = app_find_host(app, task->object.host);
	task->cancelling = true;
	return host && host_cancel(host, task->ticket);
}

/* Some may have begun while the question stood there. */
static void cancel_chosen(struct app *app, void *opaque)
{
	const struct chosen *chosen = opaque;
	size_t n = 0;

	for (size_t i = 0; i < chosen->n; i++) {
		struct task *task = tasks_find(app->tasks, chosen->all[i]);

		n += task && waits_its_turn(task) && cancel_unsent(app, task);
	}
	if (n == chosen->n)
		app_say(app, "%zu taken back", n);
	else
		app_say(app, "%zu taken back, %zu had begun", n, chosen->n - n);
}

static void action_task_cancel_waiting(struct app *app, const struct action *action)
{
	const struct list *list = app_body(app)->list;
	struct chosen *chosen = arena_alloc(app->requests, sizeof(*chosen));
	autostr struct str text = {0};
	autofree char *title = NULL;

	(void)action;
	*chosen = (struct chosen){arena_alloc(app->requests, list_count(list) * sizeof(*chosen->all)), 0};
	for (size_t i = 0; i < list_count(list); i++) {
		const struct task *task = task_of_row(list, i);

		if (!waits_its_turn(task))
			continue;
		chosen->all[chosen->n++] = task->number;
		str_addf(&text, "%s%s%s\n", task->what, task->host_name[0] ? " on " : "", task->host_name);
	}
	title = mem_printf("Take back %zu %s", chosen->n, chosen->n == 1 ? "request" : "requests");
	confirm_ask(app, &(struct confirm_question){.title = title,
						    .text = str_text(&text),
						    .lost = "What has not begun is not done.",
						    .yes = "Take back",
						    .answer = cancel_chosen,
						    .opaque = chosen});
}

static bool is_on_screen(const struct list *list, uint32_t number)
{
	size_t first;
	size_t n = list_visible(list, &first);

	for (size_t line = first; line < first + n; line++) {
		size_t row = list_line_row(list, line);

		if (row != LIST_NO_ROW && task_of_row(list, row)->number == number)
			return true;
	}
	return false;
}

/* What failed further down has not been seen by a person who says this. */
static void action_task_dismiss_ended(struct app *app, const struct action *action)
{
	const struct list *list = app_body(app)->list;
	autofree uint32_t *numbers = mem_new_array(list_count(list) + 1, sizeof(*numbers));
	size_t n = 0, unseen = 0;

	(void)action;
	for (size_t i = 0; i < list_count(list); i++) {
		const struct task *task = task_of_row(list, i);

		if (!has_ended(task))
			continue;
		if (task->state == TASK_FAILED && !task->seen && !is_on_screen(list, task->number))
			unseen++;
		else
			numbers[n++] = task->number;
	}
	for (size_t i = 0; i < n; i++)
		tasks_dismiss(app->tasks, numbers[i]);
	if (unseen)
		app_say(app, "%zu dismissed; %zu that failed and nobody has seen stay", n, unseen);
	else
		app_say(app, "%zu dismissed", n);
	app_tasks_changed(app);
}

const struct action task_actions[] = {
	{.id = "task.details", .group = "Task", .label = "details",
	 .help = "the error in full, libvirt's calls, the same in virsh", .keys = "Enter",
	 .scope = SCOPE_TASK, .needs = FACT_SELECTED, .bar = 1, .run = action_task_details},
	{.id = "task.cancel", .group = "Task", .label = "cancel",
	 .help = "take back what waits its turn, abort what can be aborted", .keys = "C-x",
	 .scope = SCOPE_TASK, .needs = FACT_SELECTED | FACT_GOES_ON, .bar = 2,
	 .run = action_task_cancel},
	{.id = "task.cancel-waiting", .group = "Task", .label = "cancel what waits",
	 .help = "take back all of the rows shown, and of folded groups, that have not begun", .keys = "", .scope = SCOPE_TASK,
	 .run = action_task_cancel_waiting, .why_not = why_none_waits},
	{.id = "task.retry", .group = "Task", .label = "retry", .help = "ask again for what has failed",
	 .keys = "r", .scope = SCOPE_TASK, .needs = FACT_SELECTED | FACT_FAILED, .bar = 3,
	 .run = action_task_retry},
	{.id = "task.retry-failed", .group = "Task", .label = "retry the failed",
	 .help = "ask again for all that failed of what was asked together", .keys = "R",
	 .scope = SCOPE_TASK, .needs = FACT_SELECTED | FACT_FAILED, .run = action_task_retry,
	 .arg = 1},
	{.id = "task.dismiss", .group = "Task", .label = "dismiss",
	 .help = "forget a task that has ended", .keys = "Del", .scope = SCOPE_TASK,
	 .needs = FACT_SELECTED | FACT_ENDED, .bar = 4, .run = action_task_dismiss},
	{.id = "task.dismiss-ended", .group = "Task", .label = "dismiss the ended",
	 .help = "forget all of the rows shown, and of folded groups, that have ended", .keys = "", .scope = SCOPE_TASK,
	 .run = action_task_dismiss_ended, .why_not = why_none_ended},
	{.id = NULL},
};
