// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/alerts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arr.h"

#define GIB (UINT64_C(1) << 30)

static const struct alert_limits limits = {.memory = 95, .pool = 95};

static void add_domain(struct snapshot *s, const char *name, enum domain_state state, int reason)
{
	struct domain *d = snapshot_add_domain(s);

	d->name = snapshot_strdup(s, name);
	d->uuid[0] = (unsigned char)name[0];
	d->id = state == DOMAIN_SHUTOFF ? -1 : 1;
	d->state = state;
	d->reason = reason;
}

static void test_machines(void **state)
{
	struct snapshot *s = snapshot_create(3, 1);
	struct host_view host = {.number = 3, .name = "kvm1", .state = HOST_UP, .snapshot = s};
	struct alerts all = {0};
	static const char *const texts[] = {
		"e on kvm1: crashed: panicked",
		"b on kvm1: paused: I/O error",
		"c on kvm1: paused: watchdog",
		"d on kvm1: off: crashed",
	};

	(void)state;
	add_domain(s, "a", DOMAIN_RUNNING, 1);
	add_domain(s, "b", DOMAIN_PAUSED, 5);
	add_domain(s, "c", DOMAIN_PAUSED, 6);
	add_domain(s, "d", DOMAIN_SHUTOFF, 3);
	add_domain(s, "e", DOMAIN_CRASHED, 1);
	add_domain(s, "f", DOMAIN_PAUSED, 1);
	add_domain(s, "g", DOMAIN_SHUTOFF, 1);
	snapshot_seal(s);
	alerts_add_host(&all, NULL, &host, limits);
	alerts_sort(&all);
	assert_int_equal(all.n, ARRAY_SIZE(texts));
	for (size_t i = 0; i < all.n; i++)
		assert_string_equal(all.alerts[i].text, texts[i]);
	assert_int_equal(all.alerts[0].object.kind, OBJ_DOMAIN);
	assert_int_equal(all.alerts[0].object.host, 3);
	assert_int_equal(all.alerts[0].object.uuid[0], 'e');
	assert_int_equal(all.alerts[0].kind, ALERT_CRASHED);
	assert_int_equal(all.alerts[1].tone, TONE_BAD);
	alerts_clear(&all);
	assert_int_equal(all.n, 0);
	snapshot_unref(s);
}

static void test_what_no_state_tells(void **state)
{
	struct snapshot *s = snapshot_create(3, 1), *later = snapshot_create(3, 1);
	struct host_view host = {.number = 3, .name = "kvm1", .state = HOST_UP, .snapshot = s};
	struct alerts all = {0};
	unsigned char uuid[UUID_SIZE] = {0};

	(void)state;
	add_domain(s, "a", DOMAIN_RUNNING, 1);
	add_domain(s, "b", DOMAIN_PAUSED, 5);
	add_domain(s, "c", DOMAIN_SHUTOFF, 1);
	add_domain(later, "c", DOMAIN_SHUTOFF, 1);
	snapshot_seal(s);
	snapshot_seal(later);
	mishaps_add(&host.mishaps, (uuid[0] = 'c', uuid), MISHAP_WATCHDOG, "watchdog: powered off");
	mishaps_add(&host.mishaps, (uuid[0] = 'a', uuid), MISHAP_WATCHDOG, "watchdog: reset");
	mishaps_add(&host.mishaps, (uuid[0] = 'a', uuid), MISHAP_MEMORY, "memory failure: reset");
	mishaps_add(&host.mishaps, (uuid[0] = 'b', uuid), MISHAP_WATCHDOG, "watchdog: paused");
	alerts_add_host(&all, NULL, &host, limits);
	alerts_sort(&all);
	assert_int_equal(all.n, 3);
	assert_string_equal(all.alerts[0].text, "b on kvm1: paused: I/O error"); /* what it is now says more */
	assert_string_equal(all.alerts[1].text, "c on kvm1: watchdog: powered off");
	assert_string_equal(all.alerts[2].text, "a on kvm1: memory failure: reset");
	assert_int_equal(all.alerts[2].kind, ALERT_MEMORY_FAILURE);
	assert_int_equal(all.alerts[2].object.uuid[0], 'a');
	alerts_clear(&all);

	mishaps_keep(&host.mishaps, later);
	assert_int_equal(host.mishaps.n, 1);
	mishaps_drop(&host.mishaps, (uuid[0] = 'c', uuid));
	assert_int_equal(host.mishaps.n, 0);
	for (unsigned i = 0; i <= MISHAPS_KEPT; i++)
		mishaps_add(&host.mishaps, (uuid[0] = (unsigned char)i, uuid), MISHAP_WATCHDOG, "watchdog");
	assert_int_equal(host.mishaps.n, MISHAPS_KEPT);
	assert_null(mishaps_find(&host.mishaps, (uuid[0] = 0, uuid)));
	assert_non_null(mishaps_find(&host.mishaps, (uuid[0] = MISHAPS_KEPT, uuid)));
	mishaps_clear(&host.mishaps);
	snapshot_unref(s);
	snapshot_unref(later);
}

static void test_hosts(void **state)
{
	const struct host_view hosts[] = {
		{.number = 1, .name = "full", .state = HOST_UP,
		 .node = {.memory = 100 * GIB, .memory_free = 4 * GIB, .memory_free_known = true}},
		{.number = 2, .name = "fine", .state = HOST_UP,
		 .node = {.memory = 100 * GIB, .memory_free = 5 * GIB, .memory_free_known = true}},
		{.number = 3, .name = "mute", .state = HOST_UP, .node = {.memory = 100 * GIB}},
		{.number = 4, .name = "slow", .state = HOST_UP, .unresponsive = true},
		{.number = 5, .name = "no", .state = HOST_REFUSED, .why = "You may not"},
		{.number = 6, .name = "gone", .state = HOST_LOST},
		{.number = 7, .name = "new", .state = HOST_CONNECTING},
		{.number = 8, .name = "shut", .state = HOST_CLOSED},
		{.number = 9, .name = "gone2", .state = HOST_LOST},
	};
	static const struct {
		uint32_t host;
		enum alert_kind kind;
		const char *text;
	} good[] = {
		{6, ALERT_LOST, "gone: lost"},
		{9, ALERT_LOST, "gone2: lost"},
		{5, ALERT_REFUSED, "no: refused: You may not"},
		{4, ALERT_SILENT, "slow: does not answer"},
		{1, ALERT_MEMORY, "full: its memory is nearly full, 96 %"},
	};
	struct alerts all = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++)
		alerts_add_host(&all, NULL, &hosts[i], limits);
	alerts_sort(&all);
	assert_int_equal(all.n, ARRAY_SIZE(good));
	for (size_t i = 0; i < all.n; i++) {
		assert_int_equal(all.alerts[i].kind, good[i].kind);
		assert_string_equal(all.alerts[i].text, good[i].text);
		assert_true(obj_id_equal(all.alerts[i].object, obj_id_host(good[i].host)));
	}
	alerts_clear(&all);
}

/* Two hosts that have the same machine: it is counted once, and gone to once. */
static void test_twins(void **state)
{
	struct snapshot *lists[] = {snapshot_create(1, 1), snapshot_create(2, 1)};
	struct host_view hosts[] = {
		{.number = 1, .name = "a", .state = HOST_UP, .snapshot = lists[0]},
		{.number = 2, .name = "b", .state = HOST_UP, .snapshot = lists[1]},
	};
	struct twins *twins = twins_create();
	struct alerts all = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
		add_domain(lists[i], "web", DOMAIN_PAUSED, 5);
		snapshot_seal(lists[i]);
		twins_add_host(twins, &hosts[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++)
		alerts_add_host(&all, twins, &hosts[i], limits);
	assert_int_equal(all.n, 1);
	assert_string_equal(all.alerts[0].text, "web on a: paused: I/O error");
	alerts_clear(&all);
	twins_destroy(twins);
	snapshot_unref(lists[0]);
	snapshot_unref(lists[1]);
}

static size_t count(const struct host_view *host, enum alert_kind kind, struct alert_limits at)
{
	size_t counts[ALERT_KIND_COUNT] = {0};
	struct alerts all = {0};
	size_t n = 0;

	alerts_count_host(host, at, counts);
	alerts_add_host(&all, NULL, host, at);
	for (size_t i = 0; i < all.n; i++)
		n += all.alerts[i].kind == kind;
	assert_int_equal(n, counts[kind]);
	alerts_clear(&all);
	return n;
}

/* What the header counts is what there is to go to. */
static void test_limits(void **state)
{
	struct roster *pools = roster_create(&pool_kind);
	struct pool *pool = roster_add(pools);
	struct host_view host = {
		.number = 1, .name = "h", .state = HOST_UP,
		.node = {.memory = 100 * GIB, .memory_free_known = true},
		.readings = readings_create(),
	};

	(void)state;
	pool->capacity = 100 * GIB;
	pool->available = 40 * GIB;
	pool->name = mem_strdup("p");
	readings_put(host.readings, reading_key_host(READING_POOLS), pools, 1);
	assert_int_equal(count(&host, ALERT_MEMORY, (struct alert_limits){99, 59}), 1);
	assert_int_equal(count(&host, ALERT_MEMORY, (struct alert_limits){100, 59}), 0);
	assert_int_equal(count(&host, ALERT_POOL, (struct alert_limits){100, 59}), 1);
	assert_int_equal(count(&host, ALERT_POOL, (struct alert_limits){1, 60}), 0);
	host.node.memory_free_known = false;
	assert_int_equal(count(&host, ALERT_MEMORY, (struct alert_limits){1, 1}), 0);
	readings_destroy(host.readings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_what_no_state_tells),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_twins),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
