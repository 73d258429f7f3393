// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/versions.h"

#define UUID_A "6695eb01-f6a4-8304-79aa-97f2502e193f"
#define UUID_B "00000000-f6a4-8304-79aa-97f2502e193f"
#define NOON   1772625871 /* 2026-03-04 12:04:31 UTC */

static char *dir;

static int make_dir(void **state)
{
	(void)state;
	dir = mem_strdup("/tmp/virtty-versions-XXXXXX");
	umask(0);
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *where)
{
	(void)st;
	(void)what;
	(void)where;
	return remove(path);
}

static int remove_dir(void **state)
{
	int result = nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);

	(void)state;
	free(take(dir));
	return result;
}

static void keep(const char *name, const char *uuid, const char *text, int64_t wall_s, size_t most)
{
	const struct version_of of = {"kvm1", "domain", name, uuid, false};
	autoerr struct err err = {0};

	if (!versions_keep(dir, &of, text, wall_s, most, &err))
		fail_msg("%s", err.text);
}

static struct versions list(void)
{
	struct versions all;
	autoerr struct err err = {0};

	if (!versions_list(dir, &all, &err))
		fail_msg("%s", err.text);
	return all;
}

static void is(const struct version *v, const char *name, const char *text)
{
	autoerr struct err err = {0};
	autofree char *kept = file_read(v->path, &err);

	assert_string_equal(v->name, name);
	assert_non_null(kept);
	assert_string_equal(kept, text);
	assert_int_equal(v->size, strlen(text));
}

static void the_newest_is_first(void **state)
{
	struct versions all;

	(void)state;
	keep("web", UUID_A, "<b/>", NOON + 1, 200);
	keep("web", UUID_A, "<a/>", NOON, 200);
	keep("mail", UUID_B, "<c/>", NOON + 2, 200);
	all = list();
	assert_int_equal(all.n, 3);
	is(&all.all[0], "mail", "<c/>");
	is(&all.all[1], "web", "<b/>");
	is(&all.all[2], "web", "<a/>");
	assert_int_equal(all.all[2].wall_s, NOON);
	assert_string_equal(all.all[2].host, "kvm1");
	assert_string_equal(all.all[2].kind, "domain");
	assert_string_equal(all.all[2].uuid, UUID_A);
	versions_finish(&all);
}

static void written_at(const char *name, const char *uuid, long ns)
{
	const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = NOON, .tv_nsec = ns}};
	struct versions all = list();

	for (size_t i = 0; i < all.n; i++)
		if (str_equal(all.all[i].name, name) && str_equal(all.all[i].uuid, uuid))
			assert_int_equal(utimensat(AT_FDCWD, all.all[i].path, times, 0), 0);
	versions_finish(&all);
}

/* Names do not tell it. */
static void of_one_second_too(void **state)
{
	struct versions all;

	(void)state;
	keep("mail", UUID_B, "<c/>", NOON, 200);
	keep("web", UUID_A, "<a/>", NOON, 200);
	written_at("mail", UUID_B, 200 * NS_PER_MS);
	written_at("web", UUID_A, 700 * NS_PER_MS);
	all = list();
	assert_int_equal(all.n, 2);
	is(&all.all[0], "web", "<a/>");
	is(&all.all[1], "mail", "<c/>");
	versions_finish(&all);

	written_at("mail", UUID_B, 900 * NS_PER_MS);
	all = list();
	is(&all.all[0], "mail", "<c/>");
	versions_finish(&all);
}

/* What was never defined is told from what was, also within one second. */
static void drafts_are_told(void **state)
{
	const struct version_of draft = {"kvm1", "domain", "web", UUID_A, true};
	struct versions all;
	autoerr struct err err = {0};

	(void)state;
	keep("web", UUID_A, "<a/>", NOON, 200);
	assert_true(versions_keep(dir, &draft, "<b/>", NOON, 200, &err));
	assert_true(versions_keep(dir, &draft, "<c/>", NOON + 1, 200, &err));
	all = list();
	assert_int_equal(all.n, 3);
	for (size_t i = 0; i < all.n; i++)
		assert_int_equal(all.all[i].draft, strstr(all.all[i].path, "draft") != NULL);
	is(&all.all[0], "web", "<c/>");
	assert_true(all.all[0].draft && all.all[1].draft && !all.all[2].draft);
	is(&all.all[1], "web", "<b/>");
	assert_int_equal(all.all[1].number, 2);
	versions_finish(&all);
}

static void nobody_else_may_look(void **state)
{
	struct versions all;
	struct stat st;

	(void)state;
	keep("web", UUID_A, "<a/>", NOON, 200);
	all = list();
	assert_int_equal(all.n, 1);
	assert_int_equal(stat(all.all[0].path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	for (int level = 0; level < 3; level++) {
		*strrchr(all.all[0].path, '/') = '\0';
		assert_int_equal(stat(all.all[0].path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0700);
	}
	versions_finish(&all);
}

/* Also those of one second, in their order. */
static void the_oldest_go(void **state)
{
	struct versions all;

	(void)state;
	for (int i = 0; i < 7; i++) {
		autofree char *text = mem_printf("<a n='%d'/>", i);

		keep("web", UUID_A, text, NOON, 3);
	}
	keep("mail", UUID_B, "<mail/>", NOON - 1, 3);
	all = list();
	assert_int_equal(all.n, 4);
	is(&all.all[0], "web", "<a n='6'/>");
	is(&all.all[1], "web", "<a n='5'/>");
	is(&all.all[2], "web", "<a n='4'/>");
	is(&all.all[3], "mail", "<mail/>");
	versions_finish(&all);
}

static void nothing_is_kept(void **state)
{
	struct versions all;

	(void)state;
	keep("web", UUID_A, "<a/>", NOON, 0);
	all = list();
	assert_int_equal(all.n, 0);
	versions_finish(&all);
}

static void names_are_made_safe(void **state)
{
	static const char *const names[][2] = {
		{"../../etc", "etc"}, {"a/b", "ab"}, {".hidden", "hidden"}, {"two words", "two words"},
		{"line\nbreak", "linebreak"}, {"/", "unnamed"}, {"ünï", "ünï"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		keep(names[i][0], UUID_A, "<a/>", NOON - (int64_t)i, 200);
	struct versions all = list();

	assert_int_equal(all.n, ARRAY_SIZE(names));
	for (size_t i = 0; i < all.n; i++)
		assert_string_equal(all.all[i].name, names[i][1]);
	versions_finish(&all);
}

static void others_files_are_left_aside(void **state)
{
	static const char *const paths[] = {
		"notes", "kvm1/notes", "kvm1/domain/notes", "kvm1/domain/web-" UUID_A "/notes",
		"kvm1/domain/web-" UUID_A "/20260304-120431.xml~", "kvm1/domain/web-" UUID_A "/20260304-120431-x.xml",
		"kvm1/domain/web-" UUID_A "/.20260304-120431.xml.swp",
	};
	struct versions all;

	(void)state;
	keep("web", UUID_A, "<a/>", NOON, 200);
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		autofree char *path = mem_printf("%s/%s", dir, paths[i]);
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		fclose(f);
	}
	all = list();
	assert_int_equal(all.n, 1);
	versions_finish(&all);
	/* They do not count either. */
	keep("web", UUID_A, "<b/>", NOON, 1);
	all = list();
	assert_int_equal(all.n, 1);
	is(&all.all[0], "web", "<b/>");
	versions_finish(&all);
}

static void says_why_it_cannot(void **state)
{
	const struct version_of of = {"kvm1", "domain", "web", UUID_A, false};
	autofree char *file = mem_printf("%s/file", dir);
	autofree char *none = mem_printf("%s/none", dir);
	autoerr struct err err = {0};
	autoerr struct err read = {0};
	struct versions all;
	FILE *f = fopen(file, "w");

	(void)state;
	assert_non_null(f);
	fclose(f);
	assert_false(versions_keep(file, &of, "<a/>", NOON, 200, &err));
	assert_non_null(strstr(err.text, "Not a directory"));
	assert_false(versions_list(file, &all, &read));
	assert_non_null(strstr(read.text, "Not a directory"));
	err_clear(&read);
	assert_true(versions_list(none, &all, &read));
	assert_int_equal(all.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_newest_is_first, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(of_one_second_too, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(drafts_are_told, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(nobody_else_may_look, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(the_oldest_go, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(nothing_is_kept, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(names_are_made_safe, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(others_files_are_left_aside, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(says_why_it_cannot, make_dir, remove_dir),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
