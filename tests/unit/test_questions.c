// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "conf/options.h"
#include "model/desk.h"
#include "tests/turns.h"
#include "ui/app.h"
#include "ui/keymap.h"
#include "ui/questions.h"

struct world {
	struct loop *loop;
	struct options options;
	struct app *app;
	struct str answers;
	const char *at_end; /* what is heard when the program leaves */
};

static int setup(void **state)
{
	struct world *w = mem_new(struct world);
	autoerr struct err err = {0};

	w->loop = loop_create();
	options_init(&w->options);
	w->options.script = mem_strdup("");
	w->app = app_create(w->loop, &w->options, &err);
	assert_non_null(w->app);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	assert_true(app_destroy(w->app));
	assert_string_equal(str_text(&w->answers), w->at_end ? w->at_end : "");
	assert_int_equal(loop_registered(w->loop), 0);
	loop_destroy(w->loop);
	options_finish(&w->options);
	str_free(&w->answers);
	free(w);
	return 0;
}

static void on_answer(void *opaque, const char *answer)
{
	str_addf(&((struct world *)opaque)->answers, "%s;", answer ? answer : "(cancelled)");
}

static uint32_t ask(struct world *w, enum question_kind kind, uint32_t host, const char *title)
{
	return desk_ask(w->app->desk,
			&(struct question){.kind = kind, .host = host, .title = title, .text = "Well?", .label = "Say"},
			on_answer, w);
}

static bool shows(struct world *w, const char *text)
{
	autostr struct str screen = {0};

	app_paint(w->app);
	app_paint(w->app);
	surface_text(w->app->surface, &screen);
	return strstr(str_text(&screen), text) != NULL;
}

static void press(struct world *w, const char *names)
{
	autofree char *copy = mem_strdup(names);

	for (char *rest = copy, *name; (name = strsep(&rest, " "));) {
		struct key key;

		assert_true(key_parse(name, &key));
		app_key(w->app, &key);
		app_paint(w->app);
	}
}

static void answered(struct world *w, const char *all)
{
	assert_string_equal(str_text(&w->answers), all);
	str_clear(&w->answers);
}

static void a_key_that_was_meant_for_something_else_is_no_answer(void **state)
{
	struct world *w = *state;

	ask(w, QUESTION_YES_NO, 0, "kvm1 asks");
	assert_true(shows(w, "keys count in a moment"));
	press(w, "y Enter Esc C-c");
	answered(w, "");
	turn_until(w, shows(w, "Tab choose"));
	press(w, "y");
	answered(w, "yes;");
	assert_false(shows(w, "kvm1 asks"));
}

static void no_is_what_enter_says(void **state)
{
	static const struct {
		enum question_kind kind;
		const char *keys, *answer;
	} all[] = {
		{QUESTION_YES_NO, "Enter", "no;"},	  {QUESTION_YES_NO, "n", "no;"},
		{QUESTION_YES_NO, "Tab Enter", "yes;"},	  {QUESTION_YES_NO, "Esc", "(cancelled);"},
		{QUESTION_HOST_KEY, "Enter", "no;"},	  {QUESTION_HOST_KEY, "y", ""},
		{QUESTION_HOST_KEY, "Enter", "yes;"},	  {QUESTION_HOST_KEY, "C-c", "(cancelled);"},
		{QUESTION_HOST_KEY, "y Tab Enter", "no;"}, {QUESTION_HINT, "Enter y n", ""},
		{QUESTION_HINT, "Esc", "(cancelled);"},	  {QUESTION_TEXT, "o k Enter", "ok;"},
		{QUESTION_SECRET, "Enter", ";"},	  {QUESTION_SECRET, "q Q C-u a Space b ä Backspace Enter", "a b;"},
		{QUESTION_SECRET, "a Esc", "(cancelled);"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!desk_count(w->app->desk)) {
			ask(w, all[i].kind, 0, "kvm1 asks");
			press(w, "C-r"); /* at once */
		}
		press(w, all[i].keys);
		answered(w, all[i].answer);
		if (!all[i].answer[0])
			continue;
		assert_int_equal(desk_count(w->app->desk), 0);
		assert_false(shows(w, "kvm1 asks"));
	}
}

static void who_types_is_not_disturbed(void **state)
{
	struct world *w = *state;

	press(w, "/ a b");
	ask(w, QUESTION_SECRET, 0, "kvm1 asks");
	assert_true(shows(w, "kvm1 asks: C-r"));
	w->app->key_ns -= 10 * NS_PER_S;
	w->app->dirty = true;
	assert_false(shows(w, "Say"));
	press(w, "c Enter");
	assert_true(shows(w, "/abc"));
	/* The filter is done; that key was just now. */
	assert_false(shows(w, "Say"));
	turn_until(w, shows(w, "Say"));
	answered(w, "");
	desk_answer(w->app->desk, desk_first(w->app->desk)->id, NULL);
	answered(w, "(cancelled);");
}

static void several_come_one_after_the_other(void **state)
{
	struct world *w = *state;

	ask(w, QUESTION_TEXT, 0, "kvm1 asks");
	ask(w, QUESTION_TEXT, 0, "kvm2 asks");
	uint32_t last = ask(w, QUESTION_TEXT, 0, "kvm3 asks");

	press(w, "C-r");
	assert_true(shows(w, "kvm1 asks   1 of 3"));
	press(w, "a Enter");
	assert_true(shows(w, "kvm2 asks   2 of 3"));
	press(w, "b Enter"); /* too early */
	answered(w, "a;");
	turn_until(w, shows(w, "Enter answer"));
	press(w, "b Enter");
	answered(w, "b;");
	assert_true(shows(w, "kvm3 asks   3 of 3"));
	w->app->key_ns -= 10 * NS_PER_S;
	desk_withdraw(w->app->desk, last);
	assert_true(shows(w, "kvm3 asks: no answer is wanted any more"));
	assert_false(shows(w, "3 of 3"));
	answered(w, "");
}

/* The rest of a password must not be keys of the list below. */
static void what_is_being_typed_stays(void **state)
{
	struct world *w = *state;
	uint32_t id = ask(w, QUESTION_SECRET, 0, "kvm1 asks");

	press(w, "C-r");
	press(w, "g e h");
	desk_withdraw(w->app->desk, id);
	assert_true(shows(w, "who asked has gone"));
	assert_false(shows(w, "•"));
	press(w, "p a q");
	assert_true(shows(w, "who asked has gone"));
	assert_false(w->app->quitting);
	ask(w, QUESTION_SECRET, 0, "kvm2 asks");
	press(w, "q");
	assert_true(shows(w, "who asked has gone"));
	answered(w, "");
	press(w, "Enter");
	assert_false(shows(w, "who asked has gone"));
	assert_true(shows(w, "kvm2 asks"));
	turn_until(w, shows(w, "Enter answer"));
	press(w, "x Enter");
	answered(w, "x;");
}

/* Nor those of who had just begun. */
static void what_is_about_to_be_typed_too(void **state)
{
	struct world *w = *state;
	uint32_t id = ask(w, QUESTION_TEXT, 0, "kvm1 asks");

	press(w, "C-r");
	desk_withdraw(w->app->desk, id);
	assert_true(shows(w, "who asked has gone"));
	press(w, "p");
	press(w, "Esc");
	assert_false(shows(w, "who asked has gone"));
	answered(w, "");
}

static void put_off_it_waits(void **state)
{
	struct world *w = *state;
	uint32_t id = ask(w, QUESTION_SECRET, 0, "kvm1 asks");

	assert_true(shows(w, "Say"));
	turn_until(w, shows(w, "Enter answer"));
	press(w, "x C-r");
	w->app->key_ns -= 10 * NS_PER_S;
	w->app->dirty = true;
	assert_false(shows(w, "Say"));
	assert_true(shows(w, "kvm1 asks: C-r"));
	press(w, "C-r");
	assert_true(shows(w, "Enter answer"));
	assert_false(shows(w, "•"));
	w->app->key_ns -= 10 * NS_PER_S;
	desk_withdraw(w->app->desk, id);
	assert_false(shows(w, "C-r"));
	/* A hint that was followed needs no words. */
	id = ask(w, QUESTION_HINT, 0, "kvm1: touch your key");
	press(w, "C-r");
	assert_true(shows(w, "touch your key"));
	desk_withdraw(w->app->desk, id);
	assert_false(shows(w, "kvm1"));
	answered(w, "");
}

static void a_host_of_its_own_colour_asks_in_it(void **state)
{
	struct world *w = *state;
	struct host *h = app_add_host(w->app, "kvm1", "fake:///rack", false);
	bool red = false;

	host_label(h, &(struct host_labels){.theme = "red"});
	ask(w, QUESTION_HOST_KEY, host_view(h)->number, "kvm1 asks");
	assert_true(shows(w, "kvm1 asks"));
	for (int i = 0; i < w->app->surface->width * w->app->surface->height; i++)
		red |= w->app->surface->cells[i].role == ROLE_ACCENT_RED;
	assert_true(red);
	turn_until(w, shows(w, "Tab choose"));
	press(w, "Esc");
	answered(w, "(cancelled);");
}

/* Nothing is left, and nobody waits. */
static void leaving_cancels(void **state)
{
	struct world *w = *state;

	ask(w, QUESTION_SECRET, 0, "kvm1 asks");
	press(w, "C-r a");
	assert_true(shows(w, "•"));
	w->at_end = "(cancelled);";
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_key_that_was_meant_for_something_else_is_no_answer),
		T(no_is_what_enter_says),
		T(who_types_is_not_disturbed),
		T(several_come_one_after_the_other),
		T(what_is_being_typed_stays),
		T(what_is_about_to_be_typed_too),
		T(put_off_it_waits),
		T(a_host_of_its_own_colour_asks_in_it),
		T(leaving_cancels),
	};

	return cmocka_run_group_tests_name("questions", tests, NULL, NULL);
}
