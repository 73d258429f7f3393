// SPDX-License-Identifier: GPL-3.0-or-later
/* A line that is typed and not shown, and leaves no copy in memory. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/pane.h"

#define SECRET_MOST 1024 /* bytes */

struct secret_edit {
	char text[SECRET_MOST + 1]; /* ends with a zero byte */
	size_t len;
};

void secret_wipe(struct secret_edit *edit);
/* Whether so many bytes more have room behind those there are; else that is said. */
bool secret_has_room(struct app *app, size_t len, size_t n);
/* So many bytes of what was pasted are to be taken: its line. 0, which is said, when it has several, or has no room: a part
 * would be another secret, and nobody would see it. */
size_t secret_pasted(struct app *app, size_t len);
/* REACT_DONE for what is no key of it. */
enum reaction secret_key(struct app *app, struct secret_edit *edit, const struct key *key);
/* A mark for each character; puts the terminal's cursor behind them. */
void secret_draw(const struct secret_edit *edit, struct area area, int x, int y, int width);
