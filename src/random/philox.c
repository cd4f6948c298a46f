#include "random/philox.h"

/* Multipliers and key increments of Philox4x32 (Salmon et al. 2011, table 2 and section 4.3). */
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define ROUNDS 10
#define WORD 32

void philox_block(const uint32_t key[2], uint32_t counter[4]) {
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t p0 = (uint64_t)MULTIPLIER_0 * counter[0], p1 = (uint64_t)MULTIPLIER_1 * counter[2];
        counter[0] = (uint32_t)(p1 >> WORD) ^ counter[1] ^ k0;
        counter[1] = (uint32_t)p1;
        counter[2] = (uint32_t)(p0 >> WORD) ^ counter[3] ^ k1;
        counter[3] = (uint32_t)p0;
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
}

/* (k + 1/2) * 2^-52 with k the top 52 bits of the two words: 1 + k * 2^-52 is put together from bits and what is
 * subtracted leaves the half. */
static inline double unit_from_words(uint64_t high, uint64_t low) {
    const uint64_t one = 0x3FF0000000000000u;
    const double one_less_half_step = 1 - 0x1p-53;
    union {
        uint64_t bits;
        double value;
    } u = {.bits = ((high << WORD | low) >> 12) | one};
    return u.value - one_less_half_step;
}

double philox_uniform(uint64_t seed, uint64_t path, uint32_t stream, uint32_t draw) {
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> WORD)};
    uint32_t c[4] = {(uint32_t)path, (uint32_t)(path >> WORD), stream, draw >> 1};
    philox_block(key, c);
    return draw & 1 ? unit_from_words(c[2], c[3]) : unit_from_words(c[0], c[1]);
}

/* Lanes that go through the rounds together: enough to hide the multiplications' latency. */
#define TOGETHER 32

/* The rounds for TOGETHER counters; words are kept in 64 bits so that no lane has to be widened or packed. */
static inline void rounds_together(uint64_t seed, uint64_t c0[TOGETHER], uint64_t c1[TOGETHER], uint64_t c2[TOGETHER],
                                   uint64_t c3[TOGETHER]) {
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> WORD);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < TOGETHER; i++) {
            uint64_t p0 = (uint64_t)(uint32_t)c0[i] * MULTIPLIER_0, p1 = (uint64_t)(uint32_t)c2[i] * MULTIPLIER_1;
            c0[i] = (p1 >> WORD) ^ c1[i] ^ k0;
            c2[i] = (p0 >> WORD) ^ c3[i] ^ k1;
            c1[i] = (uint32_t)p1;
            c3[i] = (uint32_t)p0;
        }
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
}

KERNEL
void philox_uniform_pair(uint64_t seed, uint64_t first_path, uint32_t stream, uint32_t draw_even, double even[LANES],
                         double odd[LANES]) {
    for (int from = 0; from < LANES; from += TOGETHER) {
        uint64_t c0[TOGETHER], c1[TOGETHER], c2[TOGETHER], c3[TOGETHER];
        for (int i = 0; i < TOGETHER; i++) {
            uint64_t path = first_path + (uint64_t)(from + i);
            c0[i] = (uint32_t)path;
            c1[i] = path >> WORD;
            c2[i] = stream;
            c3[i] = draw_even >> 1;
        }
        rounds_together(seed, c0, c1, c2, c3);
        for (int i = 0; i < TOGETHER; i++) {
            even[from + i] = unit_from_words(c0[i], c1[i]);
            odd[from + i] = unit_from_words(c2[i], c3[i]);
        }
    }
}

void philox_uniforms(uint64_t seed, uint64_t first_path, uint32_t stream, uint32_t draw, double u[LANES]) {
    double other[LANES];
    if (draw & 1)
        philox_uniform_pair(seed, first_path, stream, draw - 1, other, u);
    else
        philox_uniform_pair(seed, first_path, stream, draw, u, other);
}

void philox_uniforms_of(uint64_t seed, uint64_t first_path, uint32_t stream, uint32_t draw, int n, const int lanes[],
                        double u[]) {
    for (int i = 0; i < n; i++)
        u[i] = philox_uniform(seed, first_path + (uint64_t)lanes[i], stream, draw);
}

KERNEL
void philox_uniform_pairs_of(uint64_t seed, uint64_t first_path, const uint32_t stream[], uint32_t draw_even, int n,
                             const int lanes[], double even[], double odd[]) {
    for (int from = 0; from < n; from += TOGETHER) {
        int some = n - from < TOGETHER ? n - from : TOGETHER;
        uint64_t c0[TOGETHER] = {0}, c1[TOGETHER] = {0}, c2[TOGETHER] = {0}, c3[TOGETHER];
        for (int i = 0; i < some; i++) {
            uint64_t path = first_path + (uint64_t)lanes[from + i];
            c0[i] = (uint32_t)path;
            c1[i] = path >> WORD;
            c2[i] = stream[from + i];
        }
        for (int i = 0; i < TOGETHER; i++)
            c3[i] = draw_even >> 1;
        rounds_together(seed, c0, c1, c2, c3);
        for (int i = 0; i < some; i++) {
            even[from + i] = unit_from_words(c0[i], c1[i]);
            odd[from + i] = unit_from_words(c2[i], c3[i]);
        }
    }
}
