// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/line.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MOST 4096 /* bytes */
#define TOO_LONG " too long: nothing was added "
#define TOO_LONG_WIDTH (int)(sizeof(TOO_LONG) - 1)

void line_set(struct line_edit *line, const char *text)
{
	str_clear(&line->text);
	utf8_add_safe(&line->text, text);
	line->at = line->text.len;
}

void line_finish(struct line_edit *line)
{
	str_free(&line->text);
}

static void replace(struct line_edit *line, size_t from, size_t to, const char *with)
{
	struct str text = {0};

	str_addn(&text, str_text(&line->text), from);
	str_add(&text, with);
	line->at = text.len;
	str_add(&text, str_text(&line->text) + to);
	str_free(&line->text);
	line->text = text;
}

static size_t before(const struct line_edit *line, size_t at)
{
	const char *s = str_text(&line->text);

	while (at > 0 && ((unsigned char)s[--at] & 0xc0) == 0x80)
		;
	return at;
}

static size_t after(const struct line_edit *line, size_t at)
{
	const char *s = str_text(&line->text);

	if (at < line->text.len)
		at++;
	while (at < line->text.len && ((unsigned char)s[at] & 0xc0) == 0x80)
		at++;
	return at;
}

static size_t word_start(const struct line_edit *line)
{
	const char *s = str_text(&line->text);
	size_t at = line->at;

	while (at > 0 && (s[at - 1] == ' ' || s[at - 1] == '/'))
		at--;
	while (at > 0 && s[at - 1] != ' ' && s[at - 1] != '/')
		at--;
	return at;
}

static void insert(struct line_edit *line, const char *text)
{
	struct str safe = {0};

	utf8_add_safe(&safe, text);
	line->refused = line->text.len + safe.len > MOST;
	if (!line->refused)
		replace(line, line->at, line->at, str_text(&safe));
	str_free(&safe);
}

static bool insert_char(struct line_edit *line, uint32_t ch)
{
	char bytes[5] = "";

	bytes[utf8_encode(ch, bytes)] = '\0';
	insert(line, bytes);
	return true;
}

static bool control(struct line_edit *line, uint32_t ch)
{
	switch (ch) {
	case 'a':
		line->at = 0;
		return true;
	case 'e':
		line->at = line->text.len;
		return true;
	case 'u':
		replace(line, 0, line->at, "");
		return true;
	case 'k':
		replace(line, line->at, line->text.len, "");
		return true;
	case 'w':
		replace(line, word_start(line), line->at, "");
		return true;
	default:
		return false;
	}
}

bool line_key(struct line_edit *line, const struct key *key, const char *pasted)
{
	line->refused = false;
	switch (key->code) {
	case KEYC_CHAR:
		if (key->mods & KEYM_CTRL)
			return control(line, key->ch);
		return !(key->mods & KEYM_ALT) && insert_char(line, key->ch);
	case KEYC_SPACE:
		return insert_char(line, ' ');
	case KEYC_PASTE:
		insert(line, pasted);
		return true;
	case KEYC_BACKSPACE:
		replace(line, before(line, line->at), line->at, "");
		return true;
	case KEYC_DELETE: {
		size_t at = line->at;

		replace(line, at, after(line, at), "");
		return true;
	}
	case KEYC_LEFT:
		line->at = before(line, line->at);
		return true;
	case KEYC_RIGHT:
		line->at = after(line, line->at);
		return true;
	case KEYC_HOME:
		line->at = 0;
		return true;
	case KEYC_END:
		line->at = line->text.len;
		return true;
	default:
		return false;
	}
}

void line_draw(const struct line_edit *line, struct area area, int x, int y, int width)
{
	autofree char *left = mem_strndup(str_text(&line->text), line->at);
	struct area field = area_part(area, x, y, width, 1);
	int cursor = utf8_text_width(left);
	int scroll = cursor >= width ? cursor - width + 1 : 0;

	area_fill(field, ROLE_INPUT);
	area_text(field, -scroll, 0, ROLE_INPUT, str_text(&line->text));
	area_cursor(field, cursor - scroll, 0);
	if (line->refused)
		area_text(field, width > TOO_LONG_WIDTH ? width - TOO_LONG_WIDTH : 0, 0, ROLE_MESSAGE_BAD,
			  width > TOO_LONG_WIDTH ? TOO_LONG : "too long");
}
