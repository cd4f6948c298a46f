#!/usr/bin/env python3
"""The command line: what is wrong use, what cannot be done, and what a hostile surrounding changes: commands.py SIBYL CONFIGS"""
import hashlib
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

SIBYL, CONFIGS = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
BOND = CONFIGS / "peterborough.cfg"
DONE, NOT_DONE, WRONG = 0, 1, 2
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def sibyl(*words, **how):
    how.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([SIBYL, *words], stderr=subprocess.PIPE, check=False, **how)


def refused(name, code, needle, *words, **how):
    """Exit status, what is said, and that nothing was written in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        done = sibyl(*words, cwd=folder, **how)
        said = done.stderr.decode(errors="replace")
        promise(name, done.returncode == code and needle in said and not os.listdir(folder), f"{done.returncode} {said}")


def wrong_use():
    refused("86 no command", WRONG, "Usage")
    refused("86 no configuration", WRONG, "CONFIG", "run")
    refused("87 an unknown option", WRONG, "--pahts", "run", BOND, "--pahts", "3")
    refused("87 an unknown command", WRONG, "rum", "rum", BOND)
    for threads in ("0", "-1", "1000000", "two"):
        refused(f"47 threads {threads}", WRONG, "1 to 1024", "run", BOND, "--threads", threads)
    for paths in ("0", "-1", "1000000000000", "4294967297", "1e6"):
        refused(f"41 paths {paths}", WRONG, "--paths", "run", BOND, "--paths", paths)
    for seed in ("-1", "9223372036854775808", "0x1F"):
        refused(f"46 seed {seed}", WRONG, "--seed", "run", BOND, "--seed", seed)
    refused("a setting without a value", WRONG, "PATH=VALUE", "run", BOND, "--set", "months")
    refused("a setting of the wrong kind", WRONG, "months", "run", BOND, "--set", "months=abc")
    refused("a setting that nothing bears", WRONG, "monhts", "run", BOND, "--set", "monhts=3")
    refused("a format that there is not", WRONG, "xlsx, json and csv", "run", BOND, "--formats", "doc")
    refused("two formats on standard output", WRONG, "one format", "run", BOND, "--output", "-")
    refused("a path past the last", WRONG, "numbered 0 to 99", "run", BOND, "--paths", "100", "--replay", "100")
    refused("a party that there is not", WRONG, "no party", "run", BOND, "--for", "Nobody")


def help_and_version():
    """Everywhere, on standard output, in 80 columns."""
    version = sibyl("--version")
    promise("--version says which this is", version.returncode == DONE and version.stdout.startswith(b"sibyl "))
    for command in ("run", "check", "explain", "new", "irr", "keys", "mechanisms", "verify"):
        promise(f"{command} --version", sibyl(command, "--version").stdout == version.stdout)
        said = sibyl(command, "--help")
        promise(f"{command} --help", said.returncode == DONE and b"Usage" in said.stdout and not said.stderr)
        promise(f"{command} --help fits", all(len(line) <= 80 for line in said.stdout.decode().splitlines()))
    templates = sibyl("new")
    promise("new lists the templates", templates.returncode == DONE and b"peterborough" in templates.stdout)
    promise("the list of templates fits", all(len(line) <= 80 for line in templates.stdout.decode().splitlines()))


def files_and_folders():
    refused("92 no such configuration", WRONG, "does not exist", "run", "none.cfg")
    refused("93 a folder for a configuration", WRONG, "folder", "run", CONFIGS)
    refused("93 a device for a configuration", WRONG, "device", "run", "/dev/null")
    refused("89 a file for the output's folder", NOT_DONE, "not a folder", "run", BOND, "--paths", "64", "--output", BOND)
    refused("91 an output folder that cannot be made", NOT_DONE, "No such file", "run", BOND, "--paths", "64", "--output",
            "none/at/all")
    refused("95 a name past what a folder takes", WRONG, "", "run", "x" * 300 + ".cfg")
    with open("/dev/full", "wb") as full:
        refused("a full standard output", NOT_DONE, "No space left", "run", BOND, "--paths", "64", "--formats", "json",
                "--output", "-", stdout=full)
        with tempfile.TemporaryDirectory() as folder:
            done = sibyl("run", BOND, "--paths", "64", "--output", folder, stdout=full)
            promise("a full standard output fails a run that prints", done.returncode == NOT_DONE)
    small = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (60_000_000, 60_000_000))}
    refused("45 no memory", NOT_DONE, "memory", "run", CONFIGS / "drug-recovery.cfg", "--paths", "64", "--threads", "1", **small)
    large = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))}
    refused("45 paths and months past the memory allowed: the estimate and the limit are said", NOT_DONE,
            " MiB of memory, and 2048 MiB may be used here", "run", CONFIGS / "drug-recovery.cfg", "--paths", "100000",
            "--set", "months=400", "--threads", "16", **large)
    if os.geteuid() != 0:
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o500)
            refused("a folder that may not be written", NOT_DONE, "denied", "run", BOND, "--output", folder)
    with tempfile.TemporaryDirectory() as folder:
        short = {"preexec_fn": lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_DFL),
                                        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))}
        done = sibyl("run", BOND, "--paths", "64", "--output", folder, **short)
        promise("a limit on file size is no crash, and leaves nothing half written",
                done.returncode == NOT_DONE and not os.listdir(folder), f"{done.returncode} {os.listdir(folder)}")


def replaced_whole():
    with tempfile.TemporaryDirectory() as folder:
        book = pathlib.Path(folder) / "peterborough.xlsx"
        book.write_bytes(b"an older book")
        both = [subprocess.Popen([SIBYL, "run", BOND, "--paths", "640", "--quiet", "--output", folder]) for _ in range(2)]
        promise("96 two runs into one folder both end well", all(run.wait() == DONE for run in both))
        promise("90 the older book is replaced whole", book.read_bytes()[:2] == b"PK")
        promise("nothing but the three files is left",
                sorted(os.listdir(folder)) == ["peterborough.csv", "peterborough.json", "peterborough.xlsx"], os.listdir(folder))


def signals():
    for number in (signal.SIGINT, signal.SIGTERM):
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.Popen([SIBYL, "run", BOND, "--paths", "50000000", "--output", folder], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
            time.sleep(0.4)
            began = time.monotonic()
            run.send_signal(number)
            code = run.wait()
            promise(f"signal {number} stops a run, and nothing is left", code == 128 + number and not os.listdir(folder), code)
            promise(f"signal {number} is heard within five seconds", time.monotonic() - began < 5)


def surroundings():
    """99: the same bytes whatever the environment says."""
    words = ("run", BOND, "--paths", "200", "--formats", "json", "--output", "-")
    plain = sibyl(*words).stdout
    hostile = {"GSL_RNG_TYPE": "nonsense", "GSL_RNG_SEED": "7", "LC_ALL": "de_DE.UTF-8", "TZ": "junk", "TMPDIR": "/none/at/all",
               "SOURCE_DATE_EPOCH": "abc", "PATH": ""}
    promise("99 a hostile environment changes no byte", plain and sibyl(*words, env=hostile).stdout == plain)
    books = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            sibyl("run", BOND, "--paths", "200", "--formats", "xlsx", "--output", folder, env={"TMPDIR": "/none/at/all"})
            books.append(hashlib.sha256((pathlib.Path(folder) / "peterborough.xlsx").read_bytes()).hexdigest())
    promise("a workbook has the same bytes again", books[0] == books[1])


def example():
    """A file that uses most of the configuration's keys is understood and runs, with a note on what is left out."""
    with tempfile.TemporaryDirectory() as folder:
        check = sibyl("check", HERE / "riverside.cfg")
        promise("the example is understood", check.returncode == DONE and b"Outcomes contract" in check.stdout)
        promise("clients who would move but cannot are said", check.stderr.count(b": note: ") == 1, check.stderr.decode())
        run = sibyl("run", HERE / "riverside.cfg", "--paths", "640", "--output", folder)
        promise("the example runs", run.returncode == DONE and b"checks hold" in run.stdout)
        data = json.loads((pathlib.Path(folder) / "riverside.json").read_text(encoding="utf-8"))
        names = {(m.get("party"), m["name"]) for m in data["metrics"]}
        for wanted in (("Social fund", "irr"), ("Harbour", "below_cash_floor"), ("County Council", "payments"),
                       ("Northgate", "surplus"), (None, "starts")):
            promise(f"the example reports {wanted}", wanted in names)


def reference():
    keys = sibyl("keys")
    promise("configs/README.md is what sibyl keys prints", keys.stdout == (CONFIGS / "README.md").read_bytes(),
            "make it anew: sibyl keys > configs/README.md")
    refused("keys takes no argument", WRONG, "no argument", "keys", "term")
    refused("mechanisms takes no argument", WRONG, "no argument", "mechanisms", "block")
    listed = sibyl("mechanisms").stdout.decode()
    promise("the list of mechanisms fits", all(len(line) <= 80 for line in listed.splitlines()))
    text = keys.stdout.decode()
    for pay in re.findall(r'^### pay = "(.*)"$', text, re.MULTILINE):
        section = text.split(f'### pay = "{pay}"')[1].split("\n## ")[0].split("\n### ")[0]
        block = re.split(r"\n\n(?=\S)", listed.split(f"\n{pay}: ")[1])[0] if f"\n{pay}: " in listed else ""
        for key in re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE):
            promise(f"mechanisms lists {key} of {pay}", re.search(rf"^ +{key}: ", block, re.MULTILINE))
    for key in ("verified", "at_risk", "minimum_performance", "annual_cap", "cap", "floor", "retention"):
        promise(f"mechanisms lists {key}", re.search(rf"^{key}: ", listed, re.MULTILINE))


for group in (reference, wrong_use, help_and_version, files_and_folders, replaced_whole, signals, surroundings, example):
    group()
print(f"{counts[True]} passed, {counts[False]} failed")
sys.exit(counts[False] > 0)
