// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/forms.h"

#include <stddef.h>

const struct form_table *const form_tables[] = {
#define X(name) &name##_form_table,
	FORMS(X)
#undef X
	NULL,
};
