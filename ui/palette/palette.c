// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/words.h"
#include "ui/app.h"
#include "ui/palette/complete.h"
#include "ui/palette/files.h"
#include "ui/palette/history.h"
#include "ui/palette/run.h"
#include "ui/panes/table.h"
#include "ui/panes/things.h"
#include "ui/widgets/line.h"
#include "ui/widgets/pick.h"

#define WIDTH 96
#define HEIGHT 14
#define ABOVE 3 /* rows over the list: the edge, the line, what it means */
#define WRONG_MOST 4 /* rows of what is wrong */
#define LABEL_WIDTH 24
#define KEY_WIDTH 8
#define NARROW 56 /* without what the actions do beside them */

struct palette {
	struct line_edit line;
	struct entries entries;
	struct obstacles obstacles; /* as they were when it was opened */
	struct pick pick;
	int longest;    /* cells of what is listed, without what stands beside it */
	bool moved;     /* the cursor, since something was typed */
	bool words;     /* of a command; false: actions */
	bool whole;     /* the last word needs no completing */
	size_t history; /* 1 is the newest; 0: the line is not from there */
	int width, height;
	char *title;
	char *wrong;    /* why nothing was done; NULL */
	char *usage;    /* of the command that is being typed; NULL */
};

static const struct pane_ops palette_pane;

/* --- what is listed ------------------------------------------------------------------------------ */

static void set_usage(const struct app *app, struct palette *p)
{
	autowords struct words words = {0};
	struct command command;
	const struct action *action;

	free(p->usage);
	p->usage = NULL;
	words_split(str_text(&p->line.text), &words);
	p->words = words.n > 1 && entries_find_command(app, words.all[0], &command);
	if (!p->words)
		return;
	action = command.action ? action_find(app, command.action) : NULL;
	p->usage = mem_printf("%s %s  %s", command.name, command_usage(command.takes),
			      action ? action->help : command.missing);
}

/* Whether Enter is for the first row, not for what is written so far (after a space it is), and not for nothing: an
 * action that fits by letters here and there is done only by who went to it. */
static bool is_offered(const struct palette *p, const char *left)
{
	const struct entry *first = p->entries.all;

	if (first->action || !p->words)
		return first->meant;
	return !p->whole && left[0] && left[strlen(left) - 1] != ' ';
}

/* Facts are those of what is below: the palette is not there while they are looked at. */
static void fill(struct app *app, struct palette *p, bool is_open)
{
	autofree char *left = mem_strndup(str_text(&p->line.text), p->line.at);

	set_usage(app, p);
	entries_clear(&p->entries);
	app->n_floats -= is_open;
	if (p->words) {
		entries_words(app, left, &p->entries, &p->whole);
		entries_labels(app, str_text(&p->line.text), &p->obstacles, &p->entries);
	} else {
		entries_actions(app, str_text(&p->line.text), &p->obstacles, &p->entries);
	}
	app->n_floats += is_open;
	p->longest = 0;
	for (size_t i = 0; p->words && i < p->entries.n; i++) {
		int width = utf8_text_width(p->entries.all[i].label);

		p->longest = width > p->longest ? width : p->longest;
	}
	p->moved = false;
	p->pick.n = p->entries.n;
	p->pick.top = 0;
	p->pick.cursor = p->entries.n && is_offered(p, left) ? 0 : PICK_NONE;
}

/* NULL: the cursor is on none. */
static const struct entry *entry_at(const struct palette *p)
{
	return p->pick.cursor != PICK_NONE ? &p->entries.all[p->pick.cursor] : NULL;
}

/* What is wrong takes the rows that it needs from the list. */
static void place(struct pane *pane)
{
	struct palette *p = pane->data;
	int rows = 0;

	for (const char *text = p->wrong ? p->wrong : ""; *text && rows < WRONG_MOST; rows++) {
		text += utf8_break(text, p->width - 4);
		text += *text == '\n';
	}
	rows = rows < p->height - ABOVE - 1 ? rows : p->height - ABOVE - 1;
	p->pick.above = ABOVE + (rows > 1 ? rows - 1 : 0);
	pick_layout(pane, p->width, p->height);
}

static void layout(struct pane *pane, int width, int height)
{
	struct palette *p = pane->data;

	p->width = width;
	p->height = height;
	place(pane);
}

static void changed(struct pane *pane)
{
	struct palette *p = pane->data;

	free(take(p->wrong));
	fill(pane->app, p, true);
	place(pane);
}

/* The cursor stays on what it was moved to, and that as far from the top as it was. */
static void go_back(struct palette *p, const char *label, size_t row)
{
	for (size_t i = 0; i < p->entries.n; i++)
		if (str_equal(p->entries.all[i].label, label)) {
			pick_go(&p->pick, i);
			p->pick.top = i > row ? i - row : 0;
			p->moved = true;
			return;
		}
}

/* Names that were not known yet. */
static void model(struct pane *pane, unsigned what)
{
	struct palette *p = pane->data;
	const struct entry *at = p->moved ? entry_at(p) : NULL;
	autofree char *label = at ? mem_strdup(at->label) : NULL;
	size_t row = p->pick.cursor - p->pick.top;

	if (!(what & (HOST_CHANGED_READINGS | PANE_CHANGED_FILES)) || !p->words || what == PANE_CHANGED_ALL)
		return;
	fill(pane->app, p, true);
	if (label)
		go_back(p, label, row);
}

/* What a command is about has to be known by name. */
static void peeks(struct pane *pane, struct peek_list *out)
{
	const char *text = str_text(&((const struct palette *)pane->data)->line.text);

	if (str_starts(text, "net"))
		things_peek_hosts(pane->app, READING_NETWORKS, out);
	if (str_starts(text, "pool") || str_starts(text, "vol") || str_starts(text, "restore"))
		things_peek_hosts(pane->app, READING_POOLS, out);
}

static char *title_of(const struct app *app)
{
	const struct pane *pane = app_body(app);
	size_t marked = table_marked_count(pane);
	struct selection s;

	app_selection(app, &s);
	if (marked)
		return mem_printf("%zu marked", marked);
	return mem_strdup(s.name ? s.name : pane->ops->title);
}

static void open_with(struct app *app, const char *text, char *wrong)
{
	struct palette *p = mem_new(struct palette);

	p->pick = (struct pick){.above = ABOVE, .below = 1};
	p->title = title_of(app);
	p->wrong = wrong;
	line_set(&p->line, text);
	files_forget(app->files);
	fill(app, p, false);
	app_push(app, &palette_pane, p)->pick = &p->pick;
}

void palette_open(struct app *app)
{
	open_with(app, "", NULL);
}

static void close_pane(struct pane *pane)
{
	struct palette *p = pane->data;

	entries_clear(&p->entries);
	obstacles_clear(&p->obstacles);
	line_finish(&p->line);
	free(p->title);
	free(p->wrong);
	free(p->usage);
	free(p);
}

/* --- drawing ------------------------------------------------------------------------------------- */

static void wants(struct pane *pane, int *ret_width, int *ret_height)
{
	(void)pane;
	*ret_width = WIDTH;
	*ret_height = *ret_height - 4 < HEIGHT ? *ret_height - 4 : HEIGHT;
}

/* Paths are longer than names; what stands beside them may be cut then. */
static int label_width(const struct palette *p, int width)
{
	int most = width * 2 / 3 > LABEL_WIDTH ? width * 2 / 3 : LABEL_WIDTH;

	return p->longest < LABEL_WIDTH ? LABEL_WIDTH : p->longest > most ? most : p->longest;
}

static void draw_entry(const struct pane *pane, struct area in, size_t index)
{
	const struct app *app = pane->app;
	const struct entry *e = &((const struct palette *)pane->data)->entries.all[index];
	enum role role = e->obstacle ? ROLE_GREYED : ROLE_BOX;
	char buf[KEY_NAME_SIZE];
	const char *key = e->action ? action_key(app, e->action, buf) : e->key ? e->key : "";
	int room = in.width - 2;
	int label;

	if (key[0])
		room -= KEY_WIDTH;
	label = in.width < NARROW ? room : label_width(pane->data, in.width);
	room -= label + 3;
	/* A mark besides the colour, for screens that have none. */
	area_text(in, 0, 0, role, e->obstacle ? "-" : " ");
	area_field(in, 2, 0, label, role, CUT_MIDDLE, false, e->label);
	if (room > 0)
		area_field(in, 2 + label + 2, 0, room, e->obstacle ? ROLE_GREYED : ROLE_DIM, CUT_END, false,
			   e->obstacle ? e->obstacle : e->help);
	if (key[0])
		area_field(in, in.width - KEY_WIDTH, 0, KEY_WIDTH - 1, e->obstacle ? ROLE_GREYED : ROLE_KEY,
			   CUT_END, true, key);
}

static void draw_wrong(const struct palette *p, struct area area)
{
	const char *text = p->wrong;

	for (int y = ABOVE - 1; y < p->pick.above; y++) {
		bool last = y + 1 == p->pick.above;
		size_t len = last ? strlen(text) : utf8_break(text, area.width - 4);
		autofree char *line = mem_strndup(text, len);

		area_field(area, 2, y, area.width - 4, ROLE_STATE_BAD, CUT_END, false, line);
		text += len;
		text += *text == '\n';
	}
}

/* Under the line: what is wrong with it, else what it means, else what the list has no room for. */
static void draw_meaning(const struct palette *p, struct area area)
{
	const struct entry *at = entry_at(p);

	if (p->wrong)
		draw_wrong(p, area);
	else if (at && at->obstacle)
		area_field(area, 2, 2, area.width - 4, ROLE_STATE_WARN, CUT_END, false, at->obstacle);
	else if (p->usage && !(at && at->action))
		area_field(area, 2, 2, area.width - 4, ROLE_DIM, CUT_END, false, p->usage);
	else if (at && area.width - 2 < NARROW)
		area_field(area, 2, 2, area.width - 4, ROLE_DIM, CUT_END, false, at->help);
	else
		area_rule(area, 1, 2, area.width - 2, ROLE_DIM);
}

static void draw(struct pane *pane, struct area area)
{
	const struct palette *p = pane->data;

	area_box(area, p->title, "Enter do it   Tab complete   Esc close");
	area_text(area, 2, 1, ROLE_KEY, ":");
	line_draw(&p->line, area, 3, 1, area.width - 5);
	draw_meaning(p, area);
	pick_draw(pane, area, draw_entry);
	if (!p->entries.n && !p->words)
		area_text(area, 3, p->pick.above, ROLE_DIM, "nothing is called so");
}

/* --- doing --------------------------------------------------------------------------------------- */

static enum reaction refuse(struct pane *pane, char *why)
{
	struct palette *p = pane->data;

	free(p->wrong);
	p->wrong = why;
	place(pane);
	return REACT_REDRAW;
}

/* The palette goes before anything is done, for that may open what floats; it comes back when nothing could
 * be done. */
static enum reaction run_line(struct pane *pane, const char *text)
{
	struct app *app = pane->app;
	autofree char *line = mem_strdup(text);
	char *wrong;

	app_react(app, pane, REACT_CLOSE);
	wrong = command_run(app, line);
	if (wrong)
		open_with(app, line, wrong);
	else
		history_add(app, line);
	return REACT_DONE;
}

/* In the place of the word at the cursor, with a space after it when it is complete. */
static enum reaction put_word(struct pane *pane, const char *word, bool quoted, bool goes_on)
{
	struct palette *p = pane->data;
	autofree char *left = mem_strndup(str_text(&p->line.text), p->line.at);
	autofree char *right = mem_strdup(str_text(&p->line.text) + p->line.at);
	autowords struct words words = {0};
	autostr struct str text = {0};
	size_t at;

	words_split(left, &words);
	str_addn(&text, left, words.at[words.n - 1]);
	if (quoted)
		words_add_quoted(&text, word);
	else
		str_add(&text, word);
	if (!goes_on)
		str_addc(&text, ' ');
	at = text.len;
	str_add(&text, right);
	line_set(&p->line, str_text(&text));
	p->line.at = at < p->line.text.len ? at : p->line.text.len;
	changed(pane);
	return REACT_REDRAW;
}

static enum reaction complete(struct pane *pane)
{
	struct palette *p = pane->data;
	const struct entry *e;
	struct command command;
	bool goes_on;

	if (!p->entries.n)
		return REACT_DONE;
	e = entry_at(p) ? entry_at(p) : p->entries.all;
	if (e->insert) {
		autofree char *word = mem_strdup(e->insert);

		return put_word(pane, word, true, e->goes_on);
	}
	if (e->line) {
		autofree char *line = mem_strdup(e->line);

		line_set(&p->line, "");
		return put_word(pane, line, false, false);
	}
	if (!e->action)
		return REACT_DONE;
	p->line.at = p->line.text.len;
	goes_on = !entries_find_command(pane->app, entries_name(e->action), &command) ||
		  command.takes == TAKES_NOTHING;
	line_set(&p->line, "");
	return put_word(pane, entries_name(e->action), false, goes_on);
}

/* The line is a command's name and nothing else: that is what is meant, whatever the list has first. */
static bool is_command(const struct app *app, const char *text)
{
	struct command command;

	return entries_find_command(app, text, &command);
}

static enum reaction not_called(struct pane *pane, const char *text)
{
	const struct palette *p = pane->data;

	return refuse(pane, mem_printf("nothing is called %s%s", text,
				       p->entries.n ? ": Down goes to what is like it" : ""));
}

/* A line of virsh's as it stands in a shell. Which host is meant the row says: what names another is not taken. */
static const char *past_virsh(const char *text)
{
	static const char word[] = "virsh ";

	if (!str_starts(text, word))
		return text;
	text += strlen(word);
	text += strspn(text, " ");
	return *text == '-' ? text - strlen(word) : text;
}

static enum reaction enter(struct pane *pane)
{
	struct palette *p = pane->data;
	autofree char *text = mem_strdup(str_text(&p->line.text) + strspn(str_text(&p->line.text), " "));
	const struct entry *e = entry_at(p);

	for (size_t n = strlen(text); n && text[n - 1] == ' '; n--)
		text[n - 1] = '\0';
	if (past_virsh(text) != text)
		return run_line(pane, past_virsh(text));
	if (p->words && !(e && e->action))
		return e && (p->moved || !p->whole) ? complete(pane) : run_line(pane, text);
	if (!p->moved && is_command(pane->app, text))
		return run_line(pane, text);
	if (!e)
		return text[0] ? not_called(pane, text) : REACT_DONE;
	if (e->elsewhere)
		return complete(pane);
	if (e->line)
		return run_line(pane, e->line);
	if (!e->action)
		return refuse(pane, mem_strdup(e->obstacle));
	return run_line(pane, entries_name(e->action));
}

/* --- keys ---------------------------------------------------------------------------------------- */

static enum reaction recall(struct pane *pane, bool older)
{
	struct palette *p = pane->data;
	size_t to = older ? p->history + 1 : p->history ? p->history - 1 : 0;
	autofree char *line = to ? history_at(pane->app, to - 1) : NULL;

	if (to && !line)
		return REACT_DONE; /* there is none older */
	p->history = to;
	line_set(&p->line, line ? line : "");
	changed(pane);
	return REACT_REDRAW;
}

static enum reaction move(struct pane *pane, enum move how)
{
	struct palette *p = pane->data;

	p->moved |= p->pick.n > 0;
	return pick_move(pane, how);
}

static enum reaction up_or_down(struct pane *pane, bool up)
{
	const struct palette *p = pane->data;

	if (!p->moved && (p->history || (up && !p->line.text.len)))
		return recall(pane, up);
	return move(pane, up ? MOVE_UP : MOVE_DOWN);
}

static bool is_ctrl(const struct key *key, uint32_t ch)
{
	return key->code == KEYC_CHAR && key->mods == KEYM_CTRL && key->ch == ch;
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	struct palette *p = pane->data;

	switch (key->code) {
	case KEYC_ESC:
		return REACT_CLOSE;
	case KEYC_ENTER:
		return enter(pane);
	case KEYC_TAB:
		return complete(pane);
	case KEYC_UP:
	case KEYC_DOWN:
		return up_or_down(pane, key->code == KEYC_UP);
	case KEYC_PAGE_UP:
		return move(pane, MOVE_PAGE_UP);
	case KEYC_PAGE_DOWN:
		return move(pane, MOVE_PAGE_DOWN);
	case KEYC_BACKSPACE:
		if (!p->line.text.len)
			return REACT_CLOSE;
		break;
	default:
		break;
	}
	if (is_ctrl(key, 'p') || is_ctrl(key, 'n'))
		return recall(pane, key->ch == 'p');
	if (!line_key(&p->line, key, app_paste(pane->app)))
		return REACT_UNUSED;
	p->history = 0;
	changed(pane);
	return REACT_REDRAW;
}

static enum reaction press(struct pane *pane, const struct key *key, int x, int y)
{
	struct palette *p = pane->data;
	enum move how;

	if (key_is_wheel(key, &how))
		return move(pane, how);
	p->moved |= pick_pressed(pane->pick, key, y) != PICK_NONE;
	return pick_press(pane, key, x, y);
}

static const struct pane_ops palette_pane = {
	.name = "palette",
	.title = "Palette",
	.modal = true,
	.high = true,
	.scope = SCOPE_APP,
	.close = close_pane,
	.model = model,
	.peeks = peeks,
	.wants = wants,
	.layout = layout,
	.draw = draw,
	.key = key_pressed,
	.press = press,
};

/* --- --list-commands ----------------------------------------------------------------------------- */

void palette_list_commands(struct str *out)
{
	for (const struct command *c = commands; c->name; c++) {
		const struct action *action = c->action ? action_of_table(c->action) : NULL;

		str_addf(out, "%s\t%s\t%s\t%s\n", c->name, command_usage(c->takes), action ? action->id : "-",
			 action ? action->help : c->missing);
		for (const struct command_option *o = command_options; o->command; o++) {
			const char *id = o->action ? o->action : c->action;

			if (str_equal(o->command, c->name))
				str_addf(out, "%s %s%s%s\t%s\t%s\t%s\n", c->name, o->option, o->value ? " " : "",
					 o->value ? o->value : "", command_usage(c->takes), id,
					 o->action ? action_of_table(o->action)->help
					 : o->text ? "ask in this way"
						   : "what it does anyway");
		}
	}
}
