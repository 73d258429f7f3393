// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define STDERR_LINE 2048 /* longer ones are broken */

struct line {
	enum log_level level;
	double wall_s;
	char *text;
};

static struct {
	pthread_mutex_t lock;
	struct line lines[LOG_LINES];
	size_t n, at; /* kept; where the next one goes */
	FILE *file;
	int stderr_fd;
} the_log = {.lock = PTHREAD_MUTEX_INITIALIZER, .stderr_fd = -1};

static const char *const level_names[] = {
	[LOG_DEBUG] = "debug",
	[LOG_INFO] = "info",
	[LOG_WARN] = "warning",
	[LOG_ERROR] = "error",
};

static void set_file(FILE *file)
{
	FILE *old;

	pthread_mutex_lock(&the_log.lock);
	old = the_log.file;
	the_log.file = file;
	pthread_mutex_unlock(&the_log.lock);
	if (old)
		fclose(old);
}

bool log_open(const char *path)
{
	FILE *file;
	int fd;

	if (!path) {
		set_file(NULL);
		return true;
	}
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd < 0)
		return false;
	file = fdopen(fd, "a");
	if (!file) {
		close(fd);
		return false;
	}
	set_file(file);
	return true;
}

void log_close(void)
{
	set_file(NULL);
}

static double wall_now(void)
{
	struct timespec ts;

	if (clock_is_fixed())
		return (double)clock_wall_s();
	clock_gettime(CLOCK_REALTIME, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* With the lock held. */
static void write_file(const struct line *line)
{
	time_t s = (time_t)line->wall_s;
	char when[32] = "";
	struct tm tm;

	if (gmtime_r(&s, &tm))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	fprintf(the_log.file, "%s %s: %s\n", when, level_names[line->level], line->text);
	fflush(the_log.file);
}

void log_write(enum log_level level, const char *format, ...)
{
	autofree char *raw = NULL;
	struct line line = {.level = level, .wall_s = wall_now()};
	struct str safe = {0};
	va_list args;
	char *old;

	va_start(args, format);
	raw = mem_vprintf(format, args);
	va_end(args);
	utf8_add_safe(&safe, raw);
	line.text = str_take(&safe);

	pthread_mutex_lock(&the_log.lock);
	old = the_log.lines[the_log.at].text;
	the_log.lines[the_log.at] = line;
	the_log.at = (the_log.at + 1) % LOG_LINES;
	if (the_log.n < LOG_LINES)
		the_log.n++;
	if (the_log.file)
		write_file(&line);
	pthread_mutex_unlock(&the_log.lock);
	free(old);
}

void log_each(void (*fn)(void *opaque, enum log_level level, double wall_s, const char *text),
	      void *opaque)
{
	pthread_mutex_lock(&the_log.lock);
	for (size_t i = 0; i < the_log.n; i++) {
		size_t at = (the_log.at + LOG_LINES - the_log.n + i) % LOG_LINES;
		const struct line *line = &the_log.lines[at];

		fn(opaque, line->level, line->wall_s, line->text);
	}
	pthread_mutex_unlock(&the_log.lock);
}

static void flush_line(struct str *line)
{
	if (line->len)
		log_write(LOG_WARN, "%s", str_text(line));
	str_clear(line);
}

static void *read_stderr(void *opaque)
{
	int fd = *(const int *)opaque;
	struct str line = {0};
	char buf[1024];

	free(opaque);
	for (;;) {
		ssize_t n = read(fd, buf, sizeof(buf));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++) {
			if (buf[i] == '\n' || line.len >= STDERR_LINE)
				flush_line(&line);
			if (buf[i] != '\n')
				str_addc(&line, buf[i]);
		}
	}
	flush_line(&line);
	str_free(&line);
	close(fd);
	return NULL;
}

/* The thread inherits a mask with every signal blocked: they are for the main thread. */
static bool start_reader(int fd)
{
	int *arg = mem_copy(&fd, sizeof(fd));
	sigset_t all, before;
	pthread_t thread;
	bool ok;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	ok = pthread_create(&thread, NULL, read_stderr, arg) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (ok)
		pthread_detach(thread);
	else
		free(arg);
	return ok;
}

int log_stderr_fd(void)
{
	int fds[2], fd;

	pthread_mutex_lock(&the_log.lock);
	if (the_log.stderr_fd < 0 && pipe2(fds, O_CLOEXEC) == 0) {
		if (start_reader(fds[0])) {
			the_log.stderr_fd = fds[1];
		} else {
			close(fds[0]);
			close(fds[1]);
		}
	}
	fd = the_log.stderr_fd;
	pthread_mutex_unlock(&the_log.lock);
	return fd;
}
