"""A small configuration and what it comes to: what the ledgers worked by hand have in common. sys.argv[1] is sibyl."""
import json
import pathlib
import subprocess
import sys
import tempfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
HEAD = 'title = "{name}"; start = "2012-04"; months = {months};\n'
NOBODY = "groups = (); outcomes = ();\n"
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


class Ledger:
    """What a configuration comes to."""

    def __init__(self, name, months, text):
        self.name = name
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "ledger.cfg"
            file.write_text(HEAD.format(name=name, months=months) + text, encoding="utf-8")
            done = subprocess.run([SIBYL, "run", file, "--paths", "1", "--formats", "json", "--output", "-"],
                                  capture_output=True, check=False)
        promise(f"{name} runs", done.returncode == 0, done.stderr.decode())
        self.data = json.loads(done.stdout) if done.returncode == 0 else {"series": [], "metrics": []}

    def series(self, party, what, expected, statistics=("expected", "mean")):
        found = [s for s in self.data["series"] if s.get("party") == party and s["name"] == what]
        for statistic in statistics:
            got = [round(x, 2) for x in found[0][statistic]] if found else None
            promise(f"{self.name}: {what} of {party} ({statistic})", got == expected, f"{got} is not {expected}")

    def metric(self, party, what, expected, of=None, within=0.0, statistic="expected"):
        found = [m for m in self.data["metrics"] if (m.get("party"), m.get("of"), m["name"]) == (party, of, what)]
        got = found[0].get(statistic, found[0]["mean"]) if found else None  # a probability has no expected case
        promise(f"{self.name}: {what} of {party}", got is not None and abs(got - expected) <= within, f"{got} is not {expected}")


def work(cases):
    """Tries all cases, says how many promises were kept, and ends the program."""
    for case in cases:
        case()
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(counts[False] > 0)
