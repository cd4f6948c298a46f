#!/usr/bin/env python3
"""Answers of solve that are known beforehand, and what it says where there is none: solve.py SIBYL CONFIGS"""
import json
import math
import re

from common import DONE, NOT_DONE, WRONG, finish, narrow, promise, sibyl

# Four months of costs of 3,100 against a block of B = 2,385.17 a month, paid L = 2 months late: surplus 4 B - 12,400; lowest
# cash is after month 4, opening - 12,400 + (4 - L) B. The bank bears with it, so that it never has to stop.
CERTAIN = """
title = "Certain"; start = "2012-04"; months = 8; groups = (); outcomes = ();
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; opening_cash = 5000.0; overdraft = { limit = 1000000.0; rate = 0.0; };
              costs = ( { name = "wages"; monthly = 3100.0; to = 4; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; to = 4; lag = 2;
                terms = ( { pay = "block"; amount = 2385.17; to = 4; } ); } );
scenarios = ( { name = "dear"; set = ( { path = "parties.Harbour.costs.wages.monthly"; value = 3300.0; } ); } );
"""

# One month of normal costs: mean 5,000, sd 1,000 (0 is five standard deviations away).
NOISY = """
title = "Noisy"; start = "2012-04"; months = 1; groups = (); outcomes = ();
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; opening_cash = 5000.0;
              costs = ( { name = "wages"; monthly = { dist = "normal"; mean = 5000.0; sd = 1000.0; min = 0.0; }; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; terms = ( { pay = "block"; amount = 0.0; } ); } );
"""

# n starts pay 15 each up to a cap of 30,000 and cost 10 each: the surplus is 5 n up to 10,000 at n = 2,000, then 30,000 - 10 n.
TWICE = """
title = "Twice"; start = "2012-04"; months = 1; outcomes = ();
groups = ( { name = "all"; referrals = ( { monthly = 1500.0; } ); process = "fixed"; } );
parties = ( { name = "Council"; kind = "commissioner"; },
            { name = "Harbour"; kind = "provider"; opening_cash = 100000.0; serves = { all = 1.0; };
              costs = ( { name = "care"; per_start = 10.0; } ); } );
contracts = ( { name = "Service"; payer = "Council"; payee = "Harbour"; cap = 30000.0; terms = ( { pay = "activity"; price = 15.0; } ); } );
"""


def solve(text, vary, until, *more, paths="1"):
    done = sibyl("solve", None, "--vary", vary, "--until", until, "--paths", paths, "--formats", "json", *more, text=text)
    return done, json.loads(done.stdout) if done.stdout.startswith("{") else {"roots": []}


def root(text, vary, until, *more, paths="1"):
    done, answer = solve(text, vary, until, *more, paths=paths)
    promise(f"{vary} until {until}: one answer", done.returncode == DONE and len(answer["roots"]) == 1, done.stdout + done.stderr)
    return answer["roots"][0] if answer["roots"] else {"at": math.nan, "ci95": [0, 0], "there": {"value": math.nan}}


def closed_forms():
    block = "contracts.Service.terms.0.amount"
    for target, expected in ((0, 3100.0), (1000, 3350.0), (-12400, 0.0)):
        found = root(CERTAIN, block, f"Harbour/surplus={target}", "--between", "0,20000")
        promise(f"4 B - 12,400 = {target} at B = {expected}", abs(found["at"] - expected) < 0.005 + 1e-9, found)
        promise("what is certain has no interval", found["ci95"] == [found["at"], found["at"]], found)
    found = root(CERTAIN, "parties.Harbour.opening_cash", "Harbour/lowest_cash=0")
    promise("opening - 12,400 + 2 * 2,385.17 = 0", abs(found["at"] - 7629.66) < 0.011, found)
    found = root(CERTAIN, "parties.Harbour.opening_cash", "Harbour/lowest_cash=0", "--scenario", "dear")
    promise("in the dear scenario opening - 13,200 + 2 * 2,385.17 = 0", abs(found["at"] - 8429.66) < 0.011, found)


def whole_numbers():
    # 5,000 - 12,400 + (4 - L) 2,385.17: -244.49 at L = 1, -2,629.66 at L = 2.
    text = CERTAIN.replace("months = 8;", "months = 16;")
    done, answer = solve(text, "contracts.Service.lag", "Harbour/lowest_cash=-2000", "--between", "0,9")
    found = answer["roots"][0]
    promise("a whole-numbered setting is solved in whole numbers", answer["roots"] and found["at"] == 2 and found["next"]["at"] == 1, done.stdout)
    promise("both neighbours are told", abs(found["there"]["value"] + 2629.66) < 1e-9 and abs(found["next"]["value"] + 244.49) < 1e-9, found)


def sampling():
    # P(opening - N(5000, 1000) < 0) = 0.05 at opening = 5000 + 1.6449 * 1000 = 6644.85.
    for seed in ("1", "2"):
        found = root(NOISY, "parties.Harbour.opening_cash",
                     "Harbour/below_zero=0.05", "--seed", seed, paths="4000")
        low, high = found["ci95"]
        promise(f"seed {seed}: the true root lies about the answer's interval", low - 60 < 6644.85 < high + 60, found)
        # sd of the quantile: sqrt(0.05 * 0.95 / 4000) / (density 0.1031 / 1000) = 33.4; 95 %: 131 wide
        promise(f"seed {seed}: the interval is as wide as sampling makes it", 80 < high - low < 200, found)
        promise(f"seed {seed}: at the answer the target is met", abs(found["there"]["value"] - 0.05) <= 0.001, found)
        ran = sibyl("run", None, "--paths", "4000", "--seed", seed, "--formats", "json", "--output", "-",
                    "--set", f"parties.Harbour.opening_cash={found['at']:.2f}", text=NOISY)
        metrics = {(m.get("party"), m["name"]): m for m in json.loads(ran.stdout)["metrics"]}
        promise(f"seed {seed}: a run at the answer gives the metric that was told",
                metrics["Harbour", "below_zero"]["mean"] == found["there"]["value"], found)
    quantile = root(NOISY, "parties.Harbour.opening_cash", "Harbour/closing_cash:0.05=0", paths="4000")
    promise("the 5 % point is 0 where 5 % are below 0", abs(quantile["at"] - 6644.85) < 150, quantile)


def met_twice():
    path = "groups.all.referrals.0.monthly"
    for low, high, target, expected in (
        ("0", "4000", "5002.5", (1001, 2500)),  # 5 n passes 5,002.5 at n = 1,001; 30,000 - 10 n passes it at n = 2,500
        ("0", "4100", "9902.5", (1981, 2010)),  # no point of the scan is as high as this: the top is looked for between them
    ):
        done, answer = solve(TWICE, path, f"Harbour/surplus={target}", "--between", f"{low},{high}")
        found = [r["at"] for r in answer["roots"]]
        promise(f"{target} is met twice", done.returncode == DONE and len(found) == 2, done.stdout)
        promise(f"at {expected}", len(found) == 2 and all(abs(a - b) < 0.01 for a, b in zip(found, expected)), found)
    done = sibyl("solve", None, "--vary", path, "--until", "Harbour/surplus=5002.5", "--between", "0,4000", "--paths", "1", text=TWICE)
    promise("it says that the target is met twice", "The target is met twice" in done.stdout, done.stdout)
    narrow("a target met twice", done.stdout)


def stretches():
    # Closing cash is never below 0 from an opening of 12,400 - 2 * 2,385.17 = 7,629.66 on.
    done, answer = solve(CERTAIN, "parties.Harbour.opening_cash", "Harbour/below_zero=0", "--between", "0,20000")
    found = answer["roots"]
    promise("a stretch on which the target is met is told by its ends", len(found) == 1 and found[0]["to"] == 20000 and
            7629.66 <= found[0]["at"] < 7629.66 + 25, done.stdout)


def unmet():
    done = sibyl("solve", None, "--vary", "parties.Harbour.opening_cash", "--until", "Harbour/lowest_cash=100000",
                 "--between", "0,20000", "--paths", "1", text=CERTAIN)
    said = re.sub(r"\s+", " ", done.stdout)
    promise("what cannot be met is said, with status 1", done.returncode == NOT_DONE and "cannot be met: between £0 and £20,000" in said, said)
    promise("and how near it comes", "its greatest £12,370, at £20,000" in said, said)
    narrow("an unmet target", done.stdout)


def not_allowed():
    """Where the file does not allow all of the range, what it allows is searched to its end, and why no further is said."""
    text = CERTAIN.rstrip() + """
loans = ( { name = "bridge"; lender = "Bank"; borrower = "Harbour"; principal = 1000.0; maximum = 4321.0; rate = 0.0; term = 8; repayment = "bullet"; } );"""
    vary = "loans.bridge.principal"
    # Lowest cash is 5,000 - 12,400 + 2 * 2,385.17 + p.
    found = root(text, vary, f"Harbour/lowest_cash={5000 - 12400 + 2 * 2385.17 + 4300:.2f}", "--between", "500,20000")
    promise("a root just below the most that is allowed is found", abs(found["at"] - 4300) < 0.02, found)
    done = sibyl("solve", None, "--vary", vary, "--until", "Harbour/lowest_cash=9000", "--between", "500,20000", "--paths", "1", text=text)
    said = re.sub(r"\s+", " ", done.stdout)
    upto = re.search(r"Looked for between £500 and £([\d,.]+) in", said)
    promise("it has looked as far as is allowed", upto and 4300 < float(upto[1].replace(",", "")) <= 4321, said)
    promise("and says why no further", "loans.bridge.principal: £20,000.00 is more than the lender offers" in said or
            re.search(r"loans.bridge.principal: £[\d,.]+ is more than the lender offers, a maximum of £4,321.00", said), said)
    narrow("a range that is not allowed", done.stdout)


def words():
    done = sibyl("solve", None, "--vary", "parties.Harbour.opening_cash", "--until", "Harbour/below_zero=0.05", "--paths",
                 "1000", text=NOISY)
    promise("the answer has its interval", re.search(r"opening_cash = £6,\d+; £6,\d+ to £6,\d+\n", done.stdout), done.stdout)
    promise("no more digits than sampling allows", re.search(r"= £\d,\d00;", done.stdout) or re.search(r"= £\d,\d\d0;", done.stdout), done.stdout)
    promise("nothing is called confidence", "onfidence" not in done.stdout)
    narrow("an answer", done.stdout)


def wrong_use():
    cash = "parties.Harbour.opening_cash"
    for given, needle in (
        ((), "--vary PATH"),
        (("--vary", cash), "--until"),
        (("--vary", cash, "--until", "Harbour/lowest_cash"), "METRIC=TARGET"),
        (("--vary", cash, "--until", "Harbour/lowest_cash=x"), "METRIC=TARGET"),
        (("--vary", cash, "--until", "Harbour/lowest_cosh=0"), "did you mean \"Harbour/lowest_cash\""),
        (("--vary", cash, "--until", "Harbour/lowest_cash:1.5=0"), "between 0 and 1"),
        (("--vary", cash, "--until", "Harbour/below_zero:0.5=0"), "no quantiles"),
        (("--vary", cash, "--until", "Harbour/lowest_cash=0", "--between", "5,3"), "A less than B"),
        (("--vary", "parties.Harbour.opening_cosh", "--until", "Harbour/lowest_cash=0"), "is no number"),
        (("--vary", "parties.Harbour.opening_cosh", "--until", "Harbour/lowest_cash=0", "--between", "1,2"), "opening_cosh"),
        (("--vary", cash, "--until", "Harbour/lowest_cash=0", "--scenario", "deer"), "did you mean \"dear\""),
    ):
        done = sibyl("solve", None, *given, "--paths", "1", text=CERTAIN)
        promise(f"solve {given} is refused", done.returncode == WRONG and needle in done.stderr and not done.stdout, done.stderr)


for group in (closed_forms, whole_numbers, sampling, met_twice, not_allowed, stretches, unmet, words, wrong_use):
    group()
finish()
