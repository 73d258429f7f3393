// SPDX-License-Identifier: GPL-3.0-or-later
/* A roster: what there is of one kind on a host, sorted by name. It may come in pieces: first which there are,
 * then all about them, some at a time, so that ten thousand of them are there at once and known soon. A worker
 * makes a roster or a piece of one; then it is the main thread's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/ids.h"

/* A member of an item. */
struct roster_member {
	size_t at, size;
};
#define ROSTER_MEMBER(type, field) {offsetof(struct type, field), sizeof(((struct type *)0)->field)}

/* What a kind of item is. */
struct roster_kind {
	size_t size; /* of an item, */
	size_t id;   /* where it has its id: UUID_SIZE bytes */
	void (*clear)(void *item); /* its texts are its own */
	/* <0, 0, >0: the order of the roster; 0: the same thing. */
	int (*compare)(const void *a, const void *b);
	const struct roster_member *listed; /* what the list alone tells; ends with {0, 0} */
};

struct roster {
	const struct roster_kind *kind;
	void *all; /* items */
	size_t n, cap;
	bool is_piece; /* it goes into a roster, */
	size_t first;  /* from this place on */
	size_t total; /* how many there are */
	size_t told;  /* of them, from the first, about which all is known */
};

struct roster *roster_create(const struct roster_kind *kind);
void roster_destroy(void *roster); /* NULL is fine */
/* A zeroed item; valid until the next. */
void *roster_add(struct roster *roster);
/* NULL past the end; roster may be NULL. */
void *roster_at(const struct roster *roster, size_t i);
size_t roster_count(const struct roster *roster); /* NULL has none */
/* Something is still to be told of some. */
bool roster_is_partial(const struct roster *roster);
/* What a piece tells goes to the things that it tells of. False, and nothing is changed, when it is not
 * the one that comes next. */
bool roster_join(struct roster *into, struct roster *piece);
/* A new roster of the same things: what is not told in it yet is shown as it was. */
void roster_take_over(struct roster *into, struct roster *before);
/* By binary search, with the kind's order; NULL. */
void *roster_find(const struct roster *roster, const void *like);
/* By its id, one after the other; NULL. */
void *roster_find_id(const struct roster *roster, const unsigned char id[UUID_SIZE]);
