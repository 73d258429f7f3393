// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/tls.h"

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "virt/uri.h"

#define SYSTEM_DIR "/etc/pki"

bool tls_is_meant(const char *uri)
{
	struct uri_parts parts;

	return uri_split(uri, &parts) && parts.host.len &&
	       (parts.transport.len == 0 || slice_is(parts.transport, "tls"));
}

static bool can_read(const char *path)
{
	return access(path, R_OK) == 0;
}

struct files {
	char *authority, *own, *key;
};

static void in_directory(const char *dir, struct files *ret)
{
	*ret = (struct files){mem_printf("%s/cacert.pem", dir), mem_printf("%s/clientcert.pem", dir),
			      mem_printf("%s/clientkey.pem", dir)};
}

static void files_free(struct files *files)
{
	free(files->authority);
	free(files->own);
	free(files->key);
}

/* A person's own, of which each that is not there is the system's; certificate and key go together. */
static void keep_those_of_person(struct files *files)
{
	const char *home = geteuid() != 0 ? getenv("HOME") : NULL;
	autofree char *dir = home ? mem_printf("%s/.pki/libvirt", home) : NULL;
	struct files own = {0};

	if (!dir)
		return;
	in_directory(dir, &own);
	if (access(own.authority, F_OK) == 0) {
		free(files->authority);
		files->authority = take(own.authority);
	}
	if (access(own.own, F_OK) == 0 && access(own.key, F_OK) == 0) {
		free(files->own);
		free(files->key);
		files->own = take(own.own);
		files->key = take(own.key);
	}
	files_free(&own);
}

/* As virNetTLSContextLocateCredentials() of libvirt does it. */
static void find_files(const char *uri, struct files *ret)
{
	autofree char *dir = uri_param(uri, "pkipath");

	if (dir) {
		in_directory(dir, ret);
		return;
	}
	*ret = (struct files){mem_strdup(SYSTEM_DIR "/CA/cacert.pem"), mem_strdup(SYSTEM_DIR "/libvirt/clientcert.pem"),
			      mem_strdup(SYSTEM_DIR "/libvirt/private/clientkey.pem")};
	keep_those_of_person(ret);
}

/* The error only says that it failed. Why is in a warning, which libvirt prints:
 * "2026-03-04 12:04:31.000+0000: THREAD: warning : FUNCTION:LINE : Certificate check failed WHY". */
#define WARNED " warning : "
#define FAILED "Certificate check failed "

struct search {
	char thread[32];
	char *reason;
};

static void look_at(void *opaque, const struct log_line *line)
{
	struct search *search = opaque;
	const char *by = strstr(line->text, search->thread);
	const char *failed = by ? strstr(by, FAILED) : NULL;

	if (!failed)
		return;
	free(search->reason);
	search->reason = mem_strdup(failed + strlen(FAILED));
}

static char *find_reason(void)
{
	struct search search = {0};

	snprintf(search.thread, sizeof(search.thread), " %ld:" WARNED, syscall(SYS_gettid));
	log_stderr_settle();
	log_each(0, look_at, &search);
	return search.reason;
}

void tls_look(const char *uri, struct tls_scene *ret)
{
	struct files files = {0};

	find_files(uri, &files);
	*ret = (struct tls_scene){.reason = find_reason(), .authority = take(files.authority)};
	if (!can_read(files.own))
		ret->lacking = mem_strdup(files.own);
	else if (!can_read(files.key))
		ret->lacking = take(files.key);
	ret->own = take(files.own);
	files_free(&files);
}

void tls_clear(struct tls_scene *scene)
{
	free(scene->reason);
	free(scene->authority);
	free(scene->own);
	free(scene->lacking);
	*scene = (struct tls_scene){0};
}
