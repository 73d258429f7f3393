// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "model/snapshot.h"
#include "model/states.h"

static void make_uuid(unsigned char uuid[UUID_SIZE], uint32_t n)
{
	memset(uuid, 0, UUID_SIZE);
	memcpy(uuid + 4, &n, sizeof(n));
}

static struct domain *add(struct snapshot *s, const char *name, uint32_t n)
{
	struct domain *d = snapshot_add_domain(s);

	make_uuid(d->uuid, n);
	d->name = snapshot_strdup(s, name);
	return d;
}

static void uuids_are_read_and_written(void **state)
{
	static const char text[] = "c7a5fdbd-edaf-9455-926a-d65c16db1809";
	unsigned char uuid[UUID_SIZE], same[UUID_SIZE];
	char buf[UUID_TEXT_SIZE];

	(void)state;
	assert_true(uuid_parse(text, uuid));
	assert_int_equal(uuid[0], 0xc7);
	assert_int_equal(uuid[15], 0x09);
	uuid_format(uuid, buf);
	assert_string_equal(buf, text);
	assert_true(uuid_parse("C7A5FDBDEDAF9455926AD65C16DB1809", same));
	assert_memory_equal(uuid, same, UUID_SIZE);
}

static void what_is_no_uuid_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"c7a5fdbd",
		"-7a5fdbd-edaf-9455-926a-d65c16db1809",
		"c7a5fdbd-edaf-9455-926a-d65c16db180",
		"c7a5fdbd-edaf-9455-926a-d65c16db18091",
		"c7a5fdbd-edaf-9455-926a-d65c16db180g",
		"c7a5fdbd-edaf-9455-926a-d65c16db1809-",
	};
	unsigned char uuid[UUID_SIZE] = {1, 2, 3}, before[UUID_SIZE] = {1, 2, 3};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(uuid_parse(bad[i], uuid));
	assert_memory_equal(uuid, before, UUID_SIZE);
}

static void ids_tell_things_apart(void **state)
{
	unsigned char uuid[UUID_SIZE], other[UUID_SIZE];
	struct obj_id none = {0};

	(void)state;
	make_uuid(uuid, 1);
	make_uuid(other, 2);
	assert_true(obj_id_is_none(none));
	assert_false(obj_id_is_none(obj_id_host(1)));
	assert_true(obj_id_equal(obj_id_domain(1, uuid), obj_id_domain(1, uuid)));
	assert_int_equal(obj_id_hash(obj_id_domain(1, uuid)), obj_id_hash(obj_id_domain(1, uuid)));
	assert_false(obj_id_equal(obj_id_domain(1, uuid), obj_id_domain(2, uuid)));
	assert_false(obj_id_equal(obj_id_domain(1, uuid), obj_id_domain(1, other)));
	assert_false(obj_id_equal(obj_id_host(1), obj_id_host(2)));
	assert_false(obj_id_equal(obj_id_numbered(OBJ_TASK, 3), obj_id_numbered(OBJ_ITEM, 3)));
	assert_false(obj_id_equal(obj_id_numbered(OBJ_TASK, 3), obj_id_numbered(OBJ_TASK, 4)));
	assert_int_equal(obj_id_number(obj_id_numbered(OBJ_TASK, 70000)), 70000);
}

static void an_empty_one_works(void **state)
{
	struct snapshot *s = snapshot_create(3, 7);
	unsigned char uuid[UUID_SIZE];
	int64_t before = clock_now_ns();

	(void)state;
	make_uuid(uuid, 1);
	snapshot_seal(s);
	assert_int_equal(s->host, 3);
	assert_int_equal(s->generation, 7);
	assert_int_equal(s->n_domains, 0);
	assert_true(s->time_ns >= before);
	assert_null(snapshot_find_domain(s, uuid));
	snapshot_unref(s);
	snapshot_unref(NULL);
	assert_null(snapshot_ref(NULL));
}

static void names_sort_as_people_count(void **state)
{
	static const char *const sorted[] = {
		"",	"2",	  "10",	    "db",	"web",	 "web-01", "web-1",
		"web-2", "web-2a", "web-10", "web-10-1", "web-a", "webb",   "\303\251",
	};
	struct snapshot *s = snapshot_create(1, 1);

	(void)state;
	for (size_t i = ARRAY_SIZE(sorted); i-- > 0;)
		add(s, sorted[i], (uint32_t)i);
	snapshot_seal(s);
	assert_int_equal(s->n_domains, ARRAY_SIZE(sorted));
	for (size_t i = 0; i < ARRAY_SIZE(sorted); i++)
		assert_string_equal(s->domains[i].name, sorted[i]);
	snapshot_unref(s);
}

static void names_with_huge_numbers_sort(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);

	(void)state;
	add(s, "vm-99999999999999999999999999999999999999999", 1);
	add(s, "vm-100000000000000000000000000000000000000000", 2);
	add(s, "vm-3", 3);
	snapshot_seal(s);
	assert_string_equal(s->domains[0].name, "vm-3");
	assert_string_equal(s->domains[1].name, "vm-99999999999999999999999999999999999999999");
	snapshot_unref(s);
}

static void equal_names_sort_by_uuid(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);

	(void)state;
	for (uint32_t n = 5; n > 0; n--)
		add(s, "twin", n << 24);
	snapshot_seal(s);
	for (size_t i = 1; i < s->n_domains; i++)
		assert_true(memcmp(s->domains[i - 1].uuid, s->domains[i].uuid, UUID_SIZE) < 0);
	snapshot_unref(s);
}

static void every_domain_is_found(void **state)
{
	enum { N = 10000 };
	struct snapshot *s = snapshot_create(1, 1);
	unsigned char uuid[UUID_SIZE];

	(void)state;
	for (uint32_t n = 0; n < N; n++) {
		autofree char *name = mem_printf("vm-%u", n * 7919 % N);

		add(s, name, n)->id = (int)n;
	}
	snapshot_seal(s);
	for (uint32_t n = 0; n < N; n++) {
		const struct domain *d;

		make_uuid(uuid, n);
		d = snapshot_find_domain(s, uuid);
		assert_non_null(d);
		assert_int_equal(d->id, n);
	}
	make_uuid(uuid, N);
	assert_null(snapshot_find_domain(s, uuid));
	assert_string_equal(s->domains[9999].name, "vm-9999");
	snapshot_unref(s);
}

static void copies_outlive_their_source(void **state)
{
	struct snapshot *old = snapshot_create(1, 1), *new = snapshot_create(1, 2);
	struct domain *d = add(old, "db-primary", 9);

	(void)state;
	d->id = 4;
	d->state = DOMAIN_RUNNING;
	d->def.known = true;
	d->def.title = snapshot_strdup(old, "The database");
	d->def.os = snapshot_strdup(old, "debian 12");
	d->def.tags = snapshot_strdup(old, "lab");
	d->def.macs = snapshot_strdup(old, "52:54:00:00:00:01");
	d->def.nets = snapshot_strdup(old, "dmz");
	d->def.pools = snapshot_strdup(old, "fast");
	d->def.vcpus = 8;
	snapshot_seal(old);
	snapshot_copy_domain(new, &old->domains[0]);
	snapshot_unref(old);
	snapshot_seal(new);
	assert_string_equal(new->domains[0].name, "db-primary");
	assert_string_equal(new->domains[0].def.title, "The database");
	assert_string_equal(new->domains[0].def.os, "debian 12");
	assert_string_equal(new->domains[0].def.tags, "lab");
	assert_string_equal(new->domains[0].def.macs, "52:54:00:00:00:01");
	assert_string_equal(new->domains[0].def.nets, "dmz");
	assert_string_equal(new->domains[0].def.pools, "fast");
	assert_int_equal(new->domains[0].def.vcpus, 8);
	assert_int_equal(new->domains[0].state, DOMAIN_RUNNING);
	assert_true(domain_is_active(&new->domains[0]));
	snapshot_unref(new);
}

static void a_new_domain_is_inactive(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);

	(void)state;
	assert_false(domain_is_active(snapshot_add_domain(s)));
	snapshot_seal(s);
	snapshot_unref(s);
}

/* A daemon that was started since knows of no reason why it is off. */
static void a_saved_one_is_off_because_it_was_saved(void **state)
{
	static const struct {
		int state, reason;
		bool managed_save;
		const char *text;
	} rows[] = {
		{DOMAIN_SHUTOFF, 0, true, "saved"},	     {DOMAIN_SHUTOFF, 0, false, NULL},
		{DOMAIN_SHUTOFF, 6, true, "failed to start"}, {DOMAIN_RUNNING, 0, true, NULL},
	};
	struct snapshot *s = snapshot_create(1, 1);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct domain *d = snapshot_add_domain(s);

		d->name = snapshot_strdup(s, (const char[]){(char)('a' + i), '\0'});
		d->uuid[0] = (unsigned char)i;
		d->state = (enum domain_state)rows[i].state;
		d->reason = rows[i].reason;
		d->flags_known = true;
		d->managed_save = rows[i].managed_save;
	}
	snapshot_seal(s);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *text = domain_reason_text(s->domains[i].state, s->domains[i].reason);

		assert_string_equal(text ? text : "-", rows[i].text ? rows[i].text : "-");
	}
	snapshot_unref(s);
}

static void *hold_and_let_go(void *opaque)
{
	struct snapshot *s = opaque;

	for (int i = 0; i < 20000; i++) {
		snapshot_ref(s);
		snapshot_unref(s);
	}
	snapshot_unref(s);
	return NULL;
}

/* The sanitizers see a count that goes wrong. */
static void threads_may_share_one(void **state)
{
	struct snapshot *s = snapshot_create(1, 1);
	pthread_t threads[3];

	(void)state;
	add(s, "shared", 1);
	snapshot_seal(s);
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, hold_and_let_go, snapshot_ref(s)), 0);
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
		pthread_join(threads[i], NULL);
	assert_string_equal(s->domains[0].name, "shared");
	snapshot_unref(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uuids_are_read_and_written),
		cmocka_unit_test(what_is_no_uuid_is_refused),
		cmocka_unit_test(ids_tell_things_apart),
		cmocka_unit_test(an_empty_one_works),
		cmocka_unit_test(names_sort_as_people_count),
		cmocka_unit_test(names_with_huge_numbers_sort),
		cmocka_unit_test(equal_names_sort_by_uuid),
		cmocka_unit_test(every_domain_is_found),
		cmocka_unit_test(copies_outlive_their_source),
		cmocka_unit_test(a_new_domain_is_inactive),
		cmocka_unit_test(a_saved_one_is_off_because_it_was_saved),
		cmocka_unit_test(threads_may_share_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
