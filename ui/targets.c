// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/targets.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/facts.h"
#include "ui/widgets/list.h"

bool targets_are_marked(const struct app *app, const struct action *action)
{
	const struct pane *pane = app_tab_pane(app);

	return (action->flags & ACTION_MARKS) && pane->list && pane->ops->describe &&
	       list_marked_count(pane->list) > 0;
}

static unsigned facts_everywhere(const struct app *app)
{
	const struct pane *pane = app_tab_pane(app);

	return (app->n_floats ? 0 : FACT_AT_TOP) |
	       (pane->list && (list_marked_count(pane->list) || list_marked_hidden(pane->list))
			? FACT_MARKED : 0) |
	       (pane->list && list_group(pane->list) ? FACT_GROUPED : 0) |
	       (pane->list && list_on_group(pane->list) ? FACT_ON_GROUP : 0);
}

static void add(struct targets *targets, const struct selection *s)
{
	struct target *t = arr_add(targets->all, targets->n, targets->cap);

	*t = (struct target){s->id, mem_strdup(s->name), s->facts};
}

void targets_gather(const struct app *app, const struct action *action, struct targets *ret)
{
	struct pane *pane = app_tab_pane(app);
	struct selection s;

	*ret = (struct targets){0};
	if ((action->flags & ACTION_MARKS) && pane->list)
		ret->hidden = list_marked_hidden(pane->list);
	if (!targets_are_marked(app, action)) {
		app_selection(app, &s);
		if (!(action->needs & ~(s.facts | facts_everywhere(app))))
			add(ret, &s);
		return;
	}
	for (size_t i = 0; i < list_count(pane->list); i++) {
		if (!list_is_marked(pane->list, i))
			continue;
		s = (struct selection){0};
		pane->ops->describe(pane, i, &s);
		if (action->needs & ~s.facts)
			ret->left_out++;
		else
			add(ret, &s);
	}
}

void targets_finish(struct targets *targets)
{
	for (size_t i = 0; i < targets->n; i++)
		free(targets->all[i].name);
	free(targets->all);
	*targets = (struct targets){0};
}

bool targets_lack_only(const struct app *app, const struct action *action, unsigned fact)
{
	struct selection s;

	if (targets_are_marked(app, action))
		return false;
	app_selection(app, &s);
	return (action->needs & ~(s.facts | facts_everywhere(app))) == fact;
}

char *targets_obstacle(const struct app *app, const struct action *action)
{
	struct pane *pane = app_tab_pane(app);
	unsigned everywhere = facts_everywhere(app);
	char *first = NULL;
	struct selection s;

	if (!targets_are_marked(app, action)) {
		app_selection(app, &s);
		return facts_missing(action->needs, s.facts | everywhere, s.name);
	}
	for (size_t i = 0; i < list_count(pane->list); i++) {
		if (!list_is_marked(pane->list, i))
			continue;
		s = (struct selection){0};
		pane->ops->describe(pane, i, &s);
		if (!(action->needs & ~(s.facts | everywhere))) {
			free(first);
			return NULL;
		}
		if (!first)
			first = facts_missing(action->needs, s.facts | everywhere, s.name);
	}
	return first;
}
