/* Counts of all lanes at a time: those of one kind together, so that lanes with nothing to draw cost next to nothing. */
#ifndef SIBYL_RANDOM_COUNTS_LANES_H
#define SIBYL_RANDOM_COUNTS_LANES_H

#include "base/lanes.h"
#include "random/counts_exact.h"

/* Laws and uniforms by lane. A lane with mean 0 has nothing to draw.
 *   tilted  some tilt is not 0 */
struct count_lanes {
    bool tilted;
    double mean[LANES], tilt[LANES], most[LANES], u[LANES];
};

/* k[i] = count_inverse() of lane i's law at its uniform; 0 where the mean is 0. */
void count_lanes_invert(const struct count_lanes *c, double k[LANES]);

/* k[i] = count_of_few() for the lanes where 1 < n < COUNT_FEW_TRIALS and 0 < p < 1; the others keep what they have.
 * Returns how many lanes those are. */
int count_lanes_of_few(const double n[LANES], const double p[LANES], const double u[LANES], double k[LANES]);

#endif
