// SPDX-License-Identifier: GPL-3.0-or-later
/* From libvirt's errors to ours: libvirt's own words, with advice before them where we know better.
 * libvirt keeps its last error per thread: ask on the worker, directly after the call. */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/err.h"

struct tls_scene;

/* Takes the thread's last error of a call on vir. Always false. Worker. */
bool virerr_take(struct err *err, virConnectPtr vir);
/* Of a call that may fail, as what cannot be had is no error: takes the thread's last error only when the connection
 * has broken. True when it has not. Worker. */
bool virerr_spare(struct err *err, virConnectPtr vir);
/* Takes the thread's last error of opening uri. Always false. Worker. */
bool virerr_take_open(struct err *err, const char *uri);

/* What a call may fail with that is an answer: this thread's errors of that number are not noted in the log, until it is
 * VIR_ERR_OK again. VIRERR_ANY: whatever it fails with. Worker. */
#define VIRERR_ANY (-1)
void virerr_expect(int code);
/* This thread has said so of it. */
bool virerr_is_expected(const virError *e);

/* What a call failed with, which means code to us; e may be NULL. Always false. Any thread. */
bool virerr_explain(struct err *err, const virError *e, enum err_code code);
struct virerr_scene {
	const char *uri;  /* what was opened */
	const char *user; /* by a person who is called so */
	const struct tls_scene *tls; /* NULL: it was no TLS */
};

/* What opening failed with. Always false. Any thread. */
bool virerr_explain_open(struct err *err, const virError *e, const struct virerr_scene *scene);
/* What a libvirt error number means to us. */
enum err_code virerr_code(int code);
