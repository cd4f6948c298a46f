/* What the files of clients share: the nodes that clients reach, and the forks that lead from one to the next.
 *
 * Everything that can happen to a client is one mechanism. A node is a thing that is reached: a referral to a provider, a
 * start, an outcome. A fork takes those who reach its parent in a month and draws who goes on to which member, and after
 * how many months: one conditional binomial a member, then one a month of delay. Counts are added to the member's node in
 * the month in which they occur, which may lie ahead.
 *
 * What happens does not depend on who asks. A fork draws for all clients of a provider and group together; whose
 * successes they were is drawn afterwards, from streams of its own and only where it matters: the strata. A stratum is an
 * era of start months; where it must be known when somebody started (an outcome ends service), the strata are the ages 0
 * ... ages - 1 in months since the start, and then what is older of each era. Successes are shared out among strata as
 * draws without replacement.
 *
 * A cell is a provider and a group: provider * n_groups + group. */
#ifndef SIBYL_ENGINE_CLIENTS_INNER_H
#define SIBYL_ENGINE_CLIENTS_INNER_H

#include "engine/clients.h"

enum { NODE_REFERRALS, NODE_STARTS, NODE_OUTCOMES };

/* A node. `lanes` says in bits where `count` is not zero: everything else is skipped.
 *   count     [(era * (horizon + 1) + month) * cells + cell][lane]; lanes [the same place]
 *   age       [(month * cells + cell) * ages + age]: of those that reach it, those that started so many months before;
 *             NULL: not kept
 *   by_delay  [((era * delays + delay) * (horizon + 1) + month) * cells + cell], of the first delay_eras eras; NULL: not kept */
struct node {
    int n_eras;
    int delays, delay_eras;
    double *count, *age, *by_delay;
    uint64_t *lanes, *age_lanes, *by_delay_lanes;
};

/* A delay, ready to be drawn: mass[d], and step[d], the probability of d months given that it is not fewer.
 *   fixed  the delay when it is always the same, else NONE */
struct spread {
    int n;
    int fixed;
    const double *mass;
    double *step;
};

/* How a probability loads: on a factor (a) and on the provider's effect (b).
 *   monthly  the factor moves from month to month */
struct loading {
    int factor;
    double a, b;
    bool monthly;
};

/* One way on from a parent.
 *   node     that is reached
 *   outcome  its number, NONE for engagement
 *   leaves   it ends service, and is noted as it is drawn
 *   spread, loading   [group]
 *   stream   [cell]; stratum_stream [stratum * cells + cell]
 *   chance   [cell * LANES + lane]: probability given that no member before was reached; of a monthly fork its own
 *            probability where it does not load, else its normal score with the provider's effect added
 *   rest     all who are left over */
struct member {
    int node;
    int outcome;
    bool leaves;
    bool rest;
    const struct spread **spread;
    struct loading *loading;
    uint32_t *stream, *stratum_stream;
    double *chance;
};

/* What multiplies a provider's success for the time being: the year of service that its `learning` is in, from 0, and the
 * lanes in which it slackens.
 *   moves  either can change */
struct pace {
    bool moves;
    int year;
    uint64_t slack;
};

/* A fork.
 *   ages     its strata tell ages up to this apart, 0: eras alone
 *   monthly  some probability moves from month to month
 *   sure     all go on to the first member, whatever the draw */
struct fork_walk {
    int parent;
    int n;
    struct member *member;
    int ages;
    bool monthly;
    bool sure;
};

/* Lanes of some cells that are worked on together: every array runs over entries.
 *   left     those who have not gone on yet; x those who go to the member
 *   chance   [member][entry]; at: where the chances of each member stand
 *   stratum  the stratum of all of them, or -1 - slot: they are of several, pool[slot * strata + ...] left in each
 *   who, due, u, next  list of entries whose delay is being drawn, and what is left of x */
#define BATCH_CELLS 4
#define BATCH (BATCH_CELLS * LANES)
struct batch {
    int n;
    int n_pools;
    int cell[BATCH], lane[BATCH], stratum[BATCH];
    uint32_t stream[BATCH];
    double left[BATCH], x[BATCH];
    double u[BATCH], next[BATCH];
    int who[BATCH], who_lane[BATCH];
    double due[BATCH];
    double (*chance)[BATCH];
    double **at;
    double *pool;
};

/* An outcome with levels.
 *   stream  [cell]; sum [month * cells + cell][lane]: levels of those who reach it; lanes [the same place] */
struct level_walk {
    int outcome;
    uint32_t *stream;
    double *sum;
    uint64_t *lanes;
};

/*   cells, ages, strata  cells of a month; months of age told apart by those forks that tell any; strata of such a fork
 *   given, due           [group]: of a fixed process, referrals so far and what the schedule has come to
 *   referral_stream [group], share_stream [cell]
 *   open [provider]      lanes in which it takes referrals this month
 *   weight, weight_left  [provider]: of a group's referrals, and summed from the provider on
 *   never [provider]     lanes in which it never gets a referral; rejected, rejected_lanes: as in_service (NULL: nobody
 *                        rejects any); parked, parked_lanes alike, parked_stream [cell]
 *   per_start, started [provider]  of market choice: outcomes per start of late, and lanes in which somebody started
 *   pace [provider]
 *   serves [cell]        whether the provider serves the group at all
 *   service              clients in service at the month's end; of months to come, the change that is known. One grid for
 *                        each of service_eras; in_service the sum over them, the same array where there is one
 *   leaver, apart        outcomes that end service, where two may meet in one client: who leaves is then settled month by
 *                        month. apart[i * n_leavers + j]: i and j never meet. leave_stream [i * cells + cell]
 *   moves                clients of some party that stops can move to others: stocks are kept, and who leaves is settled so
 *   stock, left, again   of these: see clients_service.c
 *   on_the_way           scratch: see clients_moves.c; joined, joined_lanes: as in_service, people who have come
 *   released [cell]      whoever started by this month has been released from service; 0: nobody
 *   all_lanes            the block's lanes, in bits */
struct clients_inner {
    struct arena arena;
    const struct scheme *scheme;
    int horizon;
    int cells, groups, providers;
    int ages, strata;
    int n_nodes;
    struct node *node;
    int n_forks;
    struct fork_walk *fork;
    int n_levels;
    struct level_walk *level;
    int service_eras;
    double *service, *in_service;
    uint64_t *service_lanes;
    double (*given)[LANES], (*due)[LANES];
    double (*weight)[LANES], (*weight_left)[LANES];
    uint32_t *referral_stream, *share_stream;
    bool *serves;
    uint64_t *open, *never, *started;
    double (*per_start)[LANES];
    double *rejected, *parked;
    uint64_t *rejected_lanes, *parked_lanes;
    uint32_t *parked_stream;
    struct pace *pace;
    int n_leavers;
    int *leaver;
    bool *apart;
    uint32_t *leave_stream;
    bool moves;
    double *stock, *left, *again;
    double *on_the_way[2];
    double *joined;
    uint64_t *joined_lanes;
    int (*released)[LANES];
    uint64_t all_lanes;
    struct batch batch;
};

/* A month of a block, as the parts of clients see it. */
struct client_month {
    struct clients *clients;
    struct clients_inner *in;
    const struct block *block;
    const struct draws *draws;
    int month;
};

static inline size_t node_place(const struct clients_inner *in, int era, int month, int cell) {
    return ((size_t)era * ((size_t)in->horizon + 1) + (size_t)month) * (size_t)in->cells + (size_t)cell;
}

/* Adds to one lane of one place and notes that it is not zero. */
static inline void lane_add(double *count, uint64_t *lanes, size_t place, int lane, double x) {
    count[place * LANES + (size_t)lane] += x;
    lanes[place] |= (uint64_t)1 << lane;
}

/* The era of those who start in a month. */
static inline int era_of(const struct clients_inner *in, int month) {
    return in->scheme->era_of_month[month < in->scheme->months ? month : in->scheme->months];
}

/* The era of the service grid in which those who start in a month are kept. */
static inline int service_era(const struct clients_inner *in, int month) {
    return in->service_eras > 1 ? era_of(in, month) : 0;
}

/* Builds forks from the scheme, then the nodes and their memory (clients_plan.c). False: there is no memory. */
bool clients_plan(struct clients_inner *in);
bool clients_room(struct clients_inner *in);

/* Fills the members' chances for a block (clients_chance.c); and for a batch's entries in a month. */
void chances_begin(struct clients_inner *in, const struct block *b, const struct draws *d);
/* Fills them anew for providers whose learning has entered another year, or who slacken in other lanes than before.
 *   slack  [provider]: lanes in bits, or NULL: nobody slackens */
void chances_month(const struct client_month *m, const uint64_t *slack);
void chances_of_batch(const struct client_month *m, const struct fork_walk *f);

/* Providers that never get a referral on a block's paths (clients_referrals.c). */
void refer_begin(struct clients_inner *in, const struct block *b, const struct draws *d);
/* Changes the weights of a group's providers by their results (clients_choice.c). */
void choose(const struct client_month *m, int group);
/* Who of the month's starts is parked, for reports alone: success and costs are multiplied on average (clients_parked.c). */
bool parked_room(struct clients_inner *in);
void parked_month(const struct client_month *m);
/* Lanes in which a provider has room for more at the month's start (clients_referrals.c). */
uint64_t below_capacity(const struct client_month *m, int provider);
/* Referrals of the month, shared among providers (clients_referrals.c). */
void refer_month(const struct client_month *m, const uint64_t *trading);

/* Takes all who reach the fork's parent in the month on to its members (clients_fork.c). */
void fork_month(const struct client_month *m, const struct fork_walk *f);

/* Whose the clients of a batch's lane are: the lane's stratum or pool (clients_strata.c). */
void strata_gather(const struct client_month *m, const struct fork_walk *f, int first);
/* Adds x clients of an entry to a member's node, a delay after the month (clients_strata.c). */
void strata_deposit(const struct client_month *m, const struct fork_walk *f, const struct member *to, int entry,
                    int delay, double x);

/* Levels of outcomes: room for them, and what the month's achievers get (clients_levels.c). */
bool levels_room(struct clients_inner *in);
void levels_month(const struct client_month *m);

/* Empties a cell's service: whoever is in it at the end of the month before leaves (clients_endings.c); loses, of a cell,
 * who waits and what they would still have achieved. */
void leave_service(struct clients_inner *in, int cell, uint64_t lanes, int month);
void lose_cell(struct clients_inner *in, int cell, uint64_t lanes, int month);

/* Room for moves (clients_moves.c). */
bool moves_room(struct clients_inner *in);

/* In service: those who start, and the month's end (clients_service.c). */
void service_starts(const struct client_month *m);
void service_ends(const struct client_month *m);

#endif
