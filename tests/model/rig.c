// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/readings.h"
#include "virt/verbs.h"
#include "xml/definition.h"

#define PATIENCE_NS (30 * NS_PER_S)
#define TICK_MS 10

/* One job: what goes in, what comes out. */
struct ask {
	struct rig *rig;
	void (*fn)(struct work *work, struct ask *ask);
	bool over;
	bool ok;
	struct err *err;
	char *calls;

	const char *uri;
	bool readonly;
	const struct snapshot *before;
	const unsigned char (*stale)[UUID_SIZE];
	size_t n;
	unsigned groups;
	const unsigned char *uuid;
	const struct verb_request *request;
	struct job_progress *progress;
	const struct job_of *job;
	struct guest_facts *guest;
	unsigned what; /* GUEST_ASK_* */
	const struct reading_key *key;
	void *reading;
	struct node_info *node;
	struct node_caps *caps;
	uint64_t *huge_free;

	struct conn_facts facts;
	struct snapshot *snapshot;
	struct figure_set *figures;
	size_t left;
	bool goes_on;
};

static void on_tick(void *opaque)
{
	struct rig *rig = opaque;
	loop_arm_timer(rig->loop, rig->ticker, TICK_MS);
}

struct rig *rig_create(void)
{
	struct rig *rig = mem_new(struct rig);
	rig->loop = loop_create();
	conn_init();
	xml_init();
	rig->lane = lane_create(rig->loop, "test", NULL);
	rig->ticker = loop_add_timer(rig->loop, on_tick, rig);
	loop_arm_timer(rig->loop, rig->ticker, TICK_MS);
	return rig;
}

void rig_destroy(struct rig *rig)
{
	rig_close(rig);
	rig_forget(rig);
	assert_true(lane_destroy(rig->lane, 10000));
	loop_remove_timer(rig->loop, rig->ticker);
	assert_int_equal(loop_registered(rig->loop), 0);
	assert_int_equal(rig->off_main, 0);
	loop_destroy(rig->loop);
	free(rig->seen);
	free(rig);
}

int rig_teardown(void **state)
{
	rig_destroy(*state);
	return 0;
}

static void ask_run(struct work *work, void *data)
{
	struct ask *ask = data;
	ask->fn(work, ask);
}

static void ask_done(void *data, const char *calls)
{
	struct ask *ask = data;
	ask->calls = mem_strdup(calls);
	ask->over = true;
}

static void ask_released(void *data)
{
	(void)data;
}

static void rig_ask(struct rig *rig, struct ask *ask)
{
	struct job job = {.name = "test", .run = ask_run, .done = ask_done,
			  .release = ask_released, .data = ask};
	ask->rig = rig;
	assert_true(lane_submit(rig->lane, &job));
	for (int64_t until = clock_now_ns() + PATIENCE_NS; !ask->over;) {
		assert_true(clock_now_ns() < until);
		loop_turn(rig->loop);
	}
}

static void run_open(struct work *work, struct ask *ask)
{
	ask->rig->conn = conn_open(work, &(struct conn_place){.uri = ask->uri, .readonly = ask->readonly}, NULL, ask->err);
	ask->ok = ask->rig->conn;
}

static void run_close(struct work *work, struct ask *ask)
{
	conn_close(work, ask->rig->conn);
	ask->rig->conn = NULL;
}

static void run_facts(struct work *work, struct ask *ask)
{
	(void)work;
	conn_get_facts(ask->rig->conn, &ask->facts);
}

static void on_event(void *opaque, const struct event *event)
{
	struct rig *rig = opaque;
	if (!loop_is_main_thread()) {
		rig->off_main++;
		return;
	}
	struct seen *seen = arr_add(rig->seen, rig->n_seen, rig->seen_cap);
	seen->kind = event->kind;
	memcpy(seen->uuid, event->uuid, UUID_SIZE);
	seen->name = mem_strdup(event->name);
	seen->text = mem_strdup(event->text);
}

static void on_release(void *opaque)
{
	struct rig *rig = opaque;
	rig->released++;
}

static void run_events(struct work *work, struct ask *ask)
{
	struct event_sink sink = {.fn = on_event, .release = on_release, .opaque = ask->rig};
	ask->ok = events_register(work, ask->rig->conn, &sink, ask->err);
	events_register_rest(work, ask->rig->conn);
}

static void run_list(struct work *work, struct ask *ask)
{
	ask->snapshot = scan_domains(work, ask->rig->conn, ask->before, ask->stale, ask->n, 7, 3,
				     ask->err);
}

static void run_definitions(struct work *work, struct ask *ask)
{
	ask->snapshot = scan_definitions(work, ask->rig->conn, ask->before, ask->n, &ask->left,
					 ask->err);
}

static void run_figures(struct work *work, struct ask *ask)
{
	ask->figures = scan_figures(work, ask->rig->conn, ask->before, ask->groups, ask->err);
}

static void run_do(struct work *work, struct ask *ask)
{
	ask->ok = verb_do(work, ask->rig->conn, ask->request, ask->err);
}

static void run_progress(struct work *work, struct ask *ask)
{
	ask->ok = domain_read_progress(work, ask->rig->conn, ask->job, ask->progress, ask->err);
}

static void run_abort(struct work *work, struct ask *ask)
{
	ask->ok = domain_abort_job(work, ask->rig->conn, ask->job, ask->err);
}

static void run_guest(struct work *work, struct ask *ask)
{
	ask->ok = guest_read(work, ask->rig->conn, ask->uuid, ask->what, NULL, ask->guest, ask->err);
}

static void run_node(struct work *work, struct ask *ask)
{
	ask->ok = node_read(work, ask->rig->conn, ask->node, ask->err);
	if (ask->ok)
		ask->node->hypervisor_version = node_read_version(work, ask->rig->conn, ask->err);
}

static void run_node_figures(struct work *work, struct ask *ask)
{
	int64_t trip_ns;
	unsigned what = NODE_CPU | NODE_MEMORY;

	ask->ok = node_read_figures(work, ask->rig->conn, &what, ask->node, &trip_ns, ask->err);
}

static void run_reading(struct work *work, struct ask *ask)
{
	ask->reading = reading_read(work, ask->rig->conn, ask->key, ask->goes_on, ask->err);
}

void *rig_piece(struct rig *rig, struct reading_key key, bool goes_on, struct err *err)
{
	struct ask ask = {.fn = run_reading, .key = &key, .goes_on = goes_on, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.reading;
}

struct roster *rig_roster(struct rig *rig, struct reading_key key)
{
	autoerr struct err err = {0};
	struct roster *whole = rig_piece(rig, key, false, &err);
	while (whole && roster_is_partial(whole)) {
		struct roster *piece = rig_piece(rig, key, true, &err);
		check(piece, err);
		assert_true(roster_join(whole, piece));
		roster_destroy(piece);
	}
	check(whole, err);
	return whole;
}

bool rig_open(struct rig *rig, const char *uri, bool readonly, struct err *err)
{
	struct ask ask = {.fn = run_open, .uri = uri, .readonly = readonly, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

int rig_setup(void **state)
{
	*state = rig_create();
	return 0;
}

void open_ok(struct rig *rig, const char *uri)
{
	autoerr struct err err = {0};
	check(rig_open(rig, uri, false, &err), err);
}

struct snapshot *list_ok(struct rig *rig)
{
	autoerr struct err err = {0};
	struct snapshot *s = rig_list(rig, NULL, NULL, 0, &err);
	check(s, err);
	return s;
}

char *node_write(char *path, const char *xml)
{
	int fd = mkstemp(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	bool written = file && fprintf(file, "<node>%s</node>", xml) >= 0;
	if (!file || fclose(file) != 0 || !written)
		return NULL;
	return mem_printf("test://%s", path);
}

void rig_close(struct rig *rig)
{
	struct ask ask = {.fn = run_close};
	rig_ask(rig, &ask);
	free(ask.calls);
}

struct conn_facts rig_facts(struct rig *rig)
{
	struct ask ask = {.fn = run_facts};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.facts;
}

bool rig_events(struct rig *rig, struct err *err)
{
	struct ask ask = {.fn = run_events, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

struct snapshot *rig_list(struct rig *rig, const struct snapshot *before,
			  const unsigned char (*stale)[UUID_SIZE], size_t n_stale, struct err *err)
{
	struct ask ask = {.fn = run_list, .before = before, .stale = stale, .n = n_stale,
			  .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.snapshot;
}

struct snapshot *rig_definitions(struct rig *rig, const struct snapshot *before, size_t most,
				 size_t *ret_left, struct err *err)
{
	struct ask ask = {.fn = run_definitions, .before = before, .n = most, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	if (ask.snapshot)
		*ret_left = ask.left;
	return ask.snapshot;
}

struct figure_set *rig_figures(struct rig *rig, const struct snapshot *list, unsigned groups,
			       struct err *err)
{
	struct ask ask = {.fn = run_figures, .before = list, .groups = groups, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.figures;
}

bool rig_request(struct rig *rig, const struct verb_request *request, char **calls,
		 struct err *err)
{
	struct ask ask = {.fn = run_do, .request = request, .err = err};
	rig_ask(rig, &ask);
	if (calls)
		*calls = take(ask.calls);
	free(ask.calls);
	return ask.ok;
}

bool rig_do(struct rig *rig, const unsigned char uuid[UUID_SIZE], enum verb verb,
	    char **calls, struct err *err)
{
	struct verb_request request = {.verb = verb};
	memcpy(request.uuid, uuid, UUID_SIZE);
	return rig_request(rig, &request, calls, err);
}

bool rig_progress(struct rig *rig, const struct job_of *job, struct job_progress *ret, struct err *err)
{
	struct ask ask = {.fn = run_progress, .job = job, .progress = ret, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

bool rig_abort(struct rig *rig, const struct job_of *job, struct err *err)
{
	struct ask ask = {.fn = run_abort, .job = job, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

bool rig_guest(struct rig *rig, const unsigned char uuid[UUID_SIZE], unsigned what,
	       struct guest_facts *ret, struct err *err)
{
	struct ask ask = {
		.fn = run_guest, .uuid = uuid, .what = what, .guest = ret, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

void *rig_reading(struct rig *rig, const struct reading_key *key, struct err *err)
{
	struct ask ask = {.fn = run_reading, .key = key, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.reading;
}

void *rig_host_reading(struct rig *rig, enum reading_kind kind, struct err *err)
{
	struct reading_key key = reading_key_host(kind);
	return rig_reading(rig, &key, err);
}

bool rig_node(struct rig *rig, struct node_info *ret, struct err *err)
{
	struct ask ask = {.fn = run_node, .node = ret, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

static void run_caps(struct work *work, struct ask *ask)
{
	ask->ok = node_read_caps(work, ask->rig->conn, ask->caps, ask->err);
}

static void run_pages(struct work *work, struct ask *ask)
{
	ask->ok = node_read_pages(work, ask->rig->conn, &ask->caps->pages, ask->huge_free, ask->err);
}

bool rig_caps(struct rig *rig, struct node_caps *ret, struct err *err)
{
	struct ask ask = {.fn = run_caps, .caps = ret, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

bool rig_pages(struct rig *rig, struct node_caps *caps, uint64_t *ret_bytes, struct err *err)
{
	struct ask ask = {.fn = run_pages, .caps = caps, .huge_free = ret_bytes, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

bool rig_node_figures(struct rig *rig, struct node_info *node, struct err *err)
{
	struct ask ask = {.fn = run_node_figures, .node = node, .err = err};
	rig_ask(rig, &ask);
	free(ask.calls);
	return ask.ok;
}

void rig_forget(struct rig *rig)
{
	for (size_t i = 0; i < rig->n_seen; i++) {
		free(rig->seen[i].name);
		free(rig->seen[i].text);
	}
	rig->n_seen = 0;
}

static const struct seen *find_seen(const struct rig *rig, enum event_kind kind,
				    const unsigned char *uuid, const char *text)
{
	for (size_t i = 0; i < rig->n_seen; i++) {
		const struct seen *seen = &rig->seen[i];
		if (seen->kind == kind && (!text || str_equal(seen->text, text)) &&
		    (!uuid || memcmp(seen->uuid, uuid, UUID_SIZE) == 0))
			return seen;
	}
	return NULL;
}

const struct seen *rig_wait(struct rig *rig, enum event_kind kind, const unsigned char *uuid,
			    const char *text)
{
	const struct seen *found;
	int64_t until = clock_now_ns() + PATIENCE_NS;
	while (!(found = find_seen(rig, kind, uuid, text)) && clock_now_ns() < until)
		loop_turn(rig->loop);
	for (size_t i = 0; !found && i < rig->n_seen; i++)
		print_error("there came %d %s \"%s\"\n", rig->seen[i].kind,
			    rig->seen[i].name ? rig->seen[i].name : "", rig->seen[i].text);
	if (!found)
		fail_msg("\"%s\" did not come", text ? text : "any");
	return found;
}

size_t rig_count(const struct rig *rig, enum event_kind kind)
{
	size_t n = 0;
	for (size_t i = 0; i < rig->n_seen; i++)
		n += rig->seen[i].kind == kind;
	return n;
}

const struct domain *find_named(const struct snapshot *s, const char *name)
{
	for (size_t i = 0; i < s->n_domains; i++)
		if (strcmp(s->domains[i].name, name) == 0)
			return &s->domains[i];
	return NULL;
}

const struct sample *find_sample(const struct figure_set *set, const unsigned char *uuid)
{
	for (size_t i = 0; i < set->n; i++)
		if (memcmp(set->samples[i].uuid, uuid, UUID_SIZE) == 0)
			return &set->samples[i];
	return NULL;
}
