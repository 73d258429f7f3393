// SPDX-License-Identifier: GPL-3.0-or-later
/* What is not for everybody's eyes in a definition. Any thread. */
#pragma once

/* A copy with each secret as ***, line by line like the text, which need not be well-formed: values of passwd= and the
 * like, whatever is called password, token or cookie, passwords in QEMU's arguments and environment, on a kernel's
 * command line, in strings for the firmware and in URLs. Names of secrets that libvirt keeps, and public keys, are
 * none. The caller frees. */
char *xml_mask(const char *text);
