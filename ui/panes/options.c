// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/settings.h"
#include "ui/themes.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/pick.h"
#include "ui/widgets/prompt.h"

#define WIDTH       84
#define NAME_WIDTH  19
#define VALUE_WIDTH 12
#define HELP_LINES  2

struct screen {
	const struct option *rows[OPTIONS_MOST];
	struct pick pick;
};

static const struct pane_ops options_pane;

void options_open(struct app *app)
{
	struct screen *s = mem_new(struct screen);
	size_t n;
	const struct option *rows = options_table(&n);

	s->pick = (struct pick){.width = WIDTH, .above = 2, .below = HELP_LINES + 2, .spare = 2};
	for (size_t i = 0; i < n; i++)
		if (rows[i].where & IN_FILE)
			s->rows[s->pick.n++] = &rows[i];
	app_push(app, &options_pane, s)->pick = &s->pick;
}

static void close_pane(struct pane *pane)
{
	free(pane->data);
}

static const struct option *option_at(const struct screen *s)
{
	return s->rows[s->pick.cursor];
}

static void draw_row(const struct pane *pane, struct area line, size_t index)
{
	const struct app *app = pane->app;
	const struct option *option = ((const struct screen *)pane->data)->rows[index];
	autofree char *whence = settings_whence(app, option);
	enum option_layer layer;
	const char *value = options_value(app->options, option, &layer);
	int x = NAME_WIDTH + VALUE_WIDTH + 2;

	area_field(line, 1, 0, NAME_WIDTH - 1, ROLE_BOX, CUT_END, false, option->name);
	area_field(line, NAME_WIDTH, 0, VALUE_WIDTH, layer == LAYER_DEFAULT ? ROLE_BOX : ROLE_KEY,
		   CUT_MIDDLE, false, value);
	area_field(line, x, 0, line.width - x - 1, ROLE_DIM, CUT_MIDDLE, false, whence);
}

static void draw_help(struct area in, const struct option *option)
{
	autofree char *text = option_text(option, true);
	autofree char *help = mem_printf("%s%s", text,
					 option->restart ? "; counts from the next start" : "");
	const char *p = help;

	for (int y = in.height - HELP_LINES; y < in.height && *p; y++) {
		size_t len = utf8_break(p, in.width - 2);

		area_textf(in, 1, y, ROLE_DIM, "%.*s", (int)len, p);
		p += len;
		p += strspn(p, " \n");
	}
}

static void draw(struct pane *pane, struct area area)
{
	const struct screen *s = pane->data;
	struct area in = area_part(area, 1, 1, area.width - 2, area.height - 2);

	area_box(area, "Options", "Enter change   Del as it was without   Esc close");
	area_text(in, 1, 0, ROLE_TABLE_HEADER, "OPTION");
	area_text(in, NAME_WIDTH, 0, ROLE_TABLE_HEADER, "VALUE");
	area_text(in, NAME_WIDTH + VALUE_WIDTH + 2, 0, ROLE_TABLE_HEADER, "FROM");
	pick_draw(pane, area, draw_row);
	area_rule(in, 0, in.height - HELP_LINES - 1, in.width, ROLE_DIM);
	draw_help(in, option_at(s));
}

/* --- changing -------------------------------------------------------------------------------- */

static void set(struct app *app, const struct option *option, const char *value)
{
	autoerr struct err err = {0};

	if (!app_set_option(app, option->name, value, &err))
		app_complain(app, "%s", err.text);
}

static void chosen_word(struct app *app, void *opaque, size_t index)
{
	const struct option *option = opaque;

	set(app, option, option->words[index]);
}

static char *typed(struct app *app, void *opaque, const char *text)
{
	const struct option *option = opaque;
	autoerr struct err err = {0};

	return app_set_option(app, option->name, text, &err) ? NULL : mem_strdup(err.text);
}

static void ask_text(struct app *app, const struct option *option, const char *value)
{
	autofree char *text = option_text(option, true);

	prompt_ask(app, &(struct prompt_question){.title = option->name,
						  .label = text,
						  .text = value,
						  .ok = "set",
						  .answer = typed,
						  .opaque = (void *)(uintptr_t)option});
}

static void change(struct app *app, const struct option *option)
{
	struct choose_question q = {.title = option->name,
				    .text = option->help,
				    .answer = chosen_word,
				    .opaque = (void *)(uintptr_t)option};
	enum option_layer layer;
	const char *value = options_value(app->options, option, &layer);

	if (option->type == OPTION_FLAG) {
		bool on = *(const bool *)((const char *)app->options + option->offset);

		set(app, option, on ? "no" : "yes");
	} else if (option->words) {
		for (size_t n = 0; option->words[n]; n++) {
			choose_add(&q, (struct choice){.label = option->words[n],
						       .help = option->note ? option->note : ""});
			if (str_equal(option->words[n], value))
				q.first = n;
		}
		choose_ask(app, &q);
	} else if (str_equal(option->name, "theme")) {
		themes_choose(app);
	} else {
		ask_text(app, option, value);
	}
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	const struct screen *s = pane->data;

	if (key_closes(key))
		return REACT_CLOSE;
	if (key->code == KEYC_ENTER || key->code == KEYC_SPACE) {
		change(pane->app, option_at(s));
		return REACT_REDRAW;
	}
	if (key->code == KEYC_DELETE) {
		set(pane->app, option_at(s), NULL);
		return REACT_REDRAW;
	}
	return REACT_UNUSED;
}

/* The first press selects, one on what is selected changes it. */
static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	size_t at = pick_pressed(pane->pick, key, y);

	if (at == PICK_NONE || at == pane->pick->cursor)
		return pick_press(pane, key, x, y);
	pick_go(pane->pick, at);
	return REACT_REDRAW;
}

static const struct pane_ops options_pane = {
	.name = "options",
	.title = "Options",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = pick_wants,
	.layout = pick_layout,
	.draw = draw,
	.key = key_pressed,
	.move = pick_move,
	.press = press,
};
