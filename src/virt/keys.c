// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/keys.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <linux/input-event-codes.h>

#include "base/argv.h"
#include "base/arr.h"
#include "virt/domain.h"

static const struct {
	const char *name;
	unsigned code;
} names[] = {
	{"ctrl", KEY_LEFTCTRL},
	{"alt", KEY_LEFTALT},
	{"shift", KEY_LEFTSHIFT},
	{"meta", KEY_LEFTMETA},
	{"delete", KEY_DELETE},
	{"sysrq", KEY_SYSRQ},
	{"enter", KEY_ENTER},
	{"esc", KEY_ESC},
	{"tab", KEY_TAB},
	{"space", KEY_SPACE},
	{"backspace", KEY_BACKSPACE},
	{"insert", KEY_INSERT},
	{"home", KEY_HOME},
	{"end", KEY_END},
	{"pageup", KEY_PAGEUP},
	{"pagedown", KEY_PAGEDOWN},
	{"up", KEY_UP},
	{"down", KEY_DOWN},
	{"left", KEY_LEFT},
	{"right", KEY_RIGHT},
	{"f1", KEY_F1},
	{"f2", KEY_F2},
	{"f3", KEY_F3},
	{"f4", KEY_F4},
	{"f5", KEY_F5},
	{"f6", KEY_F6},
	{"f7", KEY_F7},
	{"f8", KEY_F8},
	{"f9", KEY_F9},
	{"f10", KEY_F10},
	{"f11", KEY_F11},
	{"f12", KEY_F12},
	{"0", KEY_0},
	{"1", KEY_1},
	{"2", KEY_2},
	{"3", KEY_3},
	{"4", KEY_4},
	{"5", KEY_5},
	{"6", KEY_6},
	{"7", KEY_7},
	{"8", KEY_8},
	{"9", KEY_9},
	{"a", KEY_A},
	{"b", KEY_B},
	{"c", KEY_C},
	{"d", KEY_D},
	{"e", KEY_E},
	{"f", KEY_F},
	{"g", KEY_G},
	{"h", KEY_H},
	{"i", KEY_I},
	{"j", KEY_J},
	{"k", KEY_K},
	{"l", KEY_L},
	{"m", KEY_M},
	{"n", KEY_N},
	{"o", KEY_O},
	{"p", KEY_P},
	{"q", KEY_Q},
	{"r", KEY_R},
	{"s", KEY_S},
	{"t", KEY_T},
	{"u", KEY_U},
	{"v", KEY_V},
	{"w", KEY_W},
	{"x", KEY_X},
	{"y", KEY_Y},
	{"z", KEY_Z},
};

/* As virsh and other programs call them. */
static const struct {
	const char *other, *name;
} others[] = {
	{"del", "delete"},     {"ins", "insert"},     {"pgup", "pageup"},    {"pgdn", "pagedown"},
	{"leftctrl", "ctrl"},  {"leftalt", "alt"},    {"leftshift", "shift"}, {"leftmeta", "meta"},
};

const char *domain_key_name(size_t index)
{
	return index < ARRAY_SIZE(names) ? names[index].name : NULL;
}

static bool find(const char *word, size_t len, unsigned *ret_code)
{
	if (len > 4 && strncasecmp(word, "KEY_", 4) == 0) {
		word += 4;
		len -= 4;
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		if (strlen(others[i].other) != len || strncasecmp(others[i].other, word, len) != 0)
			continue;
		word = others[i].name;
		len = strlen(word);
		break;
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strlen(names[i].name) != len || strncasecmp(names[i].name, word, len) != 0)
			continue;
		*ret_code = names[i].code;
		return true;
	}
	return false;
}

bool keys_parse(const char *text, struct keys *ret, struct err *err)
{
	struct keys keys = {0};
	const char *word = text ? text : "";
	for (;;) {
		size_t len = strcspn(word, "+");
		if (keys.n == KEYS_MOST)
			return err_set(err, ERR_INVALID, "Not more than %d keys at once",
				       KEYS_MOST);
		if (!find(word, len, &keys.codes[keys.n]))
			return err_set(err, ERR_INVALID,
				       "\"%.*s\" is no key: keys are named as in ctrl+alt+delete",
				       (int)(len < 40 ? len : 40), word);
		keys.n++;
		if (!word[len])
			break;
		word += len + 1;
	}
	*ret = keys;
	return true;
}

/* Its name in linux/input-event-codes.h; of those that are there twice the left one is meant. */
static void add_linux_name(struct str *out, unsigned code)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].code != code)
			continue;
		str_add(out, code == KEY_LEFTCTRL || code == KEY_LEFTALT || code == KEY_LEFTSHIFT || code == KEY_LEFTMETA
				     ? "KEY_LEFT" : "KEY_");
		for (const char *p = names[i].name; *p; p++)
			str_addc(out, (char)toupper((unsigned char)*p));
		return;
	}
}

void keys_add_virsh(struct str *out, const char *text)
{
	autoerr struct err err = {0};
	struct keys keys;

	if (!keys_parse(text, &keys, &err)) {
		argv_add_quoted(out, text ? text : "");
		return;
	}
	for (size_t i = 0; i < keys.n; i++) {
		str_add(out, i ? " " : "");
		add_linux_name(out, keys.codes[i]);
	}
}
