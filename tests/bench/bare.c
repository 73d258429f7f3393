// SPDX-License-Identifier: GPL-3.0-or-later
/* The yardstick: what a plain program on libvirt needs for the same, and nothing else.
 *
 *   bare list URI               prints all domains with their states
 *   bare tick URI MS            lists, then asks for figures every MS milliseconds until it is ended; keeps
 *                               what it got last; says "ready" after the second time
 *   bare churn URI ROUNDS       pauses and resumes every running domain so often, as fast as it can
 *   bare echo                   a terminal program: draws a line for each key; q ends it */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#define FIGURES                                                                                                  \
	(VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU | \
	 VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK)

/* What a list of machines holds of one. */
struct machine {
	unsigned char uuid[VIR_UUID_BUFLEN];
	char *name;
	long long state;
	unsigned long long cpu_ns, memory, read, written, received, sent;
	unsigned long long rates[5];
};

struct client {
	virConnectPtr conn;
	struct machine *machines; /* sorted by UUID */
	size_t n;
	int period_ms;
	unsigned ticks;
};

static virConnectPtr open_host(const char *uri)
{
	virConnectPtr conn = virConnectOpen(uri);

	if (!conn)
		exit(1);
	return conn;
}

static int compare(const void *a, const void *b)
{
	return memcmp(((const struct machine *)a)->uuid, ((const struct machine *)b)->uuid, VIR_UUID_BUFLEN);
}

static void find_machines(struct client *c)
{
	virDomainStatsRecordPtr *records;
	int n = virConnectGetAllDomainStats(c->conn, VIR_DOMAIN_STATS_STATE, &records, 0);

	if (n < 0)
		exit(1);
	c->machines = calloc((size_t)n + 1, sizeof(*c->machines));
	if (!c->machines)
		exit(1);
	for (int i = 0; i < n; i++) {
		struct machine *m = &c->machines[c->n++];

		virDomainGetUUID(records[i]->dom, m->uuid);
		m->name = strdup(virDomainGetName(records[i]->dom));
		m->state = records[i]->nparams ? records[i]->params[0].value.i : 0;
	}
	virDomainStatsRecordListFree(records);
	qsort(c->machines, c->n, sizeof(*c->machines), compare);
}

static void add(const virTypedParameter *p, const char *start, const char *end, unsigned long long *sum)
{
	size_t n = strlen(p->field);
	size_t length = strlen(end);

	if (p->type == VIR_TYPED_PARAM_ULLONG && !strncmp(p->field, start, strlen(start)) && n >= length &&
	    !strcmp(p->field + n - length, end))
		*sum += p->value.ul;
}

static void read_figures(struct machine *m, const virDomainStatsRecord *record)
{
	struct machine new = {0};

	for (int i = 0; i < record->nparams; i++) {
		const virTypedParameter *p = &record->params[i];

		if (!strcmp(p->field, "state.state"))
			m->state = p->value.i;
		add(p, "cpu.time", "", &new.cpu_ns);
		add(p, "balloon.current", "", &new.memory);
		add(p, "block.", ".rd.bytes", &new.read);
		add(p, "block.", ".wr.bytes", &new.written);
		add(p, "net.", ".rx.bytes", &new.received);
		add(p, "net.", ".tx.bytes", &new.sent);
	}
	m->rates[0] = new.cpu_ns - m->cpu_ns;
	m->rates[1] = new.read - m->read;
	m->rates[2] = new.written - m->written;
	m->rates[3] = new.received - m->received;
	m->rates[4] = new.sent - m->sent;
	m->cpu_ns = new.cpu_ns;
	m->memory = new.memory;
	m->read = new.read;
	m->written = new.written;
	m->received = new.received;
	m->sent = new.sent;
}

static void on_tick(int timer, void *opaque)
{
	struct client *c = opaque;
	virDomainStatsRecordPtr *records;
	int n = virConnectGetAllDomainStats(c->conn, FIGURES, &records, VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE);

	if (n < 0)
		exit(1);
	for (int i = 0; i < n; i++) {
		struct machine key = {0};
		struct machine *m;

		virDomainGetUUID(records[i]->dom, key.uuid);
		m = bsearch(&key, c->machines, c->n, sizeof(key), compare);
		if (m)
			read_figures(m, records[i]);
	}
	virDomainStatsRecordListFree(records);
	virEventUpdateTimeout(timer, c->period_ms);
	if (++c->ticks == 2)
		puts("ready");
	fflush(stdout);
}

static int tick(const char *uri, const char *period)
{
	struct client c = {.period_ms = atoi(period)};

	virEventRegisterDefaultImpl();
	c.conn = open_host(uri);
	virConnectSetKeepAlive(c.conn, 5, 3);
	find_machines(&c);
	virEventAddTimeout(0, on_tick, &c, NULL);
	while (virEventRunDefaultImpl() == 0)
		;
	return 1;
}

static const char *state_word(long long state)
{
	return state == VIR_DOMAIN_RUNNING ? "running" : state == VIR_DOMAIN_SHUTOFF ? "off" : "other";
}

static int list(const char *uri)
{
	struct client c = {.conn = open_host(uri)};

	find_machines(&c);
	for (size_t i = 0; i < c.n; i++)
		printf("%-30s %s\n", c.machines[i].name, state_word(c.machines[i].state));
	fflush(stdout);
	return 0;
}

static int churn(const char *uri, const char *rounds)
{
	virConnectPtr conn = open_host(uri);
	virDomainPtr *domains;
	unsigned long events = 0;

	if (virConnectListAllDomains(conn, &domains, VIR_CONNECT_LIST_DOMAINS_RUNNING) < 0)
		return 1;
	for (int i = 0; i < atoi(rounds); i++)
		for (size_t d = 0; domains[d]; d++)
			events += (virDomainSuspend(domains[d]) == 0) + (virDomainResume(domains[d]) == 0);
	printf("%lu\n", events);
	return 0;
}

/* One line of a screen at a time, as a list with a cursor would. */
static int echo(void)
{
	struct termios raw;
	char key;

	tcgetattr(0, &raw);
	cfmakeraw(&raw);
	tcsetattr(0, TCSANOW, &raw);
	if (write(1, "ready\r\n", 7) != 7)
		return 1;
	while (read(0, &key, 1) == 1 && key != 'q')
		if (dprintf(1, "\033[%d;1H\033[7m%-80c\033[m", 1 + key % 20, key) < 0)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (!strcmp(what, "list") && argc == 3)
		return list(argv[2]);
	if (!strcmp(what, "tick") && argc == 4)
		return tick(argv[2], argv[3]);
	if (!strcmp(what, "churn") && argc == 4)
		return churn(argv[2], argv[3]);
	if (!strcmp(what, "echo"))
		return echo();
	fputs("bare list URI | tick URI MS | churn URI ROUNDS | echo\n", stderr);
	return 2;
}
