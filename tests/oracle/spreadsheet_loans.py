#!/usr/bin/env python3
"""Schedules of loans against a spreadsheet's PMT, IPMT, PPMT and CUMPRINC, recalculated by LibreOffice: spreadsheet_loans.py SIBYL

The sheet is written with wrong values beside its formulas. With a profile that recalculates on load they are put right;
with the default profile they stay as planted, which shows that the figures compared were really calculated. The level
instalment must agree to the penny, each month's interest within a penny, and sums of n months within n/2 pence.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
PLANTED = 12345
SKIPPED = 77
CASES = ((250000.0, 0.065, 60), (62000.0, 0.0701, 36), (50000.0, 0.0, 24), (1234.56, 0.199, 7), (150000.0, 0.0425, 120))
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def formulas(principal, rate, n):
    """A row a month, of the month, PMT, IPMT, PPMT and CUMPRINC to that month; CUMPRINC has none at rate 0."""
    monthly = f"{rate!r}/12"
    for k in range(1, n + 1):
        total = f"CUMPRINC({monthly},{n},{principal!r},1,{k},0)" if rate else f"-{k}*{principal!r}/{n}"
        yield [f"PMT({monthly},{n},{principal!r})", f"IPMT({monthly},{k},{n},{principal!r})",
               f"PPMT({monthly},{k},{n},{principal!r})", total]


def write_sheet(file, rows):
    """An xlsx of formulas with a planted value beside each."""
    cells = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{"ABCD"[c]}{r}"><f>{formula}</f><v>{PLANTED}</v></c>' for c, formula in enumerate(row)) +
        "</row>" for r, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                               '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                               f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
                       "</Relationships>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}"><Relationship Id="a" Type="{office}/worksheet" '
                                      'Target="sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="loans" sheetId="1" r:id="a"/></sheets>'
                           "</workbook>",
        "xl/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(file, "w") as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)


RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def calculated(folder, sheet, recalculate):
    """The sheet's values as LibreOffice shows them, with or without recalculating."""
    profile = folder / f"profile-{recalculate}"
    (profile / "user").mkdir(parents=True)
    if recalculate:
        (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    out = folder / f"out-{recalculate}"
    filter_options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", filter_options, "--outdir", out,
                    sheet], check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(folder)})
    with open(out / (sheet.stem + ".csv"), encoding="utf-8") as file:
        return [[float(x) for x in row] for row in csv.reader(file)]


def posted(folder, principal, rate, n):
    """What the program posts: interest and principal of each month, in pence, from the balance and the cash."""
    config = folder / "loan.cfg"
    config.write_text(f'''title = "loan"; start = "2018-04"; months = {n}; groups = (); outcomes = ();
parties = ( {{ name = "Harbour"; kind = "provider"; opening_cash = 1000000.0; }} );
loans = ( {{ name = "loan"; lender = "Bank"; borrower = "Harbour"; principal = {principal!r}; rate = {rate!r}; term = {n};
             repayment = "annuity"; }} );''', encoding="utf-8")
    done = subprocess.run([SIBYL, "run", config, "--paths", "1", "--formats", "json", "--output", "-"], capture_output=True, check=True)
    series = {s["name"]: [round(100 * x) for x in s["mean"]] for s in json.loads(done.stdout)["series"] if s.get("party") == "Harbour"}
    balance = [round(100 * principal)] + series["loan_balance"]
    cash = [100000000 + round(100 * principal)] + series["cash"]
    paid = [a - b for a, b in zip(cash, cash[1:])]
    parts = [a - b for a, b in zip(balance, balance[1:])]
    return [(pay - part, part) for pay, part in zip(paid, parts)]


def compare(name, rows, sheet):
    instalment = round(-100 * sheet[0][0])
    promise(f"{name}: the level instalment to the penny", all(sum(row) == instalment for row in rows[:-1]), instalment)
    promise(f"{name}: the last instalment within a penny a month", abs(sum(rows[-1]) - instalment) <= len(rows))
    drift = 0.0
    repaid = 0
    for k, ((interest, part), (_, ipmt, ppmt, cumprinc)) in enumerate(zip(rows, sheet), 1):
        repaid += part
        drift = max(drift, abs(repaid + 100 * cumprinc) / max(1, k / 2))  # the first month rounds twice: a penny
        promise(f"{name}, month {k}: interest within a penny", abs(interest + 100 * ipmt) <= 1, f"{interest}, {ipmt}")
        promise(f"{name}, month {k}: principal within a penny, but for the last",
                k == len(rows) or abs(part + 100 * ppmt) <= 1, f"{part}, {ppmt}")
    promise(f"{name}: sums of n months within n/2 pence", drift <= 1, drift)


def run():
    try:
        subprocess.run(["soffice", "--version"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print("no LibreOffice here")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sheet = folder / "loans.xlsx"
        write_sheet(sheet, [row for case in CASES for row in formulas(*case)])
        stale = calculated(folder, sheet, False)
        promise("without recalculation the planted values stay", all(x == PLANTED for row in stale for x in row))
        values = calculated(folder, sheet, True)
        promise("every row came back", len(values) == sum(n for _, _, n in CASES))
        at = 0
        for principal, rate, n in CASES:
            compare(f"{principal} at {rate} over {n}", posted(folder, principal, rate, n), values[at:at + n])
            at += n


run()
print(f"{counts[True]} passed, {counts[False]} failed")
sys.exit(counts[False] > 0)
