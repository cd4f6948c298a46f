/* Texts in cells of which the very bytes come back. */
#include "report/carried.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* Puts a file into rows and takes it out of them again. */
static void put_and_take(const char *bytes, size_t size, struct text_buf *back, long *rows) {
    const char *ends = "";
    *rows = 0;
    for (size_t at = 0, taken = 0; at < size; at += taken, ++*rows) {
        struct text_buf cell = {0};
        size_t length = carried_piece(bytes + at, size - at, &ends, &taken);
        bool escaped = carried_write(bytes + at, length, &cell);
        cr_assert(carried_read(cell.data ? cell.data : "", escaped, back));
        cr_assert(strlen(cell.data ? cell.data : "") <= 32767);
        cr_assert_null(strpbrk(cell.data ? cell.data : "", "\r\n"));
        text_append(back, strcmp(ends, CARRIED_CRLF) == 0 ? "\r\n" : ends[0] == 0 ? "\n" : "");
        text_free(&cell);
    }
    cr_expect_eq(*rows, carried_rows(bytes, size));
}

static void comes_back(const char *bytes, size_t size, long rows_expected) {
    struct text_buf back = {0};
    long rows = 0;
    put_and_take(bytes, size, &back, &rows);
    cr_expect_eq(rows, rows_expected);
    cr_assert_eq(back.length, size);
    cr_expect(size == 0 || memcmp(back.data, bytes, size) == 0);
    text_free(&back);
}

Test(report_carried, every_line_end_comes_back) {
    static const char *const texts[] = {"a\nb\n", "a\r\nb\r\n", "a\nb",   "\n\n\n",  "\r\n",
                                        "a\rb\n", "a\r",        "\r\r\n", "a\r\nb\n"};
    static const long rows[] = {2, 2, 2, 3, 1, 1, 1, 1, 2};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        comes_back(texts[i], strlen(texts[i]), rows[i]);
    comes_back("", 0, 0);
}

Test(report_carried, what_a_cell_would_not_keep_comes_back) {
    static const char *const texts[] = {"\tindented",
                                        "  both ends  ",
                                        "=1+1",
                                        "'quoted",
                                        "_x0041_",
                                        "100% \xC2\xA3 \xE2\x82\xAC",
                                        "%41",
                                        "\xEF\xBF\xBE 5%41 %",
                                        "\xEF\xBF\xBD",
                                        "\xC2\x85\x7F\x1B[2J",
                                        "\xF0\x9F\x99\x82",
                                        "bad \xFF\xC3 bytes"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        comes_back(texts[i], strlen(texts[i]), 1);
}

Test(report_carried, a_plain_text_stands_as_it_is) {
    struct text_buf cell = {0};
    const char *text = "\tprice = 12%; # \xC2\xA3 \"x\"  ";
    cr_expect_not(carried_write(text, strlen(text), &cell));
    cr_expect_str_eq(cell.data, text);
    text_free(&cell);
}

Test(report_carried, a_line_longer_than_a_cell_goes_on_in_the_next) {
    const size_t size = 100003;
    char *text = malloc(size + 1);
    for (size_t i = 0; i < size; i += 3)
        memcpy(text + i, "\xE2\x82\xAC", i + 3 <= size ? 3 : size - i);
    text[size - 1] = '\n';
    text[size] = 0;
    comes_back(text, size, 51);
    free(text);
}

Test(report_carried, a_wrong_escape_is_noticed) {
    static const char *const cells[] = {"%4", "%", "%4G", "%00", "%a0", "50%"};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        struct text_buf back = {0};
        cr_expect_not(carried_read(cells[i], true, &back), "%s", cells[i]);
        text_free(&back);
    }
}
