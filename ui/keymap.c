// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keymap.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "conf/ini.h"
#include "conf/config.h"
#include "conf/paths.h"
#include "model/facts.h"
#include "ui/actions/command.h"
#include "ui/panes/panes.h"
#include "ui/panes/table.h"

#define LEAVE "app.quit-now"
#define LEAVE_KEY "C-c" /* cannot be taken from it */

/* What an action was given, and by whom. */
struct row {
	const struct action *action;
	char *words;
	enum keymap_layer layer;
	char *file; /* NULL: the table */
	int line;
	char *shown; /* the keys that it has after all */
};

struct span {
	const struct action *first;
	size_t row; /* of the first */
	size_t n;
};

struct binding {
	size_t row;
	struct chord chord;
	bool lost;
};

struct keymap {
	struct keymap *older;
	struct commands commands;
	struct action *extra; /* one for each command, then one with a NULL id */
	char **texts;         /* of theirs */
	size_t n_texts, cap_texts;
	struct row *rows;     /* one for each action, in their order */
	size_t n, cap;
	struct span *spans;   /* of actions that stand one after the other */
	size_t n_spans, cap_spans;
	struct binding *bindings; /* in the order of the rows */
	size_t n_bindings, cap_bindings;
};

/* --- chords ------------------------------------------------------------------------------------ */

bool chord_parse(const char *word, struct chord *ret)
{
	struct chord chord = {.n = 2};
	const char *p = word;
	const char *end = word + strlen(word);

	if (key_parse(word, &chord.keys[0])) {
		chord.n = 1;
		*ret = chord;
		return true;
	}
	for (int i = 0; i < 2; i++) {
		const char *from = p;
		char name[8];

		if (p == end)
			return false;
		utf8_next(&p, end);
		snprintf(name, sizeof(name), "%.*s", (int)(p - from), from);
		if (!key_parse(name, &chord.keys[i]) || chord.keys[i].code != KEYC_CHAR)
			return false;
	}
	if (p != end)
		return false;
	*ret = chord;
	return true;
}

char *chord_format(const struct chord *chord, char buf[KEY_NAME_SIZE])
{
	char second[KEY_NAME_SIZE];
	size_t n;

	key_format(&chord->keys[0], buf);
	n = strlen(buf);
	if (chord->n == 2)
		snprintf(buf + n, KEY_NAME_SIZE - n, "%s", key_format(&chord->keys[1], second));
	return buf;
}

/* They are the same, or one would be over before the other has begun to differ. */
static bool chords_clash(const struct chord *a, const struct chord *b)
{
	int n = a->n < b->n ? a->n : b->n;

	for (int i = 0; i < n; i++)
		if (!key_equal(&a->keys[i], &b->keys[i]))
			return false;
	return true;
}

/* The next word of *p; false at the end. */
static bool next_word(const char **p, char **ret)
{
	size_t len;

	*p += strspn(*p, " \t");
	len = strcspn(*p, " \t");
	*ret = len ? mem_strndup(*p, len) : NULL;
	*p += len;
	return len > 0;
}

/* --- life -------------------------------------------------------------------------------------- */

static void add_row(struct keymap *km, const struct action *action)
{
	struct span *span = km->n_spans ? &km->spans[km->n_spans - 1] : NULL;
	struct row *row = arr_add(km->rows, km->n, km->cap);

	if (!span || action != span->first + span->n) {
		span = arr_add(km->spans, km->n_spans, km->cap_spans);
		*span = (struct span){.first = action, .row = km->n - 1};
	}
	span->n++;
	*row = (struct row){.action = action, .words = mem_strdup(action->keys)};
}

static const char *keep_text(struct keymap *km, char *text)
{
	return *arr_add(km->texts, km->n_texts, km->cap_texts) = text;
}

static void add_commands(struct keymap *km)
{
	km->extra = mem_new_array(km->commands.n + 1, sizeof(*km->extra));
	for (size_t i = 0; i < km->commands.n; i++) {
		const struct user_command *c = &km->commands.all[i];

		command_action(c, &km->extra[i]);
		km->extra[i].id = keep_text(km, mem_printf("command.%s", c->name));
		add_row(km, &km->extra[i]);
	}
}

struct keymap *keymap_create(struct commands *commands)
{
	struct keymap *km = mem_new(struct keymap);

	if (commands) {
		km->commands = *commands;
		*commands = (struct commands){0};
	}
	for (const struct action *a = action_table_next(NULL); a; a = action_table_next(a))
		add_row(km, a);
	add_commands(km);
	return km;
}

void keymap_keep(struct keymap *km, struct keymap *older)
{
	km->older = older;
}

void keymap_destroy(struct keymap *km)
{
	if (!km)
		return;
	keymap_destroy(km->older);
	for (size_t i = 0; i < km->n; i++) {
		free(km->rows[i].words);
		free(km->rows[i].file);
		free(km->rows[i].shown);
	}
	for (size_t i = 0; i < km->n_texts; i++)
		free(km->texts[i]);
	commands_finish(&km->commands);
	free(km->texts);
	free(km->extra);
	free(km->rows);
	free(km->spans);
	free(km->bindings);
	free(km);
}

/* --- asking ------------------------------------------------------------------------------------ */

static size_t row_of(const struct keymap *km, const struct action *action)
{
	uintptr_t at = (uintptr_t)action;

	for (size_t i = 0; i < km->n_spans; i++) {
		const struct span *span = &km->spans[i];

		if (at >= (uintptr_t)span->first && at < (uintptr_t)(span->first + span->n))
			return span->row + (size_t)(action - span->first);
	}
	return km->n; /* of an older one */
}

const struct action *keymap_next(const struct keymap *km, const struct action *before)
{
	size_t next = before ? row_of(km, before) + 1 : 0;

	return next < km->n ? km->rows[next].action : NULL;
}

static struct row *find_row(const struct keymap *km, const char *id)
{
	for (size_t i = 0; i < km->n; i++)
		if (str_equal(km->rows[i].action->id, id))
			return &km->rows[i];
	return NULL;
}

const struct action *keymap_find(const struct keymap *km, const char *id)
{
	const struct row *row = find_row(km, id);

	return row ? row->action : NULL;
}

const char *keymap_keys(const struct keymap *km, const struct action *action)
{
	size_t i = row_of(km, action);

	return i < km->n && km->rows[i].shown ? km->rows[i].shown : "";
}

char *keymap_origin(const struct keymap *km, const struct action *action)
{
	size_t i = row_of(km, action);
	autofree char *file = i < km->n && km->rows[i].file ? path_shown(km->rows[i].file) : NULL;

	return file ? mem_printf("in %s:%d", file, km->rows[i].line) : NULL;
}

const struct user_command *keymap_command(const struct keymap *km, const struct action *action)
{
	for (const struct keymap *at = km; at; at = at->older)
		for (size_t i = 0; i < at->commands.n; i++)
			if (&at->extra[i] == action)
				return &at->commands.all[i];
	return NULL;
}

bool keymap_each(const struct keymap *km, const struct key *keys, int n, keymap_fn *fn, void *opaque)
{
	for (size_t i = 0; i < km->n_bindings; i++) {
		const struct binding *b = &km->bindings[i];
		bool begins = b->chord.n >= n;

		for (int k = 0; begins && k < n; k++)
			begins = key_equal(&b->chord.keys[k], &keys[k]);
		if (begins && fn(opaque, km->rows[b->row].action, &b->chord))
			return true;
	}
	return false;
}

/* --- setting ----------------------------------------------------------------------------------- */

/* Whoever writes "start" or "Strat" is told of domain.start. */
static const char *nearest_id(const struct keymap *km, const char *id)
{
	struct nearest nearest = nearest_start(id);

	for (size_t i = 0; i < km->n; i++) {
		const char *full = km->rows[i].action->id;
		const char *dot = strchr(full, '.');

		nearest_offer(&nearest, full);
		if (dot && !strchr(id, '.'))
			nearest_offer(&nearest, dot + 1);
	}
	for (size_t i = 0; nearest.best && i < km->n; i++)
		if (str_ends(km->rows[i].action->id, nearest.best))
			return km->rows[i].action->id;
	return NULL;
}

static void no_such_action(const struct keymap *km, const char *id, const char *file, int line,
			   struct problems *problems)
{
	const char *best = nearest_id(km, id);

	if (best)
		problems_add(problems, file, line, "there is no action \"%s\": meant is perhaps %s", id, best);
	else
		problems_add(problems, file, line,
			     "there is no action \"%s\": virtty --list-actions prints them", id);
}

static void no_such_key(const char *word, const char *file, int line, struct problems *problems)
{
	const char *best = key_nearest(word);
	const char *plus = strchr(word, '+');

	if (plus && plus > word && plus[1])
		problems_add(problems, file, line,
			     "there is no key \"%s\": Ctrl is written C-x, Alt M-x, Shift S-Tab", word);
	else if (best)
		problems_add(problems, file, line, "there is no key \"%s\": meant is perhaps %s", word, best);
	else
		problems_add(problems, file, line,
			     "there is no key \"%s\": a key is a character, such a one after C- or M-, "
			     "F1 to F24, or " KEY_NAMES, word);
}

/* The words of it that are keys. */
static char *known_words(const char *words, const char *file, int line, struct problems *problems)
{
	struct str known = {0};
	const char *p = words;
	char *word;

	while (next_word(&p, &word)) {
		struct chord chord;

		if (chord_parse(word, &chord))
			str_addf(&known, "%s%s", known.len ? " " : "", word);
		else
			no_such_key(word, file, line, problems);
		free(word);
	}
	return str_take(&known);
}

bool keymap_set(struct keymap *km, const char *id, const char *words, enum keymap_layer layer,
		const char *file, int line, struct problems *problems)
{
	struct row *row = find_row(km, id);
	autofree char *known = NULL;

	if (!row) {
		no_such_action(km, id, file, line, problems);
		return false;
	}
	if (str_equal(words, "none"))
		words = "";
	known = known_words(words, file, line, problems);
	if (words[0] && !known[0])
		return false; /* it keeps what it had */
	if (row->layer == layer && row->file && str_equal(row->file, file))
		problems_add(problems, file, line, "%s stands in line %d already: this line counts", id,
			     row->line);
	free(row->words);
	free(row->file);
	row->words = take(known);
	row->file = mem_strdup(file);
	row->line = line;
	row->layer = layer;
	return true;
}

struct keys_reading {
	struct keymap *km;
	const char *file;
	enum keymap_layer layer;
	struct problems *problems;
};

static bool take_pair(void *opaque, const struct ini_pair *pair, struct err *err)
{
	struct keys_reading *r = opaque;

	if (pair->section[0])
		return err_set(err, ERR_INVALID, "keys.conf has no sections: [%s] is one", pair->section);
	keymap_set(r->km, pair->name, pair->value, r->layer, r->file, pair->line, r->problems);
	return true;
}

static void read_keys(struct keymap *km, const char *path, bool optional, enum keymap_layer layer,
		      struct problems *problems)
{
	struct keys_reading r = {km, path, layer, problems};

	ini_read_file(path, optional, take_pair, &r, problems);
}

/* --- settling ---------------------------------------------------------------------------------- */

/* Facts that never hold together: actions that need one each may share a key. */
static const uint64_t exclusive[][2] = {
	{FACT_ACTIVE, FACT_INACTIVE},
	{FACT_PAUSED, FACT_NOT_PAUSED},
	{FACT_PAUSED, FACT_ASLEEP},
	{FACT_AWAKE, FACT_ASLEEP},
	{FACT_AUTOSTART, FACT_NO_AUTOSTART},
	{FACT_SELECTED, FACT_ON_GROUP},
};

static bool never_together(const struct action *a, const struct action *b)
{
	for (size_t i = 0; i < ARRAY_SIZE(exclusive); i++)
		if (((a->needs & exclusive[i][0]) && (b->needs & exclusive[i][1])) ||
		    ((a->needs & exclusive[i][1]) && (b->needs & exclusive[i][0])))
			return true;
	return false;
}

/* Those of a page come before those of what it is about and of virtty, on purpose. */
static bool meet_on_page(const struct action *a, const struct action *b)
{
	static const struct pane_ops page = {.scope = SCOPE_TEXT, .page = true, .move = table_move};
	const struct pane pane = {.ops = &page};

	if ((a->scope == SCOPE_PAGE && b->scope == SCOPE_APP) || (a->scope == SCOPE_APP && b->scope == SCOPE_PAGE))
		return false;
	return action_in_scope(a, &pane) && action_in_scope(b, &pane);
}

/* There is a pane where both can be used. */
static bool meet(const struct action *a, const struct action *b)
{
	if (meet_on_page(a, b))
		return true;
	for (size_t i = 0; all_panes[i]; i++) {
		const struct pane pane = {.ops = all_panes[i]};

		if (action_in_scope(a, &pane) && action_in_scope(b, &pane))
			return true;
	}
	return false;
}

static void bind_row(struct keymap *km, size_t row)
{
	const char *p = km->rows[row].words;
	char *word;

	while (next_word(&p, &word)) {
		struct chord chord;

		if (chord_parse(word, &chord))
			*arr_add(km->bindings, km->n_bindings, km->cap_bindings) =
				(struct binding){.row = row, .chord = chord};
		free(word);
	}
}

/* "keys.conf:3", from b's own file only "line 3"; the caller frees. */
static char *place_of(const struct row *a, const struct row *b)
{
	if (!a->file)
		return mem_strdup("by default");
	if (str_equal(a->file, b->file))
		return mem_printf("in line %d", a->line);
	return mem_printf("in %s:%d", a->file, a->line);
}

/* b loses its key to a, of the same layer. */
static void tell_conflict(const struct row *a, const struct row *b, const struct binding *lost,
			  struct problems *problems)
{
	char key[KEY_NAME_SIZE];
	autofree char *where = place_of(a, b);

	chord_format(&lost->chord, key);
	problems_add(problems, b->file ? b->file : "the action table", b->line,
		     "%s cannot be %s: it is %s %s", key, b->action->id, a->action->id, where);
}

static void settle_two(struct keymap *km, struct binding *a, struct binding *b, struct problems *problems)
{
	const struct row *ra = &km->rows[a->row];
	const struct row *rb = &km->rows[b->row];
	char key[KEY_NAME_SIZE];
	bool a_loses = ra->layer < rb->layer;

	if (ra->layer == rb->layer && str_equal(ra->file, rb->file))
		a_loses = ra->line > rb->line;
	(a_loses ? a : b)->lost = true;
	if (ra->layer == rb->layer)
		tell_conflict(a_loses ? rb : ra, a_loses ? ra : rb, a_loses ? a : b, problems);
	else
		log_write(LOG_INFO, "%s is %s now, no longer %s", chord_format(&b->chord, key),
			  (a_loses ? rb : ra)->action->id, (a_loses ? ra : rb)->action->id);
}

static bool clash(const struct keymap *km, const struct binding *a, const struct binding *b)
{
	const struct action *one = km->rows[a->row].action;
	const struct action *other = km->rows[b->row].action;

	if (a->lost || b->lost || one == other || !chords_clash(&a->chord, &b->chord))
		return false;
	return meet(one, other) && (!never_together(one, other) || a->chord.n != b->chord.n);
}

/* Lines of one layer among themselves, then with what is below them. */
static void settle_layer(struct keymap *km, enum keymap_layer layer, bool below, struct problems *problems)
{
	for (size_t i = 0; i < km->n_bindings; i++)
		for (size_t j = i + 1; j < km->n_bindings; j++) {
			struct binding *a = &km->bindings[i];
			struct binding *b = &km->bindings[j];
			enum keymap_layer la = km->rows[a->row].layer;
			enum keymap_layer lb = km->rows[b->row].layer;

			if ((la > lb ? la : lb) == layer && (la != lb) == below && clash(km, a, b))
				settle_two(km, a, b, problems);
		}
}

static bool has_key(const struct keymap *km, size_t row)
{
	for (size_t i = 0; i < km->n_bindings; i++)
		if (km->bindings[i].row == row && !km->bindings[i].lost)
			return true;
	return false;
}

/* Nobody is to be locked in. */
static void keep_way_out(struct keymap *km, struct problems *problems)
{
	struct row *leave = find_row(km, LEAVE);
	size_t row = (size_t)(leave - km->rows);
	struct chord chord;

	if (has_key(km, row) || !chord_parse(LEAVE_KEY, &chord))
		return;
	for (size_t i = 0; i < km->n_bindings; i++) {
		struct binding *b = &km->bindings[i];
		const struct row *other = &km->rows[b->row];

		if (b->lost || !chords_clash(&b->chord, &chord))
			continue;
		b->lost = true;
		problems_add(problems, other->file ? other->file : "the action table", other->line,
			     LEAVE_KEY " cannot be %s: it is the only key that leaves virtty from anywhere",
			     other->action->id);
	}
	if (leave->file && !leave->words[0])
		problems_add(problems, leave->file, leave->line,
			     LEAVE " must have a key: it keeps " LEAVE_KEY);
	*arr_add(km->bindings, km->n_bindings, km->cap_bindings) = (struct binding){.row = row, .chord = chord};
}

static void forget_lost(struct keymap *km)
{
	size_t kept = 0;

	for (size_t i = 0; i < km->n_bindings; i++)
		if (!km->bindings[i].lost)
			km->bindings[kept++] = km->bindings[i];
	km->n_bindings = kept;
}

static void show_keys(struct keymap *km)
{
	for (size_t i = 0; i < km->n; i++) {
		struct str shown = {0};
		char key[KEY_NAME_SIZE];

		for (size_t b = 0; b < km->n_bindings; b++)
			if (km->bindings[b].row == i)
				str_addf(&shown, "%s%s", shown.len ? " " : "",
					 chord_format(&km->bindings[b].chord, key));
		free(km->rows[i].shown);
		km->rows[i].shown = str_take(&shown);
	}
}

void keymap_settle(struct keymap *km, struct problems *problems)
{
	km->n_bindings = 0;
	for (size_t i = 0; i < km->n; i++)
		bind_row(km, i);
	/* Higher layers first: what has lost its key takes none from others. */
	for (int layer = KEYS_PERSON; layer >= KEYS_TABLE; layer--) {
		settle_layer(km, (enum keymap_layer)layer, false, problems);
		settle_layer(km, (enum keymap_layer)layer, true, problems);
	}
	keep_way_out(km, problems);
	forget_lost(km);
	show_keys(km);
}

/* --- loading ----------------------------------------------------------------------------------- */

static bool take_command(void *commands, const struct ini_pair *pair, struct err *err)
{
	return !str_starts(pair->section, "command") || commands_take_pair(commands, pair, err);
}

static void read_commands(struct commands *commands, const char *path, bool optional,
			  struct problems *problems)
{
	ini_read_file(path, optional, take_command, commands, problems);
}

static void load_commands(const struct options *options, struct commands *commands, struct problems *problems)
{
	autofree char *system = config_path(options, LAYER_SYSTEM, "virtty.conf");
	autofree char *own = config_path(options, LAYER_USER, "virtty.conf");

	if (options->commands)
		read_commands(commands, options->commands, false, problems);
	if (!options->commands && system)
		read_commands(commands, system, true, problems);
	if (!options->commands && own)
		read_commands(commands, own, true, problems);
	commands_check(commands, problems);
}

static void set_command_keys(struct keymap *km, struct problems *problems)
{
	for (size_t i = 0; i < km->commands.n; i++) {
		const struct user_command *c = &km->commands.all[i];

		if (c->keys)
			keymap_set(km, km->extra[i].id, c->keys, KEYS_PERSON, c->keys_file, c->keys_line, problems);
	}
}

struct keymap *keymap_load(const struct options *options, struct problems *problems)
{
	autofree char *system = config_path(options, LAYER_SYSTEM, "keys.conf");
	autofree char *own = config_path(options, LAYER_USER, "keys.conf");
	struct commands commands = {0};
	struct keymap *km;

	load_commands(options, &commands, problems);
	km = keymap_create(&commands);
	set_command_keys(km, problems);
	if (options->keys)
		read_keys(km, options->keys, false, KEYS_PERSON, problems);
	if (!options->keys && system)
		read_keys(km, system, true, KEYS_SYSTEM, problems);
	if (!options->keys && own)
		read_keys(km, own, true, KEYS_PERSON, problems);
	keymap_settle(km, problems);
	return km;
}
