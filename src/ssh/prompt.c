// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/prompt.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

#define TEXT_MOST 4096

/* Questions of ssh itself. The text has the part between start and end in the place of "{}". */
static const struct own {
	const char *hint; /* NULL: any */
	const char *start, *end;
	enum question_kind kind;
	const char *label;
	const char *text; /* NULL: as ssh says it */
	bool key;	  /* what is between is a key's file */
} owns[] = {
	{"none", "Confirm user presence for key ", "", QUESTION_HINT, "", "Touch your security key: {}", false},
	{"none", "", "", QUESTION_HINT, "", NULL, false},
	{"confirm", "", "", QUESTION_YES_NO, "", NULL, false},
	{NULL, "Enter passphrase for key '", "': ", QUESTION_SECRET, "Passphrase",
	 "The key {} has a passphrase.", true},
	{NULL, "Enter PIN for '", "': ", QUESTION_SECRET, "PIN", "The token {} has a PIN.", false},
	{NULL, "Enter PIN for ", ": ", QUESTION_SECRET, "PIN", "The security key has a PIN: {}", false},
	{NULL, "Retype ", "'s new password: ", QUESTION_SECRET, "New password again", NULL, false},
	{NULL, "Enter ", "'s new password: ", QUESTION_SECRET, "New password", NULL, false},
	{NULL, "Enter ", "'s old password: ", QUESTION_SECRET, "Old password",
	 "The password of {} has expired.", false},
	{NULL, "Accept updated hostkeys? (yes/no): ", "", QUESTION_YES_NO, "",
	 "The host has new keys. Keep them as known?", false},
	{NULL, "Please type 'yes'", ": ", QUESTION_HOST_KEY, "", NULL, false},
	{NULL, "", "'s password: ", QUESTION_SECRET, "Password", "Password of {}", false},
};

/* In what the far side asks, whatever the case; the first that fits. */
static const struct {
	const char *part;
	enum question_kind kind;
	const char *label;
} asides[] = {
	{"password", QUESTION_SECRET, "Password"},
	{"passphrase", QUESTION_SECRET, "Passphrase"},
	{"verification code", QUESTION_TEXT, "Code"},
	{"one-time", QUESTION_TEXT, "Code"},
	{"passcode", QUESTION_TEXT, "Code"},
	{"otp", QUESTION_TEXT, "Code"},
	{"token", QUESTION_TEXT, "Code"},
	{"code", QUESTION_TEXT, "Code"},
	{"pin", QUESTION_SECRET, "PIN"},
};

#define HOST_KEY_START "The authenticity of host '"

/* Without what leads over to an answer, which is not typed here. */
static char *trimmed(const char *text, size_t n)
{
	static const char *const tails[] = {
		"Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
		"Are you sure you want to continue connecting (yes/no)? ",
	};

	for (size_t i = 0; i < ARRAY_SIZE(tails); i++) {
		size_t tail = strlen(tails[i]);

		if (n >= tail && memcmp(text + n - tail, tails[i], tail) == 0)
			n -= tail;
	}
	if (n > TEXT_MOST)
		n = TEXT_MOST;
	while (n && strchr(" :\n\r\t", text[n - 1]))
		n--;
	return mem_strndup(text, n);
}

/* "The authenticity of host 'kvm1 (10.0.0.1)' can't be established." comes first, the key's type and fingerprint
 * in a line of their own. */
static void read_host_key(const char *text, struct prompt *p)
{
	const char *host = text + strlen(HOST_KEY_START);
	const char *host_end = strstr(host, "' can't be established");
	const char *rest = host_end ? strchr(host_end, '\n') : NULL;
	/* What ssh has for an address behind a ProxyJump or ProxyCommand. */
	const char *no_address = strstr(host, " (<no hostip for proxy command>)");

	p->kind = QUESTION_HOST_KEY;
	p->label = "";
	if (!rest) {
		p->text = trimmed(text, strlen(text));
		return;
	}

	bool others = str_starts(rest, "\nbut keys of different type");
	const char *second = others ? strchr(rest + 1, '\n') : NULL;
	const char *facts = second ? second + 1 : rest + 1;
	autofree char *more = trimmed(facts, strlen(facts));

	if (no_address && host_end && no_address < host_end)
		host_end = no_address;
	p->text = mem_printf("The key of %.*s is not known here%s.\n%s\n"
			     "Is this its key? Only then should you connect.",
			     (int)(host_end - host), host,
			     others ? ", though others of its keys are" : " yet", more);
}

static bool fits(const struct own *o, const char *hint, const char *text)
{
	if (o->hint && !str_equal(o->hint, hint))
		return false;
	return strlen(text) >= strlen(o->start) + strlen(o->end) && str_starts(text, o->start) &&
	       str_ends(text, o->end);
}

static void read_own(const struct own *o, const char *text, struct prompt *p)
{
	const char *between = text + strlen(o->start);
	size_t n = strlen(between) - strlen(o->end);
	autofree char *middle = trimmed(between, n);

	p->kind = o->kind;
	p->label = o->label;
	if (o->key)
		p->key = mem_strdup(middle);
	if (!o->text) {
		p->text = trimmed(text, strlen(text));
		return;
	}

	const char *hole = strstr(o->text, "{}");

	p->text = hole ? mem_printf("%.*s%s%s", (int)(hole - o->text), o->text, middle, hole + 2)
		       : mem_strdup(o->text);
}

/* ssh puts "(user@host) " before what the far side says, so that it cannot pass as ssh's own words. NULL: it is
 * not there. */
static const char *after_login(const char *text)
{
	const char *end = text[0] == '(' ? strstr(text, ") ") : NULL;
	const char *at = end ? memchr(text, '@', (size_t)(end - text)) : NULL;

	return at ? end + 2 : NULL;
}

/* The kind and label of a question in free words. */
static void guess(const char *words, struct prompt *p)
{
	p->kind = QUESTION_SECRET;
	p->label = "Answer";
	for (size_t i = 0; i < ARRAY_SIZE(asides); i++)
		if (strcasestr(words, asides[i].part)) {
			p->kind = asides[i].kind;
			p->label = asides[i].label;
			return;
		}
}

static void read_far(const char *text, const char *words, struct prompt *p)
{
	autofree char *asked = trimmed(words, strlen(words));

	guess(words, p);
	p->far = true;
	p->text = mem_printf("%.*s asks:\n%s", (int)(words - text - 3), text + 1, asked);
}

void prompt_read(const char *hint, const char *text, struct prompt *ret)
{
	const char *words = after_login(text);

	*ret = (struct prompt){.label = ""};
	if (words && !*hint) {
		read_far(text, words, ret);
		return;
	}
	if (!*hint && str_starts(text, HOST_KEY_START)) {
		read_host_key(text, ret);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(owns); i++)
		if (fits(&owns[i], hint, text)) {
			read_own(&owns[i], text, ret);
			return;
		}
	guess(text, ret);
	ret->text = trimmed(text, strlen(text));
}

void prompt_clear(struct prompt *p)
{
	free(p->text);
	free(p->key);
	*p = (struct prompt){0};
}

const char *prompt_answer(enum question_kind kind, const char *answer)
{
	if (!answer)
		return NULL;
	switch (kind) {
	case QUESTION_YES_NO:
	case QUESTION_HOST_KEY:
		return str_equal(answer, "yes") ? "yes" : "no";
	case QUESTION_HINT:
		return "";
	case QUESTION_SECRET:
	case QUESTION_TEXT:
		break;
	}
	return answer;
}
