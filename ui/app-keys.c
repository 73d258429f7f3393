// SPDX-License-Identifier: GPL-3.0-or-later
/* From a key to what it does. */
#include "ui/app-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/argv.h"
#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/facts.h"
#include "ui/frame.h"
#include "ui/keymap.h"
#include "ui/panel.h"
#include "ui/targets.h"
#include "ui/term.h"
#include "ui/themes.h"
#include "ui/views.h"
#include "ui/widgets/keybar.h"
#include "ui/widgets/list.h"
#include "virt/pace.h"

void app_run_action(struct app *app, const struct action *action)
{
	autofree char *obstacle = action_obstacle(app, action);

	if (obstacle && action->cure && targets_lack_only(app, action, FACT_NOT_PAUSED)) {
		action->cure(app, action);
		return;
	}
	if (obstacle) {
		app_complain(app, "%s: %s", action->label, obstacle);
		return;
	}
	action->run(app, action);
}

static void press(struct app *app, const struct key *key)
{
	struct pane *top = app_top(app);
	struct area area = app->n_floats ? app_float_area(app, top) : panel_leaves(app, top, app_body_area(app));
	int x = key->x - area.x;
	int y = key->y - area.y;

	if (x >= 0 && y >= 0 && x < area.width && y < area.height) {
		if (top->ops->press)
			app_react(app, top, top->ops->press(top, key, x, y));
		if (key->button == 3 && top == app_body(app) && y > 0)
			app_run_action(app, action_find(app, "app.menu"));
		return;
	}
	if (!app->n_floats && panel_press(app, app_body_area(app), key))
		return;
	if (top != app_body(app)) {
		if (!top->ops->leave || top->ops->leave(top))
			app_pop(app); /* a press beside it peels it */
		return;
	}
	if (key->y == 1) {
		app_show_tab(app, frame_tab_at(app, key->x));
	} else if (key->y == app->surface->height - 1) {
		const struct action *a = keybar_at(app, app->surface->width, key->x);

		if (a)
			app_run_action(app, a);
	}
}

/* What people look for by these keys on a machine, and what does it meanwhile. */
static const struct {
	char key;
	const char *text, *command, *words; /* the command is followed by URI, words, the machine's name, */
	const char *end;                    /* and this */
} elsewhere[] = {
	{'c', "there are no consoles here yet", "virsh -c", "console", ""},
	{'v', "screens are not shown here yet", "virt-viewer -c", "", ""},
	{'C', "machines are not cloned here yet", "virt-clone --connect", "--original", " --auto-clone"},
	{'X', "machines cannot be moved to another host here yet", "virsh -c", "migrate --live", " DESTINATION"},
	{'P', "vCPUs are not pinned here yet", "virsh -c", "vcpupin", " VCPU CPUS"},
	{'N', "machines are not made by a wizard here yet", "virt-install --connect", NULL, ""},
};

/* False where the key is none of those. */
static bool say_elsewhere(struct app *app, const struct key *key)
{
	struct selection s;
	const struct host *host;
	autostr struct str line = {0};
	size_t i = 0;

	while (i < ARRAY_SIZE(elsewhere) && (key->code != KEYC_CHAR || key->mods || key->ch != (uint32_t)elsewhere[i].key))
		i++;
	app_selection(app, &s);
	host = app_find_host(app, s.id.host);
	if (i == ARRAY_SIZE(elsewhere) || s.id.kind != OBJ_DOMAIN || !host)
		return false;
	str_addf(&line, "%s ", elsewhere[i].command);
	argv_add_quoted(&line, host_view(host)->shown_uri);
	if (elsewhere[i].words) {
		str_addf(&line, "%s%s ", elsewhere[i].words[0] ? " " : "", elsewhere[i].words);
		argv_add_quoted(&line, s.name);
	}
	str_add(&line, elsewhere[i].end);
	host_end_virsh(host_view(host), &line);
	app_say(app, "%s: %s", elsewhere[i].text, str_text(&line));
	return true;
}

static void say_unknown(struct app *app, const struct key *keys, int n)
{
	const struct chord chord = {.keys = {keys[0], keys[n - 1]}, .n = n};
	char name[KEY_NAME_SIZE];
	char help[KEY_NAME_SIZE];
	char menu[KEY_NAME_SIZE];

	if (n == 1 && say_elsewhere(app, keys))
		return;
	app_say(app, "%s does nothing here: %s shows the keys, %s what can be done", chord_format(&chord, name),
		action_key_of(app, "app.help", help), action_key_of(app, "app.menu", menu));
}

static void second_typed(struct app *app, const struct key *key)
{
	const struct key keys[2] = {app->pending_key, *key};
	const struct action *action = action_for_keys(app, keys, 2);

	app->pending_key = (struct key){0};
	if (action)
		app_run_action(app, action);
	else if (key->code == KEYC_ESC)
		app_say(app, "cancelled: nothing was done");
	else
		say_unknown(app, keys, 2);
}

/* True when it is the first of two. */
static bool waits_for_second(struct app *app, const struct key *key)
{
	autofree char *following = action_following(app, key);
	char name[KEY_NAME_SIZE];

	if (!following[0])
		return false;
	app->pending_key = *key;
	app_say(app, "%s, and then: %s   Esc cancel", key_format(key, name), following);
	return true;
}

static void typed(struct app *app, const struct key *key)
{
	struct pane *top = app_top(app);
	const struct action *action;
	enum reaction r;

	if (app->pending_key.code) {
		second_typed(app, key);
		return;
	}
	r = top->ops->key ? top->ops->key(top, key) : REACT_UNUSED;
	if (r != REACT_UNUSED) {
		app_react(app, top, r);
		return;
	}
	action = action_for_key(app, key);
	if (action)
		app_run_action(app, action);
	else if (!waits_for_second(app, key) && !top->ops->modal && !views_take_key(app, key))
		say_unknown(app, key, 1);
}

const char *app_paste(const struct app *app)
{
	return app->input ? input_paste(app->input) : "";
}

void app_key(struct app *app, const struct key *key)
{
	/* What is let go, or drawn, does nothing: what the press has said stays. */
	if (key->code == KEYC_MOUSE && key->mouse != MOUSE_PRESS)
		return;
	if (!app->key_untimed) {
		app->key_ns = clock_now_ns();
		app->key_cpu_ns = clock_thread_ns();
	}
	app->key_untimed = app->dirty = true;
	if (pace_wakes(&app->last_key_ns, clock_now_ns()))
		app_try_again(app, false);
	if (app_body(app)->list)
		list_hold(app_body(app)->list);
	app_body(app)->awaited = (struct obj_id){0};
	free(app->message);
	app->message = NULL;
	switch (key->code) {
	case KEYC_MOUSE:
		app->pending_key = (struct key){0};
		press(app, key);
		break;
	case KEYC_PASTE: {
		struct pane *top = app_top(app);
		enum reaction r = top->ops->key ? top->ops->key(top, key) : REACT_UNUSED;

		app->pending_key = (struct key){0};
		if (r != REACT_UNUSED)
			app_react(app, top, r);
		else
			app_say(app, "what was pasted goes to prompts only: nothing was done");
		if (app->input)
			input_forget_paste(app->input); /* it may be a secret, wherever it went */
		break;
	}
	default:
		typed(app, key);
		break;
	}
}

static void drain_input(struct app *app)
{
	struct key key;
	bool wait = false;

	while (!app->quitting && input_next(app->input, &key, &wait))
		app_key(app, &key);
	themes_hear(app);
	loop_arm_timer(app->loop, app->flush_timer, wait ? INPUT_WAIT_MS : -1);
}

static void tty_readable(void *opaque, int fd, int events)
{
	struct app *app = opaque;
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	(void)events;
	if (n > 0) {
		input_push(app->input, bytes, (size_t)n);
		explicit_bzero(bytes, (size_t)n); /* it may be a secret */
		drain_input(app);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		app->quitting = true; /* the terminal is gone */
	}
}

void app_listen(struct app *app, bool on)
{
	if (app->tty_watch >= 0 && !on)
		loop_remove_fd(app->loop, app->tty_watch);
	if (app->tty_watch < 0 && on)
		app->tty_watch = loop_add_fd(app->loop, term_input_fd(app->term), LOOP_READ, tty_readable,
					     app);
	else if (!on)
		app->tty_watch = -1;
}

void app_flush_input(void *opaque)
{
	struct app *app = opaque;

	input_flush(app->input);
	drain_input(app);
}
