// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/network-xml.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/draft.h"
#include "model/inet.h"
#include "model/values.h"
#include "xml/path.h"

/* --- modes ------------------------------------------------------------------------------------- */

/* libvirt has one mode for bridges of all kinds and for macvtap. */
char *network_take_mode(const struct xml_doc *doc, const struct field *f)
{
	autofree char *mode = xml_doc_get(doc, "forward/@mode");
	autofree char *port = xml_doc_get(doc, "virtualport/@type");
	(void)f;
	if (!xml_doc_count(doc, "forward"))
		return mem_strdup("isolated");
	if (!mode)
		return mem_strdup("nat");
	if (str_equal(mode, "private") || str_equal(mode, "vepa"))
		return mem_strdup("macvtap");
	if (!str_equal(mode, "bridge"))
		return take(mode);
	if (str_equal(port, "openvswitch"))
		return mem_strdup("openvswitch");
	return mem_strdup(xml_doc_count(doc, "forward/interface") ? "macvtap" : "bridge");
}

char *network_take_macvtap(const struct xml_doc *doc, const struct field *f)
{
	char *mode = xml_doc_get(doc, "forward/@mode");
	(void)f;
	return mode ? mode : mem_strdup("bridge");
}

bool network_put_mode(struct xml_doc *doc, const struct draft *d, const struct field *f, const char *text,
		      struct err *err)
{
	bool ovs = str_equal(text, "openvswitch");
	autofree char *port = xml_doc_get(doc, "virtualport/@type");
	const char *mode = ovs ? "bridge" : str_equal(text, "macvtap") ? draft_value(d, "macvtap") : text;
	(void)f;
	if (ovs && !xml_doc_set(doc, "virtualport/@type", "openvswitch", err))
		return false;
	if (!ovs && str_equal(port, "openvswitch"))
		xml_doc_clear(doc, "virtualport");
	if (!str_equal(text, "nat"))
		xml_doc_clear(doc, "forward/nat");
	if (!str_equal(text, "isolated"))
		return xml_doc_set(doc, "forward/@mode", mode, err);
	xml_doc_clear(doc, "forward");
	return true;
}

/* --- addresses --------------------------------------------------------------------------------- */

/* What libvirt takes where nothing is said: of IPv4 the class of the address. */
static int usual_prefix(const struct inet *address)
{
	return address->family == 6 ? 64 : address->bytes[0] < 128 ? 8 : address->bytes[0] < 192 ? 16 : 24;
}

/* "ip[@family!='ipv6']/@netmask" beside its "@prefix"; the caller frees. */
static char *mask_path(const struct field *f)
{
	return mem_printf("%.*s@netmask", (int)(strrchr(f->prefix_path, '@') - f->prefix_path), f->prefix_path);
}

static bool read_subnet(const struct xml_doc *doc, const struct field *f, struct subnet *ret)
{
	autofree char *address = xml_doc_get(doc, f->path);
	autofree char *prefix = xml_doc_get(doc, f->prefix_path);
	autofree char *netmask = mask_path(f);
	autofree char *mask = prefix ? NULL : xml_doc_get(doc, netmask);
	autofree char *text = mem_printf("%s/%s", address ? address : "", prefix ? prefix : mask ? mask : "");

	if (prefix || mask || !address)
		return subnet_parse(text, ret);
	if (!inet_parse(address, &ret->address))
		return false;
	ret->prefix = usual_prefix(&ret->address);
	return true;
}

char *network_take_subnet(const struct xml_doc *doc, const struct field *f)
{
	struct subnet s;
	char buf[INET_SIZE];

	if (!read_subnet(doc, f, &s))
		return NULL;
	s.address = subnet_network(&s);
	return mem_strdup(subnet_format(&s, buf));
}

char *network_take_has(const struct xml_doc *doc, const struct field *f)
{
	return mem_strdup(xml_doc_count(doc, f->path) ? "yes" : "no");
}

bool network_put_has(struct xml_doc *doc, const struct draft *d, const struct field *f, const char *text,
		     struct err *err)
{
	(void)d;
	(void)err;
	if (!str_equal(text, "yes"))
		xml_doc_clear(doc, f->path);
	return true;
}

/* Nothing that stands there already is written otherwise: a mask that says the same as the prefix stays, and so does
 * what only the class of the address says. */
bool network_put_gateway(struct xml_doc *doc, const struct draft *d, const struct field *f, const char *text,
			 struct err *err)
{
	const char *said = draft_value(d, f->type == FIELD_IPV6 ? "subnet6" : "subnet");
	bool had = xml_doc_count(doc, f->path);
	struct subnet s, now;
	autofree char *netmask = mask_path(f);
	autofree char *prefix = NULL;

	if (!*text || !subnet_parse(said, &s)) {
		xml_doc_clear(doc, f->path);
		xml_doc_clear(doc, f->prefix_path);
		xml_doc_clear(doc, netmask);
		return true;
	}
	prefix = mem_printf("%d", s.prefix);
	if (!xml_doc_set(doc, f->path, text, err))
		return false;
	if (had && read_subnet(doc, f, &now) && now.prefix == s.prefix)
		return true;
	xml_doc_clear(doc, netmask);
	return xml_doc_set(doc, f->prefix_path, prefix, err);
}

/* --- VLANs ------------------------------------------------------------------------------------- */

/* "portgroup[1]/vlan/tag"; of a network itself "vlan/tag". */
static char *tag_path(const struct field *f, size_t i, const char *attribute)
{
	return i ? mem_printf("%s/tag[%zu]%s", f->path, i, attribute) : mem_printf("%s/tag", f->path);
}

char *network_take_vlan(const struct xml_doc *doc, const struct field *f)
{
	autofree char *tags = tag_path(f, 0, "");
	struct str out = {0};

	for (size_t i = 1; i <= xml_doc_count(doc, tags); i++) {
		autofree char *id_path = tag_path(f, i, "/@id");
		autofree char *native_path = tag_path(f, i, "/@nativeMode");
		autofree char *id = xml_doc_get(doc, id_path);
		autofree char *native = xml_doc_get(doc, native_path);

		if (id)
			str_addf(&out, "%s%s%s", out.len ? ", " : "", id, native ? " native" : "");
	}
	return str_take(&out);
}

static bool put_tag(struct xml_doc *doc, const struct field *f, size_t i, const struct vlan_tag *tag, struct err *err)
{
	autofree char *id_path = tag_path(f, i, "/@id");
	autofree char *native_path = tag_path(f, i, "/@nativeMode");
	autofree char *id = mem_printf("%u", tag->id);

	if (!xml_doc_set(doc, id_path, id, err))
		return false;
	if (tag->native)
		return xml_doc_count(doc, native_path) || xml_doc_set(doc, native_path, "untagged", err);
	xml_doc_clear(doc, native_path);
	return true;
}

bool network_put_vlan(struct xml_doc *doc, const struct draft *d, const struct field *f, const char *text,
		      struct err *err)
{
	struct vlan_tag tags[VLAN_TAGS_MOST];
	size_t n = 0;
	autofree char *all = tag_path(f, 0, "");
	autofree char *trunk = mem_printf("%s/@trunk", f->path);
	(void)d;
	if (!values_vlans(text, tags, &n, err))
		return false;
	if (n < 2)
		xml_doc_clear(doc, trunk);
	else if (!xml_doc_set(doc, trunk, "yes", err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!put_tag(doc, f, i + 1, &tags[i], err))
			return false;
	while (xml_doc_count(doc, all) > n)
		xml_doc_remove(doc, all, xml_doc_count(doc, all));
	if (!n)
		xml_doc_clear(doc, f->path);
	return true;
}

bool network_put_nothing(struct xml_doc *doc, const struct draft *d, const struct field *f, const char *text,
			 struct err *err)
{
	(void)doc;
	(void)d;
	(void)f;
	(void)text;
	(void)err;
	return true;
}
