// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/conn.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "tests/fake/fake.h"
#include "tests/fake/state.h"

#define PREFIX "fake:///"

void conn_init(void)
{
	fake_init();
}

/* A parameter of the URI, %20 and the like decoded; NULL when it is not there. The caller frees. */
static char *uri_param(const char *uri, const char *name)
{
	const char *at = strchr(uri, '?');
	size_t len = strlen(name);
	while (at && !(strncmp(at + 1, name, len) == 0 && at[1 + len] == '='))
		at = strchr(at + 1, '&');
	if (!at)
		return NULL;
	struct str value = {0};
	for (at += 1 + len + 1; *at && *at != '&'; at++) {
		unsigned byte;
		if (*at == '%' && sscanf(at, "%%%2x", &byte) == 1) {
			str_addc(&value, (char)byte);
			at += 2;
		} else {
			str_addc(&value, *at);
		}
	}
	return str_take(&value);
}

static int uri_number(const char *uri, const char *name, int otherwise)
{
	autofree char *value = uri_param(uri, name);
	return value ? atoi(value) : otherwise;
}

static bool uri_is(const char *uri, const char *name, const char *wanted)
{
	autofree char *value = uri_param(uri, name);
	return str_equal(value, wanted);
}

/* Only the first opening: what a test has changed since stays. */
static void configure(struct fake_host *host, const char *uri)
{
	if (host->configured)
		return;
	host->configured = true;
	host->open_delay_ms = uri_number(uri, "open_delay_ms", 0);
	host->delay_ms = uri_number(uri, "delay_ms", 0);
	host->shutdown_ms = uri_number(uri, "shutdown_ms", 30);
	host->job_ms = uri_number(uri, "job_ms", 0);
	host->stalled = host->stalled || uri_is(uri, "hang", "1");
	host->agents_idle = uri_is(uri, "agent", "idle");
	host->ignores_acpi = uri_is(uri, "acpi", "ignore");
	host->shared = uri_is(uri, "shared", "1");
	host->no_bulk = uri_is(uri, "bulk", "0");
	host->bare_bulk = uri_is(uri, "bulk", "bare");
	autofree char *error = uri_param(uri, "open_error");
	if (error && !host->open_error) {
		host->open_error = fake_error_code(error);
		host->open_text = uri_param(uri, "open_text");
		if (!host->open_text)
			host->open_text = mem_strdup("Refused");
	}
	host->user = uri_param(uri, "user");
	host->password = host->password ? host->password : uri_param(uri, "password");
	host->asks_key = uri_is(uri, "key", "1");
	host->asks = uri_param(uri, "asks");
	host->n_transient = uri_number(uri, "transient", 0);
	fake_stock(host, (unsigned)uri_number(uri, "domains", 12), uri_is(uri, "hostile", "1"));
}

static struct fake_host *host_of(const char *uri)
{
	const char *name = uri + strlen(PREFIX);
	autofree char *copy = mem_strndup(name, strcspn(name, "?"));
	fake_lock();
	struct fake_host *host = fake_host(copy);
	configure(host, uri);
	fake_unlock();
	return host;
}

/* True when the answer is the right one. */
static bool ask(struct work *work, struct creds *creds, const struct creds_wish *wish, const char *right,
		struct err *err)
{
	char *answer = creds_ask(work, creds, wish, err);
	bool is_right = answer && str_equal(answer, right);
	if (answer && !is_right) {
		creds_refused(creds);
		err_set(err, ERR_AUTH, "%s: r in Hosts asks again",
			wish->kind == QUESTION_HOST_KEY ? "You did not trust its key"
							: "The user name or password is wrong");
	}
	creds_wipe(answer);
	return is_right;
}

/* As libvirt does before a connection stands. */
static bool may_enter(struct work *work, struct fake_host *host, struct creds *creds, struct err *err)
{
	fake_lock();
	autofree char *user = mem_strdup(host->user), *password = mem_strdup(host->password);
	autofree char *asks = mem_strdup(host->asks);
	bool key = host->asks_key;
	fake_unlock();
	const struct creds_wish trust = {QUESTION_HOST_KEY, asks ? asks : "Is this its key?", ""};
	const struct creds_wish name = {QUESTION_TEXT, "Please enter your authentication name", "User name"};
	const struct creds_wish secret = {QUESTION_SECRET, asks ? asks : "Please enter your password", "Password"};
	return (!key || ask(work, creds, &trust, "yes", err)) && (!user || ask(work, creds, &name, user, err)) &&
	       (!password || ask(work, creds, &secret, password, err));
}

struct conn *conn_open(struct work *work, const struct conn_place *place, struct creds *creds,
		       struct err *err)
{
	work_assert(work);
	const char *uri = place->uri;
	if (!str_starts(uri, PREFIX)) {
		err_set(err, ERR_INVALID, "The fake only knows fake:///NAME, not %s", uri);
		return NULL;
	}
	struct fake_host *host = host_of(uri);
	uint64_t epoch;
	if (!may_enter(work, host, creds, err))
		return NULL;
	if (!fake_enter_open(work, host, &epoch, err))
		return NULL;
	struct conn *conn = mem_new(struct conn);
	*conn = (struct conn){.host = host, .epoch = epoch, .readonly = place->readonly};
	host->connections++;
	fake_unlock();
	return conn;
}

void conn_close(struct work *work, struct conn *conn)
{
	work_assert(work);
	if (!conn)
		return;
	struct err ignored = {0};
	if (fake_enter(work, conn, "conn_close", &ignored))
		fake_unlock();
	err_clear(&ignored);
	subscription_end(conn->subscription);
	fake_lock();
	conn->host->connections--;
	fake_unlock();
	free(conn);
}

void conn_get_facts(const struct conn *conn, struct conn_facts *ret)
{
	*ret = (struct conn_facts){
		.bulk_stats = !conn->host->no_bulk && !conn->bare,
		.shares_lane = conn->host->shared,
	};
}

bool conn_uri_shares_lane(const char *uri)
{
	return uri_is(uri, "shared", "1");
}

bool conn_uri_is_test(const char *uri)
{
	return str_starts(uri, "test:");
}
