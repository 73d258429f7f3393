// SPDX-License-Identifier: GPL-3.0-or-later
/* What the fields of a network suggest, refuse and remark: for ui/forms/network.c. Main thread. */
#pragma once

#include "base/str.h"
#include "model/field.h"

char *network_suggest_name(const struct draft *draft);
char *network_suggest_bridge(const struct draft *draft);
char *network_suggest_subnet(const struct draft *draft);
char *network_suggest_subnet6(const struct draft *draft);
char *network_suggest_gateway(const struct draft *draft);
char *network_suggest_gateway6(const struct draft *draft);
char *network_suggest_start(const struct draft *draft);
char *network_suggest_end(const struct draft *draft);
char *network_suggest_start6(const struct draft *draft);
char *network_suggest_end6(const struct draft *draft);
char *network_suggest_nat_end(const struct draft *draft);

char *network_check_name(const struct draft *draft, const char *text);
char *network_check_bridge(const struct draft *draft, const char *text);
char *network_check_device(const struct draft *draft, const char *text);
char *network_check_devices(const struct draft *draft, const char *text);
char *network_check_subnet(const struct draft *draft, const char *text);
char *network_check_ipv4(const struct draft *draft, const char *text);
char *network_check_subnet6(const struct draft *draft, const char *text);
char *network_check_gateway(const struct draft *draft, const char *text);
char *network_check_gateway6(const struct draft *draft, const char *text);
char *network_check_start(const struct draft *draft, const char *text);
char *network_check_end(const struct draft *draft, const char *text);
char *network_check_start6(const struct draft *draft, const char *text);
char *network_check_end6(const struct draft *draft, const char *text);
char *network_check_lease(const struct draft *draft, const char *text);
char *network_check_hosts(const struct draft *draft, const char *text);
char *network_check_domain(const struct draft *draft, const char *text);
char *network_check_nat_start(const struct draft *draft, const char *text);
char *network_check_nat_end(const struct draft *draft, const char *text);
char *network_check_port_end(const struct draft *draft, const char *text);
char *network_check_groups(const struct draft *draft, const char *text);
char *network_check_vlan(const struct draft *draft, const char *text);

char *network_remark_mode(const struct draft *draft, const char *text);
char *network_remark_subnet(const struct draft *draft, const char *text);
/* Of names parted by spaces: which the host does not have, as far as is known. */
char *network_remark_devices(const struct draft *draft, const char *text);
char *network_remark_range(const struct draft *draft, const char *text);
/* Lines above the addresses, and at the end. */
void network_intro_addresses(const struct draft *draft, struct str *out);
void network_remarks(const struct draft *draft, struct str *out);
