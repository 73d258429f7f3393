// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/nwfilter.h"

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "xml/node.h"

#define RULES_MOST 5000
#define PARTS_MOST 16000 /* bytes of names */

static char *taken(struct str *s)
{
	if (s->len)
		return str_take(s);
	str_free(s);
	return NULL;
}

/* "srcipaddr=$IP dstportstart=80", after "not" where the rule is about all others. */
static char *match_of(const xmlNode *protocol)
{
	struct str out = {0};

	for (const xmlAttr *a = protocol->properties; a; a = a->next) {
		autofree char *value = node_attribute(protocol, (const char *)a->name);
		bool is_not = str_equal((const char *)a->name, "match");

		if (is_not && str_equal(value, "no"))
			str_addf(&out, "%snot", out.len ? " " : "");
		else if (!is_not)
			str_addf(&out, "%s%s=%s", out.len ? " " : "", (const char *)a->name, value ? value : "");
	}
	return taken(&out);
}

static void add_rule(struct nwfilter *f, const xmlNode *rule, const xmlNode *protocol)
{
	if (f->n_rules < RULES_MOST)
		*arr_add(f->rules, f->n_rules, f->cap_rules) = (struct nwfilter_rule){
			.action = node_attribute(rule, "action"),
			.direction = node_attribute(rule, "direction"),
			.priority = node_attribute(rule, "priority"),
			.protocol = protocol ? mem_strdup((const char *)protocol->name) : NULL,
			.match = protocol ? match_of(protocol) : NULL,
		};
}

/* What it is about stands in it; nothing: all traffic. */
static void read_rule(const xmlNode *rule, struct nwfilter *f)
{
	size_t before = f->n_rules;

	for (const xmlNode *child = rule->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			add_rule(f, rule, child);
	if (f->n_rules == before)
		add_rule(f, rule, NULL);
}

static void read_part(const xmlNode *ref, struct nwfilter *f, struct str *parts)
{
	autofree char *name = node_attribute(ref, "filter");

	if (!name || parts->len > PARTS_MOST)
		return;
	f->n_parts++;
	str_addf(parts, "%s\n", name);
}

bool nwfilter_read_xml(const char *xml, struct nwfilter *f, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool ok = root && node_is(root, "filter");
	struct str parts = {0};

	for (const xmlNode *child = ok ? root->children : NULL; child; child = child->next)
		if (node_is(child, "rule"))
			read_rule(child, f);
		else if (node_is(child, "filterref"))
			read_part(child, f, &parts);
	if (ok) {
		f->chain = node_attribute(root, "chain");
		f->priority = node_attribute(root, "priority");
		f->parts = taken(&parts);
	} else if (doc) {
		err_set(err, ERR_INVALID, "The XML is not a network filter's");
	}
	if (doc)
		xmlFreeDoc(doc);
	return ok;
}
