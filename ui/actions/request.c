// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/request.h"

#include <string.h>

#include "base/argv.h"
#include "base/clock.h"
#include "base/mem.h"
#include "virt/host.h"
#include "virt/keys.h"

struct request request_make(struct app *app, const struct action *action, struct obj_id object,
			    const char *name, enum verb verb, const char *text,
			    const struct request *then)
{
	const char *copy = arena_strdup(app->requests, text);

	return (struct request){.app = app,
				.action = action,
				.object = object,
				.name = arena_strdup(app->requests, name ? name : ""),
				.verb = verb,
				.text = copy,
				.shown = copy,
				.then = then};
}

const struct domain *request_domain(const struct app *app, const struct request *r)
{
	struct host *host = app_find_host(app, r->object.host);
	const struct snapshot *s = host ? host_view(host)->snapshot : NULL;

	return s && r->object.kind == OBJ_DOMAIN ? snapshot_find_domain(s, r->object.uuid) : NULL;
}

struct due {
	struct request *request;
	uint32_t batch;
};

static struct request *copy_of(struct app *app, const struct request *r)
{
	struct request *copy = arena_alloc(app->requests, sizeof(*copy));

	*copy = *r;
	return copy;
}

/* --- answers ----------------------------------------------------------------------------------- */

static void started(void *opaque)
{
	struct request *r = opaque;
	struct task *task = tasks_find(r->app->tasks, r->task);

	if (task)
		task_started(task);
	app_tasks_changed(r->app);
}

static void progressed(void *opaque, const struct job_progress *progress)
{
	struct request *r = opaque;
	struct task *task = tasks_find(r->app->tasks, r->task);

	if (task)
		task->share = progress->share;
	app_tasks_changed(r->app);
}

/* What went wrong, and what does not come about because of it; the caller frees. */
static char *why_failed(const struct request *r, const struct err *err)
{
	if (!r->then)
		return mem_strdup(err->text);
	return mem_printf("%s; so \"%s %s\" was not asked for", err->text, verb_words[r->then->verb].what,
			  r->then->name);
}

/* What several were asked for together is counted. */
static void tell_done(const struct request *r, const struct task *task)
{
	const char *told = verb_words[r->verb].told;
	size_t n = 0;

	if (!told)
		return;
	for (size_t i = 0; i < tasks_count(r->app->tasks); i++) {
		const struct task *other = tasks_at(r->app->tasks, i);

		n += other->batch == task->batch && other->error == NULL && other->ticket == 0;
	}
	if (n > 1)
		app_say(r->app, "%s%s and %zu more", told, r->name, n - 1);
	else
		app_say(r->app, "%s%s", told, r->name);
}

/* The list may have come before the answer. */
static void confirm_now(const struct request *r)
{
	struct host *host = app_find_host(r->app, r->object.host);

	if (host && host_view(host)->snapshot)
		tasks_confirm(r->app->tasks, host_view(host)->snapshot);
}

static bool is_newest(const struct app *app, const struct task *task)
{
	for (size_t i = 0; i < tasks_count(app->tasks); i++)
		if (obj_id_equal(tasks_at(app->tasks, i)->object, task->object))
			return tasks_at(app->tasks, i) == task;
	return false;
}

/* What nobody has asked for does not count as a failure: what was asked for is waited for again, with what is to
 * follow it. False when something else has been asked for since. */
static bool step_down(const struct request *r, struct task *task)
{
	struct task *before = r->from ? tasks_find(r->app->tasks, r->from->task) : NULL;

	if (!before || task->cancelling || !is_newest(r->app, task) || !task_wait_again(before))
		return false;
	task->seen = true;
	app_say(r->app, "%s: its agent does not shut it down; the first request is still waited for", r->name);
	return true;
}

/* The call was under way when the connection broke. */
static void cut_off(const struct request *r, struct task *task, const struct err *err, const char *calls)
{
	task_cut_off(task, err->text, calls);
	app_complain(r->app, "%s: %s", task->what, err->text);
	confirm_now(r);
	app_tasks_changed(r->app);
	requests_follow(r->app);
}

static void answered(void *opaque, const struct err *err, const char *calls)
{
	struct request *r = opaque;
	struct task *task = tasks_find(r->app->tasks, r->task);
	bool failed = err && err->code != ERR_NONE;

	if (task && failed && err->detail == DOMAIN_CUT_OFF) {
		task->ticket = 0;
		cut_off(r, task, err, calls);
		return;
	}
	bool stepped = failed && task && step_down(r, task);
	autofree char *why = stepped ? mem_strdup(err->text) : failed ? why_failed(r, err) : NULL;

	if (!task)
		return;
	task->ticket = 0;
	task_answered(task, why, calls);
	if (why && task->state == TASK_CANCELLED)
		app_say(r->app, "%s: cancelled", task->what);
	else if (why && !stepped)
		app_complain(r->app, "%s failed: %s", task->what, why);
	else if (!why)
		tell_done(r, task);
	confirm_now(r);
	app_tasks_changed(r->app);
	requests_follow(r->app);
}

static void answer_came(void *opaque, const char *text)
{
	const struct request *r = opaque;

	if (r->answer)
		r->answer(r, text);
}

/* --- asking ------------------------------------------------------------------------------------ */

/* What virDomainSetMetadata is told to change. */
static void add_affected(struct str *line, const struct request *r)
{
	const struct domain *d = request_domain(r->app, r);

	if (d && domain_is_active(d))
		str_add(line, "--live ");
	if (!d || !d->flags_known || d->persistent)
		str_add(line, "--config ");
}

static char *virsh_line(const struct host_view *host, const struct request *r)
{
	struct str line = {0};

	host_add_virsh(host, &line);
	for (const char *p = verb_words[r->verb].virsh; *p; p++)
		if (str_starts(p, "{n}") || str_starts(p, "{t}")) {
			const char *word = p[1] == 'n' ? r->name : r->shown;

			if (word && word[0] == '-')
				str_add(&line, "-- ");
			argv_add_quoted(&line, word ? word : "");
			p += 2;
		} else if (str_starts(p, "{f}")) {
			add_affected(&line, r);
			p += 2;
		} else if (str_starts(p, "{k}")) {
			keys_add_virsh(&line, r->shown);
			p += 2;
		} else {
			str_addc(&line, *p);
		}
	host_end_virsh(host, &line);
	return str_take(&line);
}

uint32_t request_ask(struct request *r, uint32_t batch)
{
	struct app *app = r->app;
	const struct verb_words *verb = &verb_words[r->verb];
	struct host *host = app_find_host(app, r->object.host);
	const struct host_view *view = host_view(host);
	bool of_host = r->object.kind == OBJ_HOST;
	const struct host_request request = {
		.what = {.verb = r->verb, .text = r->text},
		.started = started,
		.progress = progressed,
		.done = answered,
		.answer = answer_came,
		.opaque = r,
	};
	struct host_request with_uuid = request;
	autoerr struct err err = {0};
	struct task *task;

	if (!of_host)
		memcpy(with_uuid.what.uuid, r->object.uuid, UUID_SIZE);
	task = tasks_add(app->tasks,
			 &(struct task){.object = r->object,
					.object_name = mem_strdup(of_host ? view->name : r->name),
					.host_name = mem_strdup(view->name),
					.action = r->action->id,
					.label = r->action->label,
					.what = mem_printf("%s %s", verb->what,
							   of_host && r->shown ? r->shown : r->name),
					.overlay = verb->overlay,
					.goal = verb->goal,
					.virsh = virsh_line(view, r),
					.request = r});
	r->task = task->number;
	r->since_ns = clock_now_ns();
	r->said = false;
	task->batch = batch ? batch : task->number;
	app_tasks_changed(app);
	task->ticket = host_do(host, &with_uuid, &err);
	if (!task->ticket)
		answered(r, &err, "");
	return r->task;
}

/* What is due is gathered first: asking changes the list of tasks, and may call here again. */
void requests_follow(struct app *app)
{
	size_t n = 0;
	autofree struct due *due = mem_new_array(tasks_count(app->tasks) + 1, sizeof(*due));

	for (size_t i = tasks_count(app->tasks); i-- > 0;) {
		const struct task *task = tasks_at(app->tasks, i);
		const struct request *before = task->request;

		if (task->state != TASK_DONE || !before || !before->then || before->task != task->number)
			continue;
		due[n++] = (struct due){copy_of(app, before->then), task->batch};
		tasks_find(app->tasks, task->number)->request = NULL; /* it has been followed */
	}
	for (size_t i = 0; i < n; i++)
		request_ask(due[i].request, due[i].batch);
}

/* --- the ladder -------------------------------------------------------------------------------- */

static bool is_shutdown(enum verb verb)
{
	return verb == DOMAIN_VERB_SHUTDOWN || verb == DOMAIN_VERB_SHUTDOWN_ACPI ||
	       verb == DOMAIN_VERB_SHUTDOWN_AGENT;
}

/* The agent is asked once: when that fails, the guest's own way is still waited for. */
static struct request *next_rung(struct app *app, struct request *r)
{
	struct request *next = copy_of(app, r);

	r->climbed = true;
	next->verb = DOMAIN_VERB_SHUTDOWN_AGENT;
	next->from = r;
	return next;
}

static bool wants_agent(const struct app *app, const struct request *r, int64_t waited_ms)
{
	const struct domain *d = request_domain(app, r);

	return r->verb == DOMAIN_VERB_SHUTDOWN && !r->climbed && d && d->def.has_agent &&
	       waited_ms > app->options->shutdown_wait_ms / 3;
}

static void tell_wait(struct app *app, struct task *task, struct request *r)
{
	char buf[KEY_NAME_SIZE];
	const char *key = action_key_of(app, "domain.shutdown", buf);
	autofree char *overlay = mem_printf("no reaction (%s)", key);

	r->said = true;
	task->overlay = arena_strdup(app->requests, overlay);
	app_say(app, "%s does not react to the shutdown: %s offers other ways", r->name, key);
	app_tasks_changed(app);
}

void requests_climb(struct app *app)
{
	size_t n = 0;
	autofree struct due *due = mem_new_array(tasks_count(app->tasks) + 1, sizeof(*due));

	for (size_t i = tasks_count(app->tasks); i-- > 0;) {
		struct task *task = tasks_find(app->tasks, tasks_at(app->tasks, i)->number);
		struct request *r = task->request;
		int64_t waited_ms = r ? (clock_now_ns() - r->since_ns) / NS_PER_MS : 0;

		if (task->state != TASK_WAITING || !r || !is_shutdown(r->verb))
			continue;
		if (wants_agent(app, r, waited_ms))
			due[n++] = (struct due){next_rung(app, r), task->batch};
		else if (waited_ms > app->options->shutdown_wait_ms && !r->said)
			tell_wait(app, task, r);
	}
	for (size_t i = 0; i < n; i++)
		request_ask(due[i].request, due[i].batch);
}
