// SPDX-License-Identifier: GPL-3.0-or-later
/* From a draft (model/draft.h) to XML and back, by the paths of its fields. What no field names is not touched.
 * Main thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/draft.h"
#include "xml/doc.h"

/* Every field gets what stands in the document: as found, not as a change. */
void fill_draft(struct draft *draft, const struct xml_doc *doc);
/* Every field that is shown is written, the others are taken out. False, with a sentence, when one cannot be. doc: the
 * one of fill_draft(), or a copy, each time anew: records find their elements in it by number (record_origin()). */
bool fill_doc(const struct draft *draft, struct xml_doc *doc, struct err *err);
