/* Checks of the order of a waterfall that is written, and of what tranches may have. */
#include "scheme/resolve.h"
#include "scheme/waterfall.h"

#include <string.h>

/* What a place in the written order means. */
struct named_step {
    const struct step_kind *kind;
    int tranche;
    bool known;
};

static struct named_step step_at(const struct bond *b, int i) {
    struct named_step step;
    step.known = waterfall_find(b, b->waterfall.items[i], &step.kind, &step.tranche);
    return step;
}

static bool same(const struct named_step *a, const struct named_step *b) {
    return a->known && b->known && a->kind == b->kind && a->tranche == b->tranche;
}

/* Every name that can stand in the order, for messages. */
static void add_names(const struct scheme *s, const struct bond *b, struct text_buf *out) {
    for (const struct step_kind *const *k = step_kinds; *k; k++) {
        for (int t = 0; t < ((*k)->of_tranche ? b->tranches.n : 1); t++) {
            if ((*k)->of_tranche && (!b->tranches.items[t].name || !(*k)->needed(s, b, t)))
                continue;
            text_append(out, out->length > 0 ? ", " : "");
            waterfall_name(b, *k, t, out);
        }
    }
}

static void check_known(const struct scheme *s, const struct bond *b, int i, struct diag *diag) {
    struct named_step step = step_at(b, i);
    struct text_buf names = {0};
    if (!step.known) {
        add_names(s, b, &names);
        fault_add(diag, &b->place, "waterfall", "no step is called \"%s\"; there are %s", b->waterfall.items[i],
                  names.data ? names.data : "");
        text_free(&names);
        return;
    }
    for (int k = 0; k < i; k++) {
        struct named_step before = step_at(b, k);
        if (same(&before, &step))
            fault_add(diag, &b->place, "waterfall", "\"%s\" is named twice; name each step once",
                      b->waterfall.items[i]);
    }
    if (step.tranche != NONE && b->tranches.items[step.tranche].grant)
        fault_add(diag, &b->place, "waterfall", "\"%s\" pays a grant, which is never repaid; take it out",
                  b->waterfall.items[i]);
    if (step.kind == &step_residual && i + 1 < b->waterfall.n)
        fault_add(diag, &b->place, "waterfall",
                  "\"residual\" shares all that is left, so that nothing after it is ever paid; put it last");
}

static bool names(const struct bond *b, const struct step_kind *kind, int tranche) {
    for (int i = 0; i < b->waterfall.n; i++) {
        struct named_step step = step_at(b, i);
        if (step.known && step.kind == kind && step.tranche == tranche)
            return true;
    }
    return false;
}

static bool names_any_tranche(const struct bond *b) {
    for (int i = 0; i < b->waterfall.n; i++) {
        if (step_at(b, i).known && step_at(b, i).tranche != NONE)
            return true;
    }
    return false;
}

static void check_forgotten(const struct scheme *s, const struct bond *b, struct diag *diag) {
    for (const struct step_kind *const *k = step_kinds; *k; k++) {
        for (int t = 0; t < ((*k)->of_tranche ? b->tranches.n : 1); t++) {
            int tranche = (*k)->of_tranche ? t : NONE;
            struct text_buf name = {0};
            if ((tranche != NONE && !b->tranches.items[t].name) || !(*k)->needed(s, b, t) || names(b, *k, tranche))
                continue;
            waterfall_name(b, *k, t, &name);
            fault_add(diag, &b->place, "waterfall", "does not name \"%s\", which would never be paid; put it in",
                      name.data ? name.data : (*k)->word);
            text_free(&name);
        }
    }
}

/* One kind of claim is paid in the order of ranks, and side by side within a rank. */
static void check_ranks(const struct bond *b, struct diag *diag) {
    for (int i = 0; i < b->waterfall.n; i++) {
        struct named_step later = step_at(b, i);
        for (int k = 0; k < i && later.known && later.kind->together; k++) {
            struct named_step earlier = step_at(b, k);
            if (!earlier.known || earlier.kind != later.kind)
                continue;
            int before = bond_rank(b, earlier.tranche), after = bond_rank(b, later.tranche);
            if (before > after)
                fault_add(diag, &b->place, "waterfall",
                          "pays \"%s\" before \"%s\", whose rank comes first: each would be senior to the other; give "
                          "ranks that agree with the order",
                          b->waterfall.items[k], b->waterfall.items[i]);
            if (before == after && i - k > 1 && !same(&later, &earlier) &&
                (step_at(b, i - 1).kind != later.kind || bond_rank(b, step_at(b, i - 1).tranche) != after))
                fault_add(diag, &b->place, "waterfall",
                          "\"%s\" and \"%s\" are of one rank, which shares in proportion; name them side by side",
                          b->waterfall.items[k], b->waterfall.items[i]);
        }
    }
}

void waterfall_check(const struct scheme *s, const struct bond *b, struct diag *diag) {
    if (b->waterfall.n == 0)
        return;
    int before = diag_count_errors(diag);
    for (int i = 0; i < b->waterfall.n; i++)
        check_known(s, b, i, diag);
    if (diag_count_errors(diag) > before)
        return;
    if (!names_any_tranche(b)) {
        fault_add(diag, &b->place, "waterfall", "names no tranche, so that no investor would be paid; name each");
        return;
    }
    check_forgotten(s, b, diag);
    check_ranks(b, diag);
}
