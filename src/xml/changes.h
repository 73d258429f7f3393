// SPDX-License-Identifier: GPL-3.0-or-later
/* What libvirt made of a definition that was sent, and what it will not keep of one, in words. Any thread. */
#pragma once

#include <stddef.h>

enum xml_change_kind {
	XML_DROPPED, /* was sent, and is not there */
	XML_CHANGED,
	XML_ADDED, /* by libvirt itself: all in one line, the last */
};

struct xml_change {
	enum xml_change_kind kind;
	char *words; /* "<pool> in <devices> was dropped" */
};

struct xml_changes {
	struct xml_change *all;
	size_t n, cap;
};

/* None when nothing counts, or when one of the texts cannot be read. Sizes are compared in bytes, so that another unit is
 * no change; nor are another order of elements, white space around texts, and numbers and addresses written otherwise. */
struct xml_changes xml_changes(const char *sent, const char *kept);
/* What libvirt drops without a word or refuses: elements that it does not know in places whose children are all
 * known (a domain, its devices, a network, a pool, a volume). All are XML_DROPPED, in the words of what to do. */
struct xml_changes xml_unknown(const char *text);
void xml_changes_finish(struct xml_changes *changes);

struct xml_comment {
	char *text; /* without <!-- -->, its first line */
	int line;   /* where it begins, from 1 */
};

struct xml_comments {
	struct xml_comment *all;
	size_t n, cap;
};

/* The comments that are lost when libvirt defines this: all that are not within <metadata> of a domain or network. */
struct xml_comments xml_comments_lost(const char *text);
void xml_comments_finish(struct xml_comments *comments);
