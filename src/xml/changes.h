// SPDX-License-Identifier: GPL-3.0-or-later
/* What libvirt made of a definition that was sent, and what it will not keep of one, in words. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum xml_change_kind {
	XML_DROPPED, /* was sent, and is not there */
	XML_CHANGED,
	XML_ADDED, /* by libvirt itself: all in one line, the last */
	XML_HOPELESS, /* cannot work */
	XML_DOUBTFUL, /* cannot work, and stood there before */
};

struct xml_change {
	enum xml_change_kind kind;
	char *words; /* "<pool> in <devices> was dropped" */
	int line;    /* of what was sent, from 1, where its opening tag ends; 0: it is not there */
};

struct xml_changes {
	struct xml_change *all;
	size_t n, cap;
};

/* None when nothing counts, or when one of the texts cannot be read. Sizes are compared in bytes, so that another unit
 * is no change; nor are another order of elements, white space around texts, and numbers and addresses written
 * otherwise. Comments are not looked at. */
struct xml_changes xml_changes(const char *sent, const char *kept);
/* Elements that libvirt drops without a word, or refuses, because it does not know them where they are: children of a
 * domain, its devices, a network, a pool or a volume. All are XML_DROPPED, and say what may have been meant. */
struct xml_changes xml_unknown(const char *text);
/* What libvirt may take, some of its drivers at least, and what cannot work as it is written: in a network a fixed address
 * outside its subnet, <ip> where the host has no address, <vlan> where there is nothing to tag. What a form
 * makes has none of it. What stands in before, too, is XML_DOUBTFUL, all else XML_HOPELESS; NULL: there was nothing. */
struct xml_changes xml_doubts(const char *text, const char *before);
/* One is XML_HOPELESS: this is not to be defined. */
bool xml_is_hopeless(const char *text, const char *before);
void xml_changes_finish(struct xml_changes *changes);

struct xml_comment {
	char *text; /* what stands in it, its first line, without the space around it */
	int line;   /* where it begins, from 1 */
};

struct xml_comments {
	struct xml_comment *all;
	size_t n, cap;
};

/* The comments that are lost when libvirt defines this: all that are not within <metadata> of a domain or network. */
struct xml_comments xml_comments_lost(const char *text);
void xml_comments_finish(struct xml_comments *comments);
