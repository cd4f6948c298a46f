/* The numbers that a configuration gives, for the list of assumptions. */
#ifndef SIBYL_CONFIG_INPUTS_H
#define SIBYL_CONFIG_INPUTS_H

#include "config/reader.h"

/* A new, zeroed input at the end of the scheme's; NULL when there is no memory left. */
struct input *input_new(struct reader *r);

/* Notes a certain number as given by the file, and gives the note (NULL when there is no memory left). */
struct input *input_add(struct reader *r, const struct param *param, const struct node *value, const char *path,
                        double number);

/* Joins `sources` to the inputs that they name. */
void inputs_join_sources(struct reader *r);

#endif
