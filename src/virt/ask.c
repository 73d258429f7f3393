// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/ask.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/node.h"
#include "virt/readings.h"
#include "virt/scan.h"
#include "virt/simulate.h"
#include "virt/verbs.h"

#define MANY 1000 /* machines */

struct session {
	char *host; /* its name, for the log */
	char *uri, *way; /* struct conn_place's */
	bool readonly;
	struct argv login; /* empty: none */
	struct creds *creds; /* a reference; NULL: none */
	struct conn *conn;
	bool trimmed;
};

struct session *session_create(const char *host, const struct conn_place *place, struct creds *creds)
{
	struct session *s = mem_new(struct session);
	s->host = mem_strdup(host);
	s->uri = mem_strdup(place->uri);
	s->way = mem_strdup(place->way);
	s->readonly = place->readonly;
	for (size_t i = 0; place->login && i < place->login->n; i++)
		argv_add(&s->login, place->login->words[i]);
	s->creds = creds_ref(creds);
	return s;
}

static void session_close(struct work *work, struct session *s)
{
	conn_close(work, take(s->conn));
}

void session_end(struct work *work, void *session)
{
	struct session *s = session;
	log_about(s->host);
	session_close(work, s);
	log_about(NULL);
	creds_unref(s->creds);
	free(s->host);
	free(s->uri);
	free(s->way);
	argv_clear(&s->login);
	free(s);
}

static bool session_open(struct work *work, struct session *s, struct err *err)
{
	const struct conn_place place = {
		.uri = s->uri,
		.way = s->way,
		.readonly = s->readonly,
		.login = s->login.n ? &s->login : NULL,
	};
	if (!s->conn)
		s->conn = conn_open(work, &place, s->creds, err);
	return s->conn;
}

static bool read_all(struct work *work, struct ask *a)
{
	struct conn *conn = a->session->conn;
	conn_get_facts(conn, &a->facts);
	struct event_sink sink = a->sink;
	a->sink = (struct event_sink){0};
	if (!events_register(work, conn, &sink, &a->limit) && a->limit.code == ERR_LOST) {
		err_move(&a->err, &a->limit);
		return false;
	}
	a->snapshot = scan_domains(work, conn, NULL, NULL, 0, a->host, a->generation, &a->err);
	return a->snapshot;
}

static void close_if_lost(struct work *work, struct ask *a)
{
	if (a->err.code == ERR_LOST)
		session_close(work, a->session);
}

static void run_open(struct work *work, struct ask *a)
{
	if (session_open(work, a->session, &a->err) && !read_all(work, a))
		session_close(work, a->session);
}

static void run_node(struct work *work, struct ask *a)
{
	a->has_node = node_read(work, a->session->conn, &a->node, &a->err);
}

static void run_open_act(struct work *work, struct ask *a)
{
	session_open(work, a->session, &a->err);
}

static void run_version(struct work *work, struct ask *a)
{
	if (session_open(work, a->session, &a->err))
		a->version = node_read_version(work, a->session->conn, &a->err);
	if (a->session->conn && a->err.code != ERR_LOST)
		a->os = node_read_os(work, a->session->conn);
	close_if_lost(work, a);
}

static void run_caps(struct work *work, struct ask *a)
{
	if (session_open(work, a->session, &a->err))
		node_read_caps(work, a->session->conn, &a->caps, &a->err);
	close_if_lost(work, a);
}

static void run_pages(struct work *work, struct ask *a)
{
	if (session_open(work, a->session, &a->err))
		node_read_pages(work, a->session->conn, &a->pages, &a->huge_free, &a->err);
	close_if_lost(work, a);
}

static void run_list(struct work *work, struct ask *a)
{
	a->snapshot = scan_domains(work, a->session->conn, a->before,
				   (const unsigned char(*)[UUID_SIZE])a->stale, a->n_stale, a->host,
				   a->generation, &a->err);
}

static void run_definitions(struct work *work, struct ask *a)
{
	a->snapshot =
		scan_definitions(work, a->session->conn, a->before, a->most, &a->left, &a->err);
	/* The XML of so many machines has come and gone. */
	if (a->snapshot && !a->left && a->snapshot->n_domains >= MANY && !a->session->trimmed) {
		a->session->trimmed = true;
		mem_trim();
	}
}

static void run_figures(struct work *work, struct ask *a)
{
	struct conn *conn = a->session->conn;
	int64_t trip_ns;
	if (!node_read_figures(work, conn, &a->node_what, &a->node, &trip_ns, &a->limit) && a->limit.code == ERR_LOST) {
		err_move(&a->err, &a->limit);
		return;
	}
	a->round_trip_ns = trip_ns;
	if (a->groups == 0)
		return;
	a->figures = scan_figures(work, conn, a->before, a->groups, &a->err);
	conn_get_facts(conn, &a->facts);
	if (a->figures && a->simulate)
		simulate_figures(a->figures, a->before, clock_is_fixed());
}

static void run_listen(struct work *work, struct ask *a)
{
	events_register_rest(work, a->session->conn);
}

static void run_probe(struct work *work, struct ask *a)
{
	a->figures = scan_figures(work, a->session->conn, a->before, a->groups, &a->err);
	conn_get_facts(a->session->conn, &a->facts);
	if (a->err.code == ERR_LOST)
		session_close(work, a->session);
}

/* A connection that breaks during the call leaves open whether it was done: never ask again. */
static void run_verb(struct work *work, struct ask *a)
{
	if (!session_open(work, a->session, &a->err))
		return;
	a->request.ret_answer = &a->answer;
	a->request.ret_was = &a->was;
	if (verb_do(work, a->session->conn, &a->request, &a->err) || a->err.code != ERR_LOST)
		return;
	session_close(work, a->session);
	struct err lost = {0};
	err_move(&lost, &a->err);
	err_set(&a->err, ERR_LOST, "%s; it is not known whether it was done", lost.text);
	a->err.detail = DOMAIN_CUT_OFF;
	err_clear(&lost);
}

static struct job_of job_of(const struct ask *a)
{
	struct job_of job = {.verb = a->request.verb, .asked_ns = a->asked_ns};
	memcpy(job.uuid, a->request.uuid, UUID_SIZE);
	return job;
}

static void run_progress(struct work *work, struct ask *a)
{
	if (!session_open(work, a->session, &a->err))
		return;
	struct job_of job = job_of(a);
	a->has_progress = domain_read_progress(work, a->session->conn, &job, &a->progress, &a->err);
	close_if_lost(work, a);
}

static void run_abort(struct work *work, struct ask *a)
{
	if (!session_open(work, a->session, &a->err))
		return;
	struct job_of job = job_of(a);
	domain_abort_job(work, a->session->conn, &job, &a->err);
	close_if_lost(work, a);
}

static void run_guest(struct work *work, struct ask *a)
{
	if (!session_open(work, a->session, &a->err))
		return;
	a->has_guest = guest_read(work, a->session->conn, a->request.uuid, a->what, a->macs,
				  &a->guest, &a->err);
	close_if_lost(work, a);
}

static void run_reading(struct work *work, struct ask *a)
{
	if (!session_open(work, a->session, &a->err))
		return;
	a->reading = reading_read(work, a->session->conn, &a->reading_key, a->reading_goes_on, &a->err);
	close_if_lost(work, a);
}

static const struct {
	const char *name;
	bool opens; /* needs no connection that stands */
	void (*run)(struct work *work, struct ask *ask);
} kinds[] = {
	[ASK_OPEN] = {"open", true, run_open},
	[ASK_OPEN_ACT] = {"open to act", true, run_open_act},
	[ASK_VERSION] = {"version", true, run_version},
	[ASK_CAPS] = {"capabilities", true, run_caps},
	[ASK_PAGES] = {"pages", true, run_pages},
	[ASK_NODE] = {"node", false, run_node},
	[ASK_LIST] = {"list", false, run_list},
	[ASK_DEFINITIONS] = {"definitions", false, run_definitions},
	[ASK_FIGURES] = {"figures", false, run_figures},
	[ASK_LISTEN] = {"listen", false, run_listen},
	[ASK_PROBE] = {"probe", false, run_probe},
	[ASK_READING] = {"reading", true, run_reading},
	[ASK_VERB] = {"verb", true, run_verb},
	[ASK_PROGRESS] = {"progress", true, run_progress},
	[ASK_ABORT] = {"abort", true, run_abort},
	[ASK_GUEST] = {"guest", true, run_guest},
};
_Static_assert(ARRAY_SIZE(kinds) == ASK_COUNT, "a row for every kind");

const char *ask_name(enum ask_kind kind)
{
	return kinds[kind].name;
}

void ask_run(struct work *work, void *ask)
{
	struct ask *a = ask;
	work_assert(work);
	a->ran = true;
	log_about(a->session->host);
	int64_t began_ns = clock_now_ns();
	if (a->session->conn || kinds[a->kind].opens)
		kinds[a->kind].run(work, a);
	else
		err_set(&a->err, ERR_LOST, "The connection was closed");
	a->took_ns = clock_now_ns() - began_ns;
}

struct ask *ask_create(enum ask_kind kind, struct session *session)
{
	struct ask *a = mem_new(struct ask);
	a->kind = kind;
	a->session = session;
	a->round_trip_ns = -1;
	return a;
}

void ask_set_request(struct ask *a, const struct verb_request *request)
{
	verb_request_clear(&a->request);
	a->request = verb_request_copy(request);
}

void ask_destroy(struct ask *a)
{
	if (!a)
		return;
	if (a->sink.release)
		a->sink.release(a->sink.opaque);
	snapshot_unref(a->before);
	snapshot_unref(a->snapshot);
	figure_set_free(a->figures);
	node_info_clear(&a->node);
	node_caps_clear(&a->caps);
	err_clear(&a->err);
	err_clear(&a->limit);
	free(a->stale);
	reading_free(a->reading_key.kind, a->reading);
	guest_facts_clear(&a->guest);
	free(a->macs);
	free(a->version);
	free(a->os);
	wipe_free(a->answer); /* XML with secrets */
	wipe_free(a->was);
	verb_request_clear(&a->request);
	free(a);
}
