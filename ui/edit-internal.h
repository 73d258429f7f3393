// SPDX-License-Identifier: GPL-3.0-or-later
/* What ui/edit.c and its dialogs share. */
#pragma once

#include "base/err.h"
#include "model/kinds.h"
#include "ui/edit.h"
#include "xml/doc.h"

enum edit_stage {
	EDIT_RESTS, /* a draft lies there, or a dialog is open */
	EDIT_READS,
	EDIT_TYPES, /* the editor runs */
	EDIT_DEFINES,
};

/* One thing that is edited. Texts are its own. */
struct edit {
	struct app *app;
	const struct action *action;
	const struct kind *kind;
	enum verb verb; /* the kind's edit; for what is new its define or create */
	struct obj_id id; /* the thing's; for what is new the host's */
	char *name;   /* the thing's; for what is new that of its file */
	char *file;   /* it is not known yet whether there is such a thing: its name when there is none; NULL */
	bool looks;   /* what is new is looked at before it is made */
	char *before; /* as it was read; NULL for what is new */
	char *stood;  /* the version of the history that is brought back: what is in it was there before; NULL */
	char *given;  /* of what was not read: the text to begin with; NULL */
	char *draft;  /* NULL: there is none yet */
	bool typed;   /* the draft is the editor's: it is not lost without a word */
	char *theirs; /* what somebody else has made of it meanwhile; NULL */
	char *refusal; /* libvirt's words for the draft; NULL */
	bool invalid;  /* it was validation that refused */
	bool unknown;  /* the connection broke: it may have been defined all the same */
	bool unchecked; /* not to be validated */
	int line; /* of the draft, where the editor is to begin; 0: anywhere */
	enum edit_stage stage;
	int64_t key_ns; /* when the key was pressed that asked for what is under way, and how many floats were open */
	size_t floats;
	void (*ready)(struct edit *e); /* what is to be seen of it next, once it is asked for again; NULL */
	struct editor *editor; /* NULL: none */
};

/* What the buttons do; opaque is the edit. */
void edit_again(struct app *app, void *opaque);
void edit_save_draft(struct app *app, void *opaque);
void edit_throw_away(struct app *app, void *opaque);
void edit_leave(struct app *app, void *opaque);
void edit_define(struct app *app, void *opaque);
void edit_define_unchecked(struct app *app, void *opaque);
void edit_merge(struct app *app, void *opaque);
void edit_again_merged(struct app *app, void *opaque);
void edit_take_mine(struct app *app, void *opaque);
void edit_take_theirs(struct app *app, void *opaque);

/* The request that would define the draft; its texts are the edit's. */
struct request edit_request(const struct edit *e);
/* "web on kvm1" */
char *edit_where(const struct edit *e);

/* The dialogs (ui/edit-dialogs.c). */
void edit_show_broken(const struct edit *e, const char *why);
void edit_show_review(const struct edit *e);
void edit_show_refused(const struct edit *e);
void edit_show_changed(const struct edit *e);
/* True when there was something to show: what libvirt dropped or changed of what was sent. */
bool edit_show_kept(const struct edit *e, const char *kept);
/* There is something to be said of the draft before it is defined. */
bool edit_has_warnings(const struct edit *e);
