// SPDX-License-Identifier: GPL-3.0-or-later
/* What a machine did in the last five minutes and the last hour. */
#include "ui/panes/machine.h"

#include <math.h>

#include "base/units.h"

#define LINES     3
#define ROOM_MHZ  26
#define ROOM_BOTH 100 /* columns from which both spans are shown, and four graphs beside each other */

static const char *const span_words[] = {[TREND_MINUTES] = "5 minutes", [TREND_HOUR] = "1 hour"};

/* Of all that a metric may be; 0: of what it was at most. */
static float top_of(const struct domain *d, const struct figures *f, enum trend_metric metric)
{
	unsigned vcpus = f->last.vcpus ? f->last.vcpus : d->def.vcpus;

	if (metric == TREND_CPU)
		return (float)vcpus * 100;
	return metric == TREND_MEMORY ? (float)(f->last.memory_max ? f->last.memory_max : d->def.memory_max) : 0;
}

static double sum_known(double a, double b)
{
	return a < 0 || b < 0 ? -1 : a + b;
}

/* For all of such a caption; graphs stand two or four beside each other. */
static bool has_room(const struct page *page)
{
	return page->width / (page->width >= ROOM_BOTH ? 4 : 2) >= ROOM_MHZ;
}

/* "CPU 212 of 400 %, 5088 MHz", at the clock that libvirt tells of the host's CPUs; "disk 34M/s, at most 80M". What is now may be newer than what is kept. */
static char *caption_of(const struct page *page, const struct figures *f, enum trend_metric metric, double highest)
{
	const struct domain *d = machine_domain(page);
	unsigned mhz = page->view->node.mhz;
	char now[UNITS_SIZE];
	char most[UNITS_SIZE];
	const char *name = metric == TREND_DISK ? "disk" : "net";
	double rate = metric == TREND_DISK ? sum_known(f->disk_read_rate, f->disk_write_rate)
					   : sum_known(f->net_rx_rate, f->net_tx_rate);

	units_percent(now, f->cpu_percent);
	if (metric == TREND_CPU && (f->cpu_percent < 0 || !mhz || !has_room(page)))
		return mem_printf("CPU %s of %g %%", now, (double)top_of(d, f, metric));
	if (metric == TREND_CPU)
		return mem_printf("CPU %s of %g %%, %.0f MHz", now, (double)top_of(d, f, metric),
				  f->cpu_percent / 100 * mhz);
	if (metric == TREND_MEMORY)
		return mem_printf("memory %s of %s", units_bytes(now, f->last.memory),
				  units_bytes(most, (uint64_t)top_of(d, f, metric)));
	units_rate(now, rate);
	return mem_printf(highest > 0 ? "%s %s%s, at most %s" : "%s %s%s", name, now, rate < 0 ? "" : "/s",
			  units_rate(most, fmax(highest, rate)));
}

static void add_charts(struct page *page, struct doc *doc, enum trend_span span, enum trend_metric from, size_t n)
{
	const struct domain *d = machine_domain(page);
	const struct figures *f = stats_find(page->view->stats, d->uuid);
	enum chart_style style = chart_style_named(page->app->options->graphs, page->unicode);
	float points[TREND_METRICS][TREND_MOST];
	struct chart charts[TREND_METRICS];
	bool any = false;
	char *captions[TREND_METRICS];

	for (size_t i = 0; i < n; i++) {
		enum trend_metric metric = from + i;
		float highest = trend_highest(&f->trend, metric, span);
		float top = top_of(d, f, metric);

		charts[i] = (struct chart){
			.points = points[i],
			.n = trend_read(&f->trend, metric, span, points[i]),
			.top = top > 0 ? top : highest,
		};
		captions[i] = caption_of(page, f, metric, (double)highest);
		charts[i].caption = captions[i];
		any |= trend_is_known(&f->trend, metric, span);
	}
	doc_charts(doc, style, any ? LINES : 0, charts, n);
	for (size_t i = 0; i < n; i++)
		free(captions[i]);
}

void machine_graphs(struct page *page, struct doc *doc)
{
	const struct domain *d = machine_domain(page);
	const struct machine_own *own = machine_own(page);
	enum trend_span other = own->span == TREND_MINUTES ? TREND_HOUR : TREND_MINUTES;

	if (!domain_is_active(d) || !stats_find(page->view->stats, d->uuid))
		return;
	if (page->width >= ROOM_BOTH) {
		for (enum trend_span span = 0; span < TREND_SPANS; span++) {
			doc_text(doc, ROLE_STRONG, span_words[span]);
			add_charts(page, doc, span, TREND_CPU, TREND_METRICS);
		}
	} else {
		doc_line(doc);
		doc_piece(doc, ROLE_STRONG, span_words[own->span]);
		if (!page->beside) {
			doc_piece(doc, ROLE_KEY, "   t");
			doc_piecef(doc, ROLE_DIM, " %s", span_words[other]);
		}
		add_charts(page, doc, own->span, TREND_CPU, 2);
		add_charts(page, doc, own->span, TREND_DISK, 2);
	}
	doc_text(doc, ROLE_TEXT, "");
}
