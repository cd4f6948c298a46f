#!/usr/bin/env python3
"""Programmes that there were: what was published of them follows from their configurations, exactly where it is arithmetic."""
import json
import math
import pathlib
import subprocess
import tempfile

from common import PENNY, SIBYL, Scheme, finish, near, promise

FALSE_ALARM = 5.57                                       # standard errors
RICH = 90000000.0


def rich(*parties):
    return {f'parties."{name}".opening_cash': RICH for name in parties}


def pathways():
    """30 % fee, 70 % results: at 12 of the 37 % planned income is 30 % + 70 % x 12/37 = 52.7 % of plan."""
    parties = ["Gateway", "Back on Track", "Mind at Work", "Signs"]
    found = Scheme("pathways-to-work", rich(*parties))
    plan = found.accrued("Work and Pensions", case="plan")
    near("Pathways: the plan", plan, 9250000.0, PENNY / 2)
    near("Pathways: income to plan", found.accrued("Work and Pensions") / plan, 0.30 + 0.70 * 12 / 37, 1e-9)
    near("Pathways: the plan's margin is 10 %", sum(found.get(p, None, "surplus", "plan") for p in parties), 0.10 * plan, PENNY)
    loss = -sum(found.get(party, None, "surplus") for party in parties)
    near("Pathways: with costs as planned the loss is 37.3 % of the price", loss / plan, 0.90 - 0.30 - 0.70 * 12 / 37, 1e-9)
    for bidder, planned, reached, ratio in (("A4e", 0.36, 0.15, 0.592), ("Reed", 0.32, 0.09, 0.497)):
        # The same fee, half the price for a job and a fifth for keeping it, at the bidder's own planned rate.
        prices = {f'contracts."Pathways contract".terms.{i}.price': f"{9250000.0 * share / jobs:.2f}"
                  for i, share, jobs in ((1, 0.5, 10000 * planned), (2, 0.2, 8000 * planned))}
        rates = {"outcomes.job.probability.mean": reached, "outcomes.job.probability.plan": planned}
        other = Scheme("pathways-to-work", {**rich(*parties), **prices, **rates})
        got = other.accrued("Work and Pensions") / other.accrued("Work and Pensions", case="plan")
        near(f"Pathways: {bidder}", got, 0.30 + 0.70 * reached / planned, 1e-5)
        near(f"Pathways: {bidder} as published", got, ratio, 0.0005)


def work_programme():
    """What one attachment of a claimant of 25 and over is worth when all who find work stay: fee + p x (1,200 + 13 x 215)."""
    lasting = {f"outcomes.sustained_{i}.probability": 1.0 for i in range(1, 13)}
    no_minimum = {'contracts."Work Programme contract".minimum_performance.at_least': 0.0}
    everybody = rich("Workways", "Green Skills", "Night Shelter")
    years = {2011: 400.0, 2014: 0.0}
    worth = {}
    for year, rate, expected in ((2011, 0.33, 1718.35), (2011, 0.27, 1478.65), (2014, 0.27, 1078.65), (2011, 0.39, 1958.05)):
        alone = {f"groups.joined_{other}.referrals": 0.0 for other in range(2011, 2015) if other != year}
        found = Scheme("work-programme", {**lasting, **no_minimum, **everybody, **alone, "outcomes.job.probability": rate})
        worth[year, rate] = found.accrued("Work and Pensions") / found.get(None, None, "starts")
        near(f"Work Programme: an attachment of {year} at {rate}", worth[year, rate], expected, PENNY / 2)
        near(f"Work Programme: by the price list, {year} at {rate}", expected, years[year] + rate * (1200 + 13 * 215), PENNY / 2)
    near("Work Programme: plan to actual", worth[2014, 0.27] / worth[2011, 0.39] - 1, -0.45, 0.005)


def no_referrals():
    """Named in the bid and never sent anybody: cash falls by the fixed cost, and time to ruin is reserves / cost."""
    found = Scheme("work-programme")
    for case in ("expected", "mean"):
        cash = found.series["Night Shelter", "cash"][case]
        promise(f"no referrals: cash falls in a straight line ({case})", cash[:12] == [60000.0 - 5000.0 * t for t in range(1, 13)],
                cash[:12])
    near("no referrals: cash below zero in month 60,000 / 5,000 + 1", found.get("Night Shelter", None,
         "first_month_below_cash_floor"), 60000 / 5000 + 1, 0.0)
    promise("no referrals: ruin is certain", found.get("Night Shelter", None, "insolvent", "mean") == 1.0)
    promise("no referrals: the bid planned a surplus", found.get("Night Shelter", None, "surplus", "plan") > 0)


def minimum_performance():
    """A contract year below the minimum earns no results."""
    without = {'contracts."Work Programme contract".minimum_performance.at_least': 0.0}
    held, free = (Scheme("work-programme", changes, paths=256) for changes in ({}, without))
    pairs = list(zip(held.columns["Work and Pensions/accrued"], free.columns["Work and Pensions/accrued"]))
    promise("minimum performance: no path earns more by it", all(float(a) <= float(b) for a, b in pairs))
    promise("minimum performance: some paths lose by it", any(float(a) < float(b) for a, b in pairs))


def late_payment():
    """58,000 a month paid 18 months after it is earned needs 18 x 58,000 = 1.044m, one and a half times a year's turnover of
    700,000; with 20,000 in the bank and no facility ruin is certain."""
    text = """title = "late"; start = "2011-06"; months = 60; groups = (); outcomes = ();
parties = ( { name = "Prime"; kind = "commissioner"; },
            { name = "Small"; kind = "provider"; opening_cash = 20000.0;
              costs = ( { name = "staff"; monthly = 58000.0; to = 36; paid = "before"; } ); } );
contracts = ( { name = "Subcontract"; payer = "Prime"; payee = "Small"; from = 1; to = 36; lag = 18;
                terms = ( { pay = "block"; amount = 58000.0; } ); } );
"""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "late.cfg"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run([SIBYL, "run", file, "--paths", "1", "--quiet", "--output", folder, "--formats", "json"],
                              capture_output=True, check=False)
        result = pathlib.Path(folder) / "late.json"
        data = Scheme.by_name(json.loads(result.read_text(encoding="utf-8"))) if done.returncode == 0 else {}
    promise("18 months late: it runs", data, done.stderr)
    # The 19th payroll goes out before the first payment comes in: the low-water mark counts it.
    near("18 months late: what it needs", data["Small", None, "peak_funding_need"]["expected"], 19 * 58000.0 - 20000.0, PENNY)
    promise("18 months late: ruin is certain", data["Small", None, "insolvent"]["mean"] == 1.0)


def fair_chance():
    """370 of Ambition's 409 move in; the chain of their homes is worth 500 + 1,500 x (328 + 288 + 235 + 201) / 370 = 4,765."""
    everybody = rich("Ambition", "Fusion")
    capped = Scheme("fair-chance", everybody)
    near("Fair Chance: Fusion is paid up to its cap", capped.accrued("Communities and Local Government", "Fusion outcomes"),
         2513800.0, 0.0)
    caps = {f'contracts."{project} outcomes".cap': 9000000.0 for project in ("Ambition", "Fusion")}
    free = Scheme("fair-chance", {**everybody, **caps}, paths=512)
    near("Fair Chance: who moves in", free.get(None, "ambition", "moved_in"), 370.0, 1e-6)
    reached = {"moved_in": 370, "sustained_3": 328, "sustained_6": 288, "sustained_12": 235, "sustained_18": 201}
    for outcome, people in reached.items():
        near(f"Fair Chance: {outcome} of Ambition", free.get(None, "ambition", outcome), people, 1e-5)
    chain = [f"Ambition outcomes/{i}" for i in range(3, 8)]
    worth = sum(free.accrued("Communities and Local Government", term) for term in chain)
    near("Fair Chance: the chain at its prices", worth, 370 * 500 + 1500 * (328 + 288 + 235 + 201), 1.0)
    near("Fair Chance: the chain of one who moves in", worth / 370, 4765, 0.5)
    paths = [sum(float(x) for x in row) for row in zip(*(free.columns[f"Communities and Local Government/{t}/accrued"]
                                                          for t in chain))]
    mean = sum(paths) / len(paths)
    error = math.sqrt(sum((x - mean) ** 2 for x in paths) / (len(paths) - 1) / len(paths))
    near("Fair Chance: simulated, the same", mean, worth, FALSE_ALARM * error)
    near("Fair Chance: all of Ambition's outcomes at their prices", free.accrued("Communities and Local Government",
         "Ambition outcomes"), 3155150.0, 0.01 * 3155150.0)
    promise("Fair Chance: Fusion earns more than its cap",
            free.accrued("Communities and Local Government", "Fusion outcomes") > 2513800.0)


for case in (pathways, work_programme, no_referrals, minimum_performance, late_payment, fair_chance):
    case()
finish()
