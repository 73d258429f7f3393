// SPDX-License-Identifier: GPL-3.0-or-later
/* What answers say of the host itself, put into its view. Main thread. */
#pragma once

#include "model/hostview.h"
#include "virt/ask.h"

/* What does not change; taken out of the ask, which has it. Figures may have been there before, and stay. */
void answers_node(struct host_view *view, struct ask *ask);
/* Its CPU and its memory, as far as they were read, and how long a call takes. */
void answers_figures(struct host_view *view, const struct ask *ask);
/* As they are now; what was not read this time is as it was. */
void answers_trend(struct host_view *view);
/* Its version, its capabilities or its huge pages; taken out of the ask. */
void answers_survey(struct host_view *view, struct ask *ask);
