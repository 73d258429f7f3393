// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/forms.h"

#include <stddef.h>

#include "ui/forms/network-place.h"
#include "ui/forms/network.h"

const struct form_table form_tables[] = {
	{.name = "network", .fields = network_form, .wizard = &network_wizard, .base = "<network>\n</network>\n",
	 .context = network_form_nowhere, .free = network_place_free},
	{.name = NULL},
};
