// SPDX-License-Identifier: GPL-3.0-or-later
/* What one thread tells others once and for good, such as "stop". Reference-counted; any thread. */
#pragma once

#include <stdbool.h>

struct flag;

/* With one reference; down. */
struct flag *flag_create(void);
struct flag *flag_ref(struct flag *flag); /* NULL gives NULL */
void flag_unref(struct flag *flag);       /* NULL is fine */
void flag_raise(struct flag *flag);
bool flag_is_up(const struct flag *flag); /* NULL: it is not */
