// SPDX-License-Identifier: GPL-3.0-or-later
/* All that can be asked of a host, and how it is said. Pure data; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/ids.h"

struct flag;
struct plan;

/* X(verb, whose calls it is made of, what it is done to). Done to a HOST is what makes a thing: there is none yet. Of
 * volumes the pool is what it is done to, and the request's name is the volume's. */
#define VERBS(X) \
	X(DOMAIN_VERB_START, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_START_PAUSED, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_START_FRESH, DOMAIN, DOMAIN) /* drops saved state (FORCE_BOOT) */ \
	X(DOMAIN_VERB_START_RESET_NVRAM, DOMAIN, DOMAIN) /* its UEFI variables are as new */ \
	X(DOMAIN_VERB_SHUTDOWN, DOMAIN, DOMAIN) /* the hypervisor's choice of a way; returns before the guest has done so */ \
	X(DOMAIN_VERB_SHUTDOWN_ACPI, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_SHUTDOWN_AGENT, DOMAIN, DOMAIN) /* waits for the agent: long */ \
	X(DOMAIN_VERB_REBOOT, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_RESET, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_STOP_GRACEFUL, DOMAIN, DOMAIN) /* destroy with GRACEFUL: SIGTERM only */ \
	X(DOMAIN_VERB_FORCE_OFF, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_SUSPEND, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_RESUME, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_WAKE_UP, DOMAIN, DOMAIN) /* from pm-suspend */ \
	X(DOMAIN_VERB_MANAGED_SAVE, DOMAIN, DOMAIN) /* long */ \
	X(DOMAIN_VERB_DROP_SAVED, DOMAIN, DOMAIN) /* managed save image removed */ \
	X(DOMAIN_VERB_AUTOSTART_ON, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_AUTOSTART_OFF, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_RENAME, DOMAIN, DOMAIN) /* text: the new name */ \
	X(DOMAIN_VERB_SET_TITLE, DOMAIN, DOMAIN) /* text: one line, "" removes it; config, and live when active */ \
	X(DOMAIN_VERB_SET_DESCRIPTION, DOMAIN, DOMAIN) /* text: "" removes it */ \
	X(DOMAIN_VERB_SET_TAGS, DOMAIN, DOMAIN) /* text: words parted by spaces, all there are from then on */ \
	X(DOMAIN_VERB_DROP_TAGS, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_SAVE, DOMAIN, DOMAIN) /* text: a path on the host; long */ \
	X(DOMAIN_VERB_DUMP, DOMAIN, DOMAIN) /* text: a path on the host; memory only, the guest goes on; long */ \
	X(DOMAIN_VERB_NMI, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_SEND_KEYS, DOMAIN, DOMAIN) /* text: Linux key names parted by "+": "alt+sysrq+b" */ \
	/* of an inactive one; storage stays; managed save, snapshot and checkpoint metadata and NVRAM go with it when the
	 * driver knows the flags */ \
	X(DOMAIN_VERB_UNDEFINE, DOMAIN, DOMAIN) \
	/* text: a path on this machine, of a file that is not there yet; options as virsh's dumpxml has them: "--inactive"
	 * (what could be defined again) or "--migratable", else what runs; "--security-info", else secrets are *** */ \
	X(DOMAIN_VERB_SAVE_XML, DOMAIN, DOMAIN) \
	/* What could be defined again is the answer; options "--security-info": with its secrets. */ \
	X(DOMAIN_VERB_READ_XML, DOMAIN, DOMAIN) \
	X(DOMAIN_VERB_EDIT, DOMAIN, DOMAIN) /* text: XML; options, before: see EDIT below */ \
	X(DOMAIN_VERB_PERSIST, DOMAIN, DOMAIN) /* a transient one's XML becomes its definition, which is the answer */ \
	X(DOMAIN_VERB_RESTORE, DOMAIN, HOST) /* text: a path on the host; long */ \
	X(DOMAIN_VERB_DEFINE, DOMAIN, HOST) /* text: XML; options: see EDIT below */ \
	X(DOMAIN_VERB_CREATE, DOMAIN, HOST) /* text: XML; VALIDATE; transient */ \
	X(NETWORK_VERB_START, NETWORK, NETWORK) \
	X(NETWORK_VERB_STOP, NETWORK, NETWORK) \
	X(NETWORK_VERB_AUTOSTART_ON, NETWORK, NETWORK) \
	X(NETWORK_VERB_AUTOSTART_OFF, NETWORK, NETWORK) \
	X(NETWORK_VERB_READ_XML, NETWORK, NETWORK) /* the definition; of a transient one what it runs with */ \
	X(NETWORK_VERB_EDIT, NETWORK, NETWORK) /* text: XML; options, before: see EDIT below */ \
	X(NETWORK_VERB_PERSIST, NETWORK, NETWORK) /* a transient one's XML becomes its definition, which is the answer */ \
	X(NETWORK_VERB_UNDEFINE, NETWORK, NETWORK) /* of one that does not run */ \
	/* text: XML of an element in it; options: virsh's words, "add-last ip-dhcp-host --parent-index 0 --live --config" */ \
	X(NETWORK_VERB_UPDATE, NETWORK, NETWORK) \
	/* NICs of running machines that lost it when it stopped; text: the MAC of one, NULL all; long */ \
	X(NETWORK_VERB_REPLUG, NETWORK, NETWORK) \
	X(NETWORK_VERB_DEFINE, NETWORK, HOST) /* text: XML; options: see EDIT below */ \
	X(NETWORK_VERB_CREATE, NETWORK, HOST) /* text: XML; VALIDATE; transient */ \
	X(POOL_VERB_START, POOL, POOL) /* may mount: long */ \
	X(POOL_VERB_STOP, POOL, POOL) \
	X(POOL_VERB_AUTOSTART_ON, POOL, POOL) \
	X(POOL_VERB_AUTOSTART_OFF, POOL, POOL) \
	X(POOL_VERB_REFRESH, POOL, POOL) /* looks for volumes anew: long */ \
	/* options "--overwrite", "--no-overwrite": makes a file system, and not only where it is mounted: long */ \
	X(POOL_VERB_BUILD, POOL, POOL) \
	X(POOL_VERB_DELETE, POOL, POOL) /* what it is made of, with the data; of one that is not active: long */ \
	X(POOL_VERB_UNDEFINE, POOL, POOL) /* of one that is not active; the data stays */ \
	X(POOL_VERB_READ_XML, POOL, POOL) /* what could be defined again is the answer */ \
	X(POOL_VERB_PERSIST, POOL, POOL) /* a transient one's XML becomes its definition, which is the answer */ \
	X(POOL_VERB_EDIT, POOL, POOL) /* text: XML; options, before: see EDIT below */ \
	X(POOL_VERB_DEFINE, POOL, HOST) /* text: XML; options: see EDIT below */ \
	X(POOL_VERB_CREATE, POOL, HOST) /* text: XML; transient; options "--build", "--overwrite": long */ \
	X(VOLUME_VERB_READ_XML, POOL, POOL) \
	X(VOLUME_VERB_CREATE, POOL, POOL) /* text: XML; options "--prealloc-metadata": long */ \
	X(VOLUME_VERB_DELETE, POOL, POOL) /* long */ \
	X(SECRET_VERB_READ_XML, SECRET, SECRET) /* never its value */ \
	X(SECRET_VERB_EDIT, SECRET, SECRET) /* text: XML; options, before: see EDIT below */ \
	X(SECRET_VERB_SET_VALUE, SECRET, SECRET) /* text: the value, as it is */ \
	X(SECRET_VERB_UNDEFINE, SECRET, SECRET) /* its value goes, too */ \
	X(SECRET_VERB_DEFINE, SECRET, HOST) /* text: XML; options: see EDIT below */ \
	X(NWFILTER_VERB_READ_XML, NWFILTER, NWFILTER) \
	X(NWFILTER_VERB_EDIT, NWFILTER, NWFILTER) /* text: XML; options, before: see EDIT below */ \
	X(NWFILTER_VERB_UNDEFINE, NWFILTER, NWFILTER) \
	X(NWFILTER_VERB_DEFINE, NWFILTER, HOST) /* text: XML; options: see EDIT below */ \
	X(PLAN_VERB, PLAN, HOST) /* plan: its steps one after the other */

enum verb {
#define X(verb, ...) verb,
	VERBS(X)
#undef X
	VERB_COUNT,
};
#define DOMAIN_VERBS ((int)NETWORK_VERB_START) /* the first so many are of domains */

/* One request, or one step of a plan. Texts that a verb does not use are NULL. */
struct verb_request {
	enum verb verb;
	unsigned char uuid[UUID_SIZE]; /* what it is done to, where name is NULL; of volumes the pool, always */
	const char *name;    /* what it is done to, where a step before makes it; of volumes the volume's */
	const char *text;    /* what the verb says */
	const char *options; /* more of it, in virsh's words: "--no-validate", "add-last ip-dhcp-host --live --config" */
	/* EDIT: what the definition still has to be, to the letter, when it is not NULL. If it does not, nothing is
	 * done, the error is ERR_CHANGED and the answer is the definition as it is now. */
	const char *before;
	const struct plan *plan; /* of PLAN_VERB alone; kept by its reference */
	struct flag *stop; /* of a plan: once it is up no other step begins; kept by its reference; NULL */
	char **ret_answer; /* where the worker puts the answer, to be freed; may be NULL where a verb has none */
	/* Where it puts the definition as it was, with its secrets, to be freed, when the verb has changed it or removed
	 * it; of a plan as it was before all of it. NULL: nobody wants to keep it. */
	char **ret_was;
};

/* EDIT and DEFINE let libvirt validate the text, but for "--no-validate" among the options; the answer is the definition
 * as it was read back, with its secrets. */

/* OBJ_HOST where there is no thing yet. */
enum obj_kind verb_object(enum verb verb);
/* What comes into being or changes by it, or goes; of a plan OBJ_NONE. */
enum obj_kind verb_kind(enum verb verb);
bool verb_is_of_volume(enum verb verb); /* the request's name is the volume's, its uuid the pool's */
/* With texts of its own and references to the plan and the flag; where answers are put stays behind. */
struct verb_request verb_request_copy(const struct verb_request *request);
/* What the texts said is wiped: there may be secrets among it. */
void verb_request_clear(struct verb_request *copy);
/* So that nothing is left of it in memory, then frees; NULL is fine. */
void wipe_free(char *text);
