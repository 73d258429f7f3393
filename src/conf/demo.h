// SPDX-License-Identifier: GPL-3.0-or-later
/* The demo: hosts of libvirt's test driver, from files inside the program. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct demo_host {
	const char *name;
	char *uri; /* the caller frees */
	const char *shown; /* what stands for a URI that is of use to this program alone; NULL: nothing */
	const char *theme; /* struct host_view's; NULL: none */
};

/* The i-th host; false past the last. Its file lives in memory until the program ends. */
bool demo_host(size_t i, struct demo_host *ret);
