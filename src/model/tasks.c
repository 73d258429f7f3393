// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tasks.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/states.h"

#define TASKS_KEPT  500  /* ended ones; open ones are never forgotten */
#define FAILED_KEPT 250  /* of them those that failed and were seen, where others want the room */
#define UNSEEN_KEPT 5000 /* that failed and nobody has seen, besides */
#define BUCKETS 1024
#define LATE_NS (60 * NS_PER_S)

struct node {
	struct task task;   /* first, so that a task points to its node */
	int64_t made_ns;    /* monotonic, never fixed: older snapshots say nothing about it */
	int64_t waits_ns;   /* the same clock: when it was accepted, or cut off */
	bool cut_off;       /* nobody has told how the call ended */
	struct node *older; /* in the same bucket */
};

/* Tasks are found by object through the buckets, newest first. */
struct tasks {
	struct node **all; /* oldest first, so by number too */
	size_t n, cap;
	size_t trim_at; /* look for what to forget when there are so many */
	uint32_t last_number;
	struct node *buckets[BUCKETS];
};

static bool is_open(const struct task *t)
{
	return t->state == TASK_QUEUED || t->state == TASK_RUNNING || t->state == TASK_WAITING;
}

static void end(struct task *t, enum task_state state)
{
	char took[UNITS_SIZE];

	t->state = state;
	t->ended_ns = clock_shown_ns();
	units_duration(took, (double)(t->ended_ns - t->asked_ns) / NS_PER_S);
	log_host(LOG_INFO, t->host_name, "%s: %s after %s%s%s", t->what, task_state_text(state), took, t->error ? ": " : "",
		 t->error ? t->error : "");
}

static void node_destroy(struct node *node)
{
	struct task *t = &node->task;

	free(t->object_name);
	free(t->host_name);
	free(t->what);
	free(t->error);
	free(t->calls);
	free(t->virsh);
	free(node);
}

struct tasks *tasks_create(void)
{
	return mem_new(struct tasks);
}

void tasks_destroy(struct tasks *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n; i++)
		node_destroy(t->all[i]);
	free(t->all);
	free(t);
}

static size_t bucket_of(struct obj_id object)
{
	return obj_id_hash(object) % BUCKETS;
}

static void leave_bucket(struct tasks *tasks, const struct node *node)
{
	struct node **link = &tasks->buckets[bucket_of(node->task.object)];

	while (*link != node)
		link = &(*link)->older;
	*link = node->older;
}

/* Takes out of `all` and frees the ended ones for which pick says so; oldest first. */
static void forget(struct tasks *tasks, bool (*pick)(const struct task *t, void *opaque),
		   void *opaque)
{
	size_t kept = 0;

	for (size_t i = 0; i < tasks->n; i++) {
		struct node *node = tasks->all[i];

		if (!is_open(&node->task) && pick(&node->task, opaque)) {
			leave_bucket(tasks, node);
			node_destroy(node);
		} else {
			tasks->all[kept++] = node;
		}
	}
	tasks->n = kept;
}

/* How long a task that has ended is worth keeping. */
enum worth { WORTH_LITTLE, WORTH_FAILED, WORTH_UNSEEN, WORTH_COUNT };

static enum worth worth_of(const struct task *t)
{
	if (t->state == TASK_FAILED && !t->seen)
		return WORTH_UNSEEN;
	return t->state == TASK_FAILED || t->state == TASK_UNKNOWN ? WORTH_FAILED : WORTH_LITTLE;
}

static bool pick_surplus(const struct task *t, void *opaque)
{
	size_t *surplus = (size_t *)opaque + worth_of(t);

	if (*surplus == 0)
		return false;
	(*surplus)--;
	return true;
}

static size_t over(size_t n, size_t most)
{
	return n > most ? n - most : 0;
}

/* The next look is put off in proportion to what stays, so that asking for something on thousands
 * of marked rows does not walk all of them for each. */
static void trim(struct tasks *tasks)
{
	size_t ended[WORTH_COUNT] = {0}, surplus[WORTH_COUNT], quiet, all, failed;

	if (tasks->n < TASKS_KEPT || tasks->n < tasks->trim_at)
		return;
	for (size_t i = 0; i < tasks->n; i++)
		if (!is_open(&tasks->all[i]->task))
			ended[worth_of(&tasks->all[i]->task)]++;
	quiet = ended[WORTH_LITTLE] + ended[WORTH_FAILED];
	all = over(quiet, TASKS_KEPT);
	failed = over(ended[WORTH_FAILED], FAILED_KEPT);
	surplus[WORTH_FAILED] = failed < all ? failed : all;
	surplus[WORTH_LITTLE] = all - surplus[WORTH_FAILED];
	surplus[WORTH_UNSEEN] = over(ended[WORTH_UNSEEN], UNSEEN_KEPT);
	if (all || surplus[WORTH_UNSEEN])
		forget(tasks, pick_surplus, surplus);
	tasks->trim_at = tasks->n + 1 + (tasks->n - (quiet - all)) / 8;
}

static bool is_about_running(const struct task *t)
{
	return t->goal.states || t->restarts;
}

bool task_takes_place(const struct task *t, const struct task *of)
{
	return obj_id_equal(t->object, of->object) &&
	       ((is_about_running(t) && is_about_running(of)) || (t->goal.autostart >= 0 && of->goal.autostart >= 0));
}

struct task *tasks_add(struct tasks *tasks, const struct task *t)
{
	struct node *node = mem_new(struct node);
	size_t bucket = bucket_of(t->object);

	node->task = *t;
	node->task.number = ++tasks->last_number;
	node->task.state = TASK_QUEUED;
	node->task.asked_wall_s = clock_wall_s();
	node->task.asked_ns = clock_shown_ns();
	node->task.ended_ns = 0;
	node->task.share = -1;
	node->task.seen = false;
	node->made_ns = clock_now_ns();

	for (struct node *old = tasks->buckets[bucket]; old; old = old->older)
		if (old->task.state == TASK_WAITING && task_takes_place(t, &old->task))
			end(&old->task, TASK_SUPERSEDED);
	node->older = tasks->buckets[bucket];
	tasks->buckets[bucket] = node;
	*arr_add(tasks->all, tasks->n, tasks->cap) = node;
	trim(tasks);
	return &node->task;
}

struct task *tasks_find(struct tasks *tasks, uint32_t number)
{
	size_t low = 0, high = tasks->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tasks->all[middle]->task.number < number)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == tasks->n || tasks->all[low]->task.number != number)
		return NULL;
	return &tasks->all[low]->task;
}

const struct task *tasks_at(const struct tasks *tasks, size_t index)
{
	return index < tasks->n ? &tasks->all[tasks->n - 1 - index]->task : NULL;
}

size_t tasks_count(const struct tasks *tasks)
{
	return tasks->n;
}

size_t tasks_count_open(const struct tasks *tasks)
{
	size_t n = 0;

	for (size_t i = 0; i < tasks->n; i++)
		n += is_open(&tasks->all[i]->task);
	return n;
}

size_t tasks_count_unseen(const struct tasks *tasks)
{
	size_t n = 0;

	for (size_t i = 0; i < tasks->n; i++)
		n += tasks->all[i]->task.state == TASK_FAILED && !tasks->all[i]->task.seen;
	return n;
}

void task_started(struct task *t)
{
	if (t->state != TASK_QUEUED)
		return;
	t->state = TASK_RUNNING;
	log_host(LOG_INFO, t->host_name, "%s: begun", t->what);
}

static void wait_for_goal(struct task *t)
{
	struct node *node = (struct node *)t;

	t->state = TASK_WAITING;
	node->waits_ns = clock_now_ns();
}

void task_answered(struct task *t, const char *error, const char *calls)
{
	if (!is_open(t))
		return;
	free(t->error);
	free(t->calls);
	t->error = mem_strdup(error);
	t->calls = mem_strdup(calls);
	if (error)
		end(t, t->cancelling ? TASK_CANCELLED : TASK_FAILED);
	else if (t->goal.states || t->goal.autostart >= 0)
		wait_for_goal(t);
	else
		end(t, TASK_DONE);
}

void task_cut_off(struct task *t, const char *error, const char *calls)
{
	if (!is_open(t))
		return;
	free(t->error);
	free(t->calls);
	t->error = mem_strdup(error);
	t->calls = mem_strdup(calls);
	((struct node *)t)->cut_off = true;
	if (t->object.kind == OBJ_DOMAIN)
		wait_for_goal(t);
	else
		end(t, TASK_UNKNOWN);
}

bool task_give_up(struct task *t)
{
	if (t->state != TASK_WAITING)
		return false;
	end(t, TASK_CANCELLED);
	return true;
}

bool task_wait_again(struct task *t)
{
	if (t->state != TASK_SUPERSEDED)
		return false;
	t->state = TASK_WAITING;
	t->ended_ns = 0;
	return true;
}

bool task_can_be_retried(const struct task *t)
{
	return t->state == TASK_FAILED || t->state == TASK_CANCELLED || t->state == TASK_UNKNOWN;
}

void task_retried(struct task *t)
{
	if (!task_can_be_retried(t))
		return;
	t->state = TASK_RETRIED;
	t->seen = true;
}

static bool goal_reached(const struct task_goal *goal, const struct domain *d)
{
	if (goal->states && ((unsigned)d->state > 31 || !(goal->states & 1u << d->state)))
		return false;
	return goal->autostart < 0 || (d->flags_known && d->autostart == (goal->autostart != 0));
}

/* Where it stays by itself; a guest takes its time to shut down or to wake up. */
static bool is_settled(const struct task_goal *goal, const struct domain *d)
{
	static const unsigned settled = 1u << DOMAIN_RUNNING | 1u << DOMAIN_BLOCKED | 1u << DOMAIN_PAUSED |
					1u << DOMAIN_SHUTOFF | 1u << DOMAIN_CRASHED;

	if (!goal->states)
		return d->flags_known;
	return !(goal->states & 1u << DOMAIN_SHUTOFF) && (unsigned)d->state <= 31 && settled & 1u << d->state;
}

static char *why_not(const struct task_goal *goal, const struct domain *d)
{
	const char *reason = domain_reason_text(d->state, d->reason);

	if (!goal->states)
		return mem_printf("it was accepted, but autostart is %s", d->autostart ? "on" : "off");
	return mem_printf("it was accepted, but the machine is %s now%s%s", domain_state_text(d->state),
			  reason ? ": " : "", reason ? reason : "");
}

static bool has_goal(const struct task_goal *goal)
{
	return goal->states || goal->autostart >= 0;
}

static void found_done(struct task *t)
{
	free(take(t->error));
	end(t, TASK_DONE);
}

/* What libvirt keeps by itself is not the file that was asked for. */
static bool was_saved(const struct task *t, const struct domain *d)
{
	bool is_kept = d->flags_known && d->managed_save;

	return t->saves == SAVES_MANAGED ? is_kept || domain_was_saved(d->state, d->reason)
					 : !is_kept && domain_was_saved(d->state, d->reason);
}

/* Of a call of which nobody has told how it ended. A machine that is to be saved is off, too, when its host has crashed. */
static bool is_proof(const struct task *t, const struct domain *d)
{
	if (!d)
		return t->goal.states & 1u << DOMAIN_SHUTOFF && t->saves == SAVES_NOTHING;
	if (!has_goal(&t->goal) || !goal_reached(&t->goal, d))
		return false;
	return t->saves == SAVES_NOTHING || was_saved(t, d);
}

static const char *what_lacks(const struct task *t, const struct domain *d)
{
	bool lost = t->saves == SAVES_MANAGED && d->state == DOMAIN_SHUTOFF && d->flags_known && !d->managed_save;

	return lost ? ", without saved memory" : "";
}

/* What is found when the host is back. A job that still goes on is waited for. */
static void judge(struct task *t, const struct domain *d)
{
	autofree char *error = take(t->error);

	if (is_proof(t, d)) {
		found_done(t);
		return;
	}
	t->error = d ? mem_printf("%s; it is %s now%s", error, domain_state_text(d->state), what_lacks(t, d))
		     : mem_printf("%s; it is not there any more", error);
	end(t, TASK_UNKNOWN);
}

static bool goes_on(const struct domain *d)
{
	return d && domain_state_tone(d->state, d->reason) == TONE_BUSY;
}

/* The call may have gone on after the connection was gone. */
static bool was_done_after_all(struct node *node, const struct snapshot *snapshot)
{
	struct task *t = &node->task;
	const struct domain *d = snapshot_find_domain(snapshot, t->object.uuid);

	if (snapshot->asked_ns - node->waits_ns > LATE_NS || !d || !is_proof(t, d))
		return false;
	found_done(t);
	return true;
}

static bool confirm(struct node *node, const struct snapshot *snapshot)
{
	struct task *t = &node->task;
	const struct domain *d;

	if (t->state == TASK_UNKNOWN && t->object.kind == OBJ_DOMAIN && t->object.host == snapshot->host)
		return was_done_after_all(node, snapshot);
	if (t->state != TASK_WAITING || t->object.host != snapshot->host ||
	    t->object.kind != OBJ_DOMAIN || snapshot->asked_ns < node->made_ns)
		return false;
	d = snapshot_find_domain(snapshot, t->object.uuid);
	if (node->cut_off) {
		if (snapshot->asked_ns > node->waits_ns && !goes_on(d))
			judge(t, d);
	} else if (!d) {
		end(t, t->goal.states & 1u << DOMAIN_SHUTOFF ? TASK_DONE : TASK_SUPERSEDED);
	} else if (goal_reached(&t->goal, d)) {
		end(t, TASK_DONE);
	} else if (snapshot->asked_ns > node->waits_ns && is_settled(&t->goal, d)) {
		t->error = why_not(&t->goal, d);
		end(t, TASK_FAILED);
	}
	return !is_open(t);
}

bool tasks_confirm(struct tasks *tasks, const struct snapshot *snapshot)
{
	bool changed = false;

	for (size_t i = 0; i < tasks->n; i++)
		changed |= confirm(tasks->all[i], snapshot);
	return changed;
}

const struct task *tasks_pending(const struct tasks *tasks, struct obj_id object)
{
	for (const struct node *node = tasks->buckets[bucket_of(object)]; node; node = node->older)
		if (is_open(&node->task) && obj_id_equal(node->task.object, object))
			return &node->task;
	return NULL;
}

const struct task *tasks_awaited(const struct tasks *tasks, struct obj_id object, unsigned states)
{
	for (const struct node *node = tasks->buckets[bucket_of(object)]; node; node = node->older)
		if (node->task.state == TASK_WAITING && node->task.goal.states & states &&
		    obj_id_equal(node->task.object, object))
			return &node->task;
	return NULL;
}

const struct task *tasks_failed(const struct tasks *tasks, struct obj_id object)
{
	for (const struct node *node = tasks->buckets[bucket_of(object)]; node; node = node->older)
		if (obj_id_equal(node->task.object, object))
			return node->task.state == TASK_FAILED && !node->task.seen ? &node->task : NULL;
	return NULL;
}

static bool pick_number(const struct task *t, void *opaque)
{
	return t->number == *(const uint32_t *)opaque;
}

bool tasks_dismiss(struct tasks *tasks, uint32_t number)
{
	const struct task *t = tasks_find(tasks, number);

	if (!t || is_open(t))
		return false;
	forget(tasks, pick_number, &number);
	return true;
}

static const struct {
	const char *text;
	enum tone tone;
} states[] = {
	[TASK_QUEUED] = {"queued", TONE_BUSY},
	[TASK_RUNNING] = {"running", TONE_BUSY},
	[TASK_WAITING] = {"waiting", TONE_BUSY},
	[TASK_DONE] = {"done", TONE_GOOD},
	[TASK_FAILED] = {"failed", TONE_BAD},
	[TASK_UNKNOWN] = {"not known", TONE_WARN},
	[TASK_RETRIED] = {"retried", TONE_DIM},
	[TASK_CANCELLED] = {"cancelled", TONE_DIM},
	[TASK_SUPERSEDED] = {"superseded", TONE_DIM},
};

_Static_assert(ARRAY_SIZE(states) == TASK_STATE_COUNT, "a row for every state");

const char *task_state_text(enum task_state state)
{
	return states[state].text;
}

enum tone task_state_tone(enum task_state state)
{
	return states[state].tone;
}
