// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pins.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/uses.h"
#include "model/values.h"

/* A thread that may not run everywhere. */
struct pin {
	const struct domain *of;
	struct span who;
	bool *cpus; /* up to the last one that is in the set */
	unsigned n;
};

struct pins {
	struct pin *all; /* those of a machine behind each other */
	size_t n, cap;
};

static bool is_on(const struct pin *p, unsigned cpu)
{
	return cpu < p->n && p->cpus[cpu];
}

static bool is_everywhere(const bool set[CPUSET_MOST], unsigned cpus)
{
	return cpus && !memchr(set, false, cpus < CPUSET_MOST ? cpus : CPUSET_MOST);
}

static void add_pins(struct pins *pins, const struct domain *d, unsigned cpus)
{
	const char *next = d->def.pins;
	struct pin_use use;

	while (uses_next_pin(&next, &use)) {
		autofree char *text = span_text(use.cpus);
		bool set[CPUSET_MOST];

		if (!values_cpuset(text, 0, set, NULL) || is_everywhere(set, cpus))
			continue;
		unsigned n = CPUSET_MOST;

		while (!set[n - 1]) /* a set is never empty */
			n--;
		*arr_add(pins->all, pins->n, pins->cap) = (struct pin){
			d, use.who, memcpy(mem_new_array(n, sizeof(bool)), set, n * sizeof(bool)), n};
	}
}

/* --- who they are, in words -------------------------------------------------------------------- */

static bool is_vcpu(const struct pin *p)
{
	return p->who.len && p->who.s[0] >= '0' && p->who.s[0] <= '9';
}

static unsigned vcpu_of(const struct pin *p)
{
	return (unsigned)strtoul(p->who.s, NULL, 10);
}

/* All that are pinned to the CPU among n pins of one machine: its vCPUs as ranges, then the others. */
static void add_threads(struct str *out, const struct pin *pins, size_t n, unsigned cpu)
{
	static const char *const numbered = "vCPU ";
	const char *before = numbered;

	for (size_t i = 0, run; i < n; i += run) {
		run = 1;
		if (!is_vcpu(&pins[i]) || !is_on(&pins[i], cpu))
			continue;
		while (i + run < n && is_vcpu(&pins[i + run]) && is_on(&pins[i + run], cpu) &&
		       vcpu_of(&pins[i + run]) == vcpu_of(&pins[i]) + run)
			run++;
		str_addf(out, run > 1 ? "%s%u-%u" : "%s%u", before, vcpu_of(&pins[i]),
			 vcpu_of(&pins[i]) + (unsigned)run - 1);
		before = ",";
	}
	for (size_t i = 0; i < n; i++) {
		if (is_vcpu(&pins[i]) || !is_on(&pins[i], cpu))
			continue;
		str_add(out, before == numbered ? "" : ", ");
		if (span_is(pins[i].who, "*"))
			str_add(out, is_vcpu(&pins[0]) ? "its other vCPUs" : "all vCPUs");
		else
			str_addn(out, pins[i].who.s, pins[i].who.len);
		before = "";
	}
}

static size_t count_of_one(const struct pins *pins, size_t from)
{
	size_t n = 1;

	while (from + n < pins->n && pins->all[from + n].of == pins->all[from].of)
		n++;
	return n;
}

static char *who_is_on(const struct pins *pins, unsigned cpu, unsigned *ret_machines)
{
	struct str who = {0};

	*ret_machines = 0;
	for (size_t i = 0, n; i < pins->n; i += n) {
		const struct domain *d = pins->all[i].of;
		autostr struct str threads = {0};

		n = count_of_one(pins, i);
		add_threads(&threads, &pins->all[i], n, cpu);
		if (!threads.len)
			continue;
		*ret_machines += domain_is_active(d);
		str_addf(&who, "%s%s%s: %s", who.len ? "; " : "", d->name, domain_is_active(d) ? "" : " (off)",
			 str_text(&threads));
	}
	if (who.len)
		return str_take(&who);
	str_free(&who);
	return NULL;
}

/* --- CPUs -------------------------------------------------------------------------------------- */

static unsigned count_cpus(const struct pins *pins)
{
	unsigned cpus = 0;

	for (size_t i = 0; i < pins->n; i++)
		cpus = pins->all[i].n > cpus ? pins->all[i].n : cpus;
	return cpus;
}

static void add_rows(const struct pins *pins, struct pinned *ret)
{
	unsigned cpus = count_cpus(pins);
	size_t cap = 0;

	for (unsigned cpu = 0; cpu < cpus; cpu++) {
		struct pinned_cpus *last = ret->n ? &ret->rows[ret->n - 1] : NULL;
		unsigned machines;
		char *who = who_is_on(pins, cpu, &machines);

		if (who && last && last->last + 1 == cpu && str_equal(last->who, who)) {
			last->last = cpu;
			free(who);
		} else if (who) {
			*arr_add(ret->rows, ret->n, cap) = (struct pinned_cpus){cpu, cpu, machines, who};
		}
	}
}

void pinned_read(const struct snapshot *s, unsigned cpus, struct pinned *ret)
{
	struct pins pins = {0};

	*ret = (struct pinned){0};
	for (size_t i = 0; s && i < s->n_domains; i++) {
		const struct domain *d = &s->domains[i];
		size_t before = pins.n;

		add_pins(&pins, d, cpus);
		if (domain_is_active(d) && d->def.known)
			*(pins.n > before ? &ret->active : &ret->unpinned) += 1;
	}
	add_rows(&pins, ret);
	for (size_t i = 0; i < pins.n; i++)
		free(pins.all[i].cpus);
	free(pins.all);
}

void pinned_finish(struct pinned *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->rows[i].who);
	free(p->rows);
	*p = (struct pinned){0};
}
