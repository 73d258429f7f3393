// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading and changing a definition by paths, which forms have in their tables. Any thread, one at a time for
 * a document.
 *
 *   name                               the text of the root's child <name>
 *   @type                              an attribute of the root
 *   devices/disk[2]/source/@file       the second <disk>, counted from 1
 *   ip[@family='ipv6']/@address        the first <ip> that says so; several tests may follow each other
 *   ip[@family!='ipv6']/@address       the first that does not say so
 *   devices/disk[target/@dev='vda']    the first whose <target> says so
 *   metadata/{https://x.example/}x:y   an element of a namespace; the prefix is for making it
 *
 * Without a number a step is the first that fits. An element's text is what stands in itself, not in its children; of
 * one with children and else but white space it is "". */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "xml/doc.h"

/* False, with what is wrong and where, for what is no path. A path in a table that is none is a mistake in the program:
 * --self-test asks for all of them. */
bool xml_path_check(const char *path, struct err *err);

/* NULL when there is no such attribute or element; "" when it is there and empty. The caller frees. */
char *xml_doc_get(const struct xml_doc *doc, const char *path);
/* The element as a text of its own that declares all its prefixes, indented from the left. NULL: there is none. */
char *xml_doc_get_xml(const struct xml_doc *doc, const char *path);
/* How many there are of the last step, whatever number it has; an attribute is there once or not. */
size_t xml_doc_count(const struct xml_doc *doc, const char *path);

/* Makes only the steps that are missing, each as its tests say, indented as its siblings are. The value that is there
 * already changes nothing. False, and nothing changed, when a step's number is more than one beyond the last, for a
 * value that XML cannot hold, and for a text in an element that has only elements in it. */
bool xml_doc_set(struct xml_doc *doc, const char *path, const char *value, struct err *err);
/* Takes the attribute or the element out, and the elements around it that xml_doc_set() had to make and that are empty
 * again: set, then clear, is what was there before. Nothing, where there is none. */
void xml_doc_clear(struct xml_doc *doc, const char *path);

/* One more of the last step's elements, behind the last of them. Its number, for a path that goes on from there;
 * 0 on failure. */
size_t xml_doc_add(struct xml_doc *doc, const char *path, struct err *err);
/* The nth of the last step's elements, from 1, whatever number the path has. False when there is none. */
bool xml_doc_remove(struct xml_doc *doc, const char *path, size_t n);
/* Puts the element that the text is in the place of the one that the path names, or where that would be made. False,
 * and nothing changed, for what is not well-formed (ret_at is in that text, and may be NULL) or another element. */
bool xml_doc_set_xml(struct xml_doc *doc, const char *path, const char *xml, struct xml_place *ret_at,
		     struct err *err);
