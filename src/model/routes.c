// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

#define ROUTES_MOST 10000 /* a router on the Internet has a million: then nothing is suggested that would be of use */
#define NAME_MOST 63

static void add(struct routes *r, const struct subnet *to, const char *device)
{
	if (str_equal(device, "lo") || r->n >= ROUTES_MOST)
		return;
	if (to->prefix == 0) {
		if (!r->device && to->address.family == 4)
			r->device = mem_strdup(device);
		return;
	}
	*arr_add(r->all, r->n, r->cap) = (struct route){*to, mem_strdup(device)};
}

static const char *next_line(const char *text)
{
	text += strcspn(text, "\n");
	return *text ? text + 1 : text;
}

/* Its numbers are in the order of the machine's bytes, which here is the order of this one's. */
void routes_add_ipv4(struct routes *r, const char *text)
{
	for (text = next_line(text); *text; text = next_line(text)) {
		char device[NAME_MOST + 1];
		unsigned to, mask;
		struct subnet s = {.address.family = 4};
		struct inet bits = {.family = 4};

		if (sscanf(text, "%63s %x %*x %*x %*d %*d %*d %x", device, &to, &mask) != 3)
			continue;
		memcpy(s.address.bytes, &to, 4);
		memcpy(bits.bytes, &mask, 4);
		s.prefix = inet_mask_prefix(&bits);
		if (s.prefix >= 0)
			add(r, &s, device);
	}
}

/* Multicast and link-local ones are on every link. */
static bool is_of_link(const struct inet *a)
{
	return a->bytes[0] == 0xff || (a->bytes[0] == 0xfe && (a->bytes[1] & 0xc0) == 0x80);
}

void routes_add_ipv6(struct routes *r, const char *text)
{
	for (; *text; text = next_line(text)) {
		char device[NAME_MOST + 1], hex[33];
		unsigned prefix;
		struct subnet s = {.address.family = 6};

		if (sscanf(text, "%32[0-9a-f] %x %*s %*s %*s %*s %*s %*s %*s %63s", hex, &prefix, device) != 3 ||
		    strlen(hex) != 32 || prefix > 128)
			continue;
		for (int i = 0; i < 16; i++) {
			unsigned byte = 0;

			sscanf(hex + 2 * i, "%2x", &byte);
			s.address.bytes[i] = (unsigned char)byte;
		}
		s.prefix = (int)prefix;
		if (!is_of_link(&s.address))
			add(r, &s, device);
	}
}

/* The single quotes hold in every shell that somebody logs in with; a host may be without IPv6, or without ip. */
const char *routes_question(void)
{
	return "exec /bin/sh -c 'cat /proc/net/route; echo ==; cat /proc/net/ipv6_route; echo ==; "
	       "ip -4 -o addr show; exit 0'";
}

/* Of the interface that the route to everywhere leaves by, of lines such as "2: eth0    inet 192.0.2.5/24 ...". */
static void take_address(struct routes *r, const char *text)
{
	for (; *text && r->device && !r->address; text = next_line(text)) {
		char device[NAME_MOST + 1], address[INET_SIZE];
		struct inet a;

		if (sscanf(text, "%*d: %63s inet %15[0-9.]", device, address) == 2 &&
		    str_equal(device, r->device) && inet_parse(address, &a))
			r->address = mem_strdup(address);
	}
}

static const char *next_part(const char *text)
{
	while (*text && !str_starts(text, "==\n"))
		text = next_line(text);
	return next_line(text);
}

bool routes_add_answer(struct routes *r, const char *text)
{
	const char *ipv6 = next_part(text);
	const char *addresses = next_part(ipv6);
	autofree char *first = mem_strndup(text, (size_t)(ipv6 - text));
	autofree char *second = mem_strndup(ipv6, (size_t)(addresses - ipv6));

	if (!str_starts(text, "Iface"))
		return false;
	routes_add_ipv4(r, first);
	routes_add_ipv6(r, second);
	take_address(r, addresses);
	return true;
}

void routes_free(void *data)
{
	struct routes *r = data;

	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		free(r->all[i].device);
	free(r->all);
	free(r->device);
	free(r->address);
	free(r);
}
