// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/users.h"

#include "model/uses.h"

#define NAMES_SHOWN 6

const char *users_words(enum obj_kind kind)
{
	return kind == OBJ_NETWORK ? "networks" : kind == OBJ_POOL ? "pools" : "machines";
}

static bool is_in_pool(const struct domain *d, const struct pool *p)
{
	const char *next = d->def.files;
	struct disk_use disk;

	while (uses_next_disk(&next, &disk))
		if (disk_is_in(&disk, p))
			return true;
	return false;
}

static size_t add_names(const struct snapshot *s, const struct network *n, const struct pool *p, struct str *out)
{
	size_t count = 0;

	for (size_t i = 0; s && i < s->n_domains; i++) {
		const struct domain *d = &s->domains[i];

		if (!domain_is_active(d) || !(n ? machine_is_on(d, n) : is_in_pool(d, p)))
			continue;
		if (count++ < NAMES_SHOWN)
			str_addf(out, "%s%s", count > 1 ? ", " : "", d->name);
	}
	if (count > NAMES_SHOWN)
		str_addf(out, " and %zu more", count - NAMES_SHOWN);
	return count;
}

void users_add(const struct app *app, const struct request *r, bool beside, struct str *out)
{
	struct host *host = app_find_host(app, r->object.host);
	const struct host_view *view = host ? host_view(host) : NULL;
	const struct network *n = view && r->object.kind == OBJ_NETWORK
					  ? networks_find(host_networks(view), r->object.uuid) : NULL;
	const struct pool *p = view && r->object.kind == OBJ_POOL ? pools_find(host_pools(view), r->object.uuid) : NULL;
	autostr struct str names = {0};
	size_t count;

	if (!n && !p)
		return;
	count = add_names(view->snapshot, n, p, &names);
	if (beside && count)
		str_addf(out, " (running %s it: %s)", n ? "on" : "from", str_text(&names));
	else if (count)
		str_addf(out, "Running %s it: %s\n", n ? "on" : "from", str_text(&names));
	else if (!beside)
		str_addf(out, "No running machine is %s it.\n", n ? "on" : "in");
}
