// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/prompt.h"

#include <stdlib.h>

#include "base/mem.h"
#include "ui/app.h"
#include "ui/widgets/line.h"
#include "ui/widgets/secret.h"

#define WIDTH 70

struct prompt {
	struct prompt_question q;
	char *title, *label, *hint;
	char *wrong; /* why the last answer would not do; NULL */
	struct line_edit line;
	struct secret_edit secret; /* instead, of a secret */
};

static const struct pane_ops prompt_pane;

void prompt_ask(struct app *app, const struct prompt_question *question)
{
	struct prompt *p = mem_new(struct prompt);

	p->q = *question;
	p->title = mem_strdup(question->title);
	p->label = mem_strdup(question->label);
	p->wrong = question->wrong;
	p->hint = mem_printf("Enter %s   Esc cancel", question->ok);
	line_set(&p->line, question->text ? question->text : "");
	app_push(app, &prompt_pane, p);
}

static void close_pane(struct pane *pane)
{
	struct prompt *p = pane->data;

	if (p->q.gone)
		p->q.gone(p->q.opaque);
	free(p->title);
	free(p->label);
	free(p->hint);
	free(p->wrong);
	line_finish(&p->line);
	secret_wipe(&p->secret);
	free(p);
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	(void)pane;
	*ret_width = WIDTH;
	*ret_height = 5;
}

static void draw(struct pane *pane, struct area area)
{
	const struct prompt *p = pane->data;

	area_box(area, p->title, p->hint);
	area_field(area, 2, 1, area.width - 4, ROLE_BOX, CUT_END, false, p->label);
	if (p->q.secret)
		secret_draw(&p->secret, area, 2, 2, area.width - 4);
	else
		line_draw(&p->line, area, 2, 2, area.width - 4);
	if (p->wrong)
		area_field(area, 2, 3, area.width - 4, ROLE_STATE_BAD, CUT_END, false, p->wrong);
}

static bool is_open(const struct app *app, const struct pane *pane)
{
	for (size_t i = 0; i < app->n_floats; i++)
		if (app->floats[i] == pane)
			return true;
	return false;
}

static enum reaction answer(struct pane *pane)
{
	struct prompt *p = pane->data;
	struct app *app = pane->app;
	char *wrong = p->q.answer(app, p->q.opaque, p->q.secret ? p->secret.text : str_text(&p->line.text));

	/* Showing another pane closes what floats. */
	if (!is_open(app, pane)) {
		free(wrong);
		return REACT_DONE;
	}
	free(p->wrong);
	p->wrong = wrong;
	return wrong ? REACT_REDRAW : REACT_CLOSE;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct prompt *p = pane->data;

	if (key->code == KEYC_ESC) {
		app_say(pane->app, "cancelled: nothing was done");
		return REACT_CLOSE;
	}
	if (key->code == KEYC_ENTER)
		return answer(pane);
	if (p->q.secret)
		return secret_key(pane->app, &p->secret, key);
	return line_key(&p->line, key, app_paste(pane->app)) ? REACT_REDRAW : REACT_UNUSED;
}

static const struct pane_ops prompt_pane = {
	.name = "prompt",
	.title = "Prompt",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.wants = wants,
	.draw = draw,
	.key = key_pressed,
};
