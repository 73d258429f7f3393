// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns of the table behind: which, in which order, how wide; or which to sort by. What is changed is
 * seen at once. Main thread. */
#pragma once

struct app;

void columns_open(struct app *app);
void columns_open_sort(struct app *app);
