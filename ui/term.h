// SPDX-License-Identifier: GPL-3.0-or-later
/* The terminal. The only file that includes curses and, but for ui/restore on a crash, the only one
 * that writes to the terminal. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "ui/surface.h"
#include "ui/theme.h"

struct term;

struct term_options {
	const char *colors; /* NULL or "auto", "none", "8", "16", "256", "direct" */
	bool mouse;
};

/* Takes the terminal: alternate screen, raw keys, stderr to the log. TERM unknown: xterm-256color,
 * then vt100 is tried. Installs the handlers that restore it on a crash. NULL with a sentence (not
 * a terminal ...). */
struct term *term_open(const struct term_options *options, struct err *err);
/* Gives it back; NULL is fine. Safe after a hang-up. */
void term_close(struct term *term);
/* Gives it back for a while (suspend, an editor), and takes it again, repainted in full. */
void term_leave(struct term *term);
void term_enter(struct term *term);
/* Lends it to a program: gives it back unless it is lent already, and writes a line of text on what was there
 * before. term_enter() takes it again. */
void term_lend(struct term *term, const char *line);
/* The program has ended: keys are to be read from term_input_fd(). True when it has written something, or when
 * that cannot be known. Waits for the terminal's answer, shortly. */
bool term_returned(struct term *term);
/* Writes text on a line of its own of a terminal that is lent. */
void term_tell(struct term *term, const char *text);
/* Whether presses come here, from now on. */
void term_set_mouse(struct term *term, bool mouse);
/* Asks the kernel for the size, tells curses. */
void term_resize(struct term *term, int *ret_width, int *ret_height);
void term_size(const struct term *term, int *ret_width, int *ret_height);
int term_input_fd(const struct term *term); /* non-blocking reads come from here */
/* Lines and glyphs above ASCII can be had: the locale's charset is UTF-8, and it is not a console
 * or an old terminal. Without it text may still hold them where the charset allows; else they show
 * as ?. */
bool term_has_unicode(const struct term *term);
int term_colors(const struct term *term);
const char *term_name(const struct term *term); /* TERM as it was taken */
/* The next term_present() draws all rows anew, also those that are as they were. */
void term_forget(struct term *term);
/* Shows the surface: only what changed is sent. full: repaint all (^L). Never waits long for a terminal that does not read: what it does not take is kept, and
 * until it is gone nothing new is sent. */
void term_present(struct term *term, const struct surface *s, const struct theme *theme, bool full);
/* Sends a question whose answer will come as input. */
void term_ask(struct term *term, const char *question);
/* Throws away what comes from the terminal within so many milliseconds, up to the first of it. */
void term_forget_input(struct term *term, int wait_ms);
/* Hands a text to the clipboard of the person's terminal (OSC 52). It never says whether it took it: many do not,
 * and tmux passes it on only with set-clipboard on. NEVER and TOO_LARGE: nothing was sent. */
enum term_copied { TERM_COPIED, TERM_COPY_NEVER, TERM_COPY_TOO_LARGE };
enum term_copied term_copy(struct term *term, const char *text, size_t n);
/* Something was kept, or left out: present again soon. */
bool term_pending(const struct term *term);
