// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/budget.h"
#include "model/columns.h"
#include "model/nodestate.h"

#define GIB (UINT64_C(1) << 30)

/* A host of 8 CPUs and 16 GiB, 6 of them free, with two active machines and one that is off. */
struct scene {
	struct host_view host;
	struct figure_set *set;
};

static void add(struct snapshot *s, struct figure_set *set, unsigned char id, bool active, uint64_t most,
		uint64_t rss)
{
	struct domain *d = snapshot_add_domain(s);
	d->uuid[0] = id;
	d->name = snapshot_strdup(s, "a");
	d->id = active ? id : -1;
	d->state = active ? DOMAIN_RUNNING : DOMAIN_SHUTOFF;
	d->def = (struct domain_definition){.known = true, .vcpus = 3, .vcpus_max = 8, .memory_max = most};
	if (!active)
		return;
	struct sample *sample = figure_set_add(set);
	sample->uuid[0] = id;
	sample->time_ns = 1;
	sample->has = STATS_MEMORY;
	sample->memory_max = most;
	sample->memory_rss = rss;
}

static void begin(struct scene *scene, uint64_t second_rss)
{
	struct snapshot *s = snapshot_create(1, 1);
	struct figure_set *set = mem_new(struct figure_set);
	*scene = (struct scene){.host = {.state = HOST_UP, .stats = stats_create(), .snapshot = s}};
	scene->host.node = (struct node_info){
		.memory = 16 * GIB, .memory_free = 6 * GIB, .memory_free_known = true, .cpus = 8};
	set->asked = STATS_MEMORY;
	add(s, set, 1, true, 8 * GIB, 2 * GIB);
	add(s, set, 2, true, 4 * GIB, second_rss);
	add(s, set, 3, false, 64 * GIB, 0);
	snapshot_seal(s);
	stats_feed(scene->host.stats, set);
	figure_set_free(set);
}

static void end(struct scene *scene)
{
	snapshot_unref(scene->host.snapshot);
	stats_destroy(scene->host.stats);
}

static void what_is_left(void **state)
{
	struct scene scene;
	struct budget b;
	(void)state;
	begin(&scene, 1 * GIB);
	budget_of(&scene.host, NULL, &b);
	assert_int_equal(b.machines, 3);
	assert_int_equal(b.active, 2);
	assert_int_equal(b.vcpus, 6);
	assert_true(b.used_known && b.machines_known);
	assert_int_equal(b.total, 16 * GIB);
	assert_int_equal(b.used, 10 * GIB);
	assert_int_equal(b.used_machines, 3 * GIB);
	assert_int_equal(b.used_os, 7 * GIB);
	assert_int_equal(b.reserved, 12 * GIB);
	assert_true(b.available == (int64_t)(16 * GIB) - (int64_t)(12 * GIB) - (int64_t)(7 * GIB));
	assert_true(budget_cpu_share(&scene.host, &b) == 0.75);
	assert_true(budget_memory_share(&scene.host, &b) == 0.75);
	end(&scene);
}

/* Huge pages are nobody else's. */
static void huge_pages_are_apart(void **state)
{
	struct cap_pages pages[] = {{4096, 1000}, {2 << 20, 1024}};
	struct cap_cell cell = {.pages = pages, .n_pages = 2};
	struct capabilities caps = {.cells = &cell, .n_cells = 1};
	struct scene scene;
	struct budget b;
	(void)state;
	begin(&scene, 1 * GIB);
	budget_of(&scene.host, &caps, &b);
	assert_int_equal(b.huge, 2 * GIB);
	assert_int_equal(b.total, 14 * GIB);
	assert_int_equal(b.used, 8 * GIB);
	assert_int_equal(b.used_os, 5 * GIB);
	end(&scene);
}

static void a_machine_that_does_not_tell(void **state)
{
	struct scene scene;
	struct budget b;
	(void)state;
	begin(&scene, 0);
	budget_of(&scene.host, NULL, &b);
	assert_false(b.used_known);
	assert_true(b.machines_known);
	scene.host.node.cpus = 0;
	assert_true(budget_cpu_share(&scene.host, &b) < 0);
	end(&scene);
}

static void loads(void **state)
{
	struct node_cpu first[] = {{0, true, 100, 1000}, {2, true, 50, 1000}, {3, false, 0, 0}};
	struct node_cpu second[] = {{0, true, 350, 2000}, {2, true, 40, 2000}, {3, false, 0, 0}};
	struct node_cpus before = {.all = first, .n = 3};
	struct node_cpus now = {.all = second, .n = 3};
	(void)state;
	assert_true(node_cpu_load(&before, &now, 0) == 25);
	assert_true(node_cpu_load(&before, &now, 1) < 0); /* there is no such CPU */
	assert_true(node_cpu_load(&before, &now, 2) < 0); /* its counter went back */
	assert_true(node_cpu_load(&before, &now, 3) < 0); /* offline */
	assert_true(node_cpu_load(NULL, &now, 0) < 0);
	assert_true(node_cpu_load(&now, &now, 0) < 0);
}

/* As pools are. */
static void memory_is_coloured_when_it_is_short(void **state)
{
	static const struct {
		unsigned free; /* GiB of 100 */
		enum tone tone;
	} rows[] = {{100, TONE_PLAIN}, {21, TONE_PLAIN}, {20, TONE_WARN}, {0, TONE_WARN}};
	const struct column *memory = &host_columns[columns_find(host_columns, "memory")];
	const struct cell_ask ask = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct host_view host = {.state = HOST_UP, .node = {.memory = 100 * GIB, .memory_free_known = true,
									  .memory_free = rows[i].free * GIB}};
		const struct host_row row = {.host = &host};
		struct value v = {.bar = -1};

		memory->get(&row, &ask, &v);
		assert_int_equal(v.tone, rows[i].tone);
		assert_true(v.bar == (100 - rows[i].free) / 100.0);
		assert_ptr_equal(v.trend, &host.trend);
		assert_int_equal(v.metric, TREND_MEMORY);
		assert_true(v.most == (float)(100 * GIB));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_left),
		cmocka_unit_test(huge_pages_are_apart),
		cmocka_unit_test(a_machine_that_does_not_tell),
		cmocka_unit_test(loads),
		cmocka_unit_test(memory_is_coloured_when_it_is_short),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
