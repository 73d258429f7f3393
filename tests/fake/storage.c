// SPDX-License-Identifier: GPL-3.0-or-later
/* Storage pools and volumes of the fake: "images" of 100 GB with five volumes, and "scratch", which is not started. A
 * pool whose path is below /missing has no directory until it is built. */
#include "tests/fake/things.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/fake/fake.h"
#include "tests/fake/state.h"
#include "virt/pool.h"
#include "xml/storage.h"

#define GB UINT64_C(1000000000)

struct fake_volume {
	char *name, *format, *backing, *backing_format;
	uint64_t capacity, allocation; /* bytes */
};

struct fake_pool {
	unsigned char uuid[UUID_SIZE];
	char *name, *type, *path, *xml;
	char *live; /* as it runs; NULL: it does not */
	bool active, autostart, persistent, built;
	struct fake_volume *volumes;
	size_t n, cap;
};

/* --- what there is ------------------------------------------------------------------------------ */

static struct fake_pool *add_pool(struct fake_host *host, const char *name, const char *type, const char *path)
{
	struct fake_pool *p = arr_add(host->pools, host->n_pools, host->cap_pools);
	*p = (struct fake_pool){.name = mem_strdup(name),
				.type = mem_strdup(type),
				.path = mem_strdup(path),
				.built = !path || !str_starts(path, "/missing/")};
	memset(p->uuid, 'p', UUID_SIZE);
	p->uuid[UUID_SIZE - 1] = (unsigned char)host->pools_made++;
	return p;
}

static void add_stock(struct fake_pool *pool)
{
	for (unsigned i = 0; i < FAKE_VOLUMES; i++) {
		struct fake_volume *v = arr_add(pool->volumes, pool->n, pool->cap);
		*v = (struct fake_volume){.name = mem_printf("disk-%u.qcow2", i),
					  .format = mem_strdup("qcow2"),
					  .capacity = (i + 1) * GB,
					  .allocation = (i + 1) * GB / 4};
	}
	pool->volumes[2].backing = mem_strdup("/var/lib/libvirt/images/disk-0.qcow2");
	pool->volumes[2].backing_format = mem_strdup("qcow2");
}

static char *xml_of(const char *name, const char *type, const char *path)
{
	static const struct {
		const char *type, *source;
	} sources[] = {
		{"fs", "  <source>\n    <device path='/dev/sdb1'/>\n    <format type='ext4'/>\n  </source>\n"},
		{"rbd", "  <source>\n    <name>vms</name>\n    <auth type='ceph' username='libvirt'>\n"
			"      <secret usage='client.libvirt'/>\n    </auth>\n  </source>\n"},
	};
	const char *source = "";
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		if (str_equal(sources[i].type, type))
			source = sources[i].source;
	return mem_printf("<pool type='%s'>\n  <name>%s</name>\n%s  <target>\n    <path>%s</path>\n  </target>\n</pool>\n",
			  type, name, source, path);
}

static void stock(struct fake_host *host)
{
	static const char *const names[] = {"images", "scratch"};
	for (size_t i = 0; !host->pools_known && i < ARRAY_SIZE(names); i++) {
		autofree char *path = mem_printf("/var/lib/libvirt/%s", names[i]);
		struct fake_pool *p = add_pool(host, names[i], "dir", path);
		p->xml = xml_of(names[i], "dir", path);
		p->active = p->autostart = i == 0;
		p->live = mem_strdup(p->active ? p->xml : NULL);
		p->persistent = true;
		add_stock(p);
	}
	host->pools_known = true;
}

static struct fake_pool *find(struct fake_host *host, const struct verb_request *request)
{
	bool by_name = request->name && !verb_is_of_volume(request->verb);
	for (size_t i = 0; i < host->n_pools; i++)
		if (by_name ? str_equal(host->pools[i].name, request->name)
			    : memcmp(host->pools[i].uuid, request->uuid, UUID_SIZE) == 0)
			return &host->pools[i];
	return NULL;
}

static int compare_pools(const void *a, const void *b)
{
	return strcmp(((const struct fake_pool *)a)->name, ((const struct fake_pool *)b)->name);
}

static int compare_volumes(const void *a, const void *b)
{
	return strcmp(((const struct fake_volume *)a)->name, ((const struct fake_volume *)b)->name);
}

/* Of what its XML says only this is wanted. */
static void take_source(struct pool *p, const char *xml)
{
	struct pool read = {.name = NULL};
	autoerr struct err err = {0};
	if (xml && pool_read_xml(xml, &read, &err)) {
		p->source = take(read.source);
		p->secrets = take(read.secrets);
	}
	pool_kind.clear(&read);
}

struct roster *fake_pools(struct fake_host *host)
{
	struct roster *r = roster_create(&pool_kind);
	stock(host);
	if (host->n_pools)
		qsort(host->pools, host->n_pools, sizeof(*host->pools), compare_pools);
	for (size_t i = 0; i < host->n_pools; i++) {
		const struct fake_pool *from = &host->pools[i];
		struct pool *p = roster_add(r);
		*p = (struct pool){
			.name = mem_strdup(from->name),
			.active = from->active,
			.autostart = from->autostart,
			.persistent = from->persistent,
			.known = true,
			.type = mem_strdup(from->type),
			.path = mem_strdup(from->path),
			.format = mem_strdup(str_equal(from->type, "fs") ? "ext4" : NULL),
			.volumes = from->active ? (int)from->n : -1,
			.xml = mem_strdup(from->live ? from->live : from->xml),
		};
		if (from->live && from->persistent)
			pool_compare(p, from->xml);
		memcpy(p->uuid, from->uuid, UUID_SIZE);
		take_source(p, from->xml);
		if (!p->active)
			continue;
		p->capacity = 100 * GB;
		p->allocation = p->capacity / 100 * host->pool_percent;
		p->available = p->capacity - p->allocation;
	}
	r->told = r->total = r->n;
	return r;
}

struct roster *fake_volumes(struct fake_host *host, const unsigned char pool[UUID_SIZE])
{
	struct roster *r = roster_create(&volume_kind);
	struct verb_request of = {.verb = POOL_VERB_START};
	memcpy(of.uuid, pool, UUID_SIZE);
	stock(host);
	const struct fake_pool *p = find(host, &of);
	for (unsigned i = 0; p && i < p->n; i++) {
		const struct fake_volume *from = &p->volumes[i];
		struct volume *v = roster_add(r);
		v->name = mem_strdup(from->name);
		v->known = true;
		v->path = mem_printf("%s/%s", p->path, v->name);
		v->type = mem_strdup("file");
		v->format = mem_strdup(from->format);
		v->capacity = from->capacity;
		v->allocation = from->allocation;
		v->changed_wall_s = clock_wall_s() - (int64_t)(i + 1) * 86400;
		v->backing = mem_strdup(from->backing);
		v->backing_format = mem_strdup(from->backing_format);
		volume_id(pool, v->name, v->id);
	}
	r->told = r->total = r->n;
	return r;
}

void fake_new_pool(const char *host, const char *name, const char *type, const char *path)
{
	bool transient = str_equal(type, "transient");
	fake_lock();
	stock(fake_host(host));
	struct fake_pool *p = add_pool(fake_host(host), name, transient ? "dir" : type, path);
	p->xml = xml_of(name, p->type, path);
	p->active = transient;
	p->persistent = !transient;
	fake_unlock();
}

struct storage_capabilities *fake_storage_capabilities(struct err *err)
{
	return storage_capabilities_parse(
		"<storagepoolCapabilities><pool type='dir' supported='yes'><volOptions><enum name='targetFormatType'>"
		"<value>none</value><value>raw</value><value>dir</value><value>qcow2</value><value>vmdk</value></enum>"
		"</volOptions></pool><pool type='fs' supported='yes'><poolOptions><enum name='sourceFormatType'>"
		"<value>auto</value><value>ext4</value><value>xfs</value></enum></poolOptions></pool>"
		"<pool type='netfs' supported='yes'><poolOptions><enum name='sourceFormatType'><value>auto</value>"
		"<value>nfs</value><value>cifs</value></enum></poolOptions></pool><pool type='logical' supported='yes'/>"
		"<pool type='rbd' supported='no'/></storagepoolCapabilities>", err);
}

/* --- what can be done to it ---------------------------------------------------------------------- */

struct call {
	struct work *work;
	struct fake_host *host;
	struct fake_pool *pool;
	const struct verb_request *request;
	struct err *err;
};

static bool invalid(const struct call *c, const char *why)
{
	return err_set(c->err, ERR_FAILED, "Requested operation is not valid: storage pool '%s' is %s", c->pool->name, why);
}

static bool start(struct call *c)
{
	work_note(c->work, "virStoragePoolCreate(%s, 0)", c->pool->name);
	if (c->pool->active)
		return invalid(c, "already active");
	if (!c->pool->built)
		return err_set(c->err, ERR_NO_TARGET, "Its directory is not there on the host: build the pool, which makes it. "
						      "(libvirt: cannot open directory '%s': No such file or directory)",
			       c->pool->path);
	c->pool->active = true;
	c->pool->live = mem_strdup(c->pool->xml);
	return true;
}

static void clear_volume(struct fake_volume *v)
{
	free(v->name);
	free(v->format);
	free(v->backing);
	free(v->backing_format);
}

static void empty(struct fake_pool *pool)
{
	while (pool->n)
		clear_volume(&pool->volumes[--pool->n]);
}

static void remove_pool(struct call *c)
{
	size_t i = (size_t)(c->pool - c->host->pools);
	empty(c->pool);
	free(c->pool->volumes);
	free(c->pool->name);
	free(c->pool->type);
	free(c->pool->path);
	free(c->pool->xml);
	free(c->pool->live);
	memmove(c->pool, c->pool + 1, (--c->host->n_pools - i) * sizeof(*c->pool));
}

static void keep_last(struct call *c)
{
	if (c->request->ret_was) {
		free(*c->request->ret_was);
		*c->request->ret_was = mem_strdup(c->pool->xml);
	}
}

static bool stop(struct call *c)
{
	work_note(c->work, "virStoragePoolDestroy(%s)", c->pool->name);
	if (!c->pool->active)
		return invalid(c, "not active");
	c->pool->active = false;
	free(take(c->pool->live));
	if (!c->pool->persistent) {
		keep_last(c);
		remove_pool(c);
	}
	return true;
}

static bool set_autostart(struct call *c)
{
	c->pool->autostart = c->request->verb == POOL_VERB_AUTOSTART_ON;
	work_note(c->work, "virStoragePoolSetAutostart(%s, %d)", c->pool->name, c->pool->autostart);
	return true;
}

static bool refresh(struct call *c)
{
	work_note(c->work, "virStoragePoolRefresh(%s, 0)", c->pool->name);
	return c->pool->active || invalid(c, "not active");
}

static bool build(struct call *c)
{
	work_note(c->work, "virStoragePoolBuild(%s, %s)", c->pool->name,
		  c->request->options ? c->request->options : "0");
	c->pool->built = true;
	return true;
}

static bool delete(struct call *c)
{
	work_note(c->work, "virStoragePoolDelete(%s, 0)", c->pool->name);
	if (c->pool->active)
		return invalid(c, "active");
	c->pool->built = false;
	empty(c->pool);
	return true;
}

static bool answer(struct call *c, const char *xml)
{
	if (c->request->ret_answer) {
		free(*c->request->ret_answer);
		*c->request->ret_answer = mem_strdup(xml);
	}
	return true;
}

static bool undefine(struct call *c)
{
	work_note(c->work, "virStoragePoolUndefine(%s)", c->pool->name);
	if (c->pool->active)
		return invalid(c, "active");
	keep_last(c);
	remove_pool(c);
	return true;
}

static bool read_xml(struct call *c)
{
	work_note(c->work, "virStoragePoolGetXMLDesc(%s, VIR_STORAGE_XML_INACTIVE)", c->pool->name);
	return answer(c, c->pool->xml);
}

static char *name_in(const char *xml)
{
	const char *from = strstr(xml, "<name>");
	return from ? mem_strndup(from + 6, strcspn(from + 6, "<")) : NULL;
}

static bool is_taken(struct call *c, const struct pool *parsed)
{
	for (size_t i = 0; i < c->host->n_pools; i++) {
		const struct fake_pool *p = &c->host->pools[i];
		if (p == c->pool || str_equal(p->name, parsed->name))
			continue;
		if (parsed->path && str_equal(p->path, parsed->path))
			return !err_set(c->err, ERR_FAILED, "operation failed: Storage source conflict with pool: '%s'", p->name);
	}
	return false;
}

static bool fill(struct call *c, struct pool *parsed)
{
	struct verb_request same = {.verb = POOL_VERB_DEFINE, .name = parsed->name};
	if (!pool_read_xml(c->request->text, parsed, c->err) || is_taken(c, parsed))
		return false;
	if (!c->pool)
		c->pool = find(c->host, &same);
	if (!c->pool)
		c->pool = add_pool(c->host, parsed->name, parsed->type, parsed->path);
	free(c->pool->xml);
	c->pool->xml = mem_strdup(c->request->text);
	return answer(c, c->request->text);
}

/* Of one that is there, or of a new one. */
static bool make(struct call *c, bool persistent)
{
	struct pool parsed = {.name = name_in(c->request->text)};
	if (!parsed.name)
		return err_set(c->err, ERR_FAILED, "XML error: missing name information");
	bool ok = fill(c, &parsed);
	pool_kind.clear(&parsed);
	if (ok)
		c->pool->persistent |= persistent;
	return ok;
}

static bool define(struct call *c)
{
	if (c->pool && c->request->before && !str_equal(c->pool->xml, c->request->before)) {
		answer(c, c->pool->xml);
		return err_set(c->err, ERR_CHANGED, "Somebody else has changed %s meanwhile: nothing was done", c->pool->name);
	}
	work_note(c->work, "virStoragePoolDefineXML(XML, VIR_STORAGE_POOL_DEFINE_VALIDATE)");
	if (c->pool)
		keep_last(c);
	return make(c, true);
}

static bool persist(struct call *c)
{
	work_note(c->work, "virStoragePoolDefineXML(XML, VIR_STORAGE_POOL_DEFINE_VALIDATE)");
	c->pool->persistent = true;
	return true;
}

static bool create(struct call *c)
{
	work_note(c->work, "virStoragePoolCreateXML(XML, 0)");
	if (!make(c, false))
		return false;
	c->pool->active = true;
	c->pool->live = mem_strdup(c->pool->xml);
	return true;
}

/* --- of volumes --------------------------------------------------------------------------------- */

static struct fake_volume *volume_named(const struct fake_pool *pool, const char *name)
{
	for (size_t i = 0; i < pool->n; i++)
		if (str_equal(pool->volumes[i].name, name))
			return &pool->volumes[i];
	return NULL;
}

static bool no_volume(struct call *c)
{
	return err_set(c->err, ERR_NOT_FOUND, "Storage volume not found: no storage vol with matching name '%s'",
		       c->request->name);
}

static bool volume_read(struct call *c)
{
	work_note(c->work, "virStorageVolGetXMLDesc(%s)", c->request->name);
	if (!volume_named(c->pool, c->request->name))
		return no_volume(c);
	autofree char *xml = mem_printf("<volume type='file'>\n  <name>%s</name>\n</volume>\n", c->request->name);
	return answer(c, xml);
}

static bool volume_create(struct call *c)
{
	struct volume parsed = {.name = name_in(c->request->text)};
	work_note(c->work, "virStorageVolCreateXML(%s, XML, %s)", c->pool->name,
		  c->request->options ? c->request->options : "0");
	if (parsed.name && volume_named(c->pool, parsed.name))
		err_set(c->err, ERR_FAILED, "operation failed: volume '%s' exists already", parsed.name);
	else if (parsed.name && volume_read_xml(c->request->text, &parsed, c->err))
		*arr_add(c->pool->volumes, c->pool->n, c->pool->cap) =
			(struct fake_volume){.name = mem_strdup(parsed.name),
					     .format = mem_strdup(parsed.format),
					     .backing = mem_strdup(parsed.backing),
					     .backing_format = mem_strdup(parsed.backing_format),
					     .capacity = parsed.capacity,
					     .allocation = parsed.allocation};
	volume_kind.clear(&parsed);
	if (c->err->code == ERR_NONE)
		qsort(c->pool->volumes, c->pool->n, sizeof(*c->pool->volumes), compare_volumes);
	return c->err->code == ERR_NONE;
}

static bool volume_delete(struct call *c)
{
	struct fake_volume *v = volume_named(c->pool, c->request->name);
	work_note(c->work, "virStorageVolDelete(%s, 0)", c->request->name);
	if (!v)
		return no_volume(c);
	size_t i = (size_t)(v - c->pool->volumes);
	clear_volume(v);
	memmove(v, v + 1, (--c->pool->n - i) * sizeof(*v));
	return true;
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

static bool changes(enum verb verb)
{
	return verb != POOL_VERB_READ_XML && verb != VOLUME_VERB_READ_XML;
}

bool pool_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	struct call c = {.work = work, .host = conn->host, .request = request, .err = err};
	if (!fake_enter(work, conn, "pool_do", err))
		return false;
	stock(conn->host);
	bool has_pool = verb_object(request->verb) != OBJ_HOST;
	if (has_pool)
		c.pool = find(conn->host, request);
	bool ok = false;
	if (conn->readonly && changes(request->verb))
		err_set(err, ERR_DENIED, "operation forbidden for read only access");
	else if (has_pool && !c.pool)
		err_set(err, ERR_NOT_FOUND, "Storage pool not found");
	else
		ok = verbs[request->verb](&c);
	fake_unlock();
	return ok;
}
