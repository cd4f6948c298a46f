/* The pieces of the page on affordability. */
#ifndef SIBYL_REPORT_AFFORD_H
#define SIBYL_REPORT_AFFORD_H

#include "base/text.h"

#include <sibyl/study.h>

#define AFFORD_ROWS 8

/* A row of the table of scenarios: its label, and a scenario's figure in words ("-" where it has none). */
const char *afford_row(int row);
void afford_cell(struct text_buf *out, const struct affordability *f, int row, const struct afford_case *c);

/* How a scenario stands: the worst of its tests, each judged by its interval. */
enum afford_word afford_standing(const struct affordability *f, const struct afford_case *c);

/* Figures in words, no finer than their sampling error. */
void afford_money(struct text_buf *out, const struct affordability *f, const struct estimate *amount);
void afford_chance(struct text_buf *out, const struct estimate *p);
void afford_month(struct text_buf *out, const struct affordability *f, const struct estimate *month);

/* Paragraphs, each followed by an empty line: whether the contract or the loan is the problem; the verdict by test; how deep
 * and how long; the loan's size and the cash that is missing; what the work is worth; where the verdict flips, and the reference class; terms to ask for; who pays what is
 * owed when the contract ends. */
void afford_say_problem(struct text_buf *out, const struct affordability *f);
void afford_say_verdict(struct text_buf *out, const struct affordability *f);
void afford_say_depth(struct text_buf *out, const struct affordability *f);
void afford_say_size(struct text_buf *out, const struct affordability *f);
void afford_say_worth(struct text_buf *out, const struct affordability *f);
void afford_say_flips(struct text_buf *out, const struct affordability *f);
void afford_say_terms(struct text_buf *out, const struct affordability *f);
void afford_say_end(struct text_buf *out, const struct affordability *f);

#endif
