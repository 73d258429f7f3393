// SPDX-License-Identifier: GPL-3.0-or-later
/* So many hosts are being opened at once; the others wait their turn, the oldest first: a hundred of them behind one
 * bastion would be refused by its sshd (MaxStartups). Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define GATE_AT_ONCE 8 /* if nothing else is said */

struct gate;
struct gate *gate_create(size_t at_once);
void gate_destroy(struct gate *gate); /* NULL is fine; nobody waits any more */
void gate_set(struct gate *gate, size_t at_once);

/* True: go. False: go() is called when it is this one's turn, from within gate_leave() or gate_set(). Nothing
 * happens to one who is in there or waits already: the same again. A gate that is NULL stands open. */
bool gate_enter(struct gate *gate, void *who, void (*go)(void *who));
/* It is open, or was given up, whether it was in there or waited. */
void gate_leave(struct gate *gate, const void *who);
/* It waits for a person: another goes in for it, but no more than are let in at once. */
void gate_lend(struct gate *gate, const void *who);
/* So many are before it; -1: it does not wait. */
int gate_place(const struct gate *gate, const void *who);
