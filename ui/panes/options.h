// SPDX-License-Identifier: GPL-3.0-or-later
/* The options screen: what can be set, what is in force and where it is from; changed at once. Main
 * thread. */
#pragma once

struct app;

void options_open(struct app *app);
