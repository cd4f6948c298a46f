/* Pass-through: what the payer earned under another contract by this payee's clients, less what the payer keeps. */
#include "scheme/live.h"
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/words.h"

enum pass_when { PASS_WHEN_RECEIVED, PASS_WHEN_DUE };
struct pass_settings {
    int of; /* contract */
    double keep;
    int when; /* enum pass_when */
};

#define AT(member) offsetof(struct pass_settings, member)

static const char *const when_words[] = {"received", "due", NULL};
static const struct param pass_params[] = {
    {"of", PARAM_REF, AT(of), true, UNIT_NONE, 0, 0, NAN, &contract_names, "contract that is passed on"},
    {"keep", PARAM_NUMBER, AT(keep), false, UNIT_SHARE, 0, 1, 0, NULL, "share that the payer keeps"},
    {"when", PARAM_CHOICE, AT(when), false, UNIT_NONE, 0, 1, PASS_WHEN_RECEIVED, when_words,
     "whether it falls due when the payer has received it, or when the payer should have"},
};
static const struct param_table pass_table = {"pass_through term",
                                              "what the payer earned under another contract by this payee's clients",
                                              sizeof(struct pass_settings),
                                              NO_PLACE,
                                              NO_PLACE,
                                              false,
                                              pass_params,
                                              PARAM_COUNT_OF(pass_params)};

static const struct pass_settings *settings_of(const struct term *t) { return t->settings; }

static int pass_source(const struct term *t, bool *when_due) {
    *when_due = settings_of(t)->when == PASS_WHEN_DUE;
    return settings_of(t)->of;
}

/* The place of a provider among the parts of a contract, or NONE. */
static int part_of(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++)
        if (c->part[i] == provider)
            return i;
    return NONE;
}

static KERNEL void add_part(const money *restrict part, double *restrict total, double *restrict weight) {
    for (int l = 0; l < LANES; l++) {
        double amount = (double)part[l];
        total[l] += amount;
        weight[l] += amount;
    }
}

static KERNEL void keep_back(double keep, double *restrict amount) {
    for (int l = 0; l < LANES; l++)
        amount[l] *= 1 - keep;
}

static void pass_earn(const struct term_view *view, struct entitlement *out) {
    const struct contract *c = view->contract;
    double keep = settings_of(view->term)->keep;
    for (int i = 0; i < c->n_parts; i++) {
        int from = part_of(view->receipts->of, c->part[i]);
        if (from == NONE)
            continue;
        size_t to = (size_t)i * (size_t)view->starts.n_groups * LANES, at = (size_t)from * LANES;
        add_part(view->receipts->gain + at, out->gain, out->weight + to);
        add_part(view->receipts->loss + at, out->loss, out->loss_weight + to);
    }
    keep_back(keep, out->gain);
    keep_back(keep, out->loss);
}

/* What is passed on of lines by part of the contract above; its parts are noted as weights. */
static int live_passed(const struct live *l, const int *above, int *weight, const char *words) {
    struct live_formula f = {.n = 0};
    const char *label = live_label(l, "%s", words);
    for (int i = 0; i < l->c->n_parts; i++) {
        int from = part_of(l->receipts.of, l->c->part[i]);
        if (from == NONE || above[from] == NONE)
            continue;
        live_add(l, GRID_PENCE, label, &f, "{}", above[from]);
        if (weight)
            weight[i] = above[from];
    }
    if (f.n == 0)
        return NONE;
    int sum = live_line(l, GRID_PENCE, label, &f);
    int keep = live_setting(l->book, &l->t->place, "keep", GRID_RATE, settings_of(l->t)->keep);
    return grid_line(&l->book->grid, l->sheet, GRID_NUMBER, live_label(l, "%s, less what is kept", words),
                     "{0}*(1-{1})", sum, keep);
}

static void pass_live(const struct live *l, struct live_earned *out) {
    out->gain = live_passed(l, l->receipts.gain, out->weight, "earned by the payee's clients");
    out->loss = live_passed(l, l->receipts.loss, out->loss_weight, "owed back of the payee's clients");
}

static void pass_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    int of = settings_of(t)->of;

    for (int i = 0; i < c->n_parts; i++)
        if (part_of(&s->contracts.items[of], c->part[i]) != NONE)
            return;
    fault_add(diag, &t->place, "of", "\"%s\" counts no provider that \"%s\" counts; nothing would ever be passed on",
              s->contracts.items[of].name, c->name);
}

static void pass_words(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out) {
    const struct pass_settings *p = settings_of(t);
    const char *payer = s->parties.items[c->payer].name;
    text_append(out, "passes on ");
    if (p->keep > 0)
        words_percent(1 - p->keep, out);
    else
        text_append(out, "all");
    text_appendf(out, " of what %s earns under %s by the clients of %s, when %s %s", payer,
                 s->contracts.items[p->of].name, s->parties.items[c->payee].name,
                 p->when == PASS_WHEN_DUE ? "it is due to" : "it is received by", payer);
}

const struct term_kind term_pass_through = {
    .pay = "pass_through",
    .help = "what the payer earned under another contract by this payee's clients, less what it keeps",
    .table = &pass_table,
    .check = pass_check,
    .earn = pass_earn,
    .source = pass_source,
    .live = pass_live,
    .words = pass_words,
};
