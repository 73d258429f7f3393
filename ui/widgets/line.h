// SPDX-License-Identifier: GPL-3.0-or-later
/* A line of text that is being edited. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ui/input.h"
#include "ui/surface.h"

struct line_edit {
	struct str text; /* whole UTF-8, no control characters */
	size_t at;       /* byte, where the next character goes */
	bool refused;    /* the last key's text, for there is no room for it: line_draw() says so */
};

void line_set(struct line_edit *line, const char *text); /* the cursor at its end */
void line_finish(struct line_edit *line);
/* True when the key was one for editing. pasted is the text of a KEYC_PASTE. */
bool line_key(struct line_edit *line, const struct key *key, const char *pasted);
/* In ROLE_INPUT, scrolled so that the cursor is seen; puts the terminal's cursor there. */
void line_draw(const struct line_edit *line, struct area area, int x, int y, int width);
