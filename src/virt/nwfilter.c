// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/nwfilter.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "base/log.h"
#include "base/mem.h"
#include "model/nwfilters.h"
#include "virt/edit.h"
#include "virt/internal.h"
#include "virt/readers.h"
#include "virt/virerr.h"
#include "xml/nwfilter.h"

/* --- the roster -------------------------------------------------------------------------------- */

/* libvirt has no flags for the list. */
static int list(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllNWFilters(conn->vir, (virNWFilterPtr **)ret_handles, flags);
}

static void name(const struct reading_key *key, void *handle, void *item)
{
	struct nwfilter *f = item;
	(void)key;
	f->name = mem_strdup(virNWFilterGetName(handle));
	virNWFilterGetUUID(handle, f->uuid);
}

static void tell(struct conn *conn, void *handle, void *item)
{
	struct nwfilter *f = item;
	autoerr struct err why = {0};
	(void)conn;
	f->xml = virNWFilterGetXMLDesc(handle, 0);
	f->known = f->xml && nwfilter_read_xml(f->xml, f, &why);
	if (f->xml && !f->known)
		log_write(LOG_WARN, "the network filter %s: %s", f->name, why.text);
}

static void free_handle(void *handle)
{
	virNWFilterFree(handle);
}

const struct piece_ops nwfilters_pieces = {
	.kind = &nwfilter_kind,
	.first_ms = 50,
	.list = list,
	.name = name,
	.tell = tell,
	.free = free_handle,
};

/* --- verbs ------------------------------------------------------------------------------------- */

static char *read_xml(void *handle)
{
	return virNWFilterGetXMLDesc(handle, 0);
}

static void *define(virConnectPtr vir, const char *xml, bool validate)
{
	return virNWFilterDefineXMLFlags(vir, xml, validate ? VIR_NWFILTER_DEFINE_VALIDATE : 0);
}

static const char *name_of(void *handle)
{
	return virNWFilterGetName(handle);
}

static int release(void *handle)
{
	return virNWFilterFree(handle);
}

static const struct edit_ops edit_ops = {
	.read = read_xml,
	.define = define,
	.name = name_of,
	.free = release,
	.read_call = "virNWFilterGetXMLDesc",
	.read_flags = "0",
	.define_call = "virNWFilterDefineXMLFlags",
	.validate_flag = "VIR_NWFILTER_DEFINE_VALIDATE",
};

static bool undefine(struct work *work, virNWFilterPtr vir, const struct verb_request *request)
{
	edit_keep_last(work, &edit_ops, vir, request);
	work_note(work, "virNWFilterUndefine(%s)", virNWFilterGetName(vir));
	return virNWFilterUndefine(vir) == 0;
}

static bool answer_xml(struct work *work, virNWFilterPtr vir, const struct verb_request *request)
{
	work_note(work, "virNWFilterGetXMLDesc(%s, 0)", virNWFilterGetName(vir));
	*request->ret_answer = virNWFilterGetXMLDesc(vir, 0);
	return *request->ret_answer;
}

static bool do_to(struct work *work, struct conn *conn, virNWFilterPtr vir, const struct verb_request *request,
		  struct err *err)
{
	bool ok;
	if (request->verb == NWFILTER_VERB_EDIT)
		return edit_do(work, conn->vir, &edit_ops, vir, request, err);
	ok = request->verb == NWFILTER_VERB_UNDEFINE ? undefine(work, vir, request) : answer_xml(work, vir, request);
	return ok || virerr_take(err, conn->vir);
}

bool nwfilter_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	work_assert(work);
	if (request->verb == NWFILTER_VERB_DEFINE)
		return edit_do(work, conn->vir, &edit_ops, NULL, request, err);
	virNWFilterPtr vir = request->name ? virNWFilterLookupByName(conn->vir, request->name)
					   : virNWFilterLookupByUUID(conn->vir, request->uuid);
	bool ok = vir ? do_to(work, conn, vir, request, err) : virerr_take(err, conn->vir);
	if (vir)
		virNWFilterFree(vir);
	virResetLastError();
	return ok;
}
