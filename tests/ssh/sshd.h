// SPDX-License-Identifier: GPL-3.0-or-later
/* A throw-away sshd with keys of its own, and an ssh that has nothing of this machine's settings. The listening
 * socket is the test's: it starts one sshd for each connection, on its loop. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/str.h"
#include "loop/loop.h"

#define PASSPHRASE "correct horse"

struct sshd {
	struct loop *loop;
	char *dir; /* where all its files are */
	char *program; /* an ssh for "command=" */
	int port;
	int listening, watch; /* -1: closed */
	pid_t pids[64]; /* of the connections */
	size_t n;
	bool deaf; /* takes connections and says nothing */
	int deaf_fd;
};

/* NULL: it can be had here, else why not. */
const char *sshd_lacking(void);
void sshd_start(struct sshd *s, struct loop *loop);
/* A line more in its settings. */
void sshd_set(const struct sshd *s, const char *line);
/* It has another key from now on. */
void sshd_change_key(const struct sshd *s);
/* What stands in this file of its directory; the caller frees. */
char *sshd_read(const struct sshd *s, const char *file);
/* The host's key is known, and our key has no passphrase. */
void sshd_trust(const struct sshd *s);
void sshd_lock_key(const struct sshd *s);
void sshd_close_port(struct sshd *s);
void sshd_signal(const struct sshd *s, int sig);
/* Ends all, and removes the directory. */
void sshd_stop(struct sshd *s);
