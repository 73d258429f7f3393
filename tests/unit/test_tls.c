// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/tls.h"

#define autoscene __attribute__((cleanup(tls_clear)))

static void meant(void **state)
{
	static const struct {
		const char *uri;
		bool expected;
	} cases[] = {
		{"qemu+tls://rack-a/system", true}, {"qemu://rack-a/system", true},
		{"QEMU+TLS://rack-a/system", true}, {"qemu:///system", false},
		{"qemu+tcp://rack-a/system", false}, {"qemu+ssh://rack-a/system", false}, {"rack-a", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (tls_is_meant(cases[i].uri) != cases[i].expected)
			fail_msg("%s", cases[i].uri);
}

static void make_file(const char *dir, const char *name)
{
	autofree char *path = mem_printf("%s/%s", dir, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void remove_file(const char *dir, const char *name)
{
	autofree char *path = mem_printf("%s/%s", dir, name);

	unlink(path);
}

static void expect_lacking(const char *dir, const char *name)
{
	autofree char *uri = mem_printf("qemu+tls://rack-a/system?pkipath=%s", dir);
	autofree char *lacking = name ? mem_printf("%s/%s", dir, name) : NULL;
	autofree char *authority = mem_printf("%s/cacert.pem", dir);
	autofree char *own = mem_printf("%s/clientcert.pem", dir);
	autoscene struct tls_scene scene = {0};

	tls_look(uri, &scene);
	assert_string_equal(scene.authority, authority);
	assert_string_equal(scene.own, own);
	if (!str_equal(scene.lacking, lacking))
		fail_msg("%s, not %s", scene.lacking ? scene.lacking : "none", name ? name : "none");
}

static void files_that_the_uri_names(void **state)
{
	char dir[] = "/tmp/virtty-tls-XXXXXX";

	(void)state;
	assert_non_null(mkdtemp(dir));
	expect_lacking(dir, "clientcert.pem");
	make_file(dir, "clientcert.pem");
	expect_lacking(dir, "clientkey.pem");
	make_file(dir, "clientkey.pem");
	expect_lacking(dir, NULL);
	remove_file(dir, "clientcert.pem");
	expect_lacking(dir, "clientcert.pem");
	remove_file(dir, "clientkey.pem");
	rmdir(dir);
}

static void files_of_the_system(void **state)
{
	autoscene struct tls_scene scene = {0};

	(void)state;
	setenv("HOME", "/nowhere", 1);
	tls_look("qemu+tls://rack-a/system", &scene);
	assert_string_equal(scene.authority, "/etc/pki/CA/cacert.pem");
	assert_string_equal(scene.own, "/etc/pki/libvirt/clientcert.pem");
}

static void warn(int fd, long thread, const char *text)
{
	dprintf(fd, "2026-03-04 12:04:31.000+0000: %ld: warning : virNetTLSContextCheckCertificate:1063 : %s\n",
		thread, text);
}

static void expect_reason(const char *expected)
{
	autoscene struct tls_scene scene = {0};

	tls_look("qemu+tls://rack-a/system", &scene);
	if (!str_equal(scene.reason, expected))
		fail_msg("%s", scene.reason ? scene.reason : "none");
}

/* Without a wait: what was printed before is seen, by whatever thread it is read. */
static void reason_that_libvirt_prints(void **state)
{
	long here = syscall(SYS_gettid);
	int fd;

	(void)state;
	expect_reason(NULL);
	fd = log_stderr_fd();
	expect_reason(NULL);
	warn(fd, here, "something else");
	warn(fd, here + 1, "Certificate check failed by another thread");
	expect_reason(NULL);
	for (int i = 0; i < 100; i++) {
		autofree char *reason = mem_printf("reason %d", i);
		autofree char *line = mem_printf("Certificate check failed %s", reason);

		warn(fd, here, line);
		warn(fd, here * 10, "Certificate check failed by another thread");
		expect_reason(reason);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meant),
		cmocka_unit_test(files_that_the_uri_names),
		cmocka_unit_test(files_of_the_system),
		cmocka_unit_test(reason_that_libvirt_prints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
