// SPDX-License-Identifier: GPL-3.0-or-later
/* Definitions as text: of machines, networks, pools and whatever else has one (model/kinds.h). */
#include "ui/actions/tables.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/kinds.h"
#include "ui/app.h"
#include "ui/edit.h"
#include "ui/panes/page.h"
#include "ui/targets.h"
#include "xml/path.h"

#define TEXT_MOST ((size_t)4 << 20) /* bytes; a definition is small */

void action_edit_xml(struct app *app, const struct action *action)
{
	struct selection s;

	app_selection(app, &s);
	edit_start(app, action, s.id, s.name);
}

void action_view_xml(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, "xml");
}

/* --- from a file -------------------------------------------------------------------------------- */

bool xml_is_made(enum verb verb)
{
	for (const struct kind *k = kinds; k->root; k++)
		if (verb == k->define || verb == k->create)
			return true;
	return false;
}

static bool creates(enum verb verb)
{
	for (const struct kind *k = kinds; k->root; k++)
		if (verb == k->create)
			return true;
	return false;
}

/* What the text is of, and its UUID. NULL with a sentence that names line and column. */
static const struct kind *look_into(const char *text, bool create, unsigned char ret_uuid[UUID_SIZE], struct err *err)
{
	struct xml_doc *doc = xml_doc_parse(text, NULL, err);
	const struct kind *kind = doc ? kind_of_root(xml_doc_root(doc)) : NULL;
	autofree char *uuid = doc ? xml_doc_get(doc, "uuid") : NULL;
	autofree char *roots = kind_roots();

	if (doc && !kind)
		err_set(err, ERR_INVALID, "<%s> is not %s", xml_doc_root(doc), roots);
	if (kind && create && kind->create == VERB_COUNT)
		err_set(err, ERR_UNSUPPORTED, "there is no transient %s: define it", kind->word);
	if (!uuid || !uuid_parse(uuid, ret_uuid))
		memset(ret_uuid, 0, UUID_SIZE);
	xml_doc_destroy(doc);
	return err->code ? NULL : kind;
}

/* What is there already is changed: then there is a difference to be looked at. What virtty does not know of may be there
 * all the same: lists are read only while somebody looks at them. */
static void make(struct app *app, const struct action *action, const struct kind *kind, struct obj_id thing,
		 const char *path, const char *text)
{
	bool create = creates((enum verb)action->arg);
	struct selection s;
	bool known = targets_describe(app, thing, &s);

	if (!create && !known)
		edit_look(app, action, thing, path, text, false);
	else if (!create && !(s.facts & FACT_TRANSIENT))
		edit_propose(app, action, s.id, s.name, text, false);
	else
		edit_make(app, action, kind, create ? kind->create : kind->define, obj_id_host(thing.host), path, text,
			  false);
}

char *xml_make(struct app *app, const struct action *action, struct obj_id host, const char *path)
{
	autoerr struct err err = {0};
	char *text = file_read_up_to(path, TEXT_MOST, &err);
	unsigned char uuid[UUID_SIZE];
	const struct kind *kind = text ? look_into(text, creates((enum verb)action->arg), uuid, &err) : NULL;

	if (kind)
		make(app, action, kind, obj_id_of(host.host, kind->object, uuid), path, text);
	wipe_free(text);
	return kind ? NULL : mem_printf("%s: %s", path, err.text);
}
