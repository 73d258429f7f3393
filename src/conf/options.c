// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/options.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "conf/ini.h"

#define FIELD(f) offsetof(struct options, f)

static const char *const color_words[] = {"auto", "none", "8", "16", "256", "direct", NULL};
static const char *const graph_words[] = {"auto", "braille", "blocks", "ascii", NULL};
static const char *const panel_words[] = {"auto", "on", "off", NULL};
static const char *const format_words[] = {"table", "tsv", "json", NULL};
static const char *const clock_words[] = {"fixed", NULL};

#define OFFERED_MOST 32 /* and the NULL at the end */

/* What those who know it offer. */
static const char *tab_words[OFFERED_MOST] = {"last"};
static const char *batch_words[OFFERED_MOST];

static const struct option rows[] = {
	{.name = "connect", .letter = 'c', .type = OPTION_HOST, .where = ON_COMMAND_LINE, .arg = "URI",
	 .list = "list-hosts",
	 .help = "a host, such as qemu:///system or qemu+ssh://root@kvm1/system; may be repeated, and be "
		 "NAME=URI, or the name of a host or a group in hosts.conf"},
	{.name = "readonly", .letter = 'r', .type = OPTION_FLAG, .where = ANYWHERE, .standard = "no",
	 .help = "change nothing: connections are read-only", .restart = true,
	 .offset = FIELD(readonly)},
	{.name = "demo", .type = OPTION_FLAG, .where = ON_COMMAND_LINE,
	 .help = "demo hosts inside the program: no daemon, nothing real", .offset = FIELD(demo)},
	{.name = "delay", .letter = 'd', .type = OPTION_SECONDS, .where = ANYWHERE, .arg = "SECONDS",
	 .unit = "seconds", .least = 0.5, .most = 3600, .standard = "2", .help = "between figures",
	 .offset = FIELD(tick_ms)},
	{.name = "shutdown-wait", .type = OPTION_SECONDS, .where = ANYWHERE, .arg = "SECONDS",
	 .unit = "seconds", .least = 0.5, .most = 3600, .standard = "60",
	 .help = "until a guest that does not shut down is said not to react",
	 .offset = FIELD(shutdown_wait_ms)},
	{.name = "requests", .type = OPTION_NUMBER, .where = ANYWHERE, .arg = "N", .least = 1, .most = 16,
	 .standard = "4", .help = "requests at once on each host", .offset = FIELD(requests)},
	{.name = "open-at-once", .type = OPTION_NUMBER, .where = ANYWHERE, .arg = "N", .least = 1, .most = 64,
	 .standard = "8", .help = "hosts that are being opened at once, the others wait their turn",
	 .offset = FIELD(open_at_once)},
	{.name = "confirm-word-from", .type = OPTION_NUMBER, .where = IN_FILE, .arg = "N", .least = 2,
	 .most = 1000, .standard = "6",
	 .help = "machines asked for together, from so many on a word is to be typed first",
	 .offset = FIELD(word_from)},
	{.name = "memory-alert", .type = OPTION_NUMBER, .where = ANYWHERE, .arg = "PERCENT", .least = 1,
	 .most = 100, .standard = "95", .note = "100 is never",
	 .help = "of a host's memory in use, above which it is an alert", .unit = "percent",
	 .offset = FIELD(memory_alert)},
	{.name = "pool-alert", .type = OPTION_NUMBER, .where = ANYWHERE, .arg = "PERCENT", .least = 1,
	 .most = 100, .standard = "95", .note = "100 is never",
	 .help = "of a storage pool in use, above which it is an alert", .unit = "percent",
	 .offset = FIELD(pool_alert)},
	{.name = "history", .type = OPTION_NUMBER, .where = IN_FILE, .arg = "N", .least = 0, .most = 100000,
	 .standard = "200", .note = "0 keeps none",
	 .help = "definitions kept of each thing as they were before they were changed or removed",
	 .offset = FIELD(history)},
	{.name = "tab", .type = OPTION_WORD, .where = IN_FILE, .arg = "PANE", .words = tab_words,
	 .standard = "last", .help = "the pane that is shown at the start", .note = "as it was left",
	 .restart = true,
	 .offset = FIELD(tab)},
	{.name = "filter", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "TEXT", .may_be_empty = true,
	 .help = "show only what matches, see FILTERS in virtty(1)", .offset = FIELD(filter)},
	{.name = "sort", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "COLUMN",
	 .list = "list-columns",
	 .help = "sort by a column (--list-columns) or its word in filters, -COLUMN largest first, +COLUMN smallest first; "
		 "COLUMN,COLUMN for a second", .offset = FIELD(sort)},
	{.name = "view", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "NAME", .list = "list-views",
	 .help = "begin with a view: a filter and an order that have a name", .offset = FIELD(view)},
	{.name = "batch", .type = OPTION_WORD, .where = ON_COMMAND_LINE, .arg = "PANE", .words = batch_words,
	 .help = "print the rows of a pane and leave, without a terminal", .offset = FIELD(batch)},
	{.name = "format", .type = OPTION_WORD, .where = ON_COMMAND_LINE, .arg = "FORMAT",
	 .words = format_words, .standard = "table", .help = "of --batch", .offset = FIELD(format)},
	{.name = "timeout", .type = OPTION_SECONDS, .where = ON_COMMAND_LINE, .arg = "SECONDS",
	 .unit = "seconds", .least = 0.5, .most = 3600, .standard = "30",
	 .help = "of --batch, for the hosts to answer", .offset = FIELD(timeout_ms)},
	{.name = "panel", .type = OPTION_WORD, .where = ANYWHERE, .arg = "WHEN", .words = panel_words,
	 .standard = "auto", .note = "past 140 columns, and past 30 rows",
	 .help = "a panel beside the table and a strip below it, about the row under the cursor; on: from 100 "
		 "columns, and from 20 rows", .offset = FIELD(panel)},
	{.name = "theme", .type = OPTION_TEXT, .where = ANYWHERE, .arg = "NAME", .standard = "auto",
	 .list = "list-themes",
	 .help = "auto, one of --list-themes, or a file with a slash in its name",
	 .note = "what suits the terminal", .offset = FIELD(theme)},
	{.name = "colors", .type = OPTION_WORD, .where = ANYWHERE, .arg = "N", .words = color_words,
	 .standard = "auto", .help = "colours of the terminal", .note = "NO_COLOR means none",
	 .restart = true, .offset = FIELD(colors)},
	{.name = "mouse", .type = OPTION_FLAG, .where = ANYWHERE, .standard = "yes",
	 .help = "presses and the wheel; \"no\" leaves them to the terminal",
	 .off = "leave the mouse to the terminal", .offset = FIELD(mouse)},
	{.name = "graphs", .type = OPTION_WORD, .where = ANYWHERE, .arg = "STYLE", .words = graph_words,
	 .standard = "auto", .help = "what graphs are drawn with", .note = "braille, without unicode ascii",
	 .offset = FIELD(graphs)},
	{.name = "unicode", .type = OPTION_FLAG, .where = ANYWHERE, .standard = "yes",
	 .help = "lines and glyphs, where the terminal has them", .off = "draw with ASCII only",
	 .offset = FIELD(unicode)},
	{.name = "config", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "DIR",
	 .help = "read virtty.conf, hosts.conf and keys.conf there, and nowhere else", .offset = FIELD(config)},
	{.name = "state", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "FILE",
	 .help = "remember there, and former definitions in history beside it, not in ~/.local/state/virtty",
	 .offset = FIELD(state)},
	{.name = "keys", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "FILE",
	 .help = "take keys from there, not from keys.conf", .offset = FIELD(keys)},
	{.name = "commands", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "FILE",
	 .help = "take commands from there, not from virtty.conf", .offset = FIELD(commands)},
	{.name = "log", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "FILE",
	 .help = "write a log, appended", .offset = FIELD(log)},
	{.name = "events", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "FILE",
	 .help = "append what the hosts tell, a line each, fields parted by tabs",
	 .offset = FIELD(events)},
	{.name = "script", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "FILE",
	 .help = "play a script without a terminal, see virtty-script(7)", .offset = FIELD(script)},
	{.name = "size", .type = OPTION_SIZE, .where = ON_COMMAND_LINE, .arg = "COLSxROWS",
	 .standard = "80x24", .help = "the script's screen"},
	{.name = "clock", .type = OPTION_WORD, .where = ON_COMMAND_LINE, .arg = "fixed",
	 .words = clock_words, .help = "the script's clock stands still at 12:04:31"},
	{.name = "regen", .type = OPTION_FLAG, .where = ON_COMMAND_LINE,
	 .help = "write the script's expected screens anew", .offset = FIELD(regen)},
	{.name = "timing", .type = OPTION_TEXT, .where = ON_COMMAND_LINE, .arg = "FILE",
	 .help = "at the end, write how long keys took to be painted", .offset = FIELD(timing)},
	{.name = "list-actions", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print all actions: id, keys, where, what they need, group, help", .mode = RUN_LIST_ACTIONS},
	{.name = "list-columns", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print all columns: pane, id, title, help", .mode = RUN_LIST_COLUMNS},
	{.name = "list-filters", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print what filters know: pane, key, help", .mode = RUN_LIST_FILTERS},
	{.name = "list-commands", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print what can be typed after \":\": name, argument, action, help",
	 .mode = RUN_LIST_COMMANDS},
	{.name = "list-options", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print all options: name, argument, name in virtty.conf, type, range, unit, default, help "
		 "on the command line and in the file, letter, what lists its values",
	 .mode = RUN_LIST_OPTIONS},
	{.name = "list-host-keys", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print what can be set in hosts.conf: name, value, sections, help",
	 .mode = RUN_LIST_HOST_KEYS},
	{.name = "list-hosts", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print the hosts and groups that -c takes by name: name, what it is", .mode = RUN_LIST_HOSTS},
	{.name = "list-views", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print your views: name, pane, filter", .mode = RUN_LIST_VIEWS},
	{.name = "list-themes", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print all themes, yours too: name, what it is for", .mode = RUN_LIST_THEMES},
	{.name = "list-roles", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print what themes can colour", .mode = RUN_LIST_ROLES},
	{.name = "self-test", .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "check the program's own tables", .mode = RUN_SELF_TEST},
	{.name = "help", .letter = 'h', .type = OPTION_MODE, .where = ON_COMMAND_LINE, .help = "print this",
	 .mode = RUN_HELP},
	{.name = "version", .letter = 'V', .type = OPTION_MODE, .where = ON_COMMAND_LINE,
	 .help = "print the version", .mode = RUN_VERSION},
};

_Static_assert(ARRAY_SIZE(rows) <= OPTIONS_MOST, "a place for the values of each");

const struct option *options_table(size_t *ret_n)
{
	*ret_n = ARRAY_SIZE(rows);
	return rows;
}

const struct option *option_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (str_equal(rows[i].name, name))
			return &rows[i];
	return NULL;
}

static const struct {
	const char *option;
	const char **words;
} offered[] = {{"tab", tab_words}, {"batch", batch_words}};

void options_offer(const char *option, const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(offered); i++) {
		size_t n = 0;

		if (!str_equal(offered[i].option, option))
			continue;
		while (offered[i].words[n])
			n++;
		assert(n < OFFERED_MOST - 1);
		offered[i].words[n] = word;
	}
}

/* --- values ---------------------------------------------------------------------------------- */

static bool parse_number(const struct option *row, const char *value, double *ret)
{
	char *end;
	double number = row->type == OPTION_NUMBER ? (double)strtol(value, &end, 10) : strtod(value, &end);

	if (end == value || *end || !(number >= row->least && number <= row->most))
		return false;
	*ret = number;
	return true;
}

static bool parse_size(const char *value, int *ret_width, int *ret_height)
{
	int width = 0;
	int height = 0;
	char end;

	if (sscanf(value, "%4dx%4d%c", &width, &height, &end) != 2 || width < 1 || height < 1 ||
	    width > 1000 || height > 1000)
		return false;
	*ret_width = width;
	*ret_height = height;
	return true;
}

static bool is_word(const char *const *words, const char *value)
{
	for (; *words; words++)
		if (str_equal(*words, value))
			return true;
	return false;
}

static bool will_do(const struct option *row, const char *value)
{
	double number;
	bool flag;
	int width, height;

	switch (row->type) {
	case OPTION_FLAG:
		return ini_flag(value, &flag);
	case OPTION_WORD:
		return is_word(row->words, value);
	case OPTION_NUMBER:
	case OPTION_SECONDS:
		return parse_number(row, value, &number);
	case OPTION_SIZE:
		return parse_size(value, &width, &height);
	case OPTION_TEXT:
	case OPTION_HOST:
		return value[0] || row->may_be_empty;
	case OPTION_MODE:
		break;
	}
	return true;
}

static char *list_words(const char *const *words)
{
	struct str out = {0};

	for (size_t i = 0; words[i]; i++)
		str_addf(&out, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
	return str_take(&out);
}

/* What it may be: "0.5 to 3600", "yes or no"; "" when anything will do. The caller frees. */
static char *range_of(const struct option *row)
{
	switch (row->type) {
	case OPTION_FLAG:
		return mem_strdup("yes or no");
	case OPTION_WORD:
		return list_words(row->words);
	case OPTION_NUMBER:
	case OPTION_SECONDS:
		return mem_printf("%g to %g", row->least, row->most);
	case OPTION_SIZE:
	case OPTION_TEXT:
	case OPTION_HOST:
	case OPTION_MODE:
		break;
	}
	return mem_strdup("");
}

bool option_check(const struct option *row, const char *shown, const char *value, struct err *err)
{
	autofree char *range = range_of(row);

	if (will_do(row, value))
		return true;
	switch (row->type) {
	case OPTION_SIZE:
		return err_set(err, ERR_INVALID,
			       "%s wants columns and rows such as 120x30, up to 1000x1000, not \"%s\"", shown,
			       value);
	case OPTION_TEXT:
	case OPTION_HOST:
		return err_set(err, ERR_INVALID, "%s wants %s: %s", shown, row->arg, row->help);
	case OPTION_NUMBER:
		return err_set(err, ERR_INVALID, "%s wants a number from %s, not \"%s\"", shown, range, value);
	case OPTION_SECONDS:
		return err_set(err, ERR_INVALID, "%s wants seconds from %s, not \"%s\"", shown, range, value);
	case OPTION_FLAG:
	case OPTION_WORD:
	case OPTION_MODE:
		break;
	}
	return err_set(err, ERR_INVALID, "%s wants %s, not \"%s\"", shown, range, value);
}

static void set_text(char **field, const char *value)
{
	char *copy = mem_strdup(value);

	free(*field);
	*field = copy;
}

/* value was checked. standard: it is the default. */
static void put(struct options *o, const struct option *row, const char *value, bool standard)
{
	void *field = (char *)o + row->offset;
	double number = 0;

	switch (row->type) {
	case OPTION_FLAG:
		ini_flag(value, field);
		break;
	case OPTION_TEXT:
		standard = standard || str_equal(value, row->standard);
		set_text(field, standard ? NULL : value);
		break;
	case OPTION_WORD:
		if (row->words == clock_words)
			o->clock_fixed = true;
		else
			set_text(field, standard || str_equal(value, row->standard) ? NULL : value);
		break;
	case OPTION_NUMBER:
	case OPTION_SECONDS:
		parse_number(row, value, &number);
		*(int *)field = (int)(row->type == OPTION_SECONDS ? number * 1000 : number);
		break;
	case OPTION_HOST:
		*arr_add(o->uris, o->n_uris, o->cap_uris) = mem_strdup(value);
		break;
	case OPTION_SIZE:
		parse_size(value, &o->width, &o->height);
		break;
	case OPTION_MODE:
		o->mode = row->mode;
		break;
	}
}

/* --- layers ---------------------------------------------------------------------------------- */

static void forget_value(struct option_value *v)
{
	free(v->text);
	free(v->file);
	*v = (struct option_value){0};
}

const char *options_value(const struct options *o, const struct option *row,
			  enum option_layer *ret_layer)
{
	const struct option_value *values = o->values[row - rows];

	for (int layer = LAYER_COUNT - 1; layer > LAYER_DEFAULT; layer--)
		if (values[layer].text) {
			*ret_layer = (enum option_layer)layer;
			return values[layer].text;
		}
	*ret_layer = LAYER_DEFAULT;
	return row->standard;
}

const struct option_value *options_given(const struct options *o, const struct option *row,
					 enum option_layer layer)
{
	return &o->values[row - rows][layer];
}

static void settle(struct options *o, const struct option *row)
{
	enum option_layer layer;
	const char *value = options_value(o, row, &layer);

	put(o, row, value, layer == LAYER_DEFAULT);
}

void options_set(struct options *o, const struct option *row, enum option_layer layer,
		 const char *value, const char *file, int line)
{
	struct option_value *v = &o->values[row - rows][layer];
	const struct option_value fresh = {mem_strdup(value), mem_strdup(value ? file : NULL),
					   value ? line : 0};

	forget_value(v);
	*v = fresh;
	settle(o, row);
}

void options_forget(struct options *o, enum option_layer layer)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].where & IN_FILE)
			options_set(o, &rows[i], layer, NULL, NULL, 0);
}

void options_init(struct options *o)
{
	*o = (struct options){0};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].standard)
			settle(o, &rows[i]);
}

void options_finish(struct options *o)
{
	for (size_t i = 0; i < o->n_uris; i++)
		free(o->uris[i]);
	free(o->uris);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct option *row = &rows[i];

		for (int layer = 0; layer < LAYER_COUNT; layer++)
			forget_value(&o->values[i][layer]);
		if (row->type == OPTION_TEXT || (row->type == OPTION_WORD && row->words != clock_words))
			set_text((char **)(void *)((char *)o + row->offset), NULL);
	}
	*o = (struct options){0};
}

/* --- the command line ------------------------------------------------------------------------ */

struct found {
	const struct option *row; /* NULL: there is none */
	bool off;                 /* --no-NAME */
};

static struct found find_long(const char *name)
{
	struct found found = {option_find(name), false};

	if (!found.row && str_starts(name, "no-")) {
		found = (struct found){option_find(name + 3), true};
		if (found.row && (found.row->type != OPTION_FLAG || !(found.row->where & IN_FILE)))
			found.row = NULL;
	}
	if (found.row && !(found.row->where & ON_COMMAND_LINE))
		found.row = NULL;
	return found;
}

static struct found find_letter(char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].letter && rows[i].letter == letter)
			return (struct found){&rows[i], false};
	return (struct found){NULL, false};
}

static bool no_such_option(const char *word, struct err *err)
{
	autofree char *name = mem_strndup(word, strcspn(word, "="));
	struct nearest near = nearest_start(name + strspn(name, "-"));

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].where & ON_COMMAND_LINE)
			nearest_offer(&near, rows[i].name);
	if (near.best && near.word[0])
		return err_set(err, ERR_INVALID,
			       "there is no option %s, but --%s: all options are in virtty --help", word,
			       near.best);
	return err_set(err, ERR_INVALID, "there is no option %s: all options are in virtty --help", word);
}

static bool take_value(struct options *o, const struct found *found, const char *value, struct err *err)
{
	const struct option *row = found->row;
	autofree char *shown = mem_printf("--%s%s", found->off ? "no-" : "", row->name);

	if (!row->arg && value)
		return err_set(err, ERR_INVALID, "%s takes no argument", shown);
	if (row->arg && !value) {
		autofree char *text = option_text(row, false);

		return err_set(err, ERR_INVALID, "%s wants %s: %s", shown, row->arg, text);
	}
	if (!row->arg)
		value = found->off ? "no" : "yes";
	if (!option_check(row, shown, value, err))
		return false;
	if (row->where & IN_FILE)
		options_set(o, row, LAYER_COMMAND, value, NULL, 0);
	else
		put(o, row, value, false);
	return true;
}

bool options_parse(struct options *o, int argc, char **argv, struct err *err)
{
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		const char *value = NULL;
		struct found found;

		if (str_starts(word, "--")) {
			size_t len = strcspn(word + 2, "=");
			autofree char *name = mem_strndup(word + 2, len);

			found = find_long(name);
			if (word[2 + len])
				value = word + 2 + len + 1;
		} else if (word[0] == '-' && word[1]) {
			found = find_letter(word[1]);
			if (word[2])
				value = word + 2;
		} else {
			return err_set(err, ERR_INVALID,
				       "\"%s\" is not an option: a host is opened with -c %s, all options "
				       "are in virtty --help",
				       word, word);
		}
		if (!found.row)
			return no_such_option(word, err);
		if (found.row->arg && !value && i + 1 < argc)
			value = argv[++i];
		if (!take_value(o, &found, value, err))
			return false;
	}
	return true;
}

/* --- words ----------------------------------------------------------------------------------- */

/* A flag that is on by default is written as what turns it off. */
static bool is_turned_off(const struct option *row)
{
	return row->type == OPTION_FLAG && str_equal(row->standard, "yes");
}

char *option_text(const struct option *row, bool file)
{
	autofree char *range = range_of(row);
	bool flag = row->type == OPTION_FLAG;
	struct str out = {0};

	if (!file && is_turned_off(row)) {
		str_add(&out, row->off);
		return str_take(&out);
	}
	if (file && row->unit)
		str_addf(&out, "%s ", row->unit);
	str_add(&out, row->help);
	if (row->words && row->words != clock_words)
		str_addf(&out, ": %s", range);
	else if (row->most > 0 || (file && flag))
		str_addf(&out, ", %s", range);
	if (row->standard && (file || !flag))
		str_addf(&out, " (default %s%s%s)", row->standard, row->note ? "; " : "",
			 row->note ? row->note : "");
	return str_take(&out);
}

#define HELP_LEFT  27
#define HELP_WIDTH 80

static void add_help(struct str *out, const char *left, const char *text)
{
	bool full = strlen(left) >= HELP_LEFT;

	str_addf(out, full ? "%s\n%*s" : "%s%*s", left, full ? HELP_LEFT : HELP_LEFT - (int)strlen(left), "");
	for (size_t n; *text; text += n) {
		n = utf8_break(text, HELP_WIDTH - HELP_LEFT);
		str_addn(out, text, n);
		while (out->len && out->s[out->len - 1] == ' ')
			out->s[--out->len] = '\0';
		if (text[n])
			str_addf(out, "\n%*s", HELP_LEFT, "");
	}
	str_addc(out, '\n');
}

void options_help(struct str *out)
{
	str_add(out, "virtty: hypervisors and their machines, in a terminal\n\n"
		     "usage: virtty [-c URI]... [options]\n\n"
		     "Without -c it opens the hosts of hosts.conf, else LIBVIRT_DEFAULT_URI, else\n"
		     "qemu:///system. What can be set in a file is in virtty.conf(5).\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct option *row = &rows[i];
		autofree char *text = option_text(row, false);
		autostr struct str left = {0};

		if (!(row->where & ON_COMMAND_LINE))
			continue;
		if (row->letter)
			str_addf(&left, "  -%c, ", row->letter);
		else
			str_add(&left, "      ");
		str_addf(&left, "--%s%s%s%s", is_turned_off(row) ? "no-" : "", row->name,
			 row->arg ? " " : "", row->arg ? row->arg : "");
		add_help(out, str_text(&left), text);
	}
}

static const char *const type_names[] = {
	[OPTION_FLAG] = "flag",       [OPTION_TEXT] = "text", [OPTION_WORD] = "word",
	[OPTION_NUMBER] = "number",   [OPTION_SECONDS] = "number",
	[OPTION_HOST] = "host",       [OPTION_SIZE] = "size", [OPTION_MODE] = "mode",
};

void options_list(struct str *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct option *row = &rows[i];
		autofree char *range = range_of(row);
		autofree char *command = option_text(row, false);
		autofree char *file = option_text(row, true);
		bool on_command = row->where & ON_COMMAND_LINE;
		bool in_file = row->where & IN_FILE;

		if (on_command)
			str_addf(out, "--%s%s", is_turned_off(row) ? "no-" : "", row->name);
		else
			str_add(out, "-");
		str_addf(out, "\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%c\t%s%s\n", row->arg ? row->arg : "",
			 in_file ? row->name : "-", type_names[row->type], range,
			 row->unit ? row->unit : "", row->standard ? row->standard : "",
			 on_command ? command : "-", in_file ? file : "-", row->letter ? row->letter : '-',
			 row->list ? "--" : "-", row->list ? row->list : "");
	}
}
