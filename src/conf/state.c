// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/paths.h"

#define ENTRIES_MOST 10000

struct entry {
	char *section, *name, *value; /* value NULL: forgotten */
	bool set;                     /* here, since it was read */
};

struct state {
	char *path;
	struct entry *all;
	size_t n, cap;
	bool changed;
	bool loose; /* written, and perhaps not on the disk yet */
};

static struct entry *find(const struct state *s, const char *section, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_equal(s->all[i].section, section) && str_equal(s->all[i].name, name))
			return &s->all[i];
	return NULL;
}

static struct entry *find_or_add(struct state *s, const char *section, const char *name)
{
	struct entry *e = find(s, section, name);

	if (!e) {
		e = arr_add(s->all, s->n, s->cap);
		*e = (struct entry){.section = mem_strdup(section), .name = mem_strdup(name)};
	}
	return e;
}

static char *unescaped(const char *text, size_t n)
{
	char *out = mem_strndup(text, n);
	char *to = out;

	for (const char *p = out; *p; p++)
		if (*p != '\\' || !p[1])
			*to++ = *p;
		else
			*to++ = *++p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
	*to = '\0';
	return out;
}

static void add_escaped(struct str *out, const char *text)
{
	for (const char *p = text; *p; p++)
		if (*p == '\\' || *p == '\n' || *p == '\t')
			str_addf(out, "\\%c", *p == '\n' ? 'n' : *p == '\t' ? 't' : '\\');
		else
			str_addc(out, *p);
}

/* section, name and value, parted by tabs. */
static void read_line(struct state *s, const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n);
	const char *second = tab ? memchr(tab + 1, '\t', n - (size_t)(tab + 1 - line)) : NULL;

	if (!second)
		return;
	autofree char *section = unescaped(line, (size_t)(tab - line));
	autofree char *name = unescaped(tab + 1, (size_t)(second - tab - 1));
	if (s->n >= ENTRIES_MOST && !find(s, section, name))
		return;
	struct entry *e = find_or_add(s, section, name);

	if (e->set)
		return;
	free(e->value);
	e->value = unescaped(second + 1, n - (size_t)(second + 1 - line));
}

/* What another one has forgotten is not remembered for it. */
static void drop_unset(struct state *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->all[i].set)
			free(take(s->all[i].value));
}

/* What was set here stays, and all of it when the file cannot be read. */
static void read_file(struct state *s)
{
	autoerr struct err err = {0};
	autofree char *text = file_read(s->path, &err);

	if (text || err.code == ERR_NOT_FOUND)
		drop_unset(s);
	for (const char *p = text; p && *p;) {
		size_t n = strcspn(p, "\n");

		read_line(s, p, n);
		p += n + (p[n] == '\n');
	}
}

struct state *state_load(const char *path)
{
	struct state *s = mem_new(struct state);

	s->path = mem_strdup(path);
	if (path)
		read_file(s);
	return s;
}

const char *state_get(const struct state *s, const char *section, const char *name)
{
	const struct entry *e = find(s, section, name);

	return e ? e->value : NULL;
}

void state_each(const struct state *s, const char *section,
		void (*fn)(void *opaque, const char *name, const char *value), void *opaque)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->all[i].value && str_equal(s->all[i].section, section))
			fn(opaque, s->all[i].name, s->all[i].value);
}

void state_set(struct state *s, const char *section, const char *name, const char *value)
{
	struct entry *e = find_or_add(s, section, name);

	if (str_equal(e->value, value))
		return;
	free(e->value);
	e->value = mem_strdup(value);
	e->set = true;
	s->changed = true;
}

static bool write(struct state *s,
		  bool (*replace)(const char *path, const char *bytes, size_t n, struct err *err), struct err *err)
{
	autostr struct str out = {0};

	read_file(s); /* what another one has remembered meanwhile */
	for (size_t i = 0; i < s->n; i++) {
		const struct entry *e = &s->all[i];

		if (!e->value)
			continue;
		add_escaped(&out, e->section);
		str_addc(&out, '\t');
		add_escaped(&out, e->name);
		str_addc(&out, '\t');
		add_escaped(&out, e->value);
		str_addc(&out, '\n');
	}
	path_make_dir(s->path);
	if (!replace(s->path, str_text(&out), out.len, err))
		return false;
	for (size_t i = 0; i < s->n; i++)
		s->all[i].set = false;
	s->changed = false;
	return true;
}

bool state_save_soon(struct state *s, struct err *err)
{
	if (!s->changed || !s->path)
		return true;
	s->loose = true;
	return write(s, file_replace_soon, err);
}

bool state_save(struct state *s, struct err *err)
{
	if ((!s->changed && !s->loose) || !s->path)
		return true;
	s->loose = false;
	return write(s, file_replace, err);
}

void state_destroy(struct state *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++) {
		free(s->all[i].section);
		free(s->all[i].name);
		free(s->all[i].value);
	}
	free(s->all);
	free(s->path);
	free(s);
}
