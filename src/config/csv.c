#include "config/csv.h"

#include "config/bytes.h"
#include "config/file.h"
#include "config/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CSV_MAX_ROWS 100000
#define CSV_MAX_COLUMNS 1000
#define CSV_MAX_CELL 256
#define CSV_MAX_FAULTS 10
#define CSV_MAX_MESSAGE 1024
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* A table that is being read. line: of the next character; faults so far. */
struct csv {
    struct reader *r;
    const char *file, *path;
    const char *at, *end;
    int line;
    int faults;
};

/* One cell: its text (cut to CSV_MAX_CELL), and whether it ends its row. */
struct cell {
    char text[CSV_MAX_CELL];
    size_t length;
    bool cut, last;
};

__attribute__((format(printf, 3, 4))) static void fault(struct csv *csv, int line, const char *format, ...) {
    char text[CSV_MAX_MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (csv->faults++ < CSV_MAX_FAULTS) {
        diag_error(csv->r->diag, csv->file, line, csv->path, "%s", text);
    }
}

static void put(struct cell *cell, char c) {
    if (cell->length + 1 < CSV_MAX_CELL) {
        cell->text[cell->length++] = c;
        cell->text[cell->length] = '\0';
    } else {
        cell->cut = true;
    }
}

static bool at_line_end(const struct csv *csv) {
    return csv->at >= csv->end || *csv->at == '\n' ||
           (*csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n');
}

/* The inside of quotes, of which "" is one; to behind the closing one. */
static bool take_quoted(struct csv *csv, struct cell *cell) {
    int line = csv->line;
    for (csv->at++; csv->at < csv->end; csv->at++) {
        if (*csv->at == '"' && (csv->at + 1 >= csv->end || csv->at[1] != '"')) {
            csv->at++;
            return true;
        }
        csv->at += *csv->at == '"';
        csv->line += *csv->at == '\n';
        put(cell, *csv->at);
    }
    fault(csv, line, "the cell that begins here has no closing quote");
    return false;
}

static bool take_cell(struct csv *csv, struct cell *cell) {
    *cell = (struct cell){0};
    if (csv->at < csv->end && *csv->at == '"') {
        if (!take_quoted(csv, cell)) {
            return false;
        }
    } else {
        while (!at_line_end(csv) && *csv->at != ',') {
            put(cell, *csv->at++);
        }
    }
    if (!at_line_end(csv) && *csv->at != ',') {
        fault(csv, csv->line, "a quoted cell is followed by neither a comma nor the end of the line");
        return false;
    }
    cell->last = at_line_end(csv);
    csv->at += !cell->last;
    return true;
}

static void next_line(struct csv *csv) {
    csv->at += csv->at < csv->end && *csv->at == '\r';
    csv->at += csv->at < csv->end;
    csv->line++;
}

/* The place of the column in the header row, or NONE and a fault. */
static int find_column(struct csv *csv, const char *column) {
    const char **names = reader_alloc(csv->r, CSV_MAX_COLUMNS, sizeof(*names));
    int found = NONE;
    int n = 0;
    struct cell cell = {0};
    while (names && n < CSV_MAX_COLUMNS && !cell.last) {
        if (!take_cell(csv, &cell)) {
            return NONE;
        }
        if (strcmp(cell.text, column) == 0) {
            if (found != NONE) {
                fault(csv, csv->line, "two columns are called \"%s\"; rename one", column);
                return NONE;
            }
            found = n;
        }
        names[n++] = reader_text(csv->r, "%s", cell.text);
    }
    if (!cell.last) {
        fault(csv, csv->line, "has too many columns; it may have 1,000");
        return NONE;
    }
    if (found == NONE) {
        const char *near = reader_nearest(csv->r, column, names, n);
        fault(csv, csv->line, "no column is called \"%s\"%s%s%s", column, near ? "; did you mean \"" : "",
              near ? near : "; the first row must name it", near ? "\"?" : "");
    }
    next_line(csv);
    return found;
}

static bool cell_number(struct csv *csv, const struct cell *cell, const char *column, double *number) {
    if (cell->length == 0) {
        fault(csv, csv->line, "column \"%s\" is empty here; write 0 for nothing", column);
        return false;
    }
    if (cell->cut || strchr(cell->text, 'L') || number_fault(cell->text, cell->length, NULL)) {
        fault(csv, csv->line,
              "column \"%s\" has no plain number here; write digits with at most one point, without commas between "
              "thousands, currency signs or %%",
              column);
        return false;
    }
    *number = strtod(cell->text, NULL) + 0.0; /* no -0 */
    return true;
}

/* The number of one row; a row that is short of the column is a fault. */
static bool take_row(struct csv *csv, int wanted, const char *column, double *number) {
    struct cell cell = {0};
    bool sound = false;
    int n = 0;
    for (; !cell.last; n++) {
        if (!take_cell(csv, &cell)) {
            csv->at = csv->end;
            return false;
        }
        sound = n == wanted ? cell_number(csv, &cell, column, number) : sound;
    }
    if (n <= wanted) {
        fault(csv, csv->line, "the row is short; it has no column \"%s\"", column);
    }
    return sound;
}

static void take_rows(struct csv *csv, int wanted, const char *column, struct csv_column *out, int room) {
    while (csv->at < csv->end && csv->faults < CSV_MAX_FAULTS) {
        if (at_line_end(csv)) {
            next_line(csv);
            continue;
        }
        if (out->n == room) {
            fault(csv, csv->line, "has too many rows; it may have 100,000");
            return;
        }
        int line = csv->line;
        double number = 0;
        if (take_row(csv, wanted, column, &number)) {
            out->values[out->n] = number;
            out->lines[out->n] = line;
            out->n++;
        }
        next_line(csv);
    }
}

static bool check_bytes(struct csv *csv) {
    size_t mark = strlen(BYTE_ORDER_MARK);
    size_t length = (size_t)(csv->end - csv->at);
    if (length >= mark && memcmp(csv->at, BYTE_ORDER_MARK, mark) == 0) {
        csv->at += mark;
        length -= mark;
    }
    size_t at = 0;
    int line = 1;
    struct bytes_fault found = bytes_next_fault(csv->at, length, &at, &line);
    if (found.what) {
        fault(csv, found.line, "the text %s", found.what);
    }
    return !found.what;
}

static int count_lines(const char *text) {
    int n = 1;
    for (const char *at = text; (at = strchr(at, '\n')) && n < CSV_MAX_ROWS; at++) {
        n++;
    }
    return n;
}

static bool read_bytes(struct csv *csv, const char *column, struct csv_column *out) {
    if (!check_bytes(csv)) {
        return false;
    }
    int wanted = find_column(csv, column);
    int room = count_lines(csv->at);
    out->values = reader_alloc(csv->r, (size_t)room, sizeof(double));
    out->lines = reader_alloc(csv->r, (size_t)room, sizeof(int));
    if (wanted == NONE || !out->values || !out->lines) {
        return false;
    }
    take_rows(csv, wanted, column, out, room);
    if (out->n == 0 && csv->faults == 0) {
        fault(csv, csv->line, "has no rows below the first");
    }
    return csv->faults == 0;
}

static const char *beside(struct reader *r, const char *file, const char *name) {
    const char *slash = strrchr(file, '/');
    return reader_text(r, "%.*s%s", slash ? (int)(slash - file) + 1 : 0, file, name);
}

bool csv_read_column(struct reader *r, const struct node *at, const char *path, const char *name, const char *column,
                     struct csv_column *out) {
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
    struct csv csv = {r, out->file, path, bytes.bytes, bytes.bytes + bytes.length, 1, 0};
    bool done = read_bytes(&csv, column, out);
    file_bytes_free(&bytes);
    return done;
}
