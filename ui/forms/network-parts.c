// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/network-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/mem.h"
#include "model/draft.h"
#include "model/duid.h"
#include "model/plan.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/forms/forms.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/form.h"
#include "xml/path.h"

#define NO_LEASE SIZE_MAX

/* What a form is about, and what it has asked for. */
struct part {
	unsigned refs;
	const struct action *action;
	struct obj_id network;
	char *name; /* of the network */
	char *xml[SIDES]; /* of the network: as it runs, its definition; NULL: there is none */
	struct dhcp *dhcp;
	char **subnets; /* of each of its, as text */
	enum network_entry kind;
	bool changes; /* the one at index */
	size_t index;
	size_t lease; /* what it begins with; NO_LEASE */
	struct inet beside; /* an address in the subnet that is meant; of no family */
};

static const struct part *part_of(const struct draft *draft)
{
	return draft_context(draft);
}

static void free_part(void *opaque)
{
	struct part *part = opaque;

	if (--part->refs)
		return;
	free(part->name);
	free(part->xml[0]);
	free(part->xml[1]);
	for (size_t i = 0; i < part->dhcp->n_subnets; i++)
		free(part->subnets[i]);
	free(part->subnets);
	dhcp_destroy(part->dhcp);
	free(part);
}

static const struct dhcp_fixed *old_fixed(const struct part *p)
{
	return p->changes && p->kind == NETWORK_ENTRY_FIXED ? &p->dhcp->fixed[p->index] : NULL;
}

static const struct dhcp_range *old_range(const struct part *p)
{
	return p->changes && p->kind == NETWORK_ENTRY_RANGE ? &p->dhcp->ranges[p->index] : NULL;
}

static const struct dns_name *old_name(const struct part *p)
{
	return p->changes && p->kind == NETWORK_ENTRY_NAME ? &p->dhcp->names[p->index] : NULL;
}

/* Where it can be said: what is changed has to be there. */
static unsigned sides_of(const struct part *p)
{
	const struct dhcp_fixed *fixed = old_fixed(p);
	const struct dhcp_range *range = old_range(p);
	const struct dns_name *name = old_name(p);

	return fixed ? fixed->sides : range ? range->sides : name ? name->sides : p->dhcp->sides;
}

/* --- where it is said ------------------------------------------------------------------------------ */

static const struct {
	const char *id, *label, *help;
	unsigned sides;
} applies[] = {
	{"both", "now and from the next start on", "in what runs and in the definition", SIDE_BOTH},
	{"live", "now, until it stops", "in what runs alone", SIDE_LIVE},
	{"config", "from the next start on", "in the definition alone", SIDE_CONFIG},
};

/* Why it cannot be said on all of these; NULL: it can. */
static const char *why_not(const struct part *p, unsigned sides)
{
	unsigned lacks = sides & ~sides_of(p);

	if (!lacks)
		return NULL;
	if (lacks & ~p->dhcp->sides & SIDE_LIVE)
		return "the network does not run";
	if (lacks & ~p->dhcp->sides & SIDE_CONFIG)
		return "the network is transient: it has no definition";
	return lacks & SIDE_LIVE ? "it is in the definition alone" : "it is not in the definition";
}

static void offer_applies(const struct draft *draft, struct field_choices *out)
{
	const struct part *p = part_of(draft);

	for (size_t i = 0; i < ARRAY_SIZE(applies); i++)
		*arr_add(out->all, out->n, out->cap) = (struct field_choice){
			.id = applies[i].id,
			.label = applies[i].label,
			.help = applies[i].help,
			.greyed = p ? why_not(p, applies[i].sides) : NULL,
		};
}

/* DHCP serves another subnet of its family on one of these sides. Each side may have an <ip> of its own in it. */
static bool is_served_elsewhere(const struct part *p, const char *subnet, unsigned sides)
{
	for (size_t i = 0; i < p->dhcp->n_subnets; i++)
		if (str_equal(p->subnets[i], subnet) &&
		    dhcp_serves_another(p->dhcp, &p->dhcp->subnets[i], sides, old_fixed(p)))
			return true;
	return false;
}

/* It is on each of these sides, and DHCP may serve it there. */
static bool is_right_for(const struct part *p, const char *subnet, unsigned sides)
{
	unsigned there = 0;

	for (size_t i = 0; i < p->dhcp->n_subnets; i++)
		if (str_equal(p->subnets[i], subnet))
			there |= p->dhcp->subnets[i].sides;
	return !(sides & ~there) && !is_served_elsewhere(p, subnet, sides);
}

/* The first that can be said, where there is a subnet rather one that is right for it. */
static char *first_apply(const struct part *p, const char *subnet)
{
	const char *found = NULL;

	for (size_t i = 0; p && i < ARRAY_SIZE(applies); i++) {
		if (why_not(p, applies[i].sides))
			continue;
		if (!subnet || is_right_for(p, subnet, applies[i].sides))
			return mem_strdup(applies[i].id);
		found = found ? found : applies[i].id;
	}
	return mem_strdup(found ? found : applies[0].id);
}

static char *suggest_apply(const struct draft *draft)
{
	return first_apply(part_of(draft), NULL);
}

static unsigned sides_asked(const struct draft *draft)
{
	for (size_t i = 0; i < ARRAY_SIZE(applies); i++)
		if (draft_is(draft, "apply", applies[i].id))
			return applies[i].sides;
	return 0;
}

#define APPLY(suggest_)                                                                            \
	{.id = "apply", .label = "holds", .help = "In what runs, in the definition, or in both.", .type = FIELD_CHOICE, \
	 .offer = offer_applies, .suggest = suggest_, .required = true, .sample = "config",  \
	 .bad = "never", .bad_says = "never"}

/* --- fixed addresses ------------------------------------------------------------------------------- */

static char *check_mac(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	return p ? dhcp_wrong_mac(p->dhcp, text, sides_asked(draft), old_fixed(p)) : NULL;
}

/* "10.0.0.0/24"; empty where it cannot be read. */
static char *subnet_text(const struct subnet *s)
{
	struct subnet whole = {subnet_network(s), s->prefix};
	char buf[INET_SIZE];

	return mem_strdup(s->address.family ? subnet_format(&whole, buf) : "");
}

static bool offers(const struct field_choices *out, const char *id)
{
	for (size_t i = 0; i < out->n; i++)
		if (str_equal(out->all[i].id, id))
			return true;
	return false;
}

/* Why a fixed address cannot be in it, in none of the ways in which it may be said, or not in the one that the
 * person has chosen; NULL: it can, or the address says why not. */
static const char *why_not_in(const struct draft *draft, const struct part *p, const char *subnet)
{
	const struct field *fields = draft_fields(draft);
	bool chosen = draft_is_own_at(draft, (size_t)(field_find(fields, "apply") - fields));
	unsigned asked = chosen ? sides_asked(draft) : sides_of(p);

	for (size_t i = 0; i < ARRAY_SIZE(applies); i++)
		if ((!chosen || applies[i].sides == asked) && !why_not(p, applies[i].sides) &&
		    is_right_for(p, subnet, applies[i].sides))
			return NULL;
	return is_served_elsewhere(p, subnet, asked) ? "DHCP serves another one of its family" : NULL;
}

/* The texts are the part's. */
static void offer_subnets(const struct draft *draft, struct field_choices *out)
{
	static const struct field_choice any[] = {{.id = "10.0.0.0/24"}, {.id = "fd00::/64"}};
	const struct part *p = part_of(draft);

	for (size_t i = 0; !p && i < ARRAY_SIZE(any); i++)
		*arr_add(out->all, out->n, out->cap) = any[i];
	for (size_t i = 0; p && i < p->dhcp->n_subnets; i++)
		if (p->subnets[i][0] && !offers(out, p->subnets[i]))
			*arr_add(out->all, out->n, out->cap) = (struct field_choice){
				.id = p->subnets[i],
				.help = p->dhcp->subnets[i].subnet.address.family == 4
						? "guests are known by their MAC"
						: "guests are known by a DUID or a name",
				.greyed = why_not_in(draft, p, p->subnets[i]),
			};
}

/* There is something to choose. */
static bool has_subnets(const struct draft *draft)
{
	struct field_choices out = {.n = 0};
	bool has;

	offer_subnets(draft, &out);
	has = out.n > 1;
	free(out.all);
	return has;
}

static const struct dhcp_lease *lease_with(const struct draft *draft)
{
	const struct part *p = part_of(draft);

	return p && p->lease != NO_LEASE ? &p->dhcp->leases[p->lease] : NULL;
}

static char *suggest_subnet(const struct draft *draft)
{
	const struct part *p = part_of(draft);
	const struct dhcp_subnet *usual = p ? dhcp_usual_subnet(p->dhcp) : NULL;
	size_t of = p ? dhcp_subnet_of(p->dhcp, &p->beside, SIDE_BOTH) : SIZE_MAX;

	if (of != SIZE_MAX)
		return mem_strdup(p->subnets[of]);
	return usual ? subnet_text(&usual->subnet) : mem_strdup("");
}

/* The one that the address is to be in; the caller frees. */
static char *asked_text(const struct draft *draft)
{
	return has_subnets(draft) ? mem_strdup(draft_value(draft, "subnet")) : suggest_subnet(draft);
}

static bool subnet_asked(const struct draft *draft, struct subnet *ret)
{
	autofree char *text = asked_text(draft);

	return subnet_parse(text, ret);
}

static bool is_ipv6(const struct draft *draft)
{
	struct subnet s;

	return subnet_asked(draft, &s) && s.address.family == 6;
}

static bool is_ipv4(const struct draft *draft)
{
	return !is_ipv6(draft);
}

static char *check_address(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);
	char *wrong = p ? dhcp_wrong_address(p->dhcp, text, sides_asked(draft), old_fixed(p)) : NULL;
	struct subnet s;
	struct inet a;

	if (wrong || !p || !subnet_asked(draft, &s) || !inet_parse(text, &a) || subnet_contains(&s, &a))
		return wrong;
	return mem_printf("%s is in another subnet than the one above", text);
}

static char *check_name(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	return p ? dhcp_wrong_name(p->dhcp, text, sides_asked(draft), is_ipv6(draft) ? 6 : 4, old_fixed(p)) : NULL;
}

static char *check_duid(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);
	const struct dhcp none = {.sides = 0};

	/* libvirt takes more than its schema: what is there may stay. */
	if (p && old_fixed(p) && str_equal(old_fixed(p)->duid, text))
		return NULL;
	return dhcp_wrong_duid(p ? p->dhcp : &none, text, sides_asked(draft), p ? old_fixed(p) : NULL);
}

/* By something a guest has to be known. */
static char *lacks_name(const struct draft *draft)
{
	if (is_ipv4(draft) || *draft_value(draft, "duid"))
		return NULL;
	return mem_strdup("a DUID or a name is needed: by one of them DHCP knows the guest");
}

static char *suggest_mac(const struct draft *draft)
{
	const struct dhcp_lease *lease = lease_with(draft);

	return mem_strdup(lease ? lease->mac : "");
}

static char *suggest_duid(const struct draft *draft)
{
	const struct dhcp_lease *lease = lease_with(draft);

	return mem_strdup(lease && lease->duid ? lease->duid : "");
}

static char *suggest_name(const struct draft *draft)
{
	const struct dhcp_lease *lease = lease_with(draft);

	return mem_strdup(lease && lease->name ? lease->name : "");
}

/* The one that a guest has already, else a free one. */
static char *suggest_address(const struct draft *draft)
{
	const struct part *p = part_of(draft);
	const struct dhcp_lease *lease = lease_with(draft);
	struct subnet s;
	struct inet a;
	char buf[INET_SIZE];
	bool asked = subnet_asked(draft, &s);

	if (lease && (!asked || subnet_contains(&s, &lease->address)))
		return mem_strdup(lease->ip);
	return mem_strdup(p && asked && dhcp_suggest(p->dhcp, &s, &a) ? inet_format(&a, buf) : "");
}

static char *remark_address(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);
	struct inet a;

	if (!p || !inet_parse(text, &a))
		return NULL;
	for (size_t i = 0; i < p->dhcp->n_leases; i++) {
		const struct dhcp_lease *l = &p->dhcp->leases[i];

		if (inet_compare(&a, &l->address) != 0 || strcasecmp(l->mac, draft_value(draft, "mac")) == 0 ||
		    (l->duid && duid_equal(l->duid, draft_value(draft, "duid"))))
			continue;
		return mem_printf("%s has it just now", l->name ? l->name : l->duid ? l->duid : l->mac);
	}
	return NULL;
}

static char *suggest_fixed_apply(const struct draft *draft)
{
	autofree char *subnet = asked_text(draft);

	return first_apply(part_of(draft), subnet);
}

static const struct field network_fixed_fields[] = {
	{.id = "subnet", .label = "subnet", .help = "Where the address is; with IPv6 guests are known by other things.",
	 .type = FIELD_CHOICE, .shown = has_subnets, .offer = offer_subnets, .suggest = suggest_subnet,
	 .required = true, .sample = "10.0.0.0/24", .bad = "10.0.0.0/8", .bad_says = "10.0.0.0/8"},
	{.id = "mac", .label = "MAC", .help = "Of the guest's NIC: it always gets this address.", .type = FIELD_MAC,
	 .shown = is_ipv4, .required = true, .suggest = suggest_mac, .check = check_mac,
	 .sample = "52:54:00:12:34:56", .bad = "53:54:00:12:34:56", .bad_says = "many"},
	{.id = "duid", .label = "DUID",
	 .help = "What the guest calls itself to DHCPv6, like 00:03:00:01 and its MAC; or give a name.",
	 .type = FIELD_TEXT, .shown = is_ipv6, .suggest = suggest_duid, .check = check_duid,
	 .sample = "00:03:00:01:52:54:00:12:34:56", .sample_with = "subnet=fd00::/64", .bad = "52:54:00:12:34:56",
	 .bad_says = "begins with 00:01"},
	{.id = "ip", .label = "address", .help = "The one suggested is free, and in no range where that can be.",
	 .type = FIELD_IP, .required = true, .suggest = suggest_address, .check = check_address,
	 .remark = remark_address, .sample = "10.0.0.7", .bad = "10.0.0.999", .bad_says = "10.0.0.999"},
	{.id = "name", .label = "name", .help = "The network's DNS knows it by this name. May be empty.",
	 .type = FIELD_TEXT, .suggest = suggest_name, .check = check_name, .lacks = lacks_name, .sample = "web1"},
	APPLY(suggest_fixed_apply),
	{.id = NULL},
};

/* --- ranges ---------------------------------------------------------------------------------------- */

static char *check_start(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	return p ? dhcp_wrong_start(p->dhcp, text, sides_asked(draft), old_range(p)) : NULL;
}

static char *check_end(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	if (!p)
		return NULL;
	return dhcp_wrong_range(p->dhcp, draft_value(draft, "start"), text, sides_asked(draft), old_range(p));
}

static char *remark_end(const struct draft *draft, const char *text)
{
	struct dhcp_range range = {.start = NULL};
	uint64_t count;

	inet_parse(draft_value(draft, "start"), &range.first);
	inet_parse(text, &range.last);
	count = dhcp_range_count(&range);
	return count ? mem_printf("%llu %s", (unsigned long long)count, count == 1 ? "address" : "addresses") : NULL;
}

static const struct field network_range_fields[] = {
	{.id = "start", .label = "from", .help = "The first address that is given away.", .type = FIELD_IP,
	 .required = true, .check = check_start, .sample = "10.0.0.100", .bad = "10.0.0", .bad_says = "10.0.0"},
	{.id = "end", .label = "to", .help = "The last one.", .type = FIELD_IP, .required = true, .check = check_end,
	 .remark = remark_end, .sample = "10.0.0.200", .bad = "x", .bad_says = "x"},
	APPLY(suggest_apply),
	{.id = NULL},
};

/* --- names ----------------------------------------------------------------------------------------- */

static char *check_names(const struct draft *draft, const char *text)
{
	autofree char *copy = mem_strdup(text);
	char *at = copy, *word;

	(void)draft;
	while ((word = strsep(&at, " "))) {
		struct dhcp none = {.sides = 0};
		char *wrong = dhcp_wrong_name(&none, word, 0, 0, NULL);

		if (wrong)
			return wrong;
	}
	return NULL;
}

static const struct field network_name_fields[] = {
	{.id = "ip", .label = "address", .help = "What the names stand for: any address, also outside the network.",
	 .type = FIELD_IP, .required = true, .sample = "10.0.0.7", .bad = "10.0.0", .bad_says = "10.0.0"},
	{.id = "names", .label = "names", .help = "Parted by spaces.", .type = FIELD_TEXT, .required = true,
	 .check = check_names, .sample = "web1 www", .bad = "a_b", .bad_says = "no name of a host"},
	APPLY(suggest_apply),
	{.id = NULL},
};

/* --- what is asked for ----------------------------------------------------------------------------- */

static void add_escaped(struct str *xml, const char *text)
{
	static const char *const entities[128] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['\''] = "&apos;"};

	for (; *text; text++) {
		const char *entity = (unsigned char)*text < 128 ? entities[(unsigned char)*text] : NULL;

		if (entity)
			str_add(xml, entity);
		else
			str_addc(xml, *text);
	}
}

static void add_attribute(struct str *xml, const char *name, const char *value)
{
	if (!value || !value[0])
		return;
	str_addf(xml, " %s='", name);
	add_escaped(xml, value);
	str_addc(xml, '\'');
}

static char *fixed_xml(const char *mac, const char *duid, const char *name, const char *ip)
{
	struct str xml = {0};

	str_add(&xml, "<host");
	add_attribute(&xml, "mac", mac);
	add_attribute(&xml, "id", duid);
	add_attribute(&xml, "name", name);
	add_attribute(&xml, "ip", ip);
	str_add(&xml, "/>");
	return str_take(&xml);
}

static char *range_xml(const char *start, const char *end)
{
	struct str xml = {0};

	str_add(&xml, "<range");
	add_attribute(&xml, "start", start);
	add_attribute(&xml, "end", end);
	str_add(&xml, "/>");
	return str_take(&xml);
}

static char *name_xml(const char *ip, const char *names)
{
	struct str xml = {0};

	str_add(&xml, "<host");
	add_attribute(&xml, "ip", ip);
	str_addc(&xml, '>');
	for (const char *at = names + strspn(names, " "); *at; at += strspn(at, " ")) {
		autofree char *word = mem_strndup(at, strcspn(at, " "));

		str_add(&xml, "<hostname>");
		add_escaped(&xml, word);
		str_add(&xml, "</hostname>");
		at += strlen(word);
	}
	str_add(&xml, "</host>");
	return str_take(&xml);
}

/* What one of each kind is to virsh, and to a person. */
static const struct {
	const char *section, *word;
	const struct field *fields;
} kinds[NETWORK_ENTRY_COUNT] = {
	[NETWORK_ENTRY_LEASE] = {"ip-dhcp-host", "fixed address", network_fixed_fields},
	[NETWORK_ENTRY_FIXED] = {"ip-dhcp-host", "fixed address", network_fixed_fields},
	[NETWORK_ENTRY_RANGE] = {"ip-dhcp-range", "DHCP range", network_range_fields},
	[NETWORK_ENTRY_NAME] = {"dns-host", "DNS name", network_name_fields},
};

static char *options_of(const struct part *p, const char *command, size_t of, unsigned sides)
{
	autofree char *parent = p->kind == NETWORK_ENTRY_NAME ? mem_strdup("") : mem_printf(" --parent-index %zu", of);

	return mem_printf("%s %s%s%s%s", command, kinds[p->kind].section, parent, sides & SIDE_LIVE ? " --live" : "",
			  sides & SIDE_CONFIG ? " --config" : "");
}

/* Which <ip> the one that is there is in, on a side. */
static size_t old_of(const struct part *p, size_t side)
{
	const struct dhcp_fixed *f = old_fixed(p);
	const struct dhcp_range *r = old_range(p);

	return f ? f->of[side] : r ? r->of[side] : 0;
}

/* Where the fixed address or range that is there stands in the network's XML; the caller frees. */
static char *path_of(const struct part *p, size_t side)
{
	const struct dhcp_fixed *f = old_fixed(p);
	const struct dhcp_range *r = old_range(p);
	size_t of = old_of(p, side) + 1;

	if (r)
		return mem_printf("ip[%zu]/dhcp/range[@start='%s']", of, r->start);
	return mem_printf("ip[%zu]/dhcp/host[@%s='%s']", of, f->mac ? "mac" : "ip", f->mac ? f->mac : f->ip);
}

/* The one that is there, where it says what no field is about, such as how long a lease of it holds. NULL: it does not,
 * or is not found. */
static char *as_it_stands(const struct part *p, size_t side)
{
	autoerr struct err err = {0};
	autofree char *path = path_of(p, side);
	struct xml_doc *doc =
		p->xml[side] && xml_path_check(path, &err) ? xml_doc_parse(p->xml[side], NULL, &err) : NULL;
	char *xml = doc ? xml_doc_get_xml(doc, path) : NULL;

	xml_doc_destroy(doc);
	if (xml && !strstr(xml, "</") && !(strstr(xml, " id=") && strstr(xml, " mac=")))
		free(take(xml));
	return xml;
}

static bool put(struct xml_doc *doc, const char *path, const char *value)
{
	autoerr struct err err = {0};

	if (value && *value)
		return xml_doc_set(doc, path, value, &err);
	xml_doc_clear(doc, path);
	return true;
}

/* What DHCP knows a guest by stays of the same kind. */
static bool put_fixed(struct xml_doc *doc, const struct draft *draft)
{
	const char *by = is_ipv6(draft) ? "@id" : "@mac";

	return xml_doc_count(doc, is_ipv6(draft) ? "@mac" : "@id") <= xml_doc_count(doc, by) &&
	       put(doc, by, draft_value(draft, by[1] == 'm' ? "mac" : "duid")) &&
	       put(doc, "@name", draft_value(draft, "name")) && put(doc, "@ip", draft_value(draft, "ip"));
}

/* The one that is there, changed in what the fields say; NULL: it has to be written anew. */
static char *changed_xml(const struct part *p, const struct draft *draft, size_t side)
{
	autoerr struct err err = {0};
	autofree char *old = p->changes && p->kind != NETWORK_ENTRY_NAME ? as_it_stands(p, side) : NULL;
	struct xml_doc *doc = old ? xml_doc_parse(old, NULL, &err) : NULL;
	char *xml = NULL;
	bool ok = doc;

	if (p->kind == NETWORK_ENTRY_FIXED)
		ok = ok && put_fixed(doc, draft);
	else
		ok = ok && put(doc, "@start", draft_value(draft, "start")) && put(doc, "@end", draft_value(draft, "end"));
	if (ok)
		xml = xml_doc_text(doc);
	xml_doc_destroy(doc);
	return xml;
}

static char *old_xml(const struct part *p, size_t side)
{
	const struct dhcp_fixed *f = old_fixed(p);
	const struct dhcp_range *r = old_range(p);
	const struct dns_name *name = old_name(p);
	char *xml = name ? NULL : as_it_stands(p, side); /* a name is all fields */

	if (xml)
		return xml;
	return f ? fixed_xml(f->mac, f->duid, f->name, f->ip)
	       : r ? range_xml(r->start, r->end) : name_xml(name->ip, name->names);
}

static char *new_xml(const struct part *p, const struct draft *draft, size_t side)
{
	char *xml = changed_xml(p, draft, side);

	if (xml)
		return xml;
	if (p->kind == NETWORK_ENTRY_RANGE)
		return range_xml(draft_value(draft, "start"), draft_value(draft, "end"));
	if (p->kind == NETWORK_ENTRY_NAME)
		return name_xml(draft_value(draft, "ip"), draft_value(draft, "names"));
	return fixed_xml(draft_value(draft, "mac"), draft_value(draft, "duid"), draft_value(draft, "name"),
			 draft_value(draft, "ip"));
}

/* What is said of one in what runs and in the definition, each of which has its own <ip>s. */
struct said {
	size_t of[SIDES];
	char *xml[SIDES];
};

static struct said said_now(const struct part *p)
{
	struct said said = {{0}, {NULL, NULL}};

	for (unsigned side = SIDE_LIVE; side <= SIDE_CONFIG; side++)
		if (sides_of(p) & side) {
			said.of[SIDE_INDEX(side)] = old_of(p, SIDE_INDEX(side));
			said.xml[SIDE_INDEX(side)] = old_xml(p, SIDE_INDEX(side));
		}
	return said;
}

static struct said said_then(const struct part *p, const struct draft *draft)
{
	struct said said = {{0}, {NULL, NULL}};
	bool is_name = p->kind == NETWORK_ENTRY_NAME;
	struct inet a;

	inet_parse(draft_value(draft, p->kind == NETWORK_ENTRY_RANGE ? "start" : "ip"), &a);
	for (unsigned side = SIDE_LIVE; side <= SIDE_CONFIG; side++) {
		size_t i = SIDE_INDEX(side), of = is_name ? SIZE_MAX : dhcp_subnet_of(p->dhcp, &a, side);

		if (!(sides_asked(draft) & side))
			continue;
		said.of[i] = of == SIZE_MAX ? 0 : p->dhcp->subnets[of].of[i];
		said.xml[i] = new_xml(p, draft, i);
	}
	return said;
}

static void forget(struct said *said)
{
	free(said->xml[0]);
	free(said->xml[1]);
}

static bool is_same(const struct said *said)
{
	return said->of[0] == said->of[1] && str_equal(said->xml[0], said->xml[1]);
}

/* "10.0.0.7", "10.0.0.100 - 10.0.0.200": which one it is, for a person. */
static char *what_it_is(const struct part *p)
{
	const struct dhcp *d = p->dhcp;

	if (p->kind == NETWORK_ENTRY_RANGE)
		return mem_printf("%s - %s", d->ranges[p->index].start, d->ranges[p->index].end);
	if (p->kind == NETWORK_ENTRY_NAME)
		return mem_printf("%s (%s)", d->names[p->index].names, d->names[p->index].ip);
	return mem_strdup(d->fixed[p->index].ip ? d->fixed[p->index].ip : d->fixed[p->index].name);
}

static void add_step(struct plan *plan, const struct part *p, const char *command, size_t of, unsigned sides,
		     const char *xml)
{
	autofree char *options = options_of(p, command, of, sides);
	struct verb_request request = {.verb = NETWORK_VERB_UPDATE, .text = xml, .options = options};
	int line = (int)strcspn(xml, "\n"); /* what is in the element is not for a sentence */
	struct str virsh = {0};

	memcpy(request.uuid, p->network.uuid, UUID_SIZE);
	str_add(&virsh, "net-update ");
	argv_add_quoted(&virsh, p->name);
	str_addf(&virsh, " %s ", options);
	argv_add_quoted(&virsh, xml);
	plan_add(plan, &request, mem_printf("%s %.*s", command, line, xml), str_take(&virsh));
}

/* The last step is undone so. */
static void add_undo(struct plan *plan, const struct part *p, const char *command, size_t of, unsigned sides,
		     const char *xml)
{
	struct plan_step *step = &plan->steps[plan->n - 1];
	int line = (int)strcspn(xml, "\n");

	plan_step_undo(step, NETWORK_VERB_UPDATE, NULL, mem_strdup(xml), mem_printf("%s %.*s", command, line, xml));
	step->undo_options = options_of(p, command, of, sides);
}

/* As one call where all of it is the same on both sides, else one for each. back: what undoes the command, with what
 * was there. */
static void add_steps(struct plan *plan, const struct part *p, const char *command, const struct said *said,
		      const char *back, const struct said *undo, unsigned sides)
{
	bool once = sides == SIDE_BOTH && is_same(said) && is_same(undo);

	for (unsigned side = SIDE_LIVE; side <= SIDE_CONFIG; side++) {
		size_t i = SIDE_INDEX(side);

		if (!(sides & side) || (once && side != SIDE_LIVE))
			continue;
		add_step(plan, p, command, said->of[i], once ? sides : side, said->xml[i]);
		add_undo(plan, p, back, undo->of[i], once ? sides : side, undo->xml[i]);
	}
}

/* A plan of one step is asked for as that. The plan is taken over. */
static struct request *request_of(struct app *app, const struct part *p, struct plan *plan, const char *what)
{
	const struct verb_request *only = plan->n == 1 ? &plan->steps[0].request : NULL;
	struct request r = request_make(app, p->action, p->network, p->name, only ? NETWORK_VERB_UPDATE : PLAN_VERB,
					only ? only->text : NULL, NULL);
	struct request *kept;

	r.options = only ? only->options : NULL;
	r.plan = only ? NULL : plan;
	r.what = what;
	r.overlay = "changing...";
	kept = request_keep(&r);
	plan_unref(plan);
	return kept;
}

/* libvirt finds what it changes by the MAC or the name. */
static bool can_modify(const struct part *p, const struct draft *draft, const struct said *now, const struct said *then)
{
	const struct dhcp_fixed *old = old_fixed(p);

	for (size_t i = 0; i < SIDES; i++)
		if (then->xml[i] && now->of[i] != then->of[i])
			return false;
	if (!old)
		return false;
	return old->mac ? strcasecmp(old->mac, draft_value(draft, "mac")) == 0
			: old->name && str_equal(old->name, draft_value(draft, "name"));
}

/* What libvirt cannot change is taken out and put in anew; as one, or not at all. */
static struct plan *plan_of(const struct part *p, const struct draft *draft)
{
	struct plan *plan = plan_create();
	struct said now = {{0}, {NULL, NULL}}, then = said_then(p, draft);
	unsigned sides = sides_asked(draft);

	if (p->changes)
		now = said_now(p);
	if (p->changes && can_modify(p, draft, &now, &then)) {
		add_steps(plan, p, "modify", &then, "modify", &now, sides);
	} else {
		if (p->changes)
			add_steps(plan, p, "delete", &now, "add-last", &now, sides);
		add_steps(plan, p, "add-last", &then, "delete", &then, sides);
	}
	forget(&now);
	forget(&then);
	return plan;
}

static void load_old(struct draft *draft, const struct part *p);
static void ask(struct app *app, struct part *p, struct draft *draft, const char *why);

/* What has been asked for, until it is known how that ended. */
struct asked {
	struct part *part;
	struct draft *draft; /* a copy: the form is closed */
};

static struct draft *copy_of(const struct draft *draft, const struct part *p)
{
	struct draft *copy = draft_create(draft_fields(draft), p);

	load_old(copy, p);
	for (size_t i = 0; i < draft_count(draft); i++)
		draft_set_at(copy, i, draft_text_at(draft, i));
	return copy;
}

/* What was refused is there again, with all that was typed. */
static bool ended(const struct request *r, const struct err *err)
{
	struct asked *asked = r->opaque;
	bool again = err->code != ERR_NONE && err->code != ERR_CANCELLED && !r->app->quitting;

	if (again) {
		ask(r->app, asked->part, asked->draft, err->text);
	} else {
		draft_destroy(asked->draft);
		free_part(asked->part);
	}
	/* What failed can be asked for again among the tasks. */
	requests_drop(r->app, asked);
	free(asked);
	return again;
}

static char *answered(struct app *app, void *opaque, const struct draft *draft)
{
	struct part *p = opaque;
	autofree char *what =
		mem_printf("%s %s of network %s", p->changes ? "Change" : "Add", kinds[p->kind].word, p->name);
	struct request *r;
	struct asked *asked;

	if (!app_find_host(app, p->network.host))
		return mem_strdup("Its host is not there any more");
	r = request_of(app, p, plan_of(p, draft), what);
	asked = mem_new(struct asked);
	p->refs++;
	*asked = (struct asked){p, copy_of(draft, p)};
	r->done = ended;
	r->opaque = asked;
	request_ask(r, 0);
	return NULL;
}

/* --- asking ---------------------------------------------------------------------------------------- */

static struct part *part_create(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
				enum network_entry kind)
{
	struct part *p = mem_new(struct part);
	const struct network *n =
		networks_find(host_networks(host_view(app_find_host(app, network.host))), network.uuid);

	*p = (struct part){.refs = 1, .action = action, .network = network, .name = mem_strdup(n ? n->name : ""),
			   .dhcp = dhcp, .kind = kind, .lease = NO_LEASE};
	p->xml[0] = n && n->active ? mem_strdup(n->xml) : NULL;
	p->xml[1] = n && n->persistent ? mem_strdup(network_definition(n)->xml) : NULL;
	p->subnets = mem_new_array(dhcp->n_subnets + 1, sizeof(*p->subnets));
	for (size_t i = 0; i < dhcp->n_subnets; i++)
		p->subnets[i] = subnet_text(&dhcp->subnets[i].subnet);
	return p;
}

static void load(struct draft *draft, const char *id, const char *text)
{
	const struct field *fields = draft_fields(draft);

	for (size_t i = 0; fields[i].id; i++)
		if (str_equal(fields[i].id, id))
			draft_load_at(draft, i, text ? text : "");
}

static void load_old(struct draft *draft, const struct part *p)
{
	const struct dhcp_fixed *fixed = old_fixed(p);
	const struct dhcp_range *range = old_range(p);
	const struct dns_name *name = old_name(p);

	if (fixed) {
		load(draft, "mac", fixed->mac);
		load(draft, "duid", fixed->duid);
		load(draft, "ip", fixed->ip);
		load(draft, "name", fixed->name);
	} else if (range) {
		load(draft, "start", range->start);
		load(draft, "end", range->end);
	} else if (name) {
		load(draft, "ip", name->ip);
		load(draft, "names", name->names);
	}
}

/* why: it is there again; NULL. */
static void ask(struct app *app, struct part *p, struct draft *draft, const char *why)
{
	autofree char *title = mem_printf("%s %s of %s", p->changes ? "Change" : "New", kinds[p->kind].word, p->name);

	form_ask(app, &(struct form_question){.title = title,
					      .refused = why,
					      .draft = draft,
					      .ok = p->changes ? "Change" : "Add",
					      .answer = answered,
					      .finish = free_part,
					      .opaque = p});
}

static void ask_first(struct app *app, struct part *p)
{
	struct draft *draft = draft_create(kinds[p->kind].fields, p);

	load_old(draft, p);
	ask(app, p, draft, NULL);
}

/* Of no family: it is about none. */
static struct inet address_of(const struct dhcp *d, enum network_entry kind, size_t index)
{
	return kind == NETWORK_ENTRY_LEASE   ? d->leases[index].address
	       : kind == NETWORK_ENTRY_FIXED ? d->fixed[index].address
	       : kind == NETWORK_ENTRY_RANGE ? d->ranges[index].first : (struct inet){.family = 0};
}

void network_part_add(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
		      enum network_entry kind, enum network_entry at, size_t index)
{
	struct part *p = part_create(app, action, network, dhcp, kind);

	p->lease = kind == NETWORK_ENTRY_LEASE ? index : NO_LEASE;
	p->beside = address_of(dhcp, at, index);
	ask_first(app, p);
}

void network_part_change(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
			 enum network_entry kind, size_t index)
{
	struct part *p = part_create(app, action, network, dhcp, kind);

	p->changes = true;
	p->index = index;
	p->beside = address_of(dhcp, kind, index);
	ask_first(app, p);
}

/* --- removing -------------------------------------------------------------------------------------- */

static const struct {
	const char *lost;
} losses[NETWORK_ENTRY_COUNT] = {
	[NETWORK_ENTRY_FIXED] = {"A guest that has it keeps it until its lease ends; then it gets any other one."},
	[NETWORK_ENTRY_RANGE] = {"Nobody gets an address of it any more. Guests that have one keep it until their lease "
				 "ends."},
	[NETWORK_ENTRY_NAME] = {"Nobody finds the address by these names any more."},
};

static void removed(struct app *app, void *opaque)
{
	request_ask(opaque, 0);
	(void)app;
}

void network_part_remove(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
			 enum network_entry kind, size_t index)
{
	struct part *p = part_create(app, action, network, dhcp, kind);
	struct plan *plan = plan_create();
	struct said now;

	p->changes = true;
	p->index = index;
	now = said_now(p);
	add_steps(plan, p, "delete", &now, "add-last", &now, sides_of(p));
	forget(&now);
	autofree char *it = what_it_is(p);
	autofree char *title = mem_printf("Remove the %s %s", kinds[kind].word, it);
	autofree char *what = mem_printf("Remove %s %s of network %s", kinds[kind].word, it, p->name);
	autofree char *text = mem_printf("Of the network %s, %s.\n", p->name,
					 sides_of(p) == SIDE_BOTH ? "as it runs and in its definition"
					 : sides_of(p) == SIDE_LIVE ? "as it runs" : "in its definition");

	confirm_ask(app, &(struct confirm_question){.title = title,
						    .text = text,
						    .lost = losses[kind].lost,
						    .yes = "Remove",
						    .answer = removed,
						    .opaque = request_of(app, p, plan, what)});
	free_part(p);
}

const struct form_table network_fixed_form_table = {.name = "network-fixed", .fields = network_fixed_fields};
const struct form_table network_range_form_table = {.name = "network-range", .fields = network_range_fields};
const struct form_table network_name_form_table = {.name = "network-name", .fields = network_name_fields};
