/* The monthly series in long form (RFC 4180): one row a party, series, month and statistic. */
#include "base/calendar.h"
#include "report/file.h"
#include "scheme/behaviour.h"

#include <errno.h>
#include <math.h>
#include <sibyl/report.h>
#include <string.h>

#define END "\r\n"

/* One field; in quotes where it must be, quotes doubled. */
static void write_field(FILE *out, const char *text) {
    if (text == NULL)
        return;
    if (strpbrk(text, "\",\r\n") == NULL) {
        (void)fputs(text, out);
        return;
    }
    (void)fputc('"', out);
    for (; *text != 0; text++) {
        if (*text == '"')
            (void)fputc('"', out);
        (void)fputc(*text, out);
    }
    (void)fputc('"', out);
}

/* Ends a row: of a what-if, with a last column that says so. */
static void write_end(FILE *out, const struct scheme *s, const char *what_if) {
    (void)fprintf(out, "%s%s" END, behaviour_count(s) > 0 ? "," : "", behaviour_count(s) > 0 ? what_if : "");
}

static void write_row(FILE *out, const struct scheme *s, const struct results *r, const struct monthly *series,
                      int month, const char *statistic, double value) {
    struct month_of_year date = month_add((struct month_of_year){r->start_year, r->start_month}, month - 1);
    write_field(out, series->party);
    (void)fputc(',', out);
    write_field(out, series->of);
    (void)fputc(',', out);
    write_field(out, series->name);
    (void)fputc(',', out);
    write_field(out, series->unit);
    (void)fprintf(out, ",%d,%04d-%02d,%s,%.17g", month, date.year, date.month, statistic, value);
    write_end(out, s, "1");
}

/* All rows of one series and month; what does not exist has no row. */
static void write_month(FILE *out, const struct scheme *s, const struct results *r, const struct monthly *series,
                        int month) {
    static const char *const level[SERIES_LEVELS] = {"p05", "p25", "p50", "p75", "p95"};
    const char *statistic[SERIES_LEVELS + 3] = {"mean"};
    const double *values[SERIES_LEVELS + 3] = {series->mean};
    int n = 1;
    for (int i = 0; i < SERIES_LEVELS; i++, n++) {
        statistic[n] = level[i];
        values[n] = series->quantile[i];
    }
    statistic[n] = "plan";
    values[n++] = series->plan;
    statistic[n] = "expected";
    values[n++] = series->expected;
    for (int i = 0; i < n; i++)
        if (values[i] != NULL && isfinite(values[i][month - 1]))
            write_row(out, s, r, series, month, statistic[i], values[i][month - 1]);
}

status report_print_csv(const struct scheme *scheme, const struct results *results, FILE *out) {
    (void)fputs("party,of,series,unit,month,date,statistic,value", out);
    write_end(out, scheme, "what_if");
    for (int i = 0; i < results->n_series; i++)
        for (int month = 1; month <= results->months && ferror(out) == 0; month++)
            write_month(out, scheme, results, &results->series[i], month);
    return fflush(out) == 0 && ferror(out) == 0 ? SIBYL_OK : SIBYL_ERR_IO;
}

status report_write_csv(const struct scheme *scheme, const struct results *results,
                        const struct report_options *options, const char *path, struct text_buf *reason) {
    (void)options;
    struct report_file file;
    status result = file_begin(&file, path, reason);
    if (result != SIBYL_OK)
        return result;
    result = report_print_csv(scheme, results, file.stream);
    if (result == SIBYL_OK)
        return file_commit(&file, reason);
    result = file_fault(reason, errno, path);
    file_abandon(&file);
    return result;
}
