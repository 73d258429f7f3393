// SPDX-License-Identifier: GPL-3.0-or-later
/* Hypervisors that are not there: conn, event, scan, node, domain and guest of src/virt, replaced at link
 * time.
 *
 *   fake:///NAME?domains=25&delay_ms=10&...
 *
 * domains=N (12)       how many; always the same ones for a NAME
 * transient=N (0)      so many of them have no definition, the first that are not off
 * hostile=1            some more, with names that try to hurt
 * open_delay_ms=MS     opening takes so long
 * open_error=WORD      opening fails: auth, denied, nodaemon, lost, invalid, failed; open_text= says why
 * password=TEXT        opening asks for it, asks= with what words; user=TEXT: for that name before
 * key=1                opening asks whether to trust its key, in the words of asks=
 * delay_ms=MS          every call takes so long
 * hang=1               every call blocks from the beginning, see fake_stall()
 * job_ms=MS            saving and dumping take so long, with progress
 * shutdown_ms=MS (30)  how long a guest takes to shut down; acpi=ignore: it never does
 * shared=1             all work must go over one connection
 * bulk=0               no bulk statistics; bulk=bare: the call is there, with no figures in it
 *
 * Figures stand on a clock of their own, 2 s from one call to the next: rates are always the same.
 * All hosts live as long as the process. Any thread. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "model/snapshot.h"

/* Every call on the host blocks, until it is turned off again or the connection is cut. */
void fake_stall(const char *host, bool on);
/* From now on every call takes so long. */
void fake_delay(const char *host, int ms);
/* Only this call blocks; NULL: none does. */
void fake_hold(const char *host, const char *call);
/* Waits until a call blocks: not for the thread that asks for it. */
void fake_await_held(const char *host);
/* All connections break; new ones can be opened. */
void fake_disconnect(const char *host);
/* From now on opening fails; ERR_NONE: works again. */
void fake_refuse(const char *host, enum err_code code, const char *text);
/* From now on this is what it has to be answered when it asks. */
void fake_password(const char *host, const char *password);
/* The next call of this function of src/virt fails: "domain_do", "scan_domains" ... "read_back": of what was
 * defined as a secret or filter nothing is told. */
void fake_fail_next(const char *host, const char *call, enum err_code code, const char *text);
/* The next call of this function is one that the driver does not have; NULL: the next verb. */
void fake_lack(const char *host, const char *call);
/* Changes are not told by events any more. */
void fake_mute(const char *host, bool on);

/* False: there is no such domain. */
bool fake_set_state(const char *host, const char *domain, enum domain_state state, int reason);
bool fake_undefine(const char *host, const char *domain);
/* Its QEMU does not answer: the next call that asks it blocks, later ones leave it out. */
bool fake_hangs(const char *host, const char *domain, bool on);
/* Asking its agent blocks. */
bool fake_agent_hangs(const char *host, const char *domain, bool on);
/* word: "differs", "snapshots" (no event tells it), "agent" (whether it is there): "no" or anything else;
 * "os", "tags", "macs", "nets", "pools", "description" (| ends a line): what its definition says. False, too, when the word is none of these. */
bool fake_set(const char *host, const char *domain, const char *word, const char *text);
bool fake_counter_reset(const char *host, const char *domain);
/* False: there is no such domain. */
bool fake_uuid(const char *host, const char *domain, unsigned char ret_uuid[UUID_SIZE]);
/* A new one, off. */
void fake_define(const char *host, const char *domain);

/* How often this function was called, failed and blocked calls included. */
unsigned fake_calls(const char *host, const char *call);
/* How many domain_do() there were at once, at most. */
unsigned fake_most_doing(const char *host);
/* How full its storage pool is, from 0 to 100. */
void fake_fill_pool(const char *host, unsigned percent);
/* Another pool that is not started, of ext4 on /dev/sdb1 where its type is "fs"; a type "transient": a directory, runs,
 * and has no definition. Nothing tells of it. */
void fake_new_pool(const char *host, const char *name, const char *type, const char *path);
/* A network that runs and has no definition. Nothing tells of it. */
void fake_new_network(const char *host, const char *name);
/* Connections that are open. */
unsigned fake_open_connections(const char *host);

/* For tests/fake/control.c: reads commands from the FIFO that VIRTTY_FAKE_CONTROL names, if any, on
 * a thread of its own. One a line:
 *
 *   stall HOST on|off                     mute HOST on|off
 *   disconnect HOST                       refuse HOST auth|denied|...|none [TEXT]
 *   state HOST DOMAIN running|paused|off|crashed|asleep [REASON]
 *   define HOST NAME                      undefine HOST NAME
 *   fail HOST CALL [TEXT]                 reset HOST DOMAIN
 *   lack HOST [CALL]                      see fake_lack()
 *   delay HOST MS                         see fake_delay()
 *   password HOST TEXT
 *   touch FILE                            makes it: all lines before have been taken
 *   hold HOST CALL|none                   agent HOST DOMAIN hangs|answers
 *   qemu HOST DOMAIN hangs|answers           pool HOST PERCENT
 *   newpool HOST NAME TYPE PATH              see fake_new_pool()
 *   newnetwork HOST NAME                     see fake_new_network()
 *   set HOST DOMAIN WORD TEXT             see fake_set() */
void fake_control_start(void);
/* One such line; false when it is none. */
bool fake_control_line(const char *line);
/* ERR_NONE for an unknown word and for "none". */
enum err_code fake_error_code(const char *word);
