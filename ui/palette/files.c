// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/files.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "loop/lane.h"
#include "ui/app.h"

#define FILES_READ 2000 /* of one directory */
#define LEAVE_WAIT_MS 100
#define HANGS_MS 1000   /* who asks for another one is not to wait for this one */

struct files {
	struct app *app;
	struct lane *lane; /* NULL: nothing was asked yet */
	char *directory;   /* that is known, or asked for; NULL: none */
	bool known;
	struct file_entries entries;
};

struct listing {
	struct files *files; /* for done() alone */
	char *directory;
	struct file_entries entries;
};

static void clear(struct file_entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		free(entries->all[i].name);
	free(entries->all);
	*entries = (struct file_entries){0};
}

/* --- the worker -------------------------------------------------------------------------------- */

static bool is_directory(int fd, const struct dirent *d)
{
	struct stat st;

	if (d->d_type != DT_UNKNOWN && d->d_type != DT_LNK)
		return d->d_type == DT_DIR;
	return fstatat(fd, d->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct file_entry *)a)->name, ((const struct file_entry *)b)->name);
}

static void read_directory(struct work *work, void *data)
{
	struct listing *listing = data;
	const struct dirent *d;
	DIR *dir;

	work_assert(work);
	dir = opendir(listing->directory);
	for (int i = 0; dir && i < FILES_READ && !work_cancelled(work) && (d = readdir(dir)); i++) {
		if (str_equal(d->d_name, ".") || str_equal(d->d_name, ".."))
			continue;
		*arr_add(listing->entries.all, listing->entries.n, listing->entries.cap) =
			(struct file_entry){mem_strdup(d->d_name), is_directory(dirfd(dir), d)};
	}
	if (dir)
		closedir(dir);
	if (listing->entries.n)
		qsort(listing->entries.all, listing->entries.n, sizeof(*listing->entries.all), compare_names);
}

static void take_entries(void *data, const char *calls)
{
	struct listing *listing = data;
	struct files *files = listing->files;

	(void)calls;
	if (!str_equal(listing->directory, files->directory))
		return;
	clear(&files->entries);
	files->entries = listing->entries;
	listing->entries = (struct file_entries){0};
	files->known = true;
	app_files_changed(files->app);
}

static void release(void *data)
{
	struct listing *listing = data;

	clear(&listing->entries);
	free(listing->directory);
	free(listing);
}

/* --- asking ------------------------------------------------------------------------------------ */

static void ask(struct files *files)
{
	struct listing *listing = mem_new(struct listing);

	listing->files = files;
	listing->directory = mem_strdup(files->directory);
	if (files->lane && lane_busy_ms(files->lane) > HANGS_MS) {
		lane_abandon(files->lane);
		files->lane = NULL;
	}
	if (!files->lane)
		files->lane = lane_create(files->app->loop, "files", NULL);
	if (!files->lane) {
		release(listing);
		return;
	}
	lane_submit(files->lane,
		    &(struct job){
			    .name = "directory", .run = read_directory, .done = take_entries, .release = release, .data = listing});
}

const struct file_entries *files_in(struct files *files, const char *directory)
{
	if (!str_equal(files->directory, directory)) {
		files_forget(files);
		files->directory = mem_strdup(directory);
		ask(files);
	}
	return files->known ? &files->entries : NULL;
}

void files_forget(struct files *files)
{
	clear(&files->entries);
	free(take(files->directory));
	files->known = false;
}

bool files_settled(const struct files *files)
{
	return !files->lane || lane_idle(files->lane);
}

/* --- life -------------------------------------------------------------------------------------- */

struct files *files_create(struct app *app)
{
	struct files *files = mem_new(struct files);

	files->app = app;
	return files;
}

void files_destroy(struct files *files)
{
	if (!files)
		return;
	if (files->lane)
		lane_destroy(files->lane, LEAVE_WAIT_MS);
	files_forget(files);
	free(files);
}
