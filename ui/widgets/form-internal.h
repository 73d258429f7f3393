// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of ui/widgets/form share. */
#pragma once

#include "ui/widgets/form.h"

enum form_row_kind {
	FORM_ROW_BLANK,
	FORM_ROW_HEADING,
	FORM_ROW_VALUE,
	FORM_ROW_WRONG,
	FORM_ROW_REMARK,
};

struct form_row {
	enum form_row_kind kind;
	struct form_place place;
	char *text; /* of a value: the remark beside it; NULL */
};

/* form-view.c */
const struct field *form_field(const struct form_view *view); /* under the cursor; NULL */
void form_go(struct form_view *view, struct form_place place);
void form_leave(struct form_view *view); /* the cursor goes elsewhere: the value gets its one form */
bool form_step(struct form_view *view, int step); /* false at the end */

/* What is at x shows the choices of a field that can be typed, too. */
/* It is typed, and F4 shows what can be chosen. */
bool form_drops_down(const struct field *field);
bool form_is_arrow(const struct form_view *view, int x);

/* form-keys.c */
bool form_is_ticked(const char *text, const char *id);
