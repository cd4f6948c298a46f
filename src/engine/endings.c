/* Endings: what is kept of them, the one door through which they come, and how they spread to contracts below and bonds. */
#include "engine/books.h"

#include "scheme/ending.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

/* ---- Memory ---- */

static bool counts_provider(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++) {
        if (c->part[i] == provider)
            return true;
    }
    return false;
}

/* The contracts that count a provider's clients and, if `paying`, pay for its service; those above first. */
static int find_members(const struct scheme *s, int provider, bool paying, int *member) {
    int n = 0;
    for (int i = 0; i < s->contracts.n; i++) {
        int number = s->paying_order[i];
        const struct contract *c = &s->contracts.items[number];
        if (counts_provider(c, provider) && (!paying || scheme_in_subtree(s, c->payee, s->provider_party[provider])))
            member[n++] = number;
    }
    return n;
}

static bool init_chain(struct books *b, int provider) {
    const struct scheme *s = b->scheme;
    struct chain *chain = &b->endings.chain[provider];
    size_t contracts = (size_t)s->contracts.n;
    chain->member = arena_array(&b->arena, contracts + 1, sizeof(int));
    chain->root = arena_array(&b->arena, contracts + 1, sizeof(bool));
    chain->leaf = arena_array(&b->arena, contracts + 1, sizeof(bool));
    if (!chain->member || !chain->root || !chain->leaf)
        return false;
    chain->n = find_members(s, provider, true, chain->member);
    if (chain->n == 0)
        chain->n = find_members(s, provider, false, chain->member);
    for (int i = 0; i < chain->n; i++) {
        const struct contract *c = &s->contracts.items[chain->member[i]];
        chain->root[i] = chain->leaf[i] = true;
        for (int j = 0; j < chain->n; j++) {
            const struct contract *other = &s->contracts.items[chain->member[j]];
            chain->root[i] &= !contract_is_paid_by(c, other->payee);
            chain->leaf[i] &= !contract_is_paid_by(other, c->payee);
        }
    }
    return true;
}

status endings_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct endings *e = &b->endings;
    size_t contracts = (size_t)s->contracts.n, providers = (size_t)s->n_providers, parties = (size_t)s->parties.n;
    for (int c = 0; c < s->contracts.n; c++)
        e->possible |= s->contracts.items[c].endings != 0;
    e->last_trading = arena_array(&b->arena, parties + 1, sizeof(int[LANES]));
    e->contract = arena_array(&b->arena, contracts + 1, sizeof *e->contract);
    e->chain = arena_array(&b->arena, providers + 1, sizeof *e->chain);
    e->waiting_ended = arena_array(&b->arena, providers + 1, sizeof(uint64_t));
    e->service_ended = arena_array(&b->arena, providers + 1, sizeof(uint64_t));
    e->open = arena_array(&b->arena, contracts + 1, sizeof(uint64_t));
    e->reached = arena_array(&b->arena, contracts + 1, sizeof(uint64_t));
    if (!e->last_trading || !e->contract || !e->chain || !e->waiting_ended || !e->service_ended || !e->open ||
        !e->reached)
        return SIBYL_ERR_NO_MEMORY;
    for (int p = 0; p < s->n_providers; p++) {
        if (!init_chain(b, p))
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}

static void begin_contract(struct contract_ending *ending) {
    memset(ending, 0, sizeof *ending);
    for (int i = 0; i < LANES; i++)
        ending->view.last[i] = ending->booked.last[i] = ending->decided[i] = ending->settles[i] = ENDLESS;
}

void endings_begin(struct books *b) {
    struct endings *e = &b->endings;
    e->any = 0;
    e->booked = 0;
    for (int i = 0; i < b->scheme->parties.n * LANES; i++)
        e->last_trading[i] = ENDLESS;
    for (int k = 0; k < b->scheme->bonds.n; k++) {
        for (int i = 0; i < LANES; i++)
            b->bonds[k].last_month[i] = b->scheme->months;
    }
    for (int c = 0; c < b->scheme->contracts.n; c++)
        begin_contract(&e->contract[c]);
    memset(e->waiting_ended, 0, (size_t)b->scheme->n_providers * sizeof(uint64_t));
    memset(e->service_ended, 0, (size_t)b->scheme->n_providers * sizeof(uint64_t));
}

void endings_booked(struct books *b, int month) {
    b->endings.booked = month;
    for (int c = 0; b->endings.any && c < b->scheme->contracts.n; c++)
        b->endings.contract[c].booked = b->endings.contract[c].view;
}

/* ---- One contract ---- */

static void tell_ending(const struct books *b, int contract) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    struct trace_line line =
        trace_of_contract(TRACE_FAILURE, contract, NONE, ending_reason_words[ending->reason[TRACE_LANE]]);
    trace_month(&line, "last month with referrals", ending->decided[TRACE_LANE]);
    trace_month(&line, "last month of service", ending->view.last[TRACE_LANE]);
    trace_tell(b->trace, &line);
}

/* Notes the end of a contract in a lane, unless it ends no later already. Returns whether it was noted. */
static bool note_end(struct books *b, int contract, int lane, int decided, int last, const struct termination *terms,
                     enum ending_reason reason) {
    struct contract_ending *ending = &b->endings.contract[contract];
    uint64_t bit = UINT64_C(1) << lane;
    if (ending->view.last[lane] <= last)
        return false;
    ending->view.ended |= bit;
    ending->view.pipeline &= ~bit;
    ending->view.capital &= ~bit;
    ending->view.capital |= terms && terms->pays == TERMINATION_CAPITAL ? bit : 0;
    ending->view.pipeline |= terms && terms->pays == TERMINATION_PIPELINE ? bit : 0;
    ending->view.last[lane] = last;
    ending->decided[lane] = decided;
    ending->settles[lane] = last > b->endings.booked ? last : b->endings.booked + 1;
    ending->reason[lane] = reason;
    ending->terms[lane] = terms;
    b->endings.any |= bit;
    if (b->trace && lane == TRACE_LANE)
        tell_ending(b, contract);
    return true;
}

/* ---- Contracts below ---- */

/* Until when the contracts that pay one of a contract's payers for its work go on in a lane: ENDLESS where one does not end
 * early, or where nobody pays the payer. */
static int paid_until(const struct books *b, int contract, int payer, int lane) {
    const struct scheme *s = b->scheme;
    const struct contract *below = &s->contracts.items[contract];
    int until = 0;
    bool paid = false;
    for (int v = 0; v < s->contracts.n; v++) {
        const struct contract *above = &s->contracts.items[v];
        if (above->payee != payer || !contracts_share_work(above, below))
            continue;
        paid = true;
        int last = b->endings.contract[v].view.last[lane];
        bool over = above->to < b->endings.booked + 1; /* by its dates */
        until = last == ENDLESS && over ? until : last > until ? last : until;
    }
    return paid ? until : ENDLESS;
}

static void end_below(struct books *b, int above, int lane, int decided);

/* Ends a contract below when nothing above it goes on: no sooner than that, and after its own notice. */
static void follow(struct books *b, int contract, int lane, int decided) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    int last = decided + c->termination.notice;
    for (int i = 0; i < c->payers.n; i++) {
        int until = paid_until(b, contract, c->payers.items[i].party, lane);
        last = until > last ? until : last;
    }
    if (last != ENDLESS && note_end(b, contract, lane, decided, last, &c->termination, ENDING_ABOVE))
        end_below(b, contract, lane, decided);
}

static void end_below(struct books *b, int above, int lane, int decided) {
    const struct scheme *s = b->scheme;
    const struct contract *ended = &s->contracts.items[above];
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *below = &s->contracts.items[c];
        if (contract_is_paid_by(below, ended->payee) && contracts_share_work(ended, below))
            follow(b, c, lane, decided);
    }
}

/* ---- When the last payment is due ---- */

int endings_last_due(const struct books *b, int contract, int lane) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    return ending->view.ended >> lane & 1 ? ending->last_due[lane] : b->scheme->contracts.items[contract].last_due;
}

/* The last month in which anything of a term can fall due in a lane. */
static int term_last_due(const struct books *b, int contract, int term, int lane) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    const struct term *t = &c->terms.items[term];
    int stop = endings_stop(b, contract, term, lane), settles = b->endings.contract[contract].settles[lane];
    bool when_due;
    int of = t->kind->source ? t->kind->source(t, &when_due) : NONE;
    if (of != NONE && stop == ENDLESS)
        return endings_last_due(b, of, lane) + (t->kind->at_once ? 0 : term_claim(c, t).pays);
    stop = stop < settles ? settles : stop;
    int month = stop < c->last_claim ? stop : c->last_claim, claimed, accepted, due;
    return term_cycle(b->scheme, c, t, month, c->last_claim, &claimed, &accepted, &due) ? due : month;
}

static void find_last_due(struct books *b, int contract, int lane) {
    struct contract_ending *ending = &b->endings.contract[contract];
    int last = ending->settles[lane];
    for (int k = 0; k < b->scheme->contracts.items[contract].terms.n; k++) {
        int due = term_last_due(b, contract, k, lane);
        last = due > last ? due : last;
    }
    ending->last_due[lane] = last;
}

/* ---- Bonds ---- */

/* The last month in which an spv has anything to receive or to pay in a lane; 0: nothing that pays it has ended early. */
static int last_payment(const struct books *b, int spv, int lane) {
    int last = 0;
    bool any = false;
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        const struct contract *contract = &b->scheme->contracts.items[c];
        if (contract->payee != spv && !contract_is_paid_by(contract, spv))
            continue;
        int due = endings_last_due(b, c, lane);
        any |= contract->payee == spv && b->endings.contract[c].view.ended >> lane & 1;
        last = due > last ? due : last;
    }
    return any ? last : 0;
}

/* A bond is wound up in the month in which the last payment of its spv falls due (rule 75). */
static void wind_up(struct books *b, int bond, int lane) {
    int spv = b->scheme->bonds.items[bond].spv, last = last_payment(b, spv, lane);
    if (last == 0 || last >= b->scheme->months)
        return;
    last = last > b->endings.booked ? last : b->endings.booked + 1;
    b->bonds[bond].last_month[lane] = last;
    if (!(failure_lanes(b, spv) >> lane & 1))
        b->endings.last_trading[spv * LANES + lane] = last;
}

/* ---- The door ---- */

static void find_last_months(struct books *b, int lane) {
    for (int i = 0; i < b->scheme->contracts.n; i++) {
        int c = b->scheme->paying_order[i];
        if (b->endings.contract[c].view.ended >> lane & 1)
            find_last_due(b, c, lane);
    }
    for (int k = 0; k < b->scheme->bonds.n; k++)
        wind_up(b, k, lane);
}

void endings_request(struct books *b, int contract, uint64_t lanes, int month, const struct termination *terms,
                     enum ending_reason reason) {
    if (!b->block->drawn && reason != ENDING_DEFAULT)
        return;
    int last = month + (terms ? terms->notice : 0);
    for (uint64_t rest = lanes; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        if (!note_end(b, contract, lane, month, last, terms, reason))
            continue;
        end_below(b, contract, lane, month);
        find_last_months(b, lane);
    }
}

/* ---- What others ask ---- */

const struct term_ending *endings_view(const struct books *b, int contract) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    return ending->view.ended ? &ending->view : NULL;
}

uint64_t endings_going(const struct books *b, int contract) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    uint64_t going = UINT64_MAX;
    for (uint64_t rest = ending->view.ended; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        if (b->month > ending->view.last[lane])
            going &= ~(UINT64_C(1) << lane);
    }
    return going;
}

uint64_t endings_stopping(const struct books *b, int bond) {
    uint64_t stopping = b->endings.any;
    bool paid = false;
    for (int c = 0; c < b->scheme->contracts.n && stopping; c++) {
        const struct contract_ending *ending = &b->endings.contract[c];
        if (b->scheme->contracts.items[c].payee != b->scheme->bonds.items[bond].spv)
            continue;
        paid = true;
        for (uint64_t rest = stopping; rest; rest &= rest - 1) {
            int lane = __builtin_ctzll(rest);
            if (ending->decided[lane] >= b->month)
                stopping &= ~(UINT64_C(1) << lane);
        }
    }
    return paid ? stopping : 0;
}

void endings_silence(const struct books *b, int party, int month, money amount[LANES]) {
    const int *last = b->endings.last_trading + (size_t)party * LANES;
    for (int i = 0; i < LANES && b->endings.any; i++)
        amount[i] = month > last[i] ? 0 : amount[i];
}
