// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/secrets.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/hostview.h"
#include "model/order.h"
#include "model/uses.h"

static void clear(void *item)
{
	struct secret *s = item;

	free(s->name);
	free(s->type);
	free(s->usage);
	free(s->description);
	free(s->xml);
	*s = (struct secret){.name = NULL};
}

static int compare(const void *a, const void *b)
{
	const struct secret *x = a, *y = b;

	return order_names(x->name, x->uuid, y->name, y->uuid);
}

static const struct roster_member listed[] = {
	ROSTER_MEMBER(secret, name),
	ROSTER_MEMBER(secret, type),
	ROSTER_MEMBER(secret, usage),
	ROSTER_MEMBER(secret, ephemeral),
	ROSTER_MEMBER(secret, is_private),
	{0, 0},
};

const struct roster_kind secret_kind = {
	.size = sizeof(struct secret),
	.id = offsetof(struct secret, uuid),
	.clear = clear,
	.compare = compare,
	.listed = listed,
};

const struct secret *secrets_find(const struct roster *secrets, const unsigned char uuid[UUID_SIZE])
{
	return roster_find_id(secrets, uuid);
}

static const struct {
	const char *type, *words;
} types[] = {
	{"volume", "encrypted volume"}, {"ceph", "Ceph user"},	 {"iscsi", "iSCSI target"},
	{"tls", "TLS key"},		{"vtpm", "TPM of a machine"},
};

const char *secret_type_words(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (str_equal(types[i].type, type))
			return types[i].words;
	return type ? type : "any use";
}

const struct secret_value *secret_value_of(const struct host_view *host, const struct secret *secret)
{
	const struct reading *r = readings_find(host->readings, reading_key_of(READING_SECRET_VALUE, secret->uuid));

	return r && !r->stale ? r->data : NULL;
}

/* lines: as definitions keep them. */
static bool is_among(const char *lines, const struct secret *secret)
{
	const char *next = lines;
	char uuid[UUID_TEXT_SIZE];
	struct secret_use use;

	uuid_format(secret->uuid, uuid);
	while (uses_next_secret(&next, &use))
		if (span_is(use.uuid, uuid) ||
		    (use.usage.len && span_is(use.type, secret->type) && span_is(use.usage, secret->usage)))
			return true;
	return false;
}

bool machine_needs_secret(const struct domain *d, const struct secret *secret)
{
	return is_among(d->def.secrets, secret);
}

bool pool_needs_secret(const struct pool *pool, const struct secret *secret)
{
	return is_among(pool->secrets, secret);
}
