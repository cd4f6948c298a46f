#!/usr/bin/env python3
"""A workbook is run again from itself alone, and what differs is found: verify.py SIBYL CONFIGS

What it carries comes back byte for byte; a book that was changed, cut short or made to do harm is refused in words.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import books

SIBYL, CONFIGS = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
SAME, DIFFERS, WRONG = 0, 1, 2
PATHS = ["--paths", "130"]
passed = failed = 0


def promise(name, kept, said=""):
    global passed, failed
    passed, failed = passed + bool(kept), failed + (not kept)
    if not kept:
        print(f"broken: {name}", said)


def sibyl(*words, **how):
    return subprocess.run([SIBYL, *map(str, words)], capture_output=True, text=True, check=False, **how)


def run(config, folder, *words):
    """The book of a run."""
    done = sibyl("run", config, "--formats", "xlsx", "--output", folder, "--quiet", *PATHS, *words)
    assert done.returncode == 0, done.stderr
    return folder / (pathlib.Path(config).stem + ".xlsx")


def verified(name, code, needle, book, *words, **how):
    """The program says of a book what it should, in lines that fit, and leaves nothing behind."""
    with tempfile.TemporaryDirectory() as place:
        done = sibyl("verify", book, *words, env={**os.environ, "TMPDIR": place, **how})
        left = os.listdir(place)
    said = done.stdout if code != WRONG else done.stderr
    promise(name, done.returncode == code and needle in said and not left, (done, left))
    return done


def every_configuration(folder):
    """Every book is verified from itself alone, far from the files that it was made from."""
    for config in sorted(CONFIGS.glob("*.cfg")):
        book = run(config, folder, "--replay", "3,129")
        done = verified(f"{config.name}: is verified from the book alone", SAME, "identical: the book is byte for byte", book,
                        "--threads", "1", LC_ALL="de_DE.UTF-8", TZ="Asia/Tokyo")
        promise(f"{config.name}: what is said fits 80 columns", all(len(line) <= 80 for line in done.stdout.splitlines()))


def asked_otherwise(folder):
    """Changes, scenarios and questions are carried too."""
    config = folder / "scheme.cfg"
    text = (CONFIGS / "growth-fund.cfg").read_text(encoding="utf-8")
    text, n = re.subn(r"^scenarios = \(", 'scenarios = ( { name = "late = worse"; set = ( { path = "inflation"; value = 0.031; } ); },',
                      text, flags=re.MULTILINE)
    assert n == 1
    config.write_text(text, encoding="utf-8")
    book = run(config, folder, "--set", "parties.Harbour.opening_cash=41387.25", "--scenario", "late = worse", "--seed", "77")
    config.unlink()
    verified("changes and a scenario are carried", SAME, "identical", book)
    facts = dict(books.column(books.cells(book)["Cover"], "B"))
    promise("the cover has the command", any("--scenario 'late = worse' --set parties.Harbour.opening_cash=41387.25" in str(f)
                                             for f in facts.values()), facts)
    done = sibyl("afford", CONFIGS / "small-provider.cfg", "--provider", "Our charity", "--formats", "xlsx", "--output",
                 folder, "--quiet", *PATHS)
    promise("a book of affordability is made", done.returncode == 0, done)
    verified("the answer of affordability is asked again", SAME, "identical", folder / "small-provider.xlsx")


AWKWARD = "\ttitle = \"Odd bytes\";   \r\n# =1+1 @SUM '\u00a0 \ufffd \ufffe _x0041_ %41 \u20ac \U0001F642\r\n# " + "long " * 9000 + "\n\n" \
          "@include \"parts/rest.inc\"\n# no line end"


def files_come_back(folder):
    """Every byte of every file that is read is in the book, and comes back."""
    scheme = (CONFIGS / "growth-fund.cfg").read_text(encoding="utf-8")
    scheme = scheme.replace('title = "Growth-fund loan"; ', "")
    cost = '{ name = "from a table"; monthly = { csv = "parts/costs.csv"; column = "Pay, =gross"; }; }'
    scheme, n = re.subn(r"costs = \(", f"costs = ( {cost},", scheme, count=1)
    assert n == 1
    months = int(re.search(r"months = (\d+)", scheme)[1])
    (folder / "parts").mkdir()
    files = {"odd.cfg": AWKWARD.encode(), "parts/rest.inc": scheme.encode(),
             "parts/costs.csv": ("\"Pay, =gross\",=x\r\n" + "12.37,\"=1+1\"\r\n" * months).encode()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    book = run(folder / "odd.cfg", folder)
    for name in files:
        (folder / name).unlink()
    verified("odd bytes, an include and a table are carried", SAME, "identical", book)
    sheet = books.cells(book)["Configuration"]
    digests = {str(value) for _, value in books.column(sheet, "C")}
    for name, content in files.items():
        promise(f"{name} is named with its SHA-256", {name, hashlib.sha256(content).hexdigest()} <= digests)
    promise("nothing of them is a formula", all(formula is None for _, formula in sheet.values()))
    saved_again("odd bytes", book, folder)
    return book


def saved_again(name, book, folder):
    """A book that LibreOffice has opened and saved is still read, and compared by values."""
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not there: books saved again by it are not tried")
        return
    (folder / "saved").mkdir(exist_ok=True)
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "xlsx", "--outdir",
                    folder / "saved", book], capture_output=True, check=True, env={**os.environ, "HOME": str(folder)})
    saved = folder / "saved" / book.name
    verified(f"{name}: saved again by LibreOffice", SAME, "saved again by LibreOffice", saved)
    part = books.sheet_parts(saved)["Summary"]
    number = re.compile(r'(<c r="D\d+"[^>]*><v>)([-0-9.E]{6,})(</v>)')
    wrong = books.changed(saved, folder / "wrong.xlsx", part, lambda text: number.sub(
        lambda found: found[1] + str(float(found[2]) * (1 + 1e-9)) + found[3], text, count=1))
    verified(f"{name}: a changed figure in it is found", DIFFERS, "Summary!D", wrong)


def written(number):
    """A number as the program writes it: in fifteen digits where they are enough."""
    return f"{number:.15g}" if float(f"{number:.15g}") == number else f"{number:.17g}"


def changes_are_found(folder):
    """What is changed in a book is listed, cell by cell, with what a run gives."""
    book = run(CONFIGS / "growth-fund.cfg", folder)
    where = books.sheet_parts(book)
    summary = books.cells(book)["Summary"]
    place, old = next((place, value) for place, (value, _) in summary.items()
                      if place.startswith("D") and isinstance(value, float) and value > 1)
    other = folder / "other.xlsx"
    cell = re.compile(rf'(<c r="{place}"[^>]*>)<v>[^<]*</v>')

    def put(content):
        return lambda text: cell.sub(lambda found: found[1] + content, text)

    books.changed(book, other, where["Summary"], put("<v>4711.25</v>"))
    verified("a changed number", DIFFERS, f"Summary!{place}: the book has 4711.25, a run gives {written(old)}\n1 difference (",
             other)
    books.changed(book, other, where["Summary"], put(f"<f>1+1</f><v>{old!r}</v>"))
    verified("a formula in place of a number", DIFFERS, f'Summary!{place}: the book has {written(old)} by the formula "1+1", a run',
             other)
    books.changed(book, other, where["Summary"], lambda text: cell.sub("", text).replace("</c></c>", "</c>"))
    verified("a missing number", DIFFERS, f"Summary!{place}: the book has nothing, a run gives {written(old)}", other)
    books.changed(book, other, where["Summary"], put("<v>0</v>"))
    books.changed(other, folder / "typed.xlsx", where["Summary"],
                  lambda text: text.replace(f'<c r="{place}"', f'<c t="s" r="{place}"'))
    verified("a text in place of a number", DIFFERS, f'Summary!{place}: the book has "', folder / "typed.xlsx")
    books.changed(book, other, "xl/workbook.xml", lambda text: text.replace('name="Risk"', 'name="Chances"'))
    done = verified("a sheet of another name", DIFFERS, "Risk: the book has no such sheet, a run gives one", other)
    promise("and the sheet that a run does not give", "Chances: the book has such a sheet, a run gives none" in done.stdout)
    number = re.compile(r"<v>(\d+\.\d+)</v>")
    books.changed(book, other, where["Months"], lambda text: number.sub("<v>0.123456</v>", text))
    done = verified("many changes", DIFFERS, " differences, of which the first 50 are shown", other)
    promise("fifty are listed", sum("the book has" in line for line in done.stdout.splitlines()) == 50)
    books.changed(book, other, "xl/charts/chart1.xml", lambda text: text.replace("<c:lang", "<c:lang "))
    verified("a changed picture", DIFFERS, "xl/charts/chart1.xml: the book's part is not what a run gives", other)
    quiet = sibyl("verify", book, "--quiet")
    promise("nothing is said of an identical book when it is to be quiet", (quiet.returncode, quiet.stdout, quiet.stderr) ==
            (SAME, "", ""))


def provenance_is_checked(folder):
    """A book that no longer says truly what it was made from is refused."""
    book = run(CONFIGS / "growth-fund.cfg", folder, "--set", "parties.Harbour.opening_cash=41387.25")
    strings = "xl/sharedStrings.xml"
    other = folder / "other.xlsx"
    books.changed(book, other, strings, lambda text: text.replace("sibyl 0.", "sibyl 17."))
    verified("another version", WRONG, "was made by sibyl 17.", other)
    books.changed(book, other, strings, lambda text: text.replace("months = ", "months =  ", 1))
    verified("a changed text", WRONG, "the SHA-256 in the book is not that of the text in the book of growth-fund.cfg", other)
    facts = books.cells(book)["Configuration"]
    row = next(place[1:] for place, (value, _) in facts.items() if value == "Configuration (SHA-256)")
    digest = facts["C" + row][0]
    books.changed(book, other, strings, lambda text: text.replace(digest, digest[::-1]))
    verified("another SHA-256 of the whole", WRONG, "is not what it was made from", other)
    part = books.sheet_parts(book)["Configuration"]
    row = next(place[1:] for place, (value, _) in facts.items() if value == "Seed")
    books.changed(book, other, part, lambda text: re.sub(rf'<c r="C{row}".*?</c>', "", text))
    verified("no seed", WRONG, "the number of paths or the seed is none", other)
    lead = "<t>growth-fund.cfg</t>"
    for name in ("../growth-fund.cfg", "/growth-fund.cfg", "a/../../growth-fund.cfg"):
        books.changed(book, other, strings, lambda text, name=name: text.replace(lead, f"<t>{name}</t>"))
        verified(f"a file called {name}", WRONG, "is outside the configuration's folder", other)
    verified("changes without a configuration", WRONG, "give it with --config FILE", book, "--set", "months=90")
    with zipfile.ZipFile(other, "w") as empty:
        empty.writestr("readme.txt", "no workbook")
    verified("a zip file that is no workbook", WRONG, "its part xl/_rels/workbook.xml.rels is missing", other)
    for name, content in (("a text", b"growth"), ("an empty file", b"")):
        other.write_bytes(content)
        verified(name, WRONG, "is no zip file", other)
    verified("no file", WRONG, "No such file", folder / "none.xlsx")
    verified("a folder", WRONG, "is not a file", folder)
    return book


BOMB = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' \
       b'<sst><si><t>&b;</t></si></sst>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE sst SYSTEM "file:///etc/hostname"><sst/>'


def harm_is_refused(book, folder):
    """Whatever the file, the program ends with words and a status of its own; it neither hangs nor falls over."""
    other = folder / "other.xlsx"
    whole = books.parts(book)

    def put(part, content):
        books.write(other, {**whole, part: content})

    strings = "xl/sharedStrings.xml"
    sheet = books.sheet_parts(book)["Summary"]
    put(strings, BOMB)
    verified("entities", WRONG, "has a document type", other)
    put(strings, OUTSIDE)
    verified("an entity outside", WRONG, "has a document type", other)
    put(sheet, b"<worksheet>" + b" " * (600 << 20) + b"</worksheet>")
    promise("the bomb is small", other.stat().st_size < 5 << 20)
    verified("a part that unfolds without end", WRONG, "unfolds to more than any workbook of ours", other)
    put(sheet, b"<a>" * 5000 + b"</a>" * 5000)
    verified("deep elements", WRONG, "has elements that no workbook has", other)
    for cell, why in (("<c r='A0'><v>1</v></c>", "row 0"), ("<c r='AAAAA1'><v>1</v></c>", "a column too far"),
                      ("<c r='A1' t='s'><v>99999999</v></c>", "a text that is not there"),
                      ("<c r='A1' t='s'><v>nan</v></c>", "a text of no number"), ("<c r='A1'><v>inf</v></c>", "no number"),
                      ("<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>", "two cells in one place")):
        put(sheet, f"<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>".encode())
        verified(why, WRONG, sheet, other)
    content = book.read_bytes()
    for size in range(1, len(content), len(content) // 23):
        other.write_bytes(content[:size])
        verified(f"cut short at {size}", WRONG, "is n", other)
    codes = set()
    for at in range(0, len(content), len(content) // 61):
        flipped = bytearray(content)
        flipped[at] ^= 0x10
        other.write_bytes(flipped)
        codes.add(sibyl("verify", other).returncode)
    promise("flipped bits are refused, or said not to matter", codes <= {SAME, DIFFERS, WRONG}, codes)


def one_reader(folder):
    """A book for one reader does not carry the configuration; whoever has it can verify the book."""
    config = CONFIGS / "growth-fund.cfg"
    change = ["--set", "parties.Harbour.opening_cash=61387.25"]
    book = run(config, folder, "--for", "Northgate", *change)
    verified("it needs the configuration", WRONG, "made for one reader", book)
    verified("with the configuration and the change it is identical", SAME, "identical", book, "--config", config, *change)
    verified("without the change it is not", WRONG, "is not what it was made from", book, "--config", config)
    verified("nor is it with another configuration", WRONG, "is not what it was made from", book, "--config",
             CONFIGS / "peterborough.cfg")
    promise("it does not carry the configuration", not any("opening_cash" in str(value) for value, _ in
                                                           books.cells(book)["Configuration"].values()))


with tempfile.TemporaryDirectory() as scratch:
    home = pathlib.Path(scratch)
    every_configuration(home)
    for test in (asked_otherwise, files_come_back, changes_are_found, one_reader):
        (home / test.__name__).mkdir()
        test(home / test.__name__)
    harm_is_refused(provenance_is_checked(home), home)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
