#!/usr/bin/env python3
"""Every figure of a workbook is that of the results file, to 15 digits, and none is missing.

    book_figures.py SIBYL CONFIG...           runs each configuration and compares what it wrote
    book_figures.py --files BOOK.xlsx RESULTS.json
"""
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

PATHS = 300
DIGITS_15 = 5e-15  # half a unit of the fifteenth digit
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# The columns of a party's sheet and where the results file has their figures.
METRIC_COLUMNS = {"Mean": ["mean"], "5%": ["quantiles", "0.05"], "25%": ["quantiles", "0.25"], "Median": ["quantiles", "0.5"],
                  "75%": ["quantiles", "0.75"], "95%": ["quantiles", "0.95"], "Plan": ["plan"], "Expected": ["expected"],
                  "Worst 5%": ["worst5"], "As good as plan": ["as_good_as_plan"]}
# The rows of a series on the sheet of months, in its two tables, and where the results file has them.
SERIES_ROWS = [{"mean": "mean", "5%": "p05", "95%": "p95"},
               {"plan": "plan", "expected": "expected", "25%": "p25", "median": "p50", "75%": "p75"}]
BELOW = ": plan, expected case, quartiles"
SPECIAL = {"irr": "IRR", "npv": "NPV", "pv": "present value", "dscr": "debt service cover"}


def label(name):
    """An interface name as the workbook writes it."""
    words = " ".join(SPECIAL.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]


def column_number(reference):
    letters = re.match(r"[A-Z]+", reference)[0]
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def read_book(path):
    """{sheet name: rows}, a row being {column: text or float}, of all sheets but the live ones, the only ones that may have
    formulas; fails on other formulas and on what is no number."""
    with zipfile.ZipFile(path) as book:
        parts = {name: xml.fromstring(book.read(name)) for name in book.namelist()}
    strings = ["".join(node.text or "" for node in item.iter(MAIN + "t")) for item in parts["xl/sharedStrings.xml"]]
    targets = {link.get("Id"): link.get("Target") for link in parts["xl/_rels/workbook.xml.rels"]}
    sheets = {}
    for sheet in parts["xl/workbook.xml"].iter(MAIN + "sheet"):
        rows = []
        if sheet.get("name").startswith("Live ") or sheet.get("name") == "Paths":
            continue
        for row in parts["xl/" + targets[sheet.get(LINK)]].iter(MAIN + "row"):
            cells = {}
            for cell in row:
                value = cell.find(MAIN + "v")
                assert cell.find(MAIN + "f") is None, f"{sheet.get('name')} {cell.get('r')} is a formula"
                if value is None:
                    continue
                is_text = cell.get("t") == "s"
                cells[column_number(cell.get("r"))] = strings[int(value.text)] if is_text else float(value.text)
            rows.append(cells)
        sheets[sheet.get("name")] = rows
    return sheets


def same(a, b):
    return math.isclose(a, b, rel_tol=DIGITS_15)


def sheet_of(sheets, party):
    """The rows of a party's sheet: it is titled by the party's name and kind."""
    for rows in sheets.values():
        if rows and re.fullmatch(re.escape(party or "All clients") + r" \([a-z -]+\)", str(rows[0].get(0))):
            return rows
    return None


def header_of(rows):
    """{heading: column} of the row that heads the sheet."""
    for row in rows:
        if row.get(0) == "Figure":
            return {text: column for column, text in row.items()}
    raise AssertionError("a party's sheet has no heading")


def figure(metric, keys):
    for key in keys:
        metric = metric.get(key) if metric is not None else None
    return metric


def metric_faults(rows, metric):
    columns = header_of(rows)
    name = f"{metric.get('party')}/{metric.get('of')}/{metric['name']}"
    of = columns["Of"]
    found = [row for row in rows if row.get(0) == label(metric["name"]) and row.get(of) == metric.get("of") and row.get(2) is not None]
    if "mean" not in metric:
        return
    if len(found) != 1:
        yield f"{name}: stands {len(found)} times on its sheet"
        return
    for heading, keys in METRIC_COLUMNS.items():
        there, expected = found[0].get(columns[heading]), figure(metric, keys)
        if (there is None) != (expected is None) or (there is not None and not same(there, expected)):
            yield f"{name}: {heading} is {there!r}, the results file has {expected!r}"


def table_of(rows, title):
    """The rows of the table of months that is titled so: up to the next title."""
    for i, row in enumerate(rows):
        if row.get(0) == title and len(row) == 1:
            table = []
            for line in rows[i + 1:]:
                if len(line) == 1:
                    break
                table.append(line)
            return table
    return []


def rows_of(table, name):
    """{which: row} of a series: its name stands on the first of its rows."""
    found = {}
    for row in table:
        label = str(row.get(0))
        if not label.startswith(" "):
            inside = label == name or label.startswith(name + ": ")
            which = label[len(name) + 2:] or "mean"
        else:
            which = label.strip()
        if inside:
            assert which not in found, f"{name} has two rows of {which}"
            found[which] = row
    return found


def series_faults(rows, series, months):
    unit = {"probability": "%", "count": "no."}.get(series["unit"], series["unit"])
    name = label(series["name"]) + (f" ({series['of']})" if "of" in series else "") + f" ({unit})"
    party = series.get("party") or "All clients"
    for after, keys in zip(("", BELOW), SERIES_ROWS):
        found = rows_of(table_of(rows, party + after), name)
        if set(found) != {which for which, key in keys.items() if key in series}:
            yield f"{party}: {name}: its rows are {sorted(found)}"
            continue
        for which, row in found.items():
            for month in range(months):
                there, expected = row.get(1 + month), series[keys[which]][month]
                if there is None or not same(there, expected):
                    yield f"{party}: {name}: {which} of month {month + 1} is {there!r}, the results file has {expected!r}"


def faults(book, results):
    """(figures compared, what is wrong)"""
    sheets, compared, wrong = read_book(book), 0, []
    for item, check in [(m, metric_faults) for m in results["metrics"]] + [(s, series_faults) for s in results["series"]]:
        rows = sheets["Months"] if check is series_faults else sheet_of(sheets, item.get("party"))
        if rows is None:
            wrong.append(f"{item.get('party')} has no sheet")
            continue
        compared += 1
        wrong += check(rows, item) if check is metric_faults else check(rows, item, results["months"])
    return compared, wrong


def compare(book, results):
    with open(results, encoding="utf-8") as file:
        compared, wrong = faults(book, json.load(file))
    print("\n".join(wrong[:20]), end="\n" if wrong else "")
    return compared > 0 and not wrong


def run(sibyl, config):
    """Runs a configuration, reads what it wrote, and shows that a changed figure would be seen."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sibyl, "run", config, "--paths", str(PATHS), "--quiet", "--formats", "xlsx,json", "--output", folder],
                       check=True, stdout=subprocess.DEVNULL)
        books, files = list(pathlib.Path(folder).glob("*.xlsx")), list(pathlib.Path(folder).glob("*.json"))
        assert len(books) == len(files) == 1, "one book and one results file are expected"
        good = compare(books[0], files[0])
        results = json.loads(files[0].read_text(encoding="utf-8"))
        planted = next(m for m in results["metrics"] if m.get("mean"))
        planted["mean"] *= 1 + 10 * DIGITS_15
        return [good, len(faults(books[0], results)[1]) == 1]


def main():
    if sys.argv[1] == "--files":
        outcomes = [compare(sys.argv[2], sys.argv[3])]
    else:
        outcomes = [outcome for config in sys.argv[2:] for outcome in run(sys.argv[1], config)]
    print(f"{sum(outcomes)} passed, {len(outcomes) - sum(outcomes)} failed")
    sys.exit(0 if all(outcomes) and outcomes else 1)


if __name__ == "__main__":
    main()
