// SPDX-License-Identifier: GPL-3.0-or-later
/* The kinds of pages: a new one is a row here and a file beside it. */
#include "ui/panes/hostpage.h"
#include "ui/panes/machine.h"
#include "ui/panes/page.h"
#include "ui/panes/thing-pages.h"

const struct page_kind *const page_kinds[] = {
	&machine_page,
	&host_page,
	&network_page,
	&pool_page,
	&volume_page,
	&device_page,
	&iface_page,
	NULL,
};
