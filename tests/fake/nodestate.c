// SPDX-License-Identifier: GPL-3.0-or-later
/* What the fake's hosts say of themselves: two cells of 8 CPUs each, QEMU with KVM. */
#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/nodestate.h"
#include "tests/fake/state.h"
#include "xml/capabilities.h"
#include "xml/sysinfo.h"

#define GIB        (UINT64_C(1) << 30)
#define CELLS      2
#define CELL_CPUS  8
#define CPUS       (CELLS * CELL_CPUS)
#define LOAD_STEP  13 /* percent, from a CPU to the next */

#define CELL_CORES (CELL_CPUS / 2)

static void add_cell(struct str *xml, int id)
{
	str_addf(xml,
		 "<cell id='%d'><memory unit='KiB'>33554432</memory>"
		 "<pages unit='KiB' size='4'>8126464</pages><pages unit='KiB' size='2048'>512</pages>"
		 "<pages unit='KiB' size='1048576'>0</pages>"
		 "<distances><sibling id='%d' value='10'/><sibling id='%d' value='21'/></distances>"
		 "<cpus num='8'>",
		 id, id, 1 - id);
	/* As kernels count: the first threads of all cores, then the second ones. */
	for (int i = 0; i < CELL_CPUS; i++)
		str_addf(xml, "<cpu id='%d' socket_id='%d' die_id='0' core_id='%d' siblings='%d,%d'/>",
			 id * CELL_CPUS + i, id, i % CELL_CORES, id * CELL_CPUS + i % CELL_CORES,
			 id * CELL_CPUS + i % CELL_CORES + CELL_CORES);
	str_add(xml, "</cpus></cell>");
}

static void add_guest(struct str *xml, const char *arch, const char *emulator, const char *types)
{
	str_addf(xml,
		 "<guest><os_type>hvm</os_type><arch name='%s'><wordsize>64</wordsize><emulator>%s</emulator>"
		 "<machine maxCpus='255'>pc-i440fx-7.2</machine>"
		 "<machine canonical='pc-i440fx-7.2' maxCpus='255'>pc</machine>"
		 "<machine maxCpus='288'>pc-q35-7.2</machine>"
		 "<machine canonical='pc-q35-7.2' maxCpus='288'>q35</machine>"
		 "<machine maxCpus='255' deprecated='yes'>pc-i440fx-1.4</machine>%s</arch></guest>",
		 arch, emulator, types);
}

void *fake_read_capabilities(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	autostr struct str xml = {0};
	(void)host;
	(void)key;
	str_add(&xml,
		"<capabilities><host><uuid>5f3c1b2a-7d41-4c55-9e0a-3d6a1f2b4c5d</uuid>"
		"<cpu><arch>x86_64</arch><model>Skylake-Server</model><vendor>Intel</vendor>"
		"<microcode version='33579775'/><counter name='tsc' frequency='2400000000'/>"
		"<topology sockets='2' dies='1' cores='4' threads='2'/>"
		"<feature name='vme'/><feature name='vmx'/><feature name='pdpe1gb'/><feature name='invtsc'/>"
		"<pages unit='KiB' size='4'/><pages unit='KiB' size='2048'/><pages unit='KiB' size='1048576'/>"
		"</cpu><power_management><suspend_mem/></power_management><iommu support='yes'/>"
		"<migration_features><live/><uri_transports><uri_transport>tcp</uri_transport>"
		"</uri_transports></migration_features><topology><cells num='2'>");
	for (int i = 0; i < CELLS; i++)
		add_cell(&xml, i);
	str_add(&xml,
		"</cells></topology><cache><bank id='0' level='3' type='both' size='22' unit='MiB' "
		"cpus='0-7'/><bank id='1' level='3' type='both' size='22' unit='MiB' cpus='8-15'/></cache>"
		"<secmodel><model>apparmor</model><doi>0</doi></secmodel>"
		"<secmodel><model>dac</model><doi>0</doi><baselabel type='kvm'>+64055:+108</baselabel>"
		"</secmodel></host>");
	add_guest(&xml, "x86_64", "/usr/bin/qemu-system-x86_64", "<domain type='qemu'/><domain type='kvm'/>");
	add_guest(&xml, "aarch64", "/usr/bin/qemu-system-aarch64", "<domain type='qemu'/>");
	str_add(&xml, "</capabilities>");
	return capabilities_parse(str_text(&xml), err);
}

void *fake_read_sysinfo(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	return sysinfo_parse("<sysinfo type='smbios'><bios><entry name='vendor'>Northwind</entry><entry name='version'>"
			     "2.61</entry><entry name='date'>05/07/2024</entry></bios><system><entry name='manufacturer'>"
			     "Northwind</entry><entry name='product'>R730</entry></system></sysinfo>", err);
}

static const char domain_xml[] =
	"<domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>kvm</domain>"
	"<machine>pc-i440fx-7.2</machine><arch>x86_64</arch><vcpu max='255'/><iothreads supported='yes'/>"
	"<os supported='yes'><enum name='firmware'><value>efi</value></enum><loader supported='yes'>"
	"<value>/usr/share/OVMF/OVMF_CODE.fd</value><enum name='type'><value>rom</value><value>pflash</value>"
	"</enum><enum name='secure'><value>no</value></enum></loader></os>"
	"<cpu><mode name='host-passthrough' supported='yes'/>"
	"<mode name='host-model' supported='yes'><model fallback='forbid'>Skylake-Server</model>"
	"<vendor>Intel</vendor><feature policy='require' name='vmx'/><feature policy='disable' name='mpx'/></mode>"
	"<mode name='custom' supported='yes'><model usable='yes' vendor='Intel'>Skylake-Server</model>"
	"<model usable='yes' vendor='Intel'>Haswell</model><model usable='yes' vendor='unknown'>qemu64</model>"
	"<model usable='no' vendor='AMD'>EPYC</model></mode></cpu>"
	"<memoryBacking supported='yes'><enum name='sourceType'><value>file</value><value>memfd</value></enum>"
	"</memoryBacking><devices><disk supported='yes'><enum name='bus'><value>scsi</value><value>virtio</value>"
	"<value>sata</value></enum></disk><graphics supported='yes'><enum name='type'><value>vnc</value></enum>"
	"</graphics><tpm supported='no'/></devices>"
	"<features><gic supported='no'/><backup supported='yes'/><sev supported='no'/></features>"
	"</domainCapabilities>";

void *fake_read_domain_capabilities(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	(void)host;
	(void)key;
	return domain_capabilities_parse(domain_xml, err);
}

static void add_free(struct node_state *state, unsigned id, uint64_t bytes, uint64_t huge)
{
	*arr_add(state->cells, state->n_cells, state->cap_cells) = (struct node_cell){
		.id = id,
		.memory_free = bytes,
		.memory_known = true,
		.pages = {{4096, bytes / 4096}, {2097152, huge}, {GIB, 0}},
		.n_pages = 3,
	};
}

void *fake_read_node(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	struct node_state *state = mem_new(struct node_state);
	(void)host;
	(void)key;
	(void)err;
	state->memory = 64 * GIB;
	state->memory_free = 30 * GIB;
	state->buffers = 2 * GIB;
	state->cached = 8 * GIB;
	add_free(state, 0, 12 * GIB, 512);
	add_free(state, 1, 18 * GIB, 100);
	state->ksm = (struct node_ksm){.pages_shared = 1000, .pages_sharing = 51200, .pages_unshared = 9000,
				       .pages_volatile = 70, .full_scans = 12, .pages_to_scan = 100,
				       .sleep_ms = 20, .merges_across_cells = true, .merges_known = true};
	state->files_why = mem_strdup("not readable from here");
	state->encrypted = state->secure = 1;
	return state;
}

/* A CPU is the busier the higher its number; the last one is offline. */
void *fake_read_cpus(struct fake_host *host, const struct reading_key *key, struct err *err)
{
	struct node_cpus *cpus = mem_new(struct node_cpus);
	(void)key;
	(void)err;
	host->cpus_read++;
	cpus->present = CPUS;
	cpus->online = CPUS - 1;
	for (unsigned i = 0; i < CPUS; i++) {
		uint64_t total = i < CPUS - 1 ? (uint64_t)FAKE_TICK_NS * host->cpus_read : 0;
		*arr_add(cpus->all, cpus->n, cpus->cap) = (struct node_cpu){
			.id = i, .online = i < CPUS - 1, .total_ns = total,
			.busy_ns = total / 100 * (i * LOAD_STEP % 100)};
	}
	return cpus;
}
