// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

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

static const struct {
	size_t size;
	int step_s;
} spans[TREND_SPANS] = {
	[TREND_MINUTES] = {TREND_FINE, TREND_FINE_S},
	[TREND_HOUR] = {TREND_COARSE, TREND_COARSE_S},
};

void trend_clear(struct trend *h)
{
	for (enum trend_span span = 0; span < TREND_SPANS; span++)
		for (enum trend_metric m = 0; m < TREND_METRICS; m++)
			free(h->rings[span].lines[m].points);
	*h = (struct trend){0};
}

static uint16_t mean_at(const struct trend_line *line, size_t size, int64_t slot)
{
	if (line->points)
		return slot > 0 ? line->points[slot % (int64_t)size] : 0;
	return slot >= line->from ? line->flat : 0;
}

static uint16_t most_at(const struct trend_line *line, size_t size, int64_t slot)
{
	if (line->points)
		return slot > 0 ? line->points[(int64_t)size + slot % (int64_t)size] : 0;
	return slot >= line->from ? line->flat_most : 0;
}

/* From now on each point is kept. newest is the last that there is. */
static void unfold(struct trend_line *line, size_t size, int64_t newest)
{
	uint16_t *points = mem_new_array(2 * size, sizeof(*points));
	int64_t oldest = newest - (int64_t)size + 1;

	for (int64_t slot = oldest > 0 ? oldest : 1; slot <= newest; slot++) {
		points[slot % (int64_t)size] = mean_at(line, size, slot);
		points[(int64_t)size + slot % (int64_t)size] = most_at(line, size, slot);
	}
	line->points = points;
}

/* Of a slot that is the newest, or the one after it. */
static void put(struct trend_line *line, size_t size, int64_t slot, uint16_t value, uint16_t most)
{
	if (!line->points && !line->flat && value) {
		line->flat = value;
		line->flat_most = most;
		line->from = (uint32_t)slot;
	}
	if (!line->points && (value != line->flat || most != line->flat_most))
		unfold(line, size, slot);
	if (line->points) {
		line->points[slot % (int64_t)size] = value;
		line->points[(int64_t)size + slot % (int64_t)size] = most;
	}
}

/* The mean of all values that fell into the newest point. */
static void mix(struct trend_ring *r, size_t size, const float *values)
{
	r->n += r->n < UINT16_MAX;
	for (enum trend_metric m = 0; m < TREND_METRICS; m++) {
		struct trend_line *line = &r->lines[m];
		float old = unpack(mean_at(line, size, r->slot));
		float most = unpack(most_at(line, size, r->slot));
		float mean = isnan(old) || isnan(values[m]) ? values[m] : old + (values[m] - old) / (float)r->n;

		put(line, size, r->slot, pack(mean), pack_up(fmaxf(most, values[m])));
	}
}

static void go_on(struct trend_ring *r, enum trend_span span, int64_t slot, const float *values)
{
	int64_t size = (int64_t)spans[span].size;
	bool first = !r->slot;
	bool is_long = (slot - r->slot) * spans[span].step_s > LONG_S && slot - r->slot > 1;
	int64_t from = first || slot - r->slot > size ? slot - size + 1 : r->slot + 1;

	for (int64_t s = from < 1 ? 1 : from; s <= slot; s++)
		for (enum trend_metric m = 0; m < TREND_METRICS; m++) {
			bool unknown = s < slot && (first || (is_long && m == TREND_MEMORY));

			put(&r->lines[m], (size_t)size, s, unknown ? 0 : pack(values[m]),
			    unknown ? 0 : pack_up(values[m]));
		}
	r->slot = slot;
	r->n = 1;
}

void trend_add(struct trend *h, int64_t time_ns, const float values[TREND_METRICS])
{
	for (enum trend_span span = 0; span < TREND_SPANS; span++) {
		struct trend_ring *r = &h->rings[span];
		int64_t slot = time_ns / (spans[span].step_s * NS_PER_S) + 1;

		if (slot > r->slot)
			go_on(r, span, slot, values);
		else if (slot == r->slot)
			mix(r, spans[span].size, values);
	}
}

size_t trend_read(const struct trend *h, enum trend_metric metric, enum trend_span span, float *ret)
{
	const struct trend_ring *r = &h->rings[span];
	const struct trend_line *line = &r->lines[metric];
	size_t size = spans[span].size;

	for (size_t i = 0; i < size; i++)
		ret[i] = unpack(mean_at(line, size, r->slot - (int64_t)(size - 1 - i)));
	return size;
}

float trend_highest(const struct trend *h, enum trend_metric metric, enum trend_span span)
{
	const struct trend_ring *r = &h->rings[span];
	const struct trend_line *line = &r->lines[metric];
	size_t size = spans[span].size;
	float most = 0;

	for (size_t i = 0; i < size; i++)
		most = fmaxf(most, unpack(most_at(line, size, r->slot - (int64_t)i)));
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
