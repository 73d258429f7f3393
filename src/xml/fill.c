// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/fill.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/values.h"
#include "model/verbs.h"
#include "xml/path.h"

/* --- paths ------------------------------------------------------------------------------------- */

/* "forward/interface/@dev": how long the path of the element is; of "name" all of it. */
static size_t element_length(const char *path)
{
	const char *last = strrchr(path, '/');

	/* Not one within a test of a step. */
	return last && last[1] == '@' && !strchr(last, ']') ? (size_t)(last - path) : strlen(path);
}

/* "interface[2]/@dev" of "interface/@dev". The caller frees. */
static char *nth_path(const char *path, size_t n)
{
	size_t len = element_length(path);

	return mem_printf("%.*s[%zu]%s", (int)len, path, n, path + len);
}

static char *element_path(const char *path)
{
	return mem_strndup(path, element_length(path));
}

/* --- reading ----------------------------------------------------------------------------------- */

static char *take_switch(const struct xml_doc *doc, const struct field *f)
{
	autofree char *text = xml_doc_get(doc, f->path);

	if (!text)
		return mem_strdup(f->off && !f->on ? "yes" : "no");
	if (!f->off && !f->on)
		return mem_strdup(str_equal(text, "yes") ? "yes" : "no");
	return mem_strdup(f->on ? str_equal(text, f->on) ? "yes" : "no" : str_equal(text, f->off) ? "no" : "yes");
}

static char *take_many(const struct xml_doc *doc, const struct field *f)
{
	autofree char *element = element_path(f->path);
	struct str out = {0};

	for (size_t i = 1; i <= xml_doc_count(doc, element); i++) {
		autofree char *path = nth_path(f->path, i);
		autofree char *word = xml_doc_get(doc, path);

		if (word && *word)
			str_addf(&out, "%s%s", out.len ? " " : "", word);
	}
	return str_take(&out);
}

/* A mask says the same as a prefix. */
static char *take_prefix(const struct xml_doc *doc, const struct field *f)
{
	char *prefix = xml_doc_get(doc, f->prefix_path);
	autofree char *element = element_path(f->prefix_path);
	autofree char *mask_path = mem_printf("%s/@netmask", element);
	autofree char *mask = prefix ? NULL : xml_doc_get(doc, mask_path);
	struct inet bits;

	if (mask && inet_parse(mask, &bits) && inet_mask_prefix(&bits) >= 0)
		return mem_printf("%d", inet_mask_prefix(&bits));
	return prefix ? prefix : mem_strdup(mask);
}

static char *take_subnet(const struct xml_doc *doc, const struct field *f)
{
	autofree char *address = xml_doc_get(doc, f->path);
	autofree char *prefix = address ? take_prefix(doc, f) : NULL;

	return prefix ? mem_printf("%s/%s", address, prefix) : take(address);
}

static char *take_size(const struct xml_doc *doc, const struct field *f)
{
	autofree char *figure = xml_doc_get(doc, f->path);
	autofree char *unit_path = mem_printf("%s/@unit", f->path);
	autofree char *unit = figure ? xml_doc_get(doc, unit_path) : NULL;
	autofree char *text = figure ? mem_printf("%s %s", figure, unit ? unit : f->unit ? f->unit : "bytes") : NULL;

	return text ? field_tidy(f, text) : NULL;
}

static void fill_record(struct draft *record, const struct xml_doc *doc, const char *element, size_t n);

static char *take_records(const struct draft *draft, const struct xml_doc *doc, const struct field *f)
{
	char *text = mem_strdup("");

	for (size_t i = 1; i <= xml_doc_count(doc, f->path); i++) {
		struct draft *record = record_draft(draft, f, "", 0);
		char *more;

		fill_record(record, doc, f->path, i);
		record_came_from(record, i);
		more = record_put(text, i - 1, record);
		free(text);
		text = more;
		draft_destroy(record);
	}
	return text;
}

/* NULL: it is not there. The caller frees. */
static char *take_value(const struct draft *draft, const struct xml_doc *doc, const struct field *f)
{
	if (f->take)
		return (f->take)(doc, f); /* not the macro */
	if (!f->path)
		return NULL;
	switch (f->type) {
	case FIELD_SWITCH:
		return take_switch(doc, f);
	case FIELD_MANY:
		return take_many(doc, f);
	case FIELD_SUBNET4:
	case FIELD_SUBNET6:
		return take_subnet(doc, f);
	case FIELD_SIZE:
		return take_size(doc, f);
	case FIELD_RECORDS:
		return take_records(draft, doc, f);
	default:
		return xml_doc_get(doc, f->path);
	}
}

/* A record's fields have paths below its element: with the whole path each is like any other. */
static struct field below(const struct field *f, const char *element, size_t n, char **ret_path)
{
	struct field whole = *f;

	*ret_path = mem_printf("%s[%zu]%s%s", element, n, f->path ? "/" : "", f->path ? f->path : "");
	if (f->path || f->put)
		whole.path = *ret_path;
	return whole;
}

static void fill_record(struct draft *record, const struct xml_doc *doc, const char *element, size_t n)
{
	for (size_t i = 0; i < draft_count(record); i++) {
		autofree char *path = NULL;
		const struct field f = below(&draft_fields(record)[i], element, n, &path);
		autofree char *text = take_value(record, doc, &f);

		draft_load_at(record, i, text ? text : "");
	}
}

void fill_draft(struct draft *draft, const struct xml_doc *doc)
{
	for (size_t i = 0; i < draft_count(draft); i++) {
		const struct field *f = &draft_fields(draft)[i];
		autofree char *text = take_value(draft, doc, f);

		if (f->path || f->take)
			draft_load_at(draft, i, text ? text : "");
	}
}

/* --- writing ----------------------------------------------------------------------------------- */

static bool put_text(struct xml_doc *doc, const char *path, const char *text, struct err *err)
{
	if (text && *text)
		return xml_doc_set(doc, path, text, err);
	xml_doc_clear(doc, path);
	return true;
}

static bool put_switch(struct xml_doc *doc, const struct field *f, const char *text, struct err *err)
{
	if (str_equal(text, "yes"))
		return put_text(doc, f->path, f->on ? f->on : f->off ? "" : "yes", err);
	return put_text(doc, f->path, *text ? f->off : "", err);
}

static bool put_many(struct xml_doc *doc, const struct field *f, const char *text, struct err *err)
{
	autofree char *before = take_many(doc, f);
	autofree char *element = element_path(f->path);
	size_t n = 0;

	if (str_equal(before, text))
		return true;
	for (const char *p = text; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");
		autofree char *word = mem_strndup(p, len);
		autofree char *path = nth_path(f->path, ++n);

		if (!xml_doc_set(doc, path, word, err))
			return false;
		p += len;
	}
	while (xml_doc_count(doc, element) > n) {
		size_t count = xml_doc_count(doc, element);
		autofree char *last = nth_path(f->path, count);

		/* What is around it goes, too, where only it was made. */
		xml_doc_clear(doc, last);
		if (xml_doc_count(doc, element) == count)
			xml_doc_remove(doc, element, count);
	}
	return true;
}

/* One that had a mask gets a prefix only when it is another one. */
static bool put_subnet(struct xml_doc *doc, const struct field *f, const char *text, struct err *err)
{
	const char *slash = strchr(text, '/');
	autofree char *address = mem_strndup(text, slash ? (size_t)(slash - text) : strlen(text));
	autofree char *element = element_path(f->prefix_path);
	autofree char *mask_path = mem_printf("%s/@netmask", element);
	autofree char *before = take_prefix(doc, f);

	if (!slash || !str_equal(before, slash + 1)) {
		xml_doc_clear(doc, mask_path);
		if (!put_text(doc, f->prefix_path, slash ? slash + 1 : "", err))
			return false;
	}
	return put_text(doc, f->path, address, err);
}

/* libvirt takes whole numbers only: the unit is one in which it is one. */
static bool put_size(struct xml_doc *doc, const struct field *f, const char *text, struct err *err)
{
	autofree char *before = take_size(doc, f);
	autofree char *unit_path = mem_printf("%s/@unit", f->path);
	size_t len = strcspn(text, " ");
	autofree char *figure = mem_strndup(text, len);

	if (before && str_equal(before, text))
		return true;
	if (!*text)
		xml_doc_clear(doc, unit_path);
	return put_text(doc, f->path, figure, err) && (!*text || put_text(doc, unit_path, text + len + 1, err));
}

static bool put_value(const struct draft *draft, struct xml_doc *doc, const struct field *f, const char *text,
		      struct err *err);

static bool put_record(const struct draft *record, struct xml_doc *doc, const char *element, size_t n,
		       struct err *err)
{
	for (size_t i = 0; i < draft_count(record); i++) {
		autofree char *path = NULL;
		const struct field f = below(&draft_fields(record)[i], element, n, &path);

		if (!put_value(record, doc, &f, draft_shows_at(record, i) ? draft_text_at(record, i) : "", err))
			return false;
	}
	return true;
}

/* The elements whose records are gone are taken out. Of the others *number, by what it was, is what it is from now on;
 * a record that is of none is a new one. */
static void keep_elements(struct xml_doc *doc, const char *path, struct draft *const *records, size_t n, size_t *number,
			  size_t count)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++) {
		size_t origin = record_origin(records[i]);

		if (origin > count || number[origin])
			record_came_from(records[i], 0);
		else
			number[origin] = origin > 0;
	}
	for (size_t origin = count; origin; origin--)
		if (!number[origin])
			xml_doc_remove(doc, path, origin);
	for (size_t origin = 1; origin <= count; origin++)
		if (number[origin])
			number[origin] = ++left;
}

static bool put_all(struct draft *const *records, size_t n, struct xml_doc *doc, const char *path, struct err *err)
{
	size_t count = xml_doc_count(doc, path);
	autofree size_t *number = mem_new_array(count + 1, sizeof(*number));

	keep_elements(doc, path, records, n, number, count);
	for (size_t i = 0; i < n; i++) {
		size_t origin = record_origin(records[i]), at = origin ? number[origin] : xml_doc_add(doc, path, err);

		if (!at || !put_record(records[i], doc, path, at, err))
			return false;
	}
	return true;
}

static bool put_records(const struct draft *draft, struct xml_doc *doc, const struct field *f, const char *text,
			struct err *err)
{
	size_t n = record_count(text);
	autofree struct draft **records = mem_new_array(n + 1, sizeof(struct draft *));
	bool good;

	for (size_t i = 0; i < n; i++)
		records[i] = record_draft(draft, f, text, i);
	good = put_all(records, n, doc, f->path, err);
	for (size_t i = 0; i < n; i++)
		draft_destroy(records[i]);
	return good;
}

static bool put_tidy(const struct draft *draft, struct xml_doc *doc, const struct field *f, const char *tidy,
		     struct err *err)
{
	switch (f->type) {
	case FIELD_SWITCH:
		return put_switch(doc, f, tidy, err);
	case FIELD_MANY:
		return put_many(doc, f, tidy, err);
	case FIELD_SUBNET4:
	case FIELD_SUBNET6:
		return put_subnet(doc, f, tidy, err);
	case FIELD_SIZE:
		return put_size(doc, f, tidy, err);
	case FIELD_RECORDS:
		return put_records(draft, doc, f, tidy, err);
	default:
		return put_text(doc, f->path, tidy, err);
	}
}

/* text "": it is taken out. A secret leaves nothing behind. */
static bool put_value(const struct draft *draft, struct xml_doc *doc, const struct field *f, const char *text,
		      struct err *err)
{
	char *tidy = f->put || f->path ? field_tidy(f, text) : NULL;
	bool good = !tidy || (f->put ? f->put(doc, draft, f, tidy, err) : put_tidy(draft, doc, f, tidy, err));

	wipe_free(tidy);
	return good;
}

/* Another field that is shown stands for the same place. */
static bool is_stood_for(const struct draft *draft, const struct field *f)
{
	for (size_t i = 0; i < draft_count(draft); i++)
		if (f->path && str_equal(draft_fields(draft)[i].path, f->path) && draft_shows_at(draft, i))
			return true;
	return false;
}

/* First what goes: a place may be another field's from now on. */
bool fill_doc(const struct draft *draft, struct xml_doc *doc, struct err *err)
{
	for (size_t i = 0; i < draft_count(draft); i++) {
		const struct field *f = &draft_fields(draft)[i];

		if (!draft_shows_at(draft, i) && !is_stood_for(draft, f) && !put_value(draft, doc, f, "", err))
			return false;
	}
	for (size_t i = 0; i < draft_count(draft); i++)
		if (draft_shows_at(draft, i) &&
		    !put_value(draft, doc, &draft_fields(draft)[i], draft_text_at(draft, i), err))
			return false;
	return true;
}
