#!/usr/bin/env python3
"""Live sheets look as a finance team expects: live_looks.py SIBYL CONFIG...

Of each book: its formulas hold no numbers but those that name no assumption, and nothing that changes by itself or leads
outside; no number of a live sheet is wider than its column and no label is cut; cash and the statements are printed to their
last month or year, and a sheet that is not says so; every uncertain input stands on the sheet of inputs with what Assumptions says
of it, the assumed of the widest spread first; and each headline of the path that is shown stands beside what the results file has
of all paths, with where it lies among them; and inputs are named once, where they can be changed."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import books
import live_sheets

PATHS = 300
MAIN = books.MAIN
ROW_POINTS, LINE_POINTS = 13.5, 11.5
LETTERS_A_CHARACTER = 1.3  # of a narrow font, in a column's characters
DIGIT = 1.0  # of a narrow font
POINTS = [("5%", "0.05"), ("25%", "0.25"), ("Median", "0.5"), ("75%", "0.75"), ("95%", "0.95")]
FIGURES = ("Low (5%)", "Likely (50%)", "High (95%)", "Plan", "Distribution", "Standing", "Source, or note")
WHOLE = ("Live cash", "Live statements")
FOR_SCREEN = "For the screen"
DECIMALS = 6
# In formulas: nought, one, halves and evenness of rounding, pence in a pound, decimals, half a penny.
NO_ASSUMPTIONS = {"0", "1", "2", "0.5", "100", "6", "9", "0.005"}
CHANGING = {"OFFSET", "INDIRECT", "TODAY", "NOW", "RAND", "RANDBETWEEN", "CELL", "INFO"}
COUNTED = re.compile(r"/\d+\)+$")  # shared equally among so many


class Sheets:
    """A book's sheets: cells, XML, print areas, and number formats by style."""

    def __init__(self, path):
        content = books.parts(path)
        self.cells = books.cells(path)
        self.roots = {name: xml.fromstring(content[part]) for name, part in books.sheet_parts(path).items()}
        workbook, styles = xml.fromstring(content["xl/workbook.xml"]), xml.fromstring(content["xl/styles.xml"])
        self.areas = {re.match(r"'?([^'!]*)'?!", name.text)[1]: name.text for name in workbook.iter(MAIN + "definedName")
                      if name.get("name") == "_xlnm.Print_Area"}
        self.names = {name.get("name"): name.text for name in workbook.iter(MAIN + "definedName")}
        codes = {int(f.get("numFmtId")): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
        codes |= {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"}
        self.codes = [codes.get(int(xf.get("numFmtId")), "General") for xf in styles.find(MAIN + "cellXfs")]
        self.live = [name for name in self.roots if name.startswith("Live ")]

    def widths(self, name):
        return {column: float(col.get("width")) for col in self.roots[name].iter(MAIN + "col")
                for column in range(int(col.get("min")), int(col.get("max")) + 1)}

    def rows(self, name, titles):
        """[{title: value}] of a table below the row that holds all titles, to the first row without a first one."""
        sheet = self.cells[name]
        by_row = {}
        for place, (value, _) in sheet.items():
            letters, number = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
            by_row.setdefault(int(number), {})[letters] = value
        top = next(n for n, row in sorted(by_row.items()) if set(titles) <= set(row.values()))
        columns = {value: letters for letters, value in by_row[top].items() if value in titles}
        return [{title: by_row.get(n, {}).get(columns[title]) for title in titles} for n in range(top + 1, max(by_row) + 1)]


def split(reference):
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", reference).groups()
    return live_sheets.column_of(letters), int(row)


def digits(number, code):
    part = code.split(";")[0]
    decimals = len(re.search(r"\.(0*)", part)[1]) if "." in part else 0
    text = f"{abs(number) * (100 if '%' in part else 1):,.{decimals}f}"
    return DIGIT * sum(0.5 if c in ",." else 1 for c in text) + 0.5 * (number < 0) + ("%" in part)


def width_faults(sheets, name):
    widths = sheets.widths(name)
    for cell in sheets.roots[name].iter(MAIN + "c"):
        value, code = cell.find(MAIN + "v"), sheets.codes[int(cell.get("s") or 0)]
        column, _ = split(cell.get("r"))
        if value is None or cell.get("t") in ("s", "str") or re.search(r"General|mmm|\[=", code):
            continue
        if digits(float(value.text), code) > widths[column]:
            yield f"{cell.get('r')}: {value.text} does not fit"


def label_faults(sheets, name):
    widths = sheets.widths(name)
    heights = {int(row.get("r")): float(row.get("ht", ROW_POINTS)) for row in sheets.roots[name].iter(MAIN + "row")}
    words = {place: value for place, (value, _) in sheets.cells[name].items() if isinstance(value, str)}
    for place, text in words.items():
        column, row = split(place)
        if column not in (1, 2, 3) or row < 5:
            continue
        beside = [c for c in range(column + 1, 7) if f"{live_sheets.letters_of(c)}{row}" in sheets.cells[name]]
        lines = 1 + (heights.get(row, ROW_POINTS) - ROW_POINTS) / LINE_POINTS
        if beside and len(text) > LETTERS_A_CHARACTER * widths[column] * lines:
            yield f"{place}: {text!r} is cut"


def print_faults(sheets, name):
    last = re.search(r"\$([A-Z]+)\$\d+$", sheets.areas[name])[1]
    months = [split(place)[0] for place in sheets.cells[name] if split(place)[1] == 5]
    setup = sheets.roots[name].find(MAIN + "pageSetup")
    if name in WHOLE and live_sheets.column_of(last) != max(months):
        yield f"is printed to column {last} alone"
    says = any(FOR_SCREEN in str(sheets.cells[name].get(place, ("",))[0]) for place in ("A2", "B2"))
    heads = sheets.areas[name].endswith("$5")
    if heads != says or (name in WHOLE and heads):
        yield "does not say what of it is printed"
    if int(setup.get("scale", "100")) < 60:
        yield "is printed too small"


def input_faults(sheets):
    columns = ["Input", *FIGURES]
    live = sheets.rows("Live inputs", columns)
    end = next((i for i, row in enumerate(live) if row["Plan"] is None and i > 0), len(live))
    uncertain = live[1:end]
    wanted = [row for row in sheets.rows("Assumptions", columns) if row["Distribution"] is not None]
    if not wanted or [row["Input"] for row in uncertain] != [row["Input"] for row in wanted]:
        yield f"uncertain inputs are {[row['Input'] for row in uncertain]}"
    yield from (f"{a['Input']} is {a}, not {b}" for a, b in zip(uncertain, wanted) if a != b)
    found = {row["Input"]: row for row in live}
    for row in sheets.rows("Assumptions", columns):
        other = found.get(row["Input"])
        if other and (other["Standing"], other["Source, or note"]) != (row["Standing"], row["Source, or note"]):
            yield f"{row['Input']} stands as {other}"


def name_faults(sheets):
    """What the file gives and formulas start from is named where it can be changed; all else on Assumptions."""
    called = {text.lstrip("=").replace("$", "").replace("'", "") for name, text in sheets.names.items() if name.startswith("Input_")}
    live, labels = sheets.cells["Live inputs"], {value for _, value in books.column(sheets.cells["Assumptions"], "A")}
    boxes = [place for place, (value, formula) in live.items()
             if place.startswith("F") and formula is None and isinstance(value, float) and live[f"A{place[1:]}"][0] in labels]
    yield from (f"Live inputs: {place} has no name" for place in boxes if f"Live inputs!{place}" not in called)
    if not boxes or len(called) > len(labels) + 1:
        yield f"{len(called)} inputs are named, {len(boxes)} are boxes"


def formula_faults(sheets, path):
    for name, cells in sheets.cells.items():
        for place, (_, formula) in cells.items():
            text = COUNTED.sub(")", re.sub(r"'[^']*'!|\"[^\"]*\"|\$?[A-Z]{1,3}\$?\d+", "", formula or ""))
            strange = set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)) - NO_ASSUMPTIONS
            if strange or CHANGING & set(re.findall(r"[A-Z]+(?=\()", text)) or "[" in text:
                yield f"{name}: {place}: {formula}"
    yield from (f"holds {part}" for part in books.parts(path) if re.search(r"vba|external|connections|activeX", part))


def lies(number, points):
    """Where a number lies among five points."""
    low, quarter, middle, three_quarters, high = points
    if number < low or number > high:
        return "below the 5% point" if number < low else "above the 95% point"
    if number == middle:
        return "at the median"
    if number < middle:
        return "between 5% and 25%" if number < quarter else "between 25% and the median"
    return "between the median and 75%" if number <= three_quarters else "between 75% and 95%"


def headline_faults(sheets, results):
    titles = ["Headline", "Where the path lies", "This path", "Mean", *(title for title, _ in POINTS)]
    rows = [row for row in sheets.rows("Live scenario", titles) if isinstance(row["This path"], (float, str)) and row["Mean"] is not None]
    known = {tuple(round(m["quantiles"][level], DECIMALS) for _, level in POINTS) + (round(m["mean"], DECIMALS),)
             for m in results["metrics"] if m.get("quantiles") and m.get("mean") is not None}
    named = {cell: sheets.cells["Live returns"][cell][0] for text in sheets.names.values()
             for sheet, cell in [text.lstrip("=").replace("$", "").replace("'", "").rsplit("!", 1)] if sheet == "Live returns" and ":" not in cell}
    values = set(named.values()) | {round(v / 100, DECIMALS) for v in named.values() if isinstance(v, float)}
    values |= {round(v, DECIMALS) for v in named.values() if isinstance(v, float)}
    if not rows:
        yield "there are no headlines"
    for row in rows:
        points = tuple(row[title] for title, _ in POINTS)
        if points + (row["Mean"],) not in known:
            yield f"{row['Headline']}: {points} are not of the run"
        if row["This path"] not in values:
            yield f"{row['Headline']}: {row['This path']} is no headline of the path"
        if isinstance(row["This path"], float) and lies(row["This path"], points) != row["Where the path lies"]:
            yield f"{row['Headline']}: {row['This path']} lies {row['Where the path lies']} of {points}"


def run(sibyl, config):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sibyl, "run", config, "--paths", str(PATHS), "--quiet", "--formats", "xlsx,json", "--output", folder],
                       check=True, stdout=subprocess.DEVNULL)
        path, = pathlib.Path(folder).glob("*.xlsx")
        sheets, results = Sheets(path), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        for name in sheets.live:
            found = list(width_faults(sheets, name)) + list(label_faults(sheets, name)) + list(print_faults(sheets, name))
            yield from (f"{name}: {fault}" for fault in found[:5])
        yield from list(formula_faults(sheets, path))[:5]
        yield from list(name_faults(sheets))[:5]
        yield from input_faults(sheets)
        yield from headline_faults(sheets, results)


def main():
    wrong = [f"{pathlib.Path(config).name}: {fault}" for config in sys.argv[2:] for fault in run(sys.argv[1], config)]
    print("\n".join(wrong[:40]))
    print(f"{len(sys.argv) - 2} books, {len(wrong)} wrong")
    sys.exit(len(wrong) > 0)


main()
