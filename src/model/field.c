// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/field.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/draft.h"
#include "model/values.h"

const struct field *field_find(const struct field *fields, const char *id)
{
	for (const struct field *f = fields; f->id; f++)
		if (str_equal(f->id, id))
			return f;
	return NULL;
}

void field_offers(const struct field *field, const struct draft *draft, struct field_choices *out)
{
	for (const struct field_choice *c = field->choices; c && c->id; c++)
		*arr_add(out->all, out->n, out->cap) = *c;
	if (field->offer)
		field->offer(draft, out);
}

/* --- types ------------------------------------------------------------------------------------- */

typedef bool check_fn(const struct field *field, const struct draft *draft, const char *text, struct err *err);

static bool check_name(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	(void)f;
	(void)d;
	return values_name(text, err);
}

static bool check_number(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	int64_t n;
	(void)d;
	return values_number(text, f->least, f->most, f->unit, &n, err);
}

static bool check_size(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	uint64_t bytes;
	bool ranged = f->least != f->most;
	(void)d;
	if (!values_size(text, f->unit, &bytes, err))
		return false;
	if (ranged && bytes < (uint64_t)f->least) {
		autofree char *least = values_size_text((uint64_t)f->least);

		return err_set(err, ERR_INVALID, "%s is too small: at least %s", text, least);
	}
	if (ranged && bytes > (uint64_t)f->most) {
		autofree char *most = values_size_text((uint64_t)f->most);

		return err_set(err, ERR_INVALID, "%s is too large: %s at most", text, most);
	}
	return true;
}

static const struct field_choice *find_choice(const struct field_choices *choices, const char *id, size_t len)
{
	for (size_t i = 0; i < choices->n; i++)
		if (strlen(choices->all[i].id) == len && strncmp(choices->all[i].id, id, len) == 0)
			return &choices->all[i];
	return NULL;
}

static bool check_one(const struct field *f, const struct field_choices *offers, const char *id, size_t len,
		      struct err *err)
{
	const struct field_choice *c = find_choice(offers, id, len);

	if (c && c->greyed)
		return err_set(err, ERR_INVALID, "%s", c->greyed);
	if (c || f->free)
		return true;
	return err_set(err, ERR_INVALID, "%.*s is none of those that can be chosen", (int)len, id);
}

static bool check_choice(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	struct field_choices offers = {0};
	bool good;

	field_offers(f, d, &offers);
	good = check_one(f, &offers, text, strlen(text), err);
	free(offers.all);
	return good;
}

static bool check_many(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	struct field_choices offers = {0};
	bool good = true;

	field_offers(f, d, &offers);
	for (const char *p = text + strspn(text, " "); good && *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		good = check_one(f, &offers, p, len, err);
		p += len;
	}
	free(offers.all);
	return good;
}

static bool check_switch(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	(void)f;
	(void)d;
	return str_equal(text, "yes") || str_equal(text, "no") || err_set(err, ERR_INVALID, "it is yes or no");
}

static bool check_path(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	(void)f;
	(void)d;
	return *text == '/' || err_set(err, ERR_INVALID, "a path begins with a slash");
}

static bool check_mac(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	unsigned char mac[MAC_BYTES];
	(void)f;
	(void)d;
	return values_mac(text, mac, err);
}

static int family_of(enum field_type type)
{
	return type == FIELD_IPV4 || type == FIELD_SUBNET4 ? 4 : type == FIELD_IP ? 0 : 6;
}

static bool check_ip(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	struct inet a;
	(void)d;
	return values_ip(text, family_of(f->type), &a, err);
}

static bool check_subnet(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	struct subnet s;
	(void)d;
	return values_subnet(text, family_of(f->type), &s, err);
}

/* most: how many CPUs the host has. */
static bool check_cpuset(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	(void)d;
	return values_cpuset(text, (unsigned)f->most, NULL, err);
}

static bool check_vlans(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	struct vlan_tag tags[VLAN_TAGS_MOST];
	size_t n;
	(void)f;
	(void)d;
	return values_vlans(text, tags, &n, err);
}

/* Each record is a form of its own that has said what is wrong; here only that all are whole. */
static bool check_records(const struct field *f, const struct draft *d, const char *text, struct err *err)
{
	bool good = true;

	for (size_t i = 0; good && i < record_count(text); i++) {
		struct draft *record = record_draft(d, f, text, i);
		size_t wrong = draft_first_wrong(record, NULL);
		autofree char *why = wrong < draft_count(record) ? draft_wrong_at(record, wrong) : NULL;

		good = !why || err_set(err, ERR_INVALID, "line %zu: %s", i + 1, why);
		draft_destroy(record);
	}
	return good;
}

static const struct {
	check_fn *check; /* NULL: any text will do */
	bool typed;
} types[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = {NULL, true},
	[FIELD_NAME] = {check_name, true},
	[FIELD_NUMBER] = {check_number, true},
	[FIELD_SIZE] = {check_size, true},
	[FIELD_CHOICE] = {check_choice, false},
	[FIELD_MANY] = {check_many, false},
	[FIELD_SWITCH] = {check_switch, false},
	[FIELD_PATH] = {check_path, true},
	[FIELD_LOCAL] = {NULL, true},
	[FIELD_MAC] = {check_mac, true},
	[FIELD_IPV4] = {check_ip, true},
	[FIELD_IPV6] = {check_ip, true},
	[FIELD_IP] = {check_ip, true},
	[FIELD_SUBNET4] = {check_subnet, true},
	[FIELD_SUBNET6] = {check_subnet, true},
	[FIELD_CPUSET] = {check_cpuset, true},
	[FIELD_VLANS] = {check_vlans, true},
	[FIELD_SECRET] = {NULL, true},
	[FIELD_RECORDS] = {check_records, false},
};

bool field_is_typed(const struct field *field)
{
	return types[field->type].typed || field->free;
}

bool field_check_type(const struct field *field, const struct draft *draft, const char *text, struct err *err)
{
	if (!*text || !types[field->type].check)
		return true;
	return types[field->type].check(field, draft, text, err);
}

/* --- one form of a value ----------------------------------------------------------------------- */

static char *trimmed(const char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	return mem_strndup(text, len);
}

static bool may_have_spaces(enum field_type type)
{
	return type == FIELD_SECRET || type == FIELD_RECORDS || type == FIELD_TEXT;
}

char *field_trim(const struct field *field, const char *text)
{
	bool has_spaces = text[0] && (strchr(" \t", text[0]) || strchr(" \t", text[strlen(text) - 1]));

	return has_spaces && !may_have_spaces(field->type) ? trimmed(text) : NULL;
}

static char *tidy_mac(const char *text)
{
	unsigned char mac[MAC_BYTES];
	autoerr struct err err = {0};

	if (!values_mac(text, mac, &err))
		return mem_strdup(text);
	return mem_printf("%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

static char *tidy_subnet(const char *text)
{
	struct subnet s;
	char buf[INET_SIZE];

	return mem_strdup(subnet_parse(text, &s) ? subnet_format(&s, buf) : text);
}

static char *tidy_size(const char *text, const char *unit)
{
	uint64_t bytes;
	autoerr struct err err = {0};

	return values_size(text, unit, &bytes, &err) ? values_size_text(bytes) : mem_strdup(text);
}

static char *tidy_words(const char *text)
{
	struct str out = {0};

	for (const char *p = text + strspn(text, ", "); *p; p += strspn(p, ", ")) {
		size_t len = strcspn(p, ", ");

		str_addf(&out, "%s%.*s", out.len ? " " : "", (int)len, p);
		p += len;
	}
	return str_take(&out);
}

char *field_tidy(const struct field *field, const char *text)
{
	autofree char *plain = trimmed(text);

	if (may_have_spaces(field->type))
		return mem_strdup(text);
	switch (field->type) {
	case FIELD_MAC:
		return tidy_mac(plain);
	case FIELD_SUBNET4:
	case FIELD_SUBNET6:
		return tidy_subnet(plain);
	case FIELD_SIZE:
		return *plain ? tidy_size(plain, field->unit) : mem_strdup("");
	case FIELD_MANY:
		return tidy_words(plain);
	default:
		return take(plain);
	}
}

/* --- for reading ------------------------------------------------------------------------------- */

static char *words_of_choices(const struct field *field, const struct draft *draft, const char *text)
{
	struct field_choices offers = {0};
	struct str out = {0};

	field_offers(field, draft, &offers);
	for (const char *p = text; *p; p += strspn(p, " ")) {
		size_t len = field->type == FIELD_MANY ? strcspn(p, " ") : strlen(p);
		const struct field_choice *c = find_choice(&offers, p, len);

		str_add(&out, out.len ? ", " : "");
		if (c && c->label)
			str_add(&out, c->label);
		else
			str_addn(&out, p, len);
		p += len;
	}
	free(offers.all);
	return str_take(&out);
}

char *field_words(const struct field *field, const struct draft *draft, const char *text)
{
	switch (field->type) {
	case FIELD_CHOICE:
	case FIELD_MANY:
		return words_of_choices(field, draft, text);
	case FIELD_SECRET:
		return mem_strdup(*text ? "set" : "");
	case FIELD_RECORDS:
		return mem_printf("%zu", record_count(text));
	case FIELD_NUMBER:
		return *text && field->unit ? mem_printf("%s %s", text, field->unit) : mem_strdup(text);
	default:
		return mem_strdup(text);
	}
}
