// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of a virtual network, and the wizard that makes one. Main thread. */
#pragma once

#include "model/field.h"

struct network_place;
struct wizard_kind;

/* Their context is a struct network_place. */
extern const struct field network_form[];
extern const struct wizard_kind network_wizard;

/* A context of no host, in which nothing is taken; network_place_free(). */
void *network_form_nowhere(void);
