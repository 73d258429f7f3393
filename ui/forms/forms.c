// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/forms.h"

#include <stddef.h>

#include "ui/forms/network-parts.h"
#include "ui/forms/network-place.h"
#include "ui/forms/network.h"
#include "ui/forms/pool.h"
#include "ui/forms/storage-place.h"
#include "ui/forms/volume.h"
#include "ui/forms/secret.h"

const struct form_table form_tables[] = {
	{.name = "network", .fields = network_form, .wizard = &network_wizard, .base = "<network>\n</network>\n",
	 .context = network_form_nowhere, .free = network_place_free},
	{.name = "pool", .fields = pool_form, .wizard = &pool_wizard, .base = "<pool>\n</pool>\n",
	 .context = storage_place_nowhere, .free = storage_place_free},
	{.name = "volume", .fields = volume_form, .wizard = &volume_wizard, .base = "<volume>\n</volume>\n",
	 .context = storage_place_nowhere, .free = storage_place_free},
	{.name = "secret", .fields = secret_form, .base = "<secret>\n</secret>\n"},
	{.name = "network-fixed", .fields = network_fixed_fields},
	{.name = "network-range", .fields = network_range_fields},
	{.name = "network-name", .fields = network_name_fields},
	{.name = NULL},
};
