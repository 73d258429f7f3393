// SPDX-License-Identifier: GPL-3.0-or-later
/* What is asked of networks in more than one step. */
#include "ui/actions/tables.h"

#include <string.h>

#include "base/argv.h"
#include "base/mem.h"
#include "model/plan.h"
#include "model/uses.h"
#include "ui/actions/batch.h"
#include "ui/actions/users.h"
#include "ui/app.h"
#include "ui/forms/network-parts.h"
#include "ui/targets.h"
#include "ui/widgets/confirm.h"

static const struct network *network_of(const struct app *app, struct obj_id id)
{
	struct host *host = app_find_host(app, id.host);

	return host ? networks_find(host_networks(host_view(host)), id.uuid) : NULL;
}

/* --- starting -------------------------------------------------------------------------------------- */

/* Running machines hang in the air since it was stopped. */
static bool was_cut_off(const struct app *app, struct obj_id id)
{
	struct host *host = app_find_host(app, id.host);
	const struct snapshot *s = host ? host_view(host)->snapshot : NULL;
	const struct network *n = network_of(app, id);

	for (size_t i = 0; n && s && network_is_cut_off(n) && i < s->n_domains; i++)
		if (domain_is_active(&s->domains[i]) && machine_is_on(&s->domains[i], n))
			return true;
	return false;
}

static bool can_replug(const struct app *app, struct obj_id id)
{
	return !targets_driver_lacks(app, action_find(app, "network.replug"), id);
}

static void start_and_plug(struct app *app, void *opaque)
{
	struct request *r = opaque;
	struct request plug = request_make(app, r->action, r->object, r->name, NETWORK_VERB_REPLUG, NULL, NULL);

	r->then = request_keep(&plug);
	request_ask(r, 0);
}

static void start_only(struct app *app, void *opaque)
{
	(void)app;
	request_ask(opaque, 0);
}

void action_network_start(struct app *app, const struct action *action)
{
	struct selection s;
	struct request r;
	autostr struct str text = {0};
	autofree char *title = NULL;

	app_selection(app, &s);
	if (targets_are_marked(app, action) || !was_cut_off(app, s.id) || !can_replug(app, s.id)) {
		action_domain(app, action);
		return;
	}
	r = request_make(app, action, s.id, s.name, NETWORK_VERB_START, NULL, NULL);
	title = mem_printf("Start network %s", s.name);
	users_add(app, &r, false, &text);
	str_add(&text, "They were cut off when it stopped, and its new bridge does not have them. They can be plugged in "
		       "again: they keep their NICs, and notice only the gap.\n");
	confirm_ask(app, &(struct confirm_question){.title = title,
						    .text = str_text(&text),
						    .yes = "Start and plug in",
						    .answer = start_and_plug,
						    .other = "Start only",
						    .other_key = 'o',
						    .other_answer = start_only,
						    .opaque = request_keep(&r)});
}

/* --- deleting -------------------------------------------------------------------------------------- */

static const struct verb_words delete_words = {
	.what = "Delete network",
	.lost = "Its definition is deleted, with its fixed addresses and names. Machines on it are cut off, and do not start "
		"until there is a network of that name again.",
	.word = "delete",
};

/* Of some of them that run. */
static const struct verb_words stop_and_delete_words = {
	.what = "Stop and delete network",
	.button = "Stop and delete",
	.lost = "What runs is stopped: machines on it are cut off, and do not start until there is a network of that name again. "
		"Its definition is deleted, with its fixed addresses and names.",
	.word = "delete",
};

static char *virsh_of(const char *verb, const char *name)
{
	struct str line = {0};

	str_addf(&line, "%s %s", verb, name[0] == '-' ? "-- " : "");
	argv_add_quoted(&line, name);
	return str_take(&line);
}

static void add_step(struct plan *plan, struct obj_id id, const char *name, enum verb verb, const char *what,
		     const char *virsh)
{
	struct verb_request request = {.verb = verb};
	struct plan_step *step;

	memcpy(request.uuid, id.uuid, UUID_SIZE);
	step = plan_add(plan, &request, mem_printf("%s %s", what, name), virsh_of(virsh, name));
	if (verb == NETWORK_VERB_STOP)
		plan_step_undo(step, NETWORK_VERB_START, NULL, NULL, mem_printf("start %s", name));
}

/* A transient one is gone when it stops. */
static struct request deletion_of(struct app *app, const struct action *action, const struct target *t)
{
	struct plan *plan = plan_create();
	autofree char *what = mem_printf("Delete network %s", t->name);
	struct request r = request_make(app, action, t->id, t->name, PLAN_VERB, NULL, NULL);
	struct request kept;

	if (t->facts & FACT_ACTIVE)
		add_step(plan, t->id, t->name, NETWORK_VERB_STOP, "stop", "net-destroy");
	if (t->facts & FACT_PERSISTENT)
		add_step(plan, t->id, t->name, NETWORK_VERB_UNDEFINE, "undefine", "net-undefine");
	r.plan = plan;
	r.what = what;
	r.words = t->facts & FACT_ACTIVE ? &stop_and_delete_words : &delete_words;
	r.overlay = "deleting...";
	kept = *request_keep(&r);
	plan_unref(plan);
	return kept;
}

void action_network_delete(struct app *app, const struct action *action)
{
	struct targets targets;
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));

	targets_gather(app, action, &targets);
	*batch = (struct batch){.hidden = targets.hidden,
				.left_out = targets.left_out,
				.named = app->said && app->said->n,
				.words = &delete_words};
	batch->all = arena_alloc(app->requests, (targets.n + 1) * sizeof(*batch->all));
	for (size_t i = 0; i < targets.n; i++) {
		batch->all[batch->n++] = deletion_of(app, action, &targets.all[i]);
		if (targets.all[i].facts & FACT_ACTIVE)
			batch->words = &stop_and_delete_words;
	}
	if (batch->n)
		batch_confirm(app, batch);
	targets_finish(&targets);
}

/* --- parts of one ---------------------------------------------------------------------------------- */

/* What a guest has by its lease becomes its own. */
void action_network_add(struct app *app, const struct action *action)
{
	size_t index;
	enum network_entry at = network_page_entry(app, &index);
	enum network_entry kind = action->arg;
	struct obj_id network = page_top(app)->id;
	struct dhcp *dhcp = network_page_take(app);

	if (kind == NETWORK_ENTRY_FIXED && at == NETWORK_ENTRY_LEASE)
		kind = at;
	if (dhcp && (dhcp->n_subnets || kind == NETWORK_ENTRY_NAME)) {
		network_part_add(app, action, network, dhcp, kind, at, index);
		return;
	}
	dhcp_destroy(dhcp);
	app_complain(app, "it has no subnet of its own: there are no addresses to give away");
}

void action_network_change(struct app *app, const struct action *action)
{
	size_t index;
	enum network_entry kind = network_page_entry(app, &index);
	struct obj_id network = page_top(app)->id;

	network_part_change(app, action, network, network_page_take(app), kind, index);
}

void action_network_remove(struct app *app, const struct action *action)
{
	size_t index;
	enum network_entry kind = network_page_entry(app, &index);
	struct obj_id network = page_top(app)->id;

	network_part_remove(app, action, network, network_page_take(app), kind, index);
}
