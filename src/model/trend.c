// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trend.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"

#define LONG_S 60

/* bfloat16: the upper half of a float. 0 stands for what is not known, so that a new trend is empty: a true zero
 * is kept as its negative. */
static uint16_t pack(float value)
{
	uint32_t bits;

	if (isnan(value))
		return 0;
	if (value == 0)
		return 0x8000;
	memcpy(&bits, &value, sizeof(bits));
	bits += 0x7fff + (bits >> 16 & 1);
	return (uint16_t)(bits >> 16);
}

/* The same, but never less than the value, which is not negative. */
static uint16_t pack_up(float value)
{
	uint32_t bits;

	if (isnan(value) || value <= 0)
		return pack(value);
	memcpy(&bits, &value, sizeof(bits));
	return (uint16_t)((bits + 0xffff) >> 16);
}

static float unpack(uint16_t packed)
{
	uint32_t bits = (uint32_t)packed << 16;
	float value;

	if (!packed)
		return NAN;
	memcpy(&value, &bits, sizeof(value));
	return value == 0 ? 0 : value;
}

struct ring {
	uint16_t *points; /* of all metrics, one after the other */
	uint16_t *most;   /* likewise */
	size_t size;
	int step_s;
	int64_t *slot;
	uint16_t *n;
};

static struct ring ring_of(struct trend *h, enum trend_span span)
{
	if (span == TREND_MINUTES)
		return (struct ring){h->fine[0],   h->fine_most[0], TREND_FINE,
				     TREND_FINE_S, &h->fine_slot,   &h->fine_n};
	return (struct ring){h->coarse[0],   h->coarse_most[0], TREND_COARSE,
			     TREND_COARSE_S, &h->coarse_slot,   &h->coarse_n};
}

static size_t place(const struct ring *r, enum trend_metric metric, int64_t slot)
{
	return metric * r->size + (size_t)(slot % (int64_t)r->size);
}

static uint16_t *point(const struct ring *r, enum trend_metric metric, int64_t slot)
{
	return &r->points[place(r, metric, slot)];
}

/* The mean of all values that fell into the newest point. */
static void mix(const struct ring *r, const float *values)
{
	*r->n += *r->n < UINT16_MAX;
	for (enum trend_metric m = 0; m < TREND_METRICS; m++) {
		uint16_t *at = point(r, m, *r->slot);
		uint16_t *most = &r->most[place(r, m, *r->slot)];
		float old = unpack(*at);

		*at = pack(isnan(old) || isnan(values[m]) ? values[m] : old + (values[m] - old) / (float)*r->n);
		*most = pack_up(fmaxf(unpack(*most), values[m]));
	}
}

static void go_on(const struct ring *r, int64_t slot, const float *values)
{
	bool first = !*r->slot;
	bool is_long = (slot - *r->slot) * r->step_s > LONG_S && slot - *r->slot > 1;
	int64_t from = first || slot - *r->slot > (int64_t)r->size ? slot - (int64_t)r->size + 1 : *r->slot + 1;

	for (int64_t s = from < 1 ? 1 : from; s <= slot; s++)
		for (enum trend_metric m = 0; m < TREND_METRICS; m++) {
			bool unknown = s < slot && (first || (is_long && m == TREND_MEMORY));

			*point(r, m, s) = unknown ? 0 : pack(values[m]);
			r->most[place(r, m, s)] = unknown ? 0 : pack_up(values[m]);
		}
	*r->slot = slot;
	*r->n = 1;
}

static void add(const struct ring *r, int64_t time_ns, const float *values)
{
	int64_t slot = time_ns / (r->step_s * NS_PER_S) + 1;

	if (slot > *r->slot)
		go_on(r, slot, values);
	else if (slot == *r->slot)
		mix(r, values);
}

void trend_add(struct trend *h, int64_t time_ns, const float values[TREND_METRICS])
{
	for (enum trend_span span = 0; span < TREND_SPANS; span++) {
		struct ring r = ring_of(h, span);

		add(&r, time_ns, values);
	}
}

size_t trend_read(const struct trend *h, enum trend_metric metric, enum trend_span span, float *ret)
{
	struct ring r = ring_of((struct trend *)(uintptr_t)h, span);

	for (size_t i = 0; i < r.size; i++) {
		int64_t slot = *r.slot - (int64_t)(r.size - 1 - i);

		ret[i] = slot > 0 ? unpack(*point(&r, metric, slot)) : NAN;
	}
	return r.size;
}

float trend_highest(const struct trend *h, enum trend_metric metric, enum trend_span span)
{
	struct ring r = ring_of((struct trend *)(uintptr_t)h, span);
	float most = 0;

	for (size_t i = 0; i < r.size; i++)
		most = fmaxf(most, unpack(r.most[metric * r.size + i]));
	return most;
}

/* The first point that is known; as many as there are when none is. */
static size_t first_known(const struct trend *h, enum trend_metric metric, enum trend_span span, size_t *ret_n)
{
	float points[TREND_MOST];
	size_t i = 0;

	*ret_n = trend_read(h, metric, span, points);
	while (i < *ret_n && isnan(points[i]))
		i++;
	return i;
}

bool trend_is_known(const struct trend *h, enum trend_metric metric, enum trend_span span)
{
	size_t n;

	return first_known(h, metric, span, &n) < n;
}

size_t trend_count(const struct trend *h, enum trend_span span)
{
	size_t n;
	size_t first = first_known(h, 0, span, &n);

	for (enum trend_metric m = 1; m < TREND_METRICS; m++) {
		size_t i = first_known(h, m, span, &n);

		first = i < first ? i : first;
	}
	return n - first;
}
