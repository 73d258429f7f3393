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
		cmocka_unit_test(no_log_is_no_trouble),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
