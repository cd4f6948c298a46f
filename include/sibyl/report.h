/* Reports: results as files for people and scripts, and in plain words. */
#ifndef SIBYL_REPORT_H
#define SIBYL_REPORT_H

#include <sibyl/results.h>
#include <sibyl/status.h>
#include <sibyl/study.h>
#include <stdio.h>

struct scheme;
struct story;
struct text_buf;

/* For whom a workbook is, and what it answers.
 *   for_party  name of a party of the scheme: the book holds only what it may see; NULL: everything
 *   afford     whether a provider can afford its contracts and a loan: a sheet of its own; NULL: not asked
 *   libraries  what the book is to say of the libraries that made it; NULL: those in use */
struct report_options {
    const char *for_party;
    const struct affordability *afford;
    const char *libraries;
};

/* Whether a workbook with these options (NULL: everybody's) has live sheets, for which its run must have made the twin. */
bool report_is_live(const struct report_options *options);

/* What of a contract's expected entitlement falls due after the scheme's last month.
 *   contract  its name
 *   share     share of all that it is expected to earn, 0 ... 1
 *   months    the least number of months of the scheme at which the share is negligible; 0: not known */
struct after_end {
    const char *contract;
    double share;
    int months;
};

/* Writes the results file (JSON, schema sibyl-results/1), the monthly series as CSV, or the workbook (xlsx).
 *   scheme   what was run: names, assumptions, contracts
 *   results  what came out
 *   options  for whom (workbook alone); NULL: everybody
 *   path     the file; it is written under a temporary name in the same folder, checked, and then renamed, so that
 *            the file of that name is always whole; its bytes depend on scheme, results and options alone
 *   reason   on failure one line in plain words is added, without a line break
 * Returns SIBYL_OK, SIBYL_ERR_IO, SIBYL_ERR_NO_SPACE, SIBYL_ERR_NO_MEMORY, or SIBYL_ERR_INPUT when options names no party. */
status report_write_json(const struct scheme *scheme, const struct results *results,
                         const struct report_options *options, const char *path, struct text_buf *reason);
status report_write_csv(const struct scheme *scheme, const struct results *results,
                        const struct report_options *options, const char *path, struct text_buf *reason);
status report_write_xlsx(const struct scheme *scheme, const struct results *results,
                         const struct report_options *options, const char *path, struct text_buf *reason);

/* The same JSON or CSV to an open stream, which is flushed and left open. Returns SIBYL_OK, SIBYL_ERR_IO (errno says
 * why), SIBYL_ERR_NO_MEMORY. */
status report_print_json(const struct scheme *scheme, const struct results *results, FILE *out);
status report_print_csv(const struct scheme *scheme, const struct results *results, FILE *out);

/* Adds the summary of a run in plain words, lines of at most 80 columns.
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status report_summary(const struct scheme *scheme, const struct results *results, struct text_buf *out);

/* Adds the scheme as understood, lines of at most 80 columns where names allow: parties, the tree of contracts with
 * their terms in words, the timeline, commitments, inputs, and what falls after the end.
 *   n_after, after  contracts some of whose entitlement falls due too late; 0 and NULL: none, or not known
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status report_check(const struct scheme *scheme, int n_after, const struct after_end *after, struct text_buf *out);

/* Adds one path told month by month, lines of at most 80 columns where names allow.
 *   options  for whom: only lines that concern this party; NULL: all
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status report_story(const struct scheme *scheme, const struct story *story, const struct report_options *options,
                    struct text_buf *out);

/* Adds the answer of a solve in words, lines of at most 80 columns where names allow: each value at which the target is
 * met, rounded as sampling error allows, what the metric is there, and where it was looked for.
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status report_solve(const struct solve_request *request, const struct solve_answer *answer, struct text_buf *out);
/* The same as JSON (schema sibyl-solve/1) to an open stream. Returns SIBYL_OK, SIBYL_ERR_IO, SIBYL_ERR_NO_MEMORY. */
status report_print_solve(const struct solve_request *request, const struct solve_answer *answer, FILE *out);

/* Adds the answer to "can this provider afford it" as one page of plain words, lines of at most 80 columns where names
 * allow. scheme: the configuration that was asked about. Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status report_afford(const struct affordability *f, const struct scheme *scheme, struct text_buf *out);

/* The same as JSON (schema sibyl-afford/1) to an open stream: money in the currency's main unit, probabilities and shares
 * as fractions, months counted from 1. Returns SIBYL_OK, SIBYL_ERR_IO (errno says why), SIBYL_ERR_NO_MEMORY. */
status report_print_afford(const struct affordability *f, const struct scheme *scheme, FILE *out);

/* Adds why a path was chosen: of so many paths it is the worst for a party, by a metric in the currency's main unit. */
void report_worst(const struct scheme *scheme, int64_t paths, const char *party, const char *metric, double value,
                  struct text_buf *out);

/* Adds the reference of all keys of a configuration, as Markdown, from the tables that the reader uses.
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status report_keys(struct text_buf *out);

/* Adds every payment mechanism and every condition of a contract with all parameters (what may be written, range, unit,
 * default, meaning), in lines of at most 80 columns, from the same tables. Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status report_mechanisms(struct text_buf *out);

#endif
