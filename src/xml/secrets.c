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
	const char *text, *at, *end;
	const char *tag_end;
	struct span tag;        /* its name, nothing of one that closes */
	bool value_is_secret;   /* the tag's name= says so: <qemu:env name='API_TOKEN' value='...'/>, <entry name='x/token'> */
	bool text_is_secret;    /* what is behind the tag */
	const char *secret_end; /* so far all elements are in one that is called like a secret */
	struct str plain;       /* a name that was written with references */
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

static bool begins(struct span s, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(s.to - s.from) >= len && strncmp(s.from, word, len) == 0;
}

/* What is about a secret, or names one that is kept elsewhere. */
static bool is_about(struct span name)
{
	static const char *const words[] = {"validto", "-secret", "usage", "uuid", "-id", "_id", "cookies"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (ends(name, words[i]))
			return true;
	return false;
}

static bool is_secret(struct span name)
{
	static const char *const words[] = {"passw", "passphrase", "secret", "token", "cookie",
					    "_pwd", "_pass", "smbpass", "apikey", "api_key", "api-key", "privatekey", "private_key", "private-key"};

	if (is_about(name))
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

/* How long the reference at p to a letter of ASCII is, "&#x70;" or "&#112;"; 0: there is none. */
static size_t read_reference(const char *p, char *ret)
{
	bool hex = str_starts(p, "&#x");
	const char *digits = p + strlen("&#") + hex;
	char *end;

	if (!str_starts(p, "&#") || !isxdigit((unsigned char)*digits))
		return 0;
	unsigned long n = strtoul(digits, &end, hex ? 16 : 10);

	if (*end != ';' || n < 1 || n > 127)
		return 0;
	*ret = (char)n;
	return (size_t)(end + 1 - p);
}

/* Behind a name within a value. */
static const char *skip_written_name(const char *p)
{
	char c = 0;

	for (size_t n = 0;; p += n) {
		n = is_name(*p) ? 1 : read_reference(p, &c);
		if (!n || (n > 1 && !is_name(c)))
			return p;
	}
}

/* Within a text that begins at from. */
static bool starts_name(const char *from, const char *p)
{
	char c = 0;

	if (p > from && p[-1] == ';')
		for (size_t n = strlen("&#9;"); n <= strlen("&#x07f;") && n <= (size_t)(p - from); n++)
			if (read_reference(p - n, &c) == n)
				return !is_name(c);
	return p == from || !is_name(p[-1]);
}

/* Without its references; good until the next is asked for. */
static struct span plain(struct masking *m, struct span s)
{
	if (!memchr(s.from, '&', (size_t)(s.to - s.from)))
		return s;
	str_clear(&m->plain);
	while (s.from < s.to) {
		char c = *s.from;
		size_t n = read_reference(s.from, &c);

		str_addc(&m->plain, c);
		s.from += n ? n : 1;
	}
	return (struct span){m->plain.s, m->plain.s + m->plain.len};
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

/* Not as a part of another. */
static bool has_word(struct span s, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = s.from; p + len <= s.to; p++)
		if (strncmp(p, word, len) == 0 && !is_name(p[len]) && (p == s.from || !is_name(p[-1])))
			return true;
	return false;
}

/* What may stand between tags besides mere text. */
static const struct markup {
	const char *begin, *end;
	bool is_text;
} markups[] = {{"<![CDATA[", "]]>", true}, {"<!--", "-->", false}, {"<?", "?>", false}};

/* The one that ends at p, or NULL. */
static const struct markup *markup_ending(const char *p)
{
	for (size_t i = 0; i < ARRAY_SIZE(markups); i++)
		if (str_starts(p, markups[i].end))
			return &markups[i];
	return NULL;
}

/* Up to one of the letters; what is around it ends a value, too. QEMU writes a comma within a value twice. */
static const char *find_end(const char *p, const char *end, const char *letters)
{
	for (; p < end; p++) {
		if (p[0] == ',' && p[1] == ',')
			p++;
		else if (strchr(letters, *p) || markup_ending(p))
			return p;
	}
	return end;
}

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

#define AROUND " \t\r\n'\"<>"

/* So far around a name is looked for what it belongs to: texts come from hosts, and may be long. */
#define FAR 1024

/* What m->at is among: a value that begins at from is one argument, blanks and all; in a text, where from is NULL, it is between
 * two of the letters. */
static struct span among(const struct masking *m, const char *from, const char *end, const char *letters)
{
	struct span all = {m->at, m->at};
	const char *first = from ? from : m->text;

	if (from)
		letters = "";
	while (all.from > first && m->at - all.from < FAR && !strchr(letters, all.from[-1]))
		all.from--;
	while (all.to < end && all.to - m->at < FAR && !strchr(letters, *all.to))
		all.to++;
	return all;
}

/* The key in "rbd:pool/image:id=admin:key=secret:auth_supported=cephx"; a colon within a value has a backslash. */
static bool mask_rbd_key(struct masking *m, const char *from, const char *end)
{
	static const char scheme[] = "rbd:", key[] = ":key=";

	if (!str_starts(m->at, key) || (m->at > m->text && m->at[-1] == '\\'))
		return false;
	const char *first = among(m, from, end, AROUND).from, *image = NULL;

	for (const char *p = first; p < m->at; p++)
		if (str_starts(p, scheme) && (p == first || !isalnum((unsigned char)p[-1])))
			image = p;
	if (!image || find_end(image, m->at, ",") < m->at)
		return false;
	const char *to = m->at + strlen(key), *begin = to;

	while (to = find_end(to, end, ":,&" AROUND), to < end && *to == ':' && to[-1] == '\\')
		to++;
	if (to == begin)
		return false;
	copy_to(m, begin);
	mask_to(m, to);
	return true;
}

/* A value that is called so, and not what is kept elsewhere. */
static bool is_secret_called(struct span name)
{
	return is_secret(name) || ends(name, "-secret");
}

/* QEMU's "name=opt/x/password,string=secret". */
static bool names_secret_before(struct masking *m, struct span before)
{
	static const char word[] = "name=";

	for (const char *p = before.to - strlen(word); p >= before.from; p--) {
		const char *value = p + strlen(word);

		if (strncmp(p, word, strlen(word)) == 0)
			return is_secret_called(plain(m, (struct span){value, value + strcspn(value, ",")}));
	}
	return false;
}

/* QEMU's "secret,id=a,data=secret", in whatever order. */
static bool is_secret_object(struct span all, const char *data)
{
	return contains((struct span){all.from, data}, "secret,") || has_word(all, "qom-type=secret");
}

/* One that a blank does not end where it is all of an argument, or of a string for the firmware. */
static bool is_secret_with_blanks(struct masking *m, struct span name, const char *from, const char *end)
{
	if (begins(name, "io.systemd.credential"))
		return is_secret(name);
	bool data = is_word(name, "data");

	if (!data && !is_word(name, "string"))
		return false;
	struct span all = among(m, from, end, AROUND);

	return data ? is_secret_object(all, m->at) : names_secret_before(m, (struct span){all.from, m->at});
}

/* What ends a value that may have blanks. */
static const char *letters_behind(const struct masking *m, const char *from)
{
	bool in_entry = !from && is_word(m->tag, "entry") && m->at > m->tag_end;

	return from ? "," : in_entry ? "<" : "," AROUND;
}

/* "password=secret" up to a comma or blank; in a value that begins at from, and in a text, where that is NULL. */
static bool mask_pair(struct masking *m, const char *from, const char *end)
{
	const char *name_end = skip_written_name(m->at), *value = name_end + 1;

	if (name_end == m->at || name_end >= end || *name_end != '=')
		return false;
	struct span name = plain(m, (struct span){m->at, name_end});
	bool is = is_secret(name), with_blanks = is_secret_with_blanks(m, name, from, end);

	if (!is && !with_blanks)
		return false;
	const char *to = find_end(value, end, with_blanks ? letters_behind(m, from) : "," AROUND);

	if (to == value)
		return false;
	copy_to(m, value);
	mask_to(m, to);
	return true;
}

/* Behind one, as it may stand in an attribute; NULL: there is none. */
static const char *skip_quote(const char *p)
{
	static const char escaped[] = "&quot;";
	char c = *p;
	size_t n = read_reference(p, &c);

	return str_starts(p, escaped) ? p + strlen(escaped) : c == '"' ? p + (n ? n : 1) : NULL;
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
	struct span written = {p, p ? skip_written_name(p) : NULL};

	p = p && written.to > written.from ? skip_quote(written.to) : NULL;
	if (!p || *skip_blanks(p) != ':')
		return false;
	struct span name = plain(m, written);

	p = skip_quote(skip_blanks(skip_blanks(p) + 1));
	bool is_data = is_word(name, "data") && has_word(among(m, from, end, "{}<>"), "secret");

	if (!p || p >= end || (!is_data && !is_secret(name)))
		return false;
	end = from ? end : find_end(p, end, "<\n");
	copy_to(m, p);
	mask_to(m, json_end(p, end));
	return true;
}

static void mask_within(struct masking *m, const char *end)
{
	const char *from = m->at;

	while (m->at < end) {
		bool starts = starts_name(from, m->at);

		if (!mask_login(m, from, end) && !mask_member(m, from, end) && !mask_rbd_key(m, from, end) &&
		    !(starts && mask_pair(m, from, end)))
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

static bool names_a_secret(struct masking *m, const char *p, const char *end)
{
	struct span name, value;

	while (p < end) {
		if (!read_attribute(p, &name, &value)) {
			p = skip_name(p) > p ? skip_name(p) : p + 1;
			continue;
		}
		if (is_word(name, "name") && is_secret_called(plain(m, value)))
			return true;
		p = value.to;
	}
	return false;
}

/* The tag that ends what begins at from; where that is cut off from itself. */
static const char *closing_tag(const char *from, struct span name)
{
	autofree char *tag = mem_printf("</%.*s", (int)(name.to - name.from), name.from);
	size_t len = strlen(tag);

	for (const char *p = from; (p = strstr(p, tag)); p += len)
		if (!is_name(p[len]))
			return p;
	return from;
}

static bool is_tag(const char *p)
{
	return *p == '<' && is_name(p[p[1] == '/' ? 2 : 1]);
}

/* What is in an element called so is a part of the secret, but for libvirt's own <secret>, which is about one. */
static void begin_tag(struct masking *m)
{
	bool closes = m->at[1] == '/';
	struct span name = {m->at + 1 + closes, skip_name(m->at + 1 + closes)};
	bool within = m->at < m->secret_end && !is_about(name);
	bool holds = !closes && is_secret(name) && !is_word(name, "secret");

	m->tag = closes ? (struct span){name.to, name.to} : name;
	m->tag_end = find_tag_end(name.to);
	bool named = names_a_secret(m, name.to, m->tag_end);
	bool opens = *m->tag_end == '>' && m->tag_end[-1] != '/' && !closes;

	if (opens && holds && m->at >= m->secret_end)
		m->secret_end = closing_tag(m->tag_end, name);
	m->value_is_secret = named || holds || within;
	m->text_is_secret = opens ? is_secret(name) || named || within : m->tag_end < m->secret_end;
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

/* A piece of what stands there: its letters, without what begins and ends it. At an element's tag false. */
static bool read_piece(const struct masking *m, const char *p, struct span *ret, bool *ret_text, const char **ret_next)
{
	const struct markup *is = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(markups) && !is; i++)
		is = str_starts(p, markups[i].begin) ? &markups[i] : NULL;
	if (!*p || (*p == '<' && !is))
		return false;
	const char *from = is ? p + strlen(is->begin) : p;
	const char *to = is ? strstr(from, is->end) : find_end(from, m->end, "<");
	/* The end of a comment that tags are in. */
	const struct markup *ending = is ? is : markup_ending(to);

	*ret = (struct span){from, to ? to : m->end};
	*ret_text = !is || is->is_text;
	*ret_next = to && ending ? to + strlen(ending->end) : ret->to;
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
	struct masking m = {.text = text, .at = text, .end = text + strlen(text), .tag_end = text, .tag = {text, text},
			    .secret_end = text, .found = found, .counted = text, .line = 1};

	while (*m.at) {
		bool starts = starts_name(text, m.at);

		if (is_tag(m.at)) {
			begin_tag(&m);
		} else if (m.at == m.tag_end && *m.at == '>') {
			copy_to(&m, m.at + 1);
			mask_text(&m);
		} else if (!(starts && (mask_attribute(&m) || mask_pair(&m, NULL, m.end))) &&
			   !mask_login(&m, text, m.end) && !mask_member(&m, NULL, m.end) && !mask_rbd_key(&m, NULL, m.end)) {
			copy_to(&m, m.at + 1);
		}
	}
	str_free(&m.plain);
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
