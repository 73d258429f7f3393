// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/buttons.h"

#include "base/utf8.h"

#define GAP 2

struct place {
	int x, y, width;
};

/* The next button after the one at *p. */
static void step(struct place *p, const char *label, int width)
{
	int x = p->width ? p->x + p->width + GAP : 0;

	p->width = utf8_text_width(label) + 4;
	if (x && x + p->width > width) {
		x = 0;
		p->y++;
	}
	p->x = x;
}

int buttons_rows(const char *const *labels, size_t n, int width)
{
	struct place p = {0};

	for (size_t i = 0; i < n; i++)
		step(&p, labels[i], width);
	return p.y + 1;
}

void buttons_draw(const char *const *labels, size_t n, size_t on, struct area area)
{
	struct place p = {0};

	for (size_t i = 0; i < n; i++) {
		step(&p, labels[i], area.width);
		/* > and < tell them apart where there are no colours. */
		area_textf(area, p.x, p.y, i == on ? ROLE_BUTTON_ACTIVE : ROLE_BUTTON, i == on ? "[>%s<]" : "[ %s ]",
			   labels[i]);
	}
}

size_t buttons_at(const char *const *labels, size_t n, int width, int x, int y)
{
	struct place p = {0};

	for (size_t i = 0; i < n; i++) {
		step(&p, labels[i], width);
		if (y == p.y && x >= p.x && x < p.x + p.width)
			return i;
	}
	return BUTTONS_NONE;
}
