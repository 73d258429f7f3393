// SPDX-License-Identifier: GPL-3.0-or-later
/* Pairs of XML that libvirt 9.0 gave for guests of the lab: what runs, and its definition, which are the same
 * but for what libvirt adds; then a change on one side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/linediff.h"
#include "xml/definition.h"
#include "xml/differs.h"

static const char *folder;

static char *read_file(const char *pair, const char *side)
{
	autofree char *path = mem_printf("%s/%s.%s.xml", folder, pair, side);
	struct str text = {0};
	char buf[4096];
	FILE *f = fopen(path, "re");
	if (!f)
		fail_msg("%s is missing", path);
	for (size_t n; (n = fread(buf, 1, sizeof(buf), f)) > 0;)
		str_addn(&text, buf, n);
	fclose(f);
	return str_take(&text);
}

static char *replaced(const char *xml, const char *from, const char *to)
{
	const char *at = strstr(xml, from);
	if (!at)
		fail_msg("there is no %s", from);
	return mem_printf("%.*s%s%s", (int)(at - xml), xml, to, at + strlen(from));
}

static void expect(const char *what, const char *live, const char *kept, bool differs)
{
	if (definition_differs(live, kept) != differs)
		fail_msg("%s: it should say that they %s", what, differs ? "differ" : "are the same");
	autostr struct str words = {0};
	definition_differences(live, kept, &words);
	if ((words.len > 0) != differs)
		fail_msg("%s: in words: \"%s\"", what, str_text(&words));
	autofree char *counting = definition_counting(live, kept);
	autostr struct str again = {0};
	definition_differences(counting, kept, &again);
	if (strcmp(str_text(&words), str_text(&again)) != 0 || (strcmp(counting, kept) == 0) == differs)
		fail_msg("%s: of what counts in words: \"%s\"", what, str_text(&again));
}

static const char *const pairs[] = {"guest", "host-model", "devices", "memory"};

static void what_libvirt_adds_does_not_count(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		autofree char *live = read_file(pairs[i], "live");
		autofree char *kept = read_file(pairs[i], "kept");
		assert_string_not_equal(live, kept);
		expect(pairs[i], live, kept, false);
		expect(pairs[i], kept, kept, false);
	}
}

#define DISK_B "/var/lib/libvirt/images/b.qcow2"
#define CDROM  "<target dev='sda' bus='scsi'/>"
#define MAC_B  "52:54:00:5c:e2:14"
#define NETWORK "<source network='default'/>"

enum { DIFFERS, SAME };

/* In the definition of that pair. */
static const struct change {
	const char *pair, *from, *to;
	int result;
} changes[] = {
	{"guest", "<title>Probe</title>", "<title>Other</title>", DIFFERS},
	{"guest", "<title>Probe</title>", "", DIFFERS},
	{"guest", "<vcpu", "<description>words</description><vcpu", DIFFERS},
	{"guest", "<memory unit='KiB'>196608<", "<memory unit='KiB'>262144<", DIFFERS},
	{"guest", "<memory unit='KiB'>196608<", "<memory unit='MiB'>192<", SAME},
	{"guest", "<memory unit='KiB'>196608<", "<memory unit='KiB'>196000<", SAME},
	{"guest", "<currentMemory unit='KiB'>196608<", "<currentMemory unit='KiB'>122880<", SAME},
	{"guest", "current='3'>4<", "current='1'>4<", DIFFERS},
	{"guest", "current='3'>4<", "current='3'>8<", DIFFERS},
	{"guest", "current='3'>4<", ">4<", DIFFERS},
	{"guest", "pc-q35-7.2", "pc-q35-8.0", SAME},
	{"guest", "<kernel>/boot/kernel</kernel>", "", DIFFERS},
	{"guest", "quiet ", "", DIFFERS},
	{"guest", "<boot dev='hd'/>", "<boot dev='network'/>", DIFFERS},
	{"guest", "<boot dev='hd'/>", "<boot dev='hd'/><boot dev='network'/>", DIFFERS},
	{"guest", "<on_reboot>restart", "<on_reboot>destroy", DIFFERS},
	{"guest", "<on_crash>destroy", "<on_crash>preserve", DIFFERS},
	{"guest", "<os>", "<metadata><x xmlns='urn:x'/></metadata><os>", SAME},
	{"guest", "<clock offset='utc'/>", "<clock offset='localtime'/>", SAME},
	{"guest", ">qemu64<", ">Nehalem<", DIFFERS},
	{"guest", "fallback='forbid'>qemu64<", "fallback='allow'>Nehalem<", SAME},
	{"guest", "match='exact'", "match='minimum'", SAME},
	{"guest", "<cpu mode='custom'", "<cpu mode='host-passthrough'", DIFFERS},
	{"guest", "<cpu mode='custom'", "<cpu mode='host-model'", SAME},
	{"guest", "<model fallback='forbid'>",
	 "<topology sockets='2' dies='1' cores='2' threads='1'/><model fallback='forbid'>", DIFFERS},
	{"host-model", "cores='2'", "cores='4'", DIFFERS},

	{"guest", DISK_B, "/elsewhere", DIFFERS},
	{"guest", "dev='vdb'", "dev='vdc'", DIFFERS},
	{"guest", "type='qcow2'", "type='raw'", DIFFERS},
	{"guest", "type='qcow2'/>", "type='qcow2' cache='none'/>", DIFFERS},
	{"guest", "dev='vdb' bus='virtio'", "dev='vdb' bus='scsi'", DIFFERS},
	{"guest", "<target dev='vdb'", "<shareable/><target dev='vdb'", DIFFERS},
	{"guest", "<target dev='vdb'", "<boot order='1'/><target dev='vdb'", DIFFERS},
	{"guest", "<source file='" DISK_B "'/>", "<source file='/x'/><transient/>", SAME},
	{"guest", CDROM, "<source file='/x.iso'/>" CDROM, DIFFERS},
	{"devices", "<source file='/var/lib/libvirt/images/d.iso'/>", "", DIFFERS},
	{"guest", "<controller type='sata' index='0'>", "<controller type='sata' index='9'>", SAME},

	{"guest", "<model type='virtio'/>", "<model type='e1000'/>", DIFFERS},
	{"guest", NETWORK, "<source network='other'/>", DIFFERS},
	{"guest", "<interface type='network'>", "<interface type='bridge'>", DIFFERS},
	{"guest", NETWORK, NETWORK "<link state='down'/>", DIFFERS},
	{"guest", NETWORK, NETWORK "<mtu size='9000'/>", SAME},
	{"devices", MAC_B, "52:54:00:5c:e2:15", DIFFERS},
	{"devices", "<interface type='user'>", "<interface type='bridge'>", DIFFERS},

	{"guest", "<graphics type='vnc'", "<graphics type='spice'", DIFFERS},
	{"guest", "port='-1'", "port='5999'", SAME},
	{"guest", "<model type='vga'", "<model type='virtio'", DIFFERS},
	{"devices", "<sound model='ich6'", "<sound model='ich9'", DIFFERS},
	{"devices", "org.qemu.guest_agent.0", "org.other.0", DIFFERS},
	{"memory", "<target dir='share'/>", "<target dir='shared'/>", DIFFERS},
	{"memory", "<source dir='/tmp'/>", "<source dir='/srv'/>", DIFFERS},
	{"memory", "<memory model='dimm'>", "<memory model='nvdimm'>", DIFFERS},
	{"guest", "</devices>", "<hostdev mode='subsystem' type='usb'/></devices>", DIFFERS},
	{"guest", "</devices>", "<tpm model='tpm-tis'/></devices>", DIFFERS},
	{"guest", "</devices>", "<graphics type='vnc'/></devices>", DIFFERS},

	{"guest", "<os>", "<cputune><vcpupin vcpu='0' cpuset='1'/></cputune><os>", DIFFERS},
	{"guest", "<os>", "<cputune><emulatorpin cpuset='1'/></cputune><os>", DIFFERS},
	{"guest", "<os>", "<iothreads>1</iothreads><cputune><iothreadpin iothread='1' cpuset='1'/></cputune><os>", DIFFERS},
	{"guest", "<os>", "<cputune><shares>512</shares></cputune><os>", DIFFERS},
	{"guest", "<os>", "<cputune><quota>20000</quota></cputune><os>", DIFFERS},
	{"guest", "placement='static' current", "placement='static' cpuset='1' current", DIFFERS},
	{"guest", "<os>", "<iothreads>2</iothreads><os>", DIFFERS},
	{"guest", "<os>", "<memtune><hard_limit unit='KiB'>262144</hard_limit></memtune><os>", DIFFERS},
	{"guest", "<os>", "<blkiotune><weight>500</weight></blkiotune><os>", DIFFERS},
	{"guest", "<os>", "<numatune><memory mode='strict' nodeset='0'/></numatune><os>", DIFFERS},
	{"guest", "<os>", "<numatune><memnode cellid='0' mode='strict' nodeset='0'/></numatune><os>", DIFFERS},
	{"guest", "<os>", "<memoryBacking><hugepages/></memoryBacking><os>", DIFFERS},
	{"guest", "<os>", "<memoryBacking><locked/></memoryBacking><os>", DIFFERS},
	{"guest", "<apic/>", "", DIFFERS},
	{"guest", "<apic/>", "<apic/><pae/>", DIFFERS},
	{"guest", "<apic/>", "<apic/><smm state='on'/>", DIFFERS},
	{"guest", "<apic/>", "<apic eoi='on'/>", SAME},
	{"guest", "<target dev='vdb'", "<iotune><total_iops_sec>100</total_iops_sec></iotune><target dev='vdb'", DIFFERS},
	{"guest", NETWORK, NETWORK "<bandwidth><inbound average='100'/></bandwidth>", DIFFERS},
	{"devices", "action='reset'", "action='poweroff'", DIFFERS},
	{"devices", "<watchdog model='i6300esb'", "<watchdog model='ib700'", DIFFERS},
	{"devices", "<rng model='virtio'>", "<rng model='virtio'><rate bytes='1024'/>", DIFFERS},
	{"guest", "/dev/urandom", "/dev/random", DIFFERS},
	{"guest", "</devices>", "<watchdog model='itco' action='reset'/></devices>", SAME},
	{"guest", "</devices>", "<watchdog model='i6300esb' action='reset'/></devices>", DIFFERS},
};

/* Of one side of a pair, "live" or "kept". */
static void expect_changes(const struct change *all, size_t n, const char *side)
{
	for (size_t i = 0; i < n; i++) {
		const struct change *c = &all[i];
		bool runs = strcmp(side, "live") == 0;
		autofree char *before = read_file(c->pair, side);
		autofree char *after = replaced(before, c->from, c->to);
		autofree char *other = read_file(c->pair, runs ? "kept" : "live");
		autofree char *what = mem_printf("%s, %s: %s is %s", c->pair, side, c->from, c->to);
		expect(what, runs ? after : other, runs ? other : after, c->result == DIFFERS);
	}
}

/* The lines that are left are those that the words are about. */
static void lines_that_count(void **state)
{
	autofree char *live = read_file("guest", "live");
	autofree char *before = read_file("guest", "kept");
	autofree char *kept = replaced(before, "type='qcow2'/>", "type='qcow2' cache='none'/>");
	autofree char *counting = definition_counting(live, kept);
	size_t n, all, signs = 0, all_signs = 0;
	autofree struct diff_line *lines = linediff(counting, kept, &n);
	autofree struct diff_line *whole = linediff(live, kept, &all);
	(void)state;
	for (size_t i = 0; i < n; i++) {
		signs += lines[i].sign != ' ';
		if (lines[i].sign != ' ')
			assert_non_null(memmem(lines[i].text, lines[i].len, "<driver name='qemu' type='qcow2'", 32));
	}
	assert_int_equal(signs, 2);
	for (size_t i = 0; i < all; i++)
		all_signs += whole[i].sign != ' ';
	assert_true(all_signs > 10);
}

static void changes_of_the_definition(void **state)
{
	(void)state;
	expect_changes(changes, ARRAY_SIZE(changes), "kept");
}

/* In what runs: something was plugged in or out, or a guest did something. */
static const struct change live_changes[] = {
	{"guest", "current='3'>4<", "current='4'>4<", DIFFERS},
	{"guest", "<currentMemory unit='KiB'>153600<", "<currentMemory unit='KiB'>65536<", SAME},
	{"guest", "state='connected'", "state='disconnected'", SAME},
	{"guest", "port='5900'", "port='5907'", SAME},
	{"guest", "vnet0", "vnet17", SAME},
	{"guest", "bus='scsi'/>", "bus='scsi' tray='open'/>", SAME},
	{"guest", "<source file='" DISK_B "' index='3'/>", "<source file='/top' index='4'/>", DIFFERS},
	{"guest", "</devices>",
	 "<disk type='file' device='disk'><target dev='vdc' bus='virtio'/></disk></devices>", DIFFERS},
	{"devices", "<sound model='ich6'>", "<sound model='ich9'>", DIFFERS},
	{"guest", "<os>", "<cputune><vcpupin vcpu='3' cpuset='0'/></cputune><os>", DIFFERS},
	{"guest", "<apic/>", "<apic/><smm state='on'/>", SAME}, /* its firmware wanted it */
	{"guest", "<apic/>", "<apic/><pae/>", DIFFERS},
	{"guest", "<mac address", "<bandwidth><inbound average='100'/></bandwidth><mac address", SAME}, /* its network's */
	{"guest", "</devices>", "<watchdog model='itco' action='reset'/></devices>", SAME},
};

static void changes_of_what_runs(void **state)
{
	(void)state;
	expect_changes(live_changes, ARRAY_SIZE(live_changes), "live");
}

#define USB_START "<hostdev mode='subsystem' type='usb'><source>"
#define USB_NAME  "<vendor id='0x1d6b'/><product id='0x0002'/>"
#define USB_END   "</source></hostdev>"
#define PCI(bus)  "<hostdev mode='subsystem' type='pci'><source><address domain='0x0000' bus='" bus \
		  "' slot='0x00' function='0x0'/></source></hostdev>"
#define MAC	  "<mac address='52:54:00:00:00:01'/>"

/* By libvirt's documentation: the lab has no such devices. Parts of <devices>. */
static const struct {
	const char *what, *live, *kept;
	int result;
} parts[] = {
	{"a USB device by its name", USB_START USB_NAME "<address bus='1' device='4'/>" USB_END,
	 USB_START USB_NAME USB_END, SAME},
	{"a USB device by its place", USB_START "<address bus='1' device='4'/>" USB_END,
	 USB_START "<address bus='1' device='5'/>" USB_END, DIFFERS},
	{"two PCI devices", PCI("0x02") PCI("0x01"), PCI("0x01") PCI("0x02"), SAME},
	{"another PCI device", PCI("0x02") PCI("0x01"), PCI("0x01") PCI("0x03"), DIFFERS},
	{"a network over macvtap",
	 "<interface type='direct'>" MAC "<source network='n' dev='eth0' mode='bridge'/></interface>",
	 "<interface type='network'>" MAC "<source network='n'/></interface>", SAME},
	{"a network of NICs",
	 "<interface type='hostdev'>" MAC "<source><address type='pci'/></source></interface>",
	 "<interface type='network'>" MAC "<source network='n'/></interface>", SAME},
	{"a bridge, and a network from now on",
	 "<interface type='bridge'>" MAC "<source bridge='br0'/></interface>",
	 "<interface type='network'>" MAC "<source network='n'/></interface>", DIFFERS},
	{"a network, and a bridge from now on",
	 "<interface type='bridge'>" MAC "<source network='n' bridge='br0'/></interface>",
	 "<interface type='bridge'>" MAC "<source bridge='br0'/></interface>", DIFFERS},
	{"a limit of a user's NIC",
	 "<interface type='user'>" MAC "<bandwidth><inbound average='100'/></bandwidth></interface>",
	 "<interface type='user'>" MAC "</interface>", DIFFERS},
	{"a limit is another one",
	 "<interface type='network'>" MAC "<source network='n'/><bandwidth><outbound burst='1'/></bandwidth></interface>",
	 "<interface type='network'>" MAC "<source network='n'/><bandwidth><outbound burst='2'/></bandwidth></interface>", DIFFERS},
	{"nothing", "", "", SAME},
};

static char *with_devices(const char *devices)
{
	return mem_printf("<domain><devices>%s</devices></domain>", devices);
}

static void devices_that_the_lab_lacks(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		autofree char *live = with_devices(parts[i].live);
		autofree char *kept = with_devices(parts[i].kept);
		expect(parts[i].what, live, kept, parts[i].result == DIFFERS);
		expect(parts[i].what, live, live, false);
	}
}

static void firmware_that_libvirt_chose(void **state)
{
	(void)state;
#define OS(attribute, body) "<domain><os" attribute ">" body "</os></domain>"
	expect("chosen", OS("", "<loader>/a.fd</loader>"), OS(" firmware='efi'", ""), false);
	expect("chosen again", OS(" firmware='efi'", "<loader>/a.fd</loader>"),
	       OS(" firmware='efi'", "<loader>/b.fd</loader>"), false);
	expect("named", OS("", "<loader>/a.fd</loader>"), OS("", "<loader>/b.fd</loader>"), true);
#undef OS
}

static void limits_and_pages(void **state)
{
	(void)state;
#define SHARES(n) "<domain><cputune><shares>" n "</shares></cputune></domain>"
#define PAGES(page) "<domain><memoryBacking><hugepages>" page "</hugepages></memoryBacking></domain>"
	expect("the kernel took more", SHARES("2"), SHARES("1"), false);
	expect("the kernel took less", SHARES("262144"), SHARES("500000"), false);
	expect("other shares", SHARES("1024"), SHARES("512"), true);
	expect("no shares", "<domain/>", SHARES("512"), true);
	expect("larger pages", PAGES("<page size='2048' unit='KiB'/>"), PAGES("<page size='1048576' unit='KiB'/>"), true);
	expect("pages of no size", PAGES("<page size='2048' unit='KiB'/>"), PAGES(""), false);
#undef SHARES
#undef PAGES
}

static void expect_words(const char *live, const char *kept, const char *words)
{
	autostr struct str text = {0};
	definition_differences(live, kept, &text);
	assert_string_equal(str_text(&text), words);
}

static void it_is_said_in_words(void **state)
{
	(void)state;
#define DISK(name, rest) "<disk device='disk'><target dev='" name "' bus='virtio'/>" rest "</disk>"
#define MACHINE(rest, devices) "<domain><memory unit='MiB'>512</memory>" rest "<devices>" devices "</devices></domain>"
	expect_words(MACHINE("<vcpu>2</vcpu>", DISK("vda", "<driver cache='none'/>") DISK("vdb", "")),
		     MACHINE("<vcpu current='1'>4</vcpu>", DISK("vda", "<driver cache='writeback'/>") DISK("vdc", "")),
		     "vCPUs at most is 2 now, 4 after a power cycle\n"
		     "vCPUs is 2 now, 1 after a power cycle\n"
		     "disk vda: driver cache is none now, writeback after a power cycle\n"
		     "disk vdb is there now, not after a power cycle\n"
		     "disk vdc comes with a power cycle");
	expect_words(MACHINE("<title>a</title>", ""), MACHINE("", ""), "title is a now, none after a power cycle");
	expect_words(MACHINE("", DISK("vda", "<readonly/>")), MACHINE("", DISK("vda", "")),
		     "disk vda: readonly is yes now, none after a power cycle");
	expect_words(MACHINE("<cputune><vcpupin vcpu='0' cpuset='1'/><emulatorpin cpuset='2'/></cputune>"
			     "<features><acpi/></features>", ""),
		     MACHINE("<cputune><vcpupin vcpu='0' cpuset='3'/><vcpupin vcpu='1' cpuset='3'/></cputune>", ""),
		     "cputune emulatorpin cpuset is 2 now, none after a power cycle\n"
		     "vcpupin 0: cpuset is 1 now, 3 after a power cycle\n"
		     "vcpupin 1 comes with a power cycle\n"
		     "the feature acpi is there now, not after a power cycle");
#undef DISK
#undef MACHINE
}

static void what_cannot_be_read_does_not_differ(void **state)
{
	(void)state;
	expect("nothing", "", "", false);
	expect("no XML", "<domain><title>a</title></domain>", "<domain", false);
	expect("no XML runs", "<domain", "<domain><title>a</title></domain>", false);
	expect("no domain", "<domain><title>a</title></domain>", "<network/>", false);
	expect("it does", "<domain><title>a</title></domain>", "<domain/>", true);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_libvirt_adds_does_not_count),
		cmocka_unit_test(lines_that_count),
		cmocka_unit_test(changes_of_the_definition),
		cmocka_unit_test(changes_of_what_runs),
		cmocka_unit_test(devices_that_the_lab_lacks),
		cmocka_unit_test(firmware_that_libvirt_chose),
		cmocka_unit_test(limits_and_pages),
		cmocka_unit_test(it_is_said_in_words),
		cmocka_unit_test(what_cannot_be_read_does_not_differ),
	};
	if (argc != 2) {
		fprintf(stderr, "test_differs FOLDER: the pairs are in there\n");
		return 2;
	}
	folder = argv[1];
	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
