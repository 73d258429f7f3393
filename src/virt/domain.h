// SPDX-License-Identifier: GPL-3.0-or-later
/* What can be done to a domain. All block; each notes its libvirt calls with work_note(). A domain that is gone is
 * ERR_NOT_FOUND. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/ids.h"
#include "model/verbs.h"
#include "virt/conn.h"

/* err.detail when the driver has no such call at all (VIR_ERR_NO_SUPPORT, checked in domain.c). */
#define DOMAIN_NO_SUCH_CALL 3
/* The same of one during which the connection broke; none of libvirt's. */
#define DOMAIN_CUT_OFF (-1)

/* One of the first DOMAIN_VERBS. */
bool domain_do(struct work *work, struct conn *conn, const struct verb_request *request,
	       struct err *err);
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
