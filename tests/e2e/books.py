"""Workbooks read and changed by the standard library alone, for the tests of the program that writes them."""
import functools
import html
import os
import re
import xml.etree.ElementTree as xml
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell in which something stands, and one that has nothing but a format.
CELL = re.compile(r'<c r="([A-Z]+\d+)"(?: s="\d+")?(?: t="(\w+)")?>'
                  r"(?:<f>([^<]*)</f>)?(?:<v>([^<]+)</v>|<is>(.*?)</is>)</c>", re.DOTALL)
EMPTY = re.compile(r"<c [^>]*/>")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def parts(path):
    """{name: bytes} of a workbook."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def write(path, content):
    """Writes a workbook of {name: bytes}."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
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
    with zipfile.ZipFile(path) as content:
        links, book = (xml.fromstring(content.read(f"xl/{part}")) for part in ("_rels/workbook.xml.rels", "workbook.xml"))
    targets = {link.get("Id"): link.get("Target") for link in links}
    return {sheet.get("name"): "xl/" + targets[sheet.get(LINK)].removeprefix("/xl/") for sheet in book.iter(MAIN + "sheet")}


def words(node):
    """The text of an item, with its escapes read."""
    text = "".join(part.text or "" for part in node.iter(MAIN + "t"))
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def value_of(kind, value, inline, strings):
    """What a cell holds: a text, a float, or None."""
    if inline is not None:
        return words(xml.fromstring(f"<is xmlns='{MAIN[1:-1]}'>{inline}</is>"))
    if value is None:
        return None
    if kind == "s":
        return strings[int(value)]
    return html.unescape(value) if kind in ("str", "e") else float(value)


def cells_of(part, strings):
    """{"B7": (value, formula or None)} of the text of a sheet: by a pattern, which takes a third of what a tree does."""
    found = {}
    for place, kind, formula, value, inline in CELL.findall(part):
        found[place] = (value_of(kind, value or None, inline or None, strings), html.unescape(formula) if formula else None)
    assert len(found) + len(EMPTY.findall(part)) == part.count("<c "), "a cell is written as no cell of ours"
    return found


def cells(path):
    """{sheet name: {"B7": (value, formula or None)}} of every cell in which something stands. Not to be changed: who asks
    again of the same file gets the same."""
    status = os.stat(path)
    return cells_once(os.fspath(path), status.st_ino, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=2)
def cells_once(path, *_):
    content = parts(path)
    strings = [words(item) for item in xml.fromstring(content["xl/sharedStrings.xml"])]
    return {name: cells_of(content[part].decode(), strings) for name, part in sheet_parts(path).items()}


def column(sheet, letter):
    """[(row, value)] of a column, downwards."""
    rows = [(int(place[len(letter):]), value) for place, (value, _) in sheet.items()
            if re.fullmatch(letter + r"\d+", place)]
    return sorted(rows, key=lambda row: row[0])
