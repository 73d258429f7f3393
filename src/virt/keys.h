// SPDX-License-Identifier: GPL-3.0-or-later
/* Key names to Linux key codes, for SEND_KEYS. domain_key_name() of virt/domain.h is here too. Any
 * thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

#define KEYS_MOST 16 /* at once: libvirt's VIR_DOMAIN_SEND_KEY_MAX_KEYS */

struct keys {
	unsigned codes[KEYS_MOST];
	size_t n;
};
/* "ctrl+alt+delete"; NULL is as empty. False with ERR_INVALID for what is no key. */
bool keys_parse(const char *text, struct keys *ret, struct err *err);
/* As virsh takes them: "KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE"; what is no key as it is, quoted. */
void keys_add_virsh(struct str *out, const char *text);
