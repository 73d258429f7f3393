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

#include "base/mem.h"
#include "base/str.h"
#include "virt/trouble.h"

static void only_this_machines_logs_are_read(void **state)
{
	static const char *const elsewhere[] = {
		"qemu+ssh://rack-a/system", "qemu:///system?socket=/tmp/s", "qemu+tcp://rack-a/system",
		"qemu+unix:///system?socket=/tmp/s", "xen:///system", "test:///default", "nonsense",
		"qemu:///embed",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++)
		assert_null(trouble_log_dir(elsewhere[i]));
	autofree char *system = trouble_log_dir("qemu:///system");
	assert_string_equal(system, "/var/log/libvirt/qemu");
	autofree char *by_socket = trouble_log_dir("qemu+unix:///system");
	assert_string_equal(by_socket, "/var/log/libvirt/qemu");
	setenv("XDG_CACHE_HOME", "/somewhere", 1);
	autofree char *session = trouble_log_dir("qemu:///session");
	assert_string_equal(session, "/somewhere/libvirt/qemu/log");
}

static struct guest_facts facts_of(const char *text)
{
	char dir[] = "/tmp/virtty-trouble-XXXXXX";
	struct guest_facts facts = {0};
	assert_non_null(mkdtemp(dir));
	autofree char *path = mem_printf("%s/web.log", dir);
	FILE *f = fopen(path, "we");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	trouble_read_log(dir, "web", &facts);
	unlink(path);
	rmdir(dir);
	return facts;
}

static void what_qemu_said_last_is_the_trouble(void **state)
{
	(void)state;
	struct guest_facts f = facts_of("qemu-system-x86_64: of the time before\n"
					"2026-01-01 00:00:00.000+0000: starting up libvirt version: 9\n"
					"LC_ALL=C \\\n-name guest=web \\\n-device virtio\n"
					"qemu-system-x86_64: terminating on signal 9\n"
					"2026-01-01 00:00:09.000+0000: shutting down, reason=crashed\n");
	assert_string_equal(f.trouble, "qemu-system-x86_64: terminating on signal 9");
	assert_non_null(strstr(f.log, "reason=crashed"));
	assert_null(strstr(f.log, "-device"));
	guest_facts_clear(&f);
	f = facts_of("qemu-system-x86_64: of the time before\n"
		     "2026-01-01 00:00:00.000+0000: starting up libvirt version: 9\n"
		     "2026-01-01 00:00:09.000+0000: shutting down, reason=crashed\n");
	assert_string_equal(f.trouble, "shutting down, reason=crashed");
	guest_facts_clear(&f);
}

static void only_the_end_of_a_long_log_is_kept(void **state)
{
	autostr struct str text = {0};
	(void)state;
	for (int i = 0; i < 5000; i++)
		str_addf(&text, "line %d\n", i);
	struct guest_facts f = facts_of(str_text(&text));
	assert_string_equal(f.trouble, "line 4999");
	assert_true(str_starts(f.log, "line 4980\n"));
	guest_facts_clear(&f);
	f = facts_of("");
	assert_null(f.trouble);
	guest_facts_clear(&f);
}

static void a_long_end_is_for_reading(void **state)
{
	char dir[] = "/tmp/virtty-trouble-XXXXXX";
	(void)state;
	assert_non_null(mkdtemp(dir));
	autofree char *path = mem_printf("%s/web.log", dir);
	FILE *f = fopen(path, "we");
	assert_non_null(f);
	for (int i = 0; i < 20000; i++)
		fprintf(f, "line %d\n", i);
	fputs("LC_ALL=C \\\n-name guest=web\nthe end\n", f);
	fclose(f);
	autofree char *tail = trouble_read_tail(dir, "web");
	assert_true(str_ends(tail, "line 19999\nthe end\n"));
	assert_true(strlen(tail) > 60000 && strlen(tail) < 70000);
	unlink(path);
	assert_null(trouble_read_tail(dir, "web"));
	assert_null(trouble_read_tail(NULL, "web"));
	assert_null(trouble_read_tail("/", "etc/passwd"));
	rmdir(dir);
}

static void logs_over_ssh_are_qemus(void **state)
{
	static const char *const none[] = {"xen+ssh://rack-a/system", "qemu+ssh://rack-a/embed", "nonsense"};
	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_null(trouble_far_log_dir(none[i]));
	assert_string_equal(trouble_far_log_dir("qemu+ssh://root@rack-a/system?keyfile=/k"), "/var/log/libvirt/qemu");
	assert_string_equal(trouble_far_log_dir("qemu+ssh://rack-a/session"),
			    "${XDG_CACHE_HOME:-$HOME/.cache}/libvirt/qemu/log");
}

/* What the shell of an account there would print. */
static char *ask_shell(const char *dir, const char *name, size_t most)
{
	autofree char *question = trouble_log_question(dir, name, most);
	struct str out = {0};
	char bytes[512];
	size_t n;
	FILE *shell = popen(question, "re");
	assert_non_null(shell);
	while ((n = fread(bytes, 1, sizeof(bytes), shell)) > 0)
		str_addn(&out, bytes, n);
	assert_int_equal(pclose(shell), 0);
	return str_take(&out);
}

/* Each is a file of its own, and nothing that the shell would do. */
static void any_name_is_a_name_there(void **state)
{
	static const char *const names[] = {
		"web", "-n", "--help", "it's \"quoted\"", "$(touch made)", "`touch made`; touch made", "a b\\0101*?\t!",
		"%s%n", "f\xc3\xbcr", "\\",
	};
	char home[] = "/tmp/virtty-trouble-XXXXXX";
	(void)state;
	assert_non_null(mkdtemp(home));
	autofree char *make = mem_printf("mkdir -p %s/.cache/libvirt/qemu/log", home);
	assert_int_equal(system(make), 0);
	unsetenv("XDG_CACHE_HOME");
	setenv("HOME", home, 1);
	assert_int_equal(chdir(home), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		autofree char *path = mem_printf("%s/.cache/libvirt/qemu/log/%s.log", home, names[i]);
		autoerr struct err err = {0};
		FILE *f = fopen(path, "we");
		assert_non_null(f);
		fprintf(f, "of the time before\nthe log of %zu\n", i);
		fclose(f);
		autofree char *wanted = mem_printf("log of %zu\n", i);
		autofree char *answer = ask_shell(trouble_far_log_dir("qemu+ssh://h/session"), names[i], 9);
		autofree char *text = trouble_log_answer(answer, &err);
		assert_string_equal(text, wanted);
		assert_int_not_equal(access("made", F_OK), 0);
	}
	autofree char *clean = mem_printf("rm -rf %s", home);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(system(clean), 0);
}

static void the_other_side_says_why(void **state)
{
	autoerr struct err err = {0};
	(void)state;
	autofree char *answer = ask_shell("/nowhere", "web", 100);
	assert_null(trouble_log_answer(answer, &err));
	assert_non_null(strstr(err.text, "/nowhere/web.log"));
	assert_non_null(strstr(err.text, "No such file or directory"));
	assert_null(strchr(err.text, '\n'));
	err_clear(&err);
	assert_null(trouble_log_answer("", &err));
	assert_string_equal(err.text, "its shell does not say why");
}

static void the_last_start_counts_while_it_runs(void **state)
{
	static const struct {
		const char *log;
		int64_t wall_s;
	} rows[] = {
		{"2026-01-01 00:00:09.123+0000: starting up libvirt version: 9.0.0\n", 1767225609},
		{"2025-01-01 00:00:00.000+0000: starting up\n2025-01-02 00:00:00.000+0000: shutting down, reason=x\n"
		 "2026-01-01 00:00:09.000+0000: starting up\nchar device redirected\n", 1767225609},
		{"2026-01-01 00:00:09.123+0000: starting up\n2026-01-01 00:00:10.000+0000: shutting down\n", 0},
		{"qemu: 2026-01-01 00:00:09.123+0000: starting up\n", 0},
		{"2026-01-01 00:00:09.123+0100: starting up\n", 0},
		{"2026-01-01 00:00:09: starting up", 0},
		{"", 0},
	};
	(void)state;
	setenv("TZ", "Asia/Tokyo", 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(trouble_find_start(rows[i].log), rows[i].wall_s);
}

static void no_log_is_no_trouble(void **state)
{
	struct guest_facts f = {0};
	(void)state;
	trouble_read_log("/nowhere", "web", &f);
	trouble_read_log(NULL, "web", &f);
	trouble_read_log("/", "etc/passwd", &f);
	assert_null(f.trouble);
	assert_null(f.log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_this_machines_logs_are_read),
		cmocka_unit_test(what_qemu_said_last_is_the_trouble),
		cmocka_unit_test(only_the_end_of_a_long_log_is_kept),
		cmocka_unit_test(a_long_end_is_for_reading),
		cmocka_unit_test(logs_over_ssh_are_qemus),
		cmocka_unit_test(any_name_is_a_name_there),
		cmocka_unit_test(the_other_side_says_why),
		cmocka_unit_test(the_last_start_counts_while_it_runs),
		cmocka_unit_test(no_log_is_no_trouble),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
