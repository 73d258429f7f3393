// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person has to know of a TLS connection that could not be made, and libvirt's error does not have. */
#pragma once

#include <stdbool.h>

struct tls_scene {
	char *reason;    /* in libvirt's words, why it does not trust the other side's certificate; NULL: that is not known */
	char *authority; /* the file with the certificates of the authorities that are trusted here */
	char *own;       /* the file with our own certificate */
	char *lacking;   /* that one, or the one with its key, where it cannot be read; NULL */
};

/* "qemu+tls://...", and what has a host and no transport. */
bool tls_is_meant(const char *uri);
/* What there is to say of the calling thread's last attempt to open uri. Blocks for a second at most. Worker. */
void tls_look(const char *uri, struct tls_scene *ret);
void tls_clear(struct tls_scene *scene);
