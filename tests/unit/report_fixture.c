#include "report_fixture.h"

#include "condition_maker.h"

#include <math.h>
#include <string.h>

#define AWKWARD "St. Mary's / Harbour: \"Hope\" & <Recovery>"

static const double normal_point[QUANTILE_LEVELS] = {-2.3263, -1.6449, -1.2816, -0.6745, 0.0,
                                                     0.6745,  1.2816,  1.6449,  2.3263};

static void words(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out) {
    text_appendf(out, "pays %s1,500 for each start under %s (term %d)", s->symbol, c->name, t->number);
}

struct metric *fixture_metric(struct fixture *f, const char *party, const char *of, const char *name, const char *unit,
                              double mean, double sd) {
    struct metric *m = &f->metrics[f->results.n_metrics++];
    *m = (struct metric){.party = party,
                         .of = of,
                         .name = name,
                         .unit = unit,
                         .help = "what this figure is, in one line",
                         .hurts = HURTS_LOW,
                         .by_path = true,
                         .paths = f->results.paths,
                         .defined = f->results.paths,
                         .has_mean = true,
                         .has_spread = true,
                         .has_quantiles = true,
                         .has_plan = true,
                         .has_expected = true,
                         .has_as_good = true,
                         .mean = mean,
                         .sd = sd};
    m->se = sd / sqrt((double)m->paths);
    m->min = mean - 4.0 * sd;
    m->max = mean + 4.0 * sd;
    for (int i = 0; i < QUANTILE_LEVELS; i++)
        m->quantile[i] = mean + sd * normal_point[i];
    m->worst5 = mean - 2.0627 * sd;
    m->plan = mean + 0.4 * sd;
    m->expected = mean + 0.1 * sd;
    m->as_good_as_plan = 0.3446;
    m->bin_low = mean - 3.0 * sd;
    m->bin_width = 6.0 * sd / METRIC_BINS;
    int64_t left = m->paths;
    for (int bin = 0; bin < METRIC_BINS; bin++) {
        double z = (bin + 0.5 - METRIC_BINS / 2.0) * 6.0 / METRIC_BINS;
        m->bins[bin] = (int64_t)((double)m->paths * 0.15 * 0.3989 * exp(-0.5 * z * z));
        left -= m->bins[bin];
    }
    m->below = left / 2;
    m->above = left - left / 2;
    return m;
}

static void add_chance(struct fixture *f, const char *party, const char *of, const char *name, double mean) {
    struct metric *m = fixture_metric(f, party, of, name, "probability", mean, 0.0);
    double half = 1.96 * sqrt(mean * (1.0 - mean) / (double)m->paths);
    m->probability = true;
    m->hurts = HURTS_NEITHER;
    m->has_spread = m->has_quantiles = m->has_plan = m->has_expected = m->has_as_good = false;
    m->ci95[0] = mean - half;
    m->ci95[1] = mean + half;
}

static void add_whole(struct fixture *f, const char *party, const char *of, const char *name, const char *unit,
                      double mean) {
    struct metric *m = fixture_metric(f, party, of, name, unit, mean, 0.01 * mean);
    m->by_path = false;
    m->has_spread = m->has_quantiles = m->has_as_good = false;
}

static double *add_months(struct fixture *f) { return f->months[f->n_months_used++]; }

static void add_series(struct fixture *f, const char *party, const char *name, const char *unit, double first,
                       double step, double spread) {
    struct monthly *m = &f->series[f->results.n_series++];
    *m = (struct monthly){.party = party, .name = name, .unit = unit, .help = "what this series is, in one line"};
    m->probability = strcmp(unit, "probability") == 0;
    m->mean = add_months(f);
    m->plan = m->probability ? NULL : add_months(f);
    m->expected = m->probability ? NULL : add_months(f);
    for (int i = 0; i < SERIES_LEVELS && !m->probability; i++)
        m->quantile[i] = add_months(f);
    for (int t = 0; t < FIXTURE_MONTHS; t++) {
        static const double points[SERIES_LEVELS] = {-1.6449, -0.6745, 0.0, 0.6745, 1.6449};
        m->mean[t] = first + step * t;
        for (int i = 0; i < SERIES_LEVELS && !m->probability; i++)
            m->quantile[i][t] = m->mean[t] + points[i] * spread * sqrt(t + 1.0);
        if (m->plan != NULL)
            m->plan[t] = m->mean[t] + 1234.56;
        if (m->expected != NULL)
            m->expected[t] = m->mean[t] + 123.45;
    }
}

static void make_parties(struct fixture *f) {
    static const struct {
        const char *name, *path;
        int kind;
    } parties[] = {{"County Council", "parties.\"County Council\"", PARTY_COMMISSIONER},
                   {"Riverside SPV", "parties.\"Riverside SPV\"", PARTY_SPV},
                   {"Northgate", "parties.Northgate", PARTY_PRIME},
                   {AWKWARD, "parties.\"" AWKWARD "\"", PARTY_PROVIDER},
                   {"Social fund", "parties.\"Social fund\"", PARTY_INVESTOR}};
    for (int p = 0; p < 5; p++)
        f->parties[p] = (struct party){
            .place = {.path = parties[p].path}, .name = parties[p].name, .kind = parties[p].kind, .opening_cash = NONE};
    f->parties[3].cash_floor = 500000;
    f->parties[3].reserves_policy = (struct reserves_policy){.given = true, .months = 3.0};
    f->parties[3].overdraft = (struct overdraft){.given = true, .limit = 238517};
}

static void make_contracts(struct fixture *f) {
    f->kind = (struct term_kind){.pay = "activity", .help = "pays for each start", .words = words};
    for (int c = 0; c < 2; c++) {
        f->terms[c] = (struct term){.kind = &f->kind, .contract = c, .number = 0};
        f->contracts[c] = (struct contract){
            .from = 1, .to = 24, .last_claim = 28, .last_claim_given = true, .lag = NONE, .indexation = NONE};
        f->contracts[c].terms.n = 1;
        f->contracts[c].terms.items = &f->terms[c];
    }
    f->contracts[0].name = "Outcomes contract";
    f->contracts[0].place.path = "contracts.\"Outcomes contract\"";
    f->contracts[0].payee = 1;
    condition_make(&f->contracts[0], "cap");
    *(money *)condition_member(&f->contracts[0], "cap", NULL) = 240000017;
    f->contracts[1].name = "Service contract";
    f->contracts[1].place.path = "contracts.\"Service contract\"";
    f->contracts[1].payer = 1;
    f->contracts[1].payee = 3;
    f->tranches[0] =
        (struct tranche){.name = "junior", .investor = 4, .principal = 90000000, .coupon = {.quantity = NONE}};
    f->bonds[0] = (struct bond){.place = {.path = "bonds.0"},
                                .spv = 1,
                                .drawdown = {.how = DRAW_AS_NEEDED},
                                .distribute_every = 6,
                                .excess_to = NONE,
                                .committed = 90000000};
    f->bonds[0].tranches.n = 1;
    f->bonds[0].tranches.items = f->tranches;
}

static void make_inputs(struct fixture *f) {
    static const struct input inputs[6] = {{.place = {.path = "months"},
                                            .unit = "months",
                                            .quantity = NONE,
                                            .low = 30,
                                            .likely = 30,
                                            .high = 30,
                                            .words = "30"},
                                           {.place = {.path = "contracts.\"Service contract\".terms.0.price"},
                                            .unit = "money",
                                            .quantity = 0,
                                            .low = 1500,
                                            .likely = 1500,
                                            .high = 1500,
                                            .plan = 1500,
                                            .words = "1,500",
                                            .source = "tender, 2011"},
                                           {.place = {.path = "parties.Northgate.costs.office.monthly"},
                                            .unit = "money",
                                            .quantity = 0,
                                            .low = 4317.25,
                                            .likely = 5000,
                                            .high = 5682.75,
                                            .plan = 5000,
                                            .words = "normal(5,000, 415)",
                                            .assumed = true,
                                            .note = "=1+1"},
                                           {.place = {.path = "parties.\"County Council\".budget"},
                                            .unit = "money",
                                            .quantity = NONE,
                                            .low = 900000,
                                            .likely = 900000,
                                            .high = 900000,
                                            .words = "900,000",
                                            .assumed = true},
                                           {.place = {.path = "groups.opiate.volume"},
                                            .unit = "times",
                                            .quantity = 0,
                                            .low = 0.55,
                                            .likely = 0.85,
                                            .high = 1.03,
                                            .plan = 1,
                                            .words = "pert(0.4, 0.9, 1.1)",
                                            .source = "needs assessment 2011"},
                                           {.place = {.path = "parties.\"Social fund\".discount_rate"},
                                            .unit = "a year",
                                            .quantity = NONE,
                                            .low = 0.0617,
                                            .likely = 0.0617,
                                            .high = 0.0617,
                                            .words = "0.0617"}};
    memcpy(f->inputs, inputs, sizeof inputs);
}

static void make_scheme(struct fixture *f) {
    struct scheme *s = &f->scheme;
    make_parties(f);
    make_contracts(f);
    make_inputs(f);
    *s = (struct scheme){.title = "Riverside recovery bond",
                         .currency = "GBP",
                         .symbol = "£",
                         .start = {2012, 11},
                         .months = FIXTURE_MONTHS,
                         .year_start = 4,
                         .nominal_rate = 0.0557,
                         .config_sha256 = "5f2a",
                         .n_years = 4};
    s->parties.n = 5;
    s->parties.items = f->parties;
    s->contracts.n = 2;
    s->contracts.items = f->contracts;
    s->bonds.n = 1;
    s->bonds.items = f->bonds;
    s->inputs.n = 6;
    s->inputs.items = f->inputs;
    f->quantities[0] = (struct quantity){.law = law_fixed(5000.0)};
    s->quantities.n = 1;
    s->quantities.items = f->quantities;
    f->outcomes[0] = (struct outcome){.name = "dependency_free"};
    s->outcomes.n = 1;
    s->outcomes.items = f->outcomes;
    f->overrides[0] = (struct override){.path = "contracts.\"Service contract\".terms.0.price", .value = "1650.0"};
    s->overrides.n = 1;
    s->overrides.items = f->overrides;
    static const char *const years[] = {"2012/13", "2013/14", "2014/15", "2015/16"};
    memcpy(f->years, years, sizeof years);
    s->year_name = f->years;
    s->year_of_month = f->year_of_month;
    for (int month = 1; month <= FIXTURE_MONTHS; month++)
        f->year_of_month[month] = (month + 6) / 12;
}

static void make_metrics(struct fixture *f) {
    const char *council = f->parties[0].name, *spv = f->parties[1].name, *provider = f->parties[3].name,
               *fund = f->parties[4].name;
    fixture_metric(f, council, NULL, "payments", "GBP", 1912345.67, 287654.32)->hurts = HURTS_HIGH;
    for (int year = 0; year < 3; year++)
        fixture_metric(f, council, f->years[year], "payments", "GBP", 400000.0 + 118172.83 * year, 60000.0)->hurts =
            HURTS_HIGH;
    add_whole(f, council, NULL, "cost_per_outcome", "GBP", 7412.38);
    add_chance(f, council, "Outcomes contract", "cap_binds", 0.1187);
    fixture_metric(f, spv, NULL, "lowest_cash", "GBP", 23111.19, 4000.0);
    fixture_metric(f, f->parties[2].name, NULL, "lowest_cash", "GBP", 93111.19, 24000.0);
    fixture_metric(f, provider, NULL, "lowest_cash", "GBP", 12387.41, 9765.43);
    fixture_metric(f, provider, NULL, "lowest_cash_month", "month", 17.385, 3.21)->hurts = HURTS_NEITHER;
    add_chance(f, provider, NULL, "below_zero", 0.0523);
    add_chance(f, provider, NULL, "below_cash_floor", 0.0871);
    add_chance(f, provider, NULL, "below_reserves", 0.3138);
    add_chance(f, provider, NULL, "insolvent", 0.0007);
    struct metric *irr = fixture_metric(f, fund, NULL, "irr", "1/year", 0.0431, 0.0587);
    irr->defined -= 137;
    irr->bins[METRIC_BINS / 2] -= 137;
    fixture_metric(f, fund, NULL, "drawn", "GBP", 812345.67, 41234.56)->hurts = HURTS_NEITHER;
    fixture_metric(f, fund, NULL, "returned", "GBP", 923456.78, 141234.56);
    fixture_metric(f, fund, "junior", "irr", "1/year", 0.0431, 0.0587);
    add_whole(f, fund, NULL, "committed", "GBP", 900000.0);
    add_whole(f, fund, NULL, "irr_of_mean", "1/year", 0.0612);
    add_whole(f, fund, "junior", "irr_of_mean", "1/year", 0.0612);
    add_whole(f, fund, NULL, "multiple_of_mean", "ratio", 1.1368);
    add_chance(f, fund, NULL, "loses_capital", 0.2214);
    add_chance(f, fund, NULL, "loses_all", 0.0);
    fixture_metric(f, NULL, NULL, "referrals", "count", 712.3, 26.7)->hurts = HURTS_NEITHER;
    fixture_metric(f, NULL, NULL, "starts", "count", 601.7, 24.1)->hurts = HURTS_NEITHER;
    fixture_metric(f, NULL, NULL, "dependency_free", "count", 213.9, 14.3)->hurts = HURTS_NEITHER;
}

static void make_results(struct fixture *f) {
    struct results *r = &f->results;
    *r = (struct results){.title = "Riverside recovery bond",
                          .currency = "GBP",
                          .symbol = "£",
                          .version = "0.1.0",
                          .config_sha256 = "5f2a",
                          .start_year = 2012,
                          .start_month = 11,
                          .months = FIXTURE_MONTHS,
                          .paths = 10000,
                          .seed = 9007199254740993,
                          .metrics = f->metrics,
                          .series = f->series,
                          .checks = f->checks,
                          .n_checks = 2,
                          .ledgers = f->ledgers,
                          .n_ledgers = 1,
                          .seconds = 2.7};
    make_metrics(f);
    add_series(f, f->parties[0].name, "payments", "GBP", 31000.0, 2253.1, 9000.0);
    add_series(f, f->parties[3].name, "cash", "GBP", 65000.0, -1412.7, 5000.0);
    add_series(f, f->parties[3].name, "receipts", "GBP", 21000.0, 112.7, 2000.0);
    add_series(f, f->parties[3].name, "below_cash_floor", "probability", 0.001, 0.0029, 0.0);
    add_series(f, f->parties[4].name, "distributed", "GBP", 0.0, 2000.0, 900.0);
    add_series(f, NULL, "starts", "count", 20.057, 0.0, 1.1);
    f->metrics[0].mean = 0.0;
    for (int t = 0; t < FIXTURE_MONTHS; t++)
        f->metrics[0].mean += f->series[0].mean[t];
    f->checks[0] = (struct check){.name = "transfers sum to zero over all parties", .unit = "GBP", .count = 300000};
    f->checks[1] = (struct check){.name = "clients are conserved", .unit = "people", .count = 300000};
    static const char *const names[] = {"cash", "receipts", "payments"};
    for (int i = 0; i < 3; i++)
        f->lines[i] = (struct ledger_line){
            .party = f->parties[i < 2 ? 3 : 0].name, .name = names[i], .unit = "GBP", .value = f->series[i].mean};
    f->ledgers[0] = (struct ledger){.path = 8341, .n_lines = 3, .lines = f->lines};
}

void fixture_make(struct fixture *f) {
    memset(f, 0, sizeof *f);
    make_scheme(f);
    make_results(f);
}
