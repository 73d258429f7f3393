// SPDX-License-Identifier: GPL-3.0-or-later
/* Fields of a table, to be filled in. form_ask() is a float with them; who shows them elsewhere (ui/widgets/wizard.h)
 * keeps a struct form_view. Main thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#include "model/draft.h"
#include "ui/pane.h"
#include "ui/widgets/line.h"

struct app;

struct form_question {
	const char *title; /* copied */
	const char *intro; /* lines above the fields; NULL; copied */
	const char *refused; /* why it is there again: shown until the next change; NULL; copied */
	struct draft *draft; /* taken over */
	const char *ok;    /* the button: "Create"; static */
	/* Takes the values: none is wrong. A sentence when they will not do (the form frees): it stays, with all
	 * that was typed, until the next change. NULL: done, it closes. */
	char *(*answer)(struct app *app, void *opaque, const struct draft *draft);
	void (*finish)(void *opaque); /* it has closed, however; NULL */
	void *opaque;
};

void form_ask(struct app *app, const struct form_question *question);

struct form_row;

/* Where the cursor is: a field, and of those with several lines (records, things to tick) which of them. */
struct form_place {
	size_t field; /* draft_count(): on none */
	size_t sub;
};

struct form_view {
	struct draft *draft; /* not owned */
	uint32_t host; /* whose volumes paths are chosen from; 0: none */
	const char *page;    /* fields of this page only; NULL: all */
	struct form_row *rows; /* as laid out */
	size_t n, cap;
	struct form_place at;
	size_t top; /* the first row that is shown */
	int width, height;
	int label_width;
	struct line_edit line; /* what is typed into the field at the cursor */
	bool fresh;    /* nothing was typed there since the cursor came: what is only suggested gives way to it */
	bool *visited; /* of each field: the cursor was there, so that what is wrong is said */
};

void form_view_start(struct form_view *view, struct draft *draft, const char *page);
void form_view_finish(struct form_view *view);
/* Other fields: the cursor goes to the first of them, or where last to the last. */
void form_view_page(struct form_view *view, const char *page, bool last);
/* Rows anew: after the draft has changed, or the size. */
void form_view_layout(struct form_view *view, int width, int height);
size_t form_view_rows(const struct form_view *view); /* lines that all of it takes */
/* active: the cursor is in it. */
void form_view_draw(const struct form_view *view, struct area area, bool active);
/* What the field under the cursor is for. */
const char *form_view_help(const struct form_view *view);
/* REACT_UNUSED for keys that are none of the fields', and for those that would lead out at either end. The pane is the
 * one that holds the view, as what is chosen comes later: it lays out again whenever this says REACT_RELAYOUT. */
enum reaction form_view_key(struct pane *pane, struct form_view *view, const struct key *key);
enum reaction form_view_press(struct pane *pane, struct form_view *view, const struct key *key, int x, int y);
/* For keys that nobody has taken: REACT_DONE for text, which would be an action elsewhere. */
enum reaction form_swallow(const struct key *key);
void form_view_go_end(struct form_view *view, bool last);
/* Says what is wrong in all of its fields, with the cursor on the first of those. True when none is. */
bool form_view_check(struct form_view *view);
