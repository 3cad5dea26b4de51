#!/bin/sh
# Files of persons that differ only where counts are too small to be told give the same bytes to others (alike.py). Prints TAP.
set -u
srcdir=${ORBITE_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
builddir=${ORBITE_BUILDDIR:-$srcdir/build}
command -v python3 >/dev/null 2>&1 || { echo '1..0 # SKIP no python3'; exit 0; }
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE LANGUAGE LANG LC_MESSAGES
LC_ALL=C.UTF-8
SOURCE_DATE_EPOCH=1795348800
export LC_ALL SOURCE_DATE_EPOCH
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" && python3 "$srcdir/tests/property/alike.py" "${ORBITE:-$builddir/orbite}" "$srcdir/tests/cli"
