#!/usr/bin/env python3
"""Peterborough closed early, on the same random numbers as Peterborough: closure.py SIBYL CONFIGS"""
import csv
import math
import pathlib
import subprocess
import sys
import tempfile

SIBYL, CONFIGS = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PATHS, MONTHS_OF_SERVICE, HAZARD = 4000, 70, 0.1
PAYER, CONTRACT = "Ministry of Justice", "Outcomes contract"
# One false alarm in a million.
Z = 4.9
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def paths(config, *words):
    """Columns of what each path came to, by metric."""
    with tempfile.TemporaryDirectory() as folder:
        rows = pathlib.Path(folder) / "paths.csv"
        done = subprocess.run([SIBYL, "run", CONFIGS / config, "--paths", str(PATHS), "--formats", "json", "--output", folder,
                               "--quiet", "--paths-out", rows, *words], capture_output=True, check=False)
        promise(f"{config} {words} runs", done.returncode == 0, done.stderr.decode())
        with open(rows, encoding="utf-8", newline="") as file:
            table = list(csv.reader(file))
    return {name: list(column) for name, *column in zip(*table)}


def numbers(columns, metric):
    return [float(x) for x in columns[metric]]


cancelled = paths("peterborough-closure.cfg", "--scenario", "third cohort cancelled")
ends = numbers(cancelled, f"{PAYER}/{CONTRACT}/end_month")
promise("cancelled: service ends with the second cohort, on every path", set(ends) == {46.0}, set(ends))
promise("cancelled: 70,000 a month have been drawn for 46 months", set(numbers(cancelled, "Foundations/drawn")) == {3220000.0})
promise("cancelled: the third cohort is measured on no path", set(cancelled[f"{PAYER}/{CONTRACT}/0/3/measured_reduction"]) == {""})
two = paths("peterborough.cfg")
events = [x / 19193.48 for x in numbers(two, f"{PAYER}/payments")]
paid = [x / 13435.44 for x in numbers(cancelled, f"{PAYER}/payments")]
capped = [max(x * 19193.48, y * 13435.44) >= 7999999 for x, y in zip(events, paid)]
promise("cancelled: the same events avoided are paid for as in peterborough.cfg, path by path, judged together in month 83",
        all(cap or abs(x - y) < 0.01 for x, y, cap in zip(events, paid, capped)) and not all(capped))
for cohort in ("1", "2", "pooled"):
    metric = f"{PAYER}/{CONTRACT}/0/{cohort}/triggered"
    promise(f"cancelled: test {cohort} is passed on the same paths", cancelled[metric] == two[metric])

achieved, pipeline, capital, never = (paths("peterborough-closure.cfg", *words) for words in (
    (), ("--scenario", "pipeline paid"), ("--scenario", "capital repaid"), ("--scenario", "never closed")))
ended = [x == 1 for x in numbers(achieved, f"{PAYER}/{CONTRACT}/ends_early")]
exact = 1 - (1 - HAZARD) ** (MONTHS_OF_SERVICE / 12)
error = math.sqrt(exact * (1 - exact) / PATHS)
promise("closed as often as a hazard of 10 % a year over 70 months says", abs(sum(ended) / PATHS - exact) <= Z * error)
promise("investors' bond stops on the same paths", numbers(achieved, "Peterborough SPV/stopped_early") == [float(x) for x in ended])
for name, columns in (("pipeline", pipeline), ("capital", capital)):
    promise(f"{name}: the same paths end", columns[f"{PAYER}/{CONTRACT}/ends_early"] == achieved[f"{PAYER}/{CONTRACT}/ends_early"])
kept = [i for i in range(PATHS) if not ended[i]]
for name, columns in (("achieved", achieved), ("pipeline", pipeline), ("capital", capital)):
    same = all(columns[f"{PAYER}/payments"][i] == never[f"{PAYER}/payments"][i] for i in kept)
    promise(f"{name}: where nothing ends, the payer pays what it would without a closure clause", same)
early = [i for i in range(PATHS) if ended[i] and float(achieved[f"{PAYER}/{CONTRACT}/end_month"][i]) < 22]
promise("closed within the first cohort, what is achieved is nothing", all(float(achieved[f"{PAYER}/payments"][i]) == 0 for i in early))
promise("closed within the first cohort, the pipeline is paid on some paths", any(float(pipeline[f"{PAYER}/payments"][i]) > 0 for i in early))
month = [float(x) if x else 0 for x in capital[f"{PAYER}/{CONTRACT}/end_month"]]
first = [i for i in range(PATHS) if 0 < month[i] < 59]
# Nothing is known before month 59: what is outstanding at the start of the last month of service is all that was drawn before.
promise("capital: ended before anything is known, what was drawn before the last month comes from the payer",
        all(float(capital["Foundations/drawn"][i]) - 210000 <= float(capital[f"{PAYER}/payments"][i]) <= float(capital["Foundations/drawn"][i])
            for i in first) and len(first) > 0)
print(f"{counts[True]} passed, {counts[False]} failed")
sys.exit(counts[False] > 0)
