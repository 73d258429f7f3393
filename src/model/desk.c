// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/desk.h"

#include "base/arr.h"
#include "base/mem.h"

struct entry {
	struct question q; /* its texts are ours */
	char *texts[3];
	desk_answered_fn *answered;
	void *opaque;
};

struct desk {
	struct entry **entries; /* oldest first */
	size_t n, cap;
	uint32_t last; /* id given */
	void (*changed)(void *opaque);
	void *opaque;
};

struct desk *desk_create(void)
{
	return mem_new(struct desk);
}

static void entry_free(struct entry *e)
{
	for (size_t i = 0; i < ARRAY_SIZE(e->texts); i++)
		free(e->texts[i]);
	free(e);
}

static void tell(struct desk *desk)
{
	if (desk->changed)
		desk->changed(desk->opaque);
}

static size_t position(const struct desk *desk, uint32_t id)
{
	size_t i = 0;

	while (i < desk->n && desk->entries[i]->q.id != id)
		i++;
	return i;
}

/* Out of the desk before anybody hears of it: who is called may ask or answer again. NULL: no such question. */
static struct entry *pull(struct desk *desk, uint32_t id)
{
	size_t i = position(desk, id);

	if (i == desk->n)
		return NULL;

	struct entry *e = desk->entries[i];

	desk->n--;
	for (; i < desk->n; i++)
		desk->entries[i] = desk->entries[i + 1];
	return e;
}

void desk_destroy(struct desk *desk)
{
	if (!desk)
		return;
	desk->changed = NULL;
	while (desk->n)
		desk_answer(desk, desk->entries[0]->q.id, NULL);
	free(desk->entries);
	free(desk);
}

uint32_t desk_ask(struct desk *desk, const struct question *q, desk_answered_fn *answered, void *opaque)
{
	struct entry *e = mem_new(struct entry);

	e->q = *q;
	e->q.title = e->texts[0] = mem_strdup(q->title ? q->title : "");
	e->q.text = e->texts[1] = mem_strdup(q->text ? q->text : "");
	e->q.label = e->texts[2] = mem_strdup(q->label ? q->label : "");
	e->answered = answered;
	e->opaque = opaque;
	if (++desk->last == 0)
		desk->last = 1;
	e->q.id = desk->last;
	*arr_add(desk->entries, desk->n, desk->cap) = e;

	uint32_t id = e->q.id;

	tell(desk);
	return id;
}

void desk_withdraw(struct desk *desk, uint32_t id)
{
	struct entry *e = pull(desk, id);

	if (!e)
		return;
	entry_free(e);
	tell(desk);
}

const struct question *desk_first(const struct desk *desk)
{
	return desk->n ? &desk->entries[0]->q : NULL;
}

const struct question *desk_find(const struct desk *desk, uint32_t id)
{
	size_t i = position(desk, id);

	return i < desk->n ? &desk->entries[i]->q : NULL;
}

size_t desk_count(const struct desk *desk)
{
	return desk->n;
}

bool desk_asks_for(const struct desk *desk, uint32_t host)
{
	for (size_t i = 0; desk && i < desk->n; i++)
		if (desk->entries[i]->q.host == host)
			return true;
	return false;
}

void desk_answer(struct desk *desk, uint32_t id, const char *answer)
{
	struct entry *e = pull(desk, id);

	if (!e)
		return;
	e->answered(e->opaque, answer);
	entry_free(e);
	tell(desk);
}

void desk_on_change(struct desk *desk, void (*fn)(void *opaque), void *opaque)
{
	desk->changed = fn;
	desk->opaque = opaque;
}
