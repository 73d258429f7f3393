// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/input.h"

#include <stdio.h>
#include <string.h>
#include <termkey.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ui/ground.h"

#define PASTE_BEGIN "\033[200~"
#define PASTE_END "\033[201~"
#define MARK_LENGTH 6 /* bytes of either */
#define SEQUENCE_MAX 64
#define SECRET_ROOM 4096 /* bytes that are not moved while they come, so that no copy is left */
#define STRING_MAX 4096 /* OSC, DCS and their like, which nothing here asks for */
#define PARAM_MAX 14    /* libtermkey writes past its array from the 17th */
#define DIGITS_MAX 6
#define ESC '\033'
#define CTRL_C '\003'

/* Bytes wait in raw[at..]. They go to libtermkey one whole sequence at a time, after a look at
 * them: 0.22 reads and writes outside its arrays on malformed ones, and waits for ever for the end
 * of a control string, which Alt with ] begins. */
struct input {
	TermKey *termkey;
	struct str raw;
	size_t at;
	bool flush;    /* nothing more is coming: take what is there */
	bool in_paste; /* between the two marks */
	bool expects_ground;
	bool esc_gone; /* the last thing that was taken was ESC alone, perhaps an answer's first byte */
	int32_t ground; /* -1: none */
	struct str pasting;
	struct str paste;
};

/* libtermkey's key symbols: a key of ours, or the character on a number pad. */
struct symbol {
	enum key_code code;
	char ch;
};

static const struct symbol symbols[TERMKEY_N_SYMS] = {
	[TERMKEY_SYM_BACKSPACE] = {KEYC_BACKSPACE, 0},
	[TERMKEY_SYM_DEL] = {KEYC_BACKSPACE, 0},
	[TERMKEY_SYM_TAB] = {KEYC_TAB, 0},
	[TERMKEY_SYM_ENTER] = {KEYC_ENTER, 0},
	[TERMKEY_SYM_ESCAPE] = {KEYC_ESC, 0},
	[TERMKEY_SYM_SPACE] = {KEYC_SPACE, 0},
	[TERMKEY_SYM_UP] = {KEYC_UP, 0},
	[TERMKEY_SYM_DOWN] = {KEYC_DOWN, 0},
	[TERMKEY_SYM_LEFT] = {KEYC_LEFT, 0},
	[TERMKEY_SYM_RIGHT] = {KEYC_RIGHT, 0},
	[TERMKEY_SYM_FIND] = {KEYC_HOME, 0},
	[TERMKEY_SYM_SELECT] = {KEYC_END, 0},
	[TERMKEY_SYM_HOME] = {KEYC_HOME, 0},
	[TERMKEY_SYM_END] = {KEYC_END, 0},
	[TERMKEY_SYM_INSERT] = {KEYC_INSERT, 0},
	[TERMKEY_SYM_DELETE] = {KEYC_DELETE, 0},
	[TERMKEY_SYM_PAGEUP] = {KEYC_PAGE_UP, 0},
	[TERMKEY_SYM_PAGEDOWN] = {KEYC_PAGE_DOWN, 0},
	[TERMKEY_SYM_KP0] = {KEYC_CHAR, '0'},
	[TERMKEY_SYM_KP1] = {KEYC_CHAR, '1'},
	[TERMKEY_SYM_KP2] = {KEYC_CHAR, '2'},
	[TERMKEY_SYM_KP3] = {KEYC_CHAR, '3'},
	[TERMKEY_SYM_KP4] = {KEYC_CHAR, '4'},
	[TERMKEY_SYM_KP5] = {KEYC_CHAR, '5'},
	[TERMKEY_SYM_KP6] = {KEYC_CHAR, '6'},
	[TERMKEY_SYM_KP7] = {KEYC_CHAR, '7'},
	[TERMKEY_SYM_KP8] = {KEYC_CHAR, '8'},
	[TERMKEY_SYM_KP9] = {KEYC_CHAR, '9'},
	[TERMKEY_SYM_KPENTER] = {KEYC_ENTER, 0},
	[TERMKEY_SYM_KPPLUS] = {KEYC_CHAR, '+'},
	[TERMKEY_SYM_KPMINUS] = {KEYC_CHAR, '-'},
	[TERMKEY_SYM_KPMULT] = {KEYC_CHAR, '*'},
	[TERMKEY_SYM_KPDIV] = {KEYC_CHAR, '/'},
	[TERMKEY_SYM_KPCOMMA] = {KEYC_CHAR, ','},
	[TERMKEY_SYM_KPPERIOD] = {KEYC_CHAR, '.'},
	[TERMKEY_SYM_KPEQUALS] = {KEYC_CHAR, '='},
};

static const struct {
	int termkey;
	unsigned bit;
} modifiers[] = {
	{TERMKEY_KEYMOD_CTRL, KEYM_CTRL},
	{TERMKEY_KEYMOD_ALT, KEYM_ALT},
	{TERMKEY_KEYMOD_SHIFT, KEYM_SHIFT},
};

static unsigned mods_from_termkey(int mods)
{
	unsigned ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(modifiers); i++)
		if (mods & modifiers[i].termkey)
			ret |= modifiers[i].bit;
	return ret;
}

static bool from_symbol(const TermKeyKey *tk, struct key *key)
{
	const struct symbol *s;

	if (tk->code.sym <= TERMKEY_SYM_NONE || tk->code.sym >= TERMKEY_N_SYMS)
		return false;
	s = &symbols[tk->code.sym];
	key->code = s->code;
	key->ch = (uint32_t)s->ch;
	/* Esc pressed twice at once looks like Alt with Esc. */
	if (s->code == KEYC_ESC)
		key->mods = 0;
	if (s->code == KEYC_CHAR)
		key->mods &= ~(unsigned)KEYM_SHIFT;
	return s->code != KEYC_NONE;
}

static bool from_char(const TermKeyKey *tk, struct key *key)
{
	uint32_t cp = (uint32_t)tk->code.codepoint;

	if (tk->code.codepoint == ' ') {
		key->code = KEYC_SPACE;
		return true;
	}
	if (tk->code.codepoint < 0x20 || cp == 0xfffd || cp > 0x10ffff ||
	    (cp >= 0x7f && cp < 0xa0) || (cp >= 0xd800 && cp < 0xe000))
		return false;
	key->code = KEYC_CHAR;
	key->ch = cp;
	key->mods &= ~(unsigned)KEYM_SHIFT;
	return true;
}

static bool from_mouse(TermKey *termkey, const TermKeyKey *tk, struct key *key)
{
	static const enum mouse_what what[] = {
		[TERMKEY_MOUSE_UNKNOWN] = MOUSE_NONE,
		[TERMKEY_MOUSE_PRESS] = MOUSE_PRESS,
		[TERMKEY_MOUSE_DRAG] = MOUSE_DRAG,
		[TERMKEY_MOUSE_RELEASE] = MOUSE_RELEASE,
	};
	TermKeyMouseEvent event = TERMKEY_MOUSE_UNKNOWN;
	int line = 0, column = 0;

	if (termkey_interpret_mouse(termkey, tk, &event, &key->button, &line, &column) !=
	    TERMKEY_RES_KEY)
		return false;
	key->code = KEYC_MOUSE;
	key->mouse = what[event];
	key->x = column > 0 ? column - 1 : 0;
	key->y = line > 0 ? line - 1 : 0;
	return key->mouse != MOUSE_NONE;
}

static bool from_termkey(TermKey *termkey, const TermKeyKey *tk, struct key *ret_key)
{
	struct key key = {.mods = mods_from_termkey(tk->modifiers)};
	bool ok = false;

	switch (tk->type) {
	case TERMKEY_TYPE_UNICODE:
		ok = from_char(tk, &key);
		break;
	case TERMKEY_TYPE_KEYSYM:
		ok = from_symbol(tk, &key);
		break;
	case TERMKEY_TYPE_FUNCTION:
		ok = tk->code.number >= 1 && tk->code.number <= 24;
		key.code = KEYC_F;
		key.ch = (uint32_t)tk->code.number;
		break;
	case TERMKEY_TYPE_MOUSE:
		ok = from_mouse(termkey, tk, &key);
		break;
	case TERMKEY_TYPE_POSITION:
	case TERMKEY_TYPE_MODEREPORT:
	case TERMKEY_TYPE_DCS:
	case TERMKEY_TYPE_OSC:
	case TERMKEY_TYPE_UNKNOWN_CSI:
		break;
	}
	if (ok)
		*ret_key = key;
	return ok;
}

/* xterm's terminfo says kmous=\E[<, after which libtermkey expects the three bytes of the oldest
 * mouse report and not the numbers that follow. Without it both kinds are understood. */
static const char *without_mouse(const char *name, const char *value, void *opaque)
{
	(void)opaque;
	return str_equal(name, "key_mouse") ? NULL : value;
}

struct input *input_create(const char *term)
{
	const char *const terms[] = {term ? term : "xterm", "xterm", "vt100"};
	int flags = TERMKEY_FLAG_UTF8 | TERMKEY_FLAG_NOTERMIOS | TERMKEY_FLAG_NOSTART;
	struct input *in = mem_new(struct input);

	in->ground = -1;
	for (size_t i = 0; i < ARRAY_SIZE(terms) && !in->termkey; i++)
		in->termkey = termkey_new_abstract(terms[i], flags);
	if (!in->termkey)
		abort();
	termkey_hook_terminfo_getstr(in->termkey, without_mouse, NULL);
	if (!termkey_start(in->termkey))
		abort();
	str_reserve(&in->raw, SECRET_ROOM);
	termkey_set_canonflags(in->termkey, TERMKEY_CANON_SPACESYMBOL | TERMKEY_CANON_DELBS);
	return in;
}

void input_destroy(struct input *in)
{
	if (!in)
		return;
	termkey_destroy(in->termkey);
	str_free(&in->raw);
	str_free(&in->pasting);
	str_free(&in->paste);
	free(in);
}

static size_t left(const struct input *in)
{
	return in->raw.len - in->at;
}

/* It may have been a secret. */
static void wipe(struct str *s)
{
	if (s->s)
		explicit_bzero(s->s, s->cap);
	str_clear(s);
}

static void drop(struct input *in, size_t n)
{
	in->at += n;
	if (in->at < in->raw.len)
		return;
	explicit_bzero(in->raw.s, in->raw.len);
	str_clear(&in->raw);
	in->at = 0;
}

void input_push(struct input *in, const char *bytes, size_t n)
{
	if (n == 0)
		return;
	in->flush = false;
	if (in->in_paste && n == 1 && *bytes == CTRL_C) {
		drop(in, left(in));
		wipe(&in->pasting);
		in->in_paste = false;
	}
	if (in->at > 0 && in->at >= in->raw.len / 2) {
		size_t n_left = left(in);

		memmove(in->raw.s, in->raw.s + in->at, n_left + 1);
		explicit_bzero(in->raw.s + n_left, in->at);
		in->raw.len = n_left;
		in->at = 0;
	}
	str_addn(&in->raw, bytes, n);
}

void input_flush(struct input *in)
{
	in->flush = true;
}

void input_expect_ground(struct input *in)
{
	in->expects_ground = true;
}

bool input_expects_ground(const struct input *in)
{
	return in->expects_ground;
}

bool input_ground(struct input *in, uint32_t *ret_rgb)
{
	if (in->ground < 0)
		return false;
	*ret_rgb = (uint32_t)in->ground;
	in->ground = -1;
	return true;
}

const char *input_paste(const struct input *in)
{
	return str_text(&in->paste);
}

/* How many of n bytes may be the start of a mark that goes on after them. */
static size_t mark_start(const char *bytes, size_t n, const char *mark)
{
	size_t most = n < MARK_LENGTH - 1 ? n : MARK_LENGTH - 1;

	for (size_t k = most; k > 0; k--)
		if (!memcmp(bytes + n - k, mark, k))
			return k;
	return 0;
}

void input_forget_paste(struct input *in)
{
	wipe(&in->paste);
}

static void end_paste(struct input *in)
{
	const char *s = str_text(&in->pasting), *end = s + in->pasting.len;

	str_clear(&in->paste);
	str_reserve(&in->paste, in->pasting.len);
	while (s < end) {
		uint32_t cp = utf8_next(&s, end);
		char buf[4];
		size_t n;

		if (cp == '\r') {
			if (s < end && *s == '\n')
				continue;
			cp = '\n';
		}
		if ((cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7f && cp < 0xa0))
			continue;
		n = (size_t)utf8_encode(cp, buf);
		if (in->paste.len + n > INPUT_PASTE_MAX)
			break;
		str_addn(&in->paste, buf, n);
	}
	wipe(&in->pasting);
	str_free(&in->pasting);
	in->in_paste = false;
}

/* Moves the bytes of a paste over; true at its end. What is too much is thrown away. */
static bool read_paste(struct input *in)
{
	const char *bytes = in->raw.s + in->at;
	const char *mark = memmem(bytes, left(in), PASTE_END, MARK_LENGTH);
	size_t n = mark ? (size_t)(mark - bytes)
			: left(in) - mark_start(bytes, left(in), PASTE_END);
	size_t room = INPUT_PASTE_MAX - in->pasting.len;

	if (!in->pasting.cap)
		str_reserve(&in->pasting, SECRET_ROOM);
	str_addn(&in->pasting, bytes, n < room ? n : room);
	drop(in, mark ? n + MARK_LENGTH : n);
	if (mark)
		end_paste(in);
	return mark;
}

enum token {
	TOKEN_KEYS,   /* whole: for libtermkey */
	TOKEN_PART,   /* more has to come */
	TOKEN_DROP,   /* of no use, or nothing that libtermkey can bear */
	TOKEN_STRING, /* the beginning of a control string without its end */
};

/* What stands at s (n > 0 bytes) and, in *ret_n, how long it is. */
typedef enum token scanner(const char *s, size_t n, size_t *ret_n);

static enum token scan_utf8(const char *s, size_t n, size_t *ret_n)
{
	unsigned char lead = (unsigned char)*s;
	size_t len = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3
		     : lead < 0xf5 ? 4 : 0;

	*ret_n = 1;
	for (size_t i = 1; i < len; i++) {
		if (i == n) {
			*ret_n = n;
			return TOKEN_PART;
		}
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return TOKEN_DROP;
	}
	if (len == 0)
		return TOKEN_DROP;
	*ret_n = len;
	return TOKEN_KEYS;
}

/* Counts numbers with ; between them: -1 when there is anything else or one is too long.
 * *ret_full: none is left out. */
static int count_params(const char *s, size_t n, bool *ret_full)
{
	int count = 1;
	size_t digits = 0;

	*ret_full = true;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == ';') {
			*ret_full &= digits > 0;
			digits = 0;
			count++;
		} else if (s[i] < '0' || s[i] > '9' || ++digits > DIGITS_MAX) {
			return -1;
		}
	}
	*ret_full &= digits > 0;
	return count;
}

/* libtermkey takes what was left out for a number, and counts private marks into an index. s is a
 * whole ESC [ ... */
static bool is_bearable(const char *s, size_t n)
{
	char last = s[n - 1];
	bool mouse = last == 'M' || last == 'm', sgr = mouse && s[2] == '<', full;
	int count = count_params(s + 2 + sgr, n - 3 - sgr, &full);

	if (count < 0 || count > PARAM_MAX)
		return false;
	if (mouse)
		return full && count >= 3;
	if (last == '~')
		return full && (strtol(s + 2, NULL, 10) != 27 || count == 3);
	return last != 'u' || full;
}

static enum token scan_csi(const char *s, size_t n, size_t *ret_n)
{
	size_t i = 2;

	while (i < n && i < SEQUENCE_MAX && s[i] >= 0x20 && s[i] < 0x40)
		i++;
	*ret_n = i;
	if (i == SEQUENCE_MAX)
		return TOKEN_DROP;
	if (i == n)
		return TOKEN_PART;
	if (s[i] < 0x40 || s[i] >= 0x7f)
		return TOKEN_DROP;
	/* The Linux console's F1 to F5 have one more byte, the oldest mouse reports three. */
	if (i == 2 && (s[i] == '[' || s[i] == 'M')) {
		*ret_n = s[i] == '[' ? 4 : 6;
		if (*ret_n <= n)
			return TOKEN_KEYS;
		*ret_n = n;
		return TOKEN_PART;
	}
	*ret_n = i + 1;
	return is_bearable(s, i + 1) ? TOKEN_KEYS : TOKEN_DROP;
}

static enum token scan_ss3(const char *s, size_t n, size_t *ret_n)
{
	*ret_n = n < 3 ? n : 3;
	if (n < 3)
		return TOKEN_PART;
	if (s[2] >= 0x40 && s[2] < 0x7f)
		return TOKEN_KEYS;
	*ret_n = 2;
	return TOKEN_KEYS;
}

/* A whole control string is an answer to somebody else's question. */
static enum token scan_string(const char *s, size_t n, size_t *ret_n)
{
	size_t most = n < STRING_MAX ? n : STRING_MAX;

	for (size_t i = 2; i < most; i++) {
		*ret_n = i + 1;
		if (s[i] == '\a')
			return TOKEN_DROP;
		if (s[i] == '\\' && s[i - 1] == ESC)
			return TOKEN_DROP;
	}
	*ret_n = most;
	return most == STRING_MAX ? TOKEN_DROP : TOKEN_STRING;
}

static enum token scan_escape(const char *s, size_t n, size_t *ret_n)
{
	static scanner *const after_escape[128] = {
		['['] = scan_csi,    ['O'] = scan_ss3,    ['P'] = scan_string, ['X'] = scan_string,
		['^'] = scan_string, ['_'] = scan_string, [']'] = scan_string,
	};
	unsigned char next = n > 1 ? (unsigned char)s[1] : 0;
	enum token token;

	*ret_n = 1;
	if (n == 1)
		return TOKEN_PART;
	if (next < 128 && after_escape[next])
		return after_escape[next](s, n, ret_n);
	if (next == ESC)
		return TOKEN_KEYS;
	token = scan_utf8(s + 1, n - 1, ret_n);
	++*ret_n;
	return token;
}

static bool is_paste(const char *s, size_t n)
{
	return n == MARK_LENGTH && !memcmp(s, PASTE_BEGIN, MARK_LENGTH);
}

static enum token scan(const char *s, size_t n, size_t *ret_n)
{
	enum token token;

	if (*s != ESC)
		return scan_utf8(s, n, ret_n);
	/* Two escapes: Alt with a key that has a sequence, else the first stands alone. */
	if (n > 2 && s[1] == ESC && (s[2] == '[' || s[2] == 'O')) {
		token = scan_escape(s + 1, n - 1, ret_n);
		*ret_n = is_paste(s + 1, *ret_n) ? 1 : *ret_n + 1;
		return token;
	}
	if (n == 2 && s[1] == ESC) {
		*ret_n = 1;
		return TOKEN_PART;
	}
	return scan_escape(s, n, ret_n);
}

/* Escape, and characters that stand for themselves. */
static bool is_typed(const char *s, size_t n)
{
	size_t i = n > 1 && s[1] == ESC ? 2 : 1;

	while (i < n && s[i] >= 0x20 && s[i] < 0x7f)
		i++;
	return *s == ESC && i == n;
}

/* A sequence that did not go on. True when that made a key without libtermkey. */
static bool take_part(struct input *in, enum token token, size_t n, struct key *ret_key)
{
	const char *s = in->raw.s + in->at;

	if (token == TOKEN_STRING) {
		*ret_key = (struct key){.code = KEYC_CHAR, .mods = KEYM_ALT, .ch = (uint32_t)s[1]};
		drop(in, 2);
		return true;
	}
	if (is_typed(s, n))
		termkey_push_bytes(in->termkey, s, n);
	drop(in, n);
	return false;
}

/* Hands the next sequence to libtermkey, or starts a paste. False when there is none that is
 * whole. */
static bool feed(struct input *in, struct key *ret_key, bool *ret_have_key)
{
	const char *s = in->raw.s + in->at;
	size_t n = 0;
	enum token token = scan(s, left(in), &n);

	switch (token) {
	case TOKEN_PART:
	case TOKEN_STRING:
		if (!in->flush)
			return false;
		*ret_have_key = take_part(in, token, n, ret_key);
		return true;
	case TOKEN_KEYS:
		if (is_paste(s, n))
			in->in_paste = true;
		else
			termkey_push_bytes(in->termkey, s, n);
		break;
	case TOKEN_DROP:
		break;
	}
	drop(in, n);
	return true;
}

/* GROUND_PART: what is there has to wait. Once more than ESC has come no pause may make keys of it: its letters
 * would shut machines down. */
static enum ground_match take_ground(struct input *in)
{
	enum ground_match match;
	int32_t rgb;
	size_t n;

	if (!in->expects_ground)
		return GROUND_NONE;
	match = ground_match(in->raw.s + in->at, left(in), false, &n, &rgb);
	if (match == GROUND_PART && left(in) == 1)
		return GROUND_NONE;
	if (match == GROUND_NONE && in->esc_gone) {
		match = ground_match(in->raw.s + in->at, left(in), true, &n, &rgb);
		if (match == GROUND_PART && left(in) == 1 && in->flush)
			return GROUND_NONE;
	}
	if (match != GROUND_MINE)
		return match;
	in->expects_ground = false;
	in->ground = rgb;
	drop(in, n);
	return match;
}

/* feed(), after a look for the answer that is expected. */
static bool feed_or_answer(struct input *in, struct key *ret_key, bool *ret_have_key, bool *ret_wait)
{
	bool esc_alone = left(in) == 1 && in->raw.s[in->at] == ESC;

	switch (take_ground(in)) {
	case GROUND_MINE:
		return true;
	case GROUND_PART:
		*ret_wait = in->esc_gone && left(in) == 1;
		return false;
	case GROUND_NONE:
		break;
	}
	*ret_wait = !feed(in, ret_key, ret_have_key);
	in->esc_gone = esc_alone && !*ret_wait;
	return !*ret_wait;
}

bool input_next(struct input *in, struct key *ret_key, bool *ret_wait)
{
	bool have_key = false;
	TermKeyKey tk;

	*ret_wait = false;
	for (;;) {
		/* Forced, because what it has is whole. */
		if (termkey_getkey_force(in->termkey, &tk) == TERMKEY_RES_KEY) {
			if (from_termkey(in->termkey, &tk, ret_key))
				return true;
			continue;
		}
		if (left(in) == 0)
			return false;
		if (in->in_paste) {
			if (!read_paste(in))
				return false;
			*ret_key = (struct key){.code = KEYC_PASTE};
			return true;
		}
		if (!feed_or_answer(in, ret_key, &have_key, ret_wait))
			return false;
		if (have_key)
			return true;
	}
}
