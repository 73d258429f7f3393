// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/arr.h"
#include "base/str.h"
#include "conf/views.h"

static bool take_pair(void *views, const struct ini_pair *pair, struct err *err)
{
	return views_take_pair(views, pair, err);
}

static void pairs_become_views(void **state)
{
	static const char text[] = "[view a b]\nfilter = x\nkey=F6\nsort = -cpu\n[view c]\npane = hosts\ncolumns=name\n"
				   "[view a b]\nfilter = y\ncolour = z\n[view ]\nkey = a\n";
	struct views views = {.file = "f.conf"};
	struct problems problems = {0};
	const struct view *view;

	(void)state;
	assert_false(ini_read_text("f.conf", text, take_pair, &views, &problems));
	assert_int_equal(views.n, 2);
	view = views_find(&views, "a b");
	assert_string_equal(view->filter, "y");
	assert_string_equal(view->key, "F6");
	assert_string_equal(view->sort, "-cpu");
	assert_string_equal(view->pane, "domains");
	assert_string_equal(view->file, "f.conf");
	assert_int_equal(view->lines.filter, 9);
	assert_int_equal(view->lines.key, 3);
	assert_int_equal(view->lines.columns, 0);
	view = views_find(&views, "c");
	assert_string_equal(view->pane, "hosts");
	assert_string_equal(view->columns, "name");
	assert_null(view->filter);
	assert_null(views_find(&views, "d"));
	assert_int_equal(problems.n, 2);
	assert_int_equal(problems.all[0].line, 10);
	assert_non_null(strstr(problems.all[0].text, "key, pane, filter, sort and columns, not \"colour\""));
	assert_int_equal(problems.all[1].line, 12);
	assert_non_null(strstr(problems.all[1].text, "[view NAME]"));
	problems_clear(&problems);
	views_clear(&views);
}

static void what_was_saved_comes_back(void **state)
{
	char a[] = "mine", b[] = "theirs", pane[] = "hosts", filter[] = "cpu>1 \\ \"x\"", sort[] = "name";
	struct state *kept = state_load(NULL);
	struct views views = {.n = 0};
	struct views again = {.file = "f.conf"};
	const struct ini_pair pair = {.section = "view theirs", .name = "filter", .value = "other"};
	autoerr struct err err = {0};

	(void)state;
	views_save(&views, kept, &(struct view){.name = a, .pane = pane, .filter = filter});
	views_save(&views, kept, &(struct view){.name = b, .pane = pane, .sort = sort});
	assert_true(views_take_pair(&again, &pair, &err));
	views_read_state(&again, kept);
	assert_int_equal(again.n, 2);
	assert_string_equal(views_find(&again, "mine")->filter, filter);
	assert_string_equal(views_find(&again, "mine")->pane, "hosts");
	assert_null(views_find(&again, "mine")->sort);
	assert_null(views_find(&again, "mine")->file);
	assert_string_equal(views_find(&again, "theirs")->filter, "other"); /* the file's */
	views_forget(&views, kept, views_find(&views, "mine"));
	views_clear(&again);
	views_read_state(&again, kept);
	assert_int_equal(again.n, 1);
	assert_string_equal(again.all[0].name, "theirs");
	assert_string_equal(again.all[0].sort, "name");
	views_forget(&again, kept, &again.all[0]);
	views_clear(&again);
	views_read_state(&again, kept);
	assert_int_equal(again.n, 0);
	views_clear(&again);
	views_clear(&views);
	state_destroy(kept);
}

static void odd_states_do_no_harm(void **state)
{
	static const char *const odd[] = {"", "\n\n", "\t\t\t", "name", "name\n\nname\t", "a\tb\tc\td\te\tf\tg", "a\t\t\t\t"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(odd); i++) {
		struct state *kept = state_load(NULL);
		struct views views = {.n = 0};

		state_set(kept, "views", "saved", odd[i]);
		views_read_state(&views, kept);
		for (size_t j = 0; j < views.n; j++)
			assert_true(views.all[j].name[0] != '\0');
		views_clear(&views);
		state_destroy(kept);
	}
}

static void no_more_than_so_many(void **state)
{
	struct state *kept = state_load(NULL);
	struct views views = {.n = 0};
	char name[16];

	(void)state;
	for (int i = 0; i < VIEWS_MOST; i++) {
		snprintf(name, sizeof(name), "v%d", i);
		assert_true(views_save(&views, kept, &(struct view){.name = name}));
	}
	assert_true(views_save(&views, kept, &(struct view){.name = name})); /* in the place of itself */
	snprintf(name, sizeof(name), "more");
	assert_false(views_save(&views, kept, &(struct view){.name = name}));
	assert_null(views_find(&views, "more"));
	views_clear(&views);
	state_destroy(kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_become_views),
		cmocka_unit_test(what_was_saved_comes_back),
		cmocka_unit_test(odd_states_do_no_harm),
		cmocka_unit_test(no_more_than_so_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
