// SPDX-License-Identifier: GPL-3.0-or-later
/* The network interfaces of all hosts, as their drivers tell of them. */
#include "ui/panes/panes.h"

#include <string.h>

#include "base/mem.h"
#include "model/facts.h"
#include "model/fields.h"
#include "ui/panes/things.h"

static struct obj_id id_of(const void *p)
{
	const struct iface_row *row = p;

	return obj_id_of(row->host->number, OBJ_IFACE, row->iface->id);
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct iface_row *row = p;

	things_mark(row->host, row->iface->active, unicode, ret);
}

/* All that are plugged into one know of it. */
static void note_members(const struct roster *ifaces, const struct iface *in, const struct iface **ret_masters)
{
	for (const char *p = in->members; p && *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");
		autofree char *name = mem_strndup(p, len);
		const struct iface *member = ifaces_named(ifaces, name);

		if (member)
			ret_masters[member - (const struct iface *)roster_at(ifaces, 0)] = in;
		p += len;
	}
}

static void add_host(struct pane *pane, const struct host_view *host)
{
	const struct roster *ifaces = host_ifaces(host);
	size_t n = roster_count(ifaces);
	autofree const struct iface **masters = mem_new_array(n + 1, sizeof(*masters));

	for (size_t i = 0; i < n; i++)
		note_members(ifaces, roster_at(ifaces, i), masters);
	for (size_t i = 0; i < n; i++)
		*(struct iface_row *)list_add(pane->list) = (struct iface_row){host, roster_at(ifaces, i), masters[i]};
}

static void describe(const void *p, struct selection *ret)
{
	const struct iface_row *row = p;

	ret->name = row->iface->name;
	ret->facts = facts_of_thing(row->host);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct iface_row *row = p;

	if (things_note(pane, id_of(row), row->host, out))
		return;
	str_add(out, row->iface->name);
	if (!row->iface->known)
		str_add(out, "  being read...");
	if (row->in)
		str_addf(out, "  in the %s %s", row->in->type ? row->in->type : "interface", row->in->name);
	if (row->iface->members)
		str_addf(out, "  has %s", row->iface->members);
	if (row->iface->addresses)
		str_addf(out, "  %s", row->iface->addresses);
}

static void head(const struct pane *pane, struct str *out)
{
	(void)pane;
	str_add(out, "Interfaces of the hosts");
}

static const struct table table = {
	.list = {
		.columns = iface_columns,
		.row_size = sizeof(struct iface_row),
		.id = id_of,
		.groupings = iface_groupings,
		.words = &iface_words,
		.mark = mark,
	},
	.fields = iface_fields,
	.kind = OBJ_IFACE,
	.printed = 7,
	.sort = "name",
	TABLE_READING(READING_INTERFACES),
	.host_rows = add_host,
	.describe = describe,
	.head = head,
	.note = note,
};

const struct pane_ops interfaces_pane = {
	.name = "interfaces",
	.title = "Interfaces",
	.page = true,
	.show = {"app.interfaces", "interfaces", "show the network interfaces of the hosts", .keys = "I", .bar = 82,
		 .bar_in = 1u << SCOPE_NETWORK},
	.scope = SCOPE_DEVICE,
	.table = &table,
	TABLE_OPS,
	.key = things_key,
	.peeks = table_peeks,
};
