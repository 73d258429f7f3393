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

/* The first `inside` of them are in there, the others wait. Those that wait for a person come first: their places are
 * lent. */
struct gate {
	struct visitor *all;
	size_t n, cap, inside, lent, at_once;
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

static bool has_room(const struct gate *gate)
{
	return gate->inside - gate->lent < gate->at_once;
}

/* What go() does may change the list. */
static void let_in(struct gate *gate)
{
	while (gate->inside < gate->n && has_room(gate)) {
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
	if (gate->inside < gate->n - 1 || !has_room(gate))
		return false;
	gate->inside++;
	return true;
}

void gate_leave(struct gate *gate, const void *who)
{
	size_t i = gate ? find(gate, who) : 0;

	if (!gate || i >= gate->n)
		return;
	gate->lent -= i < gate->lent;
	gate->inside -= i < gate->inside;
	gate->n--;
	memmove(&gate->all[i], &gate->all[i + 1], (gate->n - i) * sizeof(*gate->all));
	let_in(gate);
}

void gate_lend(struct gate *gate, const void *who)
{
	size_t i = gate ? find(gate, who) : 0;

	if (!gate || i < gate->lent || i >= gate->inside || gate->lent >= gate->at_once)
		return;
	struct visitor lender = gate->all[i];

	memmove(&gate->all[gate->lent + 1], &gate->all[gate->lent], (i - gate->lent) * sizeof(*gate->all));
	gate->all[gate->lent++] = lender;
	let_in(gate);
}

int gate_place(const struct gate *gate, const void *who)
{
	size_t i = gate ? find(gate, who) : 0;

	return gate && i < gate->n && i >= gate->inside ? (int)(i - gate->inside) : -1;
}
