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

PATHS = 7
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


def choose_some(names, for_reader):
    """Plan and expected case, and so many others spread over the list; of a reader's, two are enough."""
    if for_reader:
        return [names[0], names[-1]]
    rest = names[2:]
    step = max(1, len(rest) // (PATHS - 2))
    return (names[:2] + rest[::step])[:max(PATHS, 6)]


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


def one_scheme(sibyl, config, folder, *for_reader):
    name = pathlib.Path(config).stem
    out = pathlib.Path(folder) / name
    out.mkdir()
    done = subprocess.run([sibyl, "run", config, "--paths", "256", "--formats", "xlsx", "--output", out, "--quiet",
                           *for_reader], check=False, capture_output=True)
    promise(f"{name} runs", done.returncode == 0, done.stderr.decode())
    book = Book(next(out.glob("*.xlsx")))
    names = choose_some(book.paths(), for_reader)
    promise(f"{name}: at least six paths where there are so many", for_reader or len(names) >= min(6, len(book.paths())))
    copies = [book.choose(out / f"path{i}.xlsx", path) for i, path in enumerate(names)]
    live = book.live_sheets()
    for i, (path, sheets) in enumerate(zip(names, Office(out).sheets(copies, live))):
        compare_path(name, path, sheets)
        if i == 0:
            compare_cells(name, book, sheets)
    return book, out


def control(book, folder):
    """Planted results are noticed only where the spreadsheet recalculates."""
    folder = pathlib.Path(folder) / "control"
    folder.mkdir()
    planted = book.with_wrong_results(folder / "planted.xlsx", "Live cash", PLANTED)
    for recalculates in (True, False):
        cash = Office(folder, recalculates).sheets([planted], ["Live cash"])[0]["Live cash"]
        label = next(row[LABEL] for row in cash if row and row[LABEL].endswith(": general cash"))
        believed = all(value == PLANTED for value in line(cash, label))
        promise("planted results are " + ("noticed" if recalculates else "believed without recalculating"),
                believed != recalculates)


def main():
    with tempfile.TemporaryDirectory() as folder:
        configs, for_reader = sys.argv[2:], []
        if "--for" in configs:
            configs, for_reader = configs[:configs.index("--for")], configs[configs.index("--for"):]
        books = [one_scheme(sys.argv[1], config, folder, *for_reader) for config in configs]
        if not for_reader:
            control(books[0][0], folder)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
