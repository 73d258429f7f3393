// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/signals.h"

#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "ui/app.h"
#include "ui/runs.h"
#include "ui/term.h"

static const int watched[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT};

static sigset_t watched_set(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
		sigaddset(&set, watched[i]);
	return set;
}

void signals_prepare(bool will_watch)
{
	sigset_t set = watched_set();

	if (!will_watch)
		sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

void signals_take_terminal(struct app *app)
{
	int width;
	int height;

	term_enter(app->term);
	term_resize(app->term, &width, &height);
	app_resize(app, width, height);
	app->full = true;
}

/* As the terminal's own ^Z does: the whole job, and not where no shell would ever continue it. All
 * threads; figures go on after SIGCONT, with the time that passed. */
void signals_stop(void)
{
	sigset_t tstp;

	sigemptyset(&tstp);
	sigaddset(&tstp, SIGTSTP);
	kill(0, SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &tstp, NULL);
	sigprocmask(SIG_BLOCK, &tstp, NULL);
}

void signals_suspend(struct app *app)
{
	if (!app->term) {
		app_say(app, "there is no terminal to give back here");
		return;
	}
	term_leave(app->term);
	signals_stop();
	signals_take_terminal(app);
}

static void readable(void *opaque, int fd, int events)
{
	struct app *app = opaque;
	struct signalfd_siginfo info;
	int width;
	int height;

	(void)events;
	while (read(fd, &info, sizeof(info)) == sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGWINCH:
			term_resize(app->term, &width, &height);
			app_resize(app, width, height);
			break;
		case SIGTSTP:
			if (runs_have_terminal(app->runs))
				signals_stop();
			else
				signals_suspend(app);
			break;
		case SIGCONT:
			/* Whoever stopped us may have left the terminal in another mode. */
			if (!runs_have_terminal(app->runs))
				signals_take_terminal(app);
			break;
		default:
			app->exit_code = 128 + (int)info.ssi_signo;
			app_quit(app);
			break;
		}
	}
}

void signals_watch(struct app *app)
{
	sigset_t set = watched_set();

	app->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	app->signal_watch = loop_add_fd(app->loop, app->signal_fd, LOOP_READ, readable, app);
}

void signals_unwatch(struct app *app)
{
	if (app->signal_watch < 0)
		return;
	loop_remove_fd(app->loop, app->signal_watch);
	close(app->signal_fd);
	app->signal_watch = -1;
}
