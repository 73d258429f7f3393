// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/fields.h"

/* Three machines on two hosts; the last is on a host that has not answered for two hours. */
enum { WEB, DB, OLD, MACHINES };
#define NOW (100 * 3600 * NS_PER_S)

struct house {
	struct host_view near, far;
	struct domain domains[MACHINES];
	struct domain_row rows[MACHINES];
};

static const struct domain first_domains[MACHINES] = {
	[WEB] = {.name = "web-Front-01", .id = 4, .state = DOMAIN_RUNNING, .reason = 1,
		 .uuid = {0xde, 0xad, 0xbe, 0xef, 0x01},
		 .def = {.known = true, .title = "The shop (old)", .memory = UINT64_C(4) << 30,
			 .memory_max = UINT64_C(8) << 30, .vcpus = 2, .vcpus_max = 4, .os = "debian 12",
			 .tags = "lab owner=anna", .macs = "52:54:00:00:00:01 52:54:00:00:00:02",
			 .nets = "default br0", .pools = "fast"}},
	[DB] = {.name = "db10", .id = 5, .state = DOMAIN_PAUSED, .reason = 5,
		.def = {.known = true, .memory = UINT64_C(16) << 30, .memory_max = UINT64_C(16) << 30, .vcpus = 8,
			.vcpus_max = 8, .tags = "prod", .nets = "default"}},
	[OLD] = {.name = "\303\234ber-[x]", .id = -1, .state = DOMAIN_SHUTOFF, .reason = 1,
		 .def = {.known = true, .memory = UINT64_C(512) << 20, .memory_max = UINT64_C(512) << 20,
			 .vcpus = 1, .vcpus_max = 1}},
};

static int setup(void **state)
{
	struct house *h = mem_new(struct house);

	h->near = (struct host_view){.number = 1, .name = "kvm1", .state = HOST_UP, .bulk_stats = true,
				     .last_answer_ns = NOW - NS_PER_S, .stats = stats_create(),
				     .guests = guests_create()};
	h->far = (struct host_view){.number = 2, .name = "far-kvm", .state = HOST_LOST,
				    .last_answer_ns = NOW - 2 * 3600 * NS_PER_S, .stats = stats_create()};
	memcpy(h->domains, first_domains, sizeof(first_domains));
	for (int i = 0; i < MACHINES; i++)
		h->rows[i] = (struct domain_row){.host = i == OLD ? &h->far : &h->near, .domain = &h->domains[i]};
	for (int beat = 1; beat <= 2; beat++) {
		struct figure_set *set = mem_new(struct figure_set);
		struct sample *s = figure_set_add(set);

		set->asked = STATS_ALL;
		*s = (struct sample){.time_ns = beat * NS_PER_S, .has = STATS_ALL, .state = DOMAIN_RUNNING,
				     .cpu_ns = (uint64_t)beat * 800000000, .memory = UINT64_C(4) << 30, .vcpus = 2,
				     .disk_read = (uint64_t)beat << 20, .net_received = (uint64_t)beat * 300 * 1024};
		memcpy(s->uuid, h->domains[WEB].uuid, UUID_SIZE);
		stats_feed(h->near.stats, set);
		figure_set_free(set);
	}
	struct guest_facts facts = {.hostname = mem_strdup("shop"), .os = mem_strdup("Alpine Linux")};
	guest_add_address(&facts, GUEST_LEASE, NULL, "10.0.0.12");
	guest_add_address(&facts, GUEST_AGENT, NULL, "fd00::12");
	guest_sort_addresses(&facts, NULL);
	memcpy(facts.uuid, h->domains[WEB].uuid, UUID_SIZE);
	guests_put(h->near.guests, &facts);
	*state = h;
	return 0;
}

static int teardown(void **state)
{
	struct house *h = *state;

	stats_destroy(h->near.stats);
	stats_destroy(h->far.stats);
	guests_destroy(h->near.guests);
	free(h);
	return 0;
}

/* "WD-": which rows it lets through. */
static void which(const struct house *h, const struct filter *f, char out[MACHINES + 1])
{
	const struct cell_ask ask = {.now_ns = NOW};

	for (int i = 0; i < MACHINES; i++)
		out[i] = filter_matches(f, &h->rows[i], &ask) ? "WDO"[i] : '-';
	out[MACHINES] = '\0';
}

static const struct {
	const char *filter;
	const char *rows;
} finds[] = {
	/* Words */
	{"", "WDO"}, {"   ", "WDO"}, {"web", "W--"}, {"WEB", "W--"}, {"front web", "W--"}, {"web db", "---"},
	{"kvm", "WDO"}, {"kvm1", "WD-"}, {"shop", "W--"}, {"\303\234ber", "--O"}, {"alpine", "W--"},
	{"10.0.0", "W--"}, {"fd00::12", "W--"}, {"running", "W--"}, {"I/O", "-D-"}, {"lab", "W--"},
	{"deadbeef", "---"}, {"web*", "W--"}, {"*0?", "W--"}, {"eb*", "---"}, {"[x]", "--O"}, {"-01", "W--"},
	/* Not, or, parentheses, quotes */
	{"!web", "-DO"}, {"!!web", "W--"}, {"! web", NULL}, {"!kvm1 !x", "---"}, {"web or db", "WD-"},
	{"web OR db", "WD-"}, {"kvm1 web or kvm1 db or nothing", "WD-"}, {"web or db running", "W--"},
	{"(web or db) running", "W--"}, {"!(web or db)", "--O"}, {"((web))", "W--"}, {"kvm (!web)", "-DO"},
	{"kvm1 and web", "W--"}, {"web and db", "---"}, {"web AND (kvm1)", "W--"}, {"kvm1 and !web or name:x", "-DO"},
	{"web and", "W--"}, {"and web", "---"}, {"web \"and\"", "---"},
	{"tag:*", "WD-"}, {"!tag:*", "--O"}, {"ip:*", "W--"}, {"title:*", "W--"}, {"mem > 4G", NULL}, {"cpu = 3", NULL},
	{"not web", "-DO"}, {"NOT (web or db)", "--O"}, {"not not web", "W--"}, {"not !web", "W--"}, {"kvm and not kvm1", "--O"},
	{"web or not kvm1", "W-O"}, {"not", "---"}, {"\"not\" web", "---"}, {"nothing", "---"}, {"not or web", "W--"},
	{"or", NULL}, {"web or", NULL}, {"or web", NULL}, {"(web", NULL}, {"()", NULL}, {"web (or) db", NULL},
	{"\"or\"", "-D-"}, {"orange", "---"}, {"\"The shop\"", "W--"}, {"the\" \"shop", "W--"},
	{"\"shop (old)\"", "W--"}, {"(old)", "W--"}, {"web)", NULL}, {"web(1)", "---"}, {"\"web)\"", "---"}, {"\"web", NULL}, {"\"a\\\"b\"", "---"},
	{"title:\"shop (\"", "W--"}, {"\"host:kvm\"", "---"},
	/* Texts by key */
	{"name:WEB", "W--"}, {"NAME:web", "W--"}, {"name:eb", "W--"}, {"name:kvm", "---"}, {"host:kvm", "WDO"},
	{"host:kvm*", "WD-"}, {"host:*kvm", "--O"}, {"host:kvm?", "WD-"}, {"host:???", "---"}, {"name:?ber*", "--O"},
	{"name=db10", "-D-"}, {"name=db1", "---"}, {"name=DB10", "-D-"}, {"name!=db10", "W-O"},
	{"state:running", "W--"}, {"state:running|paused", "WD-"}, {"state:running,off", "W-O"},
	{"state:error", "-D-"}, {"!state:off", "WD-"}, {"state:\"I/O error\"", "-D-"}, {"state:running,", "W--"},
	{"tag:lab", "W--"}, {"tag:la", "W--"}, {"tag=la", "---"}, {"tag=lab", "W--"}, {"tag:owner=anna", "W--"},
	{"tag:owner=*", "W--"}, {"tag:*b", "W--"}, {"!tag:lab", "-DO"}, {"tag=\"\"", "--O"}, {"tag!=\"\"", "WD-"},
	{"ip:10.0.0.12", "W--"}, {"ip=10.0.0.1", "---"}, {"ip:fd00::12", "W--"}, {"ip:10.*", "W--"},
	{"os:alpine", "W--"}, {"os:debian", "---"}, {"hostname:shop", "W--"}, {"uuid:DEADbeef-01", "W--"},
	{"mac:00:02", "W--"}, {"mac:52:54:00:00:00:01", "W--"}, {"mac:*:03", "---"}, {"net:default", "WD-"},
	{"net:br0", "W--"}, {"net=default", "WD-"}, {"pool:fast", "W--"}, {"group:rack", "---"}, {"group=\"\"", "WDO"},
	{"net:\"default br0\"", "---"}, {"title:(old)", "W--"}, {"(title:old)", "W--"},
	/* Regular expressions */
	{"~^running$", "W--"}, {"~^kvm1$", "WD-"}, {"state:~^I/O", "-D-"}, {"state:~^(paused|off)$", "-DO"},
	{"~^web", "W--"}, {"~^(web|db)", "WD-"}, {"!~^web", "-DO"}, {"~front-[0-9]+$", "W--"}, {"~\"the shop\"", "W--"},
	{"name:~^db1?0", "-D-"}, {"(~^web or ~^db)", "WD-"}, {"(name:~^(db))", "-D-"}, {"~^[^a-z]", "W-O"},
	{"tag:~^owner=", "W--"}, {"tag:~owner=", "W--"}, {"~a\\\\+", "---"},
	/* Numbers */
	{"cpu>70", "W--"}, {"cpu>80", "---"}, {"cpu>=80", "W--"}, {"cpu<80", "---"}, {"cpu<=80%", "W--"}, {"cpu=80", "W--"},
	{"cpu!=80", "---"}, {"!cpu>70", "-DO"}, {"CPU>70", "W--"}, {"cpu>7.5", "W--"}, {"mem>=4G", "WD-"},
	{"mem>4G", "-D-"}, {"mem<1GiB", "--O"}, {"mem=512M", "--O"}, {"mem>=0.25g", "WDO"}, {"mem<1T", "WDO"},
	{"mem>4194304K", "-D-"}, {"vcpus>=2", "WD-"}, {"vcpus=1", "--O"}, {"vcpus!=1", "WD-"}, {"disk>1000K", "W--"},
	{"disk>1M", "---"}, {"disk>=1M/s", "W--"}, {"disk>=1MB/s", "W--"}, {"net>100K", "W--"}, {"net>1M", "---"}, {"age>1h", "--O"},
	{"age>119m", "--O"}, {"age<5", "WD-"}, {"age<5s", "WD-"}, {"age>1d", "---"}, {"cpu>50 or mem>8G", "WD-"},
	{"state:running cpu>50 !tag:prod", "W--"},
	/* What is wrong */
	{"cpuu>1", NULL}, {"color:red", NULL}, {"cpu>", NULL}, {"cpu>x", NULL}, {"cpu>1x", NULL}, {"cpu>1.2.3", NULL},
	{"cpu:80", NULL}, {"name>5", NULL}, {"name:", NULL}, {"name:,|", NULL}, {"name:\"\"", NULL}, {"!", NULL},
	{"~", NULL}, {"~(", NULL}, {"~[", NULL}, {"name:~", NULL}, {"~\"a", NULL}, {"mem>=4Q", NULL}, {"age>1w", NULL},
	{"cpu>0x10", NULL}, {"cpu>inf", NULL}, {"cpu>-1", NULL}, {"cpu>.", NULL}, {"what:x", NULL},
	{"~(a)\\1", NULL}, {"~((a+)+)+((((((((((b+)+)+)+)+)+)+)+)+)+)+", NULL}, {"~a{200}{200}", NULL},
	{"~((x{90}){90}){90}", NULL}, {"~(a)*{99}{99}", NULL},
};

static void each_filter_finds_its_rows(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(finds); i++) {
		autoerr struct err err = {0};
		struct filter *f = filter_compile(finds[i].filter, domain_fields, domain_columns, &err);
		char got[MACHINES + 1];

		if (!f != !finds[i].rows)
			fail_msg("\"%s\": %s", finds[i].filter, err.text ? err.text : "it was taken");
		if (!f) {
			assert_int_equal(err.code, ERR_INVALID);
			assert_true(err.text[0] != '\0');
			continue;
		}
		assert_null(err.text);
		which(*state, f, got);
		if (!str_equal(got, finds[i].rows))
			fail_msg("\"%s\" finds %s, not %s", finds[i].filter, got, finds[i].rows);
		assert_string_equal(filter_text(f), finds[i].filter);
		filter_destroy(f);
	}
}

static void errors_say_what_would_be_right(void **state)
{
	static const struct {
		const char *filter, *says;
	} cases[] = {
		{"cpuu>1", "no key \"cpuu\" here, but cpu, name, host, group"},
		{"web colour:red", "no key \"colour\""},
		{"cpu>", "cpu is compared with a number such as 80"},
		{"mem>=4Q", "mem is compared with a size such as 4G, not \"4Q\""},
		{"age>x", "90s, 30m, 4h or 2d, not \"x\""},
		{"cpu:80", "as in cpu>1"},
		{"name>5", "name is a text: name:part, or name=whole"},
		{"name:", "name: wants something"},
		{"web or", "something must follow \"or\""},
		{"\"web", "the quote is not closed"},
		{"mem > 4G", "no blanks stand around >: mem>4G"},
		{"web)", "no ( is closed by this ); in quotes it is a part of the word"},
		{"(web", "a ( is not closed"},
		{"~(", "~(: a ( is not closed"},
		{"~[a", "~[a: a [ is not closed"},
		{"~*a+{", "~*a+{: "},
		{"~(a)\\1", "is more than is taken"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autoerr struct err err = {0};

		assert_null(filter_compile(cases[i].filter, domain_fields, domain_columns, &err));
		if (!strstr(err.text, cases[i].says))
			fail_msg("\"%s\" says: %s", cases[i].filter, err.text);
	}
}

/* What is not finished at the end is left out, so that the list is not empty meanwhile. */
static void what_is_being_typed_counts_as_far_as_it_goes(void **state)
{
	static const struct {
		const char *filter, *rows;
		bool told; /* that something is missing */
	} cases[] = {
		{"web", "W--", false},	     {"web cpu>", "W--", true},	    {"web or ", "W--", true},
		{"web or ~(", "W--", true},  {"~(", "WDO", true},	    {"cpu>", "WDO", true},
		{"\"The sh", "W--", true},   {"(web or (db", "WD-", true},  {"(web or ", "W--", true},
		{"web !", "W--", true},	     {"!~(", "WDO", true},	    {"db name:", "-D-", true},
		{"db mem>=4", "-D-", false}, {"db cpux>4", "-D-", true},    {"web (", "W--", true},
		{"web ~[a-", "W--", true},   {"title:\"the", "W--", true},  {"or", "WDO", true},
		{"(web ~( )", "W--", true},  {"db ~\"1", "-D-", true},	    {"cpux>4 web", NULL, true},
		{"~( web", NULL, true},	     {"or web", NULL, true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autoerr struct err err = {0};
		struct filter *f = filter_compile_typed(cases[i].filter, domain_fields, domain_columns, &err);
		char got[MACHINES + 1] = "";

		if (!f != !cases[i].rows || !err.text == cases[i].told)
			fail_msg("\"%s\" says: %s", cases[i].filter, err.text ? err.text : "nothing");
		if (f)
			which(*state, f, got);
		if (f && !str_equal(got, cases[i].rows))
			fail_msg("\"%s\" finds %s, not %s", cases[i].filter, got, cases[i].rows);
		filter_destroy(f);
	}
}

/* Whatever it begins with, each beginning of each filter is taken or refused, and never more. */
static void no_beginning_does_harm(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(finds); i++) {
		autofree char *text = mem_strdup(finds[i].filter);

		for (size_t n = strlen(text); n > 0; n--) {
			autoerr struct err err = {0};
			struct filter *f;
			char got[MACHINES + 1];

			text[n] = '\0';
			f = filter_compile_typed(text, domain_fields, domain_columns, &err);
			assert_true(f || err.text);
			if (f)
				which(*state, f, got);
			filter_destroy(f);
		}
	}
}

static char *repeated(const char *text, size_t n)
{
	struct str out = {0};

	for (size_t i = 0; i < n; i++)
		str_add(&out, text);
	return str_take(&out);
}

static void hostile_input_is_refused_or_cheap(void **state)
{
	static const struct {
		const char *part;
		size_t n;
		bool taken;
	} cases[] = {
		{"(", 16, false},   {"(", 400, false}, {"!", 400, false},	 {"a", 500, true},    {"a", 501, false},
		{"a ", 250, true},  {"~a ", 166, true}, {"*", 500, true},	 {"*a", 250, true},   {"\"", 400, true},
		{"~", 150, true}, {"~", 400, false},   {"\\", 400, true},	{"\377\376 ", 160, true}, {"\033[31m", 90, true}, {"a or ", 90, false},
		{"~(a*)*", 1, true}, {"a:", 200, false}, {"name:", 90, true},	 {"~a+ ", 90, true}, {"~+", 90, false},    {"%s%n ", 90, true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autofree char *text = repeated(cases[i].part, cases[i].n);
		autoerr struct err err = {0};
		struct filter *f = filter_compile(text, domain_fields, domain_columns, &err);
		char got[MACHINES + 1];

		if (!f == cases[i].taken)
			fail_msg("%zu times \"%s\": %s", cases[i].n, cases[i].part, err.text ? err.text : "taken");
		if (f)
			which(*state, f, got);
		filter_destroy(f);
		err_clear(&err);
		filter_destroy(filter_compile_typed(text, domain_fields, domain_columns, &err));
	}
}

/* * upon * against a text that nearly fits. */
static void globs_take_no_time_without_end(void **state)
{
	struct house *h = *state;
	autofree char *name = repeated("a", 5000);
	autofree char *glob = repeated("a*", 200);
	autofree char *text = mem_printf("name:%sb", glob);
	autoerr struct err err = {0};
	struct filter *f = filter_compile(text, domain_fields, domain_columns, &err);
	char got[MACHINES + 1];

	assert_non_null(f);
	h->domains[WEB].name = name;
	which(h, f, got);
	assert_string_equal(got, "---");
	filter_destroy(f);
}

static void it_says_what_has_to_be_asked_for(void **state)
{
	static const struct {
		const char *filter;
		unsigned stats;
	} cases[] = {
		{"web", 0}, {"cpu>5", STATS_CPU}, {"ip:10 or net>1K", STATS_GUEST | STATS_NET}, {"net:br0", 0},
		{"!mem<1G vcpus>1 disk>1", STATS_MEMORY | STATS_VCPU | STATS_DISK},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autoerr struct err err = {0};
		struct filter *f = filter_compile(cases[i].filter, domain_fields, domain_columns, &err);

		assert_int_equal(filter_stats(f), cases[i].stats);
		assert_false(filter_is_empty(f));
		filter_destroy(f);
	}
	autoerr struct err err = {0};
	struct filter *f = filter_compile("arch:x hp_avl>0 mem_avl>0", host_fields, host_columns, &err);

	assert_int_equal(filter_stats(f), STATS_CAPS | STATS_PAGES);
	filter_destroy(f);
}

static bool takes(const char *text, const struct filter_field *fields, const struct column *columns, const void *row)
{
	const struct cell_ask ask = {.now_ns = NOW};
	autoerr struct err err = {0};
	struct filter *f = filter_compile(text, fields, columns, &err);
	bool takes;

	if (!f)
		fail_msg("\"%s\": %s", text, err.text);
	takes = filter_matches(f, row, &ask);
	filter_destroy(f);
	return takes;
}

static void other_panes_have_fields_of_their_own(void **state)
{
	struct house *h = *state;
	const struct host_row host = {.host = &h->far};
	char web[] = "web", kvm[] = "kvm1", started[] = "started", booted[] = "booted", lost[] = "no disk";
	const struct event_entry entry = {.host_name = kvm, .object_name = web, .what = started,
					  .why = booted, .wall_s = clock_wall_s() - 7200};
	const struct event_row event = {.event = &entry};
	const struct task done = {.object_name = web, .host_name = kvm, .what = started,
				  .state = TASK_FAILED, .error = lost, .asked_wall_s = clock_wall_s() - 30};
	const struct task_row task = {.task = &done};
	autoerr struct err err = {0};

	assert_true(takes("far state:lost age>1h !cpu>0", host_fields, host_columns, &host));
	assert_false(takes("state:up", host_fields, host_columns, &host));
	h->far.caps = (struct node_caps){.arch = web, .vendor = kvm, .model = started, .has_uuid = true, .uuid = {0xab}};
	h->far.node = (struct node_info){.cpus = 16, .memory_free = UINT64_C(5) << 30, .memory_free_known = true};
	assert_true(takes("arch:web vendor:kvm* model=started uuid:ab00 cpus>8", host_fields, host_columns, &host));
	assert_false(takes("mem_avl>4G or hp_avl>=0", host_fields, host_columns, &host));
	h->far.state = HOST_UP;
	assert_true(takes("mem_avl>4G !hp_avl>=0", host_fields, host_columns, &host));
	h->far.huge_free_known = true;
	assert_true(takes("hp_avl=0 mem_avl<=5G !hp_avl>0", host_fields, host_columns, &host));
	assert_true(takes("name:web what:start why:boot age>1h host:kvm*", event_fields, event_columns, &event));
	assert_false(takes("age>3h", event_fields, event_columns, &event));
	assert_true(takes("state:failed why:disk age<60", task_fields, task_columns, &task));
	assert_null(filter_compile("cpu>1", event_fields, event_columns, &err));
	assert_string_equal(err.text, "no key \"cpu\" here, but name, host, what, why, age; in quotes it is a word");
}

static void columns_go_by_either_word(void **state)
{
	static const struct {
		const struct column *columns;
		const char *word, *id; /* id NULL: there is none */
	} cases[] = {
		{volume_columns, "used", "allocation"}, {volume_columns, "allocation", "allocation"},
		{volume_columns, "size", "capacity"}, {volume_columns, "over", "backing"},
		{pool_columns, "used", "used"}, {pool_columns, "kind", "type"}, {pool_columns, "autostart", "autostart"},
		{network_columns, "ip", "subnet"}, {network_columns, "net", "bridge"}, {domain_columns, "mem", "memory"},
		{event_columns, "name", "object"}, {task_columns, "why", "error"}, {log_columns, "what", "text"},
		{domain_columns, "tag", NULL}, {volume_columns, "", NULL}, {device_columns, "used", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int found = columns_find_word(cases[i].columns, cases[i].word);

		assert_string_equal(found < 0 ? "none" : cases[i].columns[found].id,
				    cases[i].id ? cases[i].id : "none");
	}
	assert_string_equal(column_word(volume_columns,
					&volume_columns[columns_find(volume_columns, "allocation")]), "used");
	assert_null(column_word(device_columns, &device_columns[columns_find(device_columns, "driver")]));
}

static void a_network_is_found_by_its_columns(void **state)
{
	struct host_view host = {.name = "kvm1", .state = HOST_UP};
	char name[] = "lan", subnets[] = "10.0.0.0/24 fd00::/64", addresses[] = "10.0.0.1/24 fd00::1/64";
	const struct network lan = {.name = name, .subnets = subnets, .addresses = addresses, .autostart = true,
				    .known = true, .leases = 3};
	const struct network_row row = {.host = &host, .network = &lan};

	(void)state;
	assert_true(takes("autostart:yes persistent:no leases>2 leases<=3", network_fields, network_columns, &row));
	assert_false(takes("autostart:no", network_fields, network_columns, &row));
	assert_false(takes("leases>3", network_fields, network_columns, &row));
	assert_true(takes("subnet:10.0.0.0/24 ip:fd00::1/64", network_fields, network_columns, &row));
	assert_false(takes("subnet:10.1", network_fields, network_columns, &row));
}

/* Each of its interfaces, as it would if it were the only one. */
static void a_network_is_found_by_what_it_uses_of_the_host(void **state)
{
	struct host_view host = {.name = "kvm1", .state = HOST_UP};
	char name[] = "n", ports[] = "eth2 eth13 0000:04:00.1", bridge[] = "br-lan";
	struct network n = {.name = name, .ports = ports, .bridge = bridge, .known = true};
	const struct network_row row = {.host = &host, .network = &n};

	(void)state;
	assert_true(takes("net:eth2 net:eth13 net:~^eth13$ net:0000:04:00.1 bridge:br-lan", network_fields,
			  network_columns, &row));
	assert_true(takes("eth13", network_fields, network_columns, &row));
	assert_false(takes("net:~^eth1$", network_fields, network_columns, &row));
	assert_false(takes("net:eth4", network_fields, network_columns, &row));
	n.ports = NULL;
	assert_true(takes("net:~^br-lan$", network_fields, network_columns, &row));
	assert_false(takes("net:eth2", network_fields, network_columns, &row));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_filter_finds_its_rows, setup, teardown),
		cmocka_unit_test(errors_say_what_would_be_right),
		cmocka_unit_test_setup_teardown(what_is_being_typed_counts_as_far_as_it_goes, setup, teardown),
		cmocka_unit_test_setup_teardown(no_beginning_does_harm, setup, teardown),
		cmocka_unit_test_setup_teardown(hostile_input_is_refused_or_cheap, setup, teardown),
		cmocka_unit_test_setup_teardown(globs_take_no_time_without_end, setup, teardown),
		cmocka_unit_test(it_says_what_has_to_be_asked_for),
		cmocka_unit_test_setup_teardown(other_panes_have_fields_of_their_own, setup, teardown),
		cmocka_unit_test(columns_go_by_either_word),
		cmocka_unit_test(a_network_is_found_by_its_columns),
		cmocka_unit_test(a_network_is_found_by_what_it_uses_of_the_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
