// SPDX-License-Identifier: GPL-3.0-or-later
/* The words and glyphs for states: one table for all panes. */
#pragma once

#include <stdbool.h>

#include "model/snapshot.h"
#include "model/tone.h"

/* "running", "paused", "off", "crashed", "asleep" ...; "unknown (9)" for a state that is new to us. */
const char *domain_state_text(enum domain_state state);
/* Why, in a word or three: "I/O error", "watchdog", "migrated"; NULL when there is nothing to add
 * (the ordinary reason: running because booted, off because shut down). "reason 23" for a new one. */
const char *domain_reason_text(enum domain_state state, int reason);
/* Off, and it went on elsewhere. */
bool domain_is_migrated_away(enum domain_state state, int reason);
/* Off, and its memory was saved. */
bool domain_was_saved(enum domain_state state, int reason);
/* The reason, also where libvirt lacks it: a daemon that was started since has forgotten that a machine which has
 * a managed save image was saved. */
int domain_reason_known(enum domain_state state, int reason, bool managed_save);
/* One cell: "●" or "*" and so on; Unicode or ASCII. */
const char *domain_state_glyph(enum domain_state state, bool unicode);
enum tone domain_state_tone(enum domain_state state, int reason);
/* Behind the state of a machine whose definition differs from what runs. */
#define DIFFERS_MARK "*"
/* For sorting: what needs a person first (crashed, paused by an error), then running, ..., off. */
int domain_state_rank(enum domain_state state, int reason);
