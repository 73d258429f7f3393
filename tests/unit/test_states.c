// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "conf/roles.h"
#include "model/hostview.h"
#include "model/states.h"

static void states_have_libvirts_numbers(void **state)
{
	static const struct {
		int libvirt;
		const char *text;
	} rows[] = {
		{VIR_DOMAIN_NOSTATE, "no state"},	{VIR_DOMAIN_RUNNING, "running"},
		{VIR_DOMAIN_BLOCKED, "blocked"},	{VIR_DOMAIN_PAUSED, "paused"},
		{VIR_DOMAIN_SHUTDOWN, "shutting down"}, {VIR_DOMAIN_SHUTOFF, "off"},
		{VIR_DOMAIN_CRASHED, "crashed"},	{VIR_DOMAIN_PMSUSPENDED, "asleep"},
	};

	(void)state;
	assert_int_equal(ARRAY_SIZE(rows), DOMAIN_STATE_COUNT);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(domain_state_text((enum domain_state)rows[i].libvirt),
				    rows[i].text);
}

static void reasons_have_libvirts_numbers(void **state)
{
	static const struct {
		int state, reason;
		const char *text; /* NULL: ordinary */
	} rows[] = {
		{VIR_DOMAIN_NOSTATE, VIR_DOMAIN_NOSTATE_UNKNOWN, NULL},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_UNKNOWN, NULL},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED, NULL},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_MIGRATED, "migrated here"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_RESTORED, "restored"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_FROM_SNAPSHOT, "from a snapshot"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_UNPAUSED, NULL},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_MIGRATION_CANCELED, "migration cancelled"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_SAVE_CANCELED, "save cancelled"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_WAKEUP, "woken"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_CRASHED, "after a crash"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_POSTCOPY, "post-copy"},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_POSTCOPY_FAILED, "post-copy failed"},
		{VIR_DOMAIN_BLOCKED, VIR_DOMAIN_BLOCKED_UNKNOWN, NULL},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_UNKNOWN, NULL},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_USER, NULL},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_MIGRATION, "migrating"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SAVE, "saving"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_DUMP, "dumping"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_IOERROR, "I/O error"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_WATCHDOG, "watchdog"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_FROM_SNAPSHOT, "from a snapshot"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SHUTTING_DOWN, "shutting down"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SNAPSHOT, "taking a snapshot"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_CRASHED, "crashed"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_STARTING_UP, "starting up"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_POSTCOPY, "post-copy"},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_POSTCOPY_FAILED, "post-copy failed"},
		{VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_SHUTDOWN_UNKNOWN, NULL},
		{VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_SHUTDOWN_USER, NULL},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_UNKNOWN, NULL},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SHUTDOWN, NULL},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_DESTROYED, "forced off"},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_CRASHED, "crashed"},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_MIGRATED, "migrated away"},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SAVED, "saved"},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_FAILED, "failed to start"},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT, "from a snapshot"},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_DAEMON, "by the daemon"},
		{VIR_DOMAIN_CRASHED, VIR_DOMAIN_CRASHED_UNKNOWN, NULL},
		{VIR_DOMAIN_CRASHED, VIR_DOMAIN_CRASHED_PANICKED, "panicked"},
		{VIR_DOMAIN_PMSUSPENDED, VIR_DOMAIN_PMSUSPENDED_UNKNOWN, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *text = domain_reason_text((enum domain_state)rows[i].state,
						      rows[i].reason);

		if (rows[i].text)
			assert_string_equal(text, rows[i].text);
		else
			assert_null(text);
	}
}

static void what_is_new_to_us_shows_its_number(void **state)
{
	(void)state;
	assert_string_equal(domain_state_text((enum domain_state)9), "unknown (9)");
	assert_string_equal(domain_reason_text(DOMAIN_RUNNING, 23), "reason 23");
	assert_string_equal(domain_reason_text(DOMAIN_PAUSED, -4), "reason -4");
	assert_null(domain_reason_text((enum domain_state)9, 0));
	assert_string_equal(domain_state_glyph((enum domain_state)9, true), "?");
	assert_int_equal(domain_state_tone((enum domain_state)9, 0), TONE_WARN);
}

static void glyphs_take_one_cell(void **state)
{
	(void)state;
	for (int i = 0; i < DOMAIN_STATE_COUNT; i++) {
		const char *glyph = domain_state_glyph((enum domain_state)i, true);
		const char *ascii = domain_state_glyph((enum domain_state)i, false);

		assert_int_equal(utf8_text_width(glyph), 1);
		assert_int_equal(strlen(ascii), 1);
		assert_in_range(ascii[0], 0x21, 0x7e);
	}
	for (int i = 0; i < HOST_STATE_COUNT; i++) {
		assert_int_equal(utf8_text_width(host_state_glyph((enum host_state)i, true)), 1);
		assert_int_equal(strlen(host_state_glyph((enum host_state)i, false)), 1);
	}
	assert_string_equal(domain_state_glyph(DOMAIN_RUNNING, true), "●");
	assert_string_equal(domain_state_glyph(DOMAIN_SHUTOFF, false), "o");
}

static void trouble_is_loud_and_comes_first(void **state)
{
	static const struct {
		enum domain_state state;
		int reason;
	} bad[] = {
		{DOMAIN_CRASHED, VIR_DOMAIN_CRASHED_PANICKED},
		{DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_IOERROR},
		{DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_WATCHDOG},
		{DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_CRASHED},
		{DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_POSTCOPY_FAILED},
		{DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_CRASHED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(domain_state_tone(bad[i].state, bad[i].reason), TONE_BAD);
		assert_true(domain_state_rank(bad[i].state, bad[i].reason) <
			    domain_state_rank(DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED));
	}
	assert_int_equal(domain_state_tone(DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_USER), TONE_WARN);
	assert_int_equal(domain_state_tone(DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SAVE), TONE_BUSY);
	assert_int_equal(domain_state_tone(DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED), TONE_GOOD);
	assert_int_equal(domain_state_tone(DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SHUTDOWN), TONE_DIM);
	for (int i = 0; i < DOMAIN_STATE_COUNT; i++)
		assert_true(domain_state_rank((enum domain_state)i, 0) <=
			    domain_state_rank(DOMAIN_SHUTOFF, 0));
}

static void hosts_have_words(void **state)
{
	(void)state;
	assert_string_equal(host_state_text(HOST_CLOSED), "off");
	assert_string_equal(host_state_text(HOST_CONNECTING), "connecting");
	assert_string_equal(host_state_text(HOST_UP), "up");
	assert_string_equal(host_state_text(HOST_LOST), "lost");
	assert_string_equal(host_state_text(HOST_REFUSED), "refused");
	assert_int_equal(host_state_tone(HOST_UP), TONE_GOOD);
	assert_int_equal(host_state_tone(HOST_LOST), TONE_BAD);
}

static void node_info_lets_go_of_its_strings(void **state)
{
	struct node_info node = {.hostname = mem_strdup("kvm1"), .driver = mem_strdup("QEMU"),
				 .cpus = 8};

	(void)state;
	node_info_clear(&node);
	assert_null(node.hostname);
	assert_null(node.driver);
	assert_int_equal(node.cpus, 0);
	node_info_clear(&node);
}

static void roles_are_found_by_name(void **state)
{
	(void)state;
	for (int i = 0; i < ROLE_COUNT; i++) {
		assert_int_equal(role_find(role_name((enum role)i)), i);
		assert_true(strlen(role_help((enum role)i)) > 0);
	}
	assert_int_equal(role_find("state.bad"), ROLE_STATE_BAD);
	assert_int_equal(role_find("state"), -1);
	assert_int_equal(role_find(NULL), -1);
}

static void names_of_operating_systems(void **state)
{
	static const struct {
		const char *text, *name;
	} rows[] = {
		{"NAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n",
		 "Debian GNU/Linux 12 (bookworm)"},
		{"PRETTY_NAME='Alpine Linux v3.18'", "Alpine Linux v3.18"},
		{"PRETTY_NAME=Arch\n", "Arch"},
		{"PRETTY_NAME=\"a \\\"b\\\" \\$c\"", "a \"b\" $c"},
		{"#PRETTY_NAME=no\nNAME=no\n", NULL},
		{"PRETTY_NAME=\"\"\n", NULL},
		{"", NULL},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *name = os_release_name(rows[i].text);
		if (!str_equal(name, rows[i].name))
			fail_msg("%s: %s", rows[i].text, name ? name : "NULL");
	}
	autofree char *long_one = mem_printf("PRETTY_NAME=%0500d\n", 0);
	autofree char *name = os_release_name(long_one);
	assert_int_equal(strlen(name), 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_operating_systems),
		cmocka_unit_test(states_have_libvirts_numbers),
		cmocka_unit_test(reasons_have_libvirts_numbers),
		cmocka_unit_test(what_is_new_to_us_shows_its_number),
		cmocka_unit_test(glyphs_take_one_cell),
		cmocka_unit_test(trouble_is_loud_and_comes_first),
		cmocka_unit_test(hosts_have_words),
		cmocka_unit_test(node_info_lets_go_of_its_strings),
		cmocka_unit_test(roles_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
