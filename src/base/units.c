// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/units.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/arr.h"

static const char *const prefixes[] = {"", "K", "M", "G", "T", "P", "E"};

/* Two decimals at most, three significant digits: "0.50", "14.2", "211"; the suffix follows. It
 * goes through integers, since printf's decimal point is the locale's. */
static char *three_digits(char *buf, double v, const char *suffix)
{
	uint64_t hundredths, tenths;

	if (!(v < 1e15))
		v = 1e15;
	hundredths = (uint64_t)llround(v * 100);
	tenths = (uint64_t)llround(v * 10);
	if (hundredths < 1000)
		snprintf(buf, UNITS_SIZE, "%" PRIu64 ".%02" PRIu64 "%s", hundredths / 100,
			 hundredths % 100, suffix);
	else if (tenths < 1000)
		snprintf(buf, UNITS_SIZE, "%" PRIu64 ".%" PRIu64 "%s", tenths / 10, tenths % 10,
			 suffix);
	else
		snprintf(buf, UNITS_SIZE, "%" PRIu64 "%s", (uint64_t)llround(v), suffix);
	return buf;
}

/* Divides until it fits in three digits; gives which prefix that makes. */
static size_t scale(double *v)
{
	size_t i = 0;

	while (*v >= 999.5 && i + 1 < ARRAY_SIZE(prefixes)) {
		*v /= 1024;
		i++;
	}
	return i;
}

char *units_bytes(char *buf, uint64_t bytes)
{
	double v = (double)bytes;
	size_t i = scale(&v);

	if (i == 0) {
		snprintf(buf, UNITS_SIZE, "%" PRIu64, bytes);
		return buf;
	}
	return three_digits(buf, v, prefixes[i]);
}

char *units_bytes_long(char *buf, uint64_t bytes)
{
	double v = (double)bytes;
	size_t i = scale(&v);
	char suffix[8];

	if (i == 0) {
		snprintf(buf, UNITS_SIZE, "%" PRIu64 " B", bytes);
		return buf;
	}
	snprintf(suffix, sizeof(suffix), " %siB", prefixes[i]);
	return three_digits(buf, v, suffix);
}

char *units_gib(char *buf, uint64_t bytes)
{
	return three_digits(buf, (double)bytes / (1024.0 * 1024 * 1024), "");
}

static char *unknown(char *buf)
{
	snprintf(buf, UNITS_SIZE, "-");
	return buf;
}

char *units_rate(char *buf, double per_s)
{
	if (!(per_s >= 0))
		return unknown(buf);
	return units_bytes(buf, per_s < 1e18 ? (uint64_t)llround(per_s) : (uint64_t)1e18);
}

char *units_percent(char *buf, double percent)
{
	uint64_t tenths;

	if (!(percent >= 0))
		return unknown(buf);
	tenths = (uint64_t)llround(percent < 1e15 ? percent * 10 : 1e16);
	if (tenths == 0)
		snprintf(buf, UNITS_SIZE, "0");
	else if (tenths < 100)
		snprintf(buf, UNITS_SIZE, "%" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10);
	else
		snprintf(buf, UNITS_SIZE, "%" PRIu64, (uint64_t)llround((double)tenths / 10));
	return buf;
}

char *units_duration(char *buf, double seconds)
{
	static const struct {
		double below; /* seconds */
		double unit;
		const char *name;
	} steps[] = {
		{60, 1, "s"},
		{3600, 60, "min"},
		{86400, 3600, "h"},
		{INFINITY, 86400, "d"},
	};
	uint64_t tenths_ms;
	size_t i = 0;

	if (isnan(seconds))
		return unknown(buf);
	if (seconds < 0)
		seconds = 0;
	if (seconds > 1e15)
		seconds = 1e15;
	tenths_ms = (uint64_t)llround(seconds < 1 ? seconds * 1e4 : 0);
	if (tenths_ms && tenths_ms < 100) {
		snprintf(buf, UNITS_SIZE, "%" PRIu64 ".%" PRIu64 " ms", tenths_ms / 10,
			 tenths_ms % 10);
	} else if (tenths_ms) {
		snprintf(buf, UNITS_SIZE, "%" PRIu64 " ms", tenths_ms / 10);
	} else {
		while (seconds >= steps[i].below)
			i++;
		snprintf(buf, UNITS_SIZE, "%" PRIu64 " %s", (uint64_t)(seconds / steps[i].unit),
			 steps[i].name);
	}
	return buf;
}
