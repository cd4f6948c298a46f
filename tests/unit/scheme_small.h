/* A small chain that tests of the scheme begin with, and what resolving it says. */
#ifndef SIBYL_TESTS_SCHEME_SMALL_H
#define SIBYL_TESTS_SCHEME_SMALL_H

#include "scheme_builder.h"

/* Parties, groups, outcomes and contracts of the chain, by number. */
enum { COUNCIL, SPV, NORTHGATE, HARBOUR, BRIDGE };
enum { OPIATE, ALCOHOL };
enum { FREE_OF_DRUGS, NO_RETURN, RELAPSE };
enum { OUTCOMES_CONTRACT, SERVICE_CONTRACT, SUBCONTRACT, BRIDGE_CONTRACT };

/* A council that pays an spv for outcomes, which pays a prime by the block, which pays two providers by activity and by
 * passing on; 48 months from April 2012. Not yet resolved. */
void small_scheme(struct scheme *s);

/* Resolves the scheme, which must be refused with an error whose path and text contain these; frees it. */
void expect_error(struct scheme *s, const char *path, const char *text);

/* Resolves the scheme, which must be accepted with a note whose path and text contain these; frees it. */
void expect_note(struct scheme *s, const char *path, const char *text);

#endif
