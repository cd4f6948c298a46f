"""Configurations as trees: read, changed and written again, and what they come to. For relations.py.

A group is a dict, a list (of groups or values) a list, a whole number an int.
"""
import copy
import csv
import json
import math
import pathlib
import re
import subprocess
import tempfile

TOKEN = re.compile(r'\s+|#[^\n]*|//[^\n]*|/\*.*?\*/|(?P<include>@include)|(?P<text>"(?:[^"\\]|\\.)*")|'
                   r'(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?L?)|(?P<word>[A-Za-z*][\w*-]*)|(?P<mark>[=:;,{}()\[\]])', re.S)
QUANTITY_PARAMETERS = ("value", "low", "mode", "high", "mean", "sd", "min", "max", "values", "plan")


class Reader:
    def __init__(self, file):
        self.folder, self.tokens = file.parent, self.split(file.read_text(encoding="utf-8"), file.parent)
        self.at = 0

    def split(self, text, folder):
        found, at = [], 0
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise ValueError(f"cannot read {text[at:at + 40]!r}")
            at = match.end()
            if match.lastgroup:
                found.append((match.lastgroup, match.group()))
            if len(found) > 1 and found[-2][0] == "include":
                included = folder / found.pop()[1][1:-1]
                found.pop()
                found += self.split(included.read_text(encoding="utf-8"), included.parent)
        return found

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def value(self):
        kind, text = self.next()
        if text == "{":
            return self.group("}")
        if text in "([":
            items = []
            while self.peek() not in ")]":
                items.append(self.value())
                if self.peek() == ",":
                    self.next()
            self.next()
            return items
        if kind == "number":
            text = text.rstrip("L")
            return float(text) if any(c in text for c in ".eE") else int(text)
        return text[1:-1] if kind == "text" else text == "true"

    def group(self, end):
        settings = {}
        while self.peek() not in (end, ""):
            key = self.next()[1]
            self.next()
            settings[key] = self.value()
            while self.peek() in (";", ",") and self.peek():
                self.next()
        if end:
            self.next()
        return settings


def written(value):
    if isinstance(value, dict):
        return "{ " + " ".join(f"{key} = {written(item)};" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "( " + ", ".join(written(item) for item in value) + " )" if any(
            isinstance(item, (dict, list)) for item in value) else "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return f'"{value}"'


def items(value):
    """The groups of a list; one group alone is a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


class Reference:
    """The tables of `sibyl keys`: what each section's keys are, and in which unit."""

    def __init__(self, sibyl):
        text = subprocess.run([sibyl, "keys"], capture_output=True, check=True).stdout.decode()
        self.sections, section = {}, None
        for line in text.splitlines():
            if line.startswith("#"):
                section = line.lstrip("# ").strip()
                self.sections[section] = {}
            elif line.startswith("| `") and section is not None:
                cells = [cell.strip() for cell in line.strip("|").split(" | ")]
                self.sections[section][cells[0].strip(" `|")] = (cells[1], cells[2])

    def rows(self, section):
        return self.sections.get(section, {})


def scale_quantity(value, by):
    """A number, a distribution or a table of them, multiplied."""
    if isinstance(value, bool) or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return round(float(value) * by, 2)
    if isinstance(value, list):
        return [scale_quantity(item, by) for item in value]
    if "monthly" in value:
        return {key: scale_quantity(item, by) if key == "monthly" else item for key, item in value.items()}
    if "amount" in value and "month" in value:
        return {**value, "amount": scale_quantity(value["amount"], by)}
    if "dist" in value or "value" in value:
        return {key: scale_quantity(item, by) if key in QUANTITY_PARAMETERS else item for key, item in value.items()}
    if "csv" in value:
        raise NotApplicable("amounts come from a csv file")
    return {key: scale_quantity(item, by) for key, item in value.items()}


class NotApplicable(Exception):
    """A relation's premise is not met; says why."""


def scale_money(reference, value, section, by):
    """A copy of a section with all amounts of money multiplied."""
    if isinstance(value, list):
        return [scale_money(reference, item, section, by) for item in value]
    if not isinstance(value, dict):
        return value
    rows = dict(reference.rows(section))
    head = section.split(".")[-1]
    if head == "terms":
        section = f'pay = "{value["pay"]}"'
        rows |= reference.rows(section)
    if "repayment" in value:
        rows |= reference.rows(f'repayment = "{value["repayment"]}"')
    scaled = {}
    for key, item in value.items():
        what, unit = rows.get(key, ("", ""))
        inner = key if section == "The file" else f"{section}.{key}"
        if section.startswith("pay = "):
            inner = f'{value["pay"]}.{key}'
        if what.startswith(("group", "list")) and "of n" not in what:
            scaled[key] = scale_money(reference, item, inner, by)
        elif what == "drawdown":
            scaled[key] = scale_quantity(item, by) if isinstance(item, (list, dict)) else item
        elif unit.endswith("money"):
            scaled[key] = scale_quantity(item, by)
        else:
            scaled[key] = item
    return scaled


def is_certain(value):
    return not isinstance(value, dict) or "dist" not in value


class Run:
    """What a configuration comes to: every path's metrics, and the summary."""

    def __init__(self, sibyl, tree, paths, folder):
        file = pathlib.Path(folder) / "scheme.cfg"
        file.write_text("\n".join(f"{key} = {written(value)};" for key, value in tree.items()), encoding="utf-8")
        with tempfile.TemporaryDirectory() as where:
            rows = pathlib.Path(where) / "paths.csv"
            done = subprocess.run([sibyl, "run", file, "--paths", str(paths), "--seed", "7", "--threads", "1", "--formats", "json", "--output",
                                   where, "--quiet", "--paths-out", rows], capture_output=True, check=False)
            if done.returncode != 0:
                said = [line for line in done.stderr.decode().splitlines() if ": note:" not in line] or ["nothing is said"]
                raise NotApplicable("it is refused: " + said[0].split(".cfg:")[-1][:150])
            self.lines = rows.read_text(encoding="utf-8").splitlines()
            self.data = json.loads(next(pathlib.Path(where).glob("**/*.json")).read_text(encoding="utf-8"))
        table = list(csv.reader(self.lines))
        self.columns = dict(zip(table[0], zip(*table[1:])))
        self.metrics = {(m.get("party"), m.get("of"), m["name"]): m for m in self.data["metrics"]}

    def column(self, name):
        return [float(x) if x else math.nan for x in self.columns[name]]

    def named(self, metric, party=None):
        """The columns of a metric (PARTY/OF/NAME), of one party or of all."""
        return [name for name in self.columns
                if name.split("/")[-1] == metric and (party is None or name.split("/")[0] == party)]


def filled(value, given):
    """A tree in which "$NAME" is the number that the file gives under that name."""
    if isinstance(value, dict):
        return {key: filled(item, given) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, given) for item in value]
    return given[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def read(file):
    tree = Reader(file).group("")
    given = tree.pop("numbers", {})
    if given:
        tree.pop("sources", None)  # they may speak of what was given
    return filled(tree, given)


def changed(tree):
    return copy.deepcopy(tree)
