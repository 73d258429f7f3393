// SPDX-License-Identifier: GPL-3.0-or-later
/* What has a definition in XML, and the verbs that read and change it: one table. Pure data; any thread. */
#pragma once

#include <stdbool.h>

#include "model/ids.h"
#include "model/reading.h"
#include "model/verbs.h"

/* Verbs that there are not are VERB_COUNT. */
struct kind {
	enum obj_kind object;
	const char *root; /* its outermost element; what its directory in the history is called, too */
	const char *word; /* "machine" */
	enum reading_kind list; /* of all of a host's; of machines there is none */
	enum verb read;   /* with "--security-info": secrets too */
	enum verb edit, define, create, undefine;
	const char *call; /* that defines: "virNetworkDefineXMLFlags(XML, VIR_NETWORK_DEFINE_VALIDATE)" */
	const char *create_call;
	bool one_in_test; /* libvirt's test driver keeps no definition beside what runs */
	const char *active; /* what is so of one that runs when its definition has changed */
};

extern const struct kind kinds[]; /* ends with a NULL root */
/* NULL: such a thing is not defined by XML, or not yet here. */
const struct kind *kind_of(enum obj_kind object);
/* By the outermost element; NULL likewise. */
const struct kind *kind_of_root(const char *root);
/* "domain, network or pool"; the caller frees. */
char *kind_roots(void);
