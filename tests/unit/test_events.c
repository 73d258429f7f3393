// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"

static void add(struct event_log *log, uint32_t host, const char *name, const char *what,
		const char *why, bool repeats)
{
	unsigned char uuid[UUID_SIZE] = {(unsigned char)name[0]};

	event_log_add(log, &(struct event_news){.object = obj_id_domain(host, uuid),
						.host_name = "kvm1",
						.object_name = name,
						.what = what,
						.why = why,
						.repeats = repeats});
}

static void test_newest_first(void **state)
{
	struct event_log *log = event_log_create();

	(void)state;
	assert_int_equal(event_log_count(log), 0);
	assert_null(event_log_at(log, 0));
	add(log, 1, "mail", "started", "booted", false);
	add(log, 1, "web", "stopped", NULL, false);
	assert_int_equal(event_log_count(log), 2);
	assert_string_equal(event_log_at(log, 0)->object_name, "web");
	assert_null(event_log_at(log, 0)->why);
	assert_string_equal(event_log_at(log, 1)->why, "booted");
	assert_int_equal(event_log_at(log, 1)->number, 1);
	assert_null(event_log_at(log, 2));
	event_log_destroy(log);
}

static void test_bounded(void **state)
{
	struct event_log *log = event_log_create();
	const unsigned more = 7;

	(void)state;
	for (unsigned i = 0; i < EVENTS_KEPT + more; i++) {
		char name[16];

		snprintf(name, sizeof(name), "m%u", i);
		add(log, 1, name, i % 2 ? "started" : "stopped", NULL, false);
	}
	assert_int_equal(event_log_count(log), EVENTS_KEPT);
	assert_string_equal(event_log_at(log, EVENTS_KEPT - 1)->object_name, "m7");
	assert_int_equal(event_log_at(log, 0)->number, EVENTS_KEPT + more);
	for (size_t i = 1; i < EVENTS_KEPT; i++)
		assert_int_equal(event_log_at(log, i)->number, event_log_at(log, i - 1)->number - 1);
	assert_null(event_log_find(log, more));
	assert_ptr_equal(event_log_find(log, more + 1), event_log_at(log, EVENTS_KEPT - 1));
	assert_null(event_log_find(log, EVENTS_KEPT + more + 1));
	assert_null(event_log_find(log, 0));
	event_log_destroy(log);
}

static void test_repeats(void **state)
{
	struct event_log *log = event_log_create();

	(void)state;
	add(log, 1, "mail", "balloon", "1 GiB", true);
	add(log, 1, "mail", "balloon", "2 GiB", true);
	assert_int_equal(event_log_count(log), 1);
	assert_string_equal(event_log_at(log, 0)->why, "2 GiB");
	assert_int_equal(event_log_at(log, 0)->number, 1);
	add(log, 2, "mail", "balloon", "3 GiB", true); /* of another host */
	add(log, 2, "mail", "migrating", NULL, true);
	add(log, 2, "mail", "started", NULL, false);
	add(log, 2, "mail", "started", "booted", false); /* these are two */
	assert_int_equal(event_log_count(log), 5);
	event_log_destroy(log);
}

static void test_the_same_is_counted(void **state)
{
	struct event_log *log = event_log_create();

	(void)state;
	add(log, 1, "mail", "rebooted", NULL, false);
	add(log, 1, "web", "rebooted", NULL, false);
	add(log, 1, "mail", "rebooted", NULL, false);
	add(log, 1, "mail", "rebooted", NULL, false);
	assert_int_equal(event_log_count(log), 2);
	assert_int_equal(event_log_at(log, 0)->times, 1);
	assert_string_equal(event_log_at(log, 1)->object_name, "mail");
	assert_int_equal(event_log_at(log, 1)->times, 3);
	/* What came between them keeps them apart: the newest entry says how it is. */
	add(log, 1, "mail", "stopped", "crashed", false);
	add(log, 1, "mail", "started", "booted", false);
	add(log, 1, "mail", "stopped", "crashed", false);
	add(log, 1, "mail", "stopped", "forced off", false);
	assert_int_equal(event_log_count(log), 6);
	/* Another time it is another entry. */
	((struct event_entry *)(uintptr_t)event_log_at(log, 0))->time_ns -= (EVENTS_FOLD_MS + 1) * NS_PER_MS;
	add(log, 1, "mail", "stopped", "forced off", false);
	assert_int_equal(event_log_count(log), 7);
	assert_int_equal(event_log_at(log, 1)->times, 1);
	event_log_destroy(log);
}

static bool tell_host(struct event_log *log, uint32_t number, enum host_state state, const char *why)
{
	const struct host_view view = {.number = number, .name = "kvm1", .state = state, .why = why};

	return event_log_host(log, &view);
}

static void test_hosts(void **state)
{
	struct event_log *log = event_log_create();

	(void)state;
	assert_false(tell_host(log, 1, HOST_CONNECTING, NULL));
	assert_false(tell_host(log, 1, HOST_UP, NULL)); /* for the first time */
	assert_false(tell_host(log, 1, HOST_UP, "a limit"));
	assert_true(tell_host(log, 1, HOST_LOST, "It is gone"));
	assert_string_equal(event_log_at(log, 0)->what, "lost");
	assert_string_equal(event_log_at(log, 0)->why, "It is gone");
	assert_int_equal(event_log_at(log, 0)->tone, TONE_BAD);
	assert_true(obj_id_equal(event_log_at(log, 0)->object, obj_id_host(1)));
	assert_null(event_log_at(log, 0)->object_name);
	assert_false(tell_host(log, 1, HOST_CONNECTING, NULL)); /* tries in vain tell nothing */
	assert_false(tell_host(log, 1, HOST_LOST, "It is gone"));
	assert_true(tell_host(log, 1, HOST_REFUSED, "No"));
	assert_false(tell_host(log, 1, HOST_CONNECTING, NULL));
	assert_true(tell_host(log, 1, HOST_UP, "a limit"));
	assert_string_equal(event_log_at(log, 0)->what, "up again");
	assert_null(event_log_at(log, 0)->why);
	assert_true(tell_host(log, 9, HOST_REFUSED, "No")); /* hosts do not mix */
	assert_false(tell_host(log, 1, HOST_CLOSED, NULL));
	assert_int_equal(event_log_count(log), 4);
	event_log_destroy(log);
}

static void test_file(void **state)
{
	struct event_log *log = event_log_create();
	autoerr struct err err = {0};
	char path[] = "/tmp/virtty-events-XXXXXX";
	const char *good = "2026-03-04T12:04:31Z\tkvm1\tmail\tstarted\tboo ted\n"
			   "2026-03-04T12:04:31Z\tkvm1\tweb\tstopped\t\n";
	char text[256] = "";
	struct stat st;
	FILE *f;

	(void)state;
	clock_fix();
	assert_int_not_equal(close(mkstemp(path)), -1);
	unlink(path);
	assert_true(event_log_open(log, path, &err));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	add(log, 1, "mail", "started", "boo\tted", false);
	add(log, 1, "web", "stopped", NULL, false);
	event_log_destroy(log);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, f), strlen(good));
	fclose(f);
	unlink(path);
	assert_string_equal(text, good);
}

static void test_no_file(void **state)
{
	struct event_log *log = event_log_create();
	autoerr struct err err = {0};

	(void)state;
	assert_false(event_log_open(log, "/nowhere/at/all", &err));
	assert_non_null(strstr(err.text, "/nowhere/at/all"));
	event_log_destroy(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_newest_first), cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_repeats),      cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_the_same_is_counted),
		cmocka_unit_test(test_file),         cmocka_unit_test(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
