// SPDX-License-Identifier: GPL-3.0-or-later
/* What the XML of a host's devices and interfaces says. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/devices.h"

/* All but name and id, of a zeroed device. */
bool device_read_xml(const char *xml, struct device *device, struct err *err);
/* All but name, id, MAC and state, of a zeroed interface. */
bool iface_read_xml(const char *xml, struct iface *iface, struct err *err);
