// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/versions.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/paths.h"

#define UUID_LEN    36
#define ALL_MOST    100000
#define SECOND_US   INT64_C(1000000)
#define LEVELS      3 /* host, kind, thing */

/* --- times as names ---------------------------------------------------------------------------- */

#define DRAFT "-draft"

/* "20261130-091233.xml", "20261130-091233-2.xml", "20261130-091233-draft.xml", UTC. */
static char *file_name(int64_t wall_s, unsigned number, bool draft)
{
	time_t t = (time_t)wall_s;
	struct tm tm;
	char text[32];

	gmtime_r(&t, &tm);
	strftime(text, sizeof(text), "%Y%m%d-%H%M%S", &tm);
	return number > 1 ? mem_printf("%s-%u%s.xml", text, number, draft ? DRAFT : "")
			  : mem_printf("%s%s.xml", text, draft ? DRAFT : "");
}

/* What comes of it from the name: time, number, whether it is a draft. */
static bool read_name(const char *name, struct version *ret)
{
	struct tm tm = {0};
	const char *end = strptime(name, "%Y%m%d-%H%M%S", &tm);
	int len = 0;

	ret->number = 1;
	if (end && sscanf(end, "-%u%n", &ret->number, &len) == 1)
		end += len;
	ret->draft = end && str_starts(end, DRAFT);
	if (ret->draft)
		end += strlen(DRAFT);
	ret->wall_s = (int64_t)timegm(&tm);
	return str_equal(end, ".xml");
}

static int compare(const void *a, const void *b)
{
	const struct version *x = a, *y = b;

	if (x->wall_us != y->wall_us)
		return x->wall_us < y->wall_us ? 1 : -1;
	if (x->number != y->number)
		return x->number < y->number ? 1 : -1;
	return strcmp(x->path, y->path);
}

/* Names tell seconds, in which several things may be kept. A file written late, or copied, stays in its second. */
static int64_t exactly(int64_t wall_s, const struct timespec *written)
{
	int64_t within = 0;

	if (written->tv_sec == wall_s)
		within = written->tv_nsec / 1000;
	else if (written->tv_sec > wall_s)
		within = SECOND_US - 1;
	return wall_s * SECOND_US + within;
}

/* --- reading ------------------------------------------------------------------------------------ */

/* names: host, kind and thing. */
static void add_file(const char *path, char *const names[LEVELS], const char *file, struct versions *out)
{
	size_t len = strlen(names[2]);
	struct version v = {0};
	struct stat st;

	v.path = mem_printf("%s/%s", path, file);
	if (len < UUID_LEN + 2 || names[2][len - UUID_LEN - 1] != '-' || !read_name(file, &v) ||
	    lstat(v.path, &st) < 0 || !S_ISREG(st.st_mode) || out->n >= ALL_MOST) {
		free(v.path);
		return;
	}
	v.host = mem_strdup(names[0]);
	v.kind = mem_strdup(names[1]);
	v.name = mem_strndup(names[2], len - UUID_LEN - 1);
	v.uuid = mem_strdup(names[2] + len - UUID_LEN);
	v.size = (uint64_t)st.st_size;
	v.wall_us = exactly(v.wall_s, &st.st_mtim);
	*arr_add(out->all, out->n, out->cap) = v;
}

/* False with errno when it cannot be read. Below the third level are the files. */
static bool walk(const char *path, char *names[LEVELS], int level, struct versions *out)
{
	DIR *dir = opendir(path);
	const struct dirent *d;

	if (!dir)
		return false;
	while ((d = readdir(dir))) {
		if (d->d_name[0] == '.')
			continue;
		if (level == LEVELS) {
			add_file(path, names, d->d_name, out);
			continue;
		}
		autofree char *below = mem_printf("%s/%s", path, d->d_name);

		names[level] = mem_strdup(d->d_name);
		walk(below, names, level + 1, out); /* what is no directory is left aside */
		free(names[level]);
	}
	closedir(dir);
	return true;
}

static void sort(struct versions *versions)
{
	if (versions->n)
		qsort(versions->all, versions->n, sizeof(*versions->all), compare);
}

bool versions_list(const char *directory, struct versions *ret, struct err *err)
{
	char *names[LEVELS] = {0};

	*ret = (struct versions){0};
	if (!walk(directory, names, 0, ret) && errno != ENOENT)
		return err_set(err, ERR_FAILED, "%s cannot be read: %s", directory, strerror(errno));
	sort(ret);
	return true;
}

void versions_finish(struct versions *versions)
{
	for (size_t i = 0; i < versions->n; i++) {
		struct version *v = &versions->all[i];

		free(v->host);
		free(v->kind);
		free(v->name);
		free(v->uuid);
		free(v->path);
	}
	free(versions->all);
	*versions = (struct versions){0};
}

/* --- writing ------------------------------------------------------------------------------------ */

/* Of one thing. */
static struct versions versions_in(const char *path, const struct version_of *of)
{
	autofree char *thing = mem_printf("%s-%s", of->name, of->uuid);
	char none[] = "";
	char *names[LEVELS] = {none, none, thing};
	struct versions all = {0};

	walk(path, names, LEVELS, &all);
	sort(&all);
	return all;
}

static unsigned next_number(const struct versions *all, int64_t wall_s)
{
	unsigned last = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->all[i].wall_s == wall_s && all->all[i].number > last)
			last = all->all[i].number;
	return last + 1;
}

bool versions_keep(const char *directory, const struct version_of *of, const char *text, int64_t wall_s, size_t most,
		   struct err *err)
{
	autofree char *host = file_safe_name(of->host);
	autofree char *name = file_safe_name(of->name);
	autofree char *path = mem_printf("%s/%s/%s/%s-%s", directory, host, of->kind, name, of->uuid);
	struct versions all = versions_in(path, of);
	autofree char *file = file_name(wall_s, next_number(&all, wall_s), of->draft);
	autofree char *whole = mem_printf("%s/%s", path, file);
	bool ok = true;

	if (most) {
		path_make_dir(whole);
		ok = file_write_new(whole, text, strlen(text), err);
	}
	for (size_t i = most ? most - 1 : 0; ok && most && i < all.n; i++)
		unlink(all.all[i].path);
	versions_finish(&all);
	return ok;
}
