// SPDX-License-Identifier: GPL-3.0-or-later
/* Everything that libvirt tells by itself: a row for each event, with the callback that puts it into
 * words. Registered by event.c; nobody else includes it. */
#pragma once

#include <stddef.h>

#include "virt/event.h"

enum event_family {
	EVENTS_OF_DOMAINS,
	EVENTS_OF_NETWORKS,
	EVENTS_OF_POOLS,
	EVENTS_OF_SECRETS,
	EVENTS_OF_DEVICES,
};

struct event_source {
	enum event_family family;
	int id; /* VIR_*_EVENT_ID_* of the family */
	void (*callback)(void);
	enum event_kind kind;
	enum tone tone;
	const char *what; /* NULL: the callback knows */
};

extern const struct event_source event_sources[];
extern const size_t n_event_sources;

struct listener;

/* One registration: libvirt's opaque. */
struct event_binding {
	struct listener *listener;
	const struct event_source *source;
};

/* Hands it to the sink; text is filled in. Main thread. */
void event_emit(const struct event_binding *binding, struct event *event);
