/* Laws as a configuration writes them: { dist = "pert"; low = ...; mode = ...; high = ...; }. */
#include "config/csv.h"
#include "config/quantities.h"

#include <math.h>

/* What a law's parameters were given as. */
struct given {
    double par[LAW_PARAMS_MAX];
    const double *values, *weights;
    int n, n_weights;
    bool sound;
};

static const double *read_numbers_of(const struct reading *q, const struct law_param *law_param,
                                     const struct node *value, int *n) {
    struct param row = {.name = law_param->name,
                        .type = PARAM_NUMBERS,
                        .unit = UNIT_NONE,
                        .min = law_param->min,
                        .max = law_param->max};
    struct numbers numbers = {0};
    /* The numbers of a law are one input, the quantity. */
    int inputs = q->r->scheme->inputs.n;
    read_numbers(q->r, &row, value, reader_path(q->r, q->path, law_param->name), &numbers);
    q->r->scheme->inputs.n = inputs;
    *n = numbers.n;
    return numbers.items;
}

static bool read_number_of(const struct reading *q, const struct law_param *law_param, const struct node *value,
                           double *number) {
    struct param row = {
        .name = law_param->name, .type = PARAM_NUMBER, .unit = UNIT_NONE, .min = law_param->min, .max = law_param->max};
    const char *path = reader_path(q->r, q->path, law_param->name);
    bool sound =
        reader_is_number(q->r, value, path, "a number") && reader_in_range(q->r, &row, value->number, value, path);
    *number = sound ? value->number : NAN;
    return sound;
}

/* `csv` and `column` in place of `values`. */
static bool read_values_csv(const struct reading *q, struct given *given) {
    const struct node *csv = tree_child(q->node, "csv");
    const struct node *name = tree_child(q->node, "column");
    bool texts = csv && name && csv->kind == NODE_TEXT && name->kind == NODE_TEXT;
    if (!texts) {
        reader_fault(q->r, q->node, q->path, "has no column; write csv = \"FILE\"; column = \"NAME\";");
        return false;
    }
    struct csv_column column;
    if (!csv_read_column(q->r, csv, q->path, csv->text, name->text, false, &column)) {
        return false;
    }
    given->values = column.values;
    given->n = column.n;
    return true;
}

static bool takes_csv(const struct law *law) {
    bool values = false;
    for (int i = 0; i < law->n_params; i++) {
        values = values || law->params[i].unit == LAW_UNIT_LIST_VALUES;
        if (law->params[i].unit == LAW_UNIT_LIST_WEIGHTS) {
            return false;
        }
    }
    return values;
}

static void read_parameter(const struct reading *q, const struct law_param *law_param, struct given *given, int *k) {
    const struct node *value = tree_child(q->node, law_param->name);
    int errors = diag_count_errors(q->r->diag);
    if (law_param->unit == LAW_UNIT_LIST_VALUES && !value && tree_child(q->node, "csv")) {
        given->sound = read_values_csv(q, given) && given->sound;
    } else if (!value && law_param->required) {
        reader_fault(q->r, q->node, reader_path(q->r, q->path, law_param->name), "is missing: %s", law_param->help);
    } else if (law_param->unit == LAW_UNIT_LIST_VALUES && value) {
        given->values = read_numbers_of(q, law_param, value, &given->n);
    } else if (law_param->unit == LAW_UNIT_LIST_WEIGHTS && value) {
        given->weights = read_numbers_of(q, law_param, value, &given->n_weights);
    } else if (value) {
        read_number_of(q, law_param, value, &given->par[*k]);
    }
    given->sound = given->sound && diag_count_errors(q->r->diag) == errors;
    *k += law_param->unit != LAW_UNIT_LIST_VALUES && law_param->unit != LAW_UNIT_LIST_WEIGHTS;
}

static struct given read_parameters(const struct reading *q, const struct law *law) {
    struct given given = {.sound = true};
    for (int i = 0; i < LAW_PARAMS_MAX; i++) {
        given.par[i] = NAN;
    }
    int k = 0;
    for (int i = 0; i < law->n_params; i++) {
        read_parameter(q, &law->params[i], &given, &k);
    }
    if (given.sound && given.weights && given.n != given.n_weights) {
        reader_fault(q->r, q->node, q->path, "has %d values and %d weights; there is one weight for each value",
                     given.n, given.n_weights);
        given.sound = false;
    }
    return given;
}

/* Refuses keys that are neither common nor the law's. */
static void refuse_unknown(const struct reading *q, const struct law *law) {
    struct param rows[LAW_PARAMS_MAX + 2];
    int n = 0;
    for (int i = 0; i < law->n_params && n < LAW_PARAMS_MAX + 2; i++) {
        rows[n++] = (struct param){.name = law->params[i].name};
    }
    struct param_table table = {.name = law->name, .params = rows, .n = n};
    const struct param_table *const tables[] = {&table, &quantity_common_table};
    static const char *const with_csv[] = {"dist", "csv", "column", NULL};
    static const char *const without[] = {"dist", NULL};
    reader_refuse_unknown(q->r, tables, 2, takes_csv(law) ? with_csv : without, q->node, q->path);
}

/* The laws that a file may name: all but the first, which is that of a plain number. */
static const struct law *law_of(const struct reading *q, const struct node *dist) {
    const char *path = reader_path(q->r, q->path, "dist");
    if (dist->kind != NODE_TEXT) {
        reader_fault(q->r, dist, path, "is %s; the name of a distribution is meant, in quotes", tree_kind_words(dist));
        return NULL;
    }
    const struct law *law = law_by_name(dist->text);
    if (law && law != laws[0]) {
        return law;
    }
    const char **names = reader_alloc(q->r, (size_t)n_laws, sizeof(*names));
    const char *all = "";
    for (int i = 1; names && i < n_laws; i++) {
        names[i - 1] = laws[i]->name;
        all = reader_text(q->r, "%s%s%s", all, i > 1 ? ", " : "", laws[i]->name);
    }
    const char *near = names ? reader_nearest(q->r, dist->text, names, n_laws - 1) : NULL;
    if (near) {
        reader_fault(q->r, dist, path, "no distribution is called \"%s\"; did you mean \"%s\"?", dist->text, near);
    } else {
        reader_fault(q->r, dist, path, "no distribution is called \"%s\"; there are %s", dist->text, all);
    }
    return NULL;
}

bool law_read(const struct reading *q, const struct node *dist, struct quantity_law *out) {
    const struct law *law = law_of(q, dist);
    if (!law) {
        return false;
    }
    refuse_unknown(q, law);
    struct given given = read_parameters(q, law);
    if (!given.sound) {
        return false;
    }
    char reason[LAW_REASON_ROOM];
    status result = law_prepare(law, given.par, given.values, given.weights, given.n, q->r->arena, out, reason);
    if (result == SIBYL_ERR_INPUT) {
        reader_fault(q->r, q->node, q->path, "%s", reason);
    } else if (result != SIBYL_OK) {
        q->r->result = result;
    }
    return result == SIBYL_OK;
}
