// SPDX-License-Identifier: GPL-3.0-or-later
/* How what a form says of a network stands in its XML, where it is more than a path: for ui/forms/network.c. Main
 * thread. */
#pragma once

#include "model/field.h"

char *network_take_mode(const struct xml_doc *doc, const struct field *field);
bool network_put_mode(struct xml_doc *doc, const struct draft *draft, const struct field *field, const char *text,
		      struct err *err);
char *network_take_macvtap(const struct xml_doc *doc, const struct field *field);
/* The subnet of .path, an address, with .prefix_path. */
char *network_take_subnet(const struct xml_doc *doc, const struct field *field);
/* An address with the prefix of the subnet: that of IPv6 says so. */
bool network_put_gateway(struct xml_doc *doc, const struct draft *draft, const struct field *field, const char *text,
			 struct err *err);
/* Whether there is the element of the path, which other fields make; "no" takes it out with all that is in it. */
char *network_take_has(const struct xml_doc *doc, const struct field *field);
bool network_put_has(struct xml_doc *doc, const struct draft *draft, const struct field *field, const char *text,
		     struct err *err);
/* <vlan> below .path. */
char *network_take_vlan(const struct xml_doc *doc, const struct field *field);
bool network_put_vlan(struct xml_doc *doc, const struct draft *draft, const struct field *field, const char *text,
		      struct err *err);
/* What is there because of other fields. */
bool network_put_nothing(struct xml_doc *doc, const struct draft *draft, const struct field *field, const char *text,
			 struct err *err);
