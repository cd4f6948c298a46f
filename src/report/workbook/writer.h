/* What the files of the workbook share: the book being written and how its cells look. */
#ifndef SIBYL_REPORT_WORKBOOK_WRITER_H
#define SIBYL_REPORT_WORKBOOK_WRITER_H

#include "base/grid.h"
#include "report/table.h"
#include "report/workbook/layout.h"

#include <xlsxwriter.h>

/* How a cell of a live sheet looks: given by hand, what happened, the engine's figure, worked out, a result. */
enum live_look { LIVE_INPUT, LIVE_GIVEN, LIVE_ENGINE, LIVE_CALC, LIVE_RESULT, LIVE_LOOKS };

/*   layouts  [n_sheets]
 *   cells    formats by kind and tone; months: the same for months that run across, set close and without the
 *            currency's symbol; header: left for texts, right for numbers, dates for months
 *   as_text  formats of texts that begin like a formula, by tone
 *   live     formats of live cells; plain, strong: of their words
 *   clean    room for a text made valid, words for the same as a cell holds it: CLEAN_BYTES each
 *   error    the first error of the library */
struct writer {
    const struct report_book *book;
    lxw_workbook *workbook;
    struct sheet_layout *layouts;
    lxw_format *cells[CELL_KINDS][CELL_TONES], *months[CELL_KINDS][CELL_TONES], *as_text[CELL_TONES];
    lxw_format *title, *lead, *good, *bad, *section, *note, *header_text, *header_number, *header_month, *link;
    lxw_format *live[GRID_UNITS][LIVE_LOOKS], *plain, *strong;
    char *clean, *words;
    lxw_error error;
};

/* What the library calls the program that made a book. */
#define BOOK_PROGRAM "Microsoft Excel"

/* When every book was made and last changed, whenever that was: the same run gives the same bytes. */
#define BOOK_CREATED "2000-01-01T00:00:00Z"
#define BOOK_CREATED_SECONDS ((time_t)946684800)

/* Longest text of a cell; spreadsheets allow 32,767 characters. */
#define CLEAN_BYTES 32768

/* Makes all formats. Returns false when there is no memory. */
bool style_make(struct writer *w);

/* The colour of a chart's line or column, by its place. */
lxw_color_t style_colour(int place);

/* Number format of a kind of cell, for axes. Static text or the book's. */
void style_number_format(const struct report_book *book, enum cell_kind kind, char *format, size_t room);

/* Text that a spreadsheet must take as text: valid, not too long. The writer's buffer: good until the next call. */
const char *writer_text(struct writer *w, const char *text);

/* Keeps the first error. */
void writer_note(struct writer *w, lxw_error error);

/* Writes the link that leads from sheet i back to the contents. */
void sheet_back(struct writer *w, int i, lxw_worksheet *worksheet);

/* Writes sheet i (layout and all). */
void sheet_write(struct writer *w, int i, lxw_worksheet *worksheet);

/* Puts a table's charts side by side at its place on the sheet. */
void chart_write(struct writer *w, int sheet, int table, lxw_worksheet *worksheet);

#endif
