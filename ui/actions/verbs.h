// SPDX-License-Identifier: GPL-3.0-or-later
/* What the verbs mean to a person: one table. */
#pragma once

#include <stdbool.h>

#include "model/tasks.h"
#include "virt/verbs.h"

struct verb_words {
	const char *what;    /* before the name: "Start" */
	const char *button;  /* what a question calls it; NULL: as before the name */
	const char *overlay; /* in the row: "starting..." */
	/* {n} is the name, {u} the UUID, {t} the text; they come quoted; {o} the options, as they are, {s} with a space
	 * before them; {v} "--validate", where the
	 * options do not say otherwise; {f} what is changed, "--live --config "; {k} the keys */
	const char *virsh;
	struct task_goal goal;
	bool restarts;       /* struct task's, */
	enum task_saves saves; /* and this */
	const char *told;    /* said before the name when it is done, where rows may not show it; NULL: nothing is */
	const char *lost;    /* what is lost: it asks first; NULL: it does not */
	const char *gone;    /* the same of a transient network or pool, which is gone then; NULL: it is not */
	const char *word;    /* to be typed for many, or when it cannot be undone */
	bool irreversible;   /* the word is to be typed for one too */
	/* What is asked for in words first; NULL: nothing. */
	const char *label;
};

extern const struct verb_words verb_words[VERB_COUNT];
