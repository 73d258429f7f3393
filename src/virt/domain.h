// SPDX-License-Identifier: GPL-3.0-or-later
/* What can be done to a domain, and the verbs of networks and pools (network.h, pool.h). All block; each notes its
 * libvirt calls with work_note(). A domain that is gone is ERR_NOT_FOUND. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/ids.h"
#include "virt/conn.h"

enum domain_verb {
	DOMAIN_VERB_START,
	DOMAIN_VERB_START_PAUSED,
	DOMAIN_VERB_START_FRESH, /* drops saved state (FORCE_BOOT) */
	DOMAIN_VERB_SHUTDOWN,    /* the hypervisor's choice of a way; returns before the guest has done so */
	DOMAIN_VERB_SHUTDOWN_ACPI,
	DOMAIN_VERB_SHUTDOWN_AGENT, /* waits for the agent: long */
	DOMAIN_VERB_REBOOT,
	DOMAIN_VERB_RESET,
	DOMAIN_VERB_STOP_GRACEFUL, /* destroy with GRACEFUL: SIGTERM only */
	DOMAIN_VERB_FORCE_OFF,
	DOMAIN_VERB_SUSPEND,
	DOMAIN_VERB_RESUME,
	DOMAIN_VERB_WAKE_UP,      /* from pm-suspend */
	DOMAIN_VERB_MANAGED_SAVE, /* long */
	DOMAIN_VERB_DROP_SAVED,   /* managed save image removed */
	DOMAIN_VERB_AUTOSTART_ON,
	DOMAIN_VERB_AUTOSTART_OFF,
	DOMAIN_VERB_RENAME,          /* text: the new name */
	DOMAIN_VERB_SET_TITLE,       /* text: one line, "" removes it; config, and live when active */
	DOMAIN_VERB_SET_DESCRIPTION, /* text: "" removes it */
	DOMAIN_VERB_SET_TAGS,        /* text: words parted by spaces, all there are from then on */
	DOMAIN_VERB_DROP_TAGS,
	DOMAIN_VERB_SAVE,            /* text: a path on the host; long */
	DOMAIN_VERB_DUMP,            /* text: a path on the host; memory only, the guest goes on; long */
	DOMAIN_VERB_NMI,
	DOMAIN_VERB_SEND_KEYS, /* text: Linux key names parted by "+": "ctrl+alt+delete", "alt+sysrq+b" */
	DOMAIN_VERB_UNDEFINE,  /* of an inactive one; storage stays; managed save, snapshot and checkpoint
				  metadata and NVRAM go with it when the driver knows the flags */
	DOMAIN_VERB_SAVE_XML,  /* text: a path on this machine, of a file that is not there yet; its
				  definition, with its secrets where we may see them */
	DOMAIN_VERB_READ_XML,  /* the same as an answer, without the secrets */
	/* These have no domain yet: uuid is zero. */
	DOMAIN_VERB_RESTORE, /* text: a path on the host; long */
	DOMAIN_VERB_DEFINE,  /* text: XML; VALIDATE */
	DOMAIN_VERB_CREATE,  /* text: XML; VALIDATE; transient */
	/* Of networks and pools: uuid is theirs. */
	NETWORK_VERB_START,
	NETWORK_VERB_STOP,
	NETWORK_VERB_AUTOSTART_ON,
	NETWORK_VERB_AUTOSTART_OFF,
	POOL_VERB_START, /* may mount: long */
	POOL_VERB_STOP,
	POOL_VERB_AUTOSTART_ON,
	POOL_VERB_AUTOSTART_OFF,
	POOL_VERB_REFRESH, /* looks for volumes anew: long */
	POOL_VERB_READ_VOLUME, /* text: the name of a volume; its XML is the answer */
	DOMAIN_VERB_COUNT,
};
#define DOMAIN_VERBS (DOMAIN_VERB_CREATE + 1) /* the first so many are of domains */

struct domain_request {
	unsigned char uuid[UUID_SIZE];
	enum domain_verb verb;
	const char *text; /* what the verb says; NULL for the others */
	char **ret_answer; /* READ_XML, READ_VOLUME: where the worker puts it, to be freed; may be NULL for the others */
};

/* err.detail when the driver has no such call at all (VIR_ERR_NO_SUPPORT, checked in domain.c). */
#define DOMAIN_NO_SUCH_CALL 3
/* The same of one during which the connection broke; none of libvirt's. */
#define DOMAIN_CUT_OFF (-1)

/* One of the first DOMAIN_VERBS. */
bool domain_do(struct work *work, struct conn *conn, const struct domain_request *request,
	       struct err *err);
/* What it is done to: OBJ_DOMAIN, OBJ_HOST where there is no domain yet, OBJ_NETWORK or OBJ_POOL. Any thread. */
enum obj_kind domain_verb_object(enum domain_verb verb);
/* May take long or wait for a guest: never on a lane that others wait for. Any thread. */
bool domain_verb_is_long(enum domain_verb verb);
/* Has a job that tells how far it is and that can be aborted. Any thread. */
bool domain_verb_has_job(enum domain_verb verb);
/* What SAVE_XML does with the XML: a new file, and a note where it is. */
bool domain_xml_keep(struct work *work, const char *path, const char *xml, struct err *err);

/* How far a job of the domain is. */
struct job_progress {
	double share;         /* 0 to 1; negative: not known */
	uint64_t done, total; /* bytes of all kinds; total 0: not known */
	double rate;          /* bytes/s; negative: not known */
};
/* False without err when no job runs. Over another connection than the job's. */
bool domain_read_progress(struct work *work, struct conn *conn,
			  const unsigned char uuid[UUID_SIZE], struct job_progress *ret,
			  struct err *err);
/* virDomainAbortJob. Over another connection than the job's. */
bool domain_abort_job(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE],
		      struct err *err);

/* The key names that SEND_KEYS takes; NULL for an index past the last. */
const char *domain_key_name(size_t index);
