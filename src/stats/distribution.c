#include "stats/distribution.h"

#include "stats/buckets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool distribution_init(struct distribution *d, int64_t paths, int bits) {
    *d = (struct distribution){.bits = bits};
    if (paths <= SAMPLE_KEEP) {
        d->room = paths;
        d->kept = malloc((size_t)paths * sizeof *d->kept + 1);
    } else {
        d->counts = calloc(2 * (size_t)bucket_count(bits), sizeof *d->counts);
    }
    return d->kept || d->counts;
}

void distribution_free(struct distribution *d) {
    free(d->kept);
    free(d->counts);
    *d = (struct distribution){0};
}

size_t distribution_bytes(const struct distribution *d) {
    return (d->kept ? (size_t)d->room * sizeof *d->kept : 0) +
           (d->counts ? 2 * (size_t)bucket_count(d->bits) * sizeof *d->counts : 0);
}

void distribution_add_lanes(struct distribution *d, const int64_t value[LANES], uint64_t lanes) {
    int64_t n = d->tally.n;
    tally_add_lanes(&d->tally, value, lanes);
    for (uint64_t left = lanes; left; left &= left - 1) {
        int i = __builtin_ctzll(left);
        if (d->kept)
            d->kept[n++] = value[i];
        else
            d->counts[bucket_of(value[i], d->bits)]++;
    }
}

void distribution_merge(struct distribution *into, const struct distribution *from) {
    if (into->kept && from->tally.n > 0)
        memcpy(into->kept + into->tally.n, from->kept, (size_t)from->tally.n * sizeof *into->kept);
    for (int b = 0; into->counts && b < 2 * bucket_count(into->bits); b++)
        into->counts[b] += from->counts[b];
    tally_merge(&into->tally, &from->tally);
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void distribution_finish(struct distribution *d) {
    if (d->kept)
        qsort(d->kept, (size_t)d->tally.n, sizeof *d->kept, compare);
}

static int64_t rank_of(const struct distribution *d, double share) {
    int64_t rank = (int64_t)ceil(share * (double)d->tally.n - 1e-9);
    return rank < 1 ? 1 : rank > d->tally.n ? d->tally.n : rank;
}

static int64_t bounded(const struct distribution *d, int64_t value) {
    return value < d->tally.min ? d->tally.min : value > d->tally.max ? d->tally.max : value;
}

int64_t distribution_quantile(const struct distribution *d, double p) {
    int64_t rank = rank_of(d, p), seen = 0;
    if (d->kept)
        return d->kept[rank - 1];
    int b = 0;
    for (seen = d->counts[0]; seen < rank; seen += d->counts[b])
        b++;
    return bounded(d, bucket_middle(b, d->bits));
}

double distribution_worst(const struct distribution *d, double share, bool low) {
    int64_t wanted = rank_of(d, share), left = wanted;
    long double sum = 0;
    for (int64_t i = 0; d->kept && i < wanted; i++)
        sum += (long double)d->kept[low ? i : d->tally.n - 1 - i];
    int buckets = 2 * bucket_count(d->bits);
    for (int i = 0; !d->kept && left > 0 && i < buckets; i++) {
        int b = low ? i : buckets - 1 - i;
        int64_t taken = d->counts[b] < left ? d->counts[b] : left;
        sum += taken > 0 ? (long double)taken * (long double)bounded(d, bucket_middle(b, d->bits)) : 0;
        left -= taken;
    }
    return (double)(sum / (long double)wanted);
}

static void bin_value(int64_t value, int64_t count, int64_t low, double width, int n, int64_t *bins, int64_t *below,
                      int64_t *above) {
    double place = ((double)value - (double)low) / width;
    if (place < 0)
        *below += count;
    else if (place >= n)
        *above += count;
    else
        bins[(int)place] += count;
}

void distribution_bins(const struct distribution *d, int64_t low, double width, int n, int64_t *bins, int64_t *below,
                       int64_t *above) {
    memset(bins, 0, (size_t)n * sizeof *bins);
    *below = *above = 0;
    for (int64_t i = 0; d->kept && i < d->tally.n; i++)
        bin_value(d->kept[i], 1, low, width, n, bins, below, above);
    for (int b = 0; d->counts && b < 2 * bucket_count(d->bits); b++) {
        if (d->counts[b] > 0)
            bin_value(bounded(d, bucket_middle(b, d->bits)), d->counts[b], low, width, n, bins, below, above);
    }
}
