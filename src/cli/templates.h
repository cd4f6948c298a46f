/* The worked configurations, carried in the program so that `sibyl new` works from anywhere. */
#ifndef SIBYL_CLI_TEMPLATES_H
#define SIBYL_CLI_TEMPLATES_H

#include <stddef.h>

struct template {
    const char *name;
    const unsigned char *text;
    size_t size;
};

extern const struct template templates[];
extern const int n_templates;

#endif
