// SPDX-License-Identifier: GPL-3.0-or-later
/* What ssh starts to ask something: this program under another name. It asks the one that runs (src/ssh/door)
 * over a socket, where somebody is told what ssh wants and answers it. */
#pragma once

#include <stdbool.h>

#define ASKPASS_NAME "virtty-askpass"
#define ASKPASS_SOCKET "VIRTTY_ASKPASS" /* in the environment: where the socket is */
#define ASKPASS_TOKEN "VIRTTY_ASKPASS_TOKEN" /* and who is asked for */
#define ASKPASS_ANSWERED '+' /* what the answer begins with; without it there is none */

/* Whether we were called by that name. */
bool askpass_is(const char *argv0);
/* Prints the answer. Returns the exit status: 1 when there is none. Needs nothing else of the program. */
int askpass_main(int argc, char **argv);
