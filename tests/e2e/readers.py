#!/usr/bin/env python3
"""A book for one reader holds nothing that it may not see: readers.py SIBYL CONFIG...

Every cost of every party is set to an amount that occurs nowhere else; then the book of every party of each
configuration is searched, in every part of its file, for the amounts and the figures of parties that it may not see. Its
live sheets still recalculate: of others' rows they have neither labels nor inputs nor numbers.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import books
import live_sheets

SIBYL, CONFIGS = os.path.abspath(sys.argv[1]), [pathlib.Path(word).resolve() for word in sys.argv[2:]]
# Of so many paths a mean of money is no other's by chance.
PATHS = ["--paths", "61"]
SETS_MOST = 250
RULES = ["A party's own costs, cash, returns and settings", "The same of a vehicle", "The same of a borrower"]
# Figures of a party that are nobody else's business: what it is paid, those who pay it know.
PRIVATE = {"closing_cash", "lowest_cash", "lowest_free_reserves", "surplus", "peak_funding_need", "contribution_per_start",
           "working_capital_peak", "costs", "profit", "npv", "net_benefit_pv", "savings_pv", "loss"}
# Who must see whom, and who must not, beside itself: what the figures of the schemes are about.
MUST_SEE = [("growth-fund", "Social lender", "Harbour"), ("peterborough", "Foundations", "Peterborough SPV"),
            ("small-provider", "Lender", "Our charity")]
MUST_NOT_SEE = [("drug-recovery", "Northgate", "Harbour"), ("drug-recovery", "County Council", "Northgate"),
                ("growth-fund", "Northgate", "Harbour"), ("growth-fund", "Social lender", "Northgate"),
                ("peterborough", "Ministry of Justice", "Peterborough SPV"),
                ("peterborough", "Peterborough SPV", "Foundations")]
BOND_RULE = "Terms of a bond, and who is paid in what order"
# Rows of a party that are its own alone, whatever it agrees with others.
OWN_ROWS = (": general cash", ": cash with restricted funds", ": own costs", ": own costs out of general cash",
            ": general cash, the engine's", ": general cash on payroll day", ": net assets", ": surplus of the year")
# Whose rows are figures of the path because others' rows stand behind them.
FIGURES = [("growth-fund", "Harbour", "Subcontract: paid by Northgate")]
passed = failed = 0
searched, searched_rows = [0], [0]


def promise(name, kept, said=""):
    global passed, failed
    passed, failed = passed + bool(kept), failed + (not kept)
    if not kept:
        print(f"broken: {name}", said)


def run(config, folder, *words):
    return subprocess.run([SIBYL, "run", config, "--output", folder, "--quiet", *PATHS, *words], capture_output=True,
                          text=True, check=False)


def party_of(path):
    """The party whose setting a path is, or None."""
    found = re.match(r'parties\.(?:"([^"]+)"|([^.]+))\.', path)
    return found and (found[1] or found[2])


def is_cost(path, unit):
    return party_of(path) is not None and unit == "money" and re.search(r"\.(costs|workers)\.", path) is not None


def cost_paths(book):
    """[(path, amount)] of what parties spend, where it is a certain number."""
    sheet = books.cells(book)["Assumptions"]
    heads = {str(value): place.rstrip("0123456789") for place, (value, _) in sheet.items()}
    found = []
    for row, path in books.column(sheet, heads["Input"]):
        low, likely, unit = (sheet.get(f"{heads[head]}{row}", ("", None))[0] for head in ("Low (5%)", "Likely (50%)", "Unit"))
        if is_cost(str(path), unit) and low == "" and isinstance(likely, float):
            found.append((path, likely))
    return found


def marked(config, folder, costs):
    """The words that set each cost to an amount of its own, and {party: amounts}; costs that cannot be set are left out."""
    while True:
        amounts = {path: round(number + 3.17 + 0.29 * i, 2) for i, (path, number) in enumerate(costs)}
        words = [word for path, amount in amounts.items() for word in ("--set", f"{path}={amount:.2f}")]
        done = run(config, folder, "--formats", "xlsx,json", *words)
        if done.returncode == 0:
            break
        refused = [path for path, _ in costs if f": {path}:" in done.stderr]
        assert refused, done.stderr
        costs = [(path, number) for path, number in costs if path not in refused]
    by_party = {}
    for path, amount in amounts.items():
        by_party.setdefault(party_of(path), []).append(amount)
    return words, by_party


def numbers_of(metrics):
    """{number: metric} of every amount of metrics that has so many digits that it is no other's by chance."""
    found = {}
    for m in metrics:
        for number in [*(m.get(name) for name in ("mean", "plan", "expected", "worst5")), *m.get("quantiles", {}).values()]:
            if m["unit"] == "GBP" and number is not None and len(f"{number:.12g}".strip("-0.").replace(".", "")) >= 7:
                found[number] = (m.get("party"), m["name"], m.get("of"))
    return found


def holds(content, amount):
    """Which parts of a file have an amount, in pounds, with commas or in pence."""
    ways = {way.encode() for way in (f"{amount:.2f}", f"{amount:.10g}", f"{amount:,.2f}", f"{amount * 100:.0f}")}
    pattern = re.compile(rb"(?<![\d.,])(" + b"|".join(map(re.escape, ways)) + rb")(?!\d)")
    return [name for name, data in content.items() if any(way in data for way in ways) and pattern.search(data)]


def seen_by(book):
    """The parties whose own rows a book's reader sees, as the book says."""
    sheet = books.cells(book)["Who sees what"]
    said = {sheet[f"A{row}"][0]: sheet[f"C{row}"][0] for row, _ in books.column(sheet, "C") if f"A{row}" in sheet}
    return {rule: set() if said[rule] == "nothing" else set(said[rule].split(", ")) for rule in RULES}


def kept_from(book, rule, things):
    """Which of the things that a rule of the book is about its reader does not see."""
    sheet = books.cells(book)["Who sees what"]
    seen = next(sheet[f"C{row}"][0] for row, what in books.column(sheet, "A") if what == rule)
    return set(things) - set(seen.split(", "))


def tranches(rows):
    """Names of tranches, which may be those of their investors."""
    mark = ": principal outstanding"
    return {label[:-len(mark)] for sheet, label, *_ in rows if sheet == "Live capital" and label.endswith(mark)}


def check_live(name, reader, book, hidden, whole):
    """whole: the rows of everybody's live sheets."""
    cells = books.cells(book)
    rows = live_sheets.rows(cells, paths=True)
    bond_seen = kept_from(book, BOND_RULE, {"nothing"})
    called = hidden - (tranches(whole["rows"]) if bond_seen else set())
    things = called | kept_from(book, "Terms of a contract", whole["contracts"])
    starts = {f"{thing}{mark}" for thing in things for mark in (": ", ", term ")}
    others = [label for _, label, *_ in rows if label.startswith(tuple(starts)) or party_of(label) in hidden]
    promise(f"{name}: no live row of others is in the book of {reader}", not others, others[:5])
    told = [text for _, label, _, note, *_ in rows for text in (label, str(note))
            if text.startswith("Path ") and any(f"{party}'s " in text for party in hidden)]
    promise(f"{name}: no path in the book of {reader} tells of others", not told, told[:3])
    numbers = {months for *_, months, _ in rows}
    own = {row[1]: row[5] for row in whole["rows"] if row[1].endswith(OWN_ROWS) and live_sheets.is_told_apart(row[5])}
    hidden_rows = {label: months for label, months in own.items() if label.startswith(tuple(f"{party}: " for party in hidden))}
    mine = {months for label, months in own.items() if label not in hidden_rows}  # investors may have put in the same
    leaked = [label for label, months in hidden_rows.items() if months in numbers and months not in mine]
    searched_rows[0] += len(hidden_rows)
    promise(f"{name}: no live numbers of others are in the book of {reader}", not leaked, leaked[:5])
    formulas = sum(row[6] for row in rows if row[3] != live_sheets.NOT_SEEN and row[0] != "Live path")
    promise(f"{name}: the book of {reader} recalculates", formulas > 20, formulas)
    checks = [row for row in rows if row[2] == "check"]
    promise(f"{name}: the checks in the book of {reader} hold", len(checks) > 1 and all(row[4] == 1 for row in checks),
            [row[1] for row in checks if row[4] != 1])
    masters = [sheet.get("A3", sheet.get("B3", ("",)))[0] for title, sheet in cells.items() if title.startswith("Live ")]
    promise(f"{name}: its sheets say so", masters and all("all hold" in text for text in masters), masters)
    for config, who, label in FIGURES:
        if (config, who) == (name, reader):
            promise(f"{name}: {label} is a figure for {who}", (label, live_sheets.NOT_SEEN) in {(row[1], row[3]) for row in rows})


def check_reader(name, reader, book, parties, amounts, metrics, sides, whole):
    by_rule = seen_by(book)
    seen = set().union(*by_rule.values())
    check_live(name, reader, book, parties - seen, whole)
    promise(f"{name}: {reader} sees itself", by_rule[RULES[0]] == {reader}, by_rule)
    bought = {payee for payers, payee in sides if reader in payers} - by_rule[RULES[1]]
    promise(f"{name}: {reader} does not see whom it buys from", not seen & bought - {reader}, seen & bought)
    content = books.parts(book)
    for party in parties - seen:
        searched[0] += len(amounts.get(party, []))
        found = [(amount, where) for amount in amounts.get(party, []) if (where := holds(content, amount))]
        promise(f"{name}: no cost of {party} is in the book of {reader}", not found, found)
    mine = numbers_of(m for m in metrics if m.get("party") in seen or m.get("party") is None)
    hidden = numbers_of(m for m in metrics if m["name"] in PRIVATE and m.get("party") is not None and m["party"] not in seen)
    there = {value for sheet in books.cells(book).values() for value, _ in sheet.values() if isinstance(value, float)}
    found = {number: hidden[number] for number in hidden if number in there and number not in mine}
    promise(f"{name}: no private figure of others is in the book of {reader}", not found, found)
    for config, who, whom in MUST_SEE:
        if (config, who) == (name, reader):
            promise(f"{name}: {who} sees {whom}", whom in seen)
    for config, who, whom in MUST_NOT_SEE:
        if (config, who) == (name, reader):
            promise(f"{name}: {who} does not see {whom}", whom not in seen)


def contracts_of(book):
    sheet = books.cells(book)["Contracts"]
    return {name for row, name in books.column(sheet, "A") if f"C{row}" in sheet and name != "Contract"}


def sides_of(book):
    """[(payers, payee)] of all contracts."""
    sheet = books.cells(book)["Contracts"]
    rows = [row for row, _ in books.column(sheet, "A") if f"C{row}" in sheet]
    return [({re.sub(r" [\d.]+ ?%$", "", payer) for payer in str(sheet[f"B{row}"][0]).split(", ")}, sheet[f"C{row}"][0])
            for row in rows]


def check_configuration(config, folder):
    name = config.stem
    assert run(config, folder, "--formats", "xlsx").returncode == 0
    book = folder / f"{name}.xlsx"
    words, amounts = marked(config, folder, cost_paths(book)[:SETS_MOST])
    metrics = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["metrics"]
    parties = {m["party"] for m in metrics if m.get("party")} | set(amounts)
    sides = sides_of(book)
    whole = books.parts(book)
    live = {"rows": live_sheets.rows(books.cells(book)), "contracts": contracts_of(book)}
    promise(f"{name}: the amounts that are looked for are in the book of everybody",
            all(holds(whole, amount) for party in amounts.values() for amount in party))
    for reader in sorted(parties):
        done = run(config, folder, "--formats", "xlsx", "--for", reader, *words)
        promise(f"{name}: a book is made for {reader}", done.returncode == 0, done.stderr)
        check_reader(name, reader, book, parties, amounts, metrics, sides, live)
    return parties


with tempfile.TemporaryDirectory() as scratch:
    readers = {(config.stem, party) for config in CONFIGS
               for party in check_configuration(config, pathlib.Path(scratch))}
for scheme, who, whom in MUST_SEE + MUST_NOT_SEE:
    promise(f"{scheme} has {who} and {whom}", {(scheme, who), (scheme, whom)} <= readers)
promise("costs of others are looked for in earnest", searched[0] > 200, searched)
promise("live numbers of others are looked for in earnest", searched_rows[0] > 200, searched_rows)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
