// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/tls.h"
#include "virt/uri.h"
#include "virt/virerr.h"

/* Messages as libvirt 9.0 gave them. */
static const struct {
	const char *uri;
	int code, errno_value;
	const char *message;
	enum err_code expected;
	const char *says[3];
} openings[] = {
	{"qemu:///system", VIR_ERR_SYSTEM_ERROR, ENOENT,
	 "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory",
	 ERR_NO_DAEMON, {"listens at /var/run/libvirt/libvirt-sock:", "--demo", "(libvirt: "}},
	{"qemu:///system", VIR_ERR_SYSTEM_ERROR, ECONNREFUSED,
	 "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Connection refused",
	 ERR_NO_DAEMON, {"systemctl start libvirtd", "virtqemud.socket", "virtty --demo"}},
	{"qemu:///system", VIR_ERR_SYSTEM_ERROR, EACCES,
	 "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied",
	 ERR_DENIED, {"Not in the libvirt group", "`sudo usermod -aG libvirt ann`", "(libvirt: "}},
	{"qemu:///system", VIR_ERR_AUTH_UNAVAILABLE, 0,
	 "authentication unavailable: no polkit agent available to authenticate action "
	 "'org.libvirt.unix.manage'",
	 ERR_DENIED, {"Not in the libvirt group", "usermod -aG libvirt ann` and log in again, or",
		      "polkit asks with `pkttyagent --process "}},
	{"qemu:///system", VIR_ERR_AUTH_FAILED, 0, "authentication failed: polkit says no",
	 ERR_DENIED, {"Not in the libvirt group", "and log in again. (libvirt: ", "polkit says no"}},
	{"qemu+ssh://ann@rack-a/system", VIR_ERR_AUTH_UNAVAILABLE, 0,
	 "authentication unavailable: no polkit agent available to authenticate action "
	 "'org.libvirt.unix.manage'",
	 ERR_DENIED, {"libvirt group of ann@rack-a", "`sudo usermod -aG libvirt USER` there", "(libvirt: authentication"}},
	{"qemu+tcp://rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNREFUSED,
	 "unable to connect to server at 'rack-a:16509': Connection refused",
	 ERR_NO_DAEMON, {"listens at rack-a:16509", "libvirtd-tcp.socket", "(libvirt: "}},
	{"qemu+ssh://root@rack-a:22/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: root@rack-a: Permission denied (publickey,password).: "
	 "Connection reset by peer",
	 ERR_AUTH, {"password or passphrase for root@rack-a:", "ssh-add", "(libvirt: "}},
	{"qemu+ssh://root@rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: Host key verification failed.: Connection reset by peer",
	 ERR_AUTH, {"trust the key of root@rack-a", "`ssh root@rack-a` once", "(libvirt: "}},
	{"qemu+ssh://rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: @ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\n"
	 "Host key verification failed.\r\n: Connection reset by peer",
	 ERR_AUTH, {"not the one that is known", "rack-a", "CHANGED! @\nHost key"}},
	{"qemu+ssh://rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: ssh: connect to host rack-a port 22: Connection refused: "
	 "Connection reset by peer",
	 ERR_NO_DAEMON, {"No ssh server answers at rack-a", "", ""}},
	{"qemu+libssh2://root@rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNREFUSED,
	 "unable to connect to server at 'rack-a:22': Connection refused",
	 ERR_NO_DAEMON, {"No ssh server answers at root@rack-a", "", ""}},
	{"qemu+ssh://rack-a/system?no_tty=1&socket=%2Frun/x", VIR_ERR_SYSTEM_ERROR, EIO,
	 "End of file while reading data: nc: /run/x: No such file or directory: Input/output error",
	 ERR_NO_DAEMON, {"listens at /run/x there", "that the URI names", "(libvirt: End of file"}},
	{"qemu+ssh://ann@rack-a/system", VIR_ERR_RPC, 0,
	 "packet 1416128879 bytes received from server too large, want 33554432",
	 ERR_FAILED, {"by ssh at ann@rack-a is not libvirt", "no shell", "(libvirt: packet"}},
	{"qemu+tls://rack-a/system", VIR_ERR_SYSTEM_ERROR, ENOENT,
	 "Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory",
	 ERR_AUTH, {"TLS wants the certificate of the authority", "here as /etc/pki/CA/cacert.pem. (libvirt", ""}},
	{"qemu+ssh://rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': "
	 "No such file or directory: Connection reset by peer",
	 ERR_NO_DAEMON, {"No libvirt daemon listens on rack-a", "", ""}},
	{"qemu+ssh://ann@rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': "
	 "Permission denied: Connection reset by peer",
	 ERR_DENIED, {"libvirt group of ann@rack-a", "usermod", ""}},
	{"qemu+ssh://ann@rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: ssh: connect to host rack-a port 22: No route to host: Connection reset by peer",
	 ERR_NO_DAEMON, {"rack-a does not answer", "may be off", "(libvirt: "}},
	{"qemu+ssh://rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: ssh: connect to host rack-a port 22: Connection timed out: Connection reset by peer",
	 ERR_NO_DAEMON, {"rack-a does not answer", "", ""}},
	{"qemu+ssh://rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Cannot recv data: ssh: Could not resolve hostname rack-a: Name or service not known: Connection reset by peer",
	 ERR_NO_DAEMON, {"Nobody knows the address of rack-a", "", ""}},
	{"qemu+tcp://rack-a/system", VIR_ERR_SYSTEM_ERROR, EHOSTUNREACH,
	 "Kann keine Verbindung herstellen mit Server auf 'rack-a:16509': Keine Route zum Zielrechner",
	 ERR_NO_DAEMON, {"rack-a does not answer", "(libvirt: Kann", ""}},
	{"qemu+tls://rack-a/system", VIR_ERR_SYSTEM_ERROR, 0,
	 "Unable to resolve address 'rack-a' service '16514': Name or service not known",
	 ERR_NO_DAEMON, {"Nobody knows the address of rack-a", "", ""}},
	{"quemu:///system", VIR_ERR_NO_CONNECT, 0,
	 "no connection driver available for quemu:///system",
	 ERR_INVALID, {"\"quemu:///system\"", "such as qemu:///system", "(libvirt: no connection"}},
	{"rack-a", VIR_ERR_NO_CONNECT, 0,
	 "no connection driver available for URI 'rack-a' does not include a driver name",
	 ERR_INVALID, {"\"rack-a\"", "such as qemu:///system", ""}},
	{"xen:///system", VIR_ERR_NO_CONNECT, 0, "no connection driver available for xen:///system",
	 ERR_FAILED, {"no connection driver available for xen:///system", "", ""}},
	{"qemu+tcp://rack-a/system", VIR_ERR_AUTH_FAILED, 0,
	 "authentication failed: No auth callback available", ERR_AUTH, {"callback", "", ""}},
	/* As it says them in German, and in words that nobody knows. */
	{"qemu:///system", VIR_ERR_SYSTEM_ERROR, ENOENT,
	 "Socket-Erstellung zu '/var/run/libvirt/libvirt-sock' fehlgeschlagen: Datei oder Verzeichnis nicht gefunden",
	 ERR_NO_DAEMON, {"listens at /var/run/libvirt/libvirt-sock:", "--demo", "(libvirt: Socket-Erst"}},
	{"qemu:///system", VIR_ERR_SYSTEM_ERROR, EACCES,
	 "Socket-Erstellung zu '/var/run/libvirt/libvirt-sock' fehlgeschlagen: Keine Berechtigung",
	 ERR_DENIED, {"Not in the libvirt group", "ann", "Keine Berechtigung)"}},
	{"qemu:///system", VIR_ERR_DBUS_SERVICE, 0, "\u30b7\u30b9\u30c6\u30e0 \u30d0\u30b9", ERR_DENIED,
	 {"Not in the libvirt group", "(libvirt: \u30b7\u30b9\u30c6\u30e0 \u30d0\u30b9)", ""}},
	{"qemu+tcp://rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNREFUSED,
	 "Kann keine Verbindung herstellen mit Server auf \u201erack-a:16509\u201c: Verbindungsaufbau abgelehnt",
	 ERR_NO_DAEMON, {"listens at qemu+tcp://rack-a/system:", "abgelehnt)", ""}},
	{"qemu+ssh://ann@rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Kann keine Daten empfangen: root@rack-a: Permission denied (publickey).: Connection reset by peer",
	 ERR_AUTH, {"password or passphrase for ann@rack-a", "(libvirt: Kann keine Daten", ""}},
	{"qemu+ssh://ann@rack-a/system", VIR_ERR_SYSTEM_ERROR, ECONNRESET,
	 "Kann keine Daten empfangen: /run/libvirt/libvirt-sock: Keine Berechtigung", ERR_FAILED,
	 {"Kann keine Daten empfangen: /run/libvirt/libvirt-sock: Keine Berechtigung", "", ""}},
};

/* Seen with libvirt 9.0. */
#define PEER_FAILED "authentication failed: Failed to verify peer's certificate"
#define HUNG_UP	    "Unable to read TLS confirmation: Input/output error"
static const struct {
	const char *uri;
	int code;
	const char *message, *reason, *lacking;
	const char *says[3];
} tls_openings[] = {
	{"qemu+tls://rack-a/system", VIR_ERR_SYSTEM_ERROR,
	 "Our own certificate /p/clientcert.pem failed validation against /p/cacert.pem: The certificate hasn't got a "
	 "known issuer.", NULL, NULL,
	 {"Our own TLS certificate, /p/clientcert.pem, is not by the", "see /p/cacert.pem. (libvirt: Our", ""}},
	{"qemu+tls://rack-a/system", VIR_ERR_SYSTEM_ERROR,
	 "The client certificate /p/clientcert.pem has expired", NULL, NULL,
	 {"A TLS certificate of ours has expired", "needs a new one", "(libvirt: The client"}},
	{"qemu+tls://rack-a/system", VIR_ERR_SYSTEM_ERROR,
	 "The CA certificate /p/cacert.pem is not yet active", NULL, NULL,
	 {"is not valid yet", "the clock here is wrong", ""}},
	{"qemu+tls://rack-a/system", VIR_ERR_AUTH_FAILED, PEER_FAILED, NULL, NULL,
	 {"The TLS certificate of rack-a does not hold", "has expired, or is by", PEER_FAILED ")"}},
	{"qemu+tls://ann@rack-a/system", VIR_ERR_AUTH_FAILED, PEER_FAILED,
	 "Certificate failed validation: The certificate hasn't got a known issuer.", NULL,
	 {"of rack-a is by an authority that is not trusted here", "add its certificate to /p/cacert.pem. (",
	  PEER_FAILED ": Certificate failed validation: The certificate hasn't got a known issuer.)"}},
	{"qemu://rack-a/system", VIR_ERR_AUTH_FAILED, PEER_FAILED,
	 "Certificate [session] owner does not match the hostname rack-a", NULL,
	 {"of rack-a is for another name: write that name", "or give the host a certificate for rack-a. (",
	  PEER_FAILED ": Certificate [session] owner"}},
	{"qemu+tls://rack-a/system", VIR_ERR_AUTH_FAILED, PEER_FAILED,
	 "Certificate failed validation: The certificate is not trusted.", NULL,
	 {"of rack-a has expired, is not valid yet", "it needs a new one", "is not trusted.)"}},
	{"qemu+tls://rack-a/system", VIR_ERR_AUTH_FAILED, PEER_FAILED,
	 "Certificate failed validation: The certificate has been revoked.", NULL,
	 {"of rack-a does not hold", PEER_FAILED ": Certificate failed", "has been revoked.)"}},
	{"qemu+tls://rack-a/system", VIR_ERR_SYSTEM_ERROR, HUNG_UP, NULL, NULL,
	 {"rack-a refuses our TLS certificate, /p/clientcert.pem: it has to", "tls_allowed_dn_list", "(libvirt: Un"}},
	{"qemu+tls://rack-a/system", VIR_ERR_RPC,
	 "server verification (of our certificate or IP address) failed", NULL, NULL,
	 {"rack-a refuses our TLS certificate, /p/clientcert.pem", "", ""}},
	{"qemu+tls://rack-a/system", VIR_ERR_SYSTEM_ERROR, HUNG_UP, NULL, "/p/clientkey.pem",
	 {"rack-a wants a TLS certificate of ours, and /p/clientkey.pem is not there", "ask for one", ""}},
};

static void check_says(const struct err *err, const char *const *says, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (!strstr(err->text, says[k]))
			fail_msg("\"%s\" does not say \"%s\"", err->text, says[k]);
}

static void opening(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(openings); i++) {
		autoerr struct err err = {0};
		autofree char *message = mem_strdup(openings[i].message);
		virError e = {.code = openings[i].code,
			      .int1 = openings[i].errno_value,
			      .message = message};
		assert_false(virerr_explain_open(&err, &e,
						 &(struct virerr_scene){openings[i].uri, "ann", NULL}));
		if (err.code != openings[i].expected)
			fail_msg("%s: code %d: %s", openings[i].message, err.code, err.text);
		assert_int_equal(err.detail, openings[i].code);
		check_says(&err, openings[i].says, ARRAY_SIZE(openings[i].says));
	}
}

static void opening_with_tls(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tls_openings); i++) {
		autoerr struct err err = {0};
		autofree char *message = mem_strdup(tls_openings[i].message);
		virError e = {.code = tls_openings[i].code, .message = message};
		struct tls_scene tls = {mem_strdup(tls_openings[i].reason), mem_strdup("/p/cacert.pem"),
					mem_strdup("/p/clientcert.pem"), mem_strdup(tls_openings[i].lacking)};
		virerr_explain_open(&err, &e, &(struct virerr_scene){tls_openings[i].uri, "ann", &tls});
		assert_int_equal(err.code, ERR_AUTH);
		check_says(&err, tls_openings[i].says, ARRAY_SIZE(tls_openings[i].says));
		tls_clear(&tls);
	}
}

/* A call's error, by its number: its words may be in any language. */
static void advice_for_calls(void **state)
{
	(void)state;
	static const struct {
		int code;
		const char *message, *expected;
	} cases[] = {
		{VIR_ERR_OPERATION_TIMEOUT, "Zeit abgelaufen w\u00e4hrend der Aktion: Lock",
		 "Something else still holds the machine, or its QEMU does not answer; force off works all "
		 "the same. (libvirt: Zeit abgelaufen w\u00e4hrend der Aktion: Lock)"},
		{VIR_ERR_AGENT_UNRESPONSIVE, "Gast-Agent antwortet nicht: warum",
		 "The guest agent does not answer: look whether it runs in the guest. "
		 "(libvirt: Gast-Agent antwortet nicht: warum)"},
		{VIR_ERR_AGENT_UNRESPONSIVE,
		 "Guest agent is not responding: QEMU guest agent is not connected",
		 "No guest agent runs in the guest. (libvirt: Guest agent is not responding: QEMU guest "
		 "agent is not connected)"},
		{VIR_ERR_OPERATION_FAILED, "operation failed: Storage source conflict with pool: 'images'",
		 "Another pool of the host has this source or path already: choose another. "
		 "(libvirt: operation failed: Storage source conflict with pool: 'images')"},
		{VIR_ERR_OPERATION_INVALID, "Domain l\u00e4uft nicht", "Domain l\u00e4uft nicht"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autoerr struct err err = {0};
		autofree char *message = mem_strdup(cases[i].message);
		virError e = {.code = cases[i].code, .message = message};
		assert_false(virerr_explain(&err, &e, ERR_FAILED));
		assert_int_equal(err.detail, cases[i].code);
		assert_string_equal(err.text, cases[i].expected);
	}
}

static void first_error_wins(void **state)
{
	(void)state;
	autoerr struct err err = {0};
	virError e = {.code = VIR_ERR_NO_CONNECT};
	err_set(&err, ERR_CANCELLED, "Cancelled");
	struct virerr_scene scene = {.uri = "qemu:///system", .user = "ann"};
	virerr_explain_open(&err, &e, &scene);
	assert_int_equal(err.code, ERR_CANCELLED);
	assert_int_equal(err.detail, 0);
	virerr_explain_open(NULL, &e, &scene);
}

static void codes(void **state)
{
	(void)state;
	static const struct {
		int code;
		enum err_code expected;
	} cases[] = {
		{VIR_ERR_NO_SUPPORT, ERR_UNSUPPORTED},
		{VIR_ERR_OPERATION_UNSUPPORTED, ERR_UNSUPPORTED},
		{VIR_ERR_NO_DOMAIN, ERR_NOT_FOUND},
		{VIR_ERR_OPERATION_DENIED, ERR_DENIED},
		{VIR_ERR_ACCESS_DENIED, ERR_DENIED},
		{VIR_ERR_AUTH_CANCELLED, ERR_AUTH},
		{VIR_ERR_OPERATION_INVALID, ERR_FAILED},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(virerr_code(cases[i].code), cases[i].expected);
}

static void check_slice(struct slice slice, const char *expected)
{
	autofree char *text = mem_strndup(slice.len ? slice.s : "", slice.len);
	assert_string_equal(text, expected);
}

static void splitting(void **state)
{
	(void)state;
	static const struct {
		const char *uri, *driver, *transport, *login, *host;
	} cases[] = {
		{"qemu:///system", "qemu", "", "", ""},
		{"qemu+ssh://root@rack-a:22/s?no_tty=1", "qemu", "ssh", "root@rack-a", "rack-a"},
		{"test:///default", "test", "", "", ""},
		{"test+tcp://[fe80::1]:16509/default", "test", "tcp", "[fe80::1]", "[fe80::1]"},
		{"qemu+unix:///system?socket=/a:b@c", "qemu", "unix", "", ""},
		{"qemu+tcp://rack-a?x=a@b", "qemu", "tcp", "rack-a", "rack-a"},
		{"qemu:", "qemu", "", "", ""},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct uri_parts parts = {0};
		assert_true(uri_split(cases[i].uri, &parts));
		check_slice(parts.driver, cases[i].driver);
		check_slice(parts.transport, cases[i].transport);
		check_slice(parts.login, cases[i].login);
		check_slice(parts.host, cases[i].host);
	}
	struct uri_parts parts;
	assert_false(uri_split("", &parts));
	assert_false(uri_split("rack-a", &parts));
	assert_false(uri_split("/x:y", &parts));
	assert_false(uri_split("://x", &parts));
}

static void params(void **state)
{
	(void)state;
	static const struct {
		const char *before, *after;
	} cases[] = {
		{"qemu+ssh://a/system", "qemu+ssh://a/system?no_tty=1"},
		{"qemu+ssh://a/system?keyfile=x", "qemu+ssh://a/system?keyfile=x&no_tty=1"},
		{"qemu+ssh://a/system?no_tty=0", "qemu+ssh://a/system?no_tty=0"},
		{"qemu+ssh://a/system?x=1&no_tty=1", "qemu+ssh://a/system?x=1&no_tty=1"},
		{"qemu+ssh://a/system?xno_tty=1", "qemu+ssh://a/system?xno_tty=1&no_tty=1"},
		{"qemu+ssh://a/system#f?no_tty=1", "qemu+ssh://a/system?no_tty=1#f?no_tty=1"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *after = uri_with_param(cases[i].before, "no_tty", "1");
		assert_string_equal(after, cases[i].after);
	}
}

static void values(void **state)
{
	(void)state;
	static const struct {
		const char *uri, *expected; /* of "pkipath" */
	} cases[] = {
		{"qemu+tls://a/system", NULL},
		{"qemu+tls://a/system?pkipath=/p", "/p"},
		{"qemu+tls://a/system?no_verify=1&PKIpath=/with%20space&pkipath=/other#x", "/with space"},
		{"qemu+tls://a/system?xpkipath=/a;pkipath=/b", "/b"},
		{"qemu+tls://a/system?pkipath=", NULL},
		{"qemu+tls://a/system?pkipath", NULL},
		{"qemu+tls://a/system#?pkipath=/p", NULL},
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *value = uri_param(cases[i].uri, "pkipath");
		if (!str_equal(value, cases[i].expected))
			fail_msg("%s: %s", cases[i].uri, value ? value : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opening),   cmocka_unit_test(opening_with_tls),
		cmocka_unit_test(first_error_wins),
		cmocka_unit_test(codes),     cmocka_unit_test(splitting),
		cmocka_unit_test(params),    cmocka_unit_test(values),
		cmocka_unit_test(advice_for_calls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
