"""The live sheets of a workbook read by the standard library alone: rows of formulas, and the numbers they start from."""
import re

LABEL, UNIT, NOTE, VALUE, FIRST_MONTH = "A", "B", "C", "F", 8
NOT_SEEN = "worked out from what this reader does not see"


def letters_of(number):
    """The letters of a column, from 1."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def rows(book, paths=False):
    """[(sheet, label, unit, note, value, numbers by month, whether any is a formula)] of a book's cells (books.cells())."""
    found = []
    for name, sheet in book.items():
        if not (name.startswith("Live ") or (paths and name == "Paths")):
            continue
        by_row = {}
        for place, cell in sheet.items():
            letters, number = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
            by_row.setdefault(int(number), {})[letters] = cell
        for cells in by_row.values():
            if isinstance(cells.get(LABEL, (None,))[0], str):
                months = [cells.get(letters_of(FIRST_MONTH + i), (0.0, None))[0]
                          for i in range(max(0, max(column_of(letters) for letters in cells) - FIRST_MONTH + 1))]
                found.append((name, cells[LABEL][0], cells.get(UNIT, ("",))[0], cells.get(NOTE, ("",))[0],
                              cells.get(VALUE, (None,))[0], tuple(months), any(formula for _, formula in cells.values())))
    return found


def column_of(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def is_told_apart(months):
    """Whether the numbers of a row are no other row's by chance."""
    return len({number for number in months if isinstance(number, float) and abs(number) > 1000}) >= 4
