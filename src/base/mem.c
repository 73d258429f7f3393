// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define ARENA_FIRST ((size_t)4 << 10)
#define ARENA_MOST ((size_t)256 << 10)

struct block {
	struct block *next;
	size_t used, size; /* bytes of data */
	_Alignas(max_align_t) unsigned char data[];
};

/* What is freed with an arena; it lies in it itself. */
struct owned {
	void *p;
	void (*free)(void *p);
	struct owned *next;
};

struct arena {
	struct block *newest;
	struct owned *owned;
	size_t next_size;
};

static _Noreturn void out_of_memory(size_t n, size_t size)
{
	fprintf(stderr, "out of memory: %zu x %zu bytes\n", n, size);
	abort();
}

static size_t checked_size(size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes) || bytes > PTRDIFF_MAX)
		out_of_memory(n, size);
	return bytes ? bytes : 1;
}

#define LARGE (256 * 1024)

void mem_return_large(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

void mem_trim(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

void *mem_new_array(size_t n, size_t size)
{
	void *p = calloc(1, checked_size(n, size));

	if (!p)
		out_of_memory(n, size);
	return p;
}

void *mem_resize(void *p, size_t n, size_t size)
{
	p = realloc(p, checked_size(n, size));
	if (!p)
		out_of_memory(n, size);
	return p;
}

void *mem_copy(const void *p, size_t size)
{
	void *copy = mem_resize(NULL, size, 1);

	if (size)
		memcpy(copy, p, size);
	return copy;
}

char *mem_strdup(const char *s)
{
	return s ? mem_copy(s, strlen(s) + 1) : NULL;
}

char *mem_strndup(const char *s, size_t n)
{
	size_t len;
	char *copy;

	if (!s)
		return NULL;
	len = strnlen(s, n);
	copy = mem_resize(NULL, len + 1, 1);
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *mem_vprintf(const char *format, va_list args)
{
	char *s = NULL;

	if (vasprintf(&s, format, args) < 0)
		out_of_memory(1, strlen(format));
	return s;
}

char *mem_printf(const char *format, ...)
{
	va_list args;
	char *s;

	va_start(args, format);
	s = mem_vprintf(format, args);
	va_end(args);
	return s;
}

void mem_cleanup_free(void *p)
{
	void *what;

	memcpy(&what, p, sizeof(what));
	free(what);
}

struct arena *arena_create(void)
{
	struct arena *a = mem_new(struct arena);

	a->next_size = ARENA_FIRST;
	return a;
}

void arena_destroy(struct arena *a)
{
	struct block *next;

	if (!a)
		return;
	for (const struct owned *o = a->owned; o; o = o->next)
		o->free(o->p);
	for (struct block *b = a->newest; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

static void arena_grow(struct arena *a, size_t at_least)
{
	size_t size = at_least > a->next_size ? at_least : a->next_size;
	struct block *b;

	if (size > PTRDIFF_MAX - sizeof(*b))
		out_of_memory(1, size);
	b = mem_new_array(1, sizeof(*b) + size);
	b->size = size;
	b->next = a->newest;
	a->newest = b;
	if (a->next_size < ARENA_MOST)
		a->next_size *= 2;
}

static void *arena_take(struct arena *a, size_t size, size_t align)
{
	struct block *b = a->newest;
	size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;

	if (!b || at > b->size || b->size - at < size) {
		arena_grow(a, size);
		b = a->newest;
		at = 0;
	}
	b->used = at + size;
	return b->data + at;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return arena_take(a, size ? size : 1, _Alignof(max_align_t));
}

const char *arena_strdup(struct arena *a, const char *s)
{
	size_t size;

	if (!s)
		return NULL;
	size = strlen(s) + 1;
	return memcpy(arena_take(a, size, 1), s, size);
}

void arena_own(struct arena *a, void *p, void (*free)(void *p))
{
	struct owned *o = arena_alloc(a, sizeof(*o));

	*o = (struct owned){.p = p, .free = free, .next = a->owned};
	a->owned = o;
}
