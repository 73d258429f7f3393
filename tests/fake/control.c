// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fake/fake.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/str.h"

#define MAX_WORDS 4

static const struct {
	const char *word;
	enum err_code code;
} errors[] = {
	{"failed", ERR_FAILED}, {"invalid", ERR_INVALID},    {"auth", ERR_AUTH},
	{"denied", ERR_DENIED}, {"nodaemon", ERR_NO_DAEMON}, {"lost", ERR_LOST},
};

enum err_code fake_error_code(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
		if (str_equal(errors[i].word, word))
			return errors[i].code;
	return ERR_NONE;
}

static const struct {
	const char *word;
	enum domain_state state;
	int reason;
} states[] = {
	{"running", DOMAIN_RUNNING, 1},    {"paused", DOMAIN_PAUSED, 1},
	{"off", DOMAIN_SHUTOFF, 1},        {"crashed", DOMAIN_CRASHED, 1},
	{"asleep", DOMAIN_PMSUSPENDED, 0},
};

/* The words after the command; missing ones are "". The last one is the rest of the line. */
typedef bool command_fn(char *const words[MAX_WORDS]);

static bool do_stall(char *const words[MAX_WORDS])
{
	fake_stall(words[0], str_equal(words[1], "on"));
	return true;
}

static bool do_mute(char *const words[MAX_WORDS])
{
	fake_mute(words[0], str_equal(words[1], "on"));
	return true;
}

static bool do_delay(char *const words[MAX_WORDS])
{
	fake_delay(words[0], atoi(words[1]));
	return true;
}

static bool do_disconnect(char *const words[MAX_WORDS])
{
	fake_disconnect(words[0]);
	return true;
}

static bool do_refuse(char *const words[MAX_WORDS])
{
	fake_refuse(words[0], fake_error_code(words[1]), words[2][0] ? words[2] : "Refused");
	return true;
}

static bool do_state(char *const words[MAX_WORDS])
{
	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		if (!str_equal(states[i].word, words[2]))
			continue;
		int reason = words[3][0] ? atoi(words[3]) : states[i].reason;
		return fake_set_state(words[0], words[1], states[i].state, reason);
	}
	return false;
}

static bool do_define(char *const words[MAX_WORDS])
{
	fake_define(words[0], words[1]);
	return true;
}

static bool do_undefine(char *const words[MAX_WORDS])
{
	return fake_undefine(words[0], words[1]);
}

static bool do_reset(char *const words[MAX_WORDS])
{
	return fake_counter_reset(words[0], words[1]);
}

static bool do_fail(char *const words[MAX_WORDS])
{
	fake_fail_next(words[0], words[1], ERR_FAILED, words[2][0] ? words[2] : "The fake failed");
	return true;
}

static bool do_lack(char *const words[MAX_WORDS])
{
	fake_lack(words[0], words[1][0] ? words[1] : NULL);
	return true;
}

static bool do_touch(char *const words[MAX_WORDS])
{
	int fd = open(words[0], O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool do_hold(char *const words[MAX_WORDS])
{
	fake_hold(words[0], str_equal(words[1], "none") ? NULL : words[1]);
	return true;
}

static bool do_held(char *const words[MAX_WORDS])
{
	fake_await_held(words[0]);
	return true;
}

static bool do_agent(char *const words[MAX_WORDS])
{
	return fake_agent_hangs(words[0], words[1], str_equal(words[2], "hangs"));
}

static bool do_qemu(char *const words[MAX_WORDS])
{
	return fake_hangs(words[0], words[1], str_equal(words[2], "hangs"));
}

static bool do_password(char *const words[MAX_WORDS])
{
	fake_password(words[0], words[1]);
	return true;
}

static bool do_pool(char *const words[MAX_WORDS])
{
	fake_fill_pool(words[0], (unsigned)atoi(words[1]));
	return true;
}

static bool do_newpool(char *const words[MAX_WORDS])
{
	fake_new_pool(words[0], words[1], words[2], words[3]);
	return true;
}

static bool do_newnetwork(char *const words[MAX_WORDS])
{
	fake_new_network(words[0], words[1]);
	return true;
}

static bool do_set(char *const words[MAX_WORDS])
{
	return fake_set(words[0], words[1], words[2], words[3]);
}

/* Who waits for it to be said that all before was done reads that FIFO. */
static bool do_ack(char *const words[MAX_WORDS])
{
	int fd = open(words[0], O_WRONLY | O_CLOEXEC);
	bool told = fd >= 0 && write(fd, "\n", 1) == 1;

	if (fd >= 0)
		close(fd);
	return told;
}

static const struct {
	const char *name;
	int words; /* how many it has; the last takes the rest of the line */
	int needed;
	command_fn *fn;
} commands[] = {
	{"stall", 2, 2, do_stall},
	{"mute", 2, 2, do_mute},
	{"password", 2, 2, do_password},
	{"delay", 2, 2, do_delay},
	{"disconnect", 1, 1, do_disconnect},
	{"refuse", 3, 2, do_refuse},
	{"state", 4, 3, do_state},
	{"define", 2, 2, do_define},
	{"fail", 3, 2, do_fail},
	{"lack", 2, 1, do_lack},
	{"touch", 1, 1, do_touch},
	{"undefine", 2, 2, do_undefine},
	{"reset", 2, 2, do_reset},
	{"hold", 2, 2, do_hold},
	{"held", 1, 1, do_held},
	{"agent", 3, 3, do_agent},
	{"pool", 2, 2, do_pool},
	{"newpool", 4, 4, do_newpool},
	{"newnetwork", 2, 2, do_newnetwork},
	{"qemu", 3, 3, do_qemu},
	{"set", 4, 4, do_set},
	{"ack", 1, 1, do_ack},
};

/* Cuts the next word off; the rest of the line when it is the last. */
static char *next_word(char **line, bool last)
{
	char *word = *line + strspn(*line, " ");
	size_t len = last ? strlen(word) : strcspn(word, " ");
	*line = word + len + (word[len] != 0);
	word[len] = 0;
	return word;
}

bool fake_control_line(const char *line)
{
	autofree char *copy = mem_strndup(line, strcspn(line, "\r\n"));
	char *rest = copy;
	const char *name = next_word(&rest, false);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!str_equal(commands[i].name, name))
			continue;
		char none[] = "";
		char *words[MAX_WORDS] = {none, none, none, none};
		for (int w = 0; w < commands[i].words; w++)
			words[w] = next_word(&rest, w == commands[i].words - 1);
		return words[commands[i].needed - 1][0] && commands[i].fn(words);
	}
	return false;
}

static void *control_main(void *opaque)
{
	FILE *in = opaque;
	char *line = NULL;
	size_t cap = 0;
	while (getline(&line, &cap, in) > 0)
		if (!fake_control_line(line))
			log_write(LOG_ERROR, "the fake does not understand: %s", line);
	free(line);
	fclose(in);
	return NULL;
}

void fake_control_start(void)
{
	const char *path = getenv("VIRTTY_FAKE_CONTROL");
	if (!path)
		return;
	int fd = open(path, O_RDWR | O_CLOEXEC); /* our own writing end: no end of file */
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r+");
	pthread_t thread;
	if (!in || pthread_create(&thread, NULL, control_main, in) != 0) {
		fprintf(stderr, "cannot read %s\n", path);
		abort();
	}
	pthread_detach(thread);
}
