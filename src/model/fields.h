// SPDX-License-Identifier: GPL-3.0-or-later
/* What filters find in the rows of each pane (struct domain_row and so on of model/columns.h). A new one is a
 * row in fields.c and a short function above it. */
#pragma once

#include "model/filter.h"

/* What the column of this id has for the row: its number (times factor) or its text. For keys that say no more than
 * their column. */
void field_of_column(const struct column *columns, const char *id, double factor, const void *row,
		     const struct cell_ask *ask, struct filter_value *ret);
#define FIELD_OF_COLUMN(function, columns, id, factor)                                                        \
	static void function(const void *row, const struct cell_ask *ask, struct filter_value *ret)           \
	{                                                                                                     \
		field_of_column(columns, id, factor, row, ask, ret);                                          \
	}

extern const struct filter_field domain_fields[];
extern const struct filter_field host_fields[];
extern const struct filter_field event_fields[];
extern const struct filter_field task_fields[];
extern const struct filter_field log_fields[];
/* In fields-things.c. */
extern const struct filter_field network_fields[];
extern const struct filter_field pool_fields[];
extern const struct filter_field volume_fields[];
extern const struct filter_field device_fields[];
extern const struct filter_field iface_fields[];
extern const struct filter_field nwfilter_fields[];
extern const struct filter_field secret_fields[];
