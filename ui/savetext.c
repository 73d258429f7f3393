// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/savetext.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/app.h"
#include "ui/widgets/prompt.h"

/* In the app's arena: nobody says when the question is gone. */
struct saving {
	const char *text;
	void (*done)(struct app *app, void *opaque);
	void *opaque;
};

static char *file_named(struct app *app, void *opaque, const char *text)
{
	const struct saving *s = opaque;
	const char *home = getenv("HOME");
	autofree char *path = home && str_starts(text, "~/") ? mem_printf("%s%s", home, text + 1) : mem_strdup(text);
	autoerr struct err err = {0};

	if (!text[0])
		return mem_strdup("It is empty: type something, or Esc");
	if (access(path, F_OK) == 0)
		return mem_printf("%s exists already: choose another name", path);
	if (!file_replace_soon(path, s->text, strlen(s->text), &err))
		return mem_strdup(err.text);
	app_say(app, "it is in %s", path);
	if (s->done)
		s->done(app, s->opaque);
	return NULL;
}

void text_save(struct app *app, const char *title, const char *name, const char *text,
	       void (*done)(struct app *app, void *opaque), void *opaque)
{
	struct saving *s = arena_alloc(app->requests, sizeof(*s));
	autofree char *safe = file_safe_name(name);
	autofree char *file = mem_printf("%s%s", safe, str_ends(safe, ".xml") ? "" : ".xml");

	*s = (struct saving){arena_strdup(app->requests, text), done, opaque};
	prompt_ask(app, &(struct prompt_question){.title = title,
						  .label = "File on this machine; it may hold passwords",
						  .text = file,
						  .ok = "save",
						  .answer = file_named,
						  .opaque = s});
}
