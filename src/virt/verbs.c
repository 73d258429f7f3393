// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/flag.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/kinds.h"
#include "model/plan.h"
#include "virt/domain.h"
#include "virt/network.h"
#include "virt/nwfilter.h"
#include "virt/pool.h"
#include "virt/secret.h"

static const struct {
	bool is_long;
	bool has_job;
	bool stops; /* its job can be aborted */
} traits[VERB_COUNT] = {
	[DOMAIN_VERB_SHUTDOWN_AGENT] = {.is_long = true},
	[DOMAIN_VERB_MANAGED_SAVE] = {.is_long = true, .has_job = true, .stops = true},
	[DOMAIN_VERB_SAVE] = {.is_long = true, .has_job = true, .stops = true},
	[DOMAIN_VERB_DUMP] = {.is_long = true, .has_job = true}, /* QEMU cannot leave off one of memory only */
	[DOMAIN_VERB_RESTORE] = {.is_long = true},
	[NETWORK_VERB_REPLUG] = {.is_long = true},
	[POOL_VERB_START] = {.is_long = true},
	[POOL_VERB_STOP] = {.is_long = true},
	[POOL_VERB_REFRESH] = {.is_long = true},
	[POOL_VERB_BUILD] = {.is_long = true},
	[POOL_VERB_DELETE] = {.is_long = true},
	[POOL_VERB_CREATE] = {.is_long = true},
	[VOLUME_VERB_CREATE] = {.is_long = true},
	[VOLUME_VERB_DELETE] = {.is_long = true},
};

bool verb_is_long(const struct verb_request *request)
{
	const struct plan *plan = request->plan;

	for (size_t i = 0; plan && i < plan->n; i++)
		if (traits[plan->steps[i].request.verb].is_long)
			return true;
	return traits[request->verb].is_long;
}

bool verb_has_job(enum verb verb)
{
	return traits[verb].has_job;
}

bool verb_can_stop(enum verb verb)
{
	return verb == PLAN_VERB || traits[verb].stops;
}

/* --- plans ------------------------------------------------------------------------------------- */

/* What a step that defines a thing would replace is in *ret, to be wiped and freed; NULL: it makes it. */
static bool read_before(struct work *work, struct conn *conn, const struct plan_step *step, char **ret,
			struct err *err)
{
	const struct kind *kind = kind_of(verb_kind(step->request.verb));
	const struct verb_request read = {.verb = kind ? kind->read : VERB_COUNT, .name = step->undo_name,
					  .options = "--security-info", .ret_answer = ret};

	if (!kind || !step->undo_name || step->request.verb != kind->define || step->undo_verb != kind->undefine)
		return true;
	if (verb_do(work, conn, &read, err))
		return true;
	if (err->code != ERR_NOT_FOUND)
		return false;
	err_clear(err);
	return true;
}

/* before: the definition that was there. */
static struct verb_request undoing(const struct plan_step *step, const char *before)
{
	struct verb_request request = step->request;

	request.verb = before ? step->request.verb : step->undo_verb;
	request.name = !before && step->undo_name ? step->undo_name : request.name;
	request.text = before ? before : step->undo_text;
	request.options = before ? "--no-validate" : step->undo_options;
	request.before = NULL;
	return request;
}

/* What was to be changed is what it was. */
static void forget_was(const struct verb_request *request)
{
	if (request->ret_was) {
		wipe_free(*request->ret_was);
		*request->ret_was = NULL;
	}
}

/* Undoes the first so many steps, the last first; befores: what each replaced. What could not be undone is added to
 * stands. */
static void undo(struct work *work, struct conn *conn, const struct plan *plan, size_t n, char *const *befores,
		 struct str *stands)
{
	while (n-- > 0) {
		const struct plan_step *step = &plan->steps[n];
		const struct verb_request request = undoing(step, befores[n]);
		autoerr struct err err = {0};

		if (step->undo_verb != VERB_COUNT && !verb_do(work, conn, &request, &err))
			str_addf(stands, "%s\"%s\" stands, undoing it failed: %s", stands->len ? "; " : "", step->what,
				 err.text);
	}
}

static bool step_do(struct work *work, struct conn *conn, const struct verb_request *request, size_t i,
		    struct err *err)
{
	struct verb_request step = request->plan->steps[i].request;
	char *answer = NULL;

	if (flag_is_up(request->stop))
		return err_set(err, ERR_CANCELLED, "cancelled before this was done");
	step.ret_answer = &answer;
	/* What was before all of it. */
	step.ret_was = request->ret_was && !*request->ret_was ? request->ret_was : NULL;
	bool ok = verb_do(work, conn, &step, err);
	if (answer && request->ret_answer) {
		wipe_free(*request->ret_answer);
		*request->ret_answer = take(answer);
	}
	wipe_free(answer);
	return ok;
}

static bool steps_do(struct work *work, struct conn *conn, const struct verb_request *request, char **befores,
		     struct err *err)
{
	const struct plan *plan = request->plan;

	for (size_t i = 0; i < plan->n; i++) {
		autostr struct str stands = {0};
		autoerr struct err why = {0};

		if (read_before(work, conn, &plan->steps[i], &befores[i], &why) &&
		    step_do(work, conn, request, i, &why))
			continue;
		/* Over a connection that broke nothing can be undone either. */
		if (why.code != ERR_LOST)
			undo(work, conn, plan, i, befores, &stands);
		if (why.code != ERR_LOST && !stands.len)
			forget_was(request);
		err_set(err, why.code, "%s: %s%s%s", plan->steps[i].what, why.text, stands.len ? "; " : "",
			str_text(&stands));
		err->detail = why.detail;
		return false;
	}
	return true;
}

static bool plan_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	size_t n = request->plan->n;
	char **befores = mem_new_array(n + 1, sizeof(*befores));
	bool ok = steps_do(work, conn, request, befores, err);

	for (size_t i = 0; i < n; i++)
		wipe_free(befores[i]);
	free(befores);
	return ok;
}

/* --- whose they are ----------------------------------------------------------------------------- */

typedef bool do_fn(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err);

#define DOMAIN domain_do
#define NETWORK network_do
#define POOL pool_do
#define SECRET secret_do
#define NWFILTER nwfilter_do
#define PLAN plan_do
static do_fn *const families[VERB_COUNT] = {
#define X(verb, family, object) [verb] = family,
	VERBS(X)
#undef X
};

bool verb_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	work_assert(work);
	bool ok = families[request->verb](work, conn, request, err);
	if (!ok && err->code != ERR_LOST && request->verb != PLAN_VERB)
		forget_was(request);
	return ok;
}
/* --- files of this machine ---------------------------------------------------------------------- */

bool domain_xml_keep(struct work *work, const char *path, const char *xml, struct err *err)
{
	work_assert(work);
	size_t n = strlen(xml);
	if (!file_write_new(path, xml, n, err))
		return false;
	autofree char *whole = realpath(path, NULL);
	work_note(work, "wrote %zu bytes to %s", n, whole ? whole : path);
	return true;
}
