// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/bar.h"

void bar_add(struct str *out, double fill, int width, bool unicode)
{
	static const char *const eighths[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	int eighth;

	fill = fill < 0 ? 0 : fill > 1 ? 1 : fill;
	eighth = (int)(fill * width * 8 + 0.5);
	for (int i = 0; i < width; i++, eighth -= 8) {
		if (!unicode)
			str_add(out, eighth >= 4 ? "#" : " ");
		else
			str_add(out, eighth >= 8 ? "█" : eighths[eighth > 0 ? eighth : 0]);
	}
}
