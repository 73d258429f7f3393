// SPDX-License-Identifier: GPL-3.0-or-later
/* Storage pools and volumes. */
#include "ui/actions/tables.h"

#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/holders.h"
#include "ui/actions/batch.h"
#include "ui/app.h"
#include "ui/edit.h"
#include "ui/forms/volume.h"
#include "ui/panes/volumes.h"
#include "ui/targets.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/confirm.h"

static const struct host_view *view_of(const struct app *app, struct obj_id id)
{
	const struct host *host = app_find_host(app, id.host);

	return host ? host_view(host) : NULL;
}

static const struct pool *pool_of(const struct app *app, struct obj_id id)
{
	const struct host_view *view = view_of(app, id);

	return view ? pools_find(host_pools(view), id.uuid) : NULL;
}

static char *why_same(const struct app *app, const struct selection *s)
{
	const struct pool *p = pool_of(app, s->id);

	if (p && !p->known)
		return mem_printf("%s is still being read", s->name);
	return p && p->definition ? NULL : mem_printf("%s runs as its definition says", s->name);
}

static void action_pool_volumes(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	volumes_open(app, s.id);
}

static void action_all_volumes(struct app *app, const struct action *action)
{
	(void)action;
	volumes_open(app, (struct obj_id){0});
}

/* --- building ----------------------------------------------------------------------------------- */

/* How a pool is built, and what follows. */
static const struct {
	const char *label, *help, *options;
} ways[] = {
	{"the mount point only", "makes the directory that it is mounted at, no file system", NULL},
	{"a file system, where there is none", "with mkfs; libvirt refuses where it finds one", "--no-overwrite"},
	{"a file system over what is there", "with mkfs: destroys all data on its device", "--overwrite"},
};
#define WAY_FORMATS 1 /* from here on */

static void build(struct app *app, void *opaque)
{
	(void)app;
	request_ask(opaque, 0);
}

/* What is on the device is lost, or would be if libvirt did not find it. */
static void confirm_format(struct app *app, struct request *r, bool overwrite)
{
	const struct pool *p = pool_of(app, r->object);
	autofree char *title = mem_printf("Make a file system for pool %s", r->name);
	autofree char *text = mem_printf("%s on %s: %s on %s\n", r->name, view_of(app, r->object)->name,
					 p && p->format ? p->format : "a file system",
					 p && p->source ? p->source : "its device");

	confirm_ask(app, &(struct confirm_question){
				 .title = title,
				 .text = text,
				 .lost = overwrite ? "All data on this device is destroyed.\n"
						   : "What is on this device without being a file system that libvirt "
						     "knows is destroyed.\n",
				 .yes = "Make file system",
				 .word = overwrite ? "destroy" : NULL,
				 .answer = build,
				 .accent = host_accent(view_of(app, r->object)),
				 .opaque = r});
}

static void way_chosen(struct app *app, void *opaque, size_t index)
{
	struct request *r = opaque;

	r->options = ways[index].options;
	if (index >= WAY_FORMATS)
		confirm_format(app, r, index > WAY_FORMATS);
	else
		build(app, r);
}

static const char *no_format(const struct app *app, const struct request *r, const struct pool *p)
{
	if (view_of(app, r->object)->is_test)
		return "the test driver makes no file systems";
	return p->format && !str_equal(p->format, "auto") ? NULL : "its format is auto: it does not say which file system";
}

static void choose_way(struct app *app, struct request *r, const struct pool *p, const char *why)
{
	autofree char *title = mem_printf("Build pool %s", r->name);
	struct choose_question q = {.title = title, .text = why, .answer = way_chosen, .opaque = r};

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		choose_add(&q, (struct choice){ways[i].label, ways[i].help,
					       i < WAY_FORMATS ? NULL : no_format(app, r, p)});
	choose_ask(app, &q);
}

static void confirm_directory(struct app *app, struct request *r, const struct pool *p, const char *why)
{
	bool mounted = !str_equal(p->type, "dir");
	autofree char *title = mem_printf("Build pool %s", r->name);
	autofree char *text = mem_printf("%s%s%s on %s: the directory %s is made where it is not there yet%s.\n"
					 "No file system is made, and what is in it stays.\n",
					 why ? why : "", why ? "\n" : "", r->name, view_of(app, r->object)->name,
					 p->path ? p->path : "", mounted ? ", to mount it at" : "");

	confirm_ask(app, &(struct confirm_question){.title = title,
						    .text = text,
						    .yes = r->then ? "Build, then start" : "Build",
						    .answer = build,
						    .accent = host_accent(view_of(app, r->object)),
						    .opaque = r});
}

/* why: the pool could not be started; NULL. */
static void ask_build(struct app *app, struct request *r, const char *why)
{
	const struct pool *p = pool_of(app, r->object);

	if (!p)
		return;
	if (str_equal(p->type, "fs"))
		choose_way(app, r, p, why);
	else if (pool_directory(p))
		confirm_directory(app, r, p, why);
	else
		app_complain(app, "build: that of %s is not made here yet", pool_type_words(p->type));
}

static struct request *keep(struct app *app, const struct action *action, struct obj_id id, const char *name,
			    enum verb verb, const struct request *then)
{
	struct request *r = arena_alloc(app->requests, sizeof(*r));

	*r = request_make(app, action, id, name, verb, NULL, then);
	return r;
}

static void action_pool_build(struct app *app, const struct action *action)
{
	struct selection s;

	app_selection(app, &s);
	ask_build(app, keep(app, action, s.id, s.name, POOL_VERB_BUILD, NULL), NULL);
}

/* --- starting ----------------------------------------------------------------------------------- */

/* What it would be is not there: building it is offered, unless something else is asked by now. */
static bool started(const struct request *r, const struct err *err)
{
	const struct action *action = action_find(r->app, "pool.build");
	struct request *again;
	autofree char *why = NULL;

	if (err->code != ERR_NO_TARGET || r->app->n_floats || !pool_of(r->app, r->object))
		return false;
	again = keep(r->app, r->action, r->object, r->name, POOL_VERB_START, NULL);
	again->done = started;
	/* Without what is to be done about it, which is offered here. */
	why = mem_printf("%.*s.", (int)strcspn(err->text, ":."), err->text);
	ask_build(r->app, keep(r->app, action, r->object, r->name, POOL_VERB_BUILD, again), why);
	return true;
}

static void action_pool_start(struct app *app, const struct action *action)
{
	struct batch *batch = batch_of_targets(app, action);

	for (size_t i = 0; i < batch->n; i++)
		batch->all[i].done = started;
	batch_go(app, batch);
}

/* --- making volumes ------------------------------------------------------------------------------ */

/* The pool that is selected, whose volumes are shown, or that the selected volume is in. */
static struct obj_id pool_here(const struct app *app)
{
	struct obj_id shown = volumes_pool(app_body(app));
	const struct pool *pool = NULL;
	struct selection s;

	app_selection(app, &s);
	if (!obj_id_is_none(shown))
		return shown;
	if (s.id.kind != OBJ_VOLUME || !view_of(app, s.id))
		return s.id;
	return host_volume(view_of(app, s.id), s.id.uuid, &pool) ? obj_id_of(s.id.host, OBJ_POOL, pool->uuid) : s.id;
}

static void action_volume_new(struct app *app, const struct action *action)
{
	volume_wizard_open(app, action, pool_here(app));
}

const struct action pool_actions[] = {
	{.id = "pool.details", .group = "Pool", .label = "open", .help = "all that is known of the pool",
	 .keys = "Enter H", .scope = SCOPE_POOL, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},
	{.id = "pool.volumes", .group = "Pool", .label = "volumes", .help = "the volumes of the pool", .keys = "v",
	 .scope = SCOPE_POOL, .needs = FACT_SELECTED, .bar = 2, .run = action_pool_volumes},
	{.id = "pool.all-volumes", .group = "Pool", .label = "all volumes",
	 .help = "the volumes of all pools of all hosts", .keys = "", .scope = SCOPE_POOL, .run = action_all_volumes},
	{.id = "pool.new-volume", .group = "Pool", .label = "new volume", .help = "make a volume in the pool", .keys = "",
	 .scope = SCOPE_POOL, .needs = ON_HOST | FACT_ACTIVE, .run = action_volume_new},
	{.id = "pool.start", .group = "Pool", .label = "start", .help = "start it: its volumes can be used", .keys = "s",
	 .scope = SCOPE_POOL, .needs = ON_HOST | FACT_INACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3,
	 .run = action_pool_start, .arg = POOL_VERB_START},
	{.id = "pool.stop", .group = "Pool", .label = "stop",
	 .help = "stop the pool: its data stays, nothing new can use it", .keys = "S", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 4,
	 .run = action_domain, .arg = POOL_VERB_STOP},
	{.id = "pool.autostart", .group = "Pool", .label = "autostart", .help = "start the pool with its host",
	 .keys = "a", .scope = SCOPE_POOL, .needs = ON_HOST | FACT_PERSISTENT | FACT_NO_AUTOSTART,
	 .flags = ACTION_MARKS | ACTION_VERB, .bar = 5, .run = action_domain, .arg = POOL_VERB_AUTOSTART_ON},
	{.id = "pool.autostart-off", .group = "Pool", .label = "no autostart",
	 .help = "no longer start the pool with its host", .keys = "a", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_PERSISTENT | FACT_AUTOSTART, .flags = ACTION_MARKS | ACTION_VERB, .bar = 5,
	 .run = action_domain, .arg = POOL_VERB_AUTOSTART_OFF},
	{.id = "pool.refresh", .group = "Pool", .label = "refresh",
	 .help = "let the host look for its volumes anew", .keys = "r", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_ACTIVE, .flags = ACTION_MARKS | ACTION_VERB, .bar = 6, .run = action_domain,
	 .arg = POOL_VERB_REFRESH},
	{.id = "pool.define", .group = "Pool", .label = "define",
	 .help = "define what an XML file says, whatever kind of thing", .keys = "", .scope = SCOPE_POOL,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = POOL_VERB_DEFINE},
	{.id = "pool.create", .group = "Pool", .label = "create",
	 .help = "start what an XML file says, transient: gone when it stops", .keys = "", .scope = SCOPE_POOL,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text, .arg = POOL_VERB_CREATE},
	{.id = "pool.edit-xml", .group = "Pool", .label = "edit XML",
	 .help = "change the pool's definition as text, in your editor", .keys = "e", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_PERSISTENT, .flags = ACTION_VERB, .run = action_edit_xml, .arg = POOL_VERB_EDIT,
	 .why_not = edit_why_not},
	{.id = "pool.differs", .group = "Pool", .label = "what differs",
	 .help = "what differs between what runs and its definition", .keys = "D", .scope = SCOPE_POOL,
	 .needs = FACT_SELECTED | FACT_ACTIVE | FACT_PERSISTENT, .run = action_thing_differs, .why_not = why_same},
	{.id = "pool.view-xml", .group = "Pool", .label = "view XML", .help = "the XML of the pool", .keys = "x",
	 .scope = SCOPE_POOL, .needs = FACT_SELECTED, .run = action_view_xml},
	{.id = "pool.history", .group = "Pool", .label = "history",
	 .help = "its definition as it was before it was changed", .keys = "", .scope = SCOPE_POOL,
	 .needs = FACT_SELECTED, .run = action_history},
	{.id = "pool.build", .group = "Pool", .label = "build",
	 .help = "make the directory it is at, or the file system it is made of", .keys = "", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_STOPPED, .flags = ACTION_VERB, .run = action_pool_build, .arg = POOL_VERB_BUILD},
	{.id = "pool.persist", .group = "Pool", .label = "make persistent",
	 .help = "keep a definition of what runs", .keys = "", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_TRANSIENT, .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain,
	 .arg = POOL_VERB_PERSIST},
	{.id = "pool.undefine", .group = "Pool", .label = "undefine", .help = "delete the definition; the data stays",
	 .keys = "Del dd", .scope = SCOPE_POOL, .needs = ON_HOST | FACT_STOPPED | FACT_PERSISTENT,
	 .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain, .arg = POOL_VERB_UNDEFINE},
	{.id = "pool.delete", .group = "Pool", .label = "delete its data",
	 .help = "remove what it is made of on the host; the definition stays", .keys = "", .scope = SCOPE_POOL,
	 .needs = ON_HOST | FACT_STOPPED, .flags = ACTION_MARKS | ACTION_VERB, .run = action_domain,
	 .arg = POOL_VERB_DELETE},
	{.id = NULL},
};

/* --- volumes ------------------------------------------------------------------------------------ */

/* Who needs which, for those that are left out. */
struct kept_back {
	size_t n;
	struct str who;
};

static bool is_needed(const struct app *app, const struct target *t, struct kept_back *kept)
{
	const struct host_view *view = view_of(app, t->id);
	const struct pool *pool;
	const struct volume *v = view ? host_volume(view, t->id.uuid, &pool) : NULL;
	autostr struct str who = {0};

	if (!v || !holders_of_volume(view, pool, v, &who))
		return false;
	str_addf(&kept->who, "%s%s is used: %s", kept->n++ ? "; " : "", t->name, str_text(&who));
	return true;
}

static void add_deletion(struct app *app, const struct action *action, const struct target *t, struct batch *batch)
{
	const struct pool *pool = NULL;
	struct request *r = &batch->all[batch->n];

	if (!host_volume(view_of(app, t->id), t->id.uuid, &pool))
		return;
	*r = request_make(app, action, t->id, t->name, VOLUME_VERB_DELETE, NULL, NULL);
	r->owner = obj_id_of(t->id.host, OBJ_POOL, pool->uuid);
	r->shown = arena_strdup(app->requests, pool->name);
	batch->n++;
}

/* Of each host once: those of one stand together. */
static void add_unknown(const struct app *app, const struct batch *batch, struct str *out)
{
	for (size_t i = 0; i < batch->n; i++) {
		autostr struct str unknown = {0};

		if (i && batch->all[i].object.host == batch->all[i - 1].object.host)
			continue;
		holders_add_unknown(view_of(app, batch->all[i].object), &unknown);
		if (unknown.len)
			str_addf(out, "%s%s: who may use it was not looked at there", out->len ? "; " : "", str_text(&unknown));
	}
}

/* Those that somebody needs are left out. */
static void action_volume_delete(struct app *app, const struct action *action)
{
	struct targets targets;
	struct kept_back kept = {0};
	struct batch *batch = arena_alloc(app->requests, sizeof(*batch));

	targets_gather(app, action, &targets);
	*batch = (struct batch){.all = arena_alloc(app->requests, (targets.n + 1) * sizeof(*batch->all)),
				.hidden = targets.hidden,
				.left_out = targets.left_out,
				.named = app->said && app->said->n};
	for (size_t i = 0; i < targets.n; i++)
		if (!is_needed(app, &targets.all[i], &kept))
			add_deletion(app, action, &targets.all[i], batch);
	if (batch->n) {
		add_unknown(app, batch, &kept.who);
		batch->note = kept.who.len ? arena_strdup(app->requests, str_text(&kept.who)) : NULL;
		batch_confirm(app, batch);
	} else if (kept.n) {
		app_complain(app, "delete: %s", str_text(&kept.who));
	}
	str_free(&kept.who);
	targets_finish(&targets);
}

const struct action volume_actions[] = {
	{.id = "volume.details", .group = "Volume", .label = "open", .help = "all that is known of the volume",
	 .keys = "Enter H", .scope = SCOPE_VOLUME, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_thing_open},
	{.id = "volume.new", .group = "Volume", .label = "new", .help = "make a volume in this pool", .keys = "N",
	 .scope = SCOPE_VOLUME, .needs = FACT_HOST_UP | FACT_WRITABLE, .bar = 2, .run = action_volume_new},
	{.id = "volume.view-xml", .group = "Volume", .label = "view XML", .help = "the XML of the volume", .keys = "x",
	 .scope = SCOPE_VOLUME, .needs = FACT_SELECTED | FACT_HOST_UP, .run = action_view_xml},
	{.id = "volume.delete", .group = "Volume", .label = "delete",
	 .help = "delete the volume with what is in it; not while somebody uses it", .keys = "Del dd",
	 .scope = SCOPE_VOLUME, .needs = ON_HOST, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3,
	 .run = action_volume_delete, .arg = VOLUME_VERB_DELETE},
	{.id = NULL},
};
