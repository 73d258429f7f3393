// SPDX-License-Identifier: GPL-3.0-or-later
/* What the columns of machines, networks, pools, volumes and devices have in common. Main thread. */
#pragma once

#include "model/columns.h"

/* Of a network or a pool. */
struct life {
	bool active, persistent, differs;
};

/* The host does not answer: its rows show what was true when it last did. */
bool column_is_old(const struct host_view *host);
/* "running (3 min ago)" of such a host. */
void column_ago(const struct host_view *host, const char *state, const struct cell_ask *ask, struct value *v);
/* TONE_DIM for a host that does not answer. */
enum tone column_tone(const struct host_view *host, enum tone tone);
void column_host(const struct host_view *host, struct value *v);
/* "active", "inactive", "active *" where its definition differs from what runs, "transient"; what is being done to it,
 * what failed, how old it is. */
void column_state(const struct host_view *host, struct obj_id id, const struct life *life, const struct cell_ask *ask,
		  struct value *v);
/* "yes", and a dim "no". */
void column_flag(const struct host_view *host, bool set, struct value *v);
/* "-" where there is none. */
void column_text(const struct host_view *host, const char *text, struct value *v);
/* "14.2G" */
void column_bytes(const struct host_view *host, uint64_t bytes, struct value *v);
/* "1.2M / 34M", or both together: bytes a second; nothing when one is negative. */
void column_rates(struct value *v, double a, double b, bool wide);
/* "Debian GNU/Linux 12 (bookworm)" as "Debian 12": where it is narrow. */
void column_os(struct value *v, enum tone tone, const char *os);
/* "3" of which all run, "1/3" */
void column_guests(const struct host_view *host, unsigned guests, unsigned running, struct value *v);
/* "web", and of several "web +2" in so many cells: a long name is cut before the number. */
void column_first(const struct host_view *host, const char *name, unsigned more, int width,
		  const struct cell_ask *ask, struct value *v);
