// SPDX-License-Identifier: GPL-3.0-or-later
/* The desk's questions as dialogs, one at a time, oldest first. One opens by itself only while nothing else is open
 * that takes keys and none was pressed just now: else the header says which key opens it. Main thread. */
#pragma once

#include <stdbool.h>

struct app;
struct questions;

/* Listens to app->desk. */
struct questions *questions_create(struct app *app);
void questions_destroy(struct questions *questions); /* NULL is fine; its dialog must be closed */
/* Before painting: opens what may open by now. */
void questions_look(struct app *app);
/* Opens the oldest; where one is open, puts it off until it is asked for. */
void questions_answer(struct app *app);
/* Something is asked. */
bool questions_wait(const struct app *app);
/* "kvm1 asks: C-r answers it", as far as there is room; the caller frees. NULL: nothing is asked but what is on the
 * screen. */
char *questions_alert(const struct app *app, bool narrow);
