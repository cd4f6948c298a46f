#!/usr/bin/env python3
"""sibyl irr, as typed: irr.py SIBYL"""
import pathlib
import re
import subprocess
import sys
import tempfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def irr(text, folder):
    file = pathlib.Path(folder) / "flows.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return subprocess.run([SIBYL, "irr", "flows.csv"], cwd=folder, capture_output=True, text=True, check=False)


def rates(said):
    return [float(x) / 100 for x in re.findall(r"(-?[0-9.]+)% a (?:year|period)", said)]


# What a file says, the status in words, and the rates: hard cases, and spreadsheets' own.
ANSWERS = {
    "dates are XIRR": ("date,amount\n2008-01-01,-10000\n2008-03-01,2750\n2008-10-30,4250\n2009-02-15,3250\n2009-04-01,2750\n",
                       "the only one", [0.3733625335]),
    "rows may come in any order, and of one time are one flow": (
        "2,-132\n0,-60\n1,230\n0,-40\n", "several", [0.1, 0.2]),
    "three roots": ("0,-1000\n1,3600\n2,-4310\n3,1716\n", "several", [0.1, 0.2, 0.3]),
    "none": ("0,100\n1,-100\n2,100\n", "at every rate", []),
    "one way": ("0,40000\n1,5000\n2,8000\n", "only goes one way", []),
    "all on one day": ("2024-01-01,-100\n2024-01-01,110\n", "only goes one way", []),
    "all lost": ("0,-100\n1,0\n2,0\n", "all is lost", []),
    "periods": ("period,flow\n0,-150000\n1,15000\n2,25000\n3,35000\n4,45000\n5,60000\n", "the only one", [0.05243288885]),
    "windows line ends and quotes": ('"when","how much"\r\n0,"-100"\r\n1,"110"\r\n', "the only one", [0.1]),
}

REFUSED = {
    "empty": ("", "has no flows"),
    "only a header": ("date,amount\n", "has no flows"),
    "nothing but zeros": ("0,0\n1,0.0\n", "no flow but 0"),
    "both dates and periods": ("0,-100\n2024-01-01,110\n", "both dates and periods"),
    "a day that there is not": ("2023-02-29,-100\n", ":1: "),
    "words for a number": ("0,-100\n1,nan\n", ":2: "),
    "thousands apart": ('0,-100\n1,"1,000"\n', "without commas"),
    "one column": ("5\n", "each needs two"),
    "three columns": ("0,-100,3\n", "more than two columns"),
    "no text": (b"0,-1\xff\n", "flows.csv:1"),
    "an open quote": ('0,"-100\n', "no closing quote"),
}


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, words, expected) in ANSWERS.items():
            done = irr(text, folder)
            found = rates(done.stdout.split("Present value")[0])
            near = len(found) == len(expected) and all(abs(a - b) < 2e-10 for a, b in zip(found, expected))
            promise(name, done.returncode == 0 and words in done.stdout and near, done.stdout + done.stderr)
            promise(f"{name}: 80 columns", all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
        for name, (text, words) in REFUSED.items():
            done = irr(text, folder)
            promise(name, done.returncode == 2 and words in done.stderr and not done.stdout, done.stdout + done.stderr)
        done = subprocess.run([SIBYL, "irr", "missing.csv"], cwd=folder, capture_output=True, text=True, check=False)
        promise("no such file", done.returncode == 2 and "missing.csv" in done.stderr, done.stderr)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(1 if counts[False] else 0)


main()
