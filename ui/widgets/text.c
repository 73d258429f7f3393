// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/verbs.h"
#include "ui/app.h"
#include "ui/widgets/docview.h"
#include "xml/secrets.h"

struct text {
	char *title;
	struct doc *doc;
	struct doc_view view;
	char *xml;     /* with its secrets; NULL: there are none */
	bool revealed; /* they are shown */
};

static const struct pane_ops text_pane;

struct text *text_create(const char *title)
{
	struct text *text = mem_new(struct text);

	text->title = mem_strdup(title);
	text->doc = text->view.doc = doc_create();
	return text;
}

void text_add(struct text *text, enum role role, const char *body)
{
	doc_text(text->doc, role, body);
}

void text_addf(struct text *text, enum role role, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	autofree char *body = mem_vprintf(format, args);
	va_end(args);
	doc_text(text->doc, role, body);
}

void text_set_xml(struct text *text, const char *xml)
{
	autofree char *masked = xml_mask(xml);

	text_add(text, ROLE_TEXT, masked);
	if (!str_equal(masked, xml))
		text->xml = mem_strdup(xml);
}

static enum reaction turn_secrets(struct text *text)
{
	autofree char *masked = xml_mask(text->xml);

	text->revealed = !text->revealed;
	doc_clear(text->doc);
	text_add(text, ROLE_TEXT, text->revealed ? text->xml : masked);
	return REACT_REDRAW | REACT_RELAYOUT;
}

struct doc *text_doc(struct text *text)
{
	return text->doc;
}

void text_show(struct app *app, struct text *text)
{
	app_push(app, &text_pane, text);
}

static void close_pane(struct pane *pane)
{
	struct text *text = pane->data;

	doc_view_finish(&text->view);
	doc_destroy(text->doc);
	wipe_free(text->xml);
	free(text->title);
	free(text);
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	struct text *text = pane->data;
	int lines;

	*ret_width = *ret_width > 85 ? 80 : *ret_width;
	doc_layout(text->doc, *ret_width - 4);
	lines = (int)doc_rows(text->doc) + 2;
	*ret_height = lines < *ret_height - 2 ? lines : *ret_height - 2;
}

static void layout(struct pane *pane, int width, int height)
{
	struct text *text = pane->data;

	(void)width;
	doc_view_fit(&text->view, height - 2);
}

static void draw(struct pane *pane, struct area area)
{
	const struct text *text = pane->data;
	size_t n = doc_rows(text->doc);
	struct area in = area_part(area, 2, 1, area.width - 4, area.height - 2);

	autofree char *hint = mem_printf("%s%s/ find   Esc close", n > (size_t)in.height ? "j k PgDn PgUp scroll   " : "",
					 !text->xml ? "" : text->revealed ? "! hides secrets   " : "! secrets   ");

	area_box(area, text->title, hint);
	area_box_place(area, text->view.top, (size_t)in.height, n);
	doc_view_draw(&text->view, in);
	doc_view_draw_find(&text->view, area, area.height - 1);
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct text *text = pane->data;

	return doc_view_move(&text->view, how);
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct text *text = pane->data;

	(void)x;
	return doc_view_press(&text->view, key, y - 1);
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct text *text = pane->data;
	enum reaction r = doc_view_key(&text->view, key, app_paste(pane->app));

	if (r != REACT_UNUSED)
		return r;
	if (text->xml && key->code == KEYC_CHAR && !key->mods && key->ch == '!')
		return turn_secrets(text);
	return key->code == KEYC_ENTER || key_closes(key) ? REACT_CLOSE : REACT_UNUSED;
}

static const struct pane_ops text_pane = {
	.name = "text",
	.title = "Text",
	.scope = SCOPE_TEXT,
	.close = close_pane,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = press,
};
