// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/storagecaps.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

#define IMAGES "raw qcow2 qcow qed vmdk vdi vpc"

/* Where a host does not say. */
static const struct {
	const char *type, *formats, *volume_formats;
} known[] = {
	{"dir", "", IMAGES},
	{"fs", "auto ext2 ext3 ext4 ufs iso9660 udf gfs gfs2 vfat hfs+ xfs ocfs2 vmfs", IMAGES},
	{"netfs", "auto nfs glusterfs cifs", IMAGES},
	{"vstorage", "", IMAGES},
	{"gluster", "", IMAGES},
	{"rbd", "", "raw"},
};

void storage_capabilities_free(void *capabilities)
{
	struct storage_capabilities *c = capabilities;

	for (size_t i = 0; c && i < c->n; i++) {
		free(c->all[i].type);
		free(c->all[i].formats);
		free(c->all[i].volume_formats);
	}
	if (c)
		free(c->all);
	free(c);
}

const struct pool_capability *storage_capability(const struct storage_capabilities *c, const char *type)
{
	for (size_t i = 0; c && i < c->n; i++)
		if (str_equal(c->all[i].type, type))
			return &c->all[i];
	return NULL;
}

char *pool_formats(const struct storage_capabilities *c, const char *type)
{
	const struct pool_capability *own = storage_capability(c, type);

	if (own)
		return mem_strdup(own->formats ? own->formats : "");
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (str_equal(known[i].type, type))
			return mem_strdup(known[i].formats);
	return mem_strdup("");
}

static bool has_word(const char *words, const char *word, size_t len)
{
	for (const char *p = words; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		if (n == len && memcmp(p, word, n) == 0)
			return true;
		p += n;
	}
	return false;
}

/* A host tells of many that it can read and not make. */
char *pool_volume_formats(const struct storage_capabilities *c, const char *type)
{
	const struct pool_capability *own = storage_capability(c, type);
	const char *ours = "";
	struct str out = {0};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (str_equal(known[i].type, type))
			ours = known[i].volume_formats;
	for (const char *p = ours; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (!own || (own->volume_formats && has_word(own->volume_formats, p, len)))
			str_addf(&out, "%s%.*s", out.len ? " " : "", (int)len, p);
		p += len;
	}
	return str_take(&out);
}

static const struct {
	const char *type, *why;
} fixed[] = {
	{"iscsi", "its volumes are made on the iSCSI target"},
	{"iscsi-direct", "its volumes are made on the iSCSI target"},
	{"scsi", "its volumes are the disks of the adapter"},
	{"mpath", "its volumes are the multipath devices of the host"},
};

const char *pool_makes_no_volumes(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		if (str_equal(fixed[i].type, type))
			return fixed[i].why;
	return NULL;
}
