// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/arr.h"
#include "conf/commands.h"

static void read(struct commands *commands, const char *file, const char *text, struct problems *problems)
{
	ini_read_text(file, text, commands_take_pair, commands, problems);
}

/* The program's words with | after each, or what is wrong. */
static char *filled(const char *run, const struct command_values *values)
{
	struct commands commands = {0};
	struct problems problems = {0};
	autofree char *text = mem_printf("[command c]\nrun = %s\n", run);
	autoargv struct argv argv = {0};
	autoerr struct err err = {0};
	struct str out = {0};

	read(&commands, "f", text, &problems);
	commands_check(&commands, &problems);
	if (problems.n)
		str_add(&out, problems.all[0].text);
	else if (!command_fill(&commands.all[0], values, &argv, &err))
		str_add(&out, err.text);
	for (size_t i = 0; i < argv.n; i++)
		str_addf(&out, "%s|", argv.words[i]);
	commands_finish(&commands);
	problems_clear(&problems);
	return str_take(&out);
}

static void a_command_is_read_with_all_that_it_has(void **state)
{
	struct commands commands = {0};
	struct problems problems = {0};
	const struct user_command *c;

	(void)state;
	read(&commands, "/etc/f", "[command ssh]\nrun = ssh {ip}\nkeys = o F5\n", &problems);
	read(&commands, "f",
	     "[command ssh]\nterminal = yes\nconfirm = Log in?\n\n[command all]\nscope = app\nshell = yes\n"
	     "run = uptime | tee $VIRTTY_IP\nconfirm = yes\n",
	     &problems);
	commands_check(&commands, &problems);
	assert_int_equal(problems.n, 0);
	assert_int_equal(commands.n, 2);
	c = &commands.all[0];
	assert_string_equal(c->name, "ssh");
	assert_string_equal(c->run, "ssh {ip}");
	assert_string_equal(c->keys, "o F5");
	assert_string_equal(c->file, "/etc/f");
	assert_string_equal(c->keys_file, "/etc/f");
	assert_int_equal(c->keys_line, 3);
	assert_true(c->terminal && c->asks && !c->shell);
	assert_string_equal(c->question, "Log in?");
	assert_int_equal(c->scope, COMMAND_DOMAIN);
	assert_int_equal(c->uses, 1u << HOLE_IP);
	c = &commands.all[1];
	assert_true(c->shell && c->asks && !c->terminal && !c->question && !c->keys);
	assert_int_equal(c->scope, COMMAND_APP);
	assert_int_equal(c->uses, 1u << HOLE_IP);
	commands_finish(&commands);
	problems_clear(&problems);
}

static void the_file_of_the_keys_is_the_one_that_set_them(void **state)
{
	struct commands commands = {0};
	struct problems problems = {0};

	(void)state;
	read(&commands, "/etc/f", "[command ssh]\nrun = ssh {ip}\n", &problems);
	read(&commands, "f", "\n[command ssh]\nkeys = o\n", &problems);
	assert_int_equal(problems.n, 0);
	assert_string_equal(commands.all[0].file, "/etc/f");
	assert_int_equal(commands.all[0].line, 2);
	assert_string_equal(commands.all[0].keys_file, "f");
	assert_int_equal(commands.all[0].keys_line, 3);
	commands_finish(&commands);
}

static void flags_are_those_of_the_other_files(void **state)
{
	static const struct {
		const char *value, *question;
		bool asks;
	} rows[] = {
		{"true", NULL, true}, {"on", NULL, true},  {"1", NULL, true},      {"false", NULL, false},
		{"off", NULL, false}, {"0", NULL, false},  {"Sure?", "Sure?", true},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct commands commands = {0};
		struct problems problems = {0};
		autofree char *text = mem_printf("[command c]\nrun = x\nconfirm = %s\nterminal = on\n",
						 rows[i].value);

		read(&commands, "f", text, &problems);
		assert_int_equal(problems.n, 0);
		assert_true(commands.all[0].terminal);
		assert_int_equal(commands.all[0].asks, rows[i].asks);
		assert_true(str_equal(commands.all[0].question, rows[i].question));
		commands_finish(&commands);
	}
}

static void values_fill_words_and_never_part_them(void **state)
{
	static const struct command_values values = {{[HOLE_NAME] = "a b; $(id) \"'{uuid}",
						      [HOLE_UUID] = "u-u",
						      [HOLE_HOST] = "kvm1",
						      [HOLE_URI] = "qemu:///system",
						      [HOLE_IP] = "10.0.0.1"}};
	static const char *const cases[][2] = {
		{"ping -c 1 {ip}", "ping|-c|1|10.0.0.1|"},
		{"x {name}", "x|a b; $(id) \"'{uuid}|"},
		{"x --of={name}@{host} {uri}", "x|--of=a b; $(id) \"'{uuid}@kvm1|qemu:///system|"},
		{"x '{uuid} {host}'", "x|u-u kvm1|"},
		{"awk '{print $1}' {{.Names}} {} {A}", "awk|{print $1}|{{.Names}}|{}|{A}|"},
		{"x {foo}", "there is no {foo}: there are {name}, {uuid}, {host}, {uri} and {ip}"},
		{"x \"{name}", "run of c: a \" is not closed"},
		{"\"\" x", "the command c names no program"},
		{"{name} x", "the program cannot be {name}: its name has to stand there"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *got = filled(cases[i][0], &values);

		assert_string_equal(got, cases[i][1]);
	}
}

static void a_value_is_no_option(void **state)
{
	static const struct command_values values = {{[HOLE_NAME] = "-oProxyCommand=id", [HOLE_HOST] = "kvm1"}};
	static const char *const cases[][2] = {
		{"ssh {name}", "-oProxyCommand=id begins with a dash, and ssh would take it for an option: in "
			       "run= put -- before {name}"},
		{"ssh {name}x", "-oProxyCommand=idx begins with a dash, and ssh would take it for an option: in "
				"run= put -- before {name}x"},
		{"ssh -- {name}", "ssh|--|-oProxyCommand=id|"},
		{"ssh --to={name}", "ssh|--to=-oProxyCommand=id|"},
		{"ssh root@{name}", "ssh|root@-oProxyCommand=id|"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *got = filled(cases[i][0], &values);

		assert_string_equal(got, cases[i][1]);
	}
}

static void a_shell_gets_its_line_only(void **state)
{
	static const struct command_values values = {{[HOLE_NAME] = "$(id)"}};
	struct commands commands = {0};
	struct problems problems = {0};
	autoargv struct argv argv = {0};
	autoerr struct err err = {0};

	(void)state;
	read(&commands, "f", "[command c]\nshell = yes\nrun = echo \"$VIRTTY_NAME\" | rev\n", &problems);
	commands_check(&commands, &problems);
	assert_int_equal(problems.n, 0);
	assert_true(command_fill(&commands.all[0], &values, &argv, &err));
	assert_int_equal(argv.n, 3);
	assert_string_equal(argv.words[0], "/bin/sh");
	assert_string_equal(argv.words[1], "-c");
	assert_string_equal(argv.words[2], "echo \"$VIRTTY_NAME\" | rev");
	commands_finish(&commands);
	problems_clear(&problems);
}

static void what_will_not_do_is_named_and_left_out(void **state)
{
	static const struct {
		int line;
		const char *part;
	} expected[] = {
		{2, "a command's section reads [command NAME]"},
		{5, "meant is perhaps scope"},
		{6, "scope is domain, host or app, not \"vm\""},
		{7, "terminal is yes or no, not \"2\""},
		{8, "run wants a program"},
		{9, "confirm is yes, no, or the question"},
		{5, "the command a has no run="},
		{11, "write \"$VIRTTY_NAME\" for {name}"},
		{14, "with scope=host there is no {ip}"},
		{17, "with scope=app there is no {name}"},
	};
	struct commands commands = {0};
	struct problems problems = {0};

	(void)state;
	read(&commands, "f",
	     "[command a b]\nrun = x\n[command a]\nkeys = x\nscop = app\nscope = vm\nterminal = 2\nrun =\n"
	     "confirm =\n[command sh]\nrun = echo {name}\nshell = yes\n[command h]\nscope = host\nrun = x {ip}\n"
	     "[command v]\nscope = app\nrun = x {name}\n[command good]\nrun = x\n",
	     &problems);
	commands_check(&commands, &problems);
	assert_int_equal(commands.n, 1);
	assert_string_equal(commands.all[0].name, "good");
	assert_int_equal(problems.n, ARRAY_SIZE(expected));
	for (size_t i = 0; i < problems.n; i++) {
		bool is_check = i >= 6;

		assert_non_null(strstr(problems.all[i].text, expected[i].part));
		if (!is_check)
			assert_int_equal(problems.all[i].line, expected[i].line);
		else
			assert_in_range(problems.all[i].line, 1, expected[i].line);
	}
	commands_finish(&commands);
	problems_clear(&problems);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_is_read_with_all_that_it_has),
		cmocka_unit_test(the_file_of_the_keys_is_the_one_that_set_them),
		cmocka_unit_test(flags_are_those_of_the_other_files),
		cmocka_unit_test(values_fill_words_and_never_part_them),
		cmocka_unit_test(a_value_is_no_option),
		cmocka_unit_test(a_shell_gets_its_line_only),
		cmocka_unit_test(what_will_not_do_is_named_and_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
