// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/secrets.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/verbs.h"

#define MASK "***"

struct span {
	const char *from, *to;
};

/* What is left to read, and the tag that this is in. */
struct masking {
	const char *at, *end;
	const char *tag_end;
	struct span tag;      /* its name */
	bool value_is_secret; /* the tag's name= says so: <qemu:env name='API_TOKEN' value='...'/>, <entry name='x/token'> */
	bool text_is_secret;  /* what is behind the tag */
	struct str out;
	struct xml_secrets *found; /* NULL: nobody wants to have them */
	const char *counted;       /* so far lines are */
	int line;
};

static bool contains(struct span s, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = s.from; p + len <= s.to; p++)
		if (strncasecmp(p, word, len) == 0)
			return true;
	return false;
}

static bool ends(struct span s, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(s.to - s.from) >= len && strncasecmp(s.to - len, word, len) == 0;
}

static bool is_word(struct span s, const char *word)
{
	return (size_t)(s.to - s.from) == strlen(word) && strncmp(s.from, word, strlen(word)) == 0;
}

static bool is_secret(struct span name)
{
	static const char *const words[] = {"passw", "passphrase", "secret", "token", "cookie",
					    "_pwd", "_pass", "smbpass", "apikey", "api_key", "api-key", "privatekey", "private_key", "private-key"};
	/* What is about a secret, or names one that is kept elsewhere. */
	static const char *const others[] = {"validto", "-secret", "usage", "uuid", "-id", "_id", "cookies"};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (ends(name, others[i]))
			return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (contains(name, words[i]))
			return true;
	return false;
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_.:-", c)) || (unsigned char)c >= 0x80;
}

static const char *skip_name(const char *p)
{
	while (is_name(*p))
		p++;
	return p;
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/* Behind the quote that ends what the one at p begins; where there is none before the next tag, the end of the line or that
 * tag. */
static const char *value_end(const char *p)
{
	const char *end = strchr(p + 1, *p);
	const char *tag = strchr(p, '<');

	return end && (!tag || end < tag) ? end : p + strcspn(p, "\n<");
}

/* "name = 'value'" at p: false when it is something else. */
static bool read_attribute(const char *p, struct span *name, struct span *value)
{
	*name = (struct span){p, skip_name(p)};
	p = skip_blanks(name->to);
	if (name->from == name->to || *p != '=')
		return false;
	p = skip_blanks(p + 1);
	if (*p != '\'' && *p != '"')
		return false;
	*value = (struct span){p + 1, value_end(p)};
	return true;
}

/* ---- writing ---- */

static void copy_to(struct masking *m, const char *to)
{
	str_addn(&m->out, m->at, (size_t)(to - m->at));
	m->at = to;
}

static void keep_secret(struct masking *m, const char *to)
{
	for (; m->counted < m->at; m->counted++)
		m->line += *m->counted == '\n';
	*arr_add(m->found->all, m->found->n, m->found->cap) =
		(struct xml_secret){m->line, mem_strndup(m->at, (size_t)(to - m->at))};
}

static void mask_to(struct masking *m, const char *to)
{
	if (m->found)
		keep_secret(m, to);
	str_add(&m->out, MASK);
	for (; m->at < to; m->at++)
		if (*m->at == '\n')
			str_addc(&m->out, '\n');
}

/* ---- within values and texts ---- */

/* "https://somebody:secret@host" */
static bool mask_login(struct masking *m, const char *text, const char *end)
{
	if (!str_starts(m->at, "://"))
		return false;
	const char *host = m->at + 3 + strcspn(m->at + 3, "/ \t\r\n'\"<>");
	const char *at = memrchr(m->at, '@', (size_t)(host - m->at));
	const char *colon = at ? memchr(m->at + 3, ':', (size_t)(at - m->at - 3)) : NULL;

	/* So QEMU writes it for iSCSI. */
	if (at && !colon && m->at - text >= 5 && strncmp(m->at - 5, "iscsi", 5) == 0)
		colon = memchr(m->at + 3, '%', (size_t)(at - m->at - 3));
	if (!colon || at > end)
		return false;
	copy_to(m, colon + 1);
	mask_to(m, at);
	return true;
}

/* QEMU writes a comma within a value twice. */
static const char *pair_end(const char *p)
{
	for (;;) {
		p += strcspn(p, ", \t\r\n'\"<>");
		if (p[0] != ',' || p[1] != ',')
			return p;
		p += 2;
	}
}

/* A value that is called so, and not what is kept elsewhere. */
static bool is_secret_called(struct span name)
{
	return is_secret(name) || ends(name, "-secret");
}

/* QEMU's "name=opt/x/password,string=secret". */
static bool names_secret_before(struct span before)
{
	static const char word[] = "name=";

	for (const char *p = before.to - strlen(word); p >= before.from; p--) {
		const char *value = p + strlen(word);

		if (strncmp(p, word, strlen(word)) == 0)
			return is_secret_called((struct span){value, value + strcspn(value, ",")});
	}
	return false;
}

/* "password=secret" up to a comma or blank; of QEMU's objects "secret,id=a,data=secret". */
static bool mask_pair(struct masking *m, const char *from, const char *end)
{
	struct span name = {m->at, skip_name(m->at)};

	if (name.to == name.from || name.to >= end || *name.to != '=')
		return false;
	bool is_data = is_word(name, "data") && contains((struct span){from, name.from}, "secret,");

	if (!is_data && !is_secret(name) && !(is_word(name, "string") && names_secret_before((struct span){from, name.from})))
		return false;
	const char *to = pair_end(name.to + 1);

	if (to > end || to == name.to + 1)
		return false;
	copy_to(m, name.to + 1);
	mask_to(m, to);
	return true;
}

/* Behind one, as it may stand in an attribute; NULL: there is none. */
static const char *skip_quote(const char *p)
{
	static const char escaped[] = "&quot;";

	return *p == '"' ? p + 1 : str_starts(p, escaped) ? p + strlen(escaped) : NULL;
}

static const char *json_end(const char *p, const char *end)
{
	while (p < end && !skip_quote(p))
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return p;
}

/* "password":"secret", and of QEMU's objects {"qom-type":"secret","id":"a","data":"secret"}. */
static bool mask_member(struct masking *m, const char *from, const char *end)
{
	const char *p = skip_quote(m->at);
	struct span name = {p, p ? skip_name(p) : NULL};

	p = p && name.to > name.from ? skip_quote(name.to) : NULL;
	if (!p || *skip_blanks(p) != ':')
		return false;
	p = skip_quote(skip_blanks(skip_blanks(p) + 1));
	bool is_data = is_word(name, "data") && contains((struct span){from, end}, "secret");

	if (!p || p >= end || (!is_data && !is_secret(name)))
		return false;
	copy_to(m, p);
	mask_to(m, json_end(p, end));
	return true;
}

static void mask_within(struct masking *m, const char *end)
{
	const char *from = m->at;

	while (m->at < end) {
		bool starts = m->at == from || !is_name(m->at[-1]);

		if (!mask_login(m, from, end) && !mask_member(m, from, end) && !(starts && mask_pair(m, from, end)))
			copy_to(m, m->at + 1);
	}
}

/* ---- tags ---- */

static const char *find_tag_end(const char *p)
{
	while (*p && *p != '>' && *p != '<') {
		if (*p == '\'' || *p == '"')
			p = value_end(p);
		p += *p && *p != '<';
	}
	return p;
}

static bool names_a_secret(const char *p, const char *end)
{
	struct span name, value;

	while (p < end) {
		if (!read_attribute(p, &name, &value)) {
			p = skip_name(p) > p ? skip_name(p) : p + 1;
			continue;
		}
		if (is_word(name, "name") && is_secret_called(value))
			return true;
		p = value.to;
	}
	return false;
}

static void begin_tag(struct masking *m)
{
	struct span name = {m->at + 1, skip_name(m->at + 1)};

	m->tag = name;
	m->tag_end = find_tag_end(name.to);
	m->value_is_secret = names_a_secret(name.to, m->tag_end);
	m->text_is_secret = name.to > name.from && (is_secret(name) || m->value_is_secret) && *m->tag_end == '>' &&
			    m->tag_end[-1] != '/';
	copy_to(m, name.to);
}

/* A TPM's <encryption secret='UUID'/> names one that is kept elsewhere. */
static bool has_secret(const struct masking *m, struct span name)
{
	bool in_tag = m->at < m->tag_end;

	if (is_word(name, "value") && m->value_is_secret && in_tag)
		return true;
	return is_secret(name) && !(in_tag && is_word(m->tag, "encryption") && is_word(name, "secret"));
}

static bool mask_attribute(struct masking *m)
{
	struct span name, value;

	if (!read_attribute(m->at, &name, &value))
		return false;
	bool secret = has_secret(m, name);

	copy_to(m, value.from);
	if (!secret)
		mask_within(m, value.to);
	else if (*value.to == value.from[-1] || value.to > value.from)
		mask_to(m, value.to);
	if (*m->at && *m->at != '\n' && *m->at != '<')
		copy_to(m, m->at + 1);
	return true;
}

/* ---- between tags ---- */

/* What may stand there besides mere text. */
static const struct markup {
	const char *begin, *end;
	bool is_text;
} markups[] = {{"<![CDATA[", "]]>", true}, {"<!--", "-->", false}, {"<?", "?>", false}};

/* A piece of what stands there: its letters, without what begins and ends it. At an element's tag false. */
static bool read_piece(const struct masking *m, const char *p, struct span *ret, bool *ret_text, const char **ret_next)
{
	const struct markup *is = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(markups) && !is; i++)
		is = str_starts(p, markups[i].begin) ? &markups[i] : NULL;
	if (!*p || (*p == '<' && !is))
		return false;
	const char *from = is ? p + strlen(is->begin) : p;
	const char *to = is ? strstr(from, is->end) : strchr(from, '<');

	*ret = (struct span){from, to ? to : m->end};
	*ret_text = !is || is->is_text;
	*ret_next = is && to ? to + strlen(is->end) : ret->to;
	return true;
}

static bool is_blank(struct span s)
{
	return skip_blanks(s.from) >= s.to;
}

/* What stands between this tag and the next. Where there is a secret, a comment beside it may be the one before. */
static void mask_text(struct masking *m)
{
	struct span piece;
	const char *next;
	bool is_text, any = false;

	if (!m->text_is_secret)
		return;
	for (const char *p = m->at; read_piece(m, p, &piece, &is_text, &next); p = next)
		any |= is_text && !is_blank(piece);
	while (any && read_piece(m, m->at, &piece, &is_text, &next)) {
		copy_to(m, piece.from);
		if (!is_blank(piece))
			mask_to(m, piece.to);
		copy_to(m, next);
	}
}

static char *go_through(const char *text, struct xml_secrets *found)
{
	struct masking m = {.at = text, .end = text + strlen(text), .tag_end = text, .found = found, .counted = text,
			    .line = 1};

	while (*m.at) {
		bool starts = m.at == text || !is_name(m.at[-1]);

		if (*m.at == '<' && is_name(m.at[1])) {
			begin_tag(&m);
		} else if (m.at == m.tag_end && *m.at == '>') {
			copy_to(&m, m.at + 1);
			mask_text(&m);
		} else if (!(starts && (mask_attribute(&m) || mask_pair(&m, m.at, m.end))) &&
			   !mask_login(&m, text, m.end)) {
			copy_to(&m, m.at + 1);
		}
	}
	return str_take(&m.out);
}

char *xml_mask(const char *text)
{
	return go_through(text, NULL);
}

char *xml_leave_out_secrets(const char *text)
{
	struct xml_secrets found = {0};
	char *masked = go_through(text, &found);
	char *out = found.n ? mem_printf("<!-- " MASK " is in the place of secrets: write them there before this is defined -->\n%s",
					 masked)
			    : take(masked);

	xml_secrets_finish(&found);
	free(masked);
	return out;
}

struct xml_secrets xml_secrets(const char *text)
{
	struct xml_secrets found = {0};

	free(go_through(text, &found));
	return found;
}

void xml_secrets_finish(struct xml_secrets *secrets)
{
	for (size_t i = 0; i < secrets->n; i++)
		wipe_free(secrets->all[i].value);
	free(secrets->all);
	*secrets = (struct xml_secrets){0};
}

/* In an element it may stand on a line of its own. */
bool xml_secret_is_mask(const struct xml_secret *secret)
{
	const char *from = skip_blanks(secret->value);

	return str_starts(from, MASK) && !*skip_blanks(from + strlen(MASK));
}
