// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a host: its head, its parts, and what they share. */
#include "ui/panes/hostpage.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/idset.h"
#include "model/networks.h"
#include "ui/widgets/bar.h"
#include "ui/widgets/list.h"

/* Which lines are unfolded. */
struct folds {
	struct idset turned; /* those that are not as all are */
	bool all; /* open */
};

static struct folds *folds_of(struct page *page)
{
	if (!page->own)
		page->own = mem_new(struct folds);
	return page->own;
}

static void close_page(struct page *page)
{
	struct folds *folds = page->own;

	if (!folds)
		return;
	idset_finish(&folds->turned);
	free(folds);
}

const struct capabilities *hostpage_capabilities(const struct page *page)
{
	return page_data(page, reading_key_host(READING_CAPABILITIES));
}

const struct node_state *hostpage_node(const struct page *page)
{
	return page_data(page, reading_key_host(READING_NODE));
}

bool hostpage_is_up(const struct page *page, struct doc *doc)
{
	if (page->view->state == HOST_UP)
		return true;
	doc_text(doc, ROLE_DIM, "-");
	return false;
}

/* "ssh" of qemu+ssh://kvm1/system: what carries the connection to another machine; "" where nothing does. The
 * caller frees. */
static char *carrier_of(const char *uri)
{
	size_t scheme = strcspn(uri, ":");
	const char *plus = memchr(uri, '+', scheme);
	bool is_far = str_starts(uri + scheme, "://") && uri[scheme + 3] && uri[scheme + 3] != '/';

	return plus && is_far ? mem_strndup(plus + 1, scheme - (size_t)(plus + 1 - uri)) : mem_strdup("");
}

/* libvirt calls the way by a local socket or by ssh secure, and encrypted only what it encrypts itself. */
void hostpage_connection(const struct host_view *host, const struct node_state *node, struct str *out)
{
	autofree char *carrier = carrier_of(host->uri);

	if (node->secure < 0)
		str_add(out, "not told whether others can listen");
	else if (!node->secure)
		str_add(out, "not secure: others may listen");
	else if (node->encrypted > 0)
		str_add(out, "encrypted: nobody can listen");
	else if (carrier[0])
		str_addf(out, "encrypted by %s: nobody can listen", carrier);
	else if (host->is_test)
		str_add(out, "within this program: not encrypted, needs none");
	else
		str_add(out, "a local socket: not encrypted, needs none");
}

int hostpage_pools(const struct host_view *host, struct str *out)
{
	const struct roster *pools = host_pools(host);
	int active = 0;

	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (pool->active)
			str_addf(out, "%s%s", active++ ? ", " : "", pool->name);
	}
	return pools ? active : -1;
}

int hostpage_networks(const struct host_view *host, struct str *out)
{
	const struct roster *networks = host_networks(host);
	int active = 0;

	for (size_t i = 0; i < roster_count(networks); i++) {
		const struct network *network = roster_at(networks, i);

		if (network->active)
			str_addf(out, "%s%s", active++ ? ", " : "", network->name);
	}
	return networks ? active : -1;
}

/* --- folding ---------------------------------------------------------------------------------- */

bool hostpage_fold(struct page *page, struct doc *doc, const char *name, const char *count)
{
	const struct folds *folds = folds_of(page);
	uint32_t number = obj_id_hash(obj_id_named(OBJ_ITEM, "fold", name));
	struct obj_id id = obj_id_numbered(OBJ_ITEM, number ? number : 1);
	bool open = folds->all != idset_has(&folds->turned, id);
	const char *arrow = page->unicode ? (open ? "▾" : "▸") : open ? "-" : "+";

	doc_line(doc);
	doc_piecef(doc, ROLE_KEY, "%s ", arrow);
	doc_piece(doc, ROLE_STRONG, name);
	doc_piecef(doc, ROLE_DIM, "  %s", count);
	doc_link(doc, id);
	return open;
}

static enum reaction fold_all(struct page *page, bool open)
{
	struct folds *folds = folds_of(page);

	folds->all = open;
	idset_clear(&folds->turned);
	page_changed(page);
	return REACT_REDRAW;
}

static enum reaction fold_one(struct page *page)
{
	struct folds *folds = folds_of(page);
	struct obj_id id = obj_id_numbered(OBJ_ITEM, page_item(page));

	if (!page_item(page))
		return REACT_UNUSED;
	if (!idset_remove(&folds->turned, id))
		idset_add(&folds->turned, id);
	page_changed(page);
	return REACT_REDRAW;
}

static enum reaction fold_key(struct page *page, const struct key *key)
{
	if (key->code == KEYC_ENTER || key->code == KEYC_SPACE)
		return fold_one(page);
	if (key->code != KEYC_CHAR || key->mods)
		return REACT_UNUSED;
	/* What is folded away cannot be found. */
	if (key->ch == '/')
		fold_all(page, true);
	else if (key->ch == '=' || key->ch == '-')
		return fold_all(page, key->ch == '=');
	return REACT_UNUSED;
}

/* --- pieces ----------------------------------------------------------------------------------- */

void hostpage_texts(struct doc *doc, enum role role, const struct cap_texts *texts)
{
	autostr struct str all = {0};

	for (size_t i = 0; i < texts->n; i++)
		str_addf(&all, "%s%s", i ? ", " : "", texts->all[i]);
	doc_text(doc, role, str_text(&all));
}

void hostpage_bar(struct doc *doc, const struct page *page, enum role role, double fill, int width)
{
	autostr struct str bar = {0};

	bar_add(&bar, fill, width, page->unicode);
	doc_piece(doc, role, str_text(&bar));
}

/* --- what has to be read ----------------------------------------------------------------------- */

static void peek(const struct page *page, struct peek_list *out, enum reading_kind kind)
{
	peek_add(out, page->id.host, reading_key_host(kind));
}

static void peek_at_all(const struct page *page, struct peek_list *out)
{
	peek(page, out, READING_CAPABILITIES);
	peek(page, out, READING_NODE);
	peek(page, out, READING_SYSINFO);
	peek(page, out, READING_POOLS);
	peek(page, out, READING_NETWORKS);
}

static void peek_at_cpus(const struct page *page, struct peek_list *out)
{
	peek(page, out, READING_CAPABILITIES);
	peek(page, out, READING_CPUS);
}

static void peek_at_guests(const struct page *page, struct peek_list *out)
{
	peek(page, out, READING_DOMAIN_CAPABILITIES);
	peek(page, out, READING_CAPABILITIES);
}

static void peek_at_capabilities(const struct page *page, struct peek_list *out)
{
	peek(page, out, READING_CAPABILITIES);
}

/* --- the page ---------------------------------------------------------------------------------- */

static bool head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct host_view *host = page->view;
	double age_s = (double)(clock_now_ns() - host->state_since_ns) / NS_PER_S;
	char age[UNITS_SIZE];

	str_add(name, host->name);
	str_add(state, host_state_text(host->state));
	if (host->unresponsive)
		str_add(state, ", but does not answer");
	else if (host->slow)
		str_add(state, ", but slow");
	else if (host->state != HOST_UP && host->state_since_ns && !clock_is_fixed())
		str_addf(state, " since %s", units_duration(age, age_s));
	*role = tone_role(host_health_tone(host));
	return true;
}

static const struct page_part parts[] = {HOSTPAGE_PARTS(PAGE_PART_ROW)};

const struct page_kind host_page = {
	.object = OBJ_HOST,
	.name = "host",
	.scope = SCOPE_HOST,
	.stats = STATS_CPU | STATS_MEMORY | STATS_VCPU | STATS_VERSION,
	.parts = parts,
	.n_parts = ARRAY_SIZE(parts),
	.head = head,
	.close = close_page,
};
