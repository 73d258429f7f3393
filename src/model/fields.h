// SPDX-License-Identifier: GPL-3.0-or-later
/* What filters find in the rows of each pane (struct domain_row and so on of model/columns.h). A new one is a
 * row in fields.c and a short function above it. Columns whose ids are keys are found without: here is what filters
 * compare in another unit, look for in more than the cell has, or find by words without a key. */
#pragma once

#include "model/filter.h"

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
