#!/bin/sh
# Every C file is laid out as .clang-format says: style_format.sh [ROOT]
# To lay out what is not: clang-format -i FILES
cd "${1:-$(dirname "$0")/..}" || exit 1
find src include tests -name '*.[ch]' -print0 2>/dev/null | xargs -0r clang-format --dry-run -Werror
