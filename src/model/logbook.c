// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/logbook.h"

#include <stdlib.h>

#include "base/mem.h"

struct log_book {
	struct log_entry entries[LOG_LINES]; /* each at its number modulo LOG_LINES */
	uint64_t newest;
	uint64_t said; /* as of the last update */
	size_t n;
};

enum tone log_level_tone(enum log_level level)
{
	static const enum tone tones[] = {
		[LOG_DEBUG] = TONE_DIM,
		[LOG_INFO] = TONE_PLAIN,
		[LOG_WARN] = TONE_WARN,
		[LOG_ERROR] = TONE_BAD,
	};

	return tones[level];
}

struct log_book *log_book_create(void)
{
	return mem_new(struct log_book);
}

void log_book_destroy(struct log_book *book)
{
	if (!book)
		return;
	for (size_t i = 0; i < LOG_LINES; i++) {
		free(book->entries[i].host);
		free(book->entries[i].text);
	}
	free(book);
}

static void take_line(void *opaque, const struct log_line *line)
{
	struct log_book *book = opaque;
	struct log_entry *entry = &book->entries[line->number % LOG_LINES];

	free(entry->host);
	free(entry->text);
	*entry = (struct log_entry){
		.number = (uint32_t)line->number,
		.level = line->level,
		.wall_s = (int64_t)line->wall_s,
		.host = mem_strdup(line->host),
		.text = line->times > 1 ? mem_printf("%s (%u times)", line->text, line->times) : mem_strdup(line->text),
	};
	if (line->number <= book->newest)
		return;
	book->newest = line->number;
	book->n += book->n < LOG_LINES;
}

bool log_book_update(struct log_book *book)
{
	uint64_t said = log_said();

	if (said == book->said)
		return false;
	book->said = said;
	/* What was there before may have been said again. */
	log_each(book->newest > LOG_FOLD ? book->newest - LOG_FOLD : 0, take_line, book);
	return true;
}

size_t log_book_count(const struct log_book *book)
{
	return book->n;
}

const struct log_entry *log_book_at(const struct log_book *book, size_t index)
{
	return &book->entries[(book->newest - index) % LOG_LINES];
}

const struct log_entry *log_book_find(const struct log_book *book, uint32_t number)
{
	const struct log_entry *entry = &book->entries[number % LOG_LINES];

	return entry->number == number && entry->text ? entry : NULL;
}
