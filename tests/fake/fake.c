// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fake/fake.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/states.h"
#include "tests/fake/state.h"
#include "virt/domain.h"

struct subscription {
	int refs;
	bool ended;
	struct fake_host *host;
	uint64_t epoch;
	struct event_sink sink;
	struct subscription *next;
};

struct posted {
	struct subscription *subscription;
	struct event event; /* name and texts are its own */
	struct posted *next;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* somebody may go on */
	pthread_cond_t clock;   /* for the thread that shuts guests down */
	struct fake_host **hosts;
	size_t n_hosts, cap_hosts;
	struct subscription *subscriptions;
	struct posted *posted, **posted_end;
	int notify;
	bool started;
} fake = {.lock = PTHREAD_MUTEX_INITIALIZER, .posted_end = &fake.posted};

void fake_lock(void)
{
	pthread_mutex_lock(&fake.lock);
}

void fake_unlock(void)
{
	pthread_mutex_unlock(&fake.lock);
}

/* False once the time has come. */
static bool wait_until(pthread_cond_t *cond, int64_t until_ns)
{
	struct timespec until = {
		.tv_sec = (time_t)(until_ns / NS_PER_S),
		.tv_nsec = (long)(until_ns % NS_PER_S),
	};
	return pthread_cond_timedwait(cond, &fake.lock, &until) != ETIMEDOUT;
}

void fake_wait(int64_t until_ns)
{
	wait_until(&fake.changed, until_ns);
}

void fake_wake(void)
{
	pthread_cond_broadcast(&fake.changed);
}

/* ---- hosts and domains ---- */

struct fake_host *fake_host(const char *name)
{
	for (size_t i = 0; i < fake.n_hosts; i++)
		if (str_equal(fake.hosts[i]->name, name))
			return fake.hosts[i];
	struct fake_host *host = mem_new(struct fake_host);
	host->name = mem_strdup(name);
	*arr_add(fake.hosts, fake.n_hosts, fake.cap_hosts) = host;
	return host;
}

struct fake_domain *fake_find(struct fake_host *host, const char *name)
{
	for (size_t i = 0; i < host->n_domains; i++)
		if (str_equal(host->domains[i].name, name))
			return &host->domains[i];
	return NULL;
}

struct fake_domain *fake_find_uuid(struct fake_host *host, const unsigned char uuid[UUID_SIZE])
{
	for (size_t i = 0; i < host->n_domains; i++)
		if (memcmp(host->domains[i].uuid, uuid, UUID_SIZE) == 0)
			return &host->domains[i];
	return NULL;
}

void fake_remove(struct fake_host *host, struct fake_domain *domain)
{
	free(domain->name);
	free(domain->title);
	free(domain->os);
	free((void *)(uintptr_t)domain->def.tags);
	free((void *)(uintptr_t)domain->def.description);
	free((void *)(uintptr_t)domain->def.macs);
	free((void *)(uintptr_t)domain->def.nets);
	free((void *)(uintptr_t)domain->def.pools);
	free((void *)(uintptr_t)domain->def.wires);
	free((void *)(uintptr_t)domain->def.files);
	free((void *)(uintptr_t)domain->def.secrets);
	*domain = host->domains[--host->n_domains];
}

void fake_change_state(struct fake_host *host, struct fake_domain *d, enum domain_state state,
		       int reason, const char *text)
{
	bool was_off = d->id < 0;
	d->state = state;
	d->reason = reason;
	d->shutdown_ns = 0;
	if (state == DOMAIN_SHUTOFF) {
		d->id = -1;
		d->def.differs = false;
	} else if (was_off) {
		d->id = ++host->last_id;
		d->ran_ns = d->deep_ran_ns = 0;
	}
	fake_send(host, EVENT_DOMAIN_STATE, d, text);
	if (state == DOMAIN_SHUTOFF && !d->persistent)
		fake_remove(host, d);
	fake_wake(); /* whoever has a job with it */
}

void fake_begin_shutdown(struct fake_host *host, struct fake_domain *d)
{
	if (!d->shutdown_ns)
		d->shutdown_ns = clock_now_ns() + host->shutdown_ms * NS_PER_MS;
	pthread_cond_signal(&fake.clock);
}

/* When the next guest is due, INT64_MAX when none is. */
static int64_t shut_down_due(int64_t now_ns)
{
	int64_t next_ns = INT64_MAX;
	for (size_t i = 0; i < fake.n_hosts; i++) {
		struct fake_host *host = fake.hosts[i];
		for (size_t j = host->n_domains; j-- > 0;) {
			struct fake_domain *d = &host->domains[j];
			if (d->shutdown_ns && d->shutdown_ns <= now_ns)
				fake_change_state(host, d, DOMAIN_SHUTOFF, 1, "stopped: shut down");
			else if (d->shutdown_ns && d->shutdown_ns < next_ns)
				next_ns = d->shutdown_ns;
		}
	}
	return next_ns;
}

static void *clock_main(void *opaque)
{
	(void)opaque;
	fake_lock();
	for (;;) {
		int64_t next_ns = shut_down_due(clock_now_ns());
		if (next_ns == INT64_MAX)
			pthread_cond_wait(&fake.clock, &fake.lock);
		else
			wait_until(&fake.clock, next_ns);
	}
	return NULL;
}

/* ---- events ---- */

struct subscription *subscription_create(struct fake_host *host, uint64_t epoch,
					 const struct event_sink *sink)
{
	struct subscription *s = mem_new(struct subscription);
	*s = (struct subscription){
		.refs = 1,
		.host = host,
		.epoch = epoch,
		.sink = *sink,
		.next = fake.subscriptions,
	};
	fake.subscriptions = s;
	return s;
}

static void subscription_unref(struct subscription *s)
{
	fake_lock();
	bool last = --s->refs == 0;
	fake_unlock();
	if (!last)
		return;
	s->sink.release(s->sink.opaque);
	free(s);
}

void subscription_end(struct subscription *s)
{
	if (!s)
		return;
	fake_lock();
	s->ended = true;
	struct subscription **at = &fake.subscriptions;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	fake_unlock();
	subscription_unref(s);
}

/* "started: booted" is what, and why. */
static void put_into_words(struct event *e, const char *text)
{
	const char *colon = strstr(text, ": ");
	e->text = mem_strdup(text);
	if (e->kind == EVENT_CLOSED)
		return;
	e->what = colon ? mem_strndup(text, (size_t)(colon - text)) : mem_strdup(text);
	e->why = colon ? mem_strdup(colon + 2) : NULL;
}

static void post(struct subscription *s, enum event_kind kind, const struct fake_domain *domain,
		 const char *text)
{
	struct posted *p = mem_new(struct posted);
	s->refs++;
	p->subscription = s;
	p->event.kind = kind;
	put_into_words(&p->event, text);
	if (domain) {
		p->event.tone = domain_state_tone(domain->state, domain->reason);
		memcpy(p->event.uuid, domain->uuid, UUID_SIZE);
		p->event.name = mem_strdup(domain->name);
	}
	*fake.posted_end = p;
	fake.posted_end = &p->next;
	eventfd_write(fake.notify, 1);
}

void fake_send(struct fake_host *host, enum event_kind kind, const struct fake_domain *domain,
	       const char *text)
{
	if (host->muted && kind != EVENT_CLOSED)
		return;
	for (struct subscription *s = fake.subscriptions; s; s = s->next)
		if (s->host == host && s->epoch == host->epoch)
			post(s, kind, domain, text);
}

static struct posted *take_posted(void)
{
	fake_lock();
	struct posted *p = fake.posted;
	if (p)
		fake.posted = p->next;
	if (!fake.posted)
		fake.posted_end = &fake.posted;
	bool ended = p && p->subscription->ended;
	fake_unlock();
	if (p && !ended)
		p->subscription->sink.fn(p->subscription->sink.opaque, &p->event);
	return p;
}

static void on_notify(int watch, int fd, int events, void *opaque)
{
	(void)watch;
	(void)events;
	(void)opaque;
	eventfd_t n;
	eventfd_read(fd, &n);
	for (struct posted *p; (p = take_posted());) {
		subscription_unref(p->subscription);
		mem_cleanup_free(&p->event.name);
		mem_cleanup_free(&p->event.what);
		mem_cleanup_free(&p->event.why);
		mem_cleanup_free(&p->event.text);
		free(p);
	}
}

/* The watch goes past src/loop, as libvirt's own sockets do. */
void fake_init(void)
{
	if (fake.started)
		return;
	fake.started = true;
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&fake.changed, &attr);
	pthread_cond_init(&fake.clock, &attr);
	pthread_condattr_destroy(&attr);
	fake.notify = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	virEventAddHandle(fake.notify, VIR_EVENT_HANDLE_READABLE, on_notify, NULL, NULL);

	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_t thread;
	if (pthread_create(&thread, NULL, clock_main, NULL) != 0)
		abort();
	pthread_detach(thread);
	fake_control_start();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* ---- calls ---- */

static struct fake_count *count_of(struct fake_host *host, const char *call)
{
	for (size_t i = 0; i < host->n_counts; i++)
		if (str_equal(host->counts[i].call, call))
			return &host->counts[i];
	struct fake_count *count = arr_add(host->counts, host->n_counts, host->cap_counts);
	count->call = mem_strdup(call);
	return count;
}

static bool is_held(const struct fake_host *host, const char *call, uint64_t epoch)
{
	return host->epoch == epoch && (host->stalled || str_equal(host->held, call));
}

static void wait_as_told(struct fake_host *host, const char *call, uint64_t epoch, int delay_ms)
{
	int64_t until_ns = clock_now_ns() + delay_ms * NS_PER_MS;
	while (host->epoch == epoch && clock_now_ns() < until_ns)
		wait_until(&fake.changed, until_ns);
	if (!is_held(host, call, epoch))
		return;
	host->n_held++;
	pthread_cond_broadcast(&fake.changed);
	while (is_held(host, call, epoch))
		pthread_cond_wait(&fake.changed, &fake.lock);
	host->n_held--;
}

bool fake_fails(struct fake_host *host, const char *call, struct err *err)
{
	for (size_t i = 0; i < host->n_failures; i++) {
		struct fake_failure *f = &host->failures[i];
		if (!str_equal(f->call, call))
			continue;
		err_set(err, f->code, "%s", f->text);
		if (f->code == ERR_UNSUPPORTED)
			err->detail = DOMAIN_NO_SUCH_CALL;
		free(f->call);
		free(f->text);
		*f = host->failures[--host->n_failures];
		return true;
	}
	return false;
}

bool fake_enter(struct work *work, struct conn *conn, const char *call, struct err *err)
{
	work_assert(work);
	fake_lock();
	struct fake_host *host = conn->host;
	count_of(host, call)->n++;
	wait_as_told(host, call, conn->epoch, host->delay_ms);
	if (host->epoch != conn->epoch)
		err_set(err, ERR_LOST, "internal error: client socket is closed");
	else if (!fake_fails(host, call, err))
		return true;
	fake_unlock();
	return false;
}

bool fake_enter_open(struct work *work, struct fake_host *host, uint64_t *ret_epoch,
		     struct err *err)
{
	work_assert(work);
	fake_lock();
	uint64_t epoch = host->epoch;
	count_of(host, "conn_open")->n++;
	wait_as_told(host, "conn_open", epoch, host->open_delay_ms + host->delay_ms);
	*ret_epoch = epoch;
	if (host->epoch != epoch)
		err_set(err, ERR_LOST, "Cannot recv data: Connection reset by peer");
	else if (host->open_error)
		err_set(err, host->open_error, "%s", host->open_text);
	else if (!fake_fails(host, "conn_open", err))
		return true;
	fake_unlock();
	return false;
}

/* ---- for tests ---- */

void fake_stall(const char *host, bool on)
{
	fake_lock();
	fake_host(host)->stalled = on;
	pthread_cond_broadcast(&fake.changed);
	fake_unlock();
}

void fake_delay(const char *name, int ms)
{
	fake_lock();
	fake_host(name)->delay_ms = ms;
	pthread_cond_broadcast(&fake.changed);
	fake_unlock();
}

void fake_hold(const char *name, const char *call)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	free(host->held);
	host->held = mem_strdup(call);
	pthread_cond_broadcast(&fake.changed);
	fake_unlock();
}

void fake_await_held(const char *name)
{
	fake_lock();
	while (!fake_host(name)->n_held)
		pthread_cond_wait(&fake.changed, &fake.lock);
	fake_unlock();
}

void fake_disconnect(const char *name)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	fake_send(host, EVENT_CLOSED, NULL, "The connection was closed by the other side");
	host->epoch++;
	pthread_cond_broadcast(&fake.changed);
	fake_unlock();
}

void fake_refuse(const char *name, enum err_code code, const char *text)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	host->open_error = code;
	free(host->open_text);
	host->open_text = mem_strdup(text);
	fake_unlock();
}

void fake_password(const char *name, const char *password)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	free(host->password);
	host->password = mem_strdup(password);
	fake_unlock();
}

void fake_fail_next(const char *name, const char *call, enum err_code code, const char *text)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	struct fake_failure *f = arr_add(host->failures, host->n_failures, host->cap_failures);
	*f = (struct fake_failure){mem_strdup(call), code, mem_strdup(text)};
	fake_unlock();
}

void fake_lack(const char *host, const char *call)
{
	fake_fail_next(host, call ? call : "domain_do", ERR_UNSUPPORTED,
		       "this function is not supported by the connection driver");
}

void fake_mute(const char *host, bool on)
{
	fake_lock();
	fake_host(host)->muted = on;
	fake_unlock();
}

static const char *state_event_text(enum domain_state state)
{
	switch (state) {
	case DOMAIN_RUNNING:
		return "started: booted";
	case DOMAIN_PAUSED:
		return "paused: by the user";
	case DOMAIN_SHUTDOWN:
		return "shutting down: finished";
	case DOMAIN_SHUTOFF:
		return "stopped: forced off";
	case DOMAIN_CRASHED:
		return "crashed: panicked";
	case DOMAIN_PMSUSPENDED:
		return "asleep: to memory";
	case DOMAIN_NOSTATE:
	case DOMAIN_BLOCKED:
	case DOMAIN_STATE_COUNT:
		break;
	}
	return "changed";
}

bool fake_set_state(const char *name, const char *domain, enum domain_state state, int reason)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	struct fake_domain *d = fake_find(host, domain);
	if (d)
		fake_change_state(host, d, state, reason, state_event_text(state));
	fake_unlock();
	return d;
}

bool fake_undefine(const char *name, const char *domain)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	struct fake_domain *d = fake_find(host, domain);
	if (d) {
		fake_send(host, EVENT_DOMAIN_DEFINITION, d, "undefined");
		fake_remove(host, d);
	}
	fake_unlock();
	return d;
}

void fake_define(const char *name, const char *domain)
{
	fake_lock();
	struct fake_host *host = fake_host(name);
	struct fake_domain *d = fake_add_domain(host, domain, DOMAIN_SHUTOFF, 0);
	fake_send(host, EVENT_DOMAIN_DEFINITION, d, "defined: added");
	fake_unlock();
}

static void set_differs(struct fake_domain *d, const char *text)
{
	d->def.differs = !str_equal(text, "no");
}

static void set_snapshots(struct fake_domain *d, const char *text)
{
	d->has_snapshot = !str_equal(text, "no");
}

static void set_os(struct fake_domain *d, const char *text)
{
	free(d->os);
	free(d->xml);
	d->os = mem_strdup(text);
}

static void set_words(const char **words, const char *text)
{
	free((void *)(uintptr_t)*words);
	*words = mem_strdup(text);
}

void fake_describe(struct fake_domain *d, const char *text)
{
	set_words(&d->def.description, text[0] ? text : NULL);
	d->def.description_long = strchr(text, '\n');
}

static void set_tags(struct fake_domain *d, const char *text)
{
	set_words(&d->def.tags, text);
}

/* "|" ends a line. */
static void set_description(struct fake_domain *d, const char *text)
{
	autofree char *lines = mem_strdup(text);

	for (char *c = lines; *c; c++)
		*c = *c == '|' ? '\n' : *c;
	fake_describe(d, lines);
}

static void set_macs(struct fake_domain *d, const char *text)
{
	set_words(&d->def.macs, text);
	d->def.nics = 0;
	for (const char *p = text; *p; p += strspn(p, " "), d->def.nics++)
		p += strcspn(p, " ");
}

static void set_nets(struct fake_domain *d, const char *text)
{
	set_words(&d->def.nets, text);
}

static void set_pools(struct fake_domain *d, const char *text)
{
	set_words(&d->def.pools, text);
}

/* It takes its time, and has not said anything then. */
static void set_silent(struct fake_domain *d, const char *text)
{
	d->agent_silent = str_equal(text, "yes");
}

/* It happens to it. */
static void set_nothing(struct fake_domain *d, const char *text)
{
	(void)d;
	(void)text;
}

static void set_agent(struct fake_domain *d, const char *text)
{
	d->agent_away = str_equal(text, "no");
}

static const struct {
	const char *word;
	void (*set)(struct fake_domain *d, const char *text);
	enum event_kind kind;
	const char *event; /* NULL: libvirt tells nobody */
} settings[] = {
	{"differs", set_differs, EVENT_DOMAIN_DEFINITION, "defined: updated"},
	{"snapshots", set_snapshots, EVENT_DOMAIN_NOTE, NULL},
	{"os", set_os, EVENT_DOMAIN_DEFINITION, "metadata changed"},
	{"agent", set_agent, EVENT_DOMAIN_AGENT, "guest agent"},
	{"silent", set_silent, EVENT_DOMAIN_NOTE, NULL},
	{"watchdog", set_nothing, EVENT_DOMAIN_WATCHDOG, "watchdog: reset"},
	{"memory", set_nothing, EVENT_DOMAIN_MEMORY, "memory failure: memory of the guest: told to the guest"},
	{"tags", set_tags, EVENT_DOMAIN_DEFINITION, "metadata changed"},
	{"description", set_description, EVENT_DOMAIN_DEFINITION, "metadata changed"},
	{"macs", set_macs, EVENT_DOMAIN_DEFINITION, "defined: updated"},
	{"nets", set_nets, EVENT_DOMAIN_DEFINITION, "defined: updated"},
	{"pools", set_pools, EVENT_DOMAIN_DEFINITION, "defined: updated"},
};

bool fake_set(const char *name, const char *domain, const char *word, const char *text)
{
	bool done = false;
	fake_lock();
	struct fake_host *host = fake_host(name);
	struct fake_domain *d = fake_find(host, domain);
	for (size_t i = 0; d && i < ARRAY_SIZE(settings); i++) {
		if (!str_equal(settings[i].word, word))
			continue;
		settings[i].set(d, text);
		if (settings[i].event)
			fake_send(host, settings[i].kind, d, settings[i].event);
		done = true;
	}
	fake_unlock();
	return done;
}

bool fake_uuid(const char *name, const char *domain, unsigned char ret_uuid[UUID_SIZE])
{
	fake_lock();
	const struct fake_domain *d = fake_find(fake_host(name), domain);
	if (d)
		memcpy(ret_uuid, d->uuid, UUID_SIZE);
	fake_unlock();
	return d;
}

bool fake_counter_reset(const char *name, const char *domain)
{
	fake_lock();
	struct fake_domain *d = fake_find(fake_host(name), domain);
	if (d)
		d->ran_ns = d->deep_ran_ns = 0;
	fake_unlock();
	return d;
}

unsigned fake_calls(const char *name, const char *call)
{
	fake_lock();
	unsigned n = count_of(fake_host(name), call)->n;
	fake_unlock();
	return n;
}

unsigned fake_most_doing(const char *name)
{
	fake_lock();
	unsigned n = fake_host(name)->most_doing;
	fake_unlock();
	return n;
}

void fake_fill_pool(const char *name, unsigned percent)
{
	fake_lock();
	fake_host(name)->pool_percent = percent <= 100 ? percent : 100;
	fake_unlock();
}

bool fake_hangs(const char *name, const char *domain, bool on)
{
	fake_lock();
	struct fake_domain *d = fake_find(fake_host(name), domain);
	if (d)
		d->hangs = on;
	fake_wake();
	fake_unlock();
	return d;
}

bool fake_agent_hangs(const char *name, const char *domain, bool on)
{
	fake_lock();
	struct fake_domain *d = fake_find(fake_host(name), domain);
	if (d)
		d->agent_hangs = on;
	fake_wake();
	fake_unlock();
	return d;
}

unsigned fake_open_connections(const char *name)
{
	fake_lock();
	unsigned n = fake_host(name)->connections;
	fake_unlock();
	return n;
}
