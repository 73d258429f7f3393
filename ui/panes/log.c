// SPDX-License-Identifier: GPL-3.0-or-later
/* What virtty itself has noted: what libvirt and ssh would have printed, and what went wrong by itself. */
#include "ui/panes/panes.h"

#include "model/facts.h"
#include "model/fields.h"
#include "ui/app.h"
#include "ui/panes/table.h"

static struct obj_id id_of(const void *p)
{
	return obj_id_numbered(OBJ_LOG, ((const struct log_row *)p)->entry->number);
}

/* Newest first, as they are sorted in most cases: then there is nothing to sort. */
static void rows(struct pane *pane)
{
	const struct log_book *book = pane->app->log_book;

	for (size_t i = 0; i < log_book_count(book); i++) {
		struct log_row *row = list_add(pane->list);

		row->entry = log_book_at(book, i);
	}
}

static void describe(const void *p, struct selection *ret)
{
	const struct log_entry *entry = ((const struct log_row *)p)->entry;

	ret->name = entry->text;
	ret->facts = FACT_SELECTED;
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct log_entry *entry = ((const struct log_row *)p)->entry;

	(void)pane;
	str_addf(out, "%s%s%s", entry->host ? entry->host : "", entry->host ? ": " : "", entry->text);
}

static const struct table table = {
	.list = {
		.columns = log_columns,
		.row_size = sizeof(struct log_row),
		.id = id_of,
		.groupings = log_groupings,
		.words = &log_words,
		.empty = "nothing was noted yet",
	},
	.fields = log_fields,
	.kind = OBJ_LOG,
	.sort = "time",
	.reverse = true,
	.changes = PANE_CHANGED_LOG,
	.rows = rows,
	.describe = describe,
	.note = note,
};

const struct pane_ops log_pane = {
	.name = "log",
	.title = "Log",
	.tab = 8,
	.show = {"app.log", "log", "show what virtty itself has noted"},
	.scope = SCOPE_LOG,
	.table = &table,
	TABLE_OPS,
};
