// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/door.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "loop/loop.h"
#include "ssh/askpass.h"

#define MESSAGE_MOST ((size_t)32 * 1024)
#define CALLERS_MOST 256
#define PARTS 3 /* token, hint, what is asked */

struct guest {
	char token[DOOR_TOKEN_SIZE];
	const struct door_ops *ops;
	void *opaque;
};

struct caller {
	struct door *door;
	int fd, watch;
	struct str said;
	const struct guest *guest; /* NULL until it has asked */
};

struct door {
	struct loop *loop;
	int fd, watch;
	struct guest **guests;
	size_t n_guests, cap_guests;
	struct caller **callers;
	size_t n, cap;
};

static void caller_free(struct caller *c)
{
	struct door *door = c->door;

	for (size_t i = 0; i < door->n; i++)
		if (door->callers[i] == c)
			door->callers[i] = door->callers[--door->n];
	loop_remove_fd(door->loop, c->watch);
	close(c->fd);
	str_free(&c->said);
	free(c);
}

void caller_answer(struct caller *c, const char *answer)
{
	if (answer) {
		size_t n = strcspn(answer, "\r\n");
		char *bytes = mem_printf("%c%.*s", ASKPASS_ANSWERED, (int)n, answer);

		if (send(c->fd, bytes, n + 1, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)(n + 1))
			log_write(LOG_WARN, "an answer did not reach ssh");
		explicit_bzero(bytes, n + 1);
		free(bytes);
	}
	caller_free(c);
}

static const struct guest *find_guest(const struct door *door, const char *token)
{
	for (size_t i = 0; i < door->n_guests; i++)
		if (str_equal(door->guests[i]->token, token))
			return door->guests[i];
	return NULL;
}

static bool is_whole(const struct caller *c)
{
	size_t ends = 0;

	for (size_t i = 0; i < c->said.len; i++)
		ends += c->said.s[i] == '\0';
	return ends == PARTS;
}

static void has_asked(struct caller *c)
{
	const char *token = c->said.s;
	const char *hint = token + strlen(token) + 1;
	const char *text = hint + strlen(hint) + 1;

	c->guest = find_guest(c->door, token);
	if (c->guest)
		c->guest->ops->asked(c->guest->opaque, c, hint, text);
	else
		caller_free(c);
}

static void has_left(struct caller *c)
{
	const struct guest *g = c->guest;

	/* Whoever hears of it may dismiss the guest with all its callers. */
	c->guest = NULL;
	if (g)
		g->ops->left(g->opaque, c);
	caller_free(c);
}

static void caller_readable(void *opaque, int fd, int events)
{
	struct caller *c = opaque;
	char bytes[1024];
	ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	(void)events;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0 || c->guest || c->said.len + (size_t)n > MESSAGE_MOST) {
		has_left(c);
		return;
	}
	str_addn(&c->said, bytes, (size_t)n);
	if (is_whole(c))
		has_asked(c);
}

static bool is_ours(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
}

static void knocks(void *opaque, int listening, int events)
{
	struct door *door = opaque;
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	(void)events;
	if (fd < 0)
		return;
	if (door->n >= CALLERS_MOST || !is_ours(fd)) {
		log_write(LOG_WARN, "somebody was turned away who wanted to ask for ssh");
		close(fd);
		return;
	}

	struct caller *c = mem_new(struct caller);

	c->door = door;
	c->fd = fd;
	c->watch = loop_add_fd(door->loop, fd, LOOP_READ, caller_readable, c);
	*arr_add(door->callers, door->n, door->cap) = c;
}

bool door_admit(struct door *door, const struct door_ops *ops, void *opaque, char token[DOOR_TOKEN_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[(DOOR_TOKEN_SIZE - 1) / 2];
	struct guest *g;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return false;
	g = mem_new(struct guest);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		g->token[2 * i] = digits[bytes[i] >> 4];
		g->token[2 * i + 1] = digits[bytes[i] & 15];
	}
	g->ops = ops;
	g->opaque = opaque;
	*arr_add(door->guests, door->n_guests, door->cap_guests) = g;
	memcpy(token, g->token, sizeof(g->token));
	return true;
}

void door_dismiss(struct door *door, const char *token)
{
	const struct guest *g = find_guest(door, token);

	if (!g)
		return;
	for (size_t i = door->n; i-- > 0;)
		if (door->callers[i]->guest == g)
			caller_free(door->callers[i]);
	for (size_t i = 0; i < door->n_guests; i++)
		if (door->guests[i] == g) {
			free(door->guests[i]);
			door->guests[i] = door->guests[--door->n_guests];
			return;
		}
}

static int listen_at(const char *path, struct err *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		err_set(err, ERR_FAILED, "%s is too long for a socket", path);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	    chmod(path, 0600) == 0 && listen(fd, CALLERS_MOST) == 0)
		return fd;
	err_set(err, ERR_FAILED, "There can be no socket at %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

struct door *door_create(struct loop *loop, const char *path, struct err *err)
{
	int fd = listen_at(path, err);
	struct door *door;

	if (fd < 0)
		return NULL;
	door = mem_new(struct door);
	door->loop = loop;
	door->fd = fd;
	door->watch = loop_add_fd(loop, fd, LOOP_READ, knocks, door);
	return door;
}

void door_destroy(struct door *door)
{
	if (!door)
		return;
	while (door->n)
		caller_free(door->callers[0]);
	for (size_t i = 0; i < door->n_guests; i++)
		free(door->guests[i]);
	free(door->guests);
	free(door->callers);
	loop_remove_fd(door->loop, door->watch);
	close(door->fd);
	free(door);
}
