// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/inet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define TRIES 65536

static int length(const struct inet *a)
{
	return a->family == 4 ? 4 : 16;
}

bool inet_parse(const char *text, struct inet *ret)
{
	struct inet a = {0};

	if (inet_pton(AF_INET, text, a.bytes) == 1)
		a.family = 4;
	else if (inet_pton(AF_INET6, text, a.bytes) == 1)
		a.family = 6;
	if (a.family)
		*ret = a;
	return a.family != 0;
}

char *inet_format(const struct inet *a, char buf[INET_SIZE])
{
	buf[0] = '\0';
	if (a->family)
		inet_ntop(a->family == 4 ? AF_INET : AF_INET6, a->bytes, buf, INET_SIZE);
	return buf;
}

int inet_compare(const struct inet *a, const struct inet *b)
{
	if (a->family != b->family)
		return a->family - b->family;
	return memcmp(a->bytes, b->bytes, (size_t)length(a));
}

struct inet inet_step(const struct inet *a, int64_t by, bool *ret_over)
{
	struct inet sum = *a;
	int64_t carry = by;

	for (int i = length(a) - 1; i >= 0 && carry; i--) {
		int64_t digit = sum.bytes[i] + (carry & 0xff);

		carry = (carry >> 8) + (digit >> 8);
		sum.bytes[i] = (unsigned char)digit;
	}
	*ret_over = carry != 0;
	return sum;
}

uint64_t inet_distance(const struct inet *a, const struct inet *b)
{
	uint64_t far = 0;

	for (int i = 0; i < length(a); i++) {
		if (far >> 55)
			return UINT64_MAX;
		far = far * 256 + b->bytes[i] - a->bytes[i];
	}
	return far;
}

int inet_mask_prefix(const struct inet *mask)
{
	int bits = 0;

	for (int i = 0; i < length(mask) * 8; i++) {
		bool set = mask->bytes[i / 8] & (0x80 >> i % 8);

		if (set && bits != i)
			return -1;
		bits += set;
	}
	return bits;
}

static int read_prefix(const char *text, int most)
{
	int n = 0;

	if (!*text || strlen(text) > 3 || strspn(text, "0123456789") != strlen(text))
		return -1;
	for (; *text; text++)
		n = n * 10 + *text - '0';
	return n <= most ? n : -1;
}

bool subnet_parse(const char *text, struct subnet *ret)
{
	const char *slash = strchr(text, '/');
	autofree char *left = slash ? mem_strndup(text, (size_t)(slash - text)) : NULL;
	struct subnet s;
	struct inet mask;

	if (!left || !inet_parse(left, &s.address))
		return false;
	if (s.address.family == 4 && inet_parse(slash + 1, &mask) && mask.family == 4)
		s.prefix = inet_mask_prefix(&mask);
	else
		s.prefix = read_prefix(slash + 1, length(&s.address) * 8);
	if (s.prefix < 0)
		return false;
	*ret = s;
	return true;
}

char *subnet_format(const struct subnet *s, char buf[INET_SIZE])
{
	size_t len;

	inet_format(&s->address, buf);
	len = strlen(buf);
	snprintf(buf + len, INET_SIZE - len, "/%d", s->prefix);
	return buf;
}

/* All bits behind the prefix are what bit says. */
static struct inet end_of(const struct subnet *s, bool bit)
{
	struct inet a = s->address;

	for (int i = s->prefix; i < length(&a) * 8; i++) {
		unsigned char one = (unsigned char)(0x80 >> i % 8);

		a.bytes[i / 8] = bit ? a.bytes[i / 8] | one : a.bytes[i / 8] & (unsigned char)~one;
	}
	return a;
}

struct inet subnet_network(const struct subnet *s)
{
	return end_of(s, false);
}

struct inet subnet_last(const struct subnet *s)
{
	return end_of(s, true);
}

/* Two addresses of a point-to-point link (RFC 3021, RFC 6164), or one alone, are all there for use. */
static bool has_ends(const struct subnet *s)
{
	return s->prefix < length(&s->address) * 8 - 1;
}

struct inet subnet_first_usable(const struct subnet *s)
{
	struct inet first = subnet_network(s);
	bool over;

	return has_ends(s) ? inet_step(&first, 1, &over) : first;
}

struct inet subnet_last_usable(const struct subnet *s)
{
	struct inet last = subnet_last(s);
	bool over;

	return has_ends(s) && s->address.family == 4 ? inet_step(&last, -1, &over) : last;
}

uint64_t subnet_usable(const struct subnet *s)
{
	struct inet first = subnet_first_usable(s), last = subnet_last_usable(s);
	uint64_t far = inet_distance(&first, &last);

	return far == UINT64_MAX ? far : far + 1;
}

bool subnet_contains(const struct subnet *s, const struct inet *a)
{
	const struct subnet other = {*a, s->prefix};
	struct inet x = subnet_network(s), y = subnet_network(&other);

	return s->address.family == a->family && inet_compare(&x, &y) == 0;
}

bool subnet_overlaps(const struct subnet *a, const struct subnet *b)
{
	return a->prefix <= b->prefix ? subnet_contains(a, &b->address) : subnet_contains(b, &a->address);
}

static int by_address(const void *a, const void *b)
{
	return inet_compare(a, b);
}

void inet_sort(struct inet *all, size_t n)
{
	if (n)
		qsort(all, n, sizeof(*all), by_address);
}

static bool is_used(const struct inet *a, const struct inet *used, size_t n)
{
	return n && bsearch(a, used, n, sizeof(*used), by_address);
}

bool subnet_next_free(const struct subnet *s, const struct inet *from, const struct inet *used, size_t n,
		      struct inet *ret)
{
	struct inet at = *from, first = subnet_first_usable(s), last = subnet_last_usable(s);
	bool over = false;

	if (inet_compare(&at, &first) < 0)
		at = first;
	for (int i = 0; i < TRIES && !over && inet_compare(&at, &last) <= 0; i++) {
		if (!is_used(&at, used, n)) {
			*ret = at;
			return true;
		}
		at = inet_step(&at, 1, &over);
	}
	return false;
}
