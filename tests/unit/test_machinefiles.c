// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "virt/machinefiles.h"

static int setup(void **state)
{
	char *root = mem_strdup("/tmp/virtty-root-XXXXXX");
	*state = root;
	return mkdtemp(root) ? 0 : -1;
}

static int teardown(void **state)
{
	autofree char *command = mem_printf("rm -rf '%s'", (char *)*state);
	int status = system(command);
	free(*state);
	return status;
}

static void put(const char *root, const char *path, const char *text)
{
	autofree char *whole = mem_printf("%s%s", root, path);
	for (char *slash = whole + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(whole, 0700);
		*slash = '/';
	}
	FILE *f = fopen(whole, "we");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void nothing_is_there(void **state)
{
	struct node_files files;
	machinefiles_read(*state, &files);
	assert_null(files.huge);
	assert_false(files.huge_bytes_known);
	assert_false(files.has_flags);
	assert_false(files.has_kvm);
	assert_false(files.nested_known);
}

static void all_is_there(void **state)
{
	struct node_files files;
	put(*state, "/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
	put(*state, "/proc/meminfo", "MemTotal:       100 kB\nAnonHugePages:     2048 kB\nShmem: 1 kB\n");
	put(*state, "/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme vmx\nvmx flags\t: ept\n");
	put(*state, "/dev/kvm", "");
	put(*state, "/sys/module/kvm_intel/parameters/nested", "Y\n");
	machinefiles_read(*state, &files);
	assert_string_equal(files.huge, "madvise");
	assert_true(files.huge_bytes_known);
	assert_int_equal(files.huge_bytes, 2048 * 1024);
	assert_true(files.has_flags);
	assert_true(files.virtualises);
	assert_true(files.has_kvm);
	assert_true(files.may_kvm);
	assert_true(files.nested_known);
	assert_true(files.nested);
	free(files.huge);
}

/* Words that only contain it are others. */
static void flags_are_words(void **state)
{
	struct node_files files;
	put(*state, "/proc/cpuinfo", "flags\t\t: fpu svm_lock vmx2\nbugs: svm\n");
	put(*state, "/sys/module/kvm_amd/parameters/nested", "0\n");
	put(*state, "/sys/kernel/mm/transparent_hugepage/enabled", "always madvise never\n");
	machinefiles_read(*state, &files);
	assert_true(files.has_flags);
	assert_false(files.virtualises);
	assert_true(files.nested_known);
	assert_false(files.nested);
	assert_null(files.huge);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_there),
		TEST(all_is_there),
		TEST(flags_are_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
