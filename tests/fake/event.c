// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/event.h"

#include "tests/fake/state.h"

bool events_register(struct work *work, struct conn *conn, const struct event_sink *sink,
		     struct err *err)
{
	if (!fake_enter(work, conn, "events_register", err)) {
		sink->release(sink->opaque);
		return false;
	}
	conn->subscription = subscription_create(conn->host, conn->epoch, sink);
	fake_unlock();
	return true;
}

void events_register_rest(struct work *work, struct conn *conn)
{
	autoerr struct err unused = {0};

	/* It has all from the beginning. */
	if (fake_enter(work, conn, "events_register_rest", &unused))
		fake_unlock();
}
