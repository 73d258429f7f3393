// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/ini.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

/* libinih's buffers: 200 bytes with the line's end, 50 each for a section's and a value's name; it cuts
 * what is longer without a word. */
#define LINE_LONGEST 190
#define NAME_LONGEST 49

struct reading {
	const char *file;
	const char *rest; /* what was not read yet */
	int line;         /* the newest, from 1 */
	bool lost;        /* the section was refused: what is below it belongs nowhere */
	size_t before;    /* problems that were there already */
	ini_section_fn *section;
	ini_pair_fn *fn;
	void *opaque;
	struct problems *problems;
};

static int on_pair(void *opaque, const char *section, const char *name, const char *value)
{
	struct reading *r = opaque;
	const struct ini_pair pair = {section, name, value, r->file, r->line};
	autoerr struct err err = {0};

	if (r->lost)
		return 1;
	if (!r->fn(r->opaque, &pair, &err))
		problems_add(r->problems, r->file, r->line, "%s", err.text ? err.text : "not understood");
	return 1;
}

static void bad(struct reading *r, const char *text)
{
	problems_add(r->problems, r->file, r->line, "%s", text);
}

static bool comment_within(const char *text, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (text[i] == ';' && isspace((unsigned char)text[i - 1]))
			return true;
	return false;
}

static bool section_will_do(struct reading *r, const char *line, size_t n)
{
	const char *end = memchr(line, ']', n);

	if (n > LINE_LONGEST)
		return bad(r, "a line must not be longer than 190 bytes"), false;
	if (!end)
		return bad(r, "a section reads [name]: the ] is missing"), false;
	if (end - line - 1 > NAME_LONGEST)
		return bad(r, "a section's name must not be longer than 49 bytes"), false;
	if (comment_within(line, (size_t)(end - line)))
		return bad(r, "a section's name cannot have a ; after a space"), false;
	return true;
}

static bool begin_section(struct reading *r, const char *line, size_t n)
{
	r->lost = !section_will_do(r, line, n);
	if (r->lost || !r->section)
		return !r->lost;
	autofree char *name = mem_strndup(line + 1, strcspn(line + 1, "]"));

	r->section(r->opaque, name, r->line);
	return true;
}

/* What libinih would misread, or read no further than. */
static bool will_do(struct reading *r, const char *line, size_t n)
{
	size_t name = 0;

	if (!n || *line == '#' || *line == ';')
		return true;
	if (*line == '[')
		return begin_section(r, line, n);
	if (n > LINE_LONGEST)
		return bad(r, "a line must not be longer than 190 bytes"), false;
	while (name < n && line[name] != '=')
		name++;
	if (name == n || name == 0)
		return bad(r, "a line reads \"name = value\""), false;
	if (name > NAME_LONGEST || memchr(line, ':', name))
		return bad(r, "a name has at most 49 bytes, and no colon"), false;
	if (comment_within(line + name, n - name))
		return bad(r, "a value cannot have a ; after a space"), false;
	return true;
}

/* libinih's fgets: unindented, because an indented line would continue the value above it. */
static char *read_line(char *buf, int size, void *opaque)
{
	struct reading *r = opaque;
	const char *line = r->rest;
	size_t n = strcspn(line, "\n");

	if (!*line)
		return NULL;
	r->line++;
	r->rest += n + (line[n] == '\n');
	while (n > 0 && isspace((unsigned char)*line)) {
		line++;
		n--;
	}
	while (n > 0 && isspace((unsigned char)line[n - 1]))
		n--;
	if (!will_do(r, line, n) || n + 2 > (size_t)size)
		n = 0;
	snprintf(buf, (size_t)size, "%.*s\n", (int)n, line);
	return buf;
}

bool ini_read_sections(const char *file, const char *text, ini_section_fn *section, ini_pair_fn *fn,
		       void *opaque, struct problems *problems)
{
	struct reading r = {.file = file,
			    .rest = str_starts(text, "\xef\xbb\xbf") ? text + 3 : text,
			    .before = problems->n,
			    .section = section,
			    .fn = fn,
			    .opaque = opaque,
			    .problems = problems};

	ini_parse_stream(read_line, &r, on_pair, &r);
	return problems->n == r.before;
}

bool ini_read_text(const char *file, const char *text, ini_pair_fn *fn, void *opaque,
		   struct problems *problems)
{
	return ini_read_sections(file, text, NULL, fn, opaque, problems);
}

bool ini_flag(const char *value, bool *ret)
{
	static const char *const yes[] = {"yes", "true", "on", "1"};
	static const char *const no[] = {"no", "false", "off", "0"};

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		if (!str_equal(value, yes[i]) && !str_equal(value, no[i]))
			continue;
		*ret = str_equal(value, yes[i]);
		return true;
	}
	return false;
}

bool ini_read_file(const char *path, bool optional, ini_pair_fn *fn, void *opaque,
		   struct problems *problems)
{
	autoerr struct err err = {0};
	autofree char *text = file_read(path, &err);

	if (!text && optional && err.code == ERR_NOT_FOUND)
		return true;
	if (!text) {
		problems_add(problems, path, 0, "%s", err.text);
		return false;
	}
	return ini_read_text(path, text, fn, opaque, problems);
}
