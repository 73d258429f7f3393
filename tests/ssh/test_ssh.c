// SPDX-License-Identifier: GPL-3.0-or-later
/* Connections to a real sshd, which is made for each test. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../turns.h"
#include "base/file.h"
#include "base/mem.h"
#include "loop/lane.h"
#include "model/desk.h"
#include "model/routes.h"
#include "ssh/askpass.h"
#include "ssh/den.h"
#include "ssh/master.h"
#include "ssh/remote.h"
#include "ssh/target.h"
#include "sshd.h"

#define HEARTBEAT_MS 10

struct world {
	struct loop *loop;
	int timer;
	char *runtime;
	struct den *den;
	struct desk *desk;
	struct sshd sshd;
	struct target target;
	struct master *master;
	enum master_state state;
	struct err err;
	int ups, endings, answers;
	struct str out;
	int status;
	struct err forward;
	int64_t longest_ns, turn_ns; /* between two heartbeats */
};

static void beat(void *opaque)
{
	struct world *w = opaque;
	int64_t now = clock_now_ns();

	if (w->turn_ns && now - w->turn_ns > w->longest_ns)
		w->longest_ns = now - w->turn_ns;
	w->turn_ns = now;
	loop_arm_timer(w->loop, w->timer, HEARTBEAT_MS);
}

static int set_up(void **state)
{
	struct world *w = mem_new(struct world);
	autoerr struct err err = {0};
	char runtime[] = "/tmp/test-ssh-XXXXXX";

	w->runtime = mem_strdup(mkdtemp(runtime));
	setenv("XDG_RUNTIME_DIR", w->runtime, 1);
	w->loop = loop_create();
	w->timer = loop_add_timer(w->loop, beat, w);
	beat(w);
	sshd_start(&w->sshd, w->loop);
	w->desk = desk_create();
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

/* Nothing is left: no question, no file, no process, no watch. */
static int tear_down(void **state)
{
	struct world *w = *state;
	bool clean;

	master_close(w->master);
	clean = desk_count(w->desk) == 0;
	desk_destroy(w->desk);
	den_destroy(w->den);
	sshd_stop(&w->sshd);
	loop_remove_timer(w->loop, w->timer);
	clean = clean && loop_registered(w->loop) == 0 && count_entries(w->runtime) == 2 &&
		waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
	loop_destroy(w->loop);
	rmdir(w->runtime);
	free(w->runtime);
	target_clear(&w->target);
	str_free(&w->out);
	err_clear(&w->err);
	err_clear(&w->forward);
	free(w);
	return clean ? 0 : -1;
}

/* --- what is done in the tests ----------------------------------------------------------------- */

static void changed(void *opaque, enum master_state state, const struct err *err)
{
	struct world *w = opaque;

	w->state = state;
	w->ups += state == MASTER_UP;
	w->endings += state == MASTER_ENDED;
	if (err->code)
		err_set(&w->err, err->code, "%s", err->text);
}

static void start_with(struct world *w, const char *program, bool patient)
{
	autofree char *uri = mem_printf("qemu+ssh://kvm1/system?command=%s", program);
	autoerr struct err err = {0};
	int before = w->ups + w->endings;

	assert_true(target_read(uri, &w->target, &err));
	w->master = master_start(&(struct master_order){.den = w->den,
							.desk = w->desk,
							.host = 7,
							.name = "kvm1",
							.target = &w->target,
							.patient = patient,
							.changed = changed,
							.opaque = w});
	assert_int_equal(w->ups + w->endings, before);
}

static void start(struct world *w)
{
	start_with(w, w->sshd.program, false);
}

static void answer(struct world *w, enum question_kind kind, const char *label, const char *text)
{
	turn_until(w, desk_count(w->desk) || w->endings || w->ups);
	assert_int_equal(desk_count(w->desk), 1);
	assert_int_equal(desk_first(w->desk)->kind, kind);
	assert_int_equal(desk_first(w->desk)->host, 7);
	assert_string_equal(desk_first(w->desk)->title, "kvm1 asks");
	assert_string_equal(desk_first(w->desk)->label, label);
	assert_int_equal(w->state, MASTER_ASKING);
	desk_answer(w->desk, desk_first(w->desk)->id, text);
}

/* Without a question. */
static void await_up(struct world *w)
{
	turn_until(w, w->ups || w->endings || desk_count(w->desk));
	if (!w->ups)
		fail_msg("not up: %s", w->endings ? w->err.text : "it asks");
	assert_int_equal(w->state, MASTER_UP);
}

static void await_end(struct world *w, enum err_code code, const char *says)
{
	turn_until(w, w->endings || desk_count(w->desk));
	assert_int_equal(desk_count(w->desk), 0);
	assert_int_equal(w->endings, 1);
	if (w->err.code != code || !strstr(w->err.text, says))
		fail_msg("%d %s", w->err.code, w->err.text);
}

static void on_answer(void *opaque, const struct client_answer *a)
{
	struct world *w = opaque;

	w->answers++;
	w->status = a->status;
	str_clear(&w->out);
	str_add(&w->out, a->out);
}

static void run_there(struct world *w, const char *command, int limit_ms)
{
	int before = w->answers;

	master_run(w->master, command, limit_ms, on_answer, w);
	turn_until(w, w->answers > before);
}

static void on_forward(void *opaque, const struct err *err)
{
	struct world *w = opaque;

	w->answers++;
	err_clear(&w->forward);
	err_set(&w->forward, err->code, "%s", err->text ? err->text : "");
}

static void forward(struct world *w, const char *remote, const char *local)
{
	int before = w->answers;

	master_forward(w->master, remote, local, on_forward, w);
	turn_until(w, w->answers > before);
}

static void start_trusted(struct world *w)
{
	sshd_trust(&w->sshd);
	start(w);
	await_up(w);
}

/* --- questions --------------------------------------------------------------------------------- */

static void test_unknown_key_yes(void **state)
{
	struct world *w = *state;
	char print[200] = "";
	autofree char *command = mem_printf("ssh-keygen -lf %s/host_key.pub | cut -d' ' -f2", w->sshd.dir);
	FILE *f = popen(command, "r");

	assert_non_null(fgets(print, sizeof(print), f));
	pclose(f);
	print[strcspn(print, "\n")] = '\0';
	start(w);
	turn_until(w, desk_count(w->desk));
	assert_non_null(strstr(desk_first(w->desk)->text, "127.0.0.1"));
	assert_non_null(strstr(desk_first(w->desk)->text, "ED25519"));
	assert_true(strlen(print) > 40);
	assert_non_null(strstr(desk_first(w->desk)->text, print));
	answer(w, QUESTION_HOST_KEY, "", "yes");
	await_up(w);

	autofree char *known = sshd_read(&w->sshd, "known_hosts");

	assert_non_null(strstr(known, "ssh-ed25519"));
}

static void test_unknown_key_no(void **state)
{
	struct world *w = *state;

	start(w);
	answer(w, QUESTION_HOST_KEY, "", "no");
	await_end(w, ERR_CANCELLED, "did not trust the key of kvm1");

	autofree char *known = sshd_read(&w->sshd, "known_hosts");

	assert_string_equal(known, "");
}

static void test_passphrase(void **state)
{
	struct world *w = *state;

	sshd_lock_key(&w->sshd);
	sshd_trust(&w->sshd);
	start(w);
	turn_until(w, desk_count(w->desk));
	assert_non_null(strstr(desk_first(w->desk)->text, w->sshd.dir));
	answer(w, QUESTION_SECRET, "Passphrase", PASSPHRASE);
	await_up(w);
}

static void test_passphrase_wrong(void **state)
{
	struct world *w = *state;

	sshd_lock_key(&w->sshd);
	sshd_trust(&w->sshd);
	start(w);
	answer(w, QUESTION_SECRET, "Passphrase", "battery staple");
	await_end(w, ERR_AUTH, "/id was wrong");
}

static void test_passphrase_cancelled(void **state)
{
	struct world *w = *state;

	sshd_lock_key(&w->sshd);
	sshd_set(&w->sshd, "PasswordAuthentication yes");
	sshd_trust(&w->sshd);
	start(w);
	answer(w, QUESTION_SECRET, "Passphrase", NULL);
	await_end(w, ERR_CANCELLED, "You cancelled the question for kvm1");
}

static void test_both_questions(void **state)
{
	struct world *w = *state;

	sshd_lock_key(&w->sshd);
	start(w);
	answer(w, QUESTION_HOST_KEY, "", "yes");
	answer(w, QUESTION_SECRET, "Passphrase", PASSPHRASE);
	await_up(w);
}

static void test_password_wrong(void **state)
{
	struct world *w = *state;

	sshd_set(&w->sshd, "AuthorizedKeysFile none");
	sshd_set(&w->sshd, "PasswordAuthentication yes");
	sshd_trust(&w->sshd);
	start(w);
	answer(w, QUESTION_SECRET, "Password", "battery staple");
	await_end(w, ERR_AUTH, "did not accept the answer (Password)");
}

/* What ssh does when a host on the way asks for longer than it gives the last one. */
static void test_way_that_asks(void **state)
{
	struct world *w = *state;
	autofree char *program = mem_printf("%s/hasty", w->sshd.dir);
	autofree char *fifo = mem_printf("%s/hasty.go", w->sshd.dir);
	autofree char *script = mem_printf("#!/bin/sh\n"
					   "case \"$*\" in *ConnectTimeout=none*) echo patient >&2; exit 255;; esac\n"
					   "\"$SSH_ASKPASS\" \"me@jump's password: \" >/dev/null & asks=$!\n"
					   "read -r _ <%s\n"
					   "kill $asks\n"
					   "echo 'Connection timed out during banner exchange' >&2\n"
					   "exit 255\n", fifo);
	autoerr struct err err = {0};
	int fd;

	assert_true(file_replace_soon(program, script, strlen(script), &err));
	assert_int_equal(chmod(program, 0700), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	start_with(w, program, false);
	turn_until(w, desk_count(w->desk));
	fd = open(fifo, O_WRONLY | O_CLOEXEC);
	assert_int_equal(write(fd, "\n", 1), 1);
	close(fd);
	turn_until(w, w->endings);
	assert_int_equal(desk_count(w->desk), 0);
	assert_non_null(strstr(w->err.text, "it is asked again, and waits"));
	assert_true(master_was_hasty(w->master));
	master_close(take(w->master));
	target_clear(&w->target);
	err_clear(&w->err);
	start_with(w, program, true);
	turn_until(w, w->endings == 2);
	assert_non_null(strstr(w->err.text, "patient"));
	assert_false(master_was_hasty(w->master));
	unlink(program);
	unlink(fifo);
}

static void test_closed_while_asking(void **state)
{
	struct world *w = *state;

	start(w);
	turn_until(w, desk_count(w->desk));
	master_close(take(w->master));
	assert_int_equal(desk_count(w->desk), 0);
	assert_int_equal(w->endings, 0);
}

static void test_helper_is_killed(void **state)
{
	struct world *w = *state;

	sshd_lock_key(&w->sshd);
	sshd_trust(&w->sshd);
	start(w);
	turn_until(w, desk_count(w->desk));
	/* All that ssh has started. */
	assert_int_equal(system("pkill -P \"$(pgrep -P \"$PPID\" -f '[-]MNT')\""), 0);
	turn_until(w, !desk_count(w->desk));
	await_end(w, ERR_AUTH, "refuses the login");
}

/* --- refusals ---------------------------------------------------------------------------------- */

static void test_changed_key(void **state)
{
	struct world *w = *state;

	sshd_trust(&w->sshd);
	sshd_change_key(&w->sshd);
	start(w);
	await_end(w, ERR_AUTH, "has changed: it sends ED25519 SHA256:");
	assert_non_null(strstr(w->err.text, "known_hosts:1 has another"));
	assert_non_null(strstr(w->err.text, "Nothing was sent"));
}

static void test_closed_port(void **state)
{
	struct world *w = *state;

	sshd_close_port(&w->sshd);
	start(w);
	await_end(w, ERR_NO_DAEMON, "No ssh server answers at kvm1");
}

static void test_refused_login(void **state)
{
	struct world *w = *state;

	sshd_set(&w->sshd, "AuthorizedKeysFile none");
	sshd_trust(&w->sshd);
	start(w);
	await_end(w, ERR_AUTH, "none of your keys is accepted");
}

static void test_no_ssh(void **state)
{
	struct world *w = *state;

	assert_int_equal(unlink(w->sshd.program), 0);
	start(w);
	await_end(w, ERR_INVALID, "ssh cannot be started here");
}

/* --- what goes over it ------------------------------------------------------------------------- */

static void test_commands_ask_nothing(void **state)
{
	struct world *w = *state;

	sshd_lock_key(&w->sshd);
	start(w);
	answer(w, QUESTION_HOST_KEY, "", "yes");
	answer(w, QUESTION_SECRET, "Passphrase", PASSPHRASE);
	await_up(w);
	run_there(w, "echo \"$((6 * 7)) $SSH_CONNECTION\"; exit 5", 10000);
	assert_int_equal(w->status, 5);
	assert_true(str_starts(str_text(&w->out), "42 127.0.0.1"));
	assert_int_equal(desk_count(w->desk), 0);
	/* They are all on one connection. */
	assert_int_equal(w->sshd.n, 1);
}

static void test_client_makes_no_connection_of_its_own(void **state)
{
	struct world *w = *state;
	autoargv struct argv argv = {0};

	start_trusted(w);
	master_add_client(w->master, &argv);
	target_add_host(&w->target, &argv);
	argv_add(&argv, "echo over");
	client_start(w->den, &argv, 10000, on_answer, w);
	turn_until(w, w->answers == 1);
	assert_string_equal(str_text(&w->out), "over\n");
	master_close(take(w->master));
	client_start(w->den, &argv, 10000, on_answer, w);
	turn_until(w, w->answers == 2);
	assert_int_equal(w->status, 255);
	assert_int_equal(w->sshd.n, 1);
}

struct asked {
	struct argv login;
	const char *command;
	int limit_ms;
	char *text;
	struct err err;
	bool done;
};

static void ask_there(struct work *work, void *data)
{
	struct asked *a = data;

	a->text = remote_read(work, &a->login, a->command, a->limit_ms, &a->err);
}

static void on_asked(void *data, const char *calls)
{
	struct asked *a = data;

	(void)calls;
	a->done = true;
}

static void leave_asked(void *data)
{
	(void)data;
}

/* What a worker gets; the caller frees. */
static char *read_there(struct world *w, const char *command, int limit_ms, struct err *err)
{
	struct asked a = {.command = command, .limit_ms = limit_ms};
	struct lane *lane = lane_create(w->loop, "asks", NULL);

	master_add_client(w->master, &a.login);
	target_add_host(&w->target, &a.login);
	lane_submit(lane, &(struct job){
		.name = "ask", .run = ask_there, .done = on_asked, .release = leave_asked, .data = &a});
	turn_until(w, a.done);
	assert_true(lane_destroy(lane, 5000));
	argv_clear(&a.login);
	err_move(err, &a.err);
	return a.text;
}

static void test_worker_reads_what_is_there(void **state)
{
	struct world *w = *state;
	autoerr struct err err = {0};

	start_trusted(w);
	autofree char *text = read_there(w, routes_question(), 10000, &err);
	struct routes *routes = mem_new(struct routes);

	assert_non_null(text);
	assert_true(routes_add_answer(routes, text));
	routes_free(routes);
	assert_null(read_there(w, "echo over; exit 3", 10000, &err));
	assert_string_equal(err.text, "the command failed there");
	err_clear(&err);
	assert_null(read_there(w, "yes", 10000, &err));
	assert_string_equal(err.text, "its answer does not end");
	/* All of it was one connection. */
	assert_int_equal(w->sshd.n, 1);
}

static int listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, strlen(path));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 8), 0);
	return fd;
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, strlen(path));
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void test_socket_of_there_is_one_of_here(void **state)
{
	struct world *w = *state;
	autofree char *remote = mem_printf("%s/a:b c", w->sshd.dir);
	autofree char *local = den_new_path(w->den, 's');
	char byte = 0;
	int here, there, listening = listen_at(remote);

	start_trusted(w);
	forward(w, remote, local);
	assert_string_equal(w->forward.text, "");
	/* That was the try. */
	close(accept(listening, NULL, NULL));
	here = connect_to(local);
	there = accept(listening, NULL, NULL);
	assert_int_equal(write(here, "x", 1), 1);
	assert_int_equal(read(there, &byte, 1), 1);
	assert_int_equal(byte, 'x');
	close(here);
	close(there);
	close(listening);
	master_close(take(w->master));
	assert_int_equal(access(local, F_OK), -1);
}

static void test_socket_that_is_not_there(void **state)
{
	struct world *w = *state;
	autofree char *local = den_new_path(w->den, 's');

	start_trusted(w);
	forward(w, "/nonexistent/socket", local);
	assert_int_equal(w->forward.code, ERR_NO_DAEMON);
	assert_non_null(strstr(w->forward.text, "/nonexistent/socket"));
	assert_int_equal(access(local, F_OK), -1);
	assert_int_equal(w->state, MASTER_UP);
}

static void test_server_forwards_nothing(void **state)
{
	struct world *w = *state;
	autofree char *remote = mem_printf("%s/socket", w->sshd.dir);
	autofree char *local = den_new_path(w->den, 's');
	int listening = listen_at(remote);

	sshd_set(&w->sshd, "AllowStreamLocalForwarding no");
	start_trusted(w);
	forward(w, remote, local);
	assert_int_equal(w->forward.code, ERR_NO_DAEMON);
	run_there(w, "echo still", 10000);
	assert_string_equal(str_text(&w->out), "still\n");
	close(listening);
}

/* --- ends -------------------------------------------------------------------------------------- */

static void signal_master(const char *signal)
{
	autofree char *command = mem_printf("pkill -%s -P \"$PPID\" -f '[-]MNT'", signal);

	assert_int_equal(system(command), 0);
}

static void test_master_is_killed(void **state)
{
	struct world *w = *state;
	int64_t before;

	start_trusted(w);
	before = clock_now_ns();
	signal_master("KILL");
	await_end(w, ERR_LOST, "was ended here (Killed)");
	assert_true(clock_now_ns() - before < NS_PER_S);
}

static void test_server_hangs_up(void **state)
{
	struct world *w = *state;

	start_trusted(w);
	sshd_signal(&w->sshd, SIGKILL);
	await_end(w, ERR_LOST, "kvm1");
}

static void test_stopped_server_blocks_nothing(void **state)
{
	struct world *w = *state;
	autofree char *local = den_new_path(w->den, 's');
	int64_t before;

	start_trusted(w);
	sshd_signal(&w->sshd, SIGSTOP);
	w->longest_ns = 0;
	run_there(w, "true", 300);
	assert_int_equal(w->status, -1);
	master_forward(w->master, "/nonexistent/socket", local, on_forward, w);
	master_run(w->master, "true", 10000, on_answer, w);
	run_there(w, "true", 100);
	before = clock_now_ns();
	master_close(take(w->master));
	assert_true(clock_now_ns() - before < 100 * NS_PER_MS);
	assert_true(w->longest_ns < 200 * NS_PER_MS);
	assert_int_equal(w->answers, 2);
}

static void test_stopped_master_is_closed(void **state)
{
	struct world *w = *state;
	int64_t before;

	start_trusted(w);
	signal_master("STOP");
	before = clock_now_ns();
	master_close(take(w->master));
	den_destroy(take(w->den));
	assert_true(clock_now_ns() - before < NS_PER_S);
}

static void test_deaf_server(void **state)
{
	struct world *w = *state;
	int64_t before;

	w->sshd.deaf = true;
	start(w);
	turn_until(w, w->sshd.deaf_fd >= 0);
	assert_int_equal(master_state(w->master), MASTER_STARTING);
	before = clock_now_ns();
	master_close(take(w->master));
	assert_true(clock_now_ns() - before < 100 * NS_PER_MS);
}

#define WITH_SSHD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static int skip_or_fail(const char *why)
{
	const char *ci = getenv("CI");

	printf("%s\n", why);
	return str_equal(ci, "true") ? 1 : 77;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		WITH_SSHD(test_unknown_key_yes),
		WITH_SSHD(test_unknown_key_no),
		WITH_SSHD(test_passphrase),
		WITH_SSHD(test_passphrase_wrong),
		WITH_SSHD(test_passphrase_cancelled),
		WITH_SSHD(test_both_questions),
		WITH_SSHD(test_password_wrong),
		WITH_SSHD(test_way_that_asks),
		WITH_SSHD(test_closed_while_asking),
		WITH_SSHD(test_helper_is_killed),
		WITH_SSHD(test_changed_key),
		WITH_SSHD(test_closed_port),
		WITH_SSHD(test_refused_login),
		WITH_SSHD(test_no_ssh),
		WITH_SSHD(test_commands_ask_nothing),
		WITH_SSHD(test_client_makes_no_connection_of_its_own),
		WITH_SSHD(test_worker_reads_what_is_there),
		WITH_SSHD(test_socket_of_there_is_one_of_here),
		WITH_SSHD(test_socket_that_is_not_there),
		WITH_SSHD(test_server_forwards_nothing),
		WITH_SSHD(test_master_is_killed),
		WITH_SSHD(test_server_hangs_up),
		WITH_SSHD(test_stopped_server_blocks_nothing),
		WITH_SSHD(test_stopped_master_is_closed),
		WITH_SSHD(test_deaf_server),
	};

	if (askpass_is(argv[0]))
		return askpass_main(argc, argv);
	if (sshd_lacking())
		return skip_or_fail(sshd_lacking());
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
