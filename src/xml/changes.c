// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/changes.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/matching.h"
#include "xml/node.h"
#include "xml/secrets.h"
#include "xml/tree.h"

#define NAMED_MOST   8    /* of what libvirt added */
#define CHANGES_MOST 1000 /* more nobody reads */

/* What is counted of it, and not named. */
enum added { ADDED_UUIDS, ADDED_ADDRESSES, ADDED_CONTROLLERS, ADDED_MACS, ADDED_ALIASES, ADDED_KINDS };

static const struct {
	const char *name; /* of the element */
	const char *one, *many;
} added_kinds[ADDED_KINDS] = {
	[ADDED_UUIDS] = {"uuid", "the UUID", "UUIDs"},
	[ADDED_ADDRESSES] = {"address", "an address", "addresses"},
	[ADDED_CONTROLLERS] = {"controller", "a controller", "controllers"},
	[ADDED_MACS] = {"mac", "a MAC address", "MAC addresses"},
	[ADDED_ALIASES] = {"alias", "an alias", "aliases"},
};

struct comparing {
	struct xml_changes changes;
	size_t counts[ADDED_KINDS];
	char **named; /* all else, each once */
	size_t n_named, cap_named;
	bool sizes_in_kib; /* where no unit is said */
};

static void add_change(struct xml_changes *changes, enum xml_change_kind kind, const xmlNode *at, char *words)
{
	*arr_add(changes->all, changes->n, changes->cap) =
		(struct xml_change){kind, words, at ? (int)xmlGetLineNo(at) : 0};
}

void xml_changes_finish(struct xml_changes *changes)
{
	for (size_t i = 0; i < changes->n; i++)
		free(changes->all[i].words);
	free(changes->all);
	*changes = (struct xml_changes){0};
}

/* ---- words ---- */

static bool has_namesakes(const xmlNode *node)
{
	for (const xmlNode *other = node->parent->children; other; other = other->next)
		if (other != node && match_named_as(node, other))
			return true;
	return false;
}

/* "<disk vda>", "<qemu:arg>" */
static void add_name(struct str *out, const xmlNode *node)
{
	autofree char *identity = has_namesakes(node) ? match_identity(node) : NULL;

	str_addc(out, '<');
	if (node->ns && node->ns->prefix)
		str_addf(out, "%s:", (const char *)node->ns->prefix);
	str_addf(out, "%s%s%s>", (const char *)node->name, identity ? " " : "", identity ? identity : "");
}

/* "<driver> in <disk vda>" */
static void add_where(struct str *out, const xmlNode *node)
{
	const xmlNode *parent = node->parent;

	add_name(out, node);
	if (parent->type != XML_ELEMENT_NODE || parent->parent->type != XML_ELEMENT_NODE)
		return;
	str_add(out, " in ");
	add_name(out, parent);
}

static char *where(const xmlNode *node, const char *attribute)
{
	struct str out = {0};

	if (attribute)
		str_addf(&out, "%s= of ", attribute);
	add_where(&out, node);
	return str_take(&out);
}

static void tell_dropped(struct comparing *c, const xmlNode *node, const char *attribute)
{
	autofree char *place = c->changes.n < CHANGES_MOST ? where(node, attribute) : NULL;

	if (place)
		add_change(&c->changes, XML_DROPPED, node, mem_printf("%s was dropped", place));
}

/* Around the text, which it frees, what its element is in: that may be a secret as a whole. The caller frees. */
static char *within_parents(const xmlNode *node, char *text)
{
	for (const xmlNode *in = node->parent; in && in->type == XML_ELEMENT_NODE; in = in->parent) {
		const char *prefix = in->ns && in->ns->prefix ? (const char *)in->ns->prefix : "";
		autofree char *name = mem_printf("%s%s%s", prefix, *prefix ? ":" : "", (const char *)in->name);
		autofree char *inner = text;

		text = mem_printf("<%s>%s</%s>", name, inner, name);
	}
	return text;
}

/* A value for the screen: *** where any of it is a secret. The caller frees. */
static char *shown(const xmlNode *node, const char *attribute, const char *value)
{
	xmlChar *name = xmlGetProp((xmlNode *)(uintptr_t)node, (const xmlChar *)"name");
	const char *called = name ? (const char *)name : "";
	char *element = attribute ? mem_printf("<%s name='%s' %s='%s'/>", node->name, called, attribute, value)
				  : mem_printf("<%s name='%s'>%s</%s>", node->name, called, value, node->name);
	autofree char *text = within_parents(node, element);
	autofree char *masked = xml_mask(text);

	xmlFree(name);
	return mem_strdup(str_equal(masked, text) ? value : "***");
}

static void tell_changed(struct comparing *c, const xmlNode *node, const char *attribute, const char *from,
			 const char *to)
{
	autofree char *place = c->changes.n < CHANGES_MOST ? where(node, attribute) : NULL;
	const char *quote = *from && *to ? "" : "\"";
	autofree char *was = place ? shown(node, attribute, from) : NULL;
	autofree char *is = place ? shown(node, attribute, to) : NULL;

	if (place)
		add_change(&c->changes, XML_CHANGED, node,
			   mem_printf("%s: %s%s%s became %s%s%s", place, quote, was, quote, quote, is, quote));
}

static void note_added(struct comparing *c, const xmlNode *node, const char *attribute)
{
	for (size_t i = 0; i < ADDED_KINDS; i++)
		if (node_is(node, added_kinds[i].name)) {
			c->counts[i]++;
			return;
		}
	struct str name = {0};

	if (c->n_named == CHANGES_MOST)
		return;
	if (attribute)
		str_addf(&name, "%s= of ", attribute);
	str_addf(&name, "<%s>", (const char *)node->name);
	for (size_t i = 0; i < c->n_named; i++)
		if (str_equal(c->named[i], str_text(&name))) {
			str_free(&name);
			return;
		}
	*arr_add(c->named, c->n_named, c->cap_named) = str_take(&name);
}

/* ---- what goes without saying ---- */

/* "q35" is kept as "pc-q35-7.2". */
static bool is_alias(const xmlNode *node, const char *attribute, const char *sent, const char *kept)
{
	return str_equal(attribute, "machine") && node_is(node, "type") && strstr(kept, sent);
}

/* What libvirt finds out of a pool, whatever is sent. */
static bool is_figure(const xmlNode *node)
{
	static const char *const all[] = {"capacity", "allocation", "available"};

	for (size_t i = 0; node->parent && node_is(node->parent, "pool") && i < ARRAY_SIZE(all); i++)
		if (node_is(node, all[i]))
			return true;
	return false;
}

/* libvirt leaves out what says no more than its absence: a port that is chosen anew each time, a socket whose place
 * it chooses, that there are as many vCPUs as there can be. */
static bool says_nothing(const xmlNode *node, const char *attribute)
{
	if (node_is(node, "vcpu") && str_equal(attribute, "current")) {
		autofree char *text = node_text(node);
		autofree char *most = match_normal(text);

		return node_attribute_is(node, attribute, most);
	}
	if (node_is(node, "graphics") && attribute)
		return node_attribute_is(node, attribute, "-1");
	return !attribute && node_is(node, "source") && node_is(node->parent, "channel") && !node->children &&
	       node->properties && !node->properties->next && node_attribute_is(node, "mode", "bind");
}

/* ---- sizes ---- */

/* Bytes of a number with a unit; false when it is none, or another sort of unit. */
static bool read_size(const struct comparing *c, const xmlNode *node, const char *number, uint64_t *ret)
{
	autofree char *unit = node_attribute(node, "unit");
	uint64_t n, factor = unit ? node_unit(unit) : c->sizes_in_kib ? 1024 : 1;

	return node_number(number, &n) && factor && !__builtin_mul_overflow(n, factor, ret);
}

static bool is_size(const xmlNode *sent, const xmlNode *kept, const char *attribute, const char *value)
{
	uint64_t number;

	if (attribute && !str_equal(attribute, "size") && !str_equal(attribute, "memory"))
		return false;
	if (!node_number(value, &number))
		return false;
	return xmlHasNsProp((xmlNode *)(uintptr_t)sent, (const xmlChar *)"unit", NULL) ||
	       xmlHasNsProp((xmlNode *)(uintptr_t)kept, (const xmlChar *)"unit", NULL);
}

static bool is_same_size(const struct comparing *c, const xmlNode *sent, const xmlNode *kept, const char *a,
			 const char *b)
{
	uint64_t x, y;

	return read_size(c, sent, a, &x) && read_size(c, kept, b, &y) && x == y;
}

static char *with_unit(const struct comparing *c, const xmlNode *node, const char *number)
{
	autofree char *unit = node_attribute(node, "unit");

	return mem_printf("%s %s", number, unit ? unit : c->sizes_in_kib ? "KiB" : "bytes");
}

/* ---- comparing ---- */

static void compare_value(struct comparing *c, const struct pair *p, const char *attribute, const char *a,
			  const char *b)
{
	autofree char *x = match_normal(a);
	autofree char *y = match_normal(b);

	if (is_size(p->sent, p->kept, attribute, x)) {
		if (is_same_size(c, p->sent, p->kept, x, y))
			return;
		autofree char *from = with_unit(c, p->sent, x);
		autofree char *to = with_unit(c, p->kept, y);

		if (!str_equal(from, to))
			tell_changed(c, p->sent, attribute, from, to);
	} else if (is_alias(p->sent, attribute, x, y)) {
		if (!str_equal(x, y))
			note_added(c, p->kept, attribute);
	} else if (!str_equal(x, y)) {
		tell_changed(c, p->sent, attribute, x, y);
	}
}

/* Which is told with the number that it belongs to. */
static bool is_unit(const xmlNode *node, const xmlAttr *a)
{
	autofree char *text = node_text(node);
	uint64_t number;

	return xmlStrEqual(a->name, (const xmlChar *)"unit") &&
	       (node_number(text, &number) || xmlHasProp((xmlNode *)(uintptr_t)node, (const xmlChar *)"size") ||
		xmlHasProp((xmlNode *)(uintptr_t)node, (const xmlChar *)"memory"));
}

static xmlAttr *find_attribute(const xmlNode *node, const xmlAttr *like)
{
	return xmlHasNsProp((xmlNode *)(uintptr_t)node, like->name, like->ns ? like->ns->href : NULL);
}

static void compare_attributes(struct comparing *c, const struct pair *p)
{
	for (const xmlAttr *a = p->sent->properties; a; a = a->next) {
		const xmlAttr *b = find_attribute(p->kept, a);
		autofree char *from = node_text((const xmlNode *)a);
		autofree char *to = b ? node_text((const xmlNode *)b) : NULL;

		if (is_unit(p->sent, a))
			continue;
		if (b)
			compare_value(c, p, (const char *)a->name, from, to);
		else if (!says_nothing(p->sent, (const char *)a->name))
			tell_dropped(c, p->sent, (const char *)a->name);
	}
	for (const xmlAttr *b = p->kept->properties; b; b = b->next)
		if (!find_attribute(p->sent, b) && !is_unit(p->kept, b))
			note_added(c, p->kept, (const char *)b->name);
}

static void compare_texts(struct comparing *c, const struct pair *p)
{
	if (xmlChildElementCount(p->sent) || xmlChildElementCount(p->kept))
		return;
	autofree char *from = node_text(p->sent);
	autofree char *to = node_text(p->kept);

	compare_value(c, p, NULL, from, to);
}

static void compare(struct comparing *c, const struct pair *p)
{
	struct pairs pairs = matching(p->sent, p->kept);

	compare_attributes(c, p);
	compare_texts(c, p);
	for (size_t i = 0; i < pairs.n; i++) {
		if (is_figure(pairs.all[i].sent ? pairs.all[i].sent : pairs.all[i].kept))
			continue;
		if (!pairs.all[i].sent)
			note_added(c, pairs.all[i].kept, NULL);
		else if (pairs.all[i].kept)
			compare(c, &pairs.all[i]);
		else if (!says_nothing(pairs.all[i].sent, NULL))
			tell_dropped(c, pairs.all[i].sent, NULL);
	}
	free(pairs.all);
}

/* ---- what was added ---- */

static void add_item(struct str *out, const char *item)
{
	str_add(out, out->len ? ", " : "libvirt added ");
	str_add(out, item);
}

static void tell_added(struct comparing *c)
{
	struct str out = {0};

	for (size_t i = 0; i < ADDED_KINDS; i++) {
		autofree char *many = mem_printf("%zu %s", c->counts[i], added_kinds[i].many);

		if (c->counts[i])
			add_item(&out, c->counts[i] == 1 ? added_kinds[i].one : many);
	}
	for (size_t i = 0; i < c->n_named && i < NAMED_MOST; i++)
		add_item(&out, c->named[i]);
	if (c->n_named > NAMED_MOST)
		str_addf(&out, " and %zu more", c->n_named - NAMED_MOST);
	if (out.len)
		add_change(&c->changes, XML_ADDED, NULL, str_take(&out));
}

static void compare_roots(struct comparing *c, xmlNode *sent, xmlNode *kept)
{
	c->sizes_in_kib = node_is(sent, "domain");
	if (!match_named_as(sent, kept)) {
		tell_dropped(c, sent, NULL);
		return;
	}
	compare(c, &(struct pair){sent, kept});
	tell_added(c);
}

struct xml_changes xml_changes(const char *sent, const char *kept)
{
	struct comparing c = {0};
	xmlDoc *a = node_parse(sent, NULL), *b = a ? node_parse(kept, NULL) : NULL;

	if (b)
		compare_roots(&c, xmlDocGetRootElement(a), xmlDocGetRootElement(b));
	for (size_t i = 0; i < c.n_named; i++)
		free(c.named[i]);
	free(c.named);
	xmlFreeDoc(a);
	xmlFreeDoc(b);
	return c.changes;
}
