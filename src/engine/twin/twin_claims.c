/* What falls due and is paid under contracts. */
#include "engine/books.h"
#include "engine/twin/twin.h"

static double read_net_due(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return (double)b->claims.net_due[contract][lane];
}

static double read_accepted(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return (double)b->claims.accepted[contract][lane];
}

static double read_paid_month(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return (double)b->claims.paid_month[contract][lane];
}

static double read_came(const struct books *b, int lane, int contract, int part) {
    return (double)b->claims.passing[contract].came_gain[part][lane];
}

static double read_part(const struct books *b, lane_money *parts, int lane, int contract, int part) {
    return (double)parts[(size_t)b->month * (size_t)b->claims.passing[contract].n_parts + (size_t)part][lane];
}

static double read_part_due(const struct books *b, int lane, int contract, int part) {
    return read_part(b, b->claims.passing[contract].part_gain, lane, contract, part);
}

static double read_part_owed(const struct books *b, int lane, int contract, int part) {
    return read_part(b, b->claims.passing[contract].part_loss, lane, contract, part);
}

/* "Outcomes contract: of Harbour's results, received". */
static const char *part_label(const struct twin *t, int contract, int part, const char *words) {
    const struct live *l = &t->contract[contract];
    const char *name = t->s->parties.items[t->s->provider_party[l->c->part[part]]].name;
    return live_label(l, "of %s's share, %s", name, words);
}

void twin_passing(struct twin *t) {
    for (int c = 0; c < t->s->contracts.n; c++) {
        struct twin_passed *p = &t->passed[c];
        int parts = t->books->claims.passing[c].n_parts;
        p->paid_month = NONE;
        p->came = twin_rows(t, parts);
        p->part_due = twin_rows(t, parts);
        p->part_owed = twin_rows(t, parts);
        if (parts == 0 || t->book.grid.failed)
            continue;
        p->paid_month = twin_engine(t, TWIN_SETTLED, GRID_PENCE, live_label(&t->contract[c], "received in the month"),
                                    read_paid_month, c, 0);
        for (int i = 0; i < parts; i++) {
            p->came[i] = twin_engine(t, TWIN_SETTLED, GRID_PENCE, part_label(t, c, i, "received"), read_came, c, i);
            p->part_due[i] = twin_engine(t, TWIN_SETTLED, GRID_PENCE, part_label(t, c, i, "due"), read_part_due, c, i);
            p->part_owed[i] =
                twin_engine(t, TWIN_SETTLED, GRID_PENCE, part_label(t, c, i, "owed back"), read_part_owed, c, i);
        }
    }
}

void twin_claims(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int c = 0; c < t->s->contracts.n; c++) {
        const struct live *l = &t->contract[c];
        grid_heading(g, t->sheet[TWIN_SETTLED], l->c->name);
        t->net_due[c] = twin_engine(t, TWIN_SETTLED, GRID_PENCE, live_label(l, "falls due"), read_net_due, c, 0);
        t->accepted[c] =
            twin_engine(t, TWIN_SETTLED, GRID_PENCE, live_label(l, "accepted to date"), read_accepted, c, 0);
        grid_sums(g, t->net_due[c]);
    }
}
