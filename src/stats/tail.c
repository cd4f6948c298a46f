#include "stats/tail.h"

#include "stats/buckets.h"

#include <math.h>
#include <stdlib.h>

#define TAIL_BITS 6
#define TAIL_BUCKETS (2 * bucket_count(TAIL_BITS))

bool tail_init(struct tail *t, int n) {
    *t = (struct tail){.n = n};
    t->count = calloc((size_t)TAIL_BUCKETS, sizeof *t->count);
    t->bucket = calloc((size_t)TAIL_BUCKETS, sizeof *t->bucket);
    if (t->count && t->bucket)
        return true;
    tail_free(t);
    return false;
}

void tail_free(struct tail *t) {
    for (int b = 0; t->bucket && b < TAIL_BUCKETS; b++)
        free(t->bucket[b]);
    free(t->bucket);
    free(t->count);
    *t = (struct tail){0};
}

size_t tail_bytes(const struct tail *t) {
    size_t each = sizeof *t->count + sizeof *t->bucket + ((size_t)t->n + 1) * sizeof(wide);
    return t->bucket ? (size_t)TAIL_BUCKETS * each : 0;
}

static wide *bucket_sums(struct tail *t, int b) {
    if (!t->bucket[b])
        t->bucket[b] = calloc((size_t)t->n + 1, sizeof(wide));
    return t->bucket[b];
}

bool tail_add(struct tail *t, int64_t total, const int64_t *part) {
    int b = bucket_of(total, TAIL_BITS);
    wide *sums = bucket_sums(t, b);
    if (!sums)
        return false;
    for (int i = 0; i < t->n; i++)
        sums[i] += part[i];
    t->count[b]++;
    t->paths++;
    return true;
}

bool tail_merge(struct tail *into, const struct tail *from) {
    for (int b = 0; b < TAIL_BUCKETS; b++) {
        if (!from->bucket[b])
            continue;
        wide *sums = bucket_sums(into, b);
        if (!sums)
            return false;
        for (int i = 0; i < into->n; i++)
            sums[i] += from->bucket[b][i];
        into->count[b] += from->count[b];
    }
    into->paths += from->paths;
    return true;
}

bool tail_shares(const struct tail *t, double worst, double *share) {
    int64_t left = (int64_t)ceil(worst * (double)t->paths - 1e-9);
    long double all = 0;
    for (int i = 0; i < t->n; i++)
        share[i] = 0;
    for (int b = TAIL_BUCKETS - 1; b >= 0 && left > 0; b--) {
        if (t->count[b] == 0)
            continue;
        double taken = (double)t->count[b] < (double)left ? 1 : (double)left / (double)t->count[b];
        for (int i = 0; i < t->n; i++) {
            share[i] += (double)t->bucket[b][i] * taken;
            all += (long double)t->bucket[b][i] * taken;
        }
        left -= (int64_t)t->count[b];
    }
    for (int i = 0; i < t->n; i++)
        share[i] = all > 0 ? share[i] / (double)all : 0;
    return all > 0;
}
