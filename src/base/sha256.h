/* SHA-256 (FIPS 180-4): what a configuration or a file is known by. */
#ifndef SIBYL_BASE_SHA256_H
#define SIBYL_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_BLOCK 64
/* Bytes of the digest in hexadecimal, with its end. */
#define SHA256_TEXT 65

/* A digest in the making: the state after whole blocks, the bytes so far, and those that fill no block yet. */
struct sha256 {
    uint32_t state[8];
    uint64_t length;
    unsigned char block[SHA256_BLOCK];
};

/* Begins the digest of nothing. */
void sha256_begin(struct sha256 *s);

/* Goes on with `length` bytes. */
void sha256_add(struct sha256 *s, const void *bytes, size_t length);

/* Ends the digest and writes it in hexadecimal; returns hex. s is to be begun anew before it is used again. */
char *sha256_end(struct sha256 *s, char hex[SHA256_TEXT]);

#endif
