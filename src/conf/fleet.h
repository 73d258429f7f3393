// SPDX-License-Identifier: GPL-3.0-or-later
/* Which hosts, and what they are called: hosts.conf with its [host NAME], [group NAME] and [defaults], and
 * those that were added inside virtty. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "conf/problems.h"
#include "conf/state.h"

struct fleet;

struct fleet_host {
	const char *name;
	const char *uri; /* with what ssh= says among its parameters */
	const char *group, *theme; /* NULL: none */
	bool readonly;
	bool autoconnect; /* opened at the start */
	const char *file; /* where it stands; NULL: it was added inside virtty */
	int line;
	const char *readonly_file; /* where readonly stands, which may be its group; NULL: nowhere */
	int readonly_line;
};

struct fleet *fleet_create(void);
void fleet_destroy(struct fleet *fleet); /* NULL is fine */
/* Reads a file, which may be missing. What it says counts more than what was read before. */
void fleet_read(struct fleet *fleet, const char *path, struct problems *problems);
/* After all files: makes the hosts. Those in the state file come last; a host of hosts.conf with the same
 * name counts more. */
void fleet_settle(struct fleet *fleet, const struct state *state, struct problems *problems);

/* Pointers are good until the fleet is destroyed. */
size_t fleet_count(const struct fleet *fleet);
const struct fleet_host *fleet_at(const struct fleet *fleet, size_t i);
const struct fleet_host *fleet_find(const struct fleet *fleet, const char *name);
bool fleet_has_group(const struct fleet *fleet, const char *group);

/* Hosts that were added inside virtty are in the state file. */
void fleet_remember(struct state *state, const char *name, const char *uri);
void fleet_forget(struct state *state, const char *name);

/* A short name for a URI: the host part, the machine's own name for a local system daemon, "session",
 * "test", a file's stem. The caller frees. */
char *fleet_name_of_uri(const char *uri);
/* Takes "NAME=URI" or "URI" apart. False when it is neither, with what would be right. NULL in *ret_name:
 * none was given; it is the caller's to free. *ret_uri points into word. */
bool fleet_split(const char *word, char **ret_name, const char **ret_uri, struct err *err);

/* What -c takes by name, hosts and then their groups: name, URI or what else it is; separated by tabs. */
void fleet_list(const struct fleet *fleet, struct str *out);
/* What theme can be; NULL at the end. */
const char *const *fleet_themes(void);
/* What can be set in hosts.conf: name, value, in which sections, help; separated by tabs. */
void fleet_list_keys(struct str *out);
