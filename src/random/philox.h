/* Random numbers with an address: Philox4x32-10.
 *
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3 (SC 2011). A uniform is
 * a function of (seed, path, stream, draw) alone, so nothing depends on the order in which numbers are asked for:
 *
 *   key = (seed low, seed high), counter = (path low, path high, stream, draw >> 1), each 32 bits
 *   (x0, x1, x2, x3) = ten rounds; an even draw uses (x0, x1), an odd one (x2, x3)
 *   u = (k + 1/2) * 2^-52 with k = (x0 * 2^32 + x1) >> 12: exact, and strictly between 0 and 1
 *
 * Common arguments:
 *   seed        of the run, any 64 bits
 *   path        number of the path, counted from 0
 *   first_path  path of lane 0; lane i has path first_path + i
 *   stream      source of uncertainty: text_hash() of its path in the configuration, with names
 *   draw        place of the draw in its stream: philox_draw(month, cell) */
#ifndef SIBYL_RANDOM_PHILOX_H
#define SIBYL_RANDOM_PHILOX_H

#include "base/lanes.h"

#include <stdint.h>

/* Cells that a month has in a stream. */
#define PHILOX_CELLS 2048

/* The draw of a cell (0 ... PHILOX_CELLS - 1) in a month (0: what is drawn once a path). */
static inline uint32_t philox_draw(int month, int cell) { return (uint32_t)(month * PHILOX_CELLS + cell); }

/* The ten rounds: replaces the counter by four random words. */
void philox_block(const uint32_t key[2], uint32_t counter[4]);

/* One uniform. */
double philox_uniform(uint64_t seed, uint64_t path, uint32_t stream, uint32_t draw);

/* The uniforms of a block's lanes. */
void philox_uniforms(uint64_t seed, uint64_t first_path, uint32_t stream, uint32_t draw, double u[LANES]);

/* The uniforms of two neighbouring draws, draw_even and draw_even + 1, for little more than the price of one.
 *   draw_even  an even draw */
void philox_uniform_pair(uint64_t seed, uint64_t first_path, uint32_t stream, uint32_t draw_even, double even[LANES],
                         double odd[LANES]);

/* The uniforms of some lanes, packed: u[i] belongs to lane lanes[i].
 *   lanes  n lanes, each 0 ... LANES - 1, 0 <= n <= LANES */
void philox_uniforms_of(uint64_t seed, uint64_t first_path, uint32_t stream, uint32_t draw, int n, const int lanes[],
                        double u[]);

/* The uniforms of two neighbouring draws, each item in its own stream: even[i] and odd[i] belong to lane lanes[i] and
 * stream[i].
 *   draw_even  an even draw
 *   lanes      n >= 0 lanes, in any order and repeatedly */
void philox_uniform_pairs_of(uint64_t seed, uint64_t first_path, const uint32_t stream[], uint32_t draw_even, int n,
                             const int lanes[], double even[], double odd[]);

#endif
