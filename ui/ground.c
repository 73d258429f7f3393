// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ground.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/str.h"

static const char *const known[] = {
	"xterm", "screen", "tmux", "foot", "kitty", "alacritty", "wezterm", "konsole", "gnome", "vte",
	"rxvt", "st-", "mintty", "contour", "ghostty", "iterm", "mlterm", "putty",
};

bool ground_may_be_asked(const char *term)
{
	for (size_t i = 0; term && i < ARRAY_SIZE(known); i++)
		if (str_starts(term, known[i]))
			return true;
	return false;
}

/* "ffff", "ff", "f": each is the share of the largest number of so many digits. False at a bad one. */
static bool parse_part(const char **s, uint32_t *ret_byte)
{
	size_t digits = strspn(*s, "0123456789abcdefABCDEF");
	unsigned long most;

	if (digits < 1 || digits > 4)
		return false;
	most = (1ul << 4 * digits) - 1;
	*ret_byte = (uint32_t)((strtoul(*s, NULL, 16) * 255 + most / 2) / most);
	*s += digits;
	return true;
}

static int32_t parse_color(const char *s)
{
	uint32_t part[3];

	if (!str_starts(s, "rgb:") && !str_starts(s, "rgba:"))
		return -1;
	s = strchr(s, ':') + 1;
	for (size_t i = 0; i < ARRAY_SIZE(part); i++) {
		if (!parse_part(&s, &part[i]) || (i < 2 && *s++ != '/'))
			return -1;
	}
	return *s && *s != '/' ? -1 : (int32_t)(part[0] << 16 | part[1] << 8 | part[2]);
}

static enum ground_match broken(size_t n, size_t *ret_n, int32_t *ret_rgb)
{
	*ret_n = n;
	*ret_rgb = -1;
	return GROUND_MINE;
}

enum ground_match ground_match(const char *s, size_t n, bool without_esc, size_t *ret_n, int32_t *ret_rgb)
{
	const char *prefix = without_esc ? "]11;" : "\033]11;";
	size_t begin = strlen(prefix), i;
	char color[GROUND_ANSWER_MAX + 1];

	if (memcmp(s, prefix, n < begin ? n : begin) != 0)
		return GROUND_NONE;
	if (n <= begin)
		return GROUND_PART;
	for (i = begin; i < n && i < GROUND_ANSWER_MAX; i++)
		if (!strchr("rgba:/0123456789abcdefABCDEF", s[i]) || !s[i])
			break;
	if (i == GROUND_ANSWER_MAX)
		return GROUND_NONE;
	if (i == n || (s[i] == '\033' && i + 1 == n))
		return GROUND_PART;
	if (s[i] != '\a' && (s[i] != '\033' || s[i + 1] != '\\'))
		return broken(i, ret_n, ret_rgb);
	snprintf(color, sizeof(color), "%.*s", (int)(i - begin), s + begin);
	*ret_n = i + (s[i] == '\a' ? 1 : 2);
	*ret_rgb = parse_color(color);
	return GROUND_MINE;
}

bool ground_is_light(uint32_t rgb)
{
	uint32_t r = rgb >> 16 & 0xff, g = rgb >> 8 & 0xff, b = rgb & 0xff;

	return 299 * r + 587 * g + 114 * b >= 500 * 255;
}

bool ground_hint(const char *colorfgbg, bool *ret_light)
{
	const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
	char *end;
	long n;

	if (!last || last[1] < '0' || last[1] > '9')
		return false;
	n = strtol(last + 1, &end, 10);
	if (*end || n > 15)
		return false;
	*ret_light = n == 7 || n >= 9;
	return true;
}
