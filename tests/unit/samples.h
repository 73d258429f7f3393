// SPDX-License-Identifier: GPL-3.0-or-later
/* The documents in tests/xml, and what must hold for the fields of a form on all of them. */
#pragma once

#include <stddef.h>

struct sample {
	char *name; /* of the file */
	char *text;
};

/* All of them, by name; they live as long as the program. */
const struct sample *samples_load(const char *folder, size_t *ret_n);
const char *sample_text(const char *folder, const char *name); /* the same; "" when there is none */

/* Fails unless, on each sample with this root:
 *   setting what is there changes not a byte;
 *   setting what is not there, then clearing it, changes not a byte;
 *   after any edits of these fields all is well-formed, each comment, element of a namespace, declared prefix and
 *   secret is still there, and taking the edits back gives the same canonical form.
 * Returns how many of the samples have that root. */
size_t samples_check_fields(const char *folder, const char *root, const char *const *paths, size_t n);
