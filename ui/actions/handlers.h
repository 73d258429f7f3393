// SPDX-License-Identifier: GPL-3.0-or-later
/* The handlers that the action table names. */
#pragma once

#include "ui/actions.h"

/* app.c */
void action_quit(struct app *app, const struct action *action);
void action_help(struct app *app, const struct action *action);
void action_help_follow(struct app *app, const struct action *action);
void action_panel(struct app *app, const struct action *action);
void action_menu(struct app *app, const struct action *action);
enum { SOME_WORDS, SOME_INJECT };
void action_some(struct app *app, const struct action *action); /* arg: SOME_*, a menu of these */
void action_palette(struct app *app, const struct action *action);
void action_refresh(struct app *app, const struct action *action);
void action_repaint(struct app *app, const struct action *action);
void action_suspend(struct app *app, const struct action *action);
void action_tab(struct app *app, const struct action *action);      /* arg: number */
void action_page_turn(struct app *app, const struct action *action); /* arg: +1, -1 */
void action_page_follow(struct app *app, const struct action *action);
void action_next_tab(struct app *app, const struct action *action); /* arg: +1, -1 */
void action_theme(struct app *app, const struct action *action);
void action_back(struct app *app, const struct action *action);

/* go.c */
void action_go(struct app *app, const struct action *action);
void action_connect(struct app *app, const struct action *action);

/* list.c */
void action_move(struct app *app, const struct action *action); /* arg: enum move */
void action_mark(struct app *app, const struct action *action); /* arg: 0 toggle 1 range 2 invert 3 none */
void action_sort(struct app *app, const struct action *action); /* arg: +1, -1 */
void action_reverse(struct app *app, const struct action *action);
void action_sort_by(struct app *app, const struct action *action);
void action_columns(struct app *app, const struct action *action);
void action_group(struct app *app, const struct action *action);
void action_fold(struct app *app, const struct action *action); /* arg: enum list_fold */
void action_hold_figures(struct app *app, const struct action *action);

/* find.c */
void action_filter(struct app *app, const struct action *action);
void action_mark_filter(struct app *app, const struct action *action);
void action_views(struct app *app, const struct action *action);
void action_save_view(struct app *app, const struct action *action);
void action_forget_view(struct app *app, const struct action *action);

/* copy.c */
void action_copy(struct app *app, const struct action *action);

/* domain.c */
void action_domain(struct app *app, const struct action *action); /* arg: enum domain_verb */
void action_tags(struct app *app, const struct action *action);
void action_domain_text(struct app *app, const struct action *action);   /* asks for words first */
void action_shutdown(struct app *app, const struct action *action);      /* the ladder */
void action_power_cycle(struct app *app, const struct action *action);
void action_resume_first(struct app *app, const struct action *action);  /* a cure */
void action_send_keys(struct app *app, const struct action *action);
void action_domain_details(struct app *app, const struct action *action);
void action_domain_view_xml(struct app *app, const struct action *action);
void action_domain_differs(struct app *app, const struct action *action);

/* host.c */
void action_host_details(struct app *app, const struct action *action);
void action_retry(struct app *app, const struct action *action);

void action_host_add(struct app *app, const struct action *action);
void action_host_remember(struct app *app, const struct action *action);
void action_host_forget(struct app *app, const struct action *action);

/* settings.c */
void action_options(struct app *app, const struct action *action);
void action_reload(struct app *app, const struct action *action);
void action_problems(struct app *app, const struct action *action);

/* thing.c */
void action_thing_open(struct app *app, const struct action *action);
void action_pool_volumes(struct app *app, const struct action *action);

/* event.c */
void action_event_go(struct app *app, const struct action *action);
void action_next_alert(struct app *app, const struct action *action);

/* log.c */
void action_log_details(struct app *app, const struct action *action);

/* task.c */
void action_task_details(struct app *app, const struct action *action);
void action_task_cancel(struct app *app, const struct action *action);
void action_task_retry(struct app *app, const struct action *action); /* arg 1: all of the batch */
void action_task_dismiss(struct app *app, const struct action *action);
