// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/themes.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/app.h"
#include "ui/ground.h"
#include "ui/settings.h"
#include "ui/term.h"
#include "ui/widgets/choose.h"

#define LEAVE_WAIT_MS 100          /* for an answer that is under way */
#define SURELY_NOT_NS (NS_PER_S / 2) /* so long after the question none is waited for */

static bool is_auto(const char *name)
{
	return !name || str_equal(name, THEME_AUTO);
}

/* What suits the terminal. Until it has said more, its ground is dark. */
static const char *fitting(const struct app *app)
{
	int colors = app->term ? term_colors(app->term) : 256;

	if (colors < 8)
		return "mono";
	if (colors <= 16)
		return "16";
	return app->ground_is_light ? "light" : "dark";
}

/* THEME_AUTO or any that theme_load() knows, from the next paint on. False with a sentence, and the old one
 * stays. */
static bool take_theme(struct app *app, const char *name, struct err *err)
{
	struct theme *theme = theme_load(is_auto(name) ? fitting(app) : name, err);

	if (!theme)
		return false;
	theme_destroy(app->theme);
	app->theme = theme;
	if (app->term)
		term_forget(app->term); /* another may be where this one was */
	app->theme_is_auto = is_auto(name);
	app->dirty = true;
	return true;
}

bool themes_complain(struct app *app)
{
	const struct problems *p = &app->theme->problems;
	autofree char *first = p->n ? problem_text(&p->all[0]) : NULL;

	if (p->n == 1)
		app_complain(app, "%s", first);
	else if (p->n)
		app_complain(app, "%zu problems in the theme %s: :problems shows them", p->n, app->theme->name);
	return p->n;
}

bool themes_start(struct app *app, struct err *err)
{
	return take_theme(app, app->options->theme, err);
}

static void fit_again(struct app *app)
{
	autoerr struct err err = {0};

	if (app->theme_is_auto && !take_theme(app, THEME_AUTO, &err))
		app_complain(app, "%s", err.text);
}

void themes_fit(struct app *app)
{
	ground_hint(getenv("COLORFGBG"), &app->ground_is_light);
	fit_again(app);
}

static void ask(struct app *app)
{
	if (!app->term || app->ground_asked_ns || term_colors(app->term) <= 16 ||
	    !ground_may_be_asked(term_name(app->term)))
		return;
	input_expect_ground(app->input);
	app->ground_asked_ns = clock_now_ns();
	term_ask(app->term, GROUND_QUESTION);
}

void themes_ask(struct app *app)
{
	if (app->theme_is_auto)
		ask(app);
}

void themes_hear(struct app *app)
{
	uint32_t rgb;

	if (!input_ground(app->input, &rgb) || app->ground_is_light == ground_is_light(rgb))
		return;
	app->ground_is_light = !app->ground_is_light;
	fit_again(app);
}

void themes_leave(struct app *app)
{
	if (app->term && app->input && input_expects_ground(app->input) &&
	    clock_now_ns() - app->ground_asked_ns < SURELY_NOT_NS)
		term_forget_input(app->term, LEAVE_WAIT_MS);
}

/* --- the chooser -------------------------------------------------------------------------------- */

struct choosing {
	const char *before;
	const char **names;
};

static void try_on(struct app *app, const char *name)
{
	autoerr struct err err = {0};

	if (!take_theme(app, name, &err))
		app_complain(app, "%s", err.text);
	else
		themes_complain(app);
}

static void at(struct app *app, void *opaque, size_t index)
{
	const struct choosing *c = opaque;

	try_on(app, c->names[index]);
}

static void cancelled(struct app *app, void *opaque)
{
	const struct choosing *c = opaque;

	try_on(app, c->before);
}

static void chosen(struct app *app, void *opaque, size_t index)
{
	const struct choosing *c = opaque;
	const char *name = c->names[index];
	const char *asked = options_given(app->options, option_find("theme"), LAYER_COMMAND)->text;
	autofree char *again = mem_strdup(asked);
	autoerr struct err err = {0};

	if (!app_set_option(app, "theme", name, &err)) {
		cancelled(app, opaque);
		app_complain(app, "%s", err.text);
		return;
	}
	if (themes_complain(app) || !app_remember(app))
		return;
	if (again)
		app_say(app, "the theme is %s; the next start takes %s again, as it was asked for", name, again);
	else
		app_say(app, "the theme is %s, now and when virtty starts again", name);
}

static void add_choice(struct choosing *c, struct choose_question *q, const char *name, const char *about)
{
	if (str_equal(name, c->before))
		q->first = q->n;
	c->names[q->n] = name;
	choose_add(q, (struct choice){.label = name, .help = about});
}

void themes_choose(struct app *app)
{
	struct choosing *c = arena_alloc(app->requests, sizeof(*c));
	struct choose_question q = {
		.title = "Theme", .answer = chosen, .at = at, .cancelled = cancelled, .opaque = c};
	size_t n;
	char **names = theme_names(&n);

	ask(app);
	c->before = arena_strdup(app->requests, app->theme_is_auto ? THEME_AUTO : app->theme->name);
	c->names = arena_alloc(app->requests, (n + 1) * sizeof(*c->names));
	add_choice(c, &q, THEME_AUTO, "what suits the terminal");
	for (size_t i = 0; i < n; i++) {
		autofree char *about = theme_about(names[i]);

		add_choice(c, &q, arena_strdup(app->requests, names[i]), arena_strdup(app->requests, about));
		free(names[i]);
	}
	free(names);
	choose_ask(app, &q);
}
