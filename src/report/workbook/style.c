/* How cells look: one palette, told apart without colour too. */
#include "report/workbook/live.h"

#include <stdio.h>
#include <string.h>

/* Whoever edits a cell of this format leaves a text, even one that begins with =. */
#define AS_TEXT "@"
#define FONT "Calibri"
#define FONT_OF_COLUMNS "Arial"
#define SIZE_TEXT 10.0
#define SIZE_TITLE 16.0
#define SIZE_SECTION 12.0
#define NAVY 0x1F3864
#define INK 0x1A1A1A
#define GREY 0x595959
#define SILVER 0xD9D9D9
#define YELLOW 0xFFF2CC
#define GREEN 0x375623
#define RED 0x9C0006
#define WHITE 0xFFFFFF

/* Seen in grey, the colours of charts fall from dark to light. */
lxw_color_t style_colour(int place) {
    static const lxw_color_t colours[] = {0x1F3864, 0xC55A11, 0x2E75B6, 0x7F7F7F,
                                          0x548235, 0xBF9000, 0x9DC3E6, 0xBFBFBF};
    return colours[place % (int)(sizeof colours / sizeof colours[0])];
}

void style_number_format(const struct report_book *book, enum cell_kind kind, char *format, size_t room) {
    static const char *const formats[CELL_KINDS] = {
        [CELL_RATE] = "0.0%",       [CELL_PROBABILITY] = "[=0]0%;[<0.001]0.000%;0.0%",
        [CELL_COUNT] = "#,##0",     [CELL_ORDINAL] = "0",
        [CELL_PER_CENT] = "0.0##%", [CELL_PLAIN] = "#,##0.0###",
        [CELL_MEAN] = "#,##0.0",    [CELL_NUMBER] = "#,##0.00",
        [CELL_MONTH] = "mmm yyyy"};
    const char *symbol = strchr(book->symbol, '"') == NULL ? book->symbol : "";
    if (kind == CELL_MONEY || kind == CELL_PENCE) {
        const char *digits = kind == CELL_PENCE ? "#,##0.00" : "#,##0";
        (void)snprintf(format, room, "\"%s\"%s;-\"%s\"%s", symbol, digits, symbol, digits);
    } else {
        (void)snprintf(format, room, "%s", formats[kind] != NULL ? formats[kind] : "General");
    }
}

static lxw_format *base(struct writer *w, double size, lxw_color_t colour) {
    lxw_format *format = workbook_add_format(w->workbook);
    if (format == NULL) {
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    format_set_font_name(format, FONT);
    format_set_font_size(format, size);
    format_set_font_color(format, colour);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static void set_tone(lxw_format *format, enum cell_tone tone) {
    if (tone == TONE_STRONG || tone == TONE_MARKED || tone == TONE_GOOD || tone == TONE_BAD)
        format_set_bold(format);
    if (tone == TONE_MARKED)
        format_set_bg_color(format, YELLOW);
    if (tone == TONE_GOOD)
        format_set_font_color(format, GREEN);
    if (tone == TONE_BAD) {
        format_set_font_color(format, WHITE);
        format_set_bg_color(format, RED);
    }
    if (tone == TONE_FAINT) {
        format_set_italic(format);
        format_set_font_color(format, GREY);
    }
}

/* The number format of a kind, without the currency's symbol where months run across: their heading says it once. */
static void cell_number_format(const struct report_book *book, enum cell_kind kind, bool month, char *format,
                               size_t room) {
    if (month && (kind == CELL_MONEY || kind == CELL_PENCE))
        (void)snprintf(format, room, "%s", kind == CELL_PENCE ? "#,##0.00" : "#,##0");
    else
        style_number_format(book, kind, format, room);
}

static lxw_format *cell_format(struct writer *w, enum cell_kind kind, enum cell_tone tone, bool month) {
    char number[96];
    lxw_format *format = base(w, SIZE_TEXT, INK);
    if (format == NULL)
        return NULL;
    format_set_bottom(format, LXW_BORDER_HAIR);
    format_set_bottom_color(format, SILVER);
    set_tone(format, tone);
    if (kind == CELL_TEXT || kind == CELL_EMPTY) {
        if (!month)
            format_set_text_wrap(format);
        return format;
    }
    cell_number_format(w->book, kind, month, number, sizeof number);
    format_set_num_format(format, number);
    bool names = !month && (kind == CELL_MONTH || kind == CELL_ORDINAL);
    format_set_align(format, names ? LXW_ALIGN_LEFT : LXW_ALIGN_RIGHT);
    format_set_indent(format, names || month ? 0 : 1);
    return format;
}

static lxw_format *header(struct writer *w, uint8_t align) {
    lxw_format *format = base(w, SIZE_TEXT, WHITE);
    if (format == NULL)
        return NULL;
    format_set_bold(format);
    format_set_bg_color(format, NAVY);
    format_set_text_wrap(format);
    format_set_align(format, align);
    format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_indent(format, align == LXW_ALIGN_RIGHT ? 1 : 0);
    return format;
}

static lxw_format *heading(struct writer *w, double size, lxw_color_t colour, bool bold) {
    lxw_format *format = base(w, size, colour);
    if (format != NULL && bold)
        format_set_bold(format);
    return format;
}

/* Columns are measured in digits of the book's own font, the first of its formats. Where ours is not at hand and a wide
 * one stands in for it, one of ten points makes columns less wide, and more of them fit on a page. */
static void measure(struct writer *w) {
    lxw_format *normal = STAILQ_FIRST(w->workbook->formats);
    format_set_font_name(normal, FONT_OF_COLUMNS);
    format_set_font_size(normal, SIZE_TEXT);
}

static void style_cell(struct writer *w, enum cell_kind kind, enum cell_tone tone) {
    w->cells[kind][tone] = cell_format(w, kind, tone, false);
    w->months[kind][tone] = cell_format(w, kind, tone, true);
}

bool style_make(struct writer *w) {
    measure(w);
    for (int kind = 0; kind < CELL_KINDS; kind++)
        for (int tone = 0; tone < CELL_TONES; tone++)
            style_cell(w, (enum cell_kind)kind, (enum cell_tone)tone);
    for (int tone = 0; tone < CELL_TONES; tone++) {
        w->as_text[tone] = cell_format(w, CELL_TEXT, (enum cell_tone)tone, false);
        if (w->as_text[tone] != NULL)
            format_set_num_format(w->as_text[tone], AS_TEXT);
    }
    w->title = heading(w, SIZE_TITLE, NAVY, true);
    w->lead = heading(w, SIZE_TEXT, GREY, false);
    w->good = heading(w, SIZE_TEXT, GREEN, true);
    w->bad = heading(w, SIZE_TEXT, RED, true);
    w->section = heading(w, SIZE_SECTION, NAVY, true);
    w->note = heading(w, SIZE_TEXT, INK, false);
    w->link = heading(w, SIZE_TEXT, NAVY, false);
    w->plain = heading(w, SIZE_TEXT, INK, false);
    w->strong = heading(w, SIZE_TEXT, INK, true);
    w->header_text = header(w, LXW_ALIGN_LEFT);
    w->header_number = header(w, LXW_ALIGN_RIGHT);
    w->header_month = header(w, LXW_ALIGN_RIGHT);
    live_style(w);
    if (w->error != LXW_NO_ERROR)
        return false;
    format_set_text_wrap(w->note);
    format_set_text_wrap(w->plain);
    format_set_text_wrap(w->strong);
    format_set_indent(w->header_month, 0);
    format_set_num_format(w->header_month, "mmm yy");
    format_set_underline(w->link, LXW_UNDERLINE_SINGLE);
    return true;
}
