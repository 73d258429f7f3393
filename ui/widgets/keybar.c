// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/keybar.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/panes/page.h"
#include "ui/targets.h"

#define MAX_ITEMS 24
#define FIRST     (-9)
#define LAST_FROM 90 /* places that are kept when room is short */

struct item {
	const struct action *action;
	int x, width;
	bool greyed;
};

static int item_width(const struct app *app, const struct action *a)
{
	char key[KEY_NAME_SIZE];

	return utf8_text_width(action_key(app, a, key)) + 1 + utf8_text_width(a->label);
}

static bool says_something(const struct app *app, const struct action *action, bool greyed)
{
	if (greyed && (action->flags & ACTION_SHY))
		return false;
	return !(action->flags & ACTION_TURNS) || page_has_parts(page_top(app));
}

static bool in_bar(const struct app *app, const struct action *action, const struct pane *top)
{
	if (!action->bar || !action_in_scope(action, top) || !action_keys(app, action)[0])
		return false;
	return !action->bar_in || (top->ops->table && (action->bar_in & 1u << pane_scope(top)));
}

/* Those that may stand in the bar of this pane, in their order. The caller frees. */
static const struct action **find_candidates(const struct app *app, const struct pane *top, size_t *ret_n)
{
	const struct action **all = NULL;
	size_t n = 0, cap = 0;

	for (const struct action *a = action_next(app, NULL); a; a = action_next(app, a))
		if (in_bar(app, a, top))
			*arr_add(all, n, cap) = a;
	*ret_n = n;
	return all;
}

/* As action_for_keys() chooses. */
enum rank { RANK_NONE, RANK_GREYED, RANK_REFUSED, RANK_POSSIBLE };

static enum rank rank_of(const struct app *app, const struct action *action)
{
	autofree char *obstacle = action_obstacle(app, action);

	return !obstacle ? RANK_POSSIBLE : targets_lack_only(app, action, 0) ? RANK_REFUSED : RANK_GREYED;
}

/* The actions for this pane, one for each place: that which can be done, else the first. */
static int gather(const struct app *app, struct item *items)
{
	const struct pane *top = app_top(app);
	autofree const struct action **candidates = NULL;
	size_t n_candidates;
	int n = 0;

	if (top->ops->modal)
		return 0;
	candidates = find_candidates(app, top, &n_candidates);
	for (int place = FIRST; place < 100; place++) {
		const struct action *chosen = NULL;
		enum rank best = RANK_NONE;

		for (size_t i = 0; i < n_candidates && best < RANK_POSSIBLE; i++) {
			enum rank rank = candidates[i]->bar == place ? rank_of(app, candidates[i]) : RANK_NONE;

			if (rank > best) {
				chosen = candidates[i];
				best = rank;
			}
		}

		bool greyed = best < RANK_POSSIBLE;

		if (chosen && n < MAX_ITEMS && says_something(app, chosen, greyed))
			items[n++] = (struct item){chosen, 0, item_width(app, chosen), greyed};
	}
	return n;
}

/* Places them; what has no room gets width 0. */
static void place(struct item *items, int n, int width)
{
	int last = 0;
	int x = 1;

	for (int i = 0; i < n; i++)
		if (items[i].action->bar >= LAST_FROM)
			last += items[i].width + 2;
	for (int i = 0; i < n; i++) {
		bool is_last = items[i].action->bar >= LAST_FROM;
		int room = width - x - (is_last ? 0 : last);

		if (items[i].width + 1 > room) {
			items[i].width = 0;
			continue;
		}
		items[i].x = x;
		x += items[i].width + 2;
		if (is_last)
			last -= items[i].width + 2;
	}
}

/* What cannot be done is in brackets, which stand between the items: nothing moves when that changes. */
static void draw_item(const struct app *app, struct area line, const struct item *it)
{
	char key[KEY_NAME_SIZE];
	int x = area_text(line, it->x, 0, it->greyed ? ROLE_GREYED : ROLE_KEY, action_key(app, it->action, key));

	area_text(line, x + 1, 0, it->greyed ? ROLE_GREYED : ROLE_KEY_LABEL, it->action->label);
	if (!it->greyed)
		return;
	area_text(line, it->x - 1, 0, ROLE_GREYED, "(");
	area_text(line, it->x + it->width, 0, ROLE_GREYED, ")");
}

void keybar_draw(const struct app *app, struct area line)
{
	struct item items[MAX_ITEMS];
	int n = gather(app, items);

	place(items, n, line.width);
	for (int i = 0; i < n; i++)
		if (items[i].width)
			draw_item(app, line, &items[i]);
}

const struct action *keybar_at(const struct app *app, int width, int x)
{
	struct item items[MAX_ITEMS];
	int n = gather(app, items);

	place(items, n, width);
	for (int i = 0; i < n; i++)
		if (items[i].width && x >= items[i].x && x < items[i].x + items[i].width)
			return items[i].action;
	return NULL;
}
