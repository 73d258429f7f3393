// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/mem.h"
#include "conf/options.h"

#define MAX_WORDS 16

/* Takes a line apart at its spaces, as a shell would. */
static bool parse(struct options *o, const char *line, struct err *err)
{
	autofree char *copy = mem_printf("virtty %s", line);
	char *argv[MAX_WORDS + 1] = {NULL};
	char *rest = copy;
	int argc = 0;

	while (*rest) {
		size_t len = strcspn(rest, " ");

		assert_true(argc < MAX_WORDS);
		argv[argc++] = rest;
		rest += len;
		if (*rest)
			*rest++ = '\0';
	}
	options_init(o);
	return options_parse(o, argc, argv, err);
}

static void assert_parses(struct options *o, const char *line)
{
	autoerr struct err err = {0};
	bool ok = parse(o, line, &err);

	if (!ok)
		print_error("%s: %s\n", line, err.text);
	assert_true(ok);
	assert_int_equal(err.code, ERR_NONE);
	assert_null(err.text);
}

static void without_options_all_has_its_default(void **state)
{
	struct options o;

	(void)state;
	assert_parses(&o, "");
	assert_int_equal(o.mode, RUN_SCREEN);
	assert_int_equal(o.n_uris, 0);
	assert_false(o.demo);
	assert_false(o.readonly);
	assert_false(o.regen);
	assert_false(o.clock_fixed);
	assert_false(o.no_mouse);
	assert_false(o.no_unicode);
	assert_int_equal(o.width, 80);
	assert_int_equal(o.height, 24);
	assert_int_equal(o.tick_ms, 2000);
	assert_null(o.script);
	assert_null(o.theme);
	assert_null(o.colors);
	assert_null(o.log);
	assert_null(o.timing);
	options_finish(&o);
}

static void flags(void **state)
{
	static const struct {
		const char *line;
		size_t offset;
	} rows[] = {
		{"--demo", offsetof(struct options, demo)},
		{"--readonly", offsetof(struct options, readonly)},
		{"-r", offsetof(struct options, readonly)},
		{"--no-mouse", offsetof(struct options, no_mouse)},
		{"--no-unicode", offsetof(struct options, no_unicode)},
		{"--regen", offsetof(struct options, regen)},
		{"--clock fixed", offsetof(struct options, clock_fixed)},
		{"--clock=fixed", offsetof(struct options, clock_fixed)},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;

		assert_parses(&o, rows[i].line);
		for (size_t j = 0; j < ARRAY_SIZE(rows); j++)
			assert_int_equal(*(bool *)((char *)&o + rows[j].offset),
					 rows[i].offset == rows[j].offset);
		options_finish(&o);
	}
}

static void texts(void **state)
{
	static const struct {
		const char *name;
		size_t offset;
	} rows[] = {
		{"theme", offsetof(struct options, theme)},
		{"log", offsetof(struct options, log)},
		{"script", offsetof(struct options, script)},
		{"timing", offsetof(struct options, timing)},
		{"filter", offsetof(struct options, filter)},
		{"sort", offsetof(struct options, sort)},
		{"view", offsetof(struct options, view)},
		{"batch", offsetof(struct options, batch)},
	};
	static const char *const values[] = {"a", "/a/b=c", "-", "--demo"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows) * ARRAY_SIZE(values) * 2; i++) {
		const char *value = values[i / ARRAY_SIZE(rows) / 2];
		size_t row = i % ARRAY_SIZE(rows);
		autofree char *line = mem_printf("--%s%s%s", rows[row].name,
						 i / ARRAY_SIZE(rows) % 2 ? "=" : " ", value);
		struct options o;

		assert_parses(&o, line);
		assert_string_equal(*(char **)((char *)&o + rows[row].offset), value);
		assert_false(o.demo);
		options_finish(&o);
	}
}

static void the_last_of_two_counts(void **state)
{
	struct options o;

	(void)state;
	assert_parses(&o, "--theme dark --theme mono --size 10x20 --size 30x40 -d 1 --delay 3");
	assert_string_equal(o.theme, "mono");
	assert_int_equal(o.width, 30);
	assert_int_equal(o.height, 40);
	assert_int_equal(o.tick_ms, 3000);
	options_finish(&o);
	assert_parses(&o, "--version --help");
	assert_int_equal(o.mode, RUN_HELP);
	options_finish(&o);
}

static void modes(void **state)
{
	static const struct {
		const char *line;
		enum run_mode mode;
	} rows[] = {
		{"--help", RUN_HELP},
		{"-h", RUN_HELP},
		{"--version", RUN_VERSION},
		{"-V", RUN_VERSION},
		{"--self-test", RUN_SELF_TEST},
		{"--list-actions", RUN_LIST_ACTIONS},
		{"--list-columns", RUN_LIST_COLUMNS},
		{"--list-commands", RUN_LIST_COMMANDS},
		{"--list-options", RUN_LIST_OPTIONS},
		{"--list-roles", RUN_LIST_ROLES},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;

		assert_parses(&o, rows[i].line);
		assert_int_equal(o.mode, rows[i].mode);
		options_finish(&o);
	}
}

static void hosts_in_their_order(void **state)
{
	static const char *const uris[] = {"qemu:///system", "kvm1=qemu+ssh://root@kvm1/system",
					   "test:///default", "fake:///a?b=c&d=e"};
	struct options o;

	(void)state;
	assert_parses(&o, "-c qemu:///system --connect kvm1=qemu+ssh://root@kvm1/system "
			  "-ctest:///default --connect=fake:///a?b=c&d=e");
	assert_int_equal(o.n_uris, ARRAY_SIZE(uris));
	for (size_t i = 0; i < ARRAY_SIZE(uris); i++)
		assert_string_equal(o.uris[i], uris[i]);
	options_finish(&o);
}

static void sizes(void **state)
{
	static const struct {
		const char *text;
		int width, height;
	} rows[] = {{"1x1", 1, 1}, {"120x30", 120, 30}, {"1000x1000", 1000, 1000}, {"007x09", 7, 9}};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *line = mem_printf("--size %s", rows[i].text);
		struct options o;

		assert_parses(&o, line);
		assert_int_equal(o.width, rows[i].width);
		assert_int_equal(o.height, rows[i].height);
		options_finish(&o);
	}
}

static void delays(void **state)
{
	static const struct {
		const char *text;
		int ms;
	} rows[] = {{"0.5", 500}, {"2", 2000}, {"1.25", 1250}, {"3600", 3600000}, {"1e1", 10000}};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *line = mem_printf("-d %s", rows[i].text);
		struct options o;

		assert_parses(&o, line);
		assert_int_equal(o.tick_ms, rows[i].ms);
		options_finish(&o);
	}
}

static void requests_at_once(void **state)
{
	struct options o;

	(void)state;
	assert_parses(&o, "");
	assert_int_equal(o.requests, 4);
	options_finish(&o);
	for (int n = 1; n <= 16; n++) {
		autofree char *line = mem_printf("--requests %d", n);

		assert_parses(&o, line);
		assert_int_equal(o.requests, n);
		options_finish(&o);
	}
}

static void colours(void **state)
{
	static const char *const values[] = {"auto", "none", "8", "16", "256", "direct"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		autofree char *line = mem_printf("--colors %s", values[i]);
		struct options o;

		assert_parses(&o, line);
		assert_string_equal(o.colors, values[i]);
		options_finish(&o);
	}
}

/* One sentence, in one line, that names what was wrong and what would be right. */
static void every_mistake_has_one_sentence(void **state)
{
	static const struct {
		const char *line;
		const char *wrong; /* what the person wrote, or left out */
		const char *right;
	} rows[] = {
		{"--no-such", "--no-such", "virtty --help"},
		{"--no-such=1", "--no-such=1", "virtty --help"},
		{"--dem", "--dem", "virtty --help"},
		{"--demon", "--demon", "virtty --help"},
		{"--", "--", "virtty --help"},
		{"-x", "-x", "virtty --help"},
		{"-", "\"-\"", "virtty --help"},
		{"qemu:///system", "\"qemu:///system\"", "-c qemu:///system"},
		{"--demo kvm1", "\"kvm1\"", "-c kvm1"},
		{"--demo=yes", "--demo", "no argument"},
		{"-rx", "--readonly", "no argument"},
		{"--help=1", "--help", "no argument"},
		{"-c", "--connect", "wants URI"},
		{"--connect", "--connect", "wants URI"},
		{"--connect=", "--connect", "wants URI"},
		{"--theme", "--theme", "auto, dark, light"},
		{"--log", "--log", "wants FILE"},
		{"--log=", "--log", "wants FILE"},
		{"--script", "--script", "wants FILE"},
		{"--timing", "--timing", "wants FILE"},
		{"--size", "--size", "COLSxROWS"},
		{"--clock", "--clock", "fixed"},
		{"--delay", "--delay", "0.5 to 3600"},
		{"-d", "--delay", "0.5 to 3600"},
		{"--colors", "--colors", "auto, none, 8, 16, 256 or direct"},
		{"--size wide", "\"wide\"", "120x30"},
		{"--size 80", "\"80\"", "120x30"},
		{"--size 80x", "\"80x\"", "120x30"},
		{"--size x24", "\"x24\"", "120x30"},
		{"--size 80x24x3", "\"80x24x3\"", "120x30"},
		{"--size 0x24", "\"0x24\"", "120x30"},
		{"--size 80x0", "\"80x0\"", "120x30"},
		{"--size -80x24", "\"-80x24\"", "120x30"},
		{"--size 1001x24", "\"1001x24\"", "1000x1000"},
		{"--size 80x1001", "\"80x1001\"", "1000x1000"},
		{"--size 99999999999x1", "\"99999999999x1\"", "1000x1000"},
		{"--size=", "\"\"", "120x30"},
		{"--delay soon", "\"soon\"", "0.5 to 3600"},
		{"--delay 2s", "\"2s\"", "0.5 to 3600"},
		{"--delay 0.49", "\"0.49\"", "0.5 to 3600"},
		{"--delay 0", "\"0\"", "0.5 to 3600"},
		{"--delay -2", "\"-2\"", "0.5 to 3600"},
		{"--delay 3601", "\"3601\"", "0.5 to 3600"},
		{"--delay nan", "\"nan\"", "0.5 to 3600"},
		{"--delay inf", "\"inf\"", "0.5 to 3600"},
		{"--delay 1e999", "\"1e999\"", "0.5 to 3600"},
		{"--requests", "--requests", "1 to 16"},
		{"--requests many", "\"many\"", "1 to 16"},
		{"--requests 4x", "\"4x\"", "1 to 16"},
		{"--requests 0", "\"0\"", "1 to 16"},
		{"--requests -1", "\"-1\"", "1 to 16"},
		{"--requests 17", "\"17\"", "1 to 16"},
		{"--requests 4294967298", "\"4294967298\"", "1 to 16"},
		{"--requests=", "\"\"", "1 to 16"},
		{"--clock moving", "\"moving\"", "\"fixed\""},
		{"--clock Fixed", "\"Fixed\"", "\"fixed\""},
		{"--colors pink", "\"pink\"", "auto, none, 8, 16, 256 or direct"},
		{"--colors 7", "\"7\"", "auto, none, 8, 16, 256 or direct"},
		/* The first mistake is the one that is told. */
		{"--size wide --delay soon", "\"wide\"", "120x30"},
	};
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};
		struct options o;
		bool ok = parse(&o, rows[i].line, &err);

		options_finish(&o);
		if (!ok && err.code == ERR_INVALID && err.text && strstr(err.text, rows[i].wrong) &&
		    strstr(err.text, rows[i].right) && !strchr(err.text, '\n') &&
		    err.text[strlen(err.text) - 1] != '.')
			continue;
		print_error("%s: %s\n", rows[i].line, ok ? "is taken" : err.text);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

/* Finishing twice, and finishing what was never parsed. */
static void finishing(void **state)
{
	struct options o;

	(void)state;
	options_init(&o);
	options_finish(&o);
	assert_parses(&o, "-c a -c b --theme mono");
	options_finish(&o);
	assert_null(o.uris);
	assert_null(o.theme);
	options_finish(&o);
}

/* Each option stands in the help and in the list, and what is listed is taken by the parser. */
static void lists_all_options(void **state)
{
	autostr struct str help = {0};
	autostr struct str list = {0};
	size_t n = 0;

	(void)state;
	options_help(&help);
	options_list(&list);
	for (const char *p = str_text(&list); *p; n++) {
		size_t name_len = strcspn(p, "\t");
		size_t arg_len = strcspn(p + name_len + 1, "\t");
		size_t help_len = strcspn(p + name_len + arg_len + 2, "\n");
		autofree char *name = mem_strndup(p, name_len);
		autofree char *arg = mem_strndup(p + name_len + 1, arg_len);
		autofree char *words = mem_strndup(p + name_len + arg_len + 2, help_len);
		autofree char *left = mem_printf("%s%s%s", name, arg_len ? " " : "", arg);
		autoerr struct err err = {0};
		struct options o;
		bool ok;

		assert_true(str_starts(name, "--"));
		assert_true(help_len > 0);
		assert_non_null(strstr(str_text(&help), left));
		assert_non_null(strstr(str_text(&help), words));
		/* Alone it is taken, or what it wants is said. */
		ok = parse(&o, name, &err);
		options_finish(&o);
		assert_int_equal(ok, arg_len == 0);
		if (!ok)
			assert_non_null(strstr(err.text, words));
		p += name_len + arg_len + help_len + 3;
	}
	assert_int_equal(n, 35);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_options_all_has_its_default),
		cmocka_unit_test(flags),
		cmocka_unit_test(texts),
		cmocka_unit_test(the_last_of_two_counts),
		cmocka_unit_test(modes),
		cmocka_unit_test(hosts_in_their_order),
		cmocka_unit_test(sizes),
		cmocka_unit_test(delays),
		cmocka_unit_test(requests_at_once),
		cmocka_unit_test(colours),
		cmocka_unit_test(every_mistake_has_one_sentence),
		cmocka_unit_test(finishing),
		cmocka_unit_test(lists_all_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
