// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/lane.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"

#define THREAD_NAME_SIZE 16 /* what the kernel keeps */

struct work {
	pthread_t thread;
	atomic_bool cancelled;
	struct str calls; /* worker */
};

struct node {
	struct job job;
	char *calls; /* once it ran */
	struct node *next;
};

struct list {
	struct node *first, *last;
};

/* What the lane and its worker share; whoever leaves last frees it. */
struct core {
	struct work work;
	char *name;
	void (*at_end)(struct work *work, void *opaque);
	void *at_end_opaque;
	size_t pending; /* main thread: submitted, done() not called yet */

	pthread_mutex_t lock;
	pthread_cond_t wake;  /* for the worker: a job, or stop */
	pthread_cond_t ended; /* for lane_destroy and lane_finish: the worker, or a job */
	/* All below under the lock. */
	int refs;
	bool stop;      /* take no more jobs */
	bool over;      /* the worker touches nothing any more but its reference */
	bool abandoned; /* nobody wants results, and notify is closed */
	int notify;     /* eventfd: there is something in `finished` */
	struct list queue, finished;
	const char *running; /* name of the job, NULL none */
	int64_t running_since_ns;
};

struct lane {
	struct loop *loop;
	int watch;
	pthread_t thread;
	struct core *core;
};

static atomic_int abandoned_count;

void work_assert(const struct work *work)
{
	if (work && pthread_equal(pthread_self(), work->thread) && !loop_is_main_thread())
		return;
	fputs("a blocking call was made on a thread that must not wait\n", stderr);
	abort();
}

bool work_cancelled(const struct work *work)
{
	return atomic_load(&work->cancelled);
}

void work_note(struct work *work, const char *format, ...)
{
	work_assert(work);
	char *line = NULL;
	va_list args;
	va_start(args, format);
	int n = vasprintf(&line, format, args);
	va_end(args);
	if (n < 0)
		abort();
	if (work->calls.len > 0)
		str_addc(&work->calls, '\n');
	str_addn(&work->calls, line, (size_t)n);
	free(line);
}

static void list_add(struct list *list, struct node *node)
{
	node->next = NULL;
	if (list->last)
		list->last->next = node;
	else
		list->first = node;
	list->last = node;
}

static struct node *list_pop(struct list *list)
{
	struct node *node = list->first;
	if (!node)
		return NULL;
	list->first = node->next;
	if (!list->first)
		list->last = NULL;
	return node;
}

static struct list list_take(struct list *list)
{
	struct list all = *list;
	*list = (struct list){0};
	return all;
}

static void node_free(struct node *node)
{
	if (node->job.release)
		node->job.release(node->job.data);
	free(node->calls);
	free(node);
}

static size_t list_free(struct list *list)
{
	size_t n = 0;
	for (struct node *node; (node = list_pop(list)); n++)
		node_free(node);
	return n;
}

static void core_unref(struct core *core)
{
	pthread_mutex_lock(&core->lock);
	bool last = --core->refs == 0;
	pthread_mutex_unlock(&core->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&core->lock);
	pthread_cond_destroy(&core->wake);
	pthread_cond_destroy(&core->ended);
	str_free(&core->work.calls);
	free(core->name);
	free(core);
}

static struct node *core_next_job(struct core *core)
{
	pthread_mutex_lock(&core->lock);
	while (!core->stop && !core->queue.first)
		pthread_cond_wait(&core->wake, &core->lock);
	struct node *node = core->stop ? NULL : list_pop(&core->queue);
	if (node) {
		core->running = node->job.name;
		core->running_since_ns = clock_now_ns();
	}
	pthread_mutex_unlock(&core->lock);
	return node;
}

static void core_finish_job(struct core *core, struct node *node)
{
	node->calls = str_take(&core->work.calls);
	pthread_mutex_lock(&core->lock);
	core->running = NULL;
	pthread_cond_signal(&core->ended);
	bool wanted = !core->abandoned;
	if (wanted) {
		list_add(&core->finished, node);
		eventfd_write(core->notify, 1);
	}
	pthread_mutex_unlock(&core->lock);
	if (!wanted)
		node_free(node);
}

static void core_over(struct core *core)
{
	pthread_mutex_lock(&core->lock);
	core->over = true;
	if (core->abandoned)
		atomic_fetch_sub(&abandoned_count, 1);
	pthread_cond_signal(&core->ended);
	pthread_mutex_unlock(&core->lock);
	core_unref(core);
}

static void *worker_main(void *opaque)
{
	struct core *core = opaque;
	char name[THREAD_NAME_SIZE];
	snprintf(name, sizeof(name), "%s", core->name);
	pthread_setname_np(pthread_self(), name);
	core->work.thread = pthread_self();

	for (struct node *node; (node = core_next_job(core));) {
		str_clear(&core->work.calls);
		node->job.run(&core->work, node->job.data);
		core_finish_job(core, node);
	}
	if (core->at_end)
		core->at_end(&core->work, core->at_end_opaque);
	core_over(core);
	return NULL;
}

static void on_notify(void *opaque, int fd, int events);

static struct core *core_create(const char *name)
{
	struct core *core = mem_new(struct core);
	core->name = mem_strdup(name);
	core->refs = 2;
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&core->lock, NULL);
	pthread_cond_init(&core->wake, NULL);
	pthread_cond_init(&core->ended, &attr);
	pthread_condattr_destroy(&attr);
	core->notify = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); /* the last: errno is looked at */
	return core;
}

static void core_discard(struct core *core)
{
	if (core->notify >= 0)
		close(core->notify);
	core->refs = 1;
	core_unref(core);
}

/* Signals belong to the main thread's signalfd: the worker is born with all of them blocked. */
static bool start_thread(struct lane *lane, struct err *err)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = lane->core->notify < 0 ? errno : pthread_create(&lane->thread, NULL, worker_main, lane->core);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!error)
		return true;
	return err_set(err, ERR_LACKING, "There are no more %s to be had here: %s",
		       error == EMFILE || error == ENFILE ? "files" : "threads", strerror(error));
}

struct lane *lane_create(struct loop *loop, const char *name, struct err *err)
{
	assert(loop_is_main_thread());
	struct lane *lane = mem_new(struct lane);
	lane->loop = loop;
	lane->core = core_create(name);
	if (!start_thread(lane, err)) {
		core_discard(lane->core);
		free(lane);
		return NULL;
	}
	lane->watch = loop_add_fd(loop, lane->core->notify, LOOP_READ, on_notify, lane->core);
	return lane;
}

void lane_at_end(struct lane *lane, void (*fn)(struct work *work, void *opaque), void *opaque)
{
	assert(loop_is_main_thread());
	struct core *core = lane->core;
	pthread_mutex_lock(&core->lock);
	core->at_end = fn;
	core->at_end_opaque = opaque;
	pthread_mutex_unlock(&core->lock);
}

static bool has_key(const struct list *list, uint64_t key)
{
	for (const struct node *node = list->first; node; node = node->next)
		if (node->job.key == key)
			return true;
	return false;
}

bool lane_submit(struct lane *lane, const struct job *job)
{
	assert(loop_is_main_thread());
	struct core *core = lane->core;
	struct node *node = mem_new(struct node);
	node->job = *job;
	pthread_mutex_lock(&core->lock);
	bool taken = !core->stop && !(job->key && has_key(&core->queue, job->key));
	if (taken) {
		list_add(&core->queue, node);
		pthread_cond_signal(&core->wake);
	}
	pthread_mutex_unlock(&core->lock);
	if (taken)
		core->pending++;
	else
		node_free(node);
	return taken;
}

/* One at a time: a done() may end, abandon or destroy this very lane. */
static void core_deliver(struct core *core)
{
	pthread_mutex_lock(&core->lock);
	core->refs++;
	for (struct node *node; (node = list_pop(&core->finished));) {
		pthread_mutex_unlock(&core->lock);
		core->pending--;
		if (node->job.done)
			node->job.done(node->job.data, node->calls);
		node_free(node);
		pthread_mutex_lock(&core->lock);
	}
	pthread_mutex_unlock(&core->lock);
	core_unref(core);
}

static void on_notify(void *opaque, int fd, int events)
{
	(void)events;
	eventfd_t count;
	eventfd_read(fd, &count);
	core_deliver(opaque);
}

bool lane_idle(const struct lane *lane)
{
	assert(loop_is_main_thread());
	return lane->core->pending == 0;
}

int64_t lane_busy_ms(const struct lane *lane)
{
	struct core *core = lane->core;
	pthread_mutex_lock(&core->lock);
	int64_t ms = -1;
	if (core->running)
		ms = (clock_now_ns() - core->running_since_ns) / NS_PER_MS;
	pthread_mutex_unlock(&core->lock);
	return ms;
}

void lane_end(struct lane *lane)
{
	assert(loop_is_main_thread());
	struct core *core = lane->core;
	atomic_store(&core->work.cancelled, true);
	pthread_mutex_lock(&core->lock);
	core->stop = true;
	struct list queued = list_take(&core->queue);
	pthread_cond_signal(&core->wake);
	pthread_mutex_unlock(&core->lock);
	core->pending -= list_free(&queued);
}

bool lane_ended(const struct lane *lane)
{
	struct core *core = lane->core;
	pthread_mutex_lock(&core->lock);
	bool over = core->over;
	pthread_mutex_unlock(&core->lock);
	return over;
}

void lane_abandon(struct lane *lane)
{
	if (!lane)
		return;
	lane_end(lane);
	struct core *core = lane->core;
	loop_remove_fd(lane->loop, lane->watch);
	pthread_mutex_lock(&core->lock);
	core->abandoned = true;
	if (!core->over)
		atomic_fetch_add(&abandoned_count, 1);
	close(core->notify);
	struct list finished = list_take(&core->finished);
	pthread_mutex_unlock(&core->lock);
	list_free(&finished);
	pthread_detach(lane->thread);
	core_unref(core);
	free(lane);
}

static bool is_over(const struct core *core)
{
	return core->over;
}

static bool has_nothing(const struct core *core)
{
	return !core->queue.first && !core->running;
}

static bool core_wait(struct core *core, bool (*is)(const struct core *core), int ms)
{
	int64_t until_ns = clock_now_ns() + (ms > 0 ? ms : 0) * NS_PER_MS;
	struct timespec until = {
		.tv_sec = (time_t)(until_ns / NS_PER_S),
		.tv_nsec = (long)(until_ns % NS_PER_S),
	};
	pthread_mutex_lock(&core->lock);
	while (!is(core))
		if (pthread_cond_timedwait(&core->ended, &core->lock, &until) == ETIMEDOUT)
			break;
	bool so = is(core);
	pthread_mutex_unlock(&core->lock);
	return so;
}

bool lane_destroy(struct lane *lane, int deadline_ms)
{
	if (!lane)
		return true;
	lane_end(lane);
	struct core *core = lane->core;
	bool in_time = core_wait(core, is_over, deadline_ms);
	core_deliver(core);
	if (!in_time) {
		lane_abandon(lane);
		return false;
	}
	pthread_join(lane->thread, NULL);
	loop_remove_fd(lane->loop, lane->watch);
	close(core->notify);
	core_unref(core);
	free(lane);
	return true;
}

bool lane_finish(struct lane *lane, int deadline_ms)
{
	if (!lane)
		return true;
	int64_t until_ns = clock_now_ns() + deadline_ms * NS_PER_MS;
	bool all = core_wait(lane->core, has_nothing, deadline_ms);
	return lane_destroy(lane, (int)((until_ns - clock_now_ns()) / NS_PER_MS)) && all;
}

int lane_abandoned_count(void)
{
	return atomic_load(&abandoned_count);
}
