// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/complaint.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

/* libxml2 2.12 made its parameter const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

/* %1 and %2 are the error's texts, %n its number. */
static const struct {
	int code;
	const char *words;
} phrases[] = {
	{XML_ERR_DOCUMENT_EMPTY, "there is no element here; XML begins with <"},
	{XML_ERR_DOCUMENT_END, "something follows the end of the outermost element"},
	{XML_ERR_INVALID_CHAR, "here is a character that XML cannot hold, or that is not UTF-8"},
	{XML_ERR_INVALID_ENCODING, "here is a character that XML cannot hold, or that is not UTF-8"},
	{XML_ERR_UNSUPPORTED_ENCODING, "the encoding %1 is not known; UTF-8 is"},
	{XML_ERR_UNKNOWN_ENCODING, "the encoding is not known; UTF-8 is"},
	{XML_ERR_UNDECLARED_ENTITY, "&%1; means nothing; a plain & is written &amp;"},
	{XML_ERR_ENTITYREF_SEMICOL_MISSING, "a plain & is written &amp;"},
	{XML_ERR_INVALID_HEX_CHARREF, "behind &#x stands a number and ;"},
	{XML_ERR_INVALID_DEC_CHARREF, "behind &# stands a number and ;"},
	{XML_ERR_ATTRIBUTE_NOT_STARTED, "an attribute's value stands in quotes"},
	{XML_ERR_ATTRIBUTE_NOT_FINISHED, "a closing quote is missing"},
	{XML_ERR_LT_IN_ATTRIBUTE, "a closing quote is missing before this <; a plain < is written &lt;"},
	{XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "the attribute %1 has no value"},
	{XML_ERR_ATTRIBUTE_REDEFINED, "the attribute %1 is there twice"},
	{XML_ERR_COMMENT_NOT_FINISHED, "a comment is not closed with -->"},
	{XML_ERR_HYPHEN_IN_COMMENT, "a comment cannot have -- in it"},
	{XML_ERR_PI_NOT_FINISHED, "what <? began is not closed with ?>"},
	{XML_ERR_CDATA_NOT_FINISHED, "what <![CDATA[ began is not closed with ]]>"},
	{XML_ERR_MISPLACED_CDATA_END, "]]> closes nothing here; a plain > is written &gt;"},
	{XML_ERR_RESERVED_XML_NAME, "<?xml can only be at the very beginning"},
	{XML_ERR_SPACE_REQUIRED, "a space is missing"},
	{XML_ERR_GT_REQUIRED, "a > is missing"},
	{XML_ERR_TAG_NAME_MISMATCH, "</%2> does not close <%1>, which line %n opened"},
	{XML_ERR_TAG_NOT_FINISHED, "<%1>, which line %n opened, is not closed"},
	{XML_NS_ERR_UNDEFINED_NAMESPACE,
	 "the prefix %1: is not declared; the outermost element declares it with xmlns:%1='...'"},
};

static const char *words_of(const xmlError *e)
{
	/* Where a < is not followed by a name, libxml2 says that a tag did not begin. */
	if (e->code == XML_ERR_NAME_REQUIRED && e->message && strstr(e->message, "EntityRef"))
		return "a plain & is written &amp;";
	if (e->code == XML_ERR_NAME_REQUIRED)
		return "a name is missing; a plain < is written &lt;";
	for (size_t i = 0; i < ARRAY_SIZE(phrases); i++)
		if (phrases[i].code == e->code)
			return phrases[i].words;
	return NULL;
}

static char *fill_in(const char *words, const xmlError *e)
{
	struct str text = {0};

	for (const char *p = words; *p; p++) {
		if (*p != '%')
			str_addc(&text, *p);
		else if (*++p == 'n')
			str_addf(&text, "%d", e->int1);
		else
			str_add(&text, *p == '1' ? (e->str1 ? e->str1 : "") : e->str2 ? e->str2 : "");
	}
	return str_take(&text);
}

static char *sentence(const xmlError *e)
{
	const char *words = words_of(e);
	const char *own = e->message ? e->message : "it is not well-formed";

	return words ? fill_in(words, e) : mem_strndup(own, strcspn(own, "\n"));
}

static void on_error(void *opaque, xml_error e)
{
	xmlParserCtxt *parser = opaque;
	struct complaint *c = parser->_private;
	bool grave = e->domain != XML_FROM_NAMESPACE;

	if (e->level == XML_ERR_WARNING)
		return;
	if (c->words && (c->grave || !grave))
		return;
	free(c->words);
	*c = (struct complaint){{e->line, e->int2}, sentence(e), grave};
}

void complaint_listen(struct complaint *c, xmlParserCtxt *parser)
{
	parser->_private = c;
	parser->sax->serror = on_error;
}

void complaint_tell(const struct complaint *c, struct err *err)
{
	if (c->at.line > 0)
		err_set(err, ERR_INVALID, "Line %d, column %d of the XML: %s", c->at.line, c->at.column, c->words);
	else
		err_set(err, ERR_INVALID, "In the XML, %s", c->words);
}

void complaint_finish(struct complaint *c)
{
	free(c->words);
	c->words = NULL;
}
