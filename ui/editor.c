// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "ssh/den.h"
#include "ui/runs.h"
#include "virt/route.h"

#define HASTY_NS  (500 * NS_PER_MS) /* quicker than anybody leaves an editor */
#define TEXT_MOST ((size_t)4 << 20) /* bytes; a definition is small */

struct editor {
	struct app *app;
	char *path;
	void (*done)(void *opaque, const char *text, const char *why, const char *hint);
	void *opaque;
	struct editor **slot;
	int64_t began_ns;
};

/* As the person has it: a line for sh, for it may have arguments. */
static const char *command(void)
{
	static const char *const variables[] = {"VISUAL", "EDITOR"};

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *value = getenv(variables[i]);

		if (value && value[strspn(value, " \t")])
			return value;
	}
	return "vi";
}

/* Those that take "+12" for "to line 12". */
static bool takes_line(const char *line)
{
	static const char *const known[] = {"vi", "vim", "nvim", "vim.tiny", "vim.basic", "nano", "emacs", "joe", "mg"};
	size_t len = strcspn(line, " \t");
	size_t from = len;

	while (from && line[from - 1] != '/')
		from--;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (strlen(known[i]) == len - from && strncmp(line + from, known[i], len - from) == 0)
			return true;
	return false;
}

/* --- the file ---------------------------------------------------------------------------------- */

static void overwrite(const char *path)
{
	static const char zeros[4096];
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		for (off_t left = st.st_size; left > 0; left -= (off_t)sizeof(zeros))
			if (write(fd, zeros, left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros)) < 0)
				break;
	close(fd);
}

/* With what the editor has left beside it: backups, what vi would recover from. */
static void wipe(const char *path)
{
	const char *slash = strrchr(path, '/');
	autofree char *directory = mem_strndup(path, (size_t)(slash - path));
	DIR *dir = opendir(directory);
	const struct dirent *d;

	while (dir && (d = readdir(dir))) {
		autofree char *one = mem_printf("%s/%s", directory, d->d_name);

		if (!strstr(d->d_name, slash + 1))
			continue;
		overwrite(one);
		unlink(one);
	}
	if (dir)
		closedir(dir);
}

static void editor_free(struct editor *e)
{
	*e->slot = NULL;
	wipe(e->path);
	free(e->path);
	free(e);
}

/* --- its end ------------------------------------------------------------------------------------ */

/* Of the editor, or as the sh that waits for it says it. 0: none. */
static int signal_of(int status)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;

	if (WIFSIGNALED(status))
		return WTERMSIG(status);
	return code > 128 && code < 128 + NSIG ? code - 128 : 0;
}

/* NULL when all is well; the caller frees. */
static char *why_failed(int status)
{
	int sig = signal_of(status);

	if (sig)
		return mem_printf("the editor was ended by signal %d (%s)", sig, strsignal(sig));
	if (WEXITSTATUS(status) == 127 || WEXITSTATUS(status) == 126)
		return mem_printf("no editor: set VISUAL or EDITOR (%s cannot be started)", command());
	if (WEXITSTATUS(status))
		return mem_printf("the editor ended with %d", WEXITSTATUS(status));
	return NULL;
}

static void ended(void *opaque, int status)
{
	struct editor *e = opaque;
	autoerr struct err err = {0};
	char *text = file_read_up_to(e->path, TEXT_MOST, &err);
	autofree char *failed = why_failed(status);
	autofree char *unread = text ? NULL : mem_printf("what the editor has left cannot be used: %s", err.text);

	/* Its window may still be open, on a file that is gone. */
	bool hasty = clock_now_ns() - e->began_ns < HASTY_NS && !clock_is_fixed();

	void (*done)(void *opaque, const char *text, const char *why, const char *hint) = e->done;
	void *whose = e->opaque;

	editor_free(e);
	done(whose, text, failed ? failed : unread,
	     hasty ? "an editor with a window of its own must wait: \"code --wait\", \"gvim -f\""
		   : NULL);
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

/* nano, when it is hung up on, writes what it has beside the file. */
char *editor_text(const struct editor *editor)
{
	autofree char *saved = mem_printf("%s.save", editor->path);
	autoerr struct err err = {0};
	autoerr struct err none = {0};
	char *text = file_read_up_to(saved, TEXT_MOST, &none);

	return text ? text : file_read_up_to(editor->path, TEXT_MOST, &err);
}

void editor_abandon(struct editor *editor)
{
	runs_forget(editor->app->runs, editor);
	editor_free(editor);
}

/* --- its beginning ------------------------------------------------------------------------------ */

static void make_words(const struct editor *e, int line, struct argv *argv)
{
	autofree char *script = mem_printf("%s \"$@\"", command());
	autofree char *place = mem_printf("+%d", line);

	argv_add(argv, "/bin/sh");
	argv_add(argv, "-c");
	argv_add(argv, script);
	argv_add(argv, "virtty");
	if (line > 0 && takes_line(command()))
		argv_add(argv, place);
	argv_add(argv, e->path);
}

bool editor_open(struct app *app, const struct editor_order *order, struct err *err)
{
	struct den *den = roads_den(&app->roads, err);
	autofree char *start = den ? den_new_path(den, 'e') : NULL;
	autofree char *name = file_safe_name(order->name);
	struct editor *e;
	struct argv argv = {0};
	struct argv env = {0};

	if (!den)
		return false;
	e = *order->slot = mem_new(struct editor);
	*e = (struct editor){app, mem_printf("%s-%s.xml", start, name), order->done, order->opaque, order->slot,
			     clock_now_ns()};
	if (!file_replace_soon(e->path, order->text, strlen(order->text), err)) {
		editor_free(e);
		return false;
	}
	make_words(e, order->line, &argv);
	for (char **variable = environ; *variable; variable++)
		argv_add(&env, *variable);
	runs_add(app->runs, &(struct run_order){
				    .what = order->what,
				    .ended = ended,
				    .opaque = e,
				    .name = order->name,
				    .host = "",
				    .argv = &argv,
				    .env = &env,
			    });
	return true;
}
