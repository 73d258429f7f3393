// SPDX-License-Identifier: GPL-3.0-or-later
/* Why a machine stands still or is off, and which keys mend it. */
#include "ui/panes/machine.h"

#include "base/arr.h"
#include "base/clock.h"
#include "base/units.h"
#include "model/states.h"
#include "ui/widgets/list.h"

#define ANY  (-1)
#define KEYS 4

/* What an action would do here. */
struct way {
	const char *action, *does;
};

static const struct why {
	enum domain_state state;
	int reason; /* libvirt's number; ANY */
	const char *sentence;
	struct way ways[KEYS];
} whys[] = {
	{DOMAIN_PAUSED, 5, "It stands still since a disk could not be read or written.",
	 {{"domain.resume", "lets it go on once that is mended"}, {"domain.force-off", "forces it off"}}},
	{DOMAIN_PAUSED, 6, "It stands still: its watchdog had not heard of the guest for too long.",
	 {{"domain.resume", "lets it go on"}, {"domain.reset", "presses its reset button"},
	  {"domain.force-off", "forces it off"}}},
	{DOMAIN_PAUSED, 10, "It stands still: the guest crashed, and is kept for somebody to look at.",
	 {{"domain.dump", "dumps its memory to a file"}, {"domain.reset", "presses its reset button, and then"},
	  {"domain.resume", "lets it go on"}, {"domain.force-off", "forces it off"}}},
	{DOMAIN_PAUSED, 13, "It stands still: its memory did not all come over from the other host.",
	 {{"domain.force-off", "forces it off: what it had not written is lost"}}},
	{DOMAIN_PAUSED, 2, "It stands still while it is migrated.", {{NULL, NULL}}},
	{DOMAIN_PAUSED, 3, "It stands still while its memory is saved.", {{NULL, NULL}}},
	{DOMAIN_PAUSED, 4, "It stands still while its memory is dumped.", {{NULL, NULL}}},
	{DOMAIN_PAUSED, 8, "It is shutting down.", {{NULL, NULL}}},
	{DOMAIN_PAUSED, 9, "It stands still while a snapshot is taken.", {{NULL, NULL}}},
	{DOMAIN_PAUSED, 11, "It is starting up.", {{NULL, NULL}}},
	{DOMAIN_PAUSED, 12, "It stands still until the rest of its memory has come over.", {{NULL, NULL}}},
	{DOMAIN_PAUSED, ANY, "It stands still: its vCPUs are stopped, its memory stays.",
	 {{"domain.resume", "lets it go on"}}},
	{DOMAIN_CRASHED, ANY, "The guest crashed.",
	 {{"domain.dump", "dumps its memory to a file"}, {"domain.reset", "presses its reset button"},
	  {"domain.force-off", "forces it off"}}},
	{DOMAIN_SHUTOFF, 3, "It is off because its QEMU ended by itself, or was killed.",
	 {{"domain.start", "starts it again"}}},
	{DOMAIN_SHUTOFF, 6, "It is off because it could not be started.",
	 {{"domain.start", "tries again, once that is mended"}}},
	{DOMAIN_SHUTOFF, 0, "It is off, and was not started since its host knows of it.",
	 {{"domain.start", "starts it"}}},
	{DOMAIN_SHUTOFF, 1, "It was shut down.", {{"domain.start", "starts it"}}},
	{DOMAIN_SHUTOFF, 2, "It was forced off.", {{"domain.start", "starts it"}}},
	{DOMAIN_SHUTOFF, 4, "It was migrated to another host.", {{NULL, NULL}}},
	{DOMAIN_SHUTOFF, 5, "Its memory was saved, then it was stopped.",
	 {{"domain.start", "goes on from there"}, {"domain.start-fresh", "starts it without its saved memory"}}},
	{DOMAIN_SHUTOFF, 7, "It is off, as it was in the snapshot that it was put back to.",
	 {{"domain.start", "starts it"}}},
	{DOMAIN_SHUTOFF, 8, "Its host's libvirt stopped it.", {{"domain.start", "starts it"}}},
	{DOMAIN_PMSUSPENDED, ANY, "It is asleep: the guest put itself there.", {{"domain.wake-up", "wakes it up"}}},
};

/* Whatever libvirt says of the way it went off. */
static const struct why saved = {
	DOMAIN_SHUTOFF, ANY, "It is off, and its memory is kept: it goes on from there.",
	{{"domain.start", "goes on from there"}, {"domain.start-fresh", "starts it without its saved memory"}}};

static const struct why *find_why(const struct domain *d)
{
	if (d->state == DOMAIN_SHUTOFF && d->managed_save)
		return &saved;
	for (size_t i = 0; i < ARRAY_SIZE(whys); i++)
		if (whys[i].state == d->state && (whys[i].reason == ANY || whys[i].reason == d->reason))
			return &whys[i];
	return NULL;
}

/* "p lets it go on once that is mended, F forces it off" */
static void add_ways(const struct page *page, struct doc *doc, const struct way *ways)
{
	for (size_t i = 0; i < KEYS && ways[i].action; i++) {
		const struct action *action = action_find(page->app, ways[i].action);
		char key[KEY_NAME_SIZE] = "";
		char menu[KEY_NAME_SIZE];

		if (!action)
			continue;
		doc_line(doc);
		action_key(page->app, action, key);
		doc_piecef(doc, ROLE_KEY, "  %s", key[0] ? key : action_key_of(page->app, "app.menu", menu));
		doc_piecef(doc, ROLE_TEXT, key[0] ? " %s" : " %s (in the menu)", ways[i].does);
	}
}

static const char *disk_trouble(const struct page *page)
{
	const struct guest_facts *facts = guests_find(page->view->guests, page->id.uuid);

	return facts ? facts->trouble : NULL;
}

void machine_why(struct page *page, struct doc *doc)
{
	const struct domain *d = machine_domain(page);
	const struct why *why = find_why(d);
	const struct figures *f = stats_find(page->view->stats, d->uuid);
	enum role role = tone_role(domain_state_tone(d->state, d->reason));
	const char *trouble = disk_trouble(page);
	char age[UNITS_SIZE];

	if (domain_is_active(d) && f && f->silent_since_ns) {
		doc_textf(doc, ROLE_STATE_BAD, "Its QEMU has not answered for %s.",
			  units_duration(age, (double)(clock_shown_ns() - f->silent_since_ns) / NS_PER_S));
		add_ways(page, doc, (const struct way[KEYS]){{"domain.nmi", "sends it an NMI"},
							      {"domain.dump", "dumps its memory to a file"},
							      {"domain.force-off", "forces it off"}});
		doc_text(doc, ROLE_TEXT, "");
	}
	if (!why)
		return;
	doc_text(doc, role == ROLE_DIM ? ROLE_TEXT : role, why->sentence);
	if (trouble && role != ROLE_DIM)
		doc_pair(doc, ROLE_DIM, domain_is_active(d) ? "the disk" : "last words", ROLE_STATE_BAD, trouble);
	if (page->view->state == HOST_UP)
		add_ways(page, doc, why->ways);
	doc_text(doc, ROLE_TEXT, "");
}
