// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define LOOKED_BACK 256 /* entries: thousands may come in a second */

struct event_log {
	struct event_entry *entries; /* a ring of EVENTS_KEPT; a number is always at the same place */
	size_t n;
	uint32_t last; /* number of the newest */
	enum host_state *told; /* by host number: its newest state that an entry could be about */
	size_t n_told, cap_told;
	int fd; /* -1: no file */
};

static struct event_entry *place(const struct event_log *log, uint32_t number)
{
	return &log->entries[number % EVENTS_KEPT];
}

static void entry_clear(struct event_entry *e)
{
	free(e->host_name);
	free(e->object_name);
	free(e->what);
	free(e->why);
	*e = (struct event_entry){0};
}

struct event_log *event_log_create(void)
{
	struct event_log *log = mem_new(struct event_log);

	log->entries = mem_new_array(EVENTS_KEPT, sizeof(*log->entries));
	log->fd = -1;
	return log;
}

void event_log_destroy(struct event_log *log)
{
	if (!log)
		return;
	for (size_t i = 0; i < EVENTS_KEPT; i++)
		entry_clear(&log->entries[i]);
	if (log->fd >= 0)
		close(log->fd);
	free(log->entries);
	free(log->told);
	free(log);
}

/* ---- the file ---- */

/* Not blocking: a FIFO that nobody empties loses lines, and holds up nobody. */
bool event_log_open(struct event_log *log, const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);

	if (fd < 0)
		return err_set(err, ERR_FAILED, "the file for events, %s, cannot be written: %s", path,
			       strerror(errno));
	if (log->fd >= 0)
		close(log->fd);
	log->fd = fd;
	return true;
}

static void add_field(struct str *line, const char *text)
{
	str_addc(line, '\t');
	utf8_add_safe(line, text ? text : "");
}

static void write_file(const struct event_log *log, const struct event_entry *e)
{
	autostr struct str line = {0};
	time_t s = (time_t)e->wall_s;
	char when[32] = "";
	struct tm tm;
	ssize_t n;

	if (log->fd < 0)
		return;
	if (gmtime_r(&s, &tm))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	str_add(&line, when);
	add_field(&line, e->host_name);
	add_field(&line, e->object_name);
	add_field(&line, e->what);
	add_field(&line, e->why);
	str_addc(&line, '\n');
	do {
		n = write(log->fd, str_text(&line), line.len);
	} while (n < 0 && errno == EINTR);
}

/* ---- entries ---- */

static bool tells_the_same(const struct event_entry *a, const struct event_news *b)
{
	return obj_id_equal(a->object, b->object) && str_equal(a->what, b->what);
}

/* The newest entry of the object, when it is that event, moments ago. */
static struct event_entry *find_same(const struct event_log *log, const struct event_news *news, int64_t now_ns)
{
	for (size_t i = 0; i < log->n && i < LOOKED_BACK; i++) {
		struct event_entry *e = place(log, log->last - (uint32_t)i);

		if (now_ns - e->time_ns > EVENTS_FOLD_MS * NS_PER_MS)
			return NULL;
		if (obj_id_equal(e->object, news->object))
			return tells_the_same(e, news) && str_equal(e->why, news->why) ? e : NULL;
	}
	return NULL;
}

void event_log_add(struct event_log *log, const struct event_news *news)
{
	struct event_entry *e = place(log, log->last);
	int64_t now_ns = clock_now_ns();
	struct event_entry *same = news->repeats ? NULL : find_same(log, news, now_ns);

	if (same) {
		same->times++;
		write_file(log, same);
		return;
	}
	if (!news->repeats || !log->n || !tells_the_same(e, news)) {
		e = place(log, ++log->last);
		if (log->n < EVENTS_KEPT)
			log->n++;
	}
	entry_clear(e);
	*e = (struct event_entry){
		.number = log->last,
		.wall_s = clock_wall_s(),
		.time_ns = now_ns,
		.times = 1,
		.object = news->object,
		.host_name = mem_strdup(news->host_name),
		.object_name = mem_strdup(news->object_name),
		.what = mem_strdup(news->what),
		.why = mem_strdup(news->why),
		.tone = news->tone,
	};
	write_file(log, e);
}

static const char *const host_words[HOST_STATE_COUNT] = {
	[HOST_UP] = "up again",
	[HOST_LOST] = "lost",
	[HOST_REFUSED] = "refused",
};

/* HOST_CLOSED is 0: nothing was told yet. */
static enum host_state *told_of(struct event_log *log, uint32_t host)
{
	while (log->n_told <= host)
		*arr_add(log->told, log->n_told, log->cap_told) = HOST_CLOSED;
	return &log->told[host];
}

bool event_log_host(struct event_log *log, const struct host_view *host)
{
	enum host_state *told = told_of(log, host->number);
	enum host_state before = *told;
	const struct event_news news = {
		.object = obj_id_host(host->number),
		.host_name = host->name,
		.what = host_words[host->state],
		.why = host->state == HOST_UP ? NULL : host->why,
		.tone = host_state_tone(host->state),
	};

	/* On the way from one to another it tells nothing yet. */
	if (host->state == HOST_CONNECTING || host->state == before)
		return false;
	*told = host->state;
	if (host->state == HOST_CLOSED || (host->state == HOST_UP && before == HOST_CLOSED))
		return false;
	event_log_add(log, &news);
	return true;
}

size_t event_log_count(const struct event_log *log)
{
	return log->n;
}

const struct event_entry *event_log_at(const struct event_log *log, size_t index)
{
	return index < log->n ? place(log, log->last - (uint32_t)index) : NULL;
}

const struct event_entry *event_log_find(const struct event_log *log, uint32_t number)
{
	uint32_t age = log->last - number;

	return number && age < log->n ? place(log, number) : NULL;
}
