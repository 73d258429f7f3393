// SPDX-License-Identifier: GPL-3.0-or-later
/* The pages of networks, pools, volumes, devices and interfaces; a kind is a file *-page.c. */
#pragma once

#include "ui/panes/page.h"

extern const struct page_kind network_page;
extern const struct page_kind pool_page;
extern const struct page_kind volume_page;
extern const struct page_kind device_page;
extern const struct page_kind iface_page;
