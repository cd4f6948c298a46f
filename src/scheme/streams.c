/* Streams: that no two sources of uncertainty draw the same random numbers. */
#include "base/text.h"
#include "scheme/condition.h"
#include "scheme/resolve.h"

#include <stdlib.h>

#define CELLS_MAX 1000000 /* outcomes times providers times groups */

/* A source of uncertainty, by the names that its stream's number is made of. */
struct source {
    uint32_t stream;
    const char *path, *then, *last;
    const struct place *place;
};
struct sources {
    size_t n;
    struct source *items;
};

uint32_t scheme_stream(const char *path, const char *then, const char *last) {
    uint32_t hash = text_hash(path);
    const char *const names[] = {then, last};
    for (int i = 0; i < 2; i++) {
        if (names[i])
            hash = text_hash_more(text_hash_more(hash, "."), names[i]);
    }
    return hash;
}

static void add(struct sources *all, const struct place *place, const char *then, const char *last) {
    all->items[all->n++] = (struct source){scheme_stream(place->path, then, last), place->path, then, last, place};
}

static const char *provider_name(const struct scheme *s, int provider) {
    return s->parties.items[s->provider_party[provider]].name;
}

/* One source for each provider and group of a section, after one for each provider and one for itself. */
static void add_cells(struct sources *all, const struct scheme *s, const struct place *place) {
    add(all, place, NULL, NULL);
    for (int p = 0; p < s->n_providers; p++) {
        add(all, place, provider_name(s, p), NULL);
        for (int g = 0; g < s->groups.n; g++)
            add(all, place, provider_name(s, p), s->groups.items[g].name);
    }
}

static void add_sections(struct sources *all, const struct scheme *s) {
    for (int f = 0; f < s->factors.n; f++)
        add(all, &s->factors.items[f].place, NULL, NULL);
    for (int p = 0; p < s->n_providers; p++)
        add(all, &s->parties.items[s->provider_party[p]].place, NULL, NULL);
    for (int g = 0; g < s->groups.n; g++)
        add_cells(all, s, &s->groups.items[g].place);
    for (int k = 0; k < s->outcomes.n; k++)
        add_cells(all, s, &s->outcomes.items[k].place);
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        add(all, &contract->place, NULL, NULL);
        if (term_late(contract, NULL))
            add(all, &contract->place, "late", NULL);
        for (int k = 0; k < contract->terms.n; k++) {
            const struct term *t = &contract->terms.items[k];
            add(all, &t->place, NULL, NULL);
            if (term_late(contract, t))
                add(all, &t->place, "late", NULL);
        }
        for (int k = 0; k < s->outcomes.n; k++)
            add(all, &contract->place, s->outcomes.items[k].name, NULL);
    }
    for (int i = 0; i < s->quantities.n; i++) {
        if (!law_is_certain(&s->quantities.items[i].law))
            add(all, &s->quantities.items[i].place, NULL, NULL);
    }
}

static int by_stream(const void *a, const void *b) {
    uint32_t x = ((const struct source *)a)->stream, y = ((const struct source *)b)->stream;
    return (x > y) - (x < y);
}

static void report_twins(const struct source *a, const struct source *b, struct diag *diag) {
    fault_add(
        diag, b->place, NULL,
        "%s%s%s%s%s would draw the same random numbers as %s%s%s%s%s, by a coincidence of their names; rename one",
        b->path, b->then ? "." : "", b->then ? b->then : "", b->last ? "." : "", b->last ? b->last : "", a->path,
        a->then ? "." : "", a->then ? a->then : "", a->last ? "." : "", a->last ? a->last : "");
}

status streams_check(const struct scheme *s, struct diag *diag) {
    double cells = (double)s->outcomes.n * s->n_providers * s->groups.n;
    if (cells > CELLS_MAX) {
        fault_add(diag, &s->place, "outcomes",
                  "%d outcomes, %d providers and %d groups make %.0f cells to draw in a month; at most 1,000,000",
                  s->outcomes.n, s->n_providers, s->groups.n, cells);
        return SIBYL_OK;
    }
    size_t sections = (size_t)s->groups.n + (size_t)s->outcomes.n, providers = (size_t)s->n_providers;
    size_t most = (size_t)s->factors.n + providers + sections * (1 + providers * (1 + (size_t)s->groups.n)) +
                  (size_t)s->quantities.n;
    for (int c = 0; c < s->contracts.n; c++)
        most += 2 + 2 * (size_t)s->contracts.items[c].terms.n + (size_t)s->outcomes.n;
    struct sources all = {0, calloc(most + 1, sizeof(struct source))};
    if (!all.items)
        return SIBYL_ERR_NO_MEMORY;
    add_sections(&all, s);
    qsort(all.items, all.n, sizeof(struct source), by_stream);
    for (size_t i = 1; i < all.n; i++) {
        if (all.items[i].stream == all.items[i - 1].stream)
            report_twins(&all.items[i - 1], &all.items[i], diag);
    }
    free(all.items);
    return SIBYL_OK;
}
