// SPDX-License-Identifier: GPL-3.0-or-later
/* Tags of one machine, or of all that are marked. */
#include "ui/actions/tables.h"

#include <string.h>

#include "base/mem.h"
#include "model/tags.h"
#include "ui/actions/batch.h"
#include "ui/app.h"
#include "ui/targets.h"
#include "ui/widgets/prompt.h"

/* Those that were meant when it was asked for; in the app's arena. */
struct tagging {
	const struct action *action;
	struct obj_id *objects;
	const char **names;
	size_t n, left_out, hidden;
};

static struct tagging *gather(struct app *app, const struct action *action)
{
	struct tagging *t = arena_alloc(app->requests, sizeof(*t));
	struct targets targets;

	targets_gather(app, action, &targets);
	*t = (struct tagging){
		.action = action,
		.objects = arena_alloc(app->requests, (targets.n + 1) * sizeof(*t->objects)),
		.names = arena_alloc(app->requests, (targets.n + 1) * sizeof(*t->names)),
		.n = targets.n,
		.left_out = targets.left_out,
		.hidden = targets.hidden,
	};
	for (size_t i = 0; i < t->n; i++) {
		t->objects[i] = targets.all[i].id;
		t->names[i] = arena_strdup(app->requests, targets.all[i].name);
	}
	targets_finish(&targets);
	return t;
}

static const char *tags_of(const struct app *app, const struct request *r)
{
	const struct domain *d = request_domain(app, r);

	return d && d->def.tags ? d->def.tags : "";
}

/* False when it has these tags already. */
static bool make(struct app *app, const struct tagging *t, size_t index, const char *text, struct request *ret)
{
	autofree char *tags = NULL;

	*ret = request_make(app, t->action, t->objects[index], t->names[index], DOMAIN_VERB_SET_TAGS, NULL,
			    NULL);
	tags = tags_change(tags_of(app, ret), text);
	if (strcmp(tags, tags_of(app, ret)) == 0)
		return false;
	if (!tags[0]) {
		ret->verb = DOMAIN_VERB_DROP_TAGS;
		return true;
	}
	ret->text = arena_strdup(app->requests, tags);
	autofree char *element = mem_printf("<domain><tags>%s</tags></domain>", tags);
	ret->shown = arena_strdup(app->requests, element);
	return true;
}

static char *typed(struct app *app, void *opaque, const char *text)
{
	const struct tagging *t = opaque;
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));
	autoerr struct err err = {0};

	if (!tags_check(text, &err))
		return take(err.text);
	if (t->n > 1 && !text[strspn(text, " \t")])
		return mem_strdup("It is empty: +word adds a tag, -word removes one");
	batch->all = arena_alloc(app->requests, (t->n + 1) * sizeof(*batch->all));
	batch->hidden = t->hidden;
	batch->left_out = t->left_out;
	for (size_t i = 0; i < t->n; i++)
		batch->n += make(app, t, i, text, &batch->all[batch->n]);
	if (!batch->n)
		app_say(app, "nothing to change: %s", t->n == 1 ? "it has these tags already"
								 : "they have these tags already");
	else
		batch_go(app, batch);
	return NULL;
}

void action_tags(struct app *app, const struct action *action)
{
	struct tagging *t = gather(app, action);
	autofree char *title = NULL;
	struct request first;

	if (!t->n)
		return;
	if (app->said && app->said->text) {
		app->said->refusal = typed(app, t, app->said->text);
		return;
	}
	title = t->n == 1 ? mem_printf("Tags of %s", t->names[0]) : mem_printf("Tags of %zu machines", t->n);
	first = request_make(app, action, t->objects[0], t->names[0], DOMAIN_VERB_SET_TAGS, NULL, NULL);
	prompt_ask(app, &(struct prompt_question){
				.title = title,
				.label = "+word adds, -word removes; words alone are all there is",
				.text = t->n == 1 ? tags_of(app, &first) : "",
				.ok = "set",
				.answer = typed,
				.opaque = t});
}
