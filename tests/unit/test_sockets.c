// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "virt/sockets.h"
#include "virt/uri.h"

#define SYSTEM "qemu+ssh://h/system"
#define SESSION "qemu+ssh://h/session"

static const struct {
	const char *uri, *mode, *socket;
	bool readonly;
	const char *answer;
	const char *path; /* NULL: none */
	enum err_code code;
	const char *says;
} cases[] = {
	{SYSTEM, NULL, NULL, false, "user op\nopen /run/libvirt/libvirt-sock\n", "/run/libvirt/libvirt-sock", 0, NULL},
	{SYSTEM, NULL, NULL, false, "open /run/libvirt/libvirt-sock\nopen /run/libvirt/virtqemud-sock\n",
	 "/run/libvirt/virtqemud-sock", 0, NULL},
	{SYSTEM, "legacy", NULL, false, "open /run/libvirt/libvirt-sock\nopen /run/libvirt/virtqemud-sock\n",
	 "/run/libvirt/libvirt-sock", 0, NULL},
	{SYSTEM, "direct", NULL, false, "open /run/libvirt/libvirt-sock\n", NULL, ERR_NO_DAEMON, "No libvirt daemon"},
	{SYSTEM, NULL, "/odd/sock", false, "", "/odd/sock", 0, NULL},
	{SYSTEM, NULL, NULL, false, "open /run/libvirt/libvirt-sock-ro\n", NULL, ERR_NO_DAEMON, "No libvirt daemon"},
	{SYSTEM, NULL, NULL, true, "open /run/libvirt/libvirt-sock\nopen /run/libvirt/libvirt-sock-ro\n",
	 "/run/libvirt/libvirt-sock-ro", 0, NULL},
	{SYSTEM, NULL, NULL, true, "open /run/libvirt/libvirt-sock\n", "/run/libvirt/libvirt-sock", 0, NULL},
	{SYSTEM, NULL, NULL, false, "user op\nshut /run/libvirt/libvirt-sock\n", NULL, ERR_DENIED,
	 "root@h is not in the libvirt group there and may not open /run/libvirt/libvirt-sock: run `sudo usermod -aG "
	 "libvirt op` there"},
	{SYSTEM, NULL, NULL, false, "open /run/user/0/libvirt/libvirt-sock\nopen /run/libvirt/virtlxcd-sock\n"
				    "open /run/libvirt/virtqemud-admin-sock\nnonsense\nopen relative\n\r\n",
	 NULL, ERR_NO_DAEMON, "systemctl start libvirtd"},
	{SESSION, NULL, NULL, false, "open /run/libvirt/libvirt-sock\nopen /run/user/0/libvirt/libvirt-sock\r\n",
	 "/run/user/0/libvirt/libvirt-sock", 0, NULL},
	/* libvirt starts it. */
	{SESSION, NULL, NULL, false, "open /run/libvirt/libvirt-sock\n", NULL, ERR_NONE, NULL},
	{"lxc+ssh://h/system", NULL, NULL, false, "open /run/libvirt/virtqemud-sock\nopen /run/libvirt/virtlxcd-sock\n",
	 "/run/libvirt/virtlxcd-sock", 0, NULL},
	{"test+ssh://h/default", NULL, NULL, false,
	 "open /run/libvirt/virtqemud-sock\nopen /run/libvirt/libvirt-sock\n", "/run/libvirt/libvirt-sock", 0, NULL},
};

static void the_right_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autoerr struct err err = {0};
		const struct socket_wish wish = {
			.uri = cases[i].uri,
			.login = "root@h",
			.socket = cases[i].socket,
			.mode = cases[i].mode,
			.readonly = cases[i].readonly,
		};
		autofree char *path = sockets_choose(&wish, cases[i].answer, &err);

		if (cases[i].path && (!path || strcmp(path, cases[i].path) != 0))
			fail_msg("row %zu: %s, not %s", i, path ? path : "nothing", cases[i].path);
		if (!cases[i].path)
			assert_null(path);
		if (err.code != cases[i].code)
			fail_msg("row %zu: code %d, %s", i, err.code, err.text ? err.text : "");
		if (cases[i].says && !strstr(err.text, cases[i].says))
			fail_msg("row %zu: %s", i, err.text);
	}
}

/* Run here, where nothing may be there: it says who asks, and complains of nothing. */
static void the_question_is_for_any_shell(void **state)
{
	(void)state;
	FILE *out = popen(sockets_question(), "re");
	char line[256] = "";

	assert_non_null(out);
	assert_non_null(fgets(line, sizeof(line), out));
	assert_memory_equal(line, "user ", 5);
	while (fgets(line, sizeof(line), out))
		assert_true(strncmp(line, "open /", 6) == 0 || strncmp(line, "shut /", 6) == 0);
	assert_int_equal(pclose(out), 0);
}

static void other_ways(void **state)
{
	static const struct {
		const char *uri, *socket, *program;
	} uris[] = {
		{"qemu+ssh://root@h:2222/system", "qemu+unix:///system?socket=/d/s",
		 "qemu+ssh://root@h:2222/system?command=/d/s&no_tty=1"},
		{"qemu+ssh://[::1]/session?keyfile=k&socket=/x&tls_priority=a&no_verify=1;command=c#f",
		 "qemu+unix:///session?socket=/d/s&tls_priority=a",
		 "qemu+ssh://[::1]/session?command=/d/s&no_tty=1&socket=/x&tls_priority=a"},
		{"test+ssh://h/a/node.xml?no_tty=1", "test+unix:///a/node.xml?socket=/d/s",
		 "test+ssh://h/a/node.xml?command=/d/s&no_tty=1"},
		{"xen+ssh://h/", "xen+unix:///?socket=/d/s", "xen+ssh://h/?command=/d/s&no_tty=1"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(uris); i++) {
		autofree char *socket = uri_over_socket(uris[i].uri, "/d/s");
		autofree char *program = uri_over_program(uris[i].uri, "/d/s");

		assert_string_equal(socket, uris[i].socket);
		assert_string_equal(program, uris[i].program);
	}
	assert_true(uri_is_session("qemu:///session"));
	assert_true(uri_is_session("qemu+ssh://h/session?a=/system"));
	assert_false(uri_is_session("qemu+ssh://session/system"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_one),
		cmocka_unit_test(the_question_is_for_any_shell),
		cmocka_unit_test(other_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
