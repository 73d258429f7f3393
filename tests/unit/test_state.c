// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "conf/state.h"

static char dir[] = "/tmp/virtty-state-XXXXXX";
static char *path;

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	path = mem_printf("%s/deep/er/state", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	for (int up = 0; up < 3; up++) {
		*strrchr(path, '/') = '\0';
		rmdir(path);
	}
	free(path);
	return 0;
}

static void save(struct state *s)
{
	autoerr struct err err = {0};

	assert_true(state_save(s, &err));
	state_destroy(s);
}

static void what_is_set_is_there_the_next_time(void **state)
{
	struct state *s = state_load(path);
	struct stat st;

	(void)state;
	assert_null(state_get(s, "columns", "domains"));
	state_set(s, "columns", "domains", "name,\tcpu\nand \\n more");
	state_set(s, "columns", "hosts", "gone soon");
	state_set(s, "columns", "hosts", NULL);
	save(s);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	s = state_load(path);
	assert_string_equal(state_get(s, "columns", "domains"), "name,\tcpu\nand \\n more");
	assert_null(state_get(s, "columns", "hosts"));
	save(s);
}

static void two_at_once_lose_nothing(void **state)
{
	struct state *one = state_load(path);
	struct state *two = state_load(path);

	(void)state;
	state_set(one, "sort", "domains", "cpu");
	state_set(two, "sort", "hosts", "name");
	state_set(two, "columns", "domains", NULL);
	save(one);
	save(two);
	one = state_load(path);
	assert_string_equal(state_get(one, "sort", "domains"), "cpu");
	assert_string_equal(state_get(one, "sort", "hosts"), "name");
	assert_null(state_get(one, "columns", "domains"));
	save(one);
}

static void what_another_one_forgot_stays_forgotten(void **state)
{
	struct state *one = state_load(path);
	struct state *two;

	(void)state;
	state_set(one, "hosts", "kvm1", "qemu:///system");
	state_set(one, "hosts", "kvm2", "qemu:///session");
	save(one);
	one = state_load(path);
	two = state_load(path);
	state_set(one, "hosts", "kvm1", NULL);
	save(one);
	state_set(two, "sort", "hosts", "state");
	save(two);
	one = state_load(path);
	assert_null(state_get(one, "hosts", "kvm1"));
	assert_string_equal(state_get(one, "hosts", "kvm2"), "qemu:///session");
	assert_string_equal(state_get(one, "sort", "hosts"), "state");
	save(one);
}

/* One that is killed saves nothing at its end. */
static void what_is_saved_soon_needs_no_end(void **state)
{
	autoerr struct err err = {0};
	struct state *one = state_load(path);
	struct state *two;

	(void)state;
	state_set(one, "hosts", "kvm3", "qemu:///system");
	assert_true(state_save_soon(one, &err));
	two = state_load(path);
	assert_string_equal(state_get(two, "hosts", "kvm3"), "qemu:///system");
	state_set(two, "hosts", "kvm3", NULL);
	save(two);
	assert_true(state_save_soon(one, &err)); /* nothing was set since */
	save(one);
	one = state_load(path);
	assert_null(state_get(one, "hosts", "kvm3"));
	save(one);
}

static void rubbish_in_the_file_is_left_aside(void **state)
{
	autoerr struct err err = {0};
	struct state *s;

	(void)state;
	assert_true(file_replace(path, "one\ntwo\tfields\n\n\t\t\na\tb\tc\n", 24, &err));
	s = state_load(path);
	assert_string_equal(state_get(s, "a", "b"), "c");
	save(s);
	s = state_load(NULL);
	state_set(s, "a", "b", "d");
	assert_string_equal(state_get(s, "a", "b"), "d");
	save(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_set_is_there_the_next_time),
		cmocka_unit_test(two_at_once_lose_nothing),
		cmocka_unit_test(what_another_one_forgot_stays_forgotten),
		cmocka_unit_test(what_is_saved_soon_needs_no_end),
		cmocka_unit_test(rubbish_in_the_file_is_left_aside),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
