// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of a secret, and the form that makes one. Main thread. */
#pragma once

#include <stdint.h>

#include "model/field.h"

struct action;
struct app;

/* Of a field: what is no base64. Caller frees; NULL. */
char *secret_check_base64(const char *text);
