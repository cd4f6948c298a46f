#include "cli/signals.h"

#include <signal.h>
#include <unistd.h>

#define SIGNAL_BASE 128

/* A signal handler has nothing else to speak to. */
static atomic_bool stop;
static atomic_int caught;

static void on_signal(int number) {
    if (atomic_load(&stop))
        _exit(SIGNAL_BASE + number);
    atomic_store(&caught, number);
    atomic_store(&stop, 1);
}

const atomic_bool *signals_watch(void) {
    struct sigaction act = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
    return &stop;
}

int signals_caught(void) { return atomic_load(&caught); }

int signals_exit_status(void) { return SIGNAL_BASE + atomic_load(&caught); }
