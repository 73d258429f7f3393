// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/invent.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"

#define KIB INT64_C(1024)

/* Counters are the integral of base + amp * sin(w t + phase), 0 <= amp < base: they only rise, and
 * any moment can be had without the ones before it. */
struct wave {
	int64_t base; /* per second */
	double amp;   /* per second */
	double w;     /* radians a second */
	double phase;
};

struct dice {
	uint64_t state;
};

/* SplitMix64, Vigna, public domain. */
static uint64_t roll(struct dice *dice)
{
	uint64_t x = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Between 0 and 1. */
static double roll_share(struct dice *dice)
{
	return (double)(roll(dice) >> 11) * 0x1p-53;
}

/* Evenly on a logarithmic scale: small ones are as likely as big ones. */
static double roll_between(struct dice *dice, double low, double high)
{
	return low * pow(high / low, roll_share(dice));
}

static struct wave roll_wave(struct dice *dice, double base, bool steady)
{
	double sway = 0.2 + 0.7 * roll_share(dice);
	double period_s = roll_between(dice, 12, 240);
	double phase = 2 * M_PI * roll_share(dice);

	return (struct wave){
		.base = (int64_t)base,
		.amp = steady ? 0 : sway * floor(base),
		.w = 2 * M_PI / period_s,
		.phase = phase,
	};
}

static uint64_t wave_total(const struct wave *wave, int64_t t_ns)
{
	double t = (double)t_ns / (double)NS_PER_S;
	int64_t whole = wave->base * (t_ns / NS_PER_S) +
			(int64_t)((__int128)wave->base * (t_ns % NS_PER_S) / NS_PER_S);
	double swayed = wave->amp * (cos(wave->phase) - cos(wave->w * t + wave->phase)) / wave->w;

	if (wave->amp <= 0)
		return (uint64_t)whole;
	/* At t = 0 both are 0; later the base outweighs the sway. */
	swayed += (double)whole;
	return swayed > 0 ? (uint64_t)swayed : 0;
}

/* How busy a machine is, by its uuid. CPU as a share of all its vCPUs. */
struct habit {
	double cpu_low, cpu_high;
	double bytes_low, bytes_high; /* a second, each way, disk and net; both 0: silent */
};

static const struct habit habits[] = {
	{.cpu_low = 0.002, .cpu_high = 0.01},
	{.cpu_low = 0.003, .cpu_high = 0.02, .bytes_low = 200, .bytes_high = 8e3},
	{.cpu_low = 0.02, .cpu_high = 0.12, .bytes_low = 4e3, .bytes_high = 9e5},
	{.cpu_low = 0.05, .cpu_high = 0.25, .bytes_low = 2e4, .bytes_high = 4e6},
	{.cpu_low = 0.25, .cpu_high = 0.5, .bytes_low = 3e5, .bytes_high = 2e7},
};

static uint64_t roll_bytes(struct dice *dice, const struct habit *habit, int64_t t_ns, bool steady)
{
	double low = habit->bytes_low, high = habit->bytes_high;
	struct wave wave = roll_wave(dice, low > 0 ? roll_between(dice, low, high) : 0, steady);

	return wave_total(&wave, t_ns);
}

static void fill_memory(struct sample *s, struct dice *dice, uint64_t memory, int64_t t_ns,
			bool steady)
{
	double used = 0.25 + 0.5 * roll_share(dice);
	double period_s = roll_between(dice, 60, 900);
	double t = (double)t_ns / (double)NS_PER_S;

	if (!steady)
		used += 0.08 * sin(2 * M_PI * t / period_s);
	s->memory = memory;
	s->memory_rss = (uint64_t)((double)memory * (used + 0.1));
}

void invent_sample(struct sample *s, const unsigned char uuid[UUID_SIZE], int64_t t_ns,
		   unsigned vcpus, unsigned vcpus_max, uint64_t memory, uint64_t memory_max,
		   bool steady)
{
	struct dice dice = {.state = uuid_hash(uuid)};
	const struct habit *habit = &habits[roll(&dice) % (sizeof(habits) / sizeof(habits[0]))];
	double busy = roll_between(&dice, habit->cpu_low, habit->cpu_high);
	struct wave cpu = roll_wave(&dice, busy * vcpus * (double)NS_PER_S, steady);

	if (t_ns < 0)
		t_ns = 0;
	memmove(s->uuid, uuid, UUID_SIZE);
	s->time_ns = t_ns;
	s->has = STATS_ALL;
	s->vcpus = vcpus;
	s->vcpus_max = vcpus_max;
	s->cpu_ns = wave_total(&cpu, t_ns);
	s->memory_max = memory_max;
	fill_memory(s, &dice, memory, t_ns, steady);
	s->disk_read = roll_bytes(&dice, habit, t_ns, steady);
	s->disk_written = roll_bytes(&dice, habit, t_ns, steady);
	s->net_received = roll_bytes(&dice, habit, t_ns, steady);
	s->net_sent = roll_bytes(&dice, habit, t_ns, steady);
}
