// SPDX-License-Identifier: GPL-3.0-or-later
/* What can be done to a domain. All block; each notes its libvirt calls with work_note(). A domain that
 * is gone is ERR_NOT_FOUND. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/ids.h"
#include "virt/conn.h"

enum domain_verb {
	DOMAIN_VERB_START,
	DOMAIN_VERB_SHUTDOWN, /* asks the guest; returns before it has done so */
	DOMAIN_VERB_FORCE_OFF,
	DOMAIN_VERB_SUSPEND,
	DOMAIN_VERB_RESUME,
	DOMAIN_VERB_AUTOSTART_ON,
	DOMAIN_VERB_AUTOSTART_OFF,
	DOMAIN_VERB_COUNT,
};

bool domain_do(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE],
	       enum domain_verb verb, struct err *err);
