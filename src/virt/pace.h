// SPDX-License-Identifier: GPL-3.0-or-later
/* When a host is asked what: pure arithmetic on the monotonic clock, the caller brings the time. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pace_what { PACE_LIST, PACE_FIGURES, PACE_DEFINITIONS, PACE_COUNT };

struct pace {
	int tick_ms;
	int64_t due_ns[PACE_COUNT]; /* 0: not at all */
	bool stale;                 /* something said that the list is old */
	int64_t list_began_ns;
	int64_t list_budget_ns; /* a list moves it on by its cost; it may not run far ahead */
	int64_t list_cost_ns;   /* 100 to 500 ms, by how long one takes: */
	int64_t list_took_ns;   /* as the last one, but at most twice what it was before */
	int64_t news_ns;        /* each change moves it on; far ahead of now there is a storm */
	unsigned samples; /* figures answered since the host came up or other ones were wanted */
	size_t batch;     /* definitions in one go */
	unsigned tries;   /* openings that failed in a row */
};

/* The host came up with a fresh list. */
void pace_up(struct pace *p, int64_t now_ns);
/* The list is old since now: it is read in 10 ms, or in 50 ms when it was read just before, and
 * when this goes on and on so often that lists take a tenth of the time: two to ten a second. In a storm, more than
 * twenty changes a second, two. To be called for each change. */
void pace_stale(struct pace *p, int64_t now_ns);
/* Everything, now. */
void pace_all(struct pace *p, int64_t now_ns);
/* Figures at once, and again soon after, so that there are rates. */
void pace_fresh_figures(struct pace *p, int64_t now_ns);
void pace_began(struct pace *p, enum pace_what what, int64_t now_ns);
/* How long a list took. */
void pace_list_took(struct pace *p, int64_t ns);
/* The list could not be read: again before long. */
void pace_failed_list(struct pace *p, int64_t now_ns);
/* How long a batch of definitions took: the next one is to take about a second at most. */
void pace_batch_took(struct pace *p, int64_t ns);
/* What is due first; *ret_ns says when. False when nothing is. */
bool pace_next(const struct pace *p, enum pace_what *ret_what, int64_t *ret_ns);
/* Counts a failed opening and says how long to wait: 1, 2, 4 ... 60 s, 20 % more or less by salt. */
int64_t pace_retry_ns(struct pace *p, uint32_t salt);
/* It was up, and is lost. proven: for so long that the failed openings before do not count any more; else it is tried
 * again within 10 s all the same, for it did open. */
void pace_was_up(struct pace *p, bool proven);
/* A key at now_ns, as *last_ns is from then on: true when it is the first after a minute without one. The first of all is
 * none. */
bool pace_wakes(int64_t *last_ns, int64_t now_ns);
