// SPDX-License-Identifier: GPL-3.0-or-later
/* virtty.conf: options, and sections that others read. Main thread. */
#pragma once

#include "conf/ini.h"
#include "conf/options.h"
#include "conf/problems.h"

/* Who takes the pairs of [WORD NAME]; pair->section is all that stands in the brackets. */
struct config_section {
	const char *word;
	ini_pair_fn *take_pair;
	void *opaque;
};

/* Where a file of this name is to be read, LAYER_SYSTEM or LAYER_USER; NULL: nowhere. The caller frees. */
char *config_path(const struct options *o, enum option_layer layer, const char *name);
/* Reads a file into a layer of the options. It may be missing. What is wrong becomes a problem, the rest is
 * in force. sections ends with a NULL word. */
void config_read(struct options *o, enum option_layer layer, const char *path,
		 const struct config_section *sections, struct problems *problems);
