// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/schema.h"

#include <stddef.h>

#include "base/arr.h"
#include "base/str.h"

#define CHILDREN(...) ((const char *const[]){__VA_ARGS__, NULL})

/* From libvirt's schemas of 9.0 to 11 (docs/schemas), in the order of its own writers. */
static const struct schema schemas[] = {
	{"domain", true,
	 CHILDREN("name", "uuid", "genid", "title", "description", "metadata", "maxMemory", "memory",
		  "currentMemory", "blkiotune", "memtune", "memoryBacking", "vcpu", "vcpus", "iothreads",
		  "iothreadids", "defaultiothread", "cputune", "numatune", "resource", "sysinfo",
		  "bootloader", "bootloader_args", "os", "idmap", "features", "cpu", "clock", "on_poweroff",
		  "on_reboot", "on_crash", "on_lockfailure", "pm", "perf", "throttlegroups", "devices",
		  "seclabel", "keywrap", "launchSecurity")},
	{"domain/devices", true,
	 CHILDREN("emulator", "disk", "controller", "lease", "filesystem", "interface", "smartcard", "serial",
		  "parallel", "console", "channel", "input", "tpm", "graphics", "sound", "audio", "video",
		  "hostdev", "redirdev", "redirfilter", "hub", "watchdog", "memballoon", "rng", "nvram",
		  "panic", "shmem", "memory", "iommu", "vsock", "crypto", "pstore")},
	{"domain/os", false,
	 CHILDREN("type", "firmware", "loader", "nvram", "varstore", "kernel", "initrd", "cmdline", "shim", "dtb",
		  "acpi", "boot", "bootmenu", "smbios", "bios")},
	{"domain/cpu", false,
	 CHILDREN("model", "vendor", "topology", "cache", "maxphysaddr", "feature", "numa")},
	{"domain/cputune", false,
	 CHILDREN("shares", "period", "quota", "global_period", "global_quota", "emulator_period",
		  "emulator_quota", "iothread_period", "iothread_quota", "vcpupin", "emulatorpin",
		  "iothreadpin", "vcpusched", "iothreadsched", "emulatorsched", "cachetune", "memorytune")},
	{"network", true,
	 CHILDREN("name", "uuid", "title", "description", "metadata", "forward", "bridge", "mtu", "mac", "domain",
		  "dns", "vlan", "port", "bandwidth", "ip", "route", "virtualport", "portgroup")},
	{"network/forward", false, CHILDREN("nat", "pf", "address", "driver", "interface")},
	{"network/ip", false, CHILDREN("tftp", "dhcp")},
	{"network/ip/dhcp", false, CHILDREN("range", "host", "bootp")},
	{"network/dns", false, CHILDREN("forwarder", "txt", "srv", "host")},
	{"pool", true,
	 CHILDREN("name", "uuid", "capacity", "allocation", "available", "features", "source", "target",
		  "refresh")},
	{"pool/source", false,
	 CHILDREN("host", "device", "dir", "adapter", "name", "initiator", "auth", "format", "protocol", "vendor",
		  "product")},
	{"pool/target", false, CHILDREN("path", "permissions", "encryption")},
	{"volume", true,
	 CHILDREN("name", "key", "source", "capacity", "allocation", "physical", "target", "backingStore")},
	{"volume/target", false,
	 CHILDREN("path", "format", "permissions", "timestamps", "encryption", "compat", "nocow", "clusterSize",
		  "features")},
};

const struct schema *schema_find(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(schemas); i++)
		if (str_equal(schemas[i].path, path))
			return &schemas[i];
	return NULL;
}

int schema_rank(const struct schema *schema, const char *name)
{
	for (int i = 0; schema && schema->children[i]; i++)
		if (str_equal(schema->children[i], name))
			return i;
	return -1;
}
