// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"

enum option_kind { KIND_FLAG, KIND_TEXT, KIND_COLORS, KIND_URI, KIND_SIZE, KIND_SECONDS, KIND_REQUESTS, KIND_CLOCK, KIND_FILTER,
		   KIND_FORMAT, KIND_MODE };

struct option_row {
	const char *name; /* without the dashes */
	char letter;      /* 0: none */
	const char *arg;  /* NULL: takes none */
	const char *help;
	enum option_kind kind;
	size_t offset; /* into struct options */
	enum run_mode mode;
};

#define FIELD(f) offsetof(struct options, f)

static const struct option_row rows[] = {
	{"connect", 'c', "URI", "a host, such as qemu:///system or qemu+ssh://root@kvm1/system; may be "
	 "repeated, and be NAME=URI", KIND_URI, 0, 0},
	{"readonly", 'r', NULL, "change nothing: connections are read-only", KIND_FLAG,
	 FIELD(readonly), 0},
	{"demo", 0, NULL, "demo hosts inside the program: no daemon, nothing real", KIND_FLAG,
	 FIELD(demo), 0},
	{"delay", 'd', "SECONDS", "between figures, 0.5 to 3600 (default 2)", KIND_SECONDS,
	 FIELD(tick_ms), 0},
	{"shutdown-wait", 0, "SECONDS", "until a guest that does not shut down is said not to react, 0.5 to "
	 "3600 (default 60)", KIND_SECONDS, FIELD(shutdown_wait_ms), 0},
	{"requests", 0, "N", "requests at once on each host, 1 to 16 (default 4)", KIND_REQUESTS,
	 FIELD(requests), 0},
	{"filter", 0, "TEXT", "show only what matches, see FILTERS in virtty(1)", KIND_FILTER, FIELD(filter), 0},
	{"sort", 0, "COLUMN", "sort by a column (--list-columns), -COLUMN largest first, +COLUMN smallest first; "
	 "COLUMN,COLUMN for a second", KIND_TEXT, FIELD(sort), 0},
	{"view", 0, "NAME", "begin with a view: a filter and an order that have a name", KIND_TEXT, FIELD(view), 0},
	{"batch", 0, "PANE", "print the rows of domains or hosts and leave, without a terminal", KIND_TEXT,
	 FIELD(batch), 0},
	{"format", 0, "FORMAT", "of --batch: table, tsv or json (default table)", KIND_FORMAT, FIELD(format), 0},
	{"timeout", 0, "SECONDS", "of --batch, for the hosts to answer, 0.5 to 3600 (default 30)", KIND_SECONDS,
	 FIELD(timeout_ms), 0},
	{"theme", 0, "NAME", "auto, dark, light, 16, contrast, nord, mono, one of your own, or a file (with a "
	 "slash in its name)", KIND_TEXT,
	 FIELD(theme), 0},
	{"colors", 0, "N", "auto, none, 8, 16, 256 or direct (default auto; NO_COLOR means none)",
	 KIND_COLORS, FIELD(colors), 0},
	{"no-mouse", 0, NULL, "leave the mouse to the terminal", KIND_FLAG, FIELD(no_mouse), 0},
	{"no-unicode", 0, NULL, "draw with ASCII only", KIND_FLAG, FIELD(no_unicode), 0},
	{"state", 0, "FILE", "remember columns and the like there, not in ~/.local/state/virtty/state", KIND_TEXT,
	 FIELD(state), 0},
	{"keys", 0, "FILE", "take keys from there, not from keys.conf", KIND_TEXT, FIELD(keys), 0},
	{"commands", 0, "FILE", "take commands from there, not from virtty.conf", KIND_TEXT, FIELD(commands),
	 0},
	{"log", 0, "FILE", "write a log, appended", KIND_TEXT, FIELD(log), 0},
	{"events", 0, "FILE", "append what the hosts tell, a line each, fields parted by tabs", KIND_TEXT,
	 FIELD(events), 0},
	{"script", 0, "FILE", "play a script without a terminal, see virtty-script(7)", KIND_TEXT,
	 FIELD(script), 0},
	{"size", 0, "COLSxROWS", "the script's screen (default 80x24)", KIND_SIZE, 0, 0},
	{"clock", 0, "fixed", "the script's clock stands still at 12:04:31", KIND_CLOCK,
	 FIELD(clock_fixed), 0},
	{"regen", 0, NULL, "write the script's expected screens anew", KIND_FLAG, FIELD(regen), 0},
	{"timing", 0, "FILE", "at the end, write how long keys took to be painted", KIND_TEXT,
	 FIELD(timing), 0},
	{"list-actions", 0, NULL, "print all actions: id, keys, help", KIND_MODE, 0, RUN_LIST_ACTIONS},
	{"list-columns", 0, NULL, "print all columns: pane, id, title, help", KIND_MODE, 0,
	 RUN_LIST_COLUMNS},
	{"list-commands", 0, NULL, "print what can be typed after \":\": name, argument, action, help",
	 KIND_MODE, 0, RUN_LIST_COMMANDS},
	{"list-options", 0, NULL, "print all options: name, argument, help", KIND_MODE, 0,
	 RUN_LIST_OPTIONS},
	{"list-themes", 0, NULL, "print the names of all themes", KIND_MODE, 0, RUN_LIST_THEMES},
	{"list-roles", 0, NULL, "print what themes can colour", KIND_MODE, 0, RUN_LIST_ROLES},
	{"self-test", 0, NULL, "check the program's own tables", KIND_MODE, 0, RUN_SELF_TEST},
	{"help", 'h', NULL, "print this", KIND_MODE, 0, RUN_HELP},
	{"version", 'V', NULL, "print the version", KIND_MODE, 0, RUN_VERSION},
};

void options_init(struct options *o)
{
	*o = (struct options){.width = 80, .height = 24, .tick_ms = 2000, .shutdown_wait_ms = 60000,
			      .requests = 4, .timeout_ms = 30000};
}

void options_finish(struct options *o)
{
	for (size_t i = 0; i < o->n_uris; i++)
		free(o->uris[i]);
	free(o->uris);
	free(o->script);
	free(o->theme);
	free(o->colors);
	free(o->state);
	free(o->keys);
	free(o->commands);
	free(o->log);
	free(o->events);
	free(o->filter);
	free(o->sort);
	free(o->view);
	free(o->batch);
	free(o->format);
	free(o->timing);
	*o = (struct options){0};
}

static bool parse_size(struct options *o, const char *text, struct err *err)
{
	int width = 0;
	int height = 0;
	char end;

	if (sscanf(text, "%4dx%4d%c", &width, &height, &end) != 2 || width < 1 || height < 1 ||
	    width > 1000 || height > 1000)
		return err_set(err, ERR_INVALID,
			       "--size wants columns and rows such as 120x30, up to 1000x1000, not \"%s\"",
			       text);
	o->width = width;
	o->height = height;
	return true;
}

static bool parse_seconds(int *ret_ms, const char *name, const char *text, struct err *err)
{
	char *end;
	double s = strtod(text, &end);

	if (end == text || *end || !(s >= 0.5 && s <= 3600))
		return err_set(err, ERR_INVALID, "--%s wants seconds from 0.5 to 3600, not \"%s\"",
			       name, text);
	*ret_ms = (int)(s * 1000);
	return true;
}

static bool parse_requests(int *ret, const char *text, struct err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end || n < 1 || n > 16)
		return err_set(err, ERR_INVALID, "--requests wants a number from 1 to 16, not \"%s\"", text);
	*ret = (int)n;
	return true;
}

static bool is_colors(const char *value)
{
	static const char *const choices[] = {"auto", "none", "8", "16", "256", "direct"};

	for (size_t i = 0; i < ARRAY_SIZE(choices); i++)
		if (str_equal(choices[i], value))
			return true;
	return false;
}

static bool apply(struct options *o, const struct option_row *row, const char *value,
		  struct err *err)
{
	void *field = (char *)o + row->offset;

	switch (row->kind) {
	case KIND_FLAG:
		*(bool *)field = true;
		return true;
	case KIND_COLORS:
		if (!is_colors(value))
			return err_set(err, ERR_INVALID,
				       "--colors wants auto, none, 8, 16, 256 or direct, not \"%s\"", value);
		/* fall through */
	case KIND_TEXT:
	case KIND_FILTER:
		free(*(char **)field);
		*(char **)field = mem_strdup(value);
		return true;
	case KIND_URI:
		*arr_add(o->uris, o->n_uris, o->cap_uris) = mem_strdup(value);
		return true;
	case KIND_SIZE:
		return parse_size(o, value, err);
	case KIND_SECONDS:
		return parse_seconds(field, row->name, value, err);
	case KIND_REQUESTS:
		return parse_requests(field, value, err);
	case KIND_CLOCK:
		if (!str_equal(value, "fixed"))
			return err_set(err, ERR_INVALID, "--clock knows only \"fixed\", not \"%s\"", value);
		*(bool *)field = true;
		return true;
	case KIND_FORMAT:
		if (!str_equal(value, "table") && !str_equal(value, "tsv") && !str_equal(value, "json"))
			return err_set(err, ERR_INVALID, "--format wants table, tsv or json, not \"%s\"", value);
		free(*(char **)field);
		*(char **)field = mem_strdup(value);
		return true;
	case KIND_MODE:
		o->mode = row->mode;
		return true;
	}
	return true;
}

static const struct option_row *find_long(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strlen(rows[i].name) == len && strncmp(rows[i].name, name, len) == 0)
			return &rows[i];
	return NULL;
}

static const struct option_row *find_letter(char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].letter && rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

bool options_parse(struct options *o, int argc, char **argv, struct err *err)
{
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		const struct option_row *row;
		const char *value = NULL;

		if (str_starts(word, "--")) {
			size_t len = strcspn(word + 2, "=");

			row = find_long(word + 2, len);
			if (row && word[2 + len])
				value = word + 2 + len + 1;
		} else if (word[0] == '-' && word[1]) {
			row = find_letter(word[1]);
			if (row && word[2])
				value = word + 2;
		} else {
			return err_set(err, ERR_INVALID,
				       "\"%s\" is not an option: a host is opened with -c %s, all options "
				       "are in virtty --help",
				       word, word);
		}
		if (!row)
			return err_set(err, ERR_INVALID,
				       "there is no option %s: all options are in virtty --help", word);
		if (!row->arg && value)
			return err_set(err, ERR_INVALID, "--%s takes no argument", row->name);
		if (row->arg && !value && i + 1 < argc)
			value = argv[++i];
		if (row->arg && (!value || (!value[0] && row->kind <= KIND_URI)))
			return err_set(err, ERR_INVALID, "--%s wants %s: %s", row->name, row->arg,
				       row->help);
		if (!apply(o, row, value, err))
			return false;
	}
	return true;
}

void options_help(struct str *out)
{
	str_add(out, "virtty: hypervisors and their machines, in a terminal\n\n"
		     "usage: virtty [-c URI]... [options]\n\n"
		     "Without -c it opens LIBVIRT_DEFAULT_URI, else qemu:///system.\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct option_row *row = &rows[i];
		autostr struct str left = {0};

		if (row->letter)
			str_addf(&left, "  -%c, ", row->letter);
		else
			str_add(&left, "      ");
		str_addf(&left, "--%s%s%s", row->name, row->arg ? " " : "", row->arg ? row->arg : "");
		str_addf(out, "%-26s %s\n", str_text(&left), row->help);
	}
}

void options_list(struct str *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		str_addf(out, "--%s\t%s\t%s\n", rows[i].name, rows[i].arg ? rows[i].arg : "",
			 rows[i].help);
}
