// SPDX-License-Identifier: GPL-3.0-or-later
/* The lines of a float, one of them under the cursor: scrolling, moving, the mouse. A float that has such lines
 * keeps a struct pick, sets pane->pick to it when it is pushed, and takes the functions below that have a pane's
 * form for its ops. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/pane.h"

#define PICK_NONE SIZE_MAX

struct pick {
	size_t n;      /* lines */
	size_t cursor; /* PICK_NONE: on none */
	size_t top;    /* the first one that is shown */
	size_t page;   /* how many there is room for, at least 1 */
	int width;        /* cells that the float wants, its frame included */
	int above, below; /* its rows over and under the lines, its frame included */
	int spare;        /* rows of the screen that it leaves free */
};

/* For the ops. As wide as it wants, as high as its lines and what is around them. */
void pick_wants(struct pane *pane, int *ret_width, int *ret_height);
void pick_layout(struct pane *pane, int width, int height);
enum reaction pick_move(struct pane *pane, enum move how);
/* The first button on a line puts the cursor there and is Enter; the wheel moves the cursor. */
enum reaction pick_press(struct pane *pane, const struct key *key, int x, int y);

/* The line at row y of the float when the first button was pressed there; else PICK_NONE. */
size_t pick_pressed(const struct pick *pick, const struct key *key, int y);
/* Puts the cursor on a line, and that into sight. */
void pick_go(struct pick *pick, size_t index);
/* Calls draw() for each line that is shown, with its row inside the frame, and lays the cursor over it. */
void pick_draw(const struct pane *pane, struct area area,
	       void (*draw)(const struct pane *pane, struct area line, size_t index));
/* Which of the lines are shown, on the frame's upper edge; see area_box_place(). */
void pick_draw_place(const struct pane *pane, struct area area);
