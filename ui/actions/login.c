// SPDX-License-Identifier: GPL-3.0-or-later
/* A shell on a host, or in a guest: ssh gets the terminal. Over the connection that there is to the host, where it is
 * one of ssh: nobody is asked twice, and a guest that only its host reaches is reached. */
#include "ui/actions/tables.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "conf/commands.h"
#include "ui/app.h"
#include "ui/panes/machine.h"
#include "ui/runs.h"
#include "ui/targets.h"
#include "ui/widgets/choose.h"

static char login_name[] = "log in to", login_run[] = "ssh";
static const struct user_command login = {
	.name = login_name,
	.run = login_run,
	.scope = COMMAND_HOST,
	.terminal = true,
};

/* Takes argv over. */
static void lend_terminal(struct app *app, const struct action *action, const struct selection *s,
			  const struct host_view *host, struct argv *argv)
{
	struct argv env = {0};

	for (char **variable = environ; *variable; variable++)
		argv_add(&env, *variable);
	runs_add(app->runs, &(struct run_order){.action = action,
						.command = &login,
						.name = s->name,
						.host = host->name,
						.argv = argv,
						.env = &env});
}

static void action_host_login(struct app *app, const struct action *action)
{
	struct selection s;
	struct argv argv = {0};

	app_selection(app, &s);
	const struct host *host = app_find_host(app, s.id.host);

	if (host && host_add_login(host, &argv, NULL))
		lend_terminal(app, action, &s, host_view(host), &argv);
	else
		app_complain(app, "%s has no ssh connection now", s.name);
}

/* "ssh -S PATH ... -W %h:%p -- HOST", as a shell takes it. */
static char *proxy_of(const struct host *host)
{
	autoargv struct argv words = {0};
	struct str text = {0};

	if (!host_add_login(host, &words, "%h:%p"))
		return NULL;
	str_add(&text, "ProxyCommand=");
	for (size_t i = 0; i < words.n; i++) {
		str_add(&text, i ? " " : "");
		argv_add_quoted(&text, words.words[i]);
	}
	return str_take(&text);
}

static void log_in_to(struct app *app, const struct action *action, const struct selection *s, const char *address)
{
	const struct host *host = app_find_host(app, s->id.host);
	struct argv argv = {0};

	if (!host)
		return;
	autofree char *proxy = proxy_of(host);

	argv_add(&argv, "ssh");
	if (proxy) {
		argv_add(&argv, "-o");
		argv_add(&argv, proxy);
	}
	argv_add(&argv, "--");
	argv_add(&argv, address);
	lend_terminal(app, action, s, host_view(host), &argv);
}

/* Which address of several: what is chosen from, until it is. */
struct offer {
	const struct action *action;
	struct selection selection; /* its name is the arena's */
	char (*addresses)[GUEST_ADDRESS_SIZE];
};

static void address_chosen(struct app *app, void *opaque, size_t index)
{
	const struct offer *offer = opaque;

	log_in_to(app, offer->action, &offer->selection, offer->addresses[index]);
}

static void offer_addresses(struct app *app, const struct action *action, const struct selection *s,
			    const struct guest_facts *facts)
{
	struct offer *offer = arena_alloc(app->requests, sizeof(*offer));
	autofree char *title = mem_printf("Log in to %s at", s->name);
	struct choose_question q = {.title = title, .answer = address_chosen, .opaque = offer};

	*offer = (struct offer){.action = action, .selection = *s};
	offer->selection.name = arena_strdup(app->requests, s->name);
	offer->addresses = arena_alloc(app->requests, facts->n_all * sizeof(*offer->addresses));
	for (size_t i = 0; i < facts->n_all; i++) {
		static const char *const from[GUEST_SOURCE_COUNT] = {
			[GUEST_LEASE] = "from the lease of its network's DHCP server",
			[GUEST_AGENT] = "the agent in the guest says",
			[GUEST_ARP] = "from the host's ARP table",
		};

		memcpy(offer->addresses[i], facts->all[i].text, GUEST_ADDRESS_SIZE);
		choose_add(&q, (struct choice){.label = offer->addresses[i], .help = from[facts->all[i].source]});
	}
	choose_ask(app, &q);
}

static void action_domain_login(struct app *app, const struct action *action)
{
	/* What a command names is another's, whatever page is open. */
	const char *pointed = app->said && app->said->n ? NULL : machine_page_address(app);
	struct selection s;

	app_selection(app, &s);
	const struct host *host = app_find_host(app, s.id.host);
	const struct guest_facts *facts = host ? guests_find(host_view(host)->guests, s.id.uuid) : NULL;

	if (pointed)
		log_in_to(app, action, &s, pointed);
	else if (facts && facts->n_all > 1)
		offer_addresses(app, action, &s, facts);
	else if (facts && facts->n_all)
		log_in_to(app, action, &s, facts->all[0].text);
}

const struct action login_actions[] = {
	{.id = "host.login", .group = "Host", .label = "log in", .help = "a shell there, over the ssh connection that there is",
	 .keys = "o", .scope = SCOPE_HOST, .needs = FACT_SELECTED | FACT_HOST_UP | FACT_BY_SSH,
	 .run = action_host_login},
	{.id = "domain.login", .group = "Machine", .label = "log in", .help = "ssh into the guest, through its host where that is reached by ssh; asks which of several addresses",
	 .keys = "o", .scope = SCOPE_DOMAIN, .needs = FACT_SELECTED | FACT_ADDRESS, .run = action_domain_login},
	{.id = NULL},
};
