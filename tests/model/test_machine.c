// SPDX-License-Identifier: GPL-3.0-or-later
/* What a machine's page reads, from libvirt's test driver: what that has, and what it has not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "model/machine.h"
#include "rig.h"

#define MIB (UINT64_C(1) << 20)

struct on_default {
	struct rig *rig;
	unsigned char uuid[UUID_SIZE]; /* of the machine "test" */
};

static int setup(void **state)
{
	struct on_default *on = mem_new(struct on_default);
	on->rig = rig_create();
	open_ok(on->rig, "test:///default");
	struct snapshot *list = list_ok(on->rig);
	memcpy(on->uuid, find_named(list, "test")->uuid, UUID_SIZE);
	snapshot_unref(list);
	*state = on;
	return 0;
}

static int teardown(void **state)
{
	struct on_default *on = *state;
	rig_close(on->rig);
	rig_destroy(on->rig);
	free(on);
	return 0;
}

static void *read_kind(struct on_default *on, enum reading_kind kind, struct err *err)
{
	struct reading_key key = reading_key_of(kind, on->uuid);
	return rig_reading(on->rig, &key, err);
}

static void figures_of_one_that_runs(void **state)
{
	autoerr struct err err = {0};
	struct machine_figures *f = read_kind(*state, READING_MACHINE, &err);
	assert_non_null(f);
	assert_true(f->active);
	assert_true(f->time_ns > 0 && f->wall_s > 0);
	assert_int_equal(f->balloon[BALLOON_CURRENT], 2048 * MIB);
	assert_int_equal(f->balloon[BALLOON_MAXIMUM], 8192 * MIB);
	assert_int_equal(f->n_vcpus, 2);
	assert_int_equal(f->vcpus[1].number, 1);
	assert_int_equal(f->vcpus[1].state, VCPU_RUNNING);
	assert_non_null(f->vcpus[1].pins);
	assert_false(f->vcpus[1].time_known); /* it invents them */
	assert_false(f->cpu_known);
	assert_int_equal(f->n_disks + f->n_nics + f->n_addresses, 0);
	assert_null(f->job);
	machine_figures_free(f);
}

static void figures_of_one_that_is_off(void **state)
{
	struct on_default *on = *state;
	autoerr struct err err = {0};
	assert_true(rig_do(on->rig, on->uuid, DOMAIN_VERB_FORCE_OFF, NULL, &err));
	struct machine_figures *f = read_kind(on, READING_MACHINE, &err);
	assert_non_null(f);
	assert_false(f->active);
	assert_int_equal(f->n_vcpus, 2);
	assert_int_equal(f->vcpus[0].state, VCPU_UNKNOWN);
	assert_string_equal(machine_find_disk(f, "vda")->target, "vda");
	assert_null(machine_find_disk(f, "vdb"));
	assert_true(machine_find_disk(f, "vda")->sizes || machine_find_disk(f, "vda")->why);
	machine_figures_free(f);
}

static void definition(void **state)
{
	struct on_default *on = *state;
	autoerr struct err err = {0};
	struct machine_definition *d = read_kind(on, READING_DEFINITION, &err);
	assert_non_null(d);
	assert_int_equal(d->n_disks, 1);
	assert_string_equal(d->disks[0].source, "/guest/diskimage1");
	assert_int_equal(d->n_nics, 1);
	assert_string_equal(d->nics[0].source, "network default");
	assert_int_equal(d->agent, AGENT_NONE);
	assert_non_null(strstr(d->xml, "<name>test</name>"));
	assert_non_null(d->kept);
	assert_non_null(d->without_run);
	assert_null(d->differences);
	machine_definition_free(d);

	assert_true(rig_do(on->rig, on->uuid, DOMAIN_VERB_FORCE_OFF, NULL, &err));
	d = read_kind(on, READING_DEFINITION, &err);
	assert_null(d->kept);
	machine_definition_free(d);
}

static void no_snapshots(void **state)
{
	autoerr struct err err = {0};
	struct machine_snapshots *s = read_kind(*state, READING_SNAPSHOTS, &err);
	assert_non_null(s);
	assert_int_equal(s->n, 0);
	machine_snapshots_free(s);
}

static void what_it_cannot(void **state)
{
	static const enum reading_kind kinds[] = {READING_COMMAND, READING_LOG, READING_START};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		autoerr struct err err = {0};
		assert_null(read_kind(*state, kinds[i], &err));
		assert_int_equal(err.code, ERR_UNSUPPORTED);
		assert_non_null(err.text);
	}
}

static void one_that_is_gone(void **state)
{
	struct on_default *on = *state;
	on->uuid[0] ^= 0xff;
	for (enum reading_kind kind = READING_MACHINE; kind <= READING_START; kind++) {
		autoerr struct err err = {0};
		assert_null(read_kind(on, kind, &err));
		assert_int_equal(err.code, ERR_NOT_FOUND);
	}
}

/* What the definition of one that is off says of its chain is not looked for again among the volumes. */
static void chain_of_one_that_is_off(void **state)
{
	struct on_default *on = *state;
	autoerr struct err err = {0};
	char path[] = "/tmp/virtty-chain-XXXXXX";
	autofree char *uri = node_write(path,
		"<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>off</name>"
		"<memory>1024</memory><os><type>hvm</type></os><devices><disk type='file' device='disk'>"
		"<source file='/img/top'/><target dev='vda'/><backingStore type='file'><format type='qcow2'/>"
		"<source file='/img/base'/><backingStore/></backingStore></disk></devices>"
		"<test:runstate>5</test:runstate></domain>"
		"<pool type='dir'><name>img</name><target><path>/img</path></target>"
		"<volume type='file'><name>top</name><capacity>1</capacity><target><path>/img/top</path></target>"
		"<backingStore><path>/img/base</path></backingStore></volume></pool>");
	assert_non_null(uri);
	rig_close(on->rig);
	open_ok(on->rig, uri);
	unlink(path);
	struct snapshot *list = list_ok(on->rig);
	memcpy(on->uuid, find_named(list, "off")->uuid, UUID_SIZE);
	snapshot_unref(list);
	struct machine_definition *d = read_kind(on, READING_DEFINITION, &err);
	check(d, err);
	assert_int_equal(d->disks[0].n_chain, 1);
	assert_string_equal(d->disks[0].chain[0], "/img/base");
	machine_definition_free(d);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(figures_of_one_that_runs), TEST(figures_of_one_that_is_off), TEST(definition),
		TEST(no_snapshots),		TEST(what_it_cannot),		  TEST(one_that_is_gone),
		TEST(chain_of_one_that_is_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
