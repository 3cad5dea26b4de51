#!/bin/sh
# 'orbite triage' against a plain reading of its definitions (triage.py), on the scenarios and cases of ../shared/matching.
# Prints TAP; skipped without them. ORBITE_TRIAGE_SEEDS=20 tries all the made cases.
set -u
srcdir=${ORBITE_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
ORBITE=${ORBITE:-${ORBITE_BUILDDIR:-$srcdir/build}/orbite}
export ORBITE
shared=${ORBITE_SHARED:-$srcdir/../shared}
if [ ! -d "$shared/matching/scenarios/dev" ]; then
    echo "1..0 # SKIP no scenarios beside the sources"
    exit 0
fi
if ! command -v python3 >/dev/null 2>&1; then
    echo "1..0 # SKIP python3 is not here"
    exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE
python3 "$srcdir/tests/oracle/triage.py" "$shared" "$work"
