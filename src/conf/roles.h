// SPDX-License-Identifier: GPL-3.0-or-later
/* Roles: what a piece of the screen means. Themes give them colours; nothing else does. A new role is
 * a row here. */
#pragma once

/*      enumerator        name in themes     what it is */
#define ROLES(X)                                                                                   \
	X(TEXT,           "text",            "ordinary text")                                      \
	X(DIM,            "dim",             "what matters less: zero, off, old")                  \
	X(STRONG,         "strong",          "names and titles")                                   \
	X(HEADER,         "header",          "the top line")                                       \
	X(HEADER_BAD,     "header.bad",      "what is wrong, in the top line")                     \
	X(TAB,            "tab",             "a tab")                                              \
	X(TAB_ACTIVE,     "tab.active",      "the tab that is open")                               \
	X(TABLE_HEADER,   "table.header",    "column titles")                                      \
	X(TABLE_SORTED,   "table.sorted",    "the title of the column sorted by")                  \
	X(CURSOR,         "cursor",          "the row under the cursor")                           \
	X(MARKED,         "marked",          "a marked row")                                       \
	X(STATE_GOOD,     "state.good",      "running, up, done")                                  \
	X(STATE_BUSY,     "state.busy",      "something is under way")                             \
	X(STATE_WARN,     "state.warn",      "paused, slow")                                       \
	X(STATE_BAD,      "state.bad",       "crashed, lost, failed")                              \
	X(KEY,            "key",             "a key in the key bar, menus and help")               \
	X(KEY_LABEL,      "key.label",       "what it does")                                       \
	X(GREYED,         "greyed",          "what cannot be done now")                            \
	X(MESSAGE,        "message",         "the message line")                                   \
	X(MESSAGE_BAD,    "message.bad",     "an error in the message line")                       \
	X(BOX,            "box",             "the frame and ground of what floats")                \
	X(BOX_TITLE,      "box.title",       "its title")                                          \
	X(BUTTON,         "button",          "a button")                                           \
	X(BUTTON_ACTIVE,  "button.active",   "the button that Enter presses")                      \
	X(DANGER,         "danger",          "what will be lost")                                  \
	X(BAR,            "bar",             "the filled part of a bar")                           \
	X(GRAPH,          "graph",           "history")                                            \
	X(INPUT,          "input",           "where one types")                                    \
	X(XML_ELEMENT,    "xml.element",     "the name of an element")                             \
	X(XML_ATTRIBUTE,  "xml.attribute",   "the name of an attribute")                           \
	X(XML_VALUE,      "xml.value",       "an attribute's value")                               \
	X(XML_COMMENT,    "xml.comment",     "a comment")                                          \
	X(DIFF_ADDED,     "diff.added",      "a line that is new")                                 \
	X(DIFF_GONE,      "diff.gone",       "a line that is not there any more")                  \
	X(ACCENT_RED,     "accent.red",      "a host that is set apart in red")                    \
	X(ACCENT_YELLOW,  "accent.yellow",   "such a host in yellow")                              \
	X(ACCENT_GREEN,   "accent.green",    "such a host in green")                               \
	X(ACCENT_BLUE,    "accent.blue",     "such a host in blue")                                \
	X(ACCENT_MAGENTA, "accent.magenta",  "such a host in magenta")                             \
	X(ACCENT_CYAN,    "accent.cyan",     "such a host in cyan")                                \
	X(ACCENT_BLOCK,   "accent.block",    "laid over its name in the top line")

enum role {
#define X(name, text, help) ROLE_##name,
	ROLES(X)
#undef X
	ROLE_COUNT,
};

/* The name as themes and scripts write it; and back, -1 when there is none. */
const char *role_name(enum role role);
/* What is drawn in it, in a line. */
const char *role_help(enum role role);
int role_find(const char *name);
