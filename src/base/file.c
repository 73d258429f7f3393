// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define NAME_MOST 100 /* bytes; two of them and an ending are less than the 255 that file systems take */
#define READ_MOST (1024 * 1024)
#define NO_NAME   "unnamed"

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0 || errno == EINVAL || errno == EROFS; /* not every file has a disk */
}

char *file_read(const char *path, struct err *err)
{
	struct str text = {0};
	char buf[4096];
	size_t n;
	FILE *f = fopen(path, "re");
	int why = errno;

	if (!f) {
		err_set(err, why == ENOENT ? ERR_NOT_FOUND : ERR_FAILED, "it cannot be read: %s",
			strerror(why));
		return NULL;
	}
	while (text.len <= READ_MOST && (n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_addn(&text, buf, n);
	if (ferror(f))
		err_set(err, ERR_FAILED, "it cannot be read: %s", strerror(errno));
	else if (text.len > READ_MOST)
		err_set(err, ERR_INVALID, "it is longer than 1 MiB");
	else if (strlen(str_text(&text)) != text.len)
		err_set(err, ERR_INVALID, "it is not text");
	fclose(f);
	if (!err->code)
		return str_take(&text);
	str_free(&text);
	return NULL;
}

bool file_replace(const char *path, const char *bytes, size_t n, struct err *err)
{
	autofree char *next = mem_printf("%s.%d.new", path, (int)getpid());
	int why;

	unlink(next);
	if (!file_write_new(next, bytes, n, err))
		return false;
	if (rename(next, path) == 0)
		return true;
	why = errno;
	unlink(next);
	return err_set(err, ERR_FAILED, "%s: %s", path, strerror(why));
}

bool file_write_new(const char *path, const char *bytes, size_t n, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok;
	int why;

	if (fd < 0 && errno == EEXIST)
		return err_set(err, ERR_INVALID, "%s exists already: choose another name", path);
	if (fd < 0)
		return err_set(err, ERR_FAILED, "%s: %s", path, strerror(errno));
	ok = write_all(fd, bytes, n);
	why = errno;
	if (close(fd) < 0 && ok) {
		ok = false;
		why = errno;
	}
	if (ok)
		return true;
	unlink(path);
	return err_set(err, ERR_FAILED, "%s: %s", path, strerror(why));
}

char *file_safe_name(const char *name)
{
	struct str out = {0};
	const char *end = name + strlen(name);

	while (name < end) {
		uint32_t cp = utf8_next(&name, end);
		char buf[4];
		size_t len = (size_t)utf8_encode(cp, buf);

		if (cp == 0xfffd || utf8_safe(cp) != cp || cp == '/' ||
		    (!out.len && (cp == '.' || cp == '-')))
			continue;
		if (out.len + len > NAME_MOST)
			break;
		str_addn(&out, buf, len);
	}
	if (!out.len)
		str_add(&out, NO_NAME);
	return str_take(&out);
}
