// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dump.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/budget.h"
#include "model/states.h"
#include "ui/calm.h"
#include "ui/panes/table.h"
#include "ui/targets.h"
#include "ui/widgets/list.h"

#define GAP 2        /* cells between columns */

/* --- waiting ----------------------------------------------------------------------------------- */

static bool settle(struct app *app, int64_t until_ns)
{
	struct calm calm = calm_start(app);
	int64_t left_ms;
	bool reached;

	do {
		left_ms = (until_ns - clock_now_ns()) / NS_PER_MS;
		app_want_readings(app); /* what there is to read shows as answers come in */
		reached = calm_reached(&calm, (int)left_ms + 1);
		if (!reached && left_ms > 0)
			loop_turn(app->loop);
	} while (!reached && left_ms > 0);
	calm_finish(&calm);
	return reached;
}

static unsigned all_stats(const struct column *columns)
{
	unsigned stats = 0;

	for (const struct column *c = columns; c->id; c++)
		stats |= c->stats;
	return stats;
}

static void wait_for_hosts(struct app *app, const struct pane_ops *ops)
{
	int64_t until_ns = clock_now_ns() + app->options->timeout_ms * NS_PER_MS;
	unsigned stats = all_stats(ops->table->list.columns) | STATS_CPU; /* two samples, of the host's CPUs, too */

	for (size_t i = 0; i < app->n_hosts; i++)
		host_want_figures(app->hosts[i], stats & ~(unsigned)STATS_GUEST);
	app_open_hosts(app);
	if (settle(app, until_ns) && (stats & STATS_GUEST)) {
		app_want_all_guests(app);
		settle(app, until_ns);
	}
}

static void complain(const char *line)
{
	autostr struct str safe = {0};

	utf8_add_safe(&safe, line);
	fprintf(stderr, "virtty: %s\n", str_text(&safe));
}

/* Lists that rows are made of. What a driver has none of besides those that the pane is about is nothing missed. */
static bool is_missed(const struct pane *pane, const struct reading *r)
{
	const enum reading_kind *own = pane->ops->table->reading;

	return r && r->why && reading_kinds[r->key.kind].is_roster && (!r->unsupported || (own && r->key.kind == *own));
}

/* False when a host that is up could not tell what the rows are made of. */
static bool tell_readings(const struct pane *pane, const struct host_view *host, const struct peek_list *peeks)
{
	bool all = true;

	for (size_t i = 0; host->state == HOST_UP && i < peeks->n; i++) {
		const struct reading_key key = peeks->all[i].key;
		const struct reading *r = peeks->all[i].host == host->number ? readings_find(host->readings, key) : NULL;
		autostr struct str line = {0};
		struct selection of;

		if (!is_missed(pane, r))
			continue;
		str_addf(&line, "%s: %s", host->name, reading_kinds[key.kind].name);
		if (targets_describe(pane->app, obj_id_of(host->number, OBJ_POOL, key.uuid), &of))
			str_addf(&line, " of %s", of.name);
		str_addf(&line, ": %s", r->why);
		complain(str_text(&line));
		all = false;
	}
	return all;
}

/* True when it has answered everything that it was asked: nothing where it is opened by hand. */
static bool tell_host(const struct app *app, struct host *host)
{
	const struct host_view *view = host_view(host);
	autostr struct str line = {0};

	if ((view->state == HOST_UP && host_settled(host)) || (view->state == HOST_CLOSED && view->by_hand))
		return true;
	if (view->state == HOST_UP)
		str_addf(&line, "%s has not answered everything within %g s", view->name,
			 app->options->timeout_ms / 1000.0);
	else if (view->state == HOST_CONNECTING)
		str_addf(&line, "%s has not answered within %g s", view->name, app->options->timeout_ms / 1000.0);
	else
		str_addf(&line, "%s is %s%s%s", view->name, host_state_text(view->state), view->why ? ": " : "",
			 view->why ? view->why : "");
	complain(str_text(&line));
	return false;
}

/* --- values ------------------------------------------------------------------------------------ */

/* What programs get instead of, or besides, what a column shows a person. */
struct raw {
	const char *pane, *id;
	void (*get)(const void *row, struct value *v);
};

static const struct domain *domain_of(const void *row)
{
	return ((const struct domain_row *)row)->domain;
}

static void raw_text(struct value *v, const char *text)
{
	if (text)
		value_set_text(v, TONE_PLAIN, text);
}

static void raw_domain_state(const void *row, struct value *v)
{
	raw_text(v, domain_state_text(domain_of(row)->state));
}

static void raw_domain_reason(const void *row, struct value *v)
{
	raw_text(v, domain_reason_text(domain_of(row)->state, domain_of(row)->reason));
}

static void raw_uuid(struct value *v, const unsigned char bytes[UUID_SIZE])
{
	char uuid[UUID_TEXT_SIZE];

	uuid_format(bytes, uuid);
	value_printf(v, TONE_PLAIN, "%s", uuid);
}

static void raw_domain_uuid(const void *row, struct value *v)
{
	raw_uuid(v, domain_of(row)->uuid);
}

static void raw_domain_title(const void *row, struct value *v)
{
	raw_text(v, domain_of(row)->def.title);
}

static void raw_domain_tags(const void *row, struct value *v)
{
	raw_text(v, domain_of(row)->def.tags);
}

static void raw_domain_memory_max(const void *row, struct value *v)
{
	if (domain_of(row)->def.memory_max)
		value_number(v, TONE_PLAIN, (double)domain_of(row)->def.memory_max);
}

static void raw_domain_vcpus_max(const void *row, struct value *v)
{
	if (domain_of(row)->def.vcpus_max)
		value_number(v, TONE_PLAIN, domain_of(row)->def.vcpus_max);
}

static void raw_host_state(const void *row, struct value *v)
{
	raw_text(v, host_state_text(((const struct host_row *)row)->host->state));
}

static void raw_host_why(const void *row, struct value *v)
{
	raw_text(v, ((const struct host_row *)row)->host->why);
}

/* The screen has how much there is where it is not known how much is used. */
static void raw_host_memory(const void *row, struct value *v)
{
	const struct host_view *host = ((const struct host_row *)row)->host;
	const struct node_info *node = &host->node;

	if (host->state == HOST_UP && node->memory_free_known && node->memory >= node->memory_free)
		value_number(v, TONE_PLAIN, (double)(node->memory - node->memory_free));
}

static void raw_count(struct value *v, unsigned n)
{
	if (n)
		value_number(v, TONE_PLAIN, n);
}

static void raw_host_sockets(const void *row, struct value *v)
{
	raw_count(v, ((const struct host_row *)row)->host->node.sockets);
}

static void raw_host_cores(const void *row, struct value *v)
{
	raw_count(v, ((const struct host_row *)row)->host->node.cores);
}

static void raw_host_threads(const void *row, struct value *v)
{
	raw_count(v, ((const struct host_row *)row)->host->node.threads);
}

static void raw_host_memory_share(const void *row, struct value *v)
{
	const struct host_view *host = ((const struct host_row *)row)->host;
	struct budget budget;

	budget_of(host, NULL, &budget);
	if (host->state == HOST_UP && budget_memory_share(host, &budget) >= 0)
		value_number(v, TONE_PLAIN, budget_memory_share(host, &budget));
}

static void raw_network_uuid(const void *row, struct value *v)
{
	raw_uuid(v, ((const struct network_row *)row)->network->uuid);
}

static void raw_network_state(const void *row, struct value *v)
{
	raw_text(v, ((const struct network_row *)row)->network->active ? "active" : "inactive");
}

static void raw_pool_uuid(const void *row, struct value *v)
{
	raw_uuid(v, ((const struct pool_row *)row)->pool->uuid);
}

static void raw_pool_state(const void *row, struct value *v)
{
	raw_text(v, ((const struct pool_row *)row)->pool->active ? "active" : "inactive");
}

static void raw_pool_allocation(const void *row, struct value *v)
{
	const struct pool *pool = ((const struct pool_row *)row)->pool;

	if (pool->active && pool->capacity)
		value_number(v, TONE_PLAIN, (double)pool->allocation);
}

static void raw_volume_backing(const void *row, struct value *v)
{
	raw_text(v, ((const struct volume_row *)row)->volume->backing);
}

static void raw_volume_user(const void *row, struct value *v)
{
	const struct domain *user = ((const struct volume_row *)row)->user;

	raw_text(v, user ? user->name : NULL);
}

static void raw_volume_users(const void *row, struct value *v)
{
	if (((const struct volume_row *)row)->volume->known)
		value_number(v, TONE_PLAIN, ((const struct volume_row *)row)->users);
}

static void raw_device_name(const void *row, struct value *v)
{
	raw_text(v, ((const struct device_row *)row)->name);
}

static void raw_device_parent(const void *row, struct value *v)
{
	raw_text(v, ((const struct device_row *)row)->parent);
}

/* Of a NIC the machine alone, whatever else the screen says of it. */
static void raw_device_what(const void *row, struct value *v)
{
	const struct device_row *r = row;
	const struct cell_ask ask = {.wide = true};

	if (r->domain)
		raw_text(v, r->domain->name);
	else
		device_columns[columns_find(device_columns, "what")].get(row, &ask, v);
}

static void raw_device_cut_off(const void *row, struct value *v)
{
	const struct device_row *r = row;

	if (!r->domain)
		return;
	value_number(v, TONE_PLAIN, r->cut_off);
	value_printf(v, TONE_PLAIN, "%s", r->cut_off ? "yes" : "no");
}

static void raw_network_addresses(const void *row, struct value *v)
{
	raw_text(v, ((const struct network_row *)row)->network->addresses);
}

static void raw_iface_mac(const void *row, struct value *v)
{
	raw_text(v, ((const struct iface_row *)row)->iface->mac);
}

static void raw_nwfilter_uuid(const void *row, struct value *v)
{
	raw_uuid(v, ((const struct nwfilter_row *)row)->filter->uuid);
}

static void raw_secret_uuid(const void *row, struct value *v)
{
	raw_uuid(v, ((const struct secret_row *)row)->secret->uuid);
}

/* In libvirt's word. */
static void raw_secret_type(const void *row, struct value *v)
{
	raw_text(v, ((const struct secret_row *)row)->secret->type);
}

static const struct raw raws[] = {
	{"interfaces", "mac", raw_iface_mac},
	{"filters", "uuid", raw_nwfilter_uuid},
	{"secrets", "type", raw_secret_type},
	{"secrets", "uuid", raw_secret_uuid},
	{"networks", "addresses", raw_network_addresses},
	{"networks", "state", raw_network_state},
	{"networks", "uuid", raw_network_uuid},
	{"pools", "state", raw_pool_state},
	{"pools", "uuid", raw_pool_uuid},
	{"pools", "allocation", raw_pool_allocation},
	{"volumes", "backing", raw_volume_backing},
	{"volumes", "user", raw_volume_user},
	{"volumes", "users", raw_volume_users},
	{"devices", "name", raw_device_name},
	{"devices", "what", raw_device_what},
	{"devices", "cut_off", raw_device_cut_off},
	{"devices", "parent", raw_device_parent},
	{"domains", "state", raw_domain_state},
	{"domains", "reason", raw_domain_reason},
	{"domains", "uuid", raw_domain_uuid},
	{"domains", "title", raw_domain_title},
	{"domains", "tags", raw_domain_tags},
	{"domains", "memory_max", raw_domain_memory_max},
	{"domains", "vcpus_max", raw_domain_vcpus_max},
	{"hosts", "state", raw_host_state},
	{"hosts", "why", raw_host_why},
	{"hosts", "memory", raw_host_memory},
	{"hosts", "overcommit_memory", raw_host_memory_share},
	{"hosts", "sockets", raw_host_sockets},
	{"hosts", "cores", raw_host_cores},
	{"hosts", "threads", raw_host_threads},
	{NULL, NULL, NULL},
};

static const struct raw *find_raw(const struct pane_ops *ops, const char *id)
{
	for (const struct raw *raw = raws; raw->id; raw++)
		if (str_equal(raw->pane, ops->name) && str_equal(raw->id, id))
			return raw;
	return NULL;
}

/* Calls fn for each value of a row, in the order of the columns; row NULL: for the ids alone. */
typedef void value_fn(void *opaque, const char *id, const struct column *column, const struct value *v);

static void each_value(const struct pane *pane, const void *row, value_fn *fn, void *opaque)
{
	struct cell_ask ask = app_cell_ask(pane->app);

	ask.wide = true;
	for (const struct column *c = pane->ops->table->list.columns; c->id; c++) {
		struct value v = {.kind = VALUE_NONE, .bar = -1};
		const struct raw *raw = find_raw(pane->ops, c->id);

		if (row && raw)
			raw->get(row, &v);
		else if (row)
			c->get(row, &ask, &v);
		fn(opaque, c->id, c, &v);
	}
	for (const struct raw *raw = raws; raw->id; raw++) {
		struct value v = {.kind = VALUE_NONE, .bar = -1};

		if (!str_equal(raw->pane, pane->ops->name) || columns_find(pane->ops->table->list.columns, raw->id) >= 0)
			continue;
		if (row)
			raw->get(row, &v);
		fn(opaque, raw->id, NULL, &v);
	}
}

static bool is_flag(const struct value *v)
{
	return v->kind == VALUE_NUMBER && v->text && (str_equal(v->text, "yes") || str_equal(v->text, "no"));
}

static bool is_figure(const struct column *column, const struct value *v)
{
	return v->kind == VALUE_NUMBER && (!column || column->right) && !is_flag(v);
}

static void add_number(struct str *out, double number)
{
	if (fabs(number) < 9e15 && number == floor(number))
		str_addf(out, "%" PRId64, (int64_t)number);
	else
		str_addf(out, "%.6g", number);
}

/* What could do something to a terminal, or break a line, is written as \u and four digits. */
static void add_escaped(struct str *out, const char *text, const char *backslashed)
{
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t cp = utf8_next(&text, end);
		char bytes[4];

		if (cp == '\t' || cp == '\n' || cp == '\r')
			str_addf(out, "\\%c", cp == '\t' ? 't' : cp == '\n' ? 'n' : 'r');
		else if (cp < 0x80 && strchr(backslashed, (int)cp) && cp)
			str_addf(out, "\\%c", (int)cp);
		else if (utf8_safe(cp) == cp)
			str_addn(out, bytes, (size_t)utf8_encode(cp, bytes));
		else if (cp >= 0x10000)
			str_addf(out, "\\u%04x\\u%04x", 0xd800 + (unsigned)((cp - 0x10000) >> 10),
				 0xdc00 + (unsigned)((cp - 0x10000) & 0x3ff));
		else
			str_addf(out, "\\u%04x", (unsigned)cp);
	}
}

/* --- formats ----------------------------------------------------------------------------------- */

struct line {
	struct str *out;
	bool any;
};

static void add_json(void *opaque, const char *id, const struct column *column, const struct value *v)
{
	struct line *line = opaque;

	str_addf(line->out, "%s\"%s\": ", line->any ? ", " : "", id);
	line->any = true;
	if (v->kind < VALUE_TEXT) {
		str_add(line->out, "null");
	} else if (is_figure(column, v)) {
		add_number(line->out, v->number);
	} else if (is_flag(v)) {
		str_add(line->out, v->text[0] == 'y' ? "true" : "false");
	} else {
		str_addc(line->out, '"');
		add_escaped(line->out, v->text, "\"\\");
		str_addc(line->out, '"');
	}
}

static void print_json(const struct pane *pane, struct str *out)
{
	str_add(out, "[");
	for (size_t i = 0; i < list_count(pane->list); i++) {
		struct line line = {.out = out};

		str_add(out, i ? ",\n {" : "\n {");
		each_value(pane, list_row(pane->list, i), add_json, &line);
		str_add(out, "}");
	}
	str_add(out, "\n]\n");
}

static void add_tab(struct line *line)
{
	if (line->any)
		str_addc(line->out, '\t');
	line->any = true;
}

static void add_id(void *opaque, const char *id, const struct column *column, const struct value *v)
{
	struct line *line = opaque;

	(void)column;
	(void)v;
	add_tab(line);
	str_add(line->out, id);
}

static void add_tsv(void *opaque, const char *id, const struct column *column, const struct value *v)
{
	struct line *line = opaque;

	(void)id;
	add_tab(line);
	if (is_figure(column, v))
		add_number(line->out, v->number);
	else if (v->kind >= VALUE_TEXT)
		add_escaped(line->out, v->text, "\\");
}

static void print_tsv(const struct pane *pane, struct str *out)
{
	struct line titles = {.out = out};

	each_value(pane, NULL, add_id, &titles);
	str_addc(out, '\n');
	for (size_t i = 0; i < list_count(pane->list); i++) {
		struct line line = {.out = out};

		each_value(pane, list_row(pane->list, i), add_tsv, &line);
		str_addc(out, '\n');
	}
}

/* As on the screen; the caller frees. */
static char *cell_text(const struct pane *pane, size_t row, const struct column *column)
{
	struct cell_ask ask = app_cell_ask(pane->app);
	struct value v = {.kind = VALUE_NONE, .bar = -1};
	struct str safe = {0};

	ask.flat = list_is_flat(pane->list);
	column->get(list_row(pane->list, row), &ask, &v);
	str_addf(&safe, "%*s", v.indent, "");
	utf8_add_safe(&safe, v.kind == VALUE_ABSENT ? "-" : v.kind == VALUE_SILENT ? "?" : v.text ? v.text : "");
	return str_take(&safe);
}

static int column_width(const struct pane *pane, const struct column *column)
{
	int width = utf8_text_width(column->title);

	for (size_t i = 0; i < list_count(pane->list); i++) {
		autofree char *text = cell_text(pane, i, column);
		int w = utf8_text_width(text);

		width = w > width ? w : width;
	}
	return width;
}

static void add_padded(struct str *out, const char *text, int width, bool right)
{
	int spare = width - utf8_text_width(text);

	if (right)
		str_addf(out, "%*s%s", spare, "", text);
	else
		str_addf(out, "%s%*s", text, spare, "");
}

static void end_line(struct str *out)
{
	while (out->len && out->s[out->len - 1] == ' ')
		out->s[--out->len] = '\0';
	str_addc(out, '\n');
}

static void print_table(const struct pane *pane, struct str *out)
{
	const struct column *columns = pane->ops->table->list.columns;
	size_t n = columns_count(columns);
	autofree int *widths = mem_new_array(n, sizeof(*widths));

	for (size_t c = 0; c < n; c++) {
		widths[c] = column_width(pane, &columns[c]) + (c ? GAP : 0);
		str_addf(out, "%*s", c ? GAP : 0, "");
		add_padded(out, columns[c].title, widths[c] - (c ? GAP : 0), columns[c].right);
	}
	end_line(out);
	for (size_t i = 0; i < list_count(pane->list); i++) {
		for (size_t c = 0; c < n; c++) {
			autofree char *text = cell_text(pane, i, &columns[c]);

			str_addf(out, "%*s", c ? GAP : 0, "");
			add_padded(out, text, widths[c] - (c ? GAP : 0), columns[c].right);
		}
		end_line(out);
	}
}

int dump_run(struct app *app)
{
	const char *format = app->options->format ? app->options->format : "table";
	autostr struct str out = {0};
	struct peek_list peeks = {0};
	struct pane *pane;
	int code = 0;

	/* Groups are for reading; what is printed is in one order. */
	list_set_group(app_body(app)->list, NULL);
	app_stale(app);
	wait_for_hosts(app, app_body(app)->ops);
	pane = app_body(app);
	if (str_equal(format, "json"))
		print_json(pane, &out);
	else if (str_equal(format, "tsv"))
		print_tsv(pane, &out);
	else
		print_table(pane, &out);
	if (fwrite(str_text(&out), 1, out.len, stdout) != out.len || fflush(stdout) != 0) {
		fprintf(stderr, "virtty: standard output: %s\n", strerror(errno));
		code = 1;
	}
	if (pane->ops->peeks)
		pane->ops->peeks(pane, &peeks);
	for (size_t i = 0; i < app->n_hosts; i++) {
		code |= !tell_host(app, app->hosts[i]);
		code |= !tell_readings(pane, host_view(app->hosts[i]), &peeks);
	}
	free(peeks.all);
	return code;
}
