/* The steps of a bond's waterfall: as the configuration orders them, or else the usual order (rule 65). */
#include "scheme/resolve.h"
#include "scheme/waterfall.h"

#include <string.h>

bool waterfall_find(const struct bond *b, const char *name, const struct step_kind **kind, int *tranche) {
    for (const struct step_kind *const *k = step_kinds; *k; k++) {
        *kind = *k;
        *tranche = NONE;
        if (!(*k)->of_tranche && strcmp(name, (*k)->word) == 0)
            return true;
        for (int t = 0; (*k)->of_tranche && t < b->tranches.n; t++) {
            const char *whose = b->tranches.items[t].name;
            size_t length = whose ? strlen(whose) : 0;
            *tranche = t;
            if (length > 0 && strncmp(name, whose, length) == 0 && name[length] == '.' &&
                strcmp(name + length + 1, (*k)->word) == 0)
                return true;
        }
    }
    return false;
}

/* An order being made: ranks' own fees come in just before the first step of their rank. */
struct ordering {
    struct scheme *s;
    struct bond *b;
    bool *fees_in; /* [rank] */
    bool failed;
};

static struct waterfall_step *new_step(struct ordering *o, const struct step_kind *kind, int rank) {
    struct bond *b = o->b;
    struct waterfall_step *step = &b->steps.items[b->steps.n++];
    int most = b->tranches.n > b->fees.n ? b->tranches.n : b->fees.n;
    *step = (struct waterfall_step){.kind = kind, .rank = rank};
    step->items.items = arena_array(&o->s->arena, (size_t)most + 1, sizeof(int));
    o->failed |= !step->items.items;
    return step;
}

static void put_item(struct waterfall_step *step, int item) {
    if (step->items.items)
        step->items.items[step->items.n++] = item;
}

/* The fees of a rank, or (0) those left unpaid, once. */
static void add_fees(struct ordering *o, int rank) {
    struct waterfall_step *step = NULL;
    for (int f = 0; !o->fees_in[rank] && f < o->b->fees.n; f++) {
        if (o->b->fees.items[f].rank != rank)
            continue;
        step = step ? step : new_step(o, &step_fees, rank);
        put_item(step, f);
    }
    o->fees_in[rank] = true;
}

/* Whether a tranche joins the last step: its rank shares in it pro rata. */
static bool joins(const struct bond *b, const struct step_kind *kind, int tranche) {
    if (!kind->together || b->steps.n == 0)
        return false;
    const struct waterfall_step *last = &b->steps.items[b->steps.n - 1];
    return last->kind == kind && last->items.n > 0 &&
           b->tranches.items[last->items.items[0]].rank == b->tranches.items[tranche].rank;
}

static void add_tranche(struct ordering *o, const struct step_kind *kind, int tranche) {
    add_fees(o, o->b->tranches.items[tranche].rank);
    struct waterfall_step *step =
        joins(o->b, kind, tranche) ? &o->b->steps.items[o->b->steps.n - 1] : new_step(o, kind, 0);
    put_item(step, tranche);
}

/* One kind of step for all tranches of a rank that need it. */
static void add_rank(struct ordering *o, const struct step_kind *kind, int rank) {
    for (int t = 0; t < o->b->tranches.n; t++) {
        if (o->b->tranches.items[t].rank == rank && kind->needed(o->s, o->b, t))
            add_tranche(o, kind, t);
    }
}

static void add_usual(struct ordering *o) {
    add_fees(o, 0);
    for (int rank = 1; rank <= o->b->n_ranks; rank++) {
        add_fees(o, rank);
        add_rank(o, &step_interest, rank);
        add_rank(o, &step_principal, rank);
        add_rank(o, &step_catch_up, rank - 1);
    }
}

static void add_written(struct ordering *o) {
    for (int i = 0; i < o->b->waterfall.n; i++) {
        const struct step_kind *kind;
        int tranche;
        if (!waterfall_find(o->b, o->b->waterfall.items[i], &kind, &tranche))
            continue;
        if (kind->of_tranche)
            add_tranche(o, kind, tranche);
        else if (kind == &step_fees)
            add_fees(o, 0);
    }
}

status waterfall_resolve(struct scheme *s, struct bond *b) {
    size_t most = (size_t)b->waterfall.n + (size_t)b->fees.n + 3 * (size_t)b->tranches.n + 2;
    struct ordering o = {.s = s, .b = b, .fees_in = arena_array(&s->arena, (size_t)b->n_ranks + 1, sizeof(bool))};
    b->steps.items = arena_array(&s->arena, most, sizeof *b->steps.items);
    b->steps.n = 0;
    if (!o.fees_in || !b->steps.items)
        return SIBYL_ERR_NO_MEMORY;
    if (b->waterfall.n > 0)
        add_written(&o);
    else
        add_usual(&o);
    for (int rank = 0; rank <= b->n_ranks; rank++)
        add_fees(&o, rank);
    if (step_residual.needed(s, b, NONE) || b->excess_to != NONE)
        new_step(&o, &step_residual, 0);
    return o.failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}

static status put_words(struct scheme *s, const struct bond *b, struct waterfall_step *step) {
    struct text_buf words = {0};
    step->kind->words(s, b, step, &words);
    step->words = words.failed || !words.data ? NULL : arena_text(&s->arena, words.data);
    text_free(&words);
    return step->words ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
}

status waterfalls_put_words(struct scheme *s) {
    for (int i = 0; i < s->bonds.n; i++) {
        const struct bond *b = &s->bonds.items[i];
        for (int k = 0; k < b->steps.n; k++) {
            if (put_words(s, b, &b->steps.items[k]) != SIBYL_OK)
                return SIBYL_ERR_NO_MEMORY;
        }
    }
    return SIBYL_OK;
}
