// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/secret.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/base64.h"
#include "base/log.h"
#include "base/mem.h"
#include "model/secrets.h"
#include "virt/edit.h"
#include "virt/internal.h"
#include "virt/readers.h"
#include "virt/virerr.h"
#include "xml/secret.h"

/* In libvirt's words, by its numbers. */
static const char *const types[] = {
	[VIR_SECRET_USAGE_TYPE_VOLUME] = "volume", [VIR_SECRET_USAGE_TYPE_CEPH] = "ceph",
	[VIR_SECRET_USAGE_TYPE_ISCSI] = "iscsi",   [VIR_SECRET_USAGE_TYPE_TLS] = "tls",
	[VIR_SECRET_USAGE_TYPE_VTPM] = "vtpm",
};

/* --- the roster -------------------------------------------------------------------------------- */

static int list(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllSecrets(conn->vir, (virSecretPtr **)ret_handles, flags);
}

static char *type_of(int type)
{
	if (type == VIR_SECRET_USAGE_TYPE_NONE)
		return NULL;
	if (type > 0 && (size_t)type < ARRAY_SIZE(types))
		return mem_strdup(types[type]);
	return mem_printf("unknown (%d)", type);
}

static void name(const struct reading_key *key, void *handle, void *item)
{
	struct secret *s = item;
	const char *usage = virSecretGetUsageID(handle);
	char uuid[UUID_TEXT_SIZE];
	(void)key;
	virSecretGetUUID(handle, s->uuid);
	uuid_format(s->uuid, uuid);
	s->type = type_of(virSecretGetUsageType(handle));
	s->usage = usage && *usage ? mem_strdup(usage) : NULL;
	s->name = mem_strdup(s->usage ? s->usage : uuid);
}

static const struct piece_mark marks[] = {
	{VIR_CONNECT_LIST_SECRETS_EPHEMERAL, offsetof(struct secret, ephemeral)},
	{VIR_CONNECT_LIST_SECRETS_PRIVATE, offsetof(struct secret, is_private)},
};

static void tell(struct conn *conn, void *handle, void *item)
{
	struct secret *s = item;
	autoerr struct err why = {0};
	(void)conn;
	s->xml = virSecretGetXMLDesc(handle, 0);
	s->known = s->xml && secret_read_xml(s->xml, s, &why);
	if (s->xml && !s->known)
		log_write(LOG_WARN, "the secret %s: %s", s->name, why.text);
}

static void free_handle(void *handle)
{
	virSecretFree(handle);
}

const struct piece_ops secrets_pieces = {
	.kind = &secret_kind,
	.first_ms = 50,
	.list = list,
	.name = name,
	.marks = marks,
	.n_marks = ARRAY_SIZE(marks),
	.tell = tell,
	.free = free_handle,
};

/* libvirt has no call that tells only whether there is one. */
static bool has_value(virSecretPtr vir, bool *ret_is_set)
{
	size_t size = 0;
	virerr_expect(VIR_ERR_NO_SECRET);
	unsigned char *value = virSecretGetValue(vir, &size, 0);
	virerr_expect(VIR_ERR_OK);
	if (value)
		explicit_bzero(value, size);
	free(value);
	*ret_is_set = value;
	return value || virGetLastErrorCode() == VIR_ERR_NO_SECRET;
}

void *read_secret_value(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	virSecretPtr vir = virSecretLookupByUUID(conn->vir, key->uuid);
	struct secret_value value = {0};
	bool ok = vir && has_value(vir, &value.is_set);
	if (!ok)
		virerr_take(err, conn->vir);
	if (vir)
		virSecretFree(vir);
	virResetLastError();
	return ok ? mem_copy(&value, sizeof(value)) : NULL;
}

/* --- verbs ------------------------------------------------------------------------------------- */

static char *read_xml(void *handle)
{
	return virSecretGetXMLDesc(handle, 0);
}

static void *define(virConnectPtr vir, const char *xml, bool validate)
{
	return virSecretDefineXML(vir, xml, validate ? VIR_SECRET_DEFINE_VALIDATE : 0);
}

static const char *name_of(void *handle)
{
	static _Thread_local char uuid[VIR_UUID_STRING_BUFLEN];
	const char *usage = virSecretGetUsageID(handle);
	if (usage && *usage)
		return usage;
	virSecretGetUUIDString(handle, uuid);
	return uuid;
}

static int release(void *handle)
{
	return virSecretFree(handle);
}

static const struct edit_ops edit_ops = {
	.read = read_xml,
	.define = define,
	.name = name_of,
	.free = release,
	.read_call = "virSecretGetXMLDesc",
	.read_flags = "0",
	.define_call = "virSecretDefineXML",
	.validate_flag = "VIR_SECRET_DEFINE_VALIDATE",
};

static bool undefine(struct work *work, virSecretPtr vir, const struct verb_request *request)
{
	edit_keep_last(work, &edit_ops, vir, request);
	work_note(work, "virSecretUndefine(%s)", name_of(vir));
	return virSecretUndefine(vir) == 0;
}

static bool answer_xml(struct work *work, virSecretPtr vir, const struct verb_request *request)
{
	work_note(work, "virSecretGetXMLDesc(%s, 0)", name_of(vir));
	*request->ret_answer = virSecretGetXMLDesc(vir, 0);
	return *request->ret_answer;
}

static bool set_value(struct work *work, struct conn *conn, virSecretPtr vir, const struct verb_request *request,
		      struct err *err)
{
	bool is_base64 = edit_has_option(request, "--base64");
	size_t size = strlen(request->text);
	unsigned char *value = is_base64 ? base64_decode(request->text, &size) : mem_copy(request->text, size);
	if (!value)
		return err_set(err, ERR_INVALID, "That is not base64, as \"ceph auth get-key\" prints it");
	work_note(work, "virSecretSetValue(%s, VALUE, 0)", name_of(vir));
	bool ok = virSecretSetValue(vir, value, size, 0) == 0 || virerr_take(err, conn->vir);
	explicit_bzero(value, size);
	free(value);
	return ok;
}

static bool do_to(struct work *work, struct conn *conn, virSecretPtr vir, const struct verb_request *request,
		  struct err *err)
{
	bool ok;
	if (request->verb == SECRET_VERB_EDIT)
		return edit_do(work, conn->vir, &edit_ops, vir, request, err);
	if (request->verb == SECRET_VERB_SET_VALUE)
		return set_value(work, conn, vir, request, err);
	ok = request->verb == SECRET_VERB_UNDEFINE ? undefine(work, vir, request) : answer_xml(work, vir, request);
	return ok || virerr_take(err, conn->vir);
}

bool secret_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	work_assert(work);
	if (request->verb == SECRET_VERB_DEFINE)
		return edit_do(work, conn->vir, &edit_ops, NULL, request, err);
	/* Where a step before made it, that has given it its UUID. */
	virSecretPtr vir = request->name ? virSecretLookupByUUIDString(conn->vir, request->name)
					 : virSecretLookupByUUID(conn->vir, request->uuid);
	bool ok = vir ? do_to(work, conn, vir, request, err) : virerr_take(err, conn->vir);
	if (vir)
		virSecretFree(vir);
	virResetLastError();
	return ok;
}
