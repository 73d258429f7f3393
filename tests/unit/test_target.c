// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/arr.h"
#include "ssh/target.h"

/* The command line for a URI, its words parted by '|'; "-" when there is none. */
static char *line_of(const char *uri)
{
	autoerr struct err err = {0};
	autoargv struct argv argv = {0};
	struct target t = {0};
	struct str out = {0};

	if (!target_read(uri, &t, &err)) {
		assert_int_equal(err.code, ERR_INVALID);
		str_add(&out, "-");
		return str_take(&out);
	}
	target_add_program(&t, &argv);
	target_add_host(&t, &argv);
	for (size_t i = 0; i < argv.n; i++)
		str_addf(&out, "%s%s", i ? "|" : "", argv.words[i]);
	target_clear(&t);
	return str_take(&out);
}

static void test_command_lines(void **state)
{
	static const struct {
		const char *uri, *line;
	} rows[] = {
		{"qemu+ssh://kvm1/system", "ssh|--|kvm1"},
		{"qemu+ssh:///system", "ssh|--|localhost"},
		{"QEMU+SSH://kvm1/system", "ssh|--|kvm1"},
		{"qemu+ssh://root@kvm1/system", "ssh|-l|root|--|kvm1"},
		{"qemu+ssh://root@kvm1:2222/system", "ssh|-p|2222|-l|root|--|kvm1"},
		{"qemu+ssh://kvm1:/system", "ssh|--|kvm1"},
		{"qemu+ssh://[2001:db8::7]/system", "ssh|--|2001:db8::7"},
		{"qemu+ssh://root@[fe80::1%25eth0]:22/system", "ssh|-p|22|-l|root|--|fe80::1%eth0"},
		{"qemu+ssh://jo%40corp@kvm1/system", "ssh|-l|jo@corp|--|kvm1"},
		{"qemu+ssh://jo@corp@kvm1/system", "ssh|-l|jo@corp|--|kvm1"},
		{"qemu+ssh://kvm1/system?keyfile=/a%20b/id&no_verify=1",
		 "ssh|-i|/a b/id|-o|StrictHostKeyChecking=no|--|kvm1"},
		{"qemu+ssh://kvm1/system?no_verify=0&no_tty=1", "ssh|-o|BatchMode=yes|--|kvm1"},
		{"qemu+ssh://kvm1/system?command=/opt/ssh;KEYFILE=k#keyfile=x", "/opt/ssh|-i|k|--|kvm1"},
		{"qemu+ssh://kvm1/system?keyfile=one&keyfile=two", "ssh|-i|one|--|kvm1"},
		{"qemu+ssh://kvm1/system?keyfile=&&=&x", "ssh|--|kvm1"},
		{"qemu+ssh://kvm1/system#?keyfile=one", "ssh|--|kvm1"},
		{"qemu+ssh://kvm1?keyfile=one", "ssh|-i|one|--|kvm1"},
		{"qemu+ssh://-oProxyCommand=reboot/system", "-"},
		{"qemu+ssh://%2doProxyCommand=reboot/system", "-"},
		{"qemu+ssh://-x@kvm1/system", "-"},
		{"qemu+ssh://kvm1%0aHost/system", "-"},
		{"qemu+ssh://kvm1:22a/system", "-"},
		{"qemu+ssh://kvm1:-1/system", "-"},
		{"qemu+ssh://kvm1/system?command=-x", "-"},
		{"qemu+libssh://kvm1/system", "-"},
		{"qemu:///system", "-"},
		{"+ssh", "-"},
		{"", "-"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *line = line_of(rows[i].uri);

		if (!str_equal(line, rows[i].line))
			fail_msg("%s gives %s and not %s", rows[i].uri, line, rows[i].line);
	}
}

static void test_what_the_far_side_needs(void **state)
{
	autoerr struct err err = {0};
	struct target t;

	(void)state;
	assert_true(target_read("xen+ssh://ann@kvm1/?socket=/run/a%3ab&mode=direct&proxy=native&netcat=%2fnc",
				&t, &err));
	assert_string_equal(t.socket, "/run/a:b");
	assert_string_equal(t.mode, "direct");
	assert_string_equal(t.proxy, "native");
	assert_string_equal(t.netcat, "/nc");
	assert_string_equal(t.login, "ann@kvm1");
	assert_null(t.command);
	target_clear(&t);
	assert_true(target_read("qemu+ssh://[::1]/session?socket=a%00b", &t, &err));
	assert_string_equal(t.socket, "a%00b");
	assert_string_equal(t.login, "::1");
	target_clear(&t);
}

static void test_which_transport(void **state)
{
	(void)state;
	assert_true(target_is_ssh("qemu+ssh://kvm1/system"));
	assert_true(target_is_ssh("test+ssh:///default"));
	assert_false(target_is_ssh("qemu+libssh2://kvm1/system"));
	assert_false(target_is_ssh("qemu+tls://kvm1/system?x=+ssh:"));
	assert_false(target_is_ssh("qemu+ssh"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command_lines),
		cmocka_unit_test(test_what_the_far_side_needs),
		cmocka_unit_test(test_which_transport),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
