// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "ssh/spawn.h"

#define GRACE_MS 1000 /* from asking it to end to killing it */
#define LEAVING_MS 300 /* the same while we leave */
#define DYING_MS 200 /* for all, once they are killed */
#define READS_AT_ONCE 16
#define BYTES_AT_ONCE 4096

struct pipe_end {
	struct child *child;
	int fd, watch; /* fd -1: closed */
	bool err;
};

struct child {
	struct children *children;
	const struct child_ops *ops; /* NULL: nobody wants to hear of it */
	void *opaque;
	pid_t pid;
	int pidfd, watch;
	int timer; /* -1 until it is to end */
	struct pipe_end pipes[2];
};

struct children {
	struct loop *loop;
	struct child **all;
	size_t n, cap;
};

struct children *children_create(struct loop *loop)
{
	struct children *children = mem_new(struct children);

	children->loop = loop;
	return children;
}

/* --- what it says ------------------------------------------------------------------------------ */

static void pipe_close(struct pipe_end *p)
{
	if (p->fd < 0)
		return;
	loop_remove_fd(p->child->children->loop, p->watch);
	close(p->fd);
	p->fd = -1;
}

/* False when there is nothing more for now. */
static bool pipe_read(struct pipe_end *p)
{
	const struct child *c = p->child;
	char bytes[BYTES_AT_ONCE];
	ssize_t n;

	if (p->fd < 0)
		return false;
	n = read(p->fd, bytes, sizeof(bytes));
	if (n < 0)
		return errno == EINTR;
	if (n == 0) {
		pipe_close(p);
		return false;
	}
	if (c->ops)
		c->ops->said(c->opaque, p->err, bytes, (size_t)n);
	/* An echo of what may have been typed does not stay on the stack. */
	explicit_bzero(bytes, sizeof(bytes));
	return true;
}

static void pipe_readable(void *opaque, int fd, int events)
{
	(void)fd;
	(void)events;
	pipe_read(opaque);
}

/* Bounded: what a program left behind may write to the same pipe for ever. */
void child_drain(struct child *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(c->pipes); i++)
		for (int reads = 0; reads < READS_AT_ONCE && pipe_read(&c->pipes[i]); reads++)
			;
}

/* --- its end ----------------------------------------------------------------------------------- */

static void child_free(struct child *c)
{
	struct children *all = c->children;

	for (size_t i = 0; i < ARRAY_SIZE(c->pipes); i++)
		pipe_close(&c->pipes[i]);
	loop_remove_fd(all->loop, c->watch);
	close(c->pidfd);
	if (c->timer >= 0)
		loop_remove_timer(all->loop, c->timer);
	for (size_t i = 0; i < all->n; i++)
		if (all->all[i] == c)
			all->all[i] = all->all[--all->n];
	free(c);
}

static void signal_all(const struct child *c, int sig)
{
	/* It may not have got as far as to have a group of its own. */
	if (kill(-c->pid, sig) < 0)
		kill(c->pid, sig);
}

static void has_ended(void *opaque, int fd, int events)
{
	struct child *c = opaque;
	int status = 0;

	(void)fd;
	(void)events;
	/* Its number is its group's, and is nobody else's until it is waited for. */
	signal_all(c, SIGTERM);
	if (waitpid(c->pid, &status, WNOHANG) == 0)
		return;
	child_drain(c);
	if (c->ops)
		c->ops->ended(c->opaque, status);
	child_free(c);
}

static void kill_it(void *opaque)
{
	signal_all(opaque, SIGKILL);
}

void child_close(struct child *c)
{
	if (!c)
		return;
	c->ops = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(c->pipes); i++)
		pipe_close(&c->pipes[i]);
	signal_all(c, SIGTERM);
	signal_all(c, SIGCONT);
	if (c->timer < 0)
		c->timer = loop_add_timer(c->children->loop, kill_it, c);
	loop_arm_timer(c->children->loop, c->timer, GRACE_MS);
}

/* Takes leave of those that end within this time. */
static void await_ends(struct children *all, int ms)
{
	int64_t deadline = clock_now_ns() + ms * NS_PER_MS;

	while (all->n) {
		struct child *c = all->all[0];
		struct pollfd end = {.fd = c->pidfd, .events = POLLIN};
		int64_t left = (deadline - clock_now_ns()) / NS_PER_MS;

		if (poll(&end, 1, left > 0 ? (int)left : 0) <= 0)
			return;
		has_ended(c, c->pidfd, LOOP_READ);
	}
}

void children_destroy(struct children *all)
{
	if (!all)
		return;
	for (size_t i = 0; i < all->n; i++)
		child_close(all->all[i]);
	await_ends(all, LEAVING_MS);
	for (size_t i = 0; i < all->n; i++)
		kill_it(all->all[i]);
	await_ends(all, DYING_MS);
	while (all->n) {
		log_write(LOG_WARN, "process %d does not end", (int)all->all[0]->pid);
		child_free(all->all[0]);
	}
	free(all->all);
	free(all);
}

/* --- start ------------------------------------------------------------------------------------- */

static void watch_pipe(struct child *c, int i, int fd)
{
	struct pipe_end *p = &c->pipes[i];

	fcntl(fd, F_SETFL, O_NONBLOCK);
	*p = (struct pipe_end){.child = c, .fd = fd, .err = i == 1};
	p->watch = loop_add_fd(c->children->loop, fd, LOOP_READ, pipe_readable, p);
}

/* -1 when it cannot be had. */
static int start_watched(const struct spawn *s, pid_t *ret_pid)
{
	pid_t pid = spawn(s);
	int pidfd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;

	if (pid > 0 && pidfd < 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	if (pidfd >= 0)
		*ret_pid = pid;
	return pidfd;
}

static struct child *child_new(struct children *children, pid_t pid, int pidfd)
{
	struct child *c = mem_new(struct child);

	c->children = children;
	c->pid = pid;
	c->pidfd = pidfd;
	c->timer = -1;
	c->watch = loop_add_fd(children->loop, pidfd, LOOP_READ, has_ended, c);
	*arr_add(children->all, children->n, children->cap) = c;
	return c;
}

struct child *child_start(struct children *children, char *const *argv, char *const *env,
			  const struct child_ops *ops, void *opaque)
{
	int out[2] = {-1, -1};
	int err[2] = {-1, -1};
	int pidfd = -1;
	pid_t pid = -1;

	if (pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0)
		pidfd = start_watched(&(struct spawn){.argv = argv, .env = env, .out = out[1],
						      .err = err[1], .bound = true},
				      &pid);
	if (out[1] >= 0)
		close(out[1]);
	if (err[1] >= 0)
		close(err[1]);
	if (pidfd < 0) {
		if (out[0] >= 0)
			close(out[0]);
		if (err[0] >= 0)
			close(err[0]);
		return NULL;
	}

	struct child *c = child_new(children, pid, pidfd);

	c->ops = ops;
	c->opaque = opaque;
	watch_pipe(c, 0, out[0]);
	watch_pipe(c, 1, err[0]);
	return c;
}
