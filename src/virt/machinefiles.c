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

static void read_nested(const char *root, struct node_files *ret)
{
	static const char *const paths[] = {"/sys/module/kvm_intel/parameters/nested",
					    "/sys/module/kvm_amd/parameters/nested"};
	for (size_t i = 0; i < 2; i++) {
		autofree char *text = read_head(root, paths[i]);
		if (!text)
			continue;
		ret->nested_known = true;
		ret->nested = text[0] == 'Y' || text[0] == '1';
	}
}

void machinefiles_read(const char *root, struct node_files *ret)
{
	autofree char *huge = read_head(root, "/sys/kernel/mm/transparent_hugepage/enabled");
	autofree char *memory = read_head(root, "/proc/meminfo");
	autofree char *cpus = read_head(root, "/proc/cpuinfo");
	autofree char *kvm = mem_printf("%s/dev/kvm", root);
	const char *anon = find_line(memory, "AnonHugePages");
	const char *flags = find_line(cpus, "flags");
	*ret = (struct node_files){.huge = chosen(huge)};
	ret->huge_bytes_known = anon != NULL;
	ret->huge_bytes = anon ? strtoull(anon, NULL, 10) * 1024 : 0;
	ret->has_flags = flags != NULL;
	ret->virtualises = flags && (has_word(flags, "vmx") || has_word(flags, "svm"));
	ret->has_kvm = access(kvm, F_OK) == 0;
	ret->may_kvm = ret->has_kvm && access(kvm, R_OK | W_OK) == 0;
	read_nested(root, ret);
}
