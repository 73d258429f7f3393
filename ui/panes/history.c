// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/history.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/units.h"
#include "conf/versions.h"
#include "model/facts.h"
#include "ui/archive.h"
#include "ui/panes/panes.h"
#include "ui/panes/things.h"
#include "ui/targets.h"

enum now { THING_THERE, THING_GONE, THING_UNKNOWN };

struct version_row {
	const struct version *version;
	const char *kind; /* "machine", "draft" */
	enum now now;
	uint64_t facts;
};

struct history {
	struct obj_id thing; /* of no object: all */
	char *name;
};

/* --- of what ------------------------------------------------------------------------------------ */

static struct obj_id id_of(const void *p)
{
	return obj_id_named(OBJ_VERSION, ((const struct version_row *)p)->version->path, "");
}

const struct version *history_find(const struct app *app, struct obj_id id)
{
	const char *why;
	const struct versions *all = archive_versions(app->archive, &why);

	for (size_t i = 0; all && i < all->n; i++)
		if (obj_id_equal(obj_id_named(OBJ_VERSION, all->all[i].path, ""), id))
			return &all->all[i];
	return NULL;
}

struct host *history_host(const struct app *app, const struct version *version)
{
	for (size_t i = 0; i < app->n_hosts; i++) {
		autofree char *name = file_safe_name(host_view(app->hosts[i])->name);

		if (str_equal(name, version->host))
			return app->hosts[i];
	}
	return NULL;
}

const struct kind *history_kind(const struct version *version)
{
	return kind_of_root(version->kind);
}

struct obj_id history_thing(const struct app *app, const struct version *version)
{
	const struct host *host = history_host(app, version);
	const struct kind *kind = history_kind(version);
	unsigned char uuid[UUID_SIZE];

	if (!host || !kind || !uuid_parse(version->uuid, uuid))
		return (struct obj_id){0};
	return obj_id_of(host_view(host)->number, kind->object, uuid);
}

/* What is known of its host tells whether such a thing is there. */
static bool is_known(const struct host_view *host, const struct kind *kind)
{
	if (host->state != HOST_UP)
		return false;
	return kind->object == OBJ_DOMAIN ? host->snapshot != NULL
					  : readings_data(host->readings, reading_key_host(kind->list)) != NULL;
}

static enum now now_of(const struct app *app, const struct version *v)
{
	const struct host *host = history_host(app, v);
	struct obj_id thing = history_thing(app, v);
	struct selection s;

	if (obj_id_is_none(thing) || !is_known(host_view(host), history_kind(v)))
		return THING_UNKNOWN;
	return targets_describe(app, thing, &s) ? THING_THERE : THING_GONE;
}

static void rows(struct pane *pane)
{
	const struct history *h = pane->data;
	const char *why;
	const struct versions *all = archive_versions(pane->app->archive, &why);

	for (size_t i = 0; all && i < all->n; i++) {
		const struct version *v = &all->all[i];
		const struct kind *kind = history_kind(v);
		const struct host *host = history_host(pane->app, v);
		struct version_row *row;

		if (!obj_id_is_none(h->thing) && !obj_id_equal(history_thing(pane->app, v), h->thing))
			continue;
		row = list_add(pane->list);
		*row = (struct version_row){.version = v, .kind = kind ? kind->word : v->kind, .now = now_of(pane->app, v)};
		if (v->draft)
			row->kind = "draft";
		row->facts = FACT_SELECTED | (host ? facts_of_host(host_view(host)) & (FACT_HOST_UP | FACT_WRITABLE) : 0);
	}
}

static void peeks(struct pane *pane, struct peek_list *out)
{
	for (const struct kind *k = kinds; k->root; k++)
		if (k->object != OBJ_DOMAIN)
			things_peek_hosts(pane->app, k->list, out);
}

/* --- the table ---------------------------------------------------------------------------------- */

static const struct {
	const char *text;
	enum tone tone;
} nows[] = {
	[THING_THERE] = {"there", TONE_DIM},
	[THING_GONE] = {"gone", TONE_WARN},
	[THING_UNKNOWN] = {"not known", TONE_DIM},
};

#define VERSION const struct version_row *row = p; (void)ask

static void get_time(const void *p, const struct cell_ask *ask, struct value *v)
{
	VERSION;
	time_t t = (time_t)row->version->wall_s;
	struct tm tm;
	char text[32];

	localtime_r(&t, &tm);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	value_number(v, TONE_PLAIN, (double)row->version->wall_us + row->version->number);
	value_printf(v, TONE_PLAIN, "%s", text);
}

static void get_name(const void *p, const struct cell_ask *ask, struct value *v)
{
	VERSION;
	value_set_text(v, TONE_PLAIN, row->version->name);
}

static void get_kind(const void *p, const struct cell_ask *ask, struct value *v)
{
	VERSION;
	value_set_text(v, TONE_DIM, row->kind);
}

static void get_host(const void *p, const struct cell_ask *ask, struct value *v)
{
	VERSION;
	value_set_text(v, TONE_DIM, row->version->host);
}

static void get_now(const void *p, const struct cell_ask *ask, struct value *v)
{
	VERSION;
	value_set_text(v, nows[row->now].tone, nows[row->now].text);
}

static void get_size(const void *p, const struct cell_ask *ask, struct value *v)
{
	VERSION;
	char text[UNITS_SIZE];

	value_number(v, TONE_PLAIN, (double)row->version->size);
	value_printf(v, TONE_PLAIN, "%s", units_bytes(text, row->version->size));
}

static const struct column columns[] = {
	{.id = "time", .title = "KEPT", .help = "until when it was so", .width = 19, .priority = 1, .descending = true,
	 .get = get_time},
	{.id = "name", .title = "NAME", .help = "of what", .flexible = 8, .wide_priority = 5, .get = get_name},
	{.id = "kind", .title = "KIND", .help = "what kind of thing", .width = 8, .priority = 4, .get = get_kind},
	{.id = "host", .title = "HOST", .help = "where it was", .flexible = 6, .wide_priority = 6, .get = get_host},
	{.id = "state", .title = "NOW", .help = "whether there is such a thing now", .width = 9, .priority = 2,
	 .get = get_now},
	{.id = "size", .title = "BYTES", .help = "of the text", .width = 6, .priority = 3, .right = true,
	 .descending = true, .get = get_size},
	{.id = NULL},
};

static void name_field(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	VERSION;
	v->text = row->version->name;
}

static void kind_field(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	VERSION;
	v->text = row->kind;
}

static void host_field(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	VERSION;
	v->text = row->version->host;
}

static void now_field(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	VERSION;
	v->text = nows[row->now].text;
}

static void age_field(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	VERSION;
	v->known = true;
	v->number = (double)(clock_wall_s() - row->version->wall_s);
}

static void size_field(const void *p, const struct cell_ask *ask, struct filter_value *v)
{
	VERSION;
	v->known = true;
	v->number = (double)row->version->size;
}

static const struct filter_field fields[] = {
	{FILTER_NAME, name_field, true, 0}, {FILTER_HOST, host_field, true, 0}, {FILTER_KIND, kind_field, true, 0},
	{FILTER_STATE, now_field, true, 0}, {FILTER_AGE, age_field, false, 0}, {FILTER_SIZE, size_field, false, 0},
	{.get = NULL},
};

static const char *group_name(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct version_row *)p)->version->name;
}

static const char *group_now(const void *p, int *ret_rank)
{
	const struct version_row *row = p;

	*ret_rank = row->now == THING_GONE ? 0 : 1;
	return nows[row->now].text;
}

static const struct grouping groupings[] = {
	{.id = "name", .help = "what it was of", .get = group_name},
	{.id = "state", .help = "whether there is such a thing now", .get = group_now},
	{.id = NULL},
};

static const struct row_words words = {.one = "version", .many = "versions"};

static void describe(const void *p, struct selection *ret)
{
	const struct version_row *row = p;

	ret->name = row->version->name;
	ret->facts = row->facts;
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct version_row *row = p;

	(void)pane;
	if (row->version->draft)
		str_addf(out, "%s was being edited when virtty was ended: restoring it goes on", row->version->name);
	else if (row->now == THING_GONE)
		str_addf(out, "%s is not there any more: restoring it defines it again", row->version->name);
	else
		str_add(out, row->version->path);
}

static void head(const struct pane *pane, struct str *out)
{
	const struct history *h = pane->data;

	if (obj_id_is_none(h->thing))
		str_add(out, "Definitions as they were");
	else
		str_addf(out, "%s as it was", h->name);
}

static void why_empty(const struct pane *pane, struct area area)
{
	const struct history *h = pane->data;
	const char *why;
	const struct versions *all = archive_versions(pane->app->archive, &why);

	if (why)
		area_textf(area, 0, 0, ROLE_STATE_WARN, "%s", why);
	else if (!archive_directory(pane->app->archive))
		area_text(area, 0, 0, ROLE_DIM, "this script remembers nothing: --state says where it would");
	else if (!all)
		area_text(area, 0, 0, ROLE_DIM, "being read...");
	else if (obj_id_is_none(h->thing))
		area_text(area, 0, 0, ROLE_DIM, "nothing was changed or removed here yet");
	else
		area_textf(area, 0, 0, ROLE_DIM, "%s was not changed here yet", h->name);
}

static void free_data(void *data)
{
	struct history *h = data;

	free(h->name);
	free(h);
}

static enum reaction key_pressed(struct pane *pane, const struct key *key)
{
	(void)pane;
	return key->code == KEYC_CHAR && key_closes(key) ? REACT_CLOSE : REACT_UNUSED;
}

static void open_history(struct pane *pane)
{
	if (!pane->data)
		pane->data = mem_new(struct history);
	table_open(pane);
	archive_look(pane->app->archive);
}

static const struct table table = {
	.list = {
		.columns = columns,
		.row_size = sizeof(struct version_row),
		.id = id_of,
		.groupings = groupings,
		.words = &words,
	},
	.fields = fields,
	.kind = OBJ_VERSION,
	.sort = "time",
	.reverse = true,
	.can_mark = true,
	.changes = HOST_CHANGED_LIST | HOST_CHANGED_STATE | HOST_CHANGED_READINGS | PANE_CHANGED_FILES,
	.rows = rows,
	.describe = describe,
	.head = head,
	.note = note,
	.draw_empty = why_empty,
	.free_data = free_data,
};

const struct pane_ops history_pane = {
	.name = "history",
	.title = "History",
	.page = true,
	.scope = SCOPE_VERSION,
	.table = &table,
	.open = open_history,
	TABLE_OPS_BUT_OPEN,
	.key = key_pressed,
	.peeks = peeks,
};

void history_open(struct app *app, struct obj_id thing, const char *name)
{
	struct history *h = mem_new(struct history);

	*h = (struct history){thing, mem_strdup(name)};
	app_push(app, &history_pane, h);
}
