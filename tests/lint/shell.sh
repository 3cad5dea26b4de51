#!/bin/sh
# Shell scripts read as POSIX sh, and shellcheck finds nothing in them.
. "$ORBITE_SRCDIR/tests/lint/tap.sh"
cd "$ORBITE_SRCDIR" || exit 1

{ tracked '*.sh' && echo .ci/run; } | sort -u >"$scratch/files"
[ -f .ci/run ] || sed -i '/^\.ci/d' "$scratch/files"
: >"$scratch/found"
while read -r script; do
    sh -n "$script" 2>>"$scratch/found" || echo "$script" >>"$scratch/found"
done <"$scratch/files"
clean "shell scripts can be read" "$scratch/found"
printf 'if true; then echo\n' >"$scratch/planted.sh"
sh -n "$scratch/planted.sh" 2>"$scratch/found"
planted "shell scripts can be read" "$scratch/found"
if ! command -v shellcheck >/dev/null 2>&1; then
    skip "shellcheck finds nothing" "no shellcheck"
    finish
fi
# What cannot be followed (SC1091) is checked by itself.
xargs -a "$scratch/files" shellcheck --shell=sh --exclude=SC1091 --format=gcc >"$scratch/found" 2>&1
clean "shellcheck finds nothing" "$scratch/found"
# shellcheck disable=SC2016 # the fault is planted as it is
printf 'rm $1/*\n' >"$scratch/planted.sh"
shellcheck --shell=sh --format=gcc "$scratch/planted.sh" >"$scratch/found" 2>&1
planted "shellcheck finds nothing" "$scratch/found"
finish
