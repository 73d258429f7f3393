// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/logbook.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void lines_come_newest_first(void **state)
{
	struct log_book *book = log_book_create();

	(void)state;
	log_write(LOG_INFO, "first");
	log_host(LOG_WARN, "kvm1", "second");
	assert_true(log_book_update(book));
	assert_int_equal(log_book_count(book), 2);
	assert_string_equal(log_book_at(book, 0)->text, "second");
	assert_string_equal(log_book_at(book, 0)->host, "kvm1");
	assert_int_equal(log_book_at(book, 0)->level, LOG_WARN);
	assert_string_equal(log_book_at(book, 1)->text, "first");
	assert_null(log_book_at(book, 1)->host);
	assert_false(log_book_update(book));
	log_write(LOG_INFO, "third");
	assert_true(log_book_update(book));
	assert_int_equal(log_book_count(book), 3);
	assert_string_equal(log_book_at(book, 2)->text, "first");
	log_book_destroy(book);
}

static void the_oldest_go(void **state)
{
	struct log_book *book = log_book_create();
	uint32_t first;

	(void)state;
	log_write(LOG_INFO, "goes");
	log_book_update(book);
	first = log_book_at(book, 0)->number;
	assert_string_equal(log_book_find(book, first)->text, "goes");
	for (int i = 0; i < LOG_LINES; i++)
		log_write(LOG_INFO, "stays %d", i);
	log_book_update(book);
	assert_int_equal(log_book_count(book), LOG_LINES);
	assert_null(log_book_find(book, first));
	assert_string_equal(log_book_find(book, first + 1)->text, "stays 0");
	assert_string_equal(log_book_at(book, LOG_LINES - 1)->text, "stays 0");
	log_book_destroy(book);
}

static void what_is_said_again_is_counted(void **state)
{
	struct log_book *book = log_book_create();
	size_t n;

	(void)state;
	log_often(LOG_DEBUG, "no keepalive");
	log_often(LOG_DEBUG, "another");
	log_book_update(book);
	n = log_book_count(book);
	assert_string_equal(log_book_at(book, 1)->text, "no keepalive");
	log_often(LOG_DEBUG, "no keepalive");
	log_often(LOG_DEBUG, "no keepalive");
	assert_true(log_book_update(book));
	assert_int_equal(log_book_count(book), n);
	assert_string_equal(log_book_at(book, 0)->text, "another");
	assert_string_equal(log_book_at(book, 1)->text, "no keepalive (3 times)");
	assert_false(log_book_update(book));
	log_book_destroy(book);
}

#define EACH 500

static void *write_lines(void *opaque)
{
	for (int i = 0; i < EACH; i++)
		log_host(LOG_DEBUG, opaque, "line %d", i);
	return NULL;
}

/* Every line of every thread, each thread's in its order. */
static void threads_may_write_while_it_is_read(void **state)
{
	static char names[][2] = {"a", "b", "c"};
	struct log_book *book = log_book_create();
	uint64_t before = log_newest();
	pthread_t threads[3];
	int next[3] = {0};

	(void)state;
	log_book_update(book);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_lines, names[i]), 0);
	while (log_newest() < before + 3 * EACH)
		log_book_update(book);
	for (size_t i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	log_book_update(book);
	for (uint64_t n = before + 1; n <= before + 3 * EACH; n++) {
		const struct log_entry *entry = log_book_find(book, (uint32_t)n);
		int *at = &next[entry->host[0] - 'a'];
		int line;

		assert_int_equal(sscanf(entry->text, "line %d", &line), 1);
		assert_int_equal(line, *at);
		(*at)++;
	}
	log_book_destroy(book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_newest_first),
		cmocka_unit_test(the_oldest_go),
		cmocka_unit_test(what_is_said_again_is_counted),
		cmocka_unit_test(threads_may_write_while_it_is_read),
	};

	return cmocka_run_group_tests_name("logbook", tests, NULL, NULL);
}
