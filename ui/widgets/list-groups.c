// SPDX-License-Identifier: GPL-3.0-or-later
/* Groups of rows, and what is folded of them. */
#include "ui/widgets/list-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

#define NO_GROUPS   "none" /* what is remembered of it */
#define FOLDED_MOST 2000 /* that are remembered */

void list_drop_groups(struct list *list)
{
	for (size_t i = 0; i < list->n_groups; i++)
		free(list->groups[i].name);
	list->n_groups = 0;
}

static void forget_folded(struct list *list)
{
	for (size_t i = 0; i < list->n_folded; i++)
		free(list->folded_names[i]);
	list->n_folded = 0;
	idset_clear(&list->folded);
}

void list_finish_groups(struct list *list)
{
	list_drop_groups(list);
	forget_folded(list);
	free(list->groups);
	free(list->folded_names);
	free(list->places);
	idset_finish(&list->folded);
}

/* --- gathering -------------------------------------------------------------------------------- */

/* Groups by name while they are found: open addressing, index + 1, 0 is empty. */
struct names {
	uint32_t *slots;
	size_t size; /* a power of two */
};

static uint32_t *find_slot(const struct list *list, const struct names *names, const char *name)
{
	size_t at = str_hash(name) & (names->size - 1);

	while (names->slots[at] && strcmp(list->groups[names->slots[at] - 1].name, name) != 0)
		at = (at + 1) & (names->size - 1);
	return &names->slots[at];
}

static void make_room(const struct list *list, struct names *names)
{
	if (list->n_groups * 2 < names->size)
		return;
	free(names->slots);
	names->size = names->size ? names->size * 4 : 64;
	names->slots = mem_new_array(names->size, sizeof(*names->slots));
	for (size_t i = 0; i < list->n_groups; i++)
		*find_slot(list, names, list->groups[i].name) = (uint32_t)i + 1;
}

static uint32_t find_or_add(struct list *list, struct names *names, const char *name, int rank)
{
	struct group *group;
	uint32_t *slot;

	make_room(list, names);
	slot = find_slot(list, names, name);
	if (!*slot) {
		group = arr_add(list->groups, list->n_groups, list->cap_groups);
		*group = (struct group){
			.name = mem_strdup(name),
			.id = obj_id_named(OBJ_GROUP, list->grouping->id, name),
			.rank = rank,
			.found = (uint32_t)list->n_groups - 1,
		};
		group->folded = idset_has(&list->folded, group->id);
		*slot = (uint32_t)list->n_groups;
	}
	return *slot - 1;
}

static int compare_groups(const void *a, const void *b)
{
	const struct group *x = a;
	const struct group *y = b;

	if (!x->name[0] != !y->name[0])
		return x->name[0] ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strverscmp(x->name, y->name);
}

static void sort_groups(struct list *list, uint32_t *of)
{
	uint32_t *stands = mem_new_array(list->n_groups + 1, sizeof(*stands));

	if (list->n_groups)
		qsort(list->groups, list->n_groups, sizeof(*list->groups), compare_groups);
	for (size_t i = 0; i < list->n_groups; i++)
		stands[list->groups[i].found] = (uint32_t)i;
	for (size_t i = 0; i < list->n; i++)
		of[i] = stands[of[i]];
	free(stands);
}

/* The name of row's group, "" for none; scratch holds it where it is only a part of what there is. */
static const char *name_of(const struct grouping *grouping, const void *row, int *ret_rank, struct str *scratch)
{
	const char *name = grouping->get(row, ret_rank);
	size_t word = name && grouping->first_word ? strcspn(name, " ") : 0;

	if (!name)
		return "";
	if (!word || !name[word])
		return name;
	str_clear(scratch);
	str_addn(scratch, name, word);
	return str_text(scratch);
}

uint32_t *list_gather_groups(struct list *list)
{
	const struct row_words *words = list->ops->words;
	autostr struct str scratch = {0};
	struct names names = {0};
	uint32_t last = 0;
	uint32_t *of;

	list_drop_groups(list);
	if (!list->grouping)
		return NULL;
	of = mem_new_array(list->n + 1, sizeof(*of));
	for (size_t i = 0; i < list->n; i++) {
		const void *row = list_row(list, i);
		int rank = 0;
		const char *name = name_of(list->grouping, row, &rank, &scratch);

		/* Rows of one group often come one after the other. */
		if (!i || strcmp(list->groups[last].name, name) != 0)
			last = find_or_add(list, &names, name, rank);
		of[i] = last;
		list->groups[last].n++;
		list->groups[last].lively += words->is_lively && words->is_lively(row);
	}
	free(names.slots);
	sort_groups(list, of);
	return of;
}

/* --- lines ------------------------------------------------------------------------------------ */

static void lay_lines(struct list *list)
{
	size_t line = 0;

	if (!list->grouping) {
		list->n_lines = list->n;
		return;
	}
	for (size_t i = 0; i < list->n_groups; i++) {
		struct group *g = &list->groups[i];

		g->line = line;
		line += 1 + (g->folded ? 0 : g->n);
	}
	list->n_lines = line;
}

void list_place_groups(struct list *list)
{
	size_t row = 0;

	for (size_t i = 0; i < list->n_groups; i++) {
		list->groups[i].first = row;
		row += list->groups[i].n;
	}
	lay_lines(list);
}

/* The last group that begins at or before it; by rows or by lines. */
static size_t group_before(const struct list *list, size_t at, bool by_line)
{
	size_t low = 0;
	size_t high = list->n_groups;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		const struct group *g = &list->groups[middle];

		if ((by_line ? g->line : g->first) <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct line list_line_at(const struct list *list, size_t line)
{
	const struct group *g;
	struct line at = {0, line};

	if (line >= list->n_lines)
		return (struct line){0, LIST_NO_ROW};
	if (!list->grouping)
		return at;
	at.group = group_before(list, line, true);
	g = &list->groups[at.group];
	at.row = line == g->line ? LIST_NO_ROW : g->first + (line - g->line - 1);
	return at;
}

size_t list_line_of(const struct list *list, size_t row)
{
	const struct group *g;

	if (!list->grouping)
		return row;
	g = &list->groups[group_before(list, row, false)];
	return g->folded ? g->line : g->line + 1 + (row - g->first);
}

size_t list_line_of_group(const struct list *list, struct obj_id id)
{
	for (size_t i = 0; i < list->n_groups; i++)
		if (obj_id_equal(list->groups[i].id, id))
			return list->groups[i].line;
	return LIST_NO_ROW;
}

size_t list_line_row(const struct list *list, size_t line)
{
	return list_line_at(list, line).row;
}

bool list_on_group(const struct list *list)
{
	return list->grouping && list->n_lines && list_cursor(list) == LIST_NO_ROW;
}

/* --- which ------------------------------------------------------------------------------------ */

bool list_set_group(struct list *list, const char *id)
{
	const struct grouping *grouping = groupings_find(list->ops->groupings, id);

	if (id && id[0] && !grouping && !str_equal(id, NO_GROUPS))
		return false;
	list->group_is_chosen = true;
	list->grouping = grouping;
	list_clear(list);
	return true;
}

void list_group_at_first(struct list *list, const char *id)
{
	list->first_grouping = groupings_find(list->ops->groupings, id);
	if (list->group_is_chosen || list->grouping == list->first_grouping)
		return;
	list->grouping = list->first_grouping;
	list_clear(list);
}

void list_group_text(const struct list *list, struct str *out)
{
	if (list->grouping)
		str_add(out, list->grouping->id);
	else if (list->first_grouping)
		str_add(out, NO_GROUPS);
}

bool list_choose_group(struct list *list, const char *id)
{
	list->touched |= LIST_TOUCHED_GROUP;
	return list_set_group(list, id);
}

const char *list_group(const struct list *list)
{
	return list->grouping ? list->grouping->id : NULL;
}

/* --- folding ---------------------------------------------------------------------------------- */

/* text: "host kvm1". */
static void add_folded(struct list *list, const char *text)
{
	const char *space = strchr(text, ' ');
	autofree char *of = space ? mem_strndup(text, (size_t)(space - text)) : NULL;

	if (!of || list->n_folded == FOLDED_MOST)
		return;
	if (idset_add(&list->folded, obj_id_named(OBJ_GROUP, of, space + 1)))
		*arr_add(list->folded_names, list->n_folded, list->cap_folded) = mem_strdup(text);
}

static void remove_folded(struct list *list, const char *text, struct obj_id id)
{
	if (!idset_remove(&list->folded, id))
		return;
	for (size_t i = 0; i < list->n_folded; i++) {
		if (strcmp(list->folded_names[i], text) != 0)
			continue;
		free(list->folded_names[i]);
		list->folded_names[i] = list->folded_names[--list->n_folded];
		return;
	}
}

static void fold_group(struct list *list, struct group *g, bool fold)
{
	autofree char *text = mem_printf("%s %s", list->grouping->id, g->name);

	g->folded = fold;
	if (fold)
		add_folded(list, text);
	else
		remove_folded(list, text, g->id);
}

void list_unfold_around(struct list *list, size_t row)
{
	struct group *g;

	if (!list->grouping || row >= list->n)
		return;
	g = &list->groups[group_before(list, row, false)];
	if (!g->folded)
		return;
	fold_group(list, g, false);
	lay_lines(list);
}

void list_fold(struct list *list, enum list_fold how)
{
	struct line at = list_line_at(list, list->cursor);
	struct group *g;

	if (!list->n_groups)
		return;
	g = &list->groups[at.group];
	if (how == LIST_FOLD_ALL || how == LIST_UNFOLD_ALL)
		for (size_t i = 0; i < list->n_groups; i++)
			fold_group(list, &list->groups[i], how == LIST_FOLD_ALL);
	else
		fold_group(list, g, how == LIST_FOLD || (how == LIST_FOLD_TOGGLE && !g->folded));
	lay_lines(list);
	list->touched |= LIST_TOUCHED_FOLDED;
	list_select_line(list, at.row == LIST_NO_ROW ? g->line : list_line_of(list, at.row));
}

void list_set_folded(struct list *list, const char *text)
{
	forget_folded(list);
	while (text && *text) {
		size_t len = strcspn(text, "\n");
		autofree char *line = mem_strndup(text, len);

		add_folded(list, line);
		text += len + (text[len] == '\n');
	}
}

void list_folded_text(const struct list *list, struct str *out)
{
	for (size_t i = 0; i < list->n_folded; i++)
		str_addf(out, "%s%s", i ? "\n" : "", list->folded_names[i]);
}
