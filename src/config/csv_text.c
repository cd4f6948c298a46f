#include "config/csv_text.h"

#include "config/bytes.h"
#include "config/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CSV_MAX_MESSAGE 1024
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

void csv_fault(struct csv_text *csv, int line, const char *format, ...) {
    char text[CSV_MAX_MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (csv->faults++ < CSV_MAX_FAULTS) {
        diag_error(csv->diag, csv->file, line, csv->path, "%s", text);
    }
}

static void put(struct csv_cell *cell, char c) {
    if (cell->length + 1 < CSV_MAX_CELL) {
        cell->text[cell->length++] = c;
        cell->text[cell->length] = '\0';
    } else {
        cell->cut = true;
    }
}

bool csv_at_line_end(const struct csv_text *csv) {
    return csv->at >= csv->end || *csv->at == '\n' ||
           (*csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n');
}

/* The inside of quotes, of which "" is one; to behind the closing one. */
static bool take_quoted(struct csv_text *csv, struct csv_cell *cell) {
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
    csv_fault(csv, line, "the cell that begins here has no closing quote");
    return false;
}

bool csv_take_cell(struct csv_text *csv, struct csv_cell *cell) {
    *cell = (struct csv_cell){0};
    if (csv->at < csv->end && *csv->at == '"') {
        if (!take_quoted(csv, cell)) {
            return false;
        }
    } else {
        while (!csv_at_line_end(csv) && *csv->at != ',') {
            put(cell, *csv->at++);
        }
    }
    if (!csv_at_line_end(csv) && *csv->at != ',') {
        csv_fault(csv, csv->line, "a quoted cell is followed by neither a comma nor the end of the line");
        return false;
    }
    cell->last = csv_at_line_end(csv);
    csv->at += !cell->last;
    return true;
}

void csv_next_line(struct csv_text *csv) {
    csv->at += csv->at < csv->end && *csv->at == '\r';
    csv->at += csv->at < csv->end;
    csv->line++;
}

bool csv_cell_number(struct csv_text *csv, const struct csv_cell *cell, const char *column, double *number) {
    if (cell->length == 0) {
        csv_fault(csv, csv->line, "column \"%s\" is empty here; write 0 for nothing", column);
        return false;
    }
    if (cell->cut || strchr(cell->text, 'L') || number_fault(cell->text, cell->length, NULL)) {
        csv_fault(csv, csv->line,
                  "column \"%s\" has no plain number here; write digits with at most one point, without commas between "
                  "thousands, currency signs or %%",
                  column);
        return false;
    }
    *number = strtod(cell->text, NULL) + 0.0; /* no -0 */
    return true;
}

bool csv_check_bytes(struct csv_text *csv) {
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
        csv_fault(csv, found.line, "the text %s", found.what);
    }
    return !found.what;
}
