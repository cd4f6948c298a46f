#!/usr/bin/env python3
"""The worked schemes of bonds, with effects put in by hand: worked_bonds.py SIBYL CONFIGS. Every amount is worked out here."""
import json
import pathlib
import subprocess
import sys

from ledger import SIBYL, promise, work

CONFIGS = pathlib.Path(sys.argv[2]).resolve()


class Worked:
    """What a worked scheme comes to with some numbers set."""

    def __init__(self, config, *sets):
        self.name = " ".join((config,) + sets)
        words = [word for one in sets for word in ("--set", one)]
        done = subprocess.run([SIBYL, "run", CONFIGS / config, "--paths", "1", "--formats", "json", "--output", "-", *words],
                              capture_output=True, check=False)
        promise(f"{self.name} runs", done.returncode == 0, done.stderr.decode())
        metrics = json.loads(done.stdout)["metrics"] if done.returncode == 0 else []
        self.metrics = {(m.get("party"), m.get("of"), m["name"]): m for m in metrics}

    def is_(self, party, name, expected, of=None, within=0.0, statistic="expected"):
        got = self.metrics.get((party, of, name), {}).get(statistic)
        promise(f"{self.name}: {name} of {party}", got is not None and abs(got - expected) <= within, f"{got} is not {expected}")


def rikers():
    """9.6m drawn; the guarantor makes good five sixths of what is unpaid, at most 7.2m."""
    effect = 'contracts."City contract".terms.0.effect='
    for reduction, paid, profit in ((0.0, 0, -2400000), (0.1, 9600000, 0), (0.2, 11712000, 2112000), (0.0999, 4800000, -800000)):
        case = Worked("rikers.cfg", f"{effect}{reduction}")
        case.is_("Goldman Sachs", "drawn", 9600000)
        case.is_("City of New York", "payments", paid)
        case.is_("Goldman Sachs", "profit", profit)
    # Called before the city pays 4.8m, the guarantee's 7.2m leave 2.4m of the loan: no loss.
    before = Worked("rikers.cfg", f"{effect}0.09", 'bonds.0.guarantee.when="before"', "bonds.0.tranches.loan.residual=0.0")
    before.is_("Goldman Sachs", "profit", 0)
    before.is_("MDRC", "guaranteed", 7200000)
    # Nobody stays out, and nothing is measured to be better: the investor stops after month 36, when twelve draws of sixteen
    # are made, and five sixths of these 7.2m are made good.
    stopped = Worked("rikers.cfg", f"{effect}-0.3", "outcomes.stayed_out.probability=0.0")
    stopped.is_("Goldman Sachs", "drawn", 7200000, statistic="mean")
    stopped.is_("MDRC", "guaranteed", 6000000, statistic="mean")
    stopped.is_("City of New York", "payments", 0, statistic="mean")
    stopped.is_("Goldman Sachs", "profit", -1200000, statistic="mean")


def owed(draws, rate, last):
    """What draws by month have grown to by the end of the last month, each month's interest rounded to a penny."""
    balance, growth = 0, (1 + rate) ** (1 / 12) - 1
    for month in range(1, last + 1):
        balance += 100 * draws.get(month, 0)
        balance += round(balance * growth)
    return balance / 100


def massachusetts():
    """18.0m in twenty quarters of 0.9m: 6.0m of grants first, then the junior notes, from month 19 on, and the senior in the
    last ten. Results are paid at the end of month 78: by the table, 21.8m x (R - 0.05) / 0.35 up to 40 %, 27m at 65 %. The
    senior is paid first, then the two junior notes alike, then the deferred fees of 3.76m; the rest goes on."""
    senior = owed({month: 900000 for month in range(31, 61, 3)}, 0.05, 78)
    junior = owed({19: 150000, 22: 450000, 25: 450000, 28: 450000}, 0.02, 78)
    for reduction in (0.0, 0.1, 0.22, 0.3, 0.4, 0.65):
        paid = 27000000 if reduction == 0.65 else round(21800000 * max(0, reduction - 0.05) / 0.35, 2)
        to_senior = min(paid, senior)
        to_junior = min(paid - to_senior, 2 * junior)
        to_fees = min(paid - to_senior - to_junior, 3760000)
        case = Worked("massachusetts.cfg", f'contracts."Pay for success contract".terms.0.effect={reduction}')
        case.is_("Commonwealth of Massachusetts", "payments", paid, within=0.005)
        case.is_("Youth Services Inc", "capital_drawn", 18000000)
        case.is_("Goldman Sachs", "returned", to_senior, within=0.005)
        case.is_("Kresge Foundation", "returned", to_junior / 2, within=0.0051)
        case.is_("Living Cities", "returned", to_junior / 2, within=0.0051)
        case.is_("Youth Services Inc", "fees", to_fees, within=0.0051)
        # 18.0m and its deferred fees, less 60 months of 310,000.
        case.is_("Roca", "surplus", 18000000 + to_fees - 18600000, within=0.0051)
        case.is_("Youth Services Inc", "excess", paid - to_senior - to_junior - to_fees, within=0.0151)
        for grant, amount in (("Arnold Foundation", 3700000), ("New Profit", 2000000), ("Boston Foundation", 300000)):
            case.is_(grant, "drawn", amount)
            case.is_(grant, "returned", 0)


def educate_girls():
    """160 % of the levels and 92 % of the girls are worth more than the most that is paid, 422,000; the return stops at 15 % a
    year over 37 months. Of 414,085 paid, all is the investor's: 1.53365 times 270,000, 15.0 % a year over 3.06 years."""
    results = ("groups.levels.volume=1.5987", "outcomes.enrolled.probability.girls=0.92")
    capped = Worked("educate-girls.cfg", *results)
    cap = round(270000 * 1.15 ** (37 / 12), 2)
    capped.is_("Children's Investment Fund Foundation", "payments", 422000)
    capped.is_("UBS Optimus Foundation", "returned", cap, within=0.005)
    capped.is_("UBS Optimus Foundation", "irr", 0.15, within=1e-8)
    capped.is_("Working capital account", "excess", 422000 - cap, within=0.0051)
    paid = Worked("educate-girls.cfg", *results, 'contracts."Outcomes contract".cap=414085.0')
    paid.is_("UBS Optimus Foundation", "multiple", 414085 / 270000, within=1e-12)
    paid.is_("UBS Optimus Foundation", "irr", (414085 / 270000) ** (12 / 37) - 1, within=1e-8)
    promise("1.53365 over 3.06 years is 15.0 % a year",
            round(414085 / 270000, 5) == 1.53365 and round((414085 / 270000) ** (1 / 3.06) - 1, 3) == 0.15)


def told():
    """A path told month by month has every step of the distribution of month 78, with what it claimed and what it was paid."""
    done = subprocess.run([SIBYL, "explain", CONFIGS / "massachusetts.cfg", "--path", "1", "--set",
                           'contracts."Pay for success contract".terms.0.effect=0.22'], capture_output=True, check=False)
    text = " ".join(done.stdout.decode().split())
    promise("explain runs", done.returncode == 0, done.stderr.decode())
    for step in ("principal of senior: can be claimed $9,000,000; paid", "interest of Kresge and Living Cities: can be claimed",
                 "fees of Roca: can be claimed $3,760,000; paid", "what is left: to Next scheme: can be claimed"):
        promise(f"explain tells of {step}", step in text)


work((rikers, massachusetts, educate_girls, told))
