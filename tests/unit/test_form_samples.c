// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of all forms, played on all documents of their kind: test_form_samples FOLDER */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "samples.h"
#include "ui/forms/forms.h"
#include "xml/definition.h"
#include "xml/path.h"

static const char *folder;

struct paths {
	char **all;
	size_t n, cap;
};

/* What a record's fields are of its first. */
static void add_field(struct paths *p, const struct field *f)
{
	if (f->path && f->type != FIELD_RECORDS)
		*arr_add(p->all, p->n, p->cap) = mem_strdup(f->path);
	if (f->prefix_path)
		*arr_add(p->all, p->n, p->cap) = mem_strdup(f->prefix_path);
	for (const struct field *r = f->type == FIELD_RECORDS ? f->record : NULL; r && r->id; r++)
		if (r->path && f->path)
			*arr_add(p->all, p->n, p->cap) = mem_printf("%s[1]/%s", f->path, r->path);
}

static void check_form(const struct form_table *form)
{
	struct xml_doc *doc = xml_doc_parse(form->base, NULL, NULL);
	struct paths paths = {0};

	assert_non_null(doc);
	for (const struct field *f = form->fields; f->id; f++)
		add_field(&paths, f);
	assert_true(paths.n > 0);
	assert_true(samples_check_fields(folder, xml_doc_root(doc), (const char *const *)paths.all, paths.n) > 0);
	for (size_t i = 0; i < paths.n; i++)
		free(paths.all[i]);
	free(paths.all);
	xml_doc_destroy(doc);
}

static void forms_lose_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; form_tables[i]; i++)
		if (form_tables[i]->base)
			check_form(form_tables[i]);
}

static int setup(void **state)
{
	(void)state;
	xml_init();
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_lose_nothing),
	};
	folder = argc > 1 ? argv[1] : "tests/xml";
	return cmocka_run_group_tests(tests, setup, NULL);
}
