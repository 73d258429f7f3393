// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/columns.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

size_t columns_count(const struct column *columns)
{
	size_t n = 0;

	while (columns[n].id)
		n++;
	return n;
}

int columns_find(const struct column *columns, const char *id)
{
	for (int i = 0; columns[i].id; i++)
		if (str_equal(columns[i].id, id))
			return i;
	return -1;
}

void value_set_text(struct value *v, enum tone tone, const char *borrowed)
{
	v->kind = VALUE_TEXT;
	v->tone = tone;
	v->text = borrowed ? borrowed : "";
}

void value_printf(struct value *v, enum tone tone, const char *format, ...)
{
	va_list args;

	v->tone = tone;
	if (v->unseen && v->kind == VALUE_NUMBER)
		return;
	va_start(args, format);
	vsnprintf(v->buf, sizeof(v->buf), format, args);
	va_end(args);
	v->text = v->buf;
	if (v->kind != VALUE_NUMBER)
		v->kind = VALUE_TEXT;
}

void value_number(struct value *v, enum tone tone, double number)
{
	v->kind = VALUE_NUMBER;
	v->tone = tone;
	v->number = number;
}
