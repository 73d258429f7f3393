// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/virerr.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "ssh/target.h"
#include "virt/tls.h"
#include "virt/uri.h"

static const struct {
	int theirs;
	enum err_code ours;
} codes[] = {
	{VIR_ERR_NO_SUPPORT, ERR_UNSUPPORTED},
	{VIR_ERR_OPERATION_UNSUPPORTED, ERR_UNSUPPORTED},
	{VIR_ERR_ARGUMENT_UNSUPPORTED, ERR_UNSUPPORTED},
	{VIR_ERR_INVALID_ARG, ERR_INVALID},
	{VIR_ERR_NO_DOMAIN, ERR_NOT_FOUND},
	{VIR_ERR_NO_NETWORK, ERR_NOT_FOUND},
	{VIR_ERR_NO_STORAGE_POOL, ERR_NOT_FOUND},
	{VIR_ERR_NO_STORAGE_VOL, ERR_NOT_FOUND},
	{VIR_ERR_NO_SECRET, ERR_NOT_FOUND},
	{VIR_ERR_NO_NWFILTER, ERR_NOT_FOUND},
	{VIR_ERR_AUTH_FAILED, ERR_AUTH},
	{VIR_ERR_AUTH_CANCELLED, ERR_AUTH},
	{VIR_ERR_AUTH_UNAVAILABLE, ERR_AUTH},
	{VIR_ERR_OPERATION_DENIED, ERR_DENIED},
	{VIR_ERR_ACCESS_DENIED, ERR_DENIED},
};

enum err_code virerr_code(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (codes[i].theirs == code)
			return codes[i].ours;
	return ERR_FAILED;
}

/* libvirt's words, without the carriage returns that it copies from ssh. The caller frees. */
static char *words(const virError *e)
{
	const char *s = e && e->message ? e->message : "libvirt does not say why";
	size_t len = strlen(s);
	while (len > 0 && strchr(" \r\n", s[len - 1]))
		len--;
	char *text = mem_strndup(s, len);
	char *to = text;
	for (const char *from = text; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	return text;
}

/* For calls, where libvirt's words leave a person without a next step. Those words are in whatever language
 * the daemon or the person speaks: a part of them only makes an advice more exact. */
static const struct {
	int code;
	const char *part; /* NULL: any */
	const char *advice;
} call_advices[] = {
	{VIR_ERR_OPERATION_TIMEOUT, NULL,
	 "Something else still holds the machine, or its QEMU does not answer; force off works all the same"},
	{VIR_ERR_OPERATION_FAILED, "Storage source conflict with pool", "Another pool of the host has this source or path already: "
	 "choose another"},
	{VIR_ERR_AGENT_UNRESPONSIVE, "not connected", "No guest agent runs in the guest"},
	{VIR_ERR_AGENT_UNRESPONSIVE, NULL,
	 "The guest agent does not answer: look whether it runs in the guest"},
};

static const char *call_advice(int code, const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(call_advices); i++)
		if (call_advices[i].code == code &&
		    (!call_advices[i].part || strstr(text, call_advices[i].part)))
			return call_advices[i].advice;
	return NULL;
}

bool virerr_explain(struct err *err, const virError *e, enum err_code code)
{
	autofree char *text = words(e);
	if (err && err->code == ERR_NONE)
		err->detail = e ? e->code : VIR_ERR_OK;
	const char *advice = call_advice(e ? e->code : VIR_ERR_OK, text);
	if (advice)
		return err_set(err, code, "%s. (libvirt: %s)", advice, text);
	return err_set(err, code, "%s", text);
}

bool virerr_take(struct err *err, virConnectPtr vir)
{
	/* Saved first, as asking whether the connection lives resets it. */
	virErrorPtr e = virSaveLastError();
	enum err_code code = virerr_code(e ? e->code : VIR_ERR_OK);
	if (code == ERR_FAILED && vir && virConnectIsAlive(vir) == 0)
		code = ERR_LOST;
	virerr_explain(err, e, code);
	virFreeError(e);
	virResetLastError();
	return false;
}

/* All that an advice looks at. */
struct failure {
	const virError *e;
	const char *text; /* libvirt's words */
	const char *uri;
	const char *user;
	const struct tls_scene *tls; /* empty where it is no TLS */
	struct uri_parts parts;
	bool parsed;
	bool local;
	bool ssh;
	struct slice quoted; /* the first 'thing' in the words: a socket, an address */
	char process[16]; /* our number */
	char *socket; /* that the URI names, on the other side; NULL */
};

/* Other languages quote otherwise. */
static struct slice first_quoted(const char *text, const char *otherwise)
{
	const char *open = strchr(text, '\'');
	const char *end = open ? strchr(open + 1, '\'') : NULL;
	return end ? (struct slice){open + 1, (size_t)(end - open - 1)}
		   : (struct slice){otherwise, strlen(otherwise)};
}

static bool says(const struct failure *f, const char *part)
{
	return strcasestr(f->text, part) != NULL;
}

static bool is_bad_uri(const struct failure *f)
{
	return !f->parsed || !uri_driver_is_known(f->uri);
}

static bool says_polkit(const struct failure *f)
{
	return virerr_code(f->e->code) == ERR_AUTH && says(f, "polkit");
}

/* polkit would ask, and nobody is there whom it can ask. */
static bool is_no_agent(const struct failure *f)
{
	return f->local && f->e->code == VIR_ERR_AUTH_UNAVAILABLE && says_polkit(f);
}

static bool is_no_group(const struct failure *f)
{
	if (!f->local)
		return false;
	/* Without a system bus polkit cannot even be asked. */
	return (f->e->code == VIR_ERR_SYSTEM_ERROR && f->e->int1 == EACCES && says(f, "sock")) ||
	       says_polkit(f) || f->e->code == VIR_ERR_DBUS_SERVICE;
}

static bool is_no_local_daemon(const struct failure *f)
{
	return f->local && f->e->code == VIR_ERR_SYSTEM_ERROR &&
	       (f->e->domain == VIR_FROM_RPC || says(f, "sock")) && (f->e->int1 == ENOENT || f->e->int1 == ECONNREFUSED);
}

static bool is_no_remote_daemon(const struct failure *f)
{
	return !f->local && !f->ssh && f->e->code == VIR_ERR_SYSTEM_ERROR &&
	       f->e->int1 == ECONNREFUSED;
}

/* What ssh says is English: libvirt starts it with LC_ALL=C. What is said there may not be, and then
 * stands for itself. */
static bool is_ssh_key_changed(const struct failure *f)
{
	return f->ssh && says(f, "IDENTIFICATION HAS CHANGED");
}

static bool is_ssh_host_key(const struct failure *f)
{
	return f->ssh && says(f, "Host key verification failed");
}

static bool is_ssh_password(const struct failure *f)
{
	return f->ssh && says(f, "Permission denied (");
}

static bool is_no_sshd(const struct failure *f)
{
	return f->ssh && (says(f, "ssh: connect to host") || says(f, "unable to connect to server")) &&
	       says(f, "refused");
}

/* Switched off or out of reach: it may come back. ssh's words are English, of others the number tells. */
static bool is_out_of_reach(const struct failure *f)
{
	int error = f->e->code == VIR_ERR_SYSTEM_ERROR ? f->e->int1 : 0;
	if (f->local)
		return false;
	if (f->ssh)
		return says(f, "ssh: connect to host") &&
		       (says(f, "timed out") || says(f, "No route to host") || says(f, "is unreachable"));
	return error == EHOSTUNREACH || error == ENETUNREACH || error == ETIMEDOUT || error == EHOSTDOWN;
}

static bool is_no_such_name(const struct failure *f)
{
	if (f->local)
		return false;
	return says(f, f->ssh ? "ssh: Could not resolve hostname" : "Unable to resolve address");
}

static bool is_no_group_there(const struct failure *f)
{
	return f->ssh && ((says(f, "sock") && says(f, "Permission denied")) || says_polkit(f));
}

static bool is_no_daemon_there(const struct failure *f)
{
	return f->ssh && (says(f, "sock") || says(f, "nc: ")) &&
	       (says(f, "No such file or directory") || says(f, "Connection refused"));
}

#define PEER_FAILED "Failed to verify peer's certificate"

static bool is_no_authority(const struct failure *f)
{
	return says(f, "Cannot read CA certificate");
}

/* One that lies here. */
static bool is_old_certificate(const struct failure *f)
{
	return (says(f, "The client certificate ") || says(f, "The CA certificate ")) &&
	       (says(f, " has expired") || says(f, " is not yet active"));
}

static bool is_own_certificate(const struct failure *f)
{
	return says(f, "Our own certificate");
}

/* Of the certificate of the other side. */
static bool tls_says(const struct failure *f, const char *part)
{
	return f->tls->reason && strcasestr(f->tls->reason, part);
}

static bool is_peer_certificate(const struct failure *f)
{
	return says(f, PEER_FAILED);
}

static bool is_peer_of_stranger(const struct failure *f)
{
	return is_peer_certificate(f) && tls_says(f, "known issuer");
}

static bool is_peer_of_other_name(const struct failure *f)
{
	return is_peer_certificate(f) && tls_says(f, "does not match the hostname");
}

/* libvirt has words of its own for what else is likely. */
static bool is_peer_out_of_date(const struct failure *f)
{
	return is_peer_certificate(f) && (tls_says(f, "is not trusted") || tls_says(f, "has expired") ||
					  tls_says(f, "is not yet active"));
}

/* A server that does not like ours says nothing and hangs up. */
static bool is_unwanted_certificate(const struct failure *f)
{
	return says(f, "Unable to read TLS confirmation") || says(f, "server verification (of our certificate");
}

static bool is_no_certificate(const struct failure *f)
{
	return is_unwanted_certificate(f) && f->tls->lacking;
}

/* What it begins with was taken for a length. */
static bool is_no_helper(const struct failure *f)
{
	return f->ssh && says(f, "received from server too");
}

static bool is_no_such_socket(const struct failure *f)
{
	return f->socket && is_no_daemon_there(f);
}

enum about { ABOUT_URI, ABOUT_USER, ABOUT_QUOTED, ABOUT_LOGIN, ABOUT_HOST, ABOUT_SOCKET };

/* The first that fits is said, with the thing it is about in the place of each "{}", and a file of struct tls_scene in
 * that of "{authority}", "{own}" or "{lacking}"; "{process}" is our own. */
static const struct advice {
	bool (*fits)(const struct failure *f);
	enum err_code code;
	enum about about;
	const char *text;
} advices[] = {
	{is_bad_uri, ERR_INVALID, ABOUT_URI,
	 "\"{}\" " URI_WANTED},
	{is_no_agent, ERR_DENIED, ABOUT_USER,
	 "Not in the libvirt group: run `sudo usermod -aG libvirt {}` and log in again, or answer what polkit asks with "
	 "`pkttyagent --process {process}` in another terminal"},
	{is_no_group, ERR_DENIED, ABOUT_USER,
	 "Not in the libvirt group: run `sudo usermod -aG libvirt {}` and log in again"},
	{is_no_local_daemon, ERR_NO_DAEMON, ABOUT_QUOTED,
	 "No libvirt daemon listens at {}: start it with `systemctl start libvirtd` "
	 "(or `virtqemud.socket`), or look at the demo with `virtty --demo`"},
	{is_no_remote_daemon, ERR_NO_DAEMON, ABOUT_QUOTED,
	 "No libvirt daemon listens at {}: start it there with "
	 "`systemctl start libvirtd-tcp.socket` (or `libvirtd-tls.socket`)"},
	{is_no_authority, ERR_AUTH, ABOUT_QUOTED,
	 "TLS wants the certificate of the authority that the host's is by: put it here as {}"},
	{is_own_certificate, ERR_AUTH, ABOUT_URI,
	 "Our own TLS certificate, {own}, is not by the authority that is trusted here: the two have to fit, see "
	 "{authority}"},
	{is_peer_of_stranger, ERR_AUTH, ABOUT_HOST,
	 "The TLS certificate of {} is by an authority that is not trusted here: if you trust it, add its "
	 "certificate to {authority}"},
	{is_peer_of_other_name, ERR_AUTH, ABOUT_HOST,
	 "The TLS certificate of {} is for another name: write that name into the URI, or give the host a "
	 "certificate for {}"},
	{is_peer_out_of_date, ERR_AUTH, ABOUT_HOST,
	 "The TLS certificate of {} has expired, is not valid yet or is not one for servers: it needs a new one, "
	 "unless the clock here is wrong"},
	{is_peer_certificate, ERR_AUTH, ABOUT_HOST,
	 "The TLS certificate of {} does not hold: it is for another name than the URI has, has expired, or is by an "
	 "authority that is not known here"},
	{is_old_certificate, ERR_AUTH, ABOUT_URI,
	 "A TLS certificate of ours has expired or is not valid yet: it needs a new one, unless the clock here is "
	 "wrong"},
	{is_no_certificate, ERR_AUTH, ABOUT_HOST,
	 "{} wants a TLS certificate of ours, and {lacking} is not there or not for us to read: ask for one, with "
	 "its key, where the host's comes from"},
	{is_unwanted_certificate, ERR_AUTH, ABOUT_HOST,
	 "{} refuses our TLS certificate, {own}: it has to be by the authority that the host trusts, and in its "
	 "tls_allowed_dn_list if it has one"},
	{is_ssh_key_changed, ERR_AUTH, ABOUT_LOGIN,
	 "The ssh key of {} is not the one that is known: find out why before you trust it"},
	{is_ssh_host_key, ERR_AUTH, ABOUT_LOGIN,
	 "ssh would have asked whether to trust the key of {}: run `ssh {}` once"},
	{is_ssh_password, ERR_AUTH, ABOUT_LOGIN,
	 "ssh would have asked for a password or passphrase for {}: "
	 "add the key to your agent with `ssh-add`"},
	{is_no_sshd, ERR_NO_DAEMON, ABOUT_LOGIN, "No ssh server answers at {}"},
	{is_out_of_reach, ERR_NO_DAEMON, ABOUT_HOST, "{} does not answer: it may be off, or out of reach from here"},
	{is_no_such_name, ERR_NO_DAEMON, ABOUT_HOST,
	 "Nobody knows the address of {}: look whether the name is right and the network is up"},
	{is_no_group_there, ERR_DENIED, ABOUT_LOGIN,
	 "The user is not in the libvirt group of {}: run `sudo usermod -aG libvirt USER` there"},
	{is_no_helper, ERR_FAILED, ABOUT_LOGIN,
	 "What answers by ssh at {} is not libvirt: that user has no shell there, or one that prints something at its "
	 "start"},
	{is_no_such_socket, ERR_NO_DAEMON, ABOUT_SOCKET,
	 "No libvirt daemon listens at {} there, the socket that the URI names"},
	{is_no_daemon_there, ERR_NO_DAEMON, ABOUT_LOGIN,
	 "No libvirt daemon listens on {}: start it there with `systemctl start libvirtd` "
	 "(or `virtqemud.socket`)"},
};

static struct slice whole(const char *text, const char *otherwise)
{
	const char *s = text ? text : otherwise;
	return (struct slice){s, strlen(s)};
}

static struct slice subject(const struct failure *f, enum about about)
{
	switch (about) {
	case ABOUT_URI:
		break;
	case ABOUT_USER:
		return whole(f->user, "");
	case ABOUT_QUOTED:
		return f->quoted;
	case ABOUT_LOGIN:
		return f->parts.login;
	case ABOUT_HOST:
		return f->parts.host;
	case ABOUT_SOCKET:
		return whole(f->socket, f->uri);
	}
	return whole(f->uri, "");
}

static struct slice thing_at(const char *hole, const struct advice *a, const struct failure *f)
{
	if (str_starts(hole, "{authority}"))
		return whole(f->tls->authority, "cacert.pem");
	if (str_starts(hole, "{own}"))
		return whole(f->tls->own, "clientcert.pem");
	if (str_starts(hole, "{lacking}"))
		return whole(f->tls->lacking, "clientcert.pem");
	if (str_starts(hole, "{process}"))
		return whole(f->process, "");
	return subject(f, a->about);
}

static char *advice_text(const struct advice *a, const struct failure *f)
{
	struct str text = {0};
	const char *s = a->text;
	for (const char *hole; (hole = strchr(s, '{')); s = strchr(hole, '}') + 1) {
		struct slice thing = thing_at(hole, a, f);
		str_addn(&text, s, (size_t)(hole - s));
		str_addn(&text, thing.s, thing.len);
	}
	str_add(&text, s);
	return str_take(&text);
}

static char *socket_of(const char *uri)
{
	struct target target = {0};

	if (!target_is_ssh(uri) || !target_read(uri, &target, NULL))
		return NULL;
	char *path = take(target.socket);
	target_clear(&target);
	return path;
}

/* What libvirt says, and what it should have said. */
static char *words_of_opening(const virError *e, const struct tls_scene *tls)
{
	char *text = words(e);
	if (!tls->reason || !str_ends(text, PEER_FAILED))
		return text;
	char *both = mem_printf("%s: %s", text, tls->reason);
	free(text);
	return both;
}

bool virerr_explain_open(struct err *err, const virError *e, const struct virerr_scene *scene)
{
	const char *uri = scene->uri;
	static const struct tls_scene no_tls;
	const struct tls_scene *tls = scene->tls ? scene->tls : &no_tls;
	autofree char *text = words_of_opening(e, tls);
	autofree char *there = socket_of(uri);
	struct failure f = {.e = e, .text = text, .uri = uri, .user = scene->user, .tls = tls, .socket = there};
	snprintf(f.process, sizeof(f.process), "%d", (int)getpid());
	f.parsed = uri_split(uri, &f.parts);
	f.ssh = slice_is(f.parts.transport, "ssh") || slice_is(f.parts.transport, "libssh") ||
		slice_is(f.parts.transport, "libssh2");
	f.local = f.parts.host.len == 0;
	f.quoted = first_quoted(text, uri);
	if (err && err->code == ERR_NONE)
		err->detail = e->code;
	for (size_t i = 0; i < ARRAY_SIZE(advices); i++) {
		const struct advice *a = &advices[i];
		if (!a->fits(&f))
			continue;
		autofree char *advice = advice_text(a, &f);
		return err_set(err, a->code, "%s. (libvirt: %s)", advice, text);
	}
	return err_set(err, virerr_code(e->code), "%s", text);
}

static char *user_name(void)
{
	char buf[1024];
	struct passwd entry, *found = NULL;
	getpwuid_r(geteuid(), &entry, buf, sizeof(buf), &found);
	return mem_strdup(found ? found->pw_name : "$USER");
}

bool virerr_take_open(struct err *err, const char *uri)
{
	virError none = {.code = VIR_ERR_INTERNAL_ERROR};
	virErrorPtr e = virSaveLastError();
	autofree char *user = user_name();
	struct tls_scene tls = {0};
	if (tls_is_meant(uri))
		tls_look(uri, &tls);
	virerr_explain_open(err, e ? e : &none, &(struct virerr_scene){uri, user, &tls});
	tls_clear(&tls);
	virFreeError(e);
	virResetLastError();
	return false;
}

/* libvirt tells of an error while the call is still under way, and on its thread. */
static _Thread_local int expected = VIR_ERR_OK;

void virerr_expect(int code)
{
	expected = code;
}

bool virerr_is_expected(const virError *e)
{
	return e && expected != VIR_ERR_OK && (expected == VIRERR_ANY || e->code == expected);
}

bool virerr_spare(struct err *err, virConnectPtr vir)
{
	autoerr struct err why = {0};
	virerr_take(&why, vir);
	if (why.code != ERR_LOST)
		return true;
	err_move(err, &why);
	return false;
}
