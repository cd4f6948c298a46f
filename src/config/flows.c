/* A list of flows from a csv file (the command irr). */
#include "base/calendar.h"
#include "base/text.h"
#include "config/csv_text.h"
#include "config/file.h"

#include <ctype.h>
#include <sibyl/flows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_A_YEAR 365.0

/* A row: when (a day's number, or a period), how much, and how the file writes when. */
struct row {
    long when;
    double amount;
    char text[FLOW_TIME_TEXT];
};

struct rows {
    struct row *items;
    int n, room;
    int dates, periods; /* rows of either kind */
};

static bool read_period(const char *text, long *period) {
    const int digits_most = 6;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > (size_t)digits_most || text[digits] != '\0')
        return false;
    *period = strtol(text, NULL, 10);
    return true;
}

static bool read_when(struct csv_text *csv, const struct csv_cell *cell, struct rows *rows, struct row *row) {
    struct date date;
    const char *reason = "it is no whole number";
    if (!cell->cut && read_period(cell->text, &row->when)) {
        rows->periods++;
    } else if (!cell->cut && strchr(cell->text, '-') && date_parse(cell->text, &date, &reason)) {
        row->when = day_number(date);
        rows->dates++;
    } else {
        csv_fault(
            csv, csv->line,
            "\"%s\" is neither a date nor a period: %s; write a date as 2018-04-05, or a period as a whole number "
            "from 0 to 999,999",
            cell->text, reason);
        return false;
    }
    snprintf(row->text, sizeof row->text, "%.*s", FLOW_TIME_TEXT - 1, cell->text);
    return true;
}

static bool read_row(struct csv_text *csv, struct rows *rows, struct row *row) {
    struct csv_cell when, amount = {0}, more = {0};
    if (!csv_take_cell(csv, &when))
        return false;
    if (when.last) {
        csv_fault(csv, csv->line, "the row has one column; each needs two: a date or period, and an amount");
        return false;
    }
    bool sound = csv_take_cell(csv, &amount);
    for (more.last = amount.last; sound && !more.last;) {
        sound = csv_take_cell(csv, &more);
        if (sound && more.length > 0) {
            csv_fault(csv, csv->line, "the row has more than two columns; a date or period and an amount are all");
            return false;
        }
    }
    if (!sound) {
        csv->at = csv->end;
        return false;
    }
    bool read = read_when(csv, &when, rows, row);
    return csv_cell_number(csv, &amount, "amount", &row->amount) && read;
}

/* A first row whose second cell is no number names the columns. */
static void pass_header(struct csv_text *csv) {
    struct csv_text ahead = *csv;
    struct csv_cell when = {0}, amount = {0};
    ahead.faults = CSV_MAX_FAULTS; /* looks without reporting */
    bool header = csv_take_cell(&ahead, &when) && !when.last && csv_take_cell(&ahead, &amount) && when.length > 0 &&
                  !isdigit((unsigned char)when.text[0]) && isalpha((unsigned char)amount.text[0]);
    while (header && !amount.last && csv_take_cell(&ahead, &amount))
        continue;
    if (!header)
        return;
    csv->at = ahead.at;
    csv->line = ahead.line;
    csv_next_line(csv);
}

static status read_rows(struct csv_text *csv, struct rows *rows) {
    while (csv->at < csv->end && csv->faults < CSV_MAX_FAULTS) {
        if (csv_at_line_end(csv)) {
            csv_next_line(csv);
            continue;
        }
        if (rows->n == CSV_MAX_ROWS) {
            csv_fault(csv, csv->line, "has too many rows; it may have 100,000");
            break;
        }
        if (rows->n == rows->room) {
            rows->room = 2 * rows->room + 64;
            struct row *more = realloc(rows->items, (size_t)rows->room * sizeof *more);
            if (!more)
                return SIBYL_ERR_NO_MEMORY;
            rows->items = more;
        }
        struct row *row = &rows->items[rows->n];
        *row = (struct row){0};
        if (read_row(csv, rows, row))
            rows->n++;
        csv_next_line(csv);
    }
    return SIBYL_OK;
}

static void check_rows(struct csv_text *csv, const struct rows *rows) {
    double size = 0;
    for (int i = 0; i < rows->n; i++)
        size += rows->items[i].amount < 0 ? -rows->items[i].amount : rows->items[i].amount;
    if (csv->faults > 0)
        return;
    if (rows->n == 0)
        csv_fault(csv, 0, "has no flows; each row needs a date or period, and an amount");
    else if (rows->dates > 0 && rows->periods > 0)
        csv_fault(csv, 0, "has both dates and periods; write all rows with the one or the other");
    else if (size == 0)
        csv_fault(csv, 0, "has no flow but 0; a rate of return needs money going out and coming back");
}

static int by_time(const void *a, const void *b) {
    const struct row *one = a, *other = b;
    return (one->when > other->when) - (one->when < other->when);
}

/* Rows of one time are one flow. */
static status gather(struct rows *rows, struct flow_list *out) {
    out->time = calloc((size_t)rows->n + 1, sizeof(double));
    out->amount = calloc((size_t)rows->n + 1, sizeof(double));
    if (!out->time || !out->amount)
        return SIBYL_ERR_NO_MEMORY;
    qsort(rows->items, (size_t)rows->n, sizeof *rows->items, by_time);
    out->dated = rows->dates > 0;
    for (int i = 0; i < rows->n; i++) {
        const struct row *row = &rows->items[i];
        double time = (double)(row->when - rows->items[0].when) / (out->dated ? DAYS_A_YEAR : 1);
        bool same = out->n > 0 && out->time[out->n - 1] == time;
        out->n += !same;
        out->time[out->n - 1] = time;
        out->amount[out->n - 1] += row->amount;
    }
    memcpy(out->first, rows->items[0].text, sizeof out->first);
    memcpy(out->last, rows->items[rows->n - 1].text, sizeof out->last);
    return SIBYL_OK;
}

status flow_list_read(const char *file, struct diag *diag, struct flow_list *out) {
    struct file_bytes bytes = {0};
    struct rows rows = {0};
    *out = (struct flow_list){0};
    const char *why = file_read(file, FILE_LIMIT_TABLE, &bytes);
    if (why == file_no_memory)
        return SIBYL_ERR_NO_MEMORY;
    if (why) {
        diag_error(diag, file, 0, NULL, "%s", why);
        return SIBYL_ERR_INPUT;
    }
    struct csv_text csv = {diag, file, NULL, bytes.bytes, bytes.bytes + bytes.length, 1, 0};
    status st = SIBYL_OK;
    if (csv_check_bytes(&csv)) {
        pass_header(&csv);
        st = read_rows(&csv, &rows);
    }
    if (st == SIBYL_OK)
        check_rows(&csv, &rows);
    if (st == SIBYL_OK)
        st = csv.faults > 0 || rows.n == 0 ? SIBYL_ERR_INPUT : gather(&rows, out);
    if (st != SIBYL_OK)
        flow_list_free(out);
    free(rows.items);
    file_bytes_free(&bytes);
    return st;
}

void flow_list_free(struct flow_list *flows) {
    free(flows->time);
    free(flows->amount);
    *flows = (struct flow_list){0};
}
