// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/mem.h"
#include "conf/commands.h"
#include "ssh/spawn.h"
#include "ui/signals.h"
#include "ui/term.h"

#define OUTPUT_KEPT ((size_t)64 * 1024) /* of what a program prints: its end */
#define READS_AT_END 64
#define HANG_UP_TURNS 30
#define HANG_UP_TURN_NS 10000000L
#define ENDED_KEPT 200 /* that can be run again */

enum run_state { RUN_WAITS, RUN_RUNS, RUN_ENDED };

struct run {
	const struct action *action;
	const struct user_command *command;
	char *what; /* "backup web-1" */
	char *name, *host;
	struct argv argv, env;
	void (*ended)(void *opaque, int status); /* NULL: a command */
	void *opaque;
	enum run_state state;
	uint32_t task; /* 0: it has the terminal, or will have */
	pid_t pid;
	int out, watch; /* what it prints; -1 */
	struct runs *runs;
	struct str output;
	size_t left_out; /* bytes before */
};

struct runs {
	struct app *app;
	struct run **all; /* in the order in which they were asked for */
	size_t n, cap;
	int children_fd, children_watch;
	struct run *on_terminal; /* NULL: nobody */
	bool asking; /* for a key, after it has ended */
	int key_watch;
};

static void go_on(struct runs *runs);

/* --- life -------------------------------------------------------------------------------------- */

static void run_destroy(struct run *run)
{
	free(run->what);
	free(run->name);
	free(run->host);
	argv_clear(&run->argv);
	argv_clear(&run->env);
	str_free(&run->output);
	free(run);
}

static void close_output(struct run *run)
{
	if (run->out < 0)
		return;
	loop_remove_fd(run->runs->app->loop, run->watch);
	close(run->out);
	run->out = -1;
}

static void forget_old(struct runs *runs)
{
	size_t ended = 0;
	size_t kept = 0;

	for (size_t i = runs->n; i-- > 0;)
		if (runs->all[i]->state == RUN_ENDED && runs->all[i] != runs->on_terminal &&
		    (++ended > ENDED_KEPT || !runs->all[i]->task)) {
			run_destroy(runs->all[i]);
			runs->all[i] = NULL;
		}
	for (size_t i = 0; i < runs->n; i++)
		if (runs->all[i])
			runs->all[kept++] = runs->all[i];
	runs->n = kept;
}

bool runs_have_terminal(const struct runs *runs)
{
	return runs->on_terminal != NULL;
}

bool runs_are_open(const struct runs *runs)
{
	for (size_t i = 0; i < runs->n; i++)
		if (runs->all[i]->state != RUN_ENDED)
			return true;
	return runs->on_terminal != NULL;
}

/* So many run away from the terminal. */
static size_t count_detached(const struct runs *runs)
{
	size_t n = 0;

	for (size_t i = 0; i < runs->n; i++)
		n += runs->all[i]->task && runs->all[i]->state == RUN_RUNS;
	return n;
}

static void nobody_waits(void *opaque, int status)
{
	(void)opaque;
	(void)status;
}

/* --- how it ended ------------------------------------------------------------------------------ */

/* NULL when all is well; the caller frees. */
static char *why_failed(int status)
{
	if (WIFSIGNALED(status))
		return mem_printf("it was ended by signal %d (%s)", WTERMSIG(status),
				  strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status))
		return mem_printf("it ended with %d", WEXITSTATUS(status));
	return NULL;
}

/* As lines to be shown. */
static char *clean_output(const struct run *run)
{
	struct str out = {0};

	if (run->left_out)
		str_addf(&out, "(%zu bytes before this are left out)\n", run->left_out);
	for (size_t i = 0; i < run->output.len; i++) {
		char c = run->output.s[i];

		if (c == '\t')
			str_add(&out, "    ");
		else if (c == '\0')
			str_addc(&out, '?');
		else if (c != '\r')
			str_addc(&out, c);
	}
	while (out.len && out.s[out.len - 1] == '\n')
		out.s[--out.len] = '\0';
	return str_take(&out);
}

static const char *last_line(const char *text)
{
	const char *newline = strrchr(text, '\n');

	return newline ? newline + 1 : text;
}

static void end_detached(struct run *run, int status)
{
	struct app *app = run->runs->app;
	struct task *task = tasks_find(app->tasks, run->task);
	autofree char *why = why_failed(status);
	autofree char *output = clean_output(run);
	const char *last = last_line(output);
	autofree char *error = why ? mem_printf("%s%s%s", why, last[0] ? ": " : "", last) : NULL;

	if (task) {
		/* Aborting what was never begun is an end, too. */
		task_started(task);
		task_answered(task, error, output);
	}
	if (error)
		app_complain(app, "%s failed: %s", run->what, error);
	else
		app_say(app, "%s: %s", run->what, last[0] ? last : "done");
	app_tasks_changed(app);
}

/* --- output ------------------------------------------------------------------------------------ */

static void keep_end(struct run *run)
{
	size_t surplus;

	if (run->output.len <= 2 * OUTPUT_KEPT)
		return;
	surplus = run->output.len - OUTPUT_KEPT;
	memmove(run->output.s, run->output.s + surplus, OUTPUT_KEPT + 1);
	run->output.len = OUTPUT_KEPT;
	run->left_out += surplus;
}

/* Not more than so much at a time: others are to have their turn. */
static bool read_some(struct run *run)
{
	char bytes[16384];
	ssize_t n = read(run->out, bytes, sizeof(bytes));

	if (n > 0) {
		str_addn(&run->output, bytes, (size_t)n);
		keep_end(run);
	}
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		close_output(run);
	return n > 0;
}

static void output_readable(void *opaque, int fd, int events)
{
	(void)fd;
	(void)events;
	read_some(opaque);
}

/* --- the terminal ------------------------------------------------------------------------------ */

static const struct run *next_for_terminal(const struct runs *runs)
{
	for (size_t i = 0; i < runs->n; i++)
		if (runs->all[i]->state == RUN_WAITS && !runs->all[i]->task)
			return runs->all[i];
	return NULL;
}

/* The next in the queue gets it, or we do. */
static void pass_terminal_on(struct runs *runs)
{
	struct app *app = runs->app;

	if (runs->asking)
		loop_remove_fd(app->loop, runs->key_watch);
	runs->asking = false;
	runs->on_terminal = NULL;
	if (!next_for_terminal(runs) && app->term) {
		signals_take_terminal(app);
		app_listen(app, true);
	}
	go_on(runs);
}

/* What is ours is not asked for by the person who does not want the rest. */
static void drop_queue(struct runs *runs)
{
	for (size_t i = 0; i < runs->n; i++)
		if (runs->all[i]->state == RUN_WAITS && !runs->all[i]->task && !runs->all[i]->ended)
			runs->all[i]->state = RUN_ENDED;
}

static void key_readable(void *opaque, int fd, int events)
{
	struct runs *runs = opaque;
	char bytes[256];
	ssize_t n = read(fd, bytes, sizeof(bytes));
	bool goes = false;

	(void)events;
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		app_quit(runs->app); /* the terminal is gone */
		return;
	}
	for (ssize_t i = 0; i < n && !goes; i++) {
		bool leaves = bytes[i] == 'q' || bytes[i] == '\003' || bytes[i] == '\033';

		if (leaves)
			drop_queue(runs);
		goes = leaves || bytes[i] == '\r' || bytes[i] == '\n';
	}
	if (!goes)
		return;
	pass_terminal_on(runs);
	forget_old(runs);
}

static void ask_for_key(struct runs *runs, const char *why)
{
	const struct run *next = next_for_terminal(runs);
	autofree char *text =
		next ? mem_printf("%s%sPress Enter to go on with %s, q to go back ", why ? why : "",
				  why ? ". " : "", next->what)
		     : mem_printf("%s%sPress Enter to go back ", why ? why : "", why ? ". " : "");

	term_tell(runs->app->term, text);
	runs->asking = true;
	runs->key_watch = loop_add_fd(runs->app->loop, term_input_fd(runs->app->term), LOOP_READ, key_readable,
				      runs);
}

static void end_on_terminal(struct run *run, int status)
{
	struct runs *runs = run->runs;
	struct app *app = runs->app;
	autofree char *why = run->ended ? NULL : why_failed(status);
	autofree char *whole = why ? mem_printf("%s: %s", run->what, why) : NULL;
	bool waits = false;

	if (whole)
		app_complain(app, "%s", whole);
	else if (!run->ended)
		app_say(app, "%s: done", run->what);
	if (app->term) {
		spawn_give_terminal(getpgrp());
		waits = term_returned(app->term) || whole;
	}
	if (waits && !run->ended)
		ask_for_key(runs, whole);
	else
		pass_terminal_on(runs);
	if (run->ended)
		run->ended(run->opaque, status);
}

/* Its ^Z: all of us go into the background, as with a shell's pipeline, and come back together. */
static void stop_together(struct run *run)
{
	struct termios its;
	bool known = tcgetattr(STDIN_FILENO, &its) == 0;

	spawn_give_terminal(getpgrp());
	signals_stop();
	if (known)
		tcsetattr(STDIN_FILENO, TCSANOW, &its);
	spawn_give_terminal(run->pid);
	kill(-run->pid, SIGCONT);
}

/* --- children ---------------------------------------------------------------------------------- */

static void end(struct run *run, int status)
{
	run->state = RUN_ENDED;
	/* What it left in the pipe; what it left behind may write to that for ever. */
	for (int i = 0; i < READS_AT_END && run->out >= 0 && read_some(run); i++)
		;
	close_output(run);
	if (run->task)
		end_detached(run, status);
	else
		end_on_terminal(run, status);
}

static void look_after(struct run *run)
{
	int status;

	if (waitpid(run->pid, &status, WNOHANG | WUNTRACED) != run->pid)
		return;
	if (!WIFSTOPPED(status))
		end(run, status);
	else if (!run->task && run->runs->app->term)
		stop_together(run);
}

static void children_readable(void *opaque, int fd, int events)
{
	struct runs *runs = opaque;
	struct signalfd_siginfo info;

	(void)events;
	while (read(fd, &info, sizeof(info)) == sizeof(info))
		;
	/* One signal may stand for many. */
	for (size_t i = 0; i < runs->n; i++)
		if (runs->all[i]->state == RUN_RUNS)
			look_after(runs->all[i]);
	forget_old(runs);
	go_on(runs);
}

/* --- starting ---------------------------------------------------------------------------------- */

static void start_failed(struct run *run)
{
	run->state = RUN_ENDED;
	str_add(&run->output, strerror(errno));
	if (run->task)
		end_detached(run, W_EXITCODE(127, 0));
	else if (!run->ended)
		app_complain(run->runs->app, "%s: %s", run->what, strerror(errno));
}

static void start_detached(struct run *run)
{
	struct app *app = run->runs->app;
	struct task *task = tasks_find(app->tasks, run->task);
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0) {
		start_failed(run);
		return;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	run->pid = spawn(&(struct spawn){.argv = run->argv.words, .env = run->env.words, .out = ends[1]});
	close(ends[1]);
	if (run->pid < 0) {
		close(ends[0]);
		start_failed(run);
		return;
	}
	run->state = RUN_RUNS;
	run->out = ends[0];
	run->watch = loop_add_fd(app->loop, run->out, LOOP_READ, output_readable, run);
	if (task)
		task_started(task);
	app_tasks_changed(app);
}

/* A script has no terminal to lend: the program runs as `sh` does there. */
static void start_on_terminal(struct run *run)
{
	struct app *app = run->runs->app;
	bool lend = app->term != NULL;

	run->runs->on_terminal = run;
	if (lend) {
		app_listen(app, false);
		term_lend(app->term, run->what);
	}
	run->pid = spawn(&(struct spawn){.argv = run->argv.words,
					 .env = run->env.words,
					 .terminal = lend,
					 .out = lend ? -1 : STDERR_FILENO});
	run->state = RUN_RUNS;
	if (run->pid >= 0)
		return;
	start_failed(run);
	pass_terminal_on(run->runs);
	if (run->ended)
		run->ended(run->opaque, W_EXITCODE(127, 0));
}

static void go_on(struct runs *runs)
{
	for (size_t i = 0; i < runs->n; i++) {
		struct run *run = runs->all[i];

		if (run->state != RUN_WAITS)
			continue;
		if (!run->task && !runs->on_terminal)
			start_on_terminal(run);
		else if (run->task && count_detached(runs) < RUNS_AT_ONCE)
			start_detached(run);
	}
}

static void add_task(struct run *run)
{
	struct app *app = run->runs->app;
	autostr struct str line = {0};

	for (size_t i = 0; i < run->argv.n; i++) {
		str_add(&line, i ? " " : "");
		argv_add_quoted(&line, run->argv.words[i]);
	}
	/* About nothing, for the machine's row has to show what its host was asked. */
	run->task = tasks_add(app->tasks, &(struct task){.object_name = mem_strdup(run->name),
							 .host_name = mem_strdup(run->host),
							 .action = run->action->id,
							 .label = run->action->label,
							 .what = mem_strdup(run->what),
							 .goal = {.autostart = -1},
							 .virsh = str_take(&line),
							 .command = true})
			    ->number;
	app_tasks_changed(app);
}

static struct run *add_run(struct runs *runs, const struct run_order *order)
{
	struct run *run = *arr_add(runs->all, runs->n, runs->cap) = mem_new(struct run);

	run->runs = runs;
	run->action = order->action;
	run->command = order->command;
	run->name = mem_strdup(order->name);
	run->host = mem_strdup(order->host);
	run->ended = order->ended;
	run->opaque = order->opaque;
	run->what = order->command ? mem_printf("%s%s%s", order->command->name, order->name[0] ? " " : "", order->name)
				   : mem_strdup(order->what);
	run->argv = *order->argv;
	run->env = *order->env;
	*order->argv = *order->env = (struct argv){0};
	run->out = -1;
	if (run->command && !run->command->terminal)
		add_task(run);
	return run;
}

void runs_add(struct runs *runs, const struct run_order *order)
{
	add_run(runs, order);
	go_on(runs);
}

void runs_forget(struct runs *runs, const void *opaque)
{
	for (size_t i = 0; i < runs->n; i++)
		if (runs->all[i]->ended && runs->all[i]->opaque == opaque)
			runs->all[i]->ended = nobody_waits;
}

static struct run *find_task(const struct runs *runs, uint32_t task)
{
	for (size_t i = 0; i < runs->n; i++)
		if (runs->all[i]->task == task)
			return runs->all[i];
	return NULL;
}

bool runs_cancel(struct runs *runs, uint32_t task)
{
	struct run *run = task ? find_task(runs, task) : NULL;

	if (!run || run->state == RUN_ENDED)
		return false;
	if (run->state == RUN_RUNS) {
		/* It may not have come to making its group. */
		if (kill(-run->pid, SIGTERM) < 0)
			kill(run->pid, SIGTERM);
		return true;
	}
	run->state = RUN_ENDED;
	end_detached(run, SIGTERM);
	return true;
}

static void copy(const struct argv *from, struct argv *ret)
{
	for (size_t i = 0; i < from->n; i++)
		argv_add(ret, from->words[i]);
}

bool runs_again(struct runs *runs, uint32_t task)
{
	const struct run *run = task ? find_task(runs, task) : NULL;
	struct argv argv = {0};
	struct argv env = {0};

	if (!run)
		return false;
	copy(&run->argv, &argv);
	copy(&run->env, &env);
	runs_add(runs, &(struct run_order){.action = run->action,
					   .command = run->command,
					   .name = run->name,
					   .host = run->host,
					   .argv = &argv,
					   .env = &env});
	return true;
}

/* --- creating ---------------------------------------------------------------------------------- */

struct runs *runs_create(struct app *app)
{
	struct runs *runs = mem_new(struct runs);
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	runs->app = app;
	runs->children_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	runs->children_watch = loop_add_fd(app->loop, runs->children_fd, LOOP_READ, children_readable, runs);
	return runs;
}

void runs_hang_up(struct runs *runs)
{
	const struct timespec turn = {.tv_nsec = HANG_UP_TURN_NS};
	const struct run *run = runs->on_terminal;
	siginfo_t info = {0};

	if (!run || run->state != RUN_RUNS || !runs->app->term)
		return;
	kill(-run->pid, SIGHUP);
	kill(-run->pid, SIGCONT);
	for (int i = 0; i < HANG_UP_TURNS; i++) {
		if (waitid(P_PID, (id_t)run->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid)
			return;
		nanosleep(&turn, NULL);
	}
}

void runs_destroy(struct runs *runs)
{
	struct run *run;

	if (!runs)
		return;
	run = runs->on_terminal;
	if (runs->asking)
		loop_remove_fd(runs->app->loop, runs->key_watch);
	if (run && run->state == RUN_RUNS && runs->app->term)
		spawn_give_terminal(getpgrp());
	loop_remove_fd(runs->app->loop, runs->children_watch);
	close(runs->children_fd);
	for (size_t i = 0; i < runs->n; i++) {
		if (runs->all[i]->state == RUN_RUNS && runs->all[i]->out >= 0)
			spawn_drain(runs->all[i]->out);
		close_output(runs->all[i]);
		run_destroy(runs->all[i]);
	}
	free(runs->all);
	free(runs);
}
