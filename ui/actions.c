// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include <string.h>

#include "base/mem.h"
#include "model/facts.h"
#include "ui/actions/handlers.h"
#include "ui/app.h"
#include "ui/keymap.h"
#include "ui/panes/table.h"
#include "ui/targets.h"
#include "ui/widgets/list.h"
#include "virt/domain.h"

/* What most verbs of a machine need. */
#define ON_HOST (FACT_SELECTED | FACT_HOST_UP | FACT_WRITABLE)

/* In the order in which help and menus show them. */
const struct action actions[] = {
	/* Before those that the object of the page has on the same keys. */
	{.id = "page.next-part", .group = "Page", .label = "next part", .help = "the next part of the page",
	 .keys = "Tab Right l", .scope = SCOPE_PAGE, .bar = 50, .run = action_page_turn, .arg = 1},
	{.id = "page.previous-part", .group = "Page", .label = "previous part",
	 .help = "the previous part of the page", .keys = "S-Tab Left h", .scope = SCOPE_PAGE,
	 .run = action_page_turn, .arg = -1},
	{.id = "page.follow", .group = "Page", .label = "open", .help = "open what this line is about",
	 .keys = "Enter", .scope = SCOPE_PAGE, .needs = FACT_ON_LINK, .run = action_page_follow},
	{.id = "domain.start", .group = "Machine", .label = "start",
	 .help = "start the machine", .keys = "s", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 1, .run = action_domain, .arg = DOMAIN_VERB_START},
	{.id = "domain.shutdown", .group = "Machine", .label = "shut down",
	 .help = "ask the guest to shut down; again: other ways", .keys = "S", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED,
	 .flags = ACTION_MARKS, .bar = 2, .run = action_shutdown, .arg = DOMAIN_VERB_SHUTDOWN,
	 .cure = action_resume_first},
	{.id = "domain.force-off", .group = "Machine", .label = "force off",
	 .help = "cut the machine's power", .keys = "F", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .risk = RISK_CONFIRM,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 3, .run = action_domain, .arg = DOMAIN_VERB_FORCE_OFF},
	{.id = "domain.reboot", .group = "Machine", .label = "reboot",
	 .help = "ask the guest to reboot", .keys = "b", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 6, .run = action_domain, .arg = DOMAIN_VERB_REBOOT,
	 .cure = action_resume_first},
	{.id = "domain.reset", .group = "Machine", .label = "reset",
	 .help = "press the machine's reset button", .keys = "R", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_AWAKE, .risk = RISK_CONFIRM,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_RESET},
	{.id = "domain.power-cycle", .group = "Machine", .label = "power cycle",
	 .help = "shut down, wait until it is off, start", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED | FACT_PERSISTENT,
	 .flags = ACTION_MARKS, .run = action_power_cycle, .arg = DOMAIN_VERB_SHUTDOWN,
	 .cure = action_resume_first},
	{.id = "domain.suspend", .group = "Machine", .label = "pause",
	 .help = "pause the machine: its vCPUs stop, its memory stays", .keys = "p", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_NOT_PAUSED | FACT_AWAKE | FACT_NOT_CRASHED,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 4, .run = action_domain, .arg = DOMAIN_VERB_SUSPEND},
	{.id = "domain.resume", .group = "Machine", .label = "resume",
	 .help = "let a paused machine go on", .keys = "p", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_PAUSED,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 4, .run = action_domain, .arg = DOMAIN_VERB_RESUME},
	{.id = "domain.wake-up", .group = "Machine", .label = "wake up",
	 .help = "wake a machine that is asleep", .keys = "p", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_ASLEEP,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 4, .run = action_domain, .arg = DOMAIN_VERB_WAKE_UP},
	{.id = "domain.managed-save", .group = "Machine", .label = "save and stop",
	 .help = "save the memory and stop; start goes on from there", .keys = "w", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE | FACT_PERSISTENT,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_MANAGED_SAVE},
	{.id = "domain.drop-saved", .group = "Machine", .label = "drop saved state",
	 .help = "delete the saved memory", .keys = "W", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE | FACT_HAS_SAVED, .risk = RISK_CONFIRM,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_DROP_SAVED},
	{.id = "domain.start-paused", .group = "Machine", .label = "start paused",
	 .help = "start with the vCPUs stopped", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_START_PAUSED},
	{.id = "domain.start-fresh", .group = "Machine", .label = "start afresh",
	 .help = "start and drop the saved state", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE | FACT_HAS_SAVED, .risk = RISK_CONFIRM,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_START_FRESH},
	{.id = "domain.stop-graceful", .group = "Machine", .label = "stop QEMU",
	 .help = "end QEMU with SIGTERM, not SIGKILL", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .risk = RISK_CONFIRM,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_STOP_GRACEFUL},
	{.id = "domain.autostart", .group = "Machine", .label = "autostart",
	 .help = "start the machine with its host", .keys = "a", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 5, .run = action_domain, .arg = DOMAIN_VERB_AUTOSTART_ON},
	{.id = "domain.autostart-off", .group = "Machine", .label = "no autostart",
	 .help = "no longer start the machine with its host", .keys = "a", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 5, .run = action_domain, .arg = DOMAIN_VERB_AUTOSTART_OFF},
	{.id = "domain.words", .group = "Machine", .label = "title, tags",
	 .help = "its title, description or tags", .keys = "T", .scope = SCOPE_DOMAIN, .needs = FACT_SELECTED,
	 .run = action_some, .arg = SOME_WORDS},
	{.id = "domain.title", .group = "Machine", .label = "title",
	 .help = "a line that says what it is", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_SET_TITLE},
	{.id = "domain.description", .group = "Machine", .label = "description",
	 .help = "what it is, at length", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_SET_DESCRIPTION},
	{.id = "domain.tags", .group = "Machine", .label = "tags",
	 .help = "words to find it by: tag:lab in a filter", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_MARKS | ACTION_VERB, .run = action_tags, .arg = DOMAIN_VERB_SET_TAGS},
	{.id = "domain.rename", .group = "Machine", .label = "rename",
	 .help = "give it another name", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE | FACT_PERSISTENT, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_RENAME},
	{.id = "domain.save", .group = "Machine", .label = "save to a file",
	 .help = "save the memory to a file on the host and stop", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_SAVE},
	{.id = "domain.dump", .group = "Machine", .label = "dump memory",
	 .help = "write the memory to a file on the host", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_DUMP},
	{.id = "domain.save-xml", .group = "Machine", .label = "save XML",
	 .help = "write the definition to a file on this machine", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED | FACT_HOST_UP, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_SAVE_XML},
	{.id = "domain.nmi", .group = "Machine", .label = "send NMI",
	 .help = "a non-maskable interrupt", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .risk = RISK_CONFIRM,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_NMI},
	{.id = "domain.inject", .group = "Machine", .label = "NMI, dump, keys",
	 .help = "send keys or an NMI to the guest, dump its memory", .keys = "i", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_some, .arg = SOME_INJECT},
	{.id = "domain.send-keys", .group = "Machine", .label = "send keys",
	 .help = "press keys in the guest: Ctrl+Alt+Del, SysRq", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_VERB, .run = action_send_keys, .arg = DOMAIN_VERB_SEND_KEYS},
	{.id = "domain.undefine", .group = "Machine", .label = "undefine",
	 .help = "delete the definition; the disks stay", .keys = "Del dd", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST | FACT_INACTIVE | FACT_PERSISTENT, .risk = RISK_CONFIRM,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = DOMAIN_VERB_UNDEFINE},
	{.id = "domain.restore", .group = "Machine", .label = "restore",
	 .help = "start from a file that save has made", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_RESTORE},
	{.id = "domain.define", .group = "Machine", .label = "define",
	 .help = "define a machine from an XML file", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_DEFINE},
	{.id = "domain.create", .group = "Machine", .label = "create",
	 .help = "start a transient machine from an XML file", .keys = "", .scope = SCOPE_DOMAIN,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = DOMAIN_VERB_CREATE},
	{.id = "domain.details", .group = "Machine", .label = "details",
	 .help = "all that is known of the machine", .keys = "Enter H", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .flags = ACTION_OPENS, .run = action_domain_details},
	{.id = "domain.view-xml", .group = "Machine", .label = "view XML",
	 .help = "the XML of what runs, and of its definition", .keys = "x", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_domain_view_xml},
	{.id = "domain.differs", .group = "Machine", .label = "what differs",
	 .help = "what differs between what runs and its definition", .keys = "D", .scope = SCOPE_DOMAIN,
	 .needs = FACT_SELECTED, .run = action_domain_differs},

	{.id = "host.details", .group = "Host", .label = "details",
	 .help = "all that is known of the host", .keys = "Enter",
	 .scope = SCOPE_HOST, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_host_details},
	{.id = "host.retry", .group = "Host", .label = "try again", .help = "open the connection now",
	 .keys = "r", .scope = SCOPE_HOST, .needs = FACT_SELECTED | FACT_NOT_UP, .bar = 2,
	 .run = action_retry},

	{.id = "host.add", .group = "Host", .label = "add a host",
	 .help = "open another host and remember it", .keys = "N", .scope = SCOPE_HOST, .bar = 3,
	 .run = action_host_add},
	{.id = "host.remember", .group = "Host", .label = "remember",
	 .help = "open it again the next time", .keys = "", .scope = SCOPE_HOST,
	 .needs = FACT_SELECTED | FACT_UNKEPT, .run = action_host_remember},
	{.id = "host.forget", .group = "Host", .label = "forget", .help = "close it and open it no more",
	 .keys = "Del", .scope = SCOPE_HOST, .needs = FACT_SELECTED | FACT_REMOVABLE,
	 .risk = RISK_CONFIRM, .run = action_host_forget},

	{.id = "network.details", .group = "Network", .label = "open",
	 .help = "all that is known of the network", .keys = "Enter H", .scope = SCOPE_NETWORK,
	 .needs = FACT_SELECTED, .bar = 1, .run = action_thing_open},
	{.id = "network.start", .group = "Network", .label = "start", .help = "start it: machines can be plugged in", .keys = "s",
	 .scope = SCOPE_NETWORK, .needs = ON_HOST | FACT_INACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 2,
	 .run = action_domain, .arg = NETWORK_VERB_START},
	{.id = "network.stop", .group = "Network", .label = "stop",
	 .help = "stop the network: machines on it are cut off", .keys = "S", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_ACTIVE, .risk = RISK_CONFIRM, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3,
	 .run = action_domain, .arg = NETWORK_VERB_STOP},
	{.id = "network.autostart", .group = "Network", .label = "autostart",
	 .help = "start the network with its host", .keys = "a", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART, .flags = ACTION_MARKS | ACTION_VERB, .bar = 4,
	 .run = action_domain, .arg = NETWORK_VERB_AUTOSTART_ON},
	{.id = "network.autostart-off", .group = "Network", .label = "no autostart",
	 .help = "no longer start the network with its host", .keys = "a", .scope = SCOPE_NETWORK,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART, .flags = ACTION_MARKS | ACTION_VERB, .bar = 4,
	 .run = action_domain, .arg = NETWORK_VERB_AUTOSTART_OFF},

	{.id = "pool.details", .group = "Pool", .label = "open", .help = "all that is known of the pool",
	 .keys = "Enter H", .scope = SCOPE_POOL, .needs = FACT_SELECTED, .bar = 1, .run = action_thing_open},
	{.id = "pool.volumes", .group = "Pool", .label = "volumes", .help = "the volumes of the pool", .keys = "v",
	 .scope = SCOPE_POOL, .needs = FACT_SELECTED, .bar = 2, .run = action_pool_volumes},
	{.id = "pool.start", .group = "Pool", .label = "start", .help = "start it: its volumes can be used", .keys = "s",
	 .scope = SCOPE_POOL, .needs = ON_HOST | FACT_INACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3,
	 .run = action_domain, .arg = POOL_VERB_START},
	{.id = "pool.stop", .group = "Pool", .label = "stop",
	 .help = "stop the pool: its data stays, nothing new can use it", .keys = "S", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_ACTIVE, .risk = RISK_CONFIRM, .flags = ACTION_MARKS | ACTION_VERB, .bar = 4,
	 .run = action_domain, .arg = POOL_VERB_STOP},
	{.id = "pool.autostart", .group = "Pool", .label = "autostart", .help = "start the pool with its host",
	 .keys = "a", .scope = SCOPE_POOL, .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 5, .run = action_domain, .arg = POOL_VERB_AUTOSTART_ON},
	{.id = "pool.autostart-off", .group = "Pool", .label = "no autostart",
	 .help = "no longer start the pool with its host", .keys = "a", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART, .flags = ACTION_MARKS | ACTION_VERB, .bar = 5,
	 .run = action_domain, .arg = POOL_VERB_AUTOSTART_OFF},
	{.id = "pool.refresh", .group = "Pool", .label = "refresh",
	 .help = "let the host look for its volumes anew", .keys = "r", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 6, .run = action_domain,
	 .arg = POOL_VERB_REFRESH},

	{.id = "volume.details", .group = "Volume", .label = "open", .help = "all that is known of the volume",
	 .keys = "Enter H", .scope = SCOPE_VOLUME, .needs = FACT_SELECTED, .bar = 1, .run = action_thing_open},

	{.id = "device.details", .group = "Device", .label = "open", .help = "all that is known of the device",
	 .keys = "Enter H", .scope = SCOPE_DEVICE, .needs = FACT_SELECTED, .bar = 1, .run = action_thing_open},

	{.id = "event.go", .group = "Event", .label = "go there",
	 .help = "show the machine or host that it is about", .keys = "Enter", .scope = SCOPE_EVENT,
	 .needs = FACT_SELECTED, .bar = 1, .run = action_event_go},

	{.id = "task.details", .group = "Task", .label = "details",
	 .help = "the error in full, libvirt's calls, the same in virsh", .keys = "Enter",
	 .scope = SCOPE_TASK, .needs = FACT_SELECTED, .bar = 1, .run = action_task_details},
	{.id = "task.cancel", .group = "Task", .label = "cancel",
	 .help = "take back what waits its turn, abort what can be aborted", .keys = "C-x",
	 .scope = SCOPE_TASK, .needs = FACT_SELECTED | FACT_GOES_ON, .bar = 2,
	 .run = action_task_cancel},
	{.id = "task.retry", .group = "Task", .label = "retry", .help = "ask again for what has failed",
	 .keys = "r", .scope = SCOPE_TASK, .needs = FACT_SELECTED | FACT_FAILED, .bar = 3,
	 .run = action_task_retry},
	{.id = "task.retry-failed", .group = "Task", .label = "retry the failed",
	 .help = "ask again for all that failed of what was asked together", .keys = "R",
	 .scope = SCOPE_TASK, .needs = FACT_SELECTED | FACT_FAILED, .run = action_task_retry,
	 .arg = 1},
	{.id = "task.dismiss", .group = "Task", .label = "dismiss",
	 .help = "forget a task that has ended", .keys = "Del", .scope = SCOPE_TASK,
	 .needs = FACT_SELECTED | FACT_ENDED, .bar = 4, .run = action_task_dismiss},

	{.id = "log.details", .group = "Log", .label = "details", .help = "the line in full",
	 .keys = "Enter", .scope = SCOPE_LOG, .needs = FACT_SELECTED, .bar = 1, .run = action_log_details},

	{.id = "help.follow", .group = "Help", .label = "go there", .help = "to the part that this line names",
	 .keys = "Enter", .scope = SCOPE_HELP, .needs = FACT_ON_LINK, .bar = 1, .run = action_help_follow},

	{.id = "list.down", .group = "Moving", .label = "down", .help = "one down", .keys = "Down j",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_DOWN},
	{.id = "list.up", .group = "Moving", .label = "up", .help = "one up", .keys = "Up k",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_UP},
	{.id = "list.page-down", .group = "Moving", .label = "page down", .help = "a page down",
	 .keys = "PgDn C-f", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_PAGE_DOWN},
	{.id = "list.page-up", .group = "Moving", .label = "page up", .help = "a page up",
	 .keys = "PgUp C-b", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_PAGE_UP},
	{.id = "list.top", .group = "Moving", .label = "top", .help = "to the first", .keys = "Home g",
	 .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move, .arg = MOVE_TOP},
	{.id = "list.bottom", .group = "Moving", .label = "bottom", .help = "to the last",
	 .keys = "End G", .scope = SCOPE_MOVE, .flags = ACTION_QUIET, .run = action_move,
	 .arg = MOVE_BOTTOM},
	{.id = "list.mark", .group = "Marks", .label = "mark", .help = "mark the row, or take its mark off",
	 .keys = "Space", .scope = SCOPE_MARKS, .flags = ACTION_QUIET, .run = action_mark, .arg = 0},
	{.id = "list.mark-range", .group = "Marks", .label = "mark range",
	 .help = "mark all from the last marked row to here", .keys = "V", .scope = SCOPE_MARKS,
	 .flags = ACTION_QUIET, .run = action_mark, .arg = 1},
	{.id = "list.mark-invert", .group = "Marks", .label = "invert marks",
	 .help = "mark what is not, unmark what is", .keys = "*", .scope = SCOPE_MARKS,
	 .flags = ACTION_QUIET, .run = action_mark, .arg = 2},
	{.id = "list.mark-none", .group = "Marks", .label = "unmark all", .help = "take all marks off",
	 .keys = "u", .scope = SCOPE_MARKS, .needs = FACT_MARKED, .flags = ACTION_QUIET,
	 .run = action_mark, .arg = 3},
	{.id = "list.mark-filter", .group = "Marks", .label = "mark by filter",
	 .help = "mark all rows that match a filter", .keys = "+", .scope = SCOPE_MARKS,
	 .run = action_mark_filter},
	{.id = "list.filter", .group = "Table", .label = "filter",
	 .help = "show only the rows that match, as you type; Esc shows all", .keys = "/",
	 .scope = SCOPE_LIST, .bar = 80, .run = action_filter},
	{.id = "list.sort-left", .group = "Table", .label = "sort by left",
	 .help = "sort by the column to the left", .keys = "<", .scope = SCOPE_LIST,
	 .run = action_sort, .arg = -1},
	{.id = "list.sort-right", .group = "Table", .label = "sort by right",
	 .help = "sort by the column to the right", .keys = ">", .scope = SCOPE_LIST,
	 .run = action_sort, .arg = 1},
	{.id = "list.reverse", .group = "Table", .label = "reverse", .help = "reverse the order",
	 .keys = ",", .scope = SCOPE_LIST, .run = action_reverse},
	{.id = "list.copy", .group = "Table", .label = "copy",
	 .help = "name, UUID, address, virsh line, XML: to the clipboard", .keys = "y", .scope = SCOPE_LIST,
	 .needs = FACT_SELECTED, .run = action_copy},

	{.id = "list.sort-by", .group = "Table", .label = "sort by",
	 .help = "sort by any column, also one that is not shown", .keys = "O", .scope = SCOPE_LIST,
	 .run = action_sort_by},
	{.id = "list.columns", .group = "Table", .label = "columns",
	 .help = "choose columns, their order and their widths", .keys = "|", .scope = SCOPE_LIST,
	 .run = action_columns},
	{.id = "list.group", .group = "Table", .label = "group by",
	 .help = "put rows into groups by host, state and the like", .keys = "B", .scope = SCOPE_LIST,
	 .run = action_group},
	{.id = "list.fold", .group = "Table", .label = "fold", .help = "fold or unfold this group",
	 .keys = "Enter", .scope = SCOPE_LIST, .needs = FACT_GROUPED | FACT_ON_GROUP, .bar = 1,
	 .run = action_fold, .arg = LIST_FOLD_TOGGLE},
	{.id = "list.fold-away", .group = "Table", .label = "fold away",
	 .help = "fold the group that the row is in", .keys = "Left h", .scope = SCOPE_LIST,
	 .needs = FACT_GROUPED, .run = action_fold, .arg = LIST_FOLD},
	{.id = "list.unfold", .group = "Table", .label = "unfold", .help = "unfold the group",
	 .keys = "Right l", .scope = SCOPE_LIST, .needs = FACT_GROUPED, .run = action_fold,
	 .arg = LIST_UNFOLD},
	{.id = "list.fold-all", .group = "Table", .label = "fold all", .help = "fold all groups",
	 .keys = "-", .scope = SCOPE_LIST, .needs = FACT_GROUPED, .run = action_fold,
	 .arg = LIST_FOLD_ALL},
	{.id = "list.unfold-all", .group = "Table", .label = "unfold all", .help = "unfold all groups",
	 .keys = "=", .scope = SCOPE_LIST, .needs = FACT_GROUPED, .run = action_fold,
	 .arg = LIST_UNFOLD_ALL},
	{.id = "list.hold-figures", .group = "Table", .label = "hold figures",
	 .help = "hold figures and their order still, or let them go on", .keys = "z",
	 .scope = SCOPE_LIST, .run = action_hold_figures},

	{.id = "app.hosts", .group = "virtty", .label = "hosts", .help = "show the hosts", .keys = "1",
	 .scope = SCOPE_APP, .run = action_tab, .arg = 1},
	{.id = "app.domains", .group = "virtty", .label = "domains", .help = "show the machines",
	 .keys = "2", .scope = SCOPE_APP, .run = action_tab, .arg = 2},
	{.id = "app.networks", .group = "virtty", .label = "networks", .help = "show the virtual networks",
	 .keys = "3", .scope = SCOPE_APP, .run = action_tab, .arg = 3},
	{.id = "app.storage", .group = "virtty", .label = "storage", .help = "show the storage pools",
	 .keys = "4", .scope = SCOPE_APP, .run = action_tab, .arg = 4},
	{.id = "app.events", .group = "virtty", .label = "events", .help = "show what the hosts told",
	 .keys = "5", .scope = SCOPE_APP, .run = action_tab, .arg = 5},
	{.id = "app.tasks", .group = "virtty", .label = "tasks", .help = "show what was asked for",
	 .keys = "6", .scope = SCOPE_APP, .run = action_tab, .arg = 6},
	{.id = "app.devices", .group = "virtty", .label = "devices", .help = "show the devices of the hosts",
	 .keys = "7", .scope = SCOPE_APP, .run = action_tab, .arg = 7},
	{.id = "app.log", .group = "virtty", .label = "log", .help = "show what virtty itself has noted",
	 .keys = "8", .scope = SCOPE_APP, .run = action_tab, .arg = 8},
	{.id = "app.help-pane", .group = "virtty", .label = "all help",
	 .help = "show all keys, filters, states and files", .keys = "9", .scope = SCOPE_APP,
	 .run = action_tab, .arg = 9},
	{.id = "app.panel", .group = "virtty", .label = "side panel",
	 .help = "show or hide the panel beside the table, and the strip below it", .keys = "\\",
	 .scope = SCOPE_LIST, .run = action_panel},
	{.id = "app.views", .group = "virtty", .label = "views",
	 .help = "filters and orders that have a name", .keys = "'", .scope = SCOPE_APP,
	 .run = action_views},
	{.id = "app.save-view", .group = "virtty", .label = "save as a view",
	 .help = "give this pane's filter and order a name", .keys = "", .scope = SCOPE_LIST,
	 .run = action_save_view},
	{.id = "app.forget-view", .group = "virtty", .label = "forget a view",
	 .help = "of those that were saved here", .keys = "", .scope = SCOPE_APP,
	 .run = action_forget_view},
	{.id = "app.next-alert", .group = "virtty", .label = "next alert",
	 .help = "go to what is wrong, the gravest first", .keys = "!", .scope = SCOPE_APP,
	 .run = action_next_alert},
	{.id = "app.next-pane", .group = "virtty", .label = "next pane", .help = "the next pane",
	 .keys = "Tab", .scope = SCOPE_APP, .flags = ACTION_QUIET, .run = action_next_tab, .arg = 1},
	{.id = "app.previous-pane", .group = "virtty", .label = "previous pane",
	 .help = "the previous pane", .keys = "S-Tab", .scope = SCOPE_APP, .flags = ACTION_QUIET,
	 .run = action_next_tab, .arg = -1},
	{.id = "app.menu", .group = "virtty", .label = "menu", .help = "all that can be done here",
	 .keys = "m F9", .scope = SCOPE_APP, .flags = ACTION_QUIET, .bar = 90, .run = action_menu},
	{.id = "app.palette", .group = "virtty", .label = "commands",
	 .help = "everything by name, and command lines", .keys = ":", .scope = SCOPE_APP,
	 .flags = ACTION_QUIET, .bar = 80, .run = action_palette},
	{.id = "app.go", .group = "virtty", .label = "go to",
	 .help = "to a machine or a host by its name", .keys = "", .scope = SCOPE_APP, .run = action_go},
	{.id = "app.connect", .group = "virtty", .label = "another host",
	 .help = "connect to one more host, until virtty ends", .keys = "", .scope = SCOPE_APP,
	 .run = action_connect},
	{.id = "app.help", .group = "virtty", .label = "help", .help = "keys, columns and states of what is open",
	 .keys = "? F1", .scope = SCOPE_APP, .bar = 91, .run = action_help},
	{.id = "app.options", .group = "virtty", .label = "options",
	 .help = "what can be set, what is in force and where it is from; change it", .keys = "",
	 .scope = SCOPE_APP, .run = action_options},
	{.id = "app.reload", .group = "virtty", .label = "reload",
	 .help = "read virtty.conf and hosts.conf again", .keys = "", .scope = SCOPE_APP,
	 .run = action_reload},
	{.id = "app.problems", .group = "virtty", .label = "problems",
	 .help = "what is wrong in virtty.conf and hosts.conf", .keys = "", .scope = SCOPE_APP,
	 .run = action_problems},
	{.id = "app.refresh", .group = "virtty", .label = "ask again",
	 .help = "ask all hosts for everything again", .keys = "F5", .scope = SCOPE_APP,
	 .run = action_refresh},
	{.id = "app.repaint", .group = "virtty", .label = "repaint", .help = "draw the screen anew",
	 .keys = "C-l", .scope = SCOPE_ALWAYS, .run = action_repaint},
	{.id = "app.theme", .group = "virtty", .label = "theme",
	 .help = "choose the colours; each is tried on as the cursor moves", .keys = "",
	 .scope = SCOPE_APP, .run = action_theme},
	{.id = "app.suspend", .group = "virtty", .label = "suspend",
	 .help = "put virtty into the background; fg brings it back", .keys = "C-z",
	 .scope = SCOPE_ALWAYS, .run = action_suspend},
	{.id = "app.back", .group = "virtty", .label = "back", .help = "close what is open, one layer",
	 .keys = "Esc", .scope = SCOPE_APP, .flags = ACTION_QUIET, .run = action_back},
	{.id = "app.quit", .group = "virtty", .label = "quit", .help = "leave virtty, from the top only",
	 .keys = "q", .scope = SCOPE_APP, .needs = FACT_AT_TOP, .bar = 92, .run = action_quit},
	{.id = "app.quit-now", .group = "virtty", .label = "quit from anywhere",
	 .help = "leave virtty from anywhere", .keys = "Q C-c", .scope = SCOPE_ALWAYS,
	 .run = action_quit, .arg = 1},
	{.id = NULL},
};

static const char *const scope_names[SCOPE_COUNT] = {
	[SCOPE_APP] = "app",       [SCOPE_MOVE] = "move", [SCOPE_LIST] = "list",
	[SCOPE_DOMAIN] = "domain", [SCOPE_HOST] = "host", [SCOPE_TASK] = "task",
	[SCOPE_EVENT] = "event", [SCOPE_LOG] = "log", [SCOPE_HELP] = "help",
	[SCOPE_NETWORK] = "network", [SCOPE_POOL] = "pool",
	[SCOPE_VOLUME] = "volume", [SCOPE_DEVICE] = "device",
	[SCOPE_TEXT] = "text", [SCOPE_PAGE] = "page", [SCOPE_MARKS] = "marks",     [SCOPE_ALWAYS] = "always",
};

const struct action *action_next(const struct app *app, const struct action *before)
{
	return keymap_next(app->keymap, before);
}

const struct action *action_find(const struct app *app, const char *id)
{
	return keymap_find(app->keymap, id);
}

bool action_in_scope(const struct action *action, const struct pane *top)
{
	if ((action->flags & ACTION_OPENS) && top->ops->page && !top->list)
		return false;
	switch (action->scope) {
	case SCOPE_ALWAYS:
		return true;
	case SCOPE_APP:
		return !top->ops->modal;
	case SCOPE_MOVE:
		return top->ops->move != NULL;
	case SCOPE_LIST:
		return top->ops->table != NULL;
	case SCOPE_MARKS:
		return top->ops->table && top->ops->table->can_mark;
	case SCOPE_PAGE:
		return top->ops->page && !top->ops->table;
	default:
		return pane_scope(top) == action->scope;
	}
}

struct search {
	const struct app *app;
	int n; /* keys that the chord must have */
	const struct action *first;
	const struct action *found;
	struct str *following;
};

static bool found_one(void *opaque, const struct action *action, const struct chord *chord)
{
	struct search *s = opaque;
	autofree char *obstacle = NULL;

	if (chord->n != s->n || !action_in_scope(action, app_top(s->app)))
		return false;
	if (!s->first)
		s->first = action;
	obstacle = action_obstacle(s->app, action);
	if (!obstacle)
		s->found = action;
	return s->found != NULL;
}

const struct action *action_for_keys(const struct app *app, const struct key *keys, int n)
{
	struct search s = {.app = app, .n = n};

	keymap_each(app->keymap, keys, n, found_one, &s);
	return s.found ? s.found : s.first;
}

const struct action *action_for_key(const struct app *app, const struct key *key)
{
	return action_for_keys(app, key, 1);
}

static bool add_following(void *opaque, const struct action *action, const struct chord *chord)
{
	struct search *s = opaque;
	char key[KEY_NAME_SIZE];

	if (chord->n == 2 && action_in_scope(action, app_top(s->app)))
		str_addf(s->following, "%s%s %s", s->following->len ? ", " : "",
			 key_format(&chord->keys[1], key), action->label);
	return false;
}

char *action_following(const struct app *app, const struct key *key)
{
	struct str following = {0};
	struct search s = {.app = app, .following = &following};

	keymap_each(app->keymap, key, 1, add_following, &s);
	return str_take(&following);
}

static bool take_first(void *opaque, const struct action *action, const struct chord *chord)
{
	(void)chord;
	*(const struct action **)opaque = action;
	return true;
}

const struct action *action_with_key(const struct app *app, const struct key *key)
{
	const struct action *first = NULL;

	keymap_each(app->keymap, key, 1, take_first, &first);
	return first;
}

const struct action *action_of_table(const char *id)
{
	for (const struct action *a = actions; a->id; a++)
		if (str_equal(a->id, id))
			return a;
	return NULL;
}

char *action_obstacle(const struct app *app, const struct action *action)
{
	return targets_obstacle(app, action);
}

const char *action_keys(const struct app *app, const struct action *action)
{
	return keymap_keys(app->keymap, action);
}

const char *action_key(const struct app *app, const struct action *action, char buf[KEY_NAME_SIZE])
{
	const char *keys = action_keys(app, action);

	snprintf(buf, KEY_NAME_SIZE, "%.*s", (int)strcspn(keys, " "), keys);
	return buf;
}

const char *action_key_of(const struct app *app, const char *id, char buf[KEY_NAME_SIZE])
{
	const struct action *action = action_find(app, id);

	if (!action)
		return "";
	action_key(app, action, buf);
	return buf[0] ? buf : action->label;
}

void actions_list(const struct keymap *keymap, struct str *out)
{
	for (const struct action *a = keymap_next(keymap, NULL); a; a = keymap_next(keymap, a)) {
		bool any = false;

		str_addf(out, "%s\t%s\t%s\t", a->id, keymap_keys(keymap, a), scope_names[a->scope]);
		for (unsigned bit = 0; bit < FACT_COUNT; bit++)
			if (a->needs & (1u << bit)) {
				str_addf(out, "%s%s", any ? "," : "", fact_name(bit));
				any = true;
			}
		str_addf(out, "%s\t%s\t%s\n", any ? "" : "-", a->group, a->help);
	}
}
