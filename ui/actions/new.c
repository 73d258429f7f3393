// SPDX-License-Identifier: GPL-3.0-or-later
/* What is made anew, by wizards. */
#include "ui/actions/tables.h"

#include "base/mem.h"
#include "ui/app.h"
#include "ui/forms/forms.h"
#include "ui/targets.h"
#include "ui/widgets/choose.h"

static bool can_make(const struct app *app, const struct action *action, uint32_t number)
{
	const struct host *host = app_find_host(app, number);

	return host && host_view(host)->state == HOST_UP && !host_view(host)->readonly &&
	       !targets_driver_lacks(app, action, obj_id_host(number));
}

/* The hosts that could be chosen. */
struct offer {
	const struct action *action;
	void (*open)(struct app *app, const struct action *action, uint32_t host);
	uint32_t *hosts; /* their numbers */
};

static void chosen(struct app *app, void *opaque, size_t index)
{
	const struct offer *offer = opaque;

	/* It may have gone meanwhile. */
	if (can_make(app, offer->action, offer->hosts[index]))
		offer->open(app, offer->action, offer->hosts[index]);
	else
		app_complain(app, "the host is not connected any more");
}

static void choose_host(struct app *app, const struct action *action,
			void (*open)(struct app *app, const struct action *action, uint32_t host))
{
	struct choose_question q = {.title = "On which host?", .answer = chosen};
	struct offer *offer = arena_alloc(app->requests, sizeof(*offer));

	offer->action = action;
	offer->open = open;
	offer->hosts = arena_alloc(app->requests, (app->n_hosts + 1) * sizeof(*offer->hosts));
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *view = host_view(app->hosts[i]);

		if (!can_make(app, action, view->number))
			continue;
		offer->hosts[q.n] = view->number;
		choose_add(&q, (struct choice){arena_strdup(app->requests, view->name),
					       arena_strdup(app->requests, view->shown_uri), NULL});
	}
	q.opaque = offer;
	if (q.n == 1)
		chosen(app, offer, 0);
	else if (q.n)
		choose_ask(app, &q);
	else
		app_complain(app, "%s: no host is connected on which something can be made", action->label);
	if (q.n <= 1)
		free(q.choices);
}

void action_on_host(struct app *app, const struct action *action,
		    void (*open)(struct app *app, const struct action *action, uint32_t host))
{
	struct selection s;

	app_selection(app, &s);
	if (s.id.host && can_make(app, action, s.id.host))
		open(app, action, s.id.host);
	else
		choose_host(app, action, open);
}

static void action_new_network(struct app *app, const struct action *action)
{
	action_on_host(app, action, network_form_table.open);
}

static void action_new_pool(struct app *app, const struct action *action)
{
	action_on_host(app, action, pool_form_table.open);
}

const struct action new_actions[] = {
	{.id = "network.new", .group = "Network", .label = "new", .help = "make a virtual network", .keys = "N",
	 .scope = SCOPE_NETWORK, .needs = ON_HOST, .flags = ACTION_VERB, .bar = 8, .run = action_new_network,
	 .arg = NETWORK_VERB_DEFINE},
	{.id = "pool.new", .group = "Pool", .label = "new", .help = "make a storage pool", .keys = "N",
	 .scope = SCOPE_POOL, .needs = ON_HOST, .flags = ACTION_VERB, .bar = 8, .run = action_new_pool,
	 .arg = POOL_VERB_DEFINE},
	{.id = NULL},
};
