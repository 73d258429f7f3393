// SPDX-License-Identifier: GPL-3.0-or-later
/* How loud a value is. ui/ gives each tone a theme role; the model knows no colours. */
#pragma once

enum tone {
	TONE_PLAIN,
	TONE_DIM,   /* zero, off, old */
	TONE_GOOD,  /* running, up */
	TONE_BUSY,  /* something is under way */
	TONE_WARN,  /* paused, slow */
	TONE_BAD,   /* crashed, lost */
	TONE_RED,   /* what belongs to a host of that theme, and so on */
	TONE_YELLOW,
	TONE_GREEN,
	TONE_BLUE,
	TONE_MAGENTA,
	TONE_CYAN,
	TONE_COUNT,
};
