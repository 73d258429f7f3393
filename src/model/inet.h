// SPDX-License-Identifier: GPL-3.0-or-later
/* Internet addresses and subnets: reading, writing, counting. IPv4 and IPv6 alike. Pure, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct inet {
	int family;		 /* 4, 6; 0: none */
	unsigned char bytes[16]; /* network order; of IPv4 the first four */
};

/* An address with the length of its subnet's prefix, as people write it: the address may be any in the subnet. */
struct subnet {
	struct inet address;
	int prefix; /* bits */
};

#define INET_SIZE 48 /* enough for an address, and for one with its prefix */

/* Exactly as the standards have it: no "10.1", no zone. */
bool inet_parse(const char *text, struct inet *ret);
char *inet_format(const struct inet *a, char buf[INET_SIZE]);
/* <0, 0, >0; IPv4 comes before IPv6. */
int inet_compare(const struct inet *a, const struct inet *b);
void inet_sort(struct inet *all, size_t n); /* as inet_compare() says */
/* The address so many after it, before it where by is negative; *ret_over: there is none. */
struct inet inet_step(const struct inet *a, int64_t by, bool *ret_over);
/* How far b is behind a, of one family; UINT64_MAX when that is more than can be said. b is not before a. */
uint64_t inet_distance(const struct inet *a, const struct inet *b);

/* "10.0.0.1/24", "10.0.0.1/255.255.255.0" or "fd00::1/64". False without a prefix, or for a mask with holes. */
bool subnet_parse(const char *text, struct subnet *ret);
char *subnet_format(const struct subnet *s, char buf[INET_SIZE]);
/* 24 for "255.255.255.0"; -1 for what is no mask, as libvirt calls one with holes. */
int inet_mask_prefix(const struct inet *mask);
/* Its first address, which is the network's own, and its last, which IPv4 has for broadcast. */
struct inet subnet_network(const struct subnet *s);
struct inet subnet_last(const struct subnet *s);
/* The first and the last that something can have: without those two, where a subnet is large enough to have them. */
struct inet subnet_first_usable(const struct subnet *s);
struct inet subnet_last_usable(const struct subnet *s);
/* How many that are; UINT64_MAX when that is more than can be said. */
uint64_t subnet_usable(const struct subnet *s);
bool subnet_contains(const struct subnet *s, const struct inet *a);
bool subnet_overlaps(const struct subnet *a, const struct subnet *b);
/* For something to be put into: the first usable address from `from` on that is none of the n used ones, which are
 * sorted. False when there is none within the next 65536. */
bool subnet_next_free(const struct subnet *s, const struct inet *from, const struct inet *used, size_t n,
		      struct inet *ret);
