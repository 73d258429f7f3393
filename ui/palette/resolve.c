// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/resolve.h"

#include <fnmatch.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/kinds.h"
#include "model/words.h"
#include "ui/targets.h"

static void add(struct found *found, struct obj_id id)
{
	if (idset_add(&found->seen, id))
		*arr_add(found->all, found->n, found->cap) = id;
}

void found_finish(struct found *found)
{
	free(found->all);
	idset_finish(&found->seen);
	*found = (struct found){0};
}

/* What a word may mean, parted at its slash; without one, of any host. Names may have what patterns are made of: a
 * pattern is what nothing is called. */
struct wanted {
	const char *name;
	char *host; /* NULL: any */
	bool pattern, host_pattern, is_uuid;
	unsigned char uuid[UUID_SIZE];
};

static struct wanted wanted_of(const struct app *app, const char *word)
{
	const char *slash = strchr(word, '/');
	struct wanted w = {.name = slash ? slash + 1 : word};

	w.host = slash ? mem_strndup(word, (size_t)(slash - word)) : NULL;
	w.host_pattern = w.host && words_is_pattern(w.host) && !app_find_host_named(app, w.host);
	w.is_uuid = uuid_parse(w.name, w.uuid);
	return w;
}

static bool fits(const struct wanted *w, const struct host_view *host, const char *name,
		 const unsigned char uuid[UUID_SIZE])
{
	if (w->host && !(w->host_pattern ? fnmatch(w->host, host->name, 0) == 0 : str_equal(w->host, host->name)))
		return false;
	if (w->pattern)
		return fnmatch(w->name, name, 0) == 0;
	return str_equal(w->name, name) || (w->is_uuid && memcmp(w->uuid, uuid, UUID_SIZE) == 0);
}

static bool is_ambiguous(const struct app *app, const struct found *found, size_t before, const char *word,
			 struct err *err)
{
	const char *first = host_view(app_find_host(app, found->all[before].host))->name;
	const char *second = host_view(app_find_host(app, found->all[before + 1].host))->name;

	return !err_set(err, ERR_INVALID, "%s is on %s and on %s: say %s/%s or %s/%s", word, first, second,
			first, word, second, word);
}

/* Adds all that it fits; how many there are, also of those that were there. */
typedef size_t find_fn(const struct app *app, enum obj_kind kind, const struct wanted *w, struct found *found);

static bool resolve(const struct app *app, enum obj_kind kind, find_fn *find, const char *word, struct found *found,
		    struct err *err)
{
	struct wanted w = wanted_of(app, word);
	size_t before = found->n;
	size_t fitting = find(app, kind, &w, found);

	if (!fitting && words_is_pattern(w.name)) {
		w.pattern = true;
		fitting = find(app, kind, &w, found);
	}
	free(w.host);
	if (!fitting)
		return err_set(err, ERR_NOT_FOUND, w.pattern || w.host_pattern ? "no %s fits %s" : "there is no %s %s here",
			       kind_of(kind)->word, word);
	return w.pattern || w.host_pattern || found->n <= before + 1 || !is_ambiguous(app, found, before, word, err);
}

static size_t find_machines(const struct app *app, enum obj_kind kind, const struct wanted *w, struct found *found)
{
	size_t fitting = 0;

	(void)kind;
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);
		const struct snapshot *s = host->snapshot;

		for (size_t j = 0; s && j < s->n_domains; j++)
			if (fits(w, host, s->domains[j].name, s->domains[j].uuid)) {
				add(found, obj_id_domain(host->number, s->domains[j].uuid));
				fitting++;
			}
	}
	return fitting;
}

bool resolve_machines(const struct app *app, const char *word, struct found *found, struct err *err)
{
	return resolve(app, OBJ_DOMAIN, find_machines, word, found, err);
}

static const struct roster *things_of(const struct host_view *host, enum obj_kind kind)
{
	const struct kind *k = kind_of(kind);

	return k ? readings_data(host->readings, reading_key_host(k->list)) : NULL;
}

/* Of one in its roster. */
static const unsigned char *uuid_of(enum obj_kind kind, const void *item)
{
	switch (kind) {
	case OBJ_NETWORK:
		return ((const struct network *)item)->uuid;
	case OBJ_SECRET:
		return ((const struct secret *)item)->uuid;
	case OBJ_NWFILTER:
		return ((const struct nwfilter *)item)->uuid;
	default:
		return ((const struct pool *)item)->uuid;
	}
}

struct obj_id resolve_nth(const struct host_view *host, enum obj_kind kind, size_t i)
{
	const struct roster *things = things_of(host, kind);

	return i < roster_count(things) ? obj_id_of(host->number, kind, uuid_of(kind, roster_at(things, i)))
					: (struct obj_id){0};
}

/* Adds it when it is meant. */
static size_t take_thing(const struct app *app, const struct wanted *w, const struct host_view *host, struct obj_id id,
			 struct found *found)
{
	struct selection s;

	if (!targets_describe(app, id, &s) || !fits(w, host, s.name, id.uuid))
		return 0;
	add(found, id);
	return 1;
}

static size_t find_things(const struct app *app, enum obj_kind kind, const struct wanted *w, struct found *found)
{
	size_t fitting = 0;

	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);
		size_t n = roster_count(things_of(host, kind));

		for (size_t j = 0; j < n; j++)
			fitting += take_thing(app, w, host, resolve_nth(host, kind, j), found);
	}
	return fitting;
}

bool resolve_things(const struct app *app, enum obj_kind kind, const char *word, struct found *found, struct err *err)
{
	return resolve(app, kind, find_things, word, found, err);
}

bool resolve_machine(const struct app *app, const char *word, struct obj_id *ret, struct err *err)
{
	autofound struct found found = {0};

	if (!resolve_machines(app, word, &found, err))
		return false;
	if (found.n > 1)
		return err_set(err, ERR_INVALID, "%s fits %zu machines: one at a time here", word, found.n);
	*ret = found.all[0];
	return true;
}

bool resolve_thing(const struct app *app, const char *word, struct obj_id *ret, struct err *err)
{
	autoerr struct err none = {0};

	if (resolve_machine(app, word, ret, &none))
		return true;
	for (const struct kind *k = kinds; none.code == ERR_NOT_FOUND && k->root; k++) {
		autofound struct found found = {0};
		autoerr struct err other = {0};

		if (k->object != OBJ_DOMAIN && resolve_things(app, k->object, word, &found, &other) && found.n == 1) {
			*ret = found.all[0];
			return true;
		}
	}
	if (none.code == ERR_NOT_FOUND)
		return err_set(err, ERR_NOT_FOUND, "there is no machine, network or the like %s here, as far as was read", word);
	err_move(err, &none);
	return false;
}

bool resolve_host(const struct app *app, const char *word, struct obj_id *ret, struct err *err)
{
	const struct host *host = app_find_host_named(app, word);

	if (!host)
		return err_set(err, ERR_NOT_FOUND, "there is no host %s here: connect URI adds one", word);
	*ret = obj_id_host(host_view(host)->number);
	return true;
}
