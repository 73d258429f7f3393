// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/pattern.h"

#define DEEPEST 16 /* parentheses */

const struct filter_key_info filter_keys[FILTER_KEY_COUNT] = {
#define X(key, name, also, kind, help) {name, also, FILTER_##kind, help},
	FILTER_KEYS(X)
#undef X
};

/* With the other word of the key when it has one. */
static const char *other_word(enum filter_key key, const char *word)
{
	const struct filter_key_info *info = &filter_keys[key];

	if (!info->also)
		return NULL;
	return str_equal(info->name, word) ? info->also : str_equal(info->also, word) ? info->name : NULL;
}

int columns_find_word(const struct column *columns, const char *word)
{
	int found = columns_find(columns, word);

	for (int key = 0; found < 0 && key < FILTER_KEY_COUNT; key++) {
		const char *other = other_word((enum filter_key)key, word);

		if (other)
			found = columns_find(columns, other);
	}
	return found;
}

const char *column_word(const struct column *columns, const struct column *column)
{
	for (int key = 0; key < FILTER_KEY_COUNT; key++) {
		const char *other = other_word((enum filter_key)key, column->id);

		if (other && columns_find_word(columns, other) == column - columns)
			return other;
	}
	return NULL;
}

static bool is_called(enum filter_key key, const char *word)
{
	return str_equal(filter_keys[key].name, word) || str_equal(filter_keys[key].also, word);
}

static bool among(const struct filter_source *sources, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (is_called(sources[i].key, word))
			return true;
	return false;
}

struct filter_source *filter_sources(const struct filter_field *fields, const struct column *columns, size_t *ret_n)
{
	struct filter_source *all = NULL;
	size_t n = 0;
	size_t cap = 0;

	for (; fields->get; fields++)
		*arr_add(all, n, cap) = (struct filter_source){.key = fields->key, .field = fields};
	for (const struct column *c = columns; c && c->id; c++) {
		enum filter_key key = 0;

		while (key < FILTER_KEY_COUNT && !is_called(key, c->id))
			key++;
		if (key < FILTER_KEY_COUNT && !among(all, n, c->id))
			*arr_add(all, n, cap) = (struct filter_source){.key = key, .column = c};
	}
	*ret_n = n;
	return all;
}

bool filter_knows(const struct filter_field *fields, const struct column *columns, const char *key)
{
	size_t n;
	autofree struct filter_source *sources = filter_sources(fields, columns, &n);

	return among(sources, n, key);
}

void filter_value_of_column(const struct column *column, double factor, const void *row, const struct cell_ask *ask,
			    struct filter_value *ret)
{
	struct value v = {.kind = VALUE_NONE, .bar = -1};

	column->get(row, ask, &v);
	ret->known = v.kind == VALUE_NUMBER;
	ret->number = ret->known ? v.number * factor : 0;
	if (v.kind < VALUE_TEXT)
		return;
	if (v.text == v.buf)
		snprintf(ret->buf, sizeof(ret->buf), "%s", v.buf);
	ret->text = v.text == v.buf ? ret->buf : v.text;
}

static void get_value(const struct filter_source *source, const void *row, const struct cell_ask *ask,
		      struct filter_value *ret)
{
	ret->text = ret->more = NULL;
	ret->known = false;
	if (source->field)
		source->field->get(row, ask, ret);
	else
		filter_value_of_column(source->column, 1, row, ask, ret);
}

bool filter_is_number(enum filter_kind kind)
{
	return kind > FILTER_LIST;
}

enum compare { HAS, EQUAL, UNEQUAL, MORE, AT_LEAST, LESS, AT_MOST };

static const struct {
	const char *text;
	enum compare compare;
} operators[] = {
	{":", HAS}, {">=", AT_LEAST}, {"<=", AT_MOST}, {"!=", UNEQUAL}, {">", MORE}, {"<", LESS}, {"=", EQUAL},
};

static const char *const examples[] = {
	[FILTER_COUNT] = "a number such as 4",
	[FILTER_PERCENT] = "a number such as 80",
	[FILTER_BYTES] = "a size such as 4G",
	[FILTER_SECONDS] = "a time such as 90s, 30m, 4h or 2d",
};

static const struct {
	enum filter_kind kind;
	const char *unit;
	double factor;
} units[] = {
	{FILTER_COUNT, "", 1},
	{FILTER_PERCENT, "", 1}, {FILTER_PERCENT, "%", 1},
	{FILTER_BYTES, "", 1}, {FILTER_BYTES, "K", 1024.0}, {FILTER_BYTES, "M", 1048576.0},
	{FILTER_BYTES, "G", 1073741824.0}, {FILTER_BYTES, "T", 1099511627776.0},
	{FILTER_SECONDS, "", 1}, {FILTER_SECONDS, "s", 1}, {FILTER_SECONDS, "m", 60},
	{FILTER_SECONDS, "h", 3600}, {FILTER_SECONDS, "d", 86400},
};

#define SEEN_LONGEST 40

/* What a term said of a text. */
struct seen {
	bool known, matches;
	char text[SEEN_LONGEST];
};

struct term {
	const struct filter_source *source; /* NULL: all that words are looked for in */
	enum compare compare;
	double number;
	struct pattern *any; /* one of them is enough */
	size_t n, cap;
	/* Regular expressions take long, and thousands of rows have a host or a state in common: what was said
	 * of each source last, two texts each. NULL for what is quick. */
	struct seen *seen;
};

enum node_kind { NODE_TERM, NODE_NOT, NODE_AND, NODE_OR };

struct node {
	enum node_kind kind;
	size_t left, right; /* nodes; of a term: its index */
};

struct filter {
	char *text;
	struct filter_source *sources;
	size_t n_sources;
	struct term *terms;
	size_t n_terms, cap_terms;
	struct node *nodes;
	size_t n_nodes, cap_nodes;
	size_t root;
};

/* --- matching ---------------------------------------------------------------------------------- */

/* "*" is anything, but nothing at all is not found by it: "tag:*" are those that have tags. */
static bool any_matches(const struct term *t, const char *text, size_t n)
{
	for (size_t i = 0; i < t->n; i++)
		if ((n || t->any[i].kind != PATTERN_GLOB) && pattern_matches(&t->any[i], text, n))
			return true;
	return false;
}

/* place: of the text among those that a row has. */
static bool all_matches(const struct term *t, size_t place, const char *text)
{
	struct seen *seen = t->seen ? &t->seen[place] : NULL;
	size_t n;

	if (seen && seen->known && str_equal(seen->text, text))
		return seen->matches;
	n = strlen(text);
	if (!seen || n >= sizeof(seen->text))
		return any_matches(t, text, n);
	memcpy(seen->text, text, n + 1);
	seen->known = true;
	return seen->matches = any_matches(t, text, n);
}

static bool item_matches(const struct term *t, const char *text)
{
	for (const char *p = text; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		if (any_matches(t, p, n))
			return true;
		p += n;
	}
	return !*text && any_matches(t, text, 0);
}

static bool text_matches(const struct filter *f, const struct term *t, const struct filter_source *source,
			 const struct filter_value *v)
{
	bool is_list = filter_keys[source->key].kind == FILTER_LIST;
	size_t place = 2 * (size_t)(source - f->sources);
	const char *text = v->text ? v->text : "";

	if (is_list ? item_matches(t, text) : all_matches(t, place, text))
		return true;
	if (!v->more)
		return false;
	return is_list ? item_matches(t, v->more) : all_matches(t, place + 1, v->more);
}

static bool number_matches(const struct term *t, const struct filter_value *v)
{
	if (!v->known)
		return false;
	switch (t->compare) {
	case MORE:
		return v->number > t->number;
	case AT_LEAST:
		return v->number >= t->number;
	case LESS:
		return v->number < t->number;
	case AT_MOST:
		return v->number <= t->number;
	case HAS:
	case EQUAL:
		return fabs(v->number - t->number) < 1e-9;
	case UNEQUAL:
		return fabs(v->number - t->number) >= 1e-9;
	}
	return false;
}

static bool word_matches(const struct filter *f, const struct term *t, const void *row,
			 const struct cell_ask *ask)
{
	for (size_t i = 0; i < f->n_sources; i++) {
		const struct filter_source *source = &f->sources[i];
		struct filter_value v;

		if (!source->field || !source->field->in_words)
			continue;
		get_value(source, row, ask, &v);
		if (v.text && text_matches(f, t, source, &v))
			return true;
	}
	return false;
}

static bool term_matches(const struct filter *f, const struct term *t, const void *row,
			 const struct cell_ask *ask)
{
	struct filter_value v;

	if (!t->source)
		return word_matches(f, t, row, ask);
	get_value(t->source, row, ask, &v);
	if (filter_is_number(filter_keys[t->source->key].kind))
		return number_matches(t, &v);
	return text_matches(f, t, t->source, &v) != (t->compare == UNEQUAL);
}

static bool node_matches(const struct filter *f, size_t at, const void *row, const struct cell_ask *ask)
{
	const struct node *node = &f->nodes[at];

	switch (node->kind) {
	case NODE_TERM:
		return term_matches(f, &f->terms[node->left], row, ask);
	case NODE_NOT:
		return !node_matches(f, node->left, row, ask);
	case NODE_AND:
		return node_matches(f, node->left, row, ask) && node_matches(f, node->right, row, ask);
	case NODE_OR:
		return node_matches(f, node->left, row, ask) || node_matches(f, node->right, row, ask);
	}
	return true;
}

bool filter_matches(const struct filter *f, const void *row, const struct cell_ask *ask)
{
	return !f->n_nodes || node_matches(f, f->root, row, ask);
}

const char *filter_text(const struct filter *f)
{
	return f->text;
}

bool filter_is_empty(const struct filter *f)
{
	return !f->n_nodes;
}

unsigned filter_stats(const struct filter *f)
{
	unsigned stats = 0;

	for (size_t i = 0; i < f->n_terms; i++) {
		const struct filter_source *source = f->terms[i].source;

		if (source)
			stats |= source->field ? source->field->stats : source->column->stats;
	}
	return stats;
}

void filter_destroy(struct filter *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n_terms; i++) {
		for (size_t j = 0; j < f->terms[i].n; j++)
			pattern_finish(&f->terms[i].any[j]);
		free(f->terms[i].any);
		free(f->terms[i].seen);
	}
	free(f->terms);
	free(f->nodes);
	free(f->sources);
	free(f->text);
	free(f);
}

/* --- reading ----------------------------------------------------------------------------------- */

#define NONE SIZE_MAX

struct reader {
	const char *text;
	size_t at;
	int depth;   /* of parentheses */
	bool typing; /* quotes and parentheses may be open at the end */
	struct filter *f;
	struct err *err;
	bool failed;
	size_t wrong; /* where what is wrong begins */
};

static size_t __attribute__((format(printf, 3, 4)))
fail(struct reader *r, size_t wrong, const char *format, ...)
{
	autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	err_set(r->err, ERR_INVALID, "%s", text);
	r->failed = true;
	r->wrong = wrong;
	return NONE;
}

/* What is open at the end of what is being typed is told, and taken as closed. */
static bool left_open(struct reader *r, size_t wrong, const char *what)
{
	if (!r->typing)
		return fail(r, wrong, "%s", what), false;
	return err_set(r->err, ERR_INVALID, "%s", what), true;
}

static size_t add_node(struct reader *r, enum node_kind kind, size_t left, size_t right)
{
	*arr_add(r->f->nodes, r->f->n_nodes, r->f->cap_nodes) = (struct node){kind, left, right};
	return r->f->n_nodes - 1;
}

static struct term *add_term(struct reader *r, const struct filter_source *source, enum compare compare,
			     size_t *ret_node)
{
	struct term *t = arr_add(r->f->terms, r->f->n_terms, r->f->cap_terms);

	t->source = source;
	t->compare = compare;
	*ret_node = add_node(r, NODE_TERM, r->f->n_terms - 1, 0);
	return t;
}

static bool ends_term(const struct reader *r, char c)
{
	return !c || c == ' ' || c == '\t' || (c == ')' && r->depth);
}

/* "A quoted part"; \" and \\ stand for themselves. */
static bool read_quoted(struct reader *r, struct str *out)
{
	size_t begin = r->at++;

	while (r->text[r->at] && r->text[r->at] != '"') {
		r->at += r->text[r->at] == '\\' && (r->text[r->at + 1] == '"' || r->text[r->at + 1] == '\\');
		str_addc(out, r->text[r->at++]);
	}
	if (!r->text[r->at])
		return left_open(r, begin, "the quote is not closed");
	r->at++;
	return true;
}

/* Up to a space, or one of stops; *ret_glob: it has a * or ? outside of quotes. */
static bool read_word(struct reader *r, const char *stops, struct str *out, bool *ret_glob, bool *ret_quoted)
{
	int open = 0;

	*ret_glob = *ret_quoted = false;
	while (!ends_term(r, r->text[r->at]) && !strchr(stops, r->text[r->at])) {
		open += r->text[r->at] == '(';
		if (r->text[r->at] == ')' && open-- == 0)
			return fail(r, r->at, "no ( is closed by this ); in quotes it is a part of the word"), false;
		if (r->text[r->at] == '"') {
			*ret_quoted = true;
			if (!read_quoted(r, out))
				return false;
			continue;
		}
		*ret_glob |= r->text[r->at] == '*' || r->text[r->at] == '?';
		str_addc(out, r->text[r->at++]);
	}
	return true;
}

static bool add_pattern(struct reader *r, struct term *t, enum pattern_kind kind, const char *text, size_t begin)
{
	struct pattern *p = arr_add(t->any, t->n, t->cap);
	autoerr struct err err = {0};

	if (pattern_init(p, kind, text, &err))
		return true;
	t->n--;
	fail(r, begin, "%s", err.text);
	return false;
}

/* Behind ~; its own parentheses belong to it. */
static bool read_regex(struct reader *r, struct term *t, size_t begin)
{
	autostr struct str out = {0};
	int open = 0;

	if (r->text[r->at] == '"') {
		if (!read_quoted(r, &out))
			return false;
	} else {
		for (char c = r->text[r->at]; c && c != ' ' && c != '\t'; c = r->text[++r->at]) {
			if (c == ')' && !open && r->depth)
				break;
			open += (c == '(') - (c == ')' && open);
			str_addc(&out, c);
			if (c == '\\' && r->text[r->at + 1])
				str_addc(&out, r->text[++r->at]);
		}
	}
	if (!out.len)
		return fail(r, begin, "a regular expression follows ~"), false;
	if (!add_pattern(r, t, PATTERN_REGEX, str_text(&out), begin))
		return false;
	t->seen = mem_new_array(2 * r->f->n_sources, sizeof(*t->seen));
	return true;
}

/* a, b|c: one of them. */
static bool read_choices(struct reader *r, struct term *t, size_t begin)
{
	for (;;) {
		autostr struct str out = {0};
		bool glob;
		bool quoted;
		enum pattern_kind kind;

		if (!read_word(r, t->compare == HAS ? ",|" : "", &out, &glob, &quoted))
			return false;
		kind = t->compare != HAS ? PATTERN_WHOLE : glob ? PATTERN_GLOB : PATTERN_PART;
		if (out.len || (quoted && t->compare != HAS)) {
			if (!add_pattern(r, t, kind, str_text(&out), begin))
				return false;
		}
		if (r->text[r->at] != ',' && r->text[r->at] != '|')
			break;
		r->at++;
	}
	if (!t->n)
		fail(r, begin, "%.*s wants something to look for behind it", (int)(r->at - begin),
		     r->text + begin);
	return t->n > 0;
}

static bool read_number(struct reader *r, struct term *t, size_t begin)
{
	enum filter_kind kind = filter_keys[t->source->key].kind;
	const char *key = filter_keys[t->source->key].name;
	const char *from = r->text + r->at;
	size_t digits = strspn(from, "0123456789.");
	autofree char *unit = NULL;
	size_t n = 0;

	while (!ends_term(r, from[n]))
		n++;
	r->at += n;
	unit = mem_strndup(from + digits, digits < n ? n - digits : 0);
	if (kind == FILTER_BYTES && str_ends(unit, "/s"))
		unit[strlen(unit) - 2] = '\0';
	if (kind == FILTER_BYTES && unit[0] && (str_equal(unit + 1, "iB") || str_equal(unit + 1, "B")))
		unit[1] = '\0';
	for (size_t i = 0; digits && digits < 30 && i < ARRAY_SIZE(units); i++) {
		char *end;

		if (units[i].kind != kind || strcasecmp(units[i].unit, unit) != 0)
			continue;
		t->number = strtod(from, &end) * units[i].factor;
		if (end == from + digits)
			return true;
	}
	fail(r, begin, "%s is compared with %s%s%.*s%s", key, examples[kind], n ? ", not \"" : "", (int)n, from,
	     n ? "\"" : "");
	return false;
}

/* Of a key's name. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_number(enum filter_key key)
{
	return filter_is_number(filter_keys[key].kind);
}

static bool names(enum filter_key key, const char *name, size_t n)
{
	const char *words[] = {filter_keys[key].name, filter_keys[key].also};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i] && strlen(words[i]) == n && strncasecmp(words[i], name, n) == 0)
			return true;
	return false;
}

/* Of two of one name that which is a number, or that which is not. */
static const struct filter_source *find_source(const struct filter *f, const char *name, size_t n, bool number)
{
	const struct filter_source *found = NULL;

	for (size_t i = 0; i < f->n_sources; i++) {
		const struct filter_source *source = &f->sources[i];

		if (names(source->key, name, n) && (!found || is_number(source->key) == number))
			found = source;
	}
	return found;
}

/* Those that begin alike come first: it may have been one of them. */
static size_t fail_key(struct reader *r, size_t begin, size_t n)
{
	autostr struct str known = {0};

	for (int alike = 1; alike >= 0; alike--)
		for (size_t i = 0; i < r->f->n_sources; i++) {
			enum filter_key key = r->f->sources[i].key;
			const char *name = filter_keys[key].name;

			if ((name[0] == r->text[begin]) == alike && key != FILTER_NET_RATE)
				str_addf(&known, "%s%s", known.len ? ", " : "", name);
		}
	return fail(r, begin, "no key \"%.*s\" here, but %s; in quotes it is a word", (int)n, r->text + begin,
		    str_text(&known));
}

static size_t read_keyed(struct reader *r, size_t begin, size_t n, size_t op)
{
	enum compare compare = operators[op].compare;
	const struct filter_source *source;
	bool orders = compare > UNEQUAL;
	struct term *t;
	size_t node;
	bool ok;

	r->at += n + strlen(operators[op].text);
	source = find_source(r->f, r->text + begin, n,
			     orders || (compare != HAS && r->text[r->at] >= '0' && r->text[r->at] <= '9'));
	while (!source && !ends_term(r, r->text[r->at]))
		r->at++;
	if (!source)
		return fail_key(r, begin, n);
	if (is_number(source->key) && compare == HAS)
		return fail(r, begin, "%s is compared with %s, as in %s>1", filter_keys[source->key].name,
			    examples[filter_keys[source->key].kind], filter_keys[source->key].name);
	if (!is_number(source->key) && orders)
		return fail(r, begin, "%s is a text: %s:part, or %s=whole", filter_keys[source->key].name,
			    filter_keys[source->key].name, filter_keys[source->key].name);
	t = add_term(r, source, compare, &node);
	if (is_number(source->key)) {
		ok = read_number(r, t, begin);
	} else if (compare == HAS && r->text[r->at] == '~') {
		r->at++;
		ok = read_regex(r, t, begin);
	} else {
		ok = read_choices(r, t, begin);
	}
	return ok ? node : NONE;
}

static size_t read_term(struct reader *r)
{
	size_t begin = r->at;
	size_t n = 0;
	size_t node;
	struct term *t;

	if (strchr("<>=", r->text[begin]))
		return r->at++, fail(r, begin, "no blanks stand around %c: mem>4G", r->text[begin]);
	while (is_letter(r->text[begin + n]))
		n++;
	for (size_t op = 0; n && op < ARRAY_SIZE(operators); op++)
		if (str_starts(r->text + begin + n, operators[op].text))
			return read_keyed(r, begin, n, op);
	t = add_term(r, NULL, HAS, &node);
	if (r->text[r->at] == '~') {
		r->at++;
		return read_regex(r, t, begin) ? node : NONE;
	}
	autostr struct str word = {0};
	bool glob;
	bool quoted;

	if (!read_word(r, "", &word, &glob, &quoted) ||
	    !add_pattern(r, t, glob ? PATTERN_GLOB : PATTERN_PART, str_text(&word), begin))
		return NONE;
	return node;
}

static void skip_blanks(struct reader *r)
{
	r->at += strspn(r->text + r->at, " \t");
}

static bool at_word(const struct reader *r, const char *word)
{
	size_t len = strlen(word);

	return strncasecmp(r->text + r->at, word, len) == 0 && strchr(" \t()", r->text[r->at + len]);
}

static bool at_or(const struct reader *r)
{
	return at_word(r, "or");
}

/* With nothing behind it, as while more is being typed, it is a word like others. */
static bool at_not(const struct reader *r)
{
	struct reader rest = *r;

	if (!at_word(r, "not"))
		return false;
	rest.at += strlen("not");
	skip_blanks(&rest);
	return !ends_term(&rest, rest.text[rest.at]) && !at_or(&rest) && !at_word(&rest, "and");
}

static size_t read_any(struct reader *r);

static size_t read_group(struct reader *r)
{
	size_t begin = r->at++;
	size_t node;

	if (r->depth == DEEPEST)
		return fail(r, begin, "there are more than %d parentheses in each other", DEEPEST);
	r->depth++;
	node = read_any(r);
	r->depth--;
	if (node == NONE)
		return NONE;
	if (r->text[r->at] == ')')
		r->at++;
	else if (!left_open(r, begin, "a ( is not closed"))
		return NONE;
	return node;
}

static size_t read_factor(struct reader *r)
{
	size_t begin = r->at;
	bool negated = false;
	size_t node;

	for (; at_not(r); skip_blanks(r), begin = r->at) {
		r->at += strlen("not");
		negated = !negated;
	}
	for (; r->text[r->at] == '!'; r->at++)
		negated = !negated;
	if (r->at > begin && ends_term(r, r->text[r->at]))
		return fail(r, begin, "what must not be so follows ! without a space");
	node = r->text[r->at] == '(' ? read_group(r) : read_term(r);
	return node != NONE && negated ? add_node(r, NODE_NOT, node, 0) : node;
}

static size_t read_all(struct reader *r)
{
	size_t all = NONE;

	for (skip_blanks(r); r->text[r->at]; skip_blanks(r)) {
		size_t node;

		if ((r->text[r->at] == ')' && r->depth) || (all != NONE && at_or(r)))
			break;
		if (all != NONE && at_word(r, "and")) {
			r->at += strlen("and"); /* what stands beside each other is meant so anyway */
			continue;
		}
		if (at_or(r))
			return r->at += 2,
			       fail(r, r->at - 2, "\"or\" stands between two terms; in quotes it is a word");
		node = read_factor(r);
		if (node == NONE)
			return NONE;
		all = all == NONE ? node : add_node(r, NODE_AND, all, node);
	}
	return all;
}

static size_t read_any(struct reader *r)
{
	size_t any = read_all(r);

	while (any != NONE && at_or(r)) {
		size_t begin = r->at;
		size_t node;

		r->at += 2;
		node = read_all(r);
		if (node == NONE && !r->failed)
			return fail(r, begin, "something must follow \"or\"");
		if (node == NONE)
			return NONE;
		any = add_node(r, NODE_OR, any, node);
	}
	if (any == NONE && !r->failed && r->depth)
		return fail(r, r->at - 1, "there is nothing in the parentheses");
	return any;
}

static struct filter *create(const struct filter_field *fields, const struct column *columns)
{
	struct filter *f = mem_new(struct filter);

	f->sources = filter_sources(fields, columns, &f->n_sources);
	return f;
}

/* NULL: f is gone, err is set, *ret_wrong is where it begins, *ret_end where it was noticed. */
static struct filter *compile(const char *text, struct filter *f, bool typing, size_t *ret_wrong, size_t *ret_end,
			      struct err *err)
{
	struct reader r = {.text = text, .typing = typing, .f = f, .err = err};

	f->text = mem_strdup(text);
	if (strlen(text) > FILTER_LONGEST)
		fail(&r, 0, "a filter has at most %d bytes", FILTER_LONGEST);
	else
		f->root = read_any(&r);
	if (!r.failed)
		return f;
	*ret_wrong = r.wrong;
	*ret_end = r.at;
	filter_destroy(f);
	return NULL;
}

struct filter *filter_compile(const char *text, const struct filter_field *fields, const struct column *columns,
			      struct err *err)
{
	size_t wrong;
	size_t end;

	return compile(text, create(fields, columns), false, &wrong, &end, err);
}

struct filter *filter_compile_typed(const char *text, const struct filter_field *fields, const struct column *columns,
				    struct err *err)
{
	autofree char *rest = mem_strdup(text);

	for (;;) {
		autoerr struct err why = {0};
		size_t wrong;
		size_t end;
		struct filter *f = compile(rest, create(fields, columns), true, &wrong, &end, &why);

		err_move(err, &why);
		if (f)
			return f;
		if (!rest[wrong] || rest[end + strspn(rest + end, " \t)")])
			return NULL;
		rest[wrong] = '\0';
	}
}
