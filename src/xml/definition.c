// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/definition.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/uses.h"
#include "xml/node.h"
#include "xml/tags.h"

#define OS_MOST 60 /* bytes */
#define DESCRIPTION_MOST 400 /* bytes */
#define DESCRIPTION_LINES 3
#define WORDS_MOST 1000 /* bytes of texts that are parted by spaces */
#define LINES_MOST 64000 /* and of lines */
#define DEPTH_MOST 200 /* below <devices>: images over images */

/* Not a structured one, which libxml2 would prefer to what libvirt's test driver gathers its words with. */
static void __attribute__((format(printf, 2, 3))) on_error(void *opaque, const char *format, ...)
{
	va_list args;

	(void)opaque;
	va_start(args, format);
	autofree char *text = mem_vprintf(format, args);
	va_end(args);
	text[strcspn(text, "\n")] = '\0';
	if (text[0])
		log_write(LOG_DEBUG, "libxml2: %s", text);
}

void xml_init(void)
{
	LIBXML_TEST_VERSION
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, on_error);
	xmlThrDefSetGenericErrorFunc(NULL, on_error);
}

static unsigned read_count(const char *text, unsigned otherwise)
{
	uint64_t number = otherwise;
	node_number(text, &number);
	return number > UINT_MAX ? UINT_MAX : (unsigned)number;
}

static void read_title(const xmlNode *node, struct snapshot *strings, struct domain_definition *def)
{
	autofree char *text = node_text(node);
	if (text && *text)
		def->title = snapshot_strdup(strings, text);
}

/* How much of it is shown. */
static size_t first_lines(const char *text, size_t len)
{
	size_t n = 0;
	for (int lines = 0; n < len && n < DESCRIPTION_MOST; n++)
		if (text[n] == '\n' && ++lines == DESCRIPTION_LINES)
			break;
	while (n < len && n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void read_description(const xmlNode *node, struct snapshot *strings, struct domain_definition *def)
{
	static const char blanks[] = " \t\r\n";
	autofree char *whole = node_text(node);
	const char *text = whole ? whole + strspn(whole, blanks) : "";
	size_t len = strlen(text);
	while (len > 0 && strchr(blanks, text[len - 1]))
		len--;
	size_t shown = first_lines(text, len);
	autofree char *first = mem_printf("%.*s%s", (int)shown, text, shown < len ? "..." : "");
	if (len)
		def->description = snapshot_strdup(strings, first);
	def->description_long = shown < len || memchr(text, '\n', len);
}

static void read_memory_max(const xmlNode *node, struct snapshot *strings,
			    struct domain_definition *def)
{
	(void)strings;
	def->memory_max = node_memory(node);
}

static void read_memory_now(const xmlNode *node, struct snapshot *strings,
			    struct domain_definition *def)
{
	(void)strings;
	def->memory = node_memory(node);
}

static void read_vcpus(const xmlNode *node, struct snapshot *strings, struct domain_definition *def)
{
	(void)strings;
	autofree char *most = node_text(node);
	autofree char *now = node_attribute(node, "current");
	def->vcpus_max = read_count(most, 0);
	def->vcpus = read_count(now, def->vcpus_max);
}

/* What a definition says in several places: words parted by spaces, each once. */
struct gathered {
	struct str macs, nets, pools, hostdevs;
	struct str wires, files, secrets; /* lines */
};

static bool has_word(const char *words, const char *word, size_t n)
{
	for (const char *p = words; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (len == n && strncmp(p, word, n) == 0)
			return true;
		p += len;
	}
	return false;
}

static void add_words(struct str *out, const char *words)
{
	static const char blanks[] = " \t\r\n";

	for (const char *p = words ? words + strspn(words, blanks) : ""; *p; p += strspn(p, blanks)) {
		size_t n = strcspn(p, blanks);

		if (out->len + n + 1 > WORDS_MOST)
			return;
		if (!has_word(str_text(out), p, n)) {
			if (out->len)
				str_addc(out, ' ');
			str_addn(out, p, n);
		}
		p += n;
	}
}

static void add_attribute(struct str *out, const xmlNode *node, const char *child, const char *name)
{
	const xmlNode *found = node_find(node, child);
	autofree char *value = found ? node_attribute(found, name) : NULL;

	add_words(out, value);
}

static const char *kept_words(struct snapshot *strings, struct str *words)
{
	const char *kept = words->len ? snapshot_strdup(strings, str_text(words)) : NULL;

	str_free(words);
	return kept;
}

static char *child_attribute(const xmlNode *node, const char *child, const char *name)
{
	const xmlNode *found = node_find(node, child);

	return found ? node_attribute(found, name) : NULL;
}

static void add_source(const xmlNode *source, const char *how, const char *target, struct str *out)
{
	static const char *const names[] = {"file", "dev", "volume", "dir", "name"}; /* whatever kind of disk it is */
	autofree char *pool = node_attribute(source, "pool");
	autofree char *words = mem_printf("%s%s", how, target);
	char *name = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(names) && !name; i++)
		name = node_attribute(source, names[i]);
	if (name && out->len < LINES_MOST)
		uses_add_line(out, (const char *[]){words, pool, name}, 3);
	free(name);
}

/* Where the data is; below it, what that is laid over or keeps its data in, and what it is being copied to. */
static void add_files(const xmlNode *node, const char *how, const char *target, int depth, struct str *out)
{
	static const struct {
		const char *name, *how;
	} below[] = {{"source", ""}, {"backingStore", "under "}, {"dataStore", "under "}, {"mirror", "copy of "}};

	for (const xmlNode *child = node->children; child && depth < DEPTH_MOST; child = child->next) {
		if (node_is(child, "source"))
			add_source(child, how, target, out);
		for (size_t i = 0; i < ARRAY_SIZE(below); i++)
			if (node_is(child, below[i].name))
				add_files(child, how[0] ? how : below[i].how, target, depth + 1, out);
	}
}

static void add_wire(const xmlNode *node, struct str *out)
{
	autofree char *type = node_attribute(node, "type");
	autofree char *source = child_attribute(node, "source", str_equal(type, "direct") ? "dev" : type ? type : "");
	autofree char *bridge = child_attribute(node, "source", "bridge");
	autofree char *mac = child_attribute(node, "mac", "address");
	autofree char *target = child_attribute(node, "target", "dev");
	autofree char *filter = child_attribute(node, "filterref", "filter");

	if (out->len < LINES_MOST)
		uses_add_line(out, (const char *[]){type, source, bridge, mac, target, filter}, 6);
}

/* What a LUKS volume calls a passphrase the host has as one of a volume. */
static void add_secret(const xmlNode *node, struct str *out)
{
	autofree char *uuid = node_is(node, "secret") ? node_attribute(node, "uuid")
						      : node_attribute(node, "secret"); /* a TPM's encryption */
	autofree char *type = node_attribute(node, "type");
	autofree char *usage = node_attribute(node, "usage");

	if ((uuid || usage) && out->len < LINES_MOST)
		uses_add_line(out, (const char *[]){uuid, str_equal(type, "passphrase") ? "volume" : type, usage}, 3);
}

/* They stand where the thing is that is opened with them: in disks, in what those are laid over, in iSCSI devices. */
static void add_secrets(const xmlNode *node, int depth, struct str *out)
{
	for (const xmlNode *child = node->children; child && depth < DEPTH_MOST; child = child->next) {
		if (node_is(child, "secret") || node_is(child, "encryption"))
			add_secret(child, out);
		add_secrets(child, depth + 1, out);
	}
}

static void read_disk(const xmlNode *node, struct domain_definition *def, struct gathered *all)
{
	autofree char *target = child_attribute(node, "target", "dev");
	add_files(node, "", target ? target : "", 0, &all->files);
	add_attribute(&all->pools, node, "source", "pool");
	autofree char *device = node_attribute(node, "device");
	if (!device || strcmp(device, "disk") == 0 || strcmp(device, "lun") == 0)
		def->disks++;
}

static unsigned long number_of(const xmlNode *node, const char *name)
{
	autofree char *text = node_attribute(node, name);

	return text ? strtoul(text, NULL, 0) : 0;
}

/* As libvirt's node devices are addressed: see model/devices.h. */
static char *hostdev_address(const xmlNode *source)
{
	const xmlNode *address = node_find(source, "address");
	const xmlNode *vendor = node_find(source, "vendor");
	const xmlNode *product = node_find(source, "product");

	if (address) {
		char *uuid = node_attribute(address, "uuid");

		if (uuid)
			return uuid;
		if (xmlHasProp(address, (const xmlChar *)"device"))
			return mem_printf("%lu-%lu", number_of(address, "bus"), number_of(address, "device"));
		return mem_printf("%04lx:%02lx:%02lx.%lx", number_of(address, "domain"), number_of(address, "bus"),
				  number_of(address, "slot"), number_of(address, "function"));
	}
	return vendor && product ? mem_printf("%04lx:%04lx", number_of(vendor, "id"), number_of(product, "id"))
				 : NULL;
}

static void read_hostdev(const xmlNode *node, struct domain_definition *def, struct gathered *all)
{
	const xmlNode *source = node_find(node, "source");
	autofree char *address = source ? hostdev_address(source) : NULL;

	(void)def;
	add_words(&all->hostdevs, address);
}

static void read_nic(const xmlNode *node, struct domain_definition *def, struct gathered *all)
{
	def->nics++;
	add_wire(node, &all->wires);
	if (node_attribute_is(node, "type", "hostdev"))
		read_hostdev(node, def, all);
	add_attribute(&all->macs, node, "mac", "address");
	add_attribute(&all->nets, node, "source", "network");
	add_attribute(&all->nets, node, "source", "bridge");
}

static void read_channel(const xmlNode *node, struct domain_definition *def, struct gathered *all)
{
	(void)all;
	const xmlNode *target = node_find(node, "target");
	if (target && node_attribute_is(target, "name", "org.qemu.guest_agent.0"))
		def->has_agent = true;
}

static void read_graphics(const xmlNode *node, struct domain_definition *def, struct gathered *all)
{
	(void)all;
	if (node_attribute_is(node, "type", "vnc"))
		def->has_display = true;
}

static void read_serial(const xmlNode *node, struct domain_definition *def, struct gathered *all)
{
	(void)all;
	(void)node;
	def->has_serial = true;
}

#define OSINFO "http://libosinfo.org/xmlns/libvirt/domain/1.0"

/* Ours: <virtty:domain xmlns:virtty="urn:virtty:domain:1.0"><virtty:tags>a b k=v</virtty:tags>. */
static const xmlNode *find_in(const xmlNode *node, const char *space, const char *name)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && child->ns &&
		    str_equal((const char *)child->ns->href, space) &&
		    str_equal((const char *)child->name, name))
			return child;
	return NULL;
}

/* "http://debian.org/debian/12" is "debian 12"; what has no such parts stays whole. */
static char *short_os(const char *id)
{
	const char *host = strstr(id, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	if (path)
		path += strspn(path, "/");
	char *text = mem_strndup(path && *path ? path : id, OS_MOST);
	size_t len = strlen(text);
	if (path && *path) {
		while (len > 0 && text[len - 1] == '/')
			text[--len] = '\0';
		for (char *c = text; *c; c++)
			if (*c == '/')
				*c = ' ';
	}
	return text;
}

/* See the libosinfo project's metadata, which virt-install and virt-manager write. */
static void read_os(const xmlNode *node, struct snapshot *strings, struct domain_definition *def)
{
	const xmlNode *whole = find_in(node, OSINFO, "libosinfo");
	const xmlNode *os = whole ? find_in(whole, OSINFO, "os") : NULL;
	autofree char *id = os ? node_attribute(os, "id") : NULL;
	if (!id || !*id)
		return;
	autofree char *text = short_os(id);
	def->os = snapshot_strdup(strings, text);
}

static void read_tags(const xmlNode *node, struct snapshot *strings, struct domain_definition *def)
{
	const xmlNode *whole = find_in(node, TAGS_URI, "domain");
	const xmlNode *tags = whole ? find_in(whole, TAGS_URI, "tags") : NULL;
	autofree char *text = tags ? node_text(tags) : NULL;
	struct str words = {0};
	add_words(&words, text);
	def->tags = kept_words(strings, &words);
}

static void read_metadata(const xmlNode *node, struct snapshot *strings,
			  struct domain_definition *def)
{
	read_os(node, strings, def);
	read_tags(node, strings, def);
}

static const struct {
	const char *name;
	void (*read)(const xmlNode *node, struct domain_definition *def, struct gathered *all);
} devices[] = {
	{"disk", read_disk},	     {"interface", read_nic},  {"channel", read_channel},
	{"graphics", read_graphics}, {"serial", read_serial}, {"console", read_serial},
	{"hostdev", read_hostdev},
};

static void read_devices(const xmlNode *node, struct snapshot *strings,
			 struct domain_definition *def)
{
	struct gathered all = {.macs = {0}};
	for (const xmlNode *child = node->children; child; child = child->next)
		for (size_t i = 0; i < ARRAY_SIZE(devices); i++)
			if (node_is(child, devices[i].name))
				devices[i].read(child, def, &all);
	add_secrets(node, 0, &all.secrets);
	def->macs = kept_words(strings, &all.macs);
	def->nets = kept_words(strings, &all.nets);
	def->pools = kept_words(strings, &all.pools);
	def->hostdevs = kept_words(strings, &all.hostdevs);
	def->wires = kept_words(strings, &all.wires);
	def->files = kept_words(strings, &all.files);
	def->secrets = kept_words(strings, &all.secrets);
}

static void add_pin(struct str *out, const char *who, const char *cpus)
{
	if (cpus && *cpus && out->len < LINES_MOST)
		uses_add_line(out, (const char *[]){who, cpus}, 2);
}

/* Pins of threads that have their own; how many vCPUs do. */
static unsigned add_pins(const xmlNode *tune, struct str *out)
{
	unsigned vcpus = 0;

	for (const xmlNode *node = tune->children; node; node = node->next) {
		autofree char *cpus = node_attribute(node, "cpuset");

		if (node_is(node, "vcpupin")) {
			autofree char *vcpu = node_attribute(node, "vcpu");

			vcpus++;
			add_pin(out, vcpu ? vcpu : "0", cpus);
		} else if (node_is(node, "emulatorpin")) {
			add_pin(out, "emulator", cpus);
		} else if (node_is(node, "iothreadpin")) {
			autofree char *number = node_attribute(node, "iothread");
			autofree char *who = mem_printf("iothread %s", number ? number : "0");

			add_pin(out, who, cpus);
		}
	}
	return vcpus;
}

/* What <vcpu cpuset=> says holds for those that are not pinned one by one; with placement='auto' libvirt asks numad
 * at each start. */
static void read_pins(const xmlNode *root, struct snapshot *strings, struct domain_definition *def)
{
	const xmlNode *vcpu = node_find(root, "vcpu");
	const xmlNode *tune = node_find(root, "cputune");
	struct str pins = {0};
	unsigned own = tune ? add_pins(tune, &pins) : 0;
	autofree char *all = vcpu && !node_attribute_is(vcpu, "placement", "auto") ? node_attribute(vcpu, "cpuset")
										    : NULL;

	if (own < def->vcpus_max)
		add_pin(&pins, "*", all);
	def->pins = kept_words(strings, &pins);
}

/* Where libvirt has made no <nvram> yet, it does at the first start. */
static bool has_nvram(const xmlNode *os)
{
	const xmlNode *loader = os ? node_find(os, "loader") : NULL;

	if (loader && node_attribute_is(loader, "stateless", "yes"))
		return false;
	return os && (node_find(os, "nvram") || node_attribute_is(os, "firmware", "efi") ||
		      (loader && node_attribute_is(loader, "type", "pflash")));
}

static const struct {
	const char *name;
	void (*read)(const xmlNode *node, struct snapshot *strings, struct domain_definition *def);
} elements[] = {
	{"title", read_title},	    {"description", read_description},
	{"memory", read_memory_max}, {"currentMemory", read_memory_now},
	{"vcpu", read_vcpus},	    {"devices", read_devices},
	{"metadata", read_metadata},
};

static void read_domain(const xmlNode *root, struct snapshot *strings,
			struct domain_definition *def)
{
	for (const xmlNode *child = root->children; child; child = child->next)
		for (size_t i = 0; i < ARRAY_SIZE(elements); i++)
			if (node_is(child, elements[i].name))
				elements[i].read(child, strings, def);
	read_pins(root, strings, def);
	def->no_nvram = !has_nvram(node_find(root, "os"));
	if (!node_find(root, "currentMemory"))
		def->memory = def->memory_max;
}

bool definition_read(const char *xml, struct snapshot *strings, struct domain_definition *ret_def,
		     struct err *err)
{
	xmlDoc *doc = node_parse(xml, err);
	if (!doc)
		return false;
	const xmlNode *root = xmlDocGetRootElement(doc);
	bool ok = root && node_is(root, "domain");
	if (ok) {
		struct domain_definition def = {.known = true};
		read_domain(root, strings, &def);
		*ret_def = def;
	} else {
		err_set(err, ERR_INVALID, "The XML is not a domain's: its root is <%s>",
			root ? (const char *)root->name : "");
	}
	xmlFreeDoc(doc);
	return ok;
}

char *definition_name_of_other(const char *xml, const unsigned char uuid[UUID_SIZE])
{
	autoerr struct err none = {0};
	xmlDoc *doc = node_parse(xml, &none);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	bool is_domain = root && node_is(root, "domain");
	const xmlNode *name = is_domain ? node_find(root, "name") : NULL;
	const xmlNode *id = is_domain ? node_find(root, "uuid") : NULL;
	autofree char *id_text = id ? node_text(id) : NULL;
	char own[UUID_TEXT_SIZE];

	uuid_format(uuid, own);
	char *text = name && !str_equal(id_text, own) ? node_text(name) : NULL;
	if (doc)
		xmlFreeDoc(doc);
	return text;
}

static bool is_among(const char *lines, const struct disk_use *disk)
{
	autofree char *pool = span_text(disk->pool);
	autofree char *source = span_text(disk->source);
	struct disk_use other;

	while (uses_next_disk(&lines, &other))
		if (span_is(other.pool, pool) && span_is(other.source, source))
			return true;
	return false;
}

static const char *both(struct snapshot *strings, const char *a, const char *b)
{
	autofree char *text = mem_printf("%s%s", a ? a : "", b ? b : "");

	return text[0] ? snapshot_strdup(strings, text) : NULL;
}

void definition_add_kept(const char *xml, struct snapshot *strings, struct domain_definition *def)
{
	struct domain_definition kept = {0};
	struct disk_use disk;
	autostr struct str added = {0};

	if (!definition_read(xml, strings, &kept, NULL))
		return;
	for (const char *next = kept.files; uses_next_disk(&next, &disk);) {
		autofree char *target = mem_printf("%.*s, next start", (int)disk.target.len, disk.target.s);
		autofree char *pool = span_text(disk.pool);
		autofree char *source = span_text(disk.source);

		if (!is_among(def->files, &disk))
			uses_add_line(&added, (const char *[]){target, pool, source}, 3);
	}
	def->files = both(strings, def->files, str_text(&added));
	def->secrets = both(strings, def->secrets, kept.secrets);
}
