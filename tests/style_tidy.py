#!/usr/bin/env python3
"""Run clang-tidy over the sources that the build compiles from src: style_tidy.py BUILD [JOBS] [--deep]

The static analyser follows fewer ways through a long function than it would by itself, where nearly all its time goes;
--deep leaves it its own limit and takes three times as long. What passed is remembered in BUILD/tidy by the hash of the
file, of all project files that it includes, of .clang-tidy and of the command lines, so that only what changed is looked
at again.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "tools"))
from sources import includes  # noqa: E402

# Flags of gcc that clang does not know change nothing that clang-tidy looks at.
TIDY = ["clang-tidy", "--quiet", "--extra-arg=-Wno-unknown-warning-option"]
# A fifth of the paths that the static analyser would follow through each function, in a third of the time.
BRIEF = [f"--extra-arg={word}" for word in ("-Xclang", "-analyzer-config", "-Xclang", "max-nodes=45000")]
# What clang-tidy says even when it has nothing to say.
CHATTER = re.compile(r"^(?:\d+ warnings? generated\.|Suppressed .*|Use -header-filter.*)\n?", re.MULTILINE)


def inputs(file, roots, seen):
    """Add to seen the file and every project file that it includes, directly or not."""
    if file in seen or not file.is_file():
        return
    seen.add(file)
    for _, _, name in includes(file.read_text(encoding="utf-8")):
        for root in roots:
            inputs((root / name).resolve(), roots, seen)


def fingerprint(root, build, file, command, tidy):
    seen = set()
    inputs(file, [root / "src", root / "include", build / "include"], seen)
    digest = hashlib.sha256("\n".join([command, *tidy]).encode())
    for path in sorted(seen) + [root / ".clang-tidy"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def look(build, root, tidy, file, command):
    """What clang-tidy says of one file; empty if it is content."""
    stamp = build / "tidy" / fingerprint(root, build, file, command, tidy)
    if stamp.exists():
        return ""
    done = subprocess.run(tidy + ["-p", str(build), str(file)], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        stamp.touch()
        return ""
    return CHATTER.sub("", done.stdout + done.stderr)


def main():
    words = [word for word in sys.argv[1:] if word != "--deep"]
    tidy = TIDY if "--deep" in sys.argv else TIDY + BRIEF
    build = pathlib.Path(words[0]).resolve()
    jobs = int(words[1]) if len(words) > 1 else len(os.sched_getaffinity(0))
    root = pathlib.Path(__file__).resolve().parent.parent
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        file = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        if file.is_relative_to(root / "src"):
            entries[file] = entry["command"]
    (build / "tidy").mkdir(exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        said = list(pool.map(lambda entry: look(build, root, tidy, *entry), entries.items()))
    print("".join(said), end="")
    sys.exit(1 if any(said) else 0)


if __name__ == "__main__":
    main()
