// SPDX-License-Identifier: GPL-3.0-or-later
/* Included before every file: what must not be used does not compile. */
#pragma once
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets
