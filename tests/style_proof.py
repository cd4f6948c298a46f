#!/usr/bin/env python3
"""Each test of style, and the wrapper of all tests, passes what is sound and fails what is planted: style_proof.py"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
PROJECT = TESTS.parent
SOUND = {
    "src/base/money.h": "#include <sibyl/status.h>\n#include <stdint.h>\n",
    "src/engine/books.c": '#include "base/money.h"\n\n/* abort(), stderr */\nconst char *books_word(void);\n'
                          'const char *books_word(void) { return "exit("; }\n',
    "src/config/reader.c": '#include "engine/books.h"\n#include <libconfig.h>\n',
    "src/cli/main.c": '#include <argp.h>\n#include <stdio.h>\nint main(void) { return puts("0") < 0; }\n',
    "include/sibyl/status.h": "#include <sibyl/run.h>\n#include <stdint.h>\n",
}
# What is planted: file, its text, and what the test must say of it.
FLOORS = [
    ("src/base/high.c", '#include "engine/books.h"\n', "base is below engine"),
    ("src/base/bare.c", '#include "money.h"\n', "does not begin with a floor"),
    ("src/engine/read.c", "#  include <libconfig.h>\n", "only in src/config"),
    ("src/report/sheet.c", "#include <xlsxwriter.h>\n", "only in src/report/workbook"),
    ("src/study/options.c", "#include <argp.h>\n", "only in src/cli"),
    ("src/stats/give_up.c", "void f(void) { exit (1); }\n", "exit is used only"),
    ("src/stats/stop.c", "void f(void) { abort(); }\n", "abort is used only"),
    ("src/stats/shout.c", 'void f(void) { fputs("x", stderr); }\n', "stderr is used only"),
    ("src/stats/talk.c", 'void f(void) { printf("x"); }\n', "printf is used only"),
    ("src/cellar/deep.c", "\n", "on no floor"),
    ("include/sibyl/leak.h", '#include "base/money.h"\n', "a public header includes"),
    ("include/sibyl/gsl.h", "#include <gsl/gsl_rng.h>\n", "a public header includes"),
]
TEXT = [
    ("src/base/later.c", "/* TO" "DO: later */\n", "says"),
    ("notes.txt", "see /tm" "p/x\n", "says"),
    ("src/base/ragged.c", "int x; \n", "trailing blank"),
    ("src/base/open.c", "int x;", "does not end"),
    ("src/base/long.c", "\n" * 700, "longer than"),
]
FORMAT = [("src/base/askew.c", "int   askew ;\n", "askew.c")]
KERNEL = """#define KERNEL __attribute__((target_clones("avx512f", "avx2", "default")))
void kernel(double *a, const double *b, const double *c);
KERNEL
void kernel(double *a, const double *b, const double *c) { for (int i = 0; i < 64; i++) a[i] += b[i] * c[i]; }
"""


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def said(*command, **options):
    """Exit code of a command, and all that it said."""
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **options)
    return done.returncode, done.stdout


def prove_tree(name, command, planted, root):
    """The command passes the sound tree, and fails it with each planted file, saying what is expected."""
    for path, text in SOUND.items():
        write(root, path, text)
    shutil.copy(PROJECT / ".clang-format", root)
    code, words = said(*command, root)
    yield f"{name} passes a sound tree", code == 0 or words
    for path, text, expected in planted:
        write(root, path, text)
        code, words = said(*command, root)
        (root / path).unlink()
        if not any((root / path).parent.iterdir()):
            (root / path).parent.rmdir()
        yield f"{name} fails {path}", (code != 0 and expected in words and path.split("/")[-1] in words) or words


def prove_objects(root):
    """Fused kernels, and kernels of one instruction set alone, are seen in the object code."""
    write(root, "src/kernel.c", KERNEL)
    for name, text, contract, expected in (("passes kernels that keep their bits", KERNEL, "off", None),
                                           ("fails fused kernels", KERNEL, "fast", "fuses"),
                                           ("fails kernels of one set alone", "int x;\n", "off", "no kernel")):
        write(root, "kernel.c", text)
        said("gcc", "-O3", f"-ffp-contract={contract}", "-c", root / "kernel.c", "-o", root / "kernel.o")
        code, words = said(TESTS / "style_objects.sh", root / "kernel.o", root)
        ok = code == 0 if expected is None else code != 0 and expected in words
        yield f"objects {name}", ok or words


def prove_tidy(root):
    """clang-tidy is run with our configuration on what the build compiles, and a pass is remembered."""
    for name in (".clang-tidy", "tests/style_tidy.py", "tests/tools/sources.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, root / name)
    body = {"sound": "    return a;\n", "long": "    a++;\n" * 70 + "    return a;\n", "bug": "    return a / (a - a);\n"}
    for name, lines in body.items():
        write(root, "src/f.c", "int f(int a);\nint f(int a) {\n" + lines + "}\n")
        write(root, "build/compile_commands.json",
              f'[{{"directory": "{root}/build", "file": "../src/f.c", "command": "cc -c ../src/f.c"}}]')
        code, words = said(root / "tests/style_tidy.py", root / "build", 1)
        yield f"tidy on {name}", (code == 0 if name == "sound" else code != 0 and "f.c" in words) or words


def prove_checked(root):
    """The wrapper fails a program that tested nothing or leaked though it exits 0, and keeps other exit codes."""
    write(root, "leak.c", "#include <stdlib.h>\nint main(void) { void *volatile p = malloc(7); p = 0; return p != 0; }\n")
    said("gcc", "-fsanitize=address", root / "leak.c", "-o", root / "leak")
    sheltered = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    synthesis = "import sys; print('[====] Synthesis: Tested: {} | Passing: 0 |', file=sys.stderr)"
    env = {name: value for name, value in os.environ.items() if not name.endswith("SAN_OPTIONS")}
    for name, command, expected in (
            ("passes a sound program", ["true"], 0), ("keeps an exit code", ["sh", "-c", "exit 77"], 77),
            ("passes ten tests", [sys.executable, "-c", synthesis.format(10)], 0),
            ("fails no test", [sys.executable, "-c", synthesis.format(0)], 1),
            ("fails a hidden leak", [sys.executable, "-c", sheltered, root / "leak"], 99)):
        code, words = said(TESTS / "tools/checked", *command, env=env)
        yield f"checked {name}", code == expected or words


def main():
    passed = failed = 0
    proofs = [
        lambda root: prove_tree("floors", [TESTS / "floors.py"], FLOORS, root),
        lambda root: prove_tree("text", [TESTS / "style_text.py"], TEXT, root),
        lambda root: prove_tree("format", [TESTS / "style_format.sh"], FORMAT, root),
        prove_objects, prove_tidy, prove_checked,
    ]
    for proof in proofs:
        with tempfile.TemporaryDirectory(prefix="sibyl-proof-") as folder:
            for name, result in proof(pathlib.Path(folder).resolve()):
                passed, failed = passed + (result is True), failed + (result is not True)
                if result is not True:
                    print(f"not proven: {name}: {result}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
