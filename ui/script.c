// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/script.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/calm.h"
#include "ui/keymap.h"

#define WAIT_S 10 /* until a script says otherwise */
#define WAIT_MOST_S 600
#define MAX_WORDS 64

enum outcome { NEXT, BLOCKED, FAILED };

struct script {
	struct app *app;
	const char *path;
	char **lines; /* of the file, changed by --regen */
	size_t n, cap;
	size_t at;          /* line that is being played */
	char *words[MAX_WORDS];
	int n_words;
	int64_t since_ns;   /* when this line was begun; 0: it was not */
	int wait_s;         /* how long a condition may take */
	struct calm calm;
	bool changed;
};

static enum outcome __attribute__((format(printf, 2, 3)))
fail(struct script *s, const char *format, ...)
{
	autostr struct str screen = {0};
	va_list args;

	fprintf(stderr, "%s:%zu: ", s->path, s->at + 1);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	surface_text(s->app->surface, &screen);
	fprintf(stderr, "\nThe screen was:\n%s", str_text(&screen));
	return FAILED;
}

/* --- looking --------------------------------------------------------------------------------- */

static bool on_screen(const struct script *s, const char *text)
{
	autostr struct str screen = {0};

	surface_text(s->app->surface, &screen);
	return strstr(str_text(&screen), text) != NULL;
}

static bool is_name_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
	       c == '_' || c == '.';
}

/* "web-1" is not in "web-10". */
static bool holds_name(const char *line, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = line; (p = strstr(p, name)); p++)
		if ((p == line || !is_name_char(p[-1])) && !is_name_char(p[len]))
			return true;
	return false;
}

static bool row_holds(const struct script *s, const char *name, const char *text)
{
	for (int y = 0; y < s->app->surface->height; y++) {
		autostr struct str row = {0};

		surface_row_text(s->app->surface, y, &row);
		if (holds_name(str_text(&row), name) && strstr(str_text(&row), text))
			return true;
	}
	return false;
}

/* The cell that byte `offset` of row y's text came from. */
static const struct cell *cell_at(const struct surface *f, int y, const char *text, size_t offset)
{
	const char *p = text;
	int x = 0;

	while (x < f->width && (size_t)(p - text) < offset) {
		const struct cell *c = &f->cells[y * f->width + x];
		char buf[4];

		if (c->ch)
			p += utf8_encode(c->ch, buf);
		for (int m = 0; m < CELL_MARKS && c->ch && c->marks[m]; m++)
			p += utf8_encode(c->marks[m], buf);
		x++;
	}
	return x < f->width ? &f->cells[y * f->width + x] : NULL;
}

static bool has_role(const struct script *s, const char *text, int role)
{
	const struct surface *f = s->app->surface;

	for (int y = 0; y < f->height; y++) {
		autostr struct str row = {0};
		const char *p;

		surface_row_text(f, y, &row);
		for (p = str_text(&row); (p = strstr(p, text)); p++) {
			const struct cell *c =
				cell_at(f, y, str_text(&row), (size_t)(p - str_text(&row)));

			if (c && (c->role == role || c->over == role))
				return true;
		}
	}
	return false;
}

/* --- verbs ----------------------------------------------------------------------------------- */

static enum outcome wait_until(struct script *s, bool holds, const char *what)
{
	int64_t left = s->since_ns + s->wait_s * NS_PER_S - clock_now_ns();

	if (holds)
		return NEXT;
	if (left <= 0)
		return fail(s, "%s, not within %d s", what, s->wait_s);
	calm_wait(&s->calm, (int)(left / NS_PER_MS) + 1);
	return BLOCKED;
}

static enum outcome verb_wait(struct script *s)
{
	autofree char *what = mem_printf("wait \"%s\"", s->words[1]);

	return wait_until(s, on_screen(s, s->words[1]), what);
}

static enum outcome verb_wait_not(struct script *s)
{
	autofree char *what = mem_printf("wait-not \"%s\"", s->words[1]);

	return wait_until(s, !on_screen(s, s->words[1]), what);
}

static enum outcome verb_row(struct script *s)
{
	autofree char *what = mem_printf("row \"%s\" \"%s\"", s->words[1], s->words[2]);

	return wait_until(s, row_holds(s, s->words[1], s->words[2]), what);
}

static enum outcome verb_settle(struct script *s)
{
	bool reached = calm_reached(&s->calm, -1);

	if (!reached && s->calm.turns)
		return BLOCKED;
	return wait_until(s, reached, "settle: something still goes on");
}

static enum outcome verb_see(struct script *s)
{
	return on_screen(s, s->words[1]) ? NEXT : fail(s, "see \"%s\": it is not there", s->words[1]);
}

static enum outcome verb_notsee(struct script *s)
{
	return on_screen(s, s->words[1]) ? fail(s, "notsee \"%s\": it is there", s->words[1]) : NEXT;
}

static enum outcome verb_role(struct script *s)
{
	int role = role_find(s->words[2]);

	if (role < 0)
		return fail(s, "role: there is no role \"%s\"; --list-roles prints them", s->words[2]);
	return has_role(s, s->words[1], role)
		       ? NEXT
		       : fail(s, "role \"%s\" %s: it is not drawn in it", s->words[1], s->words[2]);
}

static enum outcome verb_key(struct script *s)
{
	for (int i = 1; i < s->n_words; i++) {
		struct chord chord;

		if (!chord_parse(s->words[i], &chord))
			return fail(s, "key: there is no key \"%s\"", s->words[i]);
		for (int k = 0; k < chord.n; k++) {
			app_key(s->app, &chord.keys[k]);
			app_paint(s->app);
		}
	}
	return NEXT;
}

static enum outcome verb_type(struct script *s)
{
	const char *p = s->words[1];
	const char *end = p + strlen(p);

	while (p < end) {
		uint32_t cp = utf8_next(&p, end);
		struct key key = {.code = cp == ' ' ? KEYC_SPACE : KEYC_CHAR, .ch = cp};

		app_key(s->app, &key);
		app_paint(s->app);
	}
	return NEXT;
}

static bool parse_number(const char *word, int *ret)
{
	char *end;
	long n = strtol(word, &end, 10);

	if (end == word || *end || n < 0 || n > 10000)
		return false;
	*ret = (int)n;
	return true;
}

static enum outcome verb_mouse(struct script *s)
{
	static const struct {
		const char *name;
		int button;
	} buttons[] = {{"click", 1}, {"right", 3}, {"wheel-up", 4}, {"wheel-down", 5}};
	struct key key = {.code = KEYC_MOUSE, .mouse = MOUSE_PRESS};

	for (size_t i = 0; i < ARRAY_SIZE(buttons); i++)
		if (str_equal(s->words[1], buttons[i].name))
			key.button = buttons[i].button;
	if (!key.button)
		return fail(s, "mouse: click, right, wheel-up or wheel-down, not \"%s\"", s->words[1]);
	if (!parse_number(s->words[2], &key.x) || !parse_number(s->words[3], &key.y))
		return fail(s, "it is written: mouse click|right|wheel-up|wheel-down X Y, with X and Y from 0; not %s %s", s->words[2],
			    s->words[3]);
	app_key(s->app, &key);
	/* It is let go, too, but for the wheel. */
	key.mouse = MOUSE_RELEASE;
	if (key.button <= 3)
		app_key(s->app, &key);
	return NEXT;
}

static enum outcome verb_patience(struct script *s)
{
	int seconds = 0;

	if (!parse_number(s->words[1], &seconds) || seconds < 1 || seconds > WAIT_MOST_S)
		return fail(s, "patience wants seconds from 1 to %d, not \"%s\"", WAIT_MOST_S, s->words[1]);
	s->wait_s = seconds;
	return NEXT;
}

static enum outcome verb_resize(struct script *s)
{
	int width = 0;
	int height = 0;
	char end;

	if (sscanf(s->words[1], "%4dx%4d%c", &width, &height, &end) != 2 || width < 1 || height < 1)
		return fail(s, "resize wants COLSxROWS, not \"%s\"", s->words[1]);
	app_resize(s->app, width, height);
	return NEXT;
}

static enum outcome verb_sh(struct script *s)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", s->words[1], (char *)NULL);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && status == 0 ? NEXT : fail(s, "sh: \"%s\" failed", s->words[1]);
}

static enum outcome verb_dump(struct script *s)
{
	autostr struct str screen = {0};

	surface_text(s->app->surface, &screen);
	fputs(str_text(&screen), stdout);
	fflush(stdout);
	return NEXT;
}

static enum outcome verb_do(struct script *s)
{
	const struct action *action = action_find(s->app, s->words[1]);

	if (!action)
		return fail(s, "do: there is no action \"%s\"; --list-actions prints them", s->words[1]);
	if (!action_in_scope(action, app_top(s->app)))
		return fail(s, "do %s: not in this pane", s->words[1]);
	app_run_action(s->app, action);
	return NEXT;
}

static enum outcome verb_quit(struct script *s)
{
	app_quit(s->app);
	return NEXT;
}

/* The lines between this one and ">>" are the screen, without what is blank at the ends. */
static enum outcome verb_screen(struct script *s)
{
	size_t first = s->at + 1;
	size_t last = first;
	int height = s->app->surface->height;
	int wrong = -1;

	if (!str_equal(s->words[1], "<<"))
		return fail(s, "it is written: screen <<");
	while (last < s->n && !str_equal(s->lines[last], ">>"))
		last++;
	if (last == s->n)
		return fail(s, "screen: there is no line >> that ends it");
	for (int y = 0; y < height && wrong < 0; y++) {
		autostr struct str row = {0};
		const char *want = first + (size_t)y < last ? s->lines[first + (size_t)y] : "";

		surface_row_text(s->app->surface, y, &row);
		if (!str_equal(str_text(&row), want))
			wrong = y;
	}
	if (wrong < 0 && last - first > (size_t)height)
		wrong = height; /* more lines than the screen has */
	if (wrong >= 0 && !s->app->options->regen)
		return fail(s, "screen: line %d differs; it should be\n%s", wrong + 1,
			    first + (size_t)wrong < last ? s->lines[first + (size_t)wrong] : "");
	if (wrong >= 0) {
		autostr struct str text = {0};
		char *line;

		for (size_t i = first; i < last; i++) {
			free(s->lines[i]);
			s->lines[i] = NULL; /* written as nothing */
		}
		surface_text(s->app->surface, &text);
		line = mem_strndup(text.s, text.len ? text.len - 1 : 0);
		free(s->lines[s->at]);
		s->lines[s->at] = mem_printf("screen <<\n%s", line);
		free(line);
		s->changed = true;
	}
	s->at = last;
	return NEXT;
}

static const struct word {
	const char *name;
	int least, most; /* arguments */
	const char *usage;
	enum outcome (*run)(struct script *s);
} verbs[] = {
	{"key", 1, MAX_WORDS, "key KEY...", verb_key},
	{"type", 1, 1, "type \"text\"", verb_type},
	{"wait", 1, 1, "wait \"text\"", verb_wait},
	{"wait-not", 1, 1, "wait-not \"text\"", verb_wait_not},
	{"patience", 1, 1, "patience SECONDS", verb_patience},
	{"settle", 0, 0, "settle", verb_settle},
	{"see", 1, 1, "see \"text\"", verb_see},
	{"notsee", 1, 1, "notsee \"text\"", verb_notsee},
	{"row", 2, 2, "row \"name\" \"text\"", verb_row},
	{"role", 2, 2, "role \"text\" ROLE", verb_role},
	{"mouse", 3, 3, "mouse click|right|wheel-up|wheel-down X Y", verb_mouse},
	{"resize", 1, 1, "resize COLSxROWS", verb_resize},
	{"sh", 1, 1, "sh \"command\"", verb_sh},
	{"dump", 0, 0, "dump", verb_dump},
	{"screen", 1, 1, "screen <<", verb_screen},
	{"do", 1, 1, "do ACTION", verb_do},
	{"quit", 0, 0, "quit", verb_quit},
};

/* --- playing --------------------------------------------------------------------------------- */

static void forget_words(struct script *s)
{
	for (int i = 0; i < s->n_words; i++)
		free(s->words[i]);
	s->n_words = 0;
}

/* Words parted by spaces; "quotes" hold one together, \" and \\ stand for themselves. */
static bool split(struct script *s, const char *line)
{
	forget_words(s);
	while (s->n_words < MAX_WORDS) {
		autostr struct str word = {0};
		bool quoted;

		line += strspn(line, " \t");
		if (!*line || (*line == '#' && s->n_words == 0))
			return true;
		quoted = *line == '"';
		line += quoted;
		while (*line && (quoted ? *line != '"' : *line != ' ' && *line != '\t')) {
			if (quoted && *line == '\\' && line[1])
				line++;
			str_addc(&word, *line++);
		}
		if (quoted && *line++ != '"')
			return false;
		s->words[s->n_words++] = str_take(&word);
	}
	return true;
}

static enum outcome step(struct script *s)
{
	if (!s->since_ns) {
		s->since_ns = clock_now_ns();
		s->calm.turns = 0;
		if (!split(s, s->lines[s->at]))
			return fail(s, "a quote is not closed");
	}
	if (!s->n_words)
		return NEXT;
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (!str_equal(verbs[i].name, s->words[0]))
			continue;
		if (s->n_words - 1 < verbs[i].least || s->n_words - 1 > verbs[i].most)
			return fail(s, "it is written: %s", verbs[i].usage);
		return verbs[i].run(s);
	}
	return fail(s, "there is no verb \"%s\"; virtty-script(7) lists them", s->words[0]);
}

static bool read_lines(struct script *s)
{
	FILE *f = fopen(s->path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (!f) {
		fprintf(stderr, "virtty: %s: %s\n", s->path, strerror(errno));
		return false;
	}
	while ((len = getline(&line, &size, f)) >= 0) {
		if (len && line[len - 1] == '\n')
			line[len - 1] = '\0';
		*arr_add(s->lines, s->n, s->cap) = mem_strdup(line);
	}
	free(line);
	if (ferror(f)) {
		fprintf(stderr, "virtty: %s: %s\n", s->path, strerror(errno));
		fclose(f);
		return false;
	}
	fclose(f);
	return true;
}

static void write_lines(const struct script *s)
{
	FILE *f = fopen(s->path, "we");

	if (!f) {
		fprintf(stderr, "virtty: %s: %s\n", s->path, strerror(errno));
		return;
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->lines[i])
			fprintf(f, "%s\n", s->lines[i]);
	fclose(f);
}

static enum outcome play(struct script *s)
{
	while (s->at < s->n && !s->app->quitting) {
		enum outcome outcome;

		app_paint(s->app);
		outcome = step(s);
		if (outcome == FAILED)
			return FAILED;
		if (outcome == BLOCKED) {
			loop_turn(s->app->loop);
			continue;
		}
		calm_wait(&s->calm, -1);
		s->since_ns = 0;
		s->at++;
	}
	return NEXT;
}

int script_play(struct app *app, const char *path)
{
	struct script s = {.app = app, .path = path, .wait_s = WAIT_S};
	enum outcome outcome;

	if (!read_lines(&s))
		return 2;
	s.calm = calm_start(app);
	app_open_hosts(app);
	outcome = play(&s);
	calm_finish(&s.calm);
	if (s.changed && outcome == NEXT)
		write_lines(&s);
	forget_words(&s);
	for (size_t i = 0; i < s.n; i++)
		free(s.lines[i]);
	free(s.lines);
	return outcome == FAILED ? 1 : 0;
}
