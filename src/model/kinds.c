// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/kinds.h"

#include <stddef.h>

#include "base/str.h"

const struct kind kinds[] = {
	{.object = OBJ_DOMAIN, .root = "domain", .word = "machine", .read = DOMAIN_VERB_READ_XML,
	 .edit = DOMAIN_VERB_EDIT, .define = DOMAIN_VERB_DEFINE, .create = DOMAIN_VERB_CREATE,
	 .undefine = DOMAIN_VERB_UNDEFINE,
	 .call = "virDomainDefineXMLFlags(XML, VIR_DOMAIN_DEFINE_VALIDATE)",
	 .create_call = "virDomainCreateXML(XML, VIR_DOMAIN_START_VALIDATE)",
	 .active = "it runs on as before: the change waits for a power cycle"},
	{.object = OBJ_NETWORK, .root = "network", .word = "network",
	 .list = READING_NETWORKS, .read = NETWORK_VERB_READ_XML,
	 .edit = NETWORK_VERB_EDIT, .define = NETWORK_VERB_DEFINE, .create = NETWORK_VERB_CREATE,
	 .undefine = NETWORK_VERB_UNDEFINE,
	 .call = "virNetworkDefineXMLFlags(XML, VIR_NETWORK_DEFINE_VALIDATE)",
	 .create_call = "virNetworkCreateXMLFlags(XML, VIR_NETWORK_CREATE_VALIDATE)",
	 .one_in_test = true,
	 .active = "it goes on as before: the change waits until it is stopped and started"},
	{.object = OBJ_POOL, .root = "pool", .word = "pool", .list = READING_POOLS,
	 .read = POOL_VERB_READ_XML, .edit = POOL_VERB_EDIT,
	 .define = POOL_VERB_DEFINE, .create = POOL_VERB_CREATE, .undefine = POOL_VERB_UNDEFINE,
	 .call = "virStoragePoolDefineXML(XML, VIR_STORAGE_POOL_DEFINE_VALIDATE)",
	 .create_call = "virStoragePoolCreateXML(XML, 0)",
	 .one_in_test = true,
	 .active = "it stays as it is until it is stopped and started"},
	{.object = OBJ_SECRET, .root = "secret", .word = "secret", .list = READING_SECRETS,
	 .read = SECRET_VERB_READ_XML,
	 .edit = SECRET_VERB_EDIT, .define = SECRET_VERB_DEFINE, .create = VERB_COUNT, .undefine = SECRET_VERB_UNDEFINE,
	 .call = "virSecretDefineXML(XML, VIR_SECRET_DEFINE_VALIDATE)"},
	{.object = OBJ_NWFILTER, .root = "filter", .word = "network filter", .list = READING_NWFILTERS,
	 .read = NWFILTER_VERB_READ_XML,
	 .edit = NWFILTER_VERB_EDIT, .define = NWFILTER_VERB_DEFINE, .create = VERB_COUNT,
	 .undefine = NWFILTER_VERB_UNDEFINE,
	 .call = "virNWFilterDefineXMLFlags(XML, VIR_NWFILTER_DEFINE_VALIDATE)"},
	{.root = NULL},
};

const struct kind *kind_of(enum obj_kind object)
{
	for (const struct kind *k = kinds; k->root; k++)
		if (k->object == object)
			return k;
	return NULL;
}

const struct kind *kind_of_root(const char *root)
{
	for (const struct kind *k = kinds; k->root; k++)
		if (str_equal(k->root, root))
			return k;
	return NULL;
}

char *kind_roots(void)
{
	struct str out = {0};

	for (const struct kind *k = kinds; k->root; k++)
		str_addf(&out, "%s<%s>", !out.len ? "" : k[1].root ? ", " : " or ", k->root);
	return str_take(&out);
}
