// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/targets.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/facts.h"
#include "ui/panes/device-tree.h"
#include "ui/panes/help.h"
#include "ui/panes/network-page.h"
#include "ui/panes/page.h"
#include "ui/panes/table.h"
#include "ui/panes/volumes.h"
#include "ui/questions.h"
#include "ui/widgets/list.h"

bool targets_are_marked(const struct app *app, const struct action *action)
{
	const struct pane *pane = app_body(app);

	if (app->said && app->said->n)
		return app->said->n > 1;
	return (action->flags & ACTION_MARKS) && table_marked_count(pane) > 0;
}

static bool describe_host(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	*ret = (struct selection){.id = id, .name = view->name, .facts = facts_of_host(view)};
	return true;
}

static bool describe_domain(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct domain *d = view->snapshot ? snapshot_find_domain(view->snapshot, id.uuid) : NULL;

	if (d)
		*ret = (struct selection){.id = id, .name = d->name, .facts = facts_of_domain(view, d)};
	return d;
}

static bool describe_network(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct network *n = networks_find(host_networks(view), id.uuid);

	if (n)
		*ret = (struct selection){.id = id, .name = n->name, .facts = facts_of_network(view, n)};
	return n;
}

static bool describe_pool(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct pool *p = pools_find(host_pools(view), id.uuid);

	if (p)
		*ret = (struct selection){.id = id, .name = p->name, .facts = facts_of_pool(view, p)};
	return p;
}

static bool describe_volume(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct volume *v = host_volume(view, id.uuid, NULL);

	if (v)
		*ret = (struct selection){.id = id, .name = v->name, .facts = facts_of_thing(view)};
	return v;
}

static bool describe_secret(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct secret *s = secrets_find(host_secrets(view), id.uuid);

	if (s)
		*ret = (struct selection){.id = id, .name = s->name, .facts = facts_of_secret(view)};
	return s;
}

static bool describe_nwfilter(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct nwfilter *f = nwfilters_find(host_nwfilters(view), id.uuid);

	if (f)
		*ret = (struct selection){.id = id, .name = f->name,
					  .facts = facts_of_nwfilter(view, nwfilter_users(view, f, NULL) > 0)};
	return f;
}

static bool describe_device(const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct device *d =
		devices_find(readings_data(view->readings, reading_key_host(READING_DEVICES)), id.uuid);

	if (d)
		*ret = (struct selection){.id = id, .name = d->name, .facts = facts_of_thing(view)};
	return d;
}

static bool describe_iface(const struct app *app, const struct host_view *view, struct obj_id id, struct selection *ret)
{
	const struct device_row *row = device_tree_find(app->device_trees, view, id);

	if (row)
		*ret = (struct selection){.id = id, .name = row->name, .facts = facts_of_thing(view)};
	return row;
}

static bool (*const describers[])(const struct host_view *view, struct obj_id id, struct selection *ret) = {
	[OBJ_HOST] = describe_host, [OBJ_DOMAIN] = describe_domain, [OBJ_NETWORK] = describe_network,
	[OBJ_POOL] = describe_pool, [OBJ_VOLUME] = describe_volume, [OBJ_DEVICE] = describe_device,
	[OBJ_SECRET] = describe_secret, [OBJ_NWFILTER] = describe_nwfilter,
};

bool targets_describe(const struct app *app, struct obj_id id, struct selection *ret)
{
	struct host *host = app_find_host(app, id.host);

	*ret = (struct selection){0};
	if (host && id.kind == OBJ_IFACE)
		return describe_iface(app, host_view(host), id, ret);
	return host && (size_t)id.kind < ARRAY_SIZE(describers) && describers[id.kind] &&
	       describers[id.kind](host_view(host), id, ret);
}

/* How many there are to choose from when there are several, and each of them. */
static size_t count_several(const struct app *app)
{
	return app->said && app->said->n ? app->said->n : list_count(app_body(app)->list);
}

static bool describe_several(const struct app *app, size_t index, struct selection *ret)
{
	struct pane *pane = app_body(app);

	*ret = (struct selection){0};
	if (app->said && app->said->n)
		return targets_describe(app, app->said->objects[index], ret);
	if (!list_is_marked(pane->list, index))
		return false;
	table_describe(pane, index, ret);
	return true;
}

static bool is_on_link(const struct app *app)
{
	const struct page *page = page_top(app);

	return page ? !obj_id_is_none(page_link(page)) : help_pane_is_on_link(app_body(app));
}

static bool is_on_entry(const struct app *app)
{
	size_t index;
	enum network_entry kind = network_page_entry(app, &index);

	return kind != NETWORK_ENTRY_NONE && kind != NETWORK_ENTRY_LEASE;
}

static uint64_t facts_everywhere(const struct app *app)
{
	const struct pane *pane = app_body(app);

	return (app->n_floats ? 0 : FACT_AT_TOP) | (is_on_link(app) ? FACT_ON_LINK : 0) |
	       (is_on_entry(app) ? FACT_ON_ENTRY : 0) |
	       (questions_wait(app) ? FACT_ASKED : 0) |
	       (pane->list && (list_marked_count(pane->list) || list_marked_hidden(pane->list))
			? FACT_MARKED : 0) |
	       (pane->list && list_group(pane->list) ? FACT_GROUPED : 0) |
	       (pane->list && list_on_group(pane->list) ? FACT_ON_GROUP : 0);
}

static void add(struct targets *targets, const struct selection *s)
{
	struct target *t = arr_add(targets->all, targets->n, targets->cap);

	*t = (struct target){s->id, mem_strdup(s->name), s->facts};
}

/* Who it is that it is in use by; the caller frees. NULL for what is not known. */
static char *in_use(const struct host_view *view, const struct selection *s)
{
	const struct nwfilter *f = s->id.kind == OBJ_NWFILTER ? nwfilters_find(host_nwfilters(view), s->id.uuid) : NULL;
	autostr struct str users = {0};

	if (!f || !nwfilter_users(view, f, &users))
		return NULL;
	return mem_printf("%s is in use by %s", f->name, str_text(&users));
}

/* facts_missing(), with what is known of the host besides. */
static char *missing(const struct app *app, uint64_t needs, uint64_t has, const struct selection *s)
{
	struct host *host = app_find_host(app, s->id.host);
	uint64_t lacks = needs & ~has;
	uint64_t first = lacks & -lacks;

	if (!host && first == FACT_SELECTED && app_body(app)->list && list_on_group(app_body(app)->list)) {
		char key[KEY_NAME_SIZE];

		return mem_printf("this is the line of a group: %s marks all that is in it",
				  action_key_of(app, "list.mark", key));
	}
	if (!host)
		return facts_missing(needs, has, s->name);
	if (first == FACT_WRITABLE && host_view(host)->readonly_why)
		return mem_printf("the connection is read-only: %s", host_view(host)->readonly_why);
	if (first == FACT_REMOVABLE && host_view(host)->origin)
		return mem_printf("%s cannot be forgotten: %s", s->name, host_view(host)->origin);
	if (first == FACT_UNUSED) {
		char *who = in_use(host_view(host), s);

		return who ? who : facts_missing(needs, has, s->name);
	}
	if (first == FACT_UNKEPT && host_view(host)->origin)
		return mem_printf("%s needs no remembering: %s", s->name, host_view(host)->origin);
	return facts_missing(needs, has, s->name);
}

void targets_gather(const struct app *app, const struct action *action, struct targets *ret)
{
	const struct pane *pane = app_body(app);
	struct selection s;

	*ret = (struct targets){0};
	if ((action->flags & ACTION_MARKS) && pane->list && !(app->said && app->said->n))
		ret->hidden = list_marked_hidden(pane->list);
	if (!targets_are_marked(app, action)) {
		app_selection(app, &s);
		if (!(action->needs & ~(s.facts | facts_everywhere(app))))
			add(ret, &s);
		return;
	}
	for (size_t i = 0; i < count_several(app); i++) {
		if (!describe_several(app, i, &s))
			continue;
		if (action->needs & ~s.facts)
			ret->left_out++;
		else
			add(ret, &s);
	}
}

void targets_finish(struct targets *targets)
{
	for (size_t i = 0; i < targets->n; i++)
		free(targets->all[i].name);
	free(targets->all);
	*targets = (struct targets){0};
}

bool targets_lack_only(const struct app *app, const struct action *action, uint64_t fact)
{
	struct selection s;

	if (targets_are_marked(app, action))
		return false;
	app_selection(app, &s);
	return (action->needs & ~(s.facts | facts_everywhere(app))) == fact;
}

/* A host is all that it is about. */
static bool is_about_host(const struct action *action)
{
	return (action->flags & ACTION_VERB) && verb_object((enum verb)action->arg) == OBJ_HOST;
}

/* It has no things of the kind at all. */
static bool lacks_kind(const struct host_view *view, enum obj_kind kind)
{
	for (enum reading_kind reading = 0; reading < READING_KIND_COUNT; reading++) {
		const struct reading *r = kind && reading_kinds[reading].lists == kind
						  ? readings_find(view->readings, reading_key_host(reading)) : NULL;

		if (r && !r->data && r->unsupported)
			return true;
	}
	return false;
}

/* Learned from its answer when it was asked for the first time. */
bool targets_driver_lacks(const struct app *app, const struct action *action, struct obj_id id)
{
	struct host *host = action->flags & ACTION_VERB ? app_find_host(app, id.host) : NULL;

	return host && (host_view(host)->cannot[action->arg] ||
			lacks_kind(host_view(host), verb_kind((enum verb)action->arg)));
}

/* For what needs no more than a host: all that are there lack it. The caller frees; NULL: that is not so. */
static char *say_all_lack(const struct app *app, const struct action *action, const struct selection *s)
{
	bool any = false;

	for (size_t i = 0; is_about_host(action) && obj_id_is_none(s->id) && i < app->n_hosts; i++)
		any |= targets_driver_lacks(app, action, obj_id_host(host_view(app->hosts[i])->number));
	return any ? mem_strdup("no host is there whose driver can do that") : NULL;
}

/* The caller frees; NULL: nothing. */
static char *say_driver_lacks(const struct app *app, const struct action *action, struct obj_id id)
{
	if (!targets_driver_lacks(app, action, id))
		return NULL;
	return mem_printf("the driver of %s cannot do that", host_view(app_find_host(app, id.host))->name);
}

size_t targets_hosts(const struct app *app, const struct action *action, struct obj_id *ret_ids, size_t most)
{
	struct selection s;
	size_t n = 0;

	app_selection(app, &s);
	if (!is_about_host(action) || !obj_id_is_none(s.id))
		return 0;
	for (size_t i = 0; i < app->n_hosts && n < most; i++) {
		const struct host_view *view = host_view(app->hosts[i]);

		if (!(action->needs & ~facts_of_host(view)) && !targets_driver_lacks(app, action, obj_id_host(view->number)))
			ret_ids[n++] = obj_id_host(view->number);
	}
	return n;
}

/* Where nothing is selected: the host whose things are shown, or for what needs no more than a host the first that
 * is there. It is asked for what it lacks. */
static void stand_in(const struct app *app, const struct action *action, struct selection *s)
{
	struct obj_id pool = volumes_pool(app_body(app));
	const struct host *host = app_find_host(app, pool.host);
	uint64_t facts;

	for (size_t i = 0; !host && is_about_host(action) && i < app->n_hosts; i++)
		if (host_view(app->hosts[i])->state == HOST_UP)
			host = app->hosts[i];
	if (!obj_id_is_none(s->id) || !host)
		return;
	facts = facts_of_host(host_view(host)) & (FACT_HOST_UP | FACT_WRITABLE);
	s->id = obj_id_host(host_view(host)->number);
	s->name = host_view(host)->name;
	s->facts |= facts | (is_about_host(action) ? FACT_SELECTED : 0);
}

static void meet(struct pane *pane, uint64_t facts, size_t row)
{
	for (size_t i = pane->n_marked; i-- > 0;)
		if (pane->marked[i].facts == facts)
			return;
	*arr_add(pane->marked, pane->n_marked, pane->cap_marked) = (struct facts_met){facts, row};
}

/* Asked for every action and every paint, while thousands may be marked that differ little. */
static void meet_marked(struct pane *pane)
{
	uint64_t stamp = list_stamp(pane->list);

	if (pane->marked_of == stamp)
		return;
	pane->marked_of = stamp;
	pane->n_marked = 0;
	for (size_t i = 0; i < list_count(pane->list); i++) {
		struct selection s = {0};

		if (!list_is_marked(pane->list, i))
			continue;
		table_describe(pane, i, &s);
		meet(pane, s.facts, i);
	}
}

/* Of what is said, or marked: all that differ in their facts; false behind the last. */
static bool describe_kind(const struct app *app, size_t index, struct selection *ret)
{
	struct pane *pane = app_body(app);

	if (app->said && app->said->n)
		return index < app->said->n && (describe_several(app, index, ret), true);
	meet_marked(pane);
	*ret = (struct selection){0};
	if (index < pane->n_marked)
		table_describe(pane, pane->marked[index].row, ret);
	return index < pane->n_marked;
}

char *targets_obstacle(const struct app *app, const struct action *action)
{
	uint64_t everywhere = facts_everywhere(app);
	char *first = NULL;
	struct obj_id host;
	struct selection s;

	if (!targets_are_marked(app, action)) {
		if (targets_hosts(app, action, &host, 1))
			return NULL;
		app_selection(app, &s);
		first = say_all_lack(app, action, &s);
		stand_in(app, action, &s);
		first = first ? first : missing(app, action->needs, s.facts | everywhere, &s);
		first = first ? first : say_driver_lacks(app, action, s.id);
		return first || !action->why_not ? first : action->why_not(app, &s);
	}
	for (size_t i = 0; describe_kind(app, i, &s); i++) {
		if (obj_id_is_none(s.id))
			continue;
		if (!(action->needs & ~(s.facts | everywhere))) {
			free(first);
			return NULL;
		}
		if (!first)
			first = missing(app, action->needs, s.facts | everywhere, &s);
	}
	return first;
}
