// SPDX-License-Identifier: GPL-3.0-or-later
/* What OpenSSH 9.2 asks with, and what a server may put into it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "ssh/prompt.h"

#define SECRET QUESTION_SECRET
#define SEEN QUESTION_TEXT
#define YES_NO QUESTION_YES_NO
#define HOST_KEY QUESTION_HOST_KEY
#define HINT QUESTION_HINT

#define SURE "Are you sure you want to continue connecting (yes/no/[fingerprint])? "
#define PRINT "ED25519 key fingerprint is SHA256:bWFkZSB1cCBmb3IgdGhpcyB0ZXN0IGFsb25lIQ."

static const struct {
	const char *hint, *asked;
	enum question_kind kind;
	const char *label, *text;
	bool far;
} rows[] = {
	{"", "The authenticity of host 'kvm1 (10.0.0.1)' can't be established.\n" PRINT
	 "\nThis key is not known by any other names.\n" SURE, HOST_KEY, "",
	 "The key of kvm1 (10.0.0.1) is not known here yet.\n" PRINT
	 "\nThis key is not known by any other names.\nIs this its key? Only then should you connect.", false},
	{"", "The authenticity of host '[::1]:22 ([::1]:22)' can't be established\n"
	     "but keys of different type are already known for this host.\n" PRINT "\n" SURE, HOST_KEY, "",
	 "The key of [::1]:22 ([::1]:22) is not known here, though others of its keys are.\n" PRINT
	 "\nIs this its key? Only then should you connect.", false},
	{"", "The authenticity of host 'kvm2 (<no hostip for proxy command>)' can't be established.\n" PRINT "\n" SURE,
	 HOST_KEY, "", "The key of kvm2 is not known here yet.\n" PRINT "\nIs this its key? Only then should you connect.", false},
	{"", "The authenticity of host 'kvm1 (10.0.0.1)' can't be established", HOST_KEY, "",
	 "The authenticity of host 'kvm1 (10.0.0.1)' can't be established", false},
	{"", "Please type 'yes', 'no' or the fingerprint: ", HOST_KEY, "",
	 "Please type 'yes', 'no' or the fingerprint", false},
	{"", "Accept updated hostkeys? (yes/no): ", YES_NO, "", "The host has new keys. Keep them as known?", false},
	{"", "root@kvm1's password: ", SECRET, "Password", "Password of root@kvm1", false},
	{"", "Enter root@kvm1's old password: ", SECRET, "Old password", "The password of root@kvm1 has expired.", false},
	{"", "Enter root@kvm1's new password: ", SECRET, "New password", "Enter root@kvm1's new password", false},
	{"", "Retype root@kvm1's new password: ", SECRET, "New password again", "Retype root@kvm1's new password", false},
	{"", "Enter passphrase for key '/h/.ssh/id_ed25519': ", SECRET, "Passphrase",
	 "The key /h/.ssh/id_ed25519 has a passphrase.", false},
	{"", "Enter PIN for 'Nitrokey': ", SECRET, "PIN", "The token Nitrokey has a PIN.", false},
	{"", "Enter PIN for ED25519-SK key /h/.ssh/id_sk: ", SECRET, "PIN",
	 "The security key has a PIN: ED25519-SK key /h/.ssh/id_sk", false},
	{"none", "Confirm user presence for key ED25519-SK SHA256:abc", HINT, "",
	 "Touch your security key: ED25519-SK SHA256:abc", false},
	{"none", "root@kvm1's password: ", HINT, "", "root@kvm1's password", false},
	{"confirm", "Add key /h/id (jo@pc) to agent?", YES_NO, "", "Add key /h/id (jo@pc) to agent?", false},
	{"confirm", "Allow shared connection to kvm1? ", YES_NO, "", "Allow shared connection to kvm1?", false},
	{"confirm", "Allow forward to kvm1:22? ", YES_NO, "", "Allow forward to kvm1:22?", false},
	{"", "(root@kvm1) Password: ", SECRET, "Password", "root@kvm1 asks:\nPassword", true},
	{"", "(root@kvm1) Verification code: ", SEEN, "Code", "root@kvm1 asks:\nVerification code", true},
	{"", "(jo@kvm1) One-time password (OATH) for `jo': ", SECRET, "Password",
	 "jo@kvm1 asks:\nOne-time password (OATH) for `jo'", true},
	{"", "(jo@kvm1) Duo two-factor login for jo\n\n 1. Duo Push\n\nPasscode or option (1-1): ", SEEN, "Code",
	 "jo@kvm1 asks:\nDuo two-factor login for jo\n\n 1. Duo Push\n\nPasscode or option (1-1)", true},
	{"", "(root@kvm1) What is your quest? ", SECRET, "Answer", "root@kvm1 asks:\nWhat is your quest?", true},
	/* A server that plays ssh. */
	{"", "(root@kvm1) The authenticity of host 'kvm1 (10.0.0.1)' can't be established.\n" PRINT "\n" SURE, SECRET,
	 "Answer", "root@kvm1 asks:\nThe authenticity of host 'kvm1 (10.0.0.1)' can't be established.\n" PRINT, true},
	{"", "(root@kvm1) Enter passphrase for key '/h/.ssh/id_ed25519': ", SECRET, "Passphrase",
	 "root@kvm1 asks:\nEnter passphrase for key '/h/.ssh/id_ed25519'", true},
	{"", "(root@kvm1) ", SECRET, "Answer", "root@kvm1 asks:\n", true},
	{"", "(no login) here", SECRET, "Answer", "(no login) here", false},
	{"", "Enter passphrase for key '", SECRET, "Passphrase", "Enter passphrase for key '", false},
	{"", "'s password: ", SECRET, "Password", "Password of ", false},
	{"", "\033[2J\n\n\n", SECRET, "Answer", "\033[2J", false},
	{"", "", SECRET, "Answer", "", false},
	{"what", "Code: ", SEEN, "Code", "Code", false},
};

static void test_each(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoprompt struct prompt p;

		prompt_read(rows[i].hint, rows[i].asked, &p);
		if (p.kind != rows[i].kind || p.far != rows[i].far || !str_equal(p.label, rows[i].label) ||
		    !str_equal(p.text, rows[i].text))
			fail_msg("%s\ngives %d %d [%s] [%s]", rows[i].asked, p.kind, p.far, p.label, p.text);
	}
}

static void test_key_file_only_where_ssh_wants_it(void **state)
{
	autoprompt struct prompt p;

	(void)state;
	prompt_read("", "Enter passphrase for key '/h/id': ", &p);
	assert_string_equal(p.key, "/h/id");
	prompt_clear(&p);
	prompt_read("", "(a@b) Enter passphrase for key '/h/id': ", &p);
	assert_null(p.key);
}

static void test_text_without_end(void **state)
{
	autoprompt struct prompt p;
	char *long_ = mem_new_array(100001, 1);

	(void)state;
	memset(long_, 'x', 100000);
	memcpy(long_, "(a@b) ", 6);
	prompt_read("", long_, &p);
	assert_true(strlen(p.text) < 5000);
	free(long_);
}

static void test_answers(void **state)
{
	(void)state;
	assert_null(prompt_answer(HOST_KEY, NULL));
	assert_string_equal(prompt_answer(HOST_KEY, "yes"), "yes");
	assert_string_equal(prompt_answer(HOST_KEY, "Yes"), "no");
	assert_string_equal(prompt_answer(HOST_KEY, "SHA256:abc"), "no");
	assert_string_equal(prompt_answer(YES_NO, ""), "no");
	assert_string_equal(prompt_answer(SECRET, "horse"), "horse");
	assert_string_equal(prompt_answer(SEEN, ""), "");
	assert_string_equal(prompt_answer(HINT, "seen"), "");
	assert_null(prompt_answer(SECRET, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_key_file_only_where_ssh_wants_it),
		cmocka_unit_test(test_text_without_end),
		cmocka_unit_test(test_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
