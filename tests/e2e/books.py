"""Workbooks read and changed by the standard library alone, for the tests of the program that writes them."""
import re
import xml.etree.ElementTree as xml
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def parts(path):
    """{name: bytes} of a workbook."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def write(path, content):
    """Writes a workbook of {name: bytes}."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in content.items():
            book.writestr(name, data)


def changed(path, to, part, change):
    """A copy of a workbook in which one part has been changed: change(text) -> text."""
    content = parts(path)
    before = content[part].decode()
    after = change(before)
    assert before != after, f"{part} was not changed"
    content[part] = after.encode()
    write(to, content)
    return to


def sheet_parts(path):
    """{sheet name: its part}."""
    content = parts(path)
    targets = {link.get("Id"): link.get("Target") for link in xml.fromstring(content["xl/_rels/workbook.xml.rels"])}
    book = xml.fromstring(content["xl/workbook.xml"])
    return {sheet.get("name"): "xl/" + targets[sheet.get(LINK)].removeprefix("/xl/") for sheet in book.iter(MAIN + "sheet")}


def words(node):
    """The text of an item, with its escapes read."""
    text = "".join(part.text or "" for part in node.iter(MAIN + "t"))
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def value_of(cell, strings):
    """What a cell holds: a text, a float, or None."""
    value = cell.find(MAIN + "v")
    if cell.get("t") == "inlineStr":
        return words(cell)
    if value is None:
        return None
    if cell.get("t") == "s":
        return strings[int(value.text)]
    return value.text if cell.get("t") in ("str", "e") else float(value.text)


def cells(path):
    """{sheet name: {"B7": (value, formula or None)}} of every cell in which something stands."""
    content = parts(path)
    strings = [words(item) for item in xml.fromstring(content["xl/sharedStrings.xml"])]
    found = {}
    for name, part in sheet_parts(path).items():
        found[name] = {}
        for cell in xml.fromstring(content[part]).iter(MAIN + "c"):
            value, formula = value_of(cell, strings), cell.find(MAIN + "f")
            if value is not None or formula is not None:
                found[name][cell.get("r")] = (value, None if formula is None else formula.text or "")
    return found


def column(sheet, letter):
    """[(row, value)] of a column, downwards."""
    rows = [(int(place[len(letter):]), value) for place, (value, _) in sheet.items()
            if re.fullmatch(letter + r"\d+", place)]
    return sorted(rows, key=lambda row: row[0])
