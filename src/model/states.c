// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/states.h"

#include <stddef.h>
#include <stdio.h>

#include "base/arr.h"

/* Why a state came about, at libvirt's number for it (virDomainRunningReason and so on, 9.0). */
struct reason {
	const char *text; /* NULL: the ordinary one */
	enum tone tone;   /* TONE_PLAIN: the state's own */
};

struct state {
	const char *text;
	const char *glyph, *ascii;
	enum tone tone;
	int rank;
	const struct reason *reasons;
	int n_reasons;
};

static const struct reason nostate_reasons[] = {
	[0] = {.text = NULL},
};

static const struct reason running_reasons[] = {
	[0] = {.text = NULL},
	[1] = {.text = NULL}, /* booted */
	[2] = {.text = "migrated here"},
	[3] = {.text = "restored"},
	[4] = {.text = "from a snapshot"},
	[5] = {.text = NULL}, /* resumed */
	[6] = {.text = "migration cancelled"},
	[7] = {.text = "save cancelled"},
	[8] = {.text = "woken"},
	[9] = {.text = "after a crash", .tone = TONE_WARN},
	[10] = {.text = "post-copy", .tone = TONE_BUSY},
	[11] = {.text = "post-copy failed", .tone = TONE_BAD},
};

static const struct reason blocked_reasons[] = {
	[0] = {.text = NULL},
};

static const struct reason paused_reasons[] = {
	[0] = {.text = NULL},
	[1] = {.text = NULL}, /* by the user */
	[2] = {.text = "migrating", .tone = TONE_BUSY},
	[3] = {.text = "saving", .tone = TONE_BUSY},
	[4] = {.text = "dumping", .tone = TONE_BUSY},
	[5] = {.text = "I/O error", .tone = TONE_BAD},
	[6] = {.text = "watchdog", .tone = TONE_BAD},
	[7] = {.text = "from a snapshot"},
	[8] = {.text = "shutting down", .tone = TONE_BUSY},
	[9] = {.text = "taking a snapshot", .tone = TONE_BUSY},
	[10] = {.text = "crashed", .tone = TONE_BAD},
	[11] = {.text = "starting up", .tone = TONE_BUSY},
	[12] = {.text = "post-copy", .tone = TONE_BUSY},
	[13] = {.text = "post-copy failed", .tone = TONE_BAD},
};

static const struct reason shutdown_reasons[] = {
	[0] = {.text = NULL},
	[1] = {.text = NULL}, /* somebody asked for it */
};

#define UNKNOWN       0
#define MIGRATED_AWAY 4
#define SAVED         5

static const struct reason shutoff_reasons[] = {
	[UNKNOWN] = {.text = NULL},
	[1] = {.text = NULL}, /* shut down */
	[2] = {.text = "forced off"},
	[3] = {.text = "crashed", .tone = TONE_BAD},
	[MIGRATED_AWAY] = {.text = "migrated away"},
	[SAVED] = {.text = "saved"},
	[6] = {.text = "failed to start", .tone = TONE_BAD},
	[7] = {.text = "from a snapshot"},
	[8] = {.text = "by the daemon", .tone = TONE_WARN},
};

static const struct reason crashed_reasons[] = {
	[0] = {.text = NULL},
	[1] = {.text = "panicked"},
};

static const struct reason pmsuspended_reasons[] = {
	[0] = {.text = NULL},
};

#define REASONS(table) .reasons = (table), .n_reasons = ARRAY_SIZE(table)

/* rank: 0 is kept for TONE_BAD, whatever the state. */
static const struct state states[] = {
	[DOMAIN_NOSTATE] = {"no state", "?", "?", TONE_DIM, 6, REASONS(nostate_reasons)},
	[DOMAIN_RUNNING] = {"running", "●", "*", TONE_GOOD, 1, REASONS(running_reasons)},
	[DOMAIN_BLOCKED] = {"blocked", "●", "*", TONE_GOOD, 2, REASONS(blocked_reasons)},
	[DOMAIN_PAUSED] = {"paused", "‖", "=", TONE_WARN, 4, REASONS(paused_reasons)},
	[DOMAIN_SHUTDOWN] = {"shutting down", "◐", "+", TONE_BUSY, 3, REASONS(shutdown_reasons)},
	[DOMAIN_SHUTOFF] = {"off", "○", "o", TONE_DIM, 7, REASONS(shutoff_reasons)},
	[DOMAIN_CRASHED] = {"crashed", "✖", "x", TONE_BAD, 0, REASONS(crashed_reasons)},
	[DOMAIN_PMSUSPENDED] = {"asleep", "☾", "z", TONE_DIM, 5, REASONS(pmsuspended_reasons)},
};

_Static_assert(ARRAY_SIZE(states) == DOMAIN_STATE_COUNT, "a row for every state");

static const struct state *find_state(enum domain_state state)
{
	return (unsigned)state < DOMAIN_STATE_COUNT ? &states[state] : NULL;
}

static const struct reason *find_reason(const struct state *state, int reason)
{
	return reason >= 0 && reason < state->n_reasons ? &state->reasons[reason] : NULL;
}

const char *domain_state_text(enum domain_state state)
{
	static _Thread_local char unknown[32];
	const struct state *s = find_state(state);

	if (s)
		return s->text;
	snprintf(unknown, sizeof(unknown), "unknown (%d)", (int)state);
	return unknown;
}

const char *domain_reason_text(enum domain_state state, int reason)
{
	static _Thread_local char unknown[32];
	const struct state *s = find_state(state);
	const struct reason *r = s ? find_reason(s, reason) : NULL;

	if (r)
		return r->text;
	if (!s && reason == 0)
		return NULL;
	snprintf(unknown, sizeof(unknown), "reason %d", reason);
	return unknown;
}

const char *domain_state_glyph(enum domain_state state, bool unicode)
{
	const struct state *s = find_state(state);

	if (!s)
		return "?";
	return unicode ? s->glyph : s->ascii;
}

bool domain_is_migrated_away(enum domain_state state, int reason)
{
	return state == DOMAIN_SHUTOFF && reason == MIGRATED_AWAY;
}

bool domain_was_saved(enum domain_state state, int reason)
{
	return state == DOMAIN_SHUTOFF && reason == SAVED;
}

int domain_reason_known(enum domain_state state, int reason, bool managed_save)
{
	return state == DOMAIN_SHUTOFF && reason == UNKNOWN && managed_save ? SAVED : reason;
}

enum tone domain_state_tone(enum domain_state state, int reason)
{
	const struct state *s = find_state(state);
	const struct reason *r = s ? find_reason(s, reason) : NULL;

	if (!s)
		return TONE_WARN;
	return r && r->tone != TONE_PLAIN ? r->tone : s->tone;
}

int domain_state_rank(enum domain_state state, int reason)
{
	const struct state *s = find_state(state);

	if (!s)
		return states[DOMAIN_NOSTATE].rank;
	return domain_state_tone(state, reason) == TONE_BAD ? 0 : s->rank;
}
