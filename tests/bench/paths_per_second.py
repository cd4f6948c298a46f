#!/usr/bin/env python3
"""Paths per second of worked schemes: paths_per_second.py SIBYL CONFIG... (meson benchmark -C build prints it)

The least of five runs, on one thread and on all; starting up (a run of 64 paths) is taken off. Figures are to be compared
within one run, as ratios: machines differ.
"""
import os
import pathlib
import subprocess
import sys
import time

REPEATS, FEW, MANY = 5, 64, 20_000


def seconds(config, paths, threads):
    words = [sys.argv[1], "run", config, "--paths", str(paths), "--threads", str(threads), "--formats", "json", "--output", "-"]
    best = float("inf")
    for _ in range(REPEATS):
        began = time.perf_counter()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    return best


for file in sys.argv[2:]:
    for n in sorted({1, os.cpu_count() or 1}):
        took = seconds(file, MANY, n) - seconds(file, FEW, n)
        print(f"{pathlib.Path(file).name}: {(MANY - FEW) / took:,.0f} paths a second on {n} thread{'s' if n > 1 else ''}")
