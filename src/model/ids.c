// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/ids.h"

#include <string.h>

struct obj_id obj_id_host(uint32_t host)
{
	return (struct obj_id){.host = host, .kind = OBJ_HOST};
}

struct obj_id obj_id_of(uint32_t host, enum obj_kind kind, const unsigned char uuid[UUID_SIZE])
{
	struct obj_id id = {.host = host, .kind = kind};

	memcpy(id.uuid, uuid, UUID_SIZE);
	return id;
}

struct obj_id obj_id_domain(uint32_t host, const unsigned char uuid[UUID_SIZE])
{
	return obj_id_of(host, OBJ_DOMAIN, uuid);
}

struct obj_id obj_id_numbered(enum obj_kind kind, uint32_t number)
{
	struct obj_id id = {.kind = kind};

	memcpy(id.uuid, &number, sizeof(number));
	return id;
}

uint32_t obj_id_number(struct obj_id id)
{
	uint32_t number;

	memcpy(&number, id.uuid, sizeof(number));
	return number;
}

bool obj_id_equal(struct obj_id a, struct obj_id b)
{
	return a.host == b.host && a.kind == b.kind && memcmp(a.uuid, b.uuid, UUID_SIZE) == 0;
}

bool obj_id_is_none(struct obj_id id)
{
	return id.kind == OBJ_NONE;
}

/* The last steps of MurmurHash3, public domain: every bit of x reaches every bit of the result. */
static uint64_t mix(uint64_t x)
{
	x ^= x >> 33;
	x *= UINT64_C(0xff51afd7ed558ccd);
	x ^= x >> 33;
	x *= UINT64_C(0xc4ceb9fe1a85ec53);
	x ^= x >> 33;
	return x;
}

uint32_t uuid_hash(const unsigned char uuid[UUID_SIZE])
{
	uint64_t half[2];

	memcpy(half, uuid, sizeof(half));
	return (uint32_t)mix(mix(half[0]) + half[1]);
}

struct obj_id obj_id_named(enum obj_kind kind, const char *of, const char *name)
{
	struct obj_id id = {.kind = kind};
	uint64_t half[2] = {1, 2};

	for (int i = 0; i < 2; i++) {
		for (const char *p = of; *p; p++)
			half[i] = mix(half[i] ^ (unsigned char)*p);
		half[i] = mix(half[i] ^ 0x100);
		for (const char *p = name; *p; p++)
			half[i] = mix(half[i] ^ (unsigned char)*p);
	}
	memcpy(id.uuid, half, sizeof(half));
	return id;
}

uint32_t obj_id_hash(struct obj_id id)
{
	return (uint32_t)mix((uint64_t)uuid_hash(id.uuid) << 32 ^ (uint64_t)id.host << 8 ^
			     (uint64_t)id.kind);
}

void uuid_format(const unsigned char uuid[UUID_SIZE], char buf[UUID_TEXT_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	char *p = buf;

	for (int i = 0; i < UUID_SIZE; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		*p++ = digits[uuid[i] >> 4];
		*p++ = digits[uuid[i] & 15];
	}
	*p = '\0';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool uuid_parse(const char *text, unsigned char ret_uuid[UUID_SIZE])
{
	unsigned char uuid[UUID_SIZE];

	for (int i = 0; i < UUID_SIZE; i++) {
		int high, low;

		if (i && *text == '-')
			text++;
		high = hex_digit(text[0]);
		low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0)
			return false;
		uuid[i] = (unsigned char)(high << 4 | low);
		text += 2;
	}
	if (*text)
		return false;
	memcpy(ret_uuid, uuid, UUID_SIZE);
	return true;
}
