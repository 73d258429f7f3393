// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/help.h"

#include "base/arr.h"
#include "base/mem.h"
#include "conf/paths.h"
#include "model/states.h"
#include "ui/app.h"
#include "ui/panes/page.h"
#include "ui/panes/panes.h"
#include "ui/widgets/docview.h"
#include "ui/widgets/help.h"
#include "ui/widgets/list.h"

struct help {
	struct doc *doc;
	struct doc_view view;
	int width;
};

/* --- what is in it ---------------------------------------------------------------------------- */

static void add_page(struct doc *doc, const struct page_kind *kind)
{
	autofree char *left = mem_printf("%s page", kind->name);
	autostr struct str titles = {0};

	for (size_t i = 0; i < kind->n_parts; i++)
		str_addf(&titles, "%s%s", i ? ", " : "", kind->parts[i].title);
	doc_pair(doc, ROLE_DIM, left, ROLE_TEXT, str_text(&titles));
}

static void add_panes(const struct app *app, struct doc *doc)
{
	for (int tab = 1; tab <= APP_TABS; tab++) {
		const struct pane_ops *ops = app->tabs[tab] ? app->tabs[tab]->ops : NULL;
		const struct action *action = ops ? action_find(app, ops->show.id) : NULL;
		autofree char *left = NULL;

		if (!action)
			continue;
		left = mem_printf("%s %s", action_keys(app, action), ops->title);
		doc_pair(doc, ROLE_KEY, left, ROLE_TEXT, action->help);
	}
	doc_text(doc, ROLE_DIM, "Enter on a row opens its page, which has parts: Tab goes on through them.");
	for (size_t i = 0; page_kinds[i]; i++)
		add_page(doc, page_kinds[i]);
	doc_text(doc, ROLE_DIM, "Past 140 columns a panel beside the table shows the first part for the row under the "
				"cursor, past 30 rows a strip below it says how that is.");
}

static void add_ways_out(const struct app *app, struct doc *doc)
{
	static const char *const ids[] = {"app.back", "app.quit", "app.quit-now", "app.suspend"};

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		help_add_action(doc, app, action_find(app, ids[i]));
	doc_text(doc, ROLE_DIM, "Nothing on a host stops because virtty ends.");
}

static void add_keys(const struct app *app, struct doc *doc)
{
	const char *group = NULL;

	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a)) {
		if (!str_equal(group, a->group))
			doc_text(doc, ROLE_TABLE_HEADER, a->group);
		group = a->group;
		help_add_action(doc, app, a);
	}
}

static const struct {
	const char *left, *right;
} terms[] = {
	{"word", "is in the name, the state or another text of the row"},
	{"a b", "both; \"or\" between them: one of them; ( ) hold together"},
	{"!term", "does not hold"},
	{"~regex", "a regular expression, upper and lower case alike"},
	{"key:part", "the text of this key has this part; * and ? make it a pattern for all of it"},
	{"key:a|b", "any of them"},
	{"key=text", "all of it; != is not"},
	{"key>number", "also >= < <= = !=; sizes with K M G T, times with s m h d"},
	{"\"two words\"", "one term"},
};

static void add_filter(const struct app *app, struct doc *doc)
{
	(void)app;
	doc_text(doc, ROLE_STRONG, help_filter_sample);
	for (size_t i = 0; i < ARRAY_SIZE(terms); i++)
		doc_pair(doc, ROLE_KEY, terms[i].left, ROLE_TEXT, terms[i].right);
	doc_text(doc, ROLE_TABLE_HEADER, "Keys");
	for (int key = 0; key < FILTER_KEY_COUNT; key++)
		help_add_filter_key(doc, (enum filter_key)key);
}

static void add_states(const struct app *app, struct doc *doc)
{
	bool unicode = app->surface->unicode;

	doc_text(doc, ROLE_TABLE_HEADER, "Machines");
	help_add_domain_states(doc, unicode);
	doc_text(doc, ROLE_TABLE_HEADER, "Hosts");
	for (int s = 0; s < HOST_STATE_COUNT; s++)
		doc_pair(doc, tone_role(host_state_tone(s)), host_state_glyph(s, unicode), ROLE_TEXT,
			 host_state_text(s));
	doc_text(doc, ROLE_TABLE_HEADER, "In a row");
	doc_pair(doc, ROLE_TEXT, DIFFERS_MARK, ROLE_TEXT, "changes wait for a power cycle");
	doc_pair(doc, ROLE_MARKED, unicode ? "▌" : ">", ROLE_TEXT, "it is marked");
	doc_pair(doc, ROLE_DIM, "-", ROLE_TEXT, "was not asked for, or does not apply");
	doc_pair(doc, ROLE_DIM, "?", ROLE_TEXT, "was asked for, no answer");
	doc_pair(doc, ROLE_DIM, "(12 min ago)", ROLE_TEXT, "its host does not answer: this is how it was");
}

static void add_path(struct doc *doc, char *taken, const char *what)
{
	autofree char *path = taken;
	autofree char *shown = path_shown(path);

	doc_pair(doc, ROLE_TEXT, what, ROLE_TEXT, shown);
}

static void add_files(const struct app *app, struct doc *doc)
{
	add_path(doc, path_config("virtty.conf"), "options");
	add_path(doc, path_config("hosts.conf"), "hosts");
	add_path(doc, path_config("keys.conf"), "keys");
	add_path(doc, path_config("themes/"), "themes");
	add_path(doc, path_system(""), "of all users");
	add_path(doc, path_state("state"), "remembered");
	add_path(doc, path_state("copied"), "copied last");
	doc_pair(doc, ROLE_TEXT, "log", ROLE_TEXT,
		 app->options->log ? app->options->log : "in no file: --log FILE writes one");
	doc_text(doc, ROLE_DIM, "Files of yours are only read. What is wrong in them is told with its line.");
}

static void add_more(const struct app *app, struct doc *doc)
{
	(void)app;
	doc_pairf(doc, "virtty(1)", "%s", "options, filters, views, figures, themes");
	doc_pairf(doc, "virtty.conf(5)", "%s", "virtty.conf, hosts.conf");
	doc_pairf(doc, "virtty-keys(7)", "%s", "all keys, and how to change them");
	doc_pairf(doc, "virtty-script(7)", "%s", "scripts that press keys");
}

static const struct section {
	const char *title, *what;
	void (*add)(const struct app *app, struct doc *doc);
} sections[] = {
	{"Panes", "what the tabs show", add_panes},
	{"Getting out", "how to close what is open, and to leave", add_ways_out},
	{"Keys", "all of them, by what they are about", add_keys},
	{"Filter", "what can be typed after /", add_filter},
	{"States", "words and signs in tables", add_states},
	{"Files", "where settings are, and what is remembered", add_files},
	{"Manual", "pages that say more", add_more},
};

static void build(const struct app *app, struct doc *doc)
{
	char help[KEY_NAME_SIZE];
	char menu[KEY_NAME_SIZE];
	char palette[KEY_NAME_SIZE];

	doc_clear(doc);
	doc_textf(doc, ROLE_TEXT, "%s shows help for what is open, %s what can be done there, %s everything by name.",
		  action_key_of(app, "app.help", help), action_key_of(app, "app.menu", menu),
		  action_key_of(app, "app.palette", palette));
	doc_text(doc, ROLE_DIM, "/ finds words here. Enter on a line of these goes to its part.");
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++) {
		doc_pair(doc, ROLE_STRONG, sections[i].title, ROLE_TEXT, sections[i].what);
		doc_link(doc, obj_id_numbered(OBJ_ITEM, (uint32_t)i));
	}
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++) {
		doc_heading(doc, sections[i].title);
		sections[i].add(app, doc);
	}
}

/* --- going about in it ------------------------------------------------------------------------ */

bool help_pane_is_on_link(const struct pane *pane)
{
	return pane->ops == &help_pane && !obj_id_is_none(doc_view_link(&((struct help *)pane->data)->view));
}

void help_pane_follow(struct pane *pane)
{
	struct help *help = pane->data;
	size_t to = obj_id_number(doc_view_link(&help->view));
	size_t section = 0;

	/* One after the other: what stands in a section may be called as a later one. */
	for (size_t row = 0; row < doc_rows(help->doc) && section <= to; row++)
		if (str_equal(doc_row_text(help->doc, row), sections[section].title)) {
			help->view.cursor = help->view.top = row;
			section++;
		}
	doc_view_fit(&help->view, help->view.height);
}

static enum reaction move(struct pane *pane, enum move how)
{
	return doc_view_move(&((struct help *)pane->data)->view, how);
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct help *help = pane->data;
	enum reaction r = doc_view_press(&help->view, key, y - 1);

	(void)x;
	if (key->button == 1 && y > 0 && help_pane_is_on_link(pane))
		help_pane_follow(pane);
	return r;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	return doc_view_key(&((struct help *)pane->data)->view, key, app_paste(pane->app));
}

/* --- life ------------------------------------------------------------------------------------- */

static void open_pane(struct pane *pane)
{
	struct help *help = mem_new(struct help);

	help->doc = help->view.doc = doc_create();
	help->view.has_cursor = true;
	pane->data = help;
}

static void close_pane(struct pane *pane)
{
	struct help *help = pane->data;

	doc_view_finish(&help->view);
	doc_destroy(help->doc);
	free(help);
}

/* Keys may be others after a reload; hosts are not in it. */
static void model(struct pane *pane, unsigned what)
{
	struct help *help = pane->data;

	if (what != PANE_CHANGED_ALL)
		return;
	build(pane->app, help->doc);
	doc_layout(help->doc, help->width);
}

static void layout(struct pane *pane, int width, int height)
{
	struct help *help = pane->data;

	help->width = width - 2;
	doc_layout(help->doc, help->width);
	doc_view_fit(&help->view, height - 1);
}

static void draw(struct pane *pane, struct area area)
{
	const struct help *help = pane->data;

	doc_view_draw(&help->view, area_part(area, 1, 1, area.width - 2, area.height - 1));
	doc_view_draw_find(&help->view, area, 0);
}

const struct pane_ops help_pane = {
	.name = "help",
	.title = "Help",
	.tab = 9,
	.show = {"app.help-pane", "all help", "show all keys, filters, states and files"},
	.scope = SCOPE_HELP,
	.open = open_pane,
	.close = close_pane,
	.model = model,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.move = move,
	.press = press,
};
