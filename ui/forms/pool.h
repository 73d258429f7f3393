// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of a storage pool, and the wizard that makes one. Main thread. */
#pragma once

#include <stdint.h>

#include "model/field.h"

struct action;
struct app;
struct wizard_kind;

/* Their context is a struct storage_place. */
extern const struct field pool_form[];
extern const struct wizard_kind pool_wizard;
/* Opens the wizard on a host. */
void pool_wizard_open(struct app *app, const struct action *action, uint32_t host);
