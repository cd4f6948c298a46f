"""What the tests of regimes share: running a scheme and looking things up in what comes out. sys.argv: SIBYL CONFIGS."""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

SIBYL, CONFIGS = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PENNY, LANES = 0.01, 64  # so many paths walk together: fewer take as long
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def near(name, got, expected, within):
    promise(name, got is not None and abs(got - expected) <= within, f"{got} is not {expected}")


def finish():
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(counts[False] > 0)


def run(*words):
    return subprocess.run([SIBYL, *words], capture_output=True, check=False, encoding="utf-8")


def options(changes):
    """Changes {path: value} as --set options."""
    return [word for path, value in changes.items() for word in ("--set", f"{path}={value}")]


class Scheme:
    """What a worked scheme comes to, with some settings changed; the same question is asked once."""

    asked = {}

    def __new__(cls, name, changes=None, paths=LANES, words=()):
        question = (name, repr(changes), paths, repr(words))
        if question not in cls.asked:
            cls.asked[question] = scheme = super().__new__(cls)
            scheme.ask(name, changes or {}, paths, words)
        return cls.asked[question]

    def ask(self, name, changes, paths, words):
        self.name, self.metrics, self.series, self.columns = name, {}, {}, {}
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "paths.csv"
            done = run("run", CONFIGS / f"{name}.cfg", "--paths", str(paths), "--seed", "1", "--formats", "json", "--quiet",
                       "--output", folder, "--paths-out", file, *options(changes), *words)
            promise(f"{name} runs", done.returncode == 0, done.stderr)
            if done.returncode != 0:
                return
            data = json.loads((pathlib.Path(folder) / f"{name}.json").read_text(encoding="utf-8"))
            with open(file, encoding="utf-8", newline="") as text:
                self.columns = {head: list(column) for head, *column in zip(*csv.reader(text))}
        self.metrics = self.by_name(data)
        self.series = {(s.get("party"), s["name"]): s for s in data["series"]}

    @staticmethod
    def by_name(data):
        return {(m.get("party"), m.get("of"), m["name"]): m for m in data["metrics"]}

    def get(self, party, of, name, case="expected"):
        return self.metrics[party, of, name].get(case)

    def accrued(self, party, of=None, case="expected"):
        return self.get(party, of, "accrued", case)
