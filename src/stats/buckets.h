/* Log-linear buckets of whole numbers: every octave of either sign in equal parts, exact below the first octave. */
#ifndef SIBYL_STATS_BUCKETS_H
#define SIBYL_STATS_BUCKETS_H

#include <stdint.h>

/* Largest magnitude that is told apart; larger ones fall into the last bucket. */
#define BUCKET_OCTAVES 62

/* Number of buckets of one sign when an octave has 2^bits parts. */
static inline int bucket_count(int bits) { return (BUCKET_OCTAVES - bits + 1) << bits; }

/* Bucket of a magnitude: values below 2^bits have their own, then 2^bits an octave. */
static inline int bucket_of_magnitude(uint64_t value, int bits) {
    uint64_t capped = value < (UINT64_C(1) << BUCKET_OCTAVES) ? value : (UINT64_C(1) << BUCKET_OCTAVES) - 1;
    if (capped < UINT64_C(1) << bits)
        return (int)capped;
    int octave = 63 - __builtin_clzll(capped);
    int shift = octave - bits;
    return ((shift + 1) << bits) + (int)((capped >> shift) - (UINT64_C(1) << bits));
}

/* The middle of a bucket of magnitudes. */
static inline int64_t bucket_middle_magnitude(int bucket, int bits) {
    if (bucket < 1 << bits)
        return bucket;
    int shift = (bucket >> bits) - 1;
    int64_t low = (int64_t)((UINT64_C(1) << bits) + ((uint64_t)bucket & ((UINT64_C(1) << bits) - 1))) << shift;
    return low + (shift > 0 ? (INT64_C(1) << shift) / 2 : 0);
}

/* Buckets of both signs in rising order: negative ones first. */
static inline int bucket_of(int64_t value, int bits) {
    int half = bucket_count(bits);
    if (value >= 0)
        return half + bucket_of_magnitude((uint64_t)value, bits);
    return half - 1 - bucket_of_magnitude((uint64_t)(-(value + 1)), bits);
}
static inline int64_t bucket_middle(int bucket, int bits) {
    int half = bucket_count(bits);
    return bucket >= half ? bucket_middle_magnitude(bucket - half, bits)
                          : -bucket_middle_magnitude(half - 1 - bucket, bits) - 1;
}

#endif
