// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/str.h"
#include "ui/widgets/chart.h"

static void expect(const struct chart *chart, enum chart_style style, int width, int height, const char *wanted)
{
	autostr struct str out = {0};

	for (int y = 0; y < height; y++) {
		if (y)
			str_addc(&out, '\n');
		chart_line(chart, style, width, height, y, &out);
	}
	assert_string_equal(str_text(&out), wanted);
}

static void each_style_draws_levels(void **state)
{
	static const float points[] = {0, 25, 50, 100};
	const struct chart chart = {.points = points, .n = 4, .top = 100};

	(void)state;
	expect(&chart, CHART_ASCII, 4, 1, "..:|");
	expect(&chart, CHART_BLOCKS, 4, 1, "▁▂▄█");
	expect(&chart, CHART_BRAILLE, 2, 1, "⣀⣼");
	expect(&chart, CHART_BLOCKS, 4, 2, "   █\n▁▄██");
	expect(&chart, CHART_BRAILLE, 2, 2, " ⢸\n⣠⣿");
}

static void what_is_not_known_is_blank(void **state)
{
	static const float points[] = {NAN, 0, NAN, 5};
	const struct chart chart = {.points = points, .n = 4};
	const struct chart none = {.points = points, .n = 1};

	(void)state;
	expect(&chart, CHART_ASCII, 4, 1, " . |");
	expect(&chart, CHART_BRAILLE, 2, 1, "⢀⢸");
	expect(&none, CHART_BLOCKS, 3, 1, "   ");
	expect(&(struct chart){0}, CHART_BLOCKS, 3, 1, "");
}

static void all_zero_is_seen(void **state)
{
	static const float points[] = {0, 0};
	const struct chart chart = {.points = points, .n = 2};

	(void)state;
	assert_true(chart_highest(&chart) == 0);
	expect(&chart, CHART_BLOCKS, 2, 2, "  \n▁▁");
}

static void many_points_on_one_place_are_their_highest(void **state)
{
	static const float points[] = {1, 1, 8, NAN, 1, 1, NAN, NAN};
	const struct chart chart = {.points = points, .n = 8};

	(void)state;
	assert_true(chart_highest(&chart) == 8);
	expect(&chart, CHART_BLOCKS, 4, 1, "▁█▁ ");
	expect(&chart, CHART_BLOCKS, 2, 1, "█▁");
	expect(&chart, CHART_BLOCKS, 16, 1, "▁▁▁▁██  ▁▁▁▁    ");
}

static void more_than_the_top_is_all(void **state)
{
	static const float points[] = {50, 500};
	const struct chart chart = {.points = points, .n = 2, .top = 100};

	(void)state;
	expect(&chart, CHART_BLOCKS, 2, 1, "▄█");
}

static void styles_have_names(void **state)
{
	(void)state;
	assert_int_equal(chart_style_named(NULL, true), CHART_BRAILLE);
	assert_int_equal(chart_style_named("auto", true), CHART_BRAILLE);
	assert_int_equal(chart_style_named("blocks", true), CHART_BLOCKS);
	assert_int_equal(chart_style_named("ascii", true), CHART_ASCII);
	assert_int_equal(chart_style_named("braille", false), CHART_ASCII);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_style_draws_levels),
		cmocka_unit_test(what_is_not_known_is_blank),
		cmocka_unit_test(all_zero_is_seen),
		cmocka_unit_test(many_points_on_one_place_are_their_highest),
		cmocka_unit_test(more_than_the_top_is_all),
		cmocka_unit_test(styles_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
