// SPDX-License-Identifier: GPL-3.0-or-later
/* Each field of each form: a value that will do gets into the XML and out of it again, libvirt takes that XML, and a
 * value that will not is refused in words. A field without a sample fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/draft.h"
#include "ui/forms/forms.h"
#include "xml/fill.h"

static virConnectPtr conn;

/* What libvirt says when a form's XML is defined with validation; NULL: nothing. */
static const char *define_network(const char *xml)
{
	virNetworkPtr made = virNetworkDefineXMLFlags(conn, xml, VIR_NETWORK_DEFINE_VALIDATE);

	if (!made)
		return virGetLastErrorMessage();
	virNetworkUndefine(made);
	virNetworkFree(made);
	return NULL;
}

static const char *define_pool(const char *xml)
{
	virStoragePoolPtr made = virStoragePoolDefineXML(conn, xml, VIR_STORAGE_POOL_DEFINE_VALIDATE);

	if (!made)
		return virGetLastErrorMessage();
	virStoragePoolUndefine(made);
	virStoragePoolFree(made);
	return NULL;
}

/* Made for good: it validates none. */
static const char *create_volume(const char *xml)
{
	virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "default-pool");
	virStorageVolPtr made = virStorageVolCreateXML(pool, xml, 0);
	const char *why = made ? NULL : virGetLastErrorMessage();

	if (made) {
		virStorageVolDelete(made, 0);
		virStorageVolFree(made);
	}
	virStoragePoolFree(pool);
	return why;
}

static const struct {
	const char *form;
	const char *(*define)(const char *xml);
} definers[] = {
	{"network", define_network},
	{"pool", define_pool},
	{"volume", create_volume},
};

/* "mode=bridge devices=eth0" */
static void set_words(struct draft *d, const char *words)
{
	for (const char *p = words ? words : ""; *p; p += strspn(p, " ")) {
		size_t name = strcspn(p, "="), len = strcspn(p, " ");
		autofree char *id = mem_strndup(p, name);
		autofree char *value = mem_strndup(p + name + 1, len - name - 1);

		draft_set(d, id, value);
		p += len;
	}
}

static struct draft *draft_with(const struct form_table *t, const void *context, const struct field *f,
                                const char *text)
{
	struct draft *d = draft_create(t->fields, context);

	set_words(d, f->sample_with);
	draft_set(d, f->id, text);
	if (!draft_shows(d, f->id))
		fail_msg("%s.%s is not shown with its sample_with", t->name, f->id);
	return d;
}

static char *xml_of(const struct form_table *t, const struct draft *d)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(t->base, NULL, &err);
	char *text;

	if (!fill_doc(d, doc, &err))
		fail_msg("%s: %s", t->name, err.text);
	text = xml_doc_text(doc);
	xml_doc_destroy(doc);
	return text;
}

static void check_defined(const struct form_table *t, const struct field *f, const char *xml)
{
	for (size_t i = 0; i < sizeof(definers) / sizeof(definers[0]); i++) {
		const char *why = str_equal(definers[i].form, t->name) ? definers[i].define(xml) : NULL;

		if (why)
			fail_msg("%s.%s: libvirt says %s of\n%s", t->name, f->id, why, xml);
	}
}

/* Without where its records came from; the caller frees. */
static char *plain_value(const struct draft *d, const struct field *f)
{
	const char *value = draft_value(d, f->id);
	char *text = mem_strdup(f->record ? "" : value);

	for (size_t i = 0; f->record && i < record_count(value); i++) {
		struct draft *record = record_draft(d, f, value, i);
		char *before = text;

		assert_int_equal(record_origin(record), i + 1);
		record_came_from(record, 0);
		text = record_put(before, i, record);
		draft_destroy(record);
		free(before);
	}
	return text;
}

/* Out of the XML comes what went into it. */
static void check_again(const struct form_table *t, const void *context, const struct field *f, const char *xml)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(xml, NULL, &err);
	struct draft *again = draft_create(t->fields, context);
	autofree char *same = NULL, *value = NULL;

	fill_draft(again, doc);
	value = plain_value(again, f);
	if (!str_equal(value, f->sample))
		fail_msg("%s.%s: %s went in, %s came out of\n%s", t->name, f->id, f->sample, value, xml);
	if (!fill_doc(again, doc, &err))
		fail_msg("%s", err.text);
	same = xml_doc_text(doc);
	assert_string_equal(same, xml);
	/* And it can be taken out. */
	if (!f->required && f->type != FIELD_SWITCH) {
		autofree char *without = NULL;

		draft_set(again, f->id, "");
		assert_true(fill_doc(again, doc, &err));
		without = xml_doc_text(doc);
		assert_string_not_equal(without, xml);
	}
	draft_destroy(again);
	xml_doc_destroy(doc);
}

static void check_sample(const struct form_table *t, const void *context, const struct field *f)
{
	struct draft *d = draft_with(t, context, f, f->sample);
	/* Of a record others may be missing. */
	size_t wrong = t->base ? draft_first_wrong(d, NULL) : (size_t)(f - t->fields);
	autofree char *why = wrong < draft_count(d) ? draft_wrong_at(d, wrong) : NULL;

	if (why)
		fail_msg("%s.%s with its sample: %s: %s", t->name, f->id, t->fields[wrong].label, why);
	if (t->base) {
		autofree char *xml = xml_of(t, d);

		check_defined(t, f, xml);
		if (f->path || f->take)
			check_again(t, context, f, xml);
	}
	draft_destroy(d);
}

static void check_bad(const struct form_table *t, const void *context, const struct field *f)
{
	struct draft *d = draft_with(t, context, f, f->bad);
	autofree char *why = draft_wrong_at(d, (size_t)(f - t->fields));

	if (!why || !strstr(why, f->bad_says))
		fail_msg("%s.%s: %s should be refused with \"%s\", and it is \"%s\"", t->name, f->id, f->bad,
		         f->bad_says, why ? why : "not refused");
	/* Nothing that was typed is lost. */
	assert_string_equal(draft_text(d, f->id), f->bad);
	draft_destroy(d);
}

static void check_table(const struct form_table *t, const void *context)
{
	for (const struct field *f = t->fields; f->id; f++) {
		if (!f->sample)
			fail_msg("%s.%s has no sample", t->name, f->id);
		check_sample(t, context, f);
		if (f->bad)
			check_bad(t, context, f);
		else if (f->type != FIELD_SWITCH && f->type != FIELD_TEXT && f->type != FIELD_SECRET)
			fail_msg("%s.%s lacks a bad value", t->name, f->id);
		for (const struct field *r = f->record; r && r->id; r++) {
			const struct form_table record = {.name = f->id, .fields = f->record};

			check_sample(&record, context, r);
			if (r->bad)
				check_bad(&record, context, r);
		}
	}
}

static void every_field_of_every_form_is_of_use(void **state)
{
	(void)state;
	for (size_t i = 0; form_tables[i]; i++) {
		const struct form_table *t = form_tables[i];
		void *context = t->context ? t->context() : NULL;

		check_table(t, context);
		if (t->free)
			t->free(context);
	}
}

static int open_driver(void **state)
{
	(void)state;
	conn = virConnectOpen("test:///default");
	return conn ? 0 : -1;
}

static int close_driver(void **state)
{
	(void)state;
	virConnectClose(conn);
	return 0;
}

static void quiet(void *opaque, virErrorPtr error)
{
	(void)opaque;
	(void)error;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_every_form_is_of_use),
	};

	virSetErrorFunc(NULL, quiet);
	return cmocka_run_group_tests(tests, open_driver, close_driver);
}
