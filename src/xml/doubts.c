// SPDX-License-Identifier: GPL-3.0-or-later
/* What cannot work as it is written, though libvirt may take it, of xml/changes.h. */
#include "xml/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/inet.h"
#include "xml/node.h"

/* What a network's forward mode goes with; without <forward> it is isolated. */
static const struct {
	const char *mode;
	bool no_ip, no_vlan;
} modes[] = {
	{"isolated", .no_vlan = true},	{"nat", .no_vlan = true},    {"route", .no_vlan = true},
	{"open", .no_vlan = true},	{"bridge", .no_ip = true},   {"private", .no_ip = true},
	{"vepa", .no_ip = true},	{"passthrough", .no_ip = true}, {"hostdev", .no_ip = true},
};

static void tell(struct xml_changes *out, const xmlNode *node, char *words)
{
	*arr_add(out->all, out->n, out->cap) = (struct xml_change){XML_HOPELESS, words, (int)xmlGetLineNo(node)};
}

/* False where it does not say, and for what libvirt refuses. */
static bool read_subnet(const xmlNode *ip, struct subnet *ret)
{
	autofree char *address = node_attribute(ip, "address");
	autofree char *prefix = node_attribute(ip, "prefix");
	autofree char *mask = node_attribute(ip, "netmask");
	autofree char *text = mem_printf("%s/%s", address ? address : "",
					 prefix ? prefix : mask ? mask : node_attribute_is(ip, "family", "ipv6") ? "64" : "");

	return subnet_parse(text, ret);
}

/* dnsmasq gives such an address to nobody. */
static void look_at_fixed(struct xml_changes *out, const xmlNode *ip)
{
	const xmlNode *dhcp = node_find(ip, "dhcp");
	struct subnet s, whole;
	struct inet a;
	char buf[INET_SIZE];

	if (!dhcp || !read_subnet(ip, &s))
		return;
	whole = (struct subnet){subnet_network(&s), s.prefix};
	for (const xmlNode *host = dhcp->children; host; host = host->next) {
		autofree char *address = node_is(host, "host") ? node_attribute(host, "ip") : NULL;

		if (address && inet_parse(address, &a) && !subnet_contains(&s, &a))
			tell(out, host, mem_printf("the fixed address %s is not in %s: no guest gets it", address,
						   subnet_format(&whole, buf)));
	}
}

static void look_at_network(struct xml_changes *out, const xmlNode *root)
{
	const xmlNode *forward = node_find(root, "forward");
	autofree char *said = forward ? node_attribute(forward, "mode") : NULL;
	const char *mode = said ? said : forward ? "nat" : "isolated";
	bool no_ip = false, no_vlan = false;

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		no_ip |= modes[i].no_ip && str_equal(modes[i].mode, mode);
		no_vlan |= modes[i].no_vlan && str_equal(modes[i].mode, mode);
	}
	for (const xmlNode *child = root->children; child; child = child->next) {
		const xmlNode *vlan = node_is(child, "portgroup") ? node_find(child, "vlan") : child;

		if (node_is(child, "ip") && no_ip)
			tell(out, child, mem_printf("<ip> does nothing with mode %s: the host is not the router there", mode));
		else if (node_is(child, "ip"))
			look_at_fixed(out, child);
		else if (no_vlan && vlan && node_is(vlan, "vlan"))
			tell(out, vlan, mem_printf("<vlan> does nothing with mode %s: it is for bridges of the host and "
						   "SR-IOV", mode));
	}
}

static struct xml_changes look_at(const char *text)
{
	struct xml_changes out = {0};
	xmlDoc *tree = node_parse(text, NULL);
	const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;

	if (root && node_is(root, "network"))
		look_at_network(&out, root);
	xmlFreeDoc(tree);
	return out;
}

/* Each of those before stands for one now. */
static void mark_old(struct xml_changes *now, const struct xml_change *before)
{
	for (size_t i = 0; i < now->n; i++)
		if (now->all[i].kind == XML_HOPELESS && str_equal(now->all[i].words, before->words)) {
			now->all[i].kind = XML_DOUBTFUL;
			return;
		}
}

struct xml_changes xml_doubts(const char *text, const char *before)
{
	struct xml_changes now = look_at(text);
	struct xml_changes then = before ? look_at(before) : (struct xml_changes){0};

	for (size_t i = 0; i < then.n; i++)
		mark_old(&now, &then.all[i]);
	xml_changes_finish(&then);
	return now;
}

bool xml_is_hopeless(const char *text, const char *before)
{
	struct xml_changes doubts = xml_doubts(text, before);
	bool hopeless = false;

	for (size_t i = 0; i < doubts.n; i++)
		hopeless |= doubts.all[i].kind == XML_HOPELESS;
	xml_changes_finish(&doubts);
	return hopeless;
}
