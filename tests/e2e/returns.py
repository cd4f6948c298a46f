#!/usr/bin/env python3
"""Returns of investors whose flows are known: returns.py SIBYL"""
import json
import pathlib
import subprocess
import sys
import tempfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
counts = {True: 0, False: 0}

# 100 people start in month 1, half of them achieve it in month 12, each is paid £2,500: £125,000 on £100,000 that is drawn in
# month 1 and spent at once. Half of 100 is 50; 40 would return the capital, 60 reach the cap of £150,000.
SCHEME = """
title = "One payment";
start = "2012-04";
months = 12;
groups = ( { name = "all"; process = "fixed"; referrals = ( { monthly = 100.0; from = 1; to = 1; } ); engage = 1.0; } );
outcomes = ( { name = "done"; after = "start"; delay = 11; probability = %(probability)s; } );
parties = ( { name = "Council"; kind = "commissioner"; }, { name = "Vehicle"; kind = "spv"; },
            { name = "Helper"; kind = "provider"; serves = { all = 1.0; };
              costs = ( { name = "all"; monthly = 100000.0; to = 1; } ); } );
contracts = ( { name = "Outcomes"; payer = "Council"; payee = "Vehicle"; cap = 150000.0;
                terms = ( { pay = "outcome"; outcome = "done"; price = 2500.0; } ); },
              { name = "Service"; payer = "Vehicle"; payee = "Helper"; to = 1;
                terms = ( { pay = "block"; amount = 100000.0; in_advance = true; } ); } );
bonds = ( { spv = "Vehicle"; drawdown = "upfront"; distribute_every = 12; hurdle = 0.375;
            tranches = ( { name = "senior"; investor = "Lender"; principal = 60000.0; coupon = 0.0; },
                         { name = "junior"; investor = "Fund"; principal = 40000.0; residual = 1.0; } ); } );
"""


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def run(folder, text, paths=64):
    file = pathlib.Path(folder) / "scheme.cfg"
    file.write_text(text)
    done = subprocess.run([SIBYL, "run", file, "--paths", str(paths), "--formats", "json", "--output", "-"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr)
        sys.exit(1)
    return json.loads(done.stdout)


def metric(results, party, of, name, what="mean"):
    for m in results["metrics"]:
        if m.get("party") == party and m.get("of") == of and m["name"] == name:
            return m.get(what)
    return None


def near(a, b, within):
    return a is not None and abs(a - b) <= within


def known_flows(folder):
    r = run(folder, SCHEME % {"probability": "0.5"})
    for party, of, out, back in (("Lender", "senior", 60000, 60000), ("Fund", "junior", 40000, 65000)):
        promise(f"{of} is paid in order", near(metric(r, party, of, "returned", "expected"), back, 0))
        promise(f"{of}: a year's return is its multiple", near(metric(r, party, of, "irr", "expected"), back / out - 1, 1e-11))
        days = (back / out) ** (365 / 364) - 1
        promise(f"{of}: from 1 April to 31 March are 364 days", near(metric(r, party, of, "xirr", "expected"), days, 1e-11),
                metric(r, party, of, "xirr", "expected"))
    promise("senior begins to lose when junior is gone", near(metric(r, "Lender", "senior", "attachment"), 0.4, 1e-12))
    promise("senior has lost all when all is lost", near(metric(r, "Lender", "senior", "detachment"), 1, 1e-12))
    promise("junior loses first", near(metric(r, "Fund", "junior", "attachment"), 0, 1e-12))
    promise("junior has lost all where senior begins", near(metric(r, "Fund", "junior", "detachment"), 0.4, 1e-12))
    # Capital is back when 100,000 is paid: 40 of 50. Junior's 37.5 % needs 115,000: 46 of 50. The cap is 60 of 50.
    promise("capital is back at 0.8 of success", near(metric(r, "Fund", "junior", "break_even_success"), 0.8, 1e-3))
    promise("and at 0.8 of referrals", near(metric(r, "Fund", "junior", "break_even_volume"), 0.8, 1e-3))
    promise("senior is back at 0.48", near(metric(r, "Lender", "senior", "break_even_success"), 0.48, 1e-3))
    promise("the hurdle is met at 0.92", near(metric(r, "Fund", "junior", "hurdle_success"), 0.92, 1e-3),
            metric(r, "Fund", "junior", "hurdle_success"))
    promise("the cap binds from 1.2", near(metric(r, "Council", "Outcomes", "cap_binds_success"), 1.2, 1e-3))
    curve = next(c for c in r["curves"] if c["by"] == "success" and c["name"] == "profit" and c.get("of") == "junior")
    exact = [max(min(125000 * f, 150000), 60000) - 100000 if 125000 * f > 60000 else -40000 for f in curve["factor"]]
    promise("the curve is the payment's", all(near(v, e, 0.01) for v, e in zip(curve["value"], exact)), curve)


# Two bonds in one file, one fund in both: the same months, other amounts.
SECOND = """
title = "Two bonds"; start = "2012-04"; months = 24;
factors = ( { name = "economy"; } );
groups = ( { name = "a"; process = "fixed"; referrals = ( { monthly = 100.0; from = 1; to = 1; } ); engage = 1.0; },
           { name = "b"; process = "fixed"; referrals = ( { monthly = 100.0; from = 1; to = 1; } ); engage = 1.0; } );
outcomes = ( { name = "early"; after = "start"; delay = 11; probability = { a = 0.5; b = 0.0; }; factor = "economy"; loading = %(loading)s; },
             { name = "late"; after = "start"; delay = 23; probability = { a = 0.0; b = 0.5; }; factor = "economy"; loading = %(loading)s; } );
parties = ( { name = "Council"; kind = "commissioner"; }, { name = "One"; kind = "spv"; }, { name = "Two"; kind = "spv"; },
            { name = "A"; kind = "provider"; serves = { a = 1.0; }; costs = ( { name = "all"; monthly = 100000.0; to = 1; } ); },
            { name = "B"; kind = "provider"; serves = { b = 1.0; }; costs = ( { name = "all"; monthly = 50000.0; to = 1; } ); } );
contracts = ( { name = "First"; payer = "Council"; payee = "One"; terms = ( { pay = "outcome"; outcome = "early"; price = 2200.0; } ); },
              { name = "Other"; payer = "Council"; payee = "Two"; terms = ( { pay = "outcome"; outcome = "late"; price = 1210.0; } ); },
              { name = "S1"; payer = "One"; payee = "A"; to = 1; terms = ( { pay = "block"; amount = 100000.0; in_advance = true; } ); },
              { name = "S2"; payer = "Two"; payee = "B"; to = 1; terms = ( { pay = "block"; amount = 50000.0; in_advance = true; } ); } );
bonds = ( { spv = "One"; drawdown = "upfront"; distribute_every = 12; tranches = ( { name = "first"; investor = "Fund"; principal = 100000.0; residual = 1.0; } ); },
          { spv = "Two"; drawdown = "upfront"; distribute_every = 12; tranches = ( { name = "second"; investor = "Fund"; principal = 50000.0; residual = 1.0; } ); } );
"""


def several_bonds(folder):
    # 110,000 after a year on 100,000, and 60,500 after two on 50,000: each 10 % a year, and so are both together.
    alone = run(folder, SECOND % {"loading": "0.0"}, 4096)
    for of in ("first", "second", None):
        promise(f"{of or 'both'} return 10 % a year", near(metric(alone, "Fund", of, "irr", "expected"), 0.1, 1e-11),
                metric(alone, "Fund", of, "irr", "expected"))
    promise("drawn of both", near(metric(alone, "Fund", None, "drawn", "expected"), 150000, 0))
    joint = run(folder, SECOND % {"loading": "0.5"}, 4096)
    variance = {of: metric(joint, "Fund", of, "profit", "sd") ** 2 for of in ("first", "second", None)}
    promise("on a common factor the fund's risk is more than that of bonds apart",
            variance[None] > 1.3 * (variance["first"] + variance["second"]), variance)
    apart = {of: metric(alone, "Fund", of, "profit", "sd") ** 2 for of in ("first", "second", None)}
    promise("without one it is that of bonds apart", near(apart[None] / (apart["first"] + apart["second"]), 1, 0.1), apart)


def main():
    with tempfile.TemporaryDirectory() as folder:
        known_flows(folder)
        several_bonds(folder)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


main()
