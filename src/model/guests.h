// SPDX-License-Identifier: GPL-3.0-or-later
/* What is known of guests from inside: addresses, host name, OS. Main thread owns a store. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "model/ids.h"

enum guest_source { GUEST_NOBODY, GUEST_LEASE, GUEST_AGENT, GUEST_ARP, GUEST_SOURCE_COUNT };

#define GUEST_OLD_NS (90 * NS_PER_S)

struct guest_facts {
	unsigned char uuid[UUID_SIZE];
	int64_t time_ns;  /* monotonic, when it was read */
	bool expired;     /* there is something newer, or nobody answers any more */
	char *addresses;  /* "10.0.0.12 fd00::12": IPv4 first, parted by spaces; NULL none known */
	enum guest_source source; /* of the addresses */
	char *hostname;   /* NULL not told */
	char *os;         /* "Debian GNU/Linux 12 (bookworm)"; NULL not told */
	char *trouble;    /* "vda: no space left": why it stands still or went; NULL not known */
	char *log;        /* the end of its log; NULL not read */
};
void guest_facts_clear(struct guest_facts *f);
/* How old it is, when that is more than GUEST_OLD_NS, or it has expired; else 0. */
int64_t guest_age_ns(const struct guest_facts *f, int64_t now_ns);
/* "lease", "agent", "ARP" */
const char *guest_source_text(enum guest_source source);

struct guests;
struct guests *guests_create(void);
void guests_destroy(struct guests *g);
/* Takes over what is in f. */
void guests_put(struct guests *g, struct guest_facts *f);
/* NULL when nothing was read. Valid until the next put or forget. */
const struct guest_facts *guests_find(const struct guests *g, const unsigned char uuid[UUID_SIZE]);
/* What the trouble with it is; NULL when nothing is known. g may be NULL. */
const char *guests_trouble(const struct guests *g, const unsigned char uuid[UUID_SIZE]);
/* What is known of this guest is old. */
void guests_expire(struct guests *g, const unsigned char uuid[UUID_SIZE]);
/* Drops what keep() does not want: machines that are gone or off. */
void guests_forget(struct guests *g, bool (*keep)(void *opaque, const unsigned char *uuid),
		   void *opaque);
