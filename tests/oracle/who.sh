#!/bin/sh
# 'orbite who' on the real FINESS sample of the Ain and the Côte-d'Or, against counts made from the raw feeds by another program
# (who_finess.py). Prints TAP; skipped without the sample.
set -u
srcdir=${ORBITE_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
ORBITE=${ORBITE:-${ORBITE_BUILDDIR:-$srcdir/build}/orbite}
shared=${ORBITE_SHARED:-$srcdir/../shared}
feeds=$shared/data/finess
if [ ! -d "$feeds" ] || [ ! -d "$shared/data/communes" ]; then
    echo "1..0 # SKIP the FINESS sample is not here"
    exit 0
fi
if ! command -v python3 >/dev/null 2>&1; then
    echo "1..0 # SKIP python3 is not here"
    exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
LC_ALL=C
export LC_ALL
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE
if ! "$ORBITE" import -q cog "$shared/data/communes" --edition 2026 ||
    ! "$ORBITE" import -q finess "$feeds/finess-structures-202608-dev.json.gz" "$feeds/finess-activites-202608-dev.json.gz" ||
    ! "$ORBITE" who --departement 01,21 --by departement -f csv -o matrix.csv ||
    ! "$ORBITE" who --departement 01,21 --by departement --table services -f csv -o services.csv; then
    echo "1..1"
    echo "not ok 1 - the sample is imported and counted"
    exit 1
fi
exec python3 "$srcdir/tests/oracle/who_finess.py" "$shared" services.csv matrix.csv
