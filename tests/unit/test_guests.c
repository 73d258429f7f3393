// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "model/guests.h"

#define MANY 300

/* Neither rising nor falling with i. */
static void make_uuid(unsigned char uuid[UUID_SIZE], unsigned i)
{
	uint32_t mixed = i * 2654435761u;
	memset(uuid, 0, UUID_SIZE);
	memcpy(uuid + 4, &mixed, sizeof(mixed));
}

static void put(struct guests *g, unsigned i, const char *addresses)
{
	struct guest_facts f = {
		.time_ns = i,
		.addresses = mem_strdup(addresses),
		.hostname = mem_printf("host-%u", i),
		.os = mem_strdup("Debian GNU/Linux 12 (bookworm)"),
	};
	make_uuid(f.uuid, i);
	guests_put(g, &f);
	assert_null(f.addresses); /* taken over */
	assert_null(f.hostname);
	assert_null(f.os);
}

static const struct guest_facts *get(const struct guests *g, unsigned i)
{
	unsigned char uuid[UUID_SIZE];
	make_uuid(uuid, i);
	return guests_find(g, uuid);
}

static void finds_what_was_put(void **state)
{
	(void)state;
	struct guests *g = guests_create();
	assert_null(get(g, 0));
	for (unsigned i = 0; i < MANY; i++)
		put(g, i, i % 2 ? "10.0.0.1" : NULL);
	for (unsigned i = 0; i < MANY; i++) {
		autofree char *name = mem_printf("host-%u", i);
		assert_string_equal(get(g, i)->hostname, name);
		assert_int_equal(get(g, i)->time_ns, i);
		assert_int_equal(!get(g, i)->addresses, i % 2 == 0);
	}
	assert_null(get(g, MANY));
	guests_destroy(g);
}

static void newer_facts_take_the_place(void **state)
{
	(void)state;
	struct guests *g = guests_create();
	put(g, 1, "10.0.0.1");
	put(g, 2, "10.0.0.2");
	put(g, 1, "10.0.0.3 fd00::3");
	assert_string_equal(get(g, 1)->addresses, "10.0.0.3 fd00::3");
	assert_string_equal(get(g, 2)->addresses, "10.0.0.2");
	put(g, 2, NULL);
	assert_null(get(g, 2)->addresses);
	guests_destroy(g);
}

static bool keep_listed(void *opaque, const unsigned char *uuid)
{
	const unsigned *every = opaque;
	for (unsigned i = 0; i < MANY; i += *every) {
		unsigned char kept[UUID_SIZE];
		make_uuid(kept, i);
		if (memcmp(kept, uuid, UUID_SIZE) == 0)
			return true;
	}
	return false;
}

static void forgets_what_is_not_kept(void **state)
{
	(void)state;
	unsigned every = 3, beyond = MANY;
	struct guests *g = guests_create();
	for (unsigned i = 0; i < MANY; i++)
		put(g, i, "10.0.0.1");
	guests_forget(g, keep_listed, &every);
	for (unsigned i = 0; i < MANY; i++)
		assert_int_equal(!get(g, i), i % 3 != 0);
	put(g, 1, "10.0.0.1");
	assert_non_null(get(g, 1));
	guests_forget(g, keep_listed, &beyond); /* the first only */
	assert_non_null(get(g, 0));
	assert_null(get(g, 1));
	assert_null(get(g, 3));
	guests_destroy(g);
	guests_destroy(NULL);
}

static void only_what_is_old_has_an_age(void **state)
{
	(void)state;
	struct guests *g = guests_create();
	put(g, 1, "10.0.0.1");
	int64_t then = get(g, 1)->time_ns;
	assert_int_equal(guest_age_ns(get(g, 1), then), 0);
	assert_int_equal(guest_age_ns(get(g, 1), then + GUEST_OLD_NS), 0);
	assert_int_equal(guest_age_ns(get(g, 1), then + GUEST_OLD_NS + 1), GUEST_OLD_NS + 1);
	assert_false(get(g, 1)->expired);
	guests_expire(g, get(g, 1)->uuid);
	assert_true(get(g, 1)->expired);
	assert_int_equal(guest_age_ns(get(g, 1), then + 7), 7);
	assert_int_equal(guest_age_ns(get(g, 1), then), 1);
	put(g, 1, "10.0.0.1");
	assert_false(get(g, 1)->expired);
	guests_destroy(g);
}

static void sources_have_words(void **state)
{
	(void)state;
	assert_string_equal(guest_source_text(GUEST_LEASE), "lease");
	assert_string_equal(guest_source_text(GUEST_AGENT), "agent");
	assert_string_equal(guest_source_text(GUEST_ARP), "ARP");
	assert_string_equal(guest_source_text(GUEST_NOBODY), "");
}

static void cleared_facts_are_empty(void **state)
{
	(void)state;
	struct guest_facts f = {.time_ns = 1};
	guest_add_address(&f, GUEST_ARP, NULL, "10.0.0.1");
	guest_sort_addresses(&f, NULL);
	assert_string_equal(f.addresses, "10.0.0.1");
	guest_facts_clear(&f);
	assert_null(f.addresses);
	assert_int_equal(f.n_all, 0);
	assert_int_equal(f.time_ns, 0);
	guest_facts_clear(&f);
}

#define ONE "52:54:00:aa:00:01"
#define TWO "52:54:00:aa:00:02"

static void a_source_after_another(void **state)
{
	(void)state;
	struct guest_facts f = {0};
	assert_true(guest_lacks_address(&f, NULL));
	assert_true(guest_lacks_address(&f, ONE " " TWO));
	guest_add_address(&f, GUEST_LEASE, ONE, "10.0.0.1");
	assert_false(guest_lacks_address(&f, NULL));
	assert_false(guest_lacks_address(&f, "52:54:00:AA:00:01")); /* in its case or another */
	assert_true(guest_lacks_address(&f, ONE " " TWO));
	assert_false(guest_has_address(&f, TWO, strlen(TWO)));
	guest_add_address(&f, GUEST_AGENT, "02:42:00:00:00:01", "172.17.0.1");
	guest_add_address(&f, GUEST_AGENT, "52:54:00:AA:00:01", "10.0.0.1"); /* the lease says so already */
	guest_add_address(&f, GUEST_AGENT, "52:54:00:AA:00:01", "FD00::0001");
	guest_add_address(&f, GUEST_AGENT, "52:54:00:AA:00:02", "10.8.0.1");
	assert_false(guest_lacks_address(&f, ONE " " TWO));
	guest_sort_addresses(&f, ONE " " TWO);
	assert_string_equal(f.addresses, "10.0.0.1 10.8.0.1 fd00::1 172.17.0.1"); /* a bridge of the guest's own last */
	assert_int_equal(f.all[0].source, GUEST_LEASE);
	assert_int_equal(f.all[1].source, GUEST_AGENT);
	guest_facts_clear(&f);
}

static void what_is_no_address_of_a_guest(void **state)
{
	static const char *const none[] = {"127.0.0.1", "169.254.3.4", "0.0.0.0", "::1", "fe80::1", "::", "10.0.0", "x\033[2J",
					   "", NULL};
	struct guest_facts f = {0};
	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		guest_add_address(&f, GUEST_AGENT, ONE, none[i]);
	assert_int_equal(f.n_all, 0);
	guest_sort_addresses(&f, ONE);
	assert_null(f.addresses);
	for (unsigned i = 0; i < MANY; i++) {
		autofree char *address = mem_printf("10.0.%u.%u", i / 200, i % 200);
		guest_add_address(&f, GUEST_AGENT, "of a very long name", address);
	}
	assert_true(f.n_all > 10 && f.n_all < 100);
	assert_string_equal(f.all[0].mac, "");
	guest_facts_clear(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put),
		cmocka_unit_test(newer_facts_take_the_place),
		cmocka_unit_test(forgets_what_is_not_kept),
		cmocka_unit_test(only_what_is_old_has_an_age),
		cmocka_unit_test(sources_have_words),
		cmocka_unit_test(cleared_facts_are_empty),
		cmocka_unit_test(a_source_after_another),
		cmocka_unit_test(what_is_no_address_of_a_guest),
	};
	return cmocka_run_group_tests_name("guests", tests, NULL, NULL);
}
