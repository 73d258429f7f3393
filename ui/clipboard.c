// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clipboard.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "conf/paths.h"
#include "ui/term.h"

/* Where it is, as it is shown; NULL with err. The caller frees. */
static char *write_file(const char *text, struct err *err)
{
	autofree char *path = path_state("copied");

	path_make_dir(path);
	return file_replace_soon(path, text, strlen(text), err) ? path_shown(path) : NULL;
}

void clipboard_copy(struct app *app, const char *text, const char *what)
{
	size_t n = strlen(text);
	enum term_copied copied = app->term ? term_copy(app->term, text, n) : TERM_COPY_NEVER;
	autoerr struct err err = {0};
	autofree char *file = write_file(text, &err);

	if (copied == TERM_COPIED && file)
		app_say(app, "copied %s: clipboard and %s", what, file);
	else if (copied == TERM_COPIED)
		app_say(app, "copied %s: clipboard, no file", what);
	else if (file)
		app_say(app, "copied %s: %s (%s)", what, file,
			copied == TERM_COPY_TOO_LARGE ? "too large for the clipboard" : "no clipboard");
	else
		app_complain(app, "nothing was copied: %s", err.text);
}
