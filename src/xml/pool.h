// SPDX-License-Identifier: GPL-3.0-or-later
/* What is needed of a storage pool's XML (formatstorage). Any thread. */
#pragma once

/* The directory that its volumes are files of; NULL for other pools, and for what is no XML. The caller frees. */
char *pool_directory(const char *xml);
