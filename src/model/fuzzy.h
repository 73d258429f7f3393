// SPDX-License-Identifier: GPL-3.0-or-later
/* How well a few typed letters fit a text. Pure; any thread. */
#pragma once

#include <stdbool.h>

/* The words of the pattern are to be found in the text each, as they are, or their letters in order with others
 * between them, the first at the start of a word; whatever the case. 0: one is not. More for the starts of words
 * and for letters that stand together; at least FUZZY_WHOLE for a text that is the pattern. An empty pattern
 * fits everything with 1. */
#define FUZZY_WHOLE 1000
int fuzzy_score(const char *pattern, const char *text);
/* The words of the pattern each begin a word of the text. */
bool fuzzy_begins_words(const char *pattern, const char *text);
