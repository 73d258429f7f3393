// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dhcp.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/duid.h"

/* --- copying --------------------------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
	return a && b ? strcasecmp(a, b) == 0 : a == b;
}

static void add_fixed(struct dhcp *d, const struct network_line *line, unsigned side)
{
	const char *mac = line->is_duid ? NULL : line->a, *duid = line->is_duid ? line->a : NULL;
	struct dhcp_fixed *f;

	for (size_t i = 0; i < d->n_fixed; i++) {
		f = &d->fixed[i];
		if (same(f->mac, mac) && same(f->duid, duid) && same(f->name, line->b) && same(f->ip, line->c)) {
			f->sides |= side;
			f->of[SIDE_INDEX(side)] = line->ip;
			return;
		}
	}
	f = arr_add(d->fixed, d->n_fixed, d->cap_fixed);
	*f = (struct dhcp_fixed){.mac = mem_strdup(mac), .duid = mem_strdup(duid), .name = mem_strdup(line->b),
				 .ip = mem_strdup(line->c), .sides = side};
	f->of[SIDE_INDEX(side)] = line->ip;
	if (f->ip)
		inet_parse(f->ip, &f->address);
}

static void add_name(struct dhcp *d, const struct network_line *line, unsigned side)
{
	if (!line->b || !str_equal(line->a, NETWORK_DNS_HOST))
		return;
	for (size_t i = 0; i < d->n_names; i++)
		if (same(d->names[i].ip, line->b) && same(d->names[i].names, line->c)) {
			d->names[i].sides |= side;
			return;
		}
	*arr_add(d->names, d->n_names, d->cap_names) =
		(struct dns_name){mem_strdup(line->b), mem_strdup(line->c ? line->c : ""), side};
}

static void add_range(struct dhcp *d, const struct network_range *from, unsigned side)
{
	struct dhcp_range *r;

	for (size_t i = 0; i < d->n_ranges; i++)
		if (same(d->ranges[i].start, from->start) && same(d->ranges[i].end, from->end)) {
			d->ranges[i].sides |= side;
			d->ranges[i].of[SIDE_INDEX(side)] = from->ip;
			return;
		}
	r = arr_add(d->ranges, d->n_ranges, d->cap_ranges);
	*r = (struct dhcp_range){.start = mem_strdup(from->start ? from->start : ""),
				 .end = mem_strdup(from->end ? from->end : ""), .sides = side};
	r->of[SIDE_INDEX(side)] = from->ip;
	inet_parse(r->start, &r->first);
	inet_parse(r->end, &r->last);
}

/* Of the <ip> with this number. */
static void add_subnet(struct dhcp *d, const char *address, size_t of, unsigned side)
{
	struct dhcp_subnet s = {.sides = side};

	subnet_parse(address ? address : "", &s.subnet);
	s.of[SIDE_INDEX(side)] = of;
	for (size_t i = 0; i < d->n_subnets; i++) {
		struct dhcp_subnet *other = &d->subnets[i];

		if (other->sides & side || other->subnet.prefix != s.subnet.prefix ||
		    inet_compare(&other->subnet.address, &s.subnet.address) != 0)
			continue;
		other->sides |= side;
		other->of[SIDE_INDEX(side)] = of;
		return;
	}
	*arr_add(d->subnets, d->n_subnets, d->cap_subnets) = s;
}

static void add_side(struct dhcp *d, const struct network *n, unsigned side)
{
	d->sides |= side;
	for (size_t i = 0; i < n->n_ips; i++)
		add_subnet(d, n->ips[i].address, i, side);
	for (size_t i = 0; i < n->n_lines; i++) {
		if (n->lines[i].note == NETWORK_NOTE_HOST)
			add_fixed(d, &n->lines[i], side);
		else if (n->lines[i].note == NETWORK_NOTE_DNS)
			add_name(d, &n->lines[i], side);
	}
	for (size_t i = 0; i < n->n_ranges; i++)
		add_range(d, &n->all_ranges[i], side);
}

static void add_lease(struct dhcp *d, const struct lease *from)
{
	struct dhcp_lease *lease = arr_add(d->leases, d->n_leases, d->cap_leases);

	*lease = (struct dhcp_lease){.mac = mem_strdup(from->mac ? from->mac : ""), .name = mem_strdup(from->name),
				     .duid = mem_strdup(from->duid),
				     .ip = mem_strndup(from->ip ? from->ip : "", from->ip ? strcspn(from->ip, "/") : 0)};
	inet_parse(lease->ip, &lease->address);
}

struct dhcp *dhcp_create(const struct network *n, const struct leases *leases)
{
	struct dhcp *d = mem_new(struct dhcp);

	if (n->active)
		add_side(d, n, SIDE_LIVE);
	if (n->persistent)
		add_side(d, network_definition(n), SIDE_CONFIG);
	for (size_t i = 0; leases && i < leases->n; i++)
		add_lease(d, &leases->all[i]);
	return d;
}

void dhcp_destroy(struct dhcp *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n_fixed; i++) {
		free(d->fixed[i].mac);
		free(d->fixed[i].duid);
		free(d->fixed[i].name);
		free(d->fixed[i].ip);
	}
	for (size_t i = 0; i < d->n_ranges; i++) {
		free(d->ranges[i].start);
		free(d->ranges[i].end);
	}
	for (size_t i = 0; i < d->n_names; i++) {
		free(d->names[i].ip);
		free(d->names[i].names);
	}
	for (size_t i = 0; i < d->n_leases; i++) {
		free(d->leases[i].mac);
		free(d->leases[i].duid);
		free(d->leases[i].ip);
		free(d->leases[i].name);
	}
	free(d->subnets);
	free(d->fixed);
	free(d->ranges);
	free(d->names);
	free(d->leases);
	free(d);
}

/* --- what is free ---------------------------------------------------------------------------------- */

size_t dhcp_subnet_of(const struct dhcp *d, const struct inet *address, unsigned side)
{
	for (size_t i = 0; i < d->n_subnets; i++)
		if (d->subnets[i].sides & side && d->subnets[i].subnet.address.family &&
		    subnet_contains(&d->subnets[i].subnet, address))
			return i;
	return SIZE_MAX;
}

/* On the sides that are asked about DHCP gives away something of it, besides the one that is not to count. */
static bool is_served(const struct dhcp *d, const struct dhcp_subnet *s, unsigned sides, const void *except)
{
	for (unsigned side = SIDE_LIVE; side <= SIDE_CONFIG; side++) {
		if (!(side & sides & s->sides))
			continue;
		for (size_t i = 0; i < d->n_fixed; i++)
			if (&d->fixed[i] != except && d->fixed[i].sides & side &&
			    d->fixed[i].of[SIDE_INDEX(side)] == s->of[SIDE_INDEX(side)])
				return true;
		for (size_t i = 0; i < d->n_ranges; i++)
			if (&d->ranges[i] != except && d->ranges[i].sides & side &&
			    d->ranges[i].of[SIDE_INDEX(side)] == s->of[SIDE_INDEX(side)])
				return true;
	}
	return false;
}

const struct dhcp_subnet *dhcp_usual_subnet(const struct dhcp *d)
{
	const struct dhcp_subnet *found = NULL;
	int best = 0;

	for (size_t i = 0; i < d->n_subnets; i++) {
		const struct dhcp_subnet *s = &d->subnets[i];
		int worth = !s->subnet.address.family ? 0
			    : 1 + (s->subnet.address.family == 4) * 2 + is_served(d, s, s->sides, NULL);

		if (worth > best) {
			best = worth;
			found = s;
		}
	}
	return found;
}

static bool is_between(const struct inet *a, const struct dhcp_range *range)
{
	return range->first.family == a->family && inet_compare(&range->first, a) <= 0 &&
	       inet_compare(a, &range->last) <= 0;
}

static const struct dhcp_range *range_with(const struct dhcp *d, const struct inet *a)
{
	for (size_t i = 0; i < d->n_ranges; i++)
		if (is_between(a, &d->ranges[i]))
			return &d->ranges[i];
	return NULL;
}

/* What somebody has, sorted, in a list of its own; the caller frees. */
static struct inet *used_addresses(const struct dhcp *d, size_t *ret_n)
{
	struct inet *used = mem_new_array(d->n_subnets + d->n_fixed + d->n_leases + d->n_names + 1, sizeof(*used));
	size_t n = 0;

	for (size_t i = 0; i < d->n_subnets; i++)
		used[n++] = d->subnets[i].subnet.address;
	for (size_t i = 0; i < d->n_fixed; i++)
		used[n++] = d->fixed[i].address;
	for (size_t i = 0; i < d->n_leases; i++)
		used[n++] = d->leases[i].address;
	for (size_t i = 0; i < d->n_names; i++)
		n += inet_parse(d->names[i].ip, &used[n]);
	inet_sort(used, n);
	*ret_n = n;
	return used;
}

/* The first free one of a subnet that is in no range. */
static bool free_beside_ranges(const struct dhcp *d, const struct subnet *subnet, const struct inet *used, size_t n,
			       struct inet *ret)
{
	struct inet at = subnet_first_usable(subnet);
	bool over = false;

	for (size_t tries = 0; !over && tries <= d->n_ranges; tries++) {
		const struct dhcp_range *range;
		struct inet found;

		if (!subnet_next_free(subnet, &at, used, n, &found))
			return false;
		range = range_with(d, &found);
		if (!range) {
			*ret = found;
			return true;
		}
		at = inet_step(&range->last, 1, &over);
		over |= !subnet_contains(subnet, &at);
	}
	return false;
}

bool dhcp_suggest(const struct dhcp *d, const struct subnet *subnet, struct inet *ret)
{
	size_t n;
	autofree struct inet *used = used_addresses(d, &n);
	struct inet first = subnet_first_usable(subnet);

	return free_beside_ranges(d, subnet, used, n, ret) || subnet_next_free(subnet, &first, used, n, ret);
}

/* --- what will not do ------------------------------------------------------------------------------ */

/* "192.168.122.0/24 or fd00::/64" of these sides; the caller frees. */
static char *subnets_text(const struct dhcp *d, unsigned sides)
{
	struct str out = {0};
	char buf[INET_SIZE];

	for (size_t i = 0; i < d->n_subnets; i++) {
		const struct subnet *s = &d->subnets[i].subnet;
		struct subnet whole = {subnet_network(s), s->prefix};

		if (s->address.family && d->subnets[i].sides & sides)
			str_addf(&out, "%s%s", out.len ? " or " : "", subnet_format(&whole, buf));
	}
	return str_take(&out);
}

/* libvirt has DHCP serve one subnet of a family. */
static char *served_besides(const struct dhcp *d, const struct dhcp_subnet *s, unsigned side, const void *except)
{
	char buf[INET_SIZE];

	for (size_t i = 0; i < d->n_subnets; i++) {
		const struct dhcp_subnet *other = &d->subnets[i];
		struct subnet whole = {subnet_network(&other->subnet), other->subnet.prefix};

		if (other != s && other->subnet.address.family == s->subnet.address.family &&
		    is_served(d, other, side, except))
			return mem_printf("DHCP serves one IPv%d subnet of a network: that is %s",
					  s->subnet.address.family, subnet_format(&whole, buf));
	}
	return NULL;
}

bool dhcp_serves_another(const struct dhcp *d, const struct dhcp_subnet *s, unsigned sides,
			 const struct dhcp_fixed *except)
{
	autofree char *wrong = served_besides(d, s, s->sides & sides, except);

	return wrong;
}

static char *wrong_within(const struct dhcp *d, const char *text, const struct inet *a, size_t of, unsigned side,
			  const void *except)
{
	const struct subnet *s = &d->subnets[of].subnet;
	struct inet network = subnet_network(s), last = subnet_last(s);

	if (a->family == 4 && s->prefix < 31 && inet_compare(a, &network) == 0)
		return mem_printf("%s is the subnet itself: nobody can have it", text);
	if (a->family == 4 && s->prefix < 31 && inet_compare(a, &last) == 0)
		return mem_printf("%s is the subnet's broadcast address: nobody can have it", text);
	return served_besides(d, &d->subnets[of], side, except);
}

/* On each side that it is to be said on it has to be in a subnet. */
static char *wrong_place(const struct dhcp *d, const char *text, const struct inet *a, unsigned sides,
			 const void *except)
{
	unsigned found = 0;

	for (unsigned side = SIDE_LIVE; side <= SIDE_CONFIG; side++) {
		size_t of = sides & side ? dhcp_subnet_of(d, a, side) : SIZE_MAX;
		char *wrong = of == SIZE_MAX ? NULL : wrong_within(d, text, a, of, side, except);

		if (wrong)
			return wrong;
		found |= of == SIZE_MAX ? 0 : side;
	}
	if (!found) {
		autofree char *subnets = subnets_text(d, sides);

		return subnets[0] ? mem_printf("%s is not in the subnet %s", text, subnets)
				  : mem_printf("%s is in no subnet: there is none", text);
	}
	if (found == sides)
		return NULL;
	if (found == SIDE_LIVE)
		return mem_printf("%s is in a subnet of what runs alone: it can hold until that stops", text);
	return mem_printf("%s is in a subnet of the definition alone: it can hold from the next start on", text);
}

static const char *owner_of(const struct dhcp_fixed *f)
{
	return f->name ? f->name : f->mac ? f->mac : f->duid ? f->duid : "another one";
}

char *dhcp_wrong_address(const struct dhcp *d, const char *text, unsigned sides, const struct dhcp_fixed *except)
{
	struct inet a;
	char *wrong;

	if (!inet_parse(text, &a))
		return NULL; /* the field's type says so */
	wrong = wrong_place(d, text, &a, sides, except);
	for (size_t i = 0; !wrong && i < d->n_subnets; i++)
		if (d->subnets[i].sides & sides && inet_compare(&a, &d->subnets[i].subnet.address) == 0)
			wrong = mem_printf("%s is the host's own address in this network", text);
	for (size_t i = 0; !wrong && i < d->n_fixed; i++) {
		const struct dhcp_fixed *f = &d->fixed[i];

		if (f != except && (f->sides & sides) && f->address.family && inet_compare(&a, &f->address) == 0)
			wrong = mem_printf("%s is set aside for %s already", text, owner_of(f));
	}
	return wrong;
}

char *dhcp_wrong_mac(const struct dhcp *d, const char *text, unsigned sides, const struct dhcp_fixed *except)
{
	for (size_t i = 0; text[0] && i < d->n_fixed; i++) {
		const struct dhcp_fixed *f = &d->fixed[i];

		if (f != except && (f->sides & sides) && same(f->mac, text))
			return mem_printf("%s has a fixed address already: %s", text, f->ip ? f->ip : "by its name");
	}
	return NULL;
}

char *dhcp_wrong_duid(const struct dhcp *d, const char *text, unsigned sides, const struct dhcp_fixed *except)
{
	autoerr struct err err = {0};

	if (!duid_check(text, &err))
		return mem_strdup(err.text);
	for (size_t i = 0; i < d->n_fixed; i++) {
		const struct dhcp_fixed *f = &d->fixed[i];

		if (f != except && (f->sides & sides) && f->duid && duid_equal(f->duid, text))
			return mem_printf("%s has a fixed address already: %s", text, f->ip ? f->ip : "by its name");
	}
	return NULL;
}

char *dhcp_wrong_name(const struct dhcp *d, const char *text, unsigned sides, int family,
		      const struct dhcp_fixed *except)
{
	size_t len = strlen(text);

	if (len && (strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") != len ||
		    text[0] == '-' || text[0] == '.' || text[len - 1] == '-'))
		return mem_printf("\"%s\" is no name of a host: letters, digits, - and . only", text);
	for (size_t i = 0; len && i < d->n_fixed; i++)
		if (&d->fixed[i] != except && (d->fixed[i].sides & sides) && d->fixed[i].address.family == family &&
		    same(d->fixed[i].name, text))
			return mem_printf("%s has a fixed address already: %s", text,
					  d->fixed[i].ip ? d->fixed[i].ip : "?");
	return NULL;
}

char *dhcp_wrong_start(const struct dhcp *d, const char *start, unsigned sides, const struct dhcp_range *except)
{
	struct inet a;

	return inet_parse(start, &a) ? wrong_place(d, start, &a, sides, except) : NULL;
}

struct inet dhcp_range_most(const struct inet *first)
{
	const struct subnet alike = {*first, first->family == 4 ? 16 : 112};

	return subnet_last(&alike);
}

const char *dhcp_too_large(const struct inet *first, const struct inet *last)
{
	struct inet most = dhcp_range_most(first);

	if (inet_compare(last, &most) <= 0)
		return NULL;
	return first->family == 4 ? "too large: all but the last two numbers of its addresses have to be the same"
				  : "too large: all but the last group of its addresses have to be the same";
}

static bool are_together(const struct dhcp *d, const struct inet *a, const struct inet *b, unsigned sides)
{
	for (unsigned side = SIDE_LIVE; side <= SIDE_CONFIG; side++)
		if (sides & side && dhcp_subnet_of(d, a, side) != dhcp_subnet_of(d, b, side))
			return false;
	return a->family == b->family;
}

char *dhcp_wrong_range(const struct dhcp *d, const char *start, const char *end, unsigned sides,
		       const struct dhcp_range *except)
{
	struct inet first, last;
	const char *large;
	char *wrong;

	if (!inet_parse(end, &last))
		return NULL;
	wrong = wrong_place(d, end, &last, sides, except);
	if (wrong || !inet_parse(start, &first))
		return wrong;
	if (!are_together(d, &first, &last, sides))
		return mem_printf("%s and %s are not in the same subnet", start, end);
	if (inet_compare(&first, &last) > 0)
		return mem_printf("The range is reversed: %s comes before %s", end, start);
	large = dhcp_too_large(&first, &last);
	if (large)
		return mem_printf("The range is %s", large);
	for (size_t i = 0; i < d->n_ranges; i++) {
		const struct dhcp_range *r = &d->ranges[i];

		if (r != except && (r->sides & sides) && r->first.family == first.family &&
		    inet_compare(&first, &r->last) <= 0 && inet_compare(&r->first, &last) <= 0)
			return mem_printf("It overlaps with the range %s - %s", r->start, r->end);
	}
	return NULL;
}

uint64_t dhcp_range_count(const struct dhcp_range *range)
{
	uint64_t between;

	if (!range->first.family || range->first.family != range->last.family ||
	    inet_compare(&range->first, &range->last) > 0)
		return 0;
	between = inet_distance(&range->first, &range->last);
	return between == UINT64_MAX ? between : between + 1;
}
