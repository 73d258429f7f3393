// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/seat.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"

#define REAP_NS (1 * NS_PER_S)

bool seat_open(struct seat *seat, const struct home *home, const char *what, struct err *err)
{
	autofree char *name = mem_printf("%s %s", what, home->view->name);
	seat->lane = lane_create(home->loop, name, err);
	if (!seat->lane)
		return false;
	autoargv struct argv login = {0};
	const struct conn_place place = {
		.uri = home->view->uri,
		.way = home->route ? route_uri(home->route) : NULL,
		.readonly = home->view->readonly,
		.login = home->route && route_add_login(home->route, &login, NULL) ? &login : NULL,
	};
	seat->session = session_create(home->view->name, &place, home->creds);
	seat->creds = home->creds;
	lane_at_end(seat->lane, session_end, seat->session);
	return true;
}

void seat_opened(struct seat *seat)
{
	seat->opened = true;
}

void seat_close(struct seat *seat, struct leftovers *leftovers)
{
	if (!seat->lane)
		return;
	lane_end(seat->lane);
	creds_wake(seat->creds);
	*arr_add(leftovers->all, leftovers->n, leftovers->cap) = (struct leftover){seat->lane, !seat->opened};
	*seat = (struct seat){0};
}

static void on_answer(void *data, const char *calls)
{
	struct ask *a = data;
	a->answered(a, calls);
}

static void on_release(void *data)
{
	struct ask *a = data;
	if (!a->ran && a->unasked)
		a->unasked(a);
	ask_destroy(a);
}

void seat_ask(struct seat *seat, struct ask *ask)
{
	const struct job job = {
		.name = ask_name(ask->kind),
		.run = ask_run,
		.done = on_answer,
		.release = on_release,
		.data = ask,
	};
	lane_submit(seat->lane, &job);
}

bool seat_idle(const struct seat *seat)
{
	return !seat->lane || lane_idle(seat->lane);
}

void leftovers_reap(struct leftovers *leftovers)
{
	for (size_t i = 0; i < leftovers->n;) {
		struct lane *lane = leftovers->all[i].lane;
		if (!lane_ended(lane) || !lane_idle(lane)) {
			i++;
			continue;
		}
		lane_destroy(lane, 0);
		leftovers->all[i] = leftovers->all[--leftovers->n];
	}
}

size_t leftovers_opening(const struct leftovers *leftovers)
{
	size_t n = 0;

	for (size_t i = 0; i < leftovers->n; i++)
		n += leftovers->all[i].opening;
	return n;
}

int64_t leftovers_wake_ns(const struct leftovers *leftovers, int64_t now_ns)
{
	return leftovers->n > 0 ? now_ns + REAP_NS : 0;
}

bool leftovers_destroy(struct leftovers *leftovers, int64_t deadline_ns)
{
	bool all = true;
	for (size_t i = 0; i < leftovers->n; i++) {
		int64_t left_ms = (deadline_ns - clock_now_ns()) / NS_PER_MS;
		all &= lane_destroy(leftovers->all[i].lane, left_ms > 0 ? (int)left_ms : 0);
	}
	free(leftovers->all);
	*leftovers = (struct leftovers){0};
	return all;
}
