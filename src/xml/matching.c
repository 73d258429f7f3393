// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/matching.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/node.h"
#include "xml/tree.h"

#define PAIRS_MOST 4000000 /* that are looked at: a second or so, in which nobody can do anything else */
#define DIGITS_MOST 18 /* more are no number, but some sort of name */

/* ---- values ---- */

static bool is_all(const char *text, size_t len, const char *letters)
{
	return len && strspn(text, letters) >= len;
}

static bool read_number(const char *text, size_t len, uint64_t *ret)
{
	bool hex = len > 2 && text[0] == '0' && text[1] == 'x';

	if (len > DIGITS_MOST || !(hex ? is_all(text + 2, len - 2, "0123456789abcdefABCDEF")
					 : is_all(text, len, "0123456789")))
		return false;
	*ret = strtoull(text, NULL, hex ? 16 : 10);
	return true;
}

/* Of a MAC address or a UUID, which hosts write in either case. */
static bool is_address(const char *text, size_t len)
{
	return len >= 17 && is_all(text, len, "0123456789abcdefABCDEF:-");
}

char *match_normal(const char *value)
{
	size_t len;
	uint64_t number;
	struct str out = {0};

	value += strspn(value, " \t\r\n");
	len = strlen(value);
	while (len && strchr(" \t\r\n", value[len - 1]))
		len--;
	if (read_number(value, len, &number)) {
		str_addf(&out, "%" PRIu64, number);
	} else if (is_address(value, len)) {
		for (size_t i = 0; i < len; i++)
			if (value[i] != '-')
				str_addc(&out, (char)tolower((unsigned char)value[i]));
	} else {
		str_addn(&out, value, len);
	}
	return str_take(&out);
}

/* ---- names ---- */

bool match_named_as(const xmlNode *a, const xmlNode *b)
{
	return a->type == XML_ELEMENT_NODE && b->type == XML_ELEMENT_NODE && xmlStrEqual(a->name, b->name) &&
	       xmlStrEqual(a->ns ? a->ns->href : NULL, b->ns ? b->ns->href : NULL);
}

char *match_identity(const xmlNode *node)
{
	static const struct {
		const char *child, *attribute;
	} places[] = {
		{"target", "dev"}, {"mac", "address"}, {"target", "name"}, {"target", "dir"}, {NULL, "name"},
		{NULL, "mac"},	   {NULL, "dev"},      {NULL, "id"},	   {NULL, "index"},   {NULL, "type"},
	};
	char *identity = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(places) && !identity; i++) {
		const xmlNode *place = places[i].child ? node_find(node, places[i].child) : node;

		identity = place ? node_attribute(place, places[i].attribute) : NULL;
	}
	return identity;
}

/* ---- likeness ---- */

/* Hashes of all values in an element with their places, in order of size. */
struct leaves {
	uint32_t *all;
	size_t n, cap;
};

static void add_leaf(struct leaves *l, uint32_t place, const char *name, const char *value)
{
	autofree char *normal = match_normal(value);

	*arr_add(l->all, l->n, l->cap) = (place * 31 + str_hash(name)) * 31 + str_hash(normal);
}

static void add_leaves(struct leaves *l, const xmlNode *node, uint32_t place)
{
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		autofree char *value = node_text((const xmlNode *)a);

		add_leaf(l, place, (const char *)a->name, value);
	}
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE)
			add_leaves(l, child, place * 31 + str_hash((const char *)child->name));
		else if (child->content && child->type != XML_COMMENT_NODE && !tree_is_blank(child))
			add_leaf(l, place, "", (const char *)child->content);
	}
}

static int compare_leaves(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static size_t common(const struct leaves *a, const struct leaves *b)
{
	size_t n = 0;

	for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
		int order = compare_leaves(&a->all[i], &b->all[k]);

		n += order == 0;
		i += order <= 0;
		k += order >= 0;
	}
	return n;
}

/* ---- pairing ---- */

struct element {
	xmlNode *node;
	struct leaves leaves;
	char *identity;
	struct element *other;
};

struct elements {
	struct element *all;
	size_t n, cap;
};

static struct elements gather(const xmlNode *parent)
{
	struct elements e = {0};

	for (xmlNode *node = parent->children; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		struct element *element = arr_add(e.all, e.n, e.cap);

		element->node = node;
		element->identity = match_identity(node);
		add_leaves(&element->leaves, node, 0);
		if (element->leaves.n)
			qsort(element->leaves.all, element->leaves.n, sizeof(uint32_t), compare_leaves);
	}
	return e;
}

static void elements_free(struct elements *e)
{
	for (size_t i = 0; i < e->n; i++) {
		free(e->all[i].leaves.all);
		free(e->all[i].identity);
	}
	free(e->all);
}

static size_t has_all(const struct element *a, const struct element *b)
{
	return common(&a->leaves, &b->leaves) == a->leaves.n;
}

static size_t is_the_one(const struct element *a, const struct element *b)
{
	return a->identity && str_equal(a->identity, b->identity);
}

static size_t is_like(const struct element *a, const struct element *b)
{
	return common(&a->leaves, &b->leaves);
}

/* What is left of a name, in order. */
static size_t is_left(const struct element *a, const struct element *b)
{
	(void)a, (void)b;
	return 1;
}

static void pair_by(struct elements *sent, struct elements *kept,
		    size_t (*score)(const struct element *, const struct element *))
{
	for (size_t i = 0; i < sent->n; i++) {
		struct element *a = &sent->all[i], *best = NULL;
		size_t most = 0;

		for (size_t k = 0; k < kept->n && !a->other; k++) {
			struct element *b = &kept->all[k];
			size_t n = b->other || !match_named_as(a->node, b->node) ? 0 : score(a, b);

			best = n > most ? b : best;
			most = n > most ? n : most;
		}
		if (best) {
			a->other = best;
			best->other = a;
		}
	}
}

/* Of what is too much to look for each other. */
static void pair_in_order(struct elements *sent, struct elements *kept)
{
	for (size_t i = 0; i < sent->n && i < kept->n; i++)
		if (match_named_as(sent->all[i].node, kept->all[i].node)) {
			sent->all[i].other = &kept->all[i];
			kept->all[i].other = &sent->all[i];
		}
}

static void pair_all(struct elements *sent, struct elements *kept)
{
	if (kept->n && sent->n > PAIRS_MOST / kept->n) {
		pair_in_order(sent, kept);
		return;
	}
	pair_by(sent, kept, has_all);
	pair_by(sent, kept, is_the_one);
	pair_by(sent, kept, is_like);
	pair_by(sent, kept, is_left);
}

struct pairs matching(const xmlNode *sent, const xmlNode *kept)
{
	struct elements a = gather(sent), b = gather(kept);
	struct pairs pairs = {0};

	pair_all(&a, &b);
	for (size_t i = 0; i < a.n; i++)
		*arr_add(pairs.all, pairs.n, pairs.cap) =
			(struct pair){a.all[i].node, a.all[i].other ? a.all[i].other->node : NULL};
	for (size_t i = 0; i < b.n; i++)
		if (!b.all[i].other)
			*arr_add(pairs.all, pairs.n, pairs.cap) = (struct pair){NULL, b.all[i].node};
	elements_free(&a);
	elements_free(&b);
	return pairs;
}
