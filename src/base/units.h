// SPDX-License-Identifier: GPL-3.0-or-later
/* Numbers for people: three significant digits, binary units for memory (1 KiB is 1024 bytes). All
 * write into buf and return it. Locale-independent: the decimal point is always a dot. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define UNITS_SIZE 24 /* enough for any of these */

char *units_bytes(char *buf, uint64_t bytes);      /* "0", "512", "1.50K", "14.2G", "123M", "1.00T" */
char *units_bytes_long(char *buf, uint64_t bytes); /* "14.2 GiB" */
char *units_gib(char *buf, uint64_t bytes);        /* in GiB without a unit: "14.2", "0.50", "211" */
char *units_rate(char *buf, double per_s);         /* bytes a second: "0", "890K", "1.20M" */
char *units_percent(char *buf, double percent);    /* "0", "0.4", "11", "212" */
char *units_duration(char *buf, double seconds);   /* "0.4 ms", "34 s", "12 min", "3 h", "41 d" */
