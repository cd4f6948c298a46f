"""Writes configurations as C: templates.py OUT.c FILE.cfg ... What a file includes is written out in its place."""
import os
import re
import sys

INCLUDE = re.compile(rb'^[ \t]*@include[ \t]+"([^"\n]+)"[ \t]*\n', re.MULTILINE)


def whole(path):
    """A configuration's text with every included file, which lies in the same folder, in place of its @include line."""
    with open(path, "rb") as f:
        return INCLUDE.sub(lambda found: whole(os.path.join(os.path.dirname(path), found[1].decode())), f.read())


out = ['#include "cli/templates.h"', ""]
rows = []
for path in sys.argv[2:]:
    name = os.path.splitext(os.path.basename(path))[0]
    word = name.replace("-", "_")
    data = whole(path)
    out.append("static const unsigned char text_%s[] = {%s};" % (word, ",".join(str(b) for b in data)))
    rows.append('    {"%s", text_%s, sizeof text_%s},' % (name, word, word))
out += ["const struct template templates[] = {"] + rows + ["};", "const int n_templates = %d;" % len(rows), ""]
with open(sys.argv[1], "w") as f:
    f.write("\n".join(out))
