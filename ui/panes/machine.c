// SPDX-License-Identifier: GPL-3.0-or-later
/* The page of a machine: its head and its parts. */
#include "ui/panes/machine.h"

#include "base/arr.h"
#include "model/states.h"
#include "ui/widgets/list.h"

const struct domain *machine_domain(const struct page *page)
{
	const struct snapshot *s = page->view ? page->view->snapshot : NULL;

	return s ? snapshot_find_domain(s, page->id.uuid) : NULL;
}

bool machine_is_in_trouble(const struct domain *d)
{
	return domain_state_tone(d->state, d->reason) == TONE_BAD;
}

static bool head(struct page *page, struct str *name, struct str *state, enum role *role)
{
	const struct domain *d = machine_domain(page);
	const char *reason;

	if (!d)
		return false;
	reason = domain_reason_text(d->state, d->reason);
	str_addf(name, "%s on %s", d->name, page->view->name);
	str_addf(state, "%s%s%s", domain_state_text(d->state), reason ? ": " : "", reason ? reason : "");
	*role = page->view->state == HOST_UP ? tone_role(domain_state_tone(d->state, d->reason)) : ROLE_DIM;
	return true;
}

static const struct page_part parts[] = {
	{.id = "overview", .title = "Overview", .build = machine_overview},
	{.id = "events", .title = "Events", .build = machine_events},
};

const struct page_kind machine_page = {
	.object = OBJ_DOMAIN,
	.name = "machine",
	.scope = SCOPE_DOMAIN,
	.parts = parts,
	.n_parts = ARRAY_SIZE(parts),
	.head = head,
};
