// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/event.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
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

struct row;

/* One registration: libvirt's opaque. */
struct binding {
	struct listener *listener;
	const struct row *row;
};

struct row {
	int id; /* VIR_DOMAIN_EVENT_ID_* */
	void (*callback)(void);
	enum event_kind kind;
	const char *text; /* what happened; the callback may add to it */
};

static void tell_kind(const struct binding *b, virDomainPtr domain, enum event_kind kind,
		      const char *text)
{
	struct event event = {.kind = kind, .name = virDomainGetName(domain), .text = text};
	virDomainGetUUID(domain, event.uuid);
	b->listener->sink.fn(b->listener->sink.opaque, &event);
}

static void tell(void *opaque, virDomainPtr domain, const char *detail)
{
	const struct binding *b = opaque;
	autofree char *text =
		mem_printf("%s%s%s", b->row->text, detail ? ": " : "", detail ? detail : "");
	tell_kind(b, domain, b->row->kind, text);
}

/* The word for a number; NULL when the number is newer than the table. */
static const char *word(const char *const *words, size_t n, int number)
{
	return number >= 0 && (size_t)number < n ? words[number] : NULL;
}

static void tell_word(void *opaque, virDomainPtr domain, const char *const *words, size_t n,
		      int number)
{
	char unknown[32];
	const char *found = word(words, n, number);
	snprintf(unknown, sizeof(unknown), "unknown (%d)", number);
	tell(opaque, domain, found ? found : unknown);
}

static const char *const defined_words[] = {
	[VIR_DOMAIN_EVENT_DEFINED_ADDED] = "added",
	[VIR_DOMAIN_EVENT_DEFINED_UPDATED] = "updated",
	[VIR_DOMAIN_EVENT_DEFINED_RENAMED] = "renamed",
	[VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT] = "from snapshot",
};

static const char *const undefined_words[] = {
	[VIR_DOMAIN_EVENT_UNDEFINED_REMOVED] = "removed",
	[VIR_DOMAIN_EVENT_UNDEFINED_RENAMED] = "renamed",
};

static const char *const started_words[] = {
	[VIR_DOMAIN_EVENT_STARTED_BOOTED] = "booted",
	[VIR_DOMAIN_EVENT_STARTED_MIGRATED] = "migrated",
	[VIR_DOMAIN_EVENT_STARTED_RESTORED] = "restored",
	[VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT] = "from snapshot",
	[VIR_DOMAIN_EVENT_STARTED_WAKEUP] = "woken up",
};

static const char *const suspended_words[] = {
	[VIR_DOMAIN_EVENT_SUSPENDED_PAUSED] = "by the user",
	[VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED] = "migrating",
	[VIR_DOMAIN_EVENT_SUSPENDED_IOERROR] = "I/O error",
	[VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG] = "watchdog",
	[VIR_DOMAIN_EVENT_SUSPENDED_RESTORED] = "restored",
	[VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT] = "from snapshot",
	[VIR_DOMAIN_EVENT_SUSPENDED_API_ERROR] = "after a failed call",
	[VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY] = "post-copy migration",
	[VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED] = "post-copy migration failed",
};

static const char *const resumed_words[] = {
	[VIR_DOMAIN_EVENT_RESUMED_UNPAUSED] = "by the user",
	[VIR_DOMAIN_EVENT_RESUMED_MIGRATED] = "migrated",
	[VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT] = "from snapshot",
	[VIR_DOMAIN_EVENT_RESUMED_POSTCOPY] = "post-copy migration",
	[VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED] = "post-copy migration failed",
};

static const char *const stopped_words[] = {
	[VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN] = "shut down",
	[VIR_DOMAIN_EVENT_STOPPED_DESTROYED] = "forced off",
	[VIR_DOMAIN_EVENT_STOPPED_CRASHED] = "crashed",
	[VIR_DOMAIN_EVENT_STOPPED_MIGRATED] = "migrated",
	[VIR_DOMAIN_EVENT_STOPPED_SAVED] = "saved",
	[VIR_DOMAIN_EVENT_STOPPED_FAILED] = "failed",
	[VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT] = "from snapshot",
};

static const char *const shutdown_words[] = {
	[VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED] = "finished",
	[VIR_DOMAIN_EVENT_SHUTDOWN_GUEST] = "by the guest",
	[VIR_DOMAIN_EVENT_SHUTDOWN_HOST] = "by the host",
};

static const char *const pmsuspended_words[] = {
	[VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY] = "to memory",
	[VIR_DOMAIN_EVENT_PMSUSPENDED_DISK] = "to disk",
};

static const char *const crashed_words[] = {
	[VIR_DOMAIN_EVENT_CRASHED_PANICKED] = "panicked",
	[VIR_DOMAIN_EVENT_CRASHED_CRASHLOADED] = "crash kernel loaded",
};

static const struct lifecycle {
	enum event_kind kind;
	const char *text;
	const char *const *details;
	size_t n_details;
} lifecycles[] = {
#define DETAILS(words) words, ARRAY_SIZE(words)
	[VIR_DOMAIN_EVENT_DEFINED] = {EVENT_DOMAIN_DEFINITION, "defined", DETAILS(defined_words)},
	[VIR_DOMAIN_EVENT_UNDEFINED] = {EVENT_DOMAIN_DEFINITION, "undefined",
					DETAILS(undefined_words)},
	[VIR_DOMAIN_EVENT_STARTED] = {EVENT_DOMAIN_STATE, "started", DETAILS(started_words)},
	[VIR_DOMAIN_EVENT_SUSPENDED] = {EVENT_DOMAIN_STATE, "paused", DETAILS(suspended_words)},
	[VIR_DOMAIN_EVENT_RESUMED] = {EVENT_DOMAIN_STATE, "resumed", DETAILS(resumed_words)},
	[VIR_DOMAIN_EVENT_STOPPED] = {EVENT_DOMAIN_STATE, "stopped", DETAILS(stopped_words)},
	[VIR_DOMAIN_EVENT_SHUTDOWN] = {EVENT_DOMAIN_STATE, "shutting down",
				       DETAILS(shutdown_words)},
	[VIR_DOMAIN_EVENT_PMSUSPENDED] = {EVENT_DOMAIN_STATE, "asleep",
					  DETAILS(pmsuspended_words)},
	[VIR_DOMAIN_EVENT_CRASHED] = {EVENT_DOMAIN_STATE, "crashed", DETAILS(crashed_words)},
#undef DETAILS
};

static const struct lifecycle lifecycle_unknown = {EVENT_DOMAIN_STATE, "changed", NULL, 0};

static int on_lifecycle(virConnectPtr vir, virDomainPtr domain, int type, int detail, void *opaque)
{
	(void)vir;
	char unknown[32];
	snprintf(unknown, sizeof(unknown), "unknown (%d)", detail);
	bool known = type >= 0 && (size_t)type < ARRAY_SIZE(lifecycles);
	const struct lifecycle *l = known ? &lifecycles[type] : &lifecycle_unknown;
	const char *why = word(l->details, l->n_details, detail);
	autofree char *text = mem_printf("%s: %s", l->text, why ? why : unknown);
	tell_kind(opaque, domain, l->kind, text);
	return 0;
}

static void on_generic(virConnectPtr vir, virDomainPtr domain, void *opaque)
{
	(void)vir;
	tell(opaque, domain, NULL);
}

/* PMWAKEUP, PMSUSPEND and the like: the number has no meaning yet. */
static void on_number(virConnectPtr vir, virDomainPtr domain, int reason, void *opaque)
{
	(void)vir, (void)reason;
	tell(opaque, domain, NULL);
}

static void on_device(virConnectPtr vir, virDomainPtr domain, const char *alias, void *opaque)
{
	(void)vir;
	tell(opaque, domain, alias);
}

static void on_params(virConnectPtr vir, virDomainPtr domain, virTypedParameterPtr params, int n,
		      void *opaque)
{
	(void)vir, (void)params, (void)n;
	tell(opaque, domain, NULL);
}

static const char *const watchdog_words[] = {
	[VIR_DOMAIN_EVENT_WATCHDOG_NONE] = "nothing done",
	[VIR_DOMAIN_EVENT_WATCHDOG_PAUSE] = "paused",
	[VIR_DOMAIN_EVENT_WATCHDOG_RESET] = "reset",
	[VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF] = "powered off",
	[VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN] = "shut down",
	[VIR_DOMAIN_EVENT_WATCHDOG_DEBUG] = "debug",
	[VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI] = "NMI injected",
};

static void on_watchdog(virConnectPtr vir, virDomainPtr domain, int action, void *opaque)
{
	(void)vir;
	tell_word(opaque, domain, watchdog_words, ARRAY_SIZE(watchdog_words), action);
}

static void on_io_error(virConnectPtr vir, virDomainPtr domain, const char *path,
			const char *alias, int action, const char *reason, void *opaque)
{
	(void)vir, (void)path, (void)action;
	bool told = reason && *reason;
	autofree char *detail = mem_printf("%s%s%s", alias ? alias : "a disk", told ? ", " : "",
					   told ? reason : "");
	tell(opaque, domain, detail);
}

static const char *const agent_words[] = {
	[VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED] = "connected",
	[VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED] = "disconnected",
};

static void on_agent(virConnectPtr vir, virDomainPtr domain, int state, int reason, void *opaque)
{
	(void)vir, (void)reason;
	tell_word(opaque, domain, agent_words, ARRAY_SIZE(agent_words), state);
}

static void on_metadata(virConnectPtr vir, virDomainPtr domain, int type, const char *uri,
			void *opaque)
{
	(void)vir, (void)type, (void)uri;
	tell(opaque, domain, NULL);
}

static void on_disk_change(virConnectPtr vir, virDomainPtr domain, const char *before,
			   const char *now, const char *alias, int reason, void *opaque)
{
	(void)vir, (void)before, (void)now, (void)reason;
	tell(opaque, domain, alias);
}

static const char *const tray_words[] = {
	[VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN] = "opened",
	[VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE] = "closed",
};

static void on_tray(virConnectPtr vir, virDomainPtr domain, const char *alias, int reason,
		    void *opaque)
{
	(void)vir, (void)alias;
	tell_word(opaque, domain, tray_words, ARRAY_SIZE(tray_words), reason);
}

static const char *const block_job_words[] = {
	[VIR_DOMAIN_BLOCK_JOB_COMPLETED] = "completed",
	[VIR_DOMAIN_BLOCK_JOB_FAILED] = "failed",
	[VIR_DOMAIN_BLOCK_JOB_CANCELED] = "cancelled",
	[VIR_DOMAIN_BLOCK_JOB_READY] = "ready",
};

static void on_block_job(virConnectPtr vir, virDomainPtr domain, const char *disk, int type,
			 int status, void *opaque)
{
	(void)vir, (void)disk, (void)type;
	tell_word(opaque, domain, block_job_words, ARRAY_SIZE(block_job_words), status);
}

static void on_threshold(virConnectPtr vir, virDomainPtr domain, const char *device,
			 const char *path, unsigned long long threshold,
			 unsigned long long excess, void *opaque)
{
	(void)vir, (void)path, (void)threshold, (void)excess;
	tell(opaque, domain, device);
}

static void on_memory_failure(virConnectPtr vir, virDomainPtr domain, int recipient, int action,
			      unsigned flags, void *opaque)
{
	(void)vir, (void)recipient, (void)action, (void)flags;
	tell(opaque, domain, NULL);
}

/* Balloon and clock changes are left out: they come often, and the figures tell the same. */
static const struct row rows[] = {
#define CALLBACK(fn) ((void (*)(void))(fn))
	{VIR_DOMAIN_EVENT_ID_LIFECYCLE, CALLBACK(on_lifecycle), EVENT_DOMAIN_STATE, NULL},
	{VIR_DOMAIN_EVENT_ID_PMWAKEUP, CALLBACK(on_number), EVENT_DOMAIN_STATE, "woken up"},
	{VIR_DOMAIN_EVENT_ID_PMSUSPEND, CALLBACK(on_number), EVENT_DOMAIN_STATE,
	 "asleep: to memory"},
	{VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK, CALLBACK(on_number), EVENT_DOMAIN_STATE,
	 "asleep: to disk"},
	{VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, CALLBACK(on_device), EVENT_DOMAIN_DEFINITION,
	 "device added"},
	{VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, CALLBACK(on_device), EVENT_DOMAIN_DEFINITION,
	 "device removed"},
	{VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED, CALLBACK(on_device), EVENT_DOMAIN_OTHER,
	 "device removal failed"},
	{VIR_DOMAIN_EVENT_ID_TUNABLE, CALLBACK(on_params), EVENT_DOMAIN_DEFINITION,
	 "limits changed"},
	{VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, CALLBACK(on_metadata), EVENT_DOMAIN_DEFINITION,
	 "metadata changed"},
	{VIR_DOMAIN_EVENT_ID_DISK_CHANGE, CALLBACK(on_disk_change), EVENT_DOMAIN_DEFINITION,
	 "medium changed"},
	{VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, CALLBACK(on_block_job), EVENT_DOMAIN_DEFINITION,
	 "block job"},
	{VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, CALLBACK(on_tray), EVENT_DOMAIN_OTHER, "tray"},
	{VIR_DOMAIN_EVENT_ID_REBOOT, CALLBACK(on_generic), EVENT_DOMAIN_OTHER, "rebooted"},
	{VIR_DOMAIN_EVENT_ID_WATCHDOG, CALLBACK(on_watchdog), EVENT_DOMAIN_OTHER, "watchdog"},
	{VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, CALLBACK(on_io_error), EVENT_DOMAIN_OTHER,
	 "I/O error"},
	{VIR_DOMAIN_EVENT_ID_CONTROL_ERROR, CALLBACK(on_generic), EVENT_DOMAIN_OTHER,
	 "libvirt lost control of it"},
	{VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, CALLBACK(on_agent), EVENT_DOMAIN_OTHER,
	 "guest agent"},
	{VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, CALLBACK(on_params), EVENT_DOMAIN_OTHER,
	 "job completed"},
	{VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD, CALLBACK(on_threshold), EVENT_DOMAIN_OTHER,
	 "disk filled past its threshold"},
	{VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE, CALLBACK(on_memory_failure), EVENT_DOMAIN_OTHER,
	 "memory failure"},
#undef CALLBACK
};

struct events {
	struct listener *listener;
	int ids[ARRAY_SIZE(rows)]; /* libvirt's callback ids, -1 for what is not registered */
	bool closes;               /* the close callback is registered */
};

static void binding_free(void *opaque)
{
	struct binding *b = opaque;
	listener_unref(b->listener);
	free(b);
}

/* False only when it should have worked. */
static bool register_row(struct conn *conn, size_t index, struct err *err)
{
	const struct row *row = &rows[index];
	struct binding *b = mem_new(struct binding);
	b->listener = listener_ref(conn->events->listener);
	b->row = row;
	int id = virConnectDomainEventRegisterAny(
		conn->vir, NULL, row->id, (virConnectDomainEventGenericCallback)row->callback, b,
		binding_free);
	conn->events->ids[index] = id;
	if (id >= 0)
		return true;
	binding_free(b);
	autoerr struct err why = {0};
	virerr_take(&why, conn->vir);
	/* An older daemon calls the number of an event it does not know an invalid argument. */
	if (why.code == ERR_UNSUPPORTED || why.code == ERR_INVALID)
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
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (events->ids[i] >= 0)
			virConnectDomainEventDeregisterAny(conn->vir, events->ids[i]);
	virResetLastError();
	conn->events = NULL;
	listener_unref(events->listener);
	free(events);
}

static struct events *events_create(const struct event_sink *sink)
{
	struct events *events = mem_new(struct events);
	events->listener = listener_create(sink);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		events->ids[i] = -1;
	return events;
}

bool events_register(struct work *work, struct conn *conn, const struct event_sink *sink,
		     struct err *err)
{
	work_assert(work);
	assert(!conn->events);
	conn->events = events_create(sink);
	bool ok = register_close(conn, err);
	for (size_t i = 0; ok && i < ARRAY_SIZE(rows); i++) {
		ok = register_row(conn, i, err);
		if (ok && work_cancelled(work))
			ok = err_set(err, ERR_CANCELLED, "Cancelled");
	}
	if (!ok)
		events_unregister(work, conn);
	return ok;
}
