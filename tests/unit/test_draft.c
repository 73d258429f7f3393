// SPDX-License-Identifier: GPL-3.0-or-later
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

static char *suggest_end(const struct draft *d)
{
	return mem_printf("after %s", draft_value(d, "start"));
}

static char *check_start(const struct draft *d, const char *text)
{
	(void)d;
	return str_equal(text, "never") ? mem_strdup("it has to start") : NULL;
}

static const struct field_choice colours[] = {
	{"red", "Red", NULL, NULL}, {"blue", "Blue", NULL, "blue is out of stock"}, {NULL, NULL, NULL, NULL}};

static const struct field small[] = {
	{.id = "mac", .label = "MAC", .type = FIELD_MAC, .required = true},
	{.id = "name", .label = "name", .type = FIELD_TEXT},
	{.id = NULL},
};

static const struct field table[] = {
	{.id = "kind", .label = "Kind", .type = FIELD_CHOICE, .choices = colours, .first = "red", .page = "one"},
	{.id = "more", .label = "More", .type = FIELD_SWITCH, .first = "no", .page = "one"},
	{.id = "start", .label = "Start", .type = FIELD_TEXT, .when = "more kind=red,green", .required = true,
	 .check = check_start, .page = "two"},
	{.id = "end", .label = "End", .type = FIELD_TEXT, .when = "start!=now", .suggest = suggest_end, .page = "two"},
	{.id = "parts", .label = "Parts", .type = FIELD_RECORDS, .record = small, .page = "two"},
	{.id = "key", .label = "Key", .type = FIELD_SECRET, .page = "two"},
	{.id = "count", .label = "Count", .type = FIELD_NUMBER, .least = 1, .most = 9, .page = "two"},
	{.id = "set", .label = "Set", .type = FIELD_MANY, .choices = colours, .free = true, .page = "two"},
	{.id = NULL},
};

static struct draft *d;

static int make(void **state)
{
	(void)state;
	d = draft_create(table, NULL);
	return 0;
}

static int end(void **state)
{
	(void)state;
	draft_destroy(d);
	return 0;
}

static void a_field_is_shown_when_its_condition_holds(void **state)
{
	(void)state;
	assert_false(draft_shows(d, "start"));
	draft_set(d, "more", "yes");
	assert_true(draft_shows(d, "start"));
	draft_set(d, "start", "now");
	assert_false(draft_shows(d, "end"));
	draft_set(d, "start", "later");
	assert_true(draft_shows(d, "end"));
	draft_set(d, "kind", "blue");
	assert_false(draft_shows(d, "start"));
	assert_true(draft_meets(d, "kind=green,blue"));
	assert_false(draft_meets(d, "kind=green,blu"));
	assert_false(draft_meets(d, "kind=blue more=no"));
}

static void what_is_not_shown_has_no_value_and_is_not_lost(void **state)
{
	(void)state;
	draft_set(d, "more", "yes");
	draft_set(d, "start", "noon");
	draft_set(d, "more", "no");
	assert_string_equal(draft_value(d, "start"), "");
	assert_string_equal(draft_text(d, "start"), "noon");
	draft_set(d, "more", "yes");
	assert_string_equal(draft_value(d, "start"), "noon");
}

static void a_suggestion_follows_until_something_is_typed_there(void **state)
{
	(void)state;
	draft_set(d, "more", "yes");
	draft_set(d, "start", "noon");
	assert_string_equal(draft_text(d, "end"), "after noon");
	assert_false(draft_is_own_at(d, 3));
	draft_set(d, "end", "dusk");
	draft_set(d, "start", "dawn");
	assert_string_equal(draft_text(d, "end"), "dusk");
	assert_true(draft_is_own_at(d, 3));
}

static void only_a_person_changes_a_draft(void **state)
{
	(void)state;
	assert_false(draft_is_changed(d));
	draft_load_at(d, 2, "noon");
	draft_renew(d);
	assert_false(draft_is_changed(d));
	draft_set(d, "start", "noon");
	assert_false(draft_is_changed(d));
	draft_set(d, "start", "one");
	assert_true(draft_is_changed(d));
}

static void assert_wrong(const char *id, const char *value, const char *words)
{
	size_t i = (size_t)(field_find(table, id) - table);
	autofree char *why = NULL;

	draft_set(d, id, value);
	why = draft_wrong_at(d, i);
	if (!words)
		assert_null(why);
	else
		assert_non_null(strstr(why ? why : "", words));
}

static void what_is_wrong_is_a_sentence(void **state)
{
	(void)state;
	draft_set(d, "more", "yes");
	assert_wrong("start", "", "needed");
	assert_int_equal(draft_first_wrong(d, "two"), 2);
	assert_int_equal(draft_first_wrong(d, "one"), draft_count(d));
	assert_wrong("start", "never", "has to start");
	assert_wrong("start", "noon", NULL);
	assert_int_equal(draft_first_wrong(d, NULL), draft_count(d));
	assert_wrong("count", " 12 ", "9 at most");
	assert_wrong("count", " 3 ", NULL);
	assert_wrong("count", "", NULL);
	assert_wrong("set", "red other", NULL);
	assert_wrong("set", "red blue", "out of stock");
	assert_wrong("kind", "green", "none of those");
	assert_wrong("kind", "blue", "out of stock");
}

static void records_are_added_changed_and_removed(void **state)
{
	struct draft *record;
	autofree char *one = NULL, *two = NULL, *changed = NULL, *left = NULL, *cell = NULL, *none = NULL;

	(void)state;
	record = record_draft(d, &table[4], "", 0);
	draft_set(record, "mac", "52:54:00:AA:00:01");
	draft_set(record, "name", "tab\there");
	one = record_put("", 0, record);
	draft_set(record, "mac", "52:54:00:aa:00:02");
	two = record_put(one, 1, record);
	draft_destroy(record);
	assert_string_equal(two, "52:54:00:aa:00:01\ttab here\n52:54:00:aa:00:02\ttab here\n");
	assert_int_equal(record_count(two), 2);
	cell = record_cell(two, 1, 1);
	assert_string_equal(cell, "tab here");
	none = record_cell(two, 5, 0);
	assert_string_equal(none, "");
	record = record_draft(d, &table[4], two, 1);
	assert_string_equal(draft_text(record, "mac"), "52:54:00:aa:00:02");
	assert_false(draft_is_changed(record));
	draft_set(record, "name", "web");
	changed = record_put(two, 1, record);
	draft_destroy(record);
	left = record_remove(changed, 0);
	assert_string_equal(left, "52:54:00:aa:00:02\tweb\n");
	assert_wrong("parts", left, NULL);
	free(left);
	/* Where it came from goes with it. */
	record = record_draft(d, &table[4], changed, 1);
	assert_int_equal(record_origin(record), 0);
	record_came_from(record, 7);
	free(changed);
	changed = record_put(two, 1, record);
	draft_destroy(record);
	left = record_remove(changed, 0);
	record = record_draft(d, &table[4], left, 0);
	assert_string_equal(draft_text(record, "name"), "web");
	assert_int_equal(record_origin(record), 7);
	draft_destroy(record);
	assert_wrong("parts", left, NULL);
	assert_wrong("parts", "53:00:00:00:00:00\tx\n", "line 1: 53:00");
}

static void a_secret_is_not_for_reading(void **state)
{
	autofree char *words = field_words(&table[5], d, "hush");
	autofree char *tidy = field_tidy(&table[5], " hush ");

	(void)state;
	assert_string_equal(words, "set");
	assert_string_equal(tidy, " hush ");
}

/* Also when it was judged: memory that is given back is given out again as it was left. */
static void a_secret_leaves_nothing_behind(void **state)
{
	char secret[201] = "";
	char *left;

	(void)state;
	memset(secret, 's', sizeof(secret) - 1);
	draft_set(d, "key", secret);
	assert_int_equal(draft_first_wrong(d, "two"), draft_count(d));
	left = mem_resize(NULL, 1, sizeof(secret));
	assert_null(memmem(left, sizeof(secret), secret, 32));
	free(left);
}

static void values_have_one_form(void **state)
{
	const struct field mac = {.type = FIELD_MAC}, size = {.type = FIELD_SIZE, .unit = "GiB"},
			   many = {.type = FIELD_MANY}, net = {.type = FIELD_SUBNET4};
	autofree char *a = field_tidy(&mac, " 52-54-00-AB-cd-EF "), *b = field_tidy(&size, "20"),
		      *c = field_tidy(&many, " eth0,  eth1 "), *e = field_tidy(&net, "10.0.0.0/255.255.0.0"),
		      *f = field_tidy(&mac, " zz "), *g = field_tidy(&size, "");

	(void)state;
	assert_string_equal(a, "52:54:00:ab:cd:ef");
	assert_string_equal(b, "20 GiB");
	assert_string_equal(c, "eth0 eth1");
	assert_string_equal(e, "10.0.0.0/16");
	assert_string_equal(f, "zz");
	assert_string_equal(g, "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_field_is_shown_when_its_condition_holds),
		TEST(what_is_not_shown_has_no_value_and_is_not_lost),
		TEST(a_suggestion_follows_until_something_is_typed_there),
		TEST(only_a_person_changes_a_draft),
		TEST(what_is_wrong_is_a_sentence),
		TEST(records_are_added_changed_and_removed),
		TEST(a_secret_is_not_for_reading),
		TEST(a_secret_leaves_nothing_behind),
		TEST(values_have_one_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
