// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the fake share. Everything here is under one lock: fake_lock() or fake_enter().
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "loop/lane.h"
#include "model/reading.h"
#include "model/snapshot.h"
#include "virt/conn.h"
#include "virt/event.h"

#define FAKE_TICK_NS INT64_C(2000000000)

struct fake_domain {
	unsigned char uuid[UUID_SIZE];
	char *name, *title;
	char *xml; /* as it was edited last; NULL */
	int id;
	enum domain_state state;
	int reason;
	bool persistent, autostart, managed_save, has_snapshot;
	char *os; /* in its metadata; NULL none */
	struct domain_definition def; /* title and os not used */
	int64_t ran_ns;               /* on the host's clock: what its counters stand on */
	int64_t shutdown_ns; /* monotonic, when the guest will be off; 0 not shutting down */
	int64_t job_began_ns, job_until_ns; /* monotonic; until 0: no job runs */
	int64_t job_lived_ns; /* began, by clock_lived_ns() */
	bool job_aborted;
	bool agent_hangs, agent_away, agent_silent;
	bool hangs;           /* its QEMU: what asks it blocks, */
	bool waited_for;      /* and leaves it out once somebody else waits for it */
	int64_t deep_ran_ns;  /* as ran_ns, for what is asked of QEMU */
};

/* A saved guest. */
struct fake_file {
	char *path, *name;
	unsigned char uuid[UUID_SIZE];
};

struct fake_failure {
	char *call;
	enum err_code code;
	char *text;
};

struct fake_count {
	char *call;
	unsigned n;
};

/* A secret or a network filter. */
struct fake_kept {
	enum obj_kind kind;
	unsigned char uuid[UUID_SIZE];
	char *name, *xml;
	char *type;     /* of a secret */
	bool has_value; /* likewise */
};

#define FAKE_VOLUMES  5 /* in each pool, to begin with */

struct fake_network {
	unsigned char uuid[UUID_SIZE];
	char *name;
	char *definition; /* NULL: transient */
	char *live;       /* NULL: it does not run */
	bool autostart;
	bool unplugged; /* it was stopped, and those on it have not been plugged in since */
};

struct fake_pool; /* storage.c */

struct fake_host {
	char *name;
	bool configured;
	int n_transient;
	int open_delay_ms, delay_ms, shutdown_ms, job_ms;
	enum err_code open_error;
	char *open_text;
	char *user, *password, *asks; /* what it asks for; NULL: not */
	bool asks_key;
	char *held; /* the call that blocks; NULL none */
	unsigned n_held; /* so many calls wait for that to end */
	bool stalled, muted, ignores_acpi, agents_idle, shared, no_bulk, bare_bulk;
	uint64_t epoch; /* connections of an older one are cut */
	int64_t clock_ns, deep_clock_ns;
	int64_t machine_clock_ns; /* of what a machine's page shows */
	uint64_t cpu_busy_ns, cpu_total_ns;
	unsigned cpus_read;    /* how often the times of its CPUs were */
	unsigned pool_percent; /* how full its pool is */
	struct fake_pool *pools;
	size_t n_pools, cap_pools;
	unsigned pools_made;
	bool pools_known;
	int64_t nic_clock_ns;
	struct fake_network *networks;
	size_t n_networks, cap_networks;
	unsigned networks_made; /* so many, with those that are gone */
	struct fake_kept *kept;
	size_t n_kept, cap_kept;
	unsigned kept_made;
	bool kept_known; /* these are as they begin */
	int last_id;
	unsigned connections;
	unsigned doing, most_doing; /* domain_do() at once */
	struct fake_domain *domains;
	size_t n_domains, cap_domains;
	struct fake_file *files;
	size_t n_files, cap_files;
	struct fake_failure *failures;
	size_t n_failures, cap_failures;
	struct fake_count *counts;
	size_t n_counts, cap_counts;
};

struct subscription;

struct conn {
	struct fake_host *host;
	uint64_t epoch;
	bool readonly;
	bool bare; /* its bulk call has told no figures */
	struct subscription *subscription;
};

void fake_lock(void);
void fake_unlock(void);
/* Once, on the main thread: where events come out. */
void fake_init(void);

/* Made when it is new. */
struct fake_host *fake_host(const char *name);
struct fake_domain *fake_find(struct fake_host *host, const char *name);
struct fake_domain *fake_find_uuid(struct fake_host *host, const unsigned char uuid[UUID_SIZE]);
void fake_remove(struct fake_host *host, struct fake_domain *domain);
/* With the event, text in libvirt's words: "started: booted". */
void fake_change_state(struct fake_host *host, struct fake_domain *domain, enum domain_state state,
		       int reason, const char *text);
/* The guest was asked to shut down. */
void fake_begin_shutdown(struct fake_host *host, struct fake_domain *domain);

/* With the lock held: until something has changed, or the time has come. */
void fake_wait(int64_t until_ns);
/* Wakes those up. */
void fake_wake(void);

/* The beginning of every blocking call: waits as the host's settings say. True with the lock held;
 * false without it, err set. */
bool fake_enter(struct work *work, struct conn *conn, const char *call, struct err *err);
/* It was told that the next call of this name fails; the lock is held. */
bool fake_fails(struct fake_host *host, const char *call, struct err *err);
/* The same for opening: no connection yet. Gives the epoch. */
bool fake_enter_open(struct work *work, struct fake_host *host, uint64_t *ret_epoch,
		     struct err *err);

/* Events go to all connections of the host that subscribed and are not cut. */
struct subscription *subscription_create(struct fake_host *host, uint64_t epoch,
					 const struct event_sink *sink);
/* No more events; release may be called now, so the lock must not be held. */
void subscription_end(struct subscription *subscription);
void fake_send(struct fake_host *host, enum event_kind kind, const struct fake_domain *domain,
	       const char *text);

/* tests/fake/inventory.c: what is on a host. */
void fake_stock(struct fake_host *host, unsigned n, bool hostile);
/* "" removes it. */
void fake_describe(struct fake_domain *d, const char *text);
struct fake_domain *fake_add_domain(struct fake_host *host, const char *name,
				    enum domain_state state, int reason);

/* tests/fake/nodestate.c: what is read of a host itself; as reading_read(), with the lock held. */
void *fake_read_capabilities(struct fake_host *host, const struct reading_key *key, struct err *err);
void *fake_read_sysinfo(struct fake_host *host, const struct reading_key *key, struct err *err);
void *fake_read_domain_capabilities(struct fake_host *host, const struct reading_key *key, struct err *err);
void *fake_read_node(struct fake_host *host, const struct reading_key *key, struct err *err);
void *fake_read_cpus(struct fake_host *host, const struct reading_key *key, struct err *err);
