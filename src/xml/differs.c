// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/differs.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/linediff.h"
#include "xml/node.h"

/* A place in the XML: "os/kernel" is its text, "driver@cache" an attribute, "readonly?" whether it is
 * there. Only names, so that one buffer does. */
#define PLACE_MOST 48
#define PLACES_MOST 24

static const xmlNode *find_place(const xmlNode *node, const char *place, const char **ret_rest)
{
	char name[PLACE_MOST];
	size_t len;
	while (node && (len = strcspn(place, "/@?")) > 0) {
		memcpy(name, place, len);
		name[len] = '\0';
		node = node_find(node, name);
		place += len;
		if (*place != '/')
			break;
		place++;
	}
	*ret_rest = place;
	return node;
}

/* NULL when there is no such thing. */
static char *value(const xmlNode *node, const char *place)
{
	const char *rest;
	node = find_place(node, place, &rest);
	if (!node)
		return NULL;
	if (*rest == '?')
		return mem_strdup("yes");
	return *rest == '@' ? node_attribute(node, rest + 1) : node_text(node);
}

static bool one_differs(const xmlNode *live, const xmlNode *kept, const char *place)
{
	autofree char *a = value(live, place);
	autofree char *b = value(kept, place);
	return !str_equal(a, b);
}

static bool any_differs(const xmlNode *live, const xmlNode *kept, const char *const *places)
{
	for (; *places; places++)
		if (one_differs(live, kept, *places))
			return true;
	return false;
}

/* What libvirt fills in on one side only counts when both say it. */
static bool both_differ(const xmlNode *live, const xmlNode *kept, const char *place)
{
	autofree char *a = value(live, place);
	autofree char *b = value(kept, place);
	return a && b && !str_equal(a, b);
}

/* What is in what runs alone may be libvirt's. */
static bool given_differs(const xmlNode *live, const xmlNode *kept, const char *const *places)
{
	for (; *places; places++) {
		autofree char *wanted = value(kept, *places);
		if (wanted && one_differs(live, kept, *places))
			return true;
	}
	return false;
}

static bool is_value(const xmlNode *node, const char *place, const char *wanted)
{
	autofree char *text = value(node, place);
	return str_equal(text, wanted);
}

static bool has(const xmlNode *node, const char *place)
{
	autofree char *text = value(node, place);
	return text != NULL;
}

/* ---- devices ---- */

#define DISK_LIMITS \
	"iotune/total_bytes_sec", "iotune/read_bytes_sec", "iotune/write_bytes_sec", "iotune/total_iops_sec", \
	"iotune/read_iops_sec", "iotune/write_iops_sec", "iotune/total_bytes_sec_max", \
	"iotune/read_bytes_sec_max", "iotune/write_bytes_sec_max", "iotune/total_iops_sec_max", \
	"iotune/read_iops_sec_max", "iotune/write_iops_sec_max"

static const char *const nic_limits[] = {
	"bandwidth/inbound@average", "bandwidth/inbound@peak",	 "bandwidth/inbound@burst",  "bandwidth/inbound@floor",
	"bandwidth/outbound@average", "bandwidth/outbound@peak", "bandwidth/outbound@burst", NULL,
};

static bool disk_differs(const xmlNode *live, const xmlNode *kept)
{
	static const char *const source[] = {
		"source@file",	   "source@dev",      "source@dir",  "source@pool",
		"source@volume", "source@protocol", "source@name", NULL,
	};
	bool transient = has(live, "transient?") || has(kept, "transient?"); /* runs on an overlay */
	return (!transient && any_differs(live, kept, source)) ||
	       both_differ(live, kept, "driver@type"); /* an empty drive has none while it runs */
}

/* A network, or its port group, gives a limit to a NIC that has none. */
static bool limits_differ(const xmlNode *live, const xmlNode *kept)
{
	bool from_network = is_value(kept, "@type", "network");
	return from_network ? given_differs(live, kept, nic_limits) : any_differs(live, kept, nic_limits);
}

/* What runs shows the kind of link that its network gave it, a bridge or another NIC of the host. */
static bool nic_differs(const xmlNode *live, const xmlNode *kept)
{
	static const char *const direct[] = {
		"@type", "source@bridge", "source@dev", "source@mode", "source@network", NULL,
	};
	if (both_differ(live, kept, "model@type") || limits_differ(live, kept))
		return true;
	if (!is_value(kept, "@type", "network"))
		return any_differs(live, kept, direct);
	if (!has(live, "source@network"))
		return !is_value(live, "@type", "hostdev");
	return one_differs(live, kept, "source@network");
}

/* Later ones add the chipset's own to each Q35 machine. */
static bool is_of_chipset(const xmlNode *node)
{
	return is_value(node, "@model", "itco");
}

/* Where none is named libvirt chooses one. */
static bool rng_differs(const xmlNode *live, const xmlNode *kept)
{
	return both_differ(live, kept, "backend@model") ||
	       (is_value(kept, "backend@model", "random") && both_differ(live, kept, "backend"));
}

#define ADDRESS "source/address"

struct kind {
	const char *name;
	bool (*is_libvirts)(const xmlNode *node); /* it does not count; NULL: all do */
	const char *identity[PLACES_MOST]; /* which one it is on the other side */
	const char *parts[PLACES_MOST];    /* what is the same on both sides */
	bool (*differs)(const xmlNode *live, const xmlNode *kept);
	const char *told[PLACES_MOST]; /* where that may be from, for a person */
};

static const struct kind kinds[] = {
	{.name = "disk",
	 .identity = {"target@dev"},
	 .parts = {"@device", "target@bus", "driver@cache", "driver@io", "driver@discard",
		   "readonly?", "shareable?", "boot@order", DISK_LIMITS},
	 .differs = disk_differs,
	 .told = {"source@file", "source@dev", "source@dir", "source@pool", "source@volume", "source@protocol",
		  "source@name", "driver@type"}},
	{.name = "interface",
	 .identity = {"mac@address"},
	 .parts = {"link@state", "filterref@filter", "boot@order"},
	 .differs = nic_differs,
	 .told = {"@type", "source@network", "source@bridge", "source@dev", "source@mode", "model@type"}},
	{.name = "hostdev",
	 .identity = {"@mode", "@type", "source/vendor@id", "source/product@id",
		      "source/adapter@name", ADDRESS "@domain", ADDRESS "@bus", ADDRESS "@device",
		      ADDRESS "@slot", ADDRESS "@function", ADDRESS "@target", ADDRESS "@unit",
		      ADDRESS "@uuid"},
	 .parts = {"boot@order"}},
	{.name = "filesystem", .identity = {"target@dir"}, .parts = {"@type", "source@dir"}},
	{.name = "graphics", .identity = {"@type"}},
	{.name = "video", .identity = {"model@type"}},
	{.name = "sound", .identity = {"@model"}},
	{.name = "tpm", .identity = {"@model"}},
	{.name = "memory", .identity = {"@model"}},
	{.name = "channel", .identity = {"@type", "target@name"}},
	{.name = "redirdev", .identity = {"@bus", "@type"}},
	{.name = "watchdog", .is_libvirts = is_of_chipset, .identity = {"@model"}, .parts = {"@action"}},
	{.name = "rng", .identity = {"@model"}, .parts = {"rate@bytes"}, .differs = rng_differs,
	 .told = {"backend@model", "backend"}},
};

struct device {
	char *identity;
	size_t place; /* in the document */
	const xmlNode *node;
};

struct devices {
	struct device *all;
	size_t n, cap;
};

static void devices_free(struct devices *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->all[i].identity);
	free(d->all);
}
#define autodevices __attribute__((cleanup(devices_free)))

static char *identity_of(const xmlNode *node, const struct kind *kind)
{
	struct str text = {0};
	/* A USB device that is named by vendor and product has an address only while it runs. */
	bool named = has(node, "source/vendor?");
	for (const char *const *place = kind->identity; *place; place++) {
		bool counts = !named || !str_starts(*place, ADDRESS);
		autofree char *part = counts ? value(node, *place) : NULL;
		str_addf(&text, "%s\n", part ? part : "");
	}
	return str_take(&text);
}

static int compare_devices(const void *a, const void *b)
{
	const struct device *x = a, *y = b;
	int order = strcmp(x->identity, y->identity);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

static void gather(struct devices *d, const xmlNode *parent, const struct kind *kind)
{
	for (const xmlNode *node = parent ? parent->children : NULL; node; node = node->next) {
		if (!node_is(node, kind->name) || (kind->is_libvirts && kind->is_libvirts(node)))
			continue;
		struct device *device = arr_add(d->all, d->n, d->cap);
		*device = (struct device){identity_of(node, kind), d->n, node};
	}
	if (d->n)
		qsort(d->all, d->n, sizeof(*d->all), compare_devices);
}

static bool kind_differs(const xmlNode *live, const xmlNode *kept, const struct kind *kind)
{
	autodevices struct devices a = {0};
	autodevices struct devices b = {0};
	gather(&a, live, kind);
	gather(&b, kept, kind);
	if (a.n != b.n)
		return true;
	for (size_t i = 0; i < a.n; i++) {
		const xmlNode *x = a.all[i].node, *y = b.all[i].node;
		if (!str_equal(a.all[i].identity, b.all[i].identity) ||
		    any_differs(x, y, kind->parts) || (kind->differs && kind->differs(x, y)))
			return true;
	}
	return false;
}

static bool devices_differ(const xmlNode *live, const xmlNode *kept)
{
	const xmlNode *a = node_find(live, "devices");
	const xmlNode *b = node_find(kept, "devices");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kind_differs(a, b, &kinds[i]))
			return true;
	return false;
}

/* ---- the machine ---- */

/* libvirt rounds up what it starts with: to whole MiB, on POWER to 256 of them. */
static uint64_t memory_of(const xmlNode *domain)
{
	const uint64_t mib = 1 << 20;
	const xmlNode *memory = node_find(domain, "memory");
	autofree char *arch = value(domain, "os/type@arch");
	uint64_t step = arch && str_starts(arch, "ppc64") ? 256 * mib : mib;
	uint64_t bytes = memory ? node_memory(memory) : 0;
	return bytes / step + (bytes % step != 0);
}

static uint64_t vcpus_of(const xmlNode *domain, bool now)
{
	autofree char *most = value(domain, "vcpu");
	autofree char *current = now ? value(domain, "vcpu@current") : NULL;
	uint64_t n = 0;
	node_number(most, &n);
	node_number(current, &n);
	return n;
}

/* A running one shows what became of "host-model", of the least model wanted, of one that fell back. */
static bool cpu_differs(const xmlNode *live, const xmlNode *kept)
{
	static const char *const topology[] = {
		"cpu/topology@sockets", "cpu/topology@cores", "cpu/topology@threads", NULL,
	};
	if (any_differs(live, kept, topology))
		return true;
	if (is_value(kept, "cpu@mode", "host-model"))
		return false;
	if (both_differ(live, kept, "cpu@mode"))
		return true;
	return is_value(kept, "cpu@mode", "custom") && !is_value(kept, "cpu@match", "minimum") &&
	       is_value(kept, "cpu/model@fallback", "forbid") &&
	       both_differ(live, kept, "cpu/model");
}

static bool boot_devices_differ(const xmlNode *live, const xmlNode *kept)
{
	static const struct kind boot = {.name = "boot", .parts = {"@dev"}};
	return kind_differs(node_find(live, "os"), node_find(kept, "os"), &boot);
}

/* Firmware that is chosen by libvirt is named in what runs only. */
static bool loader_differs(const xmlNode *live, const xmlNode *kept)
{
	return has(kept, "os/loader") && !has(kept, "os@firmware") &&
	       one_differs(live, kept, "os/loader");
}

/* None of them does libvirt fill in by itself. */
static const char *const machine_places[] = {
	"title", "description", "os/kernel", "os/initrd", "os/cmdline", "on_poweroff", "on_reboot", "on_crash",
	"vcpu@cpuset", "iothreads", "cputune/period", "cputune/quota", "cputune/global_period",
	"cputune/global_quota", "cputune/emulator_period", "cputune/emulator_quota", "cputune/iothread_period",
	"cputune/iothread_quota", "cputune/emulatorpin@cpuset", "memtune/hard_limit", "memtune/soft_limit",
	"memtune/swap_hard_limit", "memtune/min_guarantee", "blkiotune/weight", "numatune/memory@mode",
	"numatune/memory@nodeset", "memoryBacking/hugepages?", "memoryBacking/nosharepages?",
	"memoryBacking/locked?", "memoryBacking/discard?", "memoryBacking/source@type",
	"memoryBacking/access@mode", "memoryBacking/allocation@mode", NULL,
};

static const char *const machine_given[] = {"memoryBacking/hugepages/page@size", NULL};

/* What there may be several of, outside of <devices>. */
static const struct {
	const char *parent;
	struct kind kind;
} machine_lists[] = {
	{"cputune", {.name = "vcpupin", .identity = {"@vcpu"}, .parts = {"@cpuset"}}},
	{"cputune", {.name = "iothreadpin", .identity = {"@iothread"}, .parts = {"@cpuset"}}},
	{"numatune", {.name = "memnode", .identity = {"@cellid"}, .parts = {"@mode", "@nodeset"}}},
};

static bool lists_differ(const xmlNode *live, const xmlNode *kept)
{
	for (size_t i = 0; i < ARRAY_SIZE(machine_lists); i++)
		if (kind_differs(node_find(live, machine_lists[i].parent), node_find(kept, machine_lists[i].parent),
				 &machine_lists[i].kind))
			return true;
	return false;
}

/* The kernel takes no less and no more than that, and libvirt shows what it took. */
static uint64_t shares_of(const xmlNode *domain)
{
	autofree char *text = value(domain, "cputune/shares");
	uint64_t n = 0;
	if (!node_number(text, &n))
		return 0;
	return n < 2 ? 2 : n > 262144 ? 262144 : n;
}

/* In what runs libvirt adds these where firmware or architecture want them. */
static bool is_libvirts_feature(const xmlNode *node)
{
	return node_is(node, "smm") || node_is(node, "gic");
}

static void tell_of(struct str *out, const char *whose, bool runs)
{
	str_addf(out, "%s%s %s", out->len ? "\n" : "", whose,
		 runs ? "is there now, not after a power cycle" : "comes with a power cycle");
}

/* Those that other has not. runs: of what runs. */
static void tell_features(struct str *out, const xmlNode *domain, const xmlNode *other, bool runs)
{
	const xmlNode *all = node_find(domain, "features"), *others = node_find(other, "features");
	for (const xmlNode *node = all ? all->children : NULL; node; node = node->next) {
		const char *name = (const char *)node->name;
		autofree char *words = mem_printf("the feature %s", name);
		if (node_is(node, name) && !(runs && is_libvirts_feature(node)) &&
		    !(others && node_find(others, name)))
			tell_of(out, words, runs);
	}
}

static bool features_differ(const xmlNode *live, const xmlNode *kept)
{
	autostr struct str words = {0};
	tell_features(&words, live, kept, true);
	tell_features(&words, kept, live, false);
	return words.len > 0;
}

static bool shares_differ(const xmlNode *live, const xmlNode *kept)
{
	return shares_of(live) != shares_of(kept);
}

static bool machine_differs(const xmlNode *live, const xmlNode *kept)
{
	return any_differs(live, kept, machine_places) || given_differs(live, kept, machine_given) ||
	       lists_differ(live, kept) || features_differ(live, kept) ||
	       shares_differ(live, kept) || memory_of(live) != memory_of(kept) ||
	       vcpus_of(live, false) != vcpus_of(kept, false) ||
	       vcpus_of(live, true) != vcpus_of(kept, true);
}

static bool roots_differ(const xmlNode *live, const xmlNode *kept)
{
	if (!live || !kept || !node_is(live, "domain") || !node_is(kept, "domain"))
		return false;
	return machine_differs(live, kept) || cpu_differs(live, kept) ||
	       boot_devices_differ(live, kept) || loader_differs(live, kept) ||
	       devices_differ(live, kept);
}

/* ---- in words ---- */

/* "driver@cache" is "driver cache". */
static char *place_words(const char *place)
{
	char *words = mem_strdup(place + (*place == '@'));
	for (char *c = words; *c; c++)
		*c = *c == '@' || *c == '/' ? ' ' : *c == '?' ? '\0' : *c;
	return words;
}

static void tell(struct str *out, const char *whose, const char *what, const char *live, const char *kept)
{
	str_addf(out, "%s%s%s%s is %s now, %s after a power cycle", out->len ? "\n" : "", whose ? whose : "",
		 whose ? ": " : "", what, live ? live : "none", kept ? kept : "none");
}

static void tell_places(struct str *out, const char *whose, const xmlNode *live, const xmlNode *kept,
			const char *const *places)
{
	for (; *places; places++) {
		if (!one_differs(live, kept, *places))
			continue;
		autofree char *a = value(live, *places);
		autofree char *b = value(kept, *places);
		autofree char *words = place_words(*places);
		tell(out, whose, words, a, b);
	}
}

static char *device_words(const struct device *device, const struct kind *kind)
{
	autostr struct str text = {0};
	str_add(&text, kind->name);
	for (const char *p = device->identity; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (*p != '\n')
			str_addf(&text, " %.*s", (int)strcspn(p, "\n"), p);
	return str_take(&text);
}

static void tell_alone(struct str *out, const struct device *device, const struct kind *kind, bool runs)
{
	autofree char *whose = device_words(device, kind);
	tell_of(out, whose, runs);
}

static void tell_limits(struct str *out, const char *whose, const xmlNode *live, const xmlNode *kept)
{
	bool from_network = is_value(kept, "@type", "network");
	for (const char *const *place = nic_limits; *place; place++) {
		autofree char *wanted = value(kept, *place);
		if (wanted || !from_network)
			tell_places(out, whose, live, kept, (const char *const[]){*place, NULL});
	}
}

static void tell_pair(struct str *out, const struct device *a, const struct device *b, const struct kind *kind)
{
	autofree char *whose = device_words(a, kind);
	tell_places(out, whose, a->node, b->node, kind->parts);
	if (kind->differs && kind->differs(a->node, b->node))
		tell_places(out, whose, a->node, b->node, kind->told);
	if (kind->differs == nic_differs)
		tell_limits(out, whose, a->node, b->node);
}

/* Both are sorted by identity. */
static void tell_devices(struct str *out, const xmlNode *live, const xmlNode *kept, const struct kind *kind)
{
	autodevices struct devices a = {0};
	autodevices struct devices b = {0};
	gather(&a, live, kind);
	gather(&b, kept, kind);
	for (size_t i = 0, k = 0; i < a.n || k < b.n;) {
		int order = i == a.n ? 1 : k == b.n ? -1 : strcmp(a.all[i].identity, b.all[k].identity);
		if (order < 0)
			tell_alone(out, &a.all[i++], kind, true);
		else if (order > 0)
			tell_alone(out, &b.all[k++], kind, false);
		else
			tell_pair(out, &a.all[i++], &b.all[k++], kind);
	}
}

static void tell_number(struct str *out, const char *what, uint64_t live, uint64_t kept)
{
	autofree char *a = mem_printf("%" PRIu64, live);
	autofree char *b = mem_printf("%" PRIu64, kept);
	if (live != kept)
		tell(out, NULL, what, a, b);
}

static void tell_machine(struct str *out, const xmlNode *live, const xmlNode *kept)
{
	static const char *const shares[] = {"cputune/shares", NULL};
	tell_places(out, NULL, live, kept, machine_places);
	if (given_differs(live, kept, machine_given))
		tell_places(out, NULL, live, kept, machine_given);
	if (shares_differ(live, kept))
		tell_places(out, NULL, live, kept, shares);
	for (size_t i = 0; i < ARRAY_SIZE(machine_lists); i++)
		tell_devices(out, node_find(live, machine_lists[i].parent), node_find(kept, machine_lists[i].parent),
			     &machine_lists[i].kind);
	tell_features(out, live, kept, true);
	tell_features(out, kept, live, false);
}

static void tell_roots(struct str *out, const xmlNode *live, const xmlNode *kept)
{
	static const char *const cpu[] = {"cpu@mode", "cpu/model", "cpu/topology@sockets", "cpu/topology@cores",
					  "cpu/topology@threads", NULL};
	static const char *const loader[] = {"os/loader", NULL};
	tell_machine(out, live, kept);
	tell_number(out, "memory in MiB", memory_of(live), memory_of(kept));
	tell_number(out, "vCPUs at most", vcpus_of(live, false), vcpus_of(kept, false));
	tell_number(out, "vCPUs", vcpus_of(live, true), vcpus_of(kept, true));
	if (cpu_differs(live, kept))
		tell_places(out, NULL, live, kept, cpu);
	if (boot_devices_differ(live, kept))
		str_addf(out, "%sthe boot order is another one after a power cycle", out->len ? "\n" : "");
	if (loader_differs(live, kept))
		tell_places(out, NULL, live, kept, loader);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		tell_devices(out, node_find(live, "devices"), node_find(kept, "devices"), &kinds[i]);
}

void definition_differences(const char *live, const char *kept, struct str *out)
{
	xmlDoc *a = node_parse(live, NULL);
	xmlDoc *b = a ? node_parse(kept, NULL) : NULL;
	if (b && roots_differ(xmlDocGetRootElement(a), xmlDocGetRootElement(b)))
		tell_roots(out, xmlDocGetRootElement(a), xmlDocGetRootElement(b));
	xmlFreeDoc(b);
	xmlFreeDoc(a);
}

bool definition_differs(const char *live, const char *kept)
{
	xmlDoc *a = node_parse(live, NULL);
	xmlDoc *b = a ? node_parse(kept, NULL) : NULL;
	bool differs = b && roots_differ(xmlDocGetRootElement(a), xmlDocGetRootElement(b));
	xmlFreeDoc(b);
	xmlFreeDoc(a);
	return differs;
}

/* ---- the lines that count ---- */

#define TRIES_MOST 300 /* each reads both texts */

struct parting {
	const struct diff_line *lines;
	size_t n;
	bool *taken; /* is as in the definition: what stands only there is there, what does not is not */
	const char *kept, *told;
	int tries;
};

static char *text_of(const struct parting *p)
{
	struct str text = {0};
	for (size_t i = 0; i < p->n; i++) {
		bool there = p->lines[i].sign == ' ' || (p->lines[i].sign == '-') != p->taken[i];
		if (!there)
			continue;
		str_addn(&text, p->lines[i].text, p->lines[i].len);
		str_addc(&text, '\n');
	}
	return str_take(&text);
}

static void set_all(struct parting *p, size_t from, size_t to, bool taken)
{
	for (size_t i = from; i < to; i++)
		p->taken[i] = taken;
}

static bool tells_the_same(struct parting *p)
{
	autostr struct str words = {0};
	if (++p->tries > TRIES_MOST)
		return false;
	autofree char *text = text_of(p);
	definition_differences(text, p->kept, &words);
	return str_equal(str_text(&words), p->told);
}

static bool take_all(struct parting *p, size_t from, size_t to)
{
	set_all(p, from, to, true);
	if (tells_the_same(p))
		return true;
	set_all(p, from, to, false);
	return false;
}

/* "<source" */
static size_t tag_of(const struct diff_line *line, const char **ret)
{
	size_t spaces = 0;
	while (spaces < line->len && line->text[spaces] == ' ')
		spaces++;
	*ret = line->text + spaces;
	return strcspn(*ret, " />\n");
}

static bool are_one_element(const struct diff_line *a, const struct diff_line *b)
{
	const char *x, *y;
	size_t len = tag_of(a, &x);
	return a->sign == '-' && b->sign == '+' && len == tag_of(b, &y) && memcmp(x, y, len) == 0;
}

/* An element that is another one on either side. */
static void take_pairs(struct parting *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t k = from; k < to && !p->taken[i]; k++) {
			if (p->taken[k] || !are_one_element(&p->lines[i], &p->lines[k]))
				continue;
			p->taken[i] = p->taken[k] = true;
			if (!tells_the_same(p))
				p->taken[i] = p->taken[k] = false;
		}
}

/* Its other side is there, and counts: what it was tells what it is to be. */
static bool has_other_side(const struct parting *p, size_t from, size_t to, size_t at)
{
	for (size_t k = from; k < to; k++)
		if (!p->taken[k] && (are_one_element(&p->lines[at], &p->lines[k]) ||
				     are_one_element(&p->lines[k], &p->lines[at])))
			return true;
	return false;
}

static void take_what_does_not_count(struct parting *p, size_t from, size_t to)
{
	if (p->lines[from].sign == ' ' || take_all(p, from, to))
		return;
	take_pairs(p, from, to);
	for (size_t i = from; i < to; i++)
		if (!p->taken[i] && !has_other_side(p, from, to, i))
			take_all(p, i, i + 1);
}

char *definition_counting(const char *live, const char *kept)
{
	autostr struct str told = {0};
	definition_differences(live, kept, &told);
	if (!told.len)
		return mem_strdup(kept);
	size_t n;
	autofree struct diff_line *lines = linediff(live, kept, &n);
	autofree bool *taken = mem_new_array(n + 1, sizeof(*taken));
	struct parting p = {.lines = lines, .n = n, .taken = taken, .kept = kept, .told = str_text(&told)};
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from; to < n && (lines[to].sign != ' ') == (lines[from].sign != ' '); to++)
			;
		take_what_does_not_count(&p, from, to);
	}
	return text_of(&p);
}
