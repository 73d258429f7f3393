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

/* The job of a call that goes on. libvirt does one job of a domain at a time, and tells and aborts whichever runs: it may be
 * another's, behind which this one waits. */
struct job_of {
	unsigned char uuid[UUID_SIZE];
	enum verb verb;
	int64_t asked_ns; /* clock_lived_ns(): when the call was made */
};
/* Whether the job that runs can be it, by what libvirt tells: the operation by its number and for how long; 0: that is
 * not told. now_ns as asked_ns. */
bool domain_job_fits(const struct job_of *job, int operation, uint64_t elapsed_ms, int64_t now_ns);

/* How far a job of the domain is. */
struct job_progress {
	double share;         /* 0 to 1; negative: not known */
	uint64_t done, total; /* bytes of all kinds; total 0: not known */
	double rate;          /* bytes/s; negative: not known */
};
/* False without err when it does not run. Over another connection than the job's. */
bool domain_read_progress(struct work *work, struct conn *conn, const struct job_of *job, struct job_progress *ret,
			  struct err *err);
/* virDomainAbortJob; another's job is left alone, but for drivers that do not tell whose it is. Over another connection
 * than the job's. */
bool domain_abort_job(struct work *work, struct conn *conn, const struct job_of *job, struct err *err);

/* The key names that SEND_KEYS takes; NULL for an index past the last. */
const char *domain_key_name(size_t index);
