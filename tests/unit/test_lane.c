// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "loop/lane.h"
#include "loop/loop.h"
#include "tests/nofiles.h"
#include "tests/turns.h"

struct world {
	struct loop *loop;
	int ticker;
};

static void on_tick(void *opaque)
{
	struct world *w = opaque;
	loop_arm_timer(w->loop, w->ticker, 2);
}

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	w->loop = loop_create();
	w->ticker = loop_add_timer(w->loop, on_tick, w);
	loop_arm_timer(w->loop, w->ticker, 0);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	loop_remove_timer(w->loop, w->ticker);
	assert_int_equal(loop_registered(w->loop), 0);
	loop_destroy(w->loop);
	free(w);
	return 0;
}

/* What the tests' jobs leave behind; outlives every job. */
struct record {
	atomic_int ran, done, released, ended;
	bool ran_on_main, done_on_main, signals_blocked;
	atomic_bool saw_cancel, over;
	char *calls;
	struct str order;
	sem_t go;
	struct lane *lane;
};

struct errand {
	struct record *record;
	char letter;
};

static struct record *record_create(void)
{
	struct record *r = mem_new(struct record);
	sem_init(&r->go, 0, 0);
	return r;
}

static void record_free(struct record *r)
{
	sem_destroy(&r->go);
	free(r->calls);
	str_free(&r->order);
	free(r);
}

static void run_plain(struct work *work, void *data)
{
	struct errand *e = data;
	work_assert(work);
	e->record->ran_on_main = loop_is_main_thread();
	sigset_t blocked;
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	e->record->signals_blocked =
		sigismember(&blocked, SIGTERM) && sigismember(&blocked, SIGWINCH);
	work_note(work, "virFirst(%s, %d)", "web", 0);
	work_note(work, "virSecond()");
	atomic_fetch_add(&e->record->ran, 1);
}

static void run_stuck(struct work *work, void *data)
{
	struct errand *e = data;
	atomic_fetch_add(&e->record->ran, 1);
	while (sem_wait(&e->record->go) < 0)
		;
	atomic_store(&e->record->saw_cancel, work_cancelled(work));
}

static void on_done(void *data, const char *calls)
{
	struct errand *e = data;
	struct record *r = e->record;
	r->done_on_main = loop_is_main_thread();
	free(r->calls);
	r->calls = mem_strdup(calls);
	str_addc(&r->order, e->letter);
	atomic_fetch_add(&r->done, 1);
}

static void on_done_abandon(void *data, const char *calls)
{
	struct errand *e = data;
	on_done(data, calls);
	lane_abandon(e->record->lane);
	e->record->lane = NULL;
}

static void on_release(void *data)
{
	struct errand *e = data;
	atomic_fetch_add(&e->record->released, 1);
	free(e);
}

static void on_end(struct work *work, void *opaque)
{
	work_assert(work);
	struct record *r = opaque;
	atomic_fetch_add(&r->ended, 1);
}

static bool submit(struct lane *lane, struct record *r, char letter, uint64_t key,
		   void (*run)(struct work *work, void *data))
{
	struct errand *e = mem_new(struct errand);
	*e = (struct errand){.record = r, .letter = letter};
	return lane_submit(lane, &(struct job){
					 .name = "errand",
					 .run = run,
					 .done = on_done,
					 .release = on_release,
					 .data = e,
					 .key = key,
				 });
}

static void test_job_runs_apart_and_reports_back(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	struct lane *lane = lane_create(w->loop, "a lane with a long name", NULL);
	assert_true(lane_idle(lane));
	assert_int_equal(lane_busy_ms(lane), -1);
	assert_true(submit(lane, r, 'a', 0, run_plain));
	assert_false(lane_idle(lane));
	turn_until(w, r->done == 1);
	assert_false(r->ran_on_main);
	assert_true(r->done_on_main);
	assert_true(r->signals_blocked);
	assert_string_equal(r->calls, "virFirst(web, 0)\nvirSecond()");
	assert_int_equal(r->released, 1);
	assert_true(lane_idle(lane));

	submit(lane, r, 'b', 0, run_plain);
	turn_until(w, r->done == 2);
	assert_string_equal(r->calls, "virFirst(web, 0)\nvirSecond()"); /* not added up */
	assert_true(lane_destroy(lane, 5000));
	record_free(r);
}

static void test_one_at_a_time_in_order(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	struct lane *lane = lane_create(w->loop, "order", NULL);
	submit(lane, r, 'a', 0, run_stuck);
	turn_until(w, r->ran == 1);
	turn_until(w, lane_busy_ms(lane) > 2);
	assert_true(submit(lane, r, 'b', 7, run_plain));
	assert_false(submit(lane, r, 'x', 7, run_plain)); /* one such is queued */
	assert_int_equal(r->released, 1);
	assert_true(submit(lane, r, 'c', 8, run_plain));
	assert_true(submit(lane, r, 'd', 0, run_plain));
	assert_true(submit(lane, r, 'e', 0, run_plain)); /* no key, no coalescing */
	assert_int_equal(r->ran, 1);
	sem_post(&r->go);
	turn_until(w, r->done == 5);
	assert_string_equal(str_text(&r->order), "abcde");
	assert_true(submit(lane, r, 'f', 7, run_plain)); /* the other is over */
	turn_until(w, r->done == 6);
	assert_true(lane_destroy(lane, 5000));
	assert_int_equal(r->released, 7);
	record_free(r);
}

static void test_abandoned_worker_cleans_up_alone(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	int registered = loop_registered(w->loop);
	struct lane *lane = lane_create(w->loop, "stuck", NULL);
	lane_at_end(lane, on_end, r);
	submit(lane, r, 'a', 0, run_stuck);
	submit(lane, r, 'b', 0, run_plain);
	turn_until(w, r->ran == 1);
	lane_abandon(lane);
	assert_int_equal(r->released, 1); /* the queued one */
	assert_int_equal(lane_abandoned_count(), 1);
	assert_int_equal(loop_registered(w->loop), registered);

	sem_post(&r->go);
	turn_until(w, lane_abandoned_count() == 0);
	assert_true(r->saw_cancel);
	assert_int_equal(r->released, 2);
	assert_int_equal(r->ended, 1);
	assert_int_equal(r->ran, 1);
	assert_int_equal(r->done, 0);
	record_free(r);
}

static void test_destroy_keeps_its_deadline(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	struct lane *lane = lane_create(w->loop, "late", NULL);
	lane_at_end(lane, on_end, r);
	submit(lane, r, 'a', 0, run_stuck);
	turn_until(w, r->ran == 1);
	int64_t before = clock_now_ns();
	assert_false(lane_destroy(lane, 50));
	int64_t took = clock_now_ns() - before;
	assert_true(took >= 50 * NS_PER_MS);
	assert_true(took < 1000 * NS_PER_MS);
	assert_int_equal(r->done, 0);
	sem_post(&r->go);
	turn_until(w, lane_abandoned_count() == 0);
	assert_int_equal(r->released, 1);
	assert_int_equal(r->ended, 1);
	record_free(r);
}

static void test_destroy_delivers_what_ended(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	struct lane *lane = lane_create(w->loop, "in time", NULL);
	lane_at_end(lane, on_end, r);
	submit(lane, r, 'a', 0, run_stuck);
	submit(lane, r, 'b', 0, run_plain);
	turn_until(w, r->ran == 1);
	sem_post(&r->go);
	assert_true(lane_destroy(lane, 5000));
	assert_int_equal(r->released, 2);
	assert_int_equal(r->done, r->ran);
	assert_int_equal(r->ended, 1);
	assert_int_equal(lane_abandoned_count(), 0);
	record_free(r);
}

/* One after the other, as they come to it. */
static void *let_go_on(void *opaque)
{
	struct record *r = opaque;
	for (int i = 0; !atomic_load(&r->over); i++) {
		while (atomic_load(&r->ran) <= i && !atomic_load(&r->over))
			sched_yield();
		sem_post(&r->go);
	}
	return NULL;
}

static void test_finish_does_what_is_queued(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	struct lane *lane = lane_create(w->loop, "to the end", NULL);
	pthread_t other;
	lane_at_end(lane, on_end, r);
	for (char letter = 'a'; letter < 'z'; letter++)
		submit(lane, r, letter, 0, run_stuck);
	turn_until(w, r->ran == 1);
	pthread_create(&other, NULL, let_go_on, r);
	bool all = lane_finish(lane, 5000);
	atomic_store(&r->over, true);
	pthread_join(other, NULL);
	assert_true(all);
	assert_string_equal(str_text(&r->order), "abcdefghijklmnopqrstuvwxy");
	assert_int_equal(r->released, 25);
	assert_int_equal(r->ended, 1);
	assert_true(lane_finish(NULL, 0));
	record_free(r);
}

static void test_finish_keeps_its_deadline(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	struct lane *lane = lane_create(w->loop, "never", NULL);
	submit(lane, r, 'a', 0, run_stuck);
	submit(lane, r, 'b', 0, run_plain);
	turn_until(w, r->ran == 1);
	int64_t before = clock_now_ns();
	assert_false(lane_finish(lane, 50));
	int64_t took = clock_now_ns() - before;
	assert_true(took >= 50 * NS_PER_MS);
	assert_true(took < 1000 * NS_PER_MS);
	assert_int_equal(r->released, 1); /* the queued one */
	sem_post(&r->go);
	turn_until(w, lane_abandoned_count() == 0);
	assert_int_equal(r->released, 2);
	assert_int_equal(r->ran, 1);
	record_free(r);
}

static void test_end_does_not_wait(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	struct lane *lane = lane_create(w->loop, "ending", NULL);
	submit(lane, r, 'a', 0, run_stuck);
	submit(lane, r, 'b', 0, run_plain);
	turn_until(w, r->ran == 1);
	lane_end(lane);
	assert_int_equal(r->released, 1);
	assert_false(submit(lane, r, 'c', 0, run_plain));
	assert_false(lane_ended(lane));
	sem_post(&r->go);
	turn_until(w, r->done == 1 && lane_ended(lane));
	assert_true(lane_idle(lane));
	assert_true(lane_destroy(lane, 0));
	record_free(r);
}

static void test_done_may_abandon_its_lane(void **state)
{
	struct world *w = *state;
	struct record *r = record_create();
	r->lane = lane_create(w->loop, "self", NULL);
	for (char letter = 'a'; letter < 'd'; letter++) {
		struct errand *e = mem_new(struct errand);
		*e = (struct errand){.record = r, .letter = letter};
		lane_submit(r->lane, &(struct job){
					     .name = "self",
					     .run = run_plain,
					     .done = on_done_abandon,
					     .release = on_release,
					     .data = e,
				     });
	}
	turn_until(w, r->done == 1 && lane_abandoned_count() == 0);
	assert_null(r->lane);
	assert_int_equal(r->released, 3);
	record_free(r);
}

/* The token alone is not enough: the main thread dies with it in hand. */
static void run_leak_token(struct work *work, void *data)
{
	struct work **ret = *(struct work ***)data;
	*ret = work;
}

static void test_blocking_on_main_dies(void **state)
{
	struct world *w = *state;
	struct lane *lane = lane_create(w->loop, "token", NULL);
	struct work *token = NULL;
	struct work ***data = mem_new(struct work **);
	*data = &token;
	lane_submit(lane,
		    &(struct job){
			    .name = "leak", .run = run_leak_token, .release = free, .data = data});
	turn_until(w, lane_idle(lane));
	assert_non_null(token);
	pid_t child = fork();
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		work_assert(token);
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_true(lane_destroy(lane, 5000));
}

static void test_no_files_is_an_error(void **state)
{
	struct world *w = *state;
	struct rlimit before;
	struct err err = {0};
	files_none(&before);
	assert_null(lane_create(w->loop, "none", &err));
	assert_null(lane_create(w->loop, "none", NULL));
	files_again(&before);
	assert_int_equal(err.code, ERR_LACKING);
	assert_non_null(strstr(err.text, "no more files"));
	err_clear(&err);
}

struct beat {
	struct loop *loop;
	int timer, watch, fd;
	int fired, read;
};

static void on_beat(void *opaque)
{
	struct beat *b = opaque;
	b->fired++;
	eventfd_write(b->fd, 1);
}

static void on_readable(void *opaque, int fd, int events)
{
	struct beat *b = opaque;
	eventfd_t n;
	assert_int_equal(events, LOOP_READ);
	eventfd_read(fd, &n);
	b->read += (int)n;
	loop_remove_fd(b->loop, b->watch);
	b->watch = -1;
}

static void test_timers_fire_once_and_watches_can_go_from_within(void **state)
{
	struct world *w = *state;
	struct beat b = {.loop = w->loop, .fd = eventfd(0, EFD_NONBLOCK)};
	int registered = loop_registered(w->loop);
	b.timer = loop_add_timer(w->loop, on_beat, &b);
	b.watch = loop_add_fd(w->loop, b.fd, LOOP_READ, on_readable, &b);
	int64_t begin = clock_now_ns();
	loop_arm_timer(w->loop, b.timer, 30);
	turn_until(w, b.read == 1);
	assert_true(clock_now_ns() - begin >= 25 * NS_PER_MS);
	int64_t later = clock_now_ns() + 100 * NS_PER_MS;
	turn_until(w, clock_now_ns() > later);
	assert_int_equal(b.fired, 1);
	loop_arm_timer(w->loop, b.timer, 0);
	turn_until(w, b.fired == 2);
	loop_arm_timer(w->loop, b.timer, 0);
	loop_arm_timer(w->loop, b.timer, -1);
	later = clock_now_ns() + 30 * NS_PER_MS;
	turn_until(w, clock_now_ns() > later);
	assert_int_equal(b.fired, 2);
	assert_int_equal(b.read, 1); /* the watch is gone */
	loop_remove_timer(w->loop, b.timer);
	assert_int_equal(loop_registered(w->loop), registered);
	close(b.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_job_runs_apart_and_reports_back, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_one_at_a_time_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_abandoned_worker_cleans_up_alone, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_destroy_keeps_its_deadline, setup, teardown),
		cmocka_unit_test_setup_teardown(test_destroy_delivers_what_ended, setup, teardown),
		cmocka_unit_test_setup_teardown(test_finish_does_what_is_queued, setup, teardown),
		cmocka_unit_test_setup_teardown(test_finish_keeps_its_deadline, setup, teardown),
		cmocka_unit_test_setup_teardown(test_end_does_not_wait, setup, teardown),
		cmocka_unit_test_setup_teardown(test_done_may_abandon_its_lane, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_files_is_an_error, setup, teardown),
		cmocka_unit_test_setup_teardown(test_blocking_on_main_dies, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_timers_fire_once_and_watches_can_go_from_within, setup, teardown),
	};
	return cmocka_run_group_tests_name("lane", tests, NULL, NULL);
}
