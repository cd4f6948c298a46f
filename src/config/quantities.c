/* Quantities: plain numbers and laws, with what is said beside them. */
#include "config/quantities.h"

#include "config/inputs.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

#define PENCE_IN_UNIT 100.0
#define LOADING_MAX 0.999
#define LOW_LEVEL 0.05
#define HIGH_LEVEL 0.95

/* What every quantity that is a group may have beside its law's parameters. */
struct common {
    int factor;
    double loading, plan;
    const char *source, *note;
    bool assumed;
};
static const struct param_names factor_name = {NAME_FACTOR, false, -1};
static const struct param common_rows[] = {
    {"factor", PARAM_REF, offsetof(struct common, factor), false, UNIT_NONE, 0, 0, PARAM_NO_FALLBACK, &factor_name,
     "the factor that it depends on"},
    {"loading", PARAM_NUMBER, offsetof(struct common, loading), false, UNIT_NONE, -LOADING_MAX, LOADING_MAX, 0, NULL,
     "how strongly it depends on the factor"},
    {"plan", PARAM_NUMBER, offsetof(struct common, plan), false, UNIT_NONE, 0, 0, PARAM_NO_FALLBACK, NULL,
     "what the bid assumes; default the mode, else the mean"},
    {"source", PARAM_TEXT, offsetof(struct common, source), false, UNIT_NONE, 0, 0, PARAM_NO_FALLBACK, NULL,
     "where it comes from"},
    {"assumed", PARAM_FLAG, offsetof(struct common, assumed), false, UNIT_NONE, 0, 1, 0, NULL,
     "nobody gives it: it is assumed"},
    {"note", PARAM_TEXT, offsetof(struct common, note), false, UNIT_NONE, 0, 0, PARAM_NO_FALLBACK, NULL,
     "anything worth saying about it"},
};
const struct param_table quantity_common_table = {
    "quantity",  "a number that may be uncertain", sizeof(struct common), NO_PLACE, NO_PLACE, false,
    common_rows, PARAM_COUNT_OF(common_rows)};

static bool is_money(const struct param *param) { return strcmp(param->unit, UNIT_MONEY) == 0; }

static double scale_of(const struct param *param) { return is_money(param) ? PENCE_IN_UNIT : 1; }

/* Adds a quantity and gives its number. */
static int add_quantity(struct reader *r, const struct quantity *quantity) {
    struct scheme *s = r->scheme;
    void *items = s->quantities.items;
    if (!reader_grow(r, &items, s->quantities.n, &r->quantities_room, sizeof(s->quantities.items[0]))) {
        return NONE;
    }
    s->quantities.items = items;
    s->quantities.items[s->quantities.n] = *quantity;
    return s->quantities.n++;
}

/* A drawn value, scaled; an amount that is certain is whole pence. */
static double scaled(const struct param *param, const struct quantity_law *law, double value) {
    double number = value * scale_of(param);
    return is_money(param) && law_is_certain(law) ? round(number) : number;
}

static struct quantity quantity_of(struct reader *r, const struct param *param, const struct quantity_law *law) {
    return (struct quantity){
        .place = {r->file, 0, ""},
        .law = *law,
        .scale = scale_of(param),
        .factor = NONE,
        .plan = scaled(param, law, law_plan(law)),
        .mean = scaled(param, law, law_mean(law)),
        .unit = param->unit,
    };
}

int quantity_default(struct reader *r, const struct param *param, double number) {
    const struct scheme *s = r->scheme;
    double scale = scale_of(param);
    for (int i = 0; i < s->quantities.n; i++) {
        const struct quantity *q = &s->quantities.items[i];
        if (q->place.path[0] == '\0' && q->scale == scale && q->law.par[0] == number) {
            return i;
        }
    }
    struct quantity_law law = law_fixed(number);
    struct quantity quantity = quantity_of(r, param, &law);
    return add_quantity(r, &quantity);
}

/* ---- What the file says ---- */

static const char *law_words(struct reader *r, const struct quantity_law *law) {
    char number[NUMBER_WORDS];
    if (law_is_certain(law) && law->law == laws[0]) {
        return reader_text(r, "%s", number_words(law->par[0], number));
    }
    const char *words = reader_text(r, "%s(", law->law->name);
    const char *comma = "";
    int k = 0;
    for (int i = 0; i < law->law->n_params; i++) {
        enum law_unit unit = law->law->params[i].unit;
        bool list = unit == LAW_UNIT_LIST_VALUES || unit == LAW_UNIT_LIST_WEIGHTS;
        if (list && unit == LAW_UNIT_LIST_VALUES) {
            words = reader_text(r, "%s%s%d values", words, comma, law->n);
            comma = ", ";
        } else if (!list && !isnan(law->par[k])) {
            words = reader_text(r, "%s%s%s", words, comma, number_words(law->par[k], number));
            comma = ", ";
        }
        k += !list;
    }
    return reader_text(r, "%s)", words);
}

static void add_input(const struct reading *q, const struct quantity *quantity, int number,
                      const struct common *common) {
    struct input *input = input_new(q->r);
    if (!input) {
        return;
    }
    double snapped = quantity->mean / quantity->scale;
    bool certain = law_is_certain(&quantity->law);
    *input = (struct input){
        .place = quantity->place,
        .unit = quantity->unit,
        .min = q->param->min,
        .max = q->param->max,
        .quantity = number,
        .low = certain ? snapped : law_invert(&quantity->law, LOW_LEVEL),
        .likely = snapped,
        .high = certain ? snapped : law_invert(&quantity->law, HIGH_LEVEL),
        .plan = quantity->plan / quantity->scale,
        .words = law_words(q->r, &quantity->law),
        .source = common->source,
        .note = common->note,
        .assumed = common->assumed,
    };
}

static void check_support(const struct reading *q, const struct quantity_law *law) {
    double low = 0;
    double high = 0;
    law_support(law, &low, &high);
    const struct param *param = q->param;
    if (param->min >= param->max || (low >= param->min && high <= param->max)) {
        return;
    }
    char words[4][NUMBER_WORDS];
    const double ends[] = {low, high, param->min, param->max};
    for (int i = 0; i < 4; i++) {
        number_words(ends[i], words[i]);
    }
    reader_fault(q->r, q->node, q->path, "%s can be anything from %s to %s; it has to stay within %s and %s",
                 law_words(q->r, law), isinf(low) ? "minus infinity" : words[0], isinf(high) ? "infinity" : words[1],
                 isinf(param->min) ? "minus infinity" : words[2], isinf(param->max) ? "infinity" : words[3]);
}

/* Makes the quantity of a law and what is said beside it. */
static int make(const struct reading *q, const struct quantity_law *law, const struct common *common) {
    struct quantity quantity = quantity_of(q->r, q->param, law);
    quantity.place = (struct place){q->node->file, q->node->line, q->path};
    quantity.factor = common->factor;
    quantity.loading = common->loading;
    quantity.stream = text_hash(q->path);
    if (!isnan(common->plan)) {
        quantity.plan = common->plan * quantity.scale;
    }
    int number = add_quantity(q->r, &quantity);
    add_input(q, &quantity, number, common);
    return number;
}

/* ---- Numbers ---- */

static bool number_in_range(const struct reading *q, const struct node *value) {
    if (is_money(q->param)) {
        int before = diag_count_errors(q->r->diag);
        reader_money(q->r, q->param, value, q->path);
        return diag_count_errors(q->r->diag) == before;
    }
    return reader_in_range(q->r, q->param, value->number, value, q->path);
}

static int make_number(const struct reading *q, const struct node *value, const struct common *common) {
    if (!reader_is_number(q->r, value, q->path, "a number or { dist = \"...\"; ... }") || !number_in_range(q, value)) {
        return NONE;
    }
    struct quantity_law law = law_fixed(value->number);
    return make(q, &law, common);
}

/* ---- Groups ---- */

static void read_common(const struct reading *q, struct common *common) {
    struct reader *r = q->r;
    /* What stands in a quantity is no input of its own. */
    int inputs = r->scheme->inputs.n;
    reader_fill_rows(r, &quantity_common_table, q->node, q->path, common);
    r->scheme->inputs.n = inputs;
    const struct node *plan = tree_child(q->node, "plan");
    const char *path = reader_path(r, q->path, "plan");
    bool sound = plan && (plan->kind == NODE_WHOLE || plan->kind == NODE_NUMBER) &&
                 reader_in_range(r, q->param, plan->number, plan, path);
    common->plan = sound ? plan->number : NAN;
    const struct node *loading = tree_child(q->node, "loading");
    if (loading && !tree_child(q->node, "factor")) {
        reader_fault(r, loading, reader_path(r, q->path, "loading"), "loads on nothing; name a factor beside it");
    }
    if (tree_child(q->node, "factor") && !loading) {
        reader_fault(r, q->node, reader_path(r, q->path, "loading"),
                     "is missing: how strongly it depends on the factor");
    }
}

/* `{ value = 5.0; source = "..."; }`: a number that says where it comes from. */
static int make_value_group(const struct reading *q, const struct node *value) {
    static const char *const extra[] = {"value", NULL};
    static const struct param_table *const tables[] = {&quantity_common_table};
    reader_refuse_unknown(q->r, tables, 1, extra, q->node, q->path);
    struct common common = {0};
    read_common(q, &common);
    if (common.factor != NONE) {
        reader_fault(q->r, q->node, reader_path(q->r, q->path, "factor"),
                     "is of no use: the value is certain; give it a dist, or take the factor out");
    }
    return make_number(q, value, &common);
}

/* A law, with what is said beside it. */
static int make_law_group(const struct reading *q, const struct node *dist) {
    struct common common = {0};
    read_common(q, &common);
    struct quantity_law law;
    if (!law_read(q, dist, &law)) {
        return NONE;
    }
    check_support(q, &law);
    return make(q, &law, &common);
}

int quantity_read(struct reader *r, const struct param *param, const struct node *value, const char *path) {
    static const struct common nothing = {.factor = NONE, .plan = NAN};
    struct reading q = {r, param, value, path};
    if (value->kind != NODE_GROUP) {
        return make_number(&q, value, &nothing);
    }
    const struct node *dist = tree_child(value, "dist");
    const struct node *number = tree_child(value, "value");
    if (dist && !number) {
        return make_law_group(&q, dist);
    }
    if (number && !dist) {
        return make_value_group(&q, number);
    }
    reader_fault(r, value, path,
                 dist ? "has both a value and a dist; write one of them"
                      : "has neither a dist nor a value; write { dist = \"pert\"; low = ...; } or a number");
    return NONE;
}

void read_quantity(struct reader *r, const struct param *param, const struct node *value, const char *path,
                   void *member) {
    int quantity = NONE;
    if (value) {
        quantity = quantity_read(r, param, value, path);
    } else if (!isnan(param->fallback)) {
        quantity = quantity_default(r, param, param->fallback);
    }
    memcpy(member, &quantity, sizeof(quantity));
}

void read_rate(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    const struct param_table *table = param->detail;
    struct coupon coupon = {.quantity = NONE};
    if (value && value->kind == NODE_GROUP && tree_child(value, table->params[0].name)) {
        reader_fill(r, table, value, path, &coupon.by);
    } else {
        read_quantity(r, param, value, path, &coupon.quantity);
    }
    memcpy(member, &coupon, sizeof(coupon));
}

/* ---- Streams ---- */

void quantities_check_streams(struct reader *r) {
    const struct scheme *s = r->scheme;
    for (int i = 0; i < s->quantities.n; i++) {
        const struct quantity *q = &s->quantities.items[i];
        for (int k = 0; k < i && !law_is_certain(&q->law); k++) {
            const struct quantity *other = &s->quantities.items[k];
            if (!law_is_certain(&other->law) && other->stream == q->stream) {
                diag_error(
                    r->diag, q->place.file, q->place.line, q->place.path,
                    "its random numbers would be those of %s (their names have the same hash); rename one of the "
                    "things that they belong to",
                    other->place.path);
            }
        }
    }
}
