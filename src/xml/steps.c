// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/steps.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"

#define NUMBER_MOST 1000000

struct reader {
	const char *path;
	const char *at;
	const char *wrong; /* the first thing; NULL: nothing */
};

static bool is_wrong(struct reader *r, const char *why)
{
	if (!r->wrong)
		r->wrong = why;
	return false;
}

static bool skip(struct reader *r, char c)
{
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

static bool read_word(struct reader *r, struct part *ret)
{
	const char *from = r->at;

	while (isalnum((unsigned char)*r->at) || *r->at == '_' || (r->at > from && (*r->at == '-' || *r->at == '.')))
		r->at++;
	*ret = (struct part){from, (size_t)(r->at - from)};
	return ret->len && !isdigit((unsigned char)*from) ? true : is_wrong(r, "a name is missing");
}

/* "{uri}prefix:local" or "local" */
static bool read_name(struct reader *r, struct step_name *ret)
{
	*ret = (struct step_name){0};
	if (!skip(r, '{'))
		return read_word(r, &ret->local);
	ret->uri = (struct part){r->at, strcspn(r->at, "}")};
	r->at += ret->uri.len;
	if (!ret->uri.len || !skip(r, '}'))
		return is_wrong(r, "a namespace stands in {}");
	if (!read_word(r, &ret->prefix))
		return false;
	return skip(r, ':') ? read_word(r, &ret->local) : is_wrong(r, "a namespace needs a prefix:");
}

static bool read_quoted(struct reader *r, struct part *ret)
{
	char quote = *r->at;

	if (quote != '\'' && quote != '"')
		return is_wrong(r, "a test's value stands in quotes");
	const char *from = ++r->at, *to = strchr(from, quote);

	if (!to)
		return is_wrong(r, "a closing quote is missing");
	*ret = (struct part){from, (size_t)(to - from)};
	r->at = to + 1;
	return true;
}

static bool read_test(struct reader *r, struct step *step)
{
	if (step->n_tests == TESTS_MOST)
		return is_wrong(r, "these are too many tests");
	struct step_test *test = &step->tests[step->n_tests++];

	if (*r->at != '@' && (!read_name(r, &test->child) || !skip(r, '/')))
		return is_wrong(r, "a test needs an attribute");
	if (!skip(r, '@') || !read_word(r, &test->attribute))
		return is_wrong(r, "a test needs an attribute");
	test->not = skip(r, '!');
	return skip(r, '=') ? read_quoted(r, &test->value) : is_wrong(r, "a test needs a value");
}

static bool read_number(struct reader *r, struct step *step)
{
	if (step->number)
		return is_wrong(r, "this is a second number");
	while (isdigit((unsigned char)*r->at) && step->number < NUMBER_MOST)
		step->number = step->number * 10 + (size_t)(*r->at++ - '0');
	return step->number && step->number < NUMBER_MOST ? true : is_wrong(r, "numbers are from 1");
}

static bool read_step(struct reader *r, struct step *step)
{
	*step = (struct step){0};
	if (!read_name(r, &step->name))
		return false;
	while (skip(r, '[')) {
		if (step->number)
			return is_wrong(r, "the number comes behind the tests");
		if (isdigit((unsigned char)*r->at) ? !read_number(r, step) : !read_test(r, step))
			return false;
		if (!skip(r, ']'))
			return is_wrong(r, "a ] is missing");
	}
	return true;
}

static bool read_steps(struct reader *r, struct steps *s)
{
	do {
		if (skip(r, '@'))
			return read_word(r, &s->attribute) && (*r->at ? is_wrong(r, "an attribute is the end") : true);
		if (s->n == STEPS_MOST)
			return is_wrong(r, "these are too many steps");
		if (!read_step(r, &s->all[s->n++]))
			return false;
	} while (skip(r, '/'));
	return *r->at ? is_wrong(r, "a / is missing") : true;
}

bool steps_parse(struct steps *s, const char *path, struct err *err)
{
	struct reader r = {.path = path, .at = path};

	s->n = 0;
	s->attribute = (struct part){0};
	if (read_steps(&r, s))
		return true;
	return err_set(err, ERR_INVALID, "\"%s\" is no path: at character %d, %s", path, (int)(r.at - r.path) + 1,
		       r.wrong);
}

/* ---- finding ---- */

char *part_text(struct part part)
{
	return part.len ? mem_strndup(part.s, part.len) : NULL;
}

static bool part_is(struct part part, const char *text)
{
	return strncmp(part.s, text, part.len) == 0 && text[part.len] == '\0';
}

static bool name_fits(const struct step_name *name, const xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE || !part_is(name->local, (const char *)node->name))
		return false;
	return name->uri.len ? node->ns && node->ns->href && part_is(name->uri, (const char *)node->ns->href)
			     : !node->ns;
}

xmlAttr *steps_attribute(const xmlNode *node, struct part name)
{
	for (xmlAttr *a = node->properties; a; a = a->next)
		if (!a->ns && part_is(name, (const char *)a->name))
			return a;
	return NULL;
}

static bool attribute_is(const xmlNode *node, struct part name, struct part value)
{
	const xmlAttr *a = steps_attribute(node, name);
	autofree xmlChar *text = a ? xmlNodeGetContent((const xmlNode *)a) : NULL;

	return text && part_is(value, (const char *)text);
}

static bool test_fits(const struct step_test *test, const xmlNode *node)
{
	bool fits = false;

	if (!test->child.local.len)
		return attribute_is(node, test->attribute, test->value) != test->not;
	for (const xmlNode *child = node->children; child && !fits; child = child->next)
		fits = name_fits(&test->child, child) && attribute_is(child, test->attribute, test->value);
	return fits != test->not;
}

bool step_fits(const struct step *step, const xmlNode *node)
{
	if (!name_fits(&step->name, node))
		return false;
	for (size_t i = 0; i < step->n_tests; i++)
		if (!test_fits(&step->tests[i], node))
			return false;
	return true;
}

size_t step_count(const struct step *step, const xmlNode *parent)
{
	size_t n = 0;

	for (const xmlNode *node = parent->children; node; node = node->next)
		n += step_fits(step, node);
	return n;
}

xmlNode *step_find(const struct step *step, const xmlNode *parent)
{
	size_t number = step->number ? step->number : 1;

	for (xmlNode *node = parent->children; node; node = node->next)
		if (step_fits(step, node) && --number == 0)
			return node;
	return NULL;
}

xmlNode *steps_find(const struct steps *s, xmlNode *root)
{
	xmlNode *node = root;

	for (size_t i = 0; i < s->n && node; i++)
		node = step_find(&s->all[i], node);
	return node;
}
