// SPDX-License-Identifier: GPL-3.0-or-later
/* What virtty remembers by itself from one time to the next: columns, sorting, history. Its own file, which
 * nobody has to write by hand; a person's files are never written. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct state;

/* Reads the file when there is one; lines that are not understood are left aside. path NULL: nothing is read
 * or written, but what is set is there until the end. */
struct state *state_load(const char *path);
/* NULL when it was never set. Valid until it is set again. */
const char *state_get(const struct state *state, const char *section, const char *name);
/* Calls fn for each that is set in a section, in the order in which they were set first. */
void state_each(const struct state *state, const char *section,
		void (*fn)(void *opaque, const char *name, const char *value), void *opaque);
/* value NULL forgets it. Strings are copied. */
void state_set(struct state *state, const char *section, const char *name, const char *value);
/* Writes it when something was set since; nothing is lost of what another virtty has written meanwhile in
 * sections that were not touched here. May wait for the disk: at the end. */
bool state_save(struct state *state, struct err *err);
/* The same without waiting for the disk: a person was told that something is remembered, and it is, should virtty be
 * killed. */
bool state_save_soon(struct state *state, struct err *err);
void state_destroy(struct state *state); /* NULL is fine */
