// SPDX-License-Identifier: GPL-3.0-or-later
#include "sshd.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/file.h"
#include "base/mem.h"

#define SSHD "/usr/sbin/sshd"

const char *sshd_lacking(void)
{
	if (geteuid() != 0)
		return "it takes root to start an sshd that lets somebody in";
	if (access(SSHD, X_OK) < 0)
		return "there is no " SSHD;
	if (system("command -v ssh ssh-keygen >/dev/null") != 0)
		return "there is no ssh";
	/* Empty, and always there where sshd runs as a service. */
	if (access("/run/sshd", F_OK) < 0 && mkdir("/run/sshd", 0755) < 0)
		return "there is no /run/sshd";
	return NULL;
}

__attribute__((format(printf, 2, 3))) static void run(const struct sshd *s, const char *format, ...)
{
	va_list args;
	char *command;
	int status;

	va_start(args, format);
	command = mem_vprintf(format, args);
	va_end(args);
	status = chdir(s->dir) == 0 ? system(command) : -1;
	if (status)
		fail_msg("%s: %d", command, status);
	free(command);
}

static void write_new(const struct sshd *s, const char *file, const char *text, mode_t mode)
{
	autofree char *path = mem_printf("%s/%s", s->dir, file);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

char *sshd_read(const struct sshd *s, const char *file)
{
	autofree char *path = mem_printf("%s/%s", s->dir, file);
	autoerr struct err err = {0};
	char *text = file_read(path, &err);

	return text ? text : mem_strdup("");
}

/* --- connections ------------------------------------------------------------------------------- */

static void become_sshd(const struct sshd *s, int fd)
{
	autofree char *config = mem_printf("%s/sshd_config", s->dir);
	autofree char *log = mem_printf("%s/sshd.log", s->dir);
	sigset_t none;
	int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setsid();
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	close_range(STDERR_FILENO + 1, ~0u, 0);
	execl(SSHD, SSHD, "-i", "-e", "-f", config, (char *)NULL);
	_exit(127);
}

static void connected(void *opaque, int listening, int events)
{
	struct sshd *s = opaque;
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	pid_t pid;

	(void)events;
	assert_true(fd >= 0 && s->n < ARRAY_SIZE(s->pids));
	if (s->deaf) {
		s->deaf_fd = fd;
		return;
	}
	pid = fork();
	if (pid == 0)
		become_sshd(s, fd);
	assert_true(pid > 0);
	s->pids[s->n++] = pid;
	close(fd);
}

static void listen_somewhere(struct sshd *s)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);

	s->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(s->listening >= 0);
	assert_int_equal(bind(s->listening, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(s->listening, 16), 0);
	assert_int_equal(getsockname(s->listening, (struct sockaddr *)&address, &size), 0);
	s->port = ntohs(address.sin_port);
	s->watch = loop_add_fd(s->loop, s->listening, LOOP_READ, connected, s);
}

void sshd_close_port(struct sshd *s)
{
	if (s->listening < 0)
		return;
	loop_remove_fd(s->loop, s->watch);
	close(s->listening);
	s->listening = -1;
}

void sshd_signal(const struct sshd *s, int sig)
{
	/* Of each there may be another that does the work. */
	for (size_t i = 0; i < s->n; i++)
		kill(-s->pids[i], sig);
}

/* --- files ------------------------------------------------------------------------------------- */

void sshd_change_key(const struct sshd *s)
{
	run(s, "rm -f host_key host_key.pub; ssh-keygen -q -t ed25519 -N '' -f host_key");
}

void sshd_set(const struct sshd *s, const char *line)
{
	autofree char *old = sshd_read(s, "sshd_config");
	/* Of two lines the first counts. */
	autofree char *text = mem_printf("%s\n%s", line, old);

	write_new(s, "sshd_config", text, 0600);
}

void sshd_trust(const struct sshd *s)
{
	run(s, "echo \"[127.0.0.1]:%d $(cat host_key.pub)\" >known_hosts", s->port);
}

void sshd_lock_key(const struct sshd *s)
{
	run(s, "ssh-keygen -q -p -P '' -N '" PASSPHRASE "' -f id >/dev/null");
}

void sshd_start(struct sshd *s, struct loop *loop)
{
	char dir[] = "/tmp/test-sshd-XXXXXX";

	*s = (struct sshd){.loop = loop, .dir = mem_strdup(mkdtemp(dir)), .deaf_fd = -1};
	listen_somewhere(s);
	sshd_change_key(s);
	run(s, "ssh-keygen -q -t ed25519 -N '' -f id && cp id.pub authorized_keys && touch known_hosts");

	autofree char *settings = mem_printf("HostKey %s/host_key\nAuthorizedKeysFile %s/authorized_keys\n"
					     "StrictModes no\nUsePAM no\nPermitRootLogin yes\n"
					     "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
					     "PidFile none\n",
					     s->dir, s->dir);
	autofree char *config = mem_printf("Host kvm1\n HostName 127.0.0.1\n Port %d\n User root\n"
					   "Host *\n IdentityFile %s/id\n IdentitiesOnly yes\n IdentityAgent none\n"
					   " UserKnownHostsFile %s/known_hosts\n GlobalKnownHostsFile /dev/null\n",
					   s->port, s->dir, s->dir);
	autofree char *program = mem_printf("#!/bin/sh\nexec ssh -F %s/config \"$@\"\n", s->dir);

	write_new(s, "sshd_config", settings, 0600);
	write_new(s, "config", config, 0600);
	write_new(s, "ssh", program, 0700);
	s->program = mem_printf("%s/ssh", s->dir);
}

void sshd_stop(struct sshd *s)
{
	sshd_close_port(s);
	if (s->deaf_fd >= 0)
		close(s->deaf_fd);
	sshd_signal(s, SIGKILL);
	for (size_t i = 0; i < s->n; i++)
		waitpid(s->pids[i], NULL, 0);
	run(s, "rm -rf %s", s->dir);
	assert_int_equal(chdir("/"), 0);
	free(s->dir);
	free(s->program);
}
