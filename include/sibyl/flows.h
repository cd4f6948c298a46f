/* Internal rates of return of a list of flows in a file. */
#ifndef SIBYL_FLOWS_H
#define SIBYL_FLOWS_H

#include <sibyl/status.h>
#include <stdbool.h>

struct diag;
struct text_buf;

/* Flows as read: in the order of time, those of one time added up.
 *   dated   the file gives dates ("2018-04-05"), else periods (whole numbers from 0)
 *   n       how many times
 *   time    [n] years of 365 days since the first date, or periods since the first
 *   amount  [n] in the file's unit; what comes in is positive
 *   first, last  dates or periods as the file writes them */
#define FLOW_TIME_TEXT 16
struct flow_list {
    bool dated;
    int n;
    double *time, *amount;
    char first[FLOW_TIME_TEXT], last[FLOW_TIME_TEXT];
};

/* Reads a csv file of two columns: date or period, and amount. A first row of words is a header.
 *   file  a regular file of at most 4 MiB and 100,000 rows
 *   diag  receives every fault with its line
 *   out   the caller's on success: flow_list_free()
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (diag holds the faults), SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status flow_list_read(const char *file, struct diag *diag, struct flow_list *out);
void flow_list_free(struct flow_list *flows);

/* Adds what the flows return, in lines of at most 80 columns: what went out and came back, every rate, its status, and
 * where there is no single rate the present values that a decision can rest on instead. Rates are effective: a year of 365
 * days where there are dates, else a period.
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status report_flows(const struct flow_list *flows, struct text_buf *out);

#endif
