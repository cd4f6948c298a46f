#include "scheme/repayment/forms.h"

#include <string.h>

const struct repayment *const repayments[] = {
    &repayment_annuity,
    &repayment_equal_principal,
    &repayment_bullet,
    &repayment_revenue_share,
    &repayment_revolving,
    &repayment_schedule,
    NULL,
};

/* A form without settings still has a struct to fill. */
struct no_settings {
    char nothing;
};
const struct param_table repayment_no_settings = {
    "repayment", "", sizeof(struct no_settings), NO_PLACE, NO_PLACE, false, NULL, 0};

const struct repayment *repayment_find(const char *word) {
    for (const struct repayment *const *form = repayments; *form; form++) {
        if (strcmp((*form)->word, word) == 0)
            return *form;
    }
    return NULL;
}

int loan_holiday_dates(const struct loan *l) { return l->holiday.months / l->every; }

int loan_date(const struct loan *l, int n) { return l->first + n * l->every - 1; }

int repayment_after_holiday(const struct loan *l) { return loan_date(l, loan_holiday_dates(l) + 1); }

int repayment_on_last_date(const struct loan *l) { return l->last; }

const char *live_loan_label(const struct live_loan *l, const char *words) {
    return grid_text(&l->book->grid, "%s: %s%s", l->loan->name, words, l->as ? l->as : "");
}

int repayment_live_after_holiday(const struct live_loan *l) { return l->after_holiday; }

int repayment_live_on_last_date(const struct live_loan *l) { return l->end; }
