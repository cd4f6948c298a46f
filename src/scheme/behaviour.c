#include "scheme/behaviour.h"

#include "scheme/resolve.h"

#define HUNDRED 100

static const struct param rows[] = {
    {"creaming", PARAM_QUANTITY, offsetof(struct behaviour, creaming), false, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK, NULL,
     "a referral is rejected with this probability times the group's `complexity`"},
    {"parking", PARAM_QUANTITY, offsetof(struct behaviour, parking), false, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK, NULL,
     "a client who has started is parked with this probability times the group's `complexity`"},
    {"parked_cost", PARAM_QUANTITY, offsetof(struct behaviour, parked_cost), false, UNIT_FACTOR, 0, 1,
     PARAM_NO_FALLBACK, NULL,
     "what the costs per start and client month of a parked client are multiplied by; default 0"},
    {"parked_effect", PARAM_QUANTITY, offsetof(struct behaviour, parked_effect), false, UNIT_FACTOR, 0, 1,
     PARAM_NO_FALLBACK, NULL, "what a parked client's probabilities of success are multiplied by; default 0"},
    {"upcoding", PARAM_QUANTITY, offsetof(struct behaviour, upcoding), false, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK, NULL,
     "share of a group's results that is billed at the price of the group that it is `coded_as`"},
    {"detection", PARAM_QUANTITY, offsetof(struct behaviour, detection), false, UNIT_PROBABILITY, 0, 1,
     PARAM_NO_FALLBACK, NULL, "probability that an assessor finds such a result; it is then paid at its own price"},
    {"slackening", PARAM_QUANTITY, offsetof(struct behaviour, slackening), false, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK,
     NULL, "share of success lost once a threshold, the last tier or a cap is reached, from the month after"},
};
const struct param_table behaviour_table = {"behaviour",
                                            "a what-if: what providers may do when payment rewards it; a party's own "
                                            "`behaviour` stands in place of the scheme's",
                                            sizeof(struct behaviour),
                                            offsetof(struct behaviour, place),
                                            offsetof(struct behaviour, given),
                                            false,
                                            rows,
                                            PARAM_COUNT_OF(rows)};

/* ---- What is on ---- */

bool behaviour_on(const struct scheme *s, int quantity) {
    return quantity != NONE && quantity_greatest(s, quantity) > 0;
}

static bool does_anything(const struct scheme *s, const struct behaviour *b) {
    return behaviour_on(s, b->creaming) || behaviour_on(s, b->parking) || behaviour_on(s, b->upcoding) ||
           behaviour_on(s, b->slackening);
}

void behaviours_settle(struct scheme *s) {
    for (int p = 0; p < s->parties.n; p++) {
        struct party *party = &s->parties.items[p];
        const struct behaviour *b = party->behaviour.given ? &party->behaviour : &s->behaviour;
        party->behaves = party->serves.quantity && b->given && does_anything(s, b) ? b : NULL;
    }
}

/* The behaviour of a provider of service, by its number, or NULL. */
static const struct behaviour *behaviour_of(const struct scheme *s, int provider) {
    return s->parties.items[s->provider_party[provider]].behaves;
}

bool behaviour_any_creams(const struct scheme *s) {
    bool any = false;
    for (int p = 0; p < s->n_providers; p++)
        any |= behaviour_of(s, p) && behaviour_on(s, behaviour_of(s, p)->creaming);
    return any;
}

bool behaviour_any_parks(const struct scheme *s) {
    bool any = false;
    for (int p = 0; p < s->n_providers; p++)
        any |= behaviour_of(s, p) && behaviour_on(s, behaviour_of(s, p)->parking);
    return any;
}

bool behaviour_any_slackens(const struct scheme *s) {
    bool any = false;
    for (int p = 0; p < s->n_providers; p++)
        any |= behaviour_of(s, p) && behaviour_on(s, behaviour_of(s, p)->slackening);
    return any;
}

bool behaviour_codes(const struct scheme *s, int provider, int group) {
    const struct behaviour *b = behaviour_of(s, provider);
    return b && behaviour_on(s, b->upcoding) && s->groups.items[group].coded_as != NONE;
}

bool behaviour_coded_under(const struct scheme *s, const struct contract *c) {
    bool any = false;
    for (int i = 0; i < c->n_parts * s->groups.n; i++)
        any |= behaviour_codes(s, c->part[i / s->groups.n], i % s->groups.n);
    return any;
}

/* ---- Words ---- */

struct deed {
    size_t offset;
    const char *words, *name;
};
static const struct deed deeds[] = {
    {offsetof(struct behaviour, creaming), "rejects hard referrals", "creaming"},
    {offsetof(struct behaviour, parking), "parks hard cases", "parking"},
    {offsetof(struct behaviour, upcoding), "codes results as a dearer group's", "upcoding"},
    {offsetof(struct behaviour, slackening), "tries less once no more is paid", "slackening"},
};
enum { DEEDS = sizeof deeds / sizeof deeds[0] };

static int quantity_of(const struct behaviour *b, const struct deed *deed) {
    return *(const int *)(const void *)((const char *)b + deed->offset);
}

/* The i-th thing that is done, by whom; returns how many there are. */
static int find_deed(const struct scheme *s, int i, const struct party **who, const struct deed **what) {
    int n = 0;
    for (int p = 0; p < s->n_providers; p++) {
        const struct behaviour *b = behaviour_of(s, p);
        for (int k = 0; b && k < DEEDS; k++) {
            if (!behaviour_on(s, quantity_of(b, &deeds[k])))
                continue;
            if (n++ == i) {
                *who = &s->parties.items[s->provider_party[p]];
                *what = &deeds[k];
            }
        }
    }
    return n;
}

int behaviour_count(const struct scheme *s) {
    const struct party *who = NULL;
    const struct deed *what = NULL;
    return find_deed(s, NONE, &who, &what);
}

void behaviour_words(const struct scheme *s, int i, struct text_buf *out) {
    const struct party *who = NULL;
    const struct deed *what = NULL;
    find_deed(s, i, &who, &what);
    if (!who || !what)
        return;
    const struct quantity *q = &s->quantities.items[quantity_of(who->behaves, what)];
    text_appendf(out, "%s %s (%s %s%.4g%%)", who->name, what->words, what->name,
                 law_is_certain(&q->law) ? "" : "about ", q->mean * HUNDRED);
}

/* ---- Checks ---- */

static void check_behaviour(const struct scheme *s, const struct behaviour *b, struct diag *diag) {
    const struct place *place = &b->place;
    bool complex = false, coded = false;
    for (int g = 0; g < s->groups.n; g++) {
        complex |= s->groups.items[g].complexity > 0;
        coded |= s->groups.items[g].coded_as != NONE;
    }
    if (behaviour_on(s, b->creaming) && !complex)
        fault_note(diag, place, "creaming", "has no effect: every group's `complexity` is 0");
    if (behaviour_on(s, b->parking) && !complex)
        fault_note(diag, place, "parking", "has no effect: every group's `complexity` is 0");
    if (!behaviour_on(s, b->parking) && (b->parked_cost != NONE || b->parked_effect != NONE))
        fault_note(diag, place, NULL, "parked_cost and parked_effect have no effect without parking");
    if (behaviour_on(s, b->upcoding) && !coded)
        fault_add(diag, place, "upcoding",
                  "needs a group that can be taken for another; name the dearer group in a group's `coded_as`");
    if (!behaviour_on(s, b->upcoding) && b->detection != NONE)
        fault_note(diag, place, "detection", "has no effect without upcoding");
}

void behaviours_check(const struct scheme *s, struct diag *diag) {
    if (s->behaviour.given)
        check_behaviour(s, &s->behaviour, diag);
    for (int p = 0; p < s->parties.n; p++) {
        const struct party *party = &s->parties.items[p];
        if (party->behaviour.given && !party->serves.quantity)
            fault_note(diag, &party->behaviour.place, NULL, "has no effect: the party serves no clients");
        else if (party->behaviour.given)
            check_behaviour(s, &party->behaviour, diag);
    }
    for (int g = 0; g < s->groups.n; g++) {
        if (s->groups.items[g].coded_as == g)
            fault_add(diag, &s->groups.items[g].place, "coded_as",
                      "names the group itself; name the group that it may be taken for");
    }
}
