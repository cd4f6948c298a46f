#!/usr/bin/env python3
"""The table of regimes in the README: table.py SIBYL ROOT. The script that makes it runs, and the README has each of its rows."""
import pathlib
import subprocess
import sys

sibyl, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PATHS = "64"
readme = (root / "README.md").read_text(encoding="utf-8")
done = subprocess.run([root / "tests/tools/regimes", sibyl, "--paths", PATHS], capture_output=True, check=False, encoding="utf-8")
made = [line.split("|") for line in done.stdout.splitlines()]
begin, end = readme.find("<!-- regimes: begin -->"), readme.find("<!-- regimes: end -->")
shown = [line.split("|") for line in readme[begin:end].splitlines() if line.startswith("|")]
broken = []
if done.returncode != 0 or len(made) < 3:
    broken.append(f"the script does not make a table: {done.stderr}")
if len({len(row) for row in made}) != 1:
    broken.append("its rows have different numbers of columns")
if [row[1] for row in shown] != [row[1] for row in made]:
    broken.append("the README's rows are not the script's: make them with tests/tools/regimes SIBYL --readme README.md")
configs = [path.name for path in (root / "configs").glob("*.cfg")]
broken += [f"the README does not name configs/{name}" for name in sorted(configs) if f"`{name}`" not in readme]
print("\n".join(["broken: " + what for what in broken]) or f"{len(shown) - 2} regimes, {len(configs)} schemes")
sys.exit(len(broken) > 0)
