// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/commands.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/nearest.h"
#include "base/str.h"

#define PREFIX "command "
#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

static const struct {
	const char *name, *variable;
	unsigned scopes; /* bit per enum command_scope */
} holes[] = {
	[HOLE_NAME] = {"name", "VIRTTY_NAME", 1u << COMMAND_DOMAIN | 1u << COMMAND_HOST},
	[HOLE_UUID] = {"uuid", "VIRTTY_UUID", 1u << COMMAND_DOMAIN},
	[HOLE_HOST] = {"host", "VIRTTY_HOST", 1u << COMMAND_DOMAIN | 1u << COMMAND_HOST},
	[HOLE_URI] = {"uri", "VIRTTY_URI", 1u << COMMAND_DOMAIN | 1u << COMMAND_HOST},
	[HOLE_IP] = {"ip", "VIRTTY_IP", 1u << COMMAND_DOMAIN},
};
_Static_assert(ARRAY_SIZE(holes) == HOLE_COUNT, "a row for every hole");

static const char *const scopes[] = {
	[COMMAND_DOMAIN] = "domain",
	[COMMAND_HOST] = "host",
	[COMMAND_APP] = "app",
};

const char *command_variable(enum command_hole hole)
{
	return holes[hole].variable;
}

/* --- reading ----------------------------------------------------------------------------------- */

static void clear(struct user_command *c)
{
	free(c->name);
	free(c->keys);
	free(c->run);
	free(c->question);
	free(c->file);
	free(c->keys_file);
	argv_clear(&c->words);
	*c = (struct user_command){0};
}

void commands_finish(struct commands *commands)
{
	for (size_t i = 0; i < commands->n; i++)
		clear(&commands->all[i]);
	free(commands->all);
	*commands = (struct commands){0};
}

static struct user_command *find_or_add(struct commands *commands, const char *name,
					 const struct ini_pair *pair)
{
	struct user_command *c;

	for (size_t i = 0; i < commands->n; i++)
		if (str_equal(commands->all[i].name, name))
			return &commands->all[i];
	c = arr_add(commands->all, commands->n, commands->cap);
	c->name = mem_strdup(name);
	c->file = mem_strdup(pair->file);
	c->line = pair->line;
	return c;
}

static void set(char **field, const char *value)
{
	free(*field);
	*field = mem_strdup(value);
}

static bool set_keys(struct user_command *c, const struct ini_pair *pair, struct err *err)
{
	(void)err;
	set(&c->keys, pair->value);
	set(&c->keys_file, pair->file);
	c->keys_line = pair->line;
	return true;
}

static bool set_scope(struct user_command *c, const struct ini_pair *pair, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(scopes); i++) {
		if (!str_equal(scopes[i], pair->value))
			continue;
		c->scope = (enum command_scope)i;
		return true;
	}
	return err_set(err, ERR_INVALID, "scope is domain, host or app, not \"%s\"", pair->value);
}

static bool set_run(struct user_command *c, const struct ini_pair *pair, struct err *err)
{
	if (!pair->value[0])
		return err_set(err, ERR_INVALID, "run wants a program with its arguments, such as: ping {ip}");
	set(&c->run, pair->value);
	return true;
}

static bool take_flag(const struct ini_pair *pair, bool *ret, struct err *err)
{
	return ini_flag(pair->value, ret) ||
	       err_set(err, ERR_INVALID, "%s is yes or no, not \"%s\"", pair->name, pair->value);
}

static bool set_confirm(struct user_command *c, const struct ini_pair *pair, struct err *err)
{
	bool asks = true;
	bool is_text = !ini_flag(pair->value, &asks);

	if (!pair->value[0])
		return err_set(err, ERR_INVALID, "confirm is yes, no, or the question that is to be asked");
	c->asks = asks;
	set(&c->question, is_text ? pair->value : NULL);
	return true;
}

static bool set_terminal(struct user_command *c, const struct ini_pair *pair, struct err *err)
{
	return take_flag(pair, &c->terminal, err);
}

static bool set_shell(struct user_command *c, const struct ini_pair *pair, struct err *err)
{
	return take_flag(pair, &c->shell, err);
}

static const struct {
	const char *name;
	bool (*set)(struct user_command *c, const struct ini_pair *pair, struct err *err);
} fields[] = {
	{"keys", set_keys},       {"scope", set_scope},       {"run", set_run},
	{"confirm", set_confirm}, {"terminal", set_terminal}, {"shell", set_shell},
};

bool commands_take_pair(void *opaque, const struct ini_pair *pair, struct err *err)
{
	struct nearest nearest = nearest_start(pair->name);
	const char *name = str_starts(pair->section, PREFIX) ? pair->section + strlen(PREFIX) : "";

	if (!name[0] || name[strspn(name, NAME_CHARS)])
		return err_set(err, ERR_INVALID,
			       "a command's section reads [command NAME], with letters, digits, - and _");
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		if (str_equal(fields[i].name, pair->name))
			return fields[i].set(find_or_add(opaque, name, pair), pair, err);
		nearest_offer(&nearest, fields[i].name);
	}
	return err_set(err, ERR_INVALID, "a command has no \"%s\"%s%s: it has keys, scope, run, confirm, "
		       "terminal and shell", pair->name, nearest.best ? "; meant is perhaps " : "",
		       nearest.best ? nearest.best : "");
}

/* --- holes ------------------------------------------------------------------------------------- */

/* The next "{letters}" from *p on, and *p after it; false when there is none. */
static bool next_hole(const char **p, const char **ret_from, size_t *ret_len)
{
	for (const char *open = strchr(*p, '{'); open; open = strchr(open + 1, '{')) {
		size_t n = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz");

		if (!n || open[1 + n] != '}')
			continue;
		*ret_from = open;
		*ret_len = n + 2;
		*p = open + n + 2;
		return true;
	}
	return false;
}

/* HOLE_COUNT when there is none of that name; from is at its "{". */
static enum command_hole find_hole(const char *from, size_t len)
{
	enum command_hole hole = 0;

	while (hole < HOLE_COUNT && (strlen(holes[hole].name) != len - 2 ||
				     strncmp(holes[hole].name, from + 1, len - 2) != 0))
		hole++;
	return hole;
}

static bool check_hole(struct user_command *c, const char *from, size_t len, struct err *err)
{
	enum command_hole hole = find_hole(from, len);

	if (hole == HOLE_COUNT)
		return err_set(err, ERR_INVALID,
			       "there is no %.*s: there are {name}, {uuid}, {host}, {uri} and {ip}", (int)len,
			       from);
	if (c->shell)
		return err_set(err, ERR_INVALID,
			       "with shell=yes a name could be taken for a part of the line: write \"$%s\" "
			       "for %.*s",
			       holes[hole].variable, (int)len, from);
	if (!(holes[hole].scopes & 1u << c->scope))
		return err_set(err, ERR_INVALID, "with scope=%s there is no %.*s", scopes[c->scope], (int)len,
			       from);
	c->uses |= 1u << hole;
	return true;
}

static bool check_holes(struct user_command *c, struct err *err)
{
	const char *p = c->run;
	const char *from;
	size_t len;

	while (next_hole(&p, &from, &len))
		if (!check_hole(c, from, len, err))
			return false;
	if (c->shell && strstr(c->run, holes[HOLE_IP].variable))
		c->uses |= 1u << HOLE_IP;
	if (c->shell)
		return true;
	p = c->words.words[0];
	if (next_hole(&p, &from, &len))
		return err_set(err, ERR_INVALID, "the program cannot be %.*s: its name has to stand there",
			       (int)len, from);
	return true;
}

static bool check(struct user_command *c, struct err *err)
{
	argv_clear(&c->words);
	c->uses = 0;
	if (!c->run)
		return err_set(err, ERR_INVALID, "the command %s has no run=: it would do nothing", c->name);
	if (!c->shell && !argv_split(c->run, &c->words, err)) {
		err_prefix(err, "run of %s", c->name);
		return false;
	}
	if (!c->shell && (!c->words.n || !c->words.words[0][0]))
		return err_set(err, ERR_INVALID, "the command %s names no program", c->name);
	return check_holes(c, err);
}

void commands_check(struct commands *commands, struct problems *problems)
{
	size_t kept = 0;

	for (size_t i = 0; i < commands->n; i++) {
		struct user_command *c = &commands->all[i];
		autoerr struct err err = {0};

		if (check(c, &err)) {
			commands->all[kept++] = *c;
			continue;
		}
		problems_add(problems, c->file, c->line, "%s", err.text);
		clear(c);
	}
	commands->n = kept;
}

/* --- filling ----------------------------------------------------------------------------------- */

static void fill_word(const char *word, const struct command_values *values, struct str *out)
{
	const char *p = word;
	const char *from;
	size_t len;

	while (next_hole(&p, &from, &len)) {
		enum command_hole hole = find_hole(from, len);

		str_addn(out, word, (size_t)(from - word));
		if (hole < HOLE_COUNT && values->of[hole])
			str_add(out, values->of[hole]);
		word = p;
	}
	str_add(out, word);
}

static void add_program(struct argv *argv, const char *word)
{
	const char *home = getenv("HOME");
	autofree char *whole = home && str_starts(word, "~/") ? mem_printf("%s%s", home, word + 1) : NULL;

	argv_add(argv, whole ? whole : word);
}

bool command_fill(const struct user_command *c, const struct command_values *values, struct argv *ret,
		  struct err *err)
{
	autoargv struct argv argv = {0};
	bool options_ended = false;

	if (c->shell) {
		argv_add(&argv, "/bin/sh");
		argv_add(&argv, "-c");
		argv_add(&argv, c->run);
	}
	for (size_t i = 0; i < c->words.n; i++) {
		const char *word = c->words.words[i];
		autostr struct str filled = {0};

		if (i == 0) {
			add_program(&argv, word);
			continue;
		}
		fill_word(word, values, &filled);
		if (str_text(&filled)[0] == '-' && word[0] != '-' && !options_ended)
			return err_set(err, ERR_INVALID,
				       "%s begins with a dash, and %s would take it for an option: in run= put "
				       "-- before %s", str_text(&filled), c->words.words[0], word);
		options_ended |= str_equal(word, "--");
		argv_add(&argv, str_text(&filled));
	}
	*ret = argv;
	argv = (struct argv){0};
	return true;
}
