// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory. Allocation never fails here: out of memory ends the program (through abort, so that the
 * terminal is restored). Sizes that come from outside are bounded before they reach these functions.
 * Any thread. */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

/* Zeroed memory for n things of a size. The caller frees. */
void *mem_new_array(size_t n, size_t size);
#define mem_new(type) ((type *)mem_new_array(1, sizeof(type)))
void *mem_resize(void *p, size_t n, size_t size);
void *mem_copy(const void *p, size_t size);
/* NULL gives NULL. */
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n);
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *mem_vprintf(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

/* A local that frees itself: `autofree char *s = ...`. */
void mem_cleanup_free(void *p);
#define autofree __attribute__((cleanup(mem_cleanup_free)))

/* Once, first of all: from now on large blocks go back to the system as soon as they are freed, however many come and
 * go. glibc would keep ever larger ones, as one of each size has been freed. */
void mem_return_large(void);
/* Gives back to the system what much short-lived memory has left behind. Takes milliseconds when there is much. */
void mem_trim(void);

/* Hands a local on: the value, and the local is NULL afterwards. */
#define take(p)                                                                                    \
	__extension__({                                                                            \
		__typeof__(p) taken_ = (p);                                                        \
		(p) = NULL;                                                                        \
		taken_;                                                                            \
	})

/* Many small things with one lifetime. */
struct arena;
struct arena *arena_create(void);
void arena_destroy(struct arena *a); /* NULL is fine */
/* Zeroed, aligned for anything. */
void *arena_alloc(struct arena *a, size_t size);
/* NULL gives NULL. */
const char *arena_strdup(struct arena *a, const char *s);
/* Freed with the arena, by this. */
void arena_own(struct arena *a, void *p, void (*free)(void *p));
