// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/things.h"

#include "model/states.h"
#include "ui/difftext.h"

void things_peek_hosts(const struct app *app, enum reading_kind kind, struct peek_list *out)
{
	for (size_t i = 0; i < app->n_hosts; i++) {
		const struct host_view *host = host_view(app->hosts[i]);

		if (host->state == HOST_UP)
			peek_add(out, host->number, reading_key_host(kind));
	}
}

bool things_note(const struct pane *pane, struct obj_id id, const struct host_view *host, struct str *out)
{
	const struct task *failed = tasks_failed(pane->app->tasks, id);

	if (failed)
		str_addf(out, "%s failed: %s", failed->what, failed->error);
	else if (host->state != HOST_UP)
		str_addf(out, "%s is %s%s%s", host->name, host_state_text(host->state), host->why ? ": " : "",
			 host->why ? host->why : "");
	return out->len;
}

void things_mark(const struct host_view *host, bool active, bool unicode, struct list_mark *ret)
{
	ret->glyph = active ? unicode ? "●" : "*" : unicode ? "○" : "o";
	ret->tone = host->state == HOST_UP && active ? TONE_GOOD : TONE_DIM;
}

void things_show(struct app *app, const struct pane_ops *ops)
{
	if (app_body(app)->ops != ops)
		app_push(app, ops, NULL);
}

enum reaction things_key(struct pane *pane, const struct key *key)
{
	/* On paper it is in the place of a tab's pane. */
	return key->code == KEYC_CHAR && key_closes(key) && !pane->ops->tab ? REACT_CLOSE : REACT_UNUSED;
}

void things_state(const struct host_view *host, bool active, bool persistent, bool autostart, struct str *state,
		  enum role *role)
{
	str_addf(state, "%s%s%s", active ? "active" : "inactive", autostart ? ", starts with its host" : "",
		 persistent ? "" : ", transient: gone when it stops");
	*role = host->state == HOST_UP && active ? ROLE_STATE_GOOD : ROLE_DIM;
}

void things_differ(struct doc *doc, bool active, bool persistent, const char *runs, const char *definition)
{
	if (runs && definition) {
		doc_text(doc, ROLE_STATE_WARN, THINGS_DIFFER);
		diff_add(doc, runs, definition, "what runs", "its definition");
	} else {
		doc_text(doc, ROLE_DIM, !active		? "It does not run: there is only its definition."
					: persistent ? "It runs as its definition says."
						      : "It is transient: there is no definition beside what runs.");
	}
}

void things_add_machine(struct doc *doc, const struct page *page, const struct domain *d)
{
	bool up = page->view->state == HOST_UP;

	doc_cell(doc, ROLE_STRONG, d->name);
	doc_link(doc, obj_id_domain(page->id.host, d->uuid));
	doc_cell(doc, up ? tone_role(domain_state_tone(d->state, d->reason)) : ROLE_DIM, domain_state_text(d->state));
}
