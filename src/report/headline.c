#include "report/headline.h"

#include "base/text.h"
#include "report/prose.h"
#include "report/terms.h"
#include "scheme/ending.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* The 5 % and 95 % points and the median among the quantiles that are kept. */
enum { LEVEL_LOW = 1, LEVEL_MEDIAN = 4, LEVEL_HIGH = 7 };
/* A quantile's sampling error is about twice that of the mean (a normal law, 5 % point). */
#define QUANTILE_SE 2.1
/* Sampling error is passed by when a difference is larger than this many standard errors. */
#define CLEARLY 3.0
#define MATERIAL 0.01

/* What is being told: to whom, of what, into which table. */
struct telling {
    struct report_book *book;
    struct report_table *table;
    const struct scheme *s;
    const struct results *r;
    const char *party; /* NULL: clients */
    bool begun;        /* the party's name has been written */
};

static const struct metric *find(const struct telling *t, const char *of, const char *name) {
    const struct metric *m = results_metric(t->r, t->party, of, name);
    return m != NULL && m->has_mean ? m : NULL;
}

/* The party's whole if there is one, else the first of its parts. */
static const struct metric *find_any(const struct telling *t, const char *name) {
    const struct metric *whole = find(t, NULL, name);
    for (int i = 0; i < t->r->n_metrics && whole == NULL; i++) {
        const struct metric *m = &t->r->metrics[i];
        if (m->has_mean && m->party != NULL && t->party != NULL && strcmp(m->party, t->party) == 0 &&
            strcmp(m->name, name) == 0)
            whole = m;
    }
    return whole;
}

static void fill_figures(struct cell *row, const struct results *r, const struct metric *m) {
    enum cell_kind kind = prose_unit_kind(r, m->unit);
    row[HEADLINE_MEAN] = cell_figure(kind, m->has_mean, m->mean);
    row[HEADLINE_LOW] = cell_figure(kind, m->has_quantiles, m->quantile[LEVEL_LOW]);
    row[HEADLINE_MEDIAN] = cell_figure(kind, m->has_quantiles, m->quantile[LEVEL_MEDIAN]);
    row[HEADLINE_HIGH] = cell_figure(kind, m->has_quantiles, m->quantile[LEVEL_HIGH]);
    row[HEADLINE_PLAN] = cell_figure(kind, m->has_plan, m->plan);
    row[HEADLINE_EXPECTED] = cell_figure(kind, m->has_expected, m->expected);
}

/* Adds a headline and frees its words and label. */
static void tell(struct telling *t, struct text_buf *label, struct text_buf *words, const struct metric *m) {
    struct cell *row = table_row(t->book, t->table);
    const char *name = t->party == NULL ? "Clients" : t->party;
    row[HEADLINE_PARTY] = cell_toned(TONE_STRONG, t->begun ? NULL : name);
    row[HEADLINE_WHAT] = cell_text(book_take(t->book, label));
    row[HEADLINE_WORDS] = cell_text(book_take(t->book, words));
    fill_figures(row, t->r, m);
    if (m->has_mean)
        row[HEADLINE_MEAN].name =
            book_name(t->book, "Headline", book_text(t->book, "%s.%s", name, row[HEADLINE_WHAT].text));
    t->begun = true;
}

static double mean_se(const struct metric *m) { return m->has_spread ? m->se : 0.0; }

static void add_range(struct text_buf *out, const struct telling *t, const struct metric *m) {
    prose_figure(out, t->r, m->unit, m->quantile[LEVEL_LOW], QUANTILE_SE * mean_se(m));
    text_appendf(out, " to ");
    prose_figure(out, t->r, m->unit, m->quantile[LEVEL_HIGH], QUANTILE_SE * mean_se(m));
    text_appendf(out, " in 9 of 10 paths");
}

/* "; plan £4,200,000, expected case £4,050,000", as far as they exist. */
static void add_cases(struct text_buf *out, const struct telling *t, const struct metric *m) {
    if (m->has_plan) {
        text_appendf(out, "; plan ");
        prose_figure(out, t->r, m->unit, m->plan, 0.0);
    }
    if (m->has_expected) {
        text_appendf(out, "%sexpected case ", m->has_plan ? ", " : "; ");
        prose_figure(out, t->r, m->unit, m->expected, 0.0);
    }
}

/* Whether a figure is the same on every path: its range says nothing. */
static bool is_constant(const struct metric *m) {
    return m->has_quantiles && m->paths > 1 && m->defined == m->paths && m->min == m->max;
}

/* "£150,000 on every path", and the cases where they say something else. */
static void add_constant(struct text_buf *out, const struct telling *t, const struct metric *m) {
    prose_figure(out, t->r, m->unit, m->mean, 0.0);
    text_append(out, " on every path");
    if ((m->has_plan && m->plan != m->mean) || (m->has_expected && m->expected != m->mean))
        add_cases(out, t, m);
}

/* "mean £3,912,000; £3,100,000 to £4,400,000 in 9 of 10 paths; plan ..., expected case ...". */
static void add_distribution(struct text_buf *out, const struct telling *t, const struct metric *m) {
    if (is_constant(m)) {
        add_constant(out, t, m);
        return;
    }
    text_appendf(out, "%s", m->paths == 1 ? "on this path " : "mean ");
    prose_figure(out, t->r, m->unit, m->mean, mean_se(m));
    if (m->has_quantiles && m->paths > 1) {
        text_appendf(out, "; ");
        add_range(out, t, m);
    }
    add_cases(out, t, m);
}

static void tell_distribution(struct telling *t, const char *label, const char *name) {
    const struct metric *m = find(t, NULL, name);
    if (m == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "%s", label);
    add_distribution(&words, t, m);
    tell(t, &title, &words, m);
}

/* The length of a run of digits that ends where `end` points, if a '/' comes before it; else 0. */
static size_t digits_before(const char *text, const char *end) {
    size_t n = 0;
    while (end - n > text && end[-1 - (ptrdiff_t)n] >= '0' && end[-1 - (ptrdiff_t)n] <= '9')
        n++;
    return end - n > text && end[-1 - (ptrdiff_t)n] == '/' ? n : 0;
}

/* " (Outcomes contract, cohort 1)" of "Outcomes contract/0/1"; " (dependency free)" of "dependency_free". */
static void add_part(struct text_buf *out, const char *of) {
    const char *last = strrchr(of, '/');
    size_t term = last == NULL ? 0 : digits_before(of, last);
    bool pooled = term > 0 && strcmp(last + 1, "pooled") == 0;
    bool cohort = term > 0 && strspn(last + 1, "0123456789") == strlen(last + 1);
    size_t length = pooled || cohort ? (size_t)(last - of) - term - 1 : strlen(of);
    text_append(out, " (");
    for (size_t i = 0; i < length; i++)
        text_appendf(out, "%c", of[i] == '_' ? ' ' : of[i]);
    if (pooled)
        text_append(out, ", cohorts not paid before, together");
    else if (cohort)
        text_appendf(out, ", cohort %s", last + 1);
    text_append(out, ")");
}

/* Every part of a metric that the party has ("Outcomes contract/0"), or its whole. */
static void tell_parts(struct telling *t, const char *label, const char *name,
                       void (*add)(struct text_buf *, const struct telling *, const struct metric *)) {
    for (int i = 0; i < t->r->n_metrics; i++) {
        const struct metric *m = &t->r->metrics[i];
        if (!m->has_mean || m->party == NULL || strcmp(m->party, t->party) != 0 || strcmp(m->name, name) != 0)
            continue;
        struct text_buf title = {0}, words = {0};
        text_appendf(&title, "%s", label);
        if (m->of != NULL)
            add_part(&title, m->of);
        add(&words, t, m);
        tell(t, &title, &words, m);
    }
}

static void add_chance(struct text_buf *out, const struct telling *t, const struct metric *m) {
    (void)t;
    prose_chance(out, m);
}

/* "; 26 to 28 of 100 that work go unpaid": a chance among those paths alone. */
static void add_luck(struct text_buf *out, const struct metric *luck, const char *what) {
    if (luck == NULL || !luck->has_mean)
        return;
    text_appendf(out, "; %s ", what);
    prose_chance(out, luck);
}

/* How often the test is passed, and how often luck decides against, or for, the programme. */
static void add_test(struct text_buf *out, const struct telling *t, const struct metric *m) {
    prose_chance(out, m);
    add_luck(out, results_metric(t->r, m->party, m->of, "works_unpaid"), "if the effect is large enough it is missed");
    add_luck(out, results_metric(t->r, m->party, m->of, "fails_paid"), "if it is not, passed all the same");
}

static void add_ratio(struct text_buf *out, const struct telling *t, const struct metric *m) {
    prose_figure(out, t->r, m->unit, m->mean, mean_se(m));
    text_appendf(out, ", all payments over all outcomes");
    add_cases(out, t, m);
}

static void add_some_time(struct text_buf *out, const struct telling *t, const struct metric *m) {
    prose_chance(out, m);
    if (m->paths > 1)
        text_appendf(out, ", at some time in the %d months", t->r->months);
}

static void tell_chance(struct telling *t, const char *label, const char *name) {
    const struct metric *m = find(t, NULL, name);
    if (m == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "%s", label);
    add_some_time(&words, t, m);
    tell(t, &title, &words, m);
}

/* " (closure in about 3 of 100 paths, review in none of ...)", where there are several reasons. */
static void add_reasons(struct text_buf *out, const struct telling *t, const struct contract *c) {
    const char *before = " (";
    for (int reason = 0; reason < ENDING_REASONS; reason++) {
        struct text_buf of = {0};
        text_appendf(&of, "%s/%s", c->name, ending_reason_words[reason]);
        const struct metric *m = find(t, prose_text(&of), "ends_early");
        prose_drop(out, &of);
        if (m == NULL || c->endings == 1u << reason)
            continue;
        text_appendf(out, "%s%s ", before, ending_reason_words[reason]);
        prose_chance(out, m);
        before = ", ";
    }
    text_append(out, before[0] == ',' ? ")" : "");
}

/* How often the party's contracts end before their dates, when, and why. */
static void tell_endings(struct telling *t) {
    for (int c = 0; c < t->s->contracts.n; c++) {
        const struct contract *contract = &t->s->contracts.items[c];
        const struct metric *m = find(t, contract->name, "ends_early");
        const struct metric *when = find(t, contract->name, "end_month");
        if (m == NULL)
            continue;
        struct text_buf title = {0}, words = {0};
        text_appendf(&title, "Ends early (%s)", contract->name);
        prose_chance(&words, m);
        if (when != NULL && when->has_quantiles && m->mean > 0) {
            text_append(&words, when->min == when->max ? ", in " : ", half of them by ");
            prose_month(&words, t->s->start, (int)when->quantile[LEVEL_MEDIAN]);
        }
        add_reasons(&words, t, contract);
        tell(t, &title, &words, m);
    }
}

static void tell_commissioner(struct telling *t, const struct party *p) {
    (void)p;
    tell_distribution(t, "Payments", "payments");
    tell_parts(t, "Cost per outcome", "cost_per_outcome", add_ratio);
    tell_parts(t, "A cap binds", "cap_binds", add_chance);
    tell_chance(t, "Over budget", "over_budget");
    tell_parts(t, "Effect measured", "measured_reduction", add_distribution);
    tell_parts(t, "Test passed", "triggered", add_test);
    tell_endings(t);
}

static void add_existing(struct text_buf *out, const struct metric *m) {
    text_append(out, "; there is one on ");
    prose_number(out, (double)m->defined, 0.0, 0);
    text_append(out, " of ");
    prose_number(out, (double)m->paths, 0.0, 0);
    text_append(out, " paths");
}

/* "6.1% a year on the mean flows; median path 7.0%, -100.0% to 9.1% in 9 of 10 paths". */
static void tell_return(struct telling *t) {
    const struct metric *headline = find_any(t, "irr_of_mean");
    const struct metric *paths = find_any(t, "irr");
    if (headline == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Return a year");
    prose_rate(&words, headline->mean, paths != NULL ? mean_se(paths) : 0.0);
    text_appendf(&words, "%s", headline->paths == 1 ? " on this path" : " on the mean flows");
    if (paths != NULL && paths->has_quantiles && paths->paths > 1) {
        text_appendf(&words, "; median path ");
        prose_rate(&words, paths->quantile[LEVEL_MEDIAN], QUANTILE_SE * mean_se(paths));
        text_appendf(&words, ", ");
        add_range(&words, t, paths);
    }
    add_cases(&words, t, headline);
    if (paths != NULL && paths->defined < paths->paths)
        add_existing(&words, paths);
    tell(t, &title, &words, headline);
}

static void tell_capital(struct telling *t) {
    const struct metric *drawn = find_any(t, "drawn"), *committed = find_any(t, "committed");
    const struct metric *multiple = find_any(t, "multiple_of_mean");
    if (drawn == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Capital drawn");
    text_appendf(&words, "%s", drawn->paths == 1 ? "" : "mean ");
    prose_figure(&words, t->r, drawn->unit, drawn->mean, mean_se(drawn));
    if (committed != NULL) {
        text_appendf(&words, " of ");
        prose_figure(&words, t->r, committed->unit, committed->mean, 0.0);
        text_appendf(&words, " committed");
    }
    if (multiple != NULL) {
        text_appendf(&words, "; ");
        prose_number(&words, multiple->mean, 0.0, 2);
        text_appendf(&words, " times what is drawn comes back");
    }
    tell(t, &title, &words, drawn);
}

static void tell_losses(struct telling *t) {
    const struct metric *some = find_any(t, "loses_capital"), *all = find_any(t, "loses_all");
    if (some == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Loses capital");
    prose_chance(&words, some);
    if (all != NULL) {
        text_appendf(&words, "; all of it ");
        prose_chance(&words, all);
    }
    tell(t, &title, &words, some);
}

/* "at 0.92 times the expected success, or 0.88 times the expected referrals". */
static bool add_times(struct text_buf *out, const struct metric *success, const struct metric *volume) {
    bool by_success = success != NULL && success->has_mean, by_volume = volume != NULL && volume->has_mean;
    if (by_success) {
        prose_number(out, success->mean, 0.0, 2);
        text_append(out, " times the expected success");
    }
    if (by_volume) {
        text_append(out, by_success ? " or " : "");
        prose_number(out, volume->mean, 0.0, 2);
        text_append(out, " times the expected referrals");
    }
    return by_success || by_volume;
}

/* What the expected case needs for capital to be back, and for the hurdle. */
static void tell_needs(struct telling *t) {
    const struct metric *back = find_any(t, "break_even_success"), *hurdle = find_any(t, "hurdle_success");
    const struct metric *back_volume = find_any(t, "break_even_volume"), *hurdle_volume = find_any(t, "hurdle_volume");
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Needs");
    text_append(&words, "capital is back at ");
    bool any = add_times(&words, back, back_volume);
    if (!any || back == NULL) {
        text_free(&title);
        text_free(&words);
        return;
    }
    if (hurdle != NULL || hurdle_volume != NULL) {
        text_append(&words, "; the hurdle is met at ");
        add_times(&words, hurdle, hurdle_volume);
    }
    tell(t, &title, &words, back);
}

/* Whether all that a party puts in is given: first losses that nobody repays. */
static bool gives_only(const struct scheme *s, int party) {
    bool gives = false;
    for (int k = 0; k < s->bonds.n; k++) {
        for (int t = 0; t < s->bonds.items[k].tranches.n; t++) {
            const struct tranche *tranche = &s->bonds.items[k].tranches.items[t];
            if (tranche->investor == party && !tranche->grant)
                return false;
            gives |= tranche->investor == party;
        }
    }
    return gives;
}

static void tell_investor(struct telling *t, const struct party *p) {
    if (gives_only(t->s, (int)(p - t->s->parties.items))) {
        tell_distribution(t, "Grant given", "drawn");
        return;
    }
    tell_return(t);
    tell_capital(t);
    tell_losses(t);
    tell_needs(t);
}

/* "; lowest about Mar 2014": the median, over paths, of the month. */
static void add_lowest_month(struct text_buf *out, const struct telling *t) {
    const struct metric *when = find(t, NULL, "lowest_cash_month");
    if (when == NULL || !when->has_quantiles)
        return;
    int month = (int)when->quantile[LEVEL_MEDIAN];
    text_append(out, "; lowest ");
    if (month == 0) {
        text_append(out, "at the opening");
        return;
    }
    text_appendf(out, "%s", when->min == when->max ? "in " : "about ");
    prose_month(out, t->s->start, month);
}

/* "mean £12,300; -£4,100 or less in 1 of 20 paths; lowest about Mar 2014; plan ..., expected case ...". */
static void tell_lowest_cash(struct telling *t) {
    const struct metric *m = find(t, NULL, "lowest_cash");
    if (m == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Lowest cash");
    if (is_constant(m)) {
        add_constant(&words, t, m);
        tell(t, &title, &words, m);
        return;
    }
    text_appendf(&words, "%s", m->paths == 1 ? "on this path " : "mean ");
    prose_figure(&words, t->r, m->unit, m->mean, mean_se(m));
    if (m->has_quantiles && m->paths > 1) {
        text_appendf(&words, "; ");
        prose_figure(&words, t->r, m->unit, m->quantile[LEVEL_LOW], QUANTILE_SE * mean_se(m));
        text_appendf(&words, " or less in 1 of 20 paths");
    }
    add_lowest_month(&words, t);
    add_cases(&words, t, m);
    tell(t, &title, &words, m);
}

static void tell_floor(struct telling *t, const struct party *p) {
    const struct metric *m = find(t, NULL, "below_cash_floor");
    if (m == NULL || (p->cash_floor == 0 && find(t, NULL, "below_zero") != NULL))
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Below its floor");
    add_some_time(&words, t, m);
    text_appendf(&words, " (the floor is ");
    prose_money(&words, t->r->symbol, prose_main_unit(p->cash_floor), 0.0);
    text_appendf(&words, ")");
    tell(t, &title, &words, m);
}

static void tell_reserves(struct telling *t, const struct party *p) {
    const struct metric *m = find(t, NULL, "below_reserves");
    if (m == NULL || !p->reserves_policy.given)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Reserves short");
    add_some_time(&words, t, m);
    text_appendf(&words, " (policy: ");
    if (p->reserves_policy.amount > 0) {
        prose_money(&words, t->r->symbol, prose_main_unit(p->reserves_policy.amount), 0.0);
    } else {
        prose_number(&words, p->reserves_policy.months, 0.0,
                     p->reserves_policy.months == floor(p->reserves_policy.months) ? 0 : 1);
        text_appendf(&words, " months of costs");
    }
    text_appendf(&words, ")");
    tell(t, &title, &words, m);
}

/* Insolvency is wider than an empty account: bills that stay unpaid stop a party too. */
static void tell_insolvent(struct telling *t, const struct party *p) {
    const struct metric *m = find(t, NULL, "insolvent");
    if (m == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Insolvent");
    add_some_time(&words, t, m);
    if (m->mean > 0)
        text_appendf(&words, " (a month ends %s, or bills are over %d month%s late)",
                     p->overdraft.given ? "past the overdraft" : "overdrawn", p->grace, p->grace == 1 ? "" : "s");
    tell(t, &title, &words, m);
}

/* Of loans only what was not paid in time, for those that have any. */
static void tell_debt(struct telling *t) {
    tell_chance(t, "A month late", "missed_repayment");
    tell_chance(t, "Loan default", "loan_default");
    tell_distribution(t, "Least debt cover", "dscr_min");
}

static void tell_trader(struct telling *t, const struct party *p) {
    tell_lowest_cash(t);
    tell_chance(t, "Below zero", "below_zero");
    tell_floor(t, p);
    tell_reserves(t, p);
    tell_insolvent(t, p);
    tell_debt(t);
    tell_distribution(t, "Surplus", "surplus");
    tell_endings(t);
}

/* "mean £120,000; every 6 months distributes ..., in this order: ...". */
static void tell_distributions(struct telling *t, const struct party *p) {
    const struct metric *m = find(t, NULL, "to_investors");
    for (int k = 0; m != NULL && k < t->s->bonds.n; k++) {
        if (&t->s->parties.items[t->s->bonds.items[k].spv] != p)
            continue;
        struct text_buf title = {0}, words = {0};
        text_append(&title, "To investors");
        add_distribution(&words, t, m);
        text_append(&words, "; ");
        terms_waterfall(&words, t->s, &t->s->bonds.items[k]);
        tell(t, &title, &words, m);
    }
}

/* "£84,000 more, and it runs short on at most 1 path in 20". */
static void tell_extra(struct telling *t) {
    const struct metric *m = find(t, NULL, "extra_commitment");
    if (m == NULL)
        return;
    struct text_buf title = {0}, words = {0};
    text_appendf(&title, "Extra commitment");
    if (m->paths == 1 || !m->has_quantiles) {
        add_distribution(&words, t, m);
    } else if (m->quantile[LEVEL_HIGH] > 0) {
        prose_figure(&words, t->r, m->unit, m->quantile[LEVEL_HIGH], QUANTILE_SE * mean_se(m));
        text_append(&words, " more, and it runs short on at most 1 path in 20");
    } else {
        text_append(&words, "none is needed: it runs short on at most 1 path in 20");
    }
    tell(t, &title, &words, m);
}

static void tell_vehicle(struct telling *t, const struct party *p) {
    tell_lowest_cash(t);
    tell_chance(t, "Below zero", "below_zero");
    tell_insolvent(t, p);
    tell_debt(t);
    tell_distributions(t, p);
    tell_extra(t);
    tell_endings(t);
}

static void tell_lender(struct telling *t, const struct party *p) {
    (void)p;
    tell_parts(t, "Loss", "lender_loss", add_distribution);
    tell_parts(t, "Default", "loan_default", add_chance);
}

static void tell_named(struct telling *t, const char *name) {
    struct text_buf label = {0};
    prose_label(&label, name);
    tell_distribution(t, book_take(t->book, &label), name);
}

static void tell_clients(struct telling *t) {
    static const char *const basic[] = {"referrals", "starts", "unserved"};
    t->party = NULL;
    t->begun = false;
    for (size_t i = 0; i < sizeof basic / sizeof basic[0]; i++)
        tell_named(t, basic[i]);
    for (int k = 0; k < t->s->outcomes.n; k++)
        tell_named(t, t->s->outcomes.items[k].name);
}

static void add_columns(struct report_table *table) {
    table_column(table, "Party", CELL_TEXT, 16);
    table_column(table, "What", CELL_TEXT, 19);
    table_column(table, "In words", CELL_TEXT, 66);
    table_column(table, "Mean", CELL_MONEY, 10.5);
    table_column(table, "5%", CELL_MONEY, 10.5);
    table_column(table, "Median", CELL_MONEY, 10.5);
    table_column(table, "95%", CELL_MONEY, 10.5);
    table_column(table, "Plan", CELL_MONEY, 10.5);
    table_column(table, "Expected", CELL_MONEY, 10.5);
}

void headline_table(struct report_book *book, struct report_table *table, const struct report_view *view,
                    const struct results *r) {
    static void (*const teller[PARTY_KINDS])(struct telling *, const struct party *) = {
        [PARTY_COMMISSIONER] = tell_commissioner, [PARTY_SPV] = tell_vehicle,       [PARTY_PRIME] = tell_trader,
        [PARTY_PROVIDER] = tell_trader,           [PARTY_INVESTOR] = tell_investor, [PARTY_LENDER] = tell_lender};
    struct telling t = {.book = book, .table = table, .s = view->scheme, .r = r};
    add_columns(table);
    for (int p = 0; p < view->scheme->parties.n; p++) {
        const struct party *party = &view->scheme->parties.items[p];
        if (!view_party(view, party->name) || teller[party->kind] == NULL)
            continue;
        t.party = party->name;
        t.begun = false;
        teller[party->kind](&t, party);
    }
    if (view_party(view, NULL))
        tell_clients(&t);
}

static bool differs(double a, double b, double se) {
    double difference = fabs(a - b);
    return difference > CLEARLY * se && difference > MATERIAL * fmax(fabs(a), fabs(b));
}

bool headline_cases_differ(const struct results *r) {
    for (int i = 0; i < r->n_metrics; i++) {
        const struct metric *m = &r->metrics[i];
        if (m->has_mean && m->has_plan && m->has_expected && !m->probability &&
            (differs(m->mean, m->plan, mean_se(m)) || differs(m->mean, m->expected, mean_se(m))))
            return true;
    }
    return false;
}
