// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person has typed into the fields of a table so far. Suggestions follow what was typed; nothing typed is ever
 * lost, also of fields that are not shown now. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/field.h"

struct draft;
/* context: for the functions of the table; not owned. */
struct draft *draft_create(const struct field *fields, const void *context);
/* NULL is fine. Secrets are overwritten. */
void draft_destroy(struct draft *draft);

const struct field *draft_fields(const struct draft *draft);
const void *draft_context(const struct draft *draft);
size_t draft_count(const struct draft *draft);

/* The value; "" when there is none. An id that is not in the table is a mistake. Good until the next change. */
const char *draft_text(const struct draft *draft, const char *id);
const char *draft_text_at(const struct draft *draft, size_t i);
/* What counts: "" when the field is not shown, and without spaces that came with a paste (field_trim()). */
const char *draft_value(const struct draft *draft, const char *id);
bool draft_is(const struct draft *draft, const char *id, const char *value); /* of draft_value() */
bool draft_shows(const struct draft *draft, const char *id);
bool draft_shows_at(const struct draft *draft, size_t i);
/* The person's: suggestions no longer change it, unless text is what would be suggested. */
void draft_set(struct draft *draft, const char *id, const char *text);
void draft_set_at(struct draft *draft, size_t i, const char *text);
/* A value as it was found: not a change. */
void draft_load_at(struct draft *draft, size_t i, const char *text);
/* What the context says has changed: suggestions anew. */
void draft_renew(struct draft *draft);
/* The person has changed something since it was created, or loaded. */
bool draft_is_changed(const struct draft *draft);
/* It has a value of the person's, not a suggestion. */
bool draft_is_own_at(const struct draft *draft, size_t i);

/* Why the value will not do; caller frees; NULL: it will, or is not shown. */
char *draft_wrong_at(const struct draft *draft, size_t i);
/* The first field that is wrong, of a page (NULL: of all); draft_count() when none is. */
size_t draft_first_wrong(const struct draft *draft, const char *page);

/* "a=x b=y": whether it holds; see struct field's when. For pages and buttons. */
bool draft_meets(const struct draft *draft, const char *when);

/* Records: the text of FIELD_RECORDS holds one a line, its cells parted by tabs in the order of the record's fields,
 * and behind them its origin, where it has one. */
size_t record_count(const char *text);
/* The cell of record i; caller frees; "" where there is none. */
char *record_cell(const char *text, size_t i, size_t cell);
/* The record's line i in a draft of its own, with the same context; and back into the text: i may be one more than
 * there are. Caller frees. */
struct draft *record_draft(const struct draft *draft, const struct field *field, const char *text, size_t i);
char *record_put(const char *text, size_t i, const struct draft *record);
char *record_remove(const char *text, size_t i);
/* Which of the elements of the document it was read from, counted from 1: it keeps what else stands in that, however
 * many before it are taken out. 0: it is a new one. */
size_t record_origin(const struct draft *record);
void record_came_from(struct draft *record, size_t number);
