// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/err.h"

#include <stdarg.h>
#include <stddef.h>

#include "base/mem.h"

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list args;

	if (!err || err->code != ERR_NONE)
		return false;
	err->code = code;
	va_start(args, format);
	err->text = mem_vprintf(format, args);
	va_end(args);
	return false;
}

void err_prefix(struct err *err, const char *format, ...)
{
	autofree char *context = NULL;
	char *text;
	va_list args;

	if (!err || err->code == ERR_NONE)
		return;
	va_start(args, format);
	context = mem_vprintf(format, args);
	va_end(args);
	text = mem_printf("%s: %s", context, err->text ? err->text : "");
	free(err->text);
	err->text = text;
}

void err_clear(struct err *err)
{
	free(err->text);
	*err = (struct err){0};
}

void err_move(struct err *dst, struct err *src)
{
	if (!dst || dst->code != ERR_NONE) {
		err_clear(src);
		return;
	}
	*dst = *src;
	*src = (struct err){0};
}
