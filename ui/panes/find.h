// SPDX-License-Identifier: GPL-3.0-or-later
/* Filter and order of a table pane, in words. Main thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "ui/pane.h"

/* Shows only the rows that match; "" shows all. False with a sentence: what was in force stays. */
bool table_filter(struct pane *pane, const char *text, struct err *err);
/* The same while it is typed: see filter_compile_typed(). True with err set when only a part of it counts. */
bool table_filter_typed(struct pane *pane, const char *text, struct err *err);
/* "" when all rows are shown. */
const char *table_filter_text(const struct pane *pane);
/* STATS_* that the filter needs. */
unsigned table_stats(const struct pane *pane);
/* "cpu" as on the screen, "-cpu" the other way round, "host,-cpu" with a second column. */
bool table_sort(struct pane *pane, const char *text, struct err *err);
/* Only whether it would do. */
bool table_sort_check(const struct pane *pane, const char *text, struct err *err);
/* Shows these columns, as list_set_columns() reads them. False with a sentence: they stay as they were. */
bool table_columns(struct pane *pane, const char *text, struct err *err);
/* Only whether they would do. */
bool table_columns_check(const struct pane *pane, const char *text, struct err *err);
/* As table_sort takes it; the caller frees. */
char *table_sort_text(const struct pane *pane);
