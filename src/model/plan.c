// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"

struct plan *plan_create(void)
{
	struct plan *plan = mem_new(struct plan);

	atomic_init(&plan->refs, 1);
	return plan;
}

/* Nobody sees the count but these two. */
const struct plan *plan_ref(const struct plan *plan)
{
	atomic_fetch_add(&((struct plan *)(uintptr_t)plan)->refs, 1);
	return plan;
}

static void clear_step(struct plan_step *step)
{
	verb_request_clear(&step->request);
	free(step->what);
	free(step->call);
	free(step->virsh);
	free(step->undo_name);
	wipe_free(step->undo_text);
	free(step->undo_options);
	free(step->undo_what);
}

void plan_unref(const struct plan *plan)
{
	struct plan *p = (struct plan *)(uintptr_t)plan;

	if (!p || atomic_fetch_sub(&p->refs, 1) > 1)
		return;
	for (size_t i = 0; i < p->n; i++)
		clear_step(&p->steps[i]);
	free(p->steps);
	free(p);
}

struct plan_step *plan_add(struct plan *plan, const struct verb_request *request, char *what, char *virsh)
{
	struct plan_step *step = arr_add(plan->steps, plan->n, plan->cap);

	*step = (struct plan_step){.request = verb_request_copy(request),
				   .what = what,
				   .virsh = virsh,
				   .undo_verb = VERB_COUNT};
	return step;
}

void plan_step_undo(struct plan_step *step, enum verb verb, char *name, char *text, char *what)
{
	step->undo_verb = verb;
	step->undo_name = name;
	step->undo_text = text;
	step->undo_what = what;
}
