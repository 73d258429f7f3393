// SPDX-License-Identifier: GPL-3.0-or-later
/* What holds for every document in tests/xml: test_samples FOLDER */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "samples.h"
#include "xml/changes.h"
#include "xml/definition.h"
#include "xml/path.h"
#include "xml/secrets.h"

#define FEWEST 60
#define CUTS 25     /* of each sample */
#define BREAKAGES 40

static const char *folder;

static struct xml_doc *parse(const char *text, const char *name)
{
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);

	if (!doc)
		fail_msg("%s: %s", name, err.text);
	return doc;
}

static void written_as_they_are(void **state)
{
	size_t n;
	const struct sample *samples = samples_load(folder, &n);

	(void)state;
	assert_true(n >= FEWEST);
	for (size_t i = 0; i < n; i++) {
		struct xml_doc *first = parse(samples[i].text, samples[i].name);
		autofree char *text = xml_doc_text(first);
		struct xml_doc *second = parse(text, samples[i].name);
		autofree char *text_again = xml_doc_text(second);
		autofree char *a = xml_doc_canonical(first);
		autofree char *b = xml_doc_canonical(second);

		assert_string_equal(a, b);
		assert_string_equal(text, text_again);
		xml_doc_destroy(first);
		xml_doc_destroy(second);
	}
}

/* ---- fields ---- */

#define OSINFO "{http://libosinfo.org/xmlns/libvirt/domain/1.0}libosinfo:"
#define FS     "{http://libvirt.org/schemas/storagepool/fs/1.0}fs:"

static const char *const domain_paths[] = {
	"@type", "@id", "name", "uuid", "title", "description", "genid",
	"memory", "memory/@unit", "maxMemory", "maxMemory/@slots", "currentMemory", "vcpu", "vcpu/@current", "vcpu/@cpuset",
	"iothreads", "memoryBacking/hugepages/page[@nodeset!='4']/@size", "memoryBacking/source/@type", "memoryBacking/locked",
	"memoryBacking/access/@mode", "memtune/hard_limit", "memtune/hard_limit/@unit", "blkiotune/weight",
	"cputune/shares", "cputune/vcpupin[@vcpu='1']/@cpuset", "cputune/vcpupin[@vcpu='9']/@cpuset",
	"cputune/emulatorpin/@cpuset",
	"numatune/memory/@mode", "numatune/memory/@nodeset", "resource/partition", "bootloader",
	"os/@firmware", "os/type", "os/type/@machine", "os/loader", "os/loader/@secure", "os/nvram/@template", "os/kernel",
	"os/cmdline", "os/boot[1]/@dev", "os/boot[2]/@dev", "os/boot[3]/@dev", "os/bootmenu/@enable", "os/smbios/@mode",
	"sysinfo[@type='smbios']/bios/entry[@name='vendor']", "sysinfo[@type='smbios']/system/entry[@name='serial']",
	"features/acpi", "features/pae", "features/hyperv/relaxed/@state", "features/kvm/hidden/@state", "features/smm/@state",
	"cpu/@mode", "cpu/@check", "cpu/model", "cpu/topology/@sockets", "cpu/topology/@cores",
	"cpu/feature[@name='pcid']/@policy",
	"cpu/feature[@name='vmx']/@policy", "cpu/numa/cell[@id='0']/@memory", "cpu/numa/cell[@id='3']/@cpus",
	"clock/@offset", "clock/timer[@name='rtc']/@tickpolicy", "on_crash", "pm/suspend-to-mem/@enabled",
	"perf/event[@name='cmt']/@enabled",
	"devices/emulator",
	"devices/disk[1]/@device", "devices/disk[1]/driver/@cache", "devices/disk[1]/source/@file", "devices/disk[1]/serial",
	"devices/disk[1]/readonly", "devices/disk[1]/boot/@order", "devices/disk[1]/iotune/read_bytes_sec",
	"devices/disk[2]/driver/@io",
	"devices/disk[3]/source/@startupPolicy", "devices/disk[target/@dev='vdb']/driver/@discard",
	"devices/disk[target/@dev='vdz']/source/@file", "devices/disk[@type='network']/source/host[2]/@name",
	"devices/interface[1]/source/@network", "devices/interface[1]/model/@type", "devices/interface[1]/mtu/@size",
	"devices/interface[1]/bandwidth/inbound/@average", "devices/interface[1]/link/@state",
	"devices/interface[2]/vlan/tag[1]/@id",
	"devices/interface[mac/@address='52:54:00:11:22:35']/source/@mode", "devices/interface[@type='bridge']/source/@bridge",
	"devices/graphics[@type='vnc']/@port", "devices/graphics[@type='spice']/listen[1]/@address",
	"devices/graphics[@type='spice']/image/@compression", "devices/video[1]/model/@type", "devices/video[1]/model/@vram",
	"devices/sound/@model", "devices/tpm/@model", "devices/tpm/backend/@version", "devices/watchdog/@action",
	"devices/rng/rate/@bytes", "devices/rng/backend", "devices/memballoon/@autodeflate",
	"devices/memballoon/stats/@period",
	"devices/panic/@model", "devices/vsock/cid/@address", "devices/iommu/driver/@intremap",
	"devices/shmem[@name='x']/size",
	"devices/hostdev[1]/@managed", "devices/hostdev[1]/source/address/@bus", "devices/hostdev[1]/rom/@bar",
	"devices/filesystem[1]/source/@dir", "devices/filesystem[1]/readonly", "devices/memory[1]/target/size",
	"devices/channel[target/@name='org.qemu.guest_agent.0']/@type", "devices/channel[target/@name='new']/source/@mode",
	"devices/serial[1]/log/@file", "devices/console[1]/target/@type", "devices/controller[@type='scsi']/@model",
	"devices/input[@type='tablet']/@bus", "devices/smartcard/@mode", "devices/redirdev[2]/@bus", "devices/lease/key",
	"seclabel[@model='dac']/label", "launchSecurity/policy",
	"metadata/" OSINFO "libosinfo/" OSINFO "os/@id",
	"metadata/{urn:virtty:test}virtty:domain/{urn:virtty:test}virtty:tags",
};

static const char *const network_paths[] = {
	"@ipv6", "@trustGuestRxFilters", "name", "uuid", "title", "forward/@mode", "forward/@dev",
	"forward/nat/@ipv6", "forward/nat/address/@start", "forward/nat/address/@end", "forward/nat/port/@start",
	"forward/interface[1]/@dev",
	"forward/interface[2]/@dev", "forward/pf/@dev", "forward/driver/@name", "bridge/@name", "bridge/@zone", "bridge/@stp",
	"bridge/@delay", "mtu/@size", "mac/@address", "domain/@name", "domain/@localOnly", "dns/@enable",
	"dns/forwarder[1]/@addr",
	"dns/forwarder[@domain='example.org']/@addr", "dns/txt[@name='example']/@value",
	"dns/host[@ip='10.7.0.2']/hostname[1]",
	"dns/host[@ip='10.7.0.9']/hostname", "vlan/tag[1]/@id", "vlan/@trunk", "port/@isolated",
	"bandwidth/inbound/@average", "bandwidth/outbound/@peak", "ip[@family!='ipv6']/@address",
	"ip[@family!='ipv6']/@prefix",
	"ip[@family!='ipv6']/@netmask", "ip[@family!='ipv6']/tftp/@root", "ip[@family!='ipv6']/dhcp/range[1]/@start",
	"ip[@family!='ipv6']/dhcp/range[1]/@end", "ip[@family!='ipv6']/dhcp/range[2]/@end",
	"ip[@family!='ipv6']/dhcp/bootp/@file",
	"ip[@family!='ipv6']/dhcp/host[@mac='52:54:00:7a:00:10']/@ip",
	"ip[@family!='ipv6']/dhcp/host[@mac='52:54:00:ff:ff:ff']/@ip",
	"ip[@family='ipv6']/@address", "ip[@family='ipv6']/@prefix", "ip[@family='ipv6']/dhcp/range/@start",
	"route[1]/@gateway",
	"route[1]/@metric", "virtualport/@type", "virtualport/parameters/@profileid", "portgroup[@name='web']/@default",
	"portgroup[@name='web']/vlan/tag[1]/@id", "portgroup[@name='new']/vlan/tag[1]/@id",
	"metadata/{urn:virtty:test}virtty:note",
};

static const char *const pool_paths[] = {
	"name", "uuid", "features/cow/@state", "source/host[1]/@name", "source/host[2]/@port", "source/device[1]/@path",
	"source/device[2]/@path", "source/dir/@path", "source/adapter/@parent", "source/name", "source/initiator/iqn/@name",
	"source/auth/@username", "source/auth/secret/@usage", "source/format/@type", "source/protocol/@ver",
	"source/vendor/@name",
	"target/path", "target/permissions/mode", "target/permissions/owner", "target/permissions/label",
	"refresh/volume/@allocation",
	FS "mount_opts/" FS "option[1]/@name",
};

static const char *const volume_paths[] = {
	"@type", "name", "capacity", "capacity/@unit", "allocation", "allocation/@unit", "target/path", "target/format/@type",
	"target/permissions/mode", "target/compat", "target/nocow", "target/clusterSize", "target/clusterSize/@unit",
	"target/features/lazy_refcounts", "target/encryption/@format", "target/encryption/cipher/@name", "backingStore/path",
	"backingStore/format/@type",
};

static const char *const secret_paths[] = {
	"@ephemeral", "@private", "uuid", "description", "usage/@type", "usage/name", "usage/volume", "usage/target",
};

static const char *const filter_paths[] = {
	"@name", "@chain", "@priority", "uuid", "filterref[@filter='clean-traffic']/parameter[@name='IP']/@value",
	"rule[1]/@action",
	"rule[1]/tcp/@dstportstart", "rule[9]/@action", "rule[2]/all/@comment",
};

static const char *const snapshot_paths[] = {
	"name", "description", "memory/@snapshot", "memory/@file", "disks/disk[@name='vda']/@snapshot",
	"disks/disk[@name='vda']/source/@file", "disks/disk[@name='vdz']/driver/@type", "domain/description",
};

static const struct {
	const char *root;
	const char *const *paths;
	size_t n;
	size_t fewest; /* samples */
} kinds[] = {
	{"domain", domain_paths, ARRAY_SIZE(domain_paths), 30},
	{"network", network_paths, ARRAY_SIZE(network_paths), 12},
	{"pool", pool_paths, ARRAY_SIZE(pool_paths), 12},
	{"volume", volume_paths, ARRAY_SIZE(volume_paths), 4},
	{"secret", secret_paths, ARRAY_SIZE(secret_paths), 4},
	{"filter", filter_paths, ARRAY_SIZE(filter_paths), 2},
	{"domainsnapshot", snapshot_paths, ARRAY_SIZE(snapshot_paths), 2},
};

static void fields_lose_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		assert_true(samples_check_fields(folder, kinds[i].root, kinds[i].paths, kinds[i].n) >= kinds[i].fewest);
}

/* ---- changes ---- */

/* What virt-install asked for, and what libvirt made of it. */
static void what_libvirt_made_of_it(void **state)
{
	static const struct {
		const char *name;
		size_t n_changed;
	} rows[] = {{"desk", 0}, {"direct", 0}, {"numa", 0}, {"shared", 2}, {"web", 0}};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *asked = mem_printf("asked-%s.xml", rows[i].name);
		autofree char *real = mem_printf("real-%s.xml", rows[i].name);
		struct xml_changes changes = xml_changes(sample_text(folder, asked), sample_text(folder, real));

		assert_int_equal(changes.n, rows[i].n_changed + 1);
		for (size_t k = 0; k < changes.n; k++)
			assert_int_equal(changes.all[k].kind, k < rows[i].n_changed ? XML_CHANGED : XML_ADDED);
		xml_changes_finish(&changes);
	}
}

static void no_change_to_itself(void **state)
{
	size_t n;
	const struct sample *samples = samples_load(folder, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct xml_changes changes = xml_changes(samples[i].text, samples[i].text);
		struct xml_changes unknown = xml_unknown(samples[i].text);
		struct xml_changes doubts = xml_doubts(samples[i].text, NULL);

		if (doubts.n)
			fail_msg("%s: %s", samples[i].name, doubts.all[0].words);
		if (changes.n)
			fail_msg("%s: %s", samples[i].name, changes.all[0].words);
		if (unknown.n && !str_equal(samples[i].name, "unknown-parts.xml"))
			fail_msg("%s: %s", samples[i].name, unknown.all[0].words);
		xml_changes_finish(&changes);
		xml_changes_finish(&unknown);
		xml_changes_finish(&doubts);
	}
}

/* ---- secrets ---- */

static size_t count(const char *text, char c)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

static void secrets_are_masked(void **state)
{
	static const char *const secrets[] = {
		"geheim", "hush", "s3cr3t!", "\"it's\"", "letmein", "c29tZXRoaW5n", "$6$abc", "t0k3n",
	};
	size_t n, found[ARRAY_SIZE(secrets)] = {0};
	const struct sample *samples = samples_load(folder, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		autofree char *text = xml_mask(samples[i].text);
		autofree char *twice = xml_mask(text);

		assert_int_equal(count(text, '\n'), count(samples[i].text, '\n'));
		assert_string_equal(text, twice);
		xml_doc_destroy(parse(text, samples[i].name));
		for (size_t k = 0; k < ARRAY_SIZE(secrets); k++) {
			found[k] += strstr(samples[i].text, secrets[k]) != NULL;
			if (strstr(text, secrets[k]))
				fail_msg("%s: %s can be read", samples[i].name, secrets[k]);
		}
	}
	for (size_t k = 0; k < ARRAY_SIZE(secrets); k++)
		assert_true(found[k] > 0);
}

/* ---- broken texts ---- */

static uint64_t random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Whatever it is: no crash, and words when it is refused. */
static void try(const char *text, const char *whole)
{
	autoerr struct err err = {0};
	struct xml_place at = {-1, -1};
	struct xml_doc *doc = xml_doc_parse(text, &at, &err);
	struct xml_changes changes = xml_changes(whole, text);
	struct xml_changes unknown = xml_unknown(text);
	struct xml_changes doubts = xml_doubts(text, text);
	struct xml_comments comments = xml_comments_lost(text);
	autofree char *masked = xml_mask(text);

	assert_int_equal(count(masked, '\n'), count(text, '\n'));
	if (doc) {
		xml_doc_set(doc, "metadata/{urn:x}x:a/{urn:x}x:b", "1", NULL);
		xml_doc_set(doc, "devices/disk[2]/source/@file", "1", NULL);
		autofree char *written = xml_doc_text(doc);

		xml_doc_destroy(parse(written, text));
	} else {
		assert_int_equal(err.code, ERR_INVALID);
		assert_true(strlen(err.text) > 20);
		assert_null(strchr(err.text, '\n'));
		assert_true(at.line >= 1 && at.column >= 0);
	}
	xml_changes_finish(&changes);
	xml_changes_finish(&unknown);
	xml_changes_finish(&doubts);
	xml_comments_finish(&comments);
	xml_doc_destroy(doc);
}

static void cut_off(void **state)
{
	size_t n;
	const struct sample *samples = samples_load(folder, &n);
	uint64_t seed = 7;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < CUTS; k++) {
			autofree char *text = mem_strndup(samples[i].text, random_next(&seed) % strlen(samples[i].text));

			try(text, samples[i].text);
		}
}

static void broken(void **state)
{
	static const char letters[] = "<>&'\"/=![]-:;{}\001\x80\xff\n ax?%";
	size_t n;
	const struct sample *samples = samples_load(folder, &n);
	uint64_t seed = 11;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < BREAKAGES; k++) {
			autofree char *text = mem_strdup(samples[i].text);
			size_t len = strlen(text), times = random_next(&seed) % 4 + 1;

			for (size_t t = 0; t < times; t++)
				text[random_next(&seed) % len] = letters[random_next(&seed) % (sizeof(letters) - 1)];
			try(text, samples[i].text);
		}
}

/* Deeper than anybody's, and with names as long. */
static void huge(void **state)
{
	autostr struct str deep = {0};
	autostr struct str long_name = {0};

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_add(&deep, "<a>");
	str_add(&long_name, "<");
	for (int i = 0; i < 100000; i++)
		str_add(&long_name, "aa");
	try(str_text(&deep), "<a/>");
	try(str_text(&long_name), "<a/>");
	str_add(&long_name, "/>");
	try(str_text(&long_name), "<a/>");
}

static int setup(void **state)
{
	(void)state;
	xml_init();
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_as_they_are),
		cmocka_unit_test(fields_lose_nothing),
		cmocka_unit_test(what_libvirt_made_of_it),
		cmocka_unit_test(no_change_to_itself),
		cmocka_unit_test(secrets_are_masked),
		cmocka_unit_test(cut_off),
		cmocka_unit_test(broken),
		cmocka_unit_test(huge),
	};
	folder = argc > 1 ? argv[1] : "tests/xml";
	return cmocka_run_group_tests(tests, setup, NULL);
}
