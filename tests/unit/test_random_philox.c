#include "random/philox.h"

#include <criterion/criterion.h>

/* Random123's kat_vectors, philox4x32 with 10 rounds. */
Test(philox, gives_the_published_words) {
    static const struct {
        uint32_t counter[4], key[2], words[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint32_t c[4] = {known[i].counter[0], known[i].counter[1], known[i].counter[2], known[i].counter[3]};
        philox_block(known[i].key, c);
        cr_assert_arr_eq(c, known[i].words, sizeof c);
    }
}

/* The address of a draw, written out: seed and path split into words, the block shared by two draws. */
Test(philox, addresses_a_draw_by_seed_path_stream_and_draw) {
    const uint64_t seed = 0xa4093822299f31d0, path = 0x85a308d3243f6a88;
    const uint32_t stream = 0x13198a2e, draw = 0x03707344u * 2;
    const uint32_t key[2] = {0x299f31d0, 0xa4093822};
    uint32_t c[4] = {0x243f6a88, 0x85a308d3, stream, 0x03707344};
    philox_block(key, c);
    const double unit = 0x1p-52;
    uint64_t even = ((uint64_t)c[0] << 32 | c[1]) >> 12, odd = ((uint64_t)c[2] << 32 | c[3]) >> 12;
    cr_assert_eq(philox_uniform(seed, path, stream, draw), ((double)even + 0.5) * unit);
    cr_assert_eq(philox_uniform(seed, path, stream, draw + 1), ((double)odd + 0.5) * unit);
}

Test(philox, numbers_draws_by_month_and_cell) {
    cr_assert_eq(philox_draw(0, 0), 0u);
    cr_assert_eq(philox_draw(0, 2047), 2047u);
    cr_assert_eq(philox_draw(83, 1907), 171891u);
}

/* First paths on either side of where the low word of the path overflows. */
Test(philox, gives_lanes_the_bits_of_single_paths) {
    static const uint64_t first[] = {0, 64, 83412, 0xffffffe0, 0xffffffff, 0x100000000, 0xfedcba9876543210};
    for (size_t f = 0; f < sizeof first / sizeof first[0]; f++)
        for (uint32_t draw = 171890; draw < 171892; draw++) {
            double u[LANES];
            philox_uniforms(20121001, first[f], 0xbeef1234, draw, u);
            for (int i = 0; i < LANES; i++)
                cr_assert_eq(u[i], philox_uniform(20121001, first[f] + (uint64_t)i, 0xbeef1234, draw));
        }
}

Test(philox, gives_neighbouring_draws_together) {
    double even[LANES], odd[LANES], alone[LANES];
    philox_uniform_pair(77031, 1280, 0x5eed1e55, 4102, even, odd);
    philox_uniforms(77031, 1280, 0x5eed1e55, 4102, alone);
    cr_assert_arr_eq(even, alone, sizeof even);
    philox_uniforms(77031, 1280, 0x5eed1e55, 4103, alone);
    cr_assert_arr_eq(odd, alone, sizeof odd);
}

Test(philox, gives_some_lanes_packed) {
    static const int lanes[] = {3, 4, 17, 40, 41, 63};
    for (uint32_t draw = 4102; draw < 4104; draw++)
        for (int n = 0; n <= 6; n++) {
            double u[7], all[LANES];
            u[n] = -1;
            philox_uniforms(77031, 1280, 0x5eed1e55, draw, all);
            philox_uniforms_of(77031, 1280, 0x5eed1e55, draw, n, lanes, u);
            for (int i = 0; i < n; i++)
                cr_assert_eq(u[i], all[lanes[i]]);
            cr_assert_eq(u[n], -1);
        }
}

Test(philox, stays_strictly_between_0_and_1_on_a_symmetric_grid) {
    const double unit = 0x1p-52;
    for (uint64_t path = 0; path < 100000; path++) {
        double u = philox_uniform(5, path, 9, 3), place = u / unit - 0.5;
        cr_assert(u > 0 && u < 1);
        cr_assert_eq(place, (double)(uint64_t)place);
    }
}

/* Chi-square over 256 cells for each way of counting on; beyond 400 once in 10^8. */
Test(philox, is_even_along_paths_streams_and_draws) {
    const double bound = 400;
    enum { CELLS = 256, DRAWS = 1 << 17 };
    for (int way = 0; way < 3; way++) {
        static int count[CELLS];
        memset(count, 0, sizeof count);
        for (uint32_t i = 0; i < DRAWS; i++)
            count[(int)(CELLS * philox_uniform(20121001, way == 0 ? i : 7, way == 1 ? i : 7, way == 2 ? i : 7))]++;
        double sum = 0, expected = (double)DRAWS / CELLS;
        for (int c = 0; c < CELLS; c++)
            sum += (count[c] - expected) * (count[c] - expected) / expected;
        cr_assert_lt(sum, bound);
    }
}
