// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/loop.h"

#include <assert.h>
#include <pthread.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"

struct watch {
	int id;
	bool timer;
	loop_fd_fn *on_fd;
	loop_timer_fn *on_timer;
	void *opaque;
};

struct loop {
	struct watch **watches;
	size_t n, cap;
};

/* libvirt has one event implementation in a process, so there is one loop and one main thread. */
static struct {
	struct loop *loop;
	pthread_t thread;
	bool registered;
} main_loop;

static const struct {
	int ours;
	int theirs;
} event_bits[] = {
	{LOOP_READ, VIR_EVENT_HANDLE_READABLE},
	{LOOP_WRITE, VIR_EVENT_HANDLE_WRITABLE},
	{LOOP_HANGUP, VIR_EVENT_HANDLE_HANGUP},
	{LOOP_ERROR, VIR_EVENT_HANDLE_ERROR},
};

static int events_to_libvirt(int events)
{
	int ret = 0;
	for (size_t i = 0; i < ARRAY_SIZE(event_bits); i++)
		ret |= events & event_bits[i].ours ? event_bits[i].theirs : 0;
	return ret;
}

static int events_from_libvirt(int events)
{
	int ret = 0;
	for (size_t i = 0; i < ARRAY_SIZE(event_bits); i++)
		ret |= events & event_bits[i].theirs ? event_bits[i].ours : 0;
	return ret;
}

bool loop_is_main_thread(void)
{
	return main_loop.loop && pthread_equal(pthread_self(), main_loop.thread);
}

struct loop *loop_create(void)
{
	assert(!main_loop.loop);
	if (!main_loop.registered) {
		if (virEventRegisterDefaultImpl() < 0) {
			log_write(LOG_ERROR, "libvirt's event loop cannot be had");
			abort();
		}
		main_loop.registered = true;
	}
	main_loop.thread = pthread_self();
	main_loop.loop = mem_new(struct loop);
	return main_loop.loop;
}

void loop_destroy(struct loop *loop)
{
	if (!loop)
		return;
	assert(loop_is_main_thread());
	assert(loop->n == 0);
	free(loop->watches);
	free(loop);
	main_loop.loop = NULL;
}

void loop_turn(struct loop *loop)
{
	assert(loop == main_loop.loop && loop_is_main_thread());
	if (virEventRunDefaultImpl() < 0)
		log_write(LOG_ERROR, "the event loop failed a turn");
}

static struct watch *watch_add(struct loop *loop, void *opaque)
{
	assert(loop == main_loop.loop && loop_is_main_thread());
	struct watch **slot = arr_add(loop->watches, loop->n, loop->cap);
	*slot = mem_new(struct watch);
	(*slot)->opaque = opaque;
	return *slot;
}

static void watch_check(const struct watch *w)
{
	if (w->id >= 0)
		return;
	log_write(LOG_ERROR, "the event loop takes no more %s", w->timer ? "timers" : "watches");
	abort();
}

/* On the main thread nothing that was removed is dispatched any more, so the memory can go at once.
 */
static void watch_forget(struct loop *loop, int id, bool timer)
{
	assert(loop == main_loop.loop && loop_is_main_thread());
	for (size_t i = 0; i < loop->n; i++) {
		struct watch *w = loop->watches[i];
		if (w->id != id || w->timer != timer)
			continue;
		loop->watches[i] = loop->watches[--loop->n];
		free(w);
		return;
	}
	assert(!"removing what was never added");
}

static void on_handle(int id, int fd, int events, void *opaque)
{
	(void)id;
	struct watch *w = opaque;
	w->on_fd(w->opaque, fd, events_from_libvirt(events));
}

static void on_timeout(int id, void *opaque)
{
	struct watch *w = opaque;
	virEventUpdateTimeout(id, -1); /* libvirt's repeat */
	w->on_timer(w->opaque);
}

int loop_add_fd(struct loop *loop, int fd, int events, loop_fd_fn *fn, void *opaque)
{
	struct watch *w = watch_add(loop, opaque);
	w->on_fd = fn;
	w->id = virEventAddHandle(fd, events_to_libvirt(events), on_handle, w, NULL);
	watch_check(w);
	return w->id;
}

void loop_remove_fd(struct loop *loop, int watch)
{
	virEventRemoveHandle(watch);
	watch_forget(loop, watch, false);
}

int loop_add_timer(struct loop *loop, loop_timer_fn *fn, void *opaque)
{
	struct watch *w = watch_add(loop, opaque);
	w->timer = true;
	w->on_timer = fn;
	w->id = virEventAddTimeout(-1, on_timeout, w, NULL);
	watch_check(w);
	return w->id;
}

void loop_arm_timer(struct loop *loop, int timer, int ms)
{
	assert(loop == main_loop.loop && loop_is_main_thread());
	virEventUpdateTimeout(timer, ms < 0 ? -1 : ms);
}

void loop_remove_timer(struct loop *loop, int timer)
{
	virEventRemoveTimeout(timer);
	watch_forget(loop, timer, true);
}

int loop_registered(const struct loop *loop)
{
	return (int)loop->n;
}
