// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/paths.h"
#include "loop/lane.h"
#include "model/kinds.h"

#define LEAVE_WAIT_MS 800 /* less than two seconds with what hosts are waited for */

struct archive {
	struct app *app;
	char *directory; /* NULL: nothing is kept */
	struct lane *lane; /* NULL: there was nothing to do yet */
	struct versions versions;
	char *why; /* they are not known */
	bool known, wanted;
};

/* --- the worker -------------------------------------------------------------------------------- */

struct keeping {
	struct archive *archive; /* for done() alone */
	char *directory, *host, *name, *text;
	const char *kind;
	bool draft;
	char uuid[UUID_TEXT_SIZE];
	int64_t wall_s;
	size_t most;
	struct err err;
};

static void keep(struct work *work, void *data)
{
	struct keeping *k = data;
	const struct version_of of = {k->host, k->kind, k->name, k->uuid, k->draft};

	work_assert(work);
	versions_keep(k->directory, &of, k->text, k->wall_s, k->most, &k->err);
}

static void kept(void *data, const char *calls)
{
	struct keeping *k = data;

	(void)calls;
	if (k->err.code)
		app_complain(k->archive->app, "What %s was before is not kept: %s", k->name, k->err.text);
	if (k->archive->wanted)
		archive_look(k->archive);
}

static void release_keeping(void *data)
{
	struct keeping *k = data;

	explicit_bzero(k->text, strlen(k->text));
	free(k->directory);
	free(k->host);
	free(k->name);
	free(k->text);
	err_clear(&k->err);
	free(k);
}

struct listing {
	struct archive *archive; /* for done() alone */
	char *directory;
	struct versions versions;
	struct err err;
};

static void list(struct work *work, void *data)
{
	struct listing *l = data;

	work_assert(work);
	versions_list(l->directory, &l->versions, &l->err);
}

static void listed(void *data, const char *calls)
{
	struct listing *l = data;
	struct archive *a = l->archive;

	(void)calls;
	versions_finish(&a->versions);
	a->versions = l->versions;
	l->versions = (struct versions){0};
	free(a->why);
	a->why = mem_strdup(l->err.text);
	a->known = !a->why;
	app_stale(a->app);
}

static void release_listing(void *data)
{
	struct listing *l = data;

	versions_finish(&l->versions);
	err_clear(&l->err);
	free(l->directory);
	free(l);
}

/* --- asking ------------------------------------------------------------------------------------ */

static void submit(struct archive *a, const struct job *job)
{
	if (!a->lane)
		a->lane = lane_create(a->app->loop, "history", NULL);
	if (a->lane)
		lane_submit(a->lane, job);
	else
		job->release(job->data);
}

static void keep_text(struct archive *archive, const struct kind *kind, struct obj_id id, const char *name,
		      const char *text, bool draft)
{
	const struct host *host = app_find_host(archive->app, id.host);
	struct keeping *k;

	if (!archive->directory || !archive->app->options->history || !kind || !host)
		return;
	k = mem_new(struct keeping);
	*k = (struct keeping){
		.archive = archive,
		.directory = mem_strdup(archive->directory),
		.host = mem_strdup(host_view(host)->name),
		.name = mem_strdup(name),
		.text = mem_strdup(text),
		.kind = kind->root,
		.draft = draft,
		.wall_s = clock_wall_s(),
		.most = (size_t)archive->app->options->history,
	};
	uuid_format(id.uuid, k->uuid);
	submit(archive,
	       &(struct job){.name = "keep", .run = keep, .done = kept, .release = release_keeping, .data = k});
}

void archive_keep(struct archive *archive, struct obj_id id, const char *name, const char *text)
{
	keep_text(archive, kind_of(id.kind), id, name, text, false);
}

void archive_keep_draft(struct archive *archive, const struct kind *kind, struct obj_id id, const char *name,
			const char *text)
{
	keep_text(archive, kind, id, name, text, true);
}

void archive_look(struct archive *archive)
{
	struct listing *l;

	archive->wanted = true;
	if (!archive->directory)
		return;
	l = mem_new(struct listing);
	l->archive = archive;
	l->directory = mem_strdup(archive->directory);
	submit(archive,
	       &(struct job){.name = "list", .run = list, .done = listed, .release = release_listing, .data = l});
}

const struct versions *archive_versions(const struct archive *archive, const char **ret_why)
{
	*ret_why = archive->why;
	return archive->known ? &archive->versions : NULL;
}

const char *archive_directory(const struct archive *archive)
{
	return archive->directory;
}

bool archive_settled(const struct archive *archive)
{
	return !archive->lane || lane_idle(archive->lane);
}

/* --- life -------------------------------------------------------------------------------------- */

/* Beside the file in which other things are remembered. */
static char *directory_of(const struct options *options)
{
	const char *slash = options->state ? strrchr(options->state, '/') : NULL;

	if (options->state)
		return slash ? mem_printf("%.*s/history", (int)(slash - options->state), options->state)
			     : mem_strdup("history");
	return options->script || options->batch ? NULL : path_state("history");
}

struct archive *archive_create(struct app *app)
{
	struct archive *a = mem_new(struct archive);

	a->app = app;
	a->directory = directory_of(app->options);
	return a;
}

void archive_destroy(struct archive *archive)
{
	if (!archive)
		return;
	lane_finish(archive->lane, LEAVE_WAIT_MS);
	versions_finish(&archive->versions);
	free(archive->directory);
	free(archive->why);
	free(archive);
}
