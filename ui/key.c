// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/key.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/nearest.h"
#include "base/str.h"
#include "base/utf8.h"

struct key_name {
	const char *name;
	enum key_code code;
};

static const struct key_name key_names[] = {
	{"Enter", KEYC_ENTER},
	{"Esc", KEYC_ESC},
	{"Tab", KEYC_TAB},
	{"Backspace", KEYC_BACKSPACE},
	{"Space", KEYC_SPACE},
	{"Del", KEYC_DELETE},
	{"Ins", KEYC_INSERT},
	{"Up", KEYC_UP},
	{"Down", KEYC_DOWN},
	{"Left", KEYC_LEFT},
	{"Right", KEYC_RIGHT},
	{"Home", KEYC_HOME},
	{"End", KEYC_END},
	{"PgUp", KEYC_PAGE_UP},
	{"PgDn", KEYC_PAGE_DOWN},
	{"Mouse", KEYC_MOUSE},
	{"Paste", KEYC_PASTE},
};

static const struct {
	char letter;
	unsigned bit;
} modifiers[] = {
	{'C', KEYM_CTRL},
	{'M', KEYM_ALT},
	{'S', KEYM_SHIFT},
};

/* Ctrl with these characters sends the byte of another key. */
static const struct {
	uint32_t ch;
	enum key_code code;
	unsigned mods;
} same_bytes[] = {
	{'i', KEYC_TAB, 0},
	{'m', KEYC_ENTER, 0},
	{'[', KEYC_ESC, 0},
	{'h', KEYC_BACKSPACE, 0},
	{'@', KEYC_SPACE, KEYM_CTRL},
};

static unsigned modifier_bit(char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(modifiers); i++)
		if (modifiers[i].letter == letter)
			return modifiers[i].bit;
	return 0;
}

static bool parse_named(const char *name, struct key *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(key_names); i++) {
		if (key_names[i].code < KEYC_MOUSE && !strcasecmp(name, key_names[i].name)) {
			key->code = key_names[i].code;
			return true;
		}
	}
	return false;
}

static bool parse_function(const char *name, struct key *key)
{
	unsigned n = 0;

	if (toupper((unsigned char)*name) != 'F' || name[1] < '1' || name[1] > '9')
		return false;
	for (name++; isdigit((unsigned char)*name) && n < 100; name++)
		n = n * 10 + (unsigned)(*name - '0');
	if (*name || n > 24)
		return false;
	key->code = KEYC_F;
	key->ch = n;
	return true;
}

static void parse_ctrl(struct key *key)
{
	if (key->ch >= 'A' && key->ch <= 'Z')
		key->ch = key->ch - 'A' + 'a';
	for (size_t i = 0; i < ARRAY_SIZE(same_bytes); i++) {
		if (same_bytes[i].ch != key->ch)
			continue;
		key->code = same_bytes[i].code;
		key->mods = (key->mods & ~(unsigned)KEYM_CTRL) | same_bytes[i].mods;
		key->ch = 0;
		return;
	}
}

static bool parse_char(const char *name, struct key *key)
{
	const char *end = name + strlen(name);
	uint32_t cp = utf8_next(&name, end);

	if (name != end || (key->mods & KEYM_SHIFT))
		return false;
	if (cp != ' ' && (utf8_safe(cp) != cp || cp == 0xfffd))
		return false;
	key->code = cp == ' ' ? KEYC_SPACE : KEYC_CHAR;
	key->ch = cp == ' ' ? 0 : cp;
	if (key->mods & KEYM_CTRL)
		parse_ctrl(key);
	return true;
}

bool key_parse(const char *name, struct key *ret_key)
{
	struct key key = {0};

	for (; *name && name[1] == '-' && name[2] && modifier_bit(*name); name += 2)
		key.mods |= modifier_bit(*name);
	if (*name == '^' && name[1]) {
		key.mods |= KEYM_CTRL;
		name++;
	}
	if (!*name || !(parse_char(name, &key) || parse_named(name, &key) ||
			parse_function(name, &key)))
		return false;
	*ret_key = key;
	return true;
}

static const char *code_name(enum key_code code)
{
	for (size_t i = 0; i < ARRAY_SIZE(key_names); i++)
		if (key_names[i].code == code)
			return key_names[i].name;
	return "";
}

char *key_format(const struct key *key, char buf[KEY_NAME_SIZE])
{
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(modifiers); i++) {
		if (key->mods & modifiers[i].bit) {
			buf[n++] = modifiers[i].letter;
			buf[n++] = '-';
		}
	}
	if (key->code == KEYC_CHAR)
		n += (size_t)utf8_encode(key->ch, buf + n);
	buf[n] = '\0';
	if (key->code == KEYC_F)
		snprintf(buf + n, KEY_NAME_SIZE - n, "F%u", (unsigned)key->ch);
	else if (key->code != KEYC_CHAR)
		snprintf(buf + n, KEY_NAME_SIZE - n, "%s", code_name(key->code));
	return buf;
}

/* What the same keys are called elsewhere. */
static const char *const other_names[][2] = {
	{"Return", "Enter"}, {"CR", "Enter"}, {"Escape", "Esc"}, {"Delete", "Del"}, {"Insert", "Ins"},
	{"PageUp", "PgUp"}, {"Prior", "PgUp"}, {"PageDown", "PgDn"}, {"Next", "PgDn"}, {"BS", "Backspace"},
};

const char *key_nearest(const char *name)
{
	struct nearest nearest = nearest_start(name);

	for (size_t i = 0; i < ARRAY_SIZE(key_names); i++)
		if (key_names[i].code < KEYC_MOUSE)
			nearest_offer(&nearest, key_names[i].name);
	for (size_t i = 0; i < ARRAY_SIZE(other_names); i++)
		if (!strcasecmp(name, other_names[i][0]))
			return other_names[i][1];
		else
			nearest_offer(&nearest, other_names[i][0]);
	for (size_t i = 0; i < ARRAY_SIZE(other_names); i++)
		if (nearest.best == other_names[i][0])
			return other_names[i][1];
	return nearest.best;
}

bool key_equal(const struct key *a, const struct key *b)
{
	return a->code == b->code && a->mods == b->mods && a->ch == b->ch;
}

bool key_is_char(const struct key *key, uint32_t ch)
{
	return key->code == KEYC_CHAR && !key->mods && key->ch == ch;
}
