// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/page.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "base/utf8.h"
#include "ui/actions.h"
#include "ui/panes/xmlpart.h"
#include "ui/targets.h"
#include "ui/widgets/list.h"

#define HEAD_ROWS 3 /* name and state, parts, an empty line */
#define OLD_S     15 /* then the age is told */

static const struct pane_ops page_pane;

const struct page_kind *const page_kinds[] = {
#define X(name) &name##_page,
	PAGES(X)
#undef X
	NULL,
};

const struct page_kind *page_kind_of(enum obj_kind object)
{
	for (size_t i = 0; page_kinds[i]; i++)
		if (page_kinds[i]->object == object)
			return page_kinds[i];
	return NULL;
}

static struct doc_view *view_of(const struct page *page)
{
	return &page->views[page->part];
}

/* --- building --------------------------------------------------------------------------------- */

static void update_head(struct page *page)
{
	autostr struct str name = {0};

	str_clear(&page->state);
	page->role = ROLE_TEXT;
	page->gone = !page->kind->head(page, &name, &page->state, &page->role);
	/* What is gone is still called what it was called. */
	if (page->gone && page->name.len)
		return;
	str_clear(&page->name);
	str_add(&page->name, str_text(&name));
}

static void fit(struct page *page)
{
	struct doc_view *view = view_of(page);

	doc_layout(page->doc, page->width);
	view->jumps = page->kind->parts[page->part].scope != SCOPE_APP;
	view->has_cursor = !page->beside && (page->kind->parts[page->part].cursor || doc_has_links(page->doc));
	doc_view_fit(view, view->height);
}

/* How old what is shown is, and what is done about it. */
static void add_remedy(const struct page *page, struct doc *doc)
{
	const struct host_view *host = page->view;
	int64_t now_ns = clock_now_ns();
	autostr struct str text = {0};
	char age[UNITS_SIZE], key[KEY_NAME_SIZE];

	if (host->last_answer_ns && !clock_is_fixed())
		str_addf(&text, "What is shown of it is as it was %s ago. ",
			 units_duration(age, (double)(now_ns - host->last_answer_ns) / NS_PER_S));
	else if (host->last_answer_ns)
		str_add(&text, "What is shown of it is as it was then. ");
	if (host->retry_at_ns > now_ns && !clock_is_fixed())
		str_addf(&text, "The next try is in %s; ",
			 units_duration(age, (double)((host->retry_at_ns - now_ns) / NS_PER_S + 1)));
	str_addf(&text, "%s%s tries %s.", action_key_of(page->app, "host.retry", key),
		 page->kind->object == OBJ_HOST ? "" : " in Hosts", host->retry_at_ns ? "now" : "again");
	doc_text(doc, ROLE_DIM, str_text(&text));
}

/* Once, instead of at each reading that cannot be had. */
static void tell_host(const struct page *page, struct doc *doc)
{
	const struct host_view *host = page->view;
	autostr struct str text = {0};
	char age[UNITS_SIZE];

	str_addf(&text, "%s is %s", host->name, host_state_text(host->state));
	if (host->state_since_ns && !clock_is_fixed() && page->kind->object != OBJ_HOST) /* whose head says it */
		str_addf(&text, " since %s",
			 units_duration(age, (double)(clock_now_ns() - host->state_since_ns) / NS_PER_S));
	if (host->why)
		str_addf(&text, ": %s", host->why);
	doc_text(doc, tone_role(host_state_tone(host->state)), str_text(&text));
	if (host->state != HOST_CONNECTING)
		add_remedy(page, doc);
	doc_text(doc, ROLE_DIM, "");
}

void page_build(struct page *page)
{
	struct host *host = app_find_host(page->app, page->id.host);

	page->view = host ? host_view(host) : NULL;
	if (page->view)
		update_head(page);
	if (!page->view || page->gone) {
		page->gone = true; /* what was known of it last stays to be read */
		return;
	}
	page->unicode = page->app->surface->unicode;
	doc_clear(page->doc);
	if (page->view->state != HOST_UP && !page->kind->parts[page->part].tells_host)
		tell_host(page, page->doc);
	page->kind->parts[page->part].build(page, page->doc);
	fit(page);
}

static void model(struct pane *pane, unsigned what)
{
	(void)what;
	page_build(pane->data);
}

void page_layout(struct page *page, int width, int height)
{
	bool other_width = page->width != width - 2;

	page->width = width - 2;
	for (size_t i = 0; i < page->kind->n_parts; i++)
		page->views[i].height = height - HEAD_ROWS;
	if (other_width)
		page_build(page);
	fit(page);
}

static void layout(struct pane *pane, int width, int height)
{
	page_layout(pane->data, width, height);
}

void page_changed(struct page *page)
{
	page_build(page);
	page->app->dirty = true;
}

const struct reading *page_reading(const struct page *page, struct reading_key key)
{
	return readings_find(page->view->readings, key);
}

const void *page_data(const struct page *page, struct reading_key key)
{
	return readings_data(page->view->readings, key);
}

/* A time of day: the page of what is gone is not written anew, and an age in it would stand still. */
static void tell_age(const struct reading *r, struct doc *doc)
{
	int64_t age_s = (clock_now_ns() - r->time_ns) / NS_PER_S;
	char when[16];

	clock_format_time(clock_wall_s() - (clock_is_fixed() ? 0 : age_s), when, sizeof(when));
	if (r->why)
		doc_textf(doc, ROLE_STATE_WARN, "As it was at %s. %s", when, r->why);
	else if (age_s > OLD_S && r->stale)
		doc_textf(doc, ROLE_DIM, "As it was at %s.", when);
}

bool page_has(const struct page *page, struct doc *doc, struct reading_key key)
{
	const struct reading *r = page_reading(page, key);

	if (r && r->data) {
		if (page->view->state == HOST_UP)
			tell_age(r, doc);
		return true;
	}
	if (page->view->state != HOST_UP)
		doc_text(doc, ROLE_DIM, "-");
	else if (r && r->unsupported)
		doc_textf(doc, ROLE_DIM, "Not told by this driver: %s", r->why);
	else if (r && r->why)
		doc_text(doc, ROLE_STATE_WARN, r->why);
	else
		doc_text(doc, ROLE_DIM, "Being read...");
	return false;
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* On narrow screens only the open one has its whole title. */
static char *part_text(const struct page *page, size_t i, bool brief)
{
	bool open = i == page->part;
	bool brackets = open && !page->app->surface->unicode;
	autofree char *title = mem_strndup(page->kind->parts[i].title, brief && !open ? 3 : 100);

	return mem_printf("%s%s%s", brackets ? "[" : " ", title, brackets ? "]" : " ");
}

static int parts_width(const struct page *page, size_t n, bool brief)
{
	int width = 1;

	for (size_t i = 0; i < n; i++) {
		autofree char *text = part_text(page, i, brief);

		width += utf8_text_width(text);
	}
	return width;
}

/* For drawing (area not NULL) and for finding the part at a place; n_parts when none is. The open one is seen. */
static size_t walk_parts(const struct page *page, const struct area *area, int width, int at)
{
	bool brief = parts_width(page, page->kind->n_parts, false) > width;
	int past = parts_width(page, page->part + 1, brief) - width;
	int x = past > 0 ? 1 - past : 1;

	for (size_t i = 0; i < page->kind->n_parts; i++) {
		autofree char *text = part_text(page, i, brief);
		int wide = utf8_text_width(text);

		if (area)
			area_text(*area, x, 1, i == page->part ? ROLE_TAB_ACTIVE : ROLE_TAB, text);
		if (!area && at >= x && at < x + wide)
			return i;
		x += wide;
	}
	return page->kind->n_parts;
}

/* The document below its head, and how far down it one is. */
static void draw_doc(const struct page *page, struct area area)
{
	const struct doc_view *view = view_of(page);
	struct area body = area_part(area, 1, HEAD_ROWS, area.width - 2, area.height - HEAD_ROWS);
	size_t n = doc_rows(page->doc);

	doc_view_draw(view, body);
	if (!view->finding && !view->find.text.len && (view->top + (size_t)body.height < n || view->top))
		area_textf(area, area.width - 14, 2, ROLE_DIM, "%5zu to %zu", view->top + 1,
			   view->top + (size_t)body.height < n ? view->top + (size_t)body.height : n);
}

static void draw(struct pane *pane, struct area area)
{
	const struct page *page = pane->data;
	const char *state = page->gone ? "is not there any more; this is what was known" : str_text(&page->state);
	int room = area.width - 2;
	int width = utf8_text_width(str_text(&page->name));

	area_field(area, 1, 0, width < room ? width : room, ROLE_STRONG, CUT_MIDDLE, false, str_text(&page->name));
	room -= width + 2;
	if (room > 1)
		area_field(area, width + 3, 0, room, page->gone ? ROLE_STATE_BAD : page->role, CUT_END, false, state);
	walk_parts(page, &area, area.width, -1);
	draw_doc(page, area);
	doc_view_draw_find(view_of(page), area, 2);
}

void page_draw_beside(const struct page *page, struct area area)
{
	area_field(area, 1, 0, area.width - 2, ROLE_STRONG, CUT_MIDDLE, false, str_text(&page->name));
	if (!page->gone)
		area_field(area, 1, 1, area.width - 2, page->role, CUT_END, false, str_text(&page->state));
	draw_doc(page, area);
}

enum reaction page_press_beside(struct page *page, const struct key *key)
{
	return doc_view_press(view_of(page), key, -1);
}

/* --- keys ------------------------------------------------------------------------------------- */

void page_turn(struct page *page, int by)
{
	size_t n = page->kind->n_parts;

	if (page->gone) /* what is known of it is of the part that was open */
		return;
	page->part = (page->part + (size_t)((int)n + by)) % n;
	page_changed(page);
}

bool page_has_parts(const struct page *page)
{
	return page && page->kind->n_parts > 1;
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct page *page = pane->data;

	return doc_view_move(view_of(page), how);
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct page *page = pane->data;
	size_t part;

	if (y != 1 || key->button > 3)
		return doc_view_press(view_of(page), key, y - HEAD_ROWS);
	part = walk_parts(page, NULL, page->width + 2, x);
	if (part < page->kind->n_parts)
		page_turn(page, (int)part - (int)page->part);
	return REACT_REDRAW;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct page *page = pane->data;
	const struct page_part *part = &page->kind->parts[page->part];
	enum reaction r = view_of(page)->finding || page->gone || !part->key ? REACT_UNUSED : part->key(page, key);

	if (r == REACT_UNUSED)
		r = doc_view_key(view_of(page), key, app_paste(page->app));
	if (r == REACT_UNUSED && key_closes(key))
		r = REACT_CLOSE;
	return r;
}

struct obj_id page_link(const struct page *page)
{
	struct obj_id id = doc_view_link(view_of(page));

	return id.kind == OBJ_ITEM ? (struct obj_id){0} : id;
}

uint32_t page_item(const struct page *page)
{
	struct obj_id id = doc_view_link(view_of(page));

	return id.kind == OBJ_ITEM ? obj_id_number(id) : 0;
}

/* --- life ------------------------------------------------------------------------------------- */

static void selected(struct pane *pane, struct selection *ret)
{
	const struct page *page = pane->data;

	if (!targets_describe(page->app, page->id, ret))
		*ret = (struct selection){0};
}

void page_peeks(const struct page *page, struct peek_list *out)
{
	if (page->view && page->kind->parts[page->part].peeks)
		page->kind->parts[page->part].peeks(page, out);
}

static void peeks(struct pane *pane, struct peek_list *out)
{
	page_peeks(pane->data, out);
}

static unsigned stats(struct pane *pane)
{
	return ((const struct page *)pane->data)->kind->stats;
}

static enum scope scope_of(const struct pane *pane)
{
	return ((const struct page *)pane->data)->kind->scope;
}

enum scope page_part_scope(const struct pane *pane)
{
	const struct page *page = pane->ops == &page_pane ? pane->data : NULL;
	enum scope own = page && !page->gone ? page->kind->parts[page->part].scope : SCOPE_APP;

	return own == SCOPE_APP ? pane_scope(pane) : own;
}

void page_destroy(struct page *page)
{
	if (!page)
		return;
	if (page->kind->close)
		page->kind->close(page);
	xml_state_destroy(page->xml);
	for (size_t i = 0; i < page->kind->n_parts; i++)
		doc_view_finish(&page->views[i]);
	free(page->views);
	doc_destroy(page->doc);
	str_free(&page->name);
	str_free(&page->state);
	free(page);
}

static void close_pane(struct pane *pane)
{
	page_destroy(pane->data);
}

static size_t part_named(const struct page_kind *kind, const char *id)
{
	for (size_t i = 0; i < kind->n_parts; i++)
		if (str_equal(kind->parts[i].id, id))
			return i;
	return 0;
}

/* The page of an object that is open already, on top now: those that were opened from it are peeled. NULL when
 * there is none. */
static struct page *page_again(struct app *app, struct obj_id id)
{
	for (size_t i = app->n_floats; i > 0 && app->floats[i - 1]->ops == &page_pane; i--) {
		struct page *page = app->floats[i - 1]->data;

		if (!obj_id_equal(page->id, id))
			continue;
		while (app->n_floats > i)
			app_pop(app);
		return page;
	}
	return NULL;
}

static struct page *create(struct app *app, struct obj_id id)
{
	const struct page_kind *kind = page_kind_of(id.kind);
	struct host *host = app_find_host(app, id.host);
	struct page *page;

	if (!kind || !host)
		return NULL;
	page = mem_new(struct page);
	page->app = app;
	page->kind = kind;
	page->id = id;
	page->view = host_view(host);
	page->doc = doc_create();
	page->views = mem_new_array(kind->n_parts, sizeof(*page->views));
	for (size_t i = 0; i < kind->n_parts; i++)
		page->views[i].doc = page->doc;
	return page;
}

bool page_describe(struct app *app, struct obj_id id, struct str *name, struct str *state, enum role *role)
{
	struct page *page = create(app, id);
	bool there = page && page->kind->head(page, name, state, role);

	page_destroy(page);
	return there;
}

struct page *page_create_beside(struct app *app, struct obj_id id)
{
	struct page *page = create(app, id);

	if (page)
		page->beside = true;
	return page;
}

bool page_open(struct app *app, struct obj_id id, const char *part)
{
	struct page *page = page_again(app, id);

	if (page) {
		if (part)
			page_turn(page, (int)part_named(page->kind, part) - (int)page->part);
		return true;
	}
	page = create(app, id);
	if (!page)
		return false;
	if (part)
		page->part = part_named(page->kind, part);
	else if (page->kind->first)
		page->part = page->kind->first(page);
	app_push(app, &page_pane, page);
	return true;
}

bool page_is_of_host(const struct pane *pane, uint32_t number)
{
	return pane->ops == &page_pane && ((const struct page *)pane->data)->id.host == number;
}

struct page *page_top(const struct app *app)
{
	struct pane *pane = app_body(app);

	return pane->ops == &page_pane ? pane->data : NULL;
}

static const struct pane_ops page_pane = {
	.name = "page",
	.title = "Page",
	.page = true,
	.scope_of = scope_of,
	.close = close_pane,
	.model = model,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = press,
	.selected = selected,
	.peeks = peeks,
	.stats = stats,
};
