// SPDX-License-Identifier: GPL-3.0-or-later
/* All actions, and the keys that they have: those of the table, changed by a person's keys.conf. A person's
 * commands are actions too. Main thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "conf/commands.h"
#include "conf/options.h"
#include "conf/problems.h"
#include "ui/actions.h"
#include "ui/input.h"

/* One key, or two pressed one after the other. */
struct chord {
	struct key keys[2];
	int n;
};

/* A key's name, or two characters written together ("dd"). */
bool chord_parse(const char *word, struct chord *ret);
/* Room for what chord_format() writes: two characters, or a key's name. */
char *chord_format(const struct chord *chord, char buf[KEY_NAME_SIZE]);

struct keymap;

/* The table's keys. Takes over what is in commands; NULL: none. */
struct keymap *keymap_create(struct commands *commands);
void keymap_destroy(struct keymap *keymap); /* NULL is fine; the older ones with it */
/* Actions of the older one may still be named somewhere: it lives as long. */
void keymap_keep(struct keymap *keymap, struct keymap *older);

/* Whose line wins over whose. */
enum keymap_layer { KEYS_TABLE, KEYS_SYSTEM, KEYS_PERSON };

/* Gives an action these keys and no others. words: names parted by spaces; "" or "none": no key. False with a
 * sentence when nothing of it will do. */
bool keymap_set(struct keymap *keymap, const char *id, const char *words, enum keymap_layer layer,
		const char *file, int line, struct problems *problems);
/* After the last of these: who has which key. A line wins over those of a lower layer; of two in the same
 * one the first does, and that is a problem. */
void keymap_settle(struct keymap *keymap, struct problems *problems);

/* keys.conf and the commands of virtty.conf, from where the options say. */
struct keymap *keymap_load(const struct options *options, struct problems *problems);

/* The action after this one, in the order of help and menus; NULL begins and ends. */
const struct action *keymap_next(const struct keymap *keymap, const struct action *before);
const struct action *keymap_find(const struct keymap *keymap, const char *id);
/* Its keys, parted by spaces; "" for none. */
const char *keymap_keys(const struct keymap *keymap, const struct action *action);
/* Who gave it its keys, "in ~/.config/virtty/keys.conf:3"; NULL: it has them by default. The caller frees. */
char *keymap_origin(const struct keymap *keymap, const struct action *action);
/* The command that an action stands for; NULL when it is of the table. */
const struct user_command *keymap_command(const struct keymap *keymap, const struct action *action);

/* Calls fn for each action that has a chord which begins with these n keys, in the order of the actions. Ends
 * early, with true, when fn says so. */
typedef bool keymap_fn(void *opaque, const struct action *action, const struct chord *chord);
bool keymap_each(const struct keymap *keymap, const struct key *keys, int n, keymap_fn *fn, void *opaque);
