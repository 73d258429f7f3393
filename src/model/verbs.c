// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verbs.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/flag.h"
#include "base/mem.h"
#include "model/plan.h"

static const enum obj_kind objects[VERB_COUNT] = {
#define X(verb, family, object) [verb] = OBJ_##object,
	VERBS(X)
#undef X
};

enum obj_kind verb_object(enum verb verb)
{
	return objects[verb];
}

#define OBJ_PLAN OBJ_NONE
static const enum obj_kind kinds[VERB_COUNT] = {
#define X(verb, family, object) [verb] = OBJ_##family,
	VERBS(X)
#undef X
};

enum obj_kind verb_kind(enum verb verb)
{
	return kinds[verb];
}

bool verb_is_of_volume(enum verb verb)
{
	return verb == VOLUME_VERB_READ_XML || verb == VOLUME_VERB_CREATE || verb == VOLUME_VERB_DELETE;
}

struct verb_request verb_request_copy(const struct verb_request *request)
{
	struct verb_request copy = *request;

	copy.name = mem_strdup(request->name);
	copy.text = mem_strdup(request->text);
	copy.options = mem_strdup(request->options);
	copy.before = mem_strdup(request->before);
	copy.plan = request->plan ? plan_ref(request->plan) : NULL;
	copy.stop = flag_ref(request->stop);
	copy.ret_answer = NULL;
	copy.ret_was = NULL;
	return copy;
}

void wipe_free(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

/* Of a copy the texts are its own. */
static void drop(const char *text)
{
	wipe_free((char *)(uintptr_t)text);
}

void verb_request_clear(struct verb_request *copy)
{
	drop(copy->name);
	drop(copy->text);
	drop(copy->options);
	drop(copy->before);
	plan_unref(copy->plan);
	flag_unref(copy->stop);
	*copy = (struct verb_request){.verb = copy->verb};
}
