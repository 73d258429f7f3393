// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/remote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "ssh/spawn.h"

#define MOST	 ((size_t)4 * 1024 * 1024)
#define GLANCE_MS 100 /* so soon is it noticed that nobody wants it any more */

/* -1 when there can be no more processes or files. Complaints go nowhere: they would stand among what it prints. */
static pid_t start(const struct argv *login, const char *command, int *ret_fd)
{
	autoargv struct argv words = {0};
	int ends[2], nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid_t pid = -1;

	for (size_t i = 0; i < login->n; i++)
		argv_add(&words, login->words[i]);
	argv_add(&words, command);
	if (nowhere >= 0 && pipe2(ends, O_CLOEXEC) == 0) {
		pid = spawn(&(struct spawn){.argv = words.words, .env = environ, .out = ends[1], .err = nowhere});
		close(ends[1]);
		*ret_fd = ends[0];
		if (pid < 0)
			close(ends[0]);
	}
	if (nowhere >= 0)
		close(nowhere);
	return pid;
}

/* True at its end; false when it takes too long, is too much, or nobody wants it any more. */
static bool read_all(struct work *work, int fd, int64_t deadline_ns, struct str *out)
{
	char bytes[8192];

	while (out->len < MOST && !work_cancelled(work) && clock_now_ns() < deadline_ns) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};

		if (poll(&wait, 1, GLANCE_MS) <= 0)
			continue;
		ssize_t n = read(fd, bytes, sizeof(bytes));

		if (n > 0)
			str_addn(out, bytes, (size_t)n);
		else if (n == 0 || errno != EINTR)
			return n == 0;
	}
	return false;
}

char *remote_read(struct work *work, const struct argv *login, const char *command, int limit_ms, struct err *err)
{
	autostr struct str out = {0};
	int fd = -1, status = 0;

	work_assert(work);
	pid_t pid = start(login, command, &fd);

	if (pid < 0) {
		err_set(err, ERR_FAILED, "ssh cannot be started");
		return NULL;
	}
	bool whole = read_all(work, fd, clock_now_ns() + limit_ms * NS_PER_MS, &out);

	close(fd);
	/* It is over with it, whatever it was about to do. */
	if (!whole)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (whole && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return str_take(&out);
	err_set(err, ERR_FAILED, whole ? "the command failed there" : "its answer does not end");
	return NULL;
}
