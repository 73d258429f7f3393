// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dhcp.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

/* --- copying --------------------------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
	return a && b ? strcasecmp(a, b) == 0 : a == b;
}

static void add_fixed(struct dhcp *d, const struct network_line *line, unsigned side)
{
	struct dhcp_fixed *f;

	for (size_t i = 0; i < d->n_fixed; i++)
		if (same(d->fixed[i].mac, line->a) && same(d->fixed[i].name, line->b) && same(d->fixed[i].ip, line->c)) {
			d->fixed[i].sides |= side;
			return;
		}
	f = arr_add(d->fixed, d->n_fixed, d->cap_fixed);
	*f = (struct dhcp_fixed){.mac = mem_strdup(line->a), .name = mem_strdup(line->b), .ip = mem_strdup(line->c),
				 .of = line->ip, .sides = side};
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
			return;
		}
	r = arr_add(d->ranges, d->n_ranges, d->cap_ranges);
	*r = (struct dhcp_range){.start = mem_strdup(from->start ? from->start : ""),
				 .end = mem_strdup(from->end ? from->end : ""), .of = from->ip, .sides = side};
	inet_parse(r->start, &r->first);
	inet_parse(r->end, &r->last);
}

static void add_side(struct dhcp *d, const struct network *n, unsigned side)
{
	d->sides |= side;
	for (size_t i = 0; i < n->n_ips; i++) {
		struct subnet subnet = {.prefix = 0};

		if (i < d->n_subnets)
			continue;
		subnet_parse(n->ips[i].address ? n->ips[i].address : "", &subnet);
		*arr_add(d->subnets, d->n_subnets, d->cap_subnets) = subnet;
	}
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

size_t dhcp_subnet_of(const struct dhcp *d, const struct inet *address)
{
	for (size_t i = 0; i < d->n_subnets; i++)
		if (d->subnets[i].address.family && subnet_contains(&d->subnets[i], address))
			return i;
	return SIZE_MAX;
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
		used[n++] = d->subnets[i].address;
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

bool dhcp_suggest(const struct dhcp *d, struct inet *ret)
{
	size_t n;
	autofree struct inet *used = used_addresses(d, &n);

	for (size_t i = 0; i < d->n_subnets; i++) {
		const struct subnet *subnet = &d->subnets[i];
		struct inet first;

		if (subnet->address.family != 4)
			continue;
		if (free_beside_ranges(d, subnet, used, n, ret))
			return true;
		first = subnet_first_usable(subnet);
		if (subnet_next_free(subnet, &first, used, n, ret))
			return true;
	}
	return false;
}

/* --- what will not do ------------------------------------------------------------------------------ */

/* "192.168.122.0/24 or fd00::/64"; the caller frees. */
static char *subnets_text(const struct dhcp *d)
{
	struct str out = {0};
	char buf[INET_SIZE];

	for (size_t i = 0; i < d->n_subnets; i++) {
		struct subnet whole = {subnet_network(&d->subnets[i]), d->subnets[i].prefix};

		if (d->subnets[i].address.family)
			str_addf(&out, "%s%s", out.len ? " or " : "", subnet_format(&whole, buf));
	}
	return str_take(&out);
}

static char *wrong_place(const struct dhcp *d, const char *text, const struct inet *a)
{
	size_t of = dhcp_subnet_of(d, a);
	struct inet network, last;

	if (of == SIZE_MAX) {
		autofree char *subnets = subnets_text(d);
		return mem_printf("%s is not in the subnet %s", text, subnets);
	}
	network = subnet_network(&d->subnets[of]);
	last = subnet_last(&d->subnets[of]);
	if (a->family == 4 && d->subnets[of].prefix < 31 && inet_compare(a, &network) == 0)
		return mem_printf("%s is the subnet itself: nobody can have it", text);
	if (a->family == 4 && d->subnets[of].prefix < 31 && inet_compare(a, &last) == 0)
		return mem_printf("%s is the subnet's broadcast address: nobody can have it", text);
	return NULL;
}

static const char *owner_of(const struct dhcp_fixed *f)
{
	return f->name ? f->name : f->mac ? f->mac : "another one";
}

char *dhcp_wrong_address(const struct dhcp *d, const char *text, unsigned sides, const struct dhcp_fixed *except)
{
	struct inet a;
	char *wrong;

	if (!inet_parse(text, &a))
		return NULL; /* the field's type says so */
	wrong = wrong_place(d, text, &a);
	for (size_t i = 0; !wrong && i < d->n_subnets; i++)
		if (d->subnets[i].address.family && inet_compare(&a, &d->subnets[i].address) == 0)
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

char *dhcp_wrong_name(const struct dhcp *d, const char *text, unsigned sides, const struct dhcp_fixed *except)
{
	size_t len = strlen(text);

	if (len && (strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") != len ||
		    text[0] == '-' || text[0] == '.' || text[len - 1] == '-'))
		return mem_printf("\"%s\" is no name of a host: letters, digits, - and . only", text);
	for (size_t i = 0; len && i < d->n_fixed; i++)
		if (&d->fixed[i] != except && (d->fixed[i].sides & sides) && same(d->fixed[i].name, text))
			return mem_printf("%s has a fixed address already: %s", text,
					  d->fixed[i].ip ? d->fixed[i].ip : "?");
	return NULL;
}

char *dhcp_wrong_start(const struct dhcp *d, const char *start)
{
	struct inet a;

	return inet_parse(start, &a) ? wrong_place(d, start, &a) : NULL;
}

char *dhcp_wrong_range(const struct dhcp *d, const char *start, const char *end, unsigned sides,
		       const struct dhcp_range *except)
{
	struct inet first, last;
	char *wrong;

	if (!inet_parse(end, &last))
		return NULL;
	wrong = wrong_place(d, end, &last);
	if (wrong || !inet_parse(start, &first))
		return wrong;
	if (first.family != last.family || dhcp_subnet_of(d, &first) != dhcp_subnet_of(d, &last))
		return mem_printf("%s and %s are not in the same subnet", start, end);
	if (inet_compare(&first, &last) > 0)
		return mem_printf("The range is reversed: %s comes before %s", end, start);
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
