#!/usr/bin/env python3
"""Sources and uses in the workbook: bond_sheet.py SIBYL CONFIG... On each bond's table they come to the same, in the mean, the
plan and the expected case, and each row is a figure of the results file. The steps of its picture climb by the sources and
come down by the uses, to nothing."""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

from book_figures import read_book

PENNY = 0.01
TOTALS = ("All sources", "All uses")


def tables(rows):
    """The rows of each table of sources and uses."""
    for i, row in enumerate(rows):
        if str(row.get(0)).startswith("Sources and uses of "):
            spv = row[0][len("Sources and uses of "):]
            table = []
            for line in rows[i + 1:]:
                if str(line.get(0)).startswith("What "):
                    break
                table.append(line)
            steps = next(at for at in range(i, len(rows)) if rows[at].get(0) == "Steps of the picture")
            yield spv, table, steps_of(rows[steps + 1:])


def steps_of(rows):
    """[(step, what it stands on, its height, of which column)]: each step has one height."""
    heads, steps = {text: column for column, text in rows[0].items()}, []
    for row in rows[1:]:
        if len(row) < 2:
            break
        parts = [head for head in ("Sources", "Uses", "All sources") if heads[head] in row]
        assert len(parts) == 1 and heads["Below zero"] not in row, row
        steps.append((row[0], row[heads["Carried by"]], row[heads[parts[0]]], parts[0]))
    return steps


def step_faults(spv, table, steps):
    rows = {row.get(0): row for row in table}
    level, turned = 0, False
    for what, base, height, part in steps:
        turned = turned or part == "All sources"
        if part == "All sources":
            right = base == 0 and math.isclose(height, level)
        else:
            level += height if part == "Sources" else -height
            right = math.isclose(base, level - (height if part == "Sources" else 0), abs_tol=PENNY)
            right = right and (part == "Uses") == turned and math.isclose(height, rows[what][1])
        if not right:
            yield f"{spv}: the step {what} stands on {base} and is {height} high, at level {level}"
    if not turned or abs(level) > PENNY:
        yield f"{spv}: the steps end at {level}"


def faults(book, results):
    found = list(tables(read_book(book)["Bonds"]))
    if not found:
        yield "there is no table of sources and uses"
    for spv, table, steps in found:
        yield from step_faults(spv, table, steps)
        totals = {row[0]: row for row in table if row.get(0) in TOTALS}
        heads = next(row for row in table if row.get(0) == "Sources")
        for column, head in heads.items():
            if head in ("Mean", "Plan", "Expected"):
                sides = [totals[side].get(column) for side in TOTALS]
                if None in sides or not math.isclose(*sides, rel_tol=1e-12, abs_tol=PENNY / 100):
                    yield f"{spv}: {head}: {sides[0]} in, {sides[1]} out"
        received = next(m for m in results["metrics"] if (m.get("party"), m["name"]) == (spv, "receipts"))
        there = next(row for row in table if row.get(0) == "Receipts under contracts")[1]
        if not math.isclose(there, received["mean"], rel_tol=1e-14):
            yield f"{spv}: receipts are {there}, the results file has {received['mean']}"


def main():
    wrong = []
    for config in sys.argv[2:]:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.argv[1], "run", config, "--paths", "200", "--quiet", "--formats", "xlsx,json", "--output", folder],
                           check=True, stdout=subprocess.DEVNULL)
            book, = pathlib.Path(folder).glob("*.xlsx")
            results, = pathlib.Path(folder).glob("*.json")
            wrong += [f"{config}: {fault}" for fault in faults(book, json.loads(results.read_text(encoding="utf-8")))]
    print("\n".join(wrong))
    print(f"{len(sys.argv) - 2} read, {len(wrong)} wrong")
    sys.exit(len(wrong) > 0)


main()
