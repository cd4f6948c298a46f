/* Payers: whose an amount under a contract is where several pay it together (rule 28). */
#ifndef SIBYL_ENGINE_PAYERS_H
#define SIBYL_ENGINE_PAYERS_H

#include "engine/ledger.h"
#include "scheme/scheme.h"

struct books;

/* The share of a contract that a party pays; 0: it is no payer of it. */
double payers_share(const struct contract *c, int party);

/* The share of a contract that is paid by those who always can pay. */
double payers_sure(const struct scheme *s, const struct contract *c);

/* The payer of a contract who settles last: only then is it known what is passed on to the payee. */
int payers_last(const struct scheme *s, const struct contract *c);

/* What of an amount under a contract a party pays, split as payments are: the parts of all payers sum to the amount. */
money payers_part(const struct contract *c, int party, money amount);

/* What of a contract's accepted entitlements, and of what has been advanced under it, a payer has not paid; less than 0 where
 * it has paid more. */
void payers_unpaid(const struct books *b, int contract, int party, lane_money unpaid);

/* Takes out of an amount that is unpaid under a contract what payers owe who have failed: it is worth nothing until it
 * comes out of their estates. */
void payers_mask_failed(const struct books *b, int contract, lane_money unpaid);

#endif
