// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/gate.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"

struct visitor {
	void *who;
	void (*go)(void *who);
};

/* The first `inside` of them are in there, the others wait. */
struct gate {
	struct visitor *all;
	size_t n, cap, inside, at_once;
};

struct gate *gate_create(size_t at_once)
{
	struct gate *gate = mem_new(struct gate);

	gate->at_once = at_once ? at_once : GATE_AT_ONCE;
	return gate;
}

void gate_destroy(struct gate *gate)
{
	if (!gate)
		return;
	free(gate->all);
	free(gate);
}

static size_t find(const struct gate *gate, const void *who)
{
	for (size_t i = 0; i < gate->n; i++)
		if (gate->all[i].who == who)
			return i;
	return gate->n;
}

/* What go() does may change the list. */
static void let_in(struct gate *gate)
{
	while (gate->inside < gate->n && gate->inside < gate->at_once) {
		struct visitor next = gate->all[gate->inside++];

		next.go(next.who);
	}
}

void gate_set(struct gate *gate, size_t at_once)
{
	gate->at_once = at_once ? at_once : GATE_AT_ONCE;
	let_in(gate);
}

bool gate_enter(struct gate *gate, void *who, void (*go)(void *who))
{
	if (!gate)
		return true;
	size_t i = find(gate, who);

	if (i < gate->n)
		return i < gate->inside;
	*arr_add(gate->all, gate->n, gate->cap) = (struct visitor){who, go};
	if (gate->inside < gate->n - 1 || gate->inside >= gate->at_once)
		return false;
	gate->inside++;
	return true;
}

void gate_leave(struct gate *gate, const void *who)
{
	size_t i = gate ? find(gate, who) : 0;

	if (!gate || i >= gate->n)
		return;
	gate->inside -= i < gate->inside;
	gate->n--;
	memmove(&gate->all[i], &gate->all[i + 1], (gate->n - i) * sizeof(*gate->all));
	let_in(gate);
}

int gate_place(const struct gate *gate, const void *who)
{
	size_t i = gate ? find(gate, who) : 0;

	return gate && i < gate->n && i >= gate->inside ? (int)(i - gate->inside) : -1;
}
