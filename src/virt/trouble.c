// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/trouble.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "ssh/remote.h"
#include "virt/internal.h"
#include "virt/uri.h"

#define DISKS_MOST 64
#define TAIL_BYTES 8192
#define LOG_BYTES  65536
#define TAIL_LINES 20
#define LINE_MOST  200
#define STAMP      30 /* "2026-01-01 00:00:09.000+0000: " */
#define ANSWER_MS  8000 /* over ssh: less than the patience with a reading */

static const char *disk_error_text(int error)
{
	switch ((virDomainDiskErrorCode)error) {
	case VIR_DOMAIN_DISK_ERROR_NO_SPACE:
		return "no space left where its image is";
	case VIR_DOMAIN_DISK_ERROR_NONE:
	case VIR_DOMAIN_DISK_ERROR_UNSPEC:
		break;
	}
	return "I/O error";
}

static void read_disk_errors(virDomainPtr domain, struct guest_facts *facts)
{
	virDomainDiskError errors[DISKS_MOST];
	autostr struct str text = {0};
	int n = virDomainGetDiskErrors(domain, errors, DISKS_MOST, 0);
	for (int i = 0; i < n; i++) {
		str_addf(&text, "%s%s: %s", i ? ", " : "", errors[i].disk,
			 disk_error_text(errors[i].error));
		free(errors[i].disk);
	}
	if (text.len)
		facts->trouble = str_take(&text);
}

/* qemu:///session's is where virGetUserCacheDirectory() has it. */
static char *session_log_dir(void)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	if (cache && cache[0] == '/')
		return mem_printf("%s/libvirt/qemu/log", cache);
	return home ? mem_printf("%s/.cache/libvirt/qemu/log", home) : NULL;
}

char *trouble_log_dir(const char *uri)
{
	struct uri_parts parts;
	if (!uri_is_here(uri) || !uri_split(uri, &parts) || !slice_is(parts.driver, "qemu"))
		return NULL;
	if (str_ends(uri, "/system"))
		return mem_strdup("/var/log/libvirt/qemu");
	return str_ends(uri, "/session") ? session_log_dir() : NULL;
}

/* --- over ssh ---------------------------------------------------------------------------------- */

const char *trouble_far_log_dir(const char *uri)
{
	struct uri_parts parts;
	size_t len = strcspn(uri, "?");
	if (!uri_split(uri, &parts) || !slice_is(parts.driver, "qemu"))
		return NULL;
	if (uri_is_session(uri))
		return "${XDG_CACHE_HOME:-$HOME/.cache}/libvirt/qemu/log";
	return len >= 7 && strncmp(uri + len - 7, "/system", 7) == 0 ? "/var/log/libvirt/qemu" : NULL;
}

/* Whatever shell the account has, it finds nothing in this that it would take for more than a name. */
static void add_name(struct str *out, const char *name)
{
	for (const char *p = name; *p; p++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", *p))
			str_addc(out, *p);
		else
			str_addf(out, "\\0%03o", (unsigned)(unsigned char)*p);
}

char *trouble_log_question(const char *dir, const char *name, size_t most)
{
	struct str out = {0};
	str_addf(&out, "exec /bin/sh -c 'f=\"%s/$(printf %%b \"", dir);
	add_name(&out, name);
	str_addf(&out,
		 "\").log\"; export LC_ALL=C; if e=$(tail -c 1 -- \"$f\" 2>&1 >/dev/null); "
		 "then echo log; exec tail -c %zu -- \"$f\"; else echo \"why $e\"; fi'", most);
	return str_take(&out);
}

char *trouble_log_answer(const char *text, struct err *err)
{
	if (str_starts(text, "log\n"))
		return mem_strdup(text + strlen("log\n"));
	if (str_starts(text, "why ") && text[strlen("why ")] != '\n')
		err_set(err, ERR_FAILED, "%.*s", (int)strcspn(text + 4, "\n"), text + 4);
	else
		err_set(err, ERR_FAILED, "its shell does not say why");
	return NULL;
}

static char *read_far_end(struct work *work, struct conn *conn, const char *name, size_t most, struct err *err)
{
	autofree char *question = trouble_log_question(conn->far_log_dir, name, most);
	autofree char *answer = remote_read(work, conn->login, question, ANSWER_MS, err);
	return answer ? trouble_log_answer(answer, err) : NULL;
}

/* --- on this machine --------------------------------------------------------------------------- */

/* What is at the end of the file; NULL when it cannot be read. */
static char *read_end(const char *path, size_t most)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	if (fd < 0)
		return NULL;
	char *text = NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		off_t from = st.st_size > (off_t)most ? st.st_size - (off_t)most : 0;
		text = mem_new_array(most + 1, 1);
		ssize_t n = pread(fd, text, most, from);
		text[n > 0 ? n : 0] = '\0';
	}
	close(fd);
	return text;
}

/* QEMU's own, a word or two a line, each but the last with a backslash: many, and no news. */
static void drop_command_line(char *text)
{
	char *to = text;
	bool inside = false;
	for (const char *p = text; *p;) {
		size_t len = strcspn(p, "\n"), whole = len + (p[len] == '\n');
		bool goes_on = len > 0 && p[len - 1] == '\\';
		if (!goes_on && !inside) {
			memmove(to, p, whole);
			to += whole;
		}
		inside = goes_on;
		p += whole;
	}
	*to = '\0';
}

static const char *last_lines(const char *text, size_t n)
{
	const char *p = text + strlen(text);
	while (p > text) {
		if (p[-1] == '\n' && p[0] && n-- == 1)
			break;
		p--;
	}
	return p;
}

/* What QEMU itself said last says more than libvirt's "shutting down, reason=crashed". */
static char *telling_line(const char *tail)
{
	const char *last = NULL, *said = NULL;
	for (const char *p = tail; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		if (*p == '\n')
			continue;
		last = p;
		if (strstr(p, "starting up") && strstr(p, "starting up") < p + strcspn(p, "\n"))
			said = NULL;
		else if (str_starts(p, "qemu") || str_starts(p, "KVM"))
			said = p;
	}
	const char *line = said ? said : last;
	if (line && strcspn(line, "\n") > STAMP && line[STAMP - 2] == ':')
		line += STAMP;
	size_t len = line ? strcspn(line, "\n") : 0;
	return len ? mem_strndup(line, len < LINE_MOST ? len : LINE_MOST) : NULL;
}

static void take_end(char *end, struct guest_facts *facts)
{
	drop_command_line(end);
	const char *tail = last_lines(end, TAIL_LINES);
	facts->log = mem_strdup(tail);
	if (!facts->trouble)
		facts->trouble = telling_line(tail);
}

static char *read_near_end(const char *dir, const char *name, size_t most)
{
	if (!dir || !name || strchr(name, '/'))
		return NULL;
	autofree char *path = mem_printf("%s/%s.log", dir, name);
	return read_end(path, most);
}

/* libvirt writes "2026-01-01 00:00:09.000+0000: starting up", in UTC whatever the host's zone is. */
static int64_t stamp_of(const char *line, const char *what)
{
	struct tm tm = {0};
	int end = 0;
	if (sscanf(line, "%4d-%2d-%2d %2d:%2d:%2d.%*3d+0000: %n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
		   &tm.tm_min, &tm.tm_sec, &end) != 6 || !end || !str_starts(line + end, what))
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	return timegm(&tm);
}

int64_t trouble_find_start(const char *log)
{
	int64_t start_s = 0;
	for (const char *p = log; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		int64_t at_s = stamp_of(p, "starting up");
		if (at_s || stamp_of(p, "shutting down"))
			start_s = at_s;
	}
	return start_s;
}

void trouble_read_log(const char *dir, const char *name, struct guest_facts *facts)
{
	autofree char *end = read_near_end(dir, name, TAIL_BYTES);
	if (end)
		take_end(end, facts);
}

char *trouble_read_tail(const char *dir, const char *name)
{
	char *end = read_near_end(dir, name, LOG_BYTES);
	if (end)
		drop_command_line(end);
	return end;
}

char *trouble_read_end(struct work *work, struct conn *conn, const char *name, struct err *err)
{
	autoerr struct err why = {0};
	char *text = NULL;
	work_assert(work);
	if (conn->facts.is_test) {
		err_set(err, ERR_UNSUPPORTED, "it writes no logs");
	} else if (conn->log_dir) {
		text = trouble_read_tail(conn->log_dir, name);
		if (!text)
			err_set(err, ERR_FAILED, "%s/%s.log cannot be read from here", conn->log_dir, name);
	} else if (conn->far_log_dir) {
		text = read_far_end(work, conn, name, LOG_BYTES, &why);
		if (text)
			drop_command_line(text);
		else
			err_set(err, ERR_FAILED, "Its log is not readable over ssh: %s", why.text);
	} else {
		err_set(err, ERR_FAILED, "Its log is on another machine: virtty reads QEMU's of this one, and of "
					 "others over ssh");
	}
	return text;
}

/* What cannot be read is not told: the log part of its page says why. */
static void read_far_log(struct work *work, struct conn *conn, const char *name, struct guest_facts *facts)
{
	autoerr struct err unused = {0};
	autofree char *end = read_far_end(work, conn, name, TAIL_BYTES, &unused);
	if (end)
		take_end(end, facts);
}

void trouble_read(struct work *work, struct conn *conn, virDomainPtr domain, struct guest_facts *facts)
{
	if (virDomainIsActive(domain) == 1)
		read_disk_errors(domain, facts);
	else if (conn->far_log_dir)
		read_far_log(work, conn, virDomainGetName(domain), facts);
	else
		trouble_read_log(conn->log_dir, virDomainGetName(domain), facts);
}
