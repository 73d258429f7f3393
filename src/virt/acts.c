// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/acts.h"

#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/flag.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/verbs.h"

#define LANES          4
#define LANES_MOST     16
#define SPARE_MS       30000
#define PROGRESS_NS    (1 * NS_PER_S)
#define ABORT_AGAIN_NS (500 * NS_PER_MS)
#define PATIENCE_NS    (1 * NS_PER_S) /* a short question may hold up the act lane for so long */
#define ORDER_NS       (2 * NS_PER_S) /* and what was asked of a machine the next that is */
#define HUNG_NS        (10 * NS_PER_S) /* after which something short takes no place of others */
#define HUNG_MOST      16 /* lanes in the place of those that it holds up; the last is for force off */
#define SPARES_MOST    (LANES_MOST + HUNG_MOST)
#define SPARES_NARROW  2 /* with all other lanes of a host 9: one session more is for a person's shell */

struct act {
	struct act *next;
	uint64_t ticket;
	struct host_request request;

	bool running;
	uint64_t round; /* of the connection it was handed to */
	int64_t began_ns;
	int64_t asked_ns; /* the same moment by clock_lived_ns() */
	int64_t progress_ns; /* when it is asked next how far it is; 0 never */

	int64_t abort_ns; /* when it is to be aborted; 0: not, or being done */
	bool aborting;    /* being done */
	struct str abort_calls;
};

struct spare {
	struct seat seat;
	int64_t idle_ns; /* since when; 0 busy */
};

struct acts {
	struct home home;
	home_answered_fn *answered;
	bool up, destroying;
	uint64_t round; /* of the connection */
	struct seat *shared;
	struct seat act;
	int64_t question_ns; /* when the act lane was asked what is not a request */
	struct spare spares[SPARES_MOST];
	struct leftovers leftovers;
	struct act *first; /* waiting and running, oldest first */
	uint64_t last_ticket;
};

static bool is_none(const unsigned char uuid[UUID_SIZE])
{
	static const unsigned char none[UUID_SIZE];
	return memcmp(uuid, none, UUID_SIZE) == 0;
}

static bool is_long(const struct act *act)
{
	return verb_is_long(&act->request.what);
}

static bool has_job(const struct act *act)
{
	return verb_has_job(act->request.what.verb);
}

static struct act *find(struct acts *a, uint64_t ticket)
{
	for (struct act *act = a->first; act; act = act->next)
		if (act->ticket == ticket)
			return act;
	return NULL;
}

static void unlink_act(struct acts *a, const struct act *act)
{
	struct act **at = &a->first;
	while (*at != act)
		at = &(*at)->next;
	*at = act->next;
}

static void act_free(struct act *act)
{
	str_free(&act->abort_calls);
	verb_request_clear(&act->request.what);
	free(act);
}

/* ---- lanes ---- */

static int lanes(const struct acts *a)
{
	int n = a->home.options->lanes;
	return n <= 0 ? LANES : n > LANES_MOST ? LANES_MOST : n;
}

/* So long a spare one stays open for nothing. */
static int64_t spare_ns(const struct acts *a)
{
	int ms = a->home.options->spare_ms;
	return (ms > 0 ? ms : SPARE_MS) * NS_PER_MS;
}

/* What is short and has not come back for so long. */
static int count_hung(const struct acts *a, int64_t for_ns, int64_t now_ns)
{
	int n = 0;
	for (const struct act *act = a->first; act; act = act->next)
		n += act->running && act->round == a->round && !is_long(act) && now_ns - act->began_ns >= for_ns;
	return n;
}

static int count_running(const struct acts *a, int64_t now_ns)
{
	int n = 0;
	for (const struct act *act = a->first; act; act = act->next)
		n += act->running && act->round == a->round;
	return n - count_hung(a, HUNG_NS, now_ns);
}

/* Force off does not wait for those that hang. */
static bool goes_past(const struct acts *a, int64_t now_ns)
{
	return count_hung(a, ORDER_NS, now_ns) > 0;
}

/* How many spare ones there may be. */
static int spares_most(const struct acts *a, bool urgent, int64_t now_ns)
{
	int most = lanes(a) > 1 ? lanes(a) - 1 : 1;
	int hung = count_hung(a, HUNG_NS, now_ns);
	most += hung < HUNG_MOST ? hung : HUNG_MOST - 1;
	if (most > SPARES_NARROW && route_is_narrow(a->home.route))
		most = SPARES_NARROW;
	return most + (urgent && goes_past(a, now_ns));
}

static bool open_seat(struct acts *a, struct seat *seat, const char *what)
{
	autoerr struct err err = {0};
	if (seat_open(seat, &a->home, what, &err))
		return true;
	log_host(LOG_ERROR, a->home.view->name, "%s: %s", what, err.text);
	return false;
}

/* One that has nothing to do, else a new one; NULL when there are enough. */
static struct seat *spare_seat(struct acts *a, bool urgent, int64_t now_ns)
{
	int most = spares_most(a, urgent, now_ns);
	struct spare *closed = NULL;
	for (int i = 0; i < most; i++) {
		struct spare *s = &a->spares[i];
		if (!s->seat.lane)
			closed = closed ? closed : s;
		else if (seat_idle(&s->seat))
			return &s->seat;
	}
	if (!closed)
		return NULL;
	return open_seat(a, &closed->seat, "spare") ? &closed->seat : NULL;
}

/* For something short; NULL: not now. */
static struct seat *short_seat(struct acts *a, bool urgent, int64_t now_ns)
{
	if (a->shared)
		return seat_idle(a->shared) ? a->shared : NULL;
	if (!a->act.lane && !open_seat(a, &a->act, "act"))
		return NULL;
	if (seat_idle(&a->act))
		return &a->act;
	if (a->question_ns && now_ns - a->question_ns < PATIENCE_NS)
		return NULL;
	return spare_seat(a, urgent, now_ns);
}

static bool is_urgent(const struct act *act)
{
	return act->request.what.verb == DOMAIN_VERB_FORCE_OFF;
}

static struct seat *seat_for(struct acts *a, const struct act *act, int64_t now_ns)
{
	if (!a->shared && is_long(act))
		return spare_seat(a, false, now_ns);
	return short_seat(a, is_urgent(act), now_ns);
}

static void close_idle_spares(struct acts *a, int64_t now_ns)
{
	for (size_t i = 0; i < SPARES_MOST; i++) {
		struct spare *s = &a->spares[i];
		if (!s->seat.lane || !seat_idle(&s->seat))
			s->idle_ns = 0;
		else if (!s->idle_ns)
			s->idle_ns = now_ns;
		else if (now_ns - s->idle_ns >= spare_ns(a))
			seat_close(&s->seat, &a->leftovers);
	}
}

/* ---- asking and answers ---- */

static void on_answer(struct ask *ask, const char *calls);
static void on_unasked(struct ask *ask);

static void submit(struct acts *a, struct seat *seat, enum ask_kind kind, const struct act *act)
{
	struct ask *ask = ask_create(kind, seat->session);
	ask->owner = a;
	ask->answered = on_answer;
	ask->unasked = on_unasked;
	ask->generation = a->round;
	if (act) {
		ask->ticket = act->ticket;
		ask->asked_ns = act->asked_ns;
		ask_set_request(ask, &act->request.what);
	}
	if (seat == &a->act)
		a->question_ns = kind == ASK_VERB ? 0 : clock_now_ns();
	seat_ask(seat, ask);
}

/* It never reached the worker, and waits again. */
static void on_unasked(struct ask *ask)
{
	struct act *act = find(ask->owner, ask->ticket);
	if (act && ask->kind == ASK_VERB)
		act->running = false;
	else if (act && ask->kind == ASK_ABORT)
		act->aborting = false;
}

/* It is in no list any more; done() may do anything. */
static void finish(struct act *act, const struct err *err, const char *calls)
{
	autostr struct str all = {0};
	str_add(&all, calls);
	if (act->abort_calls.len)
		str_addf(&all, "%s%s", all.len ? "\n" : "", str_text(&act->abort_calls));
	if (act->request.done)
		act->request.done(act->request.opaque, err, str_text(&all));
	act_free(act);
}

static void hand_over_was(const struct act *act, const struct ask *ask)
{
	if (ask->was && act->request.was)
		act->request.was(act->request.opaque, ask->was);
}

/* Comes also from a connection that was left behind: what was asked for is always answered. */
static void on_verb(struct acts *a, struct ask *ask, const char *calls)
{
	struct act *act = find(a, ask->ticket);
	unlink_act(a, act);
	a->answered(a->home.opaque, ask, ask->generation == a->round);
	if (ask->answer && act->request.answer)
		act->request.answer(act->request.opaque, ask->answer);
	hand_over_was(act, ask);
	finish(act, &ask->err, calls);
}

static void on_progress(struct acts *a, const struct ask *ask)
{
	const struct act *act = find(a, ask->ticket);
	if (act && act->running && ask->has_progress && act->request.progress)
		act->request.progress(act->request.opaque, &ask->progress);
}

/* Its job may not have begun yet, as behind another's: there is no end to it before the call has come back. */
static void on_abort(struct acts *a, const struct ask *ask, const char *calls)
{
	struct act *act = find(a, ask->ticket);
	if (!act || !act->running)
		return;
	act->aborting = false;
	if (ask->err.code == ERR_NONE) {
		str_add(&act->abort_calls, calls);
		return;
	}
	log_host(LOG_INFO, a->home.view->name, "aborting: %s", ask->err.text);
	bool never = ask->err.code == ERR_UNSUPPORTED || ask->err.code == ERR_DENIED;
	if (!never)
		act->abort_ns = clock_now_ns() + ABORT_AGAIN_NS;
	else if (act->request.goes_on)
		act->request.goes_on(act->request.opaque, &ask->err);
}

/* Nobody is told any more, but what is gone is kept. */
static void on_last(struct acts *a, const struct ask *ask)
{
	const struct act *act = ask->kind == ASK_VERB ? find(a, ask->ticket) : NULL;
	if (act)
		hand_over_was(act, ask);
}

static void on_answer(struct ask *ask, const char *calls)
{
	struct acts *a = ask->owner;
	if (a->destroying) {
		on_last(a, ask);
		return;
	}
	if (ask->kind == ASK_VERB)
		on_verb(a, ask, calls);
	else if (ask->kind == ASK_PROGRESS)
		on_progress(a, ask);
	else if (ask->kind == ASK_ABORT)
		on_abort(a, ask, calls);
	a->home.pump(a->home.opaque);
}

/* ---- what to ask next ---- */

static bool is_of_same(const struct act *one, const struct act *other)
{
	return memcmp(one->request.what.uuid, other->request.what.uuid, UUID_SIZE) == 0;
}

/* libvirt would let it wait where nobody can take it back. */
static bool waits_for_job(const struct acts *a, const struct act *act)
{
	bool waits = false;
	for (const struct act *before = a->first; has_job(act) && before != act; before = before->next)
		waits |= before->running && before->round == a->round && has_job(before) && is_of_same(before, act);
	return waits;
}

/* What is asked of one machine is asked in its order, as long as it gets on. */
static bool must_wait(const struct acts *a, const struct act *act, int64_t now_ns)
{
	if (is_none(act->request.what.uuid))
		return false;
	if (waits_for_job(a, act))
		return true;
	for (const struct act *before = a->first; before != act; before = before->next) {
		if (!is_of_same(before, act) || waits_for_job(a, before))
			continue;
		if (!before->running)
			return true;
		if (before->round == a->round && !is_long(before) &&
		    !is_urgent(act) && now_ns - before->began_ns < ORDER_NS)
			return true;
	}
	return false;
}

static void start(struct acts *a, struct act *act, struct seat *seat, int64_t now_ns)
{
	void (*started)(void *opaque) = act->request.started;
	void *opaque = act->request.opaque;
	bool tells = has_job(act) && act->request.progress && !a->shared;
	act->running = true;
	act->round = a->round;
	act->began_ns = now_ns;
	act->asked_ns = clock_lived_ns();
	act->progress_ns = tells ? now_ns + PROGRESS_NS : 0;
	submit(a, seat, ASK_VERB, act);
	if (started)
		started(opaque);
}

static bool start_one(struct acts *a, int64_t now_ns)
{
	bool shorts = count_running(a, now_ns) < lanes(a); /* there may be a lane for a short one, */
	bool longs = shorts;                               /* for a long one, */
	bool urgents = goes_past(a, now_ns);               /* for force off in any case */
	for (struct act *act = a->first; act; act = act->next) {
		bool *lane = is_long(act) ? &longs : &shorts;
		if (act->running || (!*lane && !(urgents && is_urgent(act))) || must_wait(a, act, now_ns))
			continue;
		struct seat *seat = seat_for(a, act, now_ns);
		if (seat) {
			start(a, act, seat, now_ns);
			return true;
		}
		*lane = false;
	}
	return false;
}

static void ask_progress(struct acts *a, int64_t now_ns)
{
	for (struct act *act = a->first; act; act = act->next) {
		if (!act->running || !act->progress_ns || act->progress_ns > now_ns)
			continue;
		act->progress_ns = now_ns + PROGRESS_NS;
		if (a->act.lane && seat_idle(&a->act))
			submit(a, &a->act, ASK_PROGRESS, act);
	}
}

static void ask_aborts(struct acts *a, int64_t now_ns)
{
	for (struct act *act = a->first; act; act = act->next) {
		if (!act->running || !act->abort_ns || act->abort_ns > now_ns)
			continue;
		struct seat *seat = short_seat(a, true, now_ns);
		if (!seat) {
			act->abort_ns = now_ns + ABORT_AGAIN_NS;
			continue;
		}
		act->abort_ns = 0;
		act->aborting = true;
		submit(a, seat, ASK_ABORT, act);
	}
}

void acts_pump(struct acts *a, int64_t now_ns)
{
	leftovers_reap(&a->leftovers);
	if (!a->up)
		return;
	ask_aborts(a, now_ns);
	while (a->up && start_one(a, now_ns))
		;
	if (!a->up) /* whoever was told that it has started may close the host */
		return;
	ask_progress(a, now_ns);
	close_idle_spares(a, now_ns);
}

static int64_t act_wake_ns(const struct act *act, int64_t now_ns)
{
	int64_t order_ns = act->began_ns + ORDER_NS;
	int64_t hung_ns = act->began_ns + HUNG_NS;
	int64_t next_ns = order_ns > now_ns ? order_ns : hung_ns > now_ns ? hung_ns : 0;
	return act->running ? clock_sooner_ns(clock_sooner_ns(act->progress_ns, act->abort_ns), next_ns) : 0;
}

int64_t acts_wake_ns(const struct acts *a, int64_t now_ns)
{
	int64_t wake_ns = leftovers_wake_ns(&a->leftovers, now_ns);
	if (!a->up)
		return wake_ns;
	for (const struct act *act = a->first; act; act = act->next)
		wake_ns = clock_sooner_ns(wake_ns, act_wake_ns(act, now_ns));
	for (size_t i = 0; i < SPARES_MOST; i++)
		if (a->spares[i].idle_ns)
			wake_ns = clock_sooner_ns(wake_ns, a->spares[i].idle_ns + spare_ns(a));
	int64_t patience_ns = a->question_ns + PATIENCE_NS;
	if (a->first && !seat_idle(&a->act) && a->question_ns && patience_ns > now_ns)
		wake_ns = clock_sooner_ns(wake_ns, patience_ns);
	return wake_ns;
}

/* ---- for the host ---- */

struct acts *acts_create(const struct home *home, home_answered_fn *answered)
{
	struct acts *a = mem_new(struct acts);
	a->home = *home;
	a->answered = answered;
	return a;
}

void acts_mute(struct acts *a)
{
	a->destroying = true;
}

bool acts_destroy(struct acts *a, int64_t deadline_ns)
{
	acts_mute(a);
	acts_down(a);
	bool all = leftovers_destroy(&a->leftovers, deadline_ns);
	for (struct act *act; (act = a->first);) {
		a->first = act->next;
		act_free(act);
	}
	free(a);
	return all;
}

void acts_up(struct acts *a, struct seat *shared)
{
	a->up = true;
	a->shared = shared;
	if (shared)
		return;
	if (open_seat(a, &a->act, "act"))
		submit(a, &a->act, ASK_OPEN_ACT, NULL);
}

void acts_down(struct acts *a)
{
	a->round++;
	a->up = false;
	a->shared = NULL;
	seat_close(&a->act, &a->leftovers);
	for (size_t i = 0; i < SPARES_MOST; i++) {
		seat_close(&a->spares[i].seat, &a->leftovers);
		a->spares[i].idle_ns = 0;
	}
}

static struct act *first_queued(struct acts *a)
{
	struct act *act = a->first;
	while (act && act->running)
		act = act->next;
	return act;
}

void acts_fail_queued(struct acts *a)
{
	autoerr struct err err = {0};
	err_set(&err, ERR_CANCELLED,
		"The connection to %s was gone before this was asked: nothing was done",
		a->home.view->name);
	for (struct act *act; (act = first_queued(a));) {
		unlink_act(a, act);
		finish(act, &err, "");
	}
}

uint64_t acts_add(struct acts *a, const struct host_request *request)
{
	struct act *act = mem_new(struct act);
	act->ticket = ++a->last_ticket;
	act->request = *request;
	act->request.what = verb_request_copy(&request->what);
	if (request->what.verb == PLAN_VERB)
		act->request.what.stop = flag_create();
	struct act **last = &a->first;
	while (*last)
		last = &(*last)->next;
	*last = act;
	return act->ticket;
}

bool acts_cancel(struct acts *a, uint64_t ticket)
{
	struct act *act = find(a, ticket);
	if (!act)
		return false;
	if (act->running) {
		if (act->request.what.stop)
			flag_raise(act->request.what.stop);
		else if (verb_can_stop(act->request.what.verb) && !act->aborting)
			act->abort_ns = clock_now_ns();
		return true;
	}
	autoerr struct err err = {0};
	err_set(&err, ERR_CANCELLED, "cancelled before it was asked: nothing was done");
	unlink_act(a, act);
	finish(act, &err, "");
	return true;
}

bool acts_any(const struct acts *a)
{
	return a->first;
}

bool acts_idle(const struct acts *a)
{
	for (size_t i = 0; i < SPARES_MOST; i++)
		if (!seat_idle(&a->spares[i].seat))
			return false;
	return seat_idle(&a->act);
}

size_t acts_left_behind(const struct acts *a)
{
	return a->leftovers.n;
}
