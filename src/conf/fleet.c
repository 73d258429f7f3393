// SPDX-License-Identifier: GPL-3.0-or-later
#include "conf/fleet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "conf/ini.h"

#define STATE_SECTION "hosts"

enum section_kind { SECTION_DEFAULTS, SECTION_GROUP, SECTION_HOST, SECTION_KIND_COUNT };

/* What stands before a name in brackets. */
static const char *const section_words[SECTION_KIND_COUNT] = {
	[SECTION_DEFAULTS] = "defaults",
	[SECTION_GROUP] = "group",
	[SECTION_HOST] = "host",
};

/* See model/hostview.h: the self-test compares them. */
static const char *const themes[] = {"red", "yellow", "green", "blue", "magenta", "cyan", NULL};

#define THEME_WORDS "red, yellow, green, blue, magenta or cyan"

enum fleet_key { KEY_URI, KEY_GROUP, KEY_READONLY, KEY_AUTOCONNECT, KEY_THEME, KEY_SSH, KEY_COUNT };

/* Sections that a key may stand in. */
enum { IN_DEFAULTS = 1, IN_GROUP = 2, IN_HOST = 4, IN_ALL = 7 };

static const struct {
	const char *name, *arg, *help;
	unsigned where;
	bool flag;
} keys[KEY_COUNT] = {
	[KEY_URI] = {"uri", "URI",
		     "what is opened, such as qemu+ssh://root@kvm1/system; {name} in it stands for the host's "
		     "name", IN_ALL, false},
	[KEY_GROUP] = {"group", "NAME", "the group that it belongs to", IN_DEFAULTS | IN_HOST, false},
	[KEY_READONLY] = {"readonly", "yes or no", "change nothing there (default no)", IN_ALL, true},
	[KEY_AUTOCONNECT] = {"autoconnect", "yes or no",
			     "open it at the start; else it is opened with Enter or r (default yes)",
			     IN_ALL, true},
	[KEY_THEME] = {"theme", "COLOUR", "the accent that marks it, such as red for production: " THEME_WORDS, IN_ALL,
		       false},
	[KEY_SSH] = {"ssh", "NAME=VALUE...",
		     "for URIs with +ssh: keyfile=FILE, command=PROGRAM instead of ssh, netcat=PROGRAM on the "
		     "host, proxy=auto, netcat or native; all else belongs into ~/.ssh/config", IN_ALL, false},
};

struct setting {
	char *value; /* NULL: not set */
	const char *file;
	int line;
};

struct section {
	enum section_kind kind;
	const char *name; /* "" for the defaults */
	const char *file; /* that it stood in last */
	int line;
	struct setting settings[KEY_COUNT];
};

struct fleet {
	struct section *sections;
	size_t n, cap;
	struct fleet_host *hosts;
	size_t n_hosts, cap_hosts;
	struct arena *texts;
	char *unknown; /* the section that was complained about last */
};

struct reading {
	struct fleet *fleet;
	const char *path;
	struct problems *problems;
};

struct fleet *fleet_create(void)
{
	struct fleet *f = mem_new(struct fleet);

	f->texts = arena_create();
	return f;
}

void fleet_destroy(struct fleet *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		for (int key = 0; key < KEY_COUNT; key++)
			free(f->sections[i].settings[key].value);
	free(f->sections);
	free(f->hosts);
	free(f->unknown);
	arena_destroy(f->texts);
	free(f);
}

/* --- sections -------------------------------------------------------------------------------- */

static struct section *find_section(const struct fleet *f, enum section_kind kind, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->sections[i].kind == kind && str_equal(f->sections[i].name, name))
			return &f->sections[i];
	return NULL;
}

/* What stands in brackets: a kind, and where the name is. False when it is no section of ours. */
static bool split_section(const char *text, enum section_kind *ret_kind, const char **ret_name)
{
	size_t len = strcspn(text, " \t");
	const char *name = text + len + strspn(text + len, " \t");

	for (int kind = 0; kind < SECTION_KIND_COUNT; kind++)
		if (strlen(section_words[kind]) == len && strncmp(section_words[kind], text, len) == 0) {
			*ret_kind = (enum section_kind)kind;
			*ret_name = name;
			return (kind == SECTION_DEFAULTS) == (name[0] == '\0');
		}
	return false;
}

/* As far as -c can tell a name from a URI. */
static bool is_name(const char *name)
{
	return name[0] && !name[strcspn(name, "=:/?#")];
}

static struct section *add_section(struct fleet *f, enum section_kind kind, const char *name)
{
	struct section *s = arr_add(f->sections, f->n, f->cap);

	s->kind = kind;
	s->name = arena_strdup(f->texts, name);
	return s;
}

static void note_section(void *opaque, const char *text, int line)
{
	struct reading *r = opaque;
	struct fleet *f = r->fleet;
	enum section_kind kind;
	const char *name;
	struct section *s;

	if (!split_section(text, &kind, &name))
		return;
	if (kind != SECTION_DEFAULTS && !is_name(name)) {
		problems_add(r->problems, r->path, line,
			     "a name such as \"%s\" cannot have any of = : / ? #", name);
		return;
	}
	s = find_section(f, kind, name);
	if (s && s->file == r->path) {
		problems_add(r->problems, r->path, line, "[%s] stands in line %d already", text, s->line);
		return;
	}
	if (!s)
		s = add_section(f, kind, name);
	s->file = r->path;
	s->line = line;
}

/* --- pairs ----------------------------------------------------------------------------------- */

static bool no_such_section(struct fleet *f, const char *section, struct err *err)
{
	char *copy = mem_strdup(section);

	free(f->unknown);
	f->unknown = copy;
	if (!section[0])
		return err_set(err, ERR_INVALID, "a section comes first: [host NAME], [group NAME] or [defaults]");
	return err_set(err, ERR_INVALID,
		       "there is no section [%s]: [host NAME], [group NAME] and [defaults] are known",
		       section);
}

static bool no_such_key(const char *name, struct err *err)
{
	struct nearest near = nearest_start(name);

	for (int key = 0; key < KEY_COUNT; key++)
		nearest_offer(&near, keys[key].name);
	if (near.best)
		return err_set(err, ERR_INVALID, "there is no %s: %s is meant, perhaps", name, near.best);
	return err_set(err, ERR_INVALID,
		       "there is no %s: uri, group, readonly, autoconnect, theme and ssh are known", name);
}

/* libvirt takes what has no driver for a path of its own making. */
static bool is_uri(const char *uri)
{
	size_t len = 0;

	while (isalnum((unsigned char)uri[len]) || uri[len] == '+' || uri[len] == '-' || uri[len] == '.')
		len++;
	return len && str_starts(uri + len, "://") && !uri[strcspn(uri, " \t\n")];
}

static const char *const ssh_words[] = {"keyfile", "command", "netcat", "proxy", NULL};

static bool check_ssh(const char *value, struct err *err)
{
	for (const char *p = value; *p;) {
		size_t len = strcspn(p, " ");
		size_t name = strcspn(p, "= ");
		bool known = false;

		for (size_t i = 0; ssh_words[i]; i++)
			known |= strlen(ssh_words[i]) == name && strncmp(ssh_words[i], p, name) == 0;
		if (!known || name + 1 >= len)
			return err_set(err, ERR_INVALID,
				       "ssh wants keyfile=, command=, netcat= or proxy=, not \"%.*s\": a user and a "
				       "port stand in the URI, all else in ~/.ssh/config",
				       (int)len, p);
		p += len + strspn(p + len, " ");
	}
	return true;
}

const char *const *fleet_themes(void)
{
	return themes;
}

static bool check_theme(const char *value, struct err *err)
{
	for (size_t i = 0; themes[i]; i++)
		if (str_equal(themes[i], value))
			return true;
	return err_set(err, ERR_INVALID, "theme wants " THEME_WORDS ", not \"%s\"", value);
}

static bool is_yes(const char *value)
{
	bool yes = false;

	return ini_flag(value, &yes) && yes;
}

static bool check_value(enum fleet_key key, const char *value, struct err *err)
{
	bool flag;

	if (!value[0])
		return err_set(err, ERR_INVALID, "%s wants %s", keys[key].name, keys[key].arg);
	if (keys[key].flag && !ini_flag(value, &flag))
		return err_set(err, ERR_INVALID, "%s wants yes or no, not \"%s\"", keys[key].name, value);
	if (key == KEY_URI && !is_uri(value))
		return err_set(err, ERR_INVALID,
			       "uri wants one such as qemu+ssh://root@kvm1/system, not \"%s\"", value);
	if (key == KEY_THEME)
		return check_theme(value, err);
	return key != KEY_SSH || check_ssh(value, err);
}

static bool take_pair(void *opaque, const struct ini_pair *pair, struct err *err)
{
	struct reading *r = opaque;
	struct fleet *f = r->fleet;
	enum section_kind kind;
	const char *name;
	struct section *s;
	int key = 0;

	if (!split_section(pair->section, &kind, &name))
		return str_equal(f->unknown, pair->section) || no_such_section(f, pair->section, err);
	s = find_section(f, kind, name);
	if (!s)
		return true; /* its name will not do, as was said */
	while (key < KEY_COUNT && !str_equal(keys[key].name, pair->name))
		key++;
	if (key == KEY_COUNT)
		return no_such_key(pair->name, err);
	if (!(keys[key].where & (1u << kind)))
		return err_set(err, ERR_INVALID, "%s cannot stand in a [%s]", pair->name, pair->section);
	if (s->settings[key].value && s->settings[key].file == r->path)
		return err_set(err, ERR_INVALID, "%s stands in line %d already, and that line counts",
			       pair->name, s->settings[key].line);
	if (!check_value((enum fleet_key)key, pair->value, err))
		return false;
	free(s->settings[key].value);
	s->settings[key] = (struct setting){mem_strdup(pair->value), r->path, pair->line};
	return true;
}

void fleet_read(struct fleet *f, const char *path, struct problems *problems)
{
	struct reading r = {f, arena_strdup(f->texts, path), problems};
	autoerr struct err err = {0};
	autofree char *text = file_read(path, &err);

	free(take(f->unknown));
	if (text) {
		ini_read_sections(path, text, note_section, take_pair, &r, problems);
	} else if (err.code != ERR_NOT_FOUND) {
		problems_add(problems, path, 0, "%s", err.text);
	}
}

/* --- hosts ----------------------------------------------------------------------------------- */

static const struct setting *group_of(const struct section *host, const struct section *defaults)
{
	if (host->settings[KEY_GROUP].value)
		return &host->settings[KEY_GROUP];
	return defaults && defaults->settings[KEY_GROUP].value ? &defaults->settings[KEY_GROUP] : NULL;
}

/* The host's own, its group's, the defaults'; NULL: nowhere. */
static const struct setting *find_setting(const struct fleet *f, const struct section *host,
					  enum fleet_key key)
{
	const struct section *defaults = find_section(f, SECTION_DEFAULTS, "");
	const struct setting *name = group_of(host, defaults);
	const struct section *group = name ? find_section(f, SECTION_GROUP, name->value) : NULL;

	if (key == KEY_GROUP)
		return name;
	if (host->settings[key].value)
		return &host->settings[key];
	if (group && group->settings[key].value)
		return &group->settings[key];
	return defaults && defaults->settings[key].value ? &defaults->settings[key] : NULL;
}

static void add_escaped(struct str *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (isalnum(c) || strchr("/._-~", c))
			str_addc(out, (char)c);
		else
			str_addf(out, "%%%02X", c);
	}
}

/* libvirt looks for a key file where it is told, and knows no ~. */
static void add_ssh(struct str *uri, const char *ssh)
{
	const char *home = getenv("HOME");

	for (const char *p = ssh; *p;) {
		size_t len = strcspn(p, " ");
		size_t name = strcspn(p, "=");
		const char *value = p + name + 1;
		size_t value_len = len - name - 1;

		str_addc(uri, strchr(str_text(uri), '?') ? '&' : '?');
		str_addn(uri, p, name);
		str_addc(uri, '=');
		if (home && str_starts(value, "~/")) {
			add_escaped(uri, home, strlen(home));
			value++;
			value_len--;
		}
		add_escaped(uri, value, value_len);
		p += len + strspn(p + len, " ");
	}
}

static bool uses_ssh(const char *uri)
{
	size_t len = strcspn(uri, ":");
	const char *plus = memchr(uri, '+', len);

	return plus && strncmp(plus, "+ssh", 4) == 0 && plus + 4 == uri + len;
}

static char *make_uri(const struct fleet *f, const struct section *host, struct problems *problems)
{
	const struct setting *uri = find_setting(f, host, KEY_URI);
	const struct setting *ssh = find_setting(f, host, KEY_SSH);
	struct str out = {0};

	if (!uri) {
		problems_add(problems, host->file, host->line,
			     "%s has no uri, such as uri = qemu+ssh://root@%s/system", host->name, host->name);
		return NULL;
	}
	for (const char *p = uri->value; *p;) {
		if (str_starts(p, "{name}")) {
			str_add(&out, host->name);
			p += strlen("{name}");
		} else {
			str_addc(&out, *p++);
		}
	}
	if (ssh && uses_ssh(uri->value))
		add_ssh(&out, ssh->value);
	else if (ssh && ssh == &host->settings[KEY_SSH])
		problems_add(problems, ssh->file, ssh->line,
			     "ssh is for URIs with +ssh, and that of %s has none", host->name);
	return str_take(&out);
}

static const char *text_of(const struct fleet *f, const struct section *host, enum fleet_key key)
{
	const struct setting *s = find_setting(f, host, key);

	return s ? s->value : NULL;
}

static void add_host(struct fleet *f, const struct section *host, struct problems *problems)
{
	autofree char *uri = make_uri(f, host, problems);
	const struct setting *readonly = find_setting(f, host, KEY_READONLY);
	const char *autoconnect = text_of(f, host, KEY_AUTOCONNECT);
	bool is_readonly = readonly && is_yes(readonly->value);

	if (!uri)
		return;
	*arr_add(f->hosts, f->n_hosts, f->cap_hosts) = (struct fleet_host){
		.name = host->name,
		.uri = arena_strdup(f->texts, uri),
		.group = text_of(f, host, KEY_GROUP),
		.theme = text_of(f, host, KEY_THEME),
		.readonly = is_readonly,
		.autoconnect = !autoconnect || is_yes(autoconnect),
		.file = host->file,
		.line = host->line,
		.readonly_file = is_readonly ? readonly->file : NULL,
		.readonly_line = is_readonly ? readonly->line : 0,
	};
}

static void add_remembered(void *opaque, const char *name, const char *uri)
{
	struct fleet *f = opaque;

	if (fleet_find(f, name) || !is_uri(uri))
		return;
	*arr_add(f->hosts, f->n_hosts, f->cap_hosts) = (struct fleet_host){
		.name = arena_strdup(f->texts, name),
		.uri = arena_strdup(f->texts, uri),
		.autoconnect = true,
	};
}

void fleet_settle(struct fleet *f, const struct state *state, struct problems *problems)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->sections[i].kind == SECTION_HOST)
			add_host(f, &f->sections[i], problems);
	state_each(state, STATE_SECTION, add_remembered, f);
}

size_t fleet_count(const struct fleet *f)
{
	return f->n_hosts;
}

const struct fleet_host *fleet_at(const struct fleet *f, size_t i)
{
	return &f->hosts[i];
}

const struct fleet_host *fleet_find(const struct fleet *f, const char *name)
{
	for (size_t i = 0; i < f->n_hosts; i++)
		if (str_equal(f->hosts[i].name, name))
			return &f->hosts[i];
	return NULL;
}

bool fleet_has_group(const struct fleet *f, const char *group)
{
	for (size_t i = 0; i < f->n_hosts; i++)
		if (str_equal(f->hosts[i].group, group))
			return true;
	return false;
}

void fleet_remember(struct state *state, const char *name, const char *uri)
{
	state_set(state, STATE_SECTION, name, uri);
}

void fleet_forget(struct state *state, const char *name)
{
	state_set(state, STATE_SECTION, name, NULL);
}

static size_t group_size(const struct fleet *f, const char *group)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_hosts; i++)
		n += str_equal(f->hosts[i].group, group);
	return n;
}

static bool is_first_of_group(const struct fleet *f, size_t i)
{
	if (!f->hosts[i].group)
		return false;
	for (size_t j = 0; j < i; j++)
		if (str_equal(f->hosts[j].group, f->hosts[i].group))
			return false;
	return true;
}

void fleet_list(const struct fleet *f, struct str *out)
{
	for (size_t i = 0; i < f->n_hosts; i++) {
		utf8_add_safe(out, f->hosts[i].name);
		str_addc(out, '\t');
		utf8_add_safe(out, f->hosts[i].uri);
		str_addc(out, '\n');
	}
	for (size_t i = 0; i < f->n_hosts; i++) {
		size_t n;

		if (!is_first_of_group(f, i))
			continue;
		n = group_size(f, f->hosts[i].group);
		utf8_add_safe(out, f->hosts[i].group);
		str_addf(out, "\ta group of %zu host%s\n", n, n == 1 ? "" : "s");
	}
}

static void list_sections(struct str *out, unsigned where)
{
	bool any = false;

	for (int kind = SECTION_KIND_COUNT - 1; kind >= 0; kind--)
		if (where & (1u << kind)) {
			str_addf(out, "%s[%s%s]", any ? " " : "", section_words[kind],
				 kind == SECTION_DEFAULTS ? "" : " NAME");
			any = true;
		}
}

void fleet_list_keys(struct str *out)
{
	for (int key = 0; key < KEY_COUNT; key++) {
		str_addf(out, "%s\t%s\t", keys[key].name, keys[key].arg);
		list_sections(out, keys[key].where);
		str_addf(out, "\t%s\n", keys[key].help);
	}
}

/* --- names ----------------------------------------------------------------------------------- */

bool fleet_split(const char *word, char **ret_name, const char **ret_uri, struct err *err)
{
	size_t len = strcspn(word, "=:/?#");
	const char *uri = word[len] == '=' && len ? word + len + 1 : word;

	if (!is_uri(uri))
		return err_set(err, ERR_INVALID,
			       "a host is a URI such as qemu+ssh://root@kvm1/system, or NAME=URI, not \"%s\"",
			       word);
	*ret_name = uri == word ? NULL : mem_strndup(word, len);
	*ret_uri = uri;
	return true;
}

/* "/a/b/rack.xml" gives "rack". */
static char *stem_of(const char *path, size_t len)
{
	const char *end = path + len;
	const char *start = end;
	const char *dot = end;

	while (start > path && start[-1] != '/')
		start--;
	for (const char *p = start; p < end; p++)
		if (*p == '.' && p > start)
			dot = p;
	return mem_strndup(start, (size_t)(dot - start));
}

static char *local_name(void)
{
	char name[256] = "";

	if (gethostname(name, sizeof(name) - 1) != 0 || !name[0])
		return mem_strdup("localhost");
	name[strcspn(name, ".")] = '\0';
	return mem_strdup(name);
}

char *fleet_name_of_uri(const char *uri)
{
	const char *sep = strstr(uri, "://");
	const char *host = sep ? sep + 3 : uri;
	size_t host_len = strcspn(host, "/?");
	const char *at = memchr(host, '@', host_len);
	const char *path;
	size_t path_len;

	if (at) {
		host_len -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	path = host + host_len;
	path_len = strcspn(path, "?");
	if (host_len && host[0] == '[') {
		const char *close = memchr(host, ']', host_len);

		if (close)
			return mem_strndup(host + 1, (size_t)(close - host) - 1);
	} else if (host_len && sep) {
		const char *colon = memchr(host, ':', host_len);

		return mem_strndup(host, colon ? (size_t)(colon - host) : host_len);
	}
	if (path_len == 7 && strncmp(path, "/system", 7) == 0)
		return local_name();
	if (path_len == 8 && strncmp(path, "/default", 8) == 0)
		return mem_strndup(uri, strcspn(uri, ":+"));
	if (path_len > 1)
		return stem_of(path, path_len);
	return mem_strdup(uri);
}
