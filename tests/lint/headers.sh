#!/bin/sh
# Every header compiles alone, with no warning, and without the headers of a library.
. "$ORBITE_SRCDIR/tests/lint/tap.sh"
cd "$ORBITE_SRCDIR" || exit 1

# No -I of a library: a header that needs one does not compile. POSIX types are the system's.
alone() {
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Werror \
        -fsyntax-only -I"$ORBITE_SRCDIR" -x c "$1"
}

tracked 'engine/*.h' 'importers/*.h' 'maps/*.h' 'cli/*.h' >"$scratch/files"
: >"$scratch/found"
while read -r header; do
    # Twice: its guard works.
    printf '#include "%s"\n#include "%s"\n' "$header" "$header" >"$scratch/one.c"
    alone "$scratch/one.c" >"$scratch/words" 2>&1 || { echo "$header" && head -n 3 "$scratch/words"; } >>"$scratch/found"
done <"$scratch/files"
[ -s "$scratch/files" ] || echo "no header was found" >>"$scratch/found"
clean "every header compiles alone" "$scratch/found"
printf '#include "%s"\n' "$scratch/planted.h" >"$scratch/one.c"
printf 'size_t f(void);\n' >"$scratch/planted.h"
alone "$scratch/one.c" >"$scratch/found" 2>&1
planted "every header compiles alone" "$scratch/found"
finish
