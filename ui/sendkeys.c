// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sendkeys.h"

#include <stddef.h>

const struct send_keys send_keys[] = {
	{"Ctrl+Alt+Del", "most guests reboot or show a login", "ctrl+alt+delete"},
	{"Ctrl+Alt+F1", "the first console", "ctrl+alt+f1"},
	{"Ctrl+Alt+F2", "the second console", "ctrl+alt+f2"},
	{"SysRq S", "Linux: write what is unwritten", "alt+sysrq+s"},
	{"SysRq U", "Linux: remount all read-only", "alt+sysrq+u"},
	{"SysRq B", "Linux: reboot at once", "alt+sysrq+b"},
	{"SysRq W", "Linux: print what is blocked", "alt+sysrq+w"},
	{NULL, NULL, NULL},
};
