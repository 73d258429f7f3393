// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/den.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "ssh/askpass.h"
#include "ssh/child.h"
#include "ssh/door.h"

#define NAME_START "virtty-"
#define LOCK "lock" /* held while its process lives */
#define DIRECTORY_MOST 64 /* sun_path has 108 bytes; ssh adds 17 to a control path, we a name */
#define LOOK_MS 50 /* where inotify is not to be had */

struct awaited {
	char *path;
	void (*fn)(void *opaque);
	void *opaque;
};

struct den {
	struct loop *loop;
	struct children *children;
	struct door *door;
	char *path, *askpass, *socket;
	int lock;
	unsigned int last; /* number of a path given */
	int inotify, watch; /* inotify -1: none, the timer instead */
	int timer;
	struct awaited *awaited;
	size_t n_awaited, cap_awaited;
};

/* --- the directory ----------------------------------------------------------------------------- */

static void remove_directory(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (!str_equal(entry->d_name, ".") && !str_equal(entry->d_name, ".."))
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(path);
}

/* Whether its process is gone. One in another pid namespace has no number here, but its lock holds; one that is
 * just being made has no lock yet. */
static bool is_left_behind(const char *path, const char *name)
{
	autofree char *lock_path = mem_printf("%s/" LOCK, path);
	pid_t pid = (pid_t)strtol(name + strlen(NAME_START), NULL, 10);
	struct stat st;
	bool free_;
	int lock;

	if (pid <= 0 || lstat(path, &st) < 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid())
		return false;
	if (kill(pid, 0) == 0 || errno != ESRCH)
		return false;
	lock = open(lock_path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (lock < 0)
		return errno == ENOENT;
	free_ = flock(lock, LOCK_EX | LOCK_NB) == 0;
	close(lock);
	return free_;
}

static void sweep(const char *parent)
{
	DIR *dir = opendir(parent);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		autofree char *path = mem_printf("%s/%s", parent, entry->d_name);

		if (str_starts(entry->d_name, NAME_START) && is_left_behind(path, entry->d_name))
			remove_directory(path);
	}
	if (dir)
		closedir(dir);
}

/* ssh reads '%' and blanks in a path in ways of its own, and libvirt what is in a URI. */
static bool is_plain(const char *path)
{
	for (const char *s = path; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("/._-", *s))
			return false;
	return *path == '/' && strlen(path) < DIRECTORY_MOST;
}

/* NULL when there can be none. */
static char *make_directory(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	autofree char *first = mem_printf("%s/" NAME_START "%d", runtime ? runtime : "", (int)getpid());
	autofree char *second = mem_printf("/tmp/" NAME_START "%d-XXXXXX", (int)getpid());

	if (runtime && is_plain(first)) {
		sweep(runtime);
		if (mkdir(first, 0700) == 0)
			return take(first);
	}
	sweep("/tmp");
	return mkdtemp(second) ? take(second) : NULL;
}

static bool hold_lock(struct den *den)
{
	autofree char *path = mem_printf("%s/" LOCK, den->path);

	den->lock = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return den->lock >= 0 && flock(den->lock, LOCK_EX | LOCK_NB) == 0;
}

/* --- what comes to be in it -------------------------------------------------------------------- */

static void tell_those_that_came(struct den *den)
{
	for (size_t i = 0; i < den->n_awaited; i++) {
		struct awaited a = den->awaited[i];

		if (access(a.path, F_OK) < 0)
			continue;
		den->awaited[i] = den->awaited[--den->n_awaited];
		free(a.path);
		a.fn(a.opaque);
		/* It may have changed the list. */
		i = (size_t)-1;
	}
}

static void something_came(void *opaque, int fd, int events)
{
	char bytes[4096];

	(void)events;
	while (read(fd, bytes, sizeof(bytes)) > 0)
		;
	tell_those_that_came(opaque);
}

static void look(void *opaque)
{
	struct den *den = opaque;

	tell_those_that_came(den);
	if (den->n_awaited && den->inotify < 0)
		loop_arm_timer(den->loop, den->timer, LOOK_MS);
}

void den_await(struct den *den, const char *path, void (*fn)(void *opaque), void *opaque)
{
	*arr_add(den->awaited, den->n_awaited, den->cap_awaited) =
		(struct awaited){mem_strdup(path), fn, opaque};
	loop_arm_timer(den->loop, den->timer, 0);
}

void den_forget(struct den *den, const void *opaque)
{
	for (size_t i = den->n_awaited; i-- > 0;) {
		if (den->awaited[i].opaque != opaque)
			continue;
		free(den->awaited[i].path);
		den->awaited[i] = den->awaited[--den->n_awaited];
	}
}

static void start_watching(struct den *den)
{
	den->timer = loop_add_timer(den->loop, look, den);
	den->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (den->inotify >= 0 && inotify_add_watch(den->inotify, den->path, IN_CREATE | IN_MOVED_TO) < 0) {
		close(den->inotify);
		den->inotify = -1;
	}
	if (den->inotify >= 0)
		den->watch = loop_add_fd(den->loop, den->inotify, LOOP_READ, something_came, den);
}

/* --- life -------------------------------------------------------------------------------------- */

struct loop *den_loop(const struct den *den)
{
	return den->loop;
}

struct children *den_children(const struct den *den)
{
	return den->children;
}

struct door *den_door(const struct den *den)
{
	return den->door;
}

char *den_new_path(struct den *den, char letter)
{
	return mem_printf("%s/%c%u", den->path, letter, ++den->last);
}

/* Some of them would change what ssh asks, or where. */
static bool is_set_anew(const char *variable)
{
	static const char *const names[] = {
		"SSH_ASKPASS=", "SSH_ASKPASS_REQUIRE=", "SSH_ASKPASS_PROMPT=", ASKPASS_SOCKET "=",
		ASKPASS_TOKEN "=", "LC_ALL=", "LANGUAGE=",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (str_starts(variable, names[i]))
			return true;
	return false;
}

static void add_variable(struct argv *env, const char *name, const char *value)
{
	autofree char *variable = mem_printf("%s=%s", name, value);

	argv_add(env, variable);
}

void den_add_env(const struct den *den, const char *token, struct argv *env)
{
	for (char **variable = environ; *variable; variable++)
		if (!is_set_anew(*variable))
			argv_add(env, *variable);
	/* English, and yet no "\303\244" in what the far side asks. */
	add_variable(env, "LC_ALL", "C.UTF-8");
	add_variable(env, "SSH_ASKPASS_REQUIRE", token ? "force" : "never");
	if (!token)
		return;
	add_variable(env, "SSH_ASKPASS", den->askpass);
	add_variable(env, ASKPASS_SOCKET, den->socket);
	add_variable(env, ASKPASS_TOKEN, token);
}

static bool fill(struct den *den, struct err *err)
{
	autofree char *program = mem_printf("/proc/%d/exe", (int)getpid());

	den->path = make_directory();
	if (!den->path || !hold_lock(den))
		return err_set(err, ERR_FAILED, "There can be no private directory for ssh's sockets: %s",
			       strerror(errno));
	den->askpass = mem_printf("%s/" ASKPASS_NAME, den->path);
	den->socket = mem_printf("%s/askpass", den->path);
	if (symlink(program, den->askpass) < 0)
		return err_set(err, ERR_FAILED, "There can be no link at %s: %s", den->askpass,
			       strerror(errno));
	den->door = door_create(den->loop, den->socket, err);
	return den->door != NULL;
}

struct den *den_create(struct loop *loop, struct err *err)
{
	struct den *den = mem_new(struct den);

	den->loop = loop;
	den->lock = -1;
	den->inotify = -1;
	den->timer = -1;
	den->children = children_create(loop);
	if (!fill(den, err)) {
		den_destroy(den);
		return NULL;
	}
	start_watching(den);
	return den;
}

void den_destroy(struct den *den)
{
	if (!den)
		return;
	children_destroy(den->children);
	door_destroy(den->door);
	if (den->inotify >= 0) {
		loop_remove_fd(den->loop, den->watch);
		close(den->inotify);
	}
	if (den->timer >= 0)
		loop_remove_timer(den->loop, den->timer);
	while (den->n_awaited)
		den_forget(den, den->awaited[0].opaque);
	free(den->awaited);
	if (den->path)
		remove_directory(den->path);
	if (den->lock >= 0)
		close(den->lock);
	free(den->path);
	free(den->askpass);
	free(den->socket);
	free(den);
}
