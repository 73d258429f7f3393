// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person types into fields: read, judged in one sentence, and written again in one form. Pure, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/inet.h"

/* All are false with a sentence in err that says what would be right; *ret is then as it was. */

/* The name of a libvirt object: not empty, no slash, no control character, no space at an end. */
bool values_name(const char *text, struct err *err);
/* A whole number; unit is what is counted, "MiB", and may be NULL. */
bool values_number(const char *text, int64_t least, int64_t most, const char *unit, int64_t *ret, struct err *err);
/* "20 GiB", "20G", "1.5 TiB", "512 KB" (of 1000), "4096" (in `unit`; NULL: bytes). In bytes. */
bool values_size(const char *text, const char *unit, uint64_t *ret, struct err *err);
/* Six pairs of hexadecimal digits, parted by ":" or "-"; of one device, not of many. */
#define MAC_BYTES 6
bool values_mac(const char *text, unsigned char ret[MAC_BYTES], struct err *err);
/* family: 4, 6, or 0 for either. */
bool values_ip(const char *text, int family, struct inet *ret, struct err *err);
/* An address with its prefix, "192.168.21.0/24". */
bool values_subnet(const char *text, int family, struct subnet *ret, struct err *err);
/* "0-3,8,^2", of n CPUs (0: so many as there may be). Its CPUs in `ret`, which may be NULL. */
#define CPUSET_MOST 4096
bool values_cpuset(const char *text, unsigned n, bool ret[CPUSET_MOST], struct err *err);
/* VLAN tags: "42", or of a trunk "42, 47 native"; the number of the tags. */
#define VLAN_MOST 4094
struct vlan_tag {
	unsigned id;
	bool native; /* is not tagged on the wire */
};
#define VLAN_TAGS_MOST 64
bool values_vlans(const char *text, struct vlan_tag ret[VLAN_TAGS_MOST], size_t *ret_n, struct err *err);

/* "20 GiB", "1536 MiB", "1000 bytes": the largest unit that it is a whole number of. The caller frees. */
char *values_size_text(uint64_t bytes);
