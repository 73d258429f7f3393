// SPDX-License-Identifier: GPL-3.0-or-later
/* A graph of points in time, as lines of text. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum chart_style { CHART_BRAILLE, CHART_BLOCKS, CHART_ASCII };

struct chart {
	const char *caption;
	const float *points; /* oldest first; NAN where not known */
	size_t n;
	float top; /* what fills the whole height; 0: the highest point */
};

/* The style by its name ("auto", "braille", "blocks", "ascii"; NULL is auto), on a surface that has Unicode or not. */
enum chart_style chart_style_named(const char *name, bool unicode);
/* The highest known point; 0 when none is. */
float chart_highest(const struct chart *chart);
/* Line y, from the top, of a graph of so many columns and lines, to out. What is not known is left blank; what is
 * known is seen, be it zero. Several points on one place: the highest of them. */
void chart_line(const struct chart *chart, enum chart_style style, int width, int height, int y, struct str *out);
