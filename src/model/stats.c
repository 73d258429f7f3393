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
	bool held; /* what is known stands still */
	struct slot *slots;
	size_t n, mask; /* mask: slots - 1 */
};

#define SILENT_AFTER_NS (1 * NS_PER_S)
#define SLOTS_FIRST 16
/* Most groups are told by other calls than the beat is made of, now and then late: for so many beats */
#define HISTORY_BEATS 2 /* the newest goes into history again, */
#define SHOWN_BEATS   5 /* and is shown */

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

static void figures_free(struct figures *f)
{
	if (f)
		trend_clear(&f->trend);
	free(f);
}

void stats_destroy(struct stats *s)
{
	if (!s)
		return;
	for (size_t i = 0; i <= s->mask; i++)
		figures_free(s->slots[i].figures);
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

/* Index in group_ns. */
static int group_index(unsigned group)
{
	return __builtin_ctz(group);
}

static double rate_of(const struct figures *f, unsigned group, const struct sample *now,
		      uint64_t before, uint64_t counter)
{
	if (!(f->counted & now->has & group))
		return -1;
	return stats_rate(before, counter, now->time_ns - f->group_ns[group_index(group)]);
}

static void compute_rates(struct figures *f, const struct sample *now, unsigned asked)
{
	const struct sample *before = &f->last;

	if (asked & STATS_CPU) {
		double rate = rate_of(f, STATS_CPU, now, before->cpu_ns, now->cpu_ns);

		f->cpu_percent = rate < 0 ? -1 : rate * 100 / (double)NS_PER_S;
	}
	if (asked & STATS_DISK) {
		f->disk_read_rate = rate_of(f, STATS_DISK, now, before->disk_read, now->disk_read);
		f->disk_write_rate =
			rate_of(f, STATS_DISK, now, before->disk_written, now->disk_written);
	}
	if (asked & STATS_NET) {
		f->net_rx_rate =
			rate_of(f, STATS_NET, now, before->net_received, now->net_received);
		f->net_tx_rate = rate_of(f, STATS_NET, now, before->net_sent, now->net_sent);
	}
}

/* Groups are asked for apart: what this sample was not asked for stays as it was. */
static void take_over(struct sample *to, const struct sample *now, unsigned asked)
{
	struct sample merged = *now;

	if (!(asked & STATS_CPU))
		merged.cpu_ns = to->cpu_ns;
	if (!(asked & STATS_MEMORY)) {
		merged.memory = to->memory;
		merged.memory_max = to->memory_max;
		merged.memory_rss = to->memory_rss;
	}
	if (!(asked & STATS_VCPU)) {
		merged.vcpus = to->vcpus;
		merged.vcpus_max = to->vcpus_max;
	}
	if (!(asked & STATS_DISK)) {
		merged.disk_read = to->disk_read;
		merged.disk_written = to->disk_written;
	}
	if (!(asked & STATS_NET)) {
		merged.net_received = to->net_received;
		merged.net_sent = to->net_sent;
	}
	merged.has = (to->has & ~asked) | now->has;
	*to = merged;
}

/* libvirt leaves out what only QEMU knows while it waits for that QEMU: the resident size is the one of
 * these that every QEMU has. */
static void listen_for(struct figures *f, const struct sample *now, const struct figure_set *set)
{
	if (!(set->asked & STATS_MEMORY))
		return;
	f->tells_rss |= now->memory_rss > 0;
	if (now->memory_rss || !f->tells_rss) {
		f->silent_since_ns = f->missed_ns = 0;
		return;
	}
	if (!f->missed_ns)
		f->missed_ns = set->time_ns;
	/* Something else may just have been asked of that QEMU; what hangs is left out the next time as well. */
	if (!f->silent_since_ns && (set->one_hangs || set->time_ns - f->missed_ns >= SILENT_AFTER_NS))
		f->silent_since_ns = f->missed_ns;
}

static float sum_or_nan(double a, double b)
{
	return a < 0 || b < 0 ? NAN : (float)(a + b);
}

static float if_new(const struct figures *f, unsigned group, float value)
{
	return f->counted & group && f->beats_ago[group_index(group)] < HISTORY_BEATS ? value : NAN;
}

static void add_history(struct figures *f, const struct sample *now)
{
	float values[TREND_METRICS] = {
		[TREND_CPU] = if_new(f, STATS_CPU, sum_or_nan(f->cpu_percent, 0)),
		[TREND_MEMORY] = if_new(f, STATS_MEMORY, (float)f->last.memory),
		[TREND_DISK] = if_new(f, STATS_DISK, sum_or_nan(f->disk_read_rate, f->disk_write_rate)),
		[TREND_NET] = if_new(f, STATS_NET, sum_or_nan(f->net_rx_rate, f->net_tx_rate)),
	};

	trend_add(&f->trend, now->time_ns, values);
}

/* Counters stay: a rate can go on from them. */
static void pass(struct figures *f, unsigned beats)
{
	for (int i = 0; i < STATS_GROUPS; i++) {
		unsigned left = UINT16_MAX - f->beats_ago[i];

		f->beats_ago[i] += (uint16_t)(beats < left ? beats : left);
		if (f->beats_ago[i] >= SHOWN_BEATS)
			f->last.has &= ~(1u << i);
	}
	if (!(f->last.has & STATS_CPU))
		f->cpu_percent = -1;
	if (!(f->last.has & STATS_DISK))
		f->disk_read_rate = f->disk_write_rate = -1;
	if (!(f->last.has & STATS_NET))
		f->net_rx_rate = f->net_tx_rate = -1;
}

static void feed_one(struct stats *s, const struct sample *sample, const struct figure_set *set)
{
	uint32_t hash = uuid_hash(sample->uuid);
	struct slot *slot = find_slot(s, hash, sample->uuid);
	struct figures *f = slot->figures;
	unsigned asked = set->asked | sample->has;
	bool first = !f;

	if (first && !sample->has)
		return;
	if (first) {
		f = slot->figures = mem_new(struct figures);
		slot->hash = hash;
		memcpy(f->last.uuid, sample->uuid, UUID_SIZE);
		forget_rates(f);
		s->n++;
	}
	listen_for(f, sample, set);
	if (s->held && !first)
		return;
	compute_rates(f, sample, asked);
	take_over(&f->last, sample, asked);
	f->counted = (f->counted & ~asked) | sample->has;
	for (int i = 0; i < STATS_GROUPS; i++)
		if (sample->has & (1u << i)) {
			f->group_ns[i] = sample->time_ns;
			f->beats_ago[i] = 0;
		}
	if (set->beat && !first)
		add_history(f, sample);
	if (set->beat)
		pass(f, 1);
}

void stats_feed(struct stats *s, const struct figure_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		if ((s->n + 1) * 2 > s->mask + 1)
			rehash(s, (s->mask + 1) * 2);
		feed_one(s, &set->samples[i], set);
	}
}

void stats_pass(struct stats *s, unsigned beats)
{
	for (size_t i = 0; i <= s->mask && !s->held; i++)
		if (s->slots[i].figures)
			pass(s->slots[i].figures, beats);
}

void stats_hold(struct stats *s, bool hold)
{
	s->held = hold;
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
			figures_free(take(slot->figures));
			s->n--;
		}
	}
	if (s->n == before)
		return;
	while (slots < s->n * 2 + 2)
		slots *= 2;
	rehash(s, slots);
}
