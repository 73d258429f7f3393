// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "xml/capabilities.h"
#include "xml/definition.h"
#include "xml/sysinfo.h"

#define GIB (UINT64_C(1) << 30)

static int setup(void **state)
{
	(void)state;
	xml_init();
	return 0;
}

static struct capabilities *parse_ok(const char *xml)
{
	autoerr struct err err = {0};
	struct capabilities *caps = capabilities_parse(xml, &err);
	if (!caps)
		fail_msg("%s", err.text);
	assert_int_equal(err.code, ERR_NONE);
	return caps;
}

/* As libvirt 9.0 has it, shortened. */
static const char host_xml[] =
	"<capabilities>\n"
	"  <host>\n"
	"    <uuid>5d3b0c5e-6a0f-4e53-9a63-0f5a7f5f7a01</uuid>\n"
	"    <cpu>\n"
	"      <arch>x86_64</arch><model>Broadwell</model><vendor>Intel</vendor>\n"
	"      <microcode version='1'/>\n"
	"      <counter name='tsc' frequency='2300000000' scaling='no'/>\n"
	"      <topology sockets='1' dies='1' cores='2' threads='2'/>\n"
	"      <feature name='vme'/><feature name='vmx'/>\n"
	"      <pages unit='KiB' size='4'/><pages unit='KiB' size='2048'/>\n"
	"    </cpu>\n"
	"    <power_management><suspend_mem/><suspend_disk/></power_management>\n"
	"    <iommu support='no'/>\n"
	"    <migration_features><live/><uri_transports><uri_transport>tcp</uri_transport>\n"
	"      <uri_transport>rdma</uri_transport></uri_transports></migration_features>\n"
	"    <topology><cells num='2'>\n"
	"      <cell id='0'><memory unit='KiB'>4194304</memory>\n"
	"        <pages unit='KiB' size='4'>786432</pages><pages unit='KiB' size='2048'>512</pages>\n"
	"        <distances><sibling id='0' value='10'/><sibling id='1' value='21'/></distances>\n"
	"        <cpus num='2'><cpu id='0' socket_id='0' die_id='0' core_id='0' siblings='0,2'/>\n"
	"          <cpu id='2' socket_id='0' die_id='0' core_id='0' siblings='0,2'/></cpus></cell>\n"
	"      <cell id='1'><memory unit='KiB'>2097152</memory>\n"
	"        <cpus num='1'><cpu id='1' socket_id='0' die_id='0' core_id='1' siblings='1'/></cpus></cell>\n"
	"    </cells></topology>\n"
	"    <cache><bank id='0' level='3' type='both' size='260' unit='MiB' cpus='0-1'/></cache>\n"
	"    <secmodel><model>apparmor</model><doi>0</doi></secmodel>\n"
	"    <secmodel><model>dac</model><doi>0</doi><baselabel type='kvm'>+0:+0</baselabel></secmodel>\n"
	"  </host>\n"
	"  <guest><os_type>hvm</os_type><arch name='i686'><wordsize>32</wordsize>\n"
	"    <emulator>/usr/bin/qemu-system-i386</emulator><domain type='qemu'/></arch></guest>\n"
	"  <guest><os_type>hvm</os_type><arch name='x86_64'><wordsize>64</wordsize>\n"
	"    <emulator>/usr/bin/qemu-system-x86_64</emulator>\n"
	"    <machine maxCpus='255'>pc-i440fx-7.2</machine>\n"
	"    <machine canonical='pc-i440fx-7.2' maxCpus='255'>pc</machine>\n"
	"    <machine maxCpus='255' deprecated='yes'>pc-i440fx-1.5</machine>\n"
	"    <domain type='qemu'/><domain type='kvm'/></arch></guest>\n"
	"</capabilities>\n";

static void the_host(void **state)
{
	struct capabilities *caps = parse_ok(host_xml);
	(void)state;
	assert_string_equal(caps->xml, host_xml);
	assert_string_equal(caps->uuid, "5d3b0c5e-6a0f-4e53-9a63-0f5a7f5f7a01");
	assert_string_equal(caps->arch, "x86_64");
	assert_string_equal(caps->model, "Broadwell");
	assert_string_equal(caps->vendor, "Intel");
	assert_string_equal(caps->microcode, "1");
	assert_int_equal(caps->tsc_hz, 2300000000);
	assert_int_equal(caps->sockets * 100 + caps->cores * 10 + caps->threads, 122);
	assert_int_equal(caps->features.n, 2);
	assert_true(cap_texts_have(&caps->features, "vmx"));
	assert_false(cap_texts_have(&caps->features, "svm"));
	assert_string_equal(caps->iommu, "no");
	assert_int_equal(caps->power.n, 2);
	assert_true(caps->migrates);
	assert_string_equal(caps->transports.all[1], "rdma");
	assert_int_equal(caps->n_security, 2);
	assert_null(caps->security[0].label);
	assert_string_equal(caps->security[1].label, "+0:+0");
	assert_string_equal(caps->caches[0].what, "L3, 260 MiB");
	capabilities_free(caps);
}

static void cells(void **state)
{
	struct capabilities *caps = parse_ok(host_xml);
	(void)state;
	assert_int_equal(caps->n_cells, 2);
	assert_int_equal(capabilities_cpus(caps), 3);
	const struct cap_cell *cell = &caps->cells[0];
	assert_int_equal(cell->memory, 4 * GIB);
	assert_int_equal(cell->n_pages, 2);
	assert_int_equal(cell->pages[1].size, 2 << 20);
	assert_int_equal(cell->pages[1].count, 512);
	assert_true(cap_pages_are_huge(cell->pages[1].size));
	assert_false(cap_pages_are_huge(cell->pages[0].size));
	assert_int_equal(cell->cpus[1].id, 2);
	assert_string_equal(cell->cpus[1].siblings, "0,2");
	assert_int_equal(cell->distances[1].value, 21);
	assert_int_equal(caps->cells[1].n_pages, 0);
	capabilities_free(caps);
}

static void guests(void **state)
{
	struct capabilities *caps = parse_ok(host_xml);
	(void)state;
	assert_int_equal(caps->n_guests, 2);
	const struct cap_guest *native = capabilities_native(caps);
	assert_non_null(native);
	assert_string_equal(native->emulator, "/usr/bin/qemu-system-x86_64");
	assert_int_equal(native->wordsize, 64);
	assert_true(cap_texts_have(&native->types, "kvm"));
	assert_false(cap_texts_have(&caps->guests[0].types, "kvm"));
	assert_int_equal(native->n_machines, 3);
	assert_string_equal(native->machines[1].name, "pc");
	assert_string_equal(native->machines[1].canonical, "pc-i440fx-7.2");
	assert_int_equal(native->machines[1].cpus_max, 255);
	assert_true(native->machines[2].deprecated);
	capabilities_free(caps);
}

/* As the test driver has it. */
static void what_is_not_told(void **state)
{
	struct capabilities *caps = parse_ok(
		"<capabilities><host><cpu><arch>i686</arch><features><pae/><nonpae/></features></cpu>"
		"<power_management/><secmodel><model>testSecurity</model><doi></doi></secmodel></host>"
		"</capabilities>");
	(void)state;
	assert_null(caps->model);
	assert_null(caps->uuid);
	assert_int_equal(caps->sockets, 0);
	assert_string_equal(caps->features.all[1], "nonpae");
	assert_true(caps->tells_power);
	assert_int_equal(caps->power.n, 0);
	assert_int_equal(caps->n_cells, 0);
	assert_null(capabilities_native(caps));
	capabilities_free(caps);
	capabilities_free(parse_ok("<nothing/>"));
}

static void numbers_that_are_none(void **state)
{
	struct capabilities *caps = parse_ok(
		"<capabilities><host><cpu><topology sockets='-1' cores='99999999999999999999'/>"
		"<pages unit='KiB' size='18446744073709551615'/><pages unit='pages' size='4'/></cpu>"
		"<topology><cells><cell id='x'/><cell id='0'><pages unit='KiB' size='4'>many</pages></cell></cells></topology>"
		"</host><guest/></capabilities>");
	(void)state;
	assert_int_equal(caps->sockets, 0);
	assert_int_equal(caps->cores, 0);
	assert_int_equal(caps->n_pages, 0);
	assert_int_equal(caps->n_cells, 1);
	assert_int_equal(caps->cells[0].n_pages, 0);
	assert_null(caps->guests[0].arch);
	capabilities_free(caps);
}

static void what_is_broken(void **state)
{
	static const char *const texts[] = {"", "<capabilities>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		autoerr struct err err = {0};
		assert_null(capabilities_parse(texts[i], &err));
		assert_int_equal(err.code, ERR_INVALID);
		err_clear(&err);
		assert_null(domain_capabilities_parse(texts[i], &err));
		assert_int_equal(err.code, ERR_INVALID);
	}
}

/* --- for guests ------------------------------------------------------------------------------- */

static const char domain_xml[] =
	"<domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>kvm</domain>"
	"<machine>pc-i440fx-7.2</machine><arch>x86_64</arch><vcpu max='255'/><iothreads supported='yes'/>"
	"<os supported='yes'><enum name='firmware'/><loader supported='yes'><enum name='type'>"
	"<value>rom</value><value>pflash</value></enum></loader></os>"
	"<cpu><mode name='host-passthrough' supported='yes'/><mode name='host-model' supported='yes'>"
	"<model fallback='forbid'>kvm64</model><vendor>Intel</vendor><feature policy='require' name='vme'/>"
	"<feature policy='disable' name='pni'/></mode><mode name='custom' supported='yes'>"
	"<model usable='no' vendor='unknown'>qemu64</model><model usable='yes' vendor='Intel' deprecated='yes'>"
	"n270</model></mode></cpu>"
	"<devices><disk supported='yes'><enum name='bus'><value>ide</value><value>scsi</value></enum></disk>"
	"<tpm supported='no'/></devices>"
	"<features><sev supported='no'/><sgx supported='yes' max='3'/></features></domainCapabilities>";

static const struct cap_item *find(const struct domain_capabilities *caps, const char *section,
				   const char *name)
{
	for (size_t i = 0; i < caps->n_items; i++)
		if (str_equal(caps->items[i].section, section) && str_equal(caps->items[i].name, name))
			return &caps->items[i];
	fail_msg("no %s in %s", name, section);
	return NULL;
}

static void for_guests(void **state)
{
	autoerr struct err err = {0};
	struct domain_capabilities *caps = domain_capabilities_parse(domain_xml, &err);
	(void)state;
	assert_non_null(caps);
	assert_string_equal(caps->emulator, "/usr/bin/qemu-system-x86_64");
	assert_string_equal(caps->type, "kvm");
	assert_string_equal(caps->machine, "pc-i440fx-7.2");
	assert_int_equal(caps->vcpus_max, 255);
	const struct cap_item *disk = find(caps, "devices", "disk");
	assert_true(disk->supported);
	assert_string_equal(disk->choices[0].name, "bus");
	assert_string_equal(disk->choices[0].values, "ide, scsi");
	assert_false(find(caps, "devices", "tpm")->supported);
	assert_string_equal(find(caps, "os", "loader")->choices[0].values, "rom, pflash");
	assert_string_equal(find(caps, "os", "os")->choices[0].values, "");
	assert_true(find(caps, "iothreads", "iothreads")->supported);
	assert_string_equal(find(caps, "features", "sgx")->told, "max 3");
	assert_null(find(caps, "features", "sev")->told);
	domain_capabilities_free(caps);
}

static void their_cpus(void **state)
{
	autoerr struct err err = {0};
	struct domain_capabilities *caps = domain_capabilities_parse(domain_xml, &err);
	(void)state;
	assert_non_null(caps);
	assert_int_equal(caps->n_modes, 3);
	assert_null(caps->modes[0].model);
	assert_string_equal(caps->modes[1].model, "kvm64");
	assert_string_equal(caps->modes[1].requires.all[0], "vme");
	assert_string_equal(caps->modes[1].disables.all[0], "pni");
	assert_null(caps->modes[2].model);
	assert_int_equal(caps->n_models, 2);
	assert_string_equal(caps->models[0].usable, "no");
	assert_string_equal(caps->models[1].name, "n270");
	assert_true(caps->models[1].deprecated);
	domain_capabilities_free(caps);
}

/* --- what the list shows of it ---------------------------------------------------------------- */

static struct node_caps read_ok(const char *xml)
{
	autoerr struct err err = {0};
	struct node_caps caps = {0};

	if (!capabilities_read(xml, &caps, &err))
		fail_msg("%s", err.text);
	return caps;
}

static void everything(void **state)
{
	struct node_caps caps = read_ok(
		"<capabilities>\n"
		" <guest><arch name='i686'/></guest>\n"
		" <host>\n"
		"  <uuid>5d3b0c5e-6a0f-4e50-9a63-0f5a7f5f7a01</uuid>\n"
		"  <cpu>\n"
		"   <arch>x86_64</arch><model>Broadwell</model><vendor>Intel</vendor>\n"
		"   <topology sockets='1' dies='1' cores='2' threads='1'/>\n"
		"   <pages unit='KiB' size='2048'/><pages unit='KiB' size='4'/>\n"
		"   <pages unit='KiB' size='1048576'/><pages unit='furlongs' size='7'/><pages size='9'/>\n"
		"  </cpu>\n"
		"  <topology><cells num='2'>\n"
		"   <cell id='0'><pages unit='KiB' size='4'>1</pages></cell>\n"
		"   <cell id='8'/><cell id='-1'/><cell/>\n"
		"  </cells></topology>\n"
		"  <secmodel><model>apparmor</model></secmodel>\n"
		" </host>\n"
		"</capabilities>");

	(void)state;
	assert_true(caps.has_uuid);
	assert_int_equal(caps.uuid[0], 0x5d);
	assert_string_equal(caps.arch, "x86_64");
	assert_string_equal(caps.model, "Broadwell");
	assert_string_equal(caps.vendor, "Intel");
	assert_int_equal(caps.pages.n_sizes, 2);
	assert_int_equal(caps.pages.sizes_kib[0] + caps.pages.sizes_kib[1], 2048 + 1048576);
	assert_int_equal(caps.pages.n_cells, 2);
	assert_int_equal(caps.pages.cells[0], 0);
	assert_int_equal(caps.pages.cells[1], 8);
	node_caps_clear(&caps);
}

static void what_is_not_said_is_not_known(void **state)
{
	static const char *const little[] = {
		"<capabilities/>",
		"<capabilities><host/></capabilities>",
		"<capabilities><host><uuid>nonsense</uuid><cpu><arch/><model></model></cpu>"
		"<topology><cells/></topology></host></capabilities>",
		"<capabilities><host><cpu><pages unit='KiB' size='4'/></cpu></host></capabilities>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(little) / sizeof(*little); i++) {
		struct node_caps caps = read_ok(little[i]);

		assert_false(caps.has_uuid);
		assert_null(caps.arch);
		assert_null(caps.vendor);
		assert_null(caps.model);
		assert_int_equal(caps.pages.n_sizes, 0);
		assert_int_equal(caps.pages.n_cells, 0);
		node_caps_clear(&caps);
	}
}

static void too_much_is_left_out(void **state)
{
	autostr struct str xml = {0};

	(void)state;
	str_add(&xml, "<capabilities><host><cpu>");
	for (int i = 0; i < 100; i++)
		str_addf(&xml, "<pages unit='KiB' size='%d'/>", 4 + i);
	str_add(&xml, "</cpu><topology><cells>");
	for (int i = 0; i < 5000; i++)
		str_addf(&xml, "<cell id='%d'/>", i);
	str_add(&xml, "</cells></topology></host></capabilities>");
	struct node_caps caps = read_ok(str_text(&xml));
	assert_int_equal(caps.pages.n_sizes, PAGE_SIZES_MOST - 1);
	assert_int_equal(caps.pages.n_cells, CELLS_MOST);
	node_caps_clear(&caps);
}

static void what_is_no_xml_says_so(void **state)
{
	autoerr struct err err = {0};
	struct node_caps caps = {0};

	(void)state;
	assert_false(capabilities_read("<capabilities><host>", &caps, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_null(caps.arch);
}

static struct sysinfo *sysinfo_ok(const char *xml)
{
	autoerr struct err err = {0};
	struct sysinfo *info = sysinfo_parse(xml, &err);
	if (!info)
		fail_msg("%s", err.text);
	return info;
}

static void sysinfo(void **state)
{
	autoerr struct err err = {0};
	(void)state;
	struct sysinfo *info = sysinfo_ok(
		"<sysinfo type='smbios'><bios><entry name='vendor'>LENOVO</entry>"
		"<entry name='version'>G4ETA1WW (2.61 )</entry><entry name='date'>05/07/2014</entry></bios>"
		"<system><entry name='serial'>SECRET</entry><entry name='manufacturer'>LENOVO</entry>"
		"<entry name='product'>20AN</entry></system><baseBoard><entry name='manufacturer'>LENOVO</entry>"
		"<entry name='product'>20AN</entry></baseBoard></sysinfo>");
	assert_string_equal(info->machine, "LENOVO 20AN");
	assert_string_equal(info->firmware, "LENOVO G4ETA1WW (2.61 ) of 05/07/2014");
	assert_null(info->board);
	sysinfo_free(info);

	info = sysinfo_ok("<sysinfo><system><entry name='manufacturer'>To Be Filled By O.E.M.</entry>"
			  "<entry name='product'/></system><baseBoard><entry name='product'>X11</entry></baseBoard>"
			  "<bios><entry name='date'>05/07/2014</entry></bios></sysinfo>");
	assert_null(info->machine);
	assert_string_equal(info->board, "X11");
	assert_string_equal(info->firmware, "05/07/2014");
	sysinfo_free(info);

	assert_null(sysinfo_parse("<sysinfo>", &err));
	sysinfo_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sysinfo),
		cmocka_unit_test(the_host),	     cmocka_unit_test(cells),
		cmocka_unit_test(guests),	     cmocka_unit_test(what_is_not_told),
		cmocka_unit_test(numbers_that_are_none), cmocka_unit_test(what_is_broken),
		cmocka_unit_test(everything), cmocka_unit_test(what_is_not_said_is_not_known),
		cmocka_unit_test(too_much_is_left_out), cmocka_unit_test(what_is_no_xml_says_so),
		cmocka_unit_test(for_guests),	     cmocka_unit_test(their_cpus),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
