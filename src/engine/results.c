#include <sibyl/results.h>
#include <string.h>

const double quantile_level[QUANTILE_LEVELS] = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
const double series_level[SERIES_LEVELS] = {0.05, 0.25, 0.5, 0.75, 0.95};

/* Whether two names are the same, NULL being a name of its own. */
static bool same(const char *a, const char *b) { return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0); }

const struct metric *results_metric(const struct results *r, const char *party, const char *of, const char *name) {
    for (int i = 0; i < r->n_metrics; i++) {
        const struct metric *m = &r->metrics[i];
        if (same(m->name, name) && same(m->party, party) && same(m->of, of))
            return m;
    }
    return NULL;
}

const struct monthly *results_series(const struct results *r, const char *party, const char *of, const char *name) {
    for (int i = 0; i < r->n_series; i++) {
        const struct monthly *m = &r->series[i];
        if (same(m->name, name) && same(m->party, party) && same(m->of, of))
            return m;
    }
    return NULL;
}
