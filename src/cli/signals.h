/* Signals: the first asks the run to stop, the second ends the program at once. */
#ifndef SIBYL_CLI_SIGNALS_H
#define SIBYL_CLI_SIGNALS_H

#include <stdatomic.h>

/* Begins to watch; returns the flag that a signal sets. */
const atomic_bool *signals_watch(void);
int signals_caught(void);
/* 128 + the signal's number. */
int signals_exit_status(void);

#endif
