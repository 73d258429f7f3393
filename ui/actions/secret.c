// SPDX-License-Identifier: GPL-3.0-or-later
/* Secrets and network filters: what is done to them. Their definitions are edited as all others are. */
#include "ui/actions/tables.h"

#include "base/mem.h"
#include "ui/actions/request.h"
#include "ui/app.h"
#include "ui/forms/forms.h"
#include "ui/forms/secret.h"
#include "ui/panes/page.h"
#include "ui/widgets/prompt.h"

static void action_open(struct app *app, const struct action *action)
{
	struct selection s;

	(void)action;
	app_selection(app, &s);
	page_open(app, s.id, NULL);
}

/* --- the value --------------------------------------------------------------------------------- */

static const struct secret *find_secret(const struct app *app, struct obj_id id)
{
	struct host *host = app_find_host(app, id.host);

	return host ? secrets_find(host_secrets(host_view(host)), id.uuid) : NULL;
}

/* Ceph's own words for a key are base64, and libvirt wants what they stand for. */
static bool is_base64(const struct secret *secret)
{
	return secret && str_equal(secret->type, "ceph");
}

static char *value_typed(struct app *app, void *opaque, const char *text)
{
	const struct request *r = opaque;
	bool base64 = is_base64(find_secret(app, r->object));
	char *wrong = base64 ? secret_check_base64(text) : NULL;

	if (!text[0])
		return mem_strdup("It is empty: type the value, or Esc");
	if (wrong)
		return wrong;
	request_ask(request_keep(&(struct request){.app = app,
						   .action = r->action,
						   .object = r->object,
						   .name = r->name,
						   .verb = r->verb,
						   .text = text,
						   .options = base64 ? "--base64 ..." : "--interactive",
						   .secret = true}),
		    0);
	return NULL;
}

static void action_set_value(struct app *app, const struct action *action)
{
	struct selection s;

	app_selection(app, &s);
	struct request *r = request_keep(&(struct request){
		.app = app, .action = action, .object = s.id, .name = s.name, .verb = (enum verb)action->arg});
	autofree char *title = mem_printf("Value of %s", s.name);

	prompt_ask(app, &(struct prompt_question){
				.title = title,
				.label = is_base64(find_secret(app, s.id))
						 ? "Ceph's key, base64; it is not shown and not kept here"
						 : "The value; it is not shown and not kept here",
				.ok = "set",
				.secret = true,
				.answer = value_typed,
				.opaque = r});
}

static void action_new(struct app *app, const struct action *action)
{
	action_on_host(app, action, secret_form_table.open);
}

const struct action secret_actions[] = {
	{.id = "secret.details", .group = "Secret", .label = "open", .help = "all that is known of the secret",
	 .keys = "Enter H", .scope = SCOPE_SECRET, .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1,
	 .run = action_open},
	{.id = "secret.new", .group = "Secret", .label = "new", .help = "make a secret", .keys = "N",
	 .scope = SCOPE_SECRET, .needs = ON_HOST, .flags = ACTION_VERB, .bar = 4, .run = action_new,
	 .arg = SECRET_VERB_DEFINE},
	{.id = "secret.set-value", .group = "Secret", .label = "set value",
	 .help = "type what the secret is; it is not shown", .keys = "v", .scope = SCOPE_SECRET, .needs = ON_HOST,
	 .flags = ACTION_VERB, .bar = 2, .run = action_set_value, .arg = SECRET_VERB_SET_VALUE},
	{.id = "secret.define", .group = "Secret", .label = "define", .help = "define what an XML file says", .keys = "",
	 .scope = SCOPE_SECRET, .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text,
	 .arg = SECRET_VERB_DEFINE},
	{.id = "secret.edit-xml", .group = "Secret", .label = "edit XML",
	 .help = "change the secret's definition as text, in your editor", .keys = "e", .scope = SCOPE_SECRET,
	 .needs = ON_HOST, .flags = ACTION_VERB, .run = action_edit_xml, .arg = SECRET_VERB_EDIT},
	{.id = "secret.view-xml", .group = "Secret", .label = "view XML", .help = "the XML of the secret", .keys = "x",
	 .scope = SCOPE_SECRET, .needs = FACT_SELECTED, .run = action_view_xml},
	{.id = "secret.history", .group = "Secret", .label = "history",
	 .help = "its definition as it was before it was changed", .keys = "", .scope = SCOPE_SECRET,
	 .needs = FACT_SELECTED, .run = action_history},
	{.id = "secret.delete", .group = "Secret", .label = "delete", .help = "delete the secret and its value",
	 .keys = "Del dd", .scope = SCOPE_SECRET, .needs = ON_HOST, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3,
	 .run = action_domain, .arg = SECRET_VERB_UNDEFINE},

	{.id = "filter.details", .group = "Network filter", .label = "open",
	 .help = "all that is known of the network filter", .keys = "Enter H", .scope = SCOPE_NWFILTER,
	 .needs = FACT_SELECTED, .flags = ACTION_OPENS, .bar = 1, .run = action_open},
	{.id = "filter.define", .group = "Network filter", .label = "define", .help = "define what an XML file says",
	 .keys = "", .scope = SCOPE_NWFILTER, .needs = ON_HOST, .flags = ACTION_VERB, .run = action_domain_text,
	 .arg = NWFILTER_VERB_DEFINE},
	{.id = "filter.edit-xml", .group = "Network filter", .label = "edit XML",
	 .help = "change the filter as text, in your editor", .keys = "e", .scope = SCOPE_NWFILTER, .needs = ON_HOST,
	 .flags = ACTION_VERB, .bar = 2, .run = action_edit_xml, .arg = NWFILTER_VERB_EDIT},
	{.id = "filter.view-xml", .group = "Network filter", .label = "view XML", .help = "the XML of the filter",
	 .keys = "x", .scope = SCOPE_NWFILTER, .needs = FACT_SELECTED, .run = action_view_xml},
	{.id = "filter.history", .group = "Network filter", .label = "history",
	 .help = "its definition as it was before it was changed", .keys = "", .scope = SCOPE_NWFILTER,
	 .needs = FACT_SELECTED, .run = action_history},
	{.id = "filter.delete", .group = "Network filter", .label = "delete",
	 .help = "delete a network filter that nobody uses", .keys = "Del dd", .scope = SCOPE_NWFILTER,
	 .needs = ON_HOST | FACT_UNUSED, .flags = ACTION_MARKS | ACTION_VERB, .bar = 3, .run = action_domain,
	 .arg = NWFILTER_VERB_UNDEFINE},
	{.id = NULL},
};
