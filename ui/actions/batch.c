// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/batch.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "model/facts.h"
#include "model/plan.h"
#include "ui/actions/users.h"
#include "ui/archive.h"
#include "ui/targets.h"
#include "ui/widgets/confirm.h"

/* The hosts, at once. */
static void batch_ask(struct app *app, const struct batch *batch)
{
	uint32_t first = 0;
	char key[KEY_NAME_SIZE];

	for (size_t i = 0; i < batch->n; i++) {
		uint32_t number = request_ask(&batch->all[i], first);

		if (batch->n > 1 && !first)
			first = number;
	}
	if (batch->again)
		app_say(app, "asked again for %zu", batch->n);
	else if (batch->n > 1)
		app_say(app, "asked for %zu, %d at once on each host: %s shows how they are", batch->n,
			app->options->requests, action_key_of(app, "app.tasks", key));
}

static void confirmed(struct app *app, void *opaque)
{
	batch_ask(app, opaque);
}

/* --- transient machines ------------------------------------------------------------------------ */

/* It is off at the end, and then nothing is left of it that was not saved first. */
static bool loses_definition(const struct app *app, const struct request *r)
{
	const struct domain *d = request_domain(app, r);
	bool ends_off = false;

	if (r->verb == DOMAIN_VERB_SAVE_XML)
		return false;
	for (const struct request *step = r; step; step = step->then)
		ends_off |= (verb_words[step->verb].goal.states & (1u << DOMAIN_SHUTOFF)) != 0;
	return ends_off && d && d->flags_known && !d->persistent;
}

static size_t count_lost(const struct app *app, const struct batch *batch)
{
	size_t n = 0;

	for (size_t i = 0; i < batch->n; i++)
		n += loses_definition(app, &batch->all[i]);
	return n;
}

static bool is_free(const struct batch *so_far, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(so_far->all[i].text, path))
			return false;
	return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

static bool has_namesake(const struct batch *batch, size_t at)
{
	for (size_t i = 0; i < batch->n; i++)
		if (i != at && str_equal(batch->all[i].name, batch->all[at].name))
			return true;
	return false;
}

/* Names are the hypervisor's: no path may come of them. */
static char *free_path(const struct app *app, const struct batch *batch, size_t at,
		       const struct batch *so_far)
{
	const struct request *r = &batch->all[at];
	autofree char *name = file_safe_name(r->name);
	autofree char *host = file_safe_name(host_view(app_find_host(app, r->object.host))->name);
	autofree char *stem = has_namesake(batch, at) ? mem_printf("%s-%s", host, name)
						      : mem_strdup(name);
	char *path = mem_printf("%s.xml", stem);

	for (unsigned i = 1; !is_free(so_far, at, path); i++) {
		free(path);
		path = mem_printf("%s-%u.xml", stem, i);
	}
	return path;
}

static void say_where(struct app *app, const struct batch *batch, size_t n, const char *path)
{
	autofree char *here = getcwd(NULL, 0);
	char key[KEY_NAME_SIZE];

	if (batch->n == 1)
		app_say(app, "its XML is saved first, to %s%s%s", here ? here : "", here ? "/" : "",
			path);
	else
		app_say(app, "the XML of %zu is saved first, in %s: %s shows how they are", n,
			here ? here : "the current directory", action_key_of(app, "app.tasks", key));
}

/* What would lose a definition follows only when the file is there. */
static void save_first(struct app *app, void *opaque)
{
	const struct batch *batch = opaque;
	struct batch *with = arena_alloc(app->requests, sizeof(*with));
	autofree char *path = NULL;
	size_t saved = 0;

	with->n = batch->n;
	with->all = arena_alloc(app->requests, batch->n * sizeof(*with->all));
	for (size_t i = 0; i < batch->n; i++) {
		const struct request *r = &batch->all[i];

		with->all[i] = *r;
		if (!loses_definition(app, r))
			continue;
		free(path);
		path = free_path(app, batch, i, with);
		with->all[i] = request_make(app, r->action, r->object, r->name, DOMAIN_VERB_SAVE_XML,
					    path, r);
		with->all[i].options = "--inactive --security-info";
		saved++;
	}
	batch_ask(app, with);
	if (saved)
		say_where(app, with, saved, path);
}

/* A definition that has gone cannot be had back: that wants the verb's word, unless it is saved first. */
static void offer_saving(struct confirm_question *q, struct str *lost, size_t n_lost, bool many,
			 const char *word)
{
	if (!n_lost)
		return;
	q->other_at_once = !q->word;
	q->word = word;
	str_add(lost, many ? "A transient one's definition goes with it.\n"
			   : "It is transient: its definition goes with it.\n");
	q->other = "Save XML first";
	q->other_key = 'x';
	q->other_answer = save_first;
}

/* --- transient networks and pools -------------------------------------------------------------- */

static bool is_gone_then(const struct app *app, const struct request *r)
{
	struct selection s;

	return verb_words[r->verb].gone && targets_describe(app, r->object, &s) && (s.facts & FACT_TRANSIENT);
}

static void add_lost(const struct app *app, const struct batch *batch, const struct verb_words *verb, struct str *out)
{
	size_t gone = 0;

	for (size_t i = 0; i < batch->n; i++)
		gone += is_gone_then(app, &batch->all[i]);
	if (verb->lost)
		str_addf(out, "%s\n", gone == batch->n ? verb->gone : verb->lost);
	if (gone)
		str_addf(out, "%s transient: gone then, with %s.%s\n",
			 batch->n == 1 ? "It is" : gone == batch->n ? "They are" : "Some are",
			 batch->n == 1 ? "its definition" : "their definitions",
			 app->options->history && archive_directory(app->archive)
				 ? " The history keeps that, and can restore it (:history)." : "");
}

/* --- questions --------------------------------------------------------------------------------- */

/* with_users: and who loses something. */
static void add_names(const struct app *app, const struct batch *batch, bool with_users, struct str *out)
{
	for (size_t i = 0; i < batch->n; i++) {
		const struct request *r = &batch->all[i];
		struct host *host = app_find_host(app, r->object.host);

		str_add(out, r->name);
		users_add_place(host_view(host), r, out);
		if (with_users)
			users_add(app, r, true, out);
		str_addc(out, '\n');
	}
}

/* A host that a person has set apart stands in the title, which has its colour: the first of them, by the
 * table of colours. Where there is none nothing is set. */
static void find_accent(const struct app *app, const struct batch *batch, enum tone *ret_accent,
			struct str *on)
{
	const struct host_view *chosen = NULL;
	bool others = false;

	for (size_t i = 0; i < batch->n; i++) {
		const struct host_view *host = host_view(app_find_host(app, batch->all[i].object.host));
		enum tone accent = host_accent(host);

		others |= batch->all[i].object.host != batch->all[0].object.host;
		if (accent != TONE_PLAIN && (!chosen || accent < host_accent(chosen)))
			chosen = host;
	}
	if (!chosen)
		return;
	*ret_accent = host_accent(chosen);
	str_addf(on, " on %s%s", chosen->name, others ? " and other hosts" : "");
}

/* "Stop" of "Stop network"; how many bytes of it. */
static int bare_verb(const char *what, enum obj_kind kind)
{
	static const char *const words[] = {
		[OBJ_NETWORK] = " network", [OBJ_POOL] = " pool", [OBJ_VOLUME] = " volume",
		[OBJ_SECRET] = " secret", [OBJ_NWFILTER] = " filter",
	};
	const char *of = (size_t)kind < ARRAY_SIZE(words) && words[kind] ? words[kind] : "";

	return (int)(strlen(what) - (str_ends(what, of) ? strlen(of) : 0));
}

/* "Stop networks"; of machines the verb says enough. */
static char *button_of(const char *what, bool many, enum obj_kind kind)
{
	if (!many || kind == OBJ_DOMAIN)
		return mem_strdup(what);
	return mem_printf("%.*s %s", bare_verb(what, kind), what, users_words(kind));
}

/* Where tags are changed some may lose them all: that does not speak for the others. */
static const struct verb_words *verb_of(const struct batch *batch)
{
	if (batch->words)
		return batch->words;
	for (size_t i = 0; i < batch->n; i++)
		if (batch->all[i].verb != DOMAIN_VERB_DROP_TAGS)
			return &verb_words[batch->all[i].verb];
	return &verb_words[batch->all[0].verb];
}

/* "Shut down, then start"; the caller frees. */
static char *with_next(const char *words, const struct request *then)
{
	const char *next = then ? verb_words[then->verb].what : NULL;

	return next ? mem_printf("%s, then %c%s", words, tolower((unsigned char)next[0]), next + 1) : mem_strdup(words);
}

/* True when it is for many, or something is lost by it. */
static bool needs_asking(const struct app *app, const struct batch *batch)
{
	if (batch->again)
		return batch->words || count_lost(app, batch) > 0;
	return batch->n > 1 || batch->hidden || batch->note || verb_of(batch)->lost || count_lost(app, batch) > 0;
}

static void add_left_out(const struct batch *batch, struct str *out)
{
	if (batch->left_out)
		str_addf(out, "(%zu %s %s left out: it does not apply to %s)\n", batch->left_out,
			 batch->named ? "named" : "marked", batch->left_out == 1 ? "one is" : "ones are",
			 batch->left_out == 1 ? "it" : "them");
	if (batch->hidden == 1)
		str_add(out, "(1 marked one is hidden by the filter and left out)\n");
	else if (batch->hidden)
		str_addf(out, "(%zu marked ones are hidden by the filter and left out)\n", batch->hidden);
	if (batch->note)
		str_addf(out, "(%s)\n", batch->note);
}

static void add_title(const struct batch *batch, const char *what, struct str *out)
{
	enum obj_kind kind = batch->all[0].object.kind;

	if (batch->n > 1)
		str_addf(out, "%.*s %zu %s", bare_verb(what, kind), what, batch->n, users_words(kind));
	else
		str_addf(out, "%s %s", what, batch->all[0].name);
}

void batch_confirm(struct app *app, struct batch *batch)
{
	const struct verb_words *verb = verb_of(batch);
	const struct request *then = batch->words ? NULL : batch->all[0].then;
	autofree char *what = with_next(verb->what, then);
	bool many = batch->n > 1;
	autofree char *yes = verb->button ? with_next(verb->button, then) : button_of(what, many, batch->all[0].object.kind);
	autostr struct str title = {0};
	autostr struct str text = {0};
	autostr struct str note = {0};
	autostr struct str lost = {0};
	struct confirm_question q = {
		.yes = yes,
		.word = batch->n >= (size_t)app->options->word_from || verb->irreversible ? verb->word : NULL,
		.answer = confirmed,
		.opaque = batch,
	};

	add_title(batch, what, &title);
	find_accent(app, batch, &q.accent, &title);
	q.title = str_text(&title);
	add_names(app, batch, many && verb->lost, &text);
	if (!many && verb->lost)
		users_add(app, &batch->all[0], false, &text);
	add_left_out(batch, &note);
	add_lost(app, batch, verb, &lost);
	offer_saving(&q, &lost, count_lost(app, batch), many, verb->word);
	q.text = str_text(&text);
	q.note = str_text(&note);
	q.lost = str_text(&lost);
	confirm_ask(app, &q);
}

/* --- once more ---------------------------------------------------------------------------------- */

/* How a pool is built may destroy what is on its device. */
static const struct verb_words formatting = {
	.what = "Make a file system for pool",
	.button = "Make file system",
	.lost = "All data on its device is destroyed.",
	.word = "destroy",
	.irreversible = true,
};

static const struct verb_words *words_lost(enum verb verb, const char *options)
{
	if (verb == POOL_VERB_BUILD && options && strstr(options, "--overwrite"))
		return &formatting;
	return verb_words[verb].lost ? &verb_words[verb] : NULL;
}

/* The first of what is asked for by which something is lost; NULL: by none. */
static const struct verb_words *first_lost(const struct request *r)
{
	const struct verb_words *words = r->words && r->words->lost ? r->words : words_lost(r->verb, r->options);

	for (size_t i = 0; !words && r->plan && i < r->plan->n; i++)
		words = words_lost(r->plan->steps[i].request.verb, r->plan->steps[i].request.options);
	return words || !r->then ? words : first_lost(r->then);
}

/* Of the one that does most: of networks that are deleted some may run, and are stopped first. */
static const struct verb_words *most_lost(const struct batch *batch)
{
	const struct verb_words *most = NULL;
	size_t steps_of_most = 0;

	for (size_t i = 0; i < batch->n; i++) {
		const struct request *r = &batch->all[i];
		const struct verb_words *words = first_lost(r);
		size_t steps = r->plan ? r->plan->n : 1;

		if (words && steps > steps_of_most) {
			most = words;
			steps_of_most = steps;
		}
	}
	return most;
}

void batch_go(struct app *app, struct batch *batch)
{
	if (batch->again && !batch->words)
		batch->words = most_lost(batch);
	if (batch->again && batch->n && batch->all[0].verb == DOMAIN_VERB_SAVE_XML)
		batch->note = "the XML is saved first";
	if (batch->n && (batch->left_out || needs_asking(app, batch)))
		batch_confirm(app, batch);
	else if (batch->n)
		batch_ask(app, batch);
}

void batch_confirm_resume(struct app *app, struct batch *batch, const char *label)
{
	const struct request *r = &batch->all[0];
	autostr struct str title = {0};
	autofree char *yes = mem_printf("Resume, then %s", label);
	autofree char *text = mem_printf("%s on %s is paused and would not notice.\n"
					 "Resume it, then %s?\n",
					 r->name, host_view(app_find_host(app, r->object.host))->name,
					 label);
	autostr struct str lost = {0};
	struct confirm_question q = {
		.text = text,
		.yes = yes,
		.answer = confirmed,
		.opaque = batch,
	};

	str_addf(&title, "Resume %s, then %s", r->name, label);
	find_accent(app, batch, &q.accent, &title);
	q.title = str_text(&title);
	offer_saving(&q, &lost, count_lost(app, batch), false, verb_words[r->then->verb].word);
	q.lost = str_text(&lost);
	confirm_ask(app, &q);
}
