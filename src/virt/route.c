// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/route.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "ssh/den.h"
#include "ssh/master.h"
#include "ssh/target.h"
#include "virt/sockets.h"
#include "virt/uri.h"

#define QUESTION_MS 15000 /* a shell there may be slow to begin */
#define AGAIN_MS    5000  /* which began in time before */

struct route {
	struct roads *roads;
	uint32_t number;
	char *name, *uri;
	bool readonly;
	struct route_ops ops;
	enum route_state state;
	struct target target;
	struct master *master;
	char *way;     /* what lanes open; NULL: the URI */
	char *remote;  /* the socket there, and */
	char *local;   /* our end of it; NULL */
	char *program; /* the wrapper; NULL */
	bool patient;  /* on the way to it somebody is asked */
	bool again;    /* the connection stood before: does it still? */
};

struct den *roads_den(struct roads *roads, struct err *err)
{
	if (!roads->den)
		roads->den = den_create(roads->loop, err);
	return roads->den;
}

void roads_clear(struct roads *roads)
{
	den_destroy(take(roads->den));
}

struct route *route_create(struct roads *roads, uint32_t number, const char *name, const char *uri, bool readonly,
			   const struct route_ops *ops)
{
	struct route *r = mem_new(struct route);

	r->roads = roads;
	r->number = number;
	r->name = mem_strdup(name);
	r->uri = mem_strdup(uri);
	r->readonly = readonly;
	r->ops = *ops;
	return r;
}

static void forget_file(char **path)
{
	if (*path)
		unlink(*path);
	free(*path);
	*path = NULL;
}

void route_close(struct route *r)
{
	master_close(take(r->master));
	forget_file(&r->local);
	forget_file(&r->program);
	target_clear(&r->target);
	free(take(r->way));
	free(take(r->remote));
	r->again = false;
	r->state = ROUTE_CLOSED;
}

void route_destroy(struct route *r)
{
	if (!r)
		return;
	route_close(r);
	free(r->name);
	free(r->uri);
	free(r);
}

static void tell(struct route *r, enum route_state state)
{
	if (r->state == state)
		return;
	r->state = state;
	r->ops.changed(r->ops.opaque, state, NULL);
}

/* Of err, which is cleared. */
static void fail(struct route *r, struct err *err)
{
	autoerr struct err why = {0};

	err_move(&why, err);
	route_close(r);
	r->ops.changed(r->ops.opaque, ROUTE_CLOSED, &why);
}

/* ssh has let us in, and nobody listens there: the connection stays, so that a person who has answered for it is not asked
 * again with each try. */
static void rest(struct route *r, struct err *err)
{
	autoerr struct err why = {0};

	err_move(&why, err);
	r->state = ROUTE_CLOSED;
	r->ops.changed(r->ops.opaque, ROUTE_CLOSED, &why);
}

/* --- lanes as sessions --------------------------------------------------------------------------- */

static bool write_all(const char *path, const char *text, struct err *err)
{
	size_t n = strlen(text);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	bool ok = fd >= 0 && write(fd, text, n) == (ssize_t)n;

	if (!ok)
		err_set(err, ERR_FAILED, "%s cannot be written: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

/* libvirt starts one program, without arguments of ours. */
static bool write_program(struct route *r, struct err *err)
{
	autoargv struct argv words = {0};
	autostr struct str text = {0};

	r->program = den_new_path(r->roads->den, 'p');
	master_add_client(r->master, &words);
	str_add(&text, "#!/bin/sh\nexec");
	for (size_t i = 0; i < words.n; i++) {
		str_addc(&text, ' ');
		argv_add_quoted(&text, words.words[i]);
	}
	str_add(&text, " \"$@\"\n");
	return write_all(r->program, str_text(&text), err);
}

static void go_by_sessions(struct route *r)
{
	autoerr struct err err = {0};

	if (!r->program && !write_program(r, &err)) {
		fail(r, &err);
		return;
	}
	forget_file(&r->local);
	free(r->way);
	r->way = uri_over_program(r->uri, r->program);
	log_host(LOG_INFO, r->name, "its lanes are sessions on one ssh connection");
	tell(r, ROUTE_UP);
}

/* Who says how libvirt shall get to the daemon there wants it that way. */
static bool wants_sessions(const struct target *t)
{
	return t->netcat || (t->proxy && !str_equal(t->proxy, "auto"));
}

/* --- lanes over a socket ------------------------------------------------------------------------- */

static void on_forwarded(void *opaque, const struct err *err)
{
	struct route *r = opaque;

	if (err->code != ERR_NONE) {
		log_host(LOG_INFO, r->name, "its socket cannot be forwarded: %s", err->text);
		go_by_sessions(r);
		return;
	}
	r->way = uri_over_socket(r->uri, r->local);
	tell(r, ROUTE_UP);
}

static bool start(struct route *r, struct err *err);

/* Nobody answers over the connection that there is: ssh itself would notice only later. */
static void start_anew(struct route *r)
{
	autoerr struct err err = {0};

	log_host(LOG_INFO, r->name, "ssh does not answer: a new connection is made");
	route_close(r);
	r->state = ROUTE_OPENING;
	if (!start(r, &err))
		fail(r, &err);
}

/* Takes path over. */
static void go_by_socket(struct route *r, char *path)
{
	if (r->way && r->local && str_equal(r->remote, path)) {
		free(path);
		tell(r, ROUTE_UP);
		return;
	}
	free(r->remote);
	r->remote = path;
	forget_file(&r->local);
	free(take(r->way));
	r->local = den_new_path(r->roads->den, 's');
	master_forward(r->master, path, r->local, on_forwarded, r);
}

/* The socket to go by, from what its host tells of those that it has; told is NULL where there is no shell that would.
 * What has been forwarded once is that again. NULL: none, with err set where that is a fault. The caller frees. */
static char *choose(const struct route *r, const char *told, struct err *err)
{
	const struct socket_wish wish = {
		.uri = r->uri,
		.login = r->target.login,
		.socket = r->target.socket,
		.mode = r->target.mode,
		.readonly = r->readonly,
	};

	if (wants_sessions(&r->target))
		return NULL;
	if (told)
		return sockets_choose(&wish, told, err);
	if (r->target.socket)
		return mem_strdup(r->target.socket);
	return r->again && r->local ? mem_strdup(r->remote) : NULL;
}

static void on_sockets(void *opaque, const struct client_answer *answer)
{
	struct route *r = opaque;
	autoerr struct err err = {0};
	bool told = answer->status == 0;

	if (answer->status < 0 && r->again) {
		start_anew(r);
		return;
	}
	/* Who has no shell there, or an odd one, may still have the socket that libvirt itself would try. */
	if (!told)
		log_host(LOG_INFO, r->name, "its sockets cannot be looked for: %s", answer->err);
	char *path = choose(r, told ? answer->out : NULL, &err);

	if (err.code == ERR_NO_DAEMON)
		rest(r, &err);
	else if (err.code != ERR_NONE)
		fail(r, &err);
	else if (path)
		go_by_socket(r, path);
	else
		go_by_sessions(r);
}

/* One question tells where the socket is, or whether what stands still does. */
static void look_around(struct route *r)
{
	if (!r->again && wants_sessions(&r->target))
		go_by_sessions(r);
	else if (!r->again && r->target.socket)
		go_by_socket(r, mem_strdup(r->target.socket));
	else
		master_run(r->master, sockets_question(), r->again ? AGAIN_MS : QUESTION_MS, on_sockets, r);
}

static void on_master(void *opaque, enum master_state state, const struct err *err)
{
	struct route *r = opaque;
	autoerr struct err copy = {0};

	if (r->state == ROUTE_CLOSED && state == MASTER_ENDED) {
		route_close(r); /* it rested: the next try makes another */
		return;
	}
	switch (state) {
	case MASTER_STARTING:
		tell(r, ROUTE_OPENING);
		break;
	case MASTER_ASKING:
		tell(r, ROUTE_ASKING);
		break;
	case MASTER_UP:
		tell(r, ROUTE_OPENING);
		if (r->master)
			look_around(r);
		break;
	case MASTER_ENDED:
		r->patient |= r->master && master_was_hasty(r->master);
		err_set(&copy, err->code, "%s", err->text);
		fail(r, &copy);
		break;
	}
}

/* --- opening ------------------------------------------------------------------------------------- */

static bool start(struct route *r, struct err *err)
{
	struct roads *roads = r->roads;

	if (!uri_driver_is_known(r->uri))
		return err_set(err, ERR_INVALID, "\"%s\" " URI_WANTED, r->uri);
	if (!target_read(r->uri, &r->target, err))
		return false;
	r->target.no_tty |= !roads->desk;
	if (!roads_den(roads, err))
		return false;
	const struct master_order order = {
		.den = roads->den,
		.desk = roads->desk,
		.host = r->number,
		.name = r->name,
		.target = &r->target,
		.patient = r->patient,
		.changed = on_master,
		.opaque = r,
	};
	r->master = master_start(&order);
	return true;
}

bool route_open(struct route *r)
{
	autoerr struct err err = {0};

	if (!r->roads || !target_is_ssh(r->uri)) {
		r->state = ROUTE_UP;
		return true;
	}
	if (r->state == ROUTE_OPENING || r->state == ROUTE_ASKING)
		return false;
	r->again = r->state == ROUTE_UP || (r->master && master_state(r->master) == MASTER_UP);
	r->state = ROUTE_OPENING;
	if (r->again)
		look_around(r);
	else if (!start(r, &err))
		fail(r, &err);
	return false;
}

const char *route_uri(const struct route *r)
{
	return r->way ? r->way : r->uri;
}

bool route_is_narrow(const struct route *r)
{
	return r && r->way && !r->local;
}

bool route_is_ssh(const char *uri)
{
	return target_is_ssh(uri);
}

bool route_add_login(const struct route *r, struct argv *argv, const char *forward)
{
	if (r->state != ROUTE_UP || !r->master)
		return false;
	master_add_client(r->master, argv);
	if (forward) {
		argv_add(argv, "-W");
		argv_add(argv, forward);
	}
	target_add_host(&r->target, argv);
	return true;
}
