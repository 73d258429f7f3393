// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/commands.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/words.h"

const struct command commands[] = {
	{"start", "domain.start", TAKES_MACHINES, NULL},
	{"shutdown", "domain.shutdown", TAKES_MACHINES, NULL},
	{"destroy", "domain.force-off", TAKES_MACHINES, NULL},
	{"reboot", "domain.reboot", TAKES_MACHINES, NULL},
	{"reset", "domain.reset", TAKES_MACHINES, NULL},
	{"suspend", "domain.suspend", TAKES_MACHINES, NULL},
	{"resume", "domain.resume", TAKES_MACHINES, NULL},
	{"dompmwakeup", "domain.wake-up", TAKES_MACHINES, NULL},
	{"managedsave", "domain.managed-save", TAKES_MACHINES, NULL},
	{"managedsave-remove", "domain.drop-saved", TAKES_MACHINES, NULL},
	{"autostart", "domain.autostart", TAKES_MACHINES, NULL},
	{"undefine", "domain.undefine", TAKES_MACHINES, NULL},
	{"inject-nmi", "domain.nmi", TAKES_MACHINES, NULL},
	{"send-key", "domain.send-keys", TAKES_MACHINE_KEYS, NULL},
	{"send-keys", "domain.send-keys", TAKES_MACHINE_KEYS, NULL},
	{"domrename", "domain.rename", TAKES_MACHINE_TEXT, NULL},
	{"rename", "domain.rename", TAKES_MACHINE_TEXT, NULL},
	{"desc", "domain.description", TAKES_MACHINE_TEXT, NULL},
	{"title", "domain.title", TAKES_TEXT, NULL},
	{"description", "domain.description", TAKES_TEXT, NULL},
	{"tags", "domain.tags", TAKES_TEXT, NULL},
	{"save", "domain.save", TAKES_MACHINE_FILE, NULL},
	{"dump", "domain.dump", TAKES_MACHINE_FILE, NULL},
	{"restore", "domain.restore", TAKES_FILE_ON_HOST, NULL},
	{"dumpxml", "domain.save-xml", TAKES_MACHINE, NULL},
	{"define", "domain.define", TAKES_FILE_HERE, NULL},
	{"create", "domain.create", TAKES_FILE_HERE, NULL},
	{"edit", "domain.edit-xml", TAKES_MACHINE, NULL},
	{"history", "app.history", TAKES_THING, NULL},
	{"diff", "app.diff", TAKES_TWO, NULL},
	{"argv", "domain.argv", TAKES_MACHINE, NULL},
	{"vcpuinfo", "domain.vcpus", TAKES_MACHINE, NULL},
	{"vcpupin", "domain.vcpus", TAKES_MACHINE, NULL},
	{"vcpucount", "domain.vcpus", TAKES_MACHINE, NULL},
	{"cpu-stats", "domain.vcpus", TAKES_MACHINE, NULL},
	{"dommemstat", "domain.memory", TAKES_MACHINE, NULL},
	{"domblklist", "domain.disks", TAKES_MACHINE, NULL},
	{"domblkinfo", "domain.disks", TAKES_MACHINE, NULL},
	{"domblkstat", "domain.disks", TAKES_MACHINE, NULL},
	{"domblkerror", "domain.disks", TAKES_MACHINE, NULL},
	{"domiflist", "domain.nics", TAKES_MACHINE, NULL},
	{"domifaddr", "domain.nics", TAKES_MACHINE, NULL},
	{"domifstat", "domain.nics", TAKES_MACHINE, NULL},
	{"domif-getlink", "domain.nics", TAKES_MACHINE, NULL},
	{"snapshot-list", "domain.snapshots", TAKES_MACHINE, NULL},
	{"snapshot-current", "domain.snapshots", TAKES_MACHINE, NULL},
	{"snapshot-info", "domain.snapshots", TAKES_MACHINE, NULL},
	{"snapshot-parent", "domain.snapshots", TAKES_MACHINE, NULL},
	{"domjobinfo", "domain.snapshots", TAKES_MACHINE, NULL},
	{"dominfo", "domain.details", TAKES_MACHINE, NULL},
	{"domid", "domain.details", TAKES_MACHINE, NULL},
	{"domname", "domain.details", TAKES_MACHINE, NULL},
	{"domuuid", "domain.details", TAKES_MACHINE, NULL},
	{"domstats", "domain.details", TAKES_MACHINE, NULL},
	{"domdisplay", "domain.details", TAKES_MACHINE, NULL},
	{"vncdisplay", "domain.details", TAKES_MACHINE, NULL},
	{"domhostname", "domain.details", TAKES_MACHINE, NULL},
	{"guestinfo", "domain.details", TAKES_MACHINE, NULL},
	{"domstate", "app.go", TAKES_MACHINE, NULL},
	{"domain", "app.go", TAKES_MACHINE, NULL},
	{"host", "app.go", TAKES_HOST, NULL},
	{"nodeinfo", "host.details", TAKES_HOST, NULL},
	{"hostname", "host.details", TAKES_HOST, NULL},
	{"uri", "host.details", TAKES_HOST, NULL},
	{"version", "host.details", TAKES_HOST, NULL},
	{"capabilities", "host.details", TAKES_HOST, NULL},
	{"domcapabilities", "host.details", TAKES_HOST, NULL},
	{"cpu-models", "host.details", TAKES_HOST, NULL},
	{"maxvcpus", "host.details", TAKES_HOST, NULL},
	{"nodecpumap", "host.details", TAKES_HOST, NULL},
	{"nodecpustats", "host.details", TAKES_HOST, NULL},
	{"nodememstats", "host.details", TAKES_HOST, NULL},
	{"nodesevinfo", "host.details", TAKES_HOST, NULL},
	{"freecell", "host.details", TAKES_HOST, NULL},
	{"freepages", "host.details", TAKES_HOST, NULL},
	{"sysinfo", "host.details", TAKES_HOST, NULL},
	{"connect", "app.connect", TAKES_URI, NULL},
	{"answer", "app.answer", TAKES_NOTHING, NULL},
	{"set", "app.options", TAKES_OPTION, NULL},
	{"theme", "app.theme", TAKES_CHOICE, NULL},
	{"views", "app.views", TAKES_CHOICE, NULL},
	{"sort", "list.sort-by", TAKES_CHOICE, NULL},
	{"group", "list.group", TAKES_CHOICE, NULL},
	{"filter", "list.filter", TAKES_TEXT, NULL},
	{"mark", "list.mark-filter", TAKES_TEXT, NULL},
	{"list", "app.domains", TAKES_NOTHING, NULL},
	{"event", "app.events", TAKES_NOTHING, NULL},
	{"net-event", "app.events", TAKES_NOTHING, NULL},
	{"pool-event", "app.events", TAKES_NOTHING, NULL},
	{"nodedev-event", "app.events", TAKES_NOTHING, NULL},
	{"secret-event", "app.events", TAKES_NOTHING, NULL},
	{"net-list", "app.networks", TAKES_NOTHING, NULL},
	{"net", "app.networks", TAKES_NOTHING, NULL},
	{"network", "app.networks", TAKES_NOTHING, NULL},
	{"net-start", "network.start", TAKES_NETWORKS, NULL},
	{"net-destroy", "network.stop", TAKES_NETWORKS, NULL},
	{"net-autostart", "network.autostart", TAKES_NETWORKS, NULL},
	{"net-info", "network.details", TAKES_NETWORKS, NULL},
	{"net-name", "network.details", TAKES_NETWORKS, NULL},
	{"net-uuid", "network.details", TAKES_NETWORKS, NULL},
	{"net-dhcp-leases", "network.addresses", TAKES_NETWORKS, NULL},
	{"net-update", "network.addresses", TAKES_NETWORKS, NULL},
	{"net-undefine", "network.delete", TAKES_NETWORKS, NULL},
	{"pool-list", "app.storage", TAKES_NOTHING, NULL},
	{"pool", "app.storage", TAKES_NOTHING, NULL},
	{"pool-start", "pool.start", TAKES_POOLS, NULL},
	{"pool-destroy", "pool.stop", TAKES_POOLS, NULL},
	{"pool-autostart", "pool.autostart", TAKES_POOLS, NULL},
	{"pool-refresh", "pool.refresh", TAKES_POOLS, NULL},
	{"pool-info", "pool.details", TAKES_POOLS, NULL},
	{"pool-name", "pool.details", TAKES_POOLS, NULL},
	{"pool-uuid", "pool.details", TAKES_POOLS, NULL},
	{"pool-build", "pool.build", TAKES_POOLS, NULL},
	{"pool-undefine", "pool.undefine", TAKES_POOLS, NULL},
	{"pool-delete", "pool.delete", TAKES_POOLS, NULL},
	{"vol-list", "pool.volumes", TAKES_POOLS, NULL},
	{"net-define", "network.define", TAKES_FILE_HERE, NULL},
	{"net-create", "network.create", TAKES_FILE_HERE, NULL},
	{"net-edit", "network.edit-xml", TAKES_NETWORKS, NULL},
	{"net-dumpxml", "network.view-xml", TAKES_NETWORKS, NULL},
	{"pool-define", "pool.define", TAKES_FILE_HERE, NULL},
	{"pool-create", "pool.create", TAKES_FILE_HERE, NULL},
	{"pool-edit", "pool.edit-xml", TAKES_POOLS, NULL},
	{"pool-dumpxml", "pool.view-xml", TAKES_POOLS, NULL},
	{"pool-define-as", "pool.new", TAKES_NOTHING, NULL},
	{"pool-create-as", "pool.new", TAKES_NOTHING, NULL},
	{"vol-create-as", "pool.new-volume", TAKES_POOLS, NULL},
	{"vol-delete", "volume.delete", TAKES_NOTHING, NULL},
	{"vol-info", "volume.details", TAKES_NOTHING, NULL},
	{"vol-name", "volume.details", TAKES_NOTHING, NULL},
	{"vol-key", "volume.details", TAKES_NOTHING, NULL},
	{"vol-path", "volume.details", TAKES_NOTHING, NULL},
	{"vol-pool", "volume.details", TAKES_NOTHING, NULL},
	{"vol-dumpxml", "volume.view-xml", TAKES_NOTHING, NULL},
	{"vol-clone", NULL, TAKES_NOTHING, "volumes cannot be cloned here yet"},
	{"vol-resize", NULL, TAKES_NOTHING, "volumes cannot be resized here yet"},
	{"nodedev-list", "app.devices", TAKES_NOTHING, NULL},
	{"nodedev-info", "device.details", TAKES_NOTHING, NULL},
	{"nodedev-dumpxml", "device.view-xml", TAKES_NOTHING, NULL},
	{"iface-list", "app.interfaces", TAKES_NOTHING, NULL},
	{"iface-name", "app.interfaces", TAKES_NOTHING, NULL},
	{"iface-mac", "app.interfaces", TAKES_NOTHING, NULL},
	{"iface-dumpxml", "device.view-xml", TAKES_NOTHING, NULL},
	{"nwfilter-list", "app.filters", TAKES_NOTHING, NULL},
	{"nwfilter-define", "filter.define", TAKES_FILE_HERE, NULL},
	{"nwfilter-undefine", "filter.delete", TAKES_FILTERS, NULL},
	{"nwfilter-edit", "filter.edit-xml", TAKES_FILTERS, NULL},
	{"nwfilter-dumpxml", "filter.view-xml", TAKES_FILTERS, NULL},
	{"secret-list", "app.secrets", TAKES_NOTHING, NULL},
	{"secret-define", "secret.define", TAKES_FILE_HERE, NULL},
	{"secret-undefine", "secret.delete", TAKES_SECRETS, NULL},
	{"secret-set-value", "secret.set-value", TAKES_SECRETS, NULL},
	{"secret-dumpxml", "secret.view-xml", TAKES_SECRETS, NULL},
	{"setvcpus", NULL, TAKES_NOTHING, "vCPUs are changed in the XML here yet: edit"},
	{"setmem", NULL, TAKES_NOTHING, "memory is changed in the XML here yet: edit"},
	{"setmaxmem", NULL, TAKES_NOTHING, "memory is changed in the XML here yet: edit"},
	{"attach-disk", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"attach-interface", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"attach-device", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"detach-device", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"console", NULL, TAKES_NOTHING, "there are no consoles here yet"},
	{"migrate", NULL, TAKES_NOTHING, "machines cannot be moved to another host here yet"},
	{"snapshot-create", NULL, TAKES_NOTHING, "snapshots cannot be made here yet"},
	{"setvcpu", NULL, TAKES_NOTHING, "vCPUs are changed in the XML here yet: edit"},
	{"guestvcpus", NULL, TAKES_NOTHING, "vCPUs are changed in the XML here yet: edit"},
	{"emulatorpin", NULL, TAKES_NOTHING, "vCPUs are changed in the XML here yet: edit"},
	{"iothreadinfo", NULL, TAKES_NOTHING, "I/O threads are in the XML here yet: edit"},
	{"iothreadpin", NULL, TAKES_NOTHING, "I/O threads are in the XML here yet: edit"},
	{"iothreadadd", NULL, TAKES_NOTHING, "I/O threads are in the XML here yet: edit"},
	{"iothreadset", NULL, TAKES_NOTHING, "I/O threads are in the XML here yet: edit"},
	{"iothreaddel", NULL, TAKES_NOTHING, "I/O threads are in the XML here yet: edit"},
	{"detach-disk", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"detach-interface", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"detach-device-alias", NULL, TAKES_NOTHING,
	 "devices are changed in the XML here yet: edit"},
	{"update-device", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"update-memory-device", NULL, TAKES_NOTHING,
	 "devices are changed in the XML here yet: edit"},
	{"change-media", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"domif-setlink", NULL, TAKES_NOTHING, "devices are changed in the XML here yet: edit"},
	{"blkdeviotune", NULL, TAKES_NOTHING, "limits are in the XML here yet: edit"},
	{"blkiotune", NULL, TAKES_NOTHING, "limits are in the XML here yet: edit"},
	{"domiftune", NULL, TAKES_NOTHING, "limits are in the XML here yet: edit"},
	{"memtune", NULL, TAKES_NOTHING, "limits are in the XML here yet: edit"},
	{"numatune", NULL, TAKES_NOTHING, "limits are in the XML here yet: edit"},
	{"schedinfo", NULL, TAKES_NOTHING, "limits are in the XML here yet: edit"},
	{"metadata", NULL, TAKES_NOTHING, "it is in the XML here yet: edit"},
	{"set-lifecycle-action", NULL, TAKES_NOTHING, "it is in the XML here yet: edit"},
	{"perf", NULL, TAKES_NOTHING, "it is in the XML here yet: edit"},
	{"blockcommit", NULL, TAKES_NOTHING, "disks are not copied, merged or resized here yet"},
	{"blockcopy", NULL, TAKES_NOTHING, "disks are not copied, merged or resized here yet"},
	{"blockjob", NULL, TAKES_NOTHING, "disks are not copied, merged or resized here yet"},
	{"blockpull", NULL, TAKES_NOTHING, "disks are not copied, merged or resized here yet"},
	{"blockresize", NULL, TAKES_NOTHING, "disks are not copied, merged or resized here yet"},
	{"domblkthreshold", NULL, TAKES_NOTHING,
	 "disks are not copied, merged or resized here yet"},
	{"ttyconsole", NULL, TAKES_NOTHING, "there are no consoles here yet"},
	{"screenshot", NULL, TAKES_NOTHING, "there are no pictures of screens here yet"},
	{"domjobabort", NULL, TAKES_NOTHING,
	 "what was begun here is cancelled in Tasks, other jobs not yet"},
	{"domcontrol", NULL, TAKES_NOTHING,
	 "what keeps it busy is told elsewhere: domjobinfo"},
	{"domxml-from-native", NULL, TAKES_NOTHING,
	 "QEMU's command line is shown: argv; no other conversion is here yet"},
	{"domxml-to-native", NULL, TAKES_NOTHING,
	 "QEMU's command line is shown: argv; no other conversion is here yet"},
	{"domfsinfo", NULL, TAKES_NOTHING, "the guest's agent is not asked for it here yet"},
	{"domfsfreeze", NULL, TAKES_NOTHING, "the guest's agent is not asked for it here yet"},
	{"domfsthaw", NULL, TAKES_NOTHING, "the guest's agent is not asked for it here yet"},
	{"domfstrim", NULL, TAKES_NOTHING, "the guest's agent is not asked for it here yet"},
	{"domtime", NULL, TAKES_NOTHING, "the guest's agent is not asked for it here yet"},
	{"get-user-sshkeys", NULL, TAKES_NOTHING, "the guest's agent is not asked for it here yet"},
	{"set-user-sshkeys", NULL, TAKES_NOTHING, "the guest's agent is not asked for it here yet"},
	{"set-user-password", NULL, TAKES_NOTHING,
	 "the guest's agent is not asked for it here yet"},
	{"guest-agent-timeout", NULL, TAKES_NOTHING,
	 "the guest's agent is not asked for it here yet"},
	{"qemu-agent-command", NULL, TAKES_NOTHING,
	 "the guest's agent is not asked for it here yet"},
	{"dompmsuspend", NULL, TAKES_NOTHING,
	 "machines are not put to sleep here yet; suspend pauses one"},
	{"managedsave-edit", NULL, TAKES_NOTHING, "the XML of saved memory is not shown here yet"},
	{"managedsave-dumpxml", NULL, TAKES_NOTHING,
	 "the XML of saved memory is not shown here yet"},
	{"managedsave-define", NULL, TAKES_NOTHING,
	 "the XML of saved memory is not shown here yet"},
	{"save-image-define", NULL, TAKES_NOTHING, "the XML of saved memory is not shown here yet"},
	{"save-image-dumpxml", NULL, TAKES_NOTHING,
	 "the XML of saved memory is not shown here yet"},
	{"save-image-edit", NULL, TAKES_NOTHING, "the XML of saved memory is not shown here yet"},
	{"migrate-setmaxdowntime", NULL, TAKES_NOTHING,
	 "machines cannot be moved to another host here yet"},
	{"migrate-getmaxdowntime", NULL, TAKES_NOTHING,
	 "machines cannot be moved to another host here yet"},
	{"migrate-compcache", NULL, TAKES_NOTHING,
	 "machines cannot be moved to another host here yet"},
	{"migrate-setspeed", NULL, TAKES_NOTHING,
	 "machines cannot be moved to another host here yet"},
	{"migrate-getspeed", NULL, TAKES_NOTHING,
	 "machines cannot be moved to another host here yet"},
	{"migrate-postcopy", NULL, TAKES_NOTHING,
	 "machines cannot be moved to another host here yet"},
	{"domdirtyrate-calc", NULL, TAKES_NOTHING,
	 "machines cannot be moved to another host here yet"},
	{"qemu-attach", NULL, TAKES_NOTHING, "it is virsh's alone: virsh does it beside virtty"},
	{"qemu-monitor-command", NULL, TAKES_NOTHING,
	 "it is virsh's alone: virsh does it beside virtty"},
	{"qemu-monitor-event", NULL, TAKES_NOTHING,
	 "it is virsh's alone: virsh does it beside virtty"},
	{"send-process-signal", NULL, TAKES_NOTHING,
	 "it is virsh's alone: virsh does it beside virtty"},
	{"lxc-enter-namespace", NULL, TAKES_NOTHING,
	 "it is virsh's alone: virsh does it beside virtty"},
	{"domlaunchsecinfo", NULL, TAKES_NOTHING,
	 "it is virsh's alone: virsh does it beside virtty"},
	{"domsetlaunchsecstate", NULL, TAKES_NOTHING,
	 "it is virsh's alone: virsh does it beside virtty"},
	{"dom-fd-associate", NULL, TAKES_NOTHING,
	 "it is virsh's alone: virsh does it beside virtty"},
	{"allocpages", NULL, TAKES_NOTHING,
	 "huge pages are shown in the host's page, not changed: nodeinfo"},
	{"node-memory-tune", NULL, TAKES_NOTHING,
	 "page merging is shown in the host's page, not changed: nodeinfo"},
	{"cpu-baseline", NULL, TAKES_NOTHING,
	 "CPU models are shown in the host's page, not compared: nodeinfo"},
	{"cpu-compare", NULL, TAKES_NOTHING,
	 "CPU models are shown in the host's page, not compared: nodeinfo"},
	{"hypervisor-cpu-baseline", NULL, TAKES_NOTHING,
	 "CPU models are shown in the host's page, not compared: nodeinfo"},
	{"hypervisor-cpu-compare", NULL, TAKES_NOTHING,
	 "CPU models are shown in the host's page, not compared: nodeinfo"},
	{"nodesuspend", NULL, TAKES_NOTHING, "hosts are not put to sleep here yet"},
	{"checkpoint-create", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"checkpoint-create-as", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"checkpoint-delete", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"checkpoint-dumpxml", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"checkpoint-edit", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"checkpoint-info", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"checkpoint-list", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"checkpoint-parent", NULL, TAKES_NOTHING, "there are no checkpoints here yet"},
	{"backup-begin", NULL, TAKES_NOTHING, "there are no backups here yet"},
	{"backup-dumpxml", NULL, TAKES_NOTHING, "there are no backups here yet"},
	{"snapshot-create-as", NULL, TAKES_NOTHING, "snapshots cannot be made here yet"},
	{"snapshot-delete", NULL, TAKES_NOTHING,
	 "snapshots are shown, not changed here yet: snapshot-list"},
	{"snapshot-edit", NULL, TAKES_NOTHING,
	 "snapshots are shown, not changed here yet: snapshot-list"},
	{"snapshot-revert", NULL, TAKES_NOTHING,
	 "snapshots are shown, not changed here yet: snapshot-list"},
	{"snapshot-dumpxml", NULL, TAKES_NOTHING,
	 "the XML of a snapshot is not shown here yet: snapshot-list"},
	{"iface-begin", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-bridge", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-commit", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-define", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-destroy", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-edit", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-rollback", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-start", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-unbridge", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"iface-undefine", NULL, TAKES_NOTHING,
	 "interfaces are shown, not changed here yet: iface-list"},
	{"nwfilter-binding-create", NULL, TAKES_NOTHING,
	 "what a filter is used by is in its page; its bindings are not here yet"},
	{"nwfilter-binding-delete", NULL, TAKES_NOTHING,
	 "what a filter is used by is in its page; its bindings are not here yet"},
	{"nwfilter-binding-dumpxml", NULL, TAKES_NOTHING,
	 "what a filter is used by is in its page; its bindings are not here yet"},
	{"nwfilter-binding-list", NULL, TAKES_NOTHING,
	 "what a filter is used by is in its page; its bindings are not here yet"},
	{"net-port-list", NULL, TAKES_NOTHING,
	 "ports of networks are not here yet: net-info shows the machines"},
	{"net-port-create", NULL, TAKES_NOTHING,
	 "ports of networks are not here yet: net-info shows the machines"},
	{"net-port-dumpxml", NULL, TAKES_NOTHING,
	 "ports of networks are not here yet: net-info shows the machines"},
	{"net-port-delete", NULL, TAKES_NOTHING,
	 "ports of networks are not here yet: net-info shows the machines"},
	{"nodedev-create", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-destroy", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-detach", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-reattach", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-reset", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-define", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-undefine", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-start", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"nodedev-autostart", NULL, TAKES_NOTHING,
	 "devices are shown, not changed here yet: nodedev-list"},
	{"secret-get-value", NULL, TAKES_NOTHING, "values of secrets are not shown here"},
	{"find-storage-pool-sources", NULL, TAKES_NOTHING,
	 "what hosts offer is not looked for here yet: pool-define-as asks for it"},
	{"find-storage-pool-sources-as", NULL, TAKES_NOTHING,
	 "what hosts offer is not looked for here yet: pool-define-as asks for it"},
	{"pool-capabilities", NULL, TAKES_NOTHING,
	 "kinds of pools are told where one is made: pool-define-as"},
	{"vol-create", NULL, TAKES_NOTHING, "a volume is made in a form here: vol-create-as"},
	{"vol-create-from", NULL, TAKES_NOTHING, "volumes cannot be cloned here yet"},
	{"vol-download", NULL, TAKES_NOTHING, "what is in a volume is not copied here yet"},
	{"vol-upload", NULL, TAKES_NOTHING, "what is in a volume is not copied here yet"},
	{"vol-wipe", NULL, TAKES_NOTHING, "volumes cannot be wiped here yet"},
	{"cd", NULL, TAKES_NOTHING, "files are named from where virtty was started"},
	{"pwd", NULL, TAKES_NOTHING, "files are named from where virtty was started"},
	{"echo", NULL, TAKES_NOTHING, "there is nothing to be echoed here"},
	{"help", "app.help", TAKES_NOTHING, NULL},
	{"quit", "app.quit", TAKES_NOTHING, NULL},
	{"exit", "app.quit", TAKES_NOTHING, NULL},
	{NULL, NULL, TAKES_NOTHING, NULL},
};

const struct command_option command_options[] = {
	{"start", "--paused", NULL, "domain.start-paused", NULL},
	{"start", "--force-boot", NULL, "domain.start-fresh", NULL},
	{"start", "--reset-nvram", NULL, "domain.start-reset-nvram", NULL},
	{"shutdown", "--mode", "acpi", NULL, "acpi"},
	{"shutdown", "--mode", "agent", NULL, "agent"},
	{"destroy", "--graceful", NULL, "domain.stop-graceful", NULL},
	{"autostart", "--disable", NULL, "domain.autostart-off", NULL},
	{"net-autostart", "--disable", NULL, "network.autostart-off", NULL},
	{"pool-autostart", "--disable", NULL, "pool.autostart-off", NULL},
	{"net-list", "--all", NULL, NULL, NULL},
	{"pool-list", "--all", NULL, NULL, NULL},
	/* What it does anyway. */
	{"undefine", "--managed-save", NULL, NULL, NULL},
	{"undefine", "--snapshots-metadata", NULL, NULL, NULL},
	{"undefine", "--checkpoints-metadata", NULL, NULL, NULL},
	{"undefine", "--nvram", NULL, NULL, NULL},
	{"dump", "--memory-only", NULL, NULL, NULL},
	{"desc", "--title", NULL, "domain.title", NULL},
	{"list", "--all", NULL, NULL, NULL},
	{NULL, NULL, NULL, NULL, NULL},
};

static const char *const usages[] = {
	[TAKES_NOTHING] = "",
	[TAKES_MACHINES] = "[MACHINE...]",
	[TAKES_MACHINE] = "[MACHINE]",
	[TAKES_MACHINE_TEXT] = "[MACHINE] TEXT",
	[TAKES_MACHINE_FILE] = "[MACHINE] FILE",
	[TAKES_MACHINE_KEYS] = "[MACHINE] KEYS",
	[TAKES_TEXT] = "TEXT",
	[TAKES_FILE_HERE] = "FILE",
	[TAKES_FILE_ON_HOST] = "FILE",
	[TAKES_NETWORKS] = "[NETWORK...]",
	[TAKES_POOLS] = "[POOL...]",
	[TAKES_SECRETS] = "[SECRET...]",
	[TAKES_FILTERS] = "[FILTER...]",
	[TAKES_THING] = "[NAME]",
	[TAKES_TWO] = "[NAME|FILE] NAME|FILE",
	[TAKES_HOST] = "[HOST]",
	[TAKES_URI] = "[NAME=]URI",
	[TAKES_OPTION] = "[NAME VALUE]",
	[TAKES_CHOICE] = "[NAME]",
};

const char *command_usage(enum command_takes takes)
{
	return usages[takes];
}

const struct command *command_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (str_equal(c->name, name))
			return c;
	return NULL;
}

/* --- options ----------------------------------------------------------------------------------- */

/* "--mode acpi, --mode agent"; the caller frees. */
static char *known_options(const struct command *command)
{
	struct str out = {0};

	for (const struct command_option *o = command_options; o->command; o++)
		if (str_equal(o->command, command->name))
			str_addf(&out, "%s%s%s%s", out.len ? ", " : "", o->option, o->value ? " " : "",
				 o->value ? o->value : "");
	return str_take(&out);
}

static bool not_understood(const struct command *command, const char *word, const char *value, struct err *err)
{
	autofree char *known = known_options(command);

	return err_set(err, ERR_INVALID, "%s: %s%s%s is not understood%s%s", command->name, word,
		       value ? " " : "", value ? value : "", known[0] ? ": it takes " : "", known);
}

static bool has_value(const struct command *command, const char *option, size_t len)
{
	for (const struct command_option *o = command_options; o->command; o++)
		if (str_equal(o->command, command->name) && strlen(o->option) == len &&
		    strncmp(o->option, option, len) == 0 && o->value)
			return true;
	return false;
}

/* words->all[*i] is an option; a value that is a word of its own is stepped over. */
static bool take_option(struct command_line *line, const struct words *words, size_t *i, struct err *err)
{
	const char *word = words->all[*i];
	size_t len = strcspn(word, "=");
	const char *value = word[len] ? word + len + 1 : NULL;

	if (!value && has_value(line->command, word, len) && *i + 1 < words->n)
		value = words->all[++*i];
	for (const struct command_option *o = command_options; o->command; o++) {
		if (!str_equal(o->command, line->command->name) || strlen(o->option) != len ||
		    strncmp(o->option, word, len) != 0 || !str_equal(o->value, value))
			continue;
		if (o->action)
			line->action = o->action;
		if (o->text && !line->text)
			line->text = mem_strdup(o->text);
		return true;
	}
	return not_understood(line->command, word, value, err);
}

/* --- words ------------------------------------------------------------------------------------- */

static void add_text(struct command_line *line, const char *word, char between)
{
	char *before = line->text;

	line->text = before ? mem_printf("%s%c%s", before, between, word) : mem_strdup(word);
	free(before);
}

static bool too_many(const struct command_line *line, const char *word, struct err *err)
{
	const char *usage = command_usage(line->command->takes);

	return err_set(err, ERR_INVALID, "%s: %s is one word too many; it is written: %s%s%s", line->command->name,
		       word, line->command->name, usage[0] ? " " : "", usage);
}

static void add_object(struct command_line *line, const char *word)
{
	*arr_add(line->objects, line->n_objects, line->cap_objects) = mem_strdup(word);
}

/* n words are left for what is neither verb nor option; i of them came before. */
static bool take_word(struct command_line *line, const char *word, size_t i, size_t n, struct err *err)
{
	switch (line->command->takes) {
	case TAKES_NOTHING:
		return too_many(line, word, err);
	case TAKES_MACHINES:
	case TAKES_NETWORKS:
	case TAKES_POOLS:
	case TAKES_SECRETS:
	case TAKES_FILTERS:
		add_object(line, word);
		return true;
	case TAKES_TWO:
		if (i > 1)
			return too_many(line, word, err);
		add_text(line, word, '\n');
		return true;
	case TAKES_MACHINE:
	case TAKES_THING:
	case TAKES_HOST:
		if (i > 0)
			return too_many(line, word, err);
		add_object(line, word);
		return true;
	case TAKES_MACHINE_FILE:
		if (i > 1)
			return too_many(line, word, err);
		__attribute__((fallthrough));
	case TAKES_MACHINE_TEXT:
	case TAKES_MACHINE_KEYS:
		if (i == 0 && n > 1)
			add_object(line, word);
		else
			add_text(line, word, line->command->takes == TAKES_MACHINE_KEYS ? '+' : ' ');
		return true;
	case TAKES_FILE_HERE:
	case TAKES_FILE_ON_HOST:
	case TAKES_URI:
	case TAKES_CHOICE:
		if (i > 0)
			return too_many(line, word, err);
		add_text(line, word, ' ');
		return true;
	case TAKES_OPTION:
		if (i > 1)
			return too_many(line, word, err);
		add_text(line, word, ' ');
		return true;
	case TAKES_TEXT:
		break;
	}
	return true;
}

static bool take_words(struct command_line *line, const char *text, const struct words *words, struct err *err)
{
	autofree const char **plain = mem_new_array(words->n, sizeof(*plain));
	size_t n = 0;
	bool options = true;
	bool may_be_empty = line->command->takes == TAKES_MACHINE_TEXT;

	for (size_t i = 1; i < words->n; i++) {
		const char *word = words->all[i];

		if (options && str_equal(word, "--")) {
			options = false;
		} else if (options && str_starts(word, "--")) {
			if (!take_option(line, words, &i, err))
				return false;
		} else if (word[0] || (may_be_empty && text[words->at[i]])) {
			plain[n++] = word;
		}
	}
	for (size_t i = 0; i < n; i++)
		if (!take_word(line, plain[i], i, n, err))
			return false;
	return true;
}

bool command_parse(const char *text, const struct command *other, struct command_line *ret, struct err *err)
{
	autowords struct words words = {0};
	struct command_line line = {0};

	words_split(text, &words);
	line.command = command_find(words.all[0]);
	if (!line.command)
		line.command = other;
	*ret = line;
	if (!line.command)
		return true;
	if (line.command->missing)
		return err_set(err, ERR_UNSUPPORTED, "%s: %s", line.command->name, line.command->missing);
	line.action = line.command->action;
	if (line.command->takes == TAKES_TEXT && words.n > 1 && text[words.at[1]])
		line.text = mem_strdup(text + words.at[1]);
	else if (line.command->takes != TAKES_TEXT && !take_words(&line, text, &words, err)) {
		command_line_clear(&line);
		return false;
	}
	*ret = line;
	return true;
}

void command_line_clear(struct command_line *line)
{
	for (size_t i = 0; i < line->n_objects; i++)
		free(line->objects[i]);
	free(line->objects);
	free(line->text);
	*line = (struct command_line){0};
}
