// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"

#define STACK_SIZE 65536
#define WRITE_WAIT_MS 200

/* A signal handler has nowhere else to look. */
static struct {
	volatile sig_atomic_t armed;
	pid_t pid; /* a child of ours does not own the terminal */
	int fd, stderr_fd, flags;
	struct termios settings;
	size_t n;
	char bytes[RESTORE_BYTES];
} restore;

static void restore_now(void)
{
	struct pollfd room = {.fd = restore.fd, .events = POLLOUT};
	ssize_t done = 0;

	if (!restore.armed || restore.pid != getpid())
		return;
	restore.armed = 0;
	for (size_t at = 0; at < restore.n && done >= 0; at += (size_t)done) {
		poll(&room, 1, WRITE_WAIT_MS);
		done = write(restore.fd, restore.bytes + at, restore.n - at);
	}
	tcsetattr(restore.fd, TCSANOW, &restore.settings);
	if (restore.flags >= 0)
		fcntl(restore.fd, F_SETFL, restore.flags);
	if (restore.stderr_fd >= 0)
		dup2(restore.stderr_fd, STDERR_FILENO);
}

/* SA_RESETHAND has put the default back: the signal raised here kills as soon as this returns. */
static void on_crash(int sig)
{
	restore_now();
	raise(sig);
}

#ifdef __SANITIZE_ADDRESS__
/* The sanitizer has the other signals, and says when it is about to report. */
static const int crash_signals[] = {SIGABRT};

void __asan_on_error(void);
void __asan_on_error(void)
{
	restore_now();
}

static void use_own_stack(void)
{
}
#else
static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

/* A stack that overflowed cannot run the handler. */
static void use_own_stack(void)
{
	stack_t stack = {.ss_sp = mem_new_array(1, STACK_SIZE), .ss_size = STACK_SIZE};

	sigaltstack(&stack, NULL);
}
#endif

static void install(void)
{
	struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_RESETHAND | SA_ONSTACK};

	use_own_stack();
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_SIZE(crash_signals); i++)
		sigaction(crash_signals[i], &action, NULL);
	atexit(restore_now);
}

void restore_arm(int fd, const char *bytes, size_t n, const struct termios *settings, int stderr_fd,
		 int flags)
{
	static bool installed;

	restore.armed = 0;
	if (!installed)
		install();
	installed = true;
	restore.pid = getpid();
	restore.fd = fd;
	restore.stderr_fd = stderr_fd;
	restore.flags = flags;
	restore.settings = *settings;
	restore.n = n < sizeof(restore.bytes) ? n : sizeof(restore.bytes);
	memcpy(restore.bytes, bytes, restore.n);
	restore.armed = 1;
}

void restore_disarm(void)
{
	restore.armed = 0;
}
