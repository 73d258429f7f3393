// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/resource.h>

#include "base/limits.h"

static void raised_and_given_back(void **state)
{
	struct rlimit limit;
	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_true(limit.rlim_max > 100);
	limit.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	limits_give_back(); /* nothing was raised */
	getrlimit(RLIMIT_NOFILE, &limit);
	assert_int_equal(limit.rlim_cur, 100);
	limits_raise_files();
	getrlimit(RLIMIT_NOFILE, &limit);
	assert_true(limit.rlim_cur == limit.rlim_max || limit.rlim_cur == 65536);
	limits_give_back();
	getrlimit(RLIMIT_NOFILE, &limit);
	assert_int_equal(limit.rlim_cur, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(raised_and_given_back)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
