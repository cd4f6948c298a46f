#!/usr/bin/env python3
"""A spreadsheet recalculates the workbook and gets what the engine got: on every path, every party's cash to the penny, and
every check. recalculated.py SIBYL CONFIG... [--for NAME]: of the book of one reader, the cash of those whom it sees.

LibreOffice by itself trusts the results that a book carries, and a comparison would then compare them with themselves: so
wrong ones are planted, which must be noticed with the profile that recalculates, and be believed with the one that does
not.
"""
import math
import pathlib
import subprocess
import sys
import tempfile

from twinbook import LABEL, VALUE, Book, Office, line

PATHS = {"configs": 6, "twin": 4}  # of the worked schemes, and of small ones, of which there are many
AT_ONCE = 3  # schemes whose books one LibreOffice recalculates, which takes a second to start
PENNY = 0.5
DIGITS = 1e-9
ENGINE = ": general cash, the engine's"
PLANTED = 12345
ONE_RATE = ": has one rate of return"
SEARCHED = (": rate of return a month", ": balance of the flows, growing at that rate")
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def choose_some(names, most):
    """Plan and expected case, and so many others spread over the list."""
    step = max(1, (len(names) - 2) // max(1, most - 2))
    return (names[:2] + names[2::step])[:most]


def parties(checks):
    return [row[LABEL][:-len(ENGINE)] for row in checks if row and row[LABEL].endswith(ENGINE)]


def compare_path(config, name, sheets):
    checks, cash = sheets["Live checks"], sheets["Live cash"]
    broken = [row[LABEL] for row in checks if len(row) > VALUE and row[1] == "check" and float_of(row[VALUE]) != 1]
    promise(f"{config}: {name}: every check holds", not broken, broken[:5])
    found = parties(checks)
    promise(f"{config}: {name}: there are parties", found)
    for party in found:
        engine, formulas = line(checks, party + ENGINE), line(cash, party + ": general cash")
        apart = [month + 1 for month, (a, b) in enumerate(zip(engine, formulas)) if not abs(a - b) < PENNY]
        promise(f"{config}: {name}: cash of {party} is the engine's", engine and not apart, apart[:5])


def float_of(text):
    """A number as the spreadsheet shows it: 84.25% is 0.8425."""
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return math.nan


def same(a, b, scale):
    """Nearly equal; a balance that comes to nothing is as near to it as the numbers of its row allow."""
    return math.isclose(a, b, rel_tol=DIGITS, abs_tol=max(1e-6, DIGITS * scale))


def without_rate(rows):
    """The holdings that have no rate of return, or several, as the book says."""
    return {row[0][2][:-len(ONE_RATE)] for row in rows if str(row[0][2]).endswith(ONE_RATE) and row[-1][2] == 0}


def is_searched(label, holdings):
    """Whether a row is what the search for the rate of such a holding ended with: another spreadsheet ends elsewhere."""
    return any(label.startswith(holding + mark) for holding in holdings for mark in SEARCHED)


def compare_cells(config, book, sheets):
    """Every number that the book carries on its live sheets is what the spreadsheet gets."""
    for name in book.live_sheets():
        wrong, seen, rows = [], 0, list(book.cells(name))
        holdings = without_rate(rows)
        for row in rows:
            if is_searched(str(row[0][2]), holdings):
                continue
            scale = max((abs(content) for _, _, content, _ in row if not isinstance(content, str)), default=0)
            for reference, place, content, formula in row:
                if not formula or isinstance(content, str):
                    continue
                seen += 1
                number = int("".join(letter for letter in reference if letter.isdigit()))
                recalculated = float_of(sheets[name][number - 1][place] or "0")
                if not same(content, recalculated, scale):
                    wrong.append(f"{reference}: {content!r} is not {recalculated!r}")
        promise(f"{config}: {name}: {seen} cells are what a spreadsheet gets", not wrong, wrong[:5])


def written(sibyl, config, folder, *for_reader):
    """A scheme's name, its book, and copies of it by the name of the path that they show; of a reader's, three are enough."""
    config = pathlib.Path(config)
    out = folder / config.stem
    out.mkdir()
    done = subprocess.run([sibyl, "run", config, "--paths", "256", "--formats", "xlsx", "--output", out, "--quiet",
                           *for_reader], check=False, capture_output=True)
    promise(f"{config.stem} runs", done.returncode == 0, done.stderr.decode())
    book = Book(next(out.glob("*.xlsx")))
    most = 3 if for_reader else PATHS[config.parent.name]
    names = choose_some(book.paths(), most)
    promise(f"{config.stem}: as many paths as are wanted, if there are so many", len(names) == min(most, len(book.paths())))
    return config.stem, book, {path: book.choose(out / f"{config.stem}-path{i}.xlsx", path) for i, path in enumerate(names)}


def compare(office, schemes):
    copies = [(name, book, path, copy) for name, book, by_path in schemes for path, copy in by_path.items()]
    compared = set()
    for (name, book, path, _), sheets in zip(copies, office.sheets([copy for *_, copy in copies])):
        compare_path(name, path, sheets)
        if name not in compared:
            compare_cells(name, book, sheets)
        compared.add(name)


def control(book, folder):
    """Planted results are noticed only where the spreadsheet recalculates."""
    folder = pathlib.Path(folder) / "control"
    folder.mkdir()
    planted = book.with_wrong_results(folder / "planted.xlsx", "Live cash", PLANTED)
    for recalculates in (True, False):
        cash = next(Office(folder, recalculates).sheets([planted]))["Live cash"]
        label = next(row[LABEL] for row in cash if row and row[LABEL].endswith(": general cash"))
        believed = all(value == PLANTED for value in line(cash, label))
        promise("planted results are " + ("noticed" if recalculates else "believed without recalculating"),
                believed != recalculates)


def main():
    with tempfile.TemporaryDirectory() as folder:
        configs, for_reader = sys.argv[2:], []
        if "--for" in configs:
            configs, for_reader = configs[:configs.index("--for")], configs[configs.index("--for"):]
        office = Office(folder)
        for first in range(0, len(configs), AT_ONCE):
            schemes = [written(sys.argv[1], config, pathlib.Path(folder), *for_reader)
                       for config in configs[first:first + AT_ONCE]]
            compare(office, schemes)
        if not for_reader:
            control(schemes[-1][1], folder)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
