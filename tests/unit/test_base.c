// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"

/* True when fn ends its process by abort(). */
static bool aborts(void (*fn)(void))
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		setrlimit(RLIMIT_CORE, &(struct rlimit){0});
		signal(SIGABRT, SIG_DFL);
		dup2(null, STDERR_FILENO);
		fn();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void ask_for_too_much(void)
{
	free(mem_new_array(SIZE_MAX / 2, 3));
}

static void resize_to_too_much(void)
{
	free(mem_resize(NULL, SIZE_MAX / 4 + 2, 4));
}

static void ask_for_little(void)
{
	free(mem_new_array(3, 5));
}

static void mem_dies_when_a_size_overflows(void **state)
{
	(void)state;
	assert_true(aborts(ask_for_too_much));
	assert_true(aborts(resize_to_too_much));
	assert_false(aborts(ask_for_little));
}

static void mem_gives_zeroed_memory_even_for_nothing(void **state)
{
	autofree unsigned char *p = mem_new_array(7, 11);
	autofree void *none = mem_new_array(0, 8);

	(void)state;
	for (int i = 0; i < 77; i++)
		assert_int_equal(p[i], 0);
	assert_non_null(none);
}

static void mem_copies_strings(void **state)
{
	autofree char *whole = mem_strdup("kvm1");
	autofree char *part = mem_strndup("kvm1", 3);
	autofree char *all = mem_strndup("kvm1", 99);
	autofree char *made = mem_printf("%s-%d", "web", 7);

	(void)state;
	assert_string_equal(whole, "kvm1");
	assert_string_equal(part, "kvm");
	assert_string_equal(all, "kvm1");
	assert_string_equal(made, "web-7");
	assert_null(mem_strdup(NULL));
	assert_null(mem_strndup(NULL, 3));
}

static void take_leaves_null_behind(void **state)
{
	char *s = mem_strdup("x");
	autofree char *other = take(s);

	(void)state;
	assert_null(s);
	assert_string_equal(other, "x");
}

static void arena_keeps_things_apart(void **state)
{
	enum { N = 5000 };
	struct arena *a = arena_create();
	const char **names = mem_new_array(N, sizeof(*names));
	uint64_t **numbers = mem_new_array(N, sizeof(*numbers));

	(void)state;
	for (unsigned i = 0; i < N; i++) {
		autofree char *name = mem_printf("machine-%u", i);

		names[i] = arena_strdup(a, name);
		numbers[i] = arena_alloc(a, sizeof(uint64_t) * (1 + i % 5));
		assert_int_equal((uintptr_t)numbers[i] % _Alignof(max_align_t), 0);
		assert_int_equal(*numbers[i], 0);
		*numbers[i] = UINT64_MAX - i;
	}
	for (unsigned i = 0; i < N; i++) {
		autofree char *name = mem_printf("machine-%u", i);

		assert_string_equal(names[i], name);
		assert_true(*numbers[i] == UINT64_MAX - i);
	}
	assert_null(arena_strdup(a, NULL));
	free(names);
	free(numbers);
	arena_destroy(a);
	arena_destroy(NULL);
}

static void arena_takes_big_things(void **state)
{
	struct arena *a = arena_create();
	size_t size = (size_t)3 << 20;
	unsigned char *big = arena_alloc(a, size);
	const char *small = arena_strdup(a, "after");

	(void)state;
	assert_int_equal(big[0], 0);
	assert_int_equal(big[size - 1], 0);
	memset(big, 0xff, size);
	assert_string_equal(small, "after");
	arena_destroy(a);
}

static void arr_grows_and_zeroes(void **state)
{
	struct {
		int a, b;
	} *things = NULL;
	size_t n = 0, cap = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		__typeof__(things) new = arr_add(things, n, cap);

		assert_int_equal(new->a, 0);
		assert_int_equal(new->b, 0);
		new->a = i;
		new->b = -1;
	}
	assert_int_equal(n, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(things[i].a, i);
	/* What was used before is zeroed again. */
	n = 50;
	assert_int_equal(arr_add(things, n, cap)->b, 0);
	free(things);
}

static void str_builds(void **state)
{
	autostr struct str s = {0};
	char long_one[301];

	(void)state;
	memset(long_one, 'x', 300);
	long_one[300] = '\0';
	assert_string_equal(str_text(&s), "");
	str_add(&s, "ab");
	str_addc(&s, 'c');
	str_addn(&s, "defg", 2);
	str_addf(&s, "%d-%s", 42, long_one);
	assert_int_equal(s.len, 308);
	assert_int_equal(strlen(s.s), s.len);
	assert_true(str_starts(str_text(&s), "abcde42-xxx"));
	assert_false(str_starts("ab", "abc"));
	str_clear(&s);
	assert_string_equal(str_text(&s), "");
	assert_int_equal(s.len, 0);
}

static void str_keeps_zero_bytes(void **state)
{
	autostr struct str s = {0};

	(void)state;
	str_addn(&s, "a\0b", 3);
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.s, "a\0b", 4);
}

static void str_take_hands_over(void **state)
{
	struct str s = {0};
	autofree char *nothing = str_take(&s);
	autofree char *text = NULL;

	(void)state;
	assert_string_equal(nothing, "");
	str_add(&s, "text");
	text = str_take(&s);
	assert_string_equal(text, "text");
	assert_null(s.s);
	assert_int_equal(s.len, 0);
}

static void str_equal_knows_null(void **state)
{
	(void)state;
	assert_true(str_equal(NULL, NULL));
	assert_false(str_equal(NULL, ""));
	assert_false(str_equal("", NULL));
	assert_true(str_equal("a", "a"));
	assert_false(str_equal("a", "b"));
}

static void err_keeps_the_first(void **state)
{
	autoerr struct err err = {0};

	(void)state;
	err_prefix(&err, "nothing to prefix");
	assert_null(err.text);
	assert_false(err_set(&err, ERR_LOST, "lost after %d s", 30));
	assert_false(err_set(&err, ERR_AUTH, "second"));
	assert_int_equal(err.code, ERR_LOST);
	assert_string_equal(err.text, "lost after 30 s");
	err_prefix(&err, "host %s", "kvm1");
	assert_string_equal(err.text, "host kvm1: lost after 30 s");
	assert_false(err_set(NULL, ERR_FAILED, "nobody listens"));
}

static void err_moves(void **state)
{
	autoerr struct err dst = {0};
	struct err src = {0}, other = {0};

	(void)state;
	err_set(&src, ERR_DENIED, "not in the group");
	src.detail = 38;
	err_move(&dst, &src);
	assert_int_equal(src.code, ERR_NONE);
	assert_null(src.text);
	assert_int_equal(dst.code, ERR_DENIED);
	assert_int_equal(dst.detail, 38);
	err_set(&other, ERR_FAILED, "later");
	err_move(&dst, &other);
	assert_int_equal(other.code, ERR_NONE);
	assert_null(other.text);
	assert_string_equal(dst.text, "not in the group");
	err_clear(&dst);
	assert_int_equal(dst.code, ERR_NONE);
	assert_null(dst.text);
}

struct seen {
	const char *look_for;
	size_t n;     /* all lines */
	size_t found; /* lines that hold look_for */
	enum log_level level;
	uint64_t number;
	struct str first, last;
};

static void see(void *opaque, const struct log_line *line)
{
	struct seen *seen = opaque;

	assert_true(line->wall_s > 0);
	assert_true(line->number > seen->number);
	seen->number = line->number;
	if (seen->n++ == 0)
		str_add(&seen->first, line->text);
	str_clear(&seen->last);
	str_add(&seen->last, line->text);
	if (seen->look_for && strstr(line->text, seen->look_for)) {
		seen->found++;
		seen->level = line->level;
	}
}

static void seen_free(struct seen *seen)
{
	str_free(&seen->first);
	str_free(&seen->last);
}
#define autoseen __attribute__((cleanup(seen_free)))

static void log_keeps_the_newest(void **state)
{
	autoseen struct seen seen = {0};
	int last = 0;

	(void)state;
	for (int i = 0; i < LOG_LINES + 10; i++)
		log_write(LOG_INFO, "line %d", i);
	log_each(0, see, &seen);
	assert_int_equal(seen.n, LOG_LINES);
	assert_string_equal(str_text(&seen.first), "line 10");
	assert_int_equal(seen.number, log_newest());
	assert_int_equal(sscanf(str_text(&seen.last), "line %d", &last), 1);
	assert_int_equal(last, LOG_LINES + 9);
}

static void log_tells_what_is_new(void **state)
{
	autoseen struct seen seen = {0};
	uint64_t before = log_newest();

	(void)state;
	log_each(before, see, &seen);
	assert_int_equal(seen.n, 0);
	log_write(LOG_INFO, "first");
	log_write(LOG_INFO, "second");
	log_each(before, see, &seen);
	assert_int_equal(seen.n, 2);
	assert_string_equal(str_text(&seen.first), "first");
	assert_string_equal(str_text(&seen.last), "second");
}

static void log_keeps_what_repeats_once(void **state)
{
	autoseen struct seen seen = {0};
	uint64_t before = log_newest();

	(void)state;
	log_host(LOG_INFO, "kvm1", "the same");
	log_host(LOG_INFO, "kvm1", "the same");
	log_host(LOG_WARN, "kvm1", "the same");
	log_host(LOG_WARN, "kvm2", "the same");
	log_host(LOG_WARN, "kvm2", "the same");
	log_host(LOG_INFO, "kvm1", "the same");
	log_each(before, see, &seen);
	assert_int_equal(seen.n, 4);
}

static void see_times(void *opaque, const struct log_line *line)
{
	if (str_equal(line->text, "no keepalive"))
		*(unsigned *)opaque += line->times;
}

static void see_host(void *opaque, const struct log_line *line)
{
	*(bool *)opaque |= str_equal(line->host, "kvm7") && str_equal(line->text, "of a worker");
}

static void log_counts_what_is_said_often(void **state)
{
	autoseen struct seen seen = {0};
	uint64_t before = log_newest();
	uint64_t said = log_said();
	unsigned times = 0;

	(void)state;
	for (int i = 0; i < 3; i++) {
		log_often(LOG_DEBUG, "no keepalive");
		log_often(LOG_DEBUG, "not supported");
	}
	log_write(LOG_DEBUG, "no keepalive"); /* this one has its place in the order of things */
	log_each(before, see, &seen);
	log_each(before, see_times, &times);
	assert_int_equal(seen.n, 3);
	assert_int_equal(times, 4);
	assert_int_equal(log_said(), said + 7);
}

static void log_knows_whom_a_thread_works_for(void **state)
{
	bool found = false;

	(void)state;
	log_about("kvm7");
	log_write(LOG_INFO, "of a worker");
	log_about(NULL);
	log_each(0, see_host, &found);
	assert_true(found);
}

static void log_is_made_safe(void **state)
{
	autoseen struct seen seen = {.look_for = "hostile"};

	(void)state;
	log_write(LOG_ERROR, "hostile\033[2J\nname\302\233\377");
	log_each(0, see, &seen);
	assert_int_equal(seen.found, 1);
	assert_int_equal(seen.level, LOG_ERROR);
	assert_string_equal(str_text(&seen.last), "hostile\uFFFD[2J name\uFFFD\uFFFD");
}

static void log_appends_to_a_private_file(void **state)
{
	const char *tmp = getenv("TMPDIR");
	autofree char *dir = mem_printf("%s/virtty-log-XXXXXX", tmp ? tmp : "/tmp");
	autofree char *path = NULL;
	char text[512] = "";
	struct stat st;
	FILE *file;
	size_t n;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = mem_printf("%s/log", dir);
	umask(0);
	for (int i = 1; i <= 2; i++) {
		assert_true(log_open(path));
		log_write(LOG_WARN, "entry %d", i);
		log_host(LOG_INFO, "kvm1", "lost\033 %d", i);
		log_close();
		log_write(LOG_WARN, "not in the file");
	}
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	file = fopen(path, "r");
	assert_non_null(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	fclose(file);
	assert_non_null(strstr(text, "warning: entry 1\n"));
	assert_non_null(strstr(text, "warning: entry 2\n"));
	assert_non_null(strstr(text, "info: kvm1: lost\uFFFD 2\n"));
	assert_null(strstr(text, "not in the file"));
	unlink(path);
	rmdir(dir);
	assert_false(log_open("/nonexistent/directory/log"));
}

static void log_waits_for_nobody_who_reads_it(void **state)
{
	const char *tmp = getenv("TMPDIR");
	autofree char *path = mem_printf("%s/virtty-fifo-%d", tmp ? tmp : "/tmp", (int)getpid());
	int fd;

	(void)state;
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	alarm(60);
	assert_false(log_open(path));
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_true(log_open(path));
	for (int i = 0; i < 5000; i++) /* more than a FIFO takes */
		log_write(LOG_INFO, "line %d of those that nobody reads", i);
	log_close();
	alarm(0);
	close(fd);
	unlink(path);
}

/* Waits for the reader thread, at most ten seconds. */
static void wait_for_line(struct seen *seen, const char *text)
{
	int64_t until = clock_now_ns() + 10 * NS_PER_S;

	do {
		seen_free(seen);
		*seen = (struct seen){.look_for = text};
		log_each(0, see, seen);
		sched_yield();
	} while (!seen->found && clock_now_ns() < until);
}

static void log_reads_stderr(void **state)
{
	autoseen struct seen seen = {0};
	autofree char *long_line = mem_new_array(10001, 1);
	int fd = log_stderr_fd();

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(log_stderr_fd(), fd);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(write(fd, "from lib", 8), 8);
	assert_int_equal(write(fd, "virt\n\nnext\n", 11), 11);
	wait_for_line(&seen, "next");
	assert_int_equal(seen.found, 1);
	assert_int_equal(seen.level, LOG_WARN);
	wait_for_line(&seen, "from libvirt");
	assert_int_equal(seen.found, 1);

	memset(long_line, 'y', 10000);
	assert_int_equal(write(fd, long_line, 10000), 10000);
	assert_int_equal(write(fd, "\nthe end\n", 9), 9);
	wait_for_line(&seen, "the end");
	assert_int_equal(seen.found, 1);
	wait_for_line(&seen, "yyyy");
	assert_true(seen.found > 1);
}

static void clock_goes_and_can_be_fixed(void **state)
{
	int64_t before = clock_now_ns(), shown;
	char buf[16];

	(void)state;
	assert_false(clock_is_fixed());
	assert_true(clock_shown_ns() >= before);
	assert_true(clock_wall_s() > 1700000000);
	clock_fix();
	assert_true(clock_is_fixed());
	assert_int_equal(clock_wall_s(), 1772625871);
	clock_format_time(clock_wall_s(), buf, sizeof(buf));
	assert_string_equal(buf, "12:04:31");
	shown = clock_shown_ns();
	assert_true(shown >= before);
	before = clock_now_ns();
	while (clock_now_ns() == before)
		;
	clock_fix();
	assert_true(clock_shown_ns() == shown);
}

/* RFC 4648, section 10, and what is no text. */
static void base64_is_read_strictly(void **state)
{
	static const struct {
		const char *text, *bytes; /* NULL: it is none */
		size_t n;
	} rows[] = {
		{"", "", 0},	     {"Zg==", "f", 1},	   {"Zm8=", "fo", 2},
		{"Zm9v", "foo", 3},  {"//4A+w==", "\xff\xfe\0\xfb", 4},
		{"Zg=", NULL, 0},    {"Zg", NULL, 0},	   {"Z g=", NULL, 0},
		{"=", NULL, 0},	     {"====", NULL, 0},    {"Zm9v\n", NULL, 0},
		{"Zg==Zg==", NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = 99;
		autofree unsigned char *bytes = base64_decode(rows[i].text, &n);

		if (!rows[i].bytes != !bytes)
			fail_msg("\"%s\"", rows[i].text);
		if (!bytes)
			continue;
		assert_int_equal(n, rows[i].n);
		assert_memory_equal(bytes, rows[i].bytes, n);
	}
}

static void base64_has_padding(void **state)
{
	static const struct {
		const char *bytes, *text;
		size_t n;
	} rows[] = {
		{"", "", 0},           {"f", "Zg==", 1},         {"fo", "Zm8=", 2},
		{"foo", "Zm9v", 3},    {"foob", "Zm9vYg==", 4},  {"fooba", "Zm9vYmE=", 5},
		{"foobar", "Zm9vYmFy", 6}, {"\xff\xfe\0\xfb", "//4A+w==", 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		autostr struct str out = {0};

		base64_add(&out, rows[i].bytes, rows[i].n);
		assert_string_equal(str_text(&out), rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mem_dies_when_a_size_overflows),
		cmocka_unit_test(mem_gives_zeroed_memory_even_for_nothing),
		cmocka_unit_test(mem_copies_strings),
		cmocka_unit_test(take_leaves_null_behind),
		cmocka_unit_test(arena_keeps_things_apart),
		cmocka_unit_test(arena_takes_big_things),
		cmocka_unit_test(arr_grows_and_zeroes),
		cmocka_unit_test(str_builds),
		cmocka_unit_test(str_keeps_zero_bytes),
		cmocka_unit_test(str_take_hands_over),
		cmocka_unit_test(str_equal_knows_null),
		cmocka_unit_test(err_keeps_the_first),
		cmocka_unit_test(err_moves),
		cmocka_unit_test(log_keeps_the_newest),
		cmocka_unit_test(log_tells_what_is_new),
		cmocka_unit_test(log_keeps_what_repeats_once),
		cmocka_unit_test(log_counts_what_is_said_often),
		cmocka_unit_test(log_knows_whom_a_thread_works_for),
		cmocka_unit_test(log_is_made_safe),
		cmocka_unit_test(log_appends_to_a_private_file),
		cmocka_unit_test(log_waits_for_nobody_who_reads_it),
		cmocka_unit_test(log_reads_stderr),
		/* Last: a fixed clock stays fixed. */
		cmocka_unit_test(clock_goes_and_can_be_fixed),
		cmocka_unit_test(base64_has_padding),
		cmocka_unit_test(base64_is_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
