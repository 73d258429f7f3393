// SPDX-License-Identifier: GPL-3.0-or-later
/* The secrets of all hosts. */
#include "ui/panes/panes.h"

#include "model/facts.h"
#include "model/fields.h"
#include "ui/panes/things.h"

static struct obj_id id_of(const void *p)
{
	const struct secret_row *row = p;

	return obj_id_of(row->host->number, OBJ_SECRET, row->secret->uuid);
}

static void mark(const void *p, bool unicode, struct list_mark *ret)
{
	const struct secret_row *row = p;

	things_mark(row->host, row->guests || row->pools, unicode, ret);
}

static void add_secret(struct pane *pane, const struct host_view *host, const struct secret *secret)
{
	const struct snapshot *s = host->snapshot;
	const struct roster *pools = host_pools(host);
	struct secret_row *row = list_add(pane->list);

	*row = (struct secret_row){.host = host, .secret = secret};
	for (size_t i = 0; s && i < s->n_domains; i++) {
		if (!machine_needs_secret(&s->domains[i], secret))
			continue;
		row->guests++;
		row->running += domain_is_active(&s->domains[i]);
	}
	for (size_t i = 0; i < roster_count(pools); i++)
		if (pool_needs_secret(roster_at(pools, i), secret) && !row->pools++)
			row->pool = roster_at(pools, i);
}

static void add_host(struct pane *pane, const struct host_view *host)
{
	const struct roster *secrets = host_secrets(host);

	for (size_t i = 0; i < roster_count(secrets); i++)
		add_secret(pane, host, roster_at(secrets, i));
}

/* Whether they have a value is asked again of those of which it was asked before. */
static void peeks(struct pane *pane, struct peek_list *out)
{
	table_peeks(pane, out);
	things_peek_hosts(pane->app, READING_POOLS, out);
	for (size_t i = 0; i < pane->app->n_hosts; i++) {
		const struct host_view *host = host_view(pane->app->hosts[i]);
		const struct roster *secrets = host_secrets(host);

		for (size_t j = 0; host->state == HOST_UP && j < roster_count(secrets); j++) {
			const struct secret *secret = roster_at(secrets, j);
			struct reading_key key = reading_key_of(READING_SECRET_VALUE, secret->uuid);

			if (readings_data(host->readings, key))
				peek_add(out, host->number, key);
		}
	}
}

static void describe(const void *p, struct selection *ret)
{
	const struct secret_row *row = p;

	ret->name = row->secret->name;
	ret->facts = facts_of_secret(row->host);
}

static void note(const struct pane *pane, const void *p, struct str *out)
{
	const struct secret_row *row = p;
	const struct secret *s = row->secret;

	if (things_note(pane, id_of(row), row->host, out))
		return;
	str_addf(out, "%s  %s", s->name, secret_type_words(s->type));
	if (!s->known)
		str_add(out, "  being read...");
	if (s->description)
		str_addf(out, "  %s", s->description);
	if (s->ephemeral)
		str_add(out, "  ephemeral: gone when the daemon ends");
}

static void head(const struct pane *pane, struct str *out)
{
	(void)pane;
	str_add(out, "Secrets");
}

static const struct table table = {
	.list = {
		.columns = secret_columns,
		.row_size = sizeof(struct secret_row),
		.id = id_of,
		.groupings = secret_groupings,
		.words = &secret_words,
		.mark = mark,
	},
	.fields = secret_fields,
	.kind = OBJ_SECRET,
	.printed = 9,
	.sort = "name",
	.can_mark = true,
	TABLE_READING(READING_SECRETS),
	.host_rows = add_host,
	.describe = describe,
	.head = head,
	.note = note,
};

const struct pane_ops secrets_pane = {
	.name = "secrets",
	.title = "Secrets",
	.page = true,
	.show = {"app.secrets", "secrets", "show the secrets that hosts keep", .keys = "K", .bar = 83,
		 .bar_in = 1u << SCOPE_HOST | 1u << SCOPE_POOL},
	.scope = SCOPE_SECRET,
	.table = &table,
	TABLE_OPS,
	.key = things_key,
	.peeks = peeks,
};
