// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/machine.h"

#include <stdlib.h>

#include "base/str.h"

const char *vcpu_state_text(enum vcpu_state state)
{
	switch (state) {
	case VCPU_OFFLINE:
		return "offline";
	case VCPU_RUNNING:
		return "running";
	case VCPU_BLOCKED:
		return "idle";
	case VCPU_UNKNOWN:
		break;
	}
	return "-";
}

struct machine_figures *machine_figures_create(void)
{
	struct machine_figures *f = mem_new(struct machine_figures);

	f->arena = arena_create();
	f->job_percent = -1;
	return f;
}

void machine_figures_free(void *figures)
{
	struct machine_figures *f = figures;

	arena_destroy(f->arena);
	free(f->vcpus);
	free(f->disks);
	free(f->nics);
	free(f->addresses);
	free(f);
}

const struct disk_figures *machine_find_disk(const struct machine_figures *f, const char *target)
{
	for (size_t i = 0; f && i < f->n_disks; i++)
		if (str_equal(f->disks[i].target, target))
			return &f->disks[i];
	return NULL;
}

const struct nic_figures *machine_find_nic(const struct machine_figures *f, const char *target)
{
	for (size_t i = 0; f && target && i < f->n_nics; i++)
		if (str_equal(f->nics[i].target, target))
			return &f->nics[i];
	return NULL;
}

const struct vcpu_figures *machine_find_vcpu(const struct machine_figures *f, unsigned number)
{
	for (size_t i = 0; f && i < f->n_vcpus; i++)
		if (f->vcpus[i].number == number)
			return &f->vcpus[i];
	return NULL;
}

struct machine_definition *machine_definition_create(void)
{
	struct machine_definition *d = mem_new(struct machine_definition);

	d->arena = arena_create();
	return d;
}

void machine_definition_free(void *definition)
{
	struct machine_definition *d = definition;

	arena_destroy(d->arena);
	free(d->disks);
	free(d->nics);
	free(d->displays);
	free(d);
}

struct machine_snapshots *machine_snapshots_create(void)
{
	struct machine_snapshots *s = mem_new(struct machine_snapshots);

	s->arena = arena_create();
	return s;
}

void machine_snapshots_free(void *snapshots)
{
	struct machine_snapshots *s = snapshots;

	arena_destroy(s->arena);
	free(s->all);
	free(s);
}
