// SPDX-License-Identifier: GPL-3.0-or-later
/* From what was told to what it is about, and from alert to alert. */
#include "ui/actions/tables.h"

#include "model/alerts.h"
#include "ui/app.h"
#include "ui/panes/panes.h"

static void action_event_go(struct app *app, const struct action *action)
{
	struct selection selection;
	const struct event_entry *e;

	(void)action;
	app_selection(app, &selection);
	e = event_log_find(app->events, obj_id_number(selection.id));
	if (!e)
		return;
	if (!panes_of_kind(e->object.kind)) {
		panes_show(app, obj_id_host(e->object.host));
		app_say(app, "%s is shown with its host %s", selection.name, e->host_name);
	} else if (!panes_show(app, e->object)) {
		app_complain(app, "%s is not on %s any more", selection.name, e->host_name);
	}
}

/* The one after that which was shown last; the first when that one is over. */
static size_t next_alert(const struct app *app, const struct alerts *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->alerts[i].kind == app->alert_kind &&
		    obj_id_equal(all->alerts[i].object, app->alert_object))
			return (i + 1) % all->n;
	return 0;
}

/* What no state tells is over once somebody was there: the one after it comes next then. */
static void see(struct app *app, const struct alerts *all, size_t at)
{
	const struct alert *alert = &all->alerts[at];

	/* What another alert of its machine hides was not seen. */
	if (alert->kind != ALERT_WATCHDOG && alert->kind != ALERT_MEMORY_FAILURE)
		return;
	host_seen(app_find_host(app, alert->object.host), alert->object.uuid);
	app->totals.known = false;
	app->alert_kind = at ? all->alerts[at - 1].kind : ALERT_KIND_COUNT;
	app->alert_object = at ? all->alerts[at - 1].object : (struct obj_id){0};
}

static void action_next_alert(struct app *app, const struct action *action)
{
	struct alerts all = {0};
	const struct alert *alert;
	size_t at;

	(void)action;
	for (size_t i = 0; i < app->n_hosts; i++)
		alerts_add_host(&all, app_twins(app), host_view(app->hosts[i]), app_alert_limits(app));
	if (!all.n) {
		app_say(app, "nothing is wrong as far as the hosts tell");
		return;
	}
	alerts_sort(&all);
	at = next_alert(app, &all);
	alert = &all.alerts[at];
	app->alert_kind = alert->kind;
	app->alert_object = alert->object;
	if (alert->object.kind == OBJ_DOMAIN)
		see(app, &all, at);
	panes_show(app, alert->object);
	app_complain(app, "%zu of %zu: %s", at + 1, all.n, alert->text);
	alerts_clear(&all);
}

const struct action event_actions[] = {
	{.id = "event.go", .group = "Event", .label = "go there",
	 .help = "show the machine or host that it is about", .keys = "Enter", .scope = SCOPE_EVENT,
	 .needs = FACT_SELECTED, .bar = 1, .run = action_event_go},
	{.id = NULL},
};

const struct action alert_actions[] = {
	{.id = "app.next-alert", .group = "virtty", .label = "next alert",
	 .help = "go to what is wrong, the gravest first", .keys = "!", .scope = SCOPE_APP,
	 .run = action_next_alert},
	{.id = NULL},
};
