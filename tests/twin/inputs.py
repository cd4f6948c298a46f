#!/usr/bin/env python3
"""Another number typed into an input of the workbook does what --set does in the engine. inputs.py SIBYL CONFIGS

Each case is a configuration, an input, and another number for it as the book shows it; a money amount is in the currency's
main unit in both. Compared is every party's cash in every month of the expected case, where what happened does not depend
on money: a change that makes somebody fail who did not, or the reverse, is one that the book's checks point at.
"""
import pathlib
import subprocess
import sys
import tempfile

from twinbook import OPENING, Book, Office, line

PENNY = 0.5
ENGINE = ": general cash, the engine's"
CHANGES = [
    ("growth-fund", 'contracts."Main contract".terms.0.price', 4350.5),
    ("growth-fund", 'contracts.Subcontract.terms.0.keep', 0.1875),
    ("growth-fund", 'contracts."Main contract".claim.pays', 3.0),
    ("growth-fund", 'loans."growth fund".rate', 0.0899),
    ("growth-fund", 'loans."growth fund".principal', 55000.0),
    ("growth-fund", 'loans."growth fund".holiday.months', 6.0),
    ("growth-fund", 'parties.Harbour.opening_cash', 47000.0),
    ("growth-fund", 'parties.Harbour.costs."three staff and the office".monthly', 12111.11),
    ("drug-recovery", 'contracts."Recovery contract".terms.1.price.opiate', 833.33),
    ("drug-recovery", 'contracts."Recovery contract".terms.2.clawback', 0.35),
    ("drug-recovery", 'contracts."Recovery contract".annual_cap.amount', 900000.0),
    ("drug-recovery", 'contracts."Clinical subcontract".terms.0.threshold', 150.0),
    ("drug-recovery", 'contracts."Peer subcontract".terms.0.fraction', 0.3),
    ("drug-recovery", 'parties.Harbour.workers.0.cost', 3075.0),
]
# The same in the book of one reader, of what stands in it as formulas: what a payer that the reader does not see pays is none.
READERS = [
    ("growth-fund", "Harbour", [('loans."growth fund".rate', 0.0899), ('parties.Harbour.opening_cash', 47000.0)]),
    ("growth-fund", "Northgate", [('contracts."Main contract".terms.0.price', 4350.5),
                                  ('contracts.Subcontract.terms.0.keep', 0.1875)]),
    ("growth-fund", "Social lender", [('loans."growth fund".principal', 55000.0)]),
]
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def run(sibyl, config, out, *more):
    out.mkdir()
    done = subprocess.run([sibyl, "run", config, "--paths", "64", "--formats", "xlsx", "--output", out, "--quiet", *more],
                          check=False, capture_output=True)
    promise(f"{config.stem} runs {more}", done.returncode == 0, done.stderr.decode())
    return Book(next(out.glob("*.xlsx")))


def setting(number):
    """The number as the configuration has it: whole ones without a point where it wants them so."""
    return [repr(number)] + ([str(int(number))] if number == int(number) else [])


def set_run(sibyl, config, out, path, number, *more):
    """The book of a run with the number set, in the form that the key takes."""
    for i, form in enumerate(setting(number)):
        probe = subprocess.run([sibyl, "check", config, "--set", f"{path}={form}"], check=False, capture_output=True)
        if probe.returncode == 0:
            return run(sibyl, config, out / f"set{i}", "--set", f"{path}={form}", *more)
    promise(f"{config.stem}: {path} can be set", False, probe.stderr.decode())
    return None


def engine_cash(book):
    """{party: cash by month} in the expected case, which a book shows when it is opened."""
    found = {}
    for row in book.cells("Live checks"):
        if row and str(row[0][2]).endswith(ENGINE):
            found[row[0][2][:-len(ENGINE)]] = [cell[2] for cell in row if cell[1] > OPENING]
    return found


def one_scheme(sibyl, out, config, changes, *more):
    out.mkdir()
    book = run(sibyl, config, out / "book", *more)
    before, truths, typed = engine_cash(book), [], []
    for place, (path, number) in enumerate(changes):
        at = out / f"change{place}"
        at.mkdir()
        truths.append(set_run(sibyl, config, at, path, number, *more))
        typed.append(book.with_input(out / f"typed{place}.xlsx", path, number))
    for (path, number), truth, sheets in zip(changes, truths, Office(out).sheets(typed)):
        if truth is not None:
            compare(f"{' '.join((config.stem, *more))}: {path} = {number:g}", before, engine_cash(truth), sheets["Live cash"])


def compare(name, before, engine, cash):
    for party, wanted in engine.items():
        got = line(cash, party + ": general cash")
        apart = [month + 1 for month, (a, b) in enumerate(zip(wanted, got)) if not abs(a - b) < PENNY]
        promise(f"{name}: cash of {party} is what the engine gets", wanted and not apart,
                [(month, wanted[month - 1], got[month - 1]) for month in apart[:3]])
    promise(f"{name}: something moves", engine != before)


def main():
    sibyl, configs = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        for config in dict.fromkeys(change[0] for change in CHANGES):
            one_scheme(sibyl, pathlib.Path(folder) / config, configs / f"{config}.cfg",
                       [change[1:] for change in CHANGES if change[0] == config])
        for place, (config, reader, changes) in enumerate(READERS):  # LibreOffice wants no spaces in the folder's name
            one_scheme(sibyl, pathlib.Path(folder) / f"reader{place}", configs / f"{config}.cfg", changes, "--for",
                       reader)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
