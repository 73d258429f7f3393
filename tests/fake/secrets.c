// SPDX-License-Identifier: GPL-3.0-or-later
/* Secrets and network filters of the fake. */
#include "tests/fake/secrets.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/fake/state.h"
#include "virt/nwfilter.h"
#include "virt/secret.h"
#include "xml/doc.h"
#include "xml/nwfilter.h"
#include "xml/path.h"
#include "xml/secret.h"

/* --- what there is ------------------------------------------------------------------------------ */

static const struct {
	const char *type, *usage, *attributes, *description;
	bool has_value;
} secrets[] = {
	{"ceph", "client.libvirt", "ephemeral='no' private='no'", "the storage network's key", false},
	{"volume", "/var/lib/libvirt/images/vault.img", "ephemeral='no' private='yes'", NULL, true},
	{"iscsi", "libvirtiscsi", "ephemeral='yes' private='no'", NULL, true},
};

static const struct {
	const char *name, *chain, *body;
} filters[] = {
	{"clean-traffic", "root", "<filterref filter='no-mac-spoofing'/>\n  <filterref filter='no-ip-spoofing'/>"},
	{"no-ip-spoofing", "ipv4",
	 "<rule action='return' direction='out' priority='500'>\n    <ip srcipaddr='$IP'/>\n  </rule>\n"
	 "  <rule action='drop' direction='out' priority='1000'/>"},
	{"no-mac-spoofing", "mac",
	 "<rule action='return' direction='out' priority='500'>\n    <mac srcmacaddr='$MAC'/>\n  </rule>\n"
	 "  <rule action='drop' direction='out' priority='1000'>\n    <mac/>\n  </rule>"},
	{"web-only", "root",
	 "<rule action='accept' direction='in' priority='500'>\n    <tcp dstportstart='80'/>\n  </rule>\n"
	 "  <rule action='accept' direction='in' priority='500'>\n    <tcp dstportstart='443'/>\n  </rule>\n"
	 "  <rule action='drop' direction='in' priority='1000'>\n    <all/>\n  </rule>"},
};

static struct fake_kept *add(struct fake_host *host, enum obj_kind kind, const unsigned char uuid[UUID_SIZE], char *xml)
{
	struct fake_kept *k = arr_add(host->kept, host->n_kept, host->cap_kept);
	k->kind = kind;
	k->xml = xml;
	memcpy(k->uuid, uuid, UUID_SIZE);
	return k;
}

static void stock_secret(struct fake_host *host, size_t i)
{
	unsigned char uuid[UUID_SIZE];
	char text[UUID_TEXT_SIZE];
	autofree char *description = secrets[i].description
		? mem_printf("  <description>%s</description>\n", secrets[i].description) : mem_strdup("");
	memset(uuid, '0' + (int)i, UUID_SIZE);
	uuid_format(uuid, text);
	struct fake_kept *k = add(host, OBJ_SECRET, uuid,
				  mem_printf("<secret %s>\n  <uuid>%s</uuid>\n%s  <usage type='%s'>\n    <%s>%s</%s>\n"
					     "  </usage>\n</secret>\n",
					     secrets[i].attributes, text, description, secrets[i].type,
					     i == 1 ? "volume" : i == 2 ? "target" : "name", secrets[i].usage,
					     i == 1 ? "volume" : i == 2 ? "target" : "name"));
	k->type = mem_strdup(secrets[i].type);
	k->name = mem_strdup(secrets[i].usage);
	k->has_value = secrets[i].has_value;
}

static void stock(struct fake_host *host)
{
	if (host->kept_known)
		return;
	host->kept_known = true;
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++)
		stock_secret(host, i);
	for (size_t i = 0; i < ARRAY_SIZE(filters); i++) {
		unsigned char uuid[UUID_SIZE];
		char text[UUID_TEXT_SIZE];
		memset(uuid, 'a' + (int)i, UUID_SIZE);
		uuid_format(uuid, text);
		add(host, OBJ_NWFILTER, uuid,
		    mem_printf("<filter name='%s' chain='%s'>\n  <uuid>%s</uuid>\n  %s\n</filter>\n", filters[i].name,
			       filters[i].chain, text, filters[i].body))
			->name = mem_strdup(filters[i].name);
	}
}

static struct fake_kept *find(struct fake_host *host, enum obj_kind kind, const unsigned char uuid[UUID_SIZE])
{
	for (size_t i = 0; i < host->n_kept; i++)
		if (host->kept[i].kind == kind && memcmp(host->kept[i].uuid, uuid, UUID_SIZE) == 0)
			return &host->kept[i];
	return NULL;
}

static struct fake_kept *find_named(struct fake_host *host, enum obj_kind kind, const char *name)
{
	for (size_t i = 0; i < host->n_kept; i++)
		if (host->kept[i].kind == kind && str_equal(host->kept[i].name, name))
			return &host->kept[i];
	return NULL;
}

static void clear(struct fake_kept *k)
{
	free(k->name);
	free(k->type);
	free(k->xml);
}

/* --- readings ----------------------------------------------------------------------------------- */

/* They come as they were made: what reads them sorts them. */
static struct roster *sorted(struct roster *r)
{
	qsort(r->all, r->n, r->kind->size, r->kind->compare);
	r->told = r->total = r->n;
	return r;
}

struct roster *fake_secrets(struct fake_host *host)
{
	struct roster *r = roster_create(&secret_kind);
	stock(host);
	for (size_t i = 0; i < host->n_kept; i++) {
		const struct fake_kept *k = &host->kept[i];
		autoerr struct err err = {0};
		if (k->kind != OBJ_SECRET)
			continue;
		struct secret *s = roster_add(r);
		memcpy(s->uuid, k->uuid, UUID_SIZE);
		s->name = mem_strdup(k->name);
		s->usage = mem_strdup(k->name);
		s->type = mem_strdup(k->type);
		s->xml = mem_strdup(k->xml);
		s->known = secret_read_xml(s->xml, s, &err);
	}
	return sorted(r);
}

struct secret_value *fake_secret_value(struct fake_host *host, const unsigned char uuid[UUID_SIZE], struct err *err)
{
	stock(host);
	const struct fake_kept *k = find(host, OBJ_SECRET, uuid);
	if (!k)
		err_set(err, ERR_NOT_FOUND, "Secret not found: no secret with matching uuid");
	else if (strstr(k->xml, "private='yes'"))
		err_set(err, ERR_DENIED, "Invalid secret: secret is private");
	else
		return mem_copy(&(struct secret_value){.is_set = k->has_value}, sizeof(struct secret_value));
	return NULL;
}

struct roster *fake_nwfilters(struct fake_host *host)
{
	struct roster *r = roster_create(&nwfilter_kind);
	stock(host);
	for (size_t i = 0; i < host->n_kept; i++) {
		const struct fake_kept *k = &host->kept[i];
		autoerr struct err err = {0};
		if (k->kind != OBJ_NWFILTER)
			continue;
		struct nwfilter *f = roster_add(r);
		memcpy(f->uuid, k->uuid, UUID_SIZE);
		f->name = mem_strdup(k->name);
		f->xml = mem_strdup(k->xml);
		f->known = nwfilter_read_xml(f->xml, f, &err);
	}
	return sorted(r);
}

/* --- verbs -------------------------------------------------------------------------------------- */

static bool is_xml(const char *text, const char *root, struct err *err)
{
	return str_starts(text, root) ||
	       err_set(err, ERR_FAILED, "(definition_in_progress):1: Start tag expected, '<' not found");
}

/* As libvirt does it; what had none gets one. */
static void give_uuid(struct fake_host *host, struct xml_doc *doc, unsigned char ret_uuid[UUID_SIZE])
{
	autofree char *text = xml_doc_get(doc, "uuid");
	char made[UUID_TEXT_SIZE];
	autoerr struct err err = {0};
	if (text && uuid_parse(text, ret_uuid))
		return;
	memset(ret_uuid, 'A' + (int)(host->kept_made++ % 26), UUID_SIZE);
	uuid_format(ret_uuid, made);
	xml_doc_set(doc, "uuid", made, &err);
}

static const char *const usages[] = {"usage/volume", "usage/name", "usage/target"};

/* Of one that is there already, or a new one. */
static struct fake_kept *kept_of(struct fake_host *host, enum obj_kind kind, const unsigned char uuid[UUID_SIZE])
{
	struct fake_kept *k = find(host, kind, uuid);
	return k ? k : add(host, kind, uuid, NULL);
}

static const char *define_secret(struct fake_host *host, const char *text, struct err *err)
{
	struct xml_doc *doc = is_xml(text, "<secret", err) ? xml_doc_parse(text, NULL, err) : NULL;
	unsigned char uuid[UUID_SIZE];
	char *name = NULL;
	if (!doc)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(usages) && !name; i++)
		name = xml_doc_get(doc, usages[i]);
	give_uuid(host, doc, uuid);
	struct fake_kept *other = name ? find_named(host, OBJ_SECRET, name) : NULL;
	if (other && memcmp(other->uuid, uuid, UUID_SIZE) != 0) {
		err_set(err, ERR_FAILED, "internal error: a secret for usage '%s' is already defined", name);
		free(name);
		xml_doc_destroy(doc);
		return NULL;
	}
	struct fake_kept *k = kept_of(host, OBJ_SECRET, uuid);
	clear(k);
	k->xml = xml_doc_text(doc);
	k->type = xml_doc_get(doc, "usage/@type");
	k->name = name ? name : xml_doc_get(doc, "uuid");
	xml_doc_destroy(doc);
	return k->xml;
}

static const char *define_filter(struct fake_host *host, const char *text, struct err *err)
{
	struct xml_doc *doc = is_xml(text, "<filter", err) ? xml_doc_parse(text, NULL, err) : NULL;
	unsigned char uuid[UUID_SIZE];
	if (!doc)
		return NULL;
	char *name = xml_doc_get(doc, "@name");
	struct fake_kept *k = name ? find_named(host, OBJ_NWFILTER, name) : NULL;
	if (!k) {
		give_uuid(host, doc, uuid);
		k = kept_of(host, OBJ_NWFILTER, uuid);
	}
	clear(k);
	k->xml = xml_doc_text(doc);
	k->name = name ? name : mem_strdup("");
	k->type = NULL;
	xml_doc_destroy(doc);
	return k->xml;
}

static bool is_define(enum verb verb)
{
	return verb == SECRET_VERB_DEFINE || verb == NWFILTER_VERB_DEFINE || verb == SECRET_VERB_EDIT ||
	       verb == NWFILTER_VERB_EDIT;
}

static void answer(const struct verb_request *request, const char *text)
{
	if (!request->ret_answer)
		return;
	free(*request->ret_answer);
	*request->ret_answer = mem_strdup(text);
}

static void keep_last(const struct verb_request *request, const struct fake_kept *was)
{
	if (!request->ret_was)
		return;
	free(*request->ret_was);
	*request->ret_was = mem_strdup(was->xml);
}

static bool define(struct fake_host *host, const struct fake_kept *was, const struct verb_request *request,
		   struct err *err)
{
	if (was && request->before && strcmp(was->xml, request->before) != 0) {
		answer(request, was->xml);
		return err_set(err, ERR_CHANGED, "Somebody else has changed %s meanwhile: nothing was done", was->name);
	}
	if (was)
		keep_last(request, was);
	const char *xml = (verb_kind(request->verb) == OBJ_SECRET ? define_secret : define_filter)(host, request->text, err);
	autoerr struct err lost = {0};
	if (xml && !fake_fails(host, "read_back", &lost))
		answer(request, xml);
	return xml;
}

/* As libvirt's calls are named. */
static const char *const calls[VERB_COUNT] = {
	[SECRET_VERB_READ_XML] = "virSecretGetXMLDesc(%s, 0)",
	[SECRET_VERB_EDIT] = "virSecretDefineXML(XML, VIR_SECRET_DEFINE_VALIDATE)",
	[SECRET_VERB_SET_VALUE] = "virSecretSetValue(%s, VALUE, 0)",
	[SECRET_VERB_UNDEFINE] = "virSecretUndefine(%s)",
	[SECRET_VERB_DEFINE] = "virSecretDefineXML(XML, VIR_SECRET_DEFINE_VALIDATE)",
	[NWFILTER_VERB_READ_XML] = "virNWFilterGetXMLDesc(%s, 0)",
	[NWFILTER_VERB_EDIT] = "virNWFilterDefineXMLFlags(XML, VIR_NWFILTER_DEFINE_VALIDATE)",
	[NWFILTER_VERB_UNDEFINE] = "virNWFilterUndefine(%s)",
	[NWFILTER_VERB_DEFINE] = "virNWFilterDefineXMLFlags(XML, VIR_NWFILTER_DEFINE_VALIDATE)",
};

static void note(struct work *work, const struct fake_kept *k, enum verb verb)
{
	const char *hole = strstr(calls[verb], "%s");
	if (hole)
		work_note(work, "%.*s%s%s", (int)(hole - calls[verb]), calls[verb], k->name, hole + 2);
	else
		work_note(work, "%s", calls[verb]);
}

static bool do_locked(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	struct fake_host *host = conn->host;
	stock(host);
	struct fake_kept *k = find(host, verb_kind(request->verb), request->uuid);
	if (!k && verb_object(request->verb) != OBJ_HOST)
		return err_set(err, ERR_NOT_FOUND, "Not found: nothing with matching uuid");
	note(work, k, request->verb);
	if (conn->readonly)
		return err_set(err, ERR_DENIED, "operation forbidden for read only access");
	if (is_define(request->verb))
		return define(host, k, request, err);
	if (request->verb == SECRET_VERB_SET_VALUE) {
		k->has_value = true;
	} else if (request->verb == SECRET_VERB_UNDEFINE || request->verb == NWFILTER_VERB_UNDEFINE) {
		keep_last(request, k);
		clear(k);
		*k = host->kept[--host->n_kept];
	} else {
		answer(request, k->xml);
	}
	return true;
}

bool secret_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	if (!fake_enter(work, conn, "secret_do", err))
		return false;
	bool ok = do_locked(work, conn, request, err);
	fake_unlock();
	return ok;
}

bool nwfilter_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	if (!fake_enter(work, conn, "nwfilter_do", err))
		return false;
	bool ok = do_locked(work, conn, request, err);
	fake_unlock();
	return ok;
}
