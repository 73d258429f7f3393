// SPDX-License-Identifier: GPL-3.0-or-later
/* What is asked of the hosts because it is on the screen. */
#include "ui/app-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/panel.h"
#include "ui/panes/find.h"
#include "ui/panes/table.h"
#include "ui/widgets/list.h"

void app_want_figures(struct app *app)
{
	struct pane *pane = app_body(app);
	unsigned groups = pane->ops->stats ? pane->ops->stats(pane)
			  : pane->list	   ? list_stats(pane->list) | table_stats(pane)
					   : 0;

	groups |= panel_stats(app, pane);
	for (size_t i = 0; i < app->n_hosts; i++)
		host_want_figures(app->hosts[i], groups & ~(unsigned)STATS_GUEST);
}

void app_want_all_guests(struct app *app)
{
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct snapshot *s = host_view(app->hosts[i])->snapshot;
		unsigned char (*uuids)[UUID_SIZE] = mem_new_array((s ? s->n_domains : 0) + 1, UUID_SIZE);
		size_t n = 0;

		for (size_t j = 0; s && j < s->n_domains; j++)
			if (domain_is_active(&s->domains[j]))
				memcpy(uuids[n++], s->domains[j].uuid, UUID_SIZE);
		host_want_guests(app->hosts[i], (const unsigned char(*)[UUID_SIZE])uuids, n);
		free(uuids);
	}
}

void app_want_readings(struct app *app)
{
	struct peek_list looks = {0};
	struct pane *pane = app_body(app);

	if (pane->ops->peeks)
		pane->ops->peeks(pane, &looks);
	panel_peeks(app, &looks);
	if (app_top(app) != pane && app_top(app)->ops->peeks)
		app_top(app)->ops->peeks(app_top(app), &looks);
	for (size_t i = 0; i < app->n_hosts; i++) {
		uint32_t number = host_view(app->hosts[i])->number;
		struct reading_key *keys = mem_new_array(looks.n + 1, sizeof(*keys));
		size_t n = 0;

		for (size_t j = 0; j < looks.n; j++)
			if (looks.all[j].host == number)
				keys[n++] = looks.all[j].key;
		host_want_readings(app->hosts[i], keys, n);
		free(keys);
	}
	free(looks.all);
}

static void want_guests_of(struct host *host, const struct obj_id *ids, size_t n)
{
	unsigned char (*uuids)[UUID_SIZE] = mem_new_array(n + 1, UUID_SIZE);
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (ids[i].kind == OBJ_DOMAIN && ids[i].host == host_view(host)->number)
			memcpy(uuids[count++], ids[i].uuid, UUID_SIZE);
	host_want_guests(host, (const unsigned char(*)[UUID_SIZE])uuids, count);
	free(uuids);
}

void app_want_guests(struct app *app)
{
	struct pane *pane = app_body(app);

	if (pane->list && (table_stats(pane) & STATS_GUEST)) {
		app_want_all_guests(app);
		return;
	}
	bool any = pane->ops->table && pane->ops->table->kind == OBJ_DOMAIN;
	bool all = any && (list_stats(pane->list) & STATS_GUEST);
	size_t first = any && !all ? list_cursor(pane->list) : 0;
	size_t n = all ? list_visible(pane->list, &first) : 1;
	struct obj_id *ids = mem_new_array(n + 1, sizeof(*ids));

	for (size_t line = 0; line < n; line++) {
		struct selection s = {0};

		if (any)
			table_describe(pane, all ? list_line_row(pane->list, first + line) : first, &s);
		else if (pane->ops->selected)
			pane->ops->selected(pane, &s);
		ids[line] = s.id;
	}
	if (!all && panel_guest(app, &ids[0]))
		n = 1;
	for (size_t i = 0; i < app->n_hosts; i++)
		want_guests_of(app->hosts[i], ids, n);
	free(ids);
}
