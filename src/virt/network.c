// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/network.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "virt/edit.h"
#include "virt/internal.h"
#include "virt/readers.h"
#include "virt/replug.h"
#include "virt/virerr.h"
#include "xml/network.h"

/* --- the roster -------------------------------------------------------------------------------- */

static int list(struct conn *conn, const struct reading_key *key, unsigned flags, void ***ret_handles,
		struct err *err)
{
	(void)key;
	(void)err;
	return virConnectListAllNetworks(conn->vir, (virNetworkPtr **)ret_handles, flags);
}

static void name(const struct reading_key *key, void *handle, void *item)
{
	struct network *n = item;
	(void)key;
	n->name = mem_strdup(virNetworkGetName(handle));
	virNetworkGetUUID(handle, n->uuid);
	n->leases = -1;
}

static const struct piece_mark marks[] = {
	{VIR_CONNECT_LIST_NETWORKS_ACTIVE, offsetof(struct network, active)},
	{VIR_CONNECT_LIST_NETWORKS_PERSISTENT, offsetof(struct network, persistent)},
	{VIR_CONNECT_LIST_NETWORKS_AUTOSTART, offsetof(struct network, autostart)},
};

static void count_leases(struct conn *conn, virNetworkPtr vir, struct network *n)
{
	virNetworkDHCPLeasePtr *all = NULL;
	autoerr struct err why = {0};
	if (!n->has_dhcp || conn->no_leases)
		return;
	n->leases = virNetworkGetDHCPLeases(vir, NULL, &all, 0);
	if (n->leases < 0) {
		virerr_take(&why, conn->vir);
		conn->no_leases = why.code == ERR_UNSUPPORTED;
		n->leases = -1;
	}
	for (int i = 0; i < n->leases; i++)
		virNetworkDHCPLeaseFree(all[i]);
	free(all);
}

/* Only one that runs and has a definition can have two texts. */
static void tell_definition(struct conn *conn, virNetworkPtr vir, struct network *n)
{
	autoerr struct err why = {0};
	if (!n->active || !n->persistent || conn->one_network_xml)
		return;
	virerr_expect(VIR_ERR_INVALID_ARG);
	autofree char *definition = virNetworkGetXMLDesc(vir, VIR_NETWORK_XML_INACTIVE);
	virerr_expect(VIR_ERR_OK);
	if (!definition) {
		conn->one_network_xml = virGetLastErrorCode() == VIR_ERR_INVALID_ARG;
		return;
	}
	network_compare(n, definition, &why);
	if (why.code != ERR_NONE)
		log_write(LOG_WARN, "the definition of network %s: %s", n->name, why.text);
}

static void tell(struct conn *conn, void *handle, void *item)
{
	struct network *n = item;
	autoerr struct err why = {0};
	n->xml = virNetworkGetXMLDesc(handle, 0);
	if (!n->xml)
		return;
	n->known = network_read_xml(n->xml, n, &why);
	if (!n->known)
		log_write(LOG_WARN, "the network %s: %s", n->name, why.text);
	if (n->known)
		tell_definition(conn, handle, n);
	count_leases(conn, handle, n);
}

static void free_handle(void *handle)
{
	virNetworkFree(handle);
}

const struct piece_ops networks_pieces = {
	.kind = &network_kind,
	.first_ms = 30,
	.list = list,
	.name = name,
	.marks = marks,
	.n_marks = ARRAY_SIZE(marks),
	.tell = tell,
	.free = free_handle,
};

/* --- leases ------------------------------------------------------------------------------------ */

static void add_lease(struct leases *leases, const virNetworkDHCPLease *vir)
{
	struct lease *lease = arr_add(leases->all, leases->n, leases->cap);
	lease->mac = mem_strdup(vir->mac);
	lease->duid = mem_strdup(vir->type == VIR_IP_ADDR_TYPE_IPV6 ? vir->clientid : NULL);
	lease->ip = vir->prefix ? mem_printf("%s/%u", vir->ipaddr, vir->prefix) : mem_strdup(vir->ipaddr);
	lease->name = mem_strdup(vir->hostname);
	lease->until_wall_s = vir->expirytime;
}

void *read_leases(struct work *work, struct conn *conn, const struct reading_key *key, struct err *err)
{
	work_assert(work);
	virNetworkDHCPLeasePtr *all = NULL;
	virNetworkPtr vir = virNetworkLookupByUUID(conn->vir, key->uuid);
	int n = vir ? virNetworkGetDHCPLeases(vir, NULL, &all, 0) : -1;
	if (n < 0)
		virerr_take(err, conn->vir);
	if (vir)
		virNetworkFree(vir);
	if (n < 0)
		return NULL;
	struct leases *leases = mem_new(struct leases);
	for (int i = 0; i < n; i++) {
		add_lease(leases, all[i]);
		virNetworkDHCPLeaseFree(all[i]);
	}
	free(all);
	return leases;
}

/* --- definitions -------------------------------------------------------------------------------- */

/* The test driver does not know the flag: there is one text. */
static char *read_inactive(void *handle)
{
	virerr_expect(VIR_ERR_INVALID_ARG);
	char *xml = virNetworkGetXMLDesc(handle, VIR_NETWORK_XML_INACTIVE);
	virerr_expect(VIR_ERR_OK);
	if (!xml && virGetLastErrorCode() == VIR_ERR_INVALID_ARG)
		xml = virNetworkGetXMLDesc(handle, 0);
	return xml;
}

/* A daemon before libvirt 7.7 knows the older call alone, which validates nothing. */
static void *define(virConnectPtr vir, const char *xml, bool validate)
{
	virNetworkPtr made = virNetworkDefineXMLFlags(vir, xml, validate ? VIR_NETWORK_DEFINE_VALIDATE : 0);
	if (!made && virerr_code(virGetLastErrorCode()) == ERR_UNSUPPORTED)
		made = virNetworkDefineXML(vir, xml);
	return made;
}

static const char *name_of(void *handle)
{
	return virNetworkGetName(handle);
}

static int unref(void *handle)
{
	return virNetworkFree(handle);
}

static const struct edit_ops edit_ops = {
	.read = read_inactive,
	.define = define,
	.name = name_of,
	.free = unref,
	.read_call = "virNetworkGetXMLDesc",
	.read_flags = "VIR_NETWORK_XML_INACTIVE",
	.define_call = "virNetworkDefineXMLFlags",
	.validate_flag = "VIR_NETWORK_DEFINE_VALIDATE",
};

/* --- verbs ------------------------------------------------------------------------------------- */

/* One verb on its way. */
struct call {
	struct work *work;
	virConnectPtr vir;
	virNetworkPtr network; /* NULL for what has none yet */
	const char *name;
	const struct verb_request *request;
	struct err *err;
};

static bool answer(struct call *c, int result)
{
	return result >= 0 || virerr_take(c->err, c->vir);
}

static bool start(struct call *c)
{
	work_note(c->work, "virNetworkCreate(%s)", c->name);
	return answer(c, virNetworkCreate(c->network));
}

static bool stop(struct call *c)
{
	if (virNetworkIsPersistent(c->network) == 0) /* nothing is left of it */
		edit_keep_last(c->work, &edit_ops, c->network, c->request);
	work_note(c->work, "virNetworkDestroy(%s)", c->name);
	return answer(c, virNetworkDestroy(c->network));
}

static bool autostart_on(struct call *c)
{
	work_note(c->work, "virNetworkSetAutostart(%s, 1)", c->name);
	return answer(c, virNetworkSetAutostart(c->network, 1));
}

static bool autostart_off(struct call *c)
{
	work_note(c->work, "virNetworkSetAutostart(%s, 0)", c->name);
	return answer(c, virNetworkSetAutostart(c->network, 0));
}

static bool read_xml(struct call *c)
{
	work_note(c->work, "virNetworkGetXMLDesc(%s, VIR_NETWORK_XML_INACTIVE)", c->name);
	*c->request->ret_answer = read_inactive(c->network);
	return answer(c, *c->request->ret_answer ? 0 : -1);
}

/* Of a new one (no network) or of one that is there. */
static bool define_or_edit(struct call *c)
{
	return edit_do(c->work, c->vir, &edit_ops, c->network, c->request, c->err);
}

/* What a transient one runs with becomes its definition. */
static bool persist(struct call *c)
{
	work_note(c->work, "virNetworkGetXMLDesc(%s, VIR_NETWORK_XML_INACTIVE)", c->name);
	autofree char *xml = read_inactive(c->network);
	struct verb_request request = *c->request;
	if (!xml)
		return answer(c, -1);
	request.text = xml;
	request.before = NULL;
	request.ret_was = NULL; /* it had none */
	return edit_do(c->work, c->vir, &edit_ops, c->network, &request, c->err);
}

static bool create(struct call *c)
{
	work_note(c->work, "virNetworkCreateXMLFlags(XML, VIR_NETWORK_CREATE_VALIDATE)");
	virNetworkPtr made = virNetworkCreateXMLFlags(c->vir, c->request->text, VIR_NETWORK_CREATE_VALIDATE);
	if (!made && virerr_code(virGetLastErrorCode()) == ERR_UNSUPPORTED) {
		work_note(c->work, "virNetworkCreateXML(XML)");
		made = virNetworkCreateXML(c->vir, c->request->text);
	}
	if (made)
		virNetworkFree(made);
	return answer(c, made ? 0 : -1);
}

/* libvirt would make one that runs transient. */
static bool undefine(struct call *c)
{
	int active = virNetworkIsActive(c->network);
	if (!answer(c, active))
		return false;
	if (active)
		return err_set(c->err, ERR_INVALID, "%s is running: stop it before its definition is removed", c->name);
	edit_keep_last(c->work, &edit_ops, c->network, c->request);
	work_note(c->work, "virNetworkUndefine(%s)", c->name);
	return answer(c, virNetworkUndefine(c->network));
}

/* NICs that hang in the air since it was stopped. */
static bool replug(struct call *c)
{
	return replug_network(c->work, c->vir, c->network, c->request->text, c->err);
}

/* --- changing parts of it ------------------------------------------------------------------------- */

struct word {
	const char *word; /* virsh's */
	unsigned number;
	const char *call; /* libvirt's */
};
#define WORD(word_, number_) {word_, number_, #number_}

static const struct word commands[] = {
	WORD("add", VIR_NETWORK_UPDATE_COMMAND_ADD_LAST),
	WORD("add-last", VIR_NETWORK_UPDATE_COMMAND_ADD_LAST),
	WORD("add-first", VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST),
	WORD("delete", VIR_NETWORK_UPDATE_COMMAND_DELETE),
	WORD("modify", VIR_NETWORK_UPDATE_COMMAND_MODIFY),
};

static const struct word sections[] = {
	WORD("bridge", VIR_NETWORK_SECTION_BRIDGE),
	WORD("domain", VIR_NETWORK_SECTION_DOMAIN),
	WORD("ip", VIR_NETWORK_SECTION_IP),
	WORD("ip-dhcp-host", VIR_NETWORK_SECTION_IP_DHCP_HOST),
	WORD("ip-dhcp-range", VIR_NETWORK_SECTION_IP_DHCP_RANGE),
	WORD("forward", VIR_NETWORK_SECTION_FORWARD),
	WORD("forward-interface", VIR_NETWORK_SECTION_FORWARD_INTERFACE),
	WORD("forward-pf", VIR_NETWORK_SECTION_FORWARD_PF),
	WORD("portgroup", VIR_NETWORK_SECTION_PORTGROUP),
	WORD("dns-host", VIR_NETWORK_SECTION_DNS_HOST),
	WORD("dns-txt", VIR_NETWORK_SECTION_DNS_TXT),
	WORD("dns-srv", VIR_NETWORK_SECTION_DNS_SRV),
};

/* The word that stands at *at, which goes past it; NULL when it is none of them. */
static const struct word *read_word(const char **at, const struct word *words, size_t n)
{
	*at += strspn(*at, " ");
	size_t len = strcspn(*at, " ");
	for (size_t i = 0; i < n; i++)
		if (strlen(words[i].word) == len && strncmp(words[i].word, *at, len) == 0) {
			*at += len;
			return &words[i];
		}
	return NULL;
}

/* The <ip> that a change is about; -1: libvirt finds it. */
static int parent_index(const char *options)
{
	const char *at = strstr(options, "--parent-index ");
	return at ? (int)strtol(at + strlen("--parent-index "), NULL, 10) : -1;
}

/* What is changed: as it runs, its definition, both; neither said: what there is. */
static unsigned affected(const struct verb_request *request, const char **ret_words)
{
	bool live = edit_has_option(request, "--live");
	bool config = edit_has_option(request, "--config");
	*ret_words = live && config ? "VIR_NETWORK_UPDATE_AFFECT_LIVE | VIR_NETWORK_UPDATE_AFFECT_CONFIG"
		     : live	    ? "VIR_NETWORK_UPDATE_AFFECT_LIVE"
		     : config	    ? "VIR_NETWORK_UPDATE_AFFECT_CONFIG"
				    : "0";
	return (live ? VIR_NETWORK_UPDATE_AFFECT_LIVE : 0u) | (config ? VIR_NETWORK_UPDATE_AFFECT_CONFIG : 0u);
}

static bool update(struct call *c)
{
	const char *at = c->request->options ? c->request->options : "";
	const struct word *command = read_word(&at, commands, ARRAY_SIZE(commands));
	const struct word *section = read_word(&at, sections, ARRAY_SIZE(sections));
	const char *words;
	unsigned flags = affected(c->request, &words);
	int parent = parent_index(at);
	if (!command || !section)
		return err_set(c->err, ERR_INVALID, "\"%s\" does not say what is to be changed: \"add-last ip-dhcp-host\"",
			       c->request->options ? c->request->options : "");
	if (flags & VIR_NETWORK_UPDATE_AFFECT_CONFIG)
		edit_keep_last(c->work, &edit_ops, c->network, c->request);
	work_note(c->work, "virNetworkUpdate(%s, %s, %s, %d, %s, %s)", c->name, command->call, section->call, parent,
		  c->request->text, words);
	return answer(c, virNetworkUpdate(c->network, command->number, section->number, parent, c->request->text, flags));
}

static const struct {
	bool (*fn)(struct call *c);
	bool no_network;
} verbs[VERB_COUNT] = {
	[NETWORK_VERB_START] = {start},
	[NETWORK_VERB_STOP] = {stop},
	[NETWORK_VERB_AUTOSTART_ON] = {autostart_on},
	[NETWORK_VERB_AUTOSTART_OFF] = {autostart_off},
	[NETWORK_VERB_READ_XML] = {read_xml},
	[NETWORK_VERB_EDIT] = {define_or_edit},
	[NETWORK_VERB_PERSIST] = {persist},
	[NETWORK_VERB_UNDEFINE] = {undefine},
	[NETWORK_VERB_UPDATE] = {update},
	[NETWORK_VERB_REPLUG] = {replug},
	[NETWORK_VERB_DEFINE] = {define_or_edit, .no_network = true},
	[NETWORK_VERB_CREATE] = {create, .no_network = true},
};

bool network_do(struct work *work, struct conn *conn, const struct verb_request *request, struct err *err)
{
	work_assert(work);
	struct call c = {.work = work, .vir = conn->vir, .request = request, .err = err};
	if (!verbs[request->verb].no_network) {
		c.network = request->name ? virNetworkLookupByName(conn->vir, request->name)
					  : virNetworkLookupByUUID(conn->vir, request->uuid);
		if (!c.network)
			return virerr_take(err, conn->vir);
		c.name = virNetworkGetName(c.network);
	}
	bool ok = verbs[request->verb].fn(&c);
	if (c.network)
		virNetworkFree(c.network);
	virResetLastError();
	return ok;
}
