#!/bin/sh
# Vaults of invented persons, of each of which several exports are published, then attacked together by a program that is not ours (together.py; ORBITE_VAULTS of
# them, from ORBITE_SEED on; dates.sh has another attack run). Prints TAP; skipped without SciPy.
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
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE LANGUAGE LANG LC_MESSAGES
LC_ALL=C.UTF-8
SOURCE_DATE_EPOCH=1795348800
export LC_ALL SOURCE_DATE_EPOCH
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" && "$python" "$srcdir/tests/property/${ORBITE_ATTACK:-together.py}" "${ORBITE:-$builddir/orbite}" "$srcdir/tests/cli" "${ORBITE_VAULTS:-15}"
