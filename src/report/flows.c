/* What a list of flows returns, in plain words (the command irr). */
#include "base/elementary.h"
#include "base/rate.h"
#include "report/prose.h"

#include <math.h>
#include <sibyl/flows.h>
#include <stdlib.h>

#define CENTS 2
#define PER_CENT 100.0

/* Rates at which present values are shown where no one rate speaks for the flows. */
static const double shown_rates[] = {0.0, 0.035, 0.05, 0.1, 0.2};

static void add_amount(struct text_buf *out, double amount) {
    if (fabs(amount) == 0)
        amount = 0;
    prose_number(out, amount, 0, CENTS);
}

static void add_sums(const struct flow_list *f, struct text_buf *out) {
    double paid = 0, back = 0;
    for (int i = 0; i < f->n; i++) {
        paid += f->amount[i] < 0 ? -f->amount[i] : 0;
        back += f->amount[i] > 0 ? f->amount[i] : 0;
    }
    text_appendf(out, "Flows: %d, %s %s to %s\nPaid out ", f->n, f->dated ? "from" : "periods", f->first, f->last);
    add_amount(out, paid);
    text_append(out, ", came back ");
    add_amount(out, back);
    if (paid > 0)
        text_appendf(out, ": a multiple of %.4f", back / paid);
    text_append(out, "\n");
}

/* Per cent with the digits that a spreadsheet can be checked against. */
static void add_rate(const struct flow_list *f, double rate, struct text_buf *out) {
    text_appendf(out, "%.8f%% a %s", rate * PER_CENT, f->dated ? "year" : "period");
}

static double present_value(const struct flow_list *f, double rate) {
    double sum = 0;
    for (int i = 0; i < f->n; i++)
        sum += f->amount[i] * elem_pow(1 + rate, -f->time[i]);
    return sum;
}

static void add_present_values(const struct flow_list *f, struct text_buf *out) {
    text_appendf(out, "Present value at the first %s, at a rate a %s of\n", f->dated ? "date" : "period",
                 f->dated ? "year" : "period");
    for (size_t i = 0; i < sizeof shown_rates / sizeof shown_rates[0]; i++) {
        text_appendf(out, "  %4.1f%%  ", shown_rates[i] * PER_CENT);
        add_amount(out, present_value(f, shown_rates[i]));
        text_append(out, "\n");
    }
}

static void add_answer(const struct flow_list *f, enum irr_status found, const double *roots, int n,
                       struct text_buf *out) {
    text_append(out, "Internal rate of return: ");
    if (found == IRR_UNIQUE) {
        add_rate(f, roots[0], out);
        text_append(out, ", the only one\n");
        return;
    }
    text_appendf(out, "%s%s\n", rate_status_text(found), found == IRR_TOTAL_LOSS ? " (-100%)" : "");
    for (int i = 0; i < n; i++) {
        text_append(out, "  ");
        add_rate(f, roots[i], out);
        text_append(out, "\n");
    }
    if (found == IRR_SEVERAL || found == IRR_NONE)
        add_present_values(f, out);
}

status report_flows(const struct flow_list *flows, struct text_buf *out) {
    double roots[IRR_ROOTS_MAX], *scratch = calloc(flows_scratch(flows->n), sizeof *scratch);
    int n;
    if (!scratch)
        return SIBYL_ERR_NO_MEMORY;
    enum irr_status found = rate_irr_at(flows->amount, flows->time, flows->n, scratch, roots, &n);
    free(scratch);
    add_sums(flows, out);
    add_answer(flows, found, roots, n, out);
    return out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
