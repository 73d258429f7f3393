// SPDX-License-Identifier: GPL-3.0-or-later
/* What is not for everybody's eyes in a definition. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A copy with each secret as ***, line by line like the text, which need not be well-formed: values of passwd= and the
 * like, whatever is called password, token or cookie, with the texts and value= of elements in it, passwords in QEMU's arguments
 * (JSON, too) and environment, on a kernel's command line, in strings for the firmware and in URLs, Ceph's key in the name of
 * an image; comments beside a secret text, too. Names of secrets that libvirt keeps, and public keys, are none. The caller
 * frees. */
char *xml_mask(const char *text);

/* The same for a file: where there are any a comment before it says that they are not in it. */
char *xml_leave_out_secrets(const char *text);

/* What xml_mask() hides, in the text's order. */
struct xml_secret {
	int line; /* from 1, where it begins */
	char *value;
};

struct xml_secrets {
	struct xml_secret *all;
	size_t n, cap;
};

struct xml_secrets xml_secrets(const char *text);
void xml_secrets_finish(struct xml_secrets *secrets); /* wipes them */
/* It is no secret but what xml_mask() leaves of one. */
bool xml_secret_is_mask(const struct xml_secret *secret);
