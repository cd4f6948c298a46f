#include "base/elementary.h"
#include "base/lanes.h"

#include <criterion/criterion.h>
#include <math.h>

/* Numbers spread over the middle, the side and far out, in no order. */
static double scattered(int i) {
    double share = fmod(i * 0.6180339887498949, 1);
    return i % 3 == 0 ? share : i % 3 == 1 ? exp(-700 * share) : 1 - exp(-36 * share);
}

Test(elementary_lanes, have_the_bits_of_one_at_a_time) {
    for (int from = 0; from < 30000; from += LANES) {
        double u[LANES], x[LANES], back[LANES];
        for (int i = 0; i < LANES; i++)
            u[i] = scattered(from + i);
        elem_phi_inv_lanes(LANES, u, x);
        elem_phi_lanes(LANES, x, back);
        for (int i = 0; i < LANES; i++) {
            cr_assert_eq(x[i], elem_phi_inv(u[i]));
            cr_assert_eq(back[i], elem_phi(x[i]));
        }
    }
}

Test(elementary_lanes, take_whole_groups) {
    double u[2 * ELEM_TOGETHER];
    for (int i = 0; i < 2 * ELEM_TOGETHER; i++)
        u[i] = 0.25;
    elem_phi_inv_lanes(3, u, u);
    for (int i = 0; i < 2 * ELEM_TOGETHER; i++)
        cr_assert_eq(u[i], i < ELEM_TOGETHER ? elem_phi_inv(0.25) : 0.25);
}
