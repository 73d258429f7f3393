// SPDX-License-Identifier: GPL-3.0-or-later
/* How a thing's definition is read and defined anew, whatever it is: networks, pools, filters have the same two calls under
 * other names. Workers. */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/verbs.h"

/* The calls of one kind of thing. Handles are libvirt's. NULL or an error of libvirt's when it says no. */
struct edit_ops {
	char *(*read)(void *handle); /* what could be defined again, with its secrets where we may see them */
	void *(*define)(virConnectPtr vir, const char *xml, bool validate); /* a handle */
	const char *(*name)(void *handle); /* borrowed */
	int (*free)(void *handle);
	const char *read_call;     /* "virNetworkGetXMLDesc", */
	const char *read_flags;    /* "VIR_NETWORK_XML_INACTIVE" */
	const char *define_call;   /* "virNetworkDefineXMLFlags", */
	const char *validate_flag; /* "VIR_NETWORK_DEFINE_VALIDATE" */
};

/* EDIT (handle: what is there) and DEFINE (NULL), as model/verbs.h says. */
bool edit_do(struct work *work, virConnectPtr vir, const struct edit_ops *ops, void *handle,
	     const struct verb_request *request, struct err *err);
/* Of what changes a definition otherwise, or removes it, before that is done: the definition as it is goes to
 * request->ret_was. verb_do() drops it when it was not done. */
void edit_keep_last(struct work *work, const struct edit_ops *ops, void *handle, const struct verb_request *request);
/* The same of a text, which is taken over; NULL: it could not be read. */
void edit_keep_text(const struct verb_request *request, char *text);
/* A word among the options. */
bool edit_has_option(const struct verb_request *request, const char *word);
