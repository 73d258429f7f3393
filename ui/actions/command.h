// SPDX-License-Identifier: GPL-3.0-or-later
/* A person's commands as actions. Main thread. */
#pragma once

#include "conf/commands.h"
#include "model/facts.h"
#include "ui/actions.h"

/* Those that a command may need. */
#define COMMAND_FACTS (FACT_SELECTED | FACT_ADDRESS)

/* Its texts are the command's; the id is left to the caller. */
void command_action(const struct user_command *command, struct action *ret);
