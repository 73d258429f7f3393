// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/flag.h"

#include <stdatomic.h>
#include <stddef.h>

#include "base/mem.h"

struct flag {
	atomic_bool up;
	atomic_int refs;
};

struct flag *flag_create(void)
{
	struct flag *flag = mem_new(struct flag);

	atomic_init(&flag->up, false);
	atomic_init(&flag->refs, 1);
	return flag;
}

struct flag *flag_ref(struct flag *flag)
{
	if (flag)
		atomic_fetch_add(&flag->refs, 1);
	return flag;
}

void flag_unref(struct flag *flag)
{
	if (flag && atomic_fetch_sub(&flag->refs, 1) == 1)
		free(flag);
}

void flag_raise(struct flag *flag)
{
	atomic_store(&flag->up, true);
}

bool flag_is_up(const struct flag *flag)
{
	return flag && atomic_load(&flag->up);
}
