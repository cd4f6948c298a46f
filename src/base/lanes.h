/* Lanes: how many paths walk together, and how the loops over them are compiled. */
#ifndef SIBYL_BASE_LANES_H
#define SIBYL_BASE_LANES_H

/* Paths in a block. 64 keeps a block's working set inside a second-level cache of 1 MB and one bit mask a word. */
#define LANES 64

/* Put before a function whose inner loops run over lanes: it is compiled once per instruction set and the best is
 * chosen when the program starts. The clones give the same bits: nothing is contracted or reordered. */
#if defined(SIBYL_KERNEL_CLONES) && defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KERNEL __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KERNEL
#endif

#endif
