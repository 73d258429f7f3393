// SPDX-License-Identifier: GPL-3.0-or-later
/* Secrets and network filters of the fake; the lock is held. */
#pragma once

#include "model/nwfilters.h"
#include "model/secrets.h"

struct err;
struct fake_host;

struct roster *fake_secrets(struct fake_host *host);
struct secret_value *fake_secret_value(struct fake_host *host, const unsigned char uuid[UUID_SIZE], struct err *err);
struct roster *fake_nwfilters(struct fake_host *host);
