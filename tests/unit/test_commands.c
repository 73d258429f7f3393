// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arr.h"
#include "model/commands.h"
#include "model/words.h"

/* What is in it as "action|object,object|text", or the error. */
static char *understood(const char *text)
{
	autocommand struct command_line line = {0};
	autoerr struct err err = {0};
	struct str out = {0};

	if (!command_parse(text, NULL, &line, &err)) {
		str_addf(&out, "! %s", err.text);
		return str_take(&out);
	}
	str_addf(&out, "%s|", line.command ? line.action : "none");
	for (size_t i = 0; i < line.n_objects; i++)
		str_addf(&out, "%s%s", i ? "," : "", line.objects[i]);
	str_addf(&out, "|%s", line.text ? line.text : "-");
	return str_take(&out);
}

static const struct {
	const char *line, *understood;
} rows[] = {
	{"start", "domain.start||-"},
	{"  start  ", "domain.start||-"},
	{"start web db-*", "domain.start|web,db-*|-"},
	{"start \"my web\" my\\ db", "domain.start|my web,my db|-"},
	{"start --paused web", "domain.start-paused|web|-"},
	{"start web --force-boot", "domain.start-fresh|web|-"},
	{"start --forever web", "! start: --forever is not understood: it takes --paused, --force-boot, "
	 "--reset-nvram"},
	{"start web --reset-nvram", "domain.start-reset-nvram|web|-"},
	{"start -- --paused", "domain.start|--paused|-"},
	{"shutdown --mode agent web", "domain.shutdown|web|agent"},
	{"shutdown web --mode=acpi", "domain.shutdown|web|acpi"},
	{"shutdown --mode initctl web",
	 "! shutdown: --mode initctl is not understood: it takes --mode acpi, --mode agent"},
	{"shutdown --mode", "! shutdown: --mode is not understood: it takes --mode acpi, --mode agent"},
	{"destroy --graceful kvm1/web", "domain.stop-graceful|kvm1/web|-"},
	{"autostart --disable", "domain.autostart-off||-"},
	{"undefine web --nvram --managed-save", "domain.undefine|web|-"},
	{"reboot --mode acpi web", "! reboot: --mode is not understood"},
	{"rename new", "domain.rename||new"},
	{"domrename web new", "domain.rename|web|new"},
	{"desc web it serves", "domain.description|web|it serves"},
	{"desc web \"\"", "domain.description|web|"},
	{"desc \"\"", "domain.description||"},
	{"desc ", "domain.description||-"},
	{"desc --title web it serves", "domain.title|web|it serves"},
	{"title  it -- serves --all", "domain.title||it -- serves --all"},
	{"title", "domain.title||-"},
	{"save /srv/a.sav", "domain.save||/srv/a.sav"},
	{"save web /srv/a.sav", "domain.save|web|/srv/a.sav"},
	{"save web /srv/a b", "! save: b is one word too many; it is written: save [MACHINE] FILE"},
	{"dump web /srv/core --memory-only", "domain.dump|web|/srv/core"},
	{"restore /srv/a.sav", "domain.restore||/srv/a.sav"},
	{"define \"my file.xml\"", "domain.define||my file.xml"},
	{"create a.xml b.xml", "! create: b.xml is one word too many; it is written: create FILE"},
	{"send-keys ctrl+alt+del", "domain.send-keys||ctrl+alt+del"},
	{"send-key web KEY_LEFTCTRL KEY_C", "domain.send-keys|web|KEY_LEFTCTRL+KEY_C"},
	{"dominfo web", "domain.details|web|-"},
	{"domain web db", "! domain: db is one word too many; it is written: domain [MACHINE]"},
	{"host kvm1", "app.go|kvm1|-"},
	{"nodeinfo", "host.details||-"},
	{"connect kvm3=qemu+ssh://root@kvm3/system", "app.connect||kvm3=qemu+ssh://root@kvm3/system"},
	{"list --all", "app.domains||-"},
	{"list web", "! list: web is one word too many; it is written: list"},
	{"net-list", "app.networks||-"},
	{"net-start lan kvm2/dmz", "network.start|lan,kvm2/dmz|-"},
	{"net-define a.xml", "network.define||a.xml"},
	{"vol-clone a b", "! vol-clone: volumes cannot be cloned here yet"},
	{"diff web lan.xml", "app.diff||web\nlan.xml"},
	{"diff lan.xml", "app.diff||lan.xml"},
	{"diff a b c", "! diff: c is one word too many; it is written: diff [NAME|FILE] NAME|FILE"},
	{"history lan", "app.history|lan|-"},
	{"migrate web", "! migrate: machines cannot be moved to another host here yet"},
	{"net-autostart lan --disable", "network.autostart-off|lan|-"},
	{"pool-destroy \"my pool\"", "pool.stop|my pool|-"},
	{"vol-list images", "pool.volumes|images|-"},
	{"quit", "app.quit||-"},
	{"fly web", "none||-"},
	{"", "none||-"},
};

static void lines_are_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *got = understood(rows[i].line);

		if (!str_equal(got, rows[i].understood))
			fail_msg("\"%s\": %s, not %s", rows[i].line, got, rows[i].understood);
	}
}

/* A word that the table has not stands for what the caller says. */
static void another_command(void **state)
{
	const struct command other = {.name = "domain.reset", .action = "domain.reset", .takes = TAKES_MACHINES};
	autocommand struct command_line line = {0};
	autoerr struct err err = {0};

	(void)state;
	assert_true(command_parse("domain.reset web", &other, &line, &err));
	assert_string_equal(line.action, "domain.reset");
	assert_int_equal(line.n_objects, 1);
	command_line_clear(&line);
	assert_false(command_parse("domain.reset --hard web", &other, &line, &err));
	assert_string_equal(err.text, "domain.reset: --hard is not understood");
}

static void words_and_back(void **state)
{
	static const char *const all[] = {"web", "my web", "a\"b", "a\\b", "", "ünï", "*"};
	autostr struct str line = {0};
	autowords struct words words = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		str_add(&line, i ? " " : "");
		words_add_quoted(&line, all[i]);
	}
	words_split(str_text(&line), &words);
	assert_int_equal(words.n, ARRAY_SIZE(all));
	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		assert_string_equal(words.all[i], all[i]);
}

/* Where the word that is being typed begins. */
static void the_last_word(void **state)
{
	static const struct {
		const char *text;
		size_t n, at;
	} lines[] = {{"", 1, 0}, {"start", 1, 0}, {"start ", 2, 6}, {"start  we", 2, 7}, {"a \"b c", 2, 2}};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		autowords struct words words = {0};

		words_split(lines[i].text, &words);
		assert_int_equal(words.n, lines[i].n);
		assert_int_equal(words.at[words.n - 1], lines[i].at);
	}
}

/* Names that were pasted: none is left out. */
static void many_words(void **state)
{
	autostr struct str text = {0};
	autostr struct str names = {0};
	autostr struct str description = {0};
	autocommand struct command_line shutdown = {0};
	autocommand struct command_line desc = {0};
	autoerr struct err err = {0};

	(void)state;
	for (int i = 0; i < 200; i++)
		str_addf(&text, " w%d", i);
	str_addf(&names, "shutdown%s", str_text(&text));
	assert_true(command_parse(str_text(&names), NULL, &shutdown, &err));
	assert_int_equal(shutdown.n_objects, 200);
	assert_string_equal(shutdown.objects[199], "w199");
	str_addf(&description, "desc web%s", str_text(&text));
	assert_true(command_parse(str_text(&description), NULL, &desc, &err));
	assert_int_equal(desc.n_objects, 1);
	assert_string_equal(desc.text, str_text(&text) + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_understood), cmocka_unit_test(another_command),
		cmocka_unit_test(words_and_back),       cmocka_unit_test(the_last_word),
		cmocka_unit_test(many_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
