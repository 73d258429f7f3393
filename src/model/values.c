// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/values.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define DIGITS 15 /* so many fit into any number here */

bool values_name(const char *text, struct err *err)
{
	const char *p = text, *end = text + strlen(text);

	if (!*text)
		return err_set(err, ERR_INVALID, "it needs a name");
	if (strchr(text, '/'))
		return err_set(err, ERR_INVALID, "a name cannot have a slash in it");
	if (isspace((unsigned char)*text) || isspace((unsigned char)end[-1]))
		return err_set(err, ERR_INVALID, "a name cannot begin or end with a space");
	if (str_equal(text, ".") || str_equal(text, ".."))
		return err_set(err, ERR_INVALID, "%s is the name of a directory", text);
	while (p < end) {
		uint32_t cp = utf8_next(&p, end);

		if (utf8_safe(cp) != cp)
			return err_set(err, ERR_INVALID, "a name cannot have characters that are not seen");
	}
	return true;
}

/* --- numbers ----------------------------------------------------------------------------------- */

static bool read_whole(const char *text, int64_t *ret)
{
	const char *digits = text + (*text == '-');

	if (!*digits || strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > DIGITS)
		return false;
	*ret = strtoll(text, NULL, 10);
	return true;
}

bool values_number(const char *text, int64_t least, int64_t most, const char *unit, int64_t *ret, struct err *err)
{
	const char *space = unit ? " " : "";
	int64_t n;

	unit = unit ? unit : "";
	if (!read_whole(text, &n))
		return err_set(err, ERR_INVALID, "%s is no whole number", text);
	if (least == most) /* any will do */
		least = INT64_MIN, most = INT64_MAX;
	if (n > most)
		return err_set(err, ERR_INVALID, "%s is too large: %lld%s%s at most", text, (long long)most, space,
		               unit);
	if (n < least)
		return err_set(err, ERR_INVALID, "%s is too small: at least %lld%s%s", text, (long long)least, space,
			       unit);
	*ret = n;
	return true;
}

static const struct {
	const char *word;
	uint64_t bytes;
} sizes[] = {
	{"bytes", 1},		  {"byte", 1},		   {"b", 1},
	{"KiB", 1ull << 10},	  {"k", 1ull << 10},	   {"KB", 1000},
	{"MiB", 1ull << 20},	  {"M", 1ull << 20},	   {"MB", 1000000},
	{"GiB", 1ull << 30},	  {"G", 1ull << 30},	   {"GB", 1000000000},
	{"TiB", 1ull << 40},	  {"T", 1ull << 40},	   {"TB", 1000000000000},
	{"PiB", 1ull << 50},	  {"P", 1ull << 50},	   {"PB", 1000000000000000},
};

static uint64_t unit_bytes(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
		if (strcasecmp(word, sizes[i].word) == 0)
			return sizes[i].bytes;
	return 0;
}

/* "1.5": digits with a point at most, so that neither "1e9" nor "inf" is a size. */
static size_t figures(const char *text)
{
	size_t n = strspn(text, "0123456789");

	if (n && text[n] == '.')
		n += 1 + strspn(text + n + 1, "0123456789");
	return n <= DIGITS ? n : 0;
}

bool values_size(const char *text, const char *unit, uint64_t *ret, struct err *err)
{
	size_t n = figures(text);
	const char *word = text + n + strspn(text + n, " ");
	uint64_t one = unit_bytes(*word ? word : unit ? unit : "bytes");
	autofree char *figure = mem_strndup(text, n);
	double bytes = n ? strtod(figure, NULL) * (double)one : 0;

	if (!n)
		return err_set(err, ERR_INVALID, "%s is no size: a number and a unit, like 20 GiB", text);
	if (!one)
		return err_set(err, ERR_INVALID, "%s is no unit: KiB, MiB, GiB and TiB are", word);
	if (bytes > 0x1p62)
		return err_set(err, ERR_INVALID, "%s is more than there can be", text);
	*ret = (uint64_t)llround(bytes);
	return true;
}

char *values_size_text(uint64_t bytes)
{
	static const char *const words[] = {"TiB", "GiB", "MiB", "KiB"};

	for (size_t i = 0; bytes && i < ARRAY_SIZE(words); i++)
		if (bytes % unit_bytes(words[i]) == 0)
			return mem_printf("%llu %s", (unsigned long long)(bytes / unit_bytes(words[i])), words[i]);
	return mem_printf("%llu bytes", (unsigned long long)bytes);
}

/* --- addresses --------------------------------------------------------------------------------- */

static int hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

static bool read_mac(const char *text, unsigned char mac[MAC_BYTES])
{
	for (int i = 0; i < MAC_BYTES; i++) {
		const char *pair = text + i * 3;

		if (hex(pair[0]) < 0 || hex(pair[1]) < 0)
			return false;
		mac[i] = (unsigned char)(hex(pair[0]) * 16 + hex(pair[1]));
		if (i < MAC_BYTES - 1 ? pair[2] != ':' && pair[2] != '-' : pair[2] != '\0')
			return false;
	}
	return true;
}

bool values_mac(const char *text, unsigned char ret[MAC_BYTES], struct err *err)
{
	static const unsigned char none[MAC_BYTES];
	unsigned char mac[MAC_BYTES];

	if (!read_mac(text, mac))
		return err_set(err, ERR_INVALID,
		               "%s is no MAC address: six pairs of digits, like 52:54:00:12:34:56", text);
	if (mac[0] & 1)
		return err_set(err, ERR_INVALID, "%s is for many: the MAC address of one has an even second digit",
		               text);
	if (memcmp(mac, none, MAC_BYTES) == 0)
		return err_set(err, ERR_INVALID, "a MAC address of zeros only is none");
	memcpy(ret, mac, MAC_BYTES);
	return true;
}

static bool no_address(const char *text, int family, struct err *err)
{
	if (family == 6)
		return err_set(err, ERR_INVALID, "%s is no IPv6 address, like fd00:21::1", text);
	if (family == 4)
		return err_set(err, ERR_INVALID, "%s is no IPv4 address: four numbers to 255, like 192.168.21.1",
		               text);
	return err_set(err, ERR_INVALID, "%s is no address, like 192.168.21.1 or fd00:21::1", text);
}

bool values_ip(const char *text, int family, struct inet *ret, struct err *err)
{
	struct inet a;

	if (!inet_parse(text, &a) || (family && a.family != family))
		return no_address(text, family, err);
	*ret = a;
	return true;
}

bool values_subnet(const char *text, int family, struct subnet *ret, struct err *err)
{
	const char *slash = strchr(text, '/');
	autofree char *left = mem_strndup(text, slash ? (size_t)(slash - text) : strlen(text));
	struct subnet s;
	struct inet a;

	if (!inet_parse(left, &a) || (family && a.family != family))
		return no_address(left, family, err);
	if (!slash)
		return err_set(err, ERR_INVALID, "the length of its prefix is missing, like %s/%d", text,
			       a.family == 4 ? 24 : 64);
	if (!subnet_parse(text, &s) && strchr(slash, '.'))
		return err_set(err, ERR_INVALID, "%s is no mask: its ones stand before its zeros, like 255.255.255.0",
			       slash + 1);
	if (!subnet_parse(text, &s))
		return err_set(err, ERR_INVALID, "/%s is no prefix: 0 to %d", slash + 1, a.family == 4 ? 32 : 128);
	*ret = s;
	return true;
}

/* --- lists ------------------------------------------------------------------------------------- */

/* One number at *p, that is moved behind it. */
static bool read_index(const char **p, unsigned most, unsigned *ret)
{
	size_t n = strspn(*p, "0123456789");

	if (!n || n > 6)
		return false;
	*ret = (unsigned)strtoul(*p, NULL, 10);
	*p += n;
	return *ret < most;
}

static bool read_range(const char **p, unsigned most, bool set[CPUSET_MOST])
{
	bool out = **p == '^';
	unsigned from, to;

	*p += out;
	if (!read_index(p, most, &from))
		return false;
	to = from;
	if (**p == '-') {
		++*p;
		if (out || !read_index(p, most, &to) || to < from)
			return false;
	}
	for (unsigned i = from; i <= to; i++)
		set[i] = !out;
	return true;
}

bool values_cpuset(const char *text, unsigned n, bool ret[CPUSET_MOST], struct err *err)
{
	bool set[CPUSET_MOST] = {false};
	unsigned most = n && n < CPUSET_MOST ? n : CPUSET_MOST;
	const char *p = text;
	bool good;

	do
		good = read_range(&p, most, set);
	while (good && *p == ',' && p++ >= text);
	if ((!good || *p) && n)
		return err_set(err, ERR_INVALID, "%s are no CPUs of this host: numbers from 0 to %u, like 0-3,8",
		               text, most - 1);
	if (!good || *p)
		return err_set(err, ERR_INVALID, "%s are no CPUs: numbers and ranges, like 0-3,8", text);
	if (!memchr(set, true, sizeof(set)))
		return err_set(err, ERR_INVALID, "%s leaves no CPU", text);
	if (ret)
		memcpy(ret, set, sizeof(set));
	return true;
}

static bool read_tag(const char *word, struct vlan_tag *tag, struct err *err)
{
	int64_t id;

	if (!read_whole(word, &id))
		return err_set(err, ERR_INVALID, "%s is no VLAN tag: numbers parted by commas, like 42, 47 native",
		               word);
	if (id < 1 || id > VLAN_MOST)
		return err_set(err, ERR_INVALID, "%s is no VLAN tag: 1 to %d are", word, VLAN_MOST);
	tag->id = (unsigned)id;
	return true;
}

bool values_vlans(const char *text, struct vlan_tag ret[VLAN_TAGS_MOST], size_t *ret_n, struct err *err)
{
	static const char between[] = ", ";
	struct vlan_tag tags[VLAN_TAGS_MOST];
	size_t n = 0, natives = 0;

	for (const char *p = text + strspn(text, between); *p; p += strspn(p, between)) {
		size_t len = strcspn(p, between);
		autofree char *word = mem_strndup(p, len);

		p += len;
		if (str_equal(word, "native") && n) {
			natives += !tags[n - 1].native;
			tags[n - 1].native = true;
			continue;
		}
		if (n == VLAN_TAGS_MOST)
			return err_set(err, ERR_INVALID, "these are more than %d VLANs", VLAN_TAGS_MOST);
		tags[n] = (struct vlan_tag){0};
		if (!read_tag(word, &tags[n++], err))
			return false;
	}
	if (natives > 1)
		return err_set(err, ERR_INVALID, "one VLAN alone can be the native one");
	memcpy(ret, tags, n * sizeof(*tags));
	*ret_n = n;
	return true;
}
