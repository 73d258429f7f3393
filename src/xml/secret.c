// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/secret.h"

#include "base/mem.h"
#include "xml/node.h"

bool secret_read_xml(const char *xml, struct secret *s, struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool ok = root && node_is(root, "secret");

	if (ok) {
		const xmlNode *description = node_find(root, "description");

		s->ephemeral = node_attribute_is(root, "ephemeral", "yes");
		s->is_private = node_attribute_is(root, "private", "yes");
		s->description = description ? node_text(description) : NULL;
	} else if (doc) {
		err_set(err, ERR_INVALID, "The XML is not a secret's");
	}
	if (doc)
		xmlFreeDoc(doc);
	return ok;
}
