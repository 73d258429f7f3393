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

/* What its shell prints is taken as the files are. */
static void another_host_is_asked(void **state)
{
	struct node_files files;
	char loaded[] = "always madvise [never]\n==\nflags\t\t: fpu svm\n==\n1\n==\nthere\nmay\n==\n";
	char bare[] = "==\n==\n==\n==\n";
	char other[] = "This account is closed.\n";
	(void)state;
	assert_true(machinefiles_answer(loaded, &files));
	assert_string_equal(files.huge, "never");
	assert_true(files.has_flags && files.virtualises && files.has_kvm && files.may_kvm);
	assert_true(files.nested_known && files.nested);
	assert_false(files.huge_bytes_known);
	free(files.huge);
	assert_true(machinefiles_answer(bare, &files));
	assert_null(files.huge);
	assert_false(files.has_flags || files.has_kvm || files.may_kvm || files.nested_known);
	assert_false(machinefiles_answer(other, &files));
}

/* The question is one that a shell understands, and finds what is found here. */
static void the_question_finds_what_is_here(void **state)
{
	struct node_files asked, here;
	char text[20000];
	(void)state;
	FILE *shell = popen(machinefiles_question(), "re");
	assert_non_null(shell);
	text[fread(text, 1, sizeof(text) - 1, shell)] = '\0';
	assert_int_equal(pclose(shell), 0);
	assert_true(machinefiles_answer(text, &asked));
	machinefiles_read("", &here);
	assert_string_equal(asked.huge ? asked.huge : "-", here.huge ? here.huge : "-");
	assert_int_equal(asked.has_flags, here.has_flags);
	assert_int_equal(asked.virtualises, here.virtualises);
	assert_int_equal(asked.has_kvm, here.has_kvm);
	assert_int_equal(asked.may_kvm, here.may_kvm);
	assert_int_equal(asked.nested_known, here.nested_known);
	assert_int_equal(asked.nested, here.nested);
	free(asked.huge);
	free(here.huge);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_there),
		TEST(all_is_there),
		TEST(flags_are_words),
		TEST(another_host_is_asked),
		TEST(the_question_finds_what_is_here),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
