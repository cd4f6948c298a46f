#!/usr/bin/env python3
"""Plan and expected case of each worked scheme are what they were: golden.py SIBYL CONFIGS [--write]

golden.json holds them, to the penny. Where a rule changed on purpose, --write takes what comes out as what is right: look at
the difference before it is committed.
"""
import json
import pathlib
import sys

from common import CONFIGS, Scheme, finish, promise

GOLDEN = pathlib.Path(__file__).parent / "golden.json"
CHOSEN = {"accrued", "payments", "surplus", "lowest_cash", "drawn", "returned", "starts", "paid_more_than_once"}
SCHEMES = sorted(path.stem for path in CONFIGS.glob("*.cfg"))
CASES, TOLERANCE = ("plan", "expected"), 1e-9


def figures(name):
    """Chosen figures of a scheme: {"party/of/metric": [plan, expected]}, of parties and contracts, not of years and groups."""
    found = {}
    for (party, of, metric), values in Scheme(name).metrics.items():
        if metric in CHOSEN and "plan" in values and (of is None or not of[:4].isdigit()) and (metric != "starts" or of is None):
            found["/".join(filter(None, (party, of, metric)))] = [values.get(case) for case in CASES]
    return found


def same(got, expected):
    return all(a == b or (a is not None and b is not None and abs(a - b) <= TOLERANCE * max(1.0, abs(b)))
               for a, b in zip(got, expected))


def compare():
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    promise("every worked scheme is in golden.json (write it anew with --write)", sorted(golden) == SCHEMES,
            sorted(set(golden) ^ set(SCHEMES)))
    for name in sorted(set(golden) & set(SCHEMES)):
        got, expected = figures(name), golden[name]
        promise(f"{name}: the same figures are reported", set(got) == set(expected), sorted(set(got) ^ set(expected))[:4])
        for key in sorted(set(got) & set(expected)):
            promise(f"{name}: {key}", same(got[key], expected[key]), f"{got[key]} is not {expected[key]}")


if "--write" in sys.argv:
    text = json.dumps({name: figures(name) for name in SCHEMES}, indent=1, ensure_ascii=False)
    # A pair of figures on one line.
    text = text.replace("[\n   ", "[").replace(",\n   ", ", ").replace("\n  ]", "]")
    GOLDEN.write_text(text + "\n", encoding="utf-8")
    sys.exit(0)
compare()
finish()
