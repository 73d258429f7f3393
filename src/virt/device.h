// SPDX-License-Identifier: GPL-3.0-or-later
/* The devices of a host and its network interfaces. Worker. */
#pragma once

#include "model/devices.h"
#include "virt/pieces.h"

extern const struct piece_ops device_pieces;
extern const struct piece_ops iface_pieces;
