"""Writes configurations as C: templates.py OUT.c FILE.cfg ..."""
import os
import sys

out = ['#include "cli/templates.h"', ""]
rows = []
for path in sys.argv[2:]:
    name = os.path.splitext(os.path.basename(path))[0]
    word = name.replace("-", "_")
    with open(path, "rb") as f:
        data = f.read()
    out.append("static const unsigned char text_%s[] = {%s};" % (word, ",".join(str(b) for b in data)))
    rows.append('    {"%s", text_%s, sizeof text_%s},' % (name, word, word))
out += ["const struct template templates[] = {"] + rows + ["};", "const int n_templates = %d;" % len(rows), ""]
with open(sys.argv[1], "w") as f:
    f.write("\n".join(out))
