// SPDX-License-Identifier: GPL-3.0-or-later
/* Where files of ours are (XDG Base Directory Specification). A person's files are only ever read; what
 * virtty remembers by itself is in the state directory. */
#pragma once

/* "$XDG_CONFIG_HOME/virtty/NAME", else "~/.config/virtty/NAME". The caller frees. */
char *path_config(const char *name);
/* "/etc/virtty/NAME"; tests have $VIRTTY_ETC instead of /etc/virtty. The caller frees. */
char *path_system(const char *name);
/* "$XDG_STATE_HOME/virtty/NAME", else "~/.local/state/virtty/NAME". The caller frees. */
char *path_state(const char *name);
/* As a person would write it: "~/..." below their home. The caller frees. */
char *path_shown(const char *path);
/* The directory that a file is to be in, with its parents, for its owner only. Errors are not told: writing
 * the file will. */
void path_make_dir(const char *file);
