// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/arr.h"
#include "base/units.h"

#define KIB UINT64_C(1024)
#define MIB (KIB * 1024)
#define GIB (MIB * 1024)
#define TIB (GIB * 1024)

static void bytes_have_three_digits(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text, *words;
	} rows[] = {
		{0, "0", "0 B"},
		{512, "512", "512 B"},
		{999, "999", "999 B"},
		{1000, "0.98K", "0.98 KiB"},
		{1024, "1.00K", "1.00 KiB"},
		{1536, "1.50K", "1.50 KiB"},
		{10 * KIB - 1, "10.0K", "10.0 KiB"},
		{100 * KIB - 1, "100K", "100 KiB"},
		{123 * MIB, "123M", "123 MiB"},
		{999 * MIB, "999M", "999 MiB"},
		{1000 * MIB, "0.98G", "0.98 GiB"},
		{GIB * 142 / 10, "14.2G", "14.2 GiB"},
		{TIB, "1.00T", "1.00 TiB"},
		{UINT64_MAX, "16.0E", "16.0 EiB"},
	};
	char buf[UNITS_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_string_equal(units_bytes(buf, rows[i].bytes), rows[i].text);
		assert_string_equal(units_bytes_long(buf, rows[i].bytes), rows[i].words);
	}
}

static void bytes_never_take_more_than_five_cells(void **state)
{
	char buf[UNITS_SIZE];

	(void)state;
	for (uint64_t bytes = 1; bytes < UINT64_MAX / 3 * 2; bytes += bytes / 7 + 1)
		assert_in_range(strlen(units_bytes(buf, bytes)), 1, 5);
}

static void gib_has_no_unit(void **state)
{
	char buf[UNITS_SIZE];

	(void)state;
	assert_string_equal(units_gib(buf, 0), "0.00");
	assert_string_equal(units_gib(buf, GIB / 2), "0.50");
	assert_string_equal(units_gib(buf, GIB * 142 / 10), "14.2");
	assert_string_equal(units_gib(buf, 211 * GIB), "211");
	assert_string_equal(units_gib(buf, 2048 * GIB), "2048");
}

static void rates_round_and_may_be_unknown(void **state)
{
	char buf[UNITS_SIZE];

	(void)state;
	assert_string_equal(units_rate(buf, 0), "0");
	assert_string_equal(units_rate(buf, 0.4), "0");
	assert_string_equal(units_rate(buf, 890.0 * 1024), "890K");
	assert_string_equal(units_rate(buf, 1.2 * 1024 * 1024), "1.20M");
	assert_string_equal(units_rate(buf, -1), "-");
	assert_string_equal(units_rate(buf, NAN), "-");
	assert_in_range(strlen(units_rate(buf, INFINITY)), 1, 5);
}

static void percent_has_a_decimal_below_ten(void **state)
{
	char buf[UNITS_SIZE];

	(void)state;
	assert_string_equal(units_percent(buf, 0), "0");
	assert_string_equal(units_percent(buf, 0.04), "0");
	assert_string_equal(units_percent(buf, 0.4), "0.4");
	assert_string_equal(units_percent(buf, 9.94), "9.9");
	assert_string_equal(units_percent(buf, 9.96), "10");
	assert_string_equal(units_percent(buf, 11.2), "11");
	assert_string_equal(units_percent(buf, 212), "212");
	assert_string_equal(units_percent(buf, -1), "-");
	assert_string_equal(units_percent(buf, NAN), "-");
}

static void durations_read_well(void **state)
{
	static const struct {
		double seconds;
		const char *text;
	} rows[] = {
		{-3, "0 s"},	    {0, "0 s"},		    {0.0004, "0.4 ms"},
		{0.0099, "9.9 ms"}, {0.0432, "43 ms"},	    {1, "1 s"},
		{34.9, "34 s"},	    {59.99, "59 s"},	    {60, "1 min"},
		{779, "12 min"},    {3 * 3600 + 59, "3 h"}, {86399, "23 h"},
		{86400, "1 d"},	    {41.5 * 86400, "41 d"}, {NAN, "-"},
	};
	char buf[UNITS_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(units_duration(buf, rows[i].seconds), rows[i].text);
	assert_true(strlen(units_duration(buf, INFINITY)) < UNITS_SIZE);
}

static void the_point_is_a_dot_in_every_locale(void **state)
{
	char buf[UNITS_SIZE];
	char dir[] = "/tmp/virtty-locale-XXXXXX";
	char command[200];

	(void)state;
	/* A locale of our own: few machines have one with a comma. */
	assert_non_null(mkdtemp(dir));
	snprintf(command, sizeof(command),
		 "localedef --no-archive -i de_DE -f UTF-8 %s/de_DE.UTF-8 2>&1", dir);
	assert_int_equal(system(command), 0);
	assert_int_equal(setenv("LOCPATH", dir, 1), 0);
	assert_non_null(setlocale(LC_ALL, "de_DE.UTF-8"));
	assert_string_equal(localeconv()->decimal_point, ",");
	assert_string_equal(units_bytes(buf, 1536), "1.50K");
	assert_string_equal(units_percent(buf, 0.4), "0.4");
	assert_string_equal(units_duration(buf, 0.0004), "0.4 ms");
	setlocale(LC_ALL, "C");
	snprintf(command, sizeof(command), "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_have_three_digits),
		cmocka_unit_test(bytes_never_take_more_than_five_cells),
		cmocka_unit_test(gib_has_no_unit),
		cmocka_unit_test(rates_round_and_may_be_unknown),
		cmocka_unit_test(percent_has_a_decimal_below_ten),
		cmocka_unit_test(durations_read_well),
		cmocka_unit_test(the_point_is_a_dot_in_every_locale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
