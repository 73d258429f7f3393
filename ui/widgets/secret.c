// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/secret.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/app.h"

void secret_wipe(struct secret_edit *edit)
{
	explicit_bzero(edit, sizeof(*edit));
}

bool secret_has_room(struct app *app, size_t len, size_t n)
{
	if (n <= SECRET_MOST - len)
		return true;
	app_complain(app, "it would be longer than %d bytes: that was not taken", SECRET_MOST);
	return false;
}

size_t secret_pasted(struct app *app, size_t len)
{
	const char *text = app_paste(app);
	size_t n = strcspn(text, "\n");

	if (text[n + strspn(text + n, " \t\n")]) {
		app_complain(app, "what was pasted has several lines: nothing of it was taken");
		return 0;
	}
	return secret_has_room(app, len, n) ? n : 0;
}

static void add(struct app *app, struct secret_edit *edit, const char *bytes, size_t n)
{
	if (!secret_has_room(app, edit->len, n))
		return;
	memcpy(edit->text + edit->len, bytes, n);
	edit->len += n;
}

static void cut(struct secret_edit *edit, size_t len)
{
	explicit_bzero(edit->text + len, sizeof(edit->text) - len);
	edit->len = len;
}

static void drop_last(struct secret_edit *edit)
{
	size_t len = edit->len;

	while (len > 0 && ((unsigned char)edit->text[--len] & 0xc0) == 0x80)
		;
	cut(edit, len);
}

static void add_char(struct app *app, struct secret_edit *edit, const struct key *key)
{
	char bytes[4];

	add(app, edit, bytes, (size_t)utf8_encode(key->ch, bytes));
	explicit_bzero(bytes, sizeof(bytes));
}

enum reaction secret_key(struct app *app, struct secret_edit *edit, const struct key *key)
{
	switch (key->code) {
	case KEYC_CHAR:
		if (key->mods == KEYM_CTRL && (key->ch == 'u' || key->ch == 'w'))
			cut(edit, 0);
		else if (key->mods)
			return REACT_UNUSED;
		else
			add_char(app, edit, key);
		return REACT_REDRAW;
	case KEYC_SPACE:
		add(app, edit, " ", 1);
		return REACT_REDRAW;
	case KEYC_PASTE:
		add(app, edit, app_paste(app), secret_pasted(app, edit->len));
		return REACT_REDRAW;
	case KEYC_BACKSPACE:
		drop_last(edit);
		return REACT_REDRAW;
	default:
		return REACT_DONE;
	}
}

void secret_draw(const struct secret_edit *edit, struct area area, int x, int y, int width)
{
	struct area field = area_part(area, x, y, width, 1);
	const char *p = edit->text, *end = p + edit->len;
	int at = 0;

	area_fill(field, ROLE_INPUT);
	while (p < end && at < field.width - 1) {
		utf8_next(&p, end);
		at = area_text(field, at, 0, ROLE_INPUT, area.surface->unicode ? "•" : "*");
	}
	area_cursor(field, at, 0);
}
