// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/savetext.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/verbs.h"
#include "ui/app.h"
#include "ui/widgets/choose.h"
#include "ui/widgets/prompt.h"
#include "xml/secrets.h"

struct saving {
	char *text;
	void (*done)(struct app *app, void *opaque);
	void *opaque;
};

static void saving_free(void *opaque)
{
	struct saving *s = opaque;

	wipe_free(s->text);
	free(s);
}

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

/* The text is taken over. */
static void ask_name(struct app *app, const char *title, const char *name, const char *label, const struct saving *saving)
{
	autofree char *safe = file_safe_name(name);
	autofree char *file = mem_printf("%s%s", safe, str_ends(safe, ".xml") ? "" : ".xml");

	prompt_ask(app, &(struct prompt_question){.title = title,
						  .label = label,
						  .text = file,
						  .ok = "save",
						  .answer = file_named,
						  .gone = saving_free,
						  .opaque = mem_copy(saving, sizeof(*saving))});
}

void text_save(struct app *app, const char *title, const char *name, const char *text,
	       void (*done)(struct app *app, void *opaque), void *opaque)
{
	ask_name(app, title, name, "File on this machine; it may hold passwords",
		 &(struct saving){mem_strdup(text), done, opaque});
}

/* --- with secrets or without -------------------------------------------------------------------- */

struct xml_saving {
	char *title, *name, *text;
};

static void xml_saving_free(struct xml_saving *x)
{
	wipe_free(x->text);
	free(x->title);
	free(x->name);
	free(x);
}

static void cancelled(struct app *app, void *opaque)
{
	(void)app;
	xml_saving_free(opaque);
}

static void chosen(struct app *app, void *opaque, size_t index)
{
	struct xml_saving *x = opaque;

	ask_name(app, x->title, x->name,
		 index ? "File on this machine; it will hold passwords" : "File on this machine; passwords are *** in it",
		 &(struct saving){.text = index ? take(x->text) : xml_leave_out_secrets(x->text)});
	xml_saving_free(x);
}

/* *** of what was masked before counts, too: there is nothing to choose then. */
static bool has_secrets(const char *text, bool *ret_masked)
{
	struct xml_secrets secrets = xml_secrets(text);
	bool any = false;

	*ret_masked = false;
	for (size_t i = 0; i < secrets.n; i++) {
		bool mask = xml_secret_is_mask(&secrets.all[i]);

		*ret_masked |= mask;
		any |= !mask;
	}
	xml_secrets_finish(&secrets);
	return any;
}

void text_save_xml(struct app *app, const char *title, const char *name, const char *text, const char *lacks)
{
	struct choose_question q = {.title = title, .answer = chosen, .cancelled = cancelled};
	bool masked;

	if (!has_secrets(text, &masked)) {
		autofree char *label = mem_printf("File on this machine%s%s", lacks ? "; " : "", lacks ? lacks : "");

		ask_name(app, title, name, masked ? "File on this machine; passwords are *** in it" : label,
			 &(struct saving){.text = xml_leave_out_secrets(text)});
		return;
	}
	q.opaque = mem_copy(&(struct xml_saving){mem_strdup(title), mem_strdup(name), mem_strdup(text)},
			    sizeof(struct xml_saving));
	choose_add(&q, (struct choice){.label = "without its secrets",
				       .help = "*** is in their place: it cannot be defined like that"});
	choose_add(&q, (struct choice){.label = "with its secrets",
				       .help = "to define it again; who reads the file can read them"});
	choose_ask(app, &q);
}
