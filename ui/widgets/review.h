// SPDX-License-Identifier: GPL-3.0-or-later
/* A text to be looked through, and buttons below it that say what is to become of it. Main thread. */
#pragma once

#include "conf/roles.h"

struct app;
struct doc;
struct review;

/* opaque is for all functions of the review's. */
struct review *review_create(const char *title, void *opaque);
/* What is to be read. */
struct doc *review_doc(struct review *review);
/* The first one is what Enter presses; the key presses it, too. The last one is what Esc presses. label is static;
 * run comes when the float is closed. */
void review_button(struct review *review, const char *label, char key, void (*run)(struct app *app, void *opaque));
/* Opens it on top; the pane owns it from now on. */
void review_show(struct app *app, struct review *review);
