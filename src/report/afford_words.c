/* The paragraphs of the page on affordability. */
#include "report/afford.h"
#include "report/prose.h"

#include "base/calendar.h"

#include <math.h>
#include <stdio.h>

#define PER_CENT 100.0
/* Figures in these paragraphs that come from a search are no finer than this share of themselves. */
#define SEARCH_ERROR 0.05
#define ROUND_STEP 0.01

static void paragraph(struct text_buf *out, struct text_buf *words) {
    prose_join(out, "", "", words);
    text_append(out, "\n");
}

/* ---- The verdict ---- */

static const char *word_of(enum afford_word word) {
    static const char *const words[] = {[AFFORD_NOT_ASKED] = "not asked",
                                        [AFFORD_YES] = "affordable",
                                        [AFFORD_NO] = "not affordable",
                                        [AFFORD_CLOSE] = "too close to call"};
    return words[word];
}

static const char *const test_words[AFFORD_TESTS] = {
    [TEST_LIQUIDITY] = "cash and undrawn overdraft fall below the cash floor",
    [TEST_REPAYMENT] = "a repayment is more than 30 days late",
    [TEST_RESERVES] = "free reserves fall below the reserves policy",
};
static const char *const test_names[AFFORD_TESTS] = {
    [TEST_LIQUIDITY] = "Liquidity", [TEST_REPAYMENT] = "Repayment", [TEST_RESERVES] = "Reserves"};

/* How many of the paths, where sampling tells no more a range; what is certain was run on one path. */
static void add_share(struct text_buf *out, const struct affordability *f, const struct estimate *p) {
    const double ci95[2] = {p->low, p->high};
    if (f->paths == 1)
        text_append(out, p->value > 0 ? "the one path that was run" : "no path (one was run)");
    else
        prose_share_of_paths(out, p->value, ci95, f->paths);
}

static void say_test(struct text_buf *out, const struct affordability *f, enum afford_test test) {
    struct text_buf words = {0};
    const struct estimate *p = &f->with_loan.test[test];
    text_appendf(&words, "%s: %s. ", test_names[test], word_of(f->word[test]));
    if (f->word[test] == AFFORD_NOT_ASKED) {
        text_append(&words, test == TEST_RESERVES ? "The file gives no reserves policy." : "There is no loan.");
    } else {
        text_append(&words, "In ");
        add_share(&words, f, p);
        text_appendf(&words, " %s at some time in the %d months; the file's tolerance is %g of 100.", test_words[test],
                     f->months, f->tolerance[test] * PER_CENT);
    }
    prose_join(out, "  ", "    ", &words);
}

void afford_say_verdict(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    text_appendf(&words, "The verdict%s, if the file is right: %s.", f->loan ? " with this loan" : "",
                 word_of(f->verdict));
    prose_join(out, "", "", &words);
    for (int t = 0; t < AFFORD_TESTS; t++)
        say_test(out, f, (enum afford_test)t);
    text_append(out, "\n");
}

void afford_say_depth(struct text_buf *out, const struct affordability *f) {
    const struct afford_case *c = &f->with_loan;
    struct text_buf words = {0};
    if (!c->depth.defined)
        return;
    text_append(&words, "Where cash runs out, as a rule it first does so in ");
    afford_month(&words, f, &c->first_below);
    text_append(&words, ", stands at ");
    prose_money(&words, f->symbol, c->depth.value, fabs(c->depth.value) * SEARCH_ERROR);
    text_appendf(&words, " at the worst, and in %.0f of the %d months it is below its floor%s.",
                 round(c->months_below.value), f->months,
                 c->stops.defined && c->stops.value > 0 ? " or the work has stopped" : "");
    if (c->stops.defined && c->stops.value > 0) {
        text_appendf(&words, " %s has to stop trading in ", f->provider);
        add_share(&words, f, &c->stops);
        text_append(&words, ": a month ends with nothing left and no overdraft, or bills too late. What it then still "
                            "owes counts against its free reserves at the end.");
    }
    paragraph(out, &words);
}

/* ---- The loan's size, and cash ---- */

/* How far up sizes were tried, after the largest of them. */
static const char *as_far(const struct affordability *f) {
    bool offered = f->maximum > 0 && f->looked_to >= f->maximum;
    return offered ? ", the most that the lender offers" : ", the most that was tried";
}

/* The largest size of a range: what is on offer is known exactly. */
static void say_largest(struct text_buf *words, const struct affordability *f, double size, bool offered) {
    prose_money(words, f->symbol, offered ? f->maximum : size, offered ? 0 : size * SEARCH_ERROR);
}

static void say_range(struct text_buf *words, const struct affordability *f) {
    if (f->fits && f->fits_from <= 0)
        text_append(words, "No loan is needed for the tests to be passed; one of up to ");
    else if (f->fits)
        text_append(words, "The tests are passed with a loan of about ");
    if (f->fits && f->fits_from > 0) {
        prose_money(words, f->symbol, f->fits_from, f->fits_from * SEARCH_ERROR);
        text_append(words, " to ");
    }
    if (!f->fits) {
        text_append(words, "No size of this loan that was tried, up to ");
        say_largest(words, f, f->looked_to, f->maximum > 0 && f->looked_to >= f->maximum);
        text_appendf(words, "%s, passes all tests. ", f->maximum > 0 ? as_far(f) : "");
        return;
    }
    say_largest(words, f, f->fits_to, f->fits_offered);
    if (f->fits_open || f->fits_offered)
        text_appendf(words, f->fits_from <= 0 ? "%s, still passes them. " : "%s. ", as_far(f));
    else
        text_append(words, f->fits_from <= 0 ? " still passes them. " : ". ");
}

void afford_say_size(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    if (f->loan && f->fixed)
        text_append(&words, "The loan's terms fix its size: no other was tried. ");
    else if (f->loan) {
        say_range(&words, f);
        text_append(&words,
                    "Too little leaves cash to run out before the work is paid for; too much leaves repayments that "
                    "the work does not earn, and lowers free reserves by what it costs. ");
        if (f->maximum_binds)
            text_append(&words, "No more is on offer: whether a larger loan would do better was not tried. ");
    }
    if (f->extra_found) {
        text_append(&words,
                    "Unrestricted cash that would have to be there at the start besides, for cash to last within the "
                    "tolerance: about ");
        prose_money(&words, f->symbol, f->extra_cash, f->extra_cash * SEARCH_ERROR);
        text_append(&words, ".");
    }
    if (words.length > 0)
        paragraph(out, &words);
    text_free(&words);
}

/* ---- What the work is worth ---- */

static void say_break_even(struct text_buf *words, const char *what, bool has, double times) {
    if (has)
        text_appendf(words, "; it breaks even at %.0f%% of the %s assumed", round(times * PER_CENT), what);
    else
        text_appendf(words, "; no level of %s makes it break even", what);
}

void afford_say_worth(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    if (!f->contribution.defined)
        return;
    if (f->contribution.value == 0) {
        text_append(&words, "What it earns does not come with single clients who start");
    } else {
        text_append(&words, "Each client who starts contributes ");
        afford_money(&words, f, &f->contribution);
        text_append(&words, " to costs that do not depend on clients");
    }
    say_break_even(&words, "referrals", f->has_break_even_volume, f->break_even_volume);
    if (f->flip[ASSUMED_SUCCESS].asked)
        say_break_even(&words, "success", f->has_break_even_success, f->break_even_success);
    text_append(&words, ".");
    paragraph(out, &words);
}

/* ---- Where the verdict flips ---- */

static void say_times(struct text_buf *words, const struct affordability *f, enum afford_assumption which) {
    const struct afford_flip *flip = &f->flip[which];
    const char *what = which == ASSUMED_REFERRALS ? "referrals" : "success";
    bool down = flip->looked < 1;
    double shown = round(flip->flips / ROUND_STEP) * ROUND_STEP;
    if (!flip->asked)
        return;
    if (!flip->found) {
        text_appendf(words, "No change of %s from %.0f%% to %.0f%% of what is assumed alters it. ", what,
                     fmin(flip->looked, 1) * PER_CENT, fmax(flip->looked, 1) * PER_CENT);
    } else if (which == ASSUMED_REFERRALS) {
        text_appendf(words, "It holds %s ", down ? "down to" : "until");
        prose_number(words, shown * f->referrals, 0, 1);
        text_append(words, " referrals a month; you assumed ");
        prose_number(words, f->referrals, 0, 1);
        text_append(words, ". ");
    } else {
        text_appendf(words, "It holds %s %.0f%% of the success that you assumed. ", down ? "down to" : "until",
                     shown * PER_CENT);
    }
}

static void say_later(struct text_buf *words, const struct affordability *f) {
    const struct afford_flip *flip = &f->flip[ASSUMED_LATER];
    if (!flip->asked)
        return;
    if (flip->found && flip->flips <= 1)
        text_append(words, "It fails if payment comes one month later than agreed.");
    else if (flip->found)
        text_appendf(words, "It fails if payment comes %.0f months later than agreed.", flip->flips);
    else
        text_appendf(words, "Payment up to %.0f months later than agreed does not alter it.", flip->looked);
}

/* The same question if things go as they went elsewhere. */
static void say_reference(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    if (!f->reference.run)
        return;
    text_append(&words,
                "If it goes as it has gone elsewhere, with half the referrals (Transforming Rehabilitation had 16 to "
                "48% fewer, St Mungo's none), success at 0.7 of what was assumed (the Work Programme: 27% where "
                "39% was forecast; NAO 2014) and payment three months later (Eco-Actif waited up to 18): ");
    text_appendf(&words, "%s; cash then runs out in ", word_of(afford_standing(f, &f->reference)));
    add_share(&words, f, &f->reference.test[TEST_LIQUIDITY]);
    text_append(&words, ".");
    paragraph(out, &words);
}

void afford_say_flips(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    text_append(&words, "How far this verdict holds, one assumption at a time: ");
    say_times(&words, f, ASSUMED_REFERRALS);
    say_times(&words, f, ASSUMED_SUCCESS);
    say_later(&words, f);
    if (f->flip[ASSUMED_REFERRALS].asked || f->flip[ASSUMED_SUCCESS].asked || f->flip[ASSUMED_LATER].asked)
        paragraph(out, &words);
    text_free(&words);
    say_reference(out, f);
}

/* ---- Terms ---- */

/* The chances of a case, test by test, those alone that are asked of the scheme as it is. */
static void add_chances(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    const char *between = "";
    for (int t = 0; t < AFFORD_TESTS; t++) {
        if (!f->with_loan.test[t].defined)
            continue;
        text_append(out, between);
        afford_chance(out, &c->test[t]);
        between = ", ";
    }
}

void afford_say_terms(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    if (f->n_terms == 0)
        return;
    text_appendf(&words, "Terms to ask for, the most helpful first, with the chance%s of running out%s%s; now ",
                 f->loan || f->has_policy ? "s" : "", f->loan ? ", of paying late" : "",
                 f->has_policy ? ", of breaking the reserves policy" : "");
    add_chances(&words, f, &f->with_loan);
    text_append(&words, ":");
    prose_join(out, "", "", &words);
    for (int k = 0; k < f->n_terms; k++) {
        char first[16];
        snprintf(first, sizeof first, "  %d. ", k + 1);
        text_appendf(&words, "%s: ", f->term[k].what);
        add_chances(&words, f, &f->term[k].with);
        text_append(&words, ".");
        prose_join(out, first, "     ", &words);
    }
    text_append(out, "\n");
}

void afford_say_end(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    struct month_of_year start = {f->start_year, f->start_month};
    if (f->loan && f->loan_end > f->contract_end && f->contract_end > 0) {
        text_append(&words, "The last money under the contract falls due in ");
        prose_month(&words, start, f->contract_end);
        text_append(&words, "; the loan runs to ");
        prose_month(&words, start, f->loan_end);
        text_append(&words, ". About ");
        prose_money(&words, f->symbol, f->owed_then, f->owed_then * SEARCH_ERROR);
        text_appendf(&words,
                     " is still owed then%s, and %s pays it out of its other income and reserves: nobody else does.",
                     f->n_loans > 1 ? " on all its loans" : "", f->provider);
        if (f->loan_end > f->months)
            text_append(&words,
                        " The file ends before the loan does: whether what is left is paid back is not tested.");
        paragraph(out, &words);
    }
    if (f->n_loans > 1) {
        text_appendf(
            &words,
            "%s has %d loans; the question is of \"%s\". The other%s in every column, today's too: what they cost "
            "and whether they are paid in time is counted there.",
            f->provider, f->n_loans, f->loan, f->n_loans > 2 ? "s are" : " is");
        paragraph(out, &words);
    }
    if (!f->marked_costs) {
        text_appendf(&words,
                     "No cost of %s is marked as being for the sake of a contract (contract = \"...\"), so that "
                     "\"today\" bears all of them that do not depend on clients. Mark those that would not be there "
                     "without the contract.",
                     f->provider);
        paragraph(out, &words);
    }
    text_append(&words,
                "Chances are of the paths run; ranges and roundings show sampling error alone, not what the file "
                "may have wrong.");
    prose_join(out, "", "", &words);
}
