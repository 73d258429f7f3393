// SPDX-License-Identifier: GPL-3.0-or-later
/* The den, its door and who asks there, with this program as ssh's helper; no ssh. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../turns.h"
#include "base/mem.h"
#include "ssh/askpass.h"
#include "ssh/child.h"
#include "ssh/client.h"
#include "ssh/den.h"
#include "ssh/door.h"

#define HEARTBEAT_MS 10

struct world {
	struct loop *loop;
	struct den *den;
	char *runtime;
	int timer;
	char token[DOOR_TOKEN_SIZE];
	struct caller *caller; /* who asks */
	char *hint, *text;
	int left, ended, status;
	struct str out, err;
};

static void beat(void *opaque)
{
	struct world *w = opaque;

	loop_arm_timer(w->loop, w->timer, HEARTBEAT_MS);
}

static int set_up(void **state)
{
	struct world *w = mem_new(struct world);
	autoerr struct err err = {0};
	char runtime[] = "/tmp/test-door-XXXXXX";

	w->runtime = mem_strdup(mkdtemp(runtime));
	setenv("XDG_RUNTIME_DIR", w->runtime, 1);
	w->loop = loop_create();
	w->timer = loop_add_timer(w->loop, beat, w);
	beat(w);
	w->den = den_create(w->loop, &err);
	*state = w;
	return w->den ? 0 : -1;
}

static size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

static bool no_child_is_left(void)
{
	siginfo_t info;

	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
}

/* Nothing is left: no directory, no watch, no process. */
static int tear_down(void **state)
{
	struct world *w = *state;
	bool clean;

	den_destroy(w->den);
	loop_remove_timer(w->loop, w->timer);
	clean = loop_registered(w->loop) == 0 && count_entries(w->runtime) == 2 &&
		no_child_is_left();
	loop_destroy(w->loop);
	rmdir(w->runtime);
	free(w->runtime);
	free(w->hint);
	free(w->text);
	str_free(&w->out);
	str_free(&w->err);
	free(w);
	return clean ? 0 : -1;
}

static void asked(void *opaque, struct caller *caller, const char *hint, const char *text)
{
	struct world *w = opaque;

	w->caller = caller;
	free(w->hint);
	free(w->text);
	w->hint = mem_strdup(hint);
	w->text = mem_strdup(text);
}

static void left(void *opaque, struct caller *caller)
{
	struct world *w = opaque;

	assert_ptr_equal(caller, w->caller);
	w->caller = NULL;
	w->left++;
}

static const struct door_ops door_ops = {asked, left};

static void said(void *opaque, bool err, const char *bytes, size_t n)
{
	struct world *w = opaque;

	str_addn(err ? &w->err : &w->out, bytes, n);
}

static void ended(void *opaque, int status)
{
	struct world *w = opaque;

	w->ended++;
	w->status = status;
}

static const struct child_ops child_ops = {said, ended};

static struct child *start(struct world *w, const char *const *words, const char *hint)
{
	autoargv struct argv argv = {0};
	autoargv struct argv env = {0};

	for (; *words; words++)
		argv_add(&argv, *words);
	den_add_env(w->den, w->token, &env);
	if (hint)
		argv_add(&env, hint);
	return child_start(den_children(w->den), argv.words, env.words, &child_ops, w);
}

/* As ssh does it. */
static struct child *ask(struct world *w, const char *text, const char *hint)
{
	const char *const words[] = {"sh", "-c", "exec \"$SSH_ASKPASS\" \"$0\"", text, NULL};

	return start(w, words, hint);
}

static void test_answer_reaches_who_asked(void **state)
{
	struct world *w = *state;

	assert_true(door_admit(den_door(w->den), &door_ops, w, w->token));
	assert_non_null(ask(w, "Password: ", NULL));
	turn_until(w, w->caller);
	assert_string_equal(w->text, "Password: ");
	assert_string_equal(w->hint, "");
	caller_answer(w->caller, "correct horse\nand no more");
	turn_until(w, w->ended);
	assert_true(WIFEXITED(w->status) && WEXITSTATUS(w->status) == 0);
	assert_string_equal(str_text(&w->out), "correct horse\n");
	assert_string_equal(str_text(&w->err), "");
	assert_int_equal(w->left, 0);
}

static void test_empty_answer_is_one(void **state)
{
	struct world *w = *state;

	assert_true(door_admit(den_door(w->den), &door_ops, w, w->token));
	assert_non_null(ask(w, "", "SSH_ASKPASS_PROMPT=confirm"));
	turn_until(w, w->caller);
	assert_string_equal(w->hint, "confirm");
	caller_answer(w->caller, "");
	turn_until(w, w->ended);
	assert_true(WIFEXITED(w->status) && WEXITSTATUS(w->status) == 0);
	assert_string_equal(str_text(&w->out), "\n");
}

static void check_unanswered(struct world *w)
{
	turn_until(w, w->ended);
	assert_true(WIFEXITED(w->status));
	assert_int_equal(WEXITSTATUS(w->status), 1);
	assert_string_equal(str_text(&w->out), "");
}

static void test_cancelled(void **state)
{
	struct world *w = *state;

	assert_true(door_admit(den_door(w->den), &door_ops, w, w->token));
	assert_non_null(ask(w, "Password: ", NULL));
	turn_until(w, w->caller);
	caller_answer(w->caller, NULL);
	check_unanswered(w);
}

static void test_dismissed(void **state)
{
	struct world *w = *state;

	assert_true(door_admit(den_door(w->den), &door_ops, w, w->token));
	assert_non_null(ask(w, "Password: ", NULL));
	turn_until(w, w->caller);
	door_dismiss(den_door(w->den), w->token);
	check_unanswered(w);
	assert_int_equal(w->left, 0);
}

static void test_wrong_token_asks_nothing(void **state)
{
	struct world *w = *state;

	assert_true(door_admit(den_door(w->den), &door_ops, w, w->token));
	w->token[0] ^= 1;
	assert_non_null(ask(w, "Password: ", NULL));
	check_unanswered(w);
	assert_null(w->caller);
}

static void test_too_long_a_question(void **state)
{
	struct world *w = *state;
	autofree char *text = mem_new_array(60001, 1);

	memset(text, 'x', 60000);
	assert_true(door_admit(den_door(w->den), &door_ops, w, w->token));
	assert_non_null(ask(w, text, NULL));
	check_unanswered(w);
	assert_null(w->caller);
}

static void test_who_asked_is_gone(void **state)
{
	struct world *w = *state;
	struct child *child;

	assert_true(door_admit(den_door(w->den), &door_ops, w, w->token));
	child = ask(w, "Touch it", "SSH_ASKPASS_PROMPT=none");
	turn_until(w, w->caller);
	assert_string_equal(w->hint, "none");
	child_close(child);
	turn_until(w, w->left);
	assert_int_equal(w->ended, 0);
}

/* --- children ---------------------------------------------------------------------------------- */

static void test_no_such_program(void **state)
{
	struct world *w = *state;

	assert_non_null(start(w, (const char *const[]){"there-is-none-of-this-name", NULL}, NULL));
	turn_until(w, w->ended);
	assert_int_equal(WEXITSTATUS(w->status), 127);
	assert_string_equal(str_text(&w->err), "there-is-none-of-this-name: there is no such program\n");
}

static void test_deaf_child_is_killed(void **state)
{
	struct world *w = *state;
	static const char *const words[] = {"sh", "-c", "trap '' TERM; echo ready; while :; do read x; done", NULL};
	struct child *child = start(w, words, NULL);
	int64_t before;

	turn_until(w, w->out.len);
	before = clock_now_ns();
	child_close(child);
	assert_true(clock_now_ns() - before < 50 * NS_PER_MS);
	turn_until(w, no_child_is_left());
	assert_int_equal(w->ended, 0);
}

static void test_leaving_waits_for_nobody(void **state)
{
	struct world *w = *state;
	static const char *const words[] = {"sh", "-c", "trap '' TERM; echo ready; while :; do read x; done", NULL};
	int64_t before;

	assert_non_null(start(w, words, NULL));
	turn_until(w, w->out.len);
	before = clock_now_ns();
	den_destroy(take(w->den));
	assert_true(clock_now_ns() - before < 800 * NS_PER_MS);
}

struct heard {
	int status;
	size_t len;
};

static void answer_heard(void *opaque, const struct client_answer *answer)
{
	*(struct heard *)opaque = (struct heard){answer->status, strlen(answer->out)};
}

static struct heard run_client(struct world *w, const char *script, int limit_ms)
{
	struct heard heard = {.status = -2};
	autoargv struct argv argv = {0};

	argv_add(&argv, "sh");
	argv_add(&argv, "-c");
	argv_add(&argv, script);
	client_start(w->den, &argv, limit_ms, answer_heard, &heard);
	assert_int_equal(heard.status, -2);
	turn_until(w, heard.status != -2);
	return heard;
}

static void test_client(void **state)
{
	struct world *w = *state;
	struct heard h = run_client(w, "echo one; echo two >&2; exit 3", 10000);

	assert_int_equal(h.status, 3);
	assert_int_equal(h.len, 4);
	h = run_client(w, "yes | head -c 200000", 10000);
	assert_int_equal(h.status, 0);
	assert_int_equal(h.len, 64 * 1024);
	h = run_client(w, "while :; do :; done", 50);
	assert_int_equal(h.status, -1);
}

/* --- the directory ----------------------------------------------------------------------------- */

static void test_private(void **state)
{
	struct world *w = *state;
	autofree char *path = den_new_path(w->den, 'm');
	autofree char *other = den_new_path(w->den, 'm');
	struct stat st;

	assert_true(str_starts(path, w->runtime));
	assert_string_not_equal(path, other);
	*strrchr(path, '/') = '\0';
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
}

static void came(void *opaque)
{
	struct world *w = opaque;

	w->left++;
}

static void test_awaited(void **state)
{
	struct world *w = *state;
	autofree char *path = den_new_path(w->den, 'm');
	autofree char *there = den_new_path(w->den, 'm');
	int other = 0;

	assert_int_equal(symlink("/", there), 0);
	den_await(w->den, there, came, w);
	assert_int_equal(w->left, 0);
	turn_until(w, w->left == 1);
	den_await(w->den, path, came, w);
	den_await(w->den, path, came, &other);
	den_forget(w->den, &other);
	loop_turn(w->loop);
	assert_int_equal(w->left, 1);
	assert_int_equal(symlink("/", path), 0);
	turn_until(w, w->left == 2);
}

/* A number that no process has. */
static pid_t dead_pid(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	return pid;
}

static void test_leftovers_are_swept(void **state)
{
	struct world *w = *state;
	autoerr struct err err = {0};
	autofree char *dead = mem_printf("%s/virtty-%d", w->runtime, (int)dead_pid());
	autofree char *file = mem_printf("%s/m1", dead);
	autofree char *alive = mem_printf("%s/virtty-%d-other", w->runtime, (int)getppid());
	autofree char *strange = mem_printf("%s/virtty-notes", w->runtime);

	assert_int_equal(mkdir(dead, 0700) | mkdir(alive, 0700) | mkdir(strange, 0700), 0);
	assert_int_equal(symlink("/", file), 0);
	den_destroy(w->den);
	w->den = den_create(w->loop, &err);
	assert_non_null(w->den);
	assert_int_equal(access(dead, F_OK), -1);
	assert_int_equal(access(alive, F_OK), 0);
	assert_int_equal(access(strange, F_OK), 0);
	rmdir(alive);
	rmdir(strange);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_answer_reaches_who_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_empty_answer_is_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cancelled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_dismissed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_wrong_token_asks_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_long_a_question, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_who_asked_is_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_such_program, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_deaf_child_is_killed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_leaving_waits_for_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_client, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_private, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_awaited, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_leftovers_are_swept, set_up, tear_down),
	};

	if (askpass_is(argv[0]))
		return askpass_main(argc, argv);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
