#!/usr/bin/env python3
"""A workbook looks as a finance team expects: book_looks.py SIBYL CONFIG...

Of each book, in its XML: every sheet is A4 on its side with its name and page at the foot and no date, nothing is hidden,
no number is wider than its column, nothing is printed below 70 per cent, every
sheet leads back to the contents, every link leads somewhere, and names are valid, unique and call numbers. Where
LibreOffice is at hand it prints the first book, and what the engine has to say, which is all but the live sheets and the
files that were read, takes fewer pages than PAGES."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

PATHS = 300
PAGES = 60
LEAST_SCALE = 70
WIDER = 1.15  # digits of the widest font that may stand in for that of numbers
COLUMN_PIXELS = 7.4  # a digit of the font in which columns are measured, as LibreOffice has it
A4_POINTS = 841.9  # on its side
PIXELS_A_POINT = 96 / 72
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NAME = re.compile(r"(Input|Headline)_[A-Za-z0-9_.]+")
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


class Sheet:
    """A sheet of a book: its name, its XML, whether it is live."""

    def __init__(self, name, root):
        self.name, self.root, self.live = name, root, name.startswith("Live ") or name == "Paths"

    def widths(self):
        return {column: float(col.get("width")) for col in self.root.iter(MAIN + "col")
                for column in range(int(col.get("min")), int(col.get("max")) + 1)}


class Book:
    """The parts of a book that say how it looks."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as book:
            parts = {name: xml.fromstring(book.read(name)) for name in book.namelist() if name.endswith((".xml", ".rels"))}
        self.workbook, styles = parts["xl/workbook.xml"], parts["xl/styles.xml"]
        targets = {link.get("Id"): link.get("Target") for link in parts["xl/_rels/workbook.xml.rels"]}
        self.sheets = [Sheet(s.get("name"), parts["xl/" + targets[s.get(LINK)]]) for s in self.workbook.iter(MAIN + "sheet")]
        formats = {int(f.get("numFmtId")): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
        self.formats = [({**BUILT_IN, **formats}.get(int(xf.get("numFmtId")), "General"), xf.find(MAIN + "alignment"))
                        for xf in styles.find(MAIN + "cellXfs")]

    def names(self):
        return {name.get("name"): name.text for name in self.workbook.iter(MAIN + "definedName")
                if not name.get("name").startswith("_xlnm.")}


def cell_place(reference):
    letters, row = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", reference).groups()
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column, int(row)


def shown_width(number, code, alignment):
    """Digits' width of the book's font that a number takes where a wide font stands in for its own: a point is half a digit, and
    a step away from the edge takes two."""
    part = code.split(";")[-1]
    decimals = len(re.search(r"\.(0*)", part)[1]) if "." in part else 0
    digits = f"{abs(number) * (100 if '%' in part else 1):,.{decimals}f}"
    symbol = "".join(re.findall(r'"([^"]*)"', part))
    away = 2.0 * int(alignment.get("indent", "0")) if alignment is not None else 0
    return WIDER * (sum(0.5 if c in ",." else 1 for c in digits) + len(symbol) + 1.4 * ("%" in part) + 0.5 * (number < 0)) + away


def print_faults(sheet):
    setup = sheet.root.find(MAIN + "pageSetup")
    foot = sheet.root.find(f"{MAIN}headerFooter/{MAIN}oddFooter")
    if (setup.get("paperSize"), setup.get("orientation")) != ("9", "landscape"):
        yield "is not A4 on its side"
    if foot is None or "&A" not in foot.text or "&P" not in foot.text or "&D" in foot.text or "&T" in foot.text:
        yield "has no name and page at its foot, or a date"
    if sheet.live:
        return
    if setup.get("scale") is not None:
        if int(setup.get("scale")) < LEAST_SCALE:
            yield f"is printed at {setup.get('scale')} per cent"
        return
    margins = sheet.root.find(MAIN + "pageMargins")
    wide = (A4_POINTS - 72 * (float(margins.get("left")) + float(margins.get("right")))) * PIXELS_A_POINT
    scale = 100 * wide / sum(COLUMN_PIXELS * width for width in sheet.widths().values())
    if setup.get("fitToHeight") != "0" or scale < LEAST_SCALE:
        yield f"is printed at {scale:.0f} per cent, or on one page whatever it holds"


def hidden_faults(sheet):
    for part in ("row", "col"):
        if any(item.get("hidden") in ("1", "true") for item in sheet.root.iter(MAIN + part)):
            yield f"hides a {part}"


def width_faults(sheet, formats):
    widths = sheet.widths()
    for cell in sheet.root.iter(MAIN + "c"):
        value = cell.find(MAIN + "v")
        if value is None or cell.get("t") in ("s", "str", "b") or cell.get("s") is None:
            continue
        code, alignment = formats[int(cell.get("s"))]
        column, _ = cell_place(cell.get("r"))
        if re.search(r"[mdy]{2}|General", code):
            continue
        need = shown_width(float(value.text), code, alignment)
        if need > widths.get(column, 8.43):
            yield f"{cell.get('r')}: {value.text} needs {need:.1f} of {widths.get(column)}"


def link_faults(sheet, names):
    links = {link.get("ref"): link.get("location") for link in sheet.root.iter(MAIN + "hyperlink")}
    if sheet.name != "Contents" and links.get("A4") not in ("'Contents'!A1", "Contents!A1"):
        yield "does not lead back to the contents"
    for location in links.values():
        if location.rsplit("!", 1)[0].strip("'").replace("''", "'") not in names:
            yield f"leads to {location}, which is not there"


def name_faults(book):
    names = book.names()
    if len({name.lower() for name in names}) != len(names) or not names:
        yield "names are not unique, or there are none"
    numbers = {sheet.name: {cell.get("r") for cell in sheet.root.iter(MAIN + "c") if cell.get("t") is None and len(cell)}
               for sheet in book.sheets}
    for name, formula in names.items():
        place, cell = formula.lstrip("=").rsplit("!", 1)
        place = place.strip("'").replace("''", "'")
        if place.startswith("Live ") and place != "Live inputs":
            continue
        if not NAME.fullmatch(name) or len(name) > 255:
            yield f"{name} is no name"
        if place not in {"Input": ("Assumptions", "Live inputs"), "Headline": ("Summary",)}[name.split("_")[0]]:
            yield f"{name} calls {formula}"
        if cell.replace("$", "") not in numbers.get(place, set()):
            yield f"{name} calls {formula}, which is no number"


def faults(book):
    names = {sheet.name for sheet in book.sheets}
    for sheet in book.sheets:
        found = list(print_faults(sheet)) + list(hidden_faults(sheet)) + list(link_faults(sheet, names))
        if not sheet.live:
            found += list(width_faults(sheet, book.formats))
        yield from (f"{sheet.name}: {fault}" for fault in found[:5])
    if any(s.get("state") not in (None, "visible") for s in book.workbook.iter(MAIN + "sheet")):
        yield "a sheet is hidden"
    contents = next(sheet for sheet in book.sheets if sheet.name == "Contents")
    if len(list(contents.root.iter(MAIN + "hyperlink"))) != len(book.sheets) - 1:
        yield "the contents do not lead to every sheet"
    yield from name_faults(book)


def printed_pages(path, folder):
    """{sheet: pages} as LibreOffice prints the book; None where it is not at hand."""
    if not all(shutil.which(tool) for tool in ("soffice", "pdftotext")):
        return None
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf", "--outdir",
                    folder, path], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    text = subprocess.run(["pdftotext", "-layout", path.with_suffix(".pdf"), "-"], check=True, capture_output=True, text=True).stdout
    pages = {}
    for page in text.split("\f"):
        foot = [line for line in page.split("\n") if re.search(r"Page \d+ of \d+$", line.strip())]
        if foot:
            name = re.sub(r"\s*Page \d+ of \d+$", "", foot[-1].strip())
            pages[name] = pages.get(name, 0) + 1
    return pages


def page_faults(pages):
    printed = sum(n for name, n in pages.items() if not name.startswith(("Live ", "Configuration")))
    print(f"{printed} pages without live sheets and files, {sum(pages.values())} with them")
    if not 0 < printed < PAGES:
        yield f"{printed} pages are printed"


def run(sibyl, config, printed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sibyl, "run", config, "--paths", str(PATHS), "--quiet", "--formats", "xlsx", "--output", folder],
                       check=True, stdout=subprocess.DEVNULL)
        path, = pathlib.Path(folder).glob("*.xlsx")
        found = list(faults(Book(path)))
        pages = printed_pages(path, folder) if printed else None
        return found + (list(page_faults(pages)) if pages is not None else [])


def main():
    wrong = [f"{config}: {fault}" for i, config in enumerate(sys.argv[2:]) for fault in run(sys.argv[1], config, i == 0)]
    print("\n".join(wrong[:40]))
    print(f"{len(sys.argv) - 2} books, {len(wrong)} wrong")
    sys.exit(len(wrong) > 0)


main()
