// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "conf/config.h"
#include "mistakes.h"

#define MAX_WORDS 20

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
	assert_true(o.mouse);
	assert_true(o.unicode);
	assert_int_equal(o.word_from, 6);
	assert_null(o.tab);
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
		bool off; /* it is on without */
	} rows[] = {
		{"--demo", offsetof(struct options, demo), false},
		{"--readonly", offsetof(struct options, readonly), false},
		{"-r", offsetof(struct options, readonly), false},
		{"--no-mouse", offsetof(struct options, mouse), true},
		{"--no-unicode", offsetof(struct options, unicode), true},
		{"--regen", offsetof(struct options, regen), false},
		{"--clock fixed", offsetof(struct options, clock_fixed), false},
		{"--clock=fixed", offsetof(struct options, clock_fixed), false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;

		assert_parses(&o, rows[i].line);
		for (size_t j = 0; j < ARRAY_SIZE(rows); j++)
			assert_int_equal(*(bool *)((char *)&o + rows[j].offset),
					 (rows[i].offset == rows[j].offset) != rows[j].off);
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
		{"config", offsetof(struct options, config)},
		{"view", offsetof(struct options, view)},
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
	options_finish(&o);
	assert_parses(&o, "--no-mouse --mouse --readonly --no-readonly --theme mono --theme auto "
			  "--size 30x40 -d 3");
	assert_true(o.mouse);
	assert_false(o.readonly);
	assert_null(o.theme);
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
		{"--list-filters", RUN_LIST_FILTERS},
		{"--list-hosts", RUN_LIST_HOSTS},
		{"--list-views", RUN_LIST_VIEWS},
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
		if (i == 0)
			assert_null(o.colors); /* as if nothing was said: NO_COLOR counts */
		else
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
		{"--demon", "--demon", "--demo: all options"},
		{"--dealy", "--dealy", "--delay"},
		{"--no-delay", "--no-delay", "virtty --help"},
		{"--no-demo", "--no-demo", "virtty --help"},
		{"--no-mouse=yes", "--no-mouse", "no argument"},
		{"--tab hosts", "--tab", "virtty --help"},
		{"--config", "--config", "wants DIR"},
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
		{"--batch tasks", "--batch", "networks, volumes or devices, not \"tasks\""},
		{"--theme", "--theme", "auto, one of --list-themes"},
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
		{"--clock moving", "\"moving\"", "wants fixed"},
		{"--clock Fixed", "\"Fixed\"", "wants fixed"},
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

#define FIELDS 11

/* Takes a line apart at its tabs. */
static void split(char *line, char *fields[FIELDS])
{
	for (int i = 0; i < FIELDS; i++) {
		char *tab = strchr(line, '\t');

		fields[i] = line;
		assert_int_equal(tab != NULL, i < FIELDS - 1);
		if (tab) {
			*tab = '\0';
			line = tab + 1;
		}
	}
}

/* What lists its values is an option that prints and leaves; only what takes a value has one. */
static void check_listing(char *const *field)
{
	const struct option *row;

	assert_int_equal(strlen(field[9]), 1);
	if (!strcmp(field[10], "-"))
		return;
	assert_true(field[1][0] != '\0');
	assert_true(str_starts(field[10], "--list-"));
	row = option_find(field[10] + 2);
	assert_non_null(row);
	assert_int_equal(row->type, OPTION_MODE);
}

/* Stands in the help, and is taken by the parser: alone, or it is said what it wants. */
/* As it would be on lines without an end; each fits into 80 columns. The caller frees. */
static char *unfold(const char *text)
{
	struct str out = {0};

	for (const char *p = text; *p;) {
		size_t len = strcspn(p, "\n");
		size_t blank = strspn(p, " ");

		assert_in_range(len, 0, 80);
		assert_true(len == 0 || p[len - 1] != ' ');
		if (blank > 20)
			str_addc(&out, ' ');
		else
			blank = 0;
		str_addn(&out, p + blank, len - blank);
		p += len + (p[len] == '\n');
		if (strspn(p, " ") <= 20)
			str_addc(&out, '\n');
	}
	return str_take(&out);
}

static void check_command(char *const *field, const char *help)
{
	autofree char *left = mem_printf("%s%s%s", field[0], field[1][0] ? " " : "", field[1]);
	autoerr struct err err = {0};
	struct options o;
	bool ok;

	assert_true(str_starts(field[0], "--"));
	assert_non_null(strstr(help, left));
	assert_non_null(strstr(help, field[7]));
	ok = parse(&o, field[0], &err);
	options_finish(&o);
	assert_int_equal(ok, field[1][0] == '\0');
	check_listing(field);
	if (!ok)
		assert_non_null(strstr(err.text, field[7]));
}

/* Has a default that would do, and that is in force. */
static void check_in_file(char *const *field)
{
	const struct option *option = option_find(field[2]);
	autoerr struct err err = {0};
	enum option_layer layer;
	struct options o;

	assert_non_null(option);
	assert_true(option_check(option, field[2], field[6], &err));
	options_init(&o);
	assert_string_equal(options_value(&o, option, &layer), field[6]);
	assert_int_equal(layer, LAYER_DEFAULT);
	assert_non_null(strstr(field[8], field[6]));
	assert_non_null(strstr(field[8], field[4]));
	options_finish(&o);
}

static void lists_all_options(void **state)
{
	autostr struct str help = {0};
	autostr struct str list = {0};
	size_t in_file = 0;
	size_t rows;
	size_t n = 0;

	(void)state;
	options_table(&rows);
	options_help(&help);
	options_list(&list);
	autofree char *unfolded = unfold(str_text(&help));
	for (const char *p = str_text(&list); *p; n++) {
		size_t len = strcspn(p, "\n");
		autofree char *line = mem_strndup(p, len);
		char *field[FIELDS];

		split(line, field);
		assert_true(strcmp(field[0], "-") != 0 || strcmp(field[2], "-") != 0);
		if (strcmp(field[0], "-") != 0)
			check_command(field, unfolded);
		if (strcmp(field[2], "-") != 0) {
			check_in_file(field);
			in_file++;
		}
		p += len + 1;
	}
	assert_int_equal(n, rows);
	assert_true(in_file >= 10);
}

/* --- files ----------------------------------------------------------------------------------- */

static bool take_view(void *opaque, const struct ini_pair *pair, struct err *err)
{
	struct str *seen = opaque;

	str_addf(seen, "%s/%s=%s;", pair->section, pair->name, pair->value);
	return strcmp(pair->value, "bad") != 0 || err_set(err, ERR_INVALID, "that is bad");
}

struct files {
	char *dir;
	struct options o;
	struct problems problems;
	struct str seen;
};

static int make_files(void **state)
{
	struct files *f = mem_new(struct files);

	f->dir = mem_strdup("/tmp/virtty-options-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	options_init(&f->o);
	*state = f;
	return 0;
}

static int drop_files(void **state)
{
	struct files *f = *state;
	autofree char *path = mem_printf("%s/virtty.conf", f->dir);

	unlink(path);
	rmdir(f->dir);
	options_finish(&f->o);
	problems_clear(&f->problems);
	str_free(&f->seen);
	free(f->dir);
	free(f);
	return 0;
}

static void read_text(struct files *f, enum option_layer layer, const char *text)
{
	const struct config_section sections[] = {{"view", take_view, &f->seen}, {NULL, NULL, NULL}};
	autofree char *path = mem_printf("%s/virtty.conf", f->dir);
	autoerr struct err err = {0};

	assert_true(file_replace(path, text, strlen(text), &err));
	config_read(&f->o, layer, path, sections, &f->problems);
}

static void a_file_sets_what_it_says(void **state)
{
	struct files *f = *state;

	read_text(f, LAYER_USER,
		  "# mine\ndelay = 0.5\ntheme=mono\nmouse = no\nunicode = off\ntab = hosts\n"
		  "confirm-word-from = 3\nreadonly = yes\ncolors = 16\n\n[view web]\nfilter = name:web\n");
	assert_int_equal(f->problems.n, 0);
	assert_int_equal(f->o.tick_ms, 500);
	assert_string_equal(f->o.theme, "mono");
	assert_false(f->o.mouse);
	assert_false(f->o.unicode);
	assert_string_equal(f->o.tab, "hosts");
	assert_int_equal(f->o.word_from, 3);
	assert_true(f->o.readonly);
	assert_string_equal(f->o.colors, "16");
	assert_string_equal(str_text(&f->seen), "view web/filter=name:web;");
}

/* Each with its line, and what would be right; what is right is in force. */
static void each_mistake_is_told(void **state)
{
	static const struct mistake rows[] = {
		{"requests = 9", NULL},
		{"dealy = 3", "there is no option dealy: delay is meant, perhaps"},
		{"frobnicate = 3", "there is no option frobnicate: virtty.conf(5) lists them"},
		{"delay = soon", "delay wants seconds from 0.5 to 3600, not \"soon\""},
		{"shutdown-wait = 99999", "shutdown-wait wants seconds from 0.5 to 3600, not \"99999\""},
		{"confirm-word-from = 1", "confirm-word-from wants a number from 2 to 1000, not \"1\""},
		{"colors = pink", "colors wants auto, none, 8, 16, 256 or direct, not \"pink\""},
		{"mouse = perhaps", "mouse wants yes or no, not \"perhaps\""},
		{"no-mouse = yes", "there is no option no-mouse here: mouse = no does it"},
		{"theme =", "theme wants NAME"},
		{"requests = 3", "requests stands in line 1 already, and that line counts"},
		{"script = a.vt", "script is for the command line only: virtty --script FILE"},
		{"just words", "a line reads \"name = value\""},
		{"tab = tasks", NULL},
		{"[view", "the ] is missing"},
		{"just words", "a line reads \"name = value\""},
		{"delay = 9", NULL}, /* of no section */
		{"[vew web]", NULL},
		{"filter = x", "there is no section [vew web]: [view web] is meant, perhaps"},
		{"sort = y", NULL}, /* told once */
		{"[view]", NULL},
		{"filter = x", "a section [view NAME] has a name"},
		{"[host kvm1]", NULL},
		{"uri = qemu:///system", "[host kvm1] belongs into hosts.conf"},
		{"[odd]", NULL},
		{"a = b", "there is no section [odd]: options stand before all sections"},
		{"[view web]", NULL},
		{"filter = bad", "that is bad"},
	};
	struct files *f = *state;
	autofree char *path = mem_printf("%s/virtty.conf", f->dir);
	autostr struct str text = {0};

	mistakes_text(rows, ARRAY_SIZE(rows), &text);
	read_text(f, LAYER_USER, str_text(&text));
	assert_mistakes(&f->problems, rows, ARRAY_SIZE(rows), path);
	assert_int_equal(f->o.requests, 9);
	assert_string_equal(f->o.tab, "tasks");
	assert_int_equal(f->o.tick_ms, 2000);
	assert_true(f->o.mouse);
}

static void the_later_layer_counts(void **state)
{
	struct files *f = *state;
	const struct option *delay = option_find("delay");
	const struct option *theme = option_find("theme");
	enum option_layer layer;

	read_text(f, LAYER_SYSTEM, "delay = 10\ntheme = mono\nrequests = 2\n");
	read_text(f, LAYER_USER, "# two\n# lines\ndelay = 20\n");
	assert_int_equal(f->problems.n, 0);
	assert_int_equal(f->o.tick_ms, 20000);
	assert_int_equal(f->o.requests, 2);
	assert_int_equal(options_given(&f->o, delay, LAYER_USER)->line, 3);
	assert_int_equal(options_given(&f->o, delay, LAYER_SYSTEM)->line, 1);
	options_set(&f->o, delay, LAYER_COMMAND, "40", NULL, 0);
	options_set(&f->o, delay, LAYER_HERE, "30", NULL, 0);
	assert_int_equal(f->o.tick_ms, 40000);
	options_set(&f->o, delay, LAYER_COMMAND, NULL, NULL, 0);
	assert_int_equal(f->o.tick_ms, 30000);
	assert_string_equal(options_value(&f->o, delay, &layer), "30");
	assert_int_equal(layer, LAYER_HERE);
	options_set(&f->o, delay, LAYER_HERE, NULL, NULL, 0);
	options_forget(&f->o, LAYER_USER);
	assert_int_equal(f->o.tick_ms, 10000);
	assert_string_equal(f->o.theme, "mono");
	options_set(&f->o, theme, LAYER_USER, "auto", NULL, 0);
	assert_null(f->o.theme);
	options_forget(&f->o, LAYER_SYSTEM);
	assert_int_equal(f->o.tick_ms, 2000);
	assert_int_equal(f->o.requests, 4);
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
		cmocka_unit_test_setup_teardown(a_file_sets_what_it_says, make_files, drop_files),
		cmocka_unit_test_setup_teardown(each_mistake_is_told, make_files, drop_files),
		cmocka_unit_test_setup_teardown(the_later_layer_counts, make_files, drop_files),
	};

	options_offer("tab", "hosts");
	options_offer("tab", "tasks");
	options_offer("batch", "networks");
	options_offer("batch", "volumes");
	options_offer("batch", "devices");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
