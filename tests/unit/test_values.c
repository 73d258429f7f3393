// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "model/routes.h"
#include "model/values.h"

/* Each of them is refused with a sentence that has these words. */
#define REFUSED(call, words)                                                                       \
	do {                                                                                       \
		autoerr struct err err_ = {0};                                                     \
		struct err *err = &err_;                                                           \
		assert_false(call);                                                                \
		assert_non_null(strstr(err->text, words));                                         \
		assert_int_equal(err->code, ERR_INVALID);                                          \
	} while (0)

#define TAKEN(call)                                                                                \
	do {                                                                                       \
		autoerr struct err err_ = {0};                                                     \
		struct err *err = &err_;                                                           \
		if (!(call))                                                                       \
			fail_msg("%s", err->text);                                                 \
	} while (0)

static void names_have_no_slash_and_no_spaces_around(void **state)
{
	(void)state;
	TAKEN(values_name("web-1", err));
	TAKEN(values_name("größer als", err));
	REFUSED(values_name("", err), "needs a name");
	REFUSED(values_name("a/b", err), "slash");
	REFUSED(values_name(" a", err), "space");
	REFUSED(values_name("a\n", err), "space");
	REFUSED(values_name("a\033b", err), "not seen");
	REFUSED(values_name("..", err), "directory");
}

static void numbers_are_whole_and_in_their_range(void **state)
{
	int64_t n = 7;

	(void)state;
	TAKEN(values_number("42", 1, 100, NULL, &n, err));
	assert_int_equal(n, 42);
	TAKEN(values_number("-5", 0, 0, NULL, &n, err));
	assert_int_equal(n, -5);
	REFUSED(values_number("1.5", 1, 9, NULL, &n, err), "no whole number");
	REFUSED(values_number("1e3", 1, 9, NULL, &n, err), "no whole number");
	REFUSED(values_number("", 1, 9, NULL, &n, err), "no whole number");
	REFUSED(values_number("99999999999999999999", 0, 0, NULL, &n, err), "no whole number");
	REFUSED(values_number("0", 1, 9, "MiB", &n, err), "at least 1 MiB");
	REFUSED(values_number("10", 1, 9, NULL, &n, err), "9 at most");
	assert_int_equal(n, -5);
}

static void sizes_have_units(void **state)
{
	static const struct {
		const char *text, *unit;
		uint64_t bytes;
		const char *again;
	} good[] = {
		{"20 GiB", NULL, 20ull << 30, "20 GiB"},	{"20G", NULL, 20ull << 30, "20 GiB"},
		{"20g", NULL, 20ull << 30, "20 GiB"},		{"1.5 TiB", NULL, 3ull << 39, "1536 GiB"},
		{"512", "MiB", 512ull << 20, "512 MiB"},	{"512", NULL, 512, "512 bytes"},
		{"1 KB", NULL, 1000, "1000 bytes"},		{"1 MB", NULL, 1000000, "1000000 bytes"},
		{"0", "GiB", 0, "0 bytes"},			{"1024 KiB", NULL, 1 << 20, "1 MiB"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		uint64_t bytes = 1;
		autofree char *again = NULL;

		TAKEN(values_size(good[i].text, good[i].unit, &bytes, err));
		assert_int_equal(bytes, good[i].bytes);
		again = values_size_text(bytes);
		assert_string_equal(again, good[i].again);
	}
	uint64_t bytes;
	REFUSED(values_size("10 Q", NULL, &bytes, err), "no unit");
	REFUSED(values_size("ten", NULL, &bytes, err), "no size");
	REFUSED(values_size("-1 GiB", NULL, &bytes, err), "no size");
	REFUSED(values_size("inf", NULL, &bytes, err), "no size");
	REFUSED(values_size("99999999 PiB", NULL, &bytes, err), "more than");
}

static void mac_addresses_are_of_one_device(void **state)
{
	unsigned char mac[MAC_BYTES];

	(void)state;
	TAKEN(values_mac("52:54:00:AB:cd:0f", mac, err));
	assert_memory_equal(mac, "\x52\x54\x00\xab\xcd\x0f", MAC_BYTES);
	TAKEN(values_mac("52-54-00-12-34-56", mac, err));
	REFUSED(values_mac("52:54:00:zz", mac, err), "no MAC address");
	REFUSED(values_mac("52:54:00:12:34", mac, err), "no MAC address");
	REFUSED(values_mac("52:54:00:12:34:56:78", mac, err), "no MAC address");
	REFUSED(values_mac("53:54:00:12:34:56", mac, err), "for many");
	REFUSED(values_mac("ff:ff:ff:ff:ff:ff", mac, err), "for many");
	REFUSED(values_mac("00:00:00:00:00:00", mac, err), "zeros");
}

static void addresses_are_of_their_family(void **state)
{
	struct inet a;
	char buf[INET_SIZE];

	(void)state;
	TAKEN(values_ip("10.0.0.9", 4, &a, err));
	assert_string_equal(inet_format(&a, buf), "10.0.0.9");
	TAKEN(values_ip("FD00:0::1", 0, &a, err));
	assert_string_equal(inet_format(&a, buf), "fd00::1");
	REFUSED(values_ip("10.0.0.999", 4, &a, err), "no IPv4 address");
	REFUSED(values_ip("10.0.1", 4, &a, err), "no IPv4 address");
	REFUSED(values_ip("010.0.0.1", 4, &a, err), "no IPv4 address");
	REFUSED(values_ip("fd00::1", 4, &a, err), "no IPv4 address");
	REFUSED(values_ip("10.0.0.1", 6, &a, err), "no IPv6 address");
	REFUSED(values_ip("fe80::1%eth0", 6, &a, err), "no IPv6 address");
}

static void subnets_have_a_prefix(void **state)
{
	struct subnet s;

	(void)state;
	TAKEN(values_subnet("10.0.0.1/24", 4, &s, err));
	assert_int_equal(s.prefix, 24);
	TAKEN(values_subnet("10.0.0.1/255.255.254.0", 4, &s, err));
	assert_int_equal(s.prefix, 23);
	TAKEN(values_subnet("fd00::/64", 6, &s, err));
	REFUSED(values_subnet("10.0.0.1", 4, &s, err), "prefix is missing, like 10.0.0.1/24");
	REFUSED(values_subnet("10.0.0.0/255.0.255.0", 4, &s, err), "no mask");
	REFUSED(values_subnet("10.0.0.0/33", 4, &s, err), "0 to 32");
	REFUSED(values_subnet("fd00::/129", 6, &s, err), "0 to 128");
	REFUSED(values_subnet("fd00::/", 6, &s, err), "0 to 128");
	REFUSED(values_subnet("10.0.0.0/24", 6, &s, err), "no IPv6 address");
}

static void cpu_sets_are_of_cpus_that_are_there(void **state)
{
	bool set[CPUSET_MOST];

	(void)state;
	TAKEN(values_cpuset("0-3,8,^2", 9, set, err));
	assert_true(set[0] && set[1] && !set[2] && set[3] && !set[4] && set[8]);
	TAKEN(values_cpuset("4000", 0, NULL, err));
	REFUSED(values_cpuset("1-x", 0, NULL, err), "no CPUs");
	REFUSED(values_cpuset("3-1", 8, NULL, err), "0 to 7");
	REFUSED(values_cpuset("8", 8, NULL, err), "0 to 7");
	REFUSED(values_cpuset("0,", 0, NULL, err), "no CPUs");
	REFUSED(values_cpuset("", 0, NULL, err), "no CPUs");
	REFUSED(values_cpuset("0,^0", 0, NULL, err), "leaves no CPU");
}

static void vlan_tags_are_numbers_one_of_them_native(void **state)
{
	struct vlan_tag tags[VLAN_TAGS_MOST];
	size_t n;

	(void)state;
	TAKEN(values_vlans("42, 47 native", tags, &n, err));
	assert_int_equal(n, 2);
	assert_true(tags[0].id == 42 && !tags[0].native && tags[1].id == 47 && tags[1].native);
	TAKEN(values_vlans("", tags, &n, err));
	assert_int_equal(n, 0);
	REFUSED(values_vlans("4096", tags, &n, err), "1 to 4094");
	REFUSED(values_vlans("0", tags, &n, err), "1 to 4094");
	REFUSED(values_vlans("native", tags, &n, err), "no VLAN tag");
	REFUSED(values_vlans("1 native, 2 native", tags, &n, err), "one VLAN alone");
}

static struct subnet subnet(const char *text)
{
	struct subnet s;

	if (!subnet_parse(text, &s))
		fail_msg("%s", text);
	return s;
}

static struct inet address(const char *text)
{
	struct inet a;

	if (!inet_parse(text, &a))
		fail_msg("%s", text);
	return a;
}

static void assert_inet(struct inet a, const char *text)
{
	char buf[INET_SIZE];

	assert_string_equal(inet_format(&a, buf), text);
}

static void subnets_are_counted(void **state)
{
	static const struct {
		const char *text, *network, *last, *first_usable, *last_usable;
		uint64_t usable;
	} rows[] = {
	        {"192.168.21.77/24", "192.168.21.0", "192.168.21.255", "192.168.21.1", "192.168.21.254", 254},
	        {"10.1.2.3/30", "10.1.2.0", "10.1.2.3", "10.1.2.1", "10.1.2.2", 2},
	        {"10.1.2.3/31", "10.1.2.2", "10.1.2.3", "10.1.2.2", "10.1.2.3", 2},
	        {"10.1.2.3/32", "10.1.2.3", "10.1.2.3", "10.1.2.3", "10.1.2.3", 1},
	        {"10.0.0.0/8", "10.0.0.0", "10.255.255.255", "10.0.0.1", "10.255.255.254", 16777214},
	        {"fd00::5/64", "fd00::", "fd00::ffff:ffff:ffff:ffff", "fd00::1", "fd00::ffff:ffff:ffff:ffff",
	         UINT64_MAX},
	        {"fd00::5/120", "fd00::", "fd00::ff", "fd00::1", "fd00::ff", 255},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct subnet s = subnet(rows[i].text);

		assert_inet(subnet_network(&s), rows[i].network);
		assert_inet(subnet_last(&s), rows[i].last);
		assert_inet(subnet_first_usable(&s), rows[i].first_usable);
		assert_inet(subnet_last_usable(&s), rows[i].last_usable);
		assert_true(subnet_usable(&s) == rows[i].usable);
	}
}

static void subnets_overlap_when_one_is_in_the_other(void **state)
{
	struct subnet a = subnet("10.0.0.0/8"), b = subnet("10.20.30.0/24"), c = subnet("10.20.31.0/24");
	struct subnet six = subnet("fd00::/8");
	struct inet in = address("10.20.30.40"), out = address("10.20.31.40");

	(void)state;
	assert_true(subnet_overlaps(&a, &b) && subnet_overlaps(&b, &a));
	assert_false(subnet_overlaps(&b, &c));
	assert_false(subnet_overlaps(&a, &six));
	assert_true(subnet_contains(&b, &in));
	assert_false(subnet_contains(&b, &out));
}

static void steps_carry_over_bytes(void **state)
{
	struct inet a = address("10.0.0.255"), b = address("10.0.1.0"), top = address("255.255.255.255");
	struct inet six = address("fd00::");
	bool over;

	(void)state;
	assert_inet(inet_step(&a, 1, &over), "10.0.1.0");
	assert_false(over);
	assert_inet(inet_step(&b, -1, &over), "10.0.0.255");
	assert_inet(inet_step(&b, -256, &over), "10.0.0.0");
	assert_inet(inet_step(&six, 0x1ff, &over), "fd00::1ff");
	inet_step(&top, 1, &over);
	assert_true(over);
	assert_true(inet_distance(&a, &b) == 1);
}

static void the_next_free_address_is_none_of_those_used(void **state)
{
	struct subnet s = subnet("10.0.0.0/29");
	struct inet used[6];
	struct inet got;

	(void)state;
	for (int i = 0; i < 6; i++) {
		autofree char *text = mem_printf("10.0.0.%d", i + 1);

		used[i] = address(text);
	}
	assert_true(subnet_next_free(&s, &used[0], used, 3, &got));
	assert_inet(got, "10.0.0.4");
	struct inet before = address("9.0.0.0");
	assert_true(subnet_next_free(&s, &before, NULL, 0, &got));
	assert_inet(got, "10.0.0.1");
	assert_false(subnet_next_free(&s, &used[0], used, 6, &got));
}

static void masks_without_holes_are_prefixes(void **state)
{
	struct inet whole = address("255.255.240.0"), holes = address("255.0.255.0"), none = address("0.0.0.0");

	(void)state;
	assert_int_equal(inet_mask_prefix(&whole), 20);
	assert_int_equal(inet_mask_prefix(&holes), -1);
	assert_int_equal(inet_mask_prefix(&none), 0);
}

static void routes_are_read_from_the_kernels_tables(void **state)
{
	struct routes *r = mem_new(struct routes);
	char buf[INET_SIZE];

	(void)state;
	routes_add_ipv4(r, "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
			   "eth0\t00000000\t0105A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
			   "eth0\t0005A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
			   "broken line\n"
			   "lo\t0000007F\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0\n"
			   "tun0\t0000140A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n");
	routes_add_ipv6(r,
			"fd000009000000000000000000000000 40 00000000000000000000000000000000 00 "
			"00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0\n"
			"fe800000000000000000000000000000 40 00000000000000000000000000000000 00 "
			"00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0\n"
			"00000000000000000000000000000001 80 00000000000000000000000000000000 00 "
			"00000000000000000000000000000000 00000000 00000001 00000000 80200001 lo\n");
	assert_int_equal(r->n, 3);
	assert_string_equal(subnet_format(&r->all[0].to, buf), "192.168.5.0/24");
	assert_string_equal(subnet_format(&r->all[1].to, buf), "10.20.0.0/16");
	assert_string_equal(r->all[1].device, "tun0");
	assert_string_equal(subnet_format(&r->all[2].to, buf), "fd00:9::/64");
	assert_string_equal(r->device, "eth0");
	routes_free(r);
}

static void routes_are_read_from_what_a_shell_says(void **state)
{
	struct routes *r = mem_new(struct routes);
	char buf[INET_SIZE];

	(void)state;
	assert_false(routes_add_answer(r, ""));
	assert_false(routes_add_answer(r, "This account is not available.\n"));
	assert_int_equal(r->n, 0);
	assert_true(routes_add_answer(
		r, "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
		   "eth0\t00000000\t0105A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
		   "eth0\t0005A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
		   "==\n"
		   "fd000009000000000000000000000000 40 00000000000000000000000000000000 00 "
		   "00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0\n"
		   "==\n"
		   "1: lo    inet 127.0.0.1/8 scope host lo\\ valid_lft forever\n"
		   "2: eth0    inet 192.168.5.7/24 brd 192.168.5.255 scope global eth0\n"
		   "2: eth0    inet 192.168.5.8/24 scope global secondary eth0\n"));
	assert_int_equal(r->n, 2);
	assert_string_equal(subnet_format(&r->all[0].to, buf), "192.168.5.0/24");
	assert_string_equal(subnet_format(&r->all[1].to, buf), "fd00:9::/64");
	assert_string_equal(r->address, "192.168.5.7");
	routes_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_have_no_slash_and_no_spaces_around),
		cmocka_unit_test(numbers_are_whole_and_in_their_range),
		cmocka_unit_test(sizes_have_units),
		cmocka_unit_test(mac_addresses_are_of_one_device),
		cmocka_unit_test(addresses_are_of_their_family),
		cmocka_unit_test(subnets_have_a_prefix),
		cmocka_unit_test(cpu_sets_are_of_cpus_that_are_there),
		cmocka_unit_test(vlan_tags_are_numbers_one_of_them_native),
		cmocka_unit_test(subnets_are_counted),
		cmocka_unit_test(subnets_overlap_when_one_is_in_the_other),
		cmocka_unit_test(steps_carry_over_bytes),
		cmocka_unit_test(the_next_free_address_is_none_of_those_used),
		cmocka_unit_test(masks_without_holes_are_prefixes),
		cmocka_unit_test(routes_are_read_from_the_kernels_tables),
		cmocka_unit_test(routes_are_read_from_what_a_shell_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
