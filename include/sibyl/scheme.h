/* Reading a configuration into a scheme. */
#ifndef SIBYL_SCHEME_H
#define SIBYL_SCHEME_H

#include <sibyl/status.h>

struct scheme;
struct diag;

/* One number or text of the configuration to be changed before it is read: "contracts.Subcontract.terms.0.price", "1650.0"
 * (libconfig syntax: a text in quotes, though a bare word is taken as text where a text is meant). */
struct setting_override {
    const char *path;
    const char *value;
};

/* Reads, overrides, resolves and validates a configuration.
 *   file       path of the configuration
 *   overrides  n_overrides changes, applied in order
 *   diag       receives every fault and note, with file, line and path (base/diag.h)
 *   scheme     *scheme is the caller's on success (scheme_close()), else NULL
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (diag holds the faults), SIBYL_ERR_NO_MEMORY, SIBYL_ERR_IO. */
status scheme_open(const char *file, const struct setting_override *overrides, int n_overrides, struct diag *diag,
                   struct scheme **scheme);
void scheme_close(struct scheme *scheme);

#endif
