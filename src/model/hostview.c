// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hostview.h"

#include <stdlib.h>

#include "base/arr.h"
#include "base/argv.h"
#include "base/clock.h"
#include "base/str.h"

#define SLOW_NS (1000 * NS_PER_MS)
#define FAST_NS (800 * NS_PER_MS)
#define OS_NAME_MOST 100 /* bytes */

static const struct {
	const char *text;
	const char *glyph, *ascii;
	enum tone tone;
} states[] = {
	[HOST_CLOSED] = {"off", "○", "o", TONE_DIM},
	[HOST_CONNECTING] = {"connecting", "◌", ".", TONE_BUSY},
	[HOST_UP] = {"up", "●", "*", TONE_GOOD},
	[HOST_LOST] = {"lost", "✖", "x", TONE_BAD},
	[HOST_REFUSED] = {"refused", "✖", "x", TONE_BAD},
};

_Static_assert(ARRAY_SIZE(states) == HOST_STATE_COUNT, "a row for every state");

const char *host_state_text(enum host_state state)
{
	return states[state].text;
}

bool host_is_slow(bool was_slow, int64_t round_trip_ns)
{
	return round_trip_ns > (was_slow ? FAST_NS : SLOW_NS);
}

const char *host_health_text(const struct host_view *host)
{
	if (host->state != HOST_UP)
		return host_state_text(host->state);
	return host->unresponsive ? "not answering" : host->slow ? "slow" : host_state_text(host->state);
}

enum tone host_health_tone(const struct host_view *host)
{
	bool ails = host->state == HOST_UP && (host->unresponsive || host->slow);

	return ails ? TONE_WARN : host_state_tone(host->state);
}

void host_add_virsh(const struct host_view *host, struct str *line)
{
	str_add(line, "virsh -c ");
	argv_add_quoted(line, host->shown_uri);
	str_addc(line, ' ');
}

void host_end_virsh(const struct host_view *host, struct str *line)
{
	if (!str_equal(host->shown_uri, host->uri))
		str_add(line, "  # the demo's own: no virsh reaches it");
}

const char *host_state_glyph(enum host_state state, bool unicode)
{
	return unicode ? states[state].glyph : states[state].ascii;
}

enum tone host_state_tone(enum host_state state)
{
	return states[state].tone;
}

static const struct {
	const char *theme;
	enum tone tone;
} accents[] = {
	{"red", TONE_RED},   {"yellow", TONE_YELLOW},   {"green", TONE_GREEN},
	{"blue", TONE_BLUE}, {"magenta", TONE_MAGENTA}, {"cyan", TONE_CYAN},
};

enum tone host_accent(const struct host_view *host)
{
	for (size_t i = 0; host->theme && i < ARRAY_SIZE(accents); i++)
		if (str_equal(host->theme, accents[i].theme))
			return accents[i].tone;
	return TONE_PLAIN;
}

char *os_release_name(const char *text)
{
	static const char key[] = "PRETTY_NAME=";
	const char *line = text;

	while (line && *line && !str_starts(line, key))
		line += strcspn(line, "\n") + (line[strcspn(line, "\n")] == '\n');
	if (!line || !*line)
		return NULL;
	line += strlen(key);
	size_t n = strcspn(line, "\n");
	struct str name = {0};

	/* As a shell would read it, where it is written as the manual asks for. */
	for (size_t i = 0; i < n && name.len < OS_NAME_MOST; i++) {
		if (line[i] == '\\' && i + 1 < n)
			str_addc(&name, line[++i]);
		else if (line[i] != '"' && line[i] != '\'')
			str_addc(&name, line[i]);
	}
	if (name.len)
		return str_take(&name);
	str_free(&name);
	return NULL;
}

void node_info_clear(struct node_info *node)
{
	free(node->hostname);
	free(node->driver);
	free(node->hypervisor_version);
	free(node->libvirt_version);
	free(node->os);
	*node = (struct node_info){0};
}

const struct roster *host_pools(const struct host_view *host)
{
	return readings_data(host->readings, reading_key_host(READING_POOLS));
}

bool host_list_is_new(const struct host_view *host)
{
	return host->snapshot && host->snapshot->asked_ns > host->list_old_ns;
}

void node_caps_clear(struct node_caps *caps)
{
	free(caps->arch);
	free(caps->vendor);
	free(caps->model);
	*caps = (struct node_caps){0};
}

const struct roster *host_networks(const struct host_view *host)
{
	return readings_data(host->readings, reading_key_host(READING_NETWORKS));
}

const struct roster *host_ifaces(const struct host_view *host)
{
	return readings_data(host->readings, reading_key_host(READING_INTERFACES));
}

const struct roster *host_nwfilters(const struct host_view *host)
{
	return readings_data(host->readings, reading_key_host(READING_NWFILTERS));
}

const struct roster *host_secrets(const struct host_view *host)
{
	return readings_data(host->readings, reading_key_host(READING_SECRETS));
}

const struct volume *host_volume(const struct host_view *host, const unsigned char id[UUID_SIZE],
				 const struct pool **ret_pool)
{
	const struct roster *pools = host_pools(host);

	for (size_t i = 0; i < roster_count(pools); i++) {
		const struct pool *pool = roster_at(pools, i);
		const struct volume *found = volumes_find(
			readings_data(host->readings, reading_key_of(READING_VOLUMES, pool->uuid)), id);

		if (!found)
			continue;
		if (ret_pool)
			*ret_pool = pool;
		return found;
	}
	return NULL;
}
