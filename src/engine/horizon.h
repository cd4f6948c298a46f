/* What of each contract's expected entitlement falls due after the scheme's last month (rules 95 and 96). */
#ifndef SIBYL_ENGINE_HORIZON_H
#define SIBYL_ENGINE_HORIZON_H

#include "engine/walk.h"

/* Share that may fall due too late without being an error, and how far on the expected case is walked to see. */
#define HORIZON_TOLERANCE 0.001
#define HORIZON_MORE 600

/*   share   of the expected entitlement after conditions, due after month M; 0 where nothing is earned
 *   months  the least number of months of the scheme at which the share is within the tolerance */
struct late_share {
    double share;
    int months;
};

/* Walks the expected case HORIZON_MORE months on, without new referrals, and fills late[contracts].
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status horizon_check(const struct scheme *s, struct late_share *late);

#endif
