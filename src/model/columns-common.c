// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/columns-common.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "base/utf8.h"
#include "model/states.h"

bool column_is_old(const struct host_view *host)
{
	return host->state != HOST_UP || host->unresponsive;
}

void column_ago(const struct host_view *host, const char *state, const struct cell_ask *ask, struct value *v)
{
	char age[UNITS_SIZE];

	units_duration(age, (double)(ask->now_ns - host->last_answer_ns) / (double)NS_PER_S);
	if (ask->wide)
		value_printf(v, TONE_DIM, "%s (%s ago)", state, age);
	else
		value_printf(v, TONE_DIM, "(%s ago)", age);
}

enum tone column_tone(const struct host_view *host, enum tone tone)
{
	return column_is_old(host) ? TONE_DIM : tone;
}

void column_host(const struct host_view *host, struct value *v)
{
	value_set_text(v, host_state_tone(host->state) == TONE_BAD ? TONE_BAD
			  : host_accent(host) != TONE_PLAIN	   ? host_accent(host)
								   : TONE_DIM,
		       host->name);
}

static const char *life_text(const struct life *life, bool wide)
{
	if (!life->active)
		return "inactive";
	if (!life->persistent)
		return wide ? "active, transient" : "transient";
	return life->differs ? "active " DIFFERS_MARK : "active";
}

void column_state(const struct host_view *host, struct obj_id id, const struct life *life, const struct cell_ask *ask,
		  struct value *v)
{
	const struct task *task = ask->tasks ? tasks_pending(ask->tasks, id) : NULL;
	const struct task *failed = ask->tasks ? tasks_failed(ask->tasks, id) : NULL;
	const char *state = life_text(life, ask->wide);

	value_number(v, TONE_DIM, life->active ? 0 : 1);
	if (task) {
		value_printf(v, TONE_BUSY, "%s", task->overlay);
	} else if (column_is_old(host)) {
		column_ago(host, state, ask, v);
	} else if (failed) {
		value_printf(v, TONE_BAD, "%s failed", failed->label);
	} else {
		value_printf(v, life->active ? TONE_GOOD : TONE_DIM, "%s", state);
	}
}

void column_flag(const struct host_view *host, bool set, struct value *v)
{
	value_number(v, column_tone(host, set ? TONE_PLAIN : TONE_DIM), set);
	value_printf(v, v->tone, "%s", set ? "yes" : "no");
}

void column_text(const struct host_view *host, const char *text, struct value *v)
{
	v->kind = VALUE_ABSENT;
	v->tone = TONE_DIM;
	if (text)
		value_set_text(v, column_tone(host, TONE_PLAIN), text);
}

void column_bytes(const struct host_view *host, uint64_t bytes, struct value *v)
{
	char text[UNITS_SIZE];

	value_number(v, column_tone(host, bytes ? TONE_PLAIN : TONE_DIM), (double)bytes);
	value_printf(v, v->tone, "%s", units_bytes(text, bytes));
}

void column_guests(const struct host_view *host, unsigned guests, unsigned running, struct value *v)
{
	value_number(v, column_tone(host, guests ? TONE_PLAIN : TONE_DIM), guests);
	if (guests && running < guests)
		value_printf(v, v->tone, "%u/%u", running, guests);
	else
		value_printf(v, v->tone, "%u", guests);
}

void column_first(const struct host_view *host, const char *name, unsigned more, int width,
		  const struct cell_ask *ask, struct value *v)
{
	enum tone tone = column_tone(host, TONE_PLAIN);
	autofree char *others = mem_printf(" +%u", more);
	autostr struct str text = {0};

	if (!more) {
		value_set_text(v, tone, name);
		return;
	}
	utf8_add_cut_end(&text, name, width - (int)strlen(others), ask->unicode);
	value_printf(v, tone, "%s%s", str_text(&text), others);
}

void column_rates(struct value *v, double a, double b, bool wide)
{
	char first[UNITS_SIZE];
	char second[UNITS_SIZE];

	if (a < 0 || b < 0)
		return;
	value_number(v, a + b < 0.5 ? TONE_DIM : TONE_PLAIN, a + b);
	if (wide)
		value_printf(v, v->tone, "%5s / %5s", units_rate(first, a), units_rate(second, b));
	else
		value_printf(v, v->tone, "%s", units_rate(first, a + b));
}

void column_os(struct value *v, enum tone tone, const char *os)
{
	static const char gnu[] = "GNU/Linux ";
	const char *middle = strstr(os, gnu);
	const char *rest = middle ? middle + strlen(gnu) : os;
	int before = middle ? (int)(middle - os) : 0;
	int after = (int)strcspn(rest, "(");

	while (after > 0 && rest[after - 1] == ' ')
		after--;
	if (before + after > 0)
		value_printf(v, tone, "%.*s%.*s", before, os, after, rest);
	else
		value_set_text(v, tone, os);
}
