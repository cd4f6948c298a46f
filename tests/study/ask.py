#!/usr/bin/env python3
"""Twenty numbers at the top of a file, and twenty questions that fill them in: ask.py SIBYL CONFIGS"""
import pathlib
import re
import sys
import tempfile

from common import DONE, NOT_DONE, WRONG, finish, narrow, promise, sibyl

CONFIGS = pathlib.Path(sys.argv[2]).resolve()
TEMPLATE = CONFIGS / "small-provider.cfg"
ANSWERS = ["£41,500", "", "12,000", "2500", "6.5", "60%", "24", "", "", "35%", "120", "", "3,300.50", "", "3", "", "30", "30000", "8.5%", "48"]


def ask(lines, folder):
    return sibyl("ask", given="\n".join(lines) + "\n" if lines else "", cwd=folder)


def twenty_numbers():
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[:20], 1):
        promise(f"line {number} is one number in plain words", re.search(r"\w+ = [\d.]+;.*# .+ \(\S+ to \S+\)$", line), line)
    promise("the twenty end in line 20", "};" in lines[19] and "numbers" in lines[0])
    with tempfile.TemporaryDirectory() as folder:
        new = sibyl("new", "small-provider", cwd=folder)
        written = pathlib.Path(folder) / "small-provider.cfg"
        promise("sibyl new writes the template", new.returncode == DONE and written.read_bytes() == TEMPLATE.read_bytes(), new.stderr)
        page = sibyl("afford", written, "--provider", "Our charity", "--paths", "300", "--quiet")
        promise("it can be asked about at once", page.returncode == DONE and "The verdict with this loan, if the file is right" in page.stdout, page.stderr)
        narrow("its page", page.stdout)
    listed = sibyl("new")
    promise("the list of templates says what it is", "A small provider, an outcome contract and a growth-fund loan" in re.sub(r"\s+", " ", listed.stdout), listed.stdout)
    check = sibyl("check", TEMPLATE)
    for words in ("opens with £52,000", "£3,500"):
        promise(f"the numbers are where they are used: {words}", words in check.stdout, check.stdout)
    changed = sibyl("check", TEMPLATE, "--set", "numbers.cash_today=47000.0")
    promise("a number can be changed on the command line", "opens with £47,000" in changed.stdout, changed.stderr)


def answers():
    with tempfile.TemporaryDirectory() as folder:
        done = ask(ANSWERS, folder)
        file = pathlib.Path(folder) / "small-provider.cfg"
        promise("twenty answers make a file", done.returncode == DONE and file.exists(), done.stderr)
        narrow("the questions", done.stdout)
        text = file.read_text(encoding="utf-8")
        for name, value in (("cash_today", "41500.0"), ("costs_a_month", "11900.0"), ("share_at_worst", "0.6"), ("months_of_referrals", "24"),
                            ("price_of_success", "3300.5"), ("months_to_payment", "3"), ("loan", "30000.0"), ("loan_rate", "0.085"), ("loan_months", "48")):
            promise(f"{name} is {value}", re.search(rf"\b{name} = {re.escape(value)};", text), [x for x in text.splitlines() if f"{name} =" in x])
        promise("all else is the template's", text.splitlines()[20:] == TEMPLATE.read_text(encoding="utf-8").splitlines()[20:])
        again = ask(ANSWERS, folder)
        promise("a file that is there is left as it is", again.returncode == NOT_DONE and "left as it is" in again.stderr and file.read_text(encoding="utf-8") == text)
        promise("that it is there is said before anything is asked", "1." not in again.stdout, again.stdout)
        promise("ranges are written as people write numbers", "(0 to 100,000,000)" in re.sub(r"\s+", " ", done.stdout) and "(0.01 to 0.99)" in re.sub(r"\s+", " ", done.stdout), done.stdout)
    with tempfile.TemporaryDirectory() as folder:
        wrong = ["lots", "-5", "41500"] + ANSWERS[1:6] + ["24.5", "99", "24"] + ANSWERS[7:]
        done = ask(wrong, folder)
        for words in ("that is no number", "that is out of range", "a whole number is meant"):
            promise(f"a wrong answer is asked again: {words}", words in done.stdout, done.stdout)
        promise("and the right one is taken", done.returncode == DONE and "cash_today = 41500.0;" in (pathlib.Path(folder) / "small-provider.cfg").read_text(encoding="utf-8"), done.stderr)
    with tempfile.TemporaryDirectory() as folder:
        done = ask(ANSWERS[:5], folder)
        promise("where the answers end early nothing is written", done.returncode == NOT_DONE and "before question 6" in done.stderr and not list(pathlib.Path(folder).iterdir()), done.stderr)


def faults():
    text = TEMPLATE.read_text(encoding="utf-8")
    for old, new, needle in (
        ('"$cash_today"', '"$cash_tody"', r"scheme.cfg:\d+: .*`numbers` has no \"cash_tody\"; did you mean \"cash_today\"\?"),
        ("cash_today = 52000.0;", "cash_today = \"a lot\";", r"scheme.cfg:1: numbers.cash_today: is .*only numbers"),
        ("cash_today = 52000.0;", "cash_today = 52000.0; spare = 3.0;", r"numbers.spare: is used nowhere"),
        ("share_who_start = 0.85;", "share_who_start = 1.85;", r"scheme.cfg:8: .*1\.85"),
    ):
        done = sibyl("check", None, text=text.replace(old, new))
        promise(f"{new} is refused where it stands", done.returncode == WRONG and re.search(needle, done.stderr), done.stderr)


for group in (twenty_numbers, answers, faults):
    group()
finish()
