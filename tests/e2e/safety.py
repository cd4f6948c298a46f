#!/usr/bin/env python3
"""A workbook can do no harm and is always whole: safety.py SIBYL CONFIGS

No text of a user becomes a formula; nothing is hidden, volatile or leads outside; numbers are numbers; the same run gives
the same bytes wherever it runs; and when a new book cannot be written the old one stays.
"""
import math
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml
import zipfile

import books

SIBYL, CONFIGS = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
DONE, NOT_DONE = 0, 1
PATHS = ["--paths", "130"]
MARK = "ZZQ7"
VOLATILE = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO|WEBSERVICE|HYPERLINK|DDE)\s*\(")
passed = failed = 0


def promise(name, kept, said=""):
    global passed, failed
    passed, failed = passed + bool(kept), failed + (not kept)
    if not kept:
        print(f"broken: {name}", said)


def run(config, folder, *words, **how):
    return subprocess.run([SIBYL, "run", config, "--formats", "xlsx", "--output", folder, "--quiet", *PATHS, *words],
                          capture_output=True, text=True, check=False, **how)


def no_text_is_a_formula(folder):
    """Titles, notes, sources, names of costs and of files that begin like a formula come out as the texts that they are."""
    text = (CONFIGS / "growth-fund.cfg").read_text(encoding="utf-8")
    begins = ["=", "+", "-", "@", "'=", "=-", "\t="]
    texts = [f"{begin}cmd|'/C calc'!A0 {MARK}{i}" for i, begin in enumerate(begins)]
    text = text.replace('title = "Growth-fund loan"', f'title = "{texts[0]}"')
    notes = ",".join(f'{{ path = "{path}"; {said}; }}' for path, said in (
        ("parties.Harbour.opening_cash", f'source = "{texts[1]}"; note = "{texts[2]}"'),
        ("parties.Northgate.opening_cash", f'source = "{texts[3]}"; note = "{texts[4]}"'), ("months", f'note = "{texts[5]}"')))
    text, n = re.subn(r"^(sources = \(.*?)\n\);", lambda found: f"{found[1]},\n{notes}\n);", text, flags=re.MULTILINE | re.DOTALL)
    text = text.replace('name = "three staff and the office"', f'name = "{MARK} =1+1"')
    config = folder / f"=1+1 {MARK}.cfg"
    config.write_text(f"# {texts[6]}\n{text}", encoding="utf-8")
    done = run(config, folder)
    promise("texts that begin like formulas are read", n == 1 and done.returncode == DONE, done.stderr)
    book = config.with_suffix(".xlsx")
    found = books.cells(book)
    held = {value for sheet in found.values() for value, formula in sheet.values() if isinstance(value, str)}
    for i, wanted in enumerate(texts[:6]):
        promise(f"a text that begins with {begins[i]!r} stands in a cell as it is",
                any(wanted in (value, *value.split("; ")) for value in held), wanted)  # a source and its note share a cell
    formulas = [formula for sheet in found.values() for _, formula in sheet.values() if formula is not None]
    promise("no formula has anything of them", not any(MARK in f or "cmd" in f for f in formulas), formulas[:3])
    content = books.parts(book)
    loose = [name for name, data in content.items() if MARK.encode() in data and not name.startswith("xl/worksheets/")
             and name not in ("xl/sharedStrings.xml", "docProps/core.xml", "docProps/custom.xml")]
    for name in loose:
        inside = [node.text or "" for node in xml.fromstring(content[name]).iter() if node.tag.endswith("}f")]
        promise(f"{name} refers to nothing of them", not any("cmd" in text for text in inside), inside)
    refused = folder / "refused.cfg"
    for odd, why in (("a\rb", "CR"), ("\t=1+1", "a tab"), ("a\x1bb", "an escape"), ("a\\rb", "an escaped CR")):
        refused.write_text(text.replace(texts[0], odd), encoding="utf-8", newline="")
        promise(f"{why} in a text is refused", run(refused, folder).returncode == 2)


def check_book(name, book):
    """What must hold of every book."""
    content = books.parts(book)
    workbook = content["xl/workbook.xml"].decode()
    promise(f"{name}: no sheet is hidden", "hidden" not in workbook.lower().replace('hidden="0"', ""))
    sheets = [part for part in content if part.startswith("xl/worksheets/sheet")]
    promise(f"{name}: no row or column is hidden", not any(b'hidden="1"' in content[part] for part in sheets))
    promise(f"{name}: it has no macros and leads nowhere outside",
            not any("vba" in part.lower() or "externalLink" in part or "embed" in part for part in content)
            and not any(b'TargetMode="External"' in data for part, data in content.items() if part.endswith(".rels")))
    cells = [(sheet, place, *cell) for sheet, found in books.cells(book).items() for place, cell in found.items()]
    volatile = [formula for *_, formula in cells if formula is not None and VOLATILE.search(formula)]
    wrong = [cell for cell in cells if isinstance(cell[2], float) and not math.isfinite(cell[2])]
    promise(f"{name}: no formula is volatile", not volatile, volatile[:3])
    promise(f"{name}: every number is one", not wrong, wrong[:3])


def every_book(folder):
    for config in sorted(CONFIGS.glob("*.cfg")):
        done = run(config, folder)
        promise(f"{config.name}: a book is written", done.returncode == DONE, done.stderr)
        check_book(config.name, folder / f"{config.stem}.xlsx")


def the_same_bytes(folder):
    """Threads, zone, language, folder and how the file is called change no byte of a live book."""
    config = CONFIGS / "growth-fund.cfg"
    assert run(config, folder).returncode == DONE
    first = (folder / "growth-fund.xlsx").read_bytes()
    ways = [("one thread", config, ["--threads", "1"], {}), ("three threads", config, ["--threads", "3"], {}),
            ("another zone and language", config, [], {"env": {"TZ": "Pacific/Chatham", "LC_ALL": "de_DE.UTF-8", "HOME": "/"}}),
            ("no environment", config, [], {"env": {}}), ("a relative name", config.name, [], {"cwd": CONFIGS})]
    for name, called, words, how in ways:
        with tempfile.TemporaryDirectory() as other:
            run(called, other, *words, **how)
            promise(f"{name}: the same bytes", (pathlib.Path(other) / "growth-fund.xlsx").read_bytes() == first)


def the_old_book_stays(folder):
    """When a book cannot be written, or the program is killed, the old one is untouched and nothing else is left."""
    config, book = CONFIGS / "growth-fund.cfg", folder / "growth-fund.xlsx"
    old = b"an older book"
    for size in (1, 4096, 65536):
        book.write_bytes(old)
        done = run(config, folder, preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        promise(f"no room for more than {size} bytes: the old book stays",
                done.returncode == NOT_DONE and book.read_bytes() == old and os.listdir(folder) == [book.name],
                (done, os.listdir(folder)))
    if os.geteuid() != 0:
        os.chmod(folder, 0o500)
        done = run(config, folder)
        promise("a folder that may not be written: the old book stays", done.returncode == NOT_DONE and book.read_bytes() == old)
        os.chmod(folder, 0o700)
    chance = random.Random(20120401)
    for _ in range(12):
        book.write_bytes(old)
        with subprocess.Popen([SIBYL, "run", config, "--formats", "xlsx", "--output", folder, "--quiet", *PATHS]) as child:
            time.sleep(chance.uniform(0.0, 0.6))
            child.kill()
        whole = book.read_bytes() == old or zipfile.ZipFile(book).testzip() is None
        promise("a program that is killed leaves the old book or a whole new one", whole)
    done = run(config, folder)
    promise("the next run clears up what killed ones left", done.returncode == DONE and os.listdir(folder) == [book.name],
            os.listdir(folder))
    book.unlink()
    book.mkdir()
    done = run(config, folder)
    promise("a folder in the book's place is left alone", done.returncode == NOT_DONE and os.listdir(folder) == [book.name]
            and book.is_dir(), done)


for test in (no_text_is_a_formula, every_book, the_same_bytes, the_old_book_stays):
    with tempfile.TemporaryDirectory() as scratch:
        test(pathlib.Path(scratch))
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
