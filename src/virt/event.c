// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/event.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <libvirt/virterror.h>

#include "base/log.h"
#include "base/mem.h"
#include "virt/event-sources.h"
#include "virt/internal.h"
#include "virt/virerr.h"

/* The sink, shared by all registrations of a connection. libvirt frees a registration on the
 * worker, or on the main thread when it is dispatching just then; the last one to leave releases
 * the sink. */
struct listener {
	atomic_int refs;
	atomic_bool close_held; /* libvirt holds a reference for the close callback */
	struct event_sink sink;
};

static struct listener *listener_create(const struct event_sink *sink)
{
	struct listener *l = mem_new(struct listener);
	atomic_init(&l->refs, 1);
	atomic_init(&l->close_held, false);
	l->sink = *sink;
	return l;
}

static struct listener *listener_ref(struct listener *l)
{
	atomic_fetch_add(&l->refs, 1);
	return l;
}

static void listener_unref(struct listener *l)
{
	if (atomic_fetch_sub(&l->refs, 1) != 1)
		return;
	if (l->sink.release)
		l->sink.release(l->sink.opaque);
	free(l);
}

void event_emit(const struct event_binding *b, struct event *event)
{
	autofree char *text = mem_printf("%s%s%s", event->what, event->why ? ": " : "",
					 event->why ? event->why : "");
	event->text = text;
	b->listener->sink.fn(b->listener->sink.opaque, event);
}

struct events {
	struct listener *listener;
	int *ids;    /* libvirt's callback ids, by row; -1 for what is not registered */
	bool closes; /* the close callback is registered */
	bool whole;  /* those that can wait have been registered, too */
};

static void binding_free(void *opaque)
{
	struct event_binding *b = opaque;
	listener_unref(b->listener);
	free(b);
}

static int register_callback(virConnectPtr vir, const struct event_source *source,
			     struct event_binding *b)
{
	switch (source->family) {
	case EVENTS_OF_DOMAINS:
		return virConnectDomainEventRegisterAny(vir, NULL, source->id,
							VIR_DOMAIN_EVENT_CALLBACK(source->callback), b,
							binding_free);
	case EVENTS_OF_NETWORKS:
		return virConnectNetworkEventRegisterAny(vir, NULL, source->id,
							 VIR_NETWORK_EVENT_CALLBACK(source->callback), b,
							 binding_free);
	case EVENTS_OF_POOLS:
		return virConnectStoragePoolEventRegisterAny(
			vir, NULL, source->id, VIR_STORAGE_POOL_EVENT_CALLBACK(source->callback), b,
			binding_free);
	case EVENTS_OF_SECRETS:
		return virConnectSecretEventRegisterAny(vir, NULL, source->id,
							VIR_SECRET_EVENT_CALLBACK(source->callback), b,
							binding_free);
	case EVENTS_OF_DEVICES:
		return virConnectNodeDeviceEventRegisterAny(
			vir, NULL, source->id, VIR_NODE_DEVICE_EVENT_CALLBACK(source->callback), b,
			binding_free);
	}
	return -1;
}

static void deregister_callback(virConnectPtr vir, const struct event_source *source, int id)
{
	switch (source->family) {
	case EVENTS_OF_DOMAINS:
		virConnectDomainEventDeregisterAny(vir, id);
		break;
	case EVENTS_OF_NETWORKS:
		virConnectNetworkEventDeregisterAny(vir, id);
		break;
	case EVENTS_OF_POOLS:
		virConnectStoragePoolEventDeregisterAny(vir, id);
		break;
	case EVENTS_OF_SECRETS:
		virConnectSecretEventDeregisterAny(vir, id);
		break;
	case EVENTS_OF_DEVICES:
		virConnectNodeDeviceEventDeregisterAny(vir, id);
		break;
	}
}

/* What may be missing without harm. An older daemon calls the number of an event it does not know an
 * invalid argument; what is no machine can be in a daemon of its own that does not run. */
static bool can_be_missing(const struct event_source *source, enum err_code code)
{
	if (code == ERR_UNSUPPORTED || code == ERR_INVALID)
		return true;
	return source->family != EVENTS_OF_DOMAINS && code != ERR_LOST;
}

/* False only when it should have worked. */
static bool register_row(struct conn *conn, size_t index, struct err *err)
{
	const struct event_source *source = &event_sources[index];
	struct event_binding *b = mem_new(struct event_binding);
	b->listener = listener_ref(conn->events->listener);
	b->source = source;
	int id = register_callback(conn->vir, source, b);
	conn->events->ids[index] = id;
	if (id >= 0)
		return true;
	binding_free(b);
	autoerr struct err why = {0};
	virerr_take(&why, conn->vir);
	if (can_be_missing(source, why.code))
		return true;
	err_move(err, &why);
	return false;
}

static const char *close_text(int reason)
{
	switch ((virConnectCloseReason)reason) {
	case VIR_CONNECT_CLOSE_REASON_ERROR:
		return "The connection broke";
	case VIR_CONNECT_CLOSE_REASON_EOF:
		return "The other side closed the connection";
	case VIR_CONNECT_CLOSE_REASON_KEEPALIVE:
		return "The other side no longer answers";
	case VIR_CONNECT_CLOSE_REASON_CLIENT:
		return "The connection was closed";
	}
	return "The connection ended for a reason unknown to virtty";
}

static void tell_closed(struct listener *l, int reason)
{
	struct event event = {.kind = EVENT_CLOSED, .text = close_text(reason)};
	l->sink.fn(l->sink.opaque, &event);
}

/* An end on its way from a worker to the main thread. */
struct farewell {
	struct listener *listener;
	int reason;
};

static void on_farewell(int timer, void *opaque)
{
	struct farewell *f = opaque;
	tell_closed(f->listener, f->reason);
	virEventRemoveTimeout(timer);
}

static void farewell_free(void *opaque)
{
	struct farewell *f = opaque;
	listener_unref(f->listener);
	free(f);
}

/* Called by whoever found the connection dead: a worker, when it was in the middle of a call. */
static void on_close(virConnectPtr vir, int reason, void *opaque)
{
	(void)vir;
	struct listener *l = opaque;
	if (loop_is_main_thread()) {
		tell_closed(l, reason);
		return;
	}
	struct farewell *f = mem_new(struct farewell);
	f->listener = listener_ref(l);
	f->reason = reason;
	if (virEventAddTimeout(0, on_farewell, f, farewell_free) < 0) {
		log_write(LOG_ERROR, "the end of a connection could not be told");
		farewell_free(f);
	}
}

static void on_close_free(void *opaque)
{
	struct listener *l = opaque;
	if (atomic_exchange(&l->close_held, false))
		listener_unref(l);
}

static bool register_close(struct conn *conn, struct err *err)
{
	struct listener *l = listener_ref(conn->events->listener);
	atomic_store(&l->close_held, true);
	conn->events->closes =
		virConnectRegisterCloseCallback(conn->vir, on_close, l, on_close_free) == 0;
	if (conn->events->closes)
		return true;
	on_close_free(l);
	autoerr struct err why = {0};
	virerr_take(&why, conn->vir);
	if (why.code == ERR_UNSUPPORTED)
		return true;
	err_move(err, &why);
	return false;
}

/* A driver whose connection cannot end accepts the callback, and forgets it without freeing it:
 * after a successful unregistering nobody holds it, whether it was freed or not. When that fails
 * the callback has been made already, or libvirt frees it with the connection. */
static void unregister_close(struct conn *conn)
{
	struct listener *l = conn->events->listener;
	if (conn->events->closes && virConnectUnregisterCloseCallback(conn->vir, on_close) == 0)
		on_close_free(l);
}

void events_unregister(struct work *work, struct conn *conn)
{
	work_assert(work);
	struct events *events = conn->events;
	if (!events)
		return;
	unregister_close(conn);
	for (size_t i = 0; i < n_event_sources; i++)
		if (events->ids[i] >= 0)
			deregister_callback(conn->vir, &event_sources[i], events->ids[i]);
	virResetLastError();
	conn->events = NULL;
	listener_unref(events->listener);
	free(events->ids);
	free(events);
}

static struct events *events_create(const struct event_sink *sink)
{
	struct events *events = mem_new(struct events);
	events->listener = listener_create(sink);
	events->ids = mem_new_array(n_event_sources, sizeof(*events->ids));
	for (size_t i = 0; i < n_event_sources; i++)
		events->ids[i] = -1;
	return events;
}

/* Their daemons may still be looking all devices over, or have to be started for it: nobody waits for a list meanwhile. */
static bool can_wait(const struct event_source *source)
{
	return source->family == EVENTS_OF_SECRETS || source->family == EVENTS_OF_DEVICES;
}

void events_register_rest(struct work *work, struct conn *conn)
{
	autoerr struct err unused = {0};
	work_assert(work);
	if (!conn->events || conn->events->whole)
		return;
	conn->events->whole = true;
	for (size_t i = 0; i < n_event_sources; i++)
		if (can_wait(&event_sources[i]) && !work_cancelled(work))
			register_row(conn, i, &unused);
}

bool events_register(struct work *work, struct conn *conn, const struct event_sink *sink,
		     struct err *err)
{
	work_assert(work);
	assert(!conn->events);
	conn->events = events_create(sink);
	bool ok = register_close(conn, err);
	for (size_t i = 0; ok && i < n_event_sources; i++) {
		ok = can_wait(&event_sources[i]) || register_row(conn, i, err);
		if (ok && work_cancelled(work))
			ok = err_set(err, ERR_CANCELLED, "Cancelled");
	}
	if (!ok)
		events_unregister(work, conn);
	return ok;
}
