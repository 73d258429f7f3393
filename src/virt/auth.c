// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/auth.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

/* Not VIR_CRED_USERNAME: SASL would ask for whom one acts besides who one is. */
static const struct want {
	int type;
	enum question_kind kind;
	const char *label;
} wants[] = {
	{VIR_CRED_AUTHNAME, QUESTION_TEXT, "User name"},
	{VIR_CRED_REALM, QUESTION_TEXT, "Realm"},
	{VIR_CRED_ECHOPROMPT, QUESTION_TEXT, "Answer"},
	{VIR_CRED_PASSPHRASE, QUESTION_SECRET, "Password"},
	{VIR_CRED_NOECHOPROMPT, QUESTION_SECRET, "Answer"},
};
_Static_assert(ARRAY_SIZE(wants) == AUTH_TYPES, "all that are answered");

static const struct want *want_of(int type)
{
	for (size_t i = 0; i < ARRAY_SIZE(wants); i++)
		if (wants[i].type == type)
			return &wants[i];
	return NULL;
}

static char *text_of(const virConnectCredential *c)
{
	struct str text = {0};

	str_add(&text, c->prompt ? c->prompt : "");
	if (c->challenge && !(c->prompt && strcasestr(c->prompt, c->challenge)))
		str_addf(&text, "%s%s", text.len ? "\n" : "", c->challenge);
	if (c->defresult && c->defresult[0])
		str_addf(&text, "%sNothing typed means %s", text.len ? "\n" : "", c->defresult);
	return str_take(&text);
}

/* libssh and libssh2 ask for trust in these words, and want a letter; see virNetSSHCheckHostKey() and
 * virNetLibsshCheckHostKey() of libvirt. In other languages it stays a question that is answered so. */
#define KEY_START "Accept SSH host key with hash '"
#define KEY_HOST  "' for host '"

static bool is_host_key(const virConnectCredential *c)
{
	return c->type == VIR_CRED_ECHOPROMPT && c->prompt && str_starts(c->prompt, KEY_START) &&
	       strstr(c->prompt, KEY_HOST);
}

static char *host_key_text(const char *prompt)
{
	const char *hash = prompt + strlen(KEY_START);
	const char *hash_end = strstr(hash, KEY_HOST);
	const char *host = hash_end + strlen(KEY_HOST);

	return mem_printf("The key of %.*s is not known here yet. Its hash is\n%.*s\n"
			  "Is this its key? Only then should you connect.",
			  (int)strcspn(host, "'"), host, (int)(hash_end - hash), hash);
}

static bool ask(struct auth *auth, virConnectCredential *c)
{
	const struct want *want = want_of(c->type);
	bool key = is_host_key(c);
	autofree char *text = key ? host_key_text(c->prompt) : text_of(c);
	const struct creds_wish wish = {
		.kind = key ? QUESTION_HOST_KEY : want ? want->kind : QUESTION_SECRET,
		.text = text,
		.label = key ? "" : want ? want->label : "Answer",
	};
	char *answer = creds_ask(auth->work, auth->creds, &wish, &auth->why);
	const char *given = answer;

	if (!answer)
		return false;
	auth->asked = true;
	auth->untrusted |= key && !str_equal(answer, "yes");
	if (key)
		given = auth->untrusted ? "n" : "y";
	else if (!answer[0] && c->defresult)
		given = c->defresult;
	c->result = mem_strdup(given); /* libvirt frees it */
	c->resultlen = (unsigned)strlen(c->result);
	creds_wipe(answer);
	return true;
}

static int on_credentials(virConnectCredentialPtr all, unsigned n, void *opaque)
{
	for (unsigned i = 0; i < n; i++)
		if (!ask(opaque, &all[i]))
			return -1;
	return 0;
}

virConnectAuth *auth_begin(struct auth *auth, struct work *work, struct creds *creds)
{
	*auth = (struct auth){.work = work, .creds = creds};
	if (!creds)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(wants); i++)
		auth->types[i] = wants[i].type;
	auth->vir = (virConnectAuth){auth->types, AUTH_TYPES, on_credentials, auth};
	return &auth->vir;
}

void auth_refused(struct auth *auth, struct err *err)
{
	const char *wrong = auth->untrusted ? "You did not trust its key" : "The user name or password is wrong";

	if (auth->untrusted || (auth->asked && auth->why.code == ERR_AUTH)) {
		err_set(err, ERR_AUTH, "%s: r in Hosts asks again. (libvirt: %s)", wrong, auth->why.text);
		err_clear(&auth->why);
	}
	if (auth->asked)
		creds_refused(auth->creds);
	err_move(err, &auth->why);
}
