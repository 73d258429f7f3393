// SPDX-License-Identifier: GPL-3.0-or-later
/* A path (xml/path.h) taken apart, for this room only. All points into the path's text. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/err.h"

#define STEPS_MOST 12
#define TESTS_MOST 4 /* of a step */

struct part {
	const char *s;
	size_t len; /* 0: none */
};

struct step_name {
	struct part uri, prefix, local; /* uri: none, it is in no namespace */
};

/* [child/@attribute='value'] */
struct step_test {
	struct step_name child; /* no local: the attribute is the element's own */
	struct part attribute;
	struct part value;
	bool not; /* != */
};

struct step {
	struct step_name name;
	struct step_test tests[TESTS_MOST];
	size_t n_tests;
	size_t number; /* from 1; 0: the first */
};

struct steps {
	struct step all[STEPS_MOST];
	size_t n;
	struct part attribute; /* behind them */
};

bool steps_parse(struct steps *s, const char *path, struct err *err);

/* The caller frees; NULL for no part. */
char *part_text(struct part part);

bool step_fits(const struct step *step, const xmlNode *node);
size_t step_count(const struct step *step, const xmlNode *parent);
/* The one with the step's number; NULL. */
xmlNode *step_find(const struct step *step, const xmlNode *parent);
/* Where all of them lead; NULL when one is missing. */
xmlNode *steps_find(const struct steps *s, xmlNode *root);
xmlAttr *steps_attribute(const xmlNode *node, struct part name);
