// SPDX-License-Identifier: GPL-3.0-or-later
/* Any request: whose call it is, and what is so of it whoever carries it out. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/verbs.h"
#include "virt/conn.h"

/* err.detail when libvirt did not find a definition valid, so that it may be taken without that
 * (VIR_ERR_XML_INVALID_SCHEMA, checked in edit.c). */
#define VERB_NOT_VALID 92

/* Blocks; a worker. The steps of a plan are done in order; when one fails, or it is told to stop before one, those
 * before it are undone and the error says which step it was and what stands. Of several answers the last one is
 * given. What a definition was is kept only when it is another one now, or when nobody knows. */
bool verb_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err);
/* May take long or wait for a guest: never on a lane that others wait for. A plan is, when a step of it is. Any
 * thread. */
bool verb_is_long(const struct verb_request *request);
/* Has a job, which tells how far it is. Any thread. */
bool verb_has_job(enum verb verb);
/* One that runs can be told to stop: it has a job that can be aborted, or comes to its next step. Any thread. */
bool verb_can_stop(enum verb verb);
