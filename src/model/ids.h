// SPDX-License-Identifier: GPL-3.0-or-later
/* Names for things that live longer than a snapshot. Panes keep these, never pointers. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum obj_kind { OBJ_NONE, OBJ_HOST, OBJ_DOMAIN, OBJ_NETWORK, OBJ_POOL, OBJ_TASK, OBJ_EVENT, OBJ_ITEM,
		OBJ_GROUP, OBJ_LOG, OBJ_VOLUME, OBJ_DEVICE, OBJ_IFACE, OBJ_SECRET, OBJ_NWFILTER, OBJ_VERSION };

#define UUID_SIZE 16
#define UUID_TEXT_SIZE 37

struct obj_id {
	uint32_t host; /* number of the host, from 1; never used again for another one */
	enum obj_kind kind;
	/* Of a task, event, line of the log or item its number, see obj_id_numbered; of a group see obj_id_named. */
	unsigned char uuid[UUID_SIZE];
};

struct obj_id obj_id_host(uint32_t host);
struct obj_id obj_id_domain(uint32_t host, const unsigned char uuid[UUID_SIZE]);
struct obj_id obj_id_of(uint32_t host, enum obj_kind kind, const unsigned char uuid[UUID_SIZE]);
struct obj_id obj_id_numbered(enum obj_kind kind, uint32_t number); /* tasks, events, lines of the log, menu items */
uint32_t obj_id_number(struct obj_id id);
/* Of what has a name only: 128 bits made of both texts. */
struct obj_id obj_id_named(enum obj_kind kind, const char *of, const char *name);
bool obj_id_equal(struct obj_id a, struct obj_id b);
bool obj_id_is_none(struct obj_id id);
uint32_t obj_id_hash(struct obj_id id);
/* For tables of ours; the same UUID gives the same one. */
uint32_t uuid_hash(const unsigned char uuid[UUID_SIZE]);
void uuid_format(const unsigned char uuid[UUID_SIZE], char buf[UUID_TEXT_SIZE]);
bool uuid_parse(const char *text, unsigned char ret_uuid[UUID_SIZE]);
