#include "scheme/term/price.h"

#include "scheme/condition.h"
#include "scheme/resolve.h"

#include <string.h>

int contract_year(const struct contract *c, int month) {
    return month > c->from ? (month - c->from) / MONTHS_IN_YEAR : 0;
}

bool contract_year_begins(const struct contract *c, int month) {
    return month >= c->from && (month - c->from) % MONTHS_IN_YEAR == 0;
}

static KERNEL void multiply(const double *restrict by, double *restrict amount) {
    for (int l = 0; l < LANES; l++)
        amount[l] *= by[l];
}

static KERNEL void multiply_by_one_plus(const double *restrict rate, double *restrict amount) {
    for (int l = 0; l < LANES; l++)
        amount[l] *= 1 + rate[l];
}

void price_index_of_year(const struct contract *c, const struct term *t, const double (*q)[LANES], int year,
                         double index[LANES]) {
    for (int l = 0; l < LANES; l++)
        index[l] = 1;
    for (int y = 0; y < year && c->indexation != NONE; y++)
        multiply_by_one_plus(q[c->indexation], index);
    if (t)
        conditions_scale(c, t, year, q, index);
}

void price_raise(const struct term_view *view, const double index[LANES], int local, double amount[LANES]) {
    multiply(index, amount);
    if (local != NONE)
        multiply(view->q[local], amount);
}

bool price_names_group(const struct by_group *price, int group) {
    return price->quantity && price->quantity[group] != NONE;
}

static KERNEL void add(const double *restrict count, double *restrict sum) {
    for (int l = 0; l < LANES; l++)
        sum[l] += count[l];
}

static KERNEL void add_product(const double *restrict a, const double *restrict b, double *restrict sum) {
    for (int l = 0; l < LANES; l++)
        sum[l] += a[l] * b[l];
}

static KERNEL void add_product_of_three(const double *restrict a, const double *restrict b, const double *restrict c,
                                        double *restrict sum) {
    for (int l = 0; l < LANES; l++)
        sum[l] += a[l] * b[l] * c[l];
}

void price_count(const struct term_view *view, const struct by_group *price, const struct count_grid *grid, int month,
                 double count[LANES]) {
    memset(count, 0, sizeof(double[LANES]));
    for (int g = 0; g < grid->n_groups; g++)
        for (int i = 0; (!price || price_names_group(price, g)) && i < view->contract->n_parts; i++)
            add(count_at(grid, month, view->contract->part[i], g), count);
}

/* A group's counts of a month, over the contract's parts. */
static void sum_group(const struct term_view *view, const struct count_grid *grid, int group, double sum[LANES]) {
    memset(sum, 0, sizeof(double[LANES]));
    for (int i = 0; i < view->contract->n_parts; i++)
        add(count_at(grid, view->month, view->contract->part[i], group), sum);
}

void price_results(const struct term_view *view, const struct by_group *price, const struct count_grid *counted,
                   const struct count_grid *billed, struct priced *out) {
    memset(out, 0, sizeof *out);
    for (int g = 0; g < counted->n_groups; g++) {
        double of_group[LANES];
        if (!price_names_group(price, g))
            continue;
        sum_group(view, counted, g, of_group);
        add(of_group, out->count);
        if (billed->data != counted->data)
            sum_group(view, billed, g, of_group);
        add_product(view->q[price->quantity[g]], of_group, out->base);
    }
}

static void add_weight(const double *count, const double *price, const double *scale, double *weight) {
    if (price && scale)
        add_product_of_three(count, price, scale, weight);
    else if (price || scale)
        add_product(count, price ? price : scale, weight);
    else
        add(count, weight);
}

void price_weights(const struct term_view *view, const struct by_group *price, const struct count_grid *grid, int month,
                   const double *scale, double *weight) {
    for (int i = 0; i < view->contract->n_parts; i++)
        for (int g = 0; g < grid->n_groups; g++) {
            if (price && !price_names_group(price, g))
                continue;
            add_weight(count_at(grid, month, view->contract->part[i], g), price ? view->q[price->quantity[g]] : NULL,
                       scale, weight + ((size_t)i * (size_t)grid->n_groups + (size_t)g) * LANES);
        }
}

/* Written as (base * within + marginal * base * past) / count, so that with whole counts and one price the products are
 * exact and the division gives back whole pence. What is billed where nothing is counted (clients coded as a group that is
 * priced, of one that is not) lies on the side of the threshold that the year has reached. */
static KERNEL void past_threshold(const double *restrict count, const double *restrict base, double threshold,
                                  double marginal, double *restrict before, double *restrict gain) {
    for (int l = 0; l < LANES; l++) {
        double n = count[l];
        double room = threshold > before[l] ? threshold - before[l] : 0;
        double within = n < room ? n : room;
        double split = (base[l] * within + marginal * (base[l] * (n - within))) / (n > 0 ? n : 1);
        double whole = room > 0 ? base[l] : marginal * base[l];
        gain[l] = n > 0 ? split : whole;
        before[l] += n;
    }
}

double *price_year_to_date(const struct term_view *view, int i) {
    double *to_date = view->state[i];
    if (contract_year_begins(view->contract, view->month))
        memset(to_date, 0, sizeof *view->state);
    return to_date;
}

uint64_t price_spent(const struct term_view *view, double number, bool by_year) {
    const double guard = 1e-9; /* sums of expectations may fall short by so much */
    uint64_t lanes = 0;
    if (by_year && contract_year_begins(view->contract, view->month + 1))
        return 0;
    for (int l = 0; l < LANES; l++)
        lanes |= (uint64_t)(view->state[0][l] >= number - guard) << l;
    return lanes;
}

void price_past_threshold(const struct term_view *view, const struct priced *p, double threshold, double marginal,
                          double gain[LANES]) {
    if (threshold == NOT_GIVEN)
        memcpy(gain, p->base, sizeof p->base);
    else
        past_threshold(p->count, p->base, threshold, marginal, price_year_to_date(view, 0), gain);
}

void price_check_groups(const struct scheme *s, const struct term *t, const struct by_group *price, struct diag *diag) {
    for (int g = 0; g < s->groups.n; g++)
        if (price_names_group(price, g))
            return;
    fault_add(diag, &t->place, "price", "names no group; nothing would ever be paid");
}

void price_check_threshold(const struct term *t, double threshold, double marginal, struct diag *diag) {
    if (threshold != NOT_GIVEN && marginal == NOT_GIVEN)
        fault_add(diag, &t->place, "threshold",
                  "is given without marginal, the share of the price that is paid past it; 0 is a ceiling");
    if (threshold == NOT_GIVEN && marginal != NOT_GIVEN)
        fault_add(diag, &t->place, "marginal", "is given without threshold, the number past which it holds");
}
