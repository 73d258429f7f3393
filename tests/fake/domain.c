// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/domain.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/fake/state.h"
#include "virt/keys.h"

enum {
	RUNNING_BOOTED = 1,
	RUNNING_RESTORED = 3,
	RUNNING_UNPAUSED = 5,
	RUNNING_WAKEUP = 8,
	PAUSED_USER = 1,
	SHUTOFF_DESTROYED = 2,
	SHUTOFF_SAVED = 5,
};

struct call {
	struct work *work;
	struct conn *conn;
	struct fake_host *host;
	struct fake_domain *d; /* NULL for what has none yet; may move while a job runs */
	const char *text;
	const char *before; /* NULL */
	char **ret_answer;
	char **ret_was;
	struct err *err;
};

static bool invalid(struct call *c, const char *why)
{
	return err_set(c->err, ERR_FAILED, "Requested operation is not valid: %s", why);
}

static bool is_active(struct call *c)
{
	return c->d->id >= 0 || invalid(c, "domain is not running");
}

/* ---- starting and stopping ---- */

static bool start_to(struct call *c, enum domain_state state, bool fresh)
{
	if (c->d->id >= 0)
		return invalid(c, "domain is already running");
	bool restored = c->d->managed_save && !fresh;
	c->d->managed_save = false;
	int reason = restored ? RUNNING_RESTORED : RUNNING_BOOTED;
	fake_change_state(c->host, c->d, state, state == DOMAIN_RUNNING ? reason : PAUSED_USER,
			  restored ? "started: restored" : "started: booted");
	return true;
}

static bool do_start(struct call *c)
{
	return start_to(c, DOMAIN_RUNNING, false);
}

static bool do_start_paused(struct call *c)
{
	return start_to(c, DOMAIN_PAUSED, false);
}

static bool do_start_fresh(struct call *c)
{
	return start_to(c, DOMAIN_RUNNING, true);
}

static bool shut_down(struct call *c, bool listens)
{
	if (c->d->state == DOMAIN_RUNNING && listens)
		fake_begin_shutdown(c->host, c->d);
	return true;
}

static bool do_shutdown_acpi(struct call *c)
{
	if (!is_active(c))
		return false;
	if (c->d->state == DOMAIN_PMSUSPENDED)
		return invalid(c, "domain is pmsuspended");
	return shut_down(c, !c->host->ignores_acpi);
}

/* As QEMU's driver: an agent that accepts it, idle as it may be, is all that is asked. */
static bool do_shutdown(struct call *c)
{
	if (c->host->agents_idle && is_active(c) && c->d->def.has_agent && !c->d->agent_away)
		return true;
	return do_shutdown_acpi(c);
}

static bool do_shutdown_agent(struct call *c)
{
	if (!is_active(c))
		return false;
	if (!c->d->def.has_agent)
		return err_set(c->err, ERR_UNSUPPORTED,
			       "argument unsupported: QEMU guest agent is not configured");
	if (c->d->agent_away)
		return err_set(c->err, ERR_FAILED, "Guest agent is not responding: QEMU guest agent is not connected");
	return shut_down(c, !c->host->agents_idle);
}

static bool do_reboot(struct call *c)
{
	if (!is_active(c))
		return false;
	fake_send(c->host, EVENT_DOMAIN_OTHER, c->d, "rebooted");
	return true;
}

static bool do_force_off(struct call *c)
{
	if (!is_active(c))
		return false;
	fake_change_state(c->host, c->d, DOMAIN_SHUTOFF, SHUTOFF_DESTROYED, "stopped: forced off");
	return true;
}

static bool do_suspend(struct call *c)
{
	if (!is_active(c))
		return false;
	if (c->d->state == DOMAIN_PMSUSPENDED)
		return invalid(c, "domain is pmsuspended");
	if (c->d->state != DOMAIN_PAUSED)
		fake_change_state(c->host, c->d, DOMAIN_PAUSED, PAUSED_USER, "paused: by the user");
	return true;
}

static bool do_resume(struct call *c)
{
	if (!is_active(c))
		return false;
	if (c->d->state == DOMAIN_RUNNING)
		return invalid(c, "domain is already running");
	int reason = c->d->state == DOMAIN_PMSUSPENDED ? RUNNING_WAKEUP : RUNNING_UNPAUSED;
	fake_change_state(c->host, c->d, DOMAIN_RUNNING, reason, "resumed: by the user");
	return true;
}

static bool do_wake_up(struct call *c)
{
	if (!is_active(c))
		return false;
	if (c->d->state != DOMAIN_PMSUSPENDED)
		return err_set(c->err, ERR_FAILED,
			       "operation failed: unable to wake up: domain is not in suspended "
			       "state");
	return do_resume(c);
}

static bool do_active(struct call *c)
{
	return is_active(c);
}

/* ---- saving ---- */

/* Takes as long as the host was told, unless somebody aborts it. */
static bool run_job(struct call *c, const char *what)
{
	unsigned char uuid[UUID_SIZE];
	memcpy(uuid, c->d->uuid, UUID_SIZE);
	while (c->d && c->d->job_until_ns && c->host->epoch == c->conn->epoch) {
		fake_wait(c->d->job_until_ns);
		c->d = fake_find_uuid(c->host, uuid);
	}
	if (!c->d)
		return err_set(c->err, ERR_NOT_FOUND, "Domain not found: no domain with matching uuid");
	if (!is_active(c))
		return false;
	c->d->job_lived_ns = clock_lived_ns();
	c->d->job_began_ns = clock_now_ns();
	c->d->job_until_ns = c->d->job_began_ns + c->host->job_ms * NS_PER_MS + 1;
	c->d->job_aborted = false;
	while (c->d && c->d->id >= 0 && !c->d->job_aborted && c->host->epoch == c->conn->epoch &&
	       clock_now_ns() < c->d->job_until_ns) {
		fake_wait(c->d->job_until_ns);
		c->d = fake_find_uuid(c->host, uuid);
	}
	bool aborted = c->d && c->d->job_aborted;
	if (c->d)
		c->d->job_until_ns = 0;
	fake_wake(); /* whoever waits for it */
	if (c->host->epoch != c->conn->epoch)
		return err_set(c->err, ERR_LOST, "internal error: client socket is closed");
	if (!c->d || c->d->id < 0)
		return err_set(c->err, ERR_FAILED, "operation failed: domain is no longer running");
	if (aborted)
		return err_set(c->err, ERR_CANCELLED,
			       "operation aborted: %s: canceled by client", what);
	return true;
}

static bool do_managed_save(struct call *c)
{
	if (!c->d->persistent)
		return invalid(c, "cannot do managed save for transient domain");
	if (!run_job(c, "domain save job"))
		return false;
	c->d->managed_save = true;
	fake_change_state(c->host, c->d, DOMAIN_SHUTOFF, SHUTOFF_SAVED, "stopped: saved");
	return true;
}

static bool do_drop_saved(struct call *c)
{
	c->d->managed_save = false; /* libvirt sends no event for it */
	return true;
}

static bool is_path(struct call *c)
{
	if (c->text[0] == '/')
		return true;
	return err_set(c->err, ERR_INVALID,
		       "\"%s\" is no path on the host: it has to begin with /", c->text);
}

static bool do_save(struct call *c)
{
	if (!is_path(c) || !run_job(c, "domain save job"))
		return false;
	struct fake_file *f = arr_add(c->host->files, c->host->n_files, c->host->cap_files);
	f->path = mem_strdup(c->text);
	f->name = mem_strdup(c->d->name);
	memcpy(f->uuid, c->d->uuid, UUID_SIZE);
	fake_change_state(c->host, c->d, DOMAIN_SHUTOFF, SHUTOFF_SAVED, "stopped: saved");
	return true;
}

static bool do_dump(struct call *c)
{
	return is_path(c) && run_job(c, "domain core dump job");
}

static const struct fake_file *find_file(const struct fake_host *host, const char *path)
{
	for (size_t i = host->n_files; i-- > 0;)
		if (str_equal(host->files[i].path, path))
			return &host->files[i];
	return NULL;
}

static bool do_restore(struct call *c)
{
	if (!is_path(c))
		return false;
	const struct fake_file *f = find_file(c->host, c->text);
	if (!f)
		return err_set(c->err, ERR_FAILED,
			       "Failed to open file '%s': No such file or directory", c->text);
	c->d = fake_find_uuid(c->host, f->uuid);
	if (c->d && c->d->id >= 0)
		return err_set(c->err, ERR_FAILED,
			       "operation failed: domain '%s' is already active", f->name);
	if (!c->d) {
		c->d = fake_add_domain(c->host, f->name, DOMAIN_SHUTOFF, 0);
		memcpy(c->d->uuid, f->uuid, UUID_SIZE);
		c->d->persistent = false;
	}
	fake_change_state(c->host, c->d, DOMAIN_RUNNING, RUNNING_RESTORED, "started: restored");
	return true;
}

/* ---- what is kept of it ---- */

static bool set_autostart(struct call *c, bool on)
{
	if (!c->d->persistent)
		return invalid(c, "cannot set autostart for transient domain");
	c->d->autostart = on; /* libvirt sends no event for it */
	return true;
}

static bool do_autostart_on(struct call *c)
{
	return set_autostart(c, true);
}

static bool do_autostart_off(struct call *c)
{
	return set_autostart(c, false);
}

static bool is_free(struct call *c, const char *name)
{
	if (!fake_find(c->host, name))
		return true;
	return err_set(c->err, ERR_FAILED, "operation failed: domain '%s' already exists", name);
}

static bool do_rename(struct call *c)
{
	if (c->d->id >= 0)
		return invalid(c, "cannot rename active domain");
	if (!c->text[0] || strchr(c->text, '/'))
		return err_set(c->err, ERR_FAILED, "XML error: name %s cannot contain '/'",
			       c->text);
	if (!is_free(c, c->text))
		return false;
	free(c->d->name);
	c->d->name = mem_strdup(c->text);
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "defined: renamed");
	return true;
}

static bool do_set_title(struct call *c)
{
	if (strchr(c->text, '\n'))
		return err_set(c->err, ERR_FAILED, "XML error: Domain title can't contain newlines");
	free(c->d->title);
	c->d->title = c->text[0] ? mem_strdup(c->text) : NULL;
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "metadata changed");
	return true;
}

static bool do_set_tags(struct call *c)
{
	free((void *)(uintptr_t)c->d->def.tags);
	c->d->def.tags = c->text[0] ? mem_strdup(c->text) : NULL;
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "metadata changed");
	return true;
}

static bool do_set_description(struct call *c)
{
	fake_describe(c->d, c->text);
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "metadata changed");
	return true;
}

static bool do_send_keys(struct call *c)
{
	struct keys keys;
	return keys_parse(c->text, &keys, c->err) && is_active(c);
}

static char *xml_of(const struct fake_domain *d)
{
	char uuid[UUID_TEXT_SIZE];
	if (d->xml)
		return mem_strdup(d->xml);
	uuid_format(d->uuid, uuid);
	return mem_printf("<domain type='fake'>\n  <name>%s</name>\n  <uuid>%s</uuid>\n</domain>\n",
			  d->name, uuid);
}

static void keep_last(struct call *c)
{
	if (c->ret_was)
		*c->ret_was = xml_of(c->d);
}

static bool do_undefine(struct call *c)
{
	if (c->d->id >= 0)
		return err_set(c->err, ERR_INVALID,
			       "%s is running: shut it down before its definition is removed",
			       c->d->name);
	keep_last(c);
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "undefined: removed");
	fake_remove(c->host, c->d);
	return true;
}

static bool do_save_xml(struct call *c)
{
	autofree char *xml = xml_of(c->d);
	return domain_xml_keep(c->work, c->text, xml, c->err);
}

static bool do_read_xml(struct call *c)
{
	*c->ret_answer = xml_of(c->d);
	return true;
}

/* What stands between <tag> and </tag>; the caller frees. NULL when it is not there. */
static char *element(const char *xml, const char *tag)
{
	autofree char *open = mem_printf("<%s>", tag);
	const char *at = strstr(xml, open);
	return at ? mem_strndup(at + strlen(open), strcspn(at + strlen(open), "<")) : NULL;
}

static bool do_edit(struct call *c)
{
	autofree char *now = xml_of(c->d);
	if (c->before && strcmp(now, c->before) != 0) {
		*c->ret_answer = take(now);
		return err_set(c->err, ERR_CHANGED, "Somebody else has changed %s meanwhile: nothing was done",
			       c->d->name);
	}
	if (c->ret_was)
		*c->ret_was = take(now);
	free(c->d->xml);
	c->d->xml = mem_strdup(c->text);
	free(c->d->title);
	c->d->title = element(c->text, "title");
	if (c->ret_answer)
		*c->ret_answer = mem_strdup(c->text);
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "defined: changed");
	return true;
}

static bool do_persist(struct call *c)
{
	c->d->persistent = true;
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "defined: added");
	return true;
}

static bool do_define(struct call *c)
{
	autofree char *name = element(c->text, "name");
	autofree char *uuid_text = element(c->text, "uuid");
	unsigned char uuid[UUID_SIZE];
	if (c->text[0] != '<')
		return err_set(c->err, ERR_FAILED,
			       "(domain_definition):1: Start tag expected, '<' not found\n%s\n^",
			       c->text);
	if (!name)
		return err_set(c->err, ERR_FAILED,
			       "XML document failed to validate against schema: Unable to validate "
			       "doc against /usr/share/libvirt/schemas/domain.rng\n"
			       "Expecting an element name, got nothing");
	bool has_uuid = uuid_text && uuid_parse(uuid_text, uuid);
	c->d = has_uuid ? fake_find_uuid(c->host, uuid) : NULL;
	if (c->d) {
		fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "defined: changed");
		return true;
	}
	if (!is_free(c, name))
		return false;
	c->d = fake_add_domain(c->host, name, DOMAIN_SHUTOFF, 0);
	if (has_uuid)
		memcpy(c->d->uuid, uuid, UUID_SIZE);
	c->d->autostart = false;
	c->d->title = element(c->text, "title");
	fake_send(c->host, EVENT_DOMAIN_DEFINITION, c->d, "defined: added");
	return true;
}

static bool do_create(struct call *c)
{
	autofree char *name = element(c->text, "name");
	struct fake_domain *d = name ? fake_find(c->host, name) : NULL;
	if (d && d->id >= 0)
		return err_set(c->err, ERR_FAILED,
			       "operation failed: domain '%s' is already active", name);
	if (!do_define(c))
		return false;
	c->d->persistent = false;
	return start_to(c, DOMAIN_RUNNING, true);
}

/* As the real one notes it: name and text, where there are such, stand before the arguments. */
static const struct {
	const char *call;
	const char *args;
	bool (*fn)(struct call *c);
	bool says_text, no_domain;
} verbs[] = {
	[DOMAIN_VERB_START] = {"virDomainCreateWithFlags", "0", do_start, 0, 0},
	[DOMAIN_VERB_START_PAUSED] = {"virDomainCreateWithFlags", "VIR_DOMAIN_START_PAUSED",
				      do_start_paused, 0, 0},
	[DOMAIN_VERB_START_FRESH] = {"virDomainCreateWithFlags", "VIR_DOMAIN_START_FORCE_BOOT",
				     do_start_fresh, 0, 0},
	[DOMAIN_VERB_START_RESET_NVRAM] = {"virDomainCreateWithFlags", "VIR_DOMAIN_START_RESET_NVRAM", do_start, 0, 0},
	[DOMAIN_VERB_SHUTDOWN] = {"virDomainShutdownFlags", "0", do_shutdown, 0, 0},
	[DOMAIN_VERB_SHUTDOWN_ACPI] = {"virDomainShutdownFlags",
				       "VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN", do_shutdown_acpi, 0,
				       0},
	[DOMAIN_VERB_SHUTDOWN_AGENT] = {"virDomainShutdownFlags",
					"VIR_DOMAIN_SHUTDOWN_GUEST_AGENT", do_shutdown_agent, 0, 0},
	[DOMAIN_VERB_REBOOT] = {"virDomainReboot", "0", do_reboot, 0, 0},
	[DOMAIN_VERB_RESET] = {"virDomainReset", "0", do_reboot, 0, 0},
	[DOMAIN_VERB_STOP_GRACEFUL] = {"virDomainDestroyFlags", "VIR_DOMAIN_DESTROY_GRACEFUL",
				       do_force_off, 0, 0},
	[DOMAIN_VERB_FORCE_OFF] = {"virDomainDestroyFlags", "0", do_force_off, 0, 0},
	[DOMAIN_VERB_SUSPEND] = {"virDomainSuspend", "", do_suspend, 0, 0},
	[DOMAIN_VERB_RESUME] = {"virDomainResume", "", do_resume, 0, 0},
	[DOMAIN_VERB_WAKE_UP] = {"virDomainPMWakeup", "0", do_wake_up, 0, 0},
	[DOMAIN_VERB_MANAGED_SAVE] = {"virDomainManagedSave", "0", do_managed_save, 0, 0},
	[DOMAIN_VERB_DROP_SAVED] = {"virDomainManagedSaveRemove", "0", do_drop_saved, 0, 0},
	[DOMAIN_VERB_AUTOSTART_ON] = {"virDomainSetAutostart", "1", do_autostart_on, 0, 0},
	[DOMAIN_VERB_AUTOSTART_OFF] = {"virDomainSetAutostart", "0", do_autostart_off, 0, 0},
	[DOMAIN_VERB_RENAME] = {"virDomainRename", "0", do_rename, 1, 0},
	[DOMAIN_VERB_SET_TITLE] = {"virDomainSetMetadata", "VIR_DOMAIN_METADATA_TITLE",
				   do_set_title, 1, 0},
	[DOMAIN_VERB_SET_DESCRIPTION] = {"virDomainSetMetadata", "VIR_DOMAIN_METADATA_DESCRIPTION",
					 do_set_description, 1, 0},
	[DOMAIN_VERB_SET_TAGS] = {"virDomainSetMetadata", "VIR_DOMAIN_METADATA_ELEMENT", do_set_tags, 1, 0},
	[DOMAIN_VERB_DROP_TAGS] = {"virDomainSetMetadata", "VIR_DOMAIN_METADATA_ELEMENT", do_set_tags, 1, 0},
	[DOMAIN_VERB_SAVE] = {"virDomainSaveFlags", "NULL, 0", do_save, 1, 0},
	[DOMAIN_VERB_DUMP] = {"virDomainCoreDump", "VIR_DUMP_MEMORY_ONLY | VIR_DUMP_LIVE", do_dump,
			      1, 0},
	[DOMAIN_VERB_NMI] = {"virDomainInjectNMI", "0", do_active, 0, 0},
	[DOMAIN_VERB_SEND_KEYS] = {"virDomainSendKey", "VIR_KEYCODE_SET_LINUX", do_send_keys, 1, 0},
	[DOMAIN_VERB_UNDEFINE] = {"virDomainUndefineFlags", "VIR_DOMAIN_UNDEFINE_MANAGED_SAVE",
				  do_undefine, 0, 0},
	[DOMAIN_VERB_SAVE_XML] = {"virDomainGetXMLDesc",
				  "VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE", do_save_xml, 0,
				  0},
	[DOMAIN_VERB_READ_XML] = {"virDomainGetXMLDesc", "VIR_DOMAIN_XML_INACTIVE", do_read_xml, 0, 0},
	[DOMAIN_VERB_EDIT] = {"virDomainDefineXMLFlags", "XML, VIR_DOMAIN_DEFINE_VALIDATE", do_edit, 0, 0},
	[DOMAIN_VERB_PERSIST] = {"virDomainDefineXMLFlags", "XML, VIR_DOMAIN_DEFINE_VALIDATE", do_persist, 0, 0},
	[DOMAIN_VERB_RESTORE] = {"virDomainRestoreFlags", "NULL, 0", do_restore, 1, 1},
	[DOMAIN_VERB_DEFINE] = {"virDomainDefineXMLFlags", "XML, VIR_DOMAIN_DEFINE_VALIDATE",
				do_define, 0, 1},
	[DOMAIN_VERB_CREATE] = {"virDomainCreateXML", "XML, VIR_DOMAIN_START_VALIDATE", do_create,
				0, 1},
};
_Static_assert(ARRAY_SIZE(verbs) == DOMAIN_VERBS, "a row for every verb");

static void note(struct call *c, enum verb verb)
{
	const char *const words[] = {
		verbs[verb].no_domain ? "" : c->d->name,
		verbs[verb].says_text ? c->text : "",
		verbs[verb].args,
	};
	autostr struct str all = {0};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		str_addf(&all, "%s%s", all.len && words[i][0] ? ", " : "", words[i]);
	work_note(c->work, "%s(%s)", verbs[verb].call, str_text(&all));
}

static bool do_locked(struct call *c, const struct verb_request *request)
{
	if (!verbs[request->verb].no_domain) {
		c->d = fake_find_uuid(c->host, request->uuid);
		if (!c->d)
			return err_set(c->err, ERR_NOT_FOUND,
				       "Domain not found: no domain with matching uuid");
	}
	note(c, request->verb);
	if (c->conn->readonly && request->verb != DOMAIN_VERB_SAVE_XML &&
	    request->verb != DOMAIN_VERB_READ_XML)
		return err_set(c->err, ERR_DENIED,
			       "operation forbidden: read only access prevents %s",
			       verbs[request->verb].call);
	return verbs[request->verb].fn(c);
}

bool domain_do(struct work *work, struct conn *conn, const struct verb_request *request,
	       struct err *err)
{
	if (!fake_enter(work, conn, "domain_do", err))
		return false;
	struct call c = {
		.work = work,
		.conn = conn,
		.host = conn->host,
		.text = request->text ? request->text : "",
		.before = request->before,
		.ret_answer = request->ret_answer,
		.ret_was = request->ret_was,
		.err = err,
	};
	conn->host->doing++;
	if (conn->host->doing > conn->host->most_doing)
		conn->host->most_doing = conn->host->doing;
	bool ok = do_locked(&c, request);
	conn->host->doing--;
	fake_unlock();
	return ok;
}

/* ---- the job ---- */

static bool runs(const struct fake_domain *d, const struct job_of *job)
{
	return d && d->job_until_ns && d->job_lived_ns >= job->asked_ns;
}

bool domain_read_progress(struct work *work, struct conn *conn, const struct job_of *job, struct job_progress *ret,
			  struct err *err)
{
	if (!fake_enter(work, conn, "domain_read_progress", err))
		return false;
	const struct fake_domain *d = fake_find_uuid(conn->host, job->uuid);
	bool goes = runs(d, job);
	if (goes) {
		double done = (double)(clock_now_ns() - d->job_began_ns) /
			      (double)(d->job_until_ns - d->job_began_ns);
		ret->share = done < 1 ? done : 1;
		ret->total = d->def.memory;
		ret->done = (uint64_t)(ret->share * (double)ret->total);
		ret->rate = (double)ret->total / (conn->host->job_ms + 1) * 1000;
	}
	fake_unlock();
	return goes;
}

bool domain_abort_job(struct work *work, struct conn *conn, const struct job_of *job, struct err *err)
{
	if (!fake_enter(work, conn, "domain_abort_job", err))
		return false;
	struct fake_domain *d = fake_find_uuid(conn->host, job->uuid);
	bool goes = runs(d, job);
	if (goes) {
		work_note(work, "virDomainAbortJob(%s)", d->name);
		d->job_aborted = true;
		fake_wake();
	} else {
		err_set(err, ERR_FAILED, d && d->job_until_ns ? "another job than this one runs" : "no job runs");
	}
	fake_unlock();
	return goes;
}
