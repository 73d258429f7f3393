// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh/master.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/log.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "model/desk.h"
#include "ssh/child.h"
#include "ssh/den.h"
#include "ssh/door.h"
#include "ssh/prompt.h"
#include "ssh/target.h"
#include "ssh/words.h"

#define LOGIN_MS 30000 /* to get in, without what a person takes to answer; ssh itself knows no such limit */
#define FORWARD_MS 10000
#define SAID_MOST ((size_t)16 * 1024)
#define NOTES_MOST ((size_t)2048)
#define LINE_MOST ((size_t)1024)

/* A question that lies on the desk. */
struct asking {
	struct master *m;
	struct caller *caller;
	uint32_t id;
	struct prompt prompt;
};

/* Something that goes over the connection. */
struct job {
	struct master *m;
	struct client *client;
	client_fn *done;
	void *opaque;
};

/* A socket that is being passed on; it is the opaque of its jobs. */
struct forward {
	struct master *m;
	char *remote, *local;
	int fd; /* a connection through it, for a try; -1: none yet */
	master_forward_fn *done;
	void *opaque;
};

struct master {
	struct den *den;
	struct desk *desk;
	uint32_t host;
	char *name, *login, *path;
	char *program;	      /* ssh, or what stands for it */
	struct argv where;    /* "-- HOST" */
	struct argv locals;   /* sockets that it made here */
	bool silent;	      /* it may ask nothing */
	bool patient;
	bool has_asked; /* a person, anything */
	bool hasty;
	enum master_state state;
	struct child *child; /* NULL: it has ended */
	char token[DOOR_TOKEN_SIZE];
	int timer;
	struct str said; /* its complaints, the last of them; since it is up: since then */
	struct str line; /* that is not ended yet */
	struct str notes; /* what it said since it last asked */
	const char *asked; /* label of the last answered question */
	char *key;	   /* and the key file that it was about */
	struct asking **askings;
	size_t n_askings, cap_askings;
	struct job **jobs;
	size_t n_jobs, cap_jobs;
	struct forward **forwards;
	size_t n_forwards, cap_forwards;
	void (*changed)(void *opaque, enum master_state state, const struct err *err);
	void *opaque;
};

enum master_state master_state(const struct master *m)
{
	return m->state;
}

static void set_state(struct master *m, enum master_state state)
{
	static const struct err none = {0};

	if (m->state == state)
		return;
	m->state = state;
	m->changed(m->opaque, state, &none);
}

/* --- its end ----------------------------------------------------------------------------------- */

static void asking_free(struct asking *a)
{
	struct master *m = a->m;

	for (size_t i = 0; i < m->n_askings; i++)
		if (m->askings[i] == a)
			m->askings[i] = m->askings[--m->n_askings];
	prompt_clear(&a->prompt);
	free(a);
}

static void job_free(struct job *j)
{
	struct master *m = j->m;

	for (size_t i = 0; i < m->n_jobs; i++)
		if (m->jobs[i] == j)
			m->jobs[i] = m->jobs[--m->n_jobs];
	free(j);
}

static void forward_free(struct forward *f)
{
	struct master *m = f->m;

	for (size_t i = 0; i < m->n_forwards; i++)
		if (m->forwards[i] == f)
			m->forwards[i] = m->forwards[--m->n_forwards];
	if (f->fd >= 0)
		close(f->fd);
	free(f->remote);
	free(f->local);
	free(f);
}

static void stop(struct master *m)
{
	while (m->n_askings) {
		desk_withdraw(m->desk, m->askings[0]->id);
		asking_free(m->askings[0]);
	}
	while (m->n_jobs) {
		client_close(m->jobs[0]->client);
		job_free(m->jobs[0]);
	}
	while (m->n_forwards)
		forward_free(m->forwards[0]);
	door_dismiss(den_door(m->den), m->token);
	den_forget(m->den, m);
	loop_arm_timer(den_loop(m->den), m->timer, -1);
	child_close(m->child);
	m->child = NULL;
	unlink(m->path);
	for (size_t i = 0; i < m->locals.n; i++)
		unlink(m->locals.words[i]);
}

/* m may be gone after this. */
static void end(struct master *m, struct err *err)
{
	stop(m);
	m->state = MASTER_ENDED;
	log_host(LOG_DEBUG, m->name, "ssh has ended: %s", err->text);
	m->changed(m->opaque, MASTER_ENDED, err);
	err_clear(err);
}

void master_close(struct master *m)
{
	if (!m)
		return;
	stop(m);
	loop_remove_timer(den_loop(m->den), m->timer);
	argv_clear(&m->where);
	argv_clear(&m->locals);
	str_free(&m->said);
	str_free(&m->line);
	str_free(&m->notes);
	free(m->askings);
	free(m->jobs);
	free(m->forwards);
	free(m->program);
	free(m->name);
	free(m->login);
	free(m->path);
	free(m->key);
	free(m);
}

/* --- what it says ------------------------------------------------------------------------------ */

/* Keeps the end of what is too much. */
static void keep_end(struct str *s, size_t most)
{
	size_t rest = most / 2;

	if (s->len <= most)
		return;
	memmove(s->s, s->s + s->len - rest, rest + 1);
	s->len = rest;
}

static void log_lines(struct master *m, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\0')
			str_addc(&m->line, bytes[i]);
		if (m->line.len && (bytes[i] == '\n' || m->line.len >= LINE_MOST)) {
			log_host(LOG_DEBUG, m->name, "ssh: %s", str_text(&m->line));
			str_clear(&m->line);
		}
	}
}

static void add_text(struct str *s, const char *bytes, size_t n, size_t most)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] != '\r' && bytes[i] != '\0')
			str_addc(s, bytes[i]);
	keep_end(s, most);
}

static void said(void *opaque, bool err, const char *bytes, size_t n)
{
	struct master *m = opaque;

	(void)err;
	add_text(&m->said, bytes, n, SAID_MOST);
	add_text(&m->notes, bytes, n, NOTES_MOST);
	log_lines(m, bytes, n);
}

static void ended(void *opaque, int status)
{
	struct master *m = opaque;
	autoerr struct err err = {0};

	m->child = NULL;
	m->hasty = m->has_asked && !m->patient && strstr(str_text(&m->said), "during banner exchange");
	words_explain(&(struct words_about){.login = m->login,
					    .was_up = m->state == MASTER_UP,
					    .silent = m->silent,
					    .asked = m->asked,
					    .key = m->key,
					    .status = status},
		      str_text(&m->said), &err);
	if (m->hasty) {
		err_clear(&err);
		err_set(&err, ERR_NO_DAEMON, "The way to %s goes through a host that asks, and ssh did not wait for the "
					     "answer: it is asked again, and waits", m->login);
	}
	end(m, &err);
}

static const struct child_ops child_ops = {.said = said, .ended = ended};

/* --- what it asks ------------------------------------------------------------------------------ */

static void goes_on(struct master *m)
{
	if (m->state != MASTER_ASKING || m->n_askings)
		return;
	loop_arm_timer(den_loop(m->den), m->timer, LOGIN_MS);
	set_state(m, MASTER_STARTING);
}

static void cancelled(struct master *m, bool by_no)
{
	autoerr struct err err = {0};

	if (by_no)
		err_set(&err, ERR_CANCELLED, "You did not trust the key of %s: r in Hosts asks again", m->login);
	else
		err_set(&err, ERR_CANCELLED, "You cancelled the question for %s: r in Hosts asks again", m->login);
	end(m, &err);
}

static void answered(void *opaque, const char *given)
{
	struct asking *a = opaque;
	struct master *m = a->m;
	struct caller *caller = a->caller;
	enum question_kind kind = a->prompt.kind;
	const char *answer = prompt_answer(kind, given);
	bool untrusted = kind == QUESTION_HOST_KEY && answer && !str_equal(answer, "yes");

	if (answer && kind != QUESTION_HINT) {
		m->asked = a->prompt.label;
		free(m->key);
		m->key = take(a->prompt.key);
	}
	asking_free(a);
	if (m->state != MASTER_UP && (!answer || untrusted)) {
		cancelled(m, untrusted);
		return;
	}
	/* To a hint nothing is answered: it has been seen. */
	caller_answer(caller, kind == QUESTION_HINT ? NULL : answer);
	goes_on(m);
}

static void asked(void *opaque, struct caller *caller, const char *hint, const char *text)
{
	struct master *m = opaque;
	struct asking *a = mem_new(struct asking);
	autofree char *title = mem_printf("%s asks", m->name);
	struct str whole = {0};

	m->has_asked = true;
	/* What it said before it asked. */
	if (m->child)
		child_drain(m->child);
	a->m = m;
	a->caller = caller;
	prompt_read(hint, text, &a->prompt);
	if (a->prompt.far)
		str_add(&whole, str_text(&m->notes));
	str_add(&whole, a->prompt.text);
	str_clear(&m->notes);
	*arr_add(m->askings, m->n_askings, m->cap_askings) = a;
	a->id = desk_ask(m->desk,
			 &(struct question){.host = m->host,
					    .kind = a->prompt.kind,
					    .title = title,
					    .text = str_text(&whole),
					    .label = a->prompt.label},
			 answered, a);
	str_free(&whole);
	if (m->state != MASTER_STARTING)
		return;
	loop_arm_timer(den_loop(m->den), m->timer, -1);
	set_state(m, MASTER_ASKING);
}

static void left(void *opaque, struct caller *caller)
{
	struct master *m = opaque;

	for (size_t i = 0; i < m->n_askings; i++)
		if (m->askings[i]->caller == caller) {
			desk_withdraw(m->desk, m->askings[i]->id);
			asking_free(m->askings[i]);
			break;
		}
	goes_on(m);
}

static const struct door_ops door_ops = {.asked = asked, .left = left};

/* --- start ------------------------------------------------------------------------------------- */

static void is_up(void *opaque)
{
	struct master *m = opaque;

	loop_arm_timer(den_loop(m->den), m->timer, -1);
	str_clear(&m->said);
	set_state(m, MASTER_UP);
}

static void took_too_long(void *opaque)
{
	struct master *m = opaque;
	autoerr struct err err = {0};

	if (!m->child)
		err_set(&err, ERR_FAILED, "ssh cannot be started now: %s", strerror(EAGAIN));
	else
		err_set(&err, ERR_NO_DAEMON, "%s takes the connection, but does not let anybody in",
			m->login);
	end(m, &err);
}

/* Whatever a person's own settings say, as these are what this connection is. */
static const char *const options[] = {
	"ControlPersist=no",
	"NumberOfPasswordPrompts=1",
	"ServerAliveInterval=5",
	"ServerAliveCountMax=3",
	"LogLevel=INFO",
	"VisualHostKey=no",
	"ClearAllForwardings=yes",
	"ExitOnForwardFailure=no",
	"PermitLocalCommand=no",
	"RemoteCommand=none",
	"StreamLocalBindMask=0177",
};

/* ssh counts what somebody takes to answer a host on the way to the limit of the last one. */
static const char *connect_timeout(const struct master *m)
{
	return m->patient ? "ConnectTimeout=none" : "ConnectTimeout=10";
}

static void add_master(const struct master *m, const struct target *target, struct argv *argv)
{
	target_add_program(target, argv);
	argv_add(argv, "-MNT");
	argv_add(argv, "-S");
	argv_add(argv, m->path);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		argv_add(argv, "-o");
		argv_add(argv, options[i]);
	}
	argv_add(argv, "-o");
	argv_add(argv, connect_timeout(m));
	target_add_host(target, argv);
}

bool master_was_hasty(const struct master *m)
{
	return m->hasty;
}

struct master *master_start(const struct master_order *order)
{
	struct master *m = mem_new(struct master);
	struct loop *loop = den_loop(order->den);
	autoargv struct argv argv = {0};
	autoargv struct argv env = {0};

	m->den = order->den;
	m->desk = order->desk;
	m->host = order->host;
	m->name = mem_strdup(order->name);
	m->login = mem_strdup(order->target->login);
	m->silent = order->target->no_tty;
	m->patient = order->patient;
	m->program = mem_strdup(order->target->command ? order->target->command : "ssh");
	target_add_host(order->target, &m->where);
	m->path = den_new_path(m->den, 'm');
	m->changed = order->changed;
	m->opaque = order->opaque;
	m->timer = loop_add_timer(loop, took_too_long, m);
	if (door_admit(den_door(m->den), &door_ops, m, m->token)) {
		den_add_env(m->den, m->token, &env);
		add_master(m, order->target, &argv);
		m->child = child_start(den_children(m->den), argv.words, env.words, &child_ops, m);
	}
	if (m->child)
		den_await(m->den, m->path, is_up, m);
	loop_arm_timer(loop, m->timer, m->child ? LOGIN_MS : 0);
	return m;
}

/* --- what goes over it ------------------------------------------------------------------------- */

void master_add_client(const struct master *m, struct argv *argv)
{
	/* A person's settings are for connections, and this is none. */
	static const char *const words[] = {
		"-F", "none", "-o", "ControlMaster=no", "-o", "ProxyCommand=/bin/false", "-o", "BatchMode=yes",
	};

	argv_add(argv, m->program);
	argv_add(argv, "-S");
	argv_add(argv, m->path);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		argv_add(argv, words[i]);
}

static void job_done(void *opaque, const struct client_answer *answer)
{
	struct job *j = opaque;
	client_fn *done = j->done;
	void *whose = j->opaque;

	job_free(j);
	done(whose, answer);
}

/* words: between the program's and the host, ended by NULL. */
static void start_job(struct master *m, const char *const words[], const char *command, int limit_ms,
		      client_fn *done, void *opaque)
{
	struct job *j = mem_new(struct job);
	autoargv struct argv argv = {0};

	master_add_client(m, &argv);
	for (; *words; words++)
		argv_add(&argv, *words);
	for (size_t i = 0; i < m->where.n; i++)
		argv_add(&argv, m->where.words[i]);
	if (command)
		argv_add(&argv, command);
	*j = (struct job){.m = m, .done = done, .opaque = opaque};
	*arr_add(m->jobs, m->n_jobs, m->cap_jobs) = j;
	j->client = client_start(m->den, &argv, limit_ms, job_done, j);
}

void master_run(struct master *m, const char *command, int limit_ms, client_fn *done, void *opaque)
{
	static const char *const words[] = {"-T", NULL};

	start_job(m, words, command, limit_ms, done, opaque);
}

/* --- sockets ----------------------------------------------------------------------------------- */

static void forward_ends(struct forward *f, bool open, const char *why)
{
	master_forward_fn *done = f->done;
	void *opaque = f->opaque;
	autoerr struct err err = {0};

	if (!open) {
		unlink(f->local);
		err_set(&err, ERR_NO_DAEMON, "%s does not pass %s on through ssh%s%s%s", f->m->login, f->remote,
			*why ? ". (ssh: " : "", why, *why ? ")" : "");
	}
	forward_free(f);
	done(opaque, &err);
}

/* All that was refused has been told by now. */
static void was_tried(void *opaque, const struct client_answer *answer)
{
	struct forward *f = opaque;
	char byte;
	ssize_t n = recv(f->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	if (answer->status < 0)
		forward_ends(f, false, "it does not answer");
	else
		forward_ends(f, n > 0 || (n < 0 && errno == EAGAIN), "");
}

static bool try_connection(struct forward *f)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(f->local) >= sizeof(address.sun_path))
		return false;
	memcpy(address.sun_path, f->local, strlen(f->local));
	f->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return f->fd >= 0 && connect(f->fd, (struct sockaddr *)&address, sizeof(address)) == 0;
}

/* It is open here whatever the other end says: that shows when somebody connects, in no more time than a
 * command takes there and back. */
static void is_open_here(void *opaque, const struct client_answer *answer)
{
	struct forward *f = opaque;
	autofree char *why = mem_strndup(answer->err, strcspn(answer->err, "\r\n"));

	if (answer->status == 0 && try_connection(f))
		master_run(f->m, "true", FORWARD_MS, was_tried, f);
	else
		forward_ends(f, false, why);
}

static void add_escaped(struct str *out, const char *path)
{
	for (; *path; path++) {
		if (*path == ':' || *path == '\\')
			str_addc(out, '\\');
		str_addc(out, *path);
	}
}

void master_forward(struct master *m, const char *remote, const char *local, master_forward_fn *done,
		    void *opaque)
{
	struct forward *f = mem_new(struct forward);
	autostr struct str both = {0};

	*f = (struct forward){.m = m, .fd = -1, .done = done, .opaque = opaque};
	f->remote = mem_strdup(remote);
	f->local = mem_strdup(local);
	argv_add(&m->locals, local);
	*arr_add(m->forwards, m->n_forwards, m->cap_forwards) = f;
	add_escaped(&both, local);
	str_addc(&both, ':');
	add_escaped(&both, remote);
	/* ssh would not take the place of one that is there. */
	unlink(local);
	start_job(m, (const char *const[]){"-O", "forward", "-L", both.s, NULL}, NULL, FORWARD_MS, is_open_here,
		  f);
}
