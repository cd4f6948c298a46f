#include "base/status.h"

const char *status_text(status st) {
    static const char *const words[SIBYL_STATUSES] = {
        [SIBYL_OK] = "done",
        [SIBYL_ERR_INPUT] = "the input is wrong",
        [SIBYL_ERR_NO_MEMORY] = "out of memory",
        [SIBYL_ERR_IO] = "a file could not be read or written",
        [SIBYL_ERR_NO_SPACE] = "no space left on device",
        [SIBYL_ERR_INTERRUPTED] = "interrupted",
        [SIBYL_ERR_INTERNAL] = "an internal promise was broken",
    };
    return st < SIBYL_STATUSES ? words[st] : "unknown status";
}
