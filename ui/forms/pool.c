// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/draft.h"
#include "model/kinds.h"
#include "model/plan.h"
#include "model/pools.h"
#include "ui/app.h"
#include "ui/forms/lines.h"
#include "ui/forms/storage-place.h"
#include "ui/widgets/wizard.h"

#define DESTROY "destroy"

static const struct storage_place *place_of(const struct draft *d)
{
	return draft_context(d);
}

/* --- what can be chosen ------------------------------------------------------------------------- */

static void offer(struct field_choices *out, const char *id, const char *label, const char *help, const char *greyed)
{
	*arr_add(out->all, out->n, out->cap) = (struct field_choice){id, label, help, greyed};
}

static void offer_types(const struct draft *d, struct field_choices *out)
{
	const struct storage_place *p = place_of(d);
	const char *no = "the host's libvirt has no such pools";

	offer(out, "dir", "a directory", "files in a directory of the host", NULL);
	offer(out, "fs", "a file system", "a device of the host that libvirt mounts", p->no_fs ? no : NULL);
	offer(out, "netfs", "a directory of a file server", "NFS or CIFS, which libvirt mounts", p->no_netfs ? no : NULL);
	for (size_t i = 0; i < p->types.n; i++)
		offer(out, p->types.all[i], pool_type_words(p->types.all[i]), "", "comes later: define it from an XML file");
}

static void offer_builds(const struct draft *d, struct field_choices *out)
{
	const char *no = place_of(d)->is_test ? "the test driver makes no file systems" : NULL;
	bool is_dir = draft_is(d, "type", "dir");

	offer(out, "none", "nothing", is_dir ? "the directory is there" : "what it is mounted at is there, and what is mounted",
	      NULL);
	offer(out, "directory", is_dir ? "the directory" : "the mount point",
	      is_dir ? "where it is not there yet; what is in it stays"
		     : "the directory that it is mounted at, where it is not there yet; no file system",
	      NULL);
	if (!draft_is(d, "type", "fs"))
		return;
	offer(out, "format", "a file system", "where there is none: libvirt refuses if it finds one", no);
	offer(out, "overwrite", "a file system, over all", "DESTROYS ALL DATA on the device", no);
}

static void offer_devices(const struct draft *d, struct field_choices *out)
{
	const struct storage_place *p = place_of(d);

	for (size_t i = 0; i < p->devices.n; i++)
		offer(out, p->devices.all[i], NULL, p->device_words.all[i], NULL);
}

static void offer_fs_formats(const struct draft *d, struct field_choices *out)
{
	words_offer(&place_of(d)->fs_formats, out);
}

static void offer_netfs_formats(const struct draft *d, struct field_choices *out)
{
	words_offer(&place_of(d)->netfs_formats, out);
}

static void offer_directories(const struct draft *d, struct field_choices *out)
{
	words_offer(&place_of(d)->directories, out);
}

/* --- what is suggested -------------------------------------------------------------------------- */

static char *suggest_name(const struct draft *d)
{
	const struct storage_place *p = place_of(d);

	for (size_t i = 1; i <= p->n_pools + 1; i++) {
		autofree char *name = mem_printf("pool%zu", i);

		if (!storage_place_pool(p, name))
			return take(name);
	}
	return NULL;
}

static char *suggest_path(const struct draft *d)
{
	return mem_printf("%s/%s", draft_is(d, "type", "dir") ? "/var/lib/libvirt" : "/mnt", draft_value(d, "name"));
}

static bool makes_fs(const struct draft *d)
{
	return draft_is(d, "build", "format") || draft_is(d, "build", "overwrite");
}

static char *suggest_format(const struct draft *d)
{
	return mem_strdup(makes_fs(d) ? "ext4" : "auto");
}

/* --- what is refused ---------------------------------------------------------------------------- */

static char *check_name(const struct draft *d, const char *text)
{
	return storage_place_pool(place_of(d), text) ? mem_printf("there is a pool %s already", text) : NULL;
}

static char *check_absolute(const struct draft *d, const char *text)
{
	(void)d;
	return *text == '/' ? NULL : mem_strdup("the host wants a whole path, from / on");
}

static char *check_path(const struct draft *d, const char *text)
{
	const struct taken_pool *other = storage_place_pool_at(place_of(d), text);

	if (*text != '/')
		return check_absolute(d, text);
	if (text[1] && text[strlen(text) - 1] == '/')
		return mem_strdup("say which directory in there");
	if (!text[1])
		return mem_strdup("not the host's root: all its files would be volumes");
	return other ? mem_printf("the pool %s is there already", other->name) : NULL;
}

static char *remark_path(const struct draft *d, const char *text)
{
	const struct taken_pool *around = storage_place_pool_around(place_of(d), text);

	return around ? mem_printf("in the directory of the pool %s", around->name) : NULL;
}

static char *check_device(const struct draft *d, const char *text)
{
	const struct taken_pool *other = storage_place_pool_of(place_of(d), "fs", text);

	return other ? mem_printf("the pool %s is of it already", other->name) : check_absolute(d, text);
}

static char *check_server(const struct draft *d, const char *text)
{
	(void)d;
	return text[strcspn(text, " /\t")] ? mem_strdup("a name or an address, without a path") : NULL;
}

/* libvirt has one pool of a server's directory. */
static char *taken_export(const struct draft *d, const char *text)
{
	autofree char *source = mem_printf("%s:%s", draft_value(d, "server"), text);
	const struct taken_pool *other = storage_place_pool_of(place_of(d), "netfs", source);

	return other ? mem_printf("the pool %s is of %s already", other->name, source) : NULL;
}

static char *check_export(const struct draft *d, const char *text)
{
	bool is_share = draft_is(d, "netfs-format", "cifs");

	if (is_share && *text == '/')
		return mem_strdup("the name of a share, without a slash before it");
	if (is_share)
		return taken_export(d, text);
	if (*text != '/')
		return mem_strdup("the path that the server exports, from / on");
	return taken_export(d, text);
}

static char *check_version(const struct draft *d, const char *text)
{
	size_t n = strspn(text, "0123456789");

	(void)d;
	if (n && text[n] == '.' && strspn(text + n + 1, "0123456789"))
		n += 1 + strspn(text + n + 1, "0123456789");
	return n && !text[n] ? NULL : mem_strdup("a number such as 3 or 4.2");
}

static char *check_format(const struct draft *d, const char *text)
{
	return makes_fs(d) && str_equal(text, "auto") ? mem_strdup("say which file system is to be made") : NULL;
}

static char *check_mode(const struct draft *d, const char *text)
{
	size_t len = strspn(text, "01234567");

	(void)d;
	return !text[len] && len >= 3 && len <= 4 ? NULL : mem_strdup("three or four octal digits, such as 0711");
}

static char *check_word(const struct draft *d, const char *text)
{
	(void)d;
	return str_equal(text, DESTROY) ? NULL : mem_strdup("type " DESTROY " here, or make no file system");
}

/* --- the table ---------------------------------------------------------------------------------- */

#define PERMISSION(id_, label_, help_, ...)                                                                               \
	{.id = id_, .label = label_, .help = help_ "; empty: libvirt's choice", .page = "target", .when = "build=directory", \
	 .path = "target/permissions/" id_, __VA_ARGS__}

static const struct field pool_form[] = {
	{.id = "name", .label = "Name", .help = "what machines name when they use its volumes", .page = "kind",
	 .type = FIELD_NAME, .path = "name", .required = true, .suggest = suggest_name, .check = check_name,
	 .sample = "images", .bad = "a/b", .bad_says = "slash"},
	{.id = "type", .label = "Made of", .help = "where its volumes are", .page = "kind", .type = FIELD_CHOICE,
	 .path = "@type", .first = "dir", .required = true, .offer = offer_types, .sample = "netfs",
	 .sample_with = "server=nas1 export=/srv/vm", .bad = "tape", .bad_says = "none of those"},
	{.id = "autostart", .label = "Autostart", .help = "start it with its host", .page = "kind",
	 .type = FIELD_SWITCH, .first = "yes", .sample = "no"},

	{.id = "device", .label = "Device", .help = "a block device of the host, such as /dev/disk/by-id/...",
	 .page = "source", .type = FIELD_CHOICE, .free = true, .offer = offer_devices, .when = "type=fs", .required = true, .path = "source/device/@path",
	 .check = check_device, .sample = "/dev/sdb1", .sample_with = "type=fs", .bad = "sdb1", .bad_says = "from / on"},
	{.id = "fs-format", .label = "File system", .help = "what is on it, or is to be made on it", .page = "source",
	 .type = FIELD_CHOICE, .offer = offer_fs_formats, .when = "type=fs", .path = "source/format/@type",
	 .suggest = suggest_format, .check = check_format, .sample = "xfs",
	 .sample_with = "type=fs device=/dev/sdb1 build=format",
	 .bad = "auto", .bad_says = "which file system"},
	{.id = "server", .label = "Server", .help = "its name or address", .page = "source", .type = FIELD_TEXT,
	 .when = "type=netfs", .required = true, .path = "source/host/@name", .check = check_server, .sample = "nas1",
	 .sample_with = "type=netfs export=/srv/vm", .bad = "nas1:/srv/vm", .bad_says = "without a path"},
	{.id = "export", .label = "Directory", .help = "that the server exports; of CIFS the name of a share",
	 .page = "source", .type = FIELD_TEXT, .when = "type=netfs", .required = true, .path = "source/dir/@path",
	 .check = check_export, .sample = "/srv/vm", .sample_with = "type=netfs server=nas1", .bad = "srv/vm",
	 .bad_says = "from / on"},
	{.id = "netfs-format", .label = "Protocol", .help = "auto: the host finds out", .page = "source", .type = FIELD_CHOICE,
	 .offer = offer_netfs_formats, .when = "type=netfs", .first = "auto", .path = "source/format/@type",
	 .sample = "nfs", .sample_with = "type=netfs server=nas1 export=/srv/vm", .bad = "afs", .bad_says = "none of those"},
	{.id = "version", .label = "  version", .help = "of NFS, such as 3, 4 or 4.2; empty: the newest that both have",
	 .page = "source", .type = FIELD_TEXT, .when = "netfs-format=nfs", .path = "source/protocol/@ver",
	 .check = check_version, .sample = "4.2", .sample_with = "type=netfs server=nas1 export=/srv/vm netfs-format=nfs",
	 .bad = "v4", .bad_says = "such as 3"},

	{.id = "path", .label = "Path", .help = "where its volumes are on the host", .page = "target", .type = FIELD_CHOICE,
	 .free = true, .offer = offer_directories, .path = "target/path", .required = true, .suggest = suggest_path,
	 .check = check_path, .remark = remark_path, .sample = "/srv/images", .bad = "srv/images", .bad_says = "from / on"},
	{.id = "build", .label = "Make", .help = "what is made before it is started", .page = "target", .type = FIELD_CHOICE,
	 .offer = offer_builds, .first = "directory", .required = true, .sample = "none", .bad = "overwrite",
	 .bad_says = "none of those"},
	{.id = "word", .label = "  sure?", .help = "type " DESTROY ": all data on the device will be gone", .page = "target",
	 .type = FIELD_TEXT, .when = "build=overwrite", .required = true, .check = check_word, .sample = DESTROY,
	 .sample_with = "type=fs device=/dev/sdb1 build=overwrite", .bad = "yes", .bad_says = "type " DESTROY},
	PERMISSION("mode", "Mode", "of the directory, when it is made", .heading = "Permissions", .type = FIELD_TEXT,
		   .check = check_mode, .sample = "0711", .bad = "0799", .bad_says = "octal"),
	PERMISSION("owner", "Owner", "a user's number on the host", .type = FIELD_NUMBER, .least = 0, .most = INT32_MAX,
		   .sample = "107", .bad = "root", .bad_says = "number"),
	PERMISSION("group", "Group", "a group's number on the host", .type = FIELD_NUMBER, .least = 0, .most = INT32_MAX,
		   .sample = "107", .bad = "-1", .bad_says = "too small"),
	{.id = NULL},
};
#undef PERMISSION

/* --- the wizard --------------------------------------------------------------------------------- */

static const struct wizard_page pages[] = {
	{.id = "kind", .title = "What it is"},
	{.id = "source", .title = "Source"},
	{.id = "target", .title = "On the host"},
	{.id = NULL},
};

static const struct wizard_button buttons[] = {
	{"start", "Create and start", "define it on the host, make what it needs and start it"},
	{"define", "Define only", "define it and make what it needs; it is started later"},
	{NULL, NULL, NULL},
};

/* Takes call over. */
static void add_step(struct plan *plan, enum verb verb, const char *name, const char *what, char *call, const char *virsh)
{
	struct verb_request request = {.verb = verb, .name = name};

	plan_add(plan, &request, mem_printf("%s %s", what, name), line_of(virsh, name, "", ""))->call = call;
}

/* "define images: a directory, /srv/images" */
static char *describe(const struct draft *d)
{
	const char *type = draft_value(d, "type");
	struct str out = {0};

	str_addf(&out, "define %s: %s", draft_value(d, "name"), pool_type_words(type));
	if (draft_is(d, "type", "fs"))
		str_addf(&out, ", %s", draft_value(d, "device"));
	else if (draft_is(d, "type", "netfs"))
		str_addf(&out, ", %s:%s", draft_value(d, "server"), draft_value(d, "export"));
	str_addf(&out, ", %s", draft_value(d, "path"));
	return str_take(&out);
}

static void add_build(const struct draft *d, struct plan *plan)
{
	const char *name = draft_value(d, "name");
	bool over = draft_is(d, "build", "overwrite"), makes = makes_fs(d);
	const char *options = over ? "--overwrite" : makes ? "--no-overwrite" : NULL;
	const char *flag = over	   ? "VIR_STORAGE_POOL_BUILD_OVERWRITE"
			   : makes ? "VIR_STORAGE_POOL_BUILD_NO_OVERWRITE"
				   : "0";
	autofree char *after = mem_printf("%s%s", options ? " " : "", options ? options : "");
	char *what = options ? mem_printf("make %s on %s%s", draft_value(d, "fs-format"), draft_value(d, "device"),
					  over ? ": destroys all data on it" : ", if it has no file system")
			     : mem_printf("make %s %s, where it is not there", draft_is(d, "type", "dir") ? "the directory" : "the mount point",
					  draft_value(d, "path"));

	struct plan_step *step = plan_add(plan, &(struct verb_request){.verb = POOL_VERB_BUILD, .name = name, .options = options},
					  what, line_of("pool-build ", name, "", after));
	step->call = mem_printf("virStoragePoolBuild(%s, %s)", name, flag);
	step->stays = true;
}

static void make_plan(const struct draft *d, const char *button, const char *xml, struct plan *plan)
{
	const char *name = draft_value(d, "name");
	struct plan_step *step = plan_add(plan, &(struct verb_request){.verb = POOL_VERB_DEFINE, .text = xml}, describe(d),
					  line_of("pool-define ", name, ".xml", " --validate"));

	plan_step_undo(step, POOL_VERB_UNDEFINE, mem_strdup(name), NULL, mem_printf("undefine %s", name));
	step->call = mem_strdup(kind_of(OBJ_POOL)->call);
	if (!draft_is(d, "build", "none"))
		add_build(d, plan);
	if (draft_is(d, "autostart", "yes"))
		add_step(plan, POOL_VERB_AUTOSTART_ON, name, "autostart",
			 mem_printf("virStoragePoolSetAutostart(%s, 1)", name), "pool-autostart ");
	if (str_equal(button, "start"))
		add_step(plan, POOL_VERB_START, name, "start", mem_printf("virStoragePoolCreate(%s, 0)", name),
			 "pool-start ");
}

static void remarks(const struct draft *d, struct str *out)
{
	const struct taken_pool *around = storage_place_pool_around(place_of(d), draft_value(d, "path"));

	if (draft_is(d, "build", "overwrite"))
		str_addf(out, "All data on %s is destroyed.\n", draft_value(d, "device"));
	else if (draft_is(d, "build", "directory") && !draft_is(d, "type", "dir"))
		str_add(out, "Only the mount point is made, no file system.\n");
	if (draft_is(d, "build", "directory"))
		str_add(out, "A directory that was made stays when a later step fails.\n");
	if (around)
		str_addf(out, "It is in the directory of the pool %s, which shows it as a volume.\n", around->name);
	if (!place_of(d)->pools_known)
		str_add(out, "Names and paths of the other pools are not known yet: they were not looked at.\n");
}

static void peeks(const struct draft *d, struct peek_list *out)
{
	const struct storage_place *p = place_of(d);

	peek_add(out, p->host, reading_key_host(READING_POOLS));
	peek_add(out, p->host, reading_key_host(READING_STORAGE_CAPABILITIES));
	peek_add(out, p->host, reading_key_host(READING_DEVICES));
}

static const struct wizard_kind pool_wizard = {
	.title = "New storage pool",
	.thing = "pool",
	.object = OBJ_POOL,
	.base = "<pool>\n</pool>\n",
	.pages = pages,
	.fields = pool_form,
	.buttons = buttons,
	.name = "name",
	.plan = make_plan,
	.remarks = remarks,
	.peeks = peeks,
	.renew = storage_place_renew,
	.free = storage_place_free,
};

static void wizard_on(struct app *app, const struct action *action, uint32_t host)
{
	wizard_open(app, action, &pool_wizard, host, storage_place_create(app_host_view, app, host, NULL));
}

const struct form_table pool_form_table = {
	.name = "pool",
	.fields = pool_form,
	.wizard = &pool_wizard,
	.base = "<pool>\n</pool>\n",
	.context = storage_place_nowhere,
	.free = storage_place_free,
	.open = wizard_on,
};
