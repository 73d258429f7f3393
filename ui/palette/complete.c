// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/complete.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/facts.h"
#include "model/fuzzy.h"
#include "model/kinds.h"
#include "model/states.h"
#include "model/words.h"
#include "ui/palette/files.h"
#include "ui/palette/resolve.h"
#include "ui/paths.h"
#include "ui/sendkeys.h"
#include "ui/targets.h"
#include "ui/theme.h"
#include "ui/themes.h"
#include "ui/widgets/list.h"
#include "virt/uri.h"
#include "virt/verbs.h"

#define WORDS_SHOWN 200
#define POSSIBLE 10000

struct ask {
	struct app *app;
	const char *word; /* as it is so far */
	const struct action *action; /* that it is for; NULL */
	struct entries *ret;
	bool whole;       /* the word is one of them as it is */
	unsigned char *twice; /* bits of names that may stand twice */
};

static void add(struct ask *ask, int score, const char *label, const char *help, const char *insert,
		bool goes_on)
{
	struct entry *e = arr_add(ask->ret->all, ask->ret->n, ask->ret->cap);

	e->label = mem_strdup(label);
	e->help = mem_strdup(help);
	e->insert = mem_strdup(insert);
	e->goes_on = goes_on;
	e->score = score;
	e->rank = ask->ret->n;
	ask->whole |= str_equal(insert, ask->word);
}

/* --- machines ---------------------------------------------------------------------------------- */

struct match {
	const struct host_view *host;
	const struct domain *domain;
	int score;
	size_t rank; /* as hosts and their machines come */
};

struct matches {
	struct match *all;
	size_t n, cap;
};

static int compare_matches(const void *a, const void *b)
{
	const struct match *x = a;
	const struct match *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static void match_machine(struct ask *ask, const struct host_view *host, const struct domain *d,
			 struct matches *matches)
{
	bool with_host = strchr(ask->word, '/') != NULL;
	autofree char *full = with_host ? mem_printf("%s/%s", host->name, d->name) : NULL;
	int score = fuzzy_score(ask->word, full ? full : d->name);
	struct match *match;
	bool possible = !ask->action || !(ask->action->needs & ~(facts_of_domain(host, d) | FACT_AT_TOP));

	if (!score)
		return;
	match = arr_add(matches->all, matches->n, matches->cap);
	*match = (struct match){host, d, score + (possible ? POSSIBLE : 0), matches->n};
}

/* Names that may stand twice, by hash: most are known not to without looking at all others. */
#define HASHES (1u << 17)

static bool note_hash(unsigned char *bits, uint32_t hash)
{
	unsigned char bit = (unsigned char)(1u << (hash & 7));
	unsigned char *byte = &bits[hash % HASHES >> 3];
	bool was = *byte & bit;

	*byte |= bit;
	return was;
}

static bool may_stand_twice(const struct ask *ask, const char *name)
{
	uint32_t hash = str_hash(name) % HASHES;

	return ask->twice[hash >> 3] & (1u << (hash & 7));
}

static void note_names(struct ask *ask)
{
	autofree unsigned char *once = mem_new_array(HASHES / 8, 1);

	ask->twice = mem_new_array(HASHES / 8, 1);
	for (size_t i = 0; i < ask->app->n_hosts; i++) {
		const struct snapshot *s = host_view(ask->app->hosts[i])->snapshot;

		for (size_t j = 0; s && j < s->n_domains; j++) {
			uint32_t hash = str_hash(s->domains[j].name) % HASHES;

			if (note_hash(once, hash))
				note_hash(ask->twice, hash);
		}
	}
}

static bool has_namesake(const struct ask *ask, const struct match *match)
{
	if (!may_stand_twice(ask, match->domain->name))
		return false;
	for (size_t i = 0; i < ask->app->n_hosts; i++) {
		const struct snapshot *s = host_view(ask->app->hosts[i])->snapshot;

		for (size_t j = 0; s && j < s->n_domains; j++)
			if (&s->domains[j] != match->domain && str_equal(s->domains[j].name, match->domain->name))
				return true;
	}
	return false;
}

static void add_machine(struct ask *ask, const struct match *match)
{
	bool with_host = strchr(ask->word, '/') || has_namesake(ask, match);
	autofree char *name = with_host ? mem_printf("%s/%s", match->host->name, match->domain->name)
					: mem_strdup(match->domain->name);
	autofree char *help = mem_printf("%s  %s", match->host->name, domain_state_text(match->domain->state));
	struct entry *e;

	add(ask, match->score, name, help, name, false);
	/* Which of them is for the person to say. */
	ask->whole |= str_equal(match->domain->name, ask->word);
	e = &ask->ret->all[ask->ret->n - 1];
	if (ask->action)
		e->obstacle = facts_missing(ask->action->needs & ~(uint64_t)FACT_AT_TOP,
					    facts_of_domain(match->host, match->domain), match->domain->name);
}

static void add_machines(struct ask *ask)
{
	struct matches matches = {0};

	for (size_t i = 0; i < ask->app->n_hosts; i++) {
		const struct host_view *host = host_view(ask->app->hosts[i]);

		for (size_t j = 0; host->snapshot && j < host->snapshot->n_domains; j++)
			match_machine(ask, host, &host->snapshot->domains[j], &matches);
	}
	if (matches.n)
		qsort(matches.all, matches.n, sizeof(*matches.all), compare_matches);
	note_names(ask);
	for (size_t i = 0; i < matches.n && i < WORDS_SHOWN; i++)
		add_machine(ask, &matches.all[i]);
	free(ask->twice);
	free(matches.all);
	ask->whole |= words_is_pattern(ask->word);
}

static const char *word_of(const struct selection *s)
{
	if (s->facts & FACT_ACTIVE)
		return "active";
	return s->facts & FACT_INACTIVE ? "inactive" : kind_of(s->id.kind)->word;
}

/* With its host where the name alone may not tell which. */
static void add_thing(struct ask *ask, const struct host_view *host, const struct selection *s)
{
	bool with_host = ask->app->n_hosts > 1;
	autofree char *full = with_host ? mem_printf("%s/%s", host->name, s->name) : mem_strdup(s->name);
	autofree char *help = mem_printf("%s  %s", host->name, word_of(s));
	bool possible = !ask->action || !(ask->action->needs & ~(s->facts | FACT_AT_TOP));
	int score = fuzzy_score(ask->word, strchr(ask->word, '/') ? full : s->name);

	if (!score)
		return;
	add(ask, score + (possible ? POSSIBLE : 0), full, help, full, false);
	ask->whole |= str_equal(s->name, ask->word);
	if (!possible)
		ask->ret->all[ask->ret->n - 1].obstacle =
			facts_missing(ask->action->needs & ~(uint64_t)FACT_AT_TOP, s->facts, s->name);
}

static void add_things(struct ask *ask, enum obj_kind kind)
{
	for (size_t i = 0; i < ask->app->n_hosts; i++) {
		const struct host_view *host = host_view(ask->app->hosts[i]);
		struct obj_id id;

		for (size_t j = 0; !obj_id_is_none(id = resolve_nth(host, kind, j)) && ask->ret->n < WORDS_SHOWN; j++) {
			struct selection s;

			if (targets_describe(ask->app, id, &s))
				add_thing(ask, host, &s);
		}
	}
	ask->whole |= words_is_pattern(ask->word);
}

/* Machines, and what else has a definition. */
static void add_all(struct ask *ask)
{
	add_machines(ask);
	for (const struct kind *k = kinds; k->root; k++)
		if (k->object != OBJ_DOMAIN)
			add_things(ask, k->object);
}

static void add_hosts(struct ask *ask)
{
	for (size_t i = 0; i < ask->app->n_hosts; i++) {
		const struct host_view *host = host_view(ask->app->hosts[i]);
		autofree char *help = mem_printf("%s  %s", host_state_text(host->state), host->shown_uri);
		int score = fuzzy_score(ask->word, host->name);

		if (score)
			add(ask, score, host->name, help, host->name, false);
	}
}

/* --- files of this machine --------------------------------------------------------------------- */

static bool is_offered(const struct ask *ask, const char *insert)
{
	for (size_t i = 0; i < ask->ret->n; i++)
		if (str_equal(ask->ret->all[i].insert, insert))
			return true;
	return false;
}

/* The part of the word up to its last slash is the directory, and stays as it is. files: not only directories. */
static void add_directory(struct ask *ask, bool files)
{
	const char *slash = strrchr(ask->word, '/');
	const char *part = slash ? slash + 1 : ask->word;
	autofree char *kept = mem_strndup(ask->word, (size_t)(part - ask->word));
	const char *home = getenv("HOME");
	autofree char *at_home = home && str_starts(kept, "~/") ? mem_printf("%s%s", home, kept + 1) : NULL;
	const struct file_entries *there =
		files_in(ask->app->files, at_home ? at_home : kept[0] ? kept : ".");

	for (size_t i = 0; there && i < there->n; i++) {
		const struct file_entry *e = &there->all[i];
		int score = fuzzy_score(part, e->name);

		if (!score || (e->name[0] == '.' && part[0] != '.') || (!files && !e->is_directory))
			continue;
		autofree char *name = mem_printf("%s%s", e->name, e->is_directory ? "/" : "");
		autofree char *whole = mem_printf("%s%s", kept, name);
		if (!is_offered(ask, whole))
			add(ask, score + (str_ends(name, ".xml") ? 1 : 0), name, e->is_directory ? "directory" : "",
			    whole, e->is_directory);
	}
}

static void add_files(struct ask *ask)
{
	const char *slash = strrchr(ask->word, '/');

	add_directory(ask, true);
	ask->whole |= !*(slash ? slash + 1 : ask->word);
}

/* --- files of a host --------------------------------------------------------------------------- */

/* As far as somebody has looked at them; so many that each key stays quick. */
static void add_volumes(struct ask *ask, const struct host_view *host, const struct pool *pool, const char *dir)
{
	const struct roster *volumes = readings_data(host->readings, reading_key_of(READING_VOLUMES, pool->uuid));

	for (size_t i = 0; str_starts(ask->word, dir) && i < roster_count(volumes) && ask->ret->n < WORDS_SHOWN; i++) {
		const struct volume *v = roster_at(volumes, i);
		autofree char *help = mem_printf("in pool %s", pool->name);
		int score = str_equal(v->type, "file") && v->path ? fuzzy_score(ask->word, v->path) : 0;

		if (score && !is_offered(ask, v->path))
			add(ask, score, v->path, help, v->path, false);
	}
}

static void add_pools(struct ask *ask, const struct host_view *host, bool to_read)
{
	const struct roster *pools = host_pools(host);

	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);
		autofree char *dir = pool->active && pool_directory(pool) ? mem_printf("%s/", pool->path) : NULL;
		autofree char *help = mem_printf("pool %s on %s", pool->name, host->name);
		int score = dir ? fuzzy_score(ask->word, dir) : 0;

		if (score)
			add(ask, score, dir, help, dir, true);
		if (dir && to_read)
			add_volumes(ask, host, pool, dir);
	}
}

/* No host is asked: what is known anyway. The first word may name a machine, whose host is meant then. What is written
 * empties what is there: of files that are there none is offered for that. */
static void add_paths(struct ask *ask, const char *name, size_t before, bool to_read)
{
	autoerr struct err err = {0};
	struct obj_id id;
	const struct host *owner;
	const struct host_view *host;
	char *path;

	if (before ? !resolve_machine(ask->app, name, &id, &err) : !entries_host(ask->app, &id))
		return;
	owner = app_find_host(ask->app, id.host);
	if (!owner)
		return;
	host = host_view(owner);
	for (size_t i = 0; (path = paths_at(ask->app, host->name, i)); i++) {
		int score = fuzzy_score(ask->word, path);

		if (score)
			add(ask, score, path, "used before", path, false);
		free(path);
	}
	add_pools(ask, host, to_read);
	if (uri_is_here(host->uri) && ask->word[0] == '/')
		add_directory(ask, to_read);
	/* A path that is not in the list is as good: never in the way of Enter. */
	ask->whole = true;
}

/* --- keys, options ------------------------------------------------------------------------------ */

static void add_keys(struct ask *ask)
{
	const char *plus = strrchr(ask->word, '+');
	const char *part = plus ? plus + 1 : ask->word;
	autofree char *kept = mem_strndup(ask->word, (size_t)(part - ask->word));
	const char *name;

	for (const struct send_keys *k = send_keys; k->label; k++) {
		int score = fuzzy_score(ask->word, k->keys);

		if (score)
			add(ask, score + POSSIBLE, k->keys, "keys", k->keys, false);
	}
	for (size_t i = 0; (name = domain_key_name(i)); i++) {
		autofree char *keys = mem_printf("%s%s", kept, name);
		int score = fuzzy_score(part, name);

		if (score)
			add(ask, score, keys, "key", keys, true);
	}
	/* They are many, and names that are not in the list are good too: never in the way of Enter. */
	ask->whole = true;
}

static void add_options(struct ask *ask, const struct command *command)
{
	for (const struct command_option *o = command_options; o->command; o++) {
		const struct action *action = o->action ? action_of_table(o->action) : NULL;
		autofree char *word = mem_printf("%s%s%s", o->option, o->value ? "=" : "",
						 o->value ? o->value : "");
		int score = str_equal(o->command, command->name) ? fuzzy_score(ask->word, word) : 0;

		if (score)
			add(ask, score, word, action ? action->help : "", word, false);
	}
	ask->whole = true;
}

/* It may make another action of the command. */
static void take_option(struct ask *ask, const struct command *command, const char *word)
{
	for (const struct command_option *o = command_options; o->command; o++)
		if (str_equal(o->command, command->name) && str_equal(o->option, word) && o->action)
			ask->action = action_of_table(o->action);
}

/* --- options of virtty's own ---------------------------------------------------------------------- */

static void add_settable(struct ask *ask)
{
	size_t n;
	const struct option *rows = options_table(&n);

	for (size_t i = 0; i < n; i++) {
		autofree char *text = option_text(&rows[i], true);
		int score = rows[i].where & IN_FILE ? fuzzy_score(ask->word, rows[i].name) : 0;

		if (score)
			add(ask, score, rows[i].name, text, rows[i].name, true);
	}
}

static void add_values(struct ask *ask, const char *name)
{
	static const char *const flags[] = {"yes", "no", NULL};
	const struct option *option = option_find(name);
	const char *const *words = !option			       ? NULL
				   : option->type == OPTION_FLAG ? flags
								       : option->words;

	for (; words && *words; words++) {
		int score = fuzzy_score(ask->word, *words);

		if (score)
			add(ask, score, *words, "", *words, false);
	}
}

/* --- what actions offer --------------------------------------------------------------------------- */

static void offer(struct ask *ask, const char *word, const char *help)
{
	int score = fuzzy_score(ask->word, word);

	if (score)
		add(ask, score, word, help, word, false);
}

static void add_groupings(struct ask *ask)
{
	const struct list *list = app_body(ask->app)->list;
	const struct grouping *g = list ? list_get_ops(list)->groupings : NULL;

	for (; g && g->id; g++)
		offer(ask, g->id, g->help);
	offer(ask, "nothing", "one table, without groups");
}

/* "-cpu" and "cpu,name" are as good. */
static void add_sortable(struct ask *ask)
{
	const struct list *list = app_body(ask->app)->list;
	const struct column *c = list ? list_get_ops(list)->columns : NULL;

	for (; c && c->id; c++)
		offer(ask, c->id, c->help);
	ask->whole = true;
}

static void add_themes(struct ask *ask)
{
	size_t n;
	char **names = theme_names(&n);

	offer(ask, THEME_AUTO, "what suits the terminal");
	for (size_t i = 0; i < n; i++) {
		autofree char *about = theme_about(names[i]);

		offer(ask, names[i], about);
		free(names[i]);
	}
	free(names);
}

static void add_views(struct ask *ask)
{
	const struct views *views = &ask->app->views;

	for (size_t i = 0; i < views->n; i++)
		offer(ask, views->all[i].name, views->all[i].filter ? views->all[i].filter : "");
}

static const struct {
	const char *action;
	void (*add)(struct ask *ask);
} offers[] = {
	{"list.group", add_groupings},
	{"list.sort-by", add_sortable},
	{"app.theme", add_themes},
	{"app.views", add_views},
};

static void add_offers(struct ask *ask)
{
	for (size_t i = 0; i < ARRAY_SIZE(offers); i++)
		if (ask->action && str_equal(ask->action->id, offers[i].action))
			offers[i].add(ask);
}

/* --- which -------------------------------------------------------------------------------------- */

/* name is the first word after the command's. */
static void add_for(struct ask *ask, const struct command *command, const char *name, size_t before)
{
	switch (command->takes) {
	case TAKES_MACHINES:
		add_machines(ask);
		return;
	case TAKES_TWO:
		if (strchr(ask->word, '/'))
			add_files(ask);
		__attribute__((fallthrough));
	case TAKES_THING:
		add_all(ask);
		return;
	case TAKES_NETWORKS:
		add_things(ask, OBJ_NETWORK);
		return;
	case TAKES_POOLS:
		add_things(ask, OBJ_POOL);
		return;
	case TAKES_SECRETS:
		add_things(ask, OBJ_SECRET);
		return;
	case TAKES_FILTERS:
		add_things(ask, OBJ_NWFILTER);
		return;
	case TAKES_MACHINE:
	case TAKES_MACHINE_TEXT:
		if (!before)
			add_machines(ask);
		/* A lone word may also be the text. */
		ask->whole |= command->takes != TAKES_MACHINE;
		return;
	case TAKES_MACHINE_FILE:
		if (!before && ask->word[0] != '/')
			add_machines(ask);
		else if (before <= 1)
			add_paths(ask, name, before, false);
		ask->whole = true;
		return;
	case TAKES_MACHINE_KEYS:
		if (!before)
			add_machines(ask);
		add_keys(ask);
		return;
	case TAKES_HOST:
		if (!before)
			add_hosts(ask);
		return;
	case TAKES_FILE_HERE:
		if (!before)
			add_files(ask);
		return;
	case TAKES_OPTION:
		if (before)
			add_values(ask, name);
		else
			add_settable(ask);
		return;
	case TAKES_FILE_ON_HOST:
		if (!before)
			add_paths(ask, NULL, 0, true);
		return;
	case TAKES_CHOICE:
		if (!before)
			add_offers(ask);
		return;
	case TAKES_NOTHING:
	case TAKES_TEXT:
	case TAKES_URI:
		return;
	}
}

void entries_words(struct app *app, const char *line, struct entries *ret, bool *ret_whole)
{
	autowords struct words words = {0};
	struct ask ask = {.app = app, .ret = ret};
	struct command command;
	const char *first = NULL; /* that is no option */
	size_t before = 0;

	words_split(line, &words);
	*ret_whole = true;
	if (words.n < 2 || !entries_find_command(app, words.all[0], &command))
		return;
	ask.word = words.all[words.n - 1];
	ask.action = command.action ? action_find(app, command.action) : NULL;
	for (size_t i = 1; i + 1 < words.n; i++)
		if (str_starts(words.all[i], "--"))
			take_option(&ask, &command, words.all[i]);
		else if (!before++)
			first = words.all[i];
	if (str_starts(ask.word, "-"))
		add_options(&ask, &command);
	else
		add_for(&ask, &command, first, before);
	entries_sort(ret);
	*ret_whole = ask.whole || !ret->n || !ask.word[0];
}
