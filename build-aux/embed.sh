#!/bin/sh
# Writes a C file that holds the bytes of the given files, found by their names at run time. Those after --if-made are in the
# current directory, or left out.
# usage: embed.sh SRCDIR FILE... [--if-made FILE...] (names relative to SRCDIR) > embedded.c
set -e
srcdir=$1
shift
printf '#include "engine/base/embedded.h"\n\n#include <stddef.h>\n\n'
n=0
list=
for f in "$@"; do
    if [ "$f" = --if-made ]; then
        srcdir=.
        continue
    fi
    if [ "$srcdir" = . ] && [ ! -f "$f" ]; then continue; fi
    printf 'static const unsigned char file_%d[] = {\n' "$n"
    od -An -v -tx1 "$srcdir/$f" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    printf '0};\n'
    list="$list
    { \"$f\", file_$n, sizeof file_$n - 1 },"
    n=$((n + 1))
done
printf 'const struct orb_embedded_file orb_embedded_files[] = {%s\n' "$list"
printf '    { NULL, NULL, 0 }\n};\n'
