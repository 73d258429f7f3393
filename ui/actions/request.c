// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/request.h"

#include <string.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/kinds.h"
#include "model/plan.h"
#include "ui/archive.h"
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

static void release_plan(void *plan)
{
	plan_unref(plan);
}

struct request *request_keep(const struct request *r)
{
	struct arena *arena = r->app->requests;
	struct request *kept = arena_alloc(arena, sizeof(*kept));

	*kept = *r;
	kept->name = arena_strdup(arena, r->name ? r->name : "");
	kept->text = arena_strdup(arena, r->text);
	kept->shown = r->shown ? arena_strdup(arena, r->shown) : r->secret ? NULL : kept->text;
	kept->options = arena_strdup(arena, r->options);
	kept->before = arena_strdup(arena, r->before);
	kept->what = arena_strdup(arena, r->what);
	kept->overlay = arena_strdup(arena, r->overlay);
	if (r->plan)
		arena_own(arena, (void *)(uintptr_t)plan_ref(r->plan), release_plan);
	return kept;
}

void requests_drop(struct app *app, const void *opaque)
{
	for (size_t i = 0; i < tasks_count(app->tasks); i++) {
		struct request *r = tasks_at(app->tasks, i)->request;

		if (!r || r->opaque != opaque)
			continue;
		r->answer = NULL;
		r->done = NULL;
		r->opaque = NULL;
	}
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

/* It cannot be taken back: when it fails, it has failed. */
static void goes_on(void *opaque, const struct err *why)
{
	struct request *r = opaque;
	struct task *task = tasks_find(r->app->tasks, r->task);

	if (!task)
		return;
	task->cancelling = false;
	app_complain(r->app, "%s goes on, it cannot be cancelled: %s", task->what, why->text);
}

char *request_what(const struct request *r)
{
	bool of_host = r->object.kind == OBJ_HOST;

	if (r->what)
		return mem_strdup(r->what);
	return mem_printf("%s %s", verb_words[r->verb].what, of_host && r->shown ? r->shown : r->name);
}

/* What went wrong, and what does not come about because of it; the caller frees. */
static char *why_failed(const struct request *r, const struct err *err)
{
	autofree char *then = r->then ? request_what(r->then) : NULL;

	return then ? mem_printf("%s; so \"%s\" was not asked for", err->text, then) : mem_strdup(err->text);
}

/* What several were asked for together is counted. */
static void tell_done(const struct request *r, const struct task *task)
{
	const char *told = verb_words[r->verb].told;
	size_t n = 0;

	if (r->plan)
		app_say(r->app, "%s: done", task->what);
	if (!told)
		return;
	for (size_t i = 0; i < tasks_count(r->app->tasks); i++) {
		const struct task *other = tasks_at(r->app->tasks, i);

		const struct request *its = other->request;

		n += its && its->verb == r->verb && other->batch == task->batch && other->error == NULL &&
		     other->ticket == 0;
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

static bool nothing_took_its_place(const struct app *app, const struct task *task)
{
	for (size_t i = 0; i < tasks_count(app->tasks) && tasks_at(app->tasks, i) != task; i++)
		if (task_takes_place(tasks_at(app->tasks, i), task))
			return false;
	return true;
}

/* What nobody has asked for does not count as a failure: what was asked for is waited for again, with what is to
 * follow it. False when something else has been asked for since, in its place. */
static bool step_down(const struct request *r, struct task *task)
{
	struct task *before = r->from ? tasks_find(r->app->tasks, r->from->task) : NULL;

	if (!before || task->cancelling || !nothing_took_its_place(r->app, task) || !task_wait_again(before))
		return false;
	task->seen = true;
	app_say(r->app, "%s: its %s does not shut it down; the first request is still waited for", r->name,
		r->verb == DOMAIN_VERB_SHUTDOWN_AGENT ? "agent" : "power button");
	return true;
}

/* True: it shows what went wrong. */
static bool tell_asker(const struct request *r, struct task *task, const struct err *err)
{
	static const struct err none;

	if (!r->done || !r->done(r, err ? err : &none) || !err || err->code == ERR_NONE)
		return false;
	task->seen = true;
	return true;
}

/* What is said when it did not come about. Of a plan it may matter how far it got. */
static void tell_failed(const struct request *r, const struct task *task, const char *why)
{
	if (task->state != TASK_CANCELLED)
		app_complain(r->app, "%s failed: %s", task->what, why);
	else if (r->plan)
		app_say(r->app, "%s: %s", task->what, why);
	else
		app_say(r->app, "%s: cancelled", task->what);
}

/* What it was before it was changed, or removed. */
static void keep_history(const struct request *r)
{
	if (kind_of(r->object.kind) && r->was)
		archive_keep(r->app->archive, r->object, r->name, r->was);
}

/* They may hold secrets, and what is in the arena stays until the end. */
static void forget_definitions(struct request *r)
{
	const char *const all[] = {r->before, r->was};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (all[i])
			explicit_bzero((char *)(uintptr_t)all[i], strlen(all[i]));
	r->before = r->was = NULL;
}

/* A request with a secret cannot be sent again: what it said is wiped. */
static void forget_what_was_sent(struct request *r, struct task *task)
{
	if (r->secret)
		task->request = NULL;
	keep_history(r);
	forget_definitions(r);
}

/* The call was under way when the connection broke: what it was is kept, for it may be another one now. */
static void cut_off(struct request *r, struct task *task, const struct err *err, const char *calls)
{
	task_cut_off(task, err->text, calls);
	forget_what_was_sent(r, task);
	if (!tell_asker(r, task, err))
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
	forget_what_was_sent(r, task);
	bool shown = tell_asker(r, task, err);

	if (why && !stepped && !shown)
		tell_failed(r, task, why);
	else if (!why)
		tell_done(r, task);
	confirm_now(r);
	app_tasks_changed(r->app);
	requests_follow(r->app);
}

static void answer_came(void *opaque, const char *text)
{
	struct request *r = opaque;

	if (r->answer)
		r->answer(r, text);
}

static void was_came(void *opaque, const char *text)
{
	struct request *r = opaque;

	r->was = arena_strdup(r->app->requests, text);
	if (!r->app->quitting)
		return;
	keep_history(r); /* answered() may not come any more */
	forget_definitions(r);
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

static void add_word(struct str *line, const char *word)
{
	if (word && word[0] == '-')
		str_add(line, "-- ");
	argv_add_quoted(line, word ? word : "");
}

static void add_uuid(struct str *line, const unsigned char uuid[UUID_SIZE])
{
	char text[UUID_TEXT_SIZE];

	uuid_format(uuid, text);
	str_add(line, text);
}

/* Of what a verb's line says in braces. */
static void add_part(struct str *line, const struct request *r, char which)
{
	if (which == 'n' || which == 't')
		add_word(line, which == 'n' ? r->name : r->shown);
	else if (which == 'u')
		add_uuid(line, r->object.uuid);
	else if (which == 'f')
		add_affected(line, r);
	else if (which == 'k')
		keys_add_virsh(line, r->shown);
	else if (which == 'o')
		str_add(line, r->options ? r->options : "");
	else if (which == 's' && r->options)
		str_addf(line, " %s", r->options);
	else if (which == 'v' && !(r->options && strstr(r->options, "--no-validate")))
		str_add(line, " --validate");
}

/* One line after the other, as a shell would do them. */
static char *plan_lines(const struct host_view *host, const struct plan *plan)
{
	struct str lines = {0};

	for (size_t i = 0; i < plan->n; i++) {
		str_add(&lines, i ? " &&\n" : "");
		host_add_virsh(host, &lines);
		str_add(&lines, plan->steps[i].virsh);
		host_end_virsh(host, &lines);
	}
	return str_take(&lines);
}

char *request_virsh(const struct request *r)
{
	const struct host_view *host = host_view(app_find_host(r->app, r->object.host));
	struct str line = {0};

	if (r->plan)
		return plan_lines(host, r->plan);
	host_add_virsh(host, &line);
	for (const char *p = verb_words[r->verb].virsh; *p; p++)
		if (p[0] == '{' && p[1] && p[2] == '}') {
			add_part(&line, r, p[1]);
			p += 2;
		} else {
			str_addc(&line, *p);
		}
	host_end_virsh(host, &line);
	return str_take(&line);
}

static struct task *add_task(struct request *r, const struct host_view *view)
{
	bool of_host = r->object.kind == OBJ_HOST;

	return tasks_add(r->app->tasks,
			 &(struct task){.object = r->object,
					.object_name = mem_strdup(of_host ? view->name : r->name),
					.host_name = mem_strdup(view->name),
					.action = r->action->id,
					.label = r->action->label,
					.what = request_what(r),
					.overlay = r->overlay ? r->overlay : verb_words[r->verb].overlay,
					.goal = verb_words[r->verb].goal,
					.restarts = verb_words[r->verb].restarts,
					.saves = verb_words[r->verb].saves,
					.virsh = request_virsh(r),
					.request = r});
}

/* The host has its own copy by now. */
static void wipe_text(struct request *r)
{
	if (r->secret && r->text)
		explicit_bzero((char *)(uintptr_t)r->text, strlen(r->text));
}

uint32_t request_ask(struct request *r, uint32_t batch)
{
	struct app *app = r->app;
	struct host *host = app_find_host(app, r->object.host);
	const struct host_view *view = host_view(host);
	struct host_request request = {
		.what = {.verb = r->verb,
			 .text = r->text,
			 .options = r->options,
			 .before = r->before,
			 .plan = r->plan},
		.started = started,
		.progress = progressed,
		.goes_on = goes_on,
		.done = answered,
		.answer = answer_came,
		.was = was_came,
		.opaque = r,
	};
	autoerr struct err err = {0};
	struct task *task;

	if (r->owner.kind != OBJ_NONE)
		request.what.name = r->name;
	if (r->object.kind != OBJ_HOST)
		memcpy(request.what.uuid, r->owner.kind != OBJ_NONE ? r->owner.uuid : r->object.uuid, UUID_SIZE);
	task = tasks_find(app->tasks, r->again);
	if (task)
		task_retried(task);
	task = add_task(r, view);
	r->task = task->number;
	if (!r->from)
		r->since_ns = clock_now_ns();
	r->said = false;
	task->batch = batch ? batch : task->number;
	app_tasks_changed(app);
	task->ticket = host_do(host, &request, &err);
	wipe_text(r);
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

/* After so many thirds of the wait as it stands at. */
static const enum verb rungs[] = {DOMAIN_VERB_SHUTDOWN, DOMAIN_VERB_SHUTDOWN_AGENT, DOMAIN_VERB_SHUTDOWN_ACPI};

static struct request *next_rung(struct app *app, struct request *r)
{
	struct request *next;

	r->rungs++;
	next = copy_of(app, r);
	next->verb = rungs[r->rungs];
	next->from = r;
	return next;
}

/* Whoever has chosen a way is not asked for another. */
static bool wants_rung(const struct app *app, const struct request *r, int64_t waited_ms)
{
	const struct domain *d = request_domain(app, r);
	bool begun = r->verb == DOMAIN_VERB_SHUTDOWN || r->from;
	int next = r->rungs + 1;

	return begun && d && d->def.has_agent && next < (int)ARRAY_SIZE(rungs) &&
	       waited_ms > next * (int64_t)app->options->shutdown_wait_ms / (int)ARRAY_SIZE(rungs);
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
		if (wants_rung(app, r, waited_ms))
			due[n++] = (struct due){next_rung(app, r), task->batch};
		else if (waited_ms > app->options->shutdown_wait_ms && !r->said)
			tell_wait(app, task, r);
	}
	for (size_t i = 0; i < n; i++)
		request_ask(due[i].request, due[i].batch);
}
