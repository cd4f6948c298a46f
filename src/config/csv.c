#include "config/csv.h"

#include "config/csv_text.h"
#include "config/file.h"

#include "base/calendar.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CSV_MAX_COLUMNS 1000
#define CSV_MONTH_DIGITS 4 /* of the number of a month at most, and of a year */

/* The column that says which month a row is of, where there is one.
 *   place  of the column, NONE: there is none
 *   start  the scheme's first month, as of a date; 0: not known
 *   known, dated, last  whether the row before said a month that can be read, whether as a date, and which */
struct calendar {
    int place;
    int start;
    bool known, dated, begun;
    int last;
};

/* A month: 1, 2, 3, ... or "2015-04", with or without a day; months of a date are counted from year 0. */
static bool month_said(const char *text, bool *dated, int *month) {
    size_t digits = strspn(text, "0123456789"),
           more = text[digits] == '-' ? strspn(text + digits + 1, "0123456789") : 0;
    if (digits == 0 || digits > CSV_MONTH_DIGITS)
        return false;
    *month = (int)strtol(text, NULL, 10);
    *dated = digits == CSV_MONTH_DIGITS && more == strlen("04");
    if (!*dated)
        return text[digits] == 0;
    char behind = text[digits + 1 + more];
    int number = (int)strtol(text + digits + 1, NULL, 10);
    *month = MONTHS_IN_YEAR * *month + number - 1;
    return number >= 1 && number <= MONTHS_IN_YEAR && (behind == 0 || behind == '-');
}

/* Rows are months in order: one that is left out would move all that follow. Where months are numbered as in a calendar the
 * first follows the twelfth. */
static void check_month(struct csv_text *csv, struct calendar *calendar, const char *text) {
    int month = 0;
    bool dated = false, known = month_said(text, &dated, &month);
    bool follows = month == calendar->last + 1 || (!dated && calendar->last == MONTHS_IN_YEAR && month == 1);
    if (known && dated && !calendar->begun && calendar->start > 0 && month != calendar->start)
        csv_fault(csv, csv->line,
                  "is of month %s, but the scheme begins in %04d-%02d; the first row is of its first month", text,
                  calendar->start / MONTHS_IN_YEAR, calendar->start % MONTHS_IN_YEAR + 1);
    else if (known && calendar->known && dated == calendar->dated && !follows)
        csv_fault(csv, csv->line,
                  "is of month %s, which does not follow the row before; each month has a row, in order", text);
    calendar->begun = true;
    calendar->known = known;
    calendar->dated = dated;
    calendar->last = month;
}

/* The place of the column in the header row, or NONE and a fault; and that of the months. */
static int find_column(struct reader *r, struct csv_text *csv, const char *column, struct calendar *calendar) {
    const char **names = reader_alloc(r, CSV_MAX_COLUMNS, sizeof(*names));
    int found = NONE;
    int n = 0;
    struct csv_cell cell = {0};
    while (names && n < CSV_MAX_COLUMNS && !cell.last) {
        if (!csv_take_cell(csv, &cell)) {
            return NONE;
        }
        if (strcasecmp(cell.text, "month") == 0)
            calendar->place = n;
        if (strcmp(cell.text, column) == 0) {
            if (found != NONE) {
                csv_fault(csv, csv->line, "two columns are called \"%s\"; rename one", column);
                return NONE;
            }
            found = n;
        }
        names[n++] = reader_text(r, "%s", cell.text);
    }
    if (!cell.last) {
        csv_fault(csv, csv->line, "has too many columns; it may have 1,000");
        return NONE;
    }
    if (found == NONE) {
        const char *near = reader_nearest(r, column, names, n);
        csv_fault(csv, csv->line, "no column is called \"%s\"%s%s%s", column, near ? "; did you mean \"" : "",
                  near ? near : "; the first row must name it", near ? "\"?" : "");
    }
    csv_next_line(csv);
    return found;
}

/* The number of one row; a row that is short of the column is a fault. */
static bool take_row(struct csv_text *csv, int wanted, const char *column, struct calendar *calendar, double *number) {
    struct csv_cell cell = {0};
    bool sound = false;
    int n = 0;
    for (; !cell.last; n++) {
        if (!csv_take_cell(csv, &cell)) {
            csv->at = csv->end;
            return false;
        }
        if (n == calendar->place)
            check_month(csv, calendar, cell.text);
        sound = n == wanted ? csv_cell_number(csv, &cell, column, number) : sound;
    }
    if (n <= wanted) {
        csv_fault(csv, csv->line, "the row is short; it has no column \"%s\"", column);
    }
    return sound;
}

static void take_rows(struct csv_text *csv, int wanted, const char *column, struct calendar *calendar,
                      struct csv_column *out, int room) {
    while (csv->at < csv->end && csv->faults < CSV_MAX_FAULTS) {
        if (csv_at_line_end(csv)) {
            csv_next_line(csv);
            continue;
        }
        if (out->n == room) {
            csv_fault(csv, csv->line, "has too many rows; it may have 100,000");
            return;
        }
        int line = csv->line;
        double number = 0;
        if (take_row(csv, wanted, column, calendar, &number)) {
            out->values[out->n] = number;
            out->lines[out->n] = line;
            out->n++;
        }
        csv_next_line(csv);
    }
}

static int count_lines(const char *text) {
    int n = 1;
    for (const char *at = text; (at = strchr(at, '\n')) && n < CSV_MAX_ROWS; at++) {
        n++;
    }
    return n;
}

static bool read_bytes(struct reader *r, struct csv_text *csv, const char *column, bool by_month,
                       struct csv_column *out) {
    if (!csv_check_bytes(csv)) {
        return false;
    }
    struct month_of_year start = r->scheme->start;
    struct calendar calendar = {.place = NONE,
                                .start = start.year > 0 ? MONTHS_IN_YEAR * start.year + start.month - 1 : 0};
    int wanted = find_column(r, csv, column, &calendar);
    if (!by_month || calendar.place == wanted)
        calendar.place = NONE;
    int room = count_lines(csv->at);
    out->values = reader_alloc(r, (size_t)room, sizeof(double));
    out->lines = reader_alloc(r, (size_t)room, sizeof(int));
    if (wanted == NONE || !out->values || !out->lines) {
        return false;
    }
    take_rows(csv, wanted, column, &calendar, out, room);
    if (out->n == 0 && csv->faults == 0) {
        csv_fault(csv, csv->line, "has no rows below the first");
    }
    return csv->faults == 0;
}

static const char *beside(struct reader *r, const char *file, const char *name) {
    const char *slash = strrchr(file, '/');
    return reader_text(r, "%.*s%s", slash ? (int)(slash - file) + 1 : 0, file, name);
}

/* Keeps the bytes of a table, once, among the files of the configuration. */
static void keep(struct reader *r, const char *name, const struct file_bytes *bytes) {
    struct scheme *s = r->scheme;
    for (int i = 0; i < s->files.n; i++) {
        if (strcmp(s->files.items[i].name, name) == 0) {
            return;
        }
    }
    void *items = s->files.items;
    char *copy = reader_alloc(r, bytes->length + 1, 1);
    if (!copy || !reader_grow(r, &items, s->files.n, &r->files_room, sizeof(s->files.items[0]))) {
        return;
    }
    memcpy(copy, bytes->bytes, bytes->length);
    s->files.items = items;
    s->files.items[s->files.n++] = (struct config_file){reader_text(r, "%s", name), copy, bytes->length};
}

bool csv_read_column(struct reader *r, const struct node *at, const char *path, const char *name, const char *column,
                     bool by_month, struct csv_column *out) {
    *out = (struct csv_column){.file = beside(r, r->file, name)};
    struct file_bytes bytes = {0};
    const char *why = file_name_fault(name);
    if (!why) {
        why = file_read(out->file, FILE_LIMIT_TABLE, &bytes);
    }
    if (why == file_no_memory) {
        r->result = SIBYL_ERR_NO_MEMORY;
        return false;
    }
    if (why) {
        reader_fault(r, at, path, "\"%s\" %s", name, why);
        return false;
    }
    keep(r, name, &bytes);
    struct csv_text csv = {r->diag, out->file, path, bytes.bytes, bytes.bytes + bytes.length, 1, 0};
    bool done = read_bytes(r, &csv, column, by_month, out);
    file_bytes_free(&bytes);
    return done;
}
