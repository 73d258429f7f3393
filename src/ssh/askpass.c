// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/askpass.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/str.h"

#define ANSWER_MOST 1026 /* ssh takes no more than 1023 bytes */

bool askpass_is(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;

	return argv0 && str_equal(slash ? slash + 1 : argv0, ASKPASS_NAME);
}

static int open_door(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = -1;

	if (!path || strlen(path) >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool send_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

/* With its zero byte, which ends it. */
static bool send_text(int fd, const char *text)
{
	return send_all(fd, text ? text : "", strlen(text ? text : "") + 1);
}

/* Up to the end; the number of bytes. */
static size_t receive(int fd, char *bytes, size_t most)
{
	size_t n = 0;

	while (n < most) {
		ssize_t got = recv(fd, bytes + n, most - n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	return n;
}

/* Not by stdio, whose buffers nobody wipes. */
static bool print_line(char *bytes, size_t n)
{
	bytes[n++] = '\n';
	for (size_t done = 0; done < n;) {
		ssize_t wrote = write(STDOUT_FILENO, bytes + done, n - done);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		done += (size_t)wrote;
	}
	return true;
}

int askpass_main(int argc, char **argv)
{
	char answer[ANSWER_MOST + 1];
	bool answered = false;
	int fd = open_door(getenv(ASKPASS_SOCKET));

	if (fd < 0)
		return 1;
	if (send_text(fd, getenv(ASKPASS_TOKEN)) && send_text(fd, getenv("SSH_ASKPASS_PROMPT")) &&
	    send_text(fd, argc > 1 ? argv[1] : "")) {
		size_t n = receive(fd, answer, ANSWER_MOST);

		answered = n > 0 && answer[0] == ASKPASS_ANSWERED && print_line(answer + 1, n - 1);
		explicit_bzero(answer, sizeof(answer));
	}
	close(fd);
	return answered ? 0 : 1;
}
