// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "virt/verbs.h"
#include "virt/virerr.h"

_Static_assert(VERB_NOT_VALID == VIR_ERR_XML_INVALID_SCHEMA, "the number that others know");

bool edit_has_option(const struct verb_request *request, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = request->options; p && *p; p += strcspn(p, " ")) {
		p += strspn(p, " ");
		if (strncmp(p, word, len) == 0 && (p[len] == ' ' || !p[len]))
			return true;
	}
	return false;
}

static char *read_now(struct work *work, const struct edit_ops *ops, void *handle)
{
	work_note(work, "%s(%s, %s)", ops->read_call, ops->name(handle), ops->read_flags);
	return ops->read(handle);
}

/* libvirt writes the same definition in the same words each time. */
static bool is_as_before(struct work *work, virConnectPtr vir, const struct edit_ops *ops, void *handle,
			 const struct verb_request *request, struct err *err)
{
	char *now = read_now(work, ops, handle);

	if (!now)
		return virerr_take(err, vir);
	if (strcmp(now, request->before) == 0) {
		edit_keep_text(request, now);
		return true;
	}
	if (request->ret_answer) {
		wipe_free(*request->ret_answer);
		*request->ret_answer = now;
	} else {
		wipe_free(now);
	}
	return err_set(err, ERR_CHANGED, "Somebody else has changed %s meanwhile: nothing was done", ops->name(handle));
}

bool edit_do(struct work *work, virConnectPtr vir, const struct edit_ops *ops, void *handle,
	     const struct verb_request *request, struct err *err)
{
	bool validate = !edit_has_option(request, "--no-validate");

	work_assert(work);
	if (handle && request->before) {
		if (!is_as_before(work, vir, ops, handle, request, err))
			return false;
	} else if (handle) {
		edit_keep_last(work, ops, handle, request);
	}
	work_note(work, "%s(XML, %s)", ops->define_call, validate ? ops->validate_flag : "0");
	void *made = ops->define(vir, request->text, validate);
	if (!made)
		return virerr_take(err, vir);
	/* What cannot be read back was defined all the same. */
	if (request->ret_answer) {
		wipe_free(*request->ret_answer);
		*request->ret_answer = read_now(work, ops, made);
	}
	ops->free(made);
	return true;
}

void edit_keep_last(struct work *work, const struct edit_ops *ops, void *handle, const struct verb_request *request)
{
	work_assert(work);
	if (request->ret_was)
		edit_keep_text(request, read_now(work, ops, handle));
}

void edit_keep_text(const struct verb_request *request, char *text)
{
	if (!request->ret_was) {
		wipe_free(text);
		return;
	}
	wipe_free(*request->ret_was);
	*request->ret_was = text;
}
