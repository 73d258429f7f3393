// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parts of the machine's page share; a part is a file machine-*.c. Main thread. */
#pragma once

#include "ui/panes/page.h"

extern const struct page_kind machine_page;

/* As the list has it; NULL when it is gone. */
const struct domain *machine_domain(const struct page *page);
/* In a state that a person has to do something about: it crashed, or stands still by an error. */
bool machine_is_in_trouble(const struct domain *d);

void machine_overview(struct page *page, struct doc *doc);
void machine_events(struct page *page, struct doc *doc);
