// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/groupings.h"

#include <stddef.h>

#include "base/str.h"
#include "model/columns.h"
#include "model/states.h"

/* --- machines --------------------------------------------------------------------------------- */

static const char *host_of_domain(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct domain_row *)p)->host->name;
}

static const char *group_of_domain(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct domain_row *)p)->host->group;
}

static const char *state_of_domain(const void *p, int *ret_rank)
{
	const struct domain *d = ((const struct domain_row *)p)->domain;

	*ret_rank = domain_state_rank(d->state, 0);
	return domain_state_text(d->state);
}

/* A row stands in the list once: who tags decides where by the order. */
static const char *tags_of_domain(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct domain_row *)p)->domain->def.tags;
}

static bool domain_is_lively(const void *p)
{
	return domain_is_active(((const struct domain_row *)p)->domain);
}

const struct grouping domain_groupings[] = {
	{.id = "host", .help = "by the host they are on", .none = "no host", .get = host_of_domain},
	{.id = "state", .help = "by what they do: what is wrong comes first", .says_lively = true,
	 .none = "no state",
	 .get = state_of_domain},
	{.id = "tag", .help = "by the first of their tags", .none = "no tag", .first_word = true,
	 .get = tags_of_domain},
	{.id = "group", .help = "by the group of their host in hosts.conf", .none = "no group",
	 .get = group_of_domain},
	{.id = NULL},
};

const struct row_words domain_words = {
	.one = "machine", .many = "machines", .lively = "active", .is_lively = domain_is_lively};

/* --- hosts ------------------------------------------------------------------------------------ */

static const char *state_of_host(const void *p, int *ret_rank)
{
	const struct host_view *host = ((const struct host_row *)p)->host;

	*ret_rank = host->state == HOST_UP ? 1 : 0;
	return host_state_text(host->state);
}

static const char *group_of_host(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct host_row *)p)->host->group;
}

static bool host_is_lively(const void *p)
{
	return ((const struct host_row *)p)->host->state == HOST_UP;
}

const struct grouping host_groupings[] = {
	{.id = "state", .help = "by their connections: what is wrong comes first", .says_lively = true,
	 .none = "no state",
	 .get = state_of_host},
	{.id = "group", .help = "by their groups in hosts.conf", .none = "no group", .get = group_of_host},
	{.id = NULL},
};

const struct row_words host_words = {
	.one = "host", .many = "hosts", .lively = "up", .is_lively = host_is_lively, .briefly = true};

/* --- events ----------------------------------------------------------------------------------- */

static const char *host_of_event(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct event_row *)p)->event->host_name;
}

static const char *object_of_event(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct event_row *)p)->event->object_name;
}

static const char *what_of_event(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct event_row *)p)->event->what;
}

const struct grouping event_groupings[] = {
	{.id = "host", .help = "by the host that told them", .none = "no host", .get = host_of_event},
	{.id = "object", .help = "by what they are about", .none = "the hosts themselves",
	 .get = object_of_event},
	{.id = "what", .help = "by what happened", .none = "other", .get = what_of_event},
	{.id = NULL},
};

const struct row_words event_words = {.one = "event", .many = "events"};

/* --- tasks ------------------------------------------------------------------------------------ */

static const char *host_of_task(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct task_row *)p)->task->host_name;
}

static const char *state_of_task(const void *p, int *ret_rank)
{
	enum task_state state = ((const struct task_row *)p)->task->state;

	*ret_rank = (int)state;
	return task_state_text(state);
}

static bool task_is_lively(const void *p)
{
	return !((const struct task_row *)p)->task->ended_ns;
}

const struct grouping task_groupings[] = {
	{.id = "host", .help = "by host", .none = "no host", .get = host_of_task},
	{.id = "state", .help = "by how far they are", .says_lively = true,
	 .none = "no state", .get = state_of_task},
	{.id = NULL},
};

const struct row_words task_words = {
	.one = "task", .many = "tasks", .lively = "under way", .is_lively = task_is_lively};

/* --- the log ---------------------------------------------------------------------------------- */

static const char *host_of_line(const void *p, int *ret_rank)
{
	(void)ret_rank;
	return ((const struct log_row *)p)->entry->host;
}

static const char *level_of_line(const void *p, int *ret_rank)
{
	enum log_level level = ((const struct log_row *)p)->entry->level;

	*ret_rank = -(int)level;
	return log_level_text(level);
}

const struct grouping log_groupings[] = {
	{.id = "level", .help = "the gravest first", .none = "no level", .get = level_of_line},
	{.id = "host", .help = "by the host they are about", .none = "virtty itself", .get = host_of_line},
	{.id = NULL},
};

const struct row_words log_words = {.one = "line", .many = "lines"};

const struct grouping *groupings_find(const struct grouping *groupings, const char *id)
{
	for (const struct grouping *g = groupings; g && g->id; g++)
		if (str_equal(g->id, id))
			return g;
	return NULL;
}
