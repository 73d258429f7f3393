// SPDX-License-Identifier: GPL-3.0-or-later
/* The tables of actions, each below the handlers of its rows; ui/actions.c has their order. Each ends with a
 * NULL id. A file has several where others' rows stand between its own. */
#pragma once

#include "model/facts.h"
#include "model/verbs.h"
#include "ui/actions.h"

/* What most verbs need. */
#define ON_HOST (FACT_SELECTED | FACT_HOST_UP | FACT_WRITABLE)

extern const struct action page_actions[];
extern const struct action domain_actions[];
extern const struct action host_actions[];
extern const struct action thing_actions[];
extern const struct action pool_actions[];
extern const struct action volume_actions[];
extern const struct action device_actions[];
extern const struct action version_actions[];
extern const struct action diff_actions[];
extern const struct action new_actions[];
extern const struct action secret_actions[];
extern const struct action login_actions[];
extern const struct action event_actions[];
extern const struct action task_actions[];
extern const struct action log_actions[];
extern const struct action help_actions[];
extern const struct action move_actions[];
extern const struct action filter_actions[];
extern const struct action sort_actions[];
extern const struct action copy_actions[];
extern const struct action group_actions[];
extern const struct action panel_actions[];
extern const struct action view_actions[];
extern const struct action alert_actions[];
extern const struct action menu_actions[];
extern const struct action go_actions[];
extern const struct action app_help_actions[];
extern const struct action settings_actions[];
extern const struct action app_actions[];

/* domain.c: networks and pools are asked as machines are, by rows in thing.c. arg: enum verb */
void action_domain(struct app *app, const struct action *action);
/* thing.c: the page of what is selected. */
void action_thing_open(struct app *app, const struct action *action);
/* The same at what differs between what runs and its definition. */
void action_thing_differs(struct app *app, const struct action *action);
/* new.c: opens something on the host of what is selected, else on one that the person chooses of those where the action
 * can be done. */
void action_on_host(struct app *app, const struct action *action,
		    void (*open)(struct app *app, const struct action *action, uint32_t host));
/* network.c, with rows in thing.c. */
void action_network_start(struct app *app, const struct action *action);
void action_network_delete(struct app *app, const struct action *action);
/* Of a network's page; arg of the first: enum network_entry. */
void action_network_add(struct app *app, const struct action *action);
void action_network_change(struct app *app, const struct action *action);
void action_network_remove(struct app *app, const struct action *action);
/* tags.c: its row stands between those of domain.c. */
void action_tags(struct app *app, const struct action *action);
/* What asks for words first: a name, a file. */
void action_domain_text(struct app *app, const struct action *action);
/* xml.c: for all that has a definition. The verb makes something of a file's XML. */
bool xml_is_made(enum verb verb);
/* Defines or creates what the file says, whatever that is: the action only says which of both, and of what kind it was
 * asked for. A sentence when it cannot be read, which the caller frees; NULL: it goes on. */
char *xml_make(struct app *app, const struct action *action, struct obj_id host, const char *path);
void action_edit_xml(struct app *app, const struct action *action);
void action_view_xml(struct app *app, const struct action *action);
/* history.c: what is selected was before. */
void action_history(struct app *app, const struct action *action);
