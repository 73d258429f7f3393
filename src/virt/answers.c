// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/answers.h"

#include <math.h>

#include "base/clock.h"
#include "base/mem.h"
#include "virt/node.h"

void answers_node(struct host_view *view, struct ask *ask)
{
	struct node_info node = ask->node;
	ask->node = (struct node_info){0};
	node.hypervisor_version = take(view->node.hypervisor_version);
	node.os = take(view->node.os);
	node.memory_free = view->node.memory_free;
	node.memory_free_known = view->node.memory_free_known;
	node.cpu_busy_ns = view->node.cpu_busy_ns;
	node.cpu_total_ns = view->node.cpu_total_ns;
	node_info_clear(&view->node);
	view->node = node;
}

static void take_cpu(struct host_view *view, const struct node_info *told)
{
	struct node_info *node = &view->node;
	uint64_t busy = told->cpu_busy_ns, total = told->cpu_total_ns;
	view->cpu_percent = -1;
	if (node->cpu_total_ns && total > node->cpu_total_ns && busy >= node->cpu_busy_ns)
		view->cpu_percent = 100.0 * (double)(busy - node->cpu_busy_ns) /
				      (double)(total - node->cpu_total_ns);
	node->cpu_busy_ns = busy;
	node->cpu_total_ns = total;
}

void answers_figures(struct host_view *view, const struct ask *ask)
{
	if (ask->node_what & NODE_CPU)
		take_cpu(view, &ask->node);
	if (ask->node_what & NODE_MEMORY) {
		view->node.memory_free = ask->node.memory_free;
		view->node.memory_free_known = ask->node.memory_free_known;
	}
	if (ask->round_trip_ns >= 0)
		view->round_trip_ns = ask->round_trip_ns;
}

void answers_trend(struct host_view *view)
{
	const struct node_info *node = &view->node;
	bool known = node->memory_free_known && node->memory >= node->memory_free;
	const float values[TREND_METRICS] = {
		[TREND_CPU] = view->cpu_percent < 0 ? NAN : (float)view->cpu_percent,
		[TREND_MEMORY] = known ? (float)(node->memory - node->memory_free) : NAN,
		[TREND_DISK] = NAN,
		[TREND_NET] = NAN,
	};
	trend_add(&view->trend, clock_now_ns(), values);
}

void answers_survey(struct host_view *view, struct ask *ask)
{
	if (ask->os) {
		free(view->node.os);
		view->node.os = take(ask->os);
	}
	if (ask->kind == ASK_VERSION && ask->err.code == ERR_NONE) {
		free(view->node.hypervisor_version);
		view->node.hypervisor_version = take(ask->version);
	} else if (ask->kind == ASK_CAPS && ask->err.code == ERR_NONE) {
		node_caps_clear(&view->caps);
		view->caps = ask->caps;
		ask->caps = (struct node_caps){0};
	} else if (ask->kind == ASK_PAGES) {
		view->huge_free_known = ask->err.code == ERR_NONE;
		view->huge_free = ask->huge_free;
	}
}
