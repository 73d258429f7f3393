// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/event-sources.h"

#include <stdio.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "model/devices.h"

#define KIB 1024

/* A word for one of libvirt's numbers; TONE_PLAIN: that of the row. */
struct word {
	const char *text;
	enum tone tone;
};

struct words {
	const struct word *words;
	size_t n;
};

#define WORDS(table) (struct words){(table), ARRAY_SIZE(table)}
#define UNKNOWN_SIZE 32

/* "unknown (23)" in buf for a number that is newer than the table. */
static struct word find_word(struct words words, int number, char buf[UNKNOWN_SIZE])
{
	if (number >= 0 && (size_t)number < words.n && words.words[number].text)
		return words.words[number];
	snprintf(buf, UNKNOWN_SIZE, "unknown (%d)", number);
	return (struct word){.text = buf};
}

static enum tone tone_or(enum tone tone, enum tone other)
{
	return tone == TONE_PLAIN ? other : tone;
}

static void tell_as(const struct event_binding *b, virDomainPtr domain, struct event event)
{
	event.name = virDomainGetName(domain);
	virDomainGetUUID(domain, event.uuid);
	event_emit(b, &event);
}

static void tell_tone(const void *opaque, virDomainPtr domain, enum tone tone, const char *why)
{
	const struct event_binding *b = opaque;

	tell_as(b, domain, (struct event){.kind = b->source->kind,
					  .what = b->source->what,
					  .why = why,
					  .tone = tone_or(tone, b->source->tone)});
}

static void tell(const void *opaque, virDomainPtr domain, const char *why)
{
	tell_tone(opaque, domain, TONE_PLAIN, why);
}

static void tell_word(const void *opaque, virDomainPtr domain, struct words words, int number)
{
	char unknown[UNKNOWN_SIZE];
	struct word w = find_word(words, number, unknown);

	tell_tone(opaque, domain, w.tone, w.text);
}

static const char *or(const char *text, const char *other)
{
	return text && *text ? text : other;
}

/* ---- the life of a machine ---- */

static const struct word defined_words[] = {
	[VIR_DOMAIN_EVENT_DEFINED_ADDED] = {"added"},
	[VIR_DOMAIN_EVENT_DEFINED_UPDATED] = {"updated"},
	[VIR_DOMAIN_EVENT_DEFINED_RENAMED] = {"renamed"},
	[VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT] = {"from snapshot"},
};

static const struct word undefined_words[] = {
	[VIR_DOMAIN_EVENT_UNDEFINED_REMOVED] = {"removed"},
	[VIR_DOMAIN_EVENT_UNDEFINED_RENAMED] = {"renamed"},
};

static const struct word started_words[] = {
	[VIR_DOMAIN_EVENT_STARTED_BOOTED] = {"booted"},
	[VIR_DOMAIN_EVENT_STARTED_MIGRATED] = {"migrated"},
	[VIR_DOMAIN_EVENT_STARTED_RESTORED] = {"restored"},
	[VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT] = {"from snapshot"},
	[VIR_DOMAIN_EVENT_STARTED_WAKEUP] = {"woken up"},
};

static const struct word suspended_words[] = {
	[VIR_DOMAIN_EVENT_SUSPENDED_PAUSED] = {"by the user"},
	[VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED] = {"migrating", TONE_BUSY},
	[VIR_DOMAIN_EVENT_SUSPENDED_IOERROR] = {"I/O error", TONE_BAD},
	[VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG] = {"watchdog", TONE_BAD},
	[VIR_DOMAIN_EVENT_SUSPENDED_RESTORED] = {"restored"},
	[VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT] = {"from snapshot"},
	[VIR_DOMAIN_EVENT_SUSPENDED_API_ERROR] = {"after a failed call", TONE_BAD},
	[VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY] = {"post-copy migration", TONE_BUSY},
	[VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED] = {"post-copy migration failed", TONE_BAD},
};

static const struct word resumed_words[] = {
	[VIR_DOMAIN_EVENT_RESUMED_UNPAUSED] = {"by the user"},
	[VIR_DOMAIN_EVENT_RESUMED_MIGRATED] = {"migrated"},
	[VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT] = {"from snapshot"},
	[VIR_DOMAIN_EVENT_RESUMED_POSTCOPY] = {"post-copy migration", TONE_BUSY},
	[VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED] = {"post-copy migration failed", TONE_BAD},
};

static const struct word stopped_words[] = {
	[VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN] = {"shut down"},
	[VIR_DOMAIN_EVENT_STOPPED_DESTROYED] = {"forced off"},
	[VIR_DOMAIN_EVENT_STOPPED_CRASHED] = {"crashed", TONE_BAD},
	[VIR_DOMAIN_EVENT_STOPPED_MIGRATED] = {"migrated"},
	[VIR_DOMAIN_EVENT_STOPPED_SAVED] = {"saved"},
	[VIR_DOMAIN_EVENT_STOPPED_FAILED] = {"failed", TONE_BAD},
	[VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT] = {"from snapshot"},
};

static const struct word shutdown_words[] = {
	[VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED] = {"finished"},
	[VIR_DOMAIN_EVENT_SHUTDOWN_GUEST] = {"by the guest"},
	[VIR_DOMAIN_EVENT_SHUTDOWN_HOST] = {"by the host"},
};

static const struct word pmsuspended_words[] = {
	[VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY] = {"to memory"},
	[VIR_DOMAIN_EVENT_PMSUSPENDED_DISK] = {"to disk"},
};

static const struct word crashed_words[] = {
	[VIR_DOMAIN_EVENT_CRASHED_PANICKED] = {"panicked"},
	[VIR_DOMAIN_EVENT_CRASHED_CRASHLOADED] = {"crash kernel loaded"},
};

static const struct lifecycle {
	enum event_kind kind;
	const char *what;
	enum tone tone;
	struct words details;
} lifecycles[] = {
#define DETAILS(table) {(table), ARRAY_SIZE(table)}
	[VIR_DOMAIN_EVENT_DEFINED] = {EVENT_DOMAIN_DEFINITION, "defined", TONE_PLAIN,
				      DETAILS(defined_words)},
	[VIR_DOMAIN_EVENT_UNDEFINED] = {EVENT_DOMAIN_DEFINITION, "undefined", TONE_PLAIN,
					DETAILS(undefined_words)},
	[VIR_DOMAIN_EVENT_STARTED] = {EVENT_DOMAIN_STATE, "started", TONE_GOOD,
				      DETAILS(started_words)},
	[VIR_DOMAIN_EVENT_SUSPENDED] = {EVENT_DOMAIN_STATE, "paused", TONE_WARN,
					DETAILS(suspended_words)},
	[VIR_DOMAIN_EVENT_RESUMED] = {EVENT_DOMAIN_STATE, "resumed", TONE_GOOD,
				      DETAILS(resumed_words)},
	[VIR_DOMAIN_EVENT_STOPPED] = {EVENT_DOMAIN_STATE, "stopped", TONE_DIM,
				      DETAILS(stopped_words)},
	[VIR_DOMAIN_EVENT_SHUTDOWN] = {EVENT_DOMAIN_STATE, "shutting down", TONE_BUSY,
				       DETAILS(shutdown_words)},
	[VIR_DOMAIN_EVENT_PMSUSPENDED] = {EVENT_DOMAIN_STATE, "asleep", TONE_DIM,
					  DETAILS(pmsuspended_words)},
	[VIR_DOMAIN_EVENT_CRASHED] = {EVENT_DOMAIN_STATE, "crashed", TONE_BAD,
				      DETAILS(crashed_words)},
#undef DETAILS
};

static const struct lifecycle lifecycle_unknown = {.kind = EVENT_DOMAIN_STATE, .what = "changed"};

static int on_lifecycle(virConnectPtr vir, virDomainPtr domain, int type, int detail, void *opaque)
{
	(void)vir;
	char unknown[UNKNOWN_SIZE];
	bool known = type >= 0 && (size_t)type < ARRAY_SIZE(lifecycles);
	const struct lifecycle *l = known ? &lifecycles[type] : &lifecycle_unknown;
	struct word why = find_word(l->details, known ? detail : type, unknown);

	tell_as(opaque, domain, (struct event){.kind = l->kind,
					       .what = l->what,
					       .why = why.text,
					       .tone = tone_or(why.tone, l->tone)});
	return 0;
}

static void on_generic(virConnectPtr vir, virDomainPtr domain, void *opaque)
{
	(void)vir;
	tell(opaque, domain, NULL);
}

/* Always 0 so far. */
static void on_wake_up(virConnectPtr vir, virDomainPtr domain, int reason, void *opaque)
{
	(void)vir, (void)reason;
	tell(opaque, domain, NULL);
}

static void on_sleep_memory(virConnectPtr vir, virDomainPtr domain, int reason, void *opaque)
{
	(void)vir, (void)reason;
	tell(opaque, domain, "to memory");
}

static void on_sleep_disk(virConnectPtr vir, virDomainPtr domain, int reason, void *opaque)
{
	(void)vir, (void)reason;
	tell(opaque, domain, "to disk");
}

/* ---- what goes wrong ---- */

static const struct word watchdog_words[] = {
	[VIR_DOMAIN_EVENT_WATCHDOG_NONE] = {"nothing done", TONE_WARN},
	[VIR_DOMAIN_EVENT_WATCHDOG_PAUSE] = {"paused"},
	[VIR_DOMAIN_EVENT_WATCHDOG_RESET] = {"reset"},
	[VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF] = {"powered off"},
	[VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN] = {"shut down"},
	[VIR_DOMAIN_EVENT_WATCHDOG_DEBUG] = {"debug", TONE_WARN},
	[VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI] = {"NMI injected"},
};

static void on_watchdog(virConnectPtr vir, virDomainPtr domain, int action, void *opaque)
{
	(void)vir;
	tell_word(opaque, domain, WORDS(watchdog_words), action);
}

static const struct word io_error_words[] = {
	[VIR_DOMAIN_EVENT_IO_ERROR_NONE] = {"ignored", TONE_WARN},
	[VIR_DOMAIN_EVENT_IO_ERROR_PAUSE] = {"paused"},
	[VIR_DOMAIN_EVENT_IO_ERROR_REPORT] = {"told to the guest"},
};

static void on_io_error(virConnectPtr vir, virDomainPtr domain, const char *path,
			const char *alias, int action, const char *reason, void *opaque)
{
	(void)vir;
	autostr struct str why = {0};
	char unknown[UNKNOWN_SIZE];
	struct word done = find_word(WORDS(io_error_words), action, unknown);

	str_add(&why, or(alias, "a disk"));
	if (str_equal(reason, "enospc"))
		str_add(&why, ": no space left on its storage");
	else if (reason && *reason)
		str_addf(&why, ": %s", reason);
	str_addf(&why, ", %s", done.text);
	if (path && *path)
		str_addf(&why, " (%s)", path);
	tell_tone(opaque, domain, done.tone, str_text(&why));
}

static const struct word memory_recipients[] = {
	[VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR] = {"memory of the hypervisor"},
	[VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST] = {"memory of the guest"},
};

static const struct word memory_actions[] = {
	[VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE] = {"ignored", TONE_WARN},
	[VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT] = {"told to the guest"},
	[VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL] = {"fatal, it stops"},
	[VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET] = {"reset"},
};

static void on_memory_failure(virConnectPtr vir, virDomainPtr domain, int recipient, int action,
			      unsigned flags, void *opaque)
{
	(void)vir;
	char unknown[2][UNKNOWN_SIZE];
	struct word whose = find_word(WORDS(memory_recipients), recipient, unknown[0]);
	struct word done = find_word(WORDS(memory_actions), action, unknown[1]);
	autofree char *why = mem_printf(
		"%s, %s%s%s", whose.text, done.text,
		flags & VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED ? ", the guest must act" : "",
		flags & VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE ? ", while handling another" : "");

	tell_tone(opaque, domain, done.tone, why);
}

/* ---- devices ---- */

static void on_device(virConnectPtr vir, virDomainPtr domain, const char *alias, void *opaque)
{
	(void)vir;
	tell(opaque, domain, alias);
}

static void on_disk_change(virConnectPtr vir, virDomainPtr domain, const char *before,
			   const char *now, const char *alias, int reason, void *opaque)
{
	(void)vir;
	autostr struct str why = {0};

	bool missing = reason == VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START;

	str_add(&why, or(alias, "a disk"));
	if (missing || reason == VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START)
		str_addf(&why, ": %s, for %s is missing", missing ? "empty" : "left out",
			 or(before, "its file"));
	else
		str_addf(&why, ": %s, before %s", or(now, "empty"), or(before, "empty"));
	tell(opaque, domain, str_text(&why));
}

static const struct word tray_words[] = {
	[VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN] = {"opened"},
	[VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE] = {"closed"},
};

/* "vda: word" */
static void tell_device(const void *opaque, virDomainPtr domain, const char *device,
			struct words words, int number)
{
	char unknown[UNKNOWN_SIZE];
	struct word w = find_word(words, number, unknown);
	autofree char *why = mem_printf("%s: %s", or(device, "a device"), w.text);

	tell_tone(opaque, domain, w.tone, why);
}

static void on_tray(virConnectPtr vir, virDomainPtr domain, const char *alias, int reason,
		    void *opaque)
{
	(void)vir;
	tell_device(opaque, domain, alias, WORDS(tray_words), reason);
}

static const struct word block_job_types[] = {
	[VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN] = {"job"},
	[VIR_DOMAIN_BLOCK_JOB_TYPE_PULL] = {"pull"},
	[VIR_DOMAIN_BLOCK_JOB_TYPE_COPY] = {"copy"},
	[VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT] = {"commit"},
	[VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT] = {"active commit"},
	[VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP] = {"backup"},
};

static const struct word block_job_states[] = {
	[VIR_DOMAIN_BLOCK_JOB_COMPLETED] = {"completed", TONE_GOOD},
	[VIR_DOMAIN_BLOCK_JOB_FAILED] = {"failed", TONE_BAD},
	[VIR_DOMAIN_BLOCK_JOB_CANCELED] = {"cancelled", TONE_WARN},
	[VIR_DOMAIN_BLOCK_JOB_READY] = {"ready", TONE_BUSY},
};

static void on_block_job(virConnectPtr vir, virDomainPtr domain, const char *disk, int type,
			 int status, void *opaque)
{
	(void)vir;
	char unknown[2][UNKNOWN_SIZE];
	struct word kind = find_word(WORDS(block_job_types), type, unknown[0]);
	struct word state = find_word(WORDS(block_job_states), status, unknown[1]);
	autofree char *why = mem_printf("%s of %s %s", kind.text, or(disk, "a disk"), state.text);

	tell_tone(opaque, domain, state.tone, why);
}

static void on_threshold(virConnectPtr vir, virDomainPtr domain, const char *device,
			 const char *path, unsigned long long threshold,
			 unsigned long long excess, void *opaque)
{
	(void)vir;
	char at[UNITS_SIZE], past[UNITS_SIZE];
	autostr struct str why = {0};

	str_addf(&why, "%s at %s", or(device, "a disk"), units_bytes_long(at, threshold));
	if (excess)
		str_addf(&why, ", %s past it", units_bytes_long(past, excess));
	if (path && *path)
		str_addf(&why, " (%s)", path);
	tell(opaque, domain, str_text(&why));
}

static void on_memory_size(virConnectPtr vir, virDomainPtr domain, const char *alias,
			   unsigned long long kib, void *opaque)
{
	(void)vir;
	char size[UNITS_SIZE];
	autofree char *why =
		mem_printf("%s: %s", or(alias, "a device"), units_bytes_long(size, kib * KIB));

	tell(opaque, domain, why);
}

static void on_balloon(virConnectPtr vir, virDomainPtr domain, unsigned long long kib, void *opaque)
{
	(void)vir;
	char size[UNITS_SIZE];

	tell(opaque, domain, units_bytes_long(size, kib * KIB));
}

static void on_clock(virConnectPtr vir, virDomainPtr domain, long long offset_s, void *opaque)
{
	(void)vir;
	autofree char *why = mem_printf("%+lld s from UTC", offset_s);

	tell(opaque, domain, why);
}

static const struct word display_words[] = {
	[VIR_DOMAIN_EVENT_GRAPHICS_CONNECT] = {"connected"},
	[VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE] = {"let in"},
	[VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT] = {"disconnected"},
};

static void on_display(virConnectPtr vir, virDomainPtr domain, int phase,
		       const virDomainEventGraphicsAddress *local,
		       const virDomainEventGraphicsAddress *remote, const char *scheme,
		       const virDomainEventGraphicsSubject *subject, void *opaque)
{
	(void)vir, (void)local;
	char unknown[UNKNOWN_SIZE];
	autostr struct str why = {0};

	str_add(&why, find_word(WORDS(display_words), phase, unknown).text);
	if (remote && remote->node && *remote->node)
		str_addf(&why, ", %s%s%s", remote->node, remote->service && *remote->service ? " port " : "",
			 or(remote->service, ""));
	if (scheme && *scheme)
		str_addf(&why, ", %s", scheme);
	for (int i = 0; subject && i < subject->nidentity; i++)
		str_addf(&why, ", %s", or(subject->identities[i].name, "?"));
	tell(opaque, domain, str_text(&why));
}

/* ---- definition, agent, jobs ---- */

static void add_param(struct str *text, const virTypedParameter *p)
{
	switch ((virTypedParameterType)p->type) {
	case VIR_TYPED_PARAM_INT:
		str_addf(text, "%d", p->value.i);
		break;
	case VIR_TYPED_PARAM_UINT:
		str_addf(text, "%u", p->value.ui);
		break;
	case VIR_TYPED_PARAM_LLONG:
		str_addf(text, "%lld", p->value.l);
		break;
	case VIR_TYPED_PARAM_ULLONG:
		str_addf(text, "%llu", p->value.ul);
		break;
	case VIR_TYPED_PARAM_DOUBLE:
		str_addf(text, "%g", p->value.d);
		break;
	case VIR_TYPED_PARAM_BOOLEAN:
		str_add(text, p->value.b ? "yes" : "no");
		break;
	case VIR_TYPED_PARAM_STRING:
		str_add(text, or(p->value.s, "none"));
		break;
	}
}

static void on_tunable(virConnectPtr vir, virDomainPtr domain, virTypedParameterPtr params, int n,
		       void *opaque)
{
	(void)vir;
	autostr struct str why = {0};

	for (int i = 0; i < n; i++) {
		str_addf(&why, "%s%s ", i ? ", " : "", params[i].field);
		add_param(&why, &params[i]);
	}
	tell(opaque, domain, n > 0 ? str_text(&why) : NULL);
}

static const struct word metadata_words[] = {
	[VIR_DOMAIN_METADATA_DESCRIPTION] = {"description"},
	[VIR_DOMAIN_METADATA_TITLE] = {"title"},
	[VIR_DOMAIN_METADATA_ELEMENT] = {"an application's"},
};

static void on_metadata(virConnectPtr vir, virDomainPtr domain, int type, const char *uri,
			void *opaque)
{
	(void)vir;
	char unknown[UNKNOWN_SIZE];
	struct word w = find_word(WORDS(metadata_words), type, unknown);

	tell(opaque, domain, or(uri, w.text));
}

static const struct word agent_words[] = {
	[VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED] = {"connected", TONE_GOOD},
	[VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED] = {"disconnected"},
};

static const struct word agent_reasons[] = {
	[VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN] = {""},
	[VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED] = {"the machine started"},
	[VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL] = {"its channel changed"},
};

static void on_agent(virConnectPtr vir, virDomainPtr domain, int state, int reason, void *opaque)
{
	(void)vir;
	char unknown[2][UNKNOWN_SIZE];
	struct word now = find_word(WORDS(agent_words), state, unknown[0]);
	struct word because = find_word(WORDS(agent_reasons), reason, unknown[1]);
	autofree char *why = mem_printf("%s%s%s", now.text, *because.text ? ", " : "", because.text);

	tell_tone(opaque, domain, now.tone, why);
}

static void on_iteration(virConnectPtr vir, virDomainPtr domain, int iteration, void *opaque)
{
	(void)vir;
	autofree char *why = mem_printf("pass %d over its memory", iteration);

	tell(opaque, domain, why);
}

static const struct word operation_words[] = {
	[VIR_DOMAIN_JOB_OPERATION_UNKNOWN] = {"job"},
	[VIR_DOMAIN_JOB_OPERATION_START] = {"start"},
	[VIR_DOMAIN_JOB_OPERATION_SAVE] = {"save"},
	[VIR_DOMAIN_JOB_OPERATION_RESTORE] = {"restore"},
	[VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN] = {"migration to here"},
	[VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT] = {"migration away"},
	[VIR_DOMAIN_JOB_OPERATION_SNAPSHOT] = {"snapshot"},
	[VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT] = {"revert to a snapshot"},
	[VIR_DOMAIN_JOB_OPERATION_DUMP] = {"dump"},
	[VIR_DOMAIN_JOB_OPERATION_BACKUP] = {"backup"},
	[VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_DELETE] = {"deleting a snapshot"},
};

static void on_job(virConnectPtr vir, virDomainPtr domain, virTypedParameterPtr params, int n,
		   void *opaque)
{
	(void)vir;
	char unknown[UNKNOWN_SIZE], took[UNITS_SIZE];
	const char *error = NULL;
	unsigned long long elapsed_ms = 0;
	int operation = VIR_DOMAIN_JOB_OPERATION_UNKNOWN;
	int success = -1;
	autostr struct str why = {0};

	virTypedParamsGetInt(params, n, VIR_DOMAIN_JOB_OPERATION, &operation);
	virTypedParamsGetBoolean(params, n, VIR_DOMAIN_JOB_SUCCESS, &success);
	virTypedParamsGetString(params, n, VIR_DOMAIN_JOB_ERRMSG, &error);
	virTypedParamsGetULLong(params, n, VIR_DOMAIN_JOB_TIME_ELAPSED, &elapsed_ms);
	str_add(&why, find_word(WORDS(operation_words), operation, unknown).text);
	if (success == 0)
		str_addf(&why, " failed%s%s", error ? ": " : "", error ? error : "");
	if (elapsed_ms)
		str_addf(&why, ", took %s", units_duration(took, (double)elapsed_ms / 1000));
	tell_tone(opaque, domain, success == 0 ? TONE_BAD : TONE_PLAIN, str_text(&why));
}

/* ---- networks and pools ---- */

static const struct word network_words[] = {
	[VIR_NETWORK_EVENT_DEFINED] = {"network defined"},
	[VIR_NETWORK_EVENT_UNDEFINED] = {"network undefined"},
	[VIR_NETWORK_EVENT_STARTED] = {"network started", TONE_GOOD},
	[VIR_NETWORK_EVENT_STOPPED] = {"network stopped", TONE_DIM},
};

static void on_network(virConnectPtr vir, virNetworkPtr network, int type, int detail, void *opaque)
{
	(void)vir, (void)detail;
	char unknown[UNKNOWN_SIZE];
	struct word what = find_word(WORDS(network_words), type, unknown);
	struct event event = {.kind = EVENT_NETWORK,
			      .name = virNetworkGetName(network),
			      .what = what.text,
			      .tone = what.tone};

	virNetworkGetUUID(network, event.uuid);
	event_emit(opaque, &event);
}

static const struct word pool_words[] = {
	[VIR_STORAGE_POOL_EVENT_DEFINED] = {"pool defined"},
	[VIR_STORAGE_POOL_EVENT_UNDEFINED] = {"pool undefined"},
	[VIR_STORAGE_POOL_EVENT_STARTED] = {"pool started", TONE_GOOD},
	[VIR_STORAGE_POOL_EVENT_STOPPED] = {"pool stopped", TONE_DIM},
	[VIR_STORAGE_POOL_EVENT_CREATED] = {"pool created"},
	[VIR_STORAGE_POOL_EVENT_DELETED] = {"pool deleted"},
};

static void tell_pool(const struct event_binding *b, virStoragePoolPtr pool, struct word what)
{
	struct event event = {.kind = EVENT_POOL,
			      .name = virStoragePoolGetName(pool),
			      .what = what.text,
			      .tone = what.tone};

	virStoragePoolGetUUID(pool, event.uuid);
	event_emit(b, &event);
}

static void on_pool(virConnectPtr vir, virStoragePoolPtr pool, int type, int detail, void *opaque)
{
	(void)vir, (void)detail;
	char unknown[UNKNOWN_SIZE];

	tell_pool(opaque, pool, find_word(WORDS(pool_words), type, unknown));
}

static void on_pool_refresh(virConnectPtr vir, virStoragePoolPtr pool, void *opaque)
{
	(void)vir;
	tell_pool(opaque, pool, (struct word){"pool refreshed", TONE_DIM});
}

/* ---- secrets and devices ---- */

static const struct word secret_words[] = {
	[VIR_SECRET_EVENT_DEFINED] = {"secret defined"},
	[VIR_SECRET_EVENT_UNDEFINED] = {"secret undefined"},
};

static void tell_secret(const struct event_binding *b, virSecretPtr secret, const char *what)
{
	char uuid[UUID_TEXT_SIZE];
	struct event event = {.kind = EVENT_SECRET, .what = what, .tone = b->source->tone};

	virSecretGetUUID(secret, event.uuid);
	uuid_format(event.uuid, uuid);
	event.name = or(virSecretGetUsageID(secret), uuid);
	event_emit(b, &event);
}

static void on_secret(virConnectPtr vir, virSecretPtr secret, int type, int detail, void *opaque)
{
	(void)vir, (void)detail;
	char unknown[UNKNOWN_SIZE];

	tell_secret(opaque, secret, find_word(WORDS(secret_words), type, unknown).text);
}

static void on_secret_value(virConnectPtr vir, virSecretPtr secret, void *opaque)
{
	(void)vir;
	const struct event_binding *b = opaque;

	tell_secret(b, secret, b->source->what);
}

static const struct word device_words[] = {
	[VIR_NODE_DEVICE_EVENT_CREATED] = {"device came"},
	[VIR_NODE_DEVICE_EVENT_DELETED] = {"device went"},
	[VIR_NODE_DEVICE_EVENT_DEFINED] = {"device defined"},
	[VIR_NODE_DEVICE_EVENT_UNDEFINED] = {"device undefined"},
};

/* Those of machines' NICs come and go with them, which is told anyway. */
static bool is_tap(const char *name)
{
	return str_starts(name, "net_vnet") || str_starts(name, "net_macvtap");
}

static void tell_host_device(const struct event_binding *b, virNodeDevicePtr device, const char *what)
{
	struct event event = {.kind = EVENT_DEVICE,
			      .name = virNodeDeviceGetName(device),
			      .what = what,
			      .tone = b->source->tone};

	if (is_tap(event.name))
		return;

	device_id(event.name, event.uuid);
	event_emit(b, &event);
}

static void on_host_device(virConnectPtr vir, virNodeDevicePtr device, int type, int detail, void *opaque)
{
	(void)vir, (void)detail;
	char unknown[UNKNOWN_SIZE];

	tell_host_device(opaque, device, find_word(WORDS(device_words), type, unknown).text);
}

static void on_host_device_update(virConnectPtr vir, virNodeDevicePtr device, void *opaque)
{
	(void)vir;
	const struct event_binding *b = opaque;

	tell_host_device(b, device, b->source->what);
}

/* ---- the table ---- */

#define CALLBACK(fn) .callback = (void (*)(void))(fn)
#define DOMAIN(number) .family = EVENTS_OF_DOMAINS, .id = VIR_DOMAIN_EVENT_ID_##number
#define STATE      .kind = EVENT_DOMAIN_STATE
#define DEFINITION .kind = EVENT_DOMAIN_DEFINITION
#define AGENT      .kind = EVENT_DOMAIN_AGENT
#define OTHER      .kind = EVENT_DOMAIN_OTHER
#define NOTE       .kind = EVENT_DOMAIN_NOTE

/* Without IO_ERROR and BLOCK_JOB: IO_ERROR_REASON and BLOCK_JOB_2 tell the same, and more. */
const struct event_source event_sources[] = {
	{DOMAIN(LIFECYCLE), CALLBACK(on_lifecycle), STATE},
	{DOMAIN(PMWAKEUP), CALLBACK(on_wake_up), STATE, TONE_GOOD, "woken up"},
	{DOMAIN(PMSUSPEND), CALLBACK(on_sleep_memory), STATE, TONE_DIM, "asleep"},
	{DOMAIN(PMSUSPEND_DISK), CALLBACK(on_sleep_disk), STATE, TONE_DIM, "asleep"},
	{DOMAIN(REBOOT), CALLBACK(on_generic), OTHER, TONE_PLAIN, "rebooted"},
	{DOMAIN(WATCHDOG), CALLBACK(on_watchdog), .kind = EVENT_DOMAIN_WATCHDOG, TONE_BAD, "watchdog"},
	{DOMAIN(IO_ERROR_REASON), CALLBACK(on_io_error), OTHER, TONE_BAD, "I/O error"},
	{DOMAIN(CONTROL_ERROR), CALLBACK(on_generic), OTHER, TONE_BAD, "libvirt lost control"},
	{DOMAIN(MEMORY_FAILURE), CALLBACK(on_memory_failure), .kind = EVENT_DOMAIN_MEMORY, TONE_BAD, "memory failure"},
	{DOMAIN(BLOCK_THRESHOLD), CALLBACK(on_threshold), OTHER, TONE_WARN, "disk threshold"},
	{DOMAIN(DEVICE_ADDED), CALLBACK(on_device), DEFINITION, TONE_PLAIN, "device added"},
	{DOMAIN(DEVICE_REMOVED), CALLBACK(on_device), DEFINITION, TONE_PLAIN, "device removed"},
	{DOMAIN(DEVICE_REMOVAL_FAILED), CALLBACK(on_device), OTHER, TONE_WARN, "device stays"},
	{DOMAIN(MEMORY_DEVICE_SIZE_CHANGE), CALLBACK(on_memory_size), DEFINITION, TONE_PLAIN,
	 "memory device"},
	{DOMAIN(DISK_CHANGE), CALLBACK(on_disk_change), DEFINITION, TONE_WARN, "medium changed"},
	{DOMAIN(TRAY_CHANGE), CALLBACK(on_tray), OTHER, TONE_PLAIN, "tray"},
	{DOMAIN(TUNABLE), CALLBACK(on_tunable), DEFINITION, TONE_PLAIN, "limits changed"},
	{DOMAIN(METADATA_CHANGE), CALLBACK(on_metadata), DEFINITION, TONE_PLAIN,
	 "metadata changed"},
	{DOMAIN(AGENT_LIFECYCLE), CALLBACK(on_agent), AGENT, TONE_DIM, "guest agent"},
	{DOMAIN(BLOCK_JOB_2), CALLBACK(on_block_job), DEFINITION, TONE_PLAIN, "block job"},
	{DOMAIN(JOB_COMPLETED), CALLBACK(on_job), OTHER, TONE_GOOD, "job ended"},
	{DOMAIN(MIGRATION_ITERATION), CALLBACK(on_iteration), NOTE, TONE_BUSY, "migrating"},
	{DOMAIN(BALLOON_CHANGE), CALLBACK(on_balloon), NOTE, TONE_DIM, "balloon"},
	{DOMAIN(RTC_CHANGE), CALLBACK(on_clock), NOTE, TONE_DIM, "clock set"},
	{DOMAIN(GRAPHICS), CALLBACK(on_display), NOTE, TONE_DIM, "display"},
	{.family = EVENTS_OF_NETWORKS, .id = VIR_NETWORK_EVENT_ID_LIFECYCLE, CALLBACK(on_network),
	 .kind = EVENT_NETWORK},
	{.family = EVENTS_OF_POOLS, .id = VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE, CALLBACK(on_pool),
	 .kind = EVENT_POOL},
	{.family = EVENTS_OF_POOLS, .id = VIR_STORAGE_POOL_EVENT_ID_REFRESH,
	 CALLBACK(on_pool_refresh), .kind = EVENT_POOL},
	{.family = EVENTS_OF_SECRETS, .id = VIR_SECRET_EVENT_ID_LIFECYCLE, CALLBACK(on_secret),
	 .kind = EVENT_SECRET},
	{.family = EVENTS_OF_SECRETS, .id = VIR_SECRET_EVENT_ID_VALUE_CHANGED, CALLBACK(on_secret_value),
	 .kind = EVENT_SECRET, .what = "secret's value set"},
	{.family = EVENTS_OF_DEVICES, .id = VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE, CALLBACK(on_host_device),
	 .kind = EVENT_DEVICE, .tone = TONE_DIM},
	{.family = EVENTS_OF_DEVICES, .id = VIR_NODE_DEVICE_EVENT_ID_UPDATE,
	 CALLBACK(on_host_device_update), .kind = EVENT_DEVICE, .tone = TONE_DIM, .what = "device changed"},
};

const size_t n_event_sources = ARRAY_SIZE(event_sources);
