// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/unidiff.h"
#include "xml/path.h"

#define SEEDS 6  /* sequences for each sample */
#define EDITS 80 /* in each */
#define LOOK 20  /* edits between two looks at the whole */

/* ---- files ---- */

static struct sample *all;
static size_t n_all, cap_all;

static char *read_all(const char *folder, const char *name)
{
	autofree char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "re");
	struct str text = {0};
	char block[4096];
	size_t n;

	assert_non_null(file);
	while ((n = fread(block, 1, sizeof(block), file)) > 0)
		str_addn(&text, block, n);
	fclose(file);
	return str_take(&text);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct sample *)a)->name, ((const struct sample *)b)->name);
}

static void free_all(void)
{
	for (size_t i = 0; i < n_all; i++) {
		free(all[i].name);
		free(all[i].text);
	}
	free(all);
}

const struct sample *samples_load(const char *folder, size_t *ret_n)
{
	DIR *dir = n_all ? NULL : opendir(folder);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (str_ends(entry->d_name, ".xml"))
			*arr_add(all, n_all, cap_all) =
				(struct sample){mem_strdup(entry->d_name), read_all(folder, entry->d_name)};
	if (dir) {
		closedir(dir);
		qsort(all, n_all, sizeof(*all), by_name);
		atexit(free_all);
	}
	*ret_n = n_all;
	return all;
}

const char *sample_text(const char *folder, const char *name)
{
	size_t n;
	const struct sample *samples = samples_load(folder, &n);

	for (size_t i = 0; i < n; i++)
		if (str_equal(samples[i].name, name))
			return samples[i].text;
	return "";
}

/* ---- what must stay ---- */

struct words {
	char **all;
	size_t n, cap;
};

static void words_free(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->all[i]);
	free(w->all);
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void gather(struct words *w, const char *text, const char *from, const char *to)
{
	for (const char *p = text, *end; (p = strstr(p, from)) && (end = strstr(p + strlen(from), to)); p = end)
		*arr_add(w->all, w->n, w->cap) = mem_strndup(p, (size_t)(end - p));
}

/* ' xmlns:q="urn:q"' */
static void gather_declared(struct words *w, const char *text)
{
	for (const char *p = strstr(text, " xmlns"); p; p = strstr(p + 1, " xmlns")) {
		const char *from = strchr(p, '"'), *to = from ? strchr(from + 1, '"') : NULL;

		if (to)
			*arr_add(w->all, w->n, w->cap) = mem_strndup(p, (size_t)(to - p));
	}
}

/* "<q:arg" */
static void gather_prefixed(struct words *w, const char *text)
{
	for (const char *p = strchr(text, '<'); p; p = strchr(p + 1, '<')) {
		size_t len = strcspn(p + 1, " />\n\t!?");

		if (memchr(p + 1, ':', len))
			*arr_add(w->all, w->n, w->cap) = mem_strndup(p, len + 1);
	}
}

/* Of a text that xml_doc_text() wrote, where quotes are all alike and what is in values is escaped. */
static struct words inventory(const char *text)
{
	struct words w = {0};

	gather(&w, text, "<!--", "-->");
	gather(&w, text, "<?", "?>");
	gather_declared(&w, text);
	gather(&w, text, " passwd=\"", "\"");
	gather(&w, text, "<cookie ", "</");
	gather(&w, text, "<qemu:arg ", "/>");
	gather(&w, text, "<qemu:env ", "/>");
	gather(&w, text, "<token>", "</");
	gather_prefixed(&w, text);
	if (w.n)
		qsort(w.all, w.n, sizeof(*w.all), compare_words);
	return w;
}

static void expect_kept(const struct words *before, const char *text, const char *name, unsigned seed)
{
	struct words now = inventory(text);
	size_t k = 0;

	for (size_t i = 0; i < before->n; i++, k++) {
		while (k < now.n && strcmp(now.all[k], before->all[i]) < 0)
			k++;
		if (k == now.n || !str_equal(now.all[k], before->all[i]))
			fail_msg("%s, seed %u: lost %s", name, seed, before->all[i]);
	}
	words_free(&now);
}

/* ---- one field ---- */

static struct xml_doc *parse(const char *text, const char *name)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);

	if (!doc)
		fail_msg("%s: %s", name, err.text);
	return doc;
}

static void expect_text(const struct xml_doc *doc, const char *wanted, const char *name, const char *path)
{
	autofree char *text = xml_doc_text(doc);

	if (!str_equal(text, wanted))
		fail_msg("%s, %s:\n%s", name, path, unidiff(wanted, text, "before", "after"));
}

static void check_present(struct xml_doc *doc, const char *text, const char *name, const char *path, const char *value)
{
	autofree char *xml = xml_doc_get_xml(doc, path);

	assert_true(xml_doc_set(doc, path, value, NULL));
	expect_text(doc, text, name, path);
	if (xml)
		assert_true(xml_doc_set_xml(doc, path, xml, NULL, NULL));
	expect_text(doc, text, name, path);
}

/* False when it cannot be: the third disk of a machine that has one. */
static bool check_absent(struct xml_doc *doc, const char *text, const char *name, const char *path)
{
	if (!xml_doc_set(doc, path, "new", NULL)) {
		expect_text(doc, text, name, path);
		return false;
	}
	autofree char *value = xml_doc_get(doc, path);

	if (!str_equal(value, "new"))
		fail_msg("%s, %s: it was set, and is %s", name, path, value ? value : "not there");
	xml_doc_clear(doc, path);
	expect_text(doc, text, name, path);
	return true;
}

/* ---- many ---- */

static uint64_t random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static const char *const values[] = {
	"1", "", "a value", " spaces ", "<&>\"'", "]]>", "two\nlines", "tab\there", "<!-- no comment -->",
	"\303\274\346\274\242",
	"a much longer value that goes on and on for a while, so that it does not fit where the old one was",
};

struct field {
	const char *path;
	char *value; /* at first; NULL: absent */
};

/* An element that was there may have more in it than its text; fields that go with it are for clearing. */
static bool can_clear(const struct field *f)
{
	return !f->value || strstr(f->path, "/@") || f->path[0] == '@';
}

static void edit(struct xml_doc *doc, const struct field *f, uint64_t *seed)
{
	if (can_clear(f) && random_next(seed) % 3 == 0)
		xml_doc_clear(doc, f->path);
	else
		xml_doc_set(doc, f->path, values[random_next(seed) % ARRAY_SIZE(values)], NULL);
}

static struct xml_doc *again(struct xml_doc *doc)
{
	struct xml_doc *copy = xml_doc_copy(doc);

	xml_doc_destroy(doc);
	return copy;
}

static void check_edits(const struct sample *s, const struct field *fields, size_t n, unsigned number)
{
	uint64_t seed = 0x9e3779b97f4a7c15u * (number + 1);
	struct xml_doc *doc = parse(s->text, s->name);
	autofree char *before = xml_doc_canonical(doc);
	autofree char *text = xml_doc_text(doc);
	struct words kept = inventory(text);

	for (int i = 1; i <= EDITS; i++) {
		edit(doc, &fields[random_next(&seed) % n], &seed);
		if (i % LOOK)
			continue;
		autofree char *now = xml_doc_text(doc);

		xml_doc_destroy(parse(now, s->name));
		expect_kept(&kept, now, s->name, number);
		doc = again(doc);
	}
	for (size_t i = 0; i < n; i++)
		if (fields[i].value)
			assert_true(xml_doc_set(doc, fields[i].path, fields[i].value, NULL));
	for (size_t i = n; i-- > 0;)
		if (!fields[i].value)
			xml_doc_clear(doc, fields[i].path);
	autofree char *after = xml_doc_canonical(doc);

	if (!str_equal(before, after))
		fail_msg("%s, seed %u:\n%s", s->name, number, unidiff(before, after, "before", "after"));
	words_free(&kept);
	xml_doc_destroy(doc);
}

static void check_sample(const struct sample *s, struct xml_doc *doc, const char *const *paths, size_t n)
{
	autofree struct field *fields = mem_new_array(n, sizeof(*fields));
	autofree char *text = xml_doc_text(doc);
	size_t n_fields = 0;

	for (size_t i = 0; i < n; i++) {
		char *value = xml_doc_get(doc, paths[i]);

		if (value)
			check_present(doc, text, s->name, paths[i], value);
		/* What can only be once another is there would be another when that has gone. */
		if (value || check_absent(doc, text, s->name, paths[i]))
			fields[n_fields++] = (struct field){paths[i], value};
	}
	for (unsigned seed = 0; seed < SEEDS; seed++)
		check_edits(s, fields, n_fields, seed);
	for (size_t i = 0; i < n_fields; i++)
		free(fields[i].value);
}

size_t samples_check_fields(const char *folder, const char *root, const char *const *paths, size_t n)
{
	size_t n_samples, n_checked = 0;
	const struct sample *samples = samples_load(folder, &n_samples);

	for (size_t i = 0; i < n; i++) {
		autoerr struct err err = {0};

		if (!xml_path_check(paths[i], &err))
			fail_msg("%s", err.text);
	}
	for (size_t i = 0; i < n_samples; i++) {
		struct xml_doc *doc = parse(samples[i].text, samples[i].name);

		if (str_equal(xml_doc_root(doc), root)) {
			check_sample(&samples[i], doc, paths, n);
			n_checked++;
		}
		xml_doc_destroy(doc);
	}
	return n_checked;
}
