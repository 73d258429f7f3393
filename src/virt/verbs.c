// SPDX-License-Identifier: GPL-3.0-or-later
/* What is so of a verb whoever carries it out. */
#include "virt/domain.h"

static const struct {
	bool is_long;
	bool has_job;
} traits[DOMAIN_VERB_COUNT] = {
	[DOMAIN_VERB_SHUTDOWN_AGENT] = {.is_long = true},
	[DOMAIN_VERB_MANAGED_SAVE] = {.is_long = true, .has_job = true},
	[DOMAIN_VERB_SAVE] = {.is_long = true, .has_job = true},
	[DOMAIN_VERB_DUMP] = {.is_long = true, .has_job = true},
	[DOMAIN_VERB_RESTORE] = {.is_long = true},
};

bool domain_verb_is_long(enum domain_verb verb)
{
	return traits[verb].is_long;
}

bool domain_verb_has_job(enum domain_verb verb)
{
	return traits[verb].has_job;
}
