// SPDX-License-Identifier: GPL-3.0-or-later
/* What OpenSSH 9.2 complains of. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <string.h>

#include "base/arr.h"
#include "base/str.h"
#include "ssh/words.h"

#define LOGIN "jo@kvm1"

static const struct {
	const char *said;
	enum err_code code;
	const char *text; /* how it begins */
	bool was_up;
} rows[] = {
	{"ssh: Could not resolve hostname kvm1: Name or service not known\r\n", ERR_NO_DAEMON,
	 "There is no host of the name of jo@kvm1", false},
	{"ssh: Could not resolve hostname kvm1: Temporary failure in name resolution\r\n", ERR_NO_DAEMON,
	 "There is no host of the name of jo@kvm1, or no name server", false},
	{"ssh: connect to host kvm1 port 22: Connection refused\r\n", ERR_NO_DAEMON,
	 "No ssh server answers at jo@kvm1. (ssh: ssh: connect to host kvm1 port 22: Connection refused)", false},
	{"ssh: connect to host kvm1 port 22: Connection timed out\r\n", ERR_NO_DAEMON, "jo@kvm1 does not answer.", false},
	{"ssh: connect to host kvm1 port 22: No route to host\r\n", ERR_NO_DAEMON, "There is no way to jo@kvm1", false},
	{"ssh: connect to host kvm1 port 22: Network is unreachable\r\n", ERR_NO_DAEMON, "There is no way to", false},
	{"ssh: connect to host kvm1 port 22: Permission denied\r\n", ERR_NO_DAEMON, "jo@kvm1 cannot be reached", false},
	{"Connection timed out during banner exchange\r\nConnection to 10.0.0.1 port 22 timed out\r\n", ERR_NO_DAEMON,
	 "jo@kvm1 takes the connection, but no ssh server answers", false},
	{"kex_exchange_identification: Connection closed by remote host\r\nConnection closed by 10.0.0.1 port 22\r\n",
	 ERR_NO_DAEMON, "jo@kvm1 closed the connection at once", false},
	{"kex_exchange_identification: banner line contains invalid characters\r\nbanner exchange: Connection to "
	 "10.0.0.1 port 22: invalid format\r\n", ERR_NO_DAEMON, "What answers at jo@kvm1 is no ssh server", false},
	{"jo@kvm1: Permission denied (publickey).\r\n", ERR_AUTH,
	 "jo@kvm1 refuses the login: none of your keys is accepted there. (ssh: jo@kvm1: Permission denied", false},
	{"Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures\r\nDisconnected from 10.0.0.1 "
	 "port 22\r\n", ERR_AUTH, "jo@kvm1 refuses the login after too many keys", false},
	{"no such identity: /h/id: No such file or directory\r\njo@kvm1: Permission denied (publickey).\r\n", ERR_AUTH,
	 "jo@kvm1 refuses the login, and a key file is missing. (ssh: no such identity: /h/id", false},
	{"@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\r\nLoad key \"/h/id\": bad permissions\r\n"
	 "jo@kvm1: Permission denied (publickey).\r\n", ERR_AUTH,
	 "jo@kvm1 refuses the login, and a key file was not used because others may read it", false},
	{"sign_and_send_pubkey: signing failed for ED25519 \"/h/id\" from agent: agent refused operation\r\n"
	 "jo@kvm1: Permission denied (publickey).\r\n", ERR_AUTH, "jo@kvm1 refuses the login: the ssh agent", false},
	{"No ED25519 host key is known for kvm1 and you have requested strict checking.\r\n"
	 "Host key verification failed.\r\n", ERR_AUTH, "The key of jo@kvm1 is not known, and ssh's settings", false},
	{"Host key verification failed.\r\n", ERR_AUTH, "The key of jo@kvm1 was not trusted", false},
	{"@       WARNING: REVOKED HOST KEY DETECTED!               @\r\nHost key verification failed.\r\n", ERR_AUTH,
	 "The key of jo@kvm1 is revoked", false},
	{"Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa\r\n",
	 ERR_FAILED, "ssh and jo@kvm1 have no method in common. (ssh: Unable to negotiate with", false},
	{"/h/.ssh/config: line 3: Bad configuration option: wat\r\n/h/.ssh/config: terminating, 1 bad configuration "
	 "options\r\n", ERR_INVALID, "ssh's settings have a mistake. (ssh: /h/.ssh/config: line 3:", false},
	{"Bad owner or permissions on /h/.ssh/config\r\n", ERR_INVALID, "ssh's settings may be written by others", false},
	{"ssh: there is no such program\n", ERR_INVALID, "ssh cannot be started here", false},
	{"Timeout, server kvm1 not responding.\r\n", ERR_LOST, "jo@kvm1 does not answer any more", true},
	{"Connection to kvm1 closed by remote host.\r\n", ERR_LOST, "jo@kvm1 has closed the connection", true},
	{"client_loop: send disconnect: Broken pipe\r\n", ERR_LOST, "The connection to jo@kvm1 broke", true},
	{"Received disconnect from 10.0.0.1 port 22:11: The system is going down\r\n", ERR_LOST,
	 "jo@kvm1 has ended the connection", true},
	{"Connection closed by UNKNOWN port 65535\r\n", ERR_LOST, "jo@kvm1 has closed the connection", false},
	{"", ERR_FAILED, "ssh did not get in to jo@kvm1; ssh does not say why (255)", false},
	{"something new\r\n\r\n", ERR_FAILED, "ssh did not get in to jo@kvm1. (ssh: something new)", false},
	{"something new", ERR_LOST, "The ssh connection broke to jo@kvm1. (ssh: something new)", true},
};

static void test_each(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};
		struct words_about about = {.login = LOGIN, .was_up = rows[i].was_up, .status = 255 << 8};

		assert_false(words_explain(&about, rows[i].said, &err));
		if (err.code != rows[i].code || !str_starts(err.text, rows[i].text))
			fail_msg("%s\ngives %d %s", rows[i].said, err.code, err.text);
		assert_null(strchr(err.text, '\r'));
	}
}

static void test_what_was_answered_before(void **state)
{
	static const char refused[] = "jo@kvm1: Permission denied (publickey,password).\r\n";
	autoerr struct err key = {0};
	autoerr struct err password = {0};

	(void)state;
	words_explain(&(struct words_about){.login = LOGIN, .asked = "Passphrase", .key = "/h/id"}, refused, &key);
	assert_true(str_starts(key.text, "jo@kvm1 refuses the login: the passphrase for /h/id was wrong, or"));
	words_explain(&(struct words_about){.login = LOGIN, .asked = "Password"}, refused, &password);
	assert_true(str_starts(password.text, "jo@kvm1 refuses the login: it did not accept the answer (Password)"));
}

static void test_where_nothing_may_be_asked(void **state)
{
	static const struct words_about about = {.login = LOGIN, .silent = true};
	autoerr struct err refused = {0};
	autoerr struct err unknown = {0};
	autoerr struct err strict = {0};

	(void)state;
	words_explain(&about, "jo@kvm1: Permission denied (publickey).\r\n", &refused);
	assert_true(str_starts(refused.text, "jo@kvm1 refuses the login, and nothing may be asked here"));
	words_explain(&about, "Host key verification failed.\r\n", &unknown);
	assert_true(str_starts(unknown.text, "The key of jo@kvm1 is not known here, and nothing may be asked"));
	words_explain(&about,
		      "No ED25519 host key is known for kvm1 and you have requested strict checking.\r\n"
		      "Host key verification failed.\r\n",
		      &strict);
	assert_true(str_starts(strict.text, "The key of jo@kvm1 is not known, and ssh's settings say not to ask"));
}

static void test_changed_key_is_told_whole(void **state)
{
	autoerr struct err err = {0};

	(void)state;
	words_explain(&(struct words_about){.login = LOGIN},
		      "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n"
		      "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\n"
		      "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n"
		      "IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r\n"
		      "The fingerprint for the ED25519 key sent by the remote host is\n"
		      "SHA256:bWFkZSB1cA.\r\n"
		      "Please contact your system administrator.\r\n"
		      "Add correct host key in /h/.ssh/known_hosts to get rid of this message.\r\n"
		      "Offending ED25519 key in /h/.ssh/known_hosts:3\r\n"
		      "  remove with:\r\n"
		      "  ssh-keygen -f \"/h/.ssh/known_hosts\" -R \"kvm1\"\r\n"
		      "Host key for kvm1 has changed and you have requested strict checking.\r\n"
		      "Host key verification failed.\r\n",
		      &err);
	assert_int_equal(err.code, ERR_AUTH);
	assert_string_equal(err.text,
			    "The key of jo@kvm1 has changed: it sends ED25519 SHA256:bWFkZSB1cA, and "
			    "/h/.ssh/known_hosts:3 has another. Nothing was sent to it. Find out why before you trust it; "
			    "then `ssh-keygen -f \"/h/.ssh/known_hosts\" -R \"kvm1\"` forgets the old one");
}

static void test_killed(void **state)
{
	autoerr struct err err = {0};

	(void)state;
	words_explain(&(struct words_about){.login = LOGIN, .was_up = true, .status = SIGKILL}, "", &err);
	assert_int_equal(err.code, ERR_LOST);
	assert_string_equal(err.text, "The ssh connection to jo@kvm1 was ended here (Killed)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_what_was_answered_before),
		cmocka_unit_test(test_where_nothing_may_be_asked),
		cmocka_unit_test(test_changed_key_is_told_whole),
		cmocka_unit_test(test_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
