#!/usr/bin/env python3
"""Texts are finished and speak of the program alone: style_text.py [ROOT]

No note of work left undone, no path of somebody's machine, no page that is not part of the project; source files end
with a line break and have neither tabs nor trailing blanks; no C file of src is longer than a reader can hold.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "tools"))
from sources import project_files  # noqa: E402

# In halves, so that this list does not find itself.
UNDONE = ["TO" "DO", "FIX" "ME", "XX" "X"]
ABROAD = ["/tm" "p/", "/wor" "k/", "/ro" "ot/", "/hom" "e/"]
MAKING = ["sub" "agent", "Clau" "de", "Anthro" "pic", "sitti" "ngs?", r"issu" r"es? #?\d+"]
PAGES = [page + r"\.md" for page in ["hou" "se", "mod" "el", "rul" "es", "tru" "st", "cas" "es", "spe" "ed", "too" "ls"]]
WORDS = re.compile("|".join([rf"\b(?:{'|'.join(UNDONE + MAKING + PAGES)})\b", *ABROAD]))
SOURCE = {".c", ".h", ".py", ".sh", ".build", ".in"}
RAGGED = re.compile(r"\t|[ \r]$")
LONG_LINES, TOO_LONG_LINES = 400, 600


def faults(path, text):
    """(line, what is wrong) of one file."""
    lines = text.split("\n")
    found = [(n, f"says '{hit[0]}'") for n, line in enumerate(lines, 1) for hit in WORDS.finditer(line)]
    if path.suffix in SOURCE and text:
        found += [(n, "has a tab or a trailing blank") for n, line in enumerate(lines, 1) if RAGGED.search(line)]
        if lines[-1]:
            found.append((len(lines), "does not end with a line break"))
    if path.parts[0] == "src" and path.suffix in {".c", ".h"} and len(lines) > TOO_LONG_LINES:
        found.append((len(lines), f"is longer than {TOO_LONG_LINES} lines"))
    elif path.parts[0] == "src" and len(lines) > LONG_LINES:
        print(f"{path}: note: is longer than {LONG_LINES} lines")
    return found


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    bad = False
    for file in project_files(root):
        content = file.read_bytes() if file.is_file() else b"\0"
        if b"\0" in content:
            continue
        path = file.relative_to(root)
        for line, fault in faults(path, content.decode("utf-8", errors="replace")):
            print(f"{path}:{line}: {fault}")
            bad = True
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
