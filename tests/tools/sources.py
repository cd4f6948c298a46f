"""What the tests of style share: which files the project has, and what a C file includes."""
import pathlib
import re

SKIPPED = re.compile(r"^(\.git|build.*|outputs|__pycache__|subprojects)$")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def project_files(root):
    """Every file below root but those that git ignores or keeps for itself, in order."""
    found = []
    for path in sorted(pathlib.Path(root).iterdir()):
        if SKIPPED.match(path.name):
            continue
        found += project_files(path) if path.is_dir() and not path.is_symlink() else [path]
    return found


def c_files(root, *folders):
    """The C files and headers of root in these of its folders, in order."""
    return [path for folder in folders for path in sorted((pathlib.Path(root) / folder).rglob("*.[ch]"))]


def includes(text):
    """(line, bracket, name) of each include of a C file's text."""
    return [(text.count("\n", 0, found.start()) + 1, found[1], found[2]) for found in INCLUDE.finditer(text)]
