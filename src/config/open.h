/* Reading without judging. */
#ifndef SIBYL_CONFIG_OPEN_H
#define SIBYL_CONFIG_OPEN_H

#include "scheme/scheme.h"
#include <sibyl/scheme.h>

/* Fills a zeroed scheme with what a file and the changes to it say; what must hold between settings scheme_resolve()
 * judges. Arguments as for scheme_open(). Returns SIBYL_OK, SIBYL_ERR_INPUT (diag holds the faults),
 * SIBYL_ERR_NO_MEMORY; scheme_free() in every case. */
MUST_CHECK status config_read(const char *file, const struct setting_override *overrides, int n_overrides,
                              struct diag *diag, struct scheme *scheme);

#endif
