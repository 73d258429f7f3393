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

#define GUEST_ADDRESS_SIZE 46
#define GUEST_MAC_SIZE     18

struct guest_address {
	char text[GUEST_ADDRESS_SIZE];
	char mac[GUEST_MAC_SIZE]; /* of the NIC, as it was told; "" not told */
	enum guest_source source;
};

struct guest_facts {
	unsigned char uuid[UUID_SIZE];
	int64_t time_ns;  /* monotonic, when it was read */
	bool expired;     /* there is something newer, or nobody answers any more */
	bool lacks_agent; /* what its agent says is still to be asked for: it was not, or did not answer */
	bool is_silent;   /* so: it did not answer in time */
	struct guest_address *all; /* its addresses as they are shown: IPv4 first, the guest's own bridges last */
	size_t n_all, cap_all;
	char *addresses;  /* "10.0.0.12 fd00::12": the same, parted by spaces; NULL none known */
	char *hostname;   /* NULL not told */
	char *os;         /* "Debian GNU/Linux 12 (bookworm)"; NULL not told */
	char *trouble;    /* "vda: no space left": why it stands still or went; NULL not known */
	char *log;        /* the end of its log; NULL not read */
};
void guest_facts_clear(struct guest_facts *f);
/* How old it is, when that is more than GUEST_OLD_NS, or it has expired; else 0. */
int64_t guest_age_ns(const struct guest_facts *f, int64_t now_ns);
/* Adds an address that a source tells; nothing when it is none, of the loopback or link-local, or known already.
 * The MAC (NULL: not told) is that of the NIC. Any thread, as the two below. */
void guest_add_address(struct guest_facts *f, enum guest_source source, const char *mac, const char *address);
/* After the last one: in their order; macs as below. */
void guest_sort_addresses(struct guest_facts *f, const char *macs);
/* True when a NIC of these (MACs parted by spaces; NULL: not known) has no address: then another source is asked. */
bool guest_lacks_address(const struct guest_facts *f, const char *macs);
/* True when the NIC has one; in whatever case the MAC is written. */
bool guest_has_address(const struct guest_facts *f, const char *mac, size_t len);
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
