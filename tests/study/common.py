"""What the tests of questions share: running the program, and promises counted."""
import pathlib
import subprocess
import sys
import tempfile

SIBYL = pathlib.Path(sys.argv[1]).resolve()
DONE, NOT_DONE, WRONG = 0, 1, 2
counts = {True: 0, False: 0}


def promise(name, kept, said=""):
    counts[bool(kept)] += 1
    if not kept:
        print("broken:", name, said)


def sibyl(*words, text=None, given=None, cwd=None):
    """Runs a command; `text` is written to a configuration that stands in place of None among the words."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "scheme.cfg"
        if text is not None:
            file.write_text(text, encoding="utf-8")
        done = subprocess.run([SIBYL, *(file if word is None else word for word in words)], capture_output=True, check=False,
                              encoding="utf-8", input=given, cwd=cwd)
    return done


def narrow(name, text):
    """No line is wider than 80 columns."""
    wide = [line for line in text.splitlines() if len(line) > 80]
    promise(f"{name}: lines of at most 80 columns", not wide, wide[:1])


def finish():
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(counts[False] > 0)
