// SPDX-License-Identifier: GPL-3.0-or-later
/* What libvirt tells, in words: its callbacks, called by hand with a machine of the test driver. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libvirt/libvirt.h>

#include "base/mem.h"
#include "model/devices.h"
#include "virt/event-sources.h"

static struct {
	enum event_kind kind;
	enum tone tone;
	char *what, *why, *name;
	unsigned char uuid[UUID_SIZE];
	unsigned n;
} seen;

/* In the place of the one in event.c. */
void event_emit(const struct event_binding *b, struct event *event)
{
	(void)b;
	free(seen.what);
	free(seen.why);
	free(seen.name);
	seen.kind = event->kind;
	seen.tone = event->tone;
	memcpy(seen.uuid, event->uuid, UUID_SIZE);
	seen.what = mem_strdup(event->what);
	seen.why = mem_strdup(event->why);
	seen.name = mem_strdup(event->name);
	seen.n++;
}

static virConnectPtr vir;
static virDomainPtr domain;

static int set_up(void **state)
{
	(void)state;
	vir = virConnectOpen("test:///default");
	domain = vir ? virDomainLookupByName(vir, "test") : NULL;
	return domain ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	virDomainFree(domain);
	virConnectClose(vir);
	return 0;
}

static struct event_binding binding_of(enum event_family family, int id)
{
	for (size_t i = 0; i < n_event_sources; i++)
		if (event_sources[i].family == family && event_sources[i].id == id)
			return (struct event_binding){.source = &event_sources[i]};
	fail_msg("no row for %d", id);
	return (struct event_binding){0};
}

static void expect(enum event_kind kind, enum tone tone, const char *what, const char *why)
{
	assert_string_equal(seen.what, what);
	if (why)
		assert_string_equal(seen.why, why);
	else
		assert_null(seen.why);
	assert_int_equal(seen.kind, kind);
	assert_int_equal(seen.tone, tone);
}

#define TELL(type, id, ...)                                                                        \
	do {                                                                                       \
		struct event_binding b_ = binding_of(EVENTS_OF_DOMAINS, id);                       \
		((type)b_.source->callback)(vir, domain, __VA_ARGS__, &b_);                        \
		assert_string_equal(seen.name, "test");                                            \
	} while (0)

/* All that this libvirt knows, each once, but for the two that tell the same as newer ones. */
static void test_complete(void **state)
{
	(void)state;
	for (int id = 0; id <= VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE; id++) {
		unsigned n = 0;

		for (size_t i = 0; i < n_event_sources; i++)
			n += event_sources[i].family == EVENTS_OF_DOMAINS && event_sources[i].id == id;
		assert_int_equal(n, id != VIR_DOMAIN_EVENT_ID_IO_ERROR &&
					    id != VIR_DOMAIN_EVENT_ID_BLOCK_JOB);
	}
}

static void test_lifecycle(void **state)
{
	(void)state;
	TELL(virConnectDomainEventCallback, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STARTED,
	     VIR_DOMAIN_EVENT_STARTED_BOOTED);
	expect(EVENT_DOMAIN_STATE, TONE_GOOD, "started", "booted");
	TELL(virConnectDomainEventCallback, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
	     VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_IOERROR);
	expect(EVENT_DOMAIN_STATE, TONE_BAD, "paused", "I/O error");
	TELL(virConnectDomainEventCallback, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STOPPED,
	     77);
	expect(EVENT_DOMAIN_STATE, TONE_DIM, "stopped", "unknown (77)");
	TELL(virConnectDomainEventCallback, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_DEFINED,
	     VIR_DOMAIN_EVENT_DEFINED_UPDATED);
	expect(EVENT_DOMAIN_DEFINITION, TONE_PLAIN, "defined", "updated");
	TELL(virConnectDomainEventAgentLifecycleCallback, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
	     VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED, 0);
	expect(EVENT_DOMAIN_AGENT, TONE_GOOD, "guest agent", "connected");
	TELL(virConnectDomainEventAgentLifecycleCallback, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
	     VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED,
	     VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL);
	expect(EVENT_DOMAIN_AGENT, TONE_DIM, "guest agent", "disconnected, its channel changed");
	TELL(virConnectDomainEventCallback, VIR_DOMAIN_EVENT_ID_LIFECYCLE, 99, 1);
	expect(EVENT_DOMAIN_STATE, TONE_PLAIN, "changed", "unknown (99)");
}

static void test_disks(void **state)
{
	(void)state;
	TELL(virConnectDomainEventIOErrorReasonCallback, VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON,
	     "/srv/a.img", "virtio-disk0", VIR_DOMAIN_EVENT_IO_ERROR_PAUSE, "enospc");
	expect(EVENT_DOMAIN_OTHER, TONE_BAD, "I/O error",
	       "virtio-disk0: no space left on its storage, paused (/srv/a.img)");
	TELL(virConnectDomainEventIOErrorReasonCallback, VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, "",
	     "virtio-disk1", VIR_DOMAIN_EVENT_IO_ERROR_REPORT, "");
	expect(EVENT_DOMAIN_OTHER, TONE_BAD, "I/O error", "virtio-disk1, told to the guest");
	TELL(virConnectDomainEventBlockJobCallback, VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, "vda",
	     VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT, VIR_DOMAIN_BLOCK_JOB_FAILED);
	expect(EVENT_DOMAIN_DEFINITION, TONE_BAD, "block job", "active commit of vda failed");
	TELL(virConnectDomainEventBlockThresholdCallback, VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD, "vda",
	     "/srv/a.img", 1ull << 30, 4ull << 20);
	expect(EVENT_DOMAIN_OTHER, TONE_WARN, "disk threshold",
	       "vda at 1.00 GiB, 4.00 MiB past it (/srv/a.img)");
	TELL(virConnectDomainEventTrayChangeCallback, VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, "ide0-0-1",
	     VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN);
	expect(EVENT_DOMAIN_OTHER, TONE_PLAIN, "tray", "ide0-0-1: opened");
	TELL(virConnectDomainEventDiskChangeCallback, VIR_DOMAIN_EVENT_ID_DISK_CHANGE, "/iso", NULL,
	     "ide0-0-1", VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START);
	expect(EVENT_DOMAIN_DEFINITION, TONE_WARN, "medium changed",
	       "ide0-0-1: empty, for /iso is missing");
}

static void test_errors(void **state)
{
	(void)state;
	TELL(virConnectDomainEventWatchdogCallback, VIR_DOMAIN_EVENT_ID_WATCHDOG,
	     VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI);
	expect(EVENT_DOMAIN_WATCHDOG, TONE_BAD, "watchdog", "NMI injected");
	TELL(virConnectDomainEventMemoryFailureCallback, VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE,
	     VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST,
	     VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT,
	     VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED);
	expect(EVENT_DOMAIN_MEMORY, TONE_BAD, "memory failure",
	       "memory of the guest, told to the guest, the guest must act");
	TELL(virConnectDomainEventDeviceRemovalFailedCallback,
	     VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED, "net1");
	expect(EVENT_DOMAIN_OTHER, TONE_WARN, "device stays", "net1");
}

static void test_notes(void **state)
{
	virDomainEventGraphicsAddress at = {0};
	virDomainEventGraphicsAddress from = {.node = (char[]){"10.0.0.9"},
					      .service = (char[]){"5123"}};

	(void)state;
	TELL(virConnectDomainEventBalloonChangeCallback, VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE,
	     1024ull * 1024);
	expect(EVENT_DOMAIN_NOTE, TONE_DIM, "balloon", "1.00 GiB");
	assert_false(event_refreshes(seen.kind));
	TELL(virConnectDomainEventRTCChangeCallback, VIR_DOMAIN_EVENT_ID_RTC_CHANGE, -3600ll);
	expect(EVENT_DOMAIN_NOTE, TONE_DIM, "clock set", "-3600 s from UTC");
	TELL(virConnectDomainEventGraphicsCallback, VIR_DOMAIN_EVENT_ID_GRAPHICS,
	     VIR_DOMAIN_EVENT_GRAPHICS_CONNECT, &at, &from, "none", NULL);
	expect(EVENT_DOMAIN_NOTE, TONE_DIM, "display", "connected, 10.0.0.9 port 5123, none");
	TELL(virConnectDomainEventMigrationIterationCallback,
	     VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, 3);
	expect(EVENT_DOMAIN_NOTE, TONE_BUSY, "migrating", "pass 3 over its memory");
}

static void test_jobs(void **state)
{
	virTypedParameterPtr params = NULL;
	int n = 0;
	int room = 0;

	(void)state;
	virTypedParamsAddInt(&params, &n, &room, VIR_DOMAIN_JOB_OPERATION,
			     VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT);
	virTypedParamsAddULLong(&params, &n, &room, VIR_DOMAIN_JOB_TIME_ELAPSED, 34000);
	TELL(virConnectDomainEventJobCompletedCallback, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, params, n);
	expect(EVENT_DOMAIN_OTHER, TONE_GOOD, "job ended", "migration away, took 34 s");
	virTypedParamsAddBoolean(&params, &n, &room, VIR_DOMAIN_JOB_SUCCESS, 0);
	virTypedParamsAddString(&params, &n, &room, VIR_DOMAIN_JOB_ERRMSG, "no route");
	TELL(virConnectDomainEventJobCompletedCallback, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, params, n);
	expect(EVENT_DOMAIN_OTHER, TONE_BAD, "job ended",
	       "migration away failed: no route, took 34 s");
	TELL(virConnectDomainEventTunableCallback, VIR_DOMAIN_EVENT_ID_TUNABLE, params, 2);
	expect(EVENT_DOMAIN_DEFINITION, TONE_PLAIN, "limits changed", "operation 5, time_elapsed 34000");
	virTypedParamsFree(params, n);
}

static void test_networks_and_pools(void **state)
{
	struct event_binding b = binding_of(EVENTS_OF_NETWORKS, VIR_NETWORK_EVENT_ID_LIFECYCLE);
	virNetworkPtr network = virNetworkLookupByName(vir, "default");
	virStoragePoolPtr pool = virStoragePoolLookupByName(vir, "default-pool");

	(void)state;
	assert_non_null(network);
	assert_non_null(pool);
	((virConnectNetworkEventLifecycleCallback)b.source->callback)(
		vir, network, VIR_NETWORK_EVENT_STOPPED, 0, &b);
	expect(EVENT_NETWORK, TONE_DIM, "network stopped", NULL);
	assert_string_equal(seen.name, "default");
	assert_false(event_refreshes(seen.kind));
	b = binding_of(EVENTS_OF_POOLS, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE);
	((virConnectStoragePoolEventLifecycleCallback)b.source->callback)(
		vir, pool, VIR_STORAGE_POOL_EVENT_STARTED, 0, &b);
	expect(EVENT_POOL, TONE_GOOD, "pool started", NULL);
	b = binding_of(EVENTS_OF_POOLS, VIR_STORAGE_POOL_EVENT_ID_REFRESH);
	((virConnectStoragePoolEventGenericCallback)b.source->callback)(vir, pool, &b);
	expect(EVENT_POOL, TONE_DIM, "pool refreshed", NULL);
	virStoragePoolFree(pool);
	virNetworkFree(network);
}

/* The test driver keeps no secrets: test_libvirtd has some. */
static void test_devices(void **state)
{
	struct event_binding b = binding_of(EVENTS_OF_DEVICES, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE);
	virNodeDevicePtr device = virNodeDeviceLookupByName(vir, "scsi_host11");
	unsigned char id[UUID_SIZE];

	(void)state;
	assert_non_null(device);
	((virConnectNodeDeviceEventLifecycleCallback)b.source->callback)(vir, device, VIR_NODE_DEVICE_EVENT_DELETED,
									 0, &b);
	expect(EVENT_DEVICE, TONE_DIM, "device went", NULL);
	assert_string_equal(seen.name, "scsi_host11");
	device_id("scsi_host11", id);
	assert_memory_equal(seen.uuid, id, UUID_SIZE);
	assert_false(event_refreshes(seen.kind));
	assert_true(event_repeats(seen.kind));
	assert_int_equal(event_object(seen.kind), OBJ_DEVICE);
	assert_int_equal(event_object(EVENT_SECRET), OBJ_SECRET);
	b = binding_of(EVENTS_OF_DEVICES, VIR_NODE_DEVICE_EVENT_ID_UPDATE);
	((virConnectNodeDeviceEventGenericCallback)b.source->callback)(vir, device, &b);
	expect(EVENT_DEVICE, TONE_DIM, "device changed", NULL);
	virNodeDeviceFree(device);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_complete), cmocka_unit_test(test_lifecycle),
		cmocka_unit_test(test_disks),	 cmocka_unit_test(test_errors),
		cmocka_unit_test(test_notes),	 cmocka_unit_test(test_jobs),
		cmocka_unit_test(test_networks_and_pools), cmocka_unit_test(test_devices),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
