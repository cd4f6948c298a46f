/* A scenario: the configuration with the overrides that the file itself names, and with those of the command line. */
#include "base/diag.h"
#include "base/text.h"
#include "engine/horizon.h"
#include "scheme/scheme.h"

#include <sibyl/scheme.h>
#include <sibyl/study.h>
#include <stdlib.h>
#include <string.h>

#define PER_CENT 100

/* What falls due after the end is an error unless the file says that it may (rule 95). */
static status refuse_late(const struct scheme *s, struct diag *d) {
    struct late_share *late = calloc((size_t)s->contracts.n + 1, sizeof *late);
    status st = late ? horizon_check(s, late) : SIBYL_ERR_NO_MEMORY;
    for (int c = 0; st == SIBYL_OK && c < s->contracts.n; c++) {
        const struct place *at = &s->contracts.items[c].place;
        const char *text = "%.1f %% of what is expected to be earned falls due after month %d; months = %d would "
                           "reach it, or truncate = true leaves it out";
        if (late[c].share <= HORIZON_TOLERANCE)
            continue;
        if (s->truncate)
            diag_note(d, at->file, at->line, at->path, text, late[c].share * PER_CENT, s->months, late[c].months);
        else
            diag_error(d, at->file, at->line, at->path, text, late[c].share * PER_CENT, s->months, late[c].months);
    }
    free(late);
    return st == SIBYL_OK && diag_count_errors(d) > 0 ? SIBYL_ERR_INPUT : st;
}

static const struct scenario *find(const struct scheme *s, const char *name, struct diag *diag) {
    const char *names[64];
    int n = 0;
    for (int k = 0; k < s->scenarios.n; k++) {
        if (strcmp(s->scenarios.items[k].name, name) == 0)
            return &s->scenarios.items[k];
        if (n < (int)(sizeof names / sizeof names[0]))
            names[n++] = s->scenarios.items[k].name;
    }
    const char *near = text_nearest(name, names, n);
    diag_error(diag, s->place.file, 0, "scenarios", "there is no scenario \"%s\"%s%s%s; the file has %d", name,
               near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "", s->scenarios.n);
    return NULL;
}

/* The file again, with the scenario's changes and then those asked for. */
static status reopen(const char *file, const struct scenario *scenario, const struct setting_override *overrides, int n,
                     struct diag *diag, struct scheme **scheme) {
    int all = scenario->set.n + n;
    struct setting_override *sets = calloc((size_t)all + 1, sizeof *sets);
    if (!sets)
        return SIBYL_ERR_NO_MEMORY;
    for (int i = 0; i < scenario->set.n; i++)
        sets[i] = (struct setting_override){scenario->set.items[i].path, scenario->set.items[i].value};
    for (int i = 0; i < n; i++)
        sets[scenario->set.n + i] = overrides[i];
    status st = scheme_open(file, sets, all, diag, scheme);
    if (st == SIBYL_OK) {
        (*scheme)->scenario = arena_text(&(*scheme)->arena, scenario->name);
        (*scheme)->n_scenario_overrides = scenario->set.n;
        st = (*scheme)->scenario ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
    }
    free(sets);
    return st;
}

static status open_source(const struct study_source *source, struct diag *diag, struct scheme **scheme) {
    struct diag first = {0};
    struct scheme *plain = NULL;
    *scheme = NULL;
    if (!source->scenario)
        return scheme_open(source->file, source->overrides, source->n_overrides, diag, scheme);
    status st = scheme_open(source->file, NULL, 0, &first, &plain);
    if (st != SIBYL_OK) {
        diag_free(&first);
        return scheme_open(source->file, NULL, 0, diag, scheme);
    }
    const struct scenario *scenario = find(plain, source->scenario, diag);
    st = scenario ? reopen(source->file, scenario, source->overrides, source->n_overrides, diag, scheme)
                  : SIBYL_ERR_INPUT;
    diag_free(&first);
    scheme_close(plain);
    return st;
}

status study_open(const struct study_source *source, struct diag *diag, struct scheme **scheme) {
    status st = open_source(source, diag, scheme);
    if (st == SIBYL_OK)
        st = refuse_late(*scheme, diag);
    if (st != SIBYL_OK) {
        scheme_close(*scheme);
        *scheme = NULL;
    }
    return st;
}
