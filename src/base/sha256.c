#include "base/sha256.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 64
#define WORDS_IN_BLOCK 16
#define WORDS_IN_STATE 8
#define BITS_IN_BYTE 8
#define LENGTH_BYTES 8
#define PADDING_BEGINS 0x80u

/* Section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[ROUNDS] = {
    0x428a2f98u, 0x71374491u, 0xb5c0fbcfu, 0xe9b5dba5u, 0x3956c25bu, 0x59f111f1u, 0x923f82a4u, 0xab1c5ed5u,
    0xd807aa98u, 0x12835b01u, 0x243185beu, 0x550c7dc3u, 0x72be5d74u, 0x80deb1feu, 0x9bdc06a7u, 0xc19bf174u,
    0xe49b69c1u, 0xefbe4786u, 0x0fc19dc6u, 0x240ca1ccu, 0x2de92c6fu, 0x4a7484aau, 0x5cb0a9dcu, 0x76f988dau,
    0x983e5152u, 0xa831c66du, 0xb00327c8u, 0xbf597fc7u, 0xc6e00bf3u, 0xd5a79147u, 0x06ca6351u, 0x14292967u,
    0x27b70a85u, 0x2e1b2138u, 0x4d2c6dfcu, 0x53380d13u, 0x650a7354u, 0x766a0abbu, 0x81c2c92eu, 0x92722c85u,
    0xa2bfe8a1u, 0xa81a664bu, 0xc24b8b70u, 0xc76c51a3u, 0xd192e819u, 0xd6990624u, 0xf40e3585u, 0x106aa070u,
    0x19a4c116u, 0x1e376c08u, 0x2748774cu, 0x34b0bcb5u, 0x391c0cb3u, 0x4ed8aa4au, 0x5b9cca4fu, 0x682e6ff3u,
    0x748f82eeu, 0x78a5636fu, 0x84c87814u, 0x8cc70208u, 0x90befffau, 0xa4506cebu, 0xbef9a3f7u, 0xc67178f2u};

static uint32_t rotate(uint32_t x, unsigned n) { return (x >> n) | (x << (32 - n)); }

/* Section 6.2.2, step 1: the message schedule. */
static void schedule(const unsigned char *block, uint32_t w[ROUNDS]) {
    for (int t = 0; t < WORDS_IN_BLOCK; t++) {
        const unsigned char *at = block + 4 * (size_t)t;
        w[t] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    }
    for (int t = WORDS_IN_BLOCK; t < ROUNDS; t++) {
        uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3);
        uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

/* Steps 2 to 4, with v = (a, b, c, d, e, f, g, h). */
static void digest_block(uint32_t state[WORDS_IN_STATE], const unsigned char *block) {
    uint32_t w[ROUNDS];
    uint32_t v[WORDS_IN_STATE];
    schedule(block, w);
    memcpy(v, state, sizeof(v));
    for (int t = 0; t < ROUNDS; t++) {
        uint32_t s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        uint32_t t1 = v[7] + s1 + choice + constants[t] + w[t];
        memmove(v + 1, v, (WORDS_IN_STATE - 1) * sizeof(v[0]));
        v[4] += t1;
        v[0] = t1 + s0 + majority;
    }
    for (int i = 0; i < WORDS_IN_STATE; i++) {
        state[i] += v[i];
    }
}

void sha256_begin(struct sha256 *s) {
    /* Section 5.3.3: the same of the square roots of the first 8 primes. */
    *s = (struct sha256){.state = {0x6a09e667u, 0xbb67ae85u, 0x3c6ef372u, 0xa54ff53au, 0x510e527fu, 0x9b05688cu,
                                   0x1f83d9abu, 0x5be0cd19u}};
}

void sha256_add(struct sha256 *s, const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    while (length > 0) {
        size_t held = (size_t)(s->length % SHA256_BLOCK);
        size_t taken = SHA256_BLOCK - held < length ? SHA256_BLOCK - held : length;
        memcpy(s->block + held, at, taken);
        s->length += taken;
        at += taken;
        length -= taken;
        if (held + taken == SHA256_BLOCK) {
            digest_block(s->state, s->block);
        }
    }
}

char *sha256_end(struct sha256 *s, char hex[SHA256_TEXT]) {
    /* Section 5.1.1: a one bit, zeros, and the length in bits fill the last block. */
    unsigned char padding[SHA256_BLOCK + LENGTH_BYTES] = {PADDING_BEGINS};
    uint64_t bits = s->length * BITS_IN_BYTE;
    size_t zeros = (2 * SHA256_BLOCK - 1 - LENGTH_BYTES - (size_t)(s->length % SHA256_BLOCK)) % SHA256_BLOCK;
    for (int i = 0; i < LENGTH_BYTES; i++) {
        padding[1 + zeros + (size_t)i] = (unsigned char)(bits >> (BITS_IN_BYTE * (LENGTH_BYTES - 1 - i)));
    }
    sha256_add(s, padding, 1 + zeros + LENGTH_BYTES);
    for (int i = 0; i < WORDS_IN_STATE; i++) {
        snprintf(hex + (size_t)i * 8, 9, "%08x", (unsigned)s->state[i]);
    }
    return hex;
}
