/* What a replayed path is told of clients and evaluation: who came, who started, who achieved what, what was measured. */
#ifndef SIBYL_ENGINE_TRACE_CLIENTS_H
#define SIBYL_ENGINE_TRACE_CLIENTS_H

#include "engine/metrics.h"

/* Tells of one month, after clients and evaluation have walked it and before the books have. */
void tell_happenings(struct trace *t, const struct walk *w, int month);

#endif
