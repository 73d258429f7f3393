// SPDX-License-Identifier: GPL-3.0-or-later
/* Fields: what can be said of a thing in a form, as const tables. From one table come the form (ui/widgets/form.h), the
 * XML that it makes (xml/fill.h), and the tests that every field is used. A table ends with a NULL id. Pure data; the
 * functions in it are the main thread's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct draft;
struct field;
struct xml_doc;

/* What a value is, and how its text is written; "" is none, of all. */
enum field_type {
	FIELD_TEXT,
	FIELD_NAME,    /* of a libvirt object */
	FIELD_NUMBER,  /* whole, least to most; behind it stands .unit */
	FIELD_SIZE,    /* "20 GiB"; a bare number is in .unit; least and most in bytes */
	FIELD_CHOICE,  /* the id of a choice */
	FIELD_MANY,    /* ids of choices, parted by spaces; also others, where .free */
	FIELD_SWITCH,  /* "yes", "no" */
	FIELD_PATH,    /* of a file on the host, chosen from its pools' volumes */
	FIELD_LOCAL,   /* of a file on this machine */
	FIELD_MAC,
	FIELD_IPV4,
	FIELD_IPV6,
	FIELD_IP,      /* either */
	FIELD_SUBNET4, /* an address with its prefix, "10.0.0.1/24" */
	FIELD_SUBNET6,
	FIELD_CPUSET,
	FIELD_VLANS,   /* "42", of a trunk "42, 47 native" */
	FIELD_SECRET,  /* is never shown */
	FIELD_RECORDS, /* small things, each described by .record: see record_draft() */
	FIELD_TYPE_COUNT,
};

struct field_choice {
	const char *id;
	const char *label;  /* NULL: the id */
	const char *help;   /* one line; NULL */
	const char *greyed; /* why it cannot be chosen; NULL: it can */
};

/* Choices that depend; their texts live until what the draft's context says changes. */
struct field_choices {
	struct field_choice *all;
	size_t n, cap;
};

struct field {
	const char *id;	   /* "dhcp-start": unique in its table */
	const char *label; /* a word or three */
	const char *help;  /* one line, below the form while the cursor is on it */
	const char *page;  /* of a wizard: the id of its page; NULL in a form */
	const char *heading; /* above it; NULL: none */
	enum field_type type;
	/* Where its value stands (xml/path.h); NULL: it is in no XML, or put and take know. Of FIELD_MANY one element
	 * for each, "forward/interface/@dev"; of FIELD_SUBNET* the address, and .prefix_path; of FIELD_SIZE an element
	 * with an attribute "unit"; of FIELD_RECORDS the element of each, and the record's own paths are below that. */
	const char *path;
	const char *prefix_path;
	/* Of FIELD_SWITCH: what stands there for "yes" and for "no"; NULL: "yes", and nothing. */
	const char *on, *off;
	const char *unit;
	int64_t least, most; /* both 0: any */
	const struct field_choice *choices; /* end with a NULL id */
	void (*offer)(const struct draft *draft, struct field_choices *out); /* instead, or after those */
	bool free;     /* what is no choice may be typed, too */
	bool required; /* when it is shown */
	/* When it is shown: "mode=nat,route dhcp=yes", all of these; "a!=b" none of those; "a" any value but "no". A
	 * field that is not shown itself has no value. NULL: always. */
	const char *when;
	bool (*shown)(const struct draft *draft); /* besides; NULL */
	const char *first; /* what it begins with; NULL: nothing */
	/* What it has as long as nobody has typed there; anew after each change. NULL: .first. Caller frees. */
	char *(*suggest)(const struct draft *draft);
	/* Looks at a value that its type allows. A sentence when it will not do (caller frees); NULL. */
	char *(*check)(const struct draft *draft, const char *text);
	/* Looks at a field in which nothing stands, though it need not be .required always. The same. */
	char *(*lacks)(const struct draft *draft);
	/* A remark about it, dim beside or below the field: "253 usable". Caller frees; NULL. */
	char *(*remark)(const struct draft *draft, const char *text);
	const struct field *record; /* of FIELD_RECORDS: fields of each */
	/* Instead of path. take: the caller frees; NULL: not there. put: text "" takes it out. */
	char *(*take)(const struct xml_doc *doc, const struct field *field);
	bool (*put)(struct xml_doc *doc, const struct draft *draft, const struct field *field, const char *text,
		    struct err *err);
	/* For tests and --self-test: a value that will do, and one that will not with some words of the sentence. bad
	 * NULL: all values will do. */
	const char *sample, *bad, *bad_says;
	const char *sample_with; /* other fields' values that it needs: "mode=bridge" */
};

const struct field *field_find(const struct field *fields, const char *id);
/* True when a text can be of this type and range; "" always. choices of the draft are asked where there are some. */
bool field_check_type(const struct field *field, const struct draft *draft, const char *text, struct err *err);
/* The one form in which the value is kept: without spaces at its ends, a MAC in lower case, "20G" as "20 GiB". Caller
 * frees; what cannot be read stays as it is. */
char *field_tidy(const struct field *field, const char *text);
/* Without spaces around it, where they mean nothing; NULL: it has none there. Caller frees. */
char *field_trim(const struct field *field, const char *text);
/* All that can be chosen; the caller frees out->all. */
void field_offers(const struct field *field, const struct draft *draft, struct field_choices *out);
/* What a person reads: the label of a choice, "3 groups", "set" of a secret. Caller frees. */
char *field_words(const struct field *field, const struct draft *draft, const char *text);
bool field_is_typed(const struct field *field); /* in a line; the others are chosen, or open */
