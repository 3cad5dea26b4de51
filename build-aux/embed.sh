#!/bin/sh
# Writes a C file that holds the bytes of the given files, found by their names at run time.
# usage: embed.sh SRCDIR FILE... (names relative to SRCDIR) > embedded.c
set -e
srcdir=$1
shift
printf '#include "engine/base/embedded.h"\n\n#include <stddef.h>\n\n'
n=0
for f in "$@"; do
    printf 'static const unsigned char file_%d[] = {\n' "$n"
    od -An -v -tx1 "$srcdir/$f" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    printf '0};\n'
    n=$((n + 1))
done
printf 'const struct orb_embedded_file orb_embedded_files[] = {\n'
n=0
for f in "$@"; do
    printf '    { "%s", file_%d, sizeof file_%d - 1 },\n' "$f" "$n" "$n"
    n=$((n + 1))
done
printf '    { NULL, NULL, 0 }\n};\n'
