// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/network-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/mem.h"
#include "model/draft.h"
#include "model/plan.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/form.h"
#include "xml/path.h"

#define NO_LEASE SIZE_MAX

/* What a form is about; its own. */
struct part {
	const struct action *action;
	struct obj_id network;
	char *name; /* of the network */
	char *xml;  /* of the network; NULL */
	struct dhcp *dhcp;
	enum network_entry kind;
	bool changes; /* the one at index */
	size_t index;
	size_t lease; /* what it begins with; NO_LEASE */
};

static const struct part *part_of(const struct draft *draft)
{
	return draft_context(draft);
}

static void free_part(void *opaque)
{
	struct part *part = opaque;

	free(part->name);
	free(part->xml);
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

static char *suggest_apply(const struct draft *draft)
{
	const struct part *p = part_of(draft);

	for (size_t i = 0; p && i < ARRAY_SIZE(applies); i++)
		if (!why_not(p, applies[i].sides))
			return mem_strdup(applies[i].id);
	return mem_strdup(applies[0].id);
}

static unsigned sides_asked(const struct draft *draft)
{
	for (size_t i = 0; i < ARRAY_SIZE(applies); i++)
		if (draft_is(draft, "apply", applies[i].id))
			return applies[i].sides;
	return 0;
}

#define APPLY                                                                                      \
	{.id = "apply", .label = "holds", .help = "In what runs, in the definition, or in both.", .type = FIELD_CHOICE, \
	 .offer = offer_applies, .suggest = suggest_apply, .required = true, .sample = "config",  \
	 .bad = "never", .bad_says = "never"}

/* --- fixed addresses ------------------------------------------------------------------------------- */

static char *check_mac(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	return p ? dhcp_wrong_mac(p->dhcp, text, sides_asked(draft), old_fixed(p)) : NULL;
}

static char *check_address(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	return p ? dhcp_wrong_address(p->dhcp, text, sides_asked(draft), old_fixed(p)) : NULL;
}

static char *check_name(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	return p ? dhcp_wrong_name(p->dhcp, text, sides_asked(draft), old_fixed(p)) : NULL;
}

static const struct dhcp_lease *lease_with(const struct draft *draft)
{
	const struct part *p = part_of(draft);

	return p && p->lease != NO_LEASE ? &p->dhcp->leases[p->lease] : NULL;
}

static char *suggest_mac(const struct draft *draft)
{
	const struct dhcp_lease *lease = lease_with(draft);

	return mem_strdup(lease ? lease->mac : "");
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
	struct inet a;
	char buf[INET_SIZE];

	if (lease)
		return mem_strdup(lease->ip);
	return mem_strdup(p && dhcp_suggest(p->dhcp, &a) ? inet_format(&a, buf) : "");
}

static char *remark_address(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);
	struct inet a;

	if (!p || !inet_parse(text, &a))
		return NULL;
	for (size_t i = 0; i < p->dhcp->n_leases; i++)
		if (p->dhcp->leases[i].address.family && inet_compare(&a, &p->dhcp->leases[i].address) == 0 &&
		    strcasecmp(p->dhcp->leases[i].mac, draft_value(draft, "mac")) != 0)
			return mem_printf("%s has it just now", p->dhcp->leases[i].name ? p->dhcp->leases[i].name
											: p->dhcp->leases[i].mac);
	return NULL;
}

const struct field network_fixed_fields[] = {
	{.id = "mac", .label = "MAC", .help = "Of the guest's NIC: it always gets this address.", .type = FIELD_MAC,
	 .required = true, .suggest = suggest_mac, .check = check_mac, .sample = "52:54:00:12:34:56",
	 .bad = "53:54:00:12:34:56", .bad_says = "many"},
	{.id = "ip", .label = "address", .help = "IPv4; the one suggested is free, and in no range where that can be.",
	 .type = FIELD_IPV4, .required = true, .suggest = suggest_address, .check = check_address,
	 .remark = remark_address, .sample = "10.0.0.7", .bad = "10.0.0.999", .bad_says = "10.0.0.999"},
	{.id = "name", .label = "name", .help = "The network's DNS knows it by this name. May be empty.",
	 .type = FIELD_TEXT, .suggest = suggest_name, .check = check_name, .sample = "web1"},
	APPLY,
	{.id = NULL},
};

/* --- ranges ---------------------------------------------------------------------------------------- */

static char *check_start(const struct draft *draft, const char *text)
{
	const struct part *p = part_of(draft);

	return p ? dhcp_wrong_start(p->dhcp, text) : NULL;
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

const struct field network_range_fields[] = {
	{.id = "start", .label = "from", .help = "The first address that is given away.", .type = FIELD_IP,
	 .required = true, .check = check_start, .sample = "10.0.0.100", .bad = "10.0.0", .bad_says = "10.0.0"},
	{.id = "end", .label = "to", .help = "The last one.", .type = FIELD_IP, .required = true, .check = check_end,
	 .remark = remark_end, .sample = "10.0.0.200", .bad = "x", .bad_says = "x"},
	APPLY,
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
		char *wrong = dhcp_wrong_name(&none, word, 0, NULL);

		if (wrong)
			return wrong;
	}
	return NULL;
}

const struct field network_name_fields[] = {
	{.id = "ip", .label = "address", .help = "What the names stand for: any address, also outside the network.",
	 .type = FIELD_IP, .required = true, .sample = "10.0.0.7", .bad = "10.0.0", .bad_says = "10.0.0"},
	{.id = "names", .label = "names", .help = "Parted by spaces.", .type = FIELD_TEXT, .required = true,
	 .check = check_names, .sample = "web1 www", .bad = "a_b", .bad_says = "no name of a host"},
	APPLY,
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

/* What tells a guest apart to DHCP: its MAC, or with IPv6 an id. */
static const char *identity(const char *mac)
{
	return mac && strchr(mac, ':') && strlen(mac) == 17 ? "mac" : "id";
}

static char *fixed_xml(const char *mac, const char *name, const char *ip)
{
	struct str xml = {0};

	str_add(&xml, "<host");
	add_attribute(&xml, identity(mac), mac);
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

/* Where the fixed address or range that is there stands in the network's XML; the caller frees. */
static char *path_of(const struct part *p)
{
	const struct dhcp_fixed *f = old_fixed(p);
	const struct dhcp_range *r = old_range(p);

	if (r)
		return mem_printf("ip[%zu]/dhcp/range[@start='%s']", r->of + 1, r->start);
	return mem_printf("ip[%zu]/dhcp/host[@%s='%s']", f->of + 1, f->mac ? identity(f->mac) : "ip",
			  f->mac ? f->mac : f->ip);
}

/* The one that is there, where it says what no field is about, such as how long a lease of it holds. NULL: it does not,
 * or is not found. */
static char *as_it_stands(const struct part *p)
{
	autoerr struct err err = {0};
	autofree char *path = path_of(p);
	struct xml_doc *doc = p->xml && xml_path_check(path, &err) ? xml_doc_parse(p->xml, NULL, &err) : NULL;
	char *xml = doc ? xml_doc_get_xml(doc, path) : NULL;

	xml_doc_destroy(doc);
	if (xml && !strstr(xml, "</") && !strstr(xml, " id="))
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

/* The one that is there, changed in what the fields say; NULL: it has to be written anew. */
static char *changed_xml(const struct part *p, const struct draft *draft)
{
	autoerr struct err err = {0};
	autofree char *old = p->changes && p->kind != NETWORK_ENTRY_NAME ? as_it_stands(p) : NULL;
	struct xml_doc *doc = old ? xml_doc_parse(old, NULL, &err) : NULL;
	const char *mac = p->kind == NETWORK_ENTRY_FIXED ? draft_value(draft, "mac") : NULL;
	char *xml = NULL;
	bool ok = doc;

	if (p->kind == NETWORK_ENTRY_FIXED)
		ok = ok && (xml_doc_count(doc, "@mac") == 0 || str_equal(identity(mac), "mac")) &&
		     put(doc, str_equal(identity(mac), "mac") ? "@mac" : "@id", mac) &&
		     put(doc, "@name", draft_value(draft, "name")) && put(doc, "@ip", draft_value(draft, "ip"));
	else
		ok = ok && put(doc, "@start", draft_value(draft, "start")) && put(doc, "@end", draft_value(draft, "end"));
	if (ok)
		xml = xml_doc_text(doc);
	xml_doc_destroy(doc);
	return xml;
}

/* The XML of the one that is there, and in which <ip>. */
static char *old_xml(const struct part *p, size_t *ret_of)
{
	const struct dhcp *d = p->dhcp;
	char *xml = p->kind == NETWORK_ENTRY_NAME ? NULL : as_it_stands(p); /* a name is all fields */

	*ret_of = p->kind == NETWORK_ENTRY_FIXED ? d->fixed[p->index].of
		  : p->kind == NETWORK_ENTRY_RANGE ? d->ranges[p->index].of : 0;
	if (xml)
		return xml;
	switch (p->kind) {
	case NETWORK_ENTRY_FIXED:
		return fixed_xml(d->fixed[p->index].mac, d->fixed[p->index].name, d->fixed[p->index].ip);
	case NETWORK_ENTRY_RANGE:
		return range_xml(d->ranges[p->index].start, d->ranges[p->index].end);
	default:
		return name_xml(d->names[p->index].ip, d->names[p->index].names);
	}
}

static char *new_xml(const struct part *p, const struct draft *draft, size_t *ret_of)
{
	struct inet a;
	char *xml = changed_xml(p, draft);

	*ret_of = 0;
	if (inet_parse(draft_value(draft, p->kind == NETWORK_ENTRY_RANGE ? "start" : "ip"), &a))
		*ret_of = dhcp_subnet_of(p->dhcp, &a);
	if (xml)
		return xml;
	if (p->kind == NETWORK_ENTRY_RANGE)
		return range_xml(draft_value(draft, "start"), draft_value(draft, "end"));
	if (p->kind == NETWORK_ENTRY_NAME)
		return name_xml(draft_value(draft, "ip"), draft_value(draft, "names"));
	return fixed_xml(draft_value(draft, "mac"), draft_value(draft, "name"), draft_value(draft, "ip"));
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

static void ask_one(struct app *app, const struct part *p, const char *command, size_t of, unsigned sides,
		    const char *xml, const char *what)
{
	autofree char *options = options_of(p, command, of, sides);
	struct request r = request_make(app, p->action, p->network, p->name, NETWORK_VERB_UPDATE, xml, NULL);

	r.options = options;
	r.what = what;
	request_ask(request_keep(&r), 0);
}

static void add_step(struct plan *plan, const struct part *p, const char *command, const char *back, size_t of,
		     unsigned sides, const char *xml)
{
	autofree char *options = options_of(p, command, of, sides);
	struct verb_request request = {.verb = NETWORK_VERB_UPDATE, .text = xml, .options = options};
	int line = (int)strcspn(xml, "\n"); /* what is in the element is not for a sentence */
	struct str virsh = {0};
	struct plan_step *step;

	memcpy(request.uuid, p->network.uuid, UUID_SIZE);
	str_add(&virsh, "net-update ");
	argv_add_quoted(&virsh, p->name);
	str_addf(&virsh, " %s ", options);
	argv_add_quoted(&virsh, xml);
	step = plan_add(plan, &request, mem_printf("%s %.*s", command, line, xml), str_take(&virsh));
	plan_step_undo(step, NETWORK_VERB_UPDATE, NULL, mem_strdup(xml), mem_printf("%s %.*s", back, line, xml));
	step->undo_options = options_of(p, back, of, sides);
}

/* What libvirt cannot change is taken out and put in anew; as one, or not at all. */
static void ask_both(struct app *app, const struct part *p, const char *old, size_t old_of, const char *xml, size_t of,
		     unsigned sides, const char *what)
{
	struct plan *plan = plan_create();
	struct request r = request_make(app, p->action, p->network, p->name, PLAN_VERB, NULL, NULL);

	add_step(plan, p, "delete", "add-last", old_of, sides, old);
	add_step(plan, p, "add-last", "delete", of, sides, xml);
	r.plan = plan;
	r.what = what;
	r.overlay = "changing...";
	request_ask(request_keep(&r), 0);
	plan_unref(plan);
}

/* The same MAC: libvirt changes what it finds by that. */
static bool can_modify(const struct part *p, const struct draft *draft, size_t old_of, size_t of)
{
	const struct dhcp_fixed *old = old_fixed(p);

	return old && old->mac && old_of == of && strcasecmp(old->mac, draft_value(draft, "mac")) == 0;
}

static char *answered(struct app *app, void *opaque, const struct draft *draft)
{
	const struct part *p = opaque;
	unsigned sides = sides_asked(draft);
	size_t of, old_of;
	autofree char *xml = new_xml(p, draft, &of);
	autofree char *old = p->changes ? old_xml(p, &old_of) : NULL;
	autofree char *what =
		mem_printf("%s %s of network %s", p->changes ? "Change" : "Add", kinds[p->kind].word, p->name);

	if (!app_find_host(app, p->network.host))
		return mem_strdup("Its host is not there any more");
	if (!old)
		ask_one(app, p, "add-last", of, sides, xml, what);
	else if (can_modify(p, draft, old_of, of))
		ask_one(app, p, "modify", of, sides, xml, what);
	else
		ask_both(app, p, old, old_of, xml, of, sides, what);
	return NULL;
}

/* --- asking ---------------------------------------------------------------------------------------- */

static struct part *part_create(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
				enum network_entry kind)
{
	struct part *p = mem_new(struct part);
	const struct network *n =
		networks_find(host_networks(host_view(app_find_host(app, network.host))), network.uuid);

	*p = (struct part){.action = action, .network = network, .name = mem_strdup(n ? n->name : ""),
			   .xml = mem_strdup(n ? n->xml : NULL), .dhcp = dhcp, .kind = kind, .lease = NO_LEASE};
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

static void ask(struct app *app, struct part *p)
{
	struct draft *draft = draft_create(kinds[p->kind].fields, p);
	autofree char *title = mem_printf("%s %s of %s", p->changes ? "Change" : "New", kinds[p->kind].word, p->name);

	load_old(draft, p);
	form_ask(app, &(struct form_question){.title = title,
					      .draft = draft,
					      .ok = p->changes ? "Change" : "Add",
					      .answer = answered,
					      .finish = free_part,
					      .opaque = p});
}

void network_part_add(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
		      enum network_entry kind, size_t from_lease)
{
	struct part *p = part_create(app, action, network, dhcp, kind);

	p->lease = kind == NETWORK_ENTRY_LEASE ? from_lease : NO_LEASE;
	ask(app, p);
}

void network_part_change(struct app *app, const struct action *action, struct obj_id network, struct dhcp *dhcp,
			 enum network_entry kind, size_t index)
{
	struct part *p = part_create(app, action, network, dhcp, kind);

	p->changes = true;
	p->index = index;
	ask(app, p);
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
	struct request r;
	size_t of;

	p->changes = true;
	p->index = index;
	autofree char *xml = old_xml(p, &of);
	autofree char *options = options_of(p, "delete", of, sides_of(p));
	autofree char *it = what_it_is(p);
	autofree char *title = mem_printf("Remove the %s %s", kinds[kind].word, it);
	autofree char *what = mem_printf("Remove %s %s of network %s", kinds[kind].word, it, p->name);
	autofree char *text = mem_printf("Of the network %s, %s.\n", p->name,
					 sides_of(p) == SIDE_BOTH ? "as it runs and in its definition"
					 : sides_of(p) == SIDE_LIVE ? "as it runs" : "in its definition");

	r = request_make(app, action, network, p->name, NETWORK_VERB_UPDATE, xml, NULL);
	r.options = options;
	r.what = what;
	confirm_ask(app, &(struct confirm_question){.title = title,
						    .text = text,
						    .lost = losses[kind].lost,
						    .yes = "Remove",
						    .answer = removed,
						    .opaque = request_keep(&r)});
	free_part(p);
}
