// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/limits.h"

#define FDS_MOST 1024 /* closed one by one where close_range() is not known */

void spawn_give_terminal(pid_t group)
{
	sigset_t ttou;
	sigset_t before;

	/* From the background this would stop us. */
	sigemptyset(&ttou);
	sigaddset(&ttou, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &ttou, &before);
	tcsetpgrp(STDIN_FILENO, group);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Between fork() and exec() other threads are gone, maybe with a lock in their hands: system calls only. */

static void say(const char *text)
{
	while (write(STDERR_FILENO, text, strlen(text)) < 0 && errno == EINTR)
		;
}

static void say_failure(const char *program, int error)
{
	say(program);
	say(error == ENOENT   ? ": there is no such program\n"
	    : error == EACCES ? ": it may not be executed\n"
			      : ": it cannot be executed\n");
}

static void close_others(void)
{
	if (close_range(STDERR_FILENO + 1, ~0u, 0) == 0)
		return;
	for (int fd = STDERR_FILENO + 1; fd < FDS_MOST; fd++)
		close(fd);
}

static void set_files(const struct spawn *s)
{
	int input = s->terminal ? -1 : open("/dev/null", O_RDONLY);

	if (input >= 0)
		dup2(input, STDIN_FILENO);
	if (s->out >= 0) {
		dup2(s->out, STDOUT_FILENO);
		dup2(s->err ? s->err : s->out, STDERR_FILENO);
	}
	close_others();
}

static void set_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void become(const struct spawn *s, pid_t parent)
{
	if (s->bound) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		/* It may have been too late for that. */
		if (getppid() != parent)
			_exit(127);
	}
	if (s->terminal) {
		setpgid(0, 0);
		spawn_give_terminal(getpid());
	} else {
		setsid();
	}
	set_files(s);
	set_signals();
	limits_give_back();
	execvpe(s->argv[0], s->argv, s->env);
	say_failure(s->argv[0], errno);
	_exit(127);
}

void spawn_drain(int fd)
{
	char bytes[4096];
	pid_t pid = fork();

	if (pid != 0)
		return;
	setsid();
	/* A non-blocking one would make it turn in circles. */
	fcntl(fd, F_SETFL, 0);
	dup2(fd, STDIN_FILENO);
	fd = open("/dev/null", O_WRONLY);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	close_others();
	set_signals();
	while (read(STDIN_FILENO, bytes, sizeof(bytes)) > 0)
		;
	_exit(0);
}

pid_t spawn(const struct spawn *s)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid == 0)
		become(s, parent);
	if (pid > 0 && s->terminal) {
		/* The child does the same: whoever comes first. */
		setpgid(pid, pid);
		spawn_give_terminal(pid);
	}
	return pid;
}
