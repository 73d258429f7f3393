// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/machine.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/units.h"

static const struct doc_column columns[] = {
	{"#", true, false},	{"STATE", false, false}, {"ON CPU", true, false}, {"TIME", true, false},
	{"CPU%", true, false},	{"QUEUED%", true, false}, {"WAIT%", true, false}, {"MAY RUN ON", false, true},
};

static void add_time(struct doc *doc, bool known, uint64_t ns)
{
	uint64_t s = ns / (uint64_t)NS_PER_S;

	if (known)
		doc_cellf(doc, ROLE_TEXT, "%u:%02u:%02u.%u", (unsigned)(s / 3600), (unsigned)(s / 60 % 60),
			  (unsigned)(s % 60), (unsigned)(ns / (uint64_t)(NS_PER_S / 10) % 10));
	else
		doc_cell(doc, ROLE_DIM, "-");
}

/* Of the time between two readings. */
static void add_share(struct doc *doc, double ns_per_s)
{
	char text[UNITS_SIZE];

	units_percent(text, ns_per_s < 0 ? -1 : ns_per_s / (double)NS_PER_S * 100);
	doc_cell(doc, ns_per_s > 0 ? ROLE_TEXT : ROLE_DIM, text);
}

static void add_vcpu(struct doc *doc, const struct machine_figures *f, const struct machine_figures *before,
		     const struct vcpu_figures *v)
{
	const struct vcpu_figures *was = machine_find_vcpu(before, v->number);
	bool running = v->state == VCPU_RUNNING;

	doc_cellf(doc, ROLE_TEXT, "%u", v->number);
	doc_cell(doc, running ? ROLE_STATE_GOOD : ROLE_DIM, vcpu_state_text(v->state));
	if (v->cpu >= 0)
		doc_cellf(doc, ROLE_TEXT, "%d", v->cpu);
	else
		doc_cell(doc, ROLE_DIM, "-");
	add_time(doc, v->time_known, v->time_ns);
	add_share(doc, was && was->time_known && v->time_known ? machine_rate(before, f, was->time_ns, v->time_ns)
							       : -1);
	add_share(doc, was && was->delay_known && v->delay_known
			       ? machine_rate(before, f, was->delay_ns, v->delay_ns) : -1);
	add_share(doc, was && was->wait_known && v->wait_known ? machine_rate(before, f, was->wait_ns, v->wait_ns)
							       : -1);
	doc_cell(doc, v->pins ? ROLE_TEXT : ROLE_DIM, v->pins ? v->pins : "-");
}

void machine_vcpus(struct page *page, struct doc *doc)
{
	const struct domain *d = machine_domain(page);
	const struct machine_definition *def = machine_definition(page);
	const struct machine_figures *before;
	const struct machine_figures *f = machine_figures(page, &before);

	if (d->def.known)
		doc_pairf(doc, "vCPUs", "%u, at most %u", machine_vcpus_now(page, d), d->def.vcpus_max);
	if (def && def->cpu)
		doc_pair(doc, ROLE_DIM, "model", ROLE_TEXT, def->cpu);
	if (f && f->emulator_pins)
		doc_pairf(doc, "emulator", "may run on %s", f->emulator_pins);
	doc_text(doc, ROLE_TEXT, "");
	if (!page_has(page, doc, machine_key(page, READING_MACHINE)))
		return;
	doc_table(doc, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < f->n_vcpus; i++)
		add_vcpu(doc, f, before, &f->vcpus[i]);
	if (!f->n_vcpus)
		doc_text(doc, ROLE_DIM, "This driver tells nothing of its vCPUs.");
	else if (f->active)
		doc_text(doc, ROLE_DIM, "\nQUEUED: ready to run, while other threads had the CPU. WAIT: for disks and "
					"the like on the host. A dash: not told.");
}
