// SPDX-License-Identifier: GPL-3.0-or-later
/* The root: settings, hosts, tasks, panes, and the way from a key to the screen. Passed down, never a
 * global. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conf/fleet.h"
#include "conf/options.h"
#include "conf/problems.h"
#include "conf/state.h"
#include "conf/views.h"
#include "loop/loop.h"
#include "model/alerts.h"
#include "model/desk.h"
#include "model/events.h"
#include "model/hostview.h"
#include "model/tasks.h"
#include "model/twins.h"
#include "ui/actions.h"
#include "ui/input.h"
#include "ui/pane.h"
#include "ui/surface.h"
#include "ui/theme.h"
#include "virt/host.h"
#include "virt/route.h"

#define APP_TABS 9

struct archive;
struct edits;
struct files;
struct keymap;
struct netwatch;
struct panel;
struct questions;
struct runs;
struct term;
struct timing;

/* What the header says about all hosts. */
struct totals {
	bool known; /* false: to be counted again */
	size_t hosts, not_up;
	size_t domains, active;
	size_t alerts[ALERT_KIND_COUNT];
	double cpus, busy_cpus;
	uint64_t memory, memory_used;
	bool simulated;
};

struct app {
	struct loop *loop;
	struct options *options; /* changed by ui/settings.c alone */
	struct problems problems; /* of the person's files, as they were read last */
	struct fleet *fleet;      /* what hosts.conf says */
	struct keymap *keymap; /* all actions and their keys */
	struct runs *runs;     /* programs of the person's */
	struct edits *edits;   /* definitions as text */
	struct archive *archive; /* definitions as they were */
	struct files *files;   /* of this machine, for what completes their names */
	struct key pending_key; /* the first of two; KEYC_NONE: none */
	struct theme *theme;
	bool theme_is_auto;   /* it follows the terminal */
	bool ground_is_light; /* the terminal's; false as long as nothing says so */
	int64_t ground_asked_ns;
	struct term *term;   /* NULL when a script plays */
	struct input *input; /* NULL likewise */
	struct surface *surface;
	struct host **hosts;
	size_t n_hosts, cap_hosts;
	uint32_t last_host; /* the highest number that a host was given */
	struct desk *desk; /* what hosts ask */
	struct roads roads; /* how ssh gets to them */
	struct gate *gate; /* that not all are opened at once */
	struct netwatch *netwatch;
	int64_t last_key_ns;
	struct questions *questions; /* its dialogs */
	struct tasks *tasks;
	struct event_log *events;
	struct log_book *log_book; /* as it is shown */
	struct panel *panel; /* what stands beside a table */
	struct state *state; /* what is remembered from one time to the next */
	struct views views;
	struct totals totals;
	struct device_trees *device_trees;
	struct twins *twins; /* NULL: to be found again, see app_twins() */
	struct obj_id alert_object; /* that was shown last */
	enum alert_kind alert_kind;
	struct pane *tabs[APP_TABS + 1]; /* by number; NULL where there is none */
	int tab;
	struct pane **floats; /* the last one is on top */
	size_t n_floats, cap_floats;
	char *message; /* until the next key */
	bool message_bad;
	struct said *said; /* while a command line is carried out: what it says besides the action; else NULL */
	bool dirty;     /* the next turn paints */
	bool relayout;
	bool full;      /* repaint everything */
	bool quitting;
	bool drafts_go; /* what was written is lost at the end, as the person was told */
	int64_t held_s; /* since when the figures are held still, wall clock; 0: they are not */
	int exit_code;
	int clock_timer; /* the header's clock and ages */
	int figures_timer;      /* armed: new ones are there that the panes do not have yet */
	int64_t figures_due_ns; /* before that they get no others */
	struct timing *timing;
	bool key_untimed; /* a key was handled that no paint has shown yet */
	int64_t key_ns, key_cpu_ns;
	int ladder_timer; /* while something is asked */
	bool ladder_armed;
	int tty_watch, flush_timer, retry_timer, signal_watch, signal_fd;
	struct arena *requests; /* small things that live until the end */
};

/* Reads a person's files, too; options change by that, and live as long as the app. */
struct app *app_create(struct loop *loop, struct options *options, struct err *err);
/* What was just said to be remembered is, however virtty ends. False: it cannot be, and that was said. */
bool app_remember(struct app *app);
/* Adds a host; name may be NULL (made from the URI). It is not opened yet. It is there for this session;
 * host_label() says where it is from. */
struct host *app_add_host(struct app *app, const char *name, const char *uri, bool simulate);
/* The same of a host that may be read-only whatever --readonly says. */
struct host *app_add_host_as(struct app *app, const char *name, const char *uri, bool simulate,
			     bool readonly);
/* Closes and forgets it. Nothing of it may be selected, asked or running any more but by its number. */
void app_remove_host(struct app *app, struct host *host);
/* Takes the terminal and runs until the person leaves. */
bool app_run(struct app *app, struct err *err);
/* Ends all hosts, at most 1 s, restores the terminal, frees. True when every worker ended: else the
 * caller must leave with _exit, for threads are stuck in calls that may never return. */
bool app_destroy(struct app *app);

/* One step of the way from a key to the screen; app_run and scripts share them. */
void app_key(struct app *app, const struct key *key);
void app_paint(struct app *app); /* when dirty */
void app_resize(struct app *app, int width, int height);
/* Whether keys are read from the terminal: not while it is lent. */
void app_listen(struct app *app, bool on);
void app_open_hosts(struct app *app); /* but for those that are opened by hand */
/* Nothing is queued, running, stale or about to be, tasks included (waiting ones as well). */
bool app_settled(const struct app *app);

struct pane *app_top(const struct app *app); /* the top float, else the tab's pane */
struct pane *app_tab_pane(const struct app *app);
/* What stands between the tabs and the key bar, and what actions work on: the top page, else the tab's pane. */
struct pane *app_body(const struct app *app);
void app_show_tab(struct app *app, int tab);
/* A float on top; data is freed by its close(). */
struct pane *app_push(struct app *app, const struct pane_ops *ops, void *data);
void app_pop(struct app *app);
/* The width that a float has now, for finding what was pressed in it. */
int app_float_width(struct pane *pane);
void app_react(struct app *app, struct pane *pane, enum reaction reaction);
void app_run_action(struct app *app, const struct action *action);

/* What only guests know is asked of all that run, not only of those on the screen. */
void app_want_all_guests(struct app *app);
/* What has to be read besides, for what is on the screen. */
void app_want_readings(struct app *app);
struct host *app_find_host(const struct app *app, uint32_t number);
/* What is known of one; NULL when it is gone. app is opaque for forms, which know nothing of apps. */
const struct host_view *app_host_view(void *app, uint32_t number);
struct host *app_find_host_named(const struct app *app, const char *name);
/* What tables of this app need for their cells. */
struct cell_ask app_cell_ask(const struct app *app);
/* From which figures on there is an alert. */
struct alert_limits app_alert_limits(const struct app *app);
/* Machines that are active on several hosts; NULL when fewer than two are up. Good for this turn of the
 * loop. */
const struct twins *app_twins(struct app *app);
/* What was pasted last; "" when nothing. */
const char *app_paste(const struct app *app);
/* Until the next key. */
void app_say(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
void app_complain(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* All panes are to be computed and painted anew. */
void app_stale(struct app *app);
/* A directory was read: see ui/palette/files.h. */
void app_files_changed(struct app *app);
/* Tasks have changed. */
void app_tasks_changed(struct app *app);
/* What is selected in the pane that actions work on (the tab's, while a menu is open); what a command line
 * names instead. */
void app_selection(const struct app *app, struct selection *ret);
void app_quit(struct app *app);
