// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/words.h"

#include <string.h>
#include <sys/wait.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

#define QUOTED_MOST 600 /* of ssh's own words */

struct ending {
	const struct words_about *about;
	const char *said;
};

static bool said(const struct ending *e, const char *part)
{
	return strcasestr(e->said, part) != NULL;
}

/* --- a key that has changed -------------------------------------------------------------------- */

/* What follows the last start in ssh's words, up to the end of the line or to stop. The caller frees; NULL: it is
 * not there. */
static char *after(const char *words, const char *start, const char *stop)
{
	const char *found = strstr(words, start);
	size_t n;

	if (!found)
		return NULL;
	found += strlen(start);
	n = strcspn(found, "\r\n");
	if (stop) {
		const char *end = memmem(found, n, stop, strlen(stop));

		n = end ? (size_t)(end - found) : n;
	}
	return mem_strndup(found, n);
}

/* "Offending ED25519 key in FILE:3"; other keys of the host may be offending, too. */
static char *offending(const char *words)
{
	const char *line = strstr(words, "Offending ");

	return line ? after(line, " key in ", NULL) : NULL;
}

static void explain_changed(const struct ending *e, struct err *err)
{
	autofree char *type = after(e->said, "The fingerprint for the ", " key sent by");
	autofree char *print = after(e->said, "sent by the remote host is\n", NULL);
	autofree char *place = offending(e->said);
	autofree char *forget = after(e->said, "ssh-keygen -f ", NULL);
	struct str text = {0};

	if (print && str_ends(print, "."))
		print[strlen(print) - 1] = '\0';
	str_addf(&text, "The key of %s has changed", e->about->login);
	if (type && print)
		str_addf(&text, ": it sends %s %s", type, print);
	if (place)
		str_addf(&text, ", and %s has another", place);
	str_add(&text, ". Nothing was sent to it. Find out why before you trust it");
	if (forget)
		str_addf(&text, "; then `ssh-keygen -f %s` forgets the old one", forget);
	err_set(err, ERR_AUTH, "%s", str_text(&text));
	str_free(&text);
}

/* --- the others -------------------------------------------------------------------------------- */

/* The last line in which ssh says something; the caller frees. */
static char *last_words(const char *words)
{
	size_t end = strlen(words);
	size_t start;

	while (end && strchr(" \r\n\t", words[end - 1]))
		end--;
	for (start = end; start && words[start - 1] != '\n'; start--)
		;
	return mem_strndup(words + start, end - start > QUOTED_MOST ? QUOTED_MOST : end - start);
}

/* The line in which ssh says this part. */
static char *line_with(const char *words, const char *part)
{
	const char *found = strcasestr(words, part);

	while (found && found > words && found[-1] != '\n')
		found--;
	return found ? mem_strndup(found, strcspn(found, "\r\n")) : last_words(words);
}

static bool login_refused(const struct ending *e)
{
	return !e->about->was_up && said(e, "Permission denied (");
}

static void explain_refused(const struct ending *e, struct err *err)
{
	const struct words_about *a = e->about;
	autofree char *why = line_with(e->said, "Permission denied (");

	if (a->key)
		err_set(err, ERR_AUTH, "%s refuses the login: the passphrase for %s was wrong, or that key is not accepted. (ssh: %s)",
			a->login, a->key, why);
	else if (a->asked && *a->asked)
		err_set(err, ERR_AUTH, "%s refuses the login: it did not accept the answer (%s). (ssh: %s)",
			a->login, a->asked, why);
	else if (a->silent)
		err_set(err, ERR_AUTH, "%s refuses the login, and nothing may be asked here, such as a passphrase. (ssh: %s)",
			a->login, why);
	else
		err_set(err, ERR_AUTH, "%s refuses the login: none of your keys is accepted there. (ssh: %s)",
			a->login, why);
}

/* The first that fits, with the login in the place of "{}", and then the line in which ssh says it. The order
 * matters: what is the reason comes before what follows from it. */
static const struct row {
	const char *part; /* whatever the case */
	const char *also; /* NULL: nothing else */
	enum err_code code;
	const char *text;
} rows[] = {
	{"REVOKED HOST KEY DETECTED", NULL, ERR_AUTH,
	 "The key of {} is revoked: somebody may stand between you and it. Nothing was sent to it"},
	{"host key is known for", "strict checking", ERR_AUTH,
	 "The key of {} is not known, and ssh's settings say not to ask"},
	{"Host key verification failed", NULL, ERR_AUTH, "The key of {} was not trusted"},
	{"Bad owner or permissions on", NULL, ERR_INVALID, "ssh's settings may be written by others"},
	{"Bad configuration option", NULL, ERR_INVALID, "ssh's settings have a mistake"},
	{"bad configuration options", NULL, ERR_INVALID, "ssh's settings have a mistake"},
	{"there is no such program", NULL, ERR_INVALID, "ssh cannot be started here"},
	{"it may not be executed", NULL, ERR_INVALID, "ssh cannot be started here"},
	{"it cannot be executed", NULL, ERR_INVALID, "ssh cannot be started here"},
	{"too long for Unix domain socket", NULL, ERR_INVALID, "ssh cannot make its socket"},
	{"ControlSocket", "already exists", ERR_FAILED, "ssh cannot make its socket"},
	{"no such identity", "Permission denied (", ERR_AUTH, "{} refuses the login, and a key file is missing"},
	{"UNPROTECTED PRIVATE KEY FILE", "Permission denied (", ERR_AUTH,
	 "{} refuses the login, and a key file was not used because others may read it"},
	{"agent refused operation", "Permission denied (", ERR_AUTH,
	 "{} refuses the login: the ssh agent did not sign for it"},
	{"device not found", "Permission denied (", ERR_AUTH,
	 "{} refuses the login: the security key is not plugged in"},
	{"Too many authentication failures", NULL, ERR_AUTH,
	 "{} refuses the login after too many keys: name the right one with `keyfile=` or in ~/.ssh/config"},
	{"Your password has expired", NULL, ERR_AUTH, "The password for {} has expired: log in with ssh once"},
	{"Could not resolve hostname", NULL, ERR_NO_DAEMON, "There is no host of the name of {}, or no name server"},
	{"Name or service not known", NULL, ERR_NO_DAEMON, "There is no host of the name of {}"},
	{"Unable to negotiate", NULL, ERR_FAILED, "ssh and {} have no method in common"},
	{"ssh: connect to host", "Connection refused", ERR_NO_DAEMON, "No ssh server answers at {}"},
	{"ssh: connect to host", "No route to host", ERR_NO_DAEMON, "There is no way to {} from here"},
	{"ssh: connect to host", "Network is unreachable", ERR_NO_DAEMON, "There is no way to {} from here"},
	{"ssh: connect to host", "timed out", ERR_NO_DAEMON, "{} does not answer"},
	{"ssh: connect to host", NULL, ERR_NO_DAEMON, "{} cannot be reached"},
	{"timed out", "banner exchange", ERR_NO_DAEMON, "{} takes the connection, but no ssh server answers"},
	{"Timeout, server", "not responding", ERR_LOST, "{} does not answer any more"},
	{"Connection to", "timed out", ERR_LOST, "{} does not answer any more"},
	{"banner exchange: ", "invalid format", ERR_NO_DAEMON, "What answers at {} is no ssh server"},
	{"banner line contains invalid characters", NULL, ERR_NO_DAEMON, "What answers at {} is no ssh server"},
	{"kex_exchange_identification", NULL, ERR_NO_DAEMON,
	 "{} closed the connection at once: it is busy, or does not want this address"},
	{"Received disconnect from", NULL, ERR_LOST, "{} has ended the connection"},
	{"closed by remote host", NULL, ERR_LOST, "{} has closed the connection"},
	{"Connection closed by", NULL, ERR_LOST, "{} has closed the connection"},
	{"Connection reset by", NULL, ERR_LOST, "The connection to {} broke"},
	{"Broken pipe", NULL, ERR_LOST, "The connection to {} broke"},
	{"ssh_dispatch_run_fatal", NULL, ERR_LOST, "The connection to {} broke"},
};

static bool row_fits(const struct row *r, const struct ending *e)
{
	return said(e, r->part) && (!r->also || said(e, r->also));
}

static void explain_row(const struct row *r, const struct ending *e, struct err *err)
{
	autofree char *why = line_with(e->said, r->part);
	const char *hole = strstr(r->text, "{}");

	if (hole)
		err_set(err, r->code, "%.*s%s%s. (ssh: %s)", (int)(hole - r->text), r->text,
			e->about->login, hole + 2, why);
	else
		err_set(err, r->code, "%s. (ssh: %s)", r->text, why);
}

static void explain_unknown(const struct ending *e, struct err *err)
{
	const struct words_about *a = e->about;
	autofree char *why = last_words(e->said);
	enum err_code code = a->was_up ? ERR_LOST : ERR_FAILED;

	if (WIFSIGNALED(a->status))
		err_set(err, ERR_LOST, "The ssh connection to %s was ended here (%s)", a->login,
			strsignal(WTERMSIG(a->status)));
	else if (*why)
		err_set(err, code, "%s %s. (ssh: %s)", a->was_up ? "The ssh connection broke to" : "ssh did not get in to",
			a->login, why);
	else
		err_set(err, code, "%s %s; ssh does not say why (%d)",
			a->was_up ? "The ssh connection broke to" : "ssh did not get in to", a->login,
			WEXITSTATUS(a->status));
}

static bool is_unknown_key(const struct ending *e)
{
	return e->about->silent && !e->about->was_up && said(e, "Host key verification failed") &&
	       !said(e, "REVOKED") && !said(e, "strict checking");
}

bool words_explain(const struct words_about *about, const char *text, struct err *err)
{
	const struct ending e = {about, text};

	if (!about->was_up && said(&e, "IDENTIFICATION HAS CHANGED") && said(&e, "verification failed")) {
		explain_changed(&e, err);
		return false;
	}
	if (is_unknown_key(&e))
		return err_set(err, ERR_AUTH, "The key of %s is not known here, and nothing may be asked: log in with ssh "
			       "once", about->login);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (row_fits(&rows[i], &e)) {
			explain_row(&rows[i], &e, err);
			return false;
		}
	if (login_refused(&e))
		explain_refused(&e, err);
	else
		explain_unknown(&e, err);
	return false;
}
