// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/users.h"

#include "base/arr.h"
#include "base/units.h"
#include "model/holders.h"
#include "model/uses.h"

#define NAMES_SHOWN 6

const char *users_words(enum obj_kind kind)
{
	static const char *const words[] = {
		[OBJ_NETWORK] = "networks", [OBJ_POOL] = "pools", [OBJ_VOLUME] = "volumes",
		[OBJ_SECRET] = "secrets", [OBJ_NWFILTER] = "filters",
	};

	return (size_t)kind < ARRAY_SIZE(words) && words[kind] ? words[kind] : "machines";
}

static size_t add_names(const struct snapshot *s, const struct network *n, struct str *out)
{
	size_t count = 0;

	for (size_t i = 0; s && i < s->n_domains; i++) {
		const struct domain *d = &s->domains[i];

		if (!domain_is_active(d) || !machine_is_on(d, n))
			continue;
		if (count++ < NAMES_SHOWN)
			str_addf(out, "%s%s", count > 1 ? ", " : "", d->name);
	}
	if (count > NAMES_SHOWN)
		str_addf(out, " and %zu more", count - NAMES_SHOWN);
	return count;
}

/* Machines, running or not: those that are off are not started without it. */
static void add_needing(const struct host_view *view, const struct secret *secret, bool beside, struct str *out)
{
	autostr struct str names = {0};
	bool known;

	if (holders_of_secret(view, secret, &names, &known))
		str_addf(out, "%sNeeded by %s%s", beside ? " (" : "", str_text(&names), beside ? ")" : "\n");
	else if (!beside)
		str_add(out, known ? "No machine and no pool of this host names it.\n"
				   : "Not all machines and pools of this host were read yet: one of them may need it.\n");
}

void users_add(const struct app *app, const struct request *r, bool beside, struct str *out)
{
	struct host *host = app_find_host(app, r->object.host);
	const struct host_view *view = host ? host_view(host) : NULL;
	const struct network *n = view && r->object.kind == OBJ_NETWORK
					  ? networks_find(host_networks(view), r->object.uuid) : NULL;
	const struct pool *p = view && r->object.kind == OBJ_POOL ? pools_find(host_pools(view), r->object.uuid) : NULL;
	const struct secret *secret = view && r->object.kind == OBJ_SECRET
					      ? secrets_find(host_secrets(view), r->object.uuid) : NULL;
	bool all = r->verb == POOL_VERB_UNDEFINE || r->verb == POOL_VERB_DELETE;
	const char *what = all ? "With disks in" : n ? "Running on" : "Running from";
	autostr struct str names = {0};
	size_t count;

	if (secret)
		add_needing(view, secret, beside, out);
	if (!n && !p)
		return;
	count = n ? add_names(view->snapshot, n, &names) : holders_of_pool(view, p, all, &names);
	if (beside && count)
		str_addf(out, " (%c%s it: %s)", what[0] | ' ', what + 1, str_text(&names));
	else if (count)
		str_addf(out, "%s it: %s\n", what, str_text(&names));
	else if (!beside && all)
		str_add(out, "No machine has a disk in it.\n");
	else if (!beside)
		str_addf(out, "No running machine is %s it.\n", n ? "on" : "in");
}

void users_add_place(const struct host_view *host, const struct request *r, struct str *out)
{
	const struct pool *pool;
	const struct volume *v = r->object.kind == OBJ_VOLUME ? host_volume(host, r->object.uuid, &pool) : NULL;
	char size[UNITS_SIZE];

	if (v)
		str_addf(out, " in %s", pool->name);
	str_addf(out, " on %s", host->name);
	if (v && v->known)
		str_addf(out, ", %s %s", units_bytes_long(size, v->capacity), v->format ? v->format : "");
}
