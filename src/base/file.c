// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

#define NAME_MOST 100 /* bytes; two of them and an ending are less than the 255 that file systems take */
#define MIB       ((size_t)1 << 20)
#define READ_MOST MIB
#define NO_NAME   "unnamed"

static bool write_all(int fd, const char *bytes, size_t n, bool to_disk)
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
	return !to_disk || fsync(fd) == 0 || errno == EINVAL || errno == EROFS; /* not every file has a disk */
}

/* -1 with err. A FIFO would be waited for: its opening by whom there is not, then its words. */
static int open_to_read(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat st = {0};

	if (fd < 0) {
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_FAILED, "it cannot be read: %s",
			strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISCHR(st.st_mode)))
		return fd;
	close(fd);
	err_set(err, ERR_INVALID, S_ISDIR(st.st_mode) ? "it is a directory" : "it is no plain file");
	return -1;
}

/* False with errno. One byte more than most is enough. What is read may be for few eyes: no piece of it is left behind,
 * unless the file grows meanwhile. */
static bool read_all(int fd, struct str *text, size_t most)
{
	struct stat st = {0};
	char buf[16384];
	ssize_t n = 1;

	if (fstat(fd, &st) == 0 && st.st_size > 0)
		str_reserve(text, (size_t)st.st_size < most ? (size_t)st.st_size : most + sizeof(buf));
	while (n && text->len <= most) {
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			str_addn(text, buf, (size_t)n);
	}
	explicit_bzero(buf, sizeof(buf));
	return n >= 0;
}

char *file_read_up_to(const char *path, size_t most, struct err *err)
{
	int fd = open_to_read(path, err);
	autostr struct str text = {0};

	if (fd < 0)
		return NULL;
	if (!read_all(fd, &text, most))
		err_set(err, ERR_FAILED, "it cannot be read: %s", strerror(errno));
	else if (text.len > most)
		err_set(err, ERR_INVALID, "it is longer than %zu MiB", most / MIB);
	else if (strlen(str_text(&text)) != text.len)
		err_set(err, ERR_INVALID, "it is not text");
	close(fd);
	return err->code ? NULL : str_take(&text);
}

char *file_read(const char *path, struct err *err)
{
	return file_read_up_to(path, READ_MOST, err);
}

static bool write_new(const char *path, const char *bytes, size_t n, bool to_disk, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok;
	int why;

	if (fd < 0 && errno == EEXIST)
		return err_set(err, ERR_INVALID, "%s exists already: choose another name", path);
	if (fd < 0)
		return err_set(err, ERR_FAILED, "%s: %s", path, strerror(errno));
	ok = write_all(fd, bytes, n, to_disk);
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

static bool replace(const char *path, const char *bytes, size_t n, bool to_disk, struct err *err)
{
	autofree char *next = mem_printf("%s.%d.new", path, (int)getpid());
	int why;

	unlink(next);
	if (!write_new(next, bytes, n, to_disk, err))
		return false;
	if (rename(next, path) == 0)
		return true;
	why = errno;
	unlink(next);
	return err_set(err, ERR_FAILED, "%s: %s", path, strerror(why));
}

bool file_replace(const char *path, const char *bytes, size_t n, struct err *err)
{
	return replace(path, bytes, n, true, err);
}

bool file_replace_soon(const char *path, const char *bytes, size_t n, struct err *err)
{
	return replace(path, bytes, n, false, err);
}

bool file_write_new(const char *path, const char *bytes, size_t n, struct err *err)
{
	return write_new(path, bytes, n, true, err);
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
