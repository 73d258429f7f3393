// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "model/draft.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/forms/forms.h"
#include "ui/widgets/form.h"
#include "xml/doc.h"
#include "xml/fill.h"
#include "xml/path.h"

/* --- the fields -------------------------------------------------------------------------------- */

static const struct field_choice types[] = {
	{"volume", "encrypted volume", "the passphrase of a LUKS volume", NULL},
	{"ceph", "Ceph user", "the key of a user of a Ceph cluster", NULL},
	{"iscsi", "iSCSI target", "the CHAP password of an iSCSI target", NULL},
	{"tls", "TLS key", "the passphrase of a TLS key of the host", NULL},
	{"vtpm", "TPM of a machine", "the passphrase of the state of an emulated TPM", NULL},
	{"none", "any use", "found by its UUID alone", NULL},
	{NULL, NULL, NULL, NULL},
};

static char *take_type(const struct xml_doc *doc, const struct field *f)
{
	char *type = xml_doc_get(doc, "usage/@type");

	(void)f;
	return type ? type : mem_strdup("none");
}

static bool put_type(struct xml_doc *doc, const struct draft *draft, const struct field *f, const char *text,
		     struct err *err)
{
	(void)draft;
	(void)f;
	if (strcmp(text, "none") != 0)
		return xml_doc_set(doc, "usage/@type", text, err);
	xml_doc_clear(doc, "usage/@type");
	return true;
}

char *secret_check_base64(const char *text)
{
	size_t size = 0;
	unsigned char *bytes = base64_decode(text, &size);

	if (!bytes)
		return mem_strdup("That is not base64, as \"ceph auth get-key\" prints it");
	explicit_bzero(bytes, size);
	free(bytes);
	return NULL;
}

static char *check_value(const struct draft *draft, const char *text)
{
	return draft_is(draft, "type", "ceph") ? secret_check_base64(text) : NULL;
}

static const struct field secret_form[] = {
	{.id = "type", .label = "opens", .help = "what kind of thing is opened with it", .type = FIELD_CHOICE,
	 .choices = types, .first = "volume", .take = take_type, .put = put_type, .required = true, .sample = "ceph",
	 .sample_with = "name=client.libvirt", .bad = "smb", .bad_says = "is none"},
	{.id = "volume", .label = "volume", .help = "its path, or another name that is used once", .type = FIELD_TEXT,
	 .path = "usage/volume", .when = "type=volume", .required = true, .sample = "/var/lib/libvirt/images/vault.img",
	 .sample_with = "type=volume"},
	{.id = "name", .label = "name", .help = "what disks, pools and devices name: \"client.libvirt\"",
	 .type = FIELD_TEXT, .path = "usage/name", .when = "type=ceph,tls,vtpm", .required = true,
	 .sample = "client.libvirt", .sample_with = "type=ceph"},
	{.id = "target", .label = "target", .help = "what disks and pools name", .type = FIELD_TEXT,
	 .path = "usage/target", .when = "type=iscsi", .required = true, .sample = "libvirtiscsi",
	 .sample_with = "type=iscsi"},
	{.id = "description", .label = "description", .help = "for people; may be empty", .type = FIELD_TEXT,
	 .path = "description", .sample = "the vault", .sample_with = "volume=/v"},
	{.id = "private", .label = "private", .help = "its value is told to nobody, only used", .type = FIELD_SWITCH,
	 .path = "@private", .on = "yes", .off = "no", .first = "no", .sample = "yes", .sample_with = "volume=/v"},
	{.id = "ephemeral", .label = "ephemeral", .help = "in memory only: gone when the daemon ends",
	 .type = FIELD_SWITCH, .path = "@ephemeral", .on = "yes", .off = "no", .first = "no", .sample = "yes",
	 .sample_with = "volume=/v"},
	{.id = "value", .label = "value", .help = "is not shown and not kept here; may be set later",
	 .type = FIELD_SECRET, .check = check_value, .sample = "AQBXlw4A/w==", .bad = "no base64",
	 .bad_says = "not base64", .sample_with = "type=ceph name=client.libvirt"},
	{.id = NULL},
};

/* --- making it --------------------------------------------------------------------------------- */

/* What is being made; ends when it is there, or with the form that is there again. */
struct fresh {
	struct app *app;
	const struct action *action;
	uint32_t host;
	struct draft *draft; /* a copy, while the form is closed; NULL */
	char *uuid;	     /* once it is there */
};

static void fresh_free(void *opaque)
{
	struct fresh *fresh = opaque;

	/* What failed can be asked for again among the tasks. */
	requests_drop(fresh->app, fresh);
	draft_destroy(fresh->draft);
	free(fresh->uuid);
	free(fresh);
}

static char *typed(struct app *app, void *opaque, const struct draft *draft);

/* why: it is there again; NULL. */
static void ask(struct fresh *fresh, struct draft *draft, const char *why)
{
	const struct host *host = app_find_host(fresh->app, fresh->host);
	autofree char *title = mem_printf("New secret on %s", host ? host_view(host)->name : "a host that is gone");

	form_ask(fresh->app, &(struct form_question){.title = title,
						     .refused = why,
						     .draft = draft,
						     .ok = "Create",
						     .answer = typed,
						     .finish = fresh_free,
						     .opaque = fresh});
}

static struct draft *copy_of(const struct draft *draft)
{
	struct draft *copy = draft_create(secret_form, NULL);

	for (size_t i = 0; i < draft_count(draft); i++)
		draft_set_at(copy, i, draft_text_at(draft, i));
	return copy;
}

static const char *what_for(const struct draft *draft)
{
	static const char *const ids[] = {"volume", "name", "target"};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (draft_shows(draft, ids[i]))
			return draft_value(draft, ids[i]);
	return "";
}

static void set_value(struct fresh *fresh)
{
	unsigned char uuid[UUID_SIZE];

	if (!fresh->uuid || !uuid_parse(fresh->uuid, uuid)) {
		app_complain(fresh->app, "%s is defined, but could not be read back: its value was not set",
			     what_for(fresh->draft));
		return;
	}
	request_ask(request_keep(&(struct request){
			    .app = fresh->app,
			    .action = action_of_table("secret.set-value"),
			    .object = obj_id_of(fresh->host, OBJ_SECRET, uuid),
			    .name = what_for(fresh->draft),
			    .verb = SECRET_VERB_SET_VALUE,
			    .text = draft_value(fresh->draft, "value"),
			    .options = draft_is(fresh->draft, "type", "ceph") ? "--base64 ..." : "--interactive",
			    .secret = true}),
		    0);
}

static bool made(const struct request *r, const struct err *err)
{
	struct fresh *fresh = r->opaque;
	struct draft *draft;

	if (err->code == ERR_NONE && draft_value(fresh->draft, "value")[0])
		set_value(fresh);
	if (err->code == ERR_NONE || fresh->app->quitting) {
		fresh_free(fresh);
		return true;
	}
	draft = take(fresh->draft);
	ask(fresh, draft, err->text);
	return true;
}

/* It says which UUID it was given. */
static void read_back(const struct request *r, const char *text)
{
	struct fresh *fresh = r->opaque;
	autoerr struct err err = {0};
	struct xml_doc *doc = xml_doc_parse(text, NULL, &err);

	free(fresh->uuid);
	fresh->uuid = doc ? xml_doc_get(doc, "uuid") : NULL;
	xml_doc_destroy(doc);
}

/* NULL with the reason in err. The caller frees. */
static char *xml_of(const struct draft *draft, struct err *err)
{
	struct xml_doc *doc = xml_doc_parse("<secret>\n</secret>\n", NULL, err);
	char *xml = doc && fill_doc(draft, doc, err) ? xml_doc_text(doc) : NULL;

	xml_doc_destroy(doc);
	return xml;
}

static char *typed(struct app *app, void *opaque, const struct draft *draft)
{
	const struct fresh *form = opaque; /* freed with the form */
	struct fresh *fresh = mem_new(struct fresh);
	autoerr struct err err = {0};
	autofree char *xml = xml_of(draft, &err);
	autofree char *what = NULL;

	if (!xml) {
		free(fresh);
		return mem_strdup(err.text);
	}
	*fresh = (struct fresh){.app = app, .action = form->action, .host = form->host, .draft = copy_of(draft)};
	what = mem_printf("Define secret %s", what_for(draft));
	request_ask(request_keep(&(struct request){.app = app,
						   .action = form->action,
						   .object = obj_id_host(form->host),
						   .name = what_for(draft),
						   .verb = SECRET_VERB_DEFINE,
						   .text = xml,
						   .shown = "secret.xml",
						   .what = what,
						   .answer = read_back,
						   .done = made,
						   .opaque = fresh}),
		    0);
	return NULL;
}

/* What is typed for the value is set once the secret is there; when that, or the secret, cannot be had, the form is there
 * again with all that was typed and the reason. */
static void form_on(struct app *app, const struct action *action, uint32_t host)
{
	struct fresh *fresh = mem_new(struct fresh);

	*fresh = (struct fresh){.app = app, .action = action, .host = host};
	ask(fresh, draft_create(secret_form, NULL), NULL);
}

const struct form_table secret_form_table = {
	.name = "secret", .fields = secret_form, .base = "<secret>\n</secret>\n", .open = form_on};
