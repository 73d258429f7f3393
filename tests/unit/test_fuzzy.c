// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/str.h"
#include "model/fuzzy.h"

static void what_fits(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool fits;
	} rows[] = {
		{"", "anything", true},
		{"  ", "anything", true},
		{"fo", "force off", true},
		{"FO", "force off", true},
		{"off force", "force off", true},
		{"off force x", "force off", false},
		{"dfo", "domain.force-off", true},
		{"ffo", "force off", false},
		{"orce", "force off", true}, /* inside, together */
		{"oce", "force off", false}, /* inside, but not together */
		{"force off at once", "force off", false},
		{"a", "", false},
		{"web2", "web-front-02", true},
		{"02", "web-front-02", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((fuzzy_score(rows[i].pattern, rows[i].text) > 0) != rows[i].fits)
			fail_msg("\"%s\" and \"%s\"", rows[i].pattern, rows[i].text);
}

/* The first fits better than the second. */
static void what_fits_better(void **state)
{
	static const struct {
		const char *pattern, *better, *worse;
	} rows[] = {
		{"start", "start", "start paused"},
		{"start", "start paused", "no autostart"},
		{"so", "stop once", "shoot"},       /* starts of words */
		{"res", "reset", "reverse it"},     /* together */
		{"res", "reset", "the reset"},      /* at the start */
		{"off", "force off", "coffee"},
		{"web-1", "web-1", "web-10"},
		{"kvm1", "kvm1", "kvm-is-1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (fuzzy_score(rows[i].pattern, rows[i].better) <=
		    fuzzy_score(rows[i].pattern, rows[i].worse))
			fail_msg("\"%s\": \"%s\" does not come before \"%s\"", rows[i].pattern, rows[i].better,
				 rows[i].worse);
	assert_true(fuzzy_score("Web-1", "web-1") >= FUZZY_WHOLE);
}

static void only_the_whole_is_whole(void **state)
{
	autostr struct str pattern = {0};
	autostr struct str text = {0};

	(void)state;
	for (int i = 0; i < 300; i++) {
		str_add(&text, "a-");
		str_add(&pattern, "a");
	}
	assert_true(fuzzy_score("a", str_text(&text)) > 0);
	assert_int_equal(fuzzy_score(str_text(&pattern), str_text(&text)), 0); /* past what is looked at */
	assert_true(fuzzy_score("star", "start") < FUZZY_WHOLE);
	assert_true(fuzzy_score("start", "start paused") < FUZZY_WHOLE);
}

static void starts_of_words(void **state)
{
	(void)state;
	assert_true(fuzzy_begins_words("sav st", "drop saved state"));
	assert_true(fuzzy_begins_words("OFF", "domain.force-off"));
	assert_true(fuzzy_begins_words("", "x"));
	assert_false(fuzzy_begins_words("ave", "drop saved state"));
	assert_false(fuzzy_begins_words("sav xy", "drop saved state"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits),
		cmocka_unit_test(what_fits_better),
		cmocka_unit_test(only_the_whole_is_whole),
		cmocka_unit_test(starts_of_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
