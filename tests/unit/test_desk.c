// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/str.h"
#include "model/desk.h"

struct heard {
	struct str answers;
	struct desk *desk;
	bool again; /* asks once more when it is answered */
	size_t seen;
};

static void on_answer(void *opaque, const char *answer)
{
	struct heard *h = opaque;

	str_addf(&h->answers, "%s;", answer ? answer : "(cancelled)");
	if (!h->again)
		return;
	h->again = false;
	desk_ask(h->desk, &(struct question){.label = "Again"}, on_answer, h);
}

static void on_change(void *opaque)
{
	struct heard *h = opaque;

	h->seen = desk_count(h->desk);
}

static uint32_t ask(struct heard *h, const char *label)
{
	return desk_ask(h->desk, &(struct question){.host = 3, .kind = QUESTION_SECRET, .label = label},
			on_answer, h);
}

static void test_oldest_first(void **state)
{
	(void)state;
	struct heard h = {.desk = desk_create()};
	char label[] = "One";

	desk_on_change(h.desk, on_change, &h);
	assert_null(desk_first(h.desk));
	uint32_t one = ask(&h, label);
	uint32_t two = ask(&h, "Two");

	/* Its own copy. */
	memset(label, 'x', 3);
	assert_int_equal(h.seen, 2);
	assert_int_not_equal(one, two);
	assert_int_equal(desk_first(h.desk)->id, one);
	assert_int_equal(desk_first(h.desk)->host, 3);
	assert_string_equal(desk_first(h.desk)->label, "One");
	assert_string_equal(desk_first(h.desk)->text, "");
	desk_answer(h.desk, one, "horse");
	assert_null(desk_find(h.desk, one));
	assert_string_equal(desk_find(h.desk, two)->label, "Two");
	assert_int_equal(desk_first(h.desk)->id, two);
	desk_answer(h.desk, one, "twice");
	assert_int_equal(h.seen, 1);
	desk_answer(h.desk, two, NULL);
	assert_int_equal(h.seen, 0);
	assert_string_equal(str_text(&h.answers), "horse;(cancelled);");
	desk_destroy(h.desk);
	str_free(&h.answers);
}

static void test_withdrawn_is_not_answered(void **state)
{
	(void)state;
	struct heard h = {.desk = desk_create()};
	uint32_t one = ask(&h, "One");
	uint32_t two = ask(&h, "Two");

	desk_on_change(h.desk, on_change, &h);
	desk_withdraw(h.desk, one);
	assert_int_equal(h.seen, 1);
	assert_int_equal(desk_first(h.desk)->id, two);
	desk_answer(h.desk, one, "yes");
	assert_string_equal(str_text(&h.answers), "");
	desk_destroy(h.desk);
	assert_string_equal(str_text(&h.answers), "(cancelled);");
	str_free(&h.answers);
}

static void test_asks_again_while_answered(void **state)
{
	(void)state;
	struct heard h = {.desk = desk_create(), .again = true};

	desk_answer(h.desk, ask(&h, "One"), "no");
	assert_int_equal(desk_count(h.desk), 1);
	assert_string_equal(desk_first(h.desk)->label, "Again");
	h.again = true;
	desk_destroy(h.desk);
	assert_string_equal(str_text(&h.answers), "no;(cancelled);(cancelled);");
	str_free(&h.answers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oldest_first),
		cmocka_unit_test(test_withdrawn_is_not_answered),
		cmocka_unit_test(test_asks_again_while_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
