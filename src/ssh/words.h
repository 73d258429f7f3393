// SPDX-License-Identifier: GPL-3.0-or-later
/* Why ssh ended, in a sentence. ssh runs in English here, whatever language the person has. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct words_about {
	const char *login; /* "root@kvm1" */
	bool was_up; /* it had got in */
	bool silent; /* it may ask nothing */
	const char *asked; /* label of the last question that was answered (src/ssh/prompt); NULL: none */
	const char *key; /* the key file that it was about; NULL: none */
	int status; /* waitpid's */
};

/* said: ssh's standard error. Always false. The codes: ERR_AUTH when only a person can help it, ERR_NO_DAEMON when
 * nobody could be reached, ERR_LOST when the connection broke, ERR_INVALID when ssh's own settings are wrong,
 * ERR_FAILED when it is none of these. */
bool words_explain(const struct words_about *about, const char *said, struct err *err);
