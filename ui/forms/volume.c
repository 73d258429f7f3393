// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/volume.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/units.h"
#include "model/draft.h"
#include "model/plan.h"
#include "model/pools.h"
#include "model/storagecaps.h"
#include "model/values.h"
#include "ui/app.h"
#include "ui/forms/forms.h"
#include "ui/forms/lines.h"
#include "ui/forms/storage-place.h"
#include "ui/widgets/wizard.h"
#include "xml/path.h"

#define UNIT "GiB" /* of a bare number */

static const struct storage_place *place_of(const struct draft *d)
{
	return draft_context(d);
}

/* 0: it is none. */
static uint64_t capacity_of(const struct draft *d)
{
	autoerr struct err err = {0};
	uint64_t bytes = 0;

	return values_size(draft_value(d, "capacity"), UNIT, &bytes, &err) ? bytes : 0;
}

static const struct taken_volume *backing_of(const struct draft *d)
{
	const char *path = draft_value(d, "backing");

	return *path ? storage_place_volume_at(place_of(d), path) : NULL;
}

/* --- what can be chosen ------------------------------------------------------------------------- */

static void offer_formats(const struct draft *d, struct field_choices *out)
{
	words_offer(&place_of(d)->volume_formats, out);
}

static bool has_formats(const struct draft *d)
{
	return place_of(d)->volume_formats.n > 0;
}

/* A file can grow. */
static bool is_file(const struct draft *d)
{
	return has_formats(d) && !str_equal(place_of(d)->pool_type, "rbd");
}

static bool can_preallocate(const struct draft *d)
{
	return !place_of(d)->is_test;
}

static const struct field_choice allocations[] = {
	{"thin", "thin", "it takes what its guest writes, as time goes by", NULL},
	{"thick", "thick", "all of it is taken from the pool now", NULL},
	{NULL, NULL, NULL, NULL},
};

/* --- what is suggested -------------------------------------------------------------------------- */

static const struct {
	const char *format, *suffix;
} suffixes[] = {{"raw", ".img"}, {"qcow2", ".qcow2"}, {"qcow", ".qcow"}, {"qed", ".qed"},
		{"vmdk", ".vmdk"}, {"vdi", ".vdi"}, {"vpc", ".vhd"}};

static char *suggest_format(const struct draft *d)
{
	const struct words *formats = &place_of(d)->volume_formats;

	if (words_have(formats, "qcow2"))
		return mem_strdup("qcow2");
	return formats->n ? mem_strdup(formats->all[0]) : NULL;
}

/* What is suggested for the name comes before what is for the format. */
static const char *suffix_of(const struct draft *d)
{
	autofree char *own = mem_strdup(draft_value(d, "format"));
	autofree char *format = *own ? mem_strdup(own) : suggest_format(d);

	for (size_t i = 0; is_file(d) && i < ARRAY_SIZE(suffixes); i++)
		if (str_equal(format, suffixes[i].format))
			return suffixes[i].suffix;
	return "";
}

static char *suggest_name(const struct draft *d)
{
	const struct storage_place *p = place_of(d);

	for (size_t i = 1; i <= p->n_volumes + 1; i++) {
		autofree char *name = mem_printf("disk%zu%s", i, suffix_of(d));

		if (!storage_place_volume(p, name))
			return take(name);
	}
	return NULL;
}

static char *suggest_capacity(const struct draft *d)
{
	const struct taken_volume *below = backing_of(d);

	return below && below->capacity ? values_size_text(below->capacity) : mem_strdup("20 GiB");
}

static char *suggest_backing_format(const struct draft *d)
{
	const struct taken_volume *below = backing_of(d);

	return mem_strdup(below && below->format ? below->format : "qcow2");
}

/* --- what is refused, and remarked -------------------------------------------------------------- */

static char *check_name(const struct draft *d, const char *text)
{
	return storage_place_volume(place_of(d), text) ? mem_printf("there is a volume %s already", text) : NULL;
}

static char *remark_name(const struct draft *d, const char *text)
{
	const char *suffix = suffix_of(d);

	return *suffix && *text && !str_ends(text, suffix) ? mem_printf("others end with %s", suffix) : NULL;
}

static char *too_large(const struct draft *d)
{
	const struct storage_place *p = place_of(d);
	char left[UNITS_SIZE];

	if (!p->pool_name || capacity_of(d) <= p->available)
		return NULL;
	return mem_printf("%s has %s left", p->pool_name, units_bytes_long(left, p->available));
}

static char *check_capacity(const struct draft *d, const char *text)
{
	autoerr struct err err = {0};
	uint64_t bytes = 0;

	if (values_size(text, UNIT, &bytes, &err) && !bytes)
		return mem_strdup("a volume holds at least a byte");
	return is_file(d) ? NULL : too_large(d);
}

static char *remark_capacity(const struct draft *d, const char *text)
{
	const struct taken_volume *below = backing_of(d);
	char size[UNITS_SIZE];

	(void)text;
	if (below && capacity_of(d) < below->capacity)
		return mem_printf("less than the %s below it, which are cut off", units_bytes_long(size, below->capacity));
	return too_large(d);
}

static char *check_allocation(const struct draft *d, const char *text)
{
	return str_equal(text, "thick") ? too_large(d) : NULL;
}

static char *remark_backing(const struct draft *d, const char *text)
{
	const struct taken_volume *below = storage_place_volume_at(place_of(d), text);

	if (!*text)
		return NULL;
	return below ? mem_printf("%s in %s", below->name, below->pool) : mem_strdup("in no pool that is known here");
}

/* --- how it stands in the XML ------------------------------------------------------------------- */

static uint64_t bytes_at(const struct xml_doc *doc, const char *path)
{
	autofree char *unit_path = mem_printf("%s/@unit", path);
	autofree char *figure = xml_doc_get(doc, path);
	autofree char *unit = xml_doc_get(doc, unit_path);
	autofree char *text = mem_printf("%s %s", figure ? figure : "0", unit ? unit : "bytes");
	autoerr struct err err = {0};
	uint64_t bytes = 0;

	return values_size(text, "bytes", &bytes, &err) ? bytes : 0;
}

static char *take_allocation(const struct xml_doc *doc, const struct field *f)
{
	autofree char *there = xml_doc_get(doc, f->path);

	if (!there)
		return NULL;
	return mem_strdup(bytes_at(doc, f->path) >= bytes_at(doc, "capacity") ? "thick" : "thin");
}

static bool put_allocation(struct xml_doc *doc, const struct draft *d, const struct field *f, const char *text,
			   struct err *err)
{
	autofree char *unit = mem_printf("%s/@unit", f->path);
	autofree char *bytes = mem_printf("%llu", (unsigned long long)(str_equal(text, "thick") ? capacity_of(d) : 0));

	if (*text)
		return xml_doc_set(doc, f->path, bytes, err) && xml_doc_set(doc, unit, "bytes", err);
	xml_doc_clear(doc, unit);
	xml_doc_clear(doc, f->path);
	return true;
}

/* --- the table ---------------------------------------------------------------------------------- */

static const struct field volume_form[] = {
	{.id = "name", .label = "Name", .help = "of the file, or what the pool calls it", .page = "volume",
	 .type = FIELD_NAME, .path = "name", .required = true, .suggest = suggest_name, .check = check_name,
	 .remark = remark_name, .sample = "web.qcow2", .bad = "a/b", .bad_says = "slash"},
	{.id = "capacity", .label = "Size", .help = "as its guest sees it, such as 20 GiB or 512 MiB", .page = "volume",
	 .type = FIELD_SIZE, .unit = UNIT, .path = "capacity", .required = true, .suggest = suggest_capacity,
	 .check = check_capacity, .remark = remark_capacity, .sample = "8 GiB", .bad = "5 Q", .bad_says = "Q"},
	{.id = "format", .label = "Format", .help = "qcow2 grows, has snapshots and can be laid over another; raw is plain and fast",
	 .page = "volume", .type = FIELD_CHOICE, .offer = offer_formats, .shown = has_formats, .required = true,
	 .suggest = suggest_format, .path = "target/format/@type", .sample = "raw", .bad = "vhdxx", .bad_says = "none of those"},
	{.id = "allocation", .label = "Space", .help = "whether it is taken from the pool now", .page = "volume",
	 .type = FIELD_CHOICE, .choices = allocations, .shown = is_file, .first = "thin", .required = true, .path = "allocation",
	 .take = take_allocation, .put = put_allocation, .check = check_allocation, .sample = "thick", .bad = "fat",
	 .bad_says = "none of those"},
	{.id = "backing", .label = "Laid over", .help = "an image that it begins as and that stays as it is; empty: none",
	 .page = "volume", .type = FIELD_PATH, .when = "format=qcow2,qcow,qed,vmdk", .path = "backingStore/path",
	 .remark = remark_backing, .sample = "/var/lib/libvirt/images/base.qcow2", .bad = "base.qcow2", .bad_says = "slash"},
	{.id = "backing-format", .label = "  its format", .help = "a wrong one makes its guest read nonsense", .page = "volume",
	 .type = FIELD_CHOICE, .offer = offer_formats, .when = "backing", .required = true, .suggest = suggest_backing_format,
	 .path = "backingStore/format/@type", .sample = "raw", .sample_with = "backing=/srv/base.img", .bad = "ext4",
	 .bad_says = "none of those"},
	{.id = "prealloc", .label = "Prepare tables", .help = "qcow2's tables are written now (preallocated metadata), which makes writing faster",
	 .page = "volume", .type = FIELD_SWITCH, .when = "format=qcow2 backing=", .shown = can_preallocate, .first = "no",
	 .sample = "yes"},
	{.id = NULL},
};

/* --- the wizard --------------------------------------------------------------------------------- */

static void intro(const struct draft *d, struct str *out)
{
	const struct storage_place *p = place_of(d);
	char left[UNITS_SIZE];

	if (p->pool_name)
		str_addf(out, "In the pool %s, %s: %s left.\n", p->pool_name, pool_type_words(p->pool_type),
			 units_bytes_long(left, p->available));
	if (p->is_test)
		str_add(out, "The test driver cannot prepare qcow2's tables.\n");
}

static const struct wizard_page pages[] = {
	{.id = "volume", .title = "What it is", .intro = intro},
	{.id = NULL},
};

static const struct wizard_button buttons[] = {
	{"create", "Create", "make the volume on the host"},
	{NULL, NULL, NULL},
};

static char *describe(const struct draft *d)
{
	struct str out = {0};

	str_addf(&out, "create %s: %s", draft_value(d, "name"), draft_value(d, "capacity"));
	if (*draft_value(d, "allocation"))
		str_addf(&out, " %s", draft_value(d, "allocation"));
	if (*draft_value(d, "format"))
		str_addf(&out, " %s", draft_value(d, "format"));
	if (place_of(d)->pool_name)
		str_addf(&out, " in %s", place_of(d)->pool_name);
	if (*draft_value(d, "backing"))
		str_addf(&out, " over %s", draft_value(d, "backing"));
	return str_take(&out);
}

static void make_plan(const struct draft *d, const char *button, const char *xml, struct plan *plan)
{
	const struct storage_place *p = place_of(d);
	const char *options = draft_is(d, "prealloc", "yes") ? "--prealloc-metadata" : NULL;
	struct verb_request request = {.verb = VOLUME_VERB_CREATE, .text = xml, .options = options};
	autofree char *pool = line_of("vol-create ", p->pool_name ? p->pool_name : "", "", " ");

	(void)button;
	memcpy(request.uuid, p->pool, UUID_SIZE);
	plan_add(plan, &request, describe(d),
		 line_of(pool, draft_value(d, "name"), ".xml", options ? " --prealloc-metadata" : ""))
		->call = mem_printf("virStorageVolCreateXML(%s, XML, %s)", p->pool_name ? p->pool_name : "POOL",
				    options ? "VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA" : "0");
}

static void remarks(const struct draft *d, struct str *out)
{
	autofree char *large = too_large(d);

	if (large)
		str_addf(out, "%s: when its guest writes more, the guest stops.\n", large);
}

static void peeks(const struct draft *d, struct peek_list *out)
{
	const struct storage_place *p = place_of(d);
	const struct host_view *view = p->view(p->opaque, p->host);
	const struct roster *pools = view ? host_pools(view) : NULL;

	peek_add(out, p->host, reading_key_host(READING_POOLS));
	peek_add(out, p->host, reading_key_host(READING_STORAGE_CAPABILITIES));
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (pool->active)
			peek_add(out, p->host, reading_key_of(READING_VOLUMES, pool->uuid));
	}
}

static void identify(const struct draft *d, unsigned char ret_id[UUID_SIZE])
{
	const struct storage_place *p = draft_context(d);

	volume_id(p->pool, draft_text(d, "name"), ret_id);
}

static const struct wizard_kind volume_wizard = {
	.title = "New volume",
	.thing = "volume",
	.object = OBJ_VOLUME,
	.base = "<volume>\n</volume>\n",
	.pages = pages,
	.fields = volume_form,
	.buttons = buttons,
	.name = "name",
	.plan = make_plan,
	.remarks = remarks,
	.peeks = peeks,
	.renew = storage_place_renew,
	.identify = identify,
	.free = storage_place_free,
};

void volume_wizard_open(struct app *app, const struct action *action, struct obj_id id)
{
	const struct host_view *view = app_host_view(app, id.host);
	const struct pool *pool = view ? pools_find(host_pools(view), id.uuid) : NULL;
	const char *why = pool ? pool_makes_no_volumes(pool->type) : "the pool is not there any more";

	if (!why && !pool->active)
		why = "start it first";
	if (why) {
		app_complain(app, "%s: %s%s%s", action->label, pool ? pool->name : "", pool ? ": " : "", why);
		return;
	}
	wizard_open(app, action, &volume_wizard, id.host, storage_place_create(app_host_view, app, id.host, id.uuid));
}

const struct form_table volume_form_table = {
	.name = "volume",
	.fields = volume_form,
	.wizard = &volume_wizard,
	.base = "<volume>\n</volume>\n",
	.context = storage_place_nowhere,
	.free = storage_place_free,
};
