#include "report/setting.h"

#include <math.h>

static const char *const type_words[PARAM_TYPES] = {
    [PARAM_FLAG] = "true or false",
    [PARAM_TEXT] = "text",
    [PARAM_WRITTEN] = "any value",
    [PARAM_MONTH] = "month, \"2012-04\"",
    [PARAM_WHOLE] = "whole number",
    [PARAM_LONG] = "whole number",
    [PARAM_NUMBER] = "number",
    [PARAM_MONEY] = "amount",
    [PARAM_QUANTITY] = "quantity",
    [PARAM_REF] = "name",
    [PARAM_REFS] = "list of names",
    [PARAM_SERIES] = "by month",
    [PARAM_BY_GROUP] = "quantity, or one a group",
    [PARAM_BY_YEAR] = "quantity, or one a year",
    [PARAM_DELAY] = "delay",
    [PARAM_BY_OUTCOME] = "quantity, or one an outcome",
    [PARAM_DRAWDOWN] = "drawdown",
    [PARAM_NUMBERS] = "list of numbers",
    [PARAM_MATRIX] = "list of rows of numbers",
    [PARAM_GROUP] = "group, see below",
    [PARAM_LIST] = "list, see below",
    [PARAM_TERMS] = "list of terms, see below",
    [PARAM_LOANS] = "list of groups",
    [PARAM_TEXTS] = "list of texts",
    [PARAM_RATE] = "quantity, or a group, see below",
};

void setting_type(const struct param *p, const char *quote, struct text_buf *out) {
    if (p->type != PARAM_CHOICE) {
        text_append(out, type_words[p->type]);
        return;
    }
    const char *const *words = p->detail;
    for (int i = 0; words[i]; i++)
        text_appendf(out, "%s%s\"%s\"%s", i > 0 ? ", " : "", quote, words[i], quote);
}

static bool has_range(const struct param *p) {
    return p->type != PARAM_CHOICE && p->type != PARAM_FLAG && p->min < p->max &&
           (isfinite(p->min) || isfinite(p->max));
}

static void add_bound(struct text_buf *out, double bound) {
    if (fabs(bound) >= PARAM_ANY_MAX || !isfinite(bound))
        text_append(out, "…");
    else
        text_appendf(out, "%.10g", bound);
}

void setting_range(const struct param *p, struct text_buf *out) {
    if (has_range(p)) {
        add_bound(out, p->min);
        text_append(out, " to ");
        add_bound(out, p->max);
    }
    if (p->unit && *p->unit)
        text_appendf(out, " %s", p->unit);
}

void setting_default(const struct param *p, const char *quote, const char *required, struct text_buf *out) {
    bool shown = !isnan(p->fallback) && (!has_range(p) || (p->fallback >= p->min && p->fallback <= p->max));
    if (p->required)
        text_append(out, required);
    else if (shown && p->type == PARAM_CHOICE)
        text_appendf(out, "%s\"%s\"%s", quote, ((const char *const *)p->detail)[(int)p->fallback], quote);
    else if (shown && p->type == PARAM_FLAG)
        text_append(out, p->fallback != 0 ? "true" : "false");
    else if (shown && (p->type <= PARAM_QUANTITY || p->type == PARAM_BY_GROUP || p->type == PARAM_BY_OUTCOME))
        text_appendf(out, "%.10g", p->fallback);
}
