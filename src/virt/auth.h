// SPDX-License-Identifier: GPL-3.0-or-later
/* What libvirt asks while it opens a connection, put to the person through creds. Worker. For src/virt only. */
#pragma once

#include <libvirt/libvirt.h>

#include "base/err.h"
#include "virt/creds.h"

#define AUTH_TYPES 5

struct auth {
	virConnectAuth vir;
	int types[AUTH_TYPES]; /* that vir points to */
	struct work *work;
	struct creds *creds;
	bool asked;     /* something was, and answered */
	bool untrusted; /* a key, by the person */
	struct err why; /* set at once when there was no answer; else for the caller to fill */
};

/* For virConnectOpenAuth(); NULL when nobody can be asked. auth lives until that has returned. */
virConnectAuth *auth_begin(struct auth *auth, struct work *work, struct creds *creds);
/* It could not be opened: moves auth->why to err, in better words where it is about what was answered, which is then
 * forgotten. */
void auth_refused(struct auth *auth, struct err *err);
