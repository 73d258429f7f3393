// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/app.h"
#include "ui/panes/table.h"
#include "ui/targets.h"
#include "ui/widgets/list.h"

#define SECTION "marks"
#define MARKS_MOST 10000 /* that are remembered */

/* A host's line of what was remembered: "kvm1 UUID UUID". */
struct waiting {
	char *line;
	size_t name_len;
};

static void drop_line(struct pane *pane, size_t index)
{
	free(pane->waiting[index].line);
	pane->waiting[index] = pane->waiting[--pane->n_waiting];
}

void marks_finish(struct pane *pane)
{
	while (pane->n_waiting)
		drop_line(pane, pane->n_waiting - 1);
	free(pane->waiting);
}

void marks_recall(struct app *app, struct pane *pane)
{
	const char *text = state_get(app->state, SECTION, pane->ops->name);

	while (text && *text) {
		size_t len = strcspn(text, "\n");
		size_t name_len = strcspn(text, " \n");

		*arr_add(pane->waiting, pane->n_waiting, pane->cap_waiting) =
			(struct waiting){mem_strndup(text, len), name_len};
		text += len + (text[len] == '\n');
	}
}

static struct host *host_of(const struct app *app, const struct waiting *w)
{
	autofree char *name = mem_strndup(w->line, w->name_len);

	return app_find_host_named(app, name);
}

/* What the host has of a kind is known. */
static bool is_read(const struct host_view *host, enum obj_kind kind)
{
	return kind == OBJ_NETWORK ? (const void *)host_networks(host)
	       : kind == OBJ_POOL  ? (const void *)host_pools(host)
				   : (const void *)host->snapshot;
}

static void put_back(struct pane *pane, const struct waiting *w, const struct host_view *host)
{
	char *save = NULL;

	for (char *word = strtok_r(w->line + w->name_len, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		unsigned char uuid[UUID_SIZE];
		struct selection s;

		if (uuid_parse(word, uuid) &&
		    targets_describe(pane->app, obj_id_of(host->number, pane->ops->table->kind, uuid), &s))
			list_mark_id(pane->list, s.id);
	}
	pane->stale |= PANE_CHANGED_FILTER;
}

void marks_put_back(struct app *app, struct pane *pane)
{
	for (size_t i = pane->n_waiting; i-- > 0;) {
		const struct host *host = host_of(app, &pane->waiting[i]);

		if (!host || !is_read(host_view(host), pane->ops->table->kind))
			continue;
		put_back(pane, &pane->waiting[i], host_view(host));
		drop_line(pane, i);
	}
}

void marks_forget_waiting(struct app *app, struct pane *pane)
{
	for (size_t i = pane->n_waiting; i-- > 0;)
		if (host_of(app, &pane->waiting[i]))
			drop_line(pane, i);
}

static size_t count_words(const char *text)
{
	size_t n = 0;

	for (const char *p = text; (p = strchr(p, ' ')); p++)
		n++;
	return n;
}

/* Those of one host; how many. */
static size_t add_host(const struct pane *pane, const struct host_view *host, size_t room, struct str *out)
{
	const struct idset *marks = list_marks(pane->list);
	size_t n = 0;

	for (size_t i = 0; i < marks->size && n < room; i++) {
		struct obj_id id = marks->slots[i];
		char uuid[UUID_TEXT_SIZE];

		if (id.kind != pane->ops->table->kind || id.host != host->number)
			continue;
		uuid_format(id.uuid, uuid);
		if (!n++)
			str_addf(out, "%s%s", out->len ? "\n" : "", host->name);
		str_addf(out, " %s", uuid);
	}
	return n;
}

void marks_remember(struct app *app, const struct pane *pane)
{
	autostr struct str out = {0};
	size_t room = MARKS_MOST;

	if (!(list_touched(pane->list) & LIST_TOUCHED_MARKS))
		return;
	for (size_t i = 0; i < app->n_hosts; i++)
		room -= add_host(pane, host_view(app->hosts[i]), room, &out);
	for (size_t i = 0; i < pane->n_waiting; i++) {
		size_t n = count_words(pane->waiting[i].line);

		if (n > room)
			continue;
		room -= n;
		str_addf(&out, "%s%s", out.len ? "\n" : "", pane->waiting[i].line);
	}
	state_set(app->state, SECTION, pane->ops->name, out.len ? str_text(&out) : NULL);
}
