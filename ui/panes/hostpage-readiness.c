// SPDX-License-Identifier: GPL-3.0-or-later
/* What a host lacks for running machines well, and what to do about it: a table of checks. */
#include "ui/panes/hostpage.h"

#include <stdio.h>

#include "base/arr.h"
#include "base/str.h"
#include "ui/actions.h"

#define LIBVIRT_MADE_FOR 9

enum finding { FINDING_OK, FINDING_WARN, FINDING_MISSING, FINDING_UNKNOWN };

static const struct {
	const char *word, *glyph, *ascii;
	enum role role;
} findings[] = {
	[FINDING_OK] = {"ok", "✔", "+", ROLE_STATE_GOOD},
	[FINDING_WARN] = {"look", "!", "!", ROLE_STATE_WARN},
	[FINDING_MISSING] = {"missing", "✖", "x", ROLE_STATE_BAD},
	[FINDING_UNKNOWN] = {"not known", "?", "?", ROLE_DIM},
};

/* What a check can look at; each may be NULL. */
struct evidence {
	const struct app *app;
	const struct host_view *host;
	const struct capabilities *caps;
	const struct node_state *node;
	const struct cap_guest *native;
	const struct node_files *files; /* when they can be read */
};

/* Says what was found and, unless all is well, what to do. */
typedef enum finding check_fn(const struct evidence *e, struct str *told);

static enum finding not_read(struct str *told)
{
	str_add(told, "not read yet, or not told by this driver");
	return FINDING_UNKNOWN;
}

static enum finding why_no_kvm(const struct evidence *e, struct str *told)
{
	if (!str_equal(e->host->node.driver, "QEMU")) {
		str_addf(told, "the driver %s does not use it", e->host->node.driver ? e->host->node.driver : "?");
		return FINDING_UNKNOWN;
	}
	str_add(told, "guests are emulated, which is slow: ");
	if (e->files && e->files->has_flags && !e->files->virtualises)
		str_add(told, "its CPU shows neither vmx nor svm: turn VT-x or AMD-V on in its firmware, or nested "
			      "virtualisation where it is a guest itself");
	else if (e->files && !e->files->has_kvm)
		str_add(told, "there is no /dev/kvm: load the module, modprobe kvm_intel or kvm_amd");
	else
		str_add(told, "see that /dev/kvm is there, and that libvirt may open it; then restart libvirtd");
	return FINDING_MISSING;
}

static enum finding check_kvm(const struct evidence *e, struct str *told)
{
	if (!e->caps)
		return not_read(told);
	if (!e->native || !cap_texts_have(&e->native->types, "kvm"))
		return why_no_kvm(e, told);
	str_addf(told, "guests of %s run on its CPU itself", e->native->arch);
	return FINDING_OK;
}

static enum finding no_files(const struct evidence *e, struct str *told)
{
	if (!e->node)
		return not_read(told);
	str_add(told, e->node->files_why);
	return FINDING_UNKNOWN;
}

static enum finding check_device(const struct evidence *e, struct str *told)
{
	if (!e->files)
		return no_files(e, told);
	if (!e->files->has_kvm) {
		str_add(told, "there is no /dev/kvm: modprobe kvm_intel or kvm_amd");
		return FINDING_MISSING;
	}
	str_add(told, e->files->may_kvm ? "/dev/kvm is there" : "/dev/kvm is there; you may not open it, which "
								"matters for qemu:///session only: join group kvm");
	return e->files->may_kvm ? FINDING_OK : FINDING_WARN;
}

static enum finding check_nested(const struct evidence *e, struct str *told)
{
	if (!e->files)
		return no_files(e, told);
	if (!e->files->nested_known) {
		str_add(told, "neither kvm_intel nor kvm_amd is loaded");
		return FINDING_UNKNOWN;
	}
	str_add(told, e->files->nested ? "guests can be hosts themselves"
				       : "guests cannot be hosts: load kvm_intel or kvm_amd with nested=1");
	return e->files->nested ? FINDING_OK : FINDING_WARN;
}

static enum finding check_emulator(const struct evidence *e, struct str *told)
{
	if (!e->caps)
		return not_read(told);
	if (!e->native || !e->native->emulator) {
		str_addf(told, "none for %s: install one, such as qemu-system-x86",
			 e->caps->arch ? e->caps->arch : "its architecture");
		return FINDING_MISSING;
	}
	str_add(told, e->native->emulator);
	if (e->native->n_machines)
		str_addf(told, ", machine types %zu", e->native->n_machines);
	return FINDING_OK;
}

static enum finding check_libvirt(const struct evidence *e, struct str *told)
{
	unsigned major = 0;

	if (!e->host->node.libvirt_version || sscanf(e->host->node.libvirt_version, "%u", &major) != 1)
		return not_read(told);
	str_add(told, e->host->node.libvirt_version);
	if (major >= LIBVIRT_MADE_FOR)
		return FINDING_OK;
	str_addf(told, ": virtty is made for %d.0 and newer; what is older may lack something", LIBVIRT_MADE_FOR);
	return FINDING_WARN;
}

/* What runs but is not started with its host. */
struct lost {
	struct str *names;
	bool may_start; /* one of them at least, with its host */
};

/* With the key that mends it: true where there is any. */
static bool add_lost(const struct evidence *e, const struct lost *lost, const char *action, const char *pane,
		     struct str *told)
{
	char key[KEY_NAME_SIZE];

	if (lost->names->len)
		str_addf(told, "; not back after a reboot: %s", str_text(lost->names));
	if (lost->may_start)
		str_addf(told, " (%s in %s: autostart)", action_key_of(e->app, action, key), pane);
	return lost->names->len;
}

static void add_lost_name(struct lost *lost, const char *name, bool persistent)
{
	str_addf(lost->names, "%s%s%s", lost->names->len ? ", " : "", name, persistent ? "" : " (transient)");
	lost->may_start |= persistent;
}

static enum finding check_pools(const struct evidence *e, struct str *told)
{
	const struct roster *pools = host_pools(e->host);
	autostr struct str names = {0};
	autostr struct str lost_names = {0};
	struct lost lost = {.names = &lost_names};
	int n = hostpage_pools(e->host, &names);

	if (n < 0)
		return not_read(told);
	if (n == 0) {
		str_add(told, "no pool is active: virsh pool-define-as default dir --target "
			      "/var/lib/libvirt/images, then pool-start default");
		return FINDING_WARN;
	}
	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);

		if (pool->active && !pool->autostart)
			add_lost_name(&lost, pool->name, pool->persistent);
	}
	str_addf(told, "pools that are active: %s", str_text(&names));
	return add_lost(e, &lost, "pool.autostart", "Storage", told) ? FINDING_WARN : FINDING_OK;
}

/* What gives guests addresses: DHCP of its own, or who is outside on a network that only names what the host has. */
static bool may_give_addresses(const struct network *n)
{
	return !n->known || n->has_dhcp || n->mode == NETWORK_OPEN || n->mode >= NETWORK_BRIDGE;
}

/* Of those that are active: which are lost after a reboot, and whether any gives addresses. */
static bool look_at_networks(const struct roster *networks, struct lost *lost)
{
	bool gives = false;

	for (size_t i = 0; i < roster_count(networks); i++) {
		const struct network *n = roster_at(networks, i);

		if (!n->active)
			continue;
		gives |= may_give_addresses(n);
		if (!n->autostart)
			add_lost_name(lost, n->name, n->persistent);
	}
	return gives;
}

static enum finding check_networks(const struct evidence *e, struct str *told)
{
	autostr struct str names = {0};
	autostr struct str lost_names = {0};
	struct lost lost = {.names = &lost_names};
	char key[KEY_NAME_SIZE];
	char open[KEY_NAME_SIZE];
	int n = hostpage_networks(e->host, &names);

	if (n < 0)
		return not_read(told);
	if (n == 0) {
		str_addf(told, "no network is active: %s starts one in Networks; guests may use a bridge of the host",
			 action_key_of(e->app, "network.start", key));
		return FINDING_WARN;
	}
	bool gives = look_at_networks(host_networks(e->host), &lost);
	str_addf(told, "networks that are active: %s", str_text(&names));
	if (!gives)
		str_addf(told, "; none has DHCP, so guests get no address (%s in Networks, then %s in its addresses)",
			 action_key_of(e->app, "network.details", open),
			 action_key_of(e->app, "network.range-add", key));
	return add_lost(e, &lost, "network.autostart", "Networks", told) || !gives ? FINDING_WARN : FINDING_OK;
}

static enum finding check_security(const struct evidence *e, struct str *told)
{
	bool strong = false;

	if (!e->caps)
		return not_read(told);
	for (size_t i = 0; i < e->caps->n_security; i++) {
		const char *model = e->caps->security[i].model;

		strong |= str_equal(model, "selinux") || str_equal(model, "apparmor");
		str_addf(told, "%s%s", i ? ", " : "", model ? model : "?");
	}
	if (strong || e->host->is_test)
		return FINDING_OK;
	str_addf(told, "%sneither SELinux nor AppArmor keeps guests apart: see security_driver in qemu.conf",
		 told->len ? ": " : "");
	return FINDING_WARN;
}

static enum finding check_iommu(const struct evidence *e, struct str *told)
{
	if (e->host->is_test) {
		str_add(told, "the test driver has no hardware");
		return FINDING_UNKNOWN;
	}
	if (!e->caps || !e->caps->iommu)
		return not_read(told);
	if (str_equal(e->caps->iommu, "yes")) {
		str_add(told, "PCI devices can be given to guests");
		return FINDING_OK;
	}
	str_add(told, "PCI devices cannot be given to guests: turn it on in the firmware, and with intel_iommu=on "
		      "on the kernel's command line");
	return FINDING_WARN;
}

static enum finding check_connection(const struct evidence *e, struct str *told)
{
	if (!e->node || e->node->secure < 0)
		return not_read(told);
	hostpage_connection(e->host, e->node, told);
	if (!e->node->secure)
		str_add(told, "; use qemu+ssh or qemu+tls");
	return e->node->secure ? FINDING_OK : FINDING_WARN;
}

static enum finding check_rights(const struct evidence *e, struct str *told)
{
	str_add(told, e->host->readonly ? "read-only: nothing can be changed from here" : "all can be changed from here");
	if (e->host->readonly && e->host->readonly_why)
		str_addf(told, " (%s)", e->host->readonly_why);
	return e->host->readonly ? FINDING_WARN : FINDING_OK;
}

/* Names have at most 13 cells: a glyph stands before them. */
static const struct {
	const char *name;
	check_fn *look;
} checks[] = {
	{"KVM", check_kvm},           {"KVM device", check_device},   {"nesting", check_nested},
	{"emulator", check_emulator}, {"libvirt", check_libvirt},     {"storage", check_pools},
	{"networks", check_networks},
	{"IOMMU", check_iommu},       {"security", check_security},   {"connection", check_connection},
	{"rights", check_rights},
};

static void add_check(const struct page *page, struct doc *doc, const struct evidence *e, size_t i,
		      unsigned counts[])
{
	autostr struct str told = {0};
	enum finding finding = checks[i].look(e, &told);
	autofree char *left = mem_printf("%s %s", page->unicode ? findings[finding].glyph : findings[finding].ascii,
					 checks[i].name);
	autofree char *right = mem_printf("%s: %s", findings[finding].word, str_text(&told));

	counts[finding]++;
	doc_pair(doc, findings[finding].role, left, finding == FINDING_UNKNOWN ? ROLE_DIM : ROLE_TEXT, right);
}

void hostpage_readiness(struct page *page, struct doc *doc)
{
	const struct capabilities *caps = hostpage_capabilities(page);
	const struct node_state *node = hostpage_node(page);
	struct evidence e = {
		.app = page->app,
		.host = page->view,
		.caps = caps,
		.node = node,
		.native = caps ? capabilities_native(caps) : NULL,
		.files = node && !node->files_why ? &node->files : NULL,
	};
	unsigned counts[ARRAY_SIZE(findings)] = {0};

	if (!hostpage_is_up(page, doc))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++)
		add_check(page, doc, &e, i, counts);
	doc_text(doc, ROLE_DIM, "");
	doc_textf(doc, ROLE_DIM, "%u ok, %u to look at, %u missing, %u not known", counts[FINDING_OK],
		  counts[FINDING_WARN], counts[FINDING_MISSING], counts[FINDING_UNKNOWN]);
}
