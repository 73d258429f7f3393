// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/netwatch.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdalign.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define SOON_MS   250 /* what follows a link that is up: its addresses, its routes */
#define AGAIN_NS  (5 * NS_PER_S)
#define ASLEEP_NS (1 * NS_PER_S)

struct address {
	unsigned link;
	unsigned char bytes[16];
};

struct netwatch {
	struct loop *loop;
	void (*returned)(void *opaque);
	void *opaque;
	int fd, fd_watch; /* rtnetlink; -1 */
	int sleep_fd, sleep_watch;
	int64_t slept_ns; /* in all */
	int timer;
	bool pending;
	int64_t told_ns; /* 0: never */
	int *down;       /* links that were seen without a carrier */
	size_t n_down, cap_down;
	struct address *addresses; /* those that were told; routers have them told again and again */
	size_t n_addresses, cap_addresses;
};

/* ---- what the kernel says ---- */

static bool forget_down(struct netwatch *w, int link)
{
	for (size_t i = 0; i < w->n_down; i++) {
		if (w->down[i] != link)
			continue;
		w->down[i] = w->down[--w->n_down];
		return true;
	}
	return false;
}

static void note_down(struct netwatch *w, int link)
{
	forget_down(w, link);
	*arr_add(w->down, w->n_down, w->cap_down) = link;
}

/* A machine's tap, in a bridge or a macvtap: what it is called is libvirt's choice, what it is is not. */
static bool is_tap(const struct rtattr *info)
{
	int left = (int)RTA_PAYLOAD(info);
	for (const struct rtattr *a = RTA_DATA(info); RTA_OK(a, left); a = RTA_NEXT(a, left))
		if (a->rta_type == IFLA_INFO_KIND)
			return RTA_PAYLOAD(a) >= 3 && (memcmp(RTA_DATA(a), "tun", 3) == 0 ||
						       (RTA_PAYLOAD(a) >= 7 && memcmp(RTA_DATA(a), "macvtap", 7) == 0));
	return false;
}

static bool hear_link(struct netwatch *w, const struct nlmsghdr *message)
{
	const struct ifinfomsg *link = NLMSG_DATA(message);
	int left = (int)IFLA_PAYLOAD(message);
	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(*link)) || link->ifi_flags & IFF_LOOPBACK)
		return false;
	for (const struct rtattr *a = IFLA_RTA(link); RTA_OK(a, left); a = RTA_NEXT(a, left))
		if ((a->rta_type & NLA_TYPE_MASK) == IFLA_LINKINFO && is_tap(a))
			return false;
	if (message->nlmsg_type == RTM_DELLINK)
		forget_down(w, link->ifi_index);
	else if (!(link->ifi_flags & IFF_RUNNING))
		note_down(w, link->ifi_index);
	else
		return forget_down(w, link->ifi_index);
	return false;
}

static void read_address(const struct nlmsghdr *message, struct address *ret)
{
	const struct ifaddrmsg *told = NLMSG_DATA(message);
	int left = (int)IFA_PAYLOAD(message);
	*ret = (struct address){.link = told->ifa_index};
	for (const struct rtattr *a = IFA_RTA(told); RTA_OK(a, left); a = RTA_NEXT(a, left)) {
		size_t n = RTA_PAYLOAD(a);
		if (a->rta_type == IFA_ADDRESS)
			memcpy(ret->bytes, RTA_DATA(a), n < sizeof(ret->bytes) ? n : sizeof(ret->bytes));
	}
}

static bool forget_address(struct netwatch *w, const struct address *address)
{
	for (size_t i = 0; i < w->n_addresses; i++) {
		if (memcmp(&w->addresses[i], address, sizeof(*address)) != 0)
			continue;
		w->addresses[i] = w->addresses[--w->n_addresses];
		return true;
	}
	return false;
}

static bool hear_address(struct netwatch *w, const struct nlmsghdr *message)
{
	const struct ifaddrmsg *told = NLMSG_DATA(message);
	struct address address;
	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(*told)) || told->ifa_scope >= RT_SCOPE_LINK)
		return false;
	read_address(message, &address);
	bool known = forget_address(w, &address);
	if (message->nlmsg_type == RTM_DELADDR || told->ifa_flags & IFA_F_TENTATIVE)
		return false;
	*arr_add(w->addresses, w->n_addresses, w->cap_addresses) = address;
	return !known;
}

static bool hear_one(struct netwatch *w, const struct nlmsghdr *message)
{
	switch (message->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		return hear_link(w, message);
	case RTM_NEWADDR:
	case RTM_DELADDR:
		return hear_address(w, message);
	default:
		return false;
	}
}

bool netwatch_hear(struct netwatch *w, const void *said, size_t size)
{
	bool returned = false;
	unsigned left = (unsigned)size;
	for (const struct nlmsghdr *m = said; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left))
		returned |= hear_one(w, m);
	return returned;
}

/* ---- telling ---- */

static void on_timer(void *opaque)
{
	struct netwatch *w = opaque;
	w->pending = false;
	w->told_ns = clock_now_ns();
	log_write(LOG_INFO, "this machine's network may have returned");
	w->returned(w->opaque);
}

static void tell_soon(struct netwatch *w)
{
	int64_t now_ns = clock_now_ns();
	int64_t wait_ns = w->told_ns ? w->told_ns + AGAIN_NS - now_ns : 0;
	int wait_ms = wait_ns > 0 ? (int)(wait_ns / NS_PER_MS) : 0;
	if (w->pending)
		return;
	w->pending = true;
	loop_arm_timer(w->loop, w->timer, wait_ms > SOON_MS ? wait_ms : SOON_MS);
}

static void on_readable(void *opaque, int fd, int events)
{
	struct netwatch *w = opaque;
	alignas(struct nlmsghdr) char said[16384];
	bool returned = false;
	ssize_t n;
	(void)events;
	while ((n = recv(fd, said, sizeof(said), MSG_DONTWAIT)) > 0)
		returned |= netwatch_hear(w, said, (size_t)n);
	/* So much happened that some of it was dropped. */
	if (returned || (n < 0 && errno == ENOBUFS))
		tell_soon(w);
}

/* ---- sleep ---- */

static int64_t asleep_ns(void)
{
	struct timespec all, awake;
	clock_gettime(CLOCK_MONOTONIC, &awake);
	clock_gettime(CLOCK_BOOTTIME, &all);
	return (int64_t)(all.tv_sec - awake.tv_sec) * NS_PER_S + all.tv_nsec - awake.tv_nsec;
}

/* Far away, but cancelled when the wall clock jumps, as it does at waking up. */
static bool arm_sleep(int fd)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	const struct itimerspec far = {.it_value.tv_sec = now.tv_sec + 365 * 24 * 3600};
	return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, NULL) == 0;
}

static void on_clock(void *opaque, int fd, int events)
{
	struct netwatch *w = opaque;
	uint64_t times;
	int64_t slept_ns = asleep_ns();
	(void)events;
	if (read(fd, &times, sizeof(times)) < 0 && errno == EAGAIN)
		return;
	arm_sleep(fd);
	if (slept_ns - w->slept_ns >= ASLEEP_NS)
		tell_soon(w);
	w->slept_ns = slept_ns;
}

/* ---- life ---- */

static int listen_to_kernel(void)
{
	const struct sockaddr_nl groups = {
		.nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR,
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	if (fd >= 0 && bind(fd, (const struct sockaddr *)&groups, sizeof(groups)) == 0)
		return fd;
	log_write(LOG_INFO, "the kernel does not tell when the network returns: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static int watch_clock(void)
{
	int fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (fd < 0 || arm_sleep(fd))
		return fd;
	close(fd);
	return -1;
}

struct netwatch *netwatch_create(struct loop *loop, void (*returned)(void *opaque), void *opaque)
{
	struct netwatch *w = mem_new(struct netwatch);
	w->loop = loop;
	w->returned = returned;
	w->opaque = opaque;
	w->timer = loop_add_timer(loop, on_timer, w);
	w->slept_ns = asleep_ns();
	w->fd = listen_to_kernel();
	w->sleep_fd = watch_clock();
	if (w->fd >= 0)
		w->fd_watch = loop_add_fd(loop, w->fd, LOOP_READ, on_readable, w);
	if (w->sleep_fd >= 0)
		w->sleep_watch = loop_add_fd(loop, w->sleep_fd, LOOP_READ, on_clock, w);
	return w;
}

static void stop(struct loop *loop, int fd, int watch)
{
	if (fd < 0)
		return;
	loop_remove_fd(loop, watch);
	close(fd);
}

void netwatch_destroy(struct netwatch *w)
{
	if (!w)
		return;
	stop(w->loop, w->fd, w->fd_watch);
	stop(w->loop, w->sleep_fd, w->sleep_watch);
	loop_remove_timer(w->loop, w->timer);
	free(w->down);
	free(w->addresses);
	free(w);
}
