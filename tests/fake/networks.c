// SPDX-License-Identifier: GPL-3.0-or-later
/* Networks of the fake: what they are is their XML, as with libvirt. */
#include "tests/fake/things.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/fake/fake.h"
#include "tests/fake/state.h"
#include "virt/network.h"
#include "xml/network.h"

/* --- what there is ------------------------------------------------------------------------------ */

/* All run but the last. */
static const struct {
	const char *xml;
	bool active, autostart;
} first[] = {
	{"<network>\n"
	 "  <name>br-lan</name>\n"
	 "  <forward mode='bridge'/>\n"
	 "  <bridge name='br0'/>\n"
	 "</network>\n", true, false},
	{"<network>\n"
	 "  <name>default</name>\n"
	 "  <forward mode='nat'/>\n"
	 "  <bridge name='virbr0'/>\n"
	 "  <ip address='192.168.122.1' netmask='255.255.255.0'>\n"
	 "    <dhcp>\n"
	 "      <range start='192.168.122.2' end='192.168.122.254'/>\n"
	 "    </dhcp>\n"
	 "  </ip>\n"
	 "</network>\n", true, true},
	{"<network>\n"
	 "  <name>storage</name>\n"
	 "  <bridge name='virbr1'/>\n"
	 "  <ip address='10.9.0.1' netmask='255.255.255.0'/>\n"
	 "</network>\n", false, false},
};

static char *name_in(const char *xml)
{
	const char *at = xml ? strstr(xml, "<name>") : NULL;
	const char *end = at ? strstr(at, "</name>") : NULL;
	return end ? mem_strndup(at + 6, (size_t)(end - at - 6)) : NULL;
}

static struct fake_network *add(struct fake_host *host)
{
	struct fake_network *n = arr_add(host->networks, host->n_networks, host->cap_networks);
	memset(n->uuid, 'n', UUID_SIZE);
	n->uuid[UUID_SIZE - 1] = (unsigned char)host->networks_made++;
	return n;
}

static void stock(struct fake_host *host)
{
	if (host->networks_made)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(first); i++) {
		struct fake_network *n = add(host);
		n->name = name_in(first[i].xml);
		n->definition = mem_strdup(first[i].xml);
		n->live = first[i].active ? mem_strdup(first[i].xml) : NULL;
		n->autostart = first[i].autostart;
	}
}

static void forget(struct fake_host *host, struct fake_network *n)
{
	size_t at = (size_t)(n - host->networks);
	free(n->name);
	free(n->definition);
	free(n->live);
	memmove(n, n + 1, (--host->n_networks - at) * sizeof(*n));
}

static int by_name(const void *a, const void *b)
{
	return network_kind.compare(a, b);
}

struct roster *fake_networks(struct fake_host *host)
{
	struct roster *r = roster_create(&network_kind);
	stock(host);
	for (size_t i = 0; i < host->n_networks; i++) {
		const struct fake_network *from = &host->networks[i];
		struct network *n = roster_add(r);
		n->xml = mem_strdup(from->live ? from->live : from->definition);
		n->known = network_read_xml(n->xml, n, NULL);
		n->name = mem_strdup(from->name);
		memcpy(n->uuid, from->uuid, UUID_SIZE);
		n->active = from->live;
		n->persistent = from->definition;
		n->autostart = from->autostart;
		n->leases = n->has_dhcp ? 2 : -1;
		if (from->live && from->definition)
			network_compare(n, from->definition, NULL);
	}
	qsort(roster_at(r, 0), r->n, sizeof(struct network), by_name);
	r->told = r->total = r->n;
	return r;
}

struct leases *fake_leases(void)
{
	struct leases *leases = mem_new(struct leases);
	for (unsigned i = 0; i < 2; i++) {
		struct lease *lease = arr_add(leases->all, leases->n, leases->cap);
		lease->mac = mem_printf("52:54:00:00:00:%02x", i + 1);
		lease->ip = mem_printf("192.168.122.%u/24", 10 + i);
		lease->name = i ? NULL : mem_strdup("web-1");
		lease->until_wall_s = 0;
	}
	return leases;
}

/* --- who is on them ------------------------------------------------------------------------------- */

struct network_ports *fake_ports(struct fake_host *host, const unsigned char network[UUID_SIZE])
{
	struct network_ports *ports = mem_new(struct network_ports);
	const struct fake_network *n = NULL;
	for (size_t i = 0; i < host->n_networks; i++)
		n = memcmp(host->networks[i].uuid, network, UUID_SIZE) == 0 ? &host->networks[i] : n;
	for (size_t i = 0; n && n->live && !n->unplugged && i < host->n_domains; i++) {
		const char *next = host->domains[i].def.wires;
		struct nic_use nic;
		while (host->domains[i].id >= 0 && uses_next_nic(&next, &nic))
			if (span_is(nic.source, n->name))
				*arr_add(ports->all, ports->n, ports->cap) =
					(struct network_port){span_text(nic.mac), mem_printf("port-%zu", i)};
	}
	return ports;
}

/* A kilobyte a second for the first, two for the second ...; half of it back. */
struct nic_counts *fake_nics(struct fake_host *host)
{
	struct nic_counts *counts = mem_new(struct nic_counts);
	counts->time_ns = host->nic_clock_ns += FAKE_TICK_NS;
	uint64_t s = (uint64_t)(counts->time_ns / NS_PER_S);
	for (size_t i = 0; i < host->n_domains; i++) {
		const char *next = host->domains[i].def.wires;
		struct nic_use nic;
		while (host->domains[i].id >= 0 && uses_next_nic(&next, &nic))
			nic_counts_add(counts, span_text(nic.target), s * 1000 * (i + 1), s * 500 * (i + 1));
	}
	nic_counts_sort(counts);
	return counts;
}

void fake_new_network(const char *host, const char *name)
{
	fake_lock();
	stock(fake_host(host));
	struct fake_network *n = add(fake_host(host));
	n->name = mem_strdup(name);
	n->live = mem_printf("<network>\n  <name>%s</name>\n  <bridge name='virbr7'/>\n"
			     "  <ip address='10.7.0.1' netmask='255.255.255.0'>\n    <dhcp>\n"
			     "      <range start='10.7.0.2' end='10.7.0.99'/>\n    </dhcp>\n  </ip>\n</network>\n", name);
	fake_unlock();
}

/* --- what can be done to one --------------------------------------------------------------------- */

static void set_text(char **to, const char *text)
{
	free(*to);
	*to = mem_strdup(text);
}

static bool start(struct fake_host *host, struct fake_network *n, const struct verb_request *request, struct err *err)
{
	(void)host;
	(void)request;
	if (n->live)
		return err_set(err, ERR_FAILED, "Requested operation is not valid: it is already active");
	n->live = mem_strdup(n->definition);
	return true;
}

static void keep_last(const struct fake_network *n, const struct verb_request *request)
{
	if (request->ret_was)
		set_text(request->ret_was, n->definition ? n->definition : n->live);
}

static bool stop(struct fake_host *host, struct fake_network *n, const struct verb_request *request, struct err *err)
{
	if (!n->live)
		return err_set(err, ERR_FAILED, "Requested operation is not valid: it is not active");
	if (!n->definition)
		keep_last(n, request);
	set_text(&n->live, NULL);
	n->unplugged = true;
	if (!n->definition)
		forget(host, n);
	return true;
}

static bool autostart(struct fake_host *host, struct fake_network *n, const struct verb_request *request,
		      struct err *err)
{
	(void)host;
	(void)err;
	n->autostart = request->verb == NETWORK_VERB_AUTOSTART_ON;
	return true;
}

static bool read_xml(struct fake_host *host, struct fake_network *n, const struct verb_request *request,
		     struct err *err)
{
	(void)host;
	(void)err;
	*request->ret_answer = mem_strdup(n->definition ? n->definition : n->live);
	return true;
}

static bool edit(struct fake_host *host, struct fake_network *n, const struct verb_request *request, struct err *err)
{
	(void)host;
	if (request->before && !str_equal(request->before, n->definition)) {
		if (request->ret_answer)
			set_text(request->ret_answer, n->definition);
		return err_set(err, ERR_CHANGED, "Somebody else has changed %s meanwhile: nothing was done", n->name);
	}
	keep_last(n, request);
	set_text(&n->definition, request->text);
	if (request->ret_answer)
		set_text(request->ret_answer, n->definition);
	return true;
}

static bool persist(struct fake_host *host, struct fake_network *n, const struct verb_request *request,
		    struct err *err)
{
	(void)host;
	(void)request;
	(void)err;
	set_text(&n->definition, n->live);
	return true;
}

static bool undefine(struct fake_host *host, struct fake_network *n, const struct verb_request *request,
		     struct err *err)
{
	if (n->live)
		return err_set(err, ERR_INVALID, "%s is running: stop it before its definition is removed", n->name);
	keep_last(n, request);
	forget(host, n);
	return true;
}

static bool replug(struct fake_host *host, struct fake_network *n, const struct verb_request *request, struct err *err)
{
	(void)host;
	(void)request;
	n->unplugged &= !n->live;
	return n->live || err_set(err, ERR_INVALID, "%s does not run: start it first", n->name);
}

/* --- parts ---------------------------------------------------------------------------------------- */

/* The line of an element like this one: of the same MAC, or all the same. Its length; 0: there is none. part: where
 * it is looked for, in the text. */
static size_t find_line(const char *xml, const char *part, size_t len, const char *element, const char **ret_at)
{
	const char *mac = strstr(element, "mac='");
	autofree char *needle = mac ? mem_strndup(mac, strcspn(mac + 5, "'") + 6) : mem_strdup(element);
	const char *found = memmem(part, len, needle, strlen(needle));
	const char *line = found;
	if (!found)
		return 0;
	while (line > xml && line[-1] != '\n')
		line--;
	*ret_at = line;
	return strcspn(line, "\n") + 1;
}

/* The <ip> that the options say, as libvirt counts them: its length. No <ip>, all of it. */
static size_t part_of(const char *xml, const char *options, const char **ret_at)
{
	const char *parent = strstr(options, "--parent-index "), *at = xml, *end;
	*ret_at = xml;
	if (!parent)
		return strlen(xml);
	for (long i = strtol(parent + 15, NULL, 10); i >= 0; i--) {
		at = strstr(at, "<ip ");
		if (!at)
			return 0;
		at++;
	}
	*ret_at = at;
	end = strstr(at, "</ip>");
	return end ? (size_t)(end - at) : 0;
}

/* The text with the element added, changed or taken out; NULL when that cannot be. */
static char *changed(const char *xml, const char *options, const char *element)
{
	bool of_dns = strstr(options, "dns-host");
	const char *end = of_dns ? "  </dns>" : "    </dhcp>", *part;
	size_t len = 0, part_len = part_of(xml, options, &part);
	const char *at = memmem(part, part_len, end, strlen(end));
	bool adds = str_starts(options, "add");
	if (adds && of_dns && !at) {
		at = strstr(xml, "  <ip ");
		return at ? mem_printf("%.*s  <dns>\n    %s\n  </dns>\n%s", (int)(at - xml), xml, element, at) : NULL;
	}
	if (!adds)
		len = find_line(xml, part, part_len, element, &at);
	if (adds ? !at : !len)
		return NULL;
	if (str_starts(options, "delete"))
		return mem_printf("%.*s%s", (int)(at - xml), xml, at + len);
	return mem_printf("%.*s      %s\n%s", (int)(at - xml), xml, element, at + len);
}

static bool update(struct fake_host *host, struct fake_network *n, const struct verb_request *request,
		   struct err *err)
{
	bool live = strstr(request->options, "--live");
	bool config = strstr(request->options, "--config");
	(void)host;
	if (config)
		keep_last(n, request);
	for (int i = 0; i < 2; i++) {
		char **text = i ? &n->definition : &n->live;
		autofree char *now = NULL;
		if (!(i ? config : live))
			continue;
		now = *text ? changed(*text, request->options, request->text) : NULL;
		if (!now)
			return err_set(err, ERR_FAILED,
				       "Requested operation is not valid: couldn't locate a matching entry in network '%s'",
				       n->name);
		set_text(text, now);
	}
	return true;
}

static bool define(struct fake_host *host, struct fake_network *n, const struct verb_request *request,
		   struct err *err)
{
	autofree char *name = name_in(request->text);
	if (!name)
		return err_set(err, ERR_INVALID, "XML error: missing name information");
	for (size_t i = 0; i < host->n_networks; i++)
		n = str_equal(host->networks[i].name, name) ? &host->networks[i] : n;
	if (!n) {
		n = add(host);
		n->name = take(name);
	}
	set_text(request->verb == NETWORK_VERB_CREATE ? &n->live : &n->definition, request->text);
	if (request->ret_answer)
		set_text(request->ret_answer, request->text);
	return true;
}

static const struct {
	const char *call;
	bool (*fn)(struct fake_host *host, struct fake_network *n, const struct verb_request *request, struct err *err);
} verbs[VERB_COUNT] = {
	[NETWORK_VERB_START] = {"virNetworkCreate", start},
	[NETWORK_VERB_STOP] = {"virNetworkDestroy", stop},
	[NETWORK_VERB_AUTOSTART_ON] = {"virNetworkSetAutostart", autostart},
	[NETWORK_VERB_AUTOSTART_OFF] = {"virNetworkSetAutostart", autostart},
	[NETWORK_VERB_READ_XML] = {"virNetworkGetXMLDesc", read_xml},
	[NETWORK_VERB_EDIT] = {"virNetworkDefineXMLFlags", edit},
	[NETWORK_VERB_PERSIST] = {"virNetworkDefineXMLFlags", persist},
	[NETWORK_VERB_UNDEFINE] = {"virNetworkUndefine", undefine},
	[NETWORK_VERB_UPDATE] = {"virNetworkUpdate", update},
	[NETWORK_VERB_REPLUG] = {"virDomainUpdateDeviceFlags", replug},
	[NETWORK_VERB_DEFINE] = {"virNetworkDefineXMLFlags", define},
	[NETWORK_VERB_CREATE] = {"virNetworkCreateXMLFlags", define},
};

static struct fake_network *find(struct fake_host *host, const struct verb_request *request)
{
	for (size_t i = 0; i < host->n_networks; i++) {
		struct fake_network *n = &host->networks[i];
		if (request->name ? str_equal(n->name, request->name) : memcmp(n->uuid, request->uuid, UUID_SIZE) == 0)
			return n;
	}
	return NULL;
}

bool network_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	bool makes = verb_object(request->verb) == OBJ_HOST;
	bool reads = request->verb == NETWORK_VERB_READ_XML;
	if (!fake_enter(work, conn, "network_do", err))
		return false;
	stock(conn->host);
	struct fake_network *n = makes ? NULL : find(conn->host, request);
	work_note(work, "%s(%s)", verbs[request->verb].call, n ? n->name : "XML");
	bool ok = conn->readonly && !reads ? err_set(err, ERR_DENIED, "operation forbidden for read only access")
		  : !n && !makes ? err_set(err, ERR_NOT_FOUND, "Network not found: no network with matching uuid")
				 : verbs[request->verb].fn(conn->host, n, request, err);
	fake_unlock();
	return ok;
}
