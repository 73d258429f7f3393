// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "conf/demo.h"
#include "conf/fleet.h"
#include "mistakes.h"

#define DEMO_URI "test:///proc/self/fd/"

struct files {
	char *dir, *system, *user;
	struct fleet *fleet;
	struct state *state;
	struct problems problems;
};

static int make_files(void **state)
{
	struct files *f = mem_new(struct files);

	f->dir = mem_strdup("/tmp/virtty-fleet-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->system = mem_printf("%s/system.conf", f->dir);
	f->user = mem_printf("%s/hosts.conf", f->dir);
	f->fleet = fleet_create();
	f->state = state_load(NULL);
	setenv("HOME", "/home-of-somebody", 1);
	*state = f;
	return 0;
}

static int drop_files(void **state)
{
	struct files *f = *state;

	unlink(f->system);
	unlink(f->user);
	rmdir(f->dir);
	fleet_destroy(f->fleet);
	state_destroy(f->state);
	problems_clear(&f->problems);
	free(f->dir);
	free(f->system);
	free(f->user);
	free(f);
	return 0;
}

static void read_text(struct files *f, const char *path, const char *text)
{
	autoerr struct err err = {0};

	assert_true(file_replace(path, text, strlen(text), &err));
	fleet_read(f->fleet, path, &f->problems);
}

static void settle(struct files *f)
{
	fleet_settle(f->fleet, f->state, &f->problems);
}

static void assert_host(const struct files *f, const char *name, const char *uri, const char *group)
{
	const struct fleet_host *host = fleet_find(f->fleet, name);

	assert_non_null(host);
	assert_string_equal(host->uri, uri);
	if (group)
		assert_string_equal(host->group, group);
	else
		assert_null(host->group);
}

static void a_host_has_its_own_its_groups_and_the_defaults(void **state)
{
	struct files *f = *state;
	const struct fleet_host *host;

	read_text(f, f->user,
		  "[host plain]\nuri = qemu:///system\n"
		  "[host web1]\nuri = qemu+ssh://root@web1/system\ngroup = web\ntheme = red\n"
		  "[host web2]\ngroup = web\nreadonly = no\nautoconnect = yes\n"
		  "[group web]\nuri = qemu+ssh://root@{name}.example.net/system\nreadonly = yes\n"
		  "autoconnect = no\ntheme = blue\n");
	settle(f);
	assert_int_equal(f->problems.n, 0);
	assert_int_equal(fleet_count(f->fleet), 3);
	assert_host(f, "plain", "qemu:///system", NULL);
	assert_host(f, "web1", "qemu+ssh://root@web1/system", "web");
	assert_host(f, "web2", "qemu+ssh://root@web2.example.net/system", "web");
	host = fleet_find(f->fleet, "plain");
	assert_false(host->readonly);
	assert_true(host->autoconnect);
	assert_null(host->theme);
	assert_int_equal(host->line, 1);
	assert_string_equal(host->file, f->user);
	host = fleet_find(f->fleet, "web1");
	assert_true(host->readonly);
	assert_false(host->autoconnect);
	assert_string_equal(host->theme, "red");
	assert_int_equal(host->readonly_line, 13); /* the group's */
	host = fleet_find(f->fleet, "web2");
	assert_false(host->readonly);
	assert_null(host->readonly_file);
	assert_true(host->autoconnect);
	assert_string_equal(host->theme, "blue");
	assert_true(fleet_has_group(f->fleet, "web"));
	assert_false(fleet_has_group(f->fleet, "plain"));
	assert_null(fleet_find(f->fleet, "web"));
}

static void a_byte_order_mark_hides_no_host(void **state)
{
	struct files *f = *state;

	read_text(f, f->user, "\xef\xbb\xbf[host first]\nuri = qemu:///system\n[host second]\nuri = test:///default\n");
	settle(f);
	assert_int_equal(f->problems.n, 0);
	assert_int_equal(fleet_count(f->fleet), 2);
	assert_host(f, "first", "qemu:///system", NULL);
}

static void a_refused_section_changes_no_other_host(void **state)
{
	struct files *f = *state;

	read_text(f, f->user, "[host prod]\nreadonly = yes\n[host other\nuri = test:///default\n"
			      "[defaults]\nuri = qemu+ssh://{name}/system\n");
	settle(f);
	assert_int_equal(f->problems.n, 1);
	assert_int_equal(fleet_count(f->fleet), 1);
	assert_host(f, "prod", "qemu+ssh://prod/system", NULL);
}

static void the_demos_files_are_for_us_alone(void **state)
{
	struct demo_host host;
	int fd;

	(void)state;
	assert_true(demo_host(0, &host));
	autofree char *uri = host.uri;

	assert_true(str_starts(uri, DEMO_URI));
	fd = atoi(uri + strlen(DEMO_URI));
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	close(fd);
}

static void defaults_are_for_all_and_the_persons_file_counts_more(void **state)
{
	struct files *f = *state;

	read_text(f, f->system,
		  "[defaults]\nuri = qemu+ssh://{name}/system\ngroup = all\nreadonly = yes\n"
		  "[host a]\n[host b]\nuri = test:///default\n");
	read_text(f, f->user, "[host a]\nreadonly = no\n[host b]\nuri = test:///other\ngroup = mine\n");
	settle(f);
	assert_int_equal(f->problems.n, 0);
	assert_int_equal(fleet_count(f->fleet), 2);
	assert_host(f, "a", "qemu+ssh://a/system", "all");
	assert_host(f, "b", "test:///other", "mine");
	assert_false(fleet_find(f->fleet, "a")->readonly);
	assert_true(fleet_find(f->fleet, "b")->readonly);
	assert_string_equal(fleet_find(f->fleet, "b")->file, f->user);
	assert_int_equal(fleet_find(f->fleet, "b")->line, 3);
}

static void ssh_goes_into_the_uri(void **state)
{
	struct files *f = *state;

	read_text(f, f->user,
		  "[defaults]\nssh = keyfile=~/.ssh/lab key netcat=/bin/nc\n");
	assert_int_equal(f->problems.n, 1); /* a path with a space is two words */
	problems_clear(&f->problems);
	read_text(f, f->user,
		  "[defaults]\nssh = keyfile=~/.ssh/lab&key  proxy=netcat\n"
		  "[host a]\nuri = qemu+ssh://a/system\n"
		  "[host b]\nuri = qemu+ssh://b/system?mode=direct\nssh = command=/opt/my-ssh\n"
		  "[host c]\nuri = qemu:///system\n"
		  "[host d]\nuri = qemu+libssh2://d/system\n");
	settle(f);
	assert_int_equal(f->problems.n, 0);
	assert_host(f, "a", "qemu+ssh://a/system?keyfile=/home-of-somebody/.ssh/lab%26key&proxy=netcat",
		    NULL);
	assert_host(f, "b", "qemu+ssh://b/system?mode=direct&command=/opt/my-ssh", NULL);
	assert_host(f, "c", "qemu:///system", NULL);
	assert_host(f, "d", "qemu+libssh2://d/system", NULL);
}

static void each_mistake_is_told(void **state)
{
	static const struct mistake rows[] = {
		{"uri = qemu:///system", "a section comes first: [host NAME], [group NAME] or [defaults]"},
		{"[host good]", NULL},
		{"uri = qemu:///system", NULL},
		{"url = qemu:///other", "there is no url: uri is meant, perhaps"},
		{"frobnicate = 1", "there is no frobnicate: uri, group, readonly"},
		{"readonly = maybe", "readonly wants yes or no, not \"maybe\""},
		{"uri = test:///default", "uri stands in line 3 already, and that line counts"},
		{"group =", "group wants NAME"},
		{"theme = purple", "theme wants red, yellow, green, blue, magenta or cyan, not \"purple\""},
		{"ssh = port=2222", "not \"port=2222\": a user and a port stand in the URI"},
		{"[host bad]", NULL},
		{"uri = kvm1", "uri wants one such as qemu+ssh://root@kvm1/system, not \"kvm1\""},
		{"[group prod]", NULL},
		{"group = other", "group cannot stand in a [group prod]"},
		{"[hots x]", NULL},
		{"uri = qemu:///system", "there is no section [hots x]: [host NAME], [group NAME] and"},
		{"readonly = yes", NULL},
		{"[host]", NULL},
		{"uri = qemu:///system", "there is no section [host]"},
	};
	struct files *f = *state;
	autostr struct str text = {0};
	size_t n;

	mistakes_text(rows, ARRAY_SIZE(rows), &text);
	read_text(f, f->user, str_text(&text));
	assert_mistakes(&f->problems, rows, ARRAY_SIZE(rows), f->user);
	n = f->problems.n;
	settle(f);
	assert_int_equal(f->problems.n, n + 1);
	assert_int_equal(f->problems.all[n].line, 11);
	assert_non_null(strstr(f->problems.all[n].text, "bad has no uri"));
	assert_int_equal(fleet_count(f->fleet), 1);
	assert_host(f, "good", "qemu:///system", NULL);
}

/* What no pair tells of. */
static void sections_that_stand_twice_or_cannot_be_named(void **state)
{
	struct files *f = *state;

	read_text(f, f->user,
		  "[host a]\nuri = test:///default\n[host a/b]\nuri = test:///default\n[host a]\n"
		  "readonly = yes\n[host b]\n[host c]\nuri = qemu:///system\nssh = proxy=auto\n");
	settle(f);
	assert_int_equal(f->problems.n, 4);
	assert_int_equal(f->problems.all[0].line, 3);
	assert_non_null(strstr(f->problems.all[0].text, "\"a/b\" cannot have any of = : / ? #"));
	assert_int_equal(f->problems.all[1].line, 5);
	assert_non_null(strstr(f->problems.all[1].text, "[host a] stands in line 1 already"));
	assert_int_equal(f->problems.all[2].line, 7);
	assert_non_null(strstr(f->problems.all[2].text, "b has no uri"));
	assert_int_equal(f->problems.all[3].line, 10);
	assert_non_null(strstr(f->problems.all[3].text, "ssh is for URIs with +ssh"));
	assert_true(fleet_find(f->fleet, "a")->readonly);
	assert_int_equal(fleet_count(f->fleet), 2);
}

static void those_added_here_come_last(void **state)
{
	struct files *f = *state;

	fleet_remember(f->state, "mine", "test:///default");
	fleet_remember(f->state, "gone", "test:///default");
	fleet_remember(f->state, "a", "test:///remembered");
	fleet_remember(f->state, "odd", "what is that");
	fleet_forget(f->state, "gone");
	read_text(f, f->user, "[host a]\nuri = test:///file\n");
	settle(f);
	assert_int_equal(f->problems.n, 0);
	assert_int_equal(fleet_count(f->fleet), 2);
	assert_host(f, "a", "test:///file", NULL);
	assert_string_equal(fleet_at(f->fleet, 1)->name, "mine");
	assert_null(fleet_at(f->fleet, 1)->file);
	assert_true(fleet_at(f->fleet, 1)->autoconnect);
}

static void what_c_takes_by_name(void **state)
{
	struct files *f = *state;
	autostr struct str out = {0};

	fleet_remember(f->state, "mine", "test:///default");
	read_text(f, f->user,
		  "[defaults]\nuri = qemu+ssh://{name}/system\n[host b]\ngroup = lab\n[host a]\n"
		  "[host c]\ngroup = lab\n[host d]\ngroup = shop\n");
	settle(f);
	fleet_list(f->fleet, &out);
	assert_string_equal(str_text(&out), "b\tqemu+ssh://b/system\n"
					    "a\tqemu+ssh://a/system\n"
					    "c\tqemu+ssh://c/system\n"
					    "d\tqemu+ssh://d/system\n"
					    "mine\ttest:///default\n"
					    "lab\ta group of 2 hosts\n"
					    "shop\ta group of 1 host\n");
}

static void words_of_a_prompt(void **state)
{
	static const struct {
		const char *word, *name, *uri; /* uri NULL: will not do */
	} rows[] = {
		{"qemu:///system", NULL, "qemu:///system"},
		{"kvm1=qemu+ssh://root@kvm1/system", "kvm1", "qemu+ssh://root@kvm1/system"},
		{"fake:///a?b=c", NULL, "fake:///a?b=c"},
		{"kvm1", NULL, NULL},
		{"", NULL, NULL},
		{"=qemu:///system", NULL, NULL},
		{"a b=qemu:///sy stem", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autoerr struct err err = {0};
		autofree char *name = NULL;
		const char *uri = NULL;

		assert_int_equal(fleet_split(rows[i].word, &name, &uri, &err), rows[i].uri != NULL);
		if (!rows[i].uri) {
			assert_non_null(strstr(err.text, "or NAME=URI"));
			continue;
		}
		assert_string_equal(uri, rows[i].uri);
		assert_true(str_equal(name, rows[i].name));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_host_has_its_own_its_groups_and_the_defaults,
						make_files, drop_files),
		cmocka_unit_test_setup_teardown(a_byte_order_mark_hides_no_host, make_files, drop_files),
		cmocka_unit_test_setup_teardown(a_refused_section_changes_no_other_host, make_files,
						drop_files),
		cmocka_unit_test(the_demos_files_are_for_us_alone),
		cmocka_unit_test_setup_teardown(defaults_are_for_all_and_the_persons_file_counts_more,
						make_files, drop_files),
		cmocka_unit_test_setup_teardown(ssh_goes_into_the_uri, make_files, drop_files),
		cmocka_unit_test_setup_teardown(each_mistake_is_told, make_files, drop_files),
		cmocka_unit_test_setup_teardown(sections_that_stand_twice_or_cannot_be_named, make_files,
						drop_files),
		cmocka_unit_test_setup_teardown(those_added_here_come_last, make_files, drop_files),
		cmocka_unit_test_setup_teardown(what_c_takes_by_name, make_files, drop_files),
		cmocka_unit_test(words_of_a_prompt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
