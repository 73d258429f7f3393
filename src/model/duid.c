// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/duid.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"

#define BYTES_MOST 130

struct duid {
	unsigned char bytes[BYTES_MOST];
	size_t n;
};

/* By the second byte. */
static const struct {
	const char *words;
	size_t least, most;
	bool has_hardware; /* then comes the type of the link, 1 for Ethernet */
} kinds[] = {
	[1] = {"a MAC and a time", 14, 16, true},
	[2] = {"a vendor's number", 7, BYTES_MOST, false},
	[3] = {"a MAC", 10, 12, true},
	[4] = {"a UUID", 18, 18, false},
};

static bool read(const char *text, struct duid *ret)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	ret->n = 0;
	for (const char *at = text;;) {
		size_t len = strspn(at, digits);

		if (len < 1 || len > 2 || ret->n == BYTES_MOST)
			return false;
		ret->bytes[ret->n++] = (unsigned char)strtoul(at, NULL, 16);
		if (!at[len])
			return true;
		if (at[len] != ':')
			return false;
		at += len + 1;
	}
}

bool duid_check(const char *text, struct err *err)
{
	struct duid d;
	unsigned kind;

	if (!read(text, &d))
		return err_set(err, ERR_INVALID,
			       "%s is no DUID: that is bytes in hexadecimal, like 00:03:00:01:52:54:00:12:34:56", text);
	kind = d.n > 1 && d.bytes[0] == 0 ? d.bytes[1] : 0;
	if (!kind || kind >= ARRAY_SIZE(kinds))
		return err_set(err, ERR_INVALID, "a DUID begins with 00:01, 00:02, 00:03 or 00:04, which is its kind");
	if (d.n < kinds[kind].least || d.n > kinds[kind].most)
		return err_set(err, ERR_INVALID,
			       "a DUID that begins with 00:%02x is made of %s and has %zu%s bytes, not %zu", kind,
			       kinds[kind].words, kinds[kind].least,
			       kinds[kind].least == kinds[kind].most ? "" : " or more", d.n);
	if (kinds[kind].has_hardware && (d.bytes[2] || !d.bytes[3] || d.bytes[3] > 15))
		return err_set(err, ERR_INVALID,
			       "a DUID goes on with the type of the link: 00:%02x:00:01 for Ethernet", kind);
	return true;
}

bool duid_equal(const char *a, const char *b)
{
	struct duid one, other;

	return read(a, &one) && read(b, &other) && one.n == other.n && memcmp(one.bytes, other.bytes, one.n) == 0;
}
