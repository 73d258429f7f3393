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
#define SETTLE_MOST_S 1

static struct {
	pthread_mutex_t lock;
	struct log_line lines[LOG_LINES]; /* the texts are its own */
	uint64_t newest;                  /* its number; it is followed by the oldest one */
	uint64_t said;                    /* lines, those that were said again included */
	int file; /* -1: none */
	int stderr_fd;
	pthread_cond_t settled;        /* one more zero byte was read from there */
	uint64_t settle_asked, settle_read;
} the_log = {
	.lock = PTHREAD_MUTEX_INITIALIZER, .settled = PTHREAD_COND_INITIALIZER, .file = -1, .stderr_fd = -1,
};

static _Thread_local const char *about; /* the host that this thread works for; NULL */

static const char *const level_names[] = {
	[LOG_DEBUG] = "debug",
	[LOG_INFO] = "info",
	[LOG_WARN] = "warning",
	[LOG_ERROR] = "error",
};

const char *log_level_text(enum log_level level)
{
	return level_names[level];
}

static void set_file(int file)
{
	int old;

	pthread_mutex_lock(&the_log.lock);
	old = the_log.file;
	the_log.file = file;
	pthread_mutex_unlock(&the_log.lock);
	if (old >= 0)
		close(old);
}

bool log_open(const char *path)
{
	/* Not blocking: a FIFO that nobody empties loses lines, and holds up nobody. */
	int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600)
		      : -1;

	if (path && fd < 0)
		return false;
	set_file(fd);
	return true;
}

void log_close(void)
{
	set_file(-1);
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
static void write_file(const struct log_line *line)
{
	time_t s = (time_t)line->wall_s;
	autostr struct str out = {0};
	char when[32] = "";
	struct tm tm;
	ssize_t n;

	if (gmtime_r(&s, &tm))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	str_addf(&out, "%s %s: %s%s%s\n", when, level_names[line->level], line->host ? line->host : "",
		 line->host ? ": " : "", line->text);
	do {
		n = write(the_log.file, str_text(&out), out.len);
	} while (n < 0 && errno == EINTR);
}

static char *make_safe(const char *raw)
{
	struct str safe = {0};

	if (!raw)
		return NULL;
	utf8_add_safe(&safe, raw);
	return str_take(&safe);
}

static void free_line(struct log_line *line)
{
	free((void *)(uintptr_t)line->host);
	free((void *)(uintptr_t)line->text);
}

static bool says_the_same(const struct log_line *a, const struct log_line *b)
{
	return a->level == b->level && str_equal(a->host, b->host) && str_equal(a->text, b->text);
}

/* Among so many of the newest; NULL. With the lock held. */
static struct log_line *find_same(const struct log_line *line, unsigned back)
{
	for (uint64_t n = the_log.newest; n && n + back > the_log.newest; n--)
		if (says_the_same(line, &the_log.lines[n % LOG_LINES]))
			return &the_log.lines[n % LOG_LINES];
	return NULL;
}

/* back: how many of the newest lines it is not said again besides. */
static void add_line(enum log_level level, unsigned back, const char *host, const char *format, va_list args)
{
	autofree char *raw = mem_vprintf(format, args);
	struct log_line line = {
		.level = level, .wall_s = wall_now(), .host = make_safe(host), .text = make_safe(raw), .times = 1,
	};
	struct log_line old = line;
	struct log_line *same;

	pthread_mutex_lock(&the_log.lock);
	if (the_log.file >= 0)
		write_file(&line);
	the_log.said++;
	same = find_same(&line, back);
	if (same) {
		same->times++;
	} else {
		line.number = ++the_log.newest;
		old = the_log.lines[line.number % LOG_LINES];
		the_log.lines[line.number % LOG_LINES] = line;
	}
	pthread_mutex_unlock(&the_log.lock);
	free_line(&old);
}

void log_write(enum log_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(level, 1, about, format, args);
	va_end(args);
}

void log_host(enum log_level level, const char *host, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(level, 1, host, format, args);
	va_end(args);
}

void log_often(enum log_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(level, LOG_FOLD, about, format, args);
	va_end(args);
}

void log_about(const char *host)
{
	about = host;
}

uint64_t log_newest(void)
{
	uint64_t newest;

	pthread_mutex_lock(&the_log.lock);
	newest = the_log.newest;
	pthread_mutex_unlock(&the_log.lock);
	return newest;
}

uint64_t log_said(void)
{
	uint64_t said;

	pthread_mutex_lock(&the_log.lock);
	said = the_log.said;
	pthread_mutex_unlock(&the_log.lock);
	return said;
}

void log_each(uint64_t after, void (*fn)(void *opaque, const struct log_line *line), void *opaque)
{
	pthread_mutex_lock(&the_log.lock);
	if (the_log.newest > LOG_LINES && after < the_log.newest - LOG_LINES)
		after = the_log.newest - LOG_LINES;
	while (after < the_log.newest)
		fn(opaque, &the_log.lines[++after % LOG_LINES]);
	pthread_mutex_unlock(&the_log.lock);
}

static void flush_line(struct str *line)
{
	if (line->len)
		log_write(LOG_WARN, "%s", str_text(line));
	str_clear(line);
}

static void add_byte(struct str *line, char c)
{
	if (c == '\n' || line->len >= STDERR_LINE)
		flush_line(line);
	if (c == '\0') {
		pthread_mutex_lock(&the_log.lock);
		the_log.settle_read++;
		pthread_cond_broadcast(&the_log.settled);
		pthread_mutex_unlock(&the_log.lock);
	} else if (c != '\n') {
		str_addc(line, c);
	}
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
		for (ssize_t i = 0; i < n; i++)
			add_byte(&line, buf[i]);
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

/* A zero byte follows what was written so far. Whoever asks later writes later: once as many were read as have been
 * asked for by now, all of that was read. */
void log_stderr_settle(void)
{
	struct timespec until;
	uint64_t turn;
	int fd;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += SETTLE_MOST_S;
	pthread_mutex_lock(&the_log.lock);
	fd = the_log.stderr_fd;
	turn = fd < 0 ? 0 : ++the_log.settle_asked;
	pthread_mutex_unlock(&the_log.lock);
	if (fd < 0 || write(fd, "", 1) != 1)
		return;
	pthread_mutex_lock(&the_log.lock);
	while (the_log.settle_read < turn)
		if (pthread_cond_timedwait(&the_log.settled, &the_log.lock, &until) != 0)
			break;
	pthread_mutex_unlock(&the_log.lock);
}
