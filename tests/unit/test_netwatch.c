// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "loop/loop.h"
#include "loop/netwatch.h"
#include "tests/turns.h"

#define ETH  2
#define VNET 7

struct world {
	struct loop *loop;
	struct netwatch *watch;
	unsigned returned;
};

static void on_returned(void *opaque)
{
	((struct world *)opaque)->returned++;
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	w->loop = loop_create();
	*state = w;
	return 0;
}

static void watch(struct world *w)
{
	w->watch = netwatch_create(w->loop, on_returned, w);
}

static int teardown(void **state)
{
	struct world *w = *state;
	netwatch_destroy(w->watch);
	assert_int_equal(loop_registered(w->loop), 0);
	loop_destroy(w->loop);
	free(w);
	return 0;
}

struct message {
	struct nlmsghdr head;
	union {
		struct ifinfomsg link;
		struct ifaddrmsg address;
	};
	char attributes[64];
};

static struct rtattr *add(struct message *m, unsigned short type, const void *data, size_t size)
{
	struct rtattr *a = (struct rtattr *)((char *)m + NLMSG_ALIGN(m->head.nlmsg_len));
	a->rta_type = type;
	a->rta_len = (unsigned short)RTA_LENGTH(size);
	memcpy(RTA_DATA(a), data, size);
	m->head.nlmsg_len = NLMSG_ALIGN(m->head.nlmsg_len) + RTA_ALIGN(a->rta_len);
	return a;
}

static bool link_is(struct world *w, int link, unsigned flags, const char *kind)
{
	struct message m = {.head = {.nlmsg_type = RTM_NEWLINK, .nlmsg_len = NLMSG_LENGTH(sizeof(m.link))},
			    .link = {.ifi_index = link, .ifi_flags = flags}};
	struct message info = {.head.nlmsg_len = NLMSG_LENGTH(0)};
	if (kind) {
		struct rtattr *a = add(&info, IFLA_INFO_KIND, kind, strlen(kind) + 1);
		add(&m, IFLA_LINKINFO, a, RTA_ALIGN(a->rta_len));
	}
	return netwatch_hear(w->watch, &m, m.head.nlmsg_len);
}

static bool address_is(struct world *w, unsigned short type, const char *text, unsigned char scope, unsigned char flags)
{
	struct message m = {.head = {.nlmsg_type = type, .nlmsg_len = NLMSG_LENGTH(sizeof(m.address))},
			    .address = {.ifa_index = ETH, .ifa_scope = scope, .ifa_flags = flags}};
	struct in6_addr bytes;
	assert_int_equal(inet_pton(AF_INET6, text, &bytes), 1);
	add(&m, IFA_ADDRESS, &bytes, sizeof(bytes));
	return netwatch_hear(w->watch, &m, m.head.nlmsg_len);
}

static void test_a_carrier_that_is_back(void **state)
{
	struct world *w = *state;
	watch(w);
	assert_false(link_is(w, ETH, IFF_UP | IFF_RUNNING, NULL)); /* it was never away */
	assert_false(link_is(w, ETH, IFF_UP, NULL));
	assert_false(link_is(w, ETH, IFF_UP, NULL));
	assert_true(link_is(w, ETH, IFF_UP | IFF_RUNNING, NULL));
	assert_false(link_is(w, ETH, IFF_UP | IFF_RUNNING, NULL));
	assert_false(link_is(w, 1, IFF_LOOPBACK, NULL));
	assert_false(link_is(w, 1, IFF_LOOPBACK | IFF_UP | IFF_RUNNING, NULL));
}

static void test_taps_of_machines_are_none(void **state)
{
	struct world *w = *state;
	watch(w);
	static const char *const kinds[] = {"tun", "macvtap"};
	for (size_t i = 0; i < 2; i++) {
		assert_false(link_is(w, VNET, 0, kinds[i]));
		assert_false(link_is(w, VNET, IFF_UP | IFF_RUNNING, kinds[i]));
	}
	assert_false(link_is(w, VNET, 0, "veth"));
	assert_true(link_is(w, VNET, IFF_UP | IFF_RUNNING, "veth"));
}

static void test_a_new_address(void **state)
{
	struct world *w = *state;
	watch(w);
	assert_false(address_is(w, RTM_NEWADDR, "fe80::1", RT_SCOPE_LINK, 0));
	assert_false(address_is(w, RTM_NEWADDR, "2001:db8::1", RT_SCOPE_UNIVERSE, IFA_F_TENTATIVE));
	assert_true(address_is(w, RTM_NEWADDR, "2001:db8::1", RT_SCOPE_UNIVERSE, 0));
	assert_false(address_is(w, RTM_NEWADDR, "2001:db8::1", RT_SCOPE_UNIVERSE, 0)); /* told once more */
	assert_true(address_is(w, RTM_NEWADDR, "2001:db8::2", RT_SCOPE_UNIVERSE, 0));
	assert_false(address_is(w, RTM_DELADDR, "2001:db8::1", RT_SCOPE_UNIVERSE, 0));
	assert_true(address_is(w, RTM_NEWADDR, "2001:db8::1", RT_SCOPE_UNIVERSE, 0));
}

static void test_what_is_cut_short_is_none(void **state)
{
	struct world *w = *state;
	struct nlmsghdr head = {.nlmsg_type = RTM_NEWADDR, .nlmsg_len = sizeof(head)};
	watch(w);
	assert_false(netwatch_hear(w->watch, &head, sizeof(head)));
	head.nlmsg_type = RTM_NEWLINK;
	assert_false(netwatch_hear(w->watch, &head, sizeof(head)));
	head.nlmsg_len = 4000;
	assert_false(netwatch_hear(w->watch, &head, sizeof(head)));
	assert_false(netwatch_hear(w->watch, &head, 3));
}

static void network(const char *words)
{
	char line[128];
	snprintf(line, sizeof(line), "PATH=$PATH:/sbin:/usr/sbin; ip %s", words);
	assert_int_equal(system(line), 0);
}

/* Of a network that is this test's alone. */
static void test_the_kernel_tells(void **state)
{
	struct world *w = *state;
	if (unshare(CLONE_NEWNET) != 0 || system("PATH=$PATH:/sbin:/usr/sbin; ip link add name near type veth peer name far") != 0)
		skip();
	watch(w);
	network("link set far up");
	network("link set near up");
	turn_until(w, w->returned == 1);
	int64_t first_ns = clock_now_ns();
	network("link set far down");
	network("link set far up");
	network("addr add 10.77.0.1/24 dev near");
	turn_until(w, w->returned == 2); /* both at once, and not before five seconds */
	assert_true(clock_now_ns() - first_ns > 4 * NS_PER_S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_carrier_that_is_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_taps_of_machines_are_none, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_new_address, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_cut_short_is_none, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_kernel_tells, setup, teardown),
	};
	return cmocka_run_group_tests_name("netwatch", tests, NULL, NULL);
}
