// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void base64_add(struct str *out, const void *bytes, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t three = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
				 (left > 2 ? p[i + 2] : 0);

		str_addc(out, digits[three >> 18]);
		str_addc(out, digits[three >> 12 & 63]);
		str_addc(out, left > 1 ? digits[three >> 6 & 63] : '=');
		str_addc(out, left > 2 ? digits[three & 63] : '=');
	}
}

/* -1: it is none. */
static int digit_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

unsigned char *base64_decode(const char *text, size_t *ret_size)
{
	size_t len = strlen(text), padding = len && text[len - 1] == '=' ? (len > 1 && text[len - 2] == '=') + 1 : 0;
	unsigned char *bytes = mem_new_array(len / 4 + 1, 3);
	uint32_t four = 0;

	for (size_t i = 0; i < len; i++) {
		int digit = i >= len - padding ? 0 : digit_of(text[i]);

		if (digit < 0 || len % 4) {
			explicit_bzero(bytes, len / 4 * 3);
			free(bytes);
			return NULL;
		}
		four = four << 6 | (uint32_t)digit;
		for (size_t byte = 0; i % 4 == 3 && byte < 3; byte++)
			bytes[i / 4 * 3 + byte] = (unsigned char)(four >> (16 - 8 * byte));
	}
	*ret_size = len / 4 * 3 - padding;
	return bytes;
}
