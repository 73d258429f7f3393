// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/views.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define SECTION "view "

static const struct {
	const char *name;
	size_t offset, line;
} words[] = {
	{"key", offsetof(struct view, key), offsetof(struct view, lines.key)},
	{"pane", offsetof(struct view, pane), offsetof(struct view, lines.pane)},
	{"filter", offsetof(struct view, filter), offsetof(struct view, lines.filter)},
	{"sort", offsetof(struct view, sort), offsetof(struct view, lines.sort)},
	{"columns", offsetof(struct view, columns), offsetof(struct view, lines.columns)},
};

static void set_word(struct view *view, size_t offset, const char *text)
{
	char **word = (char **)((char *)view + offset);

	free(*word);
	*word = text && text[0] ? mem_strdup(text) : NULL;
}

struct view *views_find(const struct views *views, const char *name)
{
	for (size_t i = 0; i < views->n; i++)
		if (str_equal(views->all[i].name, name))
			return &views->all[i];
	return NULL;
}

static struct view *find_or_add(struct views *views, const char *name)
{
	struct view *view = views_find(views, name);

	if (view || views->n == VIEWS_MOST)
		return view;
	view = arr_add(views->all, views->n, views->cap);
	*view = (struct view){.name = mem_strdup(name), .pane = mem_strdup("domains")};
	return view;
}

bool views_take_pair(struct views *views, const struct ini_pair *pair, struct err *err)
{
	const char *name = str_starts(pair->section, SECTION) ? pair->section + strlen(SECTION) : "";
	struct view *view;

	name += strspn(name, " \t");
	if (!name[0])
		return err_set(err, ERR_INVALID, "a view's section reads [view NAME]");
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!str_equal(words[i].name, pair->name))
			continue;
		view = find_or_add(views, name);
		if (!view)
			return err_set(err, ERR_INVALID, "there are %d views already", VIEWS_MOST);
		if (!str_equal(view->file, views->file ? views->file : "virtty.conf"))
			view->lines = (struct view_lines){0};
		set_word(view, words[i].offset, pair->value);
		set_word(view, offsetof(struct view, file), views->file ? views->file : "virtty.conf");
		*(int *)((char *)view + words[i].line) = pair->line;
		return true;
	}
	return err_set(err, ERR_INVALID, "a view has key, pane, filter, sort and columns, not \"%s\"", pair->name);
}

static void view_finish(struct view *view)
{
	free(view->name);
	free(view->file);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		set_word(view, words[i].offset, NULL);
}

void views_clear(struct views *views)
{
	for (size_t i = 0; i < views->n; i++)
		view_finish(&views->all[i]);
	free(views->all);
	*views = (struct views){.file = NULL};
}

/* --- those that were saved ---------------------------------------------------------------------- */

/* A line for each: name, pane, filter, sort, columns; parted by tabs. */
void views_read_state(struct views *views, const struct state *state)
{
	const char *saved = state_get(state, "views", "saved");

	for (const char *p = saved ? saved : ""; *p;) {
		size_t n = strcspn(p, "\n");
		autofree char *line = mem_strndup(p, n);
		char *rest = line;
		const char *name = strsep(&rest, "\t");
		struct view *view = name[0] && !views_find(views, name) ? find_or_add(views, name) : NULL;

		if (view && rest)
			set_word(view, offsetof(struct view, pane), strsep(&rest, "\t"));
		if (view && rest)
			set_word(view, offsetof(struct view, filter), strsep(&rest, "\t"));
		if (view && rest)
			set_word(view, offsetof(struct view, sort), strsep(&rest, "\t"));
		if (view && rest)
			set_word(view, offsetof(struct view, columns), rest);
		p += n + (p[n] == '\n');
	}
}

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

static void write_state(const struct views *views, struct state *state)
{
	autostr struct str out = {0};

	for (size_t i = 0; i < views->n; i++) {
		const struct view *v = &views->all[i];

		if (!v->file)
			str_addf(&out, "%s\t%s\t%s\t%s\t%s\n", v->name, or_nothing(v->pane), or_nothing(v->filter),
				 or_nothing(v->sort), or_nothing(v->columns));
	}
	state_set(state, "views", "saved", out.len ? str_text(&out) : NULL);
}

bool views_save(struct views *views, struct state *state, const struct view *view)
{
	struct view *kept = find_or_add(views, view->name);

	if (!kept)
		return false;
	set_word(kept, offsetof(struct view, pane), view->pane);
	set_word(kept, offsetof(struct view, filter), view->filter);
	set_word(kept, offsetof(struct view, sort), view->sort);
	set_word(kept, offsetof(struct view, columns), view->columns);
	write_state(views, state);
	return true;
}

void views_forget(struct views *views, struct state *state, struct view *view)
{
	view_finish(view);
	*view = views->all[--views->n];
	write_state(views, state);
}

void views_list(const struct views *views, struct str *out)
{
	for (size_t i = 0; i < views->n; i++) {
		const struct view *view = &views->all[i];

		utf8_add_safe(out, view->name);
		str_addf(out, "\t%s\t", view->pane ? view->pane : "domains");
		utf8_add_safe(out, view->filter ? view->filter : "");
		str_addc(out, '\n');
	}
}
