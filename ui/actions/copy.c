// SPDX-License-Identifier: GPL-3.0-or-later
/* y: what can be copied of the rows that are marked, else of the one under the cursor. */
#include "ui/actions/tables.h"

#include <string.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/capabilities.h"
#include "model/idset.h"
#include "ui/actions/request.h"
#include "ui/actions/users.h"
#include "ui/app.h"
#include "ui/clipboard.h"
#include "ui/panes/table.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/list.h"
#include "xml/secrets.h"

#define VALUE_MOST 240 /* bytes: more than the menu shows */

struct thing {
	struct pane *pane;
	size_t row;
	struct selection selection;
	const struct host_view *host; /* NULL: of no host */
	const struct domain *domain;  /* NULL: no machine */
	const struct task *task;      /* NULL: no task */
};

struct item {
	const char *label; /* in the menu, and "the UUIDs of 3" */
	unsigned kinds;    /* bits of enum obj_kind */
	char *(*get)(const struct app *app, const struct thing *thing); /* the caller frees; NULL: nothing */
	const char *missing; /* when it gives nothing */
};

#define KIND(k) (1u << OBJ_##k)

/* --- what there is -------------------------------------------------------------------------------- */

static char *get_name(const struct app *app, const struct thing *t)
{
	(void)app;
	return mem_strdup(t->selection.name);
}

static char *get_uuid(const struct app *app, const struct thing *t)
{
	char uuid[UUID_TEXT_SIZE];

	(void)app;
	uuid_format(t->selection.id.uuid, uuid);
	return mem_strdup(uuid);
}

/* As its page read it, else as a column did. */
static char *get_host_uuid(const struct app *app, const struct thing *t)
{
	const struct capabilities *caps =
		t->host ? readings_data(t->host->readings, reading_key_host(READING_CAPABILITIES)) : NULL;
	char uuid[UUID_TEXT_SIZE];

	(void)app;
	if (caps && caps->uuid)
		return mem_strdup(caps->uuid);
	if (!t->host || !t->host->caps.has_uuid)
		return NULL;
	uuid_format(t->host->caps.uuid, uuid);
	return mem_strdup(uuid);
}

static char *get_addresses(const struct app *app, const struct thing *t)
{
	const struct guest_facts *facts = t->domain ? guests_find(t->host->guests, t->domain->uuid) : NULL;

	(void)app;
	return facts && domain_is_active(t->domain) ? mem_strdup(facts->addresses) : NULL;
}

static char *get_macs(const struct app *app, const struct thing *t)
{
	(void)app;
	return t->domain ? mem_strdup(t->domain->def.macs) : NULL;
}

static char *get_uri(const struct app *app, const struct thing *t)
{
	(void)app;
	return t->host ? mem_strdup(t->host->shown_uri) : NULL;
}

/* NULL when it is not there any more. */
static const struct pool *pool_of(const struct thing *t)
{
	const struct pool *pool = NULL;

	return t->host && host_volume(t->host, t->selection.id.uuid, &pool) ? pool : NULL;
}

/* What virsh calls looking at it; NULL: the host itself. */
static const char *virsh_words(const struct thing *t)
{
	switch (t->selection.id.kind) {
	case OBJ_DOMAIN:
		return "dominfo";
	case OBJ_NETWORK:
		return "net-info";
	case OBJ_POOL:
		return "pool-info";
	case OBJ_VOLUME:
		return "vol-dumpxml";
	case OBJ_DEVICE:
		return "nodedev-dumpxml";
	case OBJ_IFACE:
		return "iface-dumpxml";
	case OBJ_SECRET:
		return "secret-dumpxml";
	case OBJ_NWFILTER:
		return "nwfilter-dumpxml";
	default:
		return NULL;
	}
}

/* A volume's name says nothing without its pool. */
static void add_pool(struct str *line, const struct thing *t)
{
	const struct pool *pool = t->selection.id.kind == OBJ_VOLUME ? pool_of(t) : NULL;

	if (!pool)
		return;
	str_add(line, "--pool ");
	argv_add_quoted(line, pool->name);
	str_addc(line, ' ');
}

/* virsh finds secrets by their UUIDs alone. */
static void add_word(struct str *line, const struct thing *t)
{
	char uuid[UUID_TEXT_SIZE];

	if (t->selection.id.kind == OBJ_SECRET) {
		uuid_format(t->selection.id.uuid, uuid);
		str_add(line, uuid);
		return;
	}
	str_add(line, t->selection.name[0] == '-' ? "-- " : "");
	argv_add_quoted(line, t->selection.name);
}

static char *get_virsh(const struct app *app, const struct thing *t)
{
	struct str line = {0};

	(void)app;
	if (t->task)
		return mem_strdup(t->task->virsh);
	if (!t->host)
		return NULL;
	host_add_virsh(t->host, &line);
	if (virsh_words(t)) {
		str_addf(&line, "%s ", virsh_words(t));
		add_pool(&line, t);
		add_word(&line, t);
	} else {
		line.s[--line.len] = '\0'; /* the space */
	}
	host_end_virsh(t->host, &line);
	return str_take(&line);
}

static char *get_error(const struct app *app, const struct thing *t)
{
	(void)app;
	return t->task ? mem_strdup(t->task->error) : NULL;
}

/* All columns of the pane, also those that are not on the screen. */
static char *get_row(const struct app *app, const struct thing *t)
{
	const struct column *columns = t->pane->ops->table->list.columns;
	struct str out = {0};

	(void)app;
	for (size_t i = 0; columns[i].id; i++) {
		struct value v;

		table_cell(t->pane, t->row, i, &v);
		str_add(&out, i ? "\t" : "");
		if (v.kind == VALUE_TEXT || v.kind == VALUE_NUMBER)
			utf8_add_safe(&out, v.text ? v.text : "");
		else
			str_add(&out, v.kind == VALUE_ABSENT ? "-" : v.kind == VALUE_SILENT ? "?" : "");
	}
	return str_take(&out);
}

/* What the host is asked for to tell of such things. */
static const struct roster *roster_of(const struct thing *t, enum reading_kind kind)
{
	return t->host ? readings_data(t->host->readings, reading_key_host(kind)) : NULL;
}

/* Its definition, else what runs; NULL: it was not read yet. */
static const char *thing_xml(const struct thing *t)
{
	const unsigned char *id = t->selection.id.uuid;
	const struct network *n;
	const struct pool *p;
	const struct device *d;
	const struct iface *f;
	const struct secret *s;
	const struct nwfilter *w;

	switch (t->selection.id.kind) {
	case OBJ_NETWORK:
		n = networks_find(roster_of(t, READING_NETWORKS), id);
		return n ? network_definition(n)->xml : NULL;
	case OBJ_POOL:
		p = pools_find(roster_of(t, READING_POOLS), id);
		return p ? (p->definition ? p->definition : p->xml) : NULL;
	case OBJ_SECRET:
		s = secrets_find(roster_of(t, READING_SECRETS), id);
		return s ? s->xml : NULL;
	case OBJ_NWFILTER:
		w = nwfilters_find(roster_of(t, READING_NWFILTERS), id);
		return w ? w->xml : NULL;
	case OBJ_DEVICE:
		d = devices_find(roster_of(t, READING_DEVICES), id);
		return d ? d->xml : NULL;
	default:
		f = ifaces_find(roster_of(t, READING_INTERFACES), id);
		return f ? f->xml : NULL;
	}
}

/* As pages show it: what is to be secret is not on its way to anywhere. */
static char *get_thing_xml(const struct app *app, const struct thing *t)
{
	const char *xml = thing_xml(t);

	(void)app;
	return xml ? xml_mask(xml) : NULL;
}

static char *get_path(const struct app *app, const struct thing *t)
{
	const struct volume *v = host_volume(t->host, t->selection.id.uuid, NULL);
	const struct pool *p = pools_find(host_pools(t->host), t->selection.id.uuid);

	(void)app;
	return v ? mem_strdup(v->path) : p ? mem_strdup(p->path) : NULL;
}

#define THINGS (KIND(NETWORK) | KIND(POOL) | KIND(VOLUME) | KIND(DEVICE) | KIND(IFACE) | \
		KIND(SECRET) | KIND(NWFILTER))

static const struct item items[] = {
	{"name", KIND(DOMAIN) | KIND(HOST) | THINGS, get_name, NULL},
	{"UUID", KIND(DOMAIN) | KIND(NETWORK) | KIND(POOL) | KIND(SECRET) | KIND(NWFILTER), get_uuid, NULL},
	{"UUID", KIND(HOST), get_host_uuid, "not read yet: its page asks for it"},
	{"path", KIND(VOLUME) | KIND(POOL), get_path, "none is known"},
	{"address", KIND(DOMAIN), get_addresses, "none is known"},
	{"MAC", KIND(DOMAIN), get_macs, "it has no NIC, or was not read yet"},
	{"error", KIND(TASK), get_error, "it has not failed"},
	{"text", KIND(LOG), get_name, NULL},
	{"host URI", KIND(DOMAIN) | KIND(HOST) | THINGS, get_uri, NULL},
	{"virsh line", KIND(DOMAIN) | KIND(HOST) | KIND(TASK) | THINGS, get_virsh, "there is none"},
	{"XML", KIND(DOMAIN), NULL, "one machine at a time"},
	{"XML", KIND(VOLUME), NULL, "one volume at a time"},
	{"XML", KIND(NETWORK) | KIND(POOL) | KIND(DEVICE) | KIND(IFACE) | KIND(SECRET) | KIND(NWFILTER), get_thing_xml, "it was not read yet"},
	{"row", KIND(DOMAIN) | KIND(HOST) | KIND(TASK) | KIND(EVENT) | KIND(LOG) | THINGS, get_row, NULL},
};

/* --- of what -------------------------------------------------------------------------------------- */

static void find_more(const struct app *app, struct thing *t)
{
	struct obj_id id = t->selection.id;
	struct host *host;

	if (id.kind == OBJ_TASK)
		t->task = tasks_find(app->tasks, obj_id_number(id));
	host = app_find_host(app, id.host);
	t->host = host ? host_view(host) : NULL;
	if (t->host && t->host->snapshot && id.kind == OBJ_DOMAIN)
		t->domain = snapshot_find_domain(t->host->snapshot, id.uuid);
}

static bool describe_row(const struct app *app, struct pane *pane, size_t row, struct thing *ret)
{
	*ret = (struct thing){.pane = pane, .row = row};
	table_describe(pane, row, &ret->selection);
	if (obj_id_is_none(ret->selection.id))
		return false;
	find_more(app, ret);
	return true;
}

/* What the question was about, whatever is marked or under the cursor when it is answered; in the app's arena. */
struct meant {
	struct obj_id *all;
	size_t n;
};

static struct meant *gather(struct app *app, struct thing *ret_first)
{
	struct pane *pane = app_body(app);
	bool marked = table_marked_count(pane) > 0;
	size_t count = list_count(pane->list);
	size_t at = marked ? 0 : list_cursor(pane->list);
	struct meant *meant = arena_alloc(app->requests, sizeof(*meant));
	struct thing t;

	*meant = (struct meant){.all = arena_alloc(app->requests, (marked ? list_marked_count(pane->list) : 1) *
								  sizeof(*meant->all))};
	for (; at < count; at++) {
		if ((marked && !list_is_marked(pane->list, at)) || !describe_row(app, pane, at, &t))
			continue;
		if (!meant->n)
			*ret_first = t;
		meant->all[meant->n++] = t.selection.id;
		if (!marked)
			break;
	}
	return meant;
}

/* Those that are still there. */
struct things {
	struct thing *all;
	size_t n;
};

static void find_meant(const struct app *app, const struct meant *meant, struct things *ret)
{
	struct pane *pane = app_body(app);
	size_t count = pane->list ? list_count(pane->list) : 0;
	struct idset ids = {0};

	*ret = (struct things){.all = mem_new_array(meant->n + 1, sizeof(*ret->all))};
	for (size_t i = 0; i < meant->n; i++)
		idset_add(&ids, meant->all[i]);
	for (size_t row = 0; row < count && ret->n < meant->n; row++)
		if (idset_has(&ids, pane->ops->table->list.id(list_row(pane->list, row))) &&
		    describe_row(app, pane, row, &ret->all[ret->n]))
			ret->n++;
	idset_finish(&ids);
}

/* --- copying -------------------------------------------------------------------------------------- */

static void xml_came(const struct request *r, const char *text)
{
	autofree char *what = mem_printf("the XML of %s", r->name);
	autofree char *masked = xml_mask(text);

	clipboard_copy(r->app, masked, what);
}

/* A volume is found by its name in its pool, which is what is asked. */
static bool make_request(struct app *app, const struct thing *t, struct request *ret)
{
	const struct action *action = action_find(app, "list.copy");
	const struct pool *pool = pool_of(t);
	const char *name = t->selection.name;

	if (t->selection.id.kind == OBJ_DOMAIN) {
		*ret = request_make(app, action, t->selection.id, name, DOMAIN_VERB_READ_XML, NULL, NULL);
		return true;
	}
	if (!pool)
		return false;
	*ret = request_make(app, action, t->selection.id, name, VOLUME_VERB_READ_XML, NULL, NULL);
	ret->owner = obj_id_of(t->selection.id.host, OBJ_POOL, pool->uuid);
	ret->shown = arena_strdup(app->requests, pool->name);
	return true;
}

static void copy_xml(struct app *app, const struct thing *t)
{
	struct request *r = arena_alloc(app->requests, sizeof(*r));

	if (!make_request(app, t, r))
		return;
	r->answer = xml_came;
	request_ask(r, 0);
}

static const struct item *item_at(enum obj_kind kind, size_t index)
{
	for (size_t i = 0; i < ARRAY_SIZE(items); i++)
		if ((items[i].kinds & (1u << kind)) && index-- == 0)
			return &items[i];
	return NULL;
}

/* One a line; what one of them has not is left out. */
static void copy_item(struct app *app, const struct item *item, const struct things *things)
{
	autostr struct str text = {0};
	const struct thing *first = &things->all[0];
	autofree char *what = things->n == 1
				      ? mem_printf("the %s of %s", item->label, first->selection.name)
				      : mem_printf("the %s of %zu %s", item->label, things->n,
						   table_words(first->pane, things->n));

	for (size_t i = 0; i < things->n; i++) {
		autofree char *one = item->get(app, &things->all[i]);

		if (one)
			str_addf(&text, "%s%s", text.len ? "\n" : "", one);
	}
	clipboard_copy(app, str_text(&text), what);
}

static void chosen(struct app *app, void *opaque, size_t index)
{
	const struct meant *meant = opaque;
	const struct item *item = item_at(meant->all[0].kind, index);
	struct things things;

	find_meant(app, meant, &things);
	if (!things.n)
		app_complain(app, "copy: %s not in the list any more", meant->n == 1 ? "it is" : "they are");
	else if (item->get)
		copy_item(app, item, &things);
	else
		copy_xml(app, &things.all[0]);
	free(things.all);
}

/* With what it is of the first one. */
static struct choice choice_of(struct app *app, const struct item *item, const struct thing *first, size_t n)
{
	struct choice c = {.help = n > 1 ? "one a line, without those that have none" : "to the clipboard"};
	autofree char *value = item->get ? item->get(app, first) : NULL;
	autofree char *label = NULL;

	if (item->get ? !value && n == 1 : n > 1)
		c.greyed = item->missing;
	/* As much of it as the menu shows is kept until the end. */
	label = mem_printf("%-12s%.*s", item->label, VALUE_MOST, c.greyed ? c.greyed : value ? value : "");
	c.label = arena_strdup(app->requests, label);
	if (!item->get && !c.greyed)
		c.help = "is read from the host first; without secrets";
	return c;
}

static void action_copy(struct app *app, const struct action *action)
{
	struct thing first = {0};
	struct meant *meant = gather(app, &first);
	size_t n = meant->n;
	struct choose_question q = {.answer = chosen, .opaque = meant};
	autofree char *title = NULL;
	const struct item *item;

	(void)action;
	if (!n)
		return;
	title = n > 1 ? mem_printf("Copy of %zu %s", n, table_words(first.pane, n)) : mem_printf("Copy of %s", first.selection.name);
	q.title = title;
	for (size_t i = 0; (item = item_at(first.selection.id.kind, i)); i++)
		choose_add(&q, choice_of(app, item, &first, n));
	choose_ask(app, &q);
}

const struct action copy_actions[] = {
	{.id = "list.copy", .group = "Table", .label = "copy",
	 .help = "name, UUID, address, virsh line, XML: to the clipboard", .keys = "y", .scope = SCOPE_LIST,
	 .needs = FACT_SELECTED, .run = action_copy},
	{.id = NULL},
};
