#!/usr/bin/env python3
"""Clients who move from a provider that fails: their mean over paths is the expected case: moves.py SIBYL

The provider fails in a month that is certain, so that everything that happens to clients is linear in their numbers and the
expected case is the mean, not only near it. Two outcomes that may meet in one client end service, people wait and a gap
passes; reversals follow. Every figure must lie within Z standard errors.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
PATHS, Z = 20_000, 5.57  # a false alarm in a million over some 40 figures
SCHEME = """title = "Clients who move"; start = "2012-04"; months = 30; truncate = true;
groups = ( { name = "people"; referrals = ( { monthly = 20.0; from = 1; to = 12; } ); in_service = 7; wait = [0.5, 0.3, 0.2]; engage = 0.9; },
           { name = "others"; referrals = ( { monthly = 6.0; from = 1; to = 12; } ); in_service = 4; } );
outcomes = ( { name = "restored"; after = "start"; delay = { mean = 4.0; spread = "geometric"; }; probability = 0.6; leaves = true; },
             { name = "job"; after = "start"; delay = [0.1, 0.4, 0.5]; probability = 0.5; },
             { name = "kept"; after = "job"; delay = [0.0, 0.4, 0.4, 0.2]; probability = 0.7; leaves = true; },
             { name = "relapse"; after = "restored"; delay = [0.0, 0.5, 0.5]; probability = 0.4; reverses = true; } );
parties = ( { name = "Council"; kind = "commissioner"; },
  { name = "A"; kind = "provider"; serves = 1.0; opening_cash = 1000.0; costs = ( { name = "rent"; monthly = 180.0; } ); clients_move = 0.6; gap = GAP; },
  { name = "B"; kind = "provider"; serves = 1.0; opening_cash = 9000.0; costs = ( { name = "meals"; per_client_month = 1.0; } ); },
  { name = "C"; kind = "provider"; serves = 2.0; opening_cash = 9000.0; costs = ( { name = "meals"; per_client_month = 1.0; } ); } );
contracts = ( { name = "CA"; payer = "Council"; payee = "A"; lag = 12; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0; } ); },
  { name = "CC"; payer = "Council"; payee = "C"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0; } ); },
  { name = "CB"; payer = "Council"; payee = "B"; terms = ( { pay = "outcome"; outcome = "restored"; price = 100.0;
    clawback = 0.5; reversal = "relapse"; within = 6; } ); } );
"""
LINEAR = ("starts", "moved", "restored", "job", "kept", "relapse", "surplus", "payments")
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def run(folder, gap, paths, threads):
    file = pathlib.Path(folder) / "moves.cfg"
    file.write_text(SCHEME.replace("GAP", str(gap)), encoding="utf-8")
    done = subprocess.run([SIBYL, "run", file, "--paths", str(paths), "--threads", str(threads), "--formats", "json", "--output", "-"],
                          capture_output=True, check=False)
    promise(f"gap {gap} runs", done.returncode == 0 and b"BROKEN" not in done.stderr, done.stderr.decode())
    return done.stdout


with tempfile.TemporaryDirectory() as scratch:
    for months in (0, 2):
        answer = run(scratch, months, PATHS, 2)
        promise(f"gap {months}: the same bytes on one thread", run(scratch, months, PATHS, 1) == answer)
        figures = json.loads(answer)["metrics"]
        for m in figures:
            if m["name"] in LINEAR and m.get("of") is None and m.get("se"):
                z = (m["mean"] - m["expected"]) / m["se"]
                promise(f"gap {months}: {m['name']} of {m.get('party')}", abs(z) < Z, f"{z:.2f} standard errors off")
        moved = {m.get("party"): m["mean"] for m in figures if m["name"] == "moved" and m.get("of") is None}
        promise(f"gap {months}: some people move, to B and twice as many to C",
                moved["B"] > 1 and abs(moved["C"] / moved["B"] - 2) < 0.1 and moved["A"] == 0, str(moved))

print(f"{counts[True]} passed, {counts[False]} failed")
sys.exit(counts[False] > 0)
