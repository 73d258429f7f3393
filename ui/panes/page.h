// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages: all about one object, in parts (tabs within the page), in the place of the tab's pane until Esc. What
 * an object's page has is a table of parts. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/app.h"
#include "ui/widgets/docview.h"

struct page;
struct xml_state;

/* A part is built anew whenever something of what it shows has changed; what is scrolled to stays. */
struct page_part {
	const char *id;    /* stable: "disks" */
	const char *title; /* in the page's line of parts */
	/* page->view is what is known of the host; never NULL. */
	void (*build)(struct page *page, struct doc *doc);
	/* What has to be read for it; NULL: nothing. */
	void (*peeks)(const struct page *page, struct peek_list *out);
	/* Keys of its own, before those of all pages; NULL. */
	enum reaction (*key)(struct page *page, const struct key *key);
	/* Actions of its own, besides the kind's; 0: none. With some the cursor steps between the rows they are for. */
	enum scope scope;
	bool cursor; /* its rows can be gone through, even when they lead nowhere */
	bool tells_host; /* it says itself why its host is not up; of others the page says so above them */
};

/* For a page whose parts are in files of their own: its header lists them as X(function, id, title, what else there
 * is to say of it), and these are the X for the declarations and for the rows. */
#define PAGE_PART_DECLARED(function, ...) void function(struct page *page, struct doc *doc);
#define PAGE_PART_ROW(function, word, text, ...) {.id = word, .title = text, .build = function, __VA_ARGS__},

struct page_kind {
	enum obj_kind object;
	const char *name; /* stable: "machine" */
	enum scope scope; /* whose actions can be used */
	unsigned stats;   /* STATS_* that its parts show */
	const struct page_part *parts;
	size_t n_parts;
	/* What stands at the top: "db-primary on kvm1", and its state. False: the object is gone. */
	bool (*head)(struct page *page, struct str *name, struct str *state, enum role *role);
	/* The part that a page opens on; NULL: the first. */
	size_t (*first)(struct page *page);
	void (*close)(struct page *page); /* frees page->own; NULL: there is nothing */
};

struct page {
	struct app *app;
	const struct page_kind *kind;
	struct obj_id id;
	const struct host_view *view; /* NULL once the host is gone */
	size_t part;
	void *own;      /* of the kind: folds and the like */
	struct xml_state *xml; /* of its part that is XML (ui/panes/xmlpart.h); NULL */
	int width;      /* of the document */
	bool unicode;
	bool beside;    /* a table, see page_create_beside() */
	/* Private to page.c. */
	struct doc *doc;
	struct doc_view *views; /* one a part */
	bool gone;
	struct str name, state;
	enum role role;
};

/* Opens the page of an object on a part (its id; NULL: as the kind says), or turns to that part when it is open
 * already. False when objects of this kind have
 * none, or its host is gone. */
bool page_open(struct app *app, struct obj_id id, const char *part);
/* NULL: objects of this kind have no page. */
const struct page_kind *page_kind_of(enum obj_kind object);

/* What stands at the top of its page, without opening that. False when there is none. */
bool page_describe(struct app *app, struct obj_id id, struct str *name, struct str *state, enum role *role);
/* The first part of a page beside a table, by somebody who lays it out, draws it and frees it; it has no cursor
 * and no keys. NULL as page_open() is false. */
struct page *page_create_beside(struct app *app, struct obj_id id);
void page_destroy(struct page *page); /* NULL is fine */
/* Something of what it shows has changed. */
void page_build(struct page *page);
/* Of all that is drawn; builds when the width is another one. */
void page_layout(struct page *page, int width, int height);
void page_draw_beside(const struct page *page, struct area area);
/* The wheel. */
enum reaction page_press_beside(struct page *page, const struct key *key);
void page_peeks(const struct page *page, struct peek_list *out);

/* True when it is a page of the host with this number, or of something on it. */
bool page_is_of_host(const struct pane *pane, uint32_t number);
/* Whose actions can be used in its open part besides the page's; the pane's own where that is none, or no page. */
enum scope page_part_scope(const struct pane *pane);
/* The page on top; NULL when there is none. */
struct page *page_top(const struct app *app);
/* Goes on by so many parts, round the end. */
void page_turn(struct page *page, int by);
/* Two or more; false for NULL. */
bool page_has_parts(const struct page *page);
/* Where the row under the cursor leads; of no object when nowhere. */
struct obj_id page_link(const struct page *page);
/* The item of the part that the row under the cursor was linked to as OBJ_ITEM; 0: none. These lead nowhere. */
uint32_t page_item(const struct page *page);
/* Build again: something of page->own has changed. */
void page_changed(struct page *page);
/* A reading of the page's host, and its data; NULL while it is not known. */
const struct reading *page_reading(const struct page *page, struct reading_key key);
const void *page_data(const struct page *page, struct reading_key key);
/* Says in the document why there is no data for the key: it is being read, or cannot be had; "-" of a host that is
 * not up, as the page says why above. True when there is data; how old it is, is said when that matters. */
bool page_has(const struct page *page, struct doc *doc, struct reading_key key);

/* The kinds: X(its struct page_kind without _page). */
#define PAGES(X) X(machine) X(host) X(network) X(pool) X(volume) X(device) X(iface) \
	X(secret) X(nwfilter)
#define X(name) extern const struct page_kind name##_page;
PAGES(X)
#undef X

extern const struct page_kind *const page_kinds[]; /* ends with NULL */
