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
		.source = addresses ? GUEST_LEASE : GUEST_NOBODY,
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
	assert_int_equal(get(g, 2)->source, GUEST_NOBODY);
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
	struct guest_facts f = {.addresses = mem_strdup("a"), .source = GUEST_ARP, .time_ns = 1};
	guest_facts_clear(&f);
	assert_null(f.addresses);
	assert_int_equal(f.source, GUEST_NOBODY);
	assert_int_equal(f.time_ns, 0);
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
	};
	return cmocka_run_group_tests_name("guests", tests, NULL, NULL);
}
