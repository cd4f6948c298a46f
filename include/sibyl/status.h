/* What a function that can fail gives back. */
#ifndef SIBYL_STATUS_H
#define SIBYL_STATUS_H

#define MUST_CHECK __attribute__((warn_unused_result))

typedef enum sibyl_status {
    SIBYL_OK = 0,
    SIBYL_ERR_INPUT,       /* the configuration or the command line is wrong; the diagnostics say where */
    SIBYL_ERR_NO_MEMORY,   /* memory ran out */
    SIBYL_ERR_IO,          /* a file could not be read or written */
    SIBYL_ERR_NO_SPACE,    /* no space left where a file was being written */
    SIBYL_ERR_INTERRUPTED, /* somebody asked to stop */
    SIBYL_ERR_INTERNAL,    /* a promise inside the program was broken */
    SIBYL_STATUSES
} status;

/* The status in plain words, without a full stop. */
const char *status_text(status st);

#endif
