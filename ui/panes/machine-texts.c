// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts that are a text: the command line of its QEMU, and its log. */
#include "ui/panes/machine.h"

/* Each option on a line of its own; what is within quotes stays together. */
static void add_options(struct doc *doc, const char *command)
{
	autostr struct str text = {0};
	bool quoted = false;

	for (const char *p = command; *p; p++) {
		quoted ^= *p == '\'';
		str_addc(&text, !quoted && p[0] == ' ' && p[1] == '-' ? '\n' : *p);
	}
	doc_text(doc, ROLE_TEXT, str_text(&text));
}

void machine_command(struct page *page, struct doc *doc)
{
	doc_text(doc, ROLE_DIM, "What its definition makes of QEMU's command line; disks and NICs get their files, and "
				"secrets their places, when it starts.");
	doc_text(doc, ROLE_DIM, "");
	if (page_has(page, doc, machine_key(page, READING_COMMAND)))
		add_options(doc, page_data(page, machine_key(page, READING_COMMAND)));
}

void machine_log(struct page *page, struct doc *doc)
{
	const char *text = page_data(page, machine_key(page, READING_LOG));

	if (page_has(page, doc, machine_key(page, READING_LOG)))
		doc_text(doc, text[0] ? ROLE_TEXT : ROLE_DIM, text[0] ? text : "It is empty.");
}
