// SPDX-License-Identifier: GPL-3.0-or-later
/* Tags of a machine: words parted by spaces, such as "lab owner=anna". Pure; any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

#define TAGS_LONGEST 1000 /* bytes of all tags of a machine */

/* Whether text says what is to become of tags: the whole list, or changes "+add -remove". False with a sentence
 * when a word cannot be a tag, or when both are mixed. */
bool tags_check(const char *text, struct err *err);
/* What becomes of tags (NULL: none) by a text that tags_check() takes: each once, in their order. "" when none
 * is left. The caller frees. */
char *tags_change(const char *tags, const char *text);
