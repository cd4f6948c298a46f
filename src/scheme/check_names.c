/* Names that mean something of their own, and how many things there can be. */
#include "scheme/resolve.h"

#include <string.h>

#define THINGS_MAX 1000 /* of one kind */

static void check_count(const struct scheme *s, int n, const char *key, struct diag *diag) {
    if (n > THINGS_MAX)
        fault_add(diag, &s->place, key, "there are %d; at most %d are allowed", n, THINGS_MAX);
}

void names_check(const struct scheme *s, struct diag *diag) {
    check_count(s, s->factors.n, "factors", diag);
    check_count(s, s->groups.n, "groups", diag);
    check_count(s, s->outcomes.n, "outcomes", diag);
    check_count(s, s->parties.n, "parties", diag);
    check_count(s, s->contracts.n, "contracts", diag);
    check_count(s, s->bonds.n, "bonds", diag);
    for (int k = 0; k < s->outcomes.n; k++) {
        const struct outcome *o = &s->outcomes.items[k];
        if (strcmp(o->name, "start") == 0 || strcmp(o->name, "starts") == 0)
            fault_add(diag, &o->place, "name",
                      "\"%s\" means the start of service itself; give the outcome another name", o->name);
    }
    for (int p = 0; p < s->parties.n; p++) {
        const struct party *party = &s->parties.items[p];
        if (strcmp(party->name, "outside") == 0)
            fault_add(diag, &party->place, "name",
                      "\"outside\" means the world outside the scheme; give the party another name");
    }
}
