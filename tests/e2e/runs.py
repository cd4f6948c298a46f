#!/usr/bin/env python3
"""Whole runs of the program: the same bytes on any number of threads, prefixes, conservation, exit statuses."""
import json
import os
import subprocess
import sys
import tempfile

SIBYL, CONFIGS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
passed = failed = 0


def sibyl(*words, cwd=None):
    return subprocess.run([SIBYL, *words], capture_output=True, cwd=cwd, check=False)


def promise(name, kept):
    global passed, failed
    passed, failed = passed + bool(kept), failed + (not kept)
    if not kept:
        print("broken: " + name)


def results(config, *words):
    r = sibyl("run", config, "--formats", "json", "--output", "-", *words)
    return r.stdout


def metric(data, party, of, name):
    for m in json.loads(data)["metrics"]:
        if (m.get("party"), m.get("of"), m["name"]) == (party, of, name):
            return m
    return None


with tempfile.TemporaryDirectory() as folder:
    for name in ("peterborough.cfg", "drug-recovery.cfg"):
        config = os.path.join(CONFIGS, name)
        bytes_of = [results(config, "--paths", "300", "--threads", str(n)) for n in (1, 2, 7)]
        promise(name + ": results are there", len(bytes_of[0]) > 1000)
        promise(name + ": the same bytes with 1, 2 and 7 threads", len(set(bytes_of)) == 1)
        rows = []
        for n in ("100", "200"):
            out = os.path.join(folder, "p" + n + ".csv")
            sibyl("run", config, "--paths", n, "--formats", "json", "--output", folder, "--paths-out", out, "--quiet")
            with open(out, encoding="utf-8") as f:
                rows.append(f.read().splitlines())
        promise(name + ": the first paths of a longer run are those of a shorter one", rows[0] == rows[1][: len(rows[0])])
        r = sibyl("run", config, "--paths", "200", "--output", folder)
        text = r.stdout.decode()
        promise(name + ": runs", r.returncode == 0)
        promise(name + ": the summary fits 80 columns",
                all(len(line) <= 80 for line in text.splitlines() if not line.startswith("Written")))
        promise(name + ": money and clients are conserved", "checks hold" in text)
    config = os.path.join(CONFIGS, "peterborough.cfg")
    terms = 'contracts."Outcomes contract".terms.0.'
    cohort = "Outcomes contract/0/1"
    payer = "Ministry of Justice"
    fixed = ["--paths", "100000", "--set", terms + "effect=0.084"]
    data = results(config, *fixed)
    promise("the measured reduction of a cohort spreads by 4.7 to 5.2 points",
            0.047 < metric(data, payer, cohort, "measured_reduction")["sd"] < 0.052)
    promise("a true 8.4 % passes 10 % in 37 or 38 of 100 cohorts",
            0.37 < metric(data, payer, cohort, "triggered")["mean"] < 0.38 + 4 * 0.0015)
    pooled = results(config, *fixed, "--set", terms + "threshold=0.99")
    promise("a true 8.4 % passes a pooled 7.5 % in 60 or 61 of 100",
            0.60 < metric(pooled, payer, "Outcomes contract/0/pooled", "triggered")["mean"] < 0.61)
    poisson = results(config, *fixed, "--set", terms + "dispersion=0")
    promise("without dispersion the spread is visibly smaller",
            metric(poisson, payer, cohort, "measured_reduction")["sd"] < 0.03)
    promise("without it 10 % is passed in 26 of 100 cohorts, not in 37",
            0.255 < metric(poisson, payer, cohort, "triggered")["mean"] < 0.27)
    price = results(config, "--paths", "64", "--set", terms + "effect=0.09", "--set", terms + "threshold=0.99")
    irr = metric(price, "Foundations", None, "irr")
    promise("a pooled 9 % returns 3 % a year", abs(irr["expected"] - 0.03) < 0.00002)
    if abs(irr["expected"] - 0.03) >= 0.00002:
        print("irr", irr["expected"])
    promise("no command is wrong use", sibyl().returncode == 2)
    promise("an unknown command is wrong use", sibyl("rum").returncode == 2)
    promise("an unknown option is wrong use", sibyl("run", config, "--pahts", "3").returncode == 2)
    promise("a missing file is wrong input", sibyl("run", "none.cfg").returncode in (1, 2))
    made = sibyl("new", "drug-recovery", cwd=folder)
    promise("a template is written", made.returncode == 0 and os.path.exists(os.path.join(folder, "drug-recovery.cfg")))
    promise("a file is never overwritten by a template", sibyl("new", "drug-recovery", cwd=folder).returncode == 1)

print("%d passed, %d failed" % (passed, failed))
sys.exit(failed > 0)
