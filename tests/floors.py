#!/usr/bin/env python3
"""Fail on an include from a higher floor, and on what belongs to one place alone but is used elsewhere: floors.py [ROOT]

A file of src/<floor>/ includes only from its own floor and those below it; the public headers of include/sibyl may be
included by all and include only each other and the C standard library. Three libraries, and the right to print and to
exit, have one home each.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "tools"))
from sources import c_files, includes  # noqa: E402

FLOORS = ["base", "random", "stats", "scheme", "engine", "config", "study", "report", "cli"]
HOMES = {"libconfig.h": "src/config", "xlsxwriter.h": "src/report/workbook", "argp.h": "src/cli"}
VOICE = re.compile(r"\b(?:(?:exit|_exit|_Exit|quick_exit|abort|printf|vprintf|puts|putchar|perror)\s*\(|stdout\b|stderr\b)")
VOICE_HOME = "src/cli"
STANDARD = {
    "assert.h", "complex.h", "ctype.h", "errno.h", "fenv.h", "float.h", "inttypes.h", "iso646.h", "limits.h", "locale.h",
    "math.h", "setjmp.h", "signal.h", "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h", "stdint.h",
    "stdio.h", "stdlib.h", "stdnoreturn.h", "string.h", "tgmath.h", "threads.h", "time.h", "uchar.h", "wchar.h", "wctype.h",
}
NOT_CODE = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def code_alone(text):
    """The text with comments, strings and characters blanked, line breaks kept."""
    return NOT_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def is_within(path, folder):
    return path.startswith(folder + "/")


def include_fault(path, bracket, name):
    """What is wrong with this file's include of name, or None."""
    if is_within(path, "include/sibyl"):
        allowed = bracket == "<" and (name in STANDARD or name.startswith("sibyl/"))
        return None if allowed else f"a public header includes {name}; only <sibyl/...> and the C standard library may be"
    if bracket == "<":
        home = HOMES.get(name)
        return f"{name} is included only in {home}" if home and not is_within(path, home) else None
    floor, target = path.split("/")[1], name.split("/")[0]
    if target not in FLOORS or "/" not in name:
        return f'"{name}" does not begin with a floor; write "base/money.h", or <...> for a library'
    if FLOORS.index(target) > FLOORS.index(floor):
        return f"{floor} is below {target} and may not include {name}"
    return None


def faults(root):
    """Every fault below root, as FILE:LINE: what is wrong."""
    found = []
    for file in c_files(root, "src", "include/sibyl"):
        path, text = file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")
        if path.startswith("src/") and path.split("/")[1] not in FLOORS:
            found.append(f"{path}:1: is on no floor")
            continue
        for line, bracket, name in includes(text):
            fault = include_fault(path, bracket, name)
            if fault:
                found.append(f"{path}:{line}: {fault}")
        if is_within(path, VOICE_HOME):
            continue
        for number, line in enumerate(code_alone(text).split("\n"), start=1):
            for word in VOICE.findall(line):
                found.append(f"{path}:{number}: {word.rstrip('( ')} is used only in {VOICE_HOME}")
    return found


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent
    found = faults(root.resolve())
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
