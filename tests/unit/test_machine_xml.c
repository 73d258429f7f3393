// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "xml/definition.h"
#include "xml/machine.h"

static struct machine_definition *read_ok(const char *xml)
{
	struct machine_definition *d = machine_definition_create();
	autoerr struct err err = {0};
	if (!machine_read_xml(xml, d, &err))
		fail_msg("%s", err.text);
	return d;
}

static void disks(void **state)
{
	(void)state;
	struct machine_definition *d = read_ok(
		"<domain type='kvm'><devices>"
		"<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' io='native' discard='unmap'/>"
		"<source file='/a/top.qcow2' index='3'/><backingStore type='file' index='4'><format type='qcow2'/>"
		"<source file='/a/middle.qcow2'/><backingStore type='block'><source dev='/dev/base'/><backingStore/>"
		"</backingStore></backingStore><target dev='vda' bus='virtio'/></disk>"
		"<disk type='volume'><source pool='fast' volume='web'/><target dev='vdb'/><shareable/></disk>"
		"<disk type='network'><source protocol='rbd' name='p/i'><host name='ceph1' port='6789'/></source>"
		"<target dev='vdc'/><transient/></disk>"
		"<disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>"
		"</devices></domain>");
	assert_int_equal(d->n_disks, 4);
	assert_string_equal(d->type, "kvm");
	assert_string_equal(d->disks[0].target, "vda");
	assert_string_equal(d->disks[0].bus, "virtio");
	assert_string_equal(d->disks[0].device, "disk");
	assert_string_equal(d->disks[0].format, "qcow2");
	assert_string_equal(d->disks[0].source, "/a/top.qcow2");
	assert_string_equal(d->disks[0].cache, "none");
	assert_string_equal(d->disks[0].io, "native");
	assert_string_equal(d->disks[0].discard, "unmap");
	assert_int_equal(d->disks[0].n_chain, 2);
	assert_string_equal(d->disks[0].chain[0], "/a/middle.qcow2");
	assert_string_equal(d->disks[0].chain[1], "/dev/base");
	assert_string_equal(d->disks[1].source, "fast/web");
	assert_true(d->disks[1].shareable);
	assert_string_equal(d->disks[1].device, "disk");
	assert_string_equal(d->disks[2].source, "rbd://ceph1/p/i");
	assert_true(d->disks[2].transient);
	assert_null(d->disks[3].source);
	assert_string_equal(d->disks[3].device, "cdrom");
	assert_true(d->disks[3].readonly);
	machine_definition_free(d);
}

static void nics_and_displays(void **state)
{
	(void)state;
	struct machine_definition *d = read_ok(
		"<domain><devices>"
		"<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default' bridge='virbr0'/>"
		"<target dev='vnet3'/><model type='virtio'/><link state='down'/></interface>"
		"<interface type='bridge'><source bridge='br0'/></interface><interface type='user'/>"
		"<graphics type='vnc' port='5903' autoport='yes' listen='127.0.0.1' passwd='x'/>"
		"<graphics type='spice' port='-1'/><graphics type='vnc' socket='/run/a.vnc'/>"
		"</devices></domain>");
	assert_int_equal(d->n_nics, 3);
	assert_string_equal(d->nics[0].source, "network default");
	assert_string_equal(d->nics[0].mac, "52:54:00:00:00:01");
	assert_string_equal(d->nics[0].model, "virtio");
	assert_string_equal(d->nics[0].target, "vnet3");
	assert_string_equal(d->nics[0].link, "down");
	assert_string_equal(d->nics[1].source, "bridge br0");
	assert_string_equal(d->nics[1].link, "up");
	assert_null(d->nics[1].target);
	assert_string_equal(d->nics[2].source, "user");
	assert_int_equal(d->n_displays, 3);
	assert_int_equal(d->displays[0].port, 5903);
	assert_string_equal(d->displays[0].listen, "127.0.0.1");
	assert_int_equal(d->displays[1].port, -1);
	assert_string_equal(d->displays[2].listen, "/run/a.vnc");
	machine_definition_free(d);
}

static void the_guest_and_its_memory(void **state)
{
	(void)state;
#define AGENT(attributes) "<domain><devices><channel><target name='org.qemu.guest_agent.0'" attributes "/></channel></devices></domain>"
	static const struct {
		const char *xml;
		enum agent_state agent;
	} agents[] = {
		{"<domain><devices><channel><target name='other'/></channel></devices></domain>", AGENT_NONE},
		{AGENT(""), AGENT_UNKNOWN},
		{AGENT(" state='connected'"), AGENT_CONNECTED},
		{AGENT(" state='disconnected'"), AGENT_DISCONNECTED},
	};
	for (size_t i = 0; i < sizeof(agents) / sizeof(agents[0]); i++) {
		struct machine_definition *d = read_ok(agents[i].xml);
		assert_int_equal(d->agent, agents[i].agent);
		machine_definition_free(d);
	}
	struct machine_definition *d = read_ok(
		"<domain><memoryBacking><hugepages><page size='2' unit='MiB'/></hugepages></memoryBacking>"
		"<os firmware='efi'><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>"
		"<cpu mode='custom'><model>Skylake</model></cpu>"
		"<seclabel type='dynamic' model='apparmor' relabel='yes'><label>libvirt-5e1f</label></seclabel>"
		"<seclabel type='none' model='dac'/>"
		"<devices><memballoon model='virtio'><stats period='5'/></memballoon></devices></domain>");
	assert_string_equal(d->hugepages, "2 MiB pages");
	assert_string_equal(d->system, "x86_64 pc-q35-7.2, UEFI");
	assert_string_equal(d->cpu, "Skylake");
	assert_string_equal(d->security, "apparmor libvirt-5e1f, dac: none");
	assert_string_equal(d->balloon, "virtio");
	assert_int_equal(d->balloon_period, 5);
	machine_definition_free(d);
}

static void what_is_no_machine(void **state)
{
	(void)state;
	struct machine_definition *d = machine_definition_create();
	autoerr struct err err = {0};
	assert_false(machine_read_xml("<domain", d, NULL));
	assert_false(machine_read_xml("<network/>", d, &err));
	assert_int_equal(err.code, ERR_INVALID);
	machine_definition_free(d);
	d = read_ok("<domain/>");
	assert_int_equal(d->n_disks + d->n_nics + d->n_displays, 0);
	machine_definition_free(d);
}

static void volumes_and_snapshots(void **state)
{
	(void)state;
	struct arena *arena = arena_create();
	struct snapshot_entry e = {0};
	autofree char *path = machine_backing_of_volume(
		"<volume><target><path>/a</path></target><backingStore><path>/b</path></backingStore></volume>");
	assert_string_equal(path, "/b");
	assert_null(machine_backing_of_volume("<volume/>"));
	assert_null(machine_backing_of_volume("no XML"));
	machine_read_snapshot_xml("<domainsnapshot><name>b</name><state>running</state><parent><name>a</name></parent>"
				  "<creationTime>1767225600</creationTime></domainsnapshot>", arena, &e);
	assert_string_equal(e.parent, "a");
	assert_string_equal(e.state, "running");
	assert_int_equal(e.wall_s, 1767225600);
	machine_read_snapshot_xml("<", arena, &e);
	assert_null(e.parent);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(disks),
		cmocka_unit_test(nics_and_displays),
		cmocka_unit_test(the_guest_and_its_memory),
		cmocka_unit_test(what_is_no_machine),
		cmocka_unit_test(volumes_and_snapshots),
	};
	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
