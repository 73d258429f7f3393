// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

static char *dir;

static int make_dir(void **state)
{
	(void)state;
	dir = mem_strdup("/tmp/virtty-file-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

/* Fails when a test has left something in it. */
static int remove_dir(void **state)
{
	int result = rmdir(dir);

	(void)state;
	free(take(dir));
	return result;
}

static void is_private_and_whole(void **state)
{
	autofree char *path = mem_printf("%s/a", dir);
	autoerr struct err err = {0};
	char text[32] = "";
	struct stat st;
	FILE *f;

	(void)state;
	umask(0);
	assert_true(file_write_new(path, "one\ntwo\n", 8, &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, f), 8);
	fclose(f);
	assert_string_equal(text, "one\ntwo\n");
	assert_int_equal(unlink(path), 0);
}

static void nothing_is_overwritten(void **state)
{
	autofree char *path = mem_printf("%s/a", dir);
	autofree char *link = mem_printf("%s/link", dir);
	autofree char *target = mem_printf("%s/target", dir);
	autofree char *sentence = mem_printf("%s exists already: choose another name", path);
	autoerr struct err err = {0};
	autoerr struct err of_link = {0};
	struct stat st;

	(void)state;
	assert_true(file_write_new(path, "first", 5, &err));
	assert_false(file_write_new(path, "other", 6, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_string_equal(err.text, sentence);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 5);
	/* Nor is a link followed to where there is nothing yet. */
	assert_int_equal(symlink(target, link), 0);
	assert_false(file_write_new(link, "x", 1, &of_link));
	assert_int_equal(of_link.code, ERR_INVALID);
	assert_int_equal(unlink(link), 0);
	assert_int_equal(unlink(path), 0);
}

static void nothing_is_left_of_half_a_file(void **state)
{
	autofree char *path = mem_printf("%s/a", dir);
	autofree char *bytes = mem_new_array(100000, 1);
	autoerr struct err err = {0};
	struct rlimit before, small;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_false(file_write_new(path, bytes, 100000, &err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(err.code, ERR_FAILED);
	assert_non_null(strstr(err.text, "File too large"));
	assert_int_equal(access(path, F_OK), -1);
}

static void no_directory(void **state)
{
	autofree char *path = mem_printf("%s/none/a", dir);
	autofree char *sentence = mem_printf("%s: No such file or directory", path);
	autoerr struct err err = {0};

	(void)state;
	assert_false(file_write_new(path, "x", 1, &err));
	assert_int_equal(err.code, ERR_FAILED);
	assert_string_equal(err.text, sentence);
}

static void a_fifo_is_not_waited_for(void **state)
{
	autofree char *path = mem_printf("%s/a", dir);
	autoerr struct err err = {0};

	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	alarm(60);
	autofree char *text = file_read(path, &err);

	alarm(0);
	assert_null(text);
	assert_string_equal(err.text, "it is no plain file");
	unlink(path);
}

static void what_is_no_text_or_too_long_is_refused(void **state)
{
	static const struct {
		size_t n;
		const char *text, *wrong;
	} rows[] = {
		{0, "", NULL}, {3, "abc", NULL}, {3, "a\0b", "it is not text"},
		{(1 << 20) + 1, NULL, "it is longer than 1 MiB"}, {1 << 20, NULL, NULL},
	};
	autofree char *path = mem_printf("%s/a", dir);
	autofree char *much = mem_new_array((1 << 20) + 1, 1);

	(void)state;
	memset(much, 'x', (1 << 20) + 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};
		const char *bytes = rows[i].text ? rows[i].text : much;

		assert_true(file_replace(path, bytes, rows[i].n, &err));
		autofree char *text = file_read(path, &err);

		assert_true(str_equal(err.text, rows[i].wrong));
		assert_int_equal(text == NULL, rows[i].wrong != NULL);
		if (text)
			assert_memory_equal(text, bytes, rows[i].n);
		unlink(path);
	}
	autoerr struct err err = {0};
	autofree char *text = file_read(dir, &err);

	assert_null(text);
	assert_string_equal(err.text, "it is a directory");
}

static int synced; /* calls of fsync() */

int fsync(int fd)
{
	(void)fd;
	synced++;
	return 0;
}

static void only_what_has_to_last_waits_for_the_disk(void **state)
{
	autofree char *path = mem_printf("%s/a", dir);
	autoerr struct err err = {0};

	(void)state;
	synced = 0;
	assert_true(file_replace_soon(path, "one", 3, &err));
	assert_int_equal(synced, 0);
	assert_true(file_replace(path, "two", 3, &err));
	assert_int_equal(synced, 1);
	autofree char *text = file_read(path, &err);

	assert_string_equal(text, "two");
	unlink(path);
}

static void names_make_no_paths(void **state)
{
	static const struct {
		const char *name, *safe;
	} rows[] = {
		{"web-1", "web-1"},
		{"../../etc/passwd", "etcpasswd"},
		{"/etc/passwd", "etcpasswd"},
		{"./.hidden", "hidden"},
		{".-.a", "a"},
		{"-rf", "rf"},
		{"a.b-c", "a.b-c"},
		{"two\nlines\t", "twolines"},
		{"\033[31mred\033[0m", "[31mred[0m"},
		{"c1-\302\23331m", "c1-31m"},
		{"rtl-\342\200\256gpj", "rtl-gpj"},
		{"not-utf8-\377\376", "not-utf8-"},
		{"M\303\274ller web", "M\303\274ller web"},
		{"", "unnamed"},
		{"..", "unnamed"},
		{"///", "unnamed"},
	};
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *safe = file_safe_name(rows[i].name);

		if (str_equal(safe, rows[i].safe))
			continue;
		print_error("row %zu: %s instead of %s\n", i, safe, rows[i].safe);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void long_names_are_cut_between_characters(void **state)
{
	autostr struct str name = {0};
	autofree char *safe = NULL;

	(void)state;
	for (int i = 0; i < 100; i++)
		str_add(&name, "\347\255\276"); /* three bytes */
	safe = file_safe_name(str_text(&name));
	assert_int_equal(strlen(safe), 99);
	assert_memory_equal(safe, str_text(&name), 99);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(is_private_and_whole, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(nothing_is_overwritten, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(nothing_is_left_of_half_a_file, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(no_directory, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(a_fifo_is_not_waited_for, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(what_is_no_text_or_too_long_is_refused, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(only_what_has_to_last_waits_for_the_disk, make_dir, remove_dir),
		cmocka_unit_test(names_make_no_paths),
		cmocka_unit_test(long_names_are_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
