// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/domain.h"

#include "base/arr.h"
#include "tests/fake/state.h"

enum {
	RUNNING_BOOTED = 1,
	RUNNING_UNPAUSED = 5,
	RUNNING_WAKEUP = 8,
	PAUSED_USER = 1,
	SHUTOFF_DESTROYED = 2,
};

static bool invalid(struct err *err, const char *why)
{
	return err_set(err, ERR_FAILED, "Requested operation is not valid: %s", why);
}

static bool do_start(struct fake_host *host, struct fake_domain *d, struct err *err)
{
	if (d->id >= 0)
		return invalid(err, "domain is already running");
	fake_change_state(host, d, DOMAIN_RUNNING, RUNNING_BOOTED, "started: booted");
	return true;
}

static bool do_shutdown(struct fake_host *host, struct fake_domain *d, struct err *err)
{
	if (d->id < 0)
		return invalid(err, "domain is not running");
	if (d->state == DOMAIN_RUNNING && !host->ignores_acpi)
		fake_begin_shutdown(host, d);
	return true;
}

static bool do_force_off(struct fake_host *host, struct fake_domain *d, struct err *err)
{
	if (d->id < 0)
		return invalid(err, "domain is not running");
	fake_change_state(host, d, DOMAIN_SHUTOFF, SHUTOFF_DESTROYED, "stopped: destroyed");
	return true;
}

static bool do_suspend(struct fake_host *host, struct fake_domain *d, struct err *err)
{
	if (d->id < 0)
		return invalid(err, "domain is not running");
	if (d->state == DOMAIN_PMSUSPENDED)
		return invalid(err, "domain is pmsuspended");
	if (d->state != DOMAIN_PAUSED)
		fake_change_state(host, d, DOMAIN_PAUSED, PAUSED_USER, "suspended: paused");
	return true;
}

static bool do_resume(struct fake_host *host, struct fake_domain *d, struct err *err)
{
	if (d->id < 0)
		return invalid(err, "domain is not running");
	if (d->state == DOMAIN_RUNNING)
		return invalid(err, "domain is already running");
	int reason = d->state == DOMAIN_PMSUSPENDED ? RUNNING_WAKEUP : RUNNING_UNPAUSED;
	fake_change_state(host, d, DOMAIN_RUNNING, reason, "resumed: unpaused");
	return true;
}

static bool set_autostart(struct fake_domain *d, bool on, struct err *err)
{
	if (!d->persistent)
		return invalid(err, "cannot set autostart for transient domain");
	d->autostart = on; /* libvirt sends no event for it */
	return true;
}

static bool do_autostart_on(struct fake_host *host, struct fake_domain *d, struct err *err)
{
	(void)host;
	return set_autostart(d, true, err);
}

static bool do_autostart_off(struct fake_host *host, struct fake_domain *d, struct err *err)
{
	(void)host;
	return set_autostart(d, false, err);
}

static const struct {
	const char *call;
	const char *args;
	bool (*fn)(struct fake_host *host, struct fake_domain *d, struct err *err);
} verbs[] = {
	[DOMAIN_VERB_START] = {"virDomainCreateWithFlags", ", 0", do_start},
	[DOMAIN_VERB_SHUTDOWN] = {"virDomainShutdownFlags", ", 0", do_shutdown},
	[DOMAIN_VERB_FORCE_OFF] = {"virDomainDestroyFlags", ", 0", do_force_off},
	[DOMAIN_VERB_SUSPEND] = {"virDomainSuspend", "", do_suspend},
	[DOMAIN_VERB_RESUME] = {"virDomainResume", "", do_resume},
	[DOMAIN_VERB_AUTOSTART_ON] = {"virDomainSetAutostart", ", 1", do_autostart_on},
	[DOMAIN_VERB_AUTOSTART_OFF] = {"virDomainSetAutostart", ", 0", do_autostart_off},
};
_Static_assert(ARRAY_SIZE(verbs) == DOMAIN_VERB_COUNT, "a row for every verb");

static bool do_locked(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE],
		      enum domain_verb verb, struct err *err)
{
	struct fake_domain *d = fake_find_uuid(conn->host, uuid);
	if (!d)
		return err_set(err, ERR_NOT_FOUND,
			       "Domain not found: no domain with matching uuid");
	work_note(work, "%s(%s%s)", verbs[verb].call, d->name, verbs[verb].args);
	if (conn->readonly)
		return err_set(err, ERR_DENIED, "operation forbidden: read only access prevents %s",
			       verbs[verb].call);
	if (d->state == DOMAIN_PMSUSPENDED && verb == DOMAIN_VERB_SHUTDOWN)
		return invalid(err, "domain is pmsuspended");
	return verbs[verb].fn(conn->host, d, err);
}

bool domain_do(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE],
	       enum domain_verb verb, struct err *err)
{
	if (!fake_enter(work, conn, "domain_do", err))
		return false;
	bool ok = do_locked(work, conn, uuid, verb, err);
	fake_unlock();
	return ok;
}
