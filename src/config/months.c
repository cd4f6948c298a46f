/* Settings by month: series, delays, drawdowns. */
#include "config/csv.h"
#include "config/inputs.h"
#include "config/reader.h"

#include <math.h>
#include <string.h>

#define MASSES_SUM_TOLERANCE 1e-9
/* A geometric delay ends where so little is left, or so long after the scheme's end. */
#define GEOMETRIC_REST 1e-18
#define HORIZON_AFTER_END 600
#define LONGEST_MONTH 1200

/* ---- Series ---- */

struct csv_settings {
    const char *csv, *column;
    int sign;
};
static const struct param csv_rows[] = {
    {"csv", PARAM_TEXT, offsetof(struct csv_settings, csv), true, UNIT_NONE, 0, 0, PARAM_NO_FALLBACK, NULL,
     "the file, beside the configuration"},
    {"column", PARAM_TEXT, offsetof(struct csv_settings, column), true, UNIT_NONE, 0, 0, PARAM_NO_FALLBACK, NULL,
     "what the first row calls the column"},
    {"sign", PARAM_WHOLE, offsetof(struct csv_settings, sign), false, UNIT_NONE, -1, 1, 1, NULL,
     "-1 where the file has costs as negative numbers"},
};
static const struct param_table csv_table = {"series from a csv file",
                                             "a number by month from a column of a file",
                                             sizeof(struct csv_settings),
                                             NO_PLACE,
                                             NO_PLACE,
                                             false,
                                             csv_rows,
                                             PARAM_COUNT_OF(csv_rows)};

static int last_month(const struct reader *r) { return r->scheme->months > 0 ? r->scheme->months : LONGEST_MONTH; }

/* A value of a csv row in the unit's scale: pence for money. */
static bool scale_value(struct reader *r, const struct param *param, const struct csv_column *column, int i, int sign,
                        const char *path, double *value) {
    struct node at = {.kind = NODE_NUMBER, .file = column->file, .line = column->lines[i]};
    at.number = column->values[i] * sign + 0.0; /* no -0 */
    *value = at.number;
    if (strcmp(param->unit, UNIT_MONEY) == 0) {
        *value = (double)reader_money(r, param, &at, path);
        return true;
    }
    return reader_in_range(r, param, at.number, &at, path);
}

/* Months of the same value in a row are one spell. */
static void add_value(struct series *series, int month, double value) {
    struct spell *last = series->n > 0 ? &series->spells[series->n - 1] : NULL;
    if (last && last->to == month - 1 && last->value == value) {
        last->to = month;
    } else if (value != 0) {
        series->spells[series->n++] = (struct spell){NONE, value, month, month};
    }
}

/* The series as one number of the file: its mean by month. */
static void note_input(struct reader *r, const struct param *param, const struct node *group, const char *path,
                       const struct csv_settings *settings, const struct csv_column *column) {
    double sum = 0;
    for (int i = 0; i < column->n; i++) {
        sum += column->values[i] * settings->sign;
    }
    struct input *input = input_add(r, param, group, path, column->n > 0 ? sum / column->n : 0);
    if (input) {
        input->words = reader_text(r, "%s of %s, by month", settings->column, settings->csv);
    }
}

static void series_from_csv(struct reader *r, const struct param *param, const struct node *group, const char *path,
                            struct series *series) {
    struct csv_settings settings = {0};
    reader_fill(r, &csv_table, group, path, &settings);
    struct csv_column column;
    if (!settings.csv || !settings.column || settings.csv[0] == '\0' || settings.column[0] == '\0') {
        return;
    }
    if (settings.sign == 0) {
        reader_fault(r, group, reader_path(r, path, "sign"), "is 0; it is 1 or -1");
        return;
    }
    if (!csv_read_column(r, group, path, settings.csv, settings.column, true, &column)) {
        return;
    }
    if (column.n > last_month(r)) {
        diag_note(r->diag, group->file, group->line, path, "%s has %d months; those after month %d are left out",
                  settings.csv, column.n, last_month(r));
        column.n = last_month(r);
    }
    if (column.n < last_month(r))
        diag_note(r->diag, group->file, group->line, path, "%s has %d months; from month %d on it is taken as nothing",
                  settings.csv, column.n, column.n + 1);
    note_input(r, param, group, path, &settings, &column);
    series->spells = reader_alloc(r, (size_t)column.n, sizeof(struct spell));
    for (int i = 0; series->spells && i < column.n; i++) {
        double value = 0;
        if (scale_value(r, param, &column, i, settings.sign, path, &value)) {
            add_value(series, i + 1, value);
        }
    }
}

/* The rows of a spell of this series: its number has the series' unit and range. */
static void fill_spell(struct reader *r, const struct param *param, const struct node *group, const char *path,
                       struct spell *spell) {
    struct param rows[] = {
        {"monthly", PARAM_QUANTITY, offsetof(struct spell, quantity), true, param->unit, param->min, param->max,
         PARAM_NO_FALLBACK, NULL, "the number in each of its months"},
        {"from", PARAM_WHOLE, offsetof(struct spell, from), false, UNIT_MONTH, 1, LONGEST_MONTH, 1, NULL,
         "first month; default 1"},
        {"to", PARAM_WHOLE, offsetof(struct spell, to), false, UNIT_MONTH, 1, LONGEST_MONTH, last_month(r), NULL,
         "last month; default the scheme's last"},
    };
    struct param_table table = {"spell", "a number in some months", sizeof(*spell), NO_PLACE, NO_PLACE, false,
                                rows,    PARAM_COUNT_OF(rows)};
    reader_fill(r, &table, group, path, spell);
    if (spell->to < spell->from) {
        reader_fault(r, group, path, "ends in month %d, before it begins in month %d", spell->to, spell->from);
    }
}

static void series_from_spells(struct reader *r, const struct param *param, const struct node *value, const char *path,
                               struct series *series) {
    int n = reader_count_items(value);
    series->spells = reader_alloc(r, (size_t)n, sizeof(struct spell));
    const struct node *item = series->spells ? reader_first_item(value) : NULL;
    for (int i = 0; i < n && item; i++, item = item->next) {
        const char *inside = reader_path_at(r, path, i);
        struct spell spell = {0};
        if (item->kind != NODE_GROUP) {
            reader_fault(r, item, inside, "is %s; a spell is meant: { monthly = 3.0; from = 1; to = 45; }",
                         tree_kind_words(item));
            continue;
        }
        fill_spell(r, param, item, inside, &spell);
        /* What begins after the end is never reached. */
        if (spell.from <= last_month(r)) {
            spell.to = spell.to < last_month(r) ? spell.to : last_month(r);
            series->spells[series->n++] = spell;
        }
    }
}

/* One quantity for all months. */
static void series_from_quantity(struct reader *r, int quantity, struct series *series) {
    series->spells = reader_alloc(r, 1, sizeof(struct spell));
    if (series->spells) {
        series->spells[0] = (struct spell){quantity, 0, 1, last_month(r)};
        series->n = 1;
    }
}

void read_series(struct reader *r, const struct param *param, const struct node *value, const char *path,
                 void *member) {
    struct series series = {0};
    bool group = value && value->kind == NODE_GROUP;
    if (group && tree_child(value, "csv")) {
        series_from_csv(r, param, value, path, &series);
    } else if (value && (value->kind == NODE_LIST || tree_child(value, "monthly"))) {
        series_from_spells(r, param, value, path, &series);
    } else if (value) {
        series_from_quantity(r, quantity_read(r, param, value, path), &series);
    } else if (!isnan(param->fallback)) {
        series_from_quantity(r, quantity_default(r, param, param->fallback), &series);
    }
    memcpy(member, &series, sizeof(series));
}

/* ---- Delays ---- */

static bool make_masses(struct reader *r, struct delay *delay, int n) {
    delay->mass = reader_alloc(r, (size_t)n, sizeof(double));
    delay->n = delay->mass ? n : 0;
    return delay->n > 0;
}

static void delay_of_months(struct reader *r, int months, struct delay *delay) {
    if (make_masses(r, delay, months + 1)) {
        delay->mass[months] = 1;
    }
}

static void delay_of_masses(struct reader *r, const struct node *list, const char *path, struct delay *delay) {
    static const struct param mass = {"mass", PARAM_NUMBER,      0,    false, UNIT_PROBABILITY, 0,
                                      1,      PARAM_NO_FALLBACK, NULL, ""};
    if (list->n == 0 || list->n > LONGEST_MONTH + 1) {
        reader_fault(r, list, path, "has %d shares; it has one for each month, from 1 to %d of them: [0.4, 0.4, 0.2]",
                     list->n, LONGEST_MONTH + 1);
        return;
    }
    if (!make_masses(r, delay, list->n)) {
        return;
    }
    double sum = 0;
    int i = 0;
    for (const struct node *item = list->first; item; item = item->next, i++) {
        const char *inside = reader_path_at(r, path, i);
        if (!reader_is_number(r, item, inside, "a share") || !reader_in_range(r, &mass, item->number, item, inside)) {
            return;
        }
        delay->mass[i] = item->number;
        sum += item->number;
        input_add(r, &mass, item, inside, item->number);
    }
    if (fabs(sum - 1) > MASSES_SUM_TOLERANCE) {
        reader_fault(r, list, path, "sums to %.10g; the shares of months 0, 1, 2, ... sum to 1", sum);
    }
}

struct spread_delay {
    double mean;
    int spread;
};
static const char *const spreads[] = {"geometric", NULL};
static const struct param spread_rows[] = {
    {"mean", PARAM_NUMBER, offsetof(struct spread_delay, mean), true, UNIT_MONTHS, 1, LONGEST_MONTH, 1, NULL,
     "months on average"},
    {"spread", PARAM_CHOICE, offsetof(struct spread_delay, spread), true, UNIT_NONE, 0, 0, 0, spreads,
     "how it is spread: geometric, equally likely in each month from the first on"},
};
static const struct param_table spread_table = {
    "delay", "a delay by its mean", sizeof(struct spread_delay), NO_PLACE, NO_PLACE,
    false,   spread_rows,           PARAM_COUNT_OF(spread_rows)};

/* mass[k] = p (1 - p)^(k - 1), k = 1, 2, ..., p = 1 / mean. */
static void delay_of_mean(struct reader *r, double mean, struct delay *delay) {
    double p = 1 / mean;
    double left = 1;
    int n = 1;
    int longest = last_month(r) + HORIZON_AFTER_END;
    while (n <= longest && left >= GEOMETRIC_REST) {
        left *= 1 - p;
        n++;
    }
    if (!make_masses(r, delay, n)) {
        return;
    }
    left = 1;
    for (int k = 1; k < n; k++) {
        delay->mass[k] = p * left;
        left *= 1 - p;
    }
}

static void delay_of_group(struct reader *r, const struct node *group, const char *path, struct delay *delay) {
    struct spread_delay settings = {.mean = 1};
    reader_fill(r, &spread_table, group, path, &settings);
    if (settings.mean >= 1) {
        delay_of_mean(r, settings.mean, delay);
    }
}

void read_delay(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    struct delay delay = {0};
    if (!value && !isnan(param->fallback)) {
        delay_of_months(r, (int)param->fallback, &delay);
    } else if (value && value->kind == NODE_LIST) {
        delay_of_masses(r, value, path, &delay);
    } else if (value && value->kind == NODE_GROUP) {
        delay_of_group(r, value, path, &delay);
    } else if (value) {
        int months = (int)reader_whole(r, param, value, path, NONE);
        if (months >= 0) {
            input_add(r, param, value, path, months);
            delay_of_months(r, months, &delay);
        }
    }
    memcpy(member, &delay, sizeof(delay));
}

/* ---- Drawdowns ---- */

#define DRAWDOWN_FORMS "write \"upfront\", \"as_needed\" or ( { month = 1; amount = 200000.0; }, ... )"
#define DRAWDOWN_ONCE_FORMS                                                                                            \
    "write a month, a date (\"2018-04-05\"), \"as_needed\" or ( { month = 1; amount = 200000.0; }, ... )"

static bool may_be_once(const struct param *param) {
    const struct param_draws *draws = param->detail;
    return draws && draws->once;
}

static const char *drawdown_forms(const struct param *param) {
    return may_be_once(param) ? DRAWDOWN_ONCE_FORMS : DRAWDOWN_FORMS;
}

/* The month of the scheme in which a date lies; the scheme's start has been read before. */
static void drawdown_on_date(struct reader *r, struct date date, struct drawdown *drawdown) {
    drawdown->how = DRAW_UPFRONT;
    drawdown->month = month_between(r->scheme->start, (struct month_of_year){date.year, date.month}) + 1;
    drawdown->day = date.day;
}

static void drawdown_of_word(struct reader *r, const struct param *param, const struct node *value, const char *path,
                             struct drawdown *drawdown) {
    struct date date;
    const char *reason = NULL;
    bool digit = value->text[0] >= '0' && value->text[0] <= '9';
    if (strcmp(value->text, "upfront") == 0) {
        drawdown->how = DRAW_UPFRONT;
    } else if (strcmp(value->text, "as_needed") == 0) {
        drawdown->how = DRAW_AS_NEEDED;
    } else if (may_be_once(param) && digit && date_parse(value->text, &date, &reason)) {
        drawdown_on_date(r, date, drawdown);
    } else if (reason) {
        reader_fault(r, value, path, "is \"%s\": %s; a date is written \"2018-04-05\"", value->text, reason);
    } else {
        reader_fault(r, value, path, "is \"%s\"; %s", value->text, drawdown_forms(param));
    }
}

static void drawdown_of_list(struct reader *r, const struct param *param, const struct node *value, const char *path,
                             struct drawdown *drawdown) {
    struct param rows[] = {
        {"month", PARAM_WHOLE, offsetof(struct draw, month), true, UNIT_MONTH, 1, LONGEST_MONTH, 1, NULL,
         "the month at whose start it is drawn"},
        {"amount", PARAM_MONEY, offsetof(struct draw, amount), true, UNIT_MONEY, param->min, param->max,
         PARAM_NO_FALLBACK, NULL, "how much"},
    };
    struct param_table table = {
        "drawdown", "an amount drawn in a month", sizeof(struct draw), NO_PLACE, NO_PLACE, false,
        rows,       PARAM_COUNT_OF(rows)};
    struct param list = {.name = param->name, .type = PARAM_LIST, .unit = UNIT_NONE, .detail = &table};
    struct any_list draws = {0};
    drawdown->how = DRAW_SCHEDULED;
    read_list(r, &list, value, path, &draws);
    drawdown->draws.n = draws.n;
    drawdown->draws.items = draws.items;
}

void read_drawdown(struct reader *r, const struct param *param, const struct node *value, const char *path,
                   void *member) {
    struct drawdown drawdown = {.month = 1, .day = 1};
    struct param month = {.name = param->name, .type = PARAM_WHOLE, .unit = UNIT_MONTH, .min = 1, .max = LONGEST_MONTH};
    if (!value) {
        drawdown.how = isnan(param->fallback) ? DRAW_UPFRONT : (enum draw_how)param->fallback;
    } else if (value->kind == NODE_TEXT) {
        drawdown_of_word(r, param, value, path, &drawdown);
    } else if (value->kind == NODE_LIST || value->kind == NODE_GROUP) {
        drawdown_of_list(r, param, value, path, &drawdown);
    } else if (may_be_once(param) && value->kind == NODE_WHOLE) {
        drawdown.month = (int)reader_whole(r, &month, value, path, 1);
        input_add(r, &month, value, path, drawdown.month);
    } else {
        reader_fault(r, value, path, "is %s; %s", tree_kind_words(value), drawdown_forms(param));
    }
    memcpy(member, &drawdown, sizeof(drawdown));
}
