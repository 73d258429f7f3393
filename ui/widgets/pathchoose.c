// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pathchoose.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/units.h"
#include "model/holders.h"
#include "ui/app.h"
#include "ui/widgets/line.h"
#include "ui/widgets/pick.h"

#define WIDTH 76
#define ABOVE 3
#define BELOW 3
#define CAPACITY_WIDTH   10
#define FORMAT_WIDTH 8

struct entry {
	char *label; /* "images/web.qcow2" */
	char *path, *format;
	uint64_t capacity; /* bytes */
	unsigned char id[UUID_SIZE]; /* the volume's */
};

struct paths {
	struct path_question q;
	char *title, *path;
	struct line_edit line;
	struct entry *all;
	size_t n, cap;
	size_t *shown; /* of all */
	size_t n_shown, cap_shown;
	bool partial; /* more are still to come */
	bool moved;   /* the person has chosen a line */
	struct pick pick;
};

static const struct host_view *view_of(const struct pane *pane)
{
	const struct paths *p = pane->data;
	const struct host *host = app_find_host(pane->app, p->q.host);

	return host ? host_view(host) : NULL;
}

static const struct entry *entry_at(const struct paths *p, size_t index)
{
	return index < p->n_shown ? &p->all[p->shown[index]] : NULL;
}

/* --- what there is ----------------------------------------------------------------------------- */

static void forget(struct paths *p)
{
	while (p->n) {
		struct entry *e = &p->all[--p->n];

		free(e->label);
		free(e->path);
		free(e->format);
	}
}

static void gather_pool(struct paths *p, const struct host_view *view, const struct pool *pool)
{
	const struct roster *volumes = readings_data(view->readings, reading_key_of(READING_VOLUMES, pool->uuid));

	p->partial |= !volumes || roster_is_partial(volumes);
	for (size_t i = 0; i < roster_count(volumes); i++) {
		const struct volume *v = roster_at(volumes, i);
		struct entry *e;

		if (!v->path)
			continue;
		e = arr_add(p->all, p->n, p->cap);
		*e = (struct entry){.label = mem_printf("%s/%s", pool->name, v->name),
				    .path = mem_strdup(v->path),
				    .format = mem_strdup(v->format),
				    .capacity = v->capacity};
		memcpy(e->id, v->id, UUID_SIZE);
	}
}

static void gather(struct pane *pane)
{
	struct paths *p = pane->data;
	const struct host_view *view = view_of(pane);
	const struct roster *pools = view ? host_pools(view) : NULL;

	forget(p);
	p->partial = view && !pools;
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (pool->active)
			gather_pool(p, view, pool);
	}
}

/* Each of the words that were typed is in it somewhere. */
static bool matches(const struct entry *e, const char *words)
{
	for (const char *at = words; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		autofree char *word = mem_strndup(at, len);

		if (len && !strcasestr(e->label, word) && !strcasestr(e->path, word))
			return false;
		at += len;
	}
	return true;
}

/* The cursor stays on what it is on, or goes to what was there before. */
static void choose_shown(struct paths *p)
{
	const struct entry *at = p->moved ? entry_at(p, p->pick.cursor) : NULL;
	autofree char *path = mem_strdup(at ? at->path : p->path);

	p->n_shown = 0;
	for (size_t i = 0; i < p->n; i++)
		if (matches(&p->all[i], str_text(&p->line.text)))
			*arr_add(p->shown, p->n_shown, p->cap_shown) = i;
	p->pick.n = p->n_shown;
	p->pick.cursor = 0;
	p->pick.top = 0;
	for (size_t i = 0; path && i < p->n_shown; i++)
		if (str_equal(entry_at(p, i)->path, path))
			pick_go(&p->pick, i);
}

static void model(struct pane *pane, unsigned what)
{
	struct paths *p = pane->data;
	const struct entry *at = p->moved ? entry_at(p, p->pick.cursor) : NULL;

	if (!(what & (HOST_CHANGED_READINGS | HOST_CHANGED_STATE)))
		return;
	if (at) {
		free(p->path);
		p->path = mem_strdup(at->path);
		p->moved = false;
	}
	gather(pane);
	choose_shown(p);
}

static void peeks(struct pane *pane, struct peek_list *out)
{
	const struct paths *p = pane->data;
	const struct host_view *view = view_of(pane);
	const struct roster *pools = view ? host_pools(view) : NULL;

	peek_add(out, p->q.host, reading_key_host(READING_POOLS));
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (pool->active)
			peek_add(out, p->q.host, reading_key_of(READING_VOLUMES, pool->uuid));
	}
}

/* --- the float --------------------------------------------------------------------------------- */

static void close_pane(struct pane *pane)
{
	struct paths *p = pane->data;

	if (p->q.finish)
		p->q.finish(p->q.opaque);
	forget(p);
	free(p->all);
	free(p->shown);
	line_finish(&p->line);
	free(p->title);
	free(p->path);
	free(p);
}

static void draw_entry(const struct pane *pane, struct area line, size_t index)
{
	const struct entry *e = entry_at(pane->data, index);
	int label = line.width - 3 - CAPACITY_WIDTH - FORMAT_WIDTH - 2;
	char size[UNITS_SIZE];

	area_field(line, 1, 0, label, ROLE_BOX, CUT_MIDDLE, false, e->label);
	area_field(line, 1 + label + 1, 0, CAPACITY_WIDTH, ROLE_DIM, CUT_END, true, units_bytes_long(size, e->capacity));
	area_field(line, 1 + label + 2 + CAPACITY_WIDTH + 1, 0, FORMAT_WIDTH, ROLE_DIM, CUT_END, false, e->format ? e->format : "");
}

/* Where the one under the cursor is, and who has it. */
static void add_meaning(const struct pane *pane, struct str *out)
{
	const struct paths *p = pane->data;
	const struct host_view *view = view_of(pane);
	const struct entry *at = entry_at(p, p->pick.cursor);
	const struct pool *pool;
	const struct volume *v = at && view ? host_volume(view, at->id, &pool) : NULL;
	autostr struct str who = {0};

	if (!at)
		return;
	str_add(out, at->path);
	if (v && holders_of_volume(view, pool, v, &who))
		str_addf(out, "  used: %s", str_text(&who));
}

static void draw(struct pane *pane, struct area area)
{
	const struct paths *p = pane->data;
	autostr struct str meaning = {0};
	int y = area.height - BELOW;

	area_box(area, p->title, "Enter choose   Esc cancel");
	area_text(area, 2, 1, ROLE_KEY, "/");
	line_draw(&p->line, area, 3, 1, area.width - 5);
	area_rule(area, 1, 2, area.width - 2, ROLE_DIM);
	pick_draw_place(pane, area);
	pick_draw(pane, area, draw_entry);
	if (!p->n_shown)
		area_text(area, 2, ABOVE, ROLE_DIM,
			  p->partial ? "being read..." : p->n ? "none is called so" : "no pool that runs has volumes");
	area_rule(area, 1, y, area.width - 2, ROLE_DIM);
	add_meaning(pane, &meaning);
	area_field(area, 2, y + 1, area.width - 4, ROLE_DIM, CUT_MIDDLE, false, str_text(&meaning));
}

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	*ret_width = WIDTH;
	(void)pane;
	*ret_height -= 4; /* as high whatever is left of them */
}

static enum reaction take_it(struct pane *pane)
{
	struct paths *p = pane->data;
	const struct entry *at = entry_at(p, p->pick.cursor);

	if (!at)
		return REACT_DONE;
	p->q.answer(pane->app, p->q.opaque, at->path);
	return REACT_CLOSE;
}

static enum reaction move(struct pane *pane, enum move how)
{
	((struct paths *)pane->data)->moved = true;
	return pick_move(pane, how);
}

/* Letters are what is looked for; the other keys move. */
static bool is_move(const struct key *key, enum move *ret)
{
	static const struct {
		enum key_code code;
		enum move move;
	} moves[] = {{KEYC_UP, MOVE_UP},	      {KEYC_DOWN, MOVE_DOWN}, {KEYC_PAGE_UP, MOVE_PAGE_UP},
		     {KEYC_PAGE_DOWN, MOVE_PAGE_DOWN}};

	for (size_t i = 0; i < ARRAY_SIZE(moves); i++)
		if (key->code == moves[i].code) {
			*ret = moves[i].move;
			return true;
		}
	return false;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct paths *p = pane->data;
	enum move how;

	if (key->code == KEYC_ESC)
		return REACT_CLOSE;
	if (key->code == KEYC_ENTER)
		return take_it(pane);
	if (is_move(key, &how))
		return move(pane, how);
	if (!line_key(&p->line, key, app_paste(pane->app)))
		return REACT_UNUSED;
	choose_shown(p);
	return REACT_REDRAW;
}

static const struct pane_ops paths_pane = {
	.name = "paths",
	.title = "Paths",
	.modal = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.model = model,
	.wants = wants,
	.layout = pick_layout,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = pick_press,
	.peeks = peeks,
};

void path_choose(struct app *app, const struct path_question *question)
{
	struct paths *p = mem_new(struct paths);
	struct pane *pane;

	p->q = *question;
	p->title = mem_strdup(question->title);
	p->path = mem_strdup(question->path);
	p->pick = (struct pick){.width = WIDTH, .above = ABOVE, .below = BELOW};
	line_set(&p->line, "");
	pane = app_push(app, &paths_pane, p);
	pane->pick = &p->pick;
	gather(pane);
	choose_shown(p);
}
