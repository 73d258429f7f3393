// SPDX-License-Identifier: GPL-3.0-or-later
/* What libxml2 says of a text that it cannot read, in words for a person. For this room only; any thread. */
#pragma once

#include <libxml/parser.h>

#include "xml/doc.h"

#include "base/err.h"

/* The first error, as the parser tells of it: what follows comes of that. */
struct complaint {
	struct xml_place at;
	char *words; /* NULL: none */
	bool grave;  /* else only a prefix that is not declared, or the like */
};

void complaint_listen(struct complaint *c, xmlParserCtxt *parser);
/* Sets err: "Line 3, column 7 of the XML: <b> is not closed". */
void complaint_tell(const struct complaint *c, struct err *err);
void complaint_finish(struct complaint *c);
