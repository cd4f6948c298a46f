#!/usr/bin/env python3
"""Bad inputs: each is refused with the message that stands beside it: run.py PROGRAM [--update] [NAME...]

Runs `PROGRAM check NAME.cfg` on every NN-name.cfg here, and on those that are made below because they are too large or
no plain files. What it says on stderr must be NN-name.expected to the letter. Its exit status must be 2, or 0 where it
reports no error (some inputs only look bad). Nothing may be written, and it may take a second and 64 MB (sanitizers take
more, and are let). --update writes what is said now into the .expected files.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
SECONDS, MEGABYTES = 1.0, 64
PATIENCE = 20
HEAD = 'title = "Riverside recovery bond";\nstart = "2012-04";\nmonths = 60;\n'


def make_inputs(folder):
    """Puts the inputs that cannot be committed into folder."""
    texts = {
        "28-deep-groups": "a = " + "{ a = " * 3000 + "1;" + " };" * 3000,
        "28-deep-lists": "a = " + "(" * 3000 + ")" * 3000 + ";",
        "29-large-token": 'title = "' + "x" * 100_000 + '";',
        "29-long-number": "months = " + "1" * 500_000 + ";",
        "30-many-keys": "".join(f"key_{i} = {i};\n" for i in range(20_000)),
        "30-many-values": "correlation = ([" + ",".join("0.5" for _ in range(200_000)) + "]);",
        "30-many-lines": "\n" * 1_000_000,
        "35-fifo": HEAD + '@include "fifo"\n',
        "36-device": HEAD + '@include "/dev/zero"\n',
        "36-linked-device": HEAD + '@include "zero"\n',
        "37-linked-password-file": HEAD + '@include "passwd"\n',
        "39-link-loop": HEAD + '@include "loop"\n',
    }
    for name, text in texts.items():
        (folder / f"{name}.cfg").write_text(text, encoding="utf-8")
    # In pieces: what this program takes is counted to its children until they begin.
    with open(folder / "29-huge-token.cfg", "w", encoding="utf-8") as file:
        file.write('title = "')
        for _ in range(5000):
            file.write("x" * 10_000)
        file.write('";')
    os.mkfifo(folder / "fifo")
    for name, target in (("zero", "/dev/zero"), ("passwd", "passwd.txt"), ("loop", "loop")):
        (folder / name).symlink_to(target)
    (folder / "passwd.txt").write_text("root:x:0:0:root:/root:/bin/sh\ngames:x:5:60::/usr/games:/bin/sh\n")


def contents(*folders):
    """Every path below the folders."""
    return {path for folder in folders for path in folder.rglob("*")}


def run(program, file, scratch):
    """Exit status, stderr, seconds and megabytes of one check."""
    env = {**os.environ, "TMPDIR": str(scratch), "HOME": str(scratch), "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as said, subprocess.Popen(
            [program, "check", file.name], cwd=file.parent, env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=said) as child:
        timer = threading.Timer(PATIENCE, child.kill)
        timer.start()
        _, status, used = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", errors="replace")
    return child.returncode, text, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def faults(program, file, expected, scratch, limited):
    """What is not as it should be with one input; and what it said."""
    before = contents(HERE, scratch)
    code, said, seconds, megabytes = run(program, file, scratch)
    wrong = []
    refused = any(": note:" not in line for line in said.splitlines())
    if code != (2 if refused else 0):
        wrong.append(f"exit status {code}")
    if said != (expected.read_text(encoding="utf-8") if expected.exists() else None):
        wrong.append(f"said:\n{said[:2000]}")
    if contents(HERE, scratch) != before:
        wrong.append("wrote something")
    if limited and seconds > SECONDS:
        wrong.append(f"took {seconds:.2f} s")
    if limited and megabytes > MEGABYTES:
        wrong.append(f"took {megabytes:.0f} MB")
    return wrong, said


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    update = "--update" in sys.argv
    wanted = [name for name in sys.argv[2:] if name != "--update"]
    limited = b"__asan_init" not in pathlib.Path(program).read_bytes()
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="sibyl-bad-"))
    made = scratch / "made"
    made.mkdir()
    try:
        make_inputs(made)
        files = sorted([*HERE.glob("[0-9][0-9]-*.cfg"), *made.glob("*.cfg")], key=lambda file: file.name)
        files = [file for file in files if not wanted or file.stem in wanted]
        failed = 0
        for file in files:
            expected = HERE / f"{file.stem}.expected"
            wrong, said = faults(program, file, expected, scratch, limited)
            if update:
                expected.write_text(said, encoding="utf-8")
            elif wrong:
                failed += 1
                print(f"{file.stem}: " + "; ".join(wrong))
        print(f"{len(files) - failed} as expected, {failed} not")
    finally:
        shutil.rmtree(scratch)
    sys.exit(1 if failed or not files else 0)


if __name__ == "__main__":
    main()
