// SPDX-License-Identifier: GPL-3.0-or-later
/* What is so of a verb whoever carries it out. */
#include "virt/domain.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

static const struct {
	bool is_long;
	bool has_job;
} traits[DOMAIN_VERB_COUNT] = {
	[DOMAIN_VERB_SHUTDOWN_AGENT] = {.is_long = true},
	[DOMAIN_VERB_MANAGED_SAVE] = {.is_long = true, .has_job = true},
	[DOMAIN_VERB_SAVE] = {.is_long = true, .has_job = true},
	[DOMAIN_VERB_DUMP] = {.is_long = true, .has_job = true},
	[DOMAIN_VERB_RESTORE] = {.is_long = true},
	[POOL_VERB_START] = {.is_long = true},
	[POOL_VERB_STOP] = {.is_long = true},
	[POOL_VERB_REFRESH] = {.is_long = true},
};

enum obj_kind domain_verb_object(enum domain_verb verb)
{
	if (verb < DOMAIN_VERB_RESTORE)
		return OBJ_DOMAIN;
	if (verb < DOMAIN_VERBS)
		return OBJ_HOST;
	return verb < POOL_VERB_START ? OBJ_NETWORK : OBJ_POOL;
}

bool domain_verb_is_long(enum domain_verb verb)
{
	return traits[verb].is_long;
}

bool domain_verb_has_job(enum domain_verb verb)
{
	return traits[verb].has_job;
}

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
