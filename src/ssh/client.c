// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/client.h"

#include <sys/wait.h>

#include "base/mem.h"
#include "loop/loop.h"
#include "ssh/child.h"
#include "ssh/den.h"

#define KEPT ((size_t)64 * 1024)

struct client {
	struct loop *loop;
	struct child *child; /* NULL: there is none */
	int timer;
	struct str texts[2]; /* what it printed, what it complained of */
	client_fn *done;
	void *opaque;
};

static void client_free(struct client *c)
{
	child_close(c->child);
	loop_remove_timer(c->loop, c->timer);
	str_free(&c->texts[0]);
	str_free(&c->texts[1]);
	free(c);
}

void client_close(struct client *c)
{
	if (c)
		client_free(c);
}

static void finish(struct client *c, int status)
{
	const struct client_answer answer = {status, str_text(&c->texts[0]), str_text(&c->texts[1])};

	c->done(c->opaque, &answer);
	client_free(c);
}

static void took_too_long(void *opaque)
{
	finish(opaque, -1);
}

static void said(void *opaque, bool err, const char *bytes, size_t n)
{
	struct client *c = opaque;
	struct str *text = &c->texts[err];
	size_t room = KEPT - text->len;

	str_addn(text, bytes, n < room ? n : room);
}

static void ended(void *opaque, int status)
{
	struct client *c = opaque;

	c->child = NULL;
	finish(c, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static const struct child_ops ops = {.said = said, .ended = ended};

struct client *client_start(struct den *den, const struct argv *argv, int limit_ms, client_fn *done,
			    void *opaque)
{
	struct client *c = mem_new(struct client);
	autoargv struct argv env = {0};

	den_add_env(den, NULL, &env);
	c->loop = den_loop(den);
	c->done = done;
	c->opaque = opaque;
	c->timer = loop_add_timer(c->loop, took_too_long, c);
	c->child = child_start(den_children(den), argv->words, env.words, &ops, c);
	loop_arm_timer(c->loop, c->timer, c->child ? limit_ms : 0);
	return c;
}
