// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <linux/input-event-codes.h>

#include "base/str.h"
#include "virt/domain.h"
#include "virt/keys.h"

static void parse(const char *text, size_t n, const unsigned *codes)
{
	autoerr struct err err = {0};
	struct keys keys;
	if (!keys_parse(text, &keys, &err))
		fail_msg("%s: %s", text, err.text);
	assert_int_equal(keys.n, n);
	assert_memory_equal(keys.codes, codes, n * sizeof(*codes));
}

static void combinations(void **state)
{
	(void)state;
	parse("a", 1, (const unsigned[]){KEY_A});
	parse("ctrl+alt+delete", 3, (const unsigned[]){KEY_LEFTCTRL, KEY_LEFTALT, KEY_DELETE});
	parse("ctrl+alt+Del", 3, (const unsigned[]){KEY_LEFTCTRL, KEY_LEFTALT, KEY_DELETE});
	parse("KEY_LEFTCTRL+KEY_LEFTALT+KEY_F1", 3, (const unsigned[]){KEY_LEFTCTRL, KEY_LEFTALT, KEY_F1});
	parse("Alt+SysRq+B", 3, (const unsigned[]){KEY_LEFTALT, KEY_SYSRQ, KEY_B});
	parse("ctrl+alt+f12", 3, (const unsigned[]){KEY_LEFTCTRL, KEY_LEFTALT, KEY_F12});
	parse("0", 1, (const unsigned[]){KEY_0});
	parse("9", 1, (const unsigned[]){KEY_9});
	parse("z", 1, (const unsigned[]){KEY_Z});
}

static void refused(const char *text, const char *words)
{
	autoerr struct err err = {0};
	struct keys keys = {.n = 99};
	assert_false(keys_parse(text, &keys, &err));
	assert_int_equal(err.code, ERR_INVALID);
	if (!strstr(err.text, words))
		fail_msg("%s", err.text);
	assert_int_equal(keys.n, 99); /* written only on success */
}

static void what_is_no_key(void **state)
{
	(void)state;
	refused("ctrl+hyper+x", "\"hyper\"");
	refused("", "\"\"");
	refused(NULL, "\"\"");
	refused("ctrl+", "\"\"");
	refused("ctrl++a", "\"\"");
	refused("f13", "\"f13\"");
}

static void not_too_many(void **state)
{
	(void)state;
	autostr struct str text = {0};
	str_add(&text, "a");
	for (int i = 1; i < KEYS_MOST; i++)
		str_add(&text, "+a");
	autoerr struct err err = {0};
	struct keys keys;
	assert_true(keys_parse(str_text(&text), &keys, &err));
	assert_int_equal(keys.n, KEYS_MOST);
	str_add(&text, "+a");
	refused(str_text(&text), "16");
}

static void every_name_is_a_key_of_its_own(void **state)
{
	(void)state;
	bool taken[KEY_MAX] = {false};
	size_t n = 0;
	for (const char *name; (name = domain_key_name(n)); n++) {
		autoerr struct err err = {0};
		struct keys keys;
		assert_true(keys_parse(name, &keys, &err));
		assert_int_equal(keys.n, 1);
		assert_in_range(keys.codes[0], 1, 255); /* what the drivers take */
		assert_false(taken[keys.codes[0]]);
		taken[keys.codes[0]] = true;
	}
	assert_true(n >= 26 + 10 + 12 + 4);
	assert_null(domain_key_name(n));
	assert_null(domain_key_name(SIZE_MAX));
}

static void as_virsh(const char *text, const char *words)
{
	autostr struct str out = {0};
	keys_add_virsh(&out, text);
	assert_string_equal(str_text(&out), words);
}

static void as_virsh_takes_them(void **state)
{
	(void)state;
	as_virsh("ctrl+alt+delete", "KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE");
	as_virsh("alt+sysrq+b", "KEY_LEFTALT KEY_SYSRQ KEY_B");
	as_virsh("shift+pgup", "KEY_LEFTSHIFT KEY_PAGEUP");
	as_virsh("no such", "'no such'");
	as_virsh(NULL, "''");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(combinations),
		cmocka_unit_test(what_is_no_key),
		cmocka_unit_test(not_too_many),
		cmocka_unit_test(every_name_is_a_key_of_its_own),
		cmocka_unit_test(as_virsh_takes_them),
	};
	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
