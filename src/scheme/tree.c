/* The tree of contracts: who stands below whom, and the orders in which money goes down it. */
#include "scheme/resolve.h"

#include <stdio.h>
#include <string.h>

#define WORDS_ROOM 400

static bool pays_under(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return true;
    }
    return false;
}

int scheme_children(const struct scheme *s, int party, int *contracts) {
    int n = 0;
    for (int c = 0; c < s->contracts.n; c++) {
        if (pays_under(&s->contracts.items[c], party))
            contracts[n++] = c;
    }
    return n;
}

bool scheme_is_root(const struct scheme *s, int party) {
    bool pays = false;
    for (int c = 0; c < s->contracts.n; c++) {
        if (s->contracts.items[c].payee == party)
            return false;
        pays |= pays_under(&s->contracts.items[c], party);
    }
    return pays;
}

bool scheme_in_subtree(const struct scheme *s, int outer, int inner) {
    return s->subtree[(size_t)outer * (size_t)s->parties.n + (size_t)inner];
}

/* A party not yet in order that pays the given one, or NONE. */
static int waiting_payer(const struct scheme *s, int party, const int *unpaid) {
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        for (int i = 0; contract->payee == party && i < contract->payers.n; i++) {
            if (unpaid[contract->payers.items[i].party] >= 0)
                return contract->payers.items[i].party;
        }
    }
    return NONE;
}

/* Names the loop that is left when no more parties can be put in order: from payer to payer until one comes again. */
static void report_loop(const struct scheme *s, const int *unpaid, struct diag *diag) {
    int at = 0;
    while (unpaid[at] < 0)
        at++;
    for (int steps = 0; steps < s->parties.n; steps++)
        at = waiting_payer(s, at, unpaid);
    char words[WORDS_ROOM];
    int first = at;
    size_t used = (size_t)snprintf(words, sizeof words, "\"%s\"", s->parties.items[at].name);
    do {
        at = waiting_payer(s, at, unpaid);
        if (used < sizeof words)
            used +=
                (size_t)snprintf(words + used, sizeof words - used, " is paid by \"%s\"", s->parties.items[at].name);
    } while (at != first);
    for (int c = 0; c < s->contracts.n; c++) {
        if (s->contracts.items[c].payee != first)
            continue;
        fault_add(diag, &s->contracts.items[c].place, "payee",
                  "contracts close a loop: %s; money must go down from the commissioners, so leave one of them out",
                  words);
        return;
    }
}

/* Takes a party whose payers have all had their turn; unpaid[party] counts the contracts that it still waits for, and is
 * -1 when it has had its turn. */
static void settle_next(struct scheme *s, int party, int *unpaid) {
    unpaid[party] = -1;
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        for (int i = 0; i < contract->payers.n; i++) {
            if (contract->payers.items[i].party == party)
                unpaid[contract->payee]--;
        }
    }
}

/* Parties in topological order, ties in the order of the configuration; returns how many could be put in order. */
static int order_parties(struct scheme *s, int *unpaid) {
    for (int c = 0; c < s->contracts.n; c++)
        unpaid[s->contracts.items[c].payee] += s->contracts.items[c].payers.n;
    int n = 0;
    for (;;) {
        int next = 0;
        while (next < s->parties.n && unpaid[next] != 0)
            next++;
        if (next == s->parties.n)
            return n;
        s->settlement_order[n++] = next;
        settle_next(s, next, unpaid);
    }
}

/* Marks who stands below whom, from the last settled up. */
static void fill_subtrees(const struct scheme *s, bool *subtree) {
    size_t n = (size_t)s->parties.n;
    for (size_t i = n; i-- > 0;) {
        size_t outer = (size_t)s->settlement_order[i];
        subtree[outer * n + outer] = true;
        for (int c = 0; c < s->contracts.n; c++) {
            const struct contract *contract = &s->contracts.items[c];
            if (!pays_under(contract, (int)outer))
                continue;
            for (size_t inner = 0; inner < n; inner++)
                subtree[outer * n + inner] |= subtree[(size_t)contract->payee * n + inner];
        }
    }
}

/* How many of a contract's payers' turns come before: the latest of them. */
static int latest_payer(const struct contract *c, const int *turn) {
    int latest = 0;
    for (int i = 0; i < c->payers.n; i++) {
        if (turn[c->payers.items[i].party] > latest)
            latest = turn[c->payers.items[i].party];
    }
    return latest;
}

/* Contracts by the turn of the last of their payers, so that each comes after all that pay any of its payers. */
static void order_contracts(struct scheme *s, int *turn) {
    for (int i = 0; i < s->parties.n; i++)
        turn[s->settlement_order[i]] = i;
    int n = 0;
    for (int i = 0; i < s->parties.n; i++) {
        for (int c = 0; c < s->contracts.n; c++) {
            if (latest_payer(&s->contracts.items[c], turn) == i)
                s->paying_order[n++] = c;
        }
    }
}

status tree_resolve(struct scheme *s, struct diag *diag) {
    size_t n = (size_t)s->parties.n;
    int *unpaid = arena_array(&s->arena, n + 1, sizeof(int));
    bool *subtree = arena_array(&s->arena, n * n + 1, sizeof(bool));
    s->subtree = subtree;
    s->settlement_order = arena_array(&s->arena, n + 1, sizeof(int));
    s->paying_order = arena_array(&s->arena, (size_t)s->contracts.n + 1, sizeof(int));
    if (!unpaid || !subtree || !s->settlement_order || !s->paying_order)
        return SIBYL_ERR_NO_MEMORY;
    if (order_parties(s, unpaid) < s->parties.n) {
        report_loop(s, unpaid, diag);
        return SIBYL_OK;
    }
    fill_subtrees(s, subtree);
    order_contracts(s, unpaid);
    return SIBYL_OK;
}
