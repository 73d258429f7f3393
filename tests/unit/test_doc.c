// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/definition.h"
#include "xml/doc.h"

static struct xml_doc *parse(const char *text)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);

	if (!doc)
		fail_msg("%s", err.text);
	return doc;
}

static void kept_as_it_is(void **state)
{
	static const char *const texts[] = {
		"<domain/>\n",
		"<!-- before -->\n<domain type=\"kvm\">\n  <!-- in it -->\n  <name>a</name>\n</domain>\n<!-- after -->\n",
		"<domain><a><![CDATA[x < y && ]]]]><![CDATA[>]]></a></domain>\n",
		"<domain xmlns:q=\"u:q\"><q:arg value=\"1\"/><m xmlns=\"u:m\"><n/></m></domain>\n",
		"<domain>\n\t<a>\n\n   \t</a>\n</domain>\n",
		"<domain><a b=\"&lt;&amp;&quot;'&#10;&#9;\">&lt;&amp;&gt;\"'\302\265&#13;</a><?pi some?></domain>\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct xml_doc *doc = parse(texts[i]);
		autofree char *text = xml_doc_text(doc);

		assert_string_equal(text, texts[i]);
		xml_doc_destroy(doc);
	}
}

static void canonical(void **state)
{
	struct xml_doc *a = parse("<?xml version='1.0'?><n b='2' a='1'><c></c><![CDATA[x]]></n>");
	struct xml_doc *b = parse("<n a=\"1\"  b=\"2\"><c/>x</n>");
	struct xml_doc *c = parse("<n a=\"1\"  b=\"2\"><c/>y</n>");
	autofree char *x = xml_doc_canonical(a);
	autofree char *y = xml_doc_canonical(b);
	autofree char *z = xml_doc_canonical(c);

	(void)state;
	assert_string_equal(x, y);
	assert_string_not_equal(x, z);
	assert_string_equal(xml_doc_root(a), "n");
	xml_doc_destroy(a);
	xml_doc_destroy(b);
	xml_doc_destroy(c);
}

/* Canonical XML has no word for it. */
static void namespaces_that_are_no_uri(void **state)
{
	struct xml_doc *doc = parse("<n><m:a xmlns:m='mine'/></n>");
	autofree char *text = xml_doc_canonical(doc);

	(void)state;
	assert_non_null(strstr(text, "<m:a xmlns:m=\"mine\""));
	xml_doc_destroy(doc);
}

static void copied(void **state)
{
	struct xml_doc *doc = parse("<a><!-- c --><b x='1'>t</b></a>");
	struct xml_doc *copy = xml_doc_copy(doc);
	autofree char *before = xml_doc_text(doc);

	(void)state;
	xml_doc_destroy(doc);
	autofree char *after = xml_doc_text(copy);

	assert_string_equal(before, after);
	xml_doc_destroy(copy);
	xml_doc_destroy(NULL);
}

static void refused_in_words(void **state)
{
	static const struct {
		const char *text, *words;
		int line;
	} rows[] = {
		{"", "there is no element here; XML begins with <", 1},
		{"hello", "there is no element here; XML begins with <", 1},
		{"<a>\n  <b>\n</a>", "</a> does not close <b>, which line 2 opened", 3},
		{"<a>\n  <b>", "<b>, which line 2 opened, is not closed", 2},
		{"<a/><b/>", "something follows the end of the outermost element", 1},
		{"<a b=1/>", "an attribute's value stands in quotes", 1},
		{"<a b/>", "the attribute b has no value", 1},
		{"<a b='1' b='2'/>", "the attribute b is there twice", 1},
		{"<a b='1\n<c/>\n'/>", "a closing quote is missing before this <; a plain < is written &lt;", 2},
		{"<a>fish & chips</a>", "a plain & is written &amp;", 1},
		{"<a>a&b</a>", "a plain & is written &amp;", 1},
		{"<a>&nbsp;</a>", "&nbsp; means nothing; a plain & is written &amp;", 1},
		{"<a>1 < 2</a>", "a name is missing; a plain < is written &lt;", 1},
		{"<a><!-- b </a>", "a comment is not closed with -->", 1},
		{"<a><!-- b -- c --></a>", "a comment cannot have -- in it", 1},
		{"<a><![CDATA[ b </a>", "what <![CDATA[ began is not closed with ]]>", 1},
		{"<a>\001</a>", "here is a character that XML cannot hold, or that is not UTF-8", 1},
		{"<a>\n\xff</a>", "here is a character that XML cannot hold, or that is not UTF-8", 2},
		{"<a b='1'c='2'/>", "a space is missing", 1},
		{"<a><q:b/></a>",
		 "the prefix q: is not declared; the outermost element declares it with xmlns:q='...'", 1},
		{"\n<!DOCTYPE a>\n<a/>", "here is a document type, which virtty does not read", 2},
		{"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>",
		 "here is a document type, which virtty does not read", 1},
		{" <?xml version='1.0'?><a/>", "<?xml can only be at the very beginning", 1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};
		struct xml_place at = {0};

		assert_null(xml_doc_parse(rows[i].text, &at, &err));
		/* The column is libxml2's, whose versions differ in what they have read when they complain. */
		autofree char *wanted = mem_printf("Line %d, column %d of the XML: %s", rows[i].line, at.column,
						   rows[i].words);

		assert_int_equal(err.code, ERR_INVALID);
		assert_string_equal(err.text, wanted);
		assert_int_equal(at.line, rows[i].line);
		assert_in_range(at.column, 1, strlen(rows[i].text) + 1);
	}
}

static int setup(void **state)
{
	(void)state;
	xml_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept_as_it_is),
		cmocka_unit_test(canonical),
		cmocka_unit_test(namespaces_that_are_no_uri),
		cmocka_unit_test(copied),
		cmocka_unit_test(refused_in_words),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
