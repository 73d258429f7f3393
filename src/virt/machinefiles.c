// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/machinefiles.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

#define HEAD_BYTES 16384 /* /proc/cpuinfo has its first CPU in them */

/* The beginning of a file; NULL when it cannot be read. */
static char *read_head(const char *root, const char *path)
{
	autofree char *whole = mem_printf("%s%s", root, path);
	int fd = open(whole, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	char *text = mem_new_array(HEAD_BYTES + 1, 1);
	size_t len = 0;
	for (ssize_t n; len < HEAD_BYTES && (n = read(fd, text + len, HEAD_BYTES - len)) > 0;)
		len += (size_t)n;
	close(fd);
	return text;
}

/* The word in brackets: "always [madvise] never". */
static char *chosen(const char *text)
{
	const char *open = text ? strchr(text, '[') : NULL;
	const char *close = open ? strchr(open, ']') : NULL;
	return close ? mem_strndup(open + 1, (size_t)(close - open - 1)) : NULL;
}

/* What stands behind "name" and a colon at the beginning of a line; NULL. */
static const char *find_line(const char *text, const char *name)
{
	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		const char *after = str_starts(line, name) ? line + strlen(name) : NULL;
		if (after && after[strspn(after, " \t")] == ':')
			return after + strspn(after, " \t") + 1;
	}
	return NULL;
}

static bool has_word(const char *line, const char *word)
{
	size_t len = strlen(word);
	for (const char *s = line + strspn(line, " \t"); *s && *s != '\n'; s += strspn(s, " \t")) {
		size_t n = strcspn(s, " \t\n");
		if (n == len && strncmp(s, word, n) == 0)
			return true;
		s += n;
	}
	return false;
}

/* What files say, whoever has read them; each may be NULL. */
struct told {
	const char *huge, *memory, *cpus;
	const char *nested; /* of kvm_intel and kvm_amd: one of them is loaded, or none */
};

static void take_told(const struct told *told, struct node_files *ret)
{
	const char *anon = find_line(told->memory, "AnonHugePages");
	const char *flags = find_line(told->cpus, "flags");
	*ret = (struct node_files){.huge = chosen(told->huge)};
	ret->huge_bytes_known = anon != NULL;
	ret->huge_bytes = anon ? strtoull(anon, NULL, 10) * 1024 : 0;
	ret->has_flags = flags != NULL;
	ret->virtualises = flags && (has_word(flags, "vmx") || has_word(flags, "svm"));
	ret->nested_known = told->nested && told->nested[0];
	ret->nested = ret->nested_known && (told->nested[0] == 'Y' || told->nested[0] == '1');
}

void machinefiles_read(const char *root, struct node_files *ret)
{
	autofree char *huge = read_head(root, "/sys/kernel/mm/transparent_hugepage/enabled");
	autofree char *memory = read_head(root, "/proc/meminfo");
	autofree char *cpus = read_head(root, "/proc/cpuinfo");
	autofree char *intel = read_head(root, "/sys/module/kvm_intel/parameters/nested");
	autofree char *amd = read_head(root, "/sys/module/kvm_amd/parameters/nested");
	autofree char *kvm = mem_printf("%s/dev/kvm", root);
	take_told(&(struct told){huge, memory, cpus, amd ? amd : intel}, ret);
	ret->has_kvm = access(kvm, F_OK) == 0;
	ret->may_kvm = ret->has_kvm && access(kvm, R_OK | W_OK) == 0;
}

/* --- over ssh ---------------------------------------------------------------------------------- */

#define PARTED "==\n"

/* AnonHugePages is not asked for: it moves, and this is not asked often. */
const char *machinefiles_question(void)
{
	return "exec /bin/sh -c 'cat /sys/kernel/mm/transparent_hugepage/enabled; echo ==; "
	       "grep -m 1 ^flags /proc/cpuinfo; echo ==; "
	       "cat /sys/module/kvm_amd/parameters/nested /sys/module/kvm_intel/parameters/nested; echo ==; "
	       "test -e /dev/kvm && echo there; test -r /dev/kvm && test -w /dev/kvm && echo may; echo ==; exit 0'";
}

/* The next part of *rest, which ends there; NULL: there is none. */
static char *next_part(char **rest)
{
	char *part = *rest;
	char *end = str_starts(part, PARTED) ? part : strstr(part, "\n" PARTED);
	if (!end)
		return NULL;
	end += *end == '\n';
	*rest = end + strlen(PARTED);
	*end = '\0';
	return part;
}

bool machinefiles_answer(char *text, struct node_files *ret)
{
	char *rest = text;
	const char *huge = next_part(&rest);
	const char *cpus = huge ? next_part(&rest) : NULL;
	const char *nested = cpus ? next_part(&rest) : NULL;
	const char *kvm = nested ? next_part(&rest) : NULL;
	if (!kvm)
		return false;
	take_told(&(struct told){.huge = huge, .cpus = cpus, .nested = nested}, ret);
	ret->has_kvm = str_starts(kvm, "there");
	ret->may_kvm = ret->has_kvm && strstr(kvm, "may");
	return true;
}
