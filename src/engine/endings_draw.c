/* Endings by chance and by results: closures, renewals and reviews (rules 31, 32 and 75). */
#include "engine/books.h"

#include "base/elementary.h"
#include "random/philox.h"

#include <string.h>

#define MONTHS_A_YEAR 12
/* Cells of a contract's own stream. */
enum { CELL_CLOSURE = 0, CELL_RENEWAL = 1 };
/* A ratio that falls short by no more than this of the denominator is a tie. */
#define TIE 1e-9

static void draw(const struct books *b, int contract, int month, int cell, double u[LANES]) {
    uint32_t stream = scheme_stream(b->scheme->contracts.items[contract].place.path, NULL, NULL);
    philox_uniforms(b->block->seed, b->block->first_path, stream, philox_draw(month, cell), u);
}

/* A month's probability given a year's: 1 - (1 - h)^(1/12). */
static double month_of_hazard(double h) { return h >= 1 ? 1 : h <= 0 ? 0 : 1 - elem_pow(1 - h, 1.0 / MONTHS_A_YEAR); }

/* ---- Closure and renewal ---- */

static void draw_closure(struct books *b, int contract, int month) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    const double *hazard = b->draws->q[c->closure];
    double u[LANES];
    uint64_t closed = 0;
    draw(b, contract, month, CELL_CLOSURE, u);
    for (int i = 0; i < LANES; i++)
        closed |= (uint64_t)(u[i] < month_of_hazard(hazard[i])) << i;
    endings_request(b, contract, closed, month, &c->termination, ENDING_CLOSURE);
}

/* Whether a contract goes on from month `from` on is drawn for that month, and known when the month before begins: its last
 * if renewal is refused. */
static void draw_renewal(struct books *b, int contract, int from) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    const double *goes_on = b->draws->q[c->renewal.probability];
    double u[LANES];
    uint64_t refused = 0;
    draw(b, contract, from, CELL_RENEWAL, u);
    for (int i = 0; i < LANES; i++)
        refused |= (uint64_t)(u[i] >= goes_on[i]) << i;
    endings_request(b, contract, refused, from - 1, NULL, ENDING_RENEWAL);
}

static bool renews(const struct contract *c, int month) {
    return c->endings & 1u << ENDING_RENEWAL && month > c->from && month <= c->to &&
           (month - c->from) % c->renewal.every == 0;
}

void endings_draw(struct books *b, int month) {
    if (!b->endings.possible || !b->block->drawn)
        return;
    for (int k = 0; k < b->scheme->contracts.n; k++) {
        const struct contract *c = &b->scheme->contracts.items[k];
        bool over = b->endings.contract[k].view.ended == UINT64_MAX;
        if (!over && c->endings & 1u << ENDING_CLOSURE && month >= c->from && month <= c->to)
            draw_closure(b, k, month);
        if (!over && renews(c, month + 1))
            draw_renewal(b, k, month + 1);
    }
}

/* ---- Reviews ---- */

/* Adds what a contract counts of a provider's starts or outcomes from month 1 to `month`. */
static void add_counts(const struct books *b, int contract, int provider, int outcome, int month, double sum[LANES]) {
    const struct evaluation *e = b->evaluation;
    const struct count_grid *grid =
        outcome == START ? &e->counted_starts[contract] : &e->counted[contract * b->scheme->outcomes.n + outcome];
    for (int m = 1; m <= month; m++) {
        for (int g = 0; g < b->scheme->groups.n; g++) {
            const double *count = count_at(grid, m, provider, g);
            for (int i = 0; i < LANES; i++)
                sum[i] += count[i];
        }
    }
}

/* Counts of the providers of a contract; of a bond's, each as the first contract that pays its spv counts it. */
static void count_contract(const struct books *b, int contract, int outcome, int month, double sum[LANES]) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    for (int i = 0; i < c->n_parts; i++)
        add_counts(b, contract, c->part[i], outcome, month, sum);
}

static int first_to_count(const struct scheme *s, int spv, int provider) {
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        for (int i = 0; contract->payee == spv && i < contract->n_parts; i++) {
            if (contract->part[i] == provider)
                return c;
        }
    }
    return NONE;
}

static void count_bond(const struct books *b, int bond, int outcome, int month, double sum[LANES]) {
    int spv = b->scheme->bonds.items[bond].spv;
    for (int p = 0; p < b->scheme->n_providers; p++) {
        int contract = first_to_count(b->scheme, spv, p);
        if (contract != NONE)
            add_counts(b, contract, p, outcome, month, sum);
    }
}

static void tell_review(const struct books *b, int contract, double count, double per, const struct review *r) {
    struct trace_line line = trace_of_contract(TRACE_FAILURE, contract, NONE, "review");
    trace_count(&line, "counted", count);
    trace_count(&line, "of", per);
    trace_count(&line, "goes on with", r->below * per);
    trace_tell(b->trace, &line);
}

/* Lanes in which the ratio is below the review's; nothing of nothing is 0. */
static uint64_t too_low(const double count[LANES], const double per[LANES], double below) {
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++) {
        bool low = per[i] > 0 ? count[i] < (below - TIE) * per[i] : below > 0;
        lanes |= (uint64_t)low << i;
    }
    return lanes;
}

static void review_contract(struct books *b, int contract, const struct review *r) {
    double count[LANES] = {0}, per[LANES] = {0};
    count_contract(b, contract, r->count, r->month, count);
    count_contract(b, contract, r->per, r->month, per);
    if (b->trace)
        tell_review(b, contract, count[TRACE_LANE], per[TRACE_LANE], r);
    endings_request(b, contract, too_low(count, per, r->below), r->month,
                    &b->scheme->contracts.items[contract].termination, ENDING_REVIEW);
}

static void review_bond(struct books *b, int bond, const struct review *r) {
    double count[LANES] = {0}, per[LANES] = {0};
    count_bond(b, bond, r->count, r->month, count);
    count_bond(b, bond, r->per, r->month, per);
    uint64_t low = too_low(count, per, r->below);
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        const struct contract *contract = &b->scheme->contracts.items[c];
        if (contract->payee != b->scheme->bonds.items[bond].spv)
            continue;
        if (b->trace)
            tell_review(b, c, count[TRACE_LANE], per[TRACE_LANE], r);
        endings_request(b, c, low, r->month, &contract->termination, ENDING_INVESTOR);
    }
}

void endings_judged(struct books *b) {
    for (int c = 0; c < b->scheme->contracts.n && b->endings.possible; c++) {
        if (b->earnings.ends[c])
            endings_request(b, c, b->earnings.ends[c], b->month, &b->scheme->contracts.items[c].termination,
                            ENDING_PERFORMANCE);
    }
}

void endings_review(struct books *b, int month) {
    if (!b->endings.possible || !b->block->drawn)
        return;
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        const struct contract *contract = &b->scheme->contracts.items[c];
        for (int i = 0; i < contract->review.n; i++) {
            if (contract->review.items[i].month == month)
                review_contract(b, c, &contract->review.items[i]);
        }
    }
    for (int k = 0; k < b->scheme->bonds.n; k++) {
        const struct bond *bond = &b->scheme->bonds.items[k];
        for (int i = 0; i < bond->review.n; i++) {
            if (bond->review.items[i].month == month)
                review_bond(b, k, &bond->review.items[i]);
        }
    }
}
