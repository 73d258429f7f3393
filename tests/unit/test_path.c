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
#include "xml/path.h"

#define GUEST                                                                                      \
	"<domain type=\"kvm\">\n"                                                                  \
	"  <name>one</name>\n"                                                                     \
	"  <metadata>\n"                                                                           \
	"    <a:app xmlns:a=\"u:a\" x=\"1\">\n"                                                    \
	"      <a:os>5</a:os>\n"                                                                   \
	"    </a:app>\n"                                                                           \
	"  </metadata>\n"                                                                          \
	"  <memory unit=\"KiB\">1024</memory>\n"                                                   \
	"  <vcpu/>\n"                                                                              \
	"  <features>\n"                                                                           \
	"    <acpi/>\n"                                                                            \
	"  </features>\n"                                                                          \
	"  <devices>\n"                                                                            \
	"    <disk type=\"file\">\n"                                                               \
	"      <source file=\"/a\"/>\n"                                                            \
	"      <target dev=\"vda\"/>\n"                                                            \
	"    </disk>\n"                                                                            \
	"    <disk type=\"block\"> <!-- the fast one -->\n"                                        \
	"      <source dev=\"/b\"/>\n"                                                             \
	"      <target dev=\"vdb\" bus=\"virtio\"/>\n"                                             \
	"    </disk>\n"                                                                            \
	"    <video/>\n"                                                                           \
	"  </devices>\n"                                                                           \
	"</domain>\n"

static struct xml_doc *parse(const char *text)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);

	if (!doc)
		fail_msg("%s", err.text);
	return doc;
}

static void expect_text(const struct xml_doc *doc, const char *wanted)
{
	autofree char *text = xml_doc_text(doc);

	assert_string_equal(text, wanted);
}

static void set(struct xml_doc *doc, const char *path, const char *value)
{
	autoerr struct err err = {0};

	if (!xml_doc_set(doc, path, value, &err))
		fail_msg("%s: %s", path, err.text);
}

static void expect_is(const struct xml_doc *doc, const char *path, const char *wanted)
{
	autofree char *value = xml_doc_get(doc, path);

	if (!str_equal(value, wanted))
		fail_msg("%s is %s, not %s", path, value ? value : "absent", wanted ? wanted : "absent");
}

static void what_is_a_path(void **state)
{
	static const char *const good[] = {
		"name", "@type", "a/b-c/d.e/@f", "a[2]/b", "a[@b='c']", "a[@b=\"it's\"][@c!='d'][3]/@e",
		"a[b/@c='d']", "metadata/{https://x.example/1.0}x:y/{u:z}z:z[1]/@q", "a[@b='']",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		autoerr struct err err = {0};

		if (!xml_path_check(good[i], &err))
			fail_msg("%s", err.text);
	}
}

static void what_is_none(void **state)
{
	static const struct {
		const char *path, *words;
		int at;
	} rows[] = {
		{"", "a name is missing", 1},
		{"/a", "a name is missing", 1},
		{"a//b", "a name is missing", 3},
		{"a/", "a name is missing", 3},
		{"a/@", "a name is missing", 4},
		{"a/@b/c", "an attribute is the end", 5},
		{"a b", "a / is missing", 2},
		{"a[0]", "numbers are from 1", 4},
		{"a[]", "a name is missing", 3},
		{"a[1][2]", "the number comes behind the tests", 6},
		{"a[1", "a ] is missing", 4},
		{"a[9999999999]", "numbers are from 1", 10},
		{"a[@b]", "a test needs a value", 5},
		{"a[@b=c]", "a test's value stands in quotes", 6},
		{"a[@b='c]", "a closing quote is missing", 7},
		{"a[b='c']", "a test needs an attribute", 4},
		{"a[@b='c'", "a ] is missing", 9},
		{"q:a", "a / is missing", 2},
		{"{u}a", "a namespace needs a prefix:", 5},
		{"{}q:a", "a namespace stands in {}", 2},
		{"{u", "a namespace stands in {}", 3},
		{"1a", "a name is missing", 3},
		{"a/b/c/d/e/f/g/h/i/j/k/l/m", "these are too many steps", 25},
		{"a[@a='1'][@a='1'][@a='1'][@a='1'][@a='1']", "these are too many tests", 35},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};
		autofree char *wanted = mem_printf("\"%s\" is no path: at character %d, %s", rows[i].path,
						   rows[i].at, rows[i].words);

		assert_false(xml_path_check(rows[i].path, &err));
		assert_string_equal(err.text, wanted);
	}
}

static void read_and_counted(void **state)
{
	struct xml_doc *doc = parse(GUEST);

	(void)state;
	expect_is(doc, "@type", "kvm");
	expect_is(doc, "name", "one");
	expect_is(doc, "title", NULL);
	expect_is(doc, "vcpu", "");
	expect_is(doc, "features", "");
	expect_is(doc, "features/acpi", "");
	expect_is(doc, "vcpu/@placement", NULL);
	expect_is(doc, "devices/disk/source/@file", "/a");
	expect_is(doc, "devices/disk[2]/source/@file", NULL);
	expect_is(doc, "devices/disk[2]/source/@dev", "/b");
	expect_is(doc, "devices/disk[3]/source/@dev", NULL);
	expect_is(doc, "devices/disk[@type='block']/source/@dev", "/b");
	expect_is(doc, "devices/disk[@type!='file']/source/@dev", "/b");
	expect_is(doc, "devices/disk[target/@dev='vdb']/@type", "block");
	expect_is(doc, "devices/disk[target/@dev='vdb'][@type='file']/@type", NULL);
	expect_is(doc, "metadata/{u:a}b:app/{u:a}b:os", "5");
	expect_is(doc, "metadata/{u:b}a:app/@x", NULL);
	expect_is(doc, "metadata/app", NULL);
	expect_is(doc, "no//path", NULL);
	assert_int_equal(xml_doc_count(doc, "devices/disk"), 2);
	assert_int_equal(xml_doc_count(doc, "devices/disk[2]"), 2);
	assert_int_equal(xml_doc_count(doc, "devices/disk[@type='file']"), 1);
	assert_int_equal(xml_doc_count(doc, "devices/disk/source"), 1);
	assert_int_equal(xml_doc_count(doc, "devices/nic"), 0);
	assert_int_equal(xml_doc_count(doc, "nowhere/nic"), 0);
	assert_int_equal(xml_doc_count(doc, "@type"), 1);
	assert_int_equal(xml_doc_count(doc, "@id"), 0);
	assert_int_equal(xml_doc_count(doc, "no//path"), 0);
	expect_text(doc, GUEST);
	xml_doc_destroy(doc);
}

static void texts_with_more_in_them(void **state)
{
	struct xml_doc *doc = parse("<d><a>x<!-- c -->y<![CDATA[<z>]]></a><b> \n </b><c>t <e>no</e> u</c></d>");

	(void)state;
	expect_is(doc, "a", "xy<z>");
	expect_is(doc, "b", " \n ");
	expect_is(doc, "c", "t  u");
	set(doc, "a", "new");
	set(doc, "b", "");
	set(doc, "c", "v");
	expect_text(doc, "<d><a>new<!-- c --></a><b/><c>v<e>no</e></c></d>\n");
	xml_doc_destroy(doc);
	doc = parse("<d><a><![CDATA[x]]></a></d>");
	set(doc, "a", "y & z");
	expect_text(doc, "<d><a><![CDATA[y & z]]></a></d>\n");
	set(doc, "a", "]]>");
	expect_text(doc, "<d><a>]]&gt;</a></d>\n");
	xml_doc_destroy(doc);
}

static void element_as_text(void **state)
{
	struct xml_doc *doc = parse(GUEST);
	autofree char *disk = xml_doc_get_xml(doc, "devices/disk[2]");
	autofree char *os = xml_doc_get_xml(doc, "metadata/{u:a}a:app/{u:a}a:os");
	autofree char *app = xml_doc_get_xml(doc, "metadata/{u:a}a:app");

	(void)state;
	assert_string_equal(disk, "<disk type=\"block\"> <!-- the fast one -->\n"
				  "  <source dev=\"/b\"/>\n"
				  "  <target dev=\"vdb\" bus=\"virtio\"/>\n"
				  "</disk>\n");
	assert_string_equal(os, "<a:os xmlns:a=\"u:a\">5</a:os>\n");
	assert_string_equal(app, "<a:app xmlns:a=\"u:a\" x=\"1\">\n  <a:os>5</a:os>\n</a:app>\n");
	assert_null(xml_doc_get_xml(doc, "devices/disk[3]"));
	assert_null(xml_doc_get_xml(doc, "@type"));
	expect_text(doc, GUEST);
	xml_doc_destroy(doc);
}

/* What set() does to a text, and that clear() gives it back. */
static void expect_set(const char *text, const char *path, const char *value, const char *wanted)
{
	struct xml_doc *doc = parse(text);
	struct xml_doc *copy;

	set(doc, path, value);
	expect_text(doc, wanted);
	expect_is(doc, path, value);
	copy = xml_doc_copy(doc);
	xml_doc_clear(doc, path);
	expect_text(doc, text);
	xml_doc_clear(copy, path);
	expect_text(copy, text);
	xml_doc_destroy(copy);
	xml_doc_destroy(doc);
}

static void set_and_clear(void **state)
{
	(void)state;
	expect_set("<n/>\n", "@a", "1", "<n a=\"1\"/>\n");
	expect_set("<n/>\n", "a", "1", "<n>\n  <a>1</a>\n</n>\n");
	expect_set("<n/>\n", "a/b/@c", "1", "<n>\n  <a>\n    <b c=\"1\"/>\n  </a>\n</n>\n");
	expect_set("<n><a/></n>\n", "b/c", "1", "<n><a/><b><c>1</c></b></n>\n");
	expect_set("<n><a/></n>\n", "a/c", "1", "<n><a><c>1</c></a></n>\n");
	expect_set("<n>\n\t<a/>\n</n>\n", "a/b", "1", "<n>\n\t<a>\n\t\t<b>1</b>\n\t</a>\n</n>\n");
	expect_set("<n>\n   <a/>\n</n>\n", "b", "", "<n>\n   <a/>\n   <b/>\n</n>\n");
	expect_set("<n>\n  <a>\n  </a>\n</n>\n", "a/b", "1", "<n>\n  <a>\n    <b>1</b>\n  </a>\n</n>\n");
	expect_set("<n>\n  <a>text</a>\n</n>\n", "a/b", "1", "<n>\n  <a>text<b>1</b></a>\n</n>\n");
	expect_set("<n>\n  <!-- c -->\n</n>\n", "a", "1", "<n>\n  <!-- c -->\n  <a>1</a>\n</n>\n");
	expect_set("<n><!-- c --></n>\n", "a", "1", "<n><!-- c --><a>1</a></n>\n");
	expect_set("<n>\n\n\n  <a/>\n\n\n</n>\n", "b", "1", "<n>\n\n\n  <a/>\n  <b>1</b>\n\n\n</n>\n");
	expect_set("<n>\n  <a/> <!-- of a -->\n</n>\n", "b", "1", "<n>\n  <a/> <!-- of a -->\n  <b>1</b>\n</n>\n");
	expect_set("<n>\n  <a/>\n</n>\n", "{u:x}x:b/{u:x}x:c", "1",
		   "<n>\n  <a/>\n  <x:b xmlns:x=\"u:x\">\n    <x:c>1</x:c>\n  </x:b>\n</n>\n");
	expect_set("<n xmlns:y=\"u:x\">\n  <a/>\n</n>\n", "{u:x}x:b", "1",
		   "<n xmlns:y=\"u:x\">\n  <a/>\n  <y:b>1</y:b>\n</n>\n");
	expect_set("<n>\n  <b xmlns=\"u:x\"/>\n</n>\n", "{u:x}x:b/c", "1",
		   "<n>\n  <b xmlns=\"u:x\">\n    <c xmlns=\"\">1</c>\n  </b>\n</n>\n");
}

static void tests_are_made_true(void **state)
{
	(void)state;
	expect_set("<network>\n  <ip address=\"a\"/>\n</network>\n", "ip[@family='ipv6']/@address", "b",
		   "<network>\n  <ip address=\"a\"/>\n  <ip family=\"ipv6\" address=\"b\"/>\n</network>\n");
	expect_set("<network>\n  <ip family=\"ipv6\"/>\n</network>\n", "ip[@family!='ipv6'][1]/@address", "b",
		   "<network>\n  <ip family=\"ipv6\"/>\n  <ip address=\"b\"/>\n</network>\n");
	expect_set("<domain><devices/></domain>\n", "devices/disk[@type='file'][target/@dev='vda']/@device", "disk",
		   "<domain><devices><disk type=\"file\" device=\"disk\"><target dev=\"vda\"/></disk></devices></domain>\n");
}

static void in_order(void **state)
{
	(void)state;
	expect_set("<domain>\n  <name>a</name>\n  <devices/>\n</domain>\n", "cpu/@mode", "x",
		   "<domain>\n  <name>a</name>\n  <cpu mode=\"x\"/>\n  <devices/>\n</domain>\n");
	expect_set("<domain>\n  <devices/>\n</domain>\n", "name", "x",
		   "<domain>\n  <name>x</name>\n  <devices/>\n</domain>\n");
	expect_set("<domain>\n  <devices>\n    <disk/>\n    <video/>\n    <disk/>\n    <hub/>\n  </devices>\n</domain>\n",
		   "devices/disk[3]/@type", "x",
		   "<domain>\n  <devices>\n    <disk/>\n    <video/>\n    <disk/>\n    <disk type=\"x\"/>\n"
		   "    <hub/>\n  </devices>\n</domain>\n");
	expect_set("<network>\n  <ip>\n    <dhcp>\n      <host/>\n    </dhcp>\n  </ip>\n</network>\n",
		   "ip/dhcp/range/@start", "x",
		   "<network>\n  <ip>\n    <dhcp>\n      <range start=\"x\"/>\n      <host/>\n    </dhcp>\n"
		   "  </ip>\n</network>\n");
	expect_set("<pool type=\"dir\"><name>a</name><target/></pool>\n", "source/dir/@path", "x",
		   "<pool type=\"dir\"><name>a</name><source><dir path=\"x\"/></source><target/></pool>\n");
}

static void the_same_changes_nothing(void **state)
{
	static const char *const paths[] = {
		"@type", "name", "vcpu", "features", "features/acpi", "memory/@unit", "devices/disk[2]/source/@dev",
		"metadata/{u:a}b:app/{u:a}b:os", "devices/disk[target/@dev='vdb']/@type", "devices/disk",
	};
	struct xml_doc *doc = parse(GUEST);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		autofree char *value = xml_doc_get(doc, paths[i]);

		assert_non_null(value);
		set(doc, paths[i], value);
		expect_text(doc, GUEST);
	}
	xml_doc_destroy(doc);
}

/* Values that were there are changed where they are. */
static void changed_in_place(void **state)
{
	struct xml_doc *doc = parse("<d>\n  <a x='1' y='2'>t</a>\n  <b/>\n</d>");

	(void)state;
	set(doc, "a/@x", "3");
	set(doc, "a", "<&>\"'\n");
	set(doc, "b", "u");
	expect_text(doc, "<d>\n  <a x=\"3\" y=\"2\">&lt;&amp;&gt;\"'\n</a>\n  <b>u</b>\n</d>\n");
	expect_is(doc, "a", "<&>\"'\n");
	set(doc, "a/@x", "a\"<&>\n\t");
	expect_is(doc, "a/@x", "a\"<&>\n\t");
	autofree char *text = xml_doc_text(doc);
	struct xml_doc *again = parse(text);

	expect_is(again, "a/@x", "a\"<&>\n\t");
	xml_doc_destroy(again);
	xml_doc_destroy(doc);
}

static void refusals_change_nothing(void **state)
{
	static const struct {
		const char *path, *value, *words;
	} rows[] = {
		{"devices/disk[4]/@type", "file", "There is no <disk> number 4: there are 2"},
		{"devices/nic[2]/@type", "file", "There is no <nic> number 2: there are 0"},
		{"devices/nic/a[2]/@type", "file", "There is no <a> number 2: there are 0"},
		{"devices", "x", "<devices> has elements in it, and no text"},
		{"title", "a\033[1m", "This text has a control character, which XML cannot hold"},
		{"title", "a\xef\xbf\xbe", "This text has a control character, which XML cannot hold"},
		{"title", "a\xff", "This text is not UTF-8"},
		{"a//b", "x", "\"a//b\" is no path: at character 3, a name is missing"},
	};
	struct xml_doc *doc = parse(GUEST);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};

		assert_false(xml_doc_set(doc, rows[i].path, rows[i].value, &err));
		assert_string_equal(err.text, rows[i].words);
		expect_text(doc, GUEST);
	}
	xml_doc_clear(doc, "no//path");
	xml_doc_clear(doc, "not/there");
	xml_doc_clear(doc, "not/@there");
	xml_doc_clear(doc, "devices/disk[7]");
	expect_text(doc, GUEST);
	xml_doc_destroy(doc);
}

/* What was asked for itself stays when what was put into it goes; what it took to get there does not. */
static void only_what_was_needed_is_pruned(void **state)
{
	struct xml_doc *doc = parse("<d><a/></d>");

	(void)state;
	set(doc, "b/c", "");
	set(doc, "b/c/@x", "1");
	xml_doc_clear(doc, "b/c/@x");
	expect_text(doc, "<d><a/><b><c/></b></d>\n");
	xml_doc_clear(doc, "b/c");
	expect_text(doc, "<d><a/></d>\n");
	set(doc, "a/c/@x", "1");
	set(doc, "a/c/@y", "1");
	xml_doc_clear(doc, "a/c/@x");
	expect_text(doc, "<d><a><c y=\"1\"/></a></d>\n");
	xml_doc_clear(doc, "a/c/@y");
	expect_text(doc, "<d><a/></d>\n");
	/* A test's value that was then set for itself. */
	set(doc, "e[@f='1']/@g", "1");
	set(doc, "e/@f", "2");
	xml_doc_clear(doc, "e/@g");
	expect_text(doc, "<d><a/><e f=\"2\"/></d>\n");
	xml_doc_destroy(doc);
}

/* In any order, white space goes with its element. */
static void several_come_and_go(void **state)
{
	static const char text[] = "<d>\n  <name>a</name>\n  <devices>\n    <disk/>\n  </devices>\n</d>\n";
	static const char *const paths[] = {"title", "x/y", "x/z", "devices/video", "devices/disk[2]", "devices/a/b/@c"};
	static const int orders[][6] = {{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {1, 3, 5, 0, 2, 4}, {2, 1, 4, 3, 0, 5}};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(orders); i++) {
		struct xml_doc *doc = parse(text);

		for (size_t k = 0; k < ARRAY_SIZE(paths); k++)
			set(doc, paths[k], "v");
		for (size_t k = 0; k < ARRAY_SIZE(paths); k++)
			xml_doc_clear(doc, paths[orders[i][k]]);
		expect_text(doc, text);
		xml_doc_destroy(doc);
	}
}

static void lists(void **state)
{
	static const char text[] = "<network>\n  <name>a</name>\n</network>\n";
	autoerr struct err err = {0};
	struct xml_doc *doc = parse(text);

	(void)state;
	assert_int_equal(xml_doc_add(doc, "ip/dhcp/host", &err), 1);
	set(doc, "ip/dhcp/host[1]/@mac", "m1");
	assert_int_equal(xml_doc_add(doc, "ip/dhcp/host", &err), 2);
	set(doc, "ip/dhcp/host[2]/@mac", "m2");
	assert_int_equal(xml_doc_add(doc, "ip/dhcp/range", &err), 1);
	expect_text(doc, "<network>\n  <name>a</name>\n  <ip>\n    <dhcp>\n      <range/>\n"
			 "      <host mac=\"m1\"/>\n      <host mac=\"m2\"/>\n    </dhcp>\n  </ip>\n</network>\n");
	assert_false(xml_doc_remove(doc, "ip/dhcp/host", 3));
	assert_false(xml_doc_remove(doc, "ip/dhcp/host", 0));
	assert_true(xml_doc_remove(doc, "ip/dhcp/host", 1));
	expect_is(doc, "ip/dhcp/host/@mac", "m2");
	assert_true(xml_doc_remove(doc, "ip/dhcp/host[7]", 1));
	assert_true(xml_doc_remove(doc, "ip/dhcp/range", 1));
	expect_text(doc, text);
	assert_int_equal(xml_doc_add(doc, "ip[@family='ipv6']", &err), 1);
	assert_int_equal(xml_doc_add(doc, "ip[@family='ipv4']", &err), 1);
	assert_int_equal(xml_doc_count(doc, "ip"), 2);
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(xml_doc_add(doc, "ip/@family", &err), 0);
	assert_string_equal(err.text, "\"ip/@family\" is no path of an element");
	assert_false(xml_doc_remove(doc, "ip/@family", 1));
	xml_doc_destroy(doc);
}

/* What was there goes with its line, and an element that has nothing left is closed in one tag. */
static void read_elements_taken_out(void **state)
{
	struct xml_doc *doc = parse("<d>\n  <a>\n    <b/>\n    <b x='2'/>\n  </a>\n  <c/>\n</d>");

	(void)state;
	assert_true(xml_doc_remove(doc, "a/b", 1));
	expect_text(doc, "<d>\n  <a>\n    <b x=\"2\"/>\n  </a>\n  <c/>\n</d>\n");
	assert_true(xml_doc_remove(doc, "a/b", 1));
	expect_text(doc, "<d>\n  <a/>\n  <c/>\n</d>\n");
	xml_doc_clear(doc, "c");
	expect_text(doc, "<d>\n  <a/>\n</d>\n");
	xml_doc_destroy(doc);
}

static bool set_xml(struct xml_doc *doc, const char *path, const char *xml, const char *complaint)
{
	autoerr struct err err = {0};
	bool done = xml_doc_set_xml(doc, path, xml, NULL, &err);

	if (!str_equal(err.text, complaint))
		fail_msg("%s: %s", xml, err.text ? err.text : "no complaint");
	return done;
}

static void whole_elements(void **state)
{
	struct xml_doc *doc = parse(GUEST);
	autofree char *disk = xml_doc_get_xml(doc, "devices/disk[2]");

	(void)state;
	assert_true(set_xml(doc, "devices/disk[2]", disk, NULL));
	expect_text(doc, GUEST);
	assert_true(set_xml(doc, "metadata/{u:a}a:app/{u:a}a:os", "<a:os xmlns:a='u:a'>6</a:os>", NULL));
	assert_true(set_xml(doc, "devices/disk[2]", "<disk>\n\t<boot/>\n</disk>", NULL));
	assert_true(set_xml(doc, "devices/disk[3]", "<disk type='dir'>\n  <a>\n    <b/>\n  </a>\n</disk>\n", NULL));
	assert_true(set_xml(doc, "cpu", "<cpu/>", NULL));
	expect_text(doc, "<domain type=\"kvm\">\n"
			 "  <name>one</name>\n"
			 "  <metadata>\n"
			 "    <a:app xmlns:a=\"u:a\" x=\"1\">\n"
			 "      <a:os>6</a:os>\n"
			 "    </a:app>\n"
			 "  </metadata>\n"
			 "  <memory unit=\"KiB\">1024</memory>\n"
			 "  <vcpu/>\n"
			 "  <features>\n"
			 "    <acpi/>\n"
			 "  </features>\n"
			 "  <cpu/>\n"
			 "  <devices>\n"
			 "    <disk type=\"file\">\n"
			 "      <source file=\"/a\"/>\n"
			 "      <target dev=\"vda\"/>\n"
			 "    </disk>\n"
			 "    <disk>\n"
			 "    \t<boot/>\n"
			 "    </disk>\n"
			 "    <disk type=\"dir\">\n"
			 "      <a>\n"
			 "        <b/>\n"
			 "      </a>\n"
			 "    </disk>\n"
			 "    <video/>\n"
			 "  </devices>\n"
			 "</domain>\n");
	xml_doc_destroy(doc);
}

static void whole_elements_refused(void **state)
{
	struct xml_doc *doc = parse(GUEST);

	(void)state;
	assert_false(set_xml(doc, "devices/disk[2]", "<pool/>", "Here belongs a <disk>, and this is a <pool>"));
	assert_false(set_xml(doc, "devices/disk[5]", "<disk/>", "There is no <disk> number 5: there are 2"));
	assert_false(set_xml(doc, "devices/disk[2]", "<disk>",
			     "Line 1, column 7 of the XML: <disk>, which line 1 opened, is not closed"));
	assert_false(set_xml(doc, "@type", "<disk/>", "\"@type\" is no path of an element"));
	expect_text(doc, GUEST);
	assert_true(set_xml(doc, "x/y", "<y/>", NULL));
	xml_doc_clear(doc, "x/y");
	expect_text(doc, GUEST);
	xml_doc_destroy(doc);
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
		cmocka_unit_test(what_is_a_path),
		cmocka_unit_test(what_is_none),
		cmocka_unit_test(read_and_counted),
		cmocka_unit_test(texts_with_more_in_them),
		cmocka_unit_test(element_as_text),
		cmocka_unit_test(set_and_clear),
		cmocka_unit_test(tests_are_made_true),
		cmocka_unit_test(in_order),
		cmocka_unit_test(the_same_changes_nothing),
		cmocka_unit_test(changed_in_place),
		cmocka_unit_test(refusals_change_nothing),
		cmocka_unit_test(only_what_was_needed_is_pruned),
		cmocka_unit_test(several_come_and_go),
		cmocka_unit_test(lists),
		cmocka_unit_test(read_elements_taken_out),
		cmocka_unit_test(whole_elements),
		cmocka_unit_test(whole_elements_refused),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
