// SPDX-License-Identifier: GPL-3.0-or-later
/* What figures were: the last five minutes finely, the last hour coarsely, in little memory, as there is one for
 * each machine. Values are kept in 16 bits: two to three digits of them. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum trend_metric {
	TREND_CPU,    /* percent of a host CPU */
	TREND_MEMORY, /* bytes */
	TREND_DISK,   /* bytes/s, read and written */
	TREND_NET,    /* bytes/s, received and sent */
	TREND_METRICS,
};

enum trend_span { TREND_MINUTES, TREND_HOUR, TREND_SPANS };

#define TREND_FINE_S   2   /* a point stands for so long */
#define TREND_FINE     150 /* points: five minutes */
#define TREND_COARSE_S 30
#define TREND_COARSE   120 /* points: an hour */
#define TREND_MOST     TREND_FINE

/* Of one metric over one span. While all that was told is the same, which it is for most machines most of the time,
 * that value stands for all points. */
struct trend_line {
	uint16_t *points; /* means, and behind them the highest value in each point; NULL: flat */
	uint32_t from;    /* the point from which on it is flat */
	uint16_t flat, flat_most; /* 0: nothing is known */
};

struct trend_ring {
	int64_t slot; /* of the newest point, counted from 1; 0: there is none */
	uint16_t n;   /* values that are in it */
	struct trend_line lines[TREND_METRICS];
};

/* All zero: empty. */
struct trend {
	struct trend_ring rings[TREND_SPANS];
};

/* Frees what is in it; it is empty then. */
void trend_clear(struct trend *h);
/* One value of each (NAN: not known), at a time of any clock that is the same for all of a trend. Rates are
 * means since the value before: what lies between gets them, too; but not memory when that is longer than a
 * minute. */
void trend_add(struct trend *h, int64_t time_ns, const float values[TREND_METRICS]);
/* Oldest first into ret, which has room for TREND_MOST; NAN where it is not known. Gives how many points there
 * are: as many as the span has. */
size_t trend_read(const struct trend *h, enum trend_metric metric, enum trend_span span, float *ret);
/* The highest value that was added within the span, never less than that itself; 0 when none is known. That of the
 * hour is never less than that of the minutes. */
float trend_highest(const struct trend *h, enum trend_metric metric, enum trend_span span);
bool trend_is_known(const struct trend *h, enum trend_metric metric, enum trend_span span);
/* Points since the first value, at most those of the span. */
size_t trend_count(const struct trend *h, enum trend_span span);
