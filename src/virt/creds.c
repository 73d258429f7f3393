// SPDX-License-Identifier: GPL-3.0-or-later
#include "virt/creds.h"

#include <ctype.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arr.h"
#include "base/mem.h"
#include "base/str.h"

#define TEXT_MOST 4096 /* bytes of a question */

/* One thing to know, for all workers that want to. Added by workers, removed on the main thread. */
struct item {
	struct creds *creds;
	enum question_kind kind;
	char *text, *label;
	char *answer;      /* NULL: not known */
	unsigned waiting;  /* workers */
	uint32_t question; /* on the desk; main thread; 0: not there */
};

struct creds {
	/* Main thread. */
	struct loop *loop;
	struct desk *desk;
	uint32_t host;
	char *name;
	int watch;

	pthread_mutex_t lock;
	pthread_cond_t changed; /* for workers */
	/* All below under the lock. */
	int refs;
	int notify; /* eventfd: the desk may have to change; -1: closed */
	bool cancelled;
	struct item **items;
	size_t n, cap;
};

void creds_wipe(char *answer)
{
	if (answer)
		explicit_bzero(answer, strlen(answer));
	free(answer);
}

static void item_free(struct item *item)
{
	creds_wipe(item->answer);
	free(item->text);
	free(item->label);
	free(item);
}

struct creds *creds_ref(struct creds *c)
{
	if (!c)
		return NULL;
	pthread_mutex_lock(&c->lock);
	c->refs++;
	pthread_mutex_unlock(&c->lock);
	return c;
}

void creds_unref(struct creds *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	bool last = --c->refs == 0;
	pthread_mutex_unlock(&c->lock);
	if (!last)
		return;
	for (size_t i = 0; i < c->n; i++)
		item_free(c->items[i]);
	free(c->items);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->changed);
	free(c->name);
	free(c);
}

/* Under the lock. */
static void forget(struct creds *c)
{
	for (size_t i = 0; i < c->n; i++)
		creds_wipe(take(c->items[i]->answer));
}

/* ---- the desk's side ---- */

/* Who cancels may have seen that the answer before was wrong: that one is asked again, too. */
static void on_answer(void *opaque, const char *answer)
{
	struct item *item = opaque;
	struct creds *c = item->creds;

	pthread_mutex_lock(&c->lock);
	item->question = 0;
	if (answer)
		item->answer = mem_strdup(answer);
	else
		forget(c);
	c->cancelled |= !answer;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
}

static void put_to_person(struct creds *c, struct item *item)
{
	autofree char *title = mem_printf("%s asks", c->name);

	item->question = desk_ask(c->desk,
				  &(struct question){.host = c->host,
						     .kind = item->kind,
						     .title = title,
						     .text = item->text,
						     .label = item->label},
				  on_answer, item);
}

/* What is wanted, and by whom; NULL at the end. An item that nobody waits for any more and that is not known is
 * taken out for the caller to free. */
static struct item *next_item(struct creds *c, size_t *i, bool *ret_wanted)
{
	struct item *item = NULL;

	pthread_mutex_lock(&c->lock);
	if (*i < c->n) {
		item = c->items[*i];
		*ret_wanted = item->waiting && !item->answer && !c->cancelled;
		if (item->waiting || item->answer)
			++*i;
		else
			c->items[*i] = c->items[--c->n];
	}
	pthread_mutex_unlock(&c->lock);
	return item;
}

static void withdraw(struct creds *c, struct item *item)
{
	desk_withdraw(c->desk, item->question);
	item->question = 0;
}

/* The desk may call anybody: not under the lock. */
static void on_notify(void *opaque, int fd, int events)
{
	struct creds *c = opaque;
	bool wanted = false;
	eventfd_t count;

	(void)events;
	eventfd_read(fd, &count);
	for (size_t i = 0, before = 0;; before = i) {
		struct item *item = next_item(c, &i, &wanted);

		if (!item)
			return;
		if (wanted && !item->question)
			put_to_person(c, item);
		else if (!wanted && item->question)
			withdraw(c, item);
		if (i == before)
			item_free(item);
	}
}

struct creds *creds_create(struct loop *loop, struct desk *desk, uint32_t host, const char *name)
{
	if (!desk)
		return NULL;

	struct creds *c = mem_new(struct creds);

	c->loop = loop;
	c->desk = desk;
	c->host = host;
	c->name = mem_strdup(name);
	c->refs = 1;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->changed, NULL);
	c->notify = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	c->watch = loop_add_fd(loop, c->notify, LOOP_READ, on_notify, c);
	return c;
}

void creds_close(struct creds *c)
{
	if (!c)
		return;
	loop_remove_fd(c->loop, c->watch);
	pthread_mutex_lock(&c->lock);
	close(c->notify);
	c->notify = -1;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
	for (size_t i = 0; i < c->n; i++) /* none is added any more */
		if (c->items[i]->question)
			withdraw(c, c->items[i]);
	creds_unref(c);
}

void creds_again(struct creds *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->cancelled = false;
	pthread_mutex_unlock(&c->lock);
}

void creds_wake(struct creds *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
}

/* ---- the worker's side; all under the lock ---- */

static struct item *item_of(struct creds *c, const struct creds_wish *wish)
{
	autofree char *text = mem_strndup(wish->text, strnlen(wish->text, TEXT_MOST));

	for (size_t i = 0; i < c->n; i++)
		if (c->items[i]->kind == wish->kind && str_equal(c->items[i]->text, text) &&
		    str_equal(c->items[i]->label, wish->label))
			return c->items[i];

	struct item *item = mem_new(struct item);

	item->creds = c;
	item->kind = wish->kind;
	item->text = take(text);
	item->label = mem_strdup(wish->label);
	*arr_add(c->items, c->n, c->cap) = item;
	return item;
}

static bool may_come(const struct work *work, const struct creds *c)
{
	return c->notify >= 0 && !c->cancelled && !work_cancelled(work);
}

static char *wait_for(struct work *work, struct creds *c, const struct creds_wish *wish)
{
	struct item *item = item_of(c, wish);
	char *answer;

	item->waiting++;
	if (!item->answer)
		eventfd_write(c->notify, 1);
	while (!item->answer && may_come(work, c))
		pthread_cond_wait(&c->changed, &c->lock);
	item->waiting--;
	answer = mem_strdup(item->answer);
	if (!answer && c->notify >= 0)
		eventfd_write(c->notify, 1);
	return answer;
}

static void say_cancelled(const struct creds_wish *wish, bool by_person, struct err *err)
{
	if (!by_person)
		err_set(err, ERR_CANCELLED, "The question was taken back: nobody waited for it any more");
	else if (!wish->label[0])
		err_set(err, ERR_CANCELLED, "You cancelled its question: r in Hosts asks again");
	else
		err_set(err, ERR_CANCELLED, "You cancelled the question for its %c%s: r in Hosts asks again",
			tolower((unsigned char)wish->label[0]), wish->label + 1);
}

char *creds_ask(struct work *work, struct creds *c, const struct creds_wish *wish, struct err *err)
{
	char *answer = NULL;
	bool cancelled;

	work_assert(work);
	if (!c) {
		err_set(err, ERR_AUTH, "It wants an answer, and nobody can be asked here: %s", wish->text);
		return NULL;
	}
	pthread_mutex_lock(&c->lock);
	if (may_come(work, c))
		answer = wait_for(work, c, wish);
	cancelled = c->cancelled;
	pthread_mutex_unlock(&c->lock);
	if (!answer)
		say_cancelled(wish, cancelled, err);
	return answer;
}

void creds_refused(struct creds *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	forget(c);
	if (c->notify >= 0)
		eventfd_write(c->notify, 1);
	pthread_mutex_unlock(&c->lock);
}
