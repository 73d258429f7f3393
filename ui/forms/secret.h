// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of a secret, and the form that makes one. Main thread. */
#pragma once

#include <stdint.h>

#include "model/field.h"

struct action;
struct app;

extern const struct field secret_form[];
/* Of a field: what is no base64. Caller frees; NULL. */
char *secret_check_base64(const char *text);
/* Opens the form on a host. What is typed for the value is set once the secret is there; when that, or the secret, cannot
 * be had, the form is there again with all that was typed and the reason. */
void secret_form_open(struct app *app, const struct action *action, uint32_t host);
