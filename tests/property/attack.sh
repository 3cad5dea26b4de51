#!/bin/sh
# 200 random tables (ORBITE_TABLES) of counts of persons, protected, then attacked by a program that is not ours. Prints TAP; skipped without SciPy.
set -u
srcdir=${ORBITE_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
builddir=${ORBITE_BUILDDIR:-$srcdir/build}
# The packages of the system may not be those of the first python3 of PATH.
python=
for candidate in python3 /usr/bin/python3; do
    [ -n "$python" ] || ! "$candidate" -c 'import scipy.optimize' 2>/dev/null || python=$candidate
done
if [ -z "$python" ]; then
    echo "1..0 # SKIP python3-scipy is not here"
    exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
if ! "$builddir/tests/property/protected" "${ORBITE_TABLES:-200}" >"$work/tables"; then
    echo "Bail out! the tables are not protected"
    exit 1
fi
"$python" "$srcdir/tests/property/attack.py" <"$work/tables" | sed 's/^1\.\.2$/1..3/'
# Two tables that are each protected alone: the same attack must succeed.
"$builddir/tests/property/protected" 800 forget >"$work/alone" && "$python" "$srcdir/tests/property/attack.py" <"$work/alone" >"$work/told"
grep -q '^not ok 1 ' "$work/told" && grep '^# table' "$work/told" | sed -n '1,3s/^/# /p' && echo "ok 3 - of two that are protected alone, it recovers some" ||
    echo "not ok 3 - of two that are protected alone, it recovers some"
