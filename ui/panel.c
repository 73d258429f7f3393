// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "ui/panes/brief.h"
#include "ui/panes/page.h"
#include "ui/panes/table.h"
#include "ui/settings.h"

#define REST_MS      150 /* whoever holds a key goes on sooner */
#define STRIP_HEIGHT (BRIEF_LINES + 1) /* a rule above them */
#define SIDE_LEAST   40
#define SIDE_MOST    80

/* From so many columns and rows on. */
static const struct room {
	const char *word; /* of the option; the first is its default */
	int width, height;
} rooms[] = {
	{"auto", 141, 31},
	{"on", 100, 20},
	{"off", INT32_MAX, INT32_MAX},
};

struct panel {
	struct app *app;
	struct obj_id id;     /* of the row under the cursor; none */
	struct obj_id rested; /* that the cursor stays on */
	int timer;
	bool moving; /* the timer runs */
	bool stale;
	struct page *page;  /* NULL: nothing to show */
	struct doc *strip;
	int strip_width;
	struct peek_list asked; /* what was read last for the panel */
};

/* --- where it is ------------------------------------------------------------------------------ */

struct places {
	int side;  /* columns, 0: none */
	int strip; /* rows, 0: none */
};

static const struct room *room_wanted(const struct app *app)
{
	for (size_t i = 0; i < ARRAY_SIZE(rooms); i++)
		if (str_equal(rooms[i].word, app->options->panel))
			return &rooms[i];
	return rooms;
}

/* Of what the panel would tell; OBJ_NONE: of nothing. */
static enum obj_kind kind_of(const struct pane *pane)
{
	return pane->ops->table && pane->ops->tab ? pane->ops->table->kind : OBJ_NONE;
}

static struct places places_in(const struct app *app, const struct pane *pane, const struct room *room)
{
	const struct surface *s = app->surface;
	enum obj_kind kind = kind_of(pane);
	struct places at = {0};
	int side = s->width * 3 / 10;

	side = side < SIDE_LEAST ? SIDE_LEAST : side > SIDE_MOST ? SIDE_MOST : side;
	if (s->width >= room->width && page_kind_of(kind))
		at.side = side;
	if (s->height >= room->height && brief_has(kind))
		at.strip = STRIP_HEIGHT;
	return at;
}

static struct places places_of(const struct app *app, const struct pane *pane)
{
	return places_in(app, pane, room_wanted(app));
}

/* Of the pane that is to be seen. */
static struct places places_now(const struct app *app)
{
	return places_of(app, app_body(app));
}

struct area panel_leaves(const struct app *app, const struct pane *pane, struct area body)
{
	struct places at = places_of(app, pane);

	return area_part(body, 0, 0, body.width - at.side, body.height - at.strip);
}

static struct area side_of(const struct app *app, struct area body)
{
	struct places at = places_now(app);

	return area_part(body, body.width - at.side, 0, at.side, body.height);
}

bool panel_has_strip(const struct app *app)
{
	return places_now(app).strip > 0;
}

static bool is_shown(const struct app *app)
{
	struct places at = places_now(app);

	return at.side || at.strip;
}

/* --- what it shows ---------------------------------------------------------------------------- */

static void rest(void *opaque)
{
	struct panel *p = opaque;

	p->moving = false;
	p->rested = p->id;
	p->app->dirty = true;
}

static void turn_to(struct panel *p, struct obj_id id)
{
	p->id = id;
	page_destroy(take(p->page));
	p->stale = true;
	p->moving = true;
	loop_arm_timer(p->app->loop, p->timer, REST_MS);
}

static void leave(struct panel *p)
{
	if (obj_id_is_none(p->id))
		return;
	turn_to(p, (struct obj_id){0});
	p->rested = p->id;
	p->asked.n = 0;
	p->moving = false;
	loop_arm_timer(p->app->loop, p->timer, -1);
}

static void build(struct panel *p, struct area body, struct places at)
{
	if (!at.side)
		page_destroy(take(p->page));
	else if (p->page)
		page_build(p->page);
	else
		p->page = page_create_beside(p->app, p->id);
	doc_clear(p->strip);
	p->strip_width = body.width - at.side - 2;
	if (at.strip)
		brief_build(p->app, p->id, p->strip_width, p->strip);
	doc_layout(p->strip, p->strip_width);
	p->stale = false;
}

void panel_follow(struct app *app, struct area body)
{
	struct panel *p = app->panel;
	struct pane *pane = app_body(app);
	struct places at = places_of(app, pane);
	struct selection s = {0};

	if (!at.side && !at.strip) {
		leave(p);
		return;
	}
	pane->ops->selected(pane, &s);
	if (!obj_id_equal(s.id, p->id))
		turn_to(p, s.id);
	if (p->stale || p->strip_width != body.width - at.side - 2)
		build(p, body, at);
	if (p->page)
		page_layout(p->page, at.side - 1, body.height);
}

void panel_expire(struct panel *p)
{
	p->stale = true;
}

void panel_draw(const struct app *app, struct area body)
{
	const struct panel *p = app->panel;
	struct places at = places_now(app);
	struct area table = panel_leaves(app, app_body(app), body);

	for (int y = 0; y < body.height && at.side; y++)
		area_text(body, table.width, y, ROLE_DIM, app->surface->unicode ? "│" : "|");
	if (p->page && at.side)
		page_draw_beside(p->page, area_part(body, table.width + 1, 0, at.side - 1, body.height));
	if (!at.strip)
		return;
	area_rule(body, 0, table.height, table.width, ROLE_DIM);
	if (at.side)
		area_text(body, table.width, table.height, ROLE_DIM, app->surface->unicode ? "┤" : "+");
	for (size_t row = 0; row < doc_rows(p->strip) && row < BRIEF_LINES; row++)
		doc_draw_row(p->strip, row, area_part(body, 1, table.height + 1, table.width - 2, BRIEF_LINES),
			     (int)row);
}

bool panel_press(struct app *app, struct area body, const struct key *key)
{
	struct panel *p = app->panel;
	struct area side = side_of(app, body);
	enum move how;

	if (!side.width || key->x < side.x || key->y < side.y || key->y >= side.y + side.height)
		return false;
	if (!p->page)
		return true;
	if (key_is_wheel(key, &how))
		page_press_beside(p->page, key);
	else if (key->button == 1)
		page_open(app, p->id, NULL);
	app->dirty = true;
	return true;
}

/* --- what is asked for it --------------------------------------------------------------------- */

unsigned panel_stats(const struct app *app, const struct pane *pane)
{
	struct places at = places_of(app, pane);
	enum obj_kind kind = at.side || at.strip ? pane->ops->table->kind : OBJ_NONE;

	return (at.side ? page_kind_of(kind)->stats : 0) | (at.strip ? brief_stats(kind) : 0);
}

void panel_peeks(struct app *app, struct peek_list *out)
{
	struct panel *p = app->panel;

	if (!p->moving) {
		p->asked.n = 0;
		if (p->page)
			page_peeks(p->page, &p->asked);
	}
	for (size_t i = 0; i < p->asked.n; i++)
		peek_add(out, p->asked.all[i].host, p->asked.all[i].key);
}

bool panel_guest(const struct app *app, struct obj_id *ret)
{
	if (!is_shown(app))
		return false;
	*ret = app->panel->rested;
	return true;
}

bool panel_settled(const struct app *app)
{
	return !app->panel->moving;
}

/* --- life ------------------------------------------------------------------------------------- */

/* Whether there is anything of it with that word. */
static bool has_room(const struct app *app, const struct pane *pane, const struct room *room)
{
	struct places at = places_in(app, pane, room);

	return at.side || at.strip;
}

/* What is gone from a small screen by itself is not hidden on larger ones, too. */
void panel_toggle(struct app *app)
{
	const struct pane *pane = app_body(app);
	autoerr struct err err = {0};

	for (int i = 0; i < 2 && !is_shown(app); i++) {
		if (!has_room(app, pane, &rooms[i]))
			continue;
		app_set_option(app, "panel", rooms[i].word, &err);
		return;
	}
	if (is_shown(app))
		app_set_option(app, "panel", has_room(app, pane, rooms) ? "off" : rooms->word, &err);
	else if (!brief_has(kind_of(pane)))
		app_say(app, "there is no panel for %s", table_words(pane, 0));
	else
		app_say(app, "there is no room for a panel: it needs %d columns, or %d rows", rooms[1].width,
			rooms[1].height);
}

struct panel *panel_create(struct app *app)
{
	struct panel *p = mem_new(struct panel);

	p->app = app;
	p->strip = doc_create();
	p->timer = loop_add_timer(app->loop, rest, p);
	return p;
}

void panel_destroy(struct panel *p)
{
	if (!p)
		return;
	loop_remove_timer(p->app->loop, p->timer);
	page_destroy(p->page);
	doc_destroy(p->strip);
	free(p->asked.all);
	free(p);
}
