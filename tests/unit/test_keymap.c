// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"
#include "ui/keymap.h"

struct setting {
	const char *id, *keys;
	enum keymap_layer layer;
	const char *file;
};

/* Each setting is on a line of its own, counted from 1. */
static struct keymap *make(const struct setting *settings, size_t n, struct problems *problems)
{
	struct keymap *km = keymap_create(NULL);

	for (size_t i = 0; i < n; i++)
		keymap_set(km, settings[i].id, settings[i].keys, settings[i].layer, settings[i].file, (int)i + 1,
			   problems);
	keymap_settle(km, problems);
	return km;
}

static void assert_keys(const struct keymap *km, const char *id, const char *keys)
{
	assert_string_equal(keymap_keys(km, keymap_find(km, id)), keys);
}

static void assert_only_problem(struct problems *problems, const char *text)
{
	autofree char *got = problems->n ? problem_text(&problems->all[0]) : mem_strdup("none");

	assert_string_equal(got, text);
	assert_int_equal(problems->n, 1);
	problems_clear(problems);
}

static void chords_are_keys_or_two_characters(void **state)
{
	static const char *const good[] = {"a", "F2", "C-x", "Up", "dd", "gG", "aä", "*!", "Space"};
	static const char *const bad[] = {"", "ddd", "F2x", "d ", "C-xx", "Ctrl+x", "\t\t"};
	struct chord chord;
	char name[KEY_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_true(chord_parse(good[i], &chord));
		assert_string_equal(chord_format(&chord, name), good[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(chord_parse(bad[i], &chord));
}

static void the_table_has_no_conflicts(void **state)
{
	struct problems problems = {0};
	struct keymap *km = make(NULL, 0, &problems);

	(void)state;
	assert_int_equal(problems.n, 0);
	for (const struct action *a = action_table_next(NULL); a; a = action_table_next(a))
		assert_keys(km, a->id, a->keys);
	keymap_destroy(km);
}

static void a_line_wins_over_the_table(void **state)
{
	static const struct setting settings[] = {
		{"domain.start", "F2 q", KEYS_PERSON, "f"},
		{"domain.reboot", "none", KEYS_PERSON, "f"},
		/* Elsewhere the same key may be another's. */
		{"task.dismiss", "b", KEYS_PERSON, "f"},
		/* Only one of them can ever apply. */
		{"domain.shutdown", "F2", KEYS_PERSON, "f"},
	};
	struct problems problems = {0};
	struct keymap *km = make(settings, ARRAY_SIZE(settings), &problems);

	(void)state;
	assert_int_equal(problems.n, 0);
	assert_keys(km, "domain.start", "F2 q");
	assert_keys(km, "app.quit", "");
	assert_keys(km, "domain.reboot", "");
	assert_keys(km, "task.dismiss", "b");
	assert_keys(km, "domain.shutdown", "F2");
	keymap_destroy(km);
}

static void a_person_wins_over_the_system(void **state)
{
	static const struct setting settings[] = {
		{"domain.start", "F2", KEYS_SYSTEM, "/etc/f"},
		{"domain.reboot", "F4", KEYS_SYSTEM, "/etc/f"},
		{"domain.title", "F2", KEYS_PERSON, "f"},
		{"domain.reboot", "F5", KEYS_PERSON, "f"},
	};
	struct problems problems = {0};
	struct keymap *km = make(settings, ARRAY_SIZE(settings), &problems);

	(void)state;
	assert_int_equal(problems.n, 0);
	assert_keys(km, "domain.start", "");
	assert_keys(km, "domain.title", "F2");
	assert_keys(km, "domain.reboot", "F5");
	assert_keys(km, "app.refresh", "");
	keymap_destroy(km);
}

static void pages_and_tables_on_pages_are_places_too(void **state)
{
	static const struct setting volume[] = {
		{"volume.details", "F2", KEYS_PERSON, "f"},
		{"list.columns", "F2", KEYS_PERSON, "f"},
	};
	static const struct setting part[] = {
		{"page.next-part", "F2", KEYS_PERSON, "f"},
		{"list.down", "F2", KEYS_PERSON, "f"},
	};
	struct problems problems = {0};
	struct keymap *km = make(volume, ARRAY_SIZE(volume), &problems);

	(void)state;
	assert_only_problem(&problems, "f:2: F2 cannot be list.columns: it is volume.details in line 1");
	keymap_destroy(km);
	km = make(part, ARRAY_SIZE(part), &problems);
	assert_only_problem(&problems, "f:2: F2 cannot be list.down: it is page.next-part in line 1");
	keymap_destroy(km);
}

static void two_lines_with_one_key_are_both_named(void **state)
{
	static const struct setting same_file[] = {
		{"domain.title", "F2", KEYS_PERSON, "f"},
		{"domain.details", "F3", KEYS_PERSON, "f"},
		{"domain.send-keys", "F4 F2", KEYS_PERSON, "f"},
	};
	static const struct setting two_files[] = {
		{"list.reverse", "F2", KEYS_PERSON, "g"},
		{"domain.title", "F2", KEYS_PERSON, "f"},
	};
	static const struct setting twice[] = {
		{"domain.title", "F2", KEYS_PERSON, "f"},
		{"domain.title", "F3", KEYS_PERSON, "f"},
	};
	struct problems problems = {0};
	struct keymap *km = make(same_file, ARRAY_SIZE(same_file), &problems);

	(void)state;
	assert_only_problem(&problems, "f:3: F2 cannot be domain.send-keys: it is domain.title in line 1");
	assert_keys(km, "domain.title", "F2");
	assert_keys(km, "domain.send-keys", "F4");
	keymap_destroy(km);

	km = make(two_files, ARRAY_SIZE(two_files), &problems);
	assert_int_equal(problems.n, 1);
	assert_non_null(strstr(problems.all[0].text, ":"));
	autofree char *text = problem_text(&problems.all[0]);
	assert_non_null(strstr(text, "f:2"));
	assert_non_null(strstr(text, "g:1"));
	problems_clear(&problems);
	keymap_destroy(km);

	km = make(twice, ARRAY_SIZE(twice), &problems);
	assert_only_problem(&problems, "f:2: domain.title stands in line 1 already: this line counts");
	assert_keys(km, "domain.title", "F3");
	keymap_destroy(km);
}

static void a_key_cannot_also_begin_two(void **state)
{
	static const struct setting settings[] = {
		{"domain.start", "g", KEYS_PERSON, "f"},
		{"domain.shutdown", "gg", KEYS_PERSON, "f"},
		{"domain.title", "zz", KEYS_PERSON, "f"},
		{"domain.details", "za", KEYS_PERSON, "f"},
	};
	struct problems problems = {0};
	struct keymap *km = make(settings, ARRAY_SIZE(settings), &problems);

	(void)state;
	assert_only_problem(&problems, "f:2: gg cannot be domain.shutdown: it is domain.start in line 1");
	assert_keys(km, "list.top", "Home");
	assert_keys(km, "domain.title", "zz");
	assert_keys(km, "domain.details", "za");
	keymap_destroy(km);
}

static void what_is_unknown_is_told_with_what_is_meant(void **state)
{
	static const struct {
		struct setting setting;
		const char *problem;
	} cases[] = {
		{{"domain.strat", "x", KEYS_PERSON, "f"},
		 "f:1: there is no action \"domain.strat\": meant is perhaps domain.start"},
		{{"reboot", "x", KEYS_PERSON, "f"},
		 "f:1: there is no action \"reboot\": meant is perhaps domain.reboot"},
		{{"nonsense", "x", KEYS_PERSON, "f"},
		 "f:1: there is no action \"nonsense\": virtty --list-actions prints them"},
		{{"domain.start", "Return", KEYS_PERSON, "f"},
		 "f:1: there is no key \"Return\": meant is perhaps Enter"},
		{{"domain.start", "Ctrl+x", KEYS_PERSON, "f"},
		 "f:1: there is no key \"Ctrl+x\": Ctrl is written C-x, Alt M-x, Shift S-Tab"},
		{{"domain.start", "PgUpp", KEYS_PERSON, "f"},
		 "f:1: there is no key \"PgUpp\": meant is perhaps PgUp"},
		{{"domain.start", "F99", KEYS_PERSON, "f"},
		 "f:1: there is no key \"F99\": a key is a character, such a one after C- or M-, F1 to F24, or "
		 KEY_NAMES},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct problems problems = {0};
		struct keymap *km = make(&cases[i].setting, 1, &problems);

		assert_only_problem(&problems, cases[i].problem);
		assert_keys(km, "domain.start", "s"); /* it keeps what it had */
		keymap_destroy(km);
	}
}

static void there_is_always_a_way_out(void **state)
{
	static const struct setting none[] = {{"app.quit-now", "none", KEYS_PERSON, "f"}};
	static const struct setting taken[] = {
		{"domain.start", "Q", KEYS_PERSON, "f"},
		{"domain.title", "C-c x", KEYS_PERSON, "f"},
	};
	struct problems problems = {0};
	struct keymap *km = make(none, 1, &problems);

	(void)state;
	assert_only_problem(&problems, "f:1: app.quit-now must have a key: it keeps C-c");
	assert_keys(km, "app.quit-now", "C-c");
	keymap_destroy(km);
	km = make(taken, ARRAY_SIZE(taken), &problems);
	assert_only_problem(&problems, "f:2: C-c cannot be domain.title: it is the only key that leaves virtty "
				       "from anywhere");
	assert_keys(km, "app.quit-now", "C-c");
	assert_keys(km, "domain.start", "Q");
	assert_keys(km, "domain.title", "x");
	keymap_destroy(km);
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void files_are_read_with_their_commands(void **state)
{
	char dir[] = "/tmp/keymap-XXXXXX";
	struct options options = {0};
	struct problems problems = {0};
	struct keymap *km;
	const struct action *last = NULL;

	(void)state;
	assert_non_null(mkdtemp(dir));
	autofree char *keys = mem_printf("%s/keys.conf", dir);
	autofree char *commands = mem_printf("%s/virtty.conf", dir);
	write_file(keys, "# mine\ndomain.title = F7\n[x]\na = b\n");
	write_file(commands, "delay = 2\n[command top]\nkeys = F7 F6\nrun = htop\n");
	options.keys = keys;
	options.commands = commands;
	km = keymap_load(&options, &problems);
	assert_int_equal(problems.n, 2);
	autofree char *section = problem_text(&problems.all[0]);
	autofree char *conflict = problem_text(&problems.all[1]);
	assert_non_null(strstr(section, "keys.conf:4: keys.conf has no sections: [x] is one"));
	assert_non_null(strstr(conflict, "virtty.conf:3: F7 cannot be command.top: it is domain.title in "));
	assert_non_null(strstr(conflict, "/keys.conf:2"));
	assert_keys(km, "command.top", "F6");
	assert_keys(km, "domain.title", "F7");
	for (const struct action *a = keymap_next(km, NULL); a; a = keymap_next(km, a))
		last = a;
	assert_string_equal(last->id, "command.top");
	assert_string_equal(keymap_command(km, last)->run, "htop");
	assert_null(keymap_command(km, keymap_find(km, "domain.start")));
	keymap_destroy(km);
	problems_clear(&problems);
	unlink(keys);
	unlink(commands);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chords_are_keys_or_two_characters),
		cmocka_unit_test(the_table_has_no_conflicts),
		cmocka_unit_test(a_line_wins_over_the_table),
		cmocka_unit_test(a_person_wins_over_the_system),
		cmocka_unit_test(pages_and_tables_on_pages_are_places_too),
		cmocka_unit_test(two_lines_with_one_key_are_both_named),
		cmocka_unit_test(a_key_cannot_also_begin_two),
		cmocka_unit_test(what_is_unknown_is_told_with_what_is_meant),
		cmocka_unit_test(there_is_always_a_way_out),
		cmocka_unit_test(files_are_read_with_their_commands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
