// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/entries.h"

#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/facts.h"
#include "model/fuzzy.h"
#include "model/words.h"
#include "ui/palette/history.h"
#include "ui/palette/resolve.h"
#include "ui/targets.h"
#include "virt/verbs.h"

/* What is typed in full is meant, possible or not; what can be done comes before what cannot, but not before
 * what fits much better. */
#define EXACT 40000
#define BEGINS 20000
#define POSSIBLE 10000

void entries_clear(struct entries *entries)
{
	for (size_t i = 0; i < entries->n; i++) {
		struct entry *e = &entries->all[i];

		free(e->label);
		free(e->help);
		free(e->obstacle);
		free(e->insert);
		free(e->line);
		free(e->key);
	}
	free(entries->all);
	*entries = (struct entries){0};
}

/* --- names ------------------------------------------------------------------------------------- */

/* What is named after an action of a scope, and where it is else. */
static const struct {
	enum command_takes takes; /* TAKES_NOTHING: no name */
	const char *not_here;
	const char *where; /* of what needs no row, or has no name that could be said */
} named[SCOPE_COUNT] = {
	[SCOPE_DOMAIN] = {TAKES_MACHINES, "name a machine after it", NULL},
	[SCOPE_HOST] = {TAKES_HOST, "name a host after it", "that is in Hosts"},
	[SCOPE_NETWORK] = {TAKES_NETWORKS, "name a network after it", "that is in Networks: net-list goes there"},
	[SCOPE_POOL] = {TAKES_POOLS, "name a pool after it", "that is in Storage: pool-list goes there"},
	[SCOPE_VOLUME] = {TAKES_NOTHING, NULL, "that is among the volumes of a pool: vol-list goes there"},
	[SCOPE_DEVICE] = {TAKES_NOTHING, NULL, "that is in Devices and Interfaces: nodedev-list, iface-list"},
	[SCOPE_SECRET] = {TAKES_SECRETS, "name a secret after it", "that is in Secrets: secret-list goes there"},
	[SCOPE_NWFILTER] = {TAKES_FILTERS, "name a network filter after it", NULL},
};

/* What makes something new is about the host alone. */
static enum command_takes takes_of(const struct action *action)
{
	bool makes = action->scope != SCOPE_HOST && action->flags & ACTION_VERB &&
		     verb_object((enum verb)action->arg) == OBJ_HOST;

	return action->needs & FACT_SELECTED && !makes ? named[action->scope].takes : TAKES_NOTHING;
}

bool entries_find_command(const struct app *app, const char *word, struct command *ret)
{
	const struct command *command = command_find(word);
	const struct action *action = command ? NULL : action_find(app, word);

	if (!command && !action)
		return false;
	if (command) {
		*ret = *command;
		return true;
	}
	*ret = (struct command){.name = action->id, .action = action->id, .takes = takes_of(action)};
	/* What a command of the table takes, its action does. */
	for (const struct command *c = commands; c->name; c++)
		if (str_equal(c->action, action->id) && action->scope != SCOPE_APP) {
			ret->takes = c->takes;
			break;
		}
	return true;
}

const char *entries_name(const struct action *action)
{
	for (const struct command *c = commands; c->name; c++)
		if (str_equal(c->action, action->id))
			return c->name;
	return action->id;
}

bool entries_host(const struct app *app, struct obj_id *ret)
{
	struct selection s;

	app_selection(app, &s);
	if (s.id.host)
		*ret = obj_id_host(s.id.host);
	else if (app->n_hosts == 1)
		*ret = obj_id_host(host_view(app->hosts[0])->number);
	else
		return false;
	return true;
}

/* Needs a host, whichever pane is open. */
static bool is_of_host(const struct app *app, const struct action *action)
{
	struct command c;

	return entries_find_command(app, action->id, &c) &&
	       (c.takes == TAKES_FILE_HERE || c.takes == TAKES_FILE_ON_HOST);
}

const char *entries_not_here(const struct app *app, const struct action *action)
{
	struct obj_id host;

	if (action_in_scope(action, app_top(app)) ||
	    (action->scope != SCOPE_MOVE && action_in_scope(action, app_body(app))))
		return NULL;
	if (is_of_host(app, action))
		return entries_host(app, &host) ? NULL : "choose a host first: host NAME goes there";
	if (takes_of(action) != TAKES_NOTHING)
		return named[action->scope].not_here;
	return named[action->scope].where ? named[action->scope].where : "not in this pane";
}

static bool is_told_elsewhere(const struct action *action)
{
	return takes_of(action) != TAKES_NOTHING || named[action->scope].where;
}

/* --- actions ----------------------------------------------------------------------------------- */

/* Ids are not seen: only what is typed after a dot, or is all that follows it, means one. */
static bool begins_id(const char *pattern, const char *id)
{
	const char *dot = strchr(id, '.');

	return (strchr(pattern, '.') && fuzzy_begins_words(pattern, id)) || (dot && strcasecmp(pattern, dot + 1) == 0);
}

static int id_score(const char *pattern, const char *id)
{
	if (strchr(pattern, '.'))
		return fuzzy_score(pattern, id);
	/* "net" is the networks before it is all that begins with "network.". */
	return fuzzy_begins_words(pattern, id) ? fuzzy_score(pattern, id) * 3 / 4 : 0;
}

/* *ret_alias: another name that fits better than its own. *ret_meant: the words that are typed each begin one of
 * its name's, or of an alias's. */
static int action_score(const struct action *action, const char *pattern, const char **ret_alias, bool *ret_meant)
{
	int best = fuzzy_score(pattern, action->label);
	int id = id_score(pattern, action->id);

	*ret_alias = NULL;
	*ret_meant = fuzzy_begins_words(pattern, action->label) || begins_id(pattern, action->id);
	if (id > best)
		best = id;
	for (const struct command *c = commands; c->name; c++) {
		int score = str_equal(c->action, action->id) ? fuzzy_score(pattern, c->name) : 0;

		/* Half of a foreign word says less than half of a word that is seen. */
		score = score >= FUZZY_WHOLE ? score : score * 3 / 4;
		if (score > best) {
			best = score;
			*ret_alias = c->name;
		}
		*ret_meant |= score && fuzzy_begins_words(pattern, c->name);
	}
	if (!best)
		return fuzzy_begins_words(pattern, action->help) ? 2 : 0;
	if (best >= FUZZY_WHOLE)
		return best + EXACT;
	return *ret_meant ? best + BEGINS : best;
}

/* How long ago it was used: 0 is the newest. */
static size_t recency(const struct app *app, const struct action *action)
{
	for (size_t i = 0; i < HISTORY_MOST; i++) {
		autofree char *line = history_at(app, i);
		struct command c;

		if (!line)
			break;
		line[strcspn(line, " ")] = '\0';
		if (entries_find_command(app, line, &c) && str_equal(c.action, action->id))
			return i;
	}
	return HISTORY_MOST;
}

static int compare(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->rank < y->rank ? -1 : x->rank > y->rank;
}

void entries_sort(struct entries *entries)
{
	if (entries->n)
		qsort(entries->all, entries->n, sizeof(*entries->all), compare);
}

/* What stops it, said of the host where it is one that the action works on. */
static char *obstacle_of(struct app *app, const struct action *action)
{
	struct obj_id host;
	struct said said = {.objects = &host, .n = 1};
	char *obstacle;

	if (!is_of_host(app, action) || !entries_host(app, &host))
		return action_obstacle(app, action);
	app->said = &said;
	obstacle = action_obstacle(app, action);
	app->said = NULL;
	return obstacle;
}

static size_t count_actions(const struct app *app)
{
	size_t n = 0;

	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a))
		n++;
	return n;
}

void obstacles_clear(struct obstacles *obstacles)
{
	for (size_t i = 0; i < obstacles->n; i++)
		free(obstacles->all[i]);
	free(obstacles->all);
	free(obstacles->known);
	*obstacles = (struct obstacles){0};
}

static const char *look_once(struct app *app, struct obstacles *obstacles, const struct action *action,
			     size_t rank)
{
	if (!obstacles->all) {
		obstacles->n = count_actions(app);
		obstacles->all = mem_new_array(obstacles->n, sizeof(*obstacles->all));
		obstacles->known = mem_new_array(obstacles->n, sizeof(*obstacles->known));
	}
	if (!obstacles->known[rank])
		obstacles->all[rank] = obstacle_of(app, action);
	obstacles->known[rank] = true;
	return obstacles->all[rank];
}

static struct entry *add(struct app *app, const struct action *action, size_t rank, const char *elsewhere,
			 struct obstacles *obstacles, struct entries *ret)
{
	struct entry *e = arr_add(ret->all, ret->n, ret->cap);

	e->action = action;
	e->help = mem_strdup(action->help);
	e->elsewhere = elsewhere && takes_of(action) != TAKES_NOTHING;
	e->obstacle = mem_strdup(elsewhere ? elsewhere : look_once(app, obstacles, action, rank));
	return e;
}

static void add_action(struct app *app, const struct action *action, size_t rank, const char *pattern,
		       struct obstacles *obstacles, struct entries *ret)
{
	const char *elsewhere = entries_not_here(app, action);
	const char *alias;
	bool meant;
	int score = action_score(action, pattern, &alias, &meant);
	struct entry *e;

	if (!score || (elsewhere && (!is_told_elsewhere(action) || !pattern[0])) ||
	    (!pattern[0] && (action->flags & ACTION_QUIET)))
		return;
	e = add(app, action, rank, elsewhere, obstacles, ret);
	e->label = alias ? mem_printf("%s (%s)", action->label, alias) : mem_strdup(action->label);
	e->meant = meant;
	e->score = score + (e->obstacle ? 0 : POSSIBLE);
	e->rank = pattern[0] ? rank : recency(app, action) * 1000 + rank;
}

/* Of virsh's that there is nothing for. They are many: letters here and there are no reason to list one. */
static void add_missing(const char *pattern, struct entries *ret)
{
	for (const struct command *c = commands; c->name; c++) {
		bool begins = c->missing && pattern[0] && fuzzy_begins_words(pattern, c->name);
		int score = begins ? fuzzy_score(pattern, c->name) : 0;
		struct entry *e;

		if (!score)
			continue;
		e = arr_add(ret->all, ret->n, ret->cap);
		e->label = mem_strdup(c->name);
		e->help = mem_strdup("");
		e->obstacle = mem_strdup(c->missing);
		e->meant = true;
		e->score = score + BEGINS;
	}
}

static char *line_of_view(const char *name)
{
	struct str line = {0};

	str_addf(&line, "%s ", entries_name(action_of_table("app.views")));
	words_add_quoted(&line, name);
	return str_take(&line);
}

static char *view_help(const struct view *v)
{
	return mem_printf("view of %s: %s%s%s%s", v->pane ? v->pane : "domains", v->filter ? "/" : "",
			  v->filter ? v->filter : "all", v->sort ? ", sorted by " : "", v->sort ? v->sort : "");
}

/* As actions are judged; those come first where both are meant. */
static void add_views(const struct app *app, const char *pattern, struct entries *ret)
{
	for (size_t i = 0; pattern[0] && i < app->views.n; i++) {
		const struct view *v = &app->views.all[i];
		int score = fuzzy_score(pattern, v->name);
		struct entry *e;

		if (!score)
			continue;
		e = arr_add(ret->all, ret->n, ret->cap);
		e->label = mem_strdup(v->name);
		e->help = view_help(v);
		e->line = line_of_view(v->name);
		e->key = mem_strdup(v->key);
		e->meant = fuzzy_begins_words(pattern, v->name);
		e->score = (score >= FUZZY_WHOLE ? score + EXACT : score * 3 / 4 + (e->meant ? BEGINS : 0)) + POSSIBLE;
		e->rank = SIZE_MAX;
	}
}

static bool are_alike(const struct entry *a, const struct entry *b)
{
	return a->action && b->action && str_equal(a->label, b->label) && str_equal(a->help, b->help);
}

/* Of rows that would read the same each says what kind of thing it is for. */
static void tell_apart(struct entries *entries)
{
	for (size_t i = 0; i < entries->n; i++) {
		struct entry *e = &entries->all[i];
		bool alike = false;

		for (size_t j = i + 1; j < entries->n; j++)
			if (are_alike(e, &entries->all[j])) {
				entries->all[j].alike = true;
				alike = true;
			}
		e->alike |= alike;
	}
	for (size_t i = 0; i < entries->n; i++) {
		struct entry *e = &entries->all[i];
		char *help = e->help;

		if (!e->alike)
			continue;
		e->help = mem_printf("%s: %s", e->action->group, help);
		free(help);
	}
}

void entries_actions(struct app *app, const char *pattern, struct obstacles *obstacles, struct entries *ret)
{
	size_t place = 0;

	pattern += strspn(pattern, " ");
	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a), place++)
		if (!str_equal(a->id, "app.palette"))
			add_action(app, a, place, pattern, obstacles, ret);
	add_views(app, pattern, ret);
	add_missing(pattern, ret);
	entries_sort(ret);
	tell_apart(ret);
}

/* Nothing in it names a thing that there is. */
static bool names_nothing(const struct app *app, const struct words *words)
{
	for (size_t i = 1; i < words->n; i++) {
		autoerr struct err err = {0};
		struct obj_id id;

		if (words->all[i][0] && (resolve_thing(app, words->all[i], &id, &err) || err.code != ERR_NOT_FOUND))
			return false;
	}
	return true;
}

void entries_labels(struct app *app, const char *line, struct obstacles *obstacles, struct entries *ret)
{
	autowords struct words words = {0};
	size_t len, place = 0;

	line += strspn(line, " ");
	for (len = strlen(line); len && line[len - 1] == ' '; len--)
		;
	words_split(line, &words);
	if (words.n < 2 || len <= words.at[1])
		return;
	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a), place++) {
		const char *elsewhere = entries_not_here(app, a);
		struct entry *e;

		if (strncasecmp(a->label, line, len) != 0 || (elsewhere && !is_told_elsewhere(a)))
			continue;
		e = add(app, a, place, elsewhere, obstacles, ret);
		e->label = mem_strdup(a->label);
		e->meant = strlen(a->label) == len && names_nothing(app, &words);
		e->score = e->meant ? EXACT + (e->obstacle ? 0 : POSSIBLE) : -1;
		e->rank = place;
	}
	entries_sort(ret);
	tell_apart(ret);
}
