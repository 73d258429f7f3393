// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a secret: what it is for, whether it has a value, who needs it. */
#include "ui/panes/page.h"

#include "base/arr.h"
#include "ui/panes/things.h"
#include "ui/panes/xmlpart.h"

static const struct secret *secret_of(const struct page *page)
{
	return secrets_find(host_secrets(page->view), page->id.uuid);
}

static struct reading_key value_key(const struct page *page)
{
	return reading_key_of(READING_SECRET_VALUE, page->id.uuid);
}

static void peek(const struct page *page, struct peek_list *out)
{
	peek_add(out, page->id.host, reading_key_host(READING_SECRETS));
	peek_add(out, page->id.host, reading_key_host(READING_POOLS));
}

/* Whether there is a value shows only when it is fetched: not for every row that the cursor passes. */
static void peek_value(const struct page *page, struct peek_list *out)
{
	peek(page, out);
	if (!page->beside)
		peek_add(out, page->id.host, value_key(page));
}

static bool head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct secret *s = secret_of(page);

	if (!s)
		return false;
	str_addf(name, "%s on %s", s->name, page->view->name);
	str_addf(state, "secret for %s", secret_type_words(s->type));
	*role = ROLE_DIM;
	return true;
}

static void add_value(const struct page *page, struct doc *doc, const struct secret *s)
{
	const struct secret_value *value = secret_value_of(page->view, s);
	const struct reading *r = page_reading(page, value_key(page));

	if (value && value->is_set)
		doc_pair(doc, ROLE_DIM, "value", ROLE_STATE_GOOD, "set");
	else if (value)
		doc_pair(doc, ROLE_DIM, "value", ROLE_STATE_WARN, "none: what needs it cannot be opened");
	else if (s->is_private)
		doc_pair(doc, ROLE_DIM, "value", ROLE_DIM, "not told to anybody, as it is private");
	else if (r && r->why)
		doc_pair(doc, ROLE_DIM, "value", ROLE_DIM, r->why);
	else if (page->beside)
		doc_pair(doc, ROLE_DIM, "value", ROLE_DIM, "its page says whether there is one");
	else
		doc_pair(doc, ROLE_DIM, "value", ROLE_DIM, "being asked...");
}

/* Nothing was found: unread of them have not been looked into yet. */
static void add_none(struct doc *doc, bool any, size_t unread, const char *one, const char *many)
{
	if (unread)
		doc_textf(doc, ROLE_DIM, "%zu %s still being read.", unread, unread == 1 ? one : many);
	else if (!any)
		doc_text(doc, ROLE_DIM, "None of this host.");
}

static void add_machines(const struct page *page, struct doc *doc, const struct secret *secret)
{
	static const struct doc_column columns[] = {{"MACHINE", false, true}, {"STATE", false, false}};
	const struct snapshot *s = page->view->snapshot;
	size_t unread = 0;
	bool any = false;

	doc_heading(doc, "Machines that need it");
	for (size_t i = 0; s && i < s->n_domains; i++) {
		unread += !s->domains[i].def.known;
		if (!machine_needs_secret(&s->domains[i], secret))
			continue;
		if (!any)
			doc_table(doc, columns, ARRAY_SIZE(columns));
		any = true;
		things_add_machine(doc, page, &s->domains[i]);
	}
	add_none(doc, any, unread, "machine is", "machines are");
}

static void add_pools(const struct page *page, struct doc *doc, const struct secret *secret)
{
	static const struct doc_column columns[] = {{"POOL", false, true}, {"STATE", false, false}};
	const struct roster *pools = host_pools(page->view);
	size_t unread = 0;
	bool any = false;

	doc_heading(doc, "Storage pools that need it");
	if (!page_has(page, doc, reading_key_host(READING_POOLS)))
		return;
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		unread += !pool->known;
		if (!pool_needs_secret(pool, secret))
			continue;
		if (!any)
			doc_table(doc, columns, ARRAY_SIZE(columns));
		any = true;
		doc_cell(doc, ROLE_STRONG, pool->name);
		doc_link(doc, obj_id_of(page->id.host, OBJ_POOL, pool->uuid));
		doc_cell(doc, pool->active ? ROLE_STATE_GOOD : ROLE_DIM, pool->active ? "active" : "inactive");
	}
	add_none(doc, any, unread, "pool is", "pools are");
}

static void overview(struct page *page, struct doc *doc)
{
	const struct secret *s = secret_of(page);
	char uuid[UUID_TEXT_SIZE];

	uuid_format(s->uuid, uuid);
	doc_pair(doc, ROLE_DIM, "opens", ROLE_STRONG, secret_type_words(s->type));
	if (s->usage)
		doc_pairf(doc, "which", "%s", s->usage);
	if (s->description)
		doc_pairf(doc, "description", "%s", s->description);
	add_value(page, doc, s);
	doc_pairf(doc, "private", "%s", s->is_private ? "yes: its value is told to nobody, only used" : "no");
	doc_pairf(doc, "kept", "%s", s->ephemeral ? "in memory only: gone when the daemon ends" : "by the host");
	doc_pairf(doc, "host", "%s, %s", page->view->name, host_state_text(page->view->state));
	doc_link(doc, obj_id_host(page->id.host));
	doc_pair(doc, ROLE_DIM, "UUID", ROLE_TEXT, uuid);
	add_machines(page, doc, s);
	add_pools(page, doc, s);
}

static void xml(struct page *page, struct doc *doc)
{
	xml_part_of(page, doc, secret_of(page)->xml);
}

static const struct page_part parts[] = {
	{.id = "overview", .title = "Overview", .build = overview, .peeks = peek_value},
	{.id = "xml", .title = "XML", .build = xml, .key = xml_part_key, .peeks = peek},
};

const struct page_kind secret_page = {
	.object = OBJ_SECRET,
	.name = "secret",
	.scope = SCOPE_SECRET,
	.parts = parts,
	.n_parts = ARRAY_SIZE(parts),
	.head = head,
};
