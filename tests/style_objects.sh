#!/bin/sh
# The lane kernels are compiled once per instruction set, and none of them fuses a multiplication with an addition, so
# every processor gets the same bits: style_objects.sh LIBRARY SOURCES_ROOT
set -eu
library=$1
root=$2
listing=$(mktemp)
trap 'rm -f "$listing"' EXIT
objdump -d --no-show-raw-insn "$library" >"$listing"
if grep -rqE '^(static )?KERNEL\b' --include='*.c' "$root/src" && ! grep -q '\.avx512f' "$listing"; then
    echo "$library: has no kernel compiled for AVX-512"
    exit 1
fi
if grep -E '\bvfn?m(add|sub)' "$listing"; then
    echo "$library: fuses a multiplication with an addition"
    exit 1
fi
