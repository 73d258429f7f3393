// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/domain.h"

#include <assert.h>

#include <libvirt/virterror.h>

#include "model/snapshot.h"
#include "virt/internal.h"
#include "virt/virerr.h"

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

static int start(virDomainPtr domain)
{
	return virDomainCreateWithFlags(domain, 0);
}

static int shut_down(virDomainPtr domain)
{
	return virDomainShutdownFlags(domain, 0);
}

static int force_off(virDomainPtr domain)
{
	return virDomainDestroyFlags(domain, 0);
}

static int wake_up(virDomainPtr domain)
{
	return virDomainPMWakeup(domain, 0);
}

static int autostart_on(virDomainPtr domain)
{
	return virDomainSetAutostart(domain, 1);
}

static int autostart_off(virDomainPtr domain)
{
	return virDomainSetAutostart(domain, 0);
}

struct verb {
	const char *call; /* libvirt's function */
	const char *args; /* after the domain */
	int (*fn)(virDomainPtr domain);
};

static const struct verb verbs[] = {
	[DOMAIN_VERB_START] = {"virDomainCreateWithFlags", ", 0", start},
	[DOMAIN_VERB_SHUTDOWN] = {"virDomainShutdownFlags", ", 0", shut_down},
	[DOMAIN_VERB_FORCE_OFF] = {"virDomainDestroyFlags", ", 0", force_off},
	[DOMAIN_VERB_SUSPEND] = {"virDomainSuspend", "", virDomainSuspend},
	[DOMAIN_VERB_RESUME] = {"virDomainResume", "", virDomainResume},
	[DOMAIN_VERB_AUTOSTART_ON] = {"virDomainSetAutostart", ", 1", autostart_on},
	[DOMAIN_VERB_AUTOSTART_OFF] = {"virDomainSetAutostart", ", 0", autostart_off},
};
static_assert(sizeof(verbs) / sizeof(verbs[0]) == DOMAIN_VERB_COUNT, "a verb has no row");

static const struct verb wake = {"virDomainPMWakeup", ", 0", wake_up};

/* A guest that put itself to sleep is not resumed but woken. */
static const struct verb *verb_for(virDomainPtr domain, enum domain_verb verb)
{
	int state, reason;
	if (verb == DOMAIN_VERB_RESUME && virDomainGetState(domain, &state, &reason, 0) == 0 &&
	    state == VIR_DOMAIN_PMSUSPENDED)
		return &wake;
	return &verbs[verb];
}

bool domain_do(struct work *work, struct conn *conn, const unsigned char uuid[UUID_SIZE],
	       enum domain_verb verb, struct err *err)
{
	work_assert(work);
	virDomainPtr domain = virDomainLookupByUUID(conn->vir, uuid);
	if (!domain)
		return virerr_take(err, conn->vir);
	const struct verb *v = verb_for(domain, verb);
	work_note(work, "%s(%s%s)", v->call, virDomainGetName(domain), v->args);
	bool ok = v->fn(domain) == 0;
	if (!ok)
		virerr_take(err, conn->vir);
	virDomainFree(domain);
	return ok;
}
