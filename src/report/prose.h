/* Numbers and names in prose: never more digits than the sampling error allows. */
#ifndef SIBYL_REPORT_PROSE_H
#define SIBYL_REPORT_PROSE_H

#include "base/text.h"
#include "report/table.h"
#include "scheme/scheme.h"

#include <sibyl/results.h>
#include <stdbool.h>

/* Adds an amount of the currency's main unit: "£1,234,000", "-£620". The last digit shown is of the size of se (the
 * sampling error; 0: exact, shown to the whole unit, or to the penny below 100). */
void prose_money(struct text_buf *out, const char *symbol, double amount, double se);

/* What a buffer holds: "" when nothing has been added. */
static inline const char *prose_text(const struct text_buf *buf) { return buf->data != NULL ? buf->data : ""; }

/* An amount in pence as one of the currency's main unit. */
double prose_main_unit(money pence);

/* Adds a number with thousands separated, as exact as se allows; `places` decimals at most. */
void prose_number(struct text_buf *out, double number, double se, int places);

/* Adds a fraction per cent: "6.1%", as exact as se allows, one decimal at most (se 0). */
void prose_rate(struct text_buf *out, double rate, double se);

/* Adds a share of paths: "about 12 of 100 paths", "4 to 9 of 100 paths" where sampling tells no more, "none of the 1,000 paths".
 *   ci95  interval of its sampling error */
void prose_share_of_paths(struct text_buf *out, double share, const double ci95[2], int64_t paths);

/* Adds how often something happens: "in about 12 of 100 paths", "in 4 to 9 of 100 paths", "in none of the 1,000
 * paths"; on one path "yes" or "no".
 *   chance  the metric: mean, and ci95 the interval of its sampling error */
void prose_chance(struct text_buf *out, const struct metric *chance);

/* Adds a figure in its unit (an interface's unit; the currency's code is money). */
void prose_figure(struct text_buf *out, const struct results *r, const char *unit, double figure, double se);

/* The cells' kind for an interface's unit. */
enum cell_kind prose_unit_kind(const struct results *r, const char *unit);

/* Adds an interface name as words: "lowest_cash" is "Lowest cash", "irr_of_mean" "IRR of mean". */
void prose_label(struct text_buf *out, const char *name);

/* Adds a text in lines of at most 80 columns, broken at blanks; the first line begins with `first`, the others with
 * `rest`. */
void prose_wrap(struct text_buf *out, const char *first, const char *rest, const char *text);

/* The same with a text put together in a buffer, which is freed; what it lacks for want of memory, `out` lacks. */
void prose_join(struct text_buf *out, const char *first, const char *rest, struct text_buf *words);

/* Frees a buffer that helped to make `out`, which fails if it has. */
void prose_drop(struct text_buf *out, struct text_buf *helper);

/* Adds, where providers behave (scheme/behaviour.h), the sentences that say that all of it is a what-if; else nothing. */
void prose_what_if_words(struct text_buf *out, const struct scheme *s);
/* The same as a paragraph after an empty line. */
void prose_what_if(struct text_buf *out, const struct scheme *s);

/* "commissioner", "special-purpose vehicle", ... */
const char *prose_party_kind(int kind);

/* Adds a month of the scheme as a date: "Apr 2012" for month 1 of a scheme that starts then. */
void prose_month(struct text_buf *out, struct month_of_year start, int month);

/* The same as cells hold it: 12 * year + month - 1. */
double prose_month_number(struct month_of_year start, int month);

#endif
