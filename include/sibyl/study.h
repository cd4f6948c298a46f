/* Questions built on a run: one path told, the value at which a metric meets a target, whether a provider can afford a
 * loan. */
#ifndef SIBYL_STUDY_H
#define SIBYL_STUDY_H

#include <sibyl/run.h>
#include <sibyl/status.h>
#include <stdint.h>

struct scheme;
struct story;
struct text_buf;

/* The path that is worst for a party, by its lowest cash, else by its profit, its loss or what it pays.
 *   scheme, options  what is run, and how; `row` and `user` are not used
 *   party            name
 *   path, metric, value  the path (from 0), the metric that was looked at and what it comes to there
 * Returns SIBYL_OK, SIBYL_ERR_INPUT when no party has the name or nothing is measured of it, or as run_simulate(). */
status study_worst(const struct scheme *scheme, const struct run_options *options, const char *party, int64_t *path,
                   const char **metric, double *value);

/* Walks one path again and keeps all that it is told. *story is the caller's on success: story_free().
 *   options  the seed; the rest is not used
 *   path     from 0; it need not be among those of a run
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status study_story(const struct scheme *scheme, const struct run_options *options, int64_t path, struct story **story);
void story_free(struct story *story);

#endif
