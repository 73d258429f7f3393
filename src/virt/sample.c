// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/sample.h"

#include <stddef.h>
#include <string.h>

#include "base/arr.h"

uint64_t sample_number(const virTypedParameter *p)
{
	switch ((virTypedParameterType)p->type) {
	case VIR_TYPED_PARAM_INT:
		return p->value.i < 0 ? 0 : (uint64_t)p->value.i;
	case VIR_TYPED_PARAM_UINT:
		return p->value.ui;
	case VIR_TYPED_PARAM_LLONG:
		return p->value.l < 0 ? 0 : (uint64_t)p->value.l;
	case VIR_TYPED_PARAM_ULLONG:
		return p->value.ul;
	case VIR_TYPED_PARAM_DOUBLE:
		return p->value.d > 0 && p->value.d < 1e18 ? (uint64_t)p->value.d : 0;
	case VIR_TYPED_PARAM_BOOLEAN:
		return p->value.b != 0;
	case VIR_TYPED_PARAM_STRING:
		break;
	}
	return 0;
}

enum put { PUT_SET, PUT_KIB, PUT_ADD, PUT_STATE, PUT_REASON, PUT_COUNT };

/* Where a typed parameter goes. '#' in a name stands for a number: the disk's, the NIC's. */
static const struct target {
	const char *name;
	enum put put;
	unsigned group; /* told when this one is */
	size_t offset;  /* in struct sample */
} targets[] = {
#define AT(field) offsetof(struct sample, field)
	{"state.state", PUT_STATE, 0, 0},
	{"state.reason", PUT_REASON, 0, 0},
	{"cpu.time", PUT_SET, STATS_CPU, AT(cpu_ns)},
	{"balloon.current", PUT_KIB, STATS_MEMORY, AT(memory)},
	{"balloon.maximum", PUT_KIB, 0, AT(memory_max)},
	{"balloon.rss", PUT_KIB, 0, AT(memory_rss)},
	{"block.count", PUT_COUNT, STATS_DISK, 0},
	{"block.#.rd.bytes", PUT_ADD, STATS_DISK, AT(disk_read)},
	{"block.#.wr.bytes", PUT_ADD, STATS_DISK, AT(disk_written)},
	{"net.count", PUT_COUNT, STATS_NET, 0},
	{"net.#.rx.bytes", PUT_ADD, STATS_NET, AT(net_received)},
	{"net.#.tx.bytes", PUT_ADD, STATS_NET, AT(net_sent)},
#undef AT
};

static bool name_fits(const char *name, const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern != '#') {
			if (*name++ != *pattern)
				return false;
			continue;
		}
		size_t digits = strspn(name, "0123456789");
		if (digits == 0)
			return false;
		name += digits;
	}
	return *name == '\0';
}

static void sample_put(struct sample *s, const struct target *t, uint64_t number)
{
	uint64_t *field = (uint64_t *)(void *)((char *)s + t->offset);
	switch (t->put) {
	case PUT_SET:
		*field = number;
		break;
	case PUT_KIB:
		*field = number * 1024;
		break;
	case PUT_ADD:
		*field += number;
		break;
	case PUT_STATE:
		s->state = (int)number;
		break;
	case PUT_REASON:
		s->reason = (int)number;
		break;
	case PUT_COUNT:
		if (number > 0)
			return; /* the things themselves tell, if they are told of */
		break;
	}
	s->has |= t->group;
}

static void sample_read_vcpus(struct sample *s, const virTypedParameter *p)
{
	if (strcmp(p->field, "vcpu.current") == 0)
		s->vcpus = (unsigned)sample_number(p);
	else if (strcmp(p->field, "vcpu.maximum") == 0)
		s->vcpus_max = (unsigned)sample_number(p);
	else
		return;
	s->has |= s->vcpus ? STATS_VCPU : 0;
}

void sample_read(struct sample *s, const virTypedParameter *params, int n)
{
	for (int i = 0; i < n; i++) {
		sample_read_vcpus(s, &params[i]);
		for (size_t t = 0; t < ARRAY_SIZE(targets); t++)
			if (name_fits(params[i].field, targets[t].name)) {
				sample_put(s, &targets[t], sample_number(&params[i]));
				break;
			}
	}
}
