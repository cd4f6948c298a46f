#include "report/workbook/reading.h"

#include "report/workbook/parts.h"
#include "report/workbook/writer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHEETS_MOST 1000
#define CELLS_MOST 4000000
#define STRINGS_MOST 4000000
#define COLUMNS_MOST 16384
#define ROWS_MOST 1048576
#define LETTERS 26
#define FIRST_ROOM 256
#define HEX_DIGITS 4
#define HEX 16
#define WORKBOOK_PART "xl/workbook.xml"
#define LINKS_PART "xl/_rels/workbook.xml.rels"

/* What is being read, and the text of the element that is open.
 *   links     n_links pairs of a name and the part that it leads to
 *   strings   n_strings shared texts
 *   sheet     whose cells are read
 *   keeps     texts are gathered; skips: in the reading aid of a text, which is none of it */
struct scanner {
    struct read_book *book;
    struct parts parts;
    const char **links;
    int n_links, links_room;
    const char *strings_part;
    const char **strings;
    int n_strings, strings_room;
    struct read_sheet *sheet;
    struct read_cell cell;
    char type;
    bool has_value, keeps, skips, no_memory;
    struct text_buf text;
};

/* ---- Memory ---- */

static bool out_of_memory(struct scanner *s) {
    s->no_memory = true;
    return false;
}

static const char *keep(struct scanner *s, const char *text) {
    const char *kept = arena_text(&s->book->arena, text != NULL ? text : "");
    if (kept == NULL)
        (void)out_of_memory(s);
    return kept;
}

/* Makes room for one more item in an array that doubles. */
static bool grow(struct scanner *s, void **items, int n, int *room, size_t size) {
    if (n < *room)
        return true;
    int wider = *room > 0 ? 2 * *room : FIRST_ROOM;
    void *moved = realloc(*items, (size_t)wider * size);
    if (moved == NULL)
        return out_of_memory(s);
    *items = moved;
    *room = wider;
    return true;
}

static bool add_text(struct scanner *s, const char ***texts, int *n, int *room, const char *text) {
    void *items = *texts;
    if (text == NULL || !grow(s, &items, *n, room, sizeof **texts))
        return false;
    *texts = items;
    (*texts)[(*n)++] = text;
    return true;
}

/* ---- Texts ---- */

static bool on_text(void *user, const char *bytes, int length) {
    struct scanner *s = user;
    if (s->keeps && !s->skips)
        text_append_bytes(&s->text, bytes, (size_t)length);
    return s->text.failed ? out_of_memory(s) : true;
}

static void begin_text(struct scanner *s) {
    s->text.length = 0;
    if (s->text.data != NULL)
        s->text.data[0] = 0;
}

static const char *text_of(const struct scanner *s) { return s->text.data != NULL ? s->text.data : ""; }

/* The character of an escape "_xHHHH_" of ASCII; 0 where there is none. */
static char escape_at(const char *text) {
    if (text[0] != '_' || text[1] != 'x')
        return 0;
    char *end = NULL;
    char digits[HEX_DIGITS + 1] = {0};
    strncpy(digits, text + 2, HEX_DIGITS);
    unsigned long character = strtoul(digits, &end, HEX);
    bool whole = strspn(digits, "0123456789ABCDEFabcdef") == HEX_DIGITS && text[2 + HEX_DIGITS] == '_';
    return whole && character < 0x80 ? (char)character : 0;
}

/* Turns the escapes of a text into what they stand for, in place. */
static void unescape(struct text_buf *text) {
    size_t to = 0;
    for (size_t from = 0; from < text->length; to++) {
        char character = escape_at(text->data + from);
        text->data[to] = character != 0 ? character : text->data[from];
        from += character != 0 ? HEX_DIGITS + 3 : 1;
    }
    text->length = to;
    if (text->data != NULL)
        text->data[to] = 0;
}

/* ---- The list of sheets ---- */

static bool on_link(void *user, const char *name, const char *const *attribute) {
    struct scanner *s = user;
    if (strcmp(name, "Relationship") != 0)
        return true;
    const char *id = part_attribute(attribute, "Id"), *target = part_attribute(attribute, "Target");
    const char *type = part_attribute(attribute, "Type");
    if (id == NULL || target == NULL || type == NULL)
        return false;
    struct text_buf part = {0};
    text_appendf(&part, "%s%s", target[0] == '/' ? "" : "xl/", target[0] == '/' ? target + 1 : target);
    const char *kept = part.failed ? NULL : keep(s, part.data);
    text_free(&part);
    const char *end = strrchr(type, '/');
    if (end != NULL && strcmp(end, "/sharedStrings") == 0)
        s->strings_part = kept;
    return add_text(s, &s->links, &s->n_links, &s->links_room, keep(s, id)) &&
           add_text(s, &s->links, &s->n_links, &s->links_room, kept);
}

static bool on_sheet(void *user, const char *name, const char *const *attribute) {
    struct scanner *s = user;
    if (strcmp(name, "sheet") != 0)
        return true;
    const char *called = part_attribute(attribute, "name"), *id = part_attribute(attribute, "id");
    if (called == NULL || id == NULL || s->book->n_sheets == SHEETS_MOST)
        return false;
    struct read_sheet *sheet = &s->book->sheets[s->book->n_sheets++];
    sheet->name = keep(s, called);
    for (int i = 0; i + 1 < s->n_links; i += 2)
        if (strcmp(s->links[i], id) == 0)
            sheet->part = s->links[i + 1];
    return sheet->name != NULL && sheet->part != NULL;
}

/* ---- Shared texts ---- */

static bool on_string_start(void *user, const char *name, const char *const *attribute) {
    struct scanner *s = user;
    (void)attribute;
    if (strcmp(name, "si") == 0)
        begin_text(s);
    s->keeps = strcmp(name, "t") == 0;
    s->skips = s->skips || strcmp(name, "rPh") == 0;
    return true;
}

static bool on_string_end(void *user, const char *name) {
    struct scanner *s = user;
    s->keeps = false;
    if (strcmp(name, "rPh") == 0)
        s->skips = false;
    if (strcmp(name, "si") != 0)
        return true;
    unescape(&s->text);
    return s->n_strings < STRINGS_MOST &&
           add_text(s, &s->strings, &s->n_strings, &s->strings_room, keep(s, text_of(s)));
}

/* ---- Cells ---- */

/* "AB12" as a row and a column from 0; false where it is none. */
static bool take_place(const char *reference, struct read_cell *cell) {
    int column = 0, row = 0;
    const char *at = reference;
    for (; *at >= 'A' && *at <= 'Z' && column <= COLUMNS_MOST; at++)
        column = column * LETTERS + (*at - 'A' + 1);
    for (; *at >= '0' && *at <= '9' && row <= ROWS_MOST; at++)
        row = row * 10 + (*at - '0');
    cell->row = row - 1;
    cell->column = column - 1;
    return *at == 0 && row > 0 && row <= ROWS_MOST && column > 0 && column <= COLUMNS_MOST;
}

/* How a cell's value is written, by the `t` of the cell. */
enum {
    TYPE_NUMBER = 'n',
    TYPE_SHARED = 's',
    TYPE_FORMULA = 'f',
    TYPE_INLINE = 'i',
    TYPE_TRUTH = 'b',
    TYPE_ERROR = 'e'
};

static char type_of(const char *t) {
    static const struct {
        const char *word;
        char type;
    } types[] = {{"n", TYPE_NUMBER},         {"s", TYPE_SHARED}, {"str", TYPE_FORMULA}, {"d", TYPE_FORMULA},
                 {"inlineStr", TYPE_INLINE}, {"b", TYPE_TRUTH},  {"e", TYPE_ERROR}};
    for (size_t i = 0; t != NULL && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(t, types[i].word) == 0)
            return types[i].type;
    return t == NULL ? TYPE_NUMBER : 0;
}

static bool on_cell_start(void *user, const char *name, const char *const *attribute) {
    struct scanner *s = user;
    s->keeps = strcmp(name, "v") == 0 || strcmp(name, "t") == 0 || strcmp(name, "f") == 0;
    s->skips = s->skips || strcmp(name, "rPh") == 0;
    if (strcmp(name, "v") == 0 || strcmp(name, "f") == 0 || strcmp(name, "is") == 0)
        begin_text(s);
    if (strcmp(name, "c") != 0)
        return true;
    const char *place = part_attribute(attribute, "r");
    s->cell = (struct read_cell){0};
    s->has_value = false;
    s->type = type_of(part_attribute(attribute, "t"));
    return place != NULL && take_place(place, &s->cell) && s->type != 0;
}

static bool take_number(struct scanner *s) {
    char *end = NULL;
    s->cell.number = strtod(text_of(s), &end);
    return end != text_of(s) && *end == 0 && isfinite(s->cell.number);
}

static bool take_shared(struct scanner *s) {
    if (!take_number(s) || !(s->cell.number >= 0 && s->cell.number < s->n_strings))
        return false;
    s->cell.text = s->strings[(int)s->cell.number];
    s->cell.number = 0;
    s->cell.kind = READ_TEXT;
    return true;
}

static bool take_text(struct scanner *s, enum read_kind kind) {
    unescape(&s->text);
    s->cell.kind = kind;
    s->cell.text = keep(s, text_of(s));
    return s->cell.text != NULL;
}

/* The value that has ended. */
static bool take_value(struct scanner *s) {
    s->has_value = true;
    switch (s->type) {
    case TYPE_SHARED:
        return take_shared(s);
    case TYPE_FORMULA:
    case TYPE_INLINE:
        return take_text(s, READ_TEXT);
    case TYPE_ERROR:
        return take_text(s, READ_ERROR);
    default:
        s->cell.kind = s->type == TYPE_TRUTH ? READ_TRUTH : READ_NUMBER;
        return take_number(s);
    }
}

/* Keeps a cell in which something stands; an empty text is nothing, unless a formula gives it. */
static bool end_cell(struct scanner *s) {
    bool empty = !s->has_value || (s->cell.kind == READ_TEXT && s->cell.text[0] == 0);
    void *items = s->sheet->cells;
    if (empty && s->cell.formula == NULL)
        return true;
    if (!s->has_value) {
        s->cell.kind = READ_TEXT;
        s->cell.text = "";
    }
    if (s->sheet->n == CELLS_MOST || !grow(s, &items, s->sheet->n, &s->sheet->room, sizeof s->sheet->cells[0]))
        return false;
    s->sheet->cells = items;
    s->sheet->cells[s->sheet->n++] = s->cell;
    return true;
}

static bool on_cell_end(void *user, const char *name) {
    struct scanner *s = user;
    s->keeps = false;
    if (strcmp(name, "rPh") == 0)
        s->skips = false;
    if (strcmp(name, "f") == 0) {
        s->cell.formula = keep(s, text_of(s));
        return s->cell.formula != NULL;
    }
    if (strcmp(name, "v") == 0 || strcmp(name, "is") == 0)
        return take_value(s);
    return strcmp(name, "c") != 0 || end_cell(s);
}

static int by_place(const struct read_cell *a, const struct read_cell *b) {
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->column < b->column ? -1 : a->column > b->column;
}

static int compare_places(const void *a, const void *b) { return by_place(a, b); }

const struct read_cell *reading_at(const struct read_sheet *sheet, int row, int column) {
    struct read_cell wanted = {.row = row, .column = column};
    return sheet->n == 0 ? NULL : bsearch(&wanted, sheet->cells, (size_t)sheet->n, sizeof wanted, compare_places);
}

const struct read_sheet *reading_sheet(const struct read_book *book, const char *name) {
    for (int i = 0; i < book->n_sheets; i++)
        if (strcmp(book->sheets[i].name, name) == 0)
            return &book->sheets[i];
    return NULL;
}

static status read_sheet(struct scanner *s, struct read_sheet *sheet, struct text_buf *reason) {
    struct part_handlers handlers = {on_cell_start, on_cell_end, on_text, s};
    s->sheet = sheet;
    status result = parts_parse(&s->parts, sheet->part, &handlers, reason);
    if (result == SIBYL_OK && sheet->n > 0)
        qsort(sheet->cells, (size_t)sheet->n, sizeof sheet->cells[0], compare_places);
    for (int i = 1; i < sheet->n && result == SIBYL_OK; i++) {
        if (by_place(&sheet->cells[i - 1], &sheet->cells[i]) == 0) {
            text_appendf(reason, "its part %s has two cells in one place", sheet->part);
            result = SIBYL_ERR_INPUT;
        }
    }
    return result;
}

/* ---- Who saved it ---- */

static bool on_property_start(void *user, const char *name, const char *const *attribute) {
    struct scanner *s = user;
    (void)attribute;
    begin_text(s);
    s->keeps = strcmp(name, "Application") == 0 || strcmp(name, "modified") == 0;
    return true;
}

static bool on_property_end(void *user, const char *name) {
    struct scanner *s = user;
    s->keeps = false;
    if (strcmp(name, "Application") == 0)
        s->book->program = keep(s, text_of(s));
    if (strcmp(name, "modified") == 0)
        s->book->as_made = strcmp(text_of(s), BOOK_CREATED) == 0;
    return !s->no_memory;
}

static status read_properties(struct scanner *s, struct text_buf *reason) {
    static const char *const names[] = {"docProps/core.xml", "docProps/app.xml"};
    struct part_handlers handlers = {on_property_start, on_property_end, on_text, s};
    status result = SIBYL_OK;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && result == SIBYL_OK; i++)
        if (parts_has(&s->parts, names[i]))
            result = parts_parse(&s->parts, names[i], &handlers, reason);
    s->book->as_made = s->book->as_made && strcmp(s->book->program, BOOK_PROGRAM) == 0;
    return result;
}

/* ---- The whole ---- */

static status read_parts(struct scanner *s, struct text_buf *reason) {
    struct part_handlers links = {.start = on_link, .user = s};
    struct part_handlers sheets = {.start = on_sheet, .user = s};
    struct part_handlers strings = {on_string_start, on_string_end, on_text, s};
    status result = parts_parse(&s->parts, LINKS_PART, &links, reason);
    if (result == SIBYL_OK)
        result = parts_parse(&s->parts, WORKBOOK_PART, &sheets, reason);
    if (result == SIBYL_OK && s->strings_part != NULL)
        result = parts_parse(&s->parts, s->strings_part, &strings, reason);
    if (result == SIBYL_OK)
        result = read_properties(s, reason);
    for (int i = 0; i < s->book->n_sheets && result == SIBYL_OK; i++)
        result = read_sheet(s, &s->book->sheets[i], reason);
    if (result == SIBYL_OK && s->book->n_sheets == 0) {
        text_append(reason, "has no sheets");
        result = SIBYL_ERR_INPUT;
    }
    return s->no_memory ? SIBYL_ERR_NO_MEMORY : result;
}

status reading_open(const char *path, struct read_book *book, struct text_buf *reason) {
    struct scanner s = {.book = book};
    *book = (struct read_book){.program = "another program"};
    book->sheets = calloc(SHEETS_MOST, sizeof *book->sheets);
    status result = book->sheets != NULL ? parts_open(&s.parts, path, reason) : SIBYL_ERR_NO_MEMORY;
    if (result == SIBYL_OK)
        result = read_parts(&s, reason);
    parts_close(&s.parts);
    free(s.links);
    free(s.strings);
    text_free(&s.text);
    return result;
}

void reading_free(struct read_book *book) {
    for (int i = 0; i < book->n_sheets; i++)
        free(book->sheets[i].cells);
    free(book->sheets);
    arena_free(&book->arena);
    *book = (struct read_book){0};
}
