/* The results file: one line an item, so that two files can be compared line by line. */
#include "report/file.h"
#include "report/prose.h"
#include "scheme/behaviour.h"
#include "scheme/scheme.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <sibyl/report.h>

#define SCHEMA "sibyl-results/1"
#define DIGITS 17
#define DUMP_FLAGS (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(DIGITS))

static const char *const quantile_key[QUANTILE_LEVELS] = {"0.01", "0.05", "0.1",  "0.25", "0.5",
                                                          "0.75", "0.9",  "0.95", "0.99"};
static const char *const series_key[SERIES_LEVELS] = {"p05", "p25", "p50", "p75", "p95"};

/* What is being written: where, and what has gone wrong. */
struct json_writer {
    FILE *out;
    status status;
};

/* Sets a member; a value that could not be made or kept is want of memory. */
static void set(struct json_writer *w, json_t *object, const char *key, json_t *value) {
    if (json_object_set_new(object, key, value) != 0)
        w->status = SIBYL_ERR_NO_MEMORY;
}

static void set_text(struct json_writer *w, json_t *object, const char *key, const char *text) {
    if (text != NULL)
        set(w, object, key, json_string(text));
}

/* A figure that does not exist is left out. */
static void set_figure(struct json_writer *w, json_t *object, const char *key, bool has, double figure) {
    if (has && isfinite(figure))
        set(w, object, key, json_real(figure));
}

static json_t *numbers(struct json_writer *w, int n, const double *number) {
    json_t *list = json_array();
    for (int i = 0; i < n; i++)
        if (json_array_append_new(list, isfinite(number[i]) ? json_real(number[i]) : json_null()) != 0)
            w->status = SIBYL_ERR_NO_MEMORY;
    return list;
}

/* Writes a value and frees it. */
static void write_value(struct json_writer *w, json_t *value) {
    if (value == NULL)
        w->status = SIBYL_ERR_NO_MEMORY;
    else if (w->status == SIBYL_OK && json_dumpf(value, w->out, DUMP_FLAGS) != 0)
        w->status = SIBYL_ERR_IO;
    json_decref(value);
}

static void write_raw(struct json_writer *w, const char *text) {
    if (w->status == SIBYL_OK && fputs(text, w->out) < 0)
        w->status = SIBYL_ERR_IO;
}

static void write_member(struct json_writer *w, const char *key, json_t *value) {
    write_raw(w, "\"");
    write_raw(w, key);
    write_raw(w, "\": ");
    write_value(w, value);
    write_raw(w, ",\n");
}

static json_t *overrides_json(struct json_writer *w, const struct scheme *s) {
    json_t *list = json_array();
    for (int i = 0; i < s->overrides.n; i++) {
        const struct override *set_to = &s->overrides.items[i];
        if (json_array_append_new(list, json_sprintf("%s=%s", set_to->path, set_to->value)) != 0)
            w->status = SIBYL_ERR_NO_MEMORY;
    }
    return list;
}

/* What providers are taken to do, a sentence each. */
static json_t *what_if_json(struct json_writer *w, const struct scheme *s) {
    json_t *list = json_array();
    for (int i = 0; i < behaviour_count(s); i++) {
        struct text_buf words = {0};
        behaviour_words(s, i, &words);
        if (words.failed || json_array_append_new(list, json_string(prose_text(&words))) != 0)
            w->status = SIBYL_ERR_NO_MEMORY;
        text_free(&words);
    }
    return list;
}

static void write_header(struct json_writer *w, const struct scheme *s, const struct results *r) {
    write_raw(w, "{ ");
    write_member(w, "schema", json_string(SCHEMA));
    write_member(w, "version", json_string(r->version));
    write_member(w, "title", json_string(r->title));
    write_member(w, "currency", json_string(r->currency));
    write_member(w, "start", json_sprintf("%04d-%02d", r->start_year, r->start_month));
    write_member(w, "months", json_integer(r->months));
    write_member(w, "paths", json_integer(r->paths));
    write_member(w, "seed", json_integer((json_int_t)r->seed));
    write_member(w, "config_sha256", json_string(r->config_sha256));
    write_member(w, "overrides", overrides_json(w, s));
    if (behaviour_count(s) > 0)
        write_member(w, "what_if", what_if_json(w, s));
}

static json_t *named(struct json_writer *w, const char *party, const char *of, const char *name, const char *unit) {
    json_t *object = json_object();
    set_text(w, object, "party", party);
    set_text(w, object, "of", of);
    set_text(w, object, "name", name);
    set_text(w, object, "unit", unit);
    return object;
}

/* The figures of a metric that has a value on every path. */
static void set_distribution(struct json_writer *w, json_t *object, const struct metric *m) {
    set_figure(w, object, "se", m->has_spread, m->se);
    set_figure(w, object, "sd", m->has_spread, m->sd);
    set_figure(w, object, "min", m->has_quantiles, m->min);
    set_figure(w, object, "max", m->has_quantiles, m->max);
    if (m->has_quantiles) {
        json_t *quantiles = json_object();
        for (int i = 0; i < QUANTILE_LEVELS; i++)
            set_figure(w, quantiles, quantile_key[i], true, m->quantile[i]);
        set(w, object, "quantiles", quantiles);
        set_figure(w, object, "worst5", m->hurts != HURTS_NEITHER, m->worst5);
    }
    set(w, object, "defined", json_integer(m->defined));
}

static json_t *metric_json(struct json_writer *w, const struct metric *m) {
    json_t *object = named(w, m->party, m->of, m->name, m->unit);
    set_figure(w, object, "mean", m->has_mean, m->mean);
    if (m->probability && m->has_mean)
        set(w, object, "ci95", numbers(w, 2, m->ci95));
    if (m->by_path && !m->probability)
        set_distribution(w, object, m);
    set_figure(w, object, "plan", m->has_plan, m->plan);
    set_figure(w, object, "expected", m->has_expected, m->expected);
    set_figure(w, object, "as_good_as_plan", m->has_as_good, m->as_good_as_plan);
    return object;
}

static json_t *monthly_json(struct json_writer *w, const struct monthly *m, int months) {
    json_t *object = named(w, m->party, m->of, m->name, m->unit);
    set(w, object, "mean", numbers(w, months, m->mean));
    for (int i = 0; i < SERIES_LEVELS; i++)
        if (m->quantile[i] != NULL)
            set(w, object, series_key[i], numbers(w, months, m->quantile[i]));
    if (m->plan != NULL)
        set(w, object, "plan", numbers(w, months, m->plan));
    if (m->expected != NULL)
        set(w, object, "expected", numbers(w, months, m->expected));
    return object;
}

/* A value that does not exist is null. */
static json_t *curve_json(struct json_writer *w, const struct curve *c) {
    json_t *object = named(w, c->party, c->of, c->name, c->unit);
    json_t *values = json_array();
    set(w, object, "by", json_string(c->by));
    set(w, object, "factor", numbers(w, c->n, c->factor));
    for (int i = 0; i < c->n; i++) {
        json_t *value = c->defined[i] ? json_real(c->value[i]) : json_null();
        if (json_array_append_new(values, value) != 0)
            w->status = SIBYL_ERR_NO_MEMORY;
    }
    set(w, object, "value", values);
    return object;
}

static void write_all(struct json_writer *w, const struct scheme *s, const struct results *r) {
    write_header(w, s, r);
    write_raw(w, "\"metrics\": [");
    for (int i = 0; i < r->n_metrics; i++) {
        write_raw(w, i > 0 ? ",\n" : "\n");
        write_value(w, metric_json(w, &r->metrics[i]));
    }
    write_raw(w, "],\n\"series\": [");
    for (int i = 0; i < r->n_series; i++) {
        write_raw(w, i > 0 ? ",\n" : "\n");
        write_value(w, monthly_json(w, &r->series[i], r->months));
    }
    write_raw(w, "],\n\"curves\": [");
    for (int i = 0; i < r->n_curves; i++) {
        write_raw(w, i > 0 ? ",\n" : "\n");
        write_value(w, curve_json(w, &r->curves[i]));
    }
    write_raw(w, "] }\n");
}

status report_print_json(const struct scheme *scheme, const struct results *results, FILE *out) {
    struct json_writer w = {.out = out, .status = SIBYL_OK};
    write_all(&w, scheme, results);
    if (w.status == SIBYL_OK && (fflush(out) != 0 || ferror(out) != 0))
        w.status = SIBYL_ERR_IO;
    return w.status;
}

status report_write_json(const struct scheme *scheme, const struct results *results,
                         const struct report_options *options, const char *path, struct text_buf *reason) {
    (void)options;
    struct report_file file;
    status result = file_begin(&file, path, reason);
    if (result != SIBYL_OK)
        return result;
    result = report_print_json(scheme, results, file.stream);
    if (result == SIBYL_OK)
        return file_commit(&file, reason);
    result = file_fault(reason, result == SIBYL_ERR_NO_MEMORY ? ENOMEM : errno, path);
    file_abandon(&file);
    return result;
}
