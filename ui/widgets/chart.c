// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart.h"

#include <math.h>
#include <stdint.h>

static const struct {
	const char *name;
	int across; /* points in a column */
	int levels; /* in a line */
} styles[] = {
	[CHART_BRAILLE] = {"braille", 2, 4},
	[CHART_BLOCKS] = {"blocks", 1, 8},
	[CHART_ASCII] = {"ascii", 1, 3},
};

enum chart_style chart_style_named(const char *name, bool unicode)
{
	if (!unicode)
		return CHART_ASCII;
	for (enum chart_style style = 0; style < sizeof(styles) / sizeof(styles[0]); style++)
		if (str_equal(styles[style].name, name))
			return style;
	return CHART_BRAILLE;
}

float chart_highest(const struct chart *chart)
{
	float most = 0;

	for (size_t i = 0; i < chart->n; i++)
		if (chart->points[i] > most)
			most = chart->points[i];
	return most;
}

/* The highest of the points that belong to place i of n; NAN. */
static float value_at(const struct chart *chart, size_t i, size_t n)
{
	size_t from = i * chart->n / n;
	size_t to = (i + 1) * chart->n / n;
	float most = NAN;

	for (size_t k = from; k < (to > from ? to : from + 1) && k < chart->n; k++)
		if (isnan(most) || chart->points[k] > most)
			most = isnan(chart->points[k]) ? most : chart->points[k];
	return most;
}

/* How many levels of all are filled there; 0 for what is not known. */
static int filled(const struct chart *chart, size_t i, size_t n, int levels)
{
	float top = chart->top > 0 ? chart->top : chart_highest(chart);
	float value = value_at(chart, i, n);
	int level;

	if (isnan(value))
		return 0;
	level = top > 0 && value < top ? (int)ceilf(value / top * (float)levels) : top > 0 ? levels : 1;
	return level < 1 ? 1 : level;
}

static int clamp(int value, int most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

/* Dots from the bottom up, left and right; see Unicode's block "Braille Patterns". */
static uint32_t braille(int left, int right)
{
	static const unsigned char lefts[] = {0, 0x40, 0x44, 0x46, 0x47};
	static const unsigned char rights[] = {0, 0x80, 0xa0, 0xb0, 0xb8};

	return 0x2800u + (lefts[left] | rights[right]);
}

/* All that is drawn here is between U+0800 and U+FFFF. */
static void add_character(struct str *out, uint32_t ch)
{
	char bytes[3] = {(char)(0xe0 | ch >> 12), (char)(0x80 | (ch >> 6 & 0x3f)), (char)(0x80 | (ch & 0x3f))};

	str_addn(out, bytes, sizeof(bytes));
}

static void add_cell(struct str *out, enum chart_style style, const int *levels)
{
	static const char ascii[] = " .:|";

	if (style == CHART_ASCII)
		str_addc(out, ascii[levels[0]]);
	else if (!levels[0] && !levels[1])
		str_addc(out, ' ');
	else
		add_character(out, style == CHART_BRAILLE ? braille(levels[0], levels[1])
							  : 0x2580u + (uint32_t)levels[0]);
}

void chart_line(const struct chart *chart, enum chart_style style, int width, int height, int y, struct str *out)
{
	int across = styles[style].across;
	int levels = styles[style].levels;
	int below = (height - 1 - y) * levels;

	for (int x = 0; x < width && chart->n; x++) {
		int cell[2] = {0, 0};

		for (int i = 0; i < across; i++)
			cell[i] = clamp(filled(chart, (size_t)(x * across + i), (size_t)(width * across),
					       height * levels) - below, levels);
		add_cell(out, style, cell);
	}
}
