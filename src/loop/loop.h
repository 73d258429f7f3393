// SPDX-License-Identifier: GPL-3.0-or-later
/* The one event loop, on libvirt's default implementation. Everything here is for the main thread
 * only and asserts it. Nothing that can wait on a hypervisor may run here. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct loop;

enum { LOOP_READ = 1, LOOP_WRITE = 2, LOOP_HANGUP = 4, LOOP_ERROR = 8 };
typedef void loop_fd_fn(void *opaque, int fd, int events);
typedef void loop_timer_fn(void *opaque);

/* Registers libvirt's event implementation (before any connection is opened) and marks the calling
 * thread as the main one. One per process. */
struct loop *loop_create(void);
void loop_destroy(struct loop *loop);
/* Runs one turn: waits until something happens, and handles it. */
void loop_turn(struct loop *loop);
/* True on the thread that created the loop. Any thread. */
bool loop_is_main_thread(void);

/* Calls fn whenever one of events (LOOP_*) is there. Returns the watch's number; the descriptor stays the
 * caller's. */
int loop_add_fd(struct loop *loop, int fd, int events, loop_fd_fn *fn, void *opaque);
void loop_remove_fd(struct loop *loop, int watch);
/* A timer that is off until it is armed. */
int loop_add_timer(struct loop *loop, loop_timer_fn *fn, void *opaque);
/* Fires once after ms; -1 turns it off. Arming again moves it. */
void loop_arm_timer(struct loop *loop, int timer, int ms);
void loop_remove_timer(struct loop *loop, int timer);
/* How many watches and timers stand registered: 0 before loop_destroy, or something was forgotten.
 */
int loop_registered(const struct loop *loop);
