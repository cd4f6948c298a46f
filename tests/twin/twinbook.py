"""A live workbook taken apart, changed and recalculated by LibreOffice: what the tests of the twin have in common."""
import csv
import pathlib
import re
import shutil
import subprocess
import zipfile
import xml.etree.ElementTree as xml

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Every sheet to its own file, numbers in full.
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
NOTHING = f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData/></worksheet>'
LABEL, NOTE, VALUE, OPENING = 0, 2, 5, 6


def sheet_parts(book):
    """{sheet name: name of its part}."""
    links = xml.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): "xl/" + link.get("Target") for link in links}
    return {sheet.get("name"): targets[sheet.get(LINK)]
            for sheet in xml.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")}


def column(reference):
    number = 0
    for letter in re.match(r"[A-Z]+", reference)[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class Book:
    """A workbook as it was written."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        with zipfile.ZipFile(path) as book:
            self.parts = sheet_parts(book)
            self.unused = {part for name, part in self.parts.items() if not name.startswith("Live ") and name != "Paths"}
            items = xml.fromstring(book.read("xl/sharedStrings.xml"))
            self.strings = ["".join(node.text or "" for node in item.iter(MAIN + "t")) for item in items]

    def cells(self, sheet):
        """[(reference, column, text or number, whether it is a formula)] of a sheet, row by row."""
        with zipfile.ZipFile(self.path) as book:
            root = xml.fromstring(book.read(self.parts[sheet]))
        for row in root.iter(MAIN + "row"):
            found = []
            for cell in row:
                value = cell.find(MAIN + "v")
                if value is None:
                    continue
                kind, text = cell.get("t"), value.text
                content = self.strings[int(text)] if kind == "s" else text if kind == "str" else float(text)
                found.append((cell.get("r"), column(cell.get("r")), content, cell.find(MAIN + "f") is not None))
            yield found

    def live_sheets(self):
        return [name for name in self.parts if name.startswith("Live ")]

    def paths(self):
        """Names of the paths, in the order of the list below the choice."""
        names, listing = [], False
        for row in self.cells("Live scenario"):
            first = next((cell[2] for cell in row if cell[1] == LABEL), None)
            if listing and first:
                names.append(first)
            listing |= first == "Paths of this book"
        return names

    def changed(self, path, edits):
        """Writes a copy in which parts are edited: {name of part: function from text to text}. It is not compressed, and
        where live sheets do not look the sheets are empty: LibreOffice has less to read."""
        with zipfile.ZipFile(self.path) as book, zipfile.ZipFile(path, "w") as copy:
            for name in book.namelist():
                text = NOTHING.encode() if name in self.unused else book.read(name)
                copy.writestr(name, edits[name](text.decode("utf-8")).encode("utf-8") if name in edits else text)
        return pathlib.Path(path)

    def choose(self, path, name):
        """A copy in which another path is chosen, as a reader would."""
        reference = next(cell[0] for row in self.cells("Live scenario") for cell in row
                         if cell[1] == NOTE and row[0][2] == "Number of the path that is shown")
        place = self.strings.index(name)

        def edit(text):
            return re.sub(rf'(<c r="{reference}"[^>]* t="s"><v>)\d+(</v>)', rf"\g<1>{place}\g<2>", text, count=1)

        return self.changed(path, {self.parts["Live scenario"]: edit})

    def with_input(self, path, label, number):
        """A copy in which the input with a label is another number, as a reader would type it."""
        reference = next(cell[0] for row in self.cells("Live inputs") for cell in row
                         if cell[1] == VALUE and row[0][2] == label)

        def edit(text):
            new, times = re.subn(rf'(<c r="{reference}"[^>]*><v>)[^<]*(</v>)', rf"\g<1>{number!r}\g<2>", text)
            assert times == 1, (label, reference, times)
            return new

        return self.changed(path, {self.parts["Live inputs"]: edit})

    def with_wrong_results(self, path, sheet, number):
        """A copy in which what formulas of a sheet came to is all wrong."""
        def edit(text):
            return re.sub(r"(</f><v>)[^<]*(</v>)", rf"\g<1>{number}\g<2>", text)

        return self.changed(path, {self.parts[sheet]: edit})


class Office:
    """LibreOffice with a profile of its own, that recalculates what it loads or does not."""

    def __init__(self, folder, recalculates=True):
        self.folder = pathlib.Path(folder)
        self.profile = self.folder / ("recalculating" if recalculates else "trusting")
        (self.profile / "user").mkdir(parents=True)
        if recalculates:
            (self.profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")

    def sheets(self, books):
        """Of each book in turn {sheet name: rows of texts} of its live sheets, as LibreOffice has them."""
        out = self.folder / (self.profile.name + "-csv")
        shutil.rmtree(out, ignore_errors=True)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.profile}", "--headless", "--convert-to", TO_CSV,
                        "--outdir", str(out), *map(str, books)], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin"})
        for book in books:
            found = {}
            for file in out.glob(f"{pathlib.Path(book).stem}-Live *.csv"):
                with open(file, encoding="utf-8", newline="") as rows:
                    found[file.stem.removeprefix(f"{pathlib.Path(book).stem}-")] = list(csv.reader(rows))
            yield found


def line(rows, label):
    """The months of the row with a label, as numbers; None when there is no such row."""
    for row in rows:
        if row and row[LABEL] == label:
            return [float(cell or 0) if not cell.startswith(("Err", "#")) else float("nan") for cell in row[OPENING + 1:]]
    return None
