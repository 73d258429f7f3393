// SPDX-License-Identifier: GPL-3.0-or-later
/* A host as those know it who ask it on lanes of their own: acts, visits, probes, looks, survey. Copied by each;
 * what it points to lives as long as they do. Main thread. */
#pragma once

#include <stdbool.h>

#include "loop/loop.h"
#include "model/hostview.h"
#include "virt/ask.h"
#include "virt/creds.h"
#include "virt/host.h"
#include "virt/route.h"

struct home {
	struct loop *loop;
	const struct host_view *view; /* its guests are filled by visits, its readings by looks */
	const struct host_options *options; /* as they are now; names are the view's */
	struct creds *creds; /* NULL: nobody can be asked */
	const struct route *route; /* how lanes get there, while it is up; NULL: by its URI */
	void *opaque;
	void (*asked)(void *opaque); /* something, over the lane that the host shares with all */
	void (*pump)(void *opaque);  /* what is asked next may have changed */
};

/* Something was answered, or could not be had; what came may be taken out of the ask. current: by the connection
 * that stands. */
typedef void home_answered_fn(void *opaque, struct ask *ask, bool current);
