#!/bin/sh
# Every source is as clang-format 14 lays it out.
. "$ORBITE_SRCDIR/tests/lint/tap.sh"
cd "$ORBITE_SRCDIR" || exit 1

format=$(command -v clang-format-14 || command -v clang-format)
if [ -z "$format" ]; then
    skip "sources are laid out by .clang-format" "no clang-format"
    finish
fi
tracked '*.c' '*.h' >"$scratch/files"
xargs -a "$scratch/files" "$format" --dry-run -Werror --style=file >"$scratch/found" 2>&1
grep 'error:' "$scratch/found" >"$scratch/lines"
clean "sources are laid out by .clang-format" "$scratch/lines"
cp .clang-format "$scratch/"
printf 'int f( void ){return 0;}\n' >"$scratch/planted.c"
"$format" --dry-run -Werror --style=file "$scratch/planted.c" >"$scratch/found" 2>&1
planted "sources are laid out by .clang-format" "$scratch/found"
finish
