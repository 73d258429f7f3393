// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "base/str.h"
#include "conf/paths.h"

struct reading {
	struct options *options;
	enum option_layer layer;
	const char *path;
	const struct config_section *sections;
	char *unknown; /* the section that was complained about last */
};

/* "no-mouse" is for the command line; what it would be here. */
static const struct option *find_turned_off(const char *name)
{
	const struct option *row = str_starts(name, "no-") ? option_find(name + 3) : NULL;

	return row && row->type == OPTION_FLAG && (row->where & IN_FILE) ? row : NULL;
}

static bool no_such_option(const char *name, struct err *err)
{
	const struct option *off = find_turned_off(name);
	struct nearest near = nearest_start(name);
	size_t n;
	const struct option *rows = options_table(&n);

	if (off)
		return err_set(err, ERR_INVALID, "there is no option %s here: %s = no does it", name,
			       off->name);
	for (size_t i = 0; i < n; i++)
		if (rows[i].where & IN_FILE)
			nearest_offer(&near, rows[i].name);
	if (near.best)
		return err_set(err, ERR_INVALID, "there is no option %s: %s is meant, perhaps", name,
			       near.best);
	return err_set(err, ERR_INVALID, "there is no option %s: virtty.conf(5) lists them", name);
}

static bool take_option(struct reading *r, const struct ini_pair *pair, struct err *err)
{
	const struct option *row = option_find(pair->name);
	const struct option_value *given;

	if (!row)
		return no_such_option(pair->name, err);
	if (!(row->where & IN_FILE))
		return err_set(err, ERR_INVALID, "%s is for the command line only: virtty --%s%s%s", row->name,
			       row->name, row->arg ? " " : "", row->arg ? row->arg : "");
	given = options_given(r->options, row, r->layer);
	if (given->text)
		return err_set(err, ERR_INVALID, "%s stands in line %d already, and that line counts",
			       row->name, given->line);
	if (!option_check(row, row->name, pair->value, err))
		return false;
	options_set(r->options, row, r->layer, pair->value, r->path, pair->line);
	return true;
}

static bool no_such_section(struct reading *r, const char *section, size_t word_len, struct err *err)
{
	autofree char *word = mem_strndup(section, word_len);
	struct nearest near = nearest_start(word);
	char *copy = mem_strdup(section);

	free(r->unknown);
	r->unknown = copy;
	for (const struct config_section *s = r->sections; s->word; s++)
		nearest_offer(&near, s->word);
	if (near.best && !section[word_len])
		return err_set(err, ERR_INVALID, "a section [%s NAME] has a name", near.best);
	if (near.best)
		return err_set(err, ERR_INVALID, "there is no section [%s]: [%s%s] is meant, perhaps", section,
			       near.best, section + word_len);
	if (str_equal(word, "host") || str_equal(word, "group") || str_equal(word, "defaults"))
		return err_set(err, ERR_INVALID, "[%s] belongs into hosts.conf", section);
	return err_set(err, ERR_INVALID, "there is no section [%s]: options stand before all sections",
		       section);
}

static bool take_pair(void *opaque, const struct ini_pair *pair, struct err *err)
{
	struct reading *r = opaque;
	size_t len = strcspn(pair->section, " \t");

	if (!pair->section[0])
		return take_option(r, pair, err);
	for (const struct config_section *s = r->sections; s->word; s++)
		if (strlen(s->word) == len && strncmp(s->word, pair->section, len) == 0 &&
		    pair->section[len])
			return s->take_pair(s->opaque, pair, err);
	/* Once for all of its lines. */
	return str_equal(r->unknown, pair->section) || no_such_section(r, pair->section, len, err);
}

char *config_path(const struct options *o, enum option_layer layer, const char *name)
{
	if (o->config)
		return layer == LAYER_USER ? mem_printf("%s/%s", o->config, name) : NULL;
	if (o->script)
		return NULL; /* a script does not depend on who plays it */
	return layer == LAYER_USER ? path_config(name) : path_system(name);
}

void config_read(struct options *o, enum option_layer layer, const char *path,
		 const struct config_section *sections, struct problems *problems)
{
	struct reading r = {.options = o, .layer = layer, .path = path, .sections = sections};

	ini_read_file(path, true, take_pair, &r, problems);
	free(r.unknown);
}
