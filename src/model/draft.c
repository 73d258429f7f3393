// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/draft.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/verbs.h"

struct value {
	char *text;  /* as it was typed */
	char *plain; /* without spaces around it; NULL: the same */
	bool own;     /* a person's, or found: no suggestion changes it */
	bool changed; /* a person's */
};

struct draft {
	const struct field *fields;
	const void *context;
	size_t n;
	struct value *values;
	size_t origin; /* of a record: see record_origin() */
};

/* A secret leaves nothing behind. */
static void drop_text(struct draft *d, size_t i)
{
	if (d->fields[i].type == FIELD_SECRET)
		wipe_free(d->values[i].text);
	else
		free(d->values[i].text);
	free(d->values[i].plain);
}

static void put(struct draft *d, size_t i, const char *text)
{
	char *copy = mem_strdup(text);

	drop_text(d, i);
	d->values[i].text = copy;
	d->values[i].plain = field_trim(&d->fields[i], copy);
}

/* A suggestion may rest on fields that stand before it in the table. */
static void suggest(struct draft *d)
{
	for (size_t i = 0; i < d->n; i++) {
		autofree char *text = NULL;

		if (d->values[i].own || !d->fields[i].suggest)
			continue;
		text = d->fields[i].suggest(d);
		put(d, i, text ? text : "");
	}
}

struct draft *draft_create(const struct field *fields, const void *context)
{
	struct draft *d = mem_new(struct draft);

	*d = (struct draft){.fields = fields, .context = context};
	while (fields[d->n].id)
		d->n++;
	d->values = mem_new_array(d->n + 1, sizeof(*d->values));
	for (size_t i = 0; i < d->n; i++)
		put(d, i, fields[i].first ? fields[i].first : "");
	suggest(d);
	return d;
}

void draft_destroy(struct draft *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n; i++)
		drop_text(d, i);
	free(d->values);
	free(d);
}

const struct field *draft_fields(const struct draft *d)
{
	return d->fields;
}

const void *draft_context(const struct draft *d)
{
	return d->context;
}

size_t draft_count(const struct draft *d)
{
	return d->n;
}

static size_t find(const struct draft *d, const char *id)
{
	const struct field *f = field_find(d->fields, id);

	assert(f);
	return (size_t)(f - d->fields);
}

const char *draft_text_at(const struct draft *d, size_t i)
{
	return d->values[i].text;
}

const char *draft_text(const struct draft *d, const char *id)
{
	return d->values[find(d, id)].text;
}

const char *draft_value(const struct draft *d, const char *id)
{
	const struct value *v = &d->values[find(d, id)];

	return !draft_shows(d, id) ? "" : v->plain ? v->plain : v->text;
}

bool draft_is(const struct draft *d, const char *id, const char *value)
{
	return str_equal(draft_value(d, id), value);
}

/* --- what is shown ----------------------------------------------------------------------------- */

static bool is_among(const char *value, const char *words, size_t len)
{
	size_t n = strlen(value);

	for (size_t at = 0; at <= len;) {
		size_t word = 0;

		while (at + word < len && words[at + word] != ',')
			word++;
		if (word == n && strncmp(words + at, value, n) == 0)
			return true;
		at += word + 1;
	}
	return false;
}

/* One of the conditions, len bytes: "mode=nat,route". */
static bool holds(const struct draft *d, const char *condition, size_t len)
{
	size_t name = strcspn(condition, "=! ");
	autofree char *id = mem_strndup(condition, name < len ? name : len);
	const char *value = draft_value(d, id);
	bool inverse;

	if (name >= len)
		return *value && !str_equal(value, "no");
	inverse = condition[name] == '!';
	name += 1 + inverse;
	return is_among(value, condition + name, len - name) != inverse;
}

bool draft_meets(const struct draft *d, const char *when)
{
	for (const char *p = when ? when : ""; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (!holds(d, p, len))
			return false;
		p += len;
	}
	return true;
}

bool draft_shows_at(const struct draft *d, size_t i)
{
	const struct field *f = &d->fields[i];

	return draft_meets(d, f->when) && (!f->shown || f->shown(d));
}

bool draft_shows(const struct draft *d, const char *id)
{
	return draft_shows_at(d, find(d, id));
}

/* --- changes ----------------------------------------------------------------------------------- */

void draft_set_at(struct draft *d, size_t i, const char *text)
{
	struct value *v = &d->values[i];

	if (str_equal(v->text, text))
		return;
	put(d, i, text);
	v->own = v->changed = true;
	suggest(d);
}

void draft_set(struct draft *d, const char *id, const char *text)
{
	draft_set_at(d, find(d, id), text);
}

void draft_load_at(struct draft *d, size_t i, const char *text)
{
	put(d, i, text);
	d->values[i].own = true;
}

void draft_renew(struct draft *d)
{
	suggest(d);
}

bool draft_is_changed(const struct draft *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->values[i].changed)
			return true;
	return false;
}

bool draft_is_own_at(const struct draft *d, size_t i)
{
	return d->values[i].own;
}

/* --- judging ----------------------------------------------------------------------------------- */

/* Of the value in its one form. */
static char *wrong(const struct draft *d, const struct field *f, const char *text)
{
	autoerr struct err err = {0};

	if (f->required && !*text)
		return mem_strdup(f->type == FIELD_RECORDS ? "at least one is needed" : "something is needed here");
	if (!field_check_type(f, d, text, &err))
		return mem_strdup(err.text);
	if (!*text)
		return f->lacks ? f->lacks(d) : NULL;
	return f->check ? f->check(d, text) : NULL;
}

char *draft_wrong_at(const struct draft *d, size_t i)
{
	const struct field *f = &d->fields[i];
	char *text, *why;

	if (!draft_shows_at(d, i))
		return NULL;
	text = field_tidy(f, d->values[i].text);
	why = wrong(d, f, text);
	wipe_free(text);
	return why;
}

size_t draft_first_wrong(const struct draft *d, const char *page)
{
	for (size_t i = 0; i < d->n; i++) {
		autofree char *why = NULL;

		if (page && !str_equal(d->fields[i].page, page))
			continue;
		why = draft_wrong_at(d, i);
		if (why)
			return i;
	}
	return d->n;
}

/* --- records ----------------------------------------------------------------------------------- */

size_t record_count(const char *text)
{
	size_t n = 0;

	for (; *text; n++) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return n;
}

/* Where line i begins, and in *ret_len how long it is. */
static const char *line_at(const char *text, size_t i, size_t *ret_len)
{
	while (i-- && *text) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	*ret_len = strcspn(text, "\n");
	return text;
}

char *record_cell(const char *text, size_t i, size_t cell)
{
	size_t len;
	const char *p = line_at(text, i, &len), *end = p + len;

	while (cell-- && p < end) {
		p += strcspn(p, "\t\n");
		p += p < end;
	}
	return mem_strndup(p, p < end ? strcspn(p, "\t\n") : 0);
}

struct draft *record_draft(const struct draft *draft, const struct field *field, const char *text, size_t i)
{
	struct draft *record = draft_create(field->record, draft_context(draft));

	for (size_t cell = 0; i < record_count(text) && cell < record->n; cell++) {
		autofree char *value = record_cell(text, i, cell);

		draft_load_at(record, cell, value);
	}
	autofree char *origin = record_cell(text, i, record->n);

	record->origin = strtoul(origin, NULL, 10);
	return record;
}

size_t record_origin(const struct draft *record)
{
	return record->origin;
}

void record_came_from(struct draft *record, size_t number)
{
	record->origin = number;
}

static void add_line(struct str *out, const struct draft *record)
{
	for (size_t i = 0; i < record->n; i++) {
		autofree char *cell =
		        field_tidy(&record->fields[i], draft_shows_at(record, i) ? record->values[i].text : "");

		for (char *p = cell; *p; p++)
			*p = *p == '\t' || *p == '\n' ? ' ' : *p;
		str_addf(out, "%s%s", i ? "\t" : "", cell);
	}
	if (record->origin)
		str_addf(out, "\t%zu", record->origin);
	str_addc(out, '\n');
}

/* record NULL: the line is left out. */
static char *with_line(const char *text, size_t i, const struct draft *record)
{
	struct str out = {0};
	size_t n = record_count(text);

	for (size_t at = 0; at < n || (record && at <= i); at++) {
		size_t len;
		const char *line = line_at(text, at, &len);

		if (at == i && record)
			add_line(&out, record);
		else if (at != i)
			str_addf(&out, "%.*s\n", (int)len, line);
	}
	return str_take(&out);
}

char *record_put(const char *text, size_t i, const struct draft *record)
{
	return with_line(text, i, record);
}

char *record_remove(const char *text, size_t i)
{
	return with_line(text, i, NULL);
}
