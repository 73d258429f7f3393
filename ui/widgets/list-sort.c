// SPDX-License-Identifier: GPL-3.0-or-later
/* The order of rows. */
#include "ui/widgets/list-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/filter.h"

struct sort_value {
	enum value_kind kind;
	double number;
	const char *text;
};

struct sort_key {
	uint32_t group;
	uint32_t index; /* before sorting */
	size_t order;   /* of equal ones */
	struct sort_value values[SORT_KEYS];
};

struct place {
	struct obj_id id;
	size_t at;
};

/* --- rows ------------------------------------------------------------------------------------- */

/* Rows with nothing to say come last also when reversed. */
static int compare_values(const struct sort_value *x, const struct sort_value *y, bool reverse)
{
	bool x_says = x->kind >= VALUE_TEXT;
	int order;

	if (x_says != (y->kind >= VALUE_TEXT))
		return x_says ? -1 : 1;
	if (!x_says)
		return 0;
	if (x->kind != y->kind)
		order = x->kind < y->kind ? -1 : 1;
	else if (x->kind == VALUE_NUMBER)
		order = (x->number > y->number) - (x->number < y->number);
	else
		order = x->text == y->text ? 0 : strverscmp(x->text, y->text);
	return reverse ? -order : order;
}

static int compare_keys(const void *a, const void *b, void *opaque)
{
	const struct sort_key *x = a;
	const struct sort_key *y = b;
	const struct list *list = opaque;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	for (int i = 0; i < list->n_sort && !list->places; i++) {
		int order = compare_values(&x->values[i], &y->values[i], list->sort[i].reverse);

		if (order)
			return order;
	}
	return (x->order > y->order) - (x->order < y->order);
}

static struct sort_value value_of(const struct list *list, int column, size_t row,
				  const struct cell_ask *ask, struct arena *texts)
{
	struct value v = {.bar = -1, .unseen = true};

	list->ops->columns[column].get(list_row(list, row), ask, &v);
	return (struct sort_value){
		.kind = v.kind,
		.number = v.number,
		.text = v.kind != VALUE_TEXT ? NULL
			: v.text == v.buf    ? arena_strdup(texts, v.text)
					     : v.text,
	};
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(&((const struct place *)a)->id, &((const struct place *)b)->id,
		      sizeof(struct obj_id));
}

static size_t standing_place(const struct list *list, size_t row)
{
	const struct place key = {.id = list_id_at(list, row)};
	const struct place *p =
		bsearch(&key, list->places, list->n_places, sizeof(key), compare_ids);

	return p ? p->at : list->n_places + row;
}

static void remember_places(struct list *list)
{
	list->places = mem_new_array(list->n + 1, sizeof(*list->places));
	list->n_places = list->n;
	for (size_t i = 0; i < list->n; i++)
		list->places[i] = (struct place){list_id_at(list, i), i};
	if (list->n)
		qsort(list->places, list->n_places, sizeof(*list->places), compare_ids);
}

static void put_in_order(struct list *list, const struct sort_key *keys)
{
	size_t size = list->stride;
	unsigned char *sorted = mem_new_array(list->cap, size);

	for (size_t i = 0; i < list->n; i++)
		memcpy(sorted + i * size, list->rows + keys[i].index * size, size);
	free(list->rows);
	list->rows = sorted;
}

void list_sort_rows(struct list *list, const struct cell_ask *ask, const uint32_t *groups)
{
	struct sort_key *keys = mem_new_array(list->n + 1, sizeof(*keys));
	struct arena *texts = arena_create();
	bool in_order = true;

	for (size_t i = 0; i < list->n; i++) {
		struct sort_key *key = &keys[i];

		key->group = groups ? groups[i] : 0;
		key->index = (uint32_t)i;
		key->order = list->places ? standing_place(list, i) : i;
		for (int k = 0; k < list->n_sort && !list->places; k++)
			key->values[k] = value_of(list, list->sort[k].column, i, ask, texts);
		if (i && in_order)
			in_order = compare_keys(&keys[i - 1], key, list) <= 0;
	}
	if (!in_order) {
		qsort_r(keys, list->n, sizeof(*keys), compare_keys, list);
		put_in_order(list, keys);
		list->moved = true;
	}
	arena_destroy(texts);
	free(keys);
	if (list->still && !list->places)
		remember_places(list);
}

/* The order that stands is to be made anew. */
static void forget_places(struct list *list)
{
	free(list->places);
	list->places = NULL;
	list->n_places = 0;
}

void list_stand_still(struct list *list, bool still)
{
	if (list->still == still)
		return;
	list->still = still;
	forget_places(list);
}

unsigned list_sort_stats(const struct list *list)
{
	unsigned stats = 0;

	for (int i = 0; i < list->n_sort; i++)
		stats |= list->ops->columns[list->sort[i].column].stats;
	return stats;
}

void list_resort(struct list *list, const struct cell_ask *ask, unsigned changed_stats)
{
	if (list->places || !(list_sort_stats(list) & changed_stats))
		return;
	list_settle(list, ask);
}

/* --- by what ---------------------------------------------------------------------------------- */

static void changed(struct list *list, bool stepping)
{
	list->stepping = stepping;
	list->touched |= LIST_TOUCHED_SORT;
	forget_places(list);
}

static void sort_first_by(struct list *list, int column, struct sort second)
{
	list->sort[0] = (struct sort){column, list->ops->columns[column].descending};
	list->sort[1] = second;
	list->n_sort = second.column == column ? 1 : 2;
}

void list_sort_by(struct list *list, int column)
{
	if (list->sort[0].column == column)
		list->sort[0].reverse = !list->sort[0].reverse;
	else
		sort_first_by(list, column, list->sort[0]);
	changed(list, false);
}

void list_sort_step(struct list *list, int step)
{
	int at = -1;

	for (int i = 0; i < list->n_shown; i++)
		if (list->shown[i].column == list->sort[0].column)
			at = i;
	/* Of what is not shown the first one is the neighbour. */
	at = at < 0 ? 0 : at + step;
	if (at < 0 || at >= list->n_shown)
		return;
	if (!list->stepping)
		list->step_from = list->sort[0];
	sort_first_by(list, list->shown[at].column, list->step_from);
	changed(list, true);
}

void list_sort_reverse(struct list *list)
{
	list->sort[0].reverse = !list->sort[0].reverse;
	changed(list, false);
}

int list_sort_place(const struct list *list, int column, bool *ret_reverse)
{
	for (int i = 0; i < list->n_sort; i++)
		if (list->sort[i].column == column) {
			*ret_reverse = list->sort[i].reverse;
			return i + 1;
		}
	return 0;
}

/* --- as text ---------------------------------------------------------------------------------- */

static bool parse_key(const struct list *list, const char *word, size_t len, struct sort *ret)
{
	char sign = len && (*word == '-' || *word == '+') ? *word : '\0';
	autofree char *id = mem_strndup(word + (sign != '\0'), len - (sign != '\0'));

	ret->column = columns_find_word(list->ops->columns, id);
	if (ret->column < 0)
		return false;
	ret->reverse = sign ? sign == '-' : list->ops->columns[ret->column].descending;
	return true;
}

bool list_set_sort(struct list *list, const char *text)
{
	struct sort keys[SORT_KEYS];
	int n = 0;

	for (const char *p = text;; p++) {
		size_t len = strcspn(p, ",");

		if (n == SORT_KEYS || !parse_key(list, p, len, &keys[n]))
			return false;
		n++;
		p += len;
		if (!*p)
			break;
	}
	memcpy(list->sort, keys, (size_t)n * sizeof(keys[0]));
	list->n_sort = n == 2 && keys[0].column == keys[1].column ? 1 : n;
	list->stepping = false;
	forget_places(list);
	return true;
}

void list_sort_text(const struct list *list, struct str *out)
{
	for (int i = 0; i < list->n_sort; i++) {
		const struct sort *s = &list->sort[i];
		const struct column *c = &list->ops->columns[s->column];

		str_addf(out, "%s%s%s", i ? "," : "", s->reverse ? "-" : c->descending ? "+" : "",
			 c->id);
	}
}
