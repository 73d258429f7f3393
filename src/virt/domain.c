// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/domain.h"

#include <assert.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/snapshot.h"
#include "virt/edit.h"
#include "virt/internal.h"
#include "virt/keys.h"
#include "virt/virerr.h"
#include "xml/definition.h"
#include "xml/secrets.h"
#include "xml/tags.h"

static_assert((int)DOMAIN_NOSTATE == (int)VIR_DOMAIN_NOSTATE, "states are libvirt's");
static_assert((int)DOMAIN_RUNNING == (int)VIR_DOMAIN_RUNNING, "states are libvirt's");
static_assert((int)DOMAIN_BLOCKED == (int)VIR_DOMAIN_BLOCKED, "states are libvirt's");
static_assert((int)DOMAIN_PAUSED == (int)VIR_DOMAIN_PAUSED, "states are libvirt's");
static_assert((int)DOMAIN_SHUTDOWN == (int)VIR_DOMAIN_SHUTDOWN, "states are libvirt's");
static_assert((int)DOMAIN_SHUTOFF == (int)VIR_DOMAIN_SHUTOFF, "states are libvirt's");
static_assert((int)DOMAIN_CRASHED == (int)VIR_DOMAIN_CRASHED, "states are libvirt's");
static_assert((int)DOMAIN_PMSUSPENDED == (int)VIR_DOMAIN_PMSUSPENDED, "states are libvirt's");
static_assert(UUID_SIZE == VIR_UUID_BUFLEN, "uuids are libvirt's");
static_assert(UUID_TEXT_SIZE == VIR_UUID_STRING_BUFLEN, "uuids are libvirt's");
static_assert(DOMAIN_NO_SUCH_CALL == VIR_ERR_NO_SUPPORT, "the error is libvirt's");
static_assert(KEYS_MOST == VIR_DOMAIN_SEND_KEY_MAX_KEYS, "keys at once are libvirt's");

/* One verb on its way. */
struct call {
	struct work *work;
	virConnectPtr vir;
	virDomainPtr domain; /* NULL for what has none yet */
	const char *name;
	const struct verb_request *request;
	const char *text; /* of the request, never NULL */
	char **ret_answer;
	struct err *err;
};

/* Flags, and how they are called. */
struct way {
	unsigned flags;
	const char *words;
};
#define WAY(flags_) {flags_, #flags_}

static bool answer(struct call *c, int result)
{
	if (result >= 0)
		return true;
	virerr_take(c->err, c->vir);
	if (c->err->detail == VIR_ERR_OPERATION_ABORTED)
		c->err->code = ERR_CANCELLED;
	return false;
}

/* A driver that does not know a flag says so with a bare "invalid argument". */
static bool flags_are_unknown(const struct err *err)
{
	return err->detail == VIR_ERR_INVALID_ARG || err->code == ERR_UNSUPPORTED;
}

/* Bare words for a person who asked for something that there is: "unsupported flags (0x8) in function ...",
 * in any language. */
static void explain_flags(struct err *err)
{
	if (err->detail != VIR_ERR_INVALID_ARG || !strstr(err->text, "(0x"))
		return;
	char *text = mem_printf("This driver cannot do that. (libvirt: %s)", err->text);
	free(err->text);
	err->text = text;
	err->code = ERR_UNSUPPORTED;
}

/* What is asked first is what we want, the rest is for drivers that cannot. */
static bool first_way(struct call *c, const struct way *ways, size_t n, const char *call,
		      int (*fn)(struct call *c, unsigned flags))
{
	for (size_t i = 0; i < n; i++) {
		err_clear(c->err);
		bool says_text = c->text[0];
		work_note(c->work, "%s(%s%s%s, %s)", call, c->name, says_text ? ", " : "", c->text,
			  ways[i].words);
		if (answer(c, fn(c, ways[i].flags)))
			return true;
		if (!flags_are_unknown(c->err))
			break;
	}
	return false;
}

static int set_autostart(virDomainPtr domain, unsigned on)
{
	return virDomainSetAutostart(domain, (int)on);
}

static bool plain_suspend(struct call *c)
{
	work_note(c->work, "virDomainSuspend(%s)", c->name);
	return answer(c, virDomainSuspend(c->domain));
}

/* A guest that put itself to sleep is not resumed but woken. */
static bool resume_or_wake(struct call *c)
{
	int state, reason;
	if (virDomainGetState(c->domain, &state, &reason, 0) == 0 &&
	    state == VIR_DOMAIN_PMSUSPENDED) {
		work_note(c->work, "virDomainPMWakeup(%s, 0)", c->name);
		return answer(c, virDomainPMWakeup(c->domain, 0));
	}
	work_note(c->work, "virDomainResume(%s)", c->name);
	return answer(c, virDomainResume(c->domain));
}

static bool create(struct call *c, unsigned flags, const char *words)
{
	work_note(c->work, "virDomainCreateWithFlags(%s, %s)", c->name, words);
	return answer(c, virDomainCreateWithFlags(c->domain, flags));
}

static bool start_fresh(struct call *c)
{
	if (create(c, VIR_DOMAIN_START_FORCE_BOOT, "VIR_DOMAIN_START_FORCE_BOOT"))
		return true;
	if (!flags_are_unknown(c->err))
		return false;
	err_clear(c->err);
	if (virDomainHasManagedSaveImage(c->domain, 0) == 1) {
		work_note(c->work, "virDomainManagedSaveRemove(%s, 0)", c->name);
		if (!answer(c, virDomainManagedSaveRemove(c->domain, 0)))
			return false;
	}
	return create(c, 0, "0");
}

static char *read_by(struct call *c, const struct way *ways, size_t n)
{
	char *xml = NULL;
	for (size_t i = 0; i < n && !xml; i++) {
		err_clear(c->err);
		work_note(c->work, "virDomainGetXMLDesc(%s, %s)", c->name, ways[i].words);
		xml = virDomainGetXMLDesc(c->domain, ways[i].flags);
		if (!xml && !answer(c, -1) && c->err->code != ERR_DENIED && !flags_are_unknown(c->err))
			return NULL;
	}
	return xml;
}

/* What could be defined again: of a transient one that is what migrates, without the paths, labels and
 * aliases of this run, which its INACTIVE XML has. */
static char *definition(struct call *c, const struct way *ways, size_t n)
{
	int persistent = virDomainIsPersistent(c->domain);
	if (!answer(c, persistent))
		return NULL;
	/* The first way is for a transient one, the last for who may only look. */
	return read_by(c, ways + persistent, n - (size_t)persistent);
}

/* For whoever wants to have it back. */
static void keep_last(struct call *c)
{
	static const struct way with_secrets[] = {
		WAY(VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE),
		WAY(VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE),
	};

	if (c->request->ret_was)
		edit_keep_text(c->request, definition(c, with_secrets, ARRAY_SIZE(with_secrets)));
	err_clear(c->err);
}

static bool rename_to(struct call *c)
{
	keep_last(c);
	work_note(c->work, "virDomainRename(%s, %s, 0)", c->name, c->text);
	return answer(c, virDomainRename(c->domain, c->text, 0));
}

/* libvirt writes them into XML that it could then not read again. */
static bool has_control_characters(const char *text)
{
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' && *p != '\n' && *p != '\t')
			return true;
	return false;
}

/* text NULL removes it; key and uri are of an element, else NULL. */
static bool set_metadata(struct call *c, int type, const char *type_words, const char *text,
			 const char *key, const char *uri)
{
	if (has_control_characters(c->text))
		return err_set(c->err, ERR_INVALID, "There is a control character in the text");
	int active = virDomainIsActive(c->domain);
	int persistent = virDomainIsPersistent(c->domain);
	if (!answer(c, active) || !answer(c, persistent))
		return false;
	if (persistent)
		keep_last(c);
	unsigned flags = (active ? VIR_DOMAIN_AFFECT_LIVE : 0u) |
			 (persistent ? VIR_DOMAIN_AFFECT_CONFIG : 0u);
	work_note(c->work, "virDomainSetMetadata(%s, %s, %s, %s, %s, %s%s%s)", c->name, type_words,
		  text ? text : "NULL", key ? key : "NULL", uri ? uri : "NULL",
		  active ? "VIR_DOMAIN_AFFECT_LIVE" : "",
		  active && persistent ? " | " : "", persistent ? "VIR_DOMAIN_AFFECT_CONFIG" : "");
	return answer(c, virDomainSetMetadata(c->domain, type, text, key, uri, flags));
}

static bool set_title(struct call *c)
{
	return set_metadata(c, VIR_DOMAIN_METADATA_TITLE, "VIR_DOMAIN_METADATA_TITLE",
			    c->text[0] ? c->text : NULL, NULL, NULL);
}

static bool set_description(struct call *c)
{
	return set_metadata(c, VIR_DOMAIN_METADATA_DESCRIPTION, "VIR_DOMAIN_METADATA_DESCRIPTION",
			    c->text[0] ? c->text : NULL, NULL, NULL);
}

/* Setting an element replaces all of it: what else is in ours is kept. There may be none yet. */
static bool set_tags(struct call *c)
{
	virerr_expect(VIR_ERR_NO_DOMAIN_METADATA);
	autofree char *old = virDomainGetMetadata(c->domain, VIR_DOMAIN_METADATA_ELEMENT, TAGS_URI,
						  VIR_DOMAIN_AFFECT_CURRENT);
	virerr_expect(VIR_ERR_OK);
	if (!old && virGetLastErrorCode() != VIR_ERR_NO_DOMAIN_METADATA)
		return answer(c, -1);
	autofree char *element = tags_element(old, c->text);
	if (!old && !element)
		return true;
	return set_metadata(c, VIR_DOMAIN_METADATA_ELEMENT, "VIR_DOMAIN_METADATA_ELEMENT", element,
			    TAGS_KEY, TAGS_URI);
}

/* libvirt would put our own directory before it, and mean one on the host. */
static bool is_path(struct call *c)
{
	if (c->text[0] == '/')
		return true;
	return err_set(c->err, ERR_INVALID,
		       "\"%s\" is no path on the host: it has to begin with /", c->text);
}

/* libvirt empties what is there, whatever it is. */
static bool is_no_volume(struct call *c)
{
	virerr_expect(VIR_ERR_NO_STORAGE_VOL);
	virStorageVolPtr volume = virStorageVolLookupByPath(c->vir, c->text);
	virerr_expect(VIR_ERR_OK);
	if (!volume)
		return true;
	err_set(c->err, ERR_INVALID, "%s is the volume %s, which would be overwritten: choose another file", c->text,
		virStorageVolGetName(volume));
	virStorageVolFree(volume);
	return false;
}

/* Of another machine, whose saved memory the file is; NULL: it is none, or nobody tells. The caller frees. */
static char *other_saved_there(struct call *c)
{
	unsigned char uuid[UUID_SIZE];
	char *name = NULL;
	virerr_expect(VIRERR_ANY);
	char *xml = virDomainSaveImageGetXMLDesc(c->vir, c->text, 0);
	virerr_expect(VIR_ERR_OK);
	if (xml && virDomainGetUUID(c->domain, uuid) == 0)
		name = definition_name_of_other(xml, uuid);
	free(xml);
	return name;
}

/* That of its own is older than what it has now, and said to be overwritten. */
static bool is_no_saved_memory(struct call *c)
{
	autofree char *name = other_saved_there(c);
	return !name || err_set(c->err, ERR_INVALID, "%s holds the saved memory of %s: choose another file", c->text,
				name);
}

static bool save(struct call *c)
{
	if (!is_path(c) || !is_no_volume(c) || !is_no_saved_memory(c))
		return false;
	work_note(c->work, "virDomainSaveFlags(%s, %s, NULL, 0)", c->name, c->text);
	return answer(c, virDomainSaveFlags(c->domain, c->text, NULL, 0));
}

static int dump_with(struct call *c, unsigned flags)
{
	return virDomainCoreDump(c->domain, c->text, flags);
}

/* One that runs goes on meanwhile, or is not dumped. */
static bool dump(struct call *c)
{
	static const struct way live[] = {WAY(VIR_DUMP_MEMORY_ONLY | VIR_DUMP_LIVE), WAY(VIR_DUMP_LIVE)};
	static const struct way still[] = {WAY(0)};
	int state, reason;
	if (!is_path(c) || !is_no_volume(c) || !is_no_saved_memory(c))
		return false;
	if (first_way(c, live, ARRAY_SIZE(live), "virDomainCoreDump", dump_with))
		return true;
	if (!flags_are_unknown(c->err) || virDomainGetState(c->domain, &state, &reason, 0) < 0)
		return false;
	if (state == VIR_DOMAIN_PAUSED)
		return first_way(c, still, ARRAY_SIZE(still), "virDomainCoreDump", dump_with);
	err_clear(c->err);
	return err_set(c->err, ERR_UNSUPPORTED, "This driver stops %s while it dumps its memory: pause it first",
		       c->name);
}

static bool send_keys(struct call *c)
{
	struct keys keys;
	if (!keys_parse(c->text, &keys, c->err))
		return false;
	work_note(c->work, "virDomainSendKey(%s, VIR_KEYCODE_SET_LINUX, 0, %s, %zu, 0)", c->name,
		  c->text, keys.n);
	return answer(c, virDomainSendKey(c->domain, VIR_KEYCODE_SET_LINUX, 0, keys.codes,
					  (int)keys.n, 0));
}

static int undefine_with(struct call *c, unsigned flags)
{
	return virDomainUndefineFlags(c->domain, flags);
}

/* libvirt would make a running one transient, so that it is gone when it stops. */
static bool undefine(struct call *c)
{
	static const struct way ways[] = {
		WAY(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
		    VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | VIR_DOMAIN_UNDEFINE_NVRAM),
		WAY(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA),
		WAY(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE),
		WAY(0),
	};
	int active = virDomainIsActive(c->domain);
	if (!answer(c, active))
		return false;
	if (active)
		return err_set(c->err, ERR_INVALID,
			       "%s is running: shut it down before its definition is removed",
			       c->name);
	keep_last(c);
	return first_way(c, ways, ARRAY_SIZE(ways), "virDomainUndefineFlags", undefine_with);
}

/* secure: with its secrets or not at all. Of each the last way is for who may only look. */
static char *read_to_save(struct call *c, bool secure)
{
	static const struct way defined[] = {
		WAY(VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE),
		WAY(VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE),
		WAY(VIR_DOMAIN_XML_INACTIVE),
	};
	static const struct way migrates[] = {
		WAY(VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE),
		WAY(VIR_DOMAIN_XML_MIGRATABLE),
	};
	static const struct way runs[] = {WAY(VIR_DOMAIN_XML_SECURE), WAY(0)};

	if (edit_has_option(c->request, "--inactive"))
		return definition(c, defined, ARRAY_SIZE(defined) - secure);
	if (edit_has_option(c->request, "--migratable"))
		return read_by(c, migrates, ARRAY_SIZE(migrates) - secure);
	return read_by(c, runs, ARRAY_SIZE(runs) - secure);
}

/* Secrets are read where they may be: a file that lacks them says where. */
static bool save_xml(struct call *c)
{
	bool secure = edit_has_option(c->request, "--security-info");
	char *xml = read_to_save(c, secure);
	if (!xml && secure && c->err->code == ERR_DENIED)
		err_prefix(c->err, "its passwords may not be read, save it without them");
	char *kept = xml && !secure ? xml_leave_out_secrets(xml) : mem_strdup(xml);
	bool ok = kept && domain_xml_keep(c->work, c->text, kept, c->err);

	wipe_free(xml);
	wipe_free(kept);
	return ok;
}

static bool read_xml(struct call *c)
{
	static const struct way ways[] = {WAY(VIR_DOMAIN_XML_MIGRATABLE), WAY(VIR_DOMAIN_XML_INACTIVE)};
	static const struct way with_secrets[] = {
		WAY(VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE),
		WAY(VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE),
	};
	*c->ret_answer = definition(c, edit_has_option(c->request, "--security-info") ? with_secrets : ways,
				    ARRAY_SIZE(ways));
	return *c->ret_answer;
}

static bool restore(struct call *c)
{
	if (!is_path(c))
		return false;
	work_note(c->work, "virDomainRestoreFlags(%s, NULL, 0)", c->text);
	return answer(c, virDomainRestoreFlags(c->vir, c->text, NULL, 0));
}

static bool made(struct call *c, virDomainPtr domain)
{
	if (!domain)
		return answer(c, -1);
	virDomainFree(domain);
	return true;
}

static char *read_definition(void *handle)
{
	return virDomainGetXMLDesc(handle, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
}

static void *define_xml(virConnectPtr vir, const char *xml, bool validate)
{
	return virDomainDefineXMLFlags(vir, xml, validate ? VIR_DOMAIN_DEFINE_VALIDATE : 0);
}

static const char *name_of(void *handle)
{
	return virDomainGetName(handle);
}

static int free_handle(void *handle)
{
	return virDomainFree(handle);
}

static const struct edit_ops edit_ops = {
	.read = read_definition,
	.define = define_xml,
	.name = name_of,
	.free = free_handle,
	.read_call = "virDomainGetXMLDesc",
	.read_flags = "VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE",
	.define_call = "virDomainDefineXMLFlags",
	.validate_flag = "VIR_DOMAIN_DEFINE_VALIDATE",
};

/* Of a new one (no domain) or of one that is there. */
static bool define(struct call *c)
{
	return edit_do(c->work, c->vir, &edit_ops, c->domain, c->request, c->err);
}

/* What a transient one could be defined with becomes its definition. */
static bool persist(struct call *c)
{
	static const struct way with_secrets[] = {
		WAY(VIR_DOMAIN_XML_MIGRATABLE | VIR_DOMAIN_XML_SECURE),
		WAY(VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE),
	};
	autofree char *xml = definition(c, with_secrets, ARRAY_SIZE(with_secrets));
	struct verb_request request = *c->request;

	if (!xml)
		return false;
	err_clear(c->err);
	request.text = xml;
	request.before = NULL;
	request.ret_was = NULL; /* it had none */
	return edit_do(c->work, c->vir, &edit_ops, c->domain, &request, c->err);
}

static bool create_from(struct call *c)
{
	work_note(c->work, "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)");
	return made(c, virDomainCreateXML(c->vir, c->text, VIR_DOMAIN_START_VALIDATE));
}

/* Most of libvirt's calls take the domain and flags; the others have a function of their own. */
struct deed {
	const char *call;
	struct way way;
	int (*fn)(virDomainPtr domain, unsigned flags);
	bool (*by_hand)(struct call *c);
	bool no_domain;
};
#define FLAGS(fn_, flags_) {.call = #fn_, .way = WAY(flags_), .fn = fn_}

static const struct deed verbs[] = {
	[DOMAIN_VERB_START] = FLAGS(virDomainCreateWithFlags, 0),
	[DOMAIN_VERB_START_PAUSED] = FLAGS(virDomainCreateWithFlags, VIR_DOMAIN_START_PAUSED),
	[DOMAIN_VERB_START_FRESH] = {.by_hand = start_fresh},
	[DOMAIN_VERB_START_RESET_NVRAM] = FLAGS(virDomainCreateWithFlags, VIR_DOMAIN_START_RESET_NVRAM),
	[DOMAIN_VERB_SHUTDOWN] = FLAGS(virDomainShutdownFlags, 0),
	[DOMAIN_VERB_SHUTDOWN_ACPI] =
		FLAGS(virDomainShutdownFlags, VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN),
	[DOMAIN_VERB_SHUTDOWN_AGENT] =
		FLAGS(virDomainShutdownFlags, VIR_DOMAIN_SHUTDOWN_GUEST_AGENT),
	[DOMAIN_VERB_REBOOT] = FLAGS(virDomainReboot, 0),
	[DOMAIN_VERB_RESET] = FLAGS(virDomainReset, 0),
	[DOMAIN_VERB_STOP_GRACEFUL] = FLAGS(virDomainDestroyFlags, VIR_DOMAIN_DESTROY_GRACEFUL),
	[DOMAIN_VERB_FORCE_OFF] = FLAGS(virDomainDestroyFlags, 0),
	[DOMAIN_VERB_SUSPEND] = {.by_hand = plain_suspend},
	[DOMAIN_VERB_RESUME] = {.by_hand = resume_or_wake},
	[DOMAIN_VERB_WAKE_UP] = FLAGS(virDomainPMWakeup, 0),
	[DOMAIN_VERB_MANAGED_SAVE] = FLAGS(virDomainManagedSave, 0),
	[DOMAIN_VERB_DROP_SAVED] = FLAGS(virDomainManagedSaveRemove, 0),
	[DOMAIN_VERB_AUTOSTART_ON] = {"virDomainSetAutostart", WAY(1), set_autostart, NULL, false},
	[DOMAIN_VERB_AUTOSTART_OFF] = {"virDomainSetAutostart", WAY(0), set_autostart, NULL, false},
	[DOMAIN_VERB_RENAME] = {.by_hand = rename_to},
	[DOMAIN_VERB_SET_TITLE] = {.by_hand = set_title},
	[DOMAIN_VERB_SET_DESCRIPTION] = {.by_hand = set_description},
	[DOMAIN_VERB_SET_TAGS] = {.by_hand = set_tags},
	[DOMAIN_VERB_DROP_TAGS] = {.by_hand = set_tags},
	[DOMAIN_VERB_SAVE] = {.by_hand = save},
	[DOMAIN_VERB_DUMP] = {.by_hand = dump},
	[DOMAIN_VERB_NMI] = FLAGS(virDomainInjectNMI, 0),
	[DOMAIN_VERB_SEND_KEYS] = {.by_hand = send_keys},
	[DOMAIN_VERB_UNDEFINE] = {.by_hand = undefine},
	[DOMAIN_VERB_SAVE_XML] = {.by_hand = save_xml},
	[DOMAIN_VERB_READ_XML] = {.by_hand = read_xml},
	[DOMAIN_VERB_PERSIST] = {.by_hand = persist},
	[DOMAIN_VERB_EDIT] = {.by_hand = define},
	[DOMAIN_VERB_RESTORE] = {.by_hand = restore, .no_domain = true},
	[DOMAIN_VERB_DEFINE] = {.by_hand = define, .no_domain = true},
	[DOMAIN_VERB_CREATE] = {.by_hand = create_from, .no_domain = true},
};
static_assert(ARRAY_SIZE(verbs) == DOMAIN_VERBS, "a verb has no row");

static bool do_verb(struct call *c, const struct deed *v)
{
	if (v->by_hand)
		return v->by_hand(c);
	work_note(c->work, "%s(%s, %s)", v->call, c->name, v->way.words);
	return answer(c, v->fn(c->domain, v->way.flags));
}

bool domain_do(struct work *work, struct conn *conn, const struct verb_request *request,
	       struct err *err)
{
	work_assert(work);
	const struct deed *v = &verbs[request->verb];
	autoerr struct err why = {0};
	struct call c = {
		.work = work,
		.vir = conn->vir,
		.name = "",
		.request = request,
		.text = request->text ? request->text : "",
		.ret_answer = request->ret_answer,
		.err = &why,
	};
	if (!v->no_domain) {
		c.domain = request->name ? virDomainLookupByName(conn->vir, request->name)
					 : virDomainLookupByUUID(conn->vir, request->uuid);
		if (!c.domain)
			return virerr_take(err, conn->vir);
		c.name = virDomainGetName(c.domain);
	}
	bool ok = do_verb(&c, v);
	if (c.domain)
		virDomainFree(c.domain);
	if (!ok) {
		explain_flags(&why);
		err_move(err, &why);
	}
	virResetLastError();
	return ok;
}

/* ---- the job ---- */

/* The same thing has other names in other jobs: a save tells data, a dump memory. */
static const struct {
	const char *total, *left, *rate;
} counters[] = {
	{VIR_DOMAIN_JOB_DATA_TOTAL, VIR_DOMAIN_JOB_DATA_REMAINING, VIR_DOMAIN_JOB_MEMORY_BPS},
	{VIR_DOMAIN_JOB_MEMORY_TOTAL, VIR_DOMAIN_JOB_MEMORY_REMAINING, VIR_DOMAIN_JOB_MEMORY_BPS},
};

static uint64_t number(virTypedParameterPtr params, int n, const char *name)
{
	unsigned long long value = 0;
	virTypedParamsGetULLong(params, n, name, &value);
	return value;
}

/* What is left tells how far it is: empty pages are not counted as processed, and pages that the guest
 * writes to again are counted again. */
static void fill_progress(virTypedParameterPtr params, int n, struct job_progress *p)
{
	*p = (struct job_progress){.share = -1, .rate = -1};
	for (size_t i = 0; i < ARRAY_SIZE(counters) && !p->total; i++) {
		p->total = number(params, n, counters[i].total);
		uint64_t left = number(params, n, counters[i].left);
		p->done = left < p->total ? p->total - left : 0;
		uint64_t rate = number(params, n, counters[i].rate);
		if (rate)
			p->rate = (double)rate;
	}
	if (p->total)
		p->share = (double)p->done / (double)p->total;
}

/* What their jobs do; 0: they have none. */
static const int operations[DOMAIN_VERBS] = {
	[DOMAIN_VERB_MANAGED_SAVE] = VIR_DOMAIN_JOB_OPERATION_SAVE,
	[DOMAIN_VERB_SAVE] = VIR_DOMAIN_JOB_OPERATION_SAVE,
	[DOMAIN_VERB_DUMP] = VIR_DOMAIN_JOB_OPERATION_DUMP,
};

/* Clocks of two machines: they round, and one goes a little faster than the other. */
#define ROUNDED_MS 2
#define SLOWER_BY  1000

bool domain_job_fits(const struct job_of *job, int operation, uint64_t elapsed_ms, int64_t now_ns)
{
	uint64_t age_ms = (uint64_t)(now_ns - job->asked_ns) / NS_PER_MS;
	if (operation != VIR_DOMAIN_JOB_OPERATION_UNKNOWN && operation != operations[job->verb])
		return false;
	return elapsed_ms <= age_ms + age_ms / SLOWER_BY + ROUNDED_MS;
}

/* The job that runs, as libvirt tells of it. */
struct told {
	int type, n;
	virTypedParameterPtr params;
};

static bool runs(const struct told *t)
{
	return t->type == VIR_DOMAIN_JOB_BOUNDED || t->type == VIR_DOMAIN_JOB_UNBOUNDED;
}

static bool is_it(const struct told *t, const struct job_of *job)
{
	int operation = VIR_DOMAIN_JOB_OPERATION_UNKNOWN;
	virTypedParamsGetInt(t->params, t->n, VIR_DOMAIN_JOB_OPERATION, &operation);
	return runs(t) && domain_job_fits(job, operation, number(t->params, t->n, VIR_DOMAIN_JOB_TIME_ELAPSED),
					  clock_lived_ns());
}

bool domain_read_progress(struct work *work, struct conn *conn, const struct job_of *job, struct job_progress *ret,
			  struct err *err)
{
	work_assert(work);
	struct told t = {.type = VIR_DOMAIN_JOB_NONE};
	virDomainPtr domain = virDomainLookupByUUID(conn->vir, job->uuid);
	if (!domain)
		return virerr_take(err, conn->vir);
	bool ok = virDomainGetJobStats(domain, &t.type, &t.params, &t.n, 0) == 0;
	if (!ok)
		virerr_take(err, conn->vir);
	virDomainFree(domain);
	bool goes = ok && is_it(&t, job);
	if (goes)
		fill_progress(t.params, t.n, ret);
	virTypedParamsFree(t.params, t.n);
	return goes;
}

/* A driver that tells nothing of jobs is asked to abort whatever runs. */
static bool may_abort(virConnectPtr vir, virDomainPtr domain, const struct job_of *job, struct err *err)
{
	struct told t = {.type = VIR_DOMAIN_JOB_NONE};
	virerr_expect(VIR_ERR_NO_SUPPORT);
	bool ok = virDomainGetJobStats(domain, &t.type, &t.params, &t.n, 0) == 0;
	virerr_expect(VIR_ERR_OK);
	if (!ok)
		return virGetLastErrorCode() == VIR_ERR_NO_SUPPORT || virerr_take(err, vir);
	bool may = is_it(&t, job);
	virTypedParamsFree(t.params, t.n);
	return may || err_set(err, ERR_FAILED, "%s: %s", virDomainGetName(domain),
			      runs(&t) ? "another job than this one runs" : "no job runs");
}

bool domain_abort_job(struct work *work, struct conn *conn, const struct job_of *job, struct err *err)
{
	work_assert(work);
	virDomainPtr domain = virDomainLookupByUUID(conn->vir, job->uuid);
	if (!domain)
		return virerr_take(err, conn->vir);
	bool ok = may_abort(conn->vir, domain, job, err);
	if (ok) {
		work_note(work, "virDomainAbortJob(%s)", virDomainGetName(domain));
		ok = virDomainAbortJob(domain) == 0 || virerr_take(err, conn->vir);
	}
	virDomainFree(domain);
	return ok;
}
