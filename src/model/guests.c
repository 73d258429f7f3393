// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/guests.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/arr.h"
#include "base/str.h"

/* A guest may claim anything. */
#define ADDRESSES_MOST 32

struct guests {
	struct guest_facts *all; /* sorted by uuid */
	size_t n, cap;
};

static const char *const sources[] = {
	[GUEST_NOBODY] = "",
	[GUEST_LEASE] = "lease",
	[GUEST_AGENT] = "agent",
	[GUEST_ARP] = "ARP",
};
_Static_assert(ARRAY_SIZE(sources) == GUEST_SOURCE_COUNT, "a row for every source");

const char *guest_source_text(enum guest_source source)
{
	return sources[source];
}

/* Written anew from its bits, so that nothing else can be in it. False when it is not worth to be shown. */
static bool normalize(const char *address, char ret[GUEST_ADDRESS_SIZE])
{
	struct in_addr v4;
	struct in6_addr v6;

	if (inet_pton(AF_INET, address, &v4) == 1) {
		uint32_t bits = ntohl(v4.s_addr);

		return bits >> 24 != 127 && bits >> 16 != 0xa9fe && bits != 0 &&
		       inet_ntop(AF_INET, &v4, ret, GUEST_ADDRESS_SIZE);
	}
	return inet_pton(AF_INET6, address, &v6) == 1 && !IN6_IS_ADDR_LOOPBACK(&v6) &&
	       !IN6_IS_ADDR_LINKLOCAL(&v6) && !IN6_IS_ADDR_UNSPECIFIED(&v6) &&
	       inet_ntop(AF_INET6, &v6, ret, GUEST_ADDRESS_SIZE);
}

void guest_add_address(struct guest_facts *f, enum guest_source source, const char *mac, const char *address)
{
	struct guest_address new = {.source = source};

	if (f->n_all == ADDRESSES_MOST || !address || !normalize(address, new.text))
		return;
	for (size_t i = 0; i < f->n_all; i++)
		if (str_equal(f->all[i].text, new.text))
			return;
	if (mac && strlen(mac) < GUEST_MAC_SIZE)
		memcpy(new.mac, mac, strlen(mac));
	*arr_add(f->all, f->n_all, f->cap_all) = new;
}

/* The next of some words; NULL at the end. */
static const char *next_word(const char **text, size_t *ret_len)
{
	const char *word = *text ? *text + strspn(*text, " ") : "";

	*ret_len = strcspn(word, " ");
	*text = word + *ret_len;
	return *ret_len ? word : NULL;
}

static bool is_mac(const struct guest_address *a, const char *mac, size_t len)
{
	return strlen(a->mac) == len && strncasecmp(a->mac, mac, len) == 0;
}

static bool is_of_these(const struct guest_address *a, const char *macs)
{
	const char *mac;
	size_t len;

	while ((mac = next_word(&macs, &len)))
		if (is_mac(a, mac, len))
			return true;
	return false;
}

void guest_sort_addresses(struct guest_facts *f, const char *macs)
{
	struct guest_address *sorted = mem_new_array(f->n_all + 1, sizeof(*sorted));
	struct str text = {0};
	size_t n = 0;

	for (unsigned rank = 0; rank < 4; rank++)
		for (size_t i = 0; i < f->n_all; i++) {
			unsigned is_v6 = strchr(f->all[i].text, ':') != NULL;
			unsigned is_inner = macs && f->all[i].mac[0] && !is_of_these(&f->all[i], macs);

			if (rank == is_inner * 2 + is_v6)
				sorted[n++] = f->all[i];
		}
	for (size_t i = 0; i < n; i++)
		str_addf(&text, "%s%s", i ? " " : "", sorted[i].text);
	free(f->all);
	f->all = sorted;
	f->cap_all = f->n_all + 1;
	free(f->addresses);
	f->addresses = text.s;
}

bool guest_has_address(const struct guest_facts *f, const char *mac, size_t len)
{
	for (size_t i = 0; i < f->n_all; i++)
		if (is_mac(&f->all[i], mac, len))
			return true;
	return false;
}

bool guest_lacks_address(const struct guest_facts *f, const char *macs)
{
	const char *mac;
	size_t len;

	if (!f->n_all)
		return true;
	while ((mac = next_word(&macs, &len)))
		if (!guest_has_address(f, mac, len))
			return true;
	return false;
}

void guest_facts_clear(struct guest_facts *f)
{
	free(f->all);
	free(f->addresses);
	free(f->hostname);
	free(f->os);
	free(f->trouble);
	free(f->log);
	*f = (struct guest_facts){0};
}

int64_t guest_age_ns(const struct guest_facts *f, int64_t now_ns)
{
	int64_t age_ns = now_ns > f->time_ns ? now_ns - f->time_ns : 1;

	return f->expired || age_ns > GUEST_OLD_NS ? age_ns : 0;
}

struct guests *guests_create(void)
{
	return mem_new(struct guests);
}

void guests_destroy(struct guests *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->n; i++)
		guest_facts_clear(&g->all[i]);
	free(g->all);
	free(g);
}

/* Where it is, or where it would have to go. */
static size_t place(const struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	size_t low = 0, high = g->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (memcmp(g->all[middle].uuid, uuid, UUID_SIZE) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct guests *g, size_t at, const unsigned char uuid[UUID_SIZE])
{
	return at < g->n && memcmp(g->all[at].uuid, uuid, UUID_SIZE) == 0;
}

void guests_put(struct guests *g, struct guest_facts *f)
{
	size_t at = place(g, f->uuid);
	if (is_at(g, at, f->uuid)) {
		guest_facts_clear(&g->all[at]);
	} else {
		arr_add(g->all, g->n, g->cap);
		memmove(&g->all[at + 1], &g->all[at], (g->n - 1 - at) * sizeof(*g->all));
	}
	g->all[at] = *f;
	*f = (struct guest_facts){0};
}

const struct guest_facts *guests_find(const struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	size_t at = place(g, uuid);
	return is_at(g, at, uuid) ? &g->all[at] : NULL;
}

const char *guests_trouble(const struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	const struct guest_facts *f = g ? guests_find(g, uuid) : NULL;
	return f ? f->trouble : NULL;
}

void guests_expire(struct guests *g, const unsigned char uuid[UUID_SIZE])
{
	size_t at = place(g, uuid);
	if (is_at(g, at, uuid))
		g->all[at].expired = true;
}

void guests_forget(struct guests *g, bool (*keep)(void *opaque, const unsigned char *uuid),
		   void *opaque)
{
	size_t kept = 0;
	for (size_t i = 0; i < g->n; i++) {
		if (keep(opaque, g->all[i].uuid))
			g->all[kept++] = g->all[i];
		else
			guest_facts_clear(&g->all[i]);
	}
	g->n = kept;
}
