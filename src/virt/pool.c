// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/edit.h"
#include "virt/internal.h"
#include "virt/inuse.h"
#include "virt/readers.h"
#include "virt/virerr.h"
#include "xml/storage.h"

/* --- pools ------------------------------------------------------------------------------------- */

static int list_pools(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		      struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllStoragePools(conn->vir, (virStoragePoolPtr **)ret_handles, flags);
}

static void name_pool(const struct reading_key *key, void *handle, void *item)
{
	struct pool *p = item;
	(void)key;
	p->name = mem_strdup(virStoragePoolGetName(handle));
	virStoragePoolGetUUID(handle, p->uuid);
	p->volumes = -1;
}

static const struct piece_mark marks[] = {
	{VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE, offsetof(struct pool, active)},
	{VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT, offsetof(struct pool, persistent)},
	{VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART, offsetof(struct pool, autostart)},
};

/* What a file system keeps for itself libvirt takes for a volume. */
#define FS_OWN "lost+found"

static int count_volumes(virStoragePoolPtr vir, const struct pool *p)
{
	int n = virStoragePoolNumOfVolumes(vir);
	virerr_expect(VIR_ERR_NO_STORAGE_VOL);
	virStorageVolPtr own = n > 0 && pool_directory(p) ? virStorageVolLookupByName(vir, FS_OWN) : NULL;
	virerr_expect(VIR_ERR_OK);
	if (!own)
		return n;
	virStorageVolFree(own);
	return n - 1;
}

static void read_pool_figures(struct conn *conn, virStoragePoolPtr vir, struct pool *p)
{
	virStoragePoolInfo info;
	autoerr struct err why = {0};
	if (virStoragePoolGetInfo(vir, &info) < 0) {
		virerr_take(&why, conn->vir);
		p->trouble = mem_strdup(why.text);
		return;
	}
	if (info.state != VIR_STORAGE_POOL_RUNNING && info.state != VIR_STORAGE_POOL_DEGRADED)
		return;
	p->capacity = info.capacity;
	p->allocation = info.allocation;
	p->available = info.available;
	p->volumes = count_volumes(vir, p);
}

/* Only one that runs and has a definition can have two texts. */
static void tell_definition(struct conn *conn, virStoragePoolPtr vir, struct pool *p)
{
	if (!p->active || !p->persistent || conn->one_pool_xml)
		return;
	virerr_expect(VIR_ERR_INVALID_ARG);
	autofree char *definition = virStoragePoolGetXMLDesc(vir, VIR_STORAGE_XML_INACTIVE);
	virerr_expect(VIR_ERR_OK);
	if (definition)
		pool_compare(p, definition);
	else
		conn->one_pool_xml = virGetLastErrorCode() == VIR_ERR_INVALID_ARG;
}

static void tell_pool(struct conn *conn, void *handle, void *item)
{
	struct pool *p = item;
	autoerr struct err why = {0};
	p->xml = virStoragePoolGetXMLDesc(handle, 0);
	p->known = p->xml && pool_read_xml(p->xml, p, &why);
	if (p->xml && !p->known)
		log_write(LOG_WARN, "the pool %s: %s", p->name, why.text);
	if (p->known)
		tell_definition(conn, handle, p);
	read_pool_figures(conn, handle, p);
}

static void free_pool_handle(void *handle)
{
	virStoragePoolFree(handle);
}

/* The list at once and alone: the figures of one may hang for long. */
const struct piece_ops pools_pieces = {
	.kind = &pool_kind,
	.list = list_pools,
	.name = name_pool,
	.marks = marks,
	.n_marks = ARRAY_SIZE(marks),
	.tell = tell_pool,
	.free = free_pool_handle,
};

/* --- volumes ----------------------------------------------------------------------------------- */

/* How many are left. */
static int leave_out(virStorageVolPtr *all, int n)
{
	for (int i = 0; i < n; i++) {
		if (!str_equal(virStorageVolGetName(all[i]), FS_OWN))
			continue;
		virStorageVolFree(all[i]);
		memmove(&all[i], &all[i + 1], (size_t)(n - i) * sizeof(*all)); /* with the NULL behind them */
		return n - 1;
	}
	return n;
}

static int list_volumes(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
			struct err *err)
{
	virStoragePoolPtr pool = virStoragePoolLookupByUUID(conn->vir, key->uuid);
	int n = pool ? virStoragePoolListAllVolumes(pool, (virStorageVolPtr **)ret_handles, flags) : -1;
	if (n < 0)
		virerr_take(err, conn->vir);
	if (pool)
		virStoragePoolFree(pool);
	return n > 0 ? leave_out(*(virStorageVolPtr **)ret_handles, n) : n;
}

static void name_volume(const struct reading_key *key, void *handle, void *item)
{
	struct volume *v = item;
	v->name = mem_strdup(virStorageVolGetName(handle));
	volume_id(key->uuid, v->name, v->id);
}

static void tell_volume(struct conn *conn, void *handle, void *item)
{
	struct volume *v = item;
	autoerr struct err why = {0};
	autofree char *xml = virStorageVolGetXMLDesc(handle, 0);
	(void)conn;
	v->known = xml && volume_read_xml(xml, v, &why);
	if (xml && !v->known)
		log_write(LOG_WARN, "the volume %s: %s", v->name, why.text);
}

static void free_volume_handle(void *handle)
{
	virStorageVolFree(handle);
}

const struct piece_ops volumes_pieces = {
	.kind = &volume_kind,
	.first_ms = 20,
	.list = list_volumes,
	.name = name_volume,
	.tell = tell_volume,
	.free = free_volume_handle,
};

/* --- what there can be -------------------------------------------------------------------------- */

void *read_storage_capabilities(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	(void)key;
	autofree char *xml = virConnectGetStoragePoolCapabilities(conn->vir, 0);
	if (!xml)
		virerr_take(err, conn->vir);
	return xml ? storage_capabilities_parse(xml, err) : NULL;
}

/* --- verbs ------------------------------------------------------------------------------------- */

struct call {
	struct work *work;
	virConnectPtr vir;
	virStoragePoolPtr pool; /* NULL where none is there yet */
	const struct verb_request *request;
	struct err *err; /* set where libvirt's last error is not what went wrong */
};

static const char *name_of(void *handle)
{
	return virStoragePoolGetName(handle);
}

static int free_handle(void *handle)
{
	return virStoragePoolFree(handle);
}

/* The test driver has one text only. */
static char *definition_of(void *handle)
{
	virerr_expect(VIR_ERR_INVALID_ARG);
	char *xml = virStoragePoolGetXMLDesc(handle, VIR_STORAGE_XML_INACTIVE);
	virerr_expect(VIR_ERR_OK);
	virErrorPtr e = virGetLastError();
	if (!xml && e && e->code == VIR_ERR_INVALID_ARG)
		xml = virStoragePoolGetXMLDesc(handle, 0);
	return xml;
}

static void *define_xml(virConnectPtr vir, const char *xml, bool validate)
{
	return virStoragePoolDefineXML(vir, xml, validate ? VIR_STORAGE_POOL_DEFINE_VALIDATE : 0);
}

static const struct edit_ops edit_ops = {
	.read = definition_of,
	.define = define_xml,
	.name = name_of,
	.free = free_handle,
	.read_call = "virStoragePoolGetXMLDesc",
	.read_flags = "VIR_STORAGE_XML_INACTIVE",
	.define_call = "virStoragePoolDefineXML",
	.validate_flag = "VIR_STORAGE_POOL_DEFINE_VALIDATE",
};

static bool read_xml(struct call *c)
{
	work_note(c->work, "virStoragePoolGetXMLDesc(%s, VIR_STORAGE_XML_INACTIVE)", name_of(c->pool));
	*c->request->ret_answer = definition_of(c->pool);
	return *c->request->ret_answer;
}

/* Of a new one (no pool) or of one that is there. */
static bool define(struct call *c)
{
	return edit_do(c->work, c->vir, &edit_ops, c->pool, c->request, c->err);
}

/* What runs is what it is kept as. */
static bool persist(struct call *c)
{
	work_note(c->work, "virStoragePoolGetXMLDesc(%s, 0)", name_of(c->pool));
	autofree char *xml = virStoragePoolGetXMLDesc(c->pool, 0);
	struct verb_request define = *c->request;
	define.text = xml;
	return xml && edit_do(c->work, c->vir, &edit_ops, NULL, &define, c->err);
}

/* virsh's words and libvirt's flags. */
struct flag_word {
	const char *word, *name;
	unsigned flag;
};

/* The flags that the options ask for; their names are added to `names`. */
static unsigned flags_of(const struct verb_request *request, const struct flag_word *words, size_t n,
			 struct str *names)
{
	unsigned flags = 0;
	for (size_t i = 0; i < n; i++) {
		if (!edit_has_option(request, words[i].word))
			continue;
		flags |= words[i].flag;
		str_addf(names, "%s%s", names->len ? " | " : "", words[i].name);
	}
	if (!flags)
		str_add(names, "0");
	return flags;
}
#define FLAG_WORD(word, flag) {word, #flag, flag}

static bool create(struct call *c)
{
	static const struct flag_word words[] = {
		FLAG_WORD("--build", VIR_STORAGE_POOL_CREATE_WITH_BUILD),
		FLAG_WORD("--overwrite", VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE),
		FLAG_WORD("--no-overwrite", VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE),
	};
	autostr struct str names = {0};
	unsigned flags = flags_of(c->request, words, ARRAY_SIZE(words), &names);
	work_note(c->work, "virStoragePoolCreateXML(XML, %s)", str_text(&names));
	virStoragePoolPtr made = virStoragePoolCreateXML(c->vir, c->request->text, flags);
	if (made)
		virStoragePoolFree(made);
	return made;
}

static bool build(struct call *c)
{
	static const struct flag_word words[] = {
		FLAG_WORD("--overwrite", VIR_STORAGE_POOL_BUILD_OVERWRITE),
		FLAG_WORD("--no-overwrite", VIR_STORAGE_POOL_BUILD_NO_OVERWRITE),
	};
	autostr struct str names = {0};
	unsigned flags = flags_of(c->request, words, ARRAY_SIZE(words), &names);
	work_note(c->work, "virStoragePoolBuild(%s, %s)", name_of(c->pool), str_text(&names));
	return virStoragePoolBuild(c->pool, flags) == 0;
}

/* What a pool would be at is not there. libvirt has mount speak English. */
static const struct {
	int code;
	const char *part; /* of what libvirt says; NULL: there is no such file */
	const char *advice;
} lacks[] = {
	{VIR_ERR_SYSTEM_ERROR, NULL, "Its directory is not there on the host: build the pool, which makes it"},
	{VIR_ERR_INTERNAL_ERROR, "mount point does not exist",
	 "What it is to be mounted at is not there on the host: build the pool, which makes it"},
	{VIR_ERR_INTERNAL_ERROR, "wrong fs type",
	 "Its device has no file system that the host can mount: build the pool, which can make one"},
};

static const char *what_lacks(const virError *e)
{
	for (size_t i = 0; e && i < ARRAY_SIZE(lacks); i++)
		if (e->code == lacks[i].code && (lacks[i].part ? strstr(e->message, lacks[i].part) != NULL : e->int1 == ENOENT))
			return lacks[i].advice;
	return NULL;
}

static bool start(struct call *c)
{
	work_note(c->work, "virStoragePoolCreate(%s, 0)", name_of(c->pool));
	if (virStoragePoolCreate(c->pool, 0) == 0)
		return true;
	const virError *e = virGetLastError();
	const char *advice = what_lacks(e);
	if (!advice)
		return false;
	err_set(c->err, ERR_NO_TARGET, "%s. (libvirt: %s)", advice, e->message);
	c->err->detail = e->code;
	return false;
}

static bool stop(struct call *c)
{
	if (virStoragePoolIsPersistent(c->pool) == 0) /* nothing is left of it */
		edit_keep_last(c->work, &edit_ops, c->pool, c->request);
	work_note(c->work, "virStoragePoolDestroy(%s)", name_of(c->pool));
	return virStoragePoolDestroy(c->pool) == 0;
}

static bool undefine(struct call *c)
{
	edit_keep_last(c->work, &edit_ops, c->pool, c->request);
	work_note(c->work, "virStoragePoolUndefine(%s)", name_of(c->pool));
	return virStoragePoolUndefine(c->pool) == 0;
}

static bool delete(struct call *c)
{
	work_note(c->work, "virStoragePoolDelete(%s, VIR_STORAGE_POOL_DELETE_NORMAL)", name_of(c->pool));
	return virStoragePoolDelete(c->pool, VIR_STORAGE_POOL_DELETE_NORMAL) == 0;
}

static bool set_autostart(struct call *c)
{
	int on = c->request->verb == POOL_VERB_AUTOSTART_ON;
	work_note(c->work, "virStoragePoolSetAutostart(%s, %d)", name_of(c->pool), on);
	return virStoragePoolSetAutostart(c->pool, on) == 0;
}

static bool refresh(struct call *c)
{
	work_note(c->work, "virStoragePoolRefresh(%s, 0)", name_of(c->pool));
	return virStoragePoolRefresh(c->pool, 0) == 0;
}

/* --- of volumes --------------------------------------------------------------------------------- */

static bool volume_read(struct call *c)
{
	virStorageVolPtr volume = virStorageVolLookupByName(c->pool, c->request->name);
	work_note(c->work, "virStorageVolGetXMLDesc(%s, 0)", c->request->name);
	*c->request->ret_answer = volume ? virStorageVolGetXMLDesc(volume, 0) : NULL;
	if (volume)
		virStorageVolFree(volume);
	return *c->request->ret_answer;
}

static bool volume_create(struct call *c)
{
	static const struct flag_word words[] = {
		FLAG_WORD("--prealloc-metadata", VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA),
	};
	autostr struct str names = {0};
	unsigned flags = flags_of(c->request, words, ARRAY_SIZE(words), &names);
	work_note(c->work, "virStorageVolCreateXML(%s, XML, %s)", name_of(c->pool), str_text(&names));
	virStorageVolPtr made = virStorageVolCreateXML(c->pool, c->request->text, flags);
	if (made)
		virStorageVolFree(made);
	return made;
}

static bool volume_delete(struct call *c)
{
	virStorageVolPtr volume = virStorageVolLookupByName(c->pool, c->request->name);
	if (!volume)
		return false;
	bool ok = volume_is_free(c->work, c->pool, volume, c->err);
	if (ok) {
		work_note(c->work, "virStorageVolDelete(%s, 0)", virStorageVolGetName(volume));
		ok = virStorageVolDelete(volume, 0) == 0;
	}
	virStorageVolFree(volume);
	return ok;
}

static bool (*const verbs[VERB_COUNT])(struct call *c) = {
	[POOL_VERB_START] = start,
	[POOL_VERB_STOP] = stop,
	[POOL_VERB_AUTOSTART_ON] = set_autostart,
	[POOL_VERB_AUTOSTART_OFF] = set_autostart,
	[POOL_VERB_REFRESH] = refresh,
	[POOL_VERB_BUILD] = build,
	[POOL_VERB_DELETE] = delete,
	[POOL_VERB_UNDEFINE] = undefine,
	[POOL_VERB_READ_XML] = read_xml,
	[POOL_VERB_PERSIST] = persist,
	[POOL_VERB_EDIT] = define,
	[POOL_VERB_DEFINE] = define,
	[POOL_VERB_CREATE] = create,
	[VOLUME_VERB_READ_XML] = volume_read,
	[VOLUME_VERB_CREATE] = volume_create,
	[VOLUME_VERB_DELETE] = volume_delete,
};

/* The name of a request is a volume's, or that of a pool that was made just before. */
static virStoragePoolPtr find_pool(virConnectPtr vir, const struct verb_request *request)
{
	if (request->name && !verb_is_of_volume(request->verb))
		return virStoragePoolLookupByName(vir, request->name);
	return virStoragePoolLookupByUUID(vir, request->uuid);
}

bool pool_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	work_assert(work);
	autoerr struct err why = {0};
	struct call c = {.work = work, .vir = conn->vir, .request = request, .err = &why};
	bool has_pool = verb_object(request->verb) != OBJ_HOST;
	if (has_pool)
		c.pool = find_pool(conn->vir, request);
	bool ok = (!has_pool || c.pool) && verbs[request->verb](&c);
	if (!ok && why.code == ERR_NONE)
		virerr_take(&why, conn->vir);
	if (!ok)
		err_move(err, &why);
	if (c.pool)
		virStoragePoolFree(c.pool);
	virResetLastError();
	return ok;
}
