#include "report/view.h"

#include <string.h>

int view_find_party(const struct scheme *s, const char *name) {
    for (int p = 0; p < s->parties.n; p++)
        if (strcmp(s->parties.items[p].name, name) == 0)
            return p;
    return NONE;
}

bool view_party(const struct report_view *view, const char *party) {
    if (view->party == NONE)
        return true;
    const struct party *reader = &view->scheme->parties.items[view->party];
    return party == NULL ? reader->kind == PARTY_COMMISSIONER : strcmp(reader->name, party) == 0;
}

bool view_contract(const struct report_view *view, const struct contract *contract) {
    if (view->party == NONE || contract->payer == view->party || contract->payee == view->party)
        return true;
    for (int i = 0; i < contract->payers.n; i++)
        if (contract->payers.items[i].party == view->party)
            return true;
    return false;
}

bool view_bond(const struct report_view *view, const struct bond *bond) {
    if (view->party == NONE || bond->spv == view->party)
        return true;
    if (bond->guarantee.given && bond->guarantee.guarantor == view->party)
        return true;
    for (int i = 0; i < bond->tranches.n; i++)
        if (bond->tranches.items[i].investor == view->party)
            return true;
    return false;
}

/* Whether a path is that of the thing or of something in it. */
static bool within(const char *path, const char *thing) {
    size_t length = thing == NULL ? 0 : strlen(thing);
    return length > 0 && strncmp(path, thing, length) == 0 && (path[length] == '.' || path[length] == 0);
}

bool view_path(const struct report_view *view, const char *path) {
    const struct scheme *s = view->scheme;
    if (view->party == NONE || strchr(path, '.') == NULL || within(path, s->parties.items[view->party].place.path))
        return true;
    for (int c = 0; c < s->contracts.n; c++)
        if (within(path, s->contracts.items[c].place.path))
            return view_contract(view, &s->contracts.items[c]);
    for (int b = 0; b < s->bonds.n; b++)
        if (within(path, s->bonds.items[b].place.path))
            return view_bond(view, &s->bonds.items[b]);
    return false;
}
