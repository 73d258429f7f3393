// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "virt/internal.h"
#include "virt/virerr.h"

#define PIECE_NS (50 * NS_PER_MS)
#define DOUBLED_MOST 3 /* later pieces are longer, as each of them is work for who shows it */

/* What is still to be told of one roster. */
struct pieces {
	struct pieces *next;
	const struct piece_ops *ops;
	struct reading_key key;
	void **handles; /* in the order of the roster */
	unsigned char *marked; /* the same order: which of the marks each has, a bit each */
	size_t n;
	size_t at; /* the first that is not told */
	int told_times;
};

static struct pieces *pieces_new(const struct piece_ops *ops, const struct reading_key *key)
{
	struct pieces *p = mem_new(struct pieces);
	p->ops = ops;
	p->key = *key;
	return p;
}

static void free_pieces(struct pieces *p)
{
	for (size_t i = 0; i < p->n; i++)
		p->ops->free(p->handles[i]);
	free(p->handles);
	free(p->marked);
	free(p);
}

static struct pieces *take_pieces(struct conn *conn, const struct reading_key *key)
{
	for (struct pieces **at = &conn->pieces; *at; at = &(*at)->next) {
		struct pieces *p = *at;
		if (!reading_key_equal(&p->key, key))
			continue;
		*at = p->next;
		return p;
	}
	return NULL;
}

void pieces_forget(struct conn *conn)
{
	for (struct pieces *p; (p = conn->pieces);) {
		conn->pieces = p->next;
		free_pieces(p);
	}
}

/* ---- the list ---- */

static int compare_at(const void *a, const void *b, void *opaque)
{
	const struct roster *r = opaque;
	return r->kind->compare(roster_at(r, *(const size_t *)a), roster_at(r, *(const size_t *)b));
}

/* Items and handles alike. */
static void sort(struct roster *r, void **handles)
{
	size_t *order = mem_new_array(r->n + 1, sizeof(*order));
	void **sorted_handles = mem_new_array(r->n + 1, sizeof(*sorted_handles));
	char *sorted = mem_new_array(r->n + 1, r->kind->size);
	for (size_t i = 0; i < r->n; i++)
		order[i] = i;
	qsort_r(order, r->n, sizeof(*order), compare_at, r);
	for (size_t i = 0; i < r->n; i++) {
		memcpy(sorted + i * r->kind->size, roster_at(r, order[i]), r->kind->size);
		sorted_handles[i] = handles[order[i]];
	}
	if (r->n) {
		memcpy(r->all, sorted, r->n * r->kind->size);
		memcpy(handles, sorted_handles, r->n * sizeof(*handles));
	}
	free(order);
	free(sorted_handles);
	free(sorted);
}

static bool list(struct conn *conn, struct pieces *p, unsigned flags, struct err *err)
{
	int n = p->ops->list(conn, &p->key, flags, &p->handles, err);
	if (n < 0)
		return err->code == ERR_NONE ? virerr_take(err, conn->vir) : false;
	p->n = (size_t)n;
	return true;
}

static void set_mark(struct roster *r, const struct pieces *p, const struct piece_mark *mark)
{
	void *like = mem_new_array(1, r->kind->size);
	for (size_t i = 0; i < p->n; i++) {
		p->ops->name(&p->key, p->handles[i], like);
		char *found = roster_find(r, like);
		if (found)
			*(bool *)(found + mark->at) = true;
		r->kind->clear(like);
	}
	free(like);
}

static bool read_mark(struct conn *conn, struct roster *r, const struct pieces *of, const struct piece_mark *mark,
		      struct err *err)
{
	struct pieces *p = pieces_new(of->ops, &of->key);
	bool ok = list(conn, p, mark->flag, err);
	if (ok)
		set_mark(r, p, mark);
	free_pieces(p);
	return ok;
}

static struct roster *read_list(struct conn *conn, const struct piece_ops *ops, struct pieces *p,
				struct err *err)
{
	if (!list(conn, p, 0, err))
		return NULL;
	struct roster *r = roster_create(ops->kind);
	for (size_t i = 0; i < p->n; i++)
		ops->name(&p->key, p->handles[i], roster_add(r));
	sort(r, p->handles);
	r->total = r->n;
	for (size_t i = 0; i < ops->n_marks; i++)
		if (!read_mark(conn, r, p, &ops->marks[i], err)) {
			roster_destroy(r);
			return NULL;
		}
	return r;
}

/* ---- all about each ---- */

/* What is told later knows of its item what the list said. */
static void keep_marks(struct pieces *p, const struct roster *r)
{
	p->marked = mem_new_array(p->n + 1, 1);
	for (size_t i = 0; i < p->n; i++)
		for (size_t m = 0; m < p->ops->n_marks; m++)
			if (*((const bool *)((const char *)roster_at(r, i) + p->ops->marks[m].at)))
				p->marked[i] |= (unsigned char)(1u << m);
}

static void begin_item(const struct pieces *p, void *item)
{
	p->ops->name(&p->key, p->handles[p->at], item);
	for (size_t m = 0; m < p->ops->n_marks; m++)
		*(bool *)((char *)item + p->ops->marks[m].at) = p->marked[p->at] >> m & 1;
}

static void tell(struct work *work, struct conn *conn, struct pieces *p, struct roster *r, int64_t until_ns)
{
	while (p->at < p->n && clock_now_ns() < until_ns && !work_cancelled(work)) {
		void *item = r->is_piece ? roster_add(r) : roster_at(r, p->at);
		if (r->is_piece)
			begin_item(p, item);
		p->ops->tell(conn, p->handles[p->at], item);
		virResetLastError();
		p->at++;
	}
	r->told = p->at;
}

static struct pieces *begin(struct conn *conn, const struct reading_key *key, const struct piece_ops *ops,
			    struct roster **ret, struct err *err)
{
	struct pieces *p = pieces_new(ops, key);
	*ret = read_list(conn, ops, p, err);
	if (*ret) {
		keep_marks(p, *ret);
		return p;
	}
	free_pieces(p);
	return NULL;
}

static struct roster *make_piece(const struct pieces *p)
{
	struct roster *r = roster_create(p->ops->kind);
	r->is_piece = true;
	r->first = p->at;
	r->total = p->n;
	return r;
}

struct roster *pieces_read(struct work *work, struct conn *conn, const struct reading_key *key, bool goes_on,
			   const struct piece_ops *ops, struct err *err)
{
	work_assert(work);
	int64_t began_ns = clock_now_ns(), time_ns = ops->first_ms * NS_PER_MS;
	struct roster *r = NULL;
	struct pieces *p = take_pieces(conn, key);
	if (p && goes_on) {
		r = make_piece(p);
		time_ns = PIECE_NS << (p->told_times < DOUBLED_MOST ? p->told_times : DOUBLED_MOST);
		p->told_times++;
	} else {
		if (p)
			free_pieces(p);
		p = begin(conn, key, ops, &r, err);
		began_ns = clock_now_ns();
	}
	if (!p)
		return NULL;
	tell(work, conn, p, r, began_ns + time_ns);
	if (!virConnectIsAlive(conn->vir)) {
		err_set(err, ERR_LOST, "The connection was lost");
		roster_destroy(r);
		free_pieces(p);
		return NULL;
	}
	if (p->at < p->n) {
		p->next = conn->pieces;
		conn->pieces = p;
	} else {
		free_pieces(p);
	}
	return r;
}
