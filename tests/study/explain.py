#!/usr/bin/env python3
"""One path told: what is said is what the ledger did: explain.py SIBYL CONFIGS"""
import csv
import pathlib
import re
import sys
import tempfile

from common import DONE, WRONG, finish, narrow, promise, sibyl

CONFIGS = pathlib.Path(sys.argv[2]).resolve()
DRUG = CONFIGS / "drug-recovery.cfg"

# Two starts a month at 1,500, three months of a cap of 7,000: 3,000, 3,000, then 1,000 of 3,000; paid a month later.
CAPPED = """
title = "Capped"; start = "2012-04"; months = 5;
groups = ( { name = "all"; referrals = ( { monthly = 2.0; from = 1; to = 3; } ); process = "fixed"; } ); outcomes = ();
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; opening_cash = 10000.0; serves = { all = 1.0; };
              costs = ( { name = "rent"; monthly = 1900.0; }, { name = "wages"; monthly = 4000.0; paid = "before"; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; to = 3; cap = 7000.0; lag = 1;
                terms = ( { pay = "activity"; price = 1500.0; } ); } );
"""


def joined(text):
    return re.sub(r"\s+", " ", text)


def worked_by_hand():
    done = sibyl("explain", None, "--path", "0", text=CAPPED)
    said = joined(done.stdout)
    promise("it tells a path", done.returncode == DONE, done.stderr)
    for words in (
        "Harbour, all: referred 2; started 2",
        "Service (pays £1,500 for each start): earned £3,000; due May 2012",
        "Service (pays at most £7,000 in all): before £3,000; after £1,000",
        "Service (pays £1,500 for each start): earned £3,000; left after conditions £1,000; due Jul 2012",
        "Harbour payroll day: opening cash £10,000; costs paid before receipts £4,000; cash on payroll day £6,000",
        "Council pays Harbour £3,000: Service",
        "Harbour pays £1,900: rent",
        # 10,000 - 5,900, and 3,000 accepted; then 3,000 come and 5,900 go.
        "Harbour closes: cash £4,100; accepted and not yet received £3,000; free reserves £7,100",
        "Harbour closes: cash £1,200; accepted and not yet received £3,000; free reserves £4,200",
        "Harbour is insolvent from this month on",
    ):
        promise(f"it says: {words}", words in said, done.stdout)
    promise("the month of ruin is June: 1,200 + 3,000 - 5,900", "insolvent" in joined(done.stdout.split("Jun 2012 (month 3)")[1].split("Jul 2012 (")[0]))
    narrow("explain", done.stdout)


def money(text):
    return round(float(text.replace("£", "").replace(",", "")) * 100)


def transfers_add_up():
    """Every party's told transfers lead from one told closing to the next, to the penny."""
    done = sibyl("explain", DRUG, "--path", "7", "--paths", "64")
    lines = [joined(x) for x in re.split(r"\n(?=  \S|             [A-Z]|\n|[A-Z])", done.stdout)]
    cash, before = {"Harbour": 6500000, "Meridian Health": None}, {}
    checked = 0
    for line in lines:
        line = re.sub(r"^ *(paid|close) ", "", line.strip() + " ").strip()
        for name in ("Harbour",):
            out = re.match(rf"{name} pays (?:[A-Z][a-z]+ )?(£[\d,.]+):", line)
            come = re.match(rf"(?:{name} receives|\w[\w ]* pays {name}) (£[\d,.]+):", line)
            close = re.match(rf"{name} closes: cash (-?£[\d,.]+);", line)
            cash[name] += money(come[1]) if come else -money(out[1]) if out else 0
            if close:
                checked += 1
                promise(f"{name} closes where its transfers lead", money(close[1]) == cash[name], f"{close[1]} {cash[name]}")
    promise("months are checked", checked > 40, checked)


def worst():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "paths.csv"
        sibyl("run", DRUG, "--paths", "300", "--seed", "5", "--quiet", "--paths-out", file, "--output", folder)
        with open(file, encoding="utf-8") as f:
            rows = list(csv.DictReader(f))
    low = min(rows, key=lambda row: float(row["Harbour/lowest_cash"]))
    done = sibyl("explain", DRUG, "--worst", "Harbour", "--paths", "300", "--seed", "5", "--for", "Harbour")
    promise("the worst path is the one with the lowest cash", f"Path {low['path']} of seed 5" in done.stdout, done.stdout[:200])
    promise("it says how low", f"{float(low['Harbour/lowest_cash']):,.0f}".replace("-", "-£") in done.stdout, done.stdout[:200])
    promise("for one party it tells nothing of others", "Meridian" not in done.stdout and "Harbour pays" in done.stdout)
    whole = sibyl("explain", DRUG, "--path", low["path"], "--seed", "5", "--for", "Harbour")
    promise("a path is the same whether asked for by number or as the worst", done.stdout.split("Path")[1] == whole.stdout.split("Path")[1])


def waterfall():
    done = sibyl("explain", CONFIGS / "peterborough.cfg", "--path", "3")
    said = joined(done.stdout)
    promise("a distribution tells what it tested", "can distribute: cash £" in said and "to be distributed £" in said, done.stdout[-500:])
    promise("a draw tells why", "draws as needed: to be paid this month £" in said)
    promise("a measurement is told", "measured" in said or "clients 1,000" in said)
    narrow("explain of a bond", done.stdout)


# A loan of 5,000 at 12 % a year, paid back 500 a month; 1,000 of costs a month and nothing comes in: after month 4 nothing is
# left for it. Month 1: 5,000 - 1,000 - 50 - 500 = 3,450; month 2: 3,450 - 1,000 - 45 - 500 = 1,905; month 3: 365;
# month 4: -635 when costs are paid, so that 535 of instalment is unpaid, and 30 days later missed.
LENT = """
title = "Lent"; start = "2012-04"; months = 10; groups = (); outcomes = ();
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; costs = ( { name = "wages"; monthly = 1000.0; paid = "before"; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "block"; amount = 0.0; } ); } );
loans = ( { name = "bank"; lender = "Bank"; borrower = "Harbour"; principal = 5000.0; drawdown = 1; rate = 0.12; term = 10;
            repayment = "equal_principal"; balance_at_end = true; } );
"""


def loans():
    done = sibyl("explain", None, "--path", "0", text=LENT)
    said = joined(done.stdout)
    for words in (
        "Bank pays Harbour £5,000: loan drawn",
        "Harbour payroll day: opening cash £0; drawn £5,000; costs paid before receipts £1,000; loan instalments due £550; cash on payroll day £3,450",
        "Harbour pays Bank £500: loan principal paid back",
        "Harbour closes: cash £365;",
        "Harbour has a repayment more than 30 days late",
    ):
        promise(f"it says: {words}", words in said, done.stdout)
    july = joined(done.stdout.split("Jul 2012 (month 4)")[1].split("Aug 2012 (")[0])
    promise("what is unpaid of the loan in month 4 is its instalment of 535", "of it in arrears £535" in july, july)


def wrong_use():
    for words, needle in (((), "--path N"), (("--path", "1", "--worst", "Harbour"), "one path"),
                          (("--worst", "Nobody"), "no party"), (("--path", "1", "--for", "Nobody"), "no party"),
                          (("--path", "-1"), "--path")):
        done = sibyl("explain", DRUG, *words)
        promise(f"explain {words} is refused", done.returncode == WRONG and needle in done.stderr, done.stderr)


for group in (worked_by_hand, transfers_add_up, worst, waterfall, loans, wrong_use):
    group()
finish()
