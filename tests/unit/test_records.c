// SPDX-License-Identifier: GPL-3.0-or-later
/* Lists of small things in a form: whatever is taken out, changed and added, what else stands in the element of each
 * stays there, and goes with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/draft.h"
#include "ui/forms/network-place.h"
#include "ui/forms/network.h"
#include "xml/definition.h"
#include "xml/fill.h"
#include "xml/path.h"

#define MOST 12
#define ROUNDS 400

/* A list, and how an element of it is written that has more than its fields know. */
static const struct list {
	const char *id, *path;
	const char *before, *after; /* of the document, around them */
	const char *element; /* the mark, the name, the mark thrice */
	const char *name, *mark; /* fields: where the name stands; where the mark does */
	const char *line; /* of a new record: a number, its name */
} lists[] = {
	{"hosts", "ip[@family!='ipv6']/dhcp/host",
	 "<network><name>n</name><forward mode='nat'/><bridge name='virbr1'/>\n"
	 "  <ip address='10.0.0.1' prefix='24'>\n    <dhcp>\n      <range start='10.0.0.100' end='10.0.0.199'/>\n",
	 "    </dhcp>\n  </ip>\n</network>\n",
	 "      <host mac='52:54:00:00:00:%02u' name='%s' ip='10.0.0.9' id='0:%u'>"
	 "<lease expiry='%u' unit='hours'/><!-- note %u --></host>\n",
	 "@name", "lease/@expiry", "52:54:00:00:00:%02u\t%s\t10.0.0.9"},
	{"groups", "portgroup",
	 "<network xmlns:x='https://x.example/'><name>n</name><forward mode='bridge'/><bridge name='ovs0'/>\n"
	 "  <virtualport type='openvswitch'/>\n",
	 "</network>\n",
	 "  <portgroup x:seen='%u' name='%s'><virtualport><parameters profileid='p%u'/></virtualport>"
	 "<bandwidth><inbound average='%u'/></bandwidth><!-- note %u --></portgroup>\n",
	 "@name", "bandwidth/inbound/@average", "%2$s\tno\t%1$u"},
};

/* What is to be there. */
struct item {
	char name[16];
	unsigned mark; /* 0: it has nothing besides */
};

struct game {
	const struct list *list;
	uint64_t seed, first_seed;
	struct xml_doc *base;
	struct draft *draft;
	struct item items[MOST];
	size_t n;
	unsigned names;
};

static struct network_place *place;

static unsigned upto(struct game *g, unsigned n)
{
	g->seed = g->seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(g->seed >> 33) % n;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *element_of(const struct list *list, const struct item *item)
{
	return mem_printf(list->element, item->mark, item->name, item->mark, item->mark, item->mark);
}

static char *line_of(const struct list *list, const struct item *item, unsigned number)
{
	return mem_printf(list->line, number, item->name);
}
#pragma GCC diagnostic pop

static void take_base(struct game *g, const char *text)
{
	autoerr struct err err = {0};

	xml_doc_destroy(g->base);
	g->base = xml_doc_parse(text, NULL, &err);
	if (!g->base)
		fail_msg("%s", err.text);
	fill_draft(g->draft, g->base);
}

static void begin(struct game *g, const struct list *list, uint64_t seed)
{
	autostr struct str text = {0};

	*g = (struct game){.list = list, .seed = seed, .first_seed = seed};
	g->draft = draft_create(network_form, place);
	g->n = upto(g, 6);
	str_add(&text, list->before);
	for (size_t i = 0; i < g->n; i++) {
		g->items[i].mark = (unsigned)i + 11;
		snprintf(g->items[i].name, sizeof(g->items[i].name), "n%u", ++g->names);
		autofree char *element = element_of(list, &g->items[i]);

		str_add(&text, element);
	}
	str_add(&text, list->after);
	take_base(g, str_text(&text));
}

static void end(struct game *g)
{
	xml_doc_destroy(g->base);
	draft_destroy(g->draft);
}

/* --- what a person does --- */

static const struct field *field_of(const struct game *g)
{
	return field_find(network_form, g->list->id);
}

static void set_text(struct game *g, char *text)
{
	draft_set(g->draft, g->list->id, text);
	free(text);
}

/* Of item i in the form of one, its name another one; i may be one more than there are. */
static void put_item(struct game *g, size_t i)
{
	const char *text = draft_text(g->draft, g->list->id);
	struct draft *record = record_draft(g->draft, field_of(g), text, i);
	struct item *item = &g->items[i];

	snprintf(item->name, sizeof(item->name), "n%u", ++g->names);
	if (i == g->n) {
		autofree char *line = line_of(g->list, item, g->names % 90 + 10);

		item->mark = 0;
		for (size_t cell = 0; cell < draft_count(record); cell++) {
			autofree char *value = record_cell(line, 0, cell);

			draft_set_at(record, cell, value);
		}
		g->n++;
	} else {
		draft_set(record, "name", item->name);
	}
	set_text(g, record_put(text, i, record));
	draft_destroy(record);
}

static void remove_item(struct game *g, size_t i)
{
	set_text(g, record_remove(draft_text(g->draft, g->list->id), i));
	memmove(&g->items[i], &g->items[i + 1], (g->n - i - 1) * sizeof(*g->items));
	g->n--;
}

/* --- what is there then --- */

static char *get(const struct game *g, const struct xml_doc *doc, size_t i, const char *what)
{
	autofree char *path = mem_printf("%s[%zu]%s%s", g->list->path, i, *what ? "/" : "", what);

	return *what ? xml_doc_get(doc, path) : xml_doc_get_xml(doc, path);
}

static size_t count_notes(const char *text)
{
	size_t n = 0;

	for (; (text = strstr(text, "<!-- note ")); text++)
		n++;
	return n;
}

static void check_item(const struct game *g, const struct xml_doc *doc, size_t i, const char *text)
{
	const struct item *item = &g->items[i];
	autofree char *name = get(g, doc, i + 1, g->list->name);
	autofree char *mark = get(g, doc, i + 1, g->list->mark);
	autofree char *whole = get(g, doc, i + 1, "");
	autofree char *note = mem_printf("<!-- note %u -->", item->mark);

	if (!str_equal(name, item->name) || (mark ? strtoul(mark, NULL, 10) : 0) != item->mark ||
	    !strstr(whole, note) == !!item->mark)
		fail_msg("seed %llu: number %zu is not %s with %u in\n%s", (unsigned long long)g->first_seed, i + 1,
			 item->name, item->mark, text);
}

static char *check(struct game *g)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_copy(g->base);
	size_t marked = 0;
	char *text;

	if (!fill_doc(g->draft, doc, &err))
		fail_msg("seed %llu: %s", (unsigned long long)g->first_seed, err.text);
	text = xml_doc_text(doc);
	if (xml_doc_count(doc, g->list->path) != g->n)
		fail_msg("seed %llu: there are not %zu in\n%s", (unsigned long long)g->first_seed, g->n, text);
	for (size_t i = 0; i < g->n; i++) {
		check_item(g, doc, i, text);
		marked += g->items[i].mark > 0;
	}
	assert_int_equal(count_notes(text), marked);
	xml_doc_destroy(doc);
	return text;
}

/* One step; at times a look at the XML, at times that as text and back into the form. */
static void play(struct game *g)
{
	unsigned what = upto(g, 6);

	if (what < 2 && g->n)
		remove_item(g, upto(g, (unsigned)g->n));
	else if (what == 2 && g->n)
		put_item(g, upto(g, (unsigned)g->n));
	else if (what == 3 && g->n < MOST)
		put_item(g, g->n);
	if (what >= 4) {
		autofree char *text = check(g);

		if (what == 5)
			take_base(g, text);
	}
}

static void nothing_is_lost_or_moves(void **state)
{
	(void)state;
	for (size_t which = 0; which < sizeof(lists) / sizeof(lists[0]); which++)
		for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
			struct game g;

			begin(&g, &lists[which], seed);
			for (int step = 0; step < 20; step++)
				play(&g);
			free(check(&g));
			end(&g);
		}
}

#define GROUP(name, more) "  <portgroup name=\"" name "\"" more
#define OVS(groups) "<network>\n  <name>n</name>\n  <forward mode=\"bridge\"/>\n  <bridge name=\"ovs0\"/>\n" \
		    "  <virtualport type=\"openvswitch\"/>\n" groups "</network>\n"
#define FAST ">\n    <bandwidth>\n      <inbound average=\"1000\"/>\n    </bandwidth>\n  </portgroup>\n"

static char *filled(const struct draft *d, const char *base)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(base, NULL, &err);
	char *text;

	if (!fill_doc(d, doc, &err))
		fail_msg("%s", err.text);
	text = xml_doc_text(doc);
	xml_doc_destroy(doc);
	return text;
}

/* The first one is taken out, and what it had is not the next one's; thought better of, all is as it was. */
static void the_next_one_gets_nothing_of_it(void **state)
{
	static const char base[] = OVS(GROUP("eng", FAST) GROUP("sales", "/>\n"));
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(base, NULL, &err);
	struct draft *d = draft_create(network_form, place);

	(void)state;
	fill_draft(d, doc);
	xml_doc_destroy(doc);
	autofree char *both = mem_strdup(draft_text(d, "groups"));
	autofree char *one = record_remove(both, 0);

	draft_set(d, "groups", one);
	autofree char *without = filled(d, base);

	assert_string_equal(without, OVS(GROUP("sales", "/>\n")));
	draft_set(d, "groups", both);
	autofree char *again = filled(d, base);

	assert_string_equal(again, base);
	/* One of the same name that is typed anew is another one. */
	autofree char *anew = mem_printf("%seng\tno\t\n", one);

	draft_set(d, "groups", anew);
	autofree char *last = filled(d, base);

	assert_string_equal(last, OVS(GROUP("sales", "/>\n") GROUP("eng", "/>\n")));
	draft_destroy(d);
}

static int setup(void **state)
{
	(void)state;
	xml_init();
	place = network_form_nowhere();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	network_place_free(place);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_one_gets_nothing_of_it),
		cmocka_unit_test(nothing_is_lost_or_moves),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
