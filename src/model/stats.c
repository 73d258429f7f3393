// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/stats.h"

#include <math.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"

/* Open addressing by uuid, probed upwards. The hash beside the pointer spares a walk through memory
 * for slots that do not match. */
struct slot {
	uint32_t hash;
	struct figures *figures; /* NULL: free */
};

struct stats {
	struct slot *slots;
	size_t n, mask; /* mask: slots - 1 */
};

#define SLOTS_FIRST 16

struct sample *figure_set_add(struct figure_set *set)
{
	struct sample *sample = arr_add(set->samples, set->n, set->cap);

	sample->state = -1;
	return sample;
}

void figure_set_free(struct figure_set *set)
{
	if (!set)
		return;
	free(set->samples);
	free(set);
}

static void set_slots(struct stats *s, size_t slots)
{
	s->slots = mem_new_array(slots, sizeof(*s->slots));
	s->mask = slots - 1;
}

struct stats *stats_create(void)
{
	struct stats *s = mem_new(struct stats);

	set_slots(s, SLOTS_FIRST);
	return s;
}

void stats_destroy(struct stats *s)
{
	if (!s)
		return;
	for (size_t i = 0; i <= s->mask; i++)
		free(s->slots[i].figures);
	free(s->slots);
	free(s);
}

/* The slot of a uuid, or the free one where it belongs. */
static struct slot *find_slot(const struct stats *s, uint32_t hash, const unsigned char *uuid)
{
	for (size_t at = hash & s->mask;; at = (at + 1) & s->mask) {
		struct slot *slot = &s->slots[at];

		if (!slot->figures)
			return slot;
		if (slot->hash == hash && memcmp(slot->figures->last.uuid, uuid, UUID_SIZE) == 0)
			return slot;
	}
}

static void rehash(struct stats *s, size_t slots)
{
	struct slot *old = s->slots;
	size_t n_old = s->mask + 1;

	set_slots(s, slots);
	for (size_t i = 0; i < n_old; i++)
		if (old[i].figures)
			*find_slot(s, old[i].hash, old[i].figures->last.uuid) = old[i];
	free(old);
}

double stats_rate(uint64_t before, uint64_t now, int64_t delta_ns)
{
	if (now < before || delta_ns <= 0)
		return -1;
	return (double)(now - before) * (double)NS_PER_S / (double)delta_ns;
}

static void forget_rates(struct figures *f)
{
	f->cpu_percent = -1;
	f->disk_read_rate = f->disk_write_rate = -1;
	f->net_rx_rate = f->net_tx_rate = -1;
}

static void compute_rates(struct figures *f, const struct sample *now)
{
	const struct sample *before = &f->last;
	int64_t delta = now->time_ns - before->time_ns;
	unsigned both = before->has & now->has;

	forget_rates(f);
	if (both & STATS_CPU) {
		double rate = stats_rate(before->cpu_ns, now->cpu_ns, delta);

		f->cpu_percent = rate < 0 ? -1 : rate * 100 / (double)NS_PER_S;
	}
	if (both & STATS_DISK) {
		f->disk_read_rate = stats_rate(before->disk_read, now->disk_read, delta);
		f->disk_write_rate = stats_rate(before->disk_written, now->disk_written, delta);
	}
	if (both & STATS_NET) {
		f->net_rx_rate = stats_rate(before->net_received, now->net_received, delta);
		f->net_tx_rate = stats_rate(before->net_sent, now->net_sent, delta);
	}
}

static float sum_or_nan(double a, double b)
{
	return a < 0 || b < 0 ? NAN : (float)(a + b);
}

static void add_history(struct figures *f)
{
	unsigned at = f->history_at;

	f->cpu_history[at] = sum_or_nan(f->cpu_percent, 0);
	f->disk_history[at] = sum_or_nan(f->disk_read_rate, f->disk_write_rate);
	f->net_history[at] = sum_or_nan(f->net_rx_rate, f->net_tx_rate);
	f->history_at = (at + 1) % HISTORY;
	if (f->history_n < HISTORY)
		f->history_n++;
}

static void feed_one(struct stats *s, const struct sample *sample)
{
	uint32_t hash = uuid_hash(sample->uuid);
	struct slot *slot = find_slot(s, hash, sample->uuid);

	if (slot->figures) {
		compute_rates(slot->figures, sample);
		add_history(slot->figures);
		slot->figures->last = *sample;
		return;
	}
	if (!sample->has)
		return;
	slot->hash = hash;
	slot->figures = mem_new(struct figures);
	slot->figures->last = *sample;
	forget_rates(slot->figures);
	s->n++;
}

void stats_feed(struct stats *s, const struct figure_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		if ((s->n + 1) * 2 > s->mask + 1)
			rehash(s, (s->mask + 1) * 2);
		feed_one(s, &set->samples[i]);
	}
}

const struct figures *stats_find(const struct stats *s, const unsigned char uuid[UUID_SIZE])
{
	return find_slot(s, uuid_hash(uuid), uuid)->figures;
}

void stats_forget(struct stats *s, bool (*keep)(void *opaque, const unsigned char *uuid),
		  void *opaque)
{
	size_t slots = SLOTS_FIRST, before = s->n;

	for (size_t i = 0; i <= s->mask; i++) {
		struct slot *slot = &s->slots[i];

		if (slot->figures && !keep(opaque, slot->figures->last.uuid)) {
			free(take(slot->figures));
			s->n--;
		}
	}
	if (s->n == before)
		return;
	while (slots < s->n * 2 + 2)
		slots *= 2;
	rehash(s, slots);
}
