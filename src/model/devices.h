// SPDX-License-Identifier: GPL-3.0-or-later
/* The devices of a host as it has them in a tree, and its network interfaces. Made by a worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/ids.h"
#include "model/roster.h"

struct device {
	unsigned char id[UUID_SIZE]; /* made of its name */
	char *name; /* "pci_0000_00_1f_2" */
	bool known; /* the rest was read */
	char *parent;     /* NULL: the root */
	char *capability; /* libvirt's word: "pci", "usb_device" */
	char *what;       /* in words: "Intel 82540EM Gigabit Ethernet Controller" */
	char *driver;     /* NULL: none */
	char *address;    /* "0000:00:1f.2", "1-2", a MAC, "/dev/sda"; NULL */
	char *ids;        /* of a USB device: "046d:c52b"; NULL */
	char *more;       /* what else there is to say, lines of "what: text"; NULL */
	char *xml;
};

extern const struct roster_kind device_kind;
/* "PCI device" for "pci"; the word itself where there is no better one. */
const char *device_capability_words(const char *capability);
/* Always the same for a name; libvirt has none for devices. */
void device_id(const char *name, unsigned char ret_id[UUID_SIZE]);
const struct device *devices_find(const struct roster *devices, const unsigned char id[UUID_SIZE]);
const struct device *devices_named(const struct roster *devices, const char *name);

/* A network interface of the host, as libvirt's interface driver tells of it. */
struct iface {
	unsigned char id[UUID_SIZE]; /* made of its name */
	char *name; /* "br0" */
	char *mac;  /* NULL */
	bool active;
	bool known;      /* the rest was read */
	char *type;      /* "bridge", "ethernet", "bond", "vlan" */
	char *members;   /* what a bridge or bond has in it, parted by spaces; NULL */
	char *addresses; /* "192.168.0.5/24 fe80::1/64"; NULL */
	unsigned mtu;    /* 0: not said */
	char *xml;
};

extern const struct roster_kind iface_kind;
void iface_id(const char *name, unsigned char ret_id[UUID_SIZE]);
const struct iface *ifaces_find(const struct roster *ifaces, const unsigned char id[UUID_SIZE]);
const struct iface *ifaces_named(const struct roster *ifaces, const char *name);
