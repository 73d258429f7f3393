// SPDX-License-Identifier: GPL-3.0-or-later
/* Keys that are often sent to machines. */
#pragma once

struct send_keys {
	const char *label, *help;
	const char *keys; /* as they are typed */
};
extern const struct send_keys send_keys[]; /* ends with a NULL label */
