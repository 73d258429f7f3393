// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/term.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/arr.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ui/pairs.h"
#include "ui/restore.h"

#define PAIRS_MAX 16384
#define WIDTH_MAX 2000 /* what the kernel says of the size is somebody's word */
#define HEIGHT_MAX 1000
#define FRAME_WAIT_MS 50  /* for a terminal that does not read, while the program goes on */
#define LEAVE_WAIT_MS 500 /* the same, when it is given back; each time it takes nothing */
#define LEAVE_MOST_MS 10000 /* what it was sent has to be whole then: a slow one gets it all */
#define COPY_MOST 74994    /* bytes of base64: what terminals take of one sequence */
#define CURSOR_WAIT_MS 500 /* for its answer where the cursor is */
#define ANSWER_MAX 65536
#define REPLACEMENT 0xfffd

/* Cells of one combination of roles, as curses wants them. */
struct shown {
	bool known;
	attr_t attrs;
	int pair;
};

/* curses does not write to the terminal but to a file in memory, which is sent on from here: so
 * that it never waits, its bytes can be counted, and it cannot touch the terminal's settings. */
struct term {
	SCREEN *screen;
	FILE *curses_out;
	int curses_fd;       /* of curses_out */
	int out_fd, in_fd;   /* the terminal, where it can be opened anew non-blocking */
	int stderr_fd;       /* what standard error was */
	char *name;
	int width, height;
	int colors;
	bool direct;         /* curses takes 0xrrggbb */
	bool no_default;     /* the terminal's own colours cannot be asked for */
	bool wide_text;      /* characters above ASCII may be sent */
	bool unicode;
	bool ours, dead, full;
	bool shared;         /* out_fd is what the shell writes to as well */
	int shared_flags;    /* as it had them; -1: not known */
	bool lent;           /* to a program: what it does to the settings does not count */
	bool mute;           /* does not say where its cursor is */
	int lent_x, lent_y;  /* of the cursor then */
	struct termios saved;
	struct str modes_on, modes_off; /* paste and mouse */
	struct str last_words;          /* for a crash */
	struct str pending;  /* what the terminal did not take yet */
	struct pairs *pairs; /* NULL: no colours */
	struct shown shown[ROLE_COUNT][ROLE_COUNT];
	cchar_t *row; /* width of them */
	struct cell *drawn; /* what curses was given, width * height; NULL: nothing that counts */
	const struct theme *drawn_theme;
	bool new_pair; /* a colour pair has come, perhaps in the place of another */
};

struct color_option {
	const char *name;
	int most;
};

static const struct color_option color_options[] = {
	{"auto", INT_MAX}, {"none", 0}, {"8", 8}, {"16", 16}, {"256", 256}, {"direct", INT_MAX},
};

struct attribute {
	unsigned look;
	attr_t attr;
};

static const struct attribute attributes[] = {
	{LOOK_BOLD, A_BOLD},           {LOOK_DIM, A_DIM},         {LOOK_ITALIC, A_ITALIC},
	{LOOK_UNDERLINE, A_UNDERLINE}, {LOOK_REVERSE, A_REVERSE},
};

/* So long, but not beyond that moment. */
static int wait_of(int64_t until_ns, int wait_ms)
{
	int64_t left_ms = (until_ns - clock_now_ns()) / NS_PER_MS;

	return left_ms < 0 ? 0 : left_ms < wait_ms ? (int)left_ms : wait_ms;
}

/* False when some is left that the terminal did not take in time: it may take nothing for wait_ms, and be given most_ms
 * for all. */
static bool flush(struct term *term, int wait_ms, int most_ms)
{
	struct pollfd room = {.fd = term->out_fd, .events = POLLOUT};
	int64_t until_ns = clock_now_ns() + most_ms * NS_PER_MS;
	struct str *p = &term->pending;
	size_t at = 0;

	while (at < p->len && !term->dead) {
		ssize_t n = write(term->out_fd, p->s + at, p->len - at);

		if (n > 0)
			at += (size_t)n;
		else if (n < 0 && errno == EAGAIN && poll(&room, 1, wait_of(until_ns, wait_ms)) == 0)
			break;
		else if (n == 0 || (errno != EAGAIN && errno != EINTR))
			term->dead = true; /* hung up */
	}
	if (term->dead)
		at = p->len;
	if (at > 0 && at < p->len)
		memmove(p->s, p->s + at, p->len - at + 1);
	p->len -= at;
	return p->len == 0;
}

/* Takes what curses wrote. */
static void collect(struct term *term)
{
	off_t end = lseek(term->curses_fd, 0, SEEK_CUR), at = 0;
	char buf[16384];

	while (at < end) {
		size_t want = end - at < (off_t)sizeof(buf) ? (size_t)(end - at) : sizeof(buf);
		ssize_t n = pread(term->curses_fd, buf, want, at);

		if (n <= 0)
			break;
		str_addn(&term->pending, buf, (size_t)n);
		at += n;
	}
	lseek(term->curses_fd, 0, SEEK_SET);
}

static bool is_vt(const char *name)
{
	return str_starts(name, "vt") && name[2] >= '0' && name[2] <= '9';
}

/* Understands bracketed paste and SGR mouse, or at least leaves them alone. */
static bool has_modes(const char *name)
{
	return !is_vt(name) && !str_starts(name, "linux") && !str_equal(name, "dumb");
}

static void set_modes(struct term *term, bool mouse)
{
	if (!has_modes(term->name))
		return;
	str_add(&term->modes_on, "\033[?2004h");
	str_add(&term->modes_off, "\033[?2004l");
	if (mouse) {
		str_add(&term->modes_on, "\033[?1000h\033[?1002h\033[?1006h");
		str_add(&term->modes_off, "\033[?1006l\033[?1002l\033[?1000l");
	}
}

static const char *capability(const char *name)
{
	const char *s = tigetstr(name);

	return s == (const char *)-1 ? NULL : s;
}

/* Without the delays ($<5>) that terminfo writes into it. */
static void add_capability(struct str *out, const char *s)
{
	while (s && *s) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (end)
			s = end + 1;
		else
			str_addc(out, *s++);
	}
}

static void set_last_words(struct term *term)
{
	const char *leave = capability("rmcup"), *move = capability("cup");

	add_capability(&term->last_words, capability("sgr0"));
	add_capability(&term->last_words, capability("op"));
	str_add(&term->last_words, str_text(&term->modes_off));
	add_capability(&term->last_words, capability("cnorm"));
	if (!leave)
		add_capability(&term->last_words, tiparm(move, HEIGHT_MAX - 2, 0));
	add_capability(&term->last_words, leave ? leave : "\r\n");
}

static void set_charset(struct term *term)
{
	bool utf8 = str_equal(nl_langinfo(CODESET), "UTF-8");

	term->wide_text = utf8 && !is_vt(term->name);
	term->unicode = term->wide_text && has_modes(term->name);
}

static int most_colors(const char *option)
{
	for (size_t i = 0; i < ARRAY_SIZE(color_options); i++)
		if (str_equal(option, color_options[i].name))
			return color_options[i].most;
	return INT_MAX;
}

static void set_colors(struct term *term, const char *option)
{
	static const int counts[] = {256, 16, 8};
	int most = most_colors(option);
	int pairs;

	if (most < 8 || start_color() != OK || COLORS < 8 || COLOR_PAIRS < 2)
		return;
	term->no_default = use_default_colors() != OK;
	term->direct = COLORS > 256;
	most = most < COLORS ? most : COLORS;
	term->colors = most > 256 ? most : 0;
	for (size_t i = 0; i < ARRAY_SIZE(counts) && !term->colors; i++)
		if (most >= counts[i])
			term->colors = counts[i];
	pairs = COLOR_PAIRS - 1;
	term->pairs = pairs_create(pairs < PAIRS_MAX ? pairs : PAIRS_MAX);
}

/* curses handles these itself from newterm() on; here a signalfd does. */
static void take_signals_back(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		signal(signals[i], SIG_DFL);
}

static bool start_curses(struct term *term, const char *name)
{
	if (!name || !*name)
		return false;
	term->screen = newterm(name, term->curses_out, term->curses_out);
	take_signals_back();
	if (!term->screen)
		return false;
	term->name = mem_strdup(name);
	return true;
}

/* "xterm-256color" to "xterm-direct", which only exists where terminfo has it. */
static char *direct_name(const char *name)
{
	size_t n = name ? strlen(name) : 0;

	if (n > 9 && str_equal(name + n - 9, "-256color"))
		n -= 9;
	return n ? mem_printf("%.*s-direct", (int)n, name) : NULL;
}

static bool find_terminal(struct term *term, const char *colors, struct err *err)
{
	const char *name = getenv("TERM");
	autofree char *direct = str_equal(colors, "direct") ? direct_name(name) : NULL;

	if (!start_curses(term, direct) && !start_curses(term, name) &&
	    !start_curses(term, "xterm-256color") && !start_curses(term, "vt100"))
		return err_set(err, ERR_FAILED,
			       "the terminal \"%.40s\" is not known here: set TERM to what it "
			       "is, or use --batch",
			       name ? name : "");
	if (!capability("cup"))
		return err_set(err, ERR_FAILED,
			       "the terminal \"%s\" cannot move its cursor: set TERM to what "
			       "it really is, or use --batch",
			       term->name);
	return true;
}

/* A description of our own can be made non-blocking without doing that to the shell's. *ret_shared: it is the
 * shell's too, for the terminal is another user's. */
static int open_again(int fd, bool *ret_shared)
{
	autofree char *path = mem_printf("/proc/self/fd/%d", fd);
	int own = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	*ret_shared = own < 0;
	return own >= 0 ? own : fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

/* Nobody else's writes may fail because the terminal takes no more: only while it is ours. */
static void share(const struct term *term)
{
	if (term->shared_flags >= 0)
		fcntl(term->out_fd, F_SETFL, term->shared_flags);
}

static void stop_sharing(struct term *term)
{
	int flags = term->shared ? fcntl(term->out_fd, F_GETFL) : -1;

	if (flags < 0)
		return;
	if (!term->ours)
		term->shared_flags = flags;
	fcntl(term->out_fd, F_SETFL, flags | O_NONBLOCK);
}

static bool open_files(struct term *term, struct err *err)
{
	bool shared;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_FAILED,
			       "standard %s is not a terminal: --batch and --script need none",
			       isatty(STDIN_FILENO) ? "output" : "input");
	term->in_fd = open_again(STDIN_FILENO, &shared);
	term->out_fd = open_again(STDOUT_FILENO, &term->shared);
	term->curses_fd = memfd_create("screen", MFD_CLOEXEC);
	term->curses_out = term->curses_fd >= 0 ? fdopen(term->curses_fd, "r+") : NULL;
	if (term->in_fd < 0 || term->out_fd < 0 || !term->curses_out ||
	    tcgetattr(term->in_fd, &term->saved) < 0)
		return err_set(err, ERR_FAILED, "cannot use the terminal: %s", strerror(errno));
	return true;
}

static void set_raw(struct term *term)
{
	struct termios raw = term->saved;

	cfmakeraw(&raw);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(term->in_fd, TCSANOW, &raw);
}

static void stderr_to_log(struct term *term)
{
	int fd = log_stderr_fd();

	if (fd < 0 || term->stderr_fd >= 0)
		return;
	fflush(stderr);
	term->stderr_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	dup2(fd, STDERR_FILENO);
}

static void stderr_back(struct term *term)
{
	if (term->stderr_fd < 0)
		return;
	fflush(stderr);
	dup2(term->stderr_fd, STDERR_FILENO);
	close(term->stderr_fd);
	term->stderr_fd = -1;
}

static void take_terminal(struct term *term)
{
	set_raw(term);
	stop_sharing(term);
	stderr_to_log(term);
	restore_arm(term->out_fd, str_text(&term->last_words), term->last_words.len, &term->saved,
		    term->stderr_fd, term->shared_flags);
	str_add(&term->pending, str_text(&term->modes_on));
	term->ours = true;
	term->full = true;
}

struct term *term_open(const struct term_options *options, struct err *err)
{
	struct term *term = mem_new(struct term);

	term->in_fd = term->out_fd = term->curses_fd = term->stderr_fd = term->shared_flags = -1;
	if (!open_files(term, err) || !find_terminal(term, options->colors, err)) {
		term_close(term);
		return NULL;
	}
	typeahead(-1);
	nonl();
	set_charset(term);
	set_colors(term, options->colors);
	set_modes(term, options->mouse);
	set_last_words(term);
	term_resize(term, &term->width, &term->height);
	/* newterm() set a scroll region before it could know the size: begin anew. */
	endwin();
	collect(term);
	str_clear(&term->pending);
	take_terminal(term);
	return term;
}

void term_leave(struct term *term)
{
	if (!term->ours)
		return;
	term_forget(term);
	str_add(&term->pending, str_text(&term->modes_off));
	if (!capability("rmcup")) {
		move(term->height - 1, 0);
		clrtoeol();
		refresh();
	}
	endwin();
	collect(term);
	flush(term, LEAVE_WAIT_MS, LEAVE_MOST_MS);
	share(term);
	tcsetattr(term->in_fd, TCSANOW, &term->saved);
	restore_disarm();
	stderr_back(term);
	term->ours = false;
}

void term_enter(struct term *term)
{
	if (term->ours) {
		/* Stopped from outside, and who knows what became of it: curses is to take it anew. */
		endwin();
		lseek(term->curses_fd, 0, SEEK_SET);
	} else if (!term->lent) {
		tcgetattr(term->in_fd, &term->saved);
	}
	term->lent = false;
	take_terminal(term);
}

/* --- lending ----------------------------------------------------------------------------------- */

static int left_ms(int64_t until_ns)
{
	int64_t left_ns = until_ns - clock_now_ns();

	return left_ns > 0 ? (int)(left_ns / NS_PER_MS) + 1 : 0;
}

/* "ESC [ row ; column R" is the answer; whatever else was typed meanwhile was for the program. */
static bool read_cursor(struct term *term, int *ret_y, int *ret_x)
{
	struct pollfd answer = {.fd = term->in_fd, .events = POLLIN};
	int64_t until_ns = clock_now_ns() + CURSOR_WAIT_MS * NS_PER_MS;
	autostr struct str got = {0};

	while (poll(&answer, 1, left_ms(until_ns)) > 0) {
		char bytes[256];
		ssize_t n = read(term->in_fd, bytes, sizeof(bytes));

		if (n <= 0 || got.len > ANSWER_MAX)
			return false;
		str_addn(&got, bytes, (size_t)n);
		for (const char *p = str_text(&got); (p = strstr(p, "\033[")); p++) {
			char end;

			if (sscanf(p, "\033[%5d;%5d%c", ret_y, ret_x, &end) == 3 && end == 'R')
				return true;
		}
	}
	return false;
}

static bool ask_cursor(struct term *term, int *ret_y, int *ret_x)
{
	if (term->mute)
		return false;
	set_raw(term);
	str_add(&term->pending, "\033[6n");
	if (flush(term, LEAVE_WAIT_MS, LEAVE_MOST_MS) && !term->dead && read_cursor(term, ret_y, ret_x))
		return true;
	term->mute = true;
	return false;
}

static void add_line(struct term *term, const char *text)
{
	autostr struct str safe = {0};

	utf8_add_safe(&safe, text);
	for (const char *p = str_text(&safe); *p; p++)
		str_addc(&term->pending, (unsigned char)*p < 0x80 || term->wide_text ? *p : '?');
}

void term_tell(struct term *term, const char *text)
{
	str_add(&term->pending, "\r\n");
	add_line(term, text);
	flush(term, LEAVE_WAIT_MS, LEAVE_MOST_MS);
}

void term_lend(struct term *term, const char *line)
{
	if (!term->lent)
		term_leave(term);
	term->lent = true;
	term_tell(term, line);
	/* Not on the last line, where the cursor would stay whatever is written. */
	str_add(&term->pending, "\r\n\n\033[A");
	flush(term, LEAVE_WAIT_MS, LEAVE_MOST_MS);
	ask_cursor(term, &term->lent_y, &term->lent_x);
	tcsetattr(term->in_fd, TCSANOW, &term->saved);
}

bool term_returned(struct term *term)
{
	int y;
	int x;

	set_raw(term);
	add_capability(&term->pending, capability("sgr0"));
	add_capability(&term->pending, capability("cnorm"));
	str_add(&term->pending, str_text(&term->modes_off));
	return !ask_cursor(term, &y, &x) || y != term->lent_y || x != term->lent_x;
}

void term_set_mouse(struct term *term, bool mouse)
{
	bool ours = term->ours;

	term_leave(term);
	str_clear(&term->modes_on);
	str_clear(&term->modes_off);
	str_clear(&term->last_words);
	set_modes(term, mouse);
	set_last_words(term);
	if (ours)
		term_enter(term);
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void term_close(struct term *term)
{
	if (!term)
		return;
	term_leave(term);
	if (term->lent)
		tcsetattr(term->in_fd, TCSANOW, &term->saved);
	if (term->screen)
		delscreen(term->screen);
	if (term->curses_out)
		fclose(term->curses_out);
	else
		close_fd(term->curses_fd);
	close_fd(term->in_fd);
	close_fd(term->out_fd);
	pairs_destroy(term->pairs);
	str_free(&term->modes_on);
	str_free(&term->modes_off);
	str_free(&term->last_words);
	str_free(&term->pending);
	free(term->row);
	free(term->drawn);
	free(term->name);
	free(term);
}

static int clamp_size(int n, int fallback, int most)
{
	return n <= 0 ? fallback : n > most ? most : n;
}

void term_forget(struct term *term)
{
	free(take(term->drawn));
}

void term_resize(struct term *term, int *ret_width, int *ret_height)
{
	struct winsize size = {0};

	ioctl(term->out_fd, TIOCGWINSZ, &size);
	term->width = clamp_size(size.ws_col, COLS, WIDTH_MAX);
	term->height = clamp_size(size.ws_row, LINES, HEIGHT_MAX);
	resizeterm(term->height, term->width);
	term_forget(term);
	term->row = mem_resize(term->row, (size_t)term->width, sizeof(*term->row));
	term_size(term, ret_width, ret_height);
}

void term_size(const struct term *term, int *ret_width, int *ret_height)
{
	*ret_width = term->width;
	*ret_height = term->height;
}

int term_input_fd(const struct term *term)
{
	return term->in_fd;
}

bool term_has_unicode(const struct term *term)
{
	return term->unicode;
}

int term_colors(const struct term *term)
{
	return term->colors;
}

const char *term_name(const struct term *term)
{
	return term->name;
}

bool term_pending(const struct term *term)
{
	return term->pending.len > 0 || (term->ours && term->full && !term->dead);
}

void term_ask(struct term *term, const char *question)
{
	str_add(&term->pending, question);
	flush(term, 0, 0);
}

void term_forget_input(struct term *term, int wait_ms)
{
	struct pollfd answer = {.fd = term->in_fd, .events = POLLIN};

	if (!term->dead && poll(&answer, 1, wait_ms) > 0)
		tcflush(term->in_fd, TCIFLUSH);
}

/* A colour by the number that curses has for it. */
static int curses_color(const struct term *term, theme_color color, int fallback)
{
	if (color == THEME_DEFAULT)
		return term->no_default ? fallback : -1;
	/* The first eight are the palette's even then. */
	return term->direct && color >= 8 ? (int)theme_rgb(color) : color;
}

static int pair_of(struct term *term, struct look look)
{
	int fg = curses_color(term, look.fg, COLOR_WHITE);
	int bg = curses_color(term, look.bg, COLOR_BLACK);
	bool new;
	int n;

	if (!term->pairs || (fg == -1 && bg == -1))
		return 0;
	n = pairs_get(term->pairs, fg, bg, &new);
	if (new)
		init_extended_pair(n, fg, bg);
	term->new_pair |= new;
	return n;
}

static const struct shown *find_shown(struct term *term, const struct theme *theme,
				      const struct cell *c)
{
	struct shown *shown = &term->shown[c->role][c->over];
	struct look look;

	if (shown->known)
		return shown;
	look = theme_shown(theme, c->role, c->over, term->colors);
	*shown = (struct shown){.known = true, .pair = pair_of(term, look)};
	for (size_t i = 0; i < ARRAY_SIZE(attributes); i++)
		if (look.attrs & attributes[i].look)
			shown->attrs |= attributes[i].attr;
	return shown;
}

/* curses moves by the C library's idea of width: where that is not ours, the character is
 * replaced. True when it is shown as it is. */
static bool put_text(const struct term *term, const struct cell *c, int width, wchar_t text[])
{
	bool ok = c->ch < 0x7f || (term->wide_text && wcwidth((wchar_t)c->ch) == width);
	int n = 1;

	text[0] = ok ? (wchar_t)c->ch : term->wide_text ? REPLACEMENT : '?';
	for (int i = 0; ok && i < CELL_MARKS && c->marks[i]; i++)
		if (term->wide_text && wcwidth((wchar_t)c->marks[i]) == 0)
			text[n++] = (wchar_t)c->marks[i];
	text[n] = 0;
	return ok;
}

/* One cchar_t for each character: one of two cells takes one. */
static int fill_row(struct term *term, const struct theme *theme, const struct cell *row, int width)
{
	bool right_is_drawn = false;
	int n = 0;

	for (int x = 0; x < width; x++) {
		int cells = x + 1 < width && row[x + 1].ch == 0 ? 2 : 1;
		const struct shown *shown = find_shown(term, theme, &row[x]);
		wchar_t text[CELL_MARKS + 2] = L" ";
		int pair = shown->pair;

		if (row[x].ch == 0 && right_is_drawn)
			continue;
		if (row[x].ch)
			right_is_drawn = put_text(term, &row[x], cells, text) && cells == 2;
		setcchar(&term->row[n++], text, shown->attrs, 0, &pair);
	}
	return n;
}

enum term_copied term_copy(struct term *term, const char *text, size_t n)
{
	/* GNU screen shows it, or drops it. */
	if (!has_modes(term->name) || getenv("STY") || !term->ours)
		return TERM_COPY_NEVER;
	if ((n + 2) / 3 * 4 > COPY_MOST)
		return TERM_COPY_TOO_LARGE;
	str_add(&term->pending, "\033]52;c;");
	base64_add(&term->pending, text, n);
	str_add(&term->pending, "\a");
	return TERM_COPIED;
}

static void show_cursor(struct term *term, const struct surface *s)
{
	bool shown = s->cursor_x >= 0 && s->cursor_x < term->width && s->cursor_y >= 0 &&
		     s->cursor_y < term->height;
	bool can_hide = curs_set(shown) != ERR;

	leaveok(stdscr, !shown && can_hide);
	if (shown)
		move(s->cursor_y, s->cursor_x);
	else
		move(term->height - 1, term->width - 1);
}

/* Rows that are as they were cost nothing. all: those, too. */
static void draw_rows(struct term *term, const struct surface *s, const struct theme *theme, bool all)
{
	int width = s->width < term->width ? s->width : term->width;
	int height = s->height < term->height ? s->height : term->height;
	size_t size = (size_t)width * sizeof(*s->cells);

	for (int y = 0; y < height; y++) {
		const struct cell *row = &s->cells[(size_t)y * (size_t)s->width];
		struct cell *drawn = &term->drawn[(size_t)y * (size_t)term->width];

		if (!all && memcmp(drawn, row, size) == 0)
			continue;
		memcpy(drawn, row, size);
		mvadd_wchnstr(y, 0, term->row, fill_row(term, theme, row, width));
	}
}

void term_present(struct term *term, const struct surface *s, const struct theme *theme, bool full)
{
	bool all;

	term->full |= full;
	if (!term->ours || !flush(term, FRAME_WAIT_MS, FRAME_WAIT_MS))
		return;
	memset(term->shown, 0, sizeof(term->shown));
	if (s->width < term->width || s->height < term->height) {
		erase();
		term_forget(term);
	}
	all = !term->drawn || term->drawn_theme != theme;
	if (!term->drawn)
		term->drawn = mem_new_array((size_t)term->width * (size_t)term->height, sizeof(*term->drawn));
	term->drawn_theme = theme;
	term->new_pair = false;
	draw_rows(term, s, theme, all);
	/* It may have been one of a row that was left alone. */
	if (term->new_pair && !all)
		draw_rows(term, s, theme, true);
	show_cursor(term, s);
	if (term->full)
		clearok(curscr, TRUE);
	term->full = false;
	refresh();
	collect(term);
	flush(term, FRAME_WAIT_MS, FRAME_WAIT_MS);
}
